//! `askwell init`, and the configuration that builds on others.

use std::fs;

use crate::common::{BINARY, CLEAN, Folder, told};

#[test]
fn a_configuration_is_written_from_what_the_repository_holds() {
    let folder = Folder::with("app/views/register/gender.html", BINARY);
    folder.write("app/views/register/help.html", CLEAN).write("package.json", "{}");
    let before = told(&folder.checked(&[]));
    folder.askwell(&["init"]).ends(0).says("askwell.yaml is written").says("`askwell baseline`");
    let text = fs::read_to_string(folder.path().join("askwell.yaml")).unwrap();
    assert!(text.contains("\"app/views/register/**\"") && text.contains("2 pages"), "{text}");
    assert!(text.lines().count() < 40);
    // It is read without a mistake, and changes nothing by itself.
    assert_eq!(told(&folder.checked(&[])), before);
    folder.askwell(&["check"]).ends(1);
}

#[test]
fn every_suggestion_can_be_taken() {
    let folder = Folder::with("app/views/register/gender.html", BINARY);
    folder.write("app/views/register/help.html", CLEAN);
    folder.askwell(&["init"]).ends(0);
    let text = fs::read_to_string(folder.path().join("askwell.yaml")).unwrap();
    let taken: Vec<&str> = text.lines().map(|line| line.strip_prefix("# ").filter(|rest| is_setting(rest)).unwrap_or(line)).collect();
    folder.write("askwell.yaml", taken.join("\n"));
    let ran = folder.askwell(&["check"]);
    ran.ends(1);
    assert_eq!(ran.err, "", "{taken:#?}");
    folder.askwell(&["check", "--print-config", "app/views/register/gender.html"]).ends(0).says("journey: register");
}

/// True for what is YAML once its `#` is gone, and no sentence.
fn is_setting(line: &str) -> bool {
    let key = line.trim_start().split(':').next().unwrap_or("");
    line.starts_with("  ") || (line.trim_end().ends_with(':') && !key.contains(' '))
}

#[test]
fn what_is_there_stays_as_it_is() {
    for name in ["askwell.yaml", ".askwell.yml"] {
        let folder = Folder::with(name, "profiles: [strict]\n");
        folder.askwell(&["init"]).ends(2).says(name).says("stays as it is");
        assert_eq!(fs::read_to_string(folder.path().join(name)).unwrap(), "profiles: [strict]\n");
    }
    Folder::new().askwell(&["init", "nowhere"]).ends(2).says("nowhere");
}

