//! FHIR in XML, as the value that the same resource is in JSON: a primitive is an attribute called `value`, and a resource an
//! element that begins with a capital.

use std::ops::Range;

use roxmltree::{Attribute, Document, Error, Node, ParsingOptions};

use crate::limits;
use crate::page::{Comment, Notice};
use crate::source::{Source, Span};
use crate::text::Text;
use crate::unknown::Reason;
use crate::value::{Entry, Value, ValueKind};

/// Elements that may be repeated, and so are lists in JSON even where there is one.
const LISTS: &[&str] = &[
    "answerOption",
    "code",
    "coding",
    "concept",
    "contained",
    "contains",
    "entry",
    "enableWhen",
    "exclude",
    "extension",
    "include",
    "initial",
    "item",
    "modifierExtension",
    "option",
    "subjectType",
];

/// Primitives that are no words in JSON.
const NUMBERS: &[&str] = &["maxLength", "total", "valueInteger", "valueDecimal"];

/// Narrative is the page of another language in it.
const NARRATIVE: &str = "http://www.w3.org/1999/xhtml";

/// The resource in a file, and its comments.
///
/// # Errors
///
/// What is no XML, or goes beyond the bounds of [`limits`], is a [`Notice`] at the place of it.
pub(super) fn read(source: &Source) -> Result<(Value, Vec<Comment>), Notice> {
    let options = ParsingOptions { nodes_limit: limits::NODES as u32, ..ParsingOptions::default() };
    // A mark of the order of bytes counts as no part of the text.
    let text = source.text.trim_start_matches('\u{feff}');
    let base = source.text.len() - text.len();
    let document = Document::parse_with_options(text, options).map_err(|error| notice(source, text, base, &error))?;
    let reader = Reader { source, base };
    let comments = document.descendants().filter(Node::is_comment).map(|node| reader.comment(&node)).collect();
    Ok((reader.resource(document.root_element(), 0), comments))
}

fn notice(source: &Source, text: &str, base: usize, error: &Error) -> Notice {
    let place = error.pos();
    let line = text.split_inclusive('\n').take(place.row.saturating_sub(1) as usize).map(str::len).sum::<usize>();
    let column = text[line..].char_indices().nth(place.col.saturating_sub(1) as usize).map_or(0, |(at, _)| at);
    let at = (base + line + column).min(source.text.len());
    Notice { span: source.span(at..at), message: format!("this is no XML: {error}") }
}

struct Reader<'s> {
    source: &'s Source,
    base: usize,
}

impl Reader<'_> {
    fn span(&self, range: Range<usize>) -> Span {
        self.source.span(self.base + range.start..self.base + range.end)
    }

    fn comment(&self, node: &Node) -> Comment {
        let range = node.range();
        let inner = range.start + 4..range.end.saturating_sub(3).max(range.start + 4);
        let text = Text::verbatim(node.text().unwrap_or_default(), self.span(inner));
        Comment { text: text.folded(), span: self.span(range) }
    }

    fn resource(&self, node: Node, depth: usize) -> Value {
        let name = self.span(name_of(&node));
        let kind = Value::new(ValueKind::Text(Text::verbatim(node.tag_name().name(), name)), name);
        let mut entries = vec![Entry { key: "resourceType".to_owned(), key_span: name, value: kind }];
        entries.extend(self.entries(node, depth));
        Value::new(ValueKind::Map(entries.into()), self.span(node.range()))
    }

    /// The elements in `node`, those of one name together.
    fn entries(&self, node: Node, depth: usize) -> Vec<Entry> {
        let mut entries: Vec<Entry> = Vec::new();
        // The addresses of extensions and the ids of elements are attributes.
        for attribute in node.attributes().filter(|attribute| matches!(attribute.name(), "url" | "id")) {
            let (key, key_span) = (attribute.name().to_owned(), self.span(attribute.range()));
            entries.push(Entry { key, key_span, value: self.words(&attribute) });
        }
        let mut lists: Vec<(&str, Span, Vec<Value>)> = Vec::new();
        for child in node.children().filter(|child| child.is_element() && child.tag_name().namespace() != Some(NARRATIVE)) {
            let (key, key_span) = (child.tag_name().name(), self.span(name_of(&child)));
            let value = self.value(child, depth + 1);
            match lists.iter_mut().find(|(name, ..)| *name == key) {
                Some((_, _, values)) => values.push(value),
                None => lists.push((key, key_span, vec![value])),
            }
        }
        entries.extend(lists.into_iter().map(|(key, key_span, mut values)| {
            let value = match values.as_slice() {
                [_] if !LISTS.contains(&key) || is_code_of_answer(node, key) => values.remove(0),
                _ => {
                    let span = values.iter().skip(1).fold(values[0].span, |whole, value| whole.to(value.span));
                    Value::new(ValueKind::List(values.into()), span)
                }
            };
            Entry { key: key.to_owned(), key_span, value }
        }));
        entries
    }

    fn value(&self, node: Node, depth: usize) -> Value {
        let span = self.span(node.range());
        if depth > limits::NESTING {
            return Value::unknown(Reason::TooMuch, span);
        }
        if let Some(attribute) = node.attribute_node("value") {
            return self.primitive(node.tag_name().name(), &attribute);
        }
        let mut elements = node.children().filter(Node::is_element);
        match (elements.next(), elements.next()) {
            (Some(only), None) if only.tag_name().name().starts_with(|c: char| c.is_ascii_uppercase()) => self.resource(only, depth),
            _ => Value::new(ValueKind::Map(self.entries(node, depth).into()), span),
        }
    }

    fn primitive(&self, name: &str, attribute: &Attribute) -> Value {
        let span = self.span(attribute.range_value());
        match attribute.value() {
            "true" => Value::new(ValueKind::Bool(true), span),
            "false" => Value::new(ValueKind::Bool(false), span),
            number if NUMBERS.contains(&name) => Value::new(ValueKind::Number(number.to_owned()), span),
            _ => self.words(attribute),
        }
    }

    fn words(&self, attribute: &Attribute) -> Value {
        let (words, range) = (attribute.value(), attribute.range_value());
        let span = self.span(range);
        let written = &self.source.text[span.start as usize..span.end as usize];
        let text = if written == words { Text::verbatim(words, span) } else { Text::meaning(words, span) };
        Value::new(ValueKind::Text(text), span)
    }
}

/// A coding has one code; other elements have lists of codings under that name.
fn is_code_of_answer(node: Node, key: &str) -> bool {
    const ONE: &[&str] = &["coding", "concept", "contains", "valueCoding", "answerCoding", "include"];
    key == "code" && ONE.contains(&node.tag_name().name())
}

/// Where the name of an element stands.
fn name_of(node: &Node) -> Range<usize> {
    let start = node.range().start + 1;
    start..start + node.tag_name().name().len()
}
