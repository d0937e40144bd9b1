//! What Slim and Haml share: a line says one thing, and what is indented below it stands in it.

use std::cell::Cell;
use std::ops::Range;

use super::ruby::{Embedded, Piece, give};
use super::template::{Segment, SegmentKind};
use super::{Parsers, markup};
use crate::limits;
use crate::page::{Attribute, Comment, Element, Node, Notice, Page, Print};
use crate::source::{Source, Span};
use crate::text::Text;
use crate::value::{Value, ValueKind};

/// How a language writes a line.
pub(super) trait Lines {
    /// What the line at `reader.at` says. Leaves `reader.at` behind it, which may be some lines further.
    fn line(&self, reader: &mut Reader) -> Line;

    /// The code of a line at `at` that runs Ruby and shows nothing, such as `- else`.
    fn run<'t>(&self, rest: &'t str) -> Option<&'t str>;
}

/// What a line says. Places are bytes of the text.
pub(super) enum Line {
    /// Ruby, and whether it is shown.
    Code(Range<usize>, bool),
    /// An element, and what stands in it on the same line.
    Tag(Box<Element>, Box<Line>),
    /// Words; what is indented below goes on with them.
    Text(Range<usize>),
    /// Words that end with the line.
    Words(Range<usize>),
    /// A comment, with all that is indented below.
    Comment(Range<usize>),
    /// Something that shows nothing, with all that is indented below.
    Skip,
    /// Nothing by itself.
    Nothing,
}

/// Reads one template.
pub(super) struct Reader<'s, 'p> {
    pub(super) embedded: Embedded<'s>,
    pub(super) parsers: &'p mut Parsers,
    pub(super) at: usize,
    comments: Vec<Comment>,
    depth: usize,
    too_deep: Option<Span>,
    /// How many bytes are still looked through for the ends of brackets, so that it takes time with the length alone.
    left: Cell<usize>,
}

/// The parts of a block, each with the condition that shows it.
type Arms = Vec<(Option<Value>, Vec<Node>)>;

/// Reads the part of a file that is written in a language of lines.
pub(super) fn part(lines: &dyn Lines, source: &Source, range: Range<usize>, parsers: &mut Parsers) -> Page {
    let embedded = Embedded { text: &source.text[range.clone()], base: range.start, file: source.id, notices: Vec::new() };
    let left = Cell::new(16 * range.len());
    let mut reader = Reader { embedded, parsers, at: 0, comments: Vec::new(), depth: 0, too_deep: None, left };
    let nodes = flat(reader.body(lines, None));
    let Reader { embedded, comments, too_deep, .. } = reader;
    let mut notices = embedded.notices;
    let message = format!("lines stand more than {} deep in one another here; what is inside was not read", limits::NESTING);
    notices.extend(too_deep.map(|span| Notice { span, message }));
    notices.sort();
    Page { nodes, comments, notices, language: Page::RUBY, ..Page::default() }
}

fn flat(arms: Arms) -> Vec<Node> {
    arms.into_iter().flat_map(|(_, nodes)| nodes).collect()
}

