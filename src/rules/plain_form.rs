//! A form that somebody describes in words, as the HTML that a service would write.
//!
//! ```text
//! # A heading
//!
//! What is your gender?
//! You can leave this out
//! - Man
//! - Woman
//! - Another gender: ____
//!
//! Full name (required): ____
//! ```

use std::fmt::Write;

/// What the words can hold, for people who are about to write them.
pub const HELP: &str = "\
Write a question on a line, and its answers below, each after a hyphen:
    What is your gender?
    - Man
    - Woman
    - Another gender: ____
____ is a box to write in. A box by itself: Full name: ____
[ ] in the place of the hyphen lets people tick several, (x) or [x] is chosen beforehand.
A question that says (required) must be answered. # begins a heading. Anything else is text.
You can paste HTML or Nunjucks, too.";

/// True if this is code, and not a form in words.
pub fn is_code(text: &str) -> bool {
    let tag = text.find('<').is_some_and(|at| text[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '!'));
    tag || is_nunjucks(text)
}

/// The language that a piece of code is written in.
pub fn language(code: &str) -> &'static str {
    if is_nunjucks(code) { "nunjucks" } else { "html" }
}

fn is_nunjucks(text: &str) -> bool {
    text.contains("{{") || text.contains("{%")
}

/// The form as HTML.
pub fn html(words: &str) -> String {
    let mut form = Form::default();
    for line in words.lines().map(str::trim) {
        form.line(line);
    }
    form.close();
    form.html
}

#[derive(Default)]
struct Form<'w> {
    html: String,
    questions: usize,
    /// Lines that may turn out to be a question and the help beside it.
    waiting: Vec<&'w str>,
    answers: Vec<Answer<'w>>,
}

struct Answer<'w> {
    label: &'w str,
    ticks: bool,
    chosen: bool,
}

impl<'w> Form<'w> {
    fn line(&mut self, line: &'w str) {
        if line.is_empty() {
            self.close();
        } else if let Some(answer) = answer(line) {
            self.answers.push(answer);
        } else if let Some(heading) = line.strip_prefix('#') {
            self.close();
            let _ = writeln!(self.html, "<h2>{}</h2>", escaped(heading.trim_start_matches('#').trim()));
        } else if let Some(prompt) = boxed(line) {
            if !self.answers.is_empty() {
                self.close();
            }
            self.text_box(prompt);
        } else {
            if !self.answers.is_empty() {
                self.close();
            }
            self.waiting.push(line);
        }
    }

    /// What was waited for is whole.
    fn close(&mut self) {
        let (waiting, answers) = (std::mem::take(&mut self.waiting), std::mem::take(&mut self.answers));
        if answers.is_empty() {
            for text in waiting {
                let _ = writeln!(self.html, "<p>{}</p>", escaped(text));
            }
            return;
        }
        self.choice(&waiting, &answers);
    }

    /// A box by itself. Where its line has no words, the line before asks.
    fn text_box(&mut self, prompt: &'w str) {
        let mut waiting = std::mem::take(&mut self.waiting);
        let prompt = if prompt.is_empty() && !waiting.is_empty() { waiting.remove(0) } else { prompt };
        self.questions += 1;
        let name = format!("question-{}", self.questions);
        let label = escaped(asked(prompt));
        let _ = writeln!(self.html, "<label for=\"{name}\">{label}</label>");
        for hint in waiting {
            let _ = writeln!(self.html, "<div id=\"{name}-hint\">{}</div>", escaped(hint));
        }
        let _ = writeln!(self.html, "<input id=\"{name}\" name=\"{name}\" type=\"text\"{}>", required(prompt));
    }

