//! The template of an Angular component: bound attributes become values, structural ones branches and loops.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use super::super::bound::{self, Expressions, Name, camel, is_flag, is_html, names_of, undecided};
use crate::module::Module;
use crate::page::{Arm, Attribute, Block, Branch, Element, Loop, Node, Notice, Print, Set, Wrap};
use crate::source::{Source, Span};
use crate::text::Text;
use crate::unknown::Reason;
use crate::value::{Call, Class, Entry, Value, ValueKind};

/// What an attribute does where its name is more than a name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Directive<'n> {
    /// `[title]`.
    Bind(&'n str),
    /// `(click)`, `ng-click`, `#name`, a class or style: nothing is shown.
    Silent,
    /// What decides whether it is shown.
    If,
    For,
    /// `ng-options`.
    Options,
    /// What a control is for, as an expression.
    Model,
    /// What a control is for, as a name.
    Control,
    /// `ng-bind`, `[innerHTML]`.
    Content,
}

fn directive(name: &str) -> Option<Directive<'_>> {
    let plain = name.strip_prefix("data-ng-").map(|rest| format!("ng-{rest}"));
    Some(match plain.as_deref().unwrap_or(name) {
        "*ngIf" | "[ngIf]" | "ng-if" | "ng-show" | "ng-hide" | "[hidden]" | "ng-switch-when" | "*ngSwitchCase" | "*ngSwitchDefault" => {
            Directive::If
        }
        "*ngFor" | "ng-repeat" => Directive::For,
        "ng-options" => Directive::Options,
        "[(ngModel)]" | "[ngModel]" | "ng-model" => Directive::Model,
        "formControlName" | "formcontrolname" => Directive::Control,
        "[formControl]" => Directive::Model,
        "[innerHTML]" | "[innerText]" | "[textContent]" | "ng-bind" | "ng-bind-html" => Directive::Content,
        "ng-value" | "[ngValue]" => Directive::Bind("value"),
        "ng-required" => Directive::Bind("required"),
        "ng-checked" | "ng-selected" => Directive::Silent,
        _ => {
            if let Some(bound) = name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                let bound = bound.strip_prefix("attr.").unwrap_or(bound);
                let is_silent = bound.starts_with(['(', '@']) || bound.starts_with("class.") || bound.starts_with("style.");
                return Some(if is_silent || matches!(bound, "ngClass" | "ngStyle" | "class" | "style") {
                    Directive::Silent
                } else {
                    Directive::Bind(bound)
                });
            }
            if name.starts_with(['(', '#', '*', '@']) || name.starts_with("ng-") || name.starts_with("i18n") {
                return Some(Directive::Silent);
            }
            return None;
        }
    })
}

/// The part of an expression before its pipes, and the names of those.
pub(super) fn without_pipes(text: &str, range: Range<usize>) -> (Range<usize>, Vec<String>) {
    let bytes = text.as_bytes();
    let (mut depth, mut quote, mut cuts) = (0_usize, None, Vec::new());
    for at in range.clone() {
        match (quote, bytes[at]) {
            (Some(open), close) if open == close => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'' | b'`') => quote = Some(bytes[at]),
            (None, b'(' | b'[' | b'{') => depth += 1,
            (None, b')' | b']' | b'}') => depth = depth.saturating_sub(1),
            (None, b'|') if depth == 0 && bytes.get(at + 1) != Some(&b'|') && (at == 0 || bytes[at - 1] != b'|') => cuts.push(at),
            _ => {}
        }
    }
    let end = cuts.first().copied().unwrap_or(range.end);
    let head = text[range.start..end].trim();
    let start = end - text[range.start..end].trim_start().len();
    let ends = cuts.iter().skip(1).copied().chain([range.end]);
    let word = |(from, to): (&usize, usize)| {
        let pipe = text[from + 1..to].trim();
        pipe.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or("").to_owned()
    };
    (start..start + head.len(), cuts.iter().zip(ends).map(word).collect())
}

