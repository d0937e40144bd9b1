//! A file as its template language reads it: elements, text, calls, conditions, loops and values.
//!
//! This is what a dialect gives. It knows neither questions nor rules.

use std::sync::Arc;

use crate::module::Module;
use crate::source::Span;
use crate::text::Text;
use crate::value::Value;

/// One template, read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// What stands in it, in the order of the file.
    pub nodes: Vec<Node>,
    /// Where other files show it with what they give it: each name and what it stands for where they give nothing. Without
    /// a name, all those of another component.
    pub params: Vec<Set>,
    /// The layout that shows it, where it names one.
    pub extends: Option<Value>,
    /// Comments in any of its languages, for directives.
    pub comments: Vec<Comment>,
    /// What could not be read.
    pub notices: Vec<Notice>,
    /// The names of a code file, where it is one.
    pub module: Option<Arc<Module>>,
    /// True for prose that a form may stand in: where it asks nothing, its words are no form's.
    pub is_prose: bool,
    /// The language whose own helpers its calls are, where these have names that others use too; empty for any.
    pub language: &'static str,
}

impl Page {
    /// Rails' templates.
    pub const RUBY: &'static str = "ruby";
    /// Pages of ASP.NET.
    pub const RAZOR: &'static str = "razor";
}

/// A part of a page.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// An HTML element, with everything between its tags.
    Element(Box<Element>),
    /// Literal text, entities decoded, white space as in the file.
    Text(Text),
    /// An expression whose value is shown; often a call of a component.
    Print(Print),
    /// A call that wraps a part of the page: `{% call %}`, a JSX component, `do … end`.
    Wrap(Box<Wrap>),
    /// One of its arms is shown.
    Branch(Branch),
    /// Shown once for each item of a list.
    Loop(Box<Loop>),
    /// A name gets a value.
    Set(Set),
    /// What code defines at its top level: a class of a form, an object that describes questions.
    Definition(Set),
    /// A part that other templates may fill or replace.
    Block(Block),
    /// A macro, shown only where it is called.
    Macro(Block),
    /// Another template, shown here.
    Include(Include),
    /// Names that come from another file.
    Import(Import),
}

impl Node {
    /// Where it stands, if it has a place of its own.
    pub fn span(&self) -> Option<Span> {
        match self {
            Node::Element(element) => Some(element.open),
            Node::Text(text) => text.span(),
            Node::Print(print) => Some(print.span),
            Node::Wrap(wrap) => Some(wrap.span),
            Node::Branch(branch) => Some(branch.span),
            Node::Loop(repeated) => Some(repeated.open),
            Node::Set(set) | Node::Definition(set) => Some(set.value.span),
            Node::Include(include) => Some(include.span),
            Node::Block(_) | Node::Macro(_) | Node::Import(_) => None,
        }
    }
}

/// An HTML element.
#[derive(Clone, Debug, PartialEq)]
pub struct Element {
    /// In lower case.
    pub tag: String,
    /// From its start tag to its end.
    pub span: Span,
    /// The start tag alone.
    pub open: Span,
    /// In the order of the file, names in lower case.
    pub attributes: Vec<Attribute>,
    /// What may give further attributes: `{...register("title")}`, `{{ attrs }}`.
    pub spreads: Vec<Value>,
    /// What stands between its tags.
    pub children: Vec<Node>,
}

/// An attribute of an element.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribute {
    /// In lower case.
    pub name: String,
    /// Its value; empty text for a bare name.
    pub value: Value,
    /// From its name to the end of its value, quotes included.
    pub span: Span,
    /// True if a condition decides whether it is there.
    pub conditional: bool,
}

/// A call that wraps a part of the page. What it wraps is its parameter `children`, too.
#[derive(Clone, Debug, PartialEq)]
pub struct Wrap {
    /// The call.
    pub call: Value,
    /// What it wraps.
    pub body: Vec<Node>,
    /// From the start of the call to the end of what it wraps.
    pub span: Span,
}

/// A value that is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Print {
    /// What is shown.
    pub value: Value,
    /// With its delimiters.
    pub span: Span,
}

/// A condition with all its arms.
#[derive(Clone, Debug, PartialEq)]
pub struct Branch {
    /// In order.
    pub arms: Vec<Arm>,
    /// From its first tag to its last.
    pub span: Span,
}

/// Another template.
#[derive(Clone, Debug, PartialEq)]
pub struct Include {
    /// Which.
    pub template: Value,
    /// The map of names that it is given, where it is given some.
    pub with: Option<Value>,
    /// With its delimiters.
    pub span: Span,
}

/// A condition and what it shows; the last may be without.
#[derive(Clone, Debug, PartialEq)]
pub struct Arm {
    /// `None` for an `else`.
    pub condition: Option<Value>,
    /// What is shown.
    pub body: Vec<Node>,
}

/// A loop over a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Loop {
    /// The names that each item is given, one for a list, two for a map.
    pub names: Vec<String>,
    /// The list.
    pub over: Value,
    /// What is repeated.
    pub body: Vec<Node>,
    /// The tag that opens it.
    pub open: Span,
    /// From its first tag to its last.
    pub span: Span,
}

/// A name and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Set {
    /// The name.
    pub name: String,
    /// What it stands for from here on.
    pub value: Arc<Value>,
}

/// A named part of a page.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// The name.
    pub name: String,
    /// The names of a macro's parameters.
    pub params: Vec<String>,
    /// What those of them are that a call leaves out.
    pub defaults: Vec<Set>,
    /// What stands in it.
    pub body: Vec<Node>,
}

/// Names that come from another file.
#[derive(Clone, Debug, PartialEq)]
pub struct Import {
    /// The file, as written.
    pub from: Value,
    /// Each name there and the name here; for a whole module, the name there is empty.
    pub names: Vec<(String, String)>,
}

impl Import {
    /// The name there and here where every name is taken: `from forms import *`.
    pub const ALL: &'static str = "*";
}

/// A comment, without its delimiters.
#[derive(Clone, Debug, PartialEq)]
pub struct Comment {
    /// The comment's text.
    pub text: Text,
    /// The comment with its delimiters.
    pub span: Span,
}

/// Something in a file that could not be read as it was meant. It loses nothing else.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Notice {
    /// Where.
    pub span: Span,
    /// What, in plain words.
    pub message: String,
}
