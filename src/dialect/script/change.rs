//! What code does to a name after it was declared: `items.push(…)`, `options.title = …`, `let` and then `=`.
//!
//! JavaScript's `const` keeps the name, not what it stands for. What is changed anywhere in the file is not known as it was written.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::handed::{self, Hands};
use super::named;
use crate::dialect::tree::Node as Tree;
use crate::unknown::Reason;
use crate::value::{Value, ValueKind};

/// Every change of a name in a file, by the block that declares it; and, as it is the same walk, each `require("…")`.
#[derive(Default)]
pub(super) struct Changes {
    made: FxHashMap<usize, Vec<(String, Change)>>,
    /// Those that a function further inside makes.
    within: FxHashSet<(usize, String)>,
    /// The bodies of functions in which an element stands.
    elements: FxHashSet<usize>,
    /// What hands something to templates.
    pub(super) hands: Vec<Hands>,
    /// The call and the path in it.
    pub(super) requires: Vec<(Range<usize>, Range<usize>)>,
}

/// What may have become of a value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Change {
    /// More items.
    Grown,
    /// Another value under one key.
    Key(String),
    /// Anything.
    Any,
}

impl Change {
    /// `value` as far as it is still known.
    pub(super) fn to(&self, value: Value) -> Value {
        let span = value.span;
        let unknown = Value::unknown(Reason::Computed, span);
        let kind = match (self, value.kind) {
            (_, ValueKind::Unknown(reason)) => ValueKind::Unknown(reason),
            (Change::Key(_), kind @ (ValueKind::Lambda(_) | ValueKind::Class(_))) => kind,
            // `forwardRef(…)` stays the component that it makes.
            (Change::Key(key), kind @ ValueKind::Call(_)) if is_of_component(key) => kind,
            (Change::Grown, ValueKind::List(items)) => {
                let more = Value::new(ValueKind::Spread(Box::new(unknown)), span);
                ValueKind::List(items.iter().cloned().chain([more]).collect())
            }
            (Change::Key(key), ValueKind::Map(entries)) => {
                let mut entries = entries.to_vec();
                let before = entries.iter_mut().rev().find(|entry| entry.key == *key && !entry.is_spread());
                match before {
                    Some(entry) => {
                        let span = entry.value.span;
                        let readings = vec![entry.value.clone(), unknown];
                        entry.value = Value::new(ValueKind::Either(readings), span);
                    }
                    None => entries.push(crate::value::Entry { key: key.clone(), key_span: span, value: unknown }),
                }
                ValueKind::Map(entries.into())
            }
            _ => unknown.kind,
        };
        Value::new(kind, span)
    }
}

/// True for a key under which a component keeps what it is called, or a component that goes with it: it shows the same.
pub(super) fn is_of_component(key: &str) -> bool {
    matches!(key, "displayName" | "propTypes" | "contextTypes") || key.starts_with(|c: char| c.is_uppercase())
}

/// Methods that change the list or map that they are called on, and may leave out what was in it.
const CHANGING: &[&str] = &["splice", "pop", "shift", "fill", "copyWithin", "set", "delete", "clear"];

/// Methods that only add to it.
const GROWING: &[&str] = &["push", "unshift", "add"];

impl Changes {
    /// Looks through a whole file once.
    pub(super) fn of(root: Tree, code: &str) -> Self {
        let mut walk = Walk { code, blocks: Vec::new(), changes: Changes::default() };
        walk.through(root);
        walk.changes
    }

    /// What becomes of `name`, which `block` declares.
    pub(super) fn of_name<'c>(&'c self, block: Tree, name: &'c str) -> impl Iterator<Item = &'c Change> {
        let made = self.made.get(&block.id()).map_or(&[][..], Vec::as_slice);
        made.iter().filter(move |(changed, _)| changed == name).map(|(_, change)| change)
    }

    /// What becomes of the names that `block` itself declares.
    pub(super) fn in_block(&self, block: Tree) -> impl Iterator<Item = (&str, &Change)> {
        let made = self.made.get(&block.id()).map_or(&[][..], Vec::as_slice);
        made.iter().map(|(name, change)| (name.as_str(), change))
    }

    /// True if a function further inside changes `name`, which `block` declares.
    pub(super) fn is_changed_within(&self, block: Tree, name: &str) -> bool {
        self.within.contains(&(block.id(), name.to_owned()))
    }

    /// True if an element stands in the body of a function.
    pub(super) fn has_elements(&self, body: Tree) -> bool {
        self.elements.contains(&body.id())
    }

    /// True if a name that `block` itself declares is changed.
    pub(super) fn any_in(&self, block: Tree) -> bool {
        self.made.contains_key(&block.id())
    }
}

struct Walk<'c, 't> {
    code: &'c str,
    /// The blocks that stand open, each with the names that it declares.
    blocks: Vec<(Tree<'t>, FxHashSet<&'c str>)>,
    changes: Changes,
}

