//! What a component is called with: one map, and what stands at the paths of it that the component's table names.

use super::components::Component;
use super::read::Reader;
use super::words::seen;
use super::{casing, printed};
use crate::page::Node;
use crate::source::Span;
use crate::text::Text;
use crate::unknown::{Because, Property, Reason};
use crate::value::{Call, Entry, Value, ValueKind};

impl Reader<'_> {
    /// What a component is called with, as one map.
    pub(super) fn params(&self, component: &Component, call: &Call, span: Span, body: Option<&[Node]>) -> Value {
        if component.args.is_empty() && body.is_none() && component.keyed.is_none() {
            let nothing = Value::new(ValueKind::Null, span);
            let params = call.params().cloned().unwrap_or(nothing);
            let whole = self.scope.value(&params);
            return match whole.kind {
                ValueKind::Map(_) => whole,
                _ => self.behind_function(&params, 0).unwrap_or(whole),
            };
        }
        let entry = |key: &str, value: &Value| Entry { key: key.to_owned(), key_span: value.span, value: value.clone() };
        let mut entries: Vec<Entry> = component.args.iter().zip(&call.args).map(|(name, value)| entry(name, value)).collect();
        // In place of a name PHP's helpers take a map of attributes.
        let first = component.args.first().filter(|first| *first == "name").and(call.args.first()).map(|first| self.scope.value(first));
        let first = first.filter(|first| matches!(first.kind, ValueKind::Map(_)));
        if first.is_some() {
            entries.remove(0);
        }
        let more = call.args.iter().skip(component.args.len()).chain(&call.keywords).map(|map| self.scope.value(map));
        let maps: Vec<Value> = first.into_iter().chain(more).collect();
        maps.iter().for_each(|map| entries.extend(attributes_of(map)));
        if component.keyed.is_some() {
            entries.push(self.model_entry(call, span));
        }
        if let Some(body) = body.filter(|body| !body.is_empty()) {
            entries.push(entry("children", &Value::new(ValueKind::Markup(body.into()), span)));
        }
        if component.model_label {
            let label = self.model_label(&entries, span);
            entries.push(entry("$label", &label));
        }
        Value::new(ValueKind::Map(entries.into()), span)
    }

    /// What the model among these parameters calls its attribute.
    fn model_label(&self, params: &[Entry], span: Span) -> Value {
        let given = |key: &str| params.iter().find(|entry| entry.key == key).map(|entry| &entry.value);
        let found = match (self.view, given("model").map(|model| &model.kind), given("attribute")) {
            (Some(view), Some(ValueKind::Name(model)), Some(attribute)) => match self.scope.text(attribute) {
                Property::Known(attribute) => view.attribute_label(model, &attribute),
                _ => None,
            },
            _ => None,
        };
        found.unwrap_or_else(|| Value::unknown(Reason::Function("attributeLabels".to_owned()), span))
    }

    /// The map that a function or filter is given to make parameters of: `radios({…} | withErrors)`. What is written there
    /// is there; the function may add to it.
    fn behind_function(&self, params: &Value, depth: usize) -> Option<Value> {
        let call = params.as_call().filter(|_| depth < 8)?;
        let subject = call.receiver.as_ref().or(call.args.first())?;
        let inner = self.behind_function(subject, depth + 1).unwrap_or_else(|| self.scope.value(subject));
        let ValueKind::Map(entries) = &inner.kind else { return None };
        let more = Value::unknown(Reason::Function(call.name.clone()), params.span);
        let value = Value::new(ValueKind::Spread(Box::new(more)), params.span);
        let more = Entry { key: String::new(), key_span: params.span, value };
        Some(Value::new(ValueKind::Map(entries.iter().cloned().chain([more]).collect()), inner.span))
    }

    /// The words at the first of `paths` that is there.
    pub(super) fn first_words(&mut self, params: &Value, paths: &[String]) -> Property<Text> {
        for path in paths {
            let Some(value) = self.scope.at(params, path).map(|value| self.spoken(value)) else { continue };
            // A map here holds the words further down, on a path of its own.
            if matches!(value.kind, ValueKind::Map(_) | ValueKind::Bool(_)) {
                continue;
            }
            if let Some(given) = self.scope.given(params, path) {
                self.shown_by(given.span);
            }
            let is_markup = path.to_ascii_lowercase().ends_with("html") || matches!(value.kind, ValueKind::Call(_));
            let words = match self.words_of(&value, is_markup) {
                Property::Known(text) => seen(text.folded()),
                other => other,
            };
            if !words.is_absent() {
                return words;
            }
        }
        Property::Absent
    }

    /// What a definition leaves to its page's words, as those say it: `label: l => l.title`.
    fn spoken(&self, value: Value) -> Value {
        let ValueKind::Lambda(lambda) = &value.kind else { return value };
        let words = self.view.filter(|_| lambda.params.len() == 1).and_then(|view| view.spoken_words());
        let Some(words) = words else { return value };
        let span = value.span;
        let call = Call { receiver: Some(value), name: String::new(), args: vec![words], keywords: None };
        self.scope.value(&Value::new(ValueKind::Call(Box::new(call)), span))
    }

    /// The exact text at the first of `paths` that is there.
    pub(super) fn first_text(&self, params: &Value, paths: &[String]) -> Property<Text> {
        let mut values = paths.iter().flat_map(|path| self.scope.each(params, path));
        values.find_map(|value| Some(self.scope.text(&value)).filter(|text| !text.is_absent())).unwrap_or_default()
    }

    /// What the first of `paths` that says yes or no says.
    pub(super) fn first_yes_or_no(&self, params: &Value, paths: &[String]) -> Property<bool> {
        let mut values = paths.iter().flat_map(|path| self.scope.each(params, path));
        values.next().map_or(Property::Absent, |value| self.scope.truth(&value))
    }

    /// True if what stands at one of `paths` changes the case of what people type.
    pub(super) fn forces_case(&self, params: &Value, paths: &[String]) -> bool {
        let mut values = paths.iter().flat_map(|path| self.scope.each(params, path));
        values.any(|value| self.scope.text(&value).known().is_some_and(|text| casing::is_forced_by(text.as_str())))
    }

    /// Yes if any of `paths` says so.
    pub(super) fn first_truth(&self, params: &Value, paths: &[String]) -> Property<bool> {
        let truths: Vec<Property<bool>> =
            paths.iter().flat_map(|path| self.scope.each(params, path)).map(|value| self.scope.truth(&value)).collect();
        let said = |wanted: bool| truths.iter().any(|truth| truth.known() == Some(&wanted));
        if said(true) {
            return Property::Known(true);
        }
        if let Some(because) = truths.iter().find_map(Property::unknown) {
            return Property::Unknown(because.clone());
        }
        if said(false) { Property::Known(false) } else { Property::Absent }
    }
}

