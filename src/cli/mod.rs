//! The command line.

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::report;
use crate::run;
use crate::walk;

/// Finds the questions in NHS forms that people could not answer truthfully.
#[derive(Debug, Parser)]
#[command(name = "askwell", version, arg_required_else_help = true)]
struct Command {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Show the questions that askwell sees
    Inspect(Inspect),
}

#[derive(Debug, Args)]
struct Inspect {
    /// Files and folders to read; this folder if left out
    paths: Vec<PathBuf>,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    #[default]
    Human,
    /// For programs
    Json,
}

/// Runs the command `arguments`, writing to `out` and `err`, and gives the exit code.
pub fn run(arguments: impl IntoIterator<Item = OsString>, out: &mut dyn Write, err: &mut dyn Write) -> u8 {
    let command = match Command::try_parse_from(arguments) {
        Ok(command) => command,
        Err(error) => {
            let failed = error.use_stderr();
            let text = error.render();
            let _ = if failed { write!(err, "{text}") } else { write!(out, "{text}") };
            return if failed { 2 } else { 0 };
        }
    };
    let done = match command.task {
        Task::Inspect(inspect) => inspect_forms(&inspect, out),
    };
    match done {
        Ok(code) => code,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => 0,
        Err(error) => {
            let _ = writeln!(err, "askwell: could not write: {error}");
            2
        }
    }
}

fn inspect_forms(inspect: &Inspect, out: &mut dyn Write) -> io::Result<u8> {
    let paths = if inspect.paths.is_empty() { vec![PathBuf::from(".")] } else { inspect.paths.clone() };
    let (files, _) = walk::files(&paths);
    let (documents, _) = run::each(&files, |document| document);
    match inspect.format {
        Format::Json => writeln!(out, "{:#}", report::inspect::json(&documents, |_, _| Vec::new()))?,
        Format::Human => report::inspect::human(&documents, |_, _| Vec::new(), out)?,
    }
    Ok(0)
}
