//! What decides between the arms of a macro or component, where its call tells which is meant: `{% if params.type == "radios" %}`.
//!
//! Only what a call gives is looked at. What a page works out by itself may be another thing tomorrow, and what stands in the other arm
//! is asked then.

use std::ops::Range;

use super::template::skip_space;
use crate::source::Source;
use crate::text::Text;
use crate::unknown::Reason;
use crate::value::{Call, Value, ValueKind};

/// Reads conditions of a language.
pub(super) struct Conditions<'c> {
    pub(super) source: &'c Source,
    /// What begins a name.
    pub(super) sign: &'static str,
    /// The names that a call gives.
    pub(super) given: &'c [String],
}

impl Conditions<'_> {
    /// The condition at `range`; unknown where no call tells, but the running page.
    pub(super) fn read(&self, range: Range<usize>) -> Value {
        let range = skip_space(&self.source.text, range);
        let span = self.source.span(range.clone());
        self.simple(range).unwrap_or_else(|| Value::unknown(Reason::Condition, span))
    }

    fn simple(&self, range: Range<usize>) -> Option<Value> {
        let source = self.source;
        let text = &source.text[range.clone()];
        let span = source.span(range.clone());
        match text {
            "true" => return Some(Value::new(ValueKind::Bool(true), span)),
            "false" => return Some(Value::new(ValueKind::Bool(false), span)),
            _ => {}
        }
        for no in ["not ", "!"] {
            if let Some(rest) = text.strip_prefix(no).filter(|rest| !rest.starts_with('=')) {
                let of = self.name(range.end - rest.len()..range.end)?;
                return Some(operation("!", of, None, range, source));
            }
        }
        // The longest first.
        for (written, operator) in [("!==", "!=="), ("===", "==="), ("!=", "!=="), ("==", "===")] {
            if let Some((before, after)) = text.split_once(written) {
                let of = self.name(range.start..range.start + before.len())?;
                let word = word(source, range.end - after.len()..range.end)?;
                return Some(operation(operator, of, Some(word), range, source));
            }
        }
        self.name(range)
    }

    /// A name that a call gives, or a part of what it stands for: `type`, `params.type`.
    fn name(&self, range: Range<usize>) -> Option<Value> {
        let range = skip_space(&self.source.text, range);
        let path = self.source.text[range.clone()].strip_prefix(self.sign)?;
        let start = range.end - path.len();
        let mut value: Option<Value> = None;
        let mut at = start;
        for part in path.split('.') {
            let span = self.source.span(at..at + part.len());
            let is_name =
                part.starts_with(|c: char| c.is_alphabetic() || c == '_') && part.chars().all(|c| c.is_alphanumeric() || c == '_');
            value = Some(match value {
                _ if !is_name => return None,
                None if !self.given.iter().any(|name| name == part) => return None,
                None => Value::new(ValueKind::Name(part.to_owned()), span),
                Some(of) => {
                    let whole = of.span.to(span);
                    let key = Value::new(ValueKind::Text(Text::verbatim(part, span)), span);
                    Value::new(ValueKind::Member(Box::new(of), Box::new(key)), whole)
                }
            });
            at += part.len() + 1;
        }
        value
    }
}

/// A word between quotes.
fn word(source: &Source, range: Range<usize>) -> Option<Value> {
    let range = skip_space(&source.text, range);
    let text = &source.text[range.clone()];
    let quote = text.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let inner = text[1..].strip_suffix(quote).filter(|inner| !inner.contains([quote, '\\']))?;
    let words = Text::verbatim(inner, source.span(range.start + 1..range.end - 1));
    Some(Value::new(ValueKind::Text(words), source.span(range)))
}

fn operation(operator: &str, of: Value, with: Option<Value>, range: Range<usize>, source: &Source) -> Value {
    let call = Call { receiver: Some(of), name: operator.to_owned(), args: with.into_iter().collect(), keywords: None };
    Value::new(ValueKind::Call(Box::new(call)), source.span(range))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    fn kind(text: &str, sign: &'static str) -> String {
        let source = Source::new(FileId(0), "a", text);
        let given = ["type".to_owned(), "params".to_owned()];
        match (Conditions { source: &source, sign, given: &given }).read(0..text.len()).kind {
            ValueKind::Call(call) => format!("{} {}", call.name, call.args.len()),
            ValueKind::Name(name) => name,
            ValueKind::Bool(truth) => truth.to_string(),
            ValueKind::Member(..) => "member".to_owned(),
            ValueKind::Unknown(_) => "-".to_owned(),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn what_a_call_decides_is_read_and_all_else_is_unknown() {
        for (text, said) in [
            ("type == \"radios\"", "=== 1"),
            ("params.type === 'radios'", "=== 1"),
            ("type != 'radios'", "!== 1"),
            ("not type", "! 0"),
            ("!type", "! 0"),
            (" type ", "type"),
            ("params.type", "member"),
            ("true", "true"),
            ("other", "-"),
            ("other.type == 'radios'", "-"),
            ("type and params", "-"),
            ("type.", "-"),
            ("type == params", "-"),
            ("type == 'a' or params", "-"),
            ("not type == 'a'", "-"),
            ("", "-"),
        ] {
            assert_eq!(kind(text, ""), said, "{text}");
        }
        assert_eq!((kind("$type == 'b'", "$").as_str(), kind("type", "$").as_str(), kind("!$type", "$").as_str()), ("=== 1", "-", "! 0"));
    }
}