/// What a further argument of a helper gives an element: a map of attributes, a list of those that are there without a value, or all of
/// them as words: `'id="title" required'`. What cannot be read may be any.
fn attributes_of(map: &Value) -> Vec<Entry> {
    let bare = |name: &Value| match &name.kind {
        ValueKind::Text(text) => Some((text.as_str().to_owned(), Value::new(ValueKind::Bool(true), name.span))),
        _ => None,
    };
    let named = |(key, value): (String, Value)| Entry { key, key_span: value.span, value };
    match &map.kind {
        ValueKind::Map(more) => more
            .iter()
            .map(|entry| match bare(&entry.value).filter(|_| entry.key.is_empty()) {
                Some(found) => named(found),
                None => entry.clone(),
            })
            .collect(),
        ValueKind::List(names) => names.iter().filter_map(bare).map(named).collect(),
        ValueKind::Text(_) => {
            let printed = printed::attributes(map).unwrap_or_default().into_iter();
            let is_bare = |value: &Value| matches!(&value.kind, ValueKind::Text(text) if text.as_str().is_empty());
            let given = |value: Value| if is_bare(&value) { Value::new(ValueKind::Bool(true), value.span) } else { value };
            printed.map(|attribute| named((attribute.name, given(attribute.value)))).collect()
        }
        ValueKind::Unknown(_) => {
            let value = Value::new(ValueKind::Spread(Box::new(map.clone())), map.span);
            vec![Entry { key: String::new(), key_span: map.span, value }]
        }
        _ => Vec::new(),
    }
}

/// What is spread over a map after the entry at `path`, and so may give another.
pub(super) fn may_replace(params: &Value, path: &str) -> Option<Because> {
    let ValueKind::Map(entries) = &params.kind else { return None };
    let key = path.split('.').next().unwrap_or(path);
    let at = entries.iter().position(|entry| entry.key == key)?;
    entries[at..].iter().find_map(|entry| match &entry.value.kind {
        ValueKind::Spread(more) => Some(unknown_of(more)),
        _ => None,
    })
}

/// Why it is not known what a value is.
pub(super) fn unknown_of(value: &Value) -> Because {
    match &value.kind {
        ValueKind::Unknown(reason) => Because::new(reason.clone(), value.span),
        _ => Because::new(Reason::Computed, value.span),
    }
}
