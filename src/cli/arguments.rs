//! Every command and option, with the help that people read.

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::report::format;
use crate::rules::json_schema::Kind as SchemaKind;
use crate::rules::mistake::nearest;
use crate::rules::schema::Level;
use crate::rules::{self, dates};

/// Finds the questions in NHS forms that a person could not answer truthfully.
///
/// askwell reads form templates, rebuilds each question as its reader meets it, and says where somebody would have
/// to lie, leave or feel unseen. It only reads: it changes no file, runs no template and uses no network.
#[derive(Debug, Parser)]
#[command(name = "askwell", version, arg_required_else_help = true, after_help = CODES)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) task: Task,
}

const CODES: &str = "Exit codes: 0 nothing at or above the level that fails, 1 something, 2 askwell could not do what it was asked.";

#[derive(Debug, Subcommand)]
pub(super) enum Task {
    /// Check forms
    Check(Check),
    /// Make one report of many that were written with `--format json` or come from `--stdin-records`
    Merge(Merge),
    /// Show the questions that askwell sees
    Inspect(Inspect),
    /// Tell the reason, the sources and examples of a rule
    Explain(Explain),
    /// List the rules, or try them on their examples
    #[command(subcommand)]
    Rules(RulesTask),
}

#[derive(Debug, Subcommand)]
pub(super) enum RulesTask {
    /// List every rule
    List(List),
    /// Write a rule by answering questions
    New(New),
    /// Try rules on their own examples
    Test(Test),
    /// Show what new or changed rules would flag, and no longer flag, on forms
    Preview(Preview),
    /// Print a JSON Schema, with which an editor helps to write rules
    Schema(SchemaOf),
    /// Write the reference of the rules, a page in Markdown for each topic
    Reference(Reference),
}

#[derive(Debug, Args)]
pub(super) struct Check {
    #[command(flatten)]
    pub(super) input: Input,
    #[command(flatten)]
    pub(super) own: OwnRules,
    #[command(flatten)]
    pub(super) told: Told,
    /// The lowest level that makes the exit code 1
    #[arg(long, value_enum, default_value_t = Fails::Error)]
    pub(super) fail_on: Fails,
    /// Read lines of JSON, each with the `project`, `path` and `text` of a file, those of a project together, and print what
    /// is found as lines of JSON
    #[arg(long, conflicts_with_all = ["paths", "format", "output"])]
    pub(super) stdin_records: bool,
}

/// What to make one report of.
#[derive(Debug, Args)]
pub(super) struct Merge {
    /// Reports
    #[arg(value_name = "FILE", required = true)]
    pub(super) reports: Vec<PathBuf>,
    /// The lowest level that makes the exit code 1
    #[arg(long, value_enum, default_value_t = Fails::Error)]
    pub(super) fail_on: Fails,
}

/// How a check is told.
#[derive(Debug, Args)]
pub(super) struct Told {
    /// How to print
    #[arg(long, value_name = "FORMAT", value_parser = formats().map(|name| format(&name)), default_value = format::ALL[0].name)]
    format: &'static format::Format,
    /// Also write FILE, such as --output json=askwell.json; may be given more than once
    #[arg(long, value_name = "FORMAT=FILE", value_parser = output)]
    pub(super) output: Vec<(&'static format::Format, PathBuf)>,
    /// Whether to print in colour
    #[arg(long, value_enum, default_value_t)]
    pub(super) color: Color,
}

impl Told {
    /// What is printed.
    pub(super) fn format(&self) -> &'static format::Format {
        self.format
    }
}

/// The names of all formats, with what they are.
fn formats() -> PossibleValuesParser {
    PossibleValuesParser::new(format::ALL.iter().map(|format| PossibleValue::new(format.name).help(format.about)))
}

/// The format called `name`, which clap has let through.
fn format(name: &str) -> &'static format::Format {
    format::named(name).unwrap_or(&format::ALL[0])
}

/// A format and the file that it is written to.
fn output(written: &str) -> Result<(&'static format::Format, PathBuf), String> {
    let names = || format::ALL.iter().map(|format| format.name);
    let Some((name, path)) = written.split_once('=').filter(|(_, path)| !path.is_empty()) else {
        return Err("write a format, `=` and a file, such as json=askwell.json".to_owned());
    };
    match format::named(name) {
        Some(format) => Ok((format, PathBuf::from(path))),
        None => Err(format!("there is no format called `{name}`: {}", nearest(name, names()))),
    }
}

