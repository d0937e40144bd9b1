//! Reads a page from top to bottom, as its reader does.
//!
//! Components give whole questions (`call`), hand-written controls give loose pieces (`sketch`), which are put
//! together at the end (`associate`), since a label may stand before or after what it names.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::components::{Component, Components};
use super::elsewhere::{Blocks, Taken};
use super::shown::Slots;
use super::sketch::Sketch;
use super::{Answer, Form, Passage, Role, ShownWhen, associate, search};
use crate::dialect::{self, Parsers};
use crate::limits::{self, Limits};
use crate::module;
use crate::page::{Arm, Block, Branch, Import, Loop, Node, Page, Set, Wrap};
use crate::project::store::Template;
use crate::project::{Scope, View};
use crate::source::{FileId, Span};
use crate::text::Text;
use crate::unknown::{Because, Property, Reason};
use crate::value::{Call, Entry, Value, ValueKind};

/// The questions and the visible text of a page.
///
/// `file` is the page's own; `view` answers for what stands in others, where there are any.
pub fn read<'p>(page: &Page, file: FileId, parsers: &'p mut Parsers, view: Option<&'p View<'p>>) -> Form {
    let mut reader = Reader::new(file, parsers, view);
    reader.scope = reader.scope.at_home(page.module.clone());
    reader.language = page.language;
    reader.wanted_ids(&page.nodes);
    let layout = page.extends.as_ref().map(|layout| reader.scope.text(layout));
    let in_layout = match &layout {
        Some(Property::Known(layout)) => reader.within_layout(&page.nodes, layout.as_str(), file),
        _ => false,
    };
    if !in_layout {
        reader.nodes(&page.nodes);
    }
    reader.flush();
    reader.leftovers();
    let Reader { sketch, mut passages, addresses, kept_at, forms, unseen, .. } = reader;
    let mut questions = associate::questions(sketch, &mut passages);
    let looks_up = view.is_some_and(|view| search::is_page_of_search(&view.home()));
    search::mark(&mut questions, &forms, looks_up);
    let layout_unseen = layout.is_some() && !in_layout;
    if page.is_prose && questions.is_empty() {
        return Form { file: Some(file), ..Form::default() };
    }
    Form { file: Some(file), questions, passages, addresses, kept_at, looks_up, whole: false, layout_unseen, unseen }
}