/// Where expressions stand in attributes, without their pipes.
pub(super) fn expressions(text: &str, nodes: &[Node]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for node in nodes {
        match node {
            Node::Element(element) => {
                for attribute in element.attributes.iter().filter(|attribute| !attribute.value.span.is_empty()) {
                    let span = attribute.value.span.range();
                    match directive(&attribute.name) {
                        Some(Directive::Bind(_) | Directive::Content) => found.push(without_pipes(text, span).0),
                        Some(Directive::If) => found.extend(condition(&attribute.name, text, span)),
                        Some(Directive::For) => found.extend(repetition(text, span).map(|(_, list)| list)),
                        Some(Directive::Options) => {
                            found.extend(
                                options(text, span).into_iter().flat_map(|options| [options.list].into_iter().chain(options.parts)),
                            );
                        }
                        _ => {}
                    }
                }
                found.extend(expressions(text, &element.children));
            }
            Node::Branch(branch) => branch.arms.iter().for_each(|arm| found.extend(expressions(text, &arm.body))),
            Node::Loop(repeated) => found.extend(expressions(text, &repeated.body)),
            _ => {}
        }
    }
    found
}

/// The names and the list of `let item of items; let i = index`, `item in items track by item.id`, `(key, value) in map`.
fn repetition(text: &str, range: Range<usize>) -> Option<(String, Range<usize>)> {
    let whole = &text[range.clone()];
    let head = whole.split(';').next().unwrap_or(whole);
    let head = head.split(" track by ").next().unwrap_or(head);
    let (names, list) = head.split_once(" of ").or_else(|| head.split_once(" in "))?;
    let start = range.start + names.len() + " of ".len();
    let (list, _) = without_pipes(text, start..start + list.len());
    let names = names.trim();
    Some((names.strip_prefix("let ").unwrap_or(names).trim().to_owned(), list))
}

/// What `*ngIf="…"` asks about. A case of a switch and what hides an element ask something else.
fn condition(name: &str, text: &str, range: Range<usize>) -> Option<Range<usize>> {
    if !matches!(name.strip_prefix("data-").unwrap_or(name), "*ngIf" | "[ngIf]" | "ng-if" | "ng-show") {
        return None;
    }
    let head = text[range.clone()].split(';').next()?;
    let head = head.split(" as ").next()?;
    Some(without_pipes(text, range.start..range.start + head.len())).filter(|(_, pipes)| pipes.is_empty()).map(|(range, _)| range)
}

/// True for `name` and `!name`.
fn is_name(expression: &str) -> bool {
    let name = expression.strip_prefix('!').unwrap_or(expression);
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '$')
}

/// What `ng-options` says.
struct Options {
    names: String,
    list: Range<usize>,
    /// The expressions of the label and, where there is one, of the value.
    parts: Vec<Range<usize>>,
}

/// `item.id as item.name for item in items`.
fn options(text: &str, range: Range<usize>) -> Option<Options> {
    let whole = &text[range.clone()];
    let (shown, rest) = whole.split_once(" for ")?;
    let rest_start = range.start + shown.len() + " for ".len();
    let (names, list) = repetition(text, rest_start..rest_start + rest.len())?;
    let part = |from: usize, part: &str| {
        let start = range.start + from + part.len() - part.trim_start().len();
        start..start + part.trim().len()
    };
    let parts = match shown.split_once(" as ") {
        Some((value, label)) => vec![part(value.len() + " as ".len(), label), part(0, value)],
        None => vec![part(0, shown)],
    };
    Some(Options { names, list, parts })
}

/// What the class of a component gives its template.
pub(in crate::dialect) fn names(module: &Module, code: &str) -> Vec<Set> {
    let changed: HashSet<&str> = bound::changed_of_this(code).into_iter().collect();
    let classes = module.names.iter().filter_map(|set| match &set.value.kind {
        ValueKind::Class(class) => Some(class),
        _ => None,
    });
    let members: Vec<Set> = classes.flat_map(|class| members(class, &changed)).collect();
    let constants = module.names.iter().filter(|set| !matches!(set.value.kind, ValueKind::Class(_))).cloned();
    let Some(span) = members.first().map(|set| set.value.span) else { return constants.collect() };
    let entry = |set: &Set| Entry { key: set.name.clone(), key_span: set.value.span, value: Value::clone(&set.value) };
    let more = Value::new(ValueKind::Spread(Box::new(Value::unknown(Reason::Name("this".to_owned()), span))), span);
    let more = Entry { key: String::new(), key_span: span, value: more };
    let this = Value::new(ValueKind::Map([more].into_iter().chain(members.iter().map(entry)).collect()), span);
    constants.chain([Set { name: "this".to_owned(), value: Arc::new(this) }]).chain(members).collect()
}

