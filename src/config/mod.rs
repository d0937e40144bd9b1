//! `askwell.yaml`: what a repository tells askwell about itself.
//!
//! The configuration is a source file, too: a mistake in it is reported in place.

mod origin;
pub mod schema;

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use rayon::prelude::*;

use crate::above::{Above, Here};
use crate::form::components::{self, Component};
use crate::limits::{self, Limits};
use crate::paths::slashed;
use crate::project::files::{self, Files, Memory};
use crate::rules::mistake::{Mistake, nearest};
use crate::rules::schema::{AUDIENCES, Level, PURPOSES, Setting, Words};
use crate::rules::{Pack, Rule};
use crate::source::Source;
use crate::walk::{self, Found};
use origin::{At, Origin};
pub use origin::{Effective, From};
use schema::{ConfigFile, OwnComponent};

/// The names that a configuration may have, in order of preference.
pub const NAMES: &[&str] = &["askwell.yaml", "askwell.yml", ".askwell.yaml", ".askwell.yml"];

/// A configuration, checked and ready. Paths that it is asked about are relative to its folder, with `/`.
#[derive(Debug, Default)]
pub struct Config {
    file: ConfigFile,
    /// What it builds on, each counting after the one before, and it after all.
    bases: Vec<Config>,
    /// Its folder; empty where there is no configuration.
    folder: PathBuf,
    /// Its path as reports show it, and its text.
    written: Option<Arc<Source>>,
    include: Option<GlobSet>,
    exclude: GlobSet,
    purposes: Vec<(String, GlobSet)>,
    audiences: Vec<(String, GlobSet)>,
    journeys: Vec<(String, GlobSet)>,
    overrides: Vec<(GlobSet, BTreeMap<String, Setting>)>,
    components: Arc<BTreeMap<String, Component>>,
    /// Profiles that the command line lays over those of the file.
    over: Vec<String>,
}

impl Config {
    /// The nearest configuration file from `folder` upwards, as far as the repository's root.
    pub fn path_for(folder: &Path) -> Option<PathBuf> {
        Config::above().nearest(folder)
    }

    /// The same of many folders.
    fn above() -> Above {
        Above::new(|folder| Here::file(folder, NAMES))
    }

    /// Reads the configuration at `path`, and all that it builds on.
    pub fn read(path: &Path) -> (Config, Vec<Mistake>) {
        Config::read_for(path, &mut Chain::default())
    }

    /// The same where the file says `text`, whatever is saved.
    pub fn unsaved(path: &Path, text: &str) -> (Config, Vec<Mistake>) {
        Config::built(path, text, &mut Chain::default())
    }

    fn read_for(path: &Path, chain: &mut Chain) -> (Config, Vec<Mistake>) {
        match walk::open(path, limits::FILE_BYTES) {
            Ok((text, _)) => Config::built(path, &text, chain),
            Err(why) => (Config::default(), vec![Mistake::unread(&files::shown(path), &why)]),
        }
    }

    /// What the file at `path`, which says `text`, comes to with all that it builds on.
    fn built(path: &Path, text: &str, chain: &mut Chain) -> (Config, Vec<Mistake>) {
        let folder = path.parent().unwrap_or(Path::new(""));
        let (mut config, mut mistakes) = Config::parse(&files::shown(path), text, folder);
        chain.paths.push(dunce::canonicalize(path).unwrap_or_else(|_| path.to_owned()));
        for base in config.file.extends.iter().map(str::to_owned).collect::<Vec<_>>() {
            match chain.next(&folder.join(&base)) {
                Ok(path) => {
                    let (base, further) = Config::read_for(&path, chain);
                    config.bases.push(base);
                    mistakes.extend(further);
                }
                Err(message) => mistakes.extend(config.mistake(&["extends", &base], message, None)),
            }
        }
        chain.paths.pop();
        let mut components: BTreeMap<String, Component> = BTreeMap::new();
        for known in config.bases.iter().map(|base| &base.components).chain([&config.components]) {
            components.extend(known.iter().map(|(name, component)| (name.clone(), component.clone())));
        }
        config.components = Arc::new(components);
        (config, mistakes)
    }

