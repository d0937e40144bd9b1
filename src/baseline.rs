//! What was there before: findings that a file lists, so that a check fails only for new ones.
//!
//! An entry is known by its path, its rule, the words at its place and which of the same it is, so that it fits however the
//! lines round it move. The file is a source file, too: a mistake in it is reported in place.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use schemars::{JsonSchema, schema_for};
use serde::{Deserialize, Serialize};
use serde_yaml::Spanned;

use crate::above::{Above, Here};
use crate::engine::Checked;
use crate::finding::{Finding, Standing};
use crate::paths::slashed;
use crate::project::files;
use crate::rules::mistake::Mistake;
use crate::source::{FileId, Source, Span};

/// Entries by their baseline, their path and what they are known by.
type Fits<'b> = BTreeSet<(&'b Path, &'b str, &'b str)>;

/// What a baseline is called.
pub const NAME: &str = "askwell-baseline.json";

/// The version of its shape.
const VERSION: u32 = 1;

/// How many characters of the words at a place it shows.
const SHOWN: usize = 80;

/// A baseline, as it is written.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Shape<E> {
    /// The version of this shape.
    version: u32,
    /// What was there before, in the order of paths and rules.
    findings: Vec<E>,
}

/// A finding that was there before.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The file, from the baseline's folder.
    pub path: String,
    /// The rule's id.
    pub rule: String,
    /// The words at its place, or how they begin. Only for people.
    #[serde(default)]
    pub text: String,
    /// What it is known by in its file.
    pub id: String,
}

impl Entry {
    /// The entry for a finding of the file that the baseline calls `path`.
    fn of(path: &str, finding: &Finding) -> Self {
        let words = &finding.identity.words;
        let text = match words.char_indices().nth(SHOWN) {
            Some((end, _)) => format!("{}…", words[..end].trim_end()),
            None => words.clone(),
        };
        Entry { path: path.to_owned(), rule: finding.rule.clone(), text, id: finding.identity.in_file(&finding.rule) }
    }
}

/// An entry that fits nothing any more.
#[derive(Clone, Debug)]
pub struct Stale {
    /// The baseline; thousands of entries may share it.
    pub source: Arc<Source>,
    /// Where it stands there.
    pub span: Span,
    /// What fits nothing.
    pub entry: Entry,
}

impl fmt::Display for Stale {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Entry { path, rule, text, .. } = &self.entry;
        let at = if text.is_empty() { String::new() } else { format!(" at “{text}”") };
        write!(out, "`{rule}` has nothing more to say{at} in {path}, so this entry can go")
    }
}

/// A list of findings that were there before.
#[derive(Debug)]
pub struct Baseline {
    /// Where its file lies, or will lie.
    place: PathBuf,
    /// The file's text, for telling what is wrong in it.
    source: Arc<Source>,
    entries: Vec<(Entry, Span)>,
}

/// What the entries of each file are known by.
type Ids<'b> = BTreeMap<&'b str, BTreeSet<&'b str>>;

impl Baseline {
    /// The nearest baselines from folders upwards, as far as the repository's root.
    fn above() -> Above {
        Above::new(|folder| Here::file(folder, &[NAME]))
    }

    /// One that lists nothing yet.
    fn empty(place: &Path) -> Self {
        Baseline { place: place.to_owned(), source: Arc::new(Source::new(FileId(0), files::shown(place), "")), entries: Vec::new() }
    }

    /// Reads the baseline at `place`.
    pub fn read(place: &Path) -> Result<Self, Box<Mistake>> {
        let shown = files::shown(place);
        let mistake =
            |text: &str, keys: &[&str], message: String, help: Option<String>| Box::new(Mistake::at(&shown, text, keys, message, help));
        let text = fs::read_to_string(place).map_err(|error| mistake("", &[], format!("the baseline could not be read: {error}"), None))?;
        let read: Shape<Spanned<Entry>> = serde_yaml::from_str(&text).map_err(|error| Box::new(Mistake::of_yaml(&shown, &text, &error)))?;
        if read.version != VERSION {
            let message = format!("this is version {} of a baseline, and this askwell reads version {VERSION}", read.version);
            return Err(mistake(
                &text,
                &["version"],
                message,
                Some("`askwell baseline` writes it anew once it is out of the way".to_owned()),
            ));
        }
        let source = Source::new(FileId(0), shown, text);
        let entries = read.findings.into_iter().map(|entry| (entry.value, place_of(&entry.referenced, &source))).collect();
        Ok(Baseline { place: place.to_owned(), source: Arc::new(source), entries })
    }

