//! One more answer, written as those that are there.
//!
//! Two neighbours that differ in nothing but their words, value and names show how this form writes an answer: a third can be
//! written like them, whatever else they hold. Where no two are written alike, askwell writes none.

use std::ops::Range;

use super::anatomy::Anatomy;
use super::naming::name_of;
use super::{Edit, Withdrawn, plain_gap, with_quotes};
use crate::dialect::Dialect;
use crate::dialect::write::Neighbour;
use crate::form::{Answer, Question};
use crate::source::{Source, Span};
use crate::text::Text;

/// A list of answers as one file writes it.
pub(super) struct Answers<'a> {
    source: &'a Source,
    anatomy: &'a Anatomy,
    /// What is sure to be seen of each, in order.
    written: Vec<Written<'a>>,
    /// True if their words are kept elsewhere, in whatever language.
    keyed: bool,
}

/// An answer as it is written.
struct Written<'a> {
    answer: &'a Answer,
    label: &'a str,
    value: Option<&'a str>,
    /// All of it, and nothing of another.
    unit: Span,
    /// With what it opens behind it.
    whole: Span,
    /// Where its words stand, or the key that they have elsewhere.
    words: Span,
    /// The name that a class knows it by: `FEMALE = …`.
    key: Option<Range<usize>>,
}

/// An answer that is to be written.
pub(super) struct New<'n> {
    /// What it means.
    pub(super) means: &'n str,
    /// The words that it is named by.
    pub(super) words: &'n str,
    /// What is written where its words stand: these, or the key that they have elsewhere.
    pub(super) shown: &'n str,
}

/// What a new answer is written with.
struct Names<'n> {
    words: &'n str,
    value: &'n str,
    key: &'n str,
    id: &'n str,
}

/// Stands for what is an answer's own, where two are compared. No file holds these.
const OWN: Names = Names { words: "\u{1}", value: "\u{2}", key: "\u{3}", id: "\u{4}" };

/// Names under which an answer's own id stands.
const IDS: &[&str] = &["id", "for", "htmlfor", "html_for"];

/// The file in which the answers of a question are written.
pub(super) fn file_of(question: &Question) -> Option<crate::source::FileId> {
    anchors(question).first().map(|span| span.file)
}

/// Where each answer is to be looked for: its own place; where one piece of page shows all, that of its words, or of its value
/// where its words are kept elsewhere.
pub(super) fn anchors(question: &Question) -> Vec<Span> {
    let answers = &question.answers;
    let mut own: Vec<Span> = answers.iter().map(|answer| answer.span).collect();
    own.sort();
    own.dedup();
    let words = |answer: &Answer| answer.label.known().and_then(Text::span).unwrap_or(answer.span);
    if own.len() == answers.len() {
        return answers.iter().map(|answer| answer.span).collect();
    }
    let words: Vec<Span> = answers.iter().map(words).collect();
    let values: Option<Vec<Span>> = answers.iter().map(|answer| answer.value.known().and_then(Text::span)).collect();
    values.filter(|values| values.iter().zip(&words).all(|(value, words)| value.file != words.file)).unwrap_or(words)
}

impl<'a> Answers<'a> {
    /// The answers of `question`, which `source` holds. Where their words stand elsewhere, it holds their `keys`.
    pub(super) fn of(question: &'a Question, source: &'a Source, anatomy: &'a Anatomy, keys: Option<&[Span]>) -> Result<Self, Withdrawn> {
        if !question.answers_unseen.is_empty() {
            return Err("not all of its answers can be seen".to_owned());
        }
        let anchors = anchors(question);
        if anchors.len() < 2 {
            return Err("there are no two answers to take as a pattern".to_owned());
        }
        let mut places = Vec::new();
        for (at, (answer, anchor)) in question.answers.iter().zip(&anchors).enumerate() {
            let key = keys.and_then(|keys| keys.get(at)).copied();
            let words = key.or_else(|| answer.label.known().and_then(Text::span)).ok_or("the words of an answer cannot be read")?;
            if anchor.file != source.id || words.file != source.id {
                return Err("its words and its answers stand in different files".to_owned());
            }
            places.push((*anchor, words));
        }
        let mut written = Vec::new();
        for (at, (answer, (anchor, words))) in question.answers.iter().zip(&places).enumerate() {
            let mut others: Vec<Span> =
                question.prompt.known().and_then(Text::span).filter(|prompt| prompt.file == source.id).into_iter().collect();
            others.extend(places.iter().enumerate().filter(|(other, _)| *other != at).flat_map(|(_, (anchor, words))| [*anchor, *words]));
            written.push(Written::of(answer, *anchor, *words, &others, source, anatomy)?);
        }
        if written.windows(2).any(|pair| pair[0].whole.end > pair[1].unit.start) {
            return Err("its answers do not stand one after the other".to_owned());
        }
        Ok(Answers { source, anatomy, written, keyed: keys.is_some() })
    }

