//! A search through many files, in which every thread that waits for it takes part.

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};

use super::cache::lock;

/// How many files a thread takes at a time: enough that taking them costs nothing, few enough that threads end together.
const TAKEN: usize = 32;

/// One search through the files of a list, by their places in it.
#[derive(Debug)]
pub(super) struct Search {
    files: usize,
    /// The first that nobody has taken.
    next: AtomicUsize,
    state: Mutex<State>,
    ended: Condvar,
}

#[derive(Debug)]
struct State {
    /// How many have not been looked at yet.
    left: usize,
    found: Vec<u32>,
    answer: Option<Arc<[u32]>>,
}

impl Search {
    /// Through so many files.
    pub(super) fn through(files: usize) -> Self {
        let state = State { left: files, found: Vec::new(), answer: None };
        Search { files, next: AtomicUsize::new(0), state: Mutex::new(state), ended: Condvar::new() }
    }

    /// The places of the files for which `holds`, in order, looked for now where that is not done. Whoever asks must ask for the
    /// same, and `holds` must not wait for another search.
    pub(super) fn answer(&self, mut holds: impl FnMut(usize) -> bool) -> Arc<[u32]> {
        if let Some(answer) = &lock(&self.state).answer {
            return answer.clone();
        }
        while let Some(taken) = self.take() {
            let mut piece = Piece { search: self, files: taken.len(), found: Vec::new() };
            piece.found.extend(taken.filter(|at| holds(*at)).map(|at| at as u32));
        }
        let mut state = lock(&self.state);
        loop {
            if state.left == 0 {
                let State { found, answer, .. } = &mut *state;
                let sorted = || {
                    found.sort_unstable();
                    std::mem::take(found).into()
                };
                return answer.get_or_insert_with(sorted).clone();
            }
            state = self.ended.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn take(&self) -> Option<Range<usize>> {
        let start = self.next.fetch_add(TAKEN, Ordering::Relaxed);
        (start < self.files).then(|| start..self.files.min(start + TAKEN))
    }
}

/// What one thread has taken. It counts as looked at even where that ends in a panic: others wait for it.
struct Piece<'s> {
    search: &'s Search,
    files: usize,
    found: Vec<u32>,
}

impl Drop for Piece<'_> {
    fn drop(&mut self) {
        let mut state = lock(&self.search.state);
        state.found.append(&mut self.found);
        state.left -= self.files;
        if state.left == 0 {
            drop(state);
            self.search.ended.notify_all();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::sync::Barrier;
    use std::thread;

    use super::*;

    #[test]
    fn each_file_is_looked_at_once_and_all_threads_have_the_answer() {
        for files in [0, 1, TAKEN, 10 * TAKEN + 7] {
            let (search, looks, start) = (Search::through(files), AtomicUsize::new(0), Barrier::new(4));
            let holds = |at: usize| {
                looks.fetch_add(1, Ordering::Relaxed);
                thread::yield_now();
                at.is_multiple_of(3)
            };
            let expected: Vec<u32> = (0..files as u32).step_by(3).collect();
            thread::scope(|scope| {
                for _ in 0..4 {
                    scope.spawn(|| {
                        start.wait();
                        assert_eq!(*search.answer(holds), *expected);
                    });
                }
            });
            assert_eq!((looks.into_inner(), &*search.answer(|_| panic!("it is known"))), (files, &*expected));
        }
    }

    #[test]
    fn a_panic_keeps_nobody_waiting() {
        let search = Search::through(3 * TAKEN);
        assert!(catch_unwind(AssertUnwindSafe(|| search.answer(|at| if at == TAKEN { panic!("on purpose") } else { at == 0 }))).is_err());
        assert_eq!(*search.answer(|at| at == 2 * TAKEN), [0, 2 * TAKEN as u32]);
    }
}
