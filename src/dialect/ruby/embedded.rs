//! Ruby that stands in a template: what a tag, or a line, shows, sets, opens or closes.
//!
//! A block is opened in one tag and closed in another, so that most tags are no whole statement. What opens one is
//! completed before it is parsed.

use std::ops::Range;
use std::sync::Arc;

use super::{Lower, named, parsed};
use crate::dialect::Parsers;
use crate::dialect::template::Opening;
use crate::dialect::tree::Node as Tree;
use crate::page::{Include, Node, Notice, Set};
use crate::source::{FileId, Span};
use crate::text::Text;
use crate::unknown::Reason;
use crate::value::{Call, Value, ValueKind};

/// What one stretch of Ruby does.
pub(in crate::dialect) enum Piece {
    /// Shows a value.
    Print(Value),
    /// Stands in the page: names that are set, a template that is shown.
    Nodes(Vec<Node>),
    /// Opens a block.
    Open(Opening),
    /// `else`, `elsif`, `when`.
    Arm(Option<Value>),
    /// `end`.
    Close,
}

/// Reads stretches of one file.
pub(in crate::dialect) struct Embedded<'s> {
    /// The file, or the part of it that is the template.
    pub(in crate::dialect) text: &'s str,
    /// Where that begins in the file.
    pub(in crate::dialect) base: usize,
    pub(in crate::dialect) file: FileId,
    pub(in crate::dialect) notices: Vec<Notice>,
}

/// Methods that show their block once for each of a list.
const LOOPS: &[&str] = &[
    "each",
    "each_with_index",
    "with_index",
    "each_with_object",
    "each_pair",
    "each_key",
    "each_value",
    "each_slice",
    "each_entry",
    "map",
    "times",
    "upto",
    "find_each",
    "reverse_each",
    "in_groups_of",
    "flat_map",
    "select",
    "filter_map",
];