    /// Puts answers before the one with the number `before`, or at the end.
    pub(super) fn add(&self, additions: &[New], before: Option<usize>, dialect: Option<&dyn Dialect>) -> Result<Edit, Withdrawn> {
        let gap = self.gap(before)?;
        let model = &self.written[self.model(before)?];
        let mut texts = Vec::new();
        for addition in additions {
            let text = self.written_as(model, addition, texts.len(), dialect)?;
            // An “or” would be English on a page that may be read in Welsh.
            let apart = addition.means == APART && before.is_none() && !self.keyed;
            texts.extend(apart.then(|| self.divider(model, dialect)).flatten());
            texts.push(text);
        }
        let (place, text) = match before {
            Some(at) => (self.written[at].unit.start, texts.iter().map(|text| format!("{text}{gap}")).collect()),
            None => {
                let last = self.written.last().ok_or("there are no answers")?;
                let text: String = texts.iter().map(|text| format!("{gap}{text}")).collect();
                (last.whole.end, text)
            }
        };
        Ok(Edit { span: Span { start: place, end: place, file: self.source.id }, text })
    }

    /// What stands between two answers, and nothing else: white space, a comma.
    fn gap(&self, before: Option<usize>) -> Result<&'a str, Withdrawn> {
        let places: Vec<(Span, Span)> = self.written.iter().map(|written| (written.unit, written.whole)).collect();
        let near = before.unwrap_or(self.written.len());
        plain_gap(self.source, &places, near).ok_or_else(|| "something stands between each two of its answers".to_owned())
    }

    /// The number of the answer to be copied: the nearest of those that are written as another is, and are nothing but an answer.
    pub(super) fn model(&self, before: Option<usize>) -> Result<usize, Withdrawn> {
        let near = before.unwrap_or(self.written.len());
        let mut order: Vec<usize> = (0..self.written.len()).collect();
        // The first is often special: its id has no number.
        order.sort_by_key(|&at| (at == 0, at.abs_diff(near)));
        let masks: Vec<Option<String>> =
            self.written.iter().map(|written| self.neighbour(written, &OWN).ok().map(|it| it.copied())).collect();
        let shared = |at: usize| masks[at].is_some() && masks.iter().enumerate().any(|(other, mask)| other != at && *mask == masks[at]);
        let found = order.into_iter().find(|&at| shared(at) && self.written[at].is_plain());
        found.ok_or_else(|| "no two of its answers are written alike".to_owned())
    }

    fn written_as(&self, model: &Written, new: &New, number: usize, dialect: Option<&dyn Dialect>) -> Result<String, Withdrawn> {
        let words = new.words;
        let pairs = |name: &dyn Fn(&Written) -> Option<String>| -> Vec<(String, String)> {
            self.written
                .iter()
                .filter_map(|written| Some((written.label.to_owned(), name(written)?)))
                .filter(|(_, name)| !name.is_empty())
                .collect()
        };
        let values = pairs(&|written| written.value.map(str::to_owned));
        let keys = pairs(&|written| written.key.clone().and_then(|range| self.source.text.get(range)).map(str::to_owned));
        let value = match values.is_empty() {
            true => words.to_owned(),
            false => name_of(words, &values, &[])
                .ok_or("the values of its answers are codes, and only those who keep them can give a new one")?,
        };
        let key = match keys.is_empty() {
            true => String::new(),
            false => name_of(words, &keys, &[]).ok_or("the names of its answers are made in a way that askwell cannot tell")?,
        };
        let id = self.next_id(number);
        let names = Names { words: new.shown, value: &value, key: &key, id: id.as_deref().unwrap_or_default() };
        let neighbour = self.neighbour(model, &names)?;
        if id.is_none() && neighbour.own.iter().any(|(_, new)| new.is_empty()) {
            return Err("the ids of its answers are made in a way that askwell cannot tell".to_owned());
        }
        match dialect {
            Some(dialect) => dialect.answer(&neighbour).ok_or_else(|| "its codes belong to a system that others keep".to_owned()),
            None => Ok(neighbour.copied()),
        }
    }

    fn divider(&self, model: &Written, dialect: Option<&dyn Dialect>) -> Option<String> {
        let whole = self.written.first()?.unit.to(self.written.last()?.whole);
        let has_one = self.source.text.get(whole.range())?.contains("divider");
        if has_one || self.written.iter().any(|written| self.source.text[written.unit.range()].starts_with("<option")) {
            return None;
        }
        dialect?.divider(&self.neighbour(model, &OWN).ok()?)
    }

    /// An answer with what is its own, and what is to stand there.
    fn neighbour(&self, written: &Written<'a>, names: &Names) -> Result<Neighbour<'a>, Withdrawn> {
        let start = written.unit.start as usize;
        let text = self.source.text.get(written.unit.range()).unwrap_or_default();
        let words = written.words.range();
        let mut own: Vec<(Range<usize>, String)> = vec![(words.start - start..words.end - start, names.words.to_owned())];
        own.extend(written.key.clone().map(|key| (key.start - start..key.end - start, names.key.to_owned())));
        let is_free = |own: &[(Range<usize>, String)], range: &Range<usize>| {
            own.iter().all(|(other, _)| range.end <= other.start || other.end <= range.start)
        };
        if let Some(value) = written.value.filter(|value| !value.is_empty()) {
            for range in tokens(text, value) {
                if is_free(&own, &range) {
                    own.push((range, names.value.to_owned()));
                }
            }
        }
        for id in self.ids(written).filter(|id| written.value.is_none_or(|value| value.is_empty() || tokens(id, value).is_empty())) {
            for range in tokens(text, id) {
                if is_free(&own, &range) {
                    own.push((range, names.id.to_owned()));
                }
            }
        }
        own.sort_by_key(|(range, _)| range.start);
        let beside = self.beside();
        let within = self.anatomy.calls.iter().filter(|(_, span)| span.contains(written.unit) && *span != written.unit);
        Ok(Neighbour { text, own, within: within.map(|(name, _)| name.as_str()).collect(), beside })
    }

    /// The names of what stands beside the list in the map that holds it.
    fn beside(&self) -> Vec<&'a str> {
        let Some((first, last)) = self.written.first().zip(self.written.last()) else { return Vec::new() };
        let list = first.unit.to(last.whole);
        let holder = self.anatomy.parts.iter().filter(|part| part.whole.contains(list)).min_by_key(|part| part.whole.len());
        let Some(holder) = holder else { return Vec::new() };
        self.anatomy.siblings(holder.whole).into_iter().map(|part| part.name.as_str()).collect()
    }

    /// The ids that an answer names, which are its own.
    fn ids(&self, written: &Written) -> impl Iterator<Item = &str> {
        let unit = written.unit;
        self.anatomy.named(IDS, unit).filter_map(|part| part.literal.as_deref()).filter(|id| !id.is_empty())
    }

    /// The id after those that are there: `gender-4` after `gender-3`. `None` where they have no numbers.
    fn next_id(&self, number: usize) -> Option<String> {
        let numbered = |id: &str| {
            let digits = id.len() - id.trim_end_matches(|c: char| c.is_ascii_digit()).len();
            let last: usize = id[id.len() - digits..].parse().ok()?;
            Some((id[..id.len() - digits].to_owned(), last))
        };
        let ids = self.written.iter().flat_map(|written| self.ids(written)).filter_map(numbered);
        let (stem, last) = ids.max_by_key(|(_, last)| *last)?;
        let mut next = last + 1 + number;
        while !tokens(&self.source.text, &format!("{stem}{next}")).is_empty() {
            next += 1;
        }
        Some(format!("{stem}{next}"))
    }
}

