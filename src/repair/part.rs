//! Something taken off a question: an attribute, or an entry of what a component is given.

use super::anatomy::{Anatomy, Part};
use super::{Edit, Withdrawn, with_quotes};
use crate::form::Question;
use crate::rules::fix;
use crate::source::{Source, Span};

/// Names under which a part stands, in small letters.
fn names(part: fix::Part) -> &'static [&'static str] {
    match part {
        fix::Part::Autocomplete => &["autocomplete", "auto_complete"],
        fix::Part::Minlength => &["minlength", "min_length"],
        fix::Part::Pattern => &["pattern"],
        fix::Part::Choice => &["checked", "selected", "defaultchecked", "initialselected"],
    }
}

/// Names under which it stands that people have to answer.
const REQUIRED: &[&str] = &["required", "aria-required", "aria_required", "isrequired"];

/// Takes `part` off a question.
pub(super) fn take_out(part: fix::Part, question: &Question, source: &Source, anatomy: &Anatomy) -> Result<Vec<Edit>, Withdrawn> {
    taken(names(part), question, source, anatomy, |part| part.literal.as_deref() != Some("false"))
}

/// Takes off what makes people answer.
pub(super) fn optional(question: &Question, source: &Source, anatomy: &Anatomy) -> Result<Vec<Edit>, Withdrawn> {
    // Nobody would know that the page has changed its mind.
    if question.prompt.known().is_some_and(|words| says_required(words.as_str())) {
        return Err("its words say that it is required, too; take that out as well".to_owned());
    }
    match taken(REQUIRED, question, source, anatomy, says_yes) {
        Err(_) if source.path.ends_with(".py") => not_required(question, source),
        done => done,
    }
}

fn taken(
    names: &[&str],
    question: &Question,
    source: &Source,
    anatomy: &Anatomy,
    is_set: fn(&Part) -> bool,
) -> Result<Vec<Edit>, Withdrawn> {
    let own = |span: Span| span.file == source.id;
    let places = question.answers.iter().map(|answer| answer.span).filter(|span| own(*span));
    let whole = places.fold(question.span, Span::to);
    let parts: Vec<&Part> = anatomy.named(names, whole).filter(|part| is_set(part)).collect();
    if parts.is_empty() {
        return Err("it is not written in this question itself".to_owned());
    }
    if parts.iter().any(|part| part.literal.is_none() || part.conditional) {
        return Err("a condition decides it".to_owned());
    }
    // An entry in an entry goes with it.
    let outer = parts.iter().filter(|part| !parts.iter().any(|other| other.whole != part.whole && other.whole.contains(part.whole)));
    Ok(outer.map(|part| without(part, source)).collect())
}

/// True for words that tell people to answer: “Surname *”, “Title (required)”.
fn says_required(words: &str) -> bool {
    let words = words.trim_end().to_lowercase();
    words.ends_with('*') || words.contains("(required") || words.contains("(mandatory")
}

/// True for what says so, or may: `required: false` does not, and neither does the message of a field that is empty.
fn says_yes(part: &Part) -> bool {
    part.literal.as_deref().is_none_or(|said| matches!(said, "" | "true" | "True" | "required" | "aria-required"))
}

/// A part with the white space or the comma that came with it.
fn without(part: &Part, source: &Source) -> Edit {
    let whole = with_quotes(source, part.whole);
    let (mut start, mut end) = (whole.start as usize, whole.end as usize);
    let (before, after) = (&source.text[..start], &source.text[end..]);
    let gap_before = before.len() - before.trim_end().len();
    let gap_after = after.len() - after.trim_start().len();
    match (part.is_attribute, after.trim_start().starts_with(','), before.trim_end().ends_with(',')) {
        (true, ..) => start -= gap_before,
        (false, true, _) => {
            let behind = &after[gap_after + 1..];
            end += gap_after + 1 + (behind.len() - behind.trim_start().len());
        }
        (false, false, true) => start -= gap_before + 1,
        (false, false, false) if !before.trim_end().ends_with(['{', '(', '[']) => start -= gap_before,
        (false, false, false) => {
            start -= gap_before;
            end += gap_after;
        }
    }
    Edit { span: Span { start: start as u32, end: end as u32, ..whole }, text: String::new() }
}

/// Python's fields have to be answered where nothing says otherwise.
fn not_required(question: &Question, source: &Source) -> Result<Vec<Edit>, Withdrawn> {
    let text = source.text.get(question.span.range()).unwrap_or_default();
    let inner = text.strip_suffix(')').ok_or("askwell cannot tell where it is said that people have to answer")?;
    let end = question.span.start as usize + inner.trim_end().len();
    let (place, text) = match inner.trim_end().chars().next_back() {
        Some('(') => (end, "required=False".to_owned()),
        Some(',') => {
            let line = inner.trim_end().rsplit('\n').next().unwrap_or_default();
            let indent = &line[..line.len() - line.trim_start().len()];
            (end, format!("\n{indent}required=False,"))
        }
        _ => (end, ", required=False".to_owned()),
    };
    Ok(vec![Edit { span: Span { start: place as u32, end: place as u32, ..question.span }, text }])
}
