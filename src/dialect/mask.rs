//! A template with its own language covered up, so that what is left is HTML of the same length.

use std::borrow::Cow;
use std::ops::Range;

use super::template::{Segment, SegmentKind};
use crate::limits;

/// HTML to be parsed.
pub(super) struct Masked<'t> {
    /// As long as the text that it was made of, with the same line breaks.
    pub(super) html: Cow<'t, str>,
    /// How many elements stand open in it at once, at most, counted without parsing. Elements that end by themselves do not count.
    pub(super) nesting: usize,
}

/// `text` with `segments` covered up, which stand in order and do not overlap: tags become spaces, and printed values a filler letter.
pub(super) fn mask<'t>(text: &'t str, segments: &[Segment]) -> Masked<'t> {
    let mut html = covered(text, segments);
    if html.starts_with('\u{feff}') {
        html.to_mut().replace_range(0..3, "   ");
    }
    for open in endless_comments(&html) {
        html.to_mut().replace_range(open.clone(), &" ".repeat(open.len()));
    }
    let Nesting { most, crossing, dots, .. } = Nesting::of(&html);
    for dot in dots {
        html.to_mut().replace_range(dot..dot + 1, "-");
    }
    for end in crossing {
        html.to_mut().replace_range(end.clone(), &" ".repeat(end.len()));
    }
    debug_assert_eq!(html.len(), text.len(), "a mask keeps the length");
    Masked { html, nesting: most }
}

fn covered<'t>(text: &'t str, segments: &[Segment]) -> Cow<'t, str> {
    if segments.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut masked = String::with_capacity(text.len());
    let mut at = 0;
    for segment in segments {
        masked.push_str(&text[at..segment.range.start]);
        let filler = if matches!(segment.kind, SegmentKind::Print(_)) { 'x' } else { ' ' };
        masked.extend(text[segment.range.clone()].bytes().map(|byte| if byte == b'\n' { '\n' } else { filler }));
        at = segment.range.end;
    }
    masked.push_str(&text[at..]);
    Cow::Owned(masked)
}

/// The marks of comments that never end. The grammar would look for the end of each through the whole file.
fn endless_comments(html: &str) -> Vec<Range<usize>> {
    let from = memchr::memmem::rfind(html.as_bytes(), b"-->").unwrap_or(0);
    memchr::memmem::find_iter(&html.as_bytes()[from..], "<!--").map(|found| from + found..from + found + 4).collect()
}

/// How the tags of a page stand in one another, told without parsing.
#[derive(Default)]
struct Nesting<'h> {
    /// How many elements are open, and how many were at most.
    now: usize,
    most: usize,
    /// Their names, innermost last; what closes none of them closes nothing.
    open: Vec<&'h str>,
    /// The end tags of forms that other elements are still open in. A browser lets those go on; the grammar would end them, and a
    /// fieldset would lose half its answers.
    crossing: Vec<Range<usize>>,
    /// The dots in names of tags: `<x-forms.field>`. The grammar would end the name there.
    dots: Vec<usize>,
}

impl<'h> Nesting<'h> {
    fn of(html: &'h str) -> Self {
        let mut nesting = Nesting::default();
        for tag in Tags::of(html) {
            let name = &html[tag.name.clone()];
            nesting.dots.extend(dots(html, tag.name.end));
            if tag.closed || ends_by_itself(name) {
                continue;
            }
            if tag.closing { nesting.close(html, &tag, name) } else { nesting.open(name) }
        }
        nesting
    }

    fn open(&mut self, name: &'h str) {
        self.now += 1;
        // Such a page is not read anyway, and each end tag is looked for among what is open.
        if self.open.len() <= limits::NESTING {
            self.open.push(name);
        }
        self.most = self.most.max(self.now).max(self.open.len());
    }

    fn close(&mut self, html: &str, tag: &Tag, name: &str) {
        let opener = self.open.iter().rposition(|opened| opened.eq_ignore_ascii_case(name));
        match opener {
            Some(depth) if depth + 1 < self.open.len() && name.eq_ignore_ascii_case("form") => {
                self.open.remove(depth);
                let end = html[tag.name.end..].find('>').map_or(html.len(), |found| tag.name.end + found + 1);
                self.crossing.push(tag.name.start - 2..end);
                return;
            }
            Some(depth) => self.open.truncate(depth),
            None => {}
        }
        self.now = self.now.saturating_sub(1);
    }
}

/// The dots in the name of a tag, of which `from` is a part's end.
fn dots(html: &str, from: usize) -> impl Iterator<Item = usize> {
    let bytes = &html.as_bytes()[from..];
    let len = bytes.iter().take_while(|byte| byte.is_ascii_alphanumeric() || b".-_:".contains(byte)).count();
    memchr::memchr_iter(b'.', &bytes[..len]).map(move |dot| from + dot)
}

/// A tag, found without parsing.
struct Tag {
    name: Range<usize>,
    closing: bool,
    /// True for `<br />`, which opens nothing.
    closed: bool,
}

/// The tags of a text, found without parsing.
struct Tags<'h> {
    html: &'h str,
    at: usize,
    /// How many bytes are still looked through for the ends of tags, so that it takes time with the length alone.
    left: usize,
}

impl<'h> Tags<'h> {
    fn of(html: &'h str) -> Self {
        Tags { html, at: 0, left: 4 * html.len() }
    }

