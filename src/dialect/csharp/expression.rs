//! Expressions of C#. What only the running page knows is unknown.

use super::{Lower, bare, entry, named};
use crate::dialect::tree::Node as Tree;
use crate::limits;
use crate::text::Text;
use crate::unknown::Reason;
use crate::value::{Entry, Lambda, SELF, Value, ValueKind};

impl Lower<'_> {
    pub(super) fn value(&self, node: Tree) -> Value {
        match self.deeper() {
            Some(deeper) => deeper.lowered(node),
            None => self.unknown(Reason::Unreadable, node),
        }
    }

    fn lowered(&self, node: Tree) -> Value {
        let span = self.span(node);
        let kind = match node.kind() {
            "string_literal" | "character_literal" => return self.string(node),
            "verbatim_string_literal" => return self.verbatim(node),
            "raw_string_literal" => return self.raw(node),
            "interpolated_string_expression" => return self.interpolated(node),
            "integer_literal" | "real_literal" => ValueKind::Number(self.text(node).to_owned()),
            "boolean_literal" => ValueKind::Bool(self.text(node) == "true"),
            "null_literal" | "default_expression" | "default" => ValueKind::Null,
            "identifier" | "predefined_type" | "generic_name" | "qualified_name" => return self.named_type(node),
            "this_expression" | "this" => ValueKind::Name(SELF.to_owned()),
            "typeof_expression" => {
                return node.child_by_field_name("type").map_or_else(|| self.computed(node), |inner| self.named_type(inner));
            }
            "member_access_expression" => return self.member_access(node),
            "conditional_access_expression" => return self.conditional_access(node),
            "member_binding_expression" => return self.bound_member(node),
            "element_access_expression" => return self.element(node),
            "invocation_expression" => return self.invocation(node),
            "parenthesized_expression" | "await_expression" | "checked_expression" => return self.only(node),
            // `value!` says only that it is there.
            "postfix_unary_expression" if self.text(node).ends_with('!') => return self.only(node),
            "cast_expression" => return self.field(node, "value"),
            "as_expression" => return self.field(node, "left"),
            "assignment_expression" => return self.field(node, "right"),
            "conditional_expression" => ValueKind::Either(vec![self.field(node, "consequence"), self.field(node, "alternative")]),
            "switch_expression" => return self.switch(node),
            "binary_expression" => return self.binary(node),
            "lambda_expression" => return self.lambda(node),
            "tuple_expression" => ValueKind::List(named(node).map(|item| self.argument(item)).collect()),
            "object_creation_expression" | "implicit_object_creation_expression" => return self.created(node, None),
            "anonymous_object_creation_expression" => return self.anonymous(node),
            "array_creation_expression" | "implicit_array_creation_expression" => {
                let items = named(node).find(|child| child.kind() == "initializer_expression");
                let of = node.child_by_field_name("type").map(|of| self.type_name(of));
                return items.map_or_else(|| self.computed(node), |items| self.items(items, of.as_deref(), node));
            }
            "initializer_expression" | "collection_expression" => return self.items(node, None, node),
            _ => return self.computed(node),
        };
        Value::new(kind, span)
    }

    pub(super) fn computed(&self, node: Tree) -> Value {
        self.unknown(Reason::Computed, node)
    }

    fn only(&self, node: Tree) -> Value {
        named(node).next().map_or_else(|| self.computed(node), |inner| self.value(inner))
    }

    pub(super) fn field(&self, node: Tree, field: &str) -> Value {
        node.child_by_field_name(field).map_or_else(|| self.computed(node), |inner| self.value(inner))
    }

    /// A name, without what it is nested in or made of: `Gender` of `Person.Enums.Gender?`.
    fn named_type(&self, node: Tree) -> Value {
        match node.kind() {
            "identifier" | "predefined_type" => self.name(node),
            _ => Value::new(ValueKind::Name(self.type_name(node)), self.span(node)),
        }
    }

    /// What a type is called; of a list, that of its items.
    pub(super) fn type_name(&self, node: Tree) -> String {
        let inner = match node.kind() {
            "nullable_type" | "array_type" => node.child_by_field_name("type"),
            "qualified_name" | "alias_qualified_name" => node.child_by_field_name("name"),
            "generic_name" => {
                let arguments = named(node).find(|child| child.kind() == "type_argument_list");
                let first = arguments.and_then(|arguments| named(arguments).next());
                first.filter(|_| self.is_list(node)).or_else(|| named(node).next())
            }
            _ => None,
        };
        inner.map_or_else(|| bare(self.text(node)).to_owned(), |inner| self.type_name(inner))
    }

    /// True for the types of lists.
    pub(super) fn is_list(&self, node: Tree) -> bool {
        const LISTS: &[&str] =
            &["List", "IList", "IEnumerable", "ICollection", "Collection", "IReadOnlyList", "IReadOnlyCollection", "HashSet", "Nullable"];
        match node.kind() {
            "array_type" => true,
            "nullable_type" => node.child_by_field_name("type").is_some_and(|inner| self.is_list(inner)),
            "qualified_name" => node.child_by_field_name("name").is_some_and(|inner| self.is_list(inner)),
            "generic_name" => named(node).next().is_some_and(|name| LISTS.contains(&self.text(name))),
            _ => false,
        }
    }

    /// `subject.Name`. What a view hands its layout goes by one name, however it is written: `ViewBag.Title`, `ViewData["Title"]`.
    fn member_access(&self, node: Tree) -> Value {
        let (Some(name), subject) = (node.child_by_field_name("name"), node.child_by_field_name("expression")) else {
            return self.computed(node);
        };
        let subject = match subject {
            Some(subject) => self.value(subject),
            // `this.Name`, whose first word is no node of its own.
            None => return self.named_type(name),
        };
        self.of(subject, name, node)
    }

    fn of(&self, subject: Value, name: Tree, whole: Tree) -> Value {
        let key = self.type_name(name);
        match &subject.kind {
            ValueKind::Name(view) if view == "ViewBag" => Value::new(ValueKind::Name(handed(&key)), self.span(whole)),
            ValueKind::Name(view) if view == "string" && key == "Empty" => Value::new(ValueKind::Text(Text::default()), self.span(whole)),
            // `value.Value` of what may be nothing is the value.
            _ => {
                let key = Value::new(ValueKind::Text(Text::verbatim(&key, self.span(name))), self.span(name));
                Value::new(ValueKind::Member(Box::new(subject), Box::new(key)), self.span(whole))
            }
        }
    }

    /// `condition?.Name.More()`.
    fn conditional_access(&self, node: Tree) -> Value {
        let condition = self.field(node, "condition");
        let Some(rest) = named(node).nth(1) else { return condition };
        Lower { subject: Some(&condition), ..*self }.value(rest)
    }

    fn bound_member(&self, node: Tree) -> Value {
        match (self.subject, node.child_by_field_name("name")) {
            (Some(subject), Some(name)) => self.of(subject.clone(), name, node),
            _ => self.computed(node),
        }
    }

    /// `subject["key"]`.
    fn element(&self, node: Tree) -> Value {
        let subject = self.field(node, "expression");
        let key = node.child_by_field_name("subscript").and_then(|arguments| named(arguments).next());
        let Some(key) = key.map(|key| self.argument(key)) else { return self.computed(node) };
        match (&subject.kind, &key.kind) {
            (ValueKind::Name(view), ValueKind::Text(key)) if matches!(view.as_str(), "ViewData" | "TempData") => {
                Value::new(ValueKind::Name(handed(key.as_str())), self.span(node))
            }
            _ => Value::new(ValueKind::Member(Box::new(subject), Box::new(key)), self.span(node)),
        }
    }

    /// What stands in `argument`, without its name.
    pub(super) fn argument(&self, argument: Tree) -> Value {
        match argument.kind() {
            "argument" | "attribute_argument" => {
                let name = argument.child_by_field_name("name");
                let value = named(argument).filter(|child| Some(*child) != name).last();
                value.map_or_else(|| self.computed(argument), |value| self.value(value))
            }
            _ => self.value(argument),
        }
    }

    fn binary(&self, node: Tree) -> Value {
        let operator = node.child_by_field_name("operator").map_or("", |operator| self.text(operator));
        let span = self.span(node);
        match operator {
            "+" => {
                let first = self.field(node, "left");
                let mut parts = match first.kind {
                    ValueKind::Concat(parts) if parts.len() < limits::PARTS => parts,
                    _ => vec![first],
                };
                parts.push(self.field(node, "right"));
                Value::new(ValueKind::Concat(parts), span)
            }
            "??" => Value::new(ValueKind::Fallback(Box::new(self.field(node, "left")), Box::new(self.field(node, "right"))), span),
            _ => self.computed(node),
        }
    }

    fn switch(&self, node: Tree) -> Value {
        let arms = named(node).filter(|child| child.kind() == "switch_expression_arm");
        let answers: Vec<Value> = arms.filter_map(|arm| named(arm).last()).map(|answer| self.value(answer)).collect();
        match answers.is_empty() {
            true => self.computed(node),
            false => Value::new(ValueKind::Either(answers), self.span(node)),
        }
    }

    /// `x => expression`.
    fn lambda(&self, node: Tree) -> Value {
        let params = match node.child_by_field_name("parameters") {
            Some(list) if list.kind() == "parameter_list" => {
                let names = named(list).filter_map(|param| param.child_by_field_name("name"));
                names.map(|name| bare(self.text(name)).to_owned()).collect()
            }
            Some(one) => vec![bare(self.text(one)).to_owned()],
            None => Vec::new(),
        };
        let body = node.child_by_field_name("body").filter(|body| body.kind() != "block");
        let body = body.map_or_else(|| self.computed(node), |body| self.value(body));
        Value::new(ValueKind::Lambda(Box::new(Lambda { params, sets: Vec::new(), body })), self.span(node))
    }

    /// `new { id = "sex", @class = "nhsuk-select" }`.
    fn anonymous(&self, node: Tree) -> Value {
        let mut entries = Vec::new();
        let mut key: Option<Tree> = None;
        let mut assigned = false;
        for part in node.children() {
            match part.kind() {
                "=" => assigned = key.is_some(),
                "," | "{" | "}" | "new" => (key, assigned) = (None, false),
                "identifier" if key.is_none() => key = Some(part),
                _ if part.is_named() && assigned => {
                    if let Some(name) = key.take() {
                        let value = self.value(part);
                        entries.push(Entry { key: bare(self.text(name)).replace('_', "-"), key_span: self.span(name), value });
                    }
                    assigned = false;
                }
                _ => {}
            }
        }
        Value::new(ValueKind::Map(entries.into()), self.span(node))
    }

    /// The items of a list that is written out, each an `of`; or the entries of a dictionary.
    pub(super) fn items(&self, list: Tree, of: Option<&str>, whole: Tree) -> Value {
        let (mut items, mut entries) = (Vec::new(), Vec::new());
        for child in named(list) {
            let inner = if child.kind() == "collection_element" { named(child).next().unwrap_or(child) } else { child };
            match inner.kind() {
                "expression_element" => items.extend(named(inner).next().map(|item| self.item(item, of))),
                "spread_element" => {
                    let list = named(inner).next().map_or_else(|| self.computed(inner), |list| self.value(list));
                    items.push(Value::new(ValueKind::Spread(Box::new(list)), self.span(inner)));
                }
                // `{ "key", value }` and `["key"] = value`.
                "initializer_expression" => entries.extend(self.pair(named(inner).next(), named(inner).nth(1))),
                "assignment_expression" => {
                    let key = inner.child_by_field_name("left").and_then(|left| named(left).next());
                    entries.extend(self.pair(key, inner.child_by_field_name("right")));
                }
                _ => items.push(self.item(inner, of)),
            }
        }
        let kind = if entries.is_empty() { ValueKind::List(items.into()) } else { ValueKind::Map(entries.into()) };
        Value::new(kind, self.span(whole))
    }

    fn item(&self, item: Tree, of: Option<&str>) -> Value {
        match item.kind() {
            "implicit_object_creation_expression" => self.created(item, of),
            _ => self.value(item),
        }
    }

    fn pair(&self, key: Option<Tree>, value: Option<Tree>) -> Option<Entry> {
        let (key, value) = (self.argument(key?), self.value(value?));
        let key_span = key.span;
        Some(match &key.kind {
            ValueKind::Text(text) => Entry { key: text.as_str().to_owned(), key_span, value },
            ValueKind::Number(number) => Entry { key: number.clone(), key_span, value },
            _ => entry("", Value::new(ValueKind::Spread(Box::new(value)), key_span)),
        })
    }
}

/// The name of what a view hands its layout under `key`.
fn handed(key: &str) -> String {
    format!("ViewData.{key}")
}
