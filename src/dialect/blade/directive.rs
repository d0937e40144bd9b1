//! What directives show, set and open.

use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::scan::{self, Is, Token};
use crate::dialect::condition::Conditions;
use crate::dialect::php::{expression, statement};
use crate::dialect::template::{self, Opening, Segment, SegmentKind};
use crate::page::{Arm, Block, Branch, Comment, Include, Loop, Node, Notice, Print, Set};
use crate::source::{Source, Span};
use crate::text::Text;
use crate::unknown::Reason;
use crate::value::{Call, Entry, Value, ValueKind};

/// What a page of Blade holds besides HTML.
#[derive(Default)]
pub(super) struct Read {
    pub(super) segments: Vec<Segment>,
    pub(super) comments: Vec<Comment>,
    pub(super) notices: Vec<Notice>,
    pub(super) extends: Option<Value>,
    /// What a component says that it is given: `@props([…])`.
    pub(super) params: Vec<Set>,
}

/// Families of blocks: each close ends the innermost open block of its own. Any `@name` is one under a condition for which there is an
/// `@endname`.
const IF: &str = "if";
const LOOP: &str = "loop";
const SWITCH: &str = "switch";
const SECTION: &str = "section";
const PLAIN: &str = "plain";
const COMPONENT: &str = "component";
const PART: &str = "part";

/// Blocks that are shown whatever happens, if perhaps elsewhere on the page.
const SHOWN: &[&str] = &["push", "pushonce", "prepend", "prependonce", "once", "fragment", "teleport", "persist", "script", "assets"];

/// What is worked out in a tag, and is an attribute of the same name or none.
const FLAGS: &[&str] = &["checked", "selected", "disabled", "required", "readonly"];

/// Directives without brackets that show nothing which asks, and open nothing.
const BARE: &[&str] = &[
    "break",
    "continue",
    "csrf",
    "endverbatim",
    "inertia",
    "inertiaHead",
    "livewireScripts",
    "livewireStyles",
    "parent",
    "routes",
    "verbatim",
    "viteReactRefresh",
];

/// Under this name a component finds what stands between its tags, and so is called the part of a page that shows it.
const SLOT: &str = "slot";
const HANDED: &str = "#default";

/// Reads what stands in a page between HTML.
pub(super) fn read(source: &Source) -> Read {
    let mut code = statement::Reader::new(source);
    code.tags();
    let taken: Vec<Range<usize>> = code.segments.iter().map(|segment| segment.range.clone()).collect();
    let tokens = scan::tokens(&source.text, &taken);
    let closes = tokens.iter().filter_map(|token| if let Is::Directive(name, _) = token.is { Some(name) } else { None });
    let closes = closes.filter_map(|name| name.strip_prefix("end")).map(str::to_ascii_lowercase).collect();
    let mut reader = Reader {
        source,
        code,
        read: Read::default(),
        given: Vec::new(),
        // A list of appointments has slots of its own.
        is_handed: !source.text.contains("as $slot"),
        closes,
        opened: FxHashSet::default(),
        forelse: 0,
    };
    for token in tokens {
        reader.token(token);
    }
    let Reader { code, mut read, .. } = reader;
    read.segments.extend(code.segments);
    read.segments = template::in_order(read.segments);
    read.comments.extend(code.comments);
    read
}

struct Reader<'s> {
    source: &'s Source,
    code: statement::Reader<'s>,
    read: Read,
    /// The names that whoever calls the component gives.
    given: Vec<String>,
    /// True if `$slot` is what stands between the tags of the call.
    is_handed: bool,
    /// What is closed somewhere, in lower case.
    closes: FxHashSet<String>,
    /// What was opened by its name alone, likewise.
    opened: FxHashSet<String>,
    /// How many `@forelse` are open.
    forelse: usize,
}

