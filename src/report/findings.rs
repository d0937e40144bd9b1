//! What a check has to tell, ready for any renderer.

use std::collections::BTreeMap;

use crate::baseline::Stale;
use crate::engine::Checked;
use crate::finding::{Finding, Standing};
use crate::form::Control;
use crate::journey::Gathered;
use crate::rules::schema::Level;
use crate::source::Span;
use crate::text::Text;
use crate::walk::{Skipped, Why};

/// A whole check.
#[derive(Debug, Default)]
pub struct Report {
    /// In the order of their paths.
    pub files: Vec<Checked>,
    /// What was not read, and why.
    pub skipped: Vec<Skipped>,
    /// Which pages belong together, where somebody wanted to know.
    pub journeys: Vec<Pages>,
    /// Entries of baselines that fit nothing any more.
    pub stale: Vec<Stale>,
    /// What the report is narrowed to, where it is.
    pub narrowed: Option<Narrowed>,
    /// The lowest level that makes the check fail.
    pub fail_on: FailOn,
}

/// Pages that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pages {
    /// What people call them.
    pub title: String,
    /// As reports show them, in order.
    pub paths: Vec<String>,
}

impl Pages {
    /// Those of a journey.
    pub fn of(journey: &Gathered) -> Self {
        Pages { title: journey.name.title(), paths: journey.files.clone() }
    }

    /// True if the page at `path` is one of them.
    pub fn holds(&self, path: &str) -> bool {
        self.paths.iter().any(|own| own == path)
    }
}

/// The lowest level that makes a check fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FailOn(pub Level);

impl Default for FailOn {
    fn default() -> Self {
        FailOn(Level::Error)
    }
}

/// A report of what a change touches or brings about, and of nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Narrowed {
    /// The revision that the change is against, as it was asked for.
    pub base: String,
    /// How many findings that count are left out.
    pub left_out: usize,
}

/// What is to be told of a file and is no finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file, as programs and other people know it.
    pub path: String,
    /// Line and column, where it has a place.
    pub place: Option<(usize, usize)>,
    /// An error is what the check could not do; a warning is worth a look; an info is said for completeness.
    pub level: Level,
    /// What.
    pub message: String,
}

/// The figures of a check.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Files that were read.
    pub files: usize,
    /// Questions in them.
    pub questions: usize,
    /// Questions of which something cannot be seen.
    pub not_fully_visible: usize,
    /// Findings by level: errors, warnings, infos.
    pub errors: usize,
    /// See `errors`.
    pub warnings: usize,
    /// See `errors`.
    pub infos: usize,
    /// Findings that directives silence.
    pub suppressed: usize,
    /// Findings that a baseline lists.
    pub baselined: usize,
    /// Directives that cannot be followed, or had nothing to do.
    pub complaints: usize,
    /// Parts of files that could not be read.
    pub notices: usize,
    /// Files that were not read, by the reason.
    pub skipped: BTreeMap<String, usize>,
}

impl Report {
    /// Counts.
    pub fn summary(&self) -> Summary {
        let findings = || self.files.iter().flat_map(|file| &file.findings);
        let level = |level: Level| self.live().filter(|finding| finding.level == level).count();
        let mut skipped = BTreeMap::new();
        for skip in &self.skipped {
            let reason = match &skip.why {
                Why::NotYet(language) => format!("written in {language}, which askwell cannot read yet"),
                Why::TooLarge { .. } => "too large".to_owned(),
                Why::Unreadable(_) => "could not be read".to_owned(),
                why => why.to_string(),
            };
            *skipped.entry(reason).or_insert(0) += 1;
        }
        Summary {
            files: self.files.len(),
            questions: self.files.iter().map(|file| file.questions.0).sum(),
            not_fully_visible: self.files.iter().map(|file| file.questions.1).sum(),
            errors: level(Level::Error),
            warnings: level(Level::Warning),
            infos: level(Level::Info),
            suppressed: findings().filter(|finding| matches!(finding.standing, Standing::Suppressed(_))).count(),
            baselined: findings().filter(|finding| finding.standing == Standing::Baselined).count(),
            complaints: self.files.iter().map(|file| file.complaints.len()).sum(),
            notices: self.files.iter().map(|file| file.notices.len()).sum(),
            skipped,
        }
    }

    /// The findings that nobody has said may stand.
    pub fn live(&self) -> impl Iterator<Item = &Finding> {
        self.files.iter().flat_map(|file| &file.findings).filter(|finding| finding.is_live())
    }

    /// True if there is a live finding of this level or above.
    pub fn reaches(&self, level: Level) -> bool {
        self.live().any(|finding| finding.level >= level)
    }

    /// How much could not be fully read or seen: parts of files, questions, and whole files.
    pub fn unseen(&self) -> usize {
        let summary = self.summary();
        summary.notices + summary.not_fully_visible + self.skipped.len()
    }

