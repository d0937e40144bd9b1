//! What an expression says, in whatever language it was written.
//!
//! Jinja, JavaScript, Python, Ruby, JSON and YAML all lower to this one small shape. Nothing here is evaluated:
//! `project` answers what a reference stands for.

use std::sync::Arc;

use crate::page::{Node, Set};
use crate::source::Span;
use crate::text::Text;
use crate::unknown::Reason;

/// The name by which a method knows its object, whatever its language or author calls it.
pub const SELF: &str = "self";

/// Under this name a class keeps the calls that its constructor makes of its object's methods which it has from elsewhere.
pub const CALLED: &str = "$called";

/// As if a method of this name gave what a map has besides the keys that it is called with. Nobody can write it.
pub const REST: &str = "#rest";

/// An expression and its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    /// The whole expression, brackets and quotes included: where a repair would write.
    pub span: Span,
    /// What it is.
    pub kind: ValueKind,
}

/// The kinds of expression that a form can be built from. Lists, maps, classes and markup are shared, so that a copy costs nothing.
#[derive(Clone, Debug, PartialEq)]
pub enum ValueKind {
    /// Literal text, escapes decoded.
    Text(Text),
    /// `true` or `false`.
    Bool(bool),
    /// A number, as written.
    Number(String),
    /// `none`, `null`, `undefined`, `nil`.
    Null,
    /// `[a, b]`, a tuple, a Ruby word list.
    List(Arc<[Value]>),
    /// `{a: b}`, keyword arguments, an element's properties.
    Map(Arc<[Entry]>),
    /// `...x`, `**x`: the entries of another list or map.
    Spread(Box<Value>),
    /// A variable.
    Name(String),
    /// `a.b`, `a["b"]`.
    Member(Box<Value>, Box<Value>),
    /// A function, macro or filter; a method has a receiver, and so has the subject of a filter.
    Call(Box<Call>),
    /// One of several, as a condition decides; [`ValueKind::Null`] where one of them is nothing.
    Either(Vec<Value>),
    /// `a or b`: the second where the first is empty.
    Fallback(Box<Value>, Box<Value>),
    /// Text put together from parts.
    Concat(Vec<Value>),
    /// A function that is written out.
    Lambda(Box<Lambda>),
    /// A class: a form, a model, a component.
    Class(Arc<Class>),
    /// A piece of page: a block that is kept in a variable, an element as a value.
    Markup(Arc<[Node]>),
    /// Not to be known from the source.
    Unknown(Reason),
}

/// `name(a, b, key=c)`, `receiver.name(a)`, `receiver | name(a)`.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// What it is called on, or piped in.
    pub receiver: Option<Value>,
    /// The function, macro, method or filter.
    pub name: String,
    /// Positional arguments in order.
    pub args: Vec<Value>,
    /// Keyword arguments, an element's properties: a [`ValueKind::Map`].
    pub keywords: Option<Value>,
}

/// A function whose result can be written as one expression. Where that cannot be done, its body is unknown.
#[derive(Clone, Debug, PartialEq)]
pub struct Lambda {
    /// The names of its parameters. One that is taken apart has a name that nobody could write.
    pub params: Vec<String>,
    /// What it gives names to before it answers, in order.
    pub sets: Vec<Set>,
    /// Its answer.
    pub body: Value,
}

/// A class.
#[derive(Clone, Debug, PartialEq)]
pub struct Class {
    /// What it is called where it is written; empty where it has no name.
    pub name: String,
    /// What it extends, in order.
    pub bases: Vec<Value>,
    /// Its fields and methods, those of the class itself and those of its objects.
    pub members: Vec<Entry>,
    /// What its constructor keeps in each object, as far as that can be told from the constructor alone.
    pub kept: Vec<Entry>,
}

/// One entry of a map.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key, decoded.
    pub key: String,
    /// Where the key stands.
    pub key_span: Span,
    /// Its value.
    pub value: Value,
}

impl Value {
    /// A value of `kind` at `span`.
    pub fn new(kind: ValueKind, span: Span) -> Self {
        Value { span, kind }
    }

    /// One that the source does not tell.
    pub fn unknown(reason: Reason, span: Span) -> Self {
        Value::new(ValueKind::Unknown(reason), span)
    }

    /// Shows `see` each name that stands in it free, functions that are called included. False where that are more values
    /// than `budget` has left.
    pub fn names(&self, budget: &mut usize, see: &mut dyn FnMut(&str)) -> bool {
        names_of(self, &mut Vec::new(), budget, see)
    }

    /// The call, if it is one.
    pub fn as_call(&self) -> Option<&Call> {
        match &self.kind {
            ValueKind::Call(call) => Some(call),
            _ => None,
        }
    }
}

impl Entry {
    /// The same key with another value.
    pub fn with(&self, value: Value) -> Self {
        Entry { key: self.key.clone(), key_span: self.key_span, value }
    }

    /// True if it stands for the entries of another map, or for one whose key is not known.
    pub fn is_spread(&self) -> bool {
        matches!(self.value.kind, ValueKind::Spread(_))
    }
}

impl Call {
    /// The map of parameters: the first argument that is one. Design-system macros and components take just that.
    pub fn params(&self) -> Option<&Value> {
        let map = self.args.iter().find(|arg| matches!(arg.kind, ValueKind::Map(_)));
        map.or(self.keywords.as_ref()).or(self.args.first())
    }
}

fn names_of(value: &Value, shadowed: &mut Vec<String>, budget: &mut usize, see: &mut dyn FnMut(&str)) -> bool {
    let Some(left) = budget.checked_sub(1) else { return false };
    *budget = left;
    let mut each = |value: &Value| names_of(value, shadowed, budget, see);
    match &value.kind {
        ValueKind::Name(name) => {
            if !shadowed.contains(name) {
                see(name);
            }
            true
        }
        ValueKind::List(items) => items.iter().all(each),
        ValueKind::Either(readings) | ValueKind::Concat(readings) => readings.iter().all(each),
        ValueKind::Map(entries) => entries.iter().all(|entry| each(&entry.value)),
        ValueKind::Spread(inner) => each(inner),
        ValueKind::Member(first, second) | ValueKind::Fallback(first, second) => each(first) && each(second),
        ValueKind::Call(call) => {
            let seen = call.receiver.iter().chain(&call.args).chain(&call.keywords).all(each);
            if call.receiver.is_none() && !shadowed.contains(&call.name) {
                see(&call.name);
            }
            seen
        }
        ValueKind::Lambda(lambda) => {
            let before = shadowed.len();
            shadowed.extend(lambda.params.iter().map(|param| param.trim_start_matches('*').to_owned()));
            shadowed.extend(lambda.sets.iter().map(|set| set.name.clone()));
            let mut each = |value: &Value| names_of(value, shadowed, budget, see);
            let seen = lambda.sets.iter().all(|set| each(&set.value)) && each(&lambda.body);
            shadowed.truncate(before);
            seen
        }
        ValueKind::Class(class) => {
            class.bases.iter().all(&mut each) && class.members.iter().chain(&class.kept).all(|entry| each(&entry.value))
        }
        _ => true,
    }
}
