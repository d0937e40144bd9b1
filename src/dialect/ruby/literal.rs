//! Strings, symbols, lists and hashes.

use std::ops::Range;

use super::{Lower, named};
use crate::dialect::tree::Node as Tree;
use crate::text::Text;
use crate::unknown::Reason;
use crate::value::{Entry, Value, ValueKind};

impl Lower<'_> {
    /// A string or quoted symbol, with what is put into it.
    pub(super) fn string(&self, node: Tree) -> Value {
        let is_raw = self.text(node).starts_with('\'') || self.text(node).starts_with("%q");
        let (mut parts, mut text) = (Vec::new(), Text::default());
        let keep = |text: &mut Text, parts: &mut Vec<Value>| {
            let text = std::mem::take(text);
            if let Some(span) = text.span() {
                parts.push(Value::new(ValueKind::Text(text), span));
            }
        };
        for part in named(node) {
            match part.kind() {
                "string_content" | "heredoc_content" if is_raw => self.push_raw(part.byte_range(), &mut text),
                "escape_sequence" => text.push_replaced(&unescaped(self.text(part)), self.span(part)),
                "interpolation" => {
                    keep(&mut text, &mut parts);
                    parts.push(named(part).next().map_or_else(|| self.unknown(Reason::Unreadable, part), |inner| self.value(inner)));
                }
                _ => self.push(part.byte_range(), &mut text),
            }
        }
        if parts.is_empty() {
            return Value::new(ValueKind::Text(text), self.span(node));
        }
        keep(&mut text, &mut parts);
        Value::new(ValueKind::Concat(parts), self.span(node))
    }

    fn push(&self, range: Range<usize>, text: &mut Text) {
        let range = self.inside(range);
        text.push_verbatim(&self.code[range.clone()], self.place(range));
    }

    /// In single quotes a backslash stands for itself, except before another and before a quote.
    fn push_raw(&self, range: Range<usize>, text: &mut Text) {
        let range = self.inside(range);
        let mut plain = range.start;
        let mut scan = range.start;
        while let Some(found) = self.code[scan..range.end].find('\\') {
            let at = scan + found;
            scan = at + 1;
            if self.code[scan..range.end].starts_with(['\\', '\'']) {
                self.push(plain..at, text);
                text.push_replaced(&self.code[scan..scan + 1], self.place(at..scan + 1));
                scan += 1;
                plain = scan;
            }
        }
        self.push(plain..range.end, text);
    }

    /// `:name`, without its colon.
    pub(super) fn symbol(&self, node: Tree) -> Value {
        let range = node.byte_range();
        let skip = usize::from(self.text(node).starts_with(':'));
        let mut text = Text::default();
        self.push(range.start + skip..range.end, &mut text);
        Value::new(ValueKind::Text(text), self.span(node))
    }

    /// `"a" "b"`.
    pub(super) fn chained(&self, node: Tree) -> Value {
        Value::new(ValueKind::Concat(named(node).map(|part| self.value(part)).collect()), self.span(node))
    }

    /// The text that `<<~TEXT` stands for.
    pub(super) fn heredoc(&self, node: Tree) -> Value {
        let found = self.heredocs.binary_search_by_key(&node.start_byte(), |heredoc| heredoc.opens);
        let Some(heredoc) = found.ok().and_then(|at| self.heredocs.get(at)) else { return self.unknown(Reason::Unreadable, node) };
        if heredoc.has_holes {
            return self.unknown(Reason::Computed, node);
        }
        let mut text = Text::default();
        self.push(heredoc.text.clone(), &mut text);
        Value::new(ValueKind::Text(text), self.span(node))
    }

    /// `[a, *b]`, `%w[a b]`.
    pub(super) fn list(&self, node: Tree) -> Value {
        Value::new(ValueKind::List(named(node).map(|item| self.value(item)).collect()), self.span(node))
    }

    /// `{ a: b, "c" => d, **e }`.
    pub(super) fn hash(&self, node: Tree) -> Value {
        Value::new(ValueKind::Map(named(node).map(|part| self.entry(part)).collect()), self.span(node))
    }

    /// One entry of a hash, or one keyword of a call. `url:` by itself is what `url` stands for.
    pub(super) fn entry(&self, part: Tree) -> Entry {
        if part.kind() != "pair" {
            let inner = named(part).next().map_or_else(|| self.unknown(Reason::Unreadable, part), |inner| self.value(inner));
            return self.spread_entry(inner, part);
        }
        let Some(key) = part.child_by_field_name("key") else { return self.spread_entry(self.unknown(Reason::Unreadable, part), part) };
        let value = match part.child_by_field_name("value") {
            Some(value) => self.value(value),
            None => self.name(key),
        };
        let written = match key.kind() {
            "hash_key_symbol" | "simple_symbol" => self.symbol(key),
            _ => self.value(key),
        };
        match written.kind {
            ValueKind::Text(text) => Entry { key: text.as_str().to_owned(), key_span: self.span(key), value },
            ValueKind::Number(number) => Entry { key: number, key_span: self.span(key), value },
            ValueKind::Bool(truth) => Entry { key: truth.to_string(), key_span: self.span(key), value },
            _ => self.spread_entry(self.unknown(Reason::Computed, key), part),
        }
    }

    fn spread_entry(&self, inner: Value, part: Tree) -> Entry {
        let span = self.span(part);
        Entry { key: String::new(), key_span: span, value: Value::new(ValueKind::Spread(Box::new(inner)), span) }
    }
}

fn unescaped(escape: &str) -> String {
    let rest = escape.strip_prefix('\\').unwrap_or(escape);
    let code_point = |digits: &str| u32::from_str_radix(digits, 16).ok().and_then(char::from_u32).map(String::from);
    match rest.chars().next() {
        Some('n') => "\n".to_owned(),
        Some('t') => "\t".to_owned(),
        Some('s') => " ".to_owned(),
        Some('r' | 'a' | 'b' | 'e' | 'f' | 'v' | '0' | '\n') | None => String::new(),
        Some('u') => code_point(rest[1..].trim_matches(['{', '}'])).unwrap_or_else(|| rest.to_owned()),
        Some(_) => rest.to_owned(),
    }
}
