//! Where markup ends and C# begins. In markup, C# stands behind `@`; in C#, a statement that begins with `<` is markup.

use std::ops::Range;

use super::statement;
use crate::dialect::Parsers;
use crate::dialect::csharp;
use crate::dialect::template::{Opening, Segment, SegmentKind};
use crate::limits;
use crate::page::{Comment, Notice};
use crate::source::{Source, Span};
use crate::text::Text;
use crate::unknown::Reason;
use crate::value::{Value, ValueKind};

/// What every block is closed by.
pub(super) const BLOCK: &str = "block";

/// Directives that take the rest of their line.
const LINES: &[&str] = &[
    "addTagHelper",
    "attribute",
    "implements",
    "inherits",
    "inject",
    "layout",
    "namespace",
    "page",
    "preservewhitespace",
    "removeTagHelper",
    "rendermode",
    "tagHelperPrefix",
    "typeparam",
];

/// Words that open a block.
pub(super) const CONTROLS: &[&str] = &["do", "for", "foreach", "if", "lock", "switch", "try", "while"];

/// What was found in a page.
#[derive(Default)]
pub(super) struct Found {
    pub(super) segments: Vec<Segment>,
    pub(super) comments: Vec<Comment>,
    pub(super) notices: Vec<Notice>,
    /// What the page is given, by the name of its type.
    pub(super) model: Option<(String, Span)>,
    /// The layout that it names.
    pub(super) layout: Option<Value>,
    /// The bodies of `@functions { … }` and `@code { … }`.
    pub(super) code: Vec<Range<usize>>,
}

/// Goes through a page from its beginning to its end.
pub(super) struct Scan<'s, 'p> {
    pub(super) source: &'s Source,
    pub(super) parsers: &'p mut Parsers,
    pub(super) found: Found,
    /// The end of the last piece of markup or C#: what C# stands between it and the next belongs to that.
    pub(super) from: usize,
    /// How many bytes are still looked through for the ends of brackets, so that it takes time with the length alone.
    left: usize,
    /// Where the last comment ends, so that nobody looks for an end behind it again and again.
    last_comment: usize,
    /// How many blocks are open.
    pub(super) depth: usize,
}

impl<'s, 'p> Scan<'s, 'p> {
    pub(super) fn of(source: &'s Source, parsers: &'p mut Parsers) -> Found {
        let left = 16 * source.text.len();
        let last_comment = source.text.rfind("*@").unwrap_or(0);
        let mut scan = Scan { source, parsers, found: Found::default(), from: 0, left, last_comment, depth: 0 };
        scan.document(0, false);
        scan.found
    }