    /// What its entries are known by, file by file.
    fn ids(&self) -> Ids<'_> {
        let mut ids = Ids::new();
        for (entry, _) in &self.entries {
            ids.entry(&entry.path).or_default().insert(&entry.id);
        }
        ids
    }

    /// What it calls a file whose place on the disk this is.
    fn path(&self, file: &Path) -> String {
        let folder = self.place.parent().unwrap_or(Path::new(""));
        slashed(file.strip_prefix(folder).unwrap_or(file))
    }

    /// Its text, with one line an entry, so that changes can be read and merged.
    fn text(mut entries: Vec<Entry>) -> String {
        entries.sort();
        entries.dedup();
        let lines: Vec<String> = entries.iter().filter_map(|entry| Some(format!("    {}", serde_json::to_string(entry).ok()?))).collect();
        let lines = if lines.is_empty() { String::new() } else { format!("\n{}\n  ", lines.join(",\n")) };
        format!("{{\n  \"version\": {VERSION},\n  \"findings\": [{lines}]\n}}\n")
    }
}

/// The bytes of an entry; none where the reader cannot tell.
fn place_of(location: &serde_yaml::Location, source: &Source) -> Span {
    let start = location.span().byte_offset().map_or(0, |at| at as usize);
    let end = start + location.span().byte_len().map_or(0, |len| len as usize);
    source.span(if source.text.get(start..end).is_some() { start..end } else { 0..0 })
}

/// Which baseline counts for which file.
#[derive(Debug, Default)]
pub struct Baselines {
    /// The one that was named.
    named: Option<PathBuf>,
    /// Where the one for the files of a folder lies, as far as there is one.
    of_folder: BTreeMap<PathBuf, Option<PathBuf>>,
    /// By where they lie.
    read: BTreeMap<PathBuf, Baseline>,
}

/// What writing changed.
#[derive(Debug, PartialEq, Eq)]
pub struct Written {
    /// The file.
    pub place: PathBuf,
    /// How many findings it lists.
    pub listed: usize,
    /// How many of these it did not list before.
    pub new: usize,
    /// How many it no longer lists.
    pub gone: usize,
}

