//! Expressions that a template binds to its elements: in attributes, and between braces. Vue and Angular write so.

use std::ops::Range;

use super::Parsers;
use super::script::part;
use super::template::{self, Delimiters, RawKind, Segment, SegmentKind};
use crate::page::Notice;
use crate::source::{FileId, Source, Span};
use crate::unknown::Reason;
use crate::value::{Call, Value, ValueKind};

/// What is shown stands in braces. A comment of the page may hold some, and shows nothing.
const DELIMITERS: Delimiters = Delimiters { print: ("{{", "}}"), tag: ("{{", "}}"), comment: ("<!--", "-->") };

/// The expressions of a file, each to be read by itself, so that one which cannot be read takes no other with it.
pub(super) struct Expressions<'p> {
    /// The text with brackets in place of the quotes or braces around each expression: `{ a: 1 }` is an object there.
    code: String,
    file: FileId,
    parsers: &'p mut Parsers,
    pub(super) notices: Vec<Notice>,
}

impl<'p> Expressions<'p> {
    /// Those that stand at `ranges` of the file, each between two characters that are no part of it.
    pub(super) fn new(source: &Source, ranges: &[Range<usize>], parsers: &'p mut Parsers) -> Self {
        let mut bytes = source.text.as_bytes().to_vec();
        for range in ranges.iter().filter(|range| range.start > 0) {
            let (before, after) = (range.start - 1, range.end);
            if bytes.get(after).is_some_and(u8::is_ascii) && bytes[before].is_ascii() {
                (bytes[before], bytes[after]) = (b'(', b')');
            }
        }
        let code = String::from_utf8(bytes).unwrap_or_else(|_| source.text.clone());
        Expressions { code, file: source.id, parsers, notices: Vec::new() }
    }

    /// What the expression at `span` says.
    pub(super) fn value(&mut self, span: Span) -> Value {
        let range = span.range();
        if range.is_empty() || self.code[range.clone()].trim().is_empty() {
            return Value::unknown(Reason::Unreadable, span);
        }
        let is_bracketed =
            range.start > 0 && self.code.as_bytes()[range.start - 1] == b'(' && self.code.as_bytes().get(range.end) == Some(&b')');
        let within = if is_bracketed { range.start - 1..range.end + 1 } else { range };
        let value = part::expression(&self.code, within, self.file, self.parsers);
        if matches!(value.kind, ValueKind::Unknown(Reason::Unreadable)) {
            self.notices.push(Notice { span, message: "this expression could not be read".to_owned() });
            return Value::unknown(Reason::Unreadable, span);
        }
        value
    }
}

/// Where `text` shows values, outside of `hidden`, which stands in order. What they are is found out later.
pub(super) fn shown(source: &Source, hidden: &[Range<usize>], notices: &mut Vec<Notice>) -> Vec<Segment> {
    let text = &*source.text;
    let mut segments = Vec::new();
    let mut from = 0;
    let ends = hidden.iter().cloned().chain([text.len()..text.len()]);
    for part in ends {
        for raw in template::scan(&text[from..part.start], &DELIMITERS).into_iter().filter(|raw| raw.kind != RawKind::Comment) {
            let (range, inner) = (raw.range.start + from..raw.range.end + from, raw.inner.start + from..raw.inner.end + from);
            if !raw.closed {
                let message = "`{{` is opened and never closed".to_owned();
                notices.push(Notice { span: source.span(range.clone()), message });
            }
            // What is never closed opens nothing: the page goes on behind it.
            let (range, kind) = match (raw.closed, inner.is_empty()) {
                (false, _) => (range.start..range.start + 2, SegmentKind::Inert),
                (true, true) => (range, SegmentKind::Inert),
                (true, false) => (range, SegmentKind::Print(Value::unknown(Reason::Unreadable, source.span(inner)))),
            };
            segments.push(Segment { range, kind });
        }
        from = part.end;
    }
    segments
}

/// Where the calls of `function` stand in the code at `range` of `text`, type arguments and all.
pub(super) fn calls(text: &str, range: &Range<usize>, function: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = range.start;
    while let Some(start) = memchr::memmem::find(&bytes[at..range.end], function.as_bytes()).map(|found| at + found) {
        at = start + function.len();
        let (mut depth, mut quote, mut end) = (0_i32, None, at);
        while end < range.end {
            let byte = bytes[end];
            end += 1;
            match (quote, byte) {
                (Some(_), b'\\') => end += 1,
                (Some(open), close) if open == close => quote = None,
                (Some(_), _) => {}
                (None, b'"' | b'\'' | b'`') => quote = Some(byte),
                (None, b'(' | b'{' | b'[') => depth += 1,
                (None, b')' | b'}' | b']') => depth -= 1,
                _ => {}
            }
            if depth < 0 || (depth == 0 && byte == b')') || (depth == 0 && quote.is_none() && matches!(byte, b';' | b'=')) {
                break;
            }
        }
        let end = end.min(range.end);
        if bytes[end - 1] == b')' && text.is_char_boundary(end) {
            found.push(start..end);
        }
        at = end;
    }
    found
}

