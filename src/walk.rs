//! From paths to files, in a fixed order.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ignore::{DirEntry, WalkBuilder, WalkState};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::decode::{self, Encoding};
use crate::dialect;
#[cfg(feature = "docx")]
use crate::document;
#[cfg(feature = "docx")]
use crate::limits;
use crate::paths::shown;

/// A file to read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// As reports show it: relative to where the command runs, `/` between folders.
    pub shown: String,
    /// Where it lies.
    pub path: PathBuf,
    /// True if it was named outright, not met while walking.
    pub named: bool,
}

impl Found {
    /// A file that is named outright.
    pub fn named(path: &Path) -> Self {
        Found { shown: shown(path), path: path.to_owned(), named: true }
    }
}

/// Why a file was not read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Skipped {
    /// As reports show it.
    pub shown: String,
    /// Why, in plain words.
    pub why: Why,
    /// True if it was named outright: then it is a failure of the run.
    pub named: bool,
}

impl Skipped {
    /// True if askwell did not do what it was asked: the file was named, or the mistake is askwell's own.
    pub fn fails(&self) -> bool {
        self.named || self.why == Why::Internal
    }
}

/// The reasons for not reading a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// Written in a language that askwell cannot read yet.
    NotYet(&'static str),
    /// Named outright, and no template that askwell knows.
    NotATemplate,
    /// Code or data that asks nothing.
    NoForm,
    /// Larger than the bound that holds for it, [`FILE_BYTES`](crate::limits::FILE_BYTES) or what its configuration says.
    TooLarge {
        /// Its size.
        bytes: u64,
        /// The bound.
        most: u64,
    },
    /// Not UTF-8, and nothing in it says what else.
    Encoding,
    /// A pipe, a socket or a device: opening one may wait for ever.
    Special,
    /// A link. What it leads to is read where it lies, or where it is named.
    Link,
    /// Not to be opened, or a folder that could not be listed.
    Unreadable(String),
    /// askwell failed on it: our mistake.
    Internal,
}

impl std::fmt::Display for Why {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Why::NotYet(language) => write!(out, "written in {language}, which askwell cannot read yet"),
            Why::NotATemplate => out.write_str("not a template in a language that askwell knows"),
            Why::NoForm => out.write_str("no form that askwell knows stands in it"),
            Why::TooLarge { bytes, most } => {
                write!(out, "{} KiB, larger than the {} KiB that askwell reads", bytes.div_ceil(1024), most / 1024)
            }
            Why::Encoding => out.write_str("not UTF-8 text, and nothing in it says in which encoding it is written"),
            Why::Special => out.write_str("a pipe, a socket or a device, which askwell does not open"),
            Why::Link => out.write_str("a link, which askwell does not follow unless it is named"),
            Why::Unreadable(error) => write!(out, "could not be read: {error}"),
            Why::Internal => out.write_str("askwell failed on it; please report this"),
        }
    }
}

/// What lies below the paths of a run.
#[derive(Debug, Default)]
pub struct Walked {
    /// The files that a form may stand in, sorted by how they are shown, each once.
    pub found: Vec<Found>,
    /// What could not be walked.
    pub skipped: Vec<Skipped>,
    /// Every file of each folder that was walked.
    pub listings: Vec<Listing>,
}

/// Every file below a folder that is its authors' own.
#[derive(Clone, Debug)]
pub struct Listing {
    /// The folder.
    pub folder: PathBuf,
    /// Their paths from the folder, with `/`, in order.
    pub files: Arc<Vec<String>>,
}

/// What lies below `paths`. Ignore files count while walking; a file that is named is always read. Links are not followed.
pub fn files(paths: &[PathBuf]) -> Walked {
    let mut walked = match paths {
        [path] => Walked::of(path),
        _ => Walked::together(paths),
    };
    walked.found.sort_by(|one, other| one.shown.cmp(&other.shown));
    walked.skipped.sort();
    walked
}

