//! What belongs together on a page or in a journey.

use super::facts::{Facts, Journey, Member, Place};
use super::finding;
use crate::finding::Finding;
use crate::form::Form;
use crate::rules::schema::{FormExpect, FormRule, Within, Words};
use crate::rules::{Kind, Pack, Part, Saying};

/// Checks the rule with this number. A journey is judged at one of its pages only: the first that asks for more.
pub(super) fn check(number: usize, check: &FormRule, form: &Form, pack: &Pack, place: Place, findings: &mut Vec<Finding>) {
    let Some((_, asked)) = place.journey.lacking(number, pack).filter(|(at, _)| *at == place.at) else { return };
    // While somebody types, the journey is as it was: its question may be gone.
    let Some(question) = form.questions.get(asked) else { return };
    let mut found = finding(&pack.rules[number], question.place(), Some(asked));
    found.note = (check.within == Within::Journey).then(|| place.journey.looked_at.clone());
    findings.push(found);
}

/// Where the journey first asks for what it lacks by the rule with this number: the member and its question.
pub(super) fn lacking(number: usize, journey: &Journey, pack: &Pack) -> Option<(usize, usize)> {
    match &pack.rules[number].kind {
        Kind::Form(check) => Seen { number, check, pack, journey }.lacking(),
        Kind::Wording(_) | Kind::Question(_) => None,
    }
}

/// A rule beside a journey.
struct Seen<'s> {
    number: usize,
    check: &'s FormRule,
    pack: &'s Pack,
    journey: &'s Journey,
}

impl Seen<'_> {
    /// Where the journey first asks for what it lacks: the member and its question. `None` where it lacks nothing, or
    /// where that cannot be told.
    fn lacking(&self) -> Option<(usize, usize)> {
        let triggers = self.pack.asks(self.number);
        let is_asked = |topic: &usize| self.counted().any(|(_, member)| member.facts.asks(*topic));
        if triggers.iter().filter(|topic| is_asked(topic)).count() < self.check.at_least {
            return None;
        }
        if !self.topics(&self.check.also_asks).iter().all(is_asked) || self.asks_any(&self.check.unless.asks) || !self.is_meant() {
            return None;
        }
        if let FormExpect::NotAmong(others) = &self.check.expect {
            let others = self.topics(others);
            return self.counted().find_map(|(at, member)| Some((at, member.facts.first_among(triggers, &others)?)));
        }
        if !self.journey.whole || self.is_met() {
            return None;
        }
        self.counted().find_map(|(at, member)| Some((at, member.facts.first(triggers)?)))
    }

    /// True unless what the pages say makes the rule silent.
    fn is_meant(&self) -> bool {
        let silencing = &self.check.unless.page_says;
        let wanted = &self.check.only_if.page_says;
        let silenced = !silencing.is_empty() && self.any_page(|facts| facts.may_say(self.saying(Part::Unless)));
        let said = wanted.is_empty() || self.any_page(|facts| facts.says(self.saying(Part::OnlyIf)));
        said && !silenced
    }

    fn any_page(&self, holds: impl Fn(&Facts) -> bool) -> bool {
        self.journey.members.iter().any(|member| holds(&member.facts))
    }

    fn saying(&self, part: Part) -> Saying {
        Saying { rule: self.number, part }
    }

    /// The members that the rule's triggers are looked for in.
    fn counted(&self) -> impl Iterator<Item = (usize, &Member)> {
        let members = self.journey.members.iter().enumerate();
        members.filter(|(_, member)| {
            let context = &member.context;
            member.counts && !context.meets(&self.check.unless) && context.meets_if_asked(&self.check.only_if)
        })
    }

    fn is_met(&self) -> bool {
        match &self.check.expect {
            FormExpect::Asks(wanted) => self.asks_any(wanted),
            FormExpect::Says(_) => self.any_page(|facts| facts.may_say(self.saying(Part::Expected))),
            FormExpect::SaysOrLinksTo(_) => self.any_page(|facts| facts.may_say(self.saying(Part::Linked))),
            FormExpect::Control(wanted) => self.any_page(|facts| facts.asks_with(wanted)),
            FormExpect::NotAmong(_) => false,
        }
    }

    fn asks_any(&self, topics: &Words) -> bool {
        self.topics(topics).iter().any(|topic| self.any_page(|facts| facts.asks(*topic)))
    }

    fn topics(&self, words: &Words) -> Vec<usize> {
        words.iter().filter_map(|name| self.pack.vocabulary.topic(name)).collect()
    }
}
