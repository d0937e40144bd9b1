//! What code hands to templates by name: helpers, filters and values of the whole service, and what a page is shown with.

use std::collections::BTreeMap;

use super::code::CODE;
use super::store::Store;
use super::view::{View, one_of};
use super::{Scope, closed};
use crate::module::{Handed, is_test};
use crate::value::{Value, ValueKind};

/// What stands in a file that hands something to all templates.
const MARKS: &[&str] = &["addGlobal", "addFilter", ".globals.", "app.locals."];

/// What stands before the name of a page that code shows.
const RENDER: &str = "render(";

/// The files of code that show pages, by the last part of the page's path as they write it.
#[derive(Debug, Default)]
pub(super) struct Renders {
    by_name: BTreeMap<String, Vec<String>>,
}

impl Renders {
    /// Those of the whole repository, by their text.
    pub(super) fn of(store: &Store) -> Self {
        let mut renders = Renders::default();
        for path in store.containing(RENDER, CODE).into_iter().filter(|path| !is_test(path)) {
            let Some(source) = store.source_at(path) else { continue };
            for written in pages(&source.text) {
                let files = renders.by_name.entry(last(written).to_owned()).or_default();
                if files.last().is_none_or(|last| last != path) {
                    files.push(path.to_owned());
                }
            }
        }
        renders
    }
}

/// The paths of pages that a text shows.
fn pages(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices(RENDER).filter_map(move |(at, _)| {
        let rest = text[at + RENDER.len()..].trim_start();
        let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\'' | '`'))?;
        let written = &rest[1..];
        written.find(quote).map(|end| &written[..end])
    })
}

/// The last part of a path, without its ending.
fn last(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.split_once('.').map_or(name, |(stem, _)| stem)
}

/// True if code that shows `written` shows the page at `path`.
fn shows(written: &str, path: &str) -> bool {
    let bare = |path: &str| path.rsplit_once('.').filter(|(_, ending)| !ending.contains('/')).map_or(path, |(bare, _)| bare).to_owned();
    let (written, path) = (bare(written.trim_start_matches(['.', '/'])), bare(path));
    path.strip_suffix(&written).is_some_and(|before| before.is_empty() || before.ends_with('/'))
}

impl View<'_> {
    /// What the service gives all templates under `name`.
    pub(super) fn handed(&self, name: &str) -> Option<Value> {
        one_of(self.handed_all(name, Handed::Global))
    }

    /// The filter of the service's own that goes by `name`.
    pub(super) fn handed_filter(&self, name: &str) -> Option<Value> {
        let mut found = self.handed_all(name, Handed::Filter);
        if found.is_empty() {
            // What such a file passes on need not stand in it.
            let store = self.project.store();
            let files = CODE.iter().flat_map(|ending| store.ending_with(&format!("filters.{ending}"))).filter(|path| !is_test(path));
            found = files.filter_map(|path| self.exported(path, name).or_else(|| self.given_to_templates(path, name))).collect();
        }
        one_of(found).filter(|function| matches!(function.kind, ValueKind::Lambda(_)))
    }

    /// Everything that files of code hand to templates as `name`.
    pub(super) fn handed_all(&self, name: &str, how: Handed) -> Vec<Value> {
        let store = self.project.store();
        let mut found = Vec::new();
        for path in store.containing_any(MARKS, CODE).into_iter().filter(|path| !is_test(path)) {
            let Some(module) = self.module(path) else { continue };
            for (_, _, value) in module.handed.iter().filter(|(as_what, known, _)| *as_what == how && known == name) {
                let value = closed(value, &mut |name| self.named_in(&module, path, name));
                found.push(Scope::default().value(&value));
            }
        }
        found
    }

    /// What the code that shows this page gives it under `name`, where all code that shows it says the same.
    pub(super) fn rendered_with(&self, name: &str) -> Option<Value> {
        let mut found = Vec::new();
        for path in self.project.renders().by_name.get(last(&self.from))? {
            let module = self.module(path)?;
            for (_, written, value) in module.handed.iter().filter(|(as_what, ..)| *as_what == Handed::Page) {
                if !shows(written, &self.from) {
                    continue;
                }
                let value = closed(value, &mut |name| self.named_in(&module, path, name));
                found.push(given_in(&Scope::default().value(&value), name)?);
            }
        }
        one_of(found)
    }
}

/// What a map gives `name`, unless something that comes later may give it another value.
fn given_in(map: &Value, name: &str) -> Option<Value> {
    let ValueKind::Map(entries) = &map.kind else { return None };
    let at = entries.iter().rposition(|entry| entry.key == name && !entry.is_spread())?;
    let settled = !entries[at..].iter().any(|entry| entry.is_spread());
    settled.then(|| Scope::default().value(&entries[at].value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_shown_by_the_end_of_its_path() {
        assert!(shows("pages/about-you", "app/views/pages/about-you.njk"));
        assert!(shows("./about-you.html", "about-you.html"));
        assert!(!shows("you", "app/views/pages/about-you.njk"));
        assert_eq!(pages("res.render('a/b', {}); render( `c` ); render(x)").collect::<Vec<_>>(), ["a/b", "c"]);
    }
}
