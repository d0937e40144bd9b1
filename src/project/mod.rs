//! What a reference stands for: a [`Value`], or unknown, because.

pub mod cache;
pub mod files;
mod scope;
pub mod store;

pub use scope::{Mark, Scope};
