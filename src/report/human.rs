//! A check for people at a terminal: one story a question, with the place, why, what to write and whose guidance.

use std::collections::{HashMap, HashSet};
use std::io;

use codespan_reporting::diagnostic::{Diagnostic, Label, Severity};
use codespan_reporting::term::termcolor::WriteColor;

use super::excerpt::Excerpts;
use super::findings::{Report, Story, Summary};
use super::format::Telling;
use super::{counted, safe};
use crate::dialect;
use crate::engine::Checked;
use crate::finding::Finding;
use crate::form::Answer;
use crate::rules::Pack;
use crate::rules::mistake::Mistake;
use crate::rules::schema::Level;
use crate::source::{Source, Span};

/// How many further places of a story are named.
const COPIES: usize = 5;

/// How many answers of a question are named.
const CHOICES: usize = 12;

/// How many lines away a related place shows without being pointed at.
const NEAR: usize = 12;

/// How many characters are shown of what a comment is to stand before.
const BEFORE: usize = 20;

/// How many files that were not read are named for each reason.
const NAMED: usize = 5;

/// What a run without forms says.
pub(super) fn looked_for() -> String {
    format!("askwell looked for forms in files that end in {}", dialect::endings().join(", "))
}

/// Prints the stories and the summary.
pub(super) fn write(telling: &Telling, out: &mut dyn WriteColor) -> io::Result<()> {
    let report = telling.report;
    if telling.statistics {
        statistics(telling, out)?;
    } else {
        stories(report, telling.pack, usize::MAX, out)?;
    }
    complaints(report, out)?;
    if telling.quiet {
        return Ok(());
    }
    stale(report, out)?;
    unread(report, out)?;
    summary(&report.summary(), out)?;
    narrowed(report, out)
}

/// Prints the first `most` stories, and gives how many there are besides.
pub fn stories(report: &Report, pack: &Pack, most: usize, out: &mut dyn WriteColor) -> io::Result<usize> {
    let mut excerpts = Excerpts::new();
    let mut told = HashSet::new();
    let stories = report.stories();
    for story in stories.iter().take(most) {
        let diagnostic = diagnostic(story, &mut excerpts, pack, &mut told);
        excerpts.emit(diagnostic, out)?;
    }
    Ok(stories.len().saturating_sub(most))
}

/// Directives that cannot be followed, or had nothing to do.
fn complaints(report: &Report, out: &mut dyn WriteColor) -> io::Result<()> {
    for file in report.files.iter().filter(|file| !file.complaints.is_empty()) {
        let mut excerpts = Excerpts::new();
        for complaint in &file.complaints {
            let severity = if complaint.is_mistake { Severity::Error } else { Severity::Warning };
            let notes = complaint.help.iter().map(|help| format!("help: {}", safe::line(help))).collect();
            let (id, place) = excerpts.place(&file.source, complaint.span);
            let diagnostic = Diagnostic::new(severity).with_message(safe::line(&complaint.message));
            excerpts.emit(diagnostic.with_labels(vec![Label::primary(id, place)]).with_notes(notes), out)?;
        }
    }
    Ok(())
}

/// Entries of baselines that fit nothing any more.
fn stale(report: &Report, out: &mut dyn WriteColor) -> io::Result<()> {
    let mut excerpts = Excerpts::new();
    for stale in report.stale.iter().take(NAMED) {
        let (id, place) = excerpts.place(&stale.source, stale.span);
        let message = safe::line(&stale.to_string());
        let diagnostic = Diagnostic::warning().with_message(message).with_labels(vec![Label::primary(id, place)]);
        let diagnostic = diagnostic.with_notes(vec!["help: `askwell baseline --prune` takes out all such entries".to_owned()]);
        excerpts.emit(diagnostic, out)?;
    }
    match report.stale.len().saturating_sub(NAMED) {
        0 => Ok(()),
        more => writeln!(out, "{} of the baseline can go as well.\n", counted(more, "further entry").replace("entrys", "entries")),
    }
}

