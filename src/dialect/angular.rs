//! Angular templates, and those of AngularJS: HTML whose logic stands in attributes and blocks. In a file of its own, or in
//! the decorator of a component.

mod blocks;
mod template;

pub(super) use template::{inputs, names};

use std::ops::Range;

use memchr::memmem;

use super::bound::{self, Expressions};
use super::template::SegmentKind;
use super::{Dialect, Marks, Parsers, marks, markup, script};
use crate::page::{Node, Notice, Page};
use crate::source::Source;
use crate::text::Text;

/// Angular and AngularJS templates.
pub(super) struct Angular;

/// What only they write. Curly brackets alone may be anybody's.
static MARKS: Marks = marks![
    " *ngIf=",
    " *ngFor=",
    " [formGroup]=",
    " formControlName=",
    " [(ngModel)]=",
    " ng-model=",
    " ng-repeat=",
    " ng-app=",
    " ng-if=",
    " ng-options=",
    "<ng-container",
    "<ng-content",
    "<ng-template",
    "@if (",
    "@for (",
    "@switch (",
    "<mat-form-field",
    "<mat-radio-group",
];

impl Dialect for Angular {
    fn name(&self) -> &'static str {
        "angular"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["html", "htm", "ts"]
    }

    fn claims(&self, ending: &str, text: &str) -> bool {
        let has = |mark: &str| memmem::find(text.as_bytes(), mark.as_bytes()).is_some();
        match ending {
            "ts" => has("@Component(") && !inline(text).is_empty(),
            _ => MARKS.are_in(text) || binds(text),
        }
    }

    fn read(&self, source: &Source, parsers: &mut Parsers) -> Page {
        let mut page = Page::default();
        if !source.path.ends_with(".ts") {
            read_part(source, 0..source.text.len(), &mut page, parsers);
            return page;
        }
        let module = script::read(source, parsers);
        let names = names(&module, &source.text);
        page.nodes.extend(module.imports.into_iter().map(Node::Import));
        page.nodes.extend(names.into_iter().map(Node::Set));
        if memmem::find(source.text.as_bytes(), b"askwell").is_some() {
            page.comments.extend(script::part::comments(&source.text, 0..source.text.len(), source.id, parsers));
        }
        for range in inline(&source.text) {
            read_part(source, range, &mut page, parsers);
        }
        page.comments.sort_by_key(|comment| comment.span);
        page.notices.extend(module.notices);
        page.notices.sort();
        page
    }
}

/// True if an attribute is bound as only Angular writes it: `[label]="title"`.
fn binds(text: &str) -> bool {
    memmem::find_iter(text.as_bytes(), b"]=\"").any(|end| {
        let before = &text[..end];
        let name = before.rfind(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '-')));
        name.is_some_and(|open| before[open..].starts_with('[') && before[..open].ends_with(char::is_whitespace))
    })
}

/// Reads the template at `range`, and adds what it gives to `page`.
fn read_part(source: &Source, range: Range<usize>, page: &mut Page, parsers: &mut Parsers) {
    let mut notices = Vec::new();
    let around = [0..range.start, range.end..source.text.len()];
    let mut segments = bound::shown(source, &around, &mut notices);
    segments.extend(blocks::find(source, &range, &segments));
    segments.sort_by_key(|segment| segment.range.start);
    // A bracket of a block may stand where something is shown.
    let mut end = 0;
    segments.retain(|segment| {
        let keeps = segment.range.start >= end;
        end = if keeps { segment.range.end } else { end };
        keeps
    });
    let base = range.start;
    for segment in &mut segments {
        segment.range = segment.range.start - base..segment.range.end - base;
    }
    let heads: Vec<Range<usize>> = segments.iter().filter_map(|segment| blocks::list(&segment.kind)).collect();
    let shown = segments.iter().filter_map(|segment| match &segment.kind {
        SegmentKind::Print(value) => Some(value.span.range()),
        _ => None,
    });
    let mut ranges: Vec<Range<usize>> = shown.map(|range| template::without_pipes(&source.text, range).0).chain(heads).collect();
    let text = Text::verbatim(&source.text[range.clone()], source.span(range));
    let read = markup::read_as_written(&text, &segments, parsers);
    ranges.extend(template::expressions(&source.text, &read.nodes));
    let mut template = template::Template::new(source, Expressions::new(source, &ranges, parsers));
    page.nodes.extend(template.nodes(&read.nodes));
    page.comments.extend(read.comments);
    page.notices.extend(read.notices.into_iter().chain(notices).chain(template.notices()));
    page.notices.sort_by_key(|notice: &Notice| notice.span);
}

/// Where the templates stand that components keep in their own file: between backticks, without anything worked out.
fn inline(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = memmem::find(&text.as_bytes()[at..], b"template:").map(|found| at + found + "template:".len()) {
        at = start;
        let before = text[start..].len() - text[start..].trim_start().len();
        let open = start + before;
        if text.as_bytes().get(open) != Some(&b'`') {
            continue;
        }
        let Some(len) = memchr::memchr(b'`', &text.as_bytes()[open + 1..]) else { break };
        let range = open + 1..open + 1 + len;
        at = range.end;
        let written = &text[range.clone()];
        if !written.contains("${") && ["<input", "<select", "<textarea", "<mat-"].iter().any(|control| written.contains(control)) {
            found.push(range);
        }
    }
    found
}
