//! A code file as others use it: the names it sets, what it takes from other files and what it gives them.
//!
//! A module tells what is written. Whoever follows references looks its names up, in this file or in the one
//! that an [`Import`] names.

use crate::page::{Import, Notice, Set};
use crate::project::closed;
use crate::source::Span;
use crate::text::Text;
use crate::value::{Entry, Value, ValueKind};

/// What stands between a name and the file that it means something in. No language writes it within a name.
const IN: char = '@';

/// `name` as it is meant in the file at `path`, wherever it is read; the page's own file has an empty path.
pub fn meant_in(name: &str, path: &str) -> String {
    format!("{name}{IN}{path}")
}

/// A name as it is written, and the file that it means something in, if that is said. A Ruby name may begin with `@`.
pub fn written(name: &str) -> (&str, Option<&str>) {
    match name.char_indices().find(|&(at, c)| c == IN && at > 0 && !name[..at].ends_with(IN)) {
        Some((at, _)) => (&name[..at], Some(&name[at + 1..])),
        None => (name, None),
    }
}

/// What a component is called by that stands in a page as an element: `<Radios.Item>`.
pub fn element(tag: &str) -> String {
    format!("<{tag}>")
}

/// The tag of a component that stands in a page as an element.
pub fn tag(name: &str) -> Option<&str> {
    written(name).0.strip_prefix('<')?.strip_suffix('>')
}

/// The variable that a name starts from: `Radios` of `<Radios.Item>`.
pub fn head(name: &str) -> &str {
    match tag(name) {
        Some(tag) => tag.split('.').next().unwrap_or(tag),
        None => written(name).0,
    }
}

/// True for code that sets up what no page shows: tests, seeds, and components by themselves to look at.
pub fn is_test(path: &str) -> bool {
    const FOLDERS: &[&str] =
        &["test", "tests", "__tests__", "spec", "specs", "fixtures", "__fixtures__", "mocks", "__mocks__", "cypress", "e2e"];
    let name = path.rsplit('/').next().unwrap_or(path);
    let in_tests = path.split('/').any(|part| FOLDERS.contains(&part));
    in_tests || [".test.", ".spec.", ".stories.", ".cy."].iter().any(|part| name.contains(part))
}

/// One code file, read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Module {
    /// What stands at its top level, in order: constants, functions, classes, enums.
    pub names: Vec<Set>,
    /// What it gives, by the name that others ask for. The values are to be read among its own names.
    pub exports: Vec<(String, Value)>,
    /// What it gives to those who name nothing: `export default`, `module.exports = …`.
    pub default: Option<Value>,
    /// True where the default is the whole of what it gives, so that each name in it can be asked for.
    pub default_is_whole: bool,
    /// What it takes from other files. The name there is `default` for a default, and empty for a whole module.
    pub imports: Vec<Import>,
    /// The files whose exports it passes on, all of them: `export * from "…"`.
    pub reexports: Vec<Value>,
    /// What it hands to templates: how, under which name, and what. The values are to be read among its own names.
    pub handed: Vec<(Handed, String, Value)>,
    /// What could not be read.
    pub notices: Vec<Notice>,
}

/// How code hands something to templates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handed {
    /// To all of them, by a name.
    Global,
    /// To all of them, as a filter.
    Filter,
    /// To the one page that it shows, as a map of names.
    Page,
}

impl Module {
    /// What it gives under `name`. `None` where it gives no such thing itself; one of its re-exports may.
    pub fn export(&self, name: &str) -> Option<Value> {
        if let Some((_, value)) = self.exports.iter().rev().find(|(exported, _)| exported == name) {
            return Some(value.clone());
        }
        let default = self.default.as_ref()?;
        match &default.kind {
            _ if name == "default" => Some(default.clone()),
            _ if !self.default_is_whole => None,
            ValueKind::Map(entries) if !entries.iter().any(Entry::is_spread) => {
                entries.iter().rev().find(|entry| entry.key == name).map(|entry| entry.value.clone())
            }
            _ => {
                let key = Value::new(ValueKind::Text(Text::meaning(name, default.span)), default.span);
                Some(Value::new(ValueKind::Member(Box::new(default.clone()), Box::new(key)), default.span))
            }
        }
    }

    /// All that it gives, as one value: what `require("…")` and `import * as …` stand for. `at` is its place where it gives nothing.
    ///
    /// What its re-exports give is not in it.
    pub fn whole(&self, at: Span) -> Value {
        let entry = |key: &str, value: &Value| Entry { key: key.to_owned(), key_span: value.span, value: value.clone() };
        let named = self.exports.iter().map(|(name, value)| entry(name, value));
        let (first, span) = match &self.default {
            Some(default) if self.default_is_whole && self.exports.is_empty() => return default.clone(),
            Some(default) if self.default_is_whole => {
                let rest = Value::new(ValueKind::Spread(Box::new(default.clone())), default.span);
                (Some(entry("", &rest)), default.span)
            }
            Some(default) => (Some(entry("default", default)), default.span),
            None => (None, self.exports.first().map_or(at, |(_, value)| value.span)),
        };
        Value::new(ValueKind::Map(first.into_iter().chain(named).collect()), span)
    }

    /// `value`, written at its top level, with each of its names as it is meant in the file at `path`.
    pub fn meaning(&self, value: &Value, path: &str) -> Value {
        closed(value, &mut |name| {
            let here = head(name);
            let known = self.name(here).is_some() || self.import(here).is_some();
            known.then(|| Value::new(ValueKind::Name(meant_in(name, path)), value.span))
        })
    }

    /// What its own top level gives `name`.
    pub fn name(&self, name: &str) -> Option<&Value> {
        self.names.iter().rev().find(|set| set.name == name).map(|set| &*set.value)
    }

    /// The file that `name` comes from and its name there, where it is imported.
    pub fn import(&self, name: &str) -> Option<(&Value, &str)> {
        self.imports.iter().find_map(|import| {
            let (there, _) = import.names.iter().find(|(_, here)| here == name)?;
            Some((&import.from, there.as_str()))
        })
    }
}
