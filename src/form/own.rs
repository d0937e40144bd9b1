//! Components of the repository's own, in code: shown where they stand as elements, with their properties.
//!
//! One that the page hands words to is read as part of the page, as a macro is. What any other asks stands in its own
//! file, and is judged where that is read itself.

use std::sync::Arc;

use super::components::{Component, Components};
use super::read::Reader;
use crate::limits;
use crate::module;
use crate::page::{Element, Node, Set};
use crate::source::Span;
use crate::unknown::{Because, Reason};
use crate::value::{Call, Entry, Lambda, Value, ValueKind};

/// A component and where it is defined.
struct Own {
    shows: Lambda,
    /// The methods of a class, which go by `this`.
    this: Option<Value>,
    /// True if it is defined within what is being read, and may use its names.
    is_local: bool,
}

impl<'p> Reader<'p> {
    /// Reads the component of the repository's own that `call` is. False if there is none, or none whose page is known.
    pub(super) fn own_component(&mut self, call: &Call, span: Span, body: Option<&[Node]>) -> bool {
        let Some(own) = self.own(&call.name) else { return false };
        self.steps += body.map_or(0, |_| span.len() / limits::BYTES_A_NODE);
        self.called.insert(module::head(&call.name).to_owned());
        let properties = self.properties(call, span, body);
        let is_elsewhere = own.shows.body.span.file != self.file;
        let outer = self.called_at;
        if is_elsewhere && span.file == self.file && (self.says_words(&properties) || is_an_answer(&properties)) {
            self.called_at = outer.or(Some(span));
        }
        let key = format!("{}#{:?}", call.name, own.shows.body.span);
        let read = self.elsewhere(&key, |reader| reader.with_properties(&own, properties));
        if !read {
            self.hidden(Because::new(Reason::Cycle, span));
        }
        self.called_at = outer;
        true
    }

    /// `call` by the name that its component goes by where it is defined: `styled(Box)` is a box.
    pub(super) fn by_its_own_name(&self, call: &Call) -> Call {
        let mut call = call.clone();
        for _ in 0..limits::REFERENCE_STEPS {
            match self.other_name(&call.name) {
                Some(name) if name != call.name => call.name = name,
                _ => break,
            }
        }
        call
    }

    fn other_name(&self, name: &str) -> Option<String> {
        let (tag, head) = (module::tag(name)?, module::head(name));
        let rest = &tag[head.len()..];
        let (other, key) = match self.named(head, module::written(name).1)?.kind {
            ValueKind::Name(other) => (other, String::new()),
            ValueKind::Member(subject, key) => match (subject.kind, key.kind) {
                (ValueKind::Name(other), ValueKind::Text(key)) => (other, format!(".{}", key.as_str())),
                _ => return None,
            },
            _ => return None,
        };
        let (plain, path) = module::written(&other);
        let other = module::element(&format!("{plain}{key}{rest}"));
        Some(path.map_or(other.clone(), |path| module::meant_in(&other, path)))
    }

    /// An element whose tag a name stands for: `const Tag = "h2"`, `styled.div`. False if it is none.
    pub(super) fn named_element(&mut self, call: &Call, span: Span, body: Option<&[Node]>) -> bool {
        let Some(tag) = module::tag(&call.name).filter(|tag| !tag.contains('.')) else { return false };
        let Some(value) = self.named(tag, module::written(&call.name).1) else { return false };
        let ValueKind::Text(tag) = self.scope.value(&value).kind else { return false };
        let children = body.map(<[Node]>::to_vec).unwrap_or_default();
        let more = call.args.first().cloned().into_iter().collect();
        let tag = tag.as_str().to_ascii_lowercase();
        let open = call.args.first().map_or(span, |arg| arg.span);
        self.element(&Element { tag, span, open, attributes: Vec::new(), spreads: more, children });
        true
    }

