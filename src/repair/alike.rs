//! Whether two readings of a page are the same but for what was mended.

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::Intent;
use crate::engine::Checked;
use crate::form::{Answer, Form, Passage, Question, Role};
use crate::rules::fix::{FIRST, Part};
use crate::text::Text;
use crate::unknown::Property;

/// A page in lines, each one thing that somebody could notice. Places are left out: they move.
pub(super) fn lines(form: &Form) -> Vec<String> {
    let mut lines = Vec::new();
    form.questions.iter().for_each(|question| of_question(question, &mut lines));
    lines.extend(form.passages.iter().chain(&form.addresses).map(of_passage));
    lines.extend(form.unseen.iter().map(|because| format!("unseen {}", because.reason)));
    lines
}

fn of_question(question: &Question, lines: &mut Vec<String>) {
    lines.push(format!("question {} {}", question.control, said(&question.prompt)));
    for (name, text) in [
        ("hint", &question.hint),
        ("name", &question.name),
        ("autocomplete", &question.autocomplete),
        ("pattern", &question.pattern),
        ("minlength", &question.minlength),
        ("maxlength", &question.maxlength),
    ] {
        lines.push(format!("{name} {}", said(text)));
    }
    lines.push(format!("required {}", truth(&question.required)));
    lines.push(format!("spellcheck {}", truth(&question.spellcheck)));
    lines.push(format!("heading {}", question.heading.as_ref().map_or("", Text::as_str)));
    let flags = (question.forces_case, question.prompt_is_heading, question.own_words_beside, question.shown_when.is_some());
    lines.push(format!("flags {flags:?}"));
    lines.extend(question.answers.iter().map(of_answer));
    lines.extend(question.answers_unseen.iter().map(|because| format!("answers unseen {}", because.reason)));
}

fn of_answer(answer: &Answer) -> String {
    let (free, chosen, exclusive) = (truth(&answer.free_text), truth(&answer.selected), truth(&answer.exclusive));
    let shown = if answer.conditional { "sometimes" } else { "always" };
    format!(
        "answer {}\tvalue {}\tchosen {chosen}\topens {free}\texclusive {exclusive}\tshown {shown}",
        said(&answer.label),
        said(&answer.value)
    )
}

fn of_passage(passage: &Passage) -> String {
    format!("{:?} {}", passage.role, passage.text.as_str())
}

fn said(property: &Property<Text>) -> String {
    match property {
        Property::Known(text) => format!("“{}”", text.as_str()),
        Property::Absent => "none".to_owned(),
        Property::Unknown(because) => format!("unknown, {}", because.reason),
    }
}

fn truth(property: &Property<bool>) -> String {
    match property {
        Property::Known(truth) => truth.to_string(),
        Property::Absent => "none".to_owned(),
        Property::Unknown(because) => format!("unknown, {}", because.reason),
    }
}

/// What is not the same and should be, if anything; `replaced` are the words that went.
pub(super) fn difference(before: &Checked, after: &Checked, intent: &Intent, replaced: &str) -> Option<String> {
    if before.notices.iter().map(|notice| &notice.message).ne(after.notices.iter().map(|notice| &notice.message)) {
        return Some("the file could not be read as before".to_owned());
    }
    let languages = |checked: &Checked| checked.readings.iter().map(|reading| reading.language.clone()).collect::<Vec<_>>();
    if languages(before) != languages(after) {
        return Some("the page would be read in other languages".to_owned());
    }
    let further = before.readings.iter().zip(&after.readings);
    let mut further = further.filter_map(|(old, new)| differs((&old.form, &new.form), &old.language, intent, replaced));
    differs((&before.form, &after.form), FIRST, intent, replaced).or_else(|| further.next())
}

/// The same for a page as it is read in one language.
fn differs((before, after): (&Form, &Form), language: &str, intent: &Intent, replaced: &str) -> Option<String> {
    let (old, new) = (lines(before), lines(after));
    for change in capture_diff_slices(Algorithm::Myers, &old, &new) {
        let (gone, come) = match change {
            DiffOp::Equal { .. } => continue,
            change => (&old[change.old_range()], &new[change.new_range()]),
        };
        // Where a list has no words in a language, neither has what is added to it.
        let is_unread = |line: &&String| line.starts_with("answer unknown");
        let beside = change.old_range().start.checked_sub(1).and_then(|at| old.get(at));
        let may_be_unread = language != FIRST && beside.as_ref().is_some_and(is_unread);
        let come: Vec<&String> = come.iter().filter(|line| !(may_be_unread && is_unread(line))).collect();
        if !is_meant(gone, &come, language, intent, replaced) {
            let line = come.first().copied().or(gone.first()).map_or("", String::as_str);
            return Some(format!("more would change than was meant: {}", line.replace('\t', ", ")));
        }
    }
    None
}

/// True if lines may differ in this way.
fn is_meant(gone: &[String], come: &[&String], language: &str, intent: &Intent, replaced: &str) -> bool {
    let pairs = || gone.iter().zip(come.iter().copied());
    let same_number = gone.len() == come.len();
    match intent {
        Intent::Replace(words) => same_number && pairs().all(|(old, new)| is_replaced(old, new, replaced, words)),
        Intent::Add { answers, .. } => {
            let is_new = |line: &&String| {
                // What stands in the page itself is the same in every language.
                let words = answers.iter().flat_map(|answer| answer.words_in(language).into_iter().chain([answer.words.as_str()]));
                words.clone().any(|words| {
                    line.starts_with(&format!("answer “{words}”\t"))
                        && line.ends_with("shown always")
                        && !line.contains("opens true")
                        && !line.contains("chosen true")
                }) || words.clone().any(|words| **line == format!("{:?} {words}", Role::Answer))
                    || **line == format!("{:?} or", Role::Body)
            };
            gone.is_empty() && come.iter().all(is_new)
        }
        Intent::TakeOut(Part::Choice) => {
            same_number
                && pairs().all(|(old, new)| {
                    old.starts_with("answer ")
                        && ["none", "false"].iter().any(|no| old.replacen("chosen true", &format!("chosen {no}"), 1) == *new)
                })
        }
        Intent::TakeOut(part) => {
            let name = match part {
                Part::Autocomplete => "autocomplete",
                Part::Minlength => "minlength",
                Part::Pattern => "pattern",
                Part::Choice => "chosen",
            };
            same_number && pairs().all(|(old, new)| old.starts_with(&format!("{name} ")) && *new == format!("{name} none"))
        }
        Intent::Optional => {
            same_number && pairs().all(|(old, new)| old == "required true" && (new == "required none" || new == "required false"))
        }
    }
}

/// True if `new` is `old` with the words in place of the others, once, and an article that goes with them.
fn is_replaced(old: &str, new: &str, replaced: &str, words: &str) -> bool {
    let tidy = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (replaced, words, new) = (tidy(replaced), tidy(words), tidy(new));
    let old = tidy(old);
    old.match_indices(&replaced).any(|(at, _)| {
        let (before, after) = (&old[..at], &old[at + replaced.len()..]);
        let whole = |before: &str| format!("{before}{words}{after}") == new;
        let articles = [("a ", "an "), ("an ", "a "), ("A ", "An "), ("An ", "A ")];
        whole(before) || articles.iter().any(|(one, other)| before.strip_suffix(one).is_some_and(|start| whole(&format!("{start}{other}"))))
    })
}
