//! `askwell check`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::sync::Arc;

use codespan_reporting::term::termcolor::{NoColor, WriteColor};

use super::arguments::{Check, Told, Verdict};
use super::ground::Ground;
use super::progress::Progress;
use super::{CLEAN, FAILED, FOUND, baseline, fix, print_config, suppress, unless_gone};
use crate::baseline::Baselines;
use crate::changes::Changes;
use crate::config::Configs;
use crate::decode::Encoding;
use crate::engine::Checked;
use crate::judge::{self, Keep};
use crate::limits;
use crate::paths::shown;
use crate::report::findings::{FailOn, Pages, Report};
use crate::report::format::Telling;
use crate::report::narrow::{self, Known, Selection};
use crate::report::{self, counted, safe};
use crate::repository::Repositories;
use crate::rules::Pack;
use crate::rules::schema::Level;
use crate::walk::{self, Found, Skipped};

/// Text that counts in the place of what is saved.
#[derive(Default)]
struct Unsaved {
    by_path: BTreeMap<String, Arc<str>>,
    /// How it was written where it came from.
    encoding: Encoding,
}

pub(super) fn run(task: &Check, out: &mut dyn WriteColor, err: &mut dyn Write) -> io::Result<u8> {
    if let Some(file) = &task.print_config {
        return print_config::run(file, &task.own, &task.settings, out, err);
    }
    let (ground, piped) = ground(task, err)?;
    let selection = match Selection::new(&task.choose.only, &task.choose.skip, task.choose.confidence(), &ground.pack) {
        Ok(selection) => selection,
        Err(why) => return refused(&why, err),
    };
    let mut repositories = ground.repositories();
    let mut unsaved = Unsaved::default();
    if let (Some((text, encoding)), Some(file)) = (piped, ground.found.first()) {
        let path = repositories.holding(file).and_then(|repository| repository.path(file));
        unsaved = Unsaved { by_path: path.map(|path| (path, Arc::from(text))).into_iter().collect(), encoding };
        repositories = repositories.with(file, &unsaved.by_path);
    }
    let again = |repositories: &Repositories, err: &mut dyn Write| looked(task, &ground, repositories, &unsaved, &selection, err);
    let (mut report, mut is_listed) = match again(&repositories, err)? {
        Ok(looked) => looked,
        Err(why) => return refused(&why, err),
    };
    if let (Some(rule), Some(reason)) = (&task.suppress.suppress, &task.suppress.reason) {
        let code = suppress::run(rule, reason, &report, &ground, out, err)?;
        return Ok(if ground.is_broken { FAILED } else { code });
    }
    let mut is_written = true;
    if let Some(up_to) = task.fixes.up_to() {
        let outcome = fix::mend(&ground.found, &report.files, &repositories, &ground.configs, &ground.pack, up_to);
        fix::tell(&outcome, task.fixes.only_shows(), err)?;
        if task.fixes.only_shows() {
            fix::show(&outcome, out)?;
            return verdict(&task.verdict, &report, ground.is_broken || !is_listed || !outcome.skipped.is_empty(), err);
        }
        is_written = fix::write(&outcome.files, err)? && outcome.skipped.is_empty();
        (report, is_listed) = match again(&ground.repositories(), err)? {
            Ok(looked) => looked,
            Err(why) => return refused(&why, err),
        };
    }
    let is_told = tell(&task.told, &Telling::new(&report, &ground.pack).with(task.told.quiet, task.told.statistics), out, err)?;
    verdict(&task.verdict, &report, ground.is_broken || !is_listed || !is_told || !is_written, err)
}

/// How much of each file is needed afterwards. What mends or silences reads it again.
fn keep(task: &Check) -> Keep {
    if task.told.formats().any(|format| format.shows_all) { Keep::Whole } else { Keep::Told }
}

/// What there is to say, narrowed to what was asked about, and whether the baselines could be read.
fn looked(
    task: &Check,
    ground: &Ground,
    repositories: &Repositories,
    unsaved: &Unsaved,
    selection: &Selection,
    err: &mut dyn Write,
) -> io::Result<Result<(Report, bool), String>> {
    let mut report = checked(ground, repositories, keep(task), task.told.quiet);
    if !unsaved.by_path.is_empty() {
        // It stands for the one file of the run, whose places are told as they are where it was written.
        report.files.iter_mut().for_each(|file| file.source = file.source.clone().written_in(unsaved.encoding));
    }
    let is_listed = mark(task, ground, &mut report, err)?;
    if let Some(base) = &task.choose.diff_base
        && let Err(why) = to_change(base, task, ground, repositories, &unsaved.by_path, &mut report)
    {
        return Ok(Err(why));
    }
    selection.apply(&mut report);
    report.fail_on = FailOn(task.verdict.level());
    Ok(Ok((report, is_listed)))
}

fn refused(why: &str, err: &mut dyn Write) -> io::Result<u8> {
    writeln!(err, "askwell: {}", safe::line(why))?;
    Ok(FAILED)
}

