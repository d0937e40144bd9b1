//! Rules and vocabulary: data that people write, read and made ready for use.

pub mod dates;
pub mod draft;
pub mod examples;
mod files;
pub mod fix;
pub mod json_schema;
pub mod mistake;
mod named;
pub mod phrases;
pub mod plain_form;
pub mod schema;
mod seen;
pub(crate) mod shapes;
pub mod vocabulary;
pub mod yaml;

use std::collections::BTreeSet;
use std::sync::OnceLock;

pub use files::{built_in_files, file_of, load};
pub use named::{Named, is_built_in, is_rule_file, is_rule_text};
use phrases::{Phrase, Phrases};
use schema::{Confidence, FormExpect, FormRule, Level, QuestionRule, RuleFile, Within, Wording};
use vocabulary::Vocabulary;

/// Rules in order of their ids, and the words that they are written in.
pub struct Pack {
    /// In order of their ids.
    pub rules: Vec<Rule>,
    /// What topics, answers and sources mean.
    pub vocabulary: Vocabulary,
    wording: OnceLock<crate::check::WordingIndex>,
    sayings: OnceLock<Phrases>,
    of_journeys: OnceLock<Vec<usize>>,
}

/// A rule, checked and ready.
#[derive(Debug)]
pub struct Rule {
    /// `topic/name`.
    pub id: String,
    /// What is wrong, in a line.
    pub title: String,
    /// How much it matters.
    pub level: Level,
    /// How sure a finding is.
    pub confidence: Confidence,
    /// What it looks for.
    pub kind: Kind,
    /// What, to the form's author.
    pub message: String,
    /// What to write in its place.
    pub instead: String,
    /// Why it matters to people.
    pub why: String,
    /// Keys of the vocabulary's sources.
    pub sources: Vec<String>,
    /// Who wrote it.
    pub contributed_by: String,
    /// Who reviewed it.
    pub reviewed_by: Vec<String>,
    /// When it is to be looked at again.
    pub review_due: String,
    /// How its findings can be mended.
    pub fix: Option<fix::Fix>,
    /// For later readers.
    pub notes: Option<String>,
}

/// What a rule looks for.
#[derive(Debug)]
pub enum Kind {
    /// Words.
    Wording(Wording),
    /// How one question is asked.
    Question(QuestionRule),
    /// What belongs together.
    Form(FormRule),
}

impl Pack {
    /// A pack of these rules.
    pub fn new(mut rules: Vec<Rule>, vocabulary: Vocabulary) -> Self {
        rules.sort_by(|one, other| one.id.cmp(&other.id));
        Pack { rules, vocabulary, wording: OnceLock::new(), sayings: OnceLock::new(), of_journeys: OnceLock::new() }
    }

    /// The rule called `id`.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.binary_search_by(|rule| rule.id.as_str().cmp(id)).ok().map(|at| &self.rules[at])
    }

    /// True if `pattern` is a rule's id, or `topic/*` of a topic that has rules.
    pub fn has(&self, pattern: &str) -> bool {
        match pattern.strip_suffix("/*") {
            Some(topic) => self.rules.iter().any(|rule| rule.id.split('/').next() == Some(topic)),
            None => self.rule(pattern).is_some(),
        }
    }

    /// The phrases of all wording rules, made when text is first looked at.
    pub(crate) fn wording(&self) -> &crate::check::WordingIndex {
        self.wording.get_or_init(|| crate::check::WordingIndex::new(&self.rules))
    }

    /// The phrases that forms should say, by the number of the rule that expects them.
    pub(crate) fn sayings(&self) -> &Phrases {
        self.sayings.get_or_init(|| {
            let expected = self.rules.iter().enumerate().filter_map(|(owner, rule)| match &rule.kind {
                Kind::Form(FormRule { expect: FormExpect::Says(phrases), .. }) => Some((owner, phrases)),
                _ => None,
            });
            Phrases::new(expected.flat_map(|(owner, phrases)| phrases.iter().map(move |text| Phrase { text, owner, exact: false })))
        })
    }

    /// The topics that make a page's journey worth looking at: a rule or a purpose asks for it.
    pub(crate) fn topics_of_journeys(&self) -> &[usize] {
        self.of_journeys.get_or_init(|| {
            let rules = self.rules.iter().filter_map(|rule| match &rule.kind {
                Kind::Form(form) if form.within == Within::Journey => Some(&form.asks),
                _ => None,
            });
            let purposes = self.vocabulary.signs().filter_map(|(_, sign)| Some(&sign.asks.as_ref()?.one_among));
            let topics = rules.chain(purposes).flat_map(|words| words.iter().filter_map(|name| self.vocabulary.topic(name)));
            topics.collect::<BTreeSet<usize>>().into_iter().collect()
        })
    }
}

impl Rule {
    /// A rule of this file; `None` if it has no kind or more than one.
    pub fn new(file: RuleFile) -> Option<Self> {
        let kind = match (file.wording, file.question, file.form) {
            (Some(wording), None, None) => Kind::Wording(wording),
            (None, Some(question), None) => Kind::Question(question),
            (None, None, Some(form)) => Kind::Form(form),
            _ => return None,
        };
        Some(Rule {
            id: file.id,
            title: file.title,
            level: file.level,
            confidence: file.confidence,
            kind,
            message: file.message,
            instead: file.instead,
            why: file.why,
            sources: file.sources,
            contributed_by: file.contributed_by,
            reviewed_by: file.reviewed_by,
            review_due: file.review_due,
            fix: file.fix,
            notes: file.notes,
        })
    }
}