    /// What a name stands for where it is read, as it is written there.
    fn named(&self, head: &str, path: Option<&str>) -> Option<Value> {
        match self.scope.get(head).filter(|_| path.is_none()) {
            Some(set) => Some(Value::clone(set)),
            None => self.scope.defined(&module::meant_in(head, path.unwrap_or_default())),
        }
    }

    /// A component as it stands in its file, with properties that only its callers know.
    pub(super) fn component_alone(&mut self, value: &Value) -> bool {
        let Some(own) = self.made_of(value, false, 0) else { return false };
        let name = own.shows.params.first().filter(|name| !name.starts_with('#')).map_or("props", String::as_str);
        let properties = Value::unknown(Reason::Name(name.to_owned()), value.span);
        self.with_properties(&own, properties);
        true
    }

    /// A function that is handed on: whoever takes it shows what it gives, with arguments that are not known here.
    pub(super) fn shown_function(&mut self, lambda: &Lambda) {
        let own = Own { shows: lambda.clone(), this: None, is_local: true };
        let unknown = |name: &String| Reason::Name(if name.starts_with('#') { "it".to_owned() } else { name.clone() });
        let given = lambda.params.first().map(|name| Value::unknown(unknown(name), lambda.body.span));
        self.with_properties(&own, given.unwrap_or(Value::new(ValueKind::Null, lambda.body.span)));
    }

    /// An element that nothing here defines. What it is given in plain sight still counts; it may hold controls.
    pub(super) fn unknown_element(&mut self, call: &Call, span: Span, body: Option<&[Node]>) {
        let because = Because::function(module::written(&call.name).0, span);
        self.hidden_here(because.clone());
        let asked = self.asks_by_itself(call, span);
        let is_read = |key: &str| {
            let lists = asked.iter().flat_map(|asked| asked.answers.iter().flat_map(|answers| &answers.list));
            let words = asked.iter().flat_map(|asked| asked.prompt.iter().chain(&asked.hint));
            lists.chain(words).any(|path| path == key)
        };
        let properties = call.args.first().map(|properties| self.scope.value(properties));
        let entries = match properties.as_ref().map(|properties| &properties.kind) {
            Some(ValueKind::Map(entries)) => entries.to_vec(),
            _ => Vec::new(),
        };
        for entry in entries.into_iter().filter(|entry| !is_read(&entry.key)) {
            let value = self.scope.value(&entry.value);
            match &value.kind {
                ValueKind::Lambda(lambda) if shows_page(&lambda.body) => self.shown_function(lambda),
                ValueKind::Lambda(_) => {}
                _ if shows_page(&value) => self.print(&value),
                _ => self.plain_words(&value, &entry.key, 0),
            }
        }
        match body {
            Some(body) => self.nodes(body),
            None if asked.is_some() => {}
            None => self.unread(because),
        }
    }

