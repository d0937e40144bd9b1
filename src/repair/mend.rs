//! Fixes tried one after the other, each on the file as the last has left it, and kept only where the proof holds.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use super::propose::{Change, Proposal};
use super::{Repair, Withdrawn, alike};
use crate::config::Configs;
use crate::engine::Checked;
use crate::finding::Finding;
use crate::form::{Form, Question};
use crate::journey::Journeys;
use crate::judge::{self, Keep};
use crate::limits;
use crate::repository::{Repositories, Repository};
use crate::rules::Pack;
use crate::rules::fix::Safety;
use crate::run;
use crate::source::FileId;
use crate::text::Text;
use crate::walk::{Found, Skipped};

/// All that it takes to try a fix.
#[derive(Clone, Copy)]
pub struct Bench<'b> {
    /// The files, and what they read now.
    pub repository: &'b Repository,
    /// What they are judged by.
    pub configs: &'b Configs,
    /// The rules.
    pub pack: &'b Pack,
}

/// What came of all fixes.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The files that read otherwise now, in order of their paths.
    pub files: Vec<Fixed>,
    /// Each fix that was offered, by file and line.
    pub told: Vec<Told>,
    /// What askwell failed on meanwhile, or could not read any more.
    pub skipped: Vec<Skipped>,
}

/// A file that reads otherwise.
#[derive(Debug)]
pub struct Fixed {
    /// As reports show it.
    pub shown: String,
    /// Where it lies.
    pub path: PathBuf,
    /// What it said.
    pub before: Arc<str>,
    /// What it says.
    pub after: Arc<str>,
    /// Files with the same number are written together or not at all.
    pub together: usize,
}

/// A fix that was offered, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Told {
    /// The file of the finding, as reports show it.
    pub shown: String,
    /// The line of the finding, before anything was mended in its file.
    pub line: usize,
    /// The rule.
    pub rule: String,
    /// What was to be done.
    pub title: String,
    /// Why it was not, where it was not.
    pub withdrawn: Option<String>,
}

/// A finding as it is known by while the places around it move: its rule, its question and which of these it is, counted from the first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    rule: String,
    question: Option<usize>,
    number: usize,
}

/// What one file came to.
struct Mended<'f> {
    file: &'f Found,
    text: Option<String>,
    told: Vec<(Told, bool)>,
    /// Findings whose words or answers stand in another file.
    shared: Vec<(Key, Told)>,
}

/// What is to be written, until all of it is proven.
#[derive(Default)]
struct Drafts {
    /// What files say, by their paths.
    texts: BTreeMap<String, Arc<str>>,
    /// What there is to tell of each fix, and the files that it was written to.
    told: Vec<(Told, Vec<String>)>,
    /// Files that one fix was written to.
    together: Vec<Vec<String>>,
}

impl Drafts {
    /// What one file came to by itself.
    fn take(&mut self, path: &str, text: Option<String>, told: Vec<(Told, bool)>) {
        self.texts.extend(text.map(|text| (path.to_owned(), Arc::from(text))));
        self.told.extend(told.into_iter().map(|(told, made)| (told, if made { vec![path.to_owned()] } else { Vec::new() })));
    }

    /// A fix that was made, in several files or in one that several pages read from.
    fn made(&mut self, told: Told, proposal: &Proposal) {
        let paths: Vec<String> = proposal.changes().iter().map(|change| change.path.clone()).collect();
        self.texts.extend(proposal.texts());
        self.together.push(paths.clone());
        let title = proposal.title(told.title);
        self.told.push((Told { title, ..told }, paths));
    }

    /// These files, and all that are written with them.
    fn with_company(&self, paths: &[String]) -> BTreeSet<String> {
        let mut all: BTreeSet<String> = paths.iter().cloned().collect();
        loop {
            let known = all.len();
            let beside = self.together.iter().filter(|files| files.iter().any(|path| all.contains(path)));
            let beside: Vec<String> = beside.flatten().cloned().collect();
            all.extend(beside);
            if all.len() == known {
                return all;
            }
        }
    }

    /// Takes back what was written to these files, and to all that are written with them.
    fn take_back(&mut self, paths: &[String], why: &str) {
        let taken = self.with_company(paths);
        self.texts.retain(|path, _| !taken.contains(path));
        for (told, _) in self.told.iter_mut().filter(|(_, paths)| paths.iter().any(|path| taken.contains(path))) {
            told.withdrawn.get_or_insert_with(|| why.to_owned());
        }
    }
}

/// How often fixes are taken back because of what they do to other pages, before all are.
const ROUNDS: usize = 3;

