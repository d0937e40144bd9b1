//! Elements that stand in code: JSX.

use std::ops::Range;

use super::{Lower, named};
use crate::dialect::tree::Node as Tree;
use crate::module::element;
use crate::page::{Attribute, Element, Loop, Node, Print, Wrap};
use crate::source::Span;
use crate::text::Text;
use crate::unknown::Reason;
use crate::value::{Call, Entry, Lambda, Value, ValueKind};

/// A property of an element as it is written.
struct Property {
    name: String,
    name_span: Span,
    value: Value,
}

impl Lower<'_> {
    /// The piece of page that an element or a fragment is.
    pub(super) fn markup(&self, node: Tree) -> Value {
        Value::new(ValueKind::Markup(self.element(node).into()), self.span(node))
    }

    fn element(&self, node: Tree) -> Vec<Node> {
        let Some(deeper) = self.deeper() else { return printed(self.unknown(Reason::Computed, node), self.span(node)) };
        let open = node.child_by_field_name("open_tag").unwrap_or(node);
        let children = || match node.child_by_field_name("open_tag") {
            Some(open) => deeper.children(node, open),
            None => Vec::new(),
        };
        let Some(name) = open.child_by_field_name("name").filter(|name| !matches!(self.text(*name), "Fragment" | "React.Fragment")) else {
            return children();
        };
        let properties = deeper.properties(open);
        let is_html = name.kind() == "identifier" && self.text(name).starts_with(|c: char| c.is_ascii_lowercase());
        match is_html {
            true => vec![self.html(node, open, properties, children())],
            false => self.component(node, open, name, properties, children()),
        }
    }

    fn html(&self, node: Tree, open: Tree, properties: Vec<Property>, mut children: Vec<Node>) -> Node {
        let tag = open.child_by_field_name("name").map_or("", |name| self.text(name)).to_ascii_lowercase();
        let (mut attributes, mut spreads) = (Vec::new(), Vec::new());
        for property in properties {
            match property.value.kind {
                ValueKind::Spread(inner) => spreads.push(*inner),
                ValueKind::Map(entries) if property.name == "dangerouslySetInnerHTML" => {
                    let html = entries.iter().find(|entry| entry.key == "__html").map(|entry| entry.value.clone());
                    children.extend(html.map(|value| Node::Print(Print { span: value.span, value })));
                }
                _ => attributes.extend(attribute(property)),
            }
        }
        Node::Element(Box::new(Element { tag, span: self.span(node), open: self.span(open), attributes, spreads, children }))
    }

    /// A call of a component, with the map of its properties.
    fn component(&self, node: Tree, open: Tree, name: Tree, properties: Vec<Property>, body: Vec<Node>) -> Vec<Node> {
        let (span, written) = (self.span(node), self.text(name));
        let property = |name: &str| properties.iter().find(|property| property.name == name).map(|property| property.value.clone());
        // Words in the reader's language, by their key.
        if written == "Trans"
            && let Some(key) = property("i18nKey")
        {
            let default = Value::new(ValueKind::Markup(body.into()), span);
            return vec![print(call("t", vec![key, default], span))];
        }
        let entries = properties.into_iter().map(|Property { name, name_span, value }| Entry { key: name, key_span: name_span, value });
        let params = Value::new(ValueKind::Map(entries.collect()), self.span(open));
        if written == "FormattedMessage" {
            return vec![print(call("formatMessage", vec![params], span))];
        }
        let name = element(written);
        match body.is_empty() {
            true => vec![print(call(&name, vec![params], span))],
            false => vec![Node::Wrap(Box::new(Wrap { call: call(&name, vec![params], self.span(open)), body, span }))],
        }
    }

    /// What stands between the tags. All that is no element and no expression is text.
    fn children(&self, element: Tree, open: Tree) -> Vec<Node> {
        let end = element.child_by_field_name("close_tag").map_or(element.end_byte(), |close| close.start_byte());
        let (mut nodes, mut from) = (Vec::new(), open.end_byte());
        let is_text = |kind: &str| matches!(kind, "jsx_text" | "html_character_reference" | "jsx_opening_element" | "jsx_closing_element");
        // The grammar stumbles over a lone `&` in a text, which means itself.
        let only_words = |child: &Tree| child.is_error() && !self.text(*child).contains(['<', '>', '{', '}']);
        for child in named(element).filter(|child| !is_text(child.kind()) && !only_words(child)) {
            nodes.extend(self.words(from..child.start_byte()));
            from = child.end_byte().max(from);
            match child.kind() {
                "jsx_expression" => nodes.extend(self.shown(child)),
                "jsx_element" | "jsx_self_closing_element" => nodes.extend(self.element(child)),
                _ => nodes.extend(printed(self.unknown(Reason::Unreadable, child), self.span(child))),
            }
        }
        nodes.extend(self.words(from..end));
        nodes
    }

    /// Text as React shows it: lines are trimmed where they meet another, and those with nothing in them are no lines.
    fn words(&self, range: Range<usize>) -> Option<Node> {
        let whole = self.code.get(range.clone())?;
        let mut text = Text::default();
        let (mut at, mut ended) = (range.start, range.start);
        for line in whole.split_inclusive('\n') {
            let is_first = at == range.start;
            let is_last = at + line.len() == range.end && !line.ends_with('\n');
            let blank = |c: char| matches!(c, ' ' | '\t' | '\r' | '\n');
            let start = if is_first { at } else { at + (line.len() - line.trim_start_matches(blank).len()) };
            let end = if is_last { at + line.len() } else { at + line.trim_end_matches(blank).len() };
            if start < end {
                if !text.as_str().is_empty() {
                    text.push_replaced(" ", Span::new(self.file, ended, start));
                }
                self.push_html(start..end, &mut text);
                ended = end;
            }
            at += line.len();
        }
        (!text.as_str().is_empty()).then_some(Node::Text(text))
    }

    /// Adds the bytes at `range`, references to characters decoded.
    fn push_html(&self, range: Range<usize>, text: &mut Text) {
        const LONGEST: usize = 32;
        let mut plain = range.start;
        let mut from = range.start;
        while let Some(found) = self.code[from..range.end].find('&') {
            let start = from + found;
            from = start + 1;
            let rest = &self.code[start..range.end];
            let Some(len) = rest.find([';', ' ', '\n']).filter(|&at| at < LONGEST && rest.as_bytes()[at] == b';') else { continue };
            let end = start + len + 1;
            let meaning = html_escape::decode_html_entities(&self.code[start..end]);
            text.push_verbatim(&self.code[plain..start], Span::new(self.file, plain, start));
            text.push_replaced(&meaning, Span::new(self.file, start, end));
            (plain, from) = (end, end);
        }
        text.push_verbatim(&self.code[plain..range.end], Span::new(self.file, plain, range.end));
    }

    /// What an expression between tags shows. A comment shows nothing.
    fn shown(&self, expression: Tree) -> Vec<Node> {
        let Some(inner) = named(expression).next() else { return Vec::new() };
        let value = match inner.kind() {
            "spread_element" => named(inner).next().map_or_else(|| self.unknown(Reason::Unreadable, inner), |inner| self.value(inner)),
            _ => self.value(inner),
        };
        printed(value, self.span(expression))
    }

    fn properties(&self, open: Tree) -> Vec<Property> {
        named(open).filter_map(|part| self.property_of(part)).collect()
    }

    fn property_of(&self, part: Tree) -> Option<Property> {
        let name_span = self.span(part);
        match part.kind() {
            "jsx_attribute" => {
                let mut parts = named(part);
                let name = parts.next()?;
                let value = match parts.next() {
                    Some(value) => self.property_value(value),
                    None => Value::new(ValueKind::Bool(true), self.span(name)),
                };
                Some(Property { name: self.text(name).to_owned(), name_span: self.span(name), value })
            }
            "jsx_expression" => {
                let inner = named(part).next()?;
                let value = match inner.kind() {
                    "spread_element" => self.value(inner),
                    _ => self.spread(self.unknown(Reason::Unreadable, inner)),
                };
                Some(Property { name: String::new(), name_span, value })
            }
            "ERROR" => Some(Property { name: String::new(), name_span, value: self.spread(self.unknown(Reason::Unreadable, part)) }),
            _ => None,
        }
    }

    fn property_value(&self, value: Tree) -> Value {
        match value.kind() {
            // No backslash means anything here, but references to characters do.
            "string" => {
                let mut text = Text::default();
                let inner = value.start_byte() + 1..value.end_byte().saturating_sub(1).max(value.start_byte() + 1);
                self.push_html(inner, &mut text);
                Value::new(ValueKind::Text(text), self.span(value))
            }
            "jsx_expression" => match named(value).next() {
                Some(inner) => self.value(inner),
                None => Value::new(ValueKind::Null, self.span(value)),
            },
            _ => self.value(value),
        }
    }

    /// A component that only looks other than the one it is made of: `styled(Box)` and `styled.div`, before the style.
    pub(super) fn styled(&self, function: Tree) -> Option<Value> {
        let (mut here, mut made_of) = (function, None);
        loop {
            here = match here.kind() {
                "call_expression" => {
                    made_of = here.child_by_field_name("arguments").and_then(|arguments| named(arguments).next());
                    here.child_by_field_name("function")?
                }
                "member_expression" => {
                    let object = here.child_by_field_name("object")?;
                    if self.text(object) == "styled" {
                        let tag = here.child_by_field_name("property")?;
                        return Some(Value::new(ValueKind::Text(Text::verbatim(self.text(tag), self.span(tag))), self.span(tag)));
                    }
                    object
                }
                "identifier" if self.text(here) == "styled" => return made_of.map(|component| self.value(component)),
                _ => return None,
            }
        }
    }

    /// `list.map(item => <Item/>)` as the loop that it is; any other call as it is written.
    pub(super) fn repeated(&self, call: Call, span: Span) -> Value {
        let looped = match (call.name.as_str(), call.receiver.as_ref(), call.args.as_slice()) {
            ("map" | "flatMap", Some(list), [Value { kind: ValueKind::Lambda(each), .. }, ..]) if shows_page(&each.body) => {
                Some((list.clone(), each.clone()))
            }
            // `React.Children.map(children, child => …)`, `Array.from(list, item => …)`.
            ("map" | "from", Some(_), [list, Value { kind: ValueKind::Lambda(each), .. }]) if shows_page(&each.body) => {
                Some((list.clone(), each.clone()))
            }
            _ => None,
        };
        let Some((over, each)) = looped else { return Value::new(ValueKind::Call(Box::new(call)), span) };
        let names = each.params.first().cloned().into_iter().collect();
        let node = Node::Loop(Box::new(Loop { names, over, body: body_of(*each), open: span, span }));
        Value::new(ValueKind::Markup([node].into()), span)
    }
}

