//! What a prototype begins with: the lists in `app/data/session-data-defaults.js`, which its pages have as `data`.
//!
//! What people enter goes into the same place. So only a list that no page and no code of the repository gives another value is known.

use super::code::CODE;
use super::view::{Asks, View};
use super::words;
use crate::module::is_test;
use crate::value::{Value, ValueKind};

/// Where the prototype kits of the NHS and of GOV.UK keep it.
const DEFAULTS: &str = "app/data/session-data-defaults.js";

/// The endings of pages that a prototype can have.
const PAGES: &[&str] = &["html", "njk"];

impl View<'_> {
    /// The list that `data` has under `key` from the beginning on, and keeps.
    pub(super) fn session_list(&self, key: &str) -> Option<Value> {
        let path = self.project.store().near(&self.from, DEFAULTS).ok()?;
        self.once(Asks::Session, &format!("{path} {key}"), || {
            self.deeper(|| {
                let defaults = self.exported(path, "default")?;
                let list = words::at(&defaults, key)?;
                let is_list = matches!(&list.kind, ValueKind::List(items) if !items.is_empty());
                (is_list && !self.may_change(key)).then_some(list)
            })
        })
    }

    /// True if a page has a control whose answer goes there, or code sets or changes it.
    fn may_change(&self, key: &str) -> bool {
        let store = self.project.store();
        let answers = [format!("name=\"{key}\""), format!("name: \"{key}\""), format!("name: '{key}'"), format!("\"name\": \"{key}\"")];
        let parts = [format!("data.{key}"), format!("data['{key}']"), format!("data[\"{key}\"]")];
        let changes = [" = ", ".push(", ".unshift(", ".splice("];
        let changes: Vec<String> = parts.iter().flat_map(|part| changes.iter().map(move |change| format!("{part}{change}"))).collect();
        let said = |needles: &[String], endings| store.naming(key, &needles.iter().map(String::as_str).collect::<Vec<_>>(), endings);
        !said(&answers, PAGES).is_empty() || said(&changes, CODE).iter().any(|path| !is_test(path))
    }
}