impl Embedded<'_> {
    /// What the Ruby at `range` of the text does. `shown` is true where its value is put into the page.
    pub(in crate::dialect) fn piece(&mut self, range: Range<usize>, shown: bool, parsers: &mut Parsers) -> Piece {
        let code = &self.text[range.clone()];
        let word = word(code);
        match word {
            "end" => return Piece::Close,
            "else" => return Piece::Arm(None),
            "elsif" | "when" | "in" => return Piece::Arm(Some(self.condition(range.start + word.len()..range.end))),
            "ensure" | "rescue" | "__END__" => return Piece::Nodes(Vec::new()),
            _ if code.starts_with('}') => return Piece::Close,
            _ if code.is_empty() => return Piece::Nodes(Vec::new()),
            _ => {}
        }
        let is_whole = code.ends_with("end") && code[..code.len() - 3].ends_with(|c: char| c.is_whitespace() || c == ';');
        match word {
            "if" | "unless" if !is_whole => {
                return Piece::Open(Opening::Branch(Some(self.condition(range.start + word.len()..range.end))));
            }
            // Nothing stands before the first `when`, unless that is in the same tag.
            "case" if !is_whole => {
                let first = code.split_whitespace().any(|word| word == "when" || word == "in");
                let kind = if first { ValueKind::Unknown(Reason::Condition) } else { ValueKind::Bool(false) };
                return Piece::Open(Opening::Branch(Some(Value::new(kind, self.span(range)))));
            }
            "while" | "until" | "begin" if !is_whole => return Piece::Open(Opening::Plain),
            "for" if !is_whole => return Piece::Open(self.for_loop(range, parsers)),
            _ => {}
        }
        match block_opened(code) {
            Some(ending) => match self.opened(range.clone(), ending, parsers) {
                Some(opening) => Piece::Open(opening),
                None => self.statements(range, shown, parsers),
            },
            None => self.statements(range, shown, parsers),
        }
    }

    /// What decides between arms. Which one is shown is for the running page to say, unless it is said outright.
    fn condition(&self, range: Range<usize>) -> Value {
        let kind = match self.text[range.clone()].trim() {
            "false" => ValueKind::Bool(false),
            "true" => ValueKind::Bool(true),
            _ => ValueKind::Unknown(Reason::Condition),
        };
        Value::new(kind, self.span(range))
    }

    fn for_loop(&mut self, range: Range<usize>, parsers: &mut Parsers) -> Opening {
        let code = &self.text[range.clone()];
        let Some(at) = code.find(" in ") else { return Opening::Loop(Vec::new(), Value::unknown(Reason::Unreadable, self.span(range))) };
        let names = code[3..at.max(3)].split(',').map(|name| name.trim().to_owned()).collect();
        let list = code[at + 4..].trim_end().trim_end_matches(" do");
        let over = self.value(range.start + at + 4..range.start + at + 4 + list.len(), parsers);
        Opening::Loop(names, over)
    }

    /// The value of an expression; unknown, with a notice, where it is none.
    pub(in crate::dialect) fn value(&mut self, range: Range<usize>, parsers: &mut Parsers) -> Value {
        let (code, base) = (&self.text[range.clone()], self.base + range.start);
        let value = parsed(code, "", base, self.file, parsers, |lower, root| named(root).last().map(|node| lower.value(node)));
        value.flatten().unwrap_or_else(|| self.unreadable(range))
    }

    fn unreadable(&mut self, range: Range<usize>) -> Value {
        let span = self.span(range);
        self.notices.push(Notice { span, message: "this expression could not be read".to_owned() });
        Value::unknown(Reason::Unreadable, span)
    }

    /// What a tag opens whose block is closed in another. `None` where a brace is that of a hash, which is never closed.
    fn opened(&mut self, range: Range<usize>, ending: &str, parsers: &mut Parsers) -> Option<Opening> {
        let (code, base) = (&self.text[range.clone()], self.base + range.start);
        let opening =
            parsed(code, ending, base, self.file, parsers, |lower, root| named(root).last().and_then(|node| opening(lower, node)));
        match opening {
            Some(None) if ending == BRACE => None,
            Some(opening) => Some(opening.unwrap_or(Opening::Plain)),
            None => {
                self.unreadable(range);
                Some(Opening::Plain)
            }
        }
    }

    /// One or more whole statements.
    fn statements(&mut self, range: Range<usize>, shown: bool, parsers: &mut Parsers) -> Piece {
        let (code, base) = (&self.text[range.clone()], self.base + range.start);
        let piece = parsed(code, "", base, self.file, parsers, |lower, root| {
            let statements: Vec<Tree> = named(root).collect();
            let (last, before) = match (shown, statements.split_last()) {
                (true, Some((last, before))) => (Some(*last), before),
                _ => (None, statements.as_slice()),
            };
            let mut nodes = Vec::new();
            before.iter().for_each(|statement| lower.sets(*statement, &mut nodes));
            match last.map(|last| (last, lower.value(last))) {
                None => Piece::Nodes(nodes),
                Some((last, value)) => {
                    lower.sets(last, &mut nodes);
                    match (included(&value), nodes.is_empty()) {
                        (Some(include), _) => {
                            nodes.push(Node::Include(include));
                            Piece::Nodes(nodes)
                        }
                        (None, true) => Piece::Print(value),
                        (None, false) => {
                            nodes.push(Node::Print(crate::page::Print { span: value.span, value }));
                            Piece::Nodes(nodes)
                        }
                    }
                }
            }
        });
        match piece {
            Some(piece) => piece,
            None => {
                let value = self.unreadable(range);
                if shown { Piece::Print(value) } else { Piece::Nodes(Vec::new()) }
            }
        }
    }

    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.file, self.base + range.start, self.base + range.end)
    }
}

impl Lower<'_> {
    /// The names that a statement sets.
    fn sets(&self, statement: Tree, nodes: &mut Vec<Node>) {
        let mut set = |name: Tree, value: Value| {
            let name = self.text(name).to_owned();
            nodes.push(Node::Set(Set { name, value: Arc::new(value) }));
        };
        let left = statement.child_by_field_name("left");
        match (statement.kind(), left) {
            ("assignment", Some(left)) if matches!(left.kind(), "identifier" | "instance_variable") => {
                set(left, self.part(statement, "right"))
            }
            ("operator_assignment", Some(left)) if matches!(left.kind(), "identifier" | "instance_variable") => {
                let (before, added) = (self.value(left), self.part(statement, "right"));
                let operator = statement.child_by_field_name("operator").map_or("", |operator| self.text(operator));
                let kind = match operator {
                    "||=" => ValueKind::Fallback(Box::new(before), Box::new(added)),
                    "+=" => ValueKind::Concat(vec![before, added]),
                    _ => ValueKind::Unknown(Reason::Computed),
                };
                set(left, Value::new(kind, self.span(statement)));
            }
            // `list << item`, `list.push(item)`.
            ("binary", Some(left)) if left.kind() == "identifier" && self.operator(statement) == "<<" => {
                let call = Call {
                    receiver: Some(self.value(left)),
                    name: "push".to_owned(),
                    args: vec![self.part(statement, "right")],
                    keywords: None,
                };
                set(left, Value::new(ValueKind::Call(Box::new(call)), self.span(statement)));
            }
            ("call", _) => {
                let Some(list) = statement.child_by_field_name("receiver").filter(|list| list.kind() == "identifier") else { return };
                let call = self.value(statement);
                if call.as_call().is_some_and(|call| matches!(call.name.as_str(), "push" | "append")) {
                    set(list, call);
                }
            }
            // What is set in a condition may be set or not.
            ("if" | "unless" | "case" | "if_modifier" | "unless_modifier" | "begin" | "while", _) => {
                let mut assigned = Vec::new();
                self.assigned(statement, &mut assigned);
                for name in assigned {
                    set(name, self.unknown(Reason::Condition, statement));
                }
            }
            _ => {}
        }
    }

    fn operator<'t>(&'t self, node: Tree<'t>) -> &'t str {
        node.child_by_field_name("operator").map_or("", |operator| self.text(operator))
    }

    /// Each name that is given a value somewhere within `node`.
    fn assigned<'t>(&self, node: Tree<'t>, into: &mut Vec<Tree<'t>>) {
        let Some(deeper) = self.deeper() else { return };
        for child in named(node) {
            if matches!(child.kind(), "assignment" | "operator_assignment") {
                into.extend(child.child_by_field_name("left").filter(|left| matches!(left.kind(), "identifier" | "instance_variable")));
            }
            deeper.assigned(child, into);
        }
    }
}

