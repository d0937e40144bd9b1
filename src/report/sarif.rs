//! SARIF 2.1.0, as code scanning services read it.

use std::collections::BTreeMap;
use std::io;

use codespan_reporting::term::termcolor::WriteColor;
use serde_json::{Map, Value, json};

use super::findings::{Problem, Report};
use super::format::Telling;
use super::uri;
use crate::engine::Checked;
use crate::finding::{Finding, Standing};
use crate::rules::schema::{Confidence, Level};
use crate::rules::{Pack, Rule};
use crate::source::{Source, Span};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// What paths are relative to: the top of the checked-out repository.
const ROOT: &str = "%SRCROOT%";

/// Writes the report as one log with one run.
pub(super) fn write(telling: &Telling, out: &mut dyn WriteColor) -> io::Result<()> {
    let Telling { report, pack, .. } = telling;
    let spoke: BTreeMap<&str, usize> = {
        let mut ids: Vec<&str> = report.all().map(|(_, finding)| finding.rule.as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        ids.into_iter().enumerate().map(|(at, id)| (id, at)).collect()
    };
    let rules: Vec<Value> = spoke.keys().map(|id| pack.rule(id).map_or_else(|| json!({"id": id}), |found| rule(found, pack))).collect();
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "askwell",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": {ROOT: {"description": {"text": "The top of the repository"}}},
            "invocations": [{
                "executionSuccessful": !report.failed(),
                "toolExecutionNotifications": notifications(report),
            }],
            "results": report.all().map(|(file, finding)| result(file, finding, &spoke)).collect::<Vec<_>>(),
        }],
    });
    serde_json::to_writer_pretty(&mut *out, &log)?;
    writeln!(out)
}

/// A rule, with its reason and sources for whoever opens one of its findings.
fn rule(rule: &Rule, pack: &Pack) -> Value {
    let sources: Vec<_> = rule.sources.iter().filter_map(|key| pack.vocabulary.sources().get(key)).collect();
    let guidance = |link: fn(&str, &str) -> String| {
        let lines = sources.iter().map(|source| format!("- {}", link(&format!("{}, {}", source.publisher, source.title), &source.url)));
        lines.collect::<Vec<_>>().join("\n")
    };
    let text = guidance(|title, url| format!("{title}: {url}"));
    let markdown = guidance(|title, url| format!("[{title}]({url})"));
    let mut told = json!({
        "id": rule.id,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.why},
        "help": {
            "text": format!("{}\n\nInstead: {}\n\nWhy: {}\n\nGuidance:\n{text}", rule.message, rule.instead, rule.why),
            "markdown": format!("{}\n\n**Instead:** {}\n\n**Why:** {}\n\n**Guidance:**\n\n{markdown}", rule.message, rule.instead, rule.why),
        },
        "defaultConfiguration": {"level": level(rule.level)},
        "properties": {
            "precision": precision(rule.confidence),
            "tags": ["inclusion", rule.id.split('/').next().unwrap_or(&rule.id)],
        },
    });
    if let Some(source) = sources.first() {
        told["helpUri"] = Value::from(source.url.as_str());
    }
    told
}

fn result(file: &Checked, finding: &Finding, rules: &BTreeMap<&str, usize>) -> Value {
    let related: Vec<Value> = finding
        .related
        .iter()
        .filter_map(|(place, message)| {
            let mut related = location(file.source_of(*place)?, &file.path_of(*place)?, *place);
            related["message"] = json!({"text": message});
            Some(related)
        })
        .collect();
    let suppressions = match &finding.standing {
        Standing::Live => json!([]),
        Standing::Suppressed(by) => json!([{
            "kind": "inSource",
            "status": "accepted",
            "justification": by.reason,
            "location": location(&file.source, &file.path, by.by),
        }]),
        Standing::Baselined => {
            json!([{"kind": "external", "status": "accepted", "justification": "It was there before: the baseline lists it."}])
        }
    };
    json!({
        "ruleId": finding.rule,
        "ruleIndex": rules.get(finding.rule.as_str()),
        "level": level(finding.level),
        "message": {"text": super::told(file, finding)},
        "locations": [location(&file.source, &file.path, finding.place)],
        "relatedLocations": related,
        "partialFingerprints": {"askwell/v1": finding.fingerprint(&file.path)},
        "suppressions": suppressions,
        "properties": {"confidence": finding.confidence.name()},
    })
}

fn location(source: &Source, path: &str, place: Span) -> Value {
    json!({"physicalLocation": {
        "artifactLocation": artifact(path),
        "region": {
            "startLine": source.line(place.start),
            "startColumn": source.column(place.start),
            "endLine": source.line(place.end),
            "endColumn": source.column(place.end),
        },
    }})
}

fn artifact(path: &str) -> Value {
    let mut artifact = Map::new();
    artifact.insert("uri".to_owned(), Value::from(uri::of(path)));
    // A file outside the repository has a whole path.
    if !path.starts_with('/') {
        artifact.insert("uriBaseId".to_owned(), Value::from(ROOT));
    }
    Value::Object(artifact)
}

/// What is no finding: what could not be read or followed.
fn notifications(report: &Report) -> Vec<Value> {
    let problem = |problem: Problem| {
        let mut told = json!({"level": level(problem.level), "message": {"text": problem.message}});
        let mut place = json!({"artifactLocation": artifact(&problem.path)});
        if let Some((line, column)) = problem.place {
            place["region"] = json!({"startLine": line, "startColumn": column});
        }
        told["locations"] = json!([{"physicalLocation": place}]);
        told
    };
    report.problems().into_iter().map(problem).collect()
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info => "note",
    }
}

/// The word that GitHub sorts by.
fn precision(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::High => "very-high",
        Confidence::Medium => "high",
        Confidence::Low => "medium",
    }
}
