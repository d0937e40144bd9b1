//! What a command needs before it reads a form: the files, their configurations, and the rules.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use codespan_reporting::term::termcolor::NoColor;

use super::arguments::{Input, OwnRules, Settings};
use crate::config::Configs;
use crate::report;
use crate::repository::Repositories;
use crate::rules::mistake::Mistake;
use crate::rules::{self, Pack};
use crate::walk::{self, Found, Listing, Skipped, Walked};

/// What stands before a form is read.
pub(super) struct Ground {
    /// What was asked for.
    pub(super) paths: Vec<PathBuf>,
    /// The files that are to be checked.
    pub(super) found: Vec<Found>,
    /// What could not be walked.
    pub(super) skipped: Vec<Skipped>,
    /// Every file of each folder that was walked.
    pub(super) listings: Vec<Listing>,
    pub(super) configs: Configs,
    pub(super) pack: Pack,
    /// True if something is wrong with a configuration or a rule file; it has been told.
    pub(super) is_broken: bool,
}

impl Ground {
    /// What is needed for `input`. Mistakes of configurations and rules go to `err`.
    pub(super) fn new(input: &Input, own: &OwnRules, settings: &Settings, err: &mut dyn Write) -> io::Result<Self> {
        // Most have no rules of their own: these are ready when the walk is over.
        let built_in = || own.folders.is_empty().then(rules::ready);
        let (walked, built_in) = rayon::join(|| walk::files(&input.paths()), built_in);
        Ground::with(input.paths(), walked, built_in, own, settings, err)
    }

    /// The same for a file that is at hand.
    pub(super) fn of(file: &Path, own: &OwnRules, settings: &Settings, err: &mut dyn Write) -> io::Result<Self> {
        let walked = Walked { found: vec![Found::named(file)], ..Walked::default() };
        Ground::with(vec![file.to_owned()], walked, None, own, settings, err)
    }

    /// The repositories that the files lie in.
    pub(super) fn repositories(&self) -> Repositories {
        Repositories::of(&self.found, &self.paths, &self.listings, &self.configs)
    }

    fn with(
        paths: Vec<PathBuf>,
        walked: Walked,
        built_in: Option<(Pack, Vec<Mistake>)>,
        own: &OwnRules,
        settings: &Settings,
        err: &mut dyn Write,
    ) -> io::Result<Self> {
        let Walked { mut found, skipped, listings } = walked;
        let configs = Configs::chosen(&found, settings.choice(), &settings.profiles);
        let folders = [own.folders.clone(), configs.rules_from()].concat();
        let (pack, mut mistakes) = built_in.filter(|_| folders.is_empty()).unwrap_or_else(|| rules::load(&folders));
        mistakes.extend(configs.mistakes(&pack));
        report::human::mistakes(&mistakes, &mut NoColor::new(&mut *err))?;
        let met = found.len();
        found.retain(|file| file.named || configs.for_file(file).is_some_and(|(config, path)| config.covers(&path)));
        if met > 0 && found.is_empty() {
            let files = report::counted(met, "file");
            writeln!(err, "askwell: `include` and `exclude` in the configuration leave out all that was found here, {files}.")?;
        }
        Ok(Ground { paths, found, skipped, listings, configs, pack, is_broken: !mistakes.is_empty() })
    }
}
