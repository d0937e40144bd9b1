//! Words of C#: plain, verbatim, raw, and put together from parts.

use super::{Lower, named};
use crate::dialect::tree::Node as Tree;
use crate::text::Text;
use crate::value::{Value, ValueKind};

impl Lower<'_> {
    /// `"…"` and `'…'`.
    pub(super) fn string(&self, node: Tree) -> Value {
        let mut text = Text::default();
        named(node).for_each(|part| self.piece(part, &mut text));
        Value::new(ValueKind::Text(text), self.span(node))
    }

    fn piece(&self, part: Tree, text: &mut Text) {
        match part.kind() {
            "escape_sequence" => text.push_replaced(&unescaped(self.text(part)), self.span(part)),
            "string_literal_encoding" | "raw_string_start" | "raw_string_end" => {}
            _ => text.push_verbatim(self.text(part), self.span(part)),
        }
    }

    /// `@"…"`, in which `""` is a quote and nothing else is special.
    pub(super) fn verbatim(&self, node: Tree) -> Value {
        let written = node.byte_range();
        let inner = (written.start + 2).min(written.end)..written.end.saturating_sub(1).max(written.start + 2).min(written.end);
        let mut text = Text::default();
        self.doubled(inner, &mut text);
        Value::new(ValueKind::Text(text), self.span(node))
    }

    fn doubled(&self, inner: std::ops::Range<usize>, text: &mut Text) {
        let content = &self.code[inner.clone()];
        let mut at = 0;
        while let Some(found) = content[at..].find("\"\"") {
            text.push_verbatim(&content[at..at + found], self.place(inner.start + at..inner.start + at + found));
            let quotes = inner.start + at + found..inner.start + at + found + 2;
            text.push_replaced("\"", self.place(quotes));
            at += found + 2;
        }
        text.push_verbatim(&content[at..], self.place(inner.start + at..inner.end));
    }

    /// `$"… {value} …"`.
    pub(super) fn interpolated(&self, node: Tree) -> Value {
        let mut parts: Vec<Value> = Vec::new();
        for part in named(node) {
            match part.kind() {
                "interpolation" => {
                    let value = named(part).find(|inner| !inner.kind().starts_with("interpolation_"));
                    parts.extend(value.map(|value| self.value(value)));
                }
                "string_content" | "escape_sequence" | "string_literal_content" | "raw_string_content" => {
                    let mut text = Text::default();
                    self.piece(part, &mut text);
                    parts.push(Value::new(ValueKind::Text(text), self.span(part)));
                }
                _ => {}
            }
        }
        let span = self.span(node);
        match parts.len() {
            0 => Value::new(ValueKind::Text(Text::default()), span),
            1 => parts.remove(0),
            _ => Value::new(ValueKind::Concat(parts), span),
        }
    }

    /// `"""…"""`.
    pub(super) fn raw(&self, node: Tree) -> Value {
        let mut text = Text::default();
        node.children().filter(|part| part.kind() == "raw_string_content").for_each(|part| self.piece(part, &mut text));
        Value::new(ValueKind::Text(text), self.span(node))
    }
}

/// What an escape stands for. Line ends are spaces to a reader.
fn unescaped(written: &str) -> String {
    let rest = written.strip_prefix('\\').unwrap_or(written);
    let number = |digits: &str| u32::from_str_radix(digits, 16).ok().and_then(char::from_u32).map(String::from);
    match rest.chars().next() {
        Some('n' | 'r' | 't' | 'v' | 'f') => " ".to_owned(),
        Some('u' | 'U' | 'x') => number(&rest[1..]).unwrap_or_else(|| written.to_owned()),
        Some('0' | 'a' | 'b' | 'e') => String::new(),
        _ => rest.to_owned(),
    }
}
