//! `askwell.yaml`: what it changes, and how its mistakes are told.

use serde_json::Value;

use crate::common::{BINARY, CLEAN, Folder, WARNING, told};
use crate::rule_files::RULE;

/// A question about sex that nobody can decline, which matters only in monitoring.
const SEX: &str = "<fieldset><legend>What is your sex?</legend>\n\
    <label><input type=\"radio\" name=\"sex\" value=\"f\"> Female</label>\n\
    <label><input type=\"radio\" name=\"sex\" value=\"m\"> Male</label></fieldset>\n";

/// A question that gives advice and nothing graver.
const ADVICE: &str = "<label for=\"t\">Title</label> <input id=\"t\" name=\"title\" type=\"text\" autocomplete=\"honorific-prefix\">\n";

/// A folder with this configuration and a form that has an error and a warning.
fn configured(config: &str) -> Folder {
    let folder = Folder::with("askwell.yaml", config);
    folder.write(".git/HEAD", "").write("app/views/form.html", format!("{BINARY}{WARNING}"));
    folder
}

/// The level of a rule's finding in a report.
fn level<'r>(report: &'r Value, rule: &str) -> Option<&'r str> {
    let findings = report["findings"].as_array().unwrap();
    findings.iter().find(|found| found["rule"] == rule).and_then(|found| found["level"].as_str())
}

/// The paths that a report speaks of.
fn paths(report: &Value) -> Vec<String> {
    let mut paths: Vec<String> = told(report).into_iter().map(|(_, path, _)| path).collect();
    paths.dedup();
    paths
}

#[test]
fn without_one_the_rules_stand_as_they_are() {
    let folder = configured("");
    let report = folder.checked(&[]);
    assert_eq!(level(&report, "gender/binary-options"), Some("error"));
    assert_eq!(level(&report, "pronouns/he-or-she"), Some("warning"));
    folder.askwell(&["check"]).ends(1);
}

#[test]
fn a_rule_gets_another_level_or_is_off() {
    let report = configured("rules:\n  gender/binary-options: info\n  pronouns/he-or-she: error\n").checked(&[]);
    assert_eq!(level(&report, "gender/binary-options"), Some("info"));
    assert_eq!(level(&report, "pronouns/he-or-she"), Some("error"));
    let folder = configured("rules:\n  gender/*: off\n  pronouns/he-or-she: off\n");
    let report = folder.checked(&[]);
    assert!(told(&report).iter().all(|(rule, ..)| !rule.starts_with("gender/") && rule != "pronouns/he-or-she"), "{report:#}");
}

#[test]
fn the_exit_code_follows_the_levels() {
    configured("rules: { gender/*: info }\n").askwell(&["check"]).ends(0);
    configured("rules: { gender/*: off, pronouns/he-or-she: error }\n").askwell(&["check"]).ends(1);
}

#[test]
fn a_rules_own_name_comes_before_its_topic() {
    for config in
        ["rules:\n  gender/*: off\n  gender/binary-options: warning\n", "rules:\n  gender/binary-options: warning\n  gender/*: off\n"]
    {
        let report = configured(config).checked(&[]);
        assert_eq!(level(&report, "gender/binary-options"), Some("warning"), "{config}");
        assert_eq!(level(&report, "gender/no-decline"), None, "{config}");
    }
}

#[test]
fn it_is_found_upward_and_no_further_than_the_repository() {
    for name in ["askwell.yaml", "askwell.yml", ".askwell.yaml", ".askwell.yml"] {
        let folder = Folder::with(name, "rules: { gender/*: off }\n");
        folder.write(".git/HEAD", "").write("a/b/c/form.html", BINARY);
        assert_eq!(level(&folder.checked(&["a/b/c/form.html"]), "gender/binary-options"), None, "{name}");
        // From below, it is the same.
        let mut command = folder.command(&["check", "form.html"]);
        command.current_dir(folder.path().join("a/b/c"));
        crate::common::Ran::of(&mut command).ends(0);
    }
    let folder = Folder::with("askwell.yaml", "rules: { gender/*: off }\n");
    folder.write("repository/.git/HEAD", "").write("repository/form.html", BINARY);
    folder.askwell(&["check", "repository"]).ends(1).says("gender/binary-options");
}

