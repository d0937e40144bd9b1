//! The `askwell` command.

use std::io::{self, BufWriter};
use std::process::ExitCode;

// On Linux mimalloc stands behind `malloc`, for the grammars, and Rust's own way there is the shorter one.
#[cfg(target_os = "linux")]
use mimalloc as _;
#[cfg(not(target_os = "linux"))]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // Neither stream is locked: an editor's server writes from a thread of its own, and so does what a panic says.
    let mut out = BufWriter::new(io::stdout());
    let mut err = io::stderr();
    ExitCode::from(askwell::cli::run(std::env::args_os(), &mut out, &mut err))
}
