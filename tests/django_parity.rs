//! A form asks in its source what it asks when it is rendered.
//!
//! Django renders the forms of `tests/packages/forms.py`, and the NHS design system's port to Jinja2 the fixtures of that
//! system. Source and HTML are read, and the questions must be the same.
//!
//! `tests/packages/requirements.txt` names the packages; see [`python`]. Without them the tests say so and pass.

#![cfg(feature = "django")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use askwell::dialect::{self, Parsers};
use askwell::form::{Answer, Control, Form, Question};
use askwell::run;
use askwell::source::{FileId, Source};
use askwell::text::Text;
use askwell::unknown::Property;
use serde_json::Value;

/// A form, as it is written and as it is rendered.
struct Rendered {
    name: String,
    source: String,
    html: String,
}

fn packages() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/packages")
}

/// What `render.py` prints for these arguments. `None` where Python or the packages are missing.
fn rendered(test: &str, arguments: &[&str]) -> Option<Vec<Rendered>> {
    let python = packages().join("venv/bin/python");
    if !python.is_file() {
        let missing = "`python3 -m venv tests/packages/venv` and its `pip install -r tests/packages/requirements.txt` bring the packages";
        // Straight to the terminal: what a passing test prints is not shown.
        let _ = writeln!(std::io::stderr(), "SKIPPED {test}: {missing}");
        return None;
    }
    let done = Command::new(python).arg("-B").arg(packages().join("render.py")).args(arguments).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let pages: Vec<Value> = serde_json::from_slice(&done.stdout).unwrap();
    let text = |page: &Value, key: &str| page[key].as_str().unwrap().to_owned();
    Some(pages.iter().map(|page| Rendered { name: text(page, "name"), source: text(page, "source"), html: text(page, "html") }).collect())
}

fn form(language: &str, text: &str) -> Form {
    let dialect = dialect::named(language).unwrap();
    run::read_as(dialect, Source::new(FileId(0), "form", text), &mut Parsers::new()).form
}

#[test]
fn a_form_class_asks_what_django_renders_of_it() {
    let Some(pages) = rendered("a_form_class_asks_what_django_renders_of_it", &["forms"]) else { return };
    for page in pages {
        let (written, shown) = (form("python", &page.source), form("html", &page.html));
        let lines = |form: &Form| form.questions.iter().map(described).collect::<Vec<_>>();
        assert!(shown.questions.len() > 20, "{}", shown.questions.len());
        assert_eq!(lines(&written), lines(&shown), "{}", page.name);
        for (written, shown) in written.questions.iter().zip(&shown.questions) {
            // A browser is not told to ask for every answer that Django insists on: one of several boxes, a list without a
            // first empty line.
            let told = shown.required.known() == Some(&true);
            assert!(!told || written.required.known() == Some(&true), "{}", described(written));
            let must = written.required.known() == Some(&true);
            assert!(!must || told || written.control != Control::Input, "{}", described(written));
        }
    }
}

#[test]
fn a_call_in_jinja_asks_what_the_port_renders_of_it() {
    let test = "a_call_in_jinja_asks_what_the_port_renders_of_it";
    let components = packages().join("node_modules/nhsuk-frontend/dist/nhsuk/components");
    if !components.is_dir() {
        let _ = writeln!(std::io::stderr(), "SKIPPED {test}: `npm ci --prefix tests/packages` brings the design system");
        return;
    }
    let Some(pages) = rendered(test, &["components", components.to_str().unwrap()]) else { return };
    assert!(pages.len() > 100, "only {} fixtures were found", pages.len());
    let mut differences = Vec::new();
    for page in &pages {
        let lines = |form: Form| form.questions.iter().map(described).collect::<Vec<_>>();
        let (called, shown) = (lines(form("nunjucks", &page.source)), lines(form("html", &page.html)));
        if called != shown {
            differences.push(format!("{}\n   page {}\n   call {}", page.name, shown.join("\n        "), called.join("\n        ")));
        }
    }
    println!("{} of {} fixtures of the port give the same questions", pages.len() - differences.len(), pages.len());
    assert!(differences.is_empty(), "{} fixtures differ:\n{}", differences.len(), differences.join("\n"));
}

/// All that a reader meets of a question, in one line. A box to tick that nothing else asks is asked by its own words, and
/// the line of dashes that Django puts before the answers of a model is none.
fn described(question: &Question) -> String {
    let says = |answer: &&Answer| answer.label.known().is_none_or(|label| label.as_str().contains(char::is_alphanumeric));
    let shown: Vec<&Answer> = question.answers.iter().filter(says).collect();
    let answers: Vec<String> = shown.iter().map(|answer| said(&answer.label)).collect();
    let prompt = match answers.as_slice() {
        [only] if question.prompt.is_absent() => only.clone(),
        _ => said(&question.prompt),
    };
    let values: Vec<String> = shown.iter().map(|answer| said(&answer.value)).collect();
    let values = if answers.len() > 1 { format!(" values {values:?}") } else { String::new() };
    let hint = said(&question.hint);
    format!("{prompt} | {} | name {} | hint {hint} | answers {answers:?}{values}", question.control, said(&question.name))
}

fn said(property: &Property<Text>) -> String {
    match property {
        Property::Known(text) if !text.as_str().is_empty() => format!("“{}”", text.as_str()),
        Property::Known(_) | Property::Absent => "-".to_owned(),
        Property::Unknown(because) => format!("?{}", because.reason),
    }
}
