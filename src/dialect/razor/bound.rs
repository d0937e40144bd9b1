//! What a control is for: a path of properties from the page's model, or from something else that the page names.

use super::MODEL;
use crate::dialect::csharp::{self, ABOUT};
use crate::page::Attribute;
use crate::source::Span;
use crate::text::Text;
use crate::unknown::Reason;
use crate::value::{Value, ValueKind};

/// `Person.Gender`, with the place of each name.
pub(super) struct Bound {
    /// What the path begins at.
    root: Value,
    /// The names; `None` for a place in a list.
    path: Vec<Option<(String, Span)>>,
    span: Span,
}

impl Bound {
    /// The path that `value` is. In a model, its first name is a property of that; the first name of a function that picks a
    /// property is what it is given.
    pub(super) fn of(value: &Value, in_model: bool) -> Option<Bound> {
        let (value, is_given) = match &value.kind {
            ValueKind::Lambda(lambda) => (&lambda.body, true),
            _ => (value, false),
        };
        let mut path = Vec::new();
        let mut here = value;
        let root = loop {
            match &here.kind {
                ValueKind::Member(subject, key) => {
                    path.push(match &key.kind {
                        ValueKind::Text(text) => Some((text.as_str().to_owned(), key.span)),
                        _ => None,
                    });
                    here = subject;
                }
                ValueKind::Name(name) => break (name, here.span),
                _ => return None,
            }
        };
        path.reverse();
        let model = Value::new(ValueKind::Name(MODEL.to_owned()), root.1);
        let (name, place) = root;
        let root = if name == MODEL || is_given {
            model
        } else if in_model {
            path.insert(0, Some((name.clone(), place)));
            model
        } else {
            Value::new(ValueKind::Name(name.clone()), place)
        };
        (!path.is_empty() || !in_model).then_some(Bound { root, path, span: value.span })
    }

    /// The name that an answer is sent under.
    pub(super) fn name(&self) -> Value {
        self.joined('.')
    }

    /// The id that the control gets.
    pub(super) fn id(&self) -> Value {
        self.joined('_')
    }

    fn joined(&self, separator: char) -> Value {
        let mut names: Vec<&str> = match &self.root.kind {
            ValueKind::Name(name) if name != MODEL => vec![name.as_str()],
            _ => Vec::new(),
        };
        for part in &self.path {
            match part {
                Some((name, _)) => names.push(name),
                // Each turn of a loop has a name of its own.
                None => return Value::unknown(Reason::Loop, self.span),
            }
        }
        let (words, span) = match (names.as_slice(), self.path.last()) {
            ([only], Some(Some((_, span)))) => ((*only).to_owned(), *span),
            _ => (names.join(&separator.to_string()), self.span),
        };
        Value::new(ValueKind::Text(Text::meaning(&words, span)), span)
    }

    /// What the class of the last property says about it under `key`.
    pub(super) fn about(&self, key: &str) -> Value {
        let mut here = match &self.root.kind {
            // What the page's own code says of it.
            ValueKind::Name(name) if name != MODEL => {
                let about = Value::new(ValueKind::Name(format!("{ABOUT}{name}")), self.root.span);
                csharp::member(about, "type", self.root.span)
            }
            _ => self.root.clone(),
        };
        let mut parts = self.path.iter().flatten().peekable();
        while let Some((name, span)) = parts.next() {
            here = csharp::member(here, &format!("{ABOUT}{name}"), *span);
            here = csharp::member(here, if parts.peek().is_some() { "type" } else { key }, *span);
        }
        here
    }

    /// The attributes of the control for it. A box says what is typed into it.
    pub(super) fn attributes(&self, is_box: bool) -> Vec<Attribute> {
        let span = self.span;
        let mut attributes = vec![attribute("name", self.name(), span), attribute("id", self.id(), span)];
        attributes.push(Attribute { conditional: true, ..attribute("required", self.about("required"), span) });
        let lengths = ["minlength", "maxlength", "pattern"].map(|name| attribute(name, self.about(name), span));
        attributes.extend(lengths);
        if is_box {
            let otherwise = Value::new(ValueKind::Text(Text::meaning("text", span)), span);
            let kind = ValueKind::Fallback(Box::new(self.about("input")), Box::new(otherwise));
            attributes.push(attribute("type", Value::new(kind, span), span));
        }
        attributes
    }
}

/// An attribute that nobody wrote.
pub(super) fn attribute(name: &str, value: Value, span: Span) -> Attribute {
    Attribute { name: name.to_owned(), value, span, conditional: false }
}

/// Words that nobody wrote.
pub(super) fn words(text: &str, span: Span) -> Value {
    Value::new(ValueKind::Text(Text::meaning(text, span)), span)
}
