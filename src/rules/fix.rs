//! How what a rule finds can be mended: an intent in words of the field. The language of the form puts it into bytes.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::schema::{Language, Words};
use super::shapes;

/// What a rule's finding can be mended by. Exactly one intent.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[schemars(extend("oneOf" = shapes::one_of(&["replace", "add", "take-out", "optional"])))]
pub struct Fix {
    /// Whether it may be done without asking.
    pub safety: Safety,
    /// Words by the words that they replace. `(s)` on both sides keeps the plural; capitals are kept.
    #[serde(default)]
    pub replace: BTreeMap<String, String>,
    /// Answers to add, each where it is not offered.
    #[serde(default)]
    pub add: Vec<Addition>,
    /// The added answers stand before the first answer that means one of these, or else last.
    #[serde(default)]
    #[schemars(schema_with = "shapes::answers")]
    pub before: Words,
    /// Where one of these is offered, adding answers is for people.
    #[serde(default)]
    #[schemars(schema_with = "shapes::answers")]
    pub not_beside: Words,
    /// What to take off the question.
    #[serde(default)]
    pub take_out: Option<Part>,
    /// People may leave the question out.
    #[serde(default)]
    #[schemars(with = "shapes::Yes")]
    pub optional: bool,
}

/// Whether a fix may be made without asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Safety {
    /// Nothing but what people read or what a browser does changes.
    Safe,
    /// A program that gets the answers may have to learn of it.
    Unsafe,
}

impl Safety {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Safety::Safe => "safe",
            Safety::Unsafe => "unsafe",
        }
    }
}

/// An answer to add.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Addition {
    /// What it means. Where the question offers that, it is not added.
    #[schemars(schema_with = "shapes::answer")]
    pub means: String,
    /// What people read.
    pub words: String,
    /// The same in further languages, as far as the vocabulary has it: see [`Language::additions`].
    #[serde(skip)]
    pub further: BTreeMap<String, String>,
}

/// The language that rules are written in, and that pages are read in first.
pub const FIRST: &str = "en";

impl Addition {
    /// What people read in a language.
    pub fn words_in(&self, language: &str) -> Option<&str> {
        if language == FIRST { Some(&self.words) } else { self.further.get(language).map(String::as_str) }
    }
}

/// What can be taken off a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// What tells browsers what to fill in.
    Autocomplete,
    /// The fewest characters.
    Minlength,
    /// What the answer has to look like.
    Pattern,
    /// What is chosen before anybody has read the question.
    Choice,
}

impl Fix {
    /// The same with the words of its additions in these languages, too.
    pub(super) fn in_languages(mut self, languages: &BTreeMap<String, Language>) -> Self {
        for addition in &mut self.add {
            let said =
                languages.iter().filter_map(|(name, language)| Some((name.clone(), language.additions.get(&addition.words)?.clone())));
            addition.further = said.collect();
        }
        self
    }

    /// How many intents it names.
    pub(super) fn intents(&self) -> usize {
        let named = [!self.replace.is_empty(), !self.add.is_empty(), self.take_out.is_some(), self.optional];
        named.iter().filter(|named| **named).count()
    }

    /// Every text that it may write into a form.
    pub(super) fn written(&self) -> impl Iterator<Item = &str> {
        self.replace.values().map(String::as_str).chain(self.add.iter().map(|addition| addition.words.as_str()))
    }

    /// What to write in place of words that were found, with their plural.
    pub fn replacement(&self, found: &str) -> Option<String> {
        let found = plain(found);
        self.replace.iter().find_map(|(phrase, words)| {
            let one = plain(&phrase.replace("(s)", ""));
            let many = plain(&phrase.replace("(s)", "s"));
            match () {
                () if found == one => Some(words.replace("(s)", "")),
                () if found == many => Some(words.replace("(s)", "s")),
                () => None,
            }
        })
    }
}

/// True if words can be written in any language as they stand: nothing in them ends a text or begins a part of one.
pub(super) fn is_plain(words: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '’' | ',' | '(' | ')' | '/' | '.');
    !words.trim().is_empty() && words.trim() == words && words.chars().all(is_word)
}

fn plain(words: &str) -> String {
    words.to_lowercase().replace('’', "'")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plural_stays_one() {
        let fix = Fix {
            safety: Safety::Safe,
            replace: BTreeMap::from([("maiden name(s)".to_owned(), "previous name(s)".to_owned())]),
            add: Vec::new(),
            before: Words::default(),
            not_beside: Words::default(),
            take_out: None,
            optional: false,
        };
        assert_eq!(fix.replacement("Maiden Name").as_deref(), Some("previous name"));
        assert_eq!(fix.replacement("maiden names").as_deref(), Some("previous names"));
        assert_eq!(fix.replacement("maiden"), None);
    }
}
