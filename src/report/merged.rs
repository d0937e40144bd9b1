//! One report of many that were written as JSON: the shards of a check that ran in parts.

use std::collections::BTreeMap;

use super::json::{Notice, Output, Skipped, Summary};
use super::records::Line;

/// Reads a report: what `--format json` prints, or the lines that `--stdin-records` gives. Files of lines are called by their
/// project and path.
///
/// # Errors
///
/// What is wrong with it, and in which line.
pub fn read(text: &str) -> Result<Output, String> {
    let first = text.trim_start();
    if first.is_empty() || serde_json::Deserializer::from_str(first).into_iter::<Line>().next().is_some_and(|line| line.is_ok()) {
        return of_lines(text);
    }
    serde_json::from_str(text).map_err(|error| format!("this is no report of `askwell check --format json`: {error}"))
}

fn of_lines(text: &str) -> Result<Output, String> {
    let mut output = empty();
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let line =
            serde_json::from_str(line).map_err(|error| format!("line {} is none that `--stdin-records` gives: {error}", number + 1))?;
        output.add_line(line);
    }
    Ok(output)
}

/// One report of all of these, in the order of paths, as if one run had checked all. They are of one version.
///
/// # Errors
///
/// The versions differ.
pub fn merged(reports: Vec<Output>) -> Result<Output, String> {
    let mut whole = empty();
    for report in reports {
        if (report.version, &report.askwell) != (whole.version, &whole.askwell) {
            return Err(format!(
                "it was written by askwell {}, and this is {}: write it again with one version",
                report.askwell, whole.askwell
            ));
        }
        whole.add(report);
    }
    whole.findings.sort_by(|one, other| one.place.path.cmp(&other.place.path));
    whole.suppressed.sort_by(|one, other| one.finding.place.path.cmp(&other.finding.place.path));
    whole.baselined.sort_by(|one, other| one.place.path.cmp(&other.place.path));
    whole.directives.sort_by(|one, other| one.place.path.cmp(&other.place.path));
    whole.stale.sort_by(|one, other| one.place.path.cmp(&other.place.path));
    whole.notices.sort_by(|one, other| one.path.cmp(&other.path));
    whole.skipped.sort_by(|one, other| (&one.path, &one.reason).cmp(&(&other.path, &other.reason)));
    Ok(whole)
}

fn empty() -> Output {
    super::json::output(&super::findings::Report::default())
}

impl Output {
    fn add(&mut self, other: Output) {
        self.findings.extend(other.findings);
        self.suppressed.extend(other.suppressed);
        self.baselined.extend(other.baselined);
        self.directives.extend(other.directives);
        self.stale.extend(other.stale);
        self.notices.extend(other.notices);
        self.skipped.extend(other.skipped);
        self.summary.add(other.summary);
    }

    fn count_unread(&mut self, why: &str) {
        *self.summary.skipped.entry(why.to_owned()).or_insert(0) += 1;
    }

    fn add_line(&mut self, line: Line) {
        let within = |project: &str, path: &str| format!("{project}/{path}");
        match line {
            Line::Finding { project, mut finding } => {
                finding.place_within(&project);
                self.findings.push(finding);
            }
            Line::Suppressed { project, mut finding } => {
                finding.finding.place_within(&project);
                finding.directive.path = within(&project, &finding.directive.path);
                self.suppressed.push(finding);
            }
            Line::Directive { project, mut directive } => {
                directive.place.path = within(&project, &directive.place.path);
                self.directives.push(directive);
            }
            Line::Notice { project, notice } => {
                self.notices.push(Notice { path: within(&project, &notice.path), ..notice });
            }
            Line::NotRead { project, path, reason, .. } => self.skipped.push(Skipped { path: within(&project, &path), reason }),
            Line::Mistake { project, path, line, message, .. } => {
                self.count_unread("a configuration with a mistake");
                self.skipped.push(Skipped { path: within(&project, &path), reason: format!("line {line}: {message}") });
            }
            Line::BadRecord { line, message } => {
                self.count_unread("no record, or not where it should be");
                self.skipped.push(Skipped { path: format!("line {line} of the records"), reason: message });
            }
            Line::Project { summary, .. } => self.summary.add(summary),
        }
    }
}

impl super::json::Finding {
    fn place_within(&mut self, project: &str) {
        let places = std::iter::once(&mut self.place).chain(self.related.iter_mut().map(|related| &mut related.place));
        places.for_each(|place| place.path = format!("{project}/{}", place.path));
    }
}

impl Summary {
    fn add(&mut self, other: Summary) {
        self.files += other.files;
        self.questions += other.questions;
        self.not_fully_visible += other.not_fully_visible;
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.infos += other.infos;
        self.suppressed += other.suppressed;
        self.baselined += other.baselined;
        self.directives += other.directives;
        self.stale += other.stale;
        self.left_out += other.left_out;
        self.notices += other.notices;
        let skipped: BTreeMap<String, usize> = other.skipped;
        for (reason, times) in skipped {
            *self.skipped.entry(reason).or_insert(0) += times;
        }
    }
}