/// What is to be checked, and the text that counts for it in the place of what is saved.
fn ground(task: &Check, err: &mut dyn Write) -> io::Result<(Ground, Option<(String, Encoding)>)> {
    let Some(path) = task.stdin_path.as_ref().filter(|_| task.stdin) else {
        return Ok((Ground::new(&task.input, &task.own, &task.settings, err)?, None));
    };
    let mut bytes = Vec::new();
    io::stdin().lock().take(limits::MOST_FILE_BYTES + 1).read_to_end(&mut bytes)?;
    let mut ground = Ground::of(path, &task.own, &task.settings, err)?;
    let text = walk::text_of(&shown(path), bytes, ground.configs.limits().file_bytes);
    if let Err(why) = &text {
        ground.skipped.extend(ground.found.drain(..).map(|file| Skipped { shown: file.shown, why: why.clone(), named: true }));
    }
    Ok((ground, text.ok()))
}

/// Marks what the baselines list; false if one of them cannot be read, which has been told.
fn mark(task: &Check, ground: &Ground, report: &mut Report, err: &mut dyn Write) -> io::Result<bool> {
    let places = places(report, ground);
    let named = task.choose.baseline.as_deref().map(baseline::on_disk);
    let (baselines, mistakes) = Baselines::of(named.as_deref(), places.iter().map(PathBuf::as_path));
    report::human::mistakes(&mistakes, &mut NoColor::new(err))?;
    report.stale = baselines.mark(&mut report.files, &places);
    Ok(mistakes.is_empty())
}

/// Where each file of the report lies on the disk.
pub(super) fn places(report: &Report, ground: &Ground) -> Vec<PathBuf> {
    let found: BTreeMap<&str, &Found> = ground.found.iter().map(|found| (found.shown.as_str(), found)).collect();
    let place = |file: &Checked| found.get(file.source.path.as_str()).and_then(|found| ground.configs.place(found));
    report.files.iter().map(|file| place(file).unwrap_or_default()).collect()
}

/// Narrows the report to what has changed since the revision `base`.
fn to_change(
    base: &str,
    task: &Check,
    ground: &Ground,
    repositories: &Repositories,
    unsaved: &BTreeMap<String, Arc<str>>,
    report: &mut Report,
) -> Result<(), String> {
    let (repository, file) = match (repositories.all(), ground.found.first()) {
        ([repository], Some(file)) => (repository, file),
        // No file, and so nothing that could have changed.
        (_, None) => return Ok(()),
        _ => return Err("--diff-base can only look at one repository at a time: name paths of one".to_owned()),
    };
    let changes = Changes::since(repository.root(), base, unsaved, ground.configs.limits().file_bytes)?;
    let before: BTreeSet<Known> = match changes.is_empty() {
        // All is as it was.
        true => report.all().map(|(file, finding)| narrow::known(file, finding)).collect(),
        false => {
            let was = repositories.with(file, &changes.before_all());
            let was = checked(ground, &was, Keep::Told, task.told.quiet);
            was.all().map(|(file, finding)| narrow::known(file, finding)).collect()
        }
    };
    narrow::to_change(report, base, &changes, &before);
    Ok(())
}

/// Prints the report and writes the files that were asked for; false if one could not be written.
fn tell(told: &Told, telling: &Telling, out: &mut dyn WriteColor, err: &mut dyn Write) -> io::Result<bool> {
    for format in told.printed() {
        // Whoever reads along may go away; what was found stays found.
        unless_gone((format.write)(telling, out))?;
    }
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

/// The exit code. Where it is for another reason than the findings that are told, that is said.
fn verdict(verdict: &Verdict, report: &Report, is_broken: bool, err: &mut dyn Write) -> io::Result<u8> {
    if is_broken || report.failed() {
        return Ok(FAILED);
    }
    let unseen = report.unseen();
    if verdict.strict && unseen > 0 {
        writeln!(err, "askwell: {} could not be fully read or seen, and --strict was asked for.", counted(unseen, "thing"))?;
        return Ok(FAILED);
    }
    let warnings = report.live().filter(|finding| finding.level == Level::Warning).count();
    if let Some(most) = verdict.max_warnings.filter(|most| warnings > *most) {
        let are = if warnings == 1 { "is" } else { "are" };
        writeln!(err, "askwell: {} {are} more than --max-warnings {most}.", counted(warnings, "warning"))?;
        return Ok(FOUND);
    }
    Ok(if report.reaches(verdict.level()) { FOUND } else { CLEAN })
}

/// Reads every form of the ground in its repositories, gathers their journeys, and judges each.
pub(super) fn checked(ground: &Ground, repositories: &Repositories, keep: Keep, is_quiet: bool) -> Report {
    let progress = Progress::new(ground.found.len(), is_quiet);
    checked_by(&ground.found, repositories, &ground.pack, &ground.configs, ground.skipped.clone(), keep, &|| progress.step())
}

/// The same of files that were given, without showing how far it is.
pub(crate) fn checked_in(
    repositories: &Repositories,
    found: &[Found],
    skipped: Vec<Skipped>,
    pack: &Pack,
    configs: &Configs,
    keep: Keep,
) -> Report {
    checked_by(found, repositories, pack, configs, skipped, keep, &|| ())
}

/// The same by other rules; `step` is told of each file that was read.
pub(super) fn checked_by(
    found: &[Found],
    repositories: &Repositories,
    pack: &Pack,
    configs: &Configs,
    mut skipped: Vec<Skipped>,
    keep: Keep,
    step: &(dyn Fn() + Sync),
) -> Report {
    let judged = judge::files(found, repositories, configs, pack, keep, step);
    skipped.extend(judged.skipped);
    skipped.sort();
    let journeys = judged.journeys.iter().filter(|journey| journey.pages > 1).map(|journey| Pages::of(journey)).collect();
    Report { files: judged.files, skipped, journeys, ..Report::default() }
}
