//! JSON and YAML: locale files, data files, configuration. One [`Value`] a file, every word with its place.
//!
//! JSON is read as the YAML that it also is, with `//` and `/* */` comments allowed, and held to its own literals.

mod tree;
mod words;

use std::borrow::Cow;
use std::ops::Range;

use granit_parser::{Event, Parser, ScanError, options};

use crate::limits;
use crate::page::{Comment, Notice};
use crate::source::{Source, Span};
use crate::text::Text;
use crate::value::{Value, ValueKind};
use tree::Tree;

/// The endings of data files, without the dot.
pub const EXTENSIONS: &[&str] = &["json", "yaml", "yml"];

/// True if a file called `path` holds data, by its ending.
pub fn is_data(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, ending)| EXTENSIONS.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

/// The data of a file: JSON if its path ends so, YAML otherwise.
///
/// A [`ValueKind::Text`] stands where its words stand, inside the quotes and without indentation; its value's span has the
/// quotes or the `|`. A key's span is that of its words. Lists and maps span from their first byte to their last.
/// What an alias or a merge key brings in keeps the place where it is written. Of two equal keys the last wins; a key of a
/// map's own wins over a merged one. Plain words are typed by YAML 1.2, so that `Yes` and `No` are words.
///
/// Only the first document of several is read. An empty file is [`ValueKind::Null`]. An alias of nothing, an alias of what
/// it stands in, and what a program's own tag (`!Sub`) makes are [`ValueKind::Unknown`] and lose nothing else.
///
/// # Errors
///
/// What is no JSON or YAML, or goes beyond the bounds of [`limits`], is a [`Notice`] at the place of it.
pub fn read(source: &Source) -> Result<Value, Notice> {
    let is_json = source.path.rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("json"));
    let text = if is_json { without_comments(&source.text) } else { Cow::Borrowed(source.text.as_str()) };
    let mut tree = Tree::new(source, is_json);
    for event in Parser::new_from_str_with_options(&text, bounds(is_json)) {
        let (event, span) = event.map_err(|error| notice(source, is_json, &error))?;
        let range = span.byte_range().unwrap_or(0..0);
        match event {
            Event::Scalar(words, style, anchor, tag) => tree.scalar(&words, style, anchor, tag.as_deref(), range)?,
            Event::SequenceStart(_, anchor, tag) => tree.open_list(anchor, tag.as_deref(), range)?,
            Event::MappingStart(_, anchor, tag) => tree.open_map(anchor, tag.as_deref(), range)?,
            Event::SequenceEnd | Event::MappingEnd => tree.close(range)?,
            Event::Alias(anchor) => tree.alias(anchor, range)?,
            Event::UnresolvedAlias(name) => tree.unresolved(&name, range)?,
            Event::DocumentEnd => break,
            _ => {}
        }
    }
    Ok(tree.finish().unwrap_or_else(|| Value::new(ValueKind::Null, source.span(0..0))))
}

fn bounds(is_json: bool) -> granit_parser::Options {
    let mut options = options! {
        emit_unresolved_aliases: true,
        flow_nesting_limit: limits::NESTING,
        block_nesting_limit: limits::NESTING,
        // i18next takes whole sentences as keys; YAML alone bounds their length.
        simple_key_max_lookahead: if is_json { 16 * 1024 } else { 1024 },
    };
    options.set_emit_comments(false);
    options
}

fn notice(source: &Source, is_json: bool, error: &ScanError) -> Notice {
    let at = error.marker().byte_offset().unwrap_or(0);
    let language = if is_json { "JSON" } else { "YAML" };
    Notice { span: character(source, at), message: format!("this could not be read as {language}: {}", error.info()) }
}

/// The character at byte `at`, or the end of the file.
fn character(source: &Source, at: usize) -> Span {
    match source.text.get(at..) {
        Some(rest) => source.span(at..at + rest.chars().next().map_or(0, char::len_utf8)),
        None => source.span(source.text.len()..source.text.len()),
    }
}

/// The comments of a JSON file, which many tools allow: `//` and `/* */`.
pub(super) fn comments(source: &Source) -> Vec<Comment> {
    let comment = |range: Range<usize>| {
        let words = &source.text[range.start + 2..range.end];
        let words = words.strip_suffix("*/").unwrap_or(words);
        let span = source.span(range.clone());
        let inner = source.span(range.start + 2..range.start + 2 + words.len());
        Comment { text: Text::verbatim(words, inner), span }
    };
    comment_ranges(&source.text).map(comment).collect()
}

/// JSON with spaces for its comments, byte for byte as long.
fn without_comments(json: &str) -> Cow<'_, str> {
    let mut blanked: Option<Vec<u8>> = None;
    for range in comment_ranges(json) {
        let blanked = blanked.get_or_insert_with(|| json.as_bytes().to_vec());
        blanked[range].iter_mut().filter(|byte| !matches!(byte, b'\n' | b'\r')).for_each(|byte| *byte = b' ');
    }
    blanked.and_then(|bytes| String::from_utf8(bytes).ok()).map_or(Cow::Borrowed(json), Cow::Owned)
}

/// Where comments stand, with their delimiters.
fn comment_ranges(json: &str) -> impl Iterator<Item = Range<usize>> {
    let bytes = json.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < bytes.len() {
            let start = at;
            at = match (bytes[at], bytes.get(at + 1)) {
                (b'"', _) => string_end(bytes, at),
                (b'/', Some(b'/')) => memchr::memchr2(b'\n', b'\r', &bytes[at..]).map_or(bytes.len(), |found| at + found),
                (b'/', Some(b'*')) => match json[at + 2..].find("*/") {
                    Some(found) => at + 2 + found + 2,
                    None => bytes.len(),
                },
                _ => at + 1,
            };
            let is_comment =
                bytes[start..].starts_with(b"//") || (bytes[start] == b'/' && at > start + 1 && bytes[start..at].ends_with(b"*/"));
            if is_comment {
                return Some(start..at);
            }
        }
        None
    })
}

/// One past the string that opens at `at`.
fn string_end(bytes: &[u8], at: usize) -> usize {
    let mut at = at + 1;
    while let Some(found) = memchr::memchr2(b'"', b'\\', &bytes[at.min(bytes.len())..]) {
        at += found;
        if bytes[at] == b'"' {
            return at + 1;
        }
        at += 2;
    }
    bytes.len()
}

/// The value under a key of a map.
pub(super) fn at<'v>(value: &'v Value, key: &str) -> Option<&'v Value> {
    let ValueKind::Map(entries) = &value.kind else { return None };
    entries.iter().find(|entry| entry.key == key).map(|entry| &entry.value)
}

/// The words under a key of a map.
pub(super) fn text<'v>(value: &'v Value, key: &str) -> Option<&'v str> {
    match &at(value, key)?.kind {
        ValueKind::Text(text) => Some(text.as_str()),
        _ => None,
    }
}

/// The items of the list under a key of a map.
pub(super) fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    match at(value, key).map(|value| &value.kind) {
        Some(ValueKind::List(items)) => items,
        _ => &[],
    }
}

/// True if a map says yes under a key.
pub(super) fn truth(value: &Value, key: &str) -> bool {
    at(value, key).is_some_and(|value| value.kind == ValueKind::Bool(true))
}

#[cfg(test)]
mod tests;
