//! `askwell check --stdin-records`: files that come as lines of JSON, grouped by the project they belong to, and findings that go
//! as lines of JSON in the same order. What is held is a project, or a few small ones, and never all.

use std::collections::{BTreeSet, VecDeque};
use std::io::{self, BufRead, Write};
use std::path::{Component, Path, PathBuf};

use rayon::prelude::*;
use serde::Deserialize;

use super::arguments::{Check, Settings};
use super::check::checked_in;
use super::{CLEAN, FAILED, FOUND};
use crate::dialect;
use crate::judge::Keep;
use crate::limits;
use crate::project::files::Memory;
use crate::report::narrow::Selection;
use crate::report::records::{Line, Project, lines};
use crate::report::{human, safe};
use crate::repository::Repositories;
use crate::rules::schema::Level;
use crate::rules::{self, Pack};
use crate::walk::Found;

/// How many characters of what is wrong with a line are told.
const WHY: usize = 400;

/// A file of a project.
#[derive(Debug, Deserialize)]
struct Record {
    project: String,
    path: String,
    text: String,
}

/// The files of one project.
#[derive(Debug)]
struct Files {
    project: String,
    texts: Vec<(String, String)>,
    bytes: u64,
}

/// What stands in the input, in its order.
enum Read {
    Whole(Files),
    Bad { line: u64, why: String },
}

pub(super) fn run(task: &Check, input: &mut dyn BufRead, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<u8> {
    let (pack, mistakes) = rules::load(&task.own.folders);
    human::mistakes(&mistakes, &mut codespan_reporting::term::termcolor::NoColor::new(&mut *err))?;
    let selection = match Selection::new(&task.choose.only, &task.choose.skip, task.choose.confidence(), &pack) {
        Ok(selection) => selection,
        Err(why) => {
            writeln!(err, "askwell: {}", safe::line(&why))?;
            return Ok(FAILED);
        }
    };
    let judging = Judging { pack: &pack, selection: &selection, settings: &task.settings };
    let mut code = if mistakes.is_empty() { CLEAN } else { FAILED };
    let mut projects =
        Projects { lines: Lines { input, number: 0 }, open: None, seen: BTreeSet::new(), bad: VecDeque::new(), ready: VecDeque::new() };
    loop {
        let some = projects.some()?;
        if some.is_empty() {
            return Ok(code);
        }
        let told = some.into_par_iter().map(|read| judging.told(read)).collect::<Vec<_>>();
        for line in told.into_iter().flatten() {
            code = code.max(code_of(&line, task.verdict.level()));
            serde_json::to_writer(&mut *out, &line)?;
            writeln!(out)?;
        }
    }
}

/// What a line of the answer makes of the exit code.
fn code_of(line: &Line, fails: Level) -> u8 {
    match line {
        Line::Finding { finding, .. } if Level::named(&finding.level).is_some_and(|level| level >= fails) => FOUND,
        Line::BadRecord { .. } | Line::Mistake { .. } => FAILED,
        Line::NotRead { internal: true, .. } => FAILED,
        _ => CLEAN,
    }
}

/// What every project is judged by.
struct Judging<'j> {
    pack: &'j Pack,
    selection: &'j Selection,
    settings: &'j Settings,
}

impl Judging<'_> {
    fn told(&self, read: Read) -> Vec<Line> {
        let files = match read {
            Read::Whole(files) => files,
            Read::Bad { line, why } => return vec![Line::BadRecord { line, message: why }],
        };
        let named = |(path, _): &(String, String)| Found { shown: path.clone(), path: PathBuf::from(path), named: false };
        let mut found: Vec<Found> = files.texts.iter().filter(|(path, _)| dialect::may_hold_form(path)).map(named).collect();
        found.sort();
        found.dedup();
        let memory = Memory::new(files.texts);
        let configs = self.settings.configs_within(&memory, &found);
        let repositories = Repositories::given(memory, &found);
        let mut mistakes = configs.mistakes(self.pack);
        mistakes.extend(configs.unfollowed());
        found.retain(|file| configs.for_file(file).is_some_and(|(config, path)| config.covers(&path)));
        let mut report = checked_in(&repositories, &found, Vec::new(), self.pack, &configs, Keep::Told);
        self.selection.apply(&mut report);
        lines(&Project { name: &files.project, report: &report, mistakes: &mistakes })
    }
}

/// The projects of the input, a few at a time.
struct Projects<'i> {
    lines: Lines<'i>,
    /// The project whose files are coming.
    open: Option<Files>,
    /// The projects that were closed.
    seen: BTreeSet<String>,
    /// What is no record and stands in the project whose files are coming.
    bad: VecDeque<Read>,
    /// What is whole.
    ready: VecDeque<Read>,
}

