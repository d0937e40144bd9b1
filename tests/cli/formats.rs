//! Every format tells the same findings and what becomes of each, and is read by what others read it with.
//!
//! `npm ci --prefix tests/packages` brings the published schema of SARIF, and `tests/packages/requirements.txt` names what
//! reads JUnit; without them the tests say so and pass.

use std::collections::BTreeSet;
use std::io::Write;
use std::process::Command;

use askwell::report::format;
use serde_json::{Value, json};

use crate::common::{BINARY, CLEAN, Folder, WARNING, root};

/// A finding as any format tells it: rule, path, first line, and whether it counts.
type Told = (String, String, u64, String);

/// What a terminal, a runner or a reader of XML would take for its own. Browsers show the words all the same.
const HOSTILE: &str = "<label for=\"g\">What is your gender? ]]> &lt;![CDATA[ &quot;'%0A::error::x \u{1}\u{1b}[31m\u{7f}</label>\n\
    <select id=\"g\"><option>Male</option><option>Female</option></select>\n";

/// A repository with findings that count, findings that a comment lets stand, and findings that were there before.
fn folder() -> Folder {
    let folder = Folder::with("app/before é %1.html", BINARY);
    folder.write("askwell.yaml", "profiles: [nhs-service-manual]\n");
    folder.askwell(&["baseline"]).ends(0);
    folder.write("app/clean.html", CLEAN);
    folder.write("app/live,a:b.html", format!("{WARNING}{BINARY}"));
    folder.write("app/let.njk", format!("{{# askwell: ignore-file gender/binary-options because the <register> has \"two\" #}}\n{BINARY}"));
    folder.write("app/hostile.html", HOSTILE);
    folder
}

fn as_json(folder: &Folder) -> Value {
    folder.checked(&[])
}

fn told(report: &Value) -> BTreeSet<Told> {
    let of = |key: &str, standing: &str| {
        let one = |found: &Value| {
            let text = |key: &str| found[key].as_str().unwrap().to_owned();
            (text("rule"), text("path"), found["line"].as_u64().unwrap(), standing.to_owned())
        };
        report[key].as_array().unwrap().iter().map(one).collect::<Vec<_>>()
    };
    [of("findings", "live"), of("suppressed", "suppressed"), of("baselined", "baselined")].concat().into_iter().collect()
}

/// What `askwell check` writes into a file in this format.
fn written(folder: &Folder, format: &str) -> String {
    let file = format!("{format}.out");
    folder.askwell(&["check", "--quiet", "--output", &format!("{format}={file}")]).ends(1);
    std::fs::read_to_string(folder.path().join(file)).unwrap()
}

/// What `tests/packages/consume.py` makes of a text.
fn consumed(test: &str, folder: &Folder, format: &str) -> Option<Value> {
    let python = root().join("tests/packages/venv/bin/python");
    if !python.is_file() {
        let _ = writeln!(std::io::stderr(), "SKIPPED {test}: `.ci/run` makes tests/packages/venv");
        return None;
    }
    written(folder, format);
    let script = root().join("tests/packages/consume.py");
    let done = Command::new(python).arg("-B").arg(script).arg(format).arg(folder.path().join(format!("{format}.out"))).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    Some(serde_json::from_slice(&done.stdout).unwrap())
}

#[test]
fn the_repository_of_these_tests_has_all_three() {
    let standings: BTreeSet<String> = told(&as_json(&folder())).into_iter().map(|(.., standing)| standing).collect();
    assert_eq!(standings.into_iter().collect::<Vec<_>>(), ["baselined", "live", "suppressed"]);
}

