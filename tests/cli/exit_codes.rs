//! 0: nothing that fails. 1: something. 2: askwell could not do what it was asked, and 2 wins.

use crate::common::{BINARY, CLEAN, Folder, WARNING};

#[test]
fn a_clean_form_ends_in_0() {
    Folder::with("form.html", CLEAN).askwell(&["check"]).ends(0);
}

#[test]
fn an_error_ends_in_1() {
    Folder::with("form.html", BINARY).askwell(&["check"]).ends(1).says("gender/binary-options");
}

#[test]
fn warnings_alone_end_in_0_unless_they_are_to_fail() {
    let folder = Folder::with("form.html", WARNING);
    folder.askwell(&["check"]).ends(0).says("1 warning");
    folder.askwell(&["check", "--fail-on", "warning"]).ends(1);
    folder.askwell(&["check", "--fail-on", "info"]).ends(1);
}

#[test]
fn the_format_does_not_change_the_code() {
    let folder = Folder::with("form.html", BINARY);
    folder.askwell(&["check", "--format", "json"]).ends(1);
    folder.askwell(&["check", "--format", "json", "no-such.html"]).ends(2);
}

#[test]
fn bad_usage_ends_in_2_and_help_in_0() {
    let folder = Folder::with("form.html", CLEAN);
    folder.askwell(&["check", "--frobnicate"]).ends(2).says("--frobnicate");
    folder.askwell(&["chekc"]).ends(2).says("check");
    folder.askwell(&["check", "--fail-on", "warnings"]).ends(2).says("warning");
    folder.askwell(&["check", "--threads", "0"]).ends(2);
    folder.askwell(&[]).ends(2).says("Usage");
    let help = folder.askwell(&["--help"]);
    help.ends(0);
    assert!(help.err.is_empty());
    folder.askwell(&["--version"]).ends(0).says("askwell ");
}

#[test]
fn a_named_path_that_is_missing_ends_in_2() {
    let folder = Folder::with("form.html", CLEAN);
    folder.askwell(&["check", "form.html", "nowhere"]).ends(2).says("nowhere");
    folder.askwell(&["inspect", "nowhere.njk"]).ends(2).says("nowhere.njk");
}

#[test]
fn a_named_file_that_is_not_utf_8_or_no_template_ends_in_2() {
    let folder = Folder::with("latin.html", b"<p>caf\xe9</p>");
    folder.write("notes.txt", "his or her");
    folder.askwell(&["check", "latin.html"]).ends(2).says("not UTF-8");
    folder.askwell(&["inspect", "latin.html"]).ends(2).says("not UTF-8");
    folder.askwell(&["check", "notes.txt"]).ends(2).says("notes.txt");
}

#[test]
fn two_wins_over_one_and_the_rest_is_still_told() {
    let folder = Folder::with("form.html", BINARY);
    folder.askwell(&["check", "form.html", "nowhere.html"]).ends(2).says("gender/binary-options");
}

#[test]
fn a_rule_file_that_is_wrong_ends_in_2() {
    let folder = Folder::with("form.html", BINARY);
    folder.write("own/x/y.yaml", "id: x/y\n");
    for command in [&["check"][..], &["inspect"], &["rules", "list"], &["rules", "test"], &["explain", "gender/required"]] {
        folder.askwell(&[command, &["--rules", "own"]].concat()).ends(2).says("own/x/y.yaml");
    }
    folder.askwell(&["check", "--rules", "nowhere"]).ends(2).says("nowhere");
}

#[test]
fn no_forms_is_no_failure_and_says_what_was_looked_for() {
    let folder = Folder::with("readme.md", "his or her");
    folder.askwell(&["check"]).ends(0).says("No forms found").says(".njk");
    folder.askwell(&["inspect"]).ends(0).says("No forms found").says(".njk");
    folder.askwell(&["check", "--format", "json"]).ends(0);
}
