//! The floor under a check: reading the same files, masking and parsing them with the same grammars on the same threads, and
//! nothing else; beside it the whole check of them. Both in one run, in turn.
//!
//! ```sh
//! cargo bench --bench floor            # after `npm ci --prefix tests/packages`, for the real components
//! cargo bench --bench floor -- cshtml  # the fixtures that end in this alone
//! ```

// What cannot be prepared stops the run.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::Instant;

use rayon::prelude::*;
use serde_json::Value;
use tree_sitter::{Language, Parser};

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
    let ending = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let sets = match &ending {
        Some(ending) => vec![("fixtures, 400 times", fixtures(400, |path| path.extension().is_some_and(|own| own == ending.as_str())))],
        None => vec![("HTML of the packages' components", components()), ("fixtures, 40 times", fixtures(40, |_| true))],
    };
    for (name, files) in sets {
        let folder = temporary.path().join(name);
        let paths: Vec<PathBuf> = files.iter().map(|(path, text)| write(&folder.join(path), text)).collect();
        let bytes: usize = files.iter().map(|(_, text)| text.len()).sum();
        for threads in [1, 2] {
            if paths.is_empty() {
                println!("{name:34} skipped: `npm ci --prefix tests/packages` first");
                continue;
            }
            let (floor, check) = measured(&folder, &paths, threads);
            println!("{name:34} {threads:>7} {:>9.2} {floor:>9.1} {check:>9.1} {:>6.2}", bytes as f64 / 1e6, check / floor);
        }
    }
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
fn measured(folder: &Path, paths: &[PathBuf], threads: usize) -> (f64, f64) {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let (mut floors, mut checks) = (Vec::new(), Vec::new());
    for run in 0..=RUNS {
        let start = Instant::now();
        let nodes: usize = pool.install(|| paths.par_iter().map_init(Parsers::default, |parsers, path| parsers.file(path)).sum());
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

/// The parsers of one thread.
#[derive(Default)]
struct Parsers {
    made: Vec<(&'static str, Parser)>,
}

impl Parsers {
    /// Reads, masks and parses a file, and gives how many nodes its trees have at the top.
    fn file(&mut self, path: &Path) -> usize {
        let text = fs::read_to_string(path).unwrap();
        match path.extension().and_then(|ending| ending.to_str()).unwrap_or("") {
            "html" | "njk" | "md" => {
                let parts = segments(&text, &[("{{", "}}"), ("{%", "%}"), ("{#", "#}")]);
                self.masked(&text, &parts) + self.each("jinja", tree_sitter_jinja::language, &text, &parts)
            }
            "erb" => {
                let parts = segments(&text, &[("<%", "%>")]);
                self.masked(&text, &parts) + self.each("ruby", || tree_sitter_ruby::LANGUAGE.into(), &text, &parts)
            }
            "cs" => self.parse("csharp", || tree_sitter_c_sharp::LANGUAGE.into(), &text),
            // Its code is parsed by C#'s grammar, too; the floor leaves that out.
            "cshtml" => self.masked(&text, &[]),
            "php" => self.masked(&text, &segments(&text, &[("<?", "?>")])),
            "vue" => {
                let script = text.find("<script").and_then(|at| Some(at + text[at..].find('>')? + 1)).unwrap_or(text.len());
                let end = text[script..].find("</script>").map_or(text.len(), |at| script + at);
                self.masked(&text, &[])
                    + self.parse("typescript", || tree_sitter_typescript::LANGUAGE_TYPESCRIPT.into(), &text[script..end])
            }
            "tsx" | "jsx" => self.parse("tsx", || tree_sitter_typescript::LANGUAGE_TSX.into(), &text),
            "ts" | "js" => self.parse("typescript", || tree_sitter_typescript::LANGUAGE_TYPESCRIPT.into(), &text),
            "py" => self.parse("python", || tree_sitter_python::LANGUAGE.into(), &text),
            "rb" | "slim" | "haml" => self.parse("ruby", || tree_sitter_ruby::LANGUAGE.into(), &text),
            // Data is read by no grammar.
            _ => text.len(),
        }
    }

    /// HTML with these parts covered up.
    fn masked(&mut self, text: &str, parts: &[Range<usize>]) -> usize {
        let mut masked = text.as_bytes().to_vec();
        for part in parts {
            masked[part.clone()].iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' ');
        }
        self.parse("html", || tree_sitter_html::LANGUAGE.into(), &String::from_utf8(masked).unwrap())
    }

    /// Each of these parts by itself.
    fn each(&mut self, name: &'static str, language: fn() -> Language, text: &str, parts: &[Range<usize>]) -> usize {
        // What a tag says is an expression after its first word; a comment is none.
        let code =
            |part: &Range<usize>| (!text[part.clone()].starts_with("{#")).then(|| text[part.start + 2..part.end - 2].trim_matches('-'));
        parts.iter().filter_map(code).map(|code| self.parse(name, language, &format!("{{{{ {code} }}}}"))).sum()
    }

    fn parse(&mut self, name: &'static str, language: fn() -> Language, text: &str) -> usize {
        let at = self.made.iter().position(|(known, _)| *known == name).unwrap_or_else(|| {
            let mut parser = Parser::new();
            parser.set_language(&language()).unwrap();
            self.made.push((name, parser));
            self.made.len() - 1
        });
        self.made[at].1.parse(text, None).unwrap().root_node().child_count() as usize + 1
    }
}

/// What stands between these marks, marks included.
fn segments(text: &str, marks: &[(&str, &str)]) -> Vec<Range<usize>> {
    let (mut parts, mut at) = (Vec::new(), 0);
    while let Some((start, close)) =
        marks.iter().filter_map(|(open, close)| Some((at + text[at..].find(open)?, close))).min_by_key(|(start, _)| *start)
    {
        let Some(end) = text[start + 2..].find(close).map(|len| start + 2 + len + close.len()) else { break };
        parts.push(start..end);
        at = end;
    }
    parts
}
