//! The repositories that the files of a run lie in: named paths narrow what is reported, never what is known.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::config::Configs;
use crate::project::files::{Disk, Files, Memory, Overlay};
use crate::project::{Project, View};
use crate::walk::{self, Found, Why};

/// One repository.
#[derive(Clone)]
pub struct Repository {
    project: Arc<Project>,
    disk: Arc<Disk>,
    /// Text that counts in the place of what is saved, by path.
    unsaved: BTreeMap<String, Arc<str>>,
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
    pub fn of(files: &[Found], paths: &[PathBuf]) -> Self {
        let named: Vec<Disk> = paths.iter().map(|path| Disk::holding(path)).collect();
        let nowhere = Project::new(|| Box::new(Memory::default()));
        let mut repositories = Repositories { all: Vec::new(), of_folder: BTreeMap::new(), nowhere };
        for file in files {
            let folder = folder(&file.path);
            if !repositories.of_folder.contains_key(folder) {
                let disk = Disk::of_git(&file.path).unwrap_or_else(|| without_git(&file.path, &named));
                let at = repositories.number(disk);
                repositories.of_folder.insert(folder.to_path_buf(), at);
            }
        }
        repositories
    }

    /// One repository alone, for files that lie in it.
    pub fn only(repository: &Repository, files: &[Found]) -> Self {
        let nowhere = Project::new(|| Box::new(Memory::default()));
        let of_folder = files.iter().map(|file| (folder(&file.path).to_path_buf(), 0)).collect();
        Repositories { all: vec![repository.clone()], of_folder, nowhere }
    }

    /// The text of one of the files, or why it cannot be read.
    pub fn text(&self, file: &Found) -> Result<String, Why> {
        self.holding(file).map_or_else(|| walk::text(file), |repository| repository.text(file))
    }

    fn number(&mut self, disk: Disk) -> usize {
        let known = self.all.iter().position(|repository| repository.disk.root() == disk.root());
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
        let kept = self.holding(file).filter(|repository| repository.root().join(".git").exists());
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
        Repository::on(Arc::new(disk), BTreeMap::new())
    }

    /// The repository that a path lies in.
    pub fn around(path: &Path) -> Self {
        Repository::at(Disk::holding(path))
    }

    fn on(disk: Arc<Disk>, unsaved: BTreeMap<String, Arc<str>>) -> Self {
        let (below, over) = (disk.clone(), unsaved.clone());
        let open = move || -> Box<dyn Files + Send> {
            let mut files = Overlay::over(below.clone());
            over.iter().for_each(|(path, text)| files.set(path, text.clone()));
            Box::new(files)
        };
        Repository { project: Arc::new(Project::new(open)), disk, unsaved }
    }

    /// The same where these texts count in the place of what is saved.
    pub fn with(&self, unsaved: BTreeMap<String, Arc<str>>) -> Self {
        Repository::on(self.disk.clone(), unsaved)
    }

    /// The same for whoever reads the page at `path`, which says `text` now. Other pages still see it as it was.
    pub fn reading(&self, path: &str, text: Arc<str>) -> Self {
        let mut unsaved = self.unsaved.clone();
        unsaved.insert(path.to_owned(), text);
        Repository { project: self.project.clone(), disk: self.disk.clone(), unsaved }
    }

    /// The texts that count in the place of what is saved.
    pub(crate) fn unsaved(&self) -> impl Iterator<Item = (String, Arc<str>)> {
        self.unsaved.iter().map(|(path, text)| (path.clone(), text.clone()))
    }

    /// The text of a file, or why it cannot be read.
    pub fn text(&self, file: &Found) -> Result<String, Why> {
        let unsaved = match self.unsaved.is_empty() {
            true => None,
            false => self.path(file).and_then(|path| self.unsaved.get(&path)),
        };
        unsaved.map_or_else(|| walk::text(file), |text| Ok(text.to_string()))
    }

    /// What the page in `file` can find out about other files; `None` where it lies outside the repository.
    pub fn view(&self, file: &Found, configs: &Configs) -> Option<View<'_>> {
        let view = View::new(&self.project, &self.path(file)?, "en");
        let config = configs.for_file(file).map(|(config, _)| config).unwrap_or_default();
        Some(view.with_components(config.components()))
    }

    /// What the repository calls a file; `None` where it lies outside.
    pub fn path(&self, file: &Found) -> Option<String> {
        self.disk.path(&file.path)
    }

    /// The folder that holds it all.
    pub fn root(&self) -> &Path {
        self.disk.root()
    }

    /// A path of the repository as reports show it.
    pub fn shown(&self, path: &str) -> String {
        self.disk.shown(path)
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
