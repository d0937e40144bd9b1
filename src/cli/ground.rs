//! What a command needs before it reads a form: the files, their configurations, and the rules.

use std::io::{self, Write};
use std::path::PathBuf;

use codespan_reporting::term::termcolor::NoColor;

use super::arguments::{OwnRules, Settings};
use crate::config::Configs;
use crate::report;
use crate::repository::Repositories;
use crate::rules::{self, Pack};
use crate::walk::{self, Found, Skipped};

/// What stands before a form is read.
pub(super) struct Ground {
    /// What was asked for.
    pub(super) paths: Vec<PathBuf>,
    /// The files that are to be checked.
    pub(super) found: Vec<Found>,
    /// What could not be walked.
    pub(super) skipped: Vec<Skipped>,
    pub(super) configs: Configs,
    pub(super) pack: Pack,
    /// True if something is wrong with a configuration or a rule file; it has been told.
    pub(super) is_broken: bool,
}

impl Ground {
    /// What is needed for `paths`. Mistakes of configurations and rules go to `err`.
    pub(super) fn new(paths: Vec<PathBuf>, own: &OwnRules, settings: &Settings, err: &mut dyn Write) -> io::Result<Self> {
        let (found, skipped) = walk::files(&paths);
        Ground::of(paths, found, skipped, own, settings, err)
    }

    /// The repositories that the files lie in.
    pub(super) fn repositories(&self) -> Repositories {
        Repositories::of(&self.found, &self.paths, &self.configs)
    }

    /// The same for files that are at hand.
    pub(super) fn of(
        paths: Vec<PathBuf>,
        mut found: Vec<Found>,
        skipped: Vec<Skipped>,
        own: &OwnRules,
        settings: &Settings,
        err: &mut dyn Write,
    ) -> io::Result<Self> {
        let configs = Configs::chosen(&found, settings.choice(), &settings.profiles);
        let (pack, mut mistakes) = rules::load(&[own.folders.clone(), configs.rules_from()].concat());
        mistakes.extend(configs.mistakes(&pack));
        report::human::mistakes(&mistakes, &mut NoColor::new(err))?;
        found.retain(|file| file.named || configs.for_file(file).is_some_and(|(config, path)| config.covers(&path)));
        Ok(Ground { paths, found, skipped, configs, pack, is_broken: !mistakes.is_empty() })
    }
}
