//! How one question is asked.

use std::cell::OnceCell;
use std::collections::HashMap;

use regex::Regex;

use super::facts::Facts;
use super::finding;
use crate::classify::Asked;
use crate::context::Context;
use crate::finding::Finding;
use crate::form::{Answer, Control, Form, Question};
use crate::repair::Repair;
use crate::rules::schema::{Conditions, Expect, QuestionRule, Words};
use crate::rules::vocabulary::Nearness;
use crate::rules::{Pack, Part, Rule, Saying};
use crate::source::Span;
use crate::text::Text;
use crate::unknown::Property;

/// What answers mean that invite people to use their own words.
const SELF_DESCRIBE: &str = "self-describe";

/// How many questions before and after one count as beside it: title, given and middle names stand together with a family name.
const BESIDE: usize = 3;

/// A page of questions, as rules about single questions see it.
pub(super) struct Sheet<'s> {
    pub(super) form: &'s Form,
    pub(super) asked: &'s [Asked],
    pub(super) pack: &'s Pack,
    pub(super) context: &'s Context,
    /// Where it is at hand, what else stands on the page; made when a rule first asks, otherwise.
    facts: Option<&'s Facts>,
    made: OnceCell<Facts>,
    /// For each form of the page, how many boxes words stand in beforehand, and how many there are. Made when a rule first asks.
    boxes: OnceCell<HashMap<Option<Span>, (usize, usize)>>,
    /// What rules look for and each question says, found when one first asks.
    says: Vec<OnceCell<Says>>,
}

/// The numbers of the [`Saying`]s whose phrases stand in a prompt and in the heading above it.
#[derive(Default)]
struct Says {
    prompt: Vec<usize>,
    heading: Vec<usize>,
}

impl<'s> Sheet<'s> {
    pub(super) fn new(form: &'s Form, asked: &'s [Asked], pack: &'s Pack, context: &'s Context, facts: Option<&'s Facts>) -> Self {
        let says = form.questions.iter().map(|_| OnceCell::new()).collect();
        Sheet { form, asked, pack, context, facts, made: OnceCell::new(), boxes: OnceCell::new(), says }
    }

    /// What is on the page besides.
    pub(super) fn facts(&self) -> &Facts {
        self.facts.unwrap_or_else(|| self.made.get_or_init(|| Facts::of(self.form, self.asked, self.pack)))
    }

    /// True if words stand in at least two boxes of a form, and in half of them: a record is shown again.
    fn is_filled_in(&self, form: Option<Span>) -> bool {
        let boxes = self.boxes.get_or_init(|| {
            let mut boxes: HashMap<Option<Span>, (usize, usize)> = HashMap::new();
            for question in self.form.questions.iter().filter(|question| question.control.is_text()) {
                let (filled, all) = boxes.entry(question.in_form).or_default();
                *filled += usize::from(question.filled);
                *all += 1;
            }
            boxes
        });
        boxes.get(&form).is_some_and(|(filled, all)| *filled >= 2 && filled * 2 >= *all)
    }

    /// What its question of this number says of what rules look for.
    fn says(&self, number: usize) -> &Says {
        self.says[number].get_or_init(|| {
            let question = &self.form.questions[number];
            let said = |text: Option<&Text>| {
                let found = text.map_or(Vec::new(), |text| self.pack.askings().find(text.as_str()));
                found.into_iter().map(|found| found.owner).collect()
            };
            Says { prompt: said(question.prompt.known()), heading: said(question.heading.as_ref()) }
        })
    }
}

/// A question with what is understood of it.
struct Seen<'s> {
    question: &'s Question,
    asked: &'s Asked,
    pack: &'s Pack,
    sheet: &'s Sheet<'s>,
    /// The rule's number.
    rule: usize,
    /// The question's.
    at: usize,
}