impl Reader<'_> {
    fn token(&mut self, token: Token) {
        let Token { range, is } = token;
        let kind = match is {
            Is::Comment(inner) => {
                let text = Text::verbatim(&self.source.text[inner.clone()], self.source.span(inner));
                self.read.comments.push(Comment { text, span: self.source.span(range.clone()) });
                SegmentKind::Inert
            }
            Is::Print(inner) => match self.value(inner) {
                Value { kind: ValueKind::Name(name), span } if name == SLOT && self.is_handed => {
                    SegmentKind::Single(block(HANDED.to_owned(), Some(Value::new(ValueKind::Name(name), span))))
                }
                value => SegmentKind::Print(attributes(value)),
            },
            Is::Code(inner) => return self.code.statements(range, inner),
            Is::Directive("php", Some(given)) => return self.code.statements(range, given),
            Is::Open(sign) => {
                let message = format!("`{sign}` is opened and never closed");
                self.read.notices.push(Notice { span: self.source.span(range.clone()), message });
                SegmentKind::Inert
            }
            Is::Directive(name, given) => match self.directive(name, given, &range) {
                Some(kind) => kind,
                None => return,
            },
        };
        self.read.segments.push(Segment { range, kind });
    }

    /// What a directive does; `None` where it is none, but a name that people are called by.
    fn directive(&mut self, name: &str, given: Option<Range<usize>>, range: &Range<usize>) -> Option<SegmentKind> {
        let is_given = given.is_some();
        let given = given.unwrap_or(range.end..range.end);
        Some(match name {
            "if" => SegmentKind::Open(IF, Opening::Branch(Some(self.condition(given)))),
            "elseif" => SegmentKind::Arm(Some(self.condition(given))),
            "else" => SegmentKind::Arm(None),
            "endif" => SegmentKind::Close(IF),
            "hasSection" | "sectionMissing" => self.perhaps(given),
            "switch" => SegmentKind::Open(SWITCH, Opening::Branch(Some(Value::new(ValueKind::Bool(false), self.span(given))))),
            "case" => SegmentKind::Arm(Some(Value::unknown(Reason::Computed, self.span(given)))),
            "default" if !is_given => SegmentKind::Arm(None),
            "endswitch" => SegmentKind::Close(SWITCH),
            "foreach" => SegmentKind::Open(LOOP, self.code.each(given)),
            "forelse" => {
                self.forelse += 1;
                SegmentKind::Open(LOOP, self.code.each(given))
            }
            "empty" if !is_given && self.forelse > 0 => SegmentKind::Arm(None),
            "for" | "while" => {
                let over = Value::unknown(Reason::Computed, self.span(given));
                SegmentKind::Open(LOOP, Opening::Loop(Vec::new(), over))
            }
            "endforelse" => {
                self.forelse = self.forelse.saturating_sub(1);
                SegmentKind::Close(LOOP)
            }
            "endforeach" | "endfor" | "endwhile" => SegmentKind::Close(LOOP),
            "section" => self.section(given),
            "endsection" | "stop" | "show" | "overwrite" | "append" => SegmentKind::Close(SECTION),
            "yield" => {
                let mut given = self.given(given).into_iter();
                let name = given.next().and_then(|name| words(&name)).unwrap_or_default();
                SegmentKind::Single(block(name, given.next()))
            }
            "extends" | "extendsFirst" => {
                self.read.extends = self.given(given).into_iter().next();
                SegmentKind::Inert
            }
            "include" | "includeIf" | "includeFirst" | "includeWhen" | "includeUnless" | "each" => self.included(name, given, range),
            "component" => SegmentKind::Open(COMPONENT, Opening::Wrap(self.called(name, given, range), Vec::new())),
            "endcomponent" | "endComponentClass" => SegmentKind::Close(COMPONENT),
            "slot" if self.closes.contains("slot") => SegmentKind::Open(PART, Opening::Wrap(self.called(name, given, range), Vec::new())),
            "endslot" => SegmentKind::Close(PART),
            "lang" => SegmentKind::Print(expression::translated(self.given(given).into_iter().next()?)),
            "choice" | "livewire" => SegmentKind::Print(self.called(name, given, range)),
            "props" | "aware" => {
                let given = self.given(given).into_iter().next();
                let params: Vec<Set> = given.iter().flat_map(params).collect();
                self.given.extend(params.iter().map(|param| param.name.clone()));
                self.read.params.extend(params);
                SegmentKind::Inert
            }
            _ if is_given && FLAGS.contains(&name) => {
                let value = self.condition(given).kind;
                SegmentKind::Print(self.attribute(name, value, range))
            }
            _ => return self.other(name, is_given, given),
        })
    }

    /// A directive that goes by how it is called alone.
    fn other(&mut self, name: &str, is_given: bool, given: Range<usize>) -> Option<SegmentKind> {
        let lower = name.to_ascii_lowercase();
        let closed = lower.strip_prefix("end").filter(|closed| self.opened.contains(*closed));
        let arm_of = lower.strip_prefix("else").filter(|of| self.opened.contains(*of));
        match (closed, arm_of) {
            _ if BARE.contains(&name) => Some(SegmentKind::Inert),
            (Some(closed), _) => Some(SegmentKind::Close(if SHOWN.contains(&closed) { PLAIN } else { IF })),
            (_, Some(_)) => Some(SegmentKind::Arm(Some(Value::unknown(Reason::Condition, self.span(given))))),
            _ if self.closes.contains(&lower) => {
                let is_shown = SHOWN.contains(&lower.as_str());
                self.opened.insert(lower);
                Some(if is_shown { SegmentKind::Open(PLAIN, Opening::Plain) } else { self.perhaps(given) })
            }
            _ => is_given.then_some(SegmentKind::Inert),
        }
    }

    fn condition(&self, given: Range<usize>) -> Value {
        // Whatever a component does not say that it is given may come from anywhere.
        Conditions { source: self.source, sign: "$", given: &self.given }.read(given)
    }

    fn perhaps(&self, given: Range<usize>) -> SegmentKind {
        SegmentKind::Open(IF, Opening::Branch(Some(Value::unknown(Reason::Condition, self.span(given)))))
    }

    /// `@section('title', 'Your details')`, or one whose content follows.
    fn section(&self, given: Range<usize>) -> SegmentKind {
        let mut given = self.given(given).into_iter();
        let name = given.next().and_then(|name| words(&name)).unwrap_or_default();
        match given.next() {
            Some(content) => SegmentKind::Single(block(name, Some(content))),
            None => SegmentKind::Open(SECTION, Opening::Block(name)),
        }
    }

    /// Another template, perhaps under a condition or once for each of a list.
    fn included(&self, name: &str, given: Range<usize>, range: &Range<usize>) -> SegmentKind {
        let span = self.span(range.clone());
        let mut given = self.given(given).into_iter();
        let is_conditional = matches!(name, "includeWhen" | "includeUnless");
        given.by_ref().take(usize::from(is_conditional)).for_each(drop);
        let template = given.next().filter(|template| !matches!(template.kind, ValueKind::List(_)));
        let template = template.unwrap_or(Value::unknown(Reason::Include, span));
        if name == "each" {
            let over = given.next().unwrap_or(Value::unknown(Reason::Loop, span));
            let names = given.next().and_then(|name| words(&name)).into_iter().collect();
            let body = vec![Node::Include(Include { template, with: None, span })];
            return SegmentKind::Single(Node::Loop(Box::new(Loop { names, over, body, open: span, span })));
        }
        // What a template is given besides stays known in it.
        let with = given.next().unwrap_or(Value::new(ValueKind::Map([].into()), span));
        let include = Node::Include(Include { template, with: Some(with), span });
        SegmentKind::Single(match is_conditional {
            true => {
                let arm = Arm { condition: Some(Value::unknown(Reason::Condition, span)), body: vec![include] };
                Node::Branch(Branch { arms: vec![arm], span })
            }
            false => include,
        })
    }

    /// A directive as a call, for whoever knows what it shows.
    fn called(&self, name: &str, given: Range<usize>, range: &Range<usize>) -> Value {
        let call = Call { receiver: None, name: format!("@{name}"), args: self.given(given), keywords: None };
        Value::new(ValueKind::Call(Box::new(call)), self.span(range.clone()))
    }

    /// An attribute as if it stood in a map that is spread over its tag.
    fn attribute(&self, name: &str, value: ValueKind, range: &Range<usize>) -> Value {
        let span = self.span(range.clone());
        let entry = Entry { key: name.to_owned(), key_span: span, value: Value::new(value, span) };
        Value::new(ValueKind::Map([entry].into()), span)
    }

    fn value(&self, range: Range<usize>) -> Value {
        expression::read(self.source, range.start, range.end).0
    }

    fn given(&self, range: Range<usize>) -> Vec<Value> {
        expression::arguments(self.source, range)
    }

    fn span(&self, range: Range<usize>) -> Span {
        self.source.span(range)
    }
}

