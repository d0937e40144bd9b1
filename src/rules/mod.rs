//! Rules and vocabulary: data that people write, read and made ready for use.

pub mod choices;
pub mod dates;
pub mod draft;
pub mod examples;
mod files;
pub mod fix;
pub mod json_schema;
pub mod mistake;
mod named;
pub mod new_source;
pub mod phrases;
pub mod plain_form;
pub mod schema;
mod seen;
pub(crate) mod shapes;
pub mod vocabulary;
pub mod yaml;

use std::collections::BTreeSet;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

pub use files::{built_in_files, file_of, load, ready};
pub use named::{Named, is_built_in, is_rule_file, is_rule_text};
use phrases::{Phrase, Phrases};
use schema::{Confidence, FormExpect, FormRule, Level, QuestionRule, RuleFile, Within, Wording, Words};
use vocabulary::Vocabulary;

/// Rules in order of their ids, and the words that they are written in.
pub struct Pack {
    /// In order of their ids.
    pub rules: Vec<Rule>,
    /// What topics, answers and sources mean.
    pub vocabulary: Vocabulary,
    /// Tells it from every other of this process.
    number: u64,
    /// What each rule is about, as numbers of topics.
    asks: Vec<Vec<usize>>,
    wording: OnceLock<crate::check::WordingIndex>,
    sayings: OnceLock<Phrases>,
    askings: OnceLock<Phrases>,
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
    /// True if it speaks only where a configuration or a profile names it.
    pub off_by_default: bool,
    /// The purposes of pages for which it is advice, where nobody says otherwise.
    pub advice_for: Words,
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
        for rule in &mut rules {
            rule.fix = rule.fix.take().map(|fix| fix.in_languages(vocabulary.languages()));
        }
        let asks = rules.iter().map(|rule| rule.kind.asks().iter().filter_map(|name| vocabulary.topic(name)).collect()).collect();
        static MADE: AtomicU64 = AtomicU64::new(0);
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let (wording, sayings, askings, of_journeys) = Default::default();
        Pack { rules, vocabulary, number, asks, wording, sayings, askings, of_journeys }
    }

    /// Makes what is else made when it is first asked for.
    fn make_ready(&self) {
        self.wording();
        self.sayings();
        self.askings();
        self.topics_of_journeys();
    }

    /// The rule called `id`.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.binary_search_by(|rule| rule.id.as_str().cmp(id)).ok().map(|at| &self.rules[at])
    }

    /// Its own number, the same for no two packs of a process.
    pub(crate) fn number(&self) -> u64 {
        self.number
    }

    /// The topics that the rule with this number is about; any of them.
    pub(crate) fn asks(&self, rule: usize) -> &[usize] {
        &self.asks[rule]
    }

    /// The level that a rule has on a page for this purpose, where nobody says otherwise.
    pub fn level_for(&self, rule: &Rule, purpose: Option<&str>) -> Option<Level> {
        let is_excepted = |purpose: &str| rule.advice_for.has(purpose) || self.vocabulary.all_is_advice(purpose).is_some();
        rule.level_by_itself().map(|level| if purpose.is_some_and(is_excepted) { Level::Info } else { level })
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

    /// The phrases that rules listen for on pages, each with the number of its [`Saying`].
    pub(crate) fn sayings(&self) -> &Phrases {
        self.sayings.get_or_init(|| self.listened_for(Kind::sayings))
    }

    /// The phrases that rules look for in prompts and the headings above them, each with the number of its [`Saying`].
    pub(crate) fn askings(&self) -> &Phrases {
        self.askings.get_or_init(|| self.listened_for(Kind::askings))
    }

    fn listened_for(&self, lists: fn(&Kind) -> Vec<(Part, &Words)>) -> Phrases {
        let lists = self.rules.iter().enumerate().flat_map(|(number, rule)| {
            let lists = lists(&rule.kind).into_iter();
            lists.map(move |(part, phrases)| (Saying { rule: number, part }.number(), phrases))
        });
        Phrases::new(lists.flat_map(|(owner, phrases)| phrases.iter().map(move |text| Phrase { text, owner, exact: false })))
    }

    /// The topics that make a page's journey worth looking at: a rule or a purpose asks for it.
    pub(crate) fn topics_of_journeys(&self) -> &[usize] {
        self.of_journeys.get_or_init(|| {
            let is_of_journeys = |rule: &Rule| matches!(&rule.kind, Kind::Form(form) if form.within == Within::Journey);
            let rules =
                self.rules.iter().zip(&self.asks).filter(|(rule, _)| is_of_journeys(rule)).flat_map(|(_, asks)| asks.iter().copied());
            let purposes = self.vocabulary.signs().filter_map(|(_, sign)| Some(&sign.asks.as_ref()?.one_among));
            let purposes = purposes.flat_map(|words| words.iter().filter_map(|name| self.vocabulary.topic(name)));
            rules.chain(purposes).collect::<BTreeSet<usize>>().into_iter().collect()
        })
    }
}

