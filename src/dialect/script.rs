//! JavaScript and TypeScript: what a code file names, takes and gives. Nothing in it is run.
//!
//! What code may change after it was written, such as a list that is added to, is unknown as far as that reaches.

mod change;
mod defined;
mod expression;
mod function;
mod handed;
mod jsx;
mod literal;
mod mend;
mod packed;
mod page;
pub(super) mod part;
#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use tree_sitter::Language;

use super::Parsers;
use crate::dialect::tree::Node as Tree;
use crate::limits;
use crate::module::Module;
use crate::page::{Comment, Import, Notice, Page, Set};
use crate::source::{FileId, Source, Span};
use crate::text::Text;
use crate::unknown::Reason;
use crate::value::{Entry, Value, ValueKind};
use change::{Change, Changes};
pub(crate) use jsx::spread_attribute;
pub(crate) use packed::is_packed;

/// The endings of such files, in the order in which a name without one is looked for.
pub const ENDINGS: &[&str] = &["js", "ts", "mjs", "cjs", "tsx", "jsx", "mts", "cts"];

/// Reads a code file as a page: what it defines at its top level may ask something.
pub(super) fn page(source: &Source, parsers: &mut Parsers) -> Page {
    let Some((tree, left_out)) = parse(source, parsers) else { return Page::default() };
    let changes = Changes::of(tree.root_node(), &source.text);
    let lower = Lower { code: &source.text, file: source.id, changes: &changes, depth: 0 };
    let module = module(tree.root_node(), lower, &left_out);
    let nodes = defined::nodes(&module, tree.root_node(), lower);
    let comments = comments(tree.root_node(), lower);
    Page { nodes, comments, notices: module.notices.clone(), module: Some(Arc::new(module)), ..Page::default() }
}

/// Reads a code file.
pub fn read(source: &Source, parsers: &mut Parsers) -> Module {
    let Some((tree, left_out)) = parse(source, parsers) else { return Module::default() };
    let changes = Changes::of(tree.root_node(), &source.text);
    module(tree.root_node(), Lower { code: &source.text, file: source.id, changes: &changes, depth: 0 }, &left_out)
}

/// The tree of a file, and what had to be left out of it. Its ending says which of two grammars it needs: `<T>x` gives a type
/// in one and is an element in the other. Of packed code there is none.
fn parse(source: &Source, parsers: &mut Parsers) -> Option<(super::tree::Tree, Vec<Range<usize>>)> {
    if is_packed(&source.text) {
        return None;
    }
    let (name, language): (_, fn() -> Language) = match super::extension(&source.path).as_str() {
        "ts" | "mts" | "cts" => ("typescript", || tree_sitter_typescript::LANGUAGE_TYPESCRIPT.into()),
        _ => ("tsx", || tree_sitter_typescript::LANGUAGE_TSX.into()),
    };
    mend::parsed(&source.text, |text| parsers.parse(name, language, text))
}

fn module(root: Tree, lower: Lower, left_out: &[Range<usize>]) -> Module {
    let mut reader = Reader { lower, module: Module::default(), sets: Vec::new() };
    left_out.iter().for_each(|statement| reader.left_out(statement.clone()));
    reader.requires();
    for statement in named(root) {
        reader.statement(statement);
    }
    reader.module.names = lower.doubted(root, reader.sets);
    reader.module.handed = handed::handed(root, lower);
    reader.module
}

/// Every comment, without its delimiters.
fn comments(root: Tree, lower: Lower) -> Vec<Comment> {
    root.preorder().filter(|node| node.kind() == "comment").map(|node| lower.comment(node)).collect()
}

/// Lowers nodes of the tree to values.
#[derive(Clone, Copy)]
struct Lower<'c> {
    code: &'c str,
    file: FileId,
    changes: &'c Changes,
    depth: usize,
}

