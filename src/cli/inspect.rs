//! `askwell inspect`.

use std::io::{self, Write};

use codespan_reporting::term::termcolor::NoColor;

use super::arguments::{Format, Inspect};
use super::check::in_threads;
use super::{CLEAN, FAILED};
use crate::classify;
use crate::config::Configs;
use crate::report::{self, safe};
use crate::rules;
use crate::run;
use crate::walk::{self, Why};

pub(super) fn run(task: &Inspect, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<u8> {
    let (found, mut skipped) = walk::files(&task.input.paths());
    let configs = Configs::of(&found);
    let (pack, mut mistakes) = rules::load(&[task.own.folders.clone(), configs.rules_from()].concat());
    mistakes.extend(configs.mistakes(&pack));
    report::human::mistakes(&mistakes, &mut NoColor::new(&mut *err))?;
    let (documents, unread) = in_threads(&task.input, || {
        run::each(&found, &run::Repository::around(&task.input.paths(), &configs), |document, _| {
            let asked = classify::classify(&document.form, &pack.vocabulary);
            (document, asked)
        })
    });
    skipped.extend(unread);
    let topics = |asked: &classify::Asked| asked.topics.iter().map(|&topic| pack.vocabulary.topic_name(topic).to_owned()).collect();
    match task.format {
        Format::Json => writeln!(out, "{:#}", report::inspect::json(&documents, topics))?,
        Format::Human if task.summary => report::inspect::summary(&documents, topics, out)?,
        Format::Human => report::inspect::human(&documents, topics, out)?,
    }
    for skip in skipped.iter().filter(|skip| skip.named || !matches!(skip.why, Why::NotYet(_))) {
        writeln!(err, "not read: {}: {}", safe::line(&skip.shown), safe::line(&skip.why.to_string()))?;
    }
    let failed = skipped.iter().any(|skip| skip.named || skip.why == Why::Internal);
    Ok(if failed || !mistakes.is_empty() { FAILED } else { CLEAN })
}
