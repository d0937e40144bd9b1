//! Blade, the templates of Laravel: HTML with `{{ … }}` and directives such as `@if (…)`, and PHP in both.
//!
//! [`scan`] finds where HTML ends and Blade begins, [`directive`] says what a directive shows, sets or opens, and [`component`] makes calls
//! of the elements that stand for components.

mod component;
mod directive;
mod scan;

use super::{CommentSigns, Dialect, Parsers, markup};
use crate::page::Page;
use crate::source::Source;
use crate::text::Text;

/// Laravel's templates.
pub(super) struct Blade;

/// The ending of its files. It holds a dot: what ends in `.php` alone is PHP.
pub(crate) const ENDING: &str = "blade.php";

impl Dialect for Blade {
    fn name(&self) -> &'static str {
        "blade"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &[ENDING]
    }

    fn claims(&self, _ending: &str, _text: &str) -> bool {
        true
    }

    fn comment(&self, _before: &str) -> Option<CommentSigns> {
        Some(("{{--", "--}}"))
    }

    fn read(&self, source: &Source, parsers: &mut Parsers) -> Page {
        let directive::Read { segments, comments, notices, extends, params } = directive::read(source);
        let text = Text::verbatim(&source.text, source.span(0..source.text.len()));
        let mut page = markup::read(&text, &segments, parsers);
        page.nodes = component::Components { source }.nodes(page.nodes);
        page.comments.extend(comments);
        page.comments.sort_by_key(|comment| comment.span);
        page.notices.extend(notices);
        page.notices.sort();
        page.extends = extends;
        page.params = params;
        page
    }
}

/// True for a page of Laravel.
pub(crate) fn is_blade(path: &str) -> bool {
    super::extension(path) == ENDING
}
