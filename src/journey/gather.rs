//! Finds the journey of each page, and reads the pages that a run was not asked for.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use rayon::prelude::*;

use super::mentions::Mentions;
use super::shape::{Shape, Shows};
use super::{Gathered, Journeys, Name, folder};
use crate::check::{Facts, Journey, Member};
use crate::config::{Config, Configs};
use crate::context::{self, Context};
use crate::dialect;
use crate::repository::{Repositories, Repository};
use crate::rules::Pack;
use crate::run::{self, Understood};
use crate::walk::Found;

/// The journeys of those of `read` that are `wanted`, some files of a run in their order. What is `known` of other files from
/// those before is not looked for again.
pub fn gather(
    read: &[(Understood, &Found)],
    repositories: &Repositories,
    configs: &Configs,
    pack: &Pack,
    known: &mut Known,
    wanted: impl Fn(&Understood) -> bool,
) -> Journeys {
    let mut journeys = Journeys { places: vec![None; read.len()] };
    for (number, repository) in repositories.all().iter().enumerate() {
        let inside = read.iter().enumerate().filter(|(_, (_, found))| repositories.lies_in(found, repository));
        let of_run: BTreeMap<String, usize> = inside.filter_map(|(at, (_, found))| Some((repository.path(found)?, at))).collect();
        if of_run.values().any(|&at| wanted(&read[at].0)) {
            let known = known.of_repository.entry(number).or_default();
            gather_in(repository, read, &of_run, configs, pack, known, &wanted, &mut journeys);
        }
    }
    journeys
}

/// The same within one repository; `of_run` are its files.
#[allow(clippy::too_many_arguments)]
fn gather_in(
    repository: &Repository,
    read: &[(Understood, &Found)],
    of_run: &BTreeMap<String, usize>,
    configs: &Configs,
    pack: &Pack,
    known: &mut KnownThere,
    wanted: &impl Fn(&Understood) -> bool,
    journeys: &mut Journeys,
) {
    let list = repository.project().store().files().list();
    let journey_files = configs.limits().journey_files;
    let mut gatherer = Gatherer { read, of_run, repository, configs, pack, list, journey_files, known };
    let asking = of_run.iter().filter(|(path, at)| wanted(&read[**at].0) && list.binary_search(path).is_ok());
    let asking: Vec<(&String, usize)> = asking.map(|(path, &at)| (path, at)).collect();
    // All at once, on all threads.
    gatherer.know(asking.iter().map(|(path, _)| *path));
    for (path, at) in asking {
        let (config, inside) = configs.for_file(read[at].1).unwrap_or_default();
        journeys.places[at] = gatherer.place(path, &config, &inside);
    }
}

struct Gatherer<'g> {
    read: &'g [(Understood, &'g Found)],
    /// The files of the run, by their paths.
    of_run: &'g BTreeMap<String, usize>,
    repository: &'g Repository,
    configs: &'g Configs,
    pack: &'g Pack,
    /// Every file of the repository.
    list: &'g [String],
    /// How many files are one journey at most.
    journey_files: usize,
    known: &'g mut KnownThere,
}

/// What is known of the files of a run as far as it has gone: facts, no pages.
#[derive(Default)]
pub struct Known {
    /// By the number of the repository.
    of_repository: BTreeMap<usize, KnownThere>,
}

impl Known {
    /// The journeys that somebody wanted to know, in the order of their repositories and folders.
    pub fn gathered(self) -> Vec<Arc<Gathered>> {
        let made = self.of_repository.into_values().flat_map(|there| there.made.into_values());
        made.flatten().map(|(gathered, _)| gathered).collect()
    }
}

/// The same of one repository.
#[derive(Default)]
struct KnownThere {
    /// Made when something first asks for it.
    mentions: Option<Mentions>,
    files: BTreeMap<String, File>,
    surveys: BTreeMap<String, Option<Arc<Survey>>>,
    made: BTreeMap<Key, Option<Made>>,
}

/// What makes a journey that one and no other: the folder of its configuration, or its own, and its name.
type Key = (PathBuf, Name);

/// A journey that was made, and its members' paths in order.
type Made = (Arc<Gathered>, Vec<String>);

/// What is known of a file that a form may stand in.
enum File {
    Read(Box<Sheet>),
    /// A form may stand in it, and it could not be read.
    Hidden,
    /// Code or data without a form.
    NoForm,
}

