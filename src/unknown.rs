//! Three-valued knowledge: known, absent, or unknown and why.

use std::fmt;

use crate::module;
use crate::source::Span;

/// Why something cannot be read from the source, and where that shows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Because {
    /// The kind of obstacle.
    pub reason: Reason,
    /// The expression or tag that hides it.
    pub span: Span,
}

/// What hides a value from a reader of the source.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// A variable that this file does not set.
    Name(String),
    /// A function, filter or macro that works the value out.
    Function(String),
    /// Only some of the conditions give it.
    Condition,
    /// It is repeated over a list that cannot be seen.
    Loop,
    /// It comes from another template.
    Include,
    /// The element or call takes further attributes from a variable.
    Spread,
    /// An operator works it out.
    Computed,
    /// It is defined by way of itself.
    Cycle,
    /// The expression could not be parsed.
    Unreadable,
    /// It stands after more than is read of one page.
    TooMuch,
    /// It is published at an address of its own.
    Elsewhere(String),
    /// Whatever shows the form gives the words.
    Shown,
}

impl Because {
    /// Hidden behind the variable `name`.
    pub fn name(name: &str, span: Span) -> Self {
        Because { reason: Reason::Name(name.to_owned()), span }
    }

    /// Hidden behind a call of `name`.
    pub fn function(name: &str, span: Span) -> Self {
        Because { reason: Reason::Function(module::written(name).0.to_owned()), span }
    }

    /// Any other obstacle.
    pub fn new(reason: Reason, span: Span) -> Self {
        Because { reason, span }
    }
}

impl Reason {
    /// A short stable word for counting reasons.
    pub fn kind(&self) -> &'static str {
        match self {
            Reason::Name(_) => "variable",
            Reason::Function(_) => "function",
            Reason::Condition => "condition",
            Reason::Loop => "loop",
            Reason::Include => "include",
            Reason::Spread => "spread",
            Reason::Computed => "computed",
            Reason::Cycle => "cycle",
            Reason::Unreadable => "unreadable",
            Reason::TooMuch => "too-much",
            Reason::Elsewhere(_) => "elsewhere",
            Reason::Shown => "shown",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reason::Name(name) => write!(out, "`{name}` gets its value where askwell cannot follow"),
            Reason::Function(name) if name.starts_with('<') => write!(out, "`{name}` is a component that askwell cannot see into"),
            Reason::Function(name) => write!(out, "`{name}(…)` works it out when the page runs"),
            Reason::Condition => out.write_str("it depends on a condition"),
            Reason::Loop => out.write_str("it is repeated over a list that askwell cannot see"),
            Reason::Include => out.write_str("part of it comes from another template"),
            Reason::Spread => out.write_str("further attributes come from a variable"),
            Reason::Computed => out.write_str("it is worked out when the page runs"),
            Reason::Cycle => out.write_str("it is defined by way of itself"),
            Reason::Unreadable => out.write_str("the expression could not be read"),
            Reason::TooMuch => out.write_str("the page goes on for longer than askwell reads"),
            Reason::Elsewhere(place) => write!(out, "it is kept at `{place}`, where askwell does not look"),
            Reason::Shown => out.write_str("the program that shows the form chooses the words"),
        }
    }
}

/// A property of a question: known, not there, or not to be known from the source.
///
/// A rule about something that is missing may speak only of [`Property::Absent`].
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Property<T> {
    /// It is written down.
    Known(T),
    /// It is certainly not there.
    #[default]
    Absent,
    /// It may be there.
    Unknown(Because),
}

impl<T> Property<T> {
    /// The value, where it is known.
    pub fn known(&self) -> Option<&T> {
        match self {
            Property::Known(value) => Some(value),
            _ => None,
        }
    }

    /// Why it is not known, where it is not.
    pub fn unknown(&self) -> Option<&Because> {
        match self {
            Property::Unknown(because) => Some(because),
            _ => None,
        }
    }

    /// True only if it is certainly not there.
    pub fn is_absent(&self) -> bool {
        matches!(self, Property::Absent)
    }

    /// The same with the known value changed.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Property<U> {
        match self {
            Property::Known(value) => Property::Known(change(value)),
            Property::Absent => Property::Absent,
            Property::Unknown(because) => Property::Unknown(because),
        }
    }

    /// `self`, or `other` where this is absent.
    pub fn or(self, other: impl FnOnce() -> Property<T>) -> Property<T> {
        if self.is_absent() { other() } else { self }
    }
}
