//! What the names in a template stand for: constants, data, what is worked out from them, and what the component is given.

use std::collections::HashSet;
use std::sync::Arc;

use super::super::bound::{self, pascal};
use crate::module::Module;
use crate::page::{Import, Node, Set};
use crate::source::Span;
use crate::unknown::Reason;
use crate::value::{Call, Entry, Lambda, Value, ValueKind};

/// The names of a component.
pub(super) struct Names {
    /// What comes from other files, and what the component itself sets.
    pub(super) nodes: Vec<Node>,
    /// What it may be given.
    pub(super) params: Vec<Set>,
}

/// The names that the script gives its template. `code` is its text; `changed` are names that the template changes; `given`
/// are calls that say what the component may be given.
pub(super) fn of(module: &Module, code: &[&str], changed: &[String], given: &[Value]) -> Names {
    let changed = code.iter().flat_map(|code| bound::changed(code)).chain(changed.iter().map(String::as_str)).collect();
    let mut reader = Reader { changed, module, params: Vec::new(), sets: Vec::new(), members: Vec::new() };
    given.iter().filter_map(Value::as_call).for_each(|call| reader.given(call));
    for set in &module.names {
        reader.constant(set);
    }
    let mut imports = module.imports.clone();
    if let Some(options) = module.default.as_ref().and_then(|default| reader.options(default)) {
        imports.extend(aliases(&options, &module.imports));
        reader.component(&options);
    }
    let imports = imports.into_iter().map(Node::Import);
    let sets = reader.sets.into_iter().map(Node::Set);
    Names { nodes: imports.chain(sets).collect(), params: reader.params }
}

struct Reader<'m> {
    /// Names that something gives another value.
    changed: HashSet<&'m str>,
    module: &'m Module,
    params: Vec<Set>,
    sets: Vec<Set>,
    /// What `this` has.
    members: Vec<Entry>,
}

