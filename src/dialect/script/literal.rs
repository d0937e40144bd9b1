//! Strings, templates, lists and objects.

use std::ops::Range;

use super::{Lower, named};
use crate::dialect::tree::Node as Tree;
use crate::source::Span;
use crate::text::Text;
use crate::unknown::Reason;
use crate::value::{Call, Entry, Value, ValueKind};

impl Lower<'_> {
    /// A quoted string, its escapes decoded.
    pub(super) fn string(&self, node: Tree) -> Value {
        self.string_at(node.byte_range())
    }

    /// The quoted string at `range`.
    pub(super) fn string_at(&self, range: Range<usize>) -> Value {
        let inner = range.start + 1..range.end.saturating_sub(1).max(range.start + 1);
        let span = Span::new(self.file, range.start, range.end);
        Value::new(ValueKind::Text(self.decoded(inner)), span)
    }

    /// The code at `range` as the text that it means.
    fn decoded(&self, range: Range<usize>) -> Text {
        let mut text = Text::default();
        let mut plain = range.start;
        while let Some(found) = self.code.get(plain..range.end).and_then(|rest| rest.find('\\')) {
            let escape = plain + found;
            let (meaning, len) = unescaped(&self.code[escape + 1..range.end]);
            let end = escape + 1 + len;
            text.push_verbatim(&self.code[plain..escape], Span::new(self.file, plain, escape));
            text.push_replaced(&meaning, Span::new(self.file, escape, end));
            plain = end;
        }
        if let Some(rest) = self.code.get(plain..range.end) {
            text.push_verbatim(rest, Span::new(self.file, plain, range.end));
        }
        text
    }

    /// `` `text ${hole} text` ``.
    pub(super) fn template(&self, node: Tree) -> Value {
        let end = node.end_byte().saturating_sub(1).max(node.start_byte() + 1);
        let mut parts = Vec::new();
        let mut from = node.start_byte() + 1;
        let plain = |range: Range<usize>| {
            let span = Span::new(self.file, range.start, range.end);
            Value::new(ValueKind::Text(self.decoded(range)), span)
        };
        for hole in named(node).filter(|child| child.kind() == "template_substitution") {
            if from < hole.start_byte() {
                parts.push(plain(from..hole.start_byte()));
            }
            parts.push(named(hole).next().map_or_else(|| self.unknown(Reason::Unreadable, hole), |inner| self.value(inner)));
            from = hole.end_byte();
        }
        let span = self.span(node);
        if parts.is_empty() {
            return Value::new(ValueKind::Text(self.decoded(from..end)), span);
        }
        if from < end {
            parts.push(plain(from..end));
        }
        Value::new(ValueKind::Concat(parts), span)
    }

    /// `[a, , ...b]`.
    pub(super) fn list(&self, node: Tree) -> Value {
        let items = named(node).map(|item| match item.kind() {
            "ERROR" => self.spread(self.unknown(Reason::Unreadable, item)),
            _ => self.value(item),
        });
        Value::new(ValueKind::List(items.collect()), self.span(node))
    }

    /// `{ a: b, c, ...d, [e]: f, g() {} }`.
    pub(super) fn object(&self, node: Tree) -> Value {
        let entries = named(node).filter_map(|part| self.property(part));
        Value::new(ValueKind::Map(entries.collect()), self.span(node))
    }

    fn property(&self, part: Tree) -> Option<Entry> {
        match part.kind() {
            "pair" => self.keyed(part.child_by_field_name("key")?, self.value(part.child_by_field_name("value")?)),
            "shorthand_property_identifier" => {
                Some(Entry { key: self.text(part).to_owned(), key_span: self.span(part), value: self.name(part) })
            }
            "method_definition" => self.method(part),
            "spread_element" => Some(self.spread_entry(self.value(part), part)),
            _ => Some(self.spread_entry(self.spread(self.unknown(Reason::Unreadable, part)), part)),
        }
    }

    /// A method; for `get`, what it answers.
    pub(super) fn method(&self, node: Tree) -> Option<Entry> {
        let written = |keyword: &str| node.children().any(|child| child.kind() == keyword);
        if written("set") {
            return None;
        }
        let function = self.function(node);
        let value = match written("get") {
            true => {
                let span = function.span;
                let call = Call { receiver: Some(function), name: String::new(), args: Vec::new(), keywords: None };
                Value::new(ValueKind::Call(Box::new(call)), span)
            }
            false => function,
        };
        self.keyed(node.child_by_field_name("name")?, value)
    }

    /// An entry under the key at `node`. A key that is worked out gives one that `Object.fromEntries` would.
    pub(super) fn keyed(&self, node: Tree, value: Value) -> Option<Entry> {
        let key_span = self.span(node);
        let key = match node.kind() {
            "computed_property_name" => self.value(named(node).next()?),
            "string" => self.string(node),
            _ => return Some(Entry { key: self.text(node).to_owned(), key_span, value }),
        };
        if let ValueKind::Text(text) = &key.kind {
            return Some(Entry { key: text.as_str().to_owned(), key_span, value });
        }
        let span = key_span.to(value.span);
        let pair = Value::new(ValueKind::List([key, value].into()), span);
        let pairs = Value::new(ValueKind::List([pair].into()), span);
        let object = Value::new(ValueKind::Name("Object".to_owned()), key_span);
        let call = Call { receiver: Some(object), name: "fromEntries".to_owned(), args: vec![pairs], keywords: None };
        let made = self.spread(Value::new(ValueKind::Call(Box::new(call)), span));
        Some(Entry { key: String::new(), key_span, value: made })
    }

    fn spread_entry(&self, spread: Value, part: Tree) -> Entry {
        Entry { key: String::new(), key_span: self.span(part), value: spread }
    }

    pub(super) fn spread(&self, value: Value) -> Value {
        let span = value.span;
        Value::new(ValueKind::Spread(Box::new(value)), span)
    }
}

/// What an escape means, and its length, from after the backslash.
fn unescaped(rest: &str) -> (String, usize) {
    let Some(first) = rest.chars().next() else { return (String::new(), 0) };
    let code_point = |digits: Option<&str>, len: usize| {
        let c = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()).and_then(char::from_u32);
        c.map(|c| (c.to_string(), len))
    };
    let plain = || (first.to_string(), first.len_utf8());
    match first {
        'n' => ("\n".to_owned(), 1),
        't' => ("\t".to_owned(), 1),
        'r' => ("\r".to_owned(), 1),
        'b' | 'f' | 'v' | '0' => (String::new(), 1),
        '\r' if rest.starts_with("\r\n") => (String::new(), 2),
        '\n' | '\r' | '\u{2028}' | '\u{2029}' => (String::new(), first.len_utf8()),
        'x' => code_point(rest.get(1..3), 3).unwrap_or_else(plain),
        'u' if rest.starts_with("u{") => {
            let end = rest.find('}').unwrap_or(1);
            code_point(rest.get(2..end), end + 1).unwrap_or_else(plain)
        }
        'u' => surrogates(rest).or_else(|| code_point(rest.get(1..5), 5)).unwrap_or_else(plain),
        _ => plain(),
    }
}

/// `\uD83D\uDE00`: one character in two escapes.
fn surrogates(rest: &str) -> Option<(String, usize)> {
    let unit = |digits: &str| u16::from_str_radix(digits, 16).ok();
    let pair = [unit(rest.get(1..5)?)?, unit(rest.get(5..)?.strip_prefix("\\u")?.get(..4)?)?];
    let c = char::decode_utf16(pair).next()?.ok()?;
    (0xd800..0xdc00).contains(&pair[0]).then(|| (c.to_string(), 11))
}
