//! Where HTML ends and Blade begins.

use std::ops::Range;

/// A stretch of Blade, found but not yet understood. Offsets are bytes of the text.
pub(super) struct Token<'t> {
    /// With its signs.
    pub(super) range: Range<usize>,
    pub(super) is: Is<'t>,
}

pub(super) enum Is<'t> {
    /// `{{-- … --}}`, by what stands in it.
    Comment(Range<usize>),
    /// `{{ … }}` and `{!! … !!}`, by what is shown.
    Print(Range<usize>),
    /// `@name`, or `@name(…)` with what stands between the brackets.
    Directive(&'t str, Option<Range<usize>>),
    /// What stands between `@php` and `@endphp`.
    Code(Range<usize>),
    /// What opens and is never closed.
    Open(&'static str),
}

/// What is shown, by the signs round it, the longest first.
const PRINTS: &[(&str, &str)] = &[("{{{", "}}}"), ("{!!", "!!}"), ("{{", "}}")];

const COMMENT: (&str, &str) = ("{{--", "--}}");

/// How many bytes are looked through for what closes brackets, for each byte of the text, so that it takes time with the length alone.
const LOOKS: usize = 8;

/// The tokens of `text` in order, outside of what `taken` covers, which stands in order, too.
pub(super) fn tokens<'t>(text: &'t str, taken: &[Range<usize>]) -> Vec<Token<'t>> {
    let mut scan = Scan { text, left: LOOKS * text.len(), none_left: Vec::new() };
    let mut found = Vec::new();
    let (mut at, mut next) = (0, 0);
    while let Some(start) = memchr::memchr2(b'@', b'{', &text.as_bytes()[at..]).map(|found| at + found) {
        while taken.get(next).is_some_and(|range| range.end <= start) {
            next += 1;
        }
        if let Some(range) = taken.get(next).filter(|range| range.contains(&start)) {
            at = range.end;
            continue;
        }
        match scan.token(start) {
            Step::Token(token) => {
                at = token.range.end;
                // What Blade leaves as it is, another language in the page reads.
                if let Is::Directive("verbatim", _) = token.is {
                    at = scan.find("@endverbatim", at).unwrap_or(text.len());
                }
                found.push(token);
            }
            Step::Text(end) => at = end,
        }
    }
    found
}

enum Step<'t> {
    Token(Token<'t>),
    /// Text up to here.
    Text(usize),
}

struct Scan<'t> {
    text: &'t str,
    left: usize,
    /// Signs that stand nowhere any more.
    none_left: Vec<&'static str>,
}

