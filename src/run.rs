//! Reads many files on several threads, with the same result on any number of them.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;

use rayon::prelude::*;

use crate::check::Facts;
use crate::classify::{self, Asked};
use crate::config::Config;
use crate::context::{self, Context};
use crate::dialect::{self, Detected, Parsers};
use crate::directive::{self, Complaint, Directive, Holders};
use crate::form::{self, Form};
use crate::journey::shape::Shape;
use crate::limits;
use crate::page::{Notice, Page};
use crate::project::View;
use crate::repository::Reader;
use crate::rules::Pack;
use crate::source::{FileId, Source};
use crate::unknown::Reason;
use crate::walk::{Found, Skipped, Why};

/// One template, read.
#[derive(Debug)]
pub struct Document {
    /// Its text.
    pub source: Source,
    /// The language it is written in.
    pub dialect: &'static str,
    /// What it asks and says.
    pub form: Form,
    /// The same in the other languages that its words are kept in.
    pub readings: Vec<Reading>,
    /// What it is to the pages around it.
    pub shape: Shape,
    /// Every element and call that a comment to askwell could stand before.
    pub holders: Holders,
    /// What its comments tell askwell.
    pub directives: Vec<Directive>,
    /// Which of them cannot be followed.
    pub complaints: Vec<Complaint>,
    /// What could not be read.
    pub notices: Vec<Notice>,
}

/// A page as those meet it who read it in another language.
#[derive(Debug)]
pub struct Reading {
    /// The language, as files of words name it: `cy`.
    pub language: String,
    /// What the page asks and says in it.
    pub form: Form,
}

/// Reads one template whose text is at hand, with what `view` tells of other files.
pub fn read(id: FileId, path: &str, text: String, parsers: &mut Parsers, view: Option<&View>) -> Result<Document, Why> {
    Ok(read_within(dialect_of(path, &text)?, Source::new(id, path, text), parsers, view))
}

/// The language of a template.
fn dialect_of(path: &str, text: &str) -> Result<&'static dyn dialect::Dialect, Why> {
    match dialect::detect(path, text) {
        Detected::Read(dialect) => Ok(dialect),
        Detected::NotYet(language) => Err(Why::NotYet(language)),
        Detected::NoForm => Err(Why::NoForm),
        Detected::Other => Err(Why::NotATemplate),
    }
}

/// Reads a template in a language that is known, by itself.
pub fn read_as(dialect: &'static dyn dialect::Dialect, source: Source, parsers: &mut Parsers) -> Document {
    read_within(dialect, source, parsers, None)
}

fn read_within(dialect: &'static dyn dialect::Dialect, source: Source, parsers: &mut Parsers, view: Option<&View>) -> Document {
    let page = dialect.read(&source, parsers);
    let mut form = form::read(&page, source.id, parsers, view);
    let shape = Shape::of(&page);
    form.whole = shape.is_whole_form;
    let mut notices = page.notices.clone();
    let stopped = form.unseen.iter().find(|because| because.reason == Reason::TooMuch);
    notices.extend(stopped.map(|because| Notice { span: because.span, message: because.reason.to_string() }));
    let (directives, complaints) = directive::read(&page, source.span(0..source.text.len()));
    let readings = view.map_or(Vec::new(), |view| readings(&page, source.id, parsers, view));
    Document { source, dialect: dialect.name(), form, readings, shape, holders: Holders::of(&page), directives, complaints, notices }
}

/// The page in each further language that words of it were found in.
fn readings(page: &Page, file: FileId, parsers: &mut Parsers, view: &View) -> Vec<Reading> {
    let languages = view.languages().into_iter();
    let read = |language: String| {
        let form = form::read(page, file, parsers, Some(&view.in_language(&language)));
        Reading { language, form }
    };
    languages.map(read).collect()
}

/// A template with what is understood of it.
#[derive(Debug)]
pub struct Understood {
    /// What it asks and says.
    pub document: Document,
    /// What is understood of each question.
    pub asked: Vec<Asked>,
    /// What is known about it besides, as far as it tells by itself.
    pub context: Context,
    /// What rules about what belongs together see of it, once something has asked.
    pub(crate) facts: OnceLock<Box<Facts>>,
}

