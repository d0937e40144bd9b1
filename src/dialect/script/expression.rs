//! Expressions. What is not certain is unknown, because.

use super::{Lower, change, named};
use crate::dialect::tree::Node as Tree;
use crate::text::Text;
use crate::unknown::Reason;
use crate::value::{Call, Value, ValueKind};

impl Lower<'_> {
    /// What the expression at `node` says. Brackets, types and `await` change nothing of it and are no part of its place.
    pub(super) fn value(&self, node: Tree) -> Value {
        match self.deeper() {
            Some(deeper) => deeper.lowered(node),
            None => self.unknown(Reason::Computed, node),
        }
    }

    fn lowered(&self, node: Tree) -> Value {
        let kind = match node.kind() {
            "parenthesized_expression" | "await_expression" | "as_expression" | "satisfies_expression" | "non_null_expression" => {
                return self.inner(named(node).next(), node);
            }
            "type_assertion" | "sequence_expression" => return self.inner(named(node).last(), node),
            "assignment_expression" => return self.inner(node.child_by_field_name("right"), node),
            "string" => return self.string(node),
            "template_string" => return self.template(node),
            "array" => return self.list(node),
            "object" => return self.object(node),
            "identifier" | "this" => ValueKind::Name(self.text(node).to_owned()),
            "number" => ValueKind::Number(self.text(node).to_owned()),
            "true" => ValueKind::Bool(true),
            "false" => ValueKind::Bool(false),
            "null" | "undefined" => ValueKind::Null,
            "spread_element" => return self.spread(self.inner(named(node).next(), node)),
            "member_expression" | "subscript_expression" => self.member(node),
            "call_expression" => return self.call(node),
            "new_expression" => self.made_object(node),
            "ternary_expression" => self.conditional(node),
            "binary_expression" => self.operation(node),
            "unary_expression" => self.unary(node),
            "arrow_function" | "function_expression" | "generator_function" => return self.function(node),
            "class" => return self.class(node),
            "jsx_element" | "jsx_self_closing_element" | "jsx_fragment" => return self.markup(node),
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

    fn boxed(&self, node: Tree, field: &str) -> Box<Value> {
        Box::new(self.part(node, field))
    }

    /// `a.b`, `a?.b`, `a["b"]`.
    fn member(&self, node: Tree) -> ValueKind {
        let subject = self.boxed(node, "object");
        let key = match node.child_by_field_name("property") {
            Some(name) if name.kind() == "property_identifier" => {
                Value::new(ValueKind::Text(Text::verbatim(self.text(name), self.span(name))), self.span(name))
            }
            Some(_) => return ValueKind::Unknown(Reason::Computed),
            None => self.part(node, "index"),
        };
        ValueKind::Member(subject, Box::new(key))
    }

    fn call(&self, node: Tree) -> Value {
        if change::required(node, self.code).is_some() {
            return self.name(node);
        }
        let (Some(function), Some(arguments)) = (node.child_by_field_name("function"), node.child_by_field_name("arguments")) else {
            return self.unknown(Reason::Unreadable, node);
        };
        if matches!(self.text(function), "Object.freeze" | "Object.seal") {
            return self.inner(named(arguments).next(), node);
        }
        let (receiver, name) = self.callee(function);
        if arguments.kind() == "template_string"
            && let Some(styled) = self.styled(function)
        {
            return styled;
        }
        if arguments.kind() != "arguments" || matches!(function.kind(), "import" | "super") {
            return self.unknown(if name.is_empty() { Reason::Computed } else { Reason::Function(name) }, node);
        }
        let args: Vec<Value> = named(arguments).map(|argument| self.value(argument)).collect();
        if let Some(children) = self.children_listed(receiver.as_ref(), &name, &args, node) {
            return children;
        }
        // `i18n.t("key")` and `props.intl.formatMessage({…})` give words by their key, whoever is asked for them.
        let receiver = receiver.filter(|_| !matches!(name.as_str(), "t" | "formatMessage"));
        self.repeated(Call { receiver, name, args, keywords: None }, self.span(node))
    }

    /// `new Step({ … })`: an object of a class, by the properties that it is made with. Its name is one that no function has.
    fn made_object(&self, node: Tree) -> ValueKind {
        let Some(class) = node.child_by_field_name("constructor") else { return ValueKind::Unknown(Reason::Unreadable) };
        let arguments = node.child_by_field_name("arguments").into_iter().flat_map(named);
        let args: Vec<Value> = arguments.map(|argument| self.value(argument)).collect();
        if !matches!(args.as_slice(), [Value { kind: ValueKind::Map(_), .. }, ..]) {
            return ValueKind::Unknown(Reason::Computed);
        }
        ValueKind::Call(Box::new(Call { receiver: None, name: format!("new {}", self.text(class)), args, keywords: None }))
    }

    /// What React makes of whatever an element wraps: `Children.toArray(children)`, `Children.map(children, child => …)`. All of it
    /// is one item here, since what each of them is stays to be seen.
    fn children_listed(&self, receiver: Option<&Value>, name: &str, args: &[Value], node: Tree) -> Option<Value> {
        let is_react = match &receiver?.kind {
            ValueKind::Name(name) => name == "Children",
            ValueKind::Member(_, key) => matches!(&key.kind, ValueKind::Text(text) if text.as_str() == "Children"),
            _ => false,
        };
        let whole = args.first().filter(|_| is_react)?;
        let list = Value::new(ValueKind::List([whole.clone()].into()), whole.span);
        match (name, args.get(1)) {
            ("toArray", _) => Some(list),
            ("map", Some(each)) => {
                let call = Call { receiver: Some(list), name: "map".to_owned(), args: vec![each.clone()], keywords: None };
                Some(self.repeated(call, self.span(node)))
            }
            _ => None,
        }
    }

    /// What is called and how. Where it is an expression of its own, that is called by no name.
    fn callee(&self, function: Tree) -> (Option<Value>, String) {
        let property = function.child_by_field_name("property").filter(|name| name.kind() == "property_identifier");
        match (function.kind(), property) {
            ("identifier", _) => (None, self.text(function).to_owned()),
            ("member_expression", Some(name)) => (Some(self.part(function, "object")), self.text(name).to_owned()),
            _ => (Some(self.value(function)), String::new()),
        }
    }

    fn conditional(&self, node: Tree) -> ValueKind {
        ValueKind::Either(vec![self.part(node, "consequence"), self.part(node, "alternative")])
    }

    fn operation(&self, node: Tree) -> ValueKind {
        let operator = node.child_by_field_name("operator").map_or("", |operator| self.text(operator));
        match operator {
            "||" => ValueKind::Fallback(self.boxed(node, "left"), self.boxed(node, "right")),
            // Not as `||`: `false ?? true` is false.
            "??" => self.method_like("??", self.part(node, "left"), vec![self.part(node, "right")]),
            "&&" => ValueKind::Either(vec![self.part(node, "right"), Value::new(ValueKind::Null, self.span(node))]),
            "===" | "==" => self.method_like("===", self.part(node, "left"), vec![self.part(node, "right")]),
            "!==" | "!=" => self.method_like("!==", self.part(node, "left"), vec![self.part(node, "right")]),
            "+" => joined(self.part(node, "left"), self.part(node, "right")),
            _ => ValueKind::Unknown(Reason::Computed),
        }
    }

    fn unary(&self, node: Tree) -> ValueKind {
        let operator = node.child_by_field_name("operator").map_or("", |operator| self.text(operator));
        let argument = self.part(node, "argument");
        match (operator, &argument.kind) {
            ("!", _) => self.method_like("!", argument, Vec::new()),
            ("-", ValueKind::Number(_)) => ValueKind::Number(self.text(node).to_owned()),
            ("void", _) => ValueKind::Null,
            _ => ValueKind::Unknown(Reason::Computed),
        }
    }

    /// An operator that can sometimes be decided, as a method of its left side.
    pub(super) fn method_like(&self, operator: &str, left: Value, args: Vec<Value>) -> ValueKind {
        ValueKind::Call(Box::new(Call { receiver: Some(left), name: operator.to_owned(), args, keywords: None }))
    }
}

/// `a + b`. Two numbers are not put side by side, so a side must be known as text, or either be still to be found out.
fn joined(left: Value, right: Value) -> ValueKind {
    let is_text = |value: &Value| match &value.kind {
        ValueKind::Text(_) => true,
        ValueKind::Concat(parts) => parts.iter().any(|part| matches!(part.kind, ValueKind::Text(_))),
        _ => false,
    };
    let is_number = |value: &Value| matches!(value.kind, ValueKind::Number(_));
    match left.kind {
        ValueKind::Concat(mut parts) if parts.iter().any(is_text) => {
            parts.push(right);
            ValueKind::Concat(parts)
        }
        _ if !is_text(&left) && !is_text(&right) && (is_number(&left) || is_number(&right)) => ValueKind::Unknown(Reason::Computed),
        _ => ValueKind::Concat(vec![left, right]),
    }
}
