//! What a page finds in files of code: what they give, and where their imports lead.

use std::sync::Arc;

use super::cache::lock;
use super::view::{View, one_of};
use super::{Scope, aliases, closed};
use crate::dialect::script;
use crate::module::{Handed, Module, is_test};
use crate::unknown::Property;
use crate::value::{Call, Value, ValueKind};

/// The ending of Python files, whose names mean where they are what they meant where they were written.
const PYTHON: &str = ".py";

/// The endings of code files in JavaScript and TypeScript, in the order in which a name without one is looked for.
pub(super) const CODE: &[&str] = script::ENDINGS;

impl View<'_> {
    /// The code file at `path`.
    pub(super) fn code(&self, path: &str) -> Option<Arc<Module>> {
        self.module(path)
    }

    /// What the page, which is code, takes from another file under its name there; the whole of it where that is empty.
    pub(super) fn taken(&self, from: &Value, there: &str) -> Option<Value> {
        self.deeper(|| self.taken_by(&self.from, from, there))
    }

    fn taken_by(&self, path: &str, from: &Value, there: &str) -> Option<Value> {
        let file = self.resolved(path, from)?;
        if !is_code(&file) {
            return Some(Value::clone(&*self.project.store().data(&file)?));
        }
        match there {
            "" => {
                let module = self.module(&file)?;
                Some(module.meaning(&module.whole(from.span), &file))
            }
            _ => self.given(&file, there),
        }
    }

    /// What the code file at `path` gives under `name`; its own names say that they are meant there.
    fn given(&self, path: &str, name: &str) -> Option<Value> {
        self.deeper(|| {
            let module = self.module(path)?;
            match module.export(name) {
                Some(value) => Some(module.meaning(&value, path)),
                None => {
                    let found = module.reexports.iter().filter_map(|from| self.given(&self.resolved(path, from)?, name));
                    one_of(found.collect())
                }
            }
        })
    }

    /// What `name` means at the top level of the code file at `path`.
    pub(super) fn meant(&self, path: &str, name: &str) -> Option<Value> {
        self.deeper(|| {
            let module = self.module(path)?;
            match module.name(name) {
                Some(value) => Some(module.meaning(value, path)),
                None => {
                    let (from, there) = module.import(name)?;
                    self.taken_by(path, from, there)
                }
            }
        })
    }

    /// The value that the one file of code exports which exports this name.
    pub(super) fn exported_anywhere(&self, name: &str) -> Option<Value> {
        let store = self.project.store();
        let found =
            store.naming(name, &[name], CODE).into_iter().filter(|path| !is_test(path)).filter_map(|path| self.exported(path, name));
        one_of(found.collect())
    }

    /// A function that code gives to templates under this name.
    pub(super) fn function(&self, name: &str) -> Option<Value> {
        if name.len() < 3 {
            return None;
        }
        let handed = self.handed_all(name, Handed::Global);
        if !handed.is_empty() {
            return one_of(handed).filter(|function| matches!(function.kind, ValueKind::Lambda(_)));
        }
        let store = self.project.store();
        let files = store.naming(name, &[name], CODE).into_iter().filter(|path| !is_test(path));
        let found = files.filter_map(|path| {
            let direct = self.exported(path, name).or_else(|| self.given_to_templates(path, name))?;
            matches!(direct.kind, ValueKind::Lambda(_)).then_some(direct)
        });
        one_of(found.collect())
    }

    /// What a file that sets up the template engine gives it: `export default (env) => { const globals = {}; … return globals }`.
    pub(super) fn given_to_templates(&self, path: &str, name: &str) -> Option<Value> {
        let made = self.exported(path, "default")?;
        let made = match &made.kind {
            ValueKind::Lambda(_) => {
                let call = Call { receiver: Some(made.clone()), name: String::new(), args: Vec::new(), keywords: None };
                Scope::default().value(&Value::new(ValueKind::Call(Box::new(call)), made.span))
            }
            _ => made,
        };
        let scope = Scope::default();
        let entry = scope.at(&made, name)?;
        Some(scope.value(&entry))
    }

    /// What the code file at `path` exports as `name`, with every name in it replaced by what it means there.
    pub(super) fn exported(&self, path: &str, name: &str) -> Option<Value> {
        self.deeper(|| {
            let module = self.module(path)?;
            let value = match module.export(name) {
                Some(value) => value,
                None => return self.passed_on(&module, path, name),
            };
            let value = closed(&value, &mut |name| self.named_in(&module, path, name));
            Some(Scope::default().value(&value))
        })
    }

    /// What a module passes on from another under `name`.
    fn passed_on(&self, module: &Module, path: &str, name: &str) -> Option<Value> {
        let found = module.reexports.iter().filter_map(|from| self.exported(&self.resolved(path, from)?, name));
        one_of(found.collect())
    }

    /// What a name means at the top level of a module.
    pub(super) fn named_in(&self, module: &Module, path: &str, name: &str) -> Option<Value> {
        if let Some(value) = module.name(name) {
            return Some(value.clone());
        }
        let (from, there) = module.import(name)?;
        self.imported(path, from, there)
    }

    /// What the file at `path` takes from another, under its name there; the whole of it where that is empty.
    pub(super) fn imported(&self, path: &str, from: &Value, there: &str) -> Option<Value> {
        if is_python(path) {
            return self.python_import(path, from, there);
        }
        let file = self.resolved(path, from)?;
        if is_code(&file) && !there.is_empty() {
            return self.exported(&file, there);
        }
        match is_code(&file) {
            false => Some(Value::clone(&*self.project.store().data(&file)?)),
            true => {
                let module = self.module(&file)?;
                let whole = module.whole(from.span);
                Some(closed(&whole, &mut |name| self.named_in(&module, &file, name)))
            }
        }
    }

    /// The file that an import names, as seen from `path`.
    pub(super) fn resolved(&self, path: &str, from: &Value) -> Option<String> {
        let Property::Known(written) = Scope::default().text(from) else { return None };
        let (folder, written) = (path.rsplit_once('/').map_or("", |(folder, _)| folder), written.as_str());
        // Every name of a file asks for it again.
        let asked = (folder.to_owned(), written.to_owned());
        if let Some(known) = lock(&self.project.files).get(&asked) {
            return known.clone();
        }
        let file = self.file_named(folder, written);
        lock(&self.project.files).insert(asked, file.clone());
        file
    }

    fn file_named(&self, folder: &str, written: &str) -> Option<String> {
        if written.starts_with('.') {
            return self.code_file(joined(folder, written)?);
        }
        let settled = self.aliased(folder, written).into_iter().find_map(|target| self.code_file(target));
        settled.or_else(|| self.in_source_folder(folder, written))
    }

    /// `@/x` and `~/x`: by convention in the folder `src` of the package or else the package itself, which is one of those round the file. `utils/x`: in
    /// one of those folders itself, where a service looks for its own files as for packages.
    fn in_source_folder(&self, folder: &str, written: &str) -> Option<String> {
        let mut around = std::iter::successors(Some(folder), |inner| (!inner.is_empty()).then(|| outer(inner)));
        match written.strip_prefix("@/").or_else(|| written.strip_prefix("~/")) {
            Some(rest) => around.find_map(|folder| {
                let in_folder = |path: &str| self.code_file(joined(folder, path)?);
                in_folder(&format!("src/{rest}")).or_else(|| in_folder(rest))
            }),
            None if written.contains('/') => around.find_map(|folder| self.code_file(joined(folder, written)?)),
            None => None,
        }
    }

    /// What a name that is no path may stand for, by the nearest file that settles such names.
    fn aliased(&self, folder: &str, written: &str) -> Vec<String> {
        let list = self.project.store().files().list();
        let above = std::iter::successors(Some(folder), |folder| {
            (!folder.is_empty()).then(|| folder.rsplit_once('/').map_or("", |(above, _)| above))
        });
        let mut settings = above.flat_map(|folder| aliases::FILES.iter().map(move |name| (folder, path_in(folder, name))));
        let Some((folder, path)) = settings.find(|(_, path)| list.binary_search(path).is_ok()) else { return Vec::new() };
        if let Some(known) = self.aliases.borrow().get(&path) {
            return known.targets(written);
        }
        let read = || {
            let source = self.project.store().source_at(&path)?;
            aliases::Aliases::read(&source, folder, &mut *self.parsers.try_borrow_mut().ok()?)
        };
        let Some(read) = read() else { return Vec::new() };
        let targets = read.targets(written);
        self.aliases.borrow_mut().insert(path, read);
        targets
    }

    /// The file that `target` names, with or without its ending.
    fn code_file(&self, target: String) -> Option<String> {
        let list = self.project.store().files().list();
        let plain = target.strip_suffix(".js").unwrap_or(&target);
        let tried = std::iter::once(target.clone())
            .chain(CODE.iter().chain(&["json", "vue"]).map(|ending| format!("{plain}.{ending}")))
            .chain(CODE.iter().map(|ending| format!("{target}/index.{ending}")));
        tried.into_iter().find(|path| list.binary_search(path).is_ok())
    }

    pub(super) fn module(&self, path: &str) -> Option<Arc<Module>> {
        let mut parsers = self.parsers.try_borrow_mut().ok()?;
        self.project.store().module(path, &mut parsers)
    }
}

fn path_in(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

/// The path `written` from `folder`; `None` if it leads out of the repository.
pub(super) fn joined(folder: &str, written: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in written.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

pub(super) fn is_code(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, ending)| CODE.contains(&ending)) || is_python(path)
}

pub(super) fn is_python(path: &str) -> bool {
    path.ends_with(PYTHON)
}

/// True for code, and for pages that hold some of their own.
pub(super) fn holds_code(path: &str) -> bool {
    is_code(path) || path.ends_with(".vue")
}

/// The folder that `folder` stands in.
fn outer(folder: &str) -> &str {
    folder.rsplit_once('/').map_or("", |(outer, _)| outer)
}
