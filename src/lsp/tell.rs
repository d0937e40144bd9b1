//! Findings in an editor's words: diagnostics, and what a hover says.

use lsp_types::{CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, Location, NumberOrString, Uri};

use super::paths;
use super::position::{Encoding, Lines};
use super::world::Judged;
use crate::directive::Complaint;
use crate::engine::Checked;
use crate::finding::Finding;
use crate::repository::Repository;
use crate::rules::Pack;
use crate::rules::mistake::Mistake;
use crate::rules::schema::Level;
use crate::source::Span;

/// Who says it.
const SOURCE: &str = "askwell";

/// Everything that there is to say about a form.
pub(super) fn of_form(judged: &Judged, pack: &Pack, uri: &Uri, encoding: Encoding) -> Vec<Diagnostic> {
    let Judged { checked, repository, .. } = judged;
    let lines = Lines::of(&checked.source.text, encoding);
    let range = |span: Span| lines.range(span.range());
    let mut told = Vec::new();
    for finding in checked.findings.iter().filter(|finding| finding.is_live()) {
        told.push(Diagnostic {
            range: range(finding.place),
            severity: Some(severity(finding.level)),
            code: Some(NumberOrString::String(finding.rule.clone())),
            code_description: first_source(finding, pack),
            source: Some(SOURCE.to_owned()),
            message: message(finding),
            related_information: Some(related(finding, checked, repository, uri, encoding)).filter(|related| !related.is_empty()),
            ..Diagnostic::default()
        });
    }
    told.extend(checked.complaints.iter().map(|complaint| of_complaint(complaint, range(complaint.span))));
    let notices = checked.notices.iter().map(|notice| plain(range(notice.span), DiagnosticSeverity::INFORMATION, notice.message.clone()));
    told.extend(notices);
    told
}

/// What is wrong with a rule or a configuration.
pub(super) fn of_mistakes(mistakes: &[Mistake], text: &str, encoding: Encoding) -> Vec<Diagnostic> {
    let lines = Lines::of(text, encoding);
    let told = mistakes.iter().map(|mistake| {
        let message = with_help(&mistake.message, mistake.help.as_deref());
        plain(lines.range(mistake.span.range()), DiagnosticSeverity::ERROR, message)
    });
    told.collect()
}

/// What a hover says of a finding, in Markdown.
pub(super) fn hover(finding: &Finding, pack: &Pack) -> String {
    let mut text = format!("**{}** (`{}`)\n\n{}", finding.message, finding.rule, finding.help);
    if let Some(note) = &finding.note {
        text.push_str(&format!("\n\nHere, {note}."));
    }
    let Some(rule) = pack.rule(&finding.rule) else { return text };
    text.push_str(&format!("\n\n*Why:* {}\n", rule.why));
    for source in rule.sources.iter().filter_map(|key| pack.vocabulary.sources().get(key)) {
        text.push_str(&format!("\n- [{}: {}]({})", source.publisher, source.title, source.url));
    }
    text
}

fn message(finding: &Finding) -> String {
    let mut text = format!("{}\n{}", finding.message, finding.help);
    if let Some(note) = &finding.note {
        text.push_str(&format!("\n({note})"));
    }
    text
}

fn of_complaint(complaint: &Complaint, range: lsp_types::Range) -> Diagnostic {
    let severity = if complaint.is_mistake { DiagnosticSeverity::ERROR } else { DiagnosticSeverity::WARNING };
    plain(range, severity, with_help(&complaint.message, complaint.help.as_deref()))
}

fn plain(range: lsp_types::Range, severity: DiagnosticSeverity, message: String) -> Diagnostic {
    Diagnostic { range, severity: Some(severity), source: Some(SOURCE.to_owned()), message, ..Diagnostic::default() }
}

fn with_help(message: &str, help: Option<&str>) -> String {
    help.map_or_else(|| message.to_owned(), |help| format!("{message}\n{help}"))
}

fn severity(level: Level) -> DiagnosticSeverity {
    match level {
        Level::Error => DiagnosticSeverity::ERROR,
        Level::Warning => DiagnosticSeverity::WARNING,
        Level::Info => DiagnosticSeverity::INFORMATION,
    }
}

fn first_source(finding: &Finding, pack: &Pack) -> Option<CodeDescription> {
    let key = pack.rule(&finding.rule)?.sources.first()?;
    let href = pack.vocabulary.sources().get(key)?.url.parse().ok()?;
    Some(CodeDescription { href })
}

fn related(
    finding: &Finding,
    checked: &Checked,
    repository: &Repository,
    own: &Uri,
    encoding: Encoding,
) -> Vec<DiagnosticRelatedInformation> {
    let place = |(span, what): &(Span, String)| {
        let source = checked.source_of(*span)?;
        let uri = match span.file == checked.source.id {
            true => own.clone(),
            false => paths::uri(&repository.root().join(repository.project().store().path(span.file)?))?,
        };
        let range = Lines::of(&source.text, encoding).range(span.range());
        Some(DiagnosticRelatedInformation { location: Location { uri, range }, message: what.clone() })
    };
    finding.related.iter().filter_map(place).collect()
}
