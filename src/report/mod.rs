//! What askwell prints. Renderers decide nothing; lines and columns exist only here.

mod checkstyle;
pub mod config;
pub mod coverage;
pub mod difference;
mod excerpt;
pub mod findings;
pub mod format;
mod github;
mod gitlab;
pub mod html;
pub mod human;
pub mod inspect;
pub mod json;
mod junit;
pub mod markdown;
pub mod merged;
pub mod narrow;
pub mod plain;
pub mod preview;
pub mod records;
pub mod reference;
pub mod rules;
pub(crate) mod safe;
mod sarif;
pub mod unseen;
mod uri;
mod xml;

use crate::dialect;
use crate::directive::{self, Paste};
use crate::engine::Checked;
use crate::finding::Finding;

/// A finding in a paragraph, for whoever reads it alone: what, about which question, and what to write instead.
fn told(file: &Checked, finding: &Finding) -> String {
    let prompt = finding.question.and_then(|at| file.form.questions[at].prompt.known());
    let question = prompt.map_or_else(String::new, |prompt| format!(" (“{}”)", prompt.as_str()));
    let what = finding.message.trim_end_matches('.');
    let note = finding.note.as_ref().map_or_else(String::new, |note| format!("\nNote: {note}"));
    format!("{what}{question}.\nInstead: {}{note}", finding.help)
}

/// The comments that would let these findings of a file stand, without their reasons: as few as cover all of them. None where no
/// comment can stand.
fn pastes(file: &Checked, findings: &[&Finding]) -> Vec<Paste> {
    let mut left: Vec<&Finding> = findings.to_vec();
    let mut pastes = Vec::new();
    while let Some(holder) = left.iter().filter_map(|finding| finding.holder).max_by_key(|holder| holder.len()) {
        let is_covered = |finding: &&Finding| holder.contains(finding.place) || finding.holder == Some(holder);
        let mut rules: Vec<&str> = left.iter().filter(|finding| is_covered(finding)).map(|finding| finding.rule.as_str()).collect();
        rules.sort_unstable();
        rules.dedup();
        let dialect = dialect::named(file.dialect);
        let Some(paste) = dialect.and_then(|dialect| directive::paste(&rules, "…", holder, &file.source, dialect)) else {
            return Vec::new();
        };
        pastes.push(paste);
        left.retain(|finding| !is_covered(finding));
    }
    // What cannot be silenced leaves the rest useless.
    if left.is_empty() { pastes } else { Vec::new() }
}

/// “1 rule”, “2 rules”.
pub(crate) fn counted(number: usize, thing: &str) -> String {
    format!("{number} {thing}{}", if number == 1 { "" } else { "s" })
}
