//! Template languages. A dialect knows delimiters, strings, comments and its grammar; it knows no rule and no
//! component of a design system. It turns a [`Source`] into a [`Page`] and never fails: what cannot be read
//! becomes a notice.

mod angular;
pub(crate) mod blade;
mod bound;
#[cfg(feature = "ruby")]
mod component;
mod condition;
#[cfg(feature = "razor")]
pub(crate) mod csharp;
pub mod data;
mod definitions;
mod django;
#[cfg(feature = "ruby")]
mod erb;
mod expression;
#[cfg(test)]
pub(crate) mod failing;
mod fhir;
mod front_matter;
#[cfg(feature = "ruby")]
mod haml;
mod html;
#[cfg(feature = "ruby")]
mod indented;
mod markdown;
mod markup;
mod mask;
mod nunjucks;
#[cfg(feature = "docx")]
pub(crate) mod paper;
pub(crate) mod php;
#[cfg(feature = "django")]
pub mod python;
#[cfg(feature = "razor")]
mod razor;
mod react;
#[cfg(feature = "ruby")]
pub(crate) mod ruby;
mod runner;
pub mod script;
#[cfg(feature = "ruby")]
mod slim;
mod template;
mod tree;
mod vue;
pub mod write;

use std::collections::BTreeSet;
use std::ops::Range as ByteRange;
use std::sync::{Arc, LazyLock};

use memchr::memmem::Finder;
use rustc_hash::FxHashSet;
use tree_sitter::{Language, Parser, Point, Range};

use crate::module::{self, Module};
use crate::page::{Node, Page, Set};
use crate::source::Source;
use crate::text::Text;
use tree::{Names, Tree};
use write::Neighbour;

/// What opens a comment, and what closes it.
pub type CommentSigns = (&'static str, &'static str);

/// A template language.
pub trait Dialect: Sync {
    /// Its name in reports and examples, in lower case.
    fn name(&self) -> &'static str;

    /// The endings of its files, without the dot, in lower case.
    fn extensions(&self) -> &'static [&'static str];

    /// True if a file with this ending is written in it and may ask something, by its bytes alone: a folder of thousands of
    /// code files is not parsed to find three forms. Endings lie: `.html` is Nunjucks in most NHS repositories.
    fn claims(&self, ending: &str, text: &str) -> bool;

    /// True for a file whose path says that it asks nobody anything: tests set up what no page shows.
    fn passes_over(&self, _path: &str) -> bool {
        false
    }

    /// How a comment is written in it that stands after `before`: what opens and what closes it. What nothing closes ends with
    /// its line. `None` where there can be none.
    fn comment(&self, _before: &str) -> Option<CommentSigns> {
        Some(("<!--", "-->"))
    }

    /// Reads a file.
    fn read(&self, source: &Source, parsers: &mut Parsers) -> Page;

    /// Writes one more answer as its neighbour is written; `None` where that would say what is not so.
    fn answer(&self, neighbour: &Neighbour) -> Option<String> {
        Some(neighbour.copied())
    }

    /// What its design system sets between the answers and one that stands apart from them, if it does.
    fn divider(&self, neighbour: &Neighbour) -> Option<String> {
        write::divider(neighbour)
    }
}

/// Every dialect. Where two claim a file, the first has it.
pub const ALL: &[&dyn Dialect] = &[
    &angular::Angular,
    &django::Django,
    &nunjucks::Nunjucks,
    &html::Html,
    &fhir::Fhir,
    &runner::Runner,
    &markdown::Markdown,
    &blade::Blade,
    &php::Php,
    &react::React,
    &definitions::Definitions,
    &vue::Vue,
    #[cfg(feature = "django")]
    &python::Python,
    #[cfg(feature = "razor")]
    &razor::Razor,
    #[cfg(feature = "ruby")]
    &erb::Erb,
    #[cfg(feature = "ruby")]
    &slim::Slim,
    #[cfg(feature = "ruby")]
    &haml::Haml,
    #[cfg(feature = "ruby")]
    &component::Component,
    #[cfg(feature = "docx")]
    &paper::Paper,
    #[cfg(test)]
    &failing::Failing,
    #[cfg(test)]
    &failing::Stubborn,
];

/// Languages that forms are written in and that askwell cannot read yet: ending, and what to call it.
const UNREAD: &[(&str, &str)] = &[
    ("ejs", "EJS"),
    ("ftl", "FreeMarker"),
    ("ftlh", "FreeMarker"),
    ("gohtml", "Go templates"),
    ("gotmpl", "Go templates"),
    ("handlebars", "Handlebars"),
    ("hbs", "Handlebars"),
    ("jsp", "JSP"),
    ("marko", "Marko"),
    ("mustache", "Mustache"),
    ("pug", "Pug"),
    ("svelte", "Svelte"),
    ("twig", "Twig"),
    #[cfg(not(feature = "ruby"))]
    ("erb", "ERB"),
    #[cfg(not(feature = "ruby"))]
    ("slim", "Slim"),
    #[cfg(not(feature = "ruby"))]
    ("haml", "Haml"),
    #[cfg(not(feature = "docx"))]
    ("docx", "Word"),
    #[cfg(not(feature = "razor"))]
    ("cshtml", "Razor"),
    #[cfg(not(feature = "razor"))]
    ("razor", "Razor"),
];