impl Reader<'_> {
    /// The options of a component, whether or not a function of Vue's is called with them.
    fn options(&self, default: &Value) -> Option<Vec<Entry>> {
        match &default.kind {
            ValueKind::Map(entries) => Some(entries.to_vec()),
            ValueKind::Call(call) => self.options(call.args.first()?),
            ValueKind::Name(name) => self.options(self.module.name(name).filter(|value| !matches!(value.kind, ValueKind::Name(_)))?),
            _ => None,
        }
    }

    /// What stands at the top of the script: to `<script setup>`, a name of the template.
    fn constant(&mut self, set: &Set) {
        let value = &*set.value;
        if is_given(value) {
            let span = value.span;
            let entries = self.params.iter().map(|param| {
                let value = Value::new(ValueKind::Name(param.name.clone()), span);
                Entry { key: param.name.clone(), key_span: span, value }
            });
            let map = Value::new(ValueKind::Map(entries.chain([more(span)]).collect()), span);
            return self.sets.push(Set { name: set.name.clone(), value: Arc::new(map) });
        }
        // `t` of vue-i18n finds words by itself.
        let is_words = matches!(set.name.as_str(), "t" | "$t") && matches!(value.kind, ValueKind::Member(..));
        if !is_words && !self.params.iter().any(|param| param.name == set.name) {
            let value = self.state(&set.name, value);
            self.sets.push(Set { name: set.name.clone(), value: Arc::new(value) });
        }
    }

    /// A value that may be wrapped as state of the running page.
    fn state(&self, name: &str, value: &Value) -> Value {
        let ValueKind::Call(call) = &value.kind else { return value.clone() };
        match (call.name.as_str(), call.args.first()) {
            ("ref" | "shallowRef" | "reactive" | "shallowReactive", first) => match first {
                Some(first) => self.kept(name, first),
                None => Value::unknown(Reason::Name(name.to_owned()), value.span),
            },
            ("readonly" | "markRaw" | "unref" | "toRaw", Some(first)) => self.state(name, first),
            ("computed", Some(first)) => worked_out(first),
            _ => value.clone(),
        }
    }

    fn kept(&self, name: &str, value: &Value) -> Value {
        bound::kept(name, value, self.changed.contains(name))
    }

    /// What a component is given: `defineProps({…})`, `withDefaults(defineProps<…>(), {…})`.
    fn given(&mut self, call: &Call) {
        match (call.name.as_str(), call.args.as_slice()) {
            ("withDefaults", [inner, defaults]) => {
                // What is given inside is met by itself.
                let (Some(_), ValueKind::Map(entries)) = (inner.as_call(), &defaults.kind) else { return };
                for entry in entries.iter().filter(|entry| !entry.key.is_empty()) {
                    self.params.push(Set { name: entry.key.clone(), value: Arc::new(default_of(&entry.value)) });
                }
            }
            (_, [described, ..]) => self.properties(described),
            _ => {}
        }
    }

    fn properties(&mut self, described: &Value) {
        match &described.kind {
            ValueKind::List(names) => {
                for name in names.iter() {
                    if let ValueKind::Text(text) = &name.kind {
                        let nothing = Value::new(ValueKind::Null, name.span);
                        self.params.push(Set { name: text.as_str().to_owned(), value: Arc::new(nothing) });
                    }
                }
            }
            ValueKind::Map(entries) => {
                for entry in entries.iter().filter(|entry| !entry.key.is_empty()) {
                    self.params.push(Set { name: entry.key.clone(), value: Arc::new(property(&entry.value)) });
                }
            }
            _ => {}
        }
    }

    /// The names of a component that is described by its options.
    fn component(&mut self, options: &[Entry]) {
        let option = |name: &str| options.iter().rev().find(|entry| entry.key == name).map(|entry| &entry.value);
        option("props").into_iter().for_each(|props| self.properties(props));
        let params: Vec<(String, Span)> = self.params.iter().map(|param| (param.name.clone(), param.value.span)).collect();
        self.members.extend(params.into_iter().map(|(name, span)| {
            let value = Value::new(ValueKind::Name(name.clone()), span);
            Entry { key: name, key_span: span, value }
        }));
        let bases = [option("extends"), option("mixins")].into_iter().flatten();
        let bases = bases.flat_map(|base| if let ValueKind::List(bases) = &base.kind { bases.to_vec() } else { vec![base.clone()] });
        self.params.extend(bases.map(|base| Set { name: String::new(), value: Arc::new(base) }));
        for name in ["data", "setup"] {
            option(name).into_iter().for_each(|function| self.answered(function));
        }
        for name in ["computed", "methods"] {
            let Some(ValueKind::Map(entries)) = option(name).map(|value| &value.kind) else { continue };
            for entry in entries.iter().filter(|entry| !entry.key.is_empty()) {
                let value = if name == "computed" { worked_out(&entry.value) } else { entry.value.clone() };
                self.members.push(entry.with(value));
            }
        }
        let Some(span) = self.members.first().map(|entry| entry.key_span) else { return };
        let members = std::mem::take(&mut self.members);
        let own: Vec<Set> = members
            .iter()
            .filter(|entry| !self.params.iter().any(|param| param.name == entry.key))
            .map(|entry| Set { name: entry.key.clone(), value: Arc::new(entry.value.clone()) })
            .collect();
        // `this` first: what is worked out asks it for the rest.
        let this = Value::new(ValueKind::Map([more(span)].into_iter().chain(members).collect()), span);
        self.sets.push(Set { name: "this".to_owned(), value: Arc::new(this) });
        self.sets.extend(own);
    }

    /// The names that `data()` or `setup()` answers with.
    fn answered(&mut self, function: &Value) {
        let (sets, body) = match &function.kind {
            ValueKind::Lambda(lambda) => (lambda.sets.as_slice(), &lambda.body),
            ValueKind::Map(_) => (&[][..], function),
            _ => return,
        };
        let ValueKind::Map(entries) = &body.kind else { return };
        for entry in entries.iter().filter(|entry| !entry.key.is_empty()) {
            let local = match &entry.value.kind {
                ValueKind::Name(name) => sets.iter().rev().find(|set| set.name == *name).map(|set| &*set.value),
                _ => None,
            };
            let value = self.kept(&entry.key, &self.state(&entry.key, local.unwrap_or(&entry.value)));
            let value = if sets.is_empty() || is_plain(&value) { value } else { within(sets, &value) };
            self.members.push(entry.with(value));
        }
    }
}

