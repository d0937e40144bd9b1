//! Plain HTML.

use super::template::{Segment, SegmentKind};
use super::{Dialect, Parsers, front_matter, markup};
use crate::page::Page;
use crate::source::Source;
use crate::text::Text;

/// Plain HTML, without a template language.
pub(super) struct Html;

impl Dialect for Html {
    fn name(&self) -> &'static str {
        "html"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["html", "htm"]
    }

    fn claims(&self, _: &str, _: &str) -> bool {
        true
    }

    fn read(&self, source: &Source, parsers: &mut Parsers) -> Page {
        let text = Text::verbatim(&source.text, source.span(0..source.text.len()));
        match front_matter::read(source) {
            None => markup::read(&text, &[], parsers),
            Some(front) => {
                let covered = Segment { range: 0..front.end, kind: SegmentKind::Inert };
                front.before(markup::read(&text, &[covered], parsers))
            }
        }
    }
}
