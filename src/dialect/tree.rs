//! A syntax tree, taken out of tree-sitter in one walk.
//!
//! Code is gone through several times: for what it defines, what it changes, its comments. tree-sitter finds its way to each node
//! anew, from node to node and by the names of kinds and fields; here that is a number, and a walk is a walk along a list.

use std::ops::Range;
use std::sync::Arc;

use tree_sitter::{Language, Tree as Grown};

/// The tree of a text.
pub(super) struct Tree {
    /// Every node before those in it, in the order of the text.
    nodes: Vec<Known>,
    names: Arc<Names>,
}

/// What is known of a node.
struct Known {
    kind: u16,
    /// What it is to the node around it; 0 if that gives it no name.
    field: u16,
    /// Bytes of the text.
    start: u32,
    end: u32,
    /// The number of the node around it, and of the first one after all that is in it.
    around: u32,
    after: u32,
    is_named: bool,
    has_error: bool,
}

/// What a grammar calls its kinds of nodes, and what parts they have, by number.
pub(super) struct Names {
    kinds: Vec<Box<str>>,
    fields: Vec<Box<str>>,
}

/// The number of what could not be read, in every grammar.
const ERROR: u16 = u16::MAX;

impl Names {
    /// Those of a grammar.
    pub(super) fn of(language: &Language) -> Self {
        let kinds = (0..language.node_kind_count() as u16).map(|kind| language.node_kind_for_id(kind).unwrap_or_default().into());
        let fields = (0..=language.field_count() as u16).map(|field| language.field_name_for_id(field).unwrap_or_default().into());
        Names { kinds: kinds.collect(), fields: fields.collect() }
    }
}

impl Tree {
    /// All of what a grammar made of a text.
    pub(super) fn of(grown: &Grown, names: Arc<Names>) -> Self {
        let mut nodes: Vec<Known> = Vec::with_capacity(grown.root_node().descendant_count());
        let mut cursor = grown.walk();
        let mut around = 0;
        // Most trees have no mistake anywhere.
        let may_err = grown.root_node().has_error();
        loop {
            let node = cursor.node();
            let at = nodes.len() as u32;
            nodes.push(Known {
                kind: node.kind_id(),
                field: cursor.field_id().map_or(0, u16::from),
                start: node.start_byte() as u32,
                end: node.end_byte() as u32,
                around,
                after: at + 1,
                is_named: node.is_named(),
                has_error: may_err && node.has_error(),
            });
            if cursor.goto_first_child() {
                around = at;
                continue;
            }
            while !cursor.goto_next_sibling() {
                if !cursor.goto_parent() {
                    return Tree { nodes, names };
                }
                let after = nodes.len() as u32;
                let left = &mut nodes[around as usize];
                left.after = after;
                around = left.around;
            }
        }
    }

    /// The node that holds all others.
    pub(super) fn root_node(&self) -> Node<'_> {
        Node { tree: self, at: 0 }
    }
}

/// A node of a tree.
#[derive(Clone, Copy)]
pub(super) struct Node<'t> {
    tree: &'t Tree,
    at: u32,
}

impl PartialEq for Node<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.at == other.at && std::ptr::eq(self.tree, other.tree)
    }
}

