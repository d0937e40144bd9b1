//! Whatever stands in a file or a folder: no panic, no signal, no hang, bounded memory, the exit code that the README gives, and
//! the good file beside it is told of all the same.

// Helpers of tests may stop a test.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, unreachable_pub)]

mod beside;
mod brackets;
mod circles;
#[path = "../common/mod.rs"]
mod common;
mod disk;
mod encodings;
mod large;
mod mutants;
mod output;
mod records;
mod settings;

use beside::{CODE, Case};
use common::Folder;

/// A file to read: its path and its text.
type File = (String, String);

#[test]
fn large_files_are_quick() {
    beside::each(large::large());
}

#[test]
fn large_components_are_quick() {
    beside::each([large::large_components(), large::large_react()].concat());
}

#[test]
fn brackets_in_every_language_of_expressions_are_quick() {
    beside::each(brackets::files());
}

#[test]
fn circles_and_doublings_come_to_an_end() {
    beside::each(circles::circles());
}

#[test]
#[cfg(feature = "django")]
fn classes_come_to_an_end() {
    beside::each(circles::classes());
}

#[test]
fn files_that_show_one_another_come_to_an_end() {
    beside::each(circles::across_files());
}

#[test]
fn a_page_that_goes_on_for_too_long_says_so() {
    let (_, text) = circles::circles().into_iter().find(|(path, _)| path.starts_with("loops in loops.")).unwrap();
    let folder = Folder::with("page.njk", text);
    folder.askwell(&["check"]).ends(0).says("page.njk:1: the page goes on for longer than askwell reads");
}

#[test]
fn bounds_are_raised_by_the_configuration() {
    let options = |count: usize| {
        let options = large::many("<option>a</option>", count);
        format!("<label for=\"g\">Gender</label><select id=\"g\" name=\"g\">{options}</select>")
    };
    let line = format!("<p>{}</p>{}", large::many("plain words ", 350_000), common::WARNING);
    let case = |path: &str, text: &str, config: &str| {
        let folder = Case::folder();
        folder.write(path, text).write("askwell.yaml", config);
        Case::run(&folder, &[])
    };
    let size = "limits: { file-bytes: 16777216 }\n";
    let answers = "limits: { file-bytes: 16777216, nodes: 400000, answers: 100000 }\n";
    let goes_on = "the page goes on for longer than askwell reads";
    case("line.html", &line, "").keeps_the_good_file(CODE).says("line.html").says("1024 KiB");
    case("line.html", &line, size).keeps_the_good_file(CODE).finds("line.html");
    case("list.html", &options(60_000), size).keeps_the_good_file(CODE).says(goes_on);
    let raised = case("list.html", &options(20_000), answers);
    assert!(!raised.keeps_the_good_file(CODE).out.contains(goes_on), "{}", raised.out);
}