    fn choice(&mut self, waiting: &[&str], answers: &[Answer]) {
        self.questions += 1;
        let name = format!("question-{}", self.questions);
        let prompt = waiting.first().copied().unwrap_or("");
        let _ = writeln!(self.html, "<fieldset>");
        if !prompt.is_empty() {
            let _ = writeln!(self.html, "  <legend>{}</legend>", escaped(prompt));
        }
        for hint in waiting.iter().skip(1) {
            let _ = writeln!(self.html, "  <div>{}</div>", escaped(hint));
        }
        for (number, answer) in answers.iter().enumerate() {
            let id = format!("{name}-{}", number + 1);
            let kind = if answer.ticks { "checkbox" } else { "radio" };
            let own_words = boxed(answer.label);
            let label = escaped(asked(own_words.unwrap_or(answer.label)));
            let opens = if own_words.is_some() { format!(" aria-controls=\"{id}-box\"") } else { String::new() };
            let chosen = if answer.chosen { " checked" } else { "" };
            let needed = required(prompt);
            let _ = writeln!(
                self.html,
                "  <input id=\"{id}\" name=\"{name}\" type=\"{kind}\" value=\"{}\"{opens}{chosen}{needed}>",
                number + 1
            );
            let _ = writeln!(self.html, "  <label for=\"{id}\">{label}</label>");
            if own_words.is_some() {
                let _ = writeln!(self.html, "  <div id=\"{id}-box\">");
                let _ = writeln!(self.html, "    <label for=\"{id}-words\">Your own words</label>");
                let _ = writeln!(self.html, "    <input id=\"{id}-words\" name=\"{name}-words\" type=\"text\">\n  </div>");
            }
        }
        let _ = writeln!(self.html, "</fieldset>");
    }
}

/// An answer, if the line begins as one.
fn answer(line: &str) -> Option<Answer<'_>> {
    let starts =
        [("[ ]", true, false), ("[x]", true, true), ("[X]", true, true), ("( )", false, false), ("(x)", false, true), ("(X)", false, true)];
    let bullet = |line: &'_ str| ["- ", "* ", "• "].iter().find_map(|bullet| line.strip_prefix(bullet)).map(|rest| rest.len());
    let rest = bullet(line).map_or(line, |len| line[line.len() - len..].trim_start());
    let told = starts.iter().find_map(|&(start, ticks, chosen)| Some(Answer { label: rest.strip_prefix(start)?.trim(), ticks, chosen }));
    told.or_else(|| bullet(line).map(|_| Answer { label: rest, ticks: false, chosen: false }))
}

/// The words before a box, if there is one.
fn boxed(line: &str) -> Option<&str> {
    let at = line.find("__")?;
    Some(line[..at].trim())
}

/// The words that ask, without the colon before a box.
fn asked(prompt: &str) -> &str {
    prompt.trim_end_matches(':').trim_end()
}

fn required(prompt: &str) -> &'static str {
    if prompt.to_lowercase().contains("(required)") { " required" } else { "" }
}

/// Text as HTML has it. `«` and `»` stay, since they are the marks of an example.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::{self, Parsers};
    use crate::form::Control;
    use crate::run::{self, Document};
    use crate::source::{FileId, Source};
    use crate::text::Text;

    fn read(words: &str) -> Document {
        let dialect = dialect::named("html").unwrap();
        run::read_as(dialect, Source::new(FileId(0), "words", html(words)), &mut Parsers::new())
    }

    #[test]
    fn words_become_the_questions_that_they_describe() {
        let words = "# About you\n\nFull name (required): ____\n\nWhat is your gender?\nYou can leave this out\n- Man\n(x) Woman\n- Another gender: ___\n\n\
                     Which of these?\n[ ] Tea & cake\n[x] Coffee\n\nYour pronouns\n____\nThank you";
        let form = read(words).form;
        let prompts: Vec<&str> = form.questions.iter().map(|question| question.prompt.known().map_or("", Text::as_str)).collect();
        assert_eq!(prompts, ["Full name (required)", "What is your gender?", "Your own words", "Which of these?", "Your pronouns"]);
        let controls: Vec<Control> = form.questions.iter().map(|question| question.control).collect();
        assert_eq!(controls, [Control::Input, Control::Radios, Control::Input, Control::Checkboxes, Control::Input]);
        assert_eq!(form.questions[0].required.known(), Some(&true));
        assert!(form.questions[1].required.is_absent());
        let gender = &form.questions[1];
        let labels: Vec<&str> = gender.answers.iter().map(|answer| answer.label.known().map_or("", Text::as_str)).collect();
        assert_eq!(labels, ["Man", "Woman", "Another gender"]);
        assert_eq!(gender.answers[1].selected.known(), Some(&true));
        assert_eq!(gender.answers[2].free_text.known(), Some(&true));
        assert_eq!(form.questions[3].answers[0].label.known().map(Text::as_str), Some("Tea & cake"));
    }

    #[test]
    fn code_is_told_from_words() {
        for code in ["<p>Hello</p>", "{{ radios({}) }}", "{% set a = 1 %}", "<!-- x -->"] {
            assert!(is_code(code), "{code}");
        }
        for words in ["Are you < 16?", "Gender\n- Man", "1 <2"] {
            assert!(!is_code(words), "{words}");
        }
    }
}
