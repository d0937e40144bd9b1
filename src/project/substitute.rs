//! Names replaced by what they stand for, throughout a value.
//!
//! A value that leaves the file it was written in takes with it what its names mean there, so that no name of the
//! other file is mistaken for one of its own.

use std::sync::Arc;

use crate::limits;
use crate::module;
use crate::page::{Arm, Attribute, Branch, Element, Loop, Node, Print, Set, Wrap};
use crate::source::Span;
use crate::unknown::Reason;
use crate::value::{Call, Class, Entry, Lambda, SELF, Value, ValueKind};

/// Names that a language gives to everyone; they stay as they are where nothing else has them.
const GLOBAL: &[&str] = &["Object", "Array", "Boolean", "String", "Number", "undefined", "none", "None", "null", "nil", SELF, "this"];

/// `value` with each of its names replaced by what `look` says that it stands for where `value` was written, and so
/// on; those that it does not know are unknown. Such a value means the same everywhere.
pub fn closed(value: &Value, look: &mut dyn FnMut(&str) -> Option<Value>) -> Value {
    closed_counted(value, look).0
}

/// The same, and of how many parts it is made.
pub(super) fn closed_counted(value: &Value, look: &mut dyn FnMut(&str) -> Option<Value>) -> (Value, usize) {
    let names = Names::All { look, open: Vec::new() };
    let mut rewrite = Rewrite { names, shadowed: Vec::new(), made: 0, looked: 0, depth: 0 };
    (rewrite.value(value), rewrite.made)
}

/// `value` with the names in `bound` replaced, and any other left. What they are bound to must be [`closed`].
/// With it, of how many parts the outcome is made.
pub(crate) fn bound(value: &Value, bound: &[(String, Value)]) -> (Value, usize) {
    let mut rewrite = Rewrite { names: Names::These(bound), shadowed: Vec::new(), made: 0, looked: 0, depth: 0 };
    (rewrite.value(value), rewrite.made)
}

enum Names<'n> {
    /// These alone.
    These(&'n [(String, Value)]),
    /// All; those whose value is being written out just now stand open.
    All { look: &'n mut dyn FnMut(&str) -> Option<Value>, open: Vec<String> },
}

struct Rewrite<'n> {
    names: Names<'n>,
    /// The names that a function within gives to its own parameters.
    shadowed: Vec<String>,
    made: usize,
    looked: usize,
    depth: usize,
}

