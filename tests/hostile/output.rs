//! What becomes of a report that cannot be written.

#![cfg(unix)]

use std::fs::File;
use std::io::Read;
use std::process::Stdio;

use crate::beside::Case;
use crate::common::WARNING;
use crate::large::many;

#[test]
fn a_full_disk_is_told_and_ends_in_2() {
    let Ok(_) = File::create("/dev/full") else { return };
    let folder = Case::folder();
    folder.write("many.html", many(WARNING, 2_000));
    let commands: [&[&str]; 6] =
        [&["check"], &["check", "good"], &["check", "--format", "json"], &["inspect"], &["rules", "list"], &["explain", "gender/required"]];
    for arguments in commands {
        let full = File::create("/dev/full").unwrap();
        let done = folder.command(arguments).stdout(full).stderr(Stdio::piped()).output().unwrap();
        let err = String::from_utf8(done.stderr).unwrap();
        assert_eq!(done.status.code(), Some(2), "{arguments:?}: {err}");
        assert!(err.contains("could not write"), "{arguments:?}: {err}");
    }
}

#[test]
fn a_reader_that_goes_away_changes_no_code() {
    let folder = Case::folder();
    folder.write("many.html", many(WARNING, 2_000));
    let cases: [(&[&str], i32); 4] =
        [(&["check"], 1), (&["check", "--format", "json"], 1), (&["check", "many.html"], 0), (&["check", "good", "nowhere"], 2)];
    for (arguments, code) in cases {
        let mut child = folder.command(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let mut err = String::new();
        child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(code), "{arguments:?}: {err}");
        assert!(!err.contains("panicked"), "{err}");
    }
}
