//! Words that stand in a file of words, each under a key: one more entry, written as those of the answers that are there.

use super::anatomy::{Anatomy, Part};
use super::answer::anchors;
use super::{Edit, Withdrawn, plain_gap, with_quotes};
use crate::dialect::write::Neighbour;
use crate::form::{Answer, Question};
use crate::source::{FileId, Source, Span};
use crate::text::Text;

/// The words of a question's answers, as one file of words keeps them.
pub(super) struct Keys<'a> {
    source: &'a Source,
    anatomy: &'a Anatomy,
    /// Of each answer, in order.
    entries: Vec<Entry<'a>>,
}

/// What a file of words has for one answer.
struct Entry<'a> {
    label: &'a str,
    /// Key and value.
    part: &'a Part,
    /// The key that is its own.
    key: Span,
    words: Span,
    /// The keys below it, down to the words: `.text`.
    rest: String,
}

/// The file that the words of all answers stand in, where that is not `list`, the one that the answers are written in.
pub(super) fn file_of(question: &Question, list: FileId) -> Result<Option<FileId>, Withdrawn> {
    let mut files: Vec<FileId> = question.answers.iter().filter_map(|answer| answer.label.known()).flat_map(Text::files).collect();
    files.sort();
    files.dedup();
    match files.as_slice() {
        [] => Ok(None),
        [only] => Ok(Some(*only).filter(|file| *file != list)),
        _ => Err("the words of its answers stand in several files".to_owned()),
    }
}

impl<'a> Keys<'a> {
    /// The words of the answers of `question`, which `source` holds.
    pub(super) fn of(question: &'a Question, source: &'a Source, anatomy: &'a Anatomy) -> Result<Self, Withdrawn> {
        let words: Vec<Span> = question.answers.iter().filter_map(place_of).collect();
        if words.len() != question.answers.len() {
            return Err(format!("not all of its answers have words in {}", source.path));
        }
        let entries = question.answers.iter().zip(&words).map(|(answer, place)| Entry::of(answer, *place, &words, source, anatomy));
        let entries: Option<Vec<Entry>> = entries.collect();
        let entries = entries.ok_or_else(|| format!("the words of its answers do not stand under keys of their own in {}", source.path))?;
        Ok(Keys { source, anatomy, entries })
    }

    /// The words of each answer, and its key.
    pub(super) fn names(&self) -> Vec<(String, String)> {
        self.entries.iter().map(|entry| (entry.label.to_owned(), self.key(entry.key).to_owned())).collect()
    }

    /// Every key of the file; where none has several words, one that would do in any.
    pub(super) fn others(&self) -> Vec<&str> {
        let keys = self.anatomy.parts.iter().filter_map(|part| part.key).map(|place| self.key(place));
        keys.chain(["of_words"]).collect()
    }

    /// True if the answers have the same keys there.
    pub(super) fn are_those_of(&self, other: &Keys) -> bool {
        let keys = |keys: &Keys| -> Vec<String> { keys.names().into_iter().map(|(_, key)| key).collect() };
        keys(self) == keys(other)
    }

    /// True if another file of words has all of these keys.
    pub(super) fn are_all_in(&self, source: &Source, anatomy: &Anatomy) -> bool {
        let there: Vec<&str> = anatomy.parts.iter().filter_map(|part| source.text.get(part.key?.range())).collect();
        self.entries.iter().all(|entry| there.contains(&self.key(entry.key)))
    }

