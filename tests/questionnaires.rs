//! FHIR questionnaires: what they ask, and that the same form in HTML asks the same.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod common;

use askwell::dialect::Parsers;
use askwell::form::{Form, Question};
use askwell::run::{self, Document};
use askwell::source::FileId;
use askwell::unknown::Property;
use common::{Folder, files_below, said};

fn read(path: &str, text: &str) -> Document {
    run::read(FileId(0), path, text.to_owned(), &mut Parsers::new(), None).unwrap()
}

/// A questionnaire with these items.
fn asking(items: &str) -> Document {
    read("form.json", &format!(r#"{{"resourceType": "Questionnaire", "status": "draft", "item": [{items}]}}"#))
}

fn questions(document: &Document) -> Vec<String> {
    document.form.questions.iter().map(|question| line(question, &document.form)).collect()
}

fn line(question: &Question, form: &Form) -> String {
    let answers: Vec<String> = question.answers.iter().map(|answer| said(&answer.label)).collect();
    let unseen: Vec<String> = question.answers_unseen.iter().map(|because| format!("?{}", because.reason.kind())).collect();
    let opener = question.shown_when.and_then(|when| {
        let mut answers = form.questions.iter().flat_map(|other| &other.answers);
        answers.find(|answer| answer.span == when.answer)
    });
    let mut parts = vec![said(&question.prompt), question.control.to_string()];
    parts.push([answers, unseen].concat().join(", "));
    parts.extend(question.hint.known().map(|hint| format!("hint: {}", hint.as_str())));
    parts.extend(question.own_words_beside.then(|| "or own words".to_owned()));
    parts.extend(opener.map(|answer| format!("after {}", said(&answer.label))));
    parts.retain(|part| !part.is_empty());
    parts.join(" | ")
}

#[test]
fn a_questionnaire_and_the_same_form_in_html_ask_the_same() {
    let html = r#"<title>About you</title><form>
        <fieldset><legend>Sex</legend><div class="nhsuk-hint" id=h>As on your record</div>
            <label><input type=radio name=s value=f>Female</label><label><input type=radio name=s value=m>Male</label></fieldset>
        <label for=c>Country</label><select id=c name=c><option value=w>Wales</option><option value=e>England</option></select>
        <fieldset><legend>Needs</legend><label><input type=checkbox name=n>Large print</label></fieldset>
        <label>Name <input name=n1></label><label>Anything else? <textarea name=o></textarea></label></form>"#;
    let item = |control: &str| {
        format!(
            r#""extension": [{{"url": "http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl",
                "valueCodeableConcept": {{"coding": [{{"code": "{control}"}}]}}}}]"#
        )
    };
    let fhir = asking(&format!(
        r#"{{"linkId": "s", "type": "choice", "text": "Sex",
             "answerOption": [{{"valueCoding": {{"code": "f", "display": "Female"}}}}, {{"valueString": "Male"}}],
             "item": [{{"linkId": "s.1", "type": "display", "text": "As on your record", {}}}]}},
           {{"linkId": "c", "type": "coding", "text": "Country", {},
             "answerOption": [{{"valueCoding": {{"display": "Wales"}}}}, {{"valueCoding": {{"display": "England"}}}}]}},
           {{"linkId": "n", "type": "choice", "repeats": true, "text": "Needs", "answerOption": [{{"valueString": "Large print"}}]}},
           {{"linkId": "n1", "type": "string", "text": "Name"}}, {{"linkId": "o", "type": "text", "text": "Anything else?"}}"#,
        item("help"),
        item("drop-down")
    ));
    assert_eq!(questions(&fhir), questions(&read("form.html", html)));
    assert_eq!(fhir.form.questions.len(), 5);
}

