//! Check: forms as people meet them, with what is said about each question beside it.

use std::path::PathBuf;
use std::sync::Arc;

use axum::extract::{Multipart, State as Extract};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::shell::{self, Here};
use super::upload::Upload;
use super::{State, pasted};
use crate::cli::checked_in;
use crate::config::Configs;
use crate::dialect;
use crate::engine::Checked;
use crate::finding::Finding;
use crate::judge::Keep;
use crate::report::findings::Report;
use crate::report::html::question;
use crate::report::html::story::{self, Showing};
use crate::report::unseen::{self, Unseen};
use crate::report::{self, counted, plain, safe};
use crate::repository::Repositories;
use crate::rules::Pack;
use crate::rules::schema::Level;
use crate::walk::{Found, Skipped, Why};

/// How many forms are shown one by one; a whole service is for the report.
const SHOWN: usize = 60;

pub(super) async fn form() -> Markup {
    shell::page("Check a form", Here::Check, "", ask(None))
}

pub(super) async fn checked(Extract(state): Extract<Arc<State>>, parts: Multipart) -> Response {
    let upload = match Upload::read(parts).await {
        Ok(upload) => upload,
        Err(why) => return shell::problem(StatusCode::PAYLOAD_TOO_LARGE, Here::Check, &why),
    };
    if upload.is_empty() && upload.written("pasted").is_empty() {
        let told = "Choose a file or a folder, or paste a form, and then press “Check”.";
        return (StatusCode::BAD_REQUEST, shell::page("Check a form", Here::Check, "", ask(Some(told)))).into_response();
    }
    let content = state.work(move |state| results(&judged(upload, &state.pack), &state.pack)).await;
    match content {
        Some(content) => shell::page("What people meet", Here::Check, "", content).into_response(),
        None => shell::problem(StatusCode::INTERNAL_SERVER_ERROR, Here::Check, "askwell failed on this form. Please report it."),
    }
}

/// The same as a file to hand on.
pub(super) async fn report(Extract(state): Extract<Arc<State>>, parts: Multipart) -> Response {
    let upload = match Upload::read(parts).await {
        Ok(upload) => upload,
        Err(why) => return shell::problem(StatusCode::PAYLOAD_TOO_LARGE, Here::Check, &why),
    };
    match state.work(move |state| report::html::html(&judged(upload, &state.pack), &state.pack)).await {
        Some(page) => file("askwell-report.html", "text/html; charset=utf-8", page),
        None => shell::problem(StatusCode::INTERNAL_SERVER_ERROR, Here::Check, "askwell failed on this form. Please report it."),
    }
}

/// A file to keep.
pub(super) fn file(name: &str, kind: &'static str, text: String) -> Response {
    let name = format!("attachment; filename=\"{name}\"");
    ([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, name)], text).into_response()
}

/// What there is to say about what was sent.
fn judged(mut upload: Upload, pack: &Pack) -> Report {
    if let Some((path, text)) = pasted::form(upload.written("pasted"), upload.written("pasted-html"), upload.written("language")) {
        upload.put(&path, text);
    }
    let skipped = std::mem::take(&mut upload.skipped);
    in_memory(&upload, skipped, pack)
}

/// A check of files that were given.
pub(super) fn in_memory(upload: &Upload, skipped: Vec<Skipped>, pack: &Pack) -> Report {
    let (files, forms) = upload.repository();
    let mut found: Vec<Found> = forms.into_iter().map(|shown| Found { path: PathBuf::from(&shown), shown, named: false }).collect();
    let configs = Configs::within(&files, &found, &[]);
    let mistakes = configs.mistakes(pack).into_iter().chain(configs.unfollowed());
    let told = mistakes.map(|mistake| Skipped { shown: mistake.source.path.clone(), why: Why::Unreadable(mistake.message), named: false });
    let skipped = skipped.into_iter().chain(told).collect();
    found.retain(|file| configs.for_file(file).is_some_and(|(config, path)| config.covers(&path)));
    checked_in(&Repositories::given(files, &found), &found, skipped, pack, &configs, Keep::Whole)
}

