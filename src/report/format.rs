//! The formats that a check can be told in. A format is a file beside this one and a line of [`ALL`].

use std::io;

use codespan_reporting::term::termcolor::WriteColor;

use super::findings::Report;
use super::{checkstyle, github, gitlab, html, human, json, junit, markdown, sarif};
use crate::rules::Pack;

/// What a format is given to tell.
pub struct Telling<'r> {
    /// All that there is to say.
    pub report: &'r Report,
    /// The rules that said it.
    pub pack: &'r Pack,
    /// True if people want the findings and nothing else.
    pub quiet: bool,
    /// True if people want each rule's findings counted, not shown.
    pub statistics: bool,
}

impl<'r> Telling<'r> {
    /// All of a report.
    pub fn new(report: &'r Report, pack: &'r Pack) -> Self {
        Telling { report, pack, quiet: false, statistics: false }
    }

    /// The same for people who want it short.
    pub fn with(self, quiet: bool, statistics: bool) -> Self {
        Telling { quiet, statistics, ..self }
    }
}

/// A way of telling a check.
#[derive(Debug)]
pub struct Format {
    /// What it is called on the command line.
    pub name: &'static str,
    /// What it is, in a few words.
    pub about: &'static str,
    /// True if it shows every question, also those that nothing is said about.
    pub shows_all: bool,
    /// Writes it. Colours are for whoever looks on; what is written into a file has none.
    pub write: fn(&Telling, &mut dyn WriteColor) -> io::Result<()>,
}

/// Every format. The first is for people, and what `askwell check` prints if nothing else is asked for.
pub const ALL: &[Format] = &[
    Format { name: "human", about: "For people", shows_all: false, write: human::write },
    Format {
        name: "github",
        about: "Annotations of GitHub Actions; beside `human` by itself there",
        shows_all: false,
        write: github::write,
    },
    Format { name: "json", about: "For programs; `askwell schema` prints its JSON Schema", shows_all: false, write: json::write },
    Format { name: "sarif", about: "SARIF 2.1.0, for code scanning", shows_all: false, write: sarif::write },
    Format { name: "junit", about: "JUnit XML, for what shows test results", shows_all: false, write: junit::write },
    Format { name: "gitlab", about: "GitLab's code quality report", shows_all: false, write: gitlab::write },
    Format { name: "checkstyle", about: "Checkstyle XML, for many review tools", shows_all: false, write: checkstyle::write },
    Format { name: "html", about: "For people who read no code: one page to hand on or print", shows_all: true, write: html::write },
    Format { name: "markdown", about: "For a comment on a pull request", shows_all: false, write: markdown::write },
];

/// The format called `name`.
pub fn named(name: &str) -> Option<&'static Format> {
    ALL.iter().find(|format| format.name == name)
}
