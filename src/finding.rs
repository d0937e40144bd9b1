//! What askwell has to say: one type, many renderers.

use crate::fingerprint::Identity;
use crate::repair::Repair;
use crate::rules::schema::{Confidence, Level};
use crate::source::Span;

/// One rule's word on one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule's id.
    pub rule: String,
    /// How much it matters.
    pub level: Level,
    /// How sure it is.
    pub confidence: Confidence,
    /// Where it stands.
    pub place: Span,
    /// Other places that belong to it, and what they are.
    pub related: Vec<(Span, String)>,
    /// What, to the form's author.
    pub message: String,
    /// What to write in its place.
    pub help: String,
    /// What was looked at, where that is more than the place shows.
    pub note: Option<String>,
    /// The question that it is about, as its number in the form.
    pub question: Option<usize>,
    /// The element or call that a directive to let it stand would stand before; `None` where there is none.
    pub holder: Option<Span>,
    /// What it is known by when the lines round it move.
    pub identity: Identity,
    /// Whether it counts.
    pub standing: Standing,
    /// How it can be mended, where its rule says so.
    pub repair: Option<Repair>,
}

/// Whether a finding counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    /// It does.
    #[default]
    Live,
    /// A directive says that it may stand.
    Suppressed(Suppressed),
    /// It was there before: a baseline lists it.
    Baselined,
}

/// Who says that a finding may stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suppressed {
    /// Why.
    pub reason: String,
    /// The directive.
    pub by: Span,
}

impl Finding {
    /// True unless a directive or a baseline says that it may stand.
    pub fn is_live(&self) -> bool {
        self.standing == Standing::Live
    }
}
