//! The JSON Schemas accept what askwell accepts, and nothing that it tells as a mistake.

use jsonschema::Validator;
use serde_json::Value;

use crate::common::{Folder, files_below};
use crate::rule_files::{MISTAKES, RULE};

fn schema(arguments: &[&str], folder: &Folder) -> Validator {
    let schema = folder.askwell(&[&["rules", "schema"], arguments].concat()).ends(0).json();
    jsonschema::draft7::new(&schema).unwrap()
}

fn read(text: &str) -> Option<Value> {
    serde_yaml::from_str_with_options(text, serde_yaml::options! { strict_booleans: true }).ok()
}

fn complaints(schema: &Validator, file: &Value) -> Vec<String> {
    schema.iter_errors(file).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

#[test]
fn every_built_in_file_fits_its_schema() {
    let folder = Folder::new();
    let rule = schema(&[], &folder);
    let mut rules = 0;
    for (path, bytes) in files_below("rules").into_iter().filter(|(path, _)| path.ends_with(".yaml")) {
        let file = read(&String::from_utf8(bytes).unwrap()).unwrap();
        let told = match path.strip_prefix("vocabulary/") {
            Some(part) => complaints(&schema(&[part.trim_end_matches(".yaml")], &folder), &file),
            None => {
                rules += 1;
                complaints(&rule, &file)
            }
        };
        assert!(told.is_empty(), "{path}: {told:#?}");
    }
    assert_eq!(rules, crate::common::pack().rules.len());
}

/// What no schema can know: where the file lies.
fn is_about_the_path(says: &[&str]) -> bool {
    says.iter().any(|words| words.contains("the file's path"))
}

/// What a schema cannot say of the words in a value.
fn is_about_words(says: &[&str]) -> bool {
    says.iter().any(|words| words.contains("no word to look for") || words.contains("curly quotation marks") || words.contains("«"))
        || says.iter().any(|words| words.contains("nothing is to be found"))
}

#[test]
fn no_mistake_that_askwell_tells_fits() {
    let schema = schema(&[], &Folder::new());
    assert!(complaints(&schema, &read(RULE).unwrap()).is_empty());
    let mut tried = 0;
    for wrong in MISTAKES.iter().filter(|wrong| !is_about_the_path(wrong.says) && !is_about_words(wrong.says)) {
        let text = wrong.rule();
        // What is no YAML is no editor's question of a schema.
        let Some(file) = read(&text) else { continue };
        tried += 1;
        assert!(!complaints(&schema, &file).is_empty(), "{text}");
    }
    assert!(tried >= 25, "{tried}");
}

#[test]
fn a_mistake_in_vocabulary_or_configuration_does_not_fit() {
    let folder = Folder::new();
    for (kind, text) in [
        ("topics", "pets: { titel: pets }"),
        ("topics", "pets: { title: pets, answers: [declin] }"),
        ("answers", "cat: { title: a cat, hass: [cat] }"),
        ("sets", "pets: { title: Pets, topic: pest, source: GDS-EQ, answers: [Cat] }"),
        ("sets", "pets: { title: Pets, topic: sex, source: GDS-EK, answers: [Cat] }"),
        ("sources", "OURS: { title: Ours, publisher: Us, url: https://example.org, read: last week }"),
        ("profiles", "ours: { title: Ours, rules: { gender/no-declin: off } }"),
        ("profiles", "ours: { title: Ours, rules: { gender/no-decline: of } }"),
        ("languages", "cy: { title: Welsh, topics: { gendr: { has: [rhywedd] } } }"),
        ("purposes", "monitorin: { title: monitoring }"),
        ("config", "profiles: [strickt]"),
        ("config", "rulez: {}"),
        ("config", "rules: { gender/no-declin: off }"),
        ("config", "purposes: { monitorin: a.html }"),
        ("config", "components: { appRadios: radio }"),
        ("config", "components: { appRadios: { is: radios, promt: question } }"),
    ] {
        assert!(!complaints(&schema(&[kind], &folder), &read(text).unwrap()).is_empty(), "{kind}: {text}");
    }
}

#[test]
fn a_configuration_as_the_documentation_shows_it_fits() {
    let page = std::fs::read_to_string(crate::common::root().join("docs/configuration.md")).unwrap();
    let block = page.split("```yaml\n").find(|block| block.starts_with("profiles:")).and_then(|block| block.split("```").next()).unwrap();
    let told = complaints(&schema(&["config"], &Folder::new()), &read(block).unwrap());
    assert!(told.is_empty(), "{told:#?}");
}

#[test]
fn names_of_ones_own_are_in_the_schema() {
    let folder = Folder::with("own/vocabulary/topics.yaml", "pets:\n  title: pets\n  prompt: { has: [pet] }\n");
    let rule = read(&RULE.replace("wording: { any: [frobnicate] }", "question: { asks: pets, expect: { never: true } }")).unwrap();
    assert!(!complaints(&schema(&[], &folder), &rule).is_empty());
    assert!(complaints(&schema(&["--rules", "own"], &folder), &rule).is_empty());
}

#[test]
fn names_and_keys_say_what_they_are() {
    let schema = Folder::new().askwell(&["rules", "schema"]).json();
    let topics = &schema["definitions"]["topic"];
    assert_eq!(topics["enum"].as_array().unwrap().len(), topics["enumDescriptions"].as_array().unwrap().len());
    let keys = schema["properties"].as_object().unwrap();
    assert!(keys.values().all(|key| key["description"].as_str().is_some_and(|words| words.len() > 5)), "{keys:#?}");
}
