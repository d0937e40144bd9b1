//! What one set of rules says of some forms, and another does not.

use std::collections::BTreeMap;

use super::findings::{Report, Summary};
use crate::engine::Checked;
use crate::finding::Finding;
use crate::rules::schema::Level;

/// How two checks of the same files differ.
#[derive(Debug)]
pub struct Difference {
    /// What only the second says.
    pub new: Report,
    /// What only the first says.
    pub gone: Report,
    /// What both say, the second at another level: by rule and levels, how often.
    pub levels: BTreeMap<(String, Level, Level), usize>,
    /// The figures of the second.
    pub summary: Summary,
}

/// A rule's word on a place, whatever it says there.
type Key = (String, String, u32, u32);

impl Difference {
    /// Of the check `before` and the check `after`. What directives silence counts in neither.
    pub fn of(mut before: Report, mut after: Report) -> Self {
        let summary = after.summary();
        let (first, second) = (levels(&before), levels(&after));
        let mut changed = BTreeMap::new();
        for (key, level) in &second {
            if let Some(other) = first.get(key).filter(|other| *other != level) {
                *changed.entry((key.1.clone(), *other, *level)).or_insert(0) += 1;
            }
        }
        keep(&mut before, |key| !second.contains_key(key));
        keep(&mut after, |key| !first.contains_key(key));
        Difference { new: after, gone: before, levels: changed, summary }
    }

    /// True if both checks say the same.
    pub fn is_none(&self) -> bool {
        self.new.files.is_empty() && self.gone.files.is_empty() && self.levels.is_empty()
    }
}

fn levels(report: &Report) -> BTreeMap<Key, Level> {
    let live = report.files.iter().flat_map(|file| file.findings.iter().filter(|found| found.is_live()).map(move |found| (file, found)));
    live.map(|(file, found)| (key(file, found), found.level)).collect()
}

fn key(file: &Checked, found: &Finding) -> Key {
    (file.source.path.clone(), found.rule.clone(), found.place.start, found.place.end)
}

/// Leaves only the findings that `is_kept`, and the files that have any.
fn keep(report: &mut Report, is_kept: impl Fn(&Key) -> bool) {
    for file in &mut report.files {
        let kept: Vec<bool> = file.findings.iter().map(|found| found.is_live() && is_kept(&key(file, found))).collect();
        let mut kept = kept.into_iter();
        file.findings.retain(|_| kept.next().unwrap_or(false));
    }
    report.files.retain(|file| !file.findings.is_empty());
}
