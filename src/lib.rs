//! askwell reads the forms that the NHS asks people to fill in, as their templates, rebuilds each question as its
//! reader meets it, and says where a person could not answer truthfully or would feel unseen.

pub mod check;
pub mod classify;
pub mod cli;
pub mod config;
pub mod context;
pub mod decode;
pub mod dialect;
pub mod directive;
pub mod engine;
pub mod finding;
pub mod fingerprint;
pub mod form;
pub mod journey;
pub mod limits;
pub mod module;
pub mod page;
pub mod paths;
pub mod project;
pub mod report;
pub mod repository;
pub mod rules;
pub mod run;
pub mod source;
pub mod text;
pub mod unknown;
pub mod value;
pub mod walk;