#[test]
fn a_list_in_the_same_file_is_seen_and_any_other_is_named() {
    let whole = |set: &str| {
        let text = format!(
            r##"{{"resourceType": "Questionnaire", "contained": [{{"resourceType": "ValueSet", "id": "list", {set}}}],
                "item": [{{"linkId": "1", "type": "choice", "text": "Topic", "answerValueSet": "#list"}}]}}"##
        );
        questions(&read("form.json", &text))
    };
    let concepts = r#"{"concept": [{"code": "a", "display": "Reports"}, {"code": "b", "display": "Payments"}]}"#;
    assert_eq!(whole(&format!(r#""compose": {{"include": [{concepts}]}}"#)), ["Topic | radios | Reports, Payments"]);
    let filtered = format!(r#""compose": {{"include": [{concepts}, {{"system": "http://snomed.info/sct"}}]}}"#);
    assert_eq!(whole(&filtered), ["Topic | radios | Reports, Payments, ?elsewhere"]);
    let nested = r#""expansion": {"contains": [{"abstract": true, "display": "All", "contains": [{"code": "a", "display": "Reports"}]}]}"#;
    assert_eq!(whole(nested), ["Topic | radios | Reports"]);
    assert_eq!(whole(r#""expansion": {"total": 9, "contains": [{"display": "Reports"}]}"#), ["Topic | radios | Reports, ?elsewhere"]);
    assert_eq!(whole(r#""compose": {}"#), ["Topic | radios | ?elsewhere"]);
    let elsewhere = asking(r#"{"linkId": "1", "type": "choice", "text": "Topic", "answerValueSet": "https://x.example/topics"}"#);
    assert!(elsewhere.form.questions[0].answers_unseen[0].reason.to_string().contains("https://x.example/topics"));
}

#[test]
fn a_yes_or_no_is_worded_by_the_program_unless_it_is_a_box_to_tick() {
    assert_eq!(questions(&asking(r#"{"linkId": "1", "type": "boolean", "text": "Do you smoke?"}"#)), ["Do you smoke? | radios | ?shown"]);
    let tick = r#"{"linkId": "1", "type": "boolean", "text": "I agree", "extension": [{"url": "…/questionnaire-itemControl",
        "valueCodeableConcept": {"coding": [{"code": "check-box"}]}}]}"#;
    assert_eq!(questions(&asking(tick)), ["I agree | checkboxes | I agree"]);
    assert_eq!(questions(&asking(r#"{"linkId": "1", "type": "string", "code": [{"display": "Weight"}]}"#)), ["?shown | input"]);
}

#[test]
fn what_is_hidden_or_only_shown_asks_nobody() {
    let items = r#"{"linkId": "1", "type": "string", "text": "Score", "extension": [{"url": "…/questionnaire-hidden", "valueBoolean": true}]},
        {"linkId": "2", "type": "string", "text": "As on record", "readOnly": true}, {"linkId": "3", "type": "display", "text": "Thank you"},
        {"linkId": "4", "type": "group", "text": "You", "item": [{"linkId": "5", "type": "date", "text": "Date of birth"}]}"#;
    let document = asking(items);
    assert_eq!(questions(&document), ["Date of birth | date-input"]);
    let words: Vec<&str> = document.form.passages.iter().map(|passage| passage.text.as_str()).collect();
    assert_eq!(words, ["As on record", "Thank you", "You", "Date of birth"]);
}

#[test]
fn an_answer_brings_up_a_question_and_people_may_write_their_own() {
    let asks = |operator: &str| {
        let items = format!(
            r#"{{"linkId": "1", "type": "open-choice", "text": "Topic", "answerOption": [{{"valueString": "Reports"}}]}},
               {{"linkId": "2", "type": "group", "item": [{{"linkId": "3", "type": "string", "text": "Which?"}}],
                 "enableWhen": [{{"question": "1", "operator": "{operator}", "answerString": "Reports"}}]}}"#
        );
        questions(&asking(&items))
    };
    assert_eq!(asks("="), ["Topic | radios | Reports | or own words", "Which? | input | after Reports"]);
    assert_eq!(asks("!="), ["Topic | radios | Reports | or own words", "Which? | input"]);
}

#[test]
fn several_answers_may_be_chosen_beforehand() {
    let items = r#"{"linkId": "1", "type": "choice", "repeats": true, "text": "Topics", "initial": [{"valueString": "a"}, {"valueString": "c"}],
        "answerOption": [{"valueString": "a"}, {"valueString": "b"}, {"valueString": "c"}]}"#;
    let document = asking(items);
    let chosen: Vec<bool> = document.form.questions[0].answers.iter().map(|answer| answer.selected == Property::Known(true)).collect();
    assert_eq!(chosen, [true, false, true]);
}

#[test]
fn json_that_is_broken_or_mentions_questionnaires_loses_only_itself() {
    let broken = read("form.json", r#"{"resourceType": "Questionnaire", "item": [{"linkId": "#);
    assert_eq!((broken.form.questions.len(), broken.notices.len()), (0, 1));
    let text = r#"{"resourceType": "SearchParameter", "base": ["Questionnaire"]}"#;
    assert!(run::read(FileId(0), "search.json", text.to_owned(), &mut Parsers::new(), None).is_err());
}

/// A finding in the fixture, silenced in both ways that the format has.
#[test]
fn comments_and_design_notes_hold_directives() {
    let files = files_below("fixtures/questionnaires");
    let (_, bytes) = files.iter().find(|(path, _)| path == "registration.json").unwrap();
    let text = String::from_utf8(bytes.clone()).unwrap();
    let title = "{\n          \"linkId\": \"1.1\",";
    let directive = "askwell: ignore title/required because the record system asks for it";
    let note = r#""extension": [{ "url": "http://hl7.org/fhir/StructureDefinition/designNote", "valueMarkdown": "#;
    let commented = text.replace(title, &format!("// {directive}\n        {title}"));
    let noted = text.replace(title, &format!("{title} {note} \"{directive}\" }}],"));
    let said = |text: &str| Folder::with("registration.json", text).askwell(&["check", "--format", "json"]).json();
    let live = |json: &serde_json::Value| json["findings"].as_array().unwrap().iter().any(|found| found["rule"] == "title/required");
    assert!(live(&said(&text)));
    for silenced in [commented, noted] {
        let json = said(&silenced);
        assert!(!live(&json) && json["suppressed"].as_array().unwrap().len() == 1, "{json}");
    }
}

// Form runners.

#[test]
fn a_runner_s_lists_are_looked_up_and_answers_are_required_unless_it_says_otherwise() {
    let form = |list: &str| {
        format!(
            r#"{{"pages": [{{"path": "/a", "components": [
                {{"type": "RadiosField", "name": "a", "title": "Topic", "list": "{list}"}},
                {{"type": "YesNoField", "name": "b", "title": "Before?", "options": {{"required": false}}}}]}}],
               "lists": [{{"name": "topics", "type": "string", "items": [{{"text": "Reports", "value": "r"}}]}}]}}"#
        )
    };
    let seen = read("form.json", &form("topics"));
    assert_eq!(questions(&seen), ["Topic | radios | Reports", "Before? | radios | Yes, No"]);
    let required: Vec<bool> = seen.form.questions.iter().map(|question| question.required == Property::Known(true)).collect();
    assert_eq!(required, [true, false]);
    assert_eq!(questions(&read("form.json", &form("gone"))), ["Topic | radios | ?variable", "Before? | radios | Yes, No"]);
}

#[test]
fn a_survey_says_what_it_adds_and_leaves_to_others() {
    let survey = r#"{"pages": [{"elements": [
        {"type": "radiogroup", "name": "a", "title": {"default": "Topic"}, "choices": ["Reports", {"value": "p", "text": "Payments"}],
         "showOtherItem": true, "showNoneItem": true, "showRefuseItem": true, "refuseText": "Rather not say"},
        {"type": "dropdown", "name": "Country", "choicesByUrl": {"url": "https://x.example"}},
        {"type": "panel", "title": "Names", "elements": [{"type": "text", "name": "n", "title": "Full name"}, {"type": "boolean", "name": "Before?"}]},
        {"type": "expression", "name": "total"}]}]}"#;
    let expected = [
        "Topic | radios | Reports, Payments, ?shown, Rather not say | or own words",
        "Country | select | ?shown",
        "Full name | input",
        "Before? | radios | ?shown",
    ];
    assert_eq!(questions(&read("form.json", survey)), expected);
}

#[test]
fn forms_of_the_moj_and_of_gov_uk_are_read() {
    let moj = r#"{"_type": "page.singlequestion", "components": [{"_type": "radios", "legend": "Sex", "items": [{"label": "Female"}, {"label": "Male"}]}]}"#;
    assert_eq!(questions(&read("form.json", moj)), ["Sex | radios | Female, Male"]);
    let govuk = r#"{"pages": [
        {"question_text": "Topics", "answer_type": "selection", "is_optional": true,
         "answer_settings": {"only_one_option": "false", "selection_options": [{"name": "Reports"}]}},
        {"question_text": "Your name", "answer_type": "name", "is_optional": false}]}"#;
    let document = read("form.json", govuk);
    assert_eq!(questions(&document), ["Topics | checkboxes | Reports, None of the above", "Your name | input"]);
    assert_eq!(document.form.questions[1].required, Property::Known(true));
}

