//! Many phrases looked for in one pass.
//!
//! A phrase is found as whole words, capitals do not matter unless it says so, and a straight apostrophe is the same
//! as a curly one. `(s)` after a letter may be there or not. Text is expected with its white space folded.

use std::ops::Range;

use compact_str::CompactString;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

/// A set of phrases, each with a number that its owner knows it by.
///
/// They are kept by their first two words, or the only one: making the set must cost next to nothing, since it is made at each
/// start, and the texts of a form are short. An automaton over all phrases took five times as long to make as a form to judge.
pub struct Phrases {
    by_start: FxHashMap<CompactString, SmallVec<[Entry; 1]>>,
    /// For each outline of a word, whether a phrase begins with such a word: most words of a text end here.
    words: Outlines,
    /// The same for two words and what stands between them.
    pairs: Outlines,
    /// How many letters stand between the first two words of any phrase, at most.
    gap: usize,
}

struct Entry {
    /// In lower case, with straight apostrophes; as written where capitals matter.
    words: CompactString,
    owner: u32,
    exact: bool,
}

/// Which outlines there are.
struct Outlines(Box<[u64; OUTLINES / 64]>);

/// How many outlines are told apart.
const OUTLINES: usize = 8192;

impl Outlines {
    fn none() -> Self {
        Outlines(Box::new([0; OUTLINES / 64]))
    }

    fn add(&mut self, letters: &[u8]) {
        let outline = outline(letters);
        self.0[outline / 64] |= 1 << (outline % 64);
    }

    fn has(&self, letters: &[u8]) -> bool {
        let outline = outline(letters);
        self.0[outline / 64] & (1 << (outline % 64)) != 0
    }
}

/// What letters look like at a glance, the same whatever their capitals.
fn outline(letters: &[u8]) -> usize {
    let letter = |at: usize| usize::from(letters.get(at).map_or(0, u8::to_ascii_lowercase));
    (letter(0) * 131 + letter(1) * 31 + letter(letters.len().saturating_sub(1)) * 7 + letters.len() * 257) % OUTLINES
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
    /// Makes a set of all phrases.
    pub fn new<'p>(phrases: impl IntoIterator<Item = Phrase<'p>>) -> Self {
        let mut set = Phrases { by_start: FxHashMap::default(), words: Outlines::none(), pairs: Outlines::none(), gap: 0 };
        for phrase in phrases {
            match phrase.text.contains("(s)") {
                true => spellings(phrase.text).iter().for_each(|written| set.add(written, &phrase)),
                false => set.add(phrase.text, &phrase),
            }
        }
        set
    }

    fn add(&mut self, written: &str, phrase: &Phrase) {
        let folded = folded(written);
        let first = first_len(&folded);
        let start = match second(&folded, first, folded.len()) {
            Some(second) => {
                self.pairs.add(&folded.as_bytes()[..second.end]);
                self.gap = self.gap.max(folded[first..second.start].chars().count());
                &folded[..second.end]
            }
            None => &folded[..first],
        };
        self.words.add(&folded.as_bytes()[..first]);
        let known = match self.by_start.get_mut(start) {
            Some(known) => known,
            None => self.by_start.entry(start.into()).or_default(),
        };
        let words = if phrase.exact { written.chars().map(straight).collect() } else { folded };
        known.push(Entry { words, owner: phrase.owner as u32, exact: phrase.exact });
    }

    /// Every phrase of `text`, those that lie in one another too, by where they start.
    pub fn find(&self, text: &str) -> Vec<Found> {
        let mut found = match text.is_ascii() {
            true => self.in_ascii(text),
            false => self.in_any(text),
        };
        if found.len() > 1 {
            found.sort_unstable();
            found.dedup();
        }
        found
    }

    /// The same in no order, where each letter is a byte: most texts are so.
    fn in_ascii(&self, text: &str) -> Vec<Found> {
        let mut lower: SmallVec<[u8; 128]> = SmallVec::from_slice(text.as_bytes());
        lower.make_ascii_lowercase();
        let letters = |from: usize| lower[from..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let mut found = Vec::new();
        let mut at = 0;
        while at < lower.len() {
            let start = at;
            at += letters(start).max(1);
            if lower[start] == b' ' || !self.words.has(&lower[start..at]) {
                continue;
            }
            let gap = lower[at..].iter().take(self.gap).take_while(|byte| !byte.is_ascii_alphanumeric()).count();
            let second = at + gap + letters(at + gap);
            let pair = Some(second).filter(|second| self.pairs.has(&lower[start..*second]));
            for end in [Some(at), pair].into_iter().flatten() {
                // A part of an ASCII text between two of its letters.
                let Ok(key) = std::str::from_utf8(&lower[start..end]) else { continue };
                for entry in self.by_start.get(key).into_iter().flatten() {
                    let end = start + entry.words.len();
                    let said = if entry.exact { text.as_bytes() } else { &lower };
                    if said[start..].starts_with(entry.words.as_bytes()) && is_end(&lower, end) {
                        found.push(Found { range: Stretch { start, end }, owner: entry.owner as usize });
                    }
                }
            }
        }
        found
    }

    fn in_any(&self, text: &str) -> Vec<Found> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < text.len() {
            let start = at;
            at += first_len(&text[at..]);
            let word = &text[start..at];
            if word.is_ascii() && !self.words.has(word.as_bytes()) {
                continue;
            }
            let pair = second(text, at, self.gap).map(|second| &text[start..second.end]);
            for key in [Some(word), pair].into_iter().flatten() {
                for entry in self.by_start.get(&folded(key)).into_iter().flatten() {
                    if let Some(end) = entry.end_in(text, start)
                        && is_whole(text, start, end)
                    {
                        found.push(Found { range: Stretch { start, end }, owner: entry.owner as usize });
                    }
                }
            }
        }
        found
    }
}

