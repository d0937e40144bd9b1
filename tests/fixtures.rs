//! What askwell says of the forms in `fixtures/`, finding by finding. Each folder has a file `expected.findings` with a
//! line `page:line rule` for every finding. `BLESS=1 cargo test --test fixtures` writes them anew: read the difference.

// Helpers of tests may stop a test.
#![allow(clippy::unwrap_used)]

mod common;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;

use askwell::dialect::Parsers;
use askwell::rules::schema::Level;
use common::{Folder, Judged, fixtures, pack, root};

/// What is said of each folder of fixtures, as its `expected.findings` has it.
fn told() -> BTreeMap<String, String> {
    let (pack, mut parsers) = (pack(), Parsers::new());
    let mut told: BTreeMap<String, String> = BTreeMap::new();
    for (path, text) in fixtures() {
        let (folder, page) = path.split_once('/').unwrap();
        let judged = Judged::new(&path, &text, &pack, &mut parsers);
        let lines = told.entry(folder.to_owned()).or_default();
        for (rule, line) in judged.told() {
            writeln!(lines, "{page}:{line} {rule}").unwrap();
        }
    }
    told
}

fn judged(path: &str) -> Judged {
    let text = fs::read_to_string(root().join("fixtures").join(path)).unwrap();
    Judged::new(path, &text, &pack(), &mut Parsers::new())
}

#[test]
fn every_finding_in_the_fixtures_is_the_one_that_is_written_down() {
    let bless = std::env::var_os("BLESS").is_some();
    for (folder, told) in told() {
        let path = root().join("fixtures").join(&folder).join("expected.findings");
        if bless {
            fs::write(&path, &told).unwrap();
        }
        let expected = fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(told, expected, "in fixtures/{folder}; BLESS=1 writes what is said now");
    }
}

#[test]
fn the_good_equality_page_is_silent() {
    for page in ["equality-monitoring-good/about-you.njk", "equality-monitoring-good/about-you.html"] {
        let judged = judged(page);
        assert!(judged.document.form.questions.len() >= 8, "{page}");
        let grave: Vec<_> = judged.findings.iter().filter(|finding| finding.level > Level::Info).collect();
        assert!(grave.is_empty(), "{page}: {grave:?}");
    }
}

#[test]
fn lists_that_cannot_be_seen_are_not_judged_for_what_they_lack() {
    for page in ["vaccination-consent/gender.html", "vaccination-consent/school.html"] {
        let judged = judged(page);
        let question = &judged.document.form.questions[0];
        assert!(!question.fully_visible(), "{page}");
        assert_eq!(judged.told(), [], "{page}");
    }
}

#[test]
fn whether_people_can_speak_up_is_looked_at_where_somebody_asks_for_it() {
    let form = "<h1>Give feedback</h1><label for=\"email\">Email address</label>\
                <input id=\"email\" name=\"email\" type=\"email\" autocomplete=\"email\" required>";
    let folder = Folder::with("feedback.html", form);
    let id = "voice/feedback-not-anonymous";
    let speaks = |arguments: &[&str]| common::told(&folder.checked(arguments)).iter().any(|(rule, ..)| rule == id);
    assert!(!speaks(&[]));
    assert!(speaks(&["--profile", "voice"]));
}

#[test]
fn the_fixtures_show_gender_and_orientation_to_whoever_tries_askwell() {
    let folder = Folder::new();
    for (path, text) in fixtures() {
        folder.write(&path, text);
    }
    folder.askwell(&["check"]).ends(1).says("gender/").says("orientation/");
}
