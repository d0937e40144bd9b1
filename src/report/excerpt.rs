//! The sources that a report shows pieces of. Of a line that is too long to read, the part around what is pointed at is shown: a page may
//! be one line, and each finding on it would print all of it again.

use std::collections::HashMap;
use std::io;
use std::ops::Range;

use codespan_reporting::diagnostic::{Diagnostic, Label};
use codespan_reporting::files::{Error, Files, SimpleFiles};
use codespan_reporting::term::termcolor::WriteColor;
use codespan_reporting::term::{self, Chars, Config, DisplayStyle};

use super::safe;
use crate::source::{Source, Span};

/// How many bytes of a line are shown.
const SHOWN: usize = 240;

/// How many of them stand before what is pointed at.
const BEFORE: usize = 60;

/// Sources, each with a number.
pub(super) struct Excerpts<'r> {
    files: SimpleFiles<String, String>,
    /// By path and text: a path that is read twice can have two texts.
    ids: HashMap<(&'r str, *const u8), usize>,
    /// What is shown of a long line, by source and line, for what is printed just now.
    cut: HashMap<(usize, usize), Range<usize>>,
}

impl<'r> Excerpts<'r> {
    pub(super) fn new() -> Self {
        Excerpts { files: SimpleFiles::new(), ids: HashMap::new(), cut: HashMap::new() }
    }

    /// The source's number, and the place in it as it is shown.
    pub(super) fn place(&mut self, source: &'r Source, span: Span) -> (usize, Range<usize>) {
        debug_assert!(source.text.get(span.range()).is_some(), "a place lies in its file");
        let mark = mark(source);
        let add = || self.files.add(safe::line(&source.path), safe::file(&source.text[mark..]));
        let id = *self.ids.entry((source.path.as_str(), source.text.as_ptr())).or_insert_with(add);
        (id, (span.start as usize).saturating_sub(mark)..(span.end as usize).saturating_sub(mark))
    }

    /// Prints what there is to tell.
    pub(super) fn emit(&mut self, mut diagnostic: Diagnostic<usize>, out: &mut dyn WriteColor) -> io::Result<()> {
        self.cut.clear();
        let labels = std::mem::take(&mut diagnostic.labels);
        diagnostic.labels = labels.into_iter().filter_map(|label| self.visible(label)).collect();
        let mut cut: Vec<usize> = self.cut.keys().map(|(_, line)| line + 1).collect();
        cut.sort_unstable();
        diagnostic.notes.extend(cut.first().map(|line| format!("line {line} is long; only a part of it is shown")));
        term::emit_to_write_style(out, &config(), &*self, &diagnostic).map_err(unwritten)
    }

    /// The label as far as it can be shown. The first on a long line says which part of the line that is.
    fn visible(&mut self, mut label: Label<usize>) -> Option<Label<usize>> {
        let (id, Range { start, end }) = (label.file_id, label.range.clone());
        let (first, last) = (self.line_index(id, start).ok()?, self.line_index(id, end).ok()?);
        let part = self.part(id, first, start)?;
        if first == last {
            label.range.end = end.min(part.end);
            return shows(&part, start).then_some(label);
        }
        let until = self.part(id, last, end)?;
        (shows(&part, start) && shows(&until, end)).then_some(label)
    }

    /// What is shown of a line.
    fn part(&mut self, id: usize, line: usize, around: usize) -> Option<Range<usize>> {
        let whole = self.files.line_range(id, line).ok()?;
        if whole.len() <= SHOWN {
            return Some(whole);
        }
        let text = self.files.source(id).ok()?;
        Some(self.cut.entry((id, line)).or_insert_with(|| within(text, whole, around.saturating_sub(BEFORE))).clone())
    }
}

/// True if a place in a line, its end included, is shown.
fn shows(part: &Range<usize>, at: usize) -> bool {
    (part.start..=part.end).contains(&at)
}

