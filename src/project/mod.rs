//! What a reference stands for: a [`Value`], or unknown, because.

mod builtin;
mod lists;
mod scope;
mod substitute;
#[cfg(test)]
mod tests;

pub use scope::{Mark, Scope};
pub use substitute::closed;
