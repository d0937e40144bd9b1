//! Expressions of PHP, as far as a form needs them: words, arrays, names, members, calls, and what is put together of these.
//!
//! Anything else is worked out when the page runs, and so unknown. A method is called by `->name`, a function of a class by
//! `Class::name`, so that no component of another language goes by the same name.

use std::ops::Range;

use crate::limits;
use crate::source::Source;
use crate::text::Text;
use crate::unknown::Reason;
use crate::value::{Call, Entry, Value, ValueKind};

/// The expression that starts at `at`, and where it ends; it never reaches past `end`.
pub(in crate::dialect) fn read(source: &Source, at: usize, end: usize) -> (Value, usize) {
    let mut reader = Reader { source, at, end, depth: 0 };
    let value = reader.expression();
    (value, reader.at)
}

/// The arguments of a call that stand in `range`.
pub(in crate::dialect) fn arguments(source: &Source, range: Range<usize>) -> Vec<Value> {
    let mut reader = Reader { source, at: range.start, end: range.end, depth: 0 };
    reader.list(')').into_iter().map(|entry| entry.value).collect()
}

/// What stands from `at` up to `close`, with keys where some are given.
pub(super) fn entries(source: &Source, at: usize, close: char) -> Vec<Entry> {
    Reader { source, at, end: source.text.len(), depth: 0 }.list(close)
}

/// What is shown of words that stand there, or under a key elsewhere: Laravel and WordPress take the words themselves for the key,
/// unless it looks like one: `messages.welcome`.
pub(in crate::dialect) fn translated(words: Value) -> Value {
    let is_key = match &words.kind {
        ValueKind::Text(text) => is_key(text.as_str()),
        _ => true,
    };
    if !is_key {
        return words;
    }
    let span = words.span;
    Value::new(ValueKind::Call(Box::new(Call { receiver: None, name: "__".to_owned(), args: vec![words], keywords: None })), span)
}

/// True for `messages.gender.label`: a dot in it, and no space.
fn is_key(words: &str) -> bool {
    let is_part = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || "_-/:".contains(c));
    words.contains('.') && words.starts_with(|c: char| c.is_lowercase()) && words.split('.').all(is_part)
}

/// Where `code` goes on after white space and comments.
pub(in crate::dialect) fn skip_space(text: &str, mut at: usize, end: usize) -> usize {
    loop {
        let rest = &text[at..end];
        let plain = rest.trim_start();
        at = end - plain.len();
        let comment = if plain.starts_with("/*") {
            plain.find("*/").map_or(plain.len(), |found| found + 2)
        } else if plain.starts_with("//") || (plain.starts_with('#') && !plain.starts_with("#[")) {
            plain.find('\n').unwrap_or(plain.len())
        } else {
            return at;
        };
        at += comment;
    }
}

/// Where `word` ends that stands in the code of `text` after `from`, and not in a string or comment.
pub(in crate::dialect) fn word_in_code(text: &str, from: usize, word: &str) -> Option<usize> {
    let mut at = from;
    loop {
        at = skip_space(text, at, text.len());
        let rest = &text[at..];
        let first = rest.chars().next()?;
        let len = name_len(rest);
        match first {
            _ if &rest[..len] == word => return Some(at + len),
            '\'' | '"' => at += string_len(rest),
            _ => at += len.max(first.len_utf8()),
        }
    }
}

/// The length of the string that `text` starts with, quotes included.
pub(in crate::dialect) fn string_len(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            byte if byte == bytes[0] => return at + 1,
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

/// The length of the name that `text` starts with.
pub(in crate::dialect) fn name_len(text: &str) -> usize {
    text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len())
}

struct Reader<'r> {
    source: &'r Source,
    at: usize,
    end: usize,
    depth: usize,
}

