//! The names that a page has given values to, where one reads it.

use std::borrow::Cow;
use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::home::Home;
use super::view::View;
use super::{builtin, enumeration, lists, substitute};
use crate::limits;
use crate::module::{self, Module};
use crate::source::Span;
use crate::text::Text;
use crate::unknown::{Because, Property, Reason};
use crate::value::{Call, Entry, SELF, Value, ValueKind};

/// Names and their values, at one place of a page.
#[derive(Default)]
pub struct Scope<'p> {
    names: Vec<(String, Arc<Value>)>,
    /// Where each name stands among them, the last one last.
    places: FxHashMap<String, Vec<usize>>,
    /// The steps that the answer being worked out has taken; 0 where none is.
    taken: Cell<usize>,
    /// The steps that all answers took together.
    all_taken: Rc<Cell<usize>>,
    /// What can be found out about other files.
    pub(super) view: Option<&'p View<'p>>,
    /// The page's own code, where it is code.
    pub(super) home: Option<Rc<Home>>,
}

/// A state of a scope to come back to.
#[derive(Clone, Copy, Debug)]
pub struct Mark(usize);

impl<'p> Scope<'p> {
    /// An empty scope that asks `view` for what the page does not set.
    pub fn within(view: &'p View<'p>) -> Self {
        Scope { view: Some(view), ..Scope::default() }
    }

    /// The same page, where `module` is its code.
    pub fn at_home(mut self, module: Option<Arc<Module>>) -> Self {
        self.home = module.map(|module| Rc::new(Home::new(module)));
        self
    }

    /// The page's own code, where it is code.
    pub fn home(&self) -> Option<&Home> {
        self.home.as_deref()
    }

    /// A scope in which nothing is set, of the same page.
    pub fn apart(&self) -> Self {
        Scope { view: self.view, home: self.home.clone(), all_taken: self.all_taken.clone(), ..Scope::default() }
    }

    /// `value` with each of its names replaced by what that stands for here, in pieces of page, too.
    pub fn enclosed(&self, value: &Value) -> Value {
        let (value, made) = substitute::closed_counted(value, &mut |name| match self.get(module::head(name)) {
            Some(set) => Some(Value::clone(set)),
            None if self.is_defined(module::head(name)) => Some(Value::new(ValueKind::Name(module::meant_in(name, "")), value.span)),
            None => None,
        });
        self.spend(made);
        value
    }

    /// Counts work that is no step of an answer.
    pub(super) fn spend(&self, steps: usize) {
        self.all_taken.set(self.all_taken.get() + steps);
    }

    /// Gives `name` a value from here on.
    pub fn set(&mut self, name: &str, value: Arc<Value>) {
        self.places.entry(name.to_owned()).or_default().push(self.names.len());
        self.names.push((name.to_owned(), value));
    }

    /// Remembers what is set now.
    pub fn mark(&self) -> Mark {
        Mark(self.names.len())
    }

    /// Forgets what was set since `mark`, and gives it back.
    pub fn rewind(&mut self, mark: Mark) -> Vec<(String, Arc<Value>)> {
        let set = self.names.split_off(mark.0);
        for (name, _) in &set {
            self.places.get_mut(name).and_then(Vec::pop);
        }
        set
    }

