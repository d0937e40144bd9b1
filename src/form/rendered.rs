//! Components that are shown as an HTML element: an answer, a legend, a label that stands by itself.
//!
//! They are read as that element is, so that a form in components and the same form in HTML give the same questions.

use super::components::{Component, Keys, Rendered};
use super::read::Reader;
use super::sketch::GroupKind;
use crate::page::{Attribute, Element, Node, Print};
use crate::source::Span;
use crate::text::Text;
use crate::unknown::{Property, Reason};
use crate::value::{Entry, Value, ValueKind};

impl Reader<'_> {
    /// The element that a component writes this time; `None` where it shows something else.
    pub(super) fn tag_wanted(&self, shown: &Rendered, params: &Value) -> Option<String> {
        let given = |paths: &[String]| paths.iter().find_map(|path| self.scope.given(params, path));
        if given(&shown.unless).is_some() {
            return None;
        }
        let tag = |named: Option<Value>| {
            let name = named.map_or(Property::Absent, |named| self.scope.text(&named));
            name.known().map(|name| name.as_str().to_owned()).filter(|name| matches!(name.as_str(), "input" | "select" | "textarea"))
        };
        match given(&shown.tag_by) {
            None => Some(tag(given(&shown.tag_may_be)).unwrap_or_else(|| shown.tag.clone())),
            named => tag(named),
        }
    }

    /// Reads a call of `component` as the element that it is shown as.
    pub(super) fn rendered(&mut self, component: &Component, shown: &Rendered, params: &Value, span: Span, body: Option<&[Node]>) {
        let mut children = body.map(<[Node]>::to_vec).unwrap_or_default();
        let tag = self.tag_wanted(shown, params).unwrap_or_else(|| shown.tag.clone());
        let words = self.element_words(component, params);
        let mut attributes = attributes(shown, params, component, span);
        attributes.0.extend(self.id_attribute(shown, params, span));
        let hint = self.hint_element(component, params);
        attributes.0.extend(hint.as_ref().map(|hint| written("aria-describedby", &hint_id(hint.span), hint.span)));
        self.wanted.extend(hint.as_ref().map(|hint| hint_id(hint.span)));
        let revealed = self.revealed_element(shown, words.is_some(), &mut children, params, span);
        if let Some(revealed) = &revealed {
            let opens = revealed.attributes.iter().map(|id| Attribute { name: "aria-controls".to_owned(), ..id.clone() });
            attributes.0.extend(opens);
        }
        if let (true, Some(words)) = (children.is_empty(), words) {
            children.extend(shown.holds.iter().filter_map(|path| self.scope.given(params, path)).map(|held| printed(&held)));
            children.push(printed(&words));
        }
        match &component.answers {
            Some(answers) if answers.keys == Keys::Labels || answers.by.is_some() => {
                // The options may be written out inside it instead.
                let listed = self.option_elements(component, params);
                children.extend(listed);
            }
            Some(answers) if tag == "select" => {
                let lists = answers.list.iter().filter_map(|path| self.scope.at(params, path));
                children.extend(lists.flat_map(|list| self.options_of(&list)));
            }
            _ => {}
        }
        let is_void = tag == "input" && !children.is_empty();
        let element = |children| Element {
            tag: tag.clone(),
            span,
            open: params.span,
            attributes: attributes.0.clone(),
            spreads: attributes.1.clone(),
            children,
        };
        match is_void {
            // What stands in an answer is its label, or part of the one round it.
            true if self.is_in_label() => {
                self.element(&element(Vec::new()));
                self.nodes(&children);
            }
            true => {
                let mut inside = vec![Node::Element(Box::new(element(Vec::new())))];
                inside.append(&mut children);
                let label = Element {
                    tag: "label".to_owned(),
                    span,
                    open: params.span,
                    attributes: Vec::new(),
                    spreads: Vec::new(),
                    children: inside,
                };
                self.element(&label);
            }
            false => self.element(&element(children)),
        }
        hint.iter().for_each(|hint| self.element(hint));
        if let Some(revealed) = &revealed {
            self.opened(revealed, span);
        }
    }

    /// Reads what choosing the answer at `span` brings up. What cannot be seen there is no further answer beside it.
    fn opened(&mut self, revealed: &Element, span: Span) {
        let group = self.open_group(GroupKind::Reveal, span);
        self.inside(&[Node::Element(Box::new(revealed.clone()))]);
        self.close_group();
        let (unseen, place) = (self.sketch.groups[group].unseen.first().cloned(), self.placed(span));
        if let Some(control) = self.sketch.controls.iter_mut().rev().find(|control| control.span == place) {
            control.opens_unknown = unseen;
        }
    }

    /// What choosing an answer brings up, as an element that the answer names. Children are its label where it has no other.
    fn revealed_element(&self, shown: &Rendered, has_words: bool, children: &mut Vec<Node>, params: &Value, span: Span) -> Option<Element> {
        let path = shown.reveals.iter().find(|path| *path != "children" && self.scope.at(params, path).is_some());
        let nodes = match path.and_then(|path| self.scope.at(params, path)) {
            Some(value) => vec![Node::Print(Print { span: value.span, value })],
            None if has_words && shown.reveals.iter().any(|path| path == "children") => std::mem::take(children),
            None => return None,
        };
        if nodes.is_empty() {
            return None;
        }
        // An id that no template writes.
        let id = Value::new(ValueKind::Text(Text::meaning(&format!("#{}", span.start), span)), span);
        let id = attribute("id", id, span);
        Some(Element { tag: "div".to_owned(), span, open: span, attributes: vec![id], spreads: Vec::new(), children: nodes })
    }

    /// The options of a list that is a parameter: labels, or labels by their values.
    fn options_of(&self, list: &Value) -> Vec<Node> {
        let option = |label: &Value, value: Option<Attribute>, span: Span| {
            let children = vec![Node::Print(Print { value: label.clone(), span: label.span })];
            let attributes = value.into_iter().collect();
            Node::Element(Box::new(Element { tag: "option".to_owned(), span, open: span, attributes, spreads: Vec::new(), children }))
        };
        match &list.kind {
            ValueKind::List(items) if !items.iter().any(|item| matches!(item.kind, ValueKind::Spread(_))) => {
                items.iter().map(|item| option(item, None, item.span)).collect()
            }
            ValueKind::Map(entries) if !entries.iter().any(Entry::is_spread) => {
                let of_entry = |entry: &Entry| {
                    let key = Value::new(ValueKind::Text(Text::meaning(&entry.key, entry.key_span)), entry.key_span);
                    option(&entry.value, Some(attribute("value", key, entry.key_span)), entry.key_span.to(entry.value.span))
                };
                entries.iter().map(of_entry).collect()
            }
            // A list that cannot be seen hides options.
            ValueKind::Unknown(_) => vec![Node::Print(Print { value: list.clone(), span: list.span })],
            _ => vec![Node::Print(Print { value: Value::unknown(Reason::Computed, list.span), span: list.span })],
        }
    }

    /// The options of a select that a call lists. What of them cannot be seen is shown as it is, so that it counts.
    fn option_elements(&self, component: &Component, params: &Value) -> Vec<Node> {
        let Some(table) = &component.answers else { return Vec::new() };
        let mut nodes = Vec::new();
        for list in table.list.iter().filter_map(|path| self.scope.at(params, path)) {
            let list = self.by_methods(table, component, params, list);
            self.options_in(&list, 0, &mut nodes);
        }
        nodes
    }

    fn options_in(&self, list: &Value, depth: usize, into: &mut Vec<Node>) {
        let list = self.scope.value(list);
        match &list.kind {
            ValueKind::List(items) if depth < 3 => items.iter().for_each(|item| self.option_of(item, depth, into)),
            ValueKind::Map(entries) if depth < 3 => {
                for entry in entries.iter().filter(|entry| !entry.is_spread()) {
                    let label = Value::new(ValueKind::Text(Text::meaning(&entry.key, entry.key_span)), entry.key_span);
                    self.labelled_option(&label, &entry.value, entry.key_span.to(entry.value.span), depth, into);
                }
                let spread =
                    entries.iter().filter_map(|entry| if let ValueKind::Spread(inner) = &entry.value.kind { Some(inner) } else { None });
                into.extend(spread.map(|inner| printed(inner)));
            }
            ValueKind::Either(readings) => {
                let shown = readings.iter().filter(|reading| !matches!(reading.kind, ValueKind::Null));
                shown.for_each(|reading| self.options_in(reading, depth + 1, into));
            }
            ValueKind::Null => {}
            // Words as options may be markup.
            _ => into.push(printed(&list)),
        }
    }

    fn option_of(&self, item: &Value, depth: usize, into: &mut Vec<Node>) {
        let resolved = match &item.kind {
            ValueKind::Spread(inner) => return self.options_in(inner, depth + 1, into),
            _ => self.scope.value(item),
        };
        let nothing = || Value::new(ValueKind::Null, item.span);
        match &resolved.kind {
            ValueKind::List(pair) => {
                if let Some(label) = pair.first() {
                    self.labelled_option(label, pair.get(1).unwrap_or(label), item.span, depth, into);
                }
            }
            ValueKind::Map(_) => {
                let label = self.scope.at(&resolved, "label").unwrap_or_else(nothing);
                let value = self.scope.at(&resolved, "value").unwrap_or_else(nothing);
                self.labelled_option(&label, &value, item.span, depth, into);
            }
            ValueKind::Null => {}
            ValueKind::Text(_) | ValueKind::Number(_) | ValueKind::Concat(_) => {
                self.labelled_option(&resolved, &resolved, item.span, depth, into)
            }
            _ => into.push(printed(&resolved)),
        }
    }

    /// An option, or where a list stands under the label, each of a group of them.
    fn labelled_option(&self, label: &Value, value: &Value, span: Span, depth: usize, into: &mut Vec<Node>) {
        if matches!(self.scope.value(value).kind, ValueKind::List(_)) {
            return self.options_in(value, depth + 1, into);
        }
        let value = Attribute { name: "value".to_owned(), value: value.clone(), span, conditional: false };
        let children = vec![printed(label)];
        let tag = "option".to_owned();
        into.push(Node::Element(Box::new(Element { tag, span, open: span, attributes: vec![value], spreads: Vec::new(), children })));
    }

    /// The id that is made of parameters; of a label, that of what it labels.
    fn id_attribute(&self, shown: &Rendered, params: &Value, span: Span) -> Option<Attribute> {
        let parts = shown.id.iter().filter_map(|path| self.scope.at(params, path));
        let parts: Option<Vec<String>> =
            parts.map(|part| self.scope.text(&part).known().map(|text| text.as_str().to_lowercase().replace([' ', '.'], "_"))).collect();
        let id = parts.filter(|parts| !parts.is_empty())?.join("_");
        Some(written(if shown.tag == "label" { "for" } else { "id" }, &id, span))
    }

    /// The help that an answer has beside its label.
    fn hint_element(&mut self, component: &Component, params: &Value) -> Option<Element> {
        let is_words = |words: &Value| !matches!(words.kind, ValueKind::Map(_) | ValueKind::Bool(_));
        let words = component.hint.iter().filter_map(|path| self.scope.at(params, path)).find(is_words)?;
        let span = words.span;
        let class = Value::new(ValueKind::Text(Text::meaning("hint", span)), span);
        let attributes = vec![attribute("class", class, span), attribute("id", text(&hint_id(span), span), span)];
        let children = vec![Node::Print(Print { value: words, span })];
        Some(Element { tag: "div".to_owned(), span, open: span, attributes, spreads: Vec::new(), children })
    }

    /// A choice whose answers are components inside it: `<Radios name="sex"><Radios.Item>…`.
    pub(super) fn choice_of_parts(&mut self, component: &Component, params: &Value, span: Span, body: &[Node]) {
        let name = self.name(component, params);
        let outer = std::mem::replace(&mut self.shared_name, name);
        self.group_call(component, params, span, Some(body));
        self.shared_name = outer;
    }

    /// A select whose options are components or elements inside it.
    pub(super) fn select_of_parts(&mut self, component: &Component, params: &Value, span: Span, body: &[Node]) {
        let shown = Rendered { tag: "select".to_owned(), drop: vec!["children".to_owned()], ..Rendered::default() };
        let (mut attributes, spreads) = attributes(&shown, params, component, span);
        let hint = self.hint_element(component, params);
        attributes.extend(hint.as_ref().map(|hint| attribute("aria-describedby", text(&hint_id(hint.span), hint.span), hint.span)));
        self.wanted.extend(hint.as_ref().map(|hint| hint_id(hint.span)));
        let select = Element { tag: shown.tag, span, open: params.span, attributes, spreads, children: body.to_vec() };
        match self.element_words(component, params) {
            Some(words) => {
                let words = Node::Print(Print { span: words.span, value: words });
                let children = vec![words, Node::Element(Box::new(select))];
                let label =
                    Element { tag: "label".to_owned(), span, open: params.span, attributes: Vec::new(), spreads: Vec::new(), children };
                self.element(&label);
            }
            None => self.element(&select),
        }
        hint.iter().for_each(|hint| self.element(hint));
    }

    /// The name of a control: its own, or the one that the component around it gives all of its answers.
    pub(super) fn name_here(&self, own: Property<Text>) -> Property<Text> {
        own.or(|| self.shared_name.clone())
    }
}

