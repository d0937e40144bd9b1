//! The pieces of a file, as far as something can be written beside them: what encloses what, and what is named what.

use crate::dialect::{self, Detected, Parsers};
use crate::module::Module;
use crate::page::{Attribute, Node, Page};
use crate::source::{FileId, Source, Span};
use crate::value::{Call, Entry, Value, ValueKind};

/// A file, taken apart.
#[derive(Debug, Default)]
pub(super) struct Anatomy {
    /// Every element, call, value and tag that stands in the file itself.
    pub(super) spans: Vec<Span>,
    /// Attributes of elements and entries of maps.
    pub(super) parts: Vec<Part>,
    /// Texts that are written out, and where their words stand.
    pub(super) texts: Vec<(String, Span)>,
    /// What is called, and the whole call.
    pub(super) calls: Vec<(String, Span)>,
    /// Elements.
    pub(super) elements: Vec<Span>,
}

/// A name and what it is given.
#[derive(Debug)]
pub(super) struct Part {
    /// In lower case, without what a framework puts before it.
    pub(super) name: String,
    /// Name and value.
    pub(super) whole: Span,
    /// Where an entry's key stands.
    pub(super) key: Option<Span>,
    /// What it is given, where that can be read.
    pub(super) literal: Option<String>,
    /// True for an attribute of an element, false for an entry of a map.
    pub(super) is_attribute: bool,
    /// True if a condition decides whether it is there.
    pub(super) conditional: bool,
}

impl Anatomy {
    /// The pieces of `source`, in whatever language it is written.
    pub(super) fn of(source: &Source) -> Self {
        let mut parsers = Parsers::new();
        let mut anatomy = Anatomy::default();
        match dialect::detect(&source.path, &source.text) {
            Detected::Read(dialect) => {
                let page: Page = dialect.read(source, &mut parsers);
                anatomy.nodes(&page.nodes);
                page.module.iter().for_each(|module| anatomy.module(module));
            }
            _ if dialect::data::is_data(&source.path) => {
                dialect::data::read(source).iter().for_each(|value| anatomy.value(value));
            }
            _ => anatomy.module(&dialect::module(&source.path, source, &mut parsers)),
        }
        anatomy.keep(source.id);
        anatomy
    }

    fn keep(&mut self, file: FileId) {
        self.spans.retain(|span| span.file == file);
        self.spans.sort();
        self.spans.dedup();
        self.parts.retain(|part| part.whole.file == file);
        self.parts.sort_by_key(|part| part.whole);
        self.parts.dedup_by_key(|part| part.whole);
        self.texts.retain(|(_, span)| span.file == file);
        self.calls.retain(|(_, span)| span.file == file);
        self.elements.retain(|span| span.file == file);
    }

    /// The largest piece around `place` that holds none of `others`.
    pub(super) fn around(&self, place: Span, others: &[Span]) -> Option<Span> {
        let alone = |span: &&Span| span.contains(place) && !others.iter().any(|other| span.contains(*other));
        self.spans.iter().filter(alone).max_by_key(|span| span.len()).copied()
    }

    /// Attributes and entries within `span` that are called one of these.
    pub(super) fn named<'a>(&'a self, names: &'a [&str], span: Span) -> impl Iterator<Item = &'a Part> {
        self.parts.iter().filter(move |part| span.contains(part.whole) && names.contains(&part.name.as_str()))
    }

    /// The entries of the map that holds `entry`, itself included, in order.
    pub(super) fn siblings(&self, entry: Span) -> Vec<&Part> {
        let maps = self.spans.iter().filter(|span| span.contains(entry) && **span != entry);
        let Some(map) = maps.min_by_key(|span| span.len()) else { return Vec::new() };
        let inside: Vec<&Part> = self.parts.iter().filter(|part| map.contains(part.whole)).collect();
        let is_outer = |part: &&Part| !inside.iter().any(|other| other.whole != part.whole && other.whole.contains(part.whole));
        inside.iter().copied().filter(is_outer).collect()
    }

