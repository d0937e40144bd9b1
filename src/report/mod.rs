//! What askwell prints. Renderers decide nothing; lines and columns exist only here.

pub mod difference;
pub mod findings;
pub mod format;
pub mod human;
pub mod inspect;
pub mod json;
pub mod merged;
pub mod preview;
pub mod records;
pub mod reference;
pub mod rules;
pub(crate) mod safe;

/// “1 rule”, “2 rules”.
pub(crate) fn counted(number: usize, thing: &str) -> String {
    format!("{number} {thing}{}", if number == 1 { "" } else { "s" })
}
