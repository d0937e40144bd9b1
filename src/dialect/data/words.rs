//! From a scalar's decoded words back to the bytes that they are written with.
//!
//! The parser says what a scalar means; this walks along its source and says where each part of that stands. Where the
//! two should ever part, the whole scalar is one place: less exact, never wrong.

use std::ops::Range;

use granit_parser::ScalarStyle;

use crate::source::Source;
use crate::text::Text;

/// Where a scalar stands in the file.
#[derive(Clone, Debug)]
pub(super) struct Written {
    /// All of it, with quotes or block header.
    pub whole: Range<usize>,
    /// Its words, inside the quotes.
    pub words: Range<usize>,
}

impl Written {
    /// The places of a scalar that the parser found at `range`, after what ends at `before`.
    pub(super) fn new(source: &Source, style: ScalarStyle, range: Range<usize>, before: usize) -> Self {
        match style {
            ScalarStyle::Plain => Written { whole: range.clone(), words: range },
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => {
                let words = (range.start + 1).min(range.end)..range.end.saturating_sub(1).max((range.start + 1).min(range.end));
                Written { whole: range, words }
            }
            ScalarStyle::Literal | ScalarStyle::Folded => {
                let header = header(&source.text, before..range.start).unwrap_or(range.start);
                let end = last_line(&source.text, range.clone());
                Written { whole: header..end.max(header), words: range.start..end.max(range.start) }
            }
        }
    }
}

/// Where the `|` or `>` of a block scalar stands, between what is before it and its words.
fn header(text: &str, between: Range<usize>) -> Option<usize> {
    let bytes = text.as_bytes();
    let opens = |at: &usize| matches!(bytes[*at], b'|' | b'>') && (*at == 0 || bytes[*at - 1].is_ascii_whitespace());
    between.clone().find(opens).or_else(|| between.clone().find(|at| matches!(bytes[*at], b'|' | b'>')))
}

/// Where the last line of a block scalar ends that is more than white space. The line break after it is no place of its own.
fn last_line(text: &str, range: Range<usize>) -> usize {
    let raw = &text[range.clone()];
    let end = raw.trim_end_matches([' ', '\t', '\n', '\r']).len();
    range.start + end + raw[end..].find(['\n', '\r']).unwrap_or(raw.len() - end)
}

/// The text that means `words`, each part with its place.
pub(super) fn place(source: &Source, words: &str, style: ScalarStyle, written: &Written) -> Text {
    let raw = &source.text[written.words.clone()];
    if raw == words {
        return Text::verbatim(words, source.span(written.words.clone()));
    }
    let mut walk = Walk { source, words, said: 0, at: written.words.start, end: written.words.end, text: Text::default() };
    let followed = match style {
        ScalarStyle::Literal | ScalarStyle::Folded => walk.block(),
        _ => walk.flow(style),
    };
    match followed {
        Some(()) if walk.text.as_str() == words => walk.text,
        _ => Text::meaning(words, source.span(written.words.clone())),
    }
}

struct Walk<'a> {
    source: &'a Source,
    /// What the scalar means.
    words: &'a str,
    /// How much of the words has been placed.
    said: usize,
    /// Where the walk stands in the file.
    at: usize,
    end: usize,
    text: Text,
}

