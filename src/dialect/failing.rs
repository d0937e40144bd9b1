//! Dialects that fail, so that a test can see what becomes of the rest. No program has them.

use super::html::Html;
use super::write::Neighbour;
use super::{Dialect, Parsers};
use crate::page::Page;
use crate::source::Source;

pub(super) struct Failing;

impl Dialect for Failing {
    fn name(&self) -> &'static str {
        "failing"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["failing"]
    }

    fn claims(&self, _: &str, _: &str) -> bool {
        true
    }

    #[allow(clippy::panic)]
    fn read(&self, _: &Source, _: &mut Parsers) -> Page {
        panic!("on purpose")
    }
}

/// HTML that can be read, and into which no answer can be written.
pub(super) struct Stubborn;

impl Dialect for Stubborn {
    fn name(&self) -> &'static str {
        "stubborn"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["stubborn"]
    }

    fn claims(&self, _: &str, _: &str) -> bool {
        true
    }

    fn read(&self, source: &Source, parsers: &mut Parsers) -> Page {
        Html.read(source, parsers)
    }

    #[allow(clippy::panic)]
    fn answer(&self, _: &Neighbour) -> Option<String> {
        panic!("on purpose")
    }
}

/// Fails where a file of such a name is opened, as what decodes it might.
#[allow(clippy::panic)]
pub(crate) fn open(path: &str) {
    if path.ends_with("shut.failing") {
        panic!("on purpose");
    }
}