/// The words of a literal, without holes.
fn words(value: &Value) -> Option<String> {
    match &value.kind {
        ValueKind::Text(text) if text.holes().next().is_none() => Some(text.as_str().to_owned()),
        _ => None,
    }
}

/// A part of the page, with what stands in it.
fn block(name: String, content: Option<Value>) -> Node {
    let shown = |value: Value| Node::Print(Print { span: value.span, value });
    Node::Block(Block { name, params: Vec::new(), defaults: Vec::new(), body: content.map(shown).into_iter().collect() })
}

/// The names of `@props(['label', 'options' => []])`.
fn params(given: &Value) -> Vec<Set> {
    let nothing = |value: &Value| Arc::new(Value::new(ValueKind::Null, value.span));
    match &given.kind {
        ValueKind::List(names) => names.iter().filter_map(|name| Some(Set { name: words(name)?, value: nothing(name) })).collect(),
        ValueKind::Map(entries) => {
            let set = |entry: &Entry| match entry.key.as_str() {
                "" => Some(Set { name: words(&entry.value)?, value: nothing(&entry.value) }),
                name => Some(Set { name: name.to_owned(), value: Arc::new(entry.value.clone()) }),
            };
            entries.iter().filter_map(set).collect()
        }
        _ => Vec::new(),
    }
}