/// The folders of these files in their order, each once and with the first of its files.
pub(crate) fn folders(files: &[Found]) -> Vec<(&Path, &Found)> {
    let mut seen = FxHashSet::default();
    let all = files.iter().filter_map(|file| Some((file.path.parent()?, file)));
    all.filter(|(folder, _)| seen.insert(folder.as_os_str())).collect()
}

/// Something of a walk by its place on the disk.
type Placed<T> = (String, T);

impl Walked {
    /// What lies below one path.
    fn of(path: &Path) -> Self {
        let mut walked = Walked::default();
        match fs::metadata(path) {
            Ok(meta) if meta.is_dir() => walked.below(path),
            Ok(_) => walked.found.push(Found::named(path)),
            Err(error) => walked.skipped.push(Skipped { shown: shown(path), why: unreadable(&error), named: true }),
        }
        walked
    }

    /// What lies below several, each once by whatever names they lead to it. The disk is asked where the paths lie, and not the files.
    fn together(paths: &[PathBuf]) -> Self {
        let (mut found, mut skipped, mut listings) = (Vec::new(), Vec::new(), Vec::new());
        let mut places: FxHashMap<&Path, String> = FxHashMap::default();
        for path in paths {
            let walked = Walked::of(path);
            // Of a file the last part stays as it is named: a link that is named is read for itself.
            let folder = if walked.listings.is_empty() { path.parent().unwrap_or(path) } else { path };
            let (top, place) = (shown(folder), &*places.entry(folder).or_insert_with(|| place_of(folder)));
            let below = |whole: &str| format!("{place}/{}", whole.strip_prefix(&top).unwrap_or(whole).trim_start_matches('/'));
            found.extend(walked.found.into_iter().map(|file| (below(&file.shown), file)));
            skipped.extend(walked.skipped.into_iter().map(|skip| (below(&skip.shown), skip)));
            listings.extend(walked.listings);
        }
        let found = once(found, |file| &file.shown, |file, other| file.named |= other.named);
        let skipped = once(skipped, |skip| &skip.shown, |skip, other| skip.named |= other.named);
        Walked { found, skipped, listings }
    }

    fn below(&mut self, folder: &Path) {
        let top = shown(folder);
        let look = |entry: Result<DirEntry, ignore::Error>| match entry {
            Ok(entry) => {
                let below = below(folder, entry.path());
                let found = of_entry(&entry, &top, below.as_deref());
                (below.filter(|_| is_file(&entry)), found)
            }
            Err(error) => (None, Err(unwalked(folder, &error))),
        };
        let mut listed = Vec::new();
        for (file, entry) in walk(folder, look) {
            listed.extend(file);
            match entry {
                Ok(found) => self.found.extend(found),
                Err(skip) => self.skipped.push(skip),
            }
        }
        self.listings.push(Listing::new(folder, listed));
    }
}

/// Where a folder lies, whatever it is called.
fn place_of(folder: &Path) -> String {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    shown(&dunce::canonicalize(folder).unwrap_or_else(|_| folder.to_owned())).trim_end_matches('/').to_owned()
}

/// Each thing once, by the name that is told from where the command runs, if it has one.
fn once<T>(mut things: Vec<Placed<T>>, name: impl Fn(&T) -> &String, merge: impl Fn(&mut T, &T)) -> Vec<T> {
    let order = |(place, thing): &Placed<T>| (place.clone(), Path::new(name(thing)).is_absolute(), name(thing).clone());
    things.sort_by_cached_key(order);
    things.dedup_by(|(place, thing), (before, kept)| {
        let is_same = place == before;
        if is_same {
            merge(kept, thing);
        }
        is_same
    });
    things.into_iter().map(|(_, thing)| thing).collect()
}

impl Listing {
    /// Every file below `folder`.
    pub(crate) fn of(folder: &Path) -> Self {
        let listed = walk(folder, |entry| below(folder, entry.ok().filter(is_file)?.path()));
        Listing::new(folder, listed.into_iter().flatten().collect())
    }