/// How often each rule speaks, the gravest and most frequent first.
fn statistics(telling: &Telling, out: &mut dyn WriteColor) -> io::Result<()> {
    let mut counts: HashMap<(&str, Level), usize> = HashMap::new();
    for finding in telling.report.live() {
        *counts.entry((finding.rule.as_str(), finding.level)).or_default() += 1;
    }
    let mut rows: Vec<((&str, Level), usize)> = counts.into_iter().collect();
    rows.sort_by_key(|((rule, level), count)| (std::cmp::Reverse((*level, *count)), *rule));
    let width = rows.iter().map(|((rule, _), _)| rule.len()).max().unwrap_or(0);
    for ((rule, level), count) in &rows {
        let title = telling.pack.rule(rule).map_or("", |rule| rule.title.as_str());
        writeln!(out, "{count:5}  {:7}  {rule:width$}  {title}", level.name())?;
    }
    if rows.is_empty() { Ok(()) } else { writeln!(out) }
}

/// What was left out, because only a change was asked about.
fn narrowed(report: &Report, out: &mut dyn WriteColor) -> io::Result<()> {
    let Some(narrowed) = &report.narrowed else { return Ok(()) };
    let left_out = counted(narrowed.left_out, "finding");
    writeln!(out, "Only what the change since {} touches or brings about: {left_out} left out.", safe::line(&narrowed.base))
}

/// Prints mistakes in rule files.
pub fn mistakes(mistakes: &[Mistake], out: &mut dyn WriteColor) -> io::Result<()> {
    let mut excerpts = Excerpts::new();
    for mistake in mistakes {
        let (id, place) = excerpts.place(&mistake.source, mistake.span);
        let notes = mistake.help.iter().map(|help| format!("help: {}", safe::line(help))).collect();
        let diagnostic = Diagnostic::error().with_message(safe::line(&mistake.message));
        excerpts.emit(diagnostic.with_labels(vec![Label::primary(id, place)]).with_notes(notes), out)?;
    }
    Ok(())
}

fn diagnostic<'r>(story: &Story<'r>, excerpts: &mut Excerpts<'r>, pack: &Pack, told: &mut HashSet<&'r str>) -> Diagnostic<usize> {
    let severity = match story.level() {
        Level::Error => Severity::Error,
        Level::Warning => Severity::Warning,
        Level::Info => Severity::Note,
    };
    let source = &story.file.source;
    let mut labels: Vec<Label<usize>> = Vec::new();
    for (place, rules) in places(story) {
        let (id, range) = excerpts.place(source, place);
        labels.push(Label::primary(id, range).with_message(rules.join(", ")));
    }
    for (place, message) in story.findings.iter().flat_map(|finding| &finding.related) {
        let Some(there) = story.file.source_of(*place) else { continue };
        let line = |place: &Span| source.line(place.start);
        let is_near = there.id == source.id && story.findings.iter().any(|finding| line(place).abs_diff(line(&finding.place)) <= NEAR);
        let (id, range) = excerpts.place(there, first_line(there, *place));
        if !is_near && !labels.iter().any(|label| label.file_id == id && label.range == range) {
            labels.push(Label::secondary(id, range).with_message(message));
        }
    }
    let several = story.findings.len() > 1;
    let mut notes: Vec<String> = choices(story).into_iter().collect();
    notes.extend(story.findings.iter().map(|finding| note(finding, several, told.insert(finding.rule.as_str()), pack)));
    notes.extend(copies(story));
    notes.extend(let_stand(story));
    Diagnostic::new(severity).with_message(headline(story)).with_labels(labels).with_notes(notes)
}