#[test]
fn the_nearest_counts_for_each_file() {
    let folder = Folder::with("askwell.yaml", "rules: { gender/*: off }\n");
    folder.write(".git/HEAD", "").write("one/form.html", BINARY).write("two/form.html", BINARY);
    folder.write("two/askwell.yaml", "rules: { gender/binary-options: warning }\n");
    let report = folder.checked(&[]);
    assert!(paths(&report).iter().all(|path| path == "two/form.html"), "{report:#}");
    assert_eq!(level(&report, "gender/binary-options"), Some("warning"));
}

#[test]
fn the_last_override_that_matches_wins() {
    let config = "rules: { gender/binary-options: warning }\n\
        overrides:\n\
        - files: app/**\n  rules: { gender/binary-options: off }\n\
        - files: [app/new/*.html, lib/**]\n  rules: { gender/binary-options: info }\n";
    let folder = Folder::with("askwell.yaml", config);
    folder.write(".git/HEAD", "");
    for (path, expected) in [
        ("other/form.html", Some("warning")),
        ("app/form.html", None),
        ("app/new/form.html", Some("info")),
        ("lib/a/form.html", Some("info")),
    ] {
        folder.write(path, BINARY);
        assert_eq!(level(&folder.checked(&[path]), "gender/binary-options"), expected, "{path}");
    }
}

#[test]
fn include_and_exclude_say_which_files_are_checked() {
    let folder = Folder::with("askwell.yaml", "include: app/**\nexclude: [\"app/old/**\", \"**/sample.html\"]\n");
    folder.write(".git/HEAD", "");
    for path in ["app/form.html", "app/old/form.html", "app/a/sample.html", "docs/form.html"] {
        folder.write(path, WARNING);
    }
    assert_eq!(paths(&folder.checked(&[])), ["app/form.html"]);
    assert_eq!(folder.checked(&[])["summary"]["files"], 1);
    // A folder that is named is still sieved, a file that is named outright is checked.
    assert_eq!(paths(&folder.checked(&["app", "docs"])), ["app/form.html"]);
    assert_eq!(paths(&folder.checked(&["app/old/form.html"])), ["app/old/form.html"]);
    assert_eq!(paths(&folder.checked(&["docs/form.html"])), ["docs/form.html"]);
}

#[test]
fn a_configuration_that_leaves_out_all_that_was_found_is_told() {
    let folder = Folder::with("askwell.yaml", "include: app/veiws/**\n");
    folder.write(".git/HEAD", "").write("app/views/form.html", WARNING);
    folder.askwell(&["check"]).ends(0).says("`include` and `exclude` in the configuration leave out all that was found here, 1 file.");
    folder.write("askwell.yaml", "include: app/views/**\n");
    let ran = folder.askwell(&["check", "app"]);
    assert!(!ran.err.contains("leave out all"), "{}", ran.err);
}

#[test]
fn a_star_stays_within_a_folder_and_two_do_not() {
    for (glob, expected) in [("app/*.html", &["app/old/form.html"][..]), ("app/**/*.html", &[]), ("**/old/*", &["app/form.html"])] {
        let folder = Folder::with("askwell.yaml", format!("exclude: \"{glob}\"\n"));
        folder.write(".git/HEAD", "").write("app/form.html", WARNING).write("app/old/form.html", WARNING);
        assert_eq!(paths(&folder.checked(&[])), expected, "{glob}");
    }
}

#[test]
fn what_is_excluded_can_still_be_referred_to() {
    let folder = Folder::with("askwell.yaml", "exclude: parts/**\n");
    folder.write(".git/HEAD", "").write("parts/lists.njk", "{% set genders = [{ text: \"Man\" }, { text: \"Woman\" }] %}\n");
    let call = "{{ radios({ name: \"g\", fieldset: { legend: { text: \"What is your gender?\" } }, items: genders }) }}\n";
    folder.write("app/form.njk", format!("{{% include \"parts/lists.njk\" %}}\n{call}"));
    assert_eq!(level(&folder.checked(&[]), "gender/binary-options"), Some("error"));
}

