//! A check as one page that can be handed on: to a programme board, to a network, to print. It needs nothing beside itself.

pub(crate) mod question;
pub(crate) mod story;

use std::io;

use codespan_reporting::term::termcolor::WriteColor;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::coverage::{self, Coverage, Share, Topic};
use super::findings::{Problem, Report, Story};
use super::format::Telling;
use super::unseen::{self, Unseen};
use super::{counted, plain, safe};
use crate::engine::Checked;
use crate::rules::Pack;
use crate::rules::schema::Level;
use story::Showing;

/// How the parts of a report look, on paper too.
pub(crate) const STYLE: &str = include_str!("style.css");

/// Writes the report.
pub(super) fn write(telling: &Telling, out: &mut dyn WriteColor) -> io::Result<()> {
    out.write_all(html(telling.report, telling.pack).as_bytes())
}

/// The whole report.
pub fn html(report: &Report, pack: &Pack) -> String {
    let stories = report.stories();
    let page = html! {
        (DOCTYPE)
        html lang="en-GB" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                // Nothing is fetched and nothing runs, whatever stands in a form.
                meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
                meta name="referrer" content="no-referrer";
                meta name="color-scheme" content="light dark";
                title { "What these forms ask: a report by askwell" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                a.skip href="#content" { "Skip to the report" }
                header.top { p { strong { "askwell" } " · a report on forms" } }
                main #content { (content(report, &stories, pack)) }
                (footer())
            }
        }
    };
    page.into_string()
}

fn content(report: &Report, stories: &[Story], pack: &Pack) -> Markup {
    html! {
        h1 { "What these forms ask, and whom they leave out" }
        (summary(report, pack))
        (contents())
        (asked(report, pack))
        (found(stories, pack))
        (by_page(report, stories))
        (to_mend_first(report))
        (not_seen(&unseen::of(report)))
        (questions(report, pack))
        (about(pack, report))
    }
}

fn summary(report: &Report, pack: &Pack) -> Markup {
    html! {
        section.short aria-labelledby="short" {
            h2 #short { "In short" }
            ul { @for sentence in plain::summary(report, pack) { li { (sentence) } } }
        }
    }
}

fn contents() -> Markup {
    let parts = [
        ("asked", "What people are asked about themselves"),
        ("found", "What was found"),
        ("pages", "Page by page"),
        ("unseen", "What could not be seen"),
        ("questions", "Every question"),
        ("about", "About this report"),
    ];
    html! { nav.contents aria-label="Contents" { ul { @for (id, title) in parts { li { a href=(format!("#{id}")) { (title) } } } } } }
}

/// Which of the things that matter to people are asked, and how.
fn asked(report: &Report, pack: &Pack) -> Markup {
    let whole = coverage::of(report, pack);
    html! {
        section aria-labelledby="asked" {
            h2 #asked { "What people are asked about themselves" }
            p { "For each subject that askwell’s rules look at: how often these forms ask about it, and of those questions, how many are not marked as required (what a service insists on later cannot be seen here), how many offer a way to decline, and how many can be answered in one’s own words." }
            (coverage_table(&whole, "In all these forms"))
            @for journey in report.journeys.iter().filter(|_| report.journeys.len() > 1) {
                @let part = coverage::of_files(report, pack, |path| journey.holds(path));
                @if !part.asked.is_empty() { (coverage_table(&part, &journey.title)) }
            }
            @if !whole.not_asked.is_empty() { p.note { "Not asked anywhere in these forms, as far as can be seen: " (whole.not_asked.join(", ")) "." } }
        }
    }
}

fn coverage_table(coverage: &Coverage, title: &str) -> Markup {
    html! {
        div.wide tabindex="0" role="region" aria-label=(title) {
            table {
                caption { (title) }
                thead { tr {
                    @for head in ["Subject", "Questions", "Not marked as required", "Can decline", "In own words"] { th scope="col" { (head) } }
                } }
                tbody {
                    @for topic in &coverage.asked { (coverage_row(topic)) }
                    @if coverage.asked.is_empty() { tr { td colspan="5" { "None of these subjects is asked about." } } }
                }
            }
        }
    }
}

