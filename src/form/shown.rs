//! Components that other files of the repository are: shown where they are called, with what they are given.
//!
//! In such a file names mean what they mean there. What a call puts into a slot of it means what it means at the call.

use std::sync::Arc;

use super::read::Reader;
use crate::dialect::blade::is_blade;
use crate::limits;
use crate::page::{Block, Node, Set};
use crate::project::Scope;
use crate::project::store::Template;
use crate::source::Span;
use crate::unknown::{Because, Reason};
use crate::value::{Call, Entry, Value, ValueKind};

/// The dialect of Angular's templates.
const ANGULAR: &str = "angular";

/// The dialect of Laravel's, and the name under which a component of theirs has what it is given and does not name itself.
const BLADE: &str = "blade";
const ATTRIBUTES: &str = "attributes";

/// What stands between the tags of a component of theirs.
const SLOT: &str = "slot";

/// Slots by their names, and what is put into each.
type Given = Vec<(String, Arc<[Node]>)>;

/// What the call of a component puts into its slots.
pub(super) struct Slots<'p> {
    /// Each slot's name, with `#` before it, and what is put there.
    given: Given,
    /// The names at the call; while those are read, the names of the component.
    scope: Scope<'p>,
    /// The file that calls.
    from: String,
    /// How many templates were open at the call.
    open: usize,
    /// The call of the page's own that the call itself stands in.
    called_at: Option<Span>,
}

impl<'p> Reader<'p> {
    /// Shows the file that the component which is called is. False where there is none.
    pub(super) fn shown_file(&mut self, call: &Call, span: Span, body: Option<&[Node]>) -> bool {
        let Some(template) = self.component_file(call) else { return false };
        let view = self.view.map(|view| (view, Scope::within(view)));
        let Some((view, mut scope)) = view else { return false };
        let (values, mut given) = self.given(call);
        if template.dialect == ANGULAR && body.is_none() && !self.says_what_it_asks(&values, span) {
            return false;
        }
        given.extend(body.map(|body| ("#default".to_owned(), body.into())));
        let mut params = Vec::new();
        self.params_of(&template, &mut params, 0);
        for param in &params {
            let value = match values.iter().rev().find(|entry| entry.key == param.name) {
                Some(entry) => entry.value.clone(),
                None if values.iter().any(Entry::is_spread) => Value::unknown(Reason::Spread, span),
                None => Value::clone(&param.value),
            };
            scope.set(&param.name, Arc::new(value));
        }
        // What it does not name itself may be named by what it extends.
        let unnamed = |entry: &&Entry| !entry.key.is_empty() && scope.get(&entry.key).is_none();
        let unnamed: Vec<&Entry> = values.iter().filter(unnamed).collect();
        if template.dialect == BLADE {
            let entries = values.iter().filter(|entry| entry.is_spread() || !params.iter().any(|param| param.name == entry.key)).cloned();
            scope.set(ATTRIBUTES, Arc::new(Value::new(ValueKind::Map(entries.collect()), span)));
            let slot = body.map_or(ValueKind::Null, |body| ValueKind::Markup(body.into()));
            scope.set(SLOT, Arc::new(self.scope.closed(&Value::new(slot, span))));
        }
        for entry in unnamed {
            scope.set(&entry.key, Arc::new(entry.value.clone()));
        }
        let outer = std::mem::replace(&mut self.scope, scope);
        let from = view.home();
        let called_at = self.called_at;
        self.slots.push(Slots { given, scope: outer, from, open: self.open_templates(), called_at });
        view.enter(&template.source.path);
        self.called_at = called_at.or(Some(span).filter(|span| span.file == self.file)).or(self.at);
        let read = self.elsewhere(&template.source.path, |reader| {
            reader.wanted_ids(&template.page.nodes);
            reader.nodes(&template.page.nodes);
        });
        self.called_at = called_at;
        view.leave();
        if let Some(slots) = self.slots.pop() {
            self.scope = slots.scope;
        }
        if !read {
            self.hidden(Because::new(Reason::Cycle, span));
        }
        true
    }

    /// True where a component of a service's own goes before one of the same name that a package brings, as Laravel looks for them.
    pub(super) fn finds_files_first(&self) -> bool {
        self.view.is_some_and(|view| is_blade(&view.home()))
    }

