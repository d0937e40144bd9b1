//! FHIR questionnaires in JSON and XML, of releases R4 and R5: alone, in a bundle, or contained in another resource.
//!
//! What the format says in a roundabout way is said plainly here, under keys that no resource has: `$control` for the
//! control that an extension, a repeating choice or a list of options asks for, `$help` for items that only explain their
//! parent. Lists of answers that are kept in the same file take the place of the reference to them.

mod xml;

use std::sync::Arc;

use super::data::{at, list, text, truth};
use super::{CommentSigns, Dialect, Parsers, data, write};
use crate::page::{Comment, Node, Page, Set};
use crate::source::{Source, Span};
use crate::text::Text;
use crate::unknown::Reason;
use crate::value::{Entry, Value, ValueKind};

/// What a questionnaire begins with in XML.
const TAG: &str = "<Questionnaire";

/// FHIR questionnaires in JSON and XML.
pub(super) struct Fhir;

impl Dialect for Fhir {
    fn name(&self) -> &'static str {
        "fhir"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["json", "xml"]
    }

    fn claims(&self, ending: &str, text: &str) -> bool {
        if ending == "xml" {
            let is_tag = |at: usize| !text[at + TAG.len()..].starts_with(|c: char| c.is_alphanumeric());
            let is_fhir = memchr::memmem::find(text.as_bytes(), b"http://hl7.org/fhir").is_some();
            return is_fhir && memchr::memmem::find_iter(text.as_bytes(), TAG).any(is_tag);
        }
        let of_questionnaire = |at: usize| {
            let rest = text[at..].trim_start_matches("\"resourceType\"").trim_start();
            rest.strip_prefix(':').is_some_and(|rest| rest.trim_start().starts_with("\"Questionnaire\""))
        };
        memchr::memmem::find_iter(text.as_bytes(), "\"resourceType\"").any(of_questionnaire)
    }

    /// JSON has none, and what reads these files would refuse one.
    fn comment(&self, _before: &str) -> Option<CommentSigns> {
        None
    }

    /// A code that stands under a system is that system's own: nobody else can add one.
    fn answer(&self, neighbour: &write::Neighbour) -> Option<String> {
        let has_system = neighbour.text.contains("\"system\"") || neighbour.beside.contains(&"system");
        (!has_system).then(|| neighbour.copied())
    }

    fn read(&self, source: &Source, _parsers: &mut Parsers) -> Page {
        let read = if super::extension(&source.path) == "xml" {
            xml::read(source)
        } else {
            data::read(source).map(|whole| (whole, data::comments(source)))
        };
        let (whole, mut comments) = match read {
            Ok(read) => read,
            Err(notice) => return Page { notices: vec![notice], ..Page::default() },
        };
        let (mut questionnaires, mut sets) = (Vec::new(), Vec::new());
        resources(&whole, "Questionnaire", &mut questionnaires);
        resources(&whole, "ValueSet", &mut sets);
        questionnaires.iter().for_each(|questionnaire| notes(questionnaire, &mut comments));
        comments.sort_by_key(|comment| comment.span);
        let define = |questionnaire: &&Value| {
            let mut contained = Vec::new();
            resources(questionnaire, "ValueSet", &mut contained);
            let value = Arc::new(Sets { contained, in_file: &sets }.plain(questionnaire));
            Node::Definition(Set { name: String::new(), value })
        };
        Page { nodes: questionnaires.iter().map(define).collect(), comments, ..Page::default() }
    }
}

/// Notes to other designers, which stand in the item that they are about. They count as if they stood before it.
fn notes(holder: &Value, comments: &mut Vec<Comment>) {
    if let Some(ValueKind::Text(note)) = extension(holder, "designNote").and_then(|note| at(note, "valueMarkdown")).map(|note| &note.kind) {
        let span = Span { end: holder.span.start, ..holder.span };
        comments.push(Comment { text: note.clone(), span });
    }
    list(holder, "item").iter().for_each(|item| notes(item, comments));
}

/// The resources of one type in `value`, in their order.
fn resources<'v>(value: &'v Value, wanted: &str, found: &mut Vec<&'v Value>) {
    if text(value, "resourceType") == Some(wanted) {
        return found.push(value);
    }
    match &value.kind {
        ValueKind::Map(entries) => entries.iter().for_each(|entry| resources(&entry.value, wanted, found)),
        ValueKind::List(items) => items.iter().for_each(|item| resources(item, wanted, found)),
        _ => {}
    }
}

/// Lists of answers that questions can refer to.
struct Sets<'v> {
    /// Those of the questionnaire itself, which it names by `#id`.
    contained: Vec<&'v Value>,
    /// All of the file, which it names by their address.
    in_file: &'v [&'v Value],
}

