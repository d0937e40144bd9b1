//! Statements of C# between pieces of markup: what they show, what gets a name, what is shown under a condition or over and over.

use std::ops::Range;
use std::sync::Arc;

use super::helper;
use super::scan::{BLOCK, CONTROLS, Scan, name, skip, space};
use crate::dialect::template::{Opening, SegmentKind};
use crate::limits;
use crate::page::{Node, Set};
use crate::unknown::Reason;
use crate::value::{Call, Value, ValueKind};

/// Where a statement is divided, outside all brackets and strings.
struct Parts {
    /// Its `=`, if it gives something a value.
    assigns: Option<usize>,
    /// Its `{`, if that comes before any `=` and `;`.
    brace: Option<usize>,
    /// One past its `;`, or where it breaks off.
    end: usize,
}

impl Scan<'_, '_> {
    /// Statements from `at` up to the `}` that ends their block, or the end of the file.
    pub(super) fn statements(&mut self, at: usize) -> usize {
        // What stands deeper than anybody would read is passed over.
        if self.depth >= limits::NESTING {
            return self.source.text.len();
        }
        self.depth += 1;
        let end = self.each_statement(at);
        self.depth -= 1;
        end
    }

    fn each_statement(&mut self, mut at: usize) -> usize {
        let len = self.source.text.len();
        loop {
            at = self.past_space(at);
            let rest = self.rest(at);
            let Some(first) = rest.chars().next() else { return len };
            let next = match first {
                '}' => return at,
                '{' => {
                    self.cover(at + 1);
                    self.block(at + 1, SegmentKind::Inert)
                }
                '<' => {
                    self.cover(at);
                    let end = self.fragment(at);
                    self.from = end;
                    end
                }
                '@' if rest.starts_with("@:") => self.text_line(at),
                '@' => {
                    self.cover(at);
                    let end = self.transition(at);
                    self.from = self.from.max(end);
                    end
                }
                _ => self.statement(at),
            };
            at = next.max(at + first.len_utf8());
        }
    }

    /// Behind white space and comments.
    fn past_space(&mut self, mut at: usize) -> usize {
        loop {
            at += space(self.rest(at));
            let rest = self.rest(at);
            if rest.starts_with("@*") {
                self.cover(at);
                at = self.comment(at);
            } else if rest.starts_with("//") || rest.starts_with("/*") {
                let end = at + skip(&self.source.text, at);
                self.remark(at..end);
                at = end;
            } else {
                return at;
            }
        }
    }

    /// A comment of C#.
    fn remark(&mut self, range: Range<usize>) {
        let text = &self.source.text[range.clone()];
        let close = if text.starts_with("/*") && text.ends_with("*/") && text.len() > 3 { 2 } else { 0 };
        let inner = range.start + 2..range.end - close;
        let text = crate::text::Text::verbatim(&self.source.text[inner.clone()], self.span(inner));
        let span = self.span(range);
        self.found.comments.push(crate::page::Comment { text: text.folded(), span });
    }

    fn statement(&mut self, at: usize) -> usize {
        let word = name(self.rest(at));
        let after = at + word.len();
        let space_at = after + space(self.rest(after));
        let is_head = self.rest(space_at).starts_with('(');
        match word {
            "if" | "for" | "foreach" | "while" | "switch" | "lock" | "using" if is_head => self.control(self.from.min(at), at),
            "do" | "try" => self.control(self.from.min(at), at),
            // What is left of a condition whose beginning was no block.
            "else" => {
                self.cover(after);
                after
            }
            "case" | "default" => match self.label_end(at) {
                Some(end) => {
                    let condition = (word == "case").then(|| Value::unknown(Reason::Condition, self.span(at..end)));
                    self.push(self.from.min(at)..end, SegmentKind::Arm(condition));
                    end
                }
                None => self.simple(at),
            },
            _ => self.simple(at),
        }
    }

    /// One past the `:` of `case …:`.
    fn label_end(&self, at: usize) -> Option<usize> {
        let line = self.rest(at).find('\n').unwrap_or(self.rest(at).len());
        let mut here = at;
        while here < at + line {
            match self.source.text.as_bytes()[here] {
                b':' => return Some(here + 1),
                b';' => return None,
                _ => here += skip(&self.source.text, here),
            }
        }
        None
    }

