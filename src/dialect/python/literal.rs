//! Strings, lists and dictionaries.

use std::ops::Range;

use super::{Lower, named};
use crate::dialect::tree::Node as Tree;
use crate::source::Span;
use crate::text::Text;
use crate::unknown::{Because, Reason};
use crate::value::{Entry, Value, ValueKind};

/// How a string is to be read, as the letters before its quotes say.
#[derive(Clone, Copy)]
struct Prefix {
    raw: bool,
    holes: bool,
}

impl Lower<'_> {
    /// A string, its escapes decoded: `"…"`, `f"… {hole} …"`, `"…" "…"`.
    pub(super) fn string(&self, node: Tree) -> Value {
        let mut parts = Vec::new();
        match node.kind() {
            "concatenated_string" => named(node).for_each(|part| self.string_parts(part, &mut parts)),
            _ => self.string_parts(node, &mut parts),
        }
        let span = self.span(node);
        let mut joined: Vec<Value> = Vec::new();
        for part in parts {
            match (joined.last_mut().map(|last| &mut last.kind), &part.kind) {
                (Some(ValueKind::Text(before)), ValueKind::Text(text)) => before.push(text),
                _ => joined.push(part),
            }
        }
        let kind = match joined.len() {
            0 => ValueKind::Text(Text::default()),
            1 if matches!(joined[0].kind, ValueKind::Text(_)) => joined.remove(0).kind,
            _ => ValueKind::Concat(joined),
        };
        Value::new(kind, span)
    }

    fn string_parts(&self, node: Tree, parts: &mut Vec<Value>) {
        let start = named(node).next().filter(|part| part.kind() == "string_start");
        let letters = start.map_or("", |start| self.text(start)).to_ascii_lowercase();
        if letters.contains('b') {
            return parts.push(self.unknown(Reason::Computed, node));
        }
        let prefix = Prefix { raw: letters.contains('r'), holes: letters.contains('f') };
        for part in named(node) {
            match part.kind() {
                "string_content" => {
                    let text = self.decoded(part.byte_range(), prefix);
                    parts.push(Value::new(ValueKind::Text(text), self.span(part)));
                }
                "interpolation" => {
                    let inner = part.child_by_field_name("expression").or_else(|| named(part).next());
                    let value = inner.map_or_else(|| self.unknown(Reason::Unreadable, part), |inner| self.value(inner));
                    parts.push(value);
                }
                _ => {}
            }
        }
    }

    /// The code at `range` as the text that it means.
    fn decoded(&self, range: Range<usize>, prefix: Prefix) -> Text {
        let mut text = Text::default();
        let mut plain = range.start;
        let mut at = range.start;
        while let Some(rest) = self.code.get(at..range.end).filter(|rest| !rest.is_empty()) {
            let found = match rest.as_bytes()[0] {
                b'\\' if !prefix.raw => Some(unescaped(&rest[1..])).map(|(meaning, len)| (meaning, len + 1)),
                b'{' | b'}' if prefix.holes && (rest.starts_with("{{") || rest.starts_with("}}")) => Some((rest[..1].to_owned(), 2)),
                _ => None,
            };
            let Some((meaning, len)) = found else {
                at += rest.chars().next().map_or(1, char::len_utf8);
                continue;
            };
            text.push_verbatim(&self.code[plain..at], Span::new(self.file, plain, at));
            text.push_replaced(&meaning, Span::new(self.file, at, at + len));
            at += len;
            plain = at;
        }
        if let Some(rest) = self.code.get(plain..range.end) {
            text.push_verbatim(rest, Span::new(self.file, plain, range.end));
        }
        text
    }

    /// `[a, *b]`, `(a, b)`, `{a, b}`.
    pub(super) fn list(&self, node: Tree) -> Value {
        let items = named(node).map(|item| match item.kind() {
            "ERROR" => self.spread(self.unknown(Reason::Unreadable, item)),
            _ => self.value(item),
        });
        Value::new(ValueKind::List(items.collect()), self.span(node))
    }

    /// `{a: b, **c}`.
    pub(super) fn dictionary(&self, node: Tree) -> Value {
        let entries = named(node).map(|part| match (part.kind(), part.child_by_field_name("key"), part.child_by_field_name("value")) {
            ("pair", Some(key), Some(value)) => self.keyed(key, self.value(value)),
            ("dictionary_splat", ..) => {
                self.spread_entry(named(part).next().map_or_else(|| self.unknown(Reason::Unreadable, part), |inner| self.value(inner)))
            }
            _ => self.spread_entry(self.unknown(Reason::Unreadable, part)),
        });
        Value::new(ValueKind::Map(entries.collect()), self.span(node))
    }

    fn keyed(&self, key: Tree, value: Value) -> Entry {
        let key_span = self.span(key);
        let key = self.value(key);
        match &key.kind {
            ValueKind::Text(text) if text.holes().next().is_none() => Entry { key: text.as_str().to_owned(), key_span, value },
            ValueKind::Number(number) => Entry { key: number.clone(), key_span, value },
            // A key that something else gives.
            _ => {
                let span = key_span.to(value.span);
                let pair = Value::new(ValueKind::List([key, value].into()), span);
                let pairs = Value::new(ValueKind::List([pair].into()), span);
                self.spread_entry(self.call_of("dict", vec![pairs], span))
            }
        }
    }

    /// The entries of another dictionary.
    pub(super) fn spread_entry(&self, inner: Value) -> Entry {
        let span = inner.span;
        Entry { key: String::new(), key_span: span, value: self.spread(inner) }
    }

    pub(super) fn spread(&self, value: Value) -> Value {
        let span = value.span;
        Value::new(ValueKind::Spread(Box::new(value)), span)
    }
}

