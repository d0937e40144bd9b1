//! What rules about what belongs together see of pages and journeys. No text, no path, no tree.

use crate::classify::Asked;
use crate::context::{self, Context};
use crate::form::{Form, Role};
use crate::rules::Pack;

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
    /// The numbers of the rules whose phrases it says.
    says: Vec<usize>,
    /// True if every line of it that might say something can be read.
    all_read: bool,
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
        says.sort_unstable();
        says.dedup();
        Facts { asks, own, subjects: context::subjects(form, asked), visible: is_fully_visible(form), says, all_read: is_all_read(form) }
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

    /// True if it says what this rule expects, or may do so where it cannot be read.
    pub(super) fn may_say(&self, rule: usize) -> bool {
        !self.all_read || self.says.contains(&rule)
    }

    /// What each of its questions is about, but for those that an answer brings up.
    pub(crate) fn subjects(&self) -> &[Vec<usize>] {
        &self.subjects
    }
}

fn is_fully_visible(form: &Form) -> bool {
    form.unseen.is_empty() && form.questions.iter().all(|question| question.prompt.unknown().is_none())
}

/// False if a line of the page's own words has a part that only the running page knows: that might be a whole sentence.
fn is_all_read(form: &Form) -> bool {
    let speaks = |role: Role| matches!(role, Role::Body | Role::Hint | Role::Heading | Role::Prompt);
    let mut lines = form.passages.iter().filter(|passage| speaks(passage.role) && context::is_of_page(form, passage));
    lines.all(|passage| passage.text.holes().next().is_none())
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
    /// A page that is a journey by itself.
    pub fn alone(facts: Facts, context: Context) -> Self {
        let whole = facts.visible;
        let members = vec![Member { facts, context, counts: true }];
        Journey { looked_at: ALONE.to_owned(), inferred: true, whole, members }
    }

    /// The place of its first member.
    pub fn first(&self) -> Place<'_> {
        Place { journey: self, at: 0 }
    }
}
