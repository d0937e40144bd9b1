//! What is made from the one definition of the command line: completions and pages for `man`. And the schemas of what askwell
//! writes for programs.

use std::fs;
use std::io::{self, Write};

use clap::CommandFactory;

use super::CLEAN;
use super::arguments::{Arguments, Completions, Man, Schema, Written};
use crate::baseline;
use crate::report::{json, safe};

pub(super) fn completions(task: &Completions, out: &mut dyn Write) -> io::Result<u8> {
    let mut text = Vec::new();
    clap_complete::generate(task.shell, &mut Arguments::command(), "askwell", &mut text);
    out.write_all(&text)?;
    Ok(CLEAN)
}

pub(super) fn man(task: &Man, out: &mut dyn Write) -> io::Result<u8> {
    fs::create_dir_all(&task.folder)?;
    clap_mangen::generate_to(Arguments::command(), &task.folder)?;
    let pages = fs::read_dir(&task.folder)?.count();
    writeln!(out, "{pages} pages in {}.", safe::line(&task.folder.to_string_lossy()))?;
    Ok(CLEAN)
}

pub(super) fn schema(task: &Schema, out: &mut dyn Write) -> io::Result<u8> {
    let schema = match task.kind {
        Written::Report => json::schema(),
        Written::Baseline => baseline::schema(),
    };
    writeln!(out, "{schema:#}")?;
    Ok(CLEAN)
}
