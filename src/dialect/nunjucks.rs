//! Nunjucks and Jinja2: one family for a reader of forms.

use std::ops::Range;
use std::sync::Arc;

use super::condition::Conditions;
use super::template::{self, Delimiters, Opening, Raw, RawKind, Segment, SegmentKind, skip_space, word};
use super::{CommentSigns, Dialect, Marks, Parsers, expression, front_matter, marks, markup};
use crate::page::{Comment, Import, Include, Node, Notice, Page, Set};
use crate::source::{Source, Span};
use crate::text::Text;
use crate::unknown::Reason;
use crate::value::{Call, Value, ValueKind};

/// Nunjucks and Jinja2 templates.
pub(super) struct Nunjucks;

const DELIMITERS: Delimiters = Delimiters { print: ("{{", "}}"), tag: ("{%", "%}"), comment: ("{#", "#}") };

/// Methods that make a list longer.
const GROWING: &[&str] = &["push", "append", "extend"];

impl Dialect for Nunjucks {
    fn name(&self) -> &'static str {
        "nunjucks"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["njk", "nunjucks", "j2", "jinja", "jinja2", "html", "htm"]
    }

    fn claims(&self, ending: &str, text: &str) -> bool {
        static MARKS: Marks = marks!["{%", "{{", "{#"];
        !matches!(ending, "html" | "htm") || MARKS.are_in(text)
    }

    fn comment(&self, _before: &str) -> Option<CommentSigns> {
        Some(("{#", "#}"))
    }

    fn read(&self, source: &Source, parsers: &mut Parsers) -> Page {
        let front = front_matter::read(source);
        let from = front.as_ref().map_or(0, |front| front.end);
        let page = read_within(source, &source.text, from, |_| Vec::new(), parsers);
        match front {
            Some(front) => front.before(page),
            None => page,
        }
    }
}

/// Reads a page in which the template language stands as in `seen`, which is the source's text with what is no template
/// covered up, from `from` on. `others` gives further segments beside those of the template language, which it is shown.
pub(super) fn read_within(
    source: &Source,
    seen: &str,
    from: usize,
    others: impl FnOnce(&[Segment]) -> Vec<Segment>,
    parsers: &mut Parsers,
) -> Page {
    let mut reader = Reader { source, parsers, extends: None, given: Vec::new(), comments: Vec::new(), notices: Vec::new() };
    let mut segments = reader.segments(seen, from);
    let Reader { extends, comments, notices, .. } = reader;
    segments.extend(others(&segments));
    segments.extend((from > 0).then_some(Segment { range: 0..from, kind: SegmentKind::Inert }));
    let segments = template::in_order(segments);
    let text = Text::verbatim(&source.text, source.span(0..source.text.len()));
    let mut page = markup::read(&text, &segments, parsers);
    page.extends = extends;
    page.comments.extend(comments);
    page.comments.sort_by_key(|comment| comment.span);
    page.notices.extend(notices);
    page.notices.sort();
    page
}

/// Turns raw segments into understood ones.
struct Reader<'s> {
    source: &'s Source,
    parsers: &'s mut Parsers,
    extends: Option<Value>,
    /// What the macro that is open is given, by name.
    given: Vec<String>,
    comments: Vec<Comment>,
    notices: Vec<Notice>,
}

