//! Templates of Django.
//!
//! What a form class asks stands in the class and is judged there: `{{ form.sex }}` shows it, and is no second question.

mod expression;

use std::ops::Range;
use std::sync::Arc;

use super::template::{self, Delimiters, Opening, Raw, RawKind, Segment, SegmentKind, skip_space, word};
use super::{CommentSigns, Dialect, Marks, Parsers, marks, markup};
use crate::page::{Comment, Include, Node, Notice, Page, Set};
use crate::source::Source;
use crate::text::Text;
use crate::unknown::Reason;
use crate::value::{Call, Entry, Value, ValueKind};

/// Templates of Django.
pub(super) struct Django;

const DELIMITERS: Delimiters = Delimiters { print: ("{{", "}}"), tag: ("{%", "%}"), comment: ("{#", "#}") };

/// Tags that no other language between the same delimiters has.
static MARKS: Marks = marks![
    "{% load ",
    "{% csrf_token",
    "{% trans ",
    "{% translate ",
    "{% blocktrans",
    "{% url '",
    "{% url \"",
    "{% crispy ",
    "{% render_field ",
];

/// Tags that come in pairs and show what stands between them.
const PLAIN: &[&str] = &["autoescape", "filter", "spaceless", "localize", "localtime", "timezone", "language", "with", "cache"];

/// Tags that show nothing, or nothing that asks.
const INERT: &[&str] =
    &["load", "csrf_token", "url", "static", "now", "debug", "lorem", "templatetag", "widthratio", "regroup", "resetcycle"];

impl Dialect for Django {
    fn name(&self) -> &'static str {
        "django"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["html", "htm"]
    }

    fn claims(&self, _ending: &str, text: &str) -> bool {
        MARKS.are_in(text)
    }

    fn comment(&self, _before: &str) -> Option<CommentSigns> {
        Some(("{#", "#}"))
    }

    fn read(&self, source: &Source, parsers: &mut Parsers) -> Page {
        let mut reader = Reader { source, extends: None, comments: Vec::new(), notices: Vec::new() };
        let segments = reader.segments();
        let text = Text::verbatim(&source.text, source.span(0..source.text.len()));
        let mut page = markup::read(&text, &segments, parsers);
        page.extends = reader.extends;
        page.comments.extend(reader.comments);
        page.comments.sort_by_key(|comment| comment.span);
        page.notices.extend(reader.notices);
        page.notices.sort();
        page
    }
}

/// Turns raw segments into understood ones.
struct Reader<'s> {
    source: &'s Source,
    extends: Option<Value>,
    comments: Vec<Comment>,
    notices: Vec<Notice>,
}

