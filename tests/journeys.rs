//! Journeys and purposes: what is looked for on all pages that belong together, and what a page is taken to be for.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod common;

use common::{Folder, told};
use serde_json::Value;

const MISSING: &str = "orientation/missing";
const PURPOSE: &str = "monitoring/no-purpose";

/// A page with one question, which says what it is for.
fn page(question: &str) -> String {
    format!("<h1>About you</h1>\n<p>Your answers help us plan.</p>\n<label for=\"q\">{question}</label>\n<input id=\"q\" name=\"q\">\n")
}

/// The same without a word of explanation.
fn bare(question: &str) -> String {
    format!("<h1>About you</h1>\n<label for=\"q\">{question}</label>\n<input id=\"q\" name=\"q\">\n")
}

const RELIGION: &str = "What is your religion? (optional)";
const ETHNICITY: &str = "What is your ethnic group? (optional)";
const DISABILITY: &str = "Do you have a disability? (optional)";
const ORIENTATION: &str = "What is your sexual orientation? (optional)";
const NICKNAME: &str = "What should we call you? (optional)";

/// A repository of these files.
fn repository(files: &[(&str, String)]) -> Folder {
    let folder = Folder::with(".git/HEAD", "");
    files.iter().for_each(|(path, text)| {
        folder.write(path, text);
    });
    folder
}

/// Where a rule speaks: path and line.
fn places(report: &Value, rule: &str) -> Vec<(String, u64)> {
    told(report).into_iter().filter(|(of, ..)| of == rule).map(|(_, path, line)| (path, line)).collect()
}

/// The only finding of a rule.
fn only(report: &Value, rule: &str) -> Value {
    let found: Vec<&Value> = report["findings"].as_array().unwrap().iter().filter(|found| found["rule"] == rule).collect();
    assert_eq!(found.len(), 1, "{report:#}");
    found[0].clone()
}

/// What `inspect` says of one page.
fn inspected(folder: &Folder, path: &str) -> Value {
    let seen = folder.askwell(&["inspect", "--format", "json"]).json();
    seen["documents"].as_array().unwrap().iter().find(|document| document["path"] == path).unwrap().clone()
}

/// Two equality questions in a folder, each on a page of its own.
fn two_pages() -> Folder {
    repository(&[("app/equality/ethnicity.html", page(ETHNICITY)), ("app/equality/religion.html", page(RELIGION))])
}

#[test]
fn a_folder_of_pages_is_a_journey() {
    let folder = two_pages();
    folder.write("app/equality/start.html", "<h1>Some questions</h1><p>Why we ask.</p>");
    let found = only(&folder.checked(&[]), MISSING);
    assert_eq!((found["path"].as_str().unwrap(), found["line"].as_u64().unwrap()), ("app/equality/ethnicity.html", 3));
    assert_eq!(found["level"], "info");
    assert_eq!(found["note"], "askwell looked at the 3 pages of app/equality, which it takes for one journey");
    folder.askwell(&["check"]).ends(0).says("note: askwell looked at the 3 pages of app/equality");
}

#[test]
fn what_the_next_page_asks_is_not_missing() {
    let folder = two_pages();
    folder.write("app/equality/sexual-orientation.html", page(ORIENTATION));
    assert_eq!(places(&folder.checked(&[]), MISSING), []);
}

#[test]
fn folders_of_one_page_each_are_a_journey_together() {
    let folder = repository(&[
        ("app/steps/ui/ethnicity/template.html", page(ETHNICITY)),
        ("app/steps/ui/religion/template.html", page(RELIGION)),
        ("app/steps/api/other.html", page(NICKNAME)),
    ]);
    let found = only(&folder.checked(&[]), MISSING);
    assert_eq!(found["path"], "app/steps/ui/ethnicity/template.html");
    assert_eq!(found["note"], "askwell looked at the 2 pages of app/steps/ui, which it takes for one journey");
    folder.write("app/steps/ui/orientation/template.html", page(ORIENTATION));
    assert_eq!(places(&folder.checked(&[]), MISSING), []);
}

#[test]
fn what_lies_deeper_counts_as_asked() {
    let folder = two_pages();
    folder.write("app/equality/orientation/first.html", page(ORIENTATION));
    folder.write("app/equality/orientation/second.html", page(NICKNAME));
    assert_eq!(places(&folder.checked(&[]), MISSING), []);
}

