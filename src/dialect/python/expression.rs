//! Expressions. What is not certain is unknown, because.

use super::literal::with_holes;
use super::{Binding, Lower, named};
use crate::dialect::tree::Node as Tree;
use crate::source::Span;
use crate::text::Text;
use crate::unknown::Reason;
use crate::value::{Call, Entry, Lambda, Value, ValueKind};

impl Lower<'_> {
    /// What the expression at `node` says. Brackets and `await` change nothing of it.
    pub(super) fn value(&self, node: Tree) -> Value {
        match self.deeper() {
            Some(deeper) => deeper.lowered(node),
            None => self.unknown(Reason::Computed, node),
        }
    }

    fn lowered(&self, node: Tree) -> Value {
        let kind = match node.kind() {
            "parenthesized_expression" | "await" => return self.inner(named(node).next(), node),
            "named_expression" => return self.inner(node.child_by_field_name("value"), node),
            "string" | "concatenated_string" => return self.string(node),
            "list" | "tuple" | "set" | "expression_list" => return self.list(node),
            "dictionary" => return self.dictionary(node),
            "identifier" => return self.name(node),
            "integer" | "float" => ValueKind::Number(self.text(node).to_owned()),
            "true" => ValueKind::Bool(true),
            "false" => ValueKind::Bool(false),
            "none" => ValueKind::Null,
            "list_splat" => return self.spread(self.inner(named(node).next(), node)),
            "attribute" => self.attribute(node),
            "subscript" => self.subscript(node),
            "call" => return self.call(node),
            "conditional_expression" => self.conditional(node),
            "boolean_operator" => self.either_or(node),
            "binary_operator" => self.operation(node),
            "unary_operator" => ValueKind::Number(self.text(node).to_owned()),
            "lambda" => return self.lambda(node),
            "list_comprehension" | "generator_expression" | "set_comprehension" => return self.comprehension(node),
            "ERROR" => ValueKind::Unknown(Reason::Unreadable),
            _ => ValueKind::Unknown(Reason::Computed),
        };
        Value::new(kind, self.span(node))
    }

    fn inner(&self, inner: Option<Tree>, node: Tree) -> Value {
        inner.map_or_else(|| self.unknown(Reason::Unreadable, node), |inner| self.value(inner))
    }

    fn part(&self, node: Tree, field: &str) -> Value {
        self.inner(node.child_by_field_name(field), node)
    }

    /// `a.b`.
    fn attribute(&self, node: Tree) -> ValueKind {
        let Some(name) = node.child_by_field_name("attribute") else { return ValueKind::Unknown(Reason::Unreadable) };
        let key = Value::new(ValueKind::Text(Text::verbatim(self.text(name), self.span(name))), self.span(name));
        ValueKind::Member(Box::new(self.part(node, "object")), Box::new(key))
    }

    /// `a["b"]`, `a[1:]`.
    fn subscript(&self, node: Tree) -> ValueKind {
        let mut keys = node.children_by_field_name("subscript");
        match (keys.next(), keys.next()) {
            (Some(key), None) if key.kind() != "slice" => ValueKind::Member(Box::new(self.part(node, "value")), Box::new(self.value(key))),
            _ => ValueKind::Unknown(Reason::Computed),
        }
    }

    pub(super) fn call(&self, node: Tree) -> Value {
        let (Some(function), Some(arguments)) = (node.child_by_field_name("function"), node.child_by_field_name("arguments")) else {
            return self.unknown(Reason::Unreadable, node);
        };
        let span = self.span(node);
        let (receiver, name) = self.callee(function);
        let mut args = Vec::new();
        let mut keywords = Vec::new();
        // `any(x for x in y)`.
        let lone = (arguments.kind() == "generator_expression").then(|| self.value(arguments));
        for argument in named(arguments).filter(|_| lone.is_none()) {
            match (argument.kind(), argument.child_by_field_name("name"), argument.child_by_field_name("value")) {
                ("keyword_argument", Some(name), Some(value)) => {
                    keywords.push(Entry { key: self.text(name).to_owned(), key_span: self.span(name), value: self.value(value) });
                }
                ("dictionary_splat", ..) => {
                    keywords.push(self.spread_entry(self.inner(named(argument).next(), argument)));
                }
                _ => args.push(self.value(argument)),
            }
        }
        args.extend(lone);
        if let (Some(ValueKind::Text(text)), "format") = (receiver.as_ref().map(|receiver| &receiver.kind), name.as_str()) {
            return Value::new(ValueKind::Text(with_holes(text, true, span)), span);
        }
        let keywords = (!keywords.is_empty()).then(|| Value::new(ValueKind::Map(keywords.into()), self.span(arguments)));
        Value::new(ValueKind::Call(Box::new(Call { receiver, name, args, keywords })), span)
    }

    /// What is called and how. Where it is an expression of its own, that is called by no name.
    fn callee(&self, function: Tree) -> (Option<Value>, String) {
        match (function.kind(), function.child_by_field_name("attribute")) {
            ("identifier", _) => (None, self.text(function).to_owned()),
            ("attribute", Some(name)) => (Some(self.part(function, "object")), self.text(name).to_owned()),
            _ => (Some(self.value(function)), String::new()),
        }
    }

    pub(super) fn call_of(&self, name: &str, args: Vec<Value>, span: Span) -> Value {
        Value::new(ValueKind::Call(Box::new(Call { receiver: None, name: name.to_owned(), args, keywords: None })), span)
    }

    /// `a if b else c`.
    fn conditional(&self, node: Tree) -> ValueKind {
        let mut parts = named(node);
        match (parts.next(), parts.next(), parts.next()) {
            (Some(yes), Some(_), Some(no)) => ValueKind::Either(vec![self.value(yes), self.value(no)]),
            _ => ValueKind::Unknown(Reason::Unreadable),
        }
    }

    /// `a or b`, `a and b`.
    fn either_or(&self, node: Tree) -> ValueKind {
        let operator = node.child_by_field_name("operator").map_or("", |operator| self.text(operator));
        let (left, right) = (self.part(node, "left"), self.part(node, "right"));
        match operator {
            "or" => ValueKind::Fallback(Box::new(left), Box::new(right)),
            _ => ValueKind::Either(vec![right, left]),
        }
    }

    fn operation(&self, node: Tree) -> ValueKind {
        let operator = node.child_by_field_name("operator").map_or("", |operator| self.text(operator));
        let left = self.part(node, "left");
        match (operator, left.kind) {
            ("+", ValueKind::Concat(mut parts)) => {
                parts.push(self.part(node, "right"));
                ValueKind::Concat(parts)
            }
            ("+", ValueKind::Number(_)) => ValueKind::Unknown(Reason::Computed),
            ("+", kind) => ValueKind::Concat(vec![Value::new(kind, left.span), self.part(node, "right")]),
            ("%", ValueKind::Text(text)) => ValueKind::Text(with_holes(&text, false, self.span(node))),
            // `_("Hello %(name)s") % {…}`: the words are those that are translated.
            ("%", ValueKind::Call(mut call)) => match call.args.first_mut().map(|first| (first.span, &mut first.kind)) {
                Some((span, ValueKind::Text(text))) => {
                    *text = with_holes(text, false, span);
                    ValueKind::Call(call)
                }
                _ => ValueKind::Unknown(Reason::Computed),
            },
            _ => ValueKind::Unknown(Reason::Computed),
        }
    }

    /// `[a for b in c]`, as `c.map(b => a)`. With a condition, each item may be there or not.
    fn comprehension(&self, node: Tree) -> Value {
        let span = self.span(node);
        let mut loops = named(node).filter(|part| part.kind() == "for_in_clause");
        let (Some(body), Some(clause), None) = (node.child_by_field_name("body"), loops.next(), loops.next()) else {
            return self.unknown(Reason::Computed, node);
        };
        let Some(target) = clause.child_by_field_name("left") else { return self.unknown(Reason::Unreadable, node) };
        let mut items = self.part(clause, "right");
        let each = |body: Value| {
            let (params, sets) = self.taken_apart(target);
            let lambda = Lambda { params, sets, body };
            Value::new(ValueKind::Lambda(Box::new(lambda)), span)
        };
        for test in named(node).filter(|part| part.kind() == "if_clause") {
            let test = each(self.inner(named(test).next(), test));
            items = method(items, "filter", vec![test], span);
        }
        method(items, "map", vec![each(self.value(body))], span)
    }

    /// The parameters of a function that is given one item and gives its parts these names.
    fn taken_apart(&self, target: Tree) -> (Vec<String>, Vec<crate::page::Set>) {
        if target.kind() == "identifier" {
            return (vec![self.text(target).to_owned()], Vec::new());
        }
        let hidden = format!("#{}", target.start_byte());
        let whole = Value::new(ValueKind::Name(hidden.clone()), self.span(target));
        let mut bindings = Vec::new();
        self.bind(target, whole, &mut bindings);
        let sets = bindings.into_iter().map(|Binding { name, value }| crate::page::Set { name, value: value.into() });
        (vec![hidden], sets.collect())
    }

    /// `lambda a: b`.
    fn lambda(&self, node: Tree) -> Value {
        let mut sets = Vec::new();
        let params = node.child_by_field_name("parameters").map_or_else(Vec::new, |params| self.parameters(params, &mut sets));
        let body = self.part(node, "body");
        Value::new(ValueKind::Lambda(Box::new(Lambda { params, sets, body })), self.span(node))
    }
}

/// `subject.name(args)`.
pub(super) fn method(subject: Value, name: &str, args: Vec<Value>, span: Span) -> Value {
    let call = Call { receiver: Some(subject), name: name.to_owned(), args, keywords: None };
    Value::new(ValueKind::Call(Box::new(call)), span)
}
