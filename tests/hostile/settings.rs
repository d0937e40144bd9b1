//! Rules, configuration and files of words that are not as they should be.

use crate::beside::{CODE, Case};
use crate::large::{many, numbered};

/// YAML that comes to much: its name and what stands in it.
fn bombs() -> Vec<(&'static str, String)> {
    let laughs = format!(
        "a0: &a0 [x, x, x, x, x, x, x, x, x]\n{}",
        numbered(30, |level| format!("a{level}: &a{level} [{}*a{}]\n", many(&format!("*a{}, ", level - 1), 8), level - 1))
    );
    vec![
        ("laughs", laughs),
        ("lists", format!("a: {}", many("[", 100_000))),
        ("maps", format!("a: {}", many("{a: ", 100_000))),
        ("blocks", (0..3_000).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect()),
        ("dashes", format!("a:\n  {}", many("- ", 100_000))),
        ("questions", many("? ", 100_000)),
        ("anchors", numbered(50_000, |number| format!("a{number}: &b{number} c\n"))),
        ("keys", numbered(50_000, |number| format!("a{number}: b\n"))),
        ("same keys", many("a: b\n", 50_000)),
        ("a long word", many("a", 900_000)),
        ("quotes", format!("a: \"{}", many("\\", 300_000))),
        ("tags", format!("a: {}", many("!!map ", 50_000))),
        ("documents", many("---\n", 200_000)),
        ("nothing", many("\0", 1_000)),
        ("not text", "\u{1}\u{2}\u{feff}\u{fffe}".to_owned()),
        ("a merge of itself", "a: &a\n  <<: *a\n".to_owned()),
    ]
}

#[test]
fn configuration_that_comes_to_much_is_a_mistake_and_the_forms_are_checked() {
    for (name, text) in bombs() {
        let folder = Case::folder();
        folder.write("askwell.yaml", &text);
        let case = Case::run(&folder, &[]);
        assert!(case.is_within_bounds(), "{name}: {:?}, {} KiB", case.took, case.peak);
        case.keeps_the_good_file(2).says("askwell.yaml");
    }
}

#[test]
fn a_baseline_of_thousands_that_are_gone_takes_no_more_than_its_text() {
    let entry = |number: usize| {
        let words = many("plain words ", 8);
        format!("{{\"path\":\"gone/{number}.html\",\"rule\":\"pronouns/he-or-she\",\"text\":\"{words}\",\"id\":\"{number}\"}}")
    };
    let entries: Vec<String> = (0..4_000).map(entry).collect();
    let folder = Case::folder();
    folder.write("askwell-baseline.json", format!("{{\"version\": 1, \"findings\": [\n{}\n]}}\n", entries.join(",\n")));
    let case = Case::run(&folder, &[]);
    case.keeps_the_good_file(CODE).says("gone/3999.html");
    assert!(case.peak < 200 * 1024, "{} KiB", case.peak);
}

#[test]
fn thousands_of_mistakes_in_a_configuration_take_no_more_than_its_text() {
    let folder = Case::folder();
    folder.write("askwell.yaml", format!("profiles:\n{}", numbered(6_000, |number| format!("  - no-such-profile-{number}\n"))));
    let case = Case::run(&folder, &[]);
    case.keeps_the_good_file(2).says("no-such-profile-6000");
    assert!(case.peak < 200 * 1024, "{} KiB", case.peak);
}

#[test]
fn rules_that_come_to_much_are_a_mistake_and_the_forms_are_checked() {
    let folder = Case::folder();
    for (name, text) in bombs() {
        folder.write(&format!("own/{}/rule.yaml", name.replace(' ', "-")), &text);
    }
    let case = Case::run(&folder, &["--rules", "own"]);
    case.keeps_the_good_file(2);
    for (name, _) in bombs() {
        case.says(&format!("own/{}/rule.yaml", name.replace(' ', "-")));
    }
}

#[test]
fn words_and_data_that_come_to_much_hide_nothing_else() {
    let folder = Case::folder();
    let page = "{{ radios({ name: 'a', fieldset: { legend: { text: t('a.b') } }, items: [{ text: t('c') }] }) }}";
    for (name, text) in bombs() {
        for path in ["locales/en.yml", "locales/cy.json", "data.yaml"] {
            folder.write(&format!("{}/{path}", name.replace(' ', "-")), &text);
        }
        folder.write(&format!("{}/page.njk", name.replace(' ', "-")), page);
    }
    Case::run(&folder, &[]).keeps_the_good_file(CODE);
}

#[test]
fn patterns_and_globs_that_come_to_much_are_bounded() {
    let folder = Case::folder();
    let patterns = [
        "(((((a{1000}){1000}){1000}){1000}){1000})".to_owned(),
        many("(", 100_000),
        many("(a|", 50_000),
        format!("{}$", many("(a*)*", 20_000)),
        "\\p{L}{1000,}{1000,}".to_owned(),
    ];
    for (number, pattern) in patterns.iter().enumerate() {
        folder.write(
            &format!("p{number}/page.html"),
            format!("<label>Your name <input name=\"n\" autocomplete=\"name\" pattern=\"{pattern}\"></label>"),
        );
    }
    Case::run(&folder, &[]).keeps_the_good_file(CODE);
    for glob in [many("{a,b}", 20_000), many("**/", 50_000), many("[a-", 50_000), many("*a", 20_000), many("{", 50_000)] {
        folder.write("askwell.yaml", format!("exclude: [\"{glob}z\"]\npurposes:\n  monitoring: \"{glob}z\"\n"));
        let case = Case::run(&folder, &[]);
        assert!(matches!(case.code, 1 | 2), "{}", case.err);
        case.keeps_the_good_file(case.code);
        assert!(case.code == 1 || case.err.contains("askwell.yaml"), "{}", case.err);
    }
}
