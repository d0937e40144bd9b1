//! Markdown pages of a static site, with front matter, and forms in HTML or Nunjucks in between.
//!
//! Marks become segments of a template language, so that HTML, Nunjucks and Markdown are put together in one way. Code is an
//! example on display: nothing in it is read. A page that asks nothing is guidance, and its words are no form's.

use std::collections::HashMap;
use std::ops::Range;

use super::template::{Opening, Segment, SegmentKind};
use super::{Dialect, Parsers, front_matter, nunjucks};
use crate::page::{Attribute, Element, Node, Page};
use crate::source::Source;
use crate::text::Text;
use crate::value::{Value, ValueKind};

/// How long the words or the address of a link are at most. Each bracket is looked at once, and a line may be one of them all.
const LINK_BYTES: usize = 2048;

/// Markdown with front matter.
pub(super) struct Markdown;

impl Dialect for Markdown {
    fn name(&self) -> &'static str {
        "markdown"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["md", "markdown"]
    }

    fn claims(&self, _ending: &str, text: &str) -> bool {
        // A call with parameters, a tag of Nunjucks, or a control.
        const MARKS: &[&str] = &["({", "{%", "<input", "<select", "<textarea"];
        let has = |mark: &&str| memchr::memmem::find(text.as_bytes(), mark.as_bytes()).is_some();
        front_matter::end(text).is_some() && MARKS.iter().any(has)
    }

    fn read(&self, source: &Source, parsers: &mut Parsers) -> Page {
        let Some(front) = front_matter::read(source) else { return Page::default() };
        let from = front.end;
        let covered = covered(&source.text, from);
        let seen = blanked(&source.text, &covered);
        let page = nunjucks::read_within(source, &seen, from, |template| marks(source, &seen, from, template, covered), parsers);
        Page { is_prose: true, ..front.before(page) }
    }
}

/// Code, and the `{#name}` that names a heading, in their order: what no other language is looked for in.
fn covered(text: &str, from: usize) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut fence: Option<(usize, &str)> = None;
    let (mut prose, mut at) = (from, from);
    let mut above = Above::Blank;
    let mut in_code = false;
    for line in text[from..].split_inclusive('\n') {
        let start = at;
        at += line.len();
        let bare = line.trim();
        if let Some((opened, mark)) = fence {
            if bare.starts_with(mark) && bare.trim_start_matches(&mark[..1]).is_empty() {
                found.push(opened..at);
                (fence, prose, above) = (None, at, Above::Prose { blank: false });
            }
            continue;
        }
        in_code = (in_code || above == Above::Prose { blank: true }) && (bare.is_empty() || is_indented(line));
        match fence_of(bare) {
            Some(mark) => {
                spans_of_code(text, prose..start, &mut found);
                fence = Some((start, mark));
            }
            None if in_code && !bare.is_empty() => {
                spans_of_code(text, prose..start, &mut found);
                found.push(start..at);
                prose = at;
            }
            None if bare.is_empty() => {
                spans_of_code(text, prose..start, &mut found);
                prose = at;
            }
            None => {}
        }
        above = above.and(line);
    }
    match fence {
        Some((opened, _)) => found.push(opened..text.len()),
        None => spans_of_code(text, prose..text.len(), &mut found),
    }
    found
}

/// What stands above a line: only below prose is an indented line code, not part of a list or of HTML.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Above {
    Blank,
    Prose { blank: bool },
    Other,
}

impl Above {
    fn and(self, line: &str) -> Above {
        match (self, line.trim().is_empty()) {
            (Above::Prose { .. }, true) => Above::Prose { blank: true },
            (other, true) => other,
            (Above::Prose { blank: true }, false) if is_indented(line) => self,
            (_, false) if line.starts_with(|c: char| c.is_alphanumeric() || "#\"“‘*_[".contains(c)) && item_len(line).is_none() => {
                Above::Prose { blank: false }
            }
            _ => Above::Other,
        }
    }
}

fn is_indented(line: &str) -> bool {
    line.starts_with("    ") || line.starts_with('\t')
}