impl<'b> Bench<'b> {
    /// Tries every fix of `asked`, what there is to tell about `found`, that is no less safe than `up_to`. What was left out of
    /// `asked` stays as it is.
    pub fn mend(&self, found: &[Found], asked: &[Checked], up_to: Safety) -> Outcome {
        let by_shown: BTreeMap<&str, &Found> = found.iter().map(|file| (file.shown.as_str(), file)).collect();
        let wanted = asked.iter().map(|checked| (checked, wanted(checked, up_to))).filter(|(_, wanted)| !wanted.is_empty());
        let work: Vec<(BTreeSet<String>, &Found)> =
            wanted.filter_map(|(checked, wanted)| Some((wanted, *by_shown.get(checked.source.path.as_str())?))).collect();
        if work.is_empty() {
            return Outcome::default();
        }
        // What is told may be less than what is there, and what is there must not grow.
        let (first, unread) = &self.judged_all(found, self.repository);
        let (mended, mut skipped) = run::each_of(work, |_, wanted, file| self.mend_file(file, &wanted, up_to));
        let mut drafts = Drafts::default();
        let mut shared = Vec::new();
        for mended in mended.into_iter().flatten() {
            drafts.take(&self.repository.path(mended.file).unwrap_or_default(), mended.text, mended.told);
            shared.extend(mended.shared.into_iter().map(|(key, told)| (mended.file, key, told)));
        }
        self.mend_shared(found, first, shared, &mut drafts);
        let further = self.prove_all(found, first, &mut drafts);
        // What could not be read before is told as such.
        skipped.extend(further.into_iter().filter(|skip| !unread.contains(skip)));
        skipped.sort();
        let files = self.fixed(&drafts);
        let mut told: Vec<Told> = drafts.told.into_iter().map(|(told, _)| told).collect();
        told.sort();
        Outcome { files, told, skipped }
    }

    fn judged_all(&self, found: &[Found], repository: &Repository) -> (Vec<Checked>, Vec<Skipped>) {
        let judged = judge::files(found, &Repositories::only(repository, found), self.configs, self.pack, Keep::Whole, &|| ());
        (judged.files, judged.skipped)
    }

    /// Judges one file by itself, as the repository reads it, and gives the journey that it stands in.
    fn judged(&self, file: &Found) -> Option<(Checked, Journeys)> {
        judge::file(file, &Repositories::only(self.repository, std::slice::from_ref(file)), self.configs, self.pack)
    }

    /// Judges it again, in the same journey.
    pub(crate) fn again(&self, file: &Found, journeys: &Journeys) -> Option<Checked> {
        judge::again(file, journeys, &Repositories::only(self.repository, std::slice::from_ref(file)), self.configs, self.pack)
    }

