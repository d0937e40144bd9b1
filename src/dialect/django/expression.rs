//! Variables and filters: `form.sex.label|default:"Sex"`.

use std::ops::Range;

use crate::limits;
use crate::source::Source;
use crate::text::Text;
use crate::unknown::Reason;
use crate::value::{Call, Value, ValueKind};

/// What the expression at `range` says.
pub(super) fn read(source: &Source, range: Range<usize>) -> Value {
    let range = super::skip_space(&source.text, range);
    let mut parts = split(&source.text, range.clone(), '|').into_iter();
    let Some(first) = parts.next().filter(|first| !first.is_empty()) else {
        return Value::unknown(Reason::Unreadable, source.span(range));
    };
    let mut value = operand(source, first);
    for (at, part) in parts.enumerate() {
        if at >= limits::PARTS {
            return Value::unknown(Reason::Computed, source.span(range));
        }
        let mut pieces = split(&source.text, part.clone(), ':').into_iter();
        let Some(name) = pieces.next() else { continue };
        let args = pieces.next().map(|arg| operand(source, arg)).into_iter().collect();
        let span = source.span(range.start..part.end);
        let name = source.text[name].trim().to_owned();
        value = Value::new(ValueKind::Call(Box::new(Call { receiver: Some(value), name, args, keywords: None })), span);
    }
    value
}

/// A string, a number, or a variable with its members.
fn operand(source: &Source, range: Range<usize>) -> Value {
    let range = super::skip_space(&source.text, range);
    let text = &source.text[range.clone()];
    let span = source.span(range.clone());
    if let Some(inner) = text.strip_prefix("_(").and_then(|inner| inner.strip_suffix(')')) {
        let start = range.start + 2;
        return operand(source, start..start + inner.len());
    }
    let quoted = ['"', '\''].into_iter().any(|quote| text.len() > 1 && text.starts_with(quote) && text.ends_with(quote));
    let kind = match text {
        _ if quoted => ValueKind::Text(unescaped(source, range.start + 1..range.end - 1)),
        "True" => ValueKind::Bool(true),
        "False" => ValueKind::Bool(false),
        "None" => ValueKind::Null,
        _ if text.starts_with(|c: char| c.is_ascii_digit() || c == '-') && text.parse::<f64>().is_ok() => {
            ValueKind::Number(text.to_owned())
        }
        _ => return variable(source, range),
    };
    Value::new(kind, span)
}

fn unescaped(source: &Source, range: Range<usize>) -> Text {
    let mut text = Text::default();
    let mut from = range.start;
    while let Some(found) = source.text[from..range.end].find('\\') {
        let at = from + found;
        text.push_verbatim(&source.text[from..at], source.span(from..at));
        let Some(c) = source.text[at + 1..range.end].chars().next() else { return text };
        let end = at + 1 + c.len_utf8();
        text.push_replaced(&source.text[at + 1..end], source.span(at..end));
        from = end;
    }
    text.push_verbatim(&source.text[from..range.end], source.span(from..range.end));
    text
}

fn variable(source: &Source, range: Range<usize>) -> Value {
    let is_name = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
    let unreadable = || Value::unknown(Reason::Unreadable, source.span(range.clone()));
    if !source.text[range.clone()].chars().all(is_name) {
        return unreadable();
    }
    let mut value: Option<Value> = None;
    let mut start = range.start;
    for (at, name) in source.text[range.clone()].split('.').enumerate() {
        if at > limits::CALL_DEPTH || name.is_empty() {
            return unreadable();
        }
        let end = start + name.len();
        let span = source.span(start..end);
        value = Some(match value {
            None => Value::new(ValueKind::Name(name.to_owned()), span),
            Some(subject) => {
                let kind = match name.parse::<usize>() {
                    Ok(_) => ValueKind::Number(name.to_owned()),
                    Err(_) => ValueKind::Text(Text::verbatim(name, span)),
                };
                let key = Value::new(kind, span);
                Value::new(ValueKind::Member(Box::new(subject), Box::new(key)), source.span(range.start..end))
            }
        });
        start = end + 1;
    }
    value.unwrap_or_else(unreadable)
}

/// The words of a tag: what stands between white space, strings whole.
pub(super) fn words(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    for part in split(text, range, ' ') {
        let part = super::skip_space(text, part);
        if !part.is_empty() {
            words.push(part);
        }
    }
    words
}

/// The parts of a range between each `mark` that stands in no string; any white space for a blank.
fn split(text: &str, range: Range<usize>, mark: char) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = range.start;
    let mut quote = None;
    let mut escaped = false;
    for (at, c) in text[range.clone()].char_indices().map(|(at, c)| (range.start + at, c)) {
        match (quote, c) {
            _ if escaped => escaped = false,
            (Some(_), '\\') => escaped = true,
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, c) if c == mark || (mark == ' ' && c.is_whitespace()) => {
                parts.push(start..at);
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(start..range.end);
    parts
}