/// The members of a class that stay as they are written: lists of what can be chosen, and what is worked out from them.
fn members(class: &Class, changed: &HashSet<&str>) -> Vec<Set> {
    let mut sets = Vec::new();
    for entry in class.members.iter().filter(|entry| !entry.key.is_empty()) {
        let value = bound::kept(&entry.key, &entry.value, changed.contains(entry.key.as_str()));
        sets.push(Set { name: entry.key.clone(), value: Arc::new(value) });
    }
    sets
}

/// What a component's callers may give it, and what it is where they do not: its members that are marked `@Input()`.
pub(in crate::dialect) fn inputs(module: &Module, code: &str) -> Vec<Set> {
    let changed: HashSet<&str> = bound::changed_of_this(code).into_iter().collect();
    let classes = module.names.iter().filter_map(|set| if let ValueKind::Class(class) = &set.value.kind { Some(class) } else { None });
    let marked = classes.flat_map(|class| &class.members).filter(|member| {
        let before = code.get(..member.key_span.start as usize).unwrap_or_default();
        let own = before.rfind([';', '{', '}']).map_or(before, |end| &before[end..]);
        own.contains("@Input(")
    });
    let given = |member: &Entry| match changed.contains(member.key.as_str()) {
        true => Value::unknown(Reason::Name(member.key.clone()), member.value.span),
        false => member.value.clone(),
    };
    marked.map(|member| Set { name: member.key.clone(), value: Arc::new(given(member)) }).collect()
}

/// Turns elements with directives into what they show.
pub(super) struct Template<'s, 'p> {
    source: &'s Source,
    expressions: Expressions<'p>,
}

impl<'s, 'p> Template<'s, 'p> {
    pub(super) fn new(source: &'s Source, expressions: Expressions<'p>) -> Self {
        Template { source, expressions }
    }

    pub(super) fn notices(self) -> Vec<Notice> {
        self.expressions.notices
    }

    /// What `nodes` show.
    pub(super) fn nodes(&mut self, nodes: &[Node]) -> Vec<Node> {
        nodes.iter().flat_map(|node| self.node(node)).collect()
    }

    fn node(&mut self, node: &Node) -> Vec<Node> {
        match node {
            Node::Element(element) => self.element(element),
            Node::Print(print) => vec![Node::Print(Print { value: self.piped(print.value.span), span: print.span })],
            Node::Branch(branch) => {
                let arm = |arm: &Arm| Arm { condition: arm.condition.clone(), body: self.nodes(&arm.body) };
                vec![Node::Branch(Branch { arms: branch.arms.iter().map(arm).collect(), span: branch.span })]
            }
            Node::Loop(repeated) => {
                let body = self.nodes(&repeated.body);
                let over = match repeated.over.kind {
                    ValueKind::Unknown(Reason::Unreadable) => self.expressions.value(repeated.over.span),
                    _ => repeated.over.clone(),
                };
                let names: Vec<Name> = repeated.names.iter().map(|name| Name::Plain(name.clone())).collect();
                vec![looped(&names, over, body, repeated.open, repeated.span)]
            }
            node => vec![node.clone()],
        }
    }

    /// An expression with what its pipes make of it.
    fn piped(&mut self, span: Span) -> Value {
        let (head, pipes) = without_pipes(&self.source.text, span.range());
        let value = self.expressions.value(self.source.span(head));
        pipes.into_iter().fold(value, |value, pipe| {
            let call = |receiver, name: &str, args| Call { receiver, name: name.to_owned(), args, keywords: None };
            let call = match pipe.as_str() {
                "translate" | "transloco" | "t" => call(None, "t", vec![value]),
                // What changes no word.
                "safe" | "safeHtml" | "titlecase" | "trim" => return value,
                "uppercase" => call(Some(value), "upper", Vec::new()),
                "lowercase" => call(Some(value), "lower", Vec::new()),
                pipe => return Value::unknown(Reason::Function(pipe.to_owned()), span),
            };
            Value::new(ValueKind::Call(Box::new(call)), span)
        })
    }

