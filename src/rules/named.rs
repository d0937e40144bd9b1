//! Rule files that somebody names one by one, to try them or to see what they would change.

use std::path::{Path, PathBuf};

use super::Pack;
use super::files::{self, File};
use super::mistake::Mistake;
use crate::paths::{shown, slashed};
use crate::{limits, walk};

/// Rule files that were named, and the vocabulary of the folders that they lie in.
#[derive(Debug, Default)]
pub struct Named {
    files: Vec<File>,
    /// True where the files are those of the built-in pack, in askwell's own repository.
    is_built_in: bool,
    mistakes: Vec<Mistake>,
}

impl Named {
    /// Reads these files, and every YAML file of these folders.
    pub fn read(paths: &[PathBuf]) -> Self {
        let mut named = Named::default();
        for path in paths {
            if path.is_dir() {
                named.add_folder(path);
                continue;
            }
            match walk::open(path, limits::FILE_BYTES) {
                Ok((text, _)) => named.add(path, text),
                Err(why) => named.mistakes.push(Mistake::unread(&shown(path), &why)),
            }
        }
        named
    }

    /// The rule `id` as `text` that is not written to `folder` yet; and in `sources`, likewise, what it adds to them.
    pub fn unwritten(folder: &Path, id: &str, text: &str, sources: Option<&str>) -> Self {
        let mut named = Named::default();
        named.add_vocabulary(folder);
        if let Some(text) = sources {
            named.files.retain(|file| file.name != "vocabulary/sources");
            let path = shown(&folder.join("vocabulary/sources.yaml"));
            named.files.push(File { path, name: "vocabulary/sources".to_owned(), text: text.to_owned() });
        }
        named.files.push(File { path: shown(&folder.join(format!("{id}.yaml"))), name: id.to_owned(), text: text.to_owned() });
        named
    }

    /// The rule `id` as `text`, and `sources` that it adds, of no folder at all.
    pub fn of_texts(id: &str, text: &str, sources: Option<&str>) -> Self {
        let file = |name: &str, text: &str| File { path: format!("{name}.yaml"), name: name.to_owned(), text: text.to_owned() };
        let sources = sources.map(|text| file("vocabulary/sources", text));
        Named { files: sources.into_iter().chain([file(id, text)]).collect(), ..Named::default() }
    }

    /// The rule file or part of the vocabulary at `path` as `text`, which is not saved.
    pub fn unsaved(path: &Path, text: &str) -> Self {
        let mut named = Named::default();
        named.add(path, text.to_owned());
        let shown = shown(path);
        // The folder's vocabulary has the saved text of a part of it.
        named.files.iter_mut().filter(|file| file.path == shown).for_each(|file| file.text = text.to_owned());
        named
    }

    /// The rules with these beside them; in askwell's own repository, in the place of what is built in. What is wrong
    /// with other rule files of `folders` is only counted.
    pub fn load(&self, folders: &[PathBuf]) -> (Pack, Vec<Mistake>, usize) {
        let (pack, told) = self.assemble(folders, self.is_built_in);
        let is_meant = |mistake: &Mistake| self.files.iter().any(|file| file.path == mistake.source.path) || is_vocabulary(mistake);
        let (told, others): (Vec<Mistake>, Vec<Mistake>) = told.into_iter().partition(is_meant);
        (pack, self.mistakes.iter().cloned().chain(told).collect(), others.len())
    }

    /// The rules with these in the place of those that have their ids.
    pub fn load_over(&self, folders: &[PathBuf]) -> (Pack, Vec<Mistake>) {
        let (pack, told) = self.assemble(folders, true);
        (pack, self.mistakes.iter().cloned().chain(told).collect())
    }

    /// The rules as they are without these.
    pub fn load_without(&self, folders: &[PathBuf]) -> Pack {
        files::assemble(&self.others(folders, &mut Vec::new()), &[], Vec::new()).0
    }

    /// The files, vocabulary and all.
    pub(super) fn files(&self) -> &[File] {
        &self.files
    }

    fn assemble(&self, folders: &[PathBuf], over: bool) -> (Pack, Vec<Mistake>) {
        let mut mistakes = Vec::new();
        let others = self.others(folders, &mut mistakes);
        if over {
            return files::assemble(&others, &self.files, mistakes);
        }
        let own: Vec<File> = others.into_iter().chain(self.files.iter().cloned()).collect();
        files::assemble(&own, &[], mistakes)
    }

    /// What else stands in `folders`.
    fn others(&self, folders: &[PathBuf], mistakes: &mut Vec<Mistake>) -> Vec<File> {
        let mine: Vec<PathBuf> = self.files.iter().filter_map(|file| dunce::canonicalize(&file.path).ok()).collect();
        let mut others = files::own(folders, mistakes);
        others.retain(|file| dunce::canonicalize(&file.path).map_or(true, |place| !mine.contains(&place)));
        others
    }

