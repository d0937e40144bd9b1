//! What names of modules stand for that are no paths: `@/hooks`, by the `paths` of a `tsconfig.json`.

use super::Scope;
use super::code::joined;
use crate::dialect::{Parsers, script};
use crate::source::Source;
use crate::unknown::Property;
use crate::value::{Value, ValueKind};

/// The files that say so, the nearest of which counts.
pub(super) const FILES: &[&str] = &["tsconfig.json", "jsconfig.json"];

/// What one such file says.
#[derive(Clone, Debug, Default)]
pub(super) struct Aliases {
    /// The folder that further names start from, where it says one.
    base: Option<String>,
    /// What a name looks like, with a star for the rest of it, and the paths that it stands for.
    paths: Vec<(String, Vec<String>)>,
}

impl Aliases {
    /// Reads the file in `folder`. It is JSON in which comments may stand, as in code.
    pub(super) fn read(source: &Source, folder: &str, parsers: &mut Parsers) -> Option<Self> {
        let code = Source::new(source.id, "tsconfig.js", format!("module.exports = {}", source.text.trim_start_matches('\u{feff}')));
        let settings = script::read(&code, parsers).default?;
        let scope = Scope::default();
        let words = |value: &Value| match scope.text(value) {
            Property::Known(text) => Some(text.as_str().to_owned()),
            _ => None,
        };
        let written = scope.at(&settings, "compilerOptions.baseUrl").and_then(|base| words(&base));
        let base = written.as_ref().and_then(|base| joined(folder, base));
        let from = base.clone().unwrap_or_else(|| folder.to_owned());
        let mut paths = Vec::new();
        if let Some(ValueKind::Map(entries)) = scope.at(&settings, "compilerOptions.paths").map(|paths| paths.kind) {
            for entry in entries.iter() {
                let ValueKind::List(targets) = &entry.value.kind else { continue };
                let targets = targets.iter().filter_map(|target| joined(&from, &words(target)?)).collect();
                paths.push((entry.key.clone(), targets));
            }
        }
        Some(Aliases { base, paths })
    }

    /// The paths, without an ending, that `written` may stand for; those that are looked for first come first.
    pub(super) fn targets(&self, written: &str) -> Vec<String> {
        let mut fitting: Vec<(usize, &Vec<String>, &str)> = Vec::new();
        for (pattern, targets) in &self.paths {
            match pattern.split_once('*') {
                None if pattern == written => fitting.push((usize::MAX, targets, "")),
                Some((before, after)) => {
                    let rest = written.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
                    fitting.extend(rest.map(|rest| (before.len(), targets, rest)));
                }
                None => {}
            }
        }
        fitting.sort_by_key(|(length, ..)| std::cmp::Reverse(*length));
        let aliased = fitting.iter().flat_map(|(_, targets, rest)| targets.iter().map(|target| target.replace('*', rest)));
        aliased.chain(self.base.as_deref().and_then(|base| joined(base, written))).collect()
    }
}