    pub(super) fn rest(&self, at: usize) -> &'s str {
        self.source.text.get(at..).unwrap_or_default()
    }

    pub(super) fn span(&self, range: Range<usize>) -> Span {
        self.source.span(range)
    }

    pub(super) fn push(&mut self, range: Range<usize>, kind: SegmentKind) {
        if range.start < range.end {
            self.from = range.end;
            self.found.segments.push(Segment { range, kind });
        }
    }

    /// Covers the C# up to `at`.
    pub(super) fn cover(&mut self, at: usize) {
        if self.from < at {
            self.push(self.from..at, SegmentKind::Inert);
        }
    }

    pub(super) fn notice(&mut self, range: Range<usize>, message: &str) {
        let span = self.span(range);
        self.found.notices.push(Notice { span, message: message.to_owned() });
    }

    /// Markup up to the end of the file, or where it stands in braces, up to the one that closes them.
    fn document(&mut self, from: usize, in_braces: bool) -> usize {
        let bytes = self.source.text.as_bytes();
        let (mut at, mut open) = (from, 0_usize);
        while let Some(found) = bytes[at..].iter().position(|byte| *byte == b'@' || (in_braces && matches!(byte, b'{' | b'}'))) {
            at += found;
            match bytes[at] {
                b'@' => at = self.transition(at),
                b'{' => (open, at) = (open + 1, at + 1),
                _ if open == 0 => return at,
                _ => (open, at) = (open - 1, at + 1),
            }
        }
        self.source.text.len()
    }

    /// What stands behind the `@` at `at`, and where markup goes on.
    pub(super) fn transition(&mut self, at: usize) -> usize {
        let rest = self.rest(at + 1);
        let before = self.source.text[..at].chars().next_back();
        let Some(next) = rest.chars().next() else { return at + 1 };
        // An address of mail is no code.
        if before.is_some_and(char::is_alphanumeric) && next.is_alphanumeric() {
            return at + 1;
        }
        match next {
            '@' => {
                let span = self.span(at..at + 2);
                let text = Value::new(ValueKind::Text(Text::meaning("@", span)), span);
                self.push(at..at + 2, SegmentKind::Print(text));
                at + 2
            }
            '*' => self.comment(at),
            '(' => self.explicit(at),
            '{' => {
                self.push(at..at + 2, SegmentKind::Inert);
                self.block(at + 2, SegmentKind::Inert)
            }
            _ if next.is_alphabetic() || next == '_' => self.word(at),
            _ => at + 1,
        }
    }

    /// `@* … *@`.
    pub(super) fn comment(&mut self, at: usize) -> usize {
        let end = if at + 2 <= self.last_comment { self.rest(at + 2).find("*@").map(|found| at + 2 + found) } else { None };
        if end.is_none() {
            self.notice(at..at + 2, "`@*` is opened and never closed");
        }
        let stop = end.unwrap_or(at + 2 + self.rest(at + 2).find('\n').unwrap_or(self.rest(at + 2).len()));
        let text = Text::verbatim(&self.source.text[at + 2..stop], self.span(at + 2..stop));
        let whole = at..end.map_or(stop, |end| end + 2);
        self.found.comments.push(Comment { text: text.folded(), span: self.span(whole.clone()) });
        self.push(whole.clone(), SegmentKind::Inert);
        whole.end
    }

    /// `@(…)`.
    fn explicit(&mut self, at: usize) -> usize {
        let Some(end) = self.partner(at + 1) else { return self.unclosed(at) };
        self.shown(at..end, at + 2..end - 1);
        end
    }

    /// A bracket that is never closed takes the rest of its line.
    fn unclosed(&mut self, at: usize) -> usize {
        let end = at + self.rest(at).find(['\n', '<', '"']).unwrap_or(self.rest(at).len()).max(1);
        self.notice(at..end, "a bracket is opened here and never closed");
        self.push(at..end, SegmentKind::Print(Value::unknown(Reason::Unreadable, self.span(at..end))));
        end
    }

    /// The value at `inner` is shown.
    fn shown(&mut self, whole: Range<usize>, inner: Range<usize>) {
        let value = self.expression(inner);
        let kind = super::helper::shown(value, self.span(whole.clone()));
        self.push(whole, kind);
    }

    pub(super) fn expression(&mut self, range: Range<usize>) -> Value {
        let code = &self.source.text[range.clone()];
        let start = range.end - code.trim_start().len();
        let code = code.trim();
        let span = self.span(start..start + code.len());
        match csharp::expression(code, start, self.source.id, self.parsers) {
            Some(value) => value,
            None => Value::unknown(Reason::Unreadable, span),
        }
    }

    /// A directive, a block or a value that begins with a word.
    fn word(&mut self, at: usize) -> usize {
        let word = name(self.rest(at + 1));
        let after = at + 1 + word.len();
        let space = after + space(self.rest(after));
        // `@onclick="…"` is an attribute.
        if self.rest(after).starts_with(['=', ':', '-']) {
            return after;
        }
        let is_call = self.rest(space).starts_with('(');
        match word {
            "model" if space > after => {
                let range = space..self.line_end(space);
                self.found.model = statement::type_name(&self.source.text[range.clone()]).map(|name| (name.to_owned(), self.span(range)));
                self.line(at)
            }
            "using" if !is_call => self.line(at),
            "using" => self.control(at, at + 1),
            "layout" => {
                let range = space..self.line_end(space);
                let name = Text::verbatim(self.source.text[range.clone()].trim_end(), self.span(range.clone()));
                self.found.layout = Some(Value::new(ValueKind::Text(name), self.span(range)));
                self.line(at)
            }
            _ if LINES.contains(&word) && (space > after || self.rest(after).starts_with(['\r', '\n'])) => self.line(at),
            "section" => self.section(at, space),
            "functions" | "code" if self.rest(space).starts_with('{') => self.functions(at, space),
            _ if CONTROLS.contains(&word) && (is_call || matches!(word, "do" | "try")) => self.control(at, at + 1),
            _ => self.implicit(at),
        }
    }

    fn line_end(&self, at: usize) -> usize {
        at + self.rest(at).find(['\r', '\n']).unwrap_or(self.rest(at).len())
    }

    fn line(&mut self, at: usize) -> usize {
        let end = self.line_end(at);
        self.push(at..end, SegmentKind::Inert);
        end
    }

    /// `@section Name { markup }`.
    fn section(&mut self, at: usize, space_at: usize) -> usize {
        let title = name(self.rest(space_at));
        let brace = space_at + title.len();
        let brace = brace + space(self.rest(brace));
        if title.is_empty() || !self.rest(brace).starts_with('{') || self.depth >= limits::NESTING {
            return self.implicit(at);
        }
        self.push(at..brace + 1, SegmentKind::Open(BLOCK, Opening::Block(title.to_owned())));
        self.depth += 1;
        let end = self.document(brace + 1, true);
        self.depth -= 1;
        let close = (end + 1).min(self.source.text.len());
        self.push(end..close, SegmentKind::Close(BLOCK));
        close.max(end)
    }

    /// `@functions { … }`, `@code { … }`: members of the page's class, some of which show markup.
    fn functions(&mut self, at: usize, brace: usize) -> usize {
        let end = self.partner(brace).unwrap_or(self.source.text.len());
        self.found.code.push(brace + 1..end.saturating_sub(1).max(brace + 1));
        self.push(at..brace + 1, SegmentKind::Inert);
        self.block(brace + 1, SegmentKind::Inert)
    }

    /// The statements of a block from `at` to its `}`, which is `closing`.
    pub(super) fn block(&mut self, at: usize, closing: SegmentKind) -> usize {
        let end = self.statements(at);
        let close = (end + 1).min(self.source.text.len());
        self.push(self.from.min(end)..close, closing);
        close
    }

    /// `@name.Member(…)[…]`.
    fn implicit(&mut self, at: usize) -> usize {
        let mut end = at + 1 + name(self.rest(at + 1)).len();
        if &self.source.text[at + 1..end] == "await" {
            end += space(self.rest(end));
            end += name(self.rest(end)).len();
        }
        loop {
            let rest = self.rest(end);
            let skipped = rest.len() - rest.trim_start_matches(['?', '!']).len();
            let rest = &rest[skipped..];
            let member = rest.strip_prefix('.').map(name).filter(|name| !name.is_empty());
            if let Some(member) = member {
                end += skipped + 1 + member.len();
            } else if (rest.starts_with('[') || rest.starts_with('(')) && (skipped == 0 || rest.starts_with('[')) {
                match self.partner(end + skipped) {
                    Some(close) => end = close,
                    None => return self.unclosed(at),
                }
            } else {
                break;
            }
        }
        self.shown(at..end, at + 1..end);
        end
    }

    /// One past the bracket that closes the one at `at`.
    pub(super) fn partner(&mut self, at: usize) -> Option<usize> {
        let bytes = self.source.text.as_bytes();
        let bytes = &bytes[..bytes.len().min(at + self.left)];
        let (mut here, mut depth) = (at, 0_usize);
        while here < bytes.len() {
            match bytes[here] {
                b'(' | b'[' | b'{' => depth += 1,
                b')' | b']' | b'}' if depth <= 1 => {
                    self.left -= here - at;
                    return Some(here + 1);
                }
                b')' | b']' | b'}' => depth -= 1,
                _ => {}
            }
            here += skip(&self.source.text, here);
        }
        self.left -= bytes.len().saturating_sub(at);
        None
    }

    /// A piece of markup in C#, from its `<`: up to where all its elements are closed.
    pub(super) fn fragment(&mut self, from: usize) -> usize {
        let bytes = self.source.text.as_bytes();
        let mut open: Vec<&str> = Vec::new();
        let mut at = from;
        while at < bytes.len() {
            let Some(found) = bytes[at..].iter().position(|byte| matches!(byte, b'<' | b'@')) else { break };
            at += found;
            if bytes[at] == b'@' {
                at = self.transition(at);
                continue;
            }
            if self.rest(at).starts_with("<!--") {
                at += self.rest(at).find("-->").map_or(self.rest(at).len(), |end| end + 3);
                if open.is_empty() {
                    return at;
                }
                continue;
            }
            let closing = bytes.get(at + 1) == Some(&b'/');
            let title = tag(self.rest(at + 1 + usize::from(closing)));
            if title.is_empty() {
                at += 1;
                continue;
            }
            let (start, name_end) = (at, at + 1 + usize::from(closing) + title.len());
            let (end, closed) = self.tag_end(name_end);
            // `<text>` is no element; it only says that what stands in it is markup.
            if title == "text" && self.found.segments.last().is_none_or(|last| last.range.end <= start) {
                self.push(start..end, SegmentKind::Inert);
            }
            at = end;
            match closing {
                false if closed || is_void(title) => {}
                false if open.len() > 4 * limits::NESTING => return end,
                false => open.push(title),
                true => match open.iter().rposition(|opened| opened.eq_ignore_ascii_case(title)) {
                    Some(depth) => open.truncate(depth),
                    None if open.is_empty() => return end,
                    None => {}
                },
            }
            if open.is_empty() {
                return at;
            }
        }
        bytes.len()
    }

    /// One past the `>` of the tag whose name ends at `at`, and whether it closes itself.
    fn tag_end(&mut self, mut at: usize) -> (usize, bool) {
        let bytes = self.source.text.as_bytes();
        let mut quote = None;
        while at < bytes.len() {
            match (bytes[at], quote) {
                (b'@', _) => {
                    at = self.transition(at).max(at + 1);
                    continue;
                }
                (b'>', None) => return (at + 1, bytes[at - 1] == b'/'),
                (b'<', None) => return (at, false),
                (byte @ (b'"' | b'\''), None) => quote = Some(byte),
                (byte, Some(open)) if byte == open => quote = None,
                _ => {}
            }
            at += 1;
        }
        (bytes.len(), false)
    }

    /// `@: text` up to the end of its line.
    pub(super) fn text_line(&mut self, at: usize) -> usize {
        self.push(self.from.min(at)..at + 2, SegmentKind::Inert);
        let end = self.line_end(at + 2);
        let mut here = at + 2;
        while let Some(found) = self.source.text[here.min(end)..end].find('@') {
            here = self.transition(here + found).max(here + found + 1);
        }
        let end = end.max(here);
        self.from = end;
        end
    }
}

