//! File addresses and paths.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use lsp_types::Uri;

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
}