    /// After a condition: each name may have any of the values that its arms gave it, or the one from before.
    pub fn merge(&mut self, arms: Vec<Vec<(String, Arc<Value>)>>, covers_all: bool) {
        let mut names: Vec<&String> = arms.iter().flatten().map(|(name, _)| name).collect();
        names.sort();
        names.dedup();
        let mut merged = Vec::new();
        for name in names {
            let mut values: Vec<Arc<Value>> = Vec::new();
            let mut everywhere = covers_all;
            for arm in &arms {
                match arm.iter().rev().find(|(set, _)| set == name) {
                    Some((_, value)) => values.push(value.clone()),
                    None => everywhere = false,
                }
            }
            if let (Some(base), false) = (self.get(name), everywhere && arms.len() == 1)
                && let Some(value) = lists::grown(base, &values)
            {
                merged.push((name.clone(), Arc::new(value)));
                continue;
            }
            if !everywhere {
                values.extend(self.get(name).cloned());
            }
            let Some(first) = values.first().cloned() else { continue };
            let value = match values.len() {
                1 if everywhere => first,
                _ => {
                    let mut readings: Vec<Value> = values.iter().flat_map(|value| readings(value)).cloned().collect();
                    if !everywhere && self.get(name).is_none() {
                        readings.push(Value::new(ValueKind::Null, first.span));
                    }
                    Arc::new(bounded(ValueKind::Either(readings), first.span))
                }
            };
            merged.push((name.clone(), value));
        }
        merged.into_iter().for_each(|(name, value)| self.set(&name, value));
    }

    /// After a loop over a list that cannot be seen: lists that it made longer have more of the like.
    pub fn repeated(&mut self, names: Vec<(String, Arc<Value>)>, place: Span) {
        let grown: Vec<(String, Value)> = lists::last_of_each(&names)
            .filter_map(|(name, value)| Some((name.clone(), lists::grown(self.get(name)?, std::slice::from_ref(value))?)))
            .collect();
        let others = names.into_iter().filter(|(name, _)| !grown.iter().any(|(list, _)| list == name)).collect();
        self.merge(vec![others], false);
        for (name, value) in grown {
            self.set(&name, Arc::new(lists::with(value, Value::unknown(Reason::Loop, place))));
        }
    }

    /// `value` with every name in it replaced by what that stands for here, so that it can be read elsewhere.
    pub fn closed(&self, value: &Value) -> Value {
        let mut budget = limits::CLOSED_PARTS;
        self.close(&self.value(value), &mut budget, 0)
    }

    fn close(&self, value: &Value, budget: &mut usize, depth: usize) -> Value {
        let Some(left) = budget.checked_sub(weight(value)).filter(|_| depth < limits::NESTING) else {
            return Value::unknown(Reason::Computed, value.span);
        };
        *budget = left;
        let mut all = |values: &[Value]| values.iter().map(|value| self.close(value, budget, depth + 1)).collect::<Vec<_>>();
        let kind = match &value.kind {
            ValueKind::Name(_) | ValueKind::Member(..) | ValueKind::Fallback(..) => {
                let resolved = self.value(value);
                // A name that nothing sets here may be a parameter or a global: it keeps its name.
                let stays = matches!(resolved.kind, ValueKind::Name(_) | ValueKind::Member(..) | ValueKind::Fallback(..));
                return if stays { resolved } else { self.close(&resolved, budget, depth + 1) };
            }
            ValueKind::List(items) => ValueKind::List(all(items).into()),
            ValueKind::Either(readings) => ValueKind::Either(all(readings)),
            ValueKind::Concat(parts) => ValueKind::Concat(all(parts)),
            ValueKind::Spread(inner) => ValueKind::Spread(Box::new(self.close(inner, budget, depth + 1))),
            ValueKind::Map(entries) => ValueKind::Map(entries.iter().map(|entry| self.close_entry(entry, budget, depth + 1)).collect()),
            ValueKind::Call(call) => ValueKind::Call(Box::new(Call {
                receiver: call.receiver.as_ref().map(|receiver| self.close(receiver, budget, depth + 1)),
                name: call.name.clone(),
                args: call.args.iter().map(|arg| self.close(arg, budget, depth + 1)).collect(),
                keywords: call.keywords.as_ref().map(|keywords| self.close(keywords, budget, depth + 1)),
            })),
            _ => return value.clone(),
        };
        Value::new(kind, value.span)
    }

    fn close_entry(&self, entry: &Entry, budget: &mut usize, depth: usize) -> Entry {
        entry.with(self.close(&entry.value, budget, depth))
    }

    /// What a name was last given.
    pub(crate) fn get(&self, name: &str) -> Option<&Arc<Value>> {
        self.places.get(name)?.last().map(|&at| &self.names[at].1)
    }