/// `value` among the names that a function sets before it answers.
fn within(sets: &[Set], value: &Value) -> Value {
    let span = value.span;
    let lambda = Lambda { params: Vec::new(), sets: sets.to_vec(), body: value.clone() };
    called(Value::new(ValueKind::Lambda(Box::new(lambda)), span))
}

/// True for what says all that it says by itself.
fn is_plain(value: &Value) -> bool {
    match &value.kind {
        ValueKind::List(items) => items.iter().all(is_plain),
        ValueKind::Map(entries) => entries.iter().all(|entry| is_plain(&entry.value)),
        ValueKind::Text(_) | ValueKind::Bool(_) | ValueKind::Number(_) | ValueKind::Null => true,
        _ => false,
    }
}

/// What a function without parameters answers, or `{ get() {…} }`.
fn worked_out(value: &Value) -> Value {
    match &value.kind {
        ValueKind::Lambda(_) => called(value.clone()),
        ValueKind::Map(entries) => match entries.iter().find(|entry| entry.key == "get") {
            Some(get) => worked_out(&get.value),
            None => Value::unknown(Reason::Computed, value.span),
        },
        _ => Value::unknown(Reason::Computed, value.span),
    }
}

fn called(function: Value) -> Value {
    let span = function.span;
    Value::new(ValueKind::Call(Box::new(Call { receiver: Some(function), name: String::new(), args: Vec::new(), keywords: None })), span)
}

/// What a property is where nothing is given: its default, `false` for one that is only yes or no.
fn property(described: &Value) -> Value {
    let is_flag = |value: &Value| matches!(&value.kind, ValueKind::Name(name) if name == "Boolean");
    let plain = |kind| Value::new(kind, described.span);
    let ValueKind::Map(entries) = &described.kind else {
        return plain(if is_flag(described) { ValueKind::Bool(false) } else { ValueKind::Null });
    };
    let option = |name: &str| entries.iter().rev().find(|entry| entry.key == name).map(|entry| &entry.value);
    match (option("default"), option("type")) {
        (Some(default), _) => default_of(default),
        (None, Some(kind)) if is_flag(kind) => plain(ValueKind::Bool(false)),
        _ => plain(ValueKind::Null),
    }
}

fn default_of(value: &Value) -> Value {
    match &value.kind {
        ValueKind::Lambda(_) => called(value.clone()),
        _ => value.clone(),
    }
}

/// True for the call that says what a component is given.
fn is_given(value: &Value) -> bool {
    value.as_call().is_some_and(|call| matches!(call.name.as_str(), "defineProps" | "withDefaults"))
}

/// Further names, from a store, a mixin or the component that this one extends.
fn more(span: Span) -> Entry {
    let unknown = Value::unknown(Reason::Name("this".to_owned()), span);
    Entry { key: String::new(), key_span: span, value: Value::new(ValueKind::Spread(Box::new(unknown)), span) }
}

/// Components that are registered under another name than they were imported by.
fn aliases(options: &[Entry], imports: &[Import]) -> Vec<Import> {
    let components = options.iter().find(|entry| entry.key == "components");
    let Some(ValueKind::Map(entries)) = components.map(|entry| &entry.value.kind) else { return Vec::new() };
    let alias = |entry: &Entry| {
        let ValueKind::Name(name) = &entry.value.kind else { return None };
        let here = pascal(&entry.key);
        let import = imports.iter().find(|import| import.names.iter().any(|(_, known)| known == name))?;
        let (there, _) = import.names.iter().find(|(_, known)| known == name)?;
        (here != *name).then(|| Import { from: import.from.clone(), names: vec![(there.clone(), here)] })
    };
    entries.iter().filter_map(alias).collect()
}
