//! `askwell merge`.

use std::fs;
use std::io::{self, Write};

use super::arguments::Merge;
use super::{CLEAN, FAILED, FOUND};
use crate::report::merged::{merged, read};
use crate::report::safe;
use crate::rules::schema::Level;
use crate::walk;

pub(super) fn run(task: &Merge, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<u8> {
    let (mut reports, mut failed) = (Vec::new(), false);
    for path in &task.reports {
        let text = fs::read_to_string(path).map_err(|error| walk::unreadable(&error).to_string());
        match text.and_then(|text| merged(vec![read(&text)?])) {
            Ok(report) => reports.push(report),
            Err(why) => {
                failed = true;
                writeln!(err, "{}: {}", safe::line(&path.to_string_lossy()), safe::line(&why))?;
            }
        }
    }
    let Ok(whole) = merged(reports) else { return Ok(FAILED) };
    serde_json::to_writer_pretty(&mut *out, &whole)?;
    writeln!(out)?;
    let fails = |level: &str| Level::named(level).is_some_and(|level| level >= task.fail_on.level());
    Ok(if failed {
        FAILED
    } else if whole.findings.iter().any(|finding| fails(&finding.level)) {
        FOUND
    } else {
        CLEAN
    })
}