impl Rewrite<'_> {
    fn value(&mut self, value: &Value) -> Value {
        self.made += 1;
        if self.made > limits::EVALUATION || self.depth > limits::NESTING {
            return Value::unknown(Reason::Computed, value.span);
        }
        self.depth += 1;
        let rewritten = self.rewritten(value);
        self.depth -= 1;
        rewritten
    }

    fn rewritten(&mut self, value: &Value) -> Value {
        let kind = match &value.kind {
            ValueKind::Name(name) => return self.name(name, value.span).unwrap_or_else(|| value.clone()),
            ValueKind::List(items) => ValueKind::List(self.all(items).into()),
            ValueKind::Either(readings) => ValueKind::Either(self.all(readings)),
            ValueKind::Concat(parts) => ValueKind::Concat(self.all(parts)),
            ValueKind::Map(entries) => ValueKind::Map(self.entries(entries).into()),
            ValueKind::Spread(inner) => ValueKind::Spread(Box::new(self.value(inner))),
            ValueKind::Member(subject, key) => ValueKind::Member(Box::new(self.value(subject)), Box::new(self.value(key))),
            ValueKind::Fallback(first, second) => ValueKind::Fallback(Box::new(self.value(first)), Box::new(self.value(second))),
            ValueKind::Call(call) => ValueKind::Call(Box::new(self.call(call, value.span))),
            ValueKind::Lambda(lambda) => ValueKind::Lambda(Box::new(self.lambda(lambda))),
            ValueKind::Class(class) => {
                let (members, kept) = (self.entries(&class.members), self.entries(&class.kept));
                let class = Class { name: class.name.clone(), bases: self.all(&class.bases), members, kept };
                ValueKind::Class(Arc::new(class))
            }
            ValueKind::Markup(nodes) => ValueKind::Markup(self.nodes(nodes).into()),
            kind => kind.clone(),
        };
        Value::new(kind, value.span)
    }

    /// A piece of page. What it sets itself is its own from there on.
    fn nodes(&mut self, nodes: &[Node]) -> Vec<Node> {
        let before = self.shadowed.len();
        let rewritten = nodes.iter().map(|node| self.node(node)).collect();
        self.shadowed.truncate(before);
        rewritten
    }

    fn node(&mut self, node: &Node) -> Node {
        self.made += 1;
        if self.made > limits::EVALUATION || self.depth > limits::NESTING {
            let Some(span) = node.span() else { return node.clone() };
            return Node::Print(Print { value: Value::unknown(Reason::Computed, span), span });
        }
        self.depth += 1;
        let rewritten = self.rewritten_node(node);
        self.depth -= 1;
        rewritten
    }

    fn attribute(&mut self, attribute: &Attribute) -> Attribute {
        let Attribute { name, value, span, conditional } = attribute;
        Attribute { name: name.clone(), value: self.value(value), span: *span, conditional: *conditional }
    }

    fn rewritten_node(&mut self, node: &Node) -> Node {
        match node {
            Node::Element(element) => Node::Element(Box::new(Element {
                attributes: element.attributes.iter().map(|one| self.attribute(one)).collect(),
                spreads: self.all(&element.spreads),
                children: self.nodes(&element.children),
                tag: element.tag.clone(),
                ..**element
            })),
            Node::Print(print) => Node::Print(Print { value: self.value(&print.value), span: print.span }),
            Node::Wrap(wrap) => Node::Wrap(Box::new(Wrap { call: self.value(&wrap.call), body: self.nodes(&wrap.body), span: wrap.span })),
            Node::Branch(branch) => {
                let arms = branch.arms.iter().map(|arm| {
                    let condition = arm.condition.as_ref().map(|condition| self.value(condition));
                    Arm { condition, body: self.nodes(&arm.body) }
                });
                Node::Branch(Branch { arms: arms.collect(), span: branch.span })
            }
            Node::Loop(repeated) => {
                let over = self.value(&repeated.over);
                let before = self.shadowed.len();
                self.shadowed.extend(repeated.names.iter().cloned());
                let body = self.nodes(&repeated.body);
                self.shadowed.truncate(before);
                Node::Loop(Box::new(Loop { names: repeated.names.clone(), over, body, ..**repeated }))
            }
            Node::Set(set) => {
                let value = self.value(&set.value);
                self.shadowed.push(set.name.clone());
                Node::Set(Set { name: set.name.clone(), value: Arc::new(value) })
            }
            other => other.clone(),
        }
    }

    fn all(&mut self, values: &[Value]) -> Vec<Value> {
        values.iter().map(|value| self.value(value)).collect()
    }

    fn entries(&mut self, entries: &[Entry]) -> Vec<Entry> {
        entries.iter().map(|entry| entry.with(self.value(&entry.value))).collect()
    }

    /// A function that a name stands for is called as it is.
    fn call(&mut self, call: &Call, span: Span) -> Call {
        let args = self.all(&call.args);
        let keywords = call.keywords.as_ref().map(|keywords| self.value(keywords));
        let named = match &call.receiver {
            None if !call.name.is_empty() => self.name(&call.name, span),
            _ => None,
        };
        match named {
            // A name that says which file it is meant in stays a name: a component is called by it.
            Some(Value { kind: ValueKind::Name(name), .. }) if module::written(&name).1.is_some() => {
                Call { receiver: None, name, args, keywords }
            }
            Some(function) if !matches!(function.kind, ValueKind::Unknown(Reason::Name(_))) => {
                Call { receiver: Some(function), name: String::new(), args, keywords }
            }
            _ => {
                let receiver = call.receiver.as_ref().map(|receiver| self.value(receiver));
                Call { receiver, name: call.name.clone(), args, keywords }
            }
        }
    }

    fn lambda(&mut self, lambda: &Lambda) -> Lambda {
        let before = self.shadowed.len();
        self.shadowed.extend(lambda.params.iter().map(|param| param.trim_start_matches('*').to_owned()));
        self.shadowed.extend(lambda.sets.iter().map(|set| set.name.clone()));
        let sets = lambda.sets.iter().map(|set| {
            let value = self.value(&set.value);
            Set { name: set.name.clone(), value: Arc::new(value) }
        });
        let sets = sets.collect();
        let body = self.value(&lambda.body);
        self.shadowed.truncate(before);
        Lambda { params: lambda.params.clone(), sets, body }
    }

    /// True if no name is left in a value that is to be put in, so that it can be shared. Looking takes time, too.
    fn is_plain(&mut self, value: &Value, depth: usize) -> bool {
        const LOOKS_A_STEP: usize = 16;
        self.looked += 1;
        if self.looked.is_multiple_of(LOOKS_A_STEP) {
            self.made += 1;
        }
        if depth > limits::NESTING || self.made > limits::EVALUATION {
            return false;
        }
        match &value.kind {
            ValueKind::Text(_) | ValueKind::Number(_) | ValueKind::Bool(_) | ValueKind::Null | ValueKind::Unknown(_) => true,
            ValueKind::List(items) => items.iter().all(|item| self.is_plain(item, depth + 1)),
            ValueKind::Either(parts) | ValueKind::Concat(parts) => parts.iter().all(|part| self.is_plain(part, depth + 1)),
            ValueKind::Map(entries) => entries.iter().all(|entry| self.is_plain(&entry.value, depth + 1)),
            ValueKind::Spread(inner) => self.is_plain(inner, depth + 1),
            _ => false,
        }
    }

    /// What `name` stands for, where it is to be replaced.
    fn name(&mut self, name: &str, span: Span) -> Option<Value> {
        let head = module::head(name);
        if self.shadowed.iter().any(|shadow| shadow == head) || module::written(name).1.is_some() {
            return None;
        }
        let found = match &mut self.names {
            Names::These(bound) => return bound.iter().rev().find(|(known, _)| known == name).map(|(_, value)| value.clone()),
            Names::All { open, .. } if open.iter().any(|known| known == name) => return Some(Value::unknown(Reason::Cycle, span)),
            Names::All { look, open } => {
                let found = look(name);
                if found.is_some() {
                    open.push(name.to_owned());
                }
                found
            }
        };
        if let Some(found) = &found
            && self.is_plain(found, 0)
        {
            let found = found.clone();
            if let Names::All { open, .. } = &mut self.names {
                open.pop();
            }
            return Some(found);
        }
        let Some(found) = found else {
            let global = GLOBAL.contains(&name);
            return (!global).then(|| Value::unknown(Reason::Name(name.to_owned()), span));
        };
        // Written at the top of its file, where no function's own names reach.
        let shadowed = std::mem::take(&mut self.shadowed);
        let value = self.value(&found);
        self.shadowed = shadowed;
        if let Names::All { open, .. } = &mut self.names {
            open.pop();
        }
        Some(value)
    }
}
