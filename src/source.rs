//! A file's text and places in it.
//!
//! Every offset in askwell is a byte of the file on disk, a byte-order mark included. Where a file is not UTF-8, it is a byte
//! of its text, and [`Source::on_disk`] tells the place on the disk. Lines and columns are worked out in `report`, from
//! [`Source::line`], and nowhere else.

use std::sync::OnceLock;

use crate::decode::Encoding;

/// Names a file of this run. Only a handle: reports sort by path, never by this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

impl FileId {
    /// The file that a run was asked for as its `number`-th; those that references lead to have numbers of their own.
    pub fn asked_for(number: usize) -> Self {
        FileId(number as u32 | 1 << 31)
    }

    /// True for a file that references led to.
    pub fn is_reference(self) -> bool {
        self.0 >> 31 == 0
    }
}

/// A stretch of bytes of one file, end exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// The first byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span of `file` from `start` to `end`, in bytes. Files are bounded well below 4 GiB.
    pub fn new(file: FileId, start: usize, end: usize) -> Self {
        debug_assert!(start <= end, "a span runs forwards");
        Span { file, start: start as u32, end: end as u32 }
    }

    /// Its length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// True if it holds no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// True if `other` lies wholly inside.
    pub fn contains(self, other: Span) -> bool {
        self.file == other.file && self.start <= other.start && other.end <= self.end
    }

    /// The smallest span that holds both; `self` where they lie in two files.
    pub fn to(self, other: Span) -> Span {
        if self.file != other.file {
            return self;
        }
        Span { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The bytes as a range, for slicing the file's text.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// How far apart the places of a text lie of which it is kept how many characters stand before them.
const MARK_EVERY: usize = 4096;

/// What stands before a place of a text.
#[derive(Clone, Copy, Debug)]
struct Before {
    at: usize,
    chars: usize,
    units: usize,
}

/// A file that was read, as UTF-8 text.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its handle.
    pub id: FileId,
    /// The path as reports show it, with `/` between folders.
    pub path: String,
    /// The whole text, a byte-order mark included, so that offsets are those of the disk.
    pub text: String,
    encoding: Encoding,
    lines: OnceLock<Vec<u32>>,
    /// True where every byte is a character.
    is_ascii: OnceLock<bool>,
    marks: OnceLock<Vec<Before>>,
}

impl Source {
    /// A source of `text`, known as `path`.
    pub fn new(id: FileId, path: impl Into<String>, text: impl Into<String>) -> Self {
        let (lines, is_ascii, marks) = Default::default();
        Source { id, path: path.into(), text: text.into(), encoding: Encoding::Utf8, lines, is_ascii, marks }
    }

    /// The same, where the file is not written as UTF-8.
    pub fn written_in(self, encoding: Encoding) -> Self {
        Source { encoding, ..self }
    }

    /// The same, known by its path alone.
    pub fn without_text(self) -> Self {
        Source::new(self.id, self.path, String::new())
    }

    /// How the file is written on the disk.
    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// The byte on the disk at which byte `offset` of the text is written.
    pub fn on_disk(&self, offset: u32) -> usize {
        match self.encoding {
            Encoding::Utf8 | Encoding::Document => offset as usize,
            Encoding::OneByte => self.before(offset as usize).chars,
            Encoding::Utf16 => 2 * self.before(offset as usize).units,
        }
    }

    /// A span of this file, in bytes.
    pub fn span(&self, range: std::ops::Range<usize>) -> Span {
        Span::new(self.id, range.start, range.end)
    }

    /// The line that byte `offset` stands on, counted from 1.
    pub fn line(&self, offset: u32) -> usize {
        self.lines().partition_point(|&start| start <= offset)
    }

    /// The column of byte `offset` in its line, in characters, counted from 1. A byte-order mark is no column.
    pub fn column(&self, offset: u32) -> usize {
        let line = self.line(offset);
        let start = self.lines()[line - 1] as usize;
        let mark = self.text[start..].chars().take_while(|c| *c == '\u{feff}').count();
        let before = self.before(offset as usize).chars - self.before(start).chars;
        before.saturating_sub(mark) + 1
    }

    fn lines(&self) -> &[u32] {
        self.lines.get_or_init(|| {
            let bytes = self.text.as_bytes();
            // Old files end their lines with a carriage return and have no other end.
            let end = if memchr::memchr(b'\n', bytes).is_some() { b'\n' } else { b'\r' };
            let breaks = memchr::memchr_iter(end, bytes);
            std::iter::once(0).chain(breaks.map(|at| at as u32 + 1)).collect()
        })
    }

    /// What stands before `offset`. A line may be as long as the file, and hold thousands of places.
    fn before(&self, offset: usize) -> Before {
        if *self.is_ascii.get_or_init(|| self.text.is_ascii()) {
            return Before { at: offset, chars: offset, units: offset };
        }
        let marks = self.marks.get_or_init(|| self.all_marks());
        let mark = marks[marks.partition_point(|mark| mark.at <= offset) - 1];
        mark.after(self.text.get(mark.at..offset).unwrap_or(""))
    }

    fn all_marks(&self) -> Vec<Before> {
        let mut marks = vec![Before { at: 0, chars: 0, units: 0 }];
        let mut last = marks[0];
        while last.at + MARK_EVERY < self.text.len() {
            let after = last.at + MARK_EVERY;
            let next = (after..self.text.len()).find(|at| self.text.is_char_boundary(*at)).unwrap_or(self.text.len());
            last = last.after(&self.text[last.at..next]);
            marks.push(last);
        }
        marks
    }
}

impl Before {
    /// What stands before the end of `text`, which follows.
    fn after(self, text: &str) -> Before {
        let chars = text.chars().count();
        let wide = text.bytes().filter(|byte| *byte >= 0xf0).count();
        Before { at: self.at + text.len(), chars: self.chars + chars, units: self.units + chars + wide }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn carriage_returns_end_lines_where_nothing_else_does() {
        let lines = |text: &str| -> Vec<usize> {
            let source = Source::new(FileId(0), "a", text);
            (0..=text.len() as u32).map(|at| source.line(at)).collect()
        };
        assert_eq!(lines("a\rb\r"), [1, 1, 2, 2, 3]);
        assert_eq!(lines("a\r\nb\r\r\n"), [1, 1, 1, 2, 2, 2, 2, 3]);
        assert_eq!(Source::new(FileId(0), "a", "a\rbc").column(3), 2);
    }

    #[test]
    fn places_of_a_long_line_are_those_that_counting_gives() {
        let line = "aé😀\u{feff}€".repeat(2_000);
        let text = format!("\u{feff}{line}\n\u{feff}\u{feff}{line}");
        let source = Source::new(FileId(0), "a", text.as_str());
        let second = text.find('\n').unwrap() + 1;
        for (at, _) in text.char_indices().step_by(37) {
            let start = if at < second { 0 } else { second };
            let counted = text[start..at].trim_start_matches('\u{feff}').chars().count() + 1;
            assert_eq!(source.column(at as u32), counted, "{at}");
            let units = Source::new(FileId(0), "a", text.as_str()).written_in(Encoding::Utf16).on_disk(at as u32);
            assert_eq!(units, 2 * text[..at].encode_utf16().count());
        }
        let narrow = Source::new(FileId(0), "a", "é".repeat(9_000)).written_in(Encoding::OneByte);
        assert_eq!((narrow.on_disk(8_000), narrow.on_disk(18_000)), (4_000, 9_000));
    }
}
