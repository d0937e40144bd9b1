//! Tries a rule that is under way on its examples, and says in plain words what happened.

use std::fs;
use std::io;
use std::path::Path;

use super::ask::Asker;
use super::steps::Work;
use super::{already, sources_file};
use crate::rules::examples;
use crate::rules::mistake::Mistake;
use crate::rules::new_source::appended;
use crate::rules::{Named, Pack};

/// Tries the rule. True if all holds.
pub(super) fn tried(work: &mut Work, folder: &Path, asker: &mut Asker) -> io::Result<bool> {
    asker.say("\nTrying the rule on your examples …")?;
    let (pack, mistakes) = loaded(work, folder);
    if !mistakes.is_empty() {
        tell(&mistakes, asker)?;
        return Ok(false);
    }
    marks(work, &pack, asker)?;
    let named = named(work, folder);
    let outcome = examples::prove_named(&pack, &named);
    if outcome.mistakes.is_empty() {
        asker.say("It holds: it speaks where it should, and the good examples are fine.")?;
        return Ok(true);
    }
    tell(&outcome.mistakes, asker)?;
    Ok(false)
}

/// What `vocabulary/sources.yaml` will say, if the rule adds to it.
pub(super) fn sources(work: &Work, folder: &Path) -> Option<String> {
    let there = fs::read_to_string(sources_file(folder)).ok();
    (!work.added.is_empty()).then(|| appended(there.as_deref(), &work.added))
}

fn named(work: &Work, folder: &Path) -> Named {
    Named::unwritten(folder, &work.draft.id, &work.draft.yaml(), sources(work, folder).as_deref())
}

fn loaded(work: &Work, folder: &Path) -> (Pack, Vec<Mistake>) {
    let (pack, mistakes, _) = named(work, folder).load(&already(folder));
    (pack, mistakes)
}

/// Where the rule speaks in each bad example, shown to whoever knows whether that is right.
fn marks(work: &mut Work, pack: &Pack, asker: &mut Asker) -> io::Result<()> {
    for number in 0..work.draft.flag.len() {
        let example = work.draft.example(&work.draft.flag[number]);
        let Some((marked, mut places)) = examples::spoken(pack, &work.draft.id, &example) else { continue };
        places.sort_by_key(|place| place.start);
        if places.is_empty() || places == marked.marks {
            continue;
        }
        let words = |places: &[std::ops::Range<usize>]| {
            places.iter().map(|place| format!("“{}”", marked.code[place.clone()].trim())).collect::<Vec<_>>().join(" and ")
        };
        let which = format!("In bad example {} your rule points at {}", number + 1, words(&places));
        let asks = match marked.marks.is_empty() {
            true => format!("{which}. Is that right?"),
            false => format!("{which}, and you marked {}. Is what it points at right?", words(&marked.marks)),
        };
        if asker.yes(&asks, true)? {
            work.draft.flag[number] = examples::marked_at(&marked, &places);
        }
    }
    Ok(())
}

fn tell(mistakes: &[Mistake], asker: &mut Asker) -> io::Result<()> {
    asker.say("It does not hold yet:")?;
    for mistake in mistakes {
        let line = mistake.source.text.get(mistake.span.range()).unwrap_or("").trim();
        asker.say(&format!("  - {}", mistake.message))?;
        if !line.is_empty() {
            asker.say(&format!("    at: {line}"))?;
        }
        if let Some(help) = &mistake.help {
            asker.say(&format!("    {help}"))?;
        }
    }
    Ok(())
}
