//! Elements that Rails writes by a call: `tag.option "Mx", value: "mx"`, `content_tag(:p, "…")`.

use crate::page::{Attribute, Element, Node, Print};
use crate::source::Span;
use crate::text::Text;
use crate::value::{Call, Entry, Value, ValueKind};

/// The element that `call` writes, if it writes one.
pub(super) fn of(call: &Call, span: Span) -> Option<Element> {
    let is_tag = |receiver: &Value| matches!(&receiver.kind, ValueKind::Name(name) if name == "tag");
    let (tag, content) = match (&call.receiver, call.name.as_str()) {
        (Some(receiver), name) if is_tag(receiver) && name != "attributes" => (name.replace('_', "-"), call.args.first()),
        (None, "content_tag") => match &call.args.first()?.kind {
            ValueKind::Text(tag) => (tag.as_str().to_owned(), call.args.get(1)),
            _ => return None,
        },
        _ => return None,
    };
    let mut element = Element { tag, span, open: span, attributes: Vec::new(), spreads: Vec::new(), children: Vec::new() };
    let options = call.args.iter().filter(|arg| matches!(arg.kind, ValueKind::Map(_))).chain(&call.keywords);
    options.for_each(|options| give(&mut element, options, ""));
    if let Some(content) = content.filter(|content| !matches!(content.kind, ValueKind::Map(_))) {
        element.children.extend(shown(content));
    }
    Some(element)
}

/// What stands in an element that a value gives: that of a block, what it answers.
fn shown(content: &Value) -> Option<Node> {
    let value = match &content.kind {
        ValueKind::Lambda(lambda) => lambda.body.clone(),
        ValueKind::Null => return None,
        _ => content.clone(),
    };
    Some(Node::Print(Print { span: value.span, value }))
}

/// Adds attributes; `data: { x: … }` is `data-x`.
pub(in crate::dialect) fn give(element: &mut Element, options: &Value, before: &str) {
    let ValueKind::Map(entries) = &options.kind else { return };
    for entry in entries.iter() {
        let name = format!("{before}{}", entry.key.replace('_', "-").to_ascii_lowercase());
        match &entry.value.kind {
            ValueKind::Spread(inner) => element.spreads.push((**inner).clone()),
            ValueKind::Map(_) if matches!(entry.key.as_str(), "data" | "aria") => give(element, &entry.value, &format!("{name}-")),
            ValueKind::Null | ValueKind::Bool(false) => {}
            _ => element.attributes.push(attribute(name, entry)),
        }
    }
}

fn attribute(name: String, entry: &Entry) -> Attribute {
    let value = match &entry.value.kind {
        // A list of classes is written in a row.
        ValueKind::List(items) => {
            let space = || Value::new(ValueKind::Text(Text::meaning(" ", entry.value.span)), entry.value.span);
            let parts = items.iter().flat_map(|item| [item.clone(), space()]).collect();
            Value::new(ValueKind::Concat(parts), entry.value.span)
        }
        _ => entry.value.clone(),
    };
    // `selected: value == saved` may or may not be there.
    let is_flag = matches!(name.as_str(), "checked" | "selected" | "required" | "disabled" | "multiple" | "hidden");
    let conditional = is_flag && !matches!(value.kind, ValueKind::Text(_) | ValueKind::Bool(true));
    Attribute { name, value, span: entry.key_span.to(entry.value.span), conditional }
}

/// An element as a value.
pub(super) fn value(element: Element) -> Value {
    let span = element.span;
    Value::new(ValueKind::Markup([Node::Element(Box::new(element))].into()), span)
}
