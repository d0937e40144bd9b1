//! Which controls are one question, and which fieldset holds it.

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::cues::names_date_part;
use super::labels::Labels;
use super::sketch::{Group, GroupKind, Kind, Loose, Sketch};
use super::{Control, Property};
use crate::text::Text;

/// The controls of one question, in reading order; at least one.
pub(super) struct Set {
    pub(super) controls: Vec<usize>,
    /// The group that holds them together.
    pub(super) group: Option<usize>,
    pub(super) control: Control,
}

impl Set {
    /// True for what is asked by the legend round several controls.
    pub(super) fn is_grouped(&self) -> bool {
        matches!(self.control, Control::Radios | Control::Checkboxes | Control::DateInput)
    }

    /// The first of its controls.
    pub(super) fn first<'s>(&self, sketch: &'s Sketch) -> &'s Loose {
        &sketch.controls[self.controls[0]]
    }

    /// The fieldset whose legend asks this question. What an answer brings up is not asked by the legend above it.
    pub(super) fn legend<'s>(&self, sketch: &'s Sketch) -> Option<(usize, &'s Group)> {
        let mut boxes = 0;
        let mut silent = None;
        for (at, group) in sketch.groups_around(self.group) {
            match group.kind {
                // A fieldset without a legend leaves it to the one round it.
                GroupKind::Fieldset if group.legend.is_absent() => silent = silent.or(Some((at, group))),
                GroupKind::Fieldset => return Some((at, group)),
                GroupKind::Reveal => return silent,
                GroupKind::Choices | GroupKind::Date if boxes > 0 => return silent,
                GroupKind::Choices | GroupKind::Date => boxes += 1,
            }
        }
        silent
    }
}

/// The questions of a page before they have their words, in reading order, and what stands where.
pub(super) struct Sets<'s> {
    pub(super) sketch: &'s Sketch,
    pub(super) labels: Labels<'s>,
    pub(super) all: Vec<Set>,
    /// For each group, the first few sets in it, however deep: to know of more helps nobody.
    in_group: Vec<SmallVec<[usize; 3]>>,
}

impl<'s> Sets<'s> {
    pub(super) fn of(labels: Labels<'s>) -> Self {
        let (sketch, all) = (labels.sketch, gather(&labels));
        let mut in_group: Vec<SmallVec<[usize; 3]>> = vec![SmallVec::new(); sketch.groups.len()];
        for (at, set) in all.iter().enumerate() {
            for (group, _) in sketch.groups_around(set.group) {
                if in_group[group].len() < 3 {
                    in_group[group].push(at);
                }
            }
        }
        Sets { sketch, labels, all, in_group }
    }

    /// The other questions in a group, of which it may hold more.
    pub(super) fn others_in(&self, group: usize, at: usize) -> impl Iterator<Item = usize> {
        self.in_group[group].iter().copied().filter(move |other| *other != at)
    }

    /// The fieldset whose legend asks this question and no other.
    pub(super) fn group_of_one(&self, set: &Set) -> Option<(usize, &'s Group)> {
        let (at, group) = set.legend(self.sketch)?;
        (self.in_group[at].len() == 1).then_some((at, group))
    }

    /// True if the question is the first that its fieldset holds, so that it starts where the fieldset does.
    pub(super) fn is_first_in(&self, group: &Group, set: &Set) -> bool {
        let first = set.first(self.sketch);
        let earlier = |other: &Set| {
            let order = other.first(self.sketch).spot.order;
            group.order < order && order < first.spot.order
        };
        !self.all.iter().any(|other| !std::ptr::eq(other, set) && earlier(other))
            && !self.sketch.asked_whole.iter().any(|place| group.span.contains(*place) && place.start < first.span.start)
    }
}

