//! What a disk can hold besides files of text.

#![cfg(unix)]

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::net::UnixListener;
use std::os::unix::process::CommandExt;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use crate::beside::{CODE, Case, made_by};
use crate::common::{BINARY, WARNING};

#[test]
fn pipes_sockets_and_devices_are_not_opened() {
    let folder = Case::folder();
    let at = |path: &str| folder.path().join(path);
    let _socket = UnixListener::bind(at("socket.html")).unwrap();
    symlink("/dev/zero", at("device.html")).unwrap();
    let has_pipe = made_by("mkfifo", &at("pipe.html"));
    let case = Case::run(&folder, &[]);
    case.keeps_the_good_file(CODE).says("socket.html").says("a pipe, a socket or a device");
    assert!(case.says("device.html").says("a link").out.contains("pipe.html") == has_pipe);
    for named in ["socket.html", "device.html", "pipe.html", "/dev/zero"].into_iter().filter(|name| has_pipe || *name != "pipe.html") {
        Case::run(&folder, &["good", named]).keeps_the_good_file(2).says(named).says("does not open");
    }
}

#[test]
fn what_has_changed_is_told_without_opening_a_pipe_that_a_link_leads_to() {
    let folder = Case::folder();
    let git = |arguments: &[&str]| Command::new("git").args(arguments).current_dir(folder.path()).status().unwrap();
    git(&["init", "-q"]);
    git(&["-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-q", "--allow-empty", "-m", "x"]);
    let pipe = folder.path().join("pipe");
    if made_by("mkfifo", &pipe) {
        symlink("pipe", folder.path().join("linked.html")).unwrap();
        let mut command = folder.command(&["check", "--format", "json", "--diff-base", "HEAD"]);
        Case::of(command.env("PATH", std::env::var_os("PATH").unwrap())).keeps_the_good_file(CODE).says("linked.html");
    }
}

#[test]
fn settings_that_are_pipes_stop_nothing() {
    let folder = Case::folder();
    fs::create_dir(folder.path().join("rules")).unwrap();
    if made_by("mkfifo", &folder.path().join("rules/a.yaml")) {
        Case::run(&folder, &["--rules", "rules"]).keeps_the_good_file(2).says("rules/a.yaml").says("does not open");
    }
}

#[test]
fn links_that_lead_in_circles_or_away_are_not_followed() {
    let folder = Case::folder();
    let at = |path: &str| folder.path().join(path);
    for path in ["a/b", "rules"] {
        fs::create_dir_all(at(path)).unwrap();
    }
    symlink("..", at("a/b/up")).unwrap();
    symlink("loop.html", at("loop.html")).unwrap();
    symlink("nowhere.html", at("gone.html")).unwrap();
    symlink("../good/good.html", at("a/other.html")).unwrap();
    symlink(".", at("rules/again")).unwrap();
    let case = Case::run(&folder, &[]);
    case.keeps_the_good_file(CODE).says("a/other.html").says("gone.html").says("a link");
    Case::run(&folder, &["--rules", "rules"]).keeps_the_good_file(CODE);
    Case::run(&folder, &["good", "loop.html"]).keeps_the_good_file(2).says("loop.html");
    Case::run(&folder, &["good", "a/other.html"]).keeps_the_good_file(CODE).finds("a/other.html");
}

#[test]
fn folders_that_are_called_like_files_are_folders() {
    let folder = Case::folder();
    folder.write("page.html/inner.njk/form.html", WARNING).write("locales/en.json/a.html", WARNING);
    fs::create_dir_all(folder.path().join("askwell.yaml")).unwrap();
    fs::create_dir_all(folder.path().join("good/.gitignore")).unwrap();
    let case = Case::run(&folder, &[]);
    case.keeps_the_good_file(CODE).finds("page.html/inner.njk/form.html").finds("locales/en.json/a.html");
}

#[test]
fn what_may_not_be_opened_is_told() {
    let folder = Case::folder();
    folder.write("shut.html", WARNING).write("closed/form.html", WARNING).write("half/form.html", WARNING);
    let allow = |path: &str, mode| fs::set_permissions(folder.path().join(path), Permissions::from_mode(mode)).unwrap();
    allow("", 0o755);
    allow("shut.html", 0o000);
    allow("closed", 0o000);
    allow("half", 0o444);
    let run = |arguments: &[&str]| {
        let mut command = folder.command(&[&["check", "--format", "json"], arguments].concat());
        // Root may read everything: then nobody in particular runs it.
        if fs::read(folder.path().join("shut.html")).is_ok() {
            command.uid(65_534).gid(65_534);
        }
        Case::of(&mut command)
    };
    run(&[]).keeps_the_good_file(CODE).says("shut.html").says("\"closed\"").says("half/form.html").says("permission was denied");
    for named in ["shut.html", "closed", "half/form.html"] {
        run(&["good", named]).keeps_the_good_file(2).says(named).says("permission was denied");
    }
    allow("closed", 0o755);
    allow("half", 0o755);
}

#[test]
fn names_of_files_cannot_do_anything_to_what_is_printed() {
    use std::os::unix::ffi::OsStrExt;

    let folder = Case::folder();
    let names: [&[u8]; 4] = [b"new\nline.html", b"es\x1b[2Jc.html", b"turn\xe2\x80\xae.html", b"latin\xe9.html"];
    for name in names {
        fs::write(folder.path().join(std::ffi::OsStr::from_bytes(name)), BINARY).unwrap();
    }
    fs::write(folder.path().join("un\x1b[2Jread.html"), [b'a', 0xe9]).unwrap();
    let json = Case::run(&folder, &[]);
    json.keeps_the_good_file(CODE).finds("new\nline.html").finds("es\u{1b}[2Jc.html").finds("latin\\xe9.html");
    for arguments in [&["check"][..], &["check", "--color", "always"], &["inspect"], &["inspect", "--summary"]] {
        let case = Case::of(&mut folder.command(arguments));
        let told = format!("{}{}", case.out, case.err);
        assert!(!told.contains("new\nline") && !told.contains("\u{1b}[2J") && !told.contains('\u{202e}'), "{told}");
    }
}

#[test]
fn files_that_change_while_they_are_read_are_read_as_they_are_met() {
    let folder = Case::folder();
    let page = |times: usize| format!("{}{}", BINARY, WARNING.repeat(times));
    let (path, other) = (folder.path().join("moving.html"), folder.path().join("coming/page.html"));
    let stop = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            for round in 0.. {
                if stop.load(Ordering::Relaxed) {
                    return;
                }
                let _ = fs::write(&path, page(round % 50));
                let _ = fs::create_dir_all(other.parent().unwrap());
                let _ = fs::write(&other, page(round % 7));
                let _ = fs::remove_dir_all(other.parent().unwrap());
                let _ = fs::write(&path, &page(20)[..round % 900]);
            }
        });
        for run in 0..12 {
            let arguments: &[&str] = if run % 2 == 0 { &[] } else { &["--threads", "1"] };
            Case::run(&folder, arguments).keeps_the_good_file(CODE);
        }
        stop.store(true, Ordering::Relaxed);
    });
}