    /// The fixes of one file that are written into it alone.
    fn mend_file<'f>(&self, file: &'f Found, wanted: &BTreeSet<String>, up_to: Safety) -> Option<Mended<'f>> {
        let path = self.repository.path(file)?;
        let mut mended = Mended { file, text: None, told: Vec::new(), shared: Vec::new() };
        let (mut current, journeys) = self.judged(file)?;
        let mut lines = lines_of(&current);
        let left_alone = keyed(&current).filter(|(finding, _)| !wanted.contains(&identity(finding)));
        let mut passed: Vec<Key> = left_alone.map(|(_, key)| key).collect();
        while let Some((finding, key)) = next(&current, up_to, &passed) {
            let line = lines.remove(&key).unwrap_or_else(|| current.source.line(finding.place.start));
            let told = told(&current, finding, line);
            let outcome = match self.propose(file, &current, finding) {
                Ok(proposal) => match proposal.only_in(&path) {
                    Some(change) => self.try_own(file, &journeys, &current, finding, (&proposal, change)),
                    None => {
                        mended.shared.push((key.clone(), told));
                        passed.push(key);
                        continue;
                    }
                },
                Err(why) => Err(why),
            };
            match outcome {
                Ok(after) => {
                    mended.told.push((told, true));
                    mended.text = Some(after.source.text.clone());
                    // Those after it of its kind are one fewer.
                    lines = shifted(lines, &key);
                    passed.iter_mut().filter(|other| follows(other, &key)).for_each(|other| other.number -= 1);
                    current = after;
                }
                Err(why) => {
                    mended.told.push((Told { withdrawn: Some(why), ..told }, false));
                    passed.push(key);
                }
            }
        }
        Some(mended)
    }

    /// The file with the fix made, where nothing else is different and the finding gone.
    fn try_own(
        &self,
        file: &Found,
        journeys: &Journeys,
        before: &Checked,
        finding: &Finding,
        (proposal, change): (&Proposal, &Change),
    ) -> Result<Checked, Withdrawn> {
        let repository = self.repository.with_page(&change.path, change.text());
        self.verified(&repository, file, journeys, before, finding, proposal)
    }

    /// The page once `repository` holds what was proposed, where nothing else is different and the finding gone.
    fn verified(
        &self,
        repository: &Repository,
        file: &Found,
        journeys: &Journeys,
        before: &Checked,
        finding: &Finding,
        proposal: &Proposal,
    ) -> Result<Checked, Withdrawn> {
        let after = Bench { repository, ..*self }.again(file, journeys).ok_or("the file could not be read again")?;
        verify(before, &after, finding, proposal)?;
        Ok(after)
    }

    /// The repository with all that is proposed.
    fn with(&self, proposal: &Proposal) -> Repository {
        self.repository.with(self.repository.unsaved().chain(proposal.texts()).collect())
    }

    /// The edits that mend `finding`, where the proof holds: for an editor.
    #[cfg(feature = "lsp")]
    pub(crate) fn proven(&self, file: &Found, journeys: &Journeys, checked: &Checked, finding: &Finding) -> Result<Proposal, Withdrawn> {
        let proposal = self.propose(file, checked, finding)?;
        let own = self.repository.path(file).and_then(|path| proposal.only_in(&path));
        let repository = own.map_or_else(|| self.with(&proposal), |change| self.repository.with_page(&change.path, change.text()));
        self.verified(&repository, file, journeys, checked, finding, &proposal)?;
        Ok(proposal)
    }

    /// Fixes in files that several pages may read from: each page that does has to be the same but for what was mended.
    fn mend_shared(&self, found: &[Found], first: &[Checked], shared: Vec<(&Found, Key, Told)>, drafts: &mut Drafts) {
        for (file, key, told) in shared {
            let repository = self.repository.with(drafts.texts.clone());
            let bench = Bench { repository: &repository, ..*self };
            match bench.try_shared(found, first, file, &key) {
                Ok(Some(proposal)) => drafts.made(told, &proposal),
                // Another page's fix has done it.
                Ok(None) => drafts.told.push((told, drafts.texts.keys().cloned().collect())),
                Err(why) => drafts.told.push((Told { withdrawn: Some(why), ..told }, Vec::new())),
            }
        }
    }

    fn try_shared(&self, found: &[Found], first: &[Checked], file: &Found, key: &Key) -> Result<Option<Proposal>, Withdrawn> {
        let (before, journeys) = self.judged(file).ok_or("the file could not be read again")?;
        let Some((finding, _)) = keyed(&before).find(|(_, other)| other == key) else { return Ok(None) };
        let proposal = self.propose(file, &before, finding)?;
        let repository = self.with(&proposal);
        let bench = Bench { repository: &repository, ..*self };
        self.verified(&repository, file, &journeys, &before, finding, &proposal)?;
        let targets = proposal.files();
        for user in first.iter().filter(|checked| checked.source.path != file.shown && mentions(checked, &targets)) {
            let Some(user) = found.iter().find(|found| found.shown == user.source.path) else { continue };
            let Some((before, journeys)) = self.judged(user) else { continue };
            let Some(after) = bench.again(user, &journeys) else { continue };
            let repair = finding.repair.as_ref().map(|repair| &repair.intent);
            let differs = repair.and_then(|intent| alike::difference(&before, &after, intent, &proposal.replaced));
            if let Some(what) = differs.or_else(|| newly(&before, &after)) {
                return Err(format!("{} reads from there, too: {what}", user.shown));
            }
        }
        Ok(Some(proposal))
    }

    /// Judges everything with all fixes made. Where a page has something new to say, the fixes that can be the cause are
    /// taken back. Gives what could not be read then.
    fn prove_all(&self, found: &[Found], first: &[Checked], drafts: &mut Drafts) -> Vec<Skipped> {
        for round in 0..=ROUNDS {
            let repository = self.repository.with(drafts.texts.clone());
            let (checked, skipped) = self.judged_all(found, &repository);
            let olds: BTreeMap<&str, &Checked> = first.iter().map(|checked| (checked.source.path.as_str(), checked)).collect();
            let worse = checked.iter().find(|now| olds.get(now.source.path.as_str()).is_some_and(|old| newly(old, now).is_some()));
            let Some(worse) = worse.filter(|_| !drafts.texts.is_empty()) else { return skipped };
            let own = found.iter().find(|file| file.shown == worse.source.path).and_then(|file| self.repository.path(file));
            let own = own.filter(|path| drafts.texts.contains_key(path) && round < ROUNDS);
            let taken: Vec<String> = own.map_or_else(|| drafts.texts.keys().cloned().collect(), |path| vec![path]);
            drafts.take_back(&taken, &format!("{} would have something new to be said about it", worse.source.path));
        }
        // All are taken back, and the files read as they did at first.
        Vec::new()
    }

    fn fixed(&self, drafts: &Drafts) -> Vec<Fixed> {
        let number = |path: &String| {
            let company = drafts.with_company(std::slice::from_ref(path));
            drafts.texts.keys().position(|other| company.contains(other)).unwrap_or_default()
        };
        let files = drafts.texts.iter().filter_map(|(path, after)| {
            let found = self.repository.found(path);
            let before = self.repository.text(&found, limits::MOST_FILE_BYTES).ok()?;
            let before: Arc<str> = Arc::from(before.as_str());
            Some(Fixed { shown: found.shown, path: found.path, before, after: after.clone(), together: number(path) })
        });
        files.filter(|file| file.before != file.after).collect()
    }
}

