//! Words to avoid.

use super::finding;
use crate::finding::Finding;
use crate::form::{Answer, Form, Passage, Role};
use crate::repair::Repair;
use crate::rules::phrases::{Found, Phrase, Phrases, Stretch};
use crate::rules::schema::Wording;
use crate::rules::{Kind, Pack, Rule};
use crate::source::Span;
use crate::text::Text;

/// The phrases of all wording rules in one automaton.
pub(crate) struct WordingIndex {
    phrases: Phrases,
}

/// What a phrase means for its rule.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Means {
    /// To be avoided.
    Avoid = 0,
    /// Fine, and so is what lies inside it.
    Fine = 1,
    /// Its presence makes the rest of the text fine.
    Near = 2,
    /// Its presence in another answer to the same question makes an answer fine.
    Beside = 3,
}

/// How many parts a phrase can play.
const PARTS: usize = 4;

/// What one find is for: the rule's number and the part that the phrase plays.
fn part(found: &Found) -> (usize, usize) {
    (found.owner / PARTS, found.owner % PARTS)
}

impl WordingIndex {
    pub(crate) fn new(rules: &[Rule]) -> Self {
        let mut phrases = Vec::new();
        for (number, rule) in rules.iter().enumerate() {
            let Kind::Wording(wording) = &rule.kind else { continue };
            let mut add = |words: &crate::rules::schema::Words, means: Means, exact: bool| {
                phrases.extend(words.0.iter().cloned().map(|text| (text, number * PARTS + means as usize, exact)));
            };
            add(&wording.any, Means::Avoid, false);
            add(&wording.exact, Means::Avoid, true);
            add(&wording.not_in, Means::Fine, false);
            add(&wording.not_near, Means::Near, false);
            add(&wording.not_beside, Means::Beside, false);
        }
        let phrases = phrases.iter().map(|(text, owner, exact)| Phrase { text, owner: *owner, exact: *exact });
        WordingIndex { phrases: Phrases::new(phrases) }
    }
}

pub(super) fn check(form: &Form, pack: &Pack) -> Vec<Finding> {
    let mut findings = Vec::new();
    for passage in form.passages.iter().chain(&form.addresses) {
        let found = pack.wording().phrases.find(passage.text.as_str());
        let mut rules: Vec<usize> = found.iter().map(|found| part(found).0).collect();
        rules.sort_unstable();
        rules.dedup();
        for number in rules {
            let rule = &pack.rules[number];
            let Kind::Wording(wording) = &rule.kind else { continue };
            let of_rule: Vec<&Found> = found.iter().filter(|found| part(found).0 == number).collect();
            for range in to_avoid(passage, wording, &of_rule) {
                if let Some(words) = passage
                    .text
                    .span_of(range.range())
                    .filter(|words| !is_in_search(form, wording, *words))
                    .filter(|words| !is_settled_in_question(form, wording, *words, number, pack))
                    .filter(|words| wording.not_beside.is_empty() || !is_settled_beside(form, *words, number, pack))
                {
                    let said = &passage.text.as_str()[range.range()];
                    findings.extend(found_at(form, passage, rule, words).map(|found| with_repair(found, rule, said, words)));
                }
            }
        }
    }
    findings
}

/// True if the words are a question's own or its hint's, and the other of the two says what makes them fine.
fn is_settled_in_question(form: &Form, wording: &Wording, words: Span, number: usize, pack: &Pack) -> bool {
    if !wording.near_in_question {
        return false;
    }
    let Some(question) = question_at(form, words).map(|at| &form.questions[at]) else { return false };
    let parts = [question.prompt.known(), question.hint.known()];
    let holds = |text: &&Text| text.span().is_some_and(|span| span.contains(words));
    let settles = |found: &Found| part(found) == (number, Means::Near as usize);
    let is_own = parts.iter().flatten().any(holds);
    is_own && parts.into_iter().flatten().any(|text| pack.wording().phrases.find(text.as_str()).iter().any(settles))
}

/// True if the words help to look something up, which is not where they matter.
fn is_in_search(form: &Form, wording: &Wording, words: Span) -> bool {
    wording.not_in_search && (form.looks_up || question_at(form, words).is_some_and(|at| form.questions[at].in_search))
}

/// True if the words are an answer's, and another answer beside it says what makes them fine.
fn is_settled_beside(form: &Form, words: Span, number: usize, pack: &Pack) -> bool {
    let holds = |answer: &Answer| answer.label.known().and_then(Text::span).is_some_and(|span| span.contains(words));
    let Some(question) = form.questions.iter().find(|question| question.answers.iter().any(holds)) else { return false };
    let mut others = question.answers.iter().filter(|answer| !holds(answer)).filter_map(|answer| answer.label.known());
    let settles = |found: &Found| part(found) == (number, Means::Beside as usize);
    others.any(|label| pack.wording().phrases.find(label.as_str()).iter().any(settles))
}

fn with_repair(mut found: Finding, rule: &Rule, said: &str, words: Span) -> Finding {
    found.repair = rule.fix.as_ref().and_then(|fix| Repair::of_words(fix, said, words));
    found
}