/// `text` with what a formatting function puts in shown as holes: `%s`, `%(name)s`, and `{}` or `{name}` for `format`.
pub(super) fn with_holes(text: &Text, brace: bool, span: Span) -> Text {
    let whole = text.as_str();
    let mut holed = Text::default();
    let (mut plain, mut at) = (0, 0);
    while let Some(found) = whole[at..].find(|c| if brace { matches!(c, '{' | '}') } else { c == '%' }) {
        let start = at + found;
        let Some(len) = placeholder(&whole[start..], brace) else {
            at = start + 1;
            continue;
        };
        holed.push_part(text, plain..start);
        let end = start + len;
        // `%%` and `{{` are the signs themselves.
        match len == 2 && whole[start + 1..end] == whole[start..start + 1] {
            true => holed.push_part(text, start..start + 1),
            false => holed.push_hole(Because::new(Reason::Computed, text.span_of(start..end).unwrap_or(span))),
        }
        (plain, at) = (end, end);
    }
    holed.push_part(text, plain..whole.len());
    holed
}

/// The length of the placeholder that `text` starts with.
fn placeholder(text: &str, brace: bool) -> Option<usize> {
    let second = text[1..].chars().next()?;
    match (brace, second) {
        (true, '{' | '}') if text.starts_with(second) => Some(2),
        (true, _) if text.starts_with('}') => None,
        (false, '%') => Some(2),
        (true, _) => text.find('}').filter(|end| !text[..*end].contains(' ')).map(|end| end + 1),
        (false, '(') => {
            let end = text.find(')')? + 1;
            text[end..].chars().next().filter(char::is_ascii_alphabetic).map(|_| end + 1)
        }
        (false, 's' | 'd' | 'r' | 'i' | 'f') => Some(2),
        _ => None,
    }
}

/// What an escape means, and its length, from after the backslash.
fn unescaped(rest: &str) -> (String, usize) {
    let Some(first) = rest.chars().next() else { return (String::new(), 0) };
    let code_point = |from: usize, len: usize| {
        let digits = rest.get(from..from + len)?;
        let c = u32::from_str_radix(digits, 16).ok().and_then(char::from_u32)?;
        Some((c.to_string(), from + len))
    };
    // An escape that Python does not know stays as it is written.
    let plain = || (format!("\\{first}"), first.len_utf8());
    match first {
        'n' => ("\n".to_owned(), 1),
        't' => ("\t".to_owned(), 1),
        'r' => ("\r".to_owned(), 1),
        'a' | 'b' | 'f' | 'v' | '0' => (String::new(), 1),
        '\\' | '\'' | '"' => (first.to_string(), 1),
        '\r' if rest.starts_with("\r\n") => (String::new(), 2),
        '\n' | '\r' => (String::new(), 1),
        'x' => code_point(1, 2).unwrap_or_else(plain),
        'u' => code_point(1, 4).unwrap_or_else(plain),
        'U' => code_point(1, 8).unwrap_or_else(plain),
        'N' => named_character(rest).unwrap_or_else(plain),
        _ => plain(),
    }
}

/// `\N{RIGHT SINGLE QUOTATION MARK}`: the names are not carried along, so it is some character.
fn named_character(rest: &str) -> Option<(String, usize)> {
    let end = rest.find('}').filter(|_| rest.starts_with("N{"))?;
    let meaning = match &rest[2..end] {
        "RIGHT SINGLE QUOTATION MARK" => "’",
        "LEFT SINGLE QUOTATION MARK" => "‘",
        "EN DASH" => "–",
        "EM DASH" => "—",
        "NO-BREAK SPACE" => "\u{a0}",
        _ => "\u{fffd}",
    };
    Some((meaning.to_owned(), end + 1))
}