pub(super) fn check(number: usize, check: &QuestionRule, sheet: &Sheet, findings: &mut Vec<Finding>) {
    let Sheet { form, asked, pack, .. } = *sheet;
    let rule: &Rule = &pack.rules[number];
    let topics = pack.asks(number);
    for (at, (question, asked)) in form.questions.iter().zip(asked).enumerate() {
        if !asked.topics.iter().any(|topic| topics.contains(topic))
            || !form.asks_itself(question)
            || !is_control(&check.control, question.control)
        {
            continue;
        }
        let seen = Seen { question, asked, pack, sheet, rule: number, at };
        if seen.any_holds(&check.unless) || !seen.all_hold(&check.only_if) {
            continue;
        }
        for place in seen.breaches(&check.expect) {
            let mut found = finding(rule, place, Some(at));
            found.related = related(question, place);
            found.related.extend(seen.empty_promise(&check.expect).map(|answer| (answer, "this answer opens no box".to_owned())));
            found.repair = rule.fix.as_ref().and_then(|fix| Repair::of_question(fix, question.span));
            findings.push(found);
        }
    }
}

fn is_control(wanted: &Words, control: Control) -> bool {
    wanted.is_empty() || control.is_one_of(wanted)
}

/// The words of the question that stand in other files, and the answers, where a finding leaves a reader looking for them.
fn related(question: &Question, place: Span) -> Vec<(Span, String)> {
    let words = question.prompt.known().and_then(|prompt| prompt.span_outside(place.file));
    let words = words.map(|words| (words, "the words of the question stand here".to_owned()));
    words.into_iter().chain(answers(question, place)).collect()
}

fn answers(question: &Question, place: Span) -> Vec<(Span, String)> {
    let labels = question.answers.iter().filter_map(|answer| answer.label.known().and_then(Text::span));
    let Some(whole) = labels.reduce(Span::to) else { return Vec::new() };
    if whole.contains(place) { Vec::new() } else { vec![(whole, "the answers that people can choose from".to_owned())] }
}

