//! Forms in Word documents: what asks is where a reader sees it, and nothing in an archive can take the machine.

// Helpers of tests may stop a test.
#![allow(clippy::unwrap_used, clippy::panic)]
#![cfg(feature = "docx")]

mod common;

use std::io::{Cursor, Write};

use common::Folder;
use serde_json::Value;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const SPACES: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml""#;

fn archive(part: &str, content: &[u8]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file(part, SimpleFileOptions::default()).unwrap();
    zip.write_all(content).unwrap();
    zip.finish().unwrap().into_inner()
}

fn document(body: &str) -> Vec<u8> {
    archive("word/document.xml", format!("<?xml version=\"1.0\"?><w:document {SPACES}><w:body>{body}</w:body></w:document>").as_bytes())
}

fn p(words: &str) -> String {
    format!("<w:p><w:r><w:t xml:space=\"preserve\">{words}</w:t></w:r></w:p>")
}

fn table(rows: &[&[&str]]) -> String {
    let cell = |words: &&str| format!("<w:tc>{}</w:tc>", if words.starts_with("<w:p>") { (*words).to_owned() } else { p(words) });
    let row = |cells: &&[&str]| format!("<w:tr>{}</w:tr>", cells.iter().map(cell).collect::<String>());
    format!("<w:tbl>{}</w:tbl>", rows.iter().map(row).collect::<String>())
}

/// A content control with these properties, which shows these words at first.
fn control(properties: &str, shows: &str) -> String {
    format!("<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent><w:r><w:t>{shows}</w:t></w:r></w:sdtContent></w:sdt>")
}

/// Each question of a document: what asks, the control, the answers.
fn asked(body: &str) -> Vec<(String, String, Vec<String>)> {
    let folder = Folder::with("form.docx", document(body));
    let ran = folder.askwell(&["inspect", "--format", "json", "form.docx"]);
    let seen: Value = serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{}{}", ran.out, ran.err));
    let words = |value: &Value| value.as_str().unwrap_or("?").to_owned();
    let questions = seen["documents"][0]["questions"].as_array().unwrap().clone();
    let answers = |question: &Value| question["answers"].as_array().unwrap().iter().map(|answer| words(&answer["label"])).collect();
    questions.iter().map(|question| (words(&question["prompt"]), words(&question["control"]), answers(question))).collect()
}

fn question(prompt: &str, control: &str, answers: &[&str]) -> (String, String, Vec<String>) {
    (prompt.to_owned(), control.to_owned(), answers.iter().map(|answer| (*answer).to_owned()).collect())
}

#[test]
fn boxes_belong_to_the_words_above_or_before_them() {
    let gender = question("What is your gender?", "checkboxes", &["Man", "Woman"]);
    let above = [p("About you"), p("What is your gender?"), p("Please tick one"), p("☐ Man"), p("☐ Woman"), p("Thank you")].concat();
    assert_eq!(asked(&above), std::slice::from_ref(&gender));
    assert_eq!(asked(&p("What is your gender? ☐ Man ☐ Woman")), std::slice::from_ref(&gender));
    assert_eq!(asked(&p("What is your gender? Man ☐ Woman ☐")), std::slice::from_ref(&gender));
    assert_eq!(asked(&table(&[&["What is your gender?", "☐ Man ☐ Woman"]])), std::slice::from_ref(&gender));
    let cells = [p("☐ Man"), p("☐ Woman")].concat();
    assert_eq!(asked(&table(&[&["What is your gender?", &cells]])), [gender]);
}

#[test]
fn words_to_circle_or_cross_out_are_answers() {
    let title = question("Title", "radios", &["Mr", "Mrs", "Mx"]);
    for line in ["Title (please circle): Mr / Mrs / Mx", "Title: Mr Mrs Mx (delete as appropriate)", "Title: Mr/Mrs/Mx"] {
        assert_eq!(asked(&p(line)), std::slice::from_ref(&title), "{line}");
    }
    assert_eq!(asked(&[p("Title"), p("Mr / Mrs / Mx (please circle)")].concat()), std::slice::from_ref(&title));
    assert_eq!(asked(&table(&[&["Title", "Mr / Mrs / Mx"]])), [title]);
    // The heads of two columns are no answers.
    assert_eq!(asked(&table(&[&["Name", "Relationship/role"], &["", ""]])).len(), 2);
    assert_eq!(asked(&p("Gender: [ ] Woman [ ] Man")), [question("Gender", "checkboxes", &["Woman", "Man"])]);
}

#[test]
fn two_questions_stay_two() {
    let body = [p("Are you a carer?"), p("☐ Yes"), p("☐ No"), p("Do you smoke?"), p("☐ Yes"), p("☐ No")].concat();
    assert_eq!(
        asked(&body),
        [question("Are you a carer?", "checkboxes", &["Yes", "No"]), question("Do you smoke?", "checkboxes", &["Yes", "No"])]
    );
}

