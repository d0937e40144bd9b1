//! The repositories that the files of a run lie in: named paths narrow what is reported, never what is known.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::config::{Config, Configs};
use crate::decode::Encoding;
use crate::dialect;
use crate::limits::{self, Limits};
use crate::project::files::{Disk, Files, Memory, Overlay, Roots};
use crate::project::{Project, View};
use crate::source::{FileId, Source};
use crate::walk::{self, Found, Listing, Why};

/// One repository.
#[derive(Clone)]
pub struct Repository {
    project: Arc<Project>,
    kept: Kept,
    /// True where its history is kept beside it.
    has_history: bool,
    /// Text that counts in the place of what is saved, by path.
    unsaved: BTreeMap<String, Arc<str>>,
}

/// Where its files are.
#[derive(Clone)]
enum Kept {
    Disk(Arc<Disk>),
    /// They were given, and none is on a disk.
    Memory(Arc<Memory>),
}

/// How the files of a run are read: each from its repository, within the bounds of its configuration.
pub struct Reader<'r> {
    holding: Holding<'r>,
    configs: &'r Configs,
}

/// A file's text, and how it is written on the disk.
pub(crate) enum Text {
    /// Read for whoever asked.
    Own(String, Encoding),
    /// A reference has led to the file already.
    AtHand(Arc<Source>),
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
    of_folder: FxHashMap<OsString, usize>,
    /// For what lies in none.
    nowhere: Project,
}

impl Repositories {
    /// The repositories that these files lie in. `paths` are those that were named: where there is no `.git` above a file,
    /// they say what belongs together. `listings` are of folders that have been walked: none of these is walked again.
    pub fn of(files: &[Found], paths: &[PathBuf], listings: &[Listing], configs: &Configs) -> Self {
        let named: Vec<Disk> = paths.iter().map(|path| Disk::holding(path)).collect();
        let nowhere = Project::new(|| Box::new(Memory::default()));
        let mut repositories = Repositories { all: Vec::new(), of_folder: FxHashMap::default(), nowhere };
        let (mut roots, most) = (Roots::new(), configs.limits().file_bytes);
        let folders = walk::folders(files);
        roots.look_ahead(folders.iter().map(|(folder, _)| *folder));
        for (folder, file) in folders {
            let disk = roots.around(folder).unwrap_or_else(|| without_git(&file.path, &named));
            let at = repositories.number(disk.up_to(most), listings);
            repositories.of_folder.insert(folder.as_os_str().to_owned(), at);
        }
        repositories
    }

    /// The one repository that `given` is; `files` are those of it that are read.
    pub fn given(given: Memory, files: &[Found]) -> Self {
        Repositories::only(&Repository::on(Kept::Memory(Arc::new(given)), BTreeMap::new()), files)
    }

    /// One repository alone, for files that lie in it.
    pub fn only(repository: &Repository, files: &[Found]) -> Self {
        let nowhere = Project::new(|| Box::new(Memory::default()));
        let of_folder = files.iter().map(|file| (folder(&file.path).as_os_str().to_owned(), 0)).collect();
        Repositories { all: vec![repository.clone()], of_folder, nowhere }
    }

    /// How their files are read.
    pub fn reading<'r>(&'r self, configs: &'r Configs) -> Reader<'r> {
        Reader { holding: Holding::OneOf(self), configs }
    }

    /// Lets go of what was read and worked out, where it has come to much. Not to be called while pages are read.
    pub fn forget_much(&self) {
        self.all.iter().for_each(|repository| repository.project.forget_much());
    }

    fn number(&mut self, disk: Disk, listings: &[Listing]) -> usize {
        let known = self.all.iter().position(|repository| repository.root() == disk.root());
        known.unwrap_or_else(|| {
            self.all.push(Repository::at(disk.listed(listings)));
            self.all.len() - 1
        })
    }

