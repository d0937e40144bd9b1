//! `askwell check`.

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

use codespan_reporting::term::termcolor::{NoColor, WriteColor};

use super::arguments::{Check, Input, Told};
use super::{CLEAN, FAILED, FOUND, unless_gone};
use crate::config::Configs;
use crate::engine::{self, Checked};
use crate::journey;
use crate::limits;
use crate::report::findings::Report;
use crate::report::format::Telling;
use crate::report::{self, safe};
use crate::repository::Repositories;
use crate::rules::{self, Pack};
use crate::run::{self, Document, Understood};
use crate::walk::{self, Found, Skipped};

pub(super) fn run(task: &Check, out: &mut dyn WriteColor, err: &mut dyn Write) -> io::Result<u8> {
    let (mut found, skipped) = walk::files(&task.input.paths());
    let configs = Configs::of(&found);
    let (pack, mut mistakes) = rules::load(&[task.own.folders.clone(), configs.rules_from()].concat());
    mistakes.extend(configs.mistakes(&pack));
    report::human::mistakes(&mistakes, &mut NoColor::new(&mut *err))?;
    found.retain(|file| file.named || configs.for_file(file).is_some_and(|(config, path)| config.covers(&path)));
    let report = in_threads(&task.input, || checked(&found, &task.input.paths(), skipped, &pack, &configs));
    let telling = Telling { report: &report, pack: &pack };
    // Whoever reads along may go away; what was found stays found.
    unless_gone((task.told.format().write)(&telling, out))?;
    let written = files(&task.told, &telling, err)?;
    Ok(if !written || report.failed() || !mistakes.is_empty() {
        FAILED
    } else if report.reaches(task.fail_on.level()) {
        FOUND
    } else {
        CLEAN
    })
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
pub(super) fn checked(found: &[Found], paths: &[PathBuf], skipped: Vec<Skipped>, pack: &Pack, configs: &Configs) -> Report {
    checked_in(&Repositories::of(found, paths, configs), found, skipped, pack, configs)
}

/// The same, in repositories that are at hand. Some files at a time: of those before only what is to be told is kept.
pub(super) fn checked_in(
    repositories: &Repositories,
    found: &[Found],
    mut skipped: Vec<Skipped>,
    pack: &Pack,
    configs: &Configs,
) -> Report {
    let (mut files, mut known) = (Vec::new(), journey::Known::default());
    let reading = repositories.reading(configs);
    for (first, some) in run::together(found, &reading) {
        let (read, unread) = run::each(first, some, &reading, |document, file| (understood(document, file, pack, configs), file));
        let journeys = journey::gather(&read, repositories, configs, pack, &mut known, |understood| asks_for_journey(understood, pack));
        let (checked, failed) = run::each_of(read, |at, understood, file| {
            let (config, path) = configs.for_file(file).unwrap_or_default();
            let checked = engine::judge(understood, journeys.place(at), pack, &config, &path, repositories.project(file));
            Checked { path: repositories.name(file), ..checked }.told_only()
        });
        files.extend(checked);
        skipped.extend(unread.into_iter().chain(failed));
        repositories.forget_much();
    }
    skipped.sort();
    Report { files, skipped }
}

/// A document, with what its words and its configuration tell.
pub(super) fn understood(document: Document, file: &Found, pack: &Pack, configs: &Configs) -> Understood {
    let (config, path) = configs.for_file(file).unwrap_or_default();
    run::understand(document, &config, &path, pack)
}

/// True if a page asks something that its journey is looked at for.
fn asks_for_journey(understood: &Understood, pack: &Pack) -> bool {
    let wanted = pack.topics_of_journeys();
    understood.asked.iter().any(|asked| asked.topics.iter().any(|topic| wanted.contains(topic)))
}

/// Runs `work` on as many threads as were asked for.
pub(super) fn in_threads<T: Send>(input: &Input, work: impl FnOnce() -> T + Send) -> T {
    let pool = rayon::ThreadPoolBuilder::new().stack_size(limits::STACK_BYTES).num_threads(input.threads.map_or(0, usize::from)).build();
    match pool {
        Ok(pool) => pool.install(work),
        Err(_) => work(),
    }
}