impl Sets<'_> {
    /// A questionnaire or an item with what it says said plainly, and so all items in it.
    fn plain(&self, holder: &Value) -> Value {
        let ValueKind::Map(entries) = &holder.kind else { return holder.clone() };
        let mut plain: Vec<Entry> = Vec::with_capacity(entries.len() + 3);
        for entry in entries.iter() {
            let value = match entry.key.as_str() {
                "item" => Value::new(ValueKind::List(asking(&entry.value).map(|item| self.plain(item)).collect()), entry.value.span),
                "answerValueSet" => self.answers(&entry.value),
                "answerOption" => each(&entry.value, option),
                "enableWhen" => equalities(&entry.value),
                // Neither translations, narrative nor code is shown to whoever answers.
                "contained" | "meta" | "code" | "useContext" => continue,
                _ => entry.value.clone(),
            };
            plain.push(entry.with(value));
        }
        plain.extend(control(holder).map(|(control, span)| said("$control", control, span)));
        plain.extend(help(holder).map(|help| Entry { key: "$help".to_owned(), key_span: help.span, value: help.clone() }));
        plain.extend(unsaid(holder));
        if text(holder, "resourceType").is_some() {
            plain.push(systems(holder));
        }
        Value::new(ValueKind::Map(plain.into()), holder.span)
    }

    /// What can be chosen, by the name of the list.
    fn answers(&self, name: &Value) -> Value {
        let ValueKind::Text(address) = &name.kind else { return name.clone() };
        let address = address.as_str();
        let set = match address.strip_prefix('#') {
            Some(id) => self.contained.iter().find(|set| text(set, "id") == Some(id)),
            None => {
                let plain = address.split('|').next();
                self.in_file.iter().find(|set| text(set, "url").is_some_and(|url| Some(url) == plain))
            }
        };
        let hidden = || Value::unknown(Reason::Elsewhere(address.to_owned()), name.span);
        match set.map(|set| concepts(set, &hidden)) {
            Some(concepts) if !concepts.is_empty() => Value::new(ValueKind::List(concepts.into()), name.span),
            _ => hidden(),
        }
    }
}

/// The concepts of a value set; `hidden` stands for those that it only describes.
fn concepts(set: &Value, hidden: &dyn Fn() -> Value) -> Vec<Value> {
    let mut found = Vec::new();
    if let Some(expansion) = at(set, "expansion") {
        list(expansion, "contains").iter().for_each(|concept| expanded(concept, &mut found));
        let total = at(expansion, "total").and_then(number);
        if total.is_some_and(|total| total > found.len()) {
            found.push(hidden());
        }
        return found;
    }
    let Some(compose) = at(set, "compose") else { return found };
    for include in list(compose, "include") {
        found.extend(list(include, "concept").iter().cloned());
        if list(include, "concept").is_empty() {
            found.push(hidden());
        }
    }
    if at(compose, "exclude").is_some() {
        found.push(hidden());
    }
    found
}

/// A concept of an expansion and those below it. One that only groups others cannot be chosen.
fn expanded(concept: &Value, found: &mut Vec<Value>) {
    if at(concept, "abstract").is_none_or(|groups| groups.kind != ValueKind::Bool(true)) {
        found.push(concept.clone());
    }
    list(concept, "contains").iter().for_each(|below| expanded(below, found));
}

/// The items of a list that ask or say something beside their parent: neither hidden nor its help.
fn asking(items: &Value) -> impl Iterator<Item = &Value> {
    let items = if let ValueKind::List(items) = &items.kind { &items[..] } else { &[] };
    items.iter().filter(|item| !is_hidden(item) && !is_help(item))
}

fn is_hidden(item: &Value) -> bool {
    extension(item, "questionnaire-hidden").is_some_and(|extension| truth(extension, "valueBoolean"))
}

fn is_help(item: &Value) -> bool {
    text(item, "type") == Some("display") && matches!(named_control(item), Some(("help" | "flyover", _)))
}

/// The words of the item that explains this one.
fn help(holder: &Value) -> Option<&Value> {
    list(holder, "item").iter().find(|item| is_help(item) && !is_hidden(item)).and_then(|item| at(item, "text"))
}

/// The control that an item asks for beyond its type, and where it does.
fn control(item: &Value) -> Option<(&'static str, Span)> {
    let kind = at(item, "type")?;
    // How a group is laid out asks nothing.
    if matches!(text(item, "type"), Some("group" | "display")) {
        return None;
    }
    let is_choice = matches!(text(item, "type"), Some("choice" | "open-choice" | "coding"));
    match named_control(item) {
        Some(("drop-down" | "autocomplete" | "lookup", span)) => return Some(("drop-down", span)),
        Some(("check-box", span)) => return Some(("check-box", span)),
        Some(("radio-button", span)) if !truth(item, "repeats") => return Some(("radio-button", span)),
        Some(("text-area", span)) if !has_list(item) => return Some(("text-area", span)),
        _ => {}
    }
    match (is_choice || has_list(item), truth(item, "repeats")) {
        (true, true) => Some(("check-box", kind.span)),
        (true, false) => Some(("radio-button", kind.span)),
        _ => None,
    }
}

