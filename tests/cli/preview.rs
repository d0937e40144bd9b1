//! `rules preview`: what a rule would change on forms.

use serde_json::Value;

use crate::common::{BINARY, Folder, root};
use crate::rule_files::RULE;

fn folder() -> Folder {
    let folder = Folder::with("own/words/frobnicate.yaml", RULE);
    folder.write("forms/page.html", "<p>Please frobnicate</p>\n<p>his or her</p>\n").write("forms/other.html", "<p>Nothing here</p>\n");
    folder
}

/// The rules and lines under one key of the JSON.
fn told(preview: &Value, key: &str) -> Vec<(String, u64)> {
    let all = preview[key].as_array().unwrap().iter();
    all.map(|found| (found["rule"].as_str().unwrap().to_owned(), found["line"].as_u64().unwrap())).collect()
}

#[test]
fn what_a_new_rule_would_flag_is_shown_and_nothing_else() {
    let folder = folder();
    let ran = folder.askwell(&["rules", "preview", "own/words/frobnicate.yaml", "forms"]);
    ran.ends(0).says("Newly flagged: 1 place in 1 file.").says("No longer flagged: 0 places in 0 files.").says("forms/page.html:1:11");
    ran.says("Looked at 2 files");
    assert!(!ran.out.contains("he-or-she"), "{}", ran.out);
    let json = folder.askwell(&["rules", "preview", "own/words/frobnicate.yaml", "forms", "--format", "json"]).ends(0).json();
    assert_eq!(told(&json, "new"), [("words/frobnicate".to_owned(), 1)]);
    assert_eq!(told(&json, "gone"), []);
}

#[test]
fn a_rule_that_the_configuration_has_already_counts_as_new() {
    let folder = folder();
    folder.write("askwell.yaml", "rules-from: [own]\n");
    folder.askwell(&["rules", "preview", "own/words/frobnicate.yaml", "forms"]).ends(0).says("Newly flagged: 1 place");
}

#[test]
fn a_changed_rule_shows_what_it_no_longer_flags_and_what_changes_level() {
    let rule = std::fs::read_to_string(root().join("rules/gender/no-decline.yaml")).unwrap();
    let folder = Folder::with("draft/gender/no-decline.yaml", rule.replace("level: warning", "level: info"));
    folder.write("page.html", BINARY);
    let json = folder.askwell(&["rules", "preview", "draft/gender/no-decline.yaml", "page.html", "--format", "json"]).ends(0).json();
    assert_eq!((told(&json, "new"), told(&json, "gone")), (vec![], vec![]));
    assert_eq!(json["levels"][0]["rule"], "gender/no-decline");
    assert_eq!((&json["levels"][0]["was"], &json["levels"][0]["is"]), (&"warning".into(), &"info".into()));
    folder.write("draft/gender/no-decline.yaml", rule.replace("offers: decline", "offers: woman"));
    let json = folder.askwell(&["rules", "preview", "draft/gender/no-decline.yaml", "page.html", "--format", "json"]).ends(0).json();
    assert_eq!(told(&json, "new"), []);
    let changed = rule.replace("asks: [gender, gender-same-as-birth]", "asks: pronouns");
    assert_ne!(changed, rule);
    folder.write("draft/gender/no-decline.yaml", changed);
    let ran = folder.askwell(&["rules", "preview", "draft/gender/no-decline.yaml", "page.html"]);
    ran.ends(0).says("No longer flagged: 1 place in 1 file.").says("page.html:2:");
}

#[test]
fn a_file_that_does_not_look_like_a_rule_is_one_where_it_is_named_so() {
    let folder = folder();
    folder.write("own/words/frobnicate.txt", RULE);
    let ran = folder.askwell(&["rules", "preview", "--rule", "own/words/frobnicate.txt", "forms"]);
    ran.ends(0).says("Newly flagged: 1 place");
}

#[test]
fn without_a_rule_it_says_what_one_is() {
    let folder = folder();
    folder.askwell(&["rules", "preview", "forms"]).ends(2).says("No rule was named");
    folder.askwell(&["rules", "preview"]).ends(2);
}

#[test]
fn what_is_wrong_with_the_rule_comes_first() {
    let folder = folder();
    folder.write("own/words/frobnicate.yaml", RULE.replace("any:", "anny:"));
    let ran = folder.askwell(&["rules", "preview", "own/words/frobnicate.yaml", "forms"]);
    ran.ends(2).says("did you mean `any`?").says("Nothing was looked at");
    assert!(ran.out.is_empty(), "{}", ran.out);
}

#[test]
fn a_long_list_is_cut_unless_all_is_asked_for() {
    let folder = folder();
    for number in 0..25 {
        folder.write(
            &format!("forms/{number}.html"),
            format!("<p>Step {number}</p><label>frobnicate <b>{number}</b> <input name=\"a\"></label>\n"),
        );
    }
    let ran = folder.askwell(&["rules", "preview", "own/words/frobnicate.yaml", "forms"]);
    ran.ends(0).says("Newly flagged: 26 places in 26 files.").says("more like these");
    let all = folder.askwell(&["rules", "preview", "own/words/frobnicate.yaml", "forms", "--all"]);
    assert!(!all.ends(0).out.contains("more like these"), "{}", all.out);
    assert!(all.out.len() > ran.out.len());
}

#[test]
fn a_preview_is_the_same_on_any_number_of_threads() {
    let folder = folder();
    let run = |threads| folder.askwell(&["rules", "preview", "own/words/frobnicate.yaml", "forms", "--threads", threads]).out;
    assert_eq!(run("1"), run("8"));
}
