//! Parts of a file that is not code itself: an expression in an attribute, a block of script in a page.

use std::ops::Range;

use tree_sitter::Language;

use super::super::Parsers;
use super::{Changes, Lower, named};
use crate::dialect::tree::Node as Tree;
use crate::page::Comment;
use crate::source::{FileId, Span};
use crate::text::Text;
use crate::unknown::Reason;
use crate::value::Value;

/// What the expression at `range` of `text` says. Nothing else stands in the range but brackets.
pub(in crate::dialect) fn expression(text: &str, range: Range<usize>, file: FileId, parsers: &mut Parsers) -> Value {
    let unread = || Value::unknown(Reason::Unreadable, Span::new(file, range.start, range.end));
    let Some(tree) = parsers.parse_part("typescript", typescript, text, range.clone()) else { return unread() };
    let root = tree.root_node();
    let mut statements = named(root);
    let (Some(only), None) = (statements.next().filter(|only| only.kind() == "expression_statement"), statements.next()) else {
        return unread();
    };
    if root.has_error() {
        return unread();
    }
    let changes = Changes::of(root, text);
    let lower = Lower { code: text, file, changes: &changes, depth: 0 };
    named(only).next().map_or_else(unread, |node| lower.value(node))
}

/// The comments of the code at `range` of `text`, without their marks.
pub(in crate::dialect) fn comments(text: &str, range: Range<usize>, file: FileId, parsers: &mut Parsers) -> Vec<Comment> {
    match parsers.parse_part("tsx", || tree_sitter_typescript::LANGUAGE_TSX.into(), text, range) {
        Some(tree) => tree.root_node().preorder().filter(|node| node.kind() == "comment").map(|node| comment(node, text, file)).collect(),
        None => Vec::new(),
    }
}

fn comment(node: Tree, text: &str, file: FileId) -> Comment {
    let whole = &text[node.byte_range()];
    let inner = whole.strip_prefix("//").or_else(|| whole.strip_prefix("/*")).unwrap_or(whole);
    let start = node.end_byte() - inner.len();
    let inner = if whole.starts_with("/*") { inner.strip_suffix("*/").unwrap_or(inner) } else { inner };
    let said = Text::verbatim(inner, Span::new(file, start, start + inner.len()));
    Comment { text: said.folded(), span: Span::new(file, node.start_byte(), node.end_byte()) }
}

fn typescript() -> Language {
    tree_sitter_typescript::LANGUAGE_TYPESCRIPT.into()
}