    fn new(folder: &Path, mut files: Vec<String>) -> Self {
        files.sort_unstable();
        Listing { folder: folder.to_owned(), files: Arc::new(files) }
    }
}

/// What `look` makes of everything below `root`, in no order. All waits for this, so that all threads look but one: that one may
/// read the rules meanwhile, and a thread that finds nothing left to look into sleeps for a while.
fn walk<T: Send>(root: &Path, look: impl Fn(Result<DirEntry, ignore::Error>) -> T + Sync) -> Vec<T> {
    let mut builder = WalkBuilder::new(root);
    // Without a `.git` folder `.gitignore` still says what its authors did not write themselves.
    builder.require_git(false).filter_entry(|entry| entry.file_name() != "node_modules");
    builder.threads(rayon::current_num_threads().saturating_sub(1).max(1));
    let met = Mutex::new(Vec::new());
    builder.build_parallel().run(|| {
        Box::new(|entry| {
            let looked = look(entry);
            met.lock().unwrap_or_else(PoisonError::into_inner).push(looked);
            WalkState::Continue
        })
    });
    met.into_inner().unwrap_or_else(PoisonError::into_inner)
}

fn is_file(entry: &DirEntry) -> bool {
    entry.file_type().is_some_and(|kind| kind.is_file())
}

/// `path` from `folder`, with `/`. `None` if a part is not Unicode: nothing in a repository could name it.
fn below(folder: &Path, path: &Path) -> Option<String> {
    let by_letters = || path.to_str()?.strip_prefix(folder.to_str()?)?.strip_prefix('/').map(str::to_owned);
    let plain = if cfg!(windows) { None } else { by_letters() };
    plain.or_else(|| named(path.strip_prefix(folder).ok()?))
}

/// A relative path with `/`. `None` if a part is not Unicode.
pub(crate) fn named(path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> = path.components().map(|part| part.as_os_str().to_str()).collect();
    parts.map(|parts| parts.join("/"))
}

/// What is met while walking, if a form may stand in it, or why it is not read. `top` is how what is walked is shown, and `below`
/// the path from there.
fn of_entry(entry: &DirEntry, top: &str, below: Option<&str>) -> Result<Option<Found>, Skipped> {
    let Some(kind) = entry.file_type().filter(|kind| !kind.is_dir()) else { return Ok(None) };
    let shown = match below {
        Some(below) if top.is_empty() => below.to_owned(),
        Some(below) if !top.ends_with('/') => format!("{top}/{below}"),
        _ => shown(entry.path()),
    };
    if !dialect::may_hold_form(&shown) {
        return Ok(None);
    }
    if kind.is_file() {
        return Ok(Some(Found { shown, path: entry.path().to_owned(), named: false }));
    }
    let why = if kind.is_symlink() { Why::Link } else { Why::Special };
    Err(Skipped { shown, why, named: false })
}

/// What was named is at the top; below, one folder that is shut stops nothing.
fn unwalked(root: &Path, error: &ignore::Error) -> Skipped {
    let named = error.depth().is_none_or(|depth| depth == 0);
    let why = error.io_error().map_or_else(|| Why::Unreadable(error.to_string()), unreadable);
    Skipped { shown: shown(path_of(error).unwrap_or(root)), why, named }
}

/// The path that an error of a walk is about.
fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path_of(err),
        _ => None,
    }
}

/// Reads a file's text of at most `most` bytes, or says why not.
pub fn text(file: &Found, most: u64) -> Result<(String, Encoding), Why> {
    #[cfg(test)]
    dialect::failing::open(&file.shown);
    if let Some(language) = dialect::unread_language(&file.shown) {
        return Err(Why::NotYet(language));
    }
    // What was met while walking is known to be a file.
    if file.named {
        must_be_file(&file.path)?;
    }
    #[cfg(feature = "docx")]
    if dialect::extension(&file.shown) == document::ENDING {
        let bytes = bytes_of(&file.path, limits::ARCHIVE_BYTES).map_err(|why| match why {
            Why::TooLarge { .. } => document::too_large(),
            why => why,
        })?;
        return text_of(&file.shown, bytes, most);
    }
    open_file(&file.path, most)
}

