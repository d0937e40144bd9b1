//! The pages of `docs/rules/` say what the rules say.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use askwell::report::reference;
use askwell::rules;

#[test]
fn the_reference_is_what_the_rule_files_make() {
    let (pack, mistakes) = rules::load(&[]);
    assert!(mistakes.is_empty(), "{mistakes:?}");
    let made = reference::pages(&pack, |id| rules::file_of(id, &[]));
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules");
    let entries = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap());
    let written: BTreeMap<String, String> = entries
        .map(|entry| (entry.file_name().into_string().unwrap(), fs::read_to_string(entry.path()).unwrap().replace("\r\n", "\n")))
        .collect();
    let differ: Vec<&String> = made.keys().chain(written.keys()).filter(|name| made.get(*name) != written.get(*name)).collect();
    assert!(differ.is_empty(), "run `cargo run -- rules reference docs/rules`; these differ: {differ:?}");
}

#[test]
fn every_rule_has_an_entry_that_the_list_leads_to() {
    let (pack, _) = rules::load(&[]);
    let pages = reference::pages(&pack, |id| rules::file_of(id, &[]));
    let index = &pages["README.md"];
    for rule in &pack.rules {
        let (topic, _) = rule.id.split_once('/').unwrap();
        let page = &pages[&format!("{topic}.md")];
        assert!(page.contains(&format!("\n## {}\n", rule.id)), "{}", rule.id);
        assert!(index.contains(&format!("[{}]({topic}.md#{})", rule.id, rule.id.replace('/', ""))), "{}", rule.id);
        for source in &rule.sources {
            assert!(page.contains(&pack.vocabulary.sources()[source].url), "{} names {source}", rule.id);
        }
    }
}
