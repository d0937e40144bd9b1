//! What questions can be about and answers can mean, in the words that people meet.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::phrases::{Phrase, Phrases, Stretch};
use super::schema::{self, AnswerSet, Language, Meaning, Profile, Saying, Sign, Source, Topic};

/// The files of `rules/vocabulary/`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct VocabularyFiles {
    /// `topics.yaml`
    pub topics: BTreeMap<String, Topic>,
    /// `answers.yaml`
    pub answers: BTreeMap<String, Meaning>,
    /// `sets.yaml`
    pub sets: BTreeMap<String, AnswerSet>,
    /// `sources.yaml`
    pub sources: BTreeMap<String, Source>,
    /// `profiles.yaml`
    pub profiles: BTreeMap<String, Profile>,
    /// `languages.yaml`
    pub languages: BTreeMap<String, Language>,
    /// `purposes.yaml`
    pub purposes: BTreeMap<String, Sign>,
}

/// The meaning that an answer has by what it does: choosing it opens a box for people's own words.
pub const FREE_TEXT: &str = "free-text";

/// The vocabulary, ready for use. Topics and meanings are known by their number.
pub struct Vocabulary {
    files: VocabularyFiles,
    topics: Words,
    meanings: Words,
    /// What tells each topic.
    signs: Vec<TopicSigns>,
    /// What prompts say that are about a topic with some answers only; numbered as topics are.
    open: Words,
    /// What prompts say that are about a topic in company only; numbered as topics are.
    alone: Words,
    /// What headings say above such a prompt; numbered as topics are.
    company: Words,
    /// What headings say under which nothing is about a topic; numbered as topics are.
    elsewhere: Words,
    /// What other prompts of a form say in which nothing is about a topic; numbered as topics are.
    strangers: Words,
    /// What headings say of purposes and audiences.
    headings: Words,
    /// What titles say of them, wherever they say it.
    titles: Words,
    /// Each national set's answers, folded and in lower case, in order of the alphabet; and its topic.
    sets: Vec<(Vec<String>, usize)>,
}

/// What tells a topic besides words, as numbers of meanings and topics.
#[derive(Debug, Default)]
pub struct TopicSigns {
    /// Where it is a list, it offers one of these.
    pub answers: Vec<usize>,
    /// A list with two of these is about it.
    pub known_by: Vec<usize>,
    /// So is one with two of these, where the prompt allows for it.
    pub asked_with: Vec<usize>,
    /// A list with one of these is not about it.
    pub not_offering: Vec<usize>,
    /// A question about one of these topics is not about it.
    pub yields_to: Vec<usize>,
    /// Nor is one beside which one of these is asked.
    pub not_beside: Vec<usize>,
    /// True if others of its form can tell that a question is not about it.
    pub heeds_company: bool,
}

/// No words.
static NONE: schema::Words = schema::Words(Vec::new());

/// Names in order, with the phrases that tell them.
struct Words {
    names: Vec<String>,
    numbers: FxHashMap<String, usize>,
    phrases: Phrases,
}

/// How a phrase tells a name.
#[derive(Clone, Copy)]
enum Tells {
    Has = 0,
    Is = 1,
    Not = 2,
}

impl Vocabulary {
    /// Makes the vocabulary ready.
    pub fn new(files: VocabularyFiles) -> Self {
        let topics = Words::new(files.topics.iter().map(|(name, topic)| {
            let prompt = &topic.prompt;
            let further = files.languages.values().filter_map(|language| language.topics.get(name));
            (name.as_str(), said([&prompt.has, &prompt.is, &prompt.not], further))
        }));
        let open = Words::new(files.topics.iter().map(|(name, topic)| {
            let prompt = &topic.asked_with.prompt;
            (name.as_str(), said([&prompt.has, &prompt.is, &prompt.not], std::iter::empty()))
        }));
        let of_topics = |words: fn(&Topic) -> [&schema::Words; 3]| {
            let entries = files.topics.iter();
            Words::new(entries.map(|(name, topic)| (name.as_str(), words(topic).map(|list| list.iter().collect()))))
        };
        let alone = of_topics(|topic| [&NONE, &topic.in_company.prompt, &NONE]);
        let company = of_topics(|topic| [&topic.in_company.heading, &NONE, &NONE]);
        let elsewhere = of_topics(|topic| [&topic.not_under, &NONE, &NONE]);
        let strangers = of_topics(|topic| [&topic.not_in_company.prompt, &NONE, &NONE]);
        let of_signs = |saying: fn(&Sign) -> &Saying| {
            Words::new(files.purposes.iter().map(|(name, sign)| {
                let saying = saying(sign);
                (name.as_str(), said([&saying.has, &saying.is, &saying.not], std::iter::empty()))
            }))
        };
        let headings = of_signs(|sign| &sign.heading);
        let titles = of_signs(|sign| &sign.title_anywhere);
        let meanings = Words::new(files.answers.iter().map(|(name, meaning)| {
            let further = files.languages.values().filter_map(|language| language.answers.get(name));
            (name.as_str(), said([&meaning.has, &meaning.is, &meaning.not], further))
        }));
        let sets = files.sets.values().filter_map(|set| {
            let topic = topics.numbers.get(&set.topic)?;
            Some((sorted(set.answers.iter()), *topic))
        });
        let sets = sets.collect();
        let meant = |words: &schema::Words| words.iter().filter_map(|name| meaning(&meanings, name)).collect();
        let named = |words: &schema::Words| words.iter().filter_map(|name| topics.numbers.get(name).copied()).collect();
        let signs = files.topics.values().map(|topic| TopicSigns {
            answers: meant(&topic.answers),
            known_by: meant(&topic.known_by),
            asked_with: meant(&topic.asked_with.answers),
            not_offering: meant(&topic.not_offering),
            yields_to: named(&topic.yields_to),
            not_beside: named(&topic.not_in_company.asks),
            heeds_company: !topic.not_in_company.prompt.is_empty() || !topic.not_in_company.asks.is_empty(),
        });
        let signs = signs.collect();
        Vocabulary { topics, meanings, signs, open, alone, company, elsewhere, strangers, headings, titles, sets, files }
    }

