//! PHP templates: HTML with `<?php … ?>` and `<?= … ?>` in between.
//!
//! [`statement`] tells what its code shows, [`expression`] what that says. Of a class file, the labels of a model's attributes can be asked for.

pub(crate) mod class;
pub(super) mod expression;
pub(super) mod statement;

use super::{CommentSigns, Dialect, Parsers, markup};
use crate::page::Page;
use crate::source::Source;
use crate::text::Text;
use crate::value::{Value, ValueKind};

/// PHP templates.
pub(super) struct Php;

impl Dialect for Php {
    fn name(&self) -> &'static str {
        "php"
    }

    fn extensions(&self) -> &'static [&'static str] {
        ENDINGS
    }

    fn claims(&self, _ending: &str, text: &str) -> bool {
        const CONTROLS: &[&str] = &[
            "<input",
            "<select",
            "<textarea",
            "<label",
            "<legend",
            "DownList(",
            "ButtonList(",
            "BoxList(",
            "extField(",
            "extArea(",
            "form_",
            "Form::",
        ];
        let has = |words: &&str| memchr::memmem::find(text.as_bytes(), words.as_bytes()).is_some();
        (has(&"?>") || !has(&"<?")) && CONTROLS.iter().any(has)
    }

    fn comment(&self, before: &str) -> Option<CommentSigns> {
        let bytes = before.as_bytes();
        let opens = |at: usize| match (at.checked_sub(1).map(|at| bytes[at]), bytes.get(at + 1)) {
            (Some(b'<'), _) => Some(true),
            (_, Some(b'>')) => Some(false),
            _ => None,
        };
        // The last tag that opens or closes.
        let is_code = memchr::memrchr_iter(b'?', bytes).find_map(opens).unwrap_or(false);
        Some(if is_code { ("/*", "*/") } else { ("<?php /*", "*/ ?>") })
    }

    fn read(&self, source: &Source, parsers: &mut Parsers) -> Page {
        let mut reader = statement::Reader::new(source);
        reader.tags();
        let statement::Reader { segments, comments, .. } = reader;
        let text = Text::verbatim(&source.text, source.span(0..source.text.len()));
        let mut page = markup::read(&text, &segments, parsers);
        page.comments.extend(comments);
        page.comments.sort_by_key(|comment| comment.span);
        page
    }
}

/// The endings of its files.
const ENDINGS: &[&str] = &["php", "phtml"];

/// True for a page that PHP fills, by itself or as Blade.
pub(crate) fn is_php(path: &str) -> bool {
    let ending = super::extension(path);
    ENDINGS.contains(&ending.as_str()) || ending == super::blade::ENDING
}

/// The map that a file of words gives back: `<?php return ['gender' => 'Gender'];`.
pub(crate) fn returned(source: &Source) -> Option<Value> {
    let at = expression::word_in_code(&source.text, 0, "return")?;
    let (value, _) = expression::read(source, at, source.text.len());
    matches!(value.kind, ValueKind::Map(_)).then_some(value)
}

/// The labels that the model in `source` gives its attributes: what `attributeLabels()` returns.
pub(crate) fn attribute_labels(source: &Source) -> Option<Value> {
    let text = &source.text;
    let function = memchr::memmem::find(text.as_bytes(), b"function attributeLabels")?;
    let at = expression::word_in_code(text, function, "return")?;
    let (value, _) = expression::read(source, at, text.len());
    matches!(value.kind, ValueKind::Map(_)).then_some(value)
}
