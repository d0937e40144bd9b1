//! Every command and option, with the help that people read.

mod check;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

pub(super) use check::{BaselineTask, Check, Color, Fails, Told, Verdict};

use crate::config::{Choice, Configs};
use crate::project::files::Memory;
use crate::rules::json_schema::Kind as SchemaKind;
use crate::rules::{self, dates};
use crate::walk::Found;

/// Finds the questions in NHS forms that a person could not answer truthfully.
///
/// askwell reads form templates, rebuilds each question as its reader meets it, and says where somebody would have
/// to lie, leave or feel unseen. It only reads, unless you ask it to write or to mend. It runs no template and uses no network.
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
    Check(Box<Check>),
    /// Make one report of many that were written with `--format json` or come from `--stdin-records`
    Merge(Merge),
    /// List what is found now, so that a check fails only for what is new
    Baseline(BaselineTask),
    /// Write an askwell.yaml for this repository
    Init(Init),
    /// Show the questions that askwell sees
    Inspect(Inspect),
    /// Tell the reason, the sources and examples of a rule
    Explain(Explain),
    /// Open a page in your browser, to check forms and write rules without a terminal
    #[cfg(feature = "page")]
    Serve(Serve),
    /// Serve an editor: findings as you type, on the standard streams
    #[cfg(feature = "lsp")]
    Lsp(Lsp),
    /// List the rules, or try them on their examples
    #[command(subcommand)]
    Rules(RulesTask),
    /// Print the JSON Schema of what askwell writes for programs
    Schema(Schema),
    /// Print completions for a shell
    Completions(Completions),
    /// Write pages for `man`
    Man(Man),
}

/// Where to write a configuration.
#[derive(Debug, Args)]
pub(super) struct Init {
    /// The folder to look at and to write to; this one if left out
    #[arg(value_name = "DIR", default_value = ".")]
    pub(super) folder: PathBuf,
}

/// Which schema.
#[derive(Debug, Args)]
pub(super) struct Schema {
    /// Of what
    #[arg(value_enum, default_value_t, value_name = "KIND")]
    pub(super) kind: Written,
}

/// What askwell writes for programs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Written {
    /// `askwell check --format json`
    #[default]
    Report,
    /// `askwell-baseline.json`
    Baseline,
}

/// For which shell.
#[derive(Debug, Args)]
pub(super) struct Completions {
    /// The shell
    #[arg(value_enum)]
    pub(super) shell: Shell,
}

/// Where pages for `man` go.
#[derive(Debug, Args)]
pub(super) struct Man {
    /// The folder to write to
    #[arg(value_name = "DIR")]
    pub(super) folder: PathBuf,
}

/// Which configuration counts.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Configuration")]
pub(super) struct Settings {
    /// This configuration for all files, instead of the nearest to each
    #[arg(long, value_name = "FILE", conflicts_with = "no_config")]
    config: Option<PathBuf>,
    /// No configuration
    #[arg(long)]
    no_config: bool,
    /// A profile to lay over those that the configuration names; may be given more than once
    #[arg(long = "profile", value_name = "NAME")]
    pub(super) profiles: Vec<String>,
}

impl Settings {
    /// The configurations that count where files were given, and none is on a disk.
    pub(super) fn configs_within(&self, given: &Memory, files: &[Found]) -> Configs {
        match self.no_config {
            true => Configs::within(&Memory::default(), files, &self.profiles),
            false => Configs::within(given, files, &self.profiles),
        }
    }

    /// The configuration that counts.
    pub(super) fn choice(&self) -> Choice {
        match &self.config {
            Some(path) => Choice::Named(path.clone()),
            None if self.no_config => Choice::Nothing,
            None => Choice::Nearest,
        }
    }
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

/// What to make one report of.
#[derive(Debug, Args)]
pub(super) struct Merge {
    /// Reports
    #[arg(value_name = "FILE", required = true)]
    pub(super) reports: Vec<PathBuf>,
    /// The lowest level that makes the exit code 1
    #[arg(long, value_enum, value_name = "LEVEL", default_value_t = Fails::Error)]
    pub(super) fail_on: Fails,
}

/// Editors add it when they start a server.
#[cfg(feature = "lsp")]
#[derive(Debug, Args)]
pub(super) struct Lsp {
    /// Nothing changes: askwell talks on the standard streams anyway
    #[arg(long, hide = true)]
    stdio: bool,
}

#[derive(Debug, Args)]
pub(super) struct Inspect {
    #[command(flatten)]
    pub(super) input: Input,
    #[command(flatten)]
    pub(super) own: OwnRules,
    #[command(flatten)]
    pub(super) settings: Settings,
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

/// A page of one's own.
#[cfg(feature = "page")]
#[derive(Debug, Args)]
pub(super) struct Serve {
    /// The port to listen to on this computer; any that is free if left out
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub(super) port: u16,
    /// Only print the address, and open no browser
    #[arg(long)]
    pub(super) no_open: bool,
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
    /// Only these rule files, and those below these folders; every rule if left out
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
