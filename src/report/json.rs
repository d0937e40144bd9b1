//! A check as one JSON object, for programs.

use serde_json::{Value, json};

use super::findings::{Checked, Report};
use crate::finding::Finding;
use crate::source::Span;

/// The version of the shape. It changes when a program that reads it would have to.
const VERSION: u32 = 1;

/// The whole report. Lines and columns count from 1, columns in characters.
pub fn json(report: &Report) -> Value {
    let summary = report.summary();
    let findings: Vec<Value> = report.files.iter().flat_map(|file| file.findings.iter().map(|found| finding(file, found))).collect();
    let notices: Vec<Value> = report
        .files
        .iter()
        .flat_map(|file| file.notices.iter().map(move |notice| {
            json!({"path": file.source.path, "line": file.source.line(notice.span.start), "message": notice.message})
        }))
        .collect();
    let skipped: Vec<Value> =
        report.skipped.iter().map(|skip| json!({"path": skip.shown, "reason": skip.why.to_string()})).collect();
    json!({
        "version": VERSION,
        "askwell": env!("CARGO_PKG_VERSION"),
        "findings": findings,
        "notices": notices,
        "skipped": skipped,
        "summary": {
            "files": summary.files,
            "questions": summary.questions,
            "not_fully_visible": summary.not_fully_visible,
            "errors": summary.errors,
            "warnings": summary.warnings,
            "infos": summary.infos,
            "notices": summary.notices,
            "skipped": summary.skipped,
        },
    })
}

fn finding(file: &Checked, finding: &Finding) -> Value {
    let related: Vec<Value> = finding
        .related
        .iter()
        .map(|(place, message)| {
            let mut related = at(file, *place);
            related["message"] = Value::from(message.as_str());
            related
        })
        .collect();
    let prompt = finding.question.and_then(|at| file.form.questions[at].prompt.known()).map(|text| text.as_str());
    let mut value = at(file, finding.place);
    value["rule"] = Value::from(finding.rule.as_str());
    value["level"] = Value::from(finding.level.name());
    value["confidence"] = Value::from(finding.confidence.name());
    value["message"] = Value::from(finding.message.as_str());
    value["instead"] = Value::from(finding.help.as_str());
    value["question"] = prompt.map_or(Value::Null, Value::from);
    value["related"] = Value::Array(related);
    value
}

fn at(file: &Checked, place: Span) -> Value {
    let source = &file.source;
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
