//! What the page's own helper writes: `@Html.LabelFor(m => m.Sex)` is a label.

use super::BODY;
use super::bound::{Bound, attribute, words};
use crate::dialect::bound::kebab;
use crate::dialect::template::SegmentKind;
use crate::page::{Attribute, Block, Element, Include, Loop, Node, Print};
use crate::source::Span;
use crate::unknown::Reason;
use crate::value::{Call, Entry, Value, ValueKind};

/// What stands in the place of a value that is shown.
pub(super) fn shown(value: Value, span: Span) -> SegmentKind {
    written(&value, span).unwrap_or(SegmentKind::Print(value))
}

/// What stands in the place of a statement that is a call. Only a function of the page's own shows anything there.
pub(super) fn run(value: Value) -> SegmentKind {
    let span = value.span;
    written(&value, span).unwrap_or_else(|| match value.as_call() {
        Some(call) if call.receiver.is_none() => SegmentKind::Print(value),
        _ => SegmentKind::Inert,
    })
}

fn written(value: &Value, span: Span) -> Option<SegmentKind> {
    let call = value.as_call()?;
    let Some(receiver) = &call.receiver else {
        return match call.name.as_str() {
            "RenderBody" => Some(block(BODY)),
            "RenderSection" | "RenderSectionAsync" => match call.args.first().map(|name| &name.kind) {
                Some(ValueKind::Text(name)) => Some(block(name.as_str())),
                _ => None,
            },
            _ => None,
        };
    };
    match &receiver.kind {
        ValueKind::Name(name) if name == "Html" => of_html(call, span),
        ValueKind::Name(name) if name == "Component" && call.name == "InvokeAsync" => component(call, span),
        _ => None,
    }
}

fn block(name: &str) -> SegmentKind {
    SegmentKind::Single(Node::Block(Block { name: name.to_owned(), params: Vec::new(), defaults: Vec::new(), body: Vec::new() }))
}

/// Another page, shown here. It has a model of its own.
pub(super) fn include(template: Value, span: Span) -> Node {
    let with = Some(Value::new(ValueKind::Map([].into()), span));
    Node::Include(Include { template, with, span })
}

/// `Component.InvokeAsync("TextInput", new { label = "…" })` is `<vc:text-input label="…">`.
fn component(call: &Call, span: Span) -> Option<SegmentKind> {
    let ValueKind::Text(name) = &call.args.first()?.kind else { return None };
    let given = match call.args.get(1).map(|given| &given.kind) {
        Some(ValueKind::Map(entries)) => entries.iter().map(|entry| Entry { key: kebab(&entry.key), ..entry.clone() }).collect(),
        _ => Vec::new(),
    };
    let given = Value::new(ValueKind::Map(given.into()), span);
    let call = Call { receiver: None, name: format!("<vc:{}>", kebab(name.as_str())), args: vec![given], keywords: None };
    Some(SegmentKind::Print(Value::new(ValueKind::Call(Box::new(call)), span)))
}

fn of_html(call: &Call, span: Span) -> Option<SegmentKind> {
    let name = call.name.as_str();
    let kind = name.strip_suffix("For").unwrap_or(name);
    match (kind, name) {
        ("Partial" | "PartialAsync" | "RenderPartial" | "RenderPartialAsync", _) => {
            return Some(SegmentKind::Single(include(call.args.first()?.clone(), span)));
        }
        ("Hidden" | "AntiForgeryToken" | "ValidationMessage" | "ValidationSummary" | "BeginForm" | "EndForm", _) => {
            return Some(SegmentKind::Inert);
        }
        _ => {}
    }
    let bound = call.args.first().and_then(|first| Bound::of(first, false)).filter(|_| name.ends_with("For"));
    match (name, &bound) {
        ("DisplayNameFor", Some(bound)) => return Some(SegmentKind::Print(bound.about("label"))),
        ("NameFor", Some(bound)) => return Some(SegmentKind::Print(bound.name())),
        ("IdFor", Some(bound)) => return Some(SegmentKind::Print(bound.id())),
        _ => {}
    }
    let control = Control { call, bound, span };
    let element = match kind {
        "Label" => control.label(),
        "TextBox" => control.element("input", true, &[]),
        "TextArea" => control.element("textarea", false, &[]),
        "Password" => control.element("input", false, &[("type", "password")]),
        "CheckBox" => control.element("input", false, &[("type", "checkbox")]),
        "RadioButton" => control.radio(),
        "DropDownList" | "ListBox" => control.select(),
        _ => return None,
    };
    Some(SegmentKind::Single(Node::Element(Box::new(element))))
}

