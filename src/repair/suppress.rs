//! A comment that says that a finding may stand, and why, tried before it is offered.

use std::sync::Arc;

use super::mend::Bench;
use super::{Edit, alike, edited};
use crate::dialect;
use crate::directive;
use crate::engine::Checked;
use crate::finding::Finding;
use crate::journey::Journeys;
use crate::walk::Found;

/// Puts a comment that silences `finding` for `reason` where the directive covers it. `None` where none can stand, or where it
/// would not silence just this one.
pub fn suppressed(bench: Bench, file: &Found, journeys: &Journeys, checked: &Checked, finding: &Finding, reason: &str) -> Option<Edit> {
    let source = &checked.source;
    let holder = finding.holder.unwrap_or(finding.place);
    let paste = directive::paste(&[&finding.rule], reason, holder, source, dialect::named(checked.dialect)?)?;
    let edit = paste.edit(source);
    let path = bench.repository.path(file)?;
    let repository = bench.repository.with_page(&path, Arc::from(edited(&source.text, std::slice::from_ref(&edit))));
    let after = Bench { repository: &repository, ..bench }.again(file, journeys)?;
    silences(checked, &after, finding).then_some(edit)
}

/// True if the finding may stand now, and nothing else is different.
fn silences(before: &Checked, after: &Checked, finding: &Finding) -> bool {
    let live = |checked: &Checked| -> Vec<(String, Option<usize>)> {
        checked.findings.iter().filter(|finding| finding.is_live()).map(|finding| (finding.rule.clone(), finding.question)).collect()
    };
    let (mut left, now) = (live(before), live(after));
    let Some(at) = left.iter().position(|(rule, question)| *rule == finding.rule && *question == finding.question) else { return false };
    left.remove(at);
    let (mut left, mut now) = (left, now);
    left.sort();
    now.sort();
    left == now
        && alike::lines(&before.form) == alike::lines(&after.form)
        && before.notices.len() == after.notices.len()
        && before.complaints.len() == after.complaints.len()
}
