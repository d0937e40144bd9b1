//! The JSON that form runners show as pages: digital-form-builder and DEFRA's forms, the MOJ's form builder, GOV.UK Forms and
//! SurveyJS.
//!
//! Only the place in the file tells such an object from any other with a `type` and a `name`. So each question gets a key
//! `$form` with the runner's name here, and lists of answers take the place of the names that refer to them. What the types
//! mean is data: `form/components/runners.yaml`.

use std::collections::HashMap;
use std::sync::Arc;

use super::data::{at, list, text, truth};
use super::{CommentSigns, Dialect, Parsers, data};
use crate::page::{Node, Page, Set};
use crate::source::{Source, Span};
use crate::text::Text;
use crate::unknown::Reason;
use crate::value::{Entry, Value, ValueKind};

/// Forms that a runner shows.
pub(super) struct Runner;

impl Dialect for Runner {
    fn name(&self) -> &'static str {
        "form-runner"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["json"]
    }

    fn claims(&self, _ending: &str, text: &str) -> bool {
        let has = |words: &str| memchr::memmem::find(text.as_bytes(), words.as_bytes()).is_some();
        let in_pages = has("\"pages\"") && ((has("\"components\"") && (has("Field\"") || has("\"_type\""))) || has("\"question_text\""));
        let in_component = has("\"_type\"") && has("\"components\"") && has("\"page.");
        let in_survey = has("\"elements\"") && ["radiogroup", "checkbox", "dropdown", "comment", "inputType"].iter().any(|word| has(word));
        in_pages || in_component || in_survey
    }

    /// JSON has none, and what reads these files would refuse one.
    fn comment(&self, _before: &str) -> Option<CommentSigns> {
        None
    }

    fn read(&self, source: &Source, _parsers: &mut Parsers) -> Page {
        let comments = data::comments(source);
        match data::read(source) {
            Ok(whole) => {
                let value = Arc::new(form(&whole));
                Page { nodes: vec![Node::Definition(Set { name: String::new(), value })], comments, ..Page::default() }
            }
            Err(notice) => Page { comments, notices: vec![notice], ..Page::default() },
        }
    }
}

/// The form of a file, with every question marked. Nothing where the file holds none.
fn form(whole: &Value) -> Value {
    let pages = list(whole, "pages");
    let asks = |page: &Value, key: &str| list(page, key).iter().any(|item| at(item, "type").is_some());
    let marked: Vec<Value> = if pages.iter().any(|page| asks(page, "components")) {
        let lists = lists(whole);
        pages.iter().map(|page| page_of(page, "runner", "components", &|item| listed(item, &lists))).collect()
    } else if pages.iter().any(|page| asks(page, "elements")) {
        pages.iter().map(|page| page_of(page, "survey", "elements", &element)).collect()
    } else if asks(whole, "elements") {
        vec![page_of(whole, "survey", "elements", &element)]
    } else if !list(whole, "components").is_empty() {
        vec![page_of(whole, "moj", "components", &Value::clone)]
    } else if pages.iter().any(|page| !list(page, "components").is_empty()) {
        pages.iter().map(|page| page_of(page, "moj", "components", &Value::clone)).collect()
    } else {
        pages.iter().filter(|page| at(page, "question_text").is_some()).map(govuk).collect()
    };
    let title = ["title", "name"].iter().find_map(|key| at(whole, key).filter(|title| matches!(title.kind, ValueKind::Text(_))));
    let title = title.filter(|_| pages.iter().any(|_| true)).map(|title| Entry { value: title.clone(), ..said("title", "", title.span) });
    let pages = Entry { value: Value::new(ValueKind::List(marked.into()), whole.span), ..said("pages", "", whole.span) };
    Value::new(ValueKind::Map([said("$form", "form", whole.span), pages].into_iter().chain(title).collect()), whole.span)
}

/// A page of `runner` that has its questions under `key`, each of them as `plain` says it.
fn page_of(page: &Value, runner: &str, key: &str, plain: &dyn Fn(&Value) -> Value) -> Value {
    let ValueKind::Map(entries) = &page.kind else { return page.clone() };
    let items: Vec<Value> = list(page, key).iter().map(|item| with(&plain(item), [said("$form", runner, item.span)])).collect();
    let kept = entries.iter().map(|entry| match entry.key == key {
        true => entry.with(Value::new(ValueKind::List(items.clone().into()), entry.value.span)),
        false => entry.clone(),
    });
    Value::new(ValueKind::Map(kept.chain([said("$form", "page", page.span)]).collect()), page.span)
}

/// The lists of answers, by their names and their ids.
fn lists(whole: &Value) -> HashMap<&str, &Value> {
    let named = |list| ["id", "name"].into_iter().filter_map(move |key| Some((text(list, key)?, at(list, "items")?)));
    list(whole, "lists").iter().rev().flat_map(named).collect()
}

