//! The one way in which the repository is read: from the disk, from unsaved text over the disk, or from memory.
//!
//! Paths are relative to the repository's root, with `/` between folders, on every system.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, OnceLock};

use crate::above::{Above, Here};
use crate::decode::Encoding;
use crate::limits;
use crate::paths;
use crate::walk::{self, Listing, named};

/// The files of a repository. What it says of a path does not change while it is borrowed.
pub trait Files: Sync {
    /// Every file of the repository that is its authors' own, sorted by bytes, each once.
    fn list(&self) -> &[String];

    /// The text of a file, a byte-order mark included, and how it is written on the disk. `None` if there is no such file, or if it
    /// is no text, larger than [`limits::FILE_BYTES`] or its configuration allows, a link or outside the repository. A file need not be
    /// listed to be read: the configuration may be hidden, and a path that is named may be ignored.
    fn read(&self, path: &str) -> Option<(String, Encoding)>;

    /// The same of the file that stands at `at` in the list.
    fn read_listed(&self, at: usize) -> Option<(String, Encoding)> {
        self.read(self.list().get(at)?)
    }

    /// True if something lies at `path`, listed or not.
    fn holds(&self, path: &str) -> bool {
        self.list().binary_search_by(|known| known.as_str().cmp(path)).is_ok()
    }

    /// The text alone.
    fn text(&self, path: &str) -> Option<String> {
        self.read(path).map(|(text, _)| text)
    }

    /// The path as people are shown it.
    fn shown(&self, path: &str) -> String {
        path.to_owned()
    }
}

impl<F: Files + ?Sized> Files for &F {
    fn list(&self) -> &[String] {
        (**self).list()
    }

    fn read(&self, path: &str) -> Option<(String, Encoding)> {
        (**self).read(path)
    }

    fn read_listed(&self, at: usize) -> Option<(String, Encoding)> {
        (**self).read_listed(at)
    }

    fn holds(&self, path: &str) -> bool {
        (**self).holds(path)
    }

    fn shown(&self, path: &str) -> String {
        (**self).shown(path)
    }
}

impl<F: Files + Send + ?Sized> Files for Arc<F> {
    fn list(&self) -> &[String] {
        (**self).list()
    }

    fn read(&self, path: &str) -> Option<(String, Encoding)> {
        (**self).read(path)
    }

    fn read_listed(&self, at: usize) -> Option<(String, Encoding)> {
        (**self).read_listed(at)
    }

    fn holds(&self, path: &str) -> bool {
        (**self).holds(path)
    }

    fn shown(&self, path: &str) -> String {
        (**self).shown(path)
    }
}

/// Files that were given, not read: tests, examples of rules, files that are dropped on a page.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    texts: BTreeMap<String, Arc<str>>,
    list: Vec<String>,
}

impl Memory {
    /// A repository of these paths and texts. Of two equal paths the last wins.
    pub fn new<P: Into<String>, T: Into<Arc<str>>>(files: impl IntoIterator<Item = (P, T)>) -> Self {
        let texts: BTreeMap<String, Arc<str>> = files.into_iter().map(|(path, text)| (path.into(), text.into())).collect();
        let list = texts.keys().cloned().collect();
        Memory { texts, list }
    }

    /// The text that was given for a path, whatever its size.
    pub fn given(&self, path: &str) -> Option<&Arc<str>> {
        self.texts.get(path)
    }
}

impl Files for Memory {
    fn list(&self) -> &[String] {
        &self.list
    }

    fn read(&self, path: &str) -> Option<(String, Encoding)> {
        let text = self.texts.get(path).filter(|text| text.len() as u64 <= limits::FILE_BYTES)?;
        Some((text.to_string(), Encoding::Utf8))
    }
}

/// Unsaved text over other files: what an editor shows hides what is saved, and may be a file that is not saved yet. Only such a
/// file is new to the list: what is saved and not listed is hidden or ignored, whatever it says now.
#[derive(Debug)]
pub struct Overlay<F> {
    below: F,
    texts: BTreeMap<String, Arc<str>>,
    /// The largest text that counts.
    most: u64,
    list: OnceLock<Vec<String>>,
}

impl<F: Files> Overlay<F> {
    /// `below`, with nothing unsaved.
    pub fn over(below: F) -> Self {
        Overlay { below, texts: BTreeMap::new(), most: limits::FILE_BYTES, list: OnceLock::new() }
    }