/// What to write for findings to stay, ready to be pasted but for the reason.
fn let_stand(story: &Story) -> Option<String> {
    let mut pastes = super::pastes(story.file, &story.findings);
    pastes.sort_by_key(|paste| paste.at);
    let told = pastes.iter().map(|paste| {
        let line = story.file.source.line(paste.at);
        let before = story.file.source.text.get(paste.at as usize..).and_then(|text| text.split_whitespace().next()).unwrap_or_default();
        let before: String = before.chars().take(BEFORE).collect();
        let place = if paste.own_line { format!("above line {line}") } else { format!("in line {line}, before `{}`", safe::line(&before)) };
        format!("{place}:\n{}", safe::line(&paste.comment))
    });
    let told: Vec<String> = told.collect();
    (!told.is_empty()).then(|| format!("if it has to stay, write {}", told.join("\nand ")))
}

/// The places of a story's findings, each once, with the rules that speak there.
fn places<'s>(story: &'s Story) -> Vec<(Span, Vec<&'s str>)> {
    let mut places: Vec<(Span, Vec<&str>)> = Vec::new();
    for finding in &story.findings {
        match places.iter_mut().find(|(place, _)| *place == finding.place) {
            Some((_, rules)) => rules.push(&finding.rule),
            None => places.push((finding.place, vec![&finding.rule])),
        }
    }
    places
}

fn headline(story: &Story) -> String {
    match (story.question_words(), story.findings.as_slice()) {
        (Some((Some(prompt), control)), [_]) => {
            format!("{} — “{}” ({control})", story.findings[0].message.trim_end_matches('.'), safe::line(prompt))
        }
        (Some((Some(prompt), control)), findings) => format!("{} things to mend in “{}” ({control})", findings.len(), safe::line(prompt)),
        (_, findings) => findings[0].message.clone(),
    }
}

/// What people can choose from, as they meet it.
fn choices(story: &Story) -> Option<String> {
    let question = &story.file.form.questions[story.question?];
    let label = |answer: &Answer| answer.label.known().map_or_else(|| "…".to_owned(), |text| safe::line(text.as_str()));
    let mut labels: Vec<String> = question.answers.iter().take(CHOICES).map(label).collect();
    if question.answers.len() > CHOICES {
        labels.push(format!("and {} more", question.answers.len() - CHOICES));
    }
    (!labels.is_empty()).then(|| wrapped(&[format!("answers: {}", labels.join(" · "))]))
}

/// A place no longer than its first line, so that a long list does not fill the screen.
fn first_line(source: &Source, span: Span) -> Span {
    let text = source.text.get(span.range()).unwrap_or("");
    let len = text.find('\n').map_or(text.len(), |end| text[..end].trim_end().len());
    Span { end: span.start + len as u32, ..span }
}

fn note(finding: &Finding, several: bool, is_first: bool, pack: &Pack) -> String {
    let mut lines = Vec::new();
    if several {
        lines.push(format!("{} [{}]", finding.message, finding.level.name()));
    }
    lines.push(format!("instead: {}", finding.help));
    lines.extend(finding.note.as_ref().map(|note| format!("note: {}", safe::line(note))));
    // Why and on whose word is told where a rule first speaks: by the tenth time it would only be in the way.
    if let Some(rule) = pack.rule(&finding.rule).filter(|_| is_first) {
        lines.push(format!("why: {}", rule.why));
        let sources = rule.sources.iter().filter_map(|key| pack.vocabulary.sources().get(key));
        let guidance: Vec<String> = sources.map(|source| format!("{}, {} <{}>", source.publisher, source.title, source.url)).collect();
        lines.push(format!("guidance: {}", guidance.first().map_or("", String::as_str)));
        if guidance.len() > 1 {
            lines.push(format!("and {} more: askwell explain {}", guidance.len() - 1, finding.rule));
        }
    }
    wrapped(&lines)
}