/// A question with the list of answers that it names.
fn listed(item: &Value, lists: &HashMap<&str, &Value>) -> Value {
    let (Some(name), Some(place)) = (text(item, "list"), at(item, "list")) else { return item.clone() };
    let items =
        lists.get(name).map(|items| Value::clone(items)).unwrap_or_else(|| Value::unknown(Reason::Name(name.to_owned()), place.span));
    with(item, [Entry { value: items, ..said("list", "", place.span) }])
}

/// A question of GOV.UK Forms. One that may be left out and offers a list offers to choose nothing of it, too.
fn govuk(page: &Value) -> Value {
    let is_optional = truth(page, "is_optional");
    let required = Value::new(ValueKind::Bool(!is_optional), page.span);
    let mut entries = vec![said("$form", "govuk", page.span), Entry { value: required, ..said("$required", "", page.span) }];
    if let Some(settings) = at(page, "answer_settings").filter(|_| text(page, "answer_type") == Some("selection")) {
        let one = text(settings, "only_one_option") == Some("true") || truth(settings, "only_one_option");
        entries.push(said("$control", if one { "one" } else { "several" }, settings.span));
        let none = is_optional.then(|| {
            let label = said("name", "None of the above", settings.span);
            Value::new(ValueKind::Map([label].into()), settings.span)
        });
        let options = list(settings, "selection_options").iter().cloned().chain(none).collect();
        entries.push(Entry { value: Value::new(ValueKind::List(options), settings.span), ..said("$options", "", settings.span) });
    }
    with(page, entries)
}

/// A question of a survey, with the answers that it asks the runner to add, and the questions of a panel.
fn element(item: &Value) -> Value {
    const ADDED: &[(&str, &str, &str)] = &[
        ("showNoneItem", "hasNone", "noneText"),
        ("showRefuseItem", "hasRefuse", "refuseText"),
        ("showDontKnowItem", "hasDontKnow", "dontKnowText"),
    ];
    let mut more: Vec<Entry> = Vec::new();
    for (shown, before, words) in ADDED.iter().filter(|(shown, before, _)| truth(item, shown) || truth(item, before)) {
        let place = at(item, shown).or_else(|| at(item, before)).map_or(item.span, |flag| flag.span);
        let words = at(item, words).cloned().unwrap_or_else(|| Value::unknown(Reason::Shown, place));
        let answer = Entry { value: words, ..said("text", "", place) };
        more.push(Entry { value: Value::new(ValueKind::Map([answer].into()), place), ..said("", "", place) });
    }
    let mut entries = Vec::new();
    if !more.is_empty() {
        let choices = list(item, "choices").iter().cloned().chain(more.into_iter().map(|entry| entry.value)).collect();
        let place = at(item, "choices").map_or(item.span, |choices| choices.span);
        entries.push(Entry { value: Value::new(ValueKind::List(choices), place), ..said("choices", "", place) });
    } else if let (Some(place), None) = (unlisted(item), at(item, "choices")) {
        entries.push(Entry { value: Value::unknown(Reason::Shown, place.span), ..said("choices", "", place.span) });
    }
    let inside = list(item, "elements").iter().chain(list(item, "templateElements"));
    let inside: Vec<Value> = inside.map(|inner| with(&element(inner), [said("$form", "survey", inner.span)])).collect();
    if !inside.is_empty() {
        entries.push(Entry { value: Value::new(ValueKind::List(inside.into()), item.span), ..said("elements", "", item.span) });
    }
    with(item, entries)
}

/// Where a question says that its answers come from elsewhere, or leaves their words to the runner.
fn unlisted(item: &Value) -> Option<&Value> {
    let elsewhere = at(item, "choicesByUrl").or_else(|| at(item, "choicesFromQuestion"));
    let worded = || at(item, "type").filter(|_| matches!(text(item, "type"), Some("boolean" | "rating")));
    elsewhere.or_else(worded)
}

/// A map with further entries, in the place of those that have the same key.
fn with(map: &Value, more: impl IntoIterator<Item = Entry>) -> Value {
    let ValueKind::Map(entries) = &map.kind else { return map.clone() };
    let more: Vec<Entry> = more.into_iter().collect();
    let kept = entries.iter().filter(|entry| !more.iter().any(|other| other.key == entry.key)).cloned();
    let kept: Vec<Entry> = kept.collect();
    Value::new(ValueKind::Map(kept.into_iter().chain(more).collect()), map.span)
}

fn said(key: &str, words: &str, span: Span) -> Entry {
    Entry { key: key.to_owned(), key_span: span, value: Value::new(ValueKind::Text(Text::meaning(words, span)), span) }
}
