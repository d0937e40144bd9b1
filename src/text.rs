//! Text as people read it, with a way back to the bytes that it came from.

use std::ops::Range;

use compact_str::CompactString;
use smallvec::SmallVec;

use crate::source::{FileId, Span};
use crate::unknown::Because;

/// What stands in a text for a part that only the running page knows.
pub const HOLE: &str = "{}";

/// Decoded text and where each part of it stands in a file.
///
/// Offsets into the text are bytes of [`Text::as_str`]. A part that is not known until the page runs is shown
/// as [`HOLE`] and remembered as such.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Text {
    content: CompactString,
    /// Most have one.
    pieces: SmallVec<[Piece; 1]>,
}

/// A run of the content that comes from one place.
#[derive(Clone, Debug, PartialEq)]
struct Piece {
    at: usize,
    len: usize,
    span: Span,
    /// Boxed: few have one.
    hole: Option<Box<Because>>,
}

impl Piece {
    fn end(&self) -> usize {
        self.at + self.len
    }

    /// Byte for byte the file's own, so that a part of it has a place of its own.
    fn is_verbatim(&self) -> bool {
        self.hole.is_none() && self.len == self.span.len()
    }
}

impl Text {
    /// Text that stands in the file just as it reads.
    pub fn verbatim(content: &str, span: Span) -> Self {
        let mut text = Text::default();
        text.push_verbatim(content, span);
        text
    }

    /// What the bytes at `span` mean, however they are written.
    pub fn meaning(content: &str, span: Span) -> Self {
        let mut text = Text::default();
        // A run comes whole or not at all, and folding takes words apart: each is a run of its own.
        match content.len() == span.len() {
            true => text.push_replaced(content, span),
            false => content.split_inclusive(is_space).for_each(|part| {
                let word = part.trim_end_matches(is_space);
                text.push_replaced(word, span);
                text.push_replaced(&part[word.len()..], span);
            }),
        }
        text
    }

    /// The words of a name that stands at `span`, as frameworks show it: `date_of_birth` is “Date of birth”, and where each
    /// word is a title of its own, “Date Of Birth”.
    pub fn of_name(name: &str, span: Span, titles: bool) -> Self {
        let mut text = Text::default();
        for (at, word) in name.split('_').filter(|word| !word.is_empty()).enumerate() {
            if at > 0 {
                text.push_replaced(" ", span);
            }
            let mut letters = word.chars();
            let first: String = letters.next().into_iter().filter(|_| titles || at == 0).flat_map(char::to_uppercase).collect();
            let rest = if first.is_empty() { word } else { letters.as_str() };
            let rest = if titles { rest.to_lowercase() } else { rest.to_owned() };
            text.push_replaced(&format!("{first}{rest}"), span);
        }
        text
    }

    /// A part that only the running page knows.
    pub fn hole(because: Because) -> Self {
        let mut text = Text::default();
        text.push_hole(because);
        text
    }

    /// The text. Unknown parts read as [`HOLE`].
    pub fn as_str(&self) -> &str {
        &self.content
    }

    /// Of how many pieces it is made.
    pub fn parts(&self) -> usize {
        self.pieces.len()
    }

    /// True if nobody would see anything of it.
    pub fn is_blank(&self) -> bool {
        self.content.chars().all(is_space)
    }

    /// Why parts of it are not known, if any are not.
    pub fn holes(&self) -> impl Iterator<Item = &Because> {
        self.pieces.iter().filter_map(|piece| piece.hole.as_deref())
    }

    /// The first reason why it cannot be read, if no word of it can be.
    pub fn unread(&self) -> Option<&Because> {
        let mut reads = self.pieces.iter().filter(|piece| piece.hole.is_none());
        if reads.any(|piece| self.content[piece.at..piece.end()].chars().any(char::is_alphanumeric)) {
            return None;
        }
        self.holes().next()
    }

    /// The files that its parts stand in; one may come several times.
    pub fn files(&self) -> impl Iterator<Item = FileId> {
        self.pieces.iter().map(|piece| piece.span.file)
    }

    /// From its first byte to its last, in the file of its first; `None` where it is empty.
    pub fn span(&self) -> Option<Span> {
        self.span_of(0..self.content.len())
    }

