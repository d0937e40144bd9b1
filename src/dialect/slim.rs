//! Slim: `label for="sex" Sex`, `= f.text_field :name`, `- if …`.

use super::indented::{self, Line, Lines, Reader, name_length};
use super::{CommentSigns, Dialect, Parsers, write};
use crate::page::{Element, Page};
use crate::source::Source;
use crate::text::Text;
use crate::value::{Value, ValueKind};

/// Slim templates.
pub(super) struct Slim;

impl Dialect for Slim {
    fn name(&self) -> &'static str {
        "slim"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["slim"]
    }

    fn claims(&self, _ending: &str, _text: &str) -> bool {
        true
    }

    fn comment(&self, _before: &str) -> Option<CommentSigns> {
        Some(("/", ""))
    }

    fn divider(&self, neighbour: &write::Neighbour) -> Option<String> {
        write::builder(neighbour)
    }

    fn read(&self, source: &Source, parsers: &mut Parsers) -> Page {
        indented::part(self, source, 0..source.text.len(), parsers)
    }
}

/// Filters whose text is no words of the page.
const ENGINES: &[&str] = &["javascript:", "css:", "scss:", "sass:", "coffee:", "ruby:", "less:"];

impl Lines for Slim {
    fn line(&self, reader: &mut Reader) -> Line {
        let (start, end) = (reader.at, reader.line_end(reader.at));
        let line = &reader.text()[start..end];
        match line.as_bytes() {
            [b'/', b'!', ..] => ends(reader, end, Line::Comment(start + 2..end)),
            [b'/', ..] => ends(reader, end, Line::Comment(start + 1..end)),
            [b'|' | b'\'', ..] => ends(reader, end, Line::Text(start + 1..end)),
            [b'<', ..] => ends(reader, end, Line::Words(start..end)),
            [b'-', ..] => code(reader, start + 1, false),
            [b'=', ..] => shown(reader, start),
            _ if line.starts_with("doctype") || ENGINES.contains(&line.trim_end()) => ends(reader, end, Line::Skip),
            _ if line.trim_end() == "markdown:" => ends(reader, end, Line::Text(end..end)),
            _ => tag(reader, 0),
        }
    }

    fn run<'t>(&self, rest: &'t str) -> Option<&'t str> {
        rest.strip_prefix('-').map(str::trim_start)
    }
}

fn ends(reader: &mut Reader, end: usize, line: Line) -> Line {
    reader.at = end;
    line
}

fn code(reader: &mut Reader, from: usize, shown: bool) -> Line {
    let end = reader.code_end(from);
    let text = &reader.text()[from..end];
    let start = end - text.trim_start().len();
    reader.at = end;
    Line::Code(start..start + text.trim().len(), shown)
}

/// `=`, `==` and `=>` show what follows.
fn shown(reader: &mut Reader, start: usize) -> Line {
    let signs = reader.text()[start..].bytes().take_while(|byte| matches!(byte, b'=' | b'<' | b'>' | b'\'')).count();
    code(reader, start + signs, true)
}

fn tag(reader: &mut Reader, depth: usize) -> Line {
    let start = reader.at;
    let length = name_length(&reader.text()[start..]);
    let name = &reader.text()[start..start + length];
    let is_short = reader.text()[start..].starts_with(['.', '#']);
    if name.is_empty() && !is_short {
        // Nothing that Slim allows: the words are read.
        let end = reader.line_end(start);
        return ends(reader, end, Line::Words(start..end));
    }
    reader.at = start + length;
    let mut element = reader.named(if is_short { "div" } else { name }, start);
    attributes(reader, &mut element);
    element.open = reader.span(start..reader.at);
    let content = content(reader, depth);
    Line::Tag(Box::new(element), Box::new(content))
}

/// What follows a tag on its line.
fn content(reader: &mut Reader, depth: usize) -> Line {
    let trim = reader.text()[reader.at..].bytes().take_while(|byte| matches!(byte, b'<' | b'>')).count();
    reader.at += trim;
    let (at, end) = (reader.at, reader.line_end(reader.at));
    let rest = &reader.text()[at..end];
    let plain = rest.trim_start();
    let from = end - plain.len();
    match plain.as_bytes() {
        [] | [b'/'] => ends(reader, end, Line::Nothing),
        [b'=', ..] => shown(reader, from),
        [b':', ..] if depth < 16 => {
            reader.at = end - plain[1..].trim_start().len();
            tag(reader, depth + 1)
        }
        _ => ends(reader, end, Line::Words(from..end)),
    }
}