    /// A word that opens a block, at `at`; what it comes to begins at `start`.
    pub(super) fn control(&mut self, start: usize, at: usize) -> usize {
        let word = name(self.rest(at));
        let mut here = at + word.len();
        here += space(self.rest(here));
        let head = match self.rest(here).starts_with('(') {
            true => match self.partner(here) {
                Some(end) => {
                    let inner = here + 1..end - 1;
                    here = end;
                    Some(inner)
                }
                None => None,
            },
            false => None,
        };
        let brace = here + space(self.rest(here));
        let is_word = CONTROLS.contains(&word) || word == "using";
        if !self.rest(brace).starts_with('{') || !is_word {
            // A condition round one statement: what that sets is not known.
            self.push(start.min(here)..here, SegmentKind::Inert);
            return here;
        }
        let opening = self.opening(word, head);
        self.push(start..brace + 1, SegmentKind::Open(BLOCK, opening));
        let mut end = self.statements(brace + 1);
        // Each arm goes on where the one before ends.
        while let Some((next, arm)) = self.arm(end) {
            self.push(self.from.min(end)..next, arm);
            end = self.statements(next);
        }
        let close = (end + 1).min(self.source.text.len());
        let mut stop = close;
        if word == "do" {
            let tail = self.rest(close).trim_start();
            let tail_at = self.source.text.len() - tail.len();
            if tail.starts_with("while") {
                stop = tail_at + tail.find(';').map_or(0, |found| found + 1);
            }
        }
        self.push(self.from.min(end)..stop.max(close), SegmentKind::Close(BLOCK));
        stop.max(close)
    }

    fn opening(&mut self, word: &str, head: Option<Range<usize>>) -> Opening {
        let place = self.span(head.clone().unwrap_or(0..0));
        match (word, head) {
            ("if", Some(head)) => Opening::Branch(Some(self.condition(head))),
            ("foreach", Some(head)) => self.each(head),
            ("for", Some(head)) if self.places(head.clone()).is_some() => {
                let (name, list) = self.places(head).unwrap_or_default();
                let list = self.expression(list);
                let span = list.span;
                let keys = Call { receiver: Some(list), name: "keys".to_owned(), args: Vec::new(), keywords: None };
                Opening::Loop(vec![name], Value::new(ValueKind::Call(Box::new(keys)), span))
            }
            ("for" | "while", head) => {
                let counter = head.map(|head| &self.source.text[head]).and_then(|head| head.split_once('='));
                let counter = counter.and_then(|(before, _)| before.split_whitespace().last()).map(str::to_owned);
                Opening::Loop(counter.into_iter().collect(), Value::unknown(Reason::Loop, place))
            }
            // Nothing stands before the first `case`.
            ("switch", _) => Opening::Branch(Some(Value::new(ValueKind::Bool(false), place))),
            _ => Opening::Plain,
        }
    }

    /// `var i = 0; i < list.Count; i++`: the name, and where the list stands.
    fn places(&self, head: Range<usize>) -> Option<(String, Range<usize>)> {
        let text = &self.source.text[head.clone()];
        let (first, rest) = text.split_once(';')?;
        let (name, from) = first.rsplit_once('=')?;
        let name = name.split_whitespace().last()?;
        let test = rest.split(';').next()?;
        let list = test.trim_start().strip_prefix(name)?.trim_start().strip_prefix('<')?;
        let path = [".Length", ".Count", ".Count()"].iter().find_map(|end| list.trim_end().strip_suffix(end))?;
        if from.trim() != "0" {
            return None;
        }
        let start = head.start + text.len() - rest.len() + (test.len() - list.len());
        Some((name.to_owned(), start..start + path.len()))
    }

    fn condition(&self, head: Range<usize>) -> Value {
        let kind = match self.source.text[head.clone()].trim() {
            "false" => ValueKind::Bool(false),
            "true" => ValueKind::Bool(true),
            _ => ValueKind::Unknown(Reason::Condition),
        };
        Value::new(kind, self.span(head))
    }

