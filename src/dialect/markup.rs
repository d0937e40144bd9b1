//! HTML with stretches of another language in it, by tree-sitter-html over a mask of the same length.
//!
//! Tags of the template language become spaces and printed values become a filler letter, so that the HTML around
//! them parses as if they were not there. Afterwards both are put together again by where they stand.

use std::ops::Range;
use std::sync::OnceLock;

use tree_sitter::{Language, Node as Tree};

use super::Parsers;
use super::template::{self, Segment, SegmentKind};
use crate::limits;
use crate::page::{Attribute, Comment, Element, Node, Notice, Page, Print};
use crate::source::{FileId, Span};
use crate::text::Text;
use crate::unknown::Reason;
use crate::value::{Value, ValueKind};

/// Reads `text` as HTML with `segments` in it, which stand in order and do not overlap.
pub(super) fn read(text: &Text, segments: &[Segment], parsers: &mut Parsers) -> Page {
    read_with(text, segments, false, parsers)
}

/// As [`read`], with the names of elements and attributes as they are written: to some languages `Select` is no `select`.
pub(super) fn read_as_written(text: &Text, segments: &[Segment], parsers: &mut Parsers) -> Page {
    read_with(text, segments, true, parsers)
}

fn read_with(text: &Text, segments: &[Segment], as_written: bool, parsers: &mut Parsers) -> Page {
    let html = mask(text.as_str(), segments);
    let mut reader = Reader { text, segments, as_written, partner: template::pair(segments), comments: Vec::new(), too_deep: None };
    if nesting(&html) > limits::NESTING || template::depth(segments) > limits::NESTING {
        let message = format!("elements stand more than {} deep in one another, so this page was not read", limits::NESTING);
        return Page { notices: vec![Notice { span: reader.whole(), message }], ..Page::default() };
    }
    let Some(tree) = parsers.parse("html", || tree_sitter_html::LANGUAGE.into(), &html) else {
        let message = "the HTML could not be read".to_owned();
        return Page { notices: vec![Notice { span: reader.whole(), message }], ..Page::default() };
    };
    let nodes = reader.content(tree.root_node(), 0..html.len(), 0);
    let notices = reader
        .too_deep
        .map(|span| Notice { span, message: "elements stand too deep in one another here; what is inside was not read".to_owned() });
    Page { nodes, comments: reader.comments, notices: notices.into_iter().collect(), ..Page::default() }
}

/// The text with its template language covered up. Length and line breaks stay.
fn mask(text: &str, segments: &[Segment]) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut at = 0;
    for segment in segments {
        masked.push_str(&text[at..segment.range.start]);
        let filler = if matches!(segment.kind, SegmentKind::Print(_)) { 'x' } else { ' ' };
        masked.extend(text[segment.range.clone()].bytes().map(|byte| if byte == b'\n' { '\n' } else { filler }));
        at = segment.range.end;
    }
    masked.push_str(&text[at..]);
    if masked.starts_with('\u{feff}') {
        masked.replace_range(0..3, "   ");
    }
    for open in endless_comments(&masked) {
        masked.replace_range(open.clone(), &" ".repeat(open.len()));
    }
    for end in crossing_forms(&masked) {
        masked.replace_range(end.clone(), &" ".repeat(end.len()));
    }
    debug_assert_eq!(masked.len(), text.len(), "a mask keeps the length");
    masked
}

/// The marks of comments that never end. The grammar would look for the end of each through the whole file.
fn endless_comments(html: &str) -> Vec<Range<usize>> {
    let from = memchr::memmem::rfind(html.as_bytes(), b"-->").unwrap_or(0);
    memchr::memmem::find_iter(&html.as_bytes()[from..], "<!--").map(|found| from + found..from + found + 4).collect()
}

/// The end tags of forms that other elements are still open in. A browser lets those go on; the grammar would end them,
/// and a fieldset would lose half its answers.
fn crossing_forms(html: &str) -> Vec<Range<usize>> {
    let mut open: Vec<&str> = Vec::new();
    let mut crossing = Vec::new();
    for tag in Tags::of(html) {
        let (at, name) = (tag.name.end, &html[tag.name.clone()]);
        if tag.closed || ends_by_itself(name) {
            continue;
        }
        // Such a page is not read anyway.
        if open.len() > 4 * limits::NESTING {
            return Vec::new();
        }
        let opener = open.iter().rposition(|opened| opened.eq_ignore_ascii_case(name));
        match (tag.closing, opener) {
            (false, _) => open.push(name),
            (true, Some(depth)) if name.eq_ignore_ascii_case("form") && depth + 1 < open.len() => {
                open.remove(depth);
                let end = html[at..].find('>').map_or(html.len(), |found| at + found + 1);
                crossing.push(tag.name.start - 2..end);
            }
            (true, Some(depth)) => open.truncate(depth),
            (true, None) => {}
        }
    }
    crossing
}

