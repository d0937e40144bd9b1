//! What a language's own functions make of values that are known, and functions that the source writes out.
//!
//! Only what always comes out the same is worked out, and only from what is known. All else stays with whoever asked.

use std::collections::HashMap;

use super::conversions::Made;
use super::scope::Scope;
use super::{enumeration, substitute};
use std::sync::Arc;

use crate::limits;
use crate::source::Span;
use crate::text::Text;
use crate::unknown::{Property, Reason};
use crate::value::{Call, Entry, Lambda, REST, Value, ValueKind};

/// What `call` comes to. `None` where it cannot be told.
pub(super) fn call(scope: &Scope, call: &Call, span: Span, steps: usize) -> Option<Value> {
    let at = Place { scope, span, steps };
    match &call.receiver {
        None => {
            let function = Value::new(ValueKind::Name(call.name.clone()), span);
            let function = at.step(&function);
            at.applied(&function, call).or_else(|| at.python_function(call))
        }
        Some(receiver) if at.is_global(receiver, "Object") => at.object_function(call),
        Some(receiver) if at.is_global(receiver, "Array") => at.array_function(call),
        Some(receiver) => at.method(receiver, call),
    }
}

/// True for a list or map that has entries of others.
pub(super) fn spreads(value: &Value) -> bool {
    match &value.kind {
        ValueKind::List(items) => items.iter().any(|item| matches!(item.kind, ValueKind::Spread(_))),
        ValueKind::Map(entries) => entries.iter().any(Entry::is_spread),
        _ => false,
    }
}

/// A list or map with the lists and maps that it spreads, as far as they are known.
pub(super) fn spread(scope: &Scope, value: &Value, steps: usize) -> Value {
    let at = Place { scope, span: value.span, steps };
    match &value.kind {
        ValueKind::List(items) if spreads(value) => at.sized(ValueKind::List(items.iter().flat_map(|item| at.items_of(item)).collect())),
        ValueKind::Map(entries) if spreads(value) => {
            let mut whole = Merged::default();
            for entry in entries.iter() {
                at.add_entry(entry, &mut whole);
            }
            at.sized(ValueKind::Map(whole.entries.into()))
        }
        _ => value.clone(),
    }
}

/// Where a call stands, and how far it has been followed.
#[derive(Clone, Copy)]
struct Place<'s> {
    scope: &'s Scope<'s>,
    span: Span,
    steps: usize,
}