#[test]
fn a_repository_of_gov_uk_gets_its_profile() {
    let folder = Folder::with("package.json", r#"{"dependencies": {"govuk-frontend": "5"}}"#);
    folder.askwell(&["init"]).ends(0);
    assert!(fs::read_to_string(folder.path().join("askwell.yaml")).unwrap().contains("gov-uk-equality]"));
    folder.askwell(&["check"]).ends(0);
}

#[test]
fn a_configuration_builds_on_others_and_counts_after_them() {
    let folder = Folder::with("app/form.html", BINARY);
    folder.write("shared/base.yaml", "rules:\n  gender/binary-options: off\n  gender/no-decline: info\n");
    folder.write("askwell.yaml", "extends: shared/base.yaml\nrules:\n  gender/no-decline: warning\n");
    let report = folder.checked(&[]);
    let level = |rule: &str| {
        let found = report["findings"].as_array().unwrap().iter().find(|found| found["rule"] == rule);
        found.map(|found| found["level"].as_str().unwrap().to_owned())
    };
    assert_eq!((level("gender/binary-options"), level("gender/no-decline").as_deref()), (None, Some("warning")));
}

#[test]
fn globs_and_folders_start_from_the_file_that_they_stand_in() {
    let folder = Folder::with("app/old/form.html", BINARY);
    folder.write("app/new/form.html", BINARY);
    folder.write("askwell.yaml", "exclude: \"app/old/**\"\n");
    folder.write("app/askwell.yaml", "extends: ../askwell.yaml\npurposes: { monitoring: \"new/**\" }\n");
    let paths: Vec<String> = told(&folder.checked(&[])).into_iter().map(|(_, path, _)| path).collect();
    assert!(!paths.is_empty() && paths.iter().all(|path| path == "app/new/form.html"), "{paths:?}");
}

#[test]
fn a_circle_or_a_missing_file_is_told_in_place() {
    let folder = Folder::with("form.html", BINARY);
    folder.write("askwell.yaml", "extends: a.yaml\n").write("a.yaml", "extends: [b.yaml]\n").write("b.yaml", "\nextends: a.yaml\n");
    folder.askwell(&["check"]).ends(2).says("b.yaml:2").says("a.yaml → b.yaml → a.yaml").says("gender/binary-options");
    folder.write("askwell.yaml", "extends: nowhere.yaml\n");
    folder.askwell(&["check"]).ends(2).says("askwell.yaml:1").says("nowhere.yaml");
    folder.write("askwell.yaml", "extends: c.yaml\n").write("c.yaml", "rulez: {}\n");
    folder.askwell(&["check"]).ends(2).says("c.yaml:1").says("did you mean `rules`?");
}

#[test]
fn many_files_that_build_on_one_another_come_to_an_end() {
    let folder = Folder::with("form.html", BINARY);
    for level in 0..20 {
        folder.write(&format!("{level}a.yaml"), format!("extends: [{0}a.yaml, {0}b.yaml]\n", level + 1));
        folder.write(&format!("{level}b.yaml"), format!("extends: [{0}a.yaml, {0}b.yaml]\n", level + 1));
    }
    folder.write("20a.yaml", "").write("20b.yaml", "").write("askwell.yaml", "extends: 0a.yaml\n");
    folder.askwell(&["check"]).ends(2).says("builds on more than 32 files");
}

#[test]
fn a_configuration_can_be_named_or_left_out() {
    let folder = Folder::with("app/form.html", BINARY);
    folder.write("askwell.yaml", "rules: { \"gender/*\": off }\n").write("other.yaml", "rules: { gender/binary-options: info }\n");
    folder.askwell(&["check"]).ends(0);
    folder.askwell(&["check", "--no-config"]).ends(1);
    let report = folder.checked(&["--config", "other.yaml", "--only", "gender/binary-options"]);
    assert_eq!(report["findings"][0]["level"], "info");
    folder.askwell(&["check", "--config", "nowhere.yaml"]).ends(2).says("nowhere.yaml");
    folder.askwell(&["check", "--config", "other.yaml", "--no-config"]).ends(2);
    folder.askwell(&["inspect", "--no-config"]).ends(0);
}

#[test]
fn each_setting_is_shown_with_its_place() {
    let folder = Folder::with("app/form.html", BINARY);
    folder.write("shared.yaml", "profiles: [strict]\nrules:\n  title/required: off\n");
    folder.write("askwell.yaml", "extends: shared.yaml\npurposes:\n  monitoring: \"app/**\"\noverrides:\n  - files: \"x/**\"\n    rules: { gender/no-decline: off }\n  - files: \"app/**\"\n    rules:\n      gender/no-decline: info\nexclude: \"app/f*\"\n");
    let ran = folder.askwell(&["check", "--print-config", "app/form.html"]);
    ran.ends(0).says("askwell.yaml counts for it, and builds on shared.yaml");
    let line =
        |starts: &str| ran.out.lines().find(|line| line.starts_with(starts)).unwrap_or_else(|| panic!("{starts}: {}", ran.out)).to_owned();
    assert!(line("checked: false").ends_with("# askwell.yaml:10"));
    assert!(line("  - strict").ends_with("# shared.yaml:1"));
    assert!(line("purpose: monitoring").ends_with("# askwell.yaml:3"));
    assert!(line("  title/required: off").ends_with("# shared.yaml:3"));
    assert!(line("  gender/no-decline: info").ends_with("# askwell.yaml:9"));
    folder.askwell(&["check", "--no-config", "--print-config", "app/form.html"]).ends(0).says("No configuration counts");
}

#[test]
fn rules_of_the_configuration_are_explained_and_listed() {
    let folder = Folder::with("form.html", BINARY);
    let rule = fs::read_to_string(crate::common::root().join("rules/wording/guys.yaml"));
    let Ok(rule) = rule.or_else(|_| first_wording_rule()) else { panic!("there is a rule about words") };
    let id = rule.lines().find_map(|line| line.strip_prefix("id: ")).unwrap().to_owned();
    folder.write("askwell.yaml", "rules-from: ours\n").write("ours/ours/own.yaml", rule.replace(&format!("id: {id}"), "id: ours/own"));
    folder.askwell(&["rules", "list"]).says("ours/own");
    folder.askwell(&["explain", "ours/own"]).says("ours/own");
}

fn first_wording_rule() -> std::io::Result<String> {
    let folder = crate::common::root().join("rules/wording");
    let mut paths: Vec<_> = fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    paths.sort();
    fs::read_to_string(&paths[0])
}
