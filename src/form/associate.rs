//! Puts hand-written controls, labels, hints and groups together into questions.
//!
//! In real prototypes two of five `for=` attributes match no id, so what stands around a control counts as well:
//! first the `for`, then the label round it, then the neighbour.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

use super::beside;
use super::sketch::{Group, GroupKind, Kind, Label, Loose, Sketch};
use super::words::seen;
use super::{Answer, Control, Passage, Question, Role, ShownWhen, controls, is_filled, names};
use crate::limits;
use crate::source::Span;
use crate::text::Text;
use crate::unknown::{Because, Property, Reason};

/// The questions of a page, in reading order.
pub(super) fn questions(sketch: &mut Sketch, passages: &mut [Passage]) -> Vec<Question> {
    name_groups(sketch);
    let labels = pair_labels(sketch);
    mark_answer_labels(sketch, &labels, passages);
    let sets = gather(sketch, &labels);
    let mut whole = std::mem::take(&mut sketch.questions);
    sketch.asked_whole = whole.iter().map(|question| question.span).collect();
    let mut questions: Vec<Question> = {
        let sets = Sets::of(sketch, &sets);
        (0..sets.all.len()).map(|at| question(sketch, &labels, &sets, at)).collect()
    };
    let is_hidden = |set: &Set| is_grouped(set.control) && legend_of(sketch, set).is_some_and(|(_, group)| group.legend_hidden);
    let hidden: Vec<Span> = sets.iter().zip(&questions).filter(|(set, _)| is_hidden(set)).map(|(_, question)| question.span).collect();
    sketch.hidden_prompts.extend(hidden);
    reveal(sketch, &sets, &mut questions, &mut whole);
    mark_named(passages, &questions);
    questions.extend(whole);
    questions.iter_mut().for_each(|question| merge_arms(&mut question.answers));
    in_reading_order(&mut questions);
    headings_elsewhere(&mut questions);
    headings_ask(&mut questions, &sketch.hidden_prompts);
    questions.iter_mut().filter(|question| question.control == Control::Select).for_each(controls::drop_repeated_prompt);
    let mut met = FxHashSet::default();
    questions.retain(|question| {
        let name = question.name.known().map(|name| name.as_str().to_owned());
        met.insert((question.span, question.control, name, question.prompt.known().map(|text| text.as_str().to_owned())))
    });
    questions
}

/// A heading above another question and then a box to tick, or above the question whose answer brings this one up,
/// asks something else.
fn headings_elsewhere(questions: &mut [Question]) {
    let place = |question: &Question| question.heading.as_ref().and_then(Text::span);
    let headings: FxHashMap<Span, Option<Span>> = questions.iter().map(|question| (question.span, place(question))).collect();
    let mut met: FxHashSet<Span> = FxHashSet::default();
    for question in questions.iter_mut() {
        let is_first = place(question).is_none_or(|heading| met.insert(heading));
        if !question.prompt_is_heading {
            continue;
        }
        let is_box = question.control == Control::Checkboxes && question.answers.len() == 1 && question.answers_unseen.is_empty();
        let parent = question.shown_when.and_then(|when| headings.get(&when.question));
        let above_parent = parent.is_some_and(|above| *above == place(question));
        if above_parent || (is_box && !is_first) {
            question.prompt = Property::Absent;
            question.prompt_is_heading = false;
        }
    }
}

/// A heading that asks is what people see where the legend below it is only for those who listen.
fn headings_ask(questions: &mut [Question], hidden: &[Span]) {
    let mut asked: FxHashSet<Span> = FxHashSet::default();
    for question in questions {
        let Some((heading, place)) = question.heading.as_ref().and_then(|heading| Some((heading, heading.span()?))) else { continue };
        if asked.insert(place) && hidden.contains(&question.span) && heading.as_str().ends_with('?') {
            question.prompt = Property::Known(heading.clone());
            question.prompt_is_heading = true;
        }
    }
}

/// A group without a legend is asked by what its `aria-labelledby` names.
fn name_groups(sketch: &mut Sketch) {
    for at in 0..sketch.groups.len() {
        let group = &sketch.groups[at];
        if let (true, Some(text)) = (group.legend.is_absent(), sketch.text_of(&group.labelled_by)) {
            sketch.groups[at].legend = seen(text);
        }
    }
}