#[test]
fn json_is_as_its_schema_says() {
    let folder = folder();
    let schema: Value = folder.askwell(&["schema"]).ends(0).json();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let report = as_json(&folder);
    if let Some(error) = validator.iter_errors(&report).next() {
        panic!("{error} at {}", error.instance_path());
    }
    // The schema names every key that there is, and a report without one of them is none.
    for key in report.as_object().unwrap().keys() {
        assert!(schema["properties"][key].is_object(), "{key}");
        let mut less = report.clone();
        less.as_object_mut().unwrap().remove(key);
        assert!(!validator.is_valid(&less), "{key}");
    }
    let mut wrong = report.clone();
    wrong["findings"][0]["line"] = json!("two");
    assert!(!validator.is_valid(&wrong));
    serde_json::from_value::<askwell::report::json::Output>(report).unwrap();
}

#[test]
fn a_baseline_is_as_its_schema_says() {
    let folder = folder();
    let schema: Value = folder.askwell(&["schema", "baseline"]).ends(0).json();
    let baseline: Value = serde_json::from_str(&std::fs::read_to_string(folder.path().join("askwell-baseline.json")).unwrap()).unwrap();
    assert!(jsonschema::is_valid(&schema, &baseline));
    assert!(!jsonschema::is_valid(&schema, &json!({"version": 1})));
}

#[test]
fn sarif_is_valid_and_tells_the_same() {
    let folder = folder();
    let log: Value = serde_json::from_str(&written(&folder, "sarif")).unwrap();
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let results = run["results"].as_array().unwrap().iter().map(|result| {
        let rule = result["ruleId"].as_str().unwrap();
        assert_eq!(rules[result["ruleIndex"].as_u64().unwrap() as usize]["id"], rule);
        let place = &result["locations"][0]["physicalLocation"];
        let standing = match result["suppressions"].as_array().unwrap().first() {
            None => "live",
            Some(by) if by["kind"] == "inSource" => {
                assert_eq!(by["justification"], "the <register> has \"two\"");
                "suppressed"
            }
            Some(by) if by["kind"] == "external" => "baselined",
            Some(other) => panic!("{other}"),
        };
        let uri = place["artifactLocation"]["uri"].as_str().unwrap();
        assert_eq!(place["artifactLocation"]["uriBaseId"], "%SRCROOT%");
        (rule.to_owned(), decoded(uri), place["region"]["startLine"].as_u64().unwrap(), standing.to_owned())
    });
    assert_eq!(results.collect::<BTreeSet<_>>(), told(&as_json(&folder)));
    for rule in rules {
        assert!(rule["help"]["markdown"].as_str().unwrap().contains("](http") && rule["helpUri"].as_str().unwrap().starts_with("http"));
    }
    let schema = root().join("tests/packages/node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");
    let Ok(schema) = std::fs::read_to_string(schema) else {
        let _ =
            writeln!(std::io::stderr(), "SKIPPED sarif_is_valid_and_tells_the_same: `npm ci --prefix tests/packages` brings the schema");
        return;
    };
    // As it is published its patterns for languages have a bracket too many, which only JavaScript lets pass.
    let schema: Value = serde_json::from_str(&schema.replace("{2}]?$", "{2}?$")).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    if let Some(error) = validator.iter_errors(&log).next() {
        panic!("{error} at {}", error.instance_path());
    }
    let mut wrong = log.clone();
    wrong["runs"][0]["results"][0]["level"] = json!("grave");
    assert!(!validator.is_valid(&wrong));
}

/// A percent-encoded address as the path that it stands for.
fn decoded(uri: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = uri.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => u8::from_str_radix(&String::from_utf8(vec![rest.next().unwrap(), rest.next().unwrap()]).unwrap(), 16).unwrap(),
            other => other,
        });
    }
    String::from_utf8(bytes).unwrap()
}

#[test]
fn fingerprints_are_the_same_everywhere_and_stay_when_lines_move() {
    let folder = folder();
    let prints = |report: &Value| {
        let all = ["findings", "suppressed", "baselined"].into_iter().flat_map(|key| report[key].as_array().unwrap().clone());
        all.map(|found| found["fingerprint"].as_str().unwrap().to_owned()).collect::<BTreeSet<_>>()
    };
    let before = prints(&as_json(&folder));
    let log: Value = serde_json::from_str(&written(&folder, "sarif")).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    let in_sarif = results.iter().map(|result| result["partialFingerprints"]["askwell/v1"].as_str().unwrap().to_owned());
    assert_eq!(in_sarif.collect::<BTreeSet<_>>(), before);
    folder.write("app/live,a:b.html", format!("\n\n<p>More</p>\r\n{WARNING}\n{}", BINARY.replace('\n', "\r\n    ")));
    assert_eq!(prints(&as_json(&folder)), before);
}

