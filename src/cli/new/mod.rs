//! `askwell rules new`: a rule by answering questions.

mod ask;
mod sources;
mod steps;
mod trial;

use std::fs;
use std::io::{self, BufRead, Write};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use codespan_reporting::term::termcolor::NoColor;

use super::arguments::New;
use super::{CLEAN, FAILED, FOUND};
use crate::paths;
use crate::report::{self, safe};
use crate::rules;
use crate::rules::dates;
use crate::rules::draft::Draft;
use ask::{Asker, Prompt};
use steps::{Step, Work};

const DAY: u64 = 24 * 60 * 60;

pub(super) fn run(task: &New, input: &mut dyn BufRead, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<u8> {
    let folder = &task.folder;
    let (pack, mistakes) = rules::load(&already(folder));
    report::human::mistakes(&mistakes, &mut NoColor::new(&mut *err))?;
    if !mistakes.is_empty() {
        writeln!(err, "What is wrong in {} comes first.", safe::line(&folder.to_string_lossy()))?;
        return Ok(FAILED);
    }
    let today = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs()) / DAY;
    let work = Work {
        draft: Draft::default(),
        added: Vec::new(),
        pack: &pack,
        today: dates::after_1970(today),
        in_a_year: dates::after_1970(today + 365),
    };
    match written(work, folder, &mut Asker { input, out }) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
            writeln!(err, "The answers ended at “{error}”. Nothing was written.")?;
            Ok(FAILED)
        }
        other => other,
    }
}

/// The folder, if its rules are to be loaded: it is there, and is not what the built-in rules are made from.
fn already(folder: &Path) -> Vec<PathBuf> {
    if folder.is_dir() && !rules::is_built_in(folder) { vec![folder.to_path_buf()] } else { Vec::new() }
}

/// Asks for everything, tries the rule, and writes it once the person is content.
fn written(mut work: Work, folder: &Path, asker: &mut Asker) -> io::Result<u8> {
    asker.say("A rule in about twenty questions. `?` explains a question or lists what can be answered.")?;
    asker.say("You can change every answer at the end, and nothing is written before you say so.")?;
    for step in steps_of(&mut work, Step::Kind, asker)? {
        work.ask(step, asker)?;
    }
    loop {
        let holds = trial::tried(&mut work, folder, asker)?;
        match next(&work, holds, asker)? {
            Next::Ask(Step::Kind) => {
                for step in steps_of(&mut work, Step::Kind, asker)?.into_iter().skip(1) {
                    if is_of_kind(step) {
                        work.ask(step, asker)?;
                    }
                }
            }
            Next::Ask(step) => work.ask(step, asker)?,
            Next::Write => {
                if let Some(code) = write(&mut work, folder, holds, asker)? {
                    return Ok(code);
                }
            }
            Next::Leave => {
                asker.say("Nothing was written.")?;
                return Ok(if holds { CLEAN } else { FOUND });
            }
        }
    }
}

/// Asks for the kind, which settles what else is asked.
fn steps_of(work: &mut Work, kind: Step, asker: &mut Asker) -> io::Result<Vec<Step>> {
    work.ask(kind, asker)?;
    Ok(work.steps().into_iter().skip(1).collect())
}

/// True for what only some kinds of rule ask.
fn is_of_kind(step: Step) -> bool {
    use Step::{Also, Fine, FineWords, Flag, Lacks, Only, Pass, Places, Topics, Within, Words, Wrong};
    matches!(step, Words | Places | FineWords | Topics | Wrong | Also | Lacks | Within | Only | Fine | Flag | Pass)
}

enum Next {
    Ask(Step),
    Write,
    Leave,
}

/// Shows the answers, and asks what to do with them.
fn next(work: &Work, holds: bool, asker: &mut Asker) -> io::Result<Next> {
    let steps = work.steps();
    asker.say("\nYour answers:")?;
    for (number, step) in steps.iter().enumerate() {
        let (name, told) = work.told(*step);
        asker.say(&format!("  {:>2}  {name}: {told}", number + 1))?;
    }
    let (asks, such_as) = match holds {
        true => ("Enter writes the rule; a number changes that answer; q leaves without writing.", "Such as: 3"),
        false => ("A number changes that answer; w writes the rule as it is; q leaves without writing.", "Such as: 3"),
    };
    let prompt = Prompt { asks, such_as, default: holds.then_some("w") };
    loop {
        let said = asker.words(&prompt)?;
        let step = said.parse::<usize>().ok().and_then(|number| steps.get(number.checked_sub(1)?));
        match (said.as_str(), step) {
            (_, Some(step)) => return Ok(Next::Ask(*step)),
            ("w", _) => return Ok(Next::Write),
            ("q", _) => return Ok(Next::Leave),
            _ => asker.say("  Please write a number from the list, w or q.")?,
        }
    }
}

/// Writes the rule and its new sources, unless a file is in the way that is to stay.
fn write(work: &mut Work, folder: &Path, holds: bool, asker: &mut Asker) -> io::Result<Option<u8>> {
    let path = folder.join(format!("{}.yaml", work.draft.id));
    let shown = paths::shown(&path);
    if path.exists() && !asker.yes(&format!("{shown} is there already. Replace it?"), false)? {
        work.ask(Step::Id, asker)?;
        return Ok(None);
    }
    if !work.added.is_empty() {
        put(&sources_file(folder), &trial::sources(work, folder).unwrap_or_default())?;
    }
    put(&path, &work.draft.yaml())?;
    asker.say(&format!("\nWritten: {shown}"))?;
    if !holds {
        asker.say(&format!("It does not hold yet. When you have changed it: askwell rules test {shown}"))?;
        return Ok(Some(FOUND));
    }
    asker.say(&format!("What it would find in your forms: askwell rules preview {shown} FOLDER-OF-FORMS"))?;
    asker.say("How to send it to us, also without your name: rules/README.md in askwell's repository.")?;
    Ok(Some(CLEAN))
}

fn put(path: &Path, text: &str) -> io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)?;
    fs::write(path, text)
}

fn sources_file(folder: &Path) -> PathBuf {
    folder.join("vocabulary/sources.yaml")
}
