//! What askwell prints. Renderers decide nothing; lines and columns exist only here.

pub mod inspect;
