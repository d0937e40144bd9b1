//! Mistakes in rule and vocabulary files, with their place and what to write.

use std::sync::Arc;

use crate::source::{FileId, Source, Span};
use crate::walk::Why;

/// A mistake in a file that people write.
#[derive(Clone, Debug)]
pub struct Mistake {
    /// The file; all mistakes of it may share it.
    pub source: Arc<Source>,
    /// Where.
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// What to write, where that can be told.
    pub help: Option<String>,
}

impl Mistake {
    /// A mistake at the value that `keys` lead to, or as far towards it as the file goes.
    pub fn at(path: &str, text: &str, keys: &[&str], message: String, help: Option<String>) -> Self {
        Mistake::within(&Mistake::source(path, text), keys, message, help)
    }

    /// The same in a file of which more mistakes may come.
    pub fn within(source: &Arc<Source>, keys: &[&str], message: String, help: Option<String>) -> Self {
        let span = source.span(place(&source.text, keys));
        Mistake { source: source.clone(), span, message, help }
    }

    /// A file for the mistakes in it.
    pub fn source(path: &str, text: &str) -> Arc<Source> {
        Arc::new(Source::new(FileId(0), path, text))
    }

    /// A file that could not be read.
    pub fn unread(path: &str, why: &Why) -> Self {
        let said = why.to_string();
        let said = if matches!(why, Why::Unreadable(_)) { said } else { format!("could not be read: {said}") };
        Mistake::at(path, "", &[], said, None)
    }

    /// A mistake in an example: at the line of the file that is line `line`, counted from 0, of its `code` as it is written.
    pub fn in_example(source: &Arc<Source>, code: &str, line: usize, message: String, help: Option<String>) -> Self {
        let span = source.span(example_line(&source.text, code, line));
        Mistake { source: source.clone(), span, message, help }
    }

    /// What the YAML reader says, in plain words.
    pub fn of_yaml(path: &str, text: &str, error: &serde_yaml::Error) -> Self {
        let source = Mistake::source(path, text);
        let error = error.without_snippet();
        let (message, help) = match error {
            serde_yaml::Error::SerdeUnknownField { field, expected, .. } => {
                (format!("`{field}` is not a key that can stand here"), Some(nearest(field, expected.iter().copied())))
            }
            serde_yaml::Error::SerdeUnknownVariant { variant, expected, .. } => {
                (format!("`{variant}` cannot stand here"), Some(nearest(variant, expected.iter().copied())))
            }
            serde_yaml::Error::SerdeMissingField { field, .. } => (format!("`{field}:` is missing"), None),
            other => {
                let said = other.render();
                let line = said.lines().next().unwrap_or("this is not YAML");
                (line.split(" at line ").next().unwrap_or(line).to_owned(), None)
            }
        };
        // What is missing at the top is told of the file as a whole: the reader knows only where the last key stands.
        let is_of_file =
            |location: &serde_yaml::Location| matches!(error, serde_yaml::Error::SerdeMissingField { .. }) && location.column() == 1;
        let span = error.location().filter(|location| !is_of_file(location)).map_or(0..0, |location| bytes_of(&location, text));
        let span = source.span(if text.is_char_boundary(span.start) && text.is_char_boundary(span.end) { span } else { 0..0 });
        Mistake { source, span, message, help }
    }
}

/// The bytes at a place that the YAML reader tells; of some it knows only line and column.
fn bytes_of(location: &serde_yaml::Location, text: &str) -> std::ops::Range<usize> {
    let start = location.span().byte_offset().map_or_else(
        || {
            let before = text.split_inclusive('\n').take((location.line() as usize).saturating_sub(1));
            before.map(str::len).sum::<usize>() + (location.column() as usize).saturating_sub(1)
        },
        |offset| offset as usize,
    );
    let len = location.span().byte_len().unwrap_or(0) as usize;
    let start = start.min(text.len());
    start..(start + len).min(text.len())
}

/// How many names are suggested for a word that stands in several.
const SUGGESTED: usize = 4;