    /// The repository that one of the files lies in.
    pub fn holding(&self, file: &Found) -> Option<&Repository> {
        self.all.get(*self.of_folder.get(folder(&file.path).as_os_str())?)
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
        let kept = self.holding(file).filter(|repository| repository.has_history);
        kept.and_then(|repository| repository.path(file)).unwrap_or_else(|| file.shown.clone())
    }

    /// What they call the file of a source that references from one of the files led to.
    pub fn name_of(&self, file: &Found, source: &Source) -> String {
        let kept = self.holding(file).filter(|repository| repository.has_history);
        kept.and_then(|repository| repository.project.store().path(source.id)).unwrap_or_else(|| source.path.clone())
    }

    /// The same, where these texts of the repository that `file` lies in count in the place of what is saved.
    pub fn with(&self, file: &Found, unsaved: &BTreeMap<String, Arc<str>>) -> Self {
        self.with_each(|repository| if self.lies_in(file, repository) { unsaved.clone() } else { repository.unsaved.clone() })
    }

    /// The same, where of each repository these texts count in the place of what is saved.
    pub(crate) fn with_each(&self, unsaved: impl Fn(&Repository) -> BTreeMap<String, Arc<str>>) -> Self {
        let all = self.all.iter().map(|repository| repository.with(unsaved(repository)));
        let nowhere = Project::new(|| Box::new(Memory::default()));
        Repositories { all: all.collect(), of_folder: self.of_folder.clone(), nowhere }
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

/// Files with these texts in the place of what is saved.
fn laid_over<F: Files>(below: F, texts: &BTreeMap<String, Arc<str>>) -> Overlay<F> {
    let mut files = Overlay::over(below);
    texts.iter().for_each(|(path, text)| files.set(path, text.clone()));
    files
}

fn folder(path: &Path) -> &Path {
    path.parent().unwrap_or(path)
}

impl Repository {
    fn at(disk: Disk) -> Self {
        Repository::on(Kept::Disk(Arc::new(disk)), BTreeMap::new())
    }

    fn on(kept: Kept, unsaved: BTreeMap<String, Arc<str>>) -> Self {
        let has_history = matches!(&kept, Kept::Disk(disk) if disk.root().join(".git").exists());
        let (below, over) = (kept.clone(), unsaved.clone());
        let open = move || -> Box<dyn Files + Send> {
            match &below {
                Kept::Disk(disk) => Box::new(laid_over(disk.clone(), &over).up_to(disk.most())),
                Kept::Memory(files) => Box::new(laid_over(files.clone(), &over)),
            }
        };
        Repository { project: Arc::new(Project::new(open)), kept, has_history, unsaved }
    }

    /// The same where these texts count in the place of what is saved.
    pub fn with(&self, unsaved: BTreeMap<String, Arc<str>>) -> Self {
        Repository::on(self.kept.clone(), unsaved)
    }

    /// The same for whoever reads the page at `path`, which says `text` now. Other pages still see it as it was.
    pub fn with_page(&self, path: &str, text: Arc<str>) -> Self {
        let mut unsaved = self.unsaved.clone();
        unsaved.insert(path.to_owned(), text);
        Repository { unsaved, ..self.clone() }
    }

    /// How its files are read.
    pub fn reading<'r>(&'r self, configs: &'r Configs) -> Reader<'r> {
        Reader { holding: Holding::This(self), configs }
    }

    /// The texts that count in the place of what is saved.
    pub(crate) fn unsaved(&self) -> impl Iterator<Item = (String, Arc<str>)> {
        self.unsaved.iter().map(|(path, text)| (path.clone(), text.clone()))
    }

    /// The text of a file of at most `most` bytes.
    ///
    /// # Errors
    ///
    /// Why it cannot be read.
    pub(crate) fn text(&self, file: &Found, most: u64) -> Result<Text, Why> {
        let unsaved = match self.unsaved.is_empty() {
            true => None,
            false => self.path(file).and_then(|path| self.unsaved.get(&path)),
        };
        let text = match (unsaved, &self.kept) {
            (Some(text), _) => text,
            (None, Kept::Disk(_)) => return self.at_hand(file, most).map_or_else(|| Text::read(file, most), Ok),
            (None, Kept::Memory(files)) => match (dialect::unread_language(&file.shown), files.given(&file.shown)) {
                (Some(language), _) => return Err(Why::NotYet(language)),
                (None, Some(text)) => text,
                (None, None) => return Err(Why::Unreadable("there is no such file or folder".to_owned())),
            },
        };
        match text.len() as u64 {
            bytes if bytes > most => Err(Why::TooLarge { bytes, most }),
            _ => Ok(Text::Own(text.to_string(), Encoding::Utf8)),
        }
    }

    fn at_hand(&self, file: &Found, most: u64) -> Option<Text> {
        let source = self.project.source_at_hand(&self.path(file)?)?;
        (source.text.len() as u64 <= most).then_some(Text::AtHand(source))
    }

    /// What the page in `file` can find out about other files; `None` where it lies outside the repository.
    pub fn view(&self, file: &Found, configs: &Configs) -> Option<View<'_>> {
        let view = View::new(&self.project, &self.path(file)?, "en");
        let config = configs.of_file(file);
        let components = config.map_or_else(Arc::default, Config::components);
        Some(view.with_components(components).within(config.map_or_else(Limits::default, Config::limits)))
    }

    /// What the repository calls a file; `None` where it lies outside.
    pub fn path(&self, file: &Found) -> Option<String> {
        match &self.kept {
            Kept::Disk(disk) => disk.path(&file.path),
            Kept::Memory(files) => files.list().binary_search(&file.shown).is_ok().then(|| file.shown.clone()),
        }
    }

    /// The folder that holds it all.
    pub fn root(&self) -> &Path {
        match &self.kept {
            Kept::Disk(disk) => disk.root(),
            Kept::Memory(_) => Path::new(""),
        }
    }

    /// A path of the repository as reports show it.
    pub fn shown(&self, path: &str) -> String {
        match &self.kept {
            Kept::Disk(disk) => disk.shown(path),
            Kept::Memory(files) => files.shown(path),
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

impl Text {
    fn read(file: &Found, most: u64) -> Result<Self, Why> {
        walk::text(file, most).map(|(text, encoding)| Text::Own(text, encoding))
    }

    /// What the file says.
    pub(crate) fn as_str(&self) -> &str {
        match self {
            Text::Own(text, _) => text,
            Text::AtHand(source) => &source.text,
        }
    }

    /// The same as a source of its own.
    pub(crate) fn into_source(self, id: FileId, path: &str) -> Source {
        let (text, encoding) = match self {
            Text::Own(text, encoding) => (text, encoding),
            Text::AtHand(source) => (source.text.clone(), source.encoding()),
        };
        Source::new(id, path, text).written_in(encoding)
    }
}

impl Reader<'_> {
    fn holding(&self, file: &Found) -> Option<&Repository> {
        match self.holding {
            Holding::OneOf(repositories) => repositories.holding(file),
            Holding::This(repository) => Some(repository),
        }
    }

    /// The file's text, or why there is none.
    pub(crate) fn text(&self, file: &Found) -> Result<Text, Why> {
        let most = self.configs.of_file(file).map_or(limits::FILE_BYTES, |config| config.limits().file_bytes);
        self.holding(file).map_or_else(|| Text::read(file, most), |repository| repository.text(file, most))
    }

    /// How many bytes the file has; 0 where that cannot be told.
    pub(crate) fn len(&self, file: &Found) -> u64 {
        match self.holding(file).map(|repository| &repository.kept) {
            Some(Kept::Memory(files)) => files.given(&file.shown).map_or(0, |text| text.len() as u64),
            _ => fs::metadata(&file.path).map_or(0, |meta| meta.len()),
        }
    }

    /// What the page in `file` can find out about other files.
    pub(crate) fn view(&self, file: &Found) -> Option<View<'_>> {
        self.holding(file)?.view(file, self.configs)
    }
}
