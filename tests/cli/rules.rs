//! `explain`, `rules list` and `rules test` for people.

use crate::common::{Folder, WARNING};
use crate::rule_files::RULE;

#[test]
fn a_rule_is_explained_with_reason_sources_and_examples() {
    let ran = Folder::new().askwell(&["explain", "gender/no-decline"]);
    ran.ends(0).says("gender/no-decline").says("Why").says("Instead").says("Sources").says("https://").says("Is flagged").says("Passes");
    assert!(ran.out.lines().all(|line| line.chars().count() <= 200), "{}", ran.out);
}

#[test]
fn every_rule_can_be_explained() {
    let folder = Folder::new();
    for rule in crate::common::pack().rules {
        folder.askwell(&["explain", &rule.id]).ends(0).says(&rule.title);
    }
}

#[test]
fn an_unknown_rule_is_answered_with_the_nearest() {
    let ran = Folder::new().askwell(&["explain", "gender/no-declin"]);
    ran.ends(2).says("gender/no-declin").says("did you mean `gender/no-decline`?");
    assert!(ran.out.is_empty());
}

#[test]
fn the_list_has_every_rule_in_a_line() {
    let ran = Folder::new().askwell(&["rules", "list"]);
    for rule in crate::common::pack().rules {
        ran.says(&rule.title);
    }
}

#[test]
fn the_built_in_rules_hold_on_their_examples() {
    Folder::new().askwell(&["rules", "test"]).ends(0).says("rules hold on their");
}

#[test]
fn rules_of_ones_own_are_listed_tested_explained_and_used() {
    let folder = Folder::with("own/words/frobnicate.yaml", RULE);
    folder.write("page.html", "<p>Please frobnicate</p>\n");
    folder.askwell(&["rules", "test", "--rules", "own"]).ends(0);
    folder.askwell(&["rules", "list", "--rules", "own"]).ends(0).says("words/frobnicate");
    folder.askwell(&["explain", "words/frobnicate", "--rules", "own"]).ends(0).says("Nobody knows the word");
    folder.askwell(&["check", "--rules", "own", "--fail-on", "warning"]).ends(1).says("words/frobnicate");
    folder.askwell(&["check"]).ends(0);
}

#[test]
fn vocabulary_of_ones_own_can_be_used_by_rules() {
    let topic = "pets:\n  title: pets\n  prompt: { has: [pet] }\n";
    let rule = RULE
        .replace("wording: { any: [frobnicate] }", "question: { asks: pets, expect: { never: true } }")
        .replace("<p>Please «frobnicate»</p>", "<label>«Your pet» <input name=\"p\"></label>")
        .replace("message: Not", "message: Do not ask");
    let folder = Folder::with("own/vocabulary/topics.yaml", topic);
    folder.write("own/words/frobnicate.yaml", rule);
    folder.askwell(&["rules", "test", "--rules", "own"]).ends(0);
}

#[test]
fn other_findings_stay_with_rules_of_ones_own() {
    let folder = Folder::with("own/words/frobnicate.yaml", RULE);
    folder.write("page.html", WARNING);
    folder.askwell(&["check", "--rules", "own"]).ends(0).says("pronouns/he-or-she");
}

#[test]
fn what_is_to_be_looked_at_again_is_listed() {
    let folder = Folder::new();
    folder.askwell(&["rules", "test", "--as-of", "2026-11-20"]).ends(0).says("Nothing is to be looked at again by 2026-11-20.");
    let ran = folder.askwell(&["rules", "test", "--as-of", "2027-06-01"]);
    ran.ends(0).says("2026-12-01  GSS-GI").says("2027-06-01  gender/no-decline").says("rules hold on their");
    assert!(!ran.out.contains("2027-11-01"), "{}", ran.out);
    for wrong in ["1.6.2027", "2027-13-01", "2027-06-00", "soon"] {
        folder.askwell(&["rules", "test", "--as-of", wrong]).ends(2).says("year-month-day");
    }
}

#[test]
fn only_the_rules_that_are_named_are_tried() {
    let folder = Folder::with("own/words/frobnicate.yaml", RULE);
    folder.write("own/words/broken.yaml", RULE.replace("frobnicate", "broken").replace("<p>Please mend</p>", "<p>Please broken</p>"));
    folder.write("own/words/unread.yaml", "id: words/unread\n");
    let ran = folder.askwell(&["rules", "test", "own/words/frobnicate.yaml"]);
    ran.ends(0).says("1 rule holds on its 2 examples.");
    let ran = folder.askwell(&["rules", "test", "./own/words/broken.yaml", "own/words/frobnicate.yaml"]);
    ran.ends(1).says("own/words/broken.yaml:18:").says("1 thing does not hold in the examples of 2 rules.");
    folder.askwell(&["rules", "test", "own/words/unread.yaml"]).ends(2).says("own/words/unread.yaml:1:").says("is missing");
    folder.askwell(&["rules", "test", "own/words/gone.yaml"]).ends(2).says("own/words/gone.yaml").says("could not be read");
    let ran = folder.askwell(&["rules", "test", "own/words/frobnicate.yaml", "--rules", "own"]);
    ran.ends(0).says("1 rule holds").says("Something is wrong with other rule files");
}

#[test]
fn a_named_rule_uses_the_vocabulary_of_its_folder() {
    let source = "OURS:\n  title: Ours\n  publisher: Us\n  url: https://example.org\n  read: 2026-11-20\n";
    let folder = Folder::with("own/vocabulary/sources.yaml", source);
    folder.write("own/words/frobnicate.yaml", RULE.replace("[GDS-EQ]", "[OURS]"));
    folder.askwell(&["rules", "test", "own/words/frobnicate.yaml"]).ends(0);
}

#[test]
fn a_named_rule_may_not_take_the_id_of_a_built_in_one() {
    let folder = Folder::with("own/gender/no-decline.yaml", RULE.replace("words/frobnicate", "gender/no-decline"));
    folder.askwell(&["rules", "test", "own/gender/no-decline.yaml"]).ends(2).says("another rule has this id");
}

#[test]
fn a_built_in_rule_can_be_tried_by_its_file() {
    let file = crate::common::root().join("rules/gender/no-decline.yaml");
    Folder::new().askwell(&["rules", "test", file.to_str().unwrap()]).ends(0).says("1 rule holds");
}
