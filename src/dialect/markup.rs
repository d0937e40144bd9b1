//! HTML with stretches of another language in it, by tree-sitter-html over a mask of the same length.
//!
//! Tags of the template language become spaces and printed values become a filler letter, so that the HTML around
//! them parses as if they were not there. Afterwards both are put together again by where they stand.

mod tag;

use std::ops::Range;
use std::sync::OnceLock;

use tree_sitter::{Language, Node as Tree, TreeCursor};

use super::Parsers;
use super::mask::{self, Masked};
use super::template::{self, Segment, SegmentKind};
use crate::limits;
use crate::page::{Attribute, Comment, Element, Node, Notice, Page, Print};
use crate::source::{FileId, Span};
use crate::text::Text;
use crate::unknown::Reason;
use crate::value::{Value, ValueKind};
use tag::{Parts, is_space, name_len};

/// Reads `text` as HTML with `segments` in it, which stand in order and do not overlap.
pub(super) fn read(text: &Text, segments: &[Segment], parsers: &mut Parsers) -> Page {
    read_with(text, segments, false, parsers)
}

/// As [`read`], with the names of elements and attributes as they are written: to some languages `Select` is no `select`.
pub(super) fn read_as_written(text: &Text, segments: &[Segment], parsers: &mut Parsers) -> Page {
    read_with(text, segments, true, parsers)
}

fn read_with(text: &Text, segments: &[Segment], as_written: bool, parsers: &mut Parsers) -> Page {
    let Masked { html, nesting } = mask::mask(text.as_str(), segments);
    let mut reader =
        Reader { text, html: &html, segments, as_written, partner: template::pair(segments), comments: Vec::new(), too_deep: None };
    if nesting > limits::NESTING || template::depth(segments) > limits::NESTING {
        let message = format!("elements stand more than {} deep in one another, so this page was not read", limits::NESTING);
        return Page { notices: vec![Notice { span: reader.whole(), message }], ..Page::default() };
    }
    let Some(tree) = parsers.grow("html", || tree_sitter_html::LANGUAGE.into(), &html) else {
        let message = "the HTML could not be read".to_owned();
        return Page { notices: vec![Notice { span: reader.whole(), message }], ..Page::default() };
    };
    let nodes = reader.content(0..html.len(), |reader, range, at, items| reader.items(&mut tree.walk(), range, at, items, 0));
    let notices = reader
        .too_deep
        .map(|span| Notice { span, message: "elements stand too deep in one another here; what is inside was not read".to_owned() });
    Page { nodes, comments: reader.comments, notices: notices.into_iter().collect(), ..Page::default() }
}

/// Elements without content and without an end tag.
fn is_void(tag: &str) -> bool {
    matches!(
        tag,
        "area" | "base" | "br" | "col" | "embed" | "hr" | "img" | "input" | "link" | "meta" | "param" | "source" | "track" | "wbr"
    )
}

/// The kinds of node of tree-sitter-html by number: to ask each node for its name costs a tenth of a check.
struct Kinds {
    element: u16,
    script: u16,
    style: u16,
    start_tag: u16,
    self_closing_tag: u16,
    end_tag: u16,
    erroneous_end_tag: u16,
    doctype: u16,
    comment: u16,
    tag_name: u16,
    attribute: u16,
}

impl Kinds {
    fn is_open(&self, kind: u16) -> bool {
        kind == self.start_tag || kind == self.self_closing_tag
    }
}

fn kinds() -> &'static Kinds {
    static KINDS: OnceLock<Kinds> = OnceLock::new();
    KINDS.get_or_init(|| {
        let language: Language = tree_sitter_html::LANGUAGE.into();
        let of = |kind: &str| language.id_for_node_kind(kind, true);
        Kinds {
            element: of("element"),
            script: of("script_element"),
            style: of("style_element"),
            start_tag: of("start_tag"),
            self_closing_tag: of("self_closing_tag"),
            end_tag: of("end_tag"),
            erroneous_end_tag: of("erroneous_end_tag"),
            doctype: of("doctype"),
            comment: of("comment"),
            tag_name: of("tag_name"),
            attribute: of("attribute"),
        }
    })
}

struct Reader<'t> {
    text: &'t Text,
    /// The same with the segments covered up.
    html: &'t str,
    segments: &'t [Segment],
    /// Names keep their capital letters.
    as_written: bool,
    partner: Vec<Option<usize>>,
    comments: Vec<Comment>,
    too_deep: Option<Span>,
}

