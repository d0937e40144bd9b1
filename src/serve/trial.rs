//! A rule under way, tried at once: on its own examples, and on forms that were written to be wrong in many ways.

use std::path::PathBuf;

use maud::{Markup, html};

use super::draft::Written;
use super::upload::Upload;
use super::{State, check};
use crate::cli::checked_in;
use crate::config::Configs;
use crate::dialect::{self, Parsers};
use crate::judge::Keep;
use crate::project::files::Memory;
use crate::report::counted;
use crate::report::findings::Report;
use crate::report::html::{question, story};
use crate::repository::Repositories;
use crate::rules::draft::Draft;
use crate::rules::examples;
use crate::rules::mistake::Mistake;
use crate::rules::schema::Example;
use crate::rules::{Named, Pack};
use crate::run;
use crate::source::{FileId, Source};
use crate::walk::Found;

/// How many places on fixtures are shown.
const SHOWN: usize = 8;

/// Forms that come with askwell.
const FIXTURES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/fixtures.rs"));

/// What became of a rule.
pub(super) struct Trial {
    /// The rule with its examples marked where it speaks.
    pub(super) draft: Draft,
    /// For each example that should be flagged, the words that the rule points at.
    spoken: Vec<Vec<String>>,
    mistakes: Vec<Mistake>,
    /// The rules, with this one, where it is one.
    pack: Option<Pack>,
    fixtures: Option<Report>,
    /// What it says of forms that whoever writes it has chosen.
    own: Option<Report>,
}

impl Trial {
    /// Tries what was written so far. What is missing and does not matter for a trial is made up.
    pub(super) fn of(written: &Written, state: &State) -> Self {
        let mut draft = written.draft.clone();
        let stand_in = |words: &mut String| {
            if words.is_empty() {
                "–".clone_into(words)
            }
        };
        [&mut draft.title, &mut draft.message, &mut draft.instead, &mut draft.why].into_iter().for_each(stand_in);
        if draft.sources.is_empty() {
            draft.sources.extend(state.pack.vocabulary.sources().keys().next().cloned());
        }
        // A rule is none without examples: where there is none yet, a dash stands in, and what it says is not told.
        let waits = draft.flag.is_empty();
        for pieces in [&mut draft.flag, &mut draft.pass].into_iter().filter(|pieces| pieces.is_empty()) {
            pieces.push("–".to_owned());
        }
        let sources = written.sources_file();
        let named = |draft: &Draft| Named::of_texts(&draft.id, &draft.yaml(), sources.as_deref());
        let (pack, mut mistakes, _) = named(&draft).load(&state.folders);
        let spoken = mark(&mut draft, &pack);
        let named = named(&draft);
        let (pack, _, _) = named.load(&state.folders);
        mistakes.extend(examples::prove_named(&pack, &named).mistakes);
        let pack = Some(pack).filter(|pack| pack.rule(&draft.id).is_some());
        let fixtures = pack.as_ref().map(|pack| on_fixtures(&draft.id, pack));
        mistakes.retain(|mistake| !(waits && mistake.message.contains("`flag` example")));
        let flag = if waits { Vec::new() } else { draft.flag };
        let draft = Draft { flag, ..written.draft.clone() };
        Trial { draft, spoken, mistakes, pack, fixtures, own: None }
    }

    /// The same, tried on the forms that were sent with it, too.
    pub(super) fn on_forms_of(self, upload: &Upload) -> Self {
        let own = self.pack.as_ref().filter(|_| upload.files > 0).map(|pack| {
            let skipped = upload.skipped.clone();
            only(&self.draft.id, check::in_memory(upload, skipped, pack))
        });
        Trial { own, ..self }
    }

    /// True if the rule speaks where it should, and nowhere else.
    pub(super) fn holds(&self) -> bool {
        self.mistakes.is_empty() && !self.draft.flag.is_empty() && !self.draft.pass.is_empty()
    }

