//! `--suppress`, and the comments that are there to be copied.

use std::fs;

use serde_json::Value;

use crate::common::{BINARY, CLEAN, Folder, WARNING};

const WHY: &str = "the register has two";

fn silence(folder: &Folder, rule: &str) -> crate::common::Ran {
    folder.askwell(&["check", "--suppress", rule, "--reason", WHY])
}

fn text(folder: &Folder, path: &str) -> String {
    fs::read_to_string(folder.path().join(path)).unwrap()
}

fn standing(report: &Value, rule: &str, key: &str) -> usize {
    report[key].as_array().unwrap().iter().filter(|found| found["rule"] == rule).count()
}

#[test]
fn a_check_that_tells_less_can_still_be_silenced() {
    let text = format!("<p>Somebody near you committed suicide</p>\n{WARNING}");
    let folder = Folder::with("form.html", &text);
    let rule = "wording/committed-suicide";
    folder.askwell(&["check", "--only", "wording/*", "--suppress", rule, "--reason", WHY]).ends(0);
    let after = self::text(&folder, "form.html");
    assert!(after.starts_with(&format!("<!-- askwell: ignore {rule} because {WHY} -->\n")) && after.ends_with(&text), "{after}");
}

/// A form about gender in every language that has comments: its path, its text, and the comment that has to be in it.
const FORMS: &[(&str, &str, &str)] = &[
    (
        "a.html",
        "<div>\n  <fieldset>\n    <legend>What is your gender?</legend>\n    <label><input type=\"radio\" name=\"g\"> Male</label>\n    <label><input type=\"radio\" name=\"g\"> Female</label>\n  </fieldset>\n</div>\n",
        "<!-- askwell: ignore gender/binary-options because the register has two -->\n",
    ),
    (
        "a.njk",
        "{% block a %}\n  {{ radios({\n    name: \"g\",\n    fieldset: { legend: { text: \"What is your gender?\" } },\n    items: [{ text: \"Male\" }, { text: \"Female\" }]\n  }) }}\n{% endblock %}\n",
        "  {# askwell: ignore gender/binary-options because the register has two #}\n  {{ radios({\n",
    ),
    (
        "a.jsx",
        "import { Radios } from 'nhsuk-react-components'\nexport const A = () => (\n  <form>\n    <Radios label=\"What is your gender?\" name=\"g\">\n      <Radios.Radio value=\"m\">Male</Radios.Radio>\n      <Radios.Radio value=\"f\">Female</Radios.Radio>\n    </Radios>\n  </form>\n)\n",
        "{/* askwell: ignore gender/binary-options because the register has two */}\n",
    ),
    (
        "a.vue",
        "<template>\n  <form>\n    <label for=\"g\">What is your gender?</label>\n    <select id=\"g\">\n      <option>Male</option>\n      <option>Female</option>\n    </select>\n  </form>\n</template>\n",
        "<!-- askwell: ignore gender/binary-options because the register has two -->\n",
    ),
    (
        "a.erb",
        "<form>\n  <label for=\"g\">What is your gender?</label>\n  <select id=\"g\">\n    <option>Male</option>\n    <option>Female</option>\n  </select>\n</form>\n",
        "<%# askwell: ignore gender/binary-options because the register has two %>\n",
    ),
    (
        "a.haml",
        "%form\n  %label{for: \"g\"} What is your gender?\n  %select#g\n    %option Male\n    %option Female\n",
        "-# askwell: ignore gender/binary-options because the register has two\n",
    ),
    (
        "a.slim",
        "form\n  label for=\"g\" What is your gender?\n  select#g\n    option Male\n    option Female\n",
        "/ askwell: ignore gender/binary-options because the register has two\n",
    ),
    (
        "forms.py",
        "from django import forms\n\n\nclass AboutYou(forms.Form):\n    name = forms.CharField()\n    gender = forms.ChoiceField(label=\"What is your gender?\", choices=[(\"m\", \"Male\"), (\"f\", \"Female\")])\n",
        "    # askwell: ignore gender/binary-options because the register has two\n    gender = ",
    ),
    (
        "a.php",
        "<form>\n  <label for=\"g\">What is your gender?</label>\n  <select id=\"g\">\n    <option>Male</option>\n    <option>Female</option>\n  </select>\n</form>\n",
        "<?php /* askwell: ignore gender/binary-options because the register has two */ ?>\n",
    ),
    (
        "a.md",
        "---\ntitle: A\n---\n\n<form>\n  <label for=\"g\">What is your gender?</label>\n  <select id=\"g\">\n    <option>Male</option>\n    <option>Female</option>\n  </select>\n</form>\n",
        "<!-- askwell: ignore gender/binary-options because the register has two -->\n",
    ),
];

#[test]
fn a_comment_is_written_in_every_language_and_works() {
    for (path, form, comment) in FORMS {
        let folder = Folder::with(path, form);
        let rule = "gender/binary-options";
        assert_eq!(standing(&folder.checked(&[]), rule, "findings"), 1, "{path}");
        silence(&folder, rule).ends(0).says("may stand from now on");
        let now = text(&folder, path);
        assert!(now.contains(comment), "{path}: {now}");
        let report = folder.checked(&[]);
        assert_eq!((standing(&report, rule, "findings"), standing(&report, rule, "suppressed")), (0, 1), "{path}: {now}");
        assert_eq!(report["suppressed"][0]["reason"], WHY);
        assert!(
            report["directives"].as_array().unwrap().is_empty() && report["notices"].as_array().unwrap().is_empty(),
            "{path}: {report:#}"
        );
        // Nothing else has changed.
        let without: String = now.lines().filter(|line| !line.contains("askwell: ignore")).map(|line| format!("{line}\n")).collect();
        assert_eq!(without, *form, "{path}");
    }
}