    /// What `value` comes to, as far as its own kind: what stands inside lists and maps is left as it is.
    pub fn value(&self, value: &Value) -> Value {
        let before = self.taken.get();
        let value = self.step(value, 0);
        if before == 0 {
            self.all_taken.set(self.all_taken.get() + self.taken.replace(0));
        }
        value
    }

    /// How many steps all answers took together.
    pub(crate) fn steps_taken(&self) -> usize {
        self.all_taken.get()
    }

    pub(super) fn step(&self, value: &Value, steps: usize) -> Value {
        self.taken.set(self.taken.get() + 1);
        if self.taken.get() > limits::EVALUATION {
            return Value::unknown(Reason::Computed, value.span);
        }
        if steps > limits::REFERENCE_STEPS {
            return Value::unknown(Reason::Cycle, value.span);
        }
        match &value.kind {
            ValueKind::Name(name) => match name.as_str() {
                "undefined" | "none" | "None" | "null" | "nil" => Value::new(ValueKind::Null, value.span),
                _ => match self.meaning(name, value.span) {
                    Some(found) => self.step(&found, steps + 1),
                    None => Value::unknown(Reason::Name(module::written(name).0.to_owned()), value.span),
                },
            },
            ValueKind::Member(subject, key) => self.member(value, subject, key, steps),
            ValueKind::Call(call) => self.call(call, value.span, steps),
            ValueKind::Fallback(first, second) => {
                let first = self.step(first, steps + 1);
                match is_empty(&first) {
                    Some(true) => self.step(second, steps + 1),
                    Some(false) => first,
                    None => Value::new(ValueKind::Either(vec![first, self.step(second, steps + 1)]), value.span),
                }
            }
            ValueKind::Either(readings) => {
                let mut flat = Vec::new();
                for reading in readings {
                    let reading = self.step(reading, steps + 1);
                    match reading.kind {
                        ValueKind::Either(inner) => flat.extend(inner),
                        _ => flat.push(reading),
                    }
                }
                bounded(ValueKind::Either(flat), value.span)
            }
            ValueKind::Concat(parts) => {
                let mut flat = Vec::new();
                for part in parts {
                    let part = self.step(part, steps + 1);
                    match part.kind {
                        ValueKind::Concat(inner) => flat.extend(inner),
                        _ => flat.push(part),
                    }
                }
                if flat.iter().all(|part| matches!(part.kind, ValueKind::List(_))) {
                    return lists::joined(flat, value.span);
                }
                // `a + b` of two numbers is a sum.
                if flat.iter().all(|part| matches!(part.kind, ValueKind::Number(_))) {
                    return Value::unknown(Reason::Computed, value.span);
                }
                bounded(ValueKind::Concat(flat), value.span)
            }
            ValueKind::List(_) | ValueKind::Map(_) => builtin::spread(self, value, steps),
            _ => value.clone(),
        }
    }

    /// What `name` stands for where it is written: a name that came here with a value of another code file means what it
    /// means there.
    fn meaning(&self, name: &str, place: Span) -> Option<Arc<Value>> {
        let abroad = self.view.filter(|view| name != SELF && view.is_abroad(place.file));
        if let Some(found) = abroad.map(|view| view.name_in(name, place.file)) {
            return found.map(Arc::new).or_else(|| self.get(name).cloned());
        }
        self.get(name).cloned().or_else(|| self.defined(name).or_else(|| self.view?.name(name)).map(Arc::new))
    }

    /// What the function that `call` calls answers, not yet followed: its answer may be a call of a component.
    pub(crate) fn opened(&self, call: &Call, span: Span) -> Option<Value> {
        builtin::opened(self, call, span)
    }

    /// The answers of an enumeration, as pairs of what is sent and what is shown.
    pub(crate) fn choices(&self, value: &Value) -> Option<Value> {
        let class = enumeration::of(self, value, 0)?;
        Some(Value::new(ValueKind::List(enumeration::choices(class).into()), value.span))
    }

