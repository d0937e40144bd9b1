//! The repositories that the files of a run lie in: named paths narrow what is reported, never what is known.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::config::Configs;
use crate::decode::Encoding;
use crate::dialect;
use crate::limits;
use crate::project::files::{Disk, Files, Memory};
use crate::project::{Project, View};
use crate::walk::{self, Found, Why};

/// One repository.
pub struct Repository {
    project: Project,
    place: Place,
    /// True where its history is kept beside it.
    is_kept: bool,
}

/// Where a repository is kept.
enum Place {
    Disk(Disk),
    Memory(Memory),
}

/// How the files of a run are read: each from its repository, within the bounds of its configuration.
pub struct Reader<'r> {
    holding: Holding<'r>,
    configs: &'r Configs,
}

/// Which repository a file lies in.
enum Holding<'r> {
    OneOf(&'r Repositories),
    This(&'r Repository),
}

/// Those of a run, each once.
pub struct Repositories {
    all: Vec<Repository>,
    /// The number of the one that the files of a folder lie in, by folder.
    of_folder: BTreeMap<PathBuf, usize>,
    /// For what lies in none.
    nowhere: Project,
}

impl Repositories {
    /// The repositories that these files lie in. `paths` are those that were named: where there is no `.git` above a file,
    /// they say what belongs together.
    pub fn of(files: &[Found], paths: &[PathBuf], configs: &Configs) -> Self {
        let named: Vec<Disk> = paths.iter().map(|path| Disk::holding(path)).collect();
        let nowhere = Project::new(|| Box::new(Memory::default()));
        let mut repositories = Repositories { all: Vec::new(), of_folder: BTreeMap::new(), nowhere };
        for file in files {
            let folder = folder(&file.path);
            if !repositories.of_folder.contains_key(folder) {
                let disk = Disk::of_git(&file.path).unwrap_or_else(|| without_git(&file.path, &named));
                let at = repositories.number(disk.up_to(configs.limits().file_bytes));
                repositories.of_folder.insert(folder.to_path_buf(), at);
            }
        }
        repositories
    }

    /// One repository of files that were given: nothing is read from the disk.
    pub fn given(memory: Memory, files: &[Found]) -> Self {
        let of_folder = files.iter().map(|file| (folder(&file.path).to_path_buf(), 0)).collect();
        Repositories { all: vec![Repository::given(memory)], of_folder, nowhere: Project::new(|| Box::new(Memory::default())) }
    }

    /// How their files are read.
    pub fn reading<'r>(&'r self, configs: &'r Configs) -> Reader<'r> {
        Reader { holding: Holding::OneOf(self), configs }
    }

    /// Lets go of what was read and worked out, where it has come to much. Not to be called while pages are read.
    pub fn forget_much(&self) {
        self.all.iter().for_each(|repository| repository.project.forget_much());
    }

    fn number(&mut self, disk: Disk) -> usize {
        let known = self.all.iter().position(|repository| repository.root() == disk.root());
        known.unwrap_or_else(|| {
            self.all.push(Repository::at(disk));
            self.all.len() - 1
        })
    }

    /// The repository that one of the files lies in.
    pub fn holding(&self, file: &Found) -> Option<&Repository> {
        self.all.get(*self.of_folder.get(folder(&file.path))?)
    }

    /// True if that is `repository`.
    pub fn lies_in(&self, file: &Found, repository: &Repository) -> bool {
        self.holding(file).is_some_and(|own| std::ptr::eq(own, repository))
    }

    /// What the page in `file` can find out about other files.
    pub fn view(&self, file: &Found, configs: &Configs) -> Option<View<'_>> {
        self.holding(file)?.view(file, configs)
    }

    /// What references have led to from one of the files.
    pub fn project(&self, file: &Found) -> &Project {
        self.holding(file).map_or(&self.nowhere, |repository| &repository.project)
    }

    /// What other people and programs call one of the files: its path from where the repository's history is kept, or else
    /// from where the command runs.
    pub fn name(&self, file: &Found) -> String {
        let kept = self.holding(file).filter(|repository| repository.is_kept);
        kept.and_then(|repository| repository.path(file)).unwrap_or_else(|| file.shown.clone())
    }

    /// All of them.
    pub fn all(&self) -> &[Repository] {
        &self.all
    }
}

