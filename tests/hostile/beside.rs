//! Runs askwell over files that are not as they should be, beside one that is, and measures what that takes.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

use crate::File;
use crate::common::{BINARY, Folder};

/// What a run ends in that finds what is wrong with the good file, and nothing else to complain of.
pub const CODE: i32 = 1;

/// The most processor time for the worst of these files, also in a debug build.
const SECONDS: Duration = Duration::from_secs(5);

/// After this a run stands still: it is stopped.
const STANDSTILL: Duration = Duration::from_secs(100);

/// The most memory, in KiB.
const MEMORY: u64 = 600 * 1024;

/// How many files are run together, as long as all of them stay within the bounds for one.
const TOGETHER: usize = 8;

/// What a run came to, and what it took.
pub struct Case {
    pub code: i32,
    pub out: String,
    pub err: String,
    pub took: Duration,
    pub peak: u64,
}

impl Case {
    /// A folder with the good file, with nothing else.
    pub fn folder() -> Folder {
        Folder::with("good/good.html", BINARY)
    }

    /// Runs `askwell check --format json` there.
    pub fn run(folder: &Folder, arguments: &[&str]) -> Self {
        Case::of(&mut folder.command(&[&["check", "--format", "json"], arguments].concat()))
    }

    /// Runs a command, and measures it where the system tells.
    pub fn of(command: &mut Command) -> Self {
        Case::fed(command, Stdio::null())
    }

    /// The same with something to read.
    pub fn fed(command: &mut Command, input: impl Into<Stdio>) -> Self {
        let written = TempDir::new().unwrap();
        let file = |name: &str| fs::File::create(written.path().join(name)).unwrap();
        let child = command.stdin(input).stdout(file("out")).stderr(file("err")).spawn().unwrap();
        let (code, took, peak) = measured(child);
        let read = |name: &str| String::from_utf8(fs::read(written.path().join(name)).unwrap()).unwrap();
        Case { code, out: read("out"), err: read("err"), took, peak }
    }

    /// Fails unless the run ended well, within its bounds, and told of the good file.
    pub fn keeps_the_good_file(&self, code: i32) -> &Self {
        assert!(self.is_within_bounds(), "{:?} and {} KiB:\n{}", self.took, self.peak, self.told());
        assert_eq!(self.code, code, "{}", self.told());
        self.finds("good/good.html")
    }

    /// Fails unless something is found in the file at `path`.
    pub fn finds(&self, path: &str) -> &Self {
        let report: Value = serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}", self.told()));
        let found = report["findings"].as_array().unwrap().iter().any(|found| found["path"] == path);
        assert!(found, "nothing in {path}: {}", self.told());
        self
    }

    /// Fails unless both streams together say `words`.
    pub fn says(&self, words: &str) -> &Self {
        assert!(self.out.contains(words) || self.err.contains(words), "no “{words}” in: {}", self.told());
        self
    }

    pub fn is_within_bounds(&self) -> bool {
        self.took <= SECONDS && self.peak <= MEMORY
    }

    fn told(&self) -> String {
        let end = |text: &str| text.chars().take(2_000).collect::<String>();
        format!("{}\n{}", end(&self.out), end(&self.err))
    }
}

/// The exit code, the processor time and the peak of memory of a process; the last two only where there is `/proc`.
fn measured(mut child: Child) -> (i32, Duration, u64) {
    let (start, folder) = (Instant::now(), format!("/proc/{}", child.id()));
    let (mut took, mut peak) = (Duration::ZERO, 0);
    loop {
        let status = fs::read_to_string(format!("{folder}/status")).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        peak = line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(peak);
        let times = fs::read_to_string(format!("{folder}/stat")).unwrap_or_default();
        let after_name = times.rsplit(')').next().unwrap_or("").split_whitespace();
        let ticks: u64 = after_name.skip(11).take(2).filter_map(|ticks| ticks.parse::<u64>().ok()).sum();
        took = took.max(Duration::from_millis(ticks * 10));
        if let Some(status) = child.try_wait().unwrap() {
            return (status.code().unwrap_or_else(|| panic!("a signal ended it: {status}")), took, peak);
        }
        if start.elapsed() > STANDSTILL {
            child.kill().unwrap();
            panic!("it stood still for {STANDSTILL:?}");
        }
        thread::sleep(Duration::from_millis(3));
    }
}

/// Runs askwell over these files, each in a folder of its own with all that belongs to it, beside the good one.
pub fn each(files: Vec<File>) {
    for together in files.chunks(TOGETHER) {
        let case = run(together);
        if case.is_within_bounds() && case.code == CODE {
            check(&case, together);
            continue;
        }
        // One of them may be to blame, or all together are much.
        for file in together {
            let case = run(std::slice::from_ref(file));
            assert!(
                case.is_within_bounds() && case.code == CODE,
                "{}: {:?}, {} KiB, ended in {}:\n{}",
                file.0,
                case.took,
                case.peak,
                case.code,
                case.told()
            );
            check(&case, std::slice::from_ref(file));
        }
    }
}

fn run(files: &[File]) -> Case {
    let folder = Case::folder();
    for (number, (path, text)) in files.iter().enumerate() {
        folder.write(&format!("case{number}/{path}"), text);
    }
    Case::run(&folder, &[])
}

fn check(case: &Case, files: &[File]) {
    case.keeps_the_good_file(CODE);
    let report: Value = serde_json::from_str(&case.out).unwrap();
    for told in ["findings", "suppressed", "directives"].iter().flat_map(|list| report[list].as_array().unwrap()) {
        let path = told["path"].as_str().unwrap();
        let Some((number, path)) = path.strip_prefix("case").and_then(|rest| rest.split_once('/')) else { continue };
        let (name, text) = &files[number.parse::<usize>().unwrap()];
        assert_eq!(name, path);
        let at = |key: &str| told[key].as_u64().unwrap() as usize;
        assert!(text.get(at("start_byte")..at("end_byte")).is_some(), "{told} is no place of {} bytes", text.len());
    }
}

/// True if `path` can be made with a command of this system, such as `mkfifo`.
pub fn made_by(command: &str, path: &Path) -> bool {
    Command::new(command).arg(path).status().is_ok_and(|status| status.success())
}
