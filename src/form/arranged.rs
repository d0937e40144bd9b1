//! What the layout of a form puts around its fields: the legend of a group, as crispy-forms has it.

use super::read::Reader;
use crate::limits;
use crate::value::{Call, Class, Entry, Value, ValueKind};

/// Where the constructor of a form keeps its layout.
const LAYOUT: [&str; 2] = ["helper", "layout"];

/// What a field is told of the legend over it.
pub(super) const LEGEND: &str = "$legend";

impl Reader<'_> {
    /// The legends of a form's layout, each as an entry with the name of a field that it stands over.
    pub(super) fn legends(&self, class: &Class) -> Vec<Entry> {
        let mut legends = Vec::new();
        let helper = class.kept.iter().find(|kept| kept.key == LAYOUT[0]);
        if let Some(layout) = helper.and_then(|helper| said(&helper.value, LAYOUT[1])) {
            self.arranged(layout, None, &mut legends, 0);
        }
        legends
    }

    fn arranged(&self, part: &Value, legend: Option<&Value>, legends: &mut Vec<Entry>, depth: usize) {
        if depth > limits::CALL_DEPTH {
            return;
        }
        match &part.kind {
            ValueKind::Text(name) => {
                let over = legend.map(|legend| Entry { key: name.as_str().to_owned(), key_span: part.span, value: legend.clone() });
                legends.extend(over);
            }
            ValueKind::List(parts) => parts.iter().for_each(|part| self.arranged(part, legend, legends, depth + 1)),
            ValueKind::Either(readings) => readings.iter().for_each(|part| self.arranged(part, legend, legends, depth + 1)),
            ValueKind::Call(call) if call.name == "Fieldset" => {
                let (own, fields) = self.group(call, part);
                fields.iter().for_each(|part| self.arranged(part, own, legends, depth + 1));
            }
            // What a page says in between names no field.
            ValueKind::Call(call) if call.name != "HTML" => {
                call.args.iter().for_each(|part| self.arranged(part, legend, legends, depth + 1));
            }
            _ => {}
        }
    }

    /// The legend of a group, and what stands in it. Design systems name the legend; crispy-forms itself has it come first.
    fn group<'c>(&self, call: &'c Call, whole: &Value) -> (Option<&'c Value>, &'c [Value]) {
        let named = call.keywords.as_ref().and_then(|keywords| said(keywords, "legend"));
        let is_first = || {
            let callee = Value::new(ValueKind::Name(call.name.clone()), whole.span);
            self.origin(&callee, 0).is_some_and(|origin| origin.starts_with("crispy_forms."))
        };
        match call.args.split_first() {
            Some((first, rest)) if named.is_none() && is_first() => (Some(first), rest),
            _ => (named, &call.args),
        }
    }
}

/// What a map, or the making of an object, says under a name.
fn said<'v>(whole: &'v Value, name: &str) -> Option<&'v Value> {
    match &whole.kind {
        ValueKind::Map(entries) => entries.iter().rev().find(|entry| entry.key == name).map(|entry| &entry.value),
        ValueKind::Call(call) => said(call.keywords.as_ref()?, name),
        _ => None,
    }
}

/// Those of `legends` that stand over the field `name`, as its parameters have them.
pub(super) fn over<'l>(legends: &'l [Entry], name: &'l str) -> impl Iterator<Item = Entry> + 'l {
    let own = legends.iter().filter(move |legend| legend.key == name);
    own.map(|legend| Entry { key: LEGEND.to_owned(), ..legend.clone() })
}
