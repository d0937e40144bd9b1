//! What is known about a page besides its questions: what its answers are for, whom it is put to, and who says so.
//!
//! What the page's own comment says counts before the configuration, and both before what is read from its words.
//! Better nothing than wrong: where two signs disagree, neither counts.

use crate::classify::Asked;
use crate::config::Config;
use crate::directive::{Directive, Says};
use crate::form::{Control, Form, Passage, Role};
use crate::rules::schema::{AUDIENCES, Conditions, PURPOSES, Together, Words};
use crate::rules::vocabulary::Vocabulary;
use crate::source::Span;

/// What is known about a form from outside its questions.
#[derive(Clone, Debug, Default)]
pub struct Context {
    /// What its answers are for.
    pub purpose: Option<Told>,
    /// Who it is put to.
    pub audience: Option<Told>,
    /// True where only a part of a page is at hand, so that nothing can be said about what the page lacks.
    pub part_of_page: bool,
}

/// A purpose or an audience, and who says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// One of the vocabulary's names.
    pub name: String,
    /// Who says so.
    pub by: Teller,
}

/// Who tells a purpose or an audience.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Teller {
    /// A comment on the page.
    Directive(Span),
    /// `askwell.yaml`.
    Configuration,
    /// A heading of the page, or its title.
    Heading {
        /// Its words.
        words: String,
        /// Where they stand.
        place: Option<Span>,
    },
    /// It says itself that it, or a list of its own codes, is kept at this address.
    Address(String),
    /// The page asks about these topics and nothing else.
    Questions(Vec<String>),
    /// The other pages of its journey ask about these topics.
    Neighbours(Vec<String>),
    /// Whoever asks, as an example of a rule does.
    Given,
}

impl Told {
    /// A name that was given, such as an example's.
    pub fn given(name: &str) -> Self {
        Told { name: name.to_owned(), by: Teller::Given }
    }
}

impl Context {
    /// True if the context meets one of the purposes or audiences of `conditions`.
    pub(crate) fn meets(&self, conditions: &Conditions) -> bool {
        let is_one = |told: &Option<Told>, wanted: &Words| told.as_ref().is_some_and(|told| wanted.has(&told.name));
        is_one(&self.purpose, &conditions.purpose) || is_one(&self.audience, &conditions.audience)
    }

    /// True if it meets one of the purposes or audiences of `conditions`, or if those ask for none.
    pub(crate) fn meets_if_asked(&self, conditions: &Conditions) -> bool {
        (conditions.purpose.is_empty() && conditions.audience.is_empty()) || self.meets(conditions)
    }
}

/// The context of a page that the configuration knows as `path`, as far as the page by itself tells it.
pub fn of(directives: &[Directive], config: &Config, path: &str, form: &Form, asked: &[Asked], vocabulary: &Vocabulary) -> Context {
    let configured = |name: Option<&str>| name.map(|name| Told { name: name.to_owned(), by: Teller::Configuration });
    let purpose = said(directives, |says| match says {
        Says::Purpose(purpose) => Some(purpose),
        _ => None,
    });
    let audience = said(directives, |says| match says {
        Says::Audience(audience) => Some(audience),
        _ => None,
    });
    Context {
        purpose: purpose
            .or_else(|| configured(config.purpose(path)))
            .or_else(|| headed(form, vocabulary, PURPOSES))
            .or_else(|| kept_at(form, vocabulary))
            .or_else(|| asked_for(&subjects(form, asked), vocabulary)),
        audience: audience.or_else(|| configured(config.audience(path))).or_else(|| headed(form, vocabulary, AUDIENCES)),
        part_of_page: false,
    }
}

/// What the last directive of a kind says.
fn said(directives: &[Directive], pick: fn(&Says) -> Option<&String>) -> Option<Told> {
    let last = directives.iter().rev().find_map(|directive| Some((pick(&directive.says)?, directive.span)));
    last.map(|(name, span)| Told { name: name.clone(), by: Teller::Directive(span) })
}

/// The one of `names` that the page's first heading or its title says.
fn headed(form: &Form, vocabulary: &Vocabulary, names: &[&str]) -> Option<Told> {
    let first = |role: Role| form.passages.iter().find(|passage| passage.role == role && is_of_page(form, passage));
    let mut found: Option<Told> = None;
    for passage in [first(Role::Heading), first(Role::Title)].into_iter().flatten() {
        // What follows a dash in a title is the service's name: it stands on every page.
        let words = match passage.role {
            Role::Title => first_part(passage.text.as_str()),
            _ => passage.text.as_str(),
        };
        let anywhere = if passage.role == Role::Title { passage.text.as_str() } else { "" };
        let told = vocabulary.headed(words).map(|name| (name, words)).chain(vocabulary.titled(anywhere).map(|name| (name, anywhere)));
        for (name, words) in told.filter(|(name, _)| names.contains(name)) {
            match &found {
                Some(told) if told.name != name => return None,
                Some(_) => {}
                None => {
                    let by = Teller::Heading { words: words.to_owned(), place: passage.text.span() };
                    found = Some(Told { name: name.to_owned(), by });
                }
            }
        }
    }
    found
}