/// A list of phrases that a rule listens for on pages or in questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Saying {
    /// The rule's number.
    pub(crate) rule: usize,
    /// What the phrases are for.
    pub(crate) part: Part,
}

/// What phrases on a page, or in a question, mean for a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// They make it silent.
    Unless = 0,
    /// Without them it is silent.
    OnlyIf = 1,
    /// It expects them.
    Expected = 2,
    /// It expects them, if not in words then in where a link leads.
    Linked = 3,
    /// As [`Part::Unless`] and [`Part::OnlyIf`], in a heading as well as in the prompt below it.
    UnlessHeaded = 4,
    /// See [`Part::UnlessHeaded`].
    OnlyIfHeaded = 5,
    /// They make it silent if they can be read on the page, whatever else it may say.
    UnlessNamed = 6,
    /// Without them it is silent, likewise.
    OnlyIfNamed = 7,
}

/// How many parts there are.
const PARTS: usize = 8;

impl Saying {
    /// One number for both.
    pub(crate) fn number(self) -> usize {
        self.rule * PARTS + self.part as usize
    }

    /// True if a number is of phrases that may stand in where a link leads.
    pub(crate) fn is_linked(number: usize) -> bool {
        number % PARTS == Part::Linked as usize
    }
}

impl Kind {
    /// The topics that it is about; none where it is about words.
    fn asks(&self) -> &Words {
        static NONE: Words = Words(Vec::new());
        match self {
            Kind::Wording(_) => &NONE,
            Kind::Question(rule) => &rule.asks,
            Kind::Form(rule) => &rule.asks,
        }
    }

    /// The phrases that it listens for on pages.
    fn sayings(&self) -> Vec<(Part, &Words)> {
        match self {
            Kind::Wording(_) => Vec::new(),
            Kind::Question(rule) => vec![
                (Part::Unless, &rule.unless.page_says),
                (Part::OnlyIf, &rule.only_if.page_says),
                (Part::UnlessNamed, &rule.unless.page_names),
                (Part::OnlyIfNamed, &rule.only_if.page_names),
            ],
            Kind::Form(rule) => {
                let mut lists = vec![(Part::Unless, &rule.unless.page_says), (Part::OnlyIf, &rule.only_if.page_says)];
                match &rule.expect {
                    FormExpect::Says(phrases) => lists.push((Part::Expected, phrases)),
                    FormExpect::SaysOrLinksTo(phrases) => lists.push((Part::Linked, phrases)),
                    FormExpect::Asks(_) | FormExpect::Control(_) | FormExpect::NotAmong(_) => {}
                }
                lists
            }
        }
    }

    /// The phrases that it looks for in prompts and headings.
    fn askings(&self) -> Vec<(Part, &Words)> {
        let Kind::Question(rule) = self else { return Vec::new() };
        vec![
            (Part::Unless, &rule.unless.prompt_has),
            (Part::OnlyIf, &rule.only_if.prompt_has),
            (Part::UnlessHeaded, &rule.unless.prompt_or_heading_has),
            (Part::OnlyIfHeaded, &rule.only_if.prompt_or_heading_has),
        ]
    }
}

impl Rule {
    /// The level that it has where nobody says otherwise; `None` where it is off.
    pub fn level_by_itself(&self) -> Option<Level> {
        (!self.off_by_default).then_some(self.level)
    }

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
            off_by_default: file.off_by_default,
            advice_for: file.advice_for,
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