    /// The same, with unsaved texts of at most `most` bytes.
    pub fn up_to(self, most: u64) -> Self {
        Overlay { most, ..self }
    }

    /// The file at `path` reads `text` from now on.
    pub fn set(&mut self, path: impl Into<String>, text: impl Into<Arc<str>>) {
        self.texts.insert(path.into(), text.into());
        self.list = OnceLock::new();
    }

    /// The file at `path` is again what is saved.
    pub fn close(&mut self, path: &str) {
        self.texts.remove(path);
        self.list = OnceLock::new();
    }
}

impl<F: Files> Files for Overlay<F> {
    fn list(&self) -> &[String] {
        let saved = self.below.list();
        if self.texts.keys().all(|path| saved.binary_search(path).is_ok()) {
            return saved;
        }
        self.list.get_or_init(|| {
            let new = self.texts.keys().filter(|path| !self.below.holds(path));
            saved.iter().chain(new).collect::<BTreeSet<_>>().into_iter().cloned().collect()
        })
    }

    fn read(&self, path: &str) -> Option<(String, Encoding)> {
        match self.texts.get(path) {
            Some(text) => (text.len() as u64 <= self.most).then(|| (text.to_string(), Encoding::Utf8)),
            None => self.below.read(path),
        }
    }

    fn read_listed(&self, at: usize) -> Option<(String, Encoding)> {
        match self.texts.is_empty() {
            true => self.below.read_listed(at),
            false => self.read(self.list().get(at)?),
        }
    }

    fn holds(&self, path: &str) -> bool {
        self.texts.contains_key(path) || self.below.holds(path)
    }

    fn shown(&self, path: &str) -> String {
        self.below.shown(path)
    }
}

/// A repository on the disk. It is walked once, when its list is first asked for; ignore files count, `node_modules`,
/// hidden files and links do not.
#[derive(Debug)]
pub struct Disk {
    root: PathBuf,
    /// Where the command runs, for showing paths.
    here: PathBuf,
    /// The largest file that is read.
    most: u64,
    list: OnceLock<Arc<Vec<String>>>,
}

impl Disk {
    /// The repository below the folder `root`.
    pub fn at(root: impl Into<PathBuf>) -> Self {
        let here = std::env::current_dir().unwrap_or_default();
        Disk { root: absolute(&here, &root.into()), here, most: limits::FILE_BYTES, list: OnceLock::new() }
    }

    /// The same, with files of at most `most` bytes.
    pub fn up_to(self, most: u64) -> Self {
        Disk { most, ..self }
    }

    /// The same, whose list is known if one of `listings` is of its root.
    pub(crate) fn listed(self, listings: &[Listing]) -> Self {
        let own = listings.iter().find(|listing| absolute(&self.here, &listing.folder) == self.root);
        match own {
            Some(own) => Disk { list: OnceLock::from(own.files.clone()), ..self },
            None => self,
        }
    }

    /// The repository that holds `path`: upwards from it, the first folder with a `.git`. Without one, the path itself if
    /// it is a folder, else the working folder if the path is in it, else the path's folder.
    pub fn holding(path: &Path) -> Self {
        if let Some(disk) = Roots::new().around(path) {
            return disk;
        }
        let here = std::env::current_dir().unwrap_or_default();
        let path = absolute(&here, path);
        let root = match path.parent() {
            _ if path.is_dir() => path,
            _ if path.starts_with(&here) => here.clone(),
            folder => folder.unwrap_or(&here).to_owned(),
        };
        Disk { root, here, most: limits::FILE_BYTES, list: OnceLock::new() }
    }

    /// The largest file that is read.
    pub fn most(&self) -> u64 {
        self.most
    }

    /// The folder that paths are relative to.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// What a path on the disk is called here. `None` if it lies outside.
    pub fn path(&self, path: &Path) -> Option<String> {
        self.written_below(path).or_else(|| named(absolute(&self.here, path).strip_prefix(&self.root).ok()?))
    }

    /// The same by the letters alone, for a path with nothing to work out in it. It is asked for many times a file.
    fn written_below(&self, path: &Path) -> Option<String> {
        let (root, here, path) = (self.root.to_str()?, self.here.to_str()?, path.to_str()?);
        let below = match path.starts_with('/') {
            true => path.strip_prefix(root)?.strip_prefix('/')?.to_owned(),
            false if root == here => path.to_owned(),
            false if self.root.starts_with(&self.here) => {
                path.strip_prefix(root.strip_prefix(here)?.strip_prefix('/')?)?.strip_prefix('/')?.to_owned()
            }
            false => format!("{}/{path}", here.strip_prefix(root)?.strip_prefix('/')?),
        };
        let is_plain = !below.contains('\\') && below.split('/').all(|part| !matches!(part, "" | "." | ".."));
        is_plain.then_some(below)
    }
}

