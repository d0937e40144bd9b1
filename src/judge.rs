//! From the files of a repository to what there is to say about each: read, understood, gathered into journeys, judged.
//!
//! The command line, fixes and the editor share it.

use crate::config::Configs;
use crate::engine::{self, Checked};
use crate::journey::{self, Journeys};
use crate::repository::Repositories;
use crate::rules::Pack;
use crate::run::{self, Document, Understood};
use crate::walk::{Found, Skipped};

/// Reads every form of `found`, gathers their journeys, and judges each.
pub fn files(found: &[Found], repositories: &Repositories, configs: &Configs, pack: &Pack) -> (Vec<Checked>, Vec<Skipped>) {
    let (files, _, skipped) = with_journeys(found, repositories, configs, pack, &|| ());
    (files, skipped)
}

/// Judges one file, and gives the journey that it stands in.
pub fn file(found: &Found, repositories: &Repositories, configs: &Configs, pack: &Pack) -> Option<(Checked, Journeys)> {
    let (mut files, journeys, _) = with_journeys(std::slice::from_ref(found), repositories, configs, pack, &|| ());
    Some((files.pop()?, journeys))
}

/// Judges one file again that has changed. Its journey is as it was: no other page is read.
pub fn again(found: &Found, journeys: &Journeys, repositories: &Repositories, configs: &Configs, pack: &Pack) -> Option<Checked> {
    let (read, _) = read(std::slice::from_ref(found), repositories, configs, pack, &|| ());
    judged(read, journeys, repositories, configs, pack).0.pop()
}

type Read<'f> = Vec<(Understood, &'f Found)>;

/// The same as [`files`], with their journeys; `step` is told of each file that was read.
pub(crate) fn with_journeys(
    found: &[Found],
    repositories: &Repositories,
    configs: &Configs,
    pack: &Pack,
    step: &(dyn Fn() + Sync),
) -> (Vec<Checked>, Journeys, Vec<Skipped>) {
    let (read, unread) = read(found, repositories, configs, pack, step);
    let journeys = journey::gather(&read, repositories, configs, pack, |understood| asks_for_journey(understood, pack));
    let (files, failed) = judged(read, &journeys, repositories, configs, pack);
    let mut skipped: Vec<Skipped> = unread.into_iter().chain(failed).collect();
    skipped.sort();
    (files, journeys, skipped)
}

fn read<'f>(
    found: &'f [Found],
    repositories: &Repositories,
    configs: &Configs,
    pack: &Pack,
    step: &(dyn Fn() + Sync),
) -> (Read<'f>, Vec<Skipped>) {
    let view = |file: &Found| repositories.view(file, configs);
    let then = |document: Document, file| {
        let understood = understood(document, file, pack, configs);
        step();
        (understood, file)
    };
    run::each(found, |file| repositories.text(file), view, then)
}

fn judged(read: Read, journeys: &Journeys, repositories: &Repositories, configs: &Configs, pack: &Pack) -> (Vec<Checked>, Vec<Skipped>) {
    run::each_of(read, |at, understood, file| {
        let (config, path) = configs.for_file(file).unwrap_or_default();
        let checked = engine::judge(understood, journeys.place(at), pack, &config, &path, repositories.project(file));
        let other_paths = checked.others.iter().map(|other| repositories.name_of(file, other)).collect();
        Checked { path: repositories.name(file), other_paths, ..checked }
    })
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
