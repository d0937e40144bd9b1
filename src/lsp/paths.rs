//! File addresses and paths.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use lsp_types::Uri;
use serde_json::Value;

/// The keys of messages under which an address stands.
const ADDRESSES: &[&str] = &["uri", "rootUri", "href"];

/// Addresses that an editor writes as none may be written, by how they are read instead: some leave the brackets of
/// `pages/[id].vue` as they are.
#[derive(Debug, Default)]
pub(super) struct Spellings(BTreeMap<String, String>);

impl Spellings {
    /// Makes each address of a message one that can be read.
    pub(super) fn admit(&mut self, message: &mut Value) {
        match message {
            Value::Object(members) => members.iter_mut().for_each(|(key, value)| match value {
                Value::String(address) if ADDRESSES.contains(&key.as_str()) => self.admit_one(address),
                value => self.admit(value),
            }),
            Value::Array(values) => values.iter_mut().for_each(|value| self.admit(value)),
            _ => {}
        }
    }

    fn admit_one(&mut self, address: &mut String) {
        if Uri::from_str(address).is_err() {
            let read = escaped(address);
            let written = std::mem::replace(address, read.clone());
            self.0.insert(read, written);
        }
    }

    /// Writes each address of a message as the editor does, which may know its file by no other.
    pub(super) fn restore(&self, message: &mut Value) {
        match message {
            _ if self.0.is_empty() => {}
            Value::String(text) => *text = self.restored(std::mem::take(text)),
            Value::Array(values) => values.iter_mut().for_each(|value| self.restore(value)),
            Value::Object(members) => {
                // What a fix changes stands under the address of its file.
                let restored = std::mem::take(members).into_iter().map(|(key, mut value)| {
                    self.restore(&mut value);
                    (self.restored(key), value)
                });
                *members = restored.collect();
            }
            _ => {}
        }
    }

    fn restored(&self, text: String) -> String {
        self.0.get(&text).cloned().unwrap_or(text)
    }
}

/// An address with everything in it escaped that none may hold.
fn escaped(address: &str) -> String {
    let bytes = address.as_bytes();
    let is_escape = |at: usize| bytes.get(at + 1..at + 3).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit));
    let mut whole = String::with_capacity(address.len());
    for (at, &byte) in bytes.iter().enumerate() {
        match byte {
            b'%' if is_escape(at) => whole.push('%'),
            byte if byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/?#".contains(&byte) => whole.push(byte as char),
            byte => whole.push_str(&format!("%{byte:02X}")),
        }
    }
    whole
}

use crate::paths::slashed;

/// The path of a file's address; `None` where it is no file.
pub(super) fn path(uri: &Uri) -> Option<PathBuf> {
    let path = uri.as_str().strip_prefix("file://")?;
    let path = &path[path.find('/')?..];
    let decoded = decoded(path.split(['?', '#']).next()?)?;
    // `/c:/forms` is `c:/forms` to Windows.
    let is_drive = decoded.as_bytes().get(2) == Some(&b':');
    Some(PathBuf::from(if is_drive { &decoded[1..] } else { &decoded }))
}

/// The address of a file.
pub(super) fn uri(path: &Path) -> Option<Uri> {
    let path = slashed(Path::new(path.to_str()?));
    let mut address = String::from(if path.starts_with('/') { "file://" } else { "file:///" });
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' => address.push(byte as char),
            byte => address.push_str(&format!("%{byte:02X}")),
        }
    }
    Uri::from_str(&address).ok()
}

fn decoded(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        match (first, after) {
            (b'%', [high, low, after @ ..]) => {
                let digits = [*high, *low];
                bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
                rest = after;
            }
            (byte, _) => bytes.push(*byte),
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_and_its_path_are_one() {
        let path_of = |address: &str| path(&Uri::from_str(address).unwrap());
        assert_eq!(path_of("file:///forms/about%20you.njk"), Some(PathBuf::from("/forms/about you.njk")));
        assert_eq!(path_of("file:///c%3A/forms/a.njk"), Some(PathBuf::from("c:/forms/a.njk")));
        assert_eq!(path_of("untitled:Untitled-1"), None);
        let round = uri(Path::new("/forms/é you.njk")).unwrap();
        assert_eq!(round.as_str(), "file:///forms/%C3%A9%20you.njk");
        assert_eq!(path(&round), Some(PathBuf::from("/forms/é you.njk")));
        if cfg!(not(windows)) {
            let round = uri(Path::new(r"/forms/a\b.njk")).unwrap();
            assert_eq!((round.as_str(), path(&round)), ("file:///forms/a%5Cb.njk", Some(PathBuf::from(r"/forms/a\b.njk"))));
        }
    }

    #[test]
    fn an_address_that_nobody_may_write_is_read_and_given_back_as_it_was_written() {
        let mut spellings = Spellings::default();
        let document = serde_json::json!({ "uri": "file:///a b/%5bé]/[id]%.njk", "text": "[id]" });
        let mut message = serde_json::json!({ "textDocument": document, "more": [{ "uri": "file:///a.njk" }] });
        let written = message.clone();
        spellings.admit(&mut message);
        let address = message["textDocument"]["uri"].as_str().unwrap();
        assert_eq!(address, "file:///a%20b/%5b%C3%A9%5D/%5Bid%5D%25.njk");
        assert_eq!(path(&Uri::from_str(address).unwrap()), Some(PathBuf::from("/a b/[é]/[id]%.njk")));
        assert_eq!(message["more"], written["more"]);
        let mut edit = serde_json::json!({ "changes": { address: [] } });
        spellings.restore(&mut edit);
        assert!(edit["changes"]["file:///a b/%5bé]/[id]%.njk"].is_array());
        spellings.restore(&mut message);
        assert_eq!(message, written);
    }
}
