//! The options of a check.

use std::env;
use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};

use super::{Input, OwnRules, Settings};
use crate::report::format;
use crate::rules::mistake::nearest;
use crate::rules::schema::{Confidence, Level};

#[derive(Debug, Args)]
pub(in crate::cli) struct Check {
    #[command(flatten)]
    pub(in crate::cli) input: Input,
    /// Read one file from the standard input; --stdin-path says which it stands for
    #[arg(long, requires = "stdin_path", conflicts_with = "paths")]
    pub(in crate::cli) stdin: bool,
    /// The path of the file whose text comes from the standard input
    #[arg(long, value_name = "PATH", requires = "stdin")]
    pub(in crate::cli) stdin_path: Option<PathBuf>,
    /// Read lines of JSON, each with the `project`, `path` and `text` of a file, those of a project together, and print what
    /// is found as lines of JSON
    #[arg(long, conflicts_with_all = ["paths", "stdin", "format", "output", "quiet", "statistics", "diff_base", "baseline", "print_config", "config"])]
    pub(in crate::cli) stdin_records: bool,
    #[command(flatten)]
    pub(in crate::cli) choose: Choose,
    #[command(flatten)]
    pub(in crate::cli) verdict: Verdict,
    #[command(flatten)]
    pub(in crate::cli) told: Told,
    #[command(flatten)]
    pub(in crate::cli) settings: Settings,
    #[command(flatten)]
    pub(in crate::cli) own: OwnRules,
    /// Show what the configuration comes to for FILE and where each setting stands, and check nothing
    #[arg(long, value_name = "FILE", help_heading = "Configuration")]
    pub(in crate::cli) print_config: Option<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) suppress: Suppress,
    #[command(flatten)]
    pub(in crate::cli) fixes: crate::cli::fix::Fixes,
}

/// What is reported.
#[derive(Debug, Args)]
#[command(next_help_heading = "What is reported")]
pub(in crate::cli) struct Choose {
    /// Only this rule, or rules such as 'gender/*'; may be given more than once
    #[arg(long, value_name = "RULE")]
    pub(in crate::cli) only: Vec<String>,
    /// Not this rule, or rules such as 'voice/*'; may be given more than once
    #[arg(long, value_name = "RULE")]
    pub(in crate::cli) skip: Vec<String>,
    /// Only what is at least this sure
    #[arg(long, value_enum, value_name = "CONFIDENCE")]
    min_confidence: Option<Sure>,
    /// Only what the change since this revision of git touches or brings about
    #[arg(long, value_name = "REV")]
    pub(in crate::cli) diff_base: Option<String>,
    /// The baseline, instead of the nearest askwell-baseline.json
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) baseline: Option<PathBuf>,
}