/// The folders with a `.git`, looked for once each.
pub(crate) struct Roots {
    here: PathBuf,
    above: Above,
}

impl Roots {
    /// None has been looked for.
    pub(crate) fn new() -> Self {
        let look = |folder: &Path| if folder.join(".git").exists() { Here::Found(folder.to_owned()) } else { Here::Nothing };
        Roots { here: std::env::current_dir().unwrap_or_default(), above: Above::new(look) }
    }

    /// Looks into folders that will be asked about.
    pub(crate) fn look_ahead<'f>(&mut self, folders: impl Iterator<Item = &'f Path>) {
        let folders: Vec<PathBuf> = folders.map(|folder| absolute(&self.here, folder)).collect();
        self.above.look_ahead(&folders);
    }

    /// The repository around `path`, if a folder from there upwards has a `.git`.
    pub(crate) fn around(&mut self, path: &Path) -> Option<Disk> {
        let root = self.above.nearest(&absolute(&self.here, path))?;
        Some(Disk { root, here: self.here.clone(), most: limits::FILE_BYTES, list: OnceLock::new() })
    }
}

impl Files for Disk {
    fn list(&self) -> &[String] {
        self.list.get_or_init(|| Listing::of(&self.root).files)
    }

    fn read(&self, path: &str) -> Option<(String, Encoding)> {
        let listed = self.list.get().and_then(|list| list.binary_search_by(|known| known.as_str().cmp(path)).ok());
        if let Some(at) = listed {
            return self.read_listed(at);
        }
        // Most that is asked for by a guess is not there.
        if !self.holds(path) {
            return None;
        }
        let (mut place, mut is_file) = (self.root.clone(), false);
        for part in path.split('/') {
            if matches!(part, "" | "." | "..") || part.contains('\\') {
                return None;
            }
            place.push(part);
            let kind = fs::symlink_metadata(&place).ok()?.file_type();
            if kind.is_symlink() {
                return None;
            }
            is_file = kind.is_file();
        }
        if is_file { walk::open_file(&place, self.most).ok() } else { None }
    }

    /// What was listed is a file, and neither it nor a folder on the way to it is a link.
    fn read_listed(&self, at: usize) -> Option<(String, Encoding)> {
        walk::open_file(&self.root.join(self.list().get(at)?), self.most).ok()
    }

    fn holds(&self, path: &str) -> bool {
        fs::symlink_metadata(self.root.join(path)).is_ok()
    }

    /// Relative to where the command runs, with `..` where that is deeper; whole where the two have nothing in common.
    fn shown(&self, path: &str) -> String {
        if let Ok(below) = self.root.strip_prefix(&self.here) {
            return named(&below.join(path)).unwrap_or_else(|| path.to_owned());
        }
        let Some(here) = self.here.strip_prefix(&self.root).ok().and_then(named) else {
            return format!("{}/{path}", paths::shown(&self.root));
        };
        let shared = here.split('/').zip(path.split('/')).take_while(|(one, other)| one == other).count();
        let up = here.split('/').skip(shared).map(|_| "..");
        up.chain(path.split('/').skip(shared)).collect::<Vec<_>>().join("/")
    }
}

/// A path on the disk as people are shown it: from where the command runs.
pub fn shown(path: &Path) -> String {
    match path.file_name() {
        Some(name) => Disk::at(path.parent().unwrap_or(Path::new(""))).shown(&name.to_string_lossy()),
        None => path.to_string_lossy().into_owned(),
    }
}