impl<'s> Reader<'s, '_> {
    pub(super) fn text(&self) -> &'s str {
        self.embedded.text
    }

    pub(super) fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.embedded.file, self.embedded.base + range.start, self.embedded.base + range.end)
    }

    /// The end of the line that `at` stands in.
    pub(super) fn line_end(&self, at: usize) -> usize {
        let end = self.text()[at..].find('\n').map_or(self.text().len(), |found| at + found);
        at + self.text()[at..end].trim_end_matches('\r').len()
    }

    /// The indent and the start of the next line that says anything.
    fn next(&mut self) -> Option<(usize, usize)> {
        let text = self.text();
        while self.at < text.len() {
            let end = text[self.at..].find('\n').map_or(text.len(), |found| self.at + found);
            let line = &text[self.at..end];
            let plain = line.trim_start_matches([' ', '\t', '\u{feff}']);
            if !plain.trim().is_empty() {
                let indent = line.len() - plain.len();
                return Some((indent, self.at + indent));
            }
            self.at = end + 1;
        }
        None
    }

    /// Everything that is indented further than `parent`.
    fn body(&mut self, lines: &dyn Lines, parent: Option<usize>) -> Arms {
        let mut arms: Arms = vec![(None, Vec::new())];
        self.depth += 1;
        while let Some((indent, start)) = self.next().filter(|(indent, _)| parent.is_none_or(|parent| *indent > parent)) {
            if self.depth > limits::NESTING {
                let end = self.skip(parent.unwrap_or(0));
                self.too_deep.get_or_insert(Span::new(self.embedded.file, self.embedded.base + start, self.embedded.base + end));
                break;
            }
            self.at = start;
            let line = lines.line(self);
            self.said(lines, line, indent, start, &mut arms);
        }
        self.depth -= 1;
        arms
    }

    /// Passes over everything that is indented further than `parent`, and tells where it ends.
    fn skip(&mut self, parent: usize) -> usize {
        let mut end = self.at.min(self.text().len());
        while let Some((_, start)) = self.next().filter(|(indent, _)| *indent > parent) {
            end = self.line_end(start);
            self.at = end;
        }
        end
    }

    fn said(&mut self, lines: &dyn Lines, line: Line, indent: usize, start: usize, arms: &mut Arms) {
        match line {
            Line::Code(range, shown) => self.code(lines, range, shown, indent, start, arms),
            Line::Tag(element, content) => {
                let node = self.tag(lines, element, *content, indent, start);
                push(arms, node);
            }
            Line::Text(range) => {
                let end = self.skip(indent).max(range.end);
                let nodes = self.words(range.start..end);
                nodes.into_iter().for_each(|node| push(arms, node));
                self.line_break(end, arms);
            }
            Line::Words(range) => {
                let end = range.end;
                let nodes = self.words(range);
                nodes.into_iter().for_each(|node| push(arms, node));
                self.line_break(end, arms);
                let below = self.body(lines, Some(indent));
                flat(below).into_iter().for_each(|node| push(arms, node));
            }
            Line::Comment(range) => {
                let end = self.skip(indent).max(range.end);
                let text = Text::verbatim(&self.text()[range.clone()], self.span(range));
                self.comments.push(Comment { text: text.folded(), span: self.span(start..end) });
            }
            Line::Skip => {
                self.skip(indent);
            }
            Line::Nothing => {
                let below = self.body(lines, Some(indent));
                flat(below).into_iter().for_each(|node| push(arms, node));
            }
        }
    }

    /// The white space between two lines of words.
    fn line_break(&self, at: usize, arms: &mut Arms) {
        let mut text = Text::default();
        let end = at.min(self.text().len());
        text.push_replaced(" ", self.span(end..end));
        push(arms, Node::Text(text));
    }

    fn code(&mut self, lines: &dyn Lines, range: Range<usize>, shown: bool, indent: usize, start: usize, arms: &mut Arms) {
        let end = range.end;
        match self.embedded.piece(range.clone(), shown, self.parsers) {
            Piece::Print(value) => {
                let span = self.span(start..end);
                push(arms, Node::Print(Print { value, span }));
                let below = self.body(lines, Some(indent));
                flat(below).into_iter().for_each(|node| push(arms, node));
            }
            Piece::Nodes(nodes) => {
                nodes.into_iter().for_each(|node| push(arms, node));
                let below = self.body(lines, Some(indent));
                flat(below).into_iter().for_each(|node| push(arms, node));
            }
            Piece::Open(opening) => {
                let mut inside = self.body(lines, Some(indent));
                while self.arm_follows(lines, indent) {
                    self.arm(lines, indent, &mut inside);
                }
                let whole = self.span(start..self.at.min(self.text().len()).max(end));
                opening.block(inside, self.span(start..end), whole).into_iter().for_each(|node| push(arms, node));
            }
            // Below the line that the condition stands in, as `when` below `case`.
            Piece::Arm(condition) => {
                let below = self.body(lines, Some(indent));
                arms.push((condition, flat(below)));
            }
            Piece::Close => {}
        }
    }

    /// True if the next line is another arm of the condition above, as far in as that.
    fn arm_follows(&mut self, lines: &dyn Lines, indent: usize) -> bool {
        let Some((_, start)) = self.next().filter(|(next, _)| *next == indent) else { return false };
        let rest = &self.text()[start..];
        let code = lines.run(rest).unwrap_or("");
        ["else", "elsif", "when", "in", "ensure", "rescue"].iter().any(|word| {
            code.strip_prefix(word)
                .is_some_and(|after| !after.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '?' | '!' | ':')))
        })
    }

    fn arm(&mut self, lines: &dyn Lines, indent: usize, arms: &mut Arms) {
        let Some((_, start)) = self.next() else { return };
        self.at = start;
        if let Line::Code(range, _) = lines.line(self)
            && let Piece::Arm(condition) = self.embedded.piece(range, false, self.parsers)
        {
            let below = self.body(lines, Some(indent));
            arms.push((condition, flat(below)));
        }
    }

    fn tag(&mut self, lines: &dyn Lines, mut element: Box<Element>, content: Line, indent: usize, start: usize) -> Node {
        let mut inside: Arms = vec![(None, Vec::new())];
        match content {
            Line::Text(range) | Line::Words(range) => {
                let nodes = self.words(range);
                nodes.into_iter().for_each(|node| push(&mut inside, node));
                let below = self.body(lines, Some(indent));
                flat(below).into_iter().for_each(|node| push(&mut inside, node));
            }
            line => self.said(lines, line, indent, start, &mut inside),
        }
        element.span = self.span(start..self.at.min(self.text().len()).max(start));
        element.children = flat(inside);
        Node::Element(element)
    }

    /// Words with what is put into them by `#{…}`; they may hold HTML.
    fn words(&mut self, range: Range<usize>) -> Vec<Node> {
        let (start, base) = (range.start, self.embedded.base);
        let slice = &self.text()[range.clone()];
        let mut segments = Vec::new();
        for hole in holes(slice) {
            let value = self.embedded.value(start + hole.start + 2..start + hole.end - 1, self.parsers);
            segments.push(Segment { range: hole, kind: SegmentKind::Print(value) });
        }
        let text = Text::verbatim(slice, Span::new(self.embedded.file, base + range.start, base + range.end));
        if segments.is_empty() && !slice.contains(['<', '&']) {
            return if text.is_blank() { Vec::new() } else { vec![Node::Text(text)] };
        }
        markup::read(&text, &segments, self.parsers).nodes
    }

    /// The value of an attribute between quotes, with what is put into it.
    pub(super) fn quoted(&mut self, inner: Range<usize>) -> Value {
        let (text, span) = (self.text(), self.span(inner.clone()));
        let mut parts = Vec::new();
        let mut from = inner.start;
        for hole in holes(&text[inner.clone()]) {
            let hole = inner.start + hole.start..inner.start + hole.end;
            if from < hole.start {
                parts.push(self.literal(from..hole.start));
            }
            parts.push(self.embedded.value(hole.start + 2..hole.end - 1, self.parsers));
            from = hole.end;
        }
        if parts.is_empty() {
            return self.literal(inner);
        }
        if from < inner.end {
            parts.push(self.literal(from..inner.end));
        }
        Value::new(ValueKind::Concat(parts), span)
    }

    pub(super) fn literal(&self, range: Range<usize>) -> Value {
        let span = self.span(range.clone());
        Value::new(ValueKind::Text(Text::verbatim(&self.text()[range], span)), span)
    }

    /// The tag at `at`: `p.hint#id`, with classes and id.
    pub(super) fn named(&mut self, tag: &str, start: usize) -> Element {
        let mut element = Element {
            tag: tag.to_ascii_lowercase(),
            span: self.span(start..self.at),
            open: self.span(start..self.at),
            attributes: Vec::new(),
            spreads: Vec::new(),
            children: Vec::new(),
        };
        let mut classes = Vec::new();
        while self.text()[self.at..].starts_with(['.', '#']) {
            let is_class = self.text()[self.at..].starts_with('.');
            let len = name_length(&self.text()[self.at + 1..]);
            if len == 0 {
                break;
            }
            let range = self.at + 1..self.at + 1 + len;
            self.at = range.end;
            match is_class {
                true => {
                    let space = Value::new(ValueKind::Text(Text::meaning(" ", self.span(range.clone()))), self.span(range.clone()));
                    classes.extend([self.literal(range), space]);
                }
                false => element.attributes.push(self.attribute("id", self.literal(range.clone()), range)),
            }
        }
        if let (Some(first), Some(last)) = (classes.first(), classes.last()) {
            let span = first.span.to(last.span);
            let value = Value::new(ValueKind::Concat(classes), span);
            element.attributes.push(Attribute { name: "class".to_owned(), value, span, conditional: false });
        }
        element
    }

    pub(super) fn attribute(&self, name: &str, value: Value, range: Range<usize>) -> Attribute {
        Attribute { name: name.to_ascii_lowercase(), value, span: self.span(range), conditional: false }
    }

    /// Adds the attributes that a hash of Ruby gives.
    pub(super) fn give(&mut self, element: &mut Element, range: Range<usize>) {
        let value = self.embedded.value(range, self.parsers);
        match value.kind {
            ValueKind::Map(_) => give(element, &value, ""),
            _ => element.spreads.push(value),
        }
    }

    /// Where the bracket that opens at `open` is closed, strings passed over; the end of the line where it never is.
    pub(super) fn closing(&self, open: usize) -> usize {
        let within = limits::BRACKET_BYTES.min(self.left.get()).min(self.text().len() - open);
        let found = closing(self.text(), open, within);
        self.left.set(self.left.get() - found.map_or(within, |end| end - open));
        found.unwrap_or_else(|| self.line_end(open))
    }

    /// The end of code that begins at `start`: a line that ends with a comma or a backslash goes on.
    pub(super) fn code_end(&self, start: usize) -> usize {
        let mut end = self.line_end(start);
        while self.text()[start..end].trim_end().ends_with([',', '\\']) && end < self.text().len() {
            let next = self.text()[end..].find('\n').map_or(self.text().len(), |found| end + found + 1);
            end = self.line_end(next.min(self.text().len()));
        }
        end
    }
}

