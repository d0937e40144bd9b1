//! `askwell check`.

use std::io::{self, Write};
use std::path::PathBuf;

use codespan_reporting::term::termcolor::{NoColor, WriteColor};

use super::arguments::{Check, Format, Input};
use super::{CLEAN, FAILED, FOUND};
use crate::config::Configs;
use crate::engine;
use crate::limits;
use crate::report;
use crate::report::findings::Report;
use crate::rules::{self, Pack};
use crate::run::{self, Repository};
use crate::walk::{self, Found, Skipped};

pub(super) fn run(task: &Check, out: &mut dyn WriteColor, err: &mut dyn Write) -> io::Result<u8> {
    let (mut found, skipped) = walk::files(&task.input.paths());
    let configs = Configs::of(&found);
    let (pack, mut mistakes) = rules::load(&[task.own.folders.clone(), configs.rules_from()].concat());
    mistakes.extend(configs.mistakes(&pack));
    report::human::mistakes(&mistakes, &mut NoColor::new(&mut *err))?;
    found.retain(|file| file.named || configs.for_file(file).is_some_and(|(config, path)| config.covers(&path)));
    let report = in_threads(&task.input, || checked(&found, &task.input.paths(), skipped, &pack, &configs));
    match task.format {
        Format::Human => report::human::report(&report, &pack, out)?,
        Format::Json => writeln!(out, "{:#}", report::json::json(&report))?,
    }
    Ok(if report.failed() || !mistakes.is_empty() {
        FAILED
    } else if report.reaches(task.fail_on.level()) {
        FOUND
    } else {
        CLEAN
    })
}

/// Reads and judges every form of `found`.
fn checked(found: &[Found], paths: &[PathBuf], mut skipped: Vec<Skipped>, pack: &Pack, configs: &Configs) -> Report {
    let repository = Repository::around(paths, configs);
    let (files, unread) = run::each(found, &repository, |document, file| {
        let (config, path) = configs.for_file(file).unwrap_or_default();
        engine::judge(document, pack, &config, &path, repository.project())
    });
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