/// An answer that several arms of a condition write is one: prototypes repeat a list to choose an answer beforehand.
fn merge_arms(answers: &mut Vec<Answer>) {
    let words = |property: &Property<Text>| property.known().map(|text| text.as_str().to_owned());
    let mut kept: Vec<Answer> = Vec::with_capacity(answers.len());
    let mut places: FxHashMap<(String, Option<String>), usize> = FxHashMap::default();
    for answer in std::mem::take(answers) {
        let says = words(&answer.label).filter(|_| answer.conditional).map(|label| (label, words(&answer.value)));
        match says.map(|says| places.entry(says).or_insert(kept.len())) {
            Some(at) if *at < kept.len() => {
                let first: &mut Answer = &mut kept[*at];
                if first.selected != answer.selected {
                    first.selected = Property::Unknown(Because::new(Reason::Condition, first.span));
                }
            }
            _ => kept.push(answer),
        }
    }
    *answers = kept;
}

/// By where they stand, but what an answer brings up right after the question that it answers.
fn in_reading_order(questions: &mut [Question]) {
    let parents: FxHashMap<Span, Span> =
        questions.iter().filter_map(|question| question.shown_when.map(|when| (question.span, when.question))).collect();
    questions.sort_by_cached_key(|question| {
        let steps = std::iter::successors(Some(question.span), |span| parents.get(span).copied().filter(|parent| parent != span));
        let mut way: Vec<Span> = steps.take(limits::CALL_DEPTH).collect();
        way.reverse();
        (way, question.control)
    });
}