    fn element(&mut self, element: &Element) -> Vec<Node> {
        let mut shown = self.shown(element);
        let span = element.span;
        for attribute in &element.attributes {
            match directive(&attribute.name) {
                Some(Directive::For) => {
                    let found = repetition(&self.source.text, attribute.value.span.range());
                    let (names, over) = match found {
                        Some((names, list)) => (names_of(&names), self.expressions.value(self.source.span(list))),
                        None => (Vec::new(), Value::unknown(Reason::Unreadable, attribute.value.span)),
                    };
                    // Of a map, AngularJS gives the key first.
                    let names = if names.len() == 2 { names.into_iter().rev().collect() } else { names };
                    shown = vec![looped(&names, over, shown, element.open, span)];
                }
                Some(Directive::If) => {
                    let condition = Some(self.condition(attribute));
                    shown = vec![Node::Branch(Branch { arms: vec![Arm { condition, body: shown }], span })];
                }
                _ => {}
            }
        }
        shown
    }

    /// What there is to show is shown for certain; what there is not may come while the page runs. Only what a name by itself
    /// stands for, as what a component is given, settles that nothing is shown.
    fn condition(&mut self, attribute: &Attribute) -> Value {
        let span = attribute.value.span;
        let undecided = Value::unknown(Reason::Condition, span);
        match condition(&attribute.name, &self.source.text, span.range()) {
            Some(range) if is_name(&self.source.text[range.clone()]) => self.expressions.value(self.source.span(range)),
            Some(range) if !range.is_empty() => {
                let asked = self.expressions.value(self.source.span(range));
                Value::new(ValueKind::Fallback(Box::new(asked), Box::new(undecided)), span)
            }
            _ => undecided,
        }
    }

    fn shown(&mut self, element: &Element) -> Vec<Node> {
        match element.tag.as_str() {
            "ng-container" => self.inside(element),
            // Shown where its name is called for, if at all.
            "ng-template" => {
                let condition = Some(Value::unknown(Reason::Condition, element.open));
                let body = self.inside(element);
                vec![Node::Branch(Branch { arms: vec![Arm { condition, body }], span: element.span })]
            }
            "ng-content" => {
                let may = Value::unknown(Reason::Include, element.open);
                let body = vec![Node::Print(Print { value: may, span: element.open })];
                vec![Node::Block(Block { name: "#default".to_owned(), params: Vec::new(), defaults: Vec::new(), body })]
            }
            tag if is_html(tag) => vec![self.html(element)],
            _ => vec![self.component(element)],
        }
    }

    /// What stands in an element: its children, or what an attribute puts there.
    fn inside(&mut self, element: &Element) -> Vec<Node> {
        for attribute in &element.attributes {
            let span = attribute.value.span;
            match directive(&attribute.name) {
                Some(Directive::Content) => return vec![Node::Print(Print { value: self.piped(span), span })],
                Some(Directive::Options) => {
                    let before = self.nodes(&element.children);
                    return before.into_iter().chain(self.options(element, attribute)).collect();
                }
                // `<p translate>about.name</p>`: the words are a key.
                None if attribute.name == "translate" && span.is_empty() => {
                    if let [Node::Text(key)] = element.children.as_slice() {
                        let place = key.span().unwrap_or(element.open);
                        let key = Value::new(ValueKind::Text(key.folded()), place);
                        let call = Call { receiver: None, name: "t".to_owned(), args: vec![key], keywords: None };
                        let value = Value::new(ValueKind::Call(Box::new(call)), place);
                        return vec![Node::Print(Print { value, span: place })];
                    }
                }
                _ => {}
            }
        }
        self.nodes(&element.children)
    }

    /// The options that `ng-options` gives a select.
    fn options(&mut self, element: &Element, attribute: &Attribute) -> Option<Node> {
        let options = options(&self.source.text, attribute.value.span.range())?;
        let over = self.expressions.value(self.source.span(options.list));
        let mut parts = options.parts.into_iter().map(|part| self.source.span(part));
        let (label, value) = (parts.next()?, parts.next());
        let label = self.expressions.value(label);
        let value = value.map(|value| self.expressions.value(value)).unwrap_or_else(|| label.clone());
        let span = attribute.span;
        let value = Attribute { name: "value".to_owned(), value, span, conditional: false };
        let option = Element {
            tag: "option".to_owned(),
            span,
            open: element.open,
            attributes: vec![value, undecided("selected", span)],
            spreads: Vec::new(),
            children: vec![Node::Print(Print { value: label, span })],
        };
        let names = names_of(&options.names);
        let names: Vec<Name> = if names.len() == 2 { names.into_iter().rev().collect() } else { names };
        Some(looped(&names, over, vec![Node::Element(Box::new(option))], span, span))
    }

