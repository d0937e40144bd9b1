//! `askwell.yaml`: what a repository tells askwell about itself.
//!
//! The configuration is a source file, too: a mistake in it is reported in place.

pub mod schema;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use crate::form::components::{self, Component};
use crate::limits::{self, Limits};
use crate::project::files::{Disk, Files, Memory};
use crate::rules::mistake::{Mistake, nearest};
use crate::rules::schema::{AUDIENCES, Level, PURPOSES, Setting, Words};
use crate::rules::{Pack, Rule};
use crate::walk::{self, Found};
use schema::{ConfigFile, OwnComponent};

/// The names that a configuration may have, in order of preference.
pub const NAMES: &[&str] = &["askwell.yaml", "askwell.yml", ".askwell.yaml", ".askwell.yml"];

/// A configuration, checked and ready. Paths that it is asked about are relative to its folder, with `/`.
#[derive(Debug, Default)]
pub struct Config {
    file: ConfigFile,
    /// Its folder; empty where there is no configuration.
    folder: PathBuf,
    /// Its path as reports show it, and its text.
    written: Option<(String, String)>,
    include: Option<GlobSet>,
    exclude: GlobSet,
    purposes: Vec<(String, GlobSet)>,
    audiences: Vec<(String, GlobSet)>,
    journeys: Vec<(String, GlobSet)>,
    overrides: Vec<(GlobSet, BTreeMap<String, Setting>)>,
    components: Arc<BTreeMap<String, Component>>,
}

impl Config {
    /// The nearest configuration file from `folder` upwards, as far as the repository's root.
    pub fn path_for(folder: &Path) -> Option<PathBuf> {
        for folder in folder.ancestors() {
            if let Some(path) = NAMES.iter().map(|name| folder.join(name)).find(|path| path.is_file()) {
                return Some(path);
            }
            if folder.join(".git").exists() {
                break;
            }
        }
        None
    }

    /// Reads the configuration at `path`.
    pub fn read(path: &Path) -> (Config, Vec<Mistake>) {
        let folder = path.parent().unwrap_or(Path::new(""));
        let shown = match path.file_name() {
            Some(name) => Disk::at(folder).shown(&name.to_string_lossy()),
            None => path.to_string_lossy().into_owned(),
        };
        match walk::open(path, limits::FILE_BYTES) {
            Ok((text, _)) => Config::parse(&shown, &text, folder),
            Err(why) => (Config::default(), vec![Mistake::unread(&shown, &why)]),
        }
    }

    /// Reads a configuration whose text is at hand. What is wrong is left out and told.
    pub fn parse(shown: &str, text: &str, folder: &Path) -> (Config, Vec<Mistake>) {
        let file: ConfigFile = match serde_yaml::from_str(text) {
            Ok(file) => file,
            Err(error) => return (Config::default(), vec![Mistake::of_yaml(shown, text, &error)]),
        };
        let mut checker = Checker { shown, text, mistakes: Vec::new() };
        checker.names(&file);
        let named = |checker: &mut Checker, key: &str, lists: &BTreeMap<String, Words>| {
            lists.iter().map(|(name, globs)| (name.clone(), checker.globs(&[key, name], globs))).collect::<Vec<_>>()
        };
        let config = Config {
            // Globs that are all mistaken leave nothing out: that is told, and the forms are checked.
            include: Some(checker.globs(&["include"], &file.include)).filter(|globs| !globs.is_empty()),
            exclude: checker.globs(&["exclude"], &file.exclude),
            purposes: named(&mut checker, "purposes", &file.purposes),
            audiences: named(&mut checker, "audiences", &file.audiences),
            journeys: named(&mut checker, "journeys", &file.journeys),
            overrides: file
                .overrides
                .iter()
                .map(|over| (checker.globs(&["overrides", "files"], &over.files), over.rules.clone()))
                .collect(),
            components: Arc::new(own_components(&file)),
            folder: folder.to_path_buf(),
            written: Some((shown.to_owned(), text.to_owned())),
            file: ConfigFile { limits: bounded(file.limits), ..file },
        };
        let mistakes = checker.mistakes;
        (config, mistakes)
    }

    /// Mistakes that only the rules can tell: rules and profiles that do not exist.
    pub fn check(&self, pack: &Pack) -> Vec<Mistake> {
        let Some((shown, text)) = &self.written else { return Vec::new() };
        let ids = || pack.rules.iter().map(|rule| rule.id.as_str());
        let overridden = self.file.overrides.iter().flat_map(|over| over.rules.keys());
        let unknown = self.file.rules.keys().chain(overridden).filter(|pattern| !pack.has(pattern));
        let rules = unknown.map(|pattern| {
            let message = format!("there is no rule called `{pattern}`");
            Mistake::at(shown, text, &["rules", pattern], message, Some(nearest(pattern, ids())))
        });
        let profiles = pack.vocabulary.profiles();
        let unknown = self.file.profiles.iter().filter(|name| !profiles.contains_key(*name));
        let profiles = unknown.map(|name| {
            let message = format!("there is no profile called `{name}`");
            Mistake::at(shown, text, &["profiles", name], message, Some(nearest(name, profiles.keys().map(String::as_str))))
        });
        rules.chain(profiles).collect()
    }

