//! The command as people and programs meet it: exit codes, what is read, what is printed.

// Helpers of tests may stop a test.
#![allow(unreachable_pub, clippy::unwrap_used, clippy::panic)]

#[path = "../common/mod.rs"]
mod common;

mod baseline;
mod changes;
mod config;
mod directives;
mod encodings;
mod exit_codes;
mod fix;
mod flags;
mod formats;
mod init;
mod json;
mod new;
mod once;
mod preview;
mod records;
mod rule_files;
mod rules;
mod rules_schema;
mod suppress;
mod terminal;
mod walking;