    fn member(&self, whole: &Value, subject: &Value, key: &Value, steps: usize) -> Value {
        let key = match self.step(key, steps + 1).kind {
            ValueKind::Text(text) => text.as_str().to_owned(),
            ValueKind::Number(number) => number,
            _ => return Value::unknown(Reason::Computed, whole.span),
        };
        let subject_value = self.step(subject, steps + 1);
        match &subject_value.kind {
            ValueKind::Map(entries) => match entry(entries, &key) {
                Some(found) => self.step(found, steps + 1),
                None if entries.iter().any(|entry| matches!(entry.value.kind, ValueKind::Spread(_))) => {
                    Value::unknown(Reason::Spread, whole.span)
                }
                None => Value::new(ValueKind::Null, whole.span),
            },
            ValueKind::List(items) => match key.parse::<usize>().ok().and_then(|at| items.get(at)) {
                Some(found) => self.step(found, steps + 1),
                None => Value::unknown(Reason::Computed, whole.span),
            },
            ValueKind::Unknown(Reason::Name(_)) => match dotted(whole) {
                Some(name) => {
                    let is_session = name.strip_prefix("data.").is_some_and(|rest| rest == key);
                    let list = self.view.filter(|_| is_session).and_then(|view| view.session_list(&key));
                    list.unwrap_or_else(|| Value::unknown(Reason::Name(name), whole.span))
                }
                None => Value { span: whole.span, ..subject_value },
            },
            ValueKind::Unknown(_) => Value { span: whole.span, ..subject_value },
            ValueKind::Call(call) => Value::unknown(Reason::Function(module::written(&call.name).0.to_owned()), whole.span),
            ValueKind::Class(_) => {
                if let Some(found) = enumeration::of(self, &subject_value, steps).and_then(|class| enumeration::member(class, &key, whole))
                {
                    return self.step(&found, steps + 1);
                }
                match self.class_member(&subject_value, &key, steps) {
                    Some(found) => self.step(&found, steps + 1),
                    None => Value::unknown(Reason::Computed, whole.span),
                }
            }
            _ => Value::unknown(Reason::Computed, whole.span),
        }
    }

    /// A member of a class: its own, or one of what it extends. What its objects keep counts before that.
    pub(crate) fn class_member(&self, value: &Value, key: &str, steps: usize) -> Option<Value> {
        let ValueKind::Class(class) = &value.kind else { return None };
        let mut own = class.kept.iter().rev().chain(class.members.iter().rev());
        if let Some(found) = own.find(|entry| entry.key == key && !entry.is_spread()) {
            return Some(found.value.clone());
        }
        if steps > limits::REFERENCE_STEPS {
            return None;
        }
        class.bases.iter().find_map(|base| self.class_member(&self.step(base, steps + 1), key, steps + 1))
    }

