//! Forms that are classes: their fields, those that their constructor adds, and those that they take from a model.
//!
//! What a class or function is, is told by where it comes from, and through the classes that it extends; the tables say
//! what that asks. A field that a form inherits is asked where it is written, once.

use std::collections::HashSet;
use std::sync::Arc;

use super::arranged::{LEGEND, over};
use super::components::{Component, Components, MadeFrom};
use super::defined::last_name;
use super::read::Reader;
use crate::limits;
use crate::source::Span;
use crate::text::Text;
use crate::unknown::{Because, Property, Reason};
use crate::value::{Call, Class, Entry, SELF, Value, ValueKind};

/// What a call of a class asks: its component, and what the class says for every call of it.
struct Field<'c> {
    component: &'c Component,
    /// Of the classes on the way, the nearest last.
    said: Vec<Entry>,
    /// What they are called, the nearest first.
    classes: Vec<String>,
}

impl Reader<'_> {
    /// Reads a class of a form. False if it is none, nor one that holds fields of forms for others.
    pub(super) fn form_class(&mut self, class: &Arc<Class>, span: Span, depth: usize) -> bool {
        if depth > limits::EXPRESSION_DEPTH {
            return false;
        }
        let form = class.bases.iter().find_map(|base| self.form_of(base, 0));
        if form.is_some_and(|form| form.control != "page") {
            // Only a form that is made of it asks what a model keeps.
            return true;
        }
        if form.is_none() && !class.members.iter().any(|member| self.is_field(&member.value)) {
            return false;
        }
        // What other classes of the file ask stands in other forms.
        self.enter_form(span);
        let mark = self.scope.mark();
        let whole = Arc::new(Value::new(ValueKind::Class(class.clone()), span));
        // `Reasons = Reasons` hands on what the name stands for outside.
        let hands_on = |member: &Entry| matches!(&member.value.kind, ValueKind::Name(name) if *name == member.key);
        for member in class.members.iter().filter(|member| !hands_on(member)) {
            self.scope.set(&member.key, Arc::new(member.value.clone()));
        }
        self.scope.set(SELF, whole.clone());
        let (added, first) = (added(class, form), self.sketch.questions.len());
        let legends = self.legends(class);
        if let Some(made_from) = form.and_then(|form| form.made_from.as_ref()) {
            self.model_fields(made_from, &whole, class, &added, &legends);
        }
        for member in &class.members {
            match &member.value.kind {
                ValueKind::Class(inner) => {
                    self.form_class(inner, member.value.span, depth + 1);
                }
                ValueKind::Call(_) if !is_replaced(&added, &member.key) => {
                    let said: Vec<Entry> = over(&legends, &member.key).chain(changes(&added, &member.key)).collect();
                    self.field(member, &said);
                }
                _ => {}
            }
        }
        for entry in added.iter().filter(|entry| !matches!(entry.value.kind, ValueKind::Map(_))) {
            self.field(entry, &over(&legends, &entry.key).collect::<Vec<_>>());
        }
        self.reveal_fields(class, form, first);
        self.leave();
        if let Some(more) = class.kept.iter().find(|kept| kept.is_spread()) {
            self.hidden(Because::new(Reason::TooMuch, more.key_span));
        }
        self.scope.rewind(mark);
        true
    }

    /// The table of the form or model that a class extends.
    fn form_of(&self, base: &Value, depth: usize) -> Option<&'static Component> {
        let components = Components::built_in();
        if let Some(origin) = self.origin(base, 0) {
            let known =
                components.named(&canonical(&origin), "py").filter(|component| matches!(component.control.as_str(), "page" | "model"));
            // Packages have forms of their own, which extend Django's.
            return known.or_else(|| match origin.rsplit('.').next().filter(|_| restyles(&origin))? {
                last if last.ends_with("ModelForm") => components.named("django.forms.ModelForm", "py"),
                last if last.ends_with("Form") => components.named("django.forms.Form", "py"),
                _ => None,
            });
        }
        let resolved = self.scope.value(base);
        match &resolved.kind {
            ValueKind::Class(class) if depth < limits::CALL_DEPTH => class.bases.iter().find_map(|base| self.form_of(base, depth + 1)),
            _ => None,
        }
    }

    /// True for a call of a field of a form.
    fn is_field(&self, value: &Value) -> bool {
        let call = value.as_call();
        call.and_then(|call| self.field_of_call(call, value.span)).is_some_and(|field| !field.component.stored)
    }

    fn field_of_call(&self, call: &Call, span: Span) -> Option<Field<'static>> {
        let callee = match (&call.receiver, call.name.as_str()) {
            (None, name) => Value::new(ValueKind::Name(name.to_owned()), span),
            (Some(_), "") => return None,
            (Some(subject), name) => {
                let key = Value::new(ValueKind::Text(Text::meaning(name, span)), span);
                Value::new(ValueKind::Member(Box::new(subject.clone()), Box::new(key)), span)
            }
        };
        self.field_of(&callee, 0)
    }

    /// What a class asks, by itself or as one that extends another.
    fn field_of(&self, class: &Value, depth: usize) -> Option<Field<'static>> {
        let name = last_name(class);
        if let Some(origin) = self.origin(class, 0) {
            let component = field_named(&origin)?;
            return Some(Field { component, said: Vec::new(), classes: name.into_iter().collect() });
        }
        let resolved = self.scope.value(class);
        let ValueKind::Class(own) = &resolved.kind else { return None };
        if depth >= limits::CALL_DEPTH {
            return None;
        }
        let mut field = own.bases.iter().find_map(|base| self.field_of(base, depth + 1))?;
        let says = |member: &&Entry| !matches!(member.value.kind, ValueKind::Lambda(_) | ValueKind::Class(_));
        field.said.extend(own.members.iter().filter(says).cloned());
        field.classes.insert(0, own.name.clone());
        Some(field)
    }

    /// A member of a form, if it is a field, with what is changed of it afterwards.
    fn field(&mut self, entry: &Entry, changes: &[Entry]) {
        self.steps += 1;
        self.field_value(entry, &entry.value.clone(), changes, 0);
        self.flush();
    }

    fn field_value(&mut self, entry: &Entry, value: &Value, changes: &[Entry], depth: usize) {
        if depth > limits::CALL_DEPTH || self.is_spent() {
            return;
        }
        match &value.kind {
            ValueKind::Either(readings) => readings.iter().for_each(|reading| self.field_value(entry, reading, changes, depth + 1)),
            ValueKind::Call(call) => {
                if let Some(field) = self.field_of_call(call, value.span) {
                    let params = self.field_params(&field, call, entry, changes);
                    return self.described_call(field.component, &params, entry.value.span, |_| {});
                }
                // A function is written out anew for each call.
                self.steps += limits::PARTS;
                match self.scope.opened(call, value.span) {
                    Some(answer) => self.field_value(entry, &answer, changes, depth + 1),
                    None if call.name.ends_with("Field") => self.hidden(Because::function(&call.name, entry.value.span)),
                    None => {}
                }
            }
            _ => {}
        }
    }

    /// All that a field is made with, by name: what counts most stands last.
    fn field_params(&self, field: &Field, call: &Call, entry: &Entry, changes: &[Entry]) -> Value {
        let span = entry.value.span;
        let component = field.component;
        let put = |key: &str, value: Value| Entry { key: key.to_owned(), key_span: value.span, value };
        let placed = component.args.iter().zip(&call.args).map(|(name, value)| put(name, value.clone()));
        let mut entries: Vec<Entry> = field.said.iter().cloned().chain(placed).collect();
        if let Some(keywords) = call.keywords.as_ref().map(|keywords| self.scope.value(keywords)) {
            match &keywords.kind {
                ValueKind::Map(given) => entries.extend(given.iter().cloned()),
                _ => entries.push(put("", Value::new(ValueKind::Spread(Box::new(keywords.clone())), span))),
            }
        }
        entries.extend(changes.iter().cloned());
        // What is spread over a call may say what is not said.
        if !entries.iter().any(Entry::is_spread) {
            let said = |key: &String| entries.iter().any(|entry| entry.key == *key);
            let unsaid = component.defaults.iter().filter(|(key, _)| !said(key));
            let defaults: Vec<Entry> = unsaid.map(|(key, truth)| put(key, Value::new(ValueKind::Bool(*truth), span))).collect();
            entries.extend(defaults);
        }
        if component.stored {
            stored(&mut entries, span, self);
        }
        let last = |key: &str| entries.iter().rev().find(|entry| entry.key == key).map(|entry| entry.value.clone());
        let classes = field.classes.iter().map(|name| Value::new(ValueKind::Text(Text::meaning(name, span)), span));
        let classes = put("$class", Value::new(ValueKind::List(classes.collect()), span));
        let widget = last("widget").and_then(|widget| Some(put("$widget", made_with(widget.as_call()?, span))));
        if let Some(legend) = last(LEGEND).filter(|_| last("label").is_some_and(|label| self.says_nothing(&label))) {
            entries.push(put("label", legend));
        }
        let last = |key: &str| entries.iter().rev().find(|entry| entry.key == key).map(|entry| entry.value.clone());
        let unlabelled = last("label").is_none_or(|label| matches!(self.scope.value(&label).kind, ValueKind::Null));
        entries.extend([classes]);
        entries.extend(widget);
        entries.extend(key_words(entry, unlabelled));
        // Worked out once: it is asked for again and again.
        let lists = component.answers.iter().flat_map(|table| &table.list);
        let is_list = |key: &String| lists.clone().any(|path| path == key);
        for entry in entries.iter_mut().filter(|entry| is_list(&entry.key)) {
            entry.value = self.scope.value(&entry.value);
        }
        self.lists_answers(component, &mut entries, span);
        let itself = Value::new(ValueKind::Map(entries.clone().into()), span);
        entries.push(put("$itself", Value::new(ValueKind::List([itself].into()), span)));
        Value::new(ValueKind::Map(entries.into()), span)
    }

    /// True for a label that is there and shows no words.
    fn says_nothing(&self, label: &Value) -> bool {
        match &self.scope.value(label).kind {
            ValueKind::Text(text) => text.is_blank(),
            ValueKind::Bool(truth) => !truth,
            _ => false,
        }
    }

    /// Answers that nothing in sight lists are given when the form is made.
    fn lists_answers(&self, component: &Component, entries: &mut Vec<Entry>, span: Span) {
        let Some(table) = component.answers.as_ref().filter(|table| !table.list.iter().any(|path| path == "$itself")) else { return };
        let params = Value::new(ValueKind::Map(entries.clone().into()), span);
        let says = |path: &String| {
            self.scope.at(&params, path).is_some_and(|list| !matches!(&list.kind, ValueKind::List(items) if items.is_empty()))
        };
        if table.list.iter().any(says) || !self.is_choice(component, &params) {
            return;
        }
        let unseen = Value::unknown(Reason::Computed, span);
        entries.push(Entry { key: "choices".to_owned(), key_span: span, value: unseen });
    }

    /// The fields that a form takes from a model.
    fn model_fields(&mut self, made_from: &MadeFrom, whole: &Value, class: &Class, added: &[Entry], legends: &[Entry]) {
        let Some(model_at) = self.class_at(whole, &made_from.model) else { return };
        let model = self.scope.value(&model_at);
        let ValueKind::Class(kept) = &model.kind else {
            let reason = if let ValueKind::Unknown(reason) = &model.kind { reason.clone() } else { Reason::Computed };
            return self.hidden(Because::new(reason, model_at.span));
        };
        let declared: HashSet<&str> =
            class.members.iter().filter(|member| self.is_field(&member.value)).map(|member| member.key.as_str()).collect();
        let left_out = self.class_at(whole, &made_from.exclude).map_or_else(Vec::new, |list| self.names_in(&list));
        let mut wanted = match self.class_at(whole, &made_from.fields) {
            Some(list) => self.names_in(&list),
            None => Vec::new(),
        };
        if wanted.is_empty() || wanted.iter().any(|(name, _)| name == "__all__") {
            let place = wanted.first().map_or(model_at.span, |(_, span)| *span);
            wanted = kept.members.iter().map(|member| (member.key.clone(), place)).collect();
        }
        wanted.retain(|(name, _)| {
            !left_out.iter().any(|(other, _)| other == name) && !is_replaced(added, name) && !declared.contains(name.as_str())
        });
        let mark = self.scope.mark();
        for member in &kept.members {
            self.scope.set(&member.key, Arc::new(member.value.clone()));
        }
        for (name, span) in wanted {
            let Some(value) = self.scope.class_member(&model, &name, 0) else { continue };
            let Some(call) = value.as_call().filter(|call| self.is_editable(call)) else { continue };
            let Some(field) = self.field_of_call(call, value.span).filter(|field| field.component.stored) else { continue };
            let place = Value { span, ..value.clone() };
            let entry = Entry { key: name.clone(), key_span: span, value: place };
            let mut said = self.model_parts(made_from, whole, &name);
            said.extend(over(legends, &name));
            said.extend(changes(added, &name));
            let params = self.field_params(&field, call, &entry, &said);
            self.described_call(field.component, &params, span, |_| {});
            self.flush();
        }
        self.scope.rewind(mark);
    }

    /// True for a field that people may write: neither one that the database fills in nor one that is kept from them.
    fn is_editable(&self, call: &Call) -> bool {
        let Some(keywords) = &call.keywords else { return true };
        let says = |key: &str, wanted: bool| {
            self.scope.given(keywords, key).is_some_and(|value| self.scope.truth(&value) == Property::Known(wanted))
        };
        !says("editable", false) && !says("auto_now", true) && !says("auto_now_add", true)
    }

    /// What a form says of a field that it takes from a model.
    fn model_parts(&self, made_from: &MadeFrom, whole: &Value, name: &str) -> Vec<Entry> {
        let parts = made_from.parts.iter().filter_map(|(part, path)| {
            let all = self.class_at(whole, path)?;
            let value = self.scope.given(&all, name)?;
            Some(Entry { key: part.clone(), key_span: value.span, value })
        });
        parts.collect()
    }

    /// The member of a class at a path.
    fn class_at(&self, class: &Value, path: &str) -> Option<Value> {
        let mut here = class.clone();
        for key in path.split('.') {
            here = self.scope.class_member(&self.scope.value(&here), key, 0)?;
        }
        Some(here)
    }

    /// The texts of a list, or the one text.
    fn names_in(&self, list: &Value) -> Vec<(String, Span)> {
        let list = self.scope.value(list);
        let items = match &list.kind {
            ValueKind::List(items) => items.to_vec(),
            _ => vec![list],
        };
        let text = |item: &Value| self.scope.text(item).known().map(|text| (text.as_str().to_owned(), item.span));
        items.iter().filter_map(text).collect()
    }

    /// The dotted name under which a package has what `value` names. `None` for what the repository has itself.
    pub(super) fn origin(&self, value: &Value, depth: usize) -> Option<String> {
        if depth > limits::CALL_DEPTH {
            return None;
        }
        match &value.kind {
            ValueKind::Name(name) => self.origin_of_name(name, value.span, depth),
            ValueKind::Member(subject, key) => {
                let ValueKind::Text(key) = &key.kind else { return None };
                if let Some(origin) = self.origin(subject, depth + 1) {
                    return Some(format!("{origin}.{}", key.as_str()));
                }
                // A module of the repository that takes it from a package.
                match &self.scope.value(subject).kind {
                    ValueKind::Map(entries) => {
                        let entry = entries.iter().rev().find(|entry| entry.key == key.as_str())?;
                        self.origin(&entry.value, depth + 1)
                    }
                    _ => None,
                }
            }
            _ => None,
        }
    }

    fn origin_of_name(&self, name: &str, place: Span, depth: usize) -> Option<String> {
        if let Some(view) = self.view.filter(|view| view.is_abroad(place.file)) {
            return view.origin(name, Some(place.file));
        }
        if let Some(own) = self.scope.get(name) {
            return matches!(own.kind, ValueKind::Name(_) | ValueKind::Member(..)).then(|| self.origin(own, depth + 1))?;
        }
        if let Some(view) = self.view {
            return view.origin(name, None);
        }
        let import = self.code_imports.iter().rev().find(|import| import.names.iter().any(|(_, here)| here == name))?;
        let (there, _) = import.names.iter().find(|(_, here)| here == name)?;
        let Property::Known(from) = self.scope.text(&import.from) else { return None };
        let outside = !from.as_str().starts_with('.');
        outside.then(|| if there.is_empty() { from.as_str().to_owned() } else { format!("{}.{there}", from.as_str()) })
    }
}