#[test]
fn a_rule_is_advice_for_the_purposes_that_it_excepts() {
    let title = "<label for=\"t\">Title</label> <input id=\"t\" name=\"title\" required autocomplete=\"honorific-prefix\">\n\
        <label for=\"n\">Full name</label> <input id=\"n\" name=\"name\" autocomplete=\"name\">\n";
    let folder = Folder::with("form.html", title);
    assert_eq!(level(&folder.checked(&[]), "title/required"), Some("warning"));
    folder.write("form.html", format!("<h1>Register with a GP surgery</h1>\n{title}"));
    assert_eq!(level(&folder.checked(&[]), "title/required"), Some("info"));
    folder.write("form.html", title).write("askwell.yaml", "purposes:\n  gp-registration: \"*.html\"\n");
    assert_eq!(level(&folder.checked(&[]), "title/required"), Some("info"));
    for (set, stands) in [("off", None), ("error", Some("error"))] {
        folder.write("askwell.yaml", format!("purposes:\n  gp-registration: \"*.html\"\nrules: {{ title/required: {set} }}\n"));
        assert_eq!(level(&folder.checked(&[]), "title/required"), stands);
    }
}

#[test]
fn all_is_advice_on_a_demonstration_and_says_why() {
    let asks = "<label for=\"f\">Family name</label> <input id=\"f\" name=\"f\" required>\n<p>He was wheelchair bound.</p>\n";
    let folder = Folder::with("form.html", format!("<h1>Your details</h1>\n{asks}"));
    let rules = ["names/family-required", "wording/wheelchair-bound"];
    let levels = |folder: &Folder| rules.map(|rule| level(&folder.checked(&[]), rule).map(str::to_owned));
    let both = |level: &str| [Some(level.to_owned()), Some(level.to_owned())];
    assert_eq!(levels(&folder), [Some("warning".to_owned()), Some("error".to_owned())]);
    folder.write("form.html", format!("<h1>Speech demo</h1>\n{asks}"));
    assert_eq!(levels(&folder), both("info"));
    folder.askwell(&["check"]).ends(0).says("people copy from those");
    // A configuration stands above it, and can say of any page that it is one.
    folder.write("askwell.yaml", "rules: { \"names/*\": error }\n");
    assert_eq!(levels(&folder), [Some("error".to_owned()), Some("info".to_owned())]);
    folder.write("dev/form.html", asks).write("form.html", "").write("askwell.yaml", "purposes: { demonstration: dev/** }\n");
    assert_eq!(levels(&folder), both("info"));
}

#[test]
fn a_purpose_lets_its_rules_speak() {
    let folder = Folder::with("monitoring/form.html", SEX);
    folder.write(".git/HEAD", "").write("care/form.html", SEX);
    assert_eq!(level(&folder.checked(&[]), "sex/no-decline"), None);
    folder.write("askwell.yaml", "purposes:\n  monitoring: monitoring/**\n  clinical: [care/**]\n");
    let report = folder.checked(&[]);
    let declines: Vec<_> = told(&report).into_iter().filter(|(rule, ..)| rule == "sex/no-decline").collect();
    assert_eq!(declines, [("sex/no-decline".to_owned(), "monitoring/form.html".to_owned(), 1)]);
}

#[test]
fn further_rules_come_from_the_configurations_own_folder() {
    let folder = Folder::with("team/askwell.yaml", "rules-from: own\nrules: { words/frobnicate: error }\n");
    folder.write(".git/HEAD", "").write("team/own/words/frobnicate.yaml", RULE);
    folder.write("team/app/page.html", "<p>Please frobnicate</p>\n");
    folder.askwell(&["check"]).ends(1).says("words/frobnicate");
    folder.askwell(&["check", "team/app/page.html"]).ends(1).says("words/frobnicate");
}

#[test]
fn a_folder_of_rules_that_is_not_there_is_a_mistake() {
    configured("rules-from: nowhere\n").askwell(&["check"]).ends(2).says("nowhere");
}

#[test]
fn strict_turns_advice_into_warnings() {
    let with_advice = |config: &str| {
        // In a journey that nobody has named, advice stays advice.
        let folder = configured(&format!("{config}journeys: {{ all: app/views/** }}\n"));
        folder.write("app/views/advice.html", ADVICE);
        folder.checked(&[])
    };
    let (plain, strict) = (with_advice(""), with_advice("profiles: strict\n"));
    assert!(plain["summary"]["infos"].as_u64() > Some(0), "{:#}", plain["summary"]);
    assert_eq!(strict["summary"]["infos"], 0);
    let count = |report: &Value, key: &str| report["summary"][key].as_u64().unwrap();
    assert_eq!(count(&strict, "warnings"), count(&plain, "warnings") + count(&plain, "infos"));
    assert_eq!(count(&strict, "errors"), count(&plain, "errors"));
}

