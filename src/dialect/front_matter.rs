//! Front matter: the YAML between two lines of `---` that a static site's page starts with. It is not shown. Its keys are names
//! that the page can use, and its `title` is the page's.

use std::sync::Arc;

use super::data;
use crate::page::{Element, Node, Notice, Page, Set};
use crate::source::{Source, Span};
use crate::value::{Entry, Value, ValueKind};

/// The front matter of a page.
pub(super) struct FrontMatter {
    /// One past its last line.
    pub(super) end: usize,
    /// What it says.
    nodes: Vec<Node>,
    notice: Option<Notice>,
}

/// Where front matter ends that `text` starts with.
pub(super) fn end(text: &str) -> Option<usize> {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut lines = text[start..].split_inclusive('\n');
    let mut at = start + lines.next().filter(|line| line.trim_end() == "---")?.len();
    for line in lines {
        at += line.len();
        if line.trim_end() == "---" {
            return Some(at);
        }
    }
    None
}

/// Reads the front matter of a page that has some.
pub(super) fn read(source: &Source) -> Option<FrontMatter> {
    let end = end(&source.text)?;
    let yaml = Source::new(source.id, "front-matter.yaml", &source.text[..end]);
    let (mut nodes, mut notice) = (Vec::new(), None);
    match data::read(&yaml) {
        Ok(Value { kind: ValueKind::Map(entries), .. }) => {
            nodes.extend(entries.iter().filter(|entry| entry.key == "title").filter_map(|entry| title(entry, end)));
            nodes.extend(entries.iter().filter(|entry| !entry.is_spread()).map(set));
        }
        Ok(_) => {}
        Err(error) => notice = Some(error),
    }
    Some(FrontMatter { end, nodes, notice })
}

impl FrontMatter {
    /// Puts what it says before what the page shows.
    pub(super) fn before(self, page: Page) -> Page {
        let nodes = self.nodes.into_iter().chain(page.nodes).collect();
        let notices = self.notice.into_iter().chain(page.notices).collect();
        Page { nodes, notices, ..page }
    }
}

fn set(entry: &Entry) -> Node {
    Node::Set(Set { name: entry.key.clone(), value: Arc::new(entry.value.clone()) })
}

fn title(entry: &Entry, end: usize) -> Option<Node> {
    let ValueKind::Text(words) = &entry.value.kind else { return None };
    let span = Span { end: end as u32, ..entry.value.span };
    Some(Node::Element(Box::new(Element {
        tag: "title".to_owned(),
        span,
        open: entry.key_span,
        attributes: Vec::new(),
        spreads: Vec::new(),
        children: vec![Node::Text(words.clone())],
    })))
}
