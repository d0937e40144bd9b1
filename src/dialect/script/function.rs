//! Functions, what they take apart, classes and enums.

use std::sync::Arc;

use super::{Binding, Lower, named};
use crate::dialect::tree::Node as Tree;
use crate::text::Text;
use crate::unknown::Reason;
use crate::value::{Class, Entry, Lambda, REST, Value, ValueKind};

/// What names that askwell gives begin with. No language can write them.
const HIDDEN: char = '#';

/// True if nobody wrote this name.
pub(super) fn is_hidden(name: &str) -> bool {
    name.starts_with(HIDDEN)
}

impl Lower<'_> {
    /// Any kind of function. One that does more than name things and answer has an answer that is worked out.
    pub(super) fn function(&self, node: Tree) -> Value {
        let mut params = Vec::new();
        let mut sets = Vec::new();
        if let Some(single) = node.child_by_field_name("parameter") {
            params.push(self.text(single).to_owned());
        }
        for parameter in node.child_by_field_name("parameters").into_iter().flat_map(named) {
            let pattern = parameter.child_by_field_name("pattern").unwrap_or(parameter);
            params.push(self.parameter(pattern, parameter.child_by_field_name("value"), &mut sets));
        }
        let doubtful = self.changes.any_in(node) || node.children().any(|child| child.kind() == "*");
        let body = match node.child_by_field_name("body") {
            Some(body) if self.shows_page(body, doubtful) => self.page(node, body).unwrap_or_else(|| self.unknown(Reason::Computed, body)),
            Some(body) if doubtful => self.unknown(Reason::Computed, body),
            Some(body) if body.kind() == "statement_block" => self.body(body, &mut sets),
            Some(body) => self.value(body),
            None => self.unknown(Reason::Computed, node),
        };
        let sets = match node.child_by_field_name("body") {
            Some(body) => self.doubted(body, sets),
            None => Vec::new(),
        };
        Value::new(ValueKind::Lambda(Box::new(Lambda { params, sets, body })), self.span(node))
    }

    /// True if elements stand in a body that does more than name things and answer.
    fn shows_page(&self, body: Tree, doubtful: bool) -> bool {
        body.kind() == "statement_block"
            && self.changes.has_elements(body)
            && (doubtful || self.changes.any_in(body) || !self.only_answers(body))
    }

    /// True for `const` declarations and then one `return`.
    fn only_answers(&self, block: Tree) -> bool {
        for statement in named(block) {
            match statement.kind() {
                "return_statement" => return true,
                "lexical_declaration" if self.text(statement).starts_with("const") => {}
                "function_declaration" | "class_declaration" | "enum_declaration" => {}
                "interface_declaration" | "type_alias_declaration" | "empty_statement" => {}
                "expression_statement" if named(statement).all(|child| child.kind() == "string") => {}
                _ => return false,
            }
        }
        true
    }

    /// The name of a parameter. One that is taken apart or has a default gets a name of its own, and is then taken apart.
    fn parameter(&self, pattern: Tree, default: Option<Tree>, sets: &mut Vec<Binding>) -> String {
        match (pattern.kind(), default) {
            ("identifier", None) => self.text(pattern).to_owned(),
            ("rest_pattern", _) => {
                self.bind(pattern, self.unknown(Reason::Computed, pattern), sets);
                hidden(pattern)
            }
            (_, default) => {
                let name = hidden(pattern);
                let given = Value::new(ValueKind::Name(name.clone()), self.span(pattern));
                self.bind(pattern, self.defaulted(given, default), sets);
                name
            }
        }
    }

    /// `value`, or what stands in for it where it is missing.
    fn defaulted(&self, value: Value, default: Option<Tree>) -> Value {
        match default {
            Some(default) => {
                let span = value.span;
                Value::new(self.method_like("??", value, vec![self.value(default)]), span)
            }
            None => value,
        }
    }

    /// Gives each name of `pattern` its part of `value`.
    pub(super) fn bind(&self, pattern: Tree, value: Value, sets: &mut Vec<Binding>) {
        let Some(deeper) = self.deeper() else { return };
        deeper.bound(pattern, value, sets);
    }

    fn bound(&self, pattern: Tree, value: Value, sets: &mut Vec<Binding>) {
        match pattern.kind() {
            "identifier" | "shorthand_property_identifier_pattern" => sets.push(Binding { name: self.text(pattern).to_owned(), value }),
            "object_pattern" => {
                let subject = self.subject(pattern, value, sets);
                let mut taken = Some(Vec::new());
                for part in named(pattern) {
                    if part.kind() == "rest_pattern" {
                        self.bind_rest(part, &subject, taken.take(), sets);
                        continue;
                    }
                    let key = self.bind_property(part, &subject, sets).filter(|key| matches!(key.kind, ValueKind::Text(_)));
                    match (key, &mut taken) {
                        (Some(key), Some(taken)) => taken.push(key),
                        _ => taken = None,
                    }
                }
            }
            "array_pattern" => {
                let subject = self.subject(pattern, value, sets);
                let mut at = 0;
                for part in pattern.children() {
                    match part.kind() {
                        "," => at += 1,
                        _ if part.is_named() => {
                            let key = Value::new(ValueKind::Number(at.to_string()), self.span(part));
                            self.bind(part, member(subject.clone(), key), sets);
                        }
                        _ => {}
                    }
                }
            }
            "assignment_pattern" | "object_assignment_pattern" => {
                let Some(left) = pattern.child_by_field_name("left") else { return };
                self.bind(left, self.defaulted(value, pattern.child_by_field_name("right")), sets);
            }
            "rest_pattern" => {
                let Some(rest) = named(pattern).next() else { return };
                self.bind(rest, self.unknown(Reason::Computed, pattern), sets);
            }
            _ => {}
        }
    }

    /// Gives a name what `subject` has besides the keys that were taken out of it; those are `None` where they are not known.
    fn bind_rest(&self, rest: Tree, subject: &Value, taken: Option<Vec<Value>>, sets: &mut Vec<Binding>) {
        let Some(name) = named(rest).next() else { return };
        let value = match taken {
            Some(keys) => self.method_like(REST, subject.clone(), keys),
            None => return self.bind(rest, subject.clone(), sets),
        };
        let span = self.span(rest);
        self.bind(name, Value::new(value, span), sets);
    }

    /// Gives back the key that it took.
    fn bind_property(&self, part: Tree, subject: &Value, sets: &mut Vec<Binding>) -> Option<Value> {
        let (key, target) = match part.kind() {
            "shorthand_property_identifier_pattern" => (part, part),
            "object_assignment_pattern" => (part.child_by_field_name("left").unwrap_or(part), part),
            "pair_pattern" => (part.child_by_field_name("key")?, part.child_by_field_name("value")?),
            _ => {
                self.bind(part, subject.clone(), sets);
                return None;
            }
        };
        let key = match key.kind() {
            "string" => self.string(key),
            "computed_property_name" => self.unknown(Reason::Computed, key),
            _ => Value::new(ValueKind::Text(Text::verbatim(self.text(key), self.span(key))), self.span(key)),
        };
        self.bind(target, member(subject.clone(), key.clone()), sets);
        Some(key)
    }

    /// What is taken apart, by a name, so that it is not written out once for each of its parts.
    fn subject(&self, pattern: Tree, value: Value, sets: &mut Vec<Binding>) -> Value {
        if matches!(value.kind, ValueKind::Name(_)) {
            return value;
        }
        let name = hidden(pattern);
        // A parameter with a default has this name for what was given.
        let name = if matches!(value.kind, ValueKind::Call(_)) { format!("{name}{HIDDEN}") } else { name };
        let span = value.span;
        sets.push(Binding { name: name.clone(), value });
        Value::new(ValueKind::Name(name), span)
    }

    /// `const` declarations and then one `return`. Anything else is worked out when the page runs.
    fn body(&self, block: Tree, sets: &mut Vec<Binding>) -> Value {
        for statement in named(block) {
            match statement.kind() {
                "function_declaration" | "class_declaration" | "enum_declaration" => {
                    self.defined(statement, sets);
                }
                "lexical_declaration" if self.text(statement).starts_with("const") => {
                    for declarator in named(statement).filter(|child| child.kind() == "variable_declarator") {
                        self.declared(declarator, sets);
                    }
                }
                "return_statement" => {
                    return match named(statement).next() {
                        Some(answer) => self.value(answer),
                        None => Value::new(ValueKind::Null, self.span(statement)),
                    };
                }
                "interface_declaration" | "type_alias_declaration" | "empty_statement" => {}
                "expression_statement" if named(statement).all(|child| child.kind() == "string") => {}
                "expression_statement" if self.adds_to_own(statement, sets) => {}
                _ => return self.unknown(Reason::Computed, statement),
            }
        }
        Value::new(ValueKind::Null, self.span(block))
    }

    /// `filters.name = …` for an object that the function itself makes.
    fn adds_to_own(&self, statement: Tree, sets: &mut [Binding]) -> bool {
        let Some(assignment) = named(statement).next() else { return false };
        let Some(added) = super::change::added_key(assignment, self.code) else { return false };
        let own = sets.iter().rev().find(|set| set.name == added.name);
        let adds = own.is_some_and(|set| matches!(set.value.kind, ValueKind::Map(_)));
        if adds {
            self.extended(assignment, sets);
        }
        adds
    }

    pub(super) fn class(&self, node: Tree) -> Value {
        let heritage = named(node).filter(|child| child.kind() == "class_heritage").flat_map(named);
        let extends = heritage.filter(|clause| clause.kind() == "extends_clause");
        let name = node.child_by_field_name("name").map_or("", |name| self.text(name)).to_owned();
        let bases = extends.filter_map(|clause| clause.child_by_field_name("value")).map(|base| self.value(base)).collect();
        let parts = node.child_by_field_name("body").into_iter().flat_map(named);
        let members = parts.filter_map(|part| match part.kind() {
            "method_definition" => self.method(part),
            "public_field_definition" => self.field(part),
            _ => None,
        });
        Value::new(ValueKind::Class(Arc::new(Class { name, bases, members: members.collect(), kept: Vec::new() })), self.span(node))
    }

    fn field(&self, part: Tree) -> Option<Entry> {
        let value = match part.child_by_field_name("value") {
            Some(value) => self.value(value),
            None => Value::new(ValueKind::Null, self.span(part)),
        };
        self.keyed(part.child_by_field_name("name")?, value)
    }

    /// An enum is the object that TypeScript makes of it: a member with a number is found by that number too.
    pub(super) fn enumeration(&self, node: Tree) -> Value {
        let mut entries = Vec::new();
        let mut back = Vec::new();
        let mut next = Some(0i64);
        for member in node.child_by_field_name("body").into_iter().flat_map(named) {
            let name = member.child_by_field_name("name").unwrap_or(member);
            let value = match member.child_by_field_name("value") {
                Some(value) => self.value(value),
                None => match next {
                    Some(number) => Value::new(ValueKind::Number(number.to_string()), self.span(member)),
                    None => self.unknown(Reason::Computed, member),
                },
            };
            next = None;
            let Some(mut entry) = self.keyed(name, value) else { continue };
            if let ValueKind::Number(number) = &entry.value.kind {
                next = number.parse::<i64>().ok().and_then(|number| number.checked_add(1));
                let key = Value::new(ValueKind::Text(Text::meaning(&entry.key, entry.key_span)), entry.key_span);
                back.push(Entry { key: number.clone(), key_span: entry.key_span, value: key });
            }
            // Members may be worked out from one another, by names that nothing else has.
            if !matches!(entry.value.kind, ValueKind::Text(_) | ValueKind::Number(_)) {
                entry.value = Value::unknown(Reason::Computed, entry.value.span);
            }
            entries.push(entry);
        }
        back.append(&mut entries);
        Value::new(ValueKind::Map(back.into()), self.span(node))
    }
}

fn hidden(node: Tree) -> String {
    format!("{HIDDEN}{}", node.start_byte())
}

fn member(subject: Value, key: Value) -> Value {
    let span = key.span;
    Value::new(ValueKind::Member(Box::new(subject), Box::new(key)), span)
}
