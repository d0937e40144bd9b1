//! The code of a page in PHP, as far as a reader of the page needs it: what is echoed, what gets a name, what is shown under a condition or
//! over and over.

use std::ops::Range;
use std::sync::Arc;

use super::expression;
use crate::dialect::bound::object_function;
use crate::dialect::template::{Opening, Segment, SegmentKind};
use crate::page::{Comment, Include, Node, Set};
use crate::source::Source;
use crate::text::Text;
use crate::unknown::Reason;
use crate::value::{Value, ValueKind};

/// Turns code into segments.
pub(in crate::dialect) struct Reader<'s> {
    source: &'s Source,
    /// True if the statement that was read last opens a block that the next one alone is in: `if ($a) echo $b;`.
    is_bare: bool,
    pub(in crate::dialect) segments: Vec<Segment>,
    pub(in crate::dialect) comments: Vec<Comment>,
}

/// What a statement comes to, and where it ends.
type Statement = (Option<SegmentKind>, usize);

impl<'s> Reader<'s> {
    pub(in crate::dialect) fn new(source: &'s Source) -> Self {
        Reader { source, is_bare: false, segments: Vec::new(), comments: Vec::new() }
    }

    /// Every `<?php … ?>` of the page.
    pub(in crate::dialect) fn tags(&mut self) {
        let text = &self.source.text;
        let mut at = 0;
        while let Some(start) = memchr::memmem::find(&text.as_bytes()[at..], b"<?").map(|found| at + found) {
            let rest = &text[start + 2..];
            let (opener, echoes) = if rest.starts_with('=') {
                (3, true)
            } else if rest.get(..3).is_some_and(|word| word.eq_ignore_ascii_case("php")) {
                (5, false)
            } else if rest.starts_with(char::is_whitespace) {
                (2, false)
            } else {
                at = start + 2;
                continue;
            };
            let inner = self.inner(start + opener);
            let end = if inner.end < text.len() { inner.end + 2 } else { text.len() };
            match echoes {
                true => self.echo(start..end, inner),
                false => self.statements(start..end, inner),
            }
            at = end;
        }
    }

    /// The code from `start` to the `?>` that is in no string and no comment of several lines.
    fn inner(&mut self, start: usize) -> Range<usize> {
        let text = &self.source.text;
        let bytes = text.as_bytes();
        let mut at = start;
        while let Some(next) = bytes[at..].iter().position(|byte| b"'\"?/#".contains(byte)).map(|found| at + found) {
            let rest = &text[next..];
            at = match bytes[next] {
                b'?' if rest.starts_with("?>") => return start..next,
                b'\'' | b'"' => next + expression::string_len(rest),
                b'/' if rest.starts_with("/*") => {
                    let len = rest.find("*/").map_or(rest.len(), |found| found + 2);
                    self.comment(next..next + len, 2, 2);
                    next + len
                }
                b'#' | b'/' if rest.starts_with('#') || rest.starts_with("//") => {
                    let line = rest.find('\n').unwrap_or(rest.len());
                    let len = rest[..line].find("?>").unwrap_or(line);
                    self.comment(next..next + len, if rest.starts_with('#') { 1 } else { 2 }, 0);
                    next + len
                }
                _ => next + 1,
            };
        }
        start..text.len()
    }

    fn comment(&mut self, range: Range<usize>, open: usize, close: usize) {
        let inner = range.start + open..range.end.saturating_sub(close).max(range.start + open).min(range.end);
        if self.source.text.get(inner.clone()).is_some() {
            let text = Text::verbatim(&self.source.text[inner.clone()], self.source.span(inner));
            self.comments.push(Comment { text, span: self.source.span(range) });
        }
    }

    fn echo(&mut self, whole: Range<usize>, inner: Range<usize>) {
        let (value, _) = expression::read(self.source, inner.start, inner.end);
        self.segments.push(Segment { range: whole, kind: SegmentKind::Print(value) });
    }