    /// The design system's component that an element is, if the file takes it from there or does not say where from.
    pub(super) fn system_component(&self, name: &str, named: Option<&'p Component>) -> Option<&'p Component> {
        let plain = module::head(name);
        let qualified = match module::written(name).1 {
            Some(path) => module::meant_in(plain, path),
            None => plain.to_owned(),
        };
        match self.scope.comes_from(&qualified) {
            Some(from) => {
                let of_package = || Components::built_in().of_package(module::written(name).0, &from);
                named.filter(|component| component.comes_from(&from)).or_else(of_package)
            }
            None => named.filter(|_| !self.scope.is_defined(plain)),
        }
    }

    fn with_properties(&mut self, own: &Own, properties: Value) {
        let kept = self.kept.len();
        let apart = (!own.is_local).then(|| self.scope.apart());
        let outer = apart.map(|apart| std::mem::replace(&mut self.scope, apart));
        let mark = self.scope.mark();
        if let Some(this) = &own.this {
            self.scope.set("this", Arc::new(with_entry(this, "props", &properties)));
        }
        let mut params = own.shows.params.iter();
        if let Some(first) = params.next() {
            self.scope.set(first, Arc::new(properties));
        }
        for other in params {
            let unknown = Value::unknown(Reason::Name(other.trim_start_matches('#').to_owned()), own.shows.body.span);
            self.scope.set(other, Arc::new(unknown));
        }
        own.shows.sets.iter().for_each(|set| self.set(set));
        self.print(&own.shows.body);
        self.unshown(kept);
        self.scope.rewind(mark);
        if let Some(outer) = outer {
            self.scope = outer;
        }
    }

    /// Pieces of page that a component names and hands to what cannot be followed.
    fn unshown(&mut self, kept: usize) {
        for value in self.kept.split_off(kept) {
            if let ValueKind::Markup(nodes) = &value.kind
                && self.shown.insert(value.span)
            {
                self.nodes(nodes);
                self.flush();
            }
        }
    }

    /// What the component called `name` shows.
    fn own(&self, name: &str) -> Option<Own> {
        let tag = module::tag(name)?;
        let (head, path) = (module::head(name), module::written(name).1);
        let (mut value, is_local) = match self.scope.get(head).filter(|_| path.is_none()) {
            Some(set) => (Value::clone(set), true),
            None => (self.scope.defined(&module::meant_in(head, path.unwrap_or_default()))?, false),
        };
        for key in tag.split('.').skip(1) {
            value = self.part(&value, key, 0)?;
        }
        self.made_of(&value, is_local, 0)
    }

    /// What stands under `key`, as it is written there.
    fn part(&self, value: &Value, key: &str, depth: usize) -> Option<Value> {
        match &value.kind {
            ValueKind::Map(entries) => entries.iter().rev().find(|entry| entry.key == key).map(|entry| entry.value.clone()),
            ValueKind::Class(class) => class.members.iter().find(|entry| entry.key == key).map(|entry| entry.value.clone()),
            ValueKind::Name(name) if depth < limits::REFERENCE_STEPS => self.part(&self.scope.defined(name)?, key, depth + 1),
            // `Object.assign(Box, { Item })`.
            ValueKind::Call(call) if call.name == "assign" && depth < limits::REFERENCE_STEPS => {
                call.args.iter().rev().find_map(|arg| self.part(arg, key, depth + 1))
            }
            _ => None,
        }
    }

    /// What a function, a class or what is made of one shows: `memo(Box)`, `connect(…)(Box)`.
    fn made_of(&self, value: &Value, is_local: bool, depth: usize) -> Option<Own> {
        if depth >= limits::REFERENCE_STEPS {
            return None;
        }
        match &value.kind {
            ValueKind::Lambda(lambda) if !matches!(lambda.body.kind, ValueKind::Unknown(_)) => {
                Some(Own { shows: (**lambda).clone(), this: None, is_local })
            }
            ValueKind::Class(class) => {
                let render = class.members.iter().find(|member| member.key == "render")?;
                let mut own = self.made_of(&render.value, is_local, depth + 1)?;
                own.this = Some(Value::new(ValueKind::Map(class.members.clone().into()), value.span));
                Some(own)
            }
            ValueKind::Name(name) => match self.scope.get(name) {
                Some(set) => self.made_of(set, true, depth + 1),
                None => self.made_of(&self.scope.defined(name)?, false, depth + 1),
            },
            ValueKind::Call(call) => call.args.iter().find_map(|arg| self.made_of(arg, is_local, depth + 1)),
            _ => None,
        }
    }

    /// What an element gives a component, to be read anywhere.
    fn properties(&self, call: &Call, span: Span, body: Option<&[Node]>) -> Value {
        let mut entries = match call.args.first().map(|arg| self.scope.enclosed(arg)) {
            Some(Value { kind: ValueKind::Map(entries), .. }) => entries.to_vec(),
            _ => Vec::new(),
        };
        if let Some(body) = body {
            // What is wrapped starts behind the tag.
            let inner = Span { start: call.args.first().map_or(span.start, |arg| arg.span.end.min(span.end)), ..span };
            let children = self.scope.enclosed(&Value::new(ValueKind::Markup(body.into()), inner));
            entries.push(Entry { key: "children".to_owned(), key_span: inner, value: children });
        }
        Value::new(ValueKind::Map(entries.into()), span)
    }

    /// True if properties hold words that a reader meets, and not only what code needs.
    pub(super) fn says_words(&self, properties: &Value) -> bool {
        let ValueKind::Map(entries) = &properties.kind else { return false };
        entries.iter().filter(|entry| !is_technical(&entry.key)).any(|entry| is_words(&self.scope.value(&entry.value)))
    }
}

/// True for what is told both what it sends and its id: an answer, whose words stand beside it, as in `<RadioGroupItem value="f" id="f" />`.
fn is_an_answer(properties: &Value) -> bool {
    let ValueKind::Map(entries) = &properties.kind else { return false };
    let is_written = |key: &str| entries.iter().any(|entry| entry.key == key && matches!(entry.value.kind, ValueKind::Text(_)));
    is_written("value") && is_written("id")
}

fn is_words(value: &Value) -> bool {
    match &value.kind {
        ValueKind::Text(_) | ValueKind::Concat(_) | ValueKind::Markup(_) | ValueKind::List(_) => true,
        ValueKind::Either(readings) => readings.iter().any(is_words),
        ValueKind::Map(entries) => entries.iter().any(|entry| !is_technical(&entry.key) && is_words(&entry.value)),
        _ => false,
    }
}

/// Properties whose words nobody reads, and what an element wraps, which says nothing of what it asks itself.
fn is_technical(key: &str) -> bool {
    const TECHNICAL: &[&str] = &[
        "",
        "as",
        "children",
        "class",
        "className",
        "classes",
        "component",
        "element",
        "height",
        "href",
        "htmlFor",
        "id",
        "idPrefix",
        "inputMode",
        "key",
        "name",
        "path",
        "ref",
        "role",
        "route",
        "rules",
        "size",
        "src",
        "style",
        "target",
        "testId",
        "to",
        "type",
        "url",
        "value",
        "variant",
        "width",
    ];
    TECHNICAL.contains(&key) || key.contains('-') || key.starts_with("on") || key.ends_with("Key") || key.ends_with("Id")
}

/// True if a piece of page stands in a value.
fn shows_page(value: &Value) -> bool {
    match &value.kind {
        ValueKind::Markup(_) => true,
        ValueKind::Either(readings) => readings.iter().any(shows_page),
        _ => false,
    }
}

fn with_entry(map: &Value, key: &str, value: &Value) -> Value {
    let ValueKind::Map(entries) = &map.kind else { return map.clone() };
    let own = Entry { key: key.to_owned(), key_span: value.span, value: value.clone() };
    let rest = Value::unknown(Reason::Name("this".to_owned()), map.span);
    let rest = Value::new(ValueKind::Spread(Box::new(rest)), map.span);
    let rest = Entry { key: String::new(), key_span: map.span, value: rest };
    Value::new(ValueKind::Map([rest].into_iter().chain(entries.iter().cloned()).chain([own]).collect()), map.span)
}

/// The definitions of a page in code that nothing else in it shows are read by themselves.
impl Reader<'_> {
    /// A component that the file defines. False if it is none.
    pub(super) fn defined_component(&mut self, set: &Set) -> bool {
        if self.scope.home().is_none() || self.called.contains(&set.name) {
            return self.called.contains(&set.name);
        }
        let is_component = set.name.starts_with(|c: char| c.is_uppercase()) || matches!(set.name.as_str(), "" | "default");
        let read = is_component && self.component_alone(&set.value);
        if read {
            self.flush();
        }
        read
    }
}