/// A tag, found without parsing.
struct Tag {
    name: Range<usize>,
    closing: bool,
    /// True for `<br />`, which opens nothing.
    closed: bool,
}

/// The tags of a text, found without parsing.
struct Tags<'h> {
    html: &'h str,
    at: usize,
    /// How many bytes are still looked through for the ends of tags, so that it takes time with the length alone.
    left: usize,
}

impl<'h> Tags<'h> {
    fn of(html: &'h str) -> Self {
        Tags { html, at: 0, left: 4 * html.len() }
    }

    /// True if the tag whose name ends at `from` is written as one that closes itself. What looks odd is not.
    fn closes_itself(&mut self, from: usize) -> bool {
        let bytes = &self.html.as_bytes()[from..];
        let (looked_at, closes) = rest_of_tag(&bytes[..bytes.len().min(self.left)]);
        self.left -= looked_at;
        closes
    }
}

impl Iterator for Tags<'_> {
    type Item = Tag;

    fn next(&mut self) -> Option<Tag> {
        let bytes = self.html.as_bytes();
        while let Some(found) = memchr::memchr(b'<', &bytes[self.at..]) {
            self.at += found + 1;
            let closing = bytes.get(self.at) == Some(&b'/');
            let start = self.at + usize::from(closing);
            let len = bytes[start..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
            if len > 0 {
                let name = start..start + len;
                self.at = name.end;
                return Some(Tag { closing, closed: !closing && self.closes_itself(name.end), name });
            }
        }
        None
    }
}

/// How many bytes of the rest of a tag were looked at, and whether it ends with `/>`. It does not where a quote or bracket
/// stands that no attribute has there.
fn rest_of_tag(bytes: &[u8]) -> (usize, bool) {
    let (mut at, mut slash) = (0, false);
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'>' => return (at, slash),
            b'<' | b'"' | b'\'' => return (at, false),
            b'=' => {
                at += bytes[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
                at += match bytes.get(at) {
                    Some(quote @ (b'"' | b'\'')) => memchr::memchr(*quote, &bytes[at + 1..]).map_or(bytes.len(), |len| len + 2),
                    // Without quotes, a `/` is part of the value.
                    _ => bytes[at..].iter().take_while(|byte| !byte.is_ascii_whitespace() && !b"<>\"'=".contains(byte)).count(),
                };
            }
            _ => {}
        }
        slash = byte == b'/';
    }
    (bytes.len(), false)
}

/// How many elements stand open at once, at most, counted without parsing. Elements that end by themselves do not count.
fn nesting(html: &str) -> usize {
    let (mut now, mut most) = (0_usize, 0);
    for tag in Tags::of(html) {
        if tag.closed || ends_by_itself(&html[tag.name]) {
            continue;
        }
        now = if tag.closing { now.saturating_sub(1) } else { now + 1 };
        most = most.max(now);
    }
    most
}

fn ends_by_itself(tag: &str) -> bool {
    const TAGS: &[&str] = &[
        "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "optgroup", "p", "param", "source",
        "td", "th", "tr", "track", "wbr",
    ];
    TAGS.iter().any(|known| known.eq_ignore_ascii_case(tag))
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
    attribute_name: u16,
    value: u16,
    quoted_value: u16,
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
            attribute_name: of("attribute_name"),
            value: of("attribute_value"),
            quoted_value: of("quoted_attribute_value"),
        }
    })
}

fn open_tag(tree: Tree) -> Option<Tree> {
    let open = if kinds().is_open(tree.kind_id()) { Some(tree) } else { tree.child(0) };
    open.filter(|open| kinds().is_open(open.kind_id()))
}

struct Reader<'t> {
    text: &'t Text,
    segments: &'t [Segment],
    /// Names keep their capital letters.
    as_written: bool,
    partner: Vec<Option<usize>>,
    comments: Vec<Comment>,
    too_deep: Option<Span>,
}

/// What stands between two tags, before blocks of the template language are put together.
enum Item {
    Node(Node),
    /// A segment that opens, divides or closes a block.
    Mark(usize),
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

    /// The content of `tree` that stands in `range`.
    fn content(&mut self, tree: Tree, range: Range<usize>, depth: usize) -> Vec<Node> {
        let mut items = Vec::new();
        let mut at = range.start;
        self.items(tree, &range, &mut at, &mut items, depth);
        self.gap(at..range.end, &mut items);
        self.group(items)
    }

