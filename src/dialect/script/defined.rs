//! What a code file defines that may ask something, in the order in which it is read.

use std::collections::HashSet;
use std::sync::Arc;

use super::{Lower, named};
use crate::dialect::tree::Node as Tree;
use crate::module::Module;
use crate::page::{Node, Set};
use crate::value::{Value, ValueKind};

/// Every name of the top level, first those that no component of the file shows, then the others, for where they are not
/// shown after all.
pub(super) fn nodes(module: &Module, root: Tree, lower: Lower) -> Vec<Node> {
    let shown = shown_by_others(root, lower);
    let mut definitions: Vec<Set> = module.names.iter().filter(|set| !is_another_name(&set.value, module)).cloned().collect();
    definitions.extend(module.default.iter().filter(|value| !is_another_name(value, module)).map(unnamed));
    definitions.extend(
        module
            .exports
            .iter()
            .filter(|(_, value)| !is_another_name(value, module))
            .map(|(name, value)| Set { name: name.clone(), value: Arc::new(value.clone()) }),
    );
    // An object that a file gives says how what it holds belongs together.
    definitions.sort_by_key(|set| !(set.name == "default" && matches!(set.value.kind, ValueKind::Map(_))));
    let (first, others): (Vec<Set>, Vec<Set>) = definitions.into_iter().partition(|set| !shown.contains(set.name.as_str()));
    first.into_iter().chain(others).map(Node::Definition).collect()
}

fn unnamed(value: &Value) -> Set {
    Set { name: "default".to_owned(), value: Arc::new(value.clone()) }
}

/// True for what only passes on what another name of the file stands for: `export { x }`, `memo(Box)`.
fn is_another_name(value: &Value, module: &Module) -> bool {
    match &value.kind {
        ValueKind::Name(name) => module.name(name).is_some(),
        ValueKind::Call(call) => call.args.iter().any(|arg| matches!(&arg.kind, ValueKind::Name(name) if is_component(name, module))),
        _ => false,
    }
}

fn is_component(name: &str, module: &Module) -> bool {
    let is_named_so = name.starts_with(|c: char| c.is_uppercase());
    is_named_so && module.name(name).is_some_and(|value| matches!(value.kind, ValueKind::Lambda(_) | ValueKind::Class(_)))
}

/// The names of elements that stand in a component of another name.
fn shown_by_others<'c>(root: Tree, lower: Lower<'c>) -> HashSet<&'c str> {
    let mut shown = HashSet::new();
    for statement in named(root) {
        let Some(own) = component_of(statement, lower) else { continue };
        for node in statement.preorder() {
            if matches!(node.kind(), "jsx_opening_element" | "jsx_self_closing_element")
                && let Some(name) = node.child_by_field_name("name").map(|name| lower.text(name))
                && name != own
            {
                shown.insert(name);
            }
        }
    }
    shown
}

/// The name of the component that a statement defines.
fn component_of<'c>(statement: Tree, lower: Lower<'c>) -> Option<&'c str> {
    let statement = statement.child_by_field_name("declaration").unwrap_or(statement);
    let declared = named(statement).find(|child| child.kind() == "variable_declarator").unwrap_or(statement);
    let name = declared.child_by_field_name("name").map(|name| lower.text(name));
    match name {
        Some(name) => name.starts_with(|c: char| c.is_uppercase()).then_some(name),
        // `export default () => …`.
        None => (statement.kind() == "export_statement").then_some("default"),
    }
}
