//! Reads many files on several threads, with the same result on any number of them.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::classify::{self, Asked};
use crate::config::{Config, Configs};
use crate::context::{self, Context};
use crate::dialect::{self, Detected, Parsers};
use crate::directive::{self, Complaint, Directive};
use crate::form::{self, Form};
use crate::journey::shape::Shape;
use crate::page::{Notice, Page};
use crate::project::files::{Disk, Files};
use crate::project::{Project, View};
use crate::rules::Pack;
use crate::source::{FileId, Source};
use crate::unknown::Reason;
use crate::walk::{self, Found, Skipped, Why};

/// The repository that the files of a run lie in: named paths narrow what is reported, never what is known.
pub struct Repository {
    project: Project,
    disk: Disk,
}

impl Repository {
    /// The repository around these paths, in whatever order they were named; where they lie in several, around the first by
    /// the alphabet.
    pub fn around(paths: &[PathBuf]) -> Self {
        let first: Vec<PathBuf> = paths.iter().min().cloned().into_iter().collect();
        let disk = Disk::holding(&first);
        let root = disk.root().to_path_buf();
        Repository { project: Project::new(move || Box::new(Disk::at(root.clone()))), disk }
    }

    /// What the page in `file` can find out about other files; `None` where it lies outside the repository.
    pub fn view(&self, file: &Found, configs: &Configs) -> Option<View<'_>> {
        let view = View::new(&self.project, &self.path(file)?, "en");
        let config = configs.for_file(file).map(|(config, _)| config).unwrap_or_default();
        Some(view.with_components(config.components()))
    }

    /// What the repository calls a file; `None` where it lies outside.
    pub fn path(&self, file: &Found) -> Option<String> {
        self.disk.path(&file.path)
    }

    /// What other people and programs call a file: its path from where the repository's history is kept, or else from where
    /// the command runs.
    pub fn name(&self, file: &Found) -> String {
        let is_kept = self.root().join(".git").exists();
        self.path(file).filter(|_| is_kept).unwrap_or_else(|| file.shown.clone())
    }

    /// The folder that holds it all.
    pub fn root(&self) -> &Path {
        self.disk.root()
    }

    /// A path of the repository as reports show it.
    pub fn shown(&self, path: &str) -> String {
        self.disk.shown(path)
    }

    /// The file at a path of the repository, which nobody has named.
    pub fn found(&self, path: &str) -> Found {
        Found { shown: self.shown(path), path: self.root().join(path), named: false }
    }

    /// What references have led to.
    pub fn project(&self) -> &Project {
        &self.project
    }
}

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
    match dialect::detect(path, &text) {
        Detected::Read(dialect) => Ok(read_within(dialect, Source::new(id, path, text), parsers, view)),
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
    let form = form::read(&page, source.id, parsers, view);
    let mut notices = page.notices.clone();
    let stopped = form.unseen.iter().find(|because| because.reason == Reason::TooMuch);
    notices.extend(stopped.map(|because| Notice { span: because.span, message: because.reason.to_string() }));
    let (directives, complaints) = directive::read(&page, source.span(0..source.text.len()));
    let readings = view.map_or(Vec::new(), |view| readings(&page, source.id, parsers, view));
    Document { source, dialect: dialect.name(), form, readings, shape: Shape::of(&page), directives, complaints, notices }
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
}

/// Understands a document that `config` knows as `path`.
pub fn understand(document: Document, config: &Config, path: &str, pack: &Pack) -> Understood {
    let asked = classify::classify(&document.form, &pack.vocabulary);
    let context = context::of(&document.directives, config, path, &document.form, &asked, &pack.vocabulary);
    Understood { document, asked, context }
}

/// Reads `files` of `repository` in their order, and does `then` with each that could be read, on the same thread.
pub fn each<'f, T: Send>(
    files: &'f [Found],
    repository: &Repository,
    configs: &Configs,
    then: impl Fn(Document, &'f Found) -> T + Sync,
) -> (Vec<T>, Vec<Skipped>) {
    let outcomes: Vec<Result<T, Why>> = files
        .par_iter()
        .enumerate()
        .map_init(Parsers::new, |parsers, (at, file)| {
            let text = walk::text(file)?;
            let view = repository.view(file, configs);
            let work = || read(FileId::asked_for(at), &file.shown, text, parsers, view.as_ref()).map(|document| then(document, file));
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
    let outcomes = things.into_par_iter().enumerate().map(done).collect();
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