fn gather(labels: &Labels) -> Vec<Set> {
    let sketch = labels.sketch;
    let lone = lone_names(sketch);
    let mut sets: Vec<Set> = Vec::new();
    for (at, loose) in sketch.controls.iter().enumerate().filter(|(_, loose)| !loose.searches_site) {
        let group = loose.spot.group;
        let found = sets.iter_mut().rev().find(|set| belongs(labels, &lone, set, at));
        match (found, &loose.kind) {
            (Some(set), _) => set.controls.push(at),
            (None, kind) => sets.push(Set {
                controls: vec![at],
                group,
                control: match kind {
                    Kind::Radio => Control::Radios,
                    Kind::Checkbox => Control::Checkboxes,
                    Kind::Select(..) => Control::Select,
                    Kind::Typed(_) if is_date_part(labels, at) => Control::DateInput,
                    Kind::Typed(control) => *control,
                },
            }),
        }
    }
    sets
}

/// True if the control at `at` is one more answer, or part, of `set`.
fn belongs(labels: &Labels, lone: &[bool], set: &Set, at: usize) -> bool {
    let sketch = labels.sketch;
    let loose = &sketch.controls[at];
    let first = &sketch.controls[set.controls[0]];
    let last = &sketch.controls[set.controls[set.controls.len() - 1]];
    let same_name = same(&loose.name, &last.name);
    if loose.spot.group != set.group {
        return loose.name.known().is_some() && same_name && continues(sketch, loose, last, set.control);
    }
    match (&loose.kind, set.control) {
        (Kind::Radio, Control::Radios) => {
            // Names that nothing shares are slips: radios in one group that people see as one question.
            same(&loose.name, &first.name) || (set.group.is_some() && lone[at] && lone[set.controls[0]])
        }
        (Kind::Checkbox, Control::Checkboxes) => {
            let neighbours = set.controls.last() == Some(&(at.wrapping_sub(1))) && same_heading(loose, last);
            set.group.is_some() || (same_name && !loose.name.is_absent()) || neighbours
        }
        (Kind::Typed(Control::Input), Control::DateInput) => is_date_part(labels, at) && set.controls.len() < 3,
        _ => false,
    }
}

/// True if a control in another box of the same fieldset is one more answer of the same name: ethnic groups stand in
/// five boxes and are one question.
fn continues(sketch: &Sketch, loose: &Loose, last: &Loose, control: Control) -> bool {
    let fieldset = |loose: &Loose| sketch.groups_around(loose.spot.group).find(|(_, group)| group.kind != GroupKind::Choices);
    let of_kind = matches!((&loose.kind, control), (Kind::Radio, Control::Radios) | (Kind::Checkbox, Control::Checkboxes));
    match (fieldset(loose), fieldset(last)) {
        (Some((here, group)), Some((there, _))) => {
            of_kind && here == there && group.kind == GroupKind::Fieldset && loose.spot.arm == last.spot.arm
        }
        _ => false,
    }
}

/// For each control, whether no other of its group and kind has its name.
fn lone_names(sketch: &Sketch) -> Vec<bool> {
    let key =
        |loose: &Loose| (loose.spot.group, matches!(loose.kind, Kind::Radio), loose.name.known().map(|name| name.as_str().to_owned()));
    let mut counts = FxHashMap::default();
    for loose in &sketch.controls {
        *counts.entry(key(loose)).or_insert(0) += 1;
    }
    sketch.controls.iter().map(|loose| counts.get(&key(loose)) == Some(&1)).collect()
}

/// True if two names are one: written alike, both missing, or hidden for the same reason.
pub(super) fn same(one: &Property<Text>, other: &Property<Text>) -> bool {
    match (one, other) {
        (Property::Known(one), Property::Known(other)) => one.as_str() == other.as_str(),
        (Property::Absent, Property::Absent) => true,
        (Property::Unknown(one), Property::Unknown(other)) => one.reason == other.reason,
        _ => false,
    }
}

fn same_heading(one: &Loose, other: &Loose) -> bool {
    one.heading.as_ref().map(Text::as_str) == other.heading.as_ref().map(Text::as_str)
}

/// True for the day, month or year of a date: in the design system's box, or labelled so in a group.
fn is_date_part(labels: &Labels, at: usize) -> bool {
    let loose = &labels.sketch.controls[at];
    if !matches!(loose.kind, Kind::Typed(Control::Input)) {
        return false;
    }
    match loose.spot.group.map(|group| labels.sketch.groups[group].kind) {
        Some(GroupKind::Date) => true,
        Some(GroupKind::Fieldset) => labels.text(at).is_some_and(names_date_part),
        _ => false,
    }
}
