//! A file's text and places in it.
//!
//! Every offset in askwell is a byte of the file on disk, a byte-order mark included. Lines and
//! columns are worked out in `report`, from [`Source::line`], and nowhere else.

use std::sync::OnceLock;

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

/// A file that was read, as UTF-8 text.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its handle.
    pub id: FileId,
    /// The path as reports show it, with `/` between folders.
    pub path: String,
    /// The whole text, a byte-order mark included, so that offsets are those of the disk.
    pub text: String,
    lines: OnceLock<Vec<u32>>,
}

impl Source {
    /// A source of `text`, known as `path`.
    pub fn new(id: FileId, path: impl Into<String>, text: impl Into<String>) -> Self {
        Source { id, path: path.into(), text: text.into(), lines: OnceLock::new() }
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
        let until = self.text.get(start..offset as usize).unwrap_or("");
        until.trim_start_matches('\u{feff}').chars().count() + 1
    }

    fn lines(&self) -> &[u32] {
        self.lines.get_or_init(|| {
            let breaks = self.text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n');
            std::iter::once(0).chain(breaks.map(|(at, _)| at as u32 + 1)).collect()
        })
    }
}
