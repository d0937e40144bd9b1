//! What a form's authors may tell askwell in comments, and what it makes of those it cannot follow.

use serde_json::Value;

use crate::common::{BINARY, CLEAN, Folder, WARNING, told};

const HE: &str = "pronouns/he-or-she";

/// The lines at which `rule` speaks of a page.
fn lines(report: &Value, rule: &str) -> Vec<u64> {
    told(report).into_iter().filter(|(told, ..)| told == rule).map(|(.., line)| line).collect()
}

fn page(text: &str) -> Folder {
    Folder::with("page.njk", text)
}

#[test]
fn the_next_element_is_silent_and_no_other() {
    for comment in [
        "{# askwell: ignore pronouns/he-or-she because it is a quotation #}",
        "<!-- askwell: ignore pronouns/he-or-she because it is a quotation -->",
    ] {
        let report = page(&format!("{WARNING}{comment}\n{WARNING}{WARNING}")).checked(&[]);
        assert_eq!(lines(&report, HE), [1, 4], "{comment}");
        assert_eq!(report["directives"].as_array().unwrap().len(), 0);
    }
}

#[test]
fn what_stands_in_the_next_element_is_silent_too() {
    let text = format!("{{# askwell: ignore pronouns/he-or-she because x #}}\n<div>\n  <section>{WARNING}</section>\n</div>\n{WARNING}");
    assert_eq!(lines(&page(&text).checked(&[]), HE), [6]);
}

#[test]
fn the_next_call_is_silent_and_no_other() {
    let call = "{{ radios({ name: \"g\", fieldset: { legend: { text: \"What is your gender?\" } },\n\
        items: [{ text: \"Male\" }, { text: \"Female\" }] }) }}\n";
    let text = format!("{{# askwell: ignore gender/binary-options because the register has two #}}\n{call}{call}");
    let report = page(&text).checked(&[]);
    assert_eq!(lines(&report, "gender/binary-options"), [4]);
    // Other rules still speak.
    assert!(told(&report).iter().any(|(rule, _, line)| rule.starts_with("gender/") && *line < 4), "{report:#}");
}

#[test]
fn a_question_by_hand_is_silent_as_a_whole() {
    let text = format!("<!-- askwell: ignore gender/binary-options because the register has two -->\n{BINARY}");
    let folder = Folder::with("form.html", text);
    assert!(lines(&folder.checked(&[]), "gender/binary-options").is_empty());
}

#[test]
fn a_block_is_silent_from_start_to_end() {
    for (open, close) in [("{#", "#}"), ("<!--", "-->")] {
        let text = format!(
            "{WARNING}{open} askwell: ignore-start pronouns/he-or-she because of a quotation {close}\n{WARNING}{WARNING}{open} askwell: ignore-end pronouns/he-or-she {close}\n{WARNING}"
        );
        assert_eq!(lines(&page(&text).checked(&[]), HE), [1, 6], "{open}");
    }
}

#[test]
fn a_block_must_be_opened_and_closed() {
    let open = page(&format!("{{# askwell: ignore-start pronouns/he-or-she because x #}}\n{WARNING}"));
    open.askwell(&["check"]).ends(2).says("`ignore-end`").says("page.njk:1:").says(HE);
    let close = page(&format!("{WARNING}{{# askwell: ignore-end pronouns/he-or-she #}}\n"));
    close.askwell(&["check"]).ends(2).says("`ignore-start`").says("page.njk:2:");
}

#[test]
fn the_whole_file_is_silent_and_no_other() {
    let folder = page(&format!("{WARNING}<!-- askwell: ignore-file pronouns/he-or-she because x -->\n{WARNING}"));
    folder.write("other.njk", WARNING);
    let report = folder.checked(&[]);
    let paths: Vec<String> = told(&report).into_iter().map(|(_, path, _)| path).collect();
    assert_eq!(paths, ["other.njk"]);
    assert_eq!(report["suppressed"].as_array().unwrap().len(), 2);
}

#[test]
fn several_rules_share_a_reason() {
    let text = format!("{{# askwell: ignore gender/binary-options, gender/no-decline because the register has two #}}\n{BINARY}");
    let report = page(&text).checked(&[]);
    assert!(lines(&report, "gender/binary-options").is_empty() && lines(&report, "gender/no-decline").is_empty());
    assert!(report["suppressed"].as_array().unwrap().len() >= 2);
}

#[test]
fn a_reason_is_required() {
    for said in [
        "ignore pronouns/he-or-she",
        "ignore pronouns/he-or-she because",
        "ignore pronouns/he-or-she because  ",
        "ignore-file pronouns/he-or-she",
    ] {
        let ran = page(&format!("<p>One</p>\n{{# askwell: {said} #}}\n{WARNING}")).askwell(&["check"]);
        // Nothing is silenced.
        ran.ends(2).says("say why").says("page.njk:2:").says(HE);
    }
}

#[test]
fn a_rule_that_does_not_exist_is_an_error_in_place() {
    let folder = page(&format!("<p>One</p>\n  {{# askwell: ignore pronouns/he-or-shee because x #}}\n{WARNING}"));
    folder.askwell(&["check"]).ends(2).says("page.njk:2:3").says("pronouns/he-or-shee").says("did you mean `pronouns/he-or-she`?").says(HE);
    let report = folder.checked(&[]);
    let complaint = &report["directives"][0];
    assert_eq!((&complaint["level"], &complaint["line"], &complaint["path"]), (&"error".into(), &2.into(), &"page.njk".into()));
    assert_eq!(lines(&report, HE), [3]);
}

