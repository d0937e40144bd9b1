//! Puts hand-written controls, labels, hints and groups together into questions, and these beside those that calls gave whole.

use rustc_hash::{FxHashMap, FxHashSet};

use super::asked::question;
use super::labels::Labels;
use super::sets::{Set, Sets};
use super::sketch::Sketch;
use super::words::seen;
use super::{Answer, Control, Passage, Question, Role, ShownWhen, controls, cues};
use crate::limits;
use crate::source::Span;
use crate::text::Text;
use crate::unknown::{Because, Property, Reason};

/// The questions of a page, in reading order.
pub(super) fn questions(mut sketch: Sketch, passages: &mut [Passage]) -> Vec<Question> {
    name_groups(&mut sketch);
    let mut whole = std::mem::take(&mut sketch.questions);
    sketch.asked_whole = whole.iter().map(|question| question.span).collect();
    let mut hidden = std::mem::take(&mut sketch.hidden_prompts);
    let labels = Labels::of(&sketch);
    labels.mark_answers(passages);
    let sets = Sets::of(labels);
    let mut questions: Vec<Question> = (0..sets.all.len()).map(|at| question(&sets, at)).collect();
    let is_hidden = |set: &Set| set.is_grouped() && set.legend(&sketch).is_some_and(|(_, group)| group.legend_hidden);
    hidden.extend(sets.all.iter().zip(&questions).filter(|(set, _)| is_hidden(set)).map(|(_, question)| question.span));
    reveal(&sets, &mut questions, &mut whole);
    mark_named(passages, &questions);
    questions.extend(whole);
    questions.iter_mut().for_each(|question| merge_arms(&mut question.answers));
    in_reading_order(&mut questions);
    headings_elsewhere(&mut questions);
    headings_ask(&mut questions, &hidden);
    questions.iter_mut().filter(|question| question.control == Control::Select).for_each(controls::drop_repeated_prompt);
    let mut met = FxHashSet::default();
    questions.retain(|question| {
        let name = question.name.known().map(|name| name.as_str().to_owned());
        met.insert((question.span, question.control, name, question.prompt.known().map(|text| text.as_str().to_owned())))
    });
    questions
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

/// Ties what an answer opens to the answer, by the id that the control names.
fn reveal(sets: &Sets, questions: &mut [Question], called: &mut [Question]) {
    let (sketch, sets) = (sets.sketch, &sets.all);
    for (index, set) in sets.iter().enumerate() {
        for (which, &at) in set.controls.iter().enumerate() {
            let loose = &sketch.controls[at];
            let opened: Vec<usize> =
                loose.opens.iter().filter_map(|id| sketch.ids.iter().find(|named| named.id == *id)).map(|named| named.element).collect();
            let is_inside = |element: Option<usize>| opened.iter().any(|&opened| sketch.is_within(element, opened));
            let inside = |set: &Set| is_inside(set.first(sketch).spot.element);
            let shown: Vec<usize> = (0..sets.len()).filter(|&other| other != index && inside(&sets[other])).collect();
            let calls: Vec<usize> = (0..called.len()).filter(|&call| is_inside(sketch.called_in[call])).collect();
            let typed =
                shown.iter().any(|&other| sets[other].control.is_text()) || calls.iter().any(|&call| called[call].control.is_text());
            if set.control == Control::Select || !loose.kind.is_ticked() {
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
        if asked.insert(place) && hidden.contains(&question.span) && cues::asks(heading) {
            question.prompt = Property::Known(heading.clone());
            question.prompt_is_heading = true;
        }
    }
}
