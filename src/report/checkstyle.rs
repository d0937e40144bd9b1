//! Checkstyle's XML, which many services for reviews read.
//!
//! What may stand has the severity `ignore`, a word of Checkstyle's own.

use std::io;

use codespan_reporting::term::termcolor::WriteColor;
use quick_xml::Writer;
use quick_xml::events::BytesText;

use super::format::Telling;
use super::xml::{self, legal};
use crate::finding::Standing;
use crate::rules::schema::Level;

/// One `<error>`.
struct Line {
    path: String,
    place: Option<(usize, usize)>,
    severity: &'static str,
    message: String,
    source: String,
}

/// Writes a `<file>` for each file with something to say about it.
pub(super) fn write(telling: &Telling, out: &mut dyn WriteColor) -> io::Result<()> {
    let lines = lines(telling);
    let mut writer = xml::document(out)?;
    writer.create_element("checkstyle").with_attribute(("version", "4.3")).write_inner_content(|writer| {
        if lines.is_empty() {
            // An empty element is written in full, as all readers take it.
            return writer.write_event(quick_xml::events::Event::Text(BytesText::new("")));
        }
        lines.chunk_by(|one, other| one.path == other.path).try_for_each(|lines| file(writer, lines))
    })?;
    writeln!(writer.into_inner())
}

fn file(writer: &mut Writer<&mut dyn WriteColor>, lines: &[Line]) -> io::Result<()> {
    writer.create_element("file").with_attribute(("name", legal(&lines[0].path).as_str())).write_inner_content(|writer| {
        for line in lines {
            let mut error = writer.create_element("error");
            if let Some((at, column)) = line.place {
                error = error.with_attribute(("line", at.to_string().as_str())).with_attribute(("column", column.to_string().as_str()));
            }
            error
                .with_attribute(("severity", line.severity))
                .with_attribute(("message", legal(&line.message).as_str()))
                .with_attribute(("source", legal(&line.source).as_str()))
                .write_empty()?;
        }
        Ok(())
    })?;
    Ok(())
}

fn lines(telling: &Telling) -> Vec<Line> {
    let findings = telling.report.all().map(|(file, finding)| {
        let told = super::told(file, finding).replace('\n', " ");
        let (severity, message) = match &finding.standing {
            Standing::Live => (severity(finding.level), told),
            Standing::Suppressed(by) => ("ignore", format!("Suppressed because {}: {told}", by.reason)),
            Standing::Baselined => ("ignore", format!("There before, as the baseline says: {told}")),
        };
        let place = Some((file.source.line(finding.place.start), file.source.column(finding.place.start)));
        Line { path: file.path.clone(), place, severity, message, source: format!("askwell.{}", finding.rule) }
    });
    let problems = telling.report.problems().into_iter().filter(|problem| problem.level > Level::Info);
    let problems = problems.map(|problem| Line {
        path: problem.path,
        place: problem.place,
        severity: severity(problem.level),
        message: problem.message,
        source: "askwell".to_owned(),
    });
    let mut lines: Vec<Line> = findings.chain(problems).collect();
    lines.sort_by(|one, other| one.path.cmp(&other.path));
    lines
}

fn severity(level: Level) -> &'static str {
    level.name()
}
