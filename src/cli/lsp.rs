//! `askwell lsp`.

use std::io::{self, Write};

use super::arguments::Input;
use super::check::in_threads;
use super::{CLEAN, FAILED};
use crate::lsp;

pub(super) fn run(err: &mut dyn Write) -> io::Result<u8> {
    match in_threads(&Input::new(Vec::new(), None), lsp::serve) {
        Ok(()) => Ok(CLEAN),
        Err(error) => {
            writeln!(err, "askwell: {error}")?;
            Ok(FAILED)
        }
    }
}