#[test]
fn what_lies_deeper_does_not_ask_for_more() {
    let folder = repository(&[("app/start.html", page(RELIGION)), ("app/contact.html", page(NICKNAME))]);
    folder.write("app/care/first.html", page(DISABILITY)).write("app/care/second.html", page(NICKNAME));
    assert_eq!(places(&folder.checked(&[]), MISSING), []);
    folder.write("app/end.html", page(ETHNICITY));
    assert_eq!(places(&folder.checked(&[]), MISSING), [("app/end.html".to_owned(), 3)]);
}

#[test]
fn a_page_alone_is_a_journey() {
    let both = format!("{}<label for=\"r\">{RELIGION}</label> <input id=\"r\" name=\"r\">", page(ETHNICITY));
    let folder = repository(&[("app/equality/about-you.html", both.clone())]);
    let found = only(&folder.checked(&[]), MISSING);
    assert_eq!(found["note"], "askwell looked at this page alone, which it takes for a whole journey");
    // The same without a repository, named or not.
    let folder = Folder::with("about-you.html", both);
    assert_eq!(places(&folder.checked(&[]), MISSING).len(), 1);
    assert_eq!(places(&folder.checked(&["about-you.html"]), MISSING).len(), 1);
}

#[test]
fn a_journey_that_is_named_keeps_its_level() {
    let folder = repository(&[
        ("app/b/religion.html", page(RELIGION)),
        ("app/a/about.html", page(ETHNICITY)),
        ("app/a/more.html", page(ORIENTATION)),
    ]);
    folder.write("askwell.yaml", "journeys:\n  equality: [app/b/**, app/a/about.html]\n");
    let found = only(&folder.checked(&[]), MISSING);
    assert_eq!((found["path"].as_str(), found["level"].as_str()), (Some("app/a/about.html"), Some("warning")));
    assert_eq!(found["note"], "askwell looked at the 2 pages of the journey “equality” in askwell.yaml");
    folder.write("askwell.yaml", "rules: { orientation/missing: error }\njourneys:\n  equality: [app/b/**, app/a/about.html]\n");
    assert_eq!(only(&folder.checked(&["app/a/about.html"]), MISSING)["level"], "error");
    folder.write("askwell.yaml", "journeys:\n  equality: [app/b/**, app/a/**]\n");
    assert_eq!(places(&folder.checked(&[]), MISSING), []);
}

#[test]
fn an_inferred_journey_only_advises() {
    for config in ["rules: { orientation/missing: error }\n", "profiles: [strict]\n"] {
        let folder = two_pages();
        folder.write("askwell.yaml", config);
        assert_eq!(only(&folder.checked(&[]), MISSING)["level"], "info", "{config}");
        folder.write("askwell.yaml", "rules: { orientation/*: off }\n");
        assert_eq!(places(&folder.checked(&[]), MISSING), []);
    }
}

#[test]
fn a_page_that_is_not_fully_visible_silences_the_journey() {
    let folder = two_pages();
    folder.write("app/equality/more.njk", "<h1>More</h1>\n{{ radios(question) }}\n");
    assert_eq!(places(&folder.checked(&[]), MISSING), []);
    folder.askwell(&["inspect"]).says("journey: from the folder app/equality, 3 pages, not fully visible: app/equality/more.njk");
}

#[test]
fn a_file_that_cannot_be_read_silences_the_journey() {
    let large = "<p>".repeat(400_000);
    let others: [(&str, &[u8]); 5] =
        [("more.html", b"caf\xe9"), ("More.hbs", b""), ("more.twig", b""), ("more.html", large.as_bytes()), ("index.md", b"# Why")];
    for (name, content) in others {
        let folder = two_pages();
        folder.write(&format!("app/equality/{name}"), content);
        assert_eq!(places(&folder.checked(&[]), MISSING), [], "{name}");
        // It is so for a page that is named alone, too.
        assert_eq!(places(&folder.checked(&["app/equality/ethnicity.html"]), MISSING), [], "{name}");
    }
    let folder = two_pages();
    folder.write("app/equality/README.md", "# For developers").write("app/equality/index.js", "export default 1");
    assert_eq!(places(&folder.checked(&[]), MISSING).len(), 1);
}