/// For each control, its label.
fn pair_labels(sketch: &Sketch) -> Vec<Option<usize>> {
    let mut pairs: Vec<Option<usize>> = vec![None; sketch.controls.len()];
    let mut taken = vec![false; sketch.labels.len()];
    // By `for`, the nearest first, where ids stand twice or two labels name one. An id that stands more often tells nothing: there are
    // pages that give one to all of their boxes.
    let mut ids: FxHashMap<&str, usize> = FxHashMap::default();
    sketch.controls.iter().filter_map(|loose| loose.id.known()).for_each(|id| *ids.entry(id.as_str()).or_default() += 1);
    let by_id = |(at, label): (usize, &'_ Label)| {
        let target = label.target.known().map(Text::as_str).filter(|target| ids.get(target).is_some_and(|count| *count <= 2))?;
        let named = sketch.controls.iter().enumerate().filter(move |(_, loose)| loose.id.known().is_some_and(|id| id.as_str() == target));
        // The label of a box or a list stands before it.
        let stands_after = |loose: &Loose| !is_ticked(&loose.kind) && label.spot.order > loose.spot.order;
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
        let is_more = |other: &&Loose| is_ticked(&other.kind) && other.name.known().is_some() && same(&other.name, &first.name);
        let end = start + 1 + sketch.controls[start + 1..].iter().take_while(is_more).count();
        let all = |near: fn(&Sketch, usize, &[bool]) -> Option<usize>| (start..end).all(|at| in_line(at, near(sketch, at, free)));
        if end - start > 1 && is_ticked(&first.kind) && !all(nearest_after) && all(nearest_before) {
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
    let other = sketch.controls.get(other).filter(|other| !is_ticked(&other.kind));
    other.is_some_and(|other| shared(other) < shared(&sketch.controls[control]))
}

fn is_ticked(kind: &Kind) -> bool {
    matches!(kind, Kind::Radio | Kind::Checkbox)
}

fn mark_answer_labels(sketch: &Sketch, labels: &[Option<usize>], passages: &mut [Passage]) {
    for (control, label) in sketch.controls.iter().zip(labels) {
        let (Kind::Radio | Kind::Checkbox, Some(label)) = (&control.kind, label) else { continue };
        for passage in passages.get_mut(sketch.labels[*label].passages.clone()).into_iter().flatten() {
            if passage.role == Role::Prompt {
                passage.role = Role::Answer;
            }
        }
    }
}

/// Words that turn out to ask or to answer are for that.
fn mark_named(passages: &mut [Passage], questions: &[Question]) {
    let place = |words: &Property<Text>| words.known().and_then(Text::span);
    let prompts = questions.iter().filter(|question| !question.prompt_is_heading).map(|question| (place(&question.prompt), Role::Prompt));
    let answers = questions.iter().flat_map(|question| &question.answers).map(|answer| (place(&answer.label), Role::Answer));
    let roles: FxHashMap<Span, Role> = answers.chain(prompts).filter_map(|(place, role)| Some((place?, role))).collect();
    for passage in passages.iter_mut().filter(|passage| passage.role == Role::Body) {
        let named = passage.text.span().and_then(|place| roles.get(&place));
        passage.role = named.copied().unwrap_or(Role::Body);
    }
}

/// The controls of one question, in reading order; at least one.
pub(super) struct Set {
    pub(super) controls: Vec<usize>,
    /// The group that holds them together.
    group: Option<usize>,
    control: Control,
}

fn gather(sketch: &Sketch, labels: &[Option<usize>]) -> Vec<Set> {
    let lone = lone_names(sketch);
    let mut sets: Vec<Set> = Vec::new();
    for (at, loose) in sketch.controls.iter().enumerate().filter(|(_, loose)| !loose.searches_site) {
        let group = loose.spot.group;
        let found = sets.iter_mut().rev().find(|set| belongs(sketch, labels, &lone, set, at));
        match (found, &loose.kind) {
            (Some(set), _) => set.controls.push(at),
            (None, kind) => sets.push(Set {
                controls: vec![at],
                group,
                control: match kind {
                    Kind::Radio => Control::Radios,
                    Kind::Checkbox => Control::Checkboxes,
                    Kind::Select(..) => Control::Select,
                    Kind::Typed(_) if is_date_part(sketch, labels, at) => Control::DateInput,
                    Kind::Typed(control) => *control,
                },
            }),
        }
    }
    sets
}

/// True if the control at `at` is one more answer, or part, of `set`.
fn belongs(sketch: &Sketch, labels: &[Option<usize>], lone: &[bool], set: &Set, at: usize) -> bool {
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
        (Kind::Typed(Control::Input), Control::DateInput) => is_date_part(sketch, labels, at) && set.controls.len() < 3,
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

fn same(one: &Property<Text>, other: &Property<Text>) -> bool {
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
fn is_date_part(sketch: &Sketch, labels: &[Option<usize>], at: usize) -> bool {
    let loose = &sketch.controls[at];
    if !matches!(loose.kind, Kind::Typed(Control::Input)) {
        return false;
    }
    match loose.spot.group.map(|group| sketch.groups[group].kind) {
        Some(GroupKind::Date) => true,
        Some(GroupKind::Fieldset) => label_of(sketch, labels, at).is_some_and(names_date_part),
        _ => false,
    }
}

fn names_date_part(label: &Text) -> bool {
    matches!(label.as_str().to_lowercase().trim(), "day" | "month" | "year" | "dd" | "mm" | "yyyy")
}

fn label_of<'s>(sketch: &'s Sketch, labels: &[Option<usize>], at: usize) -> Option<&'s Text> {
    labels[at].map(|label| &sketch.labels[label].text)
}

/// The words that name a control: what is seen beside it, else what is read out, else what stands in it.
fn own_words(sketch: &Sketch, labels: &[Option<usize>], at: usize) -> Property<Text> {
    let loose = &sketch.controls[at];
    if let Some(text) = sketch.text_of(&loose.labelled_by) {
        return seen(text);
    }
    match label_of(sketch, labels, at) {
        Some(label) if !label.is_blank() => seen(label.clone()),
        _ => loose.aria_label.clone().or(|| Property::Absent),
    }
}

/// The sets of a page, in reading order, and what stands where.
struct Sets<'s> {
    all: &'s [Set],
    /// For each group, the first few sets in it, however deep: to know of more helps nobody.
    in_group: Vec<SmallVec<[usize; 3]>>,
}

impl<'s> Sets<'s> {
    fn of(sketch: &Sketch, all: &'s [Set]) -> Self {
        let mut in_group: Vec<SmallVec<[usize; 3]>> = vec![SmallVec::new(); sketch.groups.len()];
        for (at, set) in all.iter().enumerate() {
            for (group, _) in sketch.groups_around(set.group) {
                if in_group[group].len() < 3 {
                    in_group[group].push(at);
                }
            }
        }
        Sets { all, in_group }
    }
}

fn question(sketch: &Sketch, labels: &[Option<usize>], sets: &Sets, at: usize) -> Question {
    let set = &sets.all[at];
    let first = &sketch.controls[set.controls[0]];
    let grouped = is_grouped(set.control);
    let legend = if grouped { legend_of(sketch, set) } else { None };
    let own = match (&legend, grouped) {
        (Some((_, group)), _) => group.legend.clone(),
        (None, true) => sketch.text_of(&first.labelled_by).filter(|_| set.control == Control::DateInput).map_or(Property::Absent, seen),
        (None, false) => {
            let own = own_words(sketch, labels, set.controls[0]).or(|| legend_of_one(sketch, set, sets));
            own.or(|| beside::prompt(sketch, set)).or(|| first.placeholder.clone())
        }
    };
    let own = match legend.filter(|(group, _)| asks_more(sketch, labels, *group, sets, at)) {
        // A legend over many questions asks none of them, unless it asks.
        Some((_, group)) if is_ticked(&first.kind) && !asks(&group.legend) => {
            label_above(sketch, labels, set).or(|| beside::marked(sketch, set)).or(|| own)
        }
        _ if grouped => own.or(|| label_above(sketch, labels, set)).or(|| beside::prompt(sketch, set)),
        _ => own,
    };
    let (own, from_option) = match first_option(first, &own) {
        Some(words) => (words, true),
        None => (own, false),
    };
    // The label of a lone part says which part it is, and nothing of what is asked.
    let is_part = label_of(sketch, labels, set.controls[0]).is_some_and(names_date_part);
    let single_date = set.control == Control::DateInput && set.controls.len() == 1 && !is_part;
    let own = if own.is_absent() && single_date { own_words(sketch, labels, set.controls[0]) } else { own };
    let own_words_beside = takes_own_words(sketch, labels, sets, at, &own);
    let prompt_is_heading = own.is_absent() && first.heading.is_some();
    let prompt = own.or(|| first.heading.clone().map_or(Property::Absent, Property::Known));
    let span = match &legend {
        Some((_, group)) if is_first_in(sketch, group, first, sets.all, set) => group.span,
        _ => first.span,
    };
    let controls = || set.controls.iter().map(|&at| &sketch.controls[at]);
    let (mut answers, answers_unseen) = answers(sketch, labels, set);
    answers.drain(..usize::from(from_option));
    let asked_by = legend.or_else(|| group_of_one(sketch, set, sets));
    let group_required = asked_by.map_or(Property::Absent, |(_, group)| group.required.clone());
    Question {
        span,
        prompt,
        prompt_at: None,
        prompt_is_heading,
        hint: hint_of(sketch, set, legend.as_ref().map(|(at, _)| *at)),
        control: set.control,
        name: names::shared(controls().map(|control| &control.name)),
        answers,
        answers_unseen,
        answers_span: None,
        required: any(controls().map(|control| &control.required).chain([&group_required])),
        autocomplete: first.autocomplete.clone(),
        pattern: first.pattern.clone(),
        minlength: first.minlength.clone(),
        maxlength: first.maxlength.clone(),
        spellcheck: first.spellcheck.clone(),
        forces_case: first.forces_case,
        shown_when: first.shown_when,
        heading: first.heading.clone(),
        in_form: first.spot.element.and_then(|at| sketch.elements[at].form),
        filled: set.control.is_text() && is_filled(&first.value),
        in_search: false,
        own_words_beside,
    }
}

/// True for words that end with a question mark.
fn asks(words: &Property<Text>) -> bool {
    words.known().is_some_and(|words| words.as_str().trim_end().ends_with('?'))
}

/// True if the fieldset at `at` holds another question, which is no box for people's own words beside this one: its legend is about
/// all of them.
fn asks_more(sketch: &Sketch, labels: &[Option<usize>], group: usize, sets: &Sets, at: usize) -> bool {
    let others: SmallVec<[usize; 3]> = sets.in_group[group].iter().copied().filter(|other| *other != at).collect();
    match others.as_slice() {
        [] => false,
        [other] => *other < at || !is_for_own_words(sketch, labels, sets.all[*other].controls[0]),
        _ => true,
    }
}

/// True if the words of a control do not ask anything else than for more about what was asked before.
fn is_for_own_words(sketch: &Sketch, labels: &[Option<usize>], at: usize) -> bool {
    const SAYS: &[&str] = &[
        "another",
        "arall",
        "below",
        "describe",
        "detail",
        "details",
        "different",
        "here",
        "identify",
        "identity",
        "listed",
        "none",
        "other",
        "own",
        "please",
        "prefer",
        "self",
        "specify",
        "state",
        "tell",
        "term",
        "write",
    ];
    let words = own_words(sketch, labels, at).or(|| sketch.controls[at].placeholder.clone());
    words.known().is_none_or(|words| words.as_str().to_lowercase().split(|c: char| !c.is_alphanumeric()).any(|word| SAYS.contains(&word)))
}

/// What a first option begins with that is an answer.
const ANSWERS: &[&str] = &["all", "any", "both", "every", "everyone", "i", "none", "no", "not", "other", "prefer", "rather", "unknown"];

/// What a list without words of its own is asked by, where its first option says that and sends nothing.
fn first_option(first: &Loose, own: &Property<Text>) -> Option<Property<Text>> {
    let Kind::Select(options, _) = &first.kind else { return None };
    let (option, rest) = options.split_first()?;
    let sends_nothing = option.value.known().is_some_and(|value| value.as_str().is_empty());
    // “Any gender” chooses, too, and so does “Mx”; “Make a choice” asks nothing.
    let chooses = |words: &Text| {
        let lower = words.as_str().to_lowercase();
        let first = lower.split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty()).unwrap_or_default();
        let is_told_to = matches!(first, "click" | "make" | "tap") || beside::is_instruction(&lower);
        lower.trim().len() < 3 || ANSWERS.contains(&first) || is_told_to
    };
    let heading_asks = first.heading.as_ref().is_some_and(|heading| heading.as_str().trim_end().ends_with('?'));
    let asks =
        own.is_absent() && !heading_asks && sends_nothing && option.label.known().is_some_and(|words| !chooses(words)) && !rest.is_empty();
    asks.then(|| option.label.clone())
}

