//! JSON Schemas of the files that people write, made from the types that read them: with these an editor completes keys
//! and names, and marks what cannot stand.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use super::schema::{AUDIENCES, AnswerSet, Language, Meaning, PURPOSES, Profile, RuleFile, Sign, Source, Topic};
use super::vocabulary::FREE_TEXT;
use super::{Pack, shapes};
use crate::config::schema::ConfigFile;
use crate::form::{Control, Role};

/// A kind of file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Kind {
    /// A rule
    #[default]
    Rule,
    /// vocabulary/topics.yaml
    Topics,
    /// vocabulary/answers.yaml
    Answers,
    /// vocabulary/sets.yaml
    Sets,
    /// vocabulary/sources.yaml
    Sources,
    /// vocabulary/profiles.yaml
    Profiles,
    /// vocabulary/languages.yaml
    Languages,
    /// vocabulary/purposes.yaml
    Purposes,
    /// askwell.yaml
    Config,
}

/// The schema of files of this kind, with the names that `pack` knows.
pub fn schema(kind: Kind, pack: &Pack) -> Value {
    let mut schema = match kind {
        Kind::Rule => of::<RuleFile>(),
        Kind::Topics => of::<BTreeMap<String, Topic>>(),
        Kind::Answers => of::<BTreeMap<String, Meaning>>(),
        Kind::Sets => of::<BTreeMap<String, AnswerSet>>(),
        Kind::Sources => of::<BTreeMap<String, Source>>(),
        Kind::Profiles => of::<BTreeMap<String, Profile>>(),
        Kind::Languages => of::<BTreeMap<String, Language>>(),
        Kind::Purposes => purposes(),
        Kind::Config => of::<ConfigFile>(),
    };
    add_names(&mut schema, pack);
    schema
}

/// Draft 7, which every editor understands.
fn of<T: JsonSchema>() -> Value {
    SchemaSettings::draft07().into_generator().into_root_schema_for::<T>().to_value()
}

/// Purposes and audiences, which nobody can add to.
fn purposes() -> Value {
    let mut schema = of::<BTreeMap<String, Sign>>();
    schema["propertyNames"] = json!({"anyOf": [shapes::named("purpose"), shapes::named("audience")]});
    schema
}

/// Puts in the names that the schema refers to.
fn add_names(schema: &mut Value, pack: &Pack) {
    let mut wanted = BTreeSet::new();
    references(schema, &mut wanted);
    let Some(root) = schema.as_object_mut() else { return };
    let definitions = root.entry("definitions").or_insert_with(|| Value::Object(Map::new()));
    for (kind, names) in names(pack).into_iter().filter(|(kind, _)| wanted.contains(*kind)) {
        let (names, meanings): (Vec<String>, Vec<String>) = names.into_iter().unzip();
        definitions[kind] = json!({"enum": names, "enumDescriptions": meanings});
    }
}

fn references(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => map.iter().for_each(|(key, value)| match (key.as_str(), value.as_str()) {
            ("$ref", Some(reference)) => found.extend(reference.strip_prefix("#/definitions/").map(str::to_owned)),
            _ => references(value, found),
        }),
        Value::Array(list) => list.iter().for_each(|value| references(value, found)),
        _ => {}
    }
}

/// What can stand where a name is asked for, by the kind of name, each with what it is.
fn names(pack: &Pack) -> Vec<(&'static str, Vec<(String, String)>)> {
    let vocabulary = &pack.vocabulary;
    let plain = |names: &[&str]| names.iter().map(|name| ((*name).to_owned(), String::new())).collect::<Vec<_>>();
    let topics = (0..vocabulary.topic_names().len())
        .map(|topic| (vocabulary.topic_name(topic).to_owned(), vocabulary.topic_entry(topic).title.clone()));
    let title = |name: &str| vocabulary.meaning_entry(name).map_or(String::new(), |meaning| meaning.title.clone());
    let mut answers: Vec<(String, String)> = vocabulary.meaning_names().iter().map(|name| (name.clone(), title(name))).collect();
    answers.push((FREE_TEXT.to_owned(), "an answer that opens a box for people’s own words".to_owned()));
    let sources = vocabulary.sources().iter().map(|(key, source)| (key.clone(), format!("{}: {}", source.publisher, source.title)));
    let profiles = vocabulary.profiles().iter().map(|(name, profile)| (name.clone(), profile.title.clone()));
    let mut rules: Vec<(String, String)> = pack.rules.iter().map(|rule| (rule.id.clone(), rule.title.clone())).collect();
    let folders: BTreeSet<&str> = pack.rules.iter().filter_map(|rule| rule.id.split('/').next()).collect();
    rules.extend(folders.into_iter().map(|topic| (format!("{topic}/*"), format!("every rule of {topic}"))));
    let controls: Vec<&str> = Control::ALL.iter().map(|(name, _)| *name).chain(["choice", "text"]).collect();
    let places: Vec<&str> = Role::ALL.iter().map(|(name, _)| *name).collect();
    vec![
        ("topic", topics.collect()),
        ("answer", answers),
        ("source", sources.collect()),
        ("profile", profiles.collect()),
        ("rule", rules),
        ("purpose", plain(PURPOSES)),
        ("audience", plain(AUDIENCES)),
        ("control", plain(&controls)),
        ("place", plain(&places)),
    ]
}
