//! What is asked for a rule, one thing after another, and what was answered.

use std::io;

use super::ask::{Asker, Choice, Prompt};
use super::sources::NewSource;
use crate::form::{Control, Role};
use crate::rules::draft::{Draft, Kind, Wrong};
use crate::rules::schema::{AUDIENCES, Level, PURPOSES};
use crate::rules::vocabulary::{FREE_TEXT, Vocabulary};
use crate::rules::{Pack, dates, plain_form};

/// One thing that is asked, and can be asked again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Kind,
    Title,
    Words,
    Places,
    FineWords,
    Topics,
    Wrong,
    Also,
    Lacks,
    Within,
    Only,
    Fine,
    Message,
    Instead,
    Why,
    Level,
    Sources,
    Author,
    Due,
    Id,
    Flag,
    Pass,
}

/// A rule under way: the answers, and what surrounds them.
pub(super) struct Work<'w> {
    pub(super) draft: Draft,
    /// Sources that the rule adds.
    pub(super) added: Vec<NewSource>,
    pub(super) pack: &'w Pack,
    /// Today, as year-month-day.
    pub(super) today: String,
    /// A year from now.
    pub(super) in_a_year: String,
}

impl Work<'_> {
    /// What has to be asked for a rule of this kind.
    pub(super) fn steps(&self) -> Vec<Step> {
        let own: &[Step] = match self.draft.kind {
            Kind::Words => &[Step::Words, Step::Places, Step::FineWords],
            Kind::Question => &[Step::Topics, Step::Wrong, Step::Only, Step::Fine],
            Kind::Lack => &[Step::Topics, Step::Also, Step::Lacks, Step::Within, Step::Fine],
        };
        let first = [Step::Kind, Step::Title];
        let last = [
            Step::Message,
            Step::Instead,
            Step::Why,
            Step::Level,
            Step::Sources,
            Step::Author,
            Step::Due,
            Step::Id,
            Step::Flag,
            Step::Pass,
        ];
        [&first[..], own, &last[..]].concat()
    }

    /// What was answered, in a line.
    pub(super) fn told(&self, step: Step) -> (&'static str, String) {
        let draft = &self.draft;
        let list = |names: &[String]| if names.is_empty() { "–".to_owned() } else { names.join(", ") };
        match step {
            Step::Kind => ("Kind", kinds()[draft.kind as usize].is.clone()),
            Step::Title => ("Title", draft.title.clone()),
            Step::Words => ("Words to avoid", format!("{}{}", list(&draft.words), if draft.capitals { " (capitals matter)" } else { "" })),
            Step::Places => ("Only in", list(&draft.places)),
            Step::FineWords => ("Fine in", list(&draft.fine_words)),
            Step::Topics => ("About", list(&draft.topics)),
            Step::Wrong => ("What is wrong", format!("{} {}", wrongs()[draft.wrong as usize].is, draft.names.join(", "))),
            Step::Also => ("That also asks", list(&draft.also)),
            Step::Lacks if draft.lacks_box => ("Should have", "a box for people's own words".to_owned()),
            Step::Lacks if draft.says.is_empty() => ("Should ask", list(&draft.lacks)),
            Step::Lacks => ("Should say", list(&draft.says)),
            Step::Within => ("Looked for", if draft.journey { "in the journey" } else { "on the page" }.to_owned()),
            Step::Only => ("Only for", list(&draft.only)),
            Step::Fine => ("Fine for", list(&draft.fine)),
            Step::Message => ("What to say", draft.message.clone()),
            Step::Instead => ("Instead", draft.instead.clone()),
            Step::Why => ("Why", draft.why.clone()),
            Step::Level => ("Level", draft.level.unwrap_or(Level::Warning).name().to_owned()),
            Step::Sources => ("Sources", list(&draft.sources)),
            Step::Author => ("Author", draft.author.clone()),
            Step::Due => ("To be looked at", draft.review_due.clone()),
            Step::Id => ("Name", draft.id.clone()),
            Step::Flag => ("Bad examples", draft.flag.len().to_string()),
            Step::Pass => ("Good examples", draft.pass.len().to_string()),
        }
    }

    /// Asks for one thing.
    pub(super) fn ask(&mut self, step: Step, asker: &mut Asker) -> io::Result<()> {
        let vocabulary = &self.pack.vocabulary;
        let draft = &mut self.draft;
        match step {
            Step::Kind => draft.kind = kind(asker)?,
            Step::Title => {
                draft.title = asker.words(&prompt("What is wrong, in a line?", "Such as: A chosen name is called a nickname"))?
            }
            Step::Words => words(draft, asker)?,
            Step::Places => draft.places = asker.some(&prompt("Where should it look? Enter for everywhere", PLACES), &places(), 0)?,
            Step::FineWords => {
                let asks = "Are there longer phrases with these words that are fine? Enter for none";
                draft.fine_words = asker.several_words(&prompt(asks, "Such as: Maidenhead nickname competition"), 0)?;
            }
            Step::Topics => draft.topics = asker.some(&prompt(about(draft.kind), TOPICS), &topics(vocabulary), 1)?,
            Step::Wrong => wrong(draft, vocabulary, asker)?,
            Step::Also => {
                let asks = "Does it matter only where the form also asks something else? Enter if not";
                draft.also = asker.some(&prompt(asks, "Such as: name. `?` lists what can be named."), &topics(vocabulary), 0)?;
            }
            Step::Lacks => lacks(draft, vocabulary, asker)?,
            Step::Within => {
                let choices = [Choice::new("page", "the same page"), Choice::new("journey", "any page of the same service")];
                let prompt = Prompt {
                    asks: "Where should it be looked for?",
                    such_as: "Services often ask one thing a page.",
                    default: Some("journey"),
                };
                draft.journey = asker.one(&prompt, &choices)? == "journey";
            }
            Step::Only => {
                let asks = "Is this for some forms only? Enter for all forms";
                draft.only = asker.some(&prompt(asks, "Such as: monitoring. `?` lists purposes and who is asked."), &uses(), 0)?;
            }
            Step::Fine => {
                let asks = "Are there forms where this is fine? Enter if not";
                draft.fine = asker.some(&prompt(asks, "Such as: identity-match. `?` lists purposes and who is asked."), &uses(), 0)?;
            }
            Step::Message => {
                let asks = "What would you say to the person who wrote the form?";
                draft.message = asker
                    .words(&prompt(asks, "Kindly, in a sentence. Such as: “Nickname” makes light of the name that somebody lives by."))?;
            }
            Step::Instead => {
                let asks = "What should they write instead?";
                draft.instead = asker.words(&prompt(asks, "Words that can be copied. Such as: Write “Name you would like us to use”."))?;
            }
            Step::Why => {
                let asks = "Why does it matter to people?";
                draft.why = asker.words(&prompt(asks, "Such as: For many trans people, and many others, this is their name."))?;
            }
            Step::Level => draft.level = Some(level(asker)?),
            Step::Sources => self.sources(asker)?,
            Step::Author => {
                let prompt = Prompt {
                    asks: "Who should be named as the author?",
                    such_as: "Your name, your network's, or nobody's: Enter for anonymous.",
                    default: Some("anonymous"),
                };
                draft.author = asker.words(&prompt)?;
            }
            Step::Due => {
                let such_as = "Guidance changes, so every rule has a day, as year-month-day.";
                let prompt = Prompt { asks: "When should somebody look at it again?", such_as, default: Some(&self.in_a_year) };
                draft.review_due = asker.checked(&prompt, date)?;
            }
            Step::Id => id(draft, self.pack, asker)?,
            Step::Flag => {
                asker.say(&format!("\n{}\n{MARKS}", plain_form::HELP))?;
                draft.flag = pieces("Now a piece of a form that is wrong in this way.", asker)?;
            }
            Step::Pass => draft.pass = pieces("And the same piece of a form, written well.", asker)?,
        }
        Ok(())
    }

    fn sources(&mut self, asker: &mut Asker) -> io::Result<()> {
        let mut keys: Vec<Choice> = vec![Choice::new("new", "a source that is not in the list")];
        let known = self.pack.vocabulary.sources().iter();
        keys.extend(known.map(|(key, source)| Choice::new(key.clone(), format!("{}: {}", source.publisher, source.title))));
        keys.extend(self.added.iter().map(|source| Choice::new(source.key.clone(), source.title.clone())));
        let such_as = "Guidance that others can read. Such as: NHS-SGS. `?` lists those that we know, `new` adds one.";
        let named = asker.some(&prompt("Which guidance says so?", such_as), &keys, 1)?;
        self.draft.sources = Vec::new();
        for key in named {
            if key != "new" {
                self.draft.sources.push(key);
                continue;
            }
            let taken: Vec<String> =
                keys.iter().map(|choice| choice.name.clone()).chain(self.added.iter().map(|source| source.key.clone())).collect();
            let source = NewSource::ask(&taken, &self.today, asker)?;
            self.draft.sources.push(source.key.clone());
            self.added.push(source);
        }
        Ok(())
    }
}

