//! Rules against forms. Rules see questions and visible text: no tree, no path, no template syntax.

mod form;
mod question;
mod wording;

pub(crate) use wording::WordingIndex;

use crate::classify::Asked;
use crate::finding::Finding;
use crate::form::Form;
use crate::rules::schema::Conditions;
use crate::rules::{Kind, Pack, Rule};
use crate::source::Span;

/// What is known about a form from outside it.
#[derive(Clone, Debug, Default)]
pub struct Context {
    /// What its answers are for.
    pub purpose: Option<String>,
    /// Who it is put to.
    pub audience: Option<String>,
    /// False where only a part of a page is at hand, so that nothing can be said about what the page lacks.
    pub part_of_page: bool,
}

/// Everything that the rules of `pack` have to say about `form`, in the order of the file, then of the rules.
pub fn check(form: &Form, asked: &[Asked], pack: &Pack, context: &Context) -> Vec<Finding> {
    let mut findings = wording::check(form, pack);
    for rule in &pack.rules {
        match &rule.kind {
            Kind::Wording(_) => {}
            Kind::Question(check) => question::check(rule, check, form, asked, pack, context, &mut findings),
            Kind::Form(check) => form::check(rule, check, form, asked, pack, context, &mut findings),
        }
    }
    findings.sort_by(|one, other| (one.place, &one.rule).cmp(&(other.place, &other.rule)));
    findings.dedup_by(|later, first| later.rule == first.rule && later.place == first.place);
    findings
}

fn finding(rule: &Rule, place: Span, question: Option<usize>) -> Finding {
    Finding {
        rule: rule.id.clone(),
        level: rule.level,
        confidence: rule.confidence,
        place,
        related: Vec::new(),
        message: rule.message.clone(),
        help: rule.instead.clone(),
        question,
        suppressed: None,
    }
}

impl Context {
    /// True if the context meets one of the purposes or audiences of `conditions`.
    fn meets(&self, conditions: &Conditions) -> bool {
        let is_one = |known: &Option<String>, wanted: &crate::rules::schema::Words| known.as_ref().is_some_and(|known| wanted.has(known));
        is_one(&self.purpose, &conditions.purpose) || is_one(&self.audience, &conditions.audience)
    }
}