    /// `foreach (var item in list)`, `foreach (var (key, value) in list)`.
    fn each(&mut self, head: Range<usize>) -> Opening {
        let text = &self.source.text[head.clone()];
        let Some(at) = text.find(" in ") else { return Opening::Loop(Vec::new(), Value::unknown(Reason::Loop, self.span(head))) };
        let target = text[..at].trim();
        let names = match target.rsplit_once('(') {
            Some((_, names)) => names.trim_end_matches(')').split(',').filter_map(|name| name.split_whitespace().last()).collect(),
            None => target.split_whitespace().last().into_iter().collect::<Vec<_>>(),
        };
        let names = names.into_iter().map(str::to_owned).collect();
        let over = self.expression(head.start + at + 4..head.end);
        Opening::Loop(names, over)
    }

    /// Another arm behind the `}` at `end`: one past its `{`.
    fn arm(&mut self, end: usize) -> Option<(usize, SegmentKind)> {
        let mut at = end + 1;
        at += space(self.source.text.get(at..)?);
        let word = name(self.rest(at));
        let is_else = word == "else";
        if !is_else && !matches!(word, "catch" | "finally") {
            return None;
        }
        at += word.len();
        at += space(self.rest(at));
        let mut condition = None;
        if name(self.rest(at)) == "if" {
            at += 2 + space(self.rest(at + 2));
        }
        if self.rest(at).starts_with('(') {
            let close = self.partner(at)?;
            condition = Some(self.condition(at + 1..close - 1));
            at = close + space(self.rest(close));
        }
        if word == "catch" {
            condition = Some(Value::unknown(Reason::Condition, self.span(end..at)));
        }
        self.rest(at).starts_with('{').then_some((at + 1, SegmentKind::Arm(condition)))
    }

    /// A name that gets a value, a call, or a function that shows markup.
    fn simple(&mut self, at: usize) -> usize {
        let start = self.from.min(at);
        let parts = self.parts(at);
        if let (Some(brace), None) = (parts.brace, parts.assigns) {
            return self.function(start, at..brace);
        }
        let kind = match parts.assigns {
            Some(equals) => self.assigned(at..equals, equals..parts.end),
            None => self.run(at..parts.end),
        };
        // It goes on, whatever stands there.
        let end = parts.end.max(at + self.rest(at).chars().next().map_or(1, char::len_utf8));
        self.push(start..end, kind);
        end
    }

    fn parts(&self, at: usize) -> Parts {
        let text = &self.source.text;
        let bytes = text.as_bytes();
        let (mut here, mut depth) = (at, 0_usize);
        let (mut assigns, mut starts_line) = (None, false);
        while here < bytes.len() {
            match bytes[here] {
                b';' if depth == 0 => return Parts { assigns, brace: None, end: here + 1 },
                b'{' if depth == 0 && assigns.is_none() => return Parts { assigns, brace: Some(here), end: here },
                b'(' | b'[' | b'{' => depth += 1,
                b'}' if depth == 0 => break,
                b')' | b']' | b'}' => depth = depth.saturating_sub(1),
                b'=' if depth == 0 && assigns.is_none() => {
                    let is_compared = matches!(bytes.get(here + 1), Some(b'=')) || matches!(bytes[here - 1], b'=' | b'!' | b'<' | b'>');
                    assigns = (!is_compared && here > at).then_some(here);
                }
                // Markup begins a line: the statement was never finished.
                b'<' if starts_line && matches!(bytes.get(here + 1), Some(byte) if byte.is_ascii_alphabetic() || *byte == b'/') => break,
                b'\n' => starts_line = true,
                _ => {}
            }
            starts_line &= bytes[here].is_ascii_whitespace();
            here += skip(text, here);
        }
        Parts { assigns, brace: None, end: here.min(bytes.len()) }
    }

