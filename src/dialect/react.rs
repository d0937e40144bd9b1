//! React: components in JavaScript and TypeScript whose elements are JSX.

use super::{CommentSigns, Dialect, Parsers, script, write};
use crate::page::Page;
use crate::source::Source;

/// React components.
pub(super) struct React;

impl Dialect for React {
    fn name(&self) -> &'static str {
        "react"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["jsx", "tsx", "js", "mjs"]
    }

    fn claims(&self, ending: &str, text: &str) -> bool {
        let has = |words: &str| memchr::memmem::find(text.as_bytes(), words.as_bytes()).is_some();
        // An element closes itself or is closed. Code without JSX has such bytes in strings, so that it has to take React, too, or give
        // an element a class in React's way: since React 17 nothing need be taken.
        let has_elements = has("/>") || has("</");
        has_elements && (matches!(ending, "jsx" | "tsx") || has("react") || has(" className=")) && !script::is_packed(text)
    }

    /// Between elements a comment needs braces; where code expects a value, braces would be an object.
    fn comment(&self, before: &str) -> Option<CommentSigns> {
        let is_between = before.trim_end().ends_with(['>', '}']) && !before.trim_end().ends_with("=>");
        Some(if is_between { ("{/*", "*/}") } else { ("/*", "*/") })
    }

    fn divider(&self, neighbour: &write::Neighbour) -> Option<String> {
        write::element(neighbour)
    }

    fn read(&self, source: &Source, parsers: &mut Parsers) -> Page {
        script::page(source, parsers)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_component_need_take_nothing_from_react() {
        let component = "export default function Field({ label }) {\n  return <label className=\"field\">{label} <input /></label>;\n}\n";
        assert!(React.claims("js", component));
        assert!(React.claims("jsx", &component.replace(" className=\"field\"", "")));
        assert!(!React.claims("js", "list.innerHTML = '<b>' + name + '</b>'; list.className='x';"));
        assert!(!React.claims("js", "export const page = name => name;"));
    }
}