/// A name and its value, before it is known what becomes of it.
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

    /// `// …`, `/* … */`, `{/* … */}`.
    fn comment(&self, node: Tree) -> Comment {
        let whole = self.text(node);
        let inner = match whole.strip_prefix("//") {
            Some(inner) => inner,
            None => whole.strip_prefix("/*").map_or(whole, |inner| inner.strip_suffix("*/").unwrap_or(inner)),
        };
        let start = node.start_byte() + (whole.len() - whole.trim_start_matches(inner).len()).min(2);
        let place = Span::new(self.file, start, start + inner.len());
        // In the braces that a comment between elements needs, it is the braces that a reader sees.
        let around = node.parent().filter(|around| around.kind() == "jsx_expression").unwrap_or(node);
        Comment { text: Text::verbatim(inner, place), span: self.span(around) }
    }

    fn name(&self, node: Tree) -> Value {
        Value::new(ValueKind::Name(self.text(node).to_owned()), self.span(node))
    }

    /// The same one level down, where that is still to be read.
    fn deeper(&self) -> Option<Self> {
        (self.depth < limits::EXPRESSION_DEPTH).then_some(Lower { depth: self.depth + 1, ..*self })
    }

    fn unknown(&self, reason: Reason, node: Tree) -> Value {
        Value::unknown(reason, self.span(node))
    }

    /// Each name that a `const`, `let` or `var` declares.
    fn declared(&self, declarator: Tree, sets: &mut Vec<Binding>) {
        let Some(pattern) = declarator.child_by_field_name("name") else { return };
        let value = match declarator.child_by_field_name("value") {
            Some(value) => self.value(value),
            None => Value::new(ValueKind::Null, self.span(declarator)),
        };
        self.bind(pattern, value, sets);
    }

    /// A function, class or enum that has a name. Gives back where the name stands.
    fn defined<'t>(&self, node: Tree<'t>, sets: &mut Vec<Binding>) -> Option<Tree<'t>> {
        let deeper = self.deeper()?;
        let value = match node.kind() {
            "function_declaration" | "generator_function_declaration" => deeper.function(node),
            "class_declaration" | "abstract_class_declaration" => deeper.class(node),
            "enum_declaration" => deeper.enumeration(node),
            _ => return None,
        };
        let name = node.child_by_field_name("name")?;
        sets.push(Binding { name: self.text(name).to_owned(), value });
        Some(name)
    }

    /// `name.key = value`, straight after the object was declared, adds to it.
    fn extended(&self, assignment: Tree, sets: &mut [Binding]) {
        let Some(added) = change::added_key(assignment, self.code) else { return };
        let Some(set) = sets.iter_mut().rev().find(|set| set.name == added.name) else { return };
        match &mut set.value.kind {
            ValueKind::Map(entries) => {
                let value = self.value(added.value);
                let entry = Entry { key: added.key, key_span: self.span(added.place), value };
                *entries = entries.iter().cloned().chain([entry]).collect();
            }
            // What is kept on a function or class is no part of its value.
            ValueKind::Lambda(_) | ValueKind::Class(_) => {}
            ValueKind::Call(_) if change::is_of_component(&added.key) => {}
            _ => set.value = Value::unknown(Reason::Computed, set.value.span),
        }
    }

    /// The names of `block` with what code elsewhere does to them. Two names for one thing share what becomes of it.
    fn doubted(&self, block: Tree, sets: Vec<Binding>) -> Vec<Set> {
        let changed = sets.iter().filter(|set| self.changes.of_name(block, &set.name).next().is_some());
        let shared: HashSet<String> = changed.filter_map(|set| root(&set.value).map(str::to_owned)).collect();
        let doubted = sets.into_iter().map(|Binding { name, value }| {
            let by_another = shared.contains(&name).then_some(&Change::Any);
            let value = self.changes.of_name(block, &name).chain(by_another).fold(value, |value, change| change.to(value));
            Set { name, value: Arc::new(value) }
        });
        doubted.collect()
    }
}

/// The name that a value is another name for, or for a part of.
fn root(value: &Value) -> Option<&str> {
    match &value.kind {
        ValueKind::Name(name) => Some(name),
        ValueKind::Member(subject, _) => root(subject),
        _ => None,
    }
}

struct Reader<'c> {
    lower: Lower<'c>,
    module: Module,
    sets: Vec<Binding>,
}

