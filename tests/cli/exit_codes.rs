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

/// What there is, in which files; what is asked; and the code.
type Row<'r> = (&'r str, &'r [(&'r str, &'r str)], &'r [&'r str], i32);

/// The table of the README and of `askwell help`, row by row: what there is, what is asked, and the code.
#[test]
fn the_table_of_exit_codes_holds_row_by_row() {
    let rows: &[Row] = &[
        ("nothing", &[("form.html", CLEAN)], &[], 0),
        ("no forms", &[("notes.txt", "his or her")], &[], 0),
        ("advice", &[("form.html", WARNING)], &["--only", "voice/*"], 0),
        ("a warning, where errors fail", &[("form.html", WARNING)], &[], 0),
        ("a warning, where warnings fail", &[("form.html", WARNING)], &["--fail-on", "warning"], 1),
        ("a warning, where advice fails", &[("form.html", WARNING)], &["--fail-on", "info"], 1),
        ("an error", &[("form.html", BINARY)], &[], 1),
        ("more warnings than may be", &[("form.html", WARNING)], &["--max-warnings", "0"], 1),
        ("an error that may stand", &[("form.html", BINARY)], &["--skip", "gender/*"], 0),
        ("an error in a file that is not asked about", &[("form.html", BINARY), ("clean.html", CLEAN)], &["clean.html"], 0),
        ("bad usage", &[("form.html", CLEAN)], &["--fial-on", "error"], 2),
        ("a path that is missing", &[("form.html", CLEAN)], &["form.html", "nowhere"], 2),
        ("a file that is named and is no template", &[("notes.txt", "x")], &["notes.txt"], 2),
        ("a bad configuration", &[("form.html", CLEAN), ("askwell.yaml", "rulez: {}\n")], &[], 2),
        ("a configuration that is not there", &[("form.html", CLEAN)], &["--config", "nowhere.yaml"], 2),
        ("a bad baseline", &[("form.html", CLEAN), ("askwell-baseline.json", "[]")], &[], 2),
        ("a baseline that is not there", &[("form.html", CLEAN)], &["--baseline", "nowhere.json"], 2),
        ("a bad rule", &[("form.html", CLEAN), ("own/x/y.yaml", "id: x/y\n")], &["--rules", "own"], 2),
        ("a rule that is not there", &[("form.html", CLEAN)], &["--only", "gender/nothing"], 2),
        ("a comment that cannot be followed", &[("form.html", "<!-- askwell: ignore gender/no-decline --><p>x</p>")], &[], 2),
        ("a revision, and no git", &[("form.html", CLEAN)], &["--diff-base", "main"], 2),
        ("a report that cannot be written", &[("form.html", CLEAN)], &["--output", "json=no/such/folder.json"], 2),
        ("an error, and a path that is missing: 2 wins", &[("form.html", BINARY)], &["form.html", "nowhere"], 2),
        ("a part that could not be read", &[("page.njk", "{{ broken ( }}<p>x</p>")], &[], 0),
        ("a part that could not be read, strictly", &[("page.njk", "{{ broken ( }}<p>x</p>")], &["--strict"], 2),
        ("a question not fully visible", &[("page.njk", "{{ radios({ name: 'g', items: all }) }}")], &[], 0),
        ("a question not fully visible, strictly", &[("page.njk", "{{ radios({ name: 'g', items: all }) }}")], &["--strict"], 2),
        ("all seen, strictly", &[("form.html", CLEAN)], &["--strict"], 0),
        ("a comment without use", &[("form.html", "<!-- askwell: ignore gender/no-decline because x --><p>x</p>")], &[], 0),
    ];
    for (what, files, arguments, code) in rows {
        let folder = Folder::new();
        for (path, text) in *files {
            folder.write(path, text);
        }
        let ran = folder.askwell(&[&["check"], *arguments].concat());
        assert_eq!(ran.code, *code, "{what}: {}{}", ran.out, ran.err);
        // Whoever gets a code is told why.
        assert!(*code == 0 || !format!("{}{}", ran.out, ran.err).is_empty(), "{what}");
    }
    // Files that are passed over while walking never change the code, but for --strict.
    let folder = Folder::with("latin.html", b"\xff");
    folder.write("form.html", CLEAN).write("large.html", vec![b' '; 2 << 20]);
    folder.askwell(&["check"]).ends(0);
    folder.askwell(&["check", "--strict"]).ends(2).says("--strict");
    // A baseline entry without use is a warning.
    let folder = Folder::with("form.html", BINARY);
    folder.askwell(&["baseline"]).ends(0);
    folder.write("form.html", CLEAN).askwell(&["check"]).ends(0).says("can go");
}
