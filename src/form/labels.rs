//! Which label is whose.
//!
//! In real prototypes two of five `for=` attributes match no id, so what stands around a control counts as well:
//! first the `for`, then the label round it, then the neighbour.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::beside;
use super::sets::same;
use super::sketch::{Kind, Label, Loose, Sketch};
use super::words::seen;
use super::{Passage, Role};
use crate::text::Text;
use crate::unknown::Property;

/// The controls of a page, each with its label.
pub(super) struct Labels<'s> {
    pub(super) sketch: &'s Sketch,
    /// For each control, the number of its label.
    of: Vec<Option<usize>>,
}

impl<'s> Labels<'s> {
    pub(super) fn of(sketch: &'s Sketch) -> Self {
        Labels { sketch, of: pair(sketch) }
    }

    /// The number of a control's label.
    pub(super) fn number(&self, control: usize) -> Option<usize> {
        self.of[control]
    }

    /// The words of a control's label.
    pub(super) fn text(&self, control: usize) -> Option<&'s Text> {
        self.of[control].map(|label| &self.sketch.labels[label].text)
    }

    /// True if a label is that of a control.
    pub(super) fn is_taken(&self, label: usize) -> bool {
        self.of.contains(&Some(label))
    }

    /// The words that name a control: what is seen beside it, else what is read out.
    pub(super) fn own_words(&self, control: usize) -> Property<Text> {
        let loose = &self.sketch.controls[control];
        if let Some(text) = self.sketch.text_of(&loose.labelled_by) {
            return seen(text);
        }
        match self.text(control) {
            Some(label) if !label.is_blank() => seen(label.clone()),
            _ => loose.aria_label.clone(),
        }
    }

    /// The labels of circles and boxes to tick answer; what they say was taken for what asks.
    pub(super) fn mark_answers(&self, passages: &mut [Passage]) {
        for (control, label) in self.sketch.controls.iter().zip(&self.of) {
            let (true, Some(label)) = (control.kind.is_ticked(), label) else { continue };
            for passage in passages.get_mut(self.sketch.labels[*label].passages.clone()).into_iter().flatten() {
                if passage.role == Role::Prompt {
                    passage.role = Role::Answer;
                }
            }
        }
    }
}

/// For each control, its label.
fn pair(sketch: &Sketch) -> Vec<Option<usize>> {
    let mut pairs: Vec<Option<usize>> = vec![None; sketch.controls.len()];
    let mut taken = vec![false; sketch.labels.len()];
    // By `for`, the nearest first, where ids stand twice or two labels name one. An id that stands more often tells nothing: there are
    // pages that give one to all of their boxes.
    let mut ids: FxHashMap<&str, usize> = FxHashMap::default();
    sketch.controls.iter().filter_map(|loose| loose.id.known()).for_each(|id| *ids.entry(id.as_str()).or_default() += 1);
    let by_id = |(at, label): (usize, &'_ Label)| {
        let target = label
            .target
            .known()
            .map(Text::as_str)
            .filter(|target| !target.is_empty() && ids.get(target).is_some_and(|count| *count <= 2))?;
        let named = sketch.controls.iter().enumerate().filter(move |(_, loose)| loose.id.known().is_some_and(|id| id.as_str() == target));
        // The label of a box or a list stands before it.
        let stands_after = |loose: &Loose| !loose.kind.is_ticked() && label.spot.order > loose.spot.order;
        Some(
            named
                .map(move |(control, loose)| (stands_after(loose), loose.spot.order.abs_diff(label.spot.order), control, at))
                .collect::<Vec<_>>(),
        )
    };
    let mut named: Vec<(bool, usize, usize, usize)> = sketch.labels.iter().enumerate().filter_map(by_id).flatten().collect();
    named.sort_unstable();
    for (.., control, label) in named {
        if pairs[control].is_none() && !taken[label] {
            pairs[control] = Some(label);
            taken[label] = true;
        }
    }
    for control in 0..pairs.len() {
        if pairs[control].is_some_and(|label| asks_of_all(sketch, &pairs, control, label)) {
            pairs[control] = None;
        }
    }
    // By standing round it.
    for (pair, loose) in pairs.iter_mut().zip(&sketch.controls) {
        if let (None, Some(label)) = (*pair, loose.wrapped_in) {
            *pair = Some(label);
            taken[label] = true;
        }
    }
    // By neighbourhood: people see the words beside the control, whatever `for` says.
    let mut free: Vec<bool> = taken.iter().zip(&sketch.labels).map(|(taken, label)| !taken && !label.wraps).collect();
    let before = words_before(sketch, &free);
    for control in 0..pairs.len() {
        if let (None, Some(label)) = (pairs[control], neighbour(sketch, control, &free, before[control])) {
            pairs[control] = Some(label);
            free[label] = false;
        }
    }
    share_between_arms(sketch, &mut pairs);
    pairs
}