    /// Where it stands; where it goes back and forth in its file, as a label does that a component adds to, what of it is nearest to
    /// `near`.
    pub fn span_beside(&self, near: Span) -> Option<Span> {
        let mut runs: Vec<Span> = Vec::new();
        for piece in &self.pieces {
            match runs.last_mut() {
                Some(run) if run.file == piece.span.file && piece.span.start < run.start => runs.push(piece.span),
                Some(run) => *run = run.to(piece.span),
                None => runs.push(piece.span),
            }
        }
        runs.into_iter().min_by_key(|run| if run.file == near.file { run.start.abs_diff(near.start) } else { u32::MAX })
    }

    /// Where its first words that do not stand in `file` do.
    pub fn span_outside(&self, file: FileId) -> Option<Span> {
        let words = self.pieces.iter().filter(|piece| piece.hole.is_none() && piece.span.file != file).map(|piece| piece.span);
        words.reduce(|whole, piece| if whole.file == piece.file { whole.to(piece) } else { whole })
    }

    /// Where a part of it stands. A part of a decoded or unknown run gives the place of the whole run.
    pub fn span_of(&self, range: Range<usize>) -> Option<Span> {
        if let [only] = self.pieces.as_slice()
            && only.is_verbatim()
            && range.start < range.end
            && range.end <= only.len
        {
            let base = only.span.start as usize;
            return Some(Span::new(only.span.file, base + range.start, base + range.end));
        }
        let start = self.pieces.partition_point(|piece| piece.end() <= range.start);
        let mut within = self.pieces[start..].iter().take_while(|piece| piece.at < range.end);
        let first = within.next()?;
        let place = |piece: &Piece| {
            if !piece.is_verbatim() {
                return piece.span;
            }
            let start = range.start.max(piece.at) - piece.at;
            let end = range.end.min(piece.end()) - piece.at;
            let base = piece.span.start as usize;
            Span::new(piece.span.file, base + start, base + end)
        };
        Some(within.fold(place(first), |whole, piece| whole.to(place(piece))))
    }

    /// Adds text that reads just as it stands at `span`.
    pub fn push_verbatim(&mut self, content: &str, span: Span) {
        debug_assert_eq!(content.len(), span.len(), "verbatim text has the length of its place");
        self.push_replaced(content, span);
    }

    /// Adds what the bytes at `span` mean: a decoded entity or escape, folded white space, changed capitals.
    pub fn push_replaced(&mut self, content: &str, span: Span) {
        if content.is_empty() {
            return;
        }
        self.add(content, span, None);
    }

    fn add(&mut self, content: &str, span: Span, hole: Option<Box<Because>>) {
        let at = self.content.len();
        match at {
            0 => self.content = CompactString::new(content),
            _ => self.content.push_str(content),
        }
        self.pieces.push(Piece { at, len: content.len(), span, hole });
    }

    /// Adds a part that only the running page knows.
    pub fn push_hole(&mut self, because: Because) {
        let at = self.content.len();
        self.content.push_str(HOLE);
        self.pieces.push(Piece { at, len: HOLE.len(), span: because.span, hole: Some(Box::new(because)) });
    }

    /// Adds another text, wherever that comes from.
    pub fn push(&mut self, other: &Text) {
        self.push_part(other, 0..other.content.len());
    }

    /// Adds a part of another text. A decoded or unknown run comes whole or not at all.
    pub fn push_part(&mut self, other: &Text, range: Range<usize>) {
        let first = other.pieces.partition_point(|piece| piece.end() <= range.start);
        for piece in other.pieces[first..].iter().take_while(|piece| piece.at < range.end) {
            let start = range.start.max(piece.at);
            let end = range.end.min(piece.end());
            if start >= end {
                continue;
            }
            let (slice, span) = if piece.is_verbatim() {
                let base = piece.span.start as usize;
                let span = Span::new(piece.span.file, base + start - piece.at, base + end - piece.at);
                (&other.content[start..end], span)
            } else {
                (&other.content[piece.at..piece.end()], piece.span)
            };
            self.add(slice, span, piece.hole.clone());
        }
    }

    /// White space as a browser shows it: each run is one space (no-break spaces too), none at either end.
    pub fn folded(&self) -> Text {
        let mut folded = Text::default();
        // Where what reads as it stands begins, and the white space that may end it.
        let mut start = None;
        let mut gap: Option<Range<usize>> = None;
        for (at, c) in self.content.char_indices() {
            if is_space(c) {
                gap = Some(gap.map_or(at, |gap| gap.start)..at + c.len_utf8());
                continue;
            }
            match (start, gap.take()) {
                (None, _) => start = Some(at),
                (Some(from), Some(gap)) if self.content[gap.clone()] != *" " => {
                    folded.push_part(self, from..gap.start);
                    self.span_of(gap).into_iter().for_each(|span| folded.push_replaced(" ", span));
                    start = Some(at);
                }
                _ => {}
            }
        }
        if let Some(from) = start {
            folded.push_part(self, from..gap.map_or(self.content.len(), |gap| gap.start));
        }
        folded
    }