#[test]
fn layouts_parts_and_macros_are_no_pages() {
    let folder = repository(&[
        ("app/layout.njk", "<html><title>{{ title }}</title>{{ banner() }}{% block content %}{% endblock %}</html>".to_owned()),
        ("app/ethnicity.njk", format!("{{% extends \"layout.njk\" %}}{{% block content %}}{}{{% endblock %}}", page(ETHNICITY))),
        (
            "app/religion.njk",
            format!("{{% extends \"layout.njk\" %}}{{% block content %}}{{% include \"why.njk\" %}}{}{{% endblock %}}", bare(RELIGION)),
        ),
        ("app/why.njk", "<p>Why we ask</p>".to_owned()),
        ("app/macros.njk", "{% macro field(params) %}<p>{{ params.text }}</p>{{ input(params) }}{% endmacro %}".to_owned()),
        ("app/_help.njk", "{{ help }}".to_owned()),
    ]);
    let found = only(&folder.checked(&[]), MISSING);
    assert_eq!(found["path"], "app/ethnicity.njk");
    assert_eq!(found["note"], "askwell looked at the 2 pages of app, which it takes for one journey");
}

#[test]
fn a_folder_of_parts_is_no_journey() {
    let folder = repository(&[
        ("views/parts/ethnicity.njk", page(ETHNICITY)),
        ("views/parts/religion.njk", page(RELIGION)),
        ("views/all/about-you.njk", "{% include \"parts/ethnicity.njk\" %}{% include \"parts/religion.njk\" %}{{ rest }}".to_owned()),
    ]);
    assert_eq!(places(&folder.checked(&[]), MISSING), []);
    assert_eq!(places(&folder.checked(&["views/parts/ethnicity.njk", "views/parts/religion.njk"]), MISSING), []);
    // Nobody includes them: then they are pages.
    folder.write("views/all/about-you.njk", "{{ rest }}");
    assert_eq!(places(&folder.checked(&[]), MISSING).len(), 1);
}

#[test]
fn the_examples_of_a_pattern_library_are_no_journey() {
    let folder = repository(&[
        ("src/patterns/equality/ethnicity/index.njk", bare(ETHNICITY)),
        ("src/patterns/equality/religion/index.njk", bare(RELIGION)),
    ]);
    assert_eq!(places(&folder.checked(&[]), PURPOSE).len(), 1);
    folder.write("src/patterns/equality/index.md", "# Equality questions\n\nSay why you ask.");
    let report = folder.checked(&[]);
    assert_eq!(places(&report, MISSING), []);
    assert_eq!(places(&report, PURPOSE), []);
}

#[test]
fn the_paths_that_are_named_change_nothing_that_is_found() {
    let folder = two_pages();
    let all = folder.checked(&[]);
    let of = |report: &Value, path: &str| -> Vec<Value> {
        let all = report["findings"].as_array().unwrap();
        all.iter().filter(|found| found["path"] == path).cloned().collect()
    };
    for path in ["app/equality/ethnicity.html", "app/equality/religion.html"] {
        assert_eq!(of(&folder.checked(&[path]), path), of(&all, path), "{path}");
        assert_eq!(folder.checked(&[path])["summary"]["files"], 1);
    }
    assert!(!of(&all, "app/equality/ethnicity.html").is_empty());
    folder.write("app/equality/sexual-orientation.html", page(ORIENTATION));
    assert_eq!(places(&folder.checked(&["app/equality/ethnicity.html"]), MISSING), []);
}

#[test]
fn what_is_not_to_be_checked_is_known_all_the_same() {
    let folder = two_pages();
    folder.write("app/equality/sexual-orientation.html", page(ORIENTATION));
    folder.write("askwell.yaml", "exclude: \"**/sexual-orientation.html\"\n");
    assert_eq!(places(&folder.checked(&[]), MISSING), []);
    folder.write("askwell.yaml", "exclude: \"**/ethnicity.html\"\n").write("app/equality/sexual-orientation.html", page(DISABILITY));
    assert_eq!(places(&folder.checked(&[]), MISSING), [("app/equality/religion.html".to_owned(), 3)]);
}