impl Place<'_> {
    fn step(&self, value: &Value) -> Value {
        self.scope.step(value, self.steps + 1)
    }

    fn made(&self, kind: ValueKind) -> Value {
        Value::new(kind, self.span)
    }

    fn sized(&self, kind: ValueKind) -> Value {
        match &kind {
            ValueKind::List(items) if items.len() > limits::EVALUATION => Value::unknown(Reason::Computed, self.span),
            ValueKind::Map(entries) if entries.len() > limits::EVALUATION => Value::unknown(Reason::Computed, self.span),
            _ => self.made(kind),
        }
    }

    /// True if `value` is the language's own `name`, which nothing here has taken.
    fn is_global(&self, value: &Value, name: &str) -> bool {
        matches!(&value.kind, ValueKind::Name(written) if written == name) && self.scope.get(name).is_none()
    }

    /// What one item of a list adds to it.
    fn items_of(&self, item: &Value) -> Vec<Value> {
        let ValueKind::Spread(inner) = &item.kind else { return vec![item.clone()] };
        let inner = self.step(inner);
        match inner.kind {
            ValueKind::List(items) => items.to_vec(),
            // What has been followed as far as it goes is not followed again.
            ValueKind::Call(call) => {
                let unseen = Value::unknown(Reason::Function(call.name.clone()), inner.span);
                vec![Value::new(ValueKind::Spread(Box::new(unseen)), item.span)]
            }
            _ => vec![Value::new(ValueKind::Spread(Box::new(inner)), item.span)],
        }
    }

    /// Adds an entry to a map, or those that it spreads. The later of two has its way.
    fn add_entry(&self, entry: &Entry, into: &mut Merged) {
        let ValueKind::Spread(inner) = &entry.value.kind else { return into.put(entry.clone()) };
        let inner = self.step(inner);
        match &inner.kind {
            ValueKind::Map(entries) => entries.iter().for_each(|entry| into.put(entry.clone())),
            ValueKind::Null | ValueKind::Bool(_) => {}
            ValueKind::Either(readings) => match maybe(readings) {
                Some(entries) => entries.iter().for_each(|entry| into.put_maybe(entry)),
                None => into.put(spread_entry(entry, inner)),
            },
            _ => into.put(spread_entry(entry, inner)),
        }
    }

    /// `value` as a list all of whose items are known to be there.
    fn list(&self, value: &Value) -> Option<Vec<Value>> {
        match self.step(value).kind {
            ValueKind::List(items) => Some(items.to_vec()),
            _ => None,
        }
    }

    /// `value` as a map whose keys are all known, in the order that JavaScript gives them: numbers first.
    fn map(&self, value: &Value) -> Option<Vec<Entry>> {
        let entries = match self.step(value).kind {
            ValueKind::Map(entries) => entries,
            // The keys of a list are its places.
            ValueKind::List(items) if !items.iter().any(|item| matches!(item.kind, ValueKind::Spread(_))) => {
                let entry = |(at, item): (usize, &Value)| Entry { key: at.to_string(), key_span: item.span, value: item.clone() };
                return Some(items.iter().enumerate().map(entry).collect());
            }
            _ => return None,
        };
        if entries.iter().any(Entry::is_spread) {
            return None;
        }
        let mut once = Merged::default();
        entries.iter().cloned().for_each(|entry| once.put(entry));
        once.entries.sort_by_key(|entry| index(&entry.key).unwrap_or(u32::MAX));
        Some(once.entries)
    }

    /// `Object.values(x)` and its kind.
    fn object_function(&self, call: &Call) -> Option<Value> {
        let first = call.args.first()?;
        let items = match call.name.as_str() {
            "values" => self.map(first)?.into_iter().map(|entry| entry.value).collect::<Arc<[Value]>>(),
            "keys" => self.map(first)?.iter().map(key_text).collect(),
            "entries" => self.map(first)?.into_iter().map(pair).collect(),
            "fromEntries" => return self.entries_of_pairs(first),
            "assign" => {
                let spread = |arg: &Value| spread_entry(&Entry { key: String::new(), key_span: arg.span, value: arg.clone() }, arg.clone());
                return Some(self.step(&self.made(ValueKind::Map(call.args.iter().map(spread).collect()))));
            }
            "freeze" | "seal" => return Some(self.step(first)),
            _ => return None,
        };
        Some(self.made(ValueKind::List(items)))
    }

    fn entries_of_pairs(&self, pairs: &Value) -> Option<Value> {
        let mut entries = Merged::default();
        for pair in self.list(pairs)? {
            let [key, value] = <[Value; 2]>::try_from(self.list(&pair)?).ok()?;
            let key_value = self.step(&key);
            let name = match &key_value.kind {
                ValueKind::Number(number) => number.clone(),
                ValueKind::Text(text) => text.as_str().to_owned(),
                _ => return None,
            };
            entries.put(Entry { key: name, key_span: key_value.span, value });
        }
        Some(self.made(ValueKind::Map(entries.entries.into())))
    }

    /// `Array.from(x)`, `Array.from(x, each)`, `Array.of(a, b)`.
    fn array_function(&self, call: &Call) -> Option<Value> {
        match (call.name.as_str(), call.args.as_slice()) {
            ("from", [list]) => Some(self.made(ValueKind::List(self.list(list)?.into()))),
            ("from", [list, each]) => self.mapped(self.list(list)?, each),
            ("of", items) => Some(self.step(&self.made(ValueKind::List(items.into())))),
            _ => None,
        }
    }

    fn method(&self, receiver: &Value, call: &Call) -> Option<Value> {
        let subject = self.step(receiver);
        match (call.name.as_str(), call.args.as_slice()) {
            ("", _) => self.applied(&subject, call),
            ("??", [other]) => self.nullish(subject, other),
            (REST, taken) => Some(self.without(&subject, taken)),
            ("===", [other]) => self.same(&subject, other).map(|same| self.made(ValueKind::Bool(same))).or_else(|| self.undecided()),
            ("!==", [other]) => self.same(&subject, other).map(|same| self.made(ValueKind::Bool(!same))).or_else(|| self.undecided()),
            ("!", []) => truthy(&subject).map(|truth| self.made(ValueKind::Bool(!truth))).or_else(|| self.undecided()),
            ("toUpperCase" | "toLocaleUpperCase", []) => self.recased(subject, str::to_uppercase),
            ("toLowerCase" | "toLocaleLowerCase", []) => self.recased(subject, str::to_lowercase),
            ("toString" | "trim" | "valueOf", []) if matches!(subject.kind, ValueKind::Text(_) | ValueKind::Concat(_)) => Some(subject),
            ("map" | "filter", [_]) if enumeration::of(self.scope, &subject, self.steps).is_some() => {
                let class = enumeration::of(self.scope, &subject, self.steps)?;
                self.list_method(enumeration::objects(class), call)
            }
            _ if matches!(subject.kind, ValueKind::Map(_) | ValueKind::Class(_)) => {
                let own = self.own_method(subject.clone(), call).or_else(|| self.map_method(&subject, call));
                own.or_else(|| self.given_method(&subject, call))
            }
            _ => {
                let given = self.given_method(&subject, call);
                match subject.kind {
                    ValueKind::List(items) => self.list_method(items.to_vec(), call).or(given),
                    _ => given,
                }
            }
        }
    }

    /// A map without the entries that were taken out of it: `const { label, ...rest } = props`.
    fn without(&self, subject: &Value, taken: &[Value]) -> Value {
        let ValueKind::Map(entries) = &subject.kind else { return Value::unknown(Reason::Computed, self.span) };
        let is_taken = |entry: &Entry| taken.iter().any(|key| matches!(&key.kind, ValueKind::Text(key) if *key.as_str() == *entry.key));
        self.made(ValueKind::Map(entries.iter().filter(|entry| entry.is_spread() || !is_taken(entry)).cloned().collect()))
    }

    /// A function that a map or class keeps under the name that is called.
    fn own_method(&self, subject: Value, call: &Call) -> Option<Value> {
        let key = Value::new(ValueKind::Text(Text::meaning(&call.name, self.span)), self.span);
        let member = ValueKind::Member(Box::new(subject), Box::new(key));
        self.applied(&self.step(&self.made(member)), call)
    }

    /// `.items()`, `.keys()` and `.values()` of a dictionary.
    fn map_method(&self, subject: &Value, call: &Call) -> Option<Value> {
        let name = match call.name.as_str() {
            "items" => "entries",
            name @ ("keys" | "values") => name,
            _ => return None,
        };
        self.object_function(&Call { receiver: None, name: name.to_owned(), args: vec![subject.clone()], keywords: None })
    }

    /// What Python gives everyone, and the functions of Django that give back the words they are given.
    fn python_function(&self, call: &Call) -> Option<Value> {
        let first = call.args.first();
        match (call.name.as_str(), first) {
            ("_" | "gettext" | "gettext_lazy" | "gettext_noop" | "ugettext" | "ugettext_lazy" | "mark_safe" | "str", Some(words)) => {
                Some(self.step(words))
            }
            ("pgettext" | "pgettext_lazy", Some(_)) => call.args.get(1).map(|words| self.step(words)),
            ("list" | "tuple" | "sorted" | "reversed" | "set", Some(list)) => {
                let list = self.step(list);
                match enumeration::of(self.scope, &list, self.steps) {
                    Some(class) => Some(self.made(ValueKind::List(enumeration::objects(class).into()))),
                    None => matches!(list.kind, ValueKind::List(_) | ValueKind::Unknown(_)).then_some(list),
                }
            }
            // A choice of crispy-forms-gds is a pair that can have more to it.
            ("Choice", Some(_)) if call.args.len() > 1 => Some(self.made(ValueKind::List(call.args.as_slice().into()))),
            ("list" | "tuple", None) => Some(self.made(ValueKind::List([].into()))),
            ("dict", Some(pairs)) => match self.step(pairs) {
                map @ Value { kind: ValueKind::Map(_), .. } => Some(map),
                _ => self.entries_of_pairs(pairs),
            },
            ("dict", None) => call.keywords.as_ref().map(|keywords| self.step(keywords)),
            _ => None,
        }
    }

    /// What a method of Ruby or Rails makes of a value that is known.
    fn given_method(&self, subject: &Value, call: &Call) -> Option<Value> {
        let entries = |map: &Value| self.map(map);
        match (super::conversions::made(subject, call, self.span)?, call.args.as_slice()) {
            (Made::Value(value), _) => Some(self.step(&value)),
            (Made::Entries, [each]) => {
                let pairs = entries(subject)?.into_iter().map(pair).collect();
                self.mapped(pairs, each)
            }
            (Made::Entries, _) => None,
        }
    }

    fn list_method(&self, items: Vec<Value>, call: &Call) -> Option<Value> {
        match (call.name.as_str(), call.args.as_slice()) {
            ("map", [each]) => self.mapped(items, each),
            ("flatMap", [each]) => self.flat(self.mapped(items, each)?),
            ("flat", []) => self.flat(self.made(ValueKind::List(items.into()))),
            ("filter", [test]) => self.filtered(items, test),
            ("concat", more) => self.concatenated(items, more),
            ("keys", []) if items.len() <= limits::LOOP_ITEMS => {
                let places = (0..items.len()).map(|at| self.made(ValueKind::Number(at.to_string())));
                Some(self.made(ValueKind::List(places.collect())))
            }
            // Another order, but the same items: nobody here judges by the order.
            ("sort" | "toSorted" | "reverse" | "toReversed", _) | ("slice", []) => Some(self.made(ValueKind::List(items.into()))),
            ("slice", [Value { kind: ValueKind::Number(from), .. }]) if from == "0" => Some(self.made(ValueKind::List(items.into()))),
            ("join", [between]) => self.joined(&items, between),
            _ => None,
        }
    }

    /// What `each` makes of every item. One that spreads an unknown list still does.
    fn mapped(&self, items: Vec<Value>, each: &Value) -> Option<Value> {
        let function = self.step(each);
        if !matches!(function.kind, ValueKind::Lambda(_)) || items.len() > limits::LOOP_ITEMS {
            return None;
        }
        let mut results = Vec::with_capacity(items.len());
        for (at, item) in items.into_iter().enumerate() {
            if let ValueKind::Spread(_) = item.kind {
                let unseen = Value::unknown(Reason::Loop, item.span);
                results.push(Value::new(ValueKind::Spread(Box::new(unseen)), item.span));
                continue;
            }
            // Behind an unknown number of items nothing has a number of its own; functions seldom ask for it.
            let number = Value::new(ValueKind::Number(at.to_string()), item.span);
            let known = !results.iter().any(|result: &Value| matches!(result.kind, ValueKind::Spread(_)));
            let number = if known { number } else { Value::unknown(Reason::Loop, item.span) };
            let given = Call { receiver: None, name: String::new(), args: vec![item, number], keywords: None };
            results.push(self.applied(&function, &given)?);
        }
        Some(self.made(ValueKind::List(results.into())))
    }

    /// A list of lists as one list.
    fn flat(&self, list: Value) -> Option<Value> {
        let ValueKind::List(items) = list.kind else { return None };
        let mut flat = Vec::new();
        for item in items.iter().cloned() {
            if matches!(item.kind, ValueKind::Spread(_)) {
                flat.push(item);
                continue;
            }
            match self.step(&item).kind {
                ValueKind::List(inner) => flat.extend(inner.iter().cloned()),
                ValueKind::Text(_) | ValueKind::Map(_) | ValueKind::Number(_) => flat.push(item),
                _ => return None,
            }
        }
        Some(self.sized(ValueKind::List(flat.into())))
    }

    /// The items that a test lets through, where that can be told of every one.
    fn filtered(&self, items: Vec<Value>, test: &Value) -> Option<Value> {
        let mut kept = Vec::new();
        if self.is_global(test, "Boolean") {
            for item in items {
                let value = match item.kind {
                    ValueKind::Spread(_) => item.clone(),
                    _ => self.step(&item),
                };
                match (truthy(&value), &value.kind) {
                    (Some(false), _) => {}
                    (Some(true), _) | (None, ValueKind::Either(_) | ValueKind::Spread(_)) => kept.push(item),
                    // What is unknown may be nothing, and then it is not there.
                    (None, _) => kept.push(Value::new(ValueKind::Spread(Box::new(value)), item.span)),
                }
            }
            return Some(self.made(ValueKind::List(kept.into())));
        }
        let function = self.step(test);
        for (at, item) in items.into_iter().enumerate() {
            if matches!(item.kind, ValueKind::Spread(_)) {
                return None;
            }
            let number = Value::new(ValueKind::Number(at.to_string()), item.span);
            let given = Call { receiver: None, name: String::new(), args: vec![item.clone(), number], keywords: None };
            if truthy(&self.applied(&function, &given)?)? {
                kept.push(item);
            }
        }
        Some(self.made(ValueKind::List(kept.into())))
    }

    fn concatenated(&self, mut items: Vec<Value>, more: &[Value]) -> Option<Value> {
        for value in more {
            let value = self.step(value);
            match value.kind {
                ValueKind::List(more) => items.extend(more.iter().cloned()),
                ValueKind::Text(_) | ValueKind::Map(_) | ValueKind::Number(_) => items.push(value),
                _ => {
                    let span = value.span;
                    items.push(Value::new(ValueKind::Spread(Box::new(value)), span));
                }
            }
        }
        Some(self.sized(ValueKind::List(items.into())))
    }

    fn joined(&self, items: &[Value], between: &Value) -> Option<Value> {
        let text = |value: &Value| match self.scope.text(&self.step(value)) {
            Property::Known(text) if text.holes().next().is_none() => Some(text),
            _ => None,
        };
        let between = text(between)?;
        let mut whole = Text::default();
        for (at, item) in items.iter().enumerate() {
            if at > 0 {
                whole.push(&between);
            }
            whole.push(&text(item)?);
        }
        Some(self.made(ValueKind::Text(whole)))
    }

    fn recased(&self, subject: Value, change: fn(&str) -> String) -> Option<Value> {
        match self.scope.text(&subject) {
            Property::Known(text) => Some(Value::new(ValueKind::Text(text.map(change)), subject.span)),
            _ => None,
        }
    }

    /// `a ?? b`.
    fn nullish(&self, first: Value, second: &Value) -> Option<Value> {
        let second = || self.step(second);
        match &first.kind {
            ValueKind::Null => Some(second()),
            ValueKind::Unknown(_) | ValueKind::Either(_) => Some(self.step(&self.made(ValueKind::Either(vec![first, second()])))),
            _ => Some(first),
        }
    }

    /// True if both are known and the same; `None` if that cannot be told.
    fn same(&self, one: &Value, other: &Value) -> Option<bool> {
        match (&one.kind, &self.step(other).kind) {
            (ValueKind::Text(one), ValueKind::Text(other)) if one.holes().next().is_none() && other.holes().next().is_none() => {
                Some(one.as_str() == other.as_str())
            }
            (ValueKind::Number(one), ValueKind::Number(other)) if one == other => Some(true),
            (ValueKind::Bool(one), ValueKind::Bool(other)) => Some(one == other),
            (ValueKind::Null, ValueKind::Null) => Some(true),
            _ => None,
        }
    }

    fn undecided(&self) -> Option<Value> {
        Some(Value::unknown(Reason::Computed, self.span))
    }

    /// What a function that is written out answers.
    fn applied(&self, function: &Value, call: &Call) -> Option<Value> {
        Some(self.step(&self.opened(function, call)?))
    }

    /// The answer of a function that is written out, not yet followed, with what it is called with put in.
    fn opened(&self, function: &Value, call: &Call) -> Option<Value> {
        let ValueKind::Lambda(lambda) = &function.kind else { return None };
        if self.steps > limits::CALL_DEPTH || call.args.iter().any(|arg| matches!(arg.kind, ValueKind::Spread(_))) {
            return None;
        }
        let names = self.given(lambda, call);
        Some(self.bound(&lambda.body, &names))
    }

    fn bound(&self, value: &Value, names: &[(String, Value)]) -> Value {
        let (value, made) = substitute::bound(value, names);
        self.scope.spend(made);
        value
    }

    /// The names of a function's inside. One that is asked for before it is set is unknown.
    fn given(&self, lambda: &Lambda, call: &Call) -> Vec<(String, Value)> {
        let later = lambda.sets.iter().map(|set| (set.name.clone(), Value::unknown(Reason::Computed, set.value.span)));
        let mut names: Vec<(String, Value)> = later.collect();
        let mut named = call.keywords.as_ref().map_or_else(Vec::new, |keywords| self.keywords(keywords));
        for (at, name) in lambda.params.iter().enumerate() {
            let value = match (call.args.get(at), name.strip_prefix("**")) {
                (_, Some(_)) => self.made(ValueKind::Map(std::mem::take(&mut named).into())),
                (Some(arg), None) if !name.starts_with('*') => self.scope.closed(&self.step(arg)),
                (_, None) if name.starts_with('*') => Value::unknown(Reason::Computed, self.span),
                _ => self.keyword(name, &mut named),
            };
            names.push((name.trim_start_matches('*').to_owned(), value));
        }
        for set in &lambda.sets {
            let value = self.step(&self.bound(&set.value, &names));
            names.push((set.name.clone(), self.scope.closed(&value)));
        }
        names
    }

    /// The parameters that a call gives by name.
    fn keywords(&self, keywords: &Value) -> Vec<Entry> {
        let ValueKind::Map(entries) = self.step(keywords).kind else { return Vec::new() };
        entries.iter().map(|entry| entry.with(self.scope.closed(&entry.value))).collect()
    }

    /// Takes the parameter `name` out of those that are given by name.
    fn keyword(&self, name: &str, named: &mut Vec<Entry>) -> Value {
        match named.iter().rposition(|entry| entry.key == name && !entry.is_spread()) {
            Some(at) => named.remove(at).value,
            None if named.iter().any(Entry::is_spread) => Value::unknown(Reason::Spread, self.span),
            None => self.made(ValueKind::Null),
        }
    }
}