pub(super) struct Reader<'p> {
    /// The language whose helpers the page's calls are, where that matters.
    pub(super) language: &'static str,
    /// The page's own file.
    pub(super) file: FileId,
    pub(super) view: Option<&'p View<'p>>,
    pub(super) limits: Limits,
    /// What in it shows what is being read.
    pub(super) at: Option<Span>,
    /// The call of the page's own that a macro of another file is read for.
    pub(super) called_at: Option<Span>,
    pub(super) blocks: Blocks,
    pub(super) scope: Scope<'p>,
    pub(super) parsers: &'p mut Parsers,
    pub(super) sketch: Sketch,
    pub(super) passages: Vec<Passage>,
    /// Where links lead.
    pub(super) addresses: Vec<Passage>,
    /// Where the form says that it and its codes are kept.
    pub(super) kept_at: Vec<String>,
    /// What the `form` elements say of themselves.
    pub(super) forms: FxHashMap<Span, search::Says>,
    /// The passage that is being read.
    pub(super) line: Text,
    /// The element that its first word stands in.
    pub(super) line_in: Option<usize>,
    /// What the line, up to a condition, may read instead.
    pub(super) other_readings: Vec<Passage>,
    pub(super) roles: Vec<Role>,
    /// The groups that are open, innermost last.
    pub(super) groups: Vec<usize>,
    /// The elements that are open, innermost last.
    pub(super) elements: Vec<usize>,
    pub(super) labels: Vec<usize>,
    pub(super) heading: Option<Text>,
    pub(super) unseen: Vec<Because>,
    pub(super) imports: Vec<(String, &'static Component)>,
    /// What the page takes from other files, where it is code.
    pub(super) code_imports: Vec<Import>,
    /// Names that a file takes from a template of the repository.
    pub(super) taken: Vec<Taken>,
    /// The templates of which a macro has been called.
    pub(super) looked_into: Vec<Arc<Template>>,
    /// What the components that are being read were given for their slots.
    pub(super) slots: Vec<Slots<'p>>,
    pub(super) macros: Vec<Arc<Block>>,
    pub(super) called: FxHashSet<String>,
    /// Blocks that were kept in a variable, and those of them that were shown.
    pub(super) kept: Vec<Arc<Value>>,
    pub(super) shown: FxHashSet<Span>,
    /// The pieces of page from variables and functions that are being read.
    pub(super) open_markup: Vec<Span>,
    pub(super) loops: usize,
    pub(super) branches: usize,
    /// The arm of a condition that is being read, and how many there were.
    pub(super) arm: usize,
    pub(super) arms: usize,
    /// How many elements that hold a run of text are open.
    pub(super) phrasing: usize,
    /// How many headers of the page are open.
    pub(super) headers: usize,
    pub(super) depth: usize,
    /// How many expressions are being shown in one another.
    printing: usize,
    /// How many nodes were read, each as often as it is shown.
    pub(super) steps: usize,
    pub(super) shown_when: Option<ShownWhen>,
    /// Ids that something refers to.
    pub(super) wanted: FxHashSet<String>,
    /// The name that a component around gives all of its answers.
    pub(super) shared_name: Property<Text>,
    /// The options of the select that is open.
    pub(super) options: Vec<Answer>,
}

impl<'p> Reader<'p> {
    pub(super) fn new(file: FileId, parsers: &'p mut Parsers, view: Option<&'p View<'p>>) -> Self {
        Reader {
            language: "",
            file,
            view,
            limits: view.map_or_else(Limits::default, View::limits),
            at: None,
            called_at: None,
            blocks: Blocks::default(),
            scope: view.map_or_else(Scope::default, Scope::within),
            parsers,
            sketch: Sketch::default(),
            passages: Vec::new(),
            addresses: Vec::new(),
            kept_at: Vec::new(),
            forms: FxHashMap::default(),
            line: Text::default(),
            line_in: None,
            other_readings: Vec::new(),
            roles: Vec::new(),
            groups: Vec::new(),
            elements: Vec::new(),
            labels: Vec::new(),
            heading: None,
            unseen: Vec::new(),
            imports: Vec::new(),
            code_imports: Vec::new(),
            taken: Vec::new(),
            looked_into: Vec::new(),
            slots: Vec::new(),
            macros: Vec::new(),
            called: FxHashSet::default(),
            kept: Vec::new(),
            shown: FxHashSet::default(),
            open_markup: Vec::new(),
            loops: 0,
            branches: 0,
            arm: 0,
            arms: 0,
            phrasing: 0,
            headers: 0,
            depth: 0,
            printing: 0,
            steps: 0,
            shown_when: None,
            wanted: FxHashSet::default(),
            shared_name: Property::Absent,
            options: Vec::new(),
        }
    }

    /// Finds the ids that controls and groups refer to, so that only those elements' texts are kept.
    pub(super) fn wanted_ids(&mut self, nodes: &[Node]) {
        for node in nodes {
            match node {
                Node::Element(element) => {
                    for attribute in &element.attributes {
                        if !matches!(attribute.name.as_str(), "aria-labelledby" | "aria-describedby") {
                            continue;
                        }
                        let text = match &attribute.value.kind {
                            ValueKind::Text(text) => Property::Known(text.clone()),
                            // What a component is given is known before it is read.
                            _ if !self.slots.is_empty() => self.scope.text(&attribute.value),
                            _ => Property::Absent,
                        };
                        let ids = text.known().into_iter().flat_map(|text| text.as_str().split_whitespace());
                        self.wanted.extend(ids.map(str::to_owned));
                    }
                    self.wanted_ids(&element.children);
                }
                Node::Branch(branch) => branch.arms.iter().for_each(|arm| self.wanted_ids(&arm.body)),
                Node::Loop(repeated) => self.wanted_ids(&repeated.body),
                Node::Print(print) => self.wanted_by_call(&print.value),
                Node::Wrap(wrap) => {
                    self.wanted_by_call(&wrap.call);
                    self.wanted_ids(&wrap.body);
                }
                Node::Block(block) => self.wanted_ids(&block.body),
                _ => {}
            }
        }
    }