/// The form that asks for forms.
fn ask(problem: Option<&str>) -> Markup {
    let endings: Vec<&str> =
        dialect::ALL.iter().flat_map(|dialect| dialect.extensions()).copied().chain(["yaml", "yml", "mjs", "cjs"]).collect();
    html! {
        h1 { "Check a form" }
        p.intro { "See the questions of a form as people meet them, and where somebody could not answer truthfully or would feel unseen." }
        @if let Some(problem) = problem { p.problem #problem { (problem) } }
        form method="post" action="check" enctype="multipart/form-data" data-swap data-endings=(endings.join(" ")) {
            div.drop data-drop {
                h2 { "Files" }
                p { "Templates, web pages, Word documents or FHIR questionnaires. " span.for-mouse hidden { "Drop them here, whole folders too, or choose them." } }
                p.field {
                    label for="files" { "Choose files" }
                    input #files type="file" name="files" multiple;
                }
                p.field {
                    label for="folder" { "Or choose a folder, with all that is in it" }
                    span.help #folder-help { "Then askwell can follow what one file takes from another." }
                    input #folder type="file" name="folder" webkitdirectory aria-describedby="folder-help";
                }
                div data-dropped {}
            }
            div.part {
                h2 { "Or paste a form" }
                p.field {
                    label for="pasted" { "Form" }
                    span.help #pasted-help { "From a template, a web page or a word processor. Or write questions as you would on paper: a question on a line, and each answer below it after a hyphen." }
                    textarea #pasted name="pasted" rows="9" aria-describedby="pasted-help" spellcheck="false" {}
                }
                input type="hidden" name="pasted-html" data-layout;
                p.note data-layout-told hidden { "Pasted with its layout, so that askwell sees its boxes and lists too. If you change the text, only the words count." }
                details {
                    summary { "If askwell takes it for the wrong thing" }
                    p.field {
                        label for="language" { "What the pasted form is written in" }
                        select #language name="language" {
                            option value="" { "askwell should find out" }
                            @for (name, title) in pasted::LANGUAGES { option value=(name) { (title) } }
                        }
                    }
                }
            }
            p.actions { button.go type="submit" { "Check" } }
        }
    }
}

/// What there is to say, question by question.
fn results(report: &Report, pack: &Pack) -> Markup {
    let told = |file: &&Checked| {
        file.form.questions.iter().any(|question| file.form.asks_itself(question)) || file.findings.iter().any(Finding::is_live)
    };
    let forms: Vec<&Checked> = report.files.iter().filter(told).collect();
    let asked = report.summary().questions;
    let mut showing = Showing { buttons: true, rule_at: Some(|id| format!("rules/{id}")), ..Showing::on_paper(pack) };
    html! {
        @if asked == 0 { h1 { "askwell saw no question here" } } @else { h1 { "What people meet" } }
        section.short aria-label="In short" {
            ul { @for sentence in plain::summary(report, pack) { li { (sentence) } } }
        }
        p.actions.no-print {
            a.again href="check" { "Check another form" }
            @if asked > 0 || !forms.is_empty() {
                button type="button" hidden data-report { "Save this as a report" }
                button type="button" hidden data-copy-all { "Copy all of it as text" }
            }
        }
        @if asked == 0 {
            p { "If people are asked something here, write or paste it like this, a question on a line and each answer below it after a hyphen:" }
            pre { code { "What is your gender?\n- Woman\n- Man\n- Non-binary\n- Another gender: ____\n- Prefer not to say\n\nFull name: ____" } }
            p { "Boxes to tick (☐), lines to write on (____ or ......) and “Woman / Man / Non-binary (please circle)” are read, too." }
        }
        @if report.files.is_empty() && report.skipped.is_empty() {
            p { "There was no form among these files. askwell reads templates, web pages, Word documents and questionnaires in JSON." }
        }
        @if forms.len() > 1 {
            nav aria-label="Forms" { ol.jump { @for (at, file) in forms.iter().take(SHOWN).enumerate() {
                li { a href=(format!("#form-{}", at + 1)) { (title(file)) } " " (count(file)) }
            } } }
        }
        @for (at, file) in forms.iter().take(SHOWN).enumerate() { (one_form(file, at + 1, &mut showing)) }
        @if forms.len() > SHOWN { p { "And " (forms.len() - SHOWN) " more forms: the report has them all." } }
        (not_seen(&unseen::of(report)))
    }
}