/// What a component puts into a tag of the attributes that it is given, as a map: `$attributes->merge(['type' => 'text'])`.
fn attributes(value: Value) -> Value {
    let Some(call) = value.as_call() else { return value };
    let Some(of) = call.receiver.as_ref().map(|receiver| attributes(receiver.clone())) else { return value };
    let is_of_them = match &of.kind {
        ValueKind::Name(_) => is_named(&of),
        ValueKind::Map(entries) => entries.iter().any(|entry| matches!(&entry.value.kind, ValueKind::Spread(of) if is_named(of))),
        _ => false,
    };
    let own = match (call.name.as_str(), call.args.first()) {
        _ if !is_of_them => return value,
        ("->get", Some(key)) => return Value::new(ValueKind::Member(Box::new(of), Box::new(key.clone())), value.span),
        ("->merge", Some(Value { kind: ValueKind::Map(entries), .. })) => entries.to_vec(),
        ("->merge" | "->class" | "->style", _) => Vec::new(),
        // Some of them.
        _ => return Value::unknown(Reason::Computed, value.span),
    };
    let spread = Value::new(ValueKind::Spread(Box::new(of)), value.span);
    let rest = Entry { key: String::new(), key_span: value.span, value: spread };
    Value::new(ValueKind::Map(own.into_iter().chain([rest]).collect()), value.span)
}

fn is_named(value: &Value) -> bool {
    matches!(&value.kind, ValueKind::Name(name) if name == "attributes")
}