/// True if a label names the first of several circles and asks what all of them answer, since words of its own follow each:
/// `<label for="g">Gender</label> ○ Woman ○ Man`.
fn asks_of_all(sketch: &Sketch, pairs: &[Option<usize>], control: usize, label: usize) -> bool {
    let first = &sketch.controls[control];
    let is_circle = |at: usize| matches!(sketch.controls[at].kind, Kind::Radio);
    if !is_circle(control) || sketch.labels[label].spot.order > first.spot.order || !beside::words_follow(sketch, control) {
        return false;
    }
    let is_other = |at: &usize| *at != control && is_circle(*at) && same(&sketch.controls[*at].name, &first.name);
    let mut others = (0..sketch.controls.len()).filter(is_other).peekable();
    others.peek().is_some() && others.all(|at| at > control && pairs[at].is_none() && beside::words_follow(sketch, at))
}

/// What two arms of a condition write under one id is one control to people, and has one label.
fn share_between_arms(sketch: &Sketch, pairs: &mut [Option<usize>]) {
    for at in 1..pairs.len() {
        let (before, here) = (&sketch.controls[at - 1], &sketch.controls[at]);
        let is_same = here.id.known().is_some_and(|id| before.id.known().is_some_and(|other| other.as_str() == id.as_str()));
        if pairs[at].is_none() && is_same && before.spot.arm != here.spot.arm {
            pairs[at] = pairs[at - 1];
        }
    }
}

/// The free label next to a control, with no other control and no edge of a group between the two.
fn neighbour(sketch: &Sketch, control: usize, free: &[bool], words_before: bool) -> Option<usize> {
    let loose = &sketch.controls[control];
    let (before, after) = (|| nearest_before(sketch, control, free), || nearest_after(sketch, control, free));
    match loose.kind {
        // `<label>Gender</label> ○ Woman ○ Man`: the label is of none of them.
        Kind::Radio | Kind::Checkbox if beside::words_follow(sketch, control) => None,
        Kind::Radio | Kind::Checkbox if words_before => before(),
        Kind::Radio | Kind::Checkbox => after().or_else(before),
        Kind::Select(..) | Kind::Typed(_) => {
            let own = |label: &usize| !stands_closer(sketch, *label, control + 1, control);
            before().or_else(|| after().filter(own))
        }
    }
}

/// The free label last before a control and after the one before it.
fn nearest_before(sketch: &Sketch, control: usize, free: &[bool]) -> Option<usize> {
    let from = control.checked_sub(1).map_or(0, |at| sketch.controls[at].spot.order);
    labels_between(sketch, control, free, from..sketch.controls[control].spot.order).next_back()
}

/// The free label first after a control and before the next one.
fn nearest_after(sketch: &Sketch, control: usize, free: &[bool]) -> Option<usize> {
    let until = sketch.controls.get(control + 1).map_or(usize::MAX, |next| next.spot.order);
    labels_between(sketch, control, free, sketch.controls[control].spot.order..until).next()
}

fn labels_between(sketch: &Sketch, control: usize, free: &[bool], orders: Range<usize>) -> impl DoubleEndedIterator<Item = usize> {
    let group = sketch.controls[control].spot.group;
    let first = sketch.labels.partition_point(|label| label.spot.order < orders.start);
    let end = sketch.labels.partition_point(|label| label.spot.order < orders.end);
    let is_free = move |at: &usize| free[*at] && sketch.labels[*at].spot.group == group && !sketch.labels[*at].text.is_blank();
    (first..end).filter(is_free)
}

/// For each control, whether it is one of several circles or boxes of one name whose labels stand before them, all in their lines, and not
/// after all of them: `Yes ○ No ○`.
fn words_before(sketch: &Sketch, free: &[bool]) -> Vec<bool> {
    let block = |element: Option<usize>| sketch.blocks_around(element).first().copied();
    let in_line = |control: usize, label: Option<usize>| {
        label.is_some_and(|label| block(sketch.labels[label].spot.element) == block(sketch.controls[control].spot.element))
    };
    let mut before = vec![false; sketch.controls.len()];
    let mut start = 0;
    while start < sketch.controls.len() {
        let first = &sketch.controls[start];
        let is_more = |other: &&Loose| other.kind.is_ticked() && other.name.known().is_some() && same(&other.name, &first.name);
        let end = start + 1 + sketch.controls[start + 1..].iter().take_while(is_more).count();
        let all = |near: fn(&Sketch, usize, &[bool]) -> Option<usize>| (start..end).all(|at| in_line(at, near(sketch, at, free)));
        if end - start > 1 && first.kind.is_ticked() && !all(nearest_after) && all(nearest_before) {
            before[start..end].fill(true);
        }
        start = end;
    }
    before
}

/// True if a label stands with `other`, a box or list too, in an element that `control` is outside of: a page whose first box has no
/// label would else give each box the next one's.
fn stands_closer(sketch: &Sketch, label: usize, other: usize, control: usize) -> bool {
    let blocks = |element| sketch.blocks_around(element);
    let around = blocks(sketch.labels[label].spot.element);
    let shared = |control: &Loose| {
        let beside = blocks(control.spot.element);
        around.iter().position(|block| beside.contains(block)).unwrap_or(around.len())
    };
    let other = sketch.controls.get(other);
    other.is_some_and(|other| shared(other) < shared(&sketch.controls[control]))
}
