//! `askwell check --suppress`: writes comments that let findings stand.
//!
//! Every comment is tried before it is written: it has to silence what it is for, and to change nothing else that askwell sees.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::sync::Arc;

use super::ground::Ground;
use super::{CLEAN, FAILED};
use crate::decode::Encoding;
use crate::dialect;
use crate::directive::{self, Paste};
use crate::engine::Checked;
use crate::finding::{Finding, Standing};
use crate::judge;
use crate::repair::{Edit, edited, save};
use crate::report::findings::Report;
use crate::report::narrow::{Known, Selection, known};
use crate::report::{counted, safe};
use crate::repository::Repositories;
use crate::source::{Source, Span};
use crate::walk::Found;

pub(super) fn run(rule: &str, reason: &str, report: &Report, ground: &Ground, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<u8> {
    let wanted = match Selection::new(&[rule.to_owned()], &[], None, &ground.pack) {
        Ok(wanted) => wanted,
        Err(why) => {
            writeln!(err, "askwell: {}", safe::line(&why))?;
            return Ok(FAILED);
        }
    };
    let bench = Bench { ground, repositories: ground.repositories(), wanted };
    let (mut silenced, mut left) = (0, 0);
    for file in report.files.iter().filter(|file| file.findings.iter().any(|finding| bench.is_wanted(finding))) {
        let (text, done) = bench.silenced(file, reason);
        let is_written = text == file.source.text || written(file, &text, ground, err)?;
        for finding in file.findings.iter().filter(|finding| bench.is_wanted(finding)) {
            let line = file.source.line(finding.place.start);
            let place = format!("{}:{line}: {}", safe::line(&file.source.path), finding.rule);
            if is_written && done.contains(&known(file, finding)) {
                silenced += 1;
                writeln!(out, "{place} may stand from now on.")?;
            } else {
                left += 1;
                writeln!(err, "{place} cannot be let stand by a comment here.")?;
            }
        }
    }
    if silenced + left == 0 {
        writeln!(out, "{} has nothing to say here, so nothing was written.", safe::line(rule))?;
    }
    if left > 0 {
        let what = counted(left, "finding");
        writeln!(err, "{what} cannot be let stand by a comment: use `overrides` in askwell.yaml, or `askwell baseline`.")?;
    }
    Ok(if left > 0 { FAILED } else { CLEAN })
}

/// Where comments are tried.
struct Bench<'g> {
    ground: &'g Ground,
    repositories: Repositories,
    wanted: Selection,
}

impl Bench<'_> {
    fn is_wanted(&self, finding: &Finding) -> bool {
        finding.is_live() && self.wanted.wants(finding)
    }

    /// The text of the file with every comment that works, and which findings these silence: all at once if that works, or
    /// else one after another.
    fn silenced(&self, file: &Checked, reason: &str) -> (String, BTreeSet<Known>) {
        let pastes = self.pastes(file, reason);
        let all: Vec<&Paste> = pastes.iter().collect();
        // What is told may be less than what is there, and what is there must stay.
        let Some(before) = self.judged(file, &self.repositories) else { return (file.source.text.clone(), BTreeSet::new()) };
        if let Some(done) = self.tried(file, &before, &all) {
            return (with(&file.source, &all), done);
        }
        let mut kept: Vec<&Paste> = Vec::new();
        let mut done = BTreeSet::new();
        for paste in &pastes {
            kept.push(paste);
            match self.tried(file, &before, &kept) {
                Some(now) => done = now,
                None => drop(kept.pop()),
            }
        }
        (with(&file.source, &kept), done)
    }

    /// A comment for each element or call that holds findings, in the order of the file.
    fn pastes(&self, file: &Checked, reason: &str) -> Vec<Paste> {
        let Some(dialect) = dialect::named(file.dialect) else { return Vec::new() };
        let mut rules: BTreeMap<Span, BTreeSet<&str>> = BTreeMap::new();
        for finding in file.findings.iter().filter(|finding| self.is_wanted(finding)) {
            rules.entry(finding.holder.unwrap_or(finding.place)).or_default().insert(&finding.rule);
        }
        let paste = |(holder, rules): (Span, BTreeSet<&str>)| {
            let rules: Vec<&str> = rules.into_iter().collect();
            directive::paste(&rules, reason, holder, &file.source, dialect)
        };
        rules.into_iter().filter_map(paste).collect()
    }

    fn found(&self, file: &Checked) -> Option<&Found> {
        self.ground.found.iter().find(|found| found.shown == file.source.path)
    }

    /// All that there is to say about a file, as `repositories` read it.
    fn judged(&self, file: &Checked, repositories: &Repositories) -> Option<Checked> {
        let (judged, _) = judge::file(self.found(file)?, repositories, &self.ground.configs, &self.ground.pack)?;
        Some(judged)
    }

    /// What these comments silence, if they do and if nothing else is seen otherwise than `before`.
    fn tried(&self, file: &Checked, before: &Checked, pastes: &[&Paste]) -> Option<BTreeSet<Known>> {
        let here = self.found(file)?;
        let path = self.repositories.holding(here)?.path(here)?;
        let text: Arc<str> = Arc::from(with(&file.source, pastes));
        let after = self.judged(file, &self.repositories.with(here, &BTreeMap::from([(path, text)])))?;
        let all = |file: &Checked| file.findings.iter().map(|finding| known(file, finding)).collect::<BTreeSet<_>>();
        let is_harmless = all(before) == all(&after)
            && after.notices.len() == before.notices.len()
            && after.complaints.len() <= before.complaints.len()
            && after.form.questions.len() == before.form.questions.len();
        let wanted: BTreeSet<Known> = file.findings.iter().filter(|found| self.is_wanted(found)).map(|found| known(file, found)).collect();
        let is_silenced = |found: &&Finding| matches!(found.standing, Standing::Suppressed(_));
        let now = after.findings.iter().filter(is_silenced).map(|found| known(&after, found)).filter(|found| wanted.contains(found));
        let now: BTreeSet<Known> = now.collect();
        (is_harmless && !now.is_empty()).then_some(now)
    }
}

/// The text of a file with these comments.
fn with(source: &Source, pastes: &[&Paste]) -> String {
    let edits: Vec<Edit> = pastes.iter().map(|paste| paste.edit(source)).collect();
    edited(&source.text, &edits)
}

/// Writes the file, if it still says what was checked.
fn written(file: &Checked, text: &str, ground: &Ground, err: &mut dyn Write) -> io::Result<bool> {
    let Some(found) = ground.found.iter().find(|found| found.shown == file.source.path) else { return Ok(false) };
    let why = match file.source.encoding() {
        Encoding::Utf8 => match save::save(&found.path, &file.source.text, text) {
            Ok(()) => return Ok(true),
            Err(error) => error.to_string(),
        },
        _ => "askwell writes into files in UTF-8 only, and this one is written in another encoding".to_owned(),
    };
    writeln!(err, "{} could not be written: {}", safe::line(&found.shown), safe::line(&why))?;
    Ok(false)
}