/// What the constructor adds, of the members that the table names.
fn added(class: &Class, form: Option<&Component>) -> Vec<Entry> {
    let Some(form) = form else { return Vec::new() };
    let held = class.kept.iter().filter(|kept| form.holds.contains(&kept.key));
    let entries = held.filter_map(|kept| if let ValueKind::Map(entries) = &kept.value.kind { Some(entries.to_vec()) } else { None });
    entries.flatten().collect()
}

/// True if the constructor puts another field in the place of this one, whatever happens.
fn is_replaced(added: &[Entry], name: &str) -> bool {
    added.iter().any(|entry| entry.key == name && matches!(entry.value.kind, ValueKind::Call(_)))
}

/// What the constructor changes of a field that stands already.
fn changes(added: &[Entry], name: &str) -> Vec<Entry> {
    let of_field = added.iter().filter(|entry| entry.key == name);
    of_field
        .filter_map(|entry| if let ValueKind::Map(changes) = &entry.value.kind { Some(changes.to_vec()) } else { None })
        .flatten()
        .collect()
}

/// The component of a field that a package has under this name.
fn field_named(origin: &str) -> Option<&'static Component> {
    let components = Components::built_in();
    let name = canonical(origin);
    let is_field = |component: &&Component| !matches!(component.control.as_str(), "page" | "model");
    if let Some(known) = components.named(&name, "py").filter(is_field) {
        return Some(known);
    }
    // Packages that restyle forms keep the names: `nhsuk_forms.fields.ChoiceField`.
    let (path, last) = origin.rsplit_once('.')?;
    components.named(&format!("django.forms.{last}"), "py").filter(|component| restyles(path) && is_field(component))
}