/// What a statement opens whose last call has a block.
fn opening(lower: Lower, node: Tree) -> Option<Opening> {
    match node.kind() {
        "assignment" | "operator_assignment" => {
            let name = node.child_by_field_name("left").filter(|left| matches!(left.kind(), "identifier" | "instance_variable"))?;
            Some(Opening::Keep(lower.text(name).to_owned()))
        }
        "call" => node.child_by_field_name("block").map(|_| block_of(lower, node)),
        // `link_to(x) do`, shown on a condition.
        "if_modifier" | "unless_modifier" | "return" => opening(lower.deeper()?, named(node).next()?),
        _ => None,
    }
}

fn block_of(lower: Lower, node: Tree) -> Opening {
    let call = lower.call_parts(node);
    let names = node.child_by_field_name("block").map_or_else(Vec::new, |block| lower.block_names(block));
    let span = lower.span(node);
    if let Some(element) = super::element::of(&call, span) {
        return Opening::Written(Box::new(element));
    }
    if LOOPS.contains(&call.name.as_str()) && call.receiver.is_some() {
        return repeated(call, names, span);
    }
    let call = lower.meant(call, false, span);
    match included(&call) {
        Some(include) => Opening::Within(include, names),
        None => Opening::Wrap(call, names),
    }
}

/// A loop. One that numbers what it shows, or shows it in groups, has names of its own.
fn repeated(call: Call, mut names: Vec<String>, span: Span) -> Opening {
    let unknown = Value::unknown(Reason::Loop, span);
    let Some(over) = call.receiver else { return Opening::Loop(names, unknown) };
    match call.name.as_str() {
        "each_with_index" | "each_with_object" | "with_index" => {
            // The last name is the number, or what is handed along.
            names.truncate(names.len().saturating_sub(1).max(1));
            let over = match over.kind {
                ValueKind::Call(each) if matches!(each.name.as_str(), "each" | "map" | "reverse_each") && each.receiver.is_some() => {
                    each.receiver.unwrap_or(unknown)
                }
                kind => Value::new(kind, over.span),
            };
            Opening::Loop(names, over)
        }
        "each" | "map" | "each_pair" | "reverse_each" | "each_entry" | "flat_map" | "find_each" => Opening::Loop(names, over),
        _ => Opening::Loop(names, unknown),
    }
}

/// The template that `render` shows: a partial by its name, or a component by its class.
fn included(value: &Value) -> Option<Include> {
    let call = value.as_call().filter(|call| call.receiver.is_none() && call.name == "render")?;
    let entry = |name: &str| match call.keywords.as_ref().map(|keywords| &keywords.kind) {
        Some(ValueKind::Map(entries)) => entries.iter().find(|entry| entry.key == name).map(|entry| entry.value.clone()),
        _ => None,
    };
    let span = value.span;
    match call.args.first() {
        Some(first) => {
            let template = component(first).or_else(|| matches!(first.kind, ValueKind::Text(_)).then(|| first.clone()))?;
            let with = if first.as_call().is_some() { None } else { entry("locals").or_else(|| call.keywords.clone()) };
            Some(Include { template, with, span })
        }
        None => Some(Include { template: entry("partial")?, with: entry("locals"), span }),
    }
}