impl Reader<'_> {
    fn segments(&mut self) -> Vec<Segment> {
        let raws = template::scan(&self.source.text, 0, &DELIMITERS);
        let mut segments: Vec<Segment> = Vec::with_capacity(raws.len());
        let mut until: Option<(&'static str, Range<usize>)> = None;
        for raw in raws {
            if !raw.closed {
                let open = &self.source.text[raw.range.start..raw.range.start + 2];
                let message = format!("`{open}` is opened and never closed");
                self.notices.push(Notice { span: self.source.span(raw.range.clone()), message });
            }
            let keyword = if raw.kind == RawKind::Tag { word(&self.source.text[raw.inner.clone()]) } else { "" };
            if let Some((end, start)) = until.take() {
                if keyword != end {
                    until = Some((end, start));
                    continue;
                }
                if end == "endcomment" {
                    self.remark(start.end..raw.range.start, start.start..raw.range.end);
                    segments.push(Segment { range: start.start..raw.range.end, kind: SegmentKind::Inert });
                    continue;
                }
            }
            match keyword {
                "verbatim" => until = Some(("endverbatim", raw.range.clone())),
                // What is commented out is no part of the page, up to the end of the comment or of the file.
                "comment" => {
                    until = Some(("endcomment", raw.range.clone()));
                    continue;
                }
                _ => {}
            }
            let kind = self.understood(&raw);
            segments.push(Segment { range: raw.range, kind });
        }
        if let Some(("endcomment", start)) = until {
            segments.push(Segment { range: start.start..self.source.text.len(), kind: SegmentKind::Inert });
        }
        segments
    }

    fn understood(&mut self, raw: &Raw) -> SegmentKind {
        match raw.kind {
            RawKind::Comment => {
                self.remark(raw.inner.clone(), raw.range.clone());
                SegmentKind::Inert
            }
            RawKind::Print if raw.inner.is_empty() => SegmentKind::Inert,
            RawKind::Print => SegmentKind::Print(self.expression(raw.inner.clone())),
            RawKind::Tag => self.tag(raw),
        }
    }

    fn remark(&mut self, inner: Range<usize>, whole: Range<usize>) {
        let inner = skip_space(&self.source.text, inner);
        let text = Text::verbatim(&self.source.text[inner.clone()], self.source.span(inner));
        self.comments.push(Comment { text, span: self.source.span(whole) });
    }

    fn tag(&mut self, raw: &Raw) -> SegmentKind {
        let text = &self.source.text;
        let keyword = word(&text[raw.inner.clone()]);
        let rest = skip_space(text, raw.inner.start + keyword.len()..raw.inner.end);
        let condition = Value::unknown(Reason::Condition, self.source.span(rest.clone()));
        match keyword {
            "if" => SegmentKind::Open("if", Opening::Branch(Some(condition))),
            "ifchanged" => SegmentKind::Open("ifchanged", Opening::Branch(Some(condition))),
            "ifequal" => SegmentKind::Open("ifequal", Opening::Branch(Some(condition))),
            "ifnotequal" => SegmentKind::Open("ifnotequal", Opening::Branch(Some(condition))),
            "elif" => SegmentKind::Arm(Some(condition)),
            "else" | "empty" | "plural" => SegmentKind::Arm(None),
            "endif" => SegmentKind::Close("if"),
            "endifchanged" => SegmentKind::Close("ifchanged"),
            "endifequal" => SegmentKind::Close("ifequal"),
            "endifnotequal" => SegmentKind::Close("ifnotequal"),
            "for" => self.for_loop(rest),
            "endfor" => SegmentKind::Close("for"),
            "block" => SegmentKind::Open("block", Opening::Block(word(&text[rest]).to_owned())),
            "endblock" => SegmentKind::Close("block"),
            "blocktrans" | "blocktranslate" => SegmentKind::Open("blocktrans", Opening::Branch(None)),
            "endblocktrans" | "endblocktranslate" => SegmentKind::Close("blocktrans"),
            "extends" => {
                self.extends = Some(self.expression(rest));
                SegmentKind::Inert
            }
            "include" => self.include(raw, rest),
            "trans" | "translate" => self.translated(rest),
            "verbatim" | "endverbatim" | "comment" | "endcomment" | "" => SegmentKind::Inert,
            _ if INERT.contains(&keyword) => SegmentKind::Inert,
            _ => match PLAIN.iter().find(|plain| keyword.strip_prefix("end").unwrap_or(keyword) == **plain) {
                Some(plain) if keyword == *plain => SegmentKind::Open(plain, Opening::Plain),
                Some(plain) => SegmentKind::Close(plain),
                None => self.custom(keyword, raw, rest),
            },
        }
    }

    fn for_loop(&mut self, rest: Range<usize>) -> SegmentKind {
        let text = &self.source.text[rest.clone()];
        let Some(at) = text.find(" in ") else {
            let over = Value::unknown(Reason::Unreadable, self.source.span(rest));
            return SegmentKind::Open("for", Opening::Loop(Vec::new(), over));
        };
        let names = text[..at].split(',').map(|name| name.trim().to_owned()).collect();
        let listed = text.strip_suffix(" reversed").unwrap_or(text).len();
        let over = self.expression(skip_space(&self.source.text, rest.start + at + 4..rest.start + listed.max(at + 4)));
        SegmentKind::Open("for", Opening::Loop(names, over))
    }

    /// `include "page.html" with label="Sex" only`.
    fn include(&self, raw: &Raw, rest: Range<usize>) -> SegmentKind {
        let (args, keywords) = self.arguments(rest.clone());
        let unreadable = || Value::unknown(Reason::Unreadable, self.source.span(rest.clone()));
        let template = args.into_iter().next().unwrap_or_else(unreadable);
        SegmentKind::Single(Node::Include(Include { template, with: keywords, span: self.source.span(raw.range.clone()) }))
    }

    /// `translate "Sex" context "of a person"`, `translate "Sex" as label`.
    fn translated(&self, rest: Range<usize>) -> SegmentKind {
        let words = expression::words(&self.source.text, rest);
        let Some(value) = words.first().map(|word| self.expression(word.clone())) else { return SegmentKind::Inert };
        let kept = words.iter().position(|word| &self.source.text[word.clone()] == "as").and_then(|at| words.get(at + 1));
        match kept {
            Some(name) => {
                let name = self.source.text[name.clone()].to_owned();
                SegmentKind::Single(Node::Set(Set { name, value: Arc::new(value) }))
            }
            None => SegmentKind::Print(value),
        }
    }

    /// A tag of a library or of the service's own: shown as a call of its name with what it is given.
    fn custom(&self, keyword: &str, raw: &Raw, rest: Range<usize>) -> SegmentKind {
        if keyword.starts_with("end") {
            return SegmentKind::Inert;
        }
        let (args, keywords) = self.arguments(rest);
        let call = Call { receiver: None, name: keyword.to_owned(), args, keywords };
        SegmentKind::Print(Value::new(ValueKind::Call(Box::new(call)), self.source.span(raw.range.clone())))
    }

    /// What a tag is given: by place, and by name as a map.
    fn arguments(&self, range: Range<usize>) -> (Vec<Value>, Option<Value>) {
        let text = &self.source.text;
        let (mut args, mut entries) = (Vec::new(), Vec::new());
        for part in expression::words(text, range.clone()) {
            let key = word(&text[part.clone()]);
            let after = part.start + key.len();
            match text[after..part.end].starts_with('=') && !key.is_empty() {
                true => {
                    let key_span = self.source.span(part.start..after);
                    entries.push(Entry { key: key.to_owned(), key_span, value: self.expression(after + 1..part.end) });
                }
                false if matches!(key, "with" | "only") && after == part.end => {}
                false => args.push(self.expression(part)),
            }
        }
        let keywords = (!entries.is_empty()).then(|| Value::new(ValueKind::Map(entries.into()), self.source.span(range)));
        (args, keywords)
    }

    fn expression(&self, range: Range<usize>) -> Value {
        expression::read(self.source, range)
    }
}