#[test]
fn junit_is_read_and_tells_the_same() {
    let folder = folder();
    let Some(read) = consumed("junit_is_read_and_tells_the_same", &folder, "junit") else { return };
    let report = as_json(&folder);
    let cases = read["cases"].as_array().unwrap();
    let found: Vec<&Value> = cases.iter().filter(|case| case["properties"]["rule"].is_string()).collect();
    let all = found.iter().map(|case| {
        let property = |name: &str| case["properties"][name].as_str().unwrap().to_owned();
        (property("rule"), case["suite"].as_str().unwrap().to_owned(), property("line").parse().unwrap(), property("standing"))
    });
    assert_eq!(all.collect::<BTreeSet<_>>(), told(&report));
    for case in found {
        let expected = match (case["properties"]["standing"].as_str().unwrap(), case["properties"]["level"].as_str().unwrap()) {
            ("live", "error") => json!(["Failure"]),
            ("live", _) => json!([]),
            _ => json!(["Skipped"]),
        };
        assert_eq!(case["results"], expected, "{case}");
    }
    assert_eq!(read["counted"]["failures"], report["summary"]["errors"]);
    let clean = cases.iter().find(|case| case["suite"] == "app/clean.html").unwrap();
    assert_eq!(clean["results"], json!([]));
}

#[test]
fn checkstyle_is_read_and_tells_the_same() {
    let folder = folder();
    let Some(read) = consumed("checkstyle_is_read_and_tells_the_same", &folder, "checkstyle") else { return };
    let all = read.as_array().unwrap().iter().map(|error| {
        let text = |key: &str| error[key].as_str().unwrap().to_owned();
        let standing = match text("severity").as_str() {
            "ignore" if text("message").starts_with("Suppressed because the <register> has \"two\": ") => "suppressed",
            "ignore" if text("message").starts_with("There before") => "baselined",
            "error" | "warning" | "info" => "live",
            other => panic!("{other}"),
        };
        (text("source").replacen("askwell.", "", 1), text("file"), text("line").parse().unwrap(), standing.to_owned())
    });
    assert_eq!(all.collect::<BTreeSet<_>>(), told(&as_json(&folder)));
}

#[test]
fn gitlab_has_what_gitlab_asks_for_and_tells_the_same() {
    let folder = folder();
    let read: Value = serde_json::from_str(&written(&folder, "gitlab")).unwrap();
    let mut prints = BTreeSet::new();
    let all = read.as_array().unwrap().iter().map(|entry| {
        // What GitLab's own parser requires of every entry.
        assert!(entry["description"].is_string() && entry["fingerprint"].is_string() && entry["location"]["path"].is_string());
        assert!(["info", "minor", "major", "critical", "blocker"].contains(&entry["severity"].as_str().unwrap()));
        assert!(prints.insert(entry["fingerprint"].as_str().unwrap().to_owned()), "GitLab keeps one entry for a fingerprint: {entry}");
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let line = entry["location"]["lines"]["begin"].as_u64().unwrap();
        (text(&entry["check_name"]), text(&entry["location"]["path"]), line, text(&entry["standing"]))
    });
    assert_eq!(all.collect::<BTreeSet<_>>(), told(&as_json(&folder)));
}

