//! From a template that was read to what there is to say about it: classify, check, levels, directives.
//!
//! Pure: it reads no file. Terminal, editor and page share it.

use crate::check::{self, Context};
use crate::classify::{self, Asked};
use crate::config::Config;
use crate::directive::{self, Complaint, Directive, Says};
use crate::finding::Finding;
use crate::form::Form;
use crate::page::Notice;
use crate::rules::Pack;
use crate::run::Document;
use std::sync::Arc;

use crate::project::Project;
use crate::source::{FileId, Source, Span};

/// One template, checked.
#[derive(Debug)]
pub struct Checked {
    /// Its text.
    pub source: Source,
    /// The other files that its findings point to.
    pub others: Vec<Arc<Source>>,
    /// What it asks and says.
    pub form: Form,
    /// What is understood of each question.
    pub asked: Vec<Asked>,
    /// In the order of the file; those that directives silence, too.
    pub findings: Vec<Finding>,
    /// What is wrong with its directives.
    pub complaints: Vec<Complaint>,
    /// What could not be read in it.
    pub notices: Vec<Notice>,
}

/// Checks a template by the rules of `pack`, as `config` sets them for `path`, the file as the configuration names it.
pub fn judge(document: Document, pack: &Pack, config: &Config, path: &str, project: &Project) -> Checked {
    let Document { source, form, directives, mut complaints, notices, .. } = document;
    let asked = classify::classify(&form, &pack.vocabulary);
    let context = context(&directives, config, path);
    let mut findings = check::check(&form, &asked, pack, &context);
    findings.retain_mut(|finding| match pack.rule(&finding.rule).and_then(|rule| config.level(rule, path, pack)) {
        Some(level) => {
            finding.level = level;
            true
        }
        None => false,
    });
    directive::suppress(&mut findings, &directives, pack, &mut complaints);
    let others = others(&findings, source.id, project);
    Checked { source, others, form, asked, findings, complaints, notices }
}

impl Checked {
    /// The file that a place of its findings lies in.
    pub fn source_of(&self, place: Span) -> Option<&Source> {
        if place.file == self.source.id {
            return Some(&self.source);
        }
        self.others.iter().find(|other| other.id == place.file).map(|other| other.as_ref())
    }
}

fn others(findings: &[Finding], own: FileId, project: &Project) -> Vec<Arc<Source>> {
    let places = findings.iter().flat_map(|finding| finding.related.iter().map(|(place, _)| place.file));
    let mut files: Vec<FileId> = places.filter(|file| *file != own).collect();
    files.sort();
    files.dedup();
    files.into_iter().filter_map(|file| project.store().source(file)).collect()
}

/// What is known about a form from outside its questions. What its own comment says counts before the configuration.
fn context(directives: &[Directive], config: &Config, path: &str) -> Context {
    let said = |pick: fn(&Says) -> Option<&String>| directives.iter().rev().find_map(|directive| pick(&directive.says)).cloned();
    let purpose = said(|says| match says {
        Says::Purpose(purpose) => Some(purpose),
        _ => None,
    });
    let audience = said(|says| match says {
        Says::Audience(audience) => Some(audience),
        _ => None,
    });
    Context {
        purpose: purpose.or_else(|| config.purpose(path).map(str::to_owned)),
        audience: audience.or_else(|| config.audience(path).map(str::to_owned)),
        part_of_page: false,
    }
}
