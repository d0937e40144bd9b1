//! What is written about askwell is true of it: links lead somewhere, commands can be typed, settings can be used.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use common::{Folder, files_below, root};
use regex::Regex;

/// Every page that people read, and its text: at the top, in `docs/` and about rules.
fn pages() -> Vec<(String, String)> {
    let top = ["README.md", "ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "rules/README.md"];
    let docs = files_below("docs").into_iter().filter(|(path, _)| path.ends_with(".md")).map(|(path, _)| format!("docs/{path}"));
    let paths = top.into_iter().map(str::to_owned).chain(docs);
    paths.map(|path| (path.clone(), fs::read_to_string(root().join(path)).unwrap().replace("\r\n", "\n"))).collect()
}

/// `text` without its blocks of code, and those blocks, each with what its fence says.
fn parted(text: &str) -> (String, Vec<(String, String)>) {
    let (mut prose, mut blocks, mut open) = (String::new(), Vec::new(), None::<(String, String)>);
    for line in text.lines() {
        match (line.trim_start().strip_prefix("```"), open.as_mut()) {
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some(kind), None) => open = Some((kind.trim().to_owned(), String::new())),
            (None, Some((_, code))) => code.extend([line, "\n"]),
            (None, None) => prose.extend([line, "\n"]),
        }
    }
    (prose, blocks)
}

/// The places of a page that a link can name: its headings, as they become anchors.
fn anchors(text: &str) -> BTreeSet<String> {
    let (prose, _) = parted(text);
    let headings =
        prose.lines().filter_map(|line| line.strip_prefix('#')).map(|heading| heading.trim_start_matches('#').trim().to_lowercase());
    headings
        .map(|heading| {
            heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_')).collect::<String>().replace(' ', "-")
        })
        .collect()
}

#[test]
fn links_within_the_repository_lead_somewhere() {
    let link = Regex::new(r"\]\(([^)\s]+)\)").unwrap();
    let mut lost = Vec::new();
    for (path, text) in pages() {
        let (prose, _) = parted(&text);
        for target in link.captures_iter(&prose).map(|found| found.get(1).unwrap().as_str()).filter(|target| !target.contains("://")) {
            let (file, anchor) = target.split_once('#').map_or((target, None), |(file, anchor)| (file, Some(anchor)));
            let there = if file.is_empty() { root().join(&path) } else { root().join(&path).parent().unwrap().join(file) };
            let named = |anchor: &str| fs::read_to_string(&there).is_ok_and(|text| anchors(&text).contains(anchor));
            if !there.exists() || anchor.is_some_and(|anchor| !named(anchor)) {
                lost.push(format!("{path}: {target}"));
            }
        }
    }
    assert!(lost.is_empty(), "{lost:#?}");
}

#[test]
fn every_page_stands_in_the_table_of_contents_once() {
    let summary = fs::read_to_string(root().join("docs/SUMMARY.md")).unwrap();
    let told: Vec<&str> = Regex::new(r"\(([^)]+)\)").unwrap().captures_iter(&summary).map(|found| found.get(1).unwrap().as_str()).collect();
    let mut pages: Vec<String> = files_below("docs").into_iter().map(|(path, _)| path).filter(|path| path.ends_with(".md")).collect();
    pages.retain(|path| path != "SUMMARY.md");
    let mut sorted: Vec<&str> = told.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, pages, "docs/SUMMARY.md lists the pages of docs/");
}

/// The arguments of each call of askwell in a block of commands.
fn calls(block: &str) -> Vec<Vec<String>> {
    let whole = block.replace("\\\n", " ");
    let lines = whole.lines().map(|line| line.trim().trim_start_matches("- ").trim_start_matches("$ ").trim_start_matches("npx "));
    lines.filter_map(|line| line.strip_prefix("askwell ")).map(words).collect()
}

