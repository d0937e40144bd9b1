//! A check as one JSON object, for programs. The types here are the shape, and its JSON Schema is made from them.

use std::collections::BTreeMap;
use std::io::{self, Write};

use codespan_reporting::term::termcolor::WriteColor;
use rayon::prelude::*;
use schemars::{JsonSchema, schema_for};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::findings::Report;
use super::format::Telling;
use crate::baseline::Entry;
use crate::engine::Checked;
use crate::finding::{Finding as Found, Standing};
use crate::source::{Source, Span};

/// The version of the shape. It changes when a program that reads it would have to.
const VERSION: u32 = 1;

/// What `askwell check --format json` prints.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Output {
    /// The version of this shape.
    pub version: u32,
    /// The version of askwell.
    pub askwell: String,
    /// What counts, in the order of paths and places.
    pub findings: Vec<Finding>,
    /// What comments in the files say may stand.
    pub suppressed: Vec<Suppressed>,
    /// What the baseline lists.
    pub baselined: Vec<Finding>,
    /// Comments to askwell that cannot be followed, or had nothing to do.
    pub directives: Vec<Directive>,
    /// Entries of baselines that fit nothing any more.
    pub stale: Vec<Stale>,
    /// Parts of files that could not be read.
    pub notices: Vec<Notice>,
    /// Files that were not read.
    pub skipped: Vec<Skipped>,
    /// The figures.
    pub summary: Summary,
}

/// A place in a file. Lines and columns count from 1, columns in characters, bytes of the file on the disk from 0;
/// ends are exclusive.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Place {
    /// The file, from where askwell ran.
    pub path: String,
    /// The first line.
    pub line: usize,
    /// The first column.
    pub column: usize,
    /// The last line.
    pub end_line: usize,
    /// One past the last column.
    pub end_column: usize,
    /// The first byte.
    pub start_byte: usize,
    /// One past the last byte.
    pub end_byte: usize,
}

/// One rule's word on one place.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// Where.
    #[serde(flatten)]
    pub place: Place,
    /// The rule's id.
    pub rule: String,
    /// `error`, `warning` or `info`.
    pub level: String,
    /// How sure the rule is: `high`, `medium` or `low`.
    pub confidence: String,
    /// What is the matter.
    pub message: String,
    /// What to write in its place.
    pub instead: String,
    /// What was looked at, where that is more than the place shows.
    pub note: Option<String>,
    /// The question's words, where it is about one whose words can be read.
    pub question: Option<String>,
    /// Other places that belong to it.
    pub related: Vec<Related>,
    /// The finding's name in its repository, the same when lines move.
    pub fingerprint: String,
    /// What to write for it to stand, where a comment can say so.
    pub to_suppress: Option<ToSuppress>,
}

/// A comment that lets a finding stand, once `…` is replaced by a reason.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ToSuppress {
    /// The line before which the comment goes.
    pub line: usize,
    /// The column before which it goes, where it has no line of its own.
    pub column: Option<usize>,
    /// The comment.
    pub comment: String,
}

/// A place that belongs to a finding.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Related {
    /// Where.
    #[serde(flatten)]
    pub place: Place,
    /// What it is.
    pub message: String,
}

/// A finding that may stand, with who says so.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Suppressed {
    /// The finding.
    #[serde(flatten)]
    pub finding: Finding,
    /// Why it may stand.
    pub reason: String,
    /// The comment that says so.
    pub directive: Place,
}

/// What is wrong with a comment to askwell.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Directive {
    /// The comment.
    #[serde(flatten)]
    pub place: Place,
    /// `error` where it cannot be followed, `warning` where it had nothing to do.
    pub level: String,
    /// What is wrong.
    pub message: String,
    /// What to write.
    pub help: Option<String>,
}

/// An entry of a baseline that fits nothing any more.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Stale {
    /// Where it stands in the baseline.
    #[serde(flatten)]
    pub place: Place,
    /// What it lists.
    pub entry: Entry,
}

/// A part of a file that could not be read.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Notice {
    /// The file.
    pub path: String,
    /// The line.
    pub line: usize,
    /// Why.
    pub message: String,
}

/// A file that was not read.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Skipped {
    /// The file.
    pub path: String,
    /// Why.
    pub reason: String,
}

/// The figures of a check.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Summary {
    /// Files that were read.
    pub files: usize,
    /// Questions in them.
    pub questions: usize,
    /// Questions of which something cannot be seen.
    pub not_fully_visible: usize,
    /// Findings that count, by level.
    pub errors: usize,
    /// See `errors`.
    pub warnings: usize,
    /// See `errors`.
    pub infos: usize,
    /// Findings that comments silence.
    pub suppressed: usize,
    /// Findings that the baseline lists.
    pub baselined: usize,
    /// Comments to askwell that cannot be followed, or had nothing to do.
    pub directives: usize,
    /// Entries of baselines that fit nothing any more.
    pub stale: usize,
    /// Findings that count and were left out, because only a change was asked about.
    pub left_out: usize,
    /// Parts of files that could not be read.
    pub notices: usize,
    /// Files that were not read, by the reason.
    pub skipped: BTreeMap<String, usize>,
}

