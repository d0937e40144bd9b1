//! From a template that was read and understood to what there is to say about it: check, levels, directives.
//!
//! Pure: it reads no file. Terminal, editor and page share it.

use crate::check::{self, Place};
use crate::classify::{self, Asked};
use crate::config::Config;
use crate::context::Context;
use crate::directive::{self, Complaint};
use crate::finding::Finding;
use crate::fingerprint;
use crate::form::Form;
use crate::page::Notice;
use crate::rules::schema::{Level, Within};
use crate::rules::{Kind, Pack, Rule};
use crate::run::{Document, Reading, Understood};
use std::sync::Arc;

use crate::project::Project;
use crate::source::{FileId, Source, Span};

/// One template, checked.
#[derive(Debug)]
pub struct Checked {
    /// Its text.
    pub source: Source,
    /// Its path in the repository, as programs and other people know it.
    pub path: String,
    /// The other files that its findings point to.
    pub others: Vec<Arc<Source>>,
    /// Their paths, as `path`.
    pub other_paths: Vec<String>,
    /// What it asks and says.
    pub form: Form,
    /// The same in the other languages that its words are kept in.
    pub readings: Vec<Reading>,
    /// What is understood of each question.
    pub asked: Vec<Asked>,
    /// In the order of the file; those that directives silence, too.
    pub findings: Vec<Finding>,
    /// What is wrong with its directives.
    pub complaints: Vec<Complaint>,
    /// What could not be read in it.
    pub notices: Vec<Notice>,
    /// The language that it is written in.
    pub dialect: &'static str,
    /// How many questions it asks itself, and of how many of them something cannot be seen.
    pub questions: (usize, usize),
}

/// Checks a template by the rules of `pack`, as `config` sets them for `path`, the file as the configuration names it, and
/// with what its `place` in its journey tells.
pub fn judge(understood: Understood, place: Option<Place>, pack: &Pack, config: &Config, path: &str, project: &Project) -> Checked {
    let Understood { document, asked, context, facts } = understood;
    let Document { source, form, readings, directives, holders, mut complaints, notices, dialect, .. } = document;
    let context = place.map_or(&context, |place| &place.journey.members[place.at].context);
    let mut findings = check::check(&form, &asked, pack, context, place, facts.get().map(Box::as_ref));
    for reading in &readings {
        let further = in_another_language(reading, &form, &asked, &findings, pack, context);
        findings.extend(further);
    }
    findings.sort_by(|one, other| (one.place, &one.rule).cmp(&(other.place, &other.rule)));
    findings.retain_mut(|finding| match pack.rule(&finding.rule).and_then(|rule| level(rule, place, context, config, path, pack)) {
        Some(level) => {
            finding.level = level;
            true
        }
        None => false,
    });
    if let Some(why) = context.purpose.as_ref().and_then(|purpose| pack.vocabulary.all_is_advice(&purpose.name)) {
        say_why_lowered(&mut findings, pack, why);
    }
    findings.iter_mut().for_each(|finding| finding.holder = holders.holding(finding.place, &source));
    fingerprint::identify(&mut findings, &source);
    directive::suppress(&mut findings, &directives, pack, &mut complaints);
    let others = others(&findings, source.id, project);
    let path = source.path.clone();
    let other_paths = others.iter().map(|other| other.path.clone()).collect();
    let own = || form.questions.iter().filter(|question| form.asks_itself(question));
    let questions = (own().count(), own().filter(|question| !question.fully_visible()).count());
    Checked { dialect, source, path, others, other_paths, form, readings, asked, findings, complaints, notices, questions }
}

/// Adds to what would be more than advice elsewhere why it is advice here.
fn say_why_lowered(findings: &mut [Finding], pack: &Pack, why: &str) {
    let is_lowered =
        |found: &&mut Finding| found.level == Level::Info && pack.rule(&found.rule).is_some_and(|rule| rule.level > Level::Info);
    for found in findings.iter_mut().filter(is_lowered) {
        found.note = Some(found.note.take().map_or_else(|| why.to_owned(), |note| format!("{note}; {why}")));
    }
}

/// What is to be said of the page in another language and was not said already: a question is one, however many languages
/// it is read in.
fn in_another_language(reading: &Reading, form: &Form, asked: &[Asked], said: &[Finding], pack: &Pack, context: &Context) -> Vec<Finding> {
    let Some(language) = pack.vocabulary.languages().get(&reading.language) else { return Vec::new() };
    let understood = classify::classify_reading(&reading.form, form, asked, &pack.vocabulary);
    let found = check::check_questions(&reading.form, &understood, pack, context).into_iter();
    let found = found.filter_map(|mut found| {
        let question = classify::same_question(form, &reading.form.questions[found.question?])?;
        found.question = Some(question);
        found.note = Some(format!("this is so where the page is read in {}", language.title));
        Some(found)
    });
    found.filter(|found| !said.iter().any(|known| known.rule == found.rule && known.question == found.question)).collect()
}

/// The level of a rule, unless it is off. What is missing from a journey that nobody has named is advice at most.
fn level(rule: &Rule, place: Option<Place>, context: &Context, config: &Config, path: &str, pack: &Pack) -> Option<Level> {
    let level = config.level(rule, context.purpose.as_ref().map(|purpose| purpose.name.as_str()), path, pack)?;
    let is_about_journey = matches!(&rule.kind, Kind::Form(form) if form.within == Within::Journey);
    let is_guess = is_about_journey && place.is_some_and(|place| place.journey.inferred);
    Some(if is_guess { Level::Info } else { level })
}

impl Checked {
    /// The path, as programs know it, of the file that a place of its findings lies in.
    pub fn path_of(&self, place: Span) -> Option<String> {
        match place.file == self.source.id {
            true => Some(self.path.clone()),
            false => self.others.iter().zip(&self.other_paths).find(|(other, _)| other.id == place.file).map(|(_, path)| path.clone()),
        }
    }

    /// The same without all that there is nothing to tell of: the questions without a finding, the words of the page, and the
    /// text of a file that nothing points into.
    pub fn told_only(mut self) -> Self {
        let mut told: Vec<usize> = self.findings.iter().filter_map(|finding| finding.question).collect();
        told.sort_unstable();
        told.dedup();
        let number = |question: usize| told.binary_search(&question).ok();
        self.findings.iter_mut().for_each(|finding| finding.question = finding.question.and_then(number));
        let mut numbers = 0..;
        self.form.questions.retain(|_| numbers.next().is_some_and(|at| told.binary_search(&at).is_ok()));
        self.form.questions.shrink_to_fit();
        self.form = Form { file: self.form.file, questions: self.form.questions, ..Form::default() };
        self.asked = Vec::new();
        self.readings = Vec::new();
        if self.findings.is_empty() && self.complaints.is_empty() && self.notices.is_empty() {
            self.source = self.source.without_text();
        }
        self
    }

    /// The file that a place of its findings lies in.
    pub fn source_of(&self, place: Span) -> Option<&Source> {
        if place.file == self.source.id {
            return Some(&self.source);
        }
        self.others.iter().find(|other| other.id == place.file).map(|other| other.as_ref())
    }
}

fn others(findings: &[Finding], own: FileId, project: &Project) -> Vec<Arc<Source>> {
    let places = findings.iter().flat_map(|finding| finding.related.iter().map(|(place, _)| place.file));
    let mut files: Vec<FileId> = places.filter(|file| *file != own).collect();
    files.sort();
    files.dedup();
    files.into_iter().filter_map(|file| project.store().source(file)).collect()
}
