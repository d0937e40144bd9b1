//! What methods of Ruby and Rails make of a value that is known. Only what always comes out the same.

use crate::source::Span;
use crate::text::Text;
use crate::value::{Call, Entry, Value, ValueKind};

/// What a method comes to.
pub(super) enum Made {
    /// This.
    Value(Value),
    /// What the function that it is given makes of each entry of the map.
    Entries,
}

/// What `call` makes of `subject`. `None` where that cannot be told.
pub(super) fn made(subject: &Value, call: &Call, span: Span) -> Option<Made> {
    let value = match &subject.kind {
        ValueKind::Text(text) => of_text(text, call, subject.span)?,
        ValueKind::Map(entries) => return of_map(entries, call, span),
        ValueKind::List(items) => of_list(items, call, span)?,
        _ => return None,
    };
    Some(Made::Value(value))
}

fn of_text(text: &Text, call: &Call, span: Span) -> Option<Value> {
    if !call.args.is_empty() || text.holes().next().is_some() {
        return None;
    }
    let changed = match call.name.as_str() {
        "humanize" => capitalised(&text.as_str().trim_start_matches('_').replace('_', " ").to_lowercase()),
        "titleize" | "titlecase" => {
            let words: Vec<String> = text.as_str().replace('_', " ").split_whitespace().map(capitalised).collect();
            words.join(" ")
        }
        "capitalize" => capitalised(&text.as_str().to_lowercase()),
        "upcase_first" => capitalised(text.as_str()),
        "upcase" => text.as_str().to_uppercase(),
        "downcase" => text.as_str().to_lowercase(),
        _ => return None,
    };
    // All of it keeps the place of all of it.
    let place = text.span().unwrap_or(span);
    Some(Value::new(ValueKind::Text(Text::meaning(&changed, place)), span))
}

fn of_map(entries: &[Entry], call: &Call, span: Span) -> Option<Made> {
    let is_known = !entries.iter().any(Entry::is_spread);
    // `item.label` of an object whose fields are known.
    if let (true, Some(entry)) = (call.args.is_empty(), entries.iter().rev().find(|entry| entry.key == call.name && !entry.is_spread())) {
        return Some(Made::Value(entry.value.clone()));
    }
    let key = |entry: &Entry| Value::new(ValueKind::Text(Text::meaning(&entry.key, entry.key_span)), entry.key_span);
    let kind = match (call.name.as_str(), call.args.as_slice()) {
        ("map" | "collect" | "filter_map" | "flat_map", [_]) if is_known => {
            return (call.name == "map" || call.name == "collect").then_some(Made::Entries);
        }
        ("keys", []) if is_known => ValueKind::List(entries.iter().map(key).collect()),
        ("values", []) if is_known => ValueKind::List(entries.iter().map(|entry| entry.value.clone()).collect()),
        ("to_h" | "compact" | "to_a", []) => ValueKind::Map(entries.into()),
        ("invert", []) if is_known => {
            let turned = |entry: &Entry| match &entry.value.kind {
                ValueKind::Text(text) => Some(Entry { key: text.as_str().to_owned(), key_span: entry.value.span, value: key(entry) }),
                _ => None,
            };
            ValueKind::Map(entries.iter().map(turned).collect::<Option<Vec<Entry>>>()?.into())
        }
        _ => return None,
    };
    Some(Made::Value(Value::new(kind, span)))
}

fn of_list(items: &[Value], call: &Call, span: Span) -> Option<Value> {
    let is_known = !items.iter().any(|item| matches!(item.kind, ValueKind::Spread(_)));
    match call.name.as_str() {
        "compact" | "compact_blank" | "uniq" | "sort" | "reverse" | "to_a" | "sort_by" | "each" => {
            Some(Value::new(ValueKind::List(items.into()), span))
        }
        "first" if is_known && call.args.is_empty() => items.first().cloned(),
        "last" if is_known && call.args.is_empty() => items.last().cloned(),
        "to_h" if is_known && call.args.is_empty() => {
            let entry = |item: &Value| match &item.kind {
                ValueKind::List(pair) => match (pair.first()?, pair.get(1)?) {
                    (Value { kind: ValueKind::Text(key), span }, value) => {
                        Some(Entry { key: key.as_str().to_owned(), key_span: *span, value: value.clone() })
                    }
                    _ => None,
                },
                _ => None,
            };
            Some(Value::new(ValueKind::Map(items.iter().map(entry).collect::<Option<Vec<Entry>>>()?.into()), span))
        }
        _ => None,
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}
