//! A file of classes: its constants, what its methods answer, and the templates that stand in it.

use std::collections::HashSet;
use std::ops::Range;

use super::{Lower, heredocs, language, named};
use crate::dialect::Parsers;
use crate::dialect::tree::Node as Tree;
use crate::module::Module;
use crate::page::{Comment, Set};
use crate::source::Source;
use crate::text::Text;
use crate::unknown::Reason;
use crate::value::{Call, Class, Entry, Lambda, Value, ValueKind};

/// Reads a file of classes. What others ask for is what stands at its top level; its constants know one another by their
/// own names, wherever in the file they stand.
pub(in crate::dialect) fn read(source: &Source, parsers: &mut Parsers) -> Module {
    let Some(tree) = parsers.parse("ruby", language, &source.text) else { return Module::default() };
    let root = tree.root_node();
    let heredocs = heredocs(root, &source.text);
    let lower = Lower { code: &source.text, base: 0, written: source.text.len(), file: source.id, heredocs: &heredocs, depth: 0 };
    let members = lower.members(root);
    let mut module = Module::default();
    let mut met = HashSet::new();
    members.iter().for_each(|member| constants(member, &mut met, &mut module.names, 0));
    lower.instances(root, &mut module.names);
    module.exports = members.into_iter().map(|member| (member.key, member.value)).collect();
    module
}

/// Every constant by its own name. One that two classes of the file give different values to is unknown.
fn constants<'m>(member: &'m Entry, met: &mut HashSet<&'m str>, into: &mut Vec<Set>, depth: usize) {
    if let ValueKind::Class(class) = &member.value.kind {
        if depth < crate::limits::EXPRESSION_DEPTH {
            class.members.iter().for_each(|member| constants(member, met, into, depth + 1));
        }
        return;
    }
    if !member.key.starts_with(|c: char| c.is_uppercase()) {
        return;
    }
    let value = match met.insert(&member.key) {
        true => member.value.clone(),
        false => Value::unknown(Reason::Computed, member.value.span),
    };
    into.push(Set { name: member.key.clone(), value: value.into() });
}

/// A template that stands in a class, after the method of this name: `erb_template <<~ERB`.
pub(in crate::dialect) fn templates(source: &Source, parsers: &mut Parsers) -> Vec<(&'static str, Range<usize>)> {
    const METHODS: &[(&str, &str)] = &[("erb_template", "erb"), ("slim_template", "slim"), ("haml_template", "haml")];
    let Some(tree) = parsers.parse("ruby", language, &source.text) else { return Vec::new() };
    let heredocs = heredocs(tree.root_node(), &source.text);
    // Values that Ruby puts into the text would be put into what the template says; a heredoc that has some is left.
    let plain = heredocs.into_iter().filter(|heredoc| !heredoc.has_holes);
    plain
        .filter_map(|heredoc| {
            let line = source.text[..heredoc.opens].rfind('\n').map_or(0, |at| at + 1);
            let method = source.text[line..heredoc.opens].trim().trim_end_matches('(');
            let (_, language) = METHODS.iter().find(|(name, _)| *name == method)?;
            Some((*language, heredoc.text))
        })
        .collect()
}

/// What the methods `call` of a file's components show.
pub(in crate::dialect) fn shown_by_call(source: &Source, parsers: &mut Parsers) -> Vec<Value> {
    let module = read(source, parsers);
    let mut shown = Vec::new();
    module.exports.iter().for_each(|(_, value)| calls(value, &mut shown, 0));
    shown
}

fn calls(value: &Value, into: &mut Vec<Value>, depth: usize) {
    let ValueKind::Class(class) = &value.kind else { return };
    for member in class.members.iter().filter(|_| depth < crate::limits::EXPRESSION_DEPTH) {
        match &member.value.kind {
            ValueKind::Class(_) => calls(&member.value, into, depth + 1),
            _ if member.key == "call" => into.push(member.value.clone()),
            _ => {}
        }
    }
}

/// The comments of a file of Ruby.
pub(in crate::dialect) fn comments(source: &Source, parsers: &mut Parsers) -> Vec<Comment> {
    let Some(tree) = parsers.parse("ruby", language, &source.text) else { return Vec::new() };
    let comments = tree.root_node().preorder().filter(|node| node.kind() == "comment" && source.text[node.byte_range()].starts_with('#'));
    let said = |node: Tree| {
        let range = node.start_byte() + 1..node.end_byte();
        let text = Text::verbatim(&source.text[range.clone()], source.span(range)).folded();
        Comment { text, span: source.span(node.byte_range()) }
    };
    comments.map(said).collect()
}