#[test]
fn a_directive_silences_it_where_it_stands() {
    let folder = two_pages();
    let excuse = "<!-- askwell: ignore-file orientation/missing because the trust asks it in another form -->\n";
    folder.write("app/equality/ethnicity.html", format!("{excuse}{}", page(ETHNICITY)));
    let report = folder.checked(&[]);
    assert_eq!(places(&report, MISSING), []);
    assert_eq!(report["suppressed"][0]["rule"], MISSING);
    folder.askwell(&["check"]).ends(0);
}

#[test]
fn a_page_for_another_purpose_asks_for_nothing_more_but_counts_as_asked() {
    let folder = two_pages();
    let clinical = |question: &str| format!("<!-- askwell: purpose clinical -->\n{}", page(question));
    folder.write("app/equality/ethnicity.html", clinical(ETHNICITY));
    assert_eq!(places(&folder.checked(&[]), MISSING), [], "one question is left that asks for more");
    folder.write("app/equality/disability.html", page(DISABILITY));
    assert_eq!(places(&folder.checked(&[]), MISSING), [("app/equality/disability.html".to_owned(), 3)]);
    folder.write("app/equality/ethnicity.html", clinical(ORIENTATION));
    assert_eq!(places(&folder.checked(&[]), MISSING), []);
}

#[test]
fn too_much_is_no_journey() {
    let folder = two_pages();
    for number in 0..askwell::limits::JOURNEY_FILES - 2 {
        folder.write(&format!("app/equality/page-{number}.html"), page(NICKNAME));
    }
    assert_eq!(places(&folder.checked(&[]), MISSING).len(), 1);
    folder.write("app/equality/one-more.html", page(NICKNAME));
    assert_eq!(places(&folder.checked(&[]), MISSING), []);
}

#[test]
fn one_line_anywhere_says_what_the_questions_are_for() {
    let folder = repository(&[("app/ethnicity.njk", bare(ETHNICITY)), ("app/religion.njk", bare(RELIGION))]);
    let found = only(&folder.checked(&[]), PURPOSE);
    assert_eq!((found["path"].as_str(), found["line"].as_u64()), (Some("app/ethnicity.njk"), Some(2)));
    assert!(found["note"].as_str().unwrap().contains("2 pages of app"));
    folder.write("app/start.njk", "<h1>Equality questions</h1><p>Your answers HELP US to treat people alike.</p>");
    assert_eq!(places(&folder.checked(&[]), PURPOSE), []);
    folder.write("app/start.njk", "<h1>Equality questions</h1><p>{{ introduction }} <a href=\"/privacy\">Privacy</a></p>");
    assert_eq!(places(&folder.checked(&[]), PURPOSE), [], "what cannot be read may say it");
    folder.write("app/start.njk", "<h1>Equality questions</h1><p>They are helpless.</p>");
    assert_eq!(places(&folder.checked(&[]), PURPOSE).len(), 1);
}

#[test]
fn a_rule_of_ones_own_may_look_at_one_page() {
    let rule = include_str!("../rules/monitoring/no-purpose.yaml");
    let rule = rule.replace("id: monitoring/no-purpose", "id: own/says").replace("within: journey", "within: page");
    let folder = repository(&[("app/one.html", format!("{}{}", bare(ETHNICITY), bare(RELIGION).replace("\"q\"", "\"r\"")))]);
    folder.write("app/start.html", "<p>Why we ask</p>").write("own/own/says.yaml", rule);
    let report = folder.checked(&["--rules", "own", "app"]);
    assert_eq!(places(&report, PURPOSE), []);
    let found = only(&report, "own/says");
    assert_eq!((found["level"].as_str(), found["note"].as_str()), (Some("warning"), None));
}

/// The purpose of `app/page.html` with this text, and what tells it.
fn purpose(text: &str) -> Option<(String, String)> {
    purpose_in(&repository(&[("app/page.html", text.to_owned())]))
}

fn purpose_in(folder: &Folder) -> Option<(String, String)> {
    let told = inspected(folder, "app/page.html")["purpose"].clone();
    Some((told["name"].as_str()?.to_owned(), told["from"].as_str()?.to_owned()))
}

fn told_by(name: &str, from: &str) -> Option<(String, String)> {
    Some((name.to_owned(), from.to_owned()))
}

