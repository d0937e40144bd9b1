//! Reads many files on several threads, with the same result on any number of them.

use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::prelude::*;

use crate::dialect::{self, Detected, Parsers};
use crate::form::{self, Form};
use crate::directive::{self, Complaint, Directive};
use crate::page::Notice;
use crate::source::{FileId, Source};
use crate::unknown::Reason;
use crate::walk::{self, Found, Skipped, Why};

/// One template, read.
#[derive(Debug)]
pub struct Document {
    /// Its text.
    pub source: Source,
    /// The language it is written in.
    pub dialect: &'static str,
    /// What it asks and says.
    pub form: Form,
    /// What its comments tell askwell.
    pub directives: Vec<Directive>,
    /// Which of them cannot be followed.
    pub complaints: Vec<Complaint>,
    /// What could not be read.
    pub notices: Vec<Notice>,
}

/// Reads one template whose text is at hand. `None` if askwell knows no language for it.
pub fn read(id: FileId, path: &str, text: String, parsers: &mut Parsers) -> Result<Document, Why> {
    match dialect::detect(path, &text) {
        Detected::Read(dialect) => Ok(read_as(dialect, Source::new(id, path, text), parsers)),
        Detected::NotYet(language) => Err(Why::NotYet(language)),
        Detected::Other => Err(Why::NotATemplate),
    }
}

/// Reads a template in a language that is known.
pub fn read_as(dialect: &'static dyn dialect::Dialect, source: Source, parsers: &mut Parsers) -> Document {
    let page = dialect.read(&source, parsers);
    let form = form::read(&page, parsers);
    let mut notices = page.notices.clone();
    let stopped = form.unseen.iter().find(|because| because.reason == Reason::TooMuch);
    notices.extend(stopped.map(|because| Notice { span: because.span, message: because.reason.to_string() }));
    let (directives, complaints) = directive::read(&page, source.span(0..source.text.len()));
    Document { source, dialect: dialect.name(), form, directives, complaints, notices }
}

/// Reads `files` in their order, and does `then` with each that could be read, on the same thread.
pub fn each<T: Send>(files: &[Found], then: impl Fn(Document, &Found) -> T + Sync) -> (Vec<T>, Vec<Skipped>) {
    let outcomes: Vec<Result<T, Why>> = files
        .par_iter()
        .enumerate()
        .map_init(Parsers::new, |parsers, (at, file)| {
            let text = walk::text(file)?;
            let work = || read(FileId(at as u32), &file.shown, text, parsers).map(|document| then(document, file));
            match catch_unwind(AssertUnwindSafe(work)) {
                Ok(outcome) => outcome,
                Err(_) => {
                    *parsers = Parsers::new();
                    Err(Why::Internal)
                }
            }
        })
        .collect();
    let (mut done, mut skipped) = (Vec::new(), Vec::new());
    for (outcome, file) in outcomes.into_iter().zip(files) {
        match outcome {
            Ok(value) => done.push(value),
            Err(why) => skipped.push(Skipped { shown: file.shown.clone(), why, named: file.named }),
        }
    }
    (done, skipped)
}
