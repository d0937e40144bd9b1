//! What askwell sees, for people and for programs.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde_json::{Value, json};

use super::human::LOOKED_FOR;
use super::safe;
use crate::classify::Asked;
use crate::form::{Answer, Question};
use crate::run::Document;
use crate::text::Text;
use crate::unknown::{Because, Property};

/// Everything in one JSON object. What is unknown is `null`; what is certainly not there is an empty string or `false`.
pub fn json(documents: &[(Document, Vec<Asked>)], topics: impl Fn(&Asked) -> Vec<String>) -> Value {
    let documents: Vec<Value> = documents
        .iter()
        .map(|(document, asked)| {
            let both = document.form.questions.iter().zip(asked).filter(|(question, _)| document.form.asks_itself(question));
            let questions: Vec<Value> = both.map(|(seen, asked)| question(document, seen, topics(asked))).collect();
            let notices: Vec<Value> =
                notices(document).into_iter().map(|(line, message)| json!({"line": line, "message": message})).collect();
            json!({"path": document.source.path, "dialect": document.dialect, "questions": questions, "notices": notices})
        })
        .collect();
    json!({"documents": documents})
}

/// What could not be read of a document, and why the answers of a question are not complete; with the lines.
fn notices(document: &Document) -> Vec<(usize, String)> {
    let unread = document.notices.iter().map(|notice| (notice.span.start, notice.message.clone()));
    let unread = unread.map(|(at, message)| (document.source.line(at), message));
    let own = document.form.questions.iter().filter(|question| document.form.asks_itself(question));
    let unseen = own.flat_map(|question| question.answers_unseen.iter().map(move |because| (question, because)));
    let unseen = unseen
        .map(|(question, because)| (line_of(document, question, because), format!("answers are not fully visible: {}", because.reason)));
    let mut notices: Vec<(usize, String)> = unread.chain(unseen).collect();
    notices.sort();
    notices.dedup();
    notices
}

/// The line of the page that hides something of a question: the question's own, where it is hidden in another file.
fn line_of(document: &Document, question: &Question, because: &Because) -> usize {
    let place = if because.span.file == document.source.id { because.span } else { question.span };
    document.source.line(place.start)
}

fn question(document: &Document, question: &Question, topics: Vec<String>) -> Value {
    json!({
        "line": document.source.line(question.span.start),
        "prompt": text(&question.prompt),
        "hint": text(&question.hint),
        "control": question.control.name(),
        "name": text(&question.name),
        "required": flag(&question.required),
        "answers": question.answers.iter().map(answer).collect::<Vec<_>>(),
        "answers_complete": question.answers_complete(),
        "topics": topics,
    })
}

fn answer(answer: &Answer) -> Value {
    json!({
        "label": text(&answer.label),
        "value": text(&answer.value),
        "free_text": flag(&answer.free_text),
        "selected": flag(&answer.selected),
    })
}

fn text(property: &Property<Text>) -> Value {
    match property {
        Property::Known(text) => Value::from(text.as_str()),
        Property::Absent => Value::from(""),
        Property::Unknown(_) => Value::Null,
    }
}

fn flag(property: &Property<bool>) -> Value {
    match property {
        Property::Known(flag) => Value::from(*flag),
        Property::Absent => Value::from(false),
        Property::Unknown(_) => Value::Null,
    }
}

