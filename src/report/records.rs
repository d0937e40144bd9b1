//! A check of many projects as lines of JSON, each of which says what it is.

use serde::{Deserialize, Serialize};

use super::findings::Report;
use super::json::{self, Directive, Finding, Notice, Summary, Suppressed};
use crate::rules::mistake::Mistake;
use crate::walk::Why;

/// A line of the answer.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Line {
    /// What counts.
    Finding {
        /// The project of its file.
        project: String,
        /// The finding, as in `--format json`.
        #[serde(flatten)]
        finding: Finding,
    },
    /// What a comment says may stand.
    Suppressed {
        /// The project of its file.
        project: String,
        /// The finding.
        #[serde(flatten)]
        finding: Suppressed,
    },
    /// A comment to askwell that cannot be followed, or had nothing to do.
    Directive {
        /// The project of its file.
        project: String,
        /// What is wrong with it.
        #[serde(flatten)]
        directive: Directive,
    },
    /// A part of a file that could not be read.
    Notice {
        /// The project of its file.
        project: String,
        /// The part.
        #[serde(flatten)]
        notice: Notice,
    },
    /// A file that was not read.
    NotRead {
        /// Its project.
        project: String,
        /// The file.
        path: String,
        /// Why.
        reason: String,
        /// True where askwell failed on it.
        internal: bool,
    },
    /// A mistake in a configuration.
    Mistake {
        /// Its project.
        project: String,
        /// The file.
        path: String,
        /// The line.
        line: usize,
        /// What is wrong.
        message: String,
        /// What to write.
        help: Option<String>,
    },
    /// The figures of a project, when all else is told of it.
    Project {
        /// The project.
        project: String,
        /// Its figures.
        summary: Summary,
    },
    /// A line of the input that is no record, or not where it should be.
    BadRecord {
        /// Its number, from 1.
        line: u64,
        /// What is wrong.
        message: String,
    },
}

/// What there is to tell of one project.
pub struct Project<'p> {
    /// Its name.
    pub name: &'p str,
    /// The check of its files.
    pub report: &'p Report,
    /// What is wrong with its configuration.
    pub mistakes: &'p [Mistake],
}

/// All lines about a project.
pub fn lines(told: &Project) -> Vec<Line> {
    let project = || told.name.to_owned();
    let output = json::output(told.report);
    let mistakes = told.mistakes.iter().map(|mistake| Line::Mistake {
        project: project(),
        path: mistake.source.path.clone(),
        line: mistake.source.line(mistake.span.start),
        message: mistake.message.clone(),
        help: mistake.help.clone(),
    });
    let findings = output.findings.into_iter().map(|finding| Line::Finding { project: project(), finding });
    let suppressed = output.suppressed.into_iter().map(|finding| Line::Suppressed { project: project(), finding });
    let directives = output.directives.into_iter().map(|directive| Line::Directive { project: project(), directive });
    let notices = output.notices.into_iter().map(|notice| Line::Notice { project: project(), notice });
    let not_read = told.report.skipped.iter().map(|skip| Line::NotRead {
        project: project(),
        path: skip.shown.clone(),
        reason: skip.why.to_string(),
        internal: skip.why == Why::Internal,
    });
    let summary = Line::Project { project: project(), summary: output.summary };
    mistakes.chain(findings).chain(suppressed).chain(directives).chain(notices).chain(not_read).chain([summary]).collect()
}