impl Understood {
    /// What rules about what belongs together see of it; `pack` is the one that it was understood by.
    pub fn facts(&self, pack: &Pack) -> &Facts {
        self.facts.get_or_init(|| Box::new(Facts::of(&self.document.form, &self.asked, pack)))
    }
}

/// Understands a document that `config` knows as `path`.
pub fn understand(document: Document, config: &Config, path: &str, pack: &Pack) -> Understood {
    let asked = classify::classify(&document.form, &pack.vocabulary);
    let context = context::of(&document.directives, config, path, &document.form, &asked, &pack.vocabulary);
    Understood { document, asked, context, facts: OnceLock::new() }
}

/// How many files a thread takes at a time. Pages stand beside pages and code beside code: in large pieces one thread would get all
/// the work.
const TAKEN: usize = 64;

/// So many files are held together whatever their size.
const FEW: usize = 64;

/// The files in their order, some at a time, with the number of the first: few enough that all of them can be held whole.
pub fn together<'f>(files: &'f [Found], reading: &Reader) -> Vec<(usize, &'f [Found])> {
    let mut parts = Vec::new();
    let (mut start, mut bytes) = (0, 0);
    let lens: Vec<u64> = match files.len() > FEW {
        true => files.par_iter().map(|file| reading.len(file)).collect(),
        false => vec![0; files.len()],
    };
    for (at, len) in lens.into_iter().enumerate() {
        if at - start >= limits::TOGETHER || (at > start && bytes + len > limits::BYTES_TOGETHER) {
            parts.push((start, &files[start..at]));
            (start, bytes) = (at, 0);
        }
        bytes += len;
    }
    parts.push((start, &files[start..]));
    parts
}

/// Reads `files` in their order, of which the `first` is the run's, and does `then` with each that could be read, on the same
/// thread.
pub fn each<'f, T: Send>(
    first: usize,
    files: &'f [Found],
    reading: &Reader,
    then: impl Fn(Document, &'f Found) -> T + Sync,
) -> (Vec<T>, Vec<Skipped>) {
    let outcomes: Vec<Result<T, Why>> = files
        .par_iter()
        .with_max_len(TAKEN)
        .enumerate()
        .map_init(Parsers::new, |parsers, (at, file)| {
            let work = || {
                let text = reading.text(file)?;
                // Most code holds no form.
                let dialect = dialect_of(&file.shown, text.as_str())?;
                let source = text.into_source(FileId::asked_for(first + at), &file.shown);
                Ok(then(read_within(dialect, source, parsers, reading.view(file).as_ref()), file))
            };
            match catch_unwind(AssertUnwindSafe(work)) {
                Ok(outcome) => outcome,
                Err(_) => {
                    *parsers = Parsers::new();
                    Err(Why::Internal)
                }
            }
        })
        .collect();
    sorted_out(outcomes, files.iter())
}

/// Does `then` with each thing that was read from a file, on all threads, with the thing's number. What askwell fails on is
/// told, and the rest is done.
pub fn each_of<'f, S: Send, T: Send>(
    things: Vec<(S, &'f Found)>,
    then: impl Fn(usize, S, &'f Found) -> T + Sync,
) -> (Vec<T>, Vec<Skipped>) {
    let files: Vec<&Found> = things.iter().map(|(_, file)| *file).collect();
    let done =
        |(at, (thing, file)): (usize, (S, &'f Found))| catch_unwind(AssertUnwindSafe(|| then(at, thing, file))).map_err(|_| Why::Internal);
    let outcomes = things.into_par_iter().with_max_len(TAKEN).enumerate().map(done).collect();
    sorted_out(outcomes, files.into_iter())
}

/// What came of each file, and why nothing came of the others.
fn sorted_out<'f, T>(outcomes: Vec<Result<T, Why>>, files: impl Iterator<Item = &'f Found>) -> (Vec<T>, Vec<Skipped>) {
    let (mut done, mut skipped) = (Vec::new(), Vec::new());
    for (outcome, file) in outcomes.into_iter().zip(files) {
        match outcome {
            Ok(value) => done.push(value),
            // A hook names every file that changed; most code asks nobody anything.
            Err(Why::NoForm) => {}
            Err(why) => skipped.push(Skipped { shown: file.shown.clone(), why, named: file.named }),
        }
    }
    (done, skipped)
}
