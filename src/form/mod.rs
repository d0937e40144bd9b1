//! Questions as people meet them, whatever they were written in.
//!
//! This is all that rules ever see.

mod answers;
mod arranged;
mod asked;
mod associate;
mod beside;
mod call;
mod casing;
mod classes;
pub(crate) mod components;
mod controls;
mod cues;
mod defined;
mod elements;
mod elsewhere;
mod group;
mod labels;
mod localised;
mod names;
mod own;
mod params;
mod parts;
mod printed;
mod read;
mod rendered;
mod reveals;
mod search;
mod sets;
mod shown;
mod sketch;
mod words;

use std::fmt;

pub use read::read;

use crate::source::{FileId, Span};
use crate::text::Text;
use crate::unknown::{Because, Property};

/// What a page asks and says.
#[derive(Debug, Default)]
pub struct Form {
    /// The file that it is the form of. Words may stand in others.
    pub file: Option<FileId>,
    /// In reading order.
    pub questions: Vec<Question>,
    /// Everything that people can read, in reading order, the words of the questions included.
    pub passages: Vec<Passage>,
    /// Where the links of the page's own file lead. Nobody reads these: only rules that ask for them see them.
    pub addresses: Vec<Passage>,
    /// The addresses at which a form that is a file by itself says that it and its own codes are kept.
    pub kept_at: Vec<String>,
    /// True if the page is there to look something up.
    pub looks_up: bool,
    /// True if nothing of the form can stand on another page: a questionnaire that is a file by itself.
    pub whole: bool,
    /// True if the page's own layout could not be found: what that says round it is not known.
    pub layout_unseen: bool,
    /// Parts of the page that come from elsewhere: what a whole page lacks cannot be told where there are any.
    pub unseen: Vec<Because>,
}

/// One thing that a person is asked.
#[derive(Debug)]
pub struct Question {
    /// Where it starts: its fieldset, its call, or its first control.
    pub span: Span,
    /// The words that ask: legend, label or, for want of both, the heading above.
    pub prompt: Property<Text>,
    /// The expression that gives the prompt, where its words stand elsewhere.
    pub prompt_at: Option<Span>,
    /// True if the prompt is a heading that stands above, not the question's own label.
    pub prompt_is_heading: bool,
    /// The line of help beside the prompt.
    pub hint: Property<Text>,
    /// What people answer with.
    pub control: Control,
    /// The name that the answer is sent under; where its parts have names of their own, what those start with.
    pub name: Property<Text>,
    /// What can be chosen; empty for controls that are typed in.
    pub answers: Vec<Answer>,
    /// Why there may be further answers. Empty where all can be seen.
    pub answers_unseen: Vec<Because>,
    /// Where the list of answers stands, brackets included: where a repair would add one.
    pub answers_span: Option<Span>,
    /// True if the form cannot be sent without an answer.
    pub required: Property<bool>,
    /// The `autocomplete` token.
    pub autocomplete: Property<Text>,
    /// What the answer must match.
    pub pattern: Property<Text>,
    /// The fewest characters that are let through.
    pub minlength: Property<Text>,
    /// The most characters that are let through.
    pub maxlength: Property<Text>,
    /// Whether browsers are told to look for mistakes of spelling in it.
    pub spellcheck: Property<bool>,
    /// True if the template shows that what people type is turned into capitals or small letters.
    pub forces_case: bool,
    /// The answer to another question that brings this one up.
    pub shown_when: Option<ShownWhen>,
    /// The last heading above it.
    pub heading: Option<Text>,
    /// The `form` element that it stands in, where the template shows one.
    pub in_form: Option<Span>,
    /// True if a box for people's own words stands in the same group.
    pub own_words_beside: bool,
    /// True if it is a box that words stand in beforehand: a record that is shown again.
    pub filled: bool,
    /// True if its form looks something up: what is answered there tells nothing about anybody.
    pub in_search: bool,
}

/// An answer of another question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShownWhen {
    /// The other question's start.
    pub question: Span,
    /// The answer's place.
    pub answer: Span,
}

/// True for words that are certain to stand in a box when people come to it.
fn is_filled(value: &Property<Text>) -> bool {
    value.known().is_some_and(|text| !text.is_blank() && text.holes().next().is_none())
}

/// One thing that can be chosen.
///
/// Its span is that of exactly one element, call, value or list item, so that a repair can find it again.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Its item, option or input.
    pub span: Span,
    /// The words beside it.
    pub label: Property<Text>,
    /// The expression or content that gives the label, as it stands in `span`.
    pub label_at: Option<Span>,
    /// What is sent.
    pub value: Property<Text>,
    /// The expression that gives the value, as it stands in `span`.
    pub value_at: Option<Span>,
    /// The name it is defined by, if it has one: `FEMALE = "F", "Female"`.
    pub key_at: Option<Span>,
    /// True if choosing it opens a box for people's own words.
    pub free_text: Property<bool>,
    /// True if it is chosen beforehand.
    pub selected: Property<bool>,
    /// True if it cannot be chosen together with others.
    pub exclusive: Property<bool>,
    /// True if a condition decides whether it is shown.
    pub conditional: bool,
    /// True if nobody can choose it: it stands there until somebody chooses.
    pub(crate) dead: bool,
}

