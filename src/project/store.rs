//! The files of a repository, each read and parsed at most once, and only when something asks for it.

use std::collections::HashMap;
use std::fmt;
use std::hash::BuildHasher;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::cache::{Cache, lock};
use super::files::Files;
use super::mentions::{Asked, Mentions};
use crate::dialect::{self, Detected, Parsers, data};
use crate::limits;
use crate::module::Module;
use crate::page::{Notice, Page};
use crate::source::{FileId, Source};
use crate::value::Value;

/// A template that was read.
#[derive(Debug)]
pub struct Template {
    /// Its text.
    pub source: Arc<Source>,
    /// The language it is written in.
    pub dialect: &'static str,
    /// What stands in it, and what could not be read.
    pub page: Page,
}

/// A repository, known as far as something has asked.
///
/// Paths are those of [`Files`]. Every answer is the same whatever was asked before and on how many threads; only what
/// a [`FileId`] of an unlisted file is may differ, and nobody sees that.
pub struct Store {
    files: Box<dyn Files + Send>,
    /// Files that are not listed and were asked for: their ids follow those of the list.
    unlisted: Mutex<Unlisted>,
    /// Places in the list, sorted by file name, and where in it those of a name stand, by the name's hash.
    by_name: Vec<u32>,
    names: FxHashMap<u64, Range<u32>>,
    sources: Cache<Option<Arc<Source>>>,
    pages: Cache<Option<Arc<Template>>>,
    data: Cache<Result<Arc<Value>, Arc<Notice>>>,
    modules: Cache<Option<Arc<Module>>>,
    mentions: Mentions,
    /// How many bytes of text are kept.
    kept: AtomicUsize,
}

#[derive(Default)]
struct Unlisted {
    paths: Vec<String>,
    places: HashMap<String, usize>,
}

/// Why there is no one file for a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotOne {
    /// No file's path ends so.
    Nowhere,
    /// These are equally near and do not say the same; sorted.
    Several(Vec<String>),
}

impl fmt::Display for NotOne {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NotOne::Nowhere => out.write_str("there is no such file in the repository"),
            NotOne::Several(paths) => {
                let names: Vec<String> = paths.iter().map(|path| format!("`{path}`")).collect();
                write!(out, "it could be any of {}, which differ", names.join(", "))
            }
        }
    }
}

impl Store {
    /// The repository of `files`. Lists it, and reads nothing else.
    pub fn new(files: Box<dyn Files + Send>) -> Self {
        let mut by_name: Vec<(&str, u32)> = files.list().iter().map(|path| name(path)).zip(0..).collect();
        by_name.sort_unstable();
        let mut names: FxHashMap<u64, Range<u32>> = FxHashMap::default();
        for (place, (name, _)) in (0..).zip(&by_name) {
            // Names are neighbours; a second name of one hash has to be looked for by the name itself.
            names.entry(hash(name)).and_modify(|range| range.end = place + 1).or_insert(place..place + 1);
        }
        let by_name = by_name.into_iter().map(|(_, at)| at).collect();
        Store {
            files,
            unlisted: Mutex::default(),
            by_name,
            names,
            sources: Cache::new(),
            pages: Cache::new(),
            data: Cache::new(),
            modules: Cache::new(),
            mentions: Mentions::default(),
            kept: AtomicUsize::new(0),
        }
    }

    /// Lets go of texts and of what was made of them, where they have come to much. What is asked for again is read again.
    /// Not to be called while something is being made in a [`Cache`].
    pub fn forget_much(&self) -> bool {
        if self.kept.load(Ordering::Relaxed) < limits::KEPT_TEXT {
            return false;
        }
        self.kept.store(0, Ordering::Relaxed);
        self.sources.clear();
        self.pages.clear();
        self.data.clear();
        self.modules.clear();
        true
    }

    /// What it reads from.
    pub fn files(&self) -> &dyn Files {
        self.files.as_ref()
    }