impl Baselines {
    /// Those that count for files at these places of the disk: for each the nearest upwards, or `named` for all.
    pub fn of<'f>(named: Option<&Path>, files: impl Iterator<Item = &'f Path>) -> (Self, Vec<Mistake>) {
        let mut places: BTreeSet<PathBuf> = named.map(Path::to_owned).into_iter().collect();
        let mut of_folder = BTreeMap::new();
        if named.is_none() {
            let mut above = Baseline::above();
            let folders: BTreeSet<&Path> = files.filter_map(Path::parent).collect();
            let folders: Vec<&Path> = folders.into_iter().collect();
            above.look_ahead(&folders);
            of_folder.extend(folders.into_iter().map(|folder| (folder.to_owned(), above.nearest(folder))));
            places.extend(of_folder.values().flatten().cloned());
        }
        let mut baselines = Baselines { named: named.map(Path::to_owned), of_folder, read: BTreeMap::new() };
        let mut mistakes = Vec::new();
        for place in places {
            match Baseline::read(&place) {
                Ok(baseline) => drop(baselines.read.insert(place, baseline)),
                Err(mistake) => mistakes.push(*mistake),
            }
        }
        (baselines, mistakes)
    }

    /// One for all files that lists nothing yet and will be written to `place`.
    pub fn new(place: &Path) -> Self {
        Baselines { named: Some(place.to_owned()), of_folder: BTreeMap::new(), read: BTreeMap::new() }
    }

    /// The place of the baseline that counts for a file.
    fn place(&self, file: &Path) -> Option<PathBuf> {
        self.named.clone().or_else(|| self.of_folder.get(file.parent()?)?.clone())
    }

    /// Marks the findings that were there before, and gives the entries that fit nothing any more: those of files that were
    /// checked or are gone. `files` are the places of what was checked, on the disk.
    pub fn mark(&self, checked: &mut [Checked], files: &[PathBuf]) -> Vec<Stale> {
        let ids: BTreeMap<&Path, Ids> = self.read.iter().map(|(at, baseline)| (at.as_path(), baseline.ids())).collect();
        let mut fits = Fits::new();
        let mut seen: BTreeMap<&Path, BTreeSet<String>> = BTreeMap::new();
        for (file, place) in checked.iter_mut().zip(files) {
            let Some((at, baseline)) = self.place(place).and_then(|at| self.read.get_key_value(&at)) else { continue };
            let path = baseline.path(place);
            if let Some((path, ids)) = ids.get(at.as_path()).and_then(|ids| ids.get_key_value(path.as_str())) {
                for finding in &mut file.findings {
                    let Some(id) = ids.get(finding.identity.in_file(&finding.rule).as_str()) else { continue };
                    fits.insert((at, path, id));
                    if finding.is_live() {
                        finding.standing = Standing::Baselined;
                    }
                }
            }
            seen.entry(at).or_default().insert(path);
        }
        self.stale(&fits, &seen)
    }

    /// The entries that are none of those that fit: of files that were seen or are gone.
    fn stale(&self, fits: &Fits, seen: &BTreeMap<&Path, BTreeSet<String>>) -> Vec<Stale> {
        let fits_nothing = |at: &Path, entry: &Entry| !fits.contains(&(at, entry.path.as_str(), entry.id.as_str()));
        let was_checked = |at: &Path, path: &str| seen.get(at).is_some_and(|paths| paths.contains(path));
        let mut stale = Vec::new();
        for (at, baseline) in &self.read {
            let folder = at.parent().unwrap_or(Path::new(""));
            let mut judged: BTreeMap<&str, bool> = BTreeMap::new();
            for (entry, span) in baseline.entries.iter().filter(|(entry, _)| fits_nothing(at, entry)) {
                let path = entry.path.as_str();
                if *judged.entry(path).or_insert_with(|| was_checked(at, path) || !folder.join(path).exists()) {
                    stale.push(Stale { source: baseline.source.clone(), span: *span, entry: entry.clone() });
                }
            }
        }
        stale
    }

    /// The text of every baseline after these files were checked: it lists what counts in them, and of other files what it
    /// listed before. With `prune` nothing is added. `home` says where a file's baseline goes that has none yet.
    pub fn after(&self, checked: &[Checked], files: &[PathBuf], prune: bool, home: impl Fn(&Path) -> PathBuf) -> Vec<(Written, String)> {
        let mut lists: BTreeMap<PathBuf, (BTreeSet<String>, Vec<Entry>)> = BTreeMap::new();
        for (file, place) in checked.iter().zip(files) {
            let at = self.place(place).unwrap_or_else(|| home(place));
            let empty = Baseline::empty(&at);
            let path = self.read.get(&at).unwrap_or(&empty).path(place);
            let counts = file.findings.iter().filter(|finding| !matches!(finding.standing, Standing::Suppressed(_)));
            let entries: Vec<Entry> = counts.map(|finding| Entry::of(&path, finding)).collect();
            let (paths, list) = lists.entry(at).or_default();
            paths.insert(path);
            list.extend(entries);
        }
        for at in self.read.keys() {
            lists.entry(at.clone()).or_default();
        }
        let lists = lists.into_iter().filter(|(at, _)| !prune || self.read.contains_key(at));
        lists.map(|(at, (paths, now))| self.merged(at, &paths, now, prune)).collect()
    }

    fn merged(&self, at: PathBuf, checked: &BTreeSet<String>, now: Vec<Entry>, prune: bool) -> (Written, String) {
        let before: Vec<&Entry> = self.read.get(&at).into_iter().flat_map(|baseline| &baseline.entries).map(|(entry, _)| entry).collect();
        let folder = at.parent().unwrap_or(Path::new(""));
        let key = |entry: &Entry| (entry.path.clone(), entry.id.clone());
        let known: BTreeSet<(String, String)> = before.iter().map(|entry| key(entry)).collect();
        let mut after: Vec<Entry> = now.into_iter().filter(|entry| !prune || known.contains(&key(entry))).collect();
        let elsewhere = before.iter().filter(|entry| !checked.contains(&entry.path) && folder.join(&entry.path).exists());
        after.extend(elsewhere.map(|entry| (*entry).clone()));
        let kept: BTreeSet<(String, String)> = after.iter().map(key).collect();
        let written =
            Written { listed: kept.len(), new: kept.difference(&known).count(), gone: known.difference(&kept).count(), place: at };
        (written, Baseline::text(after))
    }
}

/// The JSON Schema of a baseline.
pub fn schema() -> serde_json::Value {
    let mut schema = schema_for!(Shape<Entry>);
    schema.insert("title".to_owned(), serde_json::Value::from("A baseline of askwell"));
    schema.to_value()
}
