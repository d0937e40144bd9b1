//! What a class in PHP keeps for others: its constants, the cases of an enumeration with the words that each gives, and what its methods
//! answer where that is written out.

use std::sync::Arc;

use super::expression::{self, word_in_code};
use crate::limits;
use crate::source::{Source, Span};
use crate::text::Text;
use crate::unknown::Reason;
use crate::value::{Entry, Lambda, Value, ValueKind};

/// Under this name a class has its cases, as a list.
pub(crate) const CASES: &str = "::cases";

/// The class in `source`, as a map: constants and cases by their names, [`CASES`], and each method by `->name`. It may have more.
pub(crate) fn read(source: &Source) -> Option<Value> {
    let text = &source.text;
    let is_enum = word_in_code(text, 0, "enum").is_some();
    let start = word_in_code(text, 0, "class").or_else(|| word_in_code(text, 0, "enum"))?;
    let mut constants = declared(source, start, "const");
    let cases = if is_enum { declared(source, start, "case") } else { Vec::new() };
    let own: Vec<Entry> = constants.iter().chain(&cases).cloned().collect();
    constants.iter_mut().for_each(|constant| constant.value = with_own(&constant.value, &own, 0));
    let methods = methods(source, start);
    let cases: Vec<Entry> = cases.into_iter().map(|case| case.with(object(&case, &methods))).collect();
    let span = source.span(start..start);
    let list = Value::new(ValueKind::List(cases.iter().map(|case| case.value.clone()).collect()), span);
    let list = Entry { key: CASES.to_owned(), key_span: span, value: list };
    let answers = methods.iter().filter_map(|(name, answer)| match answer {
        Answer::Written(value) => Some(function(name, with_own(value, &own, 0))),
        Answer::Matched(_) => None,
    });
    let more = Value::new(ValueKind::Spread(Box::new(Value::unknown(Reason::Computed, span))), span);
    let more = Entry { key: String::new(), key_span: span, value: more };
    let whole = constants.into_iter().chain(cases.clone()).chain([list]).chain(answers).chain([more]);
    Some(Value::new(ValueKind::Map(whole.collect()), span))
}

