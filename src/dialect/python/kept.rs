//! What a constructor keeps in the object that it makes: `self.fields["sex"] = …`, `self.fields["sex"].label = …`.

use std::sync::Arc;

use super::function::Body;
use super::{Lower, either, named};
use crate::dialect::tree::Node as Tree;
use crate::limits;
use crate::source::Span;
use crate::unknown::Reason;
use crate::value::{CALLED, Entry, SELF, Value, ValueKind};

/// Methods that change a list in its place.
const CHANGES: &[&str] = &["append", "clear", "extend", "insert", "pop", "remove"];

/// One thing that is kept.
pub(super) struct Kept {
    /// The members and keys that lead to it. One that is worked out has no name.
    path: Vec<Step>,
    value: Value,
    /// True where a condition or loop decides.
    sometimes: bool,
}

#[derive(Clone)]
struct Step {
    key: String,
    span: Span,
}

impl<'c> Body<'_, 'c> {
    /// `target = value`, where the target is a part of the object.
    pub(super) fn keep(&mut self, target: Tree, value: Value) {
        let Some(path) = self.path(target, 0).filter(|path| !path.is_empty()) else { return };
        // What is said of one item of a list, as a line under it, changes no list.
        let in_list = path.split_last().is_some_and(|(_, before)| before.iter().any(|step| step.key.is_empty()));
        if self.kept.len() >= limits::KEPT || in_list {
            return;
        }
        let value = self.whole(value);
        self.kept.push(Kept { path, value, sometimes: self.branches > 0 });
    }

    /// A list that is changed in its place: `self.fields["sex"].choices.append(…)`. What it then holds is not followed.
    fn changed(&mut self, list: Tree, call: Tree) {
        let path = self.path(list, 0).filter(|path| path.len() > 2 && path.iter().all(|step| !step.key.is_empty()));
        if let Some(path) = path.filter(|_| self.kept.len() < limits::KEPT) {
            let value = Value::unknown(Reason::Computed, self.lower.span(call));
            self.kept.push(Kept { path, value, sometimes: false });
        }
    }

    /// A call that stands by itself: of another method of the object, or one that adds to a part of it.
    pub(super) fn called(&mut self, call: Tree) {
        let Some(function) = call.child_by_field_name("function").filter(|function| function.kind() == "attribute") else { return };
        let (Some(object), Some(name)) = (function.child_by_field_name("object"), function.child_by_field_name("attribute")) else {
            return;
        };
        let name = self.lower.text(name);
        let of_object = object.kind() == "identifier" && self.lower.text(object) == self.lower.object;
        if let Some(method) = self.methods.get(name).filter(|_| of_object && self.calls < limits::NESTING / 64) {
            return self.inside(*method);
        }
        if CHANGES.contains(&name) {
            return self.changed(object, call);
        }
        let argument = call.child_by_field_name("arguments").and_then(|arguments| named(arguments).next());
        if self.is_chain_of_object(object) && self.kept.len() < limits::KEPT {
            let value = self.lower.call(call);
            let value = self.whole(value);
            let path = vec![Step { key: CALLED.to_owned(), span: self.lower.span(call) }];
            self.kept.push(Kept { path, value, sometimes: false });
        }
        if let ("update", Some(dictionary)) = (name, argument.filter(|argument| argument.kind() == "dictionary")) {
            let added = self.lower.value(dictionary);
            let (ValueKind::Map(entries), Some(path)) = (&added.kind, self.path(object, 0)) else { return };
            for entry in entries.iter().filter(|_| !path.is_empty()).take(limits::KEPT.saturating_sub(self.kept.len())) {
                let step = Step { key: entry.key.clone(), span: entry.key_span };
                let value = self.whole(entry.value.clone());
                self.kept.push(Kept { path: path.iter().cloned().chain([step]).collect(), value, sometimes: self.branches > 0 });
            }
        }
    }

    /// True for a call of a method of the object: `self.given("sex", "X")` of `self.given("sex", "X").require("details")`.
    fn is_chain_of_object(&self, call: Tree) -> bool {
        let function = call.child_by_field_name("function").filter(|_| call.kind() == "call");
        let object = function.and_then(|function| function.child_by_field_name("object"));
        object.is_some_and(|object| object.kind() == "identifier" && self.lower.text(object) == self.lower.object)
    }

    /// The members and keys that lead from the object to `target`.
    fn path(&self, target: Tree, depth: usize) -> Option<Vec<Step>> {
        if depth > limits::CALL_DEPTH {
            return None;
        }
        let lower = self.lower;
        match target.kind() {
            "identifier" if lower.text(target) == lower.object => Some(Vec::new()),
            "identifier" => steps(self.local(lower.text(target))?),
            "attribute" => {
                let mut path = self.path(target.child_by_field_name("object")?, depth + 1)?;
                let name = target.child_by_field_name("attribute")?;
                path.push(Step { key: lower.text(name).to_owned(), span: lower.span(name) });
                Some(path)
            }
            "subscript" => {
                let mut path = self.path(target.child_by_field_name("value")?, depth + 1)?;
                path.push(key(lower, target.child_by_field_name("subscript")?));
                Some(path)
            }
            _ => None,
        }
    }
}

