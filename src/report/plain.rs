//! A check in plain English, for people who read no code: the same words in every report.

use std::collections::BTreeMap;

use super::counted;
use super::findings::{Report, Story};
use crate::rules::Pack;
use crate::rules::schema::Level;

/// How many of the things that come up most are named.
const MOST: usize = 3;

/// What a level means to people.
pub fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "Leaves people out",
        Level::Warning => "Worth mending",
        Level::Info => "Advice",
    }
}

/// What a level means, in a sentence.
pub fn level_means(level: Level) -> &'static str {
    match level {
        Level::Error => "somebody has no true answer, or is hurt by the words",
        Level::Warning => "it would be kinder or clearer otherwise",
        Level::Info => "something to think about",
    }
}

/// The folder of a rule's id as a heading: what the rule is about.
pub fn topic(id: &str) -> String {
    let folder = id.split_once('/').map_or(id, |(folder, _)| folder);
    let mut letters = folder.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect()).replace('-', " ")
}

/// The stories by what they are about, in the order of the alphabet; each with its number among all.
pub fn by_topic<'s, 'r>(stories: &'s [Story<'r>]) -> BTreeMap<String, Vec<(usize, &'s Story<'r>)>> {
    let mut topics: BTreeMap<String, Vec<(usize, &Story)>> = BTreeMap::new();
    for (number, story) in stories.iter().enumerate() {
        let rule = story.findings.first().map_or("", |finding| finding.rule.as_str());
        topics.entry(topic(rule)).or_default().push((number, story));
    }
    for stories in topics.values_mut() {
        stories.sort_by_key(|(number, story)| (std::cmp::Reverse(story.level()), *number));
    }
    topics
}

/// The whole check in some sentences.
pub fn summary(report: &Report, pack: &Pack) -> Vec<String> {
    let figures = report.summary();
    if figures.files == 0 {
        return vec!["No form was read.".to_owned()];
    }
    let mut said = vec![format!("askwell read {}, which ask {}.", counted(figures.files, "page"), counted(figures.questions, "question"))];
    said[0] = said[0].replace("1 page, which ask ", "1 page, which asks ");
    let found = [(figures.errors, Level::Error), (figures.warnings, Level::Warning), (figures.infos, Level::Info)];
    said.extend(found.iter().filter(|(times, _)| *times > 0).map(|(times, level)| told(*times, *level)));
    if said.len() == 1 && figures.questions == 0 {
        said.push(
            "No question was seen, so nothing can be said of how people are asked. What askwell cannot read it cannot judge.".to_owned(),
        );
    } else if said.len() == 1 {
        said.push("It found nothing to mend. That is what its rules can see; it is no word on how a service treats people.".to_owned());
    }
    let most = most(report, pack);
    if !most.is_empty() {
        said.push(format!("What comes up most: {}.", most.join("; ")));
    }
    said.extend(unseen(report));
    said
}

/// How often something of a level was found, in a sentence.
fn told(times: usize, of: Level) -> String {
    format!("{} {}: {}.", counted(times, "finding"), verb(times, of), level_means(of))
}

/// A count of findings of a level, short: “3 leave people out”.
pub fn counted_level(times: usize, level: Level) -> String {
    let verb = verb(times, level);
    format!("{times} {}", verb.trim_start_matches("is ").trim_start_matches("are "))
}

fn verb(times: usize, level: Level) -> &'static str {
    match (level, times) {
        (Level::Error, 1) => "leaves people out",
        (Level::Error, _) => "leave people out",
        (Level::Warning, 1) => "is worth mending",
        (Level::Warning, _) => "are worth mending",
        (Level::Info, 1) => "is advice",
        (Level::Info, _) => "are advice",
    }
}

/// The rules that speak most often, gravest first among equals.
fn most(report: &Report, pack: &Pack) -> Vec<String> {
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    report.live().for_each(|finding| *times.entry(finding.rule.as_str()).or_default() += 1);
    let mut times: Vec<(&str, usize)> = times.into_iter().collect();
    let level = |id: &str| pack.rule(id).map(|rule| rule.level);
    times.sort_by_key(|(id, times)| (std::cmp::Reverse(*times), std::cmp::Reverse(level(id)), *id));
    let named = |(id, times): &(&str, usize)| Some(format!("{} ({})", pack.rule(id)?.title, counted(*times, "time")));
    // What came up once comes up no more than the rest.
    times.iter().filter(|(_, times)| *times > 1).take(MOST).filter_map(named).collect()
}

/// What nobody should take for praise.
fn unseen(report: &Report) -> Vec<String> {
    let figures = report.summary();
    let mut said = Vec::new();
    if figures.not_fully_visible > 0 {
        let of = figures.not_fully_visible;
        let (verb, these) = if of == 1 { ("gets", "it lacks") } else { ("get", "they lack") };
        said.push(format!(
            "{} {verb} some words or answers from where askwell cannot look, so that nothing is said about what {these}.",
            counted(of, "question")
        ));
    }
    let skipped: usize = figures.skipped.values().sum();
    if skipped > 0 {
        said.push(format!("{} could not be read.", counted(skipped, "file")));
    }
    if figures.suppressed > 0 {
        said.push(format!("{} may stand, for a reason that the service has written down.", counted(figures.suppressed, "further finding")));
    }
    if figures.baselined > 0 {
        said.push(format!(
            "There before, as the service’s baseline says, and not counted here: {}.",
            counted(figures.baselined, "finding")
        ));
    }
    said
}
