//! What a reference stands for: a [`Value`], or unknown, because.

mod lists;
mod scope;

pub use scope::{Mark, Scope};
