//! The formats that a check can be told in. A format is a file beside this one and a line of [`ALL`].

use std::io;

use codespan_reporting::term::termcolor::WriteColor;

use super::findings::Report;
use super::{human, json};
use crate::rules::Pack;

/// What a format is given to tell.
pub struct Telling<'r> {
    /// All that there is to say.
    pub report: &'r Report,
    /// The rules that said it.
    pub pack: &'r Pack,
}

/// A way of telling a check.
#[derive(Debug)]
pub struct Format {
    /// What it is called on the command line.
    pub name: &'static str,
    /// What it is, in a few words.
    pub about: &'static str,
    /// Writes it. Colours are for whoever looks on; what is written into a file has none.
    pub write: fn(&Telling, &mut dyn WriteColor) -> io::Result<()>,
}

/// Every format. The first is for people, and what `askwell check` prints if nothing else is asked for.
pub const ALL: &[Format] = &[
    Format { name: "human", about: "For people", write: human::write },
    Format { name: "json", about: "For programs", write: json::write },
];

/// The format called `name`.
pub fn named(name: &str) -> Option<&'static Format> {
    ALL.iter().find(|format| format.name == name)
}
