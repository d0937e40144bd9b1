//! Components that are written in Ruby: a template in the class, or a method that writes elements.

use super::ruby::{comments, shown_by_call, templates};
use super::{CommentSigns, Dialect, Parsers, erb, haml, indented, slim, write};
use crate::page::{Node, Page, Print};
use crate::source::Source;

/// View components in Ruby.
pub(super) struct Component;

impl Dialect for Component {
    fn name(&self) -> &'static str {
        "ruby"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["rb"]
    }

    fn claims(&self, _ending: &str, text: &str) -> bool {
        let has = |words: &str| memchr::memmem::find(text.as_bytes(), words.as_bytes()).is_some();
        let has_template = ["erb_template", "slim_template", "haml_template"].into_iter().any(has);
        has_template || (has("def call") && (has("content_tag") || has("tag.")))
    }

    /// A template may stand in the class, in its own language.
    fn comment(&self, before: &str) -> Option<CommentSigns> {
        // One byte at a time is found so fast that a page with thousands of findings need not remember it.
        let mut openers = memchr::memrchr_iter(b'_', before.as_bytes()).filter(|at| before[*at..].starts_with("_template"));
        let signs = |at: usize| match &before[..at] {
            language if language.ends_with("erb") => Some(("<%#", "%>")),
            language if language.ends_with("slim") => Some(("/", "")),
            language if language.ends_with("haml") => Some(("-#", "")),
            _ => None,
        };
        Some(openers.find_map(signs).unwrap_or(("#", "")))
    }

    fn divider(&self, neighbour: &write::Neighbour) -> Option<String> {
        write::builder(neighbour)
    }

    fn read(&self, source: &Source, parsers: &mut Parsers) -> Page {
        let mut page = Page { language: Page::RUBY, comments: comments(source, parsers), ..Page::default() };
        for (language, range) in templates(source, parsers) {
            let part = match language {
                "slim" => indented::part(&slim::Slim, source, range, parsers),
                "haml" => indented::part(&haml::Haml, source, range, parsers),
                _ => erb::part(source, range, parsers),
            };
            page.nodes.extend(part.nodes);
            page.comments.extend(part.comments);
            page.notices.extend(part.notices);
        }
        for value in shown_by_call(source, parsers) {
            page.nodes.push(Node::Print(Print { span: value.span, value }));
        }
        page.comments.sort_by_key(|comment| comment.span);
        page
    }
}