/// What a form is called. What was pasted has no file, whatever it was read as.
fn title(file: &Checked) -> Markup {
    let path = file.source.path.as_str();
    let is_pasted = path.rsplit_once('.').is_some_and(|(name, _)| name == pasted::NAME);
    html! { @if is_pasted { (pasted::NAME) } @else { span.path { (safe::line(path)) } } }
}

/// How much is said about a form.
fn count(file: &Checked) -> Markup {
    let live = || file.findings.iter().filter(|finding| finding.is_live());
    html! {
        @for level in [Level::Error, Level::Warning, Level::Info] {
            @let times = live().filter(|finding| finding.level == level).count();
            @if times > 0 { span.tag.(level.name()) { (plain::counted_level(times, level)) } " " }
        }
        @if live().next().is_none() { span.quiet { "nothing to mend" } }
    }
}

/// What stands in a form: a question, or words that something is said about.
enum Met {
    Question(usize),
    Words,
}

fn one_form(file: &Checked, number: usize, showing: &mut Showing) -> Markup {
    html! {
        section.form aria-labelledby=(format!("form-{number}")) {
            h2 id=(format!("form-{number}")) { (title(file)) }
            @for (met, findings) in in_order(file) {
                article.met.said[!findings.is_empty()] {
                    div.as-met {
                        @match met {
                            Met::Question(at) => { h3.vh { "Question: " (question::prompt(&file.form.questions[at])) } (question::question(&file.form.questions[at], &file.form)) }
                            Met::Words => { h3.vh { "Words" } (story::passage(file, findings[0])) p.where { "The words: " (story::place(file, findings[0])) } }
                        }
                    }
                    div.beside {
                        @if findings.is_empty() { p.fine { "Nothing to mend here, as far as askwell can see." } }
                        @else { (showing.findings(&findings)) }
                    }
                }
            }
            @for complaint in &file.complaints { p.note { "A comment to askwell, " (story::line_name(&file.source.path)) " " (file.source.line(complaint.span.start)) ": " (safe::line(&complaint.message)) } }
        }
    }
}

/// The questions and the words that something is said about, in the order in which people meet them.
fn in_order(file: &Checked) -> Vec<(Met, Vec<&Finding>)> {
    let live: Vec<&Finding> = file.findings.iter().filter(|finding| finding.is_live()).collect();
    let mut met: Vec<(u32, Met, Vec<&Finding>)> = Vec::new();
    for (at, question) in file.form.questions.iter().enumerate().filter(|(_, question)| file.form.asks_itself(question)) {
        let mut findings: Vec<&Finding> = live.iter().filter(|finding| finding.question == Some(at)).copied().collect();
        findings.sort_by_key(|finding| std::cmp::Reverse(finding.level));
        met.push((question.span.start, Met::Question(at), findings));
    }
    for finding in live.iter().filter(|finding| finding.question.is_none()) {
        match met.iter_mut().find(|(place, other, _)| matches!(other, Met::Words) && *place == finding.place.start) {
            Some((_, _, findings)) => findings.push(finding),
            None => met.push((finding.place.start, Met::Words, vec![finding])),
        }
    }
    met.sort_by_key(|(place, _, _)| *place);
    met.into_iter().map(|(_, met, findings)| (met, findings)).collect()
}

fn not_seen(unseen: &Unseen) -> Markup {
    html! {
        @if !unseen.is_empty() {
            section aria-labelledby="unseen" {
                h2 #unseen { "What askwell could not see" }
                @if !unseen.questions.is_empty() {
                    p { (counted(unseen.questions.len(), "question")) " above " (if unseen.questions.len() == 1 { "gets" } else { "get" })
                        " words or answers from somewhere else, as it says beside each. Choose the whole folder, and askwell can follow more of them." }
                }
                @if !unseen.files.is_empty() {
                    ul.plain { @for (why, files) in &unseen.files { li {
                        (safe::line(why)) ": " @for (at, path) in files.iter().take(20).enumerate() { @if at > 0 { ", " } span.path { (safe::line(path)) } }
                        @if files.len() > 20 { " and " (files.len() - 20) " more" }
                    } } }
                }
                @if !unseen.places.is_empty() {
                    ul.plain { @for (path, line, why) in unseen.places.iter().take(50) { li { span.path { (safe::line(path)) } ", " (story::line_name(path)) " " (line) ": " (safe::line(why)) } } }
                }
            }
        }
    }
}
