//! “Title (please circle): Mr / Mrs / Miss”: answers that stand in a line, of which people mark one.

use super::lines::{Range, asked, trimmed};

/// What is said where one is to be marked. Where nothing is, only strokes between the answers tell.
const SAID: &[&str] = &[
    "please circle",
    "circle one",
    "circle as",
    "circle the",
    "delete as",
    "please delete",
    "delete whichever",
    "delete where",
    "cross out",
    "strike out",
];

/// How many words an answer has that is told by strokes alone: “Notes: bring a sample and/or a list” has none.
const WORDS: usize = 3;

/// Answers in a line, and what asks in front of them.
pub(super) struct Circled {
    pub(super) prompt: Option<Range>,
    pub(super) at: Range,
    pub(super) choices: Vec<Range>,
}

/// The answers in these words, if they are answers. In a cell of a table the words that ask may stand in another.
pub(super) fn read(text: &str, span: Range, in_cell: bool) -> Option<Circled> {
    let words = &text[span.0..span.1];
    let said = instruction(words).map(|(start, end)| (span.0 + start, span.0 + end));
    let (prompt, list) = match said {
        Some((start, end)) if has_words(&text[end..span.1]) => ((span.0, start), (end, span.1)),
        Some((start, _)) => split(text, (span.0, start)),
        None => split(text, span),
    };
    let prompt = asked(text, prompt);
    let choices = choices(text, list, said.is_some())?;
    let is_enough = prompt.is_some() || said.is_some() || (in_cell && choices.len() > 2);
    let at = (choices.first()?.0, choices.last()?.1);
    is_enough.then_some(Circled { prompt, at, choices })
}

/// Where it is said that one is to be marked, brackets and stars included.
fn instruction(words: &str) -> Option<Range> {
    let lower = words.to_ascii_lowercase();
    let at = SAID.iter().filter_map(|said| lower.find(said)).min()?;
    let start = words[..at].trim_end_matches(|c: char| c.is_whitespace() || c == '*').len();
    match words[..start].strip_suffix('(') {
        Some(before) => Some((before.len(), words[at..].find(')').map_or(words.len(), |end| at + end + 1))),
        None => Some((start, words.len())),
    }
}

fn has_words(text: &str) -> bool {
    text.contains(char::is_alphabetic)
}

/// What asks, up to a colon or a question mark, and what comes after it.
fn split(text: &str, span: Range) -> (Range, Range) {
    let cut = text[span.0..span.1].find([':', '?']).map_or(span.0, |cut| span.0 + cut + 1);
    ((span.0, cut), (cut, span.1))
}

fn choices(text: &str, list: Range, is_said: bool) -> Option<Vec<Range>> {
    let whole = &text[list.0..list.1];
    let has_strokes = whole.contains(['/', '|']);
    if !has_strokes && !is_said {
        return None;
    }
    let parts_it = |c: char| if has_strokes { matches!(c, '/' | '|') } else { c.is_whitespace() };
    let mut found = Vec::new();
    let mut at = list.0;
    for piece in whole.split(parts_it) {
        let own = trimmed(text, at, at + piece.len());
        at += piece.len() + 1;
        // Between two strokes something has to stand; between two spaces nothing need.
        let Some((start, end)) = own.or_else(|| has_strokes.then_some((at, at))) else { continue };
        let label = text[start..end].trim_matches(|c: char| matches!(c, '*' | ':' | ',' | '.') || c.is_whitespace());
        let start = start + text[start..end].find(label)?;
        if label.is_empty() && !has_strokes {
            continue;
        }
        if !label.starts_with(char::is_alphabetic) || (!is_said && label.split_whitespace().count() > WORDS) {
            return None;
        }
        found.push((start, start + label.len()));
    }
    let is_date = found.iter().all(|(start, end)| text[*start..*end].chars().all(|c| "dmyDMY".contains(c)));
    let is_care_of = whole.trim_start().to_ascii_lowercase().starts_with("c/o");
    (found.len() > 1 && !is_date && !is_care_of).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(words: &str) -> Option<(String, Vec<&str>)> {
        let found = read(words, (0, words.len()), false)?;
        let prompt = found.prompt.map_or("", |(start, end)| &words[start..end]).to_owned();
        Some((prompt, found.choices.iter().map(|(start, end)| &words[*start..*end]).collect()))
    }

    #[test]
    fn answers_in_a_line_are_told_by_strokes_or_by_what_is_said() {
        let titles = vec!["Mr", "Mrs", "Miss", "Dr"];
        assert_eq!(seen("Title (please circle): Mr / Mrs / Miss / Dr"), Some(("Title".to_owned(), titles.clone())));
        assert_eq!(seen("Title: Mr Mrs  Miss Dr (delete as appropriate)"), Some(("Title".to_owned(), titles)));
        assert_eq!(
            seen("What is your gender? Male/Female* (*delete as applicable)"),
            Some(("What is your gender?".to_owned(), vec!["Male", "Female"]))
        );
        assert_eq!(seen("Gender: Woman | Man | Non-binary"), Some(("Gender".to_owned(), vec!["Woman", "Man", "Non-binary"])));
        assert_eq!(seen("Sex: M / F"), Some(("Sex".to_owned(), vec!["M", "F"])));
    }

    #[test]
    fn what_only_looks_like_it_is_none() {
        for words in [
            "Date of birth: DD/MM/YYYY",
            "Website: https://example.org/a",
            "Reference: AB/12/345",
            "Address: c/o Amina Okafor",
            "Notes: bring a sample of your own and/or a list of medicines",
            "Nurse / Midwife",
            "Opening times: 9am/5pm",
        ] {
            assert_eq!(seen(words), None, "{words}");
        }
    }
}
