//! What belongs together on a page.

use super::{Context, finding};
use crate::classify::Asked;
use crate::finding::Finding;
use crate::form::Form;
use crate::rules::schema::{FormExpect, FormRule, Words};
use crate::rules::{Pack, Rule};

pub(super) fn check(
    rule: &Rule,
    check: &FormRule,
    form: &Form,
    asked: &[Asked],
    pack: &Pack,
    context: &Context,
    findings: &mut Vec<Finding>,
) {
    if context.part_of_page || context.meets(&check.unless) || !is_fully_visible(form) {
        return;
    }
    let topics_of = |words: &Words| words.iter().filter_map(|name| pack.vocabulary.topic(name)).collect::<Vec<usize>>();
    let is_asked = |topic: &usize| asked.iter().any(|asked| asked.topics.contains(topic));
    let triggers = topics_of(&check.asks);
    let present = triggers.iter().filter(|topic| is_asked(topic)).count();
    if present < check.at_least || !topics_of(&check.also_asks).iter().all(is_asked) || topics_of(&check.unless.asks).iter().any(is_asked) {
        return;
    }
    let FormExpect::Asks(wanted) = &check.expect;
    if topics_of(wanted).iter().any(is_asked) {
        return;
    }
    let first = asked.iter().position(|asked| asked.topics.iter().any(|topic| triggers.contains(topic)));
    if let Some(number) = first {
        findings.push(finding(rule, form.questions[number].place(), Some(number)));
    }
}

/// True if nothing on the page comes from elsewhere and every question's words can be read: what is missing is missing.
fn is_fully_visible(form: &Form) -> bool {
    form.unseen.is_empty() && form.questions.iter().all(|question| question.prompt.unknown().is_none())
}
