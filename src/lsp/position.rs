//! Places as editors count them, in the unit that client and server agree on.

use lsp_types::{GeneralClientCapabilities, Position, PositionEncodingKind, Range};

/// What a column counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    Utf16,
    Utf32,
}

impl Encoding {
    /// The first that the client names and askwell knows; UTF-16 where it names none.
    pub(super) fn agreed(general: Option<&GeneralClientCapabilities>) -> Self {
        let offered = general.and_then(|general| general.position_encodings.as_deref()).unwrap_or_default();
        let known = |kind: &PositionEncodingKind| match kind.as_str() {
            "utf-8" => Some(Encoding::Utf8),
            "utf-16" => Some(Encoding::Utf16),
            "utf-32" => Some(Encoding::Utf32),
            _ => None,
        };
        offered.iter().find_map(known).unwrap_or(Encoding::Utf16)
    }

    /// Its name in messages.
    pub(super) fn kind(self) -> PositionEncodingKind {
        match self {
            Encoding::Utf8 => PositionEncodingKind::UTF8,
            Encoding::Utf16 => PositionEncodingKind::UTF16,
            Encoding::Utf32 => PositionEncodingKind::UTF32,
        }
    }

    fn length(self, c: char) -> usize {
        match self {
            Encoding::Utf8 => c.len_utf8(),
            Encoding::Utf16 => c.len_utf16(),
            Encoding::Utf32 => 1,
        }
    }
}

/// Where the lines of a text start. A line ends with `\n`, `\r\n` or `\r`.
pub(super) struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
    encoding: Encoding,
}

impl<'t> Lines<'t> {
    pub(super) fn of(text: &'t str, encoding: Encoding) -> Self {
        let bytes = text.as_bytes();
        let ends = memchr::memchr2_iter(b'\n', b'\r', bytes).filter(|&at| bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n'));
        Lines { text, starts: std::iter::once(0).chain(ends.map(|at| at + 1)).collect(), encoding }
    }

    /// The place of a byte.
    pub(super) fn position(&self, offset: usize) -> Position {
        let line = self.starts.partition_point(|&start| start <= offset) - 1;
        let before = self.text.get(self.starts[line]..offset).unwrap_or_default();
        Position::new(line as u32, before.chars().map(|c| self.encoding.length(c)).sum::<usize>() as u32)
    }

    /// The range of some bytes.
    pub(super) fn range(&self, bytes: std::ops::Range<usize>) -> Range {
        Range::new(self.position(bytes.start), self.position(bytes.end))
    }

    /// The byte at a place; the end of its line where that is shorter.
    pub(super) fn offset(&self, position: Position) -> usize {
        let Some(&start) = self.starts.get(position.line as usize) else { return self.text.len() };
        let end = self.starts.get(position.line as usize + 1).copied().unwrap_or(self.text.len());
        let (mut column, mut at) = (0, start);
        for c in self.text[start..end].chars() {
            if column >= position.character as usize || matches!(c, '\n' | '\r') {
                break;
            }
            column += self.encoding.length(c);
            at += c.len_utf8();
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_encoding_counts_its_own() {
        let text = "a\r\n“é🏳” b\rc";
        let at = text.find('b').unwrap();
        for (encoding, column) in [(Encoding::Utf8, 13), (Encoding::Utf16, 6), (Encoding::Utf32, 5)] {
            let lines = Lines::of(text, encoding);
            assert_eq!(lines.position(at), Position::new(1, column), "{encoding:?}");
            assert_eq!(lines.offset(Position::new(1, column)), at);
            assert_eq!(lines.offset(Position::new(1, 99)), text.find("\rc").unwrap());
            assert_eq!(lines.position(text.len()), Position::new(2, 1));
        }
    }
}
