//! `--diff-base`: what a change touches or brings about, and nothing else.

use std::fs;
use std::process::Command;

use serde_json::Value;

use crate::common::{BINARY, CLEAN, Folder, Ran, WARNING, told};

/// A repository of git with everything in it committed.
fn committed(files: &[(&str, &str)]) -> Folder {
    let folder = Folder::new();
    git(&folder, &["init", "-q", "-b", "main"]);
    for (path, text) in files {
        folder.write(path, text);
    }
    commit(&folder);
    folder
}

fn commit(folder: &Folder) {
    git(folder, &["add", "-A"]);
    git(folder, &["-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-q", "-m", "x"]);
}

fn git(folder: &Folder, arguments: &[&str]) {
    let done = Command::new("git").args(arguments).current_dir(folder.path()).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

/// askwell with a path to find git by.
fn askwell(folder: &Folder, arguments: &[&str]) -> Ran {
    Ran::of(folder.command(arguments).env("PATH", std::env::var_os("PATH").unwrap()))
}

fn since(folder: &Folder, arguments: &[&str]) -> Value {
    askwell(folder, &[&["check", "--format", "json", "--diff-base", "main"], arguments].concat()).json()
}

fn lines(report: &Value) -> Vec<(String, u64)> {
    let mut lines: Vec<(String, u64)> = told(report).into_iter().map(|(_, path, line)| (path, line)).collect();
    lines.dedup();
    lines
}

#[test]
fn what_was_there_and_is_not_touched_is_left_out_and_counted() {
    let folder = committed(&[("form.html", &format!("{WARNING}<p>Middle</p>\n{WARNING}"))]);
    assert_eq!(lines(&since(&folder, &[])), []);
    folder.write("form.html", format!("<p>New</p>\n{WARNING}<p>Middle</p>\n<p>Tell us about his or her diet today</p>\n"));
    let report = since(&folder, &[]);
    assert_eq!(lines(&report), [("form.html".to_owned(), 4)]);
    assert_eq!(report["summary"]["left_out"], 1);
    askwell(&folder, &["check", "--diff-base", "main"]).says("touches or brings about: 1 finding left out");
}

#[test]
fn a_new_file_is_new_whether_git_knows_it_or_not() {
    let folder = committed(&[("old.html", BINARY)]);
    folder.write("new.html", BINARY);
    assert!(lines(&since(&folder, &[])).iter().all(|(path, _)| path == "new.html"));
    git(&folder, &["add", "-A"]);
    assert!(!lines(&since(&folder, &[])).is_empty());
}

#[test]
fn a_file_that_only_moved_brings_nothing_about() {
    let folder = committed(&[("old.html", BINARY)]);
    fs::rename(folder.path().join("old.html"), folder.path().join("a new name.html")).unwrap();
    git(&folder, &["add", "-A"]);
    assert_eq!(lines(&since(&folder, &[])), []);
}

#[test]
fn a_question_is_touched_with_any_of_its_answers() {
    let folder = committed(&[("form.html", BINARY)]);
    folder.write("form.html", BINARY.replace("> Female<", "> Woman<"));
    assert!(!lines(&since(&folder, &[])).is_empty());
}

const PAGE: &str = "{{ radios({ name: \"g\", fieldset: { legend: { text: \"What is your gender?\" } }, items: GENDERS }) }}\n";

#[test]
fn a_change_in_another_file_brings_findings_about_where_that_is_shown() {
    let all = "exports.GENDERS = [{ text: 'Woman' }, { text: 'Man' }, { text: 'Non-binary' }, { text: 'I use another word', conditional: { html: '<input>' } }, { text: 'Prefer not to say' }]\n";
    let folder = committed(&[("app/views/page.njk", PAGE), ("app/genders.js", all)]);
    let before = told(&folder.checked(&[])).len();
    folder.write("app/genders.js", "exports.GENDERS = [{ text: 'Woman' }, { text: 'Man' }]\n");
    assert!(told(&folder.checked(&[])).len() > before);
    let report = since(&folder, &[]);
    assert!(lines(&report).iter().all(|(path, _)| path == "app/views/page.njk"), "{report:#}");
    assert!(told(&report).iter().any(|(rule, ..)| rule == "gender/binary-options"), "{report:#}");
    // A page that is named narrows what is reported, and not what is known.
    assert!(!lines(&since(&folder, &["app/views/page.njk"])).is_empty());
}

#[test]
fn a_constant_that_is_mended_brings_nothing_about() {
    let folder = committed(&[("app/views/page.njk", PAGE), ("app/genders.js", "exports.GENDERS = [{ text: 'Woman' }, { text: 'Man' }]\n")]);
    folder.write("readme.txt", "more");
    assert_eq!(lines(&since(&folder, &[])), []);
}

#[test]
fn what_git_cannot_tell_ends_in_2_and_says_why() {
    let folder = committed(&[("form.html", CLEAN)]);
    askwell(&folder, &["check", "--diff-base", "nowhere"]).ends(2).says("no revision `nowhere`");
    askwell(&folder, &["check", "--diff-base", "--output=x"]).ends(2);
    let bare = Folder::with("form.html", CLEAN);
    askwell(&bare, &["check", "--diff-base", "main"]).ends(2).says("no git repository");
    // Without a path nothing finds git.
    folder.askwell(&["check", "--diff-base", "main"]);
    Ran::of(folder.command(&["check", "--diff-base", "main"]).env("PATH", folder.path())).ends(2).says("git is not installed");
}

#[test]
fn the_exit_code_is_of_what_is_reported() {
    let folder = committed(&[("form.html", BINARY)]);
    askwell(&folder, &["check", "--diff-base", "main"]).ends(0);
    folder.write("new.html", BINARY);
    askwell(&folder, &["check", "--diff-base", "main"]).ends(1);
}

#[test]
fn a_fix_mends_what_the_change_brings_and_nothing_else() {
    let old = "<p>Tell us about his/her diet</p>\n<p>Middle</p>\n";
    let folder = committed(&[("form.html", old)]);
    folder.write("form.html", format!("{old}<p>Tell us if somebody near you committed suicide</p>\n"));
    askwell(&folder, &["check", "--fix", "--diff-base", "main"]).says("Mended 1 finding in 1 file.");
    let after = fs::read_to_string(folder.path().join("form.html")).unwrap();
    assert_eq!(after, format!("{old}<p>Tell us if somebody near you died by suicide</p>\n"));
}

#[test]
fn what_the_change_brings_can_be_silenced_alone() {
    let old = "<p>Somebody committed suicide</p>\n<p>Middle</p>\n";
    let folder = committed(&[("form.html", old)]);
    folder.write("form.html", format!("{old}<p>Somebody else committed suicide</p>\n"));
    askwell(&folder, &["check", "--diff-base", "main", "--suppress", "wording/committed-suicide", "--reason", "it is a quotation"]).ends(0);
    let after = fs::read_to_string(folder.path().join("form.html")).unwrap();
    let comment = "<!-- askwell: ignore wording/committed-suicide because it is a quotation -->\n";
    assert_eq!(after, format!("{old}{comment}<p>Somebody else committed suicide</p>\n"));
}

#[test]
fn a_page_in_another_encoding_is_compared_as_its_twin_in_utf_8_is() {
    let page = "<meta charset=\"iso-8859-1\">\n<p>Caf\u{e9}. Tell us about his or her diet</p>\n<p>Middle</p>\n";
    let latin = |text: &str| text.chars().map(|c| c as u8).collect::<Vec<u8>>();
    let folder = committed(&[("plain.html", page)]);
    folder.write("latin.html", latin(page));
    commit(&folder);
    let longer = format!("{page}<p>Last</p>\n<p>Tell us about his or her job</p>\n");
    folder.write("plain.html", &longer).write("latin.html", latin(&longer));
    assert_eq!(lines(&since(&folder, &[])), [("latin.html".to_owned(), 5), ("plain.html".to_owned(), 5)]);
}

#[test]
fn what_the_configuration_lets_be_large_is_compared_as_a_whole() {
    let page = format!("<p>{}</p>\n{WARNING}", "plain words ".repeat(100_000));
    let folder = committed(&[("askwell.yaml", "limits: { file-bytes: 16777216 }\n"), ("form.html", &page)]);
    folder.write("form.html", format!("{page}<p>Last</p>\n"));
    assert_eq!(lines(&since(&folder, &[])), []);
}
