//! ERB: HTML with Ruby between `<%` and `%>`.

use std::ops::Range;

use super::ruby::{Embedded, Piece};
use super::template::{Segment, SegmentKind};
use super::{CommentSigns, Dialect, Parsers, markup, write};
use crate::page::{Comment, Page};
use crate::source::{FileId, Source, Span};
use crate::text::Text;

/// ERB templates.
pub(super) struct Erb;

/// What every block is closed by.
const BLOCK: &str = "end";

impl Dialect for Erb {
    fn name(&self) -> &'static str {
        "erb"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["erb"]
    }

    fn claims(&self, _ending: &str, _text: &str) -> bool {
        true
    }

    fn comment(&self, _before: &str) -> Option<CommentSigns> {
        Some(("<%#", "%>"))
    }

    fn divider(&self, neighbour: &write::Neighbour) -> Option<String> {
        write::builder(neighbour)
    }

    fn read(&self, source: &Source, parsers: &mut Parsers) -> Page {
        part(source, 0..source.text.len(), parsers)
    }
}

/// Reads the part of a file that is ERB.
pub(super) fn part(source: &Source, range: Range<usize>, parsers: &mut Parsers) -> Page {
    let text = &source.text[range.clone()];
    let mut embedded = Embedded { text, base: range.start, file: source.id, notices: Vec::new() };
    let mut comments = Vec::new();
    let segments = segments(&mut embedded, &mut comments, parsers);
    let whole = Text::verbatim(text, source.span(range));
    let mut page = markup::read(&whole, &segments, parsers);
    page.comments.extend(comments);
    page.comments.sort_by_key(|comment| comment.span);
    page.notices.append(&mut embedded.notices);
    page.notices.sort();
    page.language = Page::RUBY;
    page
}

/// What a tag is for, by the sign after `<%`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    Show,
    Run,
    Comment,
}

/// A tag, not yet understood.
struct Tag {
    sign: Sign,
    range: Range<usize>,
    /// Without its signs and the white space at its ends.
    inner: Range<usize>,
    closed: bool,
}

fn segments(embedded: &mut Embedded, comments: &mut Vec<Comment>, parsers: &mut Parsers) -> Vec<Segment> {
    let mut segments = Vec::new();
    let text = embedded.text;
    for tag in tags(text) {
        let span = |range: &Range<usize>| place(embedded.file, embedded.base, range);
        if !tag.closed {
            let message = "`<%` is opened and never closed".to_owned();
            embedded.notices.push(crate::page::Notice { span: span(&tag.range), message });
        }
        // `<% # …` is a comment, too.
        let is_comment = tag.sign == Sign::Comment || text[tag.inner.clone()].starts_with('#') && !text[tag.inner.clone()].contains('\n');
        let kind = match is_comment {
            true => {
                let skip = text[tag.inner.clone()].len() - text[tag.inner.clone()].trim_start_matches(['#', ' ']).len();
                let inner = tag.inner.start + skip..tag.inner.end;
                let content = Text::verbatim(&text[inner.clone()], span(&inner));
                comments.push(Comment { text: content, span: span(&tag.range) });
                SegmentKind::Inert
            }
            false => kind(embedded.piece(tag.inner, tag.sign == Sign::Show, parsers)),
        };
        segments.push(Segment { range: tag.range, kind });
    }
    segments
}

fn place(file: FileId, base: usize, range: &Range<usize>) -> Span {
    Span::new(file, base + range.start, base + range.end)
}

fn kind(piece: Piece) -> SegmentKind {
    match piece {
        Piece::Print(value) => SegmentKind::Print(value),
        Piece::Nodes(nodes) if nodes.is_empty() => SegmentKind::Inert,
        Piece::Nodes(nodes) => SegmentKind::Several(nodes),
        Piece::Open(opening) => SegmentKind::Open(BLOCK, opening),
        Piece::Arm(condition) => SegmentKind::Arm(condition),
        Piece::Close => SegmentKind::Close(BLOCK),
    }
}

/// Every tag of the text. `%>` ends one wherever it stands, in a string too; `<%%` is text.
fn tags(text: &str) -> Vec<Tag> {
    let mut found = Vec::new();
    let mut at = 0;
    // Where the last tag ends, so that nobody looks for an end behind it again and again.
    let last = text.rfind("%>").unwrap_or(0);
    while let Some(start) = text[at..].find("<%").map(|found| at + found) {
        let after = &text[start + 2..];
        if after.starts_with('%') {
            at = start + 3;
            continue;
        }
        let (sign, skip) = match after.as_bytes() {
            [b'#', ..] => (Sign::Comment, 1),
            [b'=', b'=', ..] => (Sign::Show, 2),
            [b'=', ..] => (Sign::Show, 1),
            [b'-', ..] => (Sign::Run, 1),
            _ => (Sign::Run, 0),
        };
        let from = start + 2 + skip;
        let close = (from <= last).then(|| text[from..].find("%>")).flatten().map(|found| from + found);
        let end = close.unwrap_or_else(|| text[from..].find('\n').map_or(text.len(), |line| from + line));
        let stop = if close.is_some() { end + 2 } else { end };
        found.push(Tag { sign, range: start..stop, inner: trimmed(text, from..end), closed: close.is_some() });
        at = stop.max(start + 2);
    }
    found
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let inner = &text[range.clone()];
    let start = range.end - inner.trim_start().len();
    let inner = inner.trim();
    let inner = inner.strip_suffix('-').unwrap_or(inner).trim_end();
    start..start + inner.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_end_where_they_say_and_two_signs_are_text() {
        let inners = |text: &str| tags(text).into_iter().map(|tag| text[tag.inner].to_owned()).collect::<Vec<_>>();
        assert_eq!(inners("a <%= b -%> <%# c %> <%- d { |x| %> <%% e %> <% } %>"), ["b", "c", "d { |x|", "}"]);
        let open = tags("<p><% x\n<p>");
        assert_eq!((open[0].closed, open[0].range.clone()), (false, 3..7));
    }
}
