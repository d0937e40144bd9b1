//! What a page hands to a macro, as far as it is written as it is meant: `radios({ idPrefix: "sex", items: [{ text: "Female" }] })`.
//!
//! Most of what a form says in expressions is brackets, commas, names and strings without an escape. Looked at so, a page of
//! macros takes less than half as long to check as when the grammar reads all of it. Whatever else stands for a value in between, an
//! operator, a filter, an escape, is the grammar's, by itself. What comes out is what the grammar would give for the whole, but for
//! two things that Nunjucks reads and the grammar does not: a lone underscore is a name, and `||` in a string stays as it is beside
//! one that is an operator.

use std::ops::Range;

use crate::limits;
use crate::source::{FileId, Span};
use crate::text::Text;
use crate::value::{Call, Entry, Value, ValueKind};

/// What the grammar takes for something else than a name.
const KEYWORDS: &[&str] = &["true", "false", "none", "null", "not", "and", "or", "in", "is", "if", "else"];

/// What may stand between two signs. The grammar takes more for white space; where there is such, it reads the value.
const SPACE: &[char] = &[' ', '\t', '\n', '\r'];

/// What is handed over in one call: by place, and by name as a [`ValueKind::Map`].
pub(super) type Arguments = (Vec<Value>, Option<Value>);

/// Reads `written`, which stands at `base` of the file. `other` reads what is not plain. `None` where all of it is not, and where
/// `other` could not read something.
pub(super) fn read(written: &str, base: usize, file: FileId, other: &mut dyn FnMut(Range<usize>) -> Option<Value>) -> Option<Value> {
    let mut reader = Reader { written, base, file, at: 0, depth: 0, other, handed_on: 0, failed: false };
    let value = reader.plain()?;
    reader.is_at_end().then_some(value)
}

/// The same of what stands between the brackets of a call.
pub(super) fn arguments(
    written: &str,
    base: usize,
    file: FileId,
    other: &mut dyn FnMut(Range<usize>) -> Option<Value>,
) -> Option<Arguments> {
    let mut reader = Reader { written, base, file, at: 0, depth: 0, other, handed_on: 0, failed: false };
    let handed = reader.handed()?;
    reader.is_at_end().then_some(handed)
}

struct Reader<'r> {
    written: &'r str,
    base: usize,
    file: FileId,
    /// How far it has read, in bytes of `written`.
    at: usize,
    /// How many brackets are open.
    depth: usize,
    other: &'r mut dyn FnMut(Range<usize>) -> Option<Value>,
    /// How many bytes went there, those of brackets in brackets more than once.
    handed_on: usize,
    /// True once that could not read something, or had to read much again: then all of it is the grammar's, and not each bracket
    /// around it first.
    failed: bool,
}

