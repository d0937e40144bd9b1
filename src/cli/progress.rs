//! A bar for work that takes long. Only people at a terminal see it; nothing of a report depends on it.

use std::env;
use std::io::{self, IsTerminal};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// How long work may take before a bar is worth looking at.
const PATIENCE: Duration = Duration::from_secs(1);

/// How much of some work is done.
pub(super) struct Progress {
    bar: ProgressBar,
    since: Instant,
    is_shown: AtomicBool,
}

impl Progress {
    /// Of `total` steps. Nothing is shown in CI, or where nobody looks.
    pub(super) fn new(total: usize, is_quiet: bool) -> Self {
        let is_watched = !is_quiet && io::stderr().is_terminal() && env::var_os("CI").is_none();
        let bar = ProgressBar::with_draw_target(Some(total as u64), ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{bar:32} {pos} of {len} files") {
            bar.set_style(style);
        }
        Progress { bar, since: Instant::now(), is_shown: AtomicBool::new(!is_watched) }
    }

    /// One more is done.
    pub(super) fn step(&self) {
        self.bar.inc(1);
        if self.since.elapsed() > PATIENCE && !self.is_shown.swap(true, Ordering::Relaxed) {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