impl<'t> Scan<'t> {
    fn token(&mut self, start: usize) -> Step<'t> {
        let rest = &self.text[start..];
        if rest.starts_with('@') {
            return self.directive(start);
        }
        if rest.starts_with(COMMENT.0) {
            return self.between(start, COMMENT, Is::Comment);
        }
        match PRINTS.iter().find(|(open, _)| rest.starts_with(open)) {
            Some(signs) => self.between(start, *signs, Is::Print),
            None => Step::Text(start + 1),
        }
    }

    fn between(&mut self, start: usize, (open, close): (&'static str, &'static str), is: fn(Range<usize>) -> Is<'t>) -> Step<'t> {
        let from = start + open.len();
        Step::Token(match self.find(close, from) {
            Some(end) => Token { range: start..end + close.len(), is: is(from..end) },
            // What is never closed opens nothing: the page goes on behind it.
            None => Token { range: start..from, is: Is::Open(open) },
        })
    }

    fn find(&mut self, sign: &'static str, from: usize) -> Option<usize> {
        if self.none_left.contains(&sign) {
            return None;
        }
        let found = memchr::memmem::find(&self.text.as_bytes()[from..], sign.as_bytes()).map(|found| from + found);
        if found.is_none() {
            self.none_left.push(sign);
        }
        found
    }

    fn directive(&mut self, start: usize) -> Step<'t> {
        let text = self.text;
        let after = &text[start + 1..];
        // `@{{ name }}` and `@@if` are for others to read, and an address is none.
        if after.starts_with('@') {
            return Step::Text(start + 2);
        }
        if let Some((open, close)) = PRINTS.iter().find(|(open, _)| after.starts_with(open)) {
            let from = start + 1 + open.len();
            return Step::Text(self.find(close, from).map_or(from, |end| end + close.len()));
        }
        let is_in_word = text[..start].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let len = after.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(after.len());
        let name = &after[..len];
        if is_in_word || !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return Step::Text(start + 1 + len);
        }
        let end = start + 1 + len;
        let bracket = end + text[end..].len() - text[end..].trim_start_matches([' ', '\t']).len();
        let given = text[bracket..].starts_with('(').then(|| self.close(bracket)).flatten().map(|close| bracket + 1..close);
        if let ("php", None) = (name, &given) {
            let Some(close) = self.find("@endphp", end) else { return Step::Token(Token { range: start..end, is: Is::Open("@php") }) };
            return Step::Token(Token { range: start..close + "@endphp".len(), is: Is::Code(end..close) });
        }
        let end = given.as_ref().map_or(end, |given| given.end + 1);
        Step::Token(Token { range: start..end, is: Is::Directive(name, given) })
    }

    /// Where the bracket closes that stands at `open`.
    fn close(&mut self, open: usize) -> Option<usize> {
        let bytes = &self.text.as_bytes()[..self.text.len().min(open + self.left)];
        let (mut at, mut depth) = (open, 0_usize);
        while at < bytes.len() {
            match bytes[at] {
                quote @ (b'\'' | b'"') => {
                    // One before its end, or where there is none the end of all.
                    at += 1;
                    while at < bytes.len() && bytes[at] != quote {
                        at += 1 + usize::from(bytes[at] == b'\\');
                    }
                }
                // An apostrophe in a comment opens nothing.
                b'/' if bytes[at..].starts_with(b"/*") => {
                    at += memchr::memmem::find(&bytes[at..], b"*/").map_or(bytes.len() - at, |len| len + 1);
                }
                b'/' | b'#' if bytes[at..].starts_with(b"//") || bytes[at] == b'#' && bytes.get(at + 1) != Some(&b'[') => {
                    at += memchr::memchr(b'\n', &bytes[at..]).unwrap_or(bytes.len() - at);
                }
                b'(' | b'[' | b'{' => depth += 1,
                b')' | b']' | b'}' => {
                    depth -= 1;
                    if depth == 0 {
                        self.left -= at - open;
                        return Some(at);
                    }
                }
                _ => {}
            }
            at += 1;
        }
        self.left -= bytes.len() - open;
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let said = |token: Token| match token.is {
            Is::Comment(inner) => format!("comment {}", text[inner].trim()),
            Is::Print(inner) => format!("print {}", text[inner].trim()),
            Is::Directive(name, None) => name.to_owned(),
            Is::Directive(name, Some(given)) => format!("{name}({})", &text[given]),
            Is::Code(inner) => format!("code {}", text[inner].trim()),
            Is::Open(sign) => format!("open {sign}"),
        };
        tokens(text, &[]).into_iter().map(said).collect()
    }

    #[test]
    fn directives_end_with_their_brackets() {
        assert_eq!(found("@if (old('a') == ')') x @else y @endif"), ["if(old('a') == ')')", "else", "endif"]);
        assert_eq!(found("@csrf<p>@lang('a.b')</p>"), ["csrf", "lang('a.b')"]);
        assert_eq!(found("@php $a = 1; @endphp @php($b = 2)"), ["code $a = 1;", "php($b = 2)"]);
    }

    #[test]
    fn what_is_no_directive_is_text() {
        assert_eq!(found("ask@trust.nhs.uk @{{ name }} @@if {{-- @if --}}"), ["comment @if"]);
        assert_eq!(found("@verbatim {{ a }} @if @endverbatim {{ b }}"), ["verbatim", "endverbatim", "print b"]);
        assert_eq!(found("{{ a {!! b !!}"), ["open {{", "print b"]);
        assert_eq!(found("@if(a <p>"), ["if"]);
    }
}