    /// `name = value;`, with what stands before and from its `=`.
    fn assigned(&mut self, left: Range<usize>, right: Range<usize>) -> SegmentKind {
        let target = self.source.text[left.clone()].trim();
        let is_changed = target.ends_with(['+', '-', '?', '*', '/', '|', '&']);
        let target = target.trim_end_matches(['+', '-', '?', '*', '/', '|', '&']).trim_end();
        let from = right.start + 1 + usize::from(self.rest(right.start + 1).starts_with('>'));
        let end = right.end - usize::from(self.source.text[..right.end].ends_with(';'));
        let mut value = self.expression(from.min(end)..end);
        if is_changed {
            value = Value::unknown(Reason::Computed, value.span);
        }
        let last = target.rsplit(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or(target);
        let name = if let Some(key) = target.strip_prefix("ViewBag.") {
            format!("ViewData.{key}")
        } else if let Some(key) = target.strip_prefix("ViewData[\"").and_then(|rest| rest.strip_suffix("\"]")) {
            format!("ViewData.{key}")
        } else if target == "Layout" {
            self.found.layout = matches!(value.kind, ValueKind::Text(_)).then_some(value);
            return SegmentKind::Inert;
        } else if !last.is_empty() && !target.contains(['.', '[']) || target.contains(['<', ' ']) && !last.is_empty() {
            last.to_owned()
        } else {
            // What a member of it gets is not followed.
            value = Value::unknown(Reason::Computed, value.span);
            target.split(['.', '[']).next().unwrap_or_default().trim().to_owned()
        };
        // The page's model stays what it is; one of its members is not known any more, and that is for its class to say.
        if name.is_empty() || name == super::MODEL {
            return SegmentKind::Inert;
        }
        SegmentKind::Single(Node::Set(Set { name, value: Arc::new(value) }))
    }

    /// A statement that is a call.
    fn run(&mut self, range: Range<usize>) -> SegmentKind {
        let end = range.end - usize::from(self.source.text[..range.end].ends_with(';'));
        let written = &self.source.text[range.start..end.max(range.start)];
        if !written.trim_end().ends_with(')') || written.starts_with("return") || written.starts_with("throw") {
            return SegmentKind::Inert;
        }
        let value = self.expression(range.start..end);
        let Some(call) = value.as_call() else { return SegmentKind::Inert };
        match (&call.receiver, call.name.as_str()) {
            (Some(Value { kind: ValueKind::Name(list), .. }), "Add") => {
                let grown = Call { name: "append".to_owned(), ..call.clone() };
                let grown = Value::new(ValueKind::Call(Box::new(grown)), value.span);
                SegmentKind::Single(Node::Set(Set { name: list.clone(), value: Arc::new(grown) }))
            }
            (Some(Value { kind: ValueKind::Name(list), .. }), "AddRange" | "Insert" | "Remove" | "RemoveAt" | "RemoveAll" | "Clear") => {
                let unknown = Value::unknown(Reason::Computed, value.span);
                SegmentKind::Single(Node::Set(Set { name: list.clone(), value: Arc::new(unknown) }))
            }
            _ => helper::run(value),
        }
    }

    /// A function or a member of the page's class, whose body begins at the end of `head`.
    fn function(&mut self, start: usize, head: Range<usize>) -> usize {
        let brace = head.end;
        let text = self.source.text[head].trim_end();
        let signature = text.strip_suffix(')').and_then(|text| text.rsplit_once('('));
        let Some((before, params)) = signature else {
            // A property's accessors, a class, a thing made in passing.
            let end = self.partner(brace).unwrap_or(self.source.text.len());
            self.push(start..end, SegmentKind::Inert);
            return end;
        };
        let title = before.rsplit(|c: char| !c.is_alphanumeric() && c != '_').find(|part| !part.is_empty()).unwrap_or_default();
        let params = params.split(',').filter_map(|param| param.split('=').next()?.split_whitespace().last()).map(str::to_owned);
        let opening = Opening::Macro(title.to_owned(), params.collect(), Vec::new());
        self.push(start..brace + 1, SegmentKind::Open(BLOCK, opening));
        self.block(brace + 1, SegmentKind::Close(BLOCK))
    }
}

/// The name of the type that a page says it is given. A list of them is no model with members.
pub(super) fn type_name(written: &str) -> Option<&str> {
    let written = written.trim().trim_end_matches([';', '?']);
    if written.contains(['<', '(', '[']) {
        return None;
    }
    let name = written.rsplit('.').next()?;
    (!name.is_empty()).then_some(name)
}