    /// Each statement is a segment; together they are the whole tag.
    pub(in crate::dialect) fn statements(&mut self, whole: Range<usize>, inner: Range<usize>) {
        let mut found: Vec<(SegmentKind, usize)> = Vec::new();
        let mut at = inner.start;
        // The blocks that are open, each true if it ends with the next statement.
        let mut open: Vec<bool> = Vec::new();
        loop {
            at = expression::skip_space(&self.source.text, at, inner.end);
            if at >= inner.end {
                break;
            }
            self.is_bare = false;
            let (kind, end) = self.statement(at..inner.end);
            let end = end.max(at + self.source.text[at..].chars().next().map_or(1, char::len_utf8)).min(inner.end);
            let is_bare = self.is_bare;
            match &kind {
                Some(SegmentKind::Open(..)) => {
                    // Where a block is all that a condition decides about, the condition opens none of its own.
                    if open.pop_if(|is_bare| *is_bare).is_some() {
                        close_nothing(&mut found);
                    }
                    open.push(is_bare);
                }
                Some(SegmentKind::Arm(_)) => open.iter_mut().last().into_iter().for_each(|last| *last = is_bare),
                Some(SegmentKind::Close(_)) => {
                    open.pop();
                }
                _ => {}
            }
            let is_within = matches!(kind, Some(SegmentKind::Open(..) | SegmentKind::Arm(_))) || self.goes_on(end..inner.end);
            let is_last = !is_within && open.pop_if(|is_bare| *is_bare).is_some();
            // The end has a place of its own, the last character of the statement.
            let last = self.source.text[at..end].char_indices().next_back().map_or(at, |(place, _)| at + place);
            match is_last {
                true if last > at => {
                    found.extend(kind.map(|kind| (kind, last)));
                    found.push((SegmentKind::Close("block"), end));
                }
                true => close_nothing(&mut found),
                false => found.extend(kind.map(|kind| (kind, end))),
            }
            at = end;
        }
        if open.last() == Some(&true) {
            close_nothing(&mut found);
        }
        let mut start = whole.start;
        let last = found.len().saturating_sub(1);
        if found.is_empty() {
            return self.segments.push(Segment { range: whole, kind: SegmentKind::Inert });
        }
        for (number, (kind, end)) in found.into_iter().enumerate() {
            let end = if number == last { whole.end } else { end };
            self.segments.push(Segment { range: start..end, kind });
            start = end;
        }
    }

    /// True if another arm of a condition comes next.
    fn goes_on(&self, range: Range<usize>) -> bool {
        let next = expression::skip_space(&self.source.text, range.start, range.end);
        let rest = &self.source.text[next..range.end];
        matches!(&rest[..expression::name_len(rest)], "else" | "elseif")
    }

    fn statement(&mut self, range: Range<usize>) -> Statement {
        let text = &self.source.text;
        let rest = &text[range.clone()];
        let word = &rest[..expression::name_len(rest)];
        let after = range.start + word.len();
        match word {
            "" if rest.starts_with('}') => self.closing(range),
            "if" => self.opening(after..range.end, |reader, head| Opening::Branch(Some(reader.condition(head)))),
            "else" | "elseif" => self.arm(range),
            "foreach" => self.opening(after..range.end, Reader::each),
            "for" | "while" => self.opening(after..range.end, |reader, head| {
                Opening::Loop(Vec::new(), Value::unknown(Reason::Computed, reader.source.span(head)))
            }),
            "switch" | "do" | "try" | "catch" | "finally" => self.opening(after..range.end, |_, _| Opening::Plain),
            "endif" | "endforeach" | "endfor" | "endwhile" | "endswitch" => {
                (Some(SegmentKind::Close("block")), self.end_of(after..range.end))
            }
            "echo" | "print" => {
                let (value, end) = expression::read(self.source, after, range.end);
                (Some(SegmentKind::Print(value)), self.end_of(end..range.end))
            }
            // What WordPress says of its own words.
            "_e" | "esc_html_e" | "esc_attr_e" => {
                let (value, end) = expression::read(self.source, range.start, range.end);
                (Some(SegmentKind::Print(value)), self.end_of(end..range.end))
            }
            "include" | "require" | "include_once" | "require_once" => {
                let (template, end) = expression::read(self.source, after, range.end);
                let span = self.source.span(range.start..end);
                let include = Node::Include(Include { template, with: None, span });
                (Some(SegmentKind::Single(include)), self.end_of(end..range.end))
            }
            "function" | "class" | "abstract" | "final" | "interface" | "trait" | "namespace" | "use" => (None, self.past_body(range)),
            _ => self.simple(range),
        }
    }