impl<'t> Node<'t> {
    fn known(self) -> &'t Known {
        &self.tree.nodes[self.at as usize]
    }

    /// Tells it from every other node of its tree.
    pub(super) fn id(self) -> usize {
        self.at as usize
    }

    /// What the grammar calls its kind.
    pub(super) fn kind(self) -> &'t str {
        match self.known().kind {
            ERROR => "ERROR",
            kind => self.tree.names.kinds.get(usize::from(kind)).map_or("", AsRef::as_ref),
        }
    }

    /// Where it begins, in bytes of the text.
    pub(super) fn start_byte(self) -> usize {
        self.known().start as usize
    }

    /// Where it ends, in bytes of the text.
    pub(super) fn end_byte(self) -> usize {
        self.known().end as usize
    }

    /// Where it stands, in bytes of the text.
    pub(super) fn byte_range(self) -> Range<usize> {
        self.start_byte()..self.end_byte()
    }

    /// True for what the grammar has a name for; false for words and brackets.
    pub(super) fn is_named(self) -> bool {
        self.known().is_named
    }

    /// True for what could not be read.
    pub(super) fn is_error(self) -> bool {
        self.known().kind == ERROR
    }

    /// True if something in it could not be read, or the text lacks something that belongs there.
    pub(super) fn has_error(self) -> bool {
        self.known().has_error
    }

    /// The node around it.
    pub(super) fn parent(self) -> Option<Node<'t>> {
        (self.at > 0).then(|| Node { at: self.known().around, ..self })
    }

    /// The nodes that stand in it and in no other in it, words and brackets included.
    pub(super) fn children(self) -> impl Iterator<Item = Node<'t>> {
        let (mut next, end) = (self.at + 1, self.known().after);
        std::iter::from_fn(move || {
            let child = (next < end).then_some(Node { at: next, ..self })?;
            next = child.known().after;
            Some(child)
        })
    }

    /// Those of them that the grammar has a name for.
    pub(super) fn named_children(self) -> impl Iterator<Item = Node<'t>> {
        self.children().filter(|child| child.is_named())
    }

    /// It and every node in it, each before those in it.
    pub(super) fn preorder(self) -> impl Iterator<Item = Node<'t>> {
        (self.at..self.known().after).map(move |at| Node { at, ..self })
    }

    /// True if `other` is this node or stands in it.
    pub(super) fn holds(self, other: Node) -> bool {
        (self.at..self.known().after).contains(&other.at)
    }

    /// The first child that is this to it; what could not be read has no such parts.
    pub(super) fn child_by_field_name(self, field: &str) -> Option<Node<'t>> {
        if self.is_error() {
            return None;
        }
        self.children_by_field_name(field).next()
    }

    /// All children that are this to it.
    pub(super) fn children_by_field_name(self, field: &str) -> impl Iterator<Item = Node<'t>> {
        let fields = &self.tree.names.fields;
        self.children().filter(move |child| matches!(child.known().field, at if at > 0 && *fields[usize::from(at)] == *field))
    }

    /// The smallest node in it that reaches from `start` to `end`, in bytes of the text, which are not the same.
    pub(super) fn descendant_for_byte_range(self, start: usize, end: usize) -> Node<'t> {
        debug_assert!(start < end, "a place has a length");
        let mut here = self;
        while let Some(child) = here.children().find(|child| child.end_byte() >= end && child.end_byte() > start) {
            if child.start_byte() > start {
                break;
            }
            here = child;
        }
        here
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grown(code: &str) -> (Grown, Tree) {
        let language: Language = tree_sitter_typescript::LANGUAGE_TSX.into();
        let mut parser = tree_sitter::Parser::new();
        parser.set_language(&language).unwrap();
        let grown = parser.parse(code, None).unwrap();
        let tree = Tree::of(&grown, Arc::new(Names::of(&language)));
        (grown, tree)
    }

    fn same(node: Node, grown: tree_sitter::Node) {
        assert_eq!((node.kind(), node.byte_range()), (grown.kind(), grown.byte_range()));
        assert_eq!((node.is_named(), node.is_error(), node.has_error()), (grown.is_named(), grown.is_error(), grown.has_error()));
        let children: Vec<Node> = node.children().collect();
        assert_eq!(children.len() as u32, grown.child_count());
        for field in ["name", "value", "left", "right", "body", "parameters", "arguments", "function", "nothing"] {
            let (own, theirs) = (node.child_by_field_name(field), grown.child_by_field_name(field));
            assert_eq!(own.map(Node::byte_range), theirs.map(|child| child.byte_range()), "{field} of {}", node.kind());
        }
        for (at, child) in children.into_iter().enumerate() {
            assert!(child.parent() == Some(node) && node.holds(child) && !child.holds(node));
            same(child, grown.child(at as u32).unwrap());
        }
    }

    #[test]
    fn it_is_the_tree_that_was_taken_out() {
        for code in [
            "",
            "const form = ({ title = 'Mx', ...rest }) => <Radios name=\"sex\" items={[{ text: `Female`, value: 1 }]}>{rest.hint}</Radios>",
            "import a, { b as c } from './d' // where it stands\nexport default class E extends F { g = async (h?: string) => h ?? null }",
            "for (const a of b) { a.c = d ? e : f } delete g[0]; switch (h) { case 1: i(); default: j() }",
            "const a = { b: [1, ; } <p>Not closed",
            "function f(a, b { return a } class { x(: y",
        ] {
            let (grown, tree) = grown(code);
            same(tree.root_node(), grown.root_node());
            let root = tree.root_node();
            assert_eq!(root.preorder().count(), grown.root_node().descendant_count());
            for start in 0..code.len() {
                for end in start + 1..=code.len() {
                    let theirs = grown.root_node().descendant_for_byte_range(start, end).unwrap();
                    assert_eq!(root.descendant_for_byte_range(start, end).byte_range(), theirs.byte_range(), "{start}..{end}");
                }
            }
        }
    }
}