/// Adds to the arm that is being read.
fn push(arms: &mut Arms, node: Node) {
    if let Some((_, nodes)) = arms.last_mut() {
        nodes.push(node);
    }
}

/// How long the name that `text` starts with is.
pub(super) fn name_length(text: &str) -> usize {
    text.find(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_')).unwrap_or(text.len())
}

/// Where the bracket at `open` is closed, one past it. Looked for `within` so many bytes only, so that one that is never closed
/// costs little.
fn closing(text: &str, open: usize, within: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let (mut depth, mut at) = (0_usize, open);
    let stop = bytes.len().min(open + within);
    while at < stop {
        match bytes[at] {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            quote @ (b'"' | b'\'') => {
                let mut scan = at + 1;
                while scan < stop && bytes[scan] != quote {
                    scan += 1 + usize::from(bytes[scan] == b'\\');
                }
                at = scan;
            }
            _ => {}
        }
        at += 1;
    }
    None
}

/// Every `#{…}` in `text`, with its signs.
fn holes(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find("#{").map(|found| at + found) {
        match closing(text, start + 1, limits::BRACKET_BYTES).filter(|_| !text[..start].ends_with('\\')) {
            Some(end) => {
                found.push(start..end);
                at = end;
            }
            None => at = start + 2,
        }
    }
    found
}
