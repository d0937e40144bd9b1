//! What lies nearest above a folder: a configuration, a baseline, the top of a repository.

use std::path::{Path, PathBuf};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// What a folder has itself of what is looked for.
pub(crate) enum Here {
    /// This.
    Found(PathBuf),
    /// Nothing, and nothing above it counts.
    Top,
    /// Nothing.
    Nothing,
}

impl Here {
    /// A file of one of these names, the first of them; above a folder with a `.git` nothing counts.
    pub(crate) fn file(folder: &Path, names: &[&str]) -> Self {
        match names.iter().map(|name| folder.join(name)).find(|path| path.is_file()) {
            Some(path) => Here::Found(path),
            None if folder.join(".git").exists() => Here::Top,
            None => Here::Nothing,
        }
    }
}

/// What lies nearest above folders. Each folder is looked into once, however many lie below it.
pub(crate) struct Above {
    look: fn(&Path) -> Here,
    /// What folders have that were looked into ahead.
    ahead: FxHashMap<PathBuf, Here>,
    known: FxHashMap<PathBuf, Option<PathBuf>>,
}

impl Above {
    /// `look` tells what a folder has itself.
    pub(crate) fn new(look: fn(&Path) -> Here) -> Self {
        Above { look, ahead: FxHashMap::default(), known: FxHashMap::default() }
    }

    /// Looks into folders that will be asked about, on all threads: a disk answers many questions at a time.
    pub(crate) fn look_ahead<P: AsRef<Path> + Sync>(&mut self, folders: &[P]) {
        let look = |folder: &P| (folder.as_ref().to_owned(), (self.look)(folder.as_ref()));
        self.ahead = folders.par_iter().map(look).collect::<Vec<_>>().into_iter().collect();
    }

    /// What lies nearest: in `folder`, or above it.
    pub(crate) fn nearest(&mut self, folder: &Path) -> Option<PathBuf> {
        if let Some(known) = self.known.get(folder) {
            return known.clone();
        }
        let found = match self.ahead.remove(folder).unwrap_or_else(|| (self.look)(folder)) {
            Here::Found(path) => Some(path),
            Here::Top => None,
            Here::Nothing => folder.parent().and_then(|above| self.nearest(above)),
        };
        self.known.insert(folder.to_owned(), found.clone());
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_nearest_counts_as_far_as_the_top_of_the_repository() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("outer/repository/app/views");
        std::fs::create_dir_all(&inner).unwrap();
        std::fs::write(folder.path().join("outer/a"), "").unwrap();
        let mut above = Above::new(|folder| Here::file(folder, &["b", "a"]));
        assert_eq!(above.nearest(&inner), Some(folder.path().join("outer/a")));
        assert_eq!(above.nearest(inner.parent().unwrap()), Some(folder.path().join("outer/a")));
        std::fs::create_dir(folder.path().join("outer/repository/.git")).unwrap();
        let mut above = Above::new(|folder| Here::file(folder, &["b", "a"]));
        assert_eq!(above.nearest(&inner), None);
        std::fs::write(folder.path().join("outer/repository/b"), "").unwrap();
        let mut above = Above::new(|folder| Here::file(folder, &["b", "a"]));
        assert_eq!(above.nearest(&inner), Some(folder.path().join("outer/repository/b")));
    }
}
