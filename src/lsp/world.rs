//! What is judged and by what: the repositories of the open files, their configurations, the rules.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::config::{Config, Configs, NAMES};
use crate::engine::Checked;
use crate::journey::Journeys;
use crate::judge;
use crate::paths::slashed;
use crate::project::files;
use crate::repair::Bench;
use crate::repository::{Repositories, Repository};
use crate::rules::mistake::Mistake;
use crate::rules::{self, Named, Pack, examples};
use crate::walk::Found;

/// The state of everything besides the text at hand.
pub(super) struct World {
    /// The folders that the editor has open.
    folders: Vec<PathBuf>,
    /// Those of the open files, found as the command line finds them where it is given the folders.
    repositories: Repositories,
    /// Of the open files, in the order of their paths.
    files: Vec<Found>,
    configs: Configs,
    pack: Pack,
}

/// A form, as it was judged.
pub(super) struct Judged {
    pub(super) checked: Checked,
    pub(super) repository: Repository,
    pub(super) journeys: Journeys,
}

/// What kind of file a text is.
pub(super) enum Kind {
    /// Something that may ask.
    Form,
    /// `askwell.yaml`.
    Config,
    /// A rule, or a part of the vocabulary.
    Rule,
}

impl World {
    pub(super) fn new(folders: Vec<PathBuf>) -> Self {
        let (pack, _) = rules::load(&[]);
        let configs = Configs::default();
        World { folders, repositories: Repositories::of(&[], &[], &[], &configs), files: Vec::new(), configs, pack }
    }

    /// Looks at the disk again, for what the open files `texts` are judged by, and takes their unsaved text into account.
    pub(super) fn refresh(&mut self, texts: &BTreeMap<PathBuf, Arc<str>>) {
        self.files = texts.keys().map(|path| found(path)).collect();
        self.configs = Configs::of(&self.files);
        self.pack = rules::load(&self.configs.rules_from()).0;
        self.repositories = Repositories::of(&self.files, &self.folders, &[], &self.configs);
        self.settle(texts);
    }

    /// Lets every file see what the others say now.
    pub(super) fn settle(&mut self, texts: &BTreeMap<PathBuf, Arc<str>>) {
        self.repositories = self.repositories.with_each(|repository| {
            let inside = texts.iter().filter_map(|(path, text)| Some((repository.path(&found(path))?, text.clone())));
            inside.collect()
        });
    }

    /// What kind of file this is.
    pub(super) fn kind(&self, path: &Path, text: &str) -> Kind {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        match () {
            () if NAMES.contains(&name) => Kind::Config,
            () if rules::is_rule_text(path, text) => Kind::Rule,
            () => Kind::Form,
        }
    }

    /// What there is to say about the form at `path`, which says `text` now, in the journey that it is `known` to stand in.
    /// `None` where it is no form.
    pub(super) fn judged(&self, path: &Path, text: &Arc<str>, known: Option<Journeys>) -> Option<Judged> {
        let repository = self.repository(path, text)?;
        // Folders above the repository say nothing about a file.
        let file = Found { shown: repository.path(&found(path))?, ..found(path) };
        if !self.configs.for_file(&file).is_none_or(|(config, path)| config.covers(&path)) {
            return None;
        }
        let only = Repositories::only(&repository, std::slice::from_ref(&file));
        let (checked, journeys) = match known {
            Some(journeys) => (judge::again(&file, &journeys, &only, &self.configs, &self.pack)?, journeys),
            None => judge::file(&file, &only, &self.configs, &self.pack)?,
        };
        Some(Judged { checked, repository, journeys })
    }

    /// What is wrong with a configuration. What is wrong with one that it builds on is told where it names that.
    pub(super) fn config_mistakes(&self, path: &Path, text: &str) -> Vec<Mistake> {
        let (config, mut mistakes) = Config::unsaved(path, text);
        mistakes.extend(config.check(&self.pack));
        let shown = files::shown(path);
        let here = |mistake: Mistake| match mistake.source.path == shown {
            true => mistake,
            false => Mistake::at(&shown, text, &["extends"], format!("{}: {}", mistake.source.path, mistake.message), mistake.help),
        };
        mistakes.into_iter().map(here).collect()
    }

    /// What is wrong with a rule or a part of the vocabulary, its examples included.
    pub(super) fn rule_mistakes(&self, path: &Path, text: &str) -> Vec<Mistake> {
        let named = Named::unsaved(path, text);
        let (pack, mut mistakes) = named.load_over(&self.configs.rules_from());
        mistakes.extend(examples::prove_named(&pack, &named).mistakes);
        let shown = slashed(path);
        mistakes.retain(|mistake| mistake.source.path == shown);
        mistakes
    }

    /// What it takes to try a fix.
    pub(super) fn bench<'w>(&'w self, repository: &'w Repository) -> Bench<'w> {
        Bench { repository, configs: &self.configs, pack: &self.pack }
    }

    /// The rules.
    pub(super) fn pack(&self) -> &Pack {
        &self.pack
    }

    fn repository(&self, path: &Path, text: &Arc<str>) -> Option<Repository> {
        let file = found(path);
        let repository = self.repositories.holding(&file)?;
        Some(repository.with_page(&repository.path(&file)?, text.clone()))
    }
}

/// A file by its path.
pub(super) fn found(path: &Path) -> Found {
    Found { shown: slashed(path), path: path.to_path_buf(), named: true }
}