    /// A mistake at the value that `keys` lead to.
    fn mistake(&self, keys: &[&str], message: String, help: Option<String>) -> Option<Mistake> {
        Some(Mistake::within(self.written.as_ref()?, keys, message, help))
    }

    /// Reads a configuration whose text is at hand. What is wrong is left out and told.
    pub fn parse(shown: &str, text: &str, folder: &Path) -> (Config, Vec<Mistake>) {
        let file: ConfigFile = match serde_yaml::from_str(text) {
            Ok(file) => file,
            Err(error) => return (Config::default(), vec![Mistake::of_yaml(shown, text, &error)]),
        };
        let mut checker = Checker { source: Mistake::source(shown, text), mistakes: Vec::new() };
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
            bases: Vec::new(),
            folder: folder.to_path_buf(),
            written: Some(checker.source.clone()),
            file: ConfigFile { limits: bounded(file.limits), ..file },
            over: Vec::new(),
        };
        let mistakes = checker.mistakes;
        (config, mistakes)
    }

    /// Mistakes that only the rules can tell: rules and profiles that do not exist.
    pub fn check(&self, pack: &Pack) -> Vec<Mistake> {
        let Some(source) = &self.written else { return Vec::new() };
        let ids = || pack.rules.iter().map(|rule| rule.id.as_str());
        let overridden = self.file.overrides.iter().flat_map(|over| over.rules.keys());
        let unknown = self.file.rules.keys().chain(overridden).filter(|pattern| !pack.has(pattern));
        let rules = unknown.map(|pattern| {
            let message = format!("there is no rule called `{pattern}`");
            Mistake::within(source, &["rules", pattern], message, Some(nearest(pattern, ids())))
        });
        let profiles = pack.vocabulary.profiles();
        let unknown = self.file.profiles.iter().filter(|name| !profiles.contains_key(*name));
        let profiles = unknown.map(|name| {
            let message = format!("there is no profile called `{name}`");
            Mistake::within(source, &["profiles", name], message, Some(nearest(name, profiles.keys().map(String::as_str))))
        });
        self.bases.iter().flat_map(|base| base.check(pack)).chain(rules).chain(profiles).collect()
    }

    /// The path of `file` as the globs see it: from the configuration's folder, with `/`.
    pub fn relative(&self, file: &Path) -> String {
        let inside = file.strip_prefix(&self.folder).unwrap_or(file);
        slashed(inside)
    }

    /// `path` as the globs of one that it builds on see it.
    fn seen_by(&self, base: &Config, path: &str) -> String {
        if base.folder == self.folder { path.to_owned() } else { base.relative(&self.folder.join(path)) }
    }

    /// The first answer that it or, the last first, one that it builds on has about `path`.
    fn first<'c, T>(&'c self, path: &str, ask: &dyn Fn(&'c Config, &str) -> Option<T>) -> Option<T> {
        ask(self, path).or_else(|| self.bases.iter().rev().find_map(|base| base.first(&self.seen_by(base, path), ask)))
    }

    /// True if the file at `path` is to be checked.
    pub fn covers(&self, path: &str) -> bool {
        let is_included = self.first(path, &|config, path| config.include.as_ref().map(|include| include.is_match(path)));
        let is_excluded = self.first(path, &|config, path| config.exclude.is_match(path).then_some(()));
        is_included.unwrap_or(true) && is_excluded.is_none()
    }

    /// What `path`'s answers are for, and whom it is put to.
    pub fn purpose(&self, path: &str) -> Option<&str> {
        self.first(path, &|config, path| first_match(&config.purposes, path))
    }

    /// Whom `path` is put to.
    pub fn audience(&self, path: &str) -> Option<&str> {
        self.first(path, &|config, path| first_match(&config.audiences, path))
    }

    /// The folder that its globs start from; empty where there is no configuration.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The journey that `path` belongs to.
    pub fn journey(&self, path: &str) -> Option<&str> {
        self.first(path, &|config, path| first_match(&config.journeys, path))
    }

    /// Macros of the service's own, each as the component that it calls.
    pub(crate) fn components(&self) -> Arc<BTreeMap<String, Component>> {
        self.components.clone()
    }

    /// The level of `rule` at `path` on a page for this `purpose`; `None` where it is off.
    pub fn level(&self, rule: &Rule, purpose: Option<&str>, path: &str, pack: &Pack) -> Option<Level> {
        let mut level = (pack.level_for(rule, purpose), None);
        self.settle(rule, path, pack, &mut level);
        level.0
    }

    /// The same whatever the purpose, with the place that settles it, where any of the settings does.
    fn settled(&self, rule: &Rule, path: &str, pack: &Pack) -> (Option<Level>, Option<Origin<'_>>) {
        let mut level = (rule.level_by_itself(), None);
        self.settle(rule, path, pack, &mut level);
        level
    }

    fn settle<'c>(&'c self, rule: &Rule, path: &str, pack: &Pack, level: &mut (Option<Level>, Option<Origin<'c>>)) {
        for base in &self.bases {
            base.settle(rule, &self.seen_by(base, path), pack, level);
        }
        for name in self.file.profiles.iter() {
            let Some(profile) = pack.vocabulary.profiles().get(name) else { continue };
            let settled = profile.level(rule, level.0);
            if settled != level.0 {
                *level = (settled, Some(Origin { config: self, at: At::Profile(name) }));
            }
        }
        for profile in self.over.iter().filter_map(|name| pack.vocabulary.profiles().get(name)) {
            let settled = profile.level(rule, level.0);
            if settled != level.0 {
                *level = (settled, None);
            }
        }
        if let Some((key, setting)) = Setting::with_key(rule, &self.file.rules) {
            *level = (setting.level(), Some(Origin { config: self, at: At::Rules(key) }));
        }
        for (number, (_, rules)) in self.overrides.iter().enumerate().filter(|(_, (files, _))| files.is_match(path)) {
            if let Some((key, setting)) = Setting::with_key(rule, rules) {
                *level = (setting.level(), Some(Origin { config: self, at: At::Override(number, key) }));
            }
        }
    }

    /// The bounds for its files: the highest of its own and those that it builds on.
    pub fn limits(&self) -> Limits {
        self.bases.iter().map(Config::limits).fold(self.file.limits, Limits::or_higher)
    }

    /// Folders of further rules.
    pub fn rules_from(&self) -> Vec<PathBuf> {
        let own = self.file.rules_from.iter().map(|folder| self.folder.join(folder));
        self.bases.iter().flat_map(Config::rules_from).chain(own).collect()
    }
}

