//! What the names of C# files stand for: types, wherever in the repository they are, and what their objects begin as.

use super::View;
use super::view::{Asks, one_of};
use crate::value::{Value, ValueKind};

/// The ending of C# files.
pub(super) const ENDING: &str = ".cs";

/// True for pages whose names are those of C#.
pub(super) fn is_razor(path: &str) -> bool {
    path.ends_with(".cshtml") || path.ends_with(".razor")
}

impl View<'_> {
    /// What `name` stands for in the file at `from`: a type, or in a file of code, what a class there has under it.
    pub(super) fn csharp_name(&self, name: &str, from: &str) -> Option<Value> {
        if from.ends_with(ENDING) {
            let module = self.module(from)?;
            if let Some(own) = module.name(name) {
                return Some(own.clone());
            }
            let members = module.names.iter().filter_map(|set| member(&set.value, name));
            if let Some(found) = one_of(members.collect()) {
                return Some(found);
            }
        }
        if !name.starts_with(|c: char| c.is_uppercase()) || name.len() < 2 {
            return None;
        }
        self.once(Asks::Type, &format!("{name} {from}"), || self.deeper(|| self.csharp_type(name, from)))
    }

    fn csharp_type(&self, name: &str, from: &str) -> Option<Value> {
        // The code of a page stands beside it.
        let beside = format!("{from}{ENDING}");
        if let Some(found) = self.project.store().files().list().binary_search(&beside).ok().and_then(|_| self.type_in(&beside, name)) {
            return Some(found);
        }
        let store = self.project.store();
        let file = format!("{name}{ENDING}");
        let found = self.nearest_types(store.called_near(from, &file), name).or_else(|| {
            let said = ["class", "enum", "record", "struct"].map(|kind| format!("{kind} {name}"));
            self.nearest_types(store.naming_near(from, name, &said.each_ref().map(String::as_str), &[ENDING]), name)
        });
        one_of(found?)
    }

    /// The types of a name in the first of these groups of files that has some. Files further off are not read.
    fn nearest_types<'s>(&self, mut files: impl Iterator<Item = Vec<&'s str>>, name: &str) -> Option<Vec<Value>> {
        files.find_map(|paths| {
            let types: Vec<Value> = paths.into_iter().filter(|path| !is_test(path)).filter_map(|path| self.type_in(path, name)).collect();
            (!types.is_empty()).then_some(types)
        })
    }

    /// The page that is shown under this name: in the folder of the one that shows it, or in one that all share.
    pub(super) fn razor_template(&self, written: &str, from: &str) -> Option<&str> {
        let store = self.project.store();
        let bare = written.trim_start_matches(['~', '/']);
        let name = bare.strip_suffix(".cshtml").unwrap_or(bare);
        let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
        let beside = format!("{folder}/{name}.cshtml");
        if let Ok(at) = store.files().list().binary_search(&beside) {
            return store.files().list().get(at).map(String::as_str);
        }
        ["Shared/", ""].iter().find_map(|folder| store.near(from, &format!("{folder}{name}.cshtml")).ok())
    }

    fn type_in(&self, path: &str, name: &str) -> Option<Value> {
        self.module(path)?.name(name).cloned()
    }
}

/// What the objects of a class begin with under `name`.
fn member(class: &Value, name: &str) -> Option<Value> {
    let ValueKind::Class(class) = &class.kind else { return None };
    class.members.iter().find(|entry| entry.key == name).map(|entry| entry.value.clone())
}

/// True for code that no page uses.
fn is_test(path: &str) -> bool {
    path.split('/').any(|folder| folder == "tests" || folder.ends_with("Tests") || folder.ends_with(".Test"))
}
