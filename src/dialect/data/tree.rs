//! Puts values together as the parser meets them, with aliases and merge keys followed and bounded.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use granit_parser::{ScalarStyle, Tag};

use super::words::{self, Written};
use crate::limits;
use crate::page::Notice;
use crate::source::{Source, Span};
use crate::unknown::Reason;
use crate::value::{Entry, Value, ValueKind};

/// A document in the making.
pub(super) struct Tree<'s> {
    source: &'s Source,
    is_json: bool,
    open: Vec<Open>,
    anchors: HashMap<usize, Done>,
    /// What anchors and aliases have added: see [`limits::ALIASED`].
    aliased: usize,
    /// Where the last thing that was read ends.
    before: usize,
    root: Option<Value>,
}

/// A list or map that has not ended.
struct Open {
    start: usize,
    anchor: usize,
    /// The tag of a program's own, if it has one.
    made_by: Option<String>,
    holds: Holds,
    /// Where what it holds so far ends in the file.
    end: usize,
    weight: usize,
    depth: usize,
}

enum Holds {
    Items(Vec<Value>),
    Entries { own: Vec<Entry>, merged: Vec<Entry>, key: Option<Key> },
}

struct Key {
    words: String,
    span: Span,
    is_merge: bool,
}

/// A value that is whole.
#[derive(Clone)]
struct Done {
    value: Value,
    /// What it stands at, as a key: its words, without quotes.
    words: Range<usize>,
    is_plain: bool,
    weight: usize,
    depth: usize,
}

impl<'s> Tree<'s> {
    pub(super) fn new(source: &'s Source, is_json: bool) -> Self {
        Tree { source, is_json, open: Vec::new(), anchors: HashMap::new(), aliased: 0, before: 0, root: None }
    }

    /// The value of the document, if it has one.
    pub(super) fn finish(self) -> Option<Value> {
        self.root
    }

    pub(super) fn open_list(&mut self, anchor: usize, tag: Option<&Tag>, range: Range<usize>) -> Result<(), Notice> {
        let start = self.first_dash(&range);
        self.begin(anchor, tag, start..range.end, Holds::Items(Vec::new()))
    }

    pub(super) fn open_map(&mut self, anchor: usize, tag: Option<&Tag>, range: Range<usize>) -> Result<(), Notice> {
        self.begin(anchor, tag, range, Holds::Entries { own: Vec::new(), merged: Vec::new(), key: None })
    }

    fn begin(&mut self, anchor: usize, tag: Option<&Tag>, range: Range<usize>, holds: Holds) -> Result<(), Notice> {
        self.bound_depth(1, range.clone())?;
        self.before = range.end;
        let made_by = tag.filter(|tag| is_programs_own(tag)).map(Tag::original);
        self.open.push(Open { start: range.start, anchor, made_by, holds, end: range.end, weight: 1, depth: 1 });
        Ok(())
    }

    /// Ends the innermost list or map; `range` is its closing bracket, or empty where it has none.
    pub(super) fn close(&mut self, range: Range<usize>) -> Result<(), Notice> {
        let Some(open) = self.open.pop() else { return Ok(()) };
        let end = if range.is_empty() { open.end } else { range.end };
        let kind = match (open.made_by, open.holds) {
            (Some(tag), _) => ValueKind::Unknown(Reason::Function(tag)),
            (None, Holds::Items(items)) => ValueKind::List(items.into()),
            (None, Holds::Entries { own, merged, .. }) => ValueKind::Map(settled(own, merged).into()),
        };
        let value = Value::new(kind, self.source.span(open.start..end));
        let done = Done { value, words: open.start..end, is_plain: false, weight: open.weight, depth: open.depth };
        self.done(done, open.anchor, end)
    }