    /// The path of `file` as the globs see it: from the configuration's folder, with `/`.
    pub fn relative(&self, file: &Path) -> String {
        let inside = file.strip_prefix(&self.folder).unwrap_or(file);
        inside.to_string_lossy().replace('\\', "/")
    }

    /// True if the file at `path` is to be checked.
    pub fn covers(&self, path: &str) -> bool {
        self.include.as_ref().is_none_or(|include| include.is_match(path)) && !self.exclude.is_match(path)
    }

    /// What `path`'s answers are for, and whom it is put to.
    pub fn purpose(&self, path: &str) -> Option<&str> {
        first_match(&self.purposes, path)
    }

    /// Whom `path` is put to.
    pub fn audience(&self, path: &str) -> Option<&str> {
        first_match(&self.audiences, path)
    }

    /// The folder that its globs start from; empty where there is no configuration.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The journey that `path` belongs to.
    pub fn journey(&self, path: &str) -> Option<&str> {
        first_match(&self.journeys, path)
    }

    /// Macros of the service's own, each as the component that it calls.
    pub(crate) fn components(&self) -> Arc<BTreeMap<String, Component>> {
        self.components.clone()
    }

    /// The level of `rule` at `path`; `None` where it is off.
    pub fn level(&self, rule: &Rule, path: &str, pack: &Pack) -> Option<Level> {
        let mut level = Some(rule.level);
        for profile in self.file.profiles.iter().filter_map(|name| pack.vocabulary.profiles().get(name)) {
            level = profile.level(&rule.id, level);
        }
        level = Setting::of(&rule.id, &self.file.rules).map_or(level, Setting::level);
        for (_, rules) in self.overrides.iter().filter(|(files, _)| files.is_match(path)) {
            level = Setting::of(&rule.id, rules).map_or(level, Setting::level);
        }
        level
    }

    /// The bounds for its files.
    pub fn limits(&self) -> Limits {
        self.file.limits
    }

    /// Folders of further rules.
    pub fn rules_from(&self) -> Vec<PathBuf> {
        self.file.rules_from.iter().map(|folder| self.folder.join(folder)).collect()
    }
}

/// The configuration of each file: the nearest from its folder upwards.
#[derive(Debug, Default)]
pub struct Configs {
    /// By the folder as it was named, with the folder's place on the disk.
    by_folder: BTreeMap<OsString, (Arc<Config>, PathBuf)>,
    mistakes: Vec<Mistake>,
}

impl Configs {
    /// Finds the configurations of these files, each read once.
    pub fn of(files: &[Found]) -> Self {
        let mut configs = Configs::default();
        let mut by_place: BTreeMap<PathBuf, Arc<Config>> = BTreeMap::new();
        for folder in files.iter().filter_map(|file| file.path.parent()) {
            if configs.by_folder.contains_key(folder.as_os_str()) {
                continue;
            }
            let place = fs::canonicalize(if folder.as_os_str().is_empty() { Path::new(".") } else { folder }).unwrap_or_default();
            let config = match Config::path_for(&place) {
                None => Arc::default(),
                Some(path) => by_place
                    .entry(path.clone())
                    .or_insert_with(|| {
                        let (config, mistakes) = Config::read(&path);
                        configs.mistakes.extend(mistakes);
                        Arc::new(config)
                    })
                    .clone(),
            };
            configs.by_folder.insert(folder.as_os_str().to_owned(), (config, place));
        }
        configs
    }

    /// The same for files that were given: the nearest given configuration upwards.
    pub fn within(files: &Memory, found: &[Found]) -> Self {
        let mut configs = Configs::default();
        let mut by_place: BTreeMap<String, Arc<Config>> = BTreeMap::new();
        for folder in found.iter().filter_map(|file| file.path.parent()) {
            if configs.by_folder.contains_key(folder.as_os_str()) {
                continue;
            }
            let given = |folder: &Path| {
                let paths = NAMES.iter().map(|name| folder.join(name).to_string_lossy().replace('\\', "/"));
                paths.into_iter().find_map(|path| Some((files.given(&path)?.clone(), path)))
            };
            let nearest = folder.ancestors().find_map(|folder| Some((given(folder)?, folder)));
            let config = nearest.map_or_else(Arc::default, |((text, path), folder)| {
                let parse = || {
                    let (config, mistakes) = Config::parse(&path, &text, folder);
                    configs.mistakes.extend(mistakes);
                    Arc::new(config)
                };
                by_place.entry(path.clone()).or_insert_with(parse).clone()
            });
            configs.by_folder.insert(folder.as_os_str().to_owned(), (config, folder.to_path_buf()));
        }
        configs
    }

