//! What new or changed rules would change on forms, for people and programs.

use std::io;

use codespan_reporting::term::termcolor::WriteColor;
use serde_json::{Value, json};

use super::difference::Difference;
use super::findings::Report;
use super::{counted, human};
use crate::rules::Pack;

/// Prints what is new, by the rules of `after`, what is gone, by those of `before`, and at most `most` stories of each.
pub fn human(found: &Difference, before: &Pack, after: &Pack, most: usize, out: &mut dyn WriteColor) -> io::Result<()> {
    part("Newly flagged", &found.new, after, most, out)?;
    part("No longer flagged", &found.gone, before, most, out)?;
    for ((rule, was, is), times) in &found.levels {
        writeln!(out, "{rule}: {} that was {} is now {}.", counted(*times, "finding"), was.name(), is.name())?;
    }
    let summary = &found.summary;
    if summary.files == 0 {
        return writeln!(out, "No forms were read: {}.", human::looked_for());
    }
    writeln!(
        out,
        "Looked at {}: {}, {} not fully visible.",
        counted(summary.files, "file"),
        counted(summary.questions, "question"),
        summary.not_fully_visible
    )?;
    let skipped: usize = summary.skipped.values().sum();
    if skipped > 0 {
        writeln!(out, "Not read: {}; `askwell check` says why.", counted(skipped, "file"))?;
    }
    if found.is_none() { writeln!(out, "Nothing would change.") } else { Ok(()) }
}

fn part(title: &str, report: &Report, pack: &Pack, most: usize, out: &mut dyn WriteColor) -> io::Result<()> {
    let places: usize = report.files.iter().map(|file| file.findings.len()).sum();
    writeln!(out, "{title}: {} in {}.\n", counted(places, "place"), counted(report.files.len(), "file"))?;
    let more = human::stories(report, pack, most, out)?;
    if more > 0 {
        writeln!(out, "And {more} more like these; `--all` shows every one.\n")?;
    }
    Ok(())
}

/// The same as one JSON object.
pub fn json(found: &Difference) -> Value {
    let levels: Vec<Value> = found
        .levels
        .iter()
        .map(|((rule, was, is), times)| json!({"rule": rule, "was": was.name(), "is": is.name(), "findings": times}))
        .collect();
    json!({
        "new": super::json::findings(&found.new),
        "gone": super::json::findings(&found.gone),
        "levels": levels,
        "summary": {
            "files": found.summary.files,
            "questions": found.summary.questions,
            "not_fully_visible": found.summary.not_fully_visible,
            "skipped": found.summary.skipped,
        },
    })
}