/// The named path around a file that holds most; else the file's own folder.
fn without_git(path: &Path, named: &[Disk]) -> Disk {
    let around = named.iter().filter(|disk| disk.path(path).is_some());
    let root = around.map(Disk::root).min_by_key(|root| root.components().count());
    root.map_or_else(|| Disk::holding(path), Disk::at)
}

fn folder(path: &Path) -> &Path {
    path.parent().unwrap_or(path)
}

impl Repository {
    fn at(disk: Disk) -> Self {
        let (root, most) = (disk.root().to_path_buf(), disk.most());
        let is_kept = root.join(".git").exists();
        Repository { project: Project::new(move || Box::new(Disk::at(root.clone()).up_to(most))), place: Place::Disk(disk), is_kept }
    }

    fn given(files: Memory) -> Self {
        let given = files.clone();
        Repository { project: Project::new(move || Box::new(given.clone())), place: Place::Memory(files), is_kept: false }
    }

    /// How its files are read.
    pub fn reading<'r>(&'r self, configs: &'r Configs) -> Reader<'r> {
        Reader { holding: Holding::This(self), configs }
    }

    /// What the page in `file` can find out about other files; `None` where it lies outside the repository.
    pub fn view(&self, file: &Found, configs: &Configs) -> Option<View<'_>> {
        let view = View::new(&self.project, &self.path(file)?, "en");
        let config = configs.for_file(file).map(|(config, _)| config).unwrap_or_default();
        Some(view.with_components(config.components()).within(config.limits()))
    }

    /// What the repository calls a file; `None` where it lies outside.
    pub fn path(&self, file: &Found) -> Option<String> {
        match &self.place {
            Place::Disk(disk) => disk.path(&file.path),
            Place::Memory(_) => Some(file.shown.clone()),
        }
    }

    /// The folder that holds it all.
    pub fn root(&self) -> &Path {
        match &self.place {
            Place::Disk(disk) => disk.root(),
            Place::Memory(_) => Path::new(""),
        }
    }

    /// A path of the repository as reports show it.
    pub fn shown(&self, path: &str) -> String {
        match &self.place {
            Place::Disk(disk) => disk.shown(path),
            Place::Memory(_) => path.to_owned(),
        }
    }

    /// The configurations of these files of the repository.
    pub fn configs(&self, files: &[Found]) -> Configs {
        match &self.place {
            Place::Disk(_) => Configs::of(files),
            Place::Memory(memory) => Configs::within(memory, files),
        }
    }

    /// The file at a path of the repository, which nobody has named.
    pub fn found(&self, path: &str) -> Found {
        Found { shown: self.shown(path), path: self.root().join(path), named: false }
    }

    /// What references have led to.
    pub fn project(&self) -> &Project {
        &self.project
    }
}

impl Reader<'_> {
    fn holding(&self, file: &Found) -> Option<&Repository> {
        match self.holding {
            Holding::OneOf(repositories) => repositories.holding(file),
            Holding::This(repository) => Some(repository),
        }
    }

    /// The file's text, and how it is written on the disk, or why there is none.
    pub(crate) fn text(&self, file: &Found) -> Result<(String, Encoding), Why> {
        let most = self.configs.for_file(file).map_or(limits::FILE_BYTES, |(config, _)| config.limits().file_bytes);
        let Some(files) = self.memory(file) else { return walk::text(file, most) };
        if let Some(language) = dialect::unread_language(&file.shown) {
            return Err(Why::NotYet(language));
        }
        let text = files.given(&file.shown).ok_or_else(|| Why::Unreadable("there is no such file".to_owned()))?;
        match text.len() as u64 {
            bytes if bytes > most => Err(Why::TooLarge { bytes, most }),
            _ => Ok((text.to_string(), Encoding::Utf8)),
        }
    }

    /// How many bytes the file has; 0 where that cannot be told.
    pub(crate) fn len(&self, file: &Found) -> u64 {
        match self.memory(file) {
            Some(files) => files.given(&file.shown).map_or(0, |text| text.len() as u64),
            None => fs::metadata(&file.path).map_or(0, |meta| meta.len()),
        }
    }

    /// What the page in `file` can find out about other files.
    pub(crate) fn view(&self, file: &Found) -> Option<View<'_>> {
        self.holding(file)?.view(file, self.configs)
    }

    fn memory(&self, file: &Found) -> Option<&Memory> {
        match &self.holding(file)?.place {
            Place::Memory(memory) => Some(memory),
            Place::Disk(_) => None,
        }
    }
}