    /// `}`, perhaps with another arm behind it.
    fn closing(&mut self, range: Range<usize>) -> Statement {
        let next = expression::skip_space(&self.source.text, range.start + 1, range.end);
        let rest = &self.source.text[next..range.end];
        match &rest[..expression::name_len(rest)] {
            "else" | "elseif" => self.arm(next..range.end),
            "catch" | "finally" => {
                let (_, end) = self.opening(next..range.end, |_, _| Opening::Plain);
                (Some(SegmentKind::Arm(None)), end)
            }
            _ => (Some(SegmentKind::Close("block")), range.start + 1),
        }
    }

    fn arm(&mut self, range: Range<usize>) -> Statement {
        let text = &self.source.text;
        let mut at = range.start + expression::name_len(&text[range.clone()]);
        at = expression::skip_space(text, at, range.end);
        if text[at..range.end].starts_with("if") {
            at += 2;
        }
        let head = self.head(at..range.end);
        let condition = head.clone().map(|head| self.condition(head));
        let end = head.map_or(at, |head| head.end + 1).min(range.end);
        let end = expression::skip_space(text, end, range.end);
        self.is_bare = !text[end..range.end].starts_with([':', '{']);
        (Some(SegmentKind::Arm(condition)), if self.is_bare { end } else { end + 1 })
    }

    /// A statement with a body, if that begins with `{` or `:`.
    fn opening(&mut self, range: Range<usize>, open: impl FnOnce(&mut Self, Range<usize>) -> Opening) -> Statement {
        let text = &self.source.text;
        let head = self.head(range.clone());
        let end = head.clone().map_or(range.start, |head| head.end + 1).min(range.end);
        let end = expression::skip_space(text, end, range.end);
        // What is done while nothing else is shown has no body at all: `while (next());`.
        if end >= range.end || text[end..range.end].starts_with(';') {
            return (None, end);
        }
        let opening = open(self, head.unwrap_or(end..end));
        self.is_bare = !text[end..range.end].starts_with([':', '{']);
        (Some(SegmentKind::Open("block", opening)), if self.is_bare { end } else { end + 1 })
    }

    /// What stands between the brackets that `range` starts with.
    fn head(&self, range: Range<usize>) -> Option<Range<usize>> {
        let text = &self.source.text;
        let start = expression::skip_space(text, range.start, range.end);
        text[start..range.end].starts_with('(').then(|| start + 1..self.partner(start..range.end))
    }

    /// Where the bracket closes that `range` starts with; its end where it never does.
    fn partner(&self, range: Range<usize>) -> usize {
        let bytes = self.source.text.as_bytes();
        let (mut at, mut depth) = (range.start, 0_usize);
        while at < range.end {
            match bytes[at] {
                b'\'' | b'"' => {
                    at += expression::string_len(&self.source.text[at..range.end]);
                    continue;
                }
                b'/' | b'#' => {
                    at = expression::skip_space(&self.source.text, at, range.end).max(at + 1);
                    continue;
                }
                b'(' | b'[' | b'{' => depth += 1,
                b')' | b']' | b'}' if depth <= 1 => return at,
                b')' | b']' | b'}' => depth -= 1,
                _ => {}
            }
            at += 1;
        }
        range.end
    }

    pub(in crate::dialect) fn condition(&self, head: Range<usize>) -> Value {
        let kind = match self.source.text[head.clone()].trim() {
            "false" => ValueKind::Bool(false),
            "true" => ValueKind::Bool(true),
            _ => ValueKind::Unknown(Reason::Condition),
        };
        Value::new(kind, self.source.span(head))
    }

    /// `foreach ($list as $key => $item)`.
    pub(in crate::dialect) fn each(&mut self, head: Range<usize>) -> Opening {
        let (over, end) = expression::read(self.source, head.start, head.end);
        let names = self.source.text[end.min(head.end)..head.end].trim().strip_prefix("as").unwrap_or_default();
        let names = names.split("=>").map(|name| name.trim().trim_start_matches(['&', '$']).to_owned());
        let names: Vec<String> = names.filter(|name| !name.is_empty()).collect();
        // A list has numbers for keys.
        let over = if names.len() > 1 { object_function("entries", over) } else { over };
        Opening::Loop(names, over)
    }

