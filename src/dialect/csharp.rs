//! C#: the expressions of Razor's pages, and the classes and enumerations that a file of code names. Nothing in it is run.

mod call;
mod expression;
mod literal;
mod types;

use std::ops::Range;

use tree_sitter::Language;

use super::Parsers;
use crate::dialect::tree::Node as Tree;
use crate::limits;
use crate::source::{FileId, Span};
use crate::text::Text;
use crate::unknown::Reason;
use crate::value::{Entry, Value, ValueKind};

pub(super) use types::{members, read};

/// What stands before the name of a property where its class says what it is: its label, whether it has to be given, its type.
pub(crate) const ABOUT: char = '$';

/// What an enumeration extends here, so that it is one to whoever reads it.
const ENUM: &str = "Enum";

fn language() -> Language {
    tree_sitter_c_sharp::LANGUAGE.into()
}

/// Lowers nodes of the tree of `code` to values.
#[derive(Clone, Copy)]
struct Lower<'c> {
    code: &'c str,
    /// The part of it that stands in the file; the rest was added so that it parses.
    written: (usize, usize),
    /// Where that part begins in the file.
    base: usize,
    file: FileId,
    /// What `?.` goes on from.
    subject: Option<&'c Value>,
    depth: usize,
}

impl<'c> Lower<'c> {
    fn text(&self, node: Tree) -> &'c str {
        &self.code[self.inside(node.byte_range())]
    }

    /// The part of `range` that is written in the file.
    fn inside(&self, range: Range<usize>) -> Range<usize> {
        let (from, to) = self.written;
        let end = range.end.clamp(from, to);
        range.start.clamp(from, end)..end
    }

    fn span(&self, node: Tree) -> Span {
        self.place(node.byte_range())
    }

    fn place(&self, range: Range<usize>) -> Span {
        let range = self.inside(range);
        let shift = |at: usize| self.base + at - self.written.0;
        Span::new(self.file, shift(range.start), shift(range.end))
    }

    fn unknown(&self, reason: Reason, node: Tree) -> Value {
        Value::unknown(reason, self.span(node))
    }

    /// The same one level down, where that is still to be read.
    fn deeper(&self) -> Option<Self> {
        (self.depth < limits::EXPRESSION_DEPTH).then_some(Lower { depth: self.depth + 1, ..*self })
    }

    /// A name as a value.
    fn name(&self, node: Tree) -> Value {
        Value::new(ValueKind::Name(bare(self.text(node)).to_owned()), self.span(node))
    }

    /// The words of a name, where it is written.
    fn words(&self, node: Tree) -> Value {
        let span = self.span(node);
        Value::new(ValueKind::Text(Text::verbatim(self.text(node), span)), span)
    }
}

/// The expression that is `code`, which stands at `base` in the file. `None` where it is no C#.
pub(super) fn expression(code: &str, base: usize, file: FileId, parsers: &mut Parsers) -> Option<Value> {
    const BEFORE: &str = "_=";
    let whole = format!("{BEFORE}{code}\n;");
    if nesting(code) > limits::NESTING {
        return None;
    }
    let tree = parsers.parse("csharp", language, &whole)?;
    let statement = named(tree.root_node()).next()?;
    let assignment = named(named(statement).next()?).next()?;
    if tree.root_node().has_error() || assignment.kind() != "assignment_expression" {
        return None;
    }
    let lower = Lower { code: &whole, written: (BEFORE.len(), BEFORE.len() + code.len()), base, file, subject: None, depth: 0 };
    Some(lower.value(assignment.child_by_field_name("right")?))
}

/// `subject.key`, where the key is a name that stands at `span`.
pub(super) fn member(subject: Value, key: &str, span: Span) -> Value {
    let place = subject.span.to(span);
    let key = Value::new(ValueKind::Text(Text::meaning(key, span)), span);
    Value::new(ValueKind::Member(Box::new(subject), Box::new(key)), if place.file == span.file { place } else { span })
}

/// An entry of a map whose key nobody wrote.
fn entry(key: &str, value: Value) -> Entry {
    Entry { key: key.to_owned(), key_span: value.span, value }
}

/// A name without the `@` that lets it be called as a word of the language is.
fn bare(name: &str) -> &str {
    name.trim_start_matches('@')
}

/// The children of a node that mean something, in order.
fn named<'t>(node: Tree<'t>) -> impl Iterator<Item = Tree<'t>> {
    node.named_children().filter(|child| child.kind() != "comment")
}

/// How deep brackets stand in one another, at most, wherever they stand.
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
