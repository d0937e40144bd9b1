//! `askwell rules preview`.

use std::io::{self, Write};

use codespan_reporting::term::termcolor::NoColor;

use super::arguments::{Format, Input, Preview};
use super::check::checked_by;
use super::progress::Progress;
use super::{CLEAN, FAILED};
use crate::config::Configs;
use crate::judge::Keep;
use crate::report;
use crate::report::difference::Difference;
use crate::repository::Repositories;
use crate::rules::Named;
use crate::walk::{self, Walked};

/// How many stories are shown of what is new, and of what is gone.
const SHOWN: usize = 20;

pub(super) fn run(task: &Preview, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<u8> {
    let (rules, paths) = task.rules_and_paths();
    if rules.is_empty() {
        writeln!(err, "No rule was named: a rule file ends in .yaml and holds a line that begins with `id:`.")?;
        writeln!(err, "Such as: askwell rules preview our-rules/names/known-as.yaml app/views")?;
        return Ok(FAILED);
    }
    let Walked { mut found, skipped, listings } = walk::files(&paths);
    let configs = Configs::of(&found);
    let folders = [task.own.folders.clone(), configs.rules_from()].concat();
    let named = Named::read(&rules);
    let (after, mut mistakes) = named.load_over(&folders);
    mistakes.extend(configs.mistakes(&after));
    report::human::mistakes(&mistakes, &mut NoColor::new(&mut *err))?;
    if !mistakes.is_empty() {
        writeln!(err, "Nothing was looked at: what is wrong with the rules comes first.")?;
        return Ok(FAILED);
    }
    let before = named.load_without(&folders);
    found.retain(|file| file.named || configs.for_file(file).is_some_and(|(config, path)| config.covers(&path)));
    let input = Input::new(paths, task.threads);
    let progress = Progress::new(2 * found.len(), false);
    let repositories = || Repositories::of(&found, &input.paths(), &listings, &configs);
    let step = || progress.step();
    let check = |pack| checked_by(&found, &repositories(), pack, &configs, skipped.clone(), Keep::Told, &step);
    let (first, second) = (check(&before), check(&after));
    drop(progress);
    let failed = second.skipped.iter().any(|skip| skip.named);
    let difference = Difference::of(first, second);
    match task.format {
        Format::Json => writeln!(out, "{:#}", report::preview::json(&difference))?,
        Format::Human => {
            let most = if task.all { usize::MAX } else { SHOWN };
            report::preview::human(&difference, &before, &after, most, &mut NoColor::new(&mut *out))?;
        }
    }
    Ok(if failed { FAILED } else { CLEAN })
}