impl<'c, 't> Walk<'c, 't> {
    fn through(&mut self, root: Tree<'t>) {
        for node in root.preorder() {
            while self.blocks.pop_if(|(block, _)| !block.holds(node)).is_some() {}
            self.enter(node);
        }
    }

    fn enter(&mut self, node: Tree<'t>) {
        if let Some(names) = self.declares(node) {
            self.blocks.push((node, names));
        }
        match node.kind() {
            "assignment_expression" if self.is_plain_addition(node) => {}
            "assignment_expression" if self.is_shared(node) => self.handed(node),
            "assignment_expression" | "augmented_assignment_expression" => self.assigned(node.child_by_field_name("left")),
            "update_expression" => self.assigned(node.child_by_field_name("argument")),
            "unary_expression" if self.code[node.byte_range()].starts_with("delete") => {
                self.changed(node.child_by_field_name("argument"), None)
            }
            "for_in_statement" if node.child_by_field_name("kind").is_none() => self.assigned(node.child_by_field_name("left")),
            "call_expression" => self.called(node),
            "jsx_element" | "jsx_self_closing_element" => {
                // Those further out have it from the one before.
                for (block, _) in self.blocks.iter().rev() {
                    if block.kind() == "statement_block" && !self.changes.elements.insert(block.id()) {
                        break;
                    }
                }
            }
            _ => {}
        }
    }

