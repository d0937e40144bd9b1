//! Elements that the server makes others of: those with `asp-for`, and tag helpers, which have a `-`, a `:` or a capital in their names.

use super::bound::{Bound, attribute};
use super::helper;
use crate::dialect::{Parsers, csharp};
use crate::page::{Attribute, Block, Element, Node, Print, Wrap};
use crate::source::Source;
use crate::text::Text;
use crate::unknown::Reason;
use crate::value::{Call, Entry, Value, ValueKind};

/// Attributes that name what an element is for.
const FOR: &[&str] = &["asp-for", "for", "@bind-value", "@bind"];

/// What the model says of the property that a tag helper is for, by the parameters that this is for it.
const PARTS: &[(&str, &str)] = &[
    ("$label", "label"),
    ("$hint", "hint"),
    ("required", "required"),
    ("$type", "input"),
    ("$minlength", "minlength"),
    ("$maxlength", "maxlength"),
    ("$pattern", "pattern"),
];

/// Rewrites the elements of one page.
pub(super) struct Elements<'s, 'p> {
    pub(super) source: &'s Source,
    pub(super) parsers: &'p mut Parsers,
}

impl Elements<'_, '_> {
    pub(super) fn nodes(&mut self, nodes: Vec<Node>) -> Vec<Node> {
        nodes.into_iter().map(|node| self.node(node)).collect()
    }

    fn node(&mut self, node: Node) -> Node {
        match node {
            Node::Element(element) => self.element(*element),
            Node::Branch(mut branch) => {
                branch.arms.iter_mut().for_each(|arm| arm.body = self.nodes(std::mem::take(&mut arm.body)));
                Node::Branch(branch)
            }
            Node::Loop(mut repeated) => {
                repeated.body = self.nodes(std::mem::take(&mut repeated.body));
                Node::Loop(repeated)
            }
            Node::Block(block) => Node::Block(self.block(block)),
            Node::Macro(block) => Node::Macro(self.block(block)),
            other => other,
        }
    }

    fn block(&mut self, block: Block) -> Block {
        Block { body: self.nodes(block.body), ..block }
    }

    fn element(&mut self, mut element: Element) -> Node {
        element.children = self.nodes(std::mem::take(&mut element.children));
        let tag = element.tag.as_str();
        if tag == "partial" {
            let name = element.attributes.iter().find(|attribute| attribute.name == "name");
            return match name {
                Some(name) => helper::include(name.value.clone(), element.span),
                None => Node::Element(Box::new(element)),
            };
        }
        if tag.contains(['-', ':']) || tag.starts_with(|c: char| c.is_ascii_uppercase()) {
            return self.tag_helper(element);
        }
        // An attribute that is given a value which says no is not there.
        for attribute in element.attributes.iter_mut().filter(|attribute| crate::dialect::bound::is_flag(&attribute.name)) {
            attribute.conditional |= !matches!(attribute.value.kind, ValueKind::Text(_));
        }
        match element.tag.as_str() {
            "input" | "select" | "textarea" | "option" => self.control(&mut element),
            "label" => self.label(&mut element),
            _ => {}
        }
        Node::Element(Box::new(element))
    }

    /// What the attribute of one of these names says that an element is for.
    fn bound(&mut self, element: &Element, names: &[&str]) -> Option<Bound> {
        let is_for = |attribute: &&Attribute| names.contains(&attribute.name.to_ascii_lowercase().as_str());
        let given = element.attributes.iter().find(is_for)?;
        match &given.value.kind {
            ValueKind::Text(_) => Bound::of(&self.code(&given.value)?, given.name.starts_with(|c: char| c != '@')),
            _ => Bound::of(&given.value, false),
        }
    }

    /// What an attribute's text is as C#.
    fn code(&mut self, written: &Value) -> Option<Value> {
        let span = written.span;
        let code = self.source.text.get(span.start as usize..span.end as usize)?;
        csharp::expression(code, span.start as usize, self.source.id, self.parsers)
    }

