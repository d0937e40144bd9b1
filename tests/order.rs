//! The same input gives the same bytes, on any number of threads and on every run.

// Helpers of tests may stop a test.
#![allow(clippy::unwrap_used)]

mod common;

use common::{BINARY, Folder, fixtures, told};

/// The fixtures, many times over, with files that cannot be read between them.
fn many() -> Folder {
    let folder = Folder::new();
    for copy in 0..12 {
        for (path, text) in fixtures() {
            folder.write(&format!("service-{copy}/{path}"), text);
        }
        folder.write(&format!("service-{copy}/latin.html"), b"caf\xe9");
        folder.write(&format!("service-{copy}/broken.njk"), "{{ a b c }} {% for %} {{ open");
        folder.write(&format!("service-{copy}/Form.jsx"), "");
    }
    folder
}

#[test]
fn threads_and_runs_change_no_byte() {
    let folder = many();
    for command in [&["check"][..], &["check", "--format", "json"], &["inspect"], &["inspect", "--format", "json"]] {
        let run = |threads: &str| {
            let ran = folder.askwell(&[command, &["--threads", threads]].concat());
            (ran.code, ran.out, ran.err)
        };
        let first = run("1");
        assert!(first.1.len() > 10_000);
        for threads in ["1", "2", "2", "8", "8", "8"] {
            assert!(run(threads) == first, "{command:?} on {threads} threads");
        }
    }
}

#[test]
fn the_order_of_the_paths_changes_no_byte() {
    let folder = many();
    let one = folder.askwell(&["check", "service-1", "service-2", "service-0"]).out;
    let other = folder.askwell(&["check", "service-2", "service-0", "service-1", "service-2"]).out;
    assert_eq!(one, other);
}

#[test]
fn findings_stand_in_the_order_of_paths_and_places() {
    let report = many().checked(&[]);
    let findings = report["findings"].as_array().unwrap();
    let places: Vec<(&str, u64)> =
        findings.iter().map(|found| (found["path"].as_str().unwrap(), found["start_byte"].as_u64().unwrap())).collect();
    assert!(places.is_sorted(), "{places:?}");
}

/// Says why a question is asked.
const WHY: &str = "<p>We ask because our rooms are shared.</p>\n";

#[test]
fn a_page_that_is_copied_is_one_story_with_all_its_places() {
    let folder = Folder::new();
    let paths: Vec<String> = (10..30).map(|number| format!("copy-{number}/page.html")).collect();
    // With its reason: what a journey lacks is told at its first page alone.
    paths.iter().for_each(|path| {
        folder.write(path, format!("{WHY}{BINARY}"));
    });
    let report = folder.checked(&[]);
    let of_rule = told(&report).into_iter().filter(|(rule, ..)| rule == "gender/binary-options");
    assert_eq!(of_rule.map(|(_, path, _)| path).collect::<Vec<_>>(), paths);

    let human = folder.askwell(&["check"]).out;
    assert_eq!(human.matches("┌─").count(), 1, "{human}");
    assert!(human.contains("copy-10/page.html:") && human.contains("copy-11/page.html:"), "{human}");
    let named = paths.iter().filter(|path| human.contains(path.as_str())).count();
    let more = human.split("and ").filter_map(|rest| rest.split_once(" more\n")?.0.parse::<usize>().ok()).max().unwrap_or(0);
    assert_eq!(named + more, paths.len(), "{human}");
}

#[test]
fn pages_that_differ_in_what_people_read_are_two_stories() {
    let folder = Folder::with("one.html", format!("{WHY}{BINARY}"));
    folder.write("two.html", format!("{WHY}{}", BINARY.replace("What is your gender?", "Your gender")));
    folder.write("three.html", format!("{WHY}{}", BINARY.replace("name=\"gender\"", "name=\"g\"")));
    assert_eq!(folder.askwell(&["check"]).out.matches("┌─").count(), 2);
}
