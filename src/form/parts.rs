//! Elements inside a component that are its parameters: `<govuk-input><govuk-input-label>Name</govuk-input-label></govuk-input>`.

use super::components::Component;
use crate::module;
use crate::page::Node;
use crate::source::Span;
use crate::value::{Call, Entry, Value, ValueKind};

/// The call with its parts as parameters, and what else stands in it. `None` where nothing is a part of this component.
pub(super) fn taken_out(component: &Component, call: &Call, body: Option<&[Node]>) -> Option<(Call, Vec<Node>)> {
    let body = body.filter(|_| !component.parts.is_empty())?;
    let (mut entries, mut rest) = (Vec::new(), Vec::new());
    sort(component, body, &mut entries, &mut rest);
    let given = call.args.first();
    let span = given.map_or_else(|| entries.first().map(|entry: &Entry| entry.value.span), |given| Some(given.span))?;
    if let Some(ValueKind::Map(given)) = given.map(|given| &given.kind) {
        entries.extend(given.iter().cloned());
    }
    if rest.iter().all(|node| matches!(node, Node::Text(text) if text.is_blank())) {
        rest.clear();
    }
    let mut call = call.clone();
    let params = Value::new(ValueKind::Map(entries.into()), span);
    call.args.splice(..call.args.len().min(1), [params]);
    Some((call, rest))
}

fn sort(component: &Component, nodes: &[Node], entries: &mut Vec<Entry>, rest: &mut Vec<Node>) {
    for node in nodes {
        let part = named(node).and_then(|(name, inside, span)| {
            let (key, _) = component.parts.iter().find(|(_, names)| names.iter().any(|part| part == name))?;
            Some((key, inside, span))
        });
        match part {
            Some((key, inside, _)) if key.is_empty() => sort(component, inside, entries, rest),
            // A part that is empty says nothing; the model may.
            Some((_, [], _)) => {}
            Some((key, inside, span)) => {
                let value = Value::new(ValueKind::Markup(inside.into()), span);
                entries.push(Entry { key: key.clone(), key_span: span, value });
            }
            None => rest.push(node.clone()),
        }
    }
}

/// What an element is called, what stands in it, and its place.
fn named(node: &Node) -> Option<(&str, &[Node], Span)> {
    match node {
        Node::Element(element) => Some((&element.tag, &element.children, element.span)),
        Node::Wrap(wrap) => Some((module::tag(&wrap.call.as_call()?.name)?, &wrap.body, wrap.span)),
        Node::Print(print) => Some((module::tag(&print.value.as_call()?.name)?, &[], print.span)),
        _ => None,
    }
}