/// What a tag has besides its name.
#[derive(Default)]
struct Attributes {
    known: Vec<Attribute>,
    /// What may give further ones.
    spreads: Vec<Value>,
    /// Where the values stand.
    values: Vec<Range<usize>>,
    /// Where blocks open and close in the tag, and how many are open from there on.
    open: Vec<(usize, i32)>,
}

/// What stands between two tags, before blocks of the template language are put together.
enum Item {
    Node(Node),
    /// A segment that opens, divides or closes a block.
    Mark(usize),
}

impl Item {
    fn node(self) -> Option<Node> {
        match self {
            Item::Node(node) => Some(node),
            Item::Mark(_) => None,
        }
    }
}

impl Reader<'_> {
    fn whole(&self) -> Span {
        self.span(0..self.text.as_str().len())
    }

    /// The place of a part of the text; of what follows where it is empty.
    fn span(&self, range: Range<usize>) -> Span {
        let len = self.text.as_str().len();
        match self.text.span_of(range.clone()) {
            Some(span) => span,
            None => match self.text.span_of(range.start.min(len.saturating_sub(1))..len) {
                Some(after) => Span { end: after.start, ..after },
                None => Span::new(FileId(0), 0, 0),
            },
        }
    }

    /// What stands in `range`, whose elements `read` reads.
    fn content(&mut self, range: Range<usize>, read: impl FnOnce(&mut Self, &Range<usize>, &mut usize, &mut Vec<Item>)) -> Vec<Node> {
        let mut items = Vec::new();
        let mut at = range.start;
        read(self, &range, &mut at, &mut items);
        self.gap(at..range.end, &mut items);
        self.group(items)
    }

    /// Reads the children of the node under the cursor, as far as they lie in `range`.
    fn items(&mut self, cursor: &mut TreeCursor, range: &Range<usize>, at: &mut usize, items: &mut Vec<Item>, depth: usize) {
        each_child(cursor, |cursor| self.child(cursor, range, at, items, depth));
    }

    /// Reads what follows the node under the cursor beside it, as far as that lies in `range`.
    fn siblings(&mut self, cursor: &mut TreeCursor, range: &Range<usize>, at: &mut usize, items: &mut Vec<Item>, depth: usize) {
        while cursor.goto_next_sibling() {
            self.child(cursor, range, at, items, depth);
        }
    }

    fn child(&mut self, cursor: &mut TreeCursor, range: &Range<usize>, at: &mut usize, items: &mut Vec<Item>, depth: usize) {
        let child = cursor.node();
        let (start, end) = (child.start_byte(), child.end_byte());
        if start >= range.start && end <= range.end && start >= *at {
            self.item(cursor, child, range, at, items, depth);
        }
    }

    /// A node between two tags, which the cursor stands on.
    fn item(&mut self, cursor: &mut TreeCursor, tree: Tree, range: &Range<usize>, at: &mut usize, items: &mut Vec<Item>, depth: usize) {
        let kinds = kinds();
        match tree.kind_id() {
            kind if kinds.is_open(kind) || kind == kinds.element || kind == kinds.script || kind == kinds.style => {
                self.gap(*at..tree.start_byte(), items);
                let element = self.element(cursor, tree, depth);
                *at = element.as_ref().map_or(tree.end_byte(), |(_, end)| *end);
                items.extend(element.map(|(element, _)| Item::Node(Node::Element(Box::new(element)))));
                // The grammar takes what follows an `<input>` for its content.
                if *at < tree.end_byte() {
                    self.items(cursor, range, at, items, depth);
                }
                return;
            }
            kind if kind == kinds.comment => {
                self.gap(*at..tree.start_byte(), items);
                self.comment(tree);
            }
            kind if kind == kinds.doctype || kind == kinds.erroneous_end_tag || kind == kinds.end_tag => {
                self.gap(*at..tree.start_byte(), items);
            }
            // Text that only looks like broken markup is text; elements in what could not be parsed still count.
            _ if tree.is_error() && tree.named_child_count() > 0 => return self.items(cursor, range, at, items, depth),
            _ => return,
        }
        *at = tree.end_byte();
    }

    fn comment(&mut self, tree: Tree) {
        let range = tree.byte_range();
        let inner = range.start + 4..range.end.saturating_sub(3).max(range.start + 4).min(range.end);
        let mut text = Text::default();
        if inner.start < inner.end {
            text.push_part(self.text, inner);
        }
        self.comments.push(Comment { text: text.folded(), span: self.span(range) });
    }

    /// The element under the cursor, which is `tree`, and where it ends: one without content ends with its tag.
    fn element(&mut self, cursor: &mut TreeCursor, tree: Tree, depth: usize) -> Option<(Element, usize)> {
        let is_tag = kinds().is_open(tree.kind_id());
        if !is_tag && !cursor.goto_first_child() {
            return None;
        }
        let element = self.opened(cursor, tree, depth);
        if !is_tag {
            cursor.goto_parent();
        }
        element
    }

    /// The same with the cursor on its first tag, which may leave it anywhere beside that.
    fn opened(&mut self, cursor: &mut TreeCursor, tree: Tree, depth: usize) -> Option<(Element, usize)> {
        let first = cursor.node();
        let open = first.byte_range();
        let (tag, attributes, spreads) = if kinds().is_open(first.kind_id()) { self.tag(cursor)? } else { return None };
        let is_void = is_void(&tag);
        let children = match tree.kind_id() == kinds().element && !is_void && open.end < tree.end_byte() {
            true if depth > limits::NESTING => {
                self.too_deep.get_or_insert(self.span(tree.byte_range()));
                Vec::new()
            }
            true => {
                self.content(open.end..tree.end_byte(), |reader, range, at, items| reader.siblings(cursor, range, at, items, depth + 1))
            }
            false => Vec::new(),
        };
        let end = if is_void { open.end } else { tree.end_byte() };
        let span = self.span(open.start..end);
        Some((Element { tag, span, open: self.span(open), attributes, spreads, children }, end))
    }

    fn name(&self, range: Range<usize>) -> String {
        let written = &self.text.as_str()[range];
        if self.as_written { written.to_owned() } else { written.to_ascii_lowercase() }
    }

    /// The name of the tag under the cursor, its attributes, and where it may take more from.
    fn tag(&self, cursor: &mut TreeCursor) -> Option<(String, Vec<Attribute>, Vec<Value>)> {
        let node = cursor.node();
        let within = self.segments_in(node.byte_range());
        let sound = if node.has_error() { None } else { Parts::of_sound(self.html, node.byte_range()) };
        let Parts { name, attributes: parts } = sound.or_else(|| Parts::parsed(cursor))?;
        let mut attributes = Attributes { open: self.open_after(within.clone()), ..Attributes::default() };
        parts.into_iter().for_each(|part| self.attribute(part, within.clone(), &mut attributes));
        let Attributes { known, mut spreads, values, open } = attributes;
        let loose = within.clone().filter(|&at| {
            let segment = &self.segments[at];
            let shows = matches!(segment.kind, SegmentKind::Print(_) | SegmentKind::Single(Node::Include(_)));
            shows
                && !values
                    .get(values.partition_point(|value| value.end <= segment.range.start))
                    .is_some_and(|value| overlap(value, &segment.range))
        });
        spreads.extend(loose.map(|at| self.spread(at, &open)));
        Some((self.name(name), known, spreads))
    }

    /// An attribute of a tag with the segments `within`.
    fn attribute(&self, whole: Range<usize>, within: Range<usize>, attributes: &mut Attributes) {
        let name = whole.start..whole.start + name_len(&self.html[whole.clone()]);
        if name.is_empty() {
            return;
        }
        let first = within.start + self.segments[within.clone()].partition_point(|segment| segment.range.end <= name.start);
        if let Some(segment) = Some(first).filter(|at| within.contains(at) && overlap(&self.segments[*at].range, &name)) {
            let spread = self.spread(segment, &attributes.open);
            return attributes.spreads.push(spread);
        }
        let value = self.value_range(name.end..whole.end);
        if !within.is_empty() {
            attributes.values.push(value.clone());
        }
        let conditional = blocks_open(&attributes.open, name.start);
        attributes.known.push(Attribute { name: self.name(name), value: self.value(value), span: self.span(whole), conditional });
    }

    /// Where the value of an attribute stands in what follows its name, without quotes. The grammar has nothing else there but
    /// `=` and white space.
    fn value_range(&self, after_name: Range<usize>) -> Range<usize> {
        let written = &self.html[after_name.clone()];
        let Some((before, value)) = written.split_once('=') else { return after_name.start..after_name.start };
        let value = value.trim_start_matches(is_space);
        if !before.trim_start_matches(is_space).is_empty() {
            return after_name.start..after_name.start;
        }
        let start = after_name.end - value.len();
        match value.as_bytes() {
            [b'"' | b'\'', .., _] => start + 1..after_name.end - 1,
            [b'"' | b'\''] => after_name.end..after_name.end,
            _ => start..after_name.end,
        }
    }

    /// What the segment at `at` may give its tag; nothing, where a condition is round it.
    fn spread(&self, at: usize, open: &[(usize, i32)]) -> Value {
        let segment = &self.segments[at];
        match &segment.kind {
            SegmentKind::Print(value) if blocks_open(open, segment.range.start) => {
                let nothing = Value::new(ValueKind::Null, value.span);
                Value::new(ValueKind::Either(vec![value.clone(), nothing]), value.span)
            }
            SegmentKind::Print(value) => value.clone(),
            _ => Value::unknown(Reason::Spread, self.span(segment.range.clone())),
        }
    }

    /// Where blocks open and close in a tag with these segments, and how many are open from there on.
    fn open_after(&self, within: Range<usize>) -> Vec<(usize, i32)> {
        let mut open = 0;
        let step = |at: usize| {
            open += match self.segments[at].kind {
                SegmentKind::Open(..) => 1,
                SegmentKind::Close(_) => -1,
                _ => return None,
            };
            Some((self.segments[at].range.end, open))
        };
        within.filter_map(step).collect()
    }

    /// An attribute's value: text, with what is printed in between.
    fn value(&self, range: Range<usize>) -> Value {
        let span = self.span(range.clone());
        let within = self.segments_in(range.clone());
        if within.is_empty() {
            return Value::new(ValueKind::Text(self.decoded(range)), span);
        }
        let mut parts = Vec::new();
        let mut at = range.start;
        for index in within {
            let segment = &self.segments[index];
            self.push_text(at..segment.range.start, &mut parts);
            match &segment.kind {
                SegmentKind::Print(value) => parts.push(value.clone()),
                SegmentKind::Open(..) | SegmentKind::Arm(_) => {
                    parts.push(Value::unknown(Reason::Condition, self.span(segment.range.clone())));
                }
                _ => {}
            }
            at = segment.range.end;
        }
        self.push_text(at..range.end, &mut parts);
        match parts.len() {
            0 => Value::new(ValueKind::Text(Text::default()), span),
            1 => parts.remove(0),
            _ => Value::new(ValueKind::Concat(parts), span),
        }
    }

    fn push_text(&self, range: Range<usize>, parts: &mut Vec<Value>) {
        if range.start < range.end {
            parts.push(Value::new(ValueKind::Text(self.decoded(range.clone())), self.span(range)));
        }
    }

    /// The segments that stand in `range`, as a range of their indices.
    fn segments_in(&self, range: Range<usize>) -> Range<usize> {
        let first = self.segments.partition_point(|segment| segment.range.end <= range.start);
        let last = self.segments.partition_point(|segment| segment.range.start < range.end);
        first..last.max(first)
    }

    /// Text and template language between two elements.
    fn gap(&self, range: Range<usize>, items: &mut Vec<Item>) {
        let mut at = range.start;
        for index in self.segments_in(range.clone()) {
            let segment = &self.segments[index];
            if segment.range.start < at {
                continue;
            }
            self.push_node(at..segment.range.start, items);
            match &segment.kind {
                SegmentKind::Print(value) => {
                    items.push(Item::Node(Node::Print(Print { value: value.clone(), span: self.span(segment.range.clone()) })))
                }
                SegmentKind::Single(node) => items.push(Item::Node(node.clone())),
                SegmentKind::Several(nodes) => items.extend(nodes.iter().cloned().map(Item::Node)),
                SegmentKind::Open(..) | SegmentKind::Arm(_) | SegmentKind::Close(_) => items.push(Item::Mark(index)),
                SegmentKind::Inert => {}
            }
            at = segment.range.end;
        }
        self.push_node(at..range.end, items);
    }

    fn push_node(&self, range: Range<usize>, items: &mut Vec<Item>) {
        if range.start < range.end {
            items.push(Item::Node(Node::Text(self.decoded(range))));
        }
    }

    /// A part of the text with its character references decoded.
    fn decoded(&self, range: Range<usize>) -> Text {
        let content = self.text.as_str();
        let mut text = Text::default();
        let mut plain = range.start;
        let mut scan = range.start;
        while let Some(found) = memchr::memchr(b'&', &content.as_bytes()[scan..range.end]) {
            let start = scan + found;
            scan = start + 1;
            let Some(len) = content[start..range.end].bytes().take(33).position(|byte| byte == b';') else { continue };
            let reference = &content[start..=start + len];
            let meaning = html_escape::decode_html_entities(reference);
            if meaning == reference {
                continue;
            }
            text.push_part(self.text, plain..start);
            text.push_replaced(&meaning, self.span(start..start + len + 1));
            plain = start + len + 1;
            scan = plain;
        }
        text.push_part(self.text, plain..range.end);
        text
    }

    /// Puts the blocks of the template language together that open and close between the same two tags. One that
    /// straddles a tag shows what stands in it without a condition.
    fn group(&self, items: Vec<Item>) -> Vec<Node> {
        if !items.iter().any(|item| matches!(item, Item::Mark(_))) {
            return items.into_iter().filter_map(Item::node).collect();
        }
        let marks: Vec<usize> = items
            .iter()
            .filter_map(|item| match item {
                Item::Mark(at) => Some(*at),
                Item::Node(_) => None,
            })
            .collect();
        let here = |at: usize| marks.binary_search(&at).is_ok();
        let mut open: Vec<Frame> = vec![Frame::new(None)];
        for item in items {
            match item {
                Item::Node(node) => push(&mut open, node),
                Item::Mark(at) => match &self.segments[at].kind {
                    SegmentKind::Open(..) if self.partner[at].is_some_and(here) => open.push(Frame::new(Some(at))),
                    SegmentKind::Arm(condition) => {
                        if let Some(frame) = open.last_mut().filter(|frame| frame.opener.is_some() && frame.opener == self.partner[at]) {
                            frame.arms.push((condition.clone(), Vec::new()));
                        }
                    }
                    SegmentKind::Close(_) if self.partner[at].is_some_and(here) => {
                        if let Some(frame) = open.pop_if(|frame| frame.opener == self.partner[at] && frame.opener.is_some()) {
                            let nodes = self.block(frame, at);
                            nodes.into_iter().for_each(|node| push(&mut open, node));
                        }
                    }
                    _ => {}
                },
            }
        }
        open.into_iter().flat_map(|frame| frame.arms).flat_map(|(_, nodes)| nodes).collect()
    }

    fn block(&self, frame: Frame, close: usize) -> Vec<Node> {
        let Some(opener) = frame.opener else { return Vec::new() };
        let open = self.segments[opener].range.clone();
        let span = self.span(open.start..self.segments[close].range.end);
        let SegmentKind::Open(_, opening) = &self.segments[opener].kind else { return Vec::new() };
        opening.block(frame.arms, self.span(open), span)
    }
}

