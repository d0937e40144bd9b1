//! What a file is to the pages around it, as far as its own text tells.

use crate::page::{Node, Page};
use crate::value::{Value, ValueKind};

/// What a file is by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shape {
    /// True if it names a layout that shows it: then it is a page, and no part of one.
    pub extends: bool,
    /// True if it only defines macros and names.
    pub only_defines: bool,
    /// True if it is code or data that describes questions: a page elsewhere shows them.
    pub is_definition: bool,
    /// True if the file is one such description and nothing else: a questionnaire, which is a whole form by itself.
    pub is_whole_form: bool,
    /// The templates that it names, each once, as they are written.
    pub refers: Vec<Reference>,
}

/// Another template that a template names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reference {
    /// The path as it is written.
    pub written: String,
    /// What for.
    pub role: Shows,
}

/// What a template takes from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shows {
    /// The whole of it, within itself.
    Part,
    /// The frame round itself, or macros: what stands there is seen where it is filled or called.
    Frame,
}

impl Shape {
    /// The shape of a file.
    pub fn of(page: &Page) -> Self {
        let mut shape = Shape {
            extends: page.extends.is_some(),
            only_defines: page.extends.is_none() && only_defines(&page.nodes),
            is_definition: page.nodes.iter().any(|node| matches!(node, Node::Definition(_))),
            is_whole_form: matches!(page.nodes.as_slice(), [Node::Definition(set)] if set.name.is_empty()),
            refers: Vec::new(),
        };
        page.extends.iter().for_each(|layout| shape.refer(layout, Shows::Frame));
        shape.look_through(&page.nodes);
        shape.refers.sort();
        shape.refers.dedup();
        shape
    }

    fn look_through(&mut self, nodes: &[Node]) {
        for node in nodes {
            match node {
                Node::Include(include) => self.refer(&include.template, Shows::Part),
                Node::Import(import) => self.refer(&import.from, Shows::Frame),
                Node::Element(element) => self.look_through(&element.children),
                Node::Wrap(wrap) => self.look_through(&wrap.body),
                Node::Branch(branch) => branch.arms.iter().for_each(|arm| self.look_through(&arm.body)),
                Node::Loop(repeated) => self.look_through(&repeated.body),
                Node::Block(block) | Node::Macro(block) => self.look_through(&block.body),
                Node::Set(set) => {
                    if let ValueKind::Markup(nodes) = &set.value.kind {
                        self.look_through(nodes);
                    }
                }
                Node::Text(_) | Node::Print(_) | Node::Definition(_) => {}
            }
        }
    }

    fn refer(&mut self, template: &Value, role: Shows) {
        if let ValueKind::Text(text) = &template.kind {
            self.refers.push(Reference { written: text.as_str().to_owned(), role });
        }
    }
}

/// True if nothing of it is shown before something is called.
fn only_defines(nodes: &[Node]) -> bool {
    let defines = nodes.iter().any(|node| matches!(node, Node::Macro(_)));
    defines
        && nodes.iter().all(|node| match node {
            Node::Macro(_) | Node::Set(_) | Node::Import(_) => true,
            Node::Text(text) => text.is_blank(),
            _ => false,
        })
}
