//! Forms that JavaScript and TypeScript describe in plain objects.

use super::{Dialect, Parsers, script};
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
        has("componentType") || (has("label") && (has("options") || has("items") || has("choices")) && names_a_choice(text))
    }

    fn read(&self, source: &Source, parsers: &mut Parsers) -> Page {
        script::page(source, parsers)
    }
}

/// True if `type: "radio"` or the like stands in the text.
fn names_a_choice(text: &str) -> bool {
    const CHOICES: &[&str] = &["radio", "checkbox", "select", "dropdown"];
    memchr::memmem::find_iter(text.as_bytes(), b"type").any(|at| {
        let rest = text[at + "type".len()..].trim_start_matches(['"', '\'']).trim_start();
        let value = rest.strip_prefix(':').map(|rest| rest.trim_start().trim_start_matches(['"', '\'', '`']));
        value.is_some_and(|value| CHOICES.iter().any(|choice| value.starts_with(choice)))
    })
}
