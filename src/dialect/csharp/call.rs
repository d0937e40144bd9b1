//! Calls of C#, and objects that are made: those that only hand on what they are given are what they are given.

use super::{Lower, bare, entry, named};
use crate::dialect::tree::Node as Tree;
use crate::text::Text;
use crate::unknown::Reason;
use crate::value::{Call, Entry, Value, ValueKind};

/// Methods that give their object as it is, to a reader of the page.
const SAME: &[&str] = &["ToString", "ToList", "ToArray", "Cast", "AsEnumerable", "Trim", "ToHtmlString", "GetValueOrDefault"];

/// Methods by which services ask for the words that an enumeration has for one of its values.
const LABELS: &[&str] =
    &["GetDisplayName", "GetDescription", "GetEnumDescription", "GetEnumDisplayName", "DisplayName", "Humanize", "Description"];

/// Functions of a page's helper that show what they are given.
const SHOWN: &[&str] = &["Raw", "Encode", "FormatValue"];

impl Lower<'_> {
    pub(super) fn invocation(&self, node: Tree) -> Value {
        let Some(function) = node.child_by_field_name("function") else { return self.computed(node) };
        let (receiver, name) = match function.kind() {
            "member_access_expression" => {
                let receiver = function.child_by_field_name("expression").map(|receiver| self.value(receiver));
                (receiver, function.child_by_field_name("name").unwrap_or(function))
            }
            "member_binding_expression" => (self.subject.cloned(), function.child_by_field_name("name").unwrap_or(function)),
            "conditional_access_expression" => return self.conditional_call(function, node),
            _ => (None, function),
        };
        self.called(receiver, name, node)
    }

    /// `subject?.Method(…)`, where the call stands round the whole.
    fn conditional_call(&self, function: Tree, node: Tree) -> Value {
        let condition = self.field(function, "condition");
        let name = named(function).nth(1).and_then(|binding| binding.child_by_field_name("name"));
        name.map_or_else(|| self.computed(node), |name| self.called(Some(condition), name, node))
    }

    fn called(&self, receiver: Option<Value>, name: Tree, node: Tree) -> Value {
        let arguments: Vec<Tree> = node.child_by_field_name("arguments").into_iter().flat_map(named).collect();
        let written = match name.kind() {
            "generic_name" => named(name).next().map_or("", |name| self.text(name)),
            _ => self.text(name),
        };
        if let Some(value) = self.well_known(receiver.as_ref(), written, name, &arguments, node) {
            return value;
        }
        let is_named = |argument: &&Tree| argument.child_by_field_name("name").is_some();
        let keywords = arguments.iter().filter(is_named).filter_map(|argument| {
            let name = argument.child_by_field_name("name")?;
            Some(Entry { key: bare(self.text(name)).to_owned(), key_span: self.span(name), value: self.argument(*argument) })
        });
        let keywords: Vec<Entry> = keywords.collect();
        let args = arguments.iter().filter(|argument| !is_named(argument)).map(|argument| self.argument(*argument)).collect();
        let keywords = (!keywords.is_empty()).then(|| Value::new(ValueKind::Map(keywords.into()), self.span(node)));
        // What other languages call so as well.
        let name = match written {
            "Select" => "map",
            "Concat" => "concat",
            "Append" => "append",
            other => bare(other),
        };
        let call = Call { receiver, name: name.to_owned(), args, keywords };
        Value::new(ValueKind::Call(Box::new(call)), self.span(node))
    }

    /// Calls whose outcome is told by what they are given.
    fn well_known(&self, receiver: Option<&Value>, name: &str, called: Tree, arguments: &[Tree], node: Tree) -> Option<Value> {
        let of = |wanted: &str| matches!(receiver.map(|value| &value.kind), Some(ValueKind::Name(name)) if name == wanted);
        match (name, receiver) {
            ("nameof", None) => {
                let path = arguments.first()?;
                let last = last_name(named(*path).next()?);
                Some(self.words(last))
            }
            // An enumeration is a list of what it holds.
            ("GetValues", Some(_)) if of("Enum") => self.enumerated(called, arguments, node),
            ("GetEnumSelectList", Some(_)) if of("Html") => self.enumerated(called, arguments, node),
            (name, Some(_)) if of("Html") && SHOWN.contains(&name) => arguments.first().map(|shown| self.argument(*shown)),
            (name, Some(subject)) if LABELS.contains(&name) => {
                let key = Value::new(ValueKind::Text(Text::meaning("label", self.span(called))), self.span(called));
                Some(Value::new(ValueKind::Member(Box::new(subject.clone()), Box::new(key)), self.span(node)))
            }
            (name, Some(subject)) if SAME.contains(&name) && arguments.is_empty() => Some(subject.clone()),
            _ => None,
        }
    }

    fn enumerated(&self, called: Tree, arguments: &[Tree], node: Tree) -> Option<Value> {
        let generic = named(called).find(|child| child.kind() == "type_argument_list").and_then(|list| named(list).next());
        let name = match (generic, arguments.first()) {
            (Some(of), _) => Value::new(ValueKind::Name(self.type_name(of)), self.span(of)),
            (None, Some(of)) => self.argument(*of),
            (None, None) => return None,
        };
        let call = Call { receiver: None, name: "list".to_owned(), args: vec![name], keywords: None };
        Some(Value::new(ValueKind::Call(Box::new(call)), self.span(node)))
    }

    /// `new Thing(a, b) { C = d }`: a list, or a map of what it is made with. `of` is what it is where that is not written.
    pub(super) fn created(&self, node: Tree, of: Option<&str>) -> Value {
        let of_type = node.child_by_field_name("type");
        let initializer = named(node).find(|child| child.kind() == "initializer_expression");
        let arguments: Vec<Tree> =
            named(node).filter(|child| child.kind() == "argument_list").flat_map(|list| named(list).collect::<Vec<_>>()).collect();
        let name = of_type.map_or_else(|| of.unwrap_or_default().to_owned(), |of| self.type_name(of));
        let sets_members = |list: Tree| {
            let sets = |child: &Tree| child.child_by_field_name("left").is_some_and(|left| left.kind() == "identifier");
            named(list).next().is_some_and(|first| first.kind() == "assignment_expression" && sets(&first))
        };
        if let Some(list) = initializer.filter(|list| !sets_members(*list)) {
            return self.items(list, Some(&name), node);
        }
        if name == "SelectList" && arguments.len() == 1 {
            return self.argument(arguments[0]);
        }
        let is_made_list = of_type.is_some_and(|of| self.is_list(of)) || matches!(name.as_str(), "SelectList" | "Dictionary");
        if is_made_list || (arguments.is_empty() && initializer.is_none()) {
            return self.unknown(Reason::Computed, node);
        }
        let entries = self.made_with(&name, &arguments, initializer);
        Value::new(ValueKind::Map(entries.into()), self.span(node))
    }

    /// What an object is made with: by the names of its members, and by their places where they have no names.
    fn made_with(&self, name: &str, arguments: &[Tree], initializer: Option<Tree>) -> Vec<Entry> {
        let mut entries = Vec::new();
        for (at, argument) in arguments.iter().enumerate() {
            let value = self.argument(*argument);
            let key = match argument.child_by_field_name("name") {
                Some(name) => bare(self.text(name)).to_owned(),
                None => at.to_string(),
            };
            entries.push(entry(&key, value));
        }
        for member in initializer.into_iter().flat_map(|list| named(list).collect::<Vec<_>>()) {
            let (Some(left), Some(right)) = (member.child_by_field_name("left"), member.child_by_field_name("right")) else { continue };
            entries.push(Entry { key: bare(self.text(left)).to_owned(), key_span: self.span(left), value: self.value(right) });
        }
        if name == "SelectListItem" {
            name_parts(&mut entries);
        }
        entries
    }
}

/// An item of a select by the names that answers have everywhere, beside its own.
fn name_parts(entries: &mut Vec<Entry>) {
    const NAMES: &[(&str, &[&str])] =
        &[("label", &["Text", "text", "0"]), ("value", &["Value", "value", "1"]), ("Text", &["0"]), ("Value", &["1"])];
    let named = NAMES.iter().filter_map(|(key, from)| {
        let found = entries.iter().find(|entry| from.contains(&entry.key.as_str()))?;
        (!entries.iter().any(|entry| entry.key == *key)).then(|| entry(key, found.value.clone()))
    });
    let named: Vec<Entry> = named.collect();
    entries.extend(named);
}

/// The last name of a path.
fn last_name(path: Tree) -> Tree {
    path.child_by_field_name("name").map_or(path, last_name)
}
