//! Journeys: the pages that belong together, since NHS services ask one thing a page.
//!
//! `askwell.yaml` names them, else folders suggest them. What is missing from one is judged only where all of it can
//! be seen: the paths that a run is given narrow what is reported, so the pages beside them are read, too, but only where
//! a page asks something that makes it worth while.

mod folder;
mod gather;
mod mentions;
pub mod shape;

pub use gather::{Known, gather};

use std::sync::Arc;

use crate::check::{ALONE, Journey, Place};

/// The journeys of some files of a run.
#[derive(Debug, Default)]
pub struct Journeys {
    /// For each file, its journey and its number in there.
    places: Vec<Option<(Arc<Gathered>, usize)>>,
}

/// A journey, and what people are told of it.
#[derive(Debug)]
pub struct Gathered {
    /// As rules see it.
    pub journey: Journey,
    /// What it is called, and who says that there is one.
    pub name: Name,
    /// How many pages it has.
    pub pages: usize,
    /// The first file that is not seen whole.
    pub hidden_by: Option<String>,
    /// What belongs to it, as reports show it, in order.
    pub files: Vec<String>,
}

/// What a journey is called.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Name {
    /// By `askwell.yaml`.
    Configured(String),
    /// By the folder that holds its pages, as the repository names it.
    Folder(String),
    /// One page with nothing beside it.
    Alone,
}

impl Journeys {
    /// The place of the `at`-th of these files. `None` where nobody wanted to know it, or no journey can be told.
    pub fn place(&self, at: usize) -> Option<Place<'_>> {
        let (gathered, member) = self.places.get(at)?.as_ref()?;
        Some(Place { journey: &gathered.journey, at: *member })
    }

    /// The journey of the `at`-th of these files, likewise.
    pub fn of(&self, at: usize) -> Option<&Gathered> {
        let (gathered, _) = self.places.get(at)?.as_ref()?;
        Some(gathered)
    }
}

impl Name {
    /// What people call the journey.
    pub fn title(&self) -> String {
        match self {
            Name::Configured(name) => format!("The journey “{name}”"),
            Name::Folder(folder) if folder.is_empty() => "All pages together".to_owned(),
            Name::Folder(folder) => format!("The pages of {folder}"),
            Name::Alone => "A page by itself".to_owned(),
        }
    }

    /// What was looked at: the line that stands under a finding.
    fn looked_at(&self, pages: usize) -> String {
        let pages = if pages == 1 { "the 1 page".to_owned() } else { format!("the {pages} pages") };
        match self {
            Name::Configured(name) => format!("askwell looked at {pages} of the journey “{name}” in askwell.yaml"),
            Name::Folder(folder) if folder.is_empty() => {
                // The top of a repository, or of what somebody has dropped on the page.
                format!("askwell looked at {pages} that stand together here, which it takes for one journey")
            }
            Name::Folder(folder) => format!("askwell looked at {pages} of {folder}, which it takes for one journey"),
            Name::Alone => ALONE.to_owned(),
        }
    }
}
