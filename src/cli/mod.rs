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
mod merge;
mod new;
mod preview;
mod print_config;
mod progress;
mod records;
mod rules;
#[cfg(feature = "page")]
mod serve;
mod suppress;

#[cfg(feature = "page")]
pub(crate) use check::checked_in;

use std::ffi::OsString;
use std::io::{self, IsTerminal, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

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

/// Runs the command `arguments`, writing to `out` and `err`, and gives the exit code. Nothing is left unwritten in `out`.
pub fn run(arguments: impl IntoIterator<Item = OsString>, out: &mut (dyn Write + Send), err: &mut (dyn Write + Send)) -> u8 {
    let done = catch_unwind(AssertUnwindSafe(|| {
        let code = perform(arguments, out, err);
        match unless_gone(out.flush()) {
            Ok(()) => code,
            Err(error) => unwritten(&error, err),
        }
    }));
    done.unwrap_or_else(|_| {
        // What failed, and where, stands above it.
        let _ = writeln!(err, "askwell: this is a mistake in askwell; please report it with the lines above");
        FAILED
    })
}

fn perform(arguments: impl IntoIterator<Item = OsString>, out: &mut (dyn Write + Send), err: &mut (dyn Write + Send)) -> u8 {
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
        Task::Check(task) if task.stdin_records => in_threads(task.input.threads, || records::run(task, &mut io::stdin().lock(), out, err)),
        Task::Merge(task) => merge::run(task, out, err),
        Task::Check(task) => in_threads(task.input.threads, || check::run(task, painted(out, task.told.color).as_mut(), err)),
        Task::Baseline(task) => in_threads(task.input.threads, || baseline::run(task, out, err)),
        Task::Init(task) => in_threads(None, || init::run(task, out, err)),
        Task::Schema(task) => describe::schema(task, out),
        Task::Completions(task) => describe::completions(task, out),
        Task::Man(task) => describe::man(task, out),
        Task::Inspect(task) => in_threads(task.input.threads, || inspect::run(task, out, err)),
        #[cfg(feature = "lsp")]
        Task::Lsp(_) => in_threads(None, || lsp::run(err)),
        Task::Explain(task) => rules::explain(task, out, err),
        #[cfg(feature = "page")]
        Task::Serve(task) => serve::run(task, out, err),
        Task::Rules(RulesTask::List(task)) => rules::list(task, out, err),
        Task::Rules(RulesTask::New(task)) => new::run(task, &mut answers(), out, err),
        Task::Rules(RulesTask::Test(task)) => rules::test(task, out, err),
        Task::Rules(RulesTask::Preview(task)) => in_threads(task.threads, || preview::run(task, out, err)),
        Task::Rules(RulesTask::Schema(task)) => rules::schema(task, out, err),
        Task::Rules(RulesTask::Reference(task)) => rules::reference(task, out, err),
    };
    match done {
        Ok(code) => code,
        // Whoever read along has had enough, such as `head`.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => CLEAN,
        Err(error) => unwritten(&error, err),
    }
}

/// Runs a command on as many threads as were asked for, or else on as many as the machine has.
fn in_threads<T: Send>(threads: Option<u16>, work: impl FnOnce() -> T + Send) -> T {
    let pool = rayon::ThreadPoolBuilder::new().stack_size(limits::STACK_BYTES).num_threads(threads.map_or(0, usize::from)).build();
    match pool {
        Ok(pool) => pool.install(work),
        Err(_) => work(),
    }
}

fn unwritten(error: &io::Error, err: &mut dyn Write) -> u8 {
    let _ = writeln!(err, "askwell: could not write: {error}");
    FAILED
}

/// What was written, or that it could not be. A reader that has gone away, such as `head`, has had all that it wanted.
fn unless_gone(written: io::Result<()>) -> io::Result<()> {
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
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

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "<fieldset><legend>What is your gender?</legend>\n\
        <label><input type=\"radio\" name=\"g\"> Male</label>\n<label><input type=\"radio\" name=\"g\"> Female</label></fieldset>\n";

    fn ran(arguments: &[&str]) -> (u8, String, String) {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let code = run(arguments.iter().map(OsString::from), &mut out, &mut err);
        (code, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
    }

    #[test]
    fn a_file_that_askwell_fails_on_is_told_and_the_rest_is_checked() {
        let folder = tempfile::tempdir().unwrap();
        for bad in ["bad.failing", "shut.failing"] {
            std::fs::write(folder.path().join(bad), "anything").unwrap();
        }
        std::fs::write(folder.path().join("good.html"), GOOD).unwrap();
        let path = folder.path().to_str().unwrap();
        for threads in ["1", "2"] {
            let (code, out, _) = ran(&["askwell", "check", "--threads", threads, path]);
            assert_eq!(code, FAILED, "{out}");
            assert!(out.contains("shut.failing: askwell failed on it") && out.contains("gender/binary-options"), "{out}");
            assert!(out.contains("bad.failing, "), "{out}");
            let (code, out, err) = ran(&["askwell", "inspect", "--threads", threads, path]);
            assert_eq!(code, FAILED);
            assert!(out.contains("What is your gender?") && err.contains("shut.failing: askwell failed on it"), "{out}{err}");
        }
    }

    #[test]
    fn a_file_that_askwell_fails_to_mend_is_told_and_the_rest_is_mended() {
        let form = "<fieldset><legend>What is your sexual orientation?</legend>\n\
            <label><input type=\"radio\" name=\"o\" value=\"straight\"> Straight</label>\n\
            <label><input type=\"radio\" name=\"o\" value=\"gay-or-lesbian\"> Gay or lesbian</label>\n\
            <label><input type=\"radio\" name=\"o\" value=\"bisexual\"> Bisexual</label>\n\
            <label><input type=\"radio\" name=\"o\" value=\"another\"> Another orientation</label>\n</fieldset>\n";
        let folder = tempfile::tempdir().unwrap();
        for name in ["form.html", "form.stubborn"] {
            std::fs::write(folder.path().join(name), form).unwrap();
        }
        let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
        let path = folder.path().to_str().unwrap();
        for how in ["--diff", "--quiet"] {
            let (code, _, err) = ran(&["askwell", "check", "--unsafe-fixes", how, path]);
            assert_eq!(code, FAILED, "{err}");
            assert!(err.contains("form.stubborn: askwell failed on it"), "{err}");
        }
        assert!(read("form.html").contains("Prefer not to say"));
        assert_eq!(read("form.stubborn"), form);
    }

    /// An output that fails in another way than an output does.
    struct Broken;

    impl Write for Broken {
        #[allow(clippy::panic)]
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            panic!("on purpose")
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_failure_that_belongs_to_no_file_ends_in_2_and_says_whose_it_is() {
        let mut err = Vec::new();
        let code = run(["askwell", "rules", "list"].map(OsString::from), &mut Broken, &mut err);
        assert_eq!(code, FAILED);
        assert!(String::from_utf8(err).unwrap().contains("this is a mistake in askwell"));
    }
}
