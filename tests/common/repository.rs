//! A repository in memory: what its first file asks, as a reader of the whole of it sees that.

use askwell::config::Config;
use askwell::dialect::Parsers;
use askwell::engine::{self, Checked};
use askwell::form::{Form, Question};
use askwell::project::files::Memory;
use askwell::project::{Project, View};
use askwell::run;
use askwell::source::FileId;
use askwell::text::Text;
use askwell::unknown::Property;

use super::pack;

/// Paths and texts.
pub type Files<'f> = [(&'f str, &'f str)];

/// The first of `files`, judged in a repository of all of them.
pub fn judged(files: &Files) -> (Checked, Project) {
    let memory = Memory::new(files.iter().copied());
    let project = Project::new(move || Box::new(memory.clone()));
    let (path, text) = files[0];
    let view = View::new(&project, path, "en");
    let document = run::read(FileId::asked_for(0), path, text.to_owned(), &mut Parsers::new(), Some(&view)).unwrap();
    let understood = run::understand(document, &Config::default(), path, &pack());
    let checked = engine::judge(understood, None, &pack(), &Config::default(), path, &project);
    drop(view);
    (checked, project)
}

/// The questions that the first of `files` asks itself, one a line: `line: prompt | control | answers`.
pub fn questions(files: &Files) -> Vec<String> {
    let (checked, _) = judged(files);
    own(&checked.form).map(|question| format!("{}: {}", checked.source.line(question.span.start), line(question))).collect()
}

fn own(form: &Form) -> impl Iterator<Item = &Question> {
    form.questions.iter().filter(|question| form.asks_itself(question))
}

pub fn line(question: &Question) -> String {
    let answers: Vec<String> = question.answers.iter().map(|answer| said(&answer.label)).collect();
    let mut line = format!("{} | {}", said(&question.prompt), question.control);
    if !answers.is_empty() {
        line.push_str(&format!(" | {}", answers.join(", ")));
    }
    if !question.answers_complete() {
        line.push_str(" | not all seen");
    }
    line
}

pub fn said(property: &Property<Text>) -> String {
    match property {
        Property::Known(text) => text.as_str().to_owned(),
        Property::Absent => "-".to_owned(),
        Property::Unknown(because) => format!("?{}", because.reason.kind()),
    }
}

/// The rules that speak of the first of `files`.
pub fn told(files: &Files) -> Vec<String> {
    judged(files).0.findings.iter().map(|finding| finding.rule.clone()).collect()
}

/// Fails if a rule speaks of something that is missing.
pub fn nothing_missing(files: &Files) {
    const MISSING: &[&str] = &["binary-options", "no-decline", "no-self-describe", "missing", "incomplete", "no-mx", "no-unsure"];
    let told = told(files);
    let missing: Vec<&String> = told.iter().filter(|rule| MISSING.iter().any(|end| rule.ends_with(&format!("/{end}")))).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