    /// Every finding with its file, whatever its standing, in the order of paths and places.
    pub fn all(&self) -> impl Iterator<Item = (&Checked, &Finding)> {
        self.files.iter().flat_map(|file| file.findings.iter().map(move |finding| (file, finding)))
    }

    /// True if this finding makes the check fail.
    pub fn fails(&self, finding: &Finding) -> bool {
        finding.is_live() && finding.level >= self.fail_on.0
    }

    /// What is to be told besides the findings: directives, baselines, and what could not be read.
    pub fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        for file in &self.files {
            let at = |span: Span| Some((file.source.line(span.start), file.source.column(span.start)));
            problems.extend(file.complaints.iter().map(|complaint| Problem {
                path: file.path.clone(),
                place: at(complaint.span),
                level: if complaint.is_mistake { Level::Error } else { Level::Warning },
                message: complaint.message.clone(),
            }));
            problems.extend(file.notices.iter().map(|notice| Problem {
                path: file.path.clone(),
                place: at(notice.span),
                level: Level::Info,
                message: format!("not read: {}", notice.message),
            }));
        }
        problems.extend(self.skipped.iter().map(|skip| Problem {
            path: skip.shown.clone(),
            place: None,
            level: if skip.fails() { Level::Error } else { Level::Info },
            message: format!("not read: {}", skip.why),
        }));
        problems.extend(self.stale.iter().map(|stale| Problem {
            path: stale.source.path.clone(),
            place: Some((stale.source.line(stale.span.start), stale.source.column(stale.span.start))),
            level: Level::Warning,
            message: stale.to_string(),
        }));
        problems.sort();
        problems
    }

    /// True if something that was asked for outright could not be done.
    pub fn failed(&self) -> bool {
        let unread = self.skipped.iter().any(Skipped::fails);
        unread || self.files.iter().flat_map(|file| &file.complaints).any(|complaint| complaint.is_mistake)
    }

    /// The findings, those about one question together, those that say the same of the same words in many places as one.
    pub fn stories(&self) -> Vec<Story<'_>> {
        let mut stories: Vec<Story> = Vec::new();
        let mut known: BTreeMap<Vec<String>, usize> = BTreeMap::new();
        for file in &self.files {
            for (question, findings) in by_question(&file.findings) {
                let key = key(file, question, &findings);
                match known.get(&key) {
                    Some(&at) => stories[at].copies.push((file, findings[0])),
                    None => {
                        known.insert(key, stories.len());
                        stories.push(Story { file, question, findings, copies: Vec::new() });
                    }
                }
            }
        }
        stories
    }
}

/// What is said about one question, or about one piece of text.
#[derive(Debug)]
pub struct Story<'r> {
    /// Where it is told first.
    pub file: &'r Checked,
    /// The question, as its number in the form.
    pub question: Option<usize>,
    /// At least one, the gravest first.
    pub findings: Vec<&'r Finding>,
    /// The same in other places.
    pub copies: Vec<(&'r Checked, &'r Finding)>,
}

impl Story<'_> {
    /// The gravest level of its findings.
    pub fn level(&self) -> Level {
        self.findings.iter().map(|finding| finding.level).max().unwrap_or(Level::Info)
    }

    /// The question's words and control, where it is about one.
    pub fn question_words(&self) -> Option<(Option<&str>, Control)> {
        let question = &self.file.form.questions[self.question?];
        Some((question.prompt.known().map(Text::as_str), question.control))
    }
}

fn by_question(findings: &[Finding]) -> Vec<(Option<usize>, Vec<&Finding>)> {
    let mut groups: Vec<(Option<usize>, Vec<&Finding>)> = Vec::new();
    let mut known: BTreeMap<usize, usize> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| finding.is_live()) {
        let same = finding.question.and_then(|question| known.get(&question));
        if let Some(&at) = same {
            groups[at].1.push(finding);
            continue;
        }
        known.extend(finding.question.map(|question| (question, groups.len())));
        groups.push((finding.question, vec![finding]));
    }
    for (_, group) in &mut groups {
        group.sort_by_key(|finding| (std::cmp::Reverse(finding.level), finding.place, finding.rule.clone()));
    }
    groups
}

/// What makes two stories the same: the rules, and the words that people see.
fn key(file: &Checked, question: Option<usize>, findings: &[&Finding]) -> Vec<String> {
    let mut key: Vec<String> = findings.iter().map(|finding| finding.rule.clone()).collect();
    match question {
        Some(number) => {
            let question = &file.form.questions[number];
            let words = |text: Option<&Text>| text.map_or("", Text::as_str).to_owned();
            key.push(words(question.prompt.known()));
            key.extend(question.answers.iter().map(|answer| words(answer.label.known())));
        }
        None => key.extend(findings.iter().map(|finding| file.source.text.get(finding.place.range()).unwrap_or("").to_lowercase())),
    }
    key
}