    /// The handle of a path, whether there is such a file or not.
    pub fn id(&self, path: &str) -> FileId {
        let listed = self.files.list();
        if let Ok(at) = listed.binary_search_by(|other| other.as_str().cmp(path)) {
            return FileId(at as u32);
        }
        let mut unlisted = lock(&self.unlisted);
        let next = unlisted.paths.len();
        let at = *unlisted.places.entry(path.to_owned()).or_insert(next);
        if at == next {
            unlisted.paths.push(path.to_owned());
        }
        FileId((listed.len() + at) as u32)
    }

    /// The path of a handle that this store gave.
    pub fn path(&self, id: FileId) -> Option<String> {
        let listed = self.files.list();
        let at = id.0 as usize;
        listed.get(at).cloned().or_else(|| lock(&self.unlisted).paths.get(at.checked_sub(listed.len())?).cloned())
    }

    /// True if the file of a handle has this ending.
    pub fn has_ending(&self, id: FileId, ending: &str) -> bool {
        match self.files.list().get(id.0 as usize) {
            Some(path) => path.ends_with(ending),
            None => self.path(id).is_some_and(|path| path.ends_with(ending)),
        }
    }

    /// The file of a handle, so that a report can show a place in it. Its path is as people are shown it.
    pub fn source(&self, id: FileId) -> Option<Arc<Source>> {
        let read = || {
            let at = id.0 as usize;
            let (shown, (text, encoding)) = match self.files.list().get(at) {
                Some(path) => (self.files.shown(path), self.files.read_listed(at)?),
                None => self.path(id).and_then(|path| Some((self.files.shown(&path), self.files.read(&path)?)))?,
            };
            self.kept.fetch_add(text.len(), Ordering::Relaxed);
            Some(Arc::new(Source::new(id, shown, text).written_in(encoding)))
        };
        self.sources.get(id, read).flatten()
    }

    /// The file at `path`.
    pub fn source_at(&self, path: &str) -> Option<Arc<Source>> {
        self.source(self.id(path))
    }

    /// The listed file at `path`, if it was read already.
    pub fn source_at_hand(&self, path: &str) -> Option<Arc<Source>> {
        let at = self.files.list().binary_search_by(|other| other.as_str().cmp(path)).ok()?;
        self.sources.made(FileId(at as u32)).flatten()
    }

    /// What `look` finds in the text of the file at `path`, which is kept only as long as that costs little.
    pub fn look_through<T>(&self, path: &str, look: impl FnOnce(&str) -> T) -> Option<T> {
        self.look_through_file(self.id(path), path, look)
    }

    /// The same, where the file's handle is known.
    fn look_through_file<T>(&self, id: FileId, path: &str, look: impl FnOnce(&str) -> T) -> Option<T> {
        let is_much = self.kept.load(Ordering::Relaxed) >= limits::KEPT_TEXT;
        if is_much && self.sources.made(id).flatten().is_none() {
            return self.files.text(path).map(|text| look(&text));
        }
        self.source(id).map(|source| look(&source.text))
    }

    /// The template at `path`. `None` if there is none, or in no language that askwell reads.
    pub fn page(&self, path: &str, parsers: &mut Parsers) -> Option<Arc<Template>> {
        let id = self.id(path);
        let read = || {
            let source = self.source(id)?;
            let Detected::Read(dialect) = dialect::detect(path, &source.text) else { return None };
            let page = dialect.read(&source, parsers);
            Some(Arc::new(Template { source, dialect: dialect.name(), page }))
        };
        self.pages.get(id, read).flatten()
    }

    /// The code file at `path`. `None` if there is none.
    pub fn module(&self, path: &str, parsers: &mut Parsers) -> Option<Arc<Module>> {
        let id = self.id(path);
        let read = || {
            let source = self.source(id)?;
            Some(Arc::new(dialect::module(path, &source, parsers)))
        };
        self.modules.get(id, read).flatten()
    }

    /// The data of the JSON or YAML file at `path`. `None` if there is none or it could not be read: see
    /// [`Store::data_or_notice`].
    pub fn data(&self, path: &str) -> Option<Arc<Value>> {
        self.data_or_notice(path)?.ok()
    }

