//! The exact shapes of rule and vocabulary files. A key that is not here is a mistake, told with its place.

use std::collections::BTreeMap;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, Deserializer, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};

use super::shapes;

/// What answers can be for.
pub const PURPOSES: &[&str] = &[
    "clinical",
    "monitoring",
    "identity-match",
    "addressing",
    "feedback",
    "complaint",
    "speak-up",
    "gp-registration",
    "demonstration",
    "calculation",
];

/// Whom a form can be put to.
pub const AUDIENCES: &[&str] = &["under-16", "antenatal", "staff"];

/// A rule file.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[schemars(extend("oneOf" = shapes::one_of(&["wording", "question", "form"]), "allOf" = shapes::one_of(&["examples"])))]
pub struct RuleFile {
    /// `topic/name`, the same as the file's path.
    #[schemars(regex(pattern = r"^[a-z0-9-]+(/[a-z0-9-]+)+$"))]
    pub id: String,
    /// What is wrong, in a line.
    pub title: String,
    /// How much it matters.
    pub level: Level,
    /// How sure a finding is.
    pub confidence: Confidence,
    /// True if it speaks only where a configuration or a profile asks for it by its name.
    #[serde(default)]
    pub off_by_default: bool,
    /// Advice where a page's answers are for one of these, unless a configuration or a profile says otherwise.
    #[serde(default)]
    #[schemars(schema_with = "shapes::purposes")]
    pub advice_for: Words,
    /// Words to avoid.
    #[serde(default)]
    pub wording: Option<Wording>,
    /// How a question is asked.
    #[serde(default)]
    pub question: Option<QuestionRule>,
    /// What belongs together.
    #[serde(default)]
    pub form: Option<FormRule>,
    /// What, to the form's author.
    pub message: String,
    /// What to write in its place.
    pub instead: String,
    /// Why it matters to people.
    pub why: String,
    /// Keys of the vocabulary's sources.
    #[schemars(schema_with = "shapes::sources")]
    pub sources: Vec<String>,
    /// Who wrote the rule.
    pub contributed_by: String,
    /// Who has reviewed it, if anybody has.
    #[serde(default)]
    pub reviewed_by: Vec<String>,
    /// When it is to be looked at again, as year-month-day.
    #[schemars(schema_with = "shapes::date")]
    pub review_due: String,
    /// How its findings can be mended.
    #[serde(default)]
    pub fix: Option<super::fix::Fix>,
    /// For later readers of the rule.
    #[serde(default)]
    pub notes: Option<String>,
    /// Tests. Left out of what is built in: they are read from the file itself.
    #[serde(default)]
    #[schemars(schema_with = "shapes::examples")]
    pub examples: Examples,
}

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Advice; never fails a build by default.
    Info,
    /// Worth mending.
    Warning,
    /// Somebody cannot answer truthfully, or is hurt.
    Error,
}

impl Level {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Level::Info => "info",
            Level::Warning => "warning",
            Level::Error => "error",
        }
    }

    /// The level of a word.
    pub fn named(name: &str) -> Option<Self> {
        [Level::Info, Level::Warning, Level::Error].into_iter().find(|level| level.name() == name)
    }
}

/// How sure a finding is to help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// It may be a matter of taste or context.
    Low,
    /// Mostly.
    Medium,
    /// Nearly always.
    High,
}

impl Confidence {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Confidence::Low => "low",
            Confidence::Medium => "medium",
            Confidence::High => "high",
        }
    }
}

/// Words to avoid.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", default, deny_unknown_fields)]
#[schemars(extend("anyOf" = shapes::one_of(&["any", "exact"])))]
pub struct Wording {
    /// Phrases; capitals do not matter.
    pub any: Words,
    /// Phrases in which capitals matter.
    pub exact: Words,
    /// Only in these places.
    #[serde(rename = "in")]
    #[schemars(schema_with = "shapes::places")]
    pub places: Words,
    /// Only where the phrase is the whole text.
    pub is_all: bool,
    /// Longer phrases that are fine.
    pub not_in: Words,
    /// Fine where the same text says one of these, too.
    pub not_near: Words,
    /// What `not-near` says may stand anywhere in the question, in its words or its hint.
    pub near_in_question: bool,
    /// An answer that says it is fine where another answer to the same question says one of these.
    pub not_beside: Words,
    /// Fine where the phrase is the whole text, in these places: an entry of a glossary.
    #[schemars(schema_with = "shapes::places")]
    pub not_whole: Words,
    /// Fine in the words of a question that helps to look something up.
    pub not_in_search: bool,
}