const PLACES: &str = "Such as: prompt, hint. `?` lists the places.";
const TOPICS: &str = "Such as: gender. Several are parted by commas. `?` lists what can be named.";
const MARKS: &str = "Put << and >> around the words that are wrong, or leave that to askwell, which will ask you.";

fn prompt<'p>(asks: &'p str, such_as: &'p str) -> Prompt<'p> {
    Prompt { asks, such_as, default: None }
}

fn kinds() -> [Choice; 3] {
    [
        Choice::new("words", "words to avoid, such as “maiden name”"),
        Choice::new("question", "a question that is asked badly, such as gender with two answers"),
        Choice::new("lack", "something that a form should ask or say and does not, such as pronouns"),
    ]
}

fn kind(asker: &mut Asker) -> io::Result<Kind> {
    let name = asker.one(&prompt("What should askwell look for?", "Write the number or the word."), &kinds())?;
    Ok(match name.as_str() {
        "words" => Kind::Words,
        "question" => Kind::Question,
        _ => Kind::Lack,
    })
}

fn about(kind: Kind) -> &'static str {
    match kind {
        Kind::Lack => "Which questions make it matter? A form that asks one of these is looked at",
        Kind::Words | Kind::Question => "What is the question about?",
    }
}

fn words(draft: &mut Draft, asker: &mut Asker) -> io::Result<()> {
    let such_as = "Whole words; capitals do not matter. (s) may be there or not: nickname(s)";
    draft.words = asker.several_words(&prompt("Which words should forms avoid?", such_as), 1)?;
    // Only for abbreviations is it worth asking: “MSM” is no “msm”.
    let has_capitals = draft.words.iter().any(|word| word.chars().filter(|c| c.is_uppercase()).count() > 1);
    draft.capitals = has_capitals && asker.yes("Only where the capitals are as you wrote them?", true)?;
    Ok(())
}

