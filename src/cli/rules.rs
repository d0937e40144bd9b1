//! `askwell rules` and `askwell explain`.

use std::env;
use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

use codespan_reporting::term::termcolor::NoColor;

use super::arguments::{Explain, Format, List, OwnRules, Reference, SchemaOf, Test};
use super::{CLEAN, FAILED, FOUND};
use crate::config::Config;
use crate::report::{self, safe};
use crate::rules::examples::{self, Outcome};
use crate::rules::mistake::nearest;
use crate::rules::{self, Named, Pack, json_schema};

pub(super) fn list(task: &List, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<u8> {
    let (pack, _, code) = load(&task.own, err)?;
    match task.format {
        Format::Human => report::rules::list(&pack, out)?,
        Format::Json => writeln!(out, "{:#}", report::rules::json(&pack))?,
    }
    Ok(code)
}

pub(super) fn explain(task: &Explain, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<u8> {
    let (pack, folders, code) = load(&task.own, err)?;
    let Some(rule) = pack.rule(&task.id) else {
        let ids = pack.rules.iter().map(|rule| rule.id.as_str());
        writeln!(err, "There is no rule called `{}`: {}", safe::line(&task.id), nearest(&task.id, ids))?;
        writeln!(err, "`askwell rules list` lists them all.")?;
        return Ok(FAILED);
    };
    let file = rules::file_of(&rule.id, &folders);
    report::rules::explain(rule, file.as_ref(), &pack, out)?;
    Ok(code)
}

pub(super) fn test(task: &Test, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<u8> {
    if !task.files.is_empty() {
        return test_named(task, out, err);
    }
    let (pack, folders, code) = load(&task.own, err)?;
    due(task, &pack, out)?;
    let outcome = examples::prove(&pack, &folders);
    Ok(code.max(told(&outcome, out)?))
}

/// Only the rules that were named.
fn test_named(task: &Test, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<u8> {
    let named = Named::read(&task.files);
    let (pack, mistakes, elsewhere) = named.load(&task.own.folders);
    report::human::mistakes(&mistakes, &mut NoColor::new(&mut *err))?;
    if elsewhere > 0 {
        writeln!(err, "Something is wrong with other rule files, too: `askwell rules test` without a file tells what.")?;
    }
    due(task, &pack, out)?;
    let outcome = examples::prove_named(&pack, &named);
    if mistakes.is_empty() {
        return told(&outcome, out);
    }
    if outcome.rules > 0 {
        told(&outcome, out)?;
    }
    Ok(FAILED)
}

fn due(task: &Test, pack: &Pack, out: &mut dyn Write) -> io::Result<()> {
    task.as_of.iter().try_for_each(|date| report::rules::due(pack, date, out))
}

/// Tells what does not hold, or that all does.
fn told(outcome: &Outcome, out: &mut dyn Write) -> io::Result<u8> {
    report::human::mistakes(&outcome.mistakes, &mut NoColor::new(&mut *out))?;
    let rules = report::counted(outcome.rules, "rule");
    match outcome.mistakes.len() {
        0 => {
            let (hold, its) = if outcome.rules == 1 { ("holds", "its") } else { ("hold", "their") };
            writeln!(out, "{rules} {hold} on {its} {}.", report::counted(outcome.examples, "example"))?;
            Ok(CLEAN)
        }
        1 => writeln!(out, "1 thing does not hold in the examples of {rules}.").map(|()| FOUND),
        many => writeln!(out, "{many} things do not hold in the examples of {rules}.").map(|()| FOUND),
    }
}

pub(super) fn schema(task: &SchemaOf, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<u8> {
    let (pack, _, code) = load(&task.own, err)?;
    writeln!(out, "{:#}", json_schema::schema(task.kind, &pack))?;
    Ok(code)
}

pub(super) fn reference(task: &Reference, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<u8> {
    let (pack, folders, code) = load(&task.own, err)?;
    let pages = report::reference::pages(&pack, |id| rules::file_of(id, &folders));
    fs::create_dir_all(&task.folder)?;
    for (name, text) in &pages {
        fs::write(task.folder.join(name), text)?;
    }
    writeln!(out, "{} pages in {}.", pages.len(), safe::line(&task.folder.to_string_lossy()))?;
    Ok(code)
}

/// The rules, those of a configuration for this folder included; the folders that they come from; and the exit code that
/// their own mistakes call for.
fn load(own: &OwnRules, err: &mut dyn Write) -> io::Result<(Pack, Vec<PathBuf>, u8)> {
    let here = env::current_dir().unwrap_or_default();
    let (config, mut mistakes) = Config::path_for(&here).map_or_else(Default::default, |path| Config::read(&path));
    let folders = [own.folders.clone(), config.rules_from()].concat();
    let (pack, further) = rules::load(&folders);
    mistakes.extend(further);
    mistakes.extend(config.check(&pack));
    report::human::mistakes(&mistakes, &mut NoColor::new(err))?;
    Ok((pack, folders, if mistakes.is_empty() { CLEAN } else { FAILED }))
}
