//! What a finding is known by when the lines round it move: its rule, its path, the words at its place, and which of the same
//! it is.

use std::collections::BTreeMap;
use std::hash::Hasher;

use siphasher::sip128::{Hasher128, SipHasher13};

use crate::finding::Finding;
use crate::source::Source;

/// What a finding is known by within its file, besides its rule.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Identity {
    /// The words at its place, white space folded.
    pub words: String,
    /// Which it is of those with the same rule and words in the file, counted from 0.
    pub ordinal: usize,
}

impl Identity {
    /// The finding's name within its file: the same on every machine and in every version.
    pub fn in_file(&self, rule: &str) -> String {
        digest(&[rule, &self.words, &self.ordinal.to_string()])
    }
}

impl Finding {
    /// Its name in the repository where its file is `path`.
    pub fn fingerprint(&self, path: &str) -> String {
        digest(&[path, &self.identity.in_file(&self.rule)])
    }
}

/// Gives each finding, in the order of the file, what it is known by.
pub fn identify(findings: &mut [Finding], source: &Source) {
    let mut seen: BTreeMap<(String, String), usize> = BTreeMap::new();
    for finding in findings {
        let there = if finding.place.file == source.id { source.text.get(finding.place.range()) } else { None };
        let words = there.unwrap_or("").split_whitespace().collect::<Vec<_>>().join(" ");
        let count = seen.entry((finding.rule.clone(), words.clone())).or_insert(0);
        finding.identity = Identity { words, ordinal: *count };
        *count += 1;
    }
}

/// 128 bits of these parts, as hexadecimal digits.
pub(crate) fn digest(parts: &[&str]) -> String {
    let mut hasher = SipHasher13::new();
    for part in parts {
        // The length keeps `ab` and `c` apart from `a` and `bc`.
        hasher.write(&(part.len() as u64).to_le_bytes());
        hasher.write(part.as_bytes());
    }
    format!("{:032x}", hasher.finish128().as_u128())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_kept_apart() {
        assert_ne!(digest(&["ab", "c"]), digest(&["a", "bc"]));
    }
}
