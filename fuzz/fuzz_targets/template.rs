//! Any bytes as a file in each dialect: the first byte picks it. What is said of the file stands in it.
#![no_main]

use std::cell::RefCell;

use askwell::check;
use askwell::classify;
use askwell::context::Context;
use askwell::decode;
use askwell::dialect::{ALL, Parsers};
use askwell::rules::{self, Pack};
use askwell::run;
use askwell::source::{FileId, Source};
use libfuzzer_sys::fuzz_target;

thread_local! {
    static KEPT: RefCell<(Pack, Parsers)> = RefCell::new((rules::load(&[]).0, Parsers::new()));
}

fuzz_target!(|bytes: &[u8]| {
    let Some((pick, rest)) = bytes.split_first() else { return };
    let dialect = ALL[*pick as usize % ALL.len()];
    let Some((text, encoding)) = decode::text(rest.to_vec()) else { return };
    KEPT.with_borrow_mut(|(pack, parsers)| {
        let path = format!("a.{}", dialect.extensions()[0]);
        let document = run::read_as(dialect, Source::new(FileId(0), path, text).written_in(encoding), parsers);
        let asked = classify::classify(&document.form, &pack.vocabulary);
        let found = check::check(&document.form, &asked, pack, &Context::default(), None, None);
        let text = &document.source.text;
        let notices = document.notices.iter().map(|notice| notice.span);
        for place in found.iter().map(|finding| finding.place).chain(notices) {
            assert!(text.get(place.range()).is_some(), "{place:?} is no place of {} bytes", text.len());
            assert!(document.source.column(place.start) >= 1 && document.source.on_disk(place.end) <= rest.len());
        }
    });
});
