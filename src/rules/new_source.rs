//! A source that a new rule names and nobody else has yet.

use super::{dates, yaml};

/// Where guidance is written, as an entry of `vocabulary/sources.yaml`.
#[derive(Clone, Debug, Default)]
pub struct NewSource {
    /// What rules name it by.
    pub key: String,
    /// What it is called.
    pub title: String,
    /// Who publishes it.
    pub publisher: String,
    /// Where it can be read.
    pub url: String,
    /// When it was read, as year-month-day.
    pub read: String,
}

impl NewSource {
    /// The entry.
    pub fn yaml(&self) -> String {
        let NewSource { key, title, publisher, url, read } = self;
        let (title, publisher) = (yaml::value(title), yaml::value(publisher));
        format!("{key}:\n  title: {title}\n  publisher: {publisher}\n  url: {url}\n  read: {read}\n")
    }
}

/// The text of a file of sources with these after what is there.
pub fn appended(there: Option<&str>, added: &[NewSource]) -> String {
    let there = there.unwrap_or("# Where guidance is written. A rule names these keys under `sources:`.\n");
    let gap = if there.ends_with('\n') || there.is_empty() { "" } else { "\n" };
    let entries: Vec<String> = added.iter().map(NewSource::yaml).collect();
    format!("{there}{gap}{}", entries.concat())
}

/// The first letters of the publisher, and the first word of the title.
pub fn key(publisher: &str, title: &str) -> String {
    let letters: String = publisher.split_whitespace().filter_map(|word| word.chars().find(char::is_ascii_alphabetic)).collect();
    let word: String = title.split_whitespace().next().unwrap_or("").chars().filter(char::is_ascii_alphanumeric).collect();
    [letters, word].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-").to_uppercase()
}

/// Why this cannot be the key of a source; `taken` are those of others.
///
/// # Errors
///
/// The reason, for people.
pub fn is_key(key: &str, taken: &[String]) -> Result<(), String> {
    let is_plain =
        key.starts_with(|c: char| c.is_ascii_uppercase()) && key.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-');
    if !is_plain {
        return Err("Please write capitals, digits and hyphens, such as NHSC-LANG.".to_owned());
    }
    if taken.iter().any(|known| known == key) { Err(format!("`{key}` is another source already.")) } else { Ok(()) }
}

/// Why this is no address.
///
/// # Errors
///
/// The reason, for people.
pub fn is_address(url: &str) -> Result<(), String> {
    let begins = ["https://", "http://"].iter().any(|scheme| url.strip_prefix(scheme).is_some_and(|rest| rest.contains('.')));
    let is_whole =
        !url.contains(char::is_whitespace) && !url.contains(['#', '"', '\'']) || (begins && url.contains('#') && !url.contains(" #"));
    if begins && is_whole && !url.contains(char::is_whitespace) {
        Ok(())
    } else {
        Err("Please write an address that begins with https://".to_owned())
    }
}

/// Why this is no date.
///
/// # Errors
///
/// The reason, for people.
pub fn is_date(written: &str) -> Result<(), String> {
    if dates::is_date(written) { Ok(()) } else { Err("Please write year-month-day, such as 2026-11-20.".to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_reads_as_it_was_given() {
        let source = NewSource {
            key: "TN-PLAIN".to_owned(),
            title: "Plain: words #1".to_owned(),
            publisher: "“Trust” network".to_owned(),
            url: "https://example.org/a#b".to_owned(),
            read: "2026-11-20".to_owned(),
        };
        let text = appended(Some("# ours\nA:\n  title: a"), &[source]);
        let read: serde_json::Value = serde_yaml::from_str(&text).unwrap();
        assert_eq!(read["TN-PLAIN"]["title"], "Plain: words #1");
        assert_eq!(read["TN-PLAIN"]["url"], "https://example.org/a#b");
        assert_eq!(read["A"]["title"], "a");
    }

    #[test]
    fn an_address_is_whole() {
        assert!(is_address("https://example.org/a#b").is_ok());
        for wrong in ["example.org", "https://", "https://a b.org", "javascript:alert(1)"] {
            assert!(is_address(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_key_is_suggested() {
        assert_eq!(key("NHS Confederation", "Inclusive language guide"), "NC-INCLUSIVE");
    }
}
