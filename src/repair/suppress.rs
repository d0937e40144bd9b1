//! A comment that says that a finding may stand, and why, written where the directive covers it and nothing more.

use std::sync::Arc;

use super::anatomy::Anatomy;
use super::mend::Bench;
use super::{Edit, alike, edited};
use crate::dialect::{self, Detected};
use crate::engine::Checked;
use crate::finding::Finding;
use crate::journey::Journeys;
use crate::source::{Source, Span};
use crate::walk::Found;

/// Puts a comment that silences `finding` for `reason` above it, as near as the language lets it. `None` where no place was
/// found at which it silences just this one.
pub fn suppressed(bench: Bench, file: &Found, journeys: &Journeys, checked: &Checked, finding: &Finding, reason: &str) -> Option<Edit> {
    let source = &checked.source;
    let Detected::Read(dialect) = dialect::detect(&source.path, &source.text) else { return None };
    let path = bench.repository.path(file)?;
    let said = format!("askwell: ignore {} because {reason}", finding.rule);
    for start in places(source, finding.place) {
        let Some((open, close)) = dialect.comment(&source.text[..start as usize]) else { continue };
        let edit = above(source, start, &format!("{open} {said} {close}"));
        let text = edited(&source.text, std::slice::from_ref(&edit));
        let repository = bench.repository.reading(&path, Arc::from(text));
        let Some(after) = (Bench { repository: &repository, ..bench }).again(file, journeys) else { continue };
        if silences(checked, &after, finding) {
            return Some(edit);
        }
    }
    None
}

/// Where what holds the finding starts, from the innermost out.
fn places(source: &Source, place: Span) -> Vec<u32> {
    let anatomy = Anatomy::of(source);
    let parts = anatomy.parts.iter().map(|part| part.whole);
    let mut around: Vec<Span> = anatomy.spans.iter().copied().chain(parts).filter(|span| span.contains(place)).collect();
    around.sort_by_key(|span| span.len());
    let mut starts = vec![place.start];
    starts.extend(around.iter().map(|span| span.start));
    // Two on one line are one place.
    let mut lines = Vec::new();
    starts.retain(|start| {
        let line = source.line(*start);
        let is_new = !lines.contains(&line);
        lines.push(line);
        is_new
    });
    starts
}

/// `comment` on a line of its own above that of `start`, indented as it.
fn above(source: &Source, start: u32, comment: &str) -> Edit {
    let text = &source.text;
    let line = text[..start as usize].rfind('\n').map_or(0, |at| at + 1);
    let line = if line == 0 && text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { line };
    let indent: String = text[line..].chars().take_while(|c| matches!(c, ' ' | '\t')).collect();
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    Edit { span: source.span(line..line), text: format!("{indent}{}{end}", comment.trim_end()) }
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
