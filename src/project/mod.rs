//! What a reference stands for: a [`Value`], or unknown, because.

mod scope;

pub use scope::{Mark, Scope};
