//! `askwell init`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use super::arguments::{Init, Input, OwnRules, Settings};
use super::check::checked;
use super::ground::Ground;
use super::{CLEAN, FAILED};
use crate::config::NAMES;
use crate::judge::Keep;
use crate::paths;
use crate::project::files;
use crate::report::findings::Report;
use crate::report::{counted, safe};

/// How many folders of forms are named.
const NAMED: usize = 6;

pub(super) fn run(task: &Init, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<u8> {
    if let Some(known) = NAMES.iter().map(|name| task.folder.join(name)).find(|path| path.exists()) {
        writeln!(err, "{} is there already, and stays as it is.", safe::line(&files::shown(&known)))?;
        return Ok(FAILED);
    }
    if !task.folder.is_dir() {
        writeln!(err, "There is no folder {}.", safe::line(&task.folder.to_string_lossy()))?;
        return Ok(FAILED);
    }
    let input = Input::new(vec![task.folder.clone()], None);
    let ground = Ground::new(&input, &OwnRules { folders: Vec::new() }, &Settings::default(), err)?;
    let report = checked(&ground, &ground.repositories(), Keep::Told, false);
    let seen = Seen::of(&report, &task.folder.to_string_lossy());
    let path = task.folder.join(NAMES[0]);
    // `create_new` writes over nothing, not even what was made meanwhile.
    let made = OpenOptions::new().write(true).create_new(true).open(&path).and_then(|mut file| file.write_all(seen.config().as_bytes()));
    if let Err(error) = made {
        writeln!(err, "{} could not be written: {error}", safe::line(&files::shown(&path)))?;
        return Ok(FAILED);
    }
    seen.tell(&files::shown(&path), &report, out)?;
    Ok(CLEAN)
}

/// What was found in a repository.
struct Seen {
    /// Folders that hold pages which ask something: how many pages, and how many questions.
    folders: BTreeMap<String, (usize, usize)>,
    pages: usize,
    questions: usize,
    /// True if the repository is built on the GOV.UK design system and not on that of the NHS.
    is_gov_uk: bool,
}

impl Seen {
    fn of(report: &Report, folder: &str) -> Self {
        let mut seen = Seen { folders: BTreeMap::new(), pages: 0, questions: 0, is_gov_uk: is_gov_uk(folder) };
        let top = paths::shown(Path::new(folder));
        for file in &report.files {
            let (asked, _) = file.questions;
            if asked == 0 {
                continue;
            }
            let path = file.source.path.strip_prefix(&top).map_or(file.source.path.as_str(), |path| path.trim_start_matches('/'));
            let (folder, _) = path.rsplit_once('/').unwrap_or(("", path));
            let counts = seen.folders.entry(folder.to_owned()).or_default();
            *counts = (counts.0 + 1, counts.1 + asked);
            seen.pages += 1;
            seen.questions += asked;
        }
        seen
    }

    /// The folders that ask most, by name.
    fn largest(&self) -> Vec<(&str, usize, usize)> {
        let mut folders: Vec<_> = self.folders.iter().map(|(name, (pages, asked))| (name.as_str(), *pages, *asked)).collect();
        folders.sort_by(|one, other| (other.2, one.0).cmp(&(one.2, other.0)));
        folders.truncate(NAMED);
        folders.sort_unstable();
        folders
    }

    /// The configuration. Everything but the first key is a suggestion, which people take by taking its `#` away.
    fn config(&self) -> String {
        let mut text = String::from(
            "# What askwell is told about this repository. Every key may be left out.\n\
             # `askwell check --print-config FILE` shows what it comes to for a file.\n\n\
             # Sets of levels, laid over one another: nhs-service-manual (the rules as they come), gov-uk-equality,\n\
             # clinical, strict, lgbtq-network, voice.\n",
        );
        text += if self.is_gov_uk { "profiles: [nhs-service-manual, gov-uk-equality]\n" } else { "profiles: [nhs-service-manual]\n" };
        text += "\n# A level for a rule or a whole topic: error, warning, info or off. `askwell rules list` lists them.\n\
                 # rules:\n#   \"names/first-last\": off\n";
        let folders = self.largest();
        let _ = write!(
            text,
            "\n# Where the forms are: askwell found {} in {}.",
            counted(self.questions, "question"),
            counted(self.pages, "page")
        );
        text += " All files are checked if this is left out.\n# include:\n";
        for (name, pages, asked) in &folders {
            let _ = writeln!(text, "#   - {}  # {}, {}", glob(name), counted(*pages, "page"), counted(*asked, "question"));
        }
        if folders.is_empty() {
            text += "#   - \"app/views/**\"\n";
        }
        text +=
            "\n# Pages that belong together. What one lacks, such as a question about orientation, may be asked on another.\n# journeys:\n";
        let several =
            folders.iter().find(|(name, pages, _)| *pages > 1 && !name.is_empty()).map_or("app/views/register", |(name, ..)| name);
        let name = several.rsplit('/').next().unwrap_or(several);
        let _ = writeln!(text, "#   {}: {}", serde_json::Value::from(name), glob(several));
        text += "\n# What answers are for: clinical, monitoring, identity-match, addressing, feedback, complaint, speak-up, gp-registration,\n# demonstration, calculation.\n\
                 # purposes:\n#   monitoring: \"app/views/equality/**\"\n\
                 \n# Macros of your own, and which component each is like.\n# components:\n#   ourRadios: radios\n";
        text
    }

    fn tell(&self, shown: &str, report: &Report, out: &mut dyn Write) -> io::Result<()> {
        let (pages, questions) = (counted(self.pages, "page"), counted(self.questions, "question"));
        writeln!(out, "{} is written. askwell found {questions} in {pages}.", safe::line(shown))?;
        let live = report.live().count();
        writeln!(out, "Next: `askwell check` shows {}.", counted(live, "finding"))?;
        if live > 0 {
            writeln!(
                out,
                "If that is too much at once, `askwell baseline` lists what is there now, and a check then fails only for what is new."
            )?;
        }
        Ok(())
    }
}

/// The glob of all below a folder, as it is written in YAML.
fn glob(folder: &str) -> String {
    let glob = if folder.is_empty() { "*".to_owned() } else { format!("{folder}/**") };
    serde_json::Value::from(glob).to_string()
}

fn is_gov_uk(folder: &str) -> bool {
    let package = fs::read_to_string(std::path::Path::new(folder).join("package.json")).unwrap_or_default();
    package.contains("\"govuk-frontend\"") && !package.contains("\"nhsuk-frontend\"")
}
