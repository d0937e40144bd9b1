//! What of a report is told: some rules, some confidence, what a change touches. Narrowing takes away from what is reported and
//! never from what is known: it comes last.

use std::collections::BTreeSet;
use std::ops::Range;

use globset::{Glob, GlobSet, GlobSetBuilder};

use super::findings::{Narrowed, Report};
use crate::changes::Changes;
use crate::engine::Checked;
use crate::finding::Finding;
use crate::rules::Pack;
use crate::rules::mistake::nearest;
use crate::rules::schema::Confidence;
use crate::source::Span;

/// Which findings are wanted, by their rules.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    only: Option<GlobSet>,
    skip: GlobSet,
    confidence: Option<Confidence>,
}

impl Selection {
    /// Only the rules that `only` names, unless it is empty, and none that `skip` names: ids, or globs such as `gender/*`. A
    /// name that fits no rule is a mistake.
    pub fn new(only: &[String], skip: &[String], confidence: Option<Confidence>, pack: &Pack) -> Result<Self, String> {
        let only = if only.is_empty() { None } else { Some(globs(only, pack)?) };
        Ok(Selection { only, skip: globs(skip, pack)?, confidence })
    }

    /// True if a finding is wanted.
    pub fn wants(&self, finding: &Finding) -> bool {
        self.only.as_ref().is_none_or(|only| only.is_match(&finding.rule))
            && !self.skip.is_match(&finding.rule)
            && self.confidence.is_none_or(|least| finding.confidence >= least)
    }

    /// Takes out of a report what is not wanted.
    pub fn apply(&self, report: &mut Report) {
        report.files.iter_mut().for_each(|file| file.findings.retain(|finding| self.wants(finding)));
    }
}

fn globs(patterns: &[String], pack: &Pack) -> Result<GlobSet, String> {
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        let glob = Glob::new(pattern).map_err(|error| format!("`{pattern}` is no glob: {}", error.kind()))?;
        let matcher = glob.compile_matcher();
        if !pack.rules.iter().any(|rule| matcher.is_match(&rule.id)) {
            let ids = pack.rules.iter().map(|rule| rule.id.as_str());
            return Err(format!("there is no rule called `{pattern}`: {}", nearest(pattern, ids)));
        }
        set.add(glob);
    }
    set.build().map_err(|error| error.to_string())
}

/// A finding, wherever its lines have moved.
pub type Known = (String, String);

/// What a finding is known by in two states of a repository.
pub fn known(file: &Checked, finding: &Finding) -> Known {
    (file.path.clone(), finding.identity.in_file(&finding.rule))
}

/// Leaves what a change touches, and what it brings about: what `before`, the findings at the revision, did not know. A change
/// of one file may bring about a finding in another.
pub fn to_change(report: &mut Report, base: &str, changes: &Changes, before: &BTreeSet<Known>) {
    let mut left_out = 0;
    for file in &mut report.files {
        let findings = std::mem::take(&mut file.findings);
        let (kept, gone): (Vec<Finding>, Vec<Finding>) =
            findings.into_iter().partition(|finding| !before.contains(&known(file, finding)) || is_touched(file, finding, changes));
        left_out += gone.iter().filter(|finding| finding.is_live()).count();
        file.findings = kept;
    }
    report.narrowed = Some(Narrowed { base: base.to_owned(), left_out });
}

/// True if a line of the finding's place, of its question or of another place that belongs to it is new or changed.
fn is_touched(file: &Checked, finding: &Finding, changes: &Changes) -> bool {
    let question = finding.question.map(|at| file.form.questions[at].span);
    let places = finding.related.iter().map(|(place, _)| *place).chain(question).chain([finding.place]);
    places.into_iter().any(|place| {
        let (Some(path), Some(lines)) = (file.path_of(place), lines(file, place)) else { return false };
        changes.touch(&path, lines)
    })
}

fn lines(file: &Checked, place: Span) -> Option<Range<usize>> {
    let source = file.source_of(place)?;
    Some(source.line(place.start)..source.line(place.end) + 1)
}