    pub(super) fn scalar(
        &mut self,
        words: &str,
        style: ScalarStyle,
        anchor: usize,
        tag: Option<&Tag>,
        range: Range<usize>,
    ) -> Result<(), Notice> {
        let range = self.after_colon(range);
        let written = Written::new(self.source, style, range, self.before);
        let is_plain = style == ScalarStyle::Plain && tag.is_none();
        if self.is_json && is_plain && !self.awaits_key() && !is_json_literal(words, &written) {
            let message = format!("this could not be read as JSON: `{words}` has no quotes");
            return Err(Notice { span: self.source.span(written.whole), message });
        }
        let text = || ValueKind::Text(words::place(self.source, words, style, &written));
        let kind = match tag {
            Some(tag) if is_programs_own(tag) => ValueKind::Unknown(Reason::Function(tag.original())),
            Some(tag) if !matches!(tag.core_suffix(), None | Some("str")) => plain(words).unwrap_or_else(text),
            None if is_plain => plain(words).unwrap_or_else(text),
            _ => text(),
        };
        let value = Value::new(kind, self.source.span(written.whole.clone()));
        let done = Done { value, words: written.words, is_plain, weight: 1 + words.len() / 64, depth: 0 };
        self.done(done, anchor, written.whole.end)
    }

    /// `*name` of a value that was read before, or that is still being read.
    pub(super) fn alias(&mut self, anchor: usize, range: Range<usize>) -> Result<(), Notice> {
        let Some(target) = self.anchors.get(&anchor) else {
            return self.hidden(Reason::Cycle, range);
        };
        let (weight, depth) = (target.weight, target.depth);
        self.bound_depth(depth, range.clone())?;
        self.bound_aliases(weight, range.clone())?;
        let Some(target) = self.anchors.get(&anchor).cloned() else { return Ok(()) };
        self.done(target, 0, range.end)
    }

    /// `*name` of nothing.
    pub(super) fn unresolved(&mut self, name: &str, range: Range<usize>) -> Result<(), Notice> {
        self.hidden(Reason::Name(name.to_owned()), range)
    }

    fn hidden(&mut self, reason: Reason, range: Range<usize>) -> Result<(), Notice> {
        let value = Value::unknown(reason, self.source.span(range.clone()));
        let end = range.end;
        self.done(Done { value, words: range, is_plain: false, weight: 1, depth: 0 }, 0, end)
    }

    /// Gives a whole value, whose last byte here is before `end`, to what holds it.
    fn done(&mut self, done: Done, anchor: usize, end: usize) -> Result<(), Notice> {
        if anchor != 0 {
            self.bound_aliases(done.weight, done.words.clone())?;
            self.anchors.insert(anchor, done.clone());
        }
        self.before = self.before.max(end);
        let Some(open) = self.open.last_mut() else {
            self.root.get_or_insert(done.value);
            return Ok(());
        };
        open.end = open.end.max(end);
        open.weight += done.weight;
        open.depth = open.depth.max(done.depth + 1);
        match &mut open.holds {
            Holds::Items(items) => items.push(done.value),
            Holds::Entries { own, merged, key } => match key.take() {
                None => *key = Some(self::key(self.source, done)),
                Some(key) if key.is_merge => merge(merged, done.value),
                Some(key) => own.push(Entry { key: key.words, key_span: key.span, value: done.value }),
            },
        }
        Ok(())
    }

    fn awaits_key(&self) -> bool {
        matches!(self.open.last(), Some(Open { holds: Holds::Entries { key: None, .. }, .. }))
    }

    /// A value that is not written stands after its key's colon, which the parser takes for its place.
    fn after_colon(&self, range: Range<usize>) -> Range<usize> {
        if range.is_empty() && !self.awaits_key() && self.source.text[range.start..].starts_with(':') {
            return range.start + 1..range.start + 1;
        }
        range
    }

    /// A list that is no deeper than its key starts at its first dash; the parser takes its first item for the start.
    fn first_dash(&self, range: &Range<usize>) -> usize {
        let is_value = matches!(self.open.last(), Some(Open { holds: Holds::Entries { key: Some(_), .. }, .. }));
        let between = self.source.text.get(self.before..range.start).filter(|_| is_value && range.is_empty()).unwrap_or_default();
        let opens_line = |at: &usize| between[..*at].trim_end_matches([' ', '\t']).ends_with('\n');
        let dash = between.match_indices('-').map(|(at, _)| at).find(opens_line);
        dash.map_or(range.start, |at| self.before + at)
    }

    fn bound_depth(&self, more: usize, range: Range<usize>) -> Result<(), Notice> {
        if self.open.len() + more <= limits::NESTING {
            return Ok(());
        }
        let message = format!("this is nested more than {} deep, which askwell does not follow", limits::NESTING);
        Err(Notice { span: self.source.span(range), message })
    }