/// How one question is asked.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct QuestionRule {
    /// Topics; any of them.
    #[schemars(schema_with = "shapes::some_topics")]
    pub asks: Words,
    /// Controls, `choice` or `text`.
    #[serde(default)]
    #[schemars(schema_with = "shapes::controls")]
    pub control: Words,
    /// Any of these makes the rule silent.
    #[serde(default)]
    pub unless: Conditions,
    /// All of these must hold.
    #[serde(default)]
    pub only_if: Conditions,
    /// What the question should be like.
    pub expect: Expect,
}

/// What may hold of a question.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", default, deny_unknown_fields)]
pub struct Conditions {
    /// One of these purposes.
    #[schemars(schema_with = "shapes::purposes")]
    pub purpose: Words,
    /// One of these audiences.
    #[schemars(schema_with = "shapes::audiences")]
    pub audience: Words,
    /// One of these answers is offered.
    #[schemars(schema_with = "shapes::answers")]
    pub offers: Words,
    /// The question is about one of these, too.
    #[schemars(schema_with = "shapes::topics")]
    pub asks: Words,
    /// People may leave the question out, or must not.
    pub optional: Option<bool>,
    /// It is put to everyone, or only after an answer to another question.
    pub shown_to_all: Option<bool>,
    /// The prompt says one of these.
    pub prompt_has: Words,
    /// The prompt or the heading above it says one of these.
    pub prompt_or_heading_has: Words,
    /// It comes up only after one of these answers to another question.
    #[schemars(schema_with = "shapes::answers")]
    pub shown_after: Words,
    /// The question that brings it up is about one of these.
    #[schemars(schema_with = "shapes::topics")]
    pub shown_after_asking: Words,
    /// The page asks one of these, too.
    #[schemars(schema_with = "shapes::topics")]
    pub page_asks: Words,
    /// The page says one of these somewhere; of a form, one of its pages.
    pub page_says: Words,
    /// The page says one of these somewhere, as far as it can be read.
    pub page_names: Words,
    /// Right beside it something is asked about one of these that people may certainly leave out.
    #[schemars(schema_with = "shapes::topics")]
    pub beside_optional: Words,
    /// It helps to look something up, and tells nothing about anybody; or does not.
    pub in_search: Option<bool>,
    /// Its form shows a record again, or does not: words stand in at least two of its boxes, and in half of them.
    pub filled_in: Option<bool>,
}

impl Conditions {
    /// True if nothing is asked.
    pub fn is_empty(&self) -> bool {
        let of_pages = [&self.purpose, &self.audience, &self.asks, &self.page_says];
        of_pages.iter().all(|list| list.is_empty()) && !self.is_about_question()
    }

    /// True if it asks for something that only a question can have.
    pub fn is_about_question(&self) -> bool {
        let lists = [
            &self.offers,
            &self.prompt_has,
            &self.prompt_or_heading_has,
            &self.shown_after,
            &self.shown_after_asking,
            &self.page_asks,
            &self.page_names,
            &self.beside_optional,
        ];
        !lists.iter().all(|list| list.is_empty())
            || self.optional.is_some()
            || self.shown_to_all.is_some()
            || self.in_search.is_some()
            || self.filled_in.is_some()
    }
}

