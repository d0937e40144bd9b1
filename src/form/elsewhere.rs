//! What other templates show in a page: includes, macros and layouts.
//!
//! A question that an included template asks stands in that template, and is judged where that is read itself; what a
//! macro asks stands at its call, since only the call says what it is about.

use std::sync::Arc;

use super::read::Reader;
use crate::limits;
use crate::page::{Block, Import, Include, Node, Set};
use crate::project::store::Template;
use crate::project::{Scope, macro_named};
use crate::source::{FileId, Span};
use crate::unknown::{Because, Property, Reason};
use crate::value::{Call, Entry, Value, ValueKind};

/// The parts of a page that replace those of its layout, by name.
#[derive(Default)]
pub(super) struct Blocks {
    filled: Vec<Block>,
    /// Those that a layout has shown.
    shown: Vec<String>,
    /// The templates, macros and blocks that are being read: what stands in itself goes in a circle.
    open: Vec<String>,
    /// How many layouts stand round what is being read.
    pub(super) layouts: usize,
    /// Their files, the outermost last.
    around: Vec<FileId>,
}

/// A name that a file takes from a template.
pub(super) struct Taken {
    file: FileId,
    here: String,
    there: String,
    /// `None` where there is no such template in the repository: it is a package's.
    template: Option<Arc<Template>>,
}

impl<'p> Reader<'p> {
    /// Macros and values of another template, under the names that the import gives them.
    pub(super) fn import_elsewhere(&mut self, import: &Import, written: &str) {
        let (Some(view), Some(template)) = (self.view, self.take(import, written)) else { return };
        // A template that is imported sees no name of the page.
        let nodes = &template.page.nodes;
        let mut scope = Scope::within(view);
        for node in nodes {
            if let Node::Set(set) = node {
                let value = scope.closed(&set.value);
                scope.set(&set.name, Arc::new(value));
            }
        }
        let sometimes = |name: &str| nodes.iter().any(|node| !matches!(node, Node::Set(_)) && sets(node, name));
        for (there, here) in &import.names {
            if there.is_empty() {
                let whole = whole(nodes, &scope, import.from.span);
                self.scope.set(here, Arc::new(whole));
                continue;
            }
            if let (Some(value), false) = (scope.get(there), sometimes(there)) {
                self.scope.set(here, value.clone());
            }
        }
    }

    /// Notes which names a file takes from a template, and gives the template.
    fn take(&mut self, import: &Import, written: &str) -> Option<Arc<Template>> {
        let found = self.view?.template(written, import.from.span.file);
        for (there, here) in &import.names {
            let (here, there) = (here.clone(), there.clone());
            self.taken.push(Taken { file: import.from.span.file, here, there, template: found.clone() });
        }
        found
    }

    /// Makes known what a macro of this template can name: the others of it, and what it takes from other templates.
    fn look_into(&mut self, template: &Arc<Template>) {
        if self.looked_into.iter().any(|known| known.source.id == template.source.id) {
            return;
        }
        self.looked_into.push(template.clone());
        for node in &template.page.nodes {
            if let Node::Import(import) = node
                && let Property::Known(written) = self.scope.text(&import.from)
            {
                self.take(import, written.as_str());
            }
        }
    }

    /// The macro of this name in `file`, where one of that file has been called.
    pub(super) fn neighbour(&self, name: &str, file: FileId) -> Option<(&Arc<Template>, &Block)> {
        let template = self.looked_into.iter().find(|template| template.source.id == file)?;
        Some((template, macro_named(&template.page.nodes, name)?))
    }

    /// The macro that `name` means in `file`: the one that stands there, or that it imports, else the only one of that name.
    pub(super) fn macro_meant(&self, name: &str, file: FileId) -> Option<(Arc<Template>, Block)> {
        let view = self.view?;
        if let Some((template, block)) = self.neighbour(name, file) {
            return Some((template.clone(), block.clone()));
        }
        let of = |file: FileId| self.taken.iter().rev().find(move |taken| taken.file == file && taken.here == name);
        // What a layout takes is known in the blocks that it shows, too.
        let by_layouts = || self.blocks.around.iter().rev().find_map(|&layout| of(layout));
        let Some(taken) = of(file).or_else(by_layouts) else { return view.macro_called(name) };
        let template = taken.template.as_ref()?;
        match macro_named(&template.page.nodes, &taken.there) {
            Some(block) => Some((template.clone(), block.clone())),
            None => view.macro_called(&taken.there),
        }
    }

