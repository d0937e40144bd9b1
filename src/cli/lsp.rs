//! `askwell lsp`.

use std::io::{self, Write};

use super::{CLEAN, FAILED};
use crate::lsp;

pub(super) fn run(err: &mut dyn Write) -> io::Result<u8> {
    match lsp::serve() {
        Ok(()) => Ok(CLEAN),
        Err(error) => {
            writeln!(err, "askwell: {error}")?;
            Ok(FAILED)
        }
    }
}