fn coverage_row(topic: &Topic) -> Markup {
    html! {
        tr {
            th scope="row" { (topic.title) }
            td { (topic.questions.len()) }
            @for share in [topic.optional, topic.declinable, topic.own_words] { td { (share_words(share)) } }
        }
    }
}

fn share_words(share: Share) -> Markup {
    let all = share.yes + share.no + share.unseen;
    let said = match (share.yes, share.no, share.unseen) {
        (0, 0, 0) => "does not apply".to_owned(),
        (_, 0, 0) if all == 1 => "yes".to_owned(),
        (_, 0, 0) => "all".to_owned(),
        (0, _, 0) if all == 1 => "no".to_owned(),
        (0, _, 0) => "none".to_owned(),
        (0, 0, _) => "not visible".to_owned(),
        (yes, _, 0) => format!("{yes} of {all}"),
        (yes, _, unseen) => format!("{yes} of {all}, {unseen} not visible"),
    };
    html! { (said) }
}

fn found(stories: &[Story], pack: &Pack) -> Markup {
    let mut showing = Showing::on_paper(pack);
    html! {
        section aria-labelledby="found" {
            h2 #found { "What was found" }
            @if stories.is_empty() { p { "Nothing." } }
            @else {
                p { "Each question is shown as people meet it. Nobody can fill it in here." }
                dl.levels { @for level in [Level::Error, Level::Warning, Level::Info] {
                    div { dt { (story::tag(level)) } dd { (plain::level_means(level)) } }
                } }
            }
            @for (topic, stories) in plain::by_topic(stories) {
                h3 { (topic) " " span.count { (counted(stories.len(), "question or text").replace("question or texts", "questions or texts")) } }
                @for (number, story) in stories { (story::story(story, number, &mut showing)) }
            }
        }
    }
}

/// Each page that something was found on, with where it is told.
fn by_page(report: &Report, stories: &[Story]) -> Markup {
    let numbers = |file: &Checked| {
        let is_in = |story: &Story| std::ptr::eq(story.file, file) || story.copies.iter().any(|(other, _)| std::ptr::eq(*other, file));
        stories.iter().enumerate().filter(move |(_, story)| is_in(story)).map(|(number, _)| number + 1).collect::<Vec<usize>>()
    };
    let count = |file: &Checked, level: Level| file.findings.iter().filter(|found| found.is_live() && found.level == level).count();
    html! {
        section aria-labelledby="pages" {
            h2 #pages { "Page by page" }
            div.wide tabindex="0" role="region" aria-label="What was found on each page" {
                table {
                    thead { tr {
                        th scope="col" { "Page" } th scope="col" { "Questions" }
                        @for level in [Level::Error, Level::Warning, Level::Info] { th scope="col" { (plain::level(level)) } }
                        th scope="col" { "Told at" }
                    } }
                    tbody { @for file in report.files.iter().filter(|file| asks_or_tells(file)) { tr {
                        th scope="row" { span.path { (safe::line(&file.source.path)) } }
                        td { (file.form.questions.iter().filter(|question| file.form.asks_itself(question)).count()) }
                        @for level in [Level::Error, Level::Warning, Level::Info] { td { (count(file, level)) } }
                        td { @for (at, number) in numbers(file).into_iter().enumerate() {
                            @if at > 0 { ", " } a href=(format!("#story-{number}")) { (number) }
                        } }
                    } } }
                }
            }
        }
    }
}

fn asks_or_tells(file: &Checked) -> bool {
    file.form.questions.iter().any(|question| file.form.asks_itself(question)) || file.findings.iter().any(|found| found.is_live())
}

