//! Questions that code describes: classes of forms, objects of form definitions, questionnaires.
//!
//! Which classes and objects are questions is data, as with any component: see `components`.

use std::sync::Arc;

use super::components::{Component, Components};
use super::read::Reader;
use crate::limits;
use crate::page::Set;
use crate::source::Span;
use crate::text::Text;
use crate::unknown::Property;
use crate::value::{Call, Class, Entry, Value, ValueKind};

/// What code calls a value: the name of a field, the key of an object.
#[derive(Clone, Copy)]
struct Key<'k> {
    name: &'k str,
    span: Span,
}

impl Reader<'_> {
    /// A value that a code file defines at its top level.
    pub(super) fn definition(&mut self, set: &Set) {
        if self.defined_component(set) {
            return;
        }
        if self.scope.home().is_none() {
            self.scope.set(&set.name, set.value.clone());
        }
        self.defined(&set.value, None, 0);
        self.flush();
    }

    /// Reads each question that is described in `value`, in the order in which it is written.
    fn defined(&mut self, value: &Value, key: Option<Key>, depth: usize) {
        if depth > limits::NESTING || self.is_spent() {
            return;
        }
        self.steps += 1;
        match &value.kind {
            ValueKind::Map(entries) => match self.shaped(value) {
                Some(component) => self.described(component, value, key, value.span, depth),
                None => entries.iter().for_each(|entry| self.defined_entry(entry, depth)),
            },
            ValueKind::List(items) => items.iter().for_each(|item| self.defined(item, None, depth + 1)),
            ValueKind::Either(readings) => readings.iter().for_each(|reading| self.defined(reading, key, depth + 1)),
            ValueKind::Spread(inner) => self.defined(inner, key, depth + 1),
            ValueKind::Call(call) => self.defined_call(call, value.span, key, depth),
            ValueKind::Class(class) => self.defined_class(class, depth),
            ValueKind::Lambda(lambda) => {
                lambda.sets.iter().for_each(|set| self.defined(&set.value, None, depth + 1));
                self.defined(&lambda.body, None, depth + 1);
            }
            ValueKind::Markup(nodes) => {
                self.nodes(nodes);
                self.flush();
            }
            _ => {}
        }
    }

    fn defined_entry(&mut self, entry: &Entry, depth: usize) {
        self.defined(&entry.value, Some(Key { name: &entry.key, span: entry.key_span }), depth + 1);
    }

    /// `forms.ChoiceField(…)`, or a chain that ends in an object that describes a question: `Joi.string().meta({…})`.
    fn defined_call(&mut self, call: &Call, span: Span, key: Option<Key>, depth: usize) {
        if let Some(component) = self.component(&call.name).filter(|_| key.is_some()) {
            let params = self.params(component, call, span, None);
            return self.described(component, &params, key, span, depth);
        }
        let chain = chain(call, span);
        let described = chain.iter().find_map(|link| match &link.value.kind {
            ValueKind::Map(_) => Some((self.shaped(&link.value)?, &link.value)),
            _ => None,
        });
        if let Some((component, params)) = described {
            let ValueKind::Map(entries) = &params.kind else { return };
            let entries = entries.iter().cloned().chain(chain.iter().cloned()).collect();
            let params = Value::new(ValueKind::Map(entries), params.span);
            return self.described(component, &params, key, span, depth);
        }
        call.receiver.iter().for_each(|receiver| self.defined(receiver, key, depth + 1));
        call.args.iter().chain(&call.keywords).for_each(|arg| self.defined(arg, key, depth + 1));
    }

    /// A class that extends a form has its fields as questions; any other may hold such classes.
    fn defined_class(&mut self, class: &Class, depth: usize) {
        let is_form = class.bases.iter().any(|base| self.is_form(base, 0));
        let members =
            class.members.iter().filter(|member| is_form || matches!(member.value.kind, ValueKind::Class(_) | ValueKind::Markup(_)));
        let mark = self.scope.mark();
        for member in members.clone() {
            self.scope.set(&member.key, Arc::new(member.value.clone()));
        }
        for member in members {
            self.defined_entry(member, depth);
        }
        self.scope.rewind(mark);
    }

    /// True for a class that a table calls a page of questions, or that extends one.
    fn is_form(&self, base: &Value, depth: usize) -> bool {
        let names_form = |name: &str| Components::built_in().named(name).is_some_and(|component| component.control == "page");
        if last_name(base).is_some_and(|name| names_form(&name)) {
            return true;
        }
        let resolved = self.scope.value(base);
        match &resolved.kind {
            ValueKind::Class(class) if depth < limits::CALL_DEPTH => class.bases.iter().any(|base| self.is_form(base, depth + 1)),
            _ => false,
        }
    }

    /// The component that an object describes by the keys that it has.
    fn shaped(&self, value: &Value) -> Option<&'static Component> {
        let ValueKind::Map(entries) = &value.kind else { return None };
        Components::built_in().shaped(|key, wanted| {
            let found = entries.iter().find(|entry| entry.key == key);
            match (found, wanted) {
                (Some(found), Some(wanted)) => self.scope.text(&found.value).known().is_some_and(|text| text.as_str() == wanted),
                (found, None) => found.is_some(),
                (None, Some(_)) => false,
            }
        })
    }

    /// A question, or what holds some, as its parameters describe it.
    fn described(&mut self, component: &Component, params: &Value, key: Option<Key>, span: Span, depth: usize) {
        let params = match (&params.kind, key) {
            (ValueKind::Map(entries), Some(key)) => {
                let name = Value::new(ValueKind::Text(Text::meaning(key.name, key.span)), key.span);
                let key = Entry { key: "$key".to_owned(), key_span: key.span, value: name };
                Value::new(ValueKind::Map(entries.iter().cloned().chain([key]).collect()), params.span)
            }
            _ => params.clone(),
        };
        let held: Vec<Value> = component.holds.iter().filter_map(|path| self.scope.at(&params, path)).collect();
        self.described_call(component, &params, span, |reader| {
            held.iter().for_each(|value| reader.defined(value, None, depth + 1));
        });
    }
}

/// Each call of a chain as a parameter: `.label("Day").required()` gives `$label` and `$required`. The last says most.
fn chain(call: &Call, span: Span) -> Vec<Entry> {
    let mut links = Vec::new();
    let mut here = Some(call);
    while let Some(call) = here.filter(|_| links.len() < limits::PARTS) {
        let value = match call.args.first() {
            Some(arg) => arg.clone(),
            None => Value::new(ValueKind::Bool(true), span),
        };
        links.push(Entry { key: format!("${}", call.name), key_span: span, value });
        here = call.receiver.as_ref().and_then(Value::as_call);
    }
    links
}

/// The last name of what a class or function goes by: `RadioSelect` of `forms.RadioSelect(attrs=…)`.
pub(super) fn last_name(value: &Value) -> Option<String> {
    match &value.kind {
        ValueKind::Name(name) => Some(name.clone()),
        ValueKind::Call(call) if !call.name.is_empty() => Some(call.name.clone()),
        ValueKind::Member(_, key) => match &key.kind {
            ValueKind::Text(text) => Some(text.as_str().to_owned()),
            _ => None,
        },
        _ => None,
    }
}

impl Reader<'_> {
    /// What a parameter says: its text, or the last name of the class or function that it is given.
    pub(super) fn said(&self, params: &Value, path: &str) -> Option<String> {
        let given = self.scope.given(params, path)?;
        if let Some(name) = last_name(&given) {
            return Some(name);
        }
        match self.scope.text(&given) {
            Property::Known(text) => Some(text.as_str().to_owned()),
            _ => None,
        }
    }
}
