//! The `askwell` command.

use std::io::{self, BufWriter};
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let mut out = BufWriter::new(io::stdout().lock());
    let mut err = io::stderr().lock();
    ExitCode::from(askwell::cli::run(std::env::args_os(), &mut out, &mut err))
}