/// Bytes that tell what a file is written in, ready to be looked for in one file after another.
pub(crate) struct Marks(LazyLock<Ready>);

/// Marks, made ready.
pub(crate) struct Ready {
    marks: Vec<Finder<'static>>,
    /// A byte that stands in each of them and in few texts: to look for one byte takes a tenth of the time.
    telling: Option<u8>,
}

impl Marks {
    /// Those of a dialect, made ready when they are first looked for.
    pub(crate) const fn new(make: fn() -> Ready) -> Self {
        Marks(LazyLock::new(make))
    }

    /// True if one of them stands in the text.
    pub(crate) fn are_in(&self, text: &str) -> bool {
        let text = text.as_bytes();
        let may_be = self.0.telling.is_none_or(|byte| memchr::memchr(byte, text).is_some());
        may_be && self.0.marks.iter().any(|mark| mark.find(text).is_some())
    }
}

impl Ready {
    /// These marks.
    pub(crate) fn of(marks: &[&'static str]) -> Self {
        let telling = b"{%?@".iter().copied().find(|byte| marks.iter().all(|mark| mark.as_bytes().contains(byte)));
        Ready { marks: marks.iter().map(|mark| Finder::new(*mark)).collect(), telling }
    }
}

/// The marks of a dialect.
macro_rules! marks {
    ($($mark:expr),* $(,)?) => {
        $crate::dialect::Marks::new(|| $crate::dialect::Ready::of(&[$($mark),*]))
    };
}
pub(crate) use marks;

/// What to do with a file.
#[derive(Clone, Copy)]
pub enum Detected {
    /// Read it in this dialect.
    Read(&'static dyn Dialect),
    /// A form may stand in it, but askwell does not read its language yet.
    NotYet(&'static str),
    /// Code or data in a language that forms can be written in, and none is written in it.
    NoForm,
    /// No template.
    Other,
}

/// The dialect called `name`.
pub fn named(name: &str) -> Option<&'static dyn Dialect> {
    ALL.iter().copied().find(|dialect| dialect.name() == name)
}

/// The endings of all files in which a form may stand, each with its dot, in order.
pub fn endings() -> Vec<String> {
    let endings: BTreeSet<&str> = ALL.iter().flat_map(|dialect| dialect.extensions()).copied().collect();
    endings.into_iter().map(|ending| format!(".{ending}")).collect()
}

/// True if a file called `path` is worth opening.
pub fn may_hold_form(path: &str) -> bool {
    static ENDINGS: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
        let read = ALL.iter().flat_map(|dialect| dialect.extensions()).copied();
        read.chain(UNREAD.iter().map(|(unread, _)| *unread)).collect()
    });
    ENDINGS.contains(extension(path).as_str())
}

/// The language of a file, by its ending and what stands in it.
pub fn detect(path: &str, text: &str) -> Detected {
    let ending = extension(path);
    if let Some(language) = unread_language(path) {
        return Detected::NotYet(language);
    }
    let mut speakers = ALL.iter().copied().filter(|dialect| dialect.extensions().contains(&ending.as_str())).peekable();
    if speakers.peek().is_none() {
        return Detected::Other;
    }
    if (script::ENDINGS.contains(&ending.as_str()) || ending == "rb") && module::is_test(path) {
        return Detected::NoForm;
    }
    if let Some(language) = template::foreign(&ending, text) {
        return Detected::NotYet(language);
    }
    speakers.find(|dialect| !dialect.passes_over(path) && dialect.claims(&ending, text)).map_or(Detected::NoForm, Detected::Read)
}

/// A code file as others use it, in the language of its ending.
pub fn module(path: &str, source: &Source, parsers: &mut Parsers) -> Module {
    match extension(path).as_str() {
        #[cfg(feature = "django")]
        "py" => python::read(source, parsers),
        #[cfg(feature = "razor")]
        "cs" => csharp::read(source, parsers),
        #[cfg(feature = "ruby")]
        "rb" => ruby::read(source, parsers),
        _ => script::read(source, parsers),
    }
}

/// The language that a file's ending says askwell cannot read yet, without opening it.
pub fn unread_language(path: &str) -> Option<&'static str> {
    let ending = extension(path);
    UNREAD.iter().find(|(unread, _)| *unread == ending).map(|(_, language)| *language)
}