    fn add(&mut self, path: &Path, text: String) {
        let (folder, name) = whereabouts(path, &text);
        self.is_built_in |= is_built_in(&folder);
        self.add_vocabulary(&folder);
        let path = shown(path);
        if !self.files.iter().any(|file| file.path == path) {
            self.files.push(File { path, name, text });
        }
    }

    fn add_folder(&mut self, folder: &Path) {
        let mut found = Vec::new();
        files::read_folder(folder, folder, &mut found, &mut self.mistakes);
        found.into_iter().for_each(|file| self.add(Path::new(&file.path), file.text));
    }

    /// The vocabulary of a folder counts with its rules.
    fn add_vocabulary(&mut self, folder: &Path) {
        let vocabulary = folder.join("vocabulary");
        if !vocabulary.is_dir() {
            return;
        }
        let mut found = Vec::new();
        files::read_folder(folder, &vocabulary, &mut found, &mut self.mistakes);
        found.retain(|file| !self.files.iter().any(|known| known.path == file.path));
        self.files.extend(found);
    }
}

/// True if `path` names a rule or a part of the vocabulary, and not a form: YAML with an `id:`, or in a folder `vocabulary`.
pub fn is_rule_file(path: &Path) -> bool {
    let is_yaml = path.extension().is_some_and(|ending| ending == "yaml" || ending == "yml");
    is_yaml && (in_vocabulary(path) || walk::open(path, limits::FILE_BYTES).is_ok_and(|(text, _)| id(&text).is_some()))
}

/// The same of a text that may not be saved.
pub fn is_rule_text(path: &Path, text: &str) -> bool {
    let is_yaml = path.extension().is_some_and(|ending| ending == "yaml" || ending == "yml");
    let is_part = in_vocabulary(path)
        && path.parent().and_then(Path::parent).is_some_and(|folder| is_built_in(folder) || folder.join("vocabulary").is_dir());
    is_yaml && (is_part || id(text).is_some_and(|id| id.contains('/')))
}

/// The folder that a rule file belongs to, and its name there: what comes before its id, or else before its last folder.
fn whereabouts(path: &Path, text: &str) -> (PathBuf, String) {
    let bare = path.with_extension("");
    let depth = match id(text) {
        Some(id) if !in_vocabulary(path) && bare.ends_with(id) => Path::new(id).components().count(),
        _ => 2,
    };
    let folder = path.ancestors().nth(depth).unwrap_or(Path::new(""));
    let name = slashed(bare.strip_prefix(folder).unwrap_or(&bare));
    (folder.to_path_buf(), name)
}

/// The id that the file gives itself, even where the rest cannot be read.
fn id(text: &str) -> Option<&str> {
    let line = text.trim_start_matches('\u{feff}').lines().find_map(|line| line.strip_prefix("id:"))?;
    let id = line.split(" #").next().unwrap_or(line).trim().trim_matches(['"', '\'']);
    (!id.is_empty()).then_some(id)
}

fn in_vocabulary(path: &Path) -> bool {
    path.parent().and_then(Path::file_name).is_some_and(|folder| folder == "vocabulary")
}

fn is_vocabulary(mistake: &Mistake) -> bool {
    in_vocabulary(Path::new(&mistake.source.path))
}

/// True if this is the folder that the built-in rules are made from: it has all of their vocabulary.
pub fn is_built_in(folder: &Path) -> bool {
    let parts =
        files::built_in_files().iter().filter_map(|(path, _)| path.strip_prefix("rules/")).filter(|path| path.starts_with("vocabulary/"));
    let mut parts = parts.peekable();
    parts.peek().is_some() && parts.all(|part| folder.join(part).is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_tells_which_folder_a_rule_belongs_to() {
        let told = |path: &str, text: &str| {
            let (folder, name) = whereabouts(Path::new(path), text);
            (folder.to_string_lossy().into_owned(), name)
        };
        assert_eq!(told("our/words/a.yaml", "id: words/a\n"), ("our".to_owned(), "words/a".to_owned()));
        assert_eq!(told("words/a.yaml", "# ours\nid: \"words/a\" # ours\n"), (String::new(), "words/a".to_owned()));
        assert_eq!(told("our/words/b.yaml", "id: words/a\n"), ("our".to_owned(), "words/b".to_owned()));
        assert_eq!(told("our/deep/words/a.yaml", "id: deep/words/a\n"), ("our".to_owned(), "deep/words/a".to_owned()));
        assert_eq!(told("our/vocabulary/topics.yaml", "pets:\n"), ("our".to_owned(), "vocabulary/topics".to_owned()));
    }
}