impl<'r> Reader<'r> {
    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.file, self.base + range.start, self.base + range.end)
    }

    /// The next byte that is no white space, which it goes to.
    fn next(&mut self) -> Option<u8> {
        let rest = &self.written.as_bytes()[self.at..];
        self.at += rest.iter().position(|byte| !SPACE.contains(&char::from(*byte))).unwrap_or(rest.len());
        self.written.as_bytes().get(self.at).copied()
    }

    /// Goes past `sign` if that comes next.
    fn take(&mut self, sign: u8) -> Option<()> {
        (self.next()? == sign).then(|| self.at += 1)
    }

    fn is_at_end(&mut self) -> bool {
        self.next().is_none()
    }

    /// Any value, as far as the comma or bracket after it.
    fn value(&mut self) -> Option<Value> {
        self.next();
        let start = self.at;
        if let Some(value) = self.plain()
            && self.next().is_none_or(|byte| matches!(byte, b',' | b')' | b']' | b'}'))
        {
            return Some(value);
        }
        let value = self.by_other(start);
        self.failed |= value.is_none();
        value
    }

    /// The value at `start`, which is not plain.
    fn by_other(&mut self, start: usize) -> Option<Value> {
        let end = value_end(self.written, start).filter(|_| !self.failed)?;
        self.at = end;
        let value = self.written[start..end].trim_end_matches(SPACE);
        self.handed_on += value.len();
        let is_worth_it = self.handed_on <= 2 * self.written.len() && !value.trim().is_empty();
        is_worth_it.then(|| (self.other)(start..start + value.len())).flatten()
    }

    /// A value that is written as it is meant. `None` for any other; what was read of it is lost.
    fn plain(&mut self) -> Option<Value> {
        let first = self.next()?;
        let start = self.at;
        let kind = match first {
            b'"' | b'\'' => ValueKind::Text(self.string()?),
            b'0'..=b'9' => ValueKind::Number(self.number()?.to_owned()),
            b'[' => ValueKind::List(self.within(b'[', b']', Self::value)?.into()),
            b'{' => ValueKind::Map(self.within(b'{', b'}', Self::entry)?.into()),
            _ => return self.way(),
        };
        Some(Value::new(kind, self.span(start..self.at)))
    }

    /// What stands between two brackets, with commas in between and perhaps one more at the end.
    fn within<T>(&mut self, open: u8, close: u8, mut item: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        self.take(open)?;
        if self.depth >= limits::LITERAL_DEPTH {
            return None;
        }
        self.depth += 1;
        let items = self.items(close, &mut item);
        self.depth -= 1;
        let items = items?;
        self.take(close)?;
        Some(items)
    }

    /// Items as far as `close`, or the end.
    fn items<T>(&mut self, close: u8, item: &mut impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let mut items = Vec::new();
        while self.next().is_some_and(|byte| byte != close) {
            items.push(item(self)?);
            if self.take(b',').is_none() {
                break;
            }
        }
        Some(items)
    }

    /// A string on one line without an escape, between its quotes.
    fn string(&mut self) -> Option<Text> {
        let bytes = self.written.as_bytes();
        let (quote, start) = (bytes[self.at], self.at + 1);
        let end = start + bytes[start..].iter().position(|byte| *byte == quote || matches!(byte, b'\\' | b'\n' | b'\r'))?;
        if bytes[end] != quote {
            return None;
        }
        self.at = end + 1;
        Some(Text::verbatim(&self.written[start..end], self.span(start..end)))
    }

    /// A whole number in digits alone.
    fn number(&mut self) -> Option<&'r str> {
        let rest = &self.written[self.at..];
        let len = rest.bytes().position(|byte| !byte.is_ascii_digit()).unwrap_or(rest.len());
        if rest[len..].starts_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | '_')) {
            return None;
        }
        self.at += len;
        Some(&rest[..len])
    }

    /// A name and where it stands.
    fn name(&mut self) -> Option<(&'r str, Range<usize>)> {
        let start = self.at;
        let rest = &self.written[start..];
        let len = rest.bytes().position(|byte| !byte.is_ascii_alphanumeric() && byte != b'_').unwrap_or(rest.len());
        let name = &rest[..len];
        let starts = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
        // The grammar knows letters beyond these, too.
        if !starts
            || !rest[len..].chars().next().is_none_or(|c| c.is_ascii())
            || KEYWORDS.iter().any(|word| word.eq_ignore_ascii_case(name))
        {
            return None;
        }
        self.at += len;
        Some((name, start..self.at))
    }

    /// A name, a way of names such as `data.title`, or a call of either.
    fn way(&mut self) -> Option<Value> {
        let whole = self.at;
        let mut way: Option<Value> = None;
        for _ in 0..limits::LITERAL_DEPTH {
            let (name, place) = self.name()?;
            let kind = match (self.written.as_bytes().get(self.at), way.take()) {
                // The grammar has words of its own for `_("…")`.
                (Some(b'('), None) if name == "_" => return None,
                (Some(b'('), receiver) => {
                    let (args, keywords) = self.call()?;
                    ValueKind::Call(Box::new(Call { receiver, name: name.to_owned(), args, keywords }))
                }
                (_, None) => ValueKind::Name(name.to_owned()),
                (_, Some(subject)) => {
                    let key = Value::new(ValueKind::Text(Text::verbatim(name, self.span(place.clone()))), self.span(place));
                    ValueKind::Member(Box::new(subject), Box::new(key))
                }
            };
            let value = Value::new(kind, self.span(whole..self.at));
            if self.written.as_bytes().get(self.at) != Some(&b'.') {
                return Some(value);
            }
            self.at += 1;
            way = Some(value);
        }
        None
    }

    /// What a call is handed, its brackets with it.
    fn call(&mut self) -> Option<Arguments> {
        let given = self.within(b'(', b')', Self::argument)?;
        Some(sorted(given))
    }

    /// What a call is handed, as far as the end.
    fn handed(&mut self) -> Option<Arguments> {
        let given = self.items(b')', &mut Self::argument)?;
        Some(sorted(given))
    }

    fn argument(&mut self) -> Option<Given> {
        self.next();
        let start = self.at;
        if let Some((name, place)) = self.name()
            && self.take(b'=').is_some()
            && self.written.as_bytes().get(self.at) != Some(&b'=')
        {
            let key_span = self.span(place);
            return Some(Given::ByName(Entry { key: name.to_owned(), key_span, value: self.value()? }));
        }
        self.at = start;
        self.value().map(Given::ByPlace)
    }

    /// `key: value`.
    fn entry(&mut self) -> Option<Entry> {
        let start = (self.next(), self.at).1;
        let key = match self.written.as_bytes()[start] {
            b'"' | b'\'' => self.string()?.as_str().to_owned(),
            b'0'..=b'9' => self.number()?.to_owned(),
            _ => self.name()?.0.to_owned(),
        };
        let key_span = self.span(start..self.at);
        self.take(b':')?;
        Some(Entry { key, key_span, value: self.value()? })
    }
}