/// The finding at words of a passage: on the words, or on what shows them where they stand in another file.
fn found_at(form: &Form, passage: &Passage, rule: &Rule, words: Span) -> Option<Finding> {
    let question = question_at(form, words);
    if form.file.is_none_or(|file| file == words.file) {
        return Some(finding(rule, words, question));
    }
    let mut found = finding(rule, passage.at?, question);
    found.related.push((words, "the words stand here".to_owned()));
    Some(found)
}

/// The stretches of a passage that a rule speaks about: the leftmost and of those the longest, none in another.
fn to_avoid(passage: &Passage, wording: &Wording, found: &[&Found]) -> Vec<Stretch> {
    let text = passage.text.as_str();
    let means = |means: Means| found.iter().filter(move |found| part(found).1 == means as usize).map(|found| found.range);
    if !speaks_of(wording, passage.role) || means(Means::Near).next().is_some() {
        return Vec::new();
    }
    let whole = trimmed(text);
    let is_entry = place_is_in(&wording.not_whole, passage.role);
    let straight = Straight::of(text);
    let fine: Vec<Stretch> = means(Means::Fine).collect();
    let mut kept: Vec<Stretch> = Vec::new();
    let mut candidates: Vec<Stretch> = means(Means::Avoid).collect();
    candidates.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    // An entry of a glossary is one whole: no shorter phrase in it speaks either.
    if is_entry && candidates.contains(&whole) {
        return Vec::new();
    }
    for range in candidates {
        let fine = fine.iter().any(|fine| fine.contains(range));
        let overlaps = kept.last().is_some_and(|last| range.start < last.end);
        let fits = range == whole || !wording.is_all;
        if !fine && !overlaps && fits && !is_quoted(text, range, &straight) {
            kept.push(range);
        }
    }
    kept
}

fn speaks_of(wording: &Wording, role: Role) -> bool {
    let is_read = role != Role::Address;
    (wording.places.is_empty() && is_read) || place_is_in(&wording.places, role)
}

fn place_is_in(places: &crate::rules::schema::Words, role: Role) -> bool {
    Role::ALL.iter().any(|(name, known)| *known == role && places.has(name))
}

fn trimmed(text: &str) -> Stretch {
    let is_edge = |c: char| !c.is_alphanumeric() && !matches!(c, '(' | ')');
    let start = text.len() - text.trim_start_matches(is_edge).len();
    Stretch { start, end: text.trim_end_matches(is_edge).len().max(start) }
}

/// How far apart quotation marks may stand to be a pair, in bytes.
const QUOTATION: usize = 100;

/// The marks of a text that are the same before and after what they enclose.
struct Straight(Vec<usize>);

impl Straight {
    fn of(text: &str) -> Self {
        Straight(text.match_indices('"').map(|(at, _)| at).collect())
    }

    /// True if an odd number stands before the words, the last of them near, and one near after them.
    fn enclose(&self, range: Stretch) -> bool {
        let before = self.0.partition_point(|&at| at < range.start);
        let after = self.0[before..].iter().find(|&&at| at >= range.end);
        before % 2 == 1 && range.start - self.0[before - 1] <= QUOTATION && after.is_some_and(|at| at - range.end <= QUOTATION)
    }
}

/// True if the words stand between quotation marks: somebody quotes them.
fn is_quoted(text: &str, range: Stretch, straight: &Straight) -> bool {
    let whole_char = |at: &usize| text.is_char_boundary(*at);
    let from = (range.start.saturating_sub(QUOTATION)..range.start).find(whole_char).unwrap_or(range.start);
    let until = (range.end..=(range.end + QUOTATION).min(text.len())).rfind(whole_char).unwrap_or(range.end);
    let (before, after) = (&text[from..range.start], &text[range.end..until]);
    let pair = |open: char, close: char| {
        let opened = before.rfind(open).is_some_and(|at| !before[at + open.len_utf8()..].contains(close));
        opened && after.contains(close)
    };
    let tight = |open: &str, close: &str| before.ends_with(open) && after.starts_with(close);
    is_wholly_quoted(text) || pair('“', '”') || pair('‘', '’') || straight.enclose(range) || tight("'", "'") || pair('«', '»')
}

/// True if a text is one quotation, however long: what somebody is to sign.
fn is_wholly_quoted(text: &str) -> bool {
    let text = text.trim();
    let inner = |open, close| text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
    [('"', '"'), ('“', '”')].into_iter().any(|(open, close)| inner(open, close).is_some_and(|inner| !inner.contains([open, close])))
}

/// The question whose words these are.
fn question_at(form: &Form, place: Span) -> Option<usize> {
    let is_of = |text: Option<&Text>| text.and_then(Text::span).is_some_and(|span| span.contains(place));
    form.questions.iter().position(|question| {
        is_of(question.prompt.known()) || is_of(question.hint.known()) || question.answers.iter().any(|answer| is_of(answer.label.known()))
    })
}