fn key(lower: Lower, node: Tree) -> Step {
    let key = match lower.value(node).kind {
        ValueKind::Text(text) if text.holes().next().is_none() => text.as_str().to_owned(),
        _ => String::new(),
    };
    Step { key, span: lower.span(node) }
}

/// The way that another name takes: `field = self.fields["sex"]`, or `cast(forms.ChoiceField, self.fields["sex"])`.
fn steps(value: &Value) -> Option<Vec<Step>> {
    let mut path = Vec::new();
    let mut here = value;
    loop {
        match &here.kind {
            ValueKind::Name(name) if name == SELF => break,
            ValueKind::Member(subject, key) if path.len() < limits::CALL_DEPTH => {
                let ValueKind::Text(text) = &key.kind else { return None };
                path.push(Step { key: text.as_str().to_owned(), span: key.span });
                here = subject;
            }
            ValueKind::Call(call) if call.name == "cast" && call.args.len() == 2 => here = &call.args[1],
            _ => return None,
        }
    }
    path.reverse();
    Some(path)
}

/// All that is kept, as members of the object.
pub(super) fn members(kept: Vec<Kept>) -> Vec<Entry> {
    let mut members = Vec::new();
    if let Some(last) = kept.last().filter(|_| kept.len() >= limits::KEPT) {
        let span = last.value.span;
        let more = Value::new(ValueKind::Spread(Box::new(Value::unknown(Reason::TooMuch, span))), span);
        members.push(Entry { key: String::new(), key_span: span, value: more });
    }
    let (calls, kept): (Vec<Kept>, Vec<Kept>) = kept.into_iter().partition(|kept| kept.path[0].key == CALLED);
    if let Some(first) = calls.first() {
        let span = first.value.span;
        let list = calls.iter().map(|call| call.value.clone()).collect();
        members.push(Entry { key: CALLED.to_owned(), key_span: span, value: Value::new(ValueKind::List(list), span) });
    }
    for Kept { path, value, sometimes } in kept {
        put(&mut members, &path, value, sometimes);
    }
    members
}

fn put(entries: &mut Vec<Entry>, path: &[Step], value: Value, sometimes: bool) {
    let Some((step, rest)) = path.split_first() else { return };
    let found = entries.iter_mut().find(|entry| entry.key == step.key && !step.key.is_empty());
    match (found, rest.is_empty()) {
        (Some(entry), true) if sometimes => entry.value = either(entry.value.clone(), value),
        (Some(entry), true) => *entry = Entry { key: step.key.clone(), key_span: step.span, value },
        (Some(entry), false) => put_within(&mut entry.value, rest, value, sometimes),
        (None, true) => {
            let span = value.span;
            let value = if sometimes { either(value, Value::new(ValueKind::Null, span)) } else { value };
            entries.push(Entry { key: step.key.clone(), key_span: step.span, value });
        }
        (None, false) => {
            let mut inner = Vec::new();
            let span = value.span;
            put(&mut inner, rest, value, sometimes);
            entries.push(Entry { key: step.key.clone(), key_span: step.span, value: Value::new(ValueKind::Map(inner.into()), span) });
        }
    }
}

/// Sets a part of what is kept already. What is set on an object afterwards is as if its making had said it.
fn put_within(whole: &mut Value, path: &[Step], value: Value, sometimes: bool) {
    match &mut whole.kind {
        ValueKind::Map(entries) => {
            let mut changed = entries.to_vec();
            put(&mut changed, path, value, sometimes);
            *entries = Arc::from(changed);
        }
        ValueKind::Call(call) => {
            let [step] = path else { return };
            let value = if sometimes { Value::unknown(Reason::Condition, value.span) } else { value };
            let said = Entry { key: step.key.clone(), key_span: step.span, value };
            let span = call.keywords.as_ref().map_or(whole.span, |keywords| keywords.span);
            let mut keywords = match call.keywords.take().map(|keywords| keywords.kind) {
                Some(ValueKind::Map(entries)) => entries.to_vec(),
                _ => Vec::new(),
            };
            keywords.push(said);
            call.keywords = Some(Value::new(ValueKind::Map(keywords.into()), span));
        }
        _ => {}
    }
}