/// What a question should be like. Exactly one.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Expect {
    /// It offers each of these answers.
    #[schemars(with = "shapes::Answers")]
    Offers(Words),
    /// It offers at least one of these.
    #[schemars(with = "shapes::Answers")]
    OffersAny(Words),
    /// It offers none of these.
    #[schemars(with = "shapes::Answers")]
    MayNotOffer(Words),
    /// It offers something besides these.
    #[schemars(with = "shapes::Answers")]
    NotLimitedTo(Words),
    /// It does not offer answers from more than one of these groups.
    #[schemars(with = "shapes::Groups")]
    NotTogether(Vec<Words>),
    /// People may leave it out.
    #[schemars(with = "shapes::Yes")]
    Optional(bool),
    /// Whether something is chosen beforehand.
    #[schemars(with = "shapes::No")]
    Preselected(bool),
    /// It is asked with one of these.
    #[schemars(with = "shapes::Controls")]
    Control(Words),
    /// Those of these answers that it offers stand in this order.
    #[schemars(with = "shapes::Answers")]
    InOrder(Words),
    /// Its `autocomplete` has one of these.
    Autocomplete(Words),
    /// Its `autocomplete` is none of these.
    AutocompleteNot(Words),
    /// Whether browsers look for mistakes of spelling in what is typed.
    Spellcheck(bool),
    /// What people type keeps its capitals and small letters.
    KeepsCase(bool),
    /// Its `minlength` is at most this.
    MinlengthAtMost(u32),
    /// Its `maxlength` is at least this.
    MaxlengthAtLeast(u32),
    /// Its `pattern` lets all of these through.
    MustAccept(Words),
    /// Its answers are a national set, but for those that decline or are unsure.
    #[schemars(with = "shapes::Yes")]
    NationalSet(bool),
    /// It is put to everyone, not only after an answer to another question.
    #[schemars(with = "shapes::Yes")]
    ShownToAll(bool),
    /// It is better not asked at all.
    #[schemars(with = "shapes::Yes")]
    Never(bool),
}

/// What belongs together.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct FormRule {
    /// Topics; as many of them as `at-least` says.
    #[schemars(schema_with = "shapes::some_topics")]
    pub asks: Words,
    /// And each of these.
    #[serde(default)]
    #[schemars(schema_with = "shapes::topics")]
    pub also_asks: Words,
    /// How many of `asks`.
    #[serde(default = "one")]
    #[schemars(range(min = 1))]
    pub at_least: usize,
    /// Any of these makes the rule silent.
    #[serde(default)]
    pub unless: Conditions,
    /// All of these must hold.
    #[serde(default)]
    pub only_if: Conditions,
    /// What should be asked, too.
    pub expect: FormExpect,
    /// How far to look.
    pub within: Within,
}

fn one() -> usize {
    1
}

/// What a form should ask or say, too. Exactly one.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FormExpect {
    /// It asks about one of these topics.
    #[schemars(with = "shapes::Topics")]
    Asks(Words),
    /// It says one of these phrases somewhere.
    Says(Words),
    /// It says one of these phrases somewhere, or has them in where a link leads.
    SaysOrLinksTo(Words),
    /// Something is asked with one of these.
    #[schemars(with = "shapes::Controls")]
    Control(Words),
    /// What it asks does not stand in one section with questions about these.
    #[schemars(with = "shapes::Topics")]
    NotAmong(Words),
}

/// How far a form reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Within {
    /// One page.
    Page,
    /// The pages that belong together, as a configuration says or folders suggest.
    Journey,
}

/// The tests of a rule.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", default, deny_unknown_fields)]
pub struct Examples {
    /// It must speak, at the marks and nowhere else.
    pub flag: Vec<Example>,
    /// No rule may speak of error or warning.
    pub pass: Vec<Example>,
}

/// A piece of form, by the name of its language, and what is known about it.
pub type Example = BTreeMap<String, String>;

/// A topic of the vocabulary.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Topic {
    /// What it is, for messages.
    pub title: String,
    /// What the question says.
    #[serde(default)]
    pub prompt: Saying,
    /// Where it is a list, it offers one of these.
    #[serde(default)]
    #[schemars(schema_with = "shapes::answers")]
    pub answers: Words,
    /// A list with two of these is about it.
    #[serde(default)]
    #[schemars(schema_with = "shapes::answers")]
    pub known_by: Words,
    /// What says nothing by itself, and the answers with which it is about this.
    #[serde(default)]
    pub asked_with: AskedWith,
    /// What could be about anything when it stands alone, and what shows that it is about this.
    #[serde(default)]
    pub in_company: InCompany,
    /// A list with one of these is not about it.
    #[serde(default)]
    #[schemars(schema_with = "shapes::answers")]
    pub not_offering: Words,
    /// A question under a heading that says one of these is not about it.
    #[serde(default)]
    pub not_under: Words,
    /// A question is not about it where others of the same form tell that somebody else is meant.
    #[serde(default)]
    pub not_in_company: NotInCompany,
    /// A question about one of these is not about this.
    #[serde(default)]
    #[schemars(schema_with = "shapes::topics")]
    pub yields_to: Words,
}

