//! JUnit's XML: a suite for each file, a case for each finding.
//!
//! A case fails exactly where the finding makes the check fail, so that a service which shows the cases agrees with the exit
//! code. What may stand is skipped, with the reason.

use std::io;

use codespan_reporting::term::termcolor::WriteColor;
use quick_xml::Writer;
use quick_xml::events::BytesText;

use super::findings::Problem;
use super::format::Telling;
use super::xml::{self, legal};
use crate::engine::Checked;
use crate::finding::{Finding, Standing};
use crate::rules::schema::Level;

type Xml<'w> = Writer<&'w mut dyn WriteColor>;

/// What a case comes to.
enum Outcome {
    Failure,
    Error,
    Skipped(String),
    Passed,
}

/// A test case.
struct Case {
    path: String,
    name: String,
    class: String,
    properties: Vec<(&'static str, String)>,
    outcome: Outcome,
    text: String,
}

/// Writes a suite for each file that was read, or that there is something to say about.
pub(super) fn write(telling: &Telling, out: &mut dyn WriteColor) -> io::Result<()> {
    let mut cases: Vec<Case> = telling.report.all().map(|(file, finding)| case(telling, file, finding)).collect();
    cases.extend(telling.report.problems().into_iter().filter(|problem| problem.level > Level::Info).map(problem));
    let quiet = telling.report.files.iter().filter(|file| !cases.iter().any(|case| case.path == file.path)).map(clean);
    let quiet: Vec<Case> = quiet.collect();
    cases.extend(quiet);
    cases.sort_by(|one, other| one.path.cmp(&other.path));
    let mut writer = xml::document(out)?;
    let counts = counts(&cases);
    let suites = counts.iter().fold(writer.create_element("testsuites").with_attribute(("name", "askwell")), |element, (name, count)| {
        element.with_attribute((*name, count.as_str()))
    });
    suites.write_inner_content(|writer| match cases.is_empty() {
        true => writer.write_event(quick_xml::events::Event::Text(BytesText::new(""))),
        false => cases.chunk_by(|one, other| one.path == other.path).try_for_each(|cases| suite(writer, cases)),
    })?;
    writeln!(writer.into_inner())
}

/// How many there are of each outcome, as JUnit names them.
fn counts(cases: &[Case]) -> Vec<(&'static str, String)> {
    let count = |is: fn(&Outcome) -> bool| cases.iter().filter(|case| is(&case.outcome)).count().to_string();
    vec![
        ("tests", cases.len().to_string()),
        ("failures", count(|outcome| matches!(outcome, Outcome::Failure))),
        ("errors", count(|outcome| matches!(outcome, Outcome::Error))),
        ("skipped", count(|outcome| matches!(outcome, Outcome::Skipped(_)))),
    ]
}

fn suite(writer: &mut Xml, cases: &[Case]) -> io::Result<()> {
    let name = legal(&cases[0].path);
    let counts = counts(cases);
    let element = writer.create_element("testsuite").with_attribute(("name", name.as_str()));
    let element = counts.iter().fold(element, |element, (name, count)| element.with_attribute((*name, count.as_str())));
    element.write_inner_content(|writer| cases.iter().try_for_each(|case| written(writer, case)))?;
    Ok(())
}

fn written(writer: &mut Xml, case: &Case) -> io::Result<()> {
    let element = writer
        .create_element("testcase")
        .with_attribute(("name", legal(&case.name).as_str()))
        .with_attribute(("classname", legal(&case.class).as_str()))
        .with_attribute(("file", legal(&case.path).as_str()))
        .with_attribute(("time", "0"));
    element.write_inner_content(|writer| {
        writer.create_element("properties").write_inner_content(|writer| {
            for (name, value) in &case.properties {
                writer
                    .create_element("property")
                    .with_attribute(("name", *name))
                    .with_attribute(("value", legal(value).as_str()))
                    .write_empty()?;
            }
            Ok(())
        })?;
        let text = legal(&case.text);
        let first = text.lines().next().unwrap_or("").to_owned();
        let body = BytesText::new(&text);
        match &case.outcome {
            Outcome::Failure => {
                let kind = case.properties.iter().find(|(name, _)| *name == "level").map_or("error", |(_, level)| level.as_str());
                let failure = writer.create_element("failure").with_attribute(("message", first.as_str())).with_attribute(("type", kind));
                failure.write_text_content(body)?;
            }
            Outcome::Error => {
                writer.create_element("error").with_attribute(("message", first.as_str())).write_text_content(body)?;
            }
            Outcome::Skipped(why) => {
                writer.create_element("skipped").with_attribute(("message", legal(why).as_str())).write_empty()?;
            }
            Outcome::Passed if text.is_empty() => {}
            Outcome::Passed => {
                writer.create_element("system-out").write_text_content(body)?;
            }
        }
        Ok(())
    })?;
    Ok(())
}

fn case(telling: &Telling, file: &Checked, finding: &Finding) -> Case {
    let (outcome, standing) = match &finding.standing {
        Standing::Live if telling.report.fails(finding) => (Outcome::Failure, "live"),
        Standing::Live => (Outcome::Passed, "live"),
        Standing::Suppressed(by) => (Outcome::Skipped(format!("suppressed because {}", by.reason)), "suppressed"),
        Standing::Baselined => (Outcome::Skipped("there before, as the baseline says".to_owned()), "baselined"),
    };
    let (line, column) = (file.source.line(finding.place.start), file.source.column(finding.place.start));
    let properties = vec![
        ("rule", finding.rule.clone()),
        ("level", finding.level.name().to_owned()),
        ("standing", standing.to_owned()),
        ("line", line.to_string()),
        ("fingerprint", finding.fingerprint(&file.path)),
    ];
    let name = format!("{} at {line}:{column}", finding.rule);
    let text = format!("{}\n{}:{line}:{column}", super::told(file, finding), file.path);
    Case { path: file.path.clone(), name, class: class(&file.path), properties, outcome, text }
}

fn problem(problem: Problem) -> Case {
    let at = problem.place.map_or_else(String::new, |(line, column)| format!(" at {line}:{column}"));
    let outcome = if problem.level == Level::Error { Outcome::Error } else { Outcome::Passed };
    let class = class(&problem.path);
    Case { class, path: problem.path, name: format!("askwell{at}"), properties: Vec::new(), outcome, text: problem.message }
}

/// A file that there is nothing to say about.
fn clean(file: &Checked) -> Case {
    let path = file.path.clone();
    Case {
        class: class(&path),
        name: "no findings".to_owned(),
        path,
        properties: Vec::new(),
        outcome: Outcome::Passed,
        text: String::new(),
    }
}

/// Services make a tree of the dots in a class.
fn class(path: &str) -> String {
    format!("askwell.{}", path.replace('.', "_").replace('/', "."))
}
