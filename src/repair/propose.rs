//! What a fix would write: into the one file that holds what is mended, or into the list of answers and the files that their
//! words are kept in.

use std::sync::Arc;

use super::anatomy::Anatomy;
use super::answer::{self, Answers, New};
use super::keyed;
use super::mend::Bench;
use super::translated::Translated;
use super::{Edit, Intent, Withdrawn, edited, part, words};
use crate::decode::Encoding;
use crate::dialect::{self, Detected, Dialect};
use crate::engine::Checked;
use crate::finding::Finding;
use crate::rules::fix::Addition;
use crate::rules::schema::Words;
use crate::source::{FileId, Source};
use crate::walk::Found;

/// Where a fix is to be written, and what.
pub(crate) struct Proposal {
    /// Each file once.
    changes: Vec<Change>,
    /// The words that go, where words do.
    pub(super) replaced: String,
    /// What whoever takes it has to know.
    note: Option<String>,
}

/// What is to be written into one file.
pub(crate) struct Change {
    /// The path of the file in the repository.
    pub(crate) path: String,
    /// What the file says now.
    pub(crate) source: Arc<Source>,
    /// What is to be written; nothing where the others need what it says already.
    pub(crate) edits: Vec<Edit>,
}

impl Change {
    /// The file's whole text, once it is written.
    pub(super) fn text(&self) -> Arc<str> {
        Arc::from(edited(&self.source.text, &self.edits))
    }
}

impl Proposal {
    fn of(change: Change) -> Self {
        Proposal { changes: vec![change], replaced: String::new(), note: None }
    }

    /// What is to be written, file by file.
    pub(crate) fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// In a line, for whoever is asked, who may be told `title`.
    pub(crate) fn title(&self, title: String) -> String {
        self.note.iter().fold(title, |title, note| format!("{title}; {note}"))
    }

    /// What is to be written, where that is all in the file at `path`.
    pub(super) fn only_in(&self, path: &str) -> Option<&Change> {
        let [only] = self.changes.as_slice() else { return None };
        (only.path == path).then_some(only)
    }

    /// Every file's path and what it says then.
    pub(super) fn texts(&self) -> impl Iterator<Item = (String, Arc<str>)> {
        self.changes.iter().map(|change| (change.path.clone(), change.text()))
    }

    /// The files.
    pub(super) fn files(&self) -> Vec<FileId> {
        self.changes.iter().map(|change| change.source.id).collect()
    }
}

/// A file that is at hand, taken apart.
pub(super) struct Opened {
    pub(super) path: String,
    pub(super) source: Arc<Source>,
    pub(super) anatomy: Anatomy,
}

impl Opened {
    pub(super) fn changed(self, edits: Vec<Edit>) -> Change {
        Change { path: self.path, source: self.source, edits }
    }
}

impl Bench<'_> {
    /// What fixing `finding` would write.
    pub(super) fn propose(&self, file: &Found, checked: &Checked, finding: &Finding) -> Result<Proposal, Withdrawn> {
        let repair = finding.repair.as_ref().ok_or("its rule has no fix")?;
        if let Intent::Replace(new) = &repair.intent {
            let (path, source) = self.source(file, checked, repair.at.file)?;
            let replaced = source.text.get(repair.at.range()).unwrap_or_default().to_owned();
            let edits = words::replace(new, repair.at, &source)?;
            return Ok(Proposal { replaced, ..Proposal::of(Change { path, source, edits }) });
        }
        let at = finding.question.filter(|at| *at < checked.form.questions.len()).ok_or("the question cannot be found again")?;
        if let Intent::Add { answers, before, not_beside } = &repair.intent {
            return self.added(file, checked, at, (answers, before, not_beside));
        }
        let question = &checked.form.questions[at];
        let opened = self.opened(file, checked, question.span.file)?;
        let edits = match &repair.intent {
            Intent::TakeOut(part) => part::take_out(*part, question, &opened.source, &opened.anatomy)?,
            _ => part::optional(question, &opened.source, &opened.anatomy)?,
        };
        Ok(Proposal::of(opened.changed(edits)))
    }

    /// The answers that are missing, put into the list, and their words into the files that it reads from.
    fn added(
        &self,
        file: &Found,
        checked: &Checked,
        at: usize,
        (answers, before, not_beside): (&[Addition], &Words, &Words),
    ) -> Result<Proposal, Withdrawn> {
        let asked = checked.asked.get(at).ok_or("the question cannot be found again")?;
        let meanings = |names: &Words| -> Vec<usize> { names.iter().filter_map(|name| self.pack.vocabulary.meaning(name)).collect() };
        if meanings(not_beside).iter().any(|meaning| asked.offers(*meaning)) {
            return Err("an answer that is there may be meant for this, and has to be looked at by people".to_owned());
        }
        let offered = |answer: &Addition| self.pack.vocabulary.meaning(&answer.means).is_some_and(|meaning| asked.offers(meaning));
        let missing: Vec<&Addition> = answers.iter().filter(|answer| !offered(answer)).collect();
        if missing.is_empty() {
            return Err("the answers are offered already".to_owned());
        }
        let stop = meanings(before);
        let before = asked.meanings.iter().position(|all| all.iter().any(|meaning| stop.contains(meaning)));
        let question = &checked.form.questions[at];
        let holder = answer::file_of(question).ok_or("the question cannot be found again")?;
        let list = self.opened(file, checked, holder)?;
        let Some(words) = keyed::file_of(question, holder)? else {
            let new: Vec<New> =
                missing.iter().map(|answer| New { means: &answer.means, words: &answer.words, shown: &answer.words }).collect();
            let answers = Answers::of(question, &list.source, &list.anatomy, None)?;
            let edit = answers.add(&new, before, dialect_of(&list.source))?;
            return Ok(Proposal::of(list.changed(vec![edit])));
        };
        let words = self.opened(file, checked, words)?;
        let translated = Translated { bench: *self, file, checked, question, missing, before };
        Ok(Proposal { changes: translated.changes(list, words)?, replaced: String::new(), note: translated.note() })
    }

    /// A file that a finding of `own` leads to.
    pub(super) fn opened(&self, own: &Found, checked: &Checked, file: FileId) -> Result<Opened, Withdrawn> {
        let (path, source) = self.source(own, checked, file)?;
        let anatomy = Anatomy::of(&source);
        Ok(Opened { path, source, anatomy })
    }

    /// Its path and text.
    fn source(&self, own: &Found, checked: &Checked, file: FileId) -> Result<(String, Arc<Source>), Withdrawn> {
        let store = self.repository.project().store();
        let (path, source) = if file == checked.source.id {
            let path = self.repository.path(own).ok_or("the file lies outside the repository")?;
            (path, Arc::new(checked.source.clone()))
        } else {
            let path = store.path(file).ok_or("the file cannot be found again")?;
            (path, store.source(file).ok_or("the file cannot be read again")?)
        };
        match source.encoding() {
            Encoding::Utf8 => Ok((path, source)),
            _ => Err("askwell writes into files in UTF-8 only, and this one is written in another encoding".to_owned()),
        }
    }
}

/// The language that a file is written in, where it is one that asks.
pub(super) fn dialect_of(source: &Source) -> Option<&'static dyn Dialect> {
    match dialect::detect(&source.path, &source.text) {
        Detected::Read(dialect) => Some(dialect),
        _ => None,
    }
}