/// What other questions of the form ask that tell that this one means somebody else: a newborn, a grown-up.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", default, deny_unknown_fields)]
pub struct NotInCompany {
    /// One of them says one of these,
    pub prompt: Words,
    /// or is about one of these.
    #[schemars(schema_with = "shapes::topics")]
    pub asks: Words,
}

/// Words that may be about many things, and are about one with a list of its answers.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", default, deny_unknown_fields)]
pub struct AskedWith {
    /// What the question says.
    pub prompt: Saying,
    /// Two of these are offered, and make up at least half of the list.
    #[schemars(schema_with = "shapes::answers")]
    pub answers: Words,
}

/// Prompts so short that something else has to show what they are about: “Name” may be a person's or a file's.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", default, deny_unknown_fields)]
pub struct InCompany {
    /// The whole question is one of these.
    pub prompt: Words,
    /// It counts where the page asks one of these, too,
    #[schemars(schema_with = "shapes::topics")]
    pub asks: Words,
    /// or the heading above says one of these,
    pub heading: Words,
    /// or its `autocomplete` has one of these.
    pub autocomplete: Words,
}

/// What an answer can mean.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Meaning {
    /// What it is, for messages.
    pub title: String,
    /// The answer contains one of these.
    #[serde(default)]
    pub has: Words,
    /// The answer is one of these.
    #[serde(default)]
    pub is: Words,
    /// With one of these it means something else.
    #[serde(default)]
    pub not: Words,
    /// True if any list can have it, so that it tells nothing of what the list is about.
    #[serde(default)]
    pub in_any_list: bool,
}

/// Words that tell what a text is about.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", default, deny_unknown_fields)]
pub struct Saying {
    /// It contains one of these.
    pub has: Words,
    /// It is one of these.
    pub is: Words,
    /// With one of these it is about something else.
    pub not: Words,
}

/// A further language that forms are written in.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Language {
    /// What it is called.
    pub title: String,
    /// Who, speaking it first, has looked through its words; if anybody has.
    #[serde(default)]
    pub reviewed_by: Vec<String>,
    /// What questions say, by topic.
    #[serde(default)]
    #[schemars(schema_with = "shapes::by_topic")]
    pub topics: BTreeMap<String, Saying>,
    /// What answers say, by meaning.
    #[serde(default)]
    #[schemars(schema_with = "shapes::by_answer")]
    pub answers: BTreeMap<String, Saying>,
    /// What fixes write: the words of an answer as rules have them, and in this language.
    #[serde(default)]
    pub additions: BTreeMap<String, String>,
}

/// What tells a purpose or an audience that nobody has named.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Sign {
    /// What it is, for messages.
    pub title: String,
    /// What the first heading of a page says, or its title.
    #[serde(default)]
    pub heading: Saying,
    /// What its title says anywhere, the service's name included.
    #[serde(default)]
    pub title_anywhere: Saying,
    /// Hosts at which a form that is a file by itself says that it, or a list of its own codes, is kept.
    #[serde(default)]
    pub kept_at: Words,
    /// What a page asks.
    #[serde(default)]
    pub asks: Option<Together>,
    /// Why everything that is found on such a page is advice, where it is.
    #[serde(default)]
    pub all_is_advice: Option<String>,
}

/// Topics that tell a purpose where a page asks about them and nothing else.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Together {
    /// The topics.
    #[schemars(schema_with = "shapes::topics")]
    pub topics: Words,
    /// How many of them one page asks about.
    #[schemars(range(min = 1))]
    pub at_least: usize,
    /// Topics that may stand beside them and tell nothing.
    #[serde(default)]
    #[schemars(schema_with = "shapes::topics")]
    pub beside: Words,
    /// One of these is enough where other pages of the journey ask about others of `topics`.
    #[serde(default)]
    #[schemars(schema_with = "shapes::topics")]
    pub one_among: Words,
}