/// As much of a line as is shown, from `start` at the earliest.
fn within(text: &str, line: Range<usize>, start: usize) -> Range<usize> {
    let boundary = |at: usize| (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let start = boundary(start.max(line.start));
    start..boundary((start + SHOWN).min(line.end))
}

impl<'a> Files<'a> for Excerpts<'_> {
    type FileId = usize;
    type Name = String;
    type Source = &'a str;

    fn name(&'a self, id: usize) -> Result<String, Error> {
        self.files.name(id)
    }

    fn source(&'a self, id: usize) -> Result<&'a str, Error> {
        self.files.source(id)
    }

    fn line_index(&'a self, id: usize, byte: usize) -> Result<usize, Error> {
        self.files.line_index(id, byte)
    }

    fn column_number(&'a self, id: usize, line: usize, byte: usize) -> Result<usize, Error> {
        let start = self.files.line_range(id, line)?.start;
        Ok(1 + self.source(id)?.get(start..byte).map_or(0, |before| before.chars().count()))
    }

    fn line_range(&'a self, id: usize, line: usize) -> Result<Range<usize>, Error> {
        let whole = self.files.line_range(id, line)?;
        let cut =
            || self.cut.get(&(id, line)).cloned().unwrap_or_else(|| within(self.files.source(id).unwrap_or_default(), whole.clone(), 0));
        Ok(if whole.len() <= SHOWN { whole.clone() } else { cut() })
    }
}

/// The length of the byte-order mark, which would count as a column.
fn mark(source: &Source) -> usize {
    if source.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 }
}

/// Why something could not be printed: a reader that has gone away must still be known as such.
fn unwritten(error: Error) -> io::Error {
    match error {
        Error::Io(error) => error,
        other => io::Error::other(other),
    }
}

fn config() -> Config {
    let chars = Chars::box_drawing();
    Config { display_style: DisplayStyle::Rich, tab_width: 2, chars, start_context_lines: 1, end_context_lines: 1, ..Config::default() }
}

#[cfg(test)]
mod tests {
    use codespan_reporting::diagnostic::Severity;
    use codespan_reporting::term::termcolor::NoColor;

    use super::*;
    use crate::source::FileId;

    fn told<const N: usize>(text: &str, places: [(usize, usize); N]) -> String {
        let source = Source::new(FileId(0), "a.html", text);
        let (mut excerpts, mut out) = (Excerpts::new(), Vec::new());
        let labels = places.iter().map(|&(start, end)| {
            let (id, range) = excerpts.place(&source, source.span(start..end));
            Label::primary(id, range)
        });
        let diagnostic = Diagnostic::new(Severity::Error).with_message("Told").with_labels(labels.collect());
        excerpts.emit(diagnostic, &mut NoColor::new(&mut out)).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn of_a_long_line_the_part_around_the_place_is_shown() {
        let text = format!("{}Zoë{}", "é".repeat(50_000), "à".repeat(50_000));
        let at = text.find("Zoë").unwrap();
        let told = told(&text, [(at, at + 4), (at + 50_000, at + 50_002), (at, text.len())]);
        assert!(told.len() < 3_000, "{} bytes", told.len());
        assert!(told.contains("a.html:1:50001") && told.contains("Zoë"), "{told}");
        assert!(told.contains("line 1 is long; only a part of it is shown"), "{told}");
    }

    #[test]
    fn a_place_over_several_lines_shows_both_ends_of_it() {
        let text = format!("<p>{}\nAmara\n{}</p>\n", "a ".repeat(5_000), "b ".repeat(5_000));
        let told = told(&text, [(9_990, text.len() - 3)]);
        assert!(told.len() < 3_000 && told.contains("Amara") && told.contains("b </p>"), "{told}");
    }

    #[test]
    fn what_is_wrong_with_an_empty_file_is_told_at_its_start() {
        assert!(told("", [(0, 0)]).contains("a.html:1:1"));
    }

    #[test]
    fn a_short_line_is_shown_whole_without_a_note() {
        let told = told("<p>Zoë</p>\n<p>Amara</p>", [(15, 20)]);
        assert!(told.contains("<p>Amara</p>") && told.contains("a.html:2:4") && !told.contains("is long"), "{told}");
    }
}
