//! What askwell sees, for people and for programs.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde_json::{Value, json};

use super::human::looked_for;
use super::safe;
use crate::classify::Asked;
use crate::context::{Context, Teller, Told};
use crate::form::{Answer, Question};
use crate::journey::{Gathered, Journeys, Name};
use crate::rules::vocabulary::Vocabulary;
use crate::run::{Document, Understood};
use crate::text::Text;
use crate::unknown::{Because, Property};

/// What askwell sees of some files.
pub struct Seen<'s> {
    /// In the order of their paths.
    pub documents: &'s [Understood],
    /// Where each belongs to, by its number.
    pub journeys: &'s Journeys,
    /// The names of topics.
    pub vocabulary: &'s Vocabulary,
}

impl Seen<'_> {
    /// What is known about the `at`-th document besides its questions: its journey may tell more than itself.
    fn context(&self, at: usize) -> &Context {
        self.journeys.place(at).map_or(&self.documents[at].context, |place| &place.journey.members[place.at].context)
    }

    fn topics(&self, asked: &Asked) -> Vec<String> {
        asked.topics.iter().map(|&topic| self.vocabulary.topic_name(topic).to_owned()).collect()
    }

    /// The questions of a document's own, and their topics.
    fn questions<'d>(&'d self, understood: &'d Understood) -> impl Iterator<Item = (&'d Question, Vec<String>)> {
        let Understood { document, asked, .. } = understood;
        let both = document.form.questions.iter().zip(asked).filter(|(question, _)| document.form.asks_itself(question));
        both.map(|(question, asked)| (question, self.topics(asked)))
    }
}

/// Everything in one JSON object. What is unknown is `null`; what is certainly not there is an empty string or `false`.
pub fn json(seen: &Seen) -> Value {
    let documents = seen.documents.iter().enumerate().map(|(at, understood)| {
        let document = &understood.document;
        let questions: Vec<Value> = seen.questions(understood).map(|(asked, topics)| question(document, asked, topics)).collect();
        let notices: Vec<Value> = notices(document).into_iter().map(|(line, message)| json!({"line": line, "message": message})).collect();
        let context = seen.context(at);
        json!({
            "path": document.source.path,
            "dialect": document.dialect,
            "purpose": context.purpose.as_ref().map(|told| told_json(document, told)),
            "audience": context.audience.as_ref().map(|told| told_json(document, told)),
            "journey": seen.journeys.of(at).map(journey_json),
            "questions": questions,
            "notices": notices,
        })
    });
    let documents: Vec<Value> = documents.collect();
    json!({"documents": documents})
}

/// A purpose or audience, and who says so.
fn told_json(document: &Document, told: &Told) -> Value {
    let mut value = json!({"name": told.name});
    value["from"] = Value::from(match &told.by {
        Teller::Directive(_) => "directive",
        Teller::Configuration => "configuration",
        Teller::Heading { .. } => "heading",
        Teller::Address(_) => "address",
        Teller::Questions(_) => "questions",
        Teller::Neighbours(_) => "neighbours",
        Teller::Given => "given",
    });
    if let Teller::Heading { words, .. } | Teller::Address(words) = &told.by {
        value["words"] = Value::from(words.as_str());
    }
    if let Teller::Questions(topics) | Teller::Neighbours(topics) = &told.by {
        value["topics"] = Value::from(topics.clone());
    }
    if let Some(line) = line_told(document, told) {
        value["line"] = Value::from(line);
    }
    value
}

/// The line of the document that tells a purpose or an audience, where one does.
fn line_told(document: &Document, told: &Told) -> Option<usize> {
    let place = match &told.by {
        Teller::Directive(place) => *place,
        Teller::Heading { place, .. } => (*place)?,
        Teller::Configuration | Teller::Address(_) | Teller::Questions(_) | Teller::Neighbours(_) | Teller::Given => return None,
    };
    (place.file == document.source.id).then(|| document.source.line(place.start))
}