#[derive(Debug, Args)]
pub(super) struct Inspect {
    #[command(flatten)]
    pub(super) input: Input,
    #[command(flatten)]
    pub(super) own: OwnRules,
    /// Count instead: questions by topic, how many can be seen whole, and what hides the rest
    #[arg(long)]
    pub(super) summary: bool,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: Format,
}

#[derive(Debug, Args)]
pub(super) struct Explain {
    /// The rule, such as gender/no-decline
    pub(super) id: String,
    #[command(flatten)]
    pub(super) own: OwnRules,
}

#[derive(Debug, Args)]
pub(super) struct List {
    #[command(flatten)]
    pub(super) own: OwnRules,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: Format,
}

#[derive(Debug, Args)]
pub(super) struct Test {
    /// Only these rule files; every rule if left out
    #[arg(value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) own: OwnRules,
    /// Also list the rules and sources that are to be looked at again by this date, such as 2027-01-31
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(super) as_of: Option<String>,
}

/// A date as year-month-day.
fn date(written: &str) -> Result<String, String> {
    match dates::is_date(written) {
        true => Ok(written.to_owned()),
        false => Err("write a date as year-month-day, such as 2027-01-31".to_owned()),
    }
}

/// Where a new rule goes.
#[derive(Debug, Args)]
pub(super) struct New {
    /// The folder of your rules; made if it is not there
    #[arg(long, value_name = "DIR", default_value = "our-rules")]
    pub(super) folder: PathBuf,
}

/// The schema of which file.
#[derive(Debug, Args)]
pub(super) struct SchemaOf {
    /// What kind of file
    #[arg(value_enum, default_value_t, value_name = "KIND")]
    pub(super) kind: SchemaKind,
    #[command(flatten)]
    pub(super) own: OwnRules,
}

/// What rules that are new or changed would change on forms.
#[derive(Debug, Args)]
pub(super) struct Preview {
    /// Rule files, which are YAML with an `id:`, and then the files and folders of forms; this folder if left out
    #[arg(value_name = "FILE… PATH", required_unless_present = "rules")]
    named: Vec<PathBuf>,
    /// A rule file, whatever it is called; may be given more than once
    #[arg(long = "rule", value_name = "FILE", id = "rules")]
    rules: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) own: OwnRules,
    /// Show every place, not only the first 20
    #[arg(long)]
    pub(super) all: bool,
    /// How many threads to use; as many as the machine has if left out
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(super) threads: Option<u16>,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: Format,
}

impl Preview {
    /// The rule files, and the paths to read.
    pub(super) fn rules_and_paths(&self) -> (Vec<PathBuf>, Vec<PathBuf>) {
        let (rules, paths): (Vec<PathBuf>, Vec<PathBuf>) = self.named.iter().cloned().partition(|path| rules::is_rule_file(path));
        let paths = if paths.is_empty() { vec![PathBuf::from(".")] } else { paths };
        (self.rules.iter().cloned().chain(rules).collect(), paths)
    }
}

#[derive(Debug, Args)]
pub(super) struct Reference {
    /// The folder to write to; a page that is there is replaced
    #[arg(value_name = "DIR")]
    pub(super) folder: PathBuf,
    #[command(flatten)]
    pub(super) own: OwnRules,
}

/// What to read.
#[derive(Debug, Args)]
pub(super) struct Input {
    /// Files and folders; this folder if left out. A file that is named is always read
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// How many threads to use; as many as the machine has if left out
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(super) threads: Option<u16>,
}

impl Input {
    /// These paths.
    pub(super) fn new(paths: Vec<PathBuf>, threads: Option<u16>) -> Self {
        Input { paths, threads }
    }

    /// The paths to read.
    pub(super) fn paths(&self) -> Vec<PathBuf> {
        if self.paths.is_empty() { vec![PathBuf::from(".")] } else { self.paths.clone() }
    }
}

/// Rules of one's own.
#[derive(Debug, Args)]
pub(super) struct OwnRules {
    /// A folder of further rules and vocabulary, laid out as askwell's own; may be given more than once
    #[arg(long = "rules", value_name = "DIR")]
    pub(super) folders: Vec<PathBuf>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people
    #[default]
    Human,
    /// For programs
    Json,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    /// Where a person looks on, and `NO_COLOR` is not set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Fails {
    Error,
    Warning,
    Info,
}

impl Fails {
    pub(super) fn level(self) -> Level {
        match self {
            Fails::Error => Level::Error,
            Fails::Warning => Level::Warning,
            Fails::Info => Level::Info,
        }
    }
}
