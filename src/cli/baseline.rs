//! `askwell baseline`.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use codespan_reporting::term::termcolor::NoColor;

use super::arguments::BaselineTask;
use super::check::{checked, places};
use super::ground::Ground;
use super::{CLEAN, FAILED};
use crate::baseline::{Baselines, NAME, Written};
use crate::config::Config;
use crate::judge::Keep;
use crate::project::files;
use crate::report::findings::Report;
use crate::report::{self, counted, safe};

pub(super) fn run(task: &BaselineTask, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<u8> {
    let ground = Ground::new(&task.input, &task.own, &task.settings, err)?;
    let mut report = checked(&ground, &ground.repositories(), Keep::Told, false);
    let places = places(&report, &ground);
    // One that was named need not be there yet.
    let named = task.baseline.as_deref().map(on_disk);
    let (baselines, mistakes) = match &named {
        Some(place) if !place.exists() => (Baselines::new(place), Vec::new()),
        named => Baselines::of(named.as_deref(), places.iter().map(PathBuf::as_path)),
    };
    report::human::mistakes(&mistakes, &mut NoColor::new(&mut *err))?;
    if ground.is_broken || !mistakes.is_empty() || report.failed() {
        told_unread(&report, err)?;
        writeln!(err, "No baseline was written: it would list too little.")?;
        return Ok(FAILED);
    }
    baselines.mark(&mut report.files, &places);
    let written = baselines.after(&report.files, &places, task.prune, home);
    if written.is_empty() {
        let why = if task.prune { "There is no baseline here." } else { "No forms were found, so there is nothing to list." };
        writeln!(out, "{why}")?;
    }
    for (written, text) in &written {
        if let Err(error) = fs::write(&written.place, text) {
            writeln!(err, "{} could not be written: {error}", safe::line(&files::shown(&written.place)))?;
            return Ok(FAILED);
        }
        tell(written, out)?;
    }
    Ok(CLEAN)
}

fn tell(written: &Written, out: &mut dyn Write) -> io::Result<()> {
    let Written { place, listed, new, gone } = written;
    let shown = safe::line(&files::shown(place));
    writeln!(out, "{shown} lists {}: {new} new, {gone} gone.", counted(*listed, "finding"))
}

/// What kept a file that was named from being read.
fn told_unread(report: &Report, err: &mut dyn Write) -> io::Result<()> {
    report.problems().iter().filter(|problem| problem.level == crate::rules::schema::Level::Error).try_for_each(|problem| {
        let line = problem.place.map_or_else(String::new, |(line, _)| format!(":{line}"));
        writeln!(err, "{}{line}: {}", safe::line(&problem.path), safe::line(&problem.message))
    })
}

/// Where a baseline goes for a file that has none: beside its configuration, or else to the top of its repository, or else to
/// where the command runs.
fn home(file: &Path) -> PathBuf {
    let folder = file.parent().unwrap_or(Path::new(""));
    let beside = Config::path_for(folder).and_then(|config| Some(config.parent()?.to_owned()));
    let top = || files::Roots::new().around(folder).map(|disk| disk.root().to_owned());
    beside.or_else(top).unwrap_or_else(|| on_disk(Path::new(""))).join(NAME)
}

/// A path without links in its folder, so that files below it are known as such.
pub(super) fn on_disk(path: &Path) -> PathBuf {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folder = dunce::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    path.file_name().map_or_else(|| folder.clone(), |name| folder.join(name))
}
