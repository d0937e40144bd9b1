//! Code that cannot be read: the statement that is broken is left out, so that it takes no other with it.
//!
//! A grammar mends small mistakes by itself. Where it gives up it may take the rest of the file for a part of the mistake.

use std::ops::Range;

use crate::dialect::tree::{Node, Tree};
use crate::limits;

/// The tree of `text` as `parse` gives it, without the statements at whose mistakes it would stop, and where these stand.
pub(super) fn parsed(text: &str, mut parse: impl FnMut(&str) -> Option<Tree>) -> Option<(Tree, Vec<Range<usize>>)> {
    let mut tree = parse(text)?;
    let mut left_out: Vec<Range<usize>> = Vec::new();
    let mut masked = text.to_owned();
    while let Some(place) = stops_at(tree.root_node(), text).filter(|_| left_out.len() < limits::BROKEN_STATEMENTS) {
        let statement = statement_around(text, place);
        if left_out.contains(&statement) {
            break;
        }
        // Spaces in its stead: what stands behind it keeps its place.
        masked.replace_range(statement.clone(), &" ".repeat(statement.len()));
        left_out.push(statement);
        tree = parse(&masked)?;
    }
    Some((tree, left_out))
}

/// The mistake from which on the grammar took whole statements for a part of it.
fn stops_at(root: Node, text: &str) -> Option<usize> {
    if root.is_error() {
        return Some(first_mistake(root).unwrap_or(root.start_byte()));
    }
    let swallowed = root.children().find(|child| child.has_error() && statement_starts(text, child.byte_range()) > 1);
    swallowed.map(|child| child.start_byte())
}

/// Where the first part of a broken file stands that is no whole statement.
fn first_mistake(root: Node) -> Option<usize> {
    let is_whole = |child: &Node| {
        let kind = child.kind();
        !child.is_error() && (kind == "comment" || kind.ends_with("_statement") || kind.ends_with("_declaration"))
    };
    root.children().find(|child| !is_whole(child)).map(|child| child.start_byte())
}

/// From the line that starts a statement at the margin, at or above `place`, to the next such line.
fn statement_around(text: &str, place: usize) -> Range<usize> {
    let starts = || line_starts(text).filter(|&at| starts_statement(text, at));
    let start = starts().take_while(|&at| at <= place).last().unwrap_or(0);
    let end = starts().find(|&at| at > place).unwrap_or(text.len());
    start..end
}

fn statement_starts(text: &str, within: Range<usize>) -> usize {
    line_starts(text).skip_while(|&at| at < within.start).take_while(|&at| at < within.end).filter(|&at| starts_statement(text, at)).count()
}

fn line_starts(text: &str) -> impl Iterator<Item = usize> {
    std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1))
}

fn starts_statement(text: &str, at: usize) -> bool {
    text[at..].starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | '$' | '@'))
}