/// A call of one of the language's own functions, `Object.values(x)`.
pub(super) fn object_function(name: &str, of: Value) -> Value {
    let span = of.span;
    let receiver = Some(Value::new(ValueKind::Name("Object".to_owned()), span));
    Value::new(ValueKind::Call(Box::new(Call { receiver, name: name.to_owned(), args: vec![of], keywords: None })), span)
}

/// True for the elements of HTML. All else is a component.
pub(super) fn is_html(tag: &str) -> bool {
    const TAGS: &[&str] = &[
        "a",
        "abbr",
        "address",
        "area",
        "article",
        "aside",
        "audio",
        "b",
        "base",
        "bdi",
        "bdo",
        "blockquote",
        "body",
        "br",
        "button",
        "canvas",
        "caption",
        "center",
        "cite",
        "code",
        "col",
        "colgroup",
        "data",
        "datalist",
        "dd",
        "del",
        "details",
        "dfn",
        "dialog",
        "div",
        "dl",
        "dt",
        "em",
        "embed",
        "fieldset",
        "figcaption",
        "figure",
        "font",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "head",
        "header",
        "hgroup",
        "hr",
        "html",
        "i",
        "iframe",
        "img",
        "input",
        "ins",
        "kbd",
        "label",
        "legend",
        "li",
        "link",
        "main",
        "map",
        "mark",
        "menu",
        "meta",
        "meter",
        "nav",
        "noscript",
        "object",
        "ol",
        "optgroup",
        "option",
        "output",
        "p",
        "picture",
        "pre",
        "progress",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "script",
        "search",
        "section",
        "select",
        "small",
        "source",
        "span",
        "strong",
        "style",
        "sub",
        "summary",
        "sup",
        "svg",
        "table",
        "tbody",
        "td",
        "textarea",
        "tfoot",
        "th",
        "thead",
        "time",
        "title",
        "tr",
        "track",
        "u",
        "ul",
        "var",
        "video",
        "wbr",
    ];
    TAGS.binary_search(&tag).is_ok()
}

/// `label-hidden` as code writes it: `labelHidden`.
pub(super) fn camel(name: &str) -> String {
    let mut words = name.split('-');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| name + &capitalised(word))
}

/// `radio-group` as code writes it: `RadioGroup`.
pub(super) fn pascal(name: &str) -> String {
    name.split('-').map(capitalised).collect()
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// The ways in which a name may be followed by a change of what it stands for.
const CHANGING: &[&str] = &["push", "unshift", "splice", "pop", "shift", "fill", "sort", "reverse", "set", "add", "delete", "clear"];

/// The names in `code` that are given another value somewhere, or whose parts are: `this.x = …`, `x.value.push(…)`.
pub(super) fn changed(code: &str) -> Vec<&str> {
    let bytes = code.as_bytes();
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$' || !byte.is_ascii();
    let word_end = |from: usize| from + bytes[from..].iter().take_while(|byte| is_word(**byte)).count();
    let mut found = Vec::new();
    let (mut at, mut before) = (0, "");
    while at < bytes.len() {
        if !is_word(bytes[at]) {
            at += 1;
            continue;
        }
        let (start, mut end) = (at, word_end(at));
        let declared = matches!(before, "const" | "let" | "var");
        let mut names = vec![start..end];
        // The rest of the path, its last part being perhaps a method.
        loop {
            let link = if bytes[end..].starts_with(b"?.") { end + 2 } else { end + usize::from(bytes.get(end) == Some(&b'.')) };
            if link > end && bytes.get(link).is_some_and(|byte| is_word(*byte)) {
                end = word_end(link);
                names.push(link..end);
                continue;
            }
            let key = bytes[end..].iter().take(64).position(|byte| *byte == b']');
            match key.filter(|_| bytes.get(end) == Some(&b'[')) {
                Some(len) => end += len + 1,
                None => break,
            }
        }
        let rest = code[end..].trim_start();
        let is_set = (rest.starts_with('=') && !rest.starts_with("==") && !rest.starts_with("=>"))
            || ["+=", "-=", "++", "--", "??=", "||=", "&&="].iter().any(|operator| rest.starts_with(operator));
        let is_changed =
            rest.starts_with('(') && names.len() > 1 && names.last().is_some_and(|last| CHANGING.contains(&&code[last.clone()]));
        if is_changed || (is_set && !declared) {
            let this = usize::from(matches!(&code[names[0].clone()], "this" | "vm" | "self" | "state"));
            found.extend(names.get(this).map(|name| &code[name.clone()]));
        }
        before = &code[start..end];
        at = end;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_elements_of_html_are_in_order() {
        assert!(is_html("a") && is_html("wbr") && is_html("h3") && is_html("fieldset"));
        assert!(!is_html("RadioGroup") && !is_html("Select") && !is_html("router-link"));
    }

    #[test]
    fn names_are_written_as_code_writes_them() {
        assert_eq!(
            (camel("label-hidden"), pascal("radio-group"), pascal("Select")),
            ("labelHidden".into(), "RadioGroup".into(), "Select".into())
        );
    }

    #[test]
    fn what_code_changes_is_found_and_what_it_declares_is_not() {
        let code = "const a = [1]; this.b = 2; c.value.push(3); d == 4; const e = f => f; g.h[0].i += 1; x.map(y); Object.assign(z)";
        assert_eq!(changed(code), ["b", "c", "g"]);
    }
}