/// What a file called `name` says that has these bytes, or why there is no text of at most `most` bytes.
#[cfg_attr(not(feature = "docx"), allow(unused_variables, reason = "only a Word document is told by its name"))]
pub(crate) fn text_of(name: &str, bytes: Vec<u8>, most: u64) -> Result<(String, Encoding), Why> {
    #[cfg(feature = "docx")]
    if dialect::extension(name) == document::ENDING {
        return document::text(&bytes, most).map(|text| (text, Encoding::Document));
    }
    match bytes.len() as u64 {
        bytes if bytes > most => Err(Why::TooLarge { bytes, most }),
        _ => decode::text(bytes).ok_or(Why::Encoding),
    }
}

/// The text of the file at `path`, of at most `most` bytes, or why there is none.
pub(crate) fn open(path: &Path, most: u64) -> Result<(String, Encoding), Why> {
    must_be_file(path)?;
    open_file(path, most)
}

fn must_be_file(path: &Path) -> Result<(), Why> {
    let meta = fs::metadata(path).map_err(|error| unreadable(&error))?;
    if meta.is_file() { Ok(()) } else { Err(Why::Special) }
}

/// The same of what is known to be a file.
pub(crate) fn open_file(path: &Path, most: u64) -> Result<(String, Encoding), Why> {
    decode::text(bytes_of(path, most)?).ok_or(Why::Encoding)
}

/// The bytes of a file, at most `most`. This is how every file is opened. Pipes, sockets and devices never are: what comes here has been seen
/// to be a file. A file that grows meanwhile is read as far as it went.
fn bytes_of(path: &Path, most: u64) -> Result<Vec<u8>, Why> {
    let file = opened(path).map_err(|error| unreadable(&error))?;
    let meta = file.metadata().map_err(|error| unreadable(&error))?;
    if !meta.is_file() {
        return Err(Why::Special);
    }
    let len = meta.len();
    if len > most {
        return Err(Why::TooLarge { bytes: len, most });
    }
    // What the system makes up as it is read has no length.
    let expected = if len == 0 { most + 1 } else { len };
    let mut bytes = Vec::with_capacity(len as usize);
    file.take(expected).read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
    if bytes.len() as u64 > most {
        return Err(Why::TooLarge { bytes: bytes.len() as u64, most });
    }
    Ok(bytes)
}

/// Opens a file without ever waiting: since it was seen, a pipe may have come into its place.
#[cfg(unix)]
fn opened(path: &Path) -> io::Result<fs::File> {
    use std::os::unix::fs::OpenOptionsExt;
    match fs::OpenOptions::new().read(true).custom_flags(libc::O_NONBLOCK).open(path) {
        // Another program holds a lease on it, which it gives up when asked; only files can be held so.
        Err(error) if error.kind() == io::ErrorKind::WouldBlock => fs::File::open(path),
        opened => opened,
    }
}

#[cfg(not(unix))]
fn opened(path: &Path) -> io::Result<fs::File> {
    fs::File::open(path)
}

/// Why a file or folder could not be read.
pub(crate) fn unreadable(error: &io::Error) -> Why {
    Why::Unreadable(match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission was denied".to_owned(),
        _ => error.to_string(),
    })
}

#[cfg(all(test, unix))]
mod tests {
    use std::process::Command;
    use std::sync::mpsc;
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_pipe_that_came_into_the_place_of_a_file_keeps_nobody_waiting() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("about-you.html");
        assert!(Command::new("mkfifo").arg(&path).status().unwrap().success());
        let met = Found { shown: "about-you.html".to_owned(), path, named: false };
        let (done, waits) = mpsc::channel();
        std::thread::spawn(move || done.send(text(&met, 1000).map(|(text, _)| text)));
        assert_eq!(waits.recv_timeout(Duration::from_secs(5)), Ok(Err(Why::Special)));
    }
}
