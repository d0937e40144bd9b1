//! A tag, taken apart: its name and its attributes.

use std::ops::Range;

use smallvec::SmallVec;
use tree_sitter::TreeCursor;

use super::{each_child, kinds};

/// Where the parts of a tag stand.
#[derive(Debug, PartialEq)]
pub(super) struct Parts {
    pub(super) name: Range<usize>,
    pub(super) attributes: SmallVec<[Range<usize>; 4]>,
}

impl Parts {
    /// Those of the tag at `range`, in which the grammar found no mistake, told by its text: to go to each part takes twice as
    /// long. `None` for what is seldom written.
    pub(super) fn of_sound(html: &str, range: Range<usize>) -> Option<Self> {
        let tag = &html[range.clone()];
        let inner = tag.strip_prefix('<')?.strip_suffix('>')?;
        let inner = inner.strip_suffix('/').unwrap_or(inner);
        let mut at = inner.bytes().position(|byte| !byte.is_ascii_alphanumeric() && byte != b'-' && byte != b':').unwrap_or(inner.len());
        if at == 0 {
            return None;
        }
        let offset = range.start + 1;
        let name = offset..offset + at;
        let mut attributes = SmallVec::new();
        let gap = |at: usize| inner[at..].len() - inner[at..].trim_start_matches(is_space).len();
        loop {
            let start = at + gap(at);
            if start == inner.len() {
                return Some(Parts { name, attributes });
            }
            let len = name_len(&inner[start..]);
            if len == 0 || start == at {
                return None;
            }
            at = start + len;
            let sign = at + gap(at);
            if inner[sign..].starts_with('=') {
                let value = sign + 1 + gap(sign + 1);
                let quote = *inner.as_bytes().get(value).filter(|byte| matches!(byte, b'"' | b'\''))?;
                at = value + 1 + memchr::memchr(quote, &inner.as_bytes()[value + 1..])? + 1;
            }
            attributes.push(offset + start..offset + at);
        }
    }

    /// Those of the tag under the cursor, as the grammar has them.
    pub(super) fn parsed(cursor: &mut TreeCursor) -> Option<Self> {
        let mut name = None;
        let mut attributes = SmallVec::new();
        each_child(cursor, |cursor| {
            let part = cursor.node();
            match part.kind_id() {
                kind if kind == kinds().tag_name && name.is_none() => name = Some(part.byte_range()),
                kind if kind == kinds().attribute => attributes.push(part.byte_range()),
                _ => {}
            }
        });
        Some(Parts { name: name?, attributes })
    }
}

/// White space as HTML and its grammar have it: a no-break space is none.
pub(super) fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t'..='\r')
}

/// How long the name is that an attribute begins with, as the grammar has it: to go to its node takes longer.
pub(super) fn name_len(attribute: &str) -> usize {
    attribute.find(|c: char| matches!(c, '<' | '>' | '"' | '\'' | '/' | '=') || is_space(c)).unwrap_or(attribute.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::Parsers;

    /// The same by the text of a tag and by the grammar.
    #[test]
    fn a_tag_is_taken_apart_as_the_grammar_has_it() {
        let mut parsers = Parsers::new();
        let mut sound = 0;
        for tag in [
            "<input>",
            "<input/>",
            "<input id=x name='a b' checked>",
            "<input\tid=\"x\"  name='a b' checked >",
            "<INPUT Class = 'é'>",
            "<input a:b=\"c\" @click = \"d > e\"\n v-if=''/>",
            "<input a\u{a0}b>",
            "<input class=\"a\"\u{2003}>",
            "<input\u{a0}hidden>",
            "< input id=\"x\">",
            "<\u{c}input>",
            "<input href=/b/>",
            "<input b=c/>",
            "<input b='c'd=\"e\">",
            "<input b= >",
            "<input =b>",
            "<input / b>",
            "<é>",
        ] {
            let grown = parsers.grow("html", || tree_sitter_html::LANGUAGE.into(), tag).unwrap();
            let mut cursor = grown.walk();
            while !kinds().is_open(cursor.node().kind_id()) && cursor.goto_first_child() {}
            let node = cursor.node();
            if !kinds().is_open(node.kind_id()) || node.has_error() {
                continue;
            }
            if let Some(told) = Parts::of_sound(tag, node.byte_range()) {
                assert_eq!(Some(told), Parts::parsed(&mut cursor), "{tag}");
                sound += 1;
            }
        }
        assert_eq!(sound, 6);
    }
}