/// A file that was read.
struct Sheet {
    facts: Facts,
    context: Context,
    shape: Shape,
    /// The templates that it names, by their paths, and what for.
    refers: Vec<(String, Shows)>,
    /// The journey that its configuration puts it into.
    configured: Option<(PathBuf, String)>,
    /// True if the configuration lets it be checked.
    covered: bool,
}

/// The files that may belong together.
#[derive(Default)]
struct Survey {
    /// In order.
    files: Vec<String>,
    /// Those that other files of the survey, or of the repository, show within themselves.
    parts: BTreeSet<String>,
    frames: BTreeSet<String>,
    /// Those that people meet as pages.
    pages: Vec<String>,
    /// The first that may ask or say something and was not read.
    hidden: Option<String>,
}

impl Gatherer<'_> {
    /// The journey of a page, and the page's number in it.
    fn place(&mut self, path: &str, config: &Config, inside: &str) -> Option<(Arc<Gathered>, usize)> {
        let (name, folder) = match config.journey(inside) {
            Some(name) => (Name::Configured(name.to_owned()), String::new()),
            None => self.folder_of(path)?,
        };
        let key = match &name {
            Name::Configured(_) => (config.folder().to_path_buf(), name.clone()),
            _ => (PathBuf::from(&folder), name.clone()),
        };
        if !self.known.made.contains_key(&key) {
            let survey = match &name {
                Name::Configured(name) => self.configured(config, name),
                Name::Folder(_) => self.below(&folder),
                // A whole form is looked at by itself; a page with all that lies in its folder.
                Name::Alone if folder == path => {
                    Some(Arc::new(Survey { files: vec![folder.clone()], pages: vec![folder.clone()], ..Survey::default() }))
                }
                Name::Alone => self.below(&folder),
            };
            let made = survey.map(|survey| {
                let paths: Vec<String> = survey.files.iter().filter(|path| self.sheet(path).is_some()).cloned().collect();
                (Arc::new(self.made_of(&survey, &paths, &name, &folder)), paths)
            });
            self.known.made.insert(key.clone(), made);
        }
        let (journey, paths) = self.known.made[&key].as_ref()?;
        // Surveys list their files in order.
        Some((journey.clone(), paths.binary_search_by(|known| known.as_str().cmp(path)).ok()?))
    }

    /// The folder that makes the journey of a page which the configuration puts into none.
    fn folder_of(&mut self, path: &str) -> Option<(Name, String)> {
        if self.sheet(path)?.shape.is_whole_form {
            return Some((Name::Alone, path.to_owned()));
        }
        let own = folder::of(path);
        let survey = self.below(own)?;
        match survey.pages.len() {
            0 => None,
            1 => {
                let alone = (Name::Alone, own.to_owned());
                if own.is_empty() {
                    return Some(alone);
                }
                let above = folder::of(own);
                let neighbours = self.below(above)?;
                let is_single = |other: &str| neighbours.pages.iter().filter(|page| folder::holds(other, page)).count() == 1;
                let mut others = neighbours.pages.iter().filter(|page| !folder::holds(own, page));
                let is_custom = others.any(|page| folder::child(above, page).is_none_or(is_single));
                Some(if is_custom { (Name::Folder(above.to_owned()), above.to_owned()) } else { alone })
            }
            _ => Some((Name::Folder(own.to_owned()), own.to_owned())),
        }
    }

    /// What may belong together in a folder and below. `None` where there is too much for one journey.
    fn below(&mut self, folder: &str) -> Option<Arc<Survey>> {
        if let Some(known) = self.known.surveys.get(folder) {
            return known.clone();
        }
        let list = folder::below(self.list, folder);
        let files: Vec<String> = list.iter().filter(|path| dialect::may_hold_form(path)).cloned().collect();
        let survey = (files.len() <= self.journey_files).then(|| {
            let mut survey = self.survey(files);
            let prose = list.iter().find(|path| folder::is_prose(path)).cloned();
            survey.hidden = survey.hidden.into_iter().chain(prose).min();
            Arc::new(survey)
        });
        self.known.surveys.insert(folder.to_owned(), survey.clone());
        survey
    }

    /// The files of the journey that `config` calls `name`.
    fn configured(&mut self, config: &Config, name: &str) -> Option<Arc<Survey>> {
        let root = dunce::canonicalize(self.repository.root()).unwrap_or_default();
        // Globs may lead out of what can be looked at, where no repository is known.
        if !config.folder().starts_with(&root) {
            return None;
        }
        let is_named = |path: &&String| config.journey(&config.relative(&root.join(path))) == Some(name);
        let files: Vec<String> = self.list.iter().filter(|path| dialect::may_hold_form(path)).filter(is_named).cloned().collect();
        if files.len() > self.journey_files {
            return None;
        }
        self.know(&files);
        let own = |path: &String| match &self.known.files[path] {
            File::Read(sheet) => sheet.configured.as_ref().is_some_and(|(folder, own)| folder == config.folder() && own == name),
            // A nearer configuration may take a file out of the journey; one that was not read may stay in.
            File::Hidden | File::NoForm => true,
        };
        let files = files.into_iter().filter(own).collect();
        Some(Arc::new(self.survey(files)))
    }

    fn survey(&mut self, files: Vec<String>) -> Survey {
        self.know(&files);
        let mut survey = Survey::default();
        for sheet in files.iter().filter_map(|path| self.sheet(path)) {
            for (path, role) in &sheet.refers {
                match role {
                    Shows::Part => survey.parts.insert(path.clone()),
                    Shows::Frame => survey.frames.insert(path.clone()),
                };
            }
        }
        for path in &files {
            match &self.known.files[path] {
                File::Hidden if survey.hidden.is_none() => survey.hidden = Some(path.clone()),
                File::Read(sheet) if folder::is_marked_part(path) && !sheet.shape.extends => {
                    survey.parts.insert(path.clone());
                }
                File::Read(sheet) if sheet.shape.only_defines => {
                    survey.frames.insert(path.clone());
                }
                _ => {}
            }
        }
        let unclaimed: Vec<String> = files.iter().filter(|path| self.may_be_shown_elsewhere(path, &survey)).cloned().collect();
        for path in unclaimed {
            if self.is_shown_elsewhere(&path) {
                survey.parts.insert(path);
            }
        }
        let is_page = |path: &&String| {
            let is_shape = self.sheet(path).is_some_and(|sheet| !sheet.shape.is_definition);
            is_shape && !survey.parts.contains(*path) && !survey.frames.contains(*path)
        };
        survey.pages = files.iter().filter(is_page).cloned().collect();
        survey.files = files;
        survey
    }

    /// True for what asks something that matters, and of which nothing tells whether it is a page or a part of pages.
    fn may_be_shown_elsewhere(&self, path: &str, survey: &Survey) -> bool {
        let Some(sheet) = self.sheet(path) else { return false };
        let asks = self.pack.topics_of_journeys().iter().any(|&topic| sheet.facts.asks(topic));
        asks && !sheet.shape.extends && !sheet.shape.is_definition && !survey.parts.contains(path) && !survey.frames.contains(path)
    }

    /// True if a template of the repository shows this one within itself, or if too many speak of its name to tell.
    fn is_shown_elsewhere(&mut self, path: &str) -> bool {
        let (repository, read, of_run) = (self.repository, self.read, self.of_run);
        let text = |path: &str| of_run.get(path).map(|&at| read[at].0.document.source.text.as_str());
        let mentions = self.known.mentions.get_or_insert_with(|| Mentions::of(repository, text));
        let others: Vec<String> = mentions.of_name(path).filter(|other| *other != path).map(str::to_owned).collect();
        if others.len() > self.journey_files {
            return true;
        }
        self.know(&others);
        others.iter().filter_map(|other| self.sheet(other)).any(|sheet| sheet.refers.iter().any(|(shown, _)| shown == path))
    }

    fn sheet(&self, path: &str) -> Option<&Sheet> {
        match self.known.files.get(path)? {
            File::Read(sheet) => Some(sheet),
            File::Hidden | File::NoForm => None,
        }
    }

    /// Sees to it that all of these are known.
    fn know<'p>(&mut self, paths: impl IntoIterator<Item = &'p String>) {
        let unknown: Vec<&String> = paths.into_iter().filter(|path| !self.known.files.contains_key(*path)).collect();
        let (of_run, others): (Vec<&String>, Vec<&String>) = unknown.into_iter().partition(|path| self.of_run.contains_key(*path));
        let sheets: Vec<(String, File)> = of_run
            .into_par_iter()
            .map(|path| {
                let (understood, found) = &self.read[self.of_run[path]];
                (path.clone(), File::Read(Box::new(sheet(understood, found, self.repository, self.configs, self.pack))))
            })
            .collect();
        let found: Vec<Found> = others.iter().map(|path| self.repository.found(path)).collect();
        let configs = self.configs.alike(&found);
        let (read, skipped) = run::each(0, &found, &self.repository.reading(&configs), |document, found| {
            let (config, inside) = configs.for_file(found).unwrap_or_default();
            let understood = run::understand(document, &config, &inside, self.pack);
            (self.repository.path(found), sheet(&understood, found, self.repository, &configs, self.pack))
        });
        let hidden: BTreeSet<&str> = skipped.iter().map(|skip| skip.shown.as_str()).collect();
        for (path, found) in others.into_iter().zip(&found) {
            let state = if hidden.contains(found.shown.as_str()) { File::Hidden } else { File::NoForm };
            self.known.files.insert(path.clone(), state);
        }
        self.known.files.extend(sheets);
        self.known.files.extend(read.into_iter().filter_map(|(path, sheet)| Some((path?, File::Read(Box::new(sheet))))));
    }

    /// The journey of these files. Those that have a journey of their own count only for what they ask.
    fn made_of(&mut self, survey: &Survey, paths: &[String], name: &Name, folder: &str) -> Gathered {
        let mut hidden = survey.hidden.clone();
        let mut members = Vec::new();
        for path in paths {
            let counts = matches!(name, Name::Configured(_)) || self.has_no_other(path, folder);
            let Some(sheet) = self.sheet(path) else { continue };
            let facts = sheet.facts.clone();
            let facts = match (survey.frames.contains(path), survey.parts.contains(path)) {
                (true, _) => facts.of_frame(),
                (_, true) => facts.of_part(),
                _ => facts,
            };
            if !facts.visible && hidden.as_ref().is_none_or(|first| path < first) {
                hidden = Some(path.clone());
            }
            members.push(Member { facts, context: sheet.context.clone(), counts: counts && sheet.covered });
        }
        self.ask_neighbours(&mut members);
        let inferred = !matches!(name, Name::Configured(_));
        let whole = hidden.is_none() && !survey.pages.is_empty();
        let journey = Journey::new(name.looked_at(survey.pages.len()), inferred, whole, members);
        let hidden_by = hidden.map(|path| self.repository.shown(&path));
        let files = paths.iter().map(|path| self.repository.shown(path)).collect();
        Gathered { journey, name: name.clone(), pages: survey.pages.len(), hidden_by, files }
    }

    /// True for a file that `folder`, which may be the file itself, and no folder below or configuration makes a journey of.
    fn has_no_other(&mut self, path: &str, folder: &str) -> bool {
        if path == folder {
            return true;
        }
        if self.sheet(path).is_some_and(|sheet| sheet.configured.is_some() || sheet.shape.is_whole_form) {
            return false;
        }
        let own = folder::of(path);
        own == folder || (folder::of(own) == folder && self.below(own).is_some_and(|survey| survey.pages.len() < 2))
    }

    /// Tells the purpose of pages that only their neighbours tell.
    fn ask_neighbours(&self, members: &mut [Member]) {
        let told: Vec<_> = (0..members.len()).map(|at| self.told_by_neighbours(members, at)).collect();
        for (member, told) in members.iter_mut().zip(told) {
            member.context.purpose = member.context.purpose.take().or(told);
        }
    }

    fn told_by_neighbours(&self, members: &[Member], at: usize) -> Option<context::Told> {
        let member = members.get(at).filter(|member| member.counts && member.context.purpose.is_none())?;
        let others = members.iter().enumerate().filter(|(other, member)| *other != at && member.counts);
        let others: Vec<&[Vec<usize>]> = others.map(|(_, member)| member.facts.subjects()).collect();
        context::among(member.facts.subjects(), &others, &self.pack.vocabulary)
    }
}

fn sheet(understood: &Understood, found: &Found, repository: &Repository, configs: &Configs, pack: &Pack) -> Sheet {
    let Understood { document, context, .. } = understood;
    let (config, inside) = configs.for_file(found).unwrap_or_default();
    let view = repository.view(found, configs);
    let refers = document.shape.refers.iter().filter_map(|reference| {
        let template = view.as_ref()?.template(&reference.written, document.source.id)?;
        Some((repository.project().store().path(template.source.id)?, reference.role))
    });
    let facts = understood.facts(pack).clone();
    Sheet {
        refers: refers.collect(),
        facts: if document.shape.is_definition { facts.of_definition() } else { facts },
        context: context.clone(),
        shape: document.shape.clone(),
        configured: config.journey(&inside).map(|name| (config.folder().to_path_buf(), name.to_owned())),
        covered: config.covers(&inside),
    }
}