    /// Filters and functions that every engine has and that change nothing a reader of the question would miss.
    fn call(&self, call: &Call, span: Span, steps: usize) -> Value {
        let worked_out = || match call.name.is_empty() {
            true => Value::unknown(Reason::Computed, span),
            false => Value::unknown(Reason::Function(module::written(&call.name).0.to_owned()), span),
        };
        let known = || builtin::call(self, call, span, steps);
        let Some(receiver) = &call.receiver else {
            // It may be a macro or a component: that is for the reader of the page to say.
            let stays = || Value::new(ValueKind::Call(Box::new(call.clone())), span);
            let elsewhere = || self.view.filter(|_| !call.name.is_empty()).and_then(|view| view.call(self, call, span, steps));
            let default = || self.default_words(call);
            return known()
                .or_else(elsewhere)
                .or_else(default)
                .unwrap_or_else(|| if call.name.is_empty() { worked_out() } else { stays() });
        };
        let subject = || self.step(receiver, steps + 1);
        // `"key" | t` asks for words as `t("key")` does.
        if matches!(call.name.as_str(), "t" | "translate" | "__") {
            let plain = Call { receiver: None, name: call.name.clone(), args: vec![receiver.clone()], keywords: None };
            return self.view.and_then(|view| view.call(self, &plain, span, steps)).unwrap_or_else(worked_out);
        }
        // `this.$t("key")` asks for words, too.
        if call.name == "$t" {
            return self.view.and_then(|view| view.call(self, call, span, steps)).unwrap_or_else(worked_out);
        }
        match (call.name.as_str(), call.args.first()) {
            ("safe" | "trim" | "escape" | "e" | "forceescape" | "string" | "indent" | "nl2br" | "noOrphans", _) => subject(),
            ("upper", _) => self.changed(subject(), str::to_uppercase, worked_out),
            ("lower", _) => self.changed(subject(), str::to_lowercase, worked_out),
            ("capitalize", _) => self.changed(subject(), capitalised, worked_out),
            ("default" | "d", Some(other)) => {
                let fallback = ValueKind::Fallback(Box::new(subject()), Box::new(other.clone()));
                self.step(&Value::new(fallback, span), steps + 1)
            }
            ("concat" | "extend", Some(more)) if call.args.len() == 1 => lists::joined(vec![subject(), self.step(more, steps + 1)], span),
            ("push" | "append", Some(item)) => lists::with(subject(), item.clone()),
            _ => {
                let filtered = || self.view.filter(|_| !call.name.is_empty()).and_then(|view| view.filter(self, call, span, steps));
                known().or_else(filtered).unwrap_or_else(worked_out)
            }
        }
    }

    /// The words that code gives beside their key, for where there is no translation.
    fn default_words(&self, call: &Call) -> Option<Value> {
        let words = match (call.name.as_str(), call.args.as_slice()) {
            ("t" | "translate" | "__", [_, default, ..]) => match self.value(default) {
                map @ Value { kind: ValueKind::Map(_), .. } => self.at(&map, "defaultValue")?,
                words => words,
            },
            ("formatMessage", [message, ..]) => match self.at(message, "defaultMessage") {
                Some(words) => words,
                None => self.view?.words(self.text(&self.at(message, "id")?).known()?.as_str())?,
            },
            _ => return None,
        };
        let is_words = match &words.kind {
            ValueKind::Text(text) => !text.is_blank(),
            ValueKind::Markup(nodes) => !nodes.is_empty(),
            _ => false,
        };
        is_words.then_some(words)
    }

    fn changed(&self, subject: Value, change: fn(&str) -> String, otherwise: impl Fn() -> Value) -> Value {
        match self.text(&subject) {
            Property::Known(text) => Value::new(ValueKind::Text(text.map(change)), subject.span),
            Property::Absent => Value::new(ValueKind::Null, subject.span),
            Property::Unknown(_) => otherwise(),
        }
    }

    /// `value` as text. Parts that are not known are holes; a text of holes alone is unknown. Maps and lists are no text.
    pub fn text(&self, value: &Value) -> Property<Text> {
        let value = self.seen(value);
        match &value.kind {
            ValueKind::Text(text) => Property::Known(text.clone()),
            ValueKind::Number(number) => {
                let mut text = Text::default();
                text.push_replaced(number, value.span);
                Property::Known(text)
            }
            ValueKind::Concat(parts) => {
                let mut whole = Text::default();
                for part in parts {
                    match self.text(part) {
                        Property::Known(text) => whole.push(&text),
                        // Nothing is shown of nothing; anything else is shown somehow.
                        Property::Absent if matches!(part.kind, ValueKind::Map(_) | ValueKind::List(_) | ValueKind::Bool(_)) => {
                            whole.push_hole(Because::new(Reason::Computed, part.span));
                        }
                        Property::Absent => {}
                        Property::Unknown(because) => whole.push_hole(because),
                    }
                }
                match whole.unread() {
                    Some(because) => Property::Unknown(because.clone()),
                    None => Property::Known(whole),
                }
            }
            ValueKind::Either(readings) => {
                let mut texts = readings.iter().map(|reading| self.text(reading)).filter(|text| !text.is_absent());
                let first = texts.next().unwrap_or_default();
                texts.find(|text| text.unknown().is_some()).unwrap_or(first)
            }
            ValueKind::Map(entries) => enumeration::shown(entries).map_or(Property::Absent, |shown| self.text(shown)),
            ValueKind::Null | ValueKind::Bool(_) | ValueKind::List(_) => Property::Absent,
            ValueKind::Unknown(reason) => Property::Unknown(Because::new(reason.clone(), value.span)),
            ValueKind::Call(call) => Property::Unknown(Because::function(&call.name, value.span)),
            _ => Property::Unknown(Because::new(Reason::Computed, value.span)),
        }
    }

