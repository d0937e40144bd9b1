//! What a configuration comes to for one file, with where each setting stands.

use std::io::{self, Write};

use super::safe;
use crate::config::{Effective, From};

/// The column at which it is said where a setting stands.
const COLUMN: usize = 44;

/// Prints what counts for the file that is shown as `path`, as YAML with remarks. `rules` is how many rules there are.
pub fn print(path: &str, effective: &Effective, rules: usize, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# {}", safe::line(path))?;
    match effective.files.split_last() {
        None => writeln!(out, "# No configuration counts for it.")?,
        Some((own, [])) => writeln!(out, "# {} counts for it.", safe::line(own))?,
        Some((own, bases)) => writeln!(out, "# {} counts for it, and builds on {}.", safe::line(own), safe::line(&bases.join(", ")))?,
    }
    match &effective.left_out {
        None => writeln!(out, "checked: true")?,
        Some(from) => line("checked: false", from, out)?,
    }
    list("profiles", &effective.profiles, out)?;
    for (key, value, from) in &effective.about {
        line(&format!("{key}: {value}"), from, out)?;
    }
    list("rules-from", &effective.rules_from, out)?;
    if !effective.components.is_empty() {
        writeln!(out, "components:")?;
        effective.components.iter().try_for_each(|(component, from)| line(&format!("  {component}"), from, out))?;
    }
    if !effective.rules.is_empty() {
        writeln!(out, "rules:")?;
        effective.rules.iter().try_for_each(|(rule, level, from)| line(&format!("  {rule}: {level}"), from, out))?;
    }
    match (rules, effective.rules.len()) {
        (all, 0) => writeln!(out, "# All {all} rules have the level that they come with."),
        (all, changed) => writeln!(out, "# The other {} rules have the level that they come with.", all - changed),
    }
}

fn list(key: &str, values: &[(String, From)], out: &mut dyn Write) -> io::Result<()> {
    if !values.is_empty() {
        writeln!(out, "{key}:")?;
    }
    values.iter().try_for_each(|(value, from)| line(&format!("  - {value}"), from, out))
}

fn line(setting: &str, from: &From, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{:COLUMN$} # {}:{}", safe::line(setting), safe::line(&from.shown), from.line)
}