    fn html(&mut self, element: &Element) -> Node {
        let attributes = self.attributes(element);
        let children = self.inside(element);
        let (span, open) = (element.span, element.open);
        Node::Element(Box::new(Element { tag: element.tag.clone(), span, open, attributes, spreads: element.spreads.clone(), children }))
    }

    /// The attributes that an element has on the page.
    fn attributes(&mut self, element: &Element) -> Vec<Attribute> {
        let mut attributes: Vec<Attribute> = Vec::new();
        let has = |name: &str| element.attributes.iter().any(|attribute| attribute.name == name);
        for attribute in &element.attributes {
            let span = attribute.value.span;
            match directive(&attribute.name) {
                None => {
                    let value = self.interpolated(&attribute.value);
                    attributes.push(Attribute { name: attribute.name.to_ascii_lowercase(), value, ..attribute.clone() });
                }
                Some(Directive::Bind(name)) if !has(name) => {
                    let value = self.piped(span);
                    if matches!(value.kind, ValueKind::Bool(false) | ValueKind::Null) {
                        continue;
                    }
                    let conditional = is_flag(name) && !matches!(value.kind, ValueKind::Bool(true));
                    attributes.push(Attribute { name: name.to_ascii_lowercase(), value, span: attribute.span, conditional });
                }
                Some(Directive::Model | Directive::Control) => {
                    if !has("name") {
                        let value = Value::new(ValueKind::Text(self.written(span)), span);
                        attributes.push(Attribute { name: "name".to_owned(), value, span: attribute.span, conditional: false });
                    }
                    attributes.push(undecided("checked", attribute.span));
                }
                // What it is shown for may tell what it is: a message about a mistake.
                Some(Directive::If) => attributes.push(attribute.clone()),
                _ => {}
            }
        }
        attributes
    }

    fn written(&self, span: Span) -> Text {
        Text::verbatim(&self.source.text[span.range()], span).folded()
    }

    /// An attribute's value with what is shown in it.
    fn interpolated(&mut self, value: &Value) -> Value {
        let kind = match &value.kind {
            ValueKind::Unknown(Reason::Unreadable) => return self.piped(value.span),
            ValueKind::Concat(parts) => ValueKind::Concat(parts.iter().map(|part| self.interpolated(part)).collect()),
            _ => return value.clone(),
        };
        Value::new(kind, value.span)
    }

    /// A component, called with its properties and with what stands in it.
    fn component(&mut self, element: &Element) -> Node {
        let span = element.span;
        let entries = self.attributes(element).into_iter().filter(|attribute| attribute.name != "checked").map(|attribute| {
            let is_bare = attribute.value.span.is_empty();
            let value = if is_bare { Value::new(ValueKind::Bool(true), attribute.span) } else { attribute.value };
            let key = if attribute.name.starts_with("aria-") { attribute.name } else { camel(&attribute.name) };
            Entry { key, key_span: attribute.span, value }
        });
        let properties = Value::new(ValueKind::Map(entries.collect()), element.open);
        let call = Call { receiver: None, name: format!("<{}>", element.tag), args: vec![properties], keywords: None };
        let call = Value::new(ValueKind::Call(Box::new(call)), span);
        let body = self.inside(element);
        match body.iter().all(|node| matches!(node, Node::Text(text) if text.is_blank())) {
            true => Node::Print(Print { value: call, span }),
            false => Node::Wrap(Box::new(Wrap { call, body, span })),
        }
    }
}

fn looped(names: &[Name], over: Value, body: Vec<Node>, open: Span, span: Span) -> Node {
    let (name, over, sets) = bound::repeated(names, over);
    let body = sets.into_iter().chain(body).collect();
    Node::Loop(Box::new(Loop { names: vec![name], over, body, open, span }))
}
