//! Python: what a code file names, takes and gives. Nothing in it is run.
//!
//! A method may name its object as it likes; here the object is always [`SELF`]. What a constructor keeps in its object
//! is a member of the class, as far as it can be told: `self.fields["sex"] = …` is `sex` of the member `fields`.

mod class;
mod expression;
mod function;
mod kept;
mod literal;
#[cfg(test)]
mod tests;

use std::ops::Range;
use std::sync::Arc;

use super::{CommentSigns, Dialect, Parsers};
use crate::dialect::tree::Node as Tree;
use crate::limits;
use crate::module::Module;
use crate::page::{Comment, Import, Node, Notice, Page, Set};
use crate::source::{FileId, Source, Span};
use crate::text::Text;
use crate::unknown::Reason;
use crate::value::{SELF, Value, ValueKind};

/// Python files that define forms.
pub(super) struct Python;

impl Dialect for Python {
    fn name(&self) -> &'static str {
        "python"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["py"]
    }

    fn claims(&self, _ending: &str, text: &str) -> bool {
        let has = |words: &str| memchr::memmem::find(text.as_bytes(), words.as_bytes()).is_some();
        has("class ") && ((has("Form") && (has("Field(") || has("fields") || has("exclude"))) || (has("Field(") && has("forms")))
    }

    fn passes_over(&self, path: &str) -> bool {
        let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
        let stem = name.trim_end_matches(".py");
        // What Django's own pages for whoever keeps the records show of them is no form that people are asked to fill in.
        let passed = stem == "admin" || folders.split('/').any(|folder| matches!(folder, "test" | "tests" | "migrations"));
        passed || stem.starts_with("test_") || stem.ends_with("_test") || stem.ends_with("_tests") || matches!(stem, "tests" | "conftest")
    }

    fn comment(&self, _before: &str) -> Option<CommentSigns> {
        Some(("#", ""))
    }

    fn read(&self, source: &Source, parsers: &mut Parsers) -> Page {
        let Some(reader) = Reader::of(source, parsers) else { return Page::default() };
        let imports = reader.module.imports.into_iter().map(Node::Import);
        let sets = reader.sets.into_iter().map(|Binding { name, value }| Node::Definition(Set { name, value: Arc::new(value) }));
        let (comments, notices) = (reader.comments, reader.module.notices);
        Page { nodes: imports.chain(sets).collect(), comments, notices, ..Page::default() }
    }
}

/// Reads a code file that others take something from.
pub fn read(source: &Source, parsers: &mut Parsers) -> Module {
    let Some(reader) = Reader::of(source, parsers) else { return Module::default() };
    let names = reader.sets.into_iter().map(|Binding { name, value }| Set { name, value: Arc::new(value) });
    Module { names: names.collect(), ..reader.module }
}

/// Lowers nodes of the tree to values.
#[derive(Clone, Copy)]
struct Lower<'c> {
    code: &'c str,
    file: FileId,
    /// What the method that is being read calls its object.
    object: &'c str,
    depth: usize,
}

/// A name and its value.
struct Binding {
    name: String,
    value: Value,
}

impl<'c> Lower<'c> {
    fn span(&self, node: Tree) -> Span {
        Span::new(self.file, node.start_byte(), node.end_byte())
    }