    /// The ids that a component which is called as an element refers to.
    fn wanted_by_call(&mut self, call: &Value) {
        let Some(ValueKind::Map(entries)) = call.as_call().and_then(Call::params).map(|properties| &properties.kind) else { return };
        for entry in entries.iter().filter(|entry| matches!(entry.key.as_str(), "aria-labelledby" | "aria-describedby")) {
            if let ValueKind::Text(text) = &entry.value.kind {
                self.wanted.extend(text.as_str().split_whitespace().map(str::to_owned));
            }
        }
    }

    /// What was defined and not shown by this page: another template shows it.
    pub(super) fn leftovers(&mut self) {
        for value in std::mem::take(&mut self.kept) {
            if let ValueKind::Markup(nodes) = &value.kind
                && self.shown.insert(value.span)
            {
                self.nodes(nodes);
                self.flush();
            }
        }
        for block in std::mem::take(&mut self.macros) {
            if self.called.contains(&block.name) {
                continue;
            }
            let mark = self.scope.mark();
            self.nodes(&block.body);
            self.flush();
            self.scope.rewind(mark);
        }
    }

    pub(super) fn nodes(&mut self, nodes: &[Node]) {
        for node in nodes {
            if self.is_spent() {
                return self.stopped(node);
            }
            self.steps += 1;
            self.node(node);
        }
    }

    /// Every group that is open may hold more than was read, and the page says once where it is cut short.
    pub(super) fn stopped(&mut self, node: &Node) {
        let group = self.groups.last().map(|&group| self.sketch.groups[group].span);
        let is_first = !self.unseen.iter().any(|because| because.reason == Reason::TooMuch);
        let Some(place) = group.or_else(|| node.span().filter(|_| is_first)) else { return };
        let because = Because::new(Reason::TooMuch, place);
        if self.unseen.last() != Some(&because) {
            self.hidden(because);
        }
    }

    /// True if the page shows so much over and over that reading it has to end.
    pub(super) fn is_spent(&self) -> bool {
        let controls = self.sketch.controls.len().max(self.sketch.labels.len()).max(self.sketch.questions.len());
        let followed = self.scope.steps_taken() >= limits::FOLLOWED;
        followed || self.steps >= self.limits.nodes || controls >= self.limits.controls || self.options.len() >= self.limits.answers
    }

    pub(super) fn node(&mut self, node: &Node) {
        match node {
            Node::Text(text) => self.say(text),
            Node::Element(element) => self.element(element),
            Node::Print(print) => {
                self.shown_by(print.span);
                self.print(&print.value);
            }
            Node::Wrap(wrap) => self.wrap(wrap),
            Node::Branch(branch) => self.branch(branch),
            Node::Loop(repeated) => self.repeat(repeated),
            Node::Set(set) => self.set(set),
            Node::Definition(set) => self.definition(set),
            Node::Block(block) => self.block(block),
            Node::Macro(block) => self.macros.push(Arc::new(block.clone())),
            Node::Include(include) => self.include(include),
            Node::Import(import) => self.import(import),
        }
    }

    /// The place of something that asks: in a macro of another file, the call that reads it.
    pub(super) fn placed(&self, span: Span) -> Span {
        self.called_at.filter(|_| span.file != self.file).unwrap_or(span)
    }

