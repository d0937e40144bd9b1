//! Which templates speak of which file names. It is looked up by name, so that a repository of thousands of pages is read
//! through once.

use std::collections::BTreeMap;

use memchr::memmem::Finder;
use rayon::prelude::*;

use super::folder;
use crate::repository::Repository;

/// The endings of templates that may show others within themselves.
const TEMPLATES: &[&str] = &["njk", "html", "htm", "nunjucks", "jinja", "jinja2", "j2"];

/// What a template says that shows another within itself.
const SHOWS: &str = "include";

/// Names of files that stand in templates, each with the paths of those templates, in order.
#[derive(Default)]
pub(super) struct Mentions {
    by_name: BTreeMap<String, Vec<String>>,
}

impl Mentions {
    /// The names in all templates of the repository that may show others. `text` has those that are at hand; the others are read.
    pub(super) fn of<'t>(repository: &Repository, text: impl Fn(&str) -> Option<&'t str> + Sync) -> Self {
        let store = repository.project().store();
        let shows = Finder::new(SHOWS);
        let look = |text: &str| match shows.find(text.as_bytes()) {
            Some(_) => names(text).map(str::to_owned).collect(),
            None => Vec::new(),
        };
        let named = |path: &String| match text(path) {
            Some(text) => look(text),
            None => store.look_through(path, look).unwrap_or_default(),
        };
        let templates = store.files().list().par_iter().filter(|path| TEMPLATES.iter().any(|ending| path.ends_with(ending)));
        let spoken: Vec<(&String, Vec<String>)> = templates.map(|path| (path, named(path))).collect();
        let mut mentions = Mentions::default();
        for (path, names) in spoken {
            names.into_iter().for_each(|name| mentions.add(name, path));
        }
        mentions
    }

    fn add(&mut self, name: String, path: &str) {
        let paths = self.by_name.entry(name).or_default();
        if paths.last().is_none_or(|last| last != path) {
            paths.push(path.to_owned());
        }
    }

    /// The templates that speak of a file that is called as the one at `path` is.
    pub(super) fn of_name(&self, path: &str) -> impl Iterator<Item = &str> {
        self.by_name.get(folder::name(path)).into_iter().flatten().map(String::as_str)
    }
}

/// The words of a text that may name a template.
fn names(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | '-' | '_'));
    words.filter(|word| word.rsplit_once('.').is_some_and(|(_, ending)| TEMPLATES.contains(&ending)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_paths_of_any_kind() {
        let text = "{% include \"../parts/a-b.njk\" %} {% include 'c_d.html' %} e.js index.htm.";
        assert_eq!(names(text).collect::<Vec<_>>(), ["a-b.njk", "c_d.html"]);
    }
}
