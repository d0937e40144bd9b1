//! What names of Python files stand for: a name means wherever it gets to what it means in the file that it was written in.

use super::View;
use super::code::{is_python, joined};
use super::view::one_of;
use crate::limits;
use crate::page::Import;
use crate::source::{FileId, Span};
use crate::text::Text;
use crate::unknown::Property;
use crate::value::{Entry, Value, ValueKind};

/// What a folder's own module is called.
const PACKAGE: &str = "__init__";

impl View<'_> {
    /// True if names of this file are to be looked up there: it is a file of Python or C#, and not the page.
    pub(crate) fn is_abroad(&self, file: FileId) -> bool {
        file.is_reference() && [".py", ".cs"].iter().any(|ending| self.project.store().has_ending(file, ending))
    }

    /// What a name stands for at the top level of another file.
    pub(crate) fn name_in(&self, name: &str, file: FileId) -> Option<Value> {
        let path = self.project.store().path(file)?;
        #[cfg(feature = "razor")]
        if path.ends_with(super::csharp::ENDING) {
            return self.deeper(|| self.csharp_name(name, &path));
        }
        self.deeper(|| self.python_name(&path, name))
    }

    /// What the page takes under this name with all else of a module: `from choices import *`.
    pub(super) fn taken_with_all(&self, name: &str) -> Option<Value> {
        let whole: Vec<Value> = self.own_imports().iter().filter(|import| takes_all(import)).map(|import| import.from.clone()).collect();
        let found = whole.iter().filter_map(|from| self.python_import(&self.from, from, name));
        one_of(found.collect())
    }

    fn python_name(&self, path: &str, name: &str) -> Option<Value> {
        self.deeper(|| {
            let module = self.module(path)?;
            if let Some(value) = module.name(name) {
                return Some(value.clone());
            }
            if let Some((from, there)) = module.import(name) {
                return self.python_import(path, from, there);
            }
            let found = module.reexports.iter().filter_map(|from| self.python_import(path, from, name));
            one_of(found.collect())
        })
    }

    /// What the file at `path` takes from another, under its name there; the whole of it where that is empty.
    pub(super) fn python_import(&self, path: &str, from: &Value, there: &str) -> Option<Value> {
        let written = written(from)?;
        if there.is_empty() {
            return self.python_module(self.python_file(path, &written)?, from.span);
        }
        let named = self.python_file(path, &written).and_then(|file| self.python_name(&file, there));
        named.or_else(|| self.python_module(self.python_file(path, &below(&written, there))?, from.span))
    }

    /// A whole module: its names, which are looked up when they are asked for.
    fn python_module(&self, path: String, place: Span) -> Option<Value> {
        let module = self.module(&path)?;
        let entry = |name: &str, span: Span| {
            let value = Value::new(ValueKind::Name(name.to_owned()), span);
            Entry { key: name.to_owned(), key_span: span, value }
        };
        let own = module.names.iter().map(|set| entry(&set.name, set.value.span));
        let taken = module.imports.iter().filter(|import| !takes_all(import));
        let taken = taken.flat_map(|import| import.names.iter().map(|(_, here)| entry(here, import.from.span)));
        Some(Value::new(ValueKind::Map(taken.chain(own).collect()), place))
    }

    /// The file of the repository that a dotted path names, as seen from `path`.
    fn python_file(&self, path: &str, written: &str) -> Option<String> {
        let store = self.project.store();
        let list = store.files().list();
        let at = |stem: String| {
            let tried = [format!("{stem}.py"), format!("{stem}/{PACKAGE}.py")];
            tried.into_iter().find(|path| list.binary_search(path).is_ok())
        };
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let rest = written.trim_start_matches('.');
        let slashed = rest.replace('.', "/");
        let dots = written.len() - rest.len();
        if dots > 0 {
            let up = "../".repeat(dots - 1);
            return at(joined(folder, &format!("{up}{slashed}"))?);
        }
        // The folder that holds the packages is one of those that the file lies in.
        let folders = std::iter::successors(Some(folder), |folder| match folder.rsplit_once('/') {
            Some((outer, _)) => Some(outer),
            None => (!folder.is_empty()).then_some(""),
        });
        folders.take(limits::NESTING).find_map(|folder| at(joined(folder, &slashed)?))
    }

    /// The dotted name under which a package outside the repository has what is called `name` in `file`, or on the page
    /// where there is no file: `django.forms.ChoiceField`. `None` for what the repository has itself.
    pub(crate) fn origin(&self, name: &str, file: Option<FileId>) -> Option<String> {
        let path = match file {
            Some(file) => self.project.store().path(file)?,
            None => self.from.clone(),
        };
        if !is_python(&path) {
            return None;
        }
        let imports = match file {
            Some(_) => self.module(&path)?.imports.clone(),
            None => self.own_imports(),
        };
        self.deeper(|| self.origin_among(&imports, &path, name))
    }

    fn origin_among(&self, imports: &[Import], path: &str, name: &str) -> Option<String> {
        let exact = imports.iter().rev().find_map(|import| {
            let (there, _) = import.names.iter().find(|(_, here)| here == name)?;
            Some((&import.from, there.as_str()))
        });
        if let Some((from, there)) = exact {
            return self.origin_of(path, from, there);
        }
        imports.iter().rev().filter(|import| takes_all(import)).find_map(|import| self.origin_of(path, &import.from, name))
    }

    /// Where the file at `path` has something from, at last.
    fn origin_of(&self, path: &str, from: &Value, there: &str) -> Option<String> {
        let written = written(from)?;
        let Some(file) = self.python_file(path, &written) else {
            let is_own = written.starts_with('.') || self.python_file(path, written.split('.').next()?).is_some();
            return (!is_own).then(|| below(&written, there));
        };
        self.deeper(|| {
            let module = self.module(&file)?;
            match module.name(there) {
                Some(_) => None,
                None => self.origin_among(&module.imports, &file, there),
            }
        })
    }
}

fn takes_all(import: &Import) -> bool {
    import.names.iter().any(|(there, _)| there == Import::ALL)
}

/// The name of something in a module.
fn below(module: &str, name: &str) -> String {
    match name.is_empty() || module.ends_with('.') {
        true => format!("{module}{name}"),
        false => format!("{module}.{name}"),
    }
}

fn written(from: &Value) -> Option<String> {
    match super::Scope::default().text(from) {
        Property::Known(text) => Some(Text::as_str(&text).to_owned()),
        _ => None,
    }
}