#[test]
fn profiles_are_laid_over_one_another_and_rules_over_them() {
    let title = "<label for=\"t\">Title</label><select id=\"t\" name=\"title\"><option>Mr</option><option>Mrs</option>\
        <option>Miss</option><option>Ms</option><option>Dr</option></select>\n";
    let level_with = |config: &str, rule: &str| {
        let folder = Folder::with("askwell.yaml", config);
        folder.write(".git/HEAD", "").write("form.html", format!("{title}{BINARY}"));
        level(&folder.checked(&[]), rule).map(str::to_owned)
    };
    let both = "profiles: [clinical, lgbtq-network]\n";
    assert_eq!(level_with("", "gender/no-decline").as_deref(), Some("warning"));
    assert_eq!(level_with(both, "gender/no-decline"), None);
    assert_eq!(level_with("", "title/no-mx").as_deref(), Some("warning"));
    assert_eq!(level_with(both, "title/no-mx").as_deref(), Some("error"));
    let over = format!("{both}rules: {{ gender/no-decline: info, title/no-mx: warning }}\n");
    assert_eq!(level_with(&over, "gender/no-decline").as_deref(), Some("info"));
    assert_eq!(level_with(&over, "title/no-mx").as_deref(), Some("warning"));
}

#[test]
fn profiles_of_the_command_line_are_laid_over_those_of_the_file() {
    let folder = Folder::with("askwell.yaml", "profiles: [clinical]\n");
    folder.write(".git/HEAD", "").write("form.html", BINARY);
    assert_eq!(level(&folder.checked(&[]), "gender/no-decline"), None);
    // Without a configuration, and with one.
    let bare = Folder::with("form.html", ADVICE);
    assert_eq!(bare.checked(&["--profile", "strict"])["summary"]["infos"], 0);
    assert!(bare.checked(&[])["summary"]["infos"].as_u64() > Some(0));
    let ran = folder.askwell(&["check", "--profile", "lgbtq-netwrk"]);
    ran.ends(2);
    ran.says("did you mean `lgbtq-network`?");
}

#[test]
fn a_rule_that_is_off_speaks_only_where_it_is_named() {
    let cervix = "<p>People with a cervix are invited every five years.</p><label for=\"x\">Postcode</label><input id=\"x\" name=\"x\">\n";
    let id = "wording/anatomy-only-audience";
    let level_with = |config: &str| {
        let folder = Folder::with("askwell.yaml", config);
        folder.write(".git/HEAD", "").write("form.html", cervix);
        level(&folder.checked(&[]), id).map(str::to_owned)
    };
    for config in ["", "profiles: strict\n", "rules:\n  \"wording/*\": error\n"] {
        assert_eq!(level_with(config), None, "{config}");
    }
    assert_eq!(level_with("rules:\n  wording/anatomy-only-audience: info\n").as_deref(), Some("info"));
}

#[test]
fn a_macro_of_the_services_own_is_a_component_with_its_own_parameters() {
    let page = "{{ askOne({ field: \"gender\", question: \"What is your gender?\", options: [\
        { title: \"Man\", code: \"m\" }, { title: \"Woman\", code: \"w\" }] }) }}\n";
    let folder = Folder::with("page.njk", page);
    folder.write(".git/HEAD", "");
    assert_eq!(level(&folder.checked(&[]), "gender/binary-options"), None);
    let parts = "components:\n  askOne: { is: radios, name: field, prompt: question, answers: options, label: title, value: code }\n";
    folder.write("askwell.yaml", parts);
    assert_eq!(level(&folder.checked(&[]), "gender/binary-options"), Some("error"));
    let seen = folder.askwell(&["inspect", "--format", "json"]).out;
    let seen: Value = serde_json::from_str(&seen).unwrap();
    let question = &seen["documents"][0]["questions"][0];
    assert_eq!((&question["name"], &question["prompt"]), (&Value::from("gender"), &Value::from("What is your gender?")));
    assert_eq!(question["answers"][1]["value"], "w");
}