    /// True if the tag whose name ends at `from` is written as one that closes itself. What looks odd is not.
    fn closes_itself(&mut self, from: usize) -> bool {
        let bytes = &self.html.as_bytes()[from..];
        let (looked_at, closes) = rest_of_tag(&bytes[..bytes.len().min(self.left)]);
        self.left -= looked_at;
        closes
    }
}

impl Iterator for Tags<'_> {
    type Item = Tag;

    fn next(&mut self) -> Option<Tag> {
        let bytes = self.html.as_bytes();
        while let Some(found) = memchr::memchr(b'<', &bytes[self.at..]) {
            self.at += found + 1;
            let closing = bytes.get(self.at) == Some(&b'/');
            let start = self.at + usize::from(closing);
            let len = bytes[start..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
            if len > 0 {
                let name = start..start + len;
                self.at = name.end;
                return Some(Tag { closing, closed: !closing && self.closes_itself(name.end), name });
            }
        }
        None
    }
}

/// How many bytes of the rest of a tag were looked at, and whether it ends with `/>`. It does not where a quote or bracket
/// stands that no attribute has there.
fn rest_of_tag(bytes: &[u8]) -> (usize, bool) {
    let (mut at, mut slash) = (0, false);
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'>' => return (at, slash),
            b'<' | b'"' | b'\'' => return (at, false),
            b'=' => {
                at += bytes[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
                at += match bytes.get(at) {
                    Some(quote @ (b'"' | b'\'')) => memchr::memchr(*quote, &bytes[at + 1..]).map_or(bytes.len(), |len| len + 2),
                    // Without quotes, a `/` is part of the value.
                    _ => bytes[at..].iter().take_while(|byte| !byte.is_ascii_whitespace() && !b"<>\"'=".contains(byte)).count(),
                };
            }
            _ => {}
        }
        slash = byte == b'/';
    }
    (bytes.len(), false)
}

/// True for elements that need no end tag.
fn ends_by_itself(tag: &str) -> bool {
    let mut lower = [0; "optgroup".len()];
    let Some(lower) = lower.get_mut(..tag.len()) else { return false };
    lower.copy_from_slice(tag.as_bytes());
    lower.make_ascii_lowercase();
    #[rustfmt::skip]
    let ends = matches!(
        &*lower,
        b"area" | b"base" | b"br" | b"col" | b"dd" | b"dt" | b"embed" | b"hr" | b"img" | b"input" | b"li" | b"link" | b"meta"
            | b"optgroup" | b"p" | b"param" | b"source" | b"td" | b"th" | b"tr" | b"track" | b"wbr"
    );
    ends
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nesting(html: &str) -> usize {
        Nesting::of(html).most
    }

    #[test]
    fn a_mask_keeps_length_and_lines() {
        let segments = [Segment { range: 3..12, kind: SegmentKind::Inert }];
        let text = "<p>{% é\n %}</p>";
        let masked = mask(text, &segments).html;
        assert_eq!(masked.len(), text.len());
        assert_eq!(masked.find('\n'), text.find('\n'));
    }

    #[test]
    fn what_closes_nothing_takes_no_time_with_the_square() {
        let page = "<a></b>".repeat(140_000);
        let start = std::time::Instant::now();
        assert!(nesting(&page) > limits::NESTING);
        assert!(start.elapsed().as_secs() < 5, "{:?}", start.elapsed());
    }

    #[test]
    fn any_mask_of_any_text_keeps_length_and_lines() {
        const PARTS: &[&str] = &[
            "a", "é", "😀", "\n", "\r\n", " ", "<div>", "</div>", "<form>", "</form>", "<!--", "-->", "{{ x }}", "\u{feff}", "<p a=\"",
            "\0",
        ];
        let mut state = 0x9e37_79b9_7f4a_7c15_u64;
        let mut below = |most: usize| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state as usize % most
        };
        for _ in 0..2_000 {
            let text: String = (0..below(60)).map(|_| PARTS[below(PARTS.len())]).collect();
            let mut cuts: Vec<usize> = (0..below(8)).map(|_| below(text.len() + 1)).filter(|at| text.is_char_boundary(*at)).collect();
            cuts.sort_unstable();
            let parts = cuts.chunks_exact(2).map(|pair| pair[0]..pair[1]);
            let segments: Vec<Segment> = parts.map(|range| Segment { range, kind: SegmentKind::Inert }).collect();
            let masked = mask(&text, &segments).html;
            assert_eq!(masked.len(), text.len(), "{text:?}");
            let is_line_end = |(one, other): (u8, u8)| (one == b'\n') == (other == b'\n');
            assert!(masked.bytes().zip(text.bytes()).all(is_line_end), "{text:?} became {masked:?}");
        }
    }

    #[test]
    fn nesting_is_counted_without_a_parser() {
        assert_eq!(nesting("<div><p><p><br><span></span></div>"), 2);
        assert_eq!(nesting(&"<div>".repeat(1000)), 1000);
        assert_eq!(nesting(&"<div :a=\"b > c\" d />".repeat(1000)), 0);
        // None of these closes itself to the grammar.
        for odd in ["<div a=/b/>", "<div \"><i \"/>", "<div a=b/>", "<div a = b/>"] {
            assert!(nesting(&odd.repeat(1000)) >= 999, "{odd}");
        }
    }
}