/// What the function that `call` calls answers, not yet followed. `None` where it is not written out.
pub(super) fn opened(scope: &Scope, call: &Call, span: Span) -> Option<Value> {
    let at = Place { scope, span, steps: 0 };
    let function = match (&call.receiver, call.name.as_str()) {
        (None, name) => at.step(&at.made(ValueKind::Name(name.to_owned()))),
        (Some(function), "") => at.step(function),
        (Some(subject), name) => {
            let subject = at.step(subject);
            if !matches!(subject.kind, ValueKind::Map(_) | ValueKind::Class(_)) {
                return None;
            }
            let key = Value::new(ValueKind::Text(Text::meaning(name, span)), span);
            at.step(&at.made(ValueKind::Member(Box::new(subject), Box::new(key))))
        }
    };
    at.opened(&function, call)
}

/// The list index that a key stands for.
fn index(key: &str) -> Option<u32> {
    key.parse::<u32>().ok().filter(|number| number.to_string() == key)
}

/// The entries of several maps in one, each key once: the first place of a key and its last value.
#[derive(Default)]
struct Merged {
    entries: Vec<Entry>,
    at: HashMap<String, usize>,
}

impl Merged {
    fn put(&mut self, entry: Entry) {
        match self.at.get(&entry.key) {
            Some(&at) if !entry.is_spread() => self.entries[at] = entry,
            _ => {
                if !entry.is_spread() {
                    self.at.insert(entry.key.clone(), self.entries.len());
                }
                self.entries.push(entry);
            }
        }
    }