    /// The configuration of a file, and the file's path as that configuration's globs see it.
    pub fn for_file(&self, file: &Found) -> Option<(Arc<Config>, String)> {
        let (config, place) = self.by_folder.get(file.path.parent()?.as_os_str())?;
        let path = config.relative(&place.join(file.path.file_name()?));
        Some((config.clone(), path))
    }

    /// The highest of their bounds: what references lead to belongs to none of them.
    pub fn limits(&self) -> Limits {
        self.by_folder.values().map(|(config, _)| config.limits()).fold(Limits::default(), Limits::or_higher)
    }

    /// Folders of further rules that any of them names.
    pub fn rules_from(&self) -> Vec<PathBuf> {
        let mut folders: Vec<PathBuf> = self.by_folder.values().flat_map(|(config, _)| config.rules_from()).collect();
        folders.sort();
        folders.dedup();
        folders
    }

    /// What they ask for that is not done for files that were given: nothing is read from a disk for their sake.
    pub fn unfollowed(&self) -> Vec<Mistake> {
        let mut written: Vec<(&str, &str)> = Vec::new();
        for (config, _) in self.by_folder.values().filter(|(config, _)| !config.rules_from().is_empty()) {
            written.extend(config.written.iter().map(|(shown, text)| (shown.as_str(), text.as_str())));
        }
        written.sort_unstable();
        written.dedup();
        let message = || "`rules-from` is not followed here: give the rules with `--rules`".to_owned();
        written.into_iter().map(|(shown, text)| Mistake::at(shown, text, &["rules-from"], message(), None)).collect()
    }

    /// What is wrong with them.
    pub fn mistakes(self: &Configs, pack: &Pack) -> Vec<Mistake> {
        let mut checked: Vec<&Path> = Vec::new();
        let mut mistakes: Vec<Mistake> = self.mistakes.clone();
        for (config, _) in self.by_folder.values() {
            if !checked.contains(&config.folder.as_path()) {
                checked.push(&config.folder);
                mistakes.extend(config.check(pack));
            }
        }
        mistakes
    }
}

fn bounded(limits: Limits) -> Limits {
    Limits { file_bytes: limits.file_bytes.min(limits::MOST_FILE_BYTES), ..limits }
}

fn own_components(file: &ConfigFile) -> BTreeMap<String, Component> {
    let own = |(name, own): (&String, &OwnComponent)| Some((name.clone(), components::own(&own.is, &own.parameters)?));
    file.components.iter().filter_map(own).collect()
}

fn first_match<'c>(lists: &'c [(String, GlobSet)], path: &str) -> Option<&'c str> {
    lists.iter().find(|(_, globs)| globs.is_match(path)).map(|(name, _)| name.as_str())
}

struct Checker<'c> {
    shown: &'c str,
    text: &'c str,
    mistakes: Vec<Mistake>,
}

impl Checker<'_> {
    fn globs(&mut self, keys: &[&str], globs: &Words) -> GlobSet {
        let mut builder = GlobSetBuilder::new();
        for glob in globs.iter() {
            // `*` stays within a folder; `**` goes through them.
            match GlobBuilder::new(glob).literal_separator(true).build() {
                Ok(glob) => {
                    builder.add(glob);
                }
                Err(error) => self.mistake(&[keys, &[glob]].concat(), format!("this is no glob: {}", error.kind()), None),
            }
        }
        builder.build().unwrap_or_default()
    }

    fn names(&mut self, file: &ConfigFile) {
        if file.limits.file_bytes > limits::MOST_FILE_BYTES {
            let message = format!("askwell reads files of at most {} bytes", limits::MOST_FILE_BYTES);
            self.mistake(&["limits", "file-bytes"], message, None);
        }
        for name in file.purposes.keys() {
            self.one_of(&["purposes", name], name, PURPOSES, "purpose");
        }
        for name in file.audiences.keys() {
            self.one_of(&["audiences", name], name, AUDIENCES, "audience");
        }
        let known = components::names();
        for (name, own) in &file.components {
            match own.is.as_str() {
                "" => self.mistake(&["components", name], "which component it is like is missing: write `is:`".to_owned(), None),
                is => self.one_of(&["components", name, is], is, &known, "component"),
            }
            for part in own.parameters.keys().filter(|part| !components::PARTS.contains(&part.as_str())) {
                let message = format!("`{part}` is nothing that a parameter can be for");
                self.mistake(&["components", name, part], message, Some(nearest(part, components::PARTS.iter().copied())));
            }
        }
    }

    fn one_of(&mut self, keys: &[&str], name: &str, known: &[&str], what: &str) {
        if !known.contains(&name) {
            self.mistake(keys, format!("there is no {what} called `{name}`"), Some(nearest(name, known.iter().copied())));
        }
    }

    fn mistake(&mut self, keys: &[&str], message: String, help: Option<String>) {
        self.mistakes.push(Mistake::at(self.shown, self.text, keys, message, help));
    }
}
