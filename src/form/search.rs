//! Forms that look something up: what people write there finds a record and tells nothing about anybody.
//!
//! The form's own name, class, role or address says so, its button does and no other button keeps what is written, or the
//! heading above the question does.

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::read::Reader;
use super::{Question, Role};
use crate::page::Element;
use crate::source::Span;
use crate::text::Text;
use crate::unknown::Property;

/// Attributes by which a form says what it is for.
const NAMED_BY: &[&str] = &["id", "name", "class", "role", "action", "aria-label"];

/// What a button says that looks something up, from its beginning.
const SEARCHES: &[&str] =
    &["search", "filter", "apply filter", "apply filters", "find patient", "find patients", "find a patient", "find record", "look up"];

/// What a button says that keeps nothing, from its beginning.
const KEEPS_NOTHING: &[&str] =
    &["clear", "reset", "cancel", "close", "back", "export", "print", "download", "remove filter", "show", "hide", "advanced"];

/// What a button says that keeps what was written, from its beginning.
const KEEPS: &[&str] = &["save", "add", "create", "register", "update", "book", "sign up", "send", "record", "confirm", "enrol"];

/// What a heading or the question itself says where something is looked up, anywhere.
const HEADED: &[&str] =
    &["search", "find a patient", "find patient", "find patients", "find a person", "find a record", "look up a patient"];

/// What a form says of itself.
#[derive(Default)]
pub(super) struct Says {
    /// Its name, class, role or address says that it looks something up.
    named: bool,
    /// So does a button.
    searches: bool,
    /// A button says that what was written is kept.
    keeps: bool,
    /// A button says something else that may be so: “Continue”.
    goes_on: bool,
}

impl Says {
    fn looks_up(&self) -> bool {
        !self.keeps && (self.named || (self.searches && !self.goes_on))
    }
}

impl Reader<'_> {
    /// Remembers what a form's attributes say of it.
    pub(super) fn form_named(&mut self, form: &Element, place: Span) {
        let named = NAMED_BY.iter().any(|name| self.attribute(form, name).known().is_some_and(|text| is_name_of_search(text.as_str())));
        self.forms.entry(place).or_default().named |= named;
    }

    /// Remembers what a button of the open form says.
    pub(super) fn button_says(&mut self, text: &Text, role: Role) {
        let Some(form) = self.in_form().filter(|_| role == Role::Button) else { return };
        let text = text.as_str().trim().to_lowercase();
        let begins = |with: &&str| text.strip_prefix(with).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
        let says = self.forms.entry(form).or_default();
        let is_one_of = |list: &[&str]| list.iter().any(begins);
        says.searches |= is_one_of(SEARCHES);
        says.keeps |= is_one_of(KEEPS);
        says.goes_on |= !is_one_of(SEARCHES) && !is_one_of(KEEPS_NOTHING) && text.contains(char::is_alphabetic);
    }
}

/// Marks the questions that help to find something; on a page for that, all of them do.
pub(super) fn mark(questions: &mut [Question], forms: &FxHashMap<Span, Says>, is_for_that: bool) {
    for question in questions {
        let form = question.in_form.and_then(|form| forms.get(&form));
        let says = |text: Option<&Text>| text.is_some_and(|text| is_headed_as_search(text.as_str()));
        question.in_search = is_for_that
            || form.is_some_and(Says::looks_up)
            || says(question.heading.as_ref())
            || says(match &question.prompt {
                Property::Known(prompt) => Some(prompt),
                _ => None,
            });
    }
}

/// True for a page that its own name or its folder's says is for that: `patients/search/results.html`, `_list_search.php`.
pub(super) fn is_page_of_search(path: &str) -> bool {
    let mut parts = path.rsplit('/');
    let name = parts.next().map_or("", |name| name.split_once('.').map_or(name, |(stem, _)| stem));
    let words = words_of(name);
    [words.first(), words.last()].contains(&Some(&"search".to_owned()))
        || parts.next().is_some_and(|folder| matches!(folder.to_lowercase().as_str(), "search" | "searches"))
}

/// True for `patientSearch`, `search-form`, `searchform` and `/patients/search`; not for `research`.
fn is_name_of_search(name: &str) -> bool {
    words_of(name).iter().any(|word| word.starts_with("search") || matches!(word.as_str(), "filter" | "filters" | "lookup"))
}

/// The words of a name, in lower case, however they are joined.
fn words_of(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut before = ' ';
    for letter in name.chars() {
        let starts = !before.is_alphanumeric() || (letter.is_uppercase() && !before.is_uppercase());
        if letter.is_alphanumeric() {
            if starts || words.is_empty() {
                words.push(String::new());
            }
            words.iter_mut().last().into_iter().for_each(|word| word.extend(letter.to_lowercase()));
        }
        before = letter;
    }
    words
}

fn is_headed_as_search(text: &str) -> bool {
    let words: SmallVec<[&str; 16]> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let says = |at: usize, word: &str| words.get(at).is_some_and(|said| said.eq_ignore_ascii_case(word));
    let stands_at = |phrase: &str, at: usize| phrase.split(' ').enumerate().all(|(number, word)| says(at + number, word));
    (0..words.len()).any(|at| HEADED.iter().any(|phrase| stands_at(phrase, at)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_says_by_its_name_that_it_is_for_searching() {
        for path in ["views/search/samples.php", "views/_list_search.php", "a/patientSearch.html", "search.njk"] {
            assert!(is_page_of_search(path), "{path}");
        }
        for path in ["views/research.html", "job-search-profile.html", "search/apply/you.html", "a.html"] {
            assert!(!is_page_of_search(path), "{path}");
        }
    }

    #[test]
    fn a_name_says_that_something_is_looked_up() {
        for name in
            ["search", "generic-search-form", "searchform", "patientSearch", "/patients/search?x=1", "js-filter", "PatientSEARCH", "lookup"]
        {
            assert!(is_name_of_search(name), "{name}");
        }
        for name in ["research", "/research/new", "form", "bookkeeping", "filtered-water", "prosearch"] {
            assert!(!is_name_of_search(name), "{name}");
        }
        assert!(is_headed_as_search("Sample Search") && is_headed_as_search("Find a patient"));
        assert!(is_headed_as_search("Please look up a patient by name") && is_headed_as_search("Search"));
        assert!(!is_headed_as_search("Look up a") && !is_headed_as_search(""));
        assert!(!is_headed_as_search("Research study") && !is_headed_as_search("Find out more"));
    }
}
