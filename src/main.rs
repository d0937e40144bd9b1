//! The `askwell` command.

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let mut out = BufWriter::new(io::stdout().lock());
    let mut err = io::stderr().lock();
    let code = askwell::cli::run(std::env::args_os(), &mut out, &mut err);
    // A reader that has gone away, such as `head`, has had all that it wanted.
    let _ = out.flush();
    ExitCode::from(code)
}