#[test]
fn a_heading_or_title_tells_the_purpose() {
    let text = |heading: &str| format!("<h1>{heading}</h1>\n{}", bare(NICKNAME));
    for (heading, expected) in [
        ("Equality monitoring", "monitoring"),
        ("Equality and diversity questions", "monitoring"),
        ("Give feedback about your visit", "feedback"),
        ("Make a complaint", "complaint"),
        ("Raise a concern", "speak-up"),
        ("Freedom to Speak Up", "speak-up"),
        ("Register with a GP surgery", "gp-registration"),
        ("Stroke risk calculator", "calculation"),
    ] {
        assert_eq!(purpose(&text(heading)), told_by(expected, "heading"), "{heading}");
    }
    let titled = "<title>Make a complaint – Riverside Hospital</title>\n<h1>Your details</h1>\n";
    assert_eq!(purpose(titled), told_by("complaint", "heading"));
}

#[test]
fn a_heading_that_may_mean_something_else_tells_nothing() {
    let text = |heading: &str| format!("<h1>{heading}</h1>\n{}", bare(NICKNAME));
    for heading in [
        "About you",
        "Feedback and complaints",
        "Give feedback or make a complaint",
        "Thank you for your feedback form",
        "Equality information and objectives",
        "Raise a concern about a child",
        "Your presenting complaint",
        "Sexual orientation and equality",
        "Hospital patient registration",
        "Register your email address",
    ] {
        assert_eq!(purpose(&text(heading)), None, "{heading}");
    }
    // A section is not the page, and the service's name is not the page's.
    assert_eq!(purpose(&format!("<h1>Register</h1>{}<h2>Equality monitoring</h2>", bare(NICKNAME))), None);
    assert_eq!(purpose("<title>Your name – Give feedback</title><h1>Your name</h1>"), None);
}

#[test]
fn a_page_that_nobody_fills_in_about_themselves_is_a_demonstration() {
    let headed = |heading: &str| format!("<h1>{heading}</h1>\n{}", bare(NICKNAME));
    let titled = |title: &str| format!("<title>{title}</title>\n{}", headed("Your details"));
    for page in [
        headed("Generate test patients"),
        headed("Auto generation of bulk records"),
        titled("Speech demo - Riverside Hospital"),
        titled("Form wizard | Panelle - Responsive Admin Dashboard Template"),
        titled("Forms | Panelle - Admin & Dashboard Template"),
    ] {
        assert_eq!(purpose(&page), told_by("demonstration", "heading"), "{page}");
    }
    for page in [headed("Book a demo"), headed("Demographics"), headed("Blood test data"), titled("Choose a letter template")] {
        assert_eq!(purpose(&page), None, "{page}");
    }
    // A layout's title stands on pages of every kind.
    let folder = repository(&[("app/layout.html", "<title>Panelle - Admin Template</title>{% block content %}{% endblock %}".to_owned())]);
    folder
        .write("app/page.html", format!("{{% extends \"layout.html\" %}}{{% block content %}}{}{{% endblock %}}", headed("Your details")));
    assert_eq!(purpose_in(&folder), None);
}

#[test]
fn a_layouts_heading_is_no_pages_own() {
    let layout = "<html>{% block content %}{% endblock %}<footer><h2>Give feedback</h2></footer></html>";
    let folder = repository(&[("app/layout.html", layout.to_owned())]);
    folder.write(
        "app/page.html",
        format!("{{% extends \"layout.html\" %}}{{% block content %}}{}{{% endblock %}}", page(NICKNAME).replace("h1", "p")),
    );
    assert_eq!(purpose_in(&folder), None);
}

#[test]
fn questions_that_only_monitoring_asks_together_tell_it() {
    let both = |one: &str, other: &str| format!("{}<label for=\"r\">{other}</label> <input id=\"r\" name=\"r\">", page(one));
    assert_eq!(purpose(&both(ETHNICITY, RELIGION)), told_by("monitoring", "questions"));
    assert_eq!(purpose(&both(ETHNICITY, NICKNAME)), None);
    assert_eq!(purpose(&both(RELIGION, "What is your age?")), None);
    let three = format!("{}<label for=\"s\">{NICKNAME}</label> <input id=\"s\" name=\"s\">", both(ETHNICITY, RELIGION));
    assert_eq!(purpose(&three), None);
}

