//! A call of a component asks what the page that it renders asks.
//!
//! The design systems ship fixtures: parameters, and the HTML that their own templates make of them. Each is read twice,
//! as a call in Nunjucks and as that HTML, and the questions must be the same, nested ones too.
//!
//! `npm ci --prefix tests/packages` brings the packages. Without them the test says so and passes.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use askwell::dialect::{self, Parsers};
use askwell::form::Question;
use askwell::run;
use askwell::source::{FileId, Source};
use askwell::text::Text;
use askwell::unknown::Property;
use serde_json::Value;

/// Where each design system keeps its components, and under what name their fixtures keep the parameters.
const PACKAGES: &[(&str, &str, &str)] = &[
    ("nhsuk-frontend", "nhsuk-frontend/dist/nhsuk/components", "context"),
    ("govuk-frontend", "govuk-frontend/dist/govuk/components", "options"),
];

/// Components that ask something.
const COMPONENTS: &[&str] = &[
    "character-count",
    "checkboxes",
    "date-input",
    "fieldset",
    "file-upload",
    "header",
    "input",
    "password-input",
    "radios",
    "search-input",
    "select",
    "textarea",
];

/// Fixtures that differ, and why that is right. One that no longer differs fails the test.
const EXCEPTIONS: &[(&str, &str, &str, &str)] = &[
    (
        "govuk-frontend",
        "date-input",
        "with values, name prefix and custom names",
        "the prefix is `dob` and the names of the parts begin alike: on the page, all begin with `dob-user1`",
    ),
    ("govuk-frontend", "date-input", "custom pattern", "a date of one part: on the page, the name of the part is that of the question"),
    ("govuk-frontend", "date-input", "custom inputmode", "a date of one part: on the page, the name of the part is that of the question"),
];

/// A fixture: the call that it stands for, and the HTML that the design system makes of it.
struct Fixture {
    package: &'static str,
    component: &'static str,
    name: String,
    call: String,
    html: String,
}

#[test]
fn a_call_asks_what_its_page_asks() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/packages/node_modules");
    if !root.is_dir() {
        // Straight to the terminal: what a passing test prints is not shown.
        let missing = "SKIPPED a_call_asks_what_its_page_asks: `npm ci --prefix tests/packages` brings the design systems";
        let _ = writeln!(std::io::stderr(), "{missing}");
        return;
    }
    let fixtures = fixtures(&root);
    let mut parsers = Parsers::new();
    let (mut equal, mut asked, mut differences) = (0, 0, Vec::new());
    for fixture in &fixtures {
        let shown = read("html", &fixture.html, &mut parsers);
        asked += shown.len();
        let called = read("nunjucks", &fixture.call, &mut parsers);
        if shown == called {
            equal += 1;
        } else {
            differences.push((fixture, shown, called));
        }
    }
    println!("parity: {equal} of {} fixtures with controls give the same questions ({asked} questions)", fixtures.len());
    let mut unexplained = Vec::new();
    for (fixture, shown, called) in &differences {
        let place = format!("{} {} “{}”", fixture.package, fixture.component, fixture.name);
        match explanation(fixture) {
            Some(why) => println!("  but not {place}: {why}"),
            None => unexplained.push(format!("{place}\n   page {}\n   call {}", shown.join("\n        "), called.join("\n        "))),
        }
    }
    assert!(unexplained.is_empty(), "{} fixtures differ:\n{}", unexplained.len(), unexplained.join("\n"));
    let stale: Vec<_> = EXCEPTIONS.iter().filter(|known| !differences.iter().any(|(fixture, ..)| is(fixture, known))).collect();
    assert!(stale.is_empty(), "these no longer differ and are no exceptions: {stale:?}");
    assert!(equal * 100 >= fixtures.len() * 98, "fewer than 98 in 100 are the same");
}

fn explanation(fixture: &Fixture) -> Option<&'static str> {
    EXCEPTIONS.iter().find(|known| is(fixture, known)).map(|(.., why)| *why)
}

fn is(fixture: &Fixture, (package, component, name, _): &(&str, &str, &str, &str)) -> bool {
    fixture.package == *package && fixture.component == *component && fixture.name == *name
}

/// Every fixture whose page holds a control.
fn fixtures(root: &Path) -> Vec<Fixture> {
    let mut found = Vec::new();
    for &(package, folder, parameters) in PACKAGES {
        for &component in COMPONENTS {
            let folder = root.join(folder).join(component);
            let Ok(text) = fs::read_to_string(folder.join("fixtures.json")) else { continue };
            let file: Value = serde_json::from_str(&text).unwrap();
            let macro_name = macro_name(&folder);
            for fixture in file["fixtures"].as_array().unwrap() {
                let html = fixture["html"].as_str().unwrap().to_owned();
                if ["<input", "<select", "<textarea"].iter().any(|control| html.contains(control)) {
                    let titles = ["name", "description"].iter().filter_map(|key| fixture[*key].as_str());
                    let name = titles.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ");
                    let body = fixture["callBlock"].as_str();
                    let call = call(&macro_name, &fixture[parameters], body);
                    found.push(Fixture { package, component, name, call, html });
                }
            }
        }
    }
    assert!(found.len() > 400, "the packages are there, but only {} fixtures were found", found.len());
    found
}

/// The macro that a component is called by.
fn macro_name(folder: &Path) -> String {
    let path: PathBuf = folder.join("macro.njk");
    let text = fs::read_to_string(path).unwrap();
    let after = text.split("{% macro ").nth(1).unwrap();
    after[..after.find('(').unwrap()].trim().to_owned()
}

fn call(name: &str, parameters: &Value, body: Option<&str>) -> String {
    let parameters = serde_json::to_string_pretty(parameters).unwrap();
    match body {
        Some(body) => format!("{{% call {name}({parameters}) %}}\n{body}\n{{% endcall %}}\n"),
        None => format!("{{{{ {name}({parameters}) }}}}\n"),
    }
}

fn read(language: &str, text: &str, parsers: &mut Parsers) -> Vec<String> {
    let dialect = dialect::named(language).unwrap();
    let document = run::read_as(dialect, Source::new(FileId(0), "fixture.html", text), parsers);
    let questions = &document.form.questions;
    questions.iter().map(|question| described(question, questions)).collect()
}

/// All that a reader meets of a question, in one line.
fn described(question: &Question, all: &[Question]) -> String {
    let answers: Vec<String> = question.answers.iter().map(|answer| said(&answer.label)).collect();
    let after = question.shown_when.and_then(|when| {
        let other = all.iter().find(|other| other.answers.iter().any(|answer| answer.span == when.answer))?;
        other.answers.iter().find(|answer| answer.span == when.answer)
    });
    format!(
        "{} | {} | name {} | hint {} | answers {answers:?} unseen {} | after {:?}",
        said(&question.prompt),
        question.control,
        said(&question.name),
        said(&question.hint),
        question.answers_unseen.len(),
        after.map(|answer| said(&answer.label)),
    )
}

fn said(property: &Property<Text>) -> String {
    match property {
        Property::Known(text) => format!("“{}”", text.as_str()),
        Property::Absent => "-".to_owned(),
        Property::Unknown(because) => format!("?{}", because.reason),
    }
}