impl Answer {
    /// An answer of which no more is said.
    pub(crate) fn new(span: Span, label: Property<Text>, value: Property<Text>) -> Self {
        Answer {
            span,
            label,
            label_at: None,
            value,
            value_at: None,
            key_at: None,
            free_text: Property::Known(false),
            selected: Property::Absent,
            exclusive: Property::Absent,
            conditional: false,
            dead: false,
        }
    }
}

impl Form {
    /// True if this is asked in the form's own file, not in one that it includes: there it is judged.
    pub fn asks_itself(&self, question: &Question) -> bool {
        self.file.is_none_or(|file| file == question.span.file)
    }
}

impl Question {
    /// True if no answer can be hidden, and every word of every answer can be read.
    pub fn answers_complete(&self) -> bool {
        let readable = |answer: &Answer| match &answer.label {
            Property::Known(label) => label.holes().next().is_none(),
            // An answer without a word, as where a key is not in its list, may be any.
            Property::Absent | Property::Unknown(_) => false,
        };
        self.answers_unseen.is_empty() && self.answers.iter().all(readable)
    }

    /// True if all that people are asked and offered can be read from the source.
    pub fn fully_visible(&self) -> bool {
        self.answers_complete() && self.prompt.unknown().is_none()
    }

    /// Where a finding about the question as a whole stands, always in the question's own file: on its prompt, else on
    /// what gives the prompt, else on the question.
    pub fn place(&self) -> Span {
        let words = self.prompt.known().and_then(|prompt| prompt.span_beside(self.span)).filter(|span| span.file == self.span.file);
        words.or(self.prompt_at).unwrap_or(self.span)
    }

    /// Where a finding about one of its answers stands, likewise.
    pub fn place_of(&self, answer: &Answer) -> Span {
        let places = [answer.label.known().and_then(Text::span), answer.label_at, Some(answer.span)];
        places.into_iter().flatten().find(|span| span.file == self.span.file).unwrap_or_else(|| self.place())
    }
}

/// What people answer with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Control {
    /// One of several.
    Radios,
    /// Any of several.
    Checkboxes,
    /// One from a list that drops down, or a list box.
    Select,
    /// A line of text.
    Input,
    /// Several lines of text.
    Textarea,
    /// Day, month and year.
    DateInput,
    /// A file.
    FileUpload,
    /// A password.
    PasswordInput,
    /// Words to search for.
    SearchInput,
}

impl Control {
    /// Every control, by its component's name.
    pub const ALL: &[(&str, Control)] = &[
        ("radios", Control::Radios),
        ("checkboxes", Control::Checkboxes),
        ("select", Control::Select),
        ("input", Control::Input),
        ("textarea", Control::Textarea),
        ("date-input", Control::DateInput),
        ("file-upload", Control::FileUpload),
        ("password-input", Control::PasswordInput),
        ("search-input", Control::SearchInput),
    ];

    /// The component's name in kebab-case.
    pub fn name(self) -> &'static str {
        Control::ALL.iter().find(|(_, control)| *control == self).map_or("", |(name, _)| name)
    }

    /// True if one of these names is its own, or `choice` or `text` and it is of that kind.
    pub(crate) fn is_one_of(self, names: &crate::rules::schema::Words) -> bool {
        names.iter().any(|name| match name {
            "choice" => self.is_choice(),
            "text" => self.is_text(),
            name => self.name() == name,
        })
    }

    /// True if it offers answers to choose from.
    pub fn is_choice(self) -> bool {
        matches!(self, Control::Radios | Control::Checkboxes | Control::Select)
    }

    /// True if people can write their own words in it.
    pub fn is_text(self) -> bool {
        matches!(self, Control::Input | Control::Textarea)
    }
}

impl fmt::Display for Control {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

/// A unit of visible text: two neighbouring labels are two passages, a phrase across `<b>` is in one.
#[derive(Debug)]
pub struct Passage {
    /// Folded.
    pub text: Text,
    /// What it is for.
    pub role: Role,
    /// What shows it in the page, where its words stand in another file.
    pub at: Option<Span>,
}

/// What a passage is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// A legend or label that asks.
    Prompt,
    /// Help beside a question.
    Hint,
    /// The label of something to choose.
    Answer,
    /// A heading.
    Heading,
    /// A button or a link that looks like one.
    Button,
    /// A message about a mistake.
    Error,
    /// Text in an empty box.
    Placeholder,
    /// A name for people who cannot see the page.
    AriaLabel,
    /// What a picture shows.
    Alt,
    /// The page's title.
    Title,
    /// Where a link leads, which people do not read.
    Address,
    /// Anything else.
    Body,
}

impl Role {
    /// Every role by the name that rules use.
    pub const ALL: &[(&str, Role)] = &[
        ("prompt", Role::Prompt),
        ("hint", Role::Hint),
        ("answer", Role::Answer),
        ("heading", Role::Heading),
        ("button", Role::Button),
        ("error", Role::Error),
        ("placeholder", Role::Placeholder),
        ("aria-label", Role::AriaLabel),
        ("alt", Role::Alt),
        ("title", Role::Title),
        ("address", Role::Address),
        ("body", Role::Body),
    ];
}