/// The code of the control that an extension names.
fn named_control(item: &Value) -> Option<(&str, Span)> {
    let concept = at(extension(item, "questionnaire-itemControl")?, "valueCodeableConcept")?;
    list(concept, "coding").iter().find_map(|coding| Some((text(coding, "code")?, at(coding, "code")?.span)))
}

/// What an item needs and does not say: words that its definition has, and the answers of a choice without a list or of a yes
/// or no, which each program words for itself. A single box to tick has the words of its item.
fn unsaid(item: &Value) -> Vec<Entry> {
    let Some(kind) = at(item, "type") else { return Vec::new() };
    let mut entries = Vec::new();
    let words = at(item, "text");
    match (words, text(item, "definition")) {
        (None, Some(definition)) => entries.push(unknown("text", Reason::Elsewhere(definition.to_owned()), kind.span)),
        // Programs show the words of its code, in whatever language they have it.
        (None, None) if at(item, "code").is_some() => entries.push(unknown("text", Reason::Shown, kind.span)),
        _ => {}
    }
    let chooses = matches!(text(item, "type"), Some("boolean" | "choice" | "open-choice" | "coding"));
    if chooses && !has_list(item) {
        entries.push(match (control(item), words) {
            (Some(("check-box", _)), Some(words)) if text(item, "type") == Some("boolean") => only_answer(words),
            _ => unknown("answerOption", Reason::Shown, kind.span),
        });
    }
    entries
}

/// The systems of the codes by which the items of a questionnaire, and the answers to them, are known.
fn systems(questionnaire: &Value) -> Entry {
    let mut found = Vec::new();
    list(questionnaire, "item").iter().for_each(|item| collect_systems(item, &mut found));
    let span = questionnaire.span;
    Entry { key: "$systems".to_owned(), key_span: span, value: Value::new(ValueKind::List(found.into()), span) }
}

fn collect_systems(item: &Value, found: &mut Vec<Value>) {
    let of_answers = list(item, "answerOption").iter().filter_map(|answer| at(answer, "valueCoding"));
    for system in list(item, "code").iter().chain(of_answers).filter_map(|code| at(code, "system")) {
        if !found.iter().any(|known| known.kind == system.kind) {
            found.push(system.clone());
        }
    }
    list(item, "item").iter().for_each(|item| collect_systems(item, found));
}

fn has_list(item: &Value) -> bool {
    at(item, "answerOption").or_else(|| at(item, "answerValueSet")).is_some()
}

/// A list of one answer, which says `words`.
fn only_answer(words: &Value) -> Entry {
    let label = Entry { key: "display".to_owned(), key_span: words.span, value: words.clone() };
    let answer = Value::new(ValueKind::Map([label].into()), words.span);
    let list = Value::new(ValueKind::List([answer].into()), words.span);
    Entry { key: "answerOption".to_owned(), key_span: words.span, value: list }
}

/// Of the conditions, those that a certain answer meets.
fn equalities(conditions: &Value) -> Value {
    let ValueKind::List(items) = &conditions.kind else { return conditions.clone() };
    let kept = items.iter().filter(|condition| text(condition, "operator").is_none_or(|operator| operator == "="));
    Value::new(ValueKind::List(kept.cloned().collect()), conditions.span)
}

/// An answer, with what an extension says of it.
fn option(option: &Value) -> Value {
    let ValueKind::Map(entries) = &option.kind else { return option.clone() };
    let alone = extension(option, "questionnaire-optionExclusive").filter(|extension| truth(extension, "valueBoolean"));
    let alone = alone.map(|extension| said("$exclusive", "exclusive", extension.span));
    Value::new(ValueKind::Map(entries.iter().cloned().chain(alone).collect()), option.span)
}

/// The extension of this name, whatever its address.
fn extension<'v>(value: &'v Value, name: &str) -> Option<&'v Value> {
    let is_named = |url: &str| url.rsplit('/').next() == Some(name);
    list(value, "extension").iter().find(|extension| text(extension, "url").is_some_and(is_named))
}

fn each(items: &Value, change: fn(&Value) -> Value) -> Value {
    match &items.kind {
        ValueKind::List(list) => Value::new(ValueKind::List(list.iter().map(change).collect()), items.span),
        _ => items.clone(),
    }
}

fn said(key: &str, words: &str, span: Span) -> Entry {
    Entry { key: key.to_owned(), key_span: span, value: Value::new(ValueKind::Text(Text::meaning(words, span)), span) }
}

fn unknown(key: &str, reason: Reason, span: Span) -> Entry {
    Entry { key: key.to_owned(), key_span: span, value: Value::unknown(reason, span) }
}

fn number(value: &Value) -> Option<usize> {
    if let ValueKind::Number(number) = &value.kind { number.parse().ok() } else { None }
}
