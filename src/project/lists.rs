//! Lists that a page makes longer as it goes: `push`, `append`, `concat`.

use std::sync::Arc;

use crate::limits;
use crate::source::Span;
use crate::unknown::Reason;
use crate::value::{Value, ValueKind};

/// `list` with one more item. What is not known to be a list keeps its place before the item.
pub(super) fn with(list: Value, item: Value) -> Value {
    // Of a list that grew too long, nothing more is kept.
    if matches!(list.kind, ValueKind::Unknown(Reason::Computed)) {
        return list;
    }
    let span = list.span;
    let mut items = items(list);
    items.push(item);
    bounded(items, span)
}

/// One list after the other.
pub(super) fn joined(lists: Vec<Value>, span: Span) -> Value {
    bounded(lists.into_iter().flat_map(items).collect(), span)
}

fn items(list: Value) -> Vec<Value> {
    match list.kind {
        ValueKind::List(items) => items.to_vec(),
        ValueKind::Null => Vec::new(),
        _ => vec![Value::new(ValueKind::Spread(Box::new(list.clone())), list.span)],
    }
}

fn bounded(items: Vec<Value>, span: Span) -> Value {
    match items.len() > limits::LOOP_ITEMS {
        true => Value::unknown(Reason::Computed, span),
        false => Value::new(ValueKind::List(items.into()), span),
    }
}

/// `base` with whatever some of `values` have at its end, if each of them starts as it does.
pub(super) fn grown(base: &Value, values: &[Arc<Value>]) -> Option<Value> {
    let ValueKind::List(before) = &base.kind else { return None };
    let mut items = before.to_vec();
    for value in values {
        let ValueKind::List(now) = &value.kind else { return None };
        let starts_so = now.len() >= before.len() && now.iter().zip(before.iter()).all(|(now, before)| now.span == before.span);
        if !starts_so {
            return None;
        }
        items.extend(now[before.len()..].iter().map(perhaps));
    }
    Some(bounded(items, base.span))
}

/// An item that is there in one case and not in another.
fn perhaps(item: &Value) -> Value {
    let nothing = Value::new(ValueKind::Null, item.span);
    Value::new(ValueKind::Either(vec![item.clone(), nothing]), item.span)
}

/// The last value that each name was given.
pub(super) fn last_of_each(names: &[(String, Arc<Value>)]) -> impl Iterator<Item = &(String, Arc<Value>)> {
    names.iter().enumerate().filter(|(at, (name, _))| !names[at + 1..].iter().any(|(later, _)| later == name)).map(|(_, pair)| pair)
}