    fn text(&self, node: Tree) -> &'c str {
        &self.code[node.byte_range()]
    }

    fn name(&self, node: Tree) -> Value {
        let written = self.text(node);
        let name = if written == self.object { SELF } else { written };
        Value::new(ValueKind::Name(name.to_owned()), self.span(node))
    }

    /// The same one level down, where that is still to be read.
    fn deeper(&self) -> Option<Self> {
        (self.depth < limits::EXPRESSION_DEPTH).then_some(Lower { depth: self.depth + 1, ..*self })
    }

    fn unknown(&self, reason: Reason, node: Tree) -> Value {
        Value::unknown(reason, self.span(node))
    }

    /// The names that an assignment gives values to, one after the other. `now` is what a name has so far.
    fn assigned(&self, assignment: Tree, now: impl Fn(&str) -> Option<Value>) -> Vec<Binding> {
        let Some(left) = assignment.child_by_field_name("left") else { return Vec::new() };
        let Some(right) = assignment.child_by_field_name("right") else { return Vec::new() };
        if assignment.kind() == "augmented_assignment" {
            let adds = assignment.child_by_field_name("operator").is_some_and(|operator| self.text(operator) == "+=");
            let name = self.text(left).to_owned();
            let value = match now(&name).filter(|_| adds) {
                Some(before) => extended(before, self.value(right), self.span(assignment)),
                None => self.unknown(Reason::Computed, assignment),
            };
            return if left.kind() == "identifier" { vec![Binding { name, value }] } else { Vec::new() };
        }
        let mut bindings = Vec::new();
        // `a = b = "x"` gives both the same.
        let value = match right.kind() {
            "assignment" => {
                bindings = self.assigned(right, now);
                bindings.last().map_or_else(|| self.unknown(Reason::Computed, right), |last| last.value.clone())
            }
            _ => self.value(right),
        };
        self.bind(left, value, &mut bindings);
        bindings
    }

    /// Gives each name of `target` its part of `value`.
    fn bind(&self, target: Tree, value: Value, bindings: &mut Vec<Binding>) {
        match target.kind() {
            "identifier" => bindings.push(Binding { name: self.text(target).to_owned(), value }),
            "pattern_list" | "tuple_pattern" | "list_pattern" => {
                let Some(deeper) = self.deeper() else { return };
                let starred = named(target).any(|part| part.kind() == "list_splat_pattern");
                for (at, part) in named(target).enumerate() {
                    let item = match (&value.kind, starred) {
                        (_, true) => self.unknown(Reason::Computed, part),
                        (ValueKind::List(items), _) => items.get(at).cloned().unwrap_or_else(|| self.unknown(Reason::Computed, part)),
                        (ValueKind::Name(_) | ValueKind::Member(..), _) => self.part_of(&value, at, part),
                        (ValueKind::Unknown(reason), _) => self.unknown(reason.clone(), part),
                        _ => self.unknown(Reason::Computed, part),
                    };
                    deeper.bind(part, item, bindings);
                }
            }
            "list_splat_pattern" => {
                if let Some(inner) = named(target).next() {
                    self.bind(inner, self.unknown(Reason::Computed, target), bindings);
                }
            }
            _ => {}
        }
    }

    fn part_of(&self, whole: &Value, at: usize, node: Tree) -> Value {
        let span = self.span(node);
        let key = Value::new(ValueKind::Number(at.to_string()), span);
        Value::new(ValueKind::Member(Box::new(whole.clone()), Box::new(key)), span)
    }

    /// `list.append(x)`, `list.extend(x)`, `list += x` as statements: the name of the list, and what is put behind it.
    fn growth(&self, statement: Tree) -> Option<(String, Value)> {
        let call = named(statement).next().filter(|call| call.kind() == "call")?;
        let function = call.child_by_field_name("function").filter(|function| function.kind() == "attribute")?;
        let list = function.child_by_field_name("object").filter(|object| object.kind() == "identifier")?;
        let argument = call.child_by_field_name("arguments").and_then(|arguments| named(arguments).next())?;
        let value = self.value(argument);
        let span = value.span;
        let added = match self.text(function.child_by_field_name("attribute")?) {
            "append" => Value::new(ValueKind::List([value].into()), span),
            "extend" => value,
            _ => return None,
        };
        Some((self.text(list).to_owned(), added))
    }
}

/// One list, or text, behind another. One that grows at every line of a long file is no list of answers.
fn extended(before: Value, more: Value, span: Span) -> Value {
    let mut parts = match before.kind {
        ValueKind::Concat(parts) => parts,
        ValueKind::Unknown(_) => return before,
        _ => vec![before],
    };
    parts.push(more);
    match parts.len() > limits::PARTS {
        true => Value::unknown(Reason::Computed, span),
        false => Value::new(ValueKind::Concat(parts), span),
    }
}