/// A block that is being read.
struct Frame {
    opener: Option<usize>,
    arms: Vec<(Option<Value>, Vec<Node>)>,
}

impl Frame {
    fn new(opener: Option<usize>) -> Self {
        Frame { opener, arms: vec![(None, Vec::new())] }
    }
}

fn push(open: &mut [Frame], node: Node) {
    if let Some((_, nodes)) = open.last_mut().and_then(|frame| frame.arms.last_mut()) {
        nodes.push(node);
    }
}

/// Goes to each child of the node under the cursor, and back.
fn each_child<'t>(cursor: &mut TreeCursor<'t>, mut see: impl FnMut(&mut TreeCursor<'t>)) {
    if !cursor.goto_first_child() {
        return;
    }
    loop {
        see(cursor);
        if !cursor.goto_next_sibling() {
            break;
        }
    }
    cursor.goto_parent();
}

/// True if a block that opens in a tag before `before` is still open there.
fn blocks_open(open: &[(usize, i32)], before: usize) -> bool {
    let passed = open.partition_point(|(end, _)| *end <= before);
    passed > 0 && open[passed - 1].1 > 0
}

fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_a_void_element_is_not_in_it() {
        let source = "<label>One<br>two <input> three<b>four</b></label>five";
        let page = read(&Text::verbatim(source, Span::new(FileId(0), 0, source.len())), &[], &mut Parsers::new());
        let Node::Element(label) = &page.nodes[0] else { panic!("label") };
        let kinds: String = label.children.iter().map(|node| if matches!(node, Node::Text(_)) { 't' } else { 'e' }).collect();
        assert_eq!((kinds.as_str(), page.nodes.len()), ("tetete", 2));
    }

    #[test]
    fn references_are_decoded_in_place() {
        let source = "<label>Mother&rsquo;s&nbsp;name &amp; title</label>";
        let text = Text::verbatim(source, Span::new(FileId(0), 0, source.len()));
        let page = read(&text, &[], &mut Parsers::new());
        let Node::Element(label) = &page.nodes[0] else { panic!("label") };
        let Node::Text(text) = &label.children[0] else { panic!("text") };
        assert_eq!(text.folded().as_str(), "Mother’s name & title");
    }
}