/// How many bytes to go on from what stands at `at` of C#: a string or a comment as a whole.
pub(super) fn skip(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    match rest.as_bytes()[0] {
        b'"' => string_len(rest, text[..at].ends_with('@') || text[..at].ends_with("@$")),
        b'\'' => character_len(rest),
        b'/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
        b'/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
        _ => rest.chars().next().map_or(1, char::len_utf8),
    }
}

/// The length of the character that `text` starts with, quotes included. A quote by itself is one.
fn character_len(text: &str) -> usize {
    const LONGEST: usize = 12;
    let escaped = text[1..].starts_with('\\');
    let mut inside = text.char_indices().skip(1 + usize::from(escaped)).take(LONGEST);
    match inside.next() {
        None | Some((_, '\r' | '\n')) => 1,
        Some(_) => inside.take_while(|(_, c)| !matches!(c, '\r' | '\n')).find(|(_, c)| *c == '\'').map_or(1, |(at, _)| at + 1),
    }
}

/// The length of the string that `text` starts with. One that never ends takes its line.
fn string_len(text: &str, is_verbatim: bool) -> usize {
    const RAW: &str = "\"\"\"";
    if let Some(inside) = text.strip_prefix(RAW) {
        return inside.find(RAW).map_or(text.len(), |end| end + 2 * RAW.len());
    }
    let bytes = text.as_bytes();
    let mut at = 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if !is_verbatim => at += 1,
            b'"' if is_verbatim && bytes.get(at + 1) == Some(&b'"') => at += 1,
            b'"' => return at + 1,
            b'\n' if !is_verbatim => return 1,
            _ => {}
        }
        at += 1;
    }
    1
}

/// The name that `text` starts with.
pub(super) fn name(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    &text[..end]
}

/// The name of the tag that `text` starts with.
fn tag(text: &str) -> &str {
    if !text.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return "";
    }
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | ':' | '_' | '.')).unwrap_or(text.len());
    &text[..end]
}

/// How much white space `text` starts with.
pub(super) fn space(text: &str) -> usize {
    text.len() - text.trim_start().len()
}

fn is_void(tag: &str) -> bool {
    const VOID: &[&str] = &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];
    VOID.iter().any(|known| known.eq_ignore_ascii_case(tag))
}
