//! From what a rule would have instead to bytes of a file, and the proof that nothing else has changed.
//!
//! A rule says an intent, `check` says of which question or words, a dialect writes it, and the file is read again: the
//! question has to be the same but for what was mended, the finding gone and none new. Else the fix is withdrawn, and
//! somebody is told why.

mod alike;
mod anatomy;
mod answer;
mod casing;
mod keyed;
mod mend;
mod naming;
mod part;
mod propose;
pub mod save;
pub mod suppress;
mod translated;
mod words;

pub use mend::{Bench, Fixed, Outcome, Told};
#[cfg(feature = "lsp")]
pub(crate) use propose::Change;

use crate::rules::fix::{Addition, Fix, Part, Safety};
use crate::rules::schema::Words;
use crate::source::{Source, Span};

/// How a finding can be mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// What is to be done.
    pub intent: Intent,
    /// Whether it may be done without asking.
    pub safety: Safety,
    /// The words or the question that it is done to.
    pub at: Span,
}

/// What is to be done, in words that belong to no language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Intent {
    /// Write these words where others stand; capitals are those of the others.
    Replace(String),
    /// Offer these answers, each where none means the same.
    Add {
        /// In order.
        answers: Vec<Addition>,
        /// They stand before the first answer that means one of these, or else last.
        before: Words,
        /// Where one of these is offered, it is for people to do.
        not_beside: Words,
    },
    /// Take this off the question.
    TakeOut(Part),
    /// Let people leave the question out.
    Optional,
}

impl Repair {
    /// What a rule's fix comes to for the question that starts at `at`.
    pub fn of_question(fix: &Fix, at: Span) -> Option<Repair> {
        let intent = match () {
            () if !fix.add.is_empty() => {
                Intent::Add { answers: fix.add.clone(), before: fix.before.clone(), not_beside: fix.not_beside.clone() }
            }
            () if fix.optional => Intent::Optional,
            () => Intent::TakeOut(fix.take_out?),
        };
        Some(Repair { intent, safety: fix.safety, at })
    }

    /// What a rule's fix comes to for the words `found`, which stand at `at`.
    pub fn of_words(fix: &Fix, found: &str, at: Span) -> Option<Repair> {
        let words = casing::like(found, &fix.replacement(found)?);
        Some(Repair { intent: Intent::Replace(words), safety: fix.safety, at })
    }

    /// In a line, for whoever is asked.
    pub fn title(&self) -> String {
        match &self.intent {
            Intent::Replace(words) => format!("Write “{words}”"),
            Intent::Add { answers, .. } => {
                let words: Vec<String> = answers.iter().map(|answer| format!("“{}”", answer.words)).collect();
                format!("Offer {}", words.join(" and "))
            }
            Intent::TakeOut(Part::Autocomplete) => "Take the autocomplete attribute off".to_owned(),
            Intent::TakeOut(Part::Minlength) => "Take the minimum length off".to_owned(),
            Intent::TakeOut(Part::Pattern) => "Take the pattern off".to_owned(),
            Intent::TakeOut(Part::Choice) => "Start with nothing chosen".to_owned(),
            Intent::Optional => "Let people leave this out".to_owned(),
        }
    }
}

/// Bytes in place of others.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// What goes; empty where something is put in.
    pub span: Span,
    /// What comes.
    pub text: String,
}

/// Why a fix is not made, in plain words.
type Withdrawn = String;

/// `text` with these edits of it, which do not overlap.
pub(crate) fn edited(text: &str, edits: &[Edit]) -> String {
    let mut sorted: Vec<&Edit> = edits.iter().collect();
    sorted.sort();
    let mut whole = String::with_capacity(text.len() + 64);
    let mut at = 0;
    for edit in sorted {
        let range = edit.span.range();
        whole.push_str(text.get(at..range.start).unwrap_or_default());
        whole.push_str(&edit.text);
        at = range.end;
    }
    whole.push_str(text.get(at..).unwrap_or_default());
    whole
}

/// A piece with the quotes of a key or value at its ends: the place of a key is that of its words.
fn with_quotes(source: &Source, unit: Span) -> Span {
    let text = source.text.get(unit.range()).unwrap_or_default();
    let is_open = |quote: Option<char>| quote.is_some_and(|c| matches!(c, '"' | '\'') && text.matches(c).count() % 2 == 1);
    let before = source.text[..unit.start as usize].chars().next_back();
    let after = source.text[unit.end as usize..].chars().next();
    Span { start: unit.start - u32::from(is_open(before)), end: unit.end + u32::from(!is_open(before) && is_open(after)), ..unit }
}

/// What stands between two things of a list, where that is white space and at most a comma: nearest to the one with the number
/// `near`. Each thing is given by where it begins and by where it ends.
fn plain_gap<'s>(source: &'s Source, places: &[(Span, Span)], near: usize) -> Option<&'s str> {
    let mut pairs: Vec<usize> = (1..places.len()).collect();
    pairs.sort_by_key(|at| at.abs_diff(near));
    let between = |at: usize| source.text.get(places[at - 1].1.end as usize..places[at].0.start as usize);
    let is_plain = |gap: &&str| gap.chars().all(|c| c.is_whitespace() || c == ',') && gap.matches(',').count() <= 1;
    pairs.into_iter().filter_map(between).find(is_plain)
}