    /// Remembers what shows what is read next, if it is a place of the page itself.
    pub(super) fn shown_by(&mut self, span: Span) {
        if span.file == self.file {
            self.at = Some(span);
        }
    }

    /// What shows these words, if they stand in another file.
    pub(super) fn shown_at(&self, text: &Text) -> Option<Span> {
        self.at.filter(|_| text.span().is_some_and(|span| span.file != self.file))
    }

    /// Something that cannot be seen. In a run of text it is a word.
    pub(super) fn hidden_here(&mut self, because: Because) {
        if self.phrasing == 0 {
            self.hidden(because);
        }
    }

    /// Something that may hold controls and cannot be seen.
    pub(super) fn hidden(&mut self, because: Because) {
        // What a layout shows round the page is no part of what the page asks.
        if self.blocks.layouts > 0 && because.span.file != self.file {
            return;
        }
        if let Some(&group) = self.groups.last() {
            self.sketch.groups[group].unseen.push(because.clone());
        }
        self.unseen.push(because);
    }

    pub(super) fn set(&mut self, set: &Set) {
        let value = match &set.value.kind {
            ValueKind::Markup(_) => {
                self.kept.push(set.value.clone());
                set.value.clone()
            }
            _ => Arc::new(self.scope.closed(&set.value)),
        };
        self.scope.set(&set.name, value);
    }

    pub(super) fn block(&mut self, block: &Block) {
        if self.slot(block) {
            return;
        }
        let is_title = block.name.to_lowercase().contains("title");
        self.flush();
        if is_title {
            self.roles.push(Role::Title);
        }
        if !self.fills(block) {
            self.nodes(&block.body);
        }
        self.flush();
        if is_title {
            self.roles.pop();
        }
    }

    pub(super) fn import(&mut self, import: &Import) {
        self.code_imports.push(import.clone());
        if self.view.is_some_and(|view| view.take(import)) {
            return;
        }
        let Property::Known(path) = self.scope.text(&import.from) else { return };
        let Some(component) = Components::built_in().imported(path.as_str()) else { return self.import_elsewhere(import, path.as_str()) };
        for (there, here) in &import.names {
            if !there.is_empty() {
                self.imports.push((here.clone(), component));
            }
        }
    }

    pub(super) fn branch(&mut self, branch: &Branch) {
        let (arms, covers_all) = self.possible(branch);
        // What is certain is no condition.
        if let ([only], true) = (arms.as_slice(), covers_all) {
            return self.nodes(&only.body);
        }
        let mut sets = Vec::new();
        self.one_of(arms.len(), |reader, at| {
            let mark = reader.scope.mark();
            reader.nodes(&arms[at].body);
            sets.push(reader.scope.rewind(mark));
        });
        self.scope.merge(sets, covers_all);
    }