/// Lines no longer than a terminal is wide, further ones set in.
fn wrapped(lines: &[String]) -> String {
    const WIDTH: usize = 96;
    let mut out: Vec<String> = Vec::new();
    for line in lines {
        let mut now = String::new();
        let indent = line.find(": ").filter(|at| *at < 12).map_or(0, |at| at + 2);
        for word in line.split_whitespace() {
            if !now.trim().is_empty() && now.chars().count() + 1 + word.chars().count() > WIDTH {
                out.push(std::mem::replace(&mut now, " ".repeat(indent)));
            }
            if !now.is_empty() && !now.ends_with(' ') {
                now.push(' ');
            }
            now.push_str(word);
        }
        out.push(now);
    }
    out.join("\n")
}

fn copies(story: &Story) -> Option<String> {
    if story.copies.is_empty() {
        return None;
    }
    let place =
        |(file, finding): &(&Checked, &Finding)| format!("{}:{}", safe::line(&file.source.path), file.source.line(finding.place.start));
    let mut named: Vec<String> = story.copies.iter().take(COPIES).map(place).collect();
    if story.copies.len() > COPIES {
        named.push(format!("and {} more", story.copies.len() - COPIES));
    }
    Some(format!("the same at {}", named.join("\n            ")))
}

/// What was not read, by the reason.
fn unread(report: &Report, out: &mut dyn WriteColor) -> io::Result<()> {
    for file in &report.files {
        for notice in &file.notices {
            let line = file.source.line(notice.span.start);
            writeln!(out, "not read: {}:{line}: {}", safe::line(&file.source.path), safe::line(&notice.message))?;
        }
    }
    let mut reasons: Vec<(String, Vec<&str>)> = Vec::new();
    for skip in &report.skipped {
        let why = skip.why.to_string();
        match reasons.iter_mut().find(|(reason, _)| *reason == why) {
            Some((_, paths)) => paths.push(&skip.shown),
            None => reasons.push((why, vec![&skip.shown])),
        }
    }
    for (reason, paths) in reasons {
        let more = if paths.len() > NAMED { format!(" and {} more", paths.len() - NAMED) } else { String::new() };
        let named: Vec<String> = paths.iter().take(NAMED).map(|path| safe::line(path)).collect();
        writeln!(out, "not read: {}{more}: {}", named.join(", "), safe::line(&reason))?;
    }
    Ok(())
}

fn summary(summary: &Summary, out: &mut dyn WriteColor) -> io::Result<()> {
    if summary.files == 0 {
        let skipped: usize = summary.skipped.values().sum();
        return if skipped == 0 {
            writeln!(out, "No forms found: {}.", looked_for())
        } else {
            writeln!(out, "No forms were read: {}.", looked_for())
        };
    }
    writeln!(
        out,
        "Checked {}: {}, {} not fully visible.",
        counted(summary.files, "file"),
        counted(summary.questions, "question"),
        summary.not_fully_visible
    )?;
    writeln!(
        out,
        "Found {}, {} and {} of advice.",
        counted(summary.errors, "error"),
        counted(summary.warnings, "warning"),
        counted(summary.infos, "piece")
    )?;
    if summary.questions == 0 {
        // Nothing found is no praise where nothing was seen.
        writeln!(out, "No question was seen. If people are asked something there, askwell cannot follow how: askwell inspect says where.")?;
    }
    if summary.complaints > 0 {
        writeln!(out, "Directives to look at: {}.", summary.complaints)?;
    }
    if summary.suppressed > 0 {
        writeln!(out, "Silenced by directives: {}.", counted(summary.suppressed, "finding"))?;
    }
    if summary.baselined > 0 {
        writeln!(out, "There before, as the baseline says: {}.", counted(summary.baselined, "finding"))?;
    }
    let skipped: usize = summary.skipped.values().sum();
    if skipped + summary.notices > 0 {
        let files = (skipped > 0).then(|| counted(skipped, "file"));
        let places = (summary.notices > 0).then(|| format!("{} in files that were read", counted(summary.notices, "place")));
        let both: Vec<String> = files.into_iter().chain(places).collect();
        writeln!(out, "Not read: {}.", both.join(", and "))?;
    }
    Ok(())
}
