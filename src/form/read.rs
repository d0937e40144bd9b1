//! Reads a page from top to bottom, as its reader does.
//!
//! Components give whole questions (`call`), hand-written controls give loose pieces (`sketch`), which are put
//! together at the end (`associate`), since a label may stand before or after what it names.

use std::collections::HashSet;
use std::sync::Arc;

use super::components::{Component, Components};
use super::elsewhere::{Blocks, Taken};
use super::sketch::{Group, GroupKind, Label, Named, Sketch, Spot};
use super::{Answer, Form, Passage, Role, ShownWhen, associate, controls};
use crate::dialect::{self, Parsers};
use crate::limits;
use crate::page::{Arm, Block, Branch, Element, Import, Loop, Node, Page, Set, Wrap};
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
    let Reader { mut sketch, mut passages, unseen, .. } = reader;
    let questions = associate::questions(&mut sketch, &mut passages);
    Form { file: Some(file), questions, passages, unseen }
}

pub(super) struct Reader<'p> {
    /// The page's own file.
    pub(super) file: FileId,
    pub(super) view: Option<&'p View<'p>>,
    /// What in it shows what is being read.
    pub(super) at: Option<Span>,
    /// The call of the page's own that a macro of another file is read for.
    pub(super) called_at: Option<Span>,
    pub(super) blocks: Blocks,
    pub(super) scope: Scope<'p>,
    parsers: &'p mut Parsers,
    pub(super) sketch: Sketch,
    pub(super) passages: Vec<Passage>,
    /// The passage that is being read.
    line: Text,
    /// What the line, up to a condition, may read instead.
    other_readings: Vec<Passage>,
    roles: Vec<Role>,
    /// The groups that are open, innermost last.
    groups: Vec<usize>,
    /// The elements that are open, innermost last.
    elements: Vec<usize>,
    labels: Vec<usize>,
    pub(super) heading: Option<Text>,
    pub(super) unseen: Vec<Because>,
    imports: Vec<(String, &'static Component)>,
    /// Names that a file takes from a template of the repository.
    pub(super) taken: Vec<Taken>,
    macros: Vec<Arc<Block>>,
    called: HashSet<String>,
    /// Blocks that were kept in a variable, and those of them that were shown.
    kept: Vec<Arc<Value>>,
    shown: HashSet<Span>,
    loops: usize,
    branches: usize,
    /// The arm of a condition that is being read, and how many there were.
    arm: usize,
    arms: usize,
    /// How many elements that hold a run of text are open.
    phrasing: usize,
    /// How many headers of the page are open.
    headers: usize,
    pub(super) depth: usize,
    /// How many nodes were read, each as often as it is shown.
    steps: usize,
    pub(super) shown_when: Option<ShownWhen>,
    /// Ids that something refers to.
    wanted: HashSet<String>,
    /// The options of the select that is open.
    pub(super) options: Vec<Answer>,
}

impl<'p> Reader<'p> {
    fn new(file: FileId, parsers: &'p mut Parsers, view: Option<&'p View<'p>>) -> Self {
        Reader {
            file,
            view,
            at: None,
            called_at: None,
            blocks: Blocks::default(),
            scope: view.map_or_else(Scope::default, Scope::within),
            parsers,
            sketch: Sketch::default(),
            passages: Vec::new(),
            line: Text::default(),
            other_readings: Vec::new(),
            roles: Vec::new(),
            groups: Vec::new(),
            elements: Vec::new(),
            labels: Vec::new(),
            heading: None,
            unseen: Vec::new(),
            imports: Vec::new(),
            taken: Vec::new(),
            macros: Vec::new(),
            called: HashSet::new(),
            kept: Vec::new(),
            shown: HashSet::new(),
            loops: 0,
            branches: 0,
            arm: 0,
            arms: 0,
            phrasing: 0,
            headers: 0,
            depth: 0,
            steps: 0,
            shown_when: None,
            wanted: HashSet::new(),
            options: Vec::new(),
        }
    }

