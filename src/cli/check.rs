//! `askwell check`.

use std::io::{self, Write};

use codespan_reporting::term::termcolor::{NoColor, WriteColor};

use super::arguments::{Check, Format, Input};
use super::{CLEAN, FAILED, FOUND};
use crate::check::{self, Context};
use crate::classify;
use crate::limits;
use crate::report;
use crate::report::findings::{Checked, Report};
use crate::rules::{self, Pack};
use crate::run::{self, Document};
use crate::walk;

pub(super) fn run(task: &Check, out: &mut dyn WriteColor, err: &mut dyn Write) -> io::Result<u8> {
    let (pack, mistakes) = rules::load(&task.own.folders);
    report::human::mistakes(&mistakes, &mut NoColor::new(&mut *err))?;
    let report = in_threads(&task.input, || checked(&task.input, &pack));
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

/// Reads and judges every form of `input`.
fn checked(input: &Input, pack: &Pack) -> Report {
    let (found, mut skipped) = walk::files(&input.paths());
    let (files, unread) = run::each(&found, |document| judged(document, pack));
    skipped.extend(unread);
    skipped.sort();
    Report { files, skipped }
}

fn judged(document: Document, pack: &Pack) -> Checked {
    let asked = classify::classify(&document.form, &pack.vocabulary);
    let findings = check::check(&document.form, &asked, pack, &Context::default());
    Checked { source: document.source, form: document.form, asked, findings, notices: document.notices }
}

/// Runs `work` on as many threads as were asked for.
pub(super) fn in_threads<T: Send>(input: &Input, work: impl FnOnce() -> T + Send) -> T {
    let pool = rayon::ThreadPoolBuilder::new().stack_size(limits::STACK_BYTES).num_threads(input.threads.map_or(0, usize::from)).build();
    match pool {
        Ok(pool) => pool.install(work),
        Err(_) => work(),
    }
}
