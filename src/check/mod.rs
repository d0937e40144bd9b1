//! Rules against forms. Rules see questions and visible text: no tree, no path, no template syntax.

mod facts;
mod form;
mod question;
mod wording;

use std::cell::OnceCell;

pub(crate) use facts::ALONE;
pub use facts::{Facts, Journey, Member, Place};
use question::Sheet;
pub(crate) use wording::WordingIndex;

use crate::classify::Asked;
use crate::context::Context;
use crate::finding::{Finding, Standing};
use crate::fingerprint::Identity;
use crate::form::Form;
use crate::rules::schema::Within;
use crate::rules::{Kind, Pack, Rule};
use crate::source::Span;

/// Everything that the rules of `pack` have to say about `form`, in the order of the file, then of the rules. Rules about
/// journeys speak only where the form's `place` in its own is known. Its `facts` are worked out where they are not at hand.
pub fn check(form: &Form, asked: &[Asked], pack: &Pack, context: &Context, place: Option<Place>, facts: Option<&Facts>) -> Vec<Finding> {
    let mut findings = wording::check(form, pack);
    let sheet = Sheet::new(form, asked, pack, context, facts);
    let page = OnceCell::new();
    // Where nothing is asked that the vocabulary knows, there are only words to look at.
    let rules = if asked.iter().all(|asked| asked.topics.is_empty()) { &[] } else { pack.rules.as_slice() };
    for (number, rule) in rules.iter().enumerate() {
        match &rule.kind {
            Kind::Wording(_) => {}
            Kind::Question(check) => question::check(number, check, &sheet, &mut findings),
            Kind::Form(_) if context.part_of_page => {}
            Kind::Form(check) if check.within == Within::Page => {
                let page = page.get_or_init(|| Journey::alone(sheet.facts().clone(), context.clone()));
                form::check(number, check, form, pack, page.first(), &mut findings);
            }
            Kind::Form(check) => {
                if let Some(place) = place {
                    form::check(number, check, form, pack, place, &mut findings);
                }
            }
        }
    }
    findings.sort_by(|one, other| (one.place, &one.rule).cmp(&(other.place, &other.rule)));
    findings.dedup_by(|later, first| later.rule == first.rule && later.place == first.place);
    findings
}

/// What the rules about single questions have to say about `form`. Words are not looked at: phrases of wording rules are
/// English.
pub fn check_questions(form: &Form, asked: &[Asked], pack: &Pack, context: &Context) -> Vec<Finding> {
    let mut findings = Vec::new();
    let sheet = Sheet::new(form, asked, pack, context, None);
    for (number, rule) in pack.rules.iter().enumerate() {
        if let Kind::Question(check) = &rule.kind {
            question::check(number, check, &sheet, &mut findings);
        }
    }
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
        note: None,
        question,
        holder: None,
        identity: Identity::default(),
        standing: Standing::Live,
        repair: None,
    }
}