impl Reader<'_> {
    /// `a ? b : c`, `a ?? b`, `a ?: b`, `a || b`, `a . b`.
    fn expression(&mut self) -> Value {
        let start = self.skip();
        self.depth += 1;
        if self.depth > limits::EXPRESSION_DEPTH {
            (self.at, self.depth) = (self.end, self.depth - 1);
            return self.unknown(start, Reason::Unreadable);
        }
        let mut value = self.joined();
        let mut links = 0;
        loop {
            self.skip();
            links += 1;
            if links > limits::PARTS {
                self.at = self.end;
                value = self.unknown(start, Reason::Computed);
                break;
            }
            if self.take("??") || self.take("?:") {
                let other = self.joined();
                let span = value.span.to(other.span);
                value = Value::new(ValueKind::Fallback(Box::new(value), Box::new(other)), span);
            } else if self.rest().starts_with('?') && !self.rest().starts_with("?>") {
                self.at += 1;
                let yes = self.expression();
                self.skip();
                if !self.take(":") {
                    value = self.unknown(start, Reason::Computed);
                    break;
                }
                let no = self.expression();
                let span = value.span.to(no.span);
                value = Value::new(ValueKind::Either(vec![yes, no]), span);
            } else if self.operator() {
                self.joined();
                value = self.unknown(start, Reason::Computed);
            } else {
                break;
            }
        }
        self.depth -= 1;
        value
    }

    /// An operator whose outcome is not followed.
    fn operator(&mut self) -> bool {
        const OPERATORS: &[&str] = &[
            "===",
            "!==",
            "<=>",
            "==",
            "!=",
            "<=",
            ">=",
            "&&",
            "||",
            "<",
            ">",
            "+",
            "-",
            "*",
            "/",
            "%",
            "&",
            "|",
            "^",
            "instanceof ",
            "and ",
            "or ",
        ];
        // `+=` gives a name a value.
        let assigns = |operator: &&str| operator.len() == 1 && "+-*/%&|^".contains(*operator) && self.rest()[1..].starts_with('=');
        let found = OPERATORS.iter().find(|operator| self.rest().starts_with(**operator)).filter(|operator| !assigns(operator));
        match found {
            Some(operator) if !self.rest().starts_with("=>") => self.take(operator),
            _ => false,
        }
    }

    fn joined(&mut self) -> Value {
        let first = self.postfix();
        let mut parts = vec![first];
        loop {
            self.skip();
            let is_dot = self.rest().starts_with('.') && !self.rest().starts_with(".=");
            if !is_dot || parts.len() > limits::PARTS {
                break;
            }
            self.at += 1;
            parts.push(self.postfix());
        }
        match (parts.len(), parts.first(), parts.last()) {
            (2.., Some(first), Some(last)) => {
                let span = first.span.to(last.span);
                Value::new(ValueKind::Concat(parts), span)
            }
            _ => parts.remove(0),
        }
    }

    /// A value with its members and calls.
    fn postfix(&mut self) -> Value {
        let start = self.skip();
        self.depth += 1;
        let value = match self.depth > limits::EXPRESSION_DEPTH {
            true => {
                self.at = self.end;
                self.unknown(start, Reason::Unreadable)
            }
            false => self.chain(start),
        };
        self.depth -= 1;
        value
    }

    fn chain(&mut self, start: usize) -> Value {
        let mut value = self.primary();
        let mut links = 0;
        loop {
            self.skip();
            links += 1;
            if links > limits::PARTS {
                return self.unknown(start, Reason::Computed);
            }
            if self.take("?->") || self.take("->") {
                let name = self.name();
                value = self.member(value, &name, "->", start);
            } else if self.take("::") {
                let name = self.name();
                value = self.member(value, &name, "::", start);
            } else if self.take("[") {
                let key = self.expression();
                self.skip();
                self.take("]");
                value = Value::new(ValueKind::Member(Box::new(value), Box::new(key)), self.source.span(start..self.at));
            } else {
                return value;
            }
        }
    }

    fn member(&mut self, subject: Value, name: &Range<usize>, link: &str, start: usize) -> Value {
        let words = &self.source.text[name.clone()];
        let called = self.rest().trim_start().starts_with('(');
        if !called {
            let key = Text::verbatim(words, self.source.span(name.clone()));
            let key = Value::new(ValueKind::Text(key), self.source.span(name.clone()));
            return Value::new(ValueKind::Member(Box::new(subject), Box::new(key)), self.source.span(start..self.at));
        }
        self.skip();
        self.at += 1;
        let args = self.list(')').into_iter().map(|entry| entry.value).collect();
        let (receiver, name) = match (link, &subject.kind) {
            ("::", ValueKind::Name(class)) => (None, format!("{class}::{words}")),
            _ => (Some(subject), format!("{link}{words}")),
        };
        self.called(Call { receiver, name, args, keywords: None }, start)
    }

    /// A call, or the words that one shows which only escapes or translates them.
    fn called(&self, mut call: Call, start: usize) -> Value {
        if let (
            "__" | "trans" | "Lang::get" | "_x" | "_e" | "esc_html__" | "esc_html_e" | "esc_attr__" | "esc_attr_e" | "esc_html_x",
            Some(_),
        ) = (call.name.as_str(), call.args.first())
        {
            return translated(call.args.swap_remove(0));
        }
        let words = match call.name.as_str() {
            "e" | "esc_html" | "esc_attr" | "htmlspecialchars" | "htmlentities" | "trim" | "strval" | "nl2br" | "_" | "gettext"
            | "CHtml::encode" | "Html::encode" => 0,
            "Yii::t" => 1,
            _ => usize::MAX,
        };
        match words < call.args.len() {
            true => call.args.swap_remove(words),
            false => Value::new(ValueKind::Call(Box::new(call)), self.source.span(start..self.at)),
        }
    }

    fn primary(&mut self) -> Value {
        let start = self.skip();
        let rest = self.rest();
        let Some(first) = rest.chars().next() else { return self.unknown(start, Reason::Unreadable) };
        match first {
            '\'' | '"' => self.string(),
            '[' => {
                self.at += 1;
                self.array(start, ']')
            }
            '(' => {
                self.at += 1;
                let inner = self.expression();
                self.skip();
                self.take(")");
                // `(string) $x` is `$x`.
                let is_cast = matches!(&inner.kind, ValueKind::Name(name) if CASTS.contains(&name.as_str()));
                if is_cast { self.postfix() } else { inner }
            }
            '!' | '@' | '-' | '+' | '&' | '~' => {
                self.at += first.len_utf8();
                let value = self.postfix();
                if first == '@' { value } else { self.unknown(start, Reason::Computed) }
            }
            '$' => {
                self.at += 1;
                let name = self.name();
                Value::new(ValueKind::Name(self.source.text[name].to_owned()), self.source.span(start..self.at))
            }
            '0'..='9' => {
                let len = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '.').unwrap_or(rest.len());
                self.at += len;
                Value::new(ValueKind::Number(self.source.text[start..self.at].to_owned()), self.source.span(start..self.at))
            }
            c if c.is_alphabetic() || c == '_' || c == '\\' => self.word(start),
            other => {
                self.at += other.len_utf8();
                self.unknown(start, Reason::Unreadable)
            }
        }
    }

    /// A constant, a call, a class, or an array that is written as one.
    fn word(&mut self, start: usize) -> Value {
        let rest = self.rest();
        let len = rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '\\').unwrap_or(rest.len());
        let whole = &rest[..len];
        let name = whole.rsplit('\\').next().unwrap_or(whole).to_owned();
        self.at += len;
        let span = self.source.span(start..self.at);
        let calls = self.rest().trim_start().starts_with('(');
        match (name.to_ascii_lowercase().as_str(), calls) {
            ("true", false) => Value::new(ValueKind::Bool(true), span),
            ("false", false) => Value::new(ValueKind::Bool(false), span),
            ("null", false) => Value::new(ValueKind::Null, span),
            ("array", true) => {
                self.skip();
                self.at += 1;
                self.array(start, ')')
            }
            ("function" | "fn" | "static" | "match", _) => {
                self.body();
                self.unknown(start, Reason::Computed)
            }
            ("new", _) => {
                self.postfix();
                self.unknown(start, Reason::Computed)
            }
            (_, true) => {
                self.skip();
                self.at += 1;
                let args = self.list(')').into_iter().map(|entry| entry.value).collect();
                self.called(Call { receiver: None, name, args, keywords: None }, start)
            }
            (_, false) => Value::new(ValueKind::Name(name), span),
        }
    }

    /// Passes over a function that is written out.
    fn body(&mut self) {
        let mut depth = 0_usize;
        while self.at < self.end {
            let rest = self.rest();
            let Some(next) = rest.chars().next() else { return };
            match next {
                '\'' | '"' => {
                    self.at += string_len(rest);
                    continue;
                }
                '(' | '[' | '{' => depth += 1,
                ')' | ']' | '}' if depth == 0 => return,
                '}' if depth == 1 => {
                    self.at += 1;
                    return;
                }
                ')' | ']' | '}' => depth -= 1,
                ',' | ';' if depth == 0 => return,
                _ => {}
            }
            self.at += next.len_utf8();
        }
    }

    fn array(&mut self, start: usize, close: char) -> Value {
        let entries = self.list(close);
        let span = self.source.span(start..self.at);
        match entries.iter().any(|entry| !entry.key.is_empty()) {
            true => Value::new(ValueKind::Map(entries.into()), span),
            false => Value::new(ValueKind::List(entries.into_iter().map(|entry| entry.value).collect()), span),
        }
    }

    /// What stands up to `close`, with keys where some are given.
    fn list(&mut self, close: char) -> Vec<Entry> {
        let mut entries = Vec::new();
        while entries.len() < limits::ANSWERS {
            let start = self.skip();
            if self.at >= self.end || self.take(close.encode_utf8(&mut [0; 4])) {
                break;
            }
            if self.take(",") {
                continue;
            }
            let spreads = self.take("...");
            let first = self.expression();
            self.skip();
            let entry = if self.take("=>") {
                let value = self.expression();
                keyed(&first, value)
            } else {
                // `label: 'Gender'` gives an argument by its name; what it is for stands in the order all the same.
                let value = if self.rest().starts_with(':') && !self.rest().starts_with("::") && self.take(":") {
                    self.expression()
                } else {
                    first
                };
                let value = match spreads {
                    true => Value::new(ValueKind::Spread(Box::new(value.clone())), value.span),
                    false => value,
                };
                Entry { key: String::new(), key_span: value.span, value }
            };
            entries.push(entry);
            // What could not be read is passed over.
            if self.at == start {
                self.at += self.rest().chars().next().map_or(1, char::len_utf8);
            }
        }
        entries
    }

    fn string(&mut self) -> Value {
        let start = self.at;
        let whole = self.rest();
        let len = string_len(whole).min(whole.len());
        let is_closed = len >= 2 && whole[..len].ends_with(&whole[..1]);
        let inner = start + 1..(start + len - usize::from(is_closed)).max(start + 1);
        let is_plain = whole.starts_with('\'');
        self.at += len;
        let text = if is_plain { self.plain(inner) } else { self.woven(inner) };
        Value::new(ValueKind::Text(text), self.source.span(start..start + len))
    }

    /// A string in which only `\'` and `\\` mean another character.
    fn plain(&self, range: Range<usize>) -> Text {
        let mut text = Text::default();
        let mut at = range.start;
        while at < range.end {
            let rest = &self.source.text[at..range.end];
            let run = rest.find('\\').unwrap_or(rest.len());
            self.push(&mut text, at..at + run);
            at += run;
            if at >= range.end {
                break;
            }
            let escaped = self.source.text[at + 1..range.end].chars().next();
            match escaped {
                Some(c @ ('\'' | '\\')) => {
                    text.push_replaced(c.encode_utf8(&mut [0; 4]), self.source.span(at..at + 2));
                    at += 2;
                }
                _ => {
                    self.push(&mut text, at..at + 1);
                    at += 1;
                }
            }
        }
        text
    }

    /// A string with variables in it, which are holes.
    fn woven(&self, range: Range<usize>) -> Text {
        let mut text = Text::default();
        let mut at = range.start;
        while at < range.end {
            let rest = &self.source.text[at..range.end];
            let run = rest.find(['\\', '$', '{']).unwrap_or(rest.len());
            self.push(&mut text, at..at + run);
            at += run;
            let rest = &self.source.text[at..range.end];
            let hole = if rest.starts_with("{$") {
                rest.find('}').map_or(rest.len(), |end| end + 1)
            } else if let Some(name) = rest.strip_prefix('$').filter(|rest| rest.starts_with(|c: char| c.is_alphabetic() || c == '_')) {
                let len = 1 + name_len(name);
                let member = rest[len..].strip_prefix("->").map_or(0, |member| 2 + name_len(member));
                let index = if rest[len..].starts_with('[') { rest[len..].find(']').map_or(0, |end| end + 1) } else { 0 };
                len + member.max(index)
            } else {
                0
            };
            if hole > 0 {
                text.push_hole(crate::unknown::Because::new(Reason::Computed, self.source.span(at..at + hole)));
                at += hole;
                continue;
            }
            let Some(first) = rest.chars().next() else { break };
            let next = rest[first.len_utf8()..].chars().next();
            match (first, next) {
                ('\\', Some('n' | 'r' | 't')) => {
                    text.push_replaced(" ", self.source.span(at..at + 2));
                    at += 2;
                }
                ('\\', Some(c @ ('"' | '\\' | '$'))) => {
                    text.push_replaced(c.encode_utf8(&mut [0; 4]), self.source.span(at..at + 2));
                    at += 2;
                }
                _ => {
                    self.push(&mut text, at..at + first.len_utf8());
                    at += first.len_utf8();
                }
            }
        }
        text
    }

    fn push(&self, text: &mut Text, range: Range<usize>) {
        if !range.is_empty() {
            text.push_verbatim(&self.source.text[range.clone()], self.source.span(range));
        }
    }

    fn name(&mut self) -> Range<usize> {
        let start = self.skip();
        self.at += name_len(self.rest());
        start..self.at
    }

    fn rest(&self) -> &str {
        &self.source.text[self.at..self.end]
    }

    fn skip(&mut self) -> usize {
        self.at = skip_space(&self.source.text, self.at, self.end);
        self.at
    }

    fn take(&mut self, words: &str) -> bool {
        let takes = self.rest().starts_with(words);
        self.at += if takes { words.len() } else { 0 };
        takes
    }

    fn unknown(&self, start: usize, reason: Reason) -> Value {
        Value::unknown(reason, self.source.span(start..self.at.max(start)))
    }
}

