//! A rule as it was written into the boxes of a page, and what is still missing from it.

use std::time::{SystemTime, UNIX_EPOCH};

use super::upload::Upload;
use crate::rules::choices;
use crate::rules::draft::{Draft, Kind, Wrong};
use crate::rules::new_source::{NewSource, appended, is_address, is_date, is_key, key};
use crate::rules::schema::Level;
use crate::rules::{Pack, dates};

const DAY: u64 = 24 * 60 * 60;

/// A rule under way.
pub(super) struct Written {
    pub(super) draft: Draft,
    /// A source that it adds.
    pub(super) source: Option<NewSource>,
    /// What is missing or wrong: the box, and what to do.
    pub(super) problems: Vec<(&'static str, String)>,
    /// True if it says what it looks for, so that it can be tried.
    pub(super) can_be_tried: bool,
}

/// Today, and a year from now.
pub(super) fn days() -> (String, String) {
    let today = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs()) / DAY;
    (dates::after_1970(today), dates::after_1970(today + 365))
}

/// What was written.
pub(super) fn read(boxes: &Upload, pack: &Pack) -> Written {
    let mut draft = looked_for(boxes);
    draft.title = boxes.written("title").to_owned();
    draft.message = boxes.written("message").to_owned();
    draft.instead = boxes.written("instead").to_owned();
    draft.why = boxes.written("why").to_owned();
    draft.level = match boxes.written("level") {
        "error" => Some(Level::Error),
        "info" => Some(Level::Info),
        _ => Some(Level::Warning),
    };
    draft.sources = boxes.all("sources").to_vec();
    draft.author = Some(boxes.written("author")).filter(|name| !name.is_empty()).unwrap_or("anonymous").to_owned();
    draft.review_due = Some(boxes.written("review-due")).filter(|date| !date.is_empty()).map_or_else(|| days().1, str::to_owned);
    let pieces = |name: &str| {
        boxes.all(name).iter().filter(|piece| !piece.trim().is_empty()).map(|piece| choices::marked(&piece.replace('\r', ""))).collect()
    };
    draft.flag = pieces("flag");
    draft.pass = pieces("pass");
    draft.id = match boxes.written("id") {
        "" => choices::id(&draft),
        id => id.to_owned(),
    };
    let source = source(boxes, pack);
    draft.sources.extend(source.iter().map(|source| source.key.clone()));
    let mut problems = missing(&draft, boxes);
    let can_be_tried = !problems.iter().any(|(name, _)| LOOKED_FOR.contains(name));
    problems.extend(unfinished(&draft, source.as_ref(), pack));
    Written { draft, source, problems, can_be_tried }
}

/// The boxes that say what a rule looks for.
const LOOKED_FOR: &[&str] = &["kind", "words", "topics", "wrong", "names", "controls", "lacks", "says"];

/// True for a box without which a rule cannot be tried.
pub(super) fn is_looked_for(name: &str) -> bool {
    LOOKED_FOR.contains(&name)
}

fn looked_for(boxes: &Upload) -> Draft {
    let lines =
        |name: &str| boxes.written(name).lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect::<Vec<String>>();
    let chosen = |name: &str| boxes.all(name).to_vec();
    let kind = choices::kind(boxes.written("kind")).unwrap_or_default();
    let wrong = choices::wrong(boxes.written("wrong")).unwrap_or_default();
    let draft = Draft { kind, ..Draft::default() };
    match kind {
        Kind::Words => Draft {
            words: lines("words"),
            capitals: !chosen("capitals").is_empty(),
            places: chosen("places"),
            fine_words: lines("fine-words"),
            ..draft
        },
        Kind::Question => Draft {
            topics: chosen("topics"),
            wrong,
            names: match wrong {
                Wrong::Required | Wrong::Preselected | Wrong::Asked => Vec::new(),
                Wrong::Control => chosen("controls"),
                Wrong::Misses | Wrong::HasNone | Wrong::Offers | Wrong::OnlyThese => chosen("names"),
            },
            only: chosen("only"),
            fine: chosen("fine"),
            ..draft
        },
        Kind::Lack => Draft {
            topics: chosen("topics"),
            lacks: if boxes.written("lacking") == "sentence" { Vec::new() } else { chosen("lacks") },
            says: if boxes.written("lacking") == "sentence" { lines("says") } else { Vec::new() },
            journey: boxes.written("within") != "page",
            fine: chosen("fine"),
            ..draft
        },
    }
}