/// What is no finding, and what the check could not do: comments to askwell that cannot be followed, files that were named in vain.
fn to_mend_first(report: &Report) -> Markup {
    let problems: Vec<Problem> = report.problems().into_iter().filter(|problem| problem.level > Level::Info).collect();
    html! {
        @if !problems.is_empty() {
            section aria-labelledby="first" {
                h2 #first { "What askwell was told and could not follow" }
                ul.plain { @for problem in &problems { li {
                    span.path { (safe::line(&problem.path)) }
                    @if let Some((line, _)) = problem.place { ", " (story::line_name(&problem.path)) " " (line) }
                    ": " (safe::line(&problem.message))
                } } }
            }
        }
    }
}

fn not_seen(unseen: &Unseen) -> Markup {
    html! {
        section aria-labelledby="unseen" {
            h2 #unseen { "What could not be seen" }
            @if unseen.is_empty() { p { "Every page could be read, and every question can be seen whole." } }
            @if !unseen.questions.is_empty() {
                p { "A template does not always say what a page will show. These questions get words or answers from somewhere else, so nobody should take silence about them for praise." }
                ul.plain { @for hidden in &unseen.questions { li {
                    (question::prompt(hidden.question)) ", " span.path { (safe::line(&hidden.file.source.path)) } ": "
                    (hidden.because.iter().map(|because| safe::line(&because.reason.to_string())).collect::<Vec<_>>().join("; "))
                } } }
            }
            @if !unseen.files.is_empty() {
                h3 { "Files that were not read" }
                ul.plain { @for (why, files) in &unseen.files { li {
                    (safe::line(why)) ": " @for (at, path) in files.iter().enumerate() { @if at > 0 { ", " } span.path { (safe::line(path)) } }
                } } }
            }
            @if !unseen.places.is_empty() {
                h3 { "Places that could not be read" }
                ul.plain { @for (path, line, why) in &unseen.places { li { span.path { (safe::line(path)) } ", " (story::line_name(path)) " " (line) ": " (safe::line(why)) } } }
            }
        }
    }
}

/// What was asked across the service, page by page.
fn questions(report: &Report, pack: &Pack) -> Markup {
    html! {
        section aria-labelledby="questions" {
            h2 #questions { "Every question" }
            @for file in &report.files {
                @let own: Vec<_> = file.form.questions.iter().zip(&file.asked).filter(|(question, _)| file.form.asks_itself(question)).collect();
                @if !own.is_empty() {
                    h3.path { (safe::line(&file.source.path)) }
                    ol.asked { @for (question, asked) in own { li {
                        (question::prompt(question)) " " span.quiet { (question::control_name(question.control))
                            @for &topic in &asked.topics { " · about " (pack.vocabulary.topic_entry(topic).title) }
                        }
                    } } }
                }
            }
        }
    }
}

fn about(pack: &Pack, report: &Report) -> Markup {
    let mut keys: Vec<&str> =
        report.live().filter_map(|found| pack.rule(&found.rule)).flat_map(|rule| &rule.sources).map(String::as_str).collect();
    keys.sort_unstable();
    keys.dedup();
    html! {
        section aria-labelledby="about" {
            h2 #about { "About this report" }
            p { "askwell reads the templates that forms are made from, puts each question together as people meet it, and compares it with rules that follow published guidance. It looked at the templates, not at the running service, and it does not know the people who use it or the reasons of those who run it. It can be wrong; where it is, the guidance counts." }
            p { "It is no judgement on a team. Most of what is told here is mended with a sentence." }
            @if !keys.is_empty() {
                h3 { "Guidance that is named here" }
                ul.plain { @for source in keys.iter().filter_map(|key| pack.vocabulary.sources().get(*key)) { li {
                    a href=(source.url) rel="noreferrer" { (source.title) } ", " (source.publisher) ", read on " (source.read)
                } } }
            }
        }
    }
}

fn footer() -> Markup {
    html! {
        footer.bottom {
            p { "Made by askwell " (env!("CARGO_PKG_VERSION")) ", a free program. It is not an official NHS product, and no network, trust or part of the NHS has endorsed what it says." }
        }
    }
}