    /// The data of the JSON or YAML file at `path`, or why it could not be read. `None` if there is no such file.
    pub fn data_or_notice(&self, path: &str) -> Option<Result<Arc<Value>, Arc<Notice>>> {
        if !data::is_data(path) {
            return None;
        }
        let source = self.source_at(path)?;
        self.data.get(source.id, || data::read(&source).map(Arc::new).map_err(Arc::new))
    }

    /// The listed files whose path is `suffix`, or ends with it after a `/`; sorted. `./` and `../` in front of it are
    /// nothing: where they lead to is for the asker to say.
    pub fn ending_with(&self, suffix: &str) -> Vec<&str> {
        self.called_as(bare(suffix)).collect()
    }

    fn called_as<'s, 'w>(&'s self, suffix: &'w str) -> impl Iterator<Item = &'s str> + use<'s, 'w> {
        let same_name = self.same_name(suffix).iter().map(|&at| self.files.list()[at as usize].as_str());
        same_name.filter(move |path| !suffix.is_empty() && at_boundary(path, suffix))
    }

    /// Places in the list of the files that are called as the last part of `suffix`; their paths are in order.
    fn same_name(&self, suffix: &str) -> &[u32] {
        let (list, wanted) = (self.files.list(), name(suffix));
        let Some(range) = self.names.get(&hash(wanted)) else { return &[] };
        let same_hash = &self.by_name[range.start as usize..range.end as usize];
        let is_called = |at: &u32| name(&list[*at as usize]) == wanted;
        match (same_hash.first().is_some_and(is_called), same_hash.last().is_some_and(is_called)) {
            (true, true) => same_hash,
            _ => {
                let start = same_hash.partition_point(|at| name(&list[*at as usize]) < wanted);
                let len = same_hash[start..].partition_point(|at| is_called(at));
                &same_hash[start..start + len]
            }
        }
    }

    /// Those called `suffix` in the innermost folder round `from` that holds one, in or below it. A name that stands in every
    /// folder costs no more than one that stands in a few.
    fn nearest_ones<'s>(&'s self, from: &str, suffix: &str) -> Vec<&'s str> {
        self.called_near(from, suffix).next().unwrap_or_default()
    }

    /// The listed files called `suffix`, as [`Store::ending_with`] has them, from the inside out: those in the innermost folder
    /// round `from` that holds some, in or below it, then those in the next that holds more.
    pub fn called_near<'s, 'w>(&'s self, from: &str, suffix: &'w str) -> impl Iterator<Item = Vec<&'s str>> + use<'s, 'w> {
        let suffix = bare(suffix);
        self.outwards(self.same_name(suffix), from, move |path| !suffix.is_empty() && at_boundary(path, suffix))
    }

    /// Those of `places`, in the order of the list, that `counts` holds for, from the inside out.
    fn outwards<'s, P, C>(&'s self, places: P, from: &str, counts: C) -> impl Iterator<Item = Vec<&'s str>> + use<'s, P, C>
    where
        P: AsRef<[u32]>,
        C: Fn(&str) -> bool,
    {
        let list = self.files.list();
        let mut inner = 0..0;
        // Most names that are asked for stand nowhere.
        let around: Vec<String> = match places.as_ref() {
            [] => Vec::new(),
            _ => from.rmatch_indices('/').map(|(end, _)| from[..=end].to_owned()).chain([String::new()]).collect(),
        };
        around.into_iter().filter_map(move |folder| {
            let places = places.as_ref();
            let path = |at: &u32| list[*at as usize].as_str();
            let start = places.partition_point(|at| path(at) < folder.as_str());
            let end = start + places[start..].partition_point(|at| path(at).starts_with(&folder));
            if inner.is_empty() {
                inner = start..start;
            }
            let new = places[start..inner.start].iter().chain(&places[inner.end..end]);
            let found: Vec<&str> = new.map(path).filter(|path| counts(path)).collect();
            inner = start..end;
            (!found.is_empty()).then_some(found)
        })
    }

    /// As [`Store::ending_with`]; where there are none, with each of `endings` added in turn (`.njk`, `/index.ts`), until
    /// there are some.
    pub fn ending_with_one_of(&self, suffix: &str, endings: &[&str]) -> Vec<&str> {
        let suffix = bare(suffix);
        let tries = std::iter::once(suffix.to_owned()).chain(endings.iter().map(|ending| format!("{suffix}{ending}")));
        tries.map(|whole| self.ending_with(&whole)).find(|found| !found.is_empty()).unwrap_or_default()
    }

    /// Of the files whose path ends with `suffix`, the one that shares most folders with `from`. Where several share as
    /// many, the first of them if all say the same.
    ///
    /// # Errors
    ///
    /// There is no such file, or the nearest differ.
    pub fn near(&self, from: &str, suffix: &str) -> Result<&str, NotOne> {
        self.nearest(from, bare(suffix))
    }

    /// As [`Store::near`], with `endings` as in [`Store::ending_with_one_of`].
    ///
    /// # Errors
    ///
    /// There is no such file, or the nearest differ.
    pub fn near_one_of(&self, from: &str, suffix: &str, endings: &[&str]) -> Result<&str, NotOne> {
        let suffix = bare(suffix);
        let mut tries = std::iter::once(suffix.to_owned()).chain(endings.iter().map(|ending| format!("{suffix}{ending}")));
        let whole = tries.find(|whole| self.called_as(whole).next().is_some()).ok_or(NotOne::Nowhere)?;
        self.nearest(from, &whole)
    }

    fn nearest(&self, from: &str, suffix: &str) -> Result<&str, NotOne> {
        let nearest = self.nearest_ones(from, suffix);
        let (first, others) = nearest.split_first().ok_or(NotOne::Nowhere)?;
        if others.is_empty() {
            return Ok(first);
        }
        let text = |path: &str| self.source_at(path);
        let says = text(first);
        let same = |path: &&str| matches!((&says, text(path)), (Some(one), Some(other)) if one.text == other.text);
        if others.iter().all(same) {
            return Ok(first);
        }
        Err(NotOne::Several(nearest.into_iter().map(str::to_owned).collect()))
    }

    /// The listed files with one of `endings` (`.ts`; none given: every file) in which the bytes of `needle` stand; sorted.
    /// Nothing is parsed. The answer is kept.
    pub fn containing(&self, needle: &str, endings: &[&str]) -> Vec<&str> {
        self.containing_any(&[needle], endings)
    }

    /// The same, where any of `needles` stands.
    pub fn containing_any(&self, needles: &[&str], endings: &[&str]) -> Vec<&str> {
        self.paths(&self.mentioning(Asked::new(needles, None, endings)))
    }

    /// Those in which any of `needles` stands that have `name` in them. A `name` that goes on before or behind is another one: what
    /// stands in the text as a part of a longer word may be left out.
    pub fn naming(&self, name: &str, needles: &[&str], endings: &[&str]) -> Vec<&str> {
        self.paths(&self.mentioning(Asked::new(needles, Some(name), endings)))
    }

    /// The same from the inside out, as [`Store::called_near`] has them.
    pub fn naming_near<'s>(
        &'s self,
        from: &str,
        name: &str,
        needles: &[&str],
        endings: &[&str],
    ) -> impl Iterator<Item = Vec<&'s str>> + use<'s> {
        self.outwards(self.mentioning(Asked::new(needles, Some(name), endings)), from, |_| true)
    }

    fn paths(&self, places: &[u32]) -> Vec<&str> {
        places.iter().map(|&at| self.files.list()[at as usize].as_str()).collect()
    }

    fn mentioning(&self, asked: Asked) -> Arc<[u32]> {
        let list = self.files.list();
        self.mentions.of(asked, list, |at, shown| self.look_through_file(FileId(at), &list[at as usize], shown) == Some(true))
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Store").field("files", &self.files.list().len()).finish_non_exhaustive()
    }
}

