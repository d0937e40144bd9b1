//! FHIR questionnaires in JSON.

use std::sync::Arc;

use super::{Dialect, Parsers, data};
use crate::page::{Node, Page, Set};
use crate::source::Source;

/// FHIR questionnaires in JSON.
pub(super) struct Fhir;

impl Dialect for Fhir {
    fn name(&self) -> &'static str {
        "fhir"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["json"]
    }

    fn claims(&self, _ending: &str, text: &str) -> bool {
        let has = |words: &str| memchr::memmem::find(text.as_bytes(), words.as_bytes()).is_some();
        has("\"Questionnaire\"") && has("\"resourceType\"")
    }

    fn read(&self, source: &Source, _parsers: &mut Parsers) -> Page {
        match data::read(source) {
            Ok(value) => Page { nodes: vec![Node::Definition(Set { name: String::new(), value: Arc::new(value) })], ..Page::default() },
            Err(notice) => Page { notices: vec![notice], ..Page::default() },
        }
    }
}