    /// The names that `node` declares, if it can declare any.
    fn declares(&self, node: Tree<'t>) -> Option<FxHashSet<&'c str>> {
        let mut names = FxHashSet::default();
        match node.kind() {
            "program" | "statement_block" | "switch_case" | "switch_default" => {
                for statement in named(node) {
                    let statement = statement.child_by_field_name("declaration").unwrap_or(statement);
                    self.declaration(statement, &mut names);
                }
            }
            "for_statement" => self.declaration(node.child_by_field_name("initializer")?, &mut names),
            "for_in_statement" => {
                node.child_by_field_name("kind")?;
                self.pattern(node.child_by_field_name("left")?, &mut names);
            }
            "catch_clause" => self.pattern(node.child_by_field_name("parameter")?, &mut names),
            kind if is_function(kind) => {
                for parameter in ["parameter", "parameters"].iter().filter_map(|field| node.child_by_field_name(field)) {
                    self.pattern(parameter, &mut names);
                }
            }
            _ => return None,
        }
        Some(names)
    }

    fn declaration(&self, statement: Tree<'t>, names: &mut FxHashSet<&'c str>) {
        match statement.kind() {
            "lexical_declaration" | "variable_declaration" => {
                let declarators = named(statement).filter_map(|declarator| declarator.child_by_field_name("name"));
                declarators.for_each(|pattern| self.pattern(pattern, names));
            }
            "function_declaration" | "class_declaration" | "enum_declaration" | "generator_function_declaration" => {
                names.extend(statement.child_by_field_name("name").map(|name| &self.code[name.byte_range()]));
            }
            _ => {}
        }
    }

    /// Every name in a pattern, however it is taken apart.
    fn pattern(&self, pattern: Tree<'t>, names: &mut FxHashSet<&'c str>) {
        let mut open = vec![pattern];
        while let Some(part) = open.pop() {
            match part.kind() {
                "identifier" | "shorthand_property_identifier_pattern" => {
                    names.insert(&self.code[part.byte_range()]);
                }
                "assignment_pattern" | "object_assignment_pattern" => open.extend(part.child_by_field_name("left")),
                "pair_pattern" => open.extend(part.child_by_field_name("value")),
                "required_parameter" | "optional_parameter" => open.extend(part.child_by_field_name("pattern")),
                "formal_parameters" | "object_pattern" | "array_pattern" | "rest_pattern" => open.extend(named(part)),
                _ => {}
            }
        }
    }

    /// `x = …`, `x.a = …`, `[x, y] = …`.
    fn assigned(&mut self, target: Option<Tree<'t>>) {
        let Some(target) = target else { return };
        if matches!(target.kind(), "object_pattern" | "array_pattern") {
            let mut names = FxHashSet::default();
            self.pattern(target, &mut names);
            let mut names: Vec<_> = names.into_iter().collect();
            names.sort_unstable();
            return names.into_iter().for_each(|name| self.note(name, Change::Any));
        }
        self.changed(Some(target), None);
    }

    /// `x.push(…)`, `x.a.splice(…)`, `Object.assign(x, …)`, and `require("…")`.
    fn called(&mut self, call: Tree<'t>) {
        if let Some(path) = required(call, self.code) {
            self.changes.requires.push((call.byte_range(), path.byte_range()));
        }
        let Some(function) = call.child_by_field_name("function").filter(|function| function.kind() == "member_expression") else { return };
        let Some(method) = function.child_by_field_name("property").map(|name| &self.code[name.byte_range()]) else { return };
        let object = function.child_by_field_name("object");
        if handed::is_handing(method) {
            self.handed(call);
        }
        if GROWING.contains(&method) {
            self.changed(object, Some(Change::Grown));
        } else if CHANGING.contains(&method) {
            self.changed(object, Some(Change::Any));
        } else if matches!(&self.code[function.byte_range()], "Object.assign" | "Object.defineProperty" | "Object.setPrototypeOf") {
            let first = call.child_by_field_name("arguments").and_then(|arguments| named(arguments).next());
            self.changed(first, Some(Change::Any));
        }
    }

    /// True for `app.locals.title = …`.
    fn is_shared(&self, assignment: Tree<'t>) -> bool {
        assignment.child_by_field_name("left").is_some_and(|left| handed::is_shared(&self.code[left.byte_range()]))
    }

    /// Remembers what hands something to templates.
    fn handed(&mut self, node: Tree<'t>) {
        let inner = self.blocks.iter().filter(|(block, _)| block.kind() != "program").flat_map(|(_, names)| names);
        let mut hidden: Vec<String> = inner.map(|name| (*name).to_owned()).collect();
        hidden.sort_unstable();
        hidden.dedup();
        self.changes.hands.push(Hands { place: node.byte_range(), hidden });
    }

    /// A change of what `target` names, or of a part of it.
    fn changed(&mut self, target: Option<Tree<'t>>, whole: Option<Change>) {
        let Some((base, first)) = target.and_then(|target| path(target, self.code)) else { return };
        let change = match first {
            Step::None => whole.unwrap_or(Change::Any),
            Step::Key(key) => Change::Key(key),
            Step::Unclear => Change::Any,
        };
        self.note(&self.code[base.byte_range()], change);
    }

    fn note(&mut self, name: &str, change: Change) {
        let Some(at) = self.blocks.iter().rposition(|(_, names)| names.contains(name)) else { return };
        let block = self.blocks[at].0;
        if self.blocks[at + 1..].iter().any(|(block, _)| is_function(block.kind())) {
            self.changes.within.insert((block.id(), name.to_owned()));
        }
        let made = self.changes.made.entry(block.id()).or_default();
        if !made.iter().any(|(changed, before)| changed == name && *before == change) {
            made.push((name.to_owned(), change));
        }
    }

    /// `name.key = value` as a statement of the very block that declares the name: whoever reads the block sees it in order.
    fn is_plain_addition(&self, assignment: Tree<'t>) -> bool {
        let Some(added) = added_key(assignment, self.code) else { return false };
        let block =
            assignment.parent().filter(|statement| statement.kind() == "expression_statement").and_then(|statement| statement.parent());
        let declared = self.blocks.iter().rev().find(|(_, names)| names.contains(added.name));
        block.zip(declared).is_some_and(|(block, (declares, _))| block == *declares)
    }
}

fn is_function(kind: &str) -> bool {
    matches!(
        kind,
        "arrow_function"
            | "function_expression"
            | "function_declaration"
            | "method_definition"
            | "generator_function"
            | "generator_function_declaration"
    )
}

/// A key that is given to an object by name.
pub(super) struct Added<'c, 't> {
    /// The object.
    pub(super) name: &'c str,
    /// The key.
    pub(super) key: String,
    /// Where the key stands.
    pub(super) place: Tree<'t>,
    /// What it is given.
    pub(super) value: Tree<'t>,
}

/// `name.key = value`, and nothing deeper.
pub(super) fn added_key<'c, 't>(assignment: Tree<'t>, code: &'c str) -> Option<Added<'c, 't>> {
    let left = assignment.child_by_field_name("left").filter(|_| assignment.kind() == "assignment_expression")?;
    let object = left.child_by_field_name("object").filter(|object| object.kind() == "identifier")?;
    let place = left.child_by_field_name("property").filter(|name| name.kind() == "property_identifier")?;
    let value = assignment.child_by_field_name("right")?;
    Some(Added { name: &code[object.byte_range()], key: code[place.byte_range()].to_owned(), place, value })
}

/// The path in `require("…")`.
pub(super) fn required<'t>(call: Tree<'t>, code: &str) -> Option<Tree<'t>> {
    let function = call.child_by_field_name("function").filter(|_| call.kind() == "call_expression")?;
    let mut arguments = named(call.child_by_field_name("arguments")?);
    let path = arguments.next().filter(|path| path.kind() == "string")?;
    (&code[function.byte_range()] == "require" && arguments.next().is_none()).then_some(path)
}

/// The first step from a name to what is changed.
enum Step {
    None,
    Key(String),
    Unclear,
}

/// The name that `a.b.c` starts from, and the step from there.
fn path<'t>(target: Tree<'t>, code: &str) -> Option<(Tree<'t>, Step)> {
    let (mut here, mut first) = (target, Step::None);
    loop {
        let next = match here.kind() {
            "identifier" => return Some((here, first)),
            "member_expression" => {
                let name = here.child_by_field_name("property")?;
                first = Step::Key(code[name.byte_range()].to_owned());
                here.child_by_field_name("object")?
            }
            "subscript_expression" => {
                first = Step::Unclear;
                here.child_by_field_name("object")?
            }
            "parenthesized_expression" | "non_null_expression" | "as_expression" => named(here).next()?,
            _ => return None,
        };
        here = next;
    }
}
