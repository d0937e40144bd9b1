//! Answers whose words stand under keys: one more in the list, and its words in every language that the question is read in.

use super::anatomy::Anatomy;
use super::answer::{self, Answers, New};
use super::keyed::{self, Keys};
use super::mend::Bench;
use super::naming::name_of;
use super::propose::{Change, Opened, dialect_of};
use super::{Edit, Withdrawn};
use crate::classify;
use crate::engine::Checked;
use crate::form::{Answer, Question};
use crate::rules::fix::{Addition, FIRST};
use crate::text::Text;
use crate::walk::Found;

/// What is to be added, and to what.
pub(super) struct Translated<'a> {
    pub(super) bench: Bench<'a>,
    pub(super) file: &'a Found,
    pub(super) checked: &'a Checked,
    pub(super) question: &'a Question,
    pub(super) missing: Vec<&'a Addition>,
    /// The number of the answer that they stand before, unless they stand last.
    pub(super) before: Option<usize>,
}

impl Translated<'_> {
    /// What is written: into the list, and into each file of words. Where one has them already, it is named all the same: the
    /// list needs it. `words` are the first language's.
    pub(super) fn changes(&self, list: Opened, words: Opened) -> Result<Vec<Change>, Withdrawn> {
        let keys = Keys::of(self.question, &words.source, &words.anatomy)?;
        self.in_no_other_language(&words, &keys)?;
        let new = self.new_keys(&keys)?;
        let named = keys.named_in(self.question, &list.source, &list.anatomy)?;
        let answers = Answers::of(self.question, &list.source, &list.anatomy, Some(&named))?;
        let beside = answers.model(self.before)?;
        let each = self.missing.iter().zip(&new).map(|(answer, key)| New { means: &answer.means, words: &answer.words, shown: key });
        let entry = answers.add(&each.collect::<Vec<New>>(), self.before, dialect_of(&list.source))?;
        let mut written = vec![self.words_in(FIRST, &keys, beside, &new, &words)?];
        let mut opened = Vec::new();
        for (language, question) in self.further() {
            let words = self.words_of(language, question, &list)?;
            let own = Keys::of(question, &words.source, &words.anatomy)?;
            if !own.are_those_of(&keys) {
                return Err(format!("the words of its answers have other keys in {}", words.path));
            }
            written.push(self.words_in(language, &own, beside, &new, &words)?);
            opened.push(words);
        }
        let files = std::iter::once(words).chain(opened).zip(written);
        let changed = files.map(|(words, edit)| words.changed(edit.into_iter().collect()));
        Ok(std::iter::once(list.changed(vec![entry])).chain(changed).collect())
    }

    /// A key for each answer, named as those that are there.
    fn new_keys(&self, keys: &Keys) -> Result<Vec<String>, Withdrawn> {
        let (known, other) = (keys.names(), keys.others());
        let new: Option<Vec<String>> = self.missing.iter().map(|answer| name_of(&answer.words, &known, &other)).collect();
        new.ok_or_else(|| "the keys of its words are made in a way that askwell cannot tell".to_owned())
    }

    /// The words and their keys for one language, put into its file behind those of the answer before.
    fn words_in(&self, language: &str, keys: &Keys, beside: usize, new: &[String], words: &Opened) -> Result<Option<Edit>, Withdrawn> {
        let said = new.iter().zip(&self.missing).map(|(key, answer)| Some((key.as_str(), answer.words_in(language)?)));
        let said: Option<Vec<(&str, &str)>> = said.collect();
        let behind = self.before.unwrap_or(self.question.answers.len()).checked_sub(1);
        keys.add(beside, behind, &said.ok_or_else(|| self.no_words(&self.title(language), &words.path))?)
    }

    /// The question in each further language that it has words of its own in.
    fn further(&self) -> impl Iterator<Item = (&str, &Question)> {
        let place = |answer: &Answer| answer.label.known().and_then(Text::span);
        self.checked.readings.iter().filter_map(move |reading| {
            let at = classify::same_question(&reading.form, self.question)?;
            let question = &reading.form.questions[at];
            let has_own = question.answers.iter().zip(&self.question.answers).any(|(own, first)| {
                let own = place(own);
                own.is_some() && own != place(first)
            });
            has_own.then_some((reading.language.as_str(), question))
        })
    }

    /// The file of the words of `question`, as it is read in `language`.
    fn words_of(&self, language: &str, question: &Question, list: &Opened) -> Result<Opened, Withdrawn> {
        let title = self.title(language);
        if question.answers.len() != self.question.answers.len() || answer::file_of(question) != Some(list.source.id) {
            return Err(format!("in {title} the question has a list of answers of its own"));
        }
        let words = keyed::file_of(question, list.source.id)?.ok_or_else(|| format!("not all of its answers have words in {title}"))?;
        self.bench.opened(self.file, self.checked, words)
    }

    /// An error where the same keys have words in a language that askwell does not read.
    fn in_no_other_language(&self, words: &Opened, keys: &Keys) -> Result<(), Withdrawn> {
        let store = self.bench.repository.project().store();
        for (language, path) in self.bench.repository.project().words_in_unread_languages(&words.path) {
            let Some(source) = store.source_at(&path) else { continue };
            if keys.are_all_in(&source, &Anatomy::of(&source)) {
                return Err(self.no_words(&self.title(&language), &path));
            }
        }
        Ok(())
    }

    /// What whoever takes the words has to know of them.
    pub(super) fn note(&self) -> Option<String> {
        let languages = self.bench.pack.vocabulary.languages();
        let written = self.further().filter_map(|(name, _)| languages.get(name));
        let unreviewed: Vec<&str> =
            written.filter(|language| language.reviewed_by.is_empty()).map(|language| language.title.as_str()).collect();
        (!unreviewed.is_empty()).then(|| format!("its words in {} are not reviewed yet", unreviewed.join(" and ")))
    }

    fn no_words(&self, language: &str, path: &str) -> Withdrawn {
        format!("it is also asked in {language} ({path}), and its rule has no words for that")
    }

    /// What a language is called.
    fn title(&self, language: &str) -> String {
        let known = self.bench.pack.vocabulary.languages().get(language);
        known.map_or_else(|| format!("the language “{language}”"), |known| known.title.clone())
    }
}
