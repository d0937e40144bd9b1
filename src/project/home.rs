//! The names of a page that is code itself, and of the code files that it takes from.
//!
//! Each is followed when it is asked for, and one step at a time. What is found means the same wherever it is then read,
//! since its own names say which file they are meant in.

use std::cell::RefCell;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::Scope;
use super::view::View;
use crate::module::{self, Module};
use crate::value::Value;

/// The page's own code.
#[derive(Debug)]
pub struct Home {
    module: Arc<Module>,
    known: RefCell<FxHashMap<String, Option<Value>>>,
}

impl Home {
    /// A page that is this code.
    pub(super) fn new(module: Arc<Module>) -> Self {
        Home { module, known: RefCell::default() }
    }

    /// What `name` stands for at the top level of the page.
    fn meant(&self, name: &str, view: Option<&View>) -> Option<Value> {
        if let Some(known) = self.known.borrow().get(name) {
            return known.clone();
        }
        let found = match self.module.name(name) {
            Some(value) => Some(self.module.meaning(value, "")),
            None => self.module.import(name).and_then(|(from, there)| view?.taken(from, there)),
        };
        self.known.borrow_mut().insert(name.to_owned(), found.clone());
        found
    }
}

impl Scope<'_> {
    /// What a name that the page does not set stands for, as it is written where it is defined. `None` for a page that
    /// is no code, and for a name that nothing in the repository defines.
    pub(crate) fn defined(&self, name: &str) -> Option<Value> {
        let home = self.home.as_ref()?;
        match module::written(name) {
            (name, None | Some("")) => home.meant(name, self.view),
            (name, Some(path)) => self.view?.meant(path, name),
        }
    }

    /// The package or file that a name comes from, as it is written there. `None` where the file itself defines it.
    pub(crate) fn comes_from(&self, name: &str) -> Option<String> {
        let home = self.home.as_ref()?;
        let from = |module: &Module, name: &str| {
            let (from, _) = module.import(name)?;
            Scope::default().text(from).known().map(|from| from.as_str().to_owned())
        };
        match module::written(name) {
            (name, None | Some("")) => from(&home.module, name),
            (name, Some(path)) => from(&*self.view?.code(path)?, name),
        }
    }

    /// True if the page or a file that the name says defines or takes it.
    pub(crate) fn is_defined(&self, name: &str) -> bool {
        let Some(home) = &self.home else { return false };
        home.module.name(name).is_some() || home.module.import(name).is_some()
    }
}
