//! What a line of a printed form is made of: words, boxes to tick, lines to write on, lists.

use super::circled;

/// From the first byte to one past the last.
pub(super) type Range = (usize, usize);

/// Where a paragraph stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// In no table.
    Free,
    /// It begins a row of a table.
    Row,
    /// It begins a further cell.
    Cell,
    /// It goes on in its cell.
    More,
}

/// A paragraph.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) place: Place,
    /// Its level, where it is a heading.
    pub(super) heading: usize,
    pub(super) parts: Vec<Part>,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// A part of a paragraph.
#[derive(Debug, PartialEq)]
pub(super) enum Part {
    Words(Range),
    Tick(Range, bool),
    Blank(Range),
    Date(Range),
    List(Range, Vec<Range>),
    /// Words of which one is to be circled, or all others crossed out.
    Circled(Range, Vec<Range>),
}

impl Part {
    pub(super) fn span(&self) -> Range {
        match self {
            Part::Words(span)
            | Part::Tick(span, _)
            | Part::Blank(span)
            | Part::Date(span)
            | Part::List(span, _)
            | Part::Circled(span, _) => *span,
        }
    }

    /// True for what people answer with, other than boxes.
    pub(super) fn is_answer(&self) -> bool {
        matches!(self, Part::Blank(_) | Part::Date(_) | Part::List(..) | Part::Circled(..))
    }
}

impl Line {
    pub(super) fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    pub(super) fn has_boxes(&self) -> bool {
        self.parts.iter().any(|part| matches!(part, Part::Tick(..)))
    }

    /// True if people can answer in it.
    pub(super) fn answers(&self) -> bool {
        self.has_boxes() || self.parts.iter().any(Part::is_answer)
    }

    /// Its words, where it is made of nothing else.
    pub(super) fn only_words(&self) -> Option<Range> {
        match self.parts.as_slice() {
            [Part::Words(span)] => Some(*span),
            _ => None,
        }
    }
}

/// The boxes of a line, with their words.
pub(super) struct Ticks {
    pub(super) prompt: Option<Range>,
    pub(super) answers: Vec<Tick>,
}

pub(super) struct Tick {
    pub(super) label: Option<Range>,
    pub(super) at: Range,
    pub(super) ticked: bool,
    pub(super) own_words: Option<Range>,
}

/// Every line of a text.
pub(super) fn read(text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut at = 0;
    for whole in text.split_inclusive('\n') {
        lines.push(line(text, at, at + whole.trim_end_matches(['\n', '\r']).len()));
        at += whole.len();
    }
    lines
}

fn line(text: &str, start: usize, end: usize) -> Line {
    let marks = [("┃", Place::Row), ("│", Place::Cell), ("╎", Place::More)];
    let marked = marks.iter().find_map(|(mark, place)| Some((*place, text[start..end].strip_prefix(*mark)?)));
    let (place, rest) = marked.unwrap_or((Place::Free, &text[start..end]));
    let mut from = end - rest.len();
    let hashes = rest.bytes().take_while(|byte| *byte == b'#').count();
    let heading = if hashes > 0 && rest[hashes..].starts_with(' ') { hashes } else { 0 };
    from += heading;
    let mut parts = parts(text, from, end);
    if let ([Part::Words(span)], 0) = (parts.as_slice(), heading)
        && let Some(found) = circled::read(text, *span, matches!(place, Place::Cell | Place::More))
    {
        parts = found.prompt.map(Part::Words).into_iter().chain([Part::Circled(found.at, found.choices)]).collect();
    }
    Line { place, heading, parts, start, end }
}

fn parts(text: &str, start: usize, end: usize) -> Vec<Part> {
    let mut parts = Vec::new();
    let (mut at, mut words) = (start, start);
    // What is opened and never closed is looked for once, not from each place anew.
    let last_end = text[start..end].rfind('⟧').map_or(start, |end| start + end);
    while at < end {
        let rest = &text[at..end];
        let is_open = rest.starts_with('⟦') && at > last_end;
        let Some((len, part)) = (!is_open).then(|| answer(rest, at)).flatten() else {
            at += rest.chars().next().map_or(1, char::len_utf8);
            continue;
        };
        parts.extend(trimmed(text, words, at).map(Part::Words));
        parts.push(part);
        at += len;
        words = at;
    }
    parts.extend(trimmed(text, words, end).map(Part::Words));
    parts
}

/// What `rest`, which stands at byte `at`, begins with for people to answer, and its length.
fn answer(rest: &str, at: usize) -> Option<(usize, Part)> {
    let first = rest.chars().next()?;
    let len = first.len_utf8();
    match first {
        '☐' | '□' | '❏' | '❑' | '◻' | '▢' | '⬜' | '○' | '◯' => Some((len, Part::Tick((at, at + len), false))),
        '☑' | '☒' | '■' | '✓' | '✔' | '●' | '◉' => Some((len, Part::Tick((at, at + len), true))),
        '[' => ["[ ]", "[x]", "[X]"].iter().find(|tick| rest.starts_with(**tick)).map(|tick| (3, Part::Tick((at, at + 3), *tick != "[ ]"))),
        '_' | '…' | '.' => blank(rest, first, at),
        '⟦' => control(rest, at),
        _ => None,
    }
}