/// The marks that open a block of code.
fn fence_of(bare: &str) -> Option<&str> {
    let mark = bare.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
    let len = bare.len() - bare.trim_start_matches(mark).len();
    (len >= 3 && !bare[len..].contains('`')).then(|| &bare[..len])
}

/// `` `code` `` and `{#name}` within a paragraph.
fn spans_of_code(text: &str, paragraph: Range<usize>, found: &mut Vec<Range<usize>>) {
    let bytes = text.as_bytes();
    let mut runs: Vec<Range<usize>> = Vec::new();
    let mut at = paragraph.start;
    while let Some(next) = memchr::memchr2(b'`', b'{', &bytes[at..paragraph.end]) {
        let start = at + next;
        let end = start + bytes[start..paragraph.end].iter().take_while(|&&byte| byte == b'`').count();
        if end > start {
            runs.push(start..end);
        } else if let Some(len) = name_len(&text[start..paragraph.end]) {
            runs.push(start..start);
            runs.push(start + len..start + len);
            at = start + len;
            continue;
        }
        at = end.max(start + 1);
    }
    // For each run, the next one that is as long.
    let mut next_of: HashMap<usize, usize> = HashMap::new();
    let mut closes: Vec<Option<usize>> = vec![None; runs.len()];
    for (at, run) in runs.iter().enumerate().rev() {
        closes[at] = if run.is_empty() { None } else { next_of.insert(run.len(), at) };
    }
    let mut at = 0;
    while at < runs.len() {
        match closes[at] {
            Some(close) => {
                found.push(runs[at].start..runs[close].end);
                at = close + 1;
            }
            None if runs[at].is_empty() && at + 1 < runs.len() && runs[at + 1].is_empty() => {
                found.push(runs[at].start..runs[at + 1].start);
                at += 2;
            }
            None => at += 1,
        }
    }
}

/// The length of `{#name}` or `{.name}`, if `text` starts with one.
fn name_len(text: &str) -> Option<usize> {
    let rest = text.strip_prefix("{#").or_else(|| text.strip_prefix("{.")).or_else(|| text.strip_prefix("{: "))?;
    let len = rest.bytes().take(120).position(|byte| byte == b'}')?;
    let plain = rest[..len].chars().all(|c| c.is_alphanumeric() || "-_ .#:".contains(c));
    (len > 0 && plain).then(|| text.len() - rest.len() + len + 1)
}

/// The text with spaces for these ranges; line breaks stay.
fn blanked(text: &str, ranges: &[Range<usize>]) -> String {
    let mut blanked = String::with_capacity(text.len());
    let mut at = 0;
    for range in ranges {
        blanked.push_str(&text[at..range.start]);
        blanked.extend(text[range.clone()].bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
        at = range.end;
    }
    blanked.push_str(&text[at..]);
    blanked
}

/// The marks of Markdown outside the template language and the tags of HTML.
fn marks(source: &Source, seen: &str, from: usize, template: &[Segment], mut covered: Vec<Range<usize>>) -> Vec<Segment> {
    // A string of the template language may hold the marks of code.
    covered.retain(|range| {
        let next = template.partition_point(|segment| segment.range.end <= range.start);
        template.get(next).is_none_or(|segment| segment.range.start >= range.end)
    });
    let mut busy: Vec<Range<usize>> = template.iter().map(|segment| segment.range.clone()).chain(covered.iter().cloned()).collect();
    busy.sort_by_key(|range| range.start);
    let tags = tags(seen, from, &busy);
    busy.extend(tags);
    busy.sort_by_key(|range| range.start);
    let mut marks = Marks { source, seen, busy: &busy, next: 0, found: Vec::new() };
    marks.lines(from);
    let mut found = marks.found;
    found.extend(covered.into_iter().map(|range| {
        // What code says stands for a word of the line.
        let kind = match source.text[range.clone()].starts_with('{') {
            true => SegmentKind::Inert,
            false => SegmentKind::Single(Node::Text(Text::meaning("…", source.span(range.clone())))),
        };
        Segment { range, kind }
    }));
    found
}

/// The tags and comments of HTML.
fn tags(text: &str, from: usize, busy: &[Range<usize>]) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let (mut at, mut next) = (from, 0);
    let last_comment = memchr::memmem::rfind(bytes, b"-->").unwrap_or(0);
    while let Some(start) = memchr::memchr(b'<', &bytes[at..]).map(|found| at + found) {
        at = start + 1;
        while next < busy.len() && busy[next].end <= start {
            next += 1;
        }
        if busy.get(next).is_some_and(|range| range.start <= start) {
            at = busy[next].end;
            continue;
        }
        let rest = &text[start..];
        let end = if start < last_comment && rest.starts_with("<!--") {
            memchr::memmem::find(rest.as_bytes(), b"-->").map(|end| end + 3)
        } else if bytes.get(at).is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'/') {
            memchr::memchr2(b'>', b'<', &bytes[at..]).map(|end| end + 1).filter(|&end| bytes[start + end] == b'>').map(|end| end + 1)
        } else {
            None
        };
        if let Some(end) = end {
            found.push(start..start + end);
            at = start + end;
        }
    }
    found
}