/// Reads the top level of a file.
struct Reader<'c> {
    lower: Lower<'c>,
    module: Module,
    sets: Vec<Binding>,
    comments: Vec<Comment>,
    /// How many conditions stand round what is being read.
    branches: usize,
}

impl<'c> Reader<'c> {
    fn of(source: &'c Source, parsers: &mut Parsers) -> Option<Self> {
        let code = &source.text;
        let lower = Lower { code, file: source.id, object: "", depth: 0 };
        let mut reader = Reader { lower, module: Module::default(), sets: Vec::new(), comments: Vec::new(), branches: 0 };
        if nesting(code) > limits::NESTING {
            let message = "brackets stand too deep in one another to be read".to_owned();
            reader.module.notices.push(Notice { span: source.span(0..code.len()), message });
            return Some(reader);
        }
        let language = || tree_sitter_python::LANGUAGE.into();
        // A mistake is made good in one way, however lines end.
        let code = &code.replace('\r', " ");
        let tree = parsers.parse("python", language, code)?;
        if !tree.root_node().has_error() {
            reader.whole(tree.root_node());
            return Some(reader);
        }
        // One mistake may swallow all that follows it, so each class and function is read by itself.
        for part in parts(code) {
            let tree = parsers.parse_part("python", language, code, part)?;
            reader.whole(tree.root_node());
        }
        Some(reader)
    }

    fn whole(&mut self, root: Tree) {
        self.remarks(root);
        if root.has_error() {
            let message = "this part of the file could not be read".to_owned();
            self.module.notices.push(Notice { span: self.lower.span(first_error(root)), message });
        }
        self.block(root);
    }

    /// Comments, wherever they stand.
    fn remarks(&mut self, root: Tree) {
        for node in root.preorder().filter(|node| node.kind() == "comment") {
            let inner = node.start_byte() + 1..node.end_byte();
            let text = Text::verbatim(&self.lower.code[inner.clone()], Span::new(self.lower.file, inner.start, inner.end));
            self.comments.push(Comment { text, span: self.lower.span(node) });
        }
    }

    fn block(&mut self, block: Tree) {
        let Some(deeper) = self.lower.deeper() else { return };
        let outer = std::mem::replace(&mut self.lower, deeper);
        for statement in named(block) {
            self.statement(statement);
        }
        self.lower = outer;
    }

    fn statement(&mut self, statement: Tree) {
        match statement.kind() {
            "import_statement" => self.import(statement),
            "import_from_statement" => self.import_from(statement),
            "expression_statement" => self.expression(statement),
            "if_statement" | "try_statement" | "with_statement" => self.arms(statement),
            // What could not be read may hold things that can.
            "ERROR" => self.block(statement),
            _ => {
                if let Some(Binding { name, value }) = self.lower.defined(statement) {
                    self.set(name, value);
                }
            }
        }
    }

    /// Every arm of a condition: a name that several give a value may have any of them.
    fn arms(&mut self, statement: Tree) {
        self.branches += 1;
        for part in named(statement) {
            match part.kind() {
                "block" => self.block(part),
                "elif_clause" | "else_clause" | "except_clause" | "finally_clause" => {
                    named(part).filter(|inner| inner.kind() == "block").for_each(|inner| self.block(inner));
                }
                _ => {}
            }
        }
        self.branches -= 1;
    }

    fn expression(&mut self, statement: Tree) {
        if let Some((name, more)) = self.lower.growth(statement) {
            if let Some(before) = self.value_of(&name) {
                let span = before.span;
                self.set(name, extended(before, more, span));
            }
            return;
        }
        let Some(assignment) = named(statement).next().filter(|child| child.kind().ends_with("assignment")) else { return };
        for Binding { name, value } in self.lower.assigned(assignment, |name| self.value_of(name)) {
            self.set(name, value);
        }
    }

    fn value_of(&self, name: &str) -> Option<Value> {
        self.sets.iter().rev().take(limits::PARTS).find(|set| set.name == name).map(|set| set.value.clone())
    }