/// The ending of a path, without the dot, in lower case. Blade's has a dot in it.
pub(crate) fn extension(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    let ending = match name.strip_suffix(blade::ENDING).is_some_and(|before| before.ends_with('.')) {
        true => blade::ENDING,
        false => name.rsplit_once('.').map_or("", |(_, ending)| ending),
    };
    ending.to_ascii_lowercase()
}

/// Parsers, one a grammar, made when first needed and kept for the thread: cheap to use again and dear to make.
#[derive(Default)]
pub struct Parsers {
    made: Vec<Made>,
    heard: Option<Vec<Parsed>>,
}

/// The parser of a grammar.
struct Made {
    grammar: &'static str,
    parser: Parser,
    names: Arc<Names>,
}

/// What a grammar was given to read.
pub struct Parsed {
    /// The grammar's name, one for each.
    pub grammar: &'static str,
    /// The grammar.
    pub language: fn() -> Language,
    /// The text as the grammar had it: what is not its language is covered up.
    pub text: String,
    /// The part of the text that it was to read, where that is not all of it.
    pub part: Option<Range>,
}

impl Parsers {
    /// None is made before it is needed.
    pub fn new() -> Self {
        Parsers::default()
    }

    /// Parsers that keep what they are given, for a measurement of parsing alone. All that has a grammar goes to it, also what
    /// would be read without.
    pub fn listening() -> Self {
        Parsers { heard: Some(Vec::new()), ..Parsers::default() }
    }

    /// What they were given since they were last asked, in order; nothing if they were not told to listen.
    pub fn heard(&mut self) -> Vec<Parsed> {
        self.heard.as_mut().map(std::mem::take).unwrap_or_default()
    }

    fn listens(&self) -> bool {
        self.heard.is_some()
    }

    /// The tree of `text`. `None` only where a grammar was built for another tree-sitter than this one.
    fn parse(&mut self, grammar: &'static str, language: fn() -> Language, text: &str) -> Option<Tree> {
        let grown = self.grow(grammar, language, text)?;
        Some(Tree::of(&grown, self.made(grammar, language)?.names.clone()))
    }

    /// The same as tree-sitter has it, for whoever goes through it once.
    fn grow(&mut self, grammar: &'static str, language: fn() -> Language, text: &str) -> Option<tree_sitter::Tree> {
        self.hear(grammar, language, text, None);
        self.made(grammar, language)?.parser.parse(text, None)
    }

    fn hear(&mut self, grammar: &'static str, language: fn() -> Language, text: &str, part: Option<Range>) {
        if let Some(heard) = &mut self.heard {
            heard.push(Parsed { grammar, language, text: text.to_owned(), part });
        }
    }

    /// The parser of a grammar.
    fn made(&mut self, grammar: &'static str, language: fn() -> Language) -> Option<&mut Made> {
        let at = match self.made.iter().position(|made| made.grammar == grammar) {
            Some(at) => at,
            None => {
                let (mut parser, language) = (Parser::new(), language());
                parser.set_language(&language).ok()?;
                self.made.push(Made { grammar, parser, names: Arc::new(Names::of(&language)) });
                self.made.len() - 1
            }
        };
        Some(&mut self.made[at])
    }

    /// The tree of the part of `text` in `range`, with places that count from the beginning of `text`.
    fn parse_part(&mut self, grammar: &'static str, language: fn() -> Language, text: &str, range: ByteRange<usize>) -> Option<Tree> {
        // Grammars that read indentation ask for columns.
        let point = |at: usize| {
            let before = &text.as_bytes()[..at];
            let line = memchr::memrchr(b'\n', before).map_or(0, |end| end + 1);
            Point::new(memchr::memchr_iter(b'\n', before).count(), at - line)
        };
        let part = Range { start_byte: range.start, end_byte: range.end, start_point: point(range.start), end_point: point(range.end) };
        self.hear(grammar, language, text, Some(part));
        let made = self.made(grammar, language)?;
        made.parser.set_included_ranges(&[part]).ok()?;
        let grown = made.parser.parse(text, None);
        made.parser.set_included_ranges(&[]).ok()?;
        Some(Tree::of(&grown?, made.names.clone()))
    }
}

/// The name that code gives a component which a page calls `radio-group`.
pub(crate) fn component_name(name: &str) -> String {
    bound::pascal(name)
}

/// What the class of an Angular component in the file of `code` gives its template.
pub(crate) fn class_names(module: &Module, code: &str) -> Vec<Set> {
    angular::names(module, code)
}

/// What whoever shows the Angular component in the file of `code` may give it, and what that is otherwise.
pub(crate) fn class_inputs(module: &Module, code: &str) -> Vec<Set> {
    angular::inputs(module, code)
}

/// Reads HTML that stands in a value, such as `html: "<p>…</p>"`.
pub fn fragment(text: &Text, parsers: &mut Parsers) -> Vec<Node> {
    markup::read(text, &[], parsers).nodes
}