/// The configurations that were read on the way to one, so that none leads back to itself.
struct Chain {
    paths: Vec<PathBuf>,
    /// How many may still be read.
    left: usize,
}

impl Default for Chain {
    fn default() -> Self {
        Chain { paths: Vec::new(), left: limits::CONFIGS }
    }
}

impl Chain {
    /// The file at `place`, if it may be read now.
    fn next(&mut self, place: &Path) -> Result<PathBuf, String> {
        let path = dunce::canonicalize(place).map_err(|_| format!("there is no file {}", files::shown(place)))?;
        if let Some(at) = self.paths.iter().position(|known| *known == path) {
            let round: Vec<String> = self.paths[at..].iter().chain([&path]).map(|path| files::shown(path)).collect();
            return Err(format!("this leads back to where it began: {}", round.join(" → ")));
        }
        self.left = self.left.checked_sub(1).ok_or_else(|| format!("this builds on more than {} files", limits::CONFIGS))?;
        Ok(path)
    }
}

/// Which configuration counts.
#[derive(Clone, Debug, Default)]
pub enum Choice {
    /// For each file the nearest from its folder upwards.
    #[default]
    Nearest,
    /// None.
    Nothing,
    /// This one for every file.
    Named(PathBuf),
    /// The nearest among files that were given; nothing is looked for on the disk.
    Given(Arc<Memory>),
}