/// “did you mean …”, or all that can stand here. A name that is not like the word at all is never suggested: whoever asks for `queer`
/// does not mean `age`.
pub fn nearest<'n>(word: &str, names: impl Iterator<Item = &'n str>) -> String {
    let names: Vec<&str> = names.collect();
    let listed = |names: &[&str], last: &str| {
        let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        match quoted.split_last() {
            Some((end, rest)) if !rest.is_empty() => format!("{}{last}{end}", rest.join(", ")),
            _ => quoted.join(""),
        }
    };
    let near = names.iter().map(|name| (strsim::damerau_levenshtein(word, name), *name)).min();
    let lowered = word.to_lowercase();
    let holding: Vec<&str> = names.iter().copied().filter(|name| lowered.len() > 2 && name.to_lowercase().contains(&lowered)).collect();
    match near {
        Some((distance, name)) if distance <= 1 + word.len() / 4 && distance < word.chars().count() => format!("did you mean `{name}`?"),
        _ if names.is_empty() => "nothing can stand here".to_owned(),
        _ if (1..=SUGGESTED).contains(&holding.len()) => format!("did you mean {}?", listed(&holding, " or ")),
        _ if holding.len() > SUGGESTED => {
            format!("did you mean one of {} and {} more?", listed(&holding[..SUGGESTED], ", "), holding.len() - SUGGESTED)
        }
        _ if names.len() <= 30 => format!("it can be {}", listed(&names, ", ")),
        _ => "nothing here is called anything like it".to_owned(),
    }
}

/// Where the value stands that `keys` lead to. Only for telling people: the file has been read by then.
fn place(text: &str, keys: &[&str]) -> std::ops::Range<usize> {
    let mut at = 0;
    let mut found = 0..text.find('\n').unwrap_or(text.len());
    for key in keys {
        let Some(range) = find_key(text, at, key) else { break };
        at = range.end;
        found = range;
    }
    found
}

/// Where line `line` of an example stands, its indent left out; where the example starts if that cannot be told.
fn example_line(text: &str, code: &str, line: usize) -> std::ops::Range<usize> {
    let wanted: Vec<&str> = code.lines().map(str::trim).collect();
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let starts_at = |at: &usize| lines[*at..].iter().take(wanted.len()).map(|line| line.trim()).eq(wanted.iter().copied());
    // Or it is written in one line with its key.
    let holds = |of: &str| wanted.first().is_some_and(|first| of.contains(first));
    let found = (0..lines.len()).find(starts_at).map(|at| at + line).or_else(|| lines.iter().position(|line| holds(line)));
    let Some(at) = found.filter(|at| *at < lines.len()) else { return place(text, &["examples"]) };
    let before: usize = lines[..at].iter().map(|line| line.len()).sum();
    let start = before + lines[at].len() - lines[at].trim_start().len();
    start..start + lines[at].trim().len()
}

/// The next place of a key, list entry or word, outside comments.
fn find_key(text: &str, from: usize, key: &str) -> Option<std::ops::Range<usize>> {
    let mut at = from;
    while let Some(found) = text[at..].find(key) {
        let start = at + found;
        let end = start + key.len();
        let line = text[..start].rfind('\n').map_or(0, |line| line + 1);
        let is_word = !text[..start].ends_with(|c: char| c.is_alphanumeric() || c == '-')
            && !text[end..].starts_with(|c: char| c.is_alphanumeric() || c == '-');
        if is_word && !text[line..start].trim_start().starts_with('#') {
            return Some(start..end);
        }
        at = end;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::schema::RuleFile;

    #[test]
    fn an_unknown_key_is_told_with_its_place_and_the_nearest() {
        let text = "id: a/b\ntitel: x\n";
        let error = serde_yaml::from_str::<RuleFile>(text).unwrap_err();
        let mistake = Mistake::of_yaml("a/b.yaml", text, &error);
        assert_eq!(&text[mistake.span.range()], "titel");
        assert_eq!(mistake.help.as_deref(), Some("did you mean `title`?"));
    }

    #[test]
    fn a_place_is_found_by_the_keys_that_lead_to_it() {
        let text = "id: x\nquestion:\n  # asks: sex\n  asks: [sex, gendre]\n";
        assert_eq!(&text[place(text, &["question", "asks", "gendre"])], "gendre");
        assert_eq!(place(text, &["question", "asks", "gendre"]).start, text.find("gendre").unwrap());
    }

    #[test]
    fn a_word_is_answered_with_what_is_like_it_or_with_nothing() {
        let many: Vec<String> = (0..40).map(|number| format!("names/rule-{number}")).collect();
        let ids = || many.iter().map(String::as_str).chain(["age", "relationships/husband-wife", "gender/required"]);
        assert_eq!(nearest("gender/requird", ids()), "did you mean `gender/required`?");
        assert_eq!(nearest("husband", ids()), "did you mean `relationships/husband-wife`?");
        let some = "did you mean one of `names/rule-1`, `names/rule-10`, `names/rule-11`, `names/rule-12` and 7 more?";
        assert_eq!(nearest("rule-1", ids()), some);
        assert_eq!(nearest("lgbt", ids()), "nothing here is called anything like it");
        assert_eq!(nearest("queer", ["one", "two"].into_iter()), "it can be `one`, `two`");
    }
}
