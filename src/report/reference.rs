//! The reference of the rules: a page in Markdown for each topic, and one that lists them all.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::rules::{level, settles};
use crate::dialect;
use crate::rules::schema::{Example, Level, RuleFile};
use crate::rules::{Pack, Rule};

/// The pages by their file names, in order. `file` gives a rule's own file, with its examples.
pub fn pages(pack: &Pack, file: impl Fn(&str) -> Option<RuleFile>) -> BTreeMap<String, String> {
    let mut pages: BTreeMap<String, String> = BTreeMap::new();
    for rule in &pack.rules {
        let topic = topic(rule);
        let page = pages.entry(format!("{topic}.md")).or_insert_with(|| format!("{NOTE}\n# Rules about {topic}\n"));
        page.push_str(&entry(rule, file(&rule.id).as_ref(), pack));
    }
    pages.insert("README.md".to_owned(), index(pack));
    pages
}

const NOTE: &str = "<!-- Made from the rule files by `askwell rules reference docs/rules`. Change those, not this. -->\n";

fn topic(rule: &Rule) -> &str {
    rule.id.split_once('/').map_or(rule.id.as_str(), |(topic, _)| topic)
}

fn index(pack: &Pack) -> String {
    let mut page = format!(
        "{NOTE}\n# The rules\n\n{} rules. Each names the guidance that it follows; nobody outside askwell has endorsed one.\n",
        pack.rules.len()
    );
    page.push_str("A level is how much a finding matters: an error means that somebody has no true answer or is hurt, a warning is worth mending, info is advice.\n");
    page.push_str(
        "Profiles change some of them: [what each changes](#profiles).\n\n| Rule | Level | What is wrong |\n| --- | --- | --- |\n",
    );
    for rule in &pack.rules {
        let _ = writeln!(page, "| {} | {} | {} |", link(rule), level(rule), cell(&rule.title));
    }
    page.push_str("\n## Profiles\n\n`profiles:` in `askwell.yaml` names them; several are laid over one another.\n");
    for (name, profile) in pack.vocabulary.profiles() {
        let _ = write!(page, "\n### {name}\n\n{}\n", profile.title);
        if let Some(why) = &profile.why {
            let _ = writeln!(page, "\n{}", why.split_whitespace().collect::<Vec<_>>().join(" "));
        }
        let changed: Vec<(&Rule, Option<Level>)> = pack
            .rules
            .iter()
            .map(|rule| (rule, profile.level(rule, rule.level_by_itself())))
            .filter(|(rule, level)| *level != rule.level_by_itself())
            .collect();
        if changed.is_empty() {
            page.push_str("\nIt changes nothing.\n");
            continue;
        }
        page.push_str("\n| Rule | By itself | Here |\n| --- | --- | --- |\n");
        for (rule, to) in changed {
            let _ = writeln!(page, "| {} | {} | {} |", link(rule), level(rule), to.map_or("off", Level::name));
        }
    }
    page
}

/// GitHub makes an anchor of a heading by dropping its punctuation.
fn link(rule: &Rule) -> String {
    format!("[{}]({}.md#{})", rule.id, topic(rule), rule.id.replace('/', ""))
}

fn entry(rule: &Rule, file: Option<&RuleFile>, pack: &Pack) -> String {
    let mut out = format!("\n## {}\n\n**{}.** ", rule.id, rule.title);
    let _ = write!(out, "Level: {}, confidence: {}.\n\n{}\n", level(rule), rule.confidence.name(), rule.message);
    let _ = write!(out, "\n- **Instead**: {}\n- **Why**: {}\n", rule.instead.trim(), rule.why.trim());
    for (title, lines) in settles(rule, pack) {
        let _ = writeln!(out, "- **{title}**: {}", lines.join("; "));
    }
    for (name, profile) in pack.vocabulary.profiles() {
        let changed = profile.level(rule, rule.level_by_itself());
        if changed != rule.level_by_itself() {
            let _ = writeln!(out, "- **With the profile `{name}`**: {}", changed.map_or("off", Level::name));
        }
    }
    out.push_str("- **Sources**: ");
    out.push_str(&rule.sources.iter().map(|key| source(key, pack)).collect::<Vec<_>>().join("; "));
    out.push('\n');
    if let Some(notes) = &rule.notes {
        let _ = writeln!(out, "- **Notes**: {}", notes.split_whitespace().collect::<Vec<_>>().join(" "));
    }
    let _ = writeln!(out, "- Contributed by {}. {} To be looked at again by {}.", rule.contributed_by, reviewed(rule), rule.review_due);
    if let Some(file) = file {
        example(&mut out, "Flagged", file.examples.flag.first());
        example(&mut out, "Fine", file.examples.pass.first());
    }
    out
}

fn reviewed(rule: &Rule) -> String {
    match rule.reviewed_by.as_slice() {
        [] => "Reviewed by nobody yet.".to_owned(),
        names => format!("Reviewed by {}.", names.join(", ")),
    }
}

fn source(key: &str, pack: &Pack) -> String {
    match pack.vocabulary.sources().get(key) {
        Some(source) => format!("[{}]({}), {} (read {})", source.title, source.url, source.publisher, source.read),
        None => key.to_owned(),
    }
}

fn example(out: &mut String, title: &str, example: Option<&Example>) {
    let Some((language, text)) = example.and_then(|example| example.iter().find(|(key, _)| dialect::named(key).is_some())) else { return };
    let _ = write!(out, "\n{title}:\n\n```{}\n{}\n```\n", if language == "nunjucks" { "jinja" } else { language }, text.trim_end());
}

/// Text in a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}