/// What a function shows: the names that it sets, then its answer.
fn body_of(lambda: Lambda) -> Vec<Node> {
    let span = lambda.body.span;
    lambda.sets.into_iter().map(Node::Set).chain(printed(lambda.body, span)).collect()
}

/// The nodes that show `value`.
pub(super) fn printed(value: Value, span: Span) -> Vec<Node> {
    match value.kind {
        ValueKind::Null | ValueKind::Bool(_) => Vec::new(),
        ValueKind::Text(text) => vec![Node::Text(text)],
        ValueKind::Markup(nodes) => nodes.to_vec(),
        _ => vec![Node::Print(Print { value, span })],
    }
}

/// True if a piece of page stands in what a function answers.
pub(super) fn shows_page(value: &Value) -> bool {
    match &value.kind {
        ValueKind::Markup(_) => true,
        ValueKind::Either(readings) => readings.iter().any(shows_page),
        ValueKind::List(items) => items.iter().any(shows_page),
        ValueKind::Fallback(first, second) => shows_page(first) || shows_page(second),
        _ => false,
    }
}

fn print(value: Value) -> Node {
    Node::Print(Print { span: value.span, value })
}

fn call(name: &str, args: Vec<Value>, span: Span) -> Value {
    Value::new(ValueKind::Call(Box::new(Call { receiver: None, name: name.to_owned(), args, keywords: None })), span)
}

