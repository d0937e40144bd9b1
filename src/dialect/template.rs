//! What template languages that are written between delimiters share: finding the segments, and pairing the tags.

use std::ops::Range;
use std::sync::Arc;

use super::{Marks, marks};
use crate::page::{Arm, Block, Branch, Element, Include, Loop, Node, Set, Wrap};
use crate::source::Span;
use crate::unknown::Reason;
use crate::value::{Entry, Value, ValueKind};

/// The delimiters of a language, opening and closing.
pub(super) struct Delimiters {
    pub(super) print: (&'static str, &'static str),
    pub(super) tag: (&'static str, &'static str),
    pub(super) comment: (&'static str, &'static str),
}

/// Which delimiters a raw segment stands between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RawKind {
    Print,
    Tag,
    Comment,
}

/// A stretch of template language, found but not yet understood. Offsets are bytes of the text.
#[derive(Clone, Debug)]
pub(super) struct Raw {
    pub(super) kind: RawKind,
    /// With its delimiters.
    pub(super) range: Range<usize>,
    /// Without them, without trim marks and white space at the ends.
    pub(super) inner: Range<usize>,
    /// False where its end is missing and the end of the line was taken.
    pub(super) closed: bool,
}

/// A stretch of template language, understood.
pub(super) struct Segment {
    /// Bytes of the text, delimiters included.
    pub(super) range: Range<usize>,
    pub(super) kind: SegmentKind,
}