    /// True if a call gives an Angular component words of its own, or, in the page itself, the list of what can be chosen. Services
    /// have one component that can show any control, as code decides: what that asks is not seen.
    fn says_what_it_asks(&self, values: &[Entry], span: Span) -> bool {
        const WORDS: &[&str] = &["label", "legend", "title", "heading", "question", "text"];
        const LISTS: &[&str] = &["items", "options", "choices"];
        let says = |entry: &Entry| {
            WORDS.contains(&entry.key.as_str()) && matches!(self.scope.value(&entry.value).kind, ValueKind::Text(_) | ValueKind::Concat(_))
        };
        let lists = |entry: &Entry| LISTS.contains(&entry.key.as_str()) && span.file == self.file;
        values.iter().any(|entry| says(entry) || lists(entry))
    }

    /// What a component may be given, with what those that it extends may be.
    fn params_of(&self, template: &Template, params: &mut Vec<Set>, depth: usize) {
        let Some(view) = self.view.filter(|_| depth < limits::CALL_DEPTH) else { return };
        params.extend(view.inputs(&template.source.path));
        for param in &template.page.params {
            if !param.name.is_empty() {
                params.push(param.clone());
                continue;
            }
            let base = if let ValueKind::Name(base) = &param.value.kind { Some(base) } else { None };
            if let Some(base) = base.and_then(|base| view.component_of(&template.source.path, &template.page.nodes, base)) {
                self.params_of(&base, params, depth + 1);
            }
        }
    }

    /// The file of a component that is written as an element.
    pub(super) fn component_file(&self, call: &Call) -> Option<Arc<Template>> {
        let name = call.name.strip_prefix('<')?.strip_suffix('>')?;
        self.view?.component_file(name)
    }

    /// What a call gives: its values, as they are at the call, and what it puts into slots.
    fn given(&self, call: &Call) -> (Vec<Entry>, Given) {
        let (mut values, mut slots) = (Vec::new(), Vec::new());
        let Some(ValueKind::Map(entries)) = call.params().map(|properties| &properties.kind) else { return (values, slots) };
        for entry in entries.iter() {
            match &entry.value.kind {
                ValueKind::Markup(nodes) if entry.key.starts_with('#') => slots.push((entry.key.clone(), nodes.clone())),
                _ => values.push(entry.with(self.scope.closed(&entry.value))),
            }
        }
        (values, slots)
    }

    /// Reads what a call puts into slots of a component that cannot be seen into, or that has no such parts in its table.
    pub(super) fn other_slots(&mut self, call: &Call, read: &[String]) {
        let (_, slots) = self.given(call);
        for (_, nodes) in slots.iter().filter(|(name, _)| !read.contains(name)) {
            self.nodes(nodes);
            self.flush();
        }
    }

    /// Shows what the call puts into a slot, or what stands in the slot itself. False if `block` is no slot.
    pub(super) fn slot(&mut self, block: &Block) -> bool {
        if !block.name.starts_with('#') {
            return false;
        }
        let Some(mut slots) = self.slots.pop() else {
            // The file is read by itself: whoever calls it may put something here.
            self.nodes(&block.body);
            return true;
        };
        match slots.given.iter().find(|(name, _)| *name == block.name).map(|(_, nodes)| nodes.clone()) {
            Some(nodes) => {
                std::mem::swap(&mut self.scope, &mut slots.scope);
                let mark = self.scope.mark();
                let inner = self.close_templates(slots.open);
                let called_at = std::mem::replace(&mut self.called_at, slots.called_at);
                if let Some(view) = self.view {
                    view.enter(&slots.from);
                }
                self.nodes(&nodes);
                if let Some(view) = self.view {
                    view.leave();
                }
                self.called_at = called_at;
                self.open_again(inner);
                self.scope.rewind(mark);
                std::mem::swap(&mut self.scope, &mut slots.scope);
            }
            None => {
                self.slots.push(slots);
                // The first of it says that something may be put here, and nothing is.
                self.nodes(block.body.get(1..).unwrap_or_default());
                return true;
            }
        }
        self.slots.push(slots);
        true
    }
}
