//! A search through many files, in which every thread that waits for it takes part.

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};

use super::cache::lock;

/// How many files a thread takes at a time: enough that taking them costs nothing, few enough that threads end together.
const TAKEN: usize = 32;

/// One search through some files of a list, by their places in it.
#[derive(Debug)]
pub(super) struct Search {
    files: Arc<[u32]>,
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
    /// True where somebody panicked over a file.
    spoiled: bool,
}

impl Search {
    /// Through these files, which are in order.
    pub(super) fn through(files: Arc<[u32]>) -> Self {
        let state = State { left: files.len(), found: Vec::new(), answer: None, spoiled: false };
        Search { files, next: AtomicUsize::new(0), state: Mutex::new(state), ended: Condvar::new() }
    }

    /// The answer, if there is one.
    pub(super) fn known(&self) -> Option<Arc<[u32]>> {
        lock(&self.state).answer.clone()
    }

    /// The files for which `holds`, in order, looked for now where that is not done. `None` where somebody panicked over one of them: it
    /// is for each who asks to find that out. Whoever asks must ask for the same, and `holds` must not wait for another search.
    pub(super) fn answer(&self, mut holds: impl FnMut(u32) -> bool) -> Option<Arc<[u32]>> {
        while let Some(taken) = self.take() {
            let mut piece = Piece { search: self, files: taken.len(), found: Vec::new(), is_done: false };
            piece.found.extend(self.files[taken].iter().copied().filter(|at| holds(*at)));
            piece.is_done = true;
        }
        let mut state = lock(&self.state);
        loop {
            if state.left == 0 {
                if state.spoiled {
                    return None;
                }
                let State { found, answer, .. } = &mut *state;
                let sorted = || {
                    found.sort_unstable();
                    std::mem::take(found).into()
                };
                return Some(answer.get_or_insert_with(sorted).clone());
            }
            state = self.ended.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn take(&self) -> Option<Range<usize>> {
        let start = self.next.fetch_add(TAKEN, Ordering::Relaxed);
        (start < self.files.len()).then(|| start..self.files.len().min(start + TAKEN))
    }
}

/// What one thread has taken. It is given back even where that ends in a panic: others wait for it.
struct Piece<'s> {
    search: &'s Search,
    files: usize,
    found: Vec<u32>,
    is_done: bool,
}

impl Drop for Piece<'_> {
    fn drop(&mut self) {
        let mut state = lock(&self.search.state);
        state.found.append(&mut self.found);
        state.spoiled |= !self.is_done;
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

    fn files(number: usize) -> Search {
        Search::through((0..number as u32).map(|at| 2 * at).collect())
    }

    #[test]
    fn each_file_is_looked_at_once_and_all_threads_have_the_answer() {
        for number in [0, 1, TAKEN, 10 * TAKEN + 7] {
            let (search, looks, start) = (files(number), AtomicUsize::new(0), Barrier::new(4));
            let holds = |at: u32| {
                looks.fetch_add(1, Ordering::Relaxed);
                thread::yield_now();
                at.is_multiple_of(3)
            };
            let expected: Vec<u32> = (0..number as u32).map(|at| 2 * at).filter(|at| at.is_multiple_of(3)).collect();
            thread::scope(|scope| {
                for _ in 0..4 {
                    scope.spawn(|| {
                        start.wait();
                        assert_eq!(*search.answer(holds).unwrap(), *expected);
                    });
                }
            });
            assert_eq!((looks.into_inner(), &*search.known().unwrap()), (number, &*expected));
        }
    }

    #[test]
    fn a_panic_keeps_nobody_waiting_and_nobody_believes_the_rest() {
        let search = files(3 * TAKEN);
        let panics = || search.answer(|at| if at == TAKEN as u32 { panic!("on purpose") } else { true });
        assert!(catch_unwind(AssertUnwindSafe(panics)).is_err());
        assert_eq!(search.answer(|_| true), None);
        assert_eq!(search.known(), None);
    }
}