const CASTS: &[&str] = &["string", "int", "integer", "bool", "boolean", "float", "array", "object"];

/// An entry whose key is written out. Any other key may be any.
fn keyed(key: &Value, value: Value) -> Entry {
    let words = match &key.kind {
        ValueKind::Text(text) if text.holes().next().is_none() => text.as_str().to_owned(),
        ValueKind::Number(number) => number.clone(),
        // Constants of a class differ.
        ValueKind::Member(class, name) => match (&class.kind, &name.kind) {
            (ValueKind::Name(class), ValueKind::Text(name)) if is_constant(name.as_str()) => format!("{class}::{}", name.as_str()),
            _ => return spread(key, value),
        },
        _ => return spread(key, value),
    };
    let key_span = match &key.kind {
        ValueKind::Text(text) => text.span().unwrap_or(key.span),
        _ => key.span,
    };
    Entry { key: words, key_span, value }
}

/// True for what people call constants and cases: `MALE`, `Male`.
fn is_constant(name: &str) -> bool {
    name.starts_with(|c: char| c.is_uppercase())
}

/// An entry whose key may be any.
fn spread(key: &Value, value: Value) -> Entry {
    let place = key.span.to(value.span);
    Entry { key: String::new(), key_span: key.span, value: Value::new(ValueKind::Spread(Box::new(value)), place) }
}