impl Reader<'_> {
    fn segments(&mut self, seen: &str, from: usize) -> Vec<Segment> {
        let raws = template::scan(seen, from, &DELIMITERS);
        let mut segments = Vec::with_capacity(raws.len());
        let mut raw_until: Option<&'static str> = None;
        for raw in raws {
            if !raw.closed {
                let open = &self.source.text[raw.range.start..raw.range.start + 2];
                self.notice(raw.range.clone(), format!("`{open}` is opened and never closed"));
            }
            let keyword = self.keyword(&raw);
            if let Some(end) = raw_until {
                if keyword != Some(end) {
                    continue;
                }
                raw_until = None;
            }
            raw_until = match keyword {
                Some("raw") => Some("endraw"),
                Some("verbatim") => Some("endverbatim"),
                _ => raw_until,
            };
            let kind = match raw.kind {
                RawKind::Comment => self.comment(&raw),
                RawKind::Print if raw.inner.is_empty() => SegmentKind::Inert,
                RawKind::Print => self.print(&raw),
                RawKind::Tag => self.tag(&raw),
            };
            segments.push(Segment { range: raw.range, kind });
        }
        segments
    }

    fn keyword(&self, raw: &Raw) -> Option<&str> {
        let inner = &self.source.text[raw.inner.clone()];
        (raw.kind == RawKind::Tag).then(|| word(inner))
    }

    fn comment(&mut self, raw: &Raw) -> SegmentKind {
        let text = Text::verbatim(&self.source.text[raw.inner.clone()], self.span(raw.inner.clone()));
        self.comments.push(Comment { text, span: self.span(raw.range.clone()) });
        SegmentKind::Inert
    }

    fn tag(&mut self, raw: &Raw) -> SegmentKind {
        let inner = &self.source.text[raw.inner.clone()];
        let keyword = word(inner);
        let rest = skip_space(&self.source.text, raw.inner.start + keyword.len()..raw.inner.end);
        match keyword {
            "if" | "ifAsync" => SegmentKind::Open("if", Opening::Branch(Some(self.condition(rest)))),
            "elif" | "elseif" => SegmentKind::Arm(Some(self.condition(rest))),
            "else" | "default" => SegmentKind::Arm(None),
            "endif" => SegmentKind::Close("if"),
            "switch" => SegmentKind::Open("switch", Opening::Branch(Some(Value::new(ValueKind::Bool(false), self.span(rest))))),
            "case" => SegmentKind::Arm(Some(Value::unknown(Reason::Computed, self.span(rest)))),
            "endswitch" => SegmentKind::Close("switch"),
            "for" | "asyncEach" | "asyncAll" => self.for_loop(rest),
            "endfor" | "endeach" | "endall" => SegmentKind::Close("for"),
            "set" => self.set(rest),
            "endset" => SegmentKind::Close("set"),
            "block" => SegmentKind::Open("block", Opening::Block(word(&self.source.text[rest]).to_owned())),
            "endblock" => SegmentKind::Close("block"),
            "macro" => {
                let opens = self.definition(rest);
                if let SegmentKind::Open(_, Opening::Macro(_, params, _)) = &opens {
                    self.given.clone_from(params);
                }
                opens
            }
            "endmacro" => {
                self.given.clear();
                SegmentKind::Close("macro")
            }
            "call" => SegmentKind::Open("call", Opening::Wrap(self.callee(rest), Vec::new())),
            "endcall" => SegmentKind::Close("call"),
            "include" => SegmentKind::Single(Node::Include(Include {
                template: self.included(rest),
                with: None,
                span: self.span(raw.range.clone()),
            })),
            "import" => self.import(rest),
            "from" => self.import_from(rest),
            "extends" => {
                self.extends = Some(self.expression(rest));
                SegmentKind::Inert
            }
            "filter" => SegmentKind::Open("filter", Opening::Plain),
            "endfilter" => SegmentKind::Close("filter"),
            "with" => SegmentKind::Open("with", Opening::Plain),
            "endwith" => SegmentKind::Close("with"),
            "autoescape" => SegmentKind::Open("autoescape", Opening::Plain),
            "endautoescape" => SegmentKind::Close("autoescape"),
            "do" => self.statement(rest),
            "raw" | "endraw" | "verbatim" | "endverbatim" | "" => SegmentKind::Inert,
            custom => self.custom(custom, raw, rest),
        }
    }

    fn print(&mut self, raw: &Raw) -> SegmentKind {
        let value = self.expression(raw.inner.clone());
        match self.changed_by_method(&value) {
            Some(name) if GROWING.contains(&value.as_call().map_or("", |call| &call.name)) => {
                SegmentKind::Single(Node::Set(Set { name, value: Arc::new(value) }))
            }
            _ => SegmentKind::Print(value),
        }
    }

    /// `do list.append(x)`: the list is another one from here on.
    fn statement(&mut self, rest: Range<usize>) -> SegmentKind {
        let value = self.expression(rest);
        match self.changed_by_method(&value) {
            Some(name) => SegmentKind::Single(Node::Set(Set { name, value: Arc::new(value) })),
            None => SegmentKind::Inert,
        }
    }

    /// The variable whose method `value` calls. A filter leaves its subject as it is.
    fn changed_by_method(&self, value: &Value) -> Option<String> {
        let receiver = value.as_call()?.receiver.as_ref()?;
        let after = self.source.text.get(receiver.span.end as usize..)?;
        match &receiver.kind {
            ValueKind::Name(name) if after.trim_start().starts_with('.') => Some(name.clone()),
            _ => None,
        }
    }

    /// A tag of the service's own: shown as a call of its name with what it is given. `component` is given the name, too.
    fn custom(&mut self, keyword: &str, raw: &Raw, rest: Range<usize>) -> SegmentKind {
        if keyword.starts_with("end") {
            return SegmentKind::Inert;
        }
        let span = self.span(raw.range.clone());
        let mut call = Call { receiver: None, name: keyword.to_owned(), args: Vec::new(), keywords: None };
        if let Some(given) = expression::arguments(&self.source.text, rest, self.source.id, self.parsers) {
            (call.args, call.keywords) = (given.args, given.keywords);
        }
        // `{% component "radios", {…} %}` names what it calls.
        if let ("component", Some(ValueKind::Text(text))) = (keyword, call.args.first().map(|arg| &arg.kind)) {
            call.name = text.as_str().to_owned();
            call.args.remove(0);
        }
        SegmentKind::Print(Value::new(ValueKind::Call(Box::new(call)), span))
    }

    /// What decides between arms.
    fn condition(&self, range: Range<usize>) -> Value {
        Conditions { source: self.source, sign: "", given: &self.given }.read(range)
    }

    fn for_loop(&mut self, rest: Range<usize>) -> SegmentKind {
        let text = &self.source.text[rest.clone()];
        let Some(at) = text.find(" in ") else {
            let over = Value::unknown(Reason::Unreadable, self.span(rest));
            return SegmentKind::Open("for", Opening::Loop(Vec::new(), over));
        };
        let names = text[..at].split(',').map(|name| name.trim().to_owned()).collect();
        let over = self.expression(skip_space(&self.source.text, rest.start + at + 4..rest.end));
        SegmentKind::Open("for", Opening::Loop(names, over))
    }

    fn set(&mut self, rest: Range<usize>) -> SegmentKind {
        let text = &self.source.text[rest.clone()];
        let Some(at) = assignment(text) else {
            return SegmentKind::Open("set", Opening::Keep(word(text).to_owned()));
        };
        let name = text[..at].trim();
        let value = self.expression(skip_space(&self.source.text, rest.start + at + 1..rest.end));
        // `set ignored = list.push(x)` is written for what it does to the list.
        if let Some(list) = self.changed_by_method(&value)
            && list != name
            && GROWING.contains(&value.as_call().map_or("", |call| &call.name))
        {
            return SegmentKind::Single(Node::Set(Set { name: list, value: Arc::new(value) }));
        }
        if name.is_empty() || !name.chars().all(|c| c.is_alphanumeric() || c == '_') {
            return SegmentKind::Inert;
        }
        SegmentKind::Single(Node::Set(Set { name: name.to_owned(), value: Arc::new(value) }))
    }

    fn definition(&mut self, rest: Range<usize>) -> SegmentKind {
        let text = &self.source.text[rest.clone()];
        let name = word(text).to_owned();
        let close = text.rfind(')').map_or(text.len(), |close| close + 1);
        // It is written as a call is that names what it leaves out.
        let like = expression::read(&self.source.text, rest.start..rest.start + close, self.source.id, self.parsers);
        if let Some((params, defaults)) = like.as_call().and_then(parameters) {
            return SegmentKind::Open("macro", Opening::Macro(name, params, defaults));
        }
        let inside = text.find('(').zip(text.rfind(')')).and_then(|(open, close)| text.get(open + 1..close)).unwrap_or("");
        let params = inside.split(',').map(|param| word(param.trim()).to_owned()).filter(|param| !param.is_empty());
        SegmentKind::Open("macro", Opening::Macro(name, params.collect(), Vec::new()))
    }

    /// `call f(…)` or `call(x) f(…)`.
    fn callee(&mut self, rest: Range<usize>) -> Value {
        let text = &self.source.text[rest.clone()];
        let skip = if text.starts_with('(') { text.find(')').map_or(0, |at| at + 1) } else { 0 };
        self.expression(skip_space(&self.source.text, rest.start + skip..rest.end))
    }

    fn included(&mut self, rest: Range<usize>) -> Value {
        let text = &self.source.text[rest.clone()];
        let end = [" ignore missing", " with context", " without context"].iter().filter_map(|tail| text.find(tail)).min();
        self.expression(rest.start..rest.start + end.unwrap_or(text.len()))
    }

    fn import(&mut self, rest: Range<usize>) -> SegmentKind {
        let text = &self.source.text[rest.clone()];
        let Some(at) = text.rfind(" as ") else { return SegmentKind::Inert };
        let here = word(text[at + 4..].trim()).to_owned();
        let from = self.expression(rest.start..rest.start + text[..at].trim_end().len());
        SegmentKind::Single(Node::Import(Import { from, names: vec![(String::new(), here)] }))
    }

    fn import_from(&mut self, rest: Range<usize>) -> SegmentKind {
        let text = &self.source.text[rest.clone()];
        let Some(at) = text.find(" import ") else { return SegmentKind::Inert };
        let names = text[at + 8..].split(',').filter_map(|pair| {
            let mut words = pair.split_whitespace();
            let there = words.next()?;
            let here = if words.next() == Some("as") { words.next().unwrap_or(there) } else { there };
            Some((there.to_owned(), here.to_owned()))
        });
        let names = names.collect();
        let from = self.expression(rest.start..rest.start + text[..at].trim_end().len());
        SegmentKind::Single(Node::Import(Import { from, names }))
    }

    fn expression(&mut self, range: Range<usize>) -> Value {
        let value = expression::read(&self.source.text, range.clone(), self.source.id, self.parsers);
        if matches!(value.kind, ValueKind::Unknown(Reason::Unreadable)) && !range.is_empty() {
            self.notice(range, "this expression could not be read".to_owned());
        }
        value
    }

    fn notice(&mut self, range: Range<usize>, message: String) {
        self.notices.push(Notice { span: self.span(range), message });
    }

    fn span(&self, range: Range<usize>) -> Span {
        self.source.span(range)
    }
}

/// The names that a call is given, and what it gives those that it names.
fn parameters(call: &Call) -> Option<(Vec<String>, Vec<Set>)> {
    let placed = call.args.iter().map(|arg| match &arg.kind {
        ValueKind::Name(name) => Some(name.clone()),
        _ => None,
    });
    let mut params = placed.collect::<Option<Vec<String>>>()?;
    let defaults: Vec<Set> = match call.keywords.as_ref().map(|keywords| &keywords.kind) {
        Some(ValueKind::Map(entries)) => {
            entries.iter().map(|entry| Set { name: entry.key.clone(), value: Arc::new(entry.value.clone()) }).collect()
        }
        _ => Vec::new(),
    };
    params.extend(defaults.iter().map(|set| set.name.clone()));
    Some((params, defaults))
}

/// Where the `=` of an assignment stands, if `text` is one.
fn assignment(text: &str) -> Option<usize> {
    let at = text.find('=')?;
    let is_comparison = text[at + 1..].starts_with('=');
    (!is_comparison && !text[..at].contains(['(', '"', '\'', '|'])).then_some(at)
}
