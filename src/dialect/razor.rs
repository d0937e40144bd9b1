//! Razor: HTML with C# after `@`, and elements whose attributes are C#.
//!
//! [`scan`] finds where markup ends and C# begins, [`statement`] says what a statement shows, sets or opens, [`helper`] which
//! elements the page's own helper writes, and [`element`] what the attributes of tag helpers stand for.

mod bound;
mod element;
mod helper;
mod scan;
mod statement;

use std::sync::Arc;

use super::csharp;
use super::{CommentSigns, Dialect, Parsers, markup};
use crate::page::{Block, Node, Page, Set};
use crate::source::Source;
use crate::text::Text;
use crate::value::{Value, ValueKind};

/// Razor's pages, views and components.
pub(super) struct Razor;

/// The part of a layout in which the page stands.
const BODY: &str = "$body";

/// What the page is given, by the name that it has there.
const MODEL: &str = "Model";

impl Dialect for Razor {
    fn name(&self) -> &'static str {
        "razor"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["cshtml", "razor"]
    }

    fn claims(&self, _ending: &str, _text: &str) -> bool {
        true
    }

    fn comment(&self, _before: &str) -> Option<CommentSigns> {
        Some(("@*", "*@"))
    }

    fn read(&self, source: &Source, parsers: &mut Parsers) -> Page {
        let found = scan::Scan::of(source, parsers);
        let text = Text::verbatim(&source.text, source.span(0..source.text.len()));
        // Elements that begin with a capital are components; elsewhere, names are written as one likes.
        let is_component = source.path.ends_with(".razor");
        let mut page = match is_component {
            true => markup::read_as_written(&text, &found.segments, parsers),
            false => markup::read(&text, &found.segments, parsers),
        };
        let nodes = element::Elements { source, parsers }.nodes(page.nodes);
        page.nodes = given(&found, source, parsers).into_iter().chain(nodes).collect();
        page.extends = found.layout;
        if page.extends.is_some() {
            page.nodes = within_layout(page.nodes);
        }
        page.comments.extend(found.comments);
        page.comments.sort_by_key(|comment| comment.span);
        page.notices.extend(found.notices);
        page.notices.sort();
        page.language = Page::RAZOR;
        page
    }
}

/// What the page knows before it shows anything: its model, and what its own code names.
fn given(found: &scan::Found, source: &Source, parsers: &mut Parsers) -> Vec<Node> {
    let model = found
        .model
        .iter()
        .map(|(name, span)| Set { name: MODEL.to_owned(), value: Arc::new(Value::new(ValueKind::Name(name.clone()), *span)) });
    let code = found.code.iter().flat_map(|range| csharp::members(source, range.clone(), parsers));
    let named = code.map(|entry| Set { name: entry.key, value: Arc::new(entry.value) });
    model.chain(named.collect::<Vec<_>>()).map(Node::Set).collect()
}

/// The page as its layout shows it: sections by their names, and all else in one place. What it hands on is known before.
fn within_layout(nodes: Vec<Node>) -> Vec<Node> {
    let (sections, body): (Vec<Node>, Vec<Node>) = nodes.into_iter().partition(|node| matches!(node, Node::Block(_)));
    let sets: Vec<Node> = body.iter().filter(|node| matches!(node, Node::Set(_))).cloned().collect();
    let body = Node::Block(Block { name: BODY.to_owned(), params: Vec::new(), defaults: Vec::new(), body });
    sets.into_iter().chain(sections).chain([body]).collect()
}