impl Seen<'_> {
    /// The places where the expectation is not met; none where that cannot be told.
    fn breaches(&self, expect: &Expect) -> Vec<Span> {
        let question = self.question;
        let whole = |broken: bool| if broken { vec![question.place()] } else { Vec::new() };
        match expect {
            Expect::Offers(words) => whole(self.can_lack(words) && words.iter().any(|word| !self.provides(word))),
            Expect::OffersAny(words) => whole(self.can_lack(words) && !words.iter().any(|word| self.provides(word))),
            Expect::NotLimitedTo(words) => whole(self.can_lack(words) && self.is_limited_to(words)),
            Expect::MayNotOffer(words) => self.offending(|meanings| self.any_meaning(words, meanings)),
            Expect::NotTogether(groups) => self.mixed(groups),
            Expect::Optional(optional) => whole(*optional == self.is_required()),
            Expect::Preselected(expected) => {
                let chosen = question.answers.iter().filter(|answer| answer.selected.known() == Some(&true) && !*expected);
                // An answer that is worked out when the page runs is somebody's own, shown to them again.
                let chosen = chosen.filter(|answer| answer.label.unknown().is_none() || answer.value.unknown().is_none());
                chosen.map(|answer| question.place_of(answer)).collect()
            }
            Expect::Control(wanted) => whole(!is_control(wanted, question.control)),
            Expect::InOrder(words) => self.out_of_order(words),
            Expect::Autocomplete(tokens) => whole(question.autocomplete.is_absent() || is_none_of(&question.autocomplete, tokens)),
            Expect::AutocompleteNot(tokens) => whole(said(&question.autocomplete).is_some_and(|text| has_token(text, tokens))),
            Expect::KeepsCase(keeps) => whole(*keeps && question.forces_case),
            Expect::Spellcheck(wanted) => whole(checks_spelling(&question.spellcheck).is_some_and(|checks| checks != *wanted)),
            Expect::MinlengthAtMost(most) => whole(number(&question.minlength).is_some_and(|length| length > *most)),
            Expect::MaxlengthAtLeast(least) => whole(number(&question.maxlength).is_some_and(|length| length < *least)),
            Expect::MustAccept(words) => whole(said(&question.pattern).is_some_and(|pattern| refuses(pattern, words))),
            Expect::NationalSet(wanted) => whole(*wanted && self.strays_from_sets()),
            Expect::ShownToAll(wanted) => whole(*wanted && !self.is_shown_to_all()),
            Expect::Never(never) => whole(*never),
        }
    }

    /// True if all answers can be seen, so that something can be said to be missing. A national set lacks nothing.
    fn can_lack(&self, words: &Words) -> bool {
        let question = self.question;
        let own_words_unsure =
            words.has(crate::rules::vocabulary::FREE_TEXT) && question.answers.iter().any(|answer| answer.free_text.unknown().is_some());
        question.control.is_choice()
            && question.answers_complete()
            && question.answers.iter().any(|answer| answer.label.known().is_some())
            && !self.asked.national
            && !own_words_unsure
    }

    fn offers(&self, word: &str) -> bool {
        let beside = word == crate::rules::vocabulary::FREE_TEXT && self.question.own_words_beside;
        beside || self.pack.vocabulary.meaning(word).is_some_and(|meaning| self.asked.offers(meaning))
    }

    /// True if an answer of this meaning is offered and keeps its word: “I use another term” in a form that goes on nowhere
    /// else, with no box to write the term into, does not.
    fn provides(&self, word: &str) -> bool {
        self.offers(word) && !(word == SELF_DESCRIBE && self.sheet.form.whole && !self.has_box())
    }

    /// The answer that the expectation would count if it opened a box.
    fn empty_promise(&self, expect: &Expect) -> Option<Span> {
        let (Expect::Offers(words) | Expect::OffersAny(words)) = expect else { return None };
        if !words.has(SELF_DESCRIBE) || self.provides(SELF_DESCRIBE) {
            return None;
        }
        let meaning = self.pack.vocabulary.meaning(SELF_DESCRIBE)?;
        let at = self.asked.meanings.iter().position(|meanings| meanings.contains(&meaning))?;
        Some(self.question.place_of(&self.question.answers[at]))
    }

    /// True if a box for people's own words opens with an answer, stands beside the answers, or comes next.
    fn has_box(&self) -> bool {
        let questions = &self.sheet.form.questions;
        let mut rest = questions.iter().skip_while(|other| other.span != self.question.span).skip(1);
        self.question.own_words_beside
            || self.asked.offers(self.pack.vocabulary.free_text())
            || rest.next().is_some_and(|next| next.control.is_text())
    }

    fn any_meaning(&self, words: &Words, meanings: &[usize]) -> bool {
        words.iter().filter_map(|word| self.pack.vocabulary.meaning(word)).any(|meaning| meanings.contains(&meaning))
    }

    /// True if every answer means one of these, and at least two do, so that it is such a list at all.
    fn is_limited_to(&self, words: &Words) -> bool {
        self.asked.meanings.iter().all(|meanings| self.any_meaning(words, meanings)) && self.asked.meanings.len() >= 2
    }

    /// The labels of the answers whose meanings offend.
    fn offending(&self, offends: impl Fn(&[usize]) -> bool) -> Vec<Span> {
        if self.asked.national {
            return Vec::new();
        }
        let answers = self.question.answers.iter().zip(&self.asked.meanings).filter(|(_, meanings)| offends(meanings));
        answers.map(|(answer, _)| self.question.place_of(answer)).collect()
    }

    /// The first answer of a second group.
    fn mixed(&self, groups: &[Words]) -> Vec<Span> {
        let mut first_group = None;
        let group_of = |meanings: &[usize]| groups.iter().position(|group| self.any_meaning(group, meanings));
        for (answer, meanings) in self.question.answers.iter().zip(&self.asked.meanings) {
            let Some(group) = group_of(meanings) else { continue };
            match first_group {
                None => first_group = Some(group),
                Some(first) if first != group && !self.asked.national => {
                    return vec![self.question.place_of(answer)];
                }
                Some(_) => {}
            }
        }
        Vec::new()
    }

    /// The first answer that stands before one that should come sooner.
    fn out_of_order(&self, words: &Words) -> Vec<Span> {
        let turn = |meanings: &[usize]| {
            words.iter().position(|word| self.pack.vocabulary.meaning(word).is_some_and(|meaning| meanings.contains(&meaning)))
        };
        let turns: Vec<(usize, &Answer)> = self
            .asked
            .meanings
            .iter()
            .zip(&self.question.answers)
            .filter_map(|(meanings, answer)| Some((turn(meanings)?, answer)))
            .collect();
        let early = turns.windows(2).find(|pair| pair[0].0 > pair[1].0);
        match early {
            Some(pair) if !self.asked.national => vec![self.question.place_of(pair[0].1)],
            _ => Vec::new(),
        }
    }

    fn is_required(&self) -> bool {
        self.question.required.known() == Some(&true)
    }

    /// True if its answers share some with a national set for its topic, and are none, whichever way people can decline.
    fn strays_from_sets(&self) -> bool {
        let question = self.question;
        let drops = ["decline", "unsure", "not-known"].map(|name| self.pack.vocabulary.meaning(name));
        let is_dropped = |meanings: &[usize]| drops.iter().flatten().any(|drop| meanings.contains(drop));
        let answers = question.answers.iter().zip(&self.asked.meanings).filter(|(_, meanings)| !is_dropped(meanings));
        let labels: Vec<&str> = answers.filter_map(|(answer, _)| answer.label.known().map(Text::as_str)).collect();
        if !question.control.is_choice() || !question.answers_complete() || self.asked.national {
            return false;
        }
        let near = self.asked.topics.iter().map(|&topic| self.pack.vocabulary.nearness_to_sets(topic, &labels, is_dropped));
        near.max().is_some_and(|nearest| nearest == Nearness::Some)
    }

    /// What brings the question up: the other question, and the meanings of the answer to it.
    fn brought_up_by(&self) -> Option<(&Asked, &[usize])> {
        let shown = self.question.shown_when?;
        let at = self.sheet.form.questions.iter().position(|other| other.span == shown.question)?;
        let answer = self.sheet.form.questions[at].answers.iter().position(|answer| answer.span == shown.answer)?;
        let asked = &self.sheet.asked[at];
        Some((asked, asked.meanings.get(answer)?))
    }

    fn is_shown_after(&self, answers: &Words) -> bool {
        self.brought_up_by().is_some_and(|(_, meanings)| self.any_meaning(answers, meanings))
    }

    fn is_shown_after_asking(&self, topics: &Words) -> bool {
        self.brought_up_by().is_some_and(|(asked, _)| self.any_topic(topics, &asked.topics))
    }

    fn is_shown_to_all(&self) -> bool {
        self.question.shown_when.is_none()
    }

    fn page_asks(&self, topics: &Words) -> bool {
        let mut topics = topics.iter().filter_map(|name| self.pack.vocabulary.topic(name));
        topics.any(|topic| self.sheet.facts().asks(topic))
    }

    fn saying(&self, part: Part) -> Saying {
        Saying { rule: self.rule, part }
    }

    /// True if what else stands on the page makes the rule silent, or may where not all of it can be seen.
    fn page_silences(&self, conditions: &Conditions) -> bool {
        let asks = !conditions.page_asks.is_empty() && (self.page_asks(&conditions.page_asks) || !self.sheet.facts().visible);
        asks || (!conditions.page_says.is_empty() && self.sheet.facts().may_say(self.saying(Part::Unless)))
    }

    fn any_holds(&self, conditions: &Conditions) -> bool {
        self.sheet.context.meets(conditions)
            || self.page_silences(conditions)
            || self.is_shown_after(&conditions.shown_after)
            || self.is_shown_after_asking(&conditions.shown_after_asking)
            || conditions.offers.iter().any(|word| self.offers(word))
            || self.asks_any(&conditions.asks)
            || self.prompt_has(Part::Unless)
            || self.prompt_or_heading_has(Part::UnlessHeaded)
            || conditions.optional.is_some_and(|optional| self.holds_optional(optional))
            || conditions.shown_to_all.is_some_and(|to_all| self.is_shown_to_all() == to_all)
            || (!conditions.page_names.is_empty() && self.sheet.facts().says(self.saying(Part::UnlessNamed)))
            || (!conditions.beside_optional.is_empty() && self.is_beside_optional(&conditions.beside_optional))
            || conditions.filled_in.is_some_and(|filled| self.sheet.is_filled_in(self.question.in_form) == filled)
            || conditions.in_search.is_some_and(|in_search| self.question.in_search == in_search)
    }

    fn all_hold(&self, conditions: &Conditions) -> bool {
        self.sheet.context.meets_if_asked(conditions)
            && (conditions.page_asks.is_empty() || self.page_asks(&conditions.page_asks))
            && (conditions.page_says.is_empty() || self.sheet.facts().says(self.saying(Part::OnlyIf)))
            && (conditions.shown_after.is_empty() || self.is_shown_after(&conditions.shown_after))
            && (conditions.shown_after_asking.is_empty() || self.is_shown_after_asking(&conditions.shown_after_asking))
            && (conditions.offers.is_empty() || conditions.offers.iter().any(|word| self.offers(word)))
            && (conditions.asks.is_empty() || self.asks_any(&conditions.asks))
            && (conditions.prompt_has.is_empty() || self.prompt_has(Part::OnlyIf))
            && (conditions.prompt_or_heading_has.is_empty() || self.prompt_or_heading_has(Part::OnlyIfHeaded))
            && conditions.optional.is_none_or(|optional| self.holds_optional(optional))
            && conditions.shown_to_all.is_none_or(|to_all| self.is_shown_to_all() == to_all)
            && (conditions.page_names.is_empty() || self.sheet.facts().says(self.saying(Part::OnlyIfNamed)))
            && (conditions.beside_optional.is_empty() || self.is_beside_optional(&conditions.beside_optional))
            && conditions.filled_in.is_none_or(|filled| self.sheet.is_filled_in(self.question.in_form) == filled)
            && conditions.in_search.is_none_or(|in_search| self.question.in_search == in_search)
    }

    /// Optional unless it is certainly required; what may be either is not certainly optional.
    fn holds_optional(&self, optional: bool) -> bool {
        match (&self.question.required, optional) {
            (Property::Known(required), optional) => *required != optional,
            (Property::Absent, optional) => optional,
            (Property::Unknown(_), _) => false,
        }
    }

    /// True if one of the next questions, in the same form, is about one of these and may certainly be left out.
    fn is_beside_optional(&self, topics: &Words) -> bool {
        let questions = &self.sheet.form.questions;
        let near = self.at.saturating_sub(BESIDE)..(self.at + BESIDE + 1).min(questions.len());
        let is_such = |other: usize| {
            let question = &questions[other];
            says_optional(question) && question.in_form == self.question.in_form && self.any_topic(topics, &self.sheet.asked[other].topics)
        };
        near.filter(|&other| other != self.at).any(is_such)
    }

    fn asks_any(&self, topics: &Words) -> bool {
        self.any_topic(topics, &self.asked.topics)
    }

    fn any_topic(&self, wanted: &Words, topics: &[usize]) -> bool {
        wanted.iter().filter_map(|name| self.pack.vocabulary.topic(name)).any(|topic| topics.contains(&topic))
    }

    fn prompt_has(&self, part: Part) -> bool {
        self.sheet.says(self.at).prompt.contains(&self.saying(part).number())
    }

    fn prompt_or_heading_has(&self, part: Part) -> bool {
        self.prompt_has(part) || self.sheet.says(self.at).heading.contains(&self.saying(part).number())
    }
}

