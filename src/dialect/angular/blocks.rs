//! Blocks of Angular's control flow: `@if (…) { … } @else { … }`, `@for (x of list; track x) { … }`, `@switch (…) { … }`.

use std::ops::Range;

use super::super::template::{Opening, Segment, SegmentKind};
use crate::source::{Source, Span};
use crate::unknown::Reason;
use crate::value::{Value, ValueKind};

/// The family of every block: they close in the order in which they open.
const FAMILY: &str = "@";

/// The blocks of the template at `range`, outside of what `shown` covers.
pub(super) fn find(source: &Source, range: &Range<usize>, shown: &[Segment]) -> Vec<Segment> {
    let text = &source.text[..range.end];
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let (mut at, mut open, mut next) = (range.start, 0_usize, 0);
    // How many bytes are still looked through for the ends of tags, so that it takes time with the length alone.
    let mut left = 4 * range.len();
    while at < range.end {
        while shown.get(next).is_some_and(|segment| segment.range.end <= at) {
            next += 1;
        }
        if let Some(segment) = shown.get(next).filter(|segment| segment.range.contains(&at)) {
            at = segment.range.end;
            continue;
        }
        match bytes[at] {
            b'<' => at = tag_end(text, at, &mut left),
            b'@' => match head(text, at) {
                Some(head) => {
                    let kind = opening(source, &head);
                    open += usize::from(matches!(kind, SegmentKind::Open(..)));
                    found.push(Segment { range: head.whole.clone(), kind });
                    at = head.whole.end;
                }
                None => at += 1,
            },
            b'}' if open > 0 => {
                // What follows a block may be its next arm.
                let after = at + 1 + text[at + 1..].len() - text[at + 1..].trim_start().len();
                let arm = head(text, after).filter(|head| matches!(head.keyword, "else" | "empty" | "case" | "default"));
                match arm {
                    Some(head) if matches!(head.keyword, "else" | "empty") => {
                        found.push(Segment { range: at..head.whole.end, kind: SegmentKind::Arm(condition(source, &head)) });
                        at = head.whole.end;
                    }
                    _ => {
                        open -= 1;
                        found.push(Segment { range: at..at + 1, kind: SegmentKind::Close(FAMILY) });
                        at += 1;
                    }
                }
            }
            _ => at += 1,
        }
    }
    found
}

/// The list that a block goes over, where its expression is still to be read.
pub(super) fn list(kind: &SegmentKind) -> Option<Range<usize>> {
    match kind {
        SegmentKind::Open(_, Opening::Loop(_, over)) => Some(over.span.range()),
        _ => None,
    }
}

/// `@for (item of items; track item.id) {`.
struct Head<'t> {
    keyword: &'t str,
    /// What stands in its brackets; empty where it has none.
    inner: Range<usize>,
    whole: Range<usize>,
}

fn head(text: &str, at: usize) -> Option<Head<'_>> {
    const KEYWORDS: &[&str] = &["if", "else", "for", "empty", "switch", "case", "default", "defer", "placeholder", "loading", "error"];
    let rest = text.get(at..)?.strip_prefix('@')?;
    let len = rest.find(|c: char| !c.is_ascii_lowercase()).unwrap_or(rest.len());
    let keyword = *KEYWORDS.iter().find(|keyword| **keyword == &rest[..len])?;
    let mut end = at + 1 + len;
    let space = |from: usize| from + text[from..].len() - text[from..].trim_start().len();
    // `@else if (…)`.
    if let ("else", Some(more)) = (keyword, text[space(end)..].strip_prefix("if")) {
        end = text.len() - more.len();
    }
    end = space(end);
    let mut inner = end..end;
    if text[end..].starts_with('(') {
        let len = closing(&text[end..])?;
        inner = end + 1..end + len - 1;
        end = space(end + len);
    }
    text[end..].starts_with('{').then_some(Head { keyword, inner, whole: at..end + 1 })
}

/// The length of what stands in brackets at the beginning of `text`, with both of them. Nothing long stands in brackets there.
fn closing(text: &str) -> Option<usize> {
    let (mut depth, mut quote) = (0_usize, None);
    for (at, byte) in text.bytes().enumerate().take(2000) {
        match (quote, byte) {
            (Some(open), close) if open == close => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'' | b'`') => quote = Some(byte),
            (None, b'(') => depth += 1,
            (None, b')') if depth == 1 => return Some(at + 1),
            (None, b')') => depth -= 1,
            _ => {}
        }
    }
    None
}

fn opening(source: &Source, head: &Head) -> SegmentKind {
    let opens = |opening| SegmentKind::Open(FAMILY, opening);
    match head.keyword {
        "if" => opens(Opening::Branch(condition(source, head))),
        "for" => {
            let inner = &source.text[head.inner.clone()];
            let until = inner.find(';').unwrap_or(inner.len());
            match inner[..until].split_once(" of ") {
                Some((name, list)) => {
                    let start = head.inner.start + until - list.trim_start().len();
                    let span = source.span(start..start + list.trim().len());
                    opens(Opening::Loop(vec![name.trim().to_owned()], Value::unknown(Reason::Unreadable, span)))
                }
                None => opens(Opening::Loop(Vec::new(), Value::unknown(Reason::Loop, source.span(head.inner.clone())))),
            }
        }
        "switch" => opens(Opening::Plain),
        // Each is one of several, and none is certain.
        _ => opens(Opening::Branch(Some(unknown(source.span(head.inner.clone()))))),
    }
}

/// What decides on a block; none for a plain `@else`.
fn condition(source: &Source, head: &Head) -> Option<Value> {
    let span = source.span(head.inner.clone());
    match source.text[head.inner.clone()].trim() {
        "" => None,
        "true" => Some(Value::new(ValueKind::Bool(true), span)),
        "false" => Some(Value::new(ValueKind::Bool(false), span)),
        _ => Some(unknown(span)),
    }
}

fn unknown(span: Span) -> Value {
    Value::unknown(Reason::Condition, span)
}

/// Where the tag or comment ends that begins at `at`; just behind it where it never does.
fn tag_end(text: &str, at: usize, left: &mut usize) -> usize {
    let bytes = text.as_bytes();
    if text[at..].starts_with("<!--") {
        // What is never closed goes on to the end.
        return memchr::memmem::find(&bytes[at..], b"-->").map_or(text.len(), |end| at + end + 3);
    }
    if !bytes.get(at + 1).is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'/') {
        return at + 1;
    }
    let mut quote = None;
    for (place, byte) in bytes.iter().enumerate().skip(at) {
        if *left == 0 {
            break;
        }
        *left -= 1;
        match (quote, *byte) {
            (Some(open), close) if open == close => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') => quote = Some(*byte),
            (None, b'>') => return place + 1,
            _ => {}
        }
    }
    at + 1
}
