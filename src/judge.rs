//! From the files of a repository to what there is to say about each: read, understood, gathered into journeys, judged.
//!
//! The command line, fixes and the editor share it.

use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::config::Configs;
use crate::engine::{self, Checked};
use crate::finding::Finding;
use crate::journey::{self, Gathered, Journeys, Known};
use crate::repository::{Reader, Repositories};
use crate::rules::Pack;
use crate::run::{self, Document, Understood};
use crate::walk::{Found, Skipped};

/// How much is kept of each file when it is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// All that it asks and says.
    Whole,
    /// What there is to tell of it.
    Told,
}

/// Some files, judged.
#[derive(Debug)]
pub struct Judged {
    /// In the order of their paths.
    pub files: Vec<Checked>,
    /// The journeys that somebody wanted to know.
    pub journeys: Vec<Arc<Gathered>>,
    /// What was not read, and why.
    pub skipped: Vec<Skipped>,
}

/// What all files are judged by.
#[derive(Clone, Copy)]
struct By<'b> {
    repositories: &'b Repositories,
    configs: &'b Configs,
    pack: &'b Pack,
}

/// Reads every form of `found`, gathers their journeys, and judges each: some files at a time, so that what is held whole
/// does not grow with their number where `keep` lets go of the rest. `step` is told of each file that was read.
pub fn files(found: &[Found], repositories: &Repositories, configs: &Configs, pack: &Pack, keep: Keep, step: &(dyn Fn() + Sync)) -> Judged {
    let by = By { repositories, configs, pack };
    let reading = repositories.reading(configs);
    let mut known = Known::default();
    let mut judged = Judged { files: Vec::new(), journeys: Vec::new(), skipped: Vec::new() };
    for (first, some) in run::together(found, &reading) {
        let (checked, _, skipped) = by.part(first, some, &reading, &mut known, keep, step);
        judged.files.extend(checked);
        judged.skipped.extend(skipped);
        repositories.forget_much();
    }
    tell_once(&mut judged.files);
    judged.skipped.sort();
    judged.journeys = known.gathered();
    judged
}

/// Leaves out what is told of words where another page shows them, if the same is told where they stand: what a component says is one
/// thing, however many pages show it. What only a page gives a component, or chooses by what it gives, is told of at the page.
fn tell_once(files: &mut [Checked]) {
    let points_elsewhere =
        |file: &Checked| file.findings.iter().any(|found| found.related.iter().any(|(place, _)| place.file != file.source.id));
    if !files.iter().any(points_elsewhere) {
        return;
    }
    let told_at_home = |file: &Checked| {
        let own = file.findings.iter().filter(|found| found.place.file == file.source.id);
        own.map(|found| (file.path.clone(), found.rule.clone(), found.place.range())).collect::<Vec<_>>()
    };
    let told: FxHashSet<(String, String, Range<usize>)> = files.iter().flat_map(told_at_home).collect();
    for file in files {
        let findings = std::mem::take(&mut file.findings);
        let is_told = |found: &Finding| {
            let mut elsewhere = found.related.iter().filter(|(place, _)| place.file != file.source.id);
            elsewhere.any(|(place, _)| file.path_of(*place).is_some_and(|path| told.contains(&(path, found.rule.clone(), place.range()))))
        };
        let left = findings.into_iter().filter(|found| !is_told(found)).collect();
        file.findings = left;
    }
}

/// Judges one file, and gives the journey that it stands in.
pub fn file(found: &Found, repositories: &Repositories, configs: &Configs, pack: &Pack) -> Option<(Checked, Journeys)> {
    let by = By { repositories, configs, pack };
    let alone = std::slice::from_ref(found);
    let (mut files, journeys, _) = by.part(0, alone, &repositories.reading(configs), &mut Known::default(), Keep::Whole, &|| ());
    Some((files.pop()?, journeys))
}

/// Judges one file again that has changed. Its journey is as it was: no other page is read.
pub fn again(found: &Found, journeys: &Journeys, repositories: &Repositories, configs: &Configs, pack: &Pack) -> Option<Checked> {
    let by = By { repositories, configs, pack };
    let (read, _) = by.read(0, std::slice::from_ref(found), &repositories.reading(configs), &|| ());
    by.judged(read, journeys, Keep::Whole).0.pop()
}

type Read<'f> = Vec<(Understood, &'f Found)>;

impl By<'_> {
    /// Judges files that are held whole together, of which the `first` is the run's.
    fn part(
        self,
        first: usize,
        found: &[Found],
        reading: &Reader,
        known: &mut Known,
        keep: Keep,
        step: &(dyn Fn() + Sync),
    ) -> (Vec<Checked>, Journeys, Vec<Skipped>) {
        let (read, unread) = self.read(first, found, reading, step);
        let wanted = |understood: &Understood| asks_for_journey(understood, self.pack);
        let journeys = journey::gather(&read, self.repositories, self.configs, self.pack, known, wanted);
        let (files, failed) = self.judged(read, &journeys, keep);
        (files, journeys, unread.into_iter().chain(failed).collect())
    }

    fn read<'f>(self, first: usize, found: &'f [Found], reading: &Reader, step: &(dyn Fn() + Sync)) -> (Read<'f>, Vec<Skipped>) {
        run::each(first, found, reading, |document, file| {
            let understood = understood(document, file, self.pack, self.configs);
            step();
            (understood, file)
        })
    }

    fn judged(self, read: Read, journeys: &Journeys, keep: Keep) -> (Vec<Checked>, Vec<Skipped>) {
        run::each_of(read, |at, understood, file| {
            let (config, path) = self.configs.for_file(file).unwrap_or_default();
            let project = self.repositories.project(file);
            let checked = engine::judge(understood, journeys.place(at), self.pack, &config, &path, project);
            let other_paths = checked.others.iter().map(|other| self.repositories.name_of(file, other)).collect();
            let checked = Checked { path: self.repositories.name(file), other_paths, ..checked };
            match keep {
                Keep::Whole => checked,
                Keep::Told => checked.told_only(),
            }
        })
    }
}

/// A document, with what its words and its configuration tell.
pub fn understood(document: Document, file: &Found, pack: &Pack, configs: &Configs) -> Understood {
    let (config, path) = configs.for_file(file).unwrap_or_default();
    run::understand(document, &config, &path, pack)
}

/// True if a page asks something that its journey is looked at for.
fn asks_for_journey(understood: &Understood, pack: &Pack) -> bool {
    let wanted = pack.topics_of_journeys();
    understood.asked.iter().any(|asked| asked.topics.iter().any(|topic| wanted.contains(topic)))
}