#[test]
fn lines_and_empty_cells_are_to_write_in() {
    let line = |prompt: &str| question(prompt, "input", &[]);
    assert_eq!(asked(&p("Full name: ________")), [line("Full name")]);
    assert_eq!(asked(&[p("Your pronouns"), p("____________")].concat()), [line("Your pronouns")]);
    assert_eq!(asked(&p("Date of birth ____/____/______")), [line("Date of birth")]);
    assert_eq!(asked(&table(&[&["First name", "", "Surname", ""]])), [line("First name"), line("Surname")]);
    assert_eq!(asked(&table(&[&["Name", "Relationship"], &["", ""], &["", ""]])), [line("Name"), line("Relationship")]);
    assert_eq!(asked(&p("Thank you … and goodbye.")), []);
}

#[test]
fn an_answer_can_have_a_line_for_own_words() {
    let folder = Folder::with("form.docx", document(&[p("Gender"), p("☐ Man"), p("☐ Another gender: ________")].concat()));
    let ran = folder.askwell(&["inspect", "--format", "json", "form.docx"]);
    let seen: Value = serde_json::from_str(&ran.out).unwrap();
    let answers = &seen["documents"][0]["questions"][0]["answers"];
    assert_eq!(answers[1]["label"], "Another gender");
    assert_eq!(answers[1]["free_text"], true);
    assert_eq!(answers[0]["free_text"], false);
}

#[test]
fn content_controls_and_old_form_fields_are_questions() {
    let item = |words: &str| format!("<w:listItem w:displayText=\"{words}\" w:value=\"{words}\"/>");
    let list = format!(
        "<w:dropDownList><w:listItem w:displayText=\"Choose an item.\" w:value=\"\"/>{}{}</w:dropDownList>",
        item("Mr"),
        item("Mx &amp; co")
    );
    let body = format!("<w:p><w:r><w:t>Title</w:t></w:r>{}</w:p>", control(&list, "Choose an item."));
    assert_eq!(asked(&body), [question("Title", "select", &["Mr", "Mx & co"])]);
    let tick =
        |on: &str| control(&format!("<w14:checkbox><w14:checked w14:val=\"{on}\"/></w14:checkbox>"), if on == "1" { "☒" } else { "☐" });
    let body =
        format!("{}<w:p>{}<w:r><w:t>Yes</w:t></w:r></w:p><w:p>{}<w:r><w:t>No</w:t></w:r></w:p>", p("Do you smoke?"), tick("1"), tick("0"));
    assert_eq!(asked(&body), [question("Do you smoke?", "checkboxes", &["Yes", "No"])]);
    let body =
        format!("<w:p><w:r><w:t>Full name: </w:t></w:r>{}</w:p>", control("<w:text/><w:showingPlcHdr/>", "Click here to enter text."));
    assert_eq!(asked(&body), [question("Full name", "input", &[])]);
    let field = |data: &str| {
        format!(
            "<w:r><w:fldChar w:fldCharType=\"begin\"><w:ffData>{data}</w:ffData></w:fldChar></w:r><w:r><w:instrText>FORM</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"
        )
    };
    let old = format!(
        "<w:p><w:r><w:t>Sex </w:t></w:r>{}</w:p>",
        field("<w:ddList><w:listEntry w:val=\"Female\"/><w:listEntry w:val=\"Male\"/></w:ddList>")
    );
    assert_eq!(asked(&old), [question("Sex", "select", &["Female", "Male"])]);
}

#[test]
fn what_nobody_reads_asks_nothing() {
    let deleted = "<w:p><w:del><w:r><w:delText>Maiden name ____</w:delText></w:r></w:del><w:r><w:t>Hello</w:t></w:r></w:p>";
    let twice = "<w:p><mc:AlternateContent xmlns:mc=\"m\"><mc:Choice><w:t>Name: ____</w:t></mc:Choice><mc:Fallback><w:t>Name: ____</w:t></mc:Fallback></mc:AlternateContent></w:p>";
    assert_eq!(asked(deleted), []);
    assert_eq!(asked(twice), [question("Name", "input", &[])]);
}

#[test]
fn a_place_is_told_as_a_paragraph() {
    let folder = Folder::with("form.docx", document(&[p("About you"), p("What is your gender?"), p("☐ Male"), p("☐ Female")].concat()));
    let ran = folder.askwell(&["check", "--format", "html", "form.docx"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.out.contains("form.docx</span>, paragraph 2"));
    let ran = folder.askwell(&["check", "form.docx"]);
    assert!(ran.out.contains("form.docx:2:1"), "{}", ran.out);
}

#[test]
fn a_broken_document_is_told_and_loses_nothing_else() {
    let large = vec![b' '; 17 * 1024 * 1024];
    let deep = format!("<w:document {SPACES}>{}", "<w:tbl>".repeat(100_000));
    let folder = Folder::with("good.docx", document(&p("Full name: ____")));
    folder.write("bomb.docx", archive("word/document.xml", &large));
    folder.write("deep.docx", archive("word/document.xml", deep.as_bytes()));
    folder.write("empty.docx", b"");
    folder.write("not-word.docx", archive("other.xml", b"<a/>"));
    folder.write("words.docx", b"not an archive");
    let ran = folder.askwell(&["check", "."]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("it unpacks to more than 16 MiB"), "{}", ran.out);
    assert!(ran.out.contains("it is not a Word document that askwell can open"), "{}", ran.out);
    assert!(ran.out.contains(" 1 question,"), "{}", ran.out);
    assert_eq!(folder.askwell(&["check", "words.docx"]).code, 2);
}