    /// `value` as yes or no: as a template engine and an attribute take it, `"false"` being no.
    pub fn truth(&self, value: &Value) -> Property<bool> {
        let value = self.seen(value);
        match &value.kind {
            ValueKind::Bool(truth) => Property::Known(*truth),
            ValueKind::Null => Property::Absent,
            ValueKind::Text(text) => Property::Known(!matches!(text.as_str(), "" | "false")),
            ValueKind::Number(number) => Property::Known(number != "0"),
            ValueKind::Either(_) => Property::Unknown(Because::new(Reason::Condition, value.span)),
            ValueKind::Unknown(reason) => Property::Unknown(Because::new(reason.clone(), value.span)),
            ValueKind::Concat(_) => Property::Unknown(Because::new(Reason::Computed, value.span)),
            ValueKind::Call(call) => Property::Unknown(Because::function(&call.name, value.span)),
            _ => Property::Known(true),
        }
    }

    /// The value at a path of keys below `value` as it is written there, references and all.
    pub fn given(&self, value: &Value, path: &str) -> Option<Value> {
        let (before, last) = path.rsplit_once('.').map_or((None, path), |(before, last)| (Some(before), last));
        let holder = match before {
            Some(before) => Cow::Owned(self.at(value, before)?),
            None => self.seen(value),
        };
        match &holder.kind {
            ValueKind::Map(entries) => entry(entries, last).cloned(),
            _ => None,
        }
    }

    /// The value at a path of keys below `value`. `None` where the source shows that there is none.
    pub fn at(&self, value: &Value, path: &str) -> Option<Value> {
        let found = self.below(self.seen(value), path)?;
        (!matches!(found.kind, ValueKind::Null)).then(|| found.into_owned())
    }