/// True if people can write their own words beside the answers: in the box that comes next in their group, if what it says does
/// not ask something else.
fn takes_own_words(sketch: &Sketch, labels: &[Option<usize>], sets: &Sets, at: usize, prompt: &Property<Text>) -> bool {
    let (set, Some(next)) = (&sets.all[at], sets.all.get(at + 1)) else { return false };
    if set.group.is_none() || next.group != set.group || !next.control.is_text() {
        return false;
    }
    let own = own_words(sketch, labels, next.controls[0]);
    is_for_own_words(sketch, labels, next.controls[0]) || share_a_word(prompt, &own)
}

/// True if two texts have a word in common that is longer than “your”.
fn share_a_word(one: &Property<Text>, other: &Property<Text>) -> bool {
    let words = |text: &Property<Text>| text.known().map_or(String::new(), |text| text.as_str().to_lowercase());
    let (one, other) = (words(one), words(other));
    let long = |word: &&str| word.len() > 4;
    one.split(|c: char| !c.is_alphanumeric()).filter(long).any(|word| other.split(|c: char| !c.is_alphanumeric()).any(|own| own == word))
}

/// The legend above a lone control without words of its own.
fn legend_of_one(sketch: &Sketch, set: &Set, sets: &Sets) -> Property<Text> {
    group_of_one(sketch, set, sets).map_or(Property::Absent, |(_, group)| group.legend.clone())
}

