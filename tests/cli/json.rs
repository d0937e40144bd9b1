//! What programs read: the shapes that others rely on.

use serde_json::{Map, Value};

use crate::common::{BINARY, Folder, WARNING, told};

const CALL: &str = r#"<p>One.</p>
{{ radios({
  name: "gender",
  hint: { text: "Choose one" },
  fieldset: { legend: { text: "What is your gender?" } },
  items: [
    { value: "m", text: "Male" },
    { value: "f", text: "Female", checked: true },
    { divider: "or" },
    { value: "x", text: label }
  ]
}) }}
{{ input({ name: "n", label: { text: title } }) }}
{{ broken ( }}
"#;

fn keys(value: &Value) -> Vec<&str> {
    let mut keys: Vec<&str> = value.as_object().map(Map::keys).unwrap().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

#[test]
fn a_check_tells_rule_level_path_and_line() {
    let folder = Folder::with("a/form.html", format!("<p>One</p>\n\n{BINARY}"));
    let report = folder.checked(&["a"]);
    assert!(report["version"].is_u64());
    let finding = report["findings"].as_array().unwrap().iter().find(|found| found["rule"] == "gender/binary-options").unwrap();
    assert_eq!(finding["level"], "error");
    assert_eq!(finding["path"], "a/form.html");
    assert_eq!(finding["line"], 4);
    assert_eq!(finding["related"][0]["path"], "a/form.html");
    assert_eq!(finding["related"][0]["line"], 5);
}

#[test]
fn every_finding_has_what_is_promised() {
    let folder = Folder::with("form.html", BINARY);
    folder.write("more.html", WARNING);
    let report = folder.checked(&[]);
    for finding in report["findings"].as_array().unwrap() {
        assert!(finding["rule"].as_str().unwrap().contains('/'));
        assert!(["error", "warning", "info"].contains(&finding["level"].as_str().unwrap()));
        assert!(finding["line"].as_u64().unwrap() >= 1);
        assert!(finding["related"].as_array().unwrap().iter().all(|place| place["path"].is_string() && place["line"].is_u64()));
    }
    assert!(told(&report).len() > 2);
}

#[test]
fn the_summary_counts_what_the_report_holds() {
    let folder = Folder::with("form.html", BINARY);
    folder.write("page.njk", CALL).write("latin.html", b"\xff").write("form.hbs", "");
    let report = folder.checked(&[]);
    let count = |level: &str| report["findings"].as_array().unwrap().iter().filter(|found| found["level"] == level).count();
    let summary = &report["summary"];
    assert_eq!(summary["files"], 2);
    assert_eq!(summary["questions"], 3);
    assert_eq!(summary["not_fully_visible"], 2);
    for (key, level) in [("errors", "error"), ("warnings", "warning"), ("infos", "info")] {
        assert_eq!(summary[key], count(level));
    }
    assert_eq!(summary["notices"], report["notices"].as_array().unwrap().len());
    assert_eq!(report["skipped"].as_array().unwrap().len(), 2);
}

#[test]
fn inspect_has_exactly_the_keys_that_were_promised() {
    let report = Folder::with("page.njk", CALL).askwell(&["inspect", "--format", "json"]).json();
    assert_eq!(keys(&report), ["documents"]);
    let document = &report["documents"][0];
    assert_eq!(keys(document), ["audience", "dialect", "journey", "notices", "path", "purpose", "questions"]);
    for question in document["questions"].as_array().unwrap() {
        assert_eq!(keys(question), ["answers", "answers_complete", "control", "hint", "line", "name", "prompt", "required", "topics"]);
        assert!(question["answers"].as_array().unwrap().iter().all(|answer| keys(answer) == ["free_text", "label", "selected", "value"]));
    }
    assert!(document["notices"].as_array().unwrap().iter().all(|notice| keys(notice) == ["line", "message"]));
}

#[test]
fn inspect_tells_what_is_known_and_null_for_what_is_not() {
    let report = Folder::with("page.njk", CALL).askwell(&["inspect", "page.njk", "--format", "json"]).json();
    let document = &report["documents"][0];
    assert_eq!((&document["path"], &document["dialect"]), (&Value::from("page.njk"), &Value::from("nunjucks")));
    let gender = &document["questions"][0];
    assert_eq!(gender["line"], 2);
    assert_eq!(gender["prompt"], "What is your gender?");
    assert_eq!(gender["hint"], "Choose one");
    assert_eq!(gender["control"], "radios");
    assert_eq!(gender["name"], "gender");
    assert_eq!(gender["required"], false);
    let labels: Vec<&Value> = gender["answers"].as_array().unwrap().iter().map(|answer| &answer["label"]).collect();
    assert_eq!(labels, [&Value::from("Male"), &Value::from("Female"), &Value::Null]);
    assert_eq!(gender["answers"][1]["selected"], true);
    assert_eq!(gender["topics"][0], "gender");
    let named = &document["questions"][1];
    assert_eq!((&named["prompt"], &named["control"]), (&Value::Null, &Value::from("input")));
    assert_eq!(document["notices"][0]["line"], 14);
}

#[test]
fn inspect_says_why_answers_are_not_complete() {
    let page = "<p>One</p>\n{{ radios({ name: \"g\", fieldset: { legend: { text: \"Gender\" } },\n items: genders }) }}\n";
    let report = Folder::with("page.njk", page).askwell(&["inspect", "--format", "json"]).json();
    let document = &report["documents"][0];
    assert_eq!(document["questions"][0]["answers_complete"], false);
    assert_eq!(document["notices"][0]["line"], 3);
    assert!(document["notices"][0]["message"].as_str().unwrap().contains("genders"), "{}", document["notices"]);
}

#[test]
fn rules_list_tells_each_rule_with_its_sources() {
    let report = Folder::new().askwell(&["rules", "list", "--format", "json"]).ends(0).json();
    assert_eq!(keys(&report), ["rules"]);
    let rules = report["rules"].as_array().unwrap();
    assert!(rules.len() >= 30);
    for rule in rules {
        assert_eq!(keys(rule), ["confidence", "id", "level", "review_due", "sources", "title", "why"]);
        assert!(!rule["sources"].as_array().unwrap().is_empty(), "{}", rule["id"]);
    }
    let ids: Vec<&str> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    assert!(ids.is_sorted() && ids.contains(&"gender/no-decline"));
}
