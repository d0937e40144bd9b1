//! Reads many files on several threads, with the same result on any number of them.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use rayon::prelude::*;

use crate::config::Configs;
use crate::dialect::{self, Detected, Parsers};
use crate::directive::{self, Complaint, Directive};
use crate::form::{self, Form};
use crate::page::Notice;
use crate::project::files::Disk;
use crate::project::{Project, View};
use crate::source::{FileId, Source};
use crate::unknown::Reason;
use crate::walk::{self, Found, Skipped, Why};

/// The repository that the files of a run lie in: named paths narrow what is reported, never what is known.
pub struct Repository<'c> {
    configs: &'c Configs,
    project: Project,
    disk: Disk,
}

impl<'c> Repository<'c> {
    /// The repository around these paths, as they were named.
    pub fn around(paths: &[PathBuf], configs: &'c Configs) -> Self {
        let disk = Disk::holding(paths);
        let root = disk.root().to_path_buf();
        Repository { configs, project: Project::new(move || Box::new(Disk::at(root.clone()))), disk }
    }

    /// What the page in `file` can find out about other files; `None` where it lies outside the repository.
    pub fn view(&self, file: &Found) -> Option<View<'_>> {
        let view = View::new(&self.project, &self.disk.path(&file.path)?, "en");
        let config = self.configs.for_file(file).map(|(config, _)| config).unwrap_or_default();
        Some(view.with_components(config.components()))
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
    /// What its comments tell askwell.
    pub directives: Vec<Directive>,
    /// Which of them cannot be followed.
    pub complaints: Vec<Complaint>,
    /// What could not be read.
    pub notices: Vec<Notice>,
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
    Document { source, dialect: dialect.name(), form, directives, complaints, notices }
}

/// Reads `files` of `repository` in their order, and does `then` with each that could be read, on the same thread.
pub fn each<T: Send>(files: &[Found], repository: &Repository, then: impl Fn(Document, &Found) -> T + Sync) -> (Vec<T>, Vec<Skipped>) {
    let outcomes: Vec<Result<T, Why>> = files
        .par_iter()
        .enumerate()
        .map_init(Parsers::new, |parsers, (at, file)| {
            let text = walk::text(file)?;
            let view = repository.view(file);
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