/// `path` from the root of the disk, `.` and `..` taken out. Links stay: a path is where it is said to be.
fn absolute(here: &Path, path: &Path) -> PathBuf {
    let mut whole = PathBuf::new();
    for part in here.join(path).components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                whole.pop();
            }
            part => whole.push(part),
        }
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder that is gone when the test is over.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let place = std::env::temp_dir().join(format!("askwell-{name}-{}", std::process::id()));
            let _ = fs::remove_dir_all(&place);
            fs::create_dir_all(&place).unwrap();
            Folder(place)
        }

        fn write(&self, path: &str, text: &[u8]) {
            let place = self.0.join(path);
            fs::create_dir_all(place.parent().unwrap()).unwrap();
            fs::write(place, text).unwrap();
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn the_repository_reaches_up_to_its_git_folder() {
        let folder = Folder::new("root");
        folder.write(".git/HEAD", b"");
        folder.write(".gitignore", b"/built\n");
        folder.write("app/views/a.njk", b"a");
        folder.write("locales/en.json", b"{}");
        folder.write("built/a.njk", b"a");
        folder.write("node_modules/x/a.njk", b"a");
        let disk = Disk::holding(&folder.0.join("app/views/a.njk"));
        assert_eq!(disk.root(), folder.0);
        assert_eq!(disk.list(), ["app/views/a.njk", "locales/en.json"]);
        assert_eq!(disk.path(&folder.0.join("app/../app/views/a.njk")).as_deref(), Some("app/views/a.njk"));
        assert_eq!(disk.text("app/views/a.njk").as_deref(), Some("a"));
        assert_eq!(disk.text("built/a.njk").as_deref(), Some("a"));
        assert_eq!(disk.text("app/../app/views/a.njk"), None);
        assert_eq!(disk.text("app"), None);
        assert_eq!(disk.text("gone"), None);
    }

    #[test]
    fn only_bounded_utf_8_is_text() {
        let folder = Folder::new("text");
        folder.write("large.json", &vec![b' '; limits::FILE_BYTES as usize + 1]);
        folder.write("latin.html", b"caf\xe9");
        folder.write("bom.html", "\u{feff}é".as_bytes());
        let disk = Disk::at(&folder.0);
        assert_eq!(disk.list().len(), 3);
        assert_eq!(disk.text("large.json"), None);
        assert_eq!(disk.text("latin.html"), None);
        assert_eq!(disk.text("bom.html").as_deref(), Some("\u{feff}é"));
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_followed() {
        let folder = Folder::new("links");
        folder.write("a/a.html", b"a");
        std::os::unix::fs::symlink(folder.0.join("a"), folder.0.join("b")).unwrap();
        std::os::unix::fs::symlink(folder.0.join("a/a.html"), folder.0.join("c.html")).unwrap();
        let disk = Disk::at(&folder.0);
        assert_eq!(disk.list(), ["a/a.html"]);
        assert_eq!(disk.text("b/a.html"), None);
        assert_eq!(disk.text("c.html"), None);
    }

    #[test]
    fn paths_are_shown_from_where_the_command_runs() {
        let disk = |root: &str, here: &str| Disk { here: here.into(), ..Disk::at(root) };
        assert_eq!(disk("/r", "/r").shown("a/b.html"), "a/b.html");
        assert_eq!(disk("/w/r", "/w").shown("a/b.html"), "r/a/b.html");
        assert_eq!(disk("/r", "/r/a").shown("a/b.html"), "b.html");
        assert_eq!(disk("/r", "/r/a/c").shown("a/b.html"), "../b.html");
        assert_eq!(disk("/r", "/elsewhere").shown("a/b.html"), "/r/a/b.html");
    }

    #[test]
    fn unsaved_text_hides_what_is_saved() {
        let mut files = Overlay::over(Memory::new([("a", "saved"), ("c", "saved")]));
        files.set("a", "unsaved");
        assert_eq!(files.list(), ["a", "c"]);
        files.set("b", "new");
        assert_eq!(files.list(), ["a", "b", "c"]);
        assert_eq!(files.text("a").as_deref(), Some("unsaved"));
        assert_eq!(files.text("c").as_deref(), Some("saved"));
        files.close("a");
        files.close("b");
        assert_eq!(files.list(), ["a", "c"]);
        assert_eq!(files.text("a").as_deref(), Some("saved"));
    }

    #[test]
    fn unsaved_text_lists_no_file_that_is_saved_and_ignored() {
        let folder = Folder::new("ignored");
        folder.write(".gitignore", b"/drafts\n");
        folder.write("drafts/a.njk", b"saved");
        folder.write("a.njk", b"saved");
        let mut files = Overlay::over(Disk::at(&folder.0));
        files.set("drafts/a.njk", "unsaved");
        assert_eq!(files.list(), ["a.njk"]);
        assert_eq!(files.text("drafts/a.njk").as_deref(), Some("unsaved"));
        files.set("b.njk", "new");
        assert_eq!(files.list(), ["a.njk", "b.njk"]);
    }
}
