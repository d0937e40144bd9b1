//! `askwell serve`.

use std::io::{self, Write};

use codespan_reporting::term::termcolor::NoColor;

use super::arguments::Serve;
use super::{CLEAN, FAILED};
use crate::serve::{self, Server};
use crate::{report, rules};

pub(super) fn run(task: &Serve, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<u8> {
    let (pack, mistakes) = rules::load(&task.own.folders);
    report::human::mistakes(&mistakes, &mut NoColor::new(&mut *err))?;
    if !mistakes.is_empty() {
        return Ok(FAILED);
    }
    match Server::new(task.port, pack, task.own.folders.clone()) {
        Ok(server) => serve::run(server, !task.no_open, out).map(|()| CLEAN),
        Err(error) => {
            writeln!(err, "askwell: no page could be opened: {error}")?;
            Ok(FAILED)
        }
    }
}