impl Choose {
    /// The least confidence.
    pub(in crate::cli) fn confidence(&self) -> Option<Confidence> {
        self.min_confidence.map(|sure| match sure {
            Sure::Low => Confidence::Low,
            Sure::Medium => Confidence::Medium,
            Sure::High => Confidence::High,
        })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Sure {
    /// All
    Low,
    /// What is mostly so
    Medium,
    /// What is nearly always so
    High,
}

/// When a check fails.
#[derive(Debug, Args)]
#[command(next_help_heading = "When a check fails")]
pub(in crate::cli) struct Verdict {
    /// The lowest level that makes the exit code 1
    #[arg(long, value_enum, value_name = "LEVEL", default_value_t = Fails::Error)]
    fail_on: Fails,
    /// The exit code is 1 for more warnings than this, too
    #[arg(long, value_name = "N")]
    pub(in crate::cli) max_warnings: Option<usize>,
    /// The exit code is 2 where not everything could be read and seen
    #[arg(long)]
    pub(in crate::cli) strict: bool,
}

impl Verdict {
    /// The lowest level that fails.
    pub(in crate::cli) fn level(&self) -> Level {
        self.fail_on.level()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Fails {
    Error,
    Warning,
    Info,
}

impl Fails {
    /// The level.
    pub(in crate::cli) fn level(self) -> Level {
        match self {
            Fails::Error => Level::Error,
            Fails::Warning => Level::Warning,
            Fails::Info => Level::Info,
        }
    }
}

/// How a check is told.
#[derive(Debug, Args)]
#[command(next_help_heading = "How it is told")]
pub(in crate::cli) struct Told {
    /// How to print; `human` if left out, and `github` besides in GitHub Actions
    #[arg(long, value_name = "FORMAT", value_parser = formats().map(|name| named(&name)))]
    format: Option<&'static format::Format>,
    /// Also write FILE, such as --output sarif=askwell.sarif; may be given more than once
    #[arg(long, value_name = "FORMAT=FILE", value_parser = output)]
    pub(in crate::cli) output: Vec<(&'static format::Format, PathBuf)>,
    /// Print the findings and nothing else
    #[arg(long)]
    pub(in crate::cli) quiet: bool,
    /// Count the findings of each rule instead of showing each
    #[arg(long)]
    pub(in crate::cli) statistics: bool,
    /// Whether to print in colour
    #[arg(long, value_enum, value_name = "WHEN", default_value_t)]
    pub(in crate::cli) color: Color,
}

impl Told {
    /// What is printed, in order: annotations stand beside what people read where GitHub runs askwell.
    pub(in crate::cli) fn printed(&self) -> Vec<&'static format::Format> {
        let is_github = || env::var_os("GITHUB_ACTIONS").is_some_and(|value| value == "true");
        match self.format {
            Some(format) => vec![format],
            None => format::ALL.iter().take(1).chain(format::named("github").filter(|_| is_github())).collect(),
        }
    }

    /// All that is written.
    pub(in crate::cli) fn formats(&self) -> impl Iterator<Item = &'static format::Format> {
        self.printed().into_iter().chain(self.output.iter().map(|(format, _)| *format))
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Color {
    /// Where a person looks on, and `NO_COLOR` is not set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// What may stand from now on.
#[derive(Debug, Args)]
#[command(next_help_heading = "Letting findings stand")]
pub(in crate::cli) struct Suppress {
    /// Write a comment into the files that lets what this rule finds stand, or rules such as 'wording/*'
    #[arg(long, value_name = "RULE", requires = "reason")]
    pub(in crate::cli) suppress: Option<String>,
    /// Why it may stand
    #[arg(long, value_name = "TEXT", requires = "suppress", value_parser = reason)]
    pub(in crate::cli) reason: Option<String>,
}

/// List what is found now.
#[derive(Debug, Args)]
pub(in crate::cli) struct BaselineTask {
    #[command(flatten)]
    pub(in crate::cli) input: Input,
    /// The file to write, instead of the nearest askwell-baseline.json, or one beside askwell.yaml
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) baseline: Option<PathBuf>,
    /// Only take out what is no longer found; add nothing
    #[arg(long)]
    pub(in crate::cli) prune: bool,
    #[command(flatten)]
    pub(in crate::cli) settings: Settings,
    #[command(flatten)]
    pub(in crate::cli) own: OwnRules,
}

/// The names of all formats, with what they are.
fn formats() -> PossibleValuesParser {
    PossibleValuesParser::new(format::ALL.iter().map(|format| PossibleValue::new(format.name).help(format.about)))
}

/// The format called `name`, which clap has let through.
fn named(name: &str) -> &'static format::Format {
    format::named(name).unwrap_or(&format::ALL[0])
}

/// A format and the file that it is written to.
fn output(written: &str) -> Result<(&'static format::Format, PathBuf), String> {
    let names = || format::ALL.iter().map(|format| format.name);
    let Some((name, path)) = written.split_once('=').filter(|(_, path)| !path.is_empty()) else {
        return Err("write a format, `=` and a file, such as sarif=askwell.sarif".to_owned());
    };
    match format::named(name) {
        Some(format) => Ok((format, PathBuf::from(path))),
        None => Err(format!("there is no format called `{name}`: {}", nearest(name, names()))),
    }
}

/// A reason that says something, in one line.
fn reason(written: &str) -> Result<String, String> {
    let reason = written.split_whitespace().collect::<Vec<_>>().join(" ");
    if reason.contains(char::is_alphanumeric) { Ok(reason) } else { Err("say why it may stand".to_owned()) }
}
