//! What a page holds before its pieces are put together: controls, labels, groups, and where each stands.

use super::beside::{Flow, Run};
use super::{Answer, Control, Question, ShownWhen};
use crate::source::Span;
use crate::text::Text;
use crate::unknown::{Because, Property};

/// The pieces of a page's questions, in reading order.
#[derive(Default)]
pub(super) struct Sketch {
    pub(super) controls: Vec<Loose>,
    pub(super) labels: Vec<Label>,
    pub(super) hints: Vec<Hint>,
    pub(super) groups: Vec<Group>,
    /// Every element, in the order in which they open.
    pub(super) elements: Vec<Nested>,
    /// Runs of text, for controls without a label.
    pub(super) runs: Vec<Run>,
    /// The elements that have an id, with their text where it was asked for.
    pub(super) ids: Vec<Named>,
    /// Questions that a component call gave whole.
    pub(super) questions: Vec<Question>,
    /// Where those stand, once they are taken out.
    pub(super) asked_whole: Vec<Span>,
    /// For each of them, where it may be one more part of the question before it: its fieldset and its arm of a
    /// condition. `None` where it has words of its own.
    pub(super) bare: Vec<Option<(Option<usize>, usize)>>,
    /// For each of them, the element that its call stands in.
    pub(super) called_in: Vec<Option<usize>>,
    /// The questions whose legend only people who listen to the page meet.
    pub(super) hidden_prompts: Vec<Span>,
    order: usize,
}

/// An element, as far as it holds others.
#[derive(Clone, Copy, Debug)]
pub(super) struct Nested {
    pub(super) parent: Option<usize>,
    pub(super) is: Flow,
    /// The `form` that it is or stands in.
    pub(super) form: Option<Span>,
}

/// Where a piece stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot {
    /// Its turn in reading order.
    pub(super) order: usize,
    /// The element that it is or stands in.
    pub(super) element: Option<usize>,
    /// The innermost group.
    pub(super) group: Option<usize>,
    /// How many loops over unseen lists it stands in.
    pub(super) loops: usize,
    /// How many conditions.
    pub(super) branches: usize,
    /// The innermost arm of a condition: no other has its number.
    pub(super) arm: usize,
}

/// What a hand-written control is.
#[derive(Debug)]
pub(super) enum Kind {
    Radio,
    Checkbox,
    Select(Vec<Answer>, Vec<Because>),
    Typed(Control),
}

impl Kind {
    /// True for a circle or box to tick.
    pub(super) fn is_ticked(&self) -> bool {
        matches!(self, Kind::Radio | Kind::Checkbox)
    }
}

/// A hand-written control.
#[derive(Debug)]
pub(super) struct Loose {
    pub(super) kind: Kind,
    pub(super) span: Span,
    pub(super) spot: Spot,
    pub(super) id: Property<Text>,
    pub(super) name: Property<Text>,
    pub(super) value: Property<Text>,
    pub(super) value_at: Option<Span>,
    pub(super) checked: Property<bool>,
    pub(super) required: Property<bool>,
    pub(super) autocomplete: Property<Text>,
    pub(super) pattern: Property<Text>,
    pub(super) minlength: Property<Text>,
    pub(super) maxlength: Property<Text>,
    pub(super) spellcheck: Property<bool>,
    pub(super) forces_case: bool,
    pub(super) placeholder: Property<Text>,
    pub(super) aria_label: Property<Text>,
    pub(super) labelled_by: Vec<String>,
    pub(super) described_by: Vec<String>,
    /// Ids of what choosing it opens.
    pub(super) opens: Vec<String>,
    /// Why it may open something that cannot be told.
    pub(super) opens_unknown: Option<Because>,
    pub(super) exclusive: bool,
    /// True for the box in the site's header that searches the site: it asks nobody about themselves.
    pub(super) searches_site: bool,
    /// The label that stands round it.
    pub(super) wrapped_in: Option<usize>,
    pub(super) heading: Option<Text>,
    pub(super) shown_when: Option<ShownWhen>,
}

/// A label element.
#[derive(Debug)]
pub(super) struct Label {
    pub(super) target: Property<Text>,
    pub(super) text: Text,
    pub(super) spot: Spot,
    /// Its passages, to be told what they are for.
    pub(super) passages: std::ops::Range<usize>,
    /// True if a control stands inside.
    pub(super) wraps: bool,
}

/// An element of help.
#[derive(Debug)]
pub(super) struct Hint {
    pub(super) text: Text,
    pub(super) spot: Spot,
    pub(super) id: Option<String>,
}

/// What holds controls together.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) kind: GroupKind,
    pub(super) parent: Option<usize>,
    pub(super) span: Span,
    /// Where it opens.
    pub(super) loops: usize,
    pub(super) branches: usize,
    pub(super) order: usize,
    pub(super) legend: Property<Text>,
    /// True if only people who listen to the page meet the legend.
    pub(super) legend_hidden: bool,
    pub(super) hint: Property<Text>,
    pub(super) labelled_by: Vec<String>,
    pub(super) described_by: Vec<String>,
    pub(super) required: Property<bool>,
    /// Why there may be controls in it that do not show.
    pub(super) unseen: Vec<Because>,
}

/// What kind of thing holds controls together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum GroupKind {
    /// A fieldset, a group role, a component that wraps questions.
    Fieldset,
    /// The box of a design system round radios or checkboxes.
    Choices,
    /// The box of a design system round the parts of a date.
    Date,
    /// What an answer brings up.
    Reveal,
}

/// An element with an id.
#[derive(Debug)]
pub(super) struct Named {
    pub(super) id: String,
    pub(super) element: usize,
    pub(super) text: Option<Text>,
    pub(super) is_error: bool,
}

impl Sketch {
    /// The next turn in reading order.
    pub(super) fn next_order(&mut self) -> usize {
        self.order += 1;
        self.order
    }

    /// True if `element` is `ancestor` or stands in it.
    pub(super) fn is_within(&self, element: Option<usize>, ancestor: usize) -> bool {
        self.around(element).any(|at| at == ancestor)
    }

    /// `element` and those that it stands in, from the inside out.
    fn around(&self, element: Option<usize>) -> impl Iterator<Item = usize> {
        std::iter::successors(element, |&at| self.elements[at].parent)
    }

    /// Those of them that begin a line of their own.
    pub(super) fn blocks_around(&self, element: Option<usize>) -> Vec<usize> {
        self.around(element).filter(|&at| self.elements[at].is != Flow::Inline).collect()
    }

    /// True if an element has this id that does not hold `element`.
    pub(super) fn names_another(&self, id: &str, element: Option<usize>) -> bool {
        let mut named = self.ids.iter().filter(|named| named.id == id);
        named.any(|named| !self.around(element).any(|around| around == named.element))
    }

    /// `group` and those that it stands in, from the inside out.
    pub(super) fn groups_around(&self, group: Option<usize>) -> impl Iterator<Item = (usize, &Group)> {
        std::iter::successors(group, |&at| self.groups[at].parent).map(|at| (at, &self.groups[at]))
    }

    /// The words of the elements with these ids, one after the other.
    pub(super) fn text_of(&self, ids: &[String]) -> Option<Text> {
        let mut whole = Text::default();
        for named in ids.iter().filter_map(|id| self.ids.iter().find(|named| named.id == *id && !named.is_error)) {
            let Some(text) = &named.text else { continue };
            if let (false, Some(span)) = (whole.is_blank(), text.span()) {
                whole.push_replaced(" ", Span { end: span.start, ..span });
            }
            whole.push(text);
        }
        (!whole.is_blank()).then_some(whole)
    }
}