/// The words of a command as a shell parts them, up to a comment, a pipe or a redirection.
fn words(line: &str) -> Vec<String> {
    let word = Regex::new(r#""([^"]*)"|'([^']*)'|(\S+)"#).unwrap();
    let words =
        word.captures_iter(line).map(|found| (found[0].to_owned(), found.iter().skip(1).flatten().next().unwrap().as_str().to_owned()));
    words.take_while(|(raw, _)| !raw.starts_with(['#', '|', '>', '<', '&', ';'])).map(|(_, word)| word).collect()
}

#[test]
fn every_command_that_is_shown_can_be_typed() {
    let folder = Folder::new();
    let (mut typed, mut wrong) = (0, Vec::new());
    for (path, text) in pages() {
        let shown = parted(&text).1.into_iter().filter(|(kind, _)| matches!(kind.as_str(), "sh" | "console" | "yaml" | "dockerfile"));
        for arguments in shown.flat_map(|(_, block)| calls(&block)) {
            typed += 1;
            // What is asked for is not done: help comes instead, unless a word before it is none that askwell knows.
            let asked: Vec<&str> = arguments.iter().map(String::as_str).chain(["--help"]).collect();
            let ran = folder.askwell(&asked);
            if ran.code != 0 && arguments != ["help"] {
                wrong.push(format!("{path}: askwell {}: {}", arguments.join(" "), ran.err));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(typed > 25, "{typed}");
}

/// Options of other programs that the pages name.
const OF_OTHERS: [&str; 1] = ["--omit"];

#[test]
fn every_option_that_is_named_is_one() {
    let (folder, option) = (Folder::new(), Regex::new(r"`(?:askwell ([a-z]+)[^`]*? )?(--[a-z][a-z-]+)[^`]*`").unwrap());
    let tasks: [&[&str]; 12] = [
        &[],
        &["check"],
        &["baseline"],
        &["inspect"],
        &["explain"],
        &["rules"],
        &["rules", "list"],
        &["rules", "new"],
        &["rules", "test"],
        &["rules", "preview"],
        &["rules", "schema"],
        &["rules", "reference"],
    ];
    let help: String = tasks.iter().map(|task| folder.askwell(&[*task, &["--help"]].concat()).out).collect();
    let known: BTreeSet<&str> = Regex::new(r"--[a-z][a-z-]+").unwrap().find_iter(&help).map(|found| found.as_str()).collect();
    for (path, text) in pages().into_iter().filter(|(path, _)| path == "README.md" || path.starts_with("docs/")) {
        for found in option.captures_iter(&parted(&text).0).filter(|found| !OF_OTHERS.contains(&&found[2])) {
            assert!(known.contains(&found[2]), "{path}: {}", &found[0]);
        }
    }
}

#[test]
fn settings_that_are_shown_can_be_used() {
    let page = fs::read_to_string(root().join("docs/configuration.md")).unwrap();
    let shown: Vec<String> = parted(&page).1.into_iter().filter(|(kind, _)| kind == "yaml").map(|(_, block)| block).collect();
    assert!(!shown.is_empty());
    for block in shown {
        let folder = Folder::with("askwell.yaml", &block);
        fs::create_dir_all(folder.path().join("our-rules")).unwrap();
        folder.write("app/views/page.html", common::CLEAN);
        folder.askwell(&["check", "."]).ends(0);
    }
}

/// Every file of the repository that is meant to be read by people exists where others link to it.
#[test]
fn pages_stay_where_others_link_to_them() {
    for path in ["accuracy", "performance", "limits", "not-detectable", "rules/README"] {
        let page: PathBuf = Path::new("docs").join(path).with_extension("md");
        assert!(root().join(&page).exists(), "{}", page.display());
    }
}

#[test]
fn what_askwell_reads_is_told_and_is_what_the_hooks_of_pre_commit_take() {
    let (hooks, page) = (
        fs::read_to_string(root().join(".pre-commit-hooks.yaml")).unwrap(),
        fs::read_to_string(root().join("docs/what-it-reads.md")).unwrap(),
    );
    let taken =
        Regex::new(hooks.lines().find_map(|line| line.trim().strip_prefix("files: &files '")).unwrap().trim_end_matches('\'')).unwrap();
    let table = page.split("| Written in | Files |").nth(1).and_then(|rest| rest.split("\n\n").next()).unwrap();
    for ending in askwell::dialect::endings() {
        assert!(taken.is_match(&format!("app/page{ending}")), "add {ending} to .pre-commit-hooks.yaml");
        assert!(table.contains(&format!("`{ending}`")), "add {ending} to the table of docs/what-it-reads.md");
    }
    assert!(!taken.is_match("app/page.txt"));
}
