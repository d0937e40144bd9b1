//! Haml: `%label{ for: "sex" } Sex`, `= f.text_field :name`, `- if …`.

use super::indented::{self, Line, Lines, Reader, name_length};
use super::{CommentSigns, Dialect, Parsers, write};
use crate::page::{Element, Page};
use crate::source::Source;
use crate::text::Text;
use crate::value::{Value, ValueKind};

/// Haml templates.
pub(super) struct Haml;

impl Dialect for Haml {
    fn name(&self) -> &'static str {
        "haml"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["haml"]
    }

    fn claims(&self, _ending: &str, _text: &str) -> bool {
        true
    }

    fn comment(&self, _before: &str) -> Option<CommentSigns> {
        Some(("-#", ""))
    }

    fn divider(&self, neighbour: &write::Neighbour) -> Option<String> {
        write::builder(neighbour)
    }

    fn read(&self, source: &Source, parsers: &mut Parsers) -> Page {
        indented::part(self, source, 0..source.text.len(), parsers)
    }
}

impl Lines for Haml {
    fn line(&self, reader: &mut Reader) -> Line {
        let (start, end) = (reader.at, reader.line_end(reader.at));
        let line = &reader.text()[start..end];
        match line.as_bytes() {
            [b'-', b'#', ..] => ends(reader, end, Line::Comment(start + 2..end)),
            [b'-', ..] => code(reader, start + 1, false),
            [b'=', b'=', ..] => ends(reader, end, Line::Words(start + 2..end)),
            [b'=' | b'~', ..] => code(reader, start + 1, true),
            [b'!' | b'&', b'=', ..] => code(reader, start + 2, true),
            [b'/', ..] => ends(reader, end, Line::Comment(start + 1..end)),
            [b':', ..] if matches!(line.trim_end(), ":plain" | ":escaped" | ":preserve" | ":markdown") => {
                ends(reader, end, Line::Text(end..end))
            }
            [b':', ..] => ends(reader, end, Line::Skip),
            [b'\\', ..] => ends(reader, end, Line::Words(start + 1..end)),
            [b'%' | b'.' | b'#', ..] if !line.starts_with("#{") => tag(reader),
            _ if line.starts_with("!!!") => ends(reader, end, Line::Skip),
            _ => ends(reader, end, Line::Words(start..end)),
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

fn tag(reader: &mut Reader) -> Line {
    let start = reader.at;
    let text = reader.text();
    let name = match text[start..].strip_prefix('%') {
        Some(rest) => {
            let length = name_length(rest);
            reader.at = start + 1 + length;
            &rest[..length]
        }
        None => "div",
    };
    let mut element = reader.named(name, start);
    attributes(reader, &mut element);
    element.open = reader.span(start..reader.at);
    let content = content(reader);
    Line::Tag(Box::new(element), Box::new(content))
}

/// `{ ruby: "hash" }`, `(html="attributes")` and `[object]`, in any order.
fn attributes(reader: &mut Reader, element: &mut Element) {
    loop {
        let open = reader.at;
        match reader.text()[open..].chars().next() {
            Some('{') => {
                let close = reader.closing(open);
                reader.at = close;
                reader.give(element, open..close);
            }
            Some('(') => {
                let close = reader.closing(open);
                reader.at = open + 1;
                while next_attribute(reader, element, close.saturating_sub(1)) {}
                reader.at = close;
            }
            Some('[') => reader.at = reader.closing(open),
            _ => return,
        }
        if reader.at <= open {
            return;
        }
    }
}

/// Reads one more `name="value"` before `end`.
fn next_attribute(reader: &mut Reader, element: &mut Element, end: usize) -> bool {
    let text = reader.text();
    let Some(rest) = text.get(reader.at..end) else { return false };
    let start = end - rest.trim_start().len();
    let length = text[start..end].find(|c: char| c.is_whitespace() || c == '=').unwrap_or(end - start);
    if length == 0 {
        return false;
    }
    let (name, after) = (&text[start..start + length], start + length);
    let (value, stop) = match text[after..end].strip_prefix('=') {
        None => (Value::new(ValueKind::Text(Text::default()), reader.span(start..after)), after),
        Some(rest) => match rest.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let Some(found) = rest[1..].find(quote) else { return false };
                (reader.quoted(after + 2..after + 2 + found), after + 3 + found)
            }
            _ => {
                let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
                (reader.embedded.value(after + 1..after + 1 + length, reader.parsers), after + 1 + length)
            }
        },
    };
    element.attributes.push(reader.attribute(name, value, start..stop));
    reader.at = stop;
    true
}

/// What follows a tag on its line.
fn content(reader: &mut Reader) -> Line {
    let trim = reader.text()[reader.at..].bytes().take_while(|byte| matches!(byte, b'<' | b'>')).count();
    reader.at += trim;
    let (at, end) = (reader.at, reader.line_end(reader.at));
    let rest = &reader.text()[at..end];
    match rest.as_bytes() {
        [b'=', b'=', ..] => ends(reader, end, Line::Words(at + 2..end)),
        [b'=' | b'~', ..] => code(reader, at + 1, true),
        [b'!' | b'&', b'=', ..] => code(reader, at + 2, true),
        _ if rest.trim().is_empty() || rest.trim() == "/" => ends(reader, end, Line::Nothing),
        _ => ends(reader, end, Line::Words(end - rest.trim_start().len()..end)),
    }
}