    /// The number of a topic.
    pub fn topic(&self, name: &str) -> Option<usize> {
        self.topics.numbers.get(name).copied()
    }

    /// The name of a topic.
    pub fn topic_name(&self, number: usize) -> &str {
        &self.topics.names[number]
    }

    /// What the vocabulary says of a topic.
    pub fn topic_entry(&self, number: usize) -> &Topic {
        &self.files.topics[self.topic_name(number)]
    }

    /// What tells a topic besides words.
    pub fn topic_signs(&self, number: usize) -> &TopicSigns {
        &self.signs[number]
    }

    /// Every topic's name.
    pub fn topic_names(&self) -> &[String] {
        &self.topics.names
    }

    /// The number of a meaning; [`FREE_TEXT`] has one, too.
    pub fn meaning(&self, name: &str) -> Option<usize> {
        meaning(&self.meanings, name)
    }

    /// Every meaning's name.
    pub fn meaning_names(&self) -> &[String] {
        &self.meanings.names
    }

    /// The name of a meaning.
    pub fn meaning_name(&self, number: usize) -> &str {
        self.meanings.names.get(number).map_or(FREE_TEXT, String::as_str)
    }

    /// What the vocabulary says of a meaning; nothing of [`FREE_TEXT`], which no words tell.
    pub fn meaning_entry(&self, name: &str) -> Option<&Meaning> {
        self.files.answers.get(name)
    }

    /// The number of [`FREE_TEXT`].
    pub fn free_text(&self) -> usize {
        free_text(&self.meanings)
    }

    /// The sources, by key.
    pub fn sources(&self) -> &BTreeMap<String, Source> {
        &self.files.sources
    }

    /// The languages besides English in which questions and answers are understood, as files of words name them.
    pub fn languages(&self) -> &BTreeMap<String, Language> {
        &self.files.languages
    }

    /// The profiles, by name.
    pub fn profiles(&self) -> &BTreeMap<String, Profile> {
        &self.files.profiles
    }

    /// What tells purposes and audiences that nobody has named, by their names.
    pub fn signs(&self) -> impl Iterator<Item = (&str, &Sign)> {
        self.files.purposes.iter().map(|(name, sign)| (name.as_str(), sign))
    }

    /// The purposes and audiences that a heading tells.
    pub fn headed(&self, heading: &str) -> impl Iterator<Item = &str> {
        self.headings.told_by(heading, bare(heading)).into_iter().map(|number| self.headings.names[number].as_str())
    }

    /// The purposes and audiences that a title tells, wherever in it.
    pub fn titled(&self, title: &str) -> impl Iterator<Item = &str> {
        self.titles.told_by(title, bare(title)).into_iter().map(|number| self.titles.names[number].as_str())
    }

    /// Why everything that is found on a page for this purpose is advice, where it is.
    pub fn all_is_advice(&self, purpose: &str) -> Option<&str> {
        self.files.purposes.get(purpose)?.all_is_advice.as_deref()
    }

    /// The topics that a prompt names.
    pub fn topics_of(&self, prompt: &str) -> Vec<usize> {
        self.topics.told_by(prompt, bare(prompt))
    }

    /// The topics that a prompt may be about, if its answers say so.
    pub fn topics_opened_by(&self, prompt: &str) -> Vec<usize> {
        self.open.told_by(prompt, bare(prompt))
    }

    /// The topics that a prompt is about in company only.
    pub fn topics_alone(&self, prompt: &str) -> Vec<usize> {
        self.alone.told_by(prompt, bare(prompt))
    }

    /// The topics for which a heading is company enough.
    pub fn topics_headed(&self, heading: &str) -> Vec<usize> {
        self.company.told_by(heading, bare(heading))
    }

    /// The topics that nothing under a heading is about.
    pub fn topics_kept_from(&self, heading: &str) -> Vec<usize> {
        self.elsewhere.told_by(heading, bare(heading))
    }

    /// The topics that nothing is about in a form that asks this, too.
    pub fn topics_kept_from_beside(&self, prompt: &str) -> Vec<usize> {
        self.strangers.told_by(prompt, bare(prompt))
    }