    fn control(&mut self, element: &mut Element) {
        let has = |element: &Element, name: &str| element.attributes.iter().any(|attribute| attribute.name == name);
        // Tag helpers of the NHS that are attributes say so what a box is.
        let kind = element.attributes.iter().find(|attribute| attribute.name == "nhs-input-type").map(|kind| kind.value.clone());
        if let Some(Value { kind: ValueKind::Text(kind), span }) = kind.filter(|_| !has(element, "type")) {
            let kind = match kind.as_str() {
                "Radios" => "radio",
                "Checkboxes" => "checkbox",
                _ => "text",
            };
            element.attributes.push(attribute("type", super::bound::words(kind, span), span));
        }
        if let Some(bound) = self.bound(element, &["asp-for", "@bind-value", "@bind"]) {
            for more in bound.attributes(element.tag == "input") {
                if !has(element, &more.name) {
                    element.attributes.push(more);
                }
            }
            let is_chosen = |attribute: &Attribute| {
                attribute.name == "type" && matches!(&attribute.value.kind, ValueKind::Text(kind) if kind.as_str() == "radio")
            };
            if element.attributes.iter().any(is_chosen) && !has(element, "checked") {
                element.attributes.push(helper::undecided(element.open));
            }
        }
        if element.tag == "select"
            && let Some(items) = element.attributes.iter().find(|attribute| attribute.name == "asp-items").map(|items| items.value.clone())
        {
            let list = match &items.kind {
                ValueKind::Text(_) => self.code(&items).unwrap_or_else(|| Value::unknown(Reason::Unreadable, items.span)),
                _ => items.clone(),
            };
            element.children.push(helper::options(list, items.span));
        }
    }

    fn label(&mut self, element: &mut Element) {
        let Some(bound) = self.bound(element, &["asp-for"]) else { return };
        if !element.attributes.iter().any(|attribute| attribute.name == "for") {
            element.attributes.push(attribute("for", bound.id(), element.open));
        }
        if element.children.iter().all(|node| matches!(node, Node::Text(text) if text.is_blank())) {
            let value = bound.about("label");
            element.children = vec![Node::Print(Print { span: value.span, value })];
        }
    }

    /// A call of the component that the element is.
    fn tag_helper(&mut self, element: Element) -> Node {
        let mut entries = Vec::new();
        if let Some(bound) = self.bound(&element, FOR) {
            let is_given = |key: &str| element.attributes.iter().any(|attribute| attribute.name == key);
            let parts = PARTS.iter().map(|(key, part)| (*key, bound.about(part)));
            let parts = [("name", bound.name())].into_iter().chain(parts).filter(|(key, _)| !is_given(key));
            entries.extend(parts.map(|(key, value)| Entry { key: key.to_owned(), key_span: element.open, value }));
        }
        for attribute in &element.attributes {
            let value = self.given(attribute);
            entries.push(Entry { key: attribute.name.clone(), key_span: attribute.span, value });
        }
        for spread in &element.spreads {
            let value = Value::new(ValueKind::Spread(Box::new(spread.clone())), spread.span);
            entries.push(Entry { key: String::new(), key_span: spread.span, value });
        }
        let given = Value::new(ValueKind::Map(entries.into()), element.open);
        let call = Call { receiver: None, name: format!("<{}>", element.tag), args: vec![given], keywords: None };
        let call = Value::new(ValueKind::Call(Box::new(call)), element.span);
        match element.children.iter().all(|node| matches!(node, Node::Text(text) if text.is_blank())) {
            true => Node::Print(Print { value: call, span: element.span }),
            false => Node::Wrap(Box::new(Wrap { call, body: element.children, span: element.span })),
        }
    }

    /// What an attribute gives a tag helper. What type it wants is not told, but words are no path from a model.
    fn given(&mut self, attribute: &Attribute) -> Value {
        let (span, value) = (attribute.value.span, &attribute.value);
        if attribute.conditional {
            return Value::unknown(Reason::Condition, span);
        }
        let ValueKind::Text(text) = &value.kind else { return value.clone() };
        match text.as_str() {
            // A bare name says yes.
            "" if attribute.span.len() == attribute.name.len() => Value::new(ValueKind::Bool(true), attribute.span),
            "true" => Value::new(ValueKind::Bool(true), span),
            "false" => Value::new(ValueKind::Bool(false), span),
            "null" => Value::new(ValueKind::Null, span),
            code if is_code(code) => self.code(value).unwrap_or_else(|| value.clone()),
            _ => value.clone(),
        }
    }
}

/// True for what nobody would show as words: `Model.Sexes`, `new[] { … }`, `nameof(Sex)`.
fn is_code(text: &str) -> bool {
    ["Model.", "nameof(", "new ", "new[", "ViewBag.", "ViewData["].iter().any(|start| text.starts_with(start)) && !Text::is_prose(text)
}

impl Text {
    /// True for words in a row: a sentence may begin as code does.
    fn is_prose(text: &str) -> bool {
        text.starts_with("new ") && !text.contains(['(', '{', '['])
    }
}
