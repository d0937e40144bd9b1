//! Expressions. What is not certain is unknown, because.

use super::{Lower, named};
use crate::dialect::tree::Node as Tree;
use crate::page::Set;
use crate::text::Text;
use crate::unknown::Reason;
use crate::value::{Call, Entry, Lambda, Value, ValueKind};

/// Methods that change nothing that a reader of the question would miss.
const SAME: &[&str] =
    &["freeze", "dup", "clone", "html_safe", "itself", "presence", "squish", "strip", "to_sym", "to_s", "to_a", "call", "load"];

/// Methods without arguments that make something else of a value. Any other is a property of it.
const MAKING: &[&str] = &[
    "keys",
    "values",
    "humanize",
    "titleize",
    "titlecase",
    "capitalize",
    "upcase",
    "downcase",
    "upcase_first",
    "compact",
    "compact_blank",
    "uniq",
    "flatten",
    "invert",
    "sort",
    "reverse",
    "to_h",
    "first",
    "last",
    "each",
    "each_with_index",
    "map",
    "t",
];

/// What words are asked for by the helper of this name on: `I18n.t("key")` is `t("key")`.
const TRANSLATORS: &[&str] = &["I18n", "helpers", "view_context", "controller", "self", "ActionController::Base.helpers"];

/// Functions that show what they are given.
const SHOWING: &[&str] = &["raw", "h", "html_escape", "sanitize", "simple_format", "safe_join", "strip_tags"];