    fn module(&mut self, module: &Module) {
        module.names.iter().for_each(|set| self.value(&set.value));
        module.exports.iter().for_each(|(_, value)| self.value(value));
        module.default.iter().for_each(|value| self.value(value));
    }

    fn nodes(&mut self, nodes: &[Node]) {
        for node in nodes {
            match node {
                Node::Element(element) => {
                    self.spans.push(element.span);
                    self.elements.push(element.span);
                    element.attributes.iter().for_each(|attribute| self.attribute(attribute));
                    element.spreads.iter().for_each(|value| self.value(value));
                    self.nodes(&element.children);
                }
                Node::Text(text) => self.spans.extend(text.span()),
                Node::Print(print) => {
                    self.spans.push(print.span);
                    self.value(&print.value);
                }
                Node::Wrap(wrap) => {
                    self.spans.push(wrap.span);
                    self.value(&wrap.call);
                    self.nodes(&wrap.body);
                }
                Node::Branch(branch) => {
                    self.spans.push(branch.span);
                    branch.arms.iter().for_each(|arm| self.nodes(&arm.body));
                }
                Node::Loop(repeated) => {
                    self.spans.push(repeated.span);
                    self.value(&repeated.over);
                    self.nodes(&repeated.body);
                }
                Node::Set(set) | Node::Definition(set) => self.value(&set.value),
                Node::Block(block) | Node::Macro(block) => self.nodes(&block.body),
                Node::Include(include) => self.spans.push(include.span),
                Node::Import(_) => {}
            }
        }
    }

    fn attribute(&mut self, attribute: &Attribute) {
        let name = attribute.name.trim_start_matches("v-bind:").trim_start_matches([':', '[']).trim_end_matches(']').to_owned();
        self.parts.push(Part {
            name,
            whole: attribute.span,
            key: None,
            literal: literal(&attribute.value),
            is_attribute: true,
            conditional: attribute.conditional,
        });
        self.value(&attribute.value);
    }

    fn entry(&mut self, entry: &Entry) {
        if !entry.is_spread() {
            self.parts.push(Part {
                name: entry.key.to_lowercase(),
                whole: entry.key_span.to(entry.value.span),
                key: Some(entry.key_span),
                literal: literal(&entry.value),
                is_attribute: false,
                conditional: false,
            });
        }
        self.value(&entry.value);
    }

    fn value(&mut self, value: &Value) {
        self.spans.push(value.span);
        match &value.kind {
            ValueKind::Text(text) => self.texts.extend(literal(value).zip(text.span())),
            ValueKind::List(items) => items.iter().for_each(|item| self.value(item)),
            ValueKind::Map(entries) => entries.iter().for_each(|entry| self.entry(entry)),
            ValueKind::Spread(inner) => self.value(inner),
            ValueKind::Member(one, other) | ValueKind::Fallback(one, other) => {
                self.value(one);
                self.value(other);
            }
            ValueKind::Either(values) | ValueKind::Concat(values) => values.iter().for_each(|value| self.value(value)),
            ValueKind::Call(call) => self.call(call, value.span),
            ValueKind::Lambda(lambda) => {
                lambda.sets.iter().for_each(|set| self.value(&set.value));
                self.value(&lambda.body);
            }
            ValueKind::Class(class) => class.members.iter().chain(&class.kept).for_each(|entry| self.entry(entry)),
            ValueKind::Markup(nodes) => self.nodes(nodes),
            _ => {}
        }
    }

    fn call(&mut self, call: &Call, span: Span) {
        self.calls.push((call.name.clone(), span));
        call.receiver.iter().chain(&call.args).chain(&call.keywords).for_each(|value| self.value(value));
    }
}

fn literal(value: &Value) -> Option<String> {
    match &value.kind {
        ValueKind::Text(text) if text.holes().next().is_none() => Some(text.as_str().to_owned()),
        ValueKind::Bool(truth) => Some(truth.to_string()),
        ValueKind::Number(number) => Some(number.clone()),
        _ => None,
    }
}
