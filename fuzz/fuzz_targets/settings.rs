//! Any text as a configuration, a rule, and data that a page refers to: the first byte picks it.
#![no_main]

use std::path::Path;

use askwell::config::Config;
use askwell::dialect::data;
use askwell::rules::Named;
use askwell::source::{FileId, Source};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some((pick, rest)) = bytes.split_first() else { return };
    let Ok(text) = std::str::from_utf8(rest) else { return };
    match pick % 4 {
        0 => {
            let (config, mistakes) = Config::parse("askwell.yaml", text, Path::new(""));
            let _ = (config.covers("a/b.html"), config.purpose("a/b.html"), config.journey("a/b.html"), config.limits());
            mistakes.iter().for_each(|mistake| assert!(mistake.source.text.get(mistake.span.range()).is_some()));
        }
        1 => {
            let named = Named::unwritten(Path::new("no-such-folder"), "a/b", text, None);
            let (_, mistakes) = named.load_over(&[]);
            mistakes.iter().for_each(|mistake| assert!(mistake.source.text.get(mistake.span.range()).is_some()));
        }
        2 => drop(data::read(&Source::new(FileId(0), "a.yaml", text))),
        _ => drop(data::read(&Source::new(FileId(0), "a.json", text))),
    }
});