    /// The same text with its letters changed by `change`, each run keeping its place.
    pub fn map(&self, change: impl Fn(&str) -> String) -> Text {
        let mut changed = Text::default();
        for piece in &self.pieces {
            let part = &self.content[piece.at..piece.end()];
            match &piece.hole {
                Some(because) => changed.push_hole(Because::clone(because)),
                None => changed.push_replaced(&change(part), piece.span),
            }
        }
        changed
    }
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(start: usize, end: usize) -> Span {
        Span::new(FileId(0), start, end)
    }

    #[test]
    fn folding_keeps_the_way_back() {
        let text = Text::verbatim("  his or her\n\t parent ", span(10, 32)).folded();
        assert_eq!(text.as_str(), "his or her parent");
        assert_eq!(text.span_of(0..10), Some(span(12, 22)));
        assert_eq!(text.span_of(4..17), Some(span(16, 31)));
    }

    #[test]
    fn a_decoded_run_is_one_place() {
        let mut text = Text::verbatim("don", span(0, 3));
        text.push_replaced("’", span(3, 10));
        text.push_verbatim("t", span(10, 11));
        assert_eq!(text.as_str(), "don’t");
        assert_eq!(text.span_of(3..6), Some(span(3, 10)));
        assert_eq!(text.folded(), text);
    }

    /// Numbers without a pattern, the same each time.
    struct Numbers(u64);

    impl Numbers {
        fn below(&mut self, most: usize) -> usize {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            self.0 as usize % most
        }
    }

    #[test]
    fn every_character_that_folding_leaves_has_the_place_of_its_bytes() {
        const PARTS: &[&str] = &["a", "his", " ", "  ", "\n", "\t", "\u{a0}", "\u{200b}", "é", "😀", "’", "&amp;", "&nbsp;", "&rsquo;", ""];
        let mut numbers = Numbers(0x2545_f491_4f6c_dd1d);
        for _ in 0..2_000 {
            let source: String = (0..numbers.below(40)).map(|_| PARTS[numbers.below(PARTS.len())]).collect();
            let mut text = Text::default();
            let mut at = 0;
            while at < source.len() {
                let reference = ["&amp;", "&nbsp;", "&rsquo;"].into_iter().find(|name| source[at..].starts_with(name));
                match reference {
                    Some(name) => {
                        text.push_replaced(&html_escape::decode_html_entities(name), span(at, at + name.len()));
                        at += name.len();
                    }
                    None => {
                        let first = source[at..].chars().next().unwrap().len_utf8();
                        let len = source[at + first..].find('&').map_or(source.len() - at, |next| next + first);
                        text.push_verbatim(&source[at..at + len], span(at, at + len));
                        at += len;
                    }
                }
            }
            let folded = text.folded();
            assert!(!folded.as_str().starts_with(is_space) && !folded.as_str().ends_with(is_space) && !folded.as_str().contains("  "));
            for (start, c) in folded.as_str().char_indices() {
                let place = folded.span_of(start..start + c.len_utf8()).unwrap();
                let written = html_escape::decode_html_entities(&source[place.range()]).into_owned();
                let is_so = if c == ' ' { written.chars().all(is_space) } else { written == c.to_string() };
                assert!(is_so, "“{c}” of {folded:?} stands at “{written}” of {source:?}");
            }
            let places: Vec<Span> = folded.as_str().char_indices().map(|(at, c)| folded.span_of(at..at + c.len_utf8()).unwrap()).collect();
            assert!(places.is_sorted_by_key(|place| place.start), "{source:?}");
        }
    }

    #[test]
    fn words_that_stand_for_something_else_fold_as_any() {
        let text = Text::meaning("None of  these", span(3, 6));
        assert_eq!(text.folded().as_str(), "None of these");
        assert_eq!(text.folded().span(), Some(span(3, 6)));
    }

    #[test]
    fn a_text_of_holes_alone_is_unread() {
        let because = Because::name("title", span(0, 5));
        assert!(Text::hole(because.clone()).unread().is_some());
        let mut text = Text::verbatim("Is ", span(5, 8));
        text.push_hole(because);
        assert_eq!(text.as_str(), "Is {}");
        assert!(text.unread().is_none());
    }
}
