//! Components: `<x-field label="…" :options="$titles" />`, and `@component('field', […])` as it was written before.

use crate::dialect::bound::camel;
use crate::dialect::php::expression;
use crate::module;
use crate::page::{Attribute, Element, Node, Print, Wrap};
use crate::source::{Source, Span};
use crate::unknown::Reason;
use crate::value::{Call, Entry, Value, ValueKind};

/// What begins the name of an element that stands for a component, of the service's own first.
const COMPONENTS: &[&str] = &["x-", "flux:", "livewire:"];

/// Makes calls of components.
pub(super) struct Components<'s> {
    pub(super) source: &'s Source,
}

impl Components<'_> {
    pub(super) fn nodes(&self, nodes: Vec<Node>) -> Vec<Node> {
        nodes.into_iter().map(|node| self.node(node)).collect()
    }

    fn node(&self, node: Node) -> Node {
        match node {
            Node::Element(element) if COMPONENTS.iter().any(|start| element.tag.starts_with(start)) => self.element(*element),
            Node::Element(mut element) => {
                element.children = self.nodes(std::mem::take(&mut element.children));
                Node::Element(element)
            }
            Node::Wrap(wrap) => self.wrap(*wrap),
            Node::Branch(mut branch) => {
                branch.arms.iter_mut().for_each(|arm| arm.body = self.nodes(std::mem::take(&mut arm.body)));
                Node::Branch(branch)
            }
            Node::Loop(mut repeated) => {
                repeated.body = self.nodes(std::mem::take(&mut repeated.body));
                Node::Loop(repeated)
            }
            Node::Block(mut block) => {
                block.body = self.nodes(std::mem::take(&mut block.body));
                Node::Block(block)
            }
            other => other,
        }
    }

    fn element(&self, element: Element) -> Node {
        let mut entries: Vec<Entry> = element.attributes.iter().filter_map(|attribute| self.given(attribute)).collect();
        for spread in &element.spreads {
            let value = Value::new(ValueKind::Spread(Box::new(spread.clone())), spread.span);
            entries.push(Entry { key: String::new(), key_span: spread.span, value });
        }
        let inner = Span { start: element.open.end, ..element.span };
        let children = self.nodes(element.children);
        call(&element.tag, entries, children, inner, element.span)
    }

    /// `@component('components.field', ['label' => '…'])` with what stands in it.
    fn wrap(&self, wrap: Wrap) -> Node {
        let body = self.nodes(wrap.body);
        let (name, args) = match wrap.call.as_call() {
            Some(call) => (call.name.as_str(), call.args.as_slice()),
            None => ("", &[][..]),
        };
        let (Some(ValueKind::Text(path)), "@component") = (args.first().map(|path| &path.kind), name) else {
            return Node::Wrap(Box::new(Wrap { body, ..wrap }));
        };
        let entries = match args.get(1).map(|given| &given.kind) {
            Some(ValueKind::Map(entries)) => entries.to_vec(),
            Some(_) => {
                let value = Value::new(ValueKind::Spread(Box::new(args[1].clone())), args[1].span);
                vec![Entry { key: String::new(), key_span: args[1].span, value }]
            }
            None => Vec::new(),
        };
        let inner = Span { start: wrap.call.span.end, ..wrap.span };
        call(&format!("{}{}", COMPONENTS[0], path.as_str()), entries, body, inner, wrap.span)
    }

    /// What an attribute gives. Its name is written with dashes, and known to the component without.
    fn given(&self, attribute: &Attribute) -> Option<Entry> {
        let written = self.source.text.get(attribute.span.range())?.get(..attribute.name.len())?;
        if written.starts_with("::") {
            return None;
        }
        let entry = |name: &str, value: Value| {
            // What a condition is round may be given or not.
            let value = if attribute.conditional { Value::unknown(Reason::Condition, value.span) } else { value };
            Entry { key: key(name), key_span: attribute.span, value }
        };
        let Some(bound) = written.strip_prefix(':') else {
            let is_bare = attribute.span.len() == attribute.name.len();
            let value = if is_bare { Value::new(ValueKind::Bool(true), attribute.span) } else { attribute.value.clone() };
            return Some(entry(written, value));
        };
        // `:$label` is `:label="$label"`.
        if let Some(name) = bound.strip_prefix('$') {
            return Some(entry(name, Value::new(ValueKind::Name(name.to_owned()), attribute.span)));
        }
        let place = attribute.value.span.range();
        Some(entry(bound, expression::read(self.source, place.start, place.end).0))
    }
}

/// The name that a component knows an attribute by. Those that HTML writes with a dash it hands on.
fn key(written: &str) -> String {
    let is_of_html = ["aria-", "data-", "wire:", "x-"].iter().any(|start| written.starts_with(start));
    if is_of_html { written.to_owned() } else { camel(written) }
}

/// The call of a component, with what stands between its tags: named parts, and all else.
fn call(tag: &str, mut entries: Vec<Entry>, children: Vec<Node>, inner: Span, span: Span) -> Node {
    let mut rest = Vec::new();
    for child in children {
        match part(&child) {
            Some(part) => entries.push(part),
            None => rest.push(child),
        }
    }
    let given = Value::new(ValueKind::Map(entries.into()), Span { end: inner.start, ..span });
    let call = Call { receiver: None, name: module::element(tag), args: vec![given], keywords: None };
    let call = Value::new(ValueKind::Call(Box::new(call)), span);
    match rest.iter().all(|node| matches!(node, Node::Text(text) if text.is_blank())) {
        true => Node::Print(Print { value: call, span }),
        false => Node::Wrap(Box::new(Wrap { call, body: rest, span })),
    }
}

/// A named part: `<x-slot:title>…</x-slot>`, `<x-slot name="title">`, `@slot('title') … @endslot`.
fn part(node: &Node) -> Option<Entry> {
    let (call, body, span) = match node {
        Node::Print(print) => (print.value.as_call()?, &[][..], print.span),
        Node::Wrap(wrap) => (wrap.call.as_call()?, wrap.body.as_slice(), wrap.span),
        _ => return None,
    };
    let given = call.args.first().map(|given| &given.kind);
    let name = match (module::tag(&call.name).and_then(|tag| tag.strip_prefix("x-slot")), given) {
        (Some(tag), Some(ValueKind::Map(entries))) => match (tag.strip_prefix(':'), entries.iter().find(|entry| entry.key == "name")) {
            (Some(name), _) => name.to_owned(),
            (None, Some(Entry { value: Value { kind: ValueKind::Text(name), .. }, .. })) => name.as_str().to_owned(),
            _ => return None,
        },
        (None, Some(ValueKind::Text(name))) if call.name == "@slot" => name.as_str().to_owned(),
        _ => return None,
    };
    Some(Entry { key: camel(&name), key_span: span, value: Value::new(ValueKind::Markup(body.into()), span) })
}
