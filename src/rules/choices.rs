//! What can be chosen in a rule, with what each choice is to people who do not program; and what a draft's parts have to be.
//! Whoever asks, in a terminal or on a page, asks by these.

use super::Pack;
use super::draft::{Draft, Kind, Wrong};
use super::schema::{AUDIENCES, PURPOSES};
use super::vocabulary::{FREE_TEXT, Vocabulary};
use crate::form::{Control, Role};

/// Something that can be chosen, and what it is.
#[derive(Clone, Debug)]
pub struct Choice {
    /// What a rule file has.
    pub name: String,
    /// What it is.
    pub is: String,
    /// What people call it besides.
    pub also: Vec<String>,
}

impl Choice {
    /// A choice.
    pub fn new(name: impl Into<String>, is: impl Into<String>) -> Self {
        Choice { name: name.into(), is: is.into(), also: Vec::new() }
    }
}

/// What a rule can look for, in the order of [`super::draft::Kind`].
pub fn kinds() -> [Choice; 3] {
    [
        Choice::new("words", "words to avoid, such as “maiden name”"),
        Choice::new("question", "a question that is asked badly, such as gender with two answers"),
        Choice::new("lack", "something that a form should ask or say and does not, such as pronouns"),
    ]
}

/// The kind that is called so.
pub fn kind(name: &str) -> Option<Kind> {
    Some(match name {
        "words" => Kind::Words,
        "question" => Kind::Question,
        "lack" => Kind::Lack,
        _ => return None,
    })
}

/// How a question can be asked badly, in the order of [`super::draft::Wrong`].
pub fn wrongs() -> [Choice; 8] {
    [
        Choice::new("misses", "an answer is missing:"),
        Choice::new("has-none", "there is none of several answers, any of which would do:"),
        Choice::new("offers", "it offers an answer that does not belong there:"),
        Choice::new("only-these", "it offers these answers and nothing else:"),
        Choice::new("required", "people cannot leave it out"),
        Choice::new("preselected", "an answer is chosen beforehand"),
        Choice::new("control", "it should be asked in another way, with:"),
        Choice::new("asked", "it is better not asked at all"),
    ]
}

/// The way that is called so.
pub fn wrong(name: &str) -> Option<Wrong> {
    Some(match name {
        "misses" => Wrong::Misses,
        "has-none" => Wrong::HasNone,
        "offers" => Wrong::Offers,
        "only-these" => Wrong::OnlyThese,
        "required" => Wrong::Required,
        "preselected" => Wrong::Preselected,
        "control" => Wrong::Control,
        "asked" => Wrong::Asked,
        _ => return None,
    })
}

/// How much a finding can matter.
pub fn levels() -> [Choice; 3] {
    [
        Choice::new("error", "somebody has no true answer, or is hurt by the words"),
        Choice::new("warning", "worth mending"),
        Choice::new("info", "advice"),
    ]
}

/// The name that a draft suggests for itself.
pub fn id(draft: &Draft) -> String {
    let folder = draft.topics.first().map_or("wording", String::as_str);
    format!("{folder}/{}", slug(&draft.title))
}

/// Why a rule cannot have this name.
///
/// # Errors
///
/// The reason, for people.
pub fn is_id(id: &str, pack: &Pack) -> Result<(), String> {
    let is_plain = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    if id.split('/').count() != 2 || !id.split('/').all(is_plain) || id.starts_with("vocabulary/") {
        return Err("Please write a folder and a name in small letters, digits and hyphens: names/known-as".to_owned());
    }
    match pack.rule(id) {
        Some(rule) => Err(format!("There is a rule of that name already: {}", rule.title)),
        None => Ok(()),
    }
}

/// A short name made of the words that carry the title.
fn slug(title: &str) -> String {
    const SMALL: &[&str] =
        &["a", "an", "and", "are", "as", "at", "by", "for", "in", "is", "it", "its", "of", "on", "or", "that", "the", "to", "with"];
    let words = title.split(|c: char| !c.is_ascii_alphanumeric()).map(str::to_lowercase);
    let words: Vec<String> = words.filter(|word| !word.is_empty() && !SMALL.contains(&word.as_str())).take(4).collect();
    if words.is_empty() { "our-rule".to_owned() } else { words.join("-") }
}

/// `<<words>>` as `«words»`, which few keyboards have.
pub fn marked(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("<<") {
        let Some((inside, later)) = after.split_once(">>") else { break };
        out.push_str(&format!("{before}«{inside}»"));
        rest = later;
    }
    out + rest
}

/// What a question can be about.
pub fn topics(vocabulary: &Vocabulary) -> Vec<Choice> {
    let names = vocabulary.topic_names().iter().enumerate();
    let choice = |(number, name): (usize, &String)| {
        let topic = vocabulary.topic_entry(number);
        let also = topic.prompt.is.iter().chain(topic.prompt.has.iter()).map(str::to_owned).collect();
        Choice { also, ..Choice::new(name.clone(), topic.title.clone()) }
    };
    names.map(choice).collect()
}

/// What an answer can mean.
pub fn answers(vocabulary: &Vocabulary) -> Vec<Choice> {
    let title = |name: &str| vocabulary.meaning_entry(name).map_or(String::new(), |meaning| meaning.title.clone());
    let mut all: Vec<Choice> = vocabulary.meaning_names().iter().map(|name| Choice::new(name.clone(), title(name))).collect();
    all.push(Choice::new(FREE_TEXT, "an answer that opens a box for people's own words"));
    all
}

/// What can be answered with.
pub fn controls() -> Vec<Choice> {
    let wide = [Choice::new("text", "a box to write in"), Choice::new("choice", "answers to choose from")];
    wide.into_iter().chain(Control::ALL.iter().map(|(name, _)| Choice::new(*name, ""))).collect()
}

/// Where words can stand.
pub fn places() -> Vec<Choice> {
    let is = |role: Role| match role {
        Role::Prompt => "the words that ask",
        Role::Hint => "the help beside a question",
        Role::Answer => "what can be chosen",
        Role::Heading => "a heading",
        Role::Button => "a button",
        Role::Error => "a message about a mistake",
        Role::Placeholder => "grey text in an empty box",
        Role::AriaLabel => "a name for people who cannot see the page",
        Role::Alt => "what a picture shows",
        Role::Title => "the title of the page",
        Role::Address => "a link’s address",
        Role::Body => "any other text",
    };
    Role::ALL.iter().map(|(name, role)| Choice::new(*name, is(*role))).collect()
}

/// What answers can be for, and who can be asked.
pub fn uses() -> Vec<Choice> {
    let purposes = PURPOSES.iter().map(|name| Choice::new(*name, "a purpose"));
    purposes.chain(AUDIENCES.iter().map(|name| Choice::new(*name, "who is asked"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_can_be_typed() {
        assert_eq!(marked("<p><<his>> or <<hers>></p>"), "<p>«his» or «hers»</p>");
        assert_eq!(marked("1 << 2 and «this»"), "1 << 2 and «this»");
    }

    #[test]
    fn a_name_is_made_of_the_title() {
        assert_eq!(slug("A chosen name is called a “nickname”!"), "chosen-name-called-nickname");
        assert_eq!(slug("…"), "our-rule");
    }
}
