//! `askwell check --print-config`.

use std::io::{self, Write};
use std::path::Path;

use super::arguments::{OwnRules, Settings};
use super::ground::Ground;
use super::{CLEAN, FAILED};
use crate::report;
use crate::walk::Found;

pub(super) fn run(file: &Path, own: &OwnRules, settings: &Settings, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<u8> {
    let found = Found::named(file);
    let ground = Ground::of(file, own, settings, err)?;
    let (config, path) = ground.configs.for_file(&found).unwrap_or_default();
    report::config::print(&found.shown, &config.effective(&path, &ground.pack), ground.pack.rules.len(), out)?;
    Ok(if ground.is_broken { FAILED } else { CLEAN })
}