impl Reader<'_> {
    /// Each `require("…")`, wherever it stands, is a name of its own, spelt as it is written.
    fn requires(&mut self) {
        for (call, from) in &self.lower.changes.requires {
            let written = &self.lower.code[call.clone()];
            let known = self.module.imports.iter().any(|import| import.names.iter().any(|(_, here)| here == written));
            if !known {
                let from = self.lower.string_at(from.clone());
                self.module.imports.push(Import { from, names: vec![(String::new(), written.to_owned())] });
            }
        }
    }

    fn statement(&mut self, statement: Tree) {
        match statement.kind() {
            "import_statement" => self.import(statement),
            "export_statement" => self.export(statement),
            "lexical_declaration" | "variable_declaration" => self.declaration(statement),
            "expression_statement" => self.assignment(statement),
            "ERROR" => self.unread(statement),
            _ => {
                self.lower.defined(statement, &mut self.sets);
            }
        }
    }

    fn left_out(&mut self, statement: Range<usize>) {
        let message = "this statement could not be read".to_owned();
        let span = Span::new(self.lower.file, statement.start, statement.end);
        self.module.notices.push(Notice { span, message });
    }

    fn unread(&mut self, node: Tree) {
        let message = "this part of the file could not be read".to_owned();
        self.module.notices.push(Notice { span: self.lower.span(node), message });
    }

    fn declaration(&mut self, declaration: Tree) {
        for declarator in named(declaration).filter(|child| child.kind() == "variable_declarator") {
            match self.required(declarator) {
                Some(import) => self.module.imports.push(import),
                None => self.lower.declared(declarator, &mut self.sets),
            }
        }
    }

    /// `const x = require("…")`, `const { a, b: c } = require("…")`.
    fn required(&self, declarator: Tree) -> Option<Import> {
        let call = declarator.child_by_field_name("value")?;
        let from = self.lower.value(change::required(call, self.lower.code)?);
        let pattern = declarator.child_by_field_name("name")?;
        let text = |node: Tree| self.lower.text(node).to_owned();
        let names = match pattern.kind() {
            "identifier" => vec![(String::new(), text(pattern))],
            "object_pattern" => {
                let names = named(pattern).map(|part| match part.kind() {
                    "shorthand_property_identifier_pattern" => Some((text(part), text(part))),
                    "pair_pattern" => {
                        let key = part.child_by_field_name("key").filter(|key| key.kind() == "property_identifier")?;
                        let here = part.child_by_field_name("value").filter(|value| value.kind() == "identifier")?;
                        Some((text(key), text(here)))
                    }
                    _ => None,
                });
                names.collect::<Option<Vec<_>>>()?
            }
            _ => return None,
        };
        Some(Import { from, names })
    }

    fn import(&mut self, statement: Tree) {
        let Some(source) = find(statement, "source") else { return };
        let from = self.lower.value(source);
        let text = |node: Tree| self.lower.text(node).to_owned();
        let mut names = Vec::new();
        for clause in named(statement) {
            match clause.kind() {
                "import_require_clause" => names.extend(named(clause).next().map(|name| (String::new(), text(name)))),
                "import_clause" => {
                    for part in named(clause) {
                        match part.kind() {
                            "identifier" => names.push(("default".to_owned(), text(part))),
                            "namespace_import" => names.extend(named(part).next().map(|name| (String::new(), text(name)))),
                            _ => names.extend(named(part).filter_map(|specifier| self.specifier(specifier))),
                        }
                    }
                }
                _ => {}
            }
        }
        if !names.is_empty() {
            self.module.imports.push(Import { from, names });
        }
    }

    /// `a`, `a as b`: the name on either side.
    fn specifier(&self, specifier: Tree) -> Option<(String, String)> {
        let text = |node: Tree| self.lower.text(node).trim_matches(['"', '\'']).to_owned();
        let name = specifier.child_by_field_name("name")?;
        let alias = specifier.child_by_field_name("alias").unwrap_or(name);
        Some((text(name), text(alias)))
    }

    fn export(&mut self, statement: Tree) {
        if let Some(source) = statement.child_by_field_name("source") {
            return self.passed_on(statement, source);
        }
        let default = statement.children().any(|child| child.kind() == "default");
        if let Some(declaration) = statement.child_by_field_name("declaration") {
            return self.exported_declaration(declaration, default);
        }
        let whole = statement.children().any(|child| child.kind() == "=");
        if let Some(clause) = named(statement).find(|child| child.kind() == "export_clause") {
            for specifier in named(clause) {
                let Some((here, there)) = self.specifier(specifier) else { continue };
                let value = Value::new(ValueKind::Name(here), self.lower.span(specifier));
                self.give(there, value);
            }
        } else if let Some(value) = statement.child_by_field_name("value").or_else(|| named(statement).last().filter(|_| whole)) {
            self.module.default = Some(self.lower.value(value));
            self.module.default_is_whole = whole;
        }
    }

    fn exported_declaration(&mut self, declaration: Tree, default: bool) {
        let before = self.sets.len();
        let place = match declaration.kind() {
            "lexical_declaration" | "variable_declaration" => {
                self.declaration(declaration);
                None
            }
            _ => self.lower.defined(declaration, &mut self.sets),
        };
        let names: Vec<(String, Span)> = self.sets[before..]
            .iter()
            .filter(|set| !function::is_hidden(&set.name))
            .map(|set| (set.name.clone(), place.map_or(set.value.span, |place| self.lower.span(place))))
            .collect();
        for (name, span) in names {
            let value = Value::new(ValueKind::Name(name.clone()), span);
            self.give(if default { "default".to_owned() } else { name }, value);
        }
    }

    /// `export { a as b } from "…"`, `export * as c from "…"`, `export * from "…"`.
    fn passed_on(&mut self, statement: Tree, source: Tree) {
        let from = self.lower.value(source);
        let file = self.lower.text(source);
        let mut names = Vec::new();
        for child in named(statement) {
            match child.kind() {
                "export_clause" => names.extend(named(child).filter_map(|part| Some((self.specifier(part)?, self.lower.span(part))))),
                "namespace_export" => {
                    let there = named(child).next().map_or("", |name| self.lower.text(name)).to_owned();
                    names.push(((String::new(), there), self.lower.span(child)));
                }
                _ => {}
            }
        }
        if names.is_empty() {
            return self.module.reexports.push(from);
        }
        let mut import = Import { from, names: Vec::new() };
        for ((theirs, given), span) in names {
            let here = format!("{theirs} from {file}");
            self.give(given, Value::new(ValueKind::Name(here.clone()), span));
            import.names.push((theirs, here));
        }
        self.module.imports.push(import);
    }

    fn give(&mut self, name: String, value: Value) {
        match name.as_str() {
            "default" => self.module.default = Some(value),
            _ => self.module.exports.push((name, value)),
        }
    }

    /// `module.exports = …`, `exports.a = …`, `constant.a = …`.
    fn assignment(&mut self, statement: Tree) {
        let Some(assignment) = named(statement).next().filter(|child| child.kind() == "assignment_expression") else { return };
        let (Some(left), Some(right)) = (assignment.child_by_field_name("left"), assignment.child_by_field_name("right")) else { return };
        let target = self.lower.text(left);
        let within = target.strip_prefix("module.exports").or_else(|| target.strip_prefix("exports"));
        match within {
            Some("") => {
                self.module.default = Some(self.lower.value(right));
                self.module.default_is_whole = true;
            }
            Some(key) if key.starts_with('.') && !key[1..].contains(['.', '[', '(']) => {
                let value = self.lower.value(right);
                self.give(key[1..].to_owned(), value);
            }
            _ => self.lower.extended(assignment, &mut self.sets),
        }
    }
}

/// The children of a node that mean something, in order. Comments do not.
fn named<'t>(node: Tree<'t>) -> impl Iterator<Item = Tree<'t>> {
    node.named_children().filter(|child| child.kind() != "comment")
}

/// The part called `field`, of the node or of one of its children.
fn find<'t>(node: Tree<'t>, field: &str) -> Option<Tree<'t>> {
    node.child_by_field_name(field).or_else(|| named(node).find_map(|child| child.child_by_field_name(field)))
}
