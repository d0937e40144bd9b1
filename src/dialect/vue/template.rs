//! The template of a component: directives become branches, loops and values, other tags than HTML's become calls.

use std::ops::Range;
use std::sync::Arc;

use super::super::bound::{self, Expressions, camel, is_flag, is_html, kebab, names_of, spaced, undecided};
use crate::page::{Arm, Attribute, Block, Branch, Element, Loop, Node, Notice, Print, Set, Wrap};
use crate::source::{Source, Span};
use crate::text::Text;
use crate::unknown::Reason;
use crate::value::{Call, Entry, Value, ValueKind};

/// What an attribute does where its name is more than a name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Directive<'n> {
    /// `:title`, `v-bind:title`; without a name, all that an object holds.
    Bind(Option<&'n str>),
    /// `@click`: something is done, nothing is shown.
    On,
    /// `#hint`, `v-slot:hint`.
    Slot(&'n str),
    /// `v-model`, `v-model:title`.
    Model(Option<&'n str>),
    /// Any other, by its name: `if`, `for`, `text`.
    Other(&'n str),
}

/// Reads the name of an attribute. `None` for a plain one.
fn directive(name: &str) -> Option<Directive<'_>> {
    let argument = |rest: &'_ str| -> usize { rest.find('.').filter(|dot| *dot > 0).unwrap_or(rest.len()) };
    let bound = |rest: &'_ str| argument(rest);
    if let Some(rest) = name.strip_prefix([':', '.']) {
        return Some(Directive::Bind(Some(&rest[..bound(rest)])));
    }
    if name.starts_with('@') {
        return Some(Directive::On);
    }
    if let Some(rest) = name.strip_prefix('#') {
        return Some(Directive::Slot(rest));
    }
    let rest = name.strip_prefix("v-")?;
    let (kind, given) = match rest.split_once(':') {
        Some((kind, given)) => (kind, Some(&given[..argument(given)])),
        None => (&rest[..argument(rest)], None),
    };
    Some(match kind {
        "bind" => Directive::Bind(given),
        "on" => Directive::On,
        "slot" => Directive::Slot(given.unwrap_or("default")),
        "model" => Directive::Model(given),
        _ => Directive::Other(kind),
    })
}

/// Where expressions stand in a template.
pub(super) fn expressions(nodes: &[Node]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for node in nodes {
        match node {
            Node::Print(print) => found.push(print.value.span.range()),
            Node::Element(element) => {
                for attribute in element.attributes.iter().filter(|attribute| !attribute.value.span.is_empty()) {
                    let span = attribute.value.span.range();
                    match directive(&attribute.name) {
                        None | Some(Directive::On | Directive::Slot(_)) => {}
                        Some(Directive::Other("for")) => {
                            found.extend(written(attribute).and_then(|text| list_of(&text)).map(|list| span.start + list.start..span.end));
                        }
                        Some(_) => found.push(span),
                    }
                }
                found.extend(expressions(&element.children));
            }
            _ => {}
        }
    }
    found
}

/// The names that what people do on the page may change: those that a control is for, and those that a handler sets.
pub(super) fn changed<'n>(nodes: impl IntoIterator<Item = &'n Node>) -> Vec<String> {
    let mut found = Vec::new();
    for element in nodes.into_iter().filter_map(super::element) {
        for attribute in &element.attributes {
            let Some(text) = written(attribute) else { continue };
            match directive(&attribute.name) {
                Some(Directive::Model(_)) => {
                    let path = text.trim().trim_start_matches("this.").trim_start_matches("$data.");
                    found.push(path.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '$').next().unwrap_or("").to_owned());
                }
                Some(Directive::On) => found.extend(bound::changed(&text).into_iter().map(str::to_owned)),
                _ => {}
            }
        }
        found.extend(changed(&element.children));
    }
    found
}

/// An attribute's value as it is written.
fn written(attribute: &Attribute) -> Option<String> {
    match &attribute.value.kind {
        ValueKind::Text(text) => Some(text.as_str().to_owned()),
        _ => None,
    }
}

/// Where the list stands in `item in list`.
fn list_of(text: &str) -> Option<Range<usize>> {
    let words = text.match_indices(char::is_whitespace).map(|(at, space)| at + space.len());
    let mut lists = words.filter_map(|at| {
        let rest = text[at..].strip_prefix("in").or_else(|| text[at..].strip_prefix("of"))?;
        let list = rest.trim_start();
        (list.len() < rest.len() && !list.is_empty()).then(|| text.len() - list.len()..text.len())
    });
    lists.next()
}

/// Turns elements with directives into what they show.
pub(super) struct Template<'s, 'p> {
    source: &'s Source,
    expressions: Expressions<'p>,
    /// How many selects are open whose value decides which option is chosen.
    selects: usize,
}