/// The configuration of each file.
#[derive(Debug, Default)]
pub struct Configs {
    choice: Choice,
    /// Profiles that are laid over those of each.
    over: Vec<String>,
    /// By the folder as it was named.
    by_folder: BTreeMap<OsString, Folder>,
    mistakes: Vec<Mistake>,
}

/// What is known of the files of a folder.
#[derive(Debug)]
struct Folder {
    config: Arc<Config>,
    /// Where it lies on the disk.
    place: PathBuf,
    /// What the configuration's globs see before the name of a file in it.
    before: String,
}

impl Folder {
    fn new(config: Arc<Config>, place: PathBuf) -> Self {
        let inside = config.relative(&place);
        let before = if inside.is_empty() || inside.ends_with('/') { inside } else { inside + "/" };
        Folder { config, place, before }
    }
}

impl Configs {
    /// Finds the configurations of these files, each the nearest and read once.
    pub fn of(files: &[Found]) -> Self {
        Configs::chosen(files, Choice::Nearest, &[])
    }

    /// Those of further files, chosen as these were.
    pub fn alike(&self, files: &[Found]) -> Self {
        Configs::chosen(files, self.choice.clone(), &self.over)
    }

    /// The configurations of these files by a choice, each read once. A file that is named and cannot be read is a mistake
    /// even where there are no files. `over` are profiles that are laid over those that each names.
    pub fn chosen(files: &[Found], choice: Choice, over: &[String]) -> Self {
        if let Choice::Given(given) = &choice {
            let given = given.clone();
            return Configs { choice, ..Configs::among(&given, files, over) };
        }
        let mut configs = Configs { over: over.to_vec(), ..Configs::default() };
        let laid_over = |config: Config| Arc::new(Config { over: over.to_vec(), ..config });
        let none = laid_over(Config::default());
        let named = match &choice {
            Choice::Named(path) => {
                let (config, mistakes) = Config::read(&dunce::canonicalize(path).unwrap_or_else(|_| path.clone()));
                configs.mistakes.extend(mistakes);
                Some(laid_over(config))
            }
            Choice::Nothing => Some(none.clone()),
            Choice::Nearest | Choice::Given(_) => None,
        };
        let mut by_place: BTreeMap<PathBuf, Arc<Config>> = BTreeMap::new();
        let folders: Vec<&Path> = walk::folders(files).into_iter().map(|(folder, _)| folder).collect();
        let place = |folder: &Path| dunce::canonicalize(if folder.as_os_str().is_empty() { Path::new(".") } else { folder });
        let places: Vec<PathBuf> = folders.par_iter().map(|folder| place(folder).unwrap_or_default()).collect();
        let mut above = Config::above();
        if named.is_none() {
            above.look_ahead(&places);
        }
        for (folder, place) in folders.into_iter().zip(places) {
            let config = match named.clone().map_or_else(|| Err(above.nearest(&place)), Ok) {
                Ok(named) => named,
                Err(None) => none.clone(),
                Err(Some(path)) => by_place
                    .entry(path.clone())
                    .or_insert_with(|| {
                        let (config, mistakes) = Config::read(&path);
                        configs.mistakes.extend(mistakes);
                        laid_over(config)
                    })
                    .clone(),
            };
            configs.by_folder.insert(folder.as_os_str().to_owned(), Folder::new(config, place));
        }
        configs.choice = choice;
        configs
    }

    /// The same among files that were given: nothing is looked for on the disk.
    pub fn within(given: &Memory, files: &[Found], over: &[String]) -> Self {
        Configs::chosen(files, Choice::Given(Arc::new(given.clone())), over)
    }