impl Lower<'_> {
    /// What the expression at `node` says. Brackets change nothing of it.
    pub(super) fn value(&self, node: Tree) -> Value {
        match self.deeper() {
            Some(deeper) => deeper.lowered(node),
            None => self.unknown(Reason::Computed, node),
        }
    }

    fn lowered(&self, node: Tree) -> Value {
        let kind = match node.kind() {
            "parenthesized_statements" | "then" | "else" | "block_body" | "begin" | "interpolation" | "body_statement" => {
                return self.last(node);
            }
            "assignment" => return self.part(node, "right"),
            "string" | "delimited_symbol" | "bare_string" => return self.string(node),
            "simple_symbol" | "hash_key_symbol" | "bare_symbol" => return self.symbol(node),
            "chained_string" => return self.chained(node),
            "heredoc_beginning" => return self.heredoc(node),
            "array" | "string_array" | "symbol_array" => return self.list(node),
            "hash" => return self.hash(node),
            "identifier" | "constant" | "instance_variable" | "self" | "scope_resolution" => {
                ValueKind::Name(self.text(node).trim_start_matches("::").to_owned())
            }
            "integer" | "float" => ValueKind::Number(self.text(node).to_owned()),
            "true" => ValueKind::Bool(true),
            "false" => ValueKind::Bool(false),
            "nil" => ValueKind::Null,
            "splat_argument" | "hash_splat_argument" => {
                let inner = named(node).next().map_or_else(|| self.unknown(Reason::Unreadable, node), |inner| self.value(inner));
                ValueKind::Spread(Box::new(inner))
            }
            "lambda" => return self.function(node),
            "conditional" => ValueKind::Either(vec![self.part(node, "consequence"), self.part(node, "alternative")]),
            "if" | "unless" | "elsif" => ValueKind::Either(vec![self.arm(node, "consequence"), self.arm(node, "alternative")]),
            "if_modifier" | "unless_modifier" => ValueKind::Either(vec![self.part(node, "body"), self.nothing(node)]),
            "case" => self.case(node),
            "binary" => self.operation(node),
            "unary" => match self.text(node) {
                number if number.starts_with('-') && number[1..].starts_with(|c: char| c.is_ascii_digit()) => {
                    ValueKind::Number(number.to_owned())
                }
                _ => ValueKind::Unknown(Reason::Computed),
            },
            "element_reference" => return self.element_reference(node),
            "call" => return self.call(node),
            "ERROR" => ValueKind::Unknown(Reason::Unreadable),
            _ => ValueKind::Unknown(Reason::Computed),
        };
        Value::new(kind, self.span(node))
    }

    /// What several statements come to where they are but one.
    fn last(&self, node: Tree) -> Value {
        let mut statements = named(node);
        match (statements.next(), statements.next()) {
            (Some(only), None) => self.value(only),
            (None, _) => self.nothing(node),
            _ => self.unknown(Reason::Computed, node),
        }
    }

    pub(super) fn part(&self, node: Tree, field: &str) -> Value {
        node.child_by_field_name(field).map_or_else(|| self.unknown(Reason::Unreadable, node), |inner| self.value(inner))
    }

    fn arm(&self, node: Tree, field: &str) -> Value {
        node.child_by_field_name(field).map_or_else(|| self.nothing(node), |inner| self.value(inner))
    }

    fn nothing(&self, node: Tree) -> Value {
        Value::new(ValueKind::Null, self.span(node))
    }

    fn case(&self, node: Tree) -> ValueKind {
        let arms = || named(node).filter(|part| matches!(part.kind(), "when" | "else"));
        let mut readings: Vec<Value> = arms()
            .map(|arm| match arm.kind() {
                "when" => self.arm(arm, "body"),
                _ => self.last(arm),
            })
            .collect();
        if arms().all(|arm| arm.kind() == "when") {
            readings.push(self.nothing(node));
        }
        ValueKind::Either(readings)
    }

    fn operation(&self, node: Tree) -> ValueKind {
        let operator = node.child_by_field_name("operator").map_or("", |operator| self.text(operator));
        let (left, right) = (|| self.part(node, "left"), || self.part(node, "right"));
        match operator {
            "||" | "or" => ValueKind::Fallback(Box::new(left()), Box::new(right())),
            "&&" | "and" => ValueKind::Either(vec![right(), self.nothing(node)]),
            "+" => match (left(), right()) {
                (one, other) if [&one, &other].iter().any(|side| matches!(side.kind, ValueKind::Number(_))) => {
                    ValueKind::Unknown(Reason::Computed)
                }
                (one, other) => ValueKind::Concat(vec![one, other]),
            },
            _ => ValueKind::Unknown(Reason::Computed),
        }
    }

    /// `list[0]`, `map[:key]`.
    fn element_reference(&self, node: Tree) -> Value {
        let subject = self.part(node, "object");
        let mut keys = named(node).skip(1);
        match (keys.next(), keys.next()) {
            (Some(key), None) => member(subject, self.value(key), self.span(node)),
            _ => self.unknown(Reason::Computed, node),
        }
    }

    fn call(&self, node: Tree) -> Value {
        let mut call = self.call_parts(node);
        if let Some(block) = node.child_by_field_name("block") {
            call.args.push(self.function(block));
        }
        let bare = node.child_by_field_name("arguments").is_none() && node.child_by_field_name("block").is_none();
        self.meant(call, bare, self.span(node))
    }

    /// A call as it is written, without its block.
    pub(super) fn call_parts(&self, node: Tree) -> Call {
        let receiver = node.child_by_field_name("receiver").map(|receiver| self.value(receiver));
        let name = node.child_by_field_name("method").map_or("", |name| self.text(name)).to_owned();
        let (mut args, mut keywords) = (Vec::new(), Vec::new());
        for argument in node.child_by_field_name("arguments").into_iter().flat_map(named) {
            match argument.kind() {
                "pair" | "hash_splat_argument" => keywords.push(self.entry(argument)),
                "block_argument" => args.extend(self.function_of_block(argument)),
                _ => args.push(self.value(argument)),
            }
        }
        let place = keywords.first().zip(keywords.last()).map(|(first, last): (&Entry, &Entry)| first.key_span.to(last.value.span));
        Call { receiver, name, args, keywords: place.map(|span| Value::new(ValueKind::Map(keywords.into()), span)) }
    }

    /// What a call means where Ruby or Rails gives it a meaning that every reader knows.
    pub(super) fn meant(&self, call: Call, bare: bool, span: crate::source::Span) -> Value {
        if let Some(element) = super::element::of(&call, span) {
            return super::element::value(element);
        }
        let receiver = call.receiver.as_ref().map(|receiver| match &receiver.kind {
            ValueKind::Name(name) => name.as_str(),
            _ => "",
        });
        let kind = match (receiver, call.name.as_str(), call.args.len()) {
            (Some(of), "t" | "translate", _) if TRANSLATORS.contains(&of) => ValueKind::Call(Box::new(Call { receiver: None, ..call })),
            (Some("OpenStruct"), "new", 0) if call.keywords.is_some() => match call.keywords {
                Some(fields) => return Value { span, ..fields },
                None => ValueKind::Unknown(Reason::Computed),
            },
            (None, name, 1..) if SHOWING.contains(&name) => match call.args.into_iter().next() {
                Some(Value { kind: ValueKind::List(items), .. }) => ValueKind::Concat(items.to_vec()),
                Some(shown) => return Value { span, ..shown },
                None => ValueKind::Unknown(Reason::Computed),
            },
            (Some(_), "call", _) => ValueKind::Call(Box::new(Call { name: String::new(), ..call })),
            (Some(_), "fetch" | "dig" | "[]", 1) if call.keywords.is_none() => {
                let Call { receiver: Some(subject), mut args, .. } = call else { return Value::unknown(Reason::Computed, span) };
                return member(subject, args.remove(0), span);
            }
            (Some(_), name, 0) if bare && SAME.contains(&name) => match call.receiver {
                Some(subject) => return subject,
                None => ValueKind::Unknown(Reason::Computed),
            },
            (Some(_), name, 0) if bare && !MAKING.contains(&name) => {
                let key = Value::new(ValueKind::Text(Text::meaning(name, span)), span);
                let Call { receiver: Some(subject), .. } = call else { return Value::unknown(Reason::Computed, span) };
                return member(subject, key, span);
            }
            _ => ValueKind::Call(Box::new(call)),
        };
        Value::new(kind, span)
    }

    /// `&:name`: a function that calls it. A block that is handed on is not known.
    fn function_of_block(&self, node: Tree) -> Option<Value> {
        let inner = named(node).next()?;
        if inner.kind() != "simple_symbol" {
            return Some(self.unknown(Reason::Computed, node));
        }
        let name = self.text(inner).trim_start_matches(':').to_owned();
        let subject = Value::new(ValueKind::Name("#it".to_owned()), self.span(inner));
        let call = Call { receiver: Some(subject), name, args: Vec::new(), keywords: None };
        let body = self.meant(call, true, self.span(inner));
        let lambda = Lambda { params: vec!["#it".to_owned()], sets: Vec::new(), body };
        Some(Value::new(ValueKind::Lambda(Box::new(lambda)), self.span(node)))
    }

    /// A block or lambda. What two names take apart gets a name that nobody could write.
    pub(super) fn function(&self, node: Tree) -> Value {
        let names = self.block_names(node);
        let inner = match node.kind() {
            "lambda" => node.child_by_field_name("body").and_then(|block| block.child_by_field_name("body")),
            _ => node.child_by_field_name("body"),
        };
        let (mut sets, body) = inner.map_or_else(|| (Vec::new(), self.nothing(node)), |inner| self.body(inner));
        let params = match names.as_slice() {
            [] => vec!["it".to_owned()],
            [only] => vec![only.clone()],
            several if node.kind() == "lambda" => several.to_vec(),
            several => {
                let place = self.span(node);
                let pair = Value::new(ValueKind::Name("#pair".to_owned()), place);
                let parts = several.iter().enumerate().map(|(at, name)| {
                    let key = Value::new(ValueKind::Number(at.to_string()), place);
                    Set { name: name.clone(), value: member(pair.clone(), key, place).into() }
                });
                sets.splice(0..0, parts);
                vec!["#pair".to_owned()]
            }
        };
        Value::new(ValueKind::Lambda(Box::new(Lambda { params, sets, body })), self.span(node))
    }

    /// The names that a block gives to what it is handed, those of a part that it takes apart included.
    pub(super) fn block_names(&self, node: Tree) -> Vec<String> {
        let mut names = Vec::new();
        for parameter in node.child_by_field_name("parameters").into_iter().flat_map(named) {
            match parameter.kind() {
                "identifier" => names.push(self.text(parameter).to_owned()),
                "destructured_parameter" => names.extend(named(parameter).map(|part| self.text(part).to_owned())),
                _ => names.extend(parameter.child_by_field_name("name").map(|name| self.text(name).to_owned())),
            }
        }
        names
    }

    /// What statements name before they answer, and their answer. Ones that do anything else have an answer that is worked out.
    pub(super) fn body(&self, node: Tree) -> (Vec<Set>, Value) {
        if !matches!(node.kind(), "body_statement" | "block_body" | "program") {
            return (Vec::new(), self.value(node));
        }
        let statements: Vec<Tree> = named(node).collect();
        let Some((last, before)) = statements.split_last() else { return (Vec::new(), self.nothing(node)) };
        let mut sets = Vec::new();
        for statement in before {
            let name = statement.child_by_field_name("left").filter(|left| statement.kind() == "assignment" && left.kind() == "identifier");
            match name {
                Some(name) => sets.push(Set { name: self.text(name).to_owned(), value: self.part(*statement, "right").into() }),
                None => return (Vec::new(), self.unknown(Reason::Computed, node)),
            }
        }
        (sets, self.value(*last))
    }
}

/// `subject[key]`.
fn member(subject: Value, key: Value, span: crate::source::Span) -> Value {
    Value::new(ValueKind::Member(Box::new(subject), Box::new(key)), span)
}