impl Entry {
    /// Where the phrase ends, if `text` says it at `start`.
    fn end_in(&self, text: &str, start: usize) -> Option<usize> {
        let mut letters = text[start..].char_indices();
        for expected in self.words.chars() {
            let (_, c) = letters.next()?;
            let c = if self.exact { straight(c) } else { fold(c) };
            if c != expected {
                return None;
            }
        }
        Some(letters.next().map_or(text.len(), |(at, _)| start + at))
    }
}

/// The length of what a text starts with: a word, or one character that is none.
fn first_len(text: &str) -> usize {
    let plain = text.bytes().take_while(u8::is_ascii_alphanumeric).count();
    if text.as_bytes().get(plain).is_none_or(u8::is_ascii) {
        return plain.max(usize::from(!text.is_empty() && plain == 0));
    }
    match text.find(|c: char| !c.is_alphanumeric()) {
        Some(0) => text.chars().next().map_or(0, char::len_utf8),
        Some(end) => end,
        None => text.len(),
    }
}

/// The word after the one that ends at `from`, if at most `gap` letters stand between, whatever they are.
fn second(text: &str, from: usize, gap: usize) -> Option<Range<usize>> {
    let (at, _) = text[from..].char_indices().take(gap.saturating_add(1)).find(|(_, c)| c.is_alphanumeric())?;
    let start = from + at;
    Some(start..start + first_len(&text[start..]))
}

/// A text as it counts where capitals do not.
fn folded(text: &str) -> CompactString {
    if !text.is_ascii() {
        return text.chars().map(fold).collect();
    }
    let mut folded = CompactString::from(text);
    folded.make_ascii_lowercase();
    folded
}

/// A letter as it counts where capitals do not: one for one, so that places stay what they are.
fn fold(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_lowercase();
    }
    straight(c).to_lowercase().next().unwrap_or(c)
}

fn straight(c: char) -> char {
    if c == '’' { '\'' } else { c }
}