/// What is wrong, the line it stands in, and what must be said of it.
const MISTAKES: &[(&str, usize, &[&str])] = &[
    ("rulse: {}\n", 1, &["`rulse`", "did you mean `rules`?"]),
    ("rules:\n  gender/no-declin: off\n", 2, &["gender/no-declin", "did you mean `gender/no-decline`?"]),
    ("rules:\n  gendre/*: off\n", 2, &["gendre/*"]),
    ("rules:\n  gender/no-decline: warn\n", 2, &["warn", "`warning`"]),
    ("overrides:\n- file: a/**\n  rules: {}\n", 2, &["`file`", "did you mean `files`?"]),
    ("overrides:\n- files: a/**\n", 2, &["`rules:` is missing"]),
    ("overrides:\n- files: a/**\n  rules:\n    sex/no-declin: off\n", 4, &["sex/no-declin", "did you mean `sex/no-decline`?"]),
    ("\nprofiles: [strict, stirct]\n", 2, &["stirct", "did you mean `strict`?"]),
    ("purposes:\n  monitorin: a/**\n", 2, &["monitorin", "did you mean `monitoring`?"]),
    ("audiences:\n  staf: a/**\n", 2, &["staf", "did you mean `staff`?"]),
    ("components:\n  appRadios: radio\n", 2, &["`radio`", "did you mean `radios`?"]),
    ("components:\n  ask:\n    is: radios\n    promt: question\n", 4, &["`promt`", "did you mean `prompt`?"]),
    ("components:\n  ask:\n    prompt: question\n", 2, &["is"]),
    ("# of ours\nexclude:\n  - \"a/[b\"\n", 3, &["this is no glob"]),
    ("include: \"{a\"\n", 1, &["this is no glob"]),
    ("- rules\n", 1, &[]),
    ("rules:\n  gender/no-decline: [off]\n", 2, &[]),
    ("rules:\n\tgender/no-decline: off\n", 2, &[]),
];

#[test]
fn each_mistake_is_told_in_place_with_what_to_write() {
    for (config, line, words) in MISTAKES {
        let ran = configured(config).askwell(&["check"]);
        ran.ends(2);
        for word in *words {
            ran.says(word);
        }
        ran.says(&format!(" askwell.yaml:{line}:"));
        // The forms are still checked.
        ran.says("gender/binary-options");
    }
}

#[test]
fn a_mistake_is_told_once_however_many_files_there_are() {
    let folder = configured("rules:\n  gender/no-declin: off\n");
    folder.write("app/other/form.html", CLEAN).write("form.html", CLEAN);
    let ran = folder.askwell(&["check"]);
    assert_eq!(ran.err.matches("there is no rule called").count(), 1, "{}", ran.err);
}

#[test]
fn a_configuration_that_no_file_has_is_not_looked_at() {
    let folder = Folder::with("other/askwell.yaml", "rulse: {}\n");
    folder.write(".git/HEAD", "").write("app/form.html", CLEAN);
    folder.askwell(&["check"]).ends(0);
}

#[test]
fn one_that_is_not_utf_8_is_a_mistake() {
    let folder = Folder::with("askwell.yaml", b"rules: {} # caf\xe9\n");
    folder.write(".git/HEAD", "").write("form.html", CLEAN);
    folder.askwell(&["check"]).ends(2).says("askwell.yaml").says("could not be read");
}

#[test]
fn a_mistake_shows_the_path_as_people_would_write_it() {
    let folder = configured("rulse: {}\n");
    let ran = folder.askwell(&["check"]);
    let whole = folder.path().to_string_lossy().into_owned();
    assert!(!ran.err.contains(&whole), "{}", ran.err);
}

#[cfg(not(windows))]
#[test]
fn a_backslash_in_a_name_parts_no_folder_from_a_file() {
    let folder = Folder::with("a\\b.html", WARNING);
    folder.write("a/b.html", WARNING).write("askwell.yaml", "exclude: a/*.html\n");
    let paths = |report: &Value| told(report).into_iter().map(|(_, path, _)| path).collect::<Vec<_>>();
    assert_eq!(paths(&folder.checked(&["."])), ["a\\b.html"]);
    folder.write("askwell.yaml", "include: a/*.html\n");
    assert_eq!(paths(&folder.checked(&["."])), ["a/b.html"]);
}