/// True if a question says that people may leave it out: what only does not ask for an answer may still be checked elsewhere.
fn says_optional(question: &Question) -> bool {
    let is_said = |text: &Text| text.as_str().to_lowercase().contains("(optional)");
    match &question.required {
        Property::Known(required) => !required,
        Property::Absent => question.prompt.known().is_some_and(is_said),
        Property::Unknown(_) => false,
    }
}

/// True if an attribute that can be read has none of these tokens.
fn is_none_of(attribute: &Property<Text>, tokens: &Words) -> bool {
    said(attribute).is_some_and(|text| !has_token(text, tokens))
}

fn has_token(text: &str, tokens: &Words) -> bool {
    text.split_whitespace().any(|token| tokens.has(&token.to_lowercase()))
}

/// Whether browsers look for mistakes of spelling, where that can be told. They may where nothing is said.
fn checks_spelling(spellcheck: &Property<bool>) -> Option<bool> {
    match spellcheck {
        Property::Absent => Some(true),
        property => property.known().copied(),
    }
}

fn said(property: &Property<Text>) -> Option<&str> {
    property.known().map(Text::as_str).filter(|text| !text.contains(crate::text::HOLE))
}

fn number(property: &Property<Text>) -> Option<u32> {
    said(property)?.trim().parse().ok()
}

/// True if a pattern, as browsers read it, lets one of the words not through. A pattern in a dialect that only
/// browsers know is not judged.
fn refuses(pattern: &str, words: &Words) -> bool {
    match Regex::new(&format!("^(?:{pattern})$")) {
        Ok(regex) => words.iter().any(|word| !regex.is_match(word)),
        Err(_) => false,
    }
}