/// Attributes after a tag, in brackets or not.
fn attributes(reader: &mut Reader, element: &mut Element) {
    let bracket = reader.text()[reader.at..].chars().next().filter(|c| matches!(c, '(' | '[' | '{'));
    match bracket {
        Some(_) => {
            let close = reader.closing(reader.at);
            reader.at += 1;
            while next_attribute(reader, element, close.saturating_sub(1), true) {}
            reader.at = close;
        }
        None => {
            let end = reader.line_end(reader.at);
            while next_attribute(reader, element, end, false) {}
        }
    }
}

/// Reads one more attribute before `end`. A name by itself is an attribute only in brackets.
fn next_attribute(reader: &mut Reader, element: &mut Element, end: usize, in_brackets: bool) -> bool {
    let text = reader.text();
    let Some(rest) = text.get(reader.at..end) else { return false };
    let start = end - rest.trim_start().len();
    if start == reader.at && !in_brackets && !rest.starts_with('*') {
        return false;
    }
    if text[start..end].starts_with('*') {
        let stop = expression_end(text, start + 1, end);
        if stop > start + 1 {
            reader.at = stop;
            reader.give(element, start + 1..stop);
            return true;
        }
    }
    let length = attribute_name(&text[start..end]);
    let name = &text[start..start + length];
    let after = start + length;
    if length == 0 {
        return false;
    }
    if !text[after..end].starts_with('=') {
        if in_brackets {
            reader.at = after;
            let value = Value::new(ValueKind::Text(Text::default()), reader.span(start..after));
            element.attributes.push(reader.attribute(name, value, start..after));
        }
        return in_brackets;
    }
    let from = after + 1 + usize::from(text[after + 1..end].starts_with('='));
    let stop = match text[from..end].chars().next() {
        Some(quote @ ('"' | '\'')) => match text[from + 1..end].find(quote) {
            Some(found) => {
                let stop = from + 1 + found + 1;
                let value = reader.quoted(from + 1..stop - 1);
                element.attributes.push(reader.attribute(name, value, start..stop));
                stop
            }
            None => return false,
        },
        Some(c) if !c.is_whitespace() => {
            let stop = expression_end(text, from, end);
            let value = reader.embedded.value(from..stop, reader.parsers);
            give_value(reader, element, name, value, start..stop);
            stop
        }
        _ => return false,
    };
    reader.at = stop;
    true
}

/// An attribute whose value Ruby gives: `checked=false` is not there.
fn give_value(reader: &Reader, element: &mut Element, name: &str, value: Value, range: std::ops::Range<usize>) {
    if matches!(value.kind, ValueKind::Null | ValueKind::Bool(false)) {
        return;
    }
    let mut attribute = reader.attribute(name, value, range);
    let is_flag = matches!(name, "checked" | "selected" | "required" | "disabled" | "multiple" | "hidden");
    attribute.conditional = is_flag && !matches!(attribute.value.kind, ValueKind::Text(_) | ValueKind::Bool(true));
    element.attributes.push(attribute);
}

/// Names such as `data-x`, `@click`, `xml:lang`.
fn attribute_name(text: &str) -> usize {
    text.find(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_' | ':' | '@' | '.')).unwrap_or(text.len())
}

/// Where an expression of Ruby ends that no quote ends: at white space outside its brackets and strings.
fn expression_end(text: &str, from: usize, end: usize) -> usize {
    let bytes = text.as_bytes();
    let (mut at, mut depth) = (from, 0_usize);
    while at < end {
        match bytes[at] {
            b' ' | b'\t' | b'\n' | b'\r' if depth == 0 => break,
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' if depth == 0 => break,
            b')' | b']' | b'}' => depth -= 1,
            quote @ (b'"' | b'\'') => {
                at += 1;
                while at < end && bytes[at] != quote {
                    at += 1 + usize::from(bytes[at] == b'\\');
                }
            }
            _ => {}
        }
        at += 1;
    }
    at.min(end)
}