/// True if no word goes on past `end`; what starts where a word does goes on before it in none.
fn is_end(text: &[u8], end: usize) -> bool {
    let is_word = |at: usize| text.get(at).is_some_and(u8::is_ascii_alphanumeric);
    !is_word(end) || !is_word(end - 1)
}

/// True if no word goes on at either end.
fn is_whole(text: &str, start: usize, end: usize) -> bool {
    let starts_word = text[start..].starts_with(char::is_alphanumeric);
    let ends_word = text[..end].ends_with(char::is_alphanumeric);
    let goes_on_before = starts_word && text[..start].ends_with(char::is_alphanumeric);
    let goes_on_after = ends_word && text[end..].starts_with(char::is_alphanumeric);
    !goes_on_before && !goes_on_after
}

/// A phrase with each `(s)` after a letter left out and put in.
fn spellings(phrase: &str) -> Vec<String> {
    let mut written = vec![String::with_capacity(phrase.len())];
    let mut rest = phrase;
    while let Some(at) = rest.match_indices("(s)").map(|(at, _)| at).find(|&at| rest[..at].ends_with(char::is_alphabetic)) {
        written.iter_mut().for_each(|way| way.push_str(&rest[..at]));
        let plural: Vec<String> = written.iter().map(|way| format!("{way}s")).collect();
        written.extend(plural);
        rest = &rest[at + 3..];
    }
    written.iter_mut().for_each(|way| way.push_str(rest));
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
    fn welsh_capitals_are_letters() {
        assert_eq!(found(&["ŵyr"], "Ŵyr, ŵyrion"), ["Ŵyr"]);
    }

    #[test]
    fn capitals_count_where_they_are_asked_to() {
        let phrases = Phrases::new([Phrase { text: "BAME", owner: 3, exact: true }]);
        assert_eq!(phrases.find("bame BAME").len(), 1);
    }

    #[test]
    fn every_phrase_is_found_in_any_text() {
        const PARTS: &[&str] = &["a", "b", "ab", "é", " ", "  ", "-", "’", "'", "(", "/"];
        let mut state = 0x9e37_79b9_7f4a_7c15_u64;
        let mut made = |most: u64| {
            let mut below = |most: u64| {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                state % most
            };
            (0..=below(most)).map(|_| PARTS[below(PARTS.len() as u64) as usize]).collect::<String>()
        };
        for _ in 0..20_000 {
            let (phrase, text) = (made(4), made(9));
            // White space is folded, and no phrase begins with any.
            let phrase = format!("{}{phrase}", if phrase.starts_with(' ') { "a" } else { "" });
            let alike = |one: &str, other: &str| one.chars().map(fold).eq(other.chars().map(fold));
            let ends = |start: usize| text[start..].char_indices().map(move |(at, c)| start + at + c.len_utf8());
            let all = text.char_indices().flat_map(|(start, _)| ends(start).map(move |end| (start, end)));
            let there: Vec<&str> = all
                .filter(|(start, end)| alike(&text[*start..*end], &phrase) && is_whole(&text, *start, *end))
                .map(|(start, end)| &text[start..end])
                .collect();
            assert_eq!(found(&[&phrase], &text), there, "{phrase:?} in {text:?}");
        }
    }

    #[test]
    fn brackets_in_a_row_take_no_time_with_the_square() {
        let phrases = Phrases::new([Phrase { text: "(s) he", owner: 0, exact: false }, Phrase { text: "( x", owner: 0, exact: false }]);
        let start = std::time::Instant::now();
        for text in ["(".repeat(1_000_000), "’".repeat(300_000) + "("] {
            assert_eq!(phrases.find(&text), []);
        }
        assert!(start.elapsed().as_secs() < 5, "{:?}", start.elapsed());
    }

    #[test]
    fn phrases_in_one_another_are_all_found() {
        assert_eq!(found(&["gay", "gay or lesbian", "lesbian"], "Gay or lesbian"), ["Gay", "Gay or lesbian", "lesbian"]);
    }
}