/// A call that writes a control or a label.
struct Control<'c> {
    call: &'c Call,
    bound: Option<Bound>,
    span: Span,
}

impl Control<'_> {
    /// The attributes that the call writes out.
    fn given(&self) -> Vec<Attribute> {
        let maps = self.call.args.iter().skip(1).filter_map(|arg| match &arg.kind {
            ValueKind::Map(entries) => Some(entries),
            _ => None,
        });
        let given = maps.flat_map(|entries| entries.iter()).map(|entry| Attribute {
            name: entry.key.to_ascii_lowercase(),
            value: entry.value.clone(),
            span: entry.key_span.to(entry.value.span),
            conditional: false,
        });
        given.collect()
    }

    /// The element, with the attributes that the call gives it; those win.
    fn element(&self, tag: &str, is_box: bool, fixed: &[(&str, &str)]) -> Element {
        let mut attributes: Vec<Attribute> =
            fixed.iter().map(|(name, value)| attribute(name, words(value, self.span), self.span)).collect();
        let own = match (&self.bound, self.call.args.first()) {
            (Some(bound), _) => bound.attributes(is_box),
            (None, Some(name)) => ["name", "id"].map(|key| attribute(key, name.clone(), name.span)).into(),
            (None, None) => Vec::new(),
        };
        for more in own {
            if !attributes.iter().any(|given| given.name == more.name) {
                attributes.push(more);
            }
        }
        let (span, open) = (self.span, self.span);
        Element { tag: tag.to_owned(), span, open, attributes, spreads: Vec::new(), children: Vec::new() }
    }

    fn label(&self) -> Element {
        let (target, own) = match (&self.bound, self.call.args.first()) {
            (Some(bound), _) => (Some(bound.id()), Some(bound.about("label"))),
            (None, name) => (name.cloned(), name.cloned()),
        };
        let written = self.call.args.get(1).filter(|words| !matches!(words.kind, ValueKind::Map(_)));
        let words = written.cloned().or(own);
        let mut attributes = self.given();
        if !attributes.iter().any(|attribute| attribute.name == "for") {
            attributes.extend(target.map(|target| attribute("for", target, self.span)));
        }
        let children = words.map(|value| Node::Print(Print { span: value.span, value })).into_iter().collect();
        Element { tag: "label".to_owned(), span: self.span, open: self.span, attributes, spreads: Vec::new(), children }
    }

    fn radio(&self) -> Element {
        let mut element = self.element("input", false, &[("type", "radio")]);
        let value = self.call.args.get(1).filter(|value| !matches!(value.kind, ValueKind::Map(_)));
        element.attributes.extend(value.map(|value| attribute("value", value.clone(), value.span)));
        element.attributes.push(undecided(self.span));
        element
    }

    /// `DropDownListFor(m => m.Sex, list, "Choose one")`.
    fn select(&self) -> Element {
        let mut element = self.element("select", false, &[]);
        let lists = self.call.args.iter().skip(1).filter(|arg| !matches!(arg.kind, ValueKind::Map(_)));
        for arg in lists {
            match &arg.kind {
                ValueKind::Text(_) => element.children.insert(0, option(arg.clone(), words("", arg.span), arg.span)),
                _ => element.children.push(options(arg.clone(), self.span)),
            }
        }
        if element.children.is_empty() {
            let list = Value::unknown(Reason::Computed, self.span);
            element.children.push(options(list, self.span));
        }
        element
    }
}

/// Which of several is chosen is for the page's model to say.
pub(super) fn undecided(span: Span) -> Attribute {
    Attribute { name: "checked".to_owned(), value: Value::unknown(Reason::Name(super::MODEL.to_owned()), span), span, conditional: true }
}

/// An option for each item of a list.
pub(super) fn options(list: Value, span: Span) -> Node {
    const ITEM: &str = "$item";
    let part = |key: &str| crate::dialect::csharp::member(Value::new(ValueKind::Name(ITEM.to_owned()), span), key, span);
    let body = vec![option(part("label"), part("value"), span)];
    Node::Loop(Box::new(Loop { names: vec![ITEM.to_owned()], over: list, body, open: span, span }))
}

fn option(label: Value, value: Value, span: Span) -> Node {
    let children = vec![Node::Print(Print { span: label.span, value: label })];
    let attributes = vec![attribute("value", value, span)];
    Node::Element(Box::new(Element { tag: "option".to_owned(), span, open: span, attributes, spreads: Vec::new(), children }))
}
