//! A dialect that fails, so that a test can see what becomes of the rest. No program has it.

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
