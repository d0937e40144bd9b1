//! What a reference stands for: a [`Value`], or unknown, because.

mod builtin;
pub mod cache;
pub mod files;
mod lists;
mod locales;
mod scope;
pub mod store;
mod substitute;
mod view;
#[cfg(test)]
mod tests;

pub use scope::{Mark, Scope};
pub use substitute::closed;
pub use view::{Project, View};