impl<'a> Walk<'a> {
    fn raw(&self) -> &'a str {
        &self.source.text[self.at..self.end]
    }

    /// The next `len` bytes of the file read as they stand.
    fn verbatim(&mut self, len: usize) {
        let span = self.source.span(self.at..self.at + len);
        self.text.push_verbatim(&self.source.text[span.range()], span);
        self.at += len;
        self.said += len;
    }

    /// The next `len` bytes of the file mean the next `meant` bytes of the words.
    fn replaced(&mut self, len: usize, meant: usize) -> Option<()> {
        let meaning = self.words.get(self.said..self.said + meant)?;
        self.text.push_replaced(meaning, self.source.span(self.at..self.at + len));
        self.at += len;
        self.said += meant;
        Some(())
    }

    /// Plain and quoted words: line breaks fold, escapes decode.
    fn flow(&mut self, style: ScalarStyle) -> Option<()> {
        let mark = match style {
            ScalarStyle::SingleQuoted => b'\'',
            ScalarStyle::DoubleQuoted => b'\\',
            _ => b'\n',
        };
        while let Some(found) = memchr::memchr3(mark, b'\n', b'\r', self.raw().as_bytes()) {
            match self.raw().as_bytes()[found] {
                b'\'' => {
                    self.verbatim(found);
                    self.replaced(2.min(self.end - self.at), 1)?;
                }
                b'\\' => {
                    self.verbatim(found);
                    self.escape()?;
                }
                _ => {
                    self.verbatim(self.raw()[..found].trim_end_matches([' ', '\t']).len());
                    let gap = self.raw().len() - self.raw().trim_start_matches(is_white).len();
                    let lines = breaks(&self.raw()[..gap]);
                    self.replaced(gap, (lines - 1).max(1))?;
                }
            }
        }
        self.verbatim(self.end - self.at);
        Some(())
    }

    /// An escape, which means a character, or hides a line break.
    fn escape(&mut self) -> Option<()> {
        let (len, lines) = escape(self.raw());
        let meant = match lines {
            0 => self.words.get(self.said..)?.chars().next()?.len_utf8(),
            lines => lines - 1,
        };
        self.replaced(len, meant)
    }

    /// Block words: indentation falls away, line breaks stay or fold.
    fn block(&mut self) -> Option<()> {
        let line = self.source.text[..self.at].rfind('\n').map_or(0, |at| at + 1);
        let indent = self.at - line;
        // The parser starts at the first words; empty lines before them are part of what is said.
        self.replaced(0, self.words.len() - self.words.trim_start_matches('\n').len())?;
        while self.at < self.end {
            let raw = self.raw();
            let len = raw.find(['\n', '\r']).unwrap_or(raw.len());
            let after = &raw[len..];
            let gap = separator(after, indent);
            self.verbatim(len);
            self.replaced(gap, if after.is_empty() { 0 } else { meant_by(self.words.get(self.said..)?) })?;
        }
        self.replaced(0, self.words.len() - self.said)
    }
}

fn is_white(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r')
}

/// How many lines end in `gap`.
fn breaks(gap: &str) -> usize {
    let crlf = gap.matches("\r\n").count();
    gap.matches(['\n', '\r']).count() - crlf
}

/// How long the escape is that `raw` starts with, and, where it hides a line break, how many lines end in it.
fn escape(raw: &str) -> (usize, usize) {
    let hex = |digits: usize| (2 + digits).min(raw.len());
    match raw.as_bytes().get(1) {
        Some(b'x') => (hex(2), 0),
        Some(b'U') => (hex(8), 0),
        Some(b'u') => {
            let high = raw.get(2..6).and_then(|digits| u32::from_str_radix(digits, 16).ok());
            let paired = matches!(high, Some(0xd800..0xdc00)) && raw[6..].starts_with("\\u");
            (if paired { 12.min(raw.len()) } else { hex(4) }, 0)
        }
        Some(b'\n' | b'\r') => {
            let gap = raw.len() - raw[1..].trim_start_matches(is_white).len();
            (gap, breaks(&raw[1..gap]))
        }
        _ => (1 + raw[1..].chars().next().map_or(0, char::len_utf8), 0),
    }
}

/// How many bytes of `raw`, which starts at a line's end, come before the words of the next line that has some.
fn separator(raw: &str, indent: usize) -> usize {
    let mut at = 0;
    loop {
        let rest = &raw[at..];
        let line = if rest.starts_with("\r\n") { 2 } else { usize::from(rest.starts_with(['\n', '\r'])) };
        if line == 0 {
            return at;
        }
        at += line;
        let spaces = raw[at..].bytes().take(indent).take_while(|byte| *byte == b' ').count();
        at += spaces;
    }
}

/// How many bytes of `words` a line's end means: a fold is one space, other line breaks are themselves.
fn meant_by(words: &str) -> usize {
    let lines = words.len() - words.trim_start_matches('\n').len();
    if lines == 0 { usize::from(words.starts_with(' ')) } else { lines }
}
