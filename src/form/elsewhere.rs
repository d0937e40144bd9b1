//! What other templates show in a page: includes, macros and layouts.
//!
//! A question that an included template asks stands in that template, and is judged where that is read itself; what a
//! macro asks stands at its call, since only the call says what it is about.

use std::sync::Arc;

use super::read::Reader;
use crate::limits;
use crate::page::{Block, Include, Node};
use crate::source::Span;
use crate::unknown::{Because, Property, Reason};
use crate::value::Call;

/// The parts of a page that replace those of its layout, by name.
#[derive(Default)]
pub(super) struct Blocks {
    filled: Vec<Block>,
    /// Those that a layout has shown.
    shown: Vec<String>,
    /// How many layouts stand round what is being read.
    pub(super) layouts: usize,
}

impl<'p> Reader<'p> {
    /// Another template, shown here.
    pub(super) fn include(&mut self, include: &Include) {
        let hidden = Because::new(Reason::Include, include.span);
        let (Some(view), Property::Known(written)) = (self.view, self.scope.text(&include.template)) else { return self.hidden(hidden) };
        let Some(template) = view.template(written.as_str(), include.span.file).filter(|_| self.depth < limits::CALL_DEPTH) else {
            return self.hidden(hidden);
        };
        self.elsewhere(|reader| reader.nodes(&template.page.nodes));
    }

    /// The body of a macro that another template defines, with its parameters set.
    pub(super) fn macro_elsewhere(&mut self, call: &Call, span: Span) -> bool {
        let Some((template, block)) = self.view.and_then(|view| view.macro_called(&call.name)) else { return false };
        if self.depth >= limits::CALL_DEPTH || self.is_spent() {
            self.hidden(Because::new(Reason::Cycle, span));
            return true;
        }
        let mark = self.scope.mark();
        self.give(&block, call, span);
        let outer = self.called_at;
        self.called_at = outer.or(Some(span).filter(|span| span.file == self.file)).or(self.at);
        self.elsewhere(|reader| reader.nodes(&block.body));
        self.called_at = outer;
        self.scope.rewind(mark);
        drop(template);
        true
    }

    /// The page as its layout shows it: the layout first to last, with the page's own blocks in their places.
    pub(super) fn within_layout(&mut self, nodes: &[Node], layout: &str, from: crate::source::FileId) -> bool {
        let Some(template) = self.view.and_then(|view| view.template(layout, from)) else { return false };
        if self.blocks.layouts >= limits::CALL_DEPTH {
            return false;
        }
        let mut loose = Vec::new();
        for node in nodes {
            match node {
                Node::Block(block) => self.blocks.fill(block),
                node => loose.push(node),
            }
        }
        // What stands outside its blocks shows nothing, but sets names and defines macros.
        for node in loose {
            if !matches!(node, Node::Text(_)) {
                self.node(node);
            }
        }
        self.flush();
        self.blocks.layouts += 1;
        let at = self.at.take();
        let inner = template.page.extends.clone();
        let shown = match inner.map(|layout| self.scope.text(&layout)) {
            Some(Property::Known(outer)) => self.within_layout(&template.page.nodes, outer.as_str(), template.source.id),
            _ => false,
        };
        if !shown {
            self.nodes(&template.page.nodes);
            self.flush();
        }
        self.blocks.layouts -= 1;
        self.at = at;
        if self.blocks.layouts == 0 {
            self.unfilled();
        }
        true
    }

    /// The block of a page that fills this one of a layout, if there is one.
    pub(super) fn filling(&mut self, block: &Block) -> Option<Block> {
        let filled = self.blocks.filled.iter().find(|filled| filled.name == block.name)?.clone();
        self.blocks.shown.push(filled.name.clone());
        Some(filled)
    }

    /// The blocks that no layout at hand shows: one further out does, from a package.
    fn unfilled(&mut self) {
        let waiting = |blocks: &Blocks| blocks.filled.iter().find(|block| !blocks.shown.contains(&block.name)).cloned();
        while let Some(block) = waiting(&self.blocks) {
            self.blocks.shown.push(block.name.clone());
            self.block(&block);
        }
    }

    fn elsewhere(&mut self, read: impl FnOnce(&mut Self)) {
        self.depth += 1;
        read(self);
        self.depth -= 1;
    }

    /// Sets the parameters of a macro as the call gives them.
    pub(super) fn give(&mut self, block: &Block, call: &Call, span: Span) {
        for (at, param) in block.params.iter().enumerate() {
            let keyword = call.keywords.as_ref().and_then(|keywords| self.scope.at(keywords, param));
            let given = call.args.get(at).map(|arg| self.scope.closed(arg)).or(keyword);
            let value = given.unwrap_or(crate::value::Value::new(crate::value::ValueKind::Null, span));
            self.scope.set(param, Arc::new(value));
        }
    }
}

impl Blocks {
    /// Takes a block of a page; one that a page further in has filled stays.
    fn fill(&mut self, block: &Block) {
        if !self.filled.iter().any(|filled| filled.name == block.name) {
            self.filled.push(block.clone());
        }
    }
}