struct Marks<'m> {
    source: &'m Source,
    seen: &'m str,
    /// Where other languages stand, in order; tags may hold segments.
    busy: &'m [Range<usize>],
    next: usize,
    found: Vec<Segment>,
}

impl Marks<'_> {
    fn lines(&mut self, from: usize) {
        let mut at = from;
        for line in self.seen[from..].split_inclusive('\n') {
            let start = at;
            at += line.len();
            let bare = line.trim_end().len();
            let words = line.trim_end_matches('\n').len();
            if self.is_busy(start) {
                self.inline(start..start + bare);
                continue;
            }
            let indent = line.len() - line.trim_start().len();
            if bare == 0 {
                self.push_break(start..at);
            } else if let Some(level) = heading(line.trim_start()) {
                let text = start + indent + level + 1;
                let close = start + words..at;
                // The end of the file ends a heading, too, but then nothing stands after it.
                if !close.is_empty() {
                    self.push(start..text, SegmentKind::Open("heading", Opening::Element(HEADINGS[level - 1])));
                    self.inline(text..start + bare);
                    self.push(close, SegmentKind::Close("heading"));
                }
            } else if let Some(len) = item_len(line.trim_start()) {
                self.push_break(start..start + indent + len);
                self.inline(start + indent + len..start + bare);
            } else if is_rule(line.trim()) {
                self.push_break(start..at);
            } else {
                self.inline(start..start + bare);
            }
        }
    }

    /// True if another language stands at `at`.
    fn is_busy(&mut self, at: usize) -> bool {
        self.skip_to(at);
        self.busy.get(self.next).is_some_and(|range| range.start <= at)
    }

    fn skip_to(&mut self, at: usize) {
        while self.busy.get(self.next).is_some_and(|range| range.end <= at) {
            self.next += 1;
        }
    }

    /// Emphasis, links and pictures in a line.
    fn inline(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while at < range.end {
            self.skip_to(at);
            if let Some(busy) = self.busy.get(self.next).filter(|busy| busy.start <= at) {
                at = busy.end;
                continue;
            }
            let rest = &self.seen[at..range.end];
            let Some(found) = rest.find(['*', '_', '[', ']', '!', '\\', '~', '|']) else { return };
            let mark = at + found;
            self.skip_to(mark);
            if let Some(busy) = self.busy.get(self.next).filter(|busy| busy.start <= mark) {
                at = busy.end;
                continue;
            }
            at = self.mark(mark, &range);
        }
    }

    /// Covers the mark at `at`; gives where to go on.
    fn mark(&mut self, at: usize, line: &Range<usize>) -> usize {
        let rest = &self.seen[at..line.end];
        let Some(mark) = rest.chars().next() else { return line.end };
        let run = rest.len() - rest.trim_start_matches(mark).len();
        let before = self.seen[line.start..at].chars().next_back();
        let after = rest[run..].chars().next();
        let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let is_space = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let covers = match mark {
            '*' => !(is_space(before) && is_space(after)),
            '_' => is_letter(before) != is_letter(after),
            '~' => run == 2,
            '\\' => run == 1 && after.is_some_and(|c| c.is_ascii_punctuation()),
            '|' => {
                self.push_break(at..at + 1);
                return at + 1;
            }
            '!' => return self.picture(at, line),
            '[' => self.link_end(at, line).is_some(),
            _ => return self.link_address(at, line),
        };
        if covers {
            self.push(at..at + run, SegmentKind::Inert);
        }
        // An escaped character is no mark.
        let escaped = if mark == '\\' { after.map_or(0, char::len_utf8) } else { 0 };
        at + run + escaped
    }

    /// Where the `](` of a link stands that opens at `at`.
    fn link_end(&self, at: usize, line: &Range<usize>) -> Option<usize> {
        let close = self.near(at, line, b']')?;
        self.seen[close..line.end].starts_with("](").then_some(close)
    }

    /// Where `byte` stands next, as near as the words and the address of a link keep it.
    fn near(&self, at: usize, line: &Range<usize>, byte: u8) -> Option<usize> {
        let end = line.end.min(at + LINK_BYTES);
        memchr::memchr(byte, &self.seen.as_bytes()[at..end]).map(|found| at + found)
    }

    /// `](address)` after the words of a link.
    fn link_address(&mut self, at: usize, line: &Range<usize>) -> usize {
        let opens = self.seen[at..line.end].starts_with("](");
        let Some(end) = self.near(at, line, b')').filter(|_| opens) else { return at + 1 };
        let whole = at..end + 1;
        let free = self.busy[self.next..].iter().take_while(|busy| busy.start < whole.end).all(|busy| busy.end <= whole.start);
        if free {
            self.push(whole.clone(), SegmentKind::Inert);
        }
        if free { whole.end } else { at + 1 }
    }

    /// `![what it shows](address)`.
    fn picture(&mut self, at: usize, line: &Range<usize>) -> usize {
        let Some(close) = self.seen[at..line.end].starts_with("![").then(|| self.link_end(at + 1, line)).flatten() else { return at + 1 };
        let Some(end) = self.near(close, line, b')').map(|end| end + 1) else { return at + 1 };
        if self.busy[self.next..].iter().take_while(|busy| busy.start < end).any(|busy| busy.end > at) {
            return at + 1;
        }
        let words = self.source.span(at + 2..close);
        let value = Value::new(ValueKind::Text(Text::verbatim(&self.source.text[at + 2..close], words)), words);
        let alt = Attribute { name: "alt".to_owned(), value, span: words, conditional: false };
        let node = self.element("img", at..end, vec![alt]);
        self.push(at..end, SegmentKind::Single(node));
        end
    }

    /// The words before and after are two runs.
    fn push_break(&mut self, range: Range<usize>) {
        let node = self.element("p", range.clone(), Vec::new());
        self.push(range, SegmentKind::Single(node));
    }

    fn element(&self, tag: &str, range: Range<usize>, attributes: Vec<Attribute>) -> Node {
        let span = self.source.span(range);
        let (spreads, children) = (Vec::new(), Vec::new());
        Node::Element(Box::new(Element { tag: tag.to_owned(), span, open: span, attributes, spreads, children }))
    }

    fn push(&mut self, range: Range<usize>, kind: SegmentKind) {
        if !range.is_empty() {
            self.found.push(Segment { range, kind });
        }
    }
}

const HEADINGS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];

/// The level of a heading.
fn heading(line: &str) -> Option<usize> {
    let level = line.bytes().take_while(|&byte| byte == b'#').count();
    ((1..=6).contains(&level) && line[level..].starts_with(' ')).then_some(level)
}

/// The length of the mark of a list's item, a quotation or a table's row, with the space after it.
fn item_len(line: &str) -> Option<usize> {
    if ["- ", "* ", "+ ", "> "].iter().any(|mark| line.starts_with(mark)) {
        return Some(2);
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &line[digits..];
    ((1..=9).contains(&digits) && (rest.starts_with(". ") || rest.starts_with(") "))).then_some(digits + 2)
}

/// A line across the page, or one under a heading or the head of a table.
fn is_rule(line: &str) -> bool {
    line.len() >= 3 && line.contains(['-', '*', '_', '=']) && line.chars().all(|c| "-*_=| :".contains(c))
}
