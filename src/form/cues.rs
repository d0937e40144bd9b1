//! What the words of a form tell about how it is put together, whatever it asks: “or another term” is a box for people's own words,
//! “dd” a part of a date, “please choose” no answer.
//!
//! What the words ask is for the vocabulary of the rules; here they only tell what belongs to what.

use crate::text::Text;

/// What a box says that is there for people's own words. `arall` is Welsh for “other”.
const OWN_WORDS: &[&str] = &[
    "another",
    "arall",
    "below",
    "describe",
    "detail",
    "details",
    "different",
    "here",
    "identify",
    "identity",
    "listed",
    "none",
    "other",
    "own",
    "please",
    "prefer",
    "self",
    "specify",
    "state",
    "tell",
    "term",
    "write",
];

/// What a list's first option begins with that is an answer: “Any gender” chooses, too.
const ANSWERS: &[&str] = &["all", "any", "both", "every", "everyone", "i", "none", "no", "not", "other", "prefer", "rather", "unknown"];

/// What tells people what to do, from its beginning.
const TELLS: &[&str] = &["select", "choose", "tick", "please", "pick", "enter", "or", "and", "error"];

/// The same, of an option that stands for none.
const TELLS_TO_CHOOSE: &[&str] = &["click", "make", "tap"];

/// What an option that stands for none says, from its beginning.
const PLACEHOLDERS: &[&str] =
    &["select", "choose", "please select", "please choose", "pick", "please pick", "please make", "make a selection", "make a choice"];

/// What makes “… is required” a question.
const ASKS: &[&str] = &["if", "whether", "what", "which", "how", "when", "where", "who", "whom", "whose", "why"];

/// The labels of a date's parts.
const DATE_PARTS: &[&str] = &["day", "month", "year", "dd", "mm", "yyyy"];

/// True for words that end with a question mark.
pub(super) fn asks(words: &Text) -> bool {
    words.as_str().trim_end().ends_with('?')
}

/// True for the label of a day, month or year.
pub(super) fn names_date_part(label: &Text) -> bool {
    DATE_PARTS.contains(&label.as_str().to_lowercase().trim())
}

/// True for the words beside a box for people's own words.
pub(super) fn is_about_own_words(words: &str) -> bool {
    words_of(&words.to_lowercase()).any(|word| OWN_WORDS.contains(&word))
}

/// True for a list's first option that is an answer or says to choose one, and does not ask: “Any gender”, “Mx”, “Make a choice”.
pub(super) fn chooses(option: &str) -> bool {
    let lower = option.to_lowercase();
    let first = words_of(&lower).next().unwrap_or_default();
    lower.trim().len() < 3 || ANSWERS.contains(&first) || TELLS_TO_CHOOSE.contains(&first) || is_instruction(&lower)
}

/// True for an option that only says “choose”.
pub(super) fn says_to_choose(option: &str) -> bool {
    let follows = |rest: &str| !rest.starts_with(char::is_alphanumeric);
    PLACEHOLDERS.iter().any(|ask| option.strip_prefix(ask).is_some_and(follows))
}

/// True for words that say what to do, or what was done wrong, and not what is asked.
pub(super) fn is_instruction(words: &str) -> bool {
    let lower = words.trim_end_matches(['.', '!', ' ']).to_lowercase();
    let complains = lower.ends_with(" is required") && !lower.split_whitespace().any(|word| ASKS.contains(&word));
    complains || words_of(&lower).next().is_none_or(|first| TELLS.contains(&first))
}

fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}
