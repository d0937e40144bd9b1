//! Questions that code describes: classes of forms, objects of form definitions, questionnaires.
//!
//! Which classes and objects are questions is data, as with any component: see `components`.

use std::sync::Arc;

use super::ShownWhen;
use super::components::{self, Component, Components};
use super::read::Reader;
use crate::limits;
use crate::page::Set;
use crate::source::Span;
use crate::text::Text;
use crate::unknown::Property;
use crate::value::{Call, Class, Entry, Value, ValueKind};

/// What code calls a value: the name of a field, the key of an object.
#[derive(Clone, Copy)]
pub(super) struct Key<'k> {
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
    pub(super) fn defined(&mut self, value: &Value, key: Option<Key>, depth: usize) {
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
            ValueKind::Class(class) => self.defined_class(class, value.span, depth),
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
    fn defined_class(&mut self, class: &Arc<Class>, span: Span, depth: usize) {
        if self.form_class(class, span, depth) {
            return;
        }
        let is_form = class.bases.iter().any(|base| self.is_form(base, 0));
        let members = class
            .members
            .iter()
            .filter(|member| is_form || matches!(member.value.kind, ValueKind::Class(_) | ValueKind::Markup(_) | ValueKind::Map(_)));
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
        let names_form = |name: &str| Components::built_in().named(name, "").is_some_and(|component| component.control == "page");
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
        let ValueKind::Map(_) = &value.kind else { return None };
        Components::built_in().shaped(|key, wanted| self.has(value, key, wanted))
    }

    /// True for an object that describes a question by itself, and for one that is made of such: `new Field({ … })`.
    pub(super) fn describes_question(&self, value: &Value) -> bool {
        let made = value.as_call().filter(|call| call.name.starts_with("new ")).and_then(|call| call.args.first());
        self.shaped(made.unwrap_or(value)).is_some()
    }

    /// True if an object has this key, with this value where one is wanted.
    fn has(&self, value: &Value, key: &str, wanted: Option<&str>) -> bool {
        let ValueKind::Map(entries) = &value.kind else { return false };
        let Some(found) = entries.iter().find(|entry| entry.key == key) else { return false };
        let Some(wanted) = wanted else { return true };
        match self.scope.value(&found.value).kind {
            ValueKind::Bool(truth) => wanted == if truth { "true" } else { "false" },
            _ => self.scope.text(&found.value).known().is_some_and(|text| text.as_str() == wanted),
        }
    }

    /// True if a question takes people's own words beside its answers.
    pub(super) fn takes_own_words(&self, component: &Component, params: &Value) -> bool {
        component.own_words.iter().any(|shape| components::fits(shape, |key, wanted| self.has(params, key, wanted)))
    }

    /// The answer to a question before this one that brings it up, where its parameters name one.
    fn named_answer(&self, component: &Component, params: &Value) -> Option<ShownWhen> {
        let condition = component.shown_when.as_ref()?;
        let (question, answer) = (self.first_text(params, &condition.question), self.first_text(params, &condition.answer));
        let (question, answer) = (question.known()?.as_str(), answer.known()?.as_str());
        let says = |property: &Property<Text>, wanted: &str| property.known().is_some_and(|text| text.as_str() == wanted);
        let asked = self.sketch.questions.iter().rev().find(|asked| says(&asked.name, question))?;
        let given = asked.answers.iter().find(|given| says(&given.value, answer) || says(&given.label, answer))?;
        Some(ShownWhen { question: asked.span, answer: given.span })
    }

    /// What stands at a path and asks something. What goes by a name is read here, and not once more by itself.
    fn held(&mut self, params: &Value, path: &str) -> Option<Value> {
        if let Some(Value { kind: ValueKind::Name(name), .. }) = self.scope.given(params, path)
            && let Some(meant) = self.scope.defined(&name)
        {
            self.called.insert(name);
            return Some(meant);
        }
        self.scope.at(params, path)
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
        for path in &component.kept_at {
            self.kept_at.extend(self.said(&params, path));
        }
        let held: Vec<Value> = component.holds.iter().filter_map(|path| self.held(&params, path)).collect();
        let outer = self.shown_when;
        let (named, before) = (self.named_answer(component, &params), self.sketch.questions.len());
        self.shown_when = named.or(outer);
        self.described_call(component, &params, span, |reader| {
            held.iter().for_each(|value| reader.defined(value, None, depth + 1));
        });
        self.shown_when = outer;
        if let Some(when) = named.filter(|_| self.sketch.questions[before..].iter().any(|question| question.control.is_text())) {
            self.open_box(when);
        }
    }

    /// Lets an answer be one that opens a box for people's own words.
    fn open_box(&mut self, when: ShownWhen) {
        let asking = self.sketch.questions.iter_mut().filter(|question| question.span == when.question);
        for answer in asking.flat_map(|question| &mut question.answers).filter(|answer| answer.span == when.answer) {
            answer.free_text = Property::Known(true);
        }
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
    /// What a parameter says: its text, each text of a list, or the last name of the class or function that it is given
    /// and of those that this extends.
    pub(super) fn said(&self, params: &Value, path: &str) -> Vec<String> {
        let Some(given) = self.scope.given(params, path) else { return Vec::new() };
        if let ValueKind::List(items) = &given.kind {
            return items.iter().filter_map(|item| self.scope.text(item).known().map(|text| text.as_str().to_owned())).collect();
        }
        if let Some(name) = last_name(&given) {
            let mut names = vec![name];
            self.bases_of(&given, &mut names, 0);
            return names;
        }
        match (&given.kind, self.scope.text(&given)) {
            (ValueKind::Bool(said), _) => vec![said.to_string()],
            (_, Property::Known(text)) => vec![text.as_str().to_owned()],
            _ => Vec::new(),
        }
    }

    fn bases_of(&self, class: &Value, names: &mut Vec<String>, depth: usize) {
        let class = match &class.kind {
            // A class that is made an object of.
            ValueKind::Call(call) if call.receiver.is_none() => Value::new(ValueKind::Name(call.name.clone()), class.span),
            _ => class.clone(),
        };
        let resolved = self.scope.value(&class);
        let ValueKind::Class(own) = &resolved.kind else { return };
        if depth > limits::CALL_DEPTH || names.len() > limits::PARTS {
            return;
        }
        for base in &own.bases {
            names.extend(last_name(base));
            self.bases_of(base, names, depth + 1);
        }
    }
}
