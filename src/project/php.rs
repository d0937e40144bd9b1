//! What a page of PHP finds in the classes of its service: `Patient::TITLES`, `Gender::cases()`.

use super::view::{Asks, View};
use crate::dialect::php::class;
use crate::value::{Call, Entry, Value, ValueKind};

impl View<'_> {
    /// The constants of the class that goes by this name: in the one file that is called after it, or the nearest.
    pub(super) fn php_class(&self, name: &str) -> Option<Value> {
        if !name.starts_with(|c: char| c.is_uppercase()) {
            return None;
        }
        let store = self.project.store();
        let path = store.near(&self.from, &format!("{name}.php")).ok()?;
        self.once(Asks::Constant, path, || class::read(&*store.source_at(path)?))
    }

    /// What a method of a class answers, where that is written out: `Gender::cases()`, `Person::titles()`.
    pub(super) fn php_answer(&self, call: &Call) -> Option<Value> {
        let (class, method) = call.name.split_once("::")?;
        let ValueKind::Map(entries) = self.php_class(class)?.kind else { return None };
        let find = |key: &str| entries.iter().find(|entry: &&Entry| entry.key == key).map(|entry| &entry.value);
        if let Some(written) = find(&format!("->{method}")) {
            return match &written.kind {
                ValueKind::Lambda(lambda) => Some(lambda.body.clone()),
                _ => None,
            };
        }
        find(class::CASES).filter(|cases| method == "cases" && matches!(&cases.kind, ValueKind::List(cases) if !cases.is_empty())).cloned()
    }
}