/// A line to write on: underscores or dots, several of them.
fn blank(rest: &str, mark: char, at: usize) -> Option<(usize, Part)> {
    let least = match mark {
        '_' => 2,
        '…' => 2,
        _ => 5,
    };
    let count = rest.chars().take_while(|c| *c == mark).count();
    let len = count * mark.len_utf8();
    (count >= least).then_some((len, Part::Blank((at, at + len))))
}

fn control(rest: &str, at: usize) -> Option<(usize, Part)> {
    let len = rest.find('⟧')? + '⟧'.len_utf8();
    let inside = &rest['⟦'.len_utf8()..len - '⟧'.len_utf8()];
    let span = (at, at + len);
    let Some(choices) = inside.strip_prefix("▾") else { return Some((len, Part::Date(span))) };
    let mut from = at + '⟦'.len_utf8() + '▾'.len_utf8();
    let mut list = Vec::new();
    for choice in choices.split('⁞') {
        let lead = choice.len() - choice.trim_start().len();
        if !choice.trim().is_empty() {
            list.push((from + lead, from + lead + choice.trim().len()));
        }
        from += choice.len() + '⁞'.len_utf8();
    }
    Some((len, Part::List(span, list)))
}

pub(super) fn trimmed(text: &str, start: usize, end: usize) -> Option<Range> {
    let words = &text[start..end];
    let lead = words.len() - words.trim_start().len();
    let len = words.trim().len();
    (len > 0).then_some((start + lead, start + lead + len))
}

/// The words that ask, without the colon before a box. Nothing where no letter is left.
pub(super) fn asked(text: &str, span: Range) -> Option<Range> {
    let words = text[span.0..span.1].trim_end_matches(|c: char| c == ':' || c.is_whitespace());
    words.contains(char::is_alphanumeric).then_some((span.0, span.0 + words.len()))
}

/// True for words that help to answer and do not ask.
pub(super) fn is_help(words: &str) -> bool {
    let words = words.trim();
    let lower = words.to_lowercase();
    let begins = ["please ", "tick ", "select ", "choose ", "mark ", "you can ", "this is ", "we ask "];
    let is_aside = words.starts_with('(') && words.ends_with(')');
    is_aside || (!words.ends_with('?') && begins.iter().any(|start| lower.starts_with(start)))
}

/// The boxes of a line with the words that belong to each: those after it, unless the line ends in a box and begins with words.
pub(super) fn ticks(parts: &[Part], text: &str) -> Ticks {
    let is_tick = |part: &Part| matches!(part, Part::Tick(..));
    let ends = parts.last().is_some_and(is_tick);
    let begins = parts.first().is_some_and(|part| matches!(part, Part::Words(_)));
    if ends && begins { before(parts, text) } else { after(parts, text) }
}

/// “☐ Yes ☐ No”, perhaps with a question in front.
fn after(parts: &[Part], text: &str) -> Ticks {
    let mut ticks = Ticks { prompt: None, answers: Vec::new() };
    for part in parts {
        match (part, ticks.answers.last_mut()) {
            (Part::Tick(at, ticked), _) => ticks.answers.push(Tick { label: None, at: *at, ticked: *ticked, own_words: None }),
            (Part::Words(span), None) => ticks.prompt = asked(text, *span),
            (Part::Words(span), Some(answer)) if answer.label.is_none() => answer.label = asked(text, *span),
            (Part::Words(_), Some(_)) => {}
            (other, Some(answer)) => answer.own_words = Some(other.span()),
            (_, None) => {}
        }
    }
    ticks
}

/// “Yes ☐ No ☐”. What comes before a colon or a question mark in front of the first answer asks.
fn before(parts: &[Part], text: &str) -> Ticks {
    let mut ticks = Ticks { prompt: None, answers: Vec::new() };
    let mut words: Option<Range> = None;
    for part in parts {
        match part {
            Part::Words(span) => words = Some(*span),
            Part::Tick(at, ticked) => {
                let mut label = words.take();
                if let Some(span) = label.filter(|_| ticks.answers.is_empty()) {
                    let cut = text[span.0..span.1].find([':', '?']).map(|cut| span.0 + cut + 1);
                    if let Some(cut) = cut {
                        ticks.prompt = asked(text, (span.0, cut));
                        label = trimmed(text, cut, span.1);
                    }
                }
                ticks.answers.push(Tick { label, at: *at, ticked: *ticked, own_words: None });
            }
            other => {
                if let Some(answer) = ticks.answers.last_mut() {
                    answer.own_words = Some(other.span());
                }
            }
        }
    }
    ticks
}
