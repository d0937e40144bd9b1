//! From paths to files, in a fixed order.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use crate::dialect;
#[cfg(feature = "docx")]
use crate::document;
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
    /// Larger than [`limits::FILE_BYTES`].
    TooLarge(u64),
    /// Not UTF-8.
    Encoding,
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
            Why::TooLarge(bytes) => {
                write!(out, "{} KiB, larger than the {} KiB that askwell reads", bytes / 1024, limits::FILE_BYTES / 1024)
            }
            Why::Encoding => out.write_str("not UTF-8 text"),
            Why::Unreadable(error) => write!(out, "could not be read: {error}"),
            Why::Internal => out.write_str("askwell failed on it; please report this"),
        }
    }
}

/// The files below `paths`, sorted by how they are shown, each once, and what could not be walked. Ignore files count
/// while walking; a file that is named is always read. Links are not followed.
pub fn files(paths: &[PathBuf]) -> (Vec<Found>, Vec<Skipped>) {
    let (mut found, mut skipped) = (Vec::new(), Vec::new());
    for path in paths {
        match fs::metadata(path) {
            Ok(meta) if meta.is_dir() => walk(path, &mut found, &mut skipped),
            Ok(_) => found.push(Found::named(path)),
            Err(error) => skipped.push(Skipped { shown: shown(path), why: unreadable(&error), named: true }),
        }
    }
    found.sort_by(|one, other| (&one.shown, !one.named).cmp(&(&other.shown, !other.named)));
    found.dedup_by(|later, first| later.shown == first.shown);
    skipped.sort();
    (found, skipped)
}

fn walk(root: &Path, found: &mut Vec<Found>, skipped: &mut Vec<Skipped>) {
    let mut builder = WalkBuilder::new(root);
    // Without a `.git` folder `.gitignore` still says what its authors did not write themselves.
    builder.require_git(false).filter_entry(|entry| entry.file_name() != "node_modules");
    for entry in builder.build() {
        match entry {
            Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => {
                let shown = shown(entry.path());
                if dialect::may_hold_form(&shown) {
                    found.push(Found { shown, path: entry.into_path(), named: false });
                }
            }
            Ok(_) => {}
            Err(error) => skipped.push(Skipped { shown: shown(root), why: Why::Unreadable(error.to_string()), named: true }),
        }
    }
}

/// Reads a file's text, or says why not.
pub fn text(file: &Found) -> Result<String, Why> {
    if let Some(language) = dialect::unread_language(&file.shown) {
        return Err(Why::NotYet(language));
    }
    let meta = fs::metadata(&file.path).map_err(|error| unreadable(&error))?;
    #[cfg(feature = "docx")]
    if dialect::extension(&file.shown) == document::ENDING {
        return match meta.len() {
            bytes if bytes > limits::ARCHIVE_BYTES => Err(document::too_large()),
            _ => document::text(&fs::read(&file.path).map_err(|error| unreadable(&error))?),
        };
    }
    if meta.len() > limits::FILE_BYTES {
        return Err(Why::TooLarge(meta.len()));
    }
    let bytes = fs::read(&file.path).map_err(|error| unreadable(&error))?;
    String::from_utf8(bytes).map_err(|_| Why::Encoding)
}

fn unreadable(error: &io::Error) -> Why {
    Why::Unreadable(match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission was denied".to_owned(),
        _ => error.to_string(),
    })
}