#[test]
fn json_with_pages_that_is_no_form_asks_nothing() {
    let sitemap = r#"{"pages": [{"components": ["TextField"], "elements": [], "title": "checkbox"}], "elements": [1, {"type": 2}]}"#;
    assert_eq!(questions(&read("pages.json", sitemap)), Vec::<String>::new());
}

/// The same resource in XML.
fn in_xml(resource: &serde_json::Value) -> String {
    fn element(name: &str, value: &serde_json::Value, xml: &mut String) {
        use serde_json::Value::{Array, Object, String};
        let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
        match value {
            Array(items) => items.iter().for_each(|item| element(name, item, xml)),
            Object(entries) if entries.contains_key("resourceType") => {
                let inner = in_xml(value);
                xml.push_str(&if name.is_empty() { inner } else { format!("<{name}>{inner}</{name}>") });
            }
            Object(entries) => {
                let url = entries.get("url").filter(|_| name == "extension").and_then(|url| url.as_str());
                xml.push_str(&format!("<{name}{}>", url.map_or(std::string::String::new(), |url| format!(" url=\"{url}\""))));
                let inner = entries.iter().filter(|(key, _)| !(name == "extension" && *key == "url"));
                inner.for_each(|(key, value)| element(key, value, xml));
                xml.push_str(&format!("</{name}>"));
            }
            String(text) => xml.push_str(&format!("<{name} value=\"{}\"/>\n", escaped(text))),
            other => xml.push_str(&format!("<{name} value=\"{other}\"/>")),
        }
    }
    let kind = resource["resourceType"].as_str().unwrap();
    let mut xml = format!("<{kind} xmlns=\"http://hl7.org/fhir\">");
    let entries = resource.as_object().unwrap().iter().filter(|(key, _)| *key != "resourceType");
    entries.for_each(|(key, value)| element(key, value, &mut xml));
    xml + &format!("</{kind}>")
}

