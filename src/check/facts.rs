//! What rules about what belongs together see of pages and journeys. No text, no path, no tree.

use std::sync::OnceLock;

use super::form;
use crate::classify::Asked;
use crate::context::{self, Context};
use crate::form::{Control, Form, Role};
use crate::rules::schema::Words;
use crate::rules::{Pack, Saying};
use crate::source::Span;
use crate::text::Text;

/// What was looked at, where a page is a journey by itself.
pub(crate) const ALONE: &str = "askwell looked at this page alone, which it takes for a whole journey";

/// What a rule about what belongs together sees of one page.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The topics of all that it asks, includes and all, each once.
    asks: Vec<usize>,
    /// The topics that it asks about itself, with the number of the first question about each.
    own: Vec<(usize, usize)>,
    /// What each of its questions is about, but for those that an answer brings up.
    subjects: Vec<Vec<usize>>,
    /// True if nothing on it comes from elsewhere and every question's words can be read: what is missing is missing.
    pub visible: bool,
    /// The numbers of the [`Saying`]s whose phrases it says.
    says: Vec<usize>,
    /// What its questions are answered with, each once.
    controls: Vec<Control>,
    /// Its own questions with what they are about, by the heading that they stand under.
    sections: Vec<Section>,
    /// True if every line of it that might say something can be read.
    all_read: bool,
}

/// The questions that stand under one heading.
#[derive(Clone, Debug)]
struct Section {
    /// Where the heading stands; `None` above the first.
    heading: Option<Span>,
    /// The numbers of the questions, with their topics.
    asks: Vec<(usize, Vec<usize>)>,
}

impl Facts {
    /// The facts of a page.
    pub fn of(form: &Form, asked: &[Asked], pack: &Pack) -> Self {
        let mut asks: Vec<usize> = asked.iter().flat_map(|asked| asked.topics.iter().copied()).collect();
        asks.sort_unstable();
        asks.dedup();
        let mut own: Vec<(usize, usize)> = Vec::new();
        for (number, asked) in asked.iter().enumerate().filter(|(number, _)| form.asks_itself(&form.questions[*number])) {
            let new = asked.topics.iter().filter(|topic| !own.iter().any(|(known, _)| known == *topic)).collect::<Vec<_>>();
            own.extend(new.into_iter().map(|topic| (*topic, number)));
        }
        let mut says: Vec<usize> = Vec::new();
        for passage in &form.passages {
            says.extend(pack.sayings().find(passage.text.as_str()).into_iter().map(|found| found.owner));
        }
        for address in &form.addresses {
            let found = pack.sayings().find(address.text.as_str()).into_iter().map(|found| found.owner);
            says.extend(found.filter(|number| Saying::is_linked(*number)));
        }
        says.sort_unstable();
        says.dedup();
        let mut controls: Vec<Control> = form.questions.iter().map(|question| question.control).collect();
        controls.sort_unstable();
        controls.dedup();
        Facts {
            asks,
            own,
            subjects: context::subjects(form, asked),
            visible: is_fully_visible(form),
            says,
            all_read: is_all_read(form),
            controls,
            sections: sections(form, asked),
        }
    }

    /// The facts of a layout or of macros. What they show is seen where pages fill or call them.
    pub(crate) fn of_frame(self) -> Self {
        Facts { visible: true, all_read: true, ..self }
    }

    /// The facts of what a page includes: it is seen whole, or not, where a page includes it.
    pub(crate) fn of_part(self) -> Self {
        Facts { visible: true, ..self }
    }

    /// The facts of questions that code describes. What else a page says round them is written elsewhere.
    pub(crate) fn of_definition(self) -> Self {
        Facts { all_read: false, ..self }
    }

    /// True if it asks about a topic.
    pub(crate) fn asks(&self, topic: usize) -> bool {
        self.asks.contains(&topic)
    }

    /// The number of the first question of its own about one of these topics.
    pub(super) fn first(&self, topics: &[usize]) -> Option<usize> {
        self.own.iter().filter(|(topic, _)| topics.contains(topic)).map(|(_, question)| *question).min()
    }

    /// True if it says one of these phrases.
    pub(super) fn says(&self, saying: Saying) -> bool {
        self.says.contains(&saying.number())
    }

    /// True if it says one of these phrases, or may do so where it cannot be read.
    pub(super) fn may_say(&self, saying: Saying) -> bool {
        !self.all_read || self.says(saying)
    }

    /// True if something is asked with one of these.
    pub(super) fn asks_with(&self, wanted: &Words) -> bool {
        self.controls.iter().any(|control| control.is_one_of(wanted))
    }

