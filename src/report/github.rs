//! Annotations of GitHub Actions: a line each, which the runner shows beside the code.
//!
//! What may stand is told as `debug`, which nobody sees who does not look for it.

use std::io;

use codespan_reporting::term::termcolor::WriteColor;

use super::format::Telling;
use crate::finding::Standing;
use crate::rules::schema::Level;

/// Writes an annotation for each finding.
pub(super) fn write(telling: &Telling, out: &mut dyn WriteColor) -> io::Result<()> {
    for (file, finding) in telling.report.all() {
        let (source, place) = (&file.source, finding.place);
        let line = source.line(place.start);
        match &finding.standing {
            Standing::Live => {
                let text = data(&super::told(file, finding));
                let end = source.line(place.end);
                // Columns count only where the annotation is of one line.
                let columns = match end == line {
                    true => format!(",col={},endColumn={}", source.column(place.start), source.column(place.end)),
                    false => String::new(),
                };
                let (path, rule) = (property(&file.path), property(&finding.rule));
                writeln!(out, "::{} file={path},line={line},endLine={end}{columns},title={rule}::{text}", command(finding.level))?;
            }
            Standing::Suppressed(by) => {
                let text = format!("{} at {}:{line} is suppressed because {}", finding.rule, file.path, by.reason);
                writeln!(out, "::debug::{}", data(&text))?;
            }
            Standing::Baselined => {
                let text = format!("{} at {}:{line} was there before: the baseline lists it", finding.rule, file.path);
                writeln!(out, "::debug::{}", data(&text))?;
            }
        }
    }
    for problem in telling.report.problems().iter().filter(|problem| problem.level > Level::Info) {
        let place = problem.place.map_or_else(String::new, |(line, column)| format!(",line={line},col={column}"));
        let (path, text) = (property(&problem.path), data(&problem.message));
        writeln!(out, "::{} file={path}{place},title=askwell::{text}", command(problem.level))?;
    }
    Ok(())
}

fn command(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info => "notice",
    }
}

/// Text after the last `::`. The runner turns back what it would take for the end of a line.
fn data(text: &str) -> String {
    let safe: String = text.chars().map(|c| if c.is_control() && c != '\n' { char::REPLACEMENT_CHARACTER } else { c }).collect();
    safe.replace('%', "%25").replace('\n', "%0A")
}

/// Text of a property, where commas and colons mean something, too.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_template_gives_the_runner_a_command() {
        assert_eq!(data("50%\n::error::x\r\u{1b}"), "50%25%0A::error::x\u{fffd}\u{fffd}");
        assert_eq!(property("a,b:c.html"), "a%2Cb%3Ac.html");
    }
}
