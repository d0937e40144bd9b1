//! The exact shape of `askwell.yaml`. A key that is not here is a mistake, told with its place.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::rules::schema::{Setting, Words};

/// A configuration file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default, deny_unknown_fields)]
pub struct ConfigFile {
    /// Sets of levels, laid over one another in this order.
    pub profiles: Words,
    /// What pages' answers are for, by globs.
    pub purposes: BTreeMap<String, Words>,
    /// Whom pages are put to, by globs.
    pub audiences: BTreeMap<String, Words>,
    /// Pages that belong together, by globs.
    pub journeys: BTreeMap<String, Words>,
    /// Macros of the service's own: the component that each calls.
    pub components: BTreeMap<String, String>,
    /// A level or `off`, for a rule or `topic/*`.
    pub rules: BTreeMap<String, Setting>,
    /// The same for some files only, the last that matches wins.
    pub overrides: Vec<Override>,
    /// Only these files, by globs; all if left out.
    pub include: Words,
    /// Not these files, by globs.
    pub exclude: Words,
    /// Folders of further rules, from the configuration's own folder.
    pub rules_from: Words,
}

/// Settings for some files.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Override {
    /// Globs of the files.
    pub files: Words,
    /// A level or `off`, for a rule or `topic/*`.
    pub rules: BTreeMap<String, Setting>,
}
