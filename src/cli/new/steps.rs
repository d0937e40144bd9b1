//! What is asked for a rule, one thing after another, and what was answered.

use std::io;

use super::ask::{Asker, Prompt};
use super::sources::new_source;
use crate::rules::choices::{self, Choice, answers, controls, kinds, marked, places, topics, uses, wrongs};
use crate::rules::draft::{Draft, Kind, Wrong};
use crate::rules::new_source::{NewSource, is_date};
use crate::rules::schema::Level;
use crate::rules::vocabulary::Vocabulary;
use crate::rules::{Pack, plain_form};

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
                draft.review_due = asker.checked(&prompt, is_date)?;
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
            let source = new_source(&taken, &self.today, asker)?;
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

fn kind(asker: &mut Asker) -> io::Result<Kind> {
    let name = asker.one(&prompt("What should askwell look for?", "Write the number or the word."), &kinds())?;
    Ok(choices::kind(&name).unwrap_or_default())
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

fn wrong(draft: &mut Draft, vocabulary: &Vocabulary, asker: &mut Asker) -> io::Result<()> {
    let name = asker.one(&prompt("What is wrong with how it is asked?", "Write the number or the word."), &wrongs())?;
    draft.wrong = choices::wrong(&name).unwrap_or_default();
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
    let choices = choices::levels();
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

fn id(draft: &mut Draft, pack: &Pack, asker: &mut Asker) -> io::Result<()> {
    let suggested = choices::id(draft);
    let prompt = Prompt {
        asks: "What should the rule be called?",
        such_as: "A folder and a name. Such as: names/known-as",
        default: Some(&suggested),
    };
    draft.id = asker.checked(&prompt, |id| choices::is_id(id, pack))?;
    Ok(())
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