/// The path of a component that is made here: `Forms::SexComponent.new` is `forms/sex_component`.
pub(in crate::dialect) fn component(value: &Value) -> Option<Value> {
    let call = value.as_call().filter(|call| call.name == "new")?;
    let ValueKind::Name(name) = &call.receiver.as_ref()?.kind else { return None };
    let is_class = name.split("::").all(|part| part.starts_with(|c: char| c.is_ascii_uppercase()));
    is_class.then(|| Value::new(ValueKind::Text(Text::meaning(&underscored(name), value.span)), value.span))
}

/// The path of the file of a class: `Forms::SexForm` stands in `forms/sex_form`.
pub(crate) fn underscored(name: &str) -> String {
    let mut path = String::new();
    for part in name.split("::") {
        if !path.is_empty() {
            path.push('/');
        }
        let letters: Vec<char> = part.chars().collect();
        for (at, letter) in letters.iter().enumerate() {
            let before = at.checked_sub(1).map(|at| letters[at]);
            let ends_capitals = before.is_some_and(char::is_uppercase) && letters.get(at + 1).is_some_and(|next| next.is_lowercase());
            let begins = letter.is_uppercase() && before.is_some_and(|before| before.is_lowercase() || before.is_ascii_digit());
            if begins || (letter.is_uppercase() && ends_capitals) {
                path.push('_');
            }
            path.extend(letter.to_lowercase());
        }
    }
    path
}

/// What ends a block in braces.
const BRACE: &str = "\n}";

/// How to end what `code` leaves open, if its last call is given a block.
fn block_opened(code: &str) -> Option<&'static str> {
    let code = code.trim_end();
    let before_names = match code.strip_suffix('|') {
        Some(inner) => inner[..inner.rfind('|')?].trim_end(),
        None => code,
    };
    if let Some(before) = before_names.strip_suffix("do") {
        return (before.is_empty() || before.ends_with([' ', '\t', '\n', ')', '\r'])).then_some("\nend");
    }
    // A brace that is closed again belongs to a hash.
    before_names.ends_with('{').then_some(BRACE)
}

/// The identifier that `code` starts with.
fn word(code: &str) -> &str {
    let end = code.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(code.len());
    // `end_date` and `if:` are no keywords, nor is `else?`.
    if code[end..].starts_with([':', '?', '!', '=']) && !code[end..].starts_with("::") { "" } else { &code[..end] }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(code: &str, shown: bool) -> Piece {
        let mut embedded = Embedded { text: code, base: 0, file: FileId(0), notices: Vec::new() };
        embedded.piece(0..code.len(), shown, &mut Parsers::new())
    }

    #[test]
    fn what_a_tag_opens_is_told_by_its_end() {
        let Piece::Open(Opening::Wrap(call, names)) = piece("f.fieldset(:sex, legend: { text: \"Sex\" }) do |g|", true) else {
            panic!("wrap")
        };
        assert_eq!((call.as_call().map(|call| call.name.as_str()), names.as_slice()), (Some("fieldset"), ["g".to_owned()].as_slice()));
        let Piece::Open(Opening::Loop(names, over)) = piece("sexes.each.with_index do |sex, at|", false) else { panic!("loop") };
        assert_eq!((names.as_slice(), over.kind), (["sex".to_owned()].as_slice(), ValueKind::Name("sexes".to_owned())));
        assert!(matches!(piece("names.each { |name|", false), Piece::Open(Opening::Loop(..))));
        assert!(matches!(piece("x = capture do", false), Piece::Open(Opening::Keep(name)) if name == "x"));
        assert!(matches!(piece("end", false), Piece::Close));
        assert!(matches!(piece("end_date", true), Piece::Print(_)));
        assert!(matches!(piece("label = if a then \"x\" else \"y\" end", false), Piece::Nodes(nodes) if nodes.len() == 1));
    }

    #[test]
    fn a_block_that_is_whole_opens_nothing() {
        assert!(matches!(piece("table.head do |head|\n head.row do |row|\n end\n end", true), Piece::Print(_)));
        assert!(matches!(piece("content_for(:x) { f.errors }", false), Piece::Nodes(nodes) if nodes.is_empty()));
    }

    #[test]
    fn the_file_of_a_class_follows_from_its_name() {
        let paths = ["SexForm", "Forms::SexForm", "FHIRMapper::Patient", "A1Form"].map(underscored);
        assert_eq!(paths, ["sex_form", "forms/sex_form", "fhir_mapper/patient", "a1_form"]);
    }
}
