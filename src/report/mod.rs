//! What askwell prints. Renderers decide nothing; lines and columns exist only here.

pub mod findings;
pub mod human;
pub mod inspect;
pub mod json;
pub mod reference;
pub mod rules;
pub(crate) mod safe;
