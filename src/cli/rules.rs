//! `askwell rules` and `askwell explain`.

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

use codespan_reporting::term::termcolor::NoColor;

use super::arguments::{Explain, Format, List, Reference, Test};
use super::{CLEAN, FAILED, FOUND};
use crate::report::{self, safe};
use crate::rules::mistake::nearest;
use crate::rules::{self, Pack, examples};

pub(super) fn list(task: &List, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<u8> {
    let (pack, code) = load(&task.own.folders, err)?;
    match task.format {
        Format::Human => report::rules::list(&pack, out)?,
        Format::Json => writeln!(out, "{:#}", report::rules::json(&pack))?,
    }
    Ok(code)
}

pub(super) fn explain(task: &Explain, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<u8> {
    let (pack, code) = load(&task.own.folders, err)?;
    let Some(rule) = pack.rule(&task.id) else {
        let ids = pack.rules.iter().map(|rule| rule.id.as_str());
        writeln!(err, "There is no rule called `{}`: {}", safe::line(&task.id), nearest(&task.id, ids))?;
        writeln!(err, "`askwell rules list` lists them all.")?;
        return Ok(FAILED);
    };
    let file = rules::file_of(&rule.id, &task.own.folders);
    report::rules::explain(rule, file.as_ref(), &pack, out)?;
    Ok(code)
}

pub(super) fn test(task: &Test, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<u8> {
    let (pack, code) = load(&task.own.folders, err)?;
    if let Some(date) = &task.as_of {
        report::rules::due(&pack, date, out)?;
    }
    let outcome = examples::prove(&pack, &task.own.folders);
    report::human::mistakes(&outcome.mistakes, &mut NoColor::new(&mut *out))?;
    if !outcome.mistakes.is_empty() {
        writeln!(out, "{} things do not hold in the examples of {} rules.", outcome.mistakes.len(), outcome.rules)?;
        return Ok(code.max(FOUND));
    }
    writeln!(out, "{} rules hold on their {} examples.", outcome.rules, outcome.examples)?;
    Ok(code)
}

pub(super) fn reference(task: &Reference, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<u8> {
    let (pack, code) = load(&task.own.folders, err)?;
    let pages = report::reference::pages(&pack, |id| rules::file_of(id, &task.own.folders));
    fs::create_dir_all(&task.folder)?;
    for (name, text) in &pages {
        fs::write(task.folder.join(name), text)?;
    }
    writeln!(out, "{} pages in {}.", pages.len(), safe::line(&task.folder.to_string_lossy()))?;
    Ok(code)
}

/// The rules, and the exit code that their own mistakes call for.
fn load(folders: &[PathBuf], err: &mut dyn Write) -> io::Result<(Pack, u8)> {
    let (pack, mistakes) = rules::load(folders);
    report::human::mistakes(&mistakes, &mut NoColor::new(err))?;
    Ok((pack, if mistakes.is_empty() { CLEAN } else { FAILED }))
}