/// A national set of answers.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct AnswerSet {
    /// Whose, and of what.
    pub title: String,
    /// The topic that it answers.
    #[schemars(schema_with = "shapes::topic")]
    pub topic: String,
    /// Where it is written.
    #[schemars(schema_with = "shapes::source")]
    pub source: String,
    /// The answers, as people read them.
    pub answers: Words,
    /// For later readers.
    #[serde(default)]
    pub notes: Option<String>,
}

/// Where guidance is written.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Source {
    /// The page.
    pub title: String,
    /// Who answers for it.
    pub publisher: String,
    /// Where to read it.
    pub url: String,
    /// When it was last read, as year-month-day.
    #[schemars(schema_with = "shapes::date")]
    pub read: String,
    /// What a reader should know about it: old, read second-hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// When it is to be looked at again, as year-month-day, where it is known to be about to change.
    #[serde(rename = "review-due", default, skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "shapes::date")]
    pub review_due: Option<String>,
}

/// A set of levels that differs from the rules' own.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Profile {
    /// Whom it is for.
    pub title: String,
    /// Why it changes what it changes.
    #[serde(default)]
    pub why: Option<String>,
    /// True if every piece of advice becomes a warning.
    #[serde(default)]
    pub advice_warns: bool,
    /// A level or `off`, for a rule or `topic/*`.
    #[serde(default)]
    #[schemars(schema_with = "shapes::levels")]
    pub rules: BTreeMap<String, Setting>,
}

impl Profile {
    /// What it makes of the level of a rule; `None` is off.
    pub fn level(&self, rule: &super::Rule, level: Option<Level>) -> Option<Level> {
        let raised = if self.advice_warns && level == Some(Level::Info) { Some(Level::Warning) } else { level };
        Setting::of(rule, &self.rules).map_or(raised, Setting::level)
    }
}

/// What becomes of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Setting {
    /// It says nothing.
    Off,
    /// It gives advice.
    Info,
    /// It warns.
    Warning,
    /// It reports errors.
    Error,
}

impl Setting {
    /// The level, unless the rule is off.
    pub fn level(self) -> Option<Level> {
        match self {
            Setting::Off => None,
            Setting::Info => Some(Level::Info),
            Setting::Warning => Some(Level::Warning),
            Setting::Error => Some(Level::Error),
        }
    }

    /// What the most exact of `settings` says of `rule`: its id before `topic/*`. A rule that is off by itself has to be named.
    pub fn of<'s>(rule: &super::Rule, settings: impl IntoIterator<Item = (&'s String, &'s Setting)>) -> Option<Setting> {
        Setting::with_key(rule, settings).map(|(_, setting)| setting)
    }

    /// The same, with the key that it stands under.
    pub fn with_key<'s>(rule: &super::Rule, settings: impl IntoIterator<Item = (&'s String, &'s Setting)>) -> Option<(&'s str, Setting)> {
        let is_of_topic = |topic: &str| topic.ends_with('/') && rule.id.starts_with(topic) && !rule.off_by_default;
        let fits = |pattern: &str| pattern == rule.id || pattern.strip_suffix('*').is_some_and(is_of_topic);
        let fitting = settings.into_iter().filter(|(pattern, _)| fits(pattern));
        fitting.max_by_key(|(pattern, _)| pattern.len()).map(|(pattern, setting)| (pattern.as_str(), *setting))
    }
}

/// One word or a list of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words(pub Vec<String>);

impl Words {
    /// The words in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// True if one of them is `word`.
    pub fn has(&self, word: &str) -> bool {
        self.0.iter().any(|known| known == word)
    }

    /// True if there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl JsonSchema for Words {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Words".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]})
    }
}

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OneOrMore;
        impl<'de> Visitor<'de> for OneOrMore {
            type Value = Words;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("some words, or a list of them")
            }

            fn visit_str<E: de::Error>(self, word: &str) -> Result<Words, E> {
                Ok(Words(vec![word.to_owned()]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Words, A::Error> {
                let mut words = Vec::new();
                while let Some(word) = list.next_element::<String>()? {
                    words.push(word);
                }
                Ok(Words(words))
            }
        }
        deserializer.deserialize_any(OneOrMore)
    }
}