fn printed(value: &Value) -> Node {
    Node::Print(Print { span: value.span, value: value.clone() })
}

/// An attribute that nobody wrote.
fn written(name: &str, value: &str, span: Span) -> Attribute {
    attribute(name, text(value, span), span)
}

/// The id of the help at `span`, by which the control that it is for names it.
fn hint_id(span: Span) -> String {
    format!("hint-{}", span.start)
}

fn text(words: &str, span: Span) -> Value {
    Value::new(ValueKind::Text(Text::meaning(words, span)), span)
}

/// An attribute that is always there.
fn attribute(name: &str, value: Value, span: Span) -> Attribute {
    Attribute { name: name.to_owned(), value, span, conditional: false }
}

/// The attributes that a call's parameters become, and what it spreads over them.
fn attributes(shown: &Rendered, params: &Value, component: &Component, span: Span) -> (Vec<Attribute>, Vec<Value>) {
    let mut attributes: Vec<Attribute> = shown.fixed.iter().map(|(name, value)| written(name, value, span)).collect();
    let entries: &[Entry] = if let ValueKind::Map(entries) = &params.kind { entries } else { &[] };
    let paths = || shown.drop.iter().chain(&shown.reveals).chain(&shown.holds).chain(&component.prompt).chain(&component.hint);
    let is_own = |key: &str| paths().any(|own| own.split('.').next() == Some(key));
    for entry in entries.iter().filter(|entry| !entry.key.is_empty() && !entry.key.starts_with('$') && !is_own(&entry.key)) {
        let name = shown.rename.get(&entry.key).cloned().unwrap_or_else(|| entry.key.to_ascii_lowercase());
        // `checked={false}` and `required={undefined}` are not there.
        match entry.value.kind {
            ValueKind::Bool(false) | ValueKind::Null => continue,
            _ if attributes.iter().any(|attribute| attribute.name == name) => continue,
            _ => {}
        }
        let conditional = !matches!(entry.value.kind, ValueKind::Text(_) | ValueKind::Bool(true)) && is_flag(&name);
        attributes.push(Attribute { name, value: entry.value.clone(), span: entry.key_span.to(entry.value.span), conditional });
    }
    let is_given = |name: &String| attributes.iter().any(|attribute| attribute.name == *name);
    let otherwise: Vec<_> =
        shown.otherwise.iter().filter(|(name, _)| !is_given(name)).map(|(name, value)| written(name, value, span)).collect();
    attributes.extend(otherwise);
    let spreads = entries.iter().filter_map(|entry| match &entry.value.kind {
        ValueKind::Spread(inner) => Some((**inner).clone()),
        _ => None,
    });
    (attributes, spreads.collect())
}

/// Attributes that count by being there: what a value decides there may be there or not.
fn is_flag(name: &str) -> bool {
    matches!(name, "checked" | "selected" | "required" | "disabled" | "multiple" | "hidden")
}