    /// Where `list`, in which the answers of `question` are written, names the key of each.
    pub(super) fn named_in(&self, question: &Question, list: &Source, anatomy: &Anatomy) -> Result<Vec<Span>, Withdrawn> {
        let anchors = anchors(question);
        let named = question.answers.iter().zip(&self.entries).enumerate().map(|(at, (answer, entry))| {
            let others: Vec<Span> = anchors.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, span)| *span).collect();
            let whole = anatomy.around(anchors[at], &others).unwrap_or(anchors[at]);
            let words = answer.label_at.filter(|place| place.file == list.id).unwrap_or(whole);
            self.named_within(entry, words, answer.value_at, anatomy).or_else(|| self.named_by_value(entry, whole, anatomy))
        });
        let named: Option<Vec<Span>> = named.collect();
        named.ok_or_else(|| "its answers do not say in one piece which words they show".to_owned())
    }

    /// The key of an entry in the one text of `home` that names it: `t("gender.woman")`.
    fn named_within(&self, entry: &Entry, home: Span, value: Option<Span>, anatomy: &Anatomy) -> Option<Span> {
        let path = format!("{}{}", self.key(entry.key), entry.rest);
        let is_words = |place: Span| home.contains(place) && !value.is_some_and(|value| value.contains(place));
        let place = only(anatomy.texts.iter().filter(|(text, span)| is_words(*span) && is_path(text, &path, *span)))?;
        let start = place.end - path.len() as u32;
        Some(Span { start, end: start + entry.key.len() as u32, ..place })
    }

    /// The value of an answer that the page makes its key of: `t("gender." + value)`.
    fn named_by_value(&self, entry: &Entry, whole: Span, anatomy: &Anatomy) -> Option<Span> {
        let key = self.key(entry.key);
        only(anatomy.texts.iter().filter(|(text, span)| whole.contains(*span) && text == key && span.len() == key.len()))
    }

    /// Puts keys with their words, written as those of the answer with the number `beside`, behind those of the one with the number
    /// `behind`, where that stands beside it. `None` where all are there already.
    pub(super) fn add(&self, beside: usize, behind: Option<usize>, additions: &[(&str, &str)]) -> Result<Option<Edit>, Withdrawn> {
        let model = &self.entries[beside];
        let alike = self.copied(model, "\u{1}", "\u{2}");
        if !self.entries.iter().enumerate().any(|(at, entry)| at != beside && self.copied(entry, "\u{1}", "\u{2}") == alike) {
            return Err(format!("no two of its answers have their words written alike in {}", self.source.path));
        }
        let siblings = self.anatomy.siblings(model.part.whole);
        let mut new = Vec::new();
        for (key, words) in additions {
            match siblings.iter().find(|part| part.key.is_some_and(|place| self.key(place) == *key)) {
                None => new.push((*key, *words)),
                Some(part) if part.literal.as_deref() == Some(*words) => {}
                Some(_) => return Err(format!("{} has other words under “{key}”", self.source.path)),
            }
        }
        if new.is_empty() {
            return Ok(None);
        }
        let units: Vec<Span> = siblings.iter().map(|part| with_quotes(self.source, part.whole)).collect();
        let places: Vec<(Span, Span)> = units.iter().map(|unit| (*unit, *unit)).collect();
        let number = |entry: &Entry| siblings.iter().position(|part| part.whole == entry.part.whole);
        let near = behind.and_then(|at| number(&self.entries[at])).or_else(|| number(model)).unwrap_or_default();
        let gap = plain_gap(self.source, &places, near)
            .ok_or_else(|| format!("something stands between each two of the words in {}", self.source.path))?;
        let text: String = new.iter().map(|(key, words)| format!("{gap}{}", self.copied(model, key, words))).collect();
        let end = units.get(near).map_or(model.part.whole.end, |unit| unit.end);
        Ok(Some(Edit { span: Span { start: end, end, file: self.source.id }, text }))
    }

    /// An entry with another key and other words.
    fn copied(&self, entry: &Entry, key: &str, words: &str) -> String {
        let unit = with_quotes(self.source, entry.part.whole);
        let start = unit.start as usize;
        let own = [(entry.key, key), (entry.words, words)];
        let own = own.map(|(span, new)| (span.start as usize - start..span.end as usize - start, new.to_owned()));
        let text = self.source.text.get(unit.range()).unwrap_or_default();
        Neighbour { text, own: own.into(), within: Vec::new(), beside: Vec::new() }.copied()
    }

    fn key(&self, place: Span) -> &'a str {
        self.source.text.get(place.range()).unwrap_or_default()
    }
}

impl<'a> Entry<'a> {
    /// The largest entry that holds the words of `answer`, and none of those `all` others.
    fn of(answer: &'a Answer, words: Span, all: &[Span], source: &Source, anatomy: &'a Anatomy) -> Option<Self> {
        let others = |part: &Part| all.iter().any(|other| *other != words && part.whole.contains(*other));
        let holding = anatomy.parts.iter().filter(|part| part.key.is_some() && part.whole.contains(words));
        let mut holding: Vec<&Part> = holding.filter(|part| !others(part)).collect();
        holding.sort_by_key(|part| std::cmp::Reverse(part.whole.len()));
        let (part, below) = holding.split_first()?;
        let below = below.iter().filter_map(|part| source.text.get(part.key?.range()));
        let rest = below.map(|key| format!(".{key}")).collect();
        Some(Entry { label: answer.label.known()?.as_str(), part, key: part.key?, words, rest })
    }
}

/// Where the words of an answer stand.
fn place_of(answer: &Answer) -> Option<Span> {
    answer.label.known().and_then(Text::span)
}

/// The place of all of these, if they have but one.
fn only<'t>(mut texts: impl Iterator<Item = &'t (String, Span)>) -> Option<Span> {
    let (_, place) = texts.next()?;
    texts.all(|(_, other)| other == place).then_some(*place)
}

/// True if `text`, which is written as it reads at `span`, ends with the whole keys of `path`.
fn is_path(text: &str, path: &str, span: Span) -> bool {
    let before = text.strip_suffix(path);
    before.is_some_and(|before| span.len() == text.len() && (before.is_empty() || before.ends_with(['.', ':'])))
}
