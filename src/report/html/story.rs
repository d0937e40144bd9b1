//! What is said about one question or one piece of text: where, what, what instead, why, on whose guidance.

use std::collections::HashSet;

use maud::{Markup, html};

use super::question;
use crate::engine::Checked;
use crate::finding::Finding;
use crate::report::findings::Story;
use crate::report::{plain, safe};
use crate::rules::schema::Level;
use crate::rules::{Pack, Rule};

/// How many further places of a story are named.
const COPIES: usize = 12;

/// What surrounds the stories that are shown.
pub(crate) struct Showing<'t> {
    /// The rules.
    pub(crate) pack: &'t Pack,
    /// Rules whose reason was told already.
    pub(crate) told: HashSet<String>,
    /// True where whoever reads can press a button.
    pub(crate) buttons: bool,
    /// Where a rule is told at length, for its id.
    pub(crate) rule_at: Option<fn(&str) -> String>,
}

impl<'t> Showing<'t> {
    /// A page that is only read: each reason is told where it is first needed.
    pub(crate) fn on_paper(pack: &'t Pack) -> Self {
        Showing { pack, told: HashSet::new(), buttons: false, rule_at: None }
    }

    /// The findings about one thing, without the question itself.
    pub(crate) fn findings(&mut self, findings: &[&Finding]) -> Markup {
        html! {
            ul.findings role="list" {
                @for finding in findings { (self.finding(finding)) }
            }
        }
    }

    fn finding(&mut self, finding: &Finding) -> Markup {
        let is_first = self.told.insert(finding.rule.clone());
        let rule = self.pack.rule(&finding.rule);
        html! {
            li.finding.(finding.level.name()) {
                p.what { (tag(finding.level)) " " strong { (finding.message) } }
                div.instead {
                    p { span.lead { "Instead" } " " span.words { (finding.help.trim()) } }
                    @if self.buttons { button.copy type="button" hidden data-copy=(finding.help.trim()) { "Copy" span.vh { ": " (finding.help.trim()) } } }
                }
                @if let Some(note) = &finding.note { p.note { span.lead { "Note" } " " (safe::line(note)) } }
                @if let Some(rule) = rule {
                    @if is_first { (self.reason(rule)) } @else { p.note { "Why, and on whose guidance: as told above for " code { (rule.id) } "." } }
                }
            }
        }
    }

    /// Why, and on whose guidance.
    fn reason(&self, rule: &Rule) -> Markup {
        html! {
            p { span.lead { "Why" } " " (rule.why.trim()) }
            p.guidance {
                span.lead { "Guidance" } " "
                @for (at, source) in rule.sources.iter().filter_map(|key| self.pack.vocabulary.sources().get(key)).enumerate() {
                    @if at > 0 { "; " }
                    a href=(source.url) rel="noreferrer" { (source.publisher) ": " (source.title) }
                }
                @if let Some(address) = self.rule_at { span.about-rule { ". " a href=(address(&rule.id)) { "All about this rule" span.vh { ": " (rule.title) } } } }
            }
        }
    }
}

/// The level in words.
pub(crate) fn tag(level: Level) -> Markup {
    html! { span.tag.(level.name()) { (plain::level(level)) } }
}

/// A story in full, under a heading of the fourth level.
pub(crate) fn story(story: &Story, number: usize, showing: &mut Showing) -> Markup {
    html! {
        article.story id=(format!("story-{}", number + 1)) {
            h4 { (heading(story)) }
            (places(story))
            @match story.question {
                Some(at) => (question::question(&story.file.form.questions[at], &story.file.form)),
                None => (passage(story.file, story.findings[0])),
            }
            (showing.findings(&story.findings))
        }
    }
}

/// What it is about, in a line.
pub(crate) fn heading(story: &Story) -> Markup {
    match story.question {
        Some(at) => question::prompt(&story.file.form.questions[at]),
        None => html! { "“" bdi { (at_place(story.file, story.findings[0])) } "”" },
    }
}

/// Where it is, and where else.
fn places(story: &Story) -> Markup {
    let more = story.copies.len().saturating_sub(COPIES);
    html! {
        p.where {
            (place(story.file, story.findings[0]))
            @if !story.copies.is_empty() {
                " and the same in "
                @for (at, (file, finding)) in story.copies.iter().take(COPIES).enumerate() {
                    @if at > 0 { ", " }
                    (place(file, finding))
                }
                @if more > 0 { " and " (more) " more" }
            }
        }
    }
}

pub(crate) fn place(file: &Checked, finding: &Finding) -> Markup {
    let line = file.source.line(finding.place.start);
    html! { span.path { (safe::line(&file.source.path)) } ", " (line_name(&file.source.path)) " " (line) }
}

/// What the lines of a file are to whoever wrote it.
pub(crate) fn line_name(path: &str) -> &'static str {
    if path.to_lowercase().ends_with(".docx") { "paragraph" } else { "line" }
}

/// The text that a finding stands in, where it is about no question.
pub(crate) fn passage(file: &Checked, finding: &Finding) -> Markup {
    let holds = |place: crate::source::Span| place.contains(finding.place);
    let passage = file.form.passages.iter().find(|passage| passage.at.or(passage.text.span()).is_some_and(holds));
    html! {
        @if let Some(passage) = passage { blockquote.passage { (question::words(&passage.text)) } }
    }
}

/// The words at the place of a finding, in one line.
fn at_place(file: &Checked, finding: &Finding) -> String {
    const LONG: usize = 80;
    let text = file.source.text.get(finding.place.range()).unwrap_or("");
    let text = safe::line(&text.split_whitespace().collect::<Vec<_>>().join(" "));
    if text.chars().count() <= LONG { text } else { text.chars().take(LONG).chain(['…']).collect() }
}