impl Lower<'_> {
    /// What a class, a module or a file holds: constants, methods, classes.
    fn members(&self, body: Tree) -> Vec<Entry> {
        let Some(deeper) = self.deeper() else { return Vec::new() };
        named(body).flat_map(|statement| deeper.member(statement)).collect()
    }

    /// What objects of the file's classes keep under names of their own, wherever a method puts it there.
    fn instances(&self, root: Tree, into: &mut Vec<Set>) {
        for node in root.preorder() {
            let name = node.child_by_field_name("left").filter(|left| node.kind() == "assignment" && left.kind() == "instance_variable");
            if let Some(name) = name {
                into.push(Set { name: self.text(name).to_owned(), value: self.part(node, "right").into() });
            }
        }
    }

    fn member(&self, statement: Tree) -> Vec<Entry> {
        match statement.kind() {
            "assignment" => {
                let name = statement.child_by_field_name("left").filter(|left| left.kind() == "constant");
                name.map(|name| self.entry_of(name, self.part(statement, "right"))).into_iter().collect()
            }
            "class" | "module" => self.class(statement).into_iter().collect(),
            "method" | "singleton_method" => self.method(statement).into_iter().collect(),
            "singleton_class" => statement.child_by_field_name("body").map_or_else(Vec::new, |body| self.members(body)),
            // `private def x`, `memoize def x`, `class_methods do`.
            "call" => {
                let inner = statement.child_by_field_name("arguments").into_iter().flat_map(named).filter(|inner| inner.kind() == "method");
                let methods = inner.flat_map(|method| self.member(method));
                let in_block = statement.child_by_field_name("method").is_some_and(|name| self.text(name) == "class_methods");
                let block = statement.child_by_field_name("block").filter(|_| in_block).and_then(|block| block.child_by_field_name("body"));
                methods.chain(block.into_iter().flat_map(|block| self.members(block))).collect()
            }
            _ => Vec::new(),
        }
    }

    fn entry_of(&self, name: Tree, value: Value) -> Entry {
        Entry { key: self.text(name).to_owned(), key_span: self.span(name), value }
    }

    /// `class A::B` is `B` in `A`.
    fn class(&self, node: Tree) -> Option<Entry> {
        let name = node.child_by_field_name("name")?;
        let base = node.child_by_field_name("superclass").and_then(|base| named(base).next());
        let members = node.child_by_field_name("body").map_or_else(Vec::new, |body| self.members(body));
        let bases = base.map(|base| self.value(base)).into_iter().collect();
        let mut names: Vec<&str> = self.text(name).split("::").filter(|part| !part.is_empty()).collect();
        let own = names.pop()?;
        let class = Class { name: own.to_owned(), bases, members, kept: Vec::new() };
        let value = Value::new(ValueKind::Class(class.into()), self.span(node));
        let entry = |key: &str, value: Value| Entry { key: key.to_owned(), key_span: self.span(name), value };
        Some(names.into_iter().rev().fold(entry(own, value), |inner, name| {
            let span = inner.value.span;
            let outer = Class { name: name.to_owned(), bases: Vec::new(), members: vec![inner], kept: Vec::new() };
            entry(name, Value::new(ValueKind::Class(outer.into()), span))
        }))
    }

    /// A method. One without parameters is what it answers.
    fn method(&self, node: Tree) -> Option<Entry> {
        let name = node.child_by_field_name("name")?;
        let mut params = Vec::new();
        let mut is_plain = true;
        for parameter in node.child_by_field_name("parameters").into_iter().flat_map(named) {
            is_plain &= parameter.kind() == "identifier";
            params.push(self.text(parameter).to_owned());
        }
        let leaves_early =
            node.child_by_field_name("body").is_some_and(|body| body.children().any(|part| matches!(part.kind(), "rescue" | "ensure")));
        let (sets, body) = match node.child_by_field_name("body") {
            Some(body) if is_plain && !leaves_early => self.body(body),
            _ => (Vec::new(), self.unknown(Reason::Computed, node)),
        };
        let is_answer = params.is_empty();
        let span = body.span;
        let function = Value::new(ValueKind::Lambda(Box::new(Lambda { params, sets, body })), span);
        let value = match is_answer {
            true => {
                let call = Call { receiver: Some(function), name: String::new(), args: Vec::new(), keywords: None };
                Value::new(ValueKind::Call(Box::new(call)), span)
            }
            false => function,
        };
        Some(self.entry_of(name, value))
    }
}