/// The fieldset whose legend asks this question and no other.
fn group_of_one<'s>(sketch: &'s Sketch, set: &Set, sets: &Sets) -> Option<(usize, &'s Group)> {
    let (at, group) = legend_of(sketch, set)?;
    (sets.in_group[at].len() == 1).then_some((at, group))
}

/// A label that names no single control, right above circles or boxes to tick, in the element that holds both: many forms have it for
/// a legend.
fn label_above(sketch: &Sketch, labels: &[Option<usize>], set: &Set) -> Property<Text> {
    let at = set.controls[0];
    let first = &sketch.controls[at];
    if !is_ticked(&first.kind) {
        return Property::Absent;
    }
    let from = at.checked_sub(1).map_or(0, |before| sketch.controls[before].spot.order);
    let up_to = |order: usize| sketch.labels.partition_point(|label| label.spot.order < order);
    // A box round the circles alone takes nothing from what stands above it: `<label>Gender</label><div role="radiogroup">`.
    let is_silent = |group: &&Group| group.kind == GroupKind::Choices || (group.kind == GroupKind::Fieldset && group.legend.is_absent());
    let box_of_them = first.spot.group.map(|at| &sketch.groups[at]).filter(is_silent);
    let is_above = |group: Option<usize>| group == first.spot.group || box_of_them.is_some_and(|own| own.parent == group);
    let stands_there = |label: &Label| is_above(label.spot.group) && !label.text.is_blank();
    let mut above = (up_to(from)..up_to(first.spot.order)).rev().filter(|&number| stands_there(&sketch.labels[number]));
    let Some(number) = above.find(|&number| !set.controls.iter().any(|&at| labels[at] == Some(number))) else { return Property::Absent };
    let label = &sketch.labels[number];
    let block = sketch.blocks_around(label.spot.element).into_iter().next();
    // What names them by their name is theirs wherever it stands.
    let names_them = label.target.known().is_some_and(|target| first.name.known().is_some_and(|name| name.as_str() == target.as_str()));
    let holds_both = names_them || block.is_none_or(|block| sketch.blocks_around(first.spot.element).contains(&block));
    // What a component asks in between may be what it names.
    let between = |place: Span| label.text.span().is_some_and(|words| words.to(first.span).contains(place));
    let names_another = label
        .target
        .known()
        .is_some_and(|id| sketch.names_another(id.as_str(), first.spot.element) || sketch.asked_whole.iter().any(|place| between(*place)));
    if label.wraps || labels.contains(&Some(number)) || !holds_both || names_another { Property::Absent } else { seen(label.text.clone()) }
}