fn told(checked: &Checked, finding: &Finding, line: usize) -> Told {
    let title = finding.repair.as_ref().map(Repair::title).unwrap_or_default();
    Told { shown: checked.source.path.clone(), line, rule: finding.rule.clone(), title, withdrawn: None }
}

/// The findings that are to be mended, as they are known while others around them go.
fn wanted(checked: &Checked, up_to: Safety) -> BTreeSet<String> {
    checked.findings.iter().filter(|finding| offers(finding, up_to)).map(identity).collect()
}

fn identity(finding: &Finding) -> String {
    finding.identity.in_file(&finding.rule)
}

fn offers(finding: &Finding, up_to: Safety) -> bool {
    finding.is_live() && finding.repair.as_ref().is_some_and(|repair| repair.safety <= up_to)
}

/// Every finding with what it is known by.
fn keyed(checked: &Checked) -> impl Iterator<Item = (&Finding, Key)> {
    let mut seen: BTreeMap<(&str, Option<usize>), usize> = BTreeMap::new();
    checked.findings.iter().map(move |finding| {
        let number = seen.entry((&finding.rule, finding.question)).or_default();
        let key = Key { rule: finding.rule.clone(), question: finding.question, number: *number };
        *number += 1;
        (finding, key)
    })
}

/// The first finding that offers a fix and was not passed over.
fn next<'c>(checked: &'c Checked, up_to: Safety, passed: &[Key]) -> Option<(&'c Finding, Key)> {
    keyed(checked).find(|(finding, key)| offers(finding, up_to) && !passed.contains(key))
}

fn lines_of(checked: &Checked) -> BTreeMap<Key, usize> {
    keyed(checked).map(|(finding, key)| (key, checked.source.line(finding.place.start))).collect()
}

/// True if `other` is of the same kind as `key` and comes after it.
fn follows(other: &Key, key: &Key) -> bool {
    other.rule == key.rule && other.question == key.question && other.number > key.number
}

fn shifted(lines: BTreeMap<Key, usize>, key: &Key) -> BTreeMap<Key, usize> {
    lines
        .into_iter()
        .map(|(other, line)| (if follows(&other, key) { Key { number: other.number - 1, ..other } } else { other }, line))
        .collect()
}

/// How often each rule speaks of each question.
fn counts(checked: &Checked) -> BTreeMap<(&str, Option<usize>), usize> {
    let mut counts = BTreeMap::new();
    for finding in &checked.findings {
        *counts.entry((finding.rule.as_str(), finding.question)).or_default() += 1;
    }
    counts
}

/// A finding that was not there before, if there is one.
fn newly(before: &Checked, after: &Checked) -> Option<String> {
    let known = counts(before);
    let new = counts(after).into_iter().find(|(key, count)| known.get(key).copied().unwrap_or_default() < *count);
    new.map(|((rule, _), _)| format!("{rule} would then speak"))
}

/// The proof: the page is the same but for what was mended, the finding is gone and none is new.
fn verify(before: &Checked, after: &Checked, finding: &Finding, proposal: &Proposal) -> Result<(), Withdrawn> {
    let intent = finding.repair.as_ref().map(|repair| &repair.intent).ok_or("its rule has no fix")?;
    if let Some(what) = alike::difference(before, after, intent, &proposal.replaced) {
        return Err(what);
    }
    if let Some(what) = newly(before, after) {
        return Err(what);
    }
    let key = (finding.rule.as_str(), finding.question);
    match counts(after).get(&key).copied().unwrap_or_default() < counts(before).get(&key).copied().unwrap_or_default() {
        true => Ok(()),
        false => Err("the finding would stay".to_owned()),
    }
}

/// True if words or answers of a page stand in one of these files, in whatever language it is read.
fn mentions(checked: &Checked, files: &[FileId]) -> bool {
    let is_there = |text: &Text| text.files().any(|file| files.contains(&file));
    let of_question = |question: &Question| {
        let mut words = question.answers.iter().map(|answer| &answer.label).chain([&question.prompt]);
        words.any(|words| words.known().is_some_and(is_there)) || question.answers.iter().any(|answer| files.contains(&answer.span.file))
    };
    let of_form = |form: &Form| form.questions.iter().any(of_question) || form.passages.iter().any(|passage| is_there(&passage.text));
    of_form(&checked.form) || checked.readings.iter().any(|reading| of_form(&reading.form))
}