enum Given {
    ByPlace(Value),
    ByName(Entry),
}

fn sorted(given: Vec<Given>) -> Arguments {
    let (mut args, mut keywords) = (Vec::new(), Vec::new());
    for one in given {
        match one {
            Given::ByPlace(value) => args.push(value),
            Given::ByName(entry) => keywords.push(entry),
        }
    }
    (args, super::keywords(keywords))
}

/// Where the value ends that starts at `start`: before the next comma or the bracket that closes around it. `None` where a string or
/// a bracket in it stays open.
fn value_end(written: &str, start: usize) -> Option<usize> {
    let bytes = written.as_bytes();
    let (mut at, mut open) = (start, 0_usize);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b',' | b')' | b']' | b'}' if open == 0 => return (at > start).then_some(at),
            b'(' | b'[' | b'{' => open += 1,
            b')' | b']' | b'}' => open -= 1,
            b'"' | b'\'' => at = string_end(bytes, at)?,
            _ => {}
        }
        at += 1;
    }
    (open == 0 && at > start).then_some(at)
}

/// The quote that closes the string which opens at `open`.
fn string_end(bytes: &[u8], open: usize) -> Option<usize> {
    let mut at = open + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 1,
            byte if *byte == bytes[open] => return Some(at),
            _ => {}
        }
        at += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::{CLOSE, OPEN, lower};
    use super::*;
    use crate::dialect::Parsers;

    /// Where the code stands in its file.
    const BASE: usize = 3;

    fn by_grammar(code: &str) -> Option<Value> {
        lower(code, OPEN, CLOSE, BASE, FileId(0), &mut Parsers::new())
    }

    fn by_glance(code: &str) -> Option<Value> {
        let mut parsers = Parsers::new();
        let mut other = |part: Range<usize>| lower(&code[part.clone()], OPEN, CLOSE, BASE + part.start, FileId(0), &mut parsers);
        read(code, BASE, FileId(0), &mut other)
    }

    /// True if it was read at a glance, and as the grammar reads it.
    fn is_the_same(code: &str) -> bool {
        let read = by_glance(code);
        assert!(read.is_none() || read == by_grammar(code), "{code}: {read:?}");
        read.is_some()
    }

    #[test]
    fn what_is_written_as_it_is_meant_is_read_as_the_grammar_reads_it() {
        for code in [
            "title",
            "_a1",
            "data.title",
            "data.dateOfBirth.day.value",
            "loop.first",
            "''",
            "'Trans man'",
            "\"What's your name?\"",
            "'é'",
            "12",
            "[]",
            "{}",
            "f()",
            "super()",
            "[ 'Bisexual', 'Gay or lesbian', ]",
            "{ 1: 'a', 'two words': b, three: [{}], }",
            "f(a, 'b',)",
            "f(a, label='Title', hint = 1)",
            "data.names.join(', ').length",
            "radios({\n  idPrefix: \"sex\",\r\n\titems: [{ text: 'Female' }, { text: 'Male' }]\n})",
            // What is not plain in it is the grammar's.
            "[a | upper, -1, 1.5, true, None, not b, 'a' ~ b, a == b, 'it\\'s', (a), f(1)(2), a['b'], a if b else c]",
            "f(a == b, c=a == b, d = true)",
            "{ a: b if c, d: ['(', \"}\"] | join(',') }",
            "[[[[[[[[[[[[[[[[[[[[ 'deep' ]]]]]]]]]]]]]]]]]]]]",
            "[a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r.s.t]",
        ] {
            assert!(is_the_same(code), "{code}");
        }
    }

    #[test]
    fn what_is_not_is_left_to_the_grammar() {
        for code in [
            "",
            " ",
            "true",
            "None",
            "not",
            "a.",
            ".a",
            "a..b",
            "a b",
            "a.1",
            "1a",
            "1.5",
            "1_000",
            "'a",
            "'",
            "'a' ~ 'b'",
            "'a\\'b'",
            "a.if",
            "a[0]",
            "a | b",
            "é",
            "aé",
            "_('Title')",
            "f(",
            "f)",
            "f(a",
            "[a",
            "[a}",
            "{a}",
            "{a: }",
            "{: a}",
            "[,]",
            "[a,,b]",
            "f(,)",
            "{a: b c: d}",
            "f(a b)",
            "{'a' 'b': c}",
            "[a b, c]",
            "{a: b}}",
            "f(a))",
            "f(x = )",
            "a if b",
            "!a",
            "[\u{a0}]",
            "f(\u{b})",
            "f(a, \u{2003}, b)",
            "[1\u{2003}, a]",
            "[a,\u{a0}]",
        ] {
            assert!(by_glance(code).is_none(), "{code}");
        }
    }

    #[test]
    fn words_of_the_grammar_are_read_as_it_reads_them() {
        let language = tree_sitter_jinja::language();
        let words = (0..language.node_kind_count() as u16).filter_map(|id| language.node_kind_for_id(id));
        for word in words.filter(|word| word.bytes().all(|byte| byte.is_ascii_alphabetic())) {
            for code in
                [word.to_owned(), format!("a.{word}"), format!("{word}.a"), format!("{word}(1)"), format!("[{word}, {{ {word}: {word} }}]")]
            {
                is_the_same(&code);
            }
        }
    }

    /// Pieces in any order, most of which make no sense: whatever is read is read as the grammar reads it.
    #[test]
    fn any_pieces_are_read_as_the_grammar_reads_them() {
        const PIECES: &[&str] = &[
            "a", "b.c", "f(", ")", "[", "]", "{", "}", "'x'", "\"y\"", "1", ",", ", ", ":", " ", " | ", " ~ ", " if ", "k=", "true", "\n",
            "\u{a0}", "\u{c}",
        ];
        let mut seed = 7_u64;
        let mut below = |most: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) as usize % most
        };
        let mut read = 0;
        for _ in 0..20_000 {
            let code: String = (0..=below(8)).map(|_| PIECES[below(PIECES.len())]).collect();
            read += usize::from(is_the_same(&code));
        }
        assert!(read > 500, "{read}");
    }

    /// Each bracket around a value that is not plain may be one more reading of it.
    #[test]
    fn what_would_be_read_again_and_again_is_left_to_the_grammar() {
        let code = format!("f({}a | b{})", "[".repeat(14), "] ~ c".repeat(14));
        let mut handed_on = 0;
        let mut other = |part: Range<usize>| {
            handed_on += part.len();
            Some(Value::new(ValueKind::Null, Span::new(FileId(0), part.start, part.end)))
        };
        assert!(read(&code, BASE, FileId(0), &mut other).is_none());
        assert!(handed_on <= 2 * code.len(), "{handed_on}");
    }

    /// The grammar takes it for the beginning of `_("…")`.
    #[test]
    fn an_underscore_is_a_name() {
        let value = by_glance("_.assign(components, more)").unwrap();
        assert_eq!(value.as_call().map(|call| call.name.as_str()), Some("assign"));
        assert!(by_grammar("_.assign(components, more)").is_none());
    }
}