#[test]
fn the_comment_that_is_shown_works_once_it_has_a_reason() {
    for (path, form, _) in FORMS {
        let folder = Folder::with(path, form);
        let report = folder.checked(&[]);
        let found = report["findings"].as_array().unwrap().iter().find(|found| found["rule"] == "gender/binary-options").unwrap();
        let paste = &found["to_suppress"];
        let (line, comment) = (paste["line"].as_u64().unwrap() as usize, paste["comment"].as_str().unwrap());
        folder.askwell(&["check"]).says(&format!("if it has to stay, write above line {line}:"));
        let lines: Vec<&str> = form.lines().collect();
        let indent: String = lines[line - 1].chars().take_while(|c| c.is_whitespace()).collect();
        let with =
            |comment: &str| [&lines[..line - 1], &[format!("{indent}{comment}").as_str()], &lines[line - 1..]].concat().join("\n") + "\n";
        // As it is shown it is no reason yet.
        folder.write(path, with(comment));
        folder.askwell(&["check"]).ends(2).says("say why");
        folder.write(path, with(&comment.replace('…', WHY)));
        assert_eq!(standing(&folder.checked(&[]), "gender/binary-options", "suppressed"), 1, "{path}");
    }
}

#[test]
fn line_ends_and_byte_order_marks_stay() {
    let form = format!("\u{feff}{}", BINARY.replace('\n', "\r\n"));
    let folder = Folder::with("form.html", &form);
    silence(&folder, "gender/*").ends(0);
    let now = text(&folder, "form.html");
    assert!(now.starts_with("\u{feff}<") && !now.replace("\r\n", "").contains('\n'), "{now:?}");
    assert_eq!(
        folder.checked(&[])["findings"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|found| found["rule"].as_str().unwrap().starts_with("gender/"))
            .count(),
        0
    );
}

#[test]
fn where_no_comment_can_stand_nothing_is_written_and_the_other_ways_are_named() {
    let form = r#"{"resourceType": "Questionnaire", "status": "draft", "item": [{"linkId": "1", "text": "What is your gender?", "type": "choice", "answerOption": [{"valueString": "Male"}, {"valueString": "Female"}]}]}"#;
    let folder = Folder::with("q.json", form);
    assert_eq!(standing(&folder.checked(&[]), "gender/binary-options", "findings"), 1);
    silence(&folder, "gender/binary-options").ends(2).says("askwell.yaml").says("askwell baseline");
    assert_eq!(text(&folder, "q.json"), form);
    assert_eq!(folder.checked(&[])["findings"][0]["to_suppress"], Value::Null);
}

#[test]
fn one_line_is_written_in_that_line() {
    let folder = Folder::with("form.html", format!("<p>One</p>{}", BINARY.replace('\n', "")));
    silence(&folder, "gender/binary-options").ends(0);
    let now = text(&folder, "form.html");
    assert_eq!(now.lines().count(), 1, "{now}");
    assert_eq!(standing(&folder.checked(&[]), "gender/binary-options", "suppressed"), 1);
}

#[test]
fn only_what_is_checked_is_touched_and_twice_is_once() {
    let folder = Folder::with("one.html", WARNING);
    folder.write("two.html", WARNING).write("clean.html", CLEAN);
    folder.askwell(&["check", "one.html", "--suppress", "pronouns/*", "--reason", WHY]).ends(0);
    assert_eq!((text(&folder, "two.html").as_str(), text(&folder, "clean.html").as_str()), (WARNING, CLEAN));
    let once = text(&folder, "one.html");
    folder.askwell(&["check", "one.html", "--suppress", "pronouns/*", "--reason", WHY]).ends(0).says("nothing was written");
    assert_eq!(text(&folder, "one.html"), once);
}

#[test]
fn a_rule_and_a_reason_are_asked_for() {
    let folder = Folder::with("form.html", WARNING);
    folder.askwell(&["check", "--suppress", "pronouns/he-or-she"]).ends(2).says("--reason");
    folder.askwell(&["check", "--suppress", "pronouns/he-or-she", "--reason", "…"]).ends(2).says("say why");
    folder.askwell(&["check", "--suppress", "pronouns/he-or-shee", "--reason", WHY]).ends(2).says("did you mean `pronouns/he-or-she`?");
    assert_eq!(text(&folder, "form.html"), WARNING);
}

#[test]
fn explain_shows_how() {
    Folder::new()
        .askwell(&["explain", "gender/no-decline"])
        .ends(0)
        .says("<!-- askwell: ignore gender/no-decline because … -->")
        .says("--suppress gender/no-decline");
}

#[test]
fn as_many_comments_are_given_as_are_needed() {
    let page = "<p>Who do you care for?</p>\n\
        <input type=checkbox id=a name=c><label for=a>Elderly people</label>\n\
        <input type=checkbox id=b name=c><label for=b>Handicapped people</label>\n";
    let folder = Folder::with("form.html", page);
    let told = folder.askwell(&["check"]);
    told.says("write in line 2, before `<label`:").says("ignore wording/older-people because").says("and in line 3, before `<label`:");
    let silenced = page
        .replace("<label for=a", "<!-- askwell: ignore wording/older-people because ours --><label for=a")
        .replace("<label for=b", "<!-- askwell: ignore wording/disability-labels because ours --><label for=b");
    let folder = Folder::with("form.html", silenced);
    folder.askwell(&["check"]).says("Silenced by directives: 2 findings.");
}