pub(super) enum SegmentKind {
    /// Shows a value.
    Print(Value),
    /// Stands in the page as it is.
    Single(Node),
    /// Several of the kind.
    #[cfg_attr(not(feature = "ruby"), allow(dead_code, reason = "only a tag of Ruby does several things"))]
    Several(Vec<Node>),
    /// Opens a block that `family` closes.
    Open(&'static str, Opening),
    /// `else`, `elif`, `case`: with its condition.
    Arm(Option<Value>),
    /// Closes the innermost open block of the family.
    Close(&'static str),
    /// Shows nothing: a comment, a directive of the engine.
    Inert,
}

/// What a block does with what stands in it.
pub(super) enum Opening {
    Branch(Option<Value>),
    Loop(Vec<String>, Value),
    /// A call, and the names that its block gives to what it is handed.
    Wrap(Value, Vec<String>),
    /// What another template shows within itself.
    #[cfg_attr(not(feature = "ruby"), allow(dead_code, reason = "only a component of Ruby is given its content so"))]
    Within(Include, Vec<String>),
    /// An element that code writes.
    #[cfg_attr(not(feature = "ruby"), allow(dead_code, reason = "only Ruby writes elements so"))]
    Written(Box<Element>),
    /// Keeps it in a variable.
    Keep(String),
    Block(String),
    Macro(String, Vec<String>, Vec<Set>),
    /// Shows it as this HTML element.
    Element(&'static str),
    /// Shows it as it is.
    Plain,
}

impl Opening {
    /// The block with what stands in its arms. `open` is what opens it, `span` all of it.
    pub(super) fn block(&self, arms: Vec<(Option<Value>, Vec<Node>)>, open: Span, span: Span) -> Vec<Node> {
        if let Opening::Branch(condition) = self {
            let mut arms = arms;
            if let Some(first) = arms.first_mut() {
                first.0 = condition.clone();
            }
            let arms = arms.into_iter().map(|(condition, body)| Arm { condition, body }).collect();
            return vec![Node::Branch(Branch { arms, span })];
        }
        let mut arms = arms.into_iter().map(|(_, nodes)| nodes);
        let body = arms.next().unwrap_or_default();
        if let Opening::Loop(names, over) = self {
            let repeated = Node::Loop(Box::new(Loop { names: names.clone(), over: over.clone(), body, open, span }));
            // What stands behind an `else` is shown where the list is empty.
            let empty = arms.map(|body| Arm { condition: Some(Value::unknown(Reason::Condition, over.span)), body });
            let empty: Vec<Arm> = empty.filter(|arm| !arm.body.is_empty()).collect();
            let instead = (!empty.is_empty()).then_some(Node::Branch(Branch { arms: empty, span }));
            return [repeated].into_iter().chain(instead).collect();
        }
        let body: Vec<Node> = body.into_iter().chain(arms.flatten()).collect();
        vec![match self {
            Opening::Branch(_) | Opening::Loop(..) | Opening::Plain => return body,
            Opening::Wrap(call, names) => Node::Wrap(Box::new(Wrap { call: call.clone(), body: handed(call, names, body), span })),
            Opening::Within(include, names) => {
                let call = Value::unknown(Reason::Include, include.span);
                let content = Value::new(ValueKind::Markup(handed(&call, names, body).into()), span);
                let entry = Entry { key: "content".to_owned(), key_span: include.span, value: content };
                let with = Value::new(ValueKind::Map([entry].into()), span);
                Node::Include(Include { with: Some(with), ..include.clone() })
            }
            Opening::Element(tag) => {
                let (attributes, spreads) = (Vec::new(), Vec::new());
                Node::Element(Box::new(Element { tag: (*tag).to_owned(), span, open, attributes, spreads, children: body }))
            }
            Opening::Written(element) => {
                let mut element = element.clone();
                element.span = span;
                element.children.extend(body);
                Node::Element(element)
            }
            Opening::Keep(name) => {
                let value = Value::new(ValueKind::Markup(body.into()), span);
                Node::Set(Set { name: name.clone(), value: Arc::new(value) })
            }
            Opening::Block(name) => Node::Block(Block { name: name.clone(), params: Vec::new(), defaults: Vec::new(), body }),
            Opening::Macro(name, params, defaults) => {
                Node::Macro(Block { name: name.clone(), params: params.clone(), defaults: defaults.clone(), body })
            }
        }]
    }
}

/// What a call wraps, in which each name stands for what hands it: the call.
fn handed(call: &Value, names: &[String], body: Vec<Node>) -> Vec<Node> {
    let set = |name: &String| Node::Set(Set { name: name.clone(), value: Arc::new(call.clone()) });
    names.iter().map(set).chain(body).collect()
}

/// Finds the segments of `text` after `from`. Strings, brackets and braces inside a segment may hold its closing delimiter.
pub(super) fn scan(text: &str, from: usize, delimiters: &Delimiters) -> Vec<Raw> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = from;
    // How many bytes are still looked through for ends that brackets keep back, so that it takes time with the length alone.
    let mut left = 8 * text.len();
    // Delimiters that do not close anything any more.
    let mut none_left: Vec<&str> = Vec::new();
    let firsts = [delimiters.print.0, delimiters.tag.0, delimiters.comment.0].map(|open| open.as_bytes()[0]);
    while let Some(start) = bytes[at..].iter().position(|byte| firsts.contains(byte)).map(|found| at + found) {
        let rest = &text[start..];
        let (kind, (open, close)) = if rest.starts_with(delimiters.comment.0) {
            (RawKind::Comment, delimiters.comment)
        } else if rest.starts_with(delimiters.print.0) {
            (RawKind::Print, delimiters.print)
        } else if rest.starts_with(delimiters.tag.0) {
            (RawKind::Tag, delimiters.tag)
        } else {
            at = start + 1;
            continue;
        };
        let from = start + open.len();
        let next = if none_left.contains(&close) { None } else { text[from..].find(close).map(|found| from + found) };
        if next.is_none() && !none_left.contains(&close) {
            none_left.push(close);
        }
        let end = match kind {
            RawKind::Comment => next,
            _ => next.map(|next| close_of(text, from, close, &mut left).unwrap_or(next)),
        };
        let closed = end.is_some();
        let end = end.unwrap_or_else(|| text[from..].find('\n').map_or(text.len(), |line| from + line));
        let stop = if closed { end + close.len() } else { end };
        found.push(Raw { kind, range: start..stop, inner: trimmed(text, from..end), closed });
        at = stop.max(start + 1);
    }
    found
}

/// Where `close` stands outside strings and brackets, or `None` if it never does.
fn close_of(text: &str, from: usize, close: &str, left: &mut usize) -> Option<usize> {
    let bytes = &text.as_bytes()[..text.len().min(from + *left)];
    let (mut at, mut depth) = (from, 0_usize);
    while at < bytes.len() {
        if depth == 0 && bytes[at..].starts_with(close.as_bytes()) {
            *left -= at - from;
            return Some(at);
        }
        match bytes[at] {
            quote @ (b'"' | b'\'') => match string_end(bytes, at, quote) {
                Some(end) => at = end,
                None => break,
            },
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += 1;
    }
    *left -= bytes.len().saturating_sub(from);
    None
}

fn string_end(bytes: &[u8], start: usize, quote: u8) -> Option<usize> {
    let mut at = start + 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            byte if byte == quote => return Some(at),
            _ => {}
        }
        at += 1;
    }
    None
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let inner = &text[range.clone()];
    let inner_start = inner.strip_prefix(['-', '+']).unwrap_or(inner);
    let from = range.end - inner_start.trim_start().len();
    let inner = inner_start.trim_start();
    let inner = inner.strip_suffix(['-', '+']).unwrap_or(inner).trim_end();
    from..from + inner.len()
}

/// The segments in the order of the text. Of two that overlap the first is kept.
pub(super) fn in_order(mut segments: Vec<Segment>) -> Vec<Segment> {
    segments.sort_by_key(|segment| segment.range.start);
    let mut end = 0;
    segments.retain(|segment| {
        let is_free = segment.range.start >= end;
        end = end.max(segment.range.end);
        is_free
    });
    segments
}

/// For each segment that opens a block, the one that closes it; for each arm and close, the one that opened it.
pub(super) fn pair(segments: &[Segment]) -> Vec<Option<usize>> {
    let mut partner = vec![None; segments.len()];
    let mut open: Vec<(usize, &'static str)> = Vec::new();
    for (at, segment) in segments.iter().enumerate() {
        match &segment.kind {
            SegmentKind::Open(family, _) => open.push((at, family)),
            SegmentKind::Arm(_) => partner[at] = open.last().map(|&(opener, _)| opener),
            SegmentKind::Close(family) => {
                if let Some(depth) = open.iter().rposition(|(_, opened)| opened == family) {
                    let opener = open[depth].0;
                    open.truncate(depth);
                    partner[opener] = Some(at);
                    partner[at] = Some(opener);
                }
            }
            SegmentKind::Print(_) | SegmentKind::Single(_) | SegmentKind::Several(_) | SegmentKind::Inert => {}
        }
    }
    partner
}

/// How deep the blocks stand in one another.
pub(super) fn depth(segments: &[Segment]) -> usize {
    let (mut now, mut most) = (0_usize, 0);
    for segment in segments {
        match segment.kind {
            SegmentKind::Open(..) => now += 1,
            SegmentKind::Close(_) => now = now.saturating_sub(1),
            _ => {}
        }
        most = most.max(now);
    }
    most
}

/// The identifier that `text` starts with.
pub(super) fn word(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    &text[..end]
}

/// `range` without white space at its ends.
pub(super) fn skip_space(text: &str, range: Range<usize>) -> Range<usize> {
    let inner = &text[range.clone()];
    let start = range.end - inner.trim_start().len();
    start..start + inner.trim().len()
}

/// The language of a file whose ending promises one that askwell reads, and which is written in one that it cannot read yet. Only
/// marks that no dialect of [`super::ALL`] has.
pub(super) fn foreign(ending: &str, text: &str) -> Option<&'static str> {
    static HANDLEBARS: Marks = marks!["{{#if ", "{{#each ", "{{#unless ", "{{> ", "{{/if}}"];
    static ERB: Marks = marks!["<%= ", "<% "];
    static PHP: Marks = marks!["<?php", "<?="];
    // What Laravel makes of Blade names its source at the end.
    static BLADE: Marks = marks!["ENDPATH**/"];
    static WTFORMS: Marks = marks!["from wtforms", "import wtforms", "from flask_wtf"];
    static FIELDS: Marks = marks!["Field("];
    match ending {
        "html" | "htm" => {
            let languages = [(&HANDLEBARS, "Handlebars"), (&ERB, "ERB"), (&PHP, "PHP")];
            languages.into_iter().find(|(marks, _)| marks.are_in(text)).map(|(_, language)| language)
        }
        "php" => BLADE.are_in(text).then_some("compiled Blade"),
        // A module that only tells other code's mistakes asks nobody anything.
        "py" => (WTFORMS.are_in(text) && FIELDS.are_in(text)).then_some("WTForms"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const JINJA: Delimiters = Delimiters { print: ("{{", "}}"), tag: ("{%", "%}"), comment: ("{#", "#}") };

    fn inners(text: &str) -> Vec<&str> {
        scan(text, 0, &JINJA).into_iter().map(|raw| &text[raw.inner]).collect()
    }

    #[test]
    fn a_closing_delimiter_in_a_string_or_map_closes_nothing() {
        assert_eq!(inners(r#"a {{ f({a: {b: "}}"}}) }} b"#), [r#"f({a: {b: "}}"}})"#]);
        assert_eq!(inners("{%- set x = '%}' -%}"), ["set x = '%}'"]);
        assert_eq!(inners("{# {{ x }} #}{{ y }}"), ["{{ x }}", "y"]);
    }

    #[test]
    fn an_unbalanced_quote_does_not_swallow_the_page() {
        assert_eq!(inners("{{ it's }} and {{ y }}"), ["it's", "y"]);
        let open = scan("{{ x\n<p>", 0, &JINJA);
        assert_eq!((open[0].closed, open[0].range.clone()), (false, 0..4));
    }
}
