//! Other words in the place of some.

use super::{Edit, Withdrawn};
use crate::source::{Source, Span};

/// Writes `words` at `place`, with the article before it where that changes.
pub(super) fn replace(words: &str, place: Span, source: &Source) -> Result<Vec<Edit>, Withdrawn> {
    let found = source.text.get(place.range()).unwrap_or_default();
    // What is decoded or marked up inside has no one place to write to.
    if found.is_empty() || !found.chars().all(|c| c.is_alphanumeric() || c.is_whitespace() || matches!(c, '-' | '/' | '’' | '\'' | ',')) {
        return Err("the words do not stand in one piece".to_owned());
    }
    if says_already(words, place, source) {
        return Err(format!("“{words}” stands in the same sentence already"));
    }
    let mut edits = vec![Edit { span: place, text: over_lines(found, words) }];
    edits.extend(article(words, found, place, source));
    Ok(edits)
}

/// How many bytes on each side count as the sentence: a page may be thousands of lines without a full stop.
const SENTENCE: usize = 400;

/// True if the sentence around has `words` already: “gender identity disorder, or gender dysphoria”.
fn says_already(words: &str, place: Span, source: &Source) -> bool {
    let ends = |c: char| matches!(c, '.' | '?' | '!' | '<' | '>' | '"' | '{' | '}');
    let (start, end) = (place.start as usize, place.end as usize);
    // The first byte of a character that is near enough.
    let from = (start.saturating_sub(SENTENCE)..=start).find(|at| source.text.is_char_boundary(*at)).unwrap_or(start);
    let to = (end..=end + SENTENCE).rev().find(|at| source.text.is_char_boundary(*at)).unwrap_or(end);
    let before = source.text.get(from..start).and_then(|text| text.rsplit(ends).next());
    let after = source.text.get(end..to).and_then(|text| text.split(ends).next());
    let plain = |text: &str| {
        format!(
            " {} ",
            text.to_lowercase().split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
        )
    };
    let wanted = plain(words);
    [before, after].into_iter().flatten().any(|part| plain(part).contains(&wanted))
}

/// `words` with a line break where `found` has its only one: a sentence that runs over two lines still does.
fn over_lines(found: &str, words: &str) -> String {
    let breaks: Vec<&str> = found.split(|c: char| !c.is_whitespace()).filter(|gap| gap.contains('\n')).collect();
    match (breaks.as_slice(), words.find(' ')) {
        ([gap], Some(at)) => format!("{}{gap}{}", &words[..at], &words[at + 1..]),
        _ => words.to_owned(),
    }
}

/// “a” for “an”, or the other way round, where the word before is one.
fn article(words: &str, found: &str, place: Span, source: &Source) -> Option<Edit> {
    let starts_open = |text: &str| text.chars().next().is_some_and(|c| "aeioAEIO".contains(c));
    if starts_open(words) == starts_open(found) {
        return None;
    }
    let before = source.text.get(..place.start as usize)?;
    let gap = before.len() - before.trim_end().len();
    let word = before.trim_end().rsplit(|c: char| !c.is_alphabetic()).next()?;
    let new = match word {
        "a" => "an",
        "an" => "a",
        "A" => "An",
        "An" => "A",
        _ => return None,
    };
    let end = place.start - gap as u32;
    (gap > 0).then(|| Edit { span: Span { start: end - word.len() as u32, end, ..place }, text: new.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repair::edited;
    use crate::source::FileId;

    fn replaced(text: &str, old: &str, new: &str) -> String {
        let source = Source::new(FileId(0), "a.html", text);
        let at = text.find(old).unwrap();
        edited(text, &replace(new, source.span(at..at + old.len()), &source).unwrap())
    }

    #[test]
    fn an_article_goes_with_its_word() {
        assert_eq!(replaced("<p>an elderly person</p>", "elderly", "older"), "<p>an older person</p>");
        assert_eq!(replaced("<p>A homosexual person</p>", "homosexual", "openly gay"), "<p>An openly gay person</p>");
    }

    #[test]
    fn what_the_sentence_says_already_is_not_said_twice() {
        let said = |text: &str, old: &str, new: &str| {
            let source = Source::new(FileId(0), "a.html", text);
            let at = text.find(old).unwrap();
            replace(new, source.span(at..at + old.len()), &source).is_ok()
        };
        assert!(!said("<p>Do you have dwarfism, or Gender\n dysphoria?</p>", "dwarfism", "gender dysphoria"));
        assert!(!said("<p>Older people, and the elderly</p>", "the elderly", "older people"));
        assert!(said("<p>Older people. We care for the elderly.</p>", "the elderly", "older people"));
        let far = format!("Older people\n{}the elderly", "| é, and others\n".repeat(100));
        assert!(said(&far, "the elderly", "older people"));
        assert!(!said("| older people\n| the elderly", "the elderly", "older people"));
    }

    #[test]
    fn a_line_break_stays() {
        assert_eq!(replaced("<p>Your maiden\n  name</p>", "maiden\n  name", "previous name"), "<p>Your previous\n  name</p>");
    }
}
