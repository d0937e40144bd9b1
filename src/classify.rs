//! What a question is about and what its answers mean, by the words that people see.

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::form::{Form, Question};
use crate::rules::vocabulary::Vocabulary;
use crate::source::Span;
use crate::text::Text;

/// What is understood of a question. Topics and meanings are numbers of the vocabulary.
#[derive(Debug, Default)]
pub struct Asked {
    /// What it is about.
    pub topics: Vec<usize>,
    /// For each answer, what it means.
    pub meanings: Vec<Vec<usize>>,
    /// True if its answers are a national set for its topic, whole.
    pub national: bool,
}

impl Asked {
    /// True if one of the answers means this.
    pub fn offers(&self, meaning: usize) -> bool {
        self.meanings.iter().any(|meanings| meanings.contains(&meaning))
    }
}

/// What each question of a form asks that is `first` read in another language, where `first` was understood as `known`.
///
/// A question is about the same in every language, and lists of one length have the same answers. Where a list has more or
/// fewer and one of its answers is not understood by itself, the question counts as about nothing: nothing can be told of it.
pub fn classify_reading(reading: &Form, first: &Form, known: &[Asked], vocabulary: &Vocabulary) -> Vec<Asked> {
    let pairs = reading.questions.iter().zip(classify(reading, vocabulary));
    pairs.map(|(question, asked)| alike(question, asked, first, known)).collect()
}

fn alike(question: &Question, mut asked: Asked, first: &Form, known: &[Asked]) -> Asked {
    let Some(at) = same_question(first, question) else { return Asked::default() };
    let (first, known) = (&first.questions[at], &known[at]);
    asked.topics.clone_from(&known.topics);
    if first.answers.len() == question.answers.len() {
        asked.national |= known.national;
        for (meanings, known) in asked.meanings.iter_mut().zip(&known.meanings) {
            meanings.extend(known);
            meanings.sort_unstable();
            meanings.dedup();
        }
    } else if asked.meanings.iter().any(Vec::is_empty) {
        asked.topics.clear();
    }
    asked
}

/// The number of the question that stands at the same place of the template.
pub fn same_question(form: &Form, question: &Question) -> Option<usize> {
    form.questions.iter().position(|other| other.span == question.span && other.control == question.control)
}

/// What each question of a form asks.
pub fn classify(form: &Form, vocabulary: &Vocabulary) -> Vec<Asked> {
    let mut all: Vec<Asked> = form.questions.iter().map(|question| asked(question, vocabulary)).collect();
    for (at, topic) in out_of_place(&form.questions, &all, vocabulary) {
        all[at].topics.retain(|&known| known != topic);
    }
    let company = Company::of(&form.questions, &all);
    let lonely: Vec<(usize, usize)> =
        form.questions.iter().enumerate().flat_map(|(at, question)| lonely(at, question, &all[at], &company, vocabulary)).collect();
    for (at, topic) in lonely {
        all[at].topics.retain(|&known| known != topic);
    }
    all
}

/// How many questions there are about each topic, on the page and in each of its forms.
struct Company {
    on_page: FxHashMap<usize, usize>,
    in_forms: FxHashMap<(Option<Span>, usize), usize>,
}

impl Company {
    fn of(questions: &[Question], all: &[Asked]) -> Self {
        let mut company = Company { on_page: FxHashMap::default(), in_forms: FxHashMap::default() };
        for (question, asked) in questions.iter().zip(all) {
            for &topic in &asked.topics {
                *company.on_page.entry(topic).or_default() += 1;
                *company.in_forms.entry((question.in_form, topic)).or_default() += 1;
            }
        }
        company
    }

    /// How many stand beside a question: what stands in another form of the page does not. The title of a task is nobody's, though the
    /// next window asks for names.
    fn beside(&self, question: &Question, topic: usize) -> usize {
        let in_form = |form: Option<Span>| self.in_forms.get(&(form, topic)).copied().unwrap_or(0);
        match question.in_form {
            Some(form) => in_form(Some(form)) + in_form(None),
            None => self.on_page.get(&topic).copied().unwrap_or(0),
        }
    }
}

/// The questions that others of their form tell to be about somebody else than they seem, with the topic that each is not about:
/// “Gender” beside “Condition at birth”.
fn out_of_place(questions: &[Question], all: &[Asked], vocabulary: &Vocabulary) -> Vec<(usize, usize)> {
    let heeds = |topic: &usize| vocabulary.topic_signs(*topic).heeds_company;
    let wanted: Vec<(usize, usize)> =
        all.iter().enumerate().flat_map(|(at, asked)| asked.topics.iter().copied().filter(heeds).map(move |topic| (at, topic))).collect();
    if wanted.is_empty() {
        return wanted;
    }
    let topics: BTreeSet<usize> = wanted.iter().map(|(_, topic)| *topic).collect();
    let mut told: FxHashSet<(Option<Span>, usize)> = FxHashSet::default();
    let mut told_anywhere: FxHashSet<usize> = FxHashSet::default();
    for (question, asked) in questions.iter().zip(all) {
        let by_words = question.prompt.known().map_or(Vec::new(), |words| vocabulary.topics_kept_from_beside(words.as_str()));
        let is_told = |topic: &usize| vocabulary.topic_signs(*topic).not_beside.iter().any(|other| asked.topics.contains(other));
        for topic in by_words.into_iter().chain(topics.iter().copied().filter(is_told)) {
            told.insert((question.in_form, topic));
            told_anywhere.insert(topic);
        }
    }
    let is_out = |(at, topic): &(usize, usize)| match questions[*at].in_form {
        Some(form) => told.contains(&(Some(form), *topic)) || told.contains(&(None, *topic)),
        None => told_anywhere.contains(topic),
    };
    wanted.into_iter().filter(is_out).collect()
}