fn lacks(draft: &mut Draft, vocabulary: &Vocabulary, asker: &mut Asker) -> io::Result<()> {
    let choices = [
        Choice::new("question", "a further question, such as pronouns"),
        Choice::new("sentence", "a sentence, such as who will see the answer"),
        Choice::new("link", "a sentence or a link, such as to a privacy notice"),
        Choice::new("box", "a box for people's own words"),
    ];
    (draft.lacks, draft.says, draft.links, draft.lacks_box) = (Vec::new(), Vec::new(), false, false);
    match asker.one(&prompt("What is missing?", "Write the number or the word."), &choices)?.as_str() {
        "question" => {
            let such_as = "Such as: pronouns. One of those that you name is enough. `?` lists them.";
            draft.lacks = asker.some(&prompt("What should such a form ask, too?", such_as), &topics(vocabulary), 1)?;
        }
        "box" => draft.lacks_box = true,
        kind => {
            draft.links = kind == "link";
            let such_as = "A few words that such a sentence has; one of your lines is enough. Such as: why we ask";
            draft.says = asker.several_words(&prompt("What should it say somewhere?", such_as), 1)?;
        }
    }
    Ok(())
}

fn wrongs() -> [Choice; 8] {
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

fn wrong(draft: &mut Draft, vocabulary: &Vocabulary, asker: &mut Asker) -> io::Result<()> {
    let name = asker.one(&prompt("What is wrong with how it is asked?", "Write the number or the word."), &wrongs())?;
    draft.wrong = match name.as_str() {
        "misses" => Wrong::Misses,
        "has-none" => Wrong::HasNone,
        "offers" => Wrong::Offers,
        "only-these" => Wrong::OnlyThese,
        "required" => Wrong::Required,
        "preselected" => Wrong::Preselected,
        "control" => Wrong::Control,
        _ => Wrong::Asked,
    };
    draft.names = match draft.wrong {
        Wrong::Required | Wrong::Preselected | Wrong::Asked => Vec::new(),
        Wrong::Control => asker.some(&prompt("With what should it be asked?", "Such as: text. `?` lists them."), &controls(), 1)?,
        Wrong::Misses | Wrong::HasNone | Wrong::Offers | Wrong::OnlyThese => {
            let such_as = "Such as: decline. Several are parted by commas. `?` lists them.";
            asker.some(&prompt("Which answers?", such_as), &answers(vocabulary), 1)?
        }
    };
    Ok(())
}

fn level(asker: &mut Asker) -> io::Result<Level> {
    let choices = [
        Choice::new("error", "somebody has no true answer, or is hurt by the words"),
        Choice::new("warning", "worth mending"),
        Choice::new("info", "advice"),
    ];
    let prompt = Prompt {
        asks: "How much does it matter?",
        such_as: "Something that is only missing is at most a warning.",
        default: Some("warning"),
    };
    Ok(match asker.one(&prompt, &choices)?.as_str() {
        "error" => Level::Error,
        "info" => Level::Info,
        _ => Level::Warning,
    })
}

fn date(written: &str) -> Result<(), String> {
    if dates::is_date(written) { Ok(()) } else { Err("Please write year-month-day, such as 2027-06-01.".to_owned()) }
}

fn id(draft: &mut Draft, pack: &Pack, asker: &mut Asker) -> io::Result<()> {
    let folder = draft.topics.first().map_or("wording", String::as_str);
    let suggested = format!("{folder}/{}", slug(&draft.title));
    let prompt = Prompt {
        asks: "What should the rule be called?",
        such_as: "A folder and a name. Such as: names/known-as",
        default: Some(&suggested),
    };
    let is_plain = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    draft.id = asker.checked(&prompt, |id| {
        if id.split('/').count() != 2 || !id.split('/').all(is_plain) || id.starts_with("vocabulary/") {
            return Err("Please write a folder and a name in small letters, digits and hyphens: names/known-as".to_owned());
        }
        match pack.rule(id) {
            Some(rule) => Err(format!("There is a rule of that name already: {}", rule.title)),
            None => Ok(()),
        }
    })?;
    Ok(())
}

/// A short name made of the words that carry the title.
fn slug(title: &str) -> String {
    const SMALL: &[&str] =
        &["a", "an", "and", "are", "as", "at", "by", "for", "in", "is", "it", "its", "of", "on", "or", "that", "the", "to", "with"];
    let words = title.split(|c: char| !c.is_ascii_alphanumeric()).map(str::to_lowercase);
    let words: Vec<String> = words.filter(|word| !word.is_empty() && !SMALL.contains(&word.as_str())).take(4).collect();
    if words.is_empty() { "our-rule".to_owned() } else { words.join("-") }
}

fn pieces(asks: &str, asker: &mut Asker) -> io::Result<Vec<String>> {
    let mut pieces = Vec::new();
    loop {
        pieces.push(marked(&asker.block(&prompt(asks, plain_form::HELP))?));
        if !asker.yes("Another one?", false)? {
            return Ok(pieces);
        }
    }
}

/// `<<words>>` as `«words»`, which few keyboards have.
fn marked(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("<<") {
        let Some((inside, later)) = after.split_once(">>") else { break };
        out.push_str(&format!("{before}«{inside}»"));
        rest = later;
    }
    out + rest
}

fn topics(vocabulary: &Vocabulary) -> Vec<Choice> {
    let names = vocabulary.topic_names().iter().enumerate();
    names.map(|(number, name)| Choice::new(name.clone(), vocabulary.topic_entry(number).title.clone())).collect()
}

fn answers(vocabulary: &Vocabulary) -> Vec<Choice> {
    let title = |name: &str| vocabulary.meaning_entry(name).map_or(String::new(), |meaning| meaning.title.clone());
    let mut all: Vec<Choice> = vocabulary.meaning_names().iter().map(|name| Choice::new(name.clone(), title(name))).collect();
    all.push(Choice::new(FREE_TEXT, "an answer that opens a box for people's own words"));
    all
}

fn controls() -> Vec<Choice> {
    let wide = [Choice::new("text", "a box to write in"), Choice::new("choice", "answers to choose from")];
    wide.into_iter().chain(Control::ALL.iter().map(|(name, _)| Choice::new(*name, ""))).collect()
}

fn places() -> Vec<Choice> {
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

fn uses() -> Vec<Choice> {
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