    /// What happened, in plain words.
    pub(super) fn told(&self) -> Markup {
        html! {
            h3 { "On your own examples" }
            @if self.draft.flag.is_empty() { p { "Write a piece of a form below, and see here what your rule says of it." } }
            @for (at, (piece, words)) in self.draft.flag.iter().zip(&self.spoken).enumerate() {
                div.met {
                    div.as-met { p.where { "Wrong on purpose" @if at > 0 { ", " (at + 1) } } (as_met(&self.draft.example(piece))) }
                    div.beside {
                        @if words.is_empty() { p { strong { "Your rule says nothing here." } } }
                        @else { p { "Your rule speaks at " @for (at, words) in words.iter().enumerate() { @if at > 0 { " and " } "“" bdi { (words) } "”" } "." } }
                    }
                }
            }
            @if !self.mistakes.is_empty() {
                p { strong { "It does not hold yet:" } }
                ul.plain { @for mistake in &self.mistakes { li { (mistake.message) @if let Some(help) = &mistake.help { ". " (help) } } } }
            } @else if self.holds() {
                p { strong { "It holds:" } " it speaks where it should, and the good examples are fine." }
            }
            @if let Some(report) = &self.own {
                h3 { "On your own forms" }
                p { "In " (counted(report.files.len(), "form")) " with " (counted(report.summary().questions, "question")) ", your rule speaks at " (counted(report.all().count(), "place")) "." }
                @if !report.skipped.is_empty() { p { (counted(report.skipped.len(), "file")) " could not be read." } }
                (places(report))
            }
            @if let Some(report) = &self.fixtures {
                h3 { "On the forms that come with askwell" }
                p { "Among " (counted(FIXTURES.len(), "file")) " that are wrong in many ways and right in others, your rule speaks at " (counted(report.all().count(), "place")) "." }
                (places(report))
            }
        }
    }
}

/// Where a rule speaks, as people meet it.
fn places(report: &Report) -> Markup {
    let count = report.all().count();
    html! {
        @for (file, finding) in report.all().take(SHOWN) {
            div.met {
                div.as-met { @match finding.question {
                    Some(at) => (question::question(&file.form.questions[at], &file.form)),
                    None => (story::passage(file, finding)),
                } }
                div.beside { p.where { (story::place(file, finding)) } }
            }
        }
        @if count > SHOWN { p { "And " (count - SHOWN) " more." } }
    }
}

/// Marks each example where the rule speaks in it, unless whoever wrote it has marked it; and says at which words.
fn mark(draft: &mut Draft, pack: &Pack) -> Vec<Vec<String>> {
    let mut spoken = Vec::new();
    for number in 0..draft.flag.len() {
        let example = draft.example(&draft.flag[number]);
        let Some((marked, mut places)) = examples::spoken(pack, &draft.id, &example) else {
            spoken.push(Vec::new());
            continue;
        };
        places.sort_by_key(|place| place.start);
        spoken.push(places.iter().map(|place| marked.code[place.clone()].split_whitespace().collect::<Vec<_>>().join(" ")).collect());
        if marked.marks.is_empty() && !places.is_empty() {
            draft.flag[number] = examples::marked_at(&marked, &places);
        }
    }
    spoken
}

/// The questions of an example as people meet them.
pub(super) fn as_met(example: &Example) -> Markup {
    let read = example.iter().find_map(|(key, code)| Some((dialect::named(key)?, examples::unmark(code).code)));
    let Some((dialect, code)) = read else { return html! {} };
    let document = run::read_as(dialect, Source::new(FileId(0), "example", code), &mut Parsers::new());
    html! {
        @for question in &document.form.questions { (question::question(question, &document.form)) }
        @if document.form.questions.is_empty() { @for passage in &document.form.passages { blockquote.passage { (question::words(&passage.text)) } } }
    }
}

/// What one rule says of the fixtures.
fn on_fixtures(id: &str, pack: &Pack) -> Report {
    let found: Vec<Found> = FIXTURES
        .iter()
        .filter(|(path, _)| dialect::may_hold_form(path))
        .map(|(path, _)| Found { shown: (*path).to_owned(), path: PathBuf::from(path), named: false })
        .collect();
    let files = Memory::new(FIXTURES.iter().copied());
    let configs = Configs::within(&files, &found, &[]);
    let report = checked_in(&Repositories::given(files, &found), &found, Vec::new(), pack, &configs, Keep::Whole);
    only(id, report)
}

/// What one rule says, of all that is said.
fn only(id: &str, mut report: Report) -> Report {
    report.files.iter_mut().for_each(|file| file.findings.retain(|finding| finding.rule == id));
    report
}
