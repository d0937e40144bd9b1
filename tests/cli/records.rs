//! A check past one machine: records in, lines out, and one report of many.

use std::io::Write;
use std::process::Stdio;

use serde_json::{Value, json};

use crate::common::{BINARY, CLEAN, Folder, Ran, WARNING, fixtures};

/// The fixtures as records: each folder is a project.
fn records() -> Vec<String> {
    let files = fixtures().into_iter().filter_map(|(path, text)| {
        let (project, path) = path.split_once('/')?;
        Some(record(project, path, &text))
    });
    files.collect()
}

fn record(project: &str, path: &str, text: &str) -> String {
    json!({"project": project, "path": path, "text": text}).to_string()
}

fn checked(folder: &Folder, lines: &[String], arguments: &[&str]) -> Ran {
    let mut command = folder.command(&[&["check", "--stdin-records"], arguments].concat());
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let (mut input, text) = (child.stdin.take().unwrap(), lines.join("\n"));
    let writer = std::thread::spawn(move || input.write_all(text.as_bytes()));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

fn lines(ran: &Ran) -> Vec<Value> {
    ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn of_kind<'l>(lines: &'l [Value], kind: &str) -> Vec<&'l Value> {
    lines.iter().filter(|line| line["kind"] == kind).collect()
}

#[test]
fn records_give_what_the_same_files_give_on_a_disk() {
    let folder = Folder::new();
    let lines = lines(&checked(&folder, &records(), &[]));
    for project in of_kind(&lines, "project") {
        let name = project["project"].as_str().unwrap();
        let disk = Folder::new();
        for (path, text) in fixtures() {
            if let Some(path) = path.strip_prefix(&format!("{name}/")) {
                disk.write(path, text);
            }
        }
        let report = disk.checked(&[]);
        let told: Vec<Value> = of_kind(&lines, "finding").into_iter().filter(|line| line["project"] == name).cloned().collect();
        let told: Vec<Value> = told
            .into_iter()
            .map(|mut line| {
                line.as_object_mut().unwrap().retain(|key, _| key != "kind" && key != "project");
                line
            })
            .collect();
        assert_eq!(Value::from(told), report["findings"], "{name}");
        assert_eq!(project["summary"], report["summary"], "{name}");
    }
    assert!(of_kind(&lines, "project").len() > 10);
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let folder = Folder::new();
    let [one, two] = ["1", "3"].map(|threads| checked(&folder, &records(), &["--threads", threads]));
    assert_eq!(one.out, two.out);
    assert_eq!((one.code, two.code), (1, 1));
}

#[test]
fn eight_shards_make_the_report_of_one_run() {
    let folder = Folder::new();
    let all = records();
    let project = |line: &str| serde_json::from_str::<Value>(line).unwrap()["project"].as_str().unwrap().to_owned();
    let mut projects: Vec<String> = all.iter().map(|line| project(line)).collect();
    projects.dedup();
    let mut names = Vec::new();
    for shard in 0..8 {
        let own: Vec<String> =
            all.iter().filter(|line| projects.iter().position(|known| *known == project(line)).unwrap() % 8 == shard).cloned().collect();
        folder.write(&format!("{shard}.jsonl"), checked(&folder, &own, &[]).out);
        names.insert(0, format!("{shard}.jsonl"));
    }
    folder.write("whole.jsonl", checked(&folder, &all, &[]).out);
    let merge = |names: &[String]| folder.askwell(&[&["merge"], &names.iter().map(String::as_str).collect::<Vec<_>>()[..]].concat());
    let (shards, whole) = (merge(&names), merge(&["whole.jsonl".to_owned()]));
    assert_eq!(shards.out, whole.out);
    assert_eq!((shards.code, whole.code), (1, 1));
    assert!(whole.json()["findings"].as_array().unwrap().len() > 50);
}

