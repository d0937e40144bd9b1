//! Writes words as YAML, so that reading gives the same words again.

/// `text` as a value: bare where that is safe, else in quotation marks.
pub fn value(text: &str) -> String {
    if is_bare(text) { text.to_owned() } else { quoted(text) }
}

/// `words` as a list in one line.
pub fn list(words: &[String]) -> String {
    let words: Vec<String> = words.iter().map(|word| if is_name(word) { word.clone() } else { quoted(word) }).collect();
    format!("[{}]", words.join(", "))
}

/// Lines of text below a key, each set in by `indent`; in quotation marks where a block could not hold them.
pub fn block(text: &str, indent: usize) -> String {
    let text = text.trim_end();
    let fits =
        !text.is_empty() && !text.chars().any(|c| c != '\n' && c != '\t' && breaks_a_block(c)) && !text.starts_with([' ', '\t', '\n']);
    if !fits {
        return format!("{}\n", quoted(&format!("{text}\n")));
    }
    let lines: String =
        text.lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("{:indent$}{line}\n", "") }).collect();
    format!("|\n{lines}")
}

/// JSON's strings are YAML's, except for what YAML does not let stand in a file at all.
fn quoted(text: &str) -> String {
    let json = serde_json::Value::from(text).to_string();
    json.chars().map(|c| if breaks_a_block(c) { format!("\\u{:04x}", u32::from(c)) } else { c.to_string() }).collect()
}

fn breaks_a_block(c: char) -> bool {
    c.is_control() || matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

/// A word of small letters, digits and hyphens, or a key of a source: nothing that means something to YAML.
fn is_name(word: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '/');
    word.starts_with(|c: char| c.is_ascii_alphabetic()) && word.chars().all(is_plain) && !is_reserved(word)
}

fn is_bare(text: &str) -> bool {
    let begins = text.starts_with(|c: char| c.is_alphabetic() || matches!(c, '“' | '‘'));
    let ends = !text.ends_with(|c: char| c.is_whitespace() || c == ':');
    begins && ends && !text.contains(": ") && !text.contains(" #") && !text.chars().any(breaks_a_block) && !is_reserved(text)
}

/// Words that YAML takes for something else.
fn is_reserved(word: &str) -> bool {
    ["true", "false", "null", "yes", "no", "on", "off", "y", "n"].contains(&word.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    const AWKWARD: &[&str] = &[
        "plain",
        "“Quoted” first",
        "a: b",
        "a #b",
        "# a",
        "- a",
        "yes",
        "Off",
        "null",
        "12",
        "1e3",
        "0x1F",
        "2027-01-01",
        "~",
        "a:",
        "*a",
        "&a",
        "!a",
        "%a",
        "@a",
        "`a",
        "{a}",
        "[a]",
        "it's \"so\"",
        "back\\slash",
        "tab\there",
        "two\nlines",
        " led",
        "trailed ",
        "é ü ŵ",
        "nel\u{85}",
        "ls\u{2028}",
        "bell\u{7}",
        "\u{feff}mark",
        "inf",
        "nan",
        "a, b",
        "'",
        "\"",
        "?",
        "? a",
        "|",
        ">",
        "=",
        "<<",
        "",
    ];

    #[test]
    fn what_is_written_reads_the_same_again() {
        for text in AWKWARD {
            let written = format!("key: {}\nlist: {}\n", value(text), list(&[(*text).to_owned(), "other".to_owned()]));
            let read: serde_json::Value = serde_yaml::from_str(&written).unwrap_or_else(|error| panic!("{written}: {error}"));
            assert_eq!(read["key"], **text, "{written}");
            assert_eq!(read["list"], serde_json::json!([text, "other"]), "{written}");
        }
    }

    #[test]
    fn a_block_reads_the_same_again_but_for_its_end() {
        for text in AWKWARD.iter().chain(&["<p>\n  a\n\n    b: c # d\n</p>\n\n", "  led\nmore", "a\r\nb", "a  \n\tb"]) {
            let written = format!("list:\n  - html: {}", block(text, 8));
            let read: BTreeMap<String, Vec<BTreeMap<String, String>>> =
                serde_yaml::from_str(&written).unwrap_or_else(|error| panic!("{written}: {error}"));
            assert_eq!(read["list"][0]["html"], format!("{}\n", text.trim_end()), "{written}");
        }
    }
}