#[test]
fn what_askwell_cannot_be_told_is_an_error_in_place() {
    for (said, words) in [
        ("ignroe pronouns/he-or-she because x", "did you mean `ignore`?"),
        ("purpose monitorin", "did you mean `monitoring`?"),
        ("audience staf", "did you mean `staff`?"),
        ("ignore because x", "page.njk:1:"),
        ("ignore he-or-she because x", "no rule’s id"),
        ("", "page.njk:1:"),
    ] {
        let ran = page(&format!("{{# askwell: {said} #}}\n{CLEAN}")).askwell(&["check"]);
        assert_eq!(ran.code, 2, "{said}: {}{}", ran.out, ran.err);
        ran.says(&words.replace('’', "'"));
    }
}

#[test]
fn one_that_is_not_needed_is_a_warning_and_changes_no_exit_code() {
    let folder = page(&format!("<p>One</p>\n{{# askwell: ignore pronouns/he-or-she because x #}}\n{CLEAN}"));
    folder.askwell(&["check"]).ends(0).says("warning").says("page.njk:2:").says("this can go");
    let report = folder.checked(&[]);
    assert_eq!(report["directives"][0]["level"], "warning");
    assert_eq!(report["directives"].as_array().unwrap().len(), 1);
    folder.askwell(&["check", "--fail-on", "info"]).ends(0);
    // Nothing follows it: there is nothing to silence.
    page(&format!("{CLEAN}{{# askwell: ignore pronouns/he-or-she because x #}}\n")).askwell(&["check"]).ends(0).says("this can go");
}

#[test]
fn a_rule_that_is_off_needs_no_directive() {
    let folder = page(&format!("{{# askwell: ignore pronouns/he-or-she because x #}}\n{WARNING}"));
    folder.write("askwell.yaml", "rules: { pronouns/he-or-she: off }\n");
    folder.askwell(&["check"]).ends(0).says("this can go");
}

#[test]
fn prose_that_mentions_a_directive_is_none() {
    for prose in [
        "{# Use askwell: ignore pronouns/he-or-she because … to silence it #}",
        "<!-- To silence: `askwell: ignore pronouns/he-or-she because x` -->",
        "<!-- askwell says that this is wrong -->",
        "<p>askwell: ignore pronouns/he-or-she because x</p>",
        "{# askwell : ignore pronouns/he-or-she because x #}",
    ] {
        let folder = page(&format!("{prose}\n{WARNING}"));
        folder.askwell(&["check"]).ends(0);
        let report = folder.checked(&[]);
        assert_eq!(lines(&report, HE), [2], "{prose}");
        assert_eq!(report["directives"].as_array().unwrap().len(), 0, "{prose}");
        assert_eq!(report["suppressed"].as_array().unwrap().len(), 0, "{prose}");
    }
}

#[test]
fn a_page_says_what_it_is_for() {
    let sex = BINARY.replace("gender", "sex");
    let speaks = |text: &str| !lines(&Folder::with("form.html", text).checked(&[]), "sex/no-decline").is_empty();
    assert!(!speaks(&sex));
    assert!(speaks(&format!("<!-- askwell: purpose monitoring -->\n{sex}")));
    assert!(!speaks(&format!("<!-- askwell: purpose clinical -->\n{sex}")));
}

#[test]
fn what_a_page_says_counts_before_the_configuration() {
    let sex = BINARY.replace("gender", "sex");
    let folder = Folder::with("form.njk", format!("{{# askwell: purpose clinical #}}\n{sex}"));
    folder.write("other.njk", &sex).write("askwell.yaml", "purposes: { monitoring: \"**\" }\n");
    let report = folder.checked(&[]);
    let paths: Vec<String> = told(&report).into_iter().filter(|(rule, ..)| rule == "sex/no-decline").map(|(_, path, _)| path).collect();
    assert_eq!(paths, ["other.njk"]);
}

#[test]
fn what_is_silenced_is_told_apart_with_its_reason() {
    let text = format!("<p>One</p>\n{{# askwell: ignore pronouns/he-or-she because it is   a quotation #}}\n{WARNING}");
    let folder = page(&text);
    let report = folder.checked(&[]);
    assert!(report["findings"].as_array().unwrap().is_empty());
    let silenced = &report["suppressed"][0];
    assert_eq!(silenced["rule"], HE);
    assert_eq!(silenced["reason"], "it is a quotation");
    assert_eq!((&silenced["path"], &silenced["line"]), (&"page.njk".into(), &3.into()));
    assert_eq!(silenced["directive"]["line"], 2);
    assert_eq!(report["summary"]["suppressed"], 1);
    assert_eq!(report["summary"]["warnings"], 0);
    folder.askwell(&["check", "--fail-on", "info"]).ends(0);
}

#[test]
fn an_error_that_is_silenced_fails_nothing() {
    let rules = told(&Folder::with("f.html", BINARY).checked(&[])).into_iter().map(|(rule, ..)| rule).collect::<Vec<_>>().join(", ");
    let folder = page(&format!("{{# askwell: ignore-file {rules} because it is an example of what not to do #}}\n{BINARY}"));
    folder.askwell(&["check"]).ends(0);
    assert!(folder.checked(&[])["findings"].as_array().unwrap().is_empty());
}

#[test]
fn a_question_whose_words_lie_elsewhere_is_silenced_where_it_is_asked() {
    let folder = Folder::with(
        "app/page.njk",
        "{# askwell: ignore pronouns/he-or-she because x #}\n<p>{{ __(\"help\") }}</p>\n<p>{{ __(\"help\") }}</p>\n",
    );
    folder.write(".git/HEAD", "").write("locales/en.json", "{ \"help\": \"Ask his or her doctor\" }");
    let report = folder.checked(&[]);
    assert_eq!(lines(&report, HE), [3], "{report:#}");
    assert_eq!(report["suppressed"].as_array().unwrap().len(), 1);
}