#[test]
fn reports_of_parts_of_a_repository_make_the_report_of_the_whole() {
    let folder = Folder::with("askwell.yaml", "");
    folder
        .write(".git/HEAD", "")
        .write("a/form.html", BINARY)
        .write("b/form.html", WARNING)
        .write("b/x.razor", "<input>")
        .write("c/d/e.html", CLEAN);
    for part in ["a", "b", "c"] {
        folder.write(&format!("{part}.json"), folder.askwell(&["check", "--format", "json", part]).out);
    }
    let whole = folder.askwell(&["check", "--format", "json"]);
    let merged = folder.askwell(&["merge", "c.json", "a.json", "b.json"]);
    merged.ends(1);
    assert_eq!(merged.out, whole.out);
    folder.askwell(&["merge", "b.json"]).ends(0);
    folder.askwell(&["merge", "b.json", "--fail-on", "warning"]).ends(1);
    folder.write("no.json", "{\"findings\": []}");
    folder.askwell(&["merge", "a.json", "no.json", "gone.json"]).ends(2).says("no.json").says("gone.json").says("gender/binary-options");
}

#[test]
fn what_is_no_record_is_told_by_its_number_and_loses_nothing() {
    let folder = Folder::new();
    let long = format!("{{\"project\": \"a\", \"path\": \"long.html\", \"text\": \"{}\"}}", "a".repeat(9 * 1024 * 1024));
    let input = [
        record("a", "form.html", BINARY),
        "{\"project\": \"a\"".to_owned(),
        String::new(),
        long,
        record("a", "../up.html", BINARY),
        record("a", "/etc/passwd.html", BINARY),
        record("a", "", BINARY),
        record("a", "b/large.html", &"a".repeat(1024 * 1024 + 1)),
        record("a", "other.html", WARNING),
        record("b", "askwell.yaml", "frules: {}\nrules-from: [/tmp]\n"),
        record("b", "form.html", BINARY),
        record("a", "again.html", BINARY),
    ];
    let ran = checked(&folder, &input, &[]);
    assert_eq!(ran.code, 2, "{}", ran.err);
    let lines = lines(&ran);
    let numbers: Vec<u64> = of_kind(&lines, "bad-record").iter().map(|line| line["line"].as_u64().unwrap()).collect();
    assert_eq!(numbers, [2, 4, 5, 6, 7, 12]);
    let errors = of_kind(&lines, "finding").into_iter().filter(|line| line["rule"] == "gender/binary-options");
    let found: Vec<String> =
        errors.map(|line| format!("{}/{}", line["project"].as_str().unwrap(), line["path"].as_str().unwrap())).collect();
    assert_eq!(found, ["a/form.html", "b/form.html", "a/again.html"]);
    assert!(of_kind(&lines, "finding").iter().any(|line| line["path"] == "other.html"));
    assert_eq!(of_kind(&lines, "not-read")[0]["path"], "b/large.html");
    assert_eq!(of_kind(&lines, "mistake")[0]["path"], "askwell.yaml");
}

#[test]
fn files_of_a_project_answer_for_each_other_and_its_configuration_counts() {
    let folder = Folder::new();
    let page = "{% from 'nhsuk/components/radios/macro.njk' import radios %}{{ radios({ name: 'g', fieldset: { legend: { text: 'What is your gender?' } }, items: GENDERS }) }}";
    let code = "export const GENDERS = [{ value: 'm', text: 'Male' }, { value: 'f', text: 'Female' }]\n";
    let input =
        |config: &str| [record("a", "app/views/page.njk", page), record("a", "app/lists.ts", code), record("a", "askwell.yaml", config)];
    let rules =
        |ran: &Ran| of_kind(&lines(ran), "finding").iter().map(|line| line["rule"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
    let ran = checked(&folder, &input(""), &[]);
    assert!(rules(&ran).contains(&"gender/binary-options".to_owned()), "{}", ran.out);
    let ran = checked(&folder, &input("rules: { \"gender/*\": off }\n"), &[]);
    assert!(!rules(&ran).iter().any(|rule| rule.starts_with("gender/")), "{}", ran.out);
}
