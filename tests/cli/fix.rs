//! `--fix`, `--unsafe-fixes` and `--diff`: what is mended is what the run was asked to tell, and nothing else.

use std::fs;

use crate::common::Folder;

/// Two things that can be mended safely, and one that a program may have to learn of.
const FORM: &str = "<p>Tell us about his/her diet</p>\n\
    <p>Tell us if somebody near you committed suicide</p>\n\
    <fieldset>\n  <legend>What is your sexual orientation?</legend>\n\
    \x20 <label><input type=\"radio\" name=\"o\" value=\"straight\"> Straight</label>\n\
    \x20 <label><input type=\"radio\" name=\"o\" value=\"gay-or-lesbian\"> Gay or lesbian</label>\n\
    \x20 <label><input type=\"radio\" name=\"o\" value=\"bisexual\"> Bisexual</label>\n\
    \x20 <label><input type=\"radio\" name=\"o\" value=\"another-orientation\"> Another orientation</label>\n\
    </fieldset>\n";

fn text(folder: &Folder) -> String {
    fs::read_to_string(folder.path().join("form.html")).unwrap()
}

/// What the form reads after a check with these options.
fn after(options: &[&str]) -> String {
    let folder = Folder::with("form.html", FORM);
    folder.askwell(&[&["check"], options].concat());
    text(&folder)
}

const DIET: (&str, &str) = ("his/her", "their");
const SUICIDE: (&str, &str) = ("committed suicide", "died by suicide");

fn with(mended: &[(&str, &str)]) -> String {
    mended.iter().fold(FORM.to_owned(), |text, (old, new)| text.replace(old, new))
}

#[test]
fn only_what_is_asked_about_is_mended() {
    assert_eq!(after(&["--fix"]), with(&[DIET, SUICIDE]));
    assert_eq!(after(&["--fix", "--only", "wording/*"]), with(&[SUICIDE]));
    assert_eq!(after(&["--fix", "--skip", "wording/*"]), with(&[DIET]));
    assert_eq!(after(&["--fix", "--only", "title/*"]), FORM);
    let all = after(&["--unsafe-fixes"]);
    assert!(all.contains("Prefer not to say") && all.contains("their diet"), "{all}");
    let one = after(&["--unsafe-fixes", "--only", "orientation/no-decline"]);
    assert!(one.contains("Prefer not to say") && one.contains("his/her"), "{one}");
}

#[test]
fn what_the_baseline_lists_and_what_a_comment_lets_stand_stays() {
    let folder = Folder::with("form.html", FORM);
    folder.askwell(&["baseline"]).ends(0);
    folder.askwell(&["check", "--fix"]).says("Mended 0 findings in 0 files.");
    assert_eq!(text(&folder), FORM);
    let said = format!("<!-- askwell: ignore pronouns/he-or-she because it is quoted from a letter -->\n{FORM}");
    let folder = Folder::with("form.html", &said);
    folder.askwell(&["check", "--fix"]);
    assert_eq!(text(&folder), said.replace(SUICIDE.0, SUICIDE.1));
}

#[test]
fn a_difference_is_shown_and_nothing_changed() {
    let folder = Folder::with("form.html", FORM);
    let shown = folder.askwell(&["check", "--fix", "--diff"]);
    shown.says("Would mend 2 findings in 1 file.").says("-<p>Tell us about his/her").says("+<p>Tell us about their");
    assert_eq!(text(&folder), FORM);
    folder.askwell(&["check", "--fix"]).says("Mended 2 findings in 1 file.");
    let once = text(&folder);
    folder.askwell(&["check", "--fix"]).says("Mended 0 findings in 0 files.");
    assert_eq!(text(&folder), once);
}

#[test]
fn what_stands_on_the_disk_in_another_encoding_is_left_and_that_is_said() {
    let folder = Folder::new();
    let bytes = b"<meta charset=\"iso-8859-1\"><p>Caf\xe9</p><p>Tell us about his/her diet</p>\n";
    fs::write(folder.path().join("form.html"), bytes).unwrap();
    folder.askwell(&["check", "--fix"]).says("askwell writes into files in UTF-8 only");
    assert_eq!(fs::read(folder.path().join("form.html")).unwrap(), bytes);
}

#[test]
fn a_file_that_is_ignored_and_named_is_mended() {
    let page = "<h1>Register</h1><p>Tell us about his/her diet</p><label for=gender>Your gender</label><input id=gender name=gender>\n";
    let folder = Folder::with("drafts/form.html", page);
    folder.write(".gitignore", "/drafts\n").write(".git/HEAD", "");
    folder.askwell(&["check", "--fix", "drafts/form.html"]).says("Mended 1 finding in 1 file.");
}

#[test]
fn there_is_nothing_to_mend_in_what_comes_from_the_standard_input() {
    let folder = Folder::with("form.html", FORM);
    folder.askwell(&["check", "--fix", "--stdin", "--stdin-path", "form.html"]).ends(2).says("cannot be used with");
    assert_eq!(text(&folder), FORM);
}