/// The purpose that the address tells at which a form says that it or its codes are kept.
fn kept_at(form: &Form, vocabulary: &Vocabulary) -> Option<Told> {
    form.kept_at.iter().find_map(|address| {
        let host = host(address)?;
        let name = vocabulary.signs().find(|(_, sign)| sign.kept_at.has(host))?.0;
        Some(Told { name: name.to_owned(), by: Teller::Address(address.clone()) })
    })
}

/// The host of an address, without what stands before a domain's last two names.
fn host(address: &str) -> Option<&str> {
    let rest = address.split_once("://")?.1;
    let host = rest.split(['/', '?', '#', ':']).next()?;
    let dots: Vec<usize> = host.rmatch_indices('.').map(|(at, _)| at).collect();
    Some(dots.get(1).map_or(host, |at| &host[at + 1..]))
}

/// True if the page shows this itself: a layout's words stand on pages of every kind.
pub(crate) fn is_of_page(form: &Form, passage: &Passage) -> bool {
    passage.at.is_some() || form.file.is_none_or(|file| passage.text.span().is_some_and(|span| span.file == file))
}

fn first_part(title: &str) -> &str {
    let ends = [" - ", " – ", " — ", " | "].iter().filter_map(|dash| title.find(dash));
    &title[..ends.min().unwrap_or(title.len())]
}

/// What each question of a page is about, without those that an answer brings up and the boxes to search in.
pub(crate) fn subjects(form: &Form, asked: &[Asked]) -> Vec<Vec<usize>> {
    let questions = form.questions.iter().zip(asked);
    let own = questions.filter(|(question, _)| question.shown_when.is_none() && question.control != Control::SearchInput);
    own.map(|(_, asked)| asked.topics.clone()).collect()
}

/// The purpose that a page has because it asks several such things together and nothing else.
fn asked_for(subjects: &[Vec<usize>], vocabulary: &Vocabulary) -> Option<Told> {
    let mut found = vocabulary.signs().filter_map(|(name, sign)| {
        let together = sign.asks.as_ref()?;
        let topics = only_such(subjects, together, vocabulary)?;
        let names = || topics.iter().map(|&topic| vocabulary.topic_name(topic).to_owned()).collect();
        (topics.len() >= together.at_least).then(|| Told { name: name.to_owned(), by: Teller::Questions(names()) })
    });
    match (found.next(), found.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    }
}

/// The purpose that a page has by what the other pages of its journey ask; `others` are what each of them asks.
pub(crate) fn among(subjects: &[Vec<usize>], others: &[&[Vec<usize>]], vocabulary: &Vocabulary) -> Option<Told> {
    vocabulary.signs().find_map(|(name, sign)| {
        let together = sign.asks.as_ref()?;
        let own = only_such(subjects, together, vocabulary)?;
        let tells = |topic: &usize| together.one_among.has(vocabulary.topic_name(*topic));
        let beside = others.iter().filter_map(|other| only_such(other, together, vocabulary)).flatten();
        let mut beside: Vec<usize> = beside.filter(|topic| !own.contains(topic)).collect();
        beside.sort_unstable();
        beside.dedup();
        if !own.iter().any(tells) || beside.is_empty() {
            return None;
        }
        let names = beside.iter().map(|&topic| vocabulary.topic_name(topic).to_owned()).collect();
        Some(Told { name: name.to_owned(), by: Teller::Neighbours(names) })
    })
}

/// Which of the topics a page asks about that asks about nothing else; `None` where it does.
fn only_such(subjects: &[Vec<usize>], together: &Together, vocabulary: &Vocabulary) -> Option<Vec<usize>> {
    let is_in = |topic: &usize, words: &Words| words.has(vocabulary.topic_name(*topic));
    let is_such = |topics: &Vec<usize>| topics.iter().any(|topic| is_in(topic, &together.topics) || is_in(topic, &together.beside));
    if !subjects.iter().all(is_such) {
        return None;
    }
    let mut topics: Vec<usize> = subjects.iter().flatten().copied().filter(|topic| is_in(topic, &together.topics)).collect();
    topics.sort_unstable();
    topics.dedup();
    Some(topics)
}