    fn items(&mut self, tree: Tree, range: &Range<usize>, at: &mut usize, items: &mut Vec<Item>, depth: usize) {
        let mut cursor = tree.walk();
        for child in tree.children(&mut cursor) {
            if child.start_byte() < range.start || child.end_byte() > range.end || child.start_byte() < *at {
                continue;
            }
            let kinds = kinds();
            match child.kind_id() {
                kind if kind == kinds.element || kind == kinds.script || kind == kinds.style || kinds.is_open(kind) => {
                    self.gap(*at..child.start_byte(), items);
                    let element = self.element(child, depth);
                    let is_void = element.as_ref().is_some_and(|element| is_void(&element.tag));
                    items.extend(element.map(|element| Item::Node(Node::Element(Box::new(element)))));
                    // The grammar takes what follows an `<input>` for its content.
                    if is_void {
                        *at = open_tag(child).map_or(child.end_byte(), |open| open.end_byte());
                        self.items(child, range, at, items, depth);
                        continue;
                    }
                }
                kind if kind == kinds.comment => {
                    self.gap(*at..child.start_byte(), items);
                    self.comment(child);
                }
                kind if kind == kinds.doctype || kind == kinds.erroneous_end_tag || kind == kinds.end_tag => {
                    self.gap(*at..child.start_byte(), items);
                }
                // Text that only looks like broken markup is text; elements in what could not be parsed still count.
                _ if child.is_error() && child.named_child_count() > 0 => {
                    self.items(child, range, at, items, depth);
                    continue;
                }
                _ => continue,
            }
            *at = child.end_byte();
        }
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

    fn element(&mut self, tree: Tree, depth: usize) -> Option<Element> {
        let open = open_tag(tree)?;
        let tag = children(open).find(|child| child.kind_id() == kinds().tag_name)?;
        let tag = self.name(tag);
        let (attributes, spreads) = self.attributes(open);
        let inside = open.end_byte()..self.content_end(tree);
        let is_element = tree.kind_id() == kinds().element;
        let children = match is_element {
            true if depth > limits::NESTING => {
                self.too_deep.get_or_insert(self.span(tree.byte_range()));
                Vec::new()
            }
            true if inside.start < inside.end && !is_void(&tag) => self.content(tree, inside, depth + 1),
            _ => Vec::new(),
        };
        let whole = if is_void(&tag) { open.byte_range() } else { tree.byte_range() };
        Some(Element { tag, span: self.span(whole), open: self.span(open.byte_range()), attributes, spreads, children })
    }

    fn name(&self, tree: Tree) -> String {
        let written = &self.text.as_str()[tree.byte_range()];
        if self.as_written { written.to_owned() } else { written.to_ascii_lowercase() }
    }

    fn content_end(&self, tree: Tree) -> usize {
        let last = tree.child(tree.child_count().saturating_sub(1));
        last.filter(|last| last.kind_id() == kinds().end_tag).map_or(tree.end_byte(), |end| end.start_byte())
    }

    /// The attributes of a start tag, and where it may take more from.
    fn attributes(&self, open: Tree) -> (Vec<Attribute>, Vec<Value>) {
        let within = self.segments_in(open.byte_range());
        let mut spreads = Vec::new();
        let mut attributes = Vec::new();
        let mut values: Vec<Range<usize>> = Vec::new();
        if open.child_count() <= 3 && within.is_empty() {
            return (attributes, spreads);
        }
        for child in open.children(&mut open.walk()).filter(|child| child.kind_id() == kinds().attribute) {
            let Some(name) = children(child).find(|part| part.kind_id() == kinds().attribute_name) else { continue };
            if let Some(segment) = within.clone().find(|&at| overlap(&self.segments[at].range, &name.byte_range())) {
                spreads.push(self.spread(segment));
                continue;
            }
            let value = value_range(child).unwrap_or(name.end_byte()..name.end_byte());
            values.push(value.clone());
            let conditional = self.blocks_open(within.clone(), name.start_byte());
            let name = self.name(name);
            attributes.push(Attribute { name, value: self.value(value), span: self.span(child.byte_range()), conditional });
        }
        let loose = within.clone().filter(|&at| {
            let segment = &self.segments[at];
            let shows = matches!(segment.kind, SegmentKind::Print(_) | SegmentKind::Single(Node::Include(_)));
            shows && !values.iter().any(|value| overlap(value, &segment.range))
        });
        let loose: Vec<Value> = loose.map(|at| self.spread(at)).collect();
        spreads.extend(loose);
        (attributes, spreads)
    }

    fn spread(&self, at: usize) -> Value {
        let segment = &self.segments[at];
        match &segment.kind {
            SegmentKind::Print(value) => value.clone(),
            _ => Value::unknown(Reason::Spread, self.span(segment.range.clone())),
        }
    }

    /// True if a block that opens in this tag, before `before`, is still open there.
    fn blocks_open(&self, within: Range<usize>, before: usize) -> bool {
        let mut open = 0_i32;
        for at in within.filter(|&at| self.segments[at].range.end <= before) {
            open += match self.segments[at].kind {
                SegmentKind::Open(..) => 1,
                SegmentKind::Close(_) => -1,
                _ => 0,
            };
        }
        open > 0
    }

    /// An attribute's value: text, with what is printed in between.
    fn value(&self, range: Range<usize>) -> Value {
        let span = self.span(range.clone());
        let mut parts = Vec::new();
        let mut at = range.start;
        for index in self.segments_in(range.clone()) {
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
        while let Some(found) = content[scan..range.end].find('&') {
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

/// What a node with few children is made of: asking for each by its number looks through those before it.
fn children<'t>(tree: Tree<'t>) -> impl Iterator<Item = Tree<'t>> {
    (0..tree.child_count()).filter_map(move |at| tree.child(at))
}

/// Where the value of an attribute stands, without quotes; `None` for a bare name.
fn value_range(attribute: Tree) -> Option<Range<usize>> {
    let value = children(attribute).find(|part| [kinds().quoted_value, kinds().value].contains(&part.kind_id()))?;
    let range = value.byte_range();
    if value.kind_id() == kinds().value {
        return Some(range);
    }
    Some(range.start + 1..range.end.saturating_sub(1).max(range.start + 1))
}

fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mask_keeps_length_and_lines() {
        let segments = [Segment { range: 3..12, kind: SegmentKind::Inert }];
        let text = "<p>{% é\n %}</p>";
        let masked = mask(text, &segments);
        assert_eq!(masked.len(), text.len());
        assert_eq!(masked.find('\n'), text.find('\n'));
    }

    #[test]
    fn any_mask_of_any_text_keeps_length_and_lines() {
        const PARTS: &[&str] = &[
            "a", "é", "😀", "\n", "\r\n", " ", "<div>", "</div>", "<form>", "</form>", "<!--", "-->", "{{ x }}", "\u{feff}", "<p a=\"",
            "\0",
        ];
        let mut state = 0x9e37_79b9_7f4a_7c15_u64;
        let mut below = |most: usize| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state as usize % most
        };
        for _ in 0..2_000 {
            let text: String = (0..below(60)).map(|_| PARTS[below(PARTS.len())]).collect();
            let mut cuts: Vec<usize> = (0..below(8)).map(|_| below(text.len() + 1)).filter(|at| text.is_char_boundary(*at)).collect();
            cuts.sort_unstable();
            let parts = cuts.chunks_exact(2).map(|pair| pair[0]..pair[1]);
            let segments: Vec<Segment> = parts.map(|range| Segment { range, kind: SegmentKind::Inert }).collect();
            let masked = mask(&text, &segments);
            assert_eq!(masked.len(), text.len(), "{text:?}");
            let is_line_end = |(one, other): (u8, u8)| (one == b'\n') == (other == b'\n');
            assert!(masked.bytes().zip(text.bytes()).all(is_line_end), "{text:?} became {masked:?}");
        }
    }

    #[test]
    fn what_follows_a_void_element_is_not_in_it() {
        let source = "<label>One<br>two <input> three<b>four</b></label>five";
        let page = read(&Text::verbatim(source, Span::new(FileId(0), 0, source.len())), &[], &mut Parsers::new());
        let Node::Element(label) = &page.nodes[0] else { panic!("label") };
        let kinds: String = label.children.iter().map(|node| if matches!(node, Node::Text(_)) { 't' } else { 'e' }).collect();
        assert_eq!((kinds.as_str(), page.nodes.len()), ("tetete", 2));
    }

    #[test]
    fn nesting_is_counted_without_a_parser() {
        assert_eq!(nesting("<div><p><p><br><span></span></div>"), 2);
        assert_eq!(nesting(&"<div>".repeat(1000)), 1000);
        assert_eq!(nesting(&"<div :a=\"b > c\" d />".repeat(1000)), 0);
        // None of these closes itself to the grammar.
        for odd in ["<div a=/b/>", "<div \"><i \"/>", "<div a=b/>", "<div a = b/>"] {
            assert!(nesting(&odd.repeat(1000)) >= 999, "{odd}");
        }
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