/// A source of the rule's own, where one was named.
fn source(boxes: &Upload, pack: &Pack) -> Option<NewSource> {
    let [title, publisher, url, read] =
        ["source-title", "source-publisher", "source-url", "source-read"].map(|name| boxes.written(name).to_owned());
    if title.is_empty() && publisher.is_empty() && url.is_empty() {
        return None;
    }
    let read = if read.is_empty() { days().0 } else { read };
    let taken = pack.vocabulary.sources();
    let plain = key(&publisher, &title);
    let plain = if plain.starts_with(|c: char| c.is_ascii_uppercase()) { plain } else { format!("S-{plain}") };
    let free = (2..).map(|number| format!("{plain}-{number}")).find(|key| !taken.contains_key(key));
    let key = if taken.contains_key(&plain) { free.unwrap_or_default() } else { plain };
    Some(NewSource { key, title, publisher, url, read })
}

/// What a rule needs before it can be tried.
fn missing(draft: &Draft, boxes: &Upload) -> Vec<(&'static str, String)> {
    let mut problems = Vec::new();
    let mut need = |lacks: bool, name: &'static str, what: &str| problems.extend(lacks.then(|| (name, what.to_owned())));
    let kind = choices::kind(boxes.written("kind"));
    need(kind.is_none(), "kind", "Choose what askwell should look for");
    let takes_names = matches!(draft.wrong, Wrong::Misses | Wrong::HasNone | Wrong::Offers | Wrong::OnlyThese);
    match kind {
        Some(Kind::Words) => need(draft.words.is_empty(), "words", "Write the words that forms should avoid"),
        Some(Kind::Question) => {
            need(draft.topics.is_empty(), "topics", "Choose what the question is about");
            let wrong = choices::wrong(boxes.written("wrong"));
            need(wrong.is_none(), "wrong", "Choose what is wrong with how it is asked");
            need(wrong.is_some() && takes_names && draft.names.is_empty(), "names", "Choose the answers that this is about");
            need(draft.wrong == Wrong::Control && draft.names.is_empty(), "controls", "Choose what it should be asked with");
        }
        Some(Kind::Lack) => {
            need(draft.topics.is_empty(), "topics", "Choose the questions that make it matter");
            let sentence = boxes.written("lacking") == "sentence";
            need(!sentence && draft.lacks.is_empty(), "lacks", "Choose what such a form should ask, too");
            need(sentence && draft.says.is_empty(), "says", "Write what such a form should say");
        }
        None => {}
    }
    problems
}

/// What a rule needs besides before it can be taken away.
fn unfinished(draft: &Draft, source: Option<&NewSource>, pack: &Pack) -> Vec<(&'static str, String)> {
    let mut problems = Vec::new();
    let mut need = |lacks: bool, name: &'static str, what: &str| problems.extend(lacks.then(|| (name, what.to_owned())));
    need(draft.flag.is_empty(), "flag", "Write a piece of a form that is wrong in this way");
    need(draft.pass.is_empty(), "pass", "Write the same piece of a form as it should be");
    need(draft.title.is_empty(), "title", "Say what is wrong, in a line");
    need(draft.message.is_empty(), "message", "Write what you would say to the person who wrote the form");
    need(draft.instead.is_empty(), "instead", "Write what they should write instead");
    need(draft.why.is_empty(), "why", "Say why it matters to people");
    need(draft.sources.is_empty(), "sources", "Choose the guidance that says so, or name some of your own");
    let mut check = |name: &'static str, checked: Result<(), String>| problems.extend(checked.err().map(|why| (name, why)));
    if let Some(source) = source {
        let filled = |words: &str, what: &str| if words.is_empty() { Err(what.to_owned()) } else { Ok(()) };
        check("source-title", filled(&source.title, "Say what your source is called"));
        check("source-publisher", filled(&source.publisher, "Say who publishes your source"));
        check("source-url", is_address(&source.url));
        check("source-read", is_date(&source.read));
        check("source-title", is_key(&source.key, &[]));
    }
    check("review-due", is_date(&draft.review_due));
    if !draft.title.is_empty() {
        check("id", choices::is_id(&draft.id, pack));
    }
    problems
}

impl Written {
    /// The file of sources that goes with the rule, where it adds one.
    pub(super) fn sources_file(&self) -> Option<String> {
        self.source.as_ref().map(|source| appended(None, std::slice::from_ref(source)))
    }

    /// The box's problem, if it has one.
    pub(super) fn problem(&self, name: &str) -> Option<&str> {
        self.problems.iter().find(|(other, _)| *other == name).map(|(_, what)| what.as_str())
    }
}
