//! A rule that somebody is writing by answering questions, and the file that it becomes.

use std::fmt::Write;

use super::schema::{AUDIENCES, Example, Level};
use super::{plain_form, yaml};

/// What a rule looks for, in the words of a network.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// Words to avoid.
    #[default]
    Words,
    /// A question that is asked badly.
    Question,
    /// Something that a form lacks.
    Lack,
}

/// How a question is asked badly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Wrong {
    /// One of these answers is missing.
    #[default]
    Misses,
    /// Not one of these answers is there.
    HasNone,
    /// It offers one of these answers.
    Offers,
    /// It offers these answers and nothing else.
    OnlyThese,
    /// It must be answered.
    Required,
    /// An answer is chosen beforehand.
    Preselected,
    /// It is asked with the wrong control; these would be right.
    Control,
    /// It is asked at all.
    Asked,
}

/// The answers so far.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// What it looks for.
    pub kind: Kind,
    /// What is wrong, in a line.
    pub title: String,
    /// `folder/name`.
    pub id: String,
    /// Words to avoid.
    pub words: Vec<String>,
    /// True if capitals matter in them.
    pub capitals: bool,
    /// Where they are looked for; empty for everywhere.
    pub places: Vec<String>,
    /// Longer phrases that are fine.
    pub fine_words: Vec<String>,
    /// What the question is about, or what a form asks that lacks something.
    pub topics: Vec<String>,
    /// What such a form asks besides.
    pub also: Vec<String>,
    /// How the question is asked badly.
    pub wrong: Wrong,
    /// The answers or controls that this is about.
    pub names: Vec<String>,
    /// What the form should ask, too.
    pub lacks: Vec<String>,
    /// Sentences of which it should say one, where it need not ask more.
    pub says: Vec<String>,
    /// True if a link that has such words is enough.
    pub links: bool,
    /// True if what is missing is a box for people's own words.
    pub lacks_box: bool,
    /// True if other pages of its journey count, too.
    pub journey: bool,
    /// Purposes and audiences that the rule is for alone.
    pub only: Vec<String>,
    /// Purposes and audiences for which all is well.
    pub fine: Vec<String>,
    /// What, to the form's author.
    pub message: String,
    /// What to write in its place.
    pub instead: String,
    /// Why it matters.
    pub why: String,
    /// How much it matters.
    pub level: Option<Level>,
    /// Keys of sources.
    pub sources: Vec<String>,
    /// Who writes it.
    pub author: String,
    /// When it is to be looked at again.
    pub review_due: String,
    /// Pieces of form at which the rule should speak.
    pub flag: Vec<String>,
    /// Pieces of form that are fine.
    pub pass: Vec<String>,
}

impl Draft {
    /// The rule file.
    pub fn yaml(&self) -> String {
        let mut out = String::new();
        let mut line = |key: &str, value: String| {
            let _ = writeln!(out, "{key}: {value}");
        };
        line("id", self.id.clone());
        line("title", yaml::value(&self.title));
        line("level", self.level.unwrap_or(Level::Warning).name().to_owned());
        line("confidence", "medium   # high, medium or low: how sure we are that a finding helps".to_owned());
        out.push_str(&self.looks_for());
        let mut line = |key: &str, value: String| {
            let _ = writeln!(out, "{key}: {value}");
        };
        line("message", yaml::value(&self.message));
        line("instead", yaml::value(&self.instead));
        line("why", yaml::value(&self.why));
        line("sources", yaml::list(&self.sources));
        line("contributed-by", yaml::value(&self.author));
        line("reviewed-by", "[]".to_owned());
        line("review-due", self.review_due.clone());
        out.push_str("examples:\n");
        for (key, pieces) in [("flag", &self.flag), ("pass", &self.pass)] {
            let _ = writeln!(out, "  {key}:");
            pieces.iter().for_each(|piece| self.piece(piece, &mut out));
        }
        out
    }

