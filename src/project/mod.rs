//! What a reference stands for: a [`Value`], or unknown, because.

mod aliases;
mod beside;
mod builtin;
pub mod cache;
mod code;
mod conversions;
#[cfg(feature = "razor")]
mod csharp;
mod enumeration;
pub mod files;
mod handed;
mod home;
mod laravel;
mod lists;
mod locales;
mod mentions;
mod php;
mod python;
#[cfg(feature = "ruby")]
mod ruby;
mod scope;
mod search;
mod session;
mod sketch;
pub mod store;
mod substitute;
#[cfg(test)]
mod tests;
mod view;
mod words;

pub use home::Home;
pub use scope::{Mark, Scope};
pub(crate) use substitute::bound;
pub use substitute::closed;
pub(crate) use view::macro_named;
pub use view::{Project, View};
