//! `askwell check`.

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

use codespan_reporting::term::termcolor::{NoColor, WriteColor};

use super::arguments::{Check, Input, Told};
use super::{CLEAN, FAILED, FOUND, fix};
use crate::config::Configs;
use crate::judge;
use crate::limits;
use crate::report::findings::Report;
use crate::report::format::Telling;
use crate::report::{self, safe};
use crate::repository::Repositories;
use crate::rules::{self, Pack};
use crate::walk::{self, Found, Skipped};

pub(super) fn run(task: &Check, out: &mut dyn WriteColor, err: &mut dyn Write) -> io::Result<u8> {
    let (mut found, skipped) = walk::files(&task.input.paths());
    let configs = Configs::of(&found);
    let (pack, mut mistakes) = rules::load(&[task.own.folders.clone(), configs.rules_from()].concat());
    mistakes.extend(configs.mistakes(&pack));
    report::human::mistakes(&mistakes, &mut NoColor::new(&mut *err))?;
    found.retain(|file| file.named || configs.for_file(file).is_some_and(|(config, path)| config.covers(&path)));
    let mut report = in_threads(&task.input, || checked(&found, &task.input.paths(), skipped, &pack, &configs));
    let mut written = true;
    if let Some(up_to) = task.fixes.up_to() {
        let repositories = Repositories::of(&found, &task.input.paths());
        let outcome = in_threads(&task.input, || fix::mend(&found, &report.files, &repositories, &configs, &pack, up_to));
        fix::tell(&outcome, task.fixes.only_shows(), err)?;
        if task.fixes.only_shows() {
            fix::show(&outcome, out)?;
            return Ok(code(&report, task, !mistakes.is_empty()));
        }
        written = fix::write(&outcome.files, err)?;
        let skipped = report.skipped.clone();
        report.files = in_threads(&task.input, || checked(&found, &task.input.paths(), skipped, &pack, &configs)).files;
    }
    let telling = Telling { report: &report, pack: &pack };
    (task.told.format().write)(&telling, out)?;
    written &= files(&task.told, &telling, err)?;
    Ok(code(&report, task, !written || !mistakes.is_empty()))
}

fn code(report: &Report, task: &Check, failed: bool) -> u8 {
    if failed || report.failed() {
        FAILED
    } else if report.reaches(task.fail_on.level()) {
        FOUND
    } else {
        CLEAN
    }
}

/// Writes the files that were asked for, and says whether all could be.
fn files(told: &Told, telling: &Telling, err: &mut dyn Write) -> io::Result<bool> {
    let mut all = true;
    for (format, path) in &told.output {
        let mut text = NoColor::new(Vec::new());
        (format.write)(telling, &mut text)?;
        if let Err(error) = fs::write(path, text.into_inner()) {
            writeln!(err, "{} could not be written: {error}", safe::line(&path.to_string_lossy()))?;
            all = false;
        }
    }
    Ok(all)
}

/// Reads every form of `found`, gathers their journeys, and judges each.
pub(super) fn checked(found: &[Found], paths: &[PathBuf], mut skipped: Vec<Skipped>, pack: &Pack, configs: &Configs) -> Report {
    let (files, unread) = judge::files(found, &Repositories::of(found, paths), configs, pack);
    skipped.extend(unread);
    skipped.sort();
    Report { files, skipped }
}

/// Runs `work` on as many threads as were asked for.
pub(super) fn in_threads<T: Send>(input: &Input, work: impl FnOnce() -> T + Send) -> T {
    let pool = rayon::ThreadPoolBuilder::new().stack_size(limits::STACK_BYTES).num_threads(input.threads.map_or(0, usize::from)).build();
    match pool {
        Ok(pool) => pool.install(work),
        Err(_) => work(),
    }
}