impl Projects<'_> {
    /// The next few, with what cannot be read between them: as many as may be held together. None at the end.
    fn some(&mut self) -> io::Result<Vec<Read>> {
        let (mut some, mut files, mut bytes): (Vec<Read>, usize, u64) = (Vec::new(), 0, 0);
        while files < limits::TOGETHER && bytes < limits::BYTES_TOGETHER {
            let Some(next) = self.next()? else { break };
            match &next {
                Read::Whole(project) => {
                    files += project.texts.len();
                    bytes += project.bytes;
                }
                // It takes room, too.
                Read::Bad { .. } => files += 1,
            }
            some.push(next);
        }
        Ok(some)
    }

    fn next(&mut self) -> io::Result<Option<Read>> {
        while self.ready.is_empty() {
            let Some((line, text)) = self.lines.next()? else {
                self.close();
                break;
            };
            match text.and_then(|text| record(&text)) {
                Ok(None) => {}
                Ok(Some(record)) => self.add(line, record),
                Err(why) => self.bad(line, why),
            }
        }
        Ok(self.ready.pop_front())
    }

    fn add(&mut self, line: u64, record: Record) {
        match &mut self.open {
            Some(open) if open.project == record.project => open.add(record),
            _ => {
                self.close();
                if self.seen.contains(&record.project) {
                    let project = &record.project;
                    self.bad(line, format!("the project `{project}` was ended by another before: this part of it is judged apart"));
                }
                self.open = Some(Files::of(record));
            }
        }
    }

    /// What is no record ends no project: it is told after the one that it stands in, or before it where there is much of it.
    fn bad(&mut self, line: u64, why: String) {
        self.bad.push_back(Read::Bad { line, why: short(&why) });
        if self.open.is_none() || self.bad.len() >= limits::TOGETHER {
            self.ready.append(&mut self.bad);
        }
    }

    fn close(&mut self) {
        if let Some(open) = self.open.take() {
            self.seen.insert(open.project.clone());
            self.ready.push_back(Read::Whole(open));
        }
        self.ready.append(&mut self.bad);
    }
}

impl Files {
    fn of(record: Record) -> Self {
        let mut files = Files { project: record.project.clone(), texts: Vec::new(), bytes: 0 };
        files.add(record);
        files
    }

    fn add(&mut self, record: Record) {
        self.bytes += (record.path.len() + record.text.len()) as u64;
        self.texts.push((record.path, record.text));
    }
}

/// A message of bounded length: it may say again what stands in the line.
fn short(why: &str) -> String {
    match why.char_indices().nth(WHY) {
        Some((end, _)) => format!("{}…", &why[..end]),
        None => why.to_owned(),
    }
}

/// A record, or what is wrong with it; none where the line is empty.
fn record(line: &str) -> Result<Option<Record>, String> {
    if line.trim().is_empty() {
        return Ok(None);
    }
    let record: Record =
        serde_json::from_str(line).map_err(|error| format!("this is no record with `project`, `path` and `text`: {error}"))?;
    let is_inside = Path::new(&record.path).components().all(|part| matches!(part, Component::Normal(_)));
    match is_inside && !record.path.is_empty() && !record.path.contains('\\') {
        true => Ok(Some(record)),
        false => Err(format!("`{}` is no path within a project: write it from the project's folder, with `/`", record.path)),
    }
}

/// The lines of the input, with their numbers from 1. One that is too long is passed over and told.
struct Lines<'i> {
    input: &'i mut dyn BufRead,
    number: u64,
}

impl Lines<'_> {
    fn next(&mut self) -> io::Result<Option<(u64, Result<String, String>)>> {
        let (mut bytes, mut is_too_long) = (Vec::new(), false);
        loop {
            let part = self.input.fill_buf()?;
            let end = memchr::memchr(b'\n', part);
            let len = end.unwrap_or(part.len());
            is_too_long |= bytes.len() + len > limits::RECORD_BYTES;
            if !is_too_long {
                bytes.extend_from_slice(&part[..len]);
            }
            let is_end = part.is_empty();
            self.input.consume(len + usize::from(end.is_some()));
            if is_end && bytes.is_empty() && !is_too_long {
                return Ok(None);
            }
            if end.is_some() || is_end {
                self.number += 1;
                return Ok(Some((self.number, text_of(bytes, is_too_long))));
            }
        }
    }
}

fn text_of(bytes: Vec<u8>, is_too_long: bool) -> Result<String, String> {
    match is_too_long {
        true => Err(format!("the line is longer than {} bytes", limits::RECORD_BYTES)),
        false => String::from_utf8(bytes).map_err(|_| "the line is not UTF-8".to_owned()),
    }
}
