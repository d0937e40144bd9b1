//! Findings that were there before.

use std::fs;

use serde_json::Value;

use crate::common::{BINARY, CLEAN, Folder, WARNING};

const FILE: &str = "askwell-baseline.json";

fn text(folder: &Folder, path: &str) -> String {
    fs::read_to_string(folder.path().join(path)).unwrap()
}

fn stale(report: &Value) -> usize {
    report["stale"].as_array().unwrap().len()
}

#[test]
fn what_was_there_before_fails_nothing_and_what_is_new_does() {
    let folder = Folder::with("app/form.html", BINARY);
    folder.askwell(&["check"]).ends(1);
    folder.askwell(&["baseline"]).ends(0).says("askwell-baseline.json lists").says("new, 0 gone");
    folder.askwell(&["check"]).ends(0).says("There before, as the baseline says");
    folder.write("app/new.html", BINARY);
    let report = folder.checked(&[]);
    assert!(report["findings"].as_array().unwrap().iter().all(|found| found["path"] == "app/new.html"));
    folder.askwell(&["check"]).ends(1);
}

#[test]
fn an_entry_fits_however_lines_move_and_whatever_ends_them() {
    let folder = Folder::with("form.html", format!("{BINARY}{WARNING}"));
    folder.askwell(&["baseline"]).ends(0);
    folder.write("form.html", format!("\u{feff}<p>More</p>\r\n\r\n{WARNING}<div>{}</div>", BINARY.replace('\n', "\r\n\t")));
    let report = folder.checked(&[]);
    assert_eq!((report["findings"].as_array().unwrap().len(), stale(&report)), (0, 0), "{report:#}");
}

#[test]
fn of_several_that_are_the_same_only_as_many_stand() {
    let folder = Folder::with("form.html", WARNING);
    folder.askwell(&["baseline"]).ends(0);
    folder.write("form.html", WARNING.repeat(2));
    assert_eq!(folder.checked(&[])["findings"].as_array().unwrap().len(), 1);
    folder.askwell(&["baseline"]).ends(0).says("lists 2 findings: 1 new, 0 gone");
    folder.write("form.html", WARNING);
    assert_eq!(stale(&folder.checked(&[])), 1);
}

#[test]
fn it_has_a_line_for_each_entry_in_a_fixed_order() {
    let folder = Folder::with("b.html", WARNING);
    folder.write("a.html", BINARY);
    folder.askwell(&["baseline"]).ends(0);
    let first = text(&folder, FILE);
    let entries: Vec<&str> = first.lines().filter(|line| line.contains("\"rule\"")).collect();
    assert!(entries.len() > 1 && entries.is_sorted(), "{first}");
    assert!(first.contains("\"text\":\"his or her\"") || first.contains("his or her"), "{first}");
    folder.askwell(&["baseline"]).ends(0).says("0 new, 0 gone");
    assert_eq!(text(&folder, FILE), first);
}

#[test]
fn what_is_mended_is_a_warning_and_prune_takes_it_out_and_adds_nothing() {
    let folder = Folder::with("form.html", WARNING);
    folder.write("gone.html", WARNING);
    folder.askwell(&["baseline"]).ends(0);
    folder.write("form.html", CLEAN).write("other.html", WARNING);
    fs::remove_file(folder.path().join("gone.html")).unwrap();
    folder.askwell(&["check"]).ends(0).says("this entry can go").says("askwell-baseline.json:4").says("--prune");
    assert_eq!(stale(&folder.checked(&[])), 2);
    folder.askwell(&["baseline", "--prune"]).ends(0).says("lists 0 findings: 0 new, 2 gone");
    let report = folder.checked(&[]);
    assert_eq!((stale(&report), report["findings"].as_array().unwrap().len()), (0, 1));
}

#[test]
fn a_part_of_the_repository_says_nothing_about_the_rest() {
    let folder = Folder::with("one.html", WARNING);
    folder.write("two.html", WARNING);
    folder.askwell(&["baseline"]).ends(0);
    folder.write("one.html", CLEAN).write("two.html", CLEAN);
    assert_eq!(stale(&folder.checked(&["one.html"])), 1);
    folder.askwell(&["baseline", "one.html"]).ends(0).says("lists 1 finding: 0 new, 1 gone");
}

#[test]
fn it_lies_beside_the_configuration_and_counts_from_anywhere() {
    let folder = Folder::with("service/app/form.html", BINARY);
    folder.write("service/askwell.yaml", "profiles: [clinical]\n").write(".git/HEAD", "");
    folder.askwell(&["baseline", "service/app"]).ends(0).says("service/askwell-baseline.json");
    folder.askwell(&["check", "service/app/form.html"]).ends(0);
    folder.askwell(&["check", "."]).ends(0);
    let mut inside = folder.command(&["check", "form.html"]);
    crate::common::Ran::of(inside.current_dir(folder.path().join("service/app"))).ends(0);
}

#[test]
fn another_file_can_be_named() {
    let folder = Folder::with("form.html", BINARY);
    folder.askwell(&["baseline", "--baseline", "known.json"]).ends(0).says("known.json lists");
    folder.askwell(&["check"]).ends(1);
    folder.askwell(&["check", "--baseline", "known.json"]).ends(0);
}

#[test]
fn one_that_is_missing_or_wrong_ends_in_2_and_says_where() {
    let folder = Folder::with("form.html", CLEAN);
    folder.askwell(&["check", "--baseline", "nowhere.json"]).ends(2).says("nowhere.json").says("could not be read");
    folder.write(FILE, "{\n  \"version\": 1,\n  \"findigs\": []\n}\n");
    folder.askwell(&["check"]).ends(2).says("askwell-baseline.json:3").says("did you mean `findings`?");
    folder.write(FILE, "{\"version\": 99, \"findings\": []}");
    folder.askwell(&["check"]).ends(2).says("version 99");
    let before = text(&folder, FILE);
    folder.askwell(&["baseline"]).ends(2).says("No baseline was written");
    assert_eq!(text(&folder, FILE), before);
}

#[test]
fn a_choice_of_rules_makes_no_entry_stale() {
    let folder = Folder::with("form.html", format!("{BINARY}{WARNING}"));
    folder.askwell(&["baseline"]).ends(0);
    let report = folder.checked(&["--only", "title/*"]);
    assert_eq!(stale(&report), 0);
    assert_eq!(report["summary"]["baselined"], 0);
}

#[cfg(not(windows))]
#[test]
fn a_backslash_in_a_name_makes_it_no_other_file() {
    let folder = Folder::with("a\\b.html", WARNING);
    folder.askwell(&["baseline"]).ends(0);
    assert!(text(&folder, FILE).contains("a\\\\b.html"), "{}", text(&folder, FILE));
    let report = folder.checked(&[]);
    assert_eq!((report["findings"].as_array().unwrap().len(), stale(&report)), (0, 0), "{report:#}");
    folder.write("a/b.html", WARNING);
    assert_eq!(folder.checked(&[])["findings"].as_array().unwrap().len(), 1);
}
