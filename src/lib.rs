//! askwell reads the forms that the NHS asks people to fill in, as their templates, rebuilds each question as its
//! reader meets it, and says where a person could not answer truthfully or would feel unseen.

mod above;
pub mod baseline;
pub mod changes;
pub mod check;
pub mod classify;
pub mod cli;
pub mod config;
pub mod context;
pub mod decode;
pub mod dialect;
pub mod directive;
#[cfg(feature = "docx")]
pub mod document;
pub mod engine;
pub mod finding;
pub mod fingerprint;
pub mod form;
pub mod journey;
pub mod judge;
pub mod limits;
#[cfg(feature = "lsp")]
pub mod lsp;
pub mod module;
pub mod page;
pub mod paths;
pub mod project;
pub mod repair;
pub mod report;
pub mod repository;
pub mod rules;
pub mod run;
#[cfg(feature = "page")]
pub mod serve;
pub mod source;
pub mod text;
pub mod unknown;
pub mod value;
pub mod walk;
