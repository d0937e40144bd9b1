//! `rules new`: a rule by answering questions, as somebody would who does not program.

use std::io::Write;
use std::process::Stdio;

use crate::common::{Folder, Ran};

/// Runs `rules new` with these answers.
fn answered(folder: &Folder, answers: &str) -> Ran {
    let mut command = folder.command(&["rules", "new"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    // What is left over when askwell has ended is nobody's.
    let _ = input.write_all(answers.as_bytes());
    drop(input);
    let output = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

fn written(folder: &Folder, path: &str) -> String {
    std::fs::read_to_string(folder.path().join(path)).unwrap()
}

/// Answers for a rule about words, in their order: kind, title, …
const NICKNAME: &str = "\
words
A chosen name is called a nickname
nickname(s)

prompt

“Nickname” makes light of the name that somebody lives by.
Write “Name you would like us to use”.
For many trans people, and many others, this is their name.

TA

2027-06-01
names/nickname
Nickname (optional): ____
.

Name you would like us to use (optional): ____
.

yes
";

const NICKNAME_FILE: &str = "our-rules/names/nickname.yaml";

/// What three people wrote who had only the guide.
const TRANSCRIPTS: &[(&str, &str)] = &[
    ("names/real-name", include_str!("transcripts/real-name.txt")),
    ("names/known-as-required", include_str!("transcripts/known-as-required.txt")),
    ("pronouns/nobody-says-who-sees", include_str!("transcripts/pronouns-unexplained.txt")),
];

#[test]
fn a_rule_that_is_written_by_answers_holds_with_all_others() {
    for (id, answers) in TRANSCRIPTS {
        let folder = Folder::new();
        let path = format!("our-rules/{id}.yaml");
        answered(&folder, answers).ends(0).says("It holds").says(&format!("Written: {path}"));
        folder.askwell(&["rules", "test", &path]).ends(0).says("1 rule holds");
        folder.askwell(&["rules", "test", "--rules", "our-rules"]).ends(0);
    }
}

#[test]
fn a_new_source_goes_into_the_folders_own_list() {
    let folder = Folder::with(
        "our-rules/vocabulary/sources.yaml",
        "# ours\nA:\n  title: a\n  publisher: a\n  url: https://example.org\n  read: 2026-11-20",
    );
    answered(&folder, TRANSCRIPTS[1].1).ends(0).says("Please write an address");
    let sources = written(&folder, "our-rules/vocabulary/sources.yaml");
    assert!(sources.starts_with("# ours\nA:\n") && sources.contains("OUR-NAMES:\n  title: Names and how people use them\n"), "{sources}");
    assert!(written(&folder, "our-rules/names/known-as-required.yaml").contains("sources: [OUR-NAMES]\n"));
}

#[test]
fn what_is_misspelt_gets_the_nearest() {
    let folder = Folder::new();
    answered(&folder, TRANSCRIPTS[1].1).says("There is no “known-az”: did you mean `known-as`?");
    answered(&folder, &NICKNAME.replace("\nTA\n", "\nTAA\nTA\n")).says("did you mean `TA`?");
}

#[test]
fn lists_are_shown_when_they_are_asked_for() {
    let ran = answered(&Folder::new(), TRANSCRIPTS[1].1);
    ran.ends(0).says("sexual orientation").says("parent-details");
    answered(&Folder::new(), &NICKNAME.replace("\nTA\n", "\n?\nTA\n")).says("NHS digital service manual: Inclusive content");
}

#[test]
fn where_nothing_is_marked_askwell_asks_whether_it_points_at_the_right_words() {
    let folder = Folder::new();
    answered(&folder, &format!("{NICKNAME}\n")).ends(0).says("your rule points at “Nickname”. Is that right?");
    let rule = written(&folder, NICKNAME_FILE);
    assert!(rule.contains("<label for=\"question-1\">«Nickname» (optional)</label>"), "{rule}");
    assert!(rule.contains("contributed-by: anonymous\n"), "{rule}");
}

#[test]
fn what_does_not_hold_is_told_and_can_be_changed() {
    let folder = Folder::new();
    let wrong = NICKNAME.replace("Nickname (optional)", "Known as (optional)").replace("\nyes\n", "\n");
    let ran = answered(&folder, &format!("{wrong}14\nNickname: ____\n.\n\nyes\n\n"));
    ran.ends(0).says("it has no «»").says("Written: our-rules/names/nickname.yaml");
    let ran = answered(&Folder::new(), &format!("{wrong}q\n"));
    ran.ends(1).says("Nothing was written.");
}

#[test]
fn a_rule_can_be_kept_before_it_holds() {
    let folder = Folder::new();
    let wrong = NICKNAME.replace("Nickname (optional)", "«Known as» (optional)").replace("\nyes\n", "\n");
    let ran = answered(&folder, &format!("{wrong}w\n"));
    ran.ends(1).says("says nothing here").says("askwell reads: prompt “Known as (optional)”").says("It does not hold yet.");
    folder.askwell(&["rules", "test", NICKNAME_FILE]).ends(1).says("names/nickname.yaml");
}

#[test]
fn another_rule_that_speaks_in_a_good_example_is_named_with_its_words() {
    let answers = NICKNAME.replace("Name you would like us to use (optional): ____", "Maiden name: ____");
    answered(&Folder::new(), &format!("{answers}q\n")).ends(1).says("names/maiden speaks at").says("that rule says:");
}

#[test]
fn nothing_is_overwritten_unless_that_is_wanted() {
    let folder = Folder::new();
    folder.write(NICKNAME_FILE, "# nothing yet\n");
    answered(&folder, &format!("{NICKNAME}\n")).ends(2).says("comes first");
    assert_eq!(written(&folder, NICKNAME_FILE), "# nothing yet\n");
    let folder = Folder::new();
    answered(&folder, &format!("{NICKNAME}\n")).ends(0);
    let before = written(&folder, NICKNAME_FILE);
    // The name is taken by now; another one is asked for.
    let again = NICKNAME.replace("\nnames/nickname\n", "\nnames/nickname\nnames/nickname-two\n");
    answered(&folder, &format!("{again}q\n")).says("There is a rule of that name already");
    assert_eq!(written(&folder, NICKNAME_FILE), before);
}

#[test]
fn a_file_in_the_way_is_asked_about() {
    let folder = Folder::new();
    // Not a rule of ours: the ending is another, so that nothing is told of it, until the name is asked for.
    std::fs::create_dir_all(folder.path().join(NICKNAME_FILE)).unwrap();
    let ran = answered(&folder, &format!("{NICKNAME}\nno\nnames/known-as\n\n"));
    ran.ends(0).says("is there already. Replace it?").says("Written: our-rules/names/known-as.yaml");
}

#[test]
fn answers_that_end_early_write_nothing() {
    let folder = Folder::new();
    let (half, _) = NICKNAME.split_at(NICKNAME.len() / 2);
    answered(&folder, half).ends(2).says("The answers ended at “").says("Nothing was written.");
    answered(&folder, "").ends(2).says("What should askwell look for?");
    assert!(!folder.path().join("our-rules").exists());
}

#[test]
fn a_question_that_misses_answers_can_be_told() {
    let answers = "\
question
Nobody can say that they are not sure
orientation
misses
unsure
monitoring

People who are not sure have no answer.
Add “Not sure”.
Not everybody knows.
info
SOM

2027-06-01
orientation/unsure-missing
Which best describes your sexual orientation?
- Straight
- Gay or lesbian
- Bisexual
- Something else: ____
- Prefer not to say
.
no
Which best describes your sexual orientation?
- Straight
- Gay or lesbian
- Bisexual
- Something else: ____
- Not sure
- Prefer not to say
.
no
yes

";
    let folder = Folder::new();
    answered(&folder, answers).ends(0).says("It holds");
    let rule = written(&folder, "our-rules/orientation/unsure-missing.yaml");
    assert!(rule.contains("only-if:\n    purpose: [monitoring]\n") && rule.contains("      purpose: monitoring\n"), "{rule}");
}

#[test]
fn pasted_code_and_awkward_words_survive() {
    let answers = NICKNAME
        .replace("A chosen name is called a nickname", "Names: # “nick”")
        .replace("Nickname (optional): ____", "{{ input({\n  label: { text: \"«Nickname»: yours\" },\n\n  id: \"n\", name: \"n\"\n}) }}")
        .replace("\nyes\n", "\n");
    let folder = Folder::new();
    answered(&folder, &format!("{answers}\n")).ends(0);
    let rule = written(&folder, NICKNAME_FILE);
    assert!(rule.contains("- nunjucks: |\n") && rule.contains("title: \"Names: # “nick”\"\n"), "{rule}");
    folder.askwell(&["explain", "names/nickname", "--rules", "our-rules"]).ends(0).says("Names: # “nick”");
}

#[test]
fn a_rule_can_be_written_into_askwells_own_folder() {
    let folder = Folder::new();
    for (path, bytes) in crate::common::files_below("rules/vocabulary") {
        folder.write(&format!("our-rules/vocabulary/{path}"), bytes);
    }
    answered(&folder, TRANSCRIPTS[1].1).ends(0).says("Written: our-rules/names/known-as-required.yaml");
    assert!(written(&folder, "our-rules/vocabulary/sources.yaml").contains("\nOUR-NAMES:\n"));
    folder.askwell(&["rules", "test", "our-rules/names/known-as-required.yaml"]).ends(0).says("1 rule holds");
}
