//! Rules: to search, and to read with their reasons and their sources.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Path, Query, State as Extract};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::State;
use super::shell::{self, Here};
use super::trial;
use crate::dialect;
use crate::report::html::story;
use crate::report::rules::settles;
use crate::report::{counted, plain};
use crate::rules::schema::{Example, Level};
use crate::rules::{self, Pack, Rule};

pub(super) async fn list(Extract(state): Extract<Arc<State>>, Query(asked): Query<BTreeMap<String, String>>) -> Markup {
    let said = |name: &str| asked.get(name).map_or("", |words| words.trim());
    let (words, topic, level) = (said("words"), said("topic"), said("level"));
    let fitting = |rule| Some((rule, nearness(rule, words, topic, level, &state)?));
    let found: Vec<(&Rule, Nearness)> = state.pack.rules.iter().filter_map(fitting).collect();
    let is_search = !(words.is_empty() && topic.is_empty() && level.is_empty());
    let content = html! {
        h1 { "Rules" }
        p.intro { "What askwell looks for, and on whose guidance. Nobody outside askwell has endorsed a rule unless it says so." }
        (search(words, topic, level, &state.pack))
        h2 { (if is_search { "Found: " } else { "All of them: " }) (counted(found.len(), "rule")) }
        @if found.is_empty() { p { "No rule says that. Try fewer words, or " a href="write" { "write one" } "." } }
        @for (topic, rules) in by_topic(&found) {
            h3 { (topic) }
            ul.rules role="list" { @for rule in rules { li {
                a href=(format!("rules/{}", rule.id)) { (rule.title) } " " (story::tag(rule.level))
            } } }
        }
    };
    shell::page(if is_search { "Rules found" } else { "Rules" }, Here::Rules, "", content)
}

pub(super) async fn one(Extract(state): Extract<Arc<State>>, Path((topic, name)): Path<(String, String)>) -> Response {
    let id = format!("{topic}/{name}");
    match state.pack.rule(&id) {
        Some(rule) => shell::page(&rule.title, Here::Rules, "../../", told(rule, &state)).into_response(),
        None => shell::not_found().await,
    }
}

fn search(words: &str, topic: &str, level: &str, pack: &Pack) -> Markup {
    let mut topics: Vec<&str> = pack.rules.iter().filter_map(|rule| rule.id.split('/').next()).collect();
    topics.dedup();
    html! {
        form.search method="get" action="rules" role="search" data-swap {
            p.field { label for="words" { "Words to look for" } input #words type="search" name="words" value=(words); }
            p.field { label for="topic" { "About" } select #topic name="topic" {
                option value="" { "anything" }
                @for name in topics { option value=(name) selected[name == topic] { (plain::topic(name).to_lowercase()) } }
            } }
            p.field { label for="level" { "How much it matters" } select #level name="level" {
                option value="" { "any" }
                @for known in [Level::Error, Level::Warning, Level::Info] { option value=(known.name()) selected[known.name() == level] { (plain::level(known).to_lowercase()) } }
            } }
            p.actions { button type="submit" { "Search" } }
        }
    }
}

/// Where the words that are looked for stand: what is named by them comes before what mentions them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Nearness {
    Topic,
    Title,
    Words,
    Examples,
}

/// Where all of the words stand in the rule, in the names of its sources or in its examples; none if they do not.
fn nearness(rule: &Rule, words: &str, topic: &str, level: &str, state: &State) -> Option<Nearness> {
    let is_about = topic.is_empty() || rule.id.split('/').next() == Some(topic);
    if !is_about || !(level.is_empty() || rule.level.name() == level) {
        return None;
    }
    let sources = rule.sources.iter().filter_map(|key| state.pack.vocabulary.sources().get(key));
    let sources: Vec<String> = sources.map(|source| format!("{} {}", source.publisher, source.title)).collect();
    let said = || [&rule.message, &rule.instead, &rule.why, &sources.join(" ")].map(String::as_str).join(" ");
    let mut text = String::new();
    let mut has_all = |more: &str| {
        text.push(' ');
        text.push_str(&more.to_lowercase());
        words.to_lowercase().split_whitespace().all(|word| text.contains(word))
    };
    match () {
        () if has_all(&plain::topic(&rule.id)) => Some(Nearness::Topic),
        () if has_all(&format!("{} {}", rule.id, rule.title)) => Some(Nearness::Title),
        () if has_all(&said()) => Some(Nearness::Words),
        () if has_all(&examples(rule, state)) => Some(Nearness::Examples),
        () => None,
    }
}