    fn bound_aliases(&mut self, weight: usize, range: Range<usize>) -> Result<(), Notice> {
        self.aliased += weight;
        if self.aliased <= limits::ALIASED {
            return Ok(());
        }
        let message = "aliases make this file far larger than it is written, and askwell does not follow them".to_owned();
        Err(Notice { span: self.source.span(range), message })
    }
}

/// What a value says as a key.
fn key(source: &Source, done: Done) -> Key {
    let written = source.text.get(done.words.clone()).unwrap_or_default();
    let words = match done.value.kind {
        ValueKind::Text(text) => text.as_str().to_owned(),
        ValueKind::Number(number) => number,
        _ => written.to_owned(),
    };
    let is_merge = done.is_plain && words == "<<";
    Key { words, span: source.span(done.words), is_merge }
}

/// Adds what a merge key brings: a map, or a list of maps of which the first wins.
fn merge(merged: &mut Vec<Entry>, value: Value) {
    match value.kind {
        ValueKind::Map(entries) => merged.extend(entries.iter().cloned()),
        ValueKind::List(items) => items.iter().cloned().for_each(|item| merge(merged, item)),
        ValueKind::Null => {}
        kind => {
            let span = value.span;
            let spread = ValueKind::Spread(Box::new(Value::new(kind, span)));
            merged.push(Entry { key: String::new(), key_span: span, value: Value::new(spread, span) });
        }
    }
}

/// The entries that count: the first of equal merged ones, the last of equal own ones, and own before merged.
fn settled(own: Vec<Entry>, merged: Vec<Entry>) -> Vec<Entry> {
    let mut seen = HashSet::with_capacity(own.len());
    if merged.is_empty() && own.iter().all(|entry| seen.insert(entry.key.as_str())) {
        return own;
    }
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut entries: Vec<Entry> = Vec::new();
    for entry in merged {
        let is_spread = matches!(entry.value.kind, ValueKind::Spread(_));
        if is_spread || !places.contains_key(&entry.key) {
            if !is_spread {
                places.insert(entry.key.clone(), entries.len());
            }
            entries.push(entry);
        }
    }
    for entry in own {
        match places.get(&entry.key) {
            Some(&place) => entries[place] = entry,
            None => {
                places.insert(entry.key.clone(), entries.len());
                entries.push(entry);
            }
        }
    }
    entries
}

/// True for a tag that only the program that reads the file can tell the meaning of.
fn is_programs_own(tag: &Tag) -> bool {
    tag.is_custom() && tag.original() != "!"
}

fn is_json_literal(words: &str, written: &Written) -> bool {
    !written.words.is_empty() && plain(words).is_some()
}

/// Plain words that are not text, by the core schema of YAML 1.2.
fn plain(words: &str) -> Option<ValueKind> {
    match words {
        "" | "~" | "null" | "Null" | "NULL" => Some(ValueKind::Null),
        "true" | "True" | "TRUE" => Some(ValueKind::Bool(true)),
        "false" | "False" | "FALSE" => Some(ValueKind::Bool(false)),
        _ => is_number(words).then(|| ValueKind::Number(words.to_owned())),
    }
}

fn is_number(words: &str) -> bool {
    let all = |digits: &str, digit: fn(&u8) -> bool| !digits.is_empty() && digits.bytes().all(|byte| digit(&byte));
    if let Some(digits) = words.strip_prefix("0x") {
        return all(digits, u8::is_ascii_hexdigit);
    }
    if let Some(digits) = words.strip_prefix("0o") {
        return all(digits, |byte| matches!(byte, b'0'..=b'7'));
    }
    let unsigned = words.strip_prefix(['-', '+']).unwrap_or(words);
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") || matches!(words, ".nan" | ".NaN" | ".NAN") {
        return true;
    }
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).map_or((unsigned, None), |(before, after)| (before, Some(after)));
    let exponent_is = exponent.is_none_or(|digits| all(digits.strip_prefix(['-', '+']).unwrap_or(digits), u8::is_ascii_digit));
    let digits = mantissa.replacen('.', "", 1);
    exponent_is && all(&digits, u8::is_ascii_digit)
}