/// What an answer means that is set apart from the others.
const APART: &str = "decline";

impl<'a> Written<'a> {
    fn of(
        answer: &'a Answer,
        anchor: Span,
        words: Span,
        others: &[Span],
        source: &'a Source,
        anatomy: &'a Anatomy,
    ) -> Result<Self, Withdrawn> {
        let label = answer.label.known().map(Text::as_str).unwrap_or_default();
        let whole = |place: Span| anatomy.around(place, others).unwrap_or(place);
        let mut unit = whole(anchor).to(whole(words));
        if others.iter().any(|other| unit.contains(*other) || (other.start < unit.end && unit.start < other.end)) {
            return Err("its answers cannot be told apart in the file".to_owned());
        }
        unit = with_quotes(source, unit);
        let key = key_before(source, unit);
        if let Some(key) = &key {
            unit.start = key.start as u32;
        }
        let whole = opened_after(unit, source, anatomy);
        // Further attributes from an expression may change the value; the expression's part in it is what neighbours share.
        let written = || anatomy.named(&["value"], unit).find(|part| part.is_attribute).and_then(|part| part.literal.as_deref());
        let value = answer.value.known().map(Text::as_str).or_else(written);
        Ok(Written { answer, label, value, unit, whole, words, key })
    }

    /// True if it is an answer and nothing more: not chosen beforehand, opening nothing, shown always.
    fn is_plain(&self) -> bool {
        let answer = self.answer;
        let is_no = |property: &crate::unknown::Property<bool>| property.known() != Some(&true);
        !answer.conditional && is_no(&answer.selected) && is_no(&answer.free_text) && is_no(&answer.exclusive) && self.unit == self.whole
    }
}