    /// The number of the first question of its own about one of `topics` that stands under one heading with one about
    /// `others`.
    pub(super) fn first_among(&self, topics: &[usize], others: &[usize]) -> Option<usize> {
        let is_about = |of: &Vec<usize>, wanted: &[usize]| of.iter().any(|topic| wanted.contains(topic));
        let mixed = self.sections.iter().filter(|section| section.asks.iter().any(|(_, of)| is_about(of, others)));
        mixed.flat_map(|section| &section.asks).filter(|(_, of)| is_about(of, topics)).map(|(question, _)| *question).min()
    }

    /// What each of its questions is about, but for those that an answer brings up.
    pub(crate) fn subjects(&self) -> &[Vec<usize>] {
        &self.subjects
    }
}

/// The form's own questions by the heading that they stand under; those that an answer brings up stand with it.
fn sections(form: &Form, asked: &[Asked]) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for (number, (question, asked)) in form.questions.iter().zip(asked).enumerate() {
        if !form.asks_itself(question) || question.shown_when.is_some() {
            continue;
        }
        let heading = question.heading.as_ref().and_then(Text::span);
        let of = (number, asked.topics.clone());
        match sections.last_mut().filter(|section| section.heading == heading) {
            Some(section) => section.asks.push(of),
            None => sections.push(Section { heading, asks: vec![of] }),
        }
    }
    sections
}

fn is_fully_visible(form: &Form) -> bool {
    form.unseen.is_empty() && form.questions.iter().all(|question| question.prompt.unknown().is_none())
}

/// False if a line of the page's own words has a part that only the running page knows: that might be a whole sentence. And
/// false if the page's layout could not be found.
fn is_all_read(form: &Form) -> bool {
    let speaks = |role: Role| matches!(role, Role::Body | Role::Hint | Role::Heading | Role::Prompt);
    let mut lines = form.passages.iter().filter(|passage| speaks(passage.role) && context::is_of_page(form, passage));
    !form.layout_unseen && lines.all(|passage| passage.text.holes().next().is_none())
}

/// The pages that belong together, as rules see them.
#[derive(Debug)]
pub struct Journey {
    /// What was looked at, as people read it: “askwell looked at …”.
    pub looked_at: String,
    /// True if nobody has said that these pages belong together.
    pub inferred: bool,
    /// True if all of it can be seen, so that what is missing is missing.
    pub whole: bool,
    /// In the order of their paths.
    pub members: Vec<Member>,
    lacking: OnceLock<Lacking>,
}

/// What a journey lacks, by the rules of one pack.
#[derive(Debug)]
struct Lacking {
    /// The pack's own number.
    pack: u64,
    /// For each rule, where the journey first asks for what it lacks: the member and its question.
    by_rule: Vec<Option<(usize, usize)>>,
}

/// A page of a journey, or a part of one.
#[derive(Clone, Debug)]
pub struct Member {
    /// What it asks and says.
    pub facts: Facts,
    /// What is known about it besides.
    pub context: Context,
    /// True if it counts when the journey asks for more: not one that lies deeper and has a journey of its own, nor one
    /// that is not to be checked. What those ask counts as asked.
    pub counts: bool,
}

/// A page's own place in its journey.
#[derive(Clone, Copy, Debug)]
pub struct Place<'j> {
    /// The journey.
    pub journey: &'j Journey,
    /// The page, as its number among the members.
    pub at: usize,
}

impl Journey {
    /// The pages of `members`, which somebody has named or not, and of which all can be seen or not.
    pub fn new(looked_at: String, inferred: bool, whole: bool, members: Vec<Member>) -> Self {
        Journey { looked_at, inferred, whole, members, lacking: OnceLock::new() }
    }

    /// A page that is a journey by itself.
    pub fn alone(facts: Facts, context: Context) -> Self {
        let whole = facts.visible;
        let members = vec![Member { facts, context, counts: true }];
        Journey::new(ALONE.to_owned(), true, whole, members)
    }

    /// Where it first asks for what it lacks by the rule with this number: the member and its question. Worked out once for all of
    /// its pages; an editor may ask again by other rules.
    pub(super) fn lacking(&self, rule: usize, pack: &Pack) -> Option<(usize, usize)> {
        let known = self.lacking.get_or_init(|| Lacking {
            pack: pack.number(),
            by_rule: (0..pack.rules.len()).map(|rule| form::lacking(rule, self, pack)).collect(),
        });
        match known.pack == pack.number() {
            true => known.by_rule[rule],
            false => form::lacking(rule, self, pack),
        }
    }

    /// The place of its first member.
    pub fn first(&self) -> Place<'_> {
        Place { journey: self, at: 0 }
    }
}
