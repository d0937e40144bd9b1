//! Expressions that a template binds to its elements: in attributes, and between braces. Vue and Angular write so.

use std::ops::Range;
use std::sync::Arc;

use super::Parsers;
use super::script::part;
use super::template::{self, Delimiters, RawKind, Segment, SegmentKind};
use crate::page::{Attribute, Node, Notice, Set};
use crate::source::{FileId, Source, Span};
use crate::text::Text;
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
    let ends = hidden.iter().cloned().chain(std::iter::once(text.len()..text.len()));
    for part in ends {
        for raw in template::scan(&text[from..part.start], 0, &DELIMITERS).into_iter().filter(|raw| raw.kind != RawKind::Comment) {
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

/// The name of an item before it is taken apart; nobody can write it.
const ITEM: &str = "#item";

/// The name of a part of an item that is itself taken apart.
const PART: &str = "#part";

/// What each item of a list is called.
pub(super) enum Name {
    Plain(String),
    /// `{ key: name }`.
    Parts(Vec<(String, String)>),
}

/// `item`, `(item, index)`, `{ label, value }`, `[key, value]`.
pub(super) fn names_of(pattern: &str) -> Vec<Name> {
    let inner = pattern.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')).unwrap_or(pattern);
    let mut names = Vec::new();
    let (mut depth, mut from) = (0_usize, 0);
    for (at, c) in inner.char_indices().chain([(inner.len(), ',')]) {
        match c {
            '{' | '[' => depth += 1,
            '}' | ']' => depth = depth.saturating_sub(1),
            ',' if depth == 0 || at == inner.len() => {
                names.push(name_of(inner[from..at].trim()));
                from = at + 1;
            }
            _ => {}
        }
    }
    names
}

fn name_of(pattern: &str) -> Name {
    let parts = |inner: &str| inner.split(',').map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect::<Vec<_>>();
    if let Some(inner) = pattern.strip_prefix('{').and_then(|inner| inner.strip_suffix('}')) {
        let pair = |part: String| match part.split_once(':') {
            Some((key, name)) => (key.trim().to_owned(), name.trim().to_owned()),
            None => (part.clone(), part),
        };
        return Name::Parts(parts(inner).into_iter().map(pair).collect());
    }
    match pattern.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')) {
        Some(inner) => Name::Parts(parts(inner).into_iter().enumerate().map(|(at, name)| (at.to_string(), name)).collect()),
        None => Name::Plain(pattern.to_owned()),
    }
}

/// `name` stands for what `of` has under `key`.
fn part(name: &str, of: &str, key: &str, span: Span) -> Node {
    let of = Value::new(ValueKind::Name(of.to_owned()), span);
    let key = Value::new(ValueKind::Text(Text::meaning(key, span)), span);
    let value = Value::new(ValueKind::Member(Box::new(of), Box::new(key)), span);
    Node::Set(Set { name: name.to_owned(), value: Arc::new(value) })
}

/// What a loop over `over` calls each item, the list that it goes over, and what the names are in it.
pub(super) fn repeated(names: &[Name], over: Value) -> (String, Value, Vec<Node>) {
    let place = over.span;
    match names {
        [Name::Plain(name)] => (name.clone(), object_function("values", over), Vec::new()),
        [Name::Parts(parts)] => {
            let sets = parts.iter().map(|(key, name)| part(name, ITEM, key, place));
            (ITEM.to_owned(), object_function("values", over), sets.collect())
        }
        names => {
            let mut sets = Vec::new();
            for (name, key) in names.iter().zip(["1", "0"]) {
                match name {
                    Name::Plain(name) => sets.push(part(name, ITEM, key, place)),
                    Name::Parts(parts) => {
                        sets.push(part(PART, ITEM, key, place));
                        sets.extend(parts.iter().map(|(key, name)| part(name, PART, key, place)));
                    }
                }
            }
            (ITEM.to_owned(), object_function("entries", over), sets)
        }
    }
}

/// An attribute that may be there or not.
pub(super) fn undecided(name: &str, span: Span) -> Attribute {
    Attribute { name: name.to_owned(), value: Value::unknown(Reason::Condition, span), span, conditional: true }
}

/// Attributes that count by being there.
pub(super) fn is_flag(name: &str) -> bool {
    matches!(name, "checked" | "selected" | "required" | "disabled" | "multiple" | "hidden" | "readonly")
}

/// `['a', b]` as one value of a class.
pub(super) fn spaced(classes: &[Value], span: Span) -> Value {
    let mut parts = Vec::new();
    for class in classes.iter().filter(|class| !matches!(class.kind, ValueKind::Map(_) | ValueKind::Null)) {
        if !parts.is_empty() {
            parts.push(Value::new(ValueKind::Text(Text::meaning(" ", class.span)), class.span));
        }
        parts.push(class.clone());
    }
    Value::new(ValueKind::Concat(parts), span)
}

/// Data that the running page may change. A list of what can be chosen is written once and stays; what people enter,
/// and what is fetched, begins as nothing or a plain value.
pub(super) fn kept(name: &str, value: &Value, is_changed: bool) -> Value {
    let stays = match &value.kind {
        ValueKind::List(items) => !items.is_empty(),
        ValueKind::Map(entries) => !entries.is_empty() && !entries.iter().any(|entry| is_state(&entry.value)),
        ValueKind::Name(_) | ValueKind::Member(..) | ValueKind::Call(_) | ValueKind::Lambda(_) => true,
        _ => false,
    };
    match stays && !is_changed {
        true => value.clone(),
        false => Value::unknown(Reason::Name(name.to_owned()), value.span),
    }
}

/// True for what a form keeps before anybody has filled it in.
fn is_state(value: &Value) -> bool {
    match &value.kind {
        ValueKind::Null | ValueKind::Bool(_) | ValueKind::Unknown(_) => true,
        ValueKind::Text(text) => text.as_str().is_empty(),
        ValueKind::List(items) => items.is_empty(),
        _ => false,
    }
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

/// `RadioGroup` as HTML would write it: `radio-group`. To Vue the two are one name.
pub(super) fn kebab(name: &str) -> String {
    let mut kebab = String::with_capacity(name.len() + 4);
    for letter in name.chars() {
        if letter.is_uppercase() && !kebab.is_empty() && !kebab.ends_with('-') {
            kebab.push('-');
        }
        kebab.extend(letter.to_lowercase());
    }
    kebab
}

/// `radio-group` as code writes it: `RadioGroup`.
pub(crate) fn pascal(name: &str) -> String {
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
    changes(code).into_iter().map(|(name, _)| name).collect()
}

/// The same, but only what is changed by way of `this`: a field of a class is declared as others are set.
pub(super) fn changed_of_this(code: &str) -> Vec<&str> {
    changes(code).into_iter().filter(|(_, of_this)| *of_this).map(|(name, _)| name).collect()
}

/// Each name that is changed, and whether that is by way of `this`.
fn changes(code: &str) -> Vec<(&str, bool)> {
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
        let mut names = Vec::new();
        names.push(start..end);
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
            found.extend(names.get(this).map(|name| (&code[name.clone()], this > 0)));
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