    /// Finds the ids that controls and groups refer to, so that only those elements' texts are kept.
    fn wanted_ids(&mut self, nodes: &[Node]) {
        for node in nodes {
            match node {
                Node::Element(element) => {
                    for attribute in &element.attributes {
                        if matches!(attribute.name.as_str(), "aria-labelledby" | "aria-describedby")
                            && let ValueKind::Text(text) = &attribute.value.kind
                        {
                            self.wanted.extend(text.as_str().split_whitespace().map(str::to_owned));
                        }
                    }
                    self.wanted_ids(&element.children);
                }
                Node::Branch(branch) => branch.arms.iter().for_each(|arm| self.wanted_ids(&arm.body)),
                Node::Loop(repeated) => self.wanted_ids(&repeated.body),
                Node::Wrap(wrap) => self.wanted_ids(&wrap.body),
                Node::Block(block) => self.wanted_ids(&block.body),
                _ => {}
            }
        }
    }

    /// What was defined and not shown by this page: another template shows it.
    fn leftovers(&mut self) {
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
    fn stopped(&mut self, node: &Node) {
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
        self.steps >= limits::NODES || controls >= limits::CONTROLS || self.options.len() >= limits::ANSWERS
    }

    pub(super) fn node(&mut self, node: &Node) {
        match node {
            Node::Text(text) => self.line.push(text),
            Node::Element(element) => self.element(element),
            Node::Print(print) => {
                self.shown_by(print.span);
                self.print(&print.value);
            }
            Node::Wrap(wrap) => self.wrap(wrap),
            Node::Branch(branch) => self.branch(branch),
            Node::Loop(repeated) => self.repeat(repeated),
            Node::Set(set) => self.set(set),
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

    fn set(&mut self, set: &Set) {
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

    fn import(&mut self, import: &Import) {
        let Property::Known(path) = self.scope.text(&import.from) else { return };
        let Some(component) = Components::built_in().imported(path.as_str()) else { return self.import_elsewhere(import, path.as_str()) };
        for (there, here) in &import.names {
            if !there.is_empty() {
                self.imports.push((here.clone(), component));
            }
        }
    }

    fn branch(&mut self, branch: &Branch) {
        let covers_all = branch.arms.iter().any(|arm| arm.condition.is_none());
        let never = |arm: &&Arm| arm.condition.as_ref().is_some_and(|condition| matches!(condition.kind, ValueKind::Bool(false)));
        let arms: Vec<&Arm> = branch.arms.iter().filter(|arm| !never(arm)).collect();
        let mut sets = Vec::new();
        self.one_of(arms.len(), |reader, at| {
            let mark = reader.scope.mark();
            reader.nodes(&arms[at].body);
            sets.push(reader.scope.rewind(mark));
        });
        self.scope.merge(sets, covers_all);
    }

    /// Reads several things of which one is shown. The line goes on with the first that says anything; each of the
    /// others is a passage of its own, so that no phrase is made of two of them.
    fn one_of(&mut self, count: usize, mut read: impl FnMut(&mut Self, usize)) {
        if self.line.parts() > limits::PARTS {
            self.flush();
        }
        let (start, from, outer) = (std::mem::take(&mut self.line), self.passages.len(), self.arm);
        let mut goes_on = None;
        self.branches += 1;
        for at in 0..count {
            let (passages, labels) = (self.passages.len(), self.sketch.labels.len());
            self.line = if passages == from { start.clone() } else { Text::default() };
            let before = self.line.as_str().len();
            self.arms += 1;
            self.arm = self.arms;
            read(self, at);
            let line = std::mem::take(&mut self.line);
            let says = self.passages[passages..].iter().any(|passage| passage.role != Role::Error);
            if !says && line.as_str().get(before..).is_none_or(|added| added.trim().is_empty()) {
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

    fn repeat(&mut self, repeated: &Loop) {
        let over = self.scope.value(&repeated.over);
        let items: Option<Vec<Vec<Value>>> = match &over.kind {
            ValueKind::List(items) if items.iter().all(|item| !matches!(item.kind, ValueKind::Spread(_))) => {
                Some(items.iter().map(|item| vec![item.clone()]).collect())
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

    fn wrap(&mut self, wrap: &Wrap) {
        match wrap.call.as_call() {
            Some(call) => self.call(call, wrap.span, Some(&wrap.body)),
            None => {
                self.hidden(Because::new(Reason::Unreadable, wrap.call.span));
                self.nodes(&wrap.body);
            }
        }
    }

    /// An expression whose value is shown.
    pub(super) fn print(&mut self, value: &Value) {
        if let Some(call) = called_component(value) {
            // Any other function may be one that only gives words: `{{ __("key") }}`.
            let known = match call.receiver {
                None => self.is_shown_by_page(call),
                Some(_) => self.component(call.name.as_str()).is_some(),
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

    fn show(&mut self, value: &Value) {
        match &value.kind {
            ValueKind::Text(text) if text.as_str().contains('<') => self.markup(text),
            ValueKind::Text(text) => self.line.push(text),
            ValueKind::Markup(nodes) => self.shown_markup(nodes, value.span),
            ValueKind::Concat(parts) => parts.iter().for_each(|part| self.print(part)),
            ValueKind::Either(readings) => {
                let mut shown: Vec<&Value> = readings.iter().filter(|reading| !matches!(reading.kind, ValueKind::Null)).collect();
                // Where one cannot be read, the line has a hole.
                shown.sort_by_key(|reading| !matches!(reading.kind, ValueKind::Unknown(_)));
                self.one_of(shown.len(), |reader, at| reader.print(shown[at]));
            }
            ValueKind::Number(_) => {
                if let Property::Known(text) = self.scope.text(value) {
                    self.line.push(&text);
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

    fn shown_markup(&mut self, nodes: &[Node], span: Span) {
        self.shown.insert(span);
        if self.depth >= limits::CALL_DEPTH || self.is_spent() {
            return self.hidden(Because::new(Reason::Cycle, span));
        }
        self.depth += 1;
        self.nodes(nodes);
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
        let Some(block) = self.macros.iter().rev().find(|block| block.name == call.name).cloned() else {
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
    pub(super) fn component(&self, name: &str) -> Option<&'static Component> {
        if self.macros.iter().any(|block| block.name == name) {
            return None;
        }
        if let Some(component) = self.view.and_then(|view| view.component(name)) {
            return Components::built_in().called(component);
        }
        let named = Components::built_in().named(name);
        let imported = self.imports.iter().rev().find(|(here, _)| here == name).map(|(_, component)| *component);
        // Two families share folder names: the macro's own name tells them apart.
        match (named, imported) {
            (Some(named), Some(imported)) if named.component == imported.component => Some(named),
            (_, Some(imported)) => Some(imported),
            (named, None) => named,
        }
    }

    // Text.

    /// Ends the passage that is being read.
    pub(super) fn flush(&mut self) {
        let line = std::mem::take(&mut self.line).folded();
        if !line.is_blank() {
            let role = self.roles.last().copied().unwrap_or(Role::Body);
            let at = self.shown_at(&line);
            self.passages.push(Passage { text: line, role, at });
        }
        if self.phrasing == 0 {
            let mut others = std::mem::take(&mut self.other_readings);
            others.retain(|passage| !passage.text.is_blank());
            self.passages.append(&mut others);
        }
    }

    /// Adds a passage that stands by itself.
    pub(super) fn passage(&mut self, text: &Text, role: Role) {
        self.flush();
        let text = text.folded();
        if !text.is_blank() {
            let at = self.shown_at(&text);
            self.passages.push(Passage { text, role, at });
        }
    }

    /// The words of these nodes in one line, without what they ask.
    pub(super) fn words(&mut self, nodes: &[Node]) -> Text {
        self.words_by(|reader| reader.nodes(nodes))
    }

    /// The words that `read` comes upon, in one line.
    fn words_by(&mut self, read: impl FnOnce(&mut Self)) -> Text {
        let line = std::mem::take(&mut self.line);
        self.phrasing += 1;
        let passages = self.passages.len();
        read(self);
        self.flush();
        self.phrasing -= 1;
        self.line = line;
        let parts = self.passages.split_off(passages);
        joined(parts.iter().filter(|part| part.role != Role::Error).map(|part| &part.text))
    }

    /// The words of a parameter that may hold markup, folded.
    pub(super) fn words_of(&mut self, value: &Value, is_markup: bool) -> Property<Text> {
        let resolved = self.scope.value(value);
        match &resolved.kind {
            ValueKind::Markup(nodes) => {
                self.shown.insert(resolved.span);
                seen(self.words(nodes))
            }
            ValueKind::Call(call) if !self.is_shown_by_page(call) => Property::Unknown(Because::function(&call.name, resolved.span)),
            _ if holds_page(&resolved) => seen(self.words_by(|reader| reader.print(&resolved))),
            _ => match self.scope.text(&resolved) {
                Property::Known(text) if is_markup && text.as_str().contains(['<', '&']) => {
                    let nodes = dialect::fragment(&text, self.parsers);
                    seen(self.words(&nodes))
                }
                Property::Known(text) => seen(text.folded()),
                other => other,
            },
        }
    }

    /// True for a call of a macro of this page or of a component: its words can be read.
    fn is_shown_by_page(&self, call: &Call) -> bool {
        let defined = || self.macros.iter().any(|block| block.name == call.name);
        let elsewhere = || self.macro_meant(&call.name, self.file).is_some();
        self.component(&call.name).is_some() || defined() || elsewhere()
    }

    // Elements.

    fn element(&mut self, element: &Element) {
        match element.tag.as_str() {
            "script" | "style" | "template" | "svg" | "noscript" => return,
            "br" | "wbr" => return self.line.push_replaced(" ", element.open),
            "input" | "select" | "textarea" | "option" => {
                self.enter(element);
                controls::read(self, element);
                self.leave();
                return;
            }
            "img" => {
                if let Property::Known(alt) = self.attribute(element, "alt") {
                    self.passage(&alt, Role::Alt);
                }
                return;
            }
            _ => {}
        }
        self.enter(element);
        let is_header = element.tag == "header";
        self.headers += usize::from(is_header);
        if let Property::Known(label) = self.attribute(element, "aria-label") {
            self.passage(&label, Role::AriaLabel);
        }
        match element.tag.as_str() {
            "label" => self.label(element),
            "legend" => self.legend(element),
            "fieldset" => self.grouped(element, GroupKind::Fieldset),
            _ => match self.group_kind(element) {
                Some(kind) => self.grouped(element, kind),
                None => self.plain(element),
            },
        }
        self.headers -= usize::from(is_header);
        self.leave();
    }

    fn enter(&mut self, element: &Element) {
        let parent = self.elements.last().copied();
        self.sketch.parents.push(parent);
        let at = self.sketch.parents.len() - 1;
        self.elements.push(at);
        if let Property::Known(id) = self.attribute(element, "id") {
            self.sketch.ids.push(Named { id: id.as_str().to_owned(), element: at, text: None, is_error: false });
        }
    }

    fn leave(&mut self) {
        self.elements.pop();
    }

    /// An element that is neither a control nor a group.
    fn plain(&mut self, element: &Element) {
        let class = self.class(element);
        let named = self.named_text(element);
        let role = role(&element.tag, &class);
        let starts = named.is_some() || role.is_some() || is_block(&element.tag);
        if !starts {
            self.phrasing += 1;
            self.nodes(&element.children);
            self.phrasing -= 1;
            return;
        }
        self.flush();
        let from = self.passages.len();
        let run = holds_a_run(&element.tag) || role.is_some_and(|role| role != Role::Error);
        self.phrasing += usize::from(run);
        // A heading in a legend asks, too: the outer part of a question decides what words are for.
        let outer = self.roles.last().copied();
        let inner = if outer == Some(Role::Prompt) && role == Some(Role::Heading) { outer } else { role.or(outer) };
        self.roles.extend(inner);
        self.nodes(&element.children);
        self.flush();
        if inner.is_some() {
            self.roles.pop();
        }
        self.phrasing -= usize::from(run);
        // A caption above a heading is no part of it.
        let own = |passage: &&Passage| role != Some(Role::Heading) || Some(passage.role) == inner;
        let words = joined(self.passages[from..].iter().filter(own).map(|passage| &passage.text));
        if inner == Some(Role::Heading) && !words.is_blank() {
            self.heading = Some(words.clone());
        }
        if role == Some(Role::Hint) {
            let id = self.attribute(element, "id").known().map(|id| id.as_str().to_owned());
            let spot = self.spot();
            self.sketch.hints.push(super::sketch::Hint { text: words.clone(), spot, id });
        }
        if let Some(at) = named {
            self.sketch.ids[at].text = Some(words);
            self.sketch.ids[at].is_error = role == Some(Role::Error) || class.split_whitespace().any(|token| token.contains("error"));
        }
    }

    /// The entry of an element whose text is wanted under its id.
    fn named_text(&self, element: &Element) -> Option<usize> {
        let id = self.attribute(element, "id");
        let id = id.known()?.as_str();
        self.wanted.contains(id).then(|| self.sketch.ids.len() - 1)
    }

    fn label(&mut self, element: &Element) {
        let (named, target) = (self.named_text(element), self.attribute(element, "for"));
        self.flush();
        let from = self.passages.len();
        let spot = self.spot();
        self.sketch.labels.push(Label { target, text: Text::default(), spot, passages: from..from, wraps: false });
        let at = self.sketch.labels.len() - 1;
        self.labels.push(at);
        self.roles.push(Role::Prompt);
        self.phrasing += 1;
        self.nodes(&element.children);
        self.flush();
        self.phrasing -= 1;
        self.roles.pop();
        self.labels.pop();
        let parts = self.passages[from..].iter().filter(|part| part.role == Role::Prompt).map(|part| &part.text);
        let text = joined(parts);
        let label = &mut self.sketch.labels[at];
        label.passages = from..self.passages.len();
        label.text = text.clone();
        if let Some(named) = named {
            self.sketch.ids[named].text = Some(text);
        }
    }

    fn legend(&mut self, element: &Element) {
        let named = self.named_text(element);
        self.flush();
        let from = self.passages.len();
        self.roles.push(Role::Prompt);
        self.phrasing += 1;
        self.nodes(&element.children);
        self.flush();
        self.phrasing -= 1;
        self.roles.pop();
        let words = joined(self.passages[from..].iter().filter(|part| part.role == Role::Prompt).map(|part| &part.text));
        if let Some(named) = named {
            self.sketch.ids[named].text = Some(words.clone());
        }
        let group = self.groups.iter().rev().copied().find(|&at| self.sketch.groups[at].kind == GroupKind::Fieldset);
        if let Some(group) = group
            && self.sketch.groups[group].legend.is_absent()
        {
            self.sketch.groups[group].legend = seen(words);
            self.sketch.groups[group].legend_hidden = self.is_hidden(element);
        }
    }

    /// True if an element, or the only one in it, shows only to people who listen to the page.
    fn is_hidden(&self, element: &Element) -> bool {
        let mut inside = element.children.iter().filter(|node| !matches!(node, Node::Text(text) if text.is_blank()));
        let only = match (inside.next(), inside.next()) {
            (Some(Node::Element(only)), None) => Some(only),
            _ => None,
        };
        hides(&self.class(element)) || only.is_some_and(|only| hides(&self.class(only)))
    }

    /// True in the header of the site, not of an article.
    pub(super) fn in_header(&self) -> bool {
        self.headers > 0
    }

    fn group_kind(&self, element: &Element) -> Option<GroupKind> {
        let role = self.attribute(element, "role");
        if matches!(role.known().map(Text::as_str), Some("radiogroup" | "group")) {
            return Some(GroupKind::Fieldset);
        }
        let class = self.class(element);
        class.split_whitespace().find_map(|token| {
            let is_box =
                |of: &str| token == of || token.strip_suffix(of).is_some_and(|before| before.ends_with('-') && !before.ends_with("--"));
            if is_box("radios") || is_box("checkboxes") {
                Some(GroupKind::Choices)
            } else if is_box("date-input") || token == "form-date" {
                Some(GroupKind::Date)
            } else {
                None
            }
        })
    }

    fn grouped(&mut self, element: &Element, kind: GroupKind) {
        self.flush();
        let ids = |name: &str| tokens(&self.attribute(element, name));
        let (labelled_by, described_by) = (ids("aria-labelledby"), ids("aria-describedby"));
        let required = self.attribute(element, "aria-required").map(|text| text.as_str() == "true");
        let legend = self.attribute(element, "aria-label");
        let at = self.open_group(kind, element.span);
        let group = &mut self.sketch.groups[at];
        (group.labelled_by, group.described_by, group.required, group.legend) = (labelled_by, described_by, required, legend);
        self.inside(&element.children);
        self.close_group();
    }

    pub(super) fn open_group(&mut self, kind: GroupKind, span: Span) -> usize {
        let span = self.placed(span);
        let parent = self.groups.last().copied();
        let order = self.sketch.next_order();
        self.sketch.groups.push(Group {
            kind,
            parent,
            span,
            loops: self.loops,
            branches: self.branches,
            order,
            legend: Property::Absent,
            legend_hidden: false,
            hint: Property::Absent,
            labelled_by: Vec::new(),
            described_by: Vec::new(),
            required: Property::Absent,
            unseen: Vec::new(),
        });
        self.groups.push(self.sketch.groups.len() - 1);
        self.sketch.groups.len() - 1
    }

    /// Reads what stands in a group, in which a value that is printed may be a control.
    pub(super) fn inside(&mut self, nodes: &[Node]) {
        let phrasing = std::mem::take(&mut self.phrasing);
        self.nodes(nodes);
        self.flush();
        self.phrasing = phrasing;
    }

    pub(super) fn close_group(&mut self) {
        self.groups.pop();
    }

    /// Where the reader is.
    pub(super) fn spot(&mut self) -> Spot {
        Spot {
            order: self.sketch.next_order(),
            element: self.elements.last().copied(),
            group: self.groups.last().copied(),
            loops: self.loops,
            branches: self.branches,
            arm: self.arm,
        }
    }

    /// The arm of a condition that is being read.
    pub(super) fn arm(&self) -> usize {
        self.arm
    }

    /// The label that is open round the reader.
    pub(super) fn open_label(&mut self) -> Option<usize> {
        let at = *self.labels.last()?;
        self.sketch.labels[at].wraps = true;
        Some(at)
    }

    /// The groups that are open, innermost last.
    pub(super) fn open_groups(&self) -> &[usize] {
        &self.groups
    }

    /// Reads something whose words are for `role`.
    pub(super) fn in_role(&mut self, role: Role, read: impl FnOnce(&mut Self)) {
        self.roles.push(role);
        read(self);
        self.flush();
        self.roles.pop();
    }

    /// A word of the line that cannot be read.
    pub(super) fn unread(&mut self, because: Because) {
        self.line.push_hole(because);
    }

    pub(super) fn branches(&self) -> usize {
        self.branches
    }

    pub(super) fn in_loop(&self) -> bool {
        self.loops > 0
    }

    /// Reads `nodes` as what `answer` brings up.
    pub(super) fn revealed(&mut self, when: ShownWhen, span: Span, read: impl FnOnce(&mut Self)) -> usize {
        let before = self.shown_when.replace(when);
        self.flush();
        let group = self.open_group(GroupKind::Reveal, span);
        let roles = std::mem::take(&mut self.roles);
        let phrasing = std::mem::take(&mut self.phrasing);
        read(self);
        self.flush();
        (self.roles, self.phrasing) = (roles, phrasing);
        self.close_group();
        self.shown_when = before;
        group
    }

    // Attributes.

    /// An attribute's value, folded to what it says.
    pub(super) fn attribute(&self, element: &Element, name: &str) -> Property<Text> {
        match element.attributes.iter().find(|attribute| attribute.name == name) {
            Some(attribute) if attribute.conditional => Property::Unknown(Because::new(Reason::Condition, attribute.value.span)),
            Some(attribute) => self.scope.text(&attribute.value),
            None => match element.spreads.first() {
                Some(spread) => Property::Unknown(Because::new(Reason::Spread, spread.span)),
                None => Property::Absent,
            },
        }
    }

    /// The first words that an attribute can have, in lower case, where it has any of several.
    pub(super) fn first_reading(&self, element: &Element, name: &str) -> Option<String> {
        let attribute = element.attributes.iter().find(|attribute| attribute.name == name)?;
        let value = self.scope.value(&attribute.value);
        let readings = if let ValueKind::Either(readings) = &value.kind { readings.as_slice() } else { std::slice::from_ref(&value) };
        readings.iter().find_map(|reading| self.scope.text(reading).known().map(|text| text.as_str().to_ascii_lowercase()))
    }

    /// A boolean attribute: there or not, whatever its value.
    pub(super) fn flag(&self, element: &Element, name: &str) -> Property<bool> {
        match element.attributes.iter().find(|attribute| attribute.name == name) {
            Some(attribute) if attribute.conditional => Property::Unknown(Because::new(Reason::Condition, attribute.value.span)),
            Some(_) => Property::Known(true),
            None => match element.spreads.first() {
                Some(spread) => Property::Unknown(Because::new(Reason::Spread, spread.span)),
                None => Property::Absent,
            },
        }
    }

    fn class(&self, element: &Element) -> String {
        let class = element.attributes.iter().find(|attribute| attribute.name == "class");
        class.and_then(|class| self.scope.text(&class.value).known().map(|text| text.as_str().to_owned())).unwrap_or_default()
    }
}

/// The words in a row, one space between two of them.
pub(super) fn joined<'t>(parts: impl Iterator<Item = &'t Text>) -> Text {
    let mut whole = Text::default();
    for part in parts {
        if let (false, Some(span)) = (whole.is_blank(), part.span()) {
            whole.push_replaced(" ", Span { end: span.start, ..span });
        }
        whole.push(part);
    }
    whole
}

/// A text as a property: absent where nobody would see anything, unknown where no word of it can be read.
pub(super) fn seen(text: Text) -> Property<Text> {
    match text.unread() {
        Some(because) => Property::Unknown(because.clone()),
        None if text.is_blank() => Property::Absent,
        None => Property::Known(text),
    }
}

/// The words of an attribute that holds several.
pub(super) fn tokens(value: &Property<Text>) -> Vec<String> {
    value.known().map(|text| text.as_str().split_whitespace().map(str::to_owned).collect()).unwrap_or_default()
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

/// True for the classes that hide an element from those who look at the page.
pub(super) fn hides(class: &str) -> bool {
    const ENDINGS: &[&str] = &["visually-hidden", "visuallyhidden", "sr-only", "screen-reader-only"];
    class.split_whitespace().any(|token| ENDINGS.iter().any(|ending| token.ends_with(ending)))
}

fn role(tag: &str, class: &str) -> Option<Role> {
    let has = |part: &str| {
        class.split_whitespace().any(|token| token == part || token.ends_with(&format!("-{part}")) || token.ends_with(&format!("_{part}")))
    };
    if has("error-message") || has("error-summary") {
        return Some(Role::Error);
    }
    // How much may be written is no help with what is asked.
    if has("character-count__message") || has("character-count__status") {
        return Some(Role::Body);
    }
    if has("hint") {
        return Some(Role::Hint);
    }
    if has("caption-xl") || has("caption-l") || has("caption-m") || has("caption") {
        return Some(Role::Body);
    }
    match tag {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Some(Role::Heading),
        "button" => Some(Role::Button),
        "title" => Some(Role::Title),
        "a" if has("button") => Some(Role::Button),
        _ => None,
    }
}

/// Elements that end a line of text.
fn is_block(tag: &str) -> bool {
    !matches!(
        tag,
        "a" | "abbr"
            | "b"
            | "bdi"
            | "bdo"
            | "cite"
            | "code"
            | "data"
            | "dfn"
            | "em"
            | "font"
            | "i"
            | "ins"
            | "kbd"
            | "mark"
            | "q"
            | "s"
            | "samp"
            | "small"
            | "span"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "u"
            | "var"
    )
}

/// Block elements in which a value that is printed is a word, not a control.
fn holds_a_run(tag: &str) -> bool {
    matches!(tag, "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "dt" | "dd" | "caption" | "summary" | "figcaption" | "button" | "title")
}
