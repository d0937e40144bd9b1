//! Forms that JavaScript and TypeScript describe in plain objects.

use super::{CommentSigns, Dialect, Parsers, script};
use crate::page::Page;
use crate::source::Source;

/// Form definitions in plain objects.
pub(super) struct Definitions;

impl Dialect for Definitions {
    fn name(&self) -> &'static str {
        "javascript"
    }

    fn extensions(&self) -> &'static [&'static str] {
        script::ENDINGS
    }

    fn claims(&self, _ending: &str, text: &str) -> bool {
        let has = |words: &str| memchr::memmem::find(text.as_bytes(), words.as_bytes()).is_some();
        let has_parts = || ["options", "items", "choices", "values"].iter().any(|words| has(words));
        let is_checked_text = || has("validator") && is_of_type(text, TEXTS);
        let names_type = || has("dataType") && has("parameters");
        has("componentType") || (has("label") && ((has_parts() && is_of_type(text, CHOICES)) || is_checked_text() || names_type()))
    }

    fn comment(&self, _before: &str) -> Option<CommentSigns> {
        Some(("//", ""))
    }

    fn read(&self, source: &Source, parsers: &mut Parsers) -> Page {
        script::page(source, parsers)
    }
}

/// Controls with answers, or with a day, a month and a year.
const CHOICES: &[&str] = &["radio", "checkbox", "select", "dropdown", "date"];

/// Boxes for people's own words.
const TEXTS: &[&str] = &["text", "input"];

/// True if `type: "radio"` or the like stands in the text.
fn is_of_type(text: &str, types: &[&str]) -> bool {
    memchr::memmem::find_iter(text.as_bytes(), b"type").any(|at| {
        let rest = text[at + "type".len()..].trim_start_matches(['"', '\'']).trim_start();
        let value = rest.strip_prefix(':').map(|rest| rest.trim_start().trim_start_matches(['"', '\'', '`']));
        value.is_some_and(|value| types.iter().any(|wanted| value.starts_with(wanted)))
    })
}
