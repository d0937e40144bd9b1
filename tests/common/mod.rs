//! What the integration tests share: the fixtures, a temporary folder to run askwell in, and the engine on one text.

// Each test is a crate of its own and uses a part of this.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used, clippy::panic)]

pub mod repository;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use askwell::check::{self, Facts, Journey};
use askwell::classify;
use askwell::context::{Context, Told};
use askwell::dialect::{self, Dialect, Parsers};
use askwell::finding::Finding;
use askwell::rules::{self, Pack};
use askwell::run::{self, Document};
use askwell::source::{FileId, Source};
use askwell::text::Text;
use askwell::unknown::Property;
use serde_json::Value;
use tempfile::TempDir;

/// The words of a property: “-” where there are none, and with a question mark why they are not known.
pub fn said(property: &Property<Text>) -> String {
    match property {
        Property::Known(text) => text.as_str().to_owned(),
        Property::Absent => "-".to_owned(),
        Property::Unknown(because) => format!("?{}", because.reason.kind()),
    }
}

/// The top folder of the project.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below `folder` of the project: its path from there, with `/`, and its bytes. In order of the paths.
pub fn files_below(folder: &str) -> Vec<(String, Vec<u8>)> {
    let top = root().join(folder);
    let mut paths = Vec::new();
    add_files(&top, &mut paths);
    paths.sort();
    let name = |path: &Path| path.strip_prefix(&top).unwrap().to_str().unwrap().replace('\\', "/");
    paths.iter().map(|path| (name(path), fs::read(path).unwrap())).collect()
}

fn add_files(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { add_files(&path, paths) } else { paths.push(path) }
    }
}

/// The forms in `fixtures/`, without what only others read.
pub fn fixtures() -> Vec<(String, String)> {
    let is_form = |path: &str| !path.ends_with(".findings") && !path.ends_with(".cs");
    let files = files_below("fixtures").into_iter().filter(|(path, _)| is_form(path));
    files.map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap())).collect()
}

/// The built-in rules.
pub fn pack() -> Pack {
    let (pack, mistakes) = rules::load(&[]);
    assert!(mistakes.is_empty(), "{mistakes:?}");
    pack
}

/// The last dialect whose files end as `path` does: the one that asks most of what stands in them.
fn by_ending(path: &str) -> &'static dyn Dialect {
    let ending = path.rsplit('.').next().unwrap();
    dialect::ALL.iter().copied().rfind(|dialect| dialect.extensions().contains(&ending)).unwrap()
}

/// A template, read and judged by the engine, without the command line.
pub struct Judged {
    pub document: Document,
    pub asked: Vec<classify::Asked>,
    pub findings: Vec<Finding>,
}

impl Judged {
    /// `text` as a file called `path`.
    pub fn new(path: &str, text: &str, pack: &Pack, parsers: &mut Parsers) -> Self {
        // A file that is broken may not look like a form any more; it is read as its ending says all the same.
        let document = match run::read(FileId(0), path, text.to_owned(), parsers, None) {
            Ok(document) => document,
            Err(_) => run::read_as(by_ending(path), Source::new(FileId(0), path, text), parsers),
        };
        let asked = classify::classify(&document.form, &pack.vocabulary);
        let findings = found(&document, &asked, pack, &Context::default());
        Judged { document, asked, findings }
    }

    /// Judges it again, as a form whose answers are for `purpose`.
    pub fn judge_for(&mut self, purpose: &str, pack: &Pack) {
        let context = Context { purpose: Some(Told::given(purpose)), ..Context::default() };
        self.findings = found(&self.document, &self.asked, pack, &context);
    }

    /// The rules that spoke and their lines, in the order of the file.
    pub fn told(&self) -> Vec<(&str, usize)> {
        self.findings.iter().map(|finding| (finding.rule.as_str(), self.document.source.line(finding.place.start))).collect()
    }
}

/// What there is to say of a page that is a journey by itself.
fn found(document: &Document, asked: &[classify::Asked], pack: &Pack, context: &Context) -> Vec<Finding> {
    let journey = Journey::alone(Facts::of(&document.form, asked, pack), context.clone());
    check::check(&document.form, asked, pack, context, Some(journey.first()), None)
}

/// A folder that is gone after the test, to run askwell in.
pub struct Folder(TempDir);

/// What a run of askwell came to.
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Folder {
    pub fn new() -> Self {
        Folder(TempDir::new().unwrap())
    }

    /// A folder that holds this file.
    pub fn with(path: &str, content: impl AsRef<[u8]>) -> Self {
        let folder = Folder::new();
        folder.write(path, content);
        folder
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn write(&self, path: &str, content: impl AsRef<[u8]>) -> &Self {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        self
    }

    /// askwell, about to be run here, with nothing of the tester's own environment.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_askwell"));
        command.args(arguments).current_dir(self.path()).env_clear().stdin(Stdio::null());
        command
    }

    /// Runs askwell here.
    pub fn askwell(&self, arguments: &[&str]) -> Ran {
        Ran::of(&mut self.command(arguments))
    }

    /// Runs `askwell check --format json` here, with further arguments.
    pub fn checked(&self, arguments: &[&str]) -> Value {
        self.askwell(&[&["check", "--format", "json"], arguments].concat()).json()
    }
}

impl Ran {
    pub fn of(command: &mut Command) -> Self {
        let output = command.output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Ran { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}{}", self.out, self.err))
    }

    /// Fails unless both streams together say `words`.
    pub fn says(&self, words: &str) -> &Self {
        assert!(format!("{}{}", self.out, self.err).contains(words), "no “{words}” in:\n{}{}", self.out, self.err);
        self
    }

    /// Fails unless the exit code is this.
    pub fn ends(&self, code: i32) -> &Self {
        assert_eq!(self.code, code, "{}{}", self.out, self.err);
        self
    }
}

/// The findings of a JSON report, as rule, path and line.
pub fn told(report: &Value) -> Vec<(String, String, u64)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let findings = report["findings"].as_array().unwrap();
    findings.iter().map(|found| (text(&found["rule"]), text(&found["path"]), found["line"].as_u64().unwrap())).collect()
}

/// A question about gender that gives an error, with a prompt and two answers.
pub const BINARY: &str = r#"<fieldset>
  <legend>What is your gender?</legend>
  <label><input type="radio" name="gender" value="m"> Male</label>
  <label><input type="radio" name="gender" value="f"> Female</label>
</fieldset>
"#;

/// Text that gives a warning and no error.
pub const WARNING: &str = "<p>Tell us about his or her diet</p>\n";

/// A form without a finding.
pub const CLEAN: &str = "<label>How can we help? <textarea name=\"help\"></textarea></label>\n";