/// Which arm of a condition an element is.
enum Shown {
    If(Value),
    ElseIf(Value),
    Else,
}

impl<'s, 'p> Template<'s, 'p> {
    pub(super) fn new(source: &'s Source, expressions: Expressions<'p>) -> Self {
        Template { source, expressions, selects: 0 }
    }

    pub(super) fn notices(self) -> Vec<Notice> {
        self.expressions.notices
    }

    /// What `nodes` show.
    pub(super) fn nodes<'n>(&mut self, nodes: impl IntoIterator<Item = &'n Node>) -> Vec<Node> {
        let mut shown = Vec::new();
        let mut open: Option<Branch> = None;
        for node in nodes {
            let element = match node {
                Node::Element(element) => element,
                // Between the arms of a condition stands nothing but space.
                Node::Text(text) if text.is_blank() && open.is_some() => continue,
                node => {
                    shown.extend(open.take().map(Node::Branch));
                    shown.push(self.plain(node));
                    continue;
                }
            };
            let condition = self.condition(element);
            let body = self.repeated(element);
            match (condition, &mut open) {
                (Some(Shown::ElseIf(condition)), Some(branch)) => {
                    branch.arms.push(Arm { condition: Some(condition), body });
                    branch.span = branch.span.to(element.span);
                }
                (Some(Shown::Else), Some(branch)) => {
                    branch.arms.push(Arm { condition: None, body });
                    branch.span = branch.span.to(element.span);
                    shown.extend(open.take().map(Node::Branch));
                }
                (Some(Shown::If(condition) | Shown::ElseIf(condition)), _) => {
                    shown.extend(open.take().map(Node::Branch));
                    open = Some(Branch { arms: vec![Arm { condition: Some(condition), body }], span: element.span });
                }
                (Some(Shown::Else) | None, _) => {
                    shown.extend(open.take().map(Node::Branch));
                    shown.extend(body);
                }
            }
        }
        shown.extend(open.map(Node::Branch));
        shown
    }

    fn plain(&mut self, node: &Node) -> Node {
        match node {
            Node::Print(print) => Node::Print(Print { value: self.expressions.value(print.value.span), span: print.span }),
            node => node.clone(),
        }
    }

    fn condition(&mut self, element: &Element) -> Option<Shown> {
        element.attributes.iter().find_map(|attribute| match directive(&attribute.name)? {
            Directive::Other("if" | "show") => Some(Shown::If(self.expressions.value(attribute.value.span))),
            Directive::Other("else-if") => Some(Shown::ElseIf(self.expressions.value(attribute.value.span))),
            Directive::Other("else") => Some(Shown::Else),
            _ => None,
        })
    }

    /// An element, as often as `v-for` shows it.
    fn repeated(&mut self, element: &Element) -> Vec<Node> {
        let is_for = |attribute: &&Attribute| directive(&attribute.name) == Some(Directive::Other("for"));
        let Some(attribute) = element.attributes.iter().find(is_for) else { return self.shown(element) };
        let body = self.shown(element);
        let span = attribute.value.span;
        let text = written(attribute).unwrap_or_default();
        let Some(list) = list_of(&text) else {
            let over = Value::unknown(Reason::Unreadable, span);
            return vec![Node::Loop(Box::new(Loop { names: Vec::new(), over, body, open: element.open, span: element.span }))];
        };
        let over = self.expressions.value(Span { start: span.start + list.start as u32, ..span });
        let before = text[..list.start].trim_end();
        let names = names_of(before[..before.len() - 2].trim());
        let (name, over, sets) = bound::repeated(&names, over);
        let body = sets.into_iter().chain(body).collect();
        vec![Node::Loop(Box::new(Loop { names: vec![name], over, body, open: element.open, span: element.span }))]
    }

    /// An element, whether and however often it is shown.
    fn shown(&mut self, element: &Element) -> Vec<Node> {
        let opens_select = element.tag == "select" && element.attributes.iter().any(|attribute| is_model(&attribute.name));
        self.selects += usize::from(opens_select);
        let nodes = match element.tag.as_str() {
            "template" => self.nodes(&element.children),
            "slot" => {
                let name = element.attributes.iter().find(|attribute| attribute.name == "name").and_then(written);
                let name = format!("#{}", name.as_deref().unwrap_or("default"));
                let may = Value::unknown(Reason::Include, element.open);
                let mut body = vec![Node::Print(Print { value: may, span: element.open })];
                body.extend(self.nodes(&element.children));
                vec![Node::Block(Block { name, params: Vec::new(), defaults: Vec::new(), body })]
            }
            tag if is_html(tag) => vec![self.html(element)],
            _ => vec![self.component(element)],
        };
        self.selects -= usize::from(opens_select);
        nodes
    }

    /// What stands in an element: its children, or what `v-text` and `v-html` put there.
    fn inside(&mut self, element: &Element) -> Vec<Node> {
        for attribute in &element.attributes {
            let span = attribute.value.span;
            match directive(&attribute.name) {
                Some(Directive::Other("text" | "html" | "dompurify-html")) => {
                    let value = self.expressions.value(span);
                    return vec![Node::Print(Print { value, span })];
                }
                // vue-i18n's own: the key of what is shown.
                Some(Directive::Other("t")) => {
                    let key = self.expressions.value(span);
                    let call = Call { receiver: None, name: "$t".to_owned(), args: vec![key], keywords: None };
                    return vec![Node::Print(Print { value: Value::new(ValueKind::Call(Box::new(call)), span), span })];
                }
                _ => {}
            }
        }
        self.nodes(&element.children)
    }

    fn html(&mut self, element: &Element) -> Node {
        let mut attributes: Vec<Attribute> = Vec::new();
        let mut spreads = Vec::new();
        let plain = |name: &str| element.attributes.iter().any(|attribute| attribute.name == name);
        for attribute in &element.attributes {
            let span = attribute.value.span;
            match directive(&attribute.name) {
                None => attributes.push(Attribute { name: attribute.name.to_ascii_lowercase(), ..attribute.clone() }),
                Some(Directive::Bind(None)) => spreads.push(self.expressions.value(span)),
                // A name that is worked out may be any.
                Some(Directive::Bind(Some(name))) if name.starts_with('[') => spreads.push(Value::unknown(Reason::Computed, span)),
                Some(Directive::Bind(Some("key" | "ref" | "style"))) => {}
                Some(Directive::Bind(Some(name))) if !plain(name) => attributes.extend(self.bound_attribute(name, attribute)),
                Some(Directive::Model(None)) => attributes.extend(self.modelled(element, attribute)),
                _ => {}
            }
        }
        if element.tag == "option" && self.selects > 0 && !plain("selected") {
            attributes.push(undecided("selected", element.open));
        }
        let children = self.inside(element);
        Node::Element(Box::new(Element { tag: element.tag.clone(), span: element.span, open: element.open, attributes, spreads, children }))
    }

    /// `:name="value"` of an element.
    fn bound_attribute(&mut self, name: &str, attribute: &Attribute) -> Option<Attribute> {
        let value = self.value_of(name, attribute);
        let value = match (name, &value.kind) {
            (_, ValueKind::Bool(false) | ValueKind::Null) => return None,
            (_, ValueKind::Bool(true)) => Value::new(ValueKind::Text(Text::meaning("true", value.span)), value.span),
            ("class", ValueKind::List(classes)) => spaced(classes, value.span),
            _ => value,
        };
        let conditional = is_flag(name) && !matches!(value.kind, ValueKind::Text(_));
        Some(Attribute { name: name.to_ascii_lowercase(), value, span: attribute.span, conditional })
    }

    /// What `:name="value"` gives; `:name` alone gives the value of that name.
    fn value_of(&mut self, name: &str, attribute: &Attribute) -> Value {
        match attribute.value.span.is_empty() {
            true => Value::new(ValueKind::Name(camel(name)), attribute.span),
            false => self.expressions.value(attribute.value.span),
        }
    }

    /// `v-model` of a control: what it is called, and that its value is for the running page to know.
    fn modelled(&self, element: &Element, attribute: &Attribute) -> Vec<Attribute> {
        let own = |name: &str| {
            element.attributes.iter().any(|attribute| {
                attribute.name == name || directive(&attribute.name).is_some_and(|directive| directive == Directive::Bind(Some(name)))
            })
        };
        let mut attributes = Vec::new();
        if !own("name") {
            attributes.push(Attribute { name: "name".to_owned(), value: self.path(attribute), span: attribute.span, conditional: false });
        }
        let kind = element.attributes.iter().find(|attribute| attribute.name == "type").and_then(written);
        if matches!(kind.as_deref(), Some("radio" | "checkbox")) && !own("checked") {
            attributes.push(undecided("checked", attribute.span));
        }
        attributes
    }

    /// What a control is for, as it is written: `form.title`.
    fn path(&self, attribute: &Attribute) -> Value {
        let span = attribute.value.span;
        let written = &self.source.text[span.range()];
        let path = written.trim();
        let start = span.start as usize + written.len() - written.trim_start().len();
        let span = self.source.span(start..start + path.len());
        Value::new(ValueKind::Text(Text::verbatim(path, span)), span)
    }

    /// A component, called with its properties, and with what stands in it for its slots.
    fn component(&mut self, element: &Element) -> Node {
        let mut name = element.tag.clone();
        let mut entries = Vec::new();
        let mut default_slot: Option<&Attribute> = None;
        for attribute in &element.attributes {
            let key_span = Span { end: attribute.span.start + attribute.name.len() as u32, ..attribute.span };
            let entry = |key: &str, value: Value| Entry { key: key.to_owned(), key_span, value };
            match directive(&attribute.name) {
                None if name == "component" && attribute.name == "is" => name = written(attribute).unwrap_or(name),
                None if attribute.value.span.is_empty() && attribute.span.len() == attribute.name.len() => {
                    entries.push(entry(&property(&attribute.name), Value::new(ValueKind::Bool(true), attribute.span)));
                }
                None => entries.push(entry(&property(&attribute.name), attribute.value.clone())),
                Some(Directive::Bind(Some("key" | "ref" | "style"))) => {}
                Some(Directive::Bind(Some(name))) if !name.starts_with('[') => {
                    let value = self.value_of(name, attribute);
                    entries.push(entry(&property(name), value));
                }
                Some(Directive::Bind(named)) => {
                    let value = match named {
                        None => self.expressions.value(attribute.value.span),
                        Some(_) => Value::unknown(Reason::Computed, attribute.value.span),
                    };
                    let span = value.span;
                    entries.push(entry("", Value::new(ValueKind::Spread(Box::new(value)), span)));
                }
                Some(Directive::Model(named)) => {
                    // What is chosen is the running page's to know.
                    let value =
                        Value::unknown(Reason::Name(written(attribute).unwrap_or_default().trim().to_owned()), attribute.value.span);
                    if named.is_none() {
                        entries.push(entry("v-model", self.path(attribute)));
                    }
                    entries.push(entry(&property(named.unwrap_or("model-value")), value));
                }
                Some(Directive::Slot("default")) => default_slot = Some(attribute),
                _ => {}
            }
        }
        let mut body = Vec::new();
        if element.attributes.iter().any(|attribute| matches!(directive(&attribute.name), Some(Directive::Other("text" | "html" | "t")))) {
            body = self.inside(element);
        } else {
            for (slot, nodes) in slots(&element.children) {
                let Some(attribute) = slot else {
                    body.extend(self.nodes(nodes));
                    continue;
                };
                let given = given_by_slot(attribute).into_iter().chain(self.nodes(nodes));
                match directive(&attribute.name) {
                    Some(Directive::Slot(name)) if name != "default" => {
                        let nodes: Arc<[Node]> = given.collect();
                        let value = Value::new(ValueKind::Markup(nodes), attribute.span);
                        entries.push(Entry { key: format!("#{name}"), key_span: attribute.span, value });
                    }
                    _ => body.extend(given),
                }
            }
            if let Some(attribute) = default_slot {
                body = given_by_slot(attribute).into_iter().chain(body).collect();
            }
        }
        let properties = Value::new(ValueKind::Map(entries.into()), element.open);
        let call = Call { receiver: None, name: format!("<{}>", kebab(&name)), args: vec![properties], keywords: None };
        let call = Value::new(ValueKind::Call(Box::new(call)), element.span);
        match body.iter().all(|node| matches!(node, Node::Text(text) if text.is_blank())) {
            true => Node::Print(Print { value: call, span: element.span }),
            false => Node::Wrap(Box::new(Wrap { call, body, span: element.span })),
        }
    }
}

