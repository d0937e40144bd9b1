//! What a terminal gets: colours only where they are wanted, and nothing that a template could slip in.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use crate::common::{BINARY, Folder, Ran, WARNING};

const ESCAPE: char = '\u{1b}';

#[test]
fn a_pipe_gets_no_colours_unless_it_asks() {
    let folder = Folder::with("form.html", BINARY);
    assert!(!folder.askwell(&["check"]).out.contains(ESCAPE));
    assert!(!folder.askwell(&["check", "--color", "never"]).out.contains(ESCAPE));
    assert!(folder.askwell(&["check", "--color", "always"]).out.contains(ESCAPE));
    folder.askwell(&["check", "--color", "sometimes"]).ends(2).says("always");
}

#[test]
fn no_color_is_heard_and_an_option_wins_over_it() {
    let folder = Folder::with("form.html", BINARY);
    assert!(!Ran::of(folder.command(&["check"]).env("NO_COLOR", "1")).out.contains(ESCAPE));
    assert!(Ran::of(folder.command(&["check", "--color", "always"]).env("NO_COLOR", "1")).out.contains(ESCAPE));
}

#[test]
fn colours_change_no_word() {
    let folder = Folder::with("form.html", BINARY);
    let coloured = folder.askwell(&["check", "--color", "always"]).out;
    let mut plain = String::new();
    let mut parts = coloured.split(ESCAPE);
    plain.push_str(parts.next().unwrap());
    parts.for_each(|part| plain.push_str(part.split_once('m').unwrap().1));
    assert_eq!(plain, folder.askwell(&["check"]).out);
}

/// Everything that a terminal would obey, in every place that askwell shows.
const HOSTILE: &str = "<fieldset><legend>What is your \u{1b}[2Jgender?\u{202e}\u{9b}31m\u{61c}</legend>\n\
    <p class=\"nhsuk-hint\" id=\"h\">\u{1b}]0;owned\u{7}his or her\u{2066}\rHidden</p>\n\
    <label><input type=\"radio\" name=\"g\"> Male\u{1b}[8m</label>\n\
    <label><input type=\"radio\" name=\"g\"> Female\u{200f}</label></fieldset>\n\
    {{ radios({ name: \"g\", fieldset: { legend: { text: \"Gender \\u001b[2J\" } }, items: [{ text: \"Male\u{8}\" }, { text: \"Female\" }] }) }}\n\
    {{ radios({ name: \"g\", fieldset: { legend: { text: \"Sex\" } }, items: list(\"\u{1b}[2J\") }) }}\n\
    {{ broken (\u{1b}[2J }}\n";

#[test]
fn nothing_in_a_template_reaches_the_terminal_as_a_command() {
    let folder = Folder::with("page.njk", HOSTILE);
    for command in [&["check"][..], &["inspect"], &["check", "--format", "json"]] {
        let ran = folder.askwell(command);
        let obeyed = |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{61c}' | '\u{200f}' | '\u{202e}' | '\u{2066}');
        // JSON keeps text as it is; the format itself escapes what a terminal would take for the start of a command.
        let is_json = command.contains(&"json");
        let found = ran.out.chars().chain(ran.err.chars()).find(|c| obeyed(*c) && (!is_json || *c < ' '));
        assert_eq!(found, None, "{command:?}: {}", ran.out.escape_debug());
    }
    folder.askwell(&["check"]).says("gender/binary-options").says("pronouns/he-or-she");
}

#[cfg(unix)]
#[test]
fn a_file_name_cannot_command_the_terminal_either() {
    let folder = Folder::with("a\u{1b}[2J.html", WARNING);
    folder.write("b\u{1b}[2J.html", b"\xff");
    for command in ["check", "inspect"] {
        let ran = folder.askwell(&[command]);
        assert!(!ran.out.contains(ESCAPE) && !ran.err.contains(ESCAPE), "{}", ran.out.escape_debug());
    }
    let missing = folder.askwell(&["check", "no\u{1b}[2J.html"]);
    assert!(!missing.out.contains(ESCAPE) && !missing.err.contains(ESCAPE));
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let folder = Folder::new();
    for number in 0..200 {
        folder.write(&format!("page-{number}.html"), BINARY.replace("gender", &format!("gender {number}")));
    }
    for arguments in [&["check"][..], &["check", "--format", "json"], &["inspect"], &["rules", "list"]] {
        let mut child = folder.command(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut first = String::new();
        BufReader::with_capacity(16, child.stdout.take().unwrap()).read_line(&mut first).unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{arguments:?}");
        assert!(output.status.code().is_some_and(|code| code < 2), "{arguments:?}");
    }
}
