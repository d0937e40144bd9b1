//! GitLab's code quality report, which merge requests show.
//!
//! GitLab knows no findings that may stand. Those are told as `info` with the reason first, so that whoever reviews a
//! merge request sees once that it silences something.

use std::io;

use codespan_reporting::term::termcolor::WriteColor;
use serde_json::{Value, json};

use super::findings::Problem;
use super::format::Telling;
use crate::engine::Checked;
use crate::finding::{Finding, Standing};
use crate::fingerprint;
use crate::rules::schema::Level;

/// Writes the report as one list.
pub(super) fn write(telling: &Telling, out: &mut dyn WriteColor) -> io::Result<()> {
    let findings = telling.report.all().map(|(file, finding)| entry(file, finding));
    let problems = telling.report.problems().into_iter().filter(|problem| problem.level > Level::Info).map(|found| problem(&found));
    let all: Vec<Value> = findings.chain(problems).collect();
    serde_json::to_writer_pretty(&mut *out, &all)?;
    writeln!(out)
}

fn entry(file: &Checked, finding: &Finding) -> Value {
    let told = super::told(file, finding).replace('\n', " ");
    let (severity, description, standing) = match &finding.standing {
        Standing::Live => (severity(finding.level), told, "live"),
        Standing::Suppressed(by) => ("info", format!("Suppressed because {}: {told}", by.reason), "suppressed"),
        Standing::Baselined => ("info", format!("There before, as the baseline says: {told}"), "baselined"),
    };
    json!({
        "type": "issue",
        "check_name": finding.rule,
        "description": description,
        "categories": ["Style"],
        "severity": severity,
        "fingerprint": finding.fingerprint(&file.path),
        "location": {
            "path": file.path,
            "lines": {"begin": file.source.line(finding.place.start), "end": file.source.line(finding.place.end)},
        },
        "standing": standing,
    })
}

fn problem(problem: &Problem) -> Value {
    let line = problem.place.map_or(1, |(line, _)| line);
    json!({
        "type": "issue",
        "check_name": "askwell",
        "description": problem.message,
        "categories": ["Style"],
        "severity": severity(problem.level),
        "fingerprint": fingerprint::digest(&["askwell", &problem.path, &problem.message, &line.to_string()]),
        "location": {"path": problem.path, "lines": {"begin": line}},
    })
}

fn severity(level: Level) -> &'static str {
    match level {
        Level::Error => "major",
        Level::Warning => "minor",
        Level::Info => "info",
    }
}