    /// A name that gets a value, or a call of a helper that prints by itself.
    fn simple(&mut self, range: Range<usize>) -> Statement {
        let (value, end) = expression::read(self.source, range.start, range.end);
        let at = expression::skip_space(&self.source.text, end, range.end);
        let rest = &self.source.text[at..range.end];
        let assigns = rest.starts_with('=') && !rest.starts_with("==") && !rest.starts_with("=>");
        let changes = assigns || [".=", "+=", "??="].iter().any(|operator| rest.starts_with(operator));
        if let Some(name) = changed(&value, changes && !(assigns && matches!(value.kind, ValueKind::Name(_)))) {
            let value = Arc::new(Value::unknown(Reason::Computed, value.span));
            return (Some(SegmentKind::Single(Node::Set(Set { name, value }))), self.end_of(end..range.end));
        }
        match &value.kind {
            ValueKind::Name(name) if assigns => {
                let (given, end) = expression::read(self.source, at + 1, range.end);
                let set = Set { name: name.clone(), value: Arc::new(given) };
                (Some(SegmentKind::Single(Node::Set(set))), self.end_of(end..range.end))
            }
            ValueKind::Call(call) if !assigns && call.receiver.as_ref().is_some_and(shows) => {
                (Some(SegmentKind::Print(value)), self.end_of(end..range.end))
            }
            _ => (None, self.end_of(end..range.end)),
        }
    }

    /// One past the `;` that ends a statement.
    fn end_of(&self, range: Range<usize>) -> usize {
        let bytes = self.source.text.as_bytes();
        let mut at = range.start;
        while at < range.end {
            match bytes[at] {
                b';' => return at + 1,
                b'\'' | b'"' => at += expression::string_len(&self.source.text[at..range.end]),
                b'(' | b'[' | b'{' => at = self.partner(at..range.end) + 1,
                b'/' | b'#' => at = expression::skip_space(&self.source.text, at, range.end).max(at + 1),
                // It ends a block, too.
                b'}' => return at,
                _ => at += 1,
            }
        }
        range.end
    }

    /// One past a declaration and its body.
    fn past_body(&self, range: Range<usize>) -> usize {
        let bytes = self.source.text.as_bytes();
        let open = bytes[range.clone()].iter().position(|byte| matches!(byte, b'{' | b';')).map_or(range.end, |found| range.start + found);
        match bytes.get(open) {
            Some(b'{') if open < range.end => (self.partner(open..range.end) + 1).min(range.end),
            _ => (open + 1).min(range.end),
        }
    }
}

/// Takes the block away that was opened last, or its last arm, as nothing closes it.
fn close_nothing(found: &mut [(SegmentKind, usize)]) {
    let opener = found.iter_mut().rev().find(|(kind, _)| matches!(kind, SegmentKind::Open(..) | SegmentKind::Arm(_)));
    opener.into_iter().for_each(|(kind, _)| *kind = SegmentKind::Inert);
}

/// The name of the variable that a statement changes in a way that is not followed: `$list[] = …`, `array_push($list, …)`.
fn changed(value: &Value, assigns: bool) -> Option<String> {
    const CHANGING: &[&str] = &["array_push", "array_unshift", "array_splice", "array_pop", "array_shift", "array_walk", "unset"];
    match &value.kind {
        ValueKind::Call(call) if CHANGING.contains(&call.name.as_str()) => changed(call.args.first()?, true),
        ValueKind::Name(name) if assigns => Some(name.clone()),
        ValueKind::Member(subject, _) if assigns => changed(subject, true),
        // `$list[] = …`, whose key cannot be read.
        _ => None,
    }
}

/// True for the helpers that print what they are asked for: `$form->radioBoolean(…)`, `$this->renderPartial(…)`.
fn shows(receiver: &Value) -> bool {
    matches!(&receiver.kind, ValueKind::Name(name) if name == "form" || name == "this")
}
