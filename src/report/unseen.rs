//! What could not be seen, and why: so that silence is not taken for praise.

use std::collections::BTreeMap;

use super::findings::Report;
use crate::engine::Checked;
use crate::form::Question;
use crate::unknown::Because;

/// Questions, files and parts of files that nobody can judge from here.
#[derive(Debug, Default)]
pub struct Unseen<'r> {
    /// Questions of which something is hidden, in the order of their files.
    pub questions: Vec<Hidden<'r>>,
    /// Files that were not read, by the reason.
    pub files: BTreeMap<String, Vec<&'r str>>,
    /// Places in files that could not be read: the file, the line, and why.
    pub places: Vec<(&'r str, usize, &'r str)>,
}

/// A question of which something is hidden.
#[derive(Debug)]
pub struct Hidden<'r> {
    /// Its file.
    pub file: &'r Checked,
    /// The question.
    pub question: &'r Question,
    /// What hides it, each reason once.
    pub because: Vec<&'r Because>,
}

/// What could not be seen of these files.
pub fn of(report: &Report) -> Unseen<'_> {
    let mut unseen = Unseen::default();
    for file in &report.files {
        let own = file.form.questions.iter().filter(|question| file.form.asks_itself(question) && !question.fully_visible());
        unseen.questions.extend(own.map(|question| Hidden { file, question, because: hidden(question) }));
        let path = file.source.path.as_str();
        unseen.places.extend(file.notices.iter().map(|notice| (path, file.source.line(notice.span.start), notice.message.as_str())));
    }
    for skip in &report.skipped {
        unseen.files.entry(skip.why.to_string()).or_default().push(&skip.shown);
    }
    unseen
}

/// Why a question cannot be seen whole.
pub fn hidden(question: &Question) -> Vec<&Because> {
    let labels = question.answers.iter().filter_map(|answer| answer.label.unknown());
    let holes = question.answers.iter().filter_map(|answer| answer.label.known()?.holes().next());
    let all = question.prompt.unknown().into_iter().chain(labels).chain(holes).chain(&question.answers_unseen);
    let mut reasons: Vec<&Because> = Vec::new();
    for because in all {
        if !reasons.iter().any(|known| known.reason == because.reason) {
            reasons.push(because);
        }
    }
    reasons
}

impl Unseen<'_> {
    /// True if all could be seen.
    pub fn is_empty(&self) -> bool {
        self.questions.is_empty() && self.files.is_empty() && self.places.is_empty()
    }
}
