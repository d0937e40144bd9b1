//! A question as people meet it: what asks, the help beside it, and the answers in the shape they are given in.

use maud::{Markup, html};

use crate::form::{Answer, Control, Form, Question};
use crate::report::safe;
use crate::report::unseen;
use crate::text::{HOLE, Text};
use crate::unknown::Property;

/// How many answers are shown; a list of countries would bury what matters.
const ANSWERS: usize = 16;

/// The question, drawn and not asked: nothing in it can be filled in.
pub(crate) fn question(question: &Question, form: &Form) -> Markup {
    html! {
        div.q {
            @if let Some(heading) = question.heading.as_ref().filter(|_| !question.prompt_is_heading) {
                p.q-under { "Under the heading “" (words(heading)) "”" }
            }
            @if let Some(opener) = opener(question, form) {
                p.q-under { "Comes up after “" (opener) "”" }
            }
            p.q-prompt {
                (prompt(question))
                @if question.required.known() == Some(&true) { " " span.q-must { "has to be answered" } }
            }
            @if let Property::Known(hint) = &question.hint { p.q-hint { (words(hint)) } }
            (control(question))
            @for because in unseen::hidden(question) {
                p.q-unseen { "Not visible from here: " (safe::line(&because.reason.to_string())) "." }
            }
        }
    }
}

/// The words that ask.
pub(crate) fn prompt(question: &Question) -> Markup {
    match &question.prompt {
        Property::Known(text) if !text.is_blank() => words(text),
        Property::Unknown(_) => html! { span.q-none { "(the words come from elsewhere)" } },
        _ => html! { span.q-none { "(no words that ask)" } },
    }
}

/// Words of a form; what only the running page knows is an ellipsis. Their direction is their own.
pub(crate) fn words(text: &Text) -> Markup {
    let said = safe::line(text.as_str());
    if text.holes().next().is_none() {
        return html! { bdi { (said) } };
    }
    html! {
        bdi {
            @for (at, part) in said.split(HOLE).enumerate() {
                @if at > 0 { span.q-hole title="filled in when the page runs" { "…" } }
                (part)
            }
        }
    }
}

/// What a control is to people.
pub(crate) fn control_name(control: Control) -> &'static str {
    match control {
        Control::Radios => "one of these answers",
        Control::Checkboxes => "any of these answers",
        Control::Select => "one from a list",
        Control::Input => "a line to write on",
        Control::Textarea => "a box to write in",
        Control::DateInput => "a date",
        Control::FileUpload => "a file to send",
        Control::PasswordInput => "a password",
        Control::SearchInput => "words to search for",
    }
}

fn control(question: &Question) -> Markup {
    let shape = match question.control {
        Control::Radios => "round",
        Control::Checkboxes => "square",
        _ => "listed",
    };
    html! {
        @if question.answers.is_empty() {
            @if !question.control.is_choice() { p.q-box { (control_name(question.control)) } }
        } @else {
            ul.q-answers.(shape) role="list" {
                @for answer in question.answers.iter().take(ANSWERS) { (self::answer(answer)) }
                @if question.answers.len() > ANSWERS { li.q-more { "and " (question.answers.len() - ANSWERS) " more" } }
            }
        }
        @if question.own_words_beside && !question.answers.iter().any(|answer| answer.free_text.known() == Some(&true)) { p.q-box { "a box for people’s own words" } }
    }
}

fn answer(answer: &Answer) -> Markup {
    html! {
        li {
            span.q-mark aria-hidden="true" {}
            span {
                @match &answer.label {
                    Property::Known(label) => (words(label)),
                    Property::Absent => span.q-none { "(an answer without words)" },
                    Property::Unknown(_) => span.q-none { "(words from elsewhere)" },
                }
                @if answer.selected.known() == Some(&true) { " " span.q-must { "chosen beforehand" } }
                @if answer.free_text.known() == Some(&true) { " " span.q-own { "and a box for people’s own words" } }
                @if answer.conditional { " " span.q-own { "shown sometimes" } }
            }
        }
    }
}

/// The answer that brings the question up.
fn opener<'f>(question: &Question, form: &'f Form) -> Option<&'f str> {
    let shown = question.shown_when?;
    let answers = form.questions.iter().flat_map(|other| &other.answers);
    answers.filter(|answer| answer.span == shown.answer).find_map(|answer| answer.label.known()).map(Text::as_str)
}