    /// Adds an entry that may be there or not.
    fn put_maybe(&mut self, entry: &Entry) {
        let span = entry.value.span;
        let before = self.at.get(&entry.key).map(|&at| self.entries[at].value.clone());
        let before = before.unwrap_or(Value::new(ValueKind::Null, span));
        let value = Value::new(ValueKind::Either(vec![entry.value.clone(), before]), span);
        self.put(entry.with(value));
    }
}

/// A key as text. Where it is quoted, its place is within the quotes.
fn key_text(entry: &Entry) -> Value {
    let mut span = entry.key_span;
    if span.len() == entry.key.len() + 2 {
        span = Span { start: span.start + 1, end: span.end - 1, ..span };
    }
    Value::new(ValueKind::Text(Text::meaning(&entry.key, span)), entry.key_span)
}

/// An entry as a list of its key and its value.
fn pair(entry: Entry) -> Value {
    let span = entry.key_span.to(entry.value.span);
    Value::new(ValueKind::List([key_text(&entry), entry.value].into()), span)
}

/// The entries of a map that is there or not: `cond && { … }`.
fn maybe(readings: &[Value]) -> Option<&[Entry]> {
    let mut maps = readings.iter().filter(|reading| !matches!(reading.kind, ValueKind::Null | ValueKind::Bool(_)));
    match (maps.next().map(|reading| &reading.kind), maps.next()) {
        (Some(ValueKind::Map(entries)), None) if !entries.iter().any(Entry::is_spread) => Some(entries),
        _ => None,
    }
}

fn spread_entry(entry: &Entry, inner: Value) -> Entry {
    let span = entry.value.span;
    entry.with(Value::new(ValueKind::Spread(Box::new(inner)), span))
}

/// True if JavaScript takes it for true; `None` where that is not known.
fn truthy(value: &Value) -> Option<bool> {
    match &value.kind {
        ValueKind::Null => Some(false),
        ValueKind::Bool(truth) => Some(*truth),
        ValueKind::Text(text) => Some(!text.as_str().is_empty()),
        ValueKind::Number(number) => number.parse::<f64>().ok().map(|number| number != 0.0),
        ValueKind::List(_) | ValueKind::Map(_) | ValueKind::Lambda(_) | ValueKind::Class(_) => Some(true),
        _ => None,
    }
}