/// True for what is asked by the legend round several controls.
fn is_grouped(control: Control) -> bool {
    matches!(control, Control::Radios | Control::Checkboxes | Control::DateInput)
}

/// The fieldset whose legend asks this question. What an answer brings up is not asked by the legend above it.
fn legend_of<'s>(sketch: &'s Sketch, set: &Set) -> Option<(usize, &'s Group)> {
    let mut boxes = 0;
    let mut silent = None;
    for (at, group) in sketch.groups_around(set.group) {
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

/// True if the question is the first that its fieldset holds, so that it starts where the fieldset does.
fn is_first_in(sketch: &Sketch, group: &Group, first: &Loose, sets: &[Set], set: &Set) -> bool {
    let earlier = |other: &&Set| {
        !std::ptr::eq(*other, set) && {
            let order = sketch.controls[other.controls[0]].spot.order;
            group.order < order && order < first.spot.order
        }
    };
    !sets.iter().any(|other| earlier(&other))
        && !sketch.questions.iter().any(|question| group.span.contains(question.span) && question.span.start < first.span.start)
}

fn hint_of(sketch: &Sketch, set: &Set, group: Option<usize>) -> Property<Text> {
    let first = &sketch.controls[set.controls[0]];
    let grouped = is_grouped(set.control);
    let ids: &[String] = match (group, grouped) {
        (Some(group), _) => &sketch.groups[group].described_by,
        (None, false) => &first.described_by,
        (None, true) => &[],
    };
    let is_hint = |id: &&String| sketch.hints.iter().any(|hint| hint.id.as_deref() == Some(id.as_str()));
    let hints: Vec<String> = ids.iter().filter(is_hint).cloned().collect();
    if let Some(text) = sketch.text_of(&hints) {
        return seen(text);
    }
    if let Some(group) = group
        && !sketch.groups[group].hint.is_absent()
    {
        return sketch.groups[group].hint.clone();
    }
    // One that nothing refers to, between what asks and the first control.
    let from = group.map_or_else(
        || sketch.controls[..set.controls[0]].last().map_or(0, |before| before.spot.order),
        |group| sketch.groups[group].order,
    );
    let refers = |at: usize, id: &String| sketch.controls[at].described_by.contains(id);
    let of_another = |id: &Option<String>| {
        let others = || (0..sketch.controls.len()).filter(|at| !set.controls.contains(at));
        let all_here = |id: &String| grouped && set.controls.iter().all(|&at| refers(at, id));
        id.as_ref().is_some_and(|id| (others().any(|at| refers(at, id)) || set.controls.iter().any(|&at| refers(at, id))) && !all_here(id))
    };
    let around = |hint: &&super::sketch::Hint| match grouped {
        true => hint.spot.group.is_none_or(|group| sketch.groups_around(first.spot.group).any(|(at, _)| at == group)),
        false => hint.spot.group == first.spot.group,
    };
    let mut between = sketch.hints.iter().filter(|hint| (from..first.spot.order).contains(&hint.spot.order) && !of_another(&hint.id));
    let near = between.next().filter(around);
    near.map_or(Property::Absent, |hint| seen(hint.text.clone()))
}

fn answers(sketch: &Sketch, labels: &[Option<usize>], set: &Set) -> (Vec<Answer>, Vec<Because>) {
    let mut unseen = Vec::new();
    let mut answers = Vec::new();
    for &at in &set.controls {
        let loose = &sketch.controls[at];
        match &loose.kind {
            Kind::Select(options, hidden) => {
                unseen.extend(hidden.iter().cloned());
                answers.extend(options.iter().cloned());
            }
            Kind::Radio | Kind::Checkbox => {
                let around = set.group.map(|group| &sketch.groups[group]);
                let (loops, branches) = legend_of(sketch, set).map_or((0, 0), |(_, group)| (group.loops, group.branches));
                if loose.spot.loops > loops {
                    unseen.push(Because::new(Reason::Loop, loose.span));
                }
                let beside = || beside::answer(sketch, &set.controls, at).map_or(Property::Absent, |text| seen(text.clone()));
                let label = own_words(sketch, labels, at).or(beside);
                answers.push(Answer {
                    label_at: label.known().and_then(Text::span),
                    value_at: loose.value_at,
                    selected: loose.checked.clone(),
                    exclusive: if loose.exclusive { Property::Known(true) } else { Property::Absent },
                    conditional: loose.spot.branches > around.map_or(branches, |group| group.branches),
                    ..Answer::new(loose.span, label, loose.value.clone())
                });
            }
            Kind::Typed(_) => {}
        }
    }
    if set.control.is_choice() && set.control != Control::Select {
        let legend = legend_of(sketch, set).map(|(at, _)| at);
        for (at, group) in sketch.groups_around(set.group) {
            unseen.extend(group.unseen.iter().cloned());
            if legend.is_none() || legend == Some(at) {
                break;
            }
        }
    }
    unseen.dedup();
    (answers, unseen)
}

fn any<'p>(properties: impl Iterator<Item = &'p Property<bool>>) -> Property<bool> {
    let mut found = Property::Absent;
    for property in properties {
        match (property, &found) {
            (Property::Known(true), _) => return Property::Known(true),
            (Property::Unknown(because), _) => found = Property::Unknown(because.clone()),
            (Property::Known(false), Property::Absent) => found = Property::Known(false),
            _ => {}
        }
    }
    found
}

/// Ties what an answer opens to the answer, by the id that the control names.
fn reveal(sketch: &Sketch, sets: &[Set], questions: &mut [Question], called: &mut [Question]) {
    for (index, set) in sets.iter().enumerate() {
        for (which, &at) in set.controls.iter().enumerate() {
            let loose = &sketch.controls[at];
            let opened: Vec<usize> =
                loose.opens.iter().filter_map(|id| sketch.ids.iter().find(|named| named.id == *id)).map(|named| named.element).collect();
            let is_inside = |element: Option<usize>| opened.iter().any(|&opened| sketch.is_within(element, opened));
            let inside = |set: &Set| is_inside(sketch.controls[set.controls[0]].spot.element);
            let shown: Vec<usize> = (0..sets.len()).filter(|&other| other != index && inside(&sets[other])).collect();
            let calls: Vec<usize> = (0..called.len()).filter(|&call| is_inside(sketch.called_in[call])).collect();
            let typed =
                shown.iter().any(|&other| sets[other].control.is_text()) || calls.iter().any(|&call| called[call].control.is_text());
            if set.control == Control::Select || !matches!(loose.kind, Kind::Radio | Kind::Checkbox) {
                continue;
            }
            let (question, answer) = (questions[index].span, loose.span);
            if let Some(answer) = questions[index].answers.get_mut(which) {
                answer.free_text = match &loose.opens_unknown {
                    Some(because) if !typed => Property::Unknown(because.clone()),
                    _ => Property::Known(typed),
                };
            }
            let when = ShownWhen { question, answer };
            for other in shown {
                questions[other].shown_when.get_or_insert(when);
            }
            for call in calls {
                called[call].shown_when.get_or_insert(when);
            }
        }
    }
}
