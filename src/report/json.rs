//! A check as one JSON object, for programs.

use serde_json::{Value, json};

use super::findings::Report;
use crate::engine::Checked;
use crate::finding::Finding;
use crate::source::{Source, Span};

/// The version of the shape. It changes when a program that reads it would have to.
const VERSION: u32 = 1;

/// The whole report. Lines and columns count from 1, columns in characters.
pub fn json(report: &Report) -> Value {
    let summary = report.summary();
    let all = || report.files.iter().flat_map(|file| file.findings.iter().map(move |found| (file, found)));
    let findings = findings(report);
    let suppressed: Vec<Value> = all().filter_map(|(file, found)| silenced(file, found)).collect();
    let complaints: Vec<Value> = report
        .files
        .iter()
        .flat_map(|file| {
            file.complaints.iter().map(move |complaint| {
                let level = if complaint.is_mistake { "error" } else { "warning" };
                let mut value = at(file, complaint.span);
                value["level"] = Value::from(level);
                value["message"] = Value::from(complaint.message.as_str());
                value["help"] = complaint.help.as_deref().map_or(Value::Null, Value::from);
                value
            })
        })
        .collect();
    let notices: Vec<Value> = report
        .files
        .iter()
        .flat_map(|file| {
            file.notices.iter().map(
                move |notice| json!({"path": file.source.path, "line": file.source.line(notice.span.start), "message": notice.message}),
            )
        })
        .collect();
    let skipped: Vec<Value> = report.skipped.iter().map(|skip| json!({"path": skip.shown, "reason": skip.why.to_string()})).collect();
    json!({
        "version": VERSION,
        "askwell": env!("CARGO_PKG_VERSION"),
        "findings": findings,
        "suppressed": suppressed,
        "directives": complaints,
        "notices": notices,
        "skipped": skipped,
        "summary": {
            "files": summary.files,
            "questions": summary.questions,
            "not_fully_visible": summary.not_fully_visible,
            "errors": summary.errors,
            "warnings": summary.warnings,
            "infos": summary.infos,
            "suppressed": summary.suppressed,
            "directives": summary.complaints,
            "notices": summary.notices,
            "skipped": summary.skipped,
        },
    })
}

/// The findings that nobody has said may stand.
pub(super) fn findings(report: &Report) -> Value {
    let all = report.files.iter().flat_map(|file| file.findings.iter().map(move |found| (file, found)));
    all.filter(|(_, found)| found.is_live()).map(|(file, found)| finding(file, found)).collect()
}

/// A finding that may stand, with who says so.
fn silenced(file: &Checked, found: &Finding) -> Option<Value> {
    let by = found.suppressed.as_ref()?;
    let mut value = finding(file, found);
    value["reason"] = Value::from(by.reason.as_str());
    value["directive"] = at(file, by.by);
    Some(value)
}

fn finding(file: &Checked, finding: &Finding) -> Value {
    let related: Vec<Value> = finding
        .related
        .iter()
        .filter_map(|(place, message)| {
            let mut related = in_source(file.source_of(*place)?, *place);
            related["message"] = Value::from(message.as_str());
            Some(related)
        })
        .collect();
    let prompt = finding.question.and_then(|at| file.form.questions[at].prompt.known()).map(|text| text.as_str());
    let mut value = at(file, finding.place);
    value["rule"] = Value::from(finding.rule.as_str());
    value["level"] = Value::from(finding.level.name());
    value["confidence"] = Value::from(finding.confidence.name());
    value["message"] = Value::from(finding.message.as_str());
    value["instead"] = Value::from(finding.help.as_str());
    value["note"] = finding.note.as_deref().map_or(Value::Null, Value::from);
    value["question"] = prompt.map_or(Value::Null, Value::from);
    value["related"] = Value::Array(related);
    value
}

fn at(file: &Checked, place: Span) -> Value {
    in_source(&file.source, place)
}

fn in_source(source: &Source, place: Span) -> Value {
    json!({
        "path": source.path,
        "line": source.line(place.start),
        "column": source.column(place.start),
        "end_line": source.line(place.end),
        "end_column": source.column(place.end),
        "start_byte": place.start,
        "end_byte": place.end,
    })
}