#[test]
fn neighbours_tell_what_a_single_question_is_for() {
    let folder = repository(&[("app/page.html", page(RELIGION)), ("app/ethnicity.html", page(ETHNICITY))]);
    assert_eq!(purpose_in(&folder), told_by("monitoring", "neighbours"));
    folder.askwell(&["inspect", "app/page.html"]).says("purpose: monitoring, from the other pages of its journey, which ask: ethnicity");
    // It makes a rule speak, alone or with the others.
    let required = page(RELIGION).replace("name=\"q\"", "name=\"q\" required");
    folder.write("app/page.html", &required);
    for paths in [&[][..], &["app/page.html"]] {
        assert_eq!(places(&folder.checked(paths), "monitoring/required-answer").len(), 1, "{paths:?}");
    }
    // Care asks about ethnicity, too; and a page that asks more is no page of monitoring.
    assert_eq!(inspected(&folder, "app/ethnicity.html")["purpose"], Value::Null);
    folder.write("app/ethnicity.html", format!("{}<label for=\"n\">{NICKNAME}</label> <input id=\"n\" name=\"n\">", page(ETHNICITY)));
    assert_eq!(purpose_in(&folder), None);
    assert_eq!(places(&folder.checked(&[]), "monitoring/required-answer"), []);
}

#[test]
fn a_comment_counts_before_the_configuration_and_that_before_a_heading() {
    let heading = format!("<h1>Give feedback</h1>\n{}", bare(NICKNAME));
    let folder = repository(&[("app/page.html", heading.clone())]);
    assert_eq!(purpose_in(&folder), told_by("feedback", "heading"));
    folder.askwell(&["inspect"]).says("purpose: feedback, from the heading “Give feedback” (line 1)");
    folder.write("askwell.yaml", "purposes: { complaint: app/** }\naudiences: { staff: app/** }\n");
    assert_eq!(purpose_in(&folder), told_by("complaint", "configuration"));
    folder.askwell(&["inspect"]).says("purpose: complaint, from askwell.yaml").says("audience: staff, from askwell.yaml");
    folder.write("app/page.html", format!("<!-- askwell: purpose clinical -->\n{heading}"));
    assert_eq!(purpose_in(&folder), told_by("clinical", "directive"));
    folder.askwell(&["inspect"]).says("purpose: clinical, from a comment (line 1)");
}

#[test]
fn inspect_tells_the_journey_of_each_page() {
    let folder = two_pages();
    folder.write("app/other/page.html", page(NICKNAME)).write("askwell.yaml", "journeys: { other: app/other/** }\n");
    let journey = |path: &str| inspected(&folder, path)["journey"].clone();
    assert_eq!(
        journey("app/equality/religion.html"),
        serde_json::json!({"name": "app/equality", "from": "folder", "pages": 2, "whole": true, "hidden_by": null})
    );
    assert_eq!(journey("app/other/page.html")["from"], "configuration");
    folder.askwell(&["inspect"]).says("journey: from the folder app/equality, 2 pages").says("journey: “other”, from askwell.yaml, 1 page");
}

#[test]
fn mistakes_in_signs_of_purposes_are_told_in_place() {
    let folder = Folder::with("page.html", page(NICKNAME));
    for (text, said) in [
        ("monitorin:\n  title: x\n", "there is no purpose or audience called `monitorin`"),
        ("monitoring:\n  title: x\n  asks: { topics: [faith], at-least: 2 }\n", "there is no topic called `faith`"),
        ("monitoring:\n  title: x\n  headings: { has: [x] }\n", "`headings` is not a key"),
        ("monitoring:\n  title: x\n  asks: { topics: [religion], at-least: 0 }\n", "write 1 or more"),
    ] {
        folder.write("own/vocabulary/purposes.yaml", text);
        folder.askwell(&["check", "--rules", "own"]).ends(2).says(said).says("purposes.yaml");
    }
    folder.write("own/vocabulary/purposes.yaml", "feedback:\n  title: feedback\n  heading: { is: [about you] }\n");
    folder.askwell(&["check", "--rules", "own"]).ends(0);
    folder.askwell(&["inspect", "--rules", "own"]).says("purpose: feedback, from the heading “About you” (line 1)");
}