/// Questions by topic, the share that can be seen whole, and what hides the rest, counted.
pub fn summary(documents: &[(Document, Vec<Asked>)], topics: impl Fn(&Asked) -> Vec<String>, out: &mut dyn Write) -> io::Result<()> {
    let mut by_topic: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let mut reasons: BTreeMap<&'static str, usize> = BTreeMap::new();
    let (mut all, mut whole) = (0, 0);
    for (document, asked) in documents {
        for (question, asked) in document.form.questions.iter().zip(asked).filter(|(question, _)| document.form.asks_itself(question)) {
            let visible = question.fully_visible();
            all += 1;
            whole += usize::from(visible);
            for topic in topics(asked) {
                let (asks, seen) = by_topic.entry(topic).or_default();
                *asks += 1;
                *seen += usize::from(visible);
            }
            let labels = question.answers.iter().filter_map(|answer| answer.label.unknown());
            let hidden = question.prompt.unknown().into_iter().chain(labels).chain(&question.answers_unseen);
            let mut kinds: Vec<&str> = hidden.map(|because| because.reason.kind()).collect();
            kinds.sort_unstable();
            kinds.dedup();
            kinds.into_iter().for_each(|kind| *reasons.entry(kind).or_default() += 1);
        }
    }
    writeln!(out, "{all} questions, {whole} fully visible.\n")?;
    let width = by_topic.keys().map(String::len).max().unwrap_or(0);
    for (topic, (asks, seen)) in by_topic {
        writeln!(out, "  {topic:width$}  {asks:>5} asked, {seen:>5} fully visible")?;
    }
    if !reasons.is_empty() {
        writeln!(out, "\nWhat hides the rest (a question may have several reasons):\n")?;
    }
    for (reason, count) in reasons {
        writeln!(out, "  {reason:10}  {count:>5}")?;
    }
    Ok(())
}

/// A tree that reads well in a terminal.
pub fn human(documents: &[(Document, Vec<Asked>)], topics: impl Fn(&Asked) -> Vec<String>, out: &mut dyn Write) -> io::Result<()> {
    if documents.is_empty() {
        return writeln!(out, "No forms found: {LOOKED_FOR}.");
    }
    for (document, asked) in documents {
        if document.form.questions.is_empty() && document.notices.is_empty() {
            continue;
        }
        writeln!(out, "{} ({})", safe::line(&document.source.path), document.dialect)?;
        for (question, asked) in document.form.questions.iter().zip(asked).filter(|(question, _)| document.form.asks_itself(question)) {
            human_question(document, question, &topics(asked), out)?;
        }
        for notice in &document.notices {
            writeln!(out, "  line {}: {}", document.source.line(notice.span.start), safe::line(&notice.message))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn human_question(document: &Document, question: &Question, topics: &[String], out: &mut dyn Write) -> io::Result<()> {
    let line = document.source.line(question.span.start);
    let prompt = match &question.prompt {
        Property::Known(text) => format!("“{}”", safe::line(text.as_str())),
        Property::Absent => "(no words of its own)".to_owned(),
        Property::Unknown(because) => format!("(not visible: {})", safe::line(&because.reason.to_string())),
    };
    write!(out, "  {line:>4}  {prompt}  {}", question.control)?;
    match &question.required {
        Property::Known(true) => write!(out, ", required")?,
        Property::Unknown(_) => write!(out, ", perhaps required")?,
        _ => {}
    }
    if question.shown_when.is_some() {
        write!(out, ", shown after an answer")?;
    }
    if !topics.is_empty() {
        write!(out, "  [{}]", topics.join(", "))?;
    }
    writeln!(out)?;
    if let Property::Known(hint) = &question.hint {
        writeln!(out, "          hint: {}", safe::line(hint.as_str()))?;
    }
    for answer in &question.answers {
        let label = match &answer.label {
            Property::Known(text) => safe::line(text.as_str()),
            Property::Absent => "(no label)".to_owned(),
            Property::Unknown(because) => format!("(not visible: {})", safe::line(&because.reason.to_string())),
        };
        let opens = if answer.free_text.known() == Some(&true) { " … in own words" } else { "" };
        let chosen = if answer.selected.known() == Some(&true) { " (chosen beforehand)" } else { "" };
        writeln!(out, "          · {label}{opens}{chosen}")?;
    }
    for because in &question.answers_unseen {
        writeln!(
            out,
            "          … not fully visible: {} (line {})",
            safe::line(&because.reason.to_string()),
            line_of(document, question, because)
        )?;
    }
    Ok(())
}
