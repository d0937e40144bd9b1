//! The floor under a check: reading the same files, covering up in each what a grammar is not to see, parsing it with the same
//! grammars on the same threads, and nothing else; beside it the whole check of them. Both in one run, in turn.
//!
//! What there is to parse in a file is all that has a grammar when askwell reads that file once and by itself: a page's HTML, each of
//! its expressions, the code in its attributes. A file that a check reads twice is twice in the check and once in the floor. Plain
//! expressions, which askwell reads without their grammar, are in the floor: a check is quicker by that.
//!
//! ```sh
//! cargo bench --bench floor            # after `npm ci --prefix tests/packages`, for the real components
//! cargo bench --bench floor -- cshtml  # the fixtures that end in this alone
//! cargo bench --bench floor -- FOLDER  # the pages of a folder, as they lie there; code that they ask for is in the check alone
//! ```

// What cannot be prepared stops the run.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use askwell::dialect::{self, Detected, Parsed, Parsers};
use askwell::source::{FileId, Source};
use askwell::{form, limits, walk};
use rayon::prelude::*;
use serde_json::Value;
use tree_sitter::Parser;

/// A check may take this many times the floor.
const WANTED: f64 = 1.5;

/// How often each is run.
const RUNS: usize = 11;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let temporary = tempfile::tempdir().unwrap();
    println!(
        "{:34} {:>7} {:>9} {:>9} {:>9} {:>6}  (medians of {RUNS}; wanted at most {WANTED})",
        "files", "threads", "MB", "floor ms", "check ms", "ratio"
    );
    let wanted = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    if let Some(folder) = wanted.as_deref().map(Path::new).filter(|folder| folder.is_dir()) {
        return compare(&folder.display().to_string(), folder, &pages(folder));
    }
    let sets = match &wanted {
        Some(ending) => vec![("fixtures, 400 times", fixtures(400, |path| path.extension().is_some_and(|own| own == ending.as_str())))],
        None => vec![("HTML of the packages' components", components()), ("fixtures, 40 times", fixtures(40, |_| true))],
    };
    for (name, files) in sets {
        let folder = temporary.path().join(name);
        let paths: Vec<PathBuf> = files.iter().map(|(path, text)| write(&folder.join(path), text)).collect();
        match paths.is_empty() {
            true => println!("{name:34} skipped: `npm ci --prefix tests/packages` first"),
            false => compare(name, &folder, &paths),
        }
    }
}

/// Prints how long the floor of these files takes, and the check of the folder that they lie in.
fn compare(name: &str, folder: &Path, paths: &[PathBuf]) {
    let bytes: u64 = paths.iter().map(|path| fs::metadata(path).unwrap().len()).sum();
    let work: Vec<Work> = paths.iter().map(|path| Work::of(path)).collect();
    for threads in [1, 2] {
        let (floor, check) = measured(folder, &work, threads);
        println!("{name:34} {threads:>7} {:>9.2} {floor:>9.1} {check:>9.1} {:>6.2}", bytes as f64 / 1e6, check / floor);
    }
}

/// The files below a folder that a check reads as pages, of the size that it reads.
fn pages(folder: &Path) -> Vec<PathBuf> {
    let is_page = |path: &PathBuf| {
        let small = fs::metadata(path).is_ok_and(|meta| meta.len() <= limits::FILE_BYTES);
        let read = |text: String| matches!(dialect::detect(path.to_str().unwrap_or(""), &text), Detected::Read(_));
        small && fs::read_to_string(path).is_ok_and(read)
    };
    walk::files(&[folder.to_owned()]).found.into_iter().map(|found| found.path).filter(is_page).collect()
}

fn write(path: &Path, text: &str) -> PathBuf {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
    path.to_owned()
}

/// The pages that the packages give for their components.
fn components() -> Vec<(String, String)> {
    let packages = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/packages/node_modules");
    let mut files = Vec::new();
    for path in below(&packages.join("govuk-frontend")).into_iter().chain(below(&packages.join("nhsuk-frontend"))) {
        if path.file_name().is_some_and(|name| name == "fixtures.json") {
            let told: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
            let component = told["component"].as_str().unwrap_or("component").to_owned();
            let pages = told["fixtures"].as_array().into_iter().flatten().filter_map(|fixture| fixture["html"].as_str());
            let name = |number: usize| format!("{}/{component}/{number:03}.html", files.len() % 7);
            let pages: Vec<(String, String)> = pages.enumerate().map(|(number, html)| (name(number), html.to_owned())).collect();
            files.extend(pages);
        }
    }
    files
}

