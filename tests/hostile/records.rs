//! Streams of lines that are no records.

use std::fs::File;
use std::process::Command;

use serde_json::{Value, json};

use crate::beside::Case;
use crate::common::{BINARY, Folder};

/// What a run may take for lines that hold next to nothing, in KiB.
const LITTLE: u64 = 80 * 1024;

/// Runs `askwell check --stdin-records` on these lines.
fn run(lines: &str) -> Case {
    let folder = Folder::with("lines", lines);
    let mut command: Command = folder.command(&["check", "--stdin-records"]);
    Case::fed(&mut command, File::open(folder.path().join("lines")).unwrap())
}

fn numbers(case: &Case) -> Vec<u64> {
    let lines = case.out.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    lines.filter(|line| line["kind"] == "bad-record").map(|line| line["line"].as_u64().unwrap()).collect()
}

#[test]
fn bad_lines_are_all_told_and_take_no_room_wherever_they_stand() {
    let record = |path: &str| json!({"project": "a", "path": path, "text": BINARY}).to_string();
    let many = 150_000;
    let alone = "x\n".repeat(many);
    let within = format!("{}\n{alone}{}\n", record("one.html"), record("two.html"));
    for (lines, first) in [(alone, 1), (within, 2)] {
        let case = run(&lines);
        assert_eq!(case.code, 2, "{}", case.err);
        assert!(numbers(&case).into_iter().eq(first..first + many as u64));
        assert!(case.peak < LITTLE, "{} KiB", case.peak);
        // They part no project.
        assert_eq!(case.out.matches("\"kind\":\"project\"").count() as u64, first - 1);
    }
}

#[test]
fn what_a_bad_line_says_is_not_said_again_at_length() {
    let case = run(&format!("\"{}\"\n", "long ".repeat(500_000)).repeat(40));
    assert_eq!(numbers(&case).len(), 40);
    assert!(case.out.len() < 40_000, "{} bytes", case.out.len());
}
