//! One question of hand-written controls: which words ask it, what helps, and what can be answered.

use smallvec::SmallVec;

use super::labels::Labels;
use super::sets::{Set, Sets};
use super::sketch::{Group, GroupKind, Kind, Label, Loose, Sketch};
use super::words::seen;
use super::{Answer, Control, Question, beside, cues, is_filled, names};
use crate::source::Span;
use crate::text::Text;
use crate::unknown::{Because, Property, Reason};

/// The question that the set at `at` asks.
pub(super) fn question(sets: &Sets, at: usize) -> Question {
    let (sketch, set) = (sets.sketch, &sets.all[at]);
    let first = set.first(sketch);
    let legend = if set.is_grouped() { set.legend(sketch) } else { None };
    let own = words_that_ask(sets, at, legend);
    let (own, from_option) = match first_option(first, &own) {
        Some(words) => (words, true),
        None => (own, false),
    };
    let own_words_beside = takes_own_words(sets, at, &own);
    let prompt_is_heading = own.is_absent() && first.heading.is_some();
    let prompt = own.or(|| first.heading.clone().map_or(Property::Absent, seen));
    let span = match &legend {
        Some((_, group)) if sets.is_first_in(group, set) => group.span,
        _ => first.span,
    };
    let controls = || set.controls.iter().map(|&at| &sketch.controls[at]);
    let (mut answers, answers_unseen) = answers(&sets.labels, set);
    // What asks is no answer, and neither is what nobody can choose.
    let is_first_none = from_option || answers.first().is_some_and(|first| first.dead);
    answers.drain(..usize::from(is_first_none));
    let asked_by = legend.or_else(|| sets.group_of_one(set));
    let group_required = asked_by.map_or(Property::Absent, |(_, group)| group.required.clone());
    Question {
        span,
        prompt,
        prompt_at: None,
        prompt_is_heading,
        hint: hint(sketch, set, legend.as_ref().map(|(at, _)| *at)),
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

/// The words that ask: of a group its legend, of one control its label, else what stands beside it. Absent where only a heading may.
fn words_that_ask(sets: &Sets, at: usize, legend: Option<(usize, &Group)>) -> Property<Text> {
    let (sketch, labels, set) = (sets.sketch, &sets.labels, &sets.all[at]);
    let first = set.first(sketch);
    let beside = || beside::prompt(sketch, set);
    if !set.is_grouped() {
        let legend_of_one = || sets.group_of_one(set).map_or(Property::Absent, |(_, group)| group.legend.clone());
        return labels.own_words(set.controls[0]).or(legend_of_one).or(beside).or(|| first.placeholder.clone());
    }
    let own = match legend {
        Some((group, holder)) => {
            // A legend over many questions asks none of them, unless it asks.
            let is_written = !holder.legend.is_absent();
            if is_written && first.kind.is_ticked() && !asks(&holder.legend) && asks_more(sets, group, at) {
                return label_above(labels, set).or(|| beside::marked(sketch, set)).or(|| holder.legend.clone());
            }
            holder.legend.clone()
        }
        None if set.control == Control::DateInput => sketch.text_of(&first.labelled_by).map_or(Property::Absent, seen),
        None => Property::Absent,
    };
    // The label of a lone part says which part it is, and nothing of what is asked.
    let is_part = labels.text(set.controls[0]).is_some_and(cues::names_date_part);
    let single_date = set.control == Control::DateInput && set.controls.len() == 1 && !is_part;
    let of_single = || if single_date { labels.own_words(set.controls[0]) } else { Property::Absent };
    own.or(|| label_above(labels, set)).or(beside).or(of_single)
}

/// True for words that end with a question mark.
fn asks(words: &Property<Text>) -> bool {
    words.known().is_some_and(cues::asks)
}

/// True if a fieldset holds another question than the one at `at` and a box for people's own words beside it: its legend is about all of
/// them.
fn asks_more(sets: &Sets, group: usize, at: usize) -> bool {
    let others: SmallVec<[usize; 3]> = sets.others_in(group, at).collect();
    match others.as_slice() {
        [] => false,
        [other] => *other < at || !is_for_own_words(&sets.labels, sets.all[*other].controls[0]),
        _ => true,
    }
}

/// True if the words of a control do not ask anything else than for more about what was asked before.
fn is_for_own_words(labels: &Labels, at: usize) -> bool {
    let words = labels.own_words(at).or(|| labels.sketch.controls[at].placeholder.clone());
    words.known().is_none_or(|words| cues::is_about_own_words(words.as_str()))
}

/// What a list without words of its own is asked by, where its first option says that and sends nothing.
fn first_option(first: &Loose, own: &Property<Text>) -> Option<Property<Text>> {
    let Kind::Select(options, _) = &first.kind else { return None };
    let (option, rest) = options.split_first()?;
    let sends_nothing = option.value.known().is_some_and(|value| value.as_str().is_empty());
    let heading_asks = first.heading.as_ref().is_some_and(cues::asks);
    let is_asked = own.is_absent() && !heading_asks && sends_nothing && !rest.is_empty();
    let names_it = is_asked && option.label.known().is_some_and(|words| !cues::chooses(words.as_str()));
    names_it.then(|| option.label.clone())
}

/// True if people can write their own words beside the answers: in the box that comes next in their group, if what it says does
/// not ask something else.
fn takes_own_words(sets: &Sets, at: usize, prompt: &Property<Text>) -> bool {
    let (set, Some(next)) = (&sets.all[at], sets.all.get(at + 1)) else { return false };
    if set.group.is_none() || next.group != set.group || !next.control.is_text() {
        return false;
    }
    let own = sets.labels.own_words(next.controls[0]);
    is_for_own_words(&sets.labels, next.controls[0]) || share_a_word(prompt, &own)
}

/// True if two texts have a word in common that is longer than “your”.
fn share_a_word(one: &Property<Text>, other: &Property<Text>) -> bool {
    let words = |text: &Property<Text>| text.known().map_or(String::new(), |text| text.as_str().to_lowercase());
    let (one, other) = (words(one), words(other));
    let long = |word: &&str| word.len() > 4;
    one.split(|c: char| !c.is_alphanumeric()).filter(long).any(|word| other.split(|c: char| !c.is_alphanumeric()).any(|own| own == word))
}

/// A label that names no single control, right above circles or boxes to tick, in the element that holds both: many forms have it for
/// a legend.
fn label_above(labels: &Labels, set: &Set) -> Property<Text> {
    let sketch = labels.sketch;
    let at = set.controls[0];
    let first = &sketch.controls[at];
    if !first.kind.is_ticked() {
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
    let Some(number) = above.find(|&number| !set.controls.iter().any(|&at| labels.number(at) == Some(number))) else {
        return Property::Absent;
    };
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
    if label.wraps || labels.is_taken(number) || !holds_both || names_another { Property::Absent } else { seen(label.text.clone()) }
}

fn hint(sketch: &Sketch, set: &Set, group: Option<usize>) -> Property<Text> {
    let (first, grouped) = (set.first(sketch), set.is_grouped());
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

fn answers(labels: &Labels, set: &Set) -> (Vec<Answer>, Vec<Because>) {
    let sketch = labels.sketch;
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
                let (loops, branches) = set.legend(sketch).map_or((0, 0), |(_, group)| (group.loops, group.branches));
                if loose.spot.loops > loops {
                    unseen.push(Because::new(Reason::Loop, loose.span));
                }
                let beside = || beside::answer(sketch, &set.controls, at).map_or(Property::Absent, |text| seen(text.clone()));
                let label = labels.own_words(at).or(beside);
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
        let legend = set.legend(sketch).map(|(at, _)| at);
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

/// True if one is, unknown if one is unknown and none is.
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