/// What stands behind each `const NAME =` or `case NAME =`; a case may have no value.
fn declared(source: &Source, from: usize, word: &str) -> Vec<Entry> {
    let text = &source.text;
    let (mut found, mut at) = (Vec::new(), from);
    while let Some(after) = word_in_code(text, at, word).filter(|_| found.len() < limits::ANSWERS) {
        at = after;
        let end = text[after..].find(['=', ';', ':', '{']).map_or(text.len(), |len| after + len);
        let head = text[after..end].trim_end();
        let name = head.rsplit(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
        let key_span = source.span(after + head.len() - name.len()..after + head.len());
        let value = match text.as_bytes().get(end) {
            _ if name.is_empty() => continue,
            Some(b'=') => {
                let (value, end) = expression::read(source, end + 1, text.len());
                at = end;
                value
            }
            Some(b';') => Value::new(ValueKind::Text(Text::verbatim(name, key_span)), key_span),
            _ => continue,
        };
        found.push(Entry { key: name.to_owned(), key_span, value });
    }
    found
}

/// What a method answers.
enum Answer {
    /// Always the same, which is written out.
    Written(Value),
    /// By which case it is asked of.
    Matched(Vec<Entry>),
}

/// The methods whose first answer is written out, by their names.
fn methods(source: &Source, from: usize) -> Vec<(String, Answer)> {
    let text = &source.text;
    let mut found = Vec::new();
    let mut next = word_in_code(text, from, "function");
    while let Some(after) = next.filter(|_| found.len() < limits::PARTS) {
        next = word_in_code(text, after, "function");
        let start = expression::skip_space(text, after, text.len());
        let name = &text[start..start + expression::name_len(&text[start..])];
        let answer = word_in_code(&text[..next.unwrap_or(text.len())], after, "return");
        let Some(answer) = answer.filter(|_| !name.is_empty()) else { continue };
        let begins = expression::skip_space(text, answer, text.len());
        let answer = match text[begins..].strip_prefix("match") {
            Some(rest) => rest.find('{').map(|open| Answer::Matched(arms(source, begins + "match".len() + open + 1))),
            None => Some(expression::read(source, answer, text.len()).0).filter(is_literal).map(Answer::Written),
        };
        found.extend(answer.map(|answer| (name.to_owned(), answer)));
    }
    found
}

/// The arms of a `match`, each case by its name: `self::Ms, self::Mx => 'No title'`.
fn arms(source: &Source, from: usize) -> Vec<Entry> {
    let mut pending: Vec<(String, Span)> = Vec::new();
    let mut found = Vec::new();
    for entry in expression::entries(source, from, '}') {
        if entry.key.is_empty() {
            pending.extend(constant(&entry.value).map(|name| (name.to_owned(), entry.value.span)));
            continue;
        }
        let name = entry.key.rsplit("::").next().unwrap_or(&entry.key).to_owned();
        pending.push((name, entry.key_span));
        let value = &entry.value;
        found.extend(pending.drain(..).map(|(key, key_span)| Entry { key, key_span, value: value.clone() }));
    }
    found
}

/// A case as an object: its name, its value, and what its methods answer.
fn object(case: &Entry, methods: &[(String, Answer)]) -> Value {
    let entry = |key: &str, value: Value| Entry { key: key.to_owned(), key_span: case.key_span, value };
    let name = Value::new(ValueKind::Text(Text::meaning(&case.key, case.key_span)), case.key_span);
    let answers = methods.iter().filter_map(|(name, answer)| match answer {
        Answer::Matched(arms) => Some(function(name, arms.iter().find(|arm| arm.key == case.key)?.value.clone())),
        Answer::Written(_) => None,
    });
    let own = [entry("name", name), entry("value", case.value.clone())];
    Value::new(ValueKind::Map(own.into_iter().chain(answers).collect()), case.value.span)
}

/// A method that always answers the same.
fn function(name: &str, answer: Value) -> Entry {
    let span = answer.span;
    let lambda = Lambda { params: Vec::new(), sets: Vec::new(), body: answer };
    Entry { key: format!("->{name}"), key_span: span, value: Value::new(ValueKind::Lambda(Box::new(lambda)), span) }
}

fn is_literal(value: &Value) -> bool {
    matches!(value.kind, ValueKind::List(_) | ValueKind::Map(_) | ValueKind::Text(_))
}

/// The name of a constant that is meant: `MALE` of `self::MALE`.
fn constant(value: &Value) -> Option<&str> {
    match &value.kind {
        ValueKind::Member(_, key) => match &key.kind {
            ValueKind::Text(key) => Some(key.as_str()),
            _ => None,
        },
        _ => None,
    }
}

/// A value with the class's own constants in the place of their names.
fn with_own(value: &Value, own: &[Entry], depth: usize) -> Value {
    if depth > limits::REFERENCE_STEPS {
        return value.clone();
    }
    let kind = match &value.kind {
        ValueKind::Member(class, _) if matches!(&class.kind, ValueKind::Name(name) if matches!(name.as_str(), "self" | "static")) => {
            let meant = own.iter().find(|entry| Some(entry.key.as_str()) == constant(value));
            return meant.map_or_else(|| value.clone(), |meant| with_own(&meant.value, own, depth + 1));
        }
        ValueKind::List(items) => ValueKind::List(items.iter().map(|item| with_own(item, own, depth + 1)).collect::<Arc<[_]>>()),
        ValueKind::Map(entries) => ValueKind::Map(entries.iter().map(|entry| entry.with(with_own(&entry.value, own, depth + 1))).collect()),
        _ => return value.clone(),
    };
    Value::new(kind, value.span)
}
