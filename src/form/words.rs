//! Passages: what is read as one line of text, and what it is for.

use super::beside::{LONGEST, Run, Says};
use super::read::{Reader, holds_page};
use super::{Passage, Role};
use crate::dialect;
use crate::page::Node;
use crate::source::Span;
use crate::text::Text;
use crate::unknown::{Because, Property};
use crate::value::{Call, Value, ValueKind};

/// How many bytes of a line are looked at for a word.
const LOOKED_AT: usize = 64;

impl Reader<'_> {
    /// Ends the passage that is being read.
    pub(super) fn flush(&mut self) {
        let line = std::mem::take(&mut self.line).folded();
        if !line.is_blank() {
            let role = self.roles.last().copied().unwrap_or(Role::Body);
            let at = self.shown_at(&line);
            self.run(&line, role);
            self.button_says(&line, role);
            self.passages.push(Passage { text: line, role, at });
        }
        if self.phrasing == 0 {
            let mut others = std::mem::take(&mut self.other_readings);
            others.retain(|passage| !passage.text.is_blank());
            self.passages.append(&mut others);
        }
    }

    /// Adds words to the passage that is being read.
    pub(super) fn say(&mut self, text: &Text) {
        // Only its beginning is looked at: a line is asked for each piece of it.
        let says_nothing = self.line.as_str().bytes().take(LOOKED_AT).all(|byte| byte.is_ascii_whitespace());
        if says_nothing && !text.is_blank() {
            self.line_in = self.elements.last().copied();
        }
        self.line.push(text);
    }

    /// Remembers a run of text for a control that has no other words.
    fn run(&mut self, line: &Text, role: Role) {
        let says = match role {
            Role::Body if line.as_str().len() <= LONGEST => Says::Words(line.clone()),
            Role::Prompt | Role::Hint | Role::Answer => Says::Nothing,
            _ => Says::Edge,
        };
        let order = self.sketch.next_order();
        self.sketch.runs.push(Run { order, element: self.line_in, group: self.groups.last().copied(), says });
    }

    /// Adds a passage that stands by itself.
    pub(super) fn passage(&mut self, text: &Text, role: Role) {
        self.flush();
        let text = text.folded();
        if !text.is_blank() {
            let at = self.shown_at(&text);
            self.button_says(&text, role);
            self.passages.push(Passage { text, role, at });
        }
    }

    /// The words of these nodes in one line, without what they ask.
    pub(super) fn words(&mut self, nodes: &[Node]) -> Text {
        self.words_by(|reader| reader.nodes(nodes))
    }

    /// The words that `read` comes upon, in one line.
    pub(super) fn words_by(&mut self, read: impl FnOnce(&mut Self)) -> Text {
        let line = std::mem::take(&mut self.line);
        self.phrasing += 1;
        let (passages, runs) = (self.passages.len(), self.sketch.runs.len());
        read(self);
        self.flush();
        self.sketch.runs.truncate(runs);
        self.phrasing -= 1;
        self.line = line;
        let parts = self.passages.split_off(passages);
        joined(parts.iter().filter(|part| part.role != Role::Error).map(|part| &part.text))
    }

    /// The words of a parameter that may hold markup, folded.
    pub(super) fn words_of(&mut self, value: &Value, is_markup: bool) -> Property<Text> {
        let resolved = self.scope.value(value);
        match &resolved.kind {
            ValueKind::Markup(nodes) => seen(self.words_by(|reader| reader.shown_markup(nodes, resolved.span))),
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
    pub(super) fn is_shown_by_page(&self, call: &Call) -> bool {
        if crate::module::tag(&call.name).is_some() {
            return true;
        }
        let defined = || self.macros.iter().any(|block| block.name == call.name);
        let elsewhere = || self.macro_meant(&call.name, self.file).is_some();
        self.component(&call.name).is_some() || defined() || elsewhere()
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