    /// An example as a rule file has it.
    pub fn example(&self, piece: &str) -> Example {
        let (language, code) = written(piece);
        let context = self.context().into_iter().map(|(key, value)| (key.to_owned(), value));
        std::iter::once((language.to_owned(), code)).chain(context).collect()
    }

    fn piece(&self, piece: &str, out: &mut String) {
        let (language, code) = written(piece);
        let _ = write!(out, "    - {language}: {}", yaml::block(&code, 8));
        for (key, value) in self.context() {
            let _ = writeln!(out, "      {key}: {value}");
        }
    }

    /// What examples have to say about themselves, so that the rule looks at them at all.
    fn context(&self) -> Vec<(&'static str, String)> {
        let only = self.only.first().map(|name| (kind_of(name), name.clone()));
        let whole = (self.kind == Kind::Lack).then(|| ("page", "whole".to_owned()));
        only.into_iter().chain(whole).collect()
    }

    fn looks_for(&self) -> String {
        let mut out = String::new();
        let mut lists = |lists: &[(&str, &[String])]| {
            for (key, words) in lists.iter().filter(|(_, words)| !words.is_empty()) {
                let _ = writeln!(out, "  {key}: {}", yaml::list(words));
            }
        };
        match self.kind {
            Kind::Words => {
                let key = if self.capitals { "exact" } else { "any" };
                lists(&[(key, &self.words), ("in", &self.places), ("not-in", &self.fine_words)]);
                format!("wording:\n{out}")
            }
            Kind::Question => {
                lists(&[("asks", &self.topics)]);
                out.push_str(&conditions("unless", &self.fine));
                out.push_str(&conditions("only-if", &self.only));
                format!("question:\n{out}  expect:\n    {}\n", self.expectation())
            }
            Kind::Lack => {
                lists(&[("asks", &self.topics), ("also-asks", &self.also)]);
                out.push_str(&conditions("unless", &self.fine));
                let within = if self.journey { "journey" } else { "page" };
                format!("form:\n{out}  expect:\n    {}\n  within: {within}\n", self.missing())
            }
        }
    }

    fn missing(&self) -> String {
        match (self.lacks_box, self.says.as_slice(), self.links) {
            (true, ..) => "control: text".to_owned(),
            (false, [], _) => format!("asks: {}", yaml::list(&self.lacks)),
            (false, says, true) => format!("says-or-links-to: {}", yaml::list(says)),
            (false, says, false) => format!("says: {}", yaml::list(says)),
        }
    }

    fn expectation(&self) -> String {
        let names = yaml::list(&self.names);
        match self.wrong {
            Wrong::Misses => format!("offers: {names}"),
            Wrong::HasNone => format!("offers-any: {names}"),
            Wrong::Offers => format!("may-not-offer: {names}"),
            Wrong::OnlyThese => format!("not-limited-to: {names}"),
            Wrong::Required => "optional: true".to_owned(),
            Wrong::Preselected => "preselected: false".to_owned(),
            Wrong::Control => format!("control: {names}"),
            Wrong::Asked => "never: true".to_owned(),
        }
    }
}

/// A piece of form as code, and the language of it.
fn written(piece: &str) -> (&'static str, String) {
    if plain_form::is_code(piece) { (plain_form::language(piece), piece.to_owned()) } else { ("html", plain_form::html(piece)) }
}

fn conditions(key: &str, names: &[String]) -> String {
    if names.is_empty() {
        return String::new();
    }
    let of = |kind: &str| names.iter().filter(|name| kind_of(name) == kind).cloned().collect::<Vec<String>>();
    let lists = [("purpose", of("purpose")), ("audience", of("audience"))];
    let lines: String =
        lists.iter().filter(|(_, names)| !names.is_empty()).map(|(kind, names)| format!("    {kind}: {}\n", yaml::list(names))).collect();
    format!("  {key}:\n{lines}")
}

fn kind_of(name: &str) -> &'static str {
    if AUDIENCES.contains(&name) { "audience" } else { "purpose" }
}