    fn set(&mut self, name: String, value: Value) {
        let before = if self.branches > 0 { self.value_of(&name) } else { None };
        let value = match before {
            Some(before) => either(before, value),
            None => value,
        };
        self.sets.push(Binding { name, value });
    }

    /// `import a.b`, `import a.b as c`.
    fn import(&mut self, statement: Tree) {
        for part in named(statement) {
            let (written, here) = match part.kind() {
                "aliased_import" => (part.child_by_field_name("name"), part.child_by_field_name("alias")),
                _ => (Some(part), named(part).next()),
            };
            let (Some(written), Some(here)) = (written, here) else { continue };
            // `import a.b` gives the name `a`, to what is `a`.
            let written = if part.kind() == "aliased_import" { written } else { here };
            let from = self.path(written);
            self.module.imports.push(Import { from, names: vec![(String::new(), self.lower.text(here).to_owned())] });
        }
    }

    /// `from a.b import c, d as e`, `from . import f`, `from .g import *`.
    fn import_from(&mut self, statement: Tree) {
        let Some(module) = statement.child_by_field_name("module_name") else { return };
        let from = self.path(module);
        if named(statement).any(|part| part.kind() == "wildcard_import") {
            self.module.imports.push(Import { from: from.clone(), names: vec![(Import::ALL.to_owned(), Import::ALL.to_owned())] });
            return self.module.reexports.push(from);
        }
        let mut names = Vec::new();
        for part in statement.children_by_field_name("name") {
            let (there, here) = match part.kind() {
                "aliased_import" => (part.child_by_field_name("name"), part.child_by_field_name("alias")),
                _ => (Some(part), Some(part)),
            };
            if let (Some(there), Some(here)) = (there, here) {
                names.push((self.lower.text(there).to_owned(), self.lower.text(here).to_owned()));
            }
        }
        self.module.imports.push(Import { from, names });
    }

    fn path(&self, node: Tree) -> Value {
        let span = self.lower.span(node);
        Value::new(ValueKind::Text(Text::verbatim(self.lower.text(node), span)), span)
    }
}

/// The first node that could not be read, or that something is missing from.
fn first_error(root: Tree) -> Tree {
    let mut here = root;
    loop {
        match here.children().find(|child| child.has_error()) {
            Some(child) if !here.is_error() => here = child,
            _ => return here,
        }
    }
}

/// The file cut in front of each class, function and decorator at its top level.
fn parts(code: &str) -> Vec<Range<usize>> {
    let mut cuts = vec![0];
    let mut at = 0;
    let mut decorated = false;
    for line in code.split_inclusive('\n') {
        let decorates = line.starts_with('@');
        let defines = ["class ", "def ", "async def "].iter().any(|word| line.starts_with(word));
        if (decorates || defines) && !decorated && at > 0 && cuts.len() < limits::PARTS {
            cuts.push(at);
        }
        decorated = decorates || (decorated && !defines);
        at += line.len();
    }
    let ends = cuts.iter().skip(1).copied().chain([code.len()]);
    cuts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

/// One of two.
fn either(one: Value, other: Value) -> Value {
    let span = one.span;
    let mut readings = match one.kind {
        ValueKind::Either(readings) => readings,
        _ => vec![one],
    };
    match other.kind {
        ValueKind::Either(more) => readings.extend(more),
        _ => readings.push(other),
    }
    match readings.len() > limits::PARTS {
        true => Value::unknown(Reason::Condition, span),
        false => Value::new(ValueKind::Either(readings), span),
    }
}

/// How deep brackets stand in one another, strings and comments not looked at: never fewer than there are.
fn nesting(code: &str) -> usize {
    let (mut now, mut most) = (0_usize, 0);
    for byte in code.bytes() {
        match byte {
            b'(' | b'[' | b'{' => now += 1,
            b')' | b']' | b'}' => now = now.saturating_sub(1),
            _ => {}
        }
        most = most.max(now);
    }
    most
}

/// The children of a node that mean something, in order. Comments do not.
fn named<'t>(node: Tree<'t>) -> impl Iterator<Item = Tree<'t>> {
    node.named_children().filter(|child| child.kind() != "comment")
}