/// What a component's children are for: each `<template #name>` for that slot, all else for the default one.
fn slots(children: &[Node]) -> Vec<(Option<&Attribute>, Vec<&Node>)> {
    let slot_of = |node: &'_ Node| -> Option<usize> {
        let element = super::element(node).filter(|element| element.tag == "template")?;
        element.attributes.iter().position(|attribute| matches!(directive(&attribute.name), Some(Directive::Slot(_))))
    };
    let mut slots: Vec<(Option<&Attribute>, Vec<&Node>)> = vec![(None, Vec::new())];
    for child in children {
        match (slot_of(child), child) {
            (Some(at), Node::Element(element)) => slots.push((Some(&element.attributes[at]), vec![child])),
            _ => slots[0].1.push(child),
        }
    }
    slots
}

/// The names that a slot is given by the component that shows it.
fn given_by_slot(attribute: &Attribute) -> Vec<Node> {
    let text = written(attribute).unwrap_or_default();
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '$').filter(|word| !word.is_empty());
    let unknown = |name: &str| Arc::new(Value::unknown(Reason::Name(name.to_owned()), attribute.value.span));
    words.map(|name| Node::Set(Set { name: name.to_owned(), value: unknown(name) })).collect()
}

/// A property's name. Those that HTML has itself are passed on as they are.
fn property(name: &str) -> String {
    if name.starts_with("aria-") || name.starts_with("data-") { name.to_owned() } else { camel(name) }
}

fn is_model(name: &str) -> bool {
    matches!(directive(name), Some(Directive::Model(None)))
}