/// The name that a class of Python gives an answer, which stands before it on its line.
fn key_before(source: &Source, unit: Span) -> Option<Range<usize>> {
    if !source.path.ends_with(".py") {
        return None;
    }
    let before = source.text.get(..unit.start as usize)?;
    let line = &before[before.rfind('\n').map_or(0, |at| at + 1)..];
    let name = line.trim_end().strip_suffix('=')?.trim();
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    let start = before.len() - line.len() + line.find(name)?;
    is_name.then_some(start..start + name.len())
}

/// `unit` with the elements right behind it that it opens, by their ids.
fn opened_after(unit: Span, source: &Source, anatomy: &Anatomy) -> Span {
    let mut whole = unit;
    let text = source.text.get(unit.range()).unwrap_or_default();
    let mut behind: Vec<Span> = anatomy.elements.iter().filter(|span| span.start >= unit.end).copied().collect();
    behind.sort();
    for element in behind {
        let gap = source.text.get(whole.end as usize..element.start as usize);
        let id = anatomy.named(&["id"], element).find(|part| part.is_attribute).and_then(|part| part.literal.as_deref());
        let is_opened = id.is_some_and(|id| !tokens(text, id).is_empty());
        if element.start < whole.end || !gap.is_some_and(|gap| gap.trim().is_empty()) || !is_opened {
            break;
        }
        whole = whole.to(element);
    }
    whole
}

/// Where `word` stands in `text` by itself: no letter or digit goes on at either end.
fn tokens(text: &str, word: &str) -> Vec<Range<usize>> {
    let goes_on = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let whole = |at: &usize| !goes_on(text[..*at].chars().next_back()) && !goes_on(text[at + word.len()..].chars().next());
    text.match_indices(word).map(|(at, _)| at).filter(whole).map(|at| at..at + word.len()).collect()
}
