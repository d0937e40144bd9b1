//! Text from files as a terminal may show it: nothing in a template may move the cursor, change colours or turn the
//! direction of what stands beside it.

/// `text` in one line, with a mark in the place of every character that a terminal would obey.
pub(crate) fn line(text: &str) -> String {
    text.chars().map(|c| if is_obeyed(c) { char::REPLACEMENT_CHARACTER } else { c }).collect()
}

/// A whole file. What a terminal would obey becomes spaces, byte for byte of the same length, so that every place
/// stays what it is.
pub(super) fn file(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let has_line_feeds = text.contains('\n');
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let is_line_end = c == '\n' || (c == '\r' && rest.peek() == Some(&'\n'));
        if is_line_end || c == '\t' || !is_obeyed(c) {
            shown.push(c);
        } else if c == '\r' && !has_line_feeds {
            // It ends the lines of this file.
            shown.push('\n');
        } else {
            shown.extend(std::iter::repeat_n(' ', c.len_utf8()));
        }
    }
    shown
}

fn is_obeyed(c: char) -> bool {
    let turns_direction = matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    c.is_control() || turns_direction || c == '\u{feff}'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_keeps_its_length_and_its_lines() {
        let text = "\u{feff}a\u{1b}[31m\r\nb\u{202e}\rc\td\u{9b}";
        let shown = file(text);
        assert_eq!(shown.len(), text.len());
        assert_eq!(shown, "   a [31m\r\nb    c\td  ");
    }

    #[test]
    fn a_line_has_no_control_characters_left() {
        assert_eq!(line("é\u{1b}[2J\n\u{2066}x"), "é\u{fffd}[2J\u{fffd}\u{fffd}x");
    }
}
