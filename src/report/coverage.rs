//! Which of the things that rules look at a service asks people, and how gently.

use std::collections::BTreeSet;

use super::findings::Report;
use crate::classify::Asked;
use crate::form::Question;
use crate::rules::schema::Words;
use crate::rules::vocabulary::FREE_TEXT;
use crate::rules::{Kind, Pack};
use crate::unknown::Property;

/// The meaning of an answer that lets people keep theirs to themselves.
const DECLINE: &str = "decline";

/// Every topic that a rule looks at, in the order of the vocabulary.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Those that are asked.
    pub asked: Vec<Topic>,
    /// The titles of the others.
    pub not_asked: Vec<String>,
}

/// What is asked about one topic.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Topic {
    /// As people call it.
    pub title: String,
    /// The questions, each as the number of its file and its own number there.
    pub questions: Vec<(usize, usize)>,
    /// How many of them people may leave out.
    pub optional: Share,
    /// How many offer a way to decline.
    pub declinable: Share,
    /// How many can be answered in one's own words.
    pub own_words: Share,
}

/// Of how many questions something holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// It holds.
    pub yes: usize,
    /// It does not.
    pub no: usize,
    /// The source does not tell.
    pub unseen: usize,
}

impl Share {
    fn add(&mut self, holds: Option<bool>) {
        match holds {
            Some(true) => self.yes += 1,
            Some(false) => self.no += 1,
            None => self.unseen += 1,
        }
    }
}

/// What the files of `report` ask, of what the rules of `pack` look at.
pub fn of(report: &Report, pack: &Pack) -> Coverage {
    of_files(report, pack, |_| true)
}

/// The same for some of its files, by their paths.
pub fn of_files(report: &Report, pack: &Pack, counts: impl Fn(&str) -> bool) -> Coverage {
    let mut coverage = Coverage::default();
    for number in looked_at(pack) {
        let mut topic = Topic { title: pack.vocabulary.topic_entry(number).title.clone(), ..Topic::default() };
        for (at, file) in report.files.iter().enumerate().filter(|(_, file)| counts(&file.source.path)) {
            for (own, (question, asked)) in file.form.questions.iter().zip(&file.asked).enumerate() {
                if asked.topics.contains(&number) && file.form.asks_itself(question) {
                    topic.questions.push((at, own));
                    topic.add(question, asked, pack);
                }
            }
        }
        match topic.questions.is_empty() {
            // What nobody needs to ask is missed by nobody.
            true if pack.topics_of_journeys().contains(&number) => coverage.not_asked.push(topic.title),
            true => {}
            false => coverage.asked.push(topic),
        }
    }
    coverage
}

impl Topic {
    fn add(&mut self, question: &Question, asked: &Asked, pack: &Pack) {
        self.optional.add(match question.required {
            Property::Known(required) => Some(!required),
            Property::Absent => Some(true),
            Property::Unknown(_) => None,
        });
        let offers = |name: &str| pack.vocabulary.meaning(name).is_some_and(|meaning| asked.offers(meaning));
        // What cannot be seen may be there; a box to write in has no answers that could offer it.
        let listed = |found: bool| if found { Some(true) } else { question.answers_complete().then_some(false) };
        if question.control.is_choice() {
            self.declinable.add(listed(offers(DECLINE)));
        }
        let writes = question.control.is_text() || question.own_words_beside || offers(FREE_TEXT);
        self.own_words.add(listed(writes));
    }
}

/// The topics that questions and forms are judged for.
fn looked_at(pack: &Pack) -> BTreeSet<usize> {
    let topics = |words: &Words| words.iter().filter_map(|name| pack.vocabulary.topic(name)).collect::<Vec<usize>>();
    let of_rule = |kind: &Kind| match kind {
        Kind::Wording(_) => Vec::new(),
        Kind::Question(question) => topics(&question.asks),
        Kind::Form(form) => topics(&form.asks),
    };
    pack.rules.iter().flat_map(|rule| of_rule(&rule.kind)).collect()
}
