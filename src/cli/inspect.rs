//! `askwell inspect`.

use std::io::{self, Write};

use super::arguments::{Format, Inspect};
use super::ground::Ground;
use super::{CLEAN, FAILED};
use crate::journey;
use crate::judge::understood;
use crate::report::{self, safe};
use crate::repository::Repositories;
use crate::run::{self, Understood};
use crate::walk::Why;

pub(super) fn run(task: &Inspect, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<u8> {
    let Ground { paths, found, mut skipped, listings, configs, pack, is_broken } =
        Ground::new(&task.input, &task.own, &task.settings, err)?;
    let repositories = Repositories::of(&found, &paths, &listings, &configs);
    let (read, unread) =
        run::each(0, &found, &repositories.reading(&configs), |document, file| (understood(document, file, &pack, &configs), file));
    let asks = |understood: &Understood| !understood.asked.is_empty() && !task.summary;
    let journeys = journey::gather(&read, &repositories, &configs, &pack, &mut journey::Known::default(), asks);
    let documents: Vec<Understood> = read.into_iter().map(|(understood, _)| understood).collect();
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
    Ok(if failed || is_broken { FAILED } else { CLEAN })
}
