//! Things that are made once and asked for often, from many threads.

use std::cell::Cell;
use std::mem;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};

use rustc_hash::FxHashMap;

use crate::source::FileId;

/// What was made of each file, made when it is first asked for.
///
/// Threads that ask for the same thing wait for the first of them, so that it is made once. Only a thread that is itself
/// in the middle of making something never waits: it makes its own, which is thrown away if another was first. So no
/// circle of look-ups can stand still. A thing must depend on its file alone, so that it is the same whoever made it,
/// and making it must not hand out work to other threads.
#[derive(Debug)]
pub struct Cache<T> {
    slots: Mutex<FxHashMap<FileId, Arc<Slot<T>>>>,
}

#[derive(Debug)]
struct Slot<T> {
    state: Mutex<State<T>>,
    changed: Condvar,
}

#[derive(Debug)]
enum State<T> {
    Empty,
    /// By whom, and whether another thread waits for it: to wake nobody costs as much as to wake somebody.
    Making(ThreadId, bool),
    Made(T),
}

thread_local! {
    /// How many things this thread is making, one for the sake of another.
    static MAKING: Cell<usize> = const { Cell::new(0) };
}

impl<T> Default for Cache<T> {
    fn default() -> Self {
        Cache { slots: Mutex::new(FxHashMap::default()) }
    }
}

impl<T: Clone> Cache<T> {
    /// An empty one.
    pub fn new() -> Self {
        Cache::default()
    }

    /// What was made of `file`, or else what `make` makes of it now. `None` only where `make`, for this very file, is
    /// what asks. If `make` panics, the next that asks tries again.
    pub fn get(&self, file: FileId, make: impl FnOnce() -> T) -> Option<T> {
        let slot = lock(&self.slots).entry(file).or_insert_with(|| Arc::new(Slot::empty())).clone();
        let mut state = lock(&slot.state);
        loop {
            match &mut *state {
                State::Made(made) => return Some(made.clone()),
                State::Making(thread, _) if *thread == thread::current().id() => return None,
                State::Making(..) if MAKING.get() > 0 => {
                    drop(state);
                    return Some(slot.make_again(make));
                }
                State::Making(_, awaited) => {
                    *awaited = true;
                    state = slot.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
                }
                State::Empty => break,
            }
        }
        *state = State::Making(thread::current().id(), false);
        drop(state);
        let turn = Turn { slot: &slot };
        let made = nested(make);
        turn.end(State::Made(made.clone()));
        Some(made)
    }

    /// Lets go of all that was made.
    pub fn clear(&self) {
        lock(&self.slots).clear();
    }

    /// What was made of `file`, if that is done.
    pub fn made(&self, file: FileId) -> Option<T> {
        let slot = lock(&self.slots).get(&file)?.clone();
        match &*lock(&slot.state) {
            State::Made(made) => Some(made.clone()),
            _ => None,
        }
    }
}

impl<T: Clone> Slot<T> {
    fn empty() -> Self {
        Slot { state: Mutex::new(State::Empty), changed: Condvar::new() }
    }

    /// Makes what another thread is making too; whichever is first is kept.
    fn make_again(&self, make: impl FnOnce() -> T) -> T {
        let made = nested(make);
        match &*lock(&self.state) {
            State::Made(first) => first.clone(),
            _ => made,
        }
    }
}

/// The turn to make something, which is given back if nothing was made.
struct Turn<'s, T> {
    slot: &'s Slot<T>,
}

impl<T> Turn<'_, T> {
    /// Leaves the slot so, and wakes those who wait.
    fn end(&self, left: State<T>) {
        let before = mem::replace(&mut *lock(&self.slot.state), left);
        if matches!(before, State::Making(_, true)) {
            self.slot.changed.notify_all();
        }
    }
}

impl<T> Drop for Turn<'_, T> {
    fn drop(&mut self) {
        let is_open = matches!(*lock(&self.slot.state), State::Making(..));
        if is_open {
            self.end(State::Empty);
        }
    }
}

/// Runs `make`, known to be within the making of something, even if it panics.
fn nested<T>(make: impl FnOnce() -> T) -> T {
    struct Depth;
    impl Drop for Depth {
        fn drop(&mut self) {
            MAKING.set(MAKING.get().saturating_sub(1));
        }
    }
    MAKING.set(MAKING.get() + 1);
    let _depth = Depth;
    make()
}

/// A lock that a panic elsewhere does not spoil: nothing here is left half done.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::sync::Barrier;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    const A: FileId = FileId(0);
    const B: FileId = FileId(1);

    #[test]
    fn many_threads_make_a_thing_once() {
        let (cache, made, start) = (Cache::new(), AtomicUsize::new(0), Barrier::new(8));
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    start.wait();
                    let value = cache.get(A, || {
                        thread::yield_now();
                        made.fetch_add(1, Ordering::SeqCst)
                    });
                    assert_eq!(value, Some(0));
                });
            }
        });
        assert_eq!(made.load(Ordering::SeqCst), 1);
    }

    #[test]
    fn what_asks_for_itself_is_told_so() {
        let cache: Cache<usize> = Cache::new();
        let made = cache.get(A, || {
            let b = cache.get(B, || cache.get(A, || 7).map_or(1, |_| 2));
            b.unwrap_or(0) + 10
        });
        assert_eq!(made, Some(11));
        assert_eq!(cache.made(A), Some(11));
    }

    #[test]
    fn two_threads_that_ask_crosswise_do_not_stand_still() {
        for _ in 0..200 {
            let (cache, start) = (Cache::new(), Barrier::new(2));
            let cross = |first: FileId, second: FileId| {
                start.wait();
                cache.get(first, || cache.get(second, || second.0).map_or(0, |_| first.0))
            };
            thread::scope(|scope| {
                let one = scope.spawn(|| cross(A, B));
                let other = scope.spawn(|| cross(B, A));
                assert_eq!((one.join().unwrap(), other.join().unwrap()), (Some(0), Some(1)));
            });
        }
    }

    #[test]
    fn a_panic_leaves_nothing_behind() {
        let cache: Cache<usize> = Cache::new();
        assert!(catch_unwind(AssertUnwindSafe(|| cache.get(A, || panic!("on purpose")))).is_err());
        assert_eq!(cache.made(A), None);
        assert_eq!(cache.get(A, || 1), Some(1));
        assert_eq!(MAKING.get(), 0);
    }
}