/// “purpose: monitoring, from the heading “Equality monitoring” (line 3)”.
fn told_line(document: &Document, what: &str, told: &Told) -> String {
    let from = match &told.by {
        Teller::Directive(_) => "from a comment".to_owned(),
        Teller::Configuration => "from askwell.yaml".to_owned(),
        Teller::Heading { words, .. } => format!("from the heading “{}”", safe::line(words)),
        Teller::Address(address) => format!("from where it says that it or its codes are kept: {}", safe::line(address)),
        Teller::Questions(topics) => format!("from its questions: {}", topics.join(", ")),
        Teller::Neighbours(topics) => format!("from the other pages of its journey, which ask: {}", topics.join(", ")),
        Teller::Given => "as given".to_owned(),
    };
    let line = line_told(document, told).map_or(String::new(), |line| format!(" (line {line})"));
    format!("{what}: {}, {from}{line}", told.name)
}

fn journey_json(gathered: &Gathered) -> Value {
    let (name, from) = match &gathered.name {
        Name::Configured(name) => (Some(name), "configuration"),
        Name::Folder(folder) => (Some(folder), "folder"),
        Name::Alone => (None, "alone"),
    };
    json!({"name": name, "from": from, "pages": gathered.pages, "whole": gathered.journey.whole, "hidden_by": gathered.hidden_by})
}

/// “journey: app/steps/ui, its 7 pages, not all visible (app/steps/ui/sex/template.html)”.
fn journey_line(gathered: &Gathered) -> String {
    let pages = match gathered.pages {
        1 => "1 page".to_owned(),
        pages => format!("{pages} pages"),
    };
    let name = match &gathered.name {
        Name::Configured(name) => format!("“{}”, from askwell.yaml, {pages}", safe::line(name)),
        Name::Folder(folder) if folder.is_empty() => format!("from the folder of the repository, {pages}"),
        Name::Folder(folder) => format!("from the folder {}, {pages}", safe::line(folder)),
        Name::Alone => "this page alone".to_owned(),
    };
    match &gathered.hidden_by {
        Some(path) => format!("journey: {name}, not fully visible: {}", safe::line(path)),
        None => format!("journey: {name}"),
    }
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
pub fn summary(seen: &Seen, out: &mut dyn Write) -> io::Result<()> {
    let mut by_topic: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let mut reasons: BTreeMap<&'static str, usize> = BTreeMap::new();
    let (mut all, mut whole) = (0, 0);
    for understood in seen.documents {
        for (question, topics) in seen.questions(understood) {
            let visible = question.fully_visible();
            all += 1;
            whole += usize::from(visible);
            for topic in topics {
                let (asks, whole) = by_topic.entry(topic).or_default();
                *asks += 1;
                *whole += usize::from(visible);
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

/// What askwell cannot see into, where it saw no question at all: people may be asked something there.
fn hidden_parts(seen: &Seen, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "No question was seen. Parts that askwell cannot see into:\n")?;
    let mut any = false;
    for Understood { document, .. } in seen.documents {
        let own = document.form.unseen.iter().filter(|because| because.span.file == document.source.id);
        let mut lines: Vec<(usize, String)> =
            own.map(|because| (document.source.line(because.span.start), because.reason.to_string())).collect();
        lines.dedup();
        for (line, reason) in lines {
            writeln!(out, "  {}:{line}: {}", safe::line(&document.source.path), safe::line(&reason))?;
            any = true;
        }
    }
    writeln!(out, "{}", if any { "" } else { "  none\n" })
}

/// A tree that reads well in a terminal.
pub fn human(seen: &Seen, out: &mut dyn Write) -> io::Result<()> {
    if seen.documents.is_empty() {
        return writeln!(out, "No forms found: {}.", looked_for());
    }
    if seen.documents.iter().all(|understood| seen.questions(understood).next().is_none()) {
        hidden_parts(seen, out)?;
    }
    for (at, understood) in seen.documents.iter().enumerate() {
        let document = &understood.document;
        if document.form.questions.is_empty() && document.notices.is_empty() {
            continue;
        }
        writeln!(out, "{} ({})", safe::line(&document.source.path), document.dialect)?;
        let context = seen.context(at);
        for (what, told) in [("purpose", &context.purpose), ("audience", &context.audience)] {
            told.iter().try_for_each(|told| writeln!(out, "  {}", told_line(document, what, told)))?;
        }
        seen.journeys.of(at).into_iter().try_for_each(|gathered| writeln!(out, "  {}", journey_line(gathered)))?;
        for (question, topics) in seen.questions(understood) {
            human_question(document, question, &topics, out)?;
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