fn name(path: &str) -> &str {
    &path[memchr::memrchr(b'/', path.as_bytes()).map_or(0, |slash| slash + 1)..]
}

fn hash(name: &str) -> u64 {
    FxBuildHasher.hash_one(name)
}

fn bare(suffix: &str) -> &str {
    let mut suffix = suffix;
    while let Some(rest) = ["./", "../", "/"].iter().find_map(|lead| suffix.strip_prefix(lead)) {
        suffix = rest;
    }
    suffix
}

/// True if `path` ends with `suffix`, and a folder or file begins there.
fn at_boundary(path: &str, suffix: &str) -> bool {
    path.strip_suffix(suffix).is_some_and(|before| before.is_empty() || before.ends_with('/'))
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::decode::Encoding;
    use crate::project::files::Memory;

    fn store(files: &[(&str, &str)]) -> Store {
        Store::new(Box::new(Memory::new(files.iter().copied())))
    }

    /// Counts how often a text is read.
    struct Counted(Memory, Arc<AtomicUsize>);

    impl Files for Counted {
        fn list(&self) -> &[String] {
            self.0.list()
        }

        fn read(&self, path: &str) -> Option<(String, Encoding)> {
            self.1.fetch_add(1, Ordering::SeqCst);
            self.0.read(path)
        }
    }

    #[test]
    fn each_file_is_read_once_and_only_when_asked_for() {
        let reads = Arc::new(AtomicUsize::new(0));
        let files = Memory::new([("a.json", "{\"x\": 1}"), ("b.html", "<p>b</p>"), ("c.html", "<p>c</p>")]);
        let store = Store::new(Box::new(Counted(files, reads.clone())));
        assert_eq!(reads.load(Ordering::SeqCst), 0);
        let pages: Vec<_> = std::thread::scope(|scope| {
            let ask = || (store.page("b.html", &mut Parsers::new()), store.data("a.json"));
            let threads: Vec<_> = (0..8).map(|_| scope.spawn(ask)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert_eq!(reads.load(Ordering::SeqCst), 2);
        let (page, data) = &pages[0];
        assert!(pages.iter().all(|(other, _)| Arc::ptr_eq(other.as_ref().unwrap(), page.as_ref().unwrap())));
        assert!(pages.iter().all(|(_, other)| Arc::ptr_eq(other.as_ref().unwrap(), data.as_ref().unwrap())));
        let id = data.as_ref().unwrap().span.file;
        assert_eq!(store.source(id).unwrap().path, "a.json");
    }

    #[test]
    fn handles_follow_the_list_and_then_the_order_of_asking() {
        let store = store(&[("b", ""), ("a", "")]);
        assert_eq!(["a", "b", "x", "y", "x"].map(|path| store.id(path).0), [0, 1, 2, 3, 2]);
        assert_eq!(store.path(FileId(3)).as_deref(), Some("y"));
        assert_eq!(store.path(FileId(4)), None);
        assert!(store.source(FileId(4)).is_none() && store.source_at("x").is_none());
    }

    #[test]
    fn what_cannot_be_read_says_so() {
        let store = store(&[("a.json", "{\"x\": "), ("b.txt", "{}")]);
        assert!(store.data("a.json").is_none());
        assert!(store.data_or_notice("a.json").unwrap().unwrap_err().message.contains("JSON"));
        assert!(store.data_or_notice("b.txt").is_none() && store.data_or_notice("gone.json").is_none());
        assert!(store.page("b.txt", &mut Parsers::new()).is_none());
    }

    #[test]
    fn a_path_is_found_by_its_end_at_a_folder_boundary() {
        let paths = ["a/views/x.njk", "b/views/x.njk", "views/x.njk", "reviews/x.njk", "c/y/index.ts"];
        let store = store(&paths.map(|path| (path, "")));
        assert_eq!(store.ending_with("views/x.njk"), ["a/views/x.njk", "b/views/x.njk", "views/x.njk"]);
        assert_eq!(store.ending_with("../views/x.njk").len(), 3);
        assert_eq!(store.ending_with("x.njk").len(), 4);
        assert_eq!(store.ending_with(""), Vec::<&str>::new());
        assert_eq!(store.ending_with_one_of("./views/x", &[".html", ".njk"]).len(), 3);
        assert_eq!(store.ending_with_one_of("y", &[".ts", "/index.ts"]), ["c/y/index.ts"]);
    }

    #[test]
    fn what_is_near_comes_before_what_is_far_and_each_once() {
        let store = store(&[
            ("a/b/c/T.cs", "class T"),
            ("a/b/d/T.cs", "enum T"),
            ("a/b/d/other/X.cs", "class T"),
            ("a/bb/T.cs", "class T"),
            ("a/e/T.cs", "class U"),
            ("T.cs", "class T"),
        ]);
        let near = |from: &str| store.naming_near(from, "T", &["class T", "enum T"], &[".cs"]).collect::<Vec<_>>();
        assert_eq!(near("a/b/d/page"), [vec!["a/b/d/T.cs", "a/b/d/other/X.cs"], vec!["a/b/c/T.cs"], vec!["a/bb/T.cs"], vec!["T.cs"]]);
        assert_eq!(near("z/page"), [vec!["T.cs", "a/b/c/T.cs", "a/b/d/T.cs", "a/b/d/other/X.cs", "a/bb/T.cs"]]);
        let called = |from: &str, name: &str| store.called_near(from, name).collect::<Vec<_>>();
        assert_eq!(called("a/e/page", "T.cs"), [vec!["a/e/T.cs"], vec!["a/b/c/T.cs", "a/b/d/T.cs", "a/bb/T.cs"], vec!["T.cs"]]);
        assert_eq!(called("a/e/page", "d/T.cs"), [vec!["a/b/d/T.cs"]]);
        assert!(called("a/e/page", "").is_empty());
    }

    #[test]
    fn the_nearest_of_several_is_meant() {
        let store = store(&[
            ("a/locales/en.json", "1"),
            ("a/one/locales/en.json", "2"),
            ("b/locales/en.json", "3"),
            ("c/x/en.json", "4"),
            ("c/y/en.json", "4"),
        ]);
        assert_eq!(store.near("a/one/views/x.njk", "locales/en.json"), Ok("a/one/locales/en.json"));
        assert_eq!(store.near("a/two/x.njk", "locales/en.json").unwrap_err(), {
            NotOne::Several(vec!["a/locales/en.json".into(), "a/one/locales/en.json".into()])
        });
        assert_eq!(store.near("c/x.njk", "en.json"), Ok("c/x/en.json"));
        assert_eq!(store.near_one_of("b/x.njk", "locales/en", &[".json"]), Ok("b/locales/en.json"));
        assert_eq!(store.near("a", "gone.json"), Err(NotOne::Nowhere));
        assert!(store.near("z/x.njk", "locales/en.json").unwrap_err().to_string().contains("`b/locales/en.json`"));
    }

    #[test]
    fn names_are_found_without_parsing() {
        let store = store(&[("a.ts", "export const Gender = {}"), ("b.ts", "const gender = 1"), ("c.md", "Gender")]);
        for _ in 0..2 {
            assert_eq!(store.containing("Gender", &[".ts"]), ["a.ts"]);
            assert_eq!(store.containing("Gender", &[]), ["a.ts", "c.md"]);
        }
    }

    #[test]
    fn a_name_is_found_as_a_whole_whatever_was_asked_before() {
        let files = [("a.js", "exports.formatDate = 1"), ("b.js", "...require('./formatDateFilters')"), ("c.js", "let sex")];
        let fresh = store(&files);
        assert_eq!(fresh.naming("formatDate", &["formatDate"], &["js"]), ["a.js"]);
        let asked = store(&files);
        assert!(asked.naming("gender", &["gender"], &["js"]).is_empty());
        assert_eq!(asked.naming("formatDate", &["formatDate"], &["js"]), ["a.js"]);
        assert_eq!(asked.naming("sex", &["const sex", "let sex"], &["js"]), ["c.js"]);
        assert_eq!(asked.containing("formatDate", &["js"]), ["a.js", "b.js"]);
    }

    #[test]
    fn a_page_that_asks_for_itself_while_it_is_read_does_not_stand_still() {
        let store = store(&[("a.html", "<p>a</p>")]);
        let id = store.id("a.html");
        let asked = store.pages.get(id, || {
            assert!(store.page("a.html", &mut Parsers::new()).is_none());
            None
        });
        assert!(asked.is_some_and(|page| page.is_none()));
    }
}