    /// True if the page takes a macro of this name from a template of the repository that is none of a design system.
    pub(super) fn is_own_macro(&self, name: &str) -> bool {
        let taken = self.taken.iter().rev().find(|taken| taken.here == name);
        taken.and_then(|taken| Some(macro_named(&taken.template.as_ref()?.page.nodes, &taken.there).is_some())).unwrap_or(false)
    }

    /// The macro of a template that is imported whole: `m.title(…)` after `{% import "macros.njk" as m %}`.
    pub(super) fn macro_of_whole(&self, call: &Call, file: FileId) -> Option<(Arc<Template>, Block)> {
        let Some(ValueKind::Name(module)) = call.receiver.as_ref().map(|receiver| &receiver.kind) else { return None };
        let taken = self.taken.iter().rev().find(|taken| taken.file == file && taken.here == *module && taken.there.is_empty())?;
        let template = taken.template.as_ref()?;
        Some((template.clone(), macro_named(&template.page.nodes, &call.name)?.clone()))
    }

    /// Another template, shown here.
    pub(super) fn include(&mut self, include: &Include) {
        let hidden = Because::new(Reason::Include, include.span);
        let (Some(view), Property::Known(written)) = (self.view, self.scope.text(&include.template)) else {
            self.hidden(hidden);
            let given = self.given_to(include);
            return given.iter().filter(|value| matches!(value.kind, ValueKind::Markup(_))).for_each(|value| self.print(value));
        };
        let mark = self.scope.mark();
        let given = self.given_to(include);
        let outer = self.called_at;
        // What is given its words here is asked here: by itself the template does not know them.
        if include.with.as_ref().is_some_and(|with| self.says_words(&self.scope.value(with))) {
            self.called_at = outer.or(Some(include.span).filter(|span| span.file == self.file));
        }
        match view.template(written.as_str(), include.span.file) {
            Some(template) if self.elsewhere(&template.source.path, |reader| reader.nodes(&template.page.nodes)) => {}
            _ => self.hidden(hidden),
        }
        self.called_at = outer;
        // A template that is given names of its own keeps those that it sets.
        if include.with.is_some() {
            self.scope.rewind(mark);
        }
        // What it was given to show within itself stands in the page, wherever the template shows it.
        for value in given {
            if let (ValueKind::Markup(nodes), false) = (&value.kind, self.shown.contains(&value.span)) {
                self.shown_markup(nodes, value.span);
                self.flush();
            }
        }
    }

    /// Sets the names that a template is given, and gives back their values.
    fn given_to(&mut self, include: &Include) -> Vec<Value> {
        let Some(ValueKind::Map(entries)) = include.with.as_ref().map(|with| self.scope.value(with).kind) else { return Vec::new() };
        let values: Vec<(String, Value)> =
            entries.iter().filter(|entry| !entry.is_spread()).map(|entry| (entry.key.clone(), self.scope.closed(&entry.value))).collect();
        values.iter().for_each(|(name, value)| self.scope.set(name, Arc::new(value.clone())));
        values.into_iter().map(|(_, value)| value).collect()
    }

    /// The body of a macro that another template defines, with its parameters set.
    pub(super) fn macro_elsewhere(&mut self, call: &Call, span: Span) -> bool {
        let meant = match call.receiver {
            None => self.macro_meant(&call.name, span.file),
            Some(_) => self.macro_of_whole(call, span.file),
        };
        let Some((template, block)) = meant else { return false };
        self.look_into(&template);
        let mark = self.scope.mark();
        self.give(&block, call, span);
        let outer = self.called_at;
        self.called_at = outer.or(Some(span).filter(|span| span.file == self.file)).or(self.at);
        let name = format!("{}#{}", template.source.path, block.name);
        if !self.elsewhere(&name, |reader| reader.nodes(&block.body)) {
            self.hidden(Because::new(Reason::Cycle, span));
        }
        self.called_at = outer;
        self.scope.rewind(mark);
        true
    }

