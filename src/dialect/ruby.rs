//! Ruby: the expressions of Rails' templates, and what a file of classes names. Nothing in it is run.

mod definition;
mod element;
mod embedded;
mod expression;
mod literal;

use std::ops::Range;

use tree_sitter::Language;

use super::Parsers;
use crate::dialect::tree::Node as Tree;
use crate::limits;
use crate::source::{FileId, Span};
use crate::unknown::Reason;
use crate::value::{Value, ValueKind};

pub(super) use definition::{comments, read, shown_by_call, templates};
pub(super) use element::give;
pub(crate) use embedded::underscored;
pub(super) use embedded::{Embedded, Piece};

fn language() -> Language {
    tree_sitter_ruby::LANGUAGE.into()
}

/// Lowers nodes of the tree of `code` to values.
#[derive(Clone, Copy)]
struct Lower<'c> {
    code: &'c str,
    /// Where the code stands in the file, and how much of it does: what was added to parse it stands nowhere.
    base: usize,
    written: usize,
    file: FileId,
    heredocs: &'c [Heredoc],
    depth: usize,
}

/// A `<<~TEXT`, and where its text stands.
struct Heredoc {
    opens: usize,
    text: Range<usize>,
    /// True where values are put into it.
    has_holes: bool,
}

impl<'c> Lower<'c> {
    fn text(&self, node: Tree) -> &'c str {
        &self.code[self.inside(node.byte_range())]
    }

    /// The part of `range` that is written in the file.
    fn inside(&self, range: Range<usize>) -> Range<usize> {
        let end = range.end.min(self.written);
        range.start.min(end)..end
    }

    fn span(&self, node: Tree) -> Span {
        self.place(node.byte_range())
    }

    fn place(&self, range: Range<usize>) -> Span {
        let range = self.inside(range);
        Span::new(self.file, self.base + range.start, self.base + range.end)
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
}

/// The heredocs of a file, in the order in which they open, which is that in which their texts follow.
fn heredocs(root: Tree, code: &str) -> Vec<Heredoc> {
    if memchr::memmem::find(code.as_bytes(), b"<<").is_none() {
        return Vec::new();
    }
    let (mut opens, mut texts) = (Vec::new(), Vec::new());
    for node in root.preorder() {
        match node.kind() {
            "heredoc_beginning" => opens.push(node.start_byte()),
            "heredoc_body" => {
                let end = node.children().find(|child| child.kind() == "heredoc_end").map_or(node.end_byte(), |end| end.start_byte());
                texts.push((node.start_byte()..end.max(node.start_byte()), node.children().any(|child| child.kind() == "interpolation")));
            }
            _ => {}
        }
    }
    let pairs = opens.into_iter().zip(texts);
    pairs.map(|(opens, (text, has_holes))| Heredoc { opens, text, has_holes }).collect()
}

/// The children of a node that mean something, in order. Comments and the texts of heredocs do not.
fn named<'t>(node: Tree<'t>) -> impl Iterator<Item = Tree<'t>> {
    node.named_children().filter(|child| !matches!(child.kind(), "comment" | "heredoc_body"))
}

/// Parses `code` with something after it that ends what it leaves open, and lowers what `then` makes of the tree. `None`
/// where it is no Ruby.
fn parsed<T>(code: &str, ending: &str, base: usize, file: FileId, parsers: &mut Parsers, then: impl FnOnce(Lower, Tree) -> T) -> Option<T> {
    let whole = format!("{code}{ending}");
    let tree = parsers.parse("ruby", language, &whole)?;
    let root = tree.root_node();
    if root.has_error() {
        return None;
    }
    let heredocs = heredocs(root, &whole);
    Some(then(Lower { code: &whole, base, written: code.len(), file, heredocs: &heredocs, depth: 0 }, root))
}
