//! Enumerations of Python and the answer lists that Django makes of them: `Title.choices`, `Title.MX.label`.

use super::scope::Scope;
use crate::limits;
use crate::text::Text;
use crate::value::{Class, Entry, Value, ValueKind};

/// What the classes end in that make an enumeration of a class: `TextChoices`, `IntegerChoices`, `StrEnum`.
const ENDINGS: &[&str] = &["Choices", "Enum"];

/// What a member of an enumeration has.
const PARTS: (&str, &str, &str) = ("value", "label", "name");

/// The answer that stands for no value, where an enumeration has one.
const EMPTY: &str = "__empty__";

/// The class that `value` is, if it is an enumeration.
pub(super) fn of<'v>(scope: &Scope, value: &'v Value, steps: usize) -> Option<&'v Class> {
    let ValueKind::Class(class) = &value.kind else { return None };
    let found = steps < limits::REFERENCE_STEPS && class.bases.iter().any(|base| makes_enumeration(scope, base, steps));
    found.then_some(class)
}

fn makes_enumeration(scope: &Scope, base: &Value, steps: usize) -> bool {
    let last = match &base.kind {
        ValueKind::Name(name) => name.as_str(),
        ValueKind::Member(_, key) => match &key.kind {
            ValueKind::Text(text) => text.as_str(),
            _ => "",
        },
        _ => "",
    };
    ENDINGS.iter().any(|ending| last.ends_with(ending)) || of(scope, &scope.step(base, steps + 1), steps + 1).is_some()
}

/// What an enumeration has under `key`. `None` where that is nothing of an enumeration's own.
pub(super) fn member(class: &Class, key: &str, whole: &Value) -> Option<Value> {
    let list = |items: Vec<Value>| Some(Value::new(ValueKind::List(items.into()), whole.span));
    match key {
        "choices" => list(choices(class)),
        "labels" => list(items(class).map(label).collect()),
        "values" => list(items(class).map(sent).collect()),
        _ => items(class).find(|entry| entry.key == key).map(object),
    }
}

/// Its answers as pairs of what is sent and what is shown.
pub(super) fn choices(class: &Class) -> Vec<Value> {
    let empty = class.members.iter().find(|entry| entry.key == EMPTY).map(|entry| {
        let nothing = Value::new(ValueKind::Text(Text::default()), entry.value.span);
        pair(nothing, entry.value.clone())
    });
    empty.into_iter().chain(items(class).map(|entry| pair(sent(entry), label(entry)).at(entry.value.span))).collect()
}

/// Its members as those see them that go through it.
pub(super) fn objects(class: &Class) -> Vec<Value> {
    items(class).map(object).collect()
}

fn pair(sent: Value, label: Value) -> Value {
    let span = sent.span.to(label.span);
    Value::new(ValueKind::List([sent, label].into()), span)
}

fn items(class: &Class) -> impl Iterator<Item = &Entry> {
    let is_item = |entry: &&Entry| !entry.key.starts_with('_') && !matches!(entry.value.kind, ValueKind::Lambda(_) | ValueKind::Class(_));
    class.members.iter().filter(is_item).filter(|entry| !matches!(&entry.value.kind, ValueKind::Call(call) if call.name.is_empty()))
}

/// `.value`, `.label` and `.name` of a member.
fn object(entry: &Entry) -> Value {
    let name = Value::new(ValueKind::Text(Text::meaning(&entry.key, entry.key_span)), entry.key_span);
    let part = |key: &str, value: Value| Entry { key: key.to_owned(), key_span: entry.key_span, value };
    let parts = [part(PARTS.0, sent(entry)), part(PARTS.1, label(entry)), part(PARTS.2, name)];
    Value::new(ValueKind::Map(parts.into()), entry.value.span)
}

/// What a member of an enumeration shows where it is put into a page as it is: its value.
pub(super) fn shown(entries: &[Entry]) -> Option<&Value> {
    match entries {
        [value, label, name] if (value.key.as_str(), label.key.as_str(), name.key.as_str()) == PARTS => Some(&value.value),
        _ => None,
    }
}

fn sent(entry: &Entry) -> Value {
    match &entry.value.kind {
        ValueKind::List(parts) if parts.len() > 1 => parts[0].clone(),
        _ => entry.value.clone(),
    }
}

/// The words beside it: those that are given, or else its name in words.
fn label(entry: &Entry) -> Value {
    if let ValueKind::List(parts) = &entry.value.kind
        && let [_, .., label] = parts.as_ref()
    {
        return label.clone();
    }
    Value::new(ValueKind::Text(Text::of_name(&entry.key, entry.key_span, true)), entry.key_span)
}

impl Value {
    /// The same at another place.
    fn at(self, span: crate::source::Span) -> Value {
        Value { span, ..self }
    }
}
