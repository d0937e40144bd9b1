//! In which files of a repository words stand: each thing that is asked is looked for once.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock};

use memchr::memmem::Finder;

use super::cache::lock;
use super::search::Search;
use super::sketch::{Sketch, Word};

/// What was asked, and what is known of the files that were looked through for it. Files go by their places in the list.
#[derive(Default)]
pub(super) struct Mentions {
    /// Places of files, by their endings.
    kinds: Mutex<BTreeMap<Vec<String>, Arc<[u32]>>>,
    searches: Mutex<BTreeMap<Asked, Arc<Search>>>,
    /// Of each listed file that was looked through for a name. They stay when texts go.
    sketches: OnceLock<Vec<OnceLock<Sketch>>>,
}

/// What is searched for, and in files of which endings.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Asked {
    needles: Vec<String>,
    /// What each of the needles names.
    name: Option<String>,
    endings: Vec<String>,
}

impl Asked {
    /// For any of `needles`, each of which has `name` in it as a whole, if there is one; in files with one of `endings`, in all where
    /// none is given.
    pub(super) fn new(needles: &[&str], name: Option<&str>, endings: &[&str]) -> Self {
        let owned = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
        Asked { needles: owned(needles), name: name.map(str::to_owned), endings: owned(endings) }
    }
}

impl Mentions {
    /// The places in `list` of the files in which what is `asked` stands, in order. `look` shows a file's text.
    pub(super) fn of(&self, asked: Asked, list: &[String], look: impl Fn(u32, &dyn Fn(&str) -> bool) -> bool) -> Arc<[u32]> {
        let known = lock(&self.searches).get(&asked).cloned();
        if let Some(answer) = known.as_deref().and_then(Search::known) {
            return answer;
        }
        let kind = self.of_kind(&asked.endings, list);
        let finders: Vec<Finder> = asked.needles.iter().map(Finder::new).collect();
        let finds = |text: &str| finders.iter().any(|finder| finder.find(text.as_bytes()).is_some());
        let word = asked.name.as_deref().and_then(Word::of);
        let sketches = self.sketches.get_or_init(|| list.iter().map(|_| OnceLock::new()).collect());
        let says = |at: u32| says(&sketches[at as usize], word, &finds, |shown| look(at, shown));
        let search = || Arc::new(Search::through(kind.clone()));
        let search = known.unwrap_or_else(|| lock(&self.searches).entry(asked.clone()).or_insert_with(search).clone());
        search.answer(says).unwrap_or_else(|| kind.iter().copied().filter(|at| says(*at)).collect())
    }

    fn of_kind(&self, endings: &[String], list: &[String]) -> Arc<[u32]> {
        let is_of_kind = |path: &str| endings.is_empty() || endings.iter().any(|ending| path.ends_with(ending));
        let places = || (0..).zip(list).filter(|(_, path)| is_of_kind(path)).map(|(at, _)| at).collect();
        lock(&self.kinds).entry(endings.to_vec()).or_insert_with(places).clone()
    }
}

/// True if a file has `word` and `finds` finds something in it. `look` shows its text, which is not asked for where the sketch tells
/// that the word is not there; the answer is the same whether there has been a sketch before or not.
fn says(
    sketch: &OnceLock<Sketch>,
    word: Option<Word>,
    finds: &dyn Fn(&str) -> bool,
    look: impl FnOnce(&dyn Fn(&str) -> bool) -> bool,
) -> bool {
    let Some(word) = word else { return look(finds) };
    if sketch.get().is_some_and(|sketch| !sketch.may_say(word)) {
        return false;
    }
    look(&|text| sketch.get_or_init(|| Sketch::of(text)).may_say(word) && finds(text))
}
