//! `askwell inspect`.

use std::io::{self, Write};

use codespan_reporting::term::termcolor::NoColor;

use super::arguments::{Format, Inspect};
use super::check::{in_threads, understood};
use super::{CLEAN, FAILED};
use crate::config::Configs;
use crate::journey;
use crate::report::{self, safe};
use crate::repository::Repositories;
use crate::rules;
use crate::run::{self, Understood};
use crate::walk::{self, Why};

pub(super) fn run(task: &Inspect, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<u8> {
    let (mut found, mut skipped) = walk::files(&task.input.paths());
    let configs = Configs::of(&found);
    let (pack, mut mistakes) = rules::load(&[task.own.folders.clone(), configs.rules_from()].concat());
    mistakes.extend(configs.mistakes(&pack));
    report::human::mistakes(&mistakes, &mut NoColor::new(&mut *err))?;
    found.retain(|file| file.named || configs.for_file(file).is_some_and(|(config, path)| config.covers(&path)));
    let (documents, journeys, unread) = in_threads(&task.input, || {
        let repositories = Repositories::of(&found, &task.input.paths(), &configs);
        let (read, unread) =
            run::each(0, &found, &repositories.reading(&configs), |document, file| (understood(document, file, &pack, &configs), file));
        let asks = |understood: &Understood| !understood.asked.is_empty() && !task.summary;
        let journeys = journey::gather(&read, &repositories, &configs, &pack, &mut journey::Known::default(), asks);
        (read.into_iter().map(|(understood, _)| understood).collect::<Vec<_>>(), journeys, unread)
    });
    skipped.extend(unread);
    let seen = report::inspect::Seen { documents: &documents, journeys: &journeys, vocabulary: &pack.vocabulary };
    match task.format {
        Format::Json => writeln!(out, "{:#}", report::inspect::json(&seen))?,
        Format::Human if task.summary => report::inspect::summary(&seen, out)?,
        Format::Human => report::inspect::human(&seen, out)?,
    }
    for skip in skipped.iter().filter(|skip| skip.named || !matches!(skip.why, Why::NotYet(_))) {
        writeln!(err, "not read: {}: {}", safe::line(&skip.shown), safe::line(&skip.why.to_string()))?;
    }
    let failed = skipped.iter().any(|skip| skip.named || skip.why == Why::Internal);
    Ok(if failed || !mistakes.is_empty() { FAILED } else { CLEAN })
}
