//! What code hands to templates: `env.addGlobal("items", items)`, `app.locals.title = …`, `res.render("page", { … })`.
//!
//! Such calls stand anywhere in a file. What a function around them names by itself is not known here.

use std::ops::Range;

use super::{Lower, named};
use crate::dialect::tree::Node as Tree;
use crate::module::Handed;
use crate::project::bound;
use crate::unknown::Reason;
use crate::value::{Value, ValueKind};

/// A call or assignment that hands something to templates, and the names that the functions around it have given values to.
pub(super) struct Hands {
    pub(super) place: Range<usize>,
    pub(super) hidden: Vec<String>,
}

/// True for a method by which code hands something to templates.
pub(super) fn is_handing(method: &str) -> bool {
    matches!(method, "addGlobal" | "addFilter" | "render")
}

/// True for what an assignment hands something to templates by: `app.locals.title`, `env.globals.title`.
pub(super) fn is_shared(target: &str) -> bool {
    target.rsplit_once('.').is_some_and(|(holder, _)| holder == "app.locals" || holder.ends_with(".globals"))
}

/// Everything that a file hands to templates.
pub(super) fn handed(root: Tree, lower: Lower) -> Vec<(Handed, String, Value)> {
    lower.changes.hands.iter().filter_map(|hands| one(root, lower, hands)).collect()
}

fn one(root: Tree, lower: Lower, hands: &Hands) -> Option<(Handed, String, Value)> {
    let node = root.descendant_for_byte_range(hands.place.start, hands.place.end);
    let (how, name, value) = match node.kind() {
        "assignment_expression" => {
            let (left, right) = (node.child_by_field_name("left")?, node.child_by_field_name("right")?);
            let name = left.child_by_field_name("property").map(|name| lower.text(name))?;
            (Handed::Global, name.to_owned(), lower.value(right))
        }
        _ => {
            let method = node.child_by_field_name("function")?.child_by_field_name("property").map(|name| lower.text(name))?;
            let how = match method {
                "addGlobal" => Handed::Global,
                "addFilter" => Handed::Filter,
                _ => Handed::Page,
            };
            let mut args = named(node.child_by_field_name("arguments")?);
            let first = args.next().filter(|name| matches!(name.kind(), "string" | "template_string"))?;
            let ValueKind::Text(name) = lower.value(first).kind else { return None };
            (how, name.as_str().to_owned(), lower.value(args.next()?))
        }
    };
    let hidden: Vec<(String, Value)> =
        hands.hidden.iter().map(|name| (name.clone(), Value::unknown(Reason::Name(name.clone()), value.span))).collect();
    Some((how, name, bound(&value, &hidden).0))
}
