//! The options of a check that choose, count and colour, and what is made from the one definition of the command line.

use std::fs;
use std::io::Write as _;
use std::process::Stdio;

use serde_json::Value;

use crate::common::{BINARY, CLEAN, Folder, Ran, WARNING, told};

fn rules(report: &Value) -> Vec<String> {
    told(report).into_iter().map(|(rule, ..)| rule).collect()
}

/// A run that reads `text` as its standard input.
fn fed(folder: &Folder, arguments: &[&str], text: impl AsRef<[u8]>) -> Ran {
    let mut command = folder.command(arguments);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(text.as_ref()).unwrap();
    let output = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

#[test]
fn rules_are_chosen_and_left_out_by_id_and_by_glob() {
    let folder = Folder::with("form.html", format!("{BINARY}{WARNING}"));
    let all = rules(&folder.checked(&[]));
    assert!(all.iter().any(|rule| rule.starts_with("gender/")) && all.iter().any(|rule| rule == "pronouns/he-or-she"));
    assert!(rules(&folder.checked(&["--only", "gender/*"])).iter().all(|rule| rule.starts_with("gender/")));
    assert!(rules(&folder.checked(&["--skip", "gender/*"])).iter().all(|rule| !rule.starts_with("gender/")));
    assert_eq!(rules(&folder.checked(&["--only", "gender/*", "--only", "pronouns/*", "--skip", "gender/*"])), ["pronouns/he-or-she"]);
    folder.askwell(&["check", "--skip", "gender/*"]).ends(0);
    folder.askwell(&["check", "--only", "gendr/*"]).ends(2).says("there is no rule called `gendr/*`");
    folder.askwell(&["check", "--skip", "gender/no-declin"]).ends(2).says("did you mean `gender/no-decline`?");
}

#[test]
fn a_choice_of_rules_does_not_make_comments_unused() {
    let folder = Folder::with("page.njk", format!("{{# askwell: ignore pronouns/he-or-she because of a quotation #}}\n{WARNING}"));
    let report = folder.checked(&["--only", "gender/*"]);
    assert!(report["directives"].as_array().unwrap().is_empty());
}

#[test]
fn the_less_sure_is_left_out_if_asked() {
    let folder = Folder::with("form.html", format!("{BINARY}{WARNING}"));
    let sure = |arguments: &[&str]| {
        let report = folder.checked(arguments);
        report["findings"].as_array().unwrap().iter().map(|found| found["confidence"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert!(sure(&["--min-confidence", "high"]).iter().all(|confidence| confidence == "high"));
    assert_eq!(sure(&["--min-confidence", "low"]).len(), sure(&[]).len());
}

#[test]
fn text_from_the_standard_input_stands_for_a_file_of_the_repository() {
    let folder = Folder::with("askwell.yaml", "overrides:\n  - files: \"app/**\"\n    rules: { \"gender/*\": off }\n");
    folder.write("locales/en.json", "{ \"gender\": \"What is your gender?\" }").write("app/saved.html", CLEAN).write(".git/HEAD", "");
    let stdin = |path: &str, text: &str| fed(&folder, &["check", "--format", "json", "--stdin", "--stdin-path", path], text);
    let found = stdin("views/new.html", BINARY);
    found.ends(1);
    assert!(told(&found.json()).iter().all(|(_, path, _)| path == "views/new.html"));
    // What is saved does not count, and the configuration of the path does.
    assert!(told(&stdin("app/saved.html", BINARY).ends(0).json()).iter().all(|(rule, ..)| !rule.starts_with("gender/")));
    assert!(told(&stdin("app/saved.html", WARNING).ends(0).json()).iter().any(|(rule, ..)| rule == "pronouns/he-or-she"));
    // References lead to the rest of the repository.
    let page =
        "{{ radios({ name: \"g\", fieldset: { legend: { text: t(\"gender\") } }, items: [{ text: \"Male\" }, { text: \"Female\" }] }) }}";
    assert!(told(&stdin("views/new.njk", page).ends(1).json()).iter().any(|(rule, ..)| rule == "gender/binary-options"));
    stdin("notes.txt", BINARY).ends(2);
    folder.askwell(&["check", "--stdin"]).ends(2).says("--stdin-path");
    assert!(!folder.path().join("views").exists());
}

#[test]
fn text_from_the_standard_input_is_read_as_it_would_be_from_the_disk() {
    let page = "<meta charset=\"iso-8859-1\">\n<p>Caf\u{e9} \u{e9}. Tell us about his or her diet</p>\n";
    let latin: Vec<u8> = page.chars().map(|c| c as u8).collect();
    let wide: Vec<u8> = format!("\u{feff}{page}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    for bytes in [latin, wide, b"<p>caf\xe9</p>".to_vec()] {
        let folder = Folder::with("form.html", &bytes);
        let saved = folder.askwell(&["check", "--format", "json", "form.html"]);
        let piped = fed(&folder, &["check", "--format", "json", "--stdin", "--stdin-path", "form.html"], &bytes);
        assert_eq!((piped.code, piped.json()), (saved.code, saved.json()));
    }
    let folder = Folder::new();
    fed(&folder, &["check", "--stdin", "--stdin-path", "new.html"], b"<p>caf\xe9</p>").ends(2).says("new.html: not UTF-8");
}

#[test]
fn text_for_an_ignored_file_is_judged_as_the_file_itself_is() {
    let page = "<h1>Register</h1><label for=gender>Your gender (optional)</label><input id=gender name=gender>\n";
    let folder = Folder::with("drafts/a.html", page);
    folder.write(".gitignore", "/drafts\n").write(".git/HEAD", "");
    let saved = told(&folder.checked(&["drafts/a.html"]));
    let unsaved = fed(&folder, &["check", "--format", "json", "--stdin", "--stdin-path", "drafts/a.html"], page);
    assert_eq!(told(&unsaved.json()), saved);
}

#[test]
fn more_warnings_than_may_be_end_in_1_and_say_so() {
    let folder = Folder::with("form.html", WARNING.repeat(3));
    folder.askwell(&["check", "--max-warnings", "3"]).ends(0);
    folder.askwell(&["check", "--max-warnings", "2"]).ends(1).says("3 warnings are more than --max-warnings 2");
    folder.askwell(&["check", "--max-warnings", "-1"]).ends(2);
}

#[test]
fn quiet_prints_the_findings_alone() {
    let folder = Folder::with("form.html", BINARY);
    folder.write("clean.html", CLEAN).write("latin.html", b"\xff");
    let ran = folder.askwell(&["check", "--quiet"]);
    ran.ends(1).says("gender/binary-options");
    assert!(!ran.out.contains("Checked") && !ran.out.contains("not read"), "{}", ran.out);
    let ran = folder.askwell(&["check", "--quiet", "clean.html"]);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", ""));
}

#[test]
fn statistics_count_each_rule() {
    let folder = Folder::with("form.html", format!("{BINARY}{}", WARNING.repeat(3)));
    let ran = folder.askwell(&["check", "--statistics"]);
    ran.ends(1).says("Checked 1 file");
    let row = ran.out.lines().find(|line| line.contains("pronouns/he-or-she")).unwrap();
    assert_eq!(row.split_whitespace().take(3).collect::<Vec<_>>(), ["3", "warning", "pronouns/he-or-she"]);
    assert!(ran.out.lines().next().unwrap().contains("error") && !ran.out.contains("instead:"), "{}", ran.out);
}

#[test]
fn colours_are_for_whoever_asks() {
    let folder = Folder::with("form.html", BINARY);
    let colour = |arguments: &[&str]| folder.askwell(&[&["check"], arguments].concat()).out.contains('\u{1b}');
    assert!(!colour(&[]) && !colour(&["--color", "never"]) && colour(&["--color", "always"]));
    // What is written into a file has none.
    folder.askwell(&["check", "--color", "always", "--output", "human=report.txt"]);
    assert!(!fs::read_to_string(folder.path().join("report.txt")).unwrap().contains('\u{1b}'));
    let mut forced = folder.command(&["check", "--color", "always"]);
    assert!(Ran::of(forced.env("NO_COLOR", "1")).out.contains('\u{1b}'), "who asks outright gets it");
}

#[test]
fn shells_get_completions_and_man_its_pages_from_the_one_definition() {
    let folder = Folder::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        folder.askwell(&["completions", shell]).ends(0).says("diff-base").says("baseline");
    }
    folder.askwell(&["completions", "tcsh"]).ends(2);
    folder.askwell(&["man", "pages"]).ends(0).says("pages in pages");
    let page = fs::read_to_string(folder.path().join("pages/askwell-check.1")).unwrap();
    assert!(page.contains("\\-\\-diff\\-base") && page.contains(".TH"), "{page}");
    assert!(folder.path().join("pages/askwell-rules-new.1").exists());
}
