//! Vue single-file components: an HTML template whose logic stands in attributes, and a script beside it.

mod names;
mod template;

use std::ops::Range;

use memchr::memmem;

use super::bound::{self, Expressions};
use super::script::{self, part};
use super::{Dialect, Parsers, markup};
use crate::page::{Element, Node, Notice, Page};
use crate::source::Source;
use crate::text::Text;
use crate::value::ValueKind;

/// Vue single-file components.
pub(super) struct Vue;

impl Dialect for Vue {
    fn name(&self) -> &'static str {
        "vue"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["vue"]
    }

    fn claims(&self, _ending: &str, _text: &str) -> bool {
        true
    }

    fn comments(&self) -> &'static [(&'static str, &'static str)] {
        &[("<!--", "-->"), ("//", "")]
    }

    fn read(&self, source: &Source, parsers: &mut Parsers) -> Page {
        let mut notices = Vec::new();
        let raw = raw_blocks(&source.text);
        let segments = bound::shown(source, &raw, &mut notices);
        let text = Text::verbatim(&source.text, source.span(0..source.text.len()));
        let mut page = markup::read_as_written(&text, &segments, parsers);
        let blocks = std::mem::take(&mut page.nodes);
        let scripts = Scripts::of(&blocks, source);
        let module = scripts.module(source, parsers);
        for range in &scripts.ranges {
            if memmem::find(&source.text.as_bytes()[range.clone()], b"askwell").is_some() {
                page.comments.extend(part::comments(&source.text, range.clone(), source.id, parsers));
            }
        }
        page.comments.sort_by_key(|comment| comment.span);
        let templates: Vec<&Element> = blocks.iter().filter_map(element).filter(|block| block.tag == "template").collect();
        for block in &templates {
            if let Some(language) = attribute(block, "lang").filter(|language| language != "html") {
                let message = format!("this template is written in {language}, which askwell cannot read");
                notices.push(Notice { span: block.open, message });
            }
        }
        let readable: Vec<&Element> =
            templates.into_iter().filter(|block| attribute(block, "lang").is_none_or(|language| language == "html")).collect();
        let ranges: Vec<Range<usize>> = readable.iter().flat_map(|block| template::expressions(&block.children)).collect();
        let changed = template::changed(readable.iter().flat_map(|block| &block.children));
        let mut reader = template::Template::new(source, Expressions::new(source, &ranges, parsers));
        let body: Vec<Node> = readable.iter().flat_map(|block| reader.nodes(&block.children)).collect();
        notices.extend(reader.notices());
        let code: Vec<&str> = scripts.ranges.iter().map(|range| &source.text[range.clone()]).collect();
        let mut given = Vec::new();
        for range in &scripts.ranges {
            let calls = ["withDefaults", "defineProps"].into_iter().flat_map(|function| bound::calls(&source.text, range, function));
            given.extend(calls.map(|call| part::expression(&source.text, call, source.id, parsers)));
        }
        let names = names::of(&module, &code, &changed, &given);
        page.nodes = names.nodes.into_iter().chain(body).collect();
        page.params = names.params;
        page.notices.extend(notices);
        page.notices.extend(module.notices);
        page.notices.sort();
        page
    }
}

/// The scripts of a component.
struct Scripts {
    /// Where their code stands.
    ranges: Vec<Range<usize>>,
    typed: bool,
}

impl Scripts {
    fn of(blocks: &[Node], source: &Source) -> Self {
        let scripts: Vec<&Element> = blocks.iter().filter_map(element).filter(|block| block.tag == "script").collect();
        let inner = |script: &&Element| {
            let whole = script.span.range();
            let end = source.text[whole.clone()].rfind("</").map_or(whole.end, |end| whole.start + end);
            (script.open.end as usize).min(end)..end
        };
        let typed = scripts.iter().any(|script| attribute(script, "lang").is_some_and(|language| language == "ts"));
        Scripts { ranges: scripts.iter().map(inner).collect(), typed }
    }

    /// What the scripts name, read as one file in which nothing else stands, so that places stay where they are.
    fn module(&self, source: &Source, parsers: &mut Parsers) -> crate::module::Module {
        if self.ranges.is_empty() {
            return crate::module::Module::default();
        }
        let mut code: Vec<u8> = source.text.bytes().map(|byte| if byte == b'\n' { b'\n' } else { b' ' }).collect();
        for range in &self.ranges {
            code[range.clone()].copy_from_slice(&source.text.as_bytes()[range.clone()]);
        }
        let code = String::from_utf8(code).unwrap_or_default();
        let name = if self.typed { "script.ts" } else { "script.jsx" };
        script::read(&Source::new(source.id, name, code), parsers)
    }
}

/// The blocks in whose text no tag of HTML counts.
fn raw_blocks(text: &str) -> Vec<Range<usize>> {
    let mut blocks: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while let Some(found) = memmem::find(&text.as_bytes()[at..], b"<s") {
        let start = at + found;
        at = start + 2;
        let end = ["<script", "<style"].iter().zip(["</script", "</style"]).find(|(open, _)| text[start..].starts_with(**open));
        let Some((_, close)) = end else { continue };
        // What is never closed goes on to the end.
        let len = memmem::find(&text.as_bytes()[start..], close.as_bytes()).unwrap_or(text.len() - start);
        blocks.push(start..start + len);
        at = start + len;
    }
    blocks
}

fn element(node: &Node) -> Option<&Element> {
    match node {
        Node::Element(element) => Some(element),
        _ => None,
    }
}

/// What a plain attribute says.
fn attribute(element: &Element, name: &str) -> Option<String> {
    let attribute = element.attributes.iter().find(|attribute| attribute.name == name)?;
    match &attribute.value.kind {
        ValueKind::Text(text) => Some(text.as_str().to_owned()),
        _ => None,
    }
}
