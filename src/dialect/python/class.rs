//! Classes: what they extend, their members, and what their objects keep.

use std::sync::Arc;

use super::function::{Body, Methods, definition};
use super::{Binding, Lower, extended, kept, named};
use crate::dialect::tree::Node as Tree;
use crate::value::{Class, Entry, Value, ValueKind};

/// The method that makes an object.
const CONSTRUCTOR: &str = "__init__";

impl<'c> Lower<'c> {
    pub(super) fn class(&self, node: Tree) -> Value {
        let name = node.child_by_field_name("name").map_or("", |name| self.text(name)).to_owned();
        let bases = node.child_by_field_name("superclasses").into_iter().flat_map(named);
        let bases = bases.filter(|base| base.kind() != "keyword_argument").map(|base| self.value(base)).collect();
        let body = node.child_by_field_name("body");
        let mut members = Vec::new();
        body.into_iter().for_each(|body| self.members(body, &mut members));
        let kept = body.map_or_else(Vec::new, |body| self.kept(body));
        Value::new(ValueKind::Class(Arc::new(Class { name, bases, members, kept })), self.span(node))
    }

    fn members(&self, block: Tree, members: &mut Vec<Entry>) {
        let Some(deeper) = self.deeper() else { return };
        for statement in named(block) {
            match statement.kind() {
                "expression_statement" => deeper.class_expression(statement, members),
                "if_statement" | "ERROR" | "block" | "else_clause" | "elif_clause" => deeper.members(statement, members),
                _ => members.extend(deeper.method_or_class(statement)),
            }
        }
    }

    fn class_expression(&self, statement: Tree, members: &mut Vec<Entry>) {
        if let Some((name, more)) = self.growth(statement) {
            if let Some(member) = members.iter_mut().rev().find(|member| member.key == name) {
                let span = member.value.span;
                member.value = extended(member.value.clone(), more, span);
            }
            return;
        }
        let Some(assignment) = named(statement).next().filter(|child| child.kind().ends_with("assignment")) else { return };
        let now = |name: &str| members.iter().rev().find(|member| member.key == name).map(|member| member.value.clone());
        let bindings = self.assigned(assignment, now);
        let key_span = assignment.child_by_field_name("left").map_or(self.span(assignment), |left| self.span(left));
        members.extend(bindings.into_iter().map(|Binding { name, value }| Entry { key: name, key_span, value }));
    }

    fn method_or_class(&self, statement: Tree) -> Option<Entry> {
        let node = definition(statement)?;
        let key_span = self.span(node.child_by_field_name("name")?);
        let decorators: Vec<&str> = named(statement).filter(|part| part.kind() == "decorator").map(|part| self.text(part)).collect();
        let (object, is_static) = match node.kind() {
            "function_definition" => (self.object_of(node), decorators.contains(&"@staticmethod")),
            _ => ("", false),
        };
        let method = Lower { object: if is_static { "" } else { object }, ..*self };
        let Binding { name, value } = method.defined(node)?;
        let value = match value.kind {
            // A method is given its object, and is called without.
            ValueKind::Lambda(mut lambda) => {
                if !is_static && !lambda.params.is_empty() {
                    lambda.params.remove(0);
                }
                let function = Value::new(ValueKind::Lambda(lambda), value.span);
                match decorators.iter().any(|decorator| decorator.ends_with("property")) {
                    true => Value::new(ValueKind::Call(Box::new(super::function::call_of(function))), value.span),
                    false => function,
                }
            }
            _ => value,
        };
        Some(Entry { key: name, key_span, value })
    }

    fn object_of(&self, method: Tree) -> &'c str {
        let first = method.child_by_field_name("parameters").and_then(|params| named(params).next());
        first.filter(|first| first.kind() == "identifier").map_or("", |first| self.text(first))
    }

    /// What the constructor keeps in an object, and the methods that it calls for that.
    fn kept(&self, block: Tree) -> Vec<Entry> {
        let functions: Vec<Tree> = block.named_children().filter_map(definition).collect();
        let methods: Methods = functions
            .into_iter()
            .filter(|function| function.kind() == "function_definition")
            .filter_map(|function| Some((self.text(function.child_by_field_name("name")?), function)))
            .collect();
        let (Some(constructor), Some(deeper)) = (methods.get(CONSTRUCTOR), self.deeper()) else { return Vec::new() };
        let lower = Lower { object: self.object_of(*constructor), ..deeper };
        let mut body = Body::new(lower, &methods);
        body.hide_parameters(*constructor);
        if let Some(inside) = constructor.child_by_field_name("body") {
            body.block(inside);
        }
        kept::members(body.kept)
    }
}
