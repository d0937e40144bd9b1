//! `askwell check --fix`, `--unsafe-fixes` and `--diff`.

use std::collections::BTreeMap;
use std::io::{self, Write};

use clap::Args;
use similar::TextDiff;

use crate::config::Configs;
use crate::engine::Checked;
use crate::repair::save::{self, Failed};
use crate::repair::{Bench, Fixed, Outcome, Told};
use crate::report::{counted, safe};
use crate::repository::Repositories;
use crate::rules::Pack;
use crate::rules::fix::Safety;
use crate::walk::Found;

/// What is to be mended.
#[derive(Debug, Args)]
#[command(next_help_heading = "Fixes")]
pub(super) struct Fixes {
    /// Mend what can be mended without asking: words, and what browsers are told
    #[arg(long, conflicts_with_all = ["stdin", "stdin_records"])]
    fix: bool,
    /// Mend what a program that gets the answers may have to learn of, too, such as a new answer
    #[arg(long, conflicts_with_all = ["stdin", "stdin_records"])]
    unsafe_fixes: bool,
    /// Show what would be mended, and change nothing
    #[arg(long)]
    diff: bool,
}

impl Fixes {
    /// How far fixes may go; `None` where none is asked for.
    pub(super) fn up_to(&self) -> Option<Safety> {
        match self.unsafe_fixes {
            true => Some(Safety::Unsafe),
            false => (self.fix || self.diff).then_some(Safety::Safe),
        }
    }

    /// True if files stay as they are.
    pub(super) fn only_shows(&self) -> bool {
        self.diff
    }
}

/// Tries every fix, one repository after the other.
pub(super) fn mend(
    found: &[Found],
    first: &[Checked],
    repositories: &Repositories,
    configs: &Configs,
    pack: &Pack,
    up_to: Safety,
) -> Outcome {
    let mut whole = Outcome::default();
    for repository in repositories.all() {
        let inside: Vec<Found> = found.iter().filter(|file| repositories.lies_in(file, repository)).cloned().collect();
        let outcome = Bench { repository, configs, pack }.mend(&inside, first, up_to);
        whole.files.extend(outcome.files);
        whole.told.extend(outcome.told);
        whole.skipped.extend(outcome.skipped);
    }
    whole.told.sort();
    whole.skipped.sort();
    whole
}

/// What changes, file by file, as `diff -u` shows it.
pub(super) fn show(outcome: &Outcome, out: &mut dyn Write) -> io::Result<()> {
    for file in &outcome.files {
        let name = safe::line(&file.shown);
        let diff = TextDiff::from_lines(file.before.as_ref(), file.after.as_ref());
        write!(out, "{}", diff.unified_diff().context_radius(3).header(&format!("a/{name}"), &format!("b/{name}")))?;
    }
    Ok(())
}

/// Writes every file that reads otherwise, those that belong together all or none, and says whether all could be.
pub(super) fn write(files: &[Fixed], err: &mut dyn Write) -> io::Result<bool> {
    let mut parties: BTreeMap<usize, Vec<&Fixed>> = BTreeMap::new();
    files.iter().for_each(|file| parties.entry(file.together).or_default().push(file));
    let mut all = true;
    for party in parties.values() {
        if let Err(failed) = save::save_together(party) {
            tell_failed(party, &failed, err)?;
            all = false;
        }
    }
    Ok(all)
}

/// Which file could not be written, and what that means for those that belong to it.
fn tell_failed(party: &[&Fixed], failed: &Failed, err: &mut dyn Write) -> io::Result<()> {
    let names = |files: &[&Fixed]| files.iter().map(|file| safe::line(&file.shown).to_string()).collect::<Vec<String>>().join(", ");
    writeln!(err, "{} was not mended: {}", names(&party[failed.at..=failed.at]), failed.error)?;
    let (written, others) = (&party[..failed.written], &party[failed.written..]);
    let others: Vec<&Fixed> = others.iter().filter(|file| file.path != party[failed.at].path).copied().collect();
    if !others.is_empty() {
        writeln!(err, "  Left as before, since they belong to it: {}", names(&others))?;
    }
    if !written.is_empty() {
        writeln!(err, "  Written by then, and to be looked at by you, since they belong to it: {}", names(written))?;
    }
    Ok(())
}

/// What was mended, and what was not and why.
pub(super) fn tell(outcome: &Outcome, shows: bool, err: &mut dyn Write) -> io::Result<()> {
    let (made, withdrawn): (Vec<&Told>, Vec<&Told>) = outcome.told.iter().partition(|told| told.withdrawn.is_none());
    let done = if shows { "Would mend" } else { "Mended" };
    let files = outcome.files.len();
    writeln!(err, "{done} {} in {}.", counted(made.len(), "finding"), counted(files, "file"))?;
    for told in &made {
        writeln!(err, "  {}:{}: {} ({})", safe::line(&told.shown), told.line, told.title, told.rule)?;
    }
    if !withdrawn.is_empty() {
        writeln!(err, "Left {} alone:", counted(withdrawn.len(), "finding"))?;
    }
    for told in &withdrawn {
        let why = told.withdrawn.as_deref().unwrap_or_default();
        writeln!(err, "  {}:{}: {} ({}): {}", safe::line(&told.shown), told.line, told.title, told.rule, safe::line(why))?;
    }
    if !outcome.skipped.is_empty() {
        writeln!(err, "Could not try fixes in {}:", counted(outcome.skipped.len(), "file"))?;
    }
    for skip in &outcome.skipped {
        writeln!(err, "  {}: {}", safe::line(&skip.shown), safe::line(&skip.why.to_string()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_before_another_failed_is_named() {
        let file = |name: &str| Fixed { shown: name.to_owned(), path: name.into(), before: "".into(), after: "".into(), together: 0 };
        let (one, two, three) = (file("a.njk"), file("cy.json"), file("en.json"));
        let told = |at: usize, written: usize| {
            let mut out = Vec::new();
            tell_failed(&[&one, &two, &three], &Failed { at, error: io::Error::other("no"), written }, &mut out).unwrap();
            String::from_utf8(out).unwrap()
        };
        assert_eq!(told(1, 0), "cy.json was not mended: no\n  Left as before, since they belong to it: a.njk, en.json\n");
        assert!(told(2, 2).ends_with("  Written by then, and to be looked at by you, since they belong to it: a.njk, cy.json\n"));
    }
}
