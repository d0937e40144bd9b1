//! What askwell makes of an example, for somebody whose rule says nothing there: what it reads, what it takes each
//! question to be about, and what the answers mean to it.

use super::vocabulary::Vocabulary;
use super::{Kind, Rule};
use crate::classify::Asked;
use crate::form::{Form, Question, Role};
use crate::text::Text;

/// How many questions, answers or texts are named.
const NAMED: usize = 8;

/// What there is to see for a rule of this kind.
pub(super) fn seen(form: &Form, asked: &[Asked], rule: &Rule, vocabulary: &Vocabulary) -> String {
    match &rule.kind {
        Kind::Wording(_) => texts(form),
        Kind::Question(_) | Kind::Form(_) => questions(form, asked, vocabulary),
    }
}

fn texts(form: &Form) -> String {
    let role = |role: Role| Role::ALL.iter().find(|(_, known)| *known == role).map_or("", |(name, _)| name);
    let texts: Vec<String> = form.passages.iter().map(|passage| format!("{} “{}”", role(passage.role), passage.text.as_str())).collect();
    if texts.is_empty() {
        "askwell finds nothing in it that people can read".to_owned()
    } else {
        format!("askwell reads: {}", listed(&texts))
    }
}

fn questions(form: &Form, asked: &[Asked], vocabulary: &Vocabulary) -> String {
    if form.questions.is_empty() {
        return "askwell sees no question in it: a question has words that ask, and a box or answers".to_owned();
    }
    let told: Vec<String> = form.questions.iter().zip(asked).map(|(question, asked)| told(question, asked, vocabulary)).collect();
    format!("askwell sees {}", listed(&told))
}

/// “Gender” (radios), about gender, with the answers “Man” (man), “Fish” (nothing that it knows).
fn told(question: &Question, asked: &Asked, vocabulary: &Vocabulary) -> String {
    let prompt = question.prompt.known().map_or("a question without words", Text::as_str);
    let topics: Vec<String> = asked.topics.iter().map(|&topic| vocabulary.topic_name(topic).to_owned()).collect();
    let about = if topics.is_empty() { "nothing that it knows".to_owned() } else { topics.join(" and ") };
    let answers: Vec<String> = question
        .answers
        .iter()
        .zip(&asked.meanings)
        .map(|(answer, meanings)| {
            let names: Vec<&str> = meanings.iter().map(|&meaning| vocabulary.meaning_name(meaning)).collect();
            let meaning = if names.is_empty() { "nothing that it knows".to_owned() } else { names.join(", ") };
            format!("“{}” ({meaning})", answer.label.known().map_or("…", Text::as_str))
        })
        .collect();
    let answers = if answers.is_empty() { String::new() } else { format!(", with the answers {}", listed(&answers)) };
    let whole = if question.answers_complete() { "" } else { "; not all answers can be seen" };
    let national = if asked.national { "; that is a national set of answers, which always passes" } else { "" };
    format!("“{prompt}” ({}), about {about}{answers}{whole}{national}", question.control)
}

fn listed(all: &[String]) -> String {
    let more = if all.len() > NAMED { format!(", and {} more", all.len() - NAMED) } else { String::new() };
    format!("{}{more}", all.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", "))
}
