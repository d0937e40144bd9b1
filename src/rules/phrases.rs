//! Many phrases looked for in one pass.
//!
//! A phrase is found as whole words, capitals do not matter unless it says so, and a straight apostrophe is the same
//! as a curly one. `(s)` after a letter may be there or not. Text is expected with its white space folded.

use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

/// A set of phrases, each with a number that its owner knows it by.
pub struct Phrases {
    automaton: Option<AhoCorasick>,
    entries: Vec<Entry>,
}

struct Entry {
    owner: usize,
    /// The phrase as it must stand, where capitals matter.
    exact: Option<String>,
}

/// A phrase to look for.
#[derive(Clone, Debug)]
pub struct Phrase<'p> {
    /// Its words.
    pub text: &'p str,
    /// Gives the number that its finds carry.
    pub owner: usize,
    /// True if capitals matter.
    pub exact: bool,
}

/// A phrase that was found.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// Where, in bytes of the text.
    pub range: Stretch,
    /// Whose phrase it is.
    pub owner: usize,
}

/// A range that can be compared and copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stretch {
    /// The first byte.
    pub start: usize,
    /// One past the last.
    pub end: usize,
}

impl Stretch {
    /// True if `other` lies wholly inside.
    pub fn contains(self, other: Stretch) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// As a standard range.
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

impl Phrases {
    /// Makes one automaton of all phrases.
    pub fn new<'p>(phrases: impl IntoIterator<Item = Phrase<'p>>) -> Self {
        let (mut patterns, mut entries) = (Vec::new(), Vec::new());
        for phrase in phrases {
            for written in spellings(phrase.text) {
                entries.push(Entry { owner: phrase.owner, exact: phrase.exact.then(|| written.clone()) });
                patterns.push(written);
            }
        }
        let automaton = AhoCorasick::builder().ascii_case_insensitive(true).kind(Some(AhoCorasickKind::ContiguousNFA)).build(patterns);
        // It can only be refused for a size that no vocabulary has.
        Phrases { automaton: automaton.ok(), entries }
    }

    /// Every phrase of `text`, those that lie in one another too, by where they start.
    pub fn find(&self, text: &str) -> Vec<Found> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let mut found: Vec<Found> = automaton
            .find_overlapping_iter(text)
            .filter(|found| is_whole(text, found.start(), found.end()))
            .filter_map(|found| {
                let entry = &self.entries[found.pattern().as_usize()];
                let as_written = entry.exact.as_ref().is_none_or(|exact| text[found.range()] == **exact);
                as_written.then(|| Found { range: Stretch { start: found.start(), end: found.end() }, owner: entry.owner })
            })
            .collect();
        found.sort();
        found.dedup();
        found
    }
}

/// True if no word goes on at either end.
fn is_whole(text: &str, start: usize, end: usize) -> bool {
    let starts_word = text[start..].starts_with(char::is_alphanumeric);
    let ends_word = text[..end].ends_with(char::is_alphanumeric);
    let goes_on_before = starts_word && text[..start].ends_with(char::is_alphanumeric);
    let goes_on_after = ends_word && text[end..].starts_with(char::is_alphanumeric);
    !goes_on_before && !goes_on_after
}

/// The ways in which a phrase may be written.
fn spellings(phrase: &str) -> Vec<String> {
    let mut written = vec![String::new()];
    let mut rest = phrase;
    while let Some(c) = rest.chars().next() {
        let after_letter = written[0].ends_with(char::is_alphabetic);
        let (step, ways): (usize, Vec<String>) = if after_letter && rest.starts_with("(s)") {
            (3, vec![String::new(), "s".to_owned()])
        } else if matches!(c, '\'' | '’') {
            (c.len_utf8(), vec!["'".to_owned(), "’".to_owned()])
        } else {
            (c.len_utf8(), vec![c.to_string()])
        };
        written = written.iter().flat_map(|before| ways.iter().map(move |way| format!("{before}{way}"))).collect();
        rest = &rest[step..];
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(phrases: &[&str], text: &str) -> Vec<String> {
        let phrases = phrases.iter().map(|text| Phrase { text, owner: 0, exact: false });
        Phrases::new(phrases).find(text).into_iter().map(|found| text[found.range.range()].to_owned()).collect()
    }

    #[test]
    fn whole_words_only() {
        assert_eq!(found(&["maiden", "men", "mum"], "Maidenhead, MenACWY, mumps, Men-B"), ["Men"]);
        assert_eq!(found(&["maiden name(s)"], "maiden names"), ["maiden names"]);
        assert_eq!(found(&["sex"], "sexé, essex"), [""; 0]);
    }

    #[test]
    fn apostrophes_are_alike_and_brackets_at_the_start_are_themselves() {
        assert_eq!(found(&["mother's helper"], "a Mother’s Helper"), ["Mother’s Helper"]);
        assert_eq!(found(&["(s)he"], "if (s)he can, she"), ["(s)he"]);
    }

    #[test]
    fn capitals_count_where_they_are_asked_to() {
        let phrases = Phrases::new([Phrase { text: "BAME", owner: 3, exact: true }]);
        assert_eq!(phrases.find("bame BAME").len(), 1);
    }

    #[test]
    fn phrases_in_one_another_are_all_found() {
        assert_eq!(found(&["gay", "gay or lesbian", "lesbian"], "Gay or lesbian"), ["Gay", "Gay or lesbian", "lesbian"]);
    }
}