/// True for a name in a package of forms that is not of another kind than Django's.
fn restyles(origin: &str) -> bool {
    origin.split('.').any(|part| part.contains("forms") && part != "wtforms")
}

/// The outer name of what stands deeper in Django's own packages, or is handed on by its geographic ones.
fn canonical(origin: &str) -> String {
    let last = origin.rsplit('.').next().unwrap_or(origin);
    let own = origin.replacen("django.contrib.gis.", "django.", 1);
    ["django.forms.", "django.db.models."]
        .into_iter()
        .find(|package| own.starts_with(package))
        .map_or_else(|| origin.to_owned(), |package| format!("{package}{last}"))
}

/// What a widget is made with.
fn made_with(widget: &Call, span: Span) -> Value {
    let attrs = widget.args.first().map(|value| Entry { key: "attrs".to_owned(), key_span: value.span, value: value.clone() });
    let given = match widget.keywords.as_ref().map(|keywords| &keywords.kind) {
        Some(ValueKind::Map(entries)) => entries.to_vec(),
        _ => Vec::new(),
    };
    Value::new(ValueKind::Map(attrs.into_iter().chain(given).collect()), span)
}

/// The name of a field as a parameter, and where there is no label, its words.
fn key_words(entry: &Entry, unlabelled: bool) -> Vec<Entry> {
    let span = entry.key_span;
    let put = |key: &str, value: Value| Entry { key: key.to_owned(), key_span: span, value };
    if entry.key.is_empty() {
        return ["$key", "$words"].map(|key| put(key, Value::unknown(Reason::Computed, span))).into();
    }
    let mut entries = vec![put("$key", Value::new(ValueKind::Text(Text::meaning(&entry.key, span)), span))];
    if unlabelled {
        entries.push(put("$words", Value::new(ValueKind::Text(Text::of_name(&entry.key, span, false)), span)));
    }
    entries
}

/// A field of a model as the form asks it: one with a list of choices drops down, and one that may be blank may be left out.
fn stored(entries: &mut Vec<Entry>, span: Span, reader: &Reader) {
    let has = |key: &str| entries.iter().any(|entry| entry.key == key);
    let put = |key: &str, value: Value| Entry { key: key.to_owned(), key_span: span, value };
    let drops_down = has("choices") && !has("widget");
    let blank = entries.iter().rev().find(|entry| entry.key == "blank").map(|entry| reader.scope.truth(&entry.value));
    let required = match blank {
        Some(Property::Known(blank)) => Value::new(ValueKind::Bool(!blank), span),
        Some(Property::Unknown(because)) => Value::unknown(because.reason, span),
        _ => Value::new(ValueKind::Bool(true), span),
    };
    if drops_down {
        entries.push(put("widget", Value::new(ValueKind::Text(Text::meaning("Select", span)), span)));
    }
    if !has_required(entries) {
        entries.push(put("required", required));
    }
}

fn has_required(entries: &[Entry]) -> bool {
    entries.iter().any(|entry| entry.key == "required")
}