    /// True if any list can have an answer that means this.
    pub fn is_in_any_list(&self, meaning: usize) -> bool {
        self.meaning_entry(self.meaning_name(meaning)).is_some_and(|entry| entry.in_any_list)
    }

    /// What an answer means.
    pub fn meanings_of(&self, label: &str) -> Vec<usize> {
        self.meanings.told_by(label, bare(label))
    }

    /// True if these answers are a national set for `topic`, whole, in any order.
    pub fn is_national_set<'a>(&self, topic: usize, labels: impl Iterator<Item = &'a str>) -> bool {
        let labels = sorted(labels);
        self.sets.iter().any(|(set, of)| *of == topic && *set == labels)
    }
}

/// How near a list of answers comes to the national sets for a topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Nearness {
    /// It has nothing of them.
    None,
    /// It has some of their answers.
    Some,
    /// It has all answers of one of them.
    Whole,
}

impl Vocabulary {
    /// How near `labels` come to a national set for `topic`, both without the answers whose meanings are `dropped`.
    pub fn nearness_to_sets(&self, topic: usize, labels: &[&str], dropped: impl Fn(&[usize]) -> bool) -> Nearness {
        let mut labels = sorted(labels.iter().copied());
        labels.dedup();
        let of_topic = self.sets.iter().filter(|(_, of)| *of == topic);
        let near = of_topic.map(|(set, _)| {
            let set: Vec<&String> = set.iter().filter(|label| !dropped(&self.meanings_of(label))).collect();
            match labels.iter().filter(|label| set.contains(label)).count() {
                0 => Nearness::None,
                shared if shared == set.len() => Nearness::Whole,
                _ => Nearness::Some,
            }
        });
        near.max().unwrap_or(Nearness::None)
    }
}

impl Words {
    fn new<'w>(entries: impl Iterator<Item = (&'w str, [Vec<&'w str>; 3])>) -> Self {
        let (mut names, mut numbers, mut phrases) = (Vec::new(), FxHashMap::default(), Vec::new());
        for (number, (name, lists)) in entries.enumerate() {
            names.push(name.to_owned());
            numbers.insert(name.to_owned(), number);
            for (tells, list) in [Tells::Has, Tells::Is, Tells::Not].into_iter().zip(lists) {
                phrases.extend(list.into_iter().map(|text| Phrase { text, owner: number * 3 + tells as usize, exact: false }));
            }
        }
        Words { names, numbers, phrases: Phrases::new(phrases) }
    }

    /// The numbers of the names that `text` tells; `bare` is the part of it that counts as the whole.
    fn told_by(&self, text: &str, bare: Stretch) -> Vec<usize> {
        let (mut told, mut denied) = (Vec::new(), Vec::new());
        for found in self.phrases.find(text) {
            let number = found.owner / 3;
            match found.owner % 3 {
                0 => told.push(number),
                1 if found.range == bare => told.push(number),
                2 => denied.push(number),
                _ => {}
            }
        }
        told.retain(|number| !denied.contains(number));
        told.sort_unstable();
        told.dedup();
        told
    }
}

/// The number of a meaning; [`FREE_TEXT`] comes after those that words tell.
fn meaning(meanings: &Words, name: &str) -> Option<usize> {
    if name == FREE_TEXT { Some(free_text(meanings)) } else { meanings.numbers.get(name).copied() }
}

fn free_text(meanings: &Words) -> usize {
    meanings.names.len()
}

/// The words of a name in English, and after them those of further languages.
fn said<'w>(english: [&'w schema::Words; 3], further: impl Iterator<Item = &'w Saying>) -> [Vec<&'w str>; 3] {
    let mut lists = english.map(|words| words.iter().collect::<Vec<&str>>());
    for saying in further {
        for (list, words) in lists.iter_mut().zip([&saying.has, &saying.is, &saying.not]) {
            list.extend(words.iter());
        }
    }
    lists
}

/// The text without what forms add to it: `*`, `:`, `?`, “(optional)”.
fn bare(text: &str) -> Stretch {
    let is_trimming = |c: char| c.is_whitespace() || matches!(c, '*' | ':' | '?' | '.');
    let mut rest = text;
    loop {
        let before = rest.len();
        rest = rest.trim_end_matches(is_trimming);
        for tail in ["(optional)", "(required)", "- optional", "– optional", "(if known)"] {
            let at = rest.len().saturating_sub(tail.len());
            if rest.is_char_boundary(at) && rest[at..].eq_ignore_ascii_case(tail) {
                rest = &rest[..at];
            }
        }
        if rest.len() == before {
            break;
        }
    }
    let start = rest.len() - rest.trim_start_matches(is_trimming).len();
    Stretch { start, end: rest.len().max(start) }
}

fn sorted<'a>(labels: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut labels: Vec<String> = labels.map(|label| label.trim().to_lowercase().replace('’', "'")).collect();
    labels.sort();
    labels
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_forms_add_does_not_count() {
        for text in ["Title", "Title *", "Title (optional)", " * Title (Required): ", "Title?"] {
            assert_eq!(&text[bare(text).range()], "Title", "{text}");
        }
    }
}
