//! The command line: what can be asked for, and the exit code that says how it went.

mod arguments;
mod baseline;
mod check;
mod describe;
#[cfg(feature = "page")]
mod double_click;
mod fix;
mod ground;
mod init;
mod inspect;
#[cfg(feature = "lsp")]
mod lsp;
mod new;
mod preview;
mod print_config;
mod progress;
mod rules;
#[cfg(feature = "page")]
mod serve;
mod suppress;

#[cfg(feature = "page")]
pub(crate) use check::checked_in;

use std::ffi::OsString;
use std::io::{self, IsTerminal, Read, Write};

use clap::Parser;
use codespan_reporting::term::termcolor::{Ansi, NoColor, WriteColor};

use arguments::{Arguments, Color, RulesTask, Task};

use crate::limits;

/// No live finding at or above the level that fails.
pub const CLEAN: u8 = 0;
/// There is one.
pub const FOUND: u8 = 1;
/// askwell could not do what it was asked.
pub const FAILED: u8 = 2;

/// Runs the command `arguments`, writing to `out` and `err`, and gives the exit code.
pub fn run(arguments: impl IntoIterator<Item = OsString>, out: &mut dyn Write, err: &mut dyn Write) -> u8 {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    #[cfg(feature = "page")]
    let arguments = match double_click::is_one(&arguments) {
        true => arguments.into_iter().chain([OsString::from("serve")]).collect(),
        false => arguments,
    };
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            let text = error.render();
            let failed = error.use_stderr();
            let _ = if failed { write!(err, "{text}") } else { write!(out, "{text}") };
            return if failed { FAILED } else { CLEAN };
        }
    };
    let done = match &arguments.task {
        Task::Check(task) => check::run(task, painted(out, task.told.color).as_mut(), err),
        Task::Baseline(task) => baseline::run(task, out, err),
        Task::Init(task) => init::run(task, out, err),
        Task::Schema(task) => describe::schema(task, out),
        Task::Completions(task) => describe::completions(task, out),
        Task::Man(task) => describe::man(task, out),
        Task::Inspect(task) => inspect::run(task, out, err),
        #[cfg(feature = "lsp")]
        Task::Lsp(_) => lsp::run(err),
        Task::Explain(task) => rules::explain(task, out, err),
        #[cfg(feature = "page")]
        Task::Serve(task) => serve::run(task, out, err),
        Task::Rules(RulesTask::List(task)) => rules::list(task, out, err),
        Task::Rules(RulesTask::New(task)) => new::run(task, &mut answers(), out, err),
        Task::Rules(RulesTask::Test(task)) => rules::test(task, out, err),
        Task::Rules(RulesTask::Preview(task)) => preview::run(task, out, err),
        Task::Rules(RulesTask::Schema(task)) => rules::schema(task, out, err),
        Task::Rules(RulesTask::Reference(task)) => rules::reference(task, out, err),
    };
    match done {
        Ok(code) => code,
        // Whoever read along has had enough, such as `head`.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => CLEAN,
        Err(error) => {
            let _ = writeln!(err, "askwell: could not write: {error}");
            FAILED
        }
    }
}

/// What people type, or a file of answers; no more of it than of any file.
fn answers() -> impl io::BufRead {
    io::stdin().lock().take(limits::FILE_BYTES)
}

/// `out` with colours, where a person looks at it and has not asked for none.
fn painted<'w>(out: &'w mut dyn Write, color: Color) -> Box<dyn WriteColor + 'w> {
    // Windows has to be asked, and very old ones cannot; nothing else need be.
    let able = anstyle_query::windows::enable_ansi_colors().unwrap_or(true);
    let wanted = match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => able && io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
    };
    if wanted { Box::new(Ansi::new(out)) } else { Box::new(NoColor::new(out)) }
}