    /// The same below what has been worked out.
    fn below<'v>(&self, mut here: Cow<'v, Value>, path: &str) -> Option<Cow<'v, Value>> {
        for key in steps(path) {
            let key = key.strip_suffix("[]").unwrap_or(key);
            here = match here {
                Cow::Borrowed(value) => self.child(value, key)?,
                Cow::Owned(value) => Cow::Owned(self.child(&value, key)?.into_owned()),
            };
        }
        Some(here)
    }

    fn child<'v>(&self, here: &'v Value, key: &str) -> Option<Cow<'v, Value>> {
        let made = |value| Some(Cow::Owned(value));
        match &here.kind {
            ValueKind::Map(entries) => match entry(entries, key) {
                Some(found) => Some(self.seen(found)),
                None => {
                    entries.iter().find(|entry| entry.is_spread())?;
                    made(Value::unknown(Reason::Spread, here.span))
                }
            },
            ValueKind::List(items) => Some(self.seen(items.get(key.parse::<usize>().ok()?)?)),
            // One reading may have the key and another not: what it says then depends.
            ValueKind::Either(readings) => {
                let found: Vec<Value> = readings.iter().filter_map(|reading| self.at(reading, key)).collect();
                if found.is_empty() {
                    return None;
                }
                made(Value::new(ValueKind::Either(found), here.span))
            }
            ValueKind::Unknown(_) => Some(Cow::Borrowed(here)),
            ValueKind::Call(call) => made(Value::unknown(Reason::Function(module::written(&call.name).0.to_owned()), here.span)),
            _ => None,
        }
    }

    /// What `value` comes to, without a copy where it is that itself.
    fn seen<'v>(&self, value: &'v Value) -> Cow<'v, Value> {
        let is_itself = match &value.kind {
            ValueKind::Text(_) | ValueKind::Bool(_) | ValueKind::Number(_) | ValueKind::Null | ValueKind::Markup(_) => true,
            ValueKind::List(_) | ValueKind::Map(_) => !builtin::spreads(value),
            _ => false,
        };
        if is_itself { Cow::Borrowed(value) } else { Cow::Owned(self.value(value)) }
    }

    /// Every value at a path in which `key[]` means each of a list.
    pub fn each(&self, value: &Value, path: &str) -> Vec<Value> {
        let Some((list, rest)) = path.as_bytes().contains(&b'[').then(|| path.split_once("[].")).flatten() else {
            return self.at(value, path).into_iter().collect();
        };
        let Some(list) = self.below(self.seen(value), list) else { return Vec::new() };
        let ValueKind::List(items) = &list.kind else { return Vec::new() };
        // An item that cannot be seen says nothing here.
        let is_seen = |item: &Value| !matches!(item.kind, ValueKind::Unknown(_) | ValueKind::Spread(_));
        items.iter().map(|item| self.seen(item)).filter(|item| is_seen(item)).flat_map(|item| self.each(&item, rest)).collect()
    }
}

/// The keys of a path. It is a few letters long, and asked for more often than anything else.
fn steps(path: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(path);
    std::iter::from_fn(move || {
        let here = rest?;
        let end = here.bytes().position(|byte| byte == b'.');
        rest = end.map(|end| &here[end + 1..]);
        Some(&here[..end.unwrap_or(here.len())])
    })
}

/// What a value may be: itself, or each of its readings.
fn readings(value: &Value) -> &[Value] {
    match &value.kind {
        ValueKind::Either(readings) => readings,
        _ => std::slice::from_ref(value),
    }
}

/// Joined text and readings grow with every step that uses them twice; a page that does so is no form.
fn bounded(kind: ValueKind, span: Span) -> Value {
    match &kind {
        ValueKind::Concat(parts) | ValueKind::Either(parts) if parts.len() > limits::PARTS => Value::unknown(Reason::Computed, span),
        _ => Value::new(kind, span),
    }
}

/// About how many parts a value brings along by itself. A piece of page is measured by its length.
fn weight(value: &Value) -> usize {
    match &value.kind {
        ValueKind::Markup(_) => 1 + value.span.len() / 32,
        _ => 1,
    }
}

fn entry<'e>(entries: &'e [Entry], key: &str) -> Option<&'e Value> {
    entries.iter().rev().find(|entry| entry.key == key && !matches!(entry.value.kind, ValueKind::Spread(_))).map(|entry| &entry.value)
}

/// True if a template engine takes it for nothing; `None` where that is not known.
fn is_empty(value: &Value) -> Option<bool> {
    match &value.kind {
        ValueKind::Null | ValueKind::Bool(false) => Some(true),
        ValueKind::Text(text) => Some(text.as_str().is_empty()),
        ValueKind::Unknown(_) | ValueKind::Either(_) | ValueKind::Concat(_) | ValueKind::Call(_) => None,
        _ => Some(false),
    }
}

/// `a.b.c`, for naming what is not known.
fn dotted(value: &Value) -> Option<String> {
    match &value.kind {
        ValueKind::Name(name) => Some(module::written(name).0.to_owned()),
        ValueKind::Member(subject, key) => {
            let ValueKind::Text(key) = &key.kind else { return None };
            match dotted(subject)? {
                // What is taken apart has no name that anybody wrote.
                hidden if hidden.starts_with('#') => Some(key.as_str().to_owned()),
                subject => Some(format!("{subject}.{}", key.as_str())),
            }
        }
        _ => None,
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}
