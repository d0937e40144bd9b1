//! A source that nobody has named yet.

use std::io;

use super::ask::{Asker, Prompt};
use crate::rules::{dates, yaml};

/// Where guidance is written, as an entry of `vocabulary/sources.yaml`.
pub(super) struct NewSource {
    pub(super) key: String,
    pub(super) title: String,
    publisher: String,
    url: String,
    read: String,
}

impl NewSource {
    /// Asks for it. Its key is none of `taken`.
    pub(super) fn ask(taken: &[String], today: &str, asker: &mut Asker) -> io::Result<Self> {
        let plain = |asks, such_as| Prompt { asks, such_as, default: None };
        asker
            .say("\nA source is something that others can read: guidance, a standard, research, or what your network has written down.")?;
        let title = asker.words(&plain("What is it called?", "Such as: Inclusive language guide"))?;
        let publisher = asker.words(&plain("Who publishes it?", "Such as: NHS Confederation"))?;
        let url = asker.checked(&plain("Where can it be read?", "Its address. Such as: https://www.nhsconfed.org/…"), is_address)?;
        let read =
            asker.checked(&Prompt { asks: "When did you read it?", such_as: "As year-month-day.", default: Some(today) }, is_date)?;
        let suggested = key(&publisher, &title);
        let prompt = Prompt { asks: "A short key for it?", such_as: "Rules name it by this.", default: Some(&suggested) };
        let key = asker.checked(&prompt, |key| is_key(key, taken))?;
        Ok(NewSource { key, title, publisher, url, read })
    }

    /// The entry.
    pub(super) fn yaml(&self) -> String {
        let NewSource { key, title, publisher, url, read } = self;
        let (title, publisher) = (yaml::value(title), yaml::value(publisher));
        format!("{key}:\n  title: {title}\n  publisher: {publisher}\n  url: {url}\n  read: {read}\n")
    }
}

/// The text of a file of sources with these after what is there.
pub(super) fn appended(there: Option<&str>, added: &[NewSource]) -> String {
    let there = there.unwrap_or("# Where guidance is written. A rule names these keys under `sources:`.\n");
    let gap = if there.ends_with('\n') || there.is_empty() { "" } else { "\n" };
    let entries: Vec<String> = added.iter().map(NewSource::yaml).collect();
    format!("{there}{gap}{}", entries.concat())
}

/// The first letters of the publisher, and the first word of the title.
fn key(publisher: &str, title: &str) -> String {
    let letters: String = publisher.split_whitespace().filter_map(|word| word.chars().find(char::is_ascii_alphabetic)).collect();
    let word: String = title.split_whitespace().next().unwrap_or("").chars().filter(char::is_ascii_alphanumeric).collect();
    [letters, word].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-").to_uppercase()
}

fn is_key(key: &str, taken: &[String]) -> Result<(), String> {
    let is_plain =
        key.starts_with(|c: char| c.is_ascii_uppercase()) && key.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-');
    if !is_plain {
        return Err("Please write capitals, digits and hyphens, such as NHSC-LANG.".to_owned());
    }
    if taken.iter().any(|known| known == key) { Err(format!("`{key}` is another source already.")) } else { Ok(()) }
}

fn is_address(url: &str) -> Result<(), String> {
    let begins = ["https://", "http://"].iter().any(|scheme| url.strip_prefix(scheme).is_some_and(|rest| rest.contains('.')));
    let is_whole =
        !url.contains(char::is_whitespace) && !url.contains(['#', '"', '\'']) || (begins && url.contains('#') && !url.contains(" #"));
    if begins && is_whole && !url.contains(char::is_whitespace) {
        Ok(())
    } else {
        Err("Please write an address that begins with https://".to_owned())
    }
}

fn is_date(written: &str) -> Result<(), String> {
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