/// Writes the whole report.
pub(super) fn write(telling: &Telling, out: &mut dyn WriteColor) -> io::Result<()> {
    // JSON is written a few bytes at a time.
    let mut out = io::BufWriter::new(out);
    serde_json::to_writer_pretty(&mut out, &output(telling.report))?;
    writeln!(out)?;
    out.flush()
}

/// The JSON Schema of what `write` writes.
pub fn schema() -> Value {
    let mut schema = schema_for!(Output);
    schema.insert("title".to_owned(), Value::from("What `askwell check --format json` prints"));
    schema.to_value()
}

/// The whole report.
pub fn output(report: &Report) -> Output {
    let of = |standing: fn(&Standing) -> bool| {
        let all = report.files.iter().flat_map(|file| file.findings.iter().map(move |found| (file, found)));
        all.filter(move |(_, found)| standing(&found.standing))
    };
    let summary = report.summary();
    Output {
        version: VERSION,
        askwell: env!("CARGO_PKG_VERSION").to_owned(),
        findings: findings(report),
        suppressed: of(|standing| matches!(standing, Standing::Suppressed(_))).filter_map(|(file, found)| silenced(file, found)).collect(),
        baselined: of(|standing| *standing == Standing::Baselined).map(|(file, found)| finding(file, found)).collect(),
        directives: report.files.iter().flat_map(directives).collect(),
        stale: report.stale.iter().map(|stale| Stale { place: at(&stale.source, stale.span), entry: stale.entry.clone() }).collect(),
        notices: report.files.iter().flat_map(notices).collect(),
        skipped: report.skipped.iter().map(|skip| Skipped { path: skip.shown.clone(), reason: skip.why.to_string() }).collect(),
        summary: Summary {
            files: summary.files,
            questions: summary.questions,
            not_fully_visible: summary.not_fully_visible,
            errors: summary.errors,
            warnings: summary.warnings,
            infos: summary.infos,
            suppressed: summary.suppressed,
            baselined: summary.baselined,
            directives: summary.complaints,
            stale: report.stale.len(),
            left_out: report.narrowed.as_ref().map_or(0, |narrowed| narrowed.left_out),
            notices: summary.notices,
            skipped: summary.skipped,
        },
    }
}

/// The findings that count.
pub(super) fn findings(report: &Report) -> Vec<Finding> {
    let of = |file| live(file).map(move |found| finding(file, found));
    report.files.par_iter().flat_map_iter(of).collect()
}

fn live(file: &Checked) -> impl Iterator<Item = &Found> {
    file.findings.iter().filter(|found| found.is_live())
}

fn silenced(file: &Checked, found: &Found) -> Option<Suppressed> {
    let Standing::Suppressed(by) = &found.standing else { return None };
    Some(Suppressed { finding: finding(file, found), reason: by.reason.clone(), directive: at(&file.source, by.by) })
}

fn directives(file: &Checked) -> impl Iterator<Item = Directive> {
    file.complaints.iter().map(|complaint| Directive {
        place: at(&file.source, complaint.span),
        level: if complaint.is_mistake { "error" } else { "warning" }.to_owned(),
        message: complaint.message.clone(),
        help: complaint.help.clone(),
    })
}

fn notices(file: &Checked) -> impl Iterator<Item = Notice> {
    let line = |span: Span| file.source.line(span.start);
    file.notices.iter().map(move |notice| Notice {
        path: file.source.path.clone(),
        line: line(notice.span),
        message: notice.message.clone(),
    })
}

fn finding(file: &Checked, finding: &Found) -> Finding {
    let related = |(place, message): &(Span, String)| {
        let place = at(file.source_of(*place)?, *place);
        Some(Related { place, message: message.clone() })
    };
    let prompt = finding.question.and_then(|at| file.form.questions[at].prompt.known());
    Finding {
        place: at(&file.source, finding.place),
        rule: finding.rule.clone(),
        level: finding.level.name().to_owned(),
        confidence: finding.confidence.name().to_owned(),
        message: finding.message.clone(),
        instead: finding.help.clone(),
        note: finding.note.clone(),
        question: prompt.map(|text| text.as_str().to_owned()),
        related: finding.related.iter().filter_map(related).collect(),
        fingerprint: finding.fingerprint(&file.path),
        to_suppress: super::pastes(file, &[finding]).into_iter().next().map(|paste| ToSuppress {
            line: file.source.line(paste.at),
            column: (!paste.own_line).then(|| file.source.column(paste.at)),
            comment: paste.comment,
        }),
    }
}

fn at(source: &Source, place: Span) -> Place {
    Place {
        path: source.path.clone(),
        line: source.line(place.start),
        column: source.column(place.start),
        end_line: source.line(place.end),
        end_column: source.column(place.end),
        start_byte: source.on_disk(place.start),
        end_byte: source.on_disk(place.end),
    }
}