/// The code of a rule's examples, in a row.
fn examples(rule: &Rule, state: &State) -> String {
    let Some(file) = rules::file_of(&rule.id, &state.folders) else { return String::new() };
    let all = file.examples.flag.iter().chain(&file.examples.pass);
    all.flat_map(|example| example.values()).map(|code| code.replace(['«', '»'], "")).collect::<Vec<_>>().join(" ")
}

/// The rules of each topic, the nearest first.
fn by_topic<'r>(found: &[(&'r Rule, Nearness)]) -> Vec<(String, Vec<&'r Rule>)> {
    let mut topics: BTreeMap<String, Vec<(Nearness, &Rule)>> = BTreeMap::new();
    found.iter().for_each(|(rule, nearness)| topics.entry(plain::topic(&rule.id)).or_default().push((*nearness, rule)));
    topics.values_mut().for_each(|rules| rules.sort_by_key(|(nearness, _)| *nearness));
    let mut topics: Vec<_> = topics.into_iter().collect();
    topics.sort_by_key(|(_, rules)| rules.first().map(|(nearness, _)| *nearness));
    topics.into_iter().map(|(topic, rules)| (topic, rules.into_iter().map(|(_, rule)| rule).collect())).collect()
}

fn told(rule: &Rule, state: &State) -> Markup {
    let pack = &state.pack;
    let file = rules::file_of(&rule.id, &state.folders);
    html! {
        p.crumb { a href="../../rules" { "All rules" } }
        h1 { (rule.title) }
        p { (story::tag(rule.level)) " " span.quiet { (plain::level_means(rule.level)) } }
        h2 { "What askwell says" }
        p { (rule.message) }
        p { span.lead { "Instead" } " " (rule.instead.trim()) }
        p { span.lead { "Why" } " " (rule.why.trim()) }
        h2 { "Whose guidance" }
        ul.plain { @for source in rule.sources.iter().filter_map(|key| pack.vocabulary.sources().get(key)) { li {
            a href=(source.url) rel="noreferrer" { (source.title) } ", " (source.publisher) ", read on " (source.read)
            @if let Some(note) = &source.note { ". " (note) }
        } } }
        h2 { "When it speaks" }
        @for (title, lines) in settles(rule, pack) { h3 { (title) } ul.plain { @for line in &lines { li { (line) } } } }
        @if let Some(file) = &file {
            h2 { "Examples" }
            (example("Is flagged", file.examples.flag.first()))
            (example("Is fine", file.examples.pass.first()))
        }
        @if let Some(notes) = &rule.notes { h2 { "Notes" } p { (notes.split_whitespace().collect::<Vec<_>>().join(" ")) } }
        p.note {
            "Rule " code { (rule.id) } ", contributed by " (rule.contributed_by) ". "
            @if rule.reviewed_by.is_empty() { "Reviewed by nobody yet. " } @else { "Reviewed by " (rule.reviewed_by.join(", ")) ". " }
            "To be looked at again by " (rule.review_due) "."
        }
    }
}

fn example(title: &str, example: Option<&Example>) -> Markup {
    let code = example.and_then(|example| example.iter().find(|(key, _)| dialect::named(key).is_some()));
    html! {
        @if let (Some(example), Some((_, code))) = (example, code) {
            h3 { (title) }
            (trial::as_met(example))
            details { summary { "As code" span.vh { ": " (title) } } pre tabindex="0" role="region" aria-label=(title) { code { (code.trim_end()) } } }
        }
    }
}
