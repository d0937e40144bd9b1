//! Words that a call leaves to files of words, by the name of what is asked about: Rails' builders do so.

use super::components::{Answers, Component, Keys};
use super::read::Reader;
use crate::source::Span;
use crate::text::Text;
use crate::unknown::{Because, Property, Reason};
use crate::value::{Call, Entry, Value, ValueKind};

/// What a path of parameters calls the thing that is asked about.
const MODEL: &str = "$model";

impl Reader<'_> {
    /// What a call asks about, as one of its parameters. What hands it out says so: the `f` of `form_with model: … do |f|`.
    pub(super) fn model_entry(&self, call: &Call, span: Span) -> Entry {
        let value = self.model(call).unwrap_or_else(|| {
            let of = call.receiver.as_ref().map_or(span, |receiver| receiver.span);
            Value::unknown(Reason::Name("the model".to_owned()), of)
        });
        Entry { key: MODEL.to_owned(), key_span: span, value }
    }

    fn model(&self, call: &Call) -> Option<Value> {
        let handed_by = self.scope.value(call.receiver.as_ref()?);
        let handed_by = handed_by.as_call()?;
        let component = self.component(&handed_by.name).filter(|component| !component.model.is_empty())?;
        let params = self.params(component, handed_by, call.receiver.as_ref()?.span, None);
        let given = component.model.iter().find_map(|path| self.scope.given(&params, path))?;
        let name = self.view?.model_name(&given)?;
        Some(Value::new(ValueKind::Text(Text::meaning(&name, given.span)), given.span))
    }

    /// The words that ask: those of the call, else those that it leaves to a file of words.
    pub(super) fn prompt_words(&mut self, component: &Component, params: &Value) -> Property<Text> {
        let own = self.first_words(params, &component.prompt);
        let Some(keyed) = component.keyed.as_ref().filter(|_| own.is_absent() && !self.is_refused(&component.prompt, params)) else {
            return own;
        };
        match self.words_under(&keyed.prompt, component, params, None) {
            Property::Absent if keyed.by_name => self.name_in_words(component, params),
            found => found,
        }
    }

    /// The help beside them, likewise.
    pub(super) fn hint_words(&mut self, component: &Component, params: &Value) -> Property<Text> {
        let own = self.first_words(params, &component.hint);
        match component.keyed.as_ref().filter(|_| own.is_absent()) {
            Some(keyed) => self.words_under(&keyed.hint, component, params, None),
            None => own,
        }
    }

    /// True where a call says that there shall be no words: `legend: nil`.
    fn is_refused(&self, paths: &[String], params: &Value) -> bool {
        paths.iter().filter_map(|path| path.split('.').next()).any(|key| {
            let given = self.scope.given(params, key);
            given.is_some_and(|given| matches!(self.scope.value(&given).kind, ValueKind::Null | ValueKind::Bool(false)))
        })
    }

    /// The words under the first of these keys that has some. Unknown where it may have some and what is asked about is not known.
    fn words_under(&self, keys: &[String], component: &Component, params: &Value, value: Option<&str>) -> Property<Text> {
        let Some(first) = keys.first() else { return Property::Absent };
        let name = self.first_text(params, &component.name);
        let because = Because::function("t", params.span);
        let (Some(view), Some(name)) = (self.view, name.known()) else {
            return Property::Unknown(name.unknown().cloned().unwrap_or(Because { reason: Reason::Name(first.clone()), ..because }));
        };
        let model = self.scope.text(&self.scope.given(params, MODEL).unwrap_or_else(|| Value::unknown(Reason::Computed, params.span)));
        for key in keys {
            let key = key.replace("{name}", name.as_str()).replace("{value}", value.unwrap_or_default());
            match &model {
                Property::Known(model) => {
                    if let Some(words) = view.words(&key.replace("{model}", model.as_str())) {
                        return self.scope.text(&words);
                    }
                }
                _ if view.has_words_like(&key, "{model}") => {
                    return Property::Unknown(model.unknown().cloned().unwrap_or(because));
                }
                _ => {}
            }
        }
        Property::Absent
    }

    /// `first_name` as “First name”.
    fn name_in_words(&self, component: &Component, params: &Value) -> Property<Text> {
        let place = component.name.iter().find_map(|path| self.scope.given(params, path)).map_or(params.span, |given| given.span);
        self.first_text(params, &component.name).map(|name| Text::meaning(&humanised(name.as_str()), place))
    }

    /// The words of what a call shows as an element: those of an answer go by its value.
    pub(super) fn element_words(&mut self, component: &Component, params: &Value) -> Option<Value> {
        let own = component.prompt.iter().filter_map(|path| self.scope.at(params, path));
        let own = own.into_iter().find(|words| !matches!(words.kind, ValueKind::Map(_) | ValueKind::Bool(_) | ValueKind::Lambda(_)));
        let keyed = component.keyed.as_ref().filter(|_| own.is_none() && !self.is_refused(&component.prompt, params));
        let Some(keyed) = keyed else { return own };
        let value = self.scope.given(params, "value").and_then(|value| self.sent(&value));
        let keys = if value.is_some() { &keyed.answer } else { &keyed.prompt };
        let words = match self.words_under(keys, component, params, value.as_deref()) {
            Property::Absent if keyed.by_name && value.is_none() => self.name_in_words(component, params),
            Property::Absent => Property::Unknown(Because::new(Reason::Computed, params.span)),
            found => found,
        };
        as_value(words, params.span)
    }

    /// What is sent for an answer whose value is this one.
    fn sent(&self, value: &Value) -> Option<String> {
        match self.scope.value(value).kind {
            ValueKind::Bool(truth) => Some(truth.to_string()),
            _ => self.scope.text(value).known().filter(|text| text.holes().next().is_none()).map(|text| text.as_str().to_owned()),
        }
    }

    /// A list whose items give their parts by methods that the call names, as a list of those parts.
    pub(super) fn by_methods(&self, table: &Answers, component: &Component, params: &Value, list: Value) -> Value {
        let Some(by) = &table.by else { return list };
        let method =
            |path: &str| self.scope.given(params, path).filter(|method| !matches!(method.kind, ValueKind::Map(_) | ValueKind::Null));
        let (value, label, hint) = (method(&by.value), method(&by.label), method(&by.hint));
        let made = |item: &Value| {
            let inner = self.scope.value(item);
            if matches!(inner.kind, ValueKind::Unknown(_) | ValueKind::Spread(_) | ValueKind::Call(_)) {
                return item.clone();
            }
            let entry = |key: &str, value: Value| Entry { key: key.to_owned(), key_span: value.span, value };
            let sent = value.as_ref().map_or_else(|| inner.clone(), |method| self.applied(method, &inner));
            let words = match &label {
                Some(method) => Some(self.applied(method, &inner)),
                None => self.answer_words(component, params, &sent),
            };
            let help = hint.as_ref().map(|method| self.applied(method, &inner));
            let parts = [words.map(|words| entry("label", words)), help.map(|help| entry("hint", help)), Some(entry("value", sent))];
            Value::new(ValueKind::Map(parts.into_iter().flatten().collect()), item.span)
        };
        match &list.kind {
            ValueKind::List(items) => Value::new(ValueKind::List(items.iter().map(made).collect()), list.span),
            ValueKind::Map(entries) if table.keys == Keys::None => {
                let pair = |entry: &Entry| {
                    let key = Value::new(ValueKind::Text(Text::meaning(&entry.key, entry.key_span)), entry.key_span);
                    let span = entry.key_span.to(entry.value.span);
                    made(&Value::new(ValueKind::List([key, entry.value.clone()].into()), span))
                };
                Value::new(ValueKind::List(entries.iter().map(pair).collect()), list.span)
            }
            _ => list,
        }
    }

    /// The words of an answer that a list gives without any.
    fn answer_words(&self, component: &Component, params: &Value, sent: &Value) -> Option<Value> {
        let keyed = component.keyed.as_ref()?;
        let Some(value) = self.sent(sent) else { return Some(Value::unknown(Reason::Computed, sent.span)) };
        match self.words_under(&keyed.answer, component, params, Some(&value)) {
            Property::Absent => Some(Value::unknown(Reason::Computed, sent.span)),
            found => as_value(found, sent.span),
        }
    }

    /// What a method, named or written out, gives for an item.
    fn applied(&self, method: &Value, item: &Value) -> Value {
        let call = match self.scope.value(method) {
            function @ Value { kind: ValueKind::Lambda(_), .. } => {
                Call { receiver: Some(function), name: String::new(), args: vec![item.clone()], keywords: None }
            }
            named => match self.scope.text(&named) {
                Property::Known(name) if matches!(name.as_str(), "itself" | "to_s" | "to_sym") => return item.clone(),
                Property::Known(name) => {
                    Call { receiver: Some(item.clone()), name: name.as_str().to_owned(), args: Vec::new(), keywords: None }
                }
                _ => return Value::unknown(Reason::Computed, named.span),
            },
        };
        let value = self.scope.value(&Value::new(ValueKind::Call(Box::new(call)), item.span));
        // A piece keeps the place where it is written.
        if value.as_call().is_some() { Value::unknown(Reason::Computed, item.span) } else { value }
    }
}

fn as_value(words: Property<Text>, span: Span) -> Option<Value> {
    match words {
        Property::Known(text) => Some(Value::new(ValueKind::Text(text), span)),
        Property::Unknown(because) => Some(Value::unknown(because.reason, because.span)),
        Property::Absent => None,
    }
}

/// A name in code as Rails shows it to people.
fn humanised(name: &str) -> String {
    let name = name.trim_start_matches('_');
    let words = name.strip_suffix("_id").unwrap_or(name).replace('_', " ").to_lowercase();
    let mut letters = words.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}