/// The fixtures that count, so many times.
fn fixtures(times: usize, counts: impl Fn(&Path) -> bool) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let all: Vec<(String, String)> = below(&root)
        .into_iter()
        .filter(|path| path.extension().is_none_or(|ending| ending != "findings") && counts(path))
        .map(|path| (path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned(), fs::read_to_string(&path).unwrap()))
        .collect();
    (0..times).flat_map(|time| all.iter().map(move |(path, text)| (format!("{time:03}/{path}"), text.clone()))).collect()
}

fn below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() { files.extend(below(&path)) } else { files.push(path) }
    }
    files.sort();
    files
}

/// The medians of both, in milliseconds.
fn measured(folder: &Path, work: &[Work], threads: usize) -> (f64, f64) {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let (mut floors, mut checks) = (Vec::new(), Vec::new());
    for run in 0..=RUNS {
        let start = Instant::now();
        let nodes: usize = pool.install(|| work.par_iter().map_init(Vec::new, |made, file| file.done(made)).sum());
        let floor = start.elapsed();
        assert!(nodes > 0);
        let start = Instant::now();
        let arguments =
            ["askwell", "check", "--format", "json", "--threads", &threads.to_string(), folder.to_str().unwrap()].map(Into::into);
        let code = askwell::cli::run(arguments, &mut std::io::sink(), &mut std::io::sink());
        let check = start.elapsed();
        assert!(code < 2, "the check ended in {code}");
        // The first fills the disk's cache.
        if run > 0 {
            floors.push(floor);
            checks.push(check);
        }
    }
    let median = |mut times: Vec<std::time::Duration>| {
        times.sort();
        times[times.len() / 2].as_secs_f64() * 1000.0
    };
    (median(floors), median(checks))
}

/// What there is to parse in a file.
struct Work {
    path: PathBuf,
    parsed: Vec<Parsed>,
}

impl Work {
    /// Reads the file as a check does, and keeps what its grammars are given.
    fn of(path: &Path) -> Self {
        let name = path.to_str().unwrap();
        let source = Source::new(FileId(0), name, fs::read_to_string(path).unwrap());
        let mut parsers = Parsers::listening();
        match dialect::detect(name, &source.text) {
            Detected::Read(dialect) => drop(form::read(&dialect.read(&source, &mut parsers), source.id, &mut parsers, None)),
            _ if CODE.iter().any(|ending| name.ends_with(ending)) => drop(dialect::module(name, &source, &mut parsers)),
            // Data is read by no grammar.
            _ => {}
        }
        Work { path: path.to_owned(), parsed: parsers.heard() }
    }

    /// Reads the file and parses what there is, and gives a number that depends on all of it.
    fn done(&self, made: &mut Vec<(&'static str, Parser)>) -> usize {
        let text = fs::read_to_string(&self.path).unwrap();
        text.len() + self.parsed.iter().map(|parsed| parse(parsed, made)).sum::<usize>()
    }
}

/// Code that pages refer to.
const CODE: &[&str] = &[".cs", ".js", ".jsx", ".py", ".rb", ".ts", ".tsx"];

fn parse(parsed: &Parsed, made: &mut Vec<(&'static str, Parser)>) -> usize {
    let at = made.iter().position(|(known, _)| *known == parsed.grammar).unwrap_or_else(|| {
        let mut parser = Parser::new();
        parser.set_language(&(parsed.language)()).unwrap();
        made.push((parsed.grammar, parser));
        made.len() - 1
    });
    let parser = &mut made[at].1;
    parser.set_included_ranges(parsed.part.as_slice()).unwrap();
    // To cover something up takes a copy of the text; a part of a text is read where it stands.
    let tree = match parsed.part {
        None => parser.parse(parsed.text.clone(), None),
        Some(_) => parser.parse(&parsed.text, None),
    };
    tree.unwrap().root_node().child_count() as usize + 1
}
