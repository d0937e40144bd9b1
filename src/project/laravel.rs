//! How Laravel's pages refer to other files: views by dotted names, components by their tags, words by a file and a key in it.

use super::view::{Asks, View};
use super::words::{at, with_holes};
use crate::dialect::{blade, php};
use crate::value::Value;

/// The folders that words stand in, each with a folder for a language.
const LANGUAGES: &str = "lang";

impl View<'_> {
    /// The view that is called `written`: `partials.gender` is `partials/gender.blade.php` in the folder of views.
    pub(super) fn blade_template(&self, written: &str, from: &str) -> Option<&str> {
        let path = path(written);
        let store = self.project.store();
        ["views/", ""].iter().find_map(|folder| store.near(from, &format!("{folder}{path}.{}", blade::ENDING)).ok())
    }

    /// The file of the component that stands in a page as `<x-forms.field>`.
    pub(super) fn blade_component(&self, tag: &str, from: &str) -> Option<&str> {
        let path = path(tag.strip_prefix("x-")?);
        let last = path.rsplit('/').next().unwrap_or(&path);
        let store = self.project.store();
        let tried = [format!("components/{path}"), format!("components/{path}/index"), format!("components/{path}/{last}")];
        let places = ["views/", ""].iter().flat_map(|folder| tried.iter().map(move |path| format!("{folder}{path}.{}", blade::ENDING)));
        places.into_iter().find_map(|place| store.near(from, &place).ok())
    }

    /// What `config/forms.php` has under `titles`: `config('forms.titles')`.
    pub(super) fn laravel_setting(&self, key: &str) -> Option<Value> {
        let (file, key) = key.split_once('.')?;
        let store = self.project.store();
        let path = store.near(&self.from, &format!("config/{file}.php")).ok()?;
        at(&self.once(Asks::Words, path, || php::returned(&*store.source_at(path)?))?, key)
    }

    /// The words under `messages.gender`: those under `gender` in `lang/en/messages.php`.
    pub(super) fn laravel_words(&self, key: &str) -> Option<Value> {
        let (file, key) = key.rsplit("::").next()?.split_once('.')?;
        let store = self.project.store();
        let path = store.near(&self.from, &format!("{LANGUAGES}/{}/{file}.php", self.language)).ok()?;
        let words = self.once(Asks::Words, path, || php::returned(&*store.source_at(path)?))?;
        at(&words, key).map(with_holes)
    }
}

/// A dotted name as a path, without the name of the package that it is from.
fn path(written: &str) -> String {
    written.rsplit("::").next().unwrap_or(written).replace('.', "/")
}