#[test]
fn a_questionnaire_asks_the_same_in_xml() {
    for name in ["registration.json", "registration-good.json"] {
        let (_, bytes) = files_below("fixtures/questionnaires").into_iter().find(|(path, _)| path == name).unwrap();
        let json = String::from_utf8(bytes).unwrap();
        let xml = format!("\u{feff}<?xml version=\"1.0\"?>\n{}", in_xml(&serde_json::from_str(&json).unwrap()));
        let (json, read_xml) = (read("form.json", &json), read("form.xml", &xml));
        assert!(questions(&json).len() > 3, "{name}");
        assert_eq!(questions(&read_xml), questions(&json), "{name}");
        assert_eq!(read_xml.notices, []);
        for prompt in read_xml.form.questions.iter().filter_map(|question| question.prompt.known()) {
            let span = prompt.span().unwrap();
            assert_eq!(&xml[span.start as usize..span.end as usize], prompt.as_str());
        }
    }
}

#[test]
fn a_group_that_is_laid_out_as_answers_is_no_question() {
    let control = r#"{"url": "http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl", "valueCodeableConcept": {"coding": [{"code": "radio-button"}]}}"#;
    let item = r#"{"linkId": "2", "text": "Sex", "type": "choice", "answerOption": [{"valueString": "Female"}]}"#;
    let group = format!(r#"{{"linkId": "1", "text": "About you", "type": "group", "extension": [{control}], "item": [{item}]}}"#);
    assert_eq!(questions(&asking(&group)), ["Sex | radios | Female"]);
}

#[test]
fn xml_that_cannot_be_read_says_where() {
    let document = read("form.xml", "<Questionnaire xmlns=\"http://hl7.org/fhir\">\n  <item>\n</Questionnaire>");
    assert!(document.form.questions.is_empty());
    let [notice] = document.notices.as_slice() else { panic!("{:?}", document.notices) };
    assert!(notice.message.starts_with("this is no XML: "), "{}", notice.message);
    assert_eq!(document.source.line(notice.span.start), 3);
    // Other resources, and answers that were given, are no forms.
    assert!(
        run::read(FileId(0), "a.xml", "<QuestionnaireResponse xmlns=\"http://hl7.org/fhir\"/>".to_owned(), &mut Parsers::new(), None)
            .is_err()
    );
}

#[test]
fn a_questionnaire_kept_where_nothing_real_is_kept_is_a_demonstration() {
    let name = r#"{"linkId": "1", "type": "string", "text": "Family name", "required": true"#;
    let with =
        |more: &str, item: &str| format!(r#"{{"resourceType": "Questionnaire", "status": "draft"{more}, "item": [{name}{item}}}]}}"#);
    let choice = r#"}, {"linkId": "2", "type": "choice", "text": "Ward", "answerOption": [{"valueCoding":
        {"system": "https://codes.example.org/wards", "code": "a", "display": "A"}}]"#;
    for (text, expected) in [
        (with(r#", "url": "http://example.com/Questionnaire/intake""#, ""), "info"),
        (with("", r#", "code": [{"system": "http://example.net/codes", "code": "family"}]"#), "info"),
        (with("", choice), "info"),
        (
            with(
                r#", "url": "https://fhir.hospital.invalid/Questionnaire/intake""#,
                r#", "code": [{"system": "http://loinc.org", "code": "1"}]"#,
            ),
            "warning",
        ),
        // A link to it is no address of its own.
        (with(r#", "publisher": "http://example.com/""#, ""), "warning"),
        (with(r#", "url": "http://notexample.com/Questionnaire/intake""#, ""), "warning"),
    ] {
        let report = Folder::with("intake.json", &text).checked(&[]);
        let found = report["findings"].as_array().unwrap().iter().find(|found| found["rule"] == "names/family-required").unwrap();
        assert_eq!(found["level"], expected, "{text}");
    }
}