    /// The arms of which one may be shown, and whether one of them is for certain.
    fn possible<'b>(&self, branch: &'b Branch) -> (Vec<&'b Arm>, bool) {
        let mut arms = Vec::new();
        for arm in &branch.arms {
            let truth = arm.condition.as_ref().map_or(Property::Known(true), |condition| match condition.kind {
                ValueKind::Unknown(_) => Property::Absent,
                _ => self.scope.truth(condition),
            });
            if truth.known() != Some(&false) {
                arms.push(arm);
            }
            if truth.known() == Some(&true) {
                return (arms, true);
            }
        }
        (arms, false)
    }

    /// Reads several things of which one is shown. The line goes on with the first that says anything; each of the
    /// others is a passage of its own, so that no phrase is made of two of them.
    pub(super) fn one_of(&mut self, count: usize, mut read: impl FnMut(&mut Self, usize)) {
        if self.line.parts() > limits::PARTS {
            self.flush();
        }
        let (start, from, outer) = (std::mem::take(&mut self.line), self.passages.len(), self.arm);
        let mut goes_on = None;
        self.branches += 1;
        for at in 0..count {
            let (passages, labels) = (self.passages.len(), self.sketch.labels.len());
            self.line = if passages == from { start.clone() } else { Text::default() };
            let before = self.line.as_str().to_owned();
            self.arms += 1;
            self.arm = self.arms;
            read(self, at);
            let line = std::mem::take(&mut self.line);
            let says = self.passages[passages..].iter().any(|passage| passage.role != Role::Error);
            // A control ends the line before it: what stands behind that is all new.
            let added = line.as_str().strip_prefix(before.as_str()).unwrap_or(line.as_str());
            if !says && added.trim().is_empty() {
                continue;
            }
            if goes_on.is_none() {
                goes_on = Some(line);
                continue;
            }
            if self.phrasing > 0 && labels == self.sketch.labels.len() {
                let others = self.passages.split_off(passages);
                self.other_readings.extend(others);
            }
            let role = self.roles.last().copied().unwrap_or(Role::Body);
            let (text, at) = (line.folded(), self.shown_at(&line));
            self.other_readings.push(Passage { text, role, at });
        }
        self.branches -= 1;
        self.arm = outer;
        let unsaid = if self.passages.len() == from { start } else { Text::default() };
        self.line = goes_on.unwrap_or(unsaid);
    }

    pub(super) fn repeat(&mut self, repeated: &Loop) {
        let over = self.scope.value(&repeated.over);
        let items: Option<Vec<Vec<Value>>> = match &over.kind {
            ValueKind::List(items) if items.iter().all(|item| !matches!(item.kind, ValueKind::Spread(_))) => {
                Some(items.iter().map(|item| self.taken_apart(item, repeated.names.len())).collect())
            }
            ValueKind::Map(entries) if entries.iter().all(|entry| !entry.key.is_empty()) => {
                let pair = |entry: &Entry| {
                    let key = Text::meaning(&entry.key, entry.key_span);
                    vec![Value::new(ValueKind::Text(key), entry.key_span), entry.value.clone()]
                };
                Some(entries.iter().map(pair).collect())
            }
            _ => None,
        };
        let mark = self.scope.mark();
        let (mut seen, mut runs) = (false, false);
        match items {
            Some(items) if items.len() <= limits::LOOP_ITEMS && !self.is_spent() => {
                (seen, runs) = (true, !items.is_empty());
                for values in items {
                    if self.is_spent() {
                        self.hidden(Because::new(Reason::TooMuch, repeated.open));
                        break;
                    }
                    // A turn that shows nothing takes time, too.
                    self.steps += 1;
                    for (name, value) in repeated.names.iter().zip(values) {
                        self.scope.set(name, Arc::new(value));
                    }
                    self.nodes(&repeated.body);
                }
            }
            _ => {
                for name in &repeated.names {
                    let unknown = Value::unknown(Reason::Loop, repeated.over.span);
                    self.scope.set(name, Arc::new(unknown));
                }
                self.loops += 1;
                self.nodes(&repeated.body);
                self.loops -= 1;
            }
        }
        let sets = self.scope.rewind(mark);
        let kept = sets.into_iter().filter(|(name, _)| !repeated.names.contains(name)).collect();
        match seen {
            true => self.scope.merge(vec![kept], runs),
            false => self.scope.repeated(kept, repeated.open),
        }
    }

    /// What the names of a loop are given by one item: where there are several, its parts.
    fn taken_apart(&self, item: &Value, names: usize) -> Vec<Value> {
        match self.scope.value(item).kind {
            ValueKind::List(parts) if names > 1 => parts.to_vec(),
            _ => vec![item.clone()],
        }
    }

    pub(super) fn wrap(&mut self, wrap: &Wrap) {
        let mark = self.scope.mark();
        match wrap.call.as_call() {
            Some(call) => self.call(call, wrap.span, Some(&wrap.body)),
            None => {
                self.hidden(Because::new(Reason::Unreadable, wrap.call.span));
                self.nodes(&wrap.body);
            }
        }
        // What a block names is known in it alone.
        self.scope.rewind(mark);
    }

    /// An expression whose value is shown.
    pub(super) fn print(&mut self, value: &Value) {
        // A function that answers with a list in which it calls itself would go on for ever.
        if self.printing >= limits::NESTING || self.is_spent() {
            let reason = if self.printing >= limits::NESTING { Reason::Cycle } else { Reason::TooMuch };
            let because = Because::new(reason, value.span);
            self.line.push_hole(because.clone());
            return self.hidden(because);
        }
        // The first is a part of the page, which has been counted.
        self.steps += usize::from(self.printing > 0);
        self.printing += 1;
        self.print_one(value);
        self.printing -= 1;
    }

    fn print_one(&mut self, value: &Value) {
        if let Some(call) = self.bare_call(value) {
            return self.call(&call, value.span, None);
        }
        if let Some(written) = self.written_fallback(value) {
            return self.print(written);
        }
        if let Some(call) = called_component(value) {
            // Any other function may be one that only gives words: `{{ __("key") }}`.
            let known = match call.receiver {
                None if module::tag(&call.name).is_some() => true,
                None => self.is_shown_by_page(call),
                // PHP's helpers are methods that are told what to show; others of their names only give words: `$case->label()`.
                Some(_) if call.name.starts_with("->") && call.args.is_empty() => false,
                Some(_) => self.component(call.name.as_str()).is_some() || self.macro_of_whole(call, value.span.file).is_some(),
            };
            if known {
                return self.call(call, value.span, None);
            }
        }
        let resolved = self.scope.value(value);
        match resolved.as_call() {
            Some(call) => self.call(call, resolved.span, None),
            None => self.show(&resolved),
        }
    }

    /// What a label says where the words that it would rather show are not known: they are a translation of those that stand there.
    fn written_fallback<'v>(&self, value: &'v Value) -> Option<&'v Value> {
        let ValueKind::Fallback(first, second) = &value.kind else { return None };
        let is_written = matches!(&second.kind, ValueKind::Text(text) if !text.is_blank());
        let is_label = !self.labels.is_empty() || self.roles.last() == Some(&Role::Prompt);
        (is_written && is_label && matches!(self.scope.value(first).kind, ValueKind::Unknown(_))).then_some(&**second)
    }

    /// A component that is called without a bracket, as Ruby can: `f.govuk_radio_divider`, `csrf_meta_tags`.
    fn bare_call(&self, value: &Value) -> Option<Call> {
        if self.language != Page::RUBY {
            return None;
        }
        let (receiver, name) = match &value.kind {
            ValueKind::Name(name) if self.scope.get(name).is_none() => (None, name.clone()),
            ValueKind::Member(subject, key) => match &key.kind {
                ValueKind::Text(key) => (Some((**subject).clone()), key.as_str().to_owned()),
                _ => return None,
            },
            _ => return None,
        };
        self.component(&name)?;
        Some(Call { receiver, name, args: Vec::new(), keywords: None })
    }

    pub(super) fn show(&mut self, value: &Value) {
        match &value.kind {
            ValueKind::Text(text) if text.as_str().contains('<') => self.markup(text),
            ValueKind::Text(text) => self.say(text),
            ValueKind::Markup(nodes) => self.shown_markup(nodes, value.span),
            ValueKind::Concat(parts) => parts.iter().for_each(|part| self.print(part)),
            ValueKind::Lambda(lambda) if self.scope.home().is_some() => self.shown_function(lambda),
            ValueKind::List(items) if self.scope.home().is_some() || self.language == Page::RUBY => {
                items.iter().for_each(|item| self.print(item));
            }
            ValueKind::Spread(inner) => self.print(inner),
            ValueKind::Either(readings) => {
                let mut shown: Vec<&Value> = readings.iter().filter(|reading| !matches!(reading.kind, ValueKind::Null)).collect();
                // Where one cannot be read, the line has a hole.
                shown.sort_by_key(|reading| !matches!(reading.kind, ValueKind::Unknown(_)));
                self.one_of(shown.len(), |reader, at| reader.print(shown[at]));
            }
            ValueKind::Number(_) | ValueKind::Map(_) => {
                if let Property::Known(text) = self.scope.text(value) {
                    self.say(&text);
                }
            }
            ValueKind::Unknown(reason) => {
                let because = Because::new(reason.clone(), value.span);
                self.hidden_here(because.clone());
                self.line.push_hole(because);
            }
            _ => {}
        }
    }

    pub(super) fn shown_markup(&mut self, nodes: &[Node], span: Span) {
        self.shown.insert(span);
        // A function that shows what it gives itself would go on for ever.
        if self.depth >= limits::CALL_DEPTH || self.is_spent() || self.open_markup.contains(&span) {
            return self.hidden(Because::new(Reason::Cycle, span));
        }
        self.depth += 1;
        self.open_markup.push(span);
        self.nodes(nodes);
        self.open_markup.pop();
        self.depth -= 1;
    }

    /// HTML that stands in a value.
    pub(super) fn markup(&mut self, text: &Text) {
        self.steps += text.as_str().len() / limits::BYTES_A_NODE;
        let nodes = dialect::fragment(text, self.parsers);
        self.wanted_ids(&nodes);
        self.nodes(&nodes);
    }

    /// The body of a macro of this page, with its parameters set.
    pub(super) fn local_macro(&mut self, call: &Call, span: Span) -> bool {
        let own = self.macros.iter().rev().find(|block| block.name == call.name).cloned();
        // A macro of another template means its own neighbours, whatever the page calls by the same name.
        let Some(block) = own.filter(|_| self.neighbour(&call.name, span.file).is_none()) else {
            return self.macro_elsewhere(call, span);
        };
        self.called.insert(block.name.clone());
        if self.depth >= limits::CALL_DEPTH || self.is_spent() {
            self.hidden(Because::new(Reason::Cycle, span));
            return true;
        }
        let mark = self.scope.mark();
        self.give(&block, call, span);
        self.depth += 1;
        self.nodes(&block.body);
        self.depth -= 1;
        self.scope.rewind(mark);
        true
    }

    /// The component that `name` calls here.
    pub(super) fn component(&self, name: &str) -> Option<&'p Component> {
        if self.macros.iter().any(|block| block.name == name) {
            return None;
        }
        if let Some(component) = self.view.and_then(|view| view.component(name)) {
            return Some(component);
        }
        if self.is_own_macro(name) {
            return None;
        }
        let ending = match self.language {
            "" => self.view.map_or(String::new(), |view| dialect::extension(&view.home())),
            language => language.to_owned(),
        };
        let named = Components::built_in().named(module::written(name).0, &ending);
        if module::tag(name).is_some() {
            return self.system_component(name, named);
        }
        let imported = self.imports.iter().rev().find(|(here, _)| here == name).map(|(_, component)| *component);
        // Two families share folder names: the macro's own name tells them apart.
        match (named, imported) {
            (Some(named), Some(imported)) if named.component == imported.component => Some(named),
            (_, Some(imported)) => Some(imported),
            (named, None) => named,
        }
    }
}

/// The call that shows something, below filters that change nothing: `radios({…}) | indent(2)`.
fn called_component(value: &Value) -> Option<&Call> {
    let call = value.as_call()?;
    match (&call.receiver, call.name.as_str()) {
        (Some(inner), "indent" | "safe" | "trim") => called_component(inner),
        _ => Some(call),
    }
}

/// True where a piece of page, or what gives one, stands in it.
pub(super) fn holds_page(value: &Value) -> bool {
    match &value.kind {
        ValueKind::Markup(_) | ValueKind::Call(_) => true,
        ValueKind::Concat(parts) | ValueKind::Either(parts) => parts.iter().any(holds_page),
        _ => false,
    }
}