    /// The page as its layout shows it: the layout first to last, with the page's own blocks in their places.
    pub(super) fn within_layout(&mut self, nodes: &[Node], layout: &str, from: FileId) -> bool {
        let found = self.view.filter(|_| self.blocks.layouts < limits::CALL_DEPTH).and_then(|view| view.template(layout, from));
        let Some(template) = found else { return false };
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
        self.blocks.around.push(template.source.id);
        let at = self.at.take();
        let inner = template.page.extends.clone();
        let shown = match inner.map(|layout| self.scope.text(&layout)) {
            Some(Property::Known(outer)) => self.within_layout(&template.page.nodes, outer.as_str(), template.source.id),
            _ => false,
        };
        if !shown && self.blocks.layouts <= limits::CALL_DEPTH {
            self.elsewhere(&template.source.path, |reader| {
                reader.nodes(&template.page.nodes);
                reader.flush();
            });
        }
        self.blocks.layouts -= 1;
        self.at = at;
        if self.blocks.layouts == 0 {
            self.unfilled();
        }
        true
    }

    /// Reads the block of a page that fills this one of a layout. False if there is none.
    pub(super) fn fills(&mut self, block: &Block) -> bool {
        let Some(filled) = self.blocks.filled.iter().find(|filled| filled.name == block.name).cloned() else { return false };
        // A layout of several modes shows it in each; it asks the same in all of them.
        if self.blocks.shown.contains(&filled.name) {
            return true;
        }
        self.blocks.shown.push(filled.name.clone());
        self.elsewhere(&format!("{{% block {} %}}", filled.name), |reader| reader.nodes(&filled.body))
    }

    /// The blocks that no layout at hand shows: one further out does, from a package.
    fn unfilled(&mut self) {
        // Those of outer layouts hold those of inner ones.
        for block in self.blocks.filled.clone().iter().rev() {
            self.block(block);
        }
    }

    /// How many templates, macros and blocks are being read.
    pub(super) fn open_templates(&self) -> usize {
        self.blocks.open.len()
    }

    /// Forgets all but the first `count` of them, and gives them back: what a call puts into a component stands in none.
    pub(super) fn close_templates(&mut self, count: usize) -> Vec<String> {
        self.blocks.open.split_off(count.min(self.blocks.open.len()))
    }

    /// Goes on in what was closed.
    pub(super) fn open_again(&mut self, closed: Vec<String>) {
        self.blocks.open.extend(closed);
    }

    /// Reads what stands under `name` elsewhere, unless it is being read already or stands too deep.
    pub(super) fn elsewhere(&mut self, name: &str, read: impl FnOnce(&mut Self)) -> bool {
        if self.depth >= limits::CALL_DEPTH || self.is_spent() || self.blocks.open.iter().any(|open| open == name) {
            return false;
        }
        self.blocks.open.push(name.to_owned());
        self.depth += 1;
        read(self);
        self.depth -= 1;
        self.blocks.open.pop();
        true
    }

    /// Sets the parameters of a macro as the call gives them.
    pub(super) fn give(&mut self, block: &Block, call: &Call, span: Span) {
        for (at, param) in block.params.iter().enumerate() {
            let keyword = call.keywords.as_ref().and_then(|keywords| self.scope.at(keywords, param));
            let given = call.args.get(at).map(|arg| self.scope.closed(arg)).or(keyword);
            let otherwise = || block.defaults.iter().find(|set| set.name == *param).map(|set| self.scope.closed(&set.value));
            let value = given.or_else(otherwise).unwrap_or(Value::new(ValueKind::Null, span));
            self.scope.set(param, Arc::new(value));
        }
    }
}

/// What a template that is imported whole stands for: the names that it sets, and perhaps more.
fn whole(nodes: &[Node], scope: &Scope, place: Span) -> Value {
    let names = nodes.iter().filter_map(|node| if let Node::Set(set) = node { Some(set) } else { None });
    let entry = |set: &Set| {
        let value = scope.get(&set.name)?;
        Some(Entry { key: set.name.clone(), key_span: value.span, value: Value::clone(value) })
    };
    let more = Value::new(ValueKind::Spread(Box::new(Value::unknown(Reason::Include, place))), place);
    let more = Entry { key: String::new(), key_span: place, value: more };
    Value::new(ValueKind::Map(names.filter_map(entry).chain([more]).collect()), place)
}

/// True if a name is set within `node`, or may be.
fn sets(node: &Node, name: &str) -> bool {
    let within = |nodes: &[Node]| nodes.iter().any(|node| sets(node, name));
    match node {
        Node::Set(set) => set.name == name,
        Node::Branch(branch) => branch.arms.iter().any(|arm| within(&arm.body)),
        Node::Loop(repeated) => within(&repeated.body),
        Node::Element(element) => within(&element.children),
        Node::Include(_) => true,
        _ => false,
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