#[test]
fn github_annotates_what_counts_and_keeps_the_rest_for_who_looks_for_it() {
    let folder = folder();
    let text = written(&folder, "github");
    let back = |text: &str| text.replace("%3A", ":").replace("%2C", ",").replace("%0A", "\n").replace("%25", "%");
    let mut all = BTreeSet::new();
    for line in text.lines() {
        // As the runner takes a line apart: command, properties, message.
        let (head, message) = line.strip_prefix("::").unwrap().split_once("::").unwrap();
        assert!(!message.contains(char::is_control), "{line:?}");
        let Some((command, properties)) = head.split_once(' ') else {
            assert_eq!(head, "debug");
            let message = back(message);
            let (rule, rest) = message.split_once(" at ").unwrap();
            let standing = if rest.contains(" is suppressed because ") { "suppressed" } else { "baselined" };
            let place = rest.split(" is suppressed").next().unwrap().split(" was there").next().unwrap();
            let (path, line) = place.rsplit_once(':').unwrap();
            all.insert((rule.to_owned(), path.to_owned(), line.parse().unwrap(), standing.to_owned()));
            continue;
        };
        assert!(["error", "warning", "notice"].contains(&command));
        let property = |name: &str| back(properties.split(',').find_map(|part| part.strip_prefix(&format!("{name}="))).unwrap());
        all.insert((property("title"), property("file"), property("line").parse().unwrap(), "live".to_owned()));
    }
    assert_eq!(all, told(&as_json(&folder)));
}

#[test]
fn people_are_told_what_counts_and_how_much_does_not() {
    let folder = folder();
    let report = as_json(&folder);
    let shown = folder.askwell(&["check"]).ends(1).out.clone();
    let summary = &report["summary"];
    assert!(shown.contains(&format!("Silenced by directives: {} finding", summary["suppressed"])), "{shown}");
    assert!(shown.contains(&format!("There before, as the baseline says: {} finding", summary["baselined"])), "{shown}");
    assert!(shown.contains("app/live,a:b.html:") && !shown.contains("app/before"), "{shown}");
    assert!(!shown.contains(|c: char| c.is_control() && c != '\n'), "{shown:?}");
}

#[test]
fn several_are_written_at_once_and_none_is_half() {
    let folder = folder();
    let names: Vec<&str> = format::ALL.iter().map(|format| format.name).collect();
    let outputs: Vec<String> = names.iter().flat_map(|name| ["--output".to_owned(), format!("{name}=all.{name}")]).collect();
    let outputs: Vec<&str> = outputs.iter().map(String::as_str).collect();
    let shown = folder.askwell(&[&["check", "--format", "json"], outputs.as_slice()].concat()).ends(1).out.clone();
    assert_eq!(std::fs::read_to_string(folder.path().join("all.json")).unwrap(), shown);
    for name in names {
        assert!(!std::fs::read(folder.path().join(format!("all.{name}"))).unwrap().is_empty(), "{name}");
    }
    folder.askwell(&["check", "--output", "sarif=no-such-folder/a.sarif"]).ends(2).says("no-such-folder/a.sarif could not be written");
    folder.askwell(&["check", "--output", "sarif"]).ends(2).says("sarif=askwell.sarif");
    folder.askwell(&["check", "--output", "sarief=a"]).ends(2).says("did you mean `sarif`?");
}

#[test]
fn annotations_stand_beside_what_people_read_in_github_actions_alone() {
    let folder = folder();
    let run = |value: &str, arguments: &[&str]| {
        let mut command = folder.command(&[&["check"], arguments].concat());
        crate::common::Ran::of(command.env("GITHUB_ACTIONS", value))
    };
    let both = run("true", &[]);
    assert!(both.out.contains("\n::error file=") && both.out.contains("Checked "));
    assert!(!run("", &[]).out.contains("\n::error file="));
    assert!(!run("true", &["--format", "human"]).out.contains("\n::error file="));
}

#[test]
fn what_is_no_finding_and_makes_the_check_fail_is_in_every_format() {
    let folder = Folder::with("page.njk", format!("{{# askwell: ignore gender/no-decline #}}\n{CLEAN}"));
    for format in format::ALL {
        folder.askwell(&["check", "--format", format.name]).ends(2).says("say why");
    }
}