/// The attribute that an entry becomes where a map is spread over an HTML element.
pub(crate) fn spread_attribute(entry: &Entry) -> Option<Attribute> {
    attribute(Property { name: entry.key.clone(), name_span: entry.key_span, value: entry.value.clone() })
}

/// The attribute that a property of an HTML element becomes. Handlers become none.
fn attribute(property: Property) -> Option<Attribute> {
    let name = match property.name.as_str() {
        "key" | "ref" => return None,
        "className" => "class".to_owned(),
        "htmlFor" => "for".to_owned(),
        "defaultChecked" => "checked".to_owned(),
        "defaultValue" => "value".to_owned(),
        other => other.to_ascii_lowercase(),
    };
    let span = property.name_span.to(property.value.span);
    let is_flag = matches!(name.as_str(), "checked" | "selected" | "required" | "disabled" | "multiple" | "hidden");
    let (value, conditional) = match property.value.kind {
        ValueKind::Lambda(_) | ValueKind::Null | ValueKind::Bool(false) => return None,
        ValueKind::Bool(true) => {
            let written = if name.contains('-') { "true" } else { "" };
            (Value::new(ValueKind::Text(Text::meaning(written, property.value.span)), property.value.span), false)
        }
        ValueKind::Text(_) => (property.value, false),
        _ => (property.value, is_flag),
    };
    Some(Attribute { name, value, span, conditional })
}