    fn among(given: &Memory, files: &[Found], over: &[String]) -> Self {
        let mut configs = Configs { over: over.to_vec(), ..Configs::default() };
        let laid_over = |config: Config| Arc::new(Config { over: over.to_vec(), ..config });
        let none = laid_over(Config::default());
        let mut by_path: BTreeMap<String, Arc<Config>> = BTreeMap::new();
        for folder in files.iter().filter_map(|file| file.path.parent()) {
            if configs.by_folder.contains_key(folder.as_os_str()) {
                continue;
            }
            let named = |folder: &Path, name: &str| slashed(&folder.join(name));
            let mut written = folder.ancestors().flat_map(|above| NAMES.iter().map(move |name| (above, named(above, name))));
            let config = match written.find_map(|(above, path)| Some((above, given.text(&path)?, path))) {
                None => none.clone(),
                Some((above, text, path)) => by_path
                    .entry(path.clone())
                    .or_insert_with(|| {
                        let (config, mistakes) = Config::parse(&path, &text, above);
                        configs.mistakes.extend(mistakes);
                        laid_over(config)
                    })
                    .clone(),
            };
            configs.by_folder.insert(folder.as_os_str().to_owned(), Folder::new(config, folder.to_path_buf()));
        }
        configs
    }

    /// The configuration of a file.
    pub fn of_file(&self, file: &Found) -> Option<&Config> {
        Some(&self.by_folder.get(file.path.parent()?.as_os_str())?.config)
    }

    /// The configuration of a file, and the file's path as that configuration's globs see it.
    pub fn for_file(&self, file: &Found) -> Option<(Arc<Config>, String)> {
        let folder = self.by_folder.get(file.path.parent()?.as_os_str())?;
        let name = slashed(Path::new(file.path.file_name()?));
        Some((folder.config.clone(), format!("{}{name}", folder.before)))
    }

    /// Where a file lies on the disk.
    pub fn place(&self, file: &Found) -> Option<PathBuf> {
        let folder = self.by_folder.get(file.path.parent()?.as_os_str())?;
        Some(folder.place.join(file.path.file_name()?))
    }

    /// The highest of their bounds: what references lead to belongs to none of them.
    pub fn limits(&self) -> Limits {
        self.by_folder.values().map(|folder| folder.config.limits()).fold(Limits::default(), Limits::or_higher)
    }

    /// Folders of further rules that any of them names.
    pub fn rules_from(&self) -> Vec<PathBuf> {
        let mut folders: Vec<PathBuf> = self.by_folder.values().flat_map(|folder| folder.config.rules_from()).collect();
        folders.sort();
        folders.dedup();
        folders
    }

    /// What they ask for that is not done for files that were given: nothing is read from a disk for their sake.
    pub fn unfollowed(&self) -> Vec<Mistake> {
        let mut asked: Vec<(&str, &str, &str)> = Vec::new();
        for Folder { config, .. } in self.by_folder.values() {
            let Some(source) = &config.written else { continue };
            let lists = [("rules-from", config.file.rules_from.iter().count()), ("extends", config.file.extends.iter().count())];
            asked.extend(
                lists.into_iter().filter(|(_, count)| *count > 0).map(|(key, _)| (source.path.as_str(), source.text.as_str(), key)),
            );
        }
        asked.sort_unstable();
        asked.dedup();
        let mistake =
            |(shown, text, key)| Mistake::at(shown, text, &[key], format!("`{key}` is not followed here: no other file is read"), None);
        asked.into_iter().map(mistake).collect()
    }

    /// What is wrong with them.
    pub fn mistakes(self: &Configs, pack: &Pack) -> Vec<Mistake> {
        let mut checked: Vec<&Path> = Vec::new();
        let mut mistakes: Vec<Mistake> = self.mistakes.clone();
        for Folder { config, .. } in self.by_folder.values() {
            if !checked.contains(&config.folder.as_path()) {
                checked.push(&config.folder);
                mistakes.extend(config.check(pack));
            }
        }
        let known = pack.vocabulary.profiles();
        mistakes.extend(self.over.iter().filter(|name| !known.contains_key(*name)).map(|name| {
            let help = nearest(name, known.keys().map(String::as_str));
            Mistake::at("--profile", name, &[], format!("there is no profile called `{name}`"), Some(help))
        }));
        // Several may build on one.
        let mut told = BTreeSet::new();
        mistakes.retain(|mistake| told.insert((mistake.source.path.clone(), mistake.span, mistake.message.clone())));
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

struct Checker {
    source: Arc<Source>,
    mistakes: Vec<Mistake>,
}

impl Checker {
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
        self.mistakes.push(Mistake::within(&self.source, keys, message, help));
    }
}