/// The topics that a question's prompt names, but that nothing beside it bears out: “Name”, where no person is spoken of.
fn lonely(at: usize, question: &Question, asked: &Asked, company: &Company, vocabulary: &Vocabulary) -> Vec<(usize, usize)> {
    if asked.topics.is_empty() {
        return Vec::new();
    }
    let mut alone = vocabulary.topics_alone(question.prompt.known().map_or("", Text::as_str));
    alone.retain(|topic| asked.topics.contains(topic));
    if alone.is_empty() {
        return Vec::new();
    }
    let headed = question.heading.as_ref().map_or(Vec::new(), |heading| vocabulary.topics_headed(heading.as_str()));
    let has_company = |topic: &usize| {
        let entry = vocabulary.topic_entry(*topic);
        let wanted = &entry.in_company;
        let count = |topic: usize| company.beside(question, topic) > usize::from(asked.topics.contains(&topic));
        let is_beside = |name: &str| vocabulary.topic(name).is_some_and(count);
        let means = |name: &str| vocabulary.meaning(name).is_some_and(|meaning| asked.offers(meaning));
        let told = question.autocomplete.known().map_or("", Text::as_str).split_whitespace().any(|token| wanted.autocomplete.has(token));
        told || headed.contains(topic) || entry.answers.iter().any(means) || wanted.asks.iter().any(is_beside)
    };
    alone.into_iter().filter(|topic| !has_company(topic)).map(|topic| (at, topic)).collect()
}

fn asked(question: &Question, vocabulary: &Vocabulary) -> Asked {
    let meanings: Vec<Vec<usize>> = question
        .answers
        .iter()
        .map(|answer| {
            let mut meanings = answer.label.known().map_or(Vec::new(), |label| vocabulary.meanings_of(label.as_str()));
            if answer.free_text.known() == Some(&true) {
                meanings.push(vocabulary.free_text());
            }
            meanings
        })
        .collect();
    let mut asked = Asked { topics: topics(question, &meanings, vocabulary), meanings, national: false };
    asked.national = is_national(question, &asked, vocabulary);
    asked
}

fn topics(question: &Question, meanings: &[Vec<usize>], vocabulary: &Vocabulary) -> Vec<usize> {
    let prompt = question.prompt.known().map_or("", Text::as_str);
    let mut topics = vocabulary.topics_of(prompt);
    let offers = |meaning: &usize| meanings.iter().any(|of| of.contains(meaning));
    if question.control.is_choice() {
        topics.retain(|&topic| {
            let answers = &vocabulary.topic_signs(topic).answers;
            // What cannot be seen may be among them.
            answers.is_empty() || !question.answers_complete() || answers.iter().any(offers)
        });
        let known_by = |topic: &usize| {
            let signs = vocabulary.topic_signs(*topic);
            is_known_by(&signs.known_by, &signs.answers, meanings, vocabulary)
        };
        topics.extend((0..vocabulary.topic_names().len()).filter(known_by));
        let asked_with = |topic: &usize| is_known_by(&vocabulary.topic_signs(*topic).asked_with, &[], meanings, vocabulary);
        topics.extend(vocabulary.topics_opened_by(prompt).into_iter().filter(asked_with));
        topics.sort_unstable();
        topics.dedup();
        topics.retain(|&topic| !vocabulary.topic_signs(topic).not_offering.iter().any(offers));
    }
    if let Some(heading) = question.heading.as_ref().filter(|_| !topics.is_empty()) {
        let kept_from = vocabulary.topics_kept_from(heading.as_str());
        topics.retain(|topic| !kept_from.contains(topic));
    }
    let yields = |topic: &usize| vocabulary.topic_signs(*topic).yields_to.iter().any(|other| topics.contains(other));
    topics.iter().copied().filter(|topic| !yields(topic)).collect()
}

/// True if the answers tell a topic: two of the telling ones are there, and either they are half of the list, or all of it but ways out
/// belongs to the topic's `own` and there are three of these. “Other” and “Prefer not to say” can stand in any list, and tell nothing.
fn is_known_by(telling: &[usize], own: &[usize], meanings: &[Vec<usize>], vocabulary: &Vocabulary) -> bool {
    let distinct = |names: &[usize]| names.iter().filter(|meaning| meanings.iter().any(|of| of.contains(meaning))).count();
    if distinct(telling) < 2 {
        return false;
    }
    let means = |of: &Vec<usize>, names: &[usize]| of.iter().any(|meaning| names.contains(meaning));
    let tells = meanings.iter().filter(|of| means(of, telling)).count();
    let is_way_out =
        |of: &&Vec<usize>| !means(of, telling) && !means(of, own) && of.iter().any(|meaning| vocabulary.is_in_any_list(*meaning));
    let rest = meanings.len() - meanings.iter().filter(is_way_out).count();
    let belonging = meanings.iter().filter(|of| means(of, telling) || means(of, own)).count();
    // The prompt allows for it where a topic has no list of its own to go by.
    let half_of = if own.is_empty() { rest } else { meanings.len() };
    tells * 2 >= half_of || (belonging == rest && distinct(own) >= 3)
}

fn is_national(question: &Question, asked: &Asked, vocabulary: &Vocabulary) -> bool {
    if !question.answers_complete() || question.answers.is_empty() {
        return false;
    }
    let labels: Option<Vec<&str>> = question.answers.iter().map(|answer| answer.label.known().map(Text::as_str)).collect();
    let Some(labels) = labels else { return false };
    asked.topics.iter().any(|&topic| vocabulary.is_national_set(topic, labels.iter().copied()))
}
