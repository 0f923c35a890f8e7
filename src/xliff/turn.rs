//! What threads do one after the other, in the order of the pieces they have.

use std::ops::{Deref, DerefMut};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// Where pieces come by, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stop {
    /// The caller is told and asked.
    Ask,
    /// What was written is handed on.
    Hand,
}

/// What is used in turn, and how it ended.
#[derive(Debug)]
pub(crate) struct Turns<T, E> {
    state: Mutex<State<T, E>>,
    moved: Condvar,
}

#[derive(Debug)]
struct State<T, E> {
    inner: T,
    /// The piece whose turn it is at each stop.
    next: [u64; 2],
    /// Whether nobody may ask any more.
    closed: bool,
    /// Whether no piece gets any further.
    ended: bool,
    error: Option<E>,
}

impl<T, E> Turns<T, E> {
    pub(crate) fn new(inner: T) -> Self {
        let state = State { inner, next: [0; 2], closed: false, ended: false, error: None };
        Self { state: Mutex::new(state), moved: Condvar::new() }
    }

    /// Waits until it is a piece's turn; `None` if it never will be.
    pub(crate) fn wait(&self, stop: Stop, piece: u64) -> Option<Turn<'_, T, E>> {
        let mut state = self.state.lock().ok()?;
        loop {
            if state.ended || (state.closed && stop == Stop::Ask) {
                return None;
            }
            if state.next[stop as usize] == piece {
                return Some(Turn { state, turns: self, stop });
            }
            state = self.moved.wait(state).ok()?;
        }
    }

    /// Nobody may ask any more: something is wrong in a piece that was asked about.
    pub(crate) fn close(&self) {
        if let Ok(mut state) = self.state.lock() {
            state.closed = true;
        }
        self.moved.notify_all();
    }

    /// Ends all turns if this thread panics, so that no other one waits for it.
    pub(crate) fn watch(&self) -> Watch<'_, T, E> {
        Watch(self)
    }

    /// How it ended.
    ///
    /// # Errors
    /// The first that a piece ended with.
    pub(crate) fn finish(self) -> Result<(), E> {
        let state = self.state.into_inner().unwrap_or_else(PoisonError::into_inner);
        state.error.map_or(Ok(()), Err)
    }
}

/// A turn; it goes to the next piece when it is given up.
#[derive(Debug)]
pub(crate) struct Turn<'t, T, E> {
    state: MutexGuard<'t, State<T, E>>,
    turns: &'t Turns<T, E>,
    stop: Stop,
}

impl<T, E> Turn<'_, T, E> {
    /// Nobody may ask any more.
    pub(crate) fn close(&mut self) {
        self.state.closed = true;
    }

    /// Nothing goes on.
    pub(crate) fn end(mut self, error: E) -> Option<()> {
        self.state.ended = true;
        self.state.error = Some(error);
        None
    }
}

impl<T, E> Deref for Turn<'_, T, E> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.state.inner
    }
}

impl<T, E> DerefMut for Turn<'_, T, E> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.state.inner
    }
}

impl<T, E> Drop for Turn<'_, T, E> {
    fn drop(&mut self) {
        self.state.next[self.stop as usize] += 1;
        self.turns.moved.notify_all();
    }
}

/// Looks out for a panic.
#[derive(Debug)]
pub(crate) struct Watch<'t, T, E>(&'t Turns<T, E>);

impl<T, E> Drop for Watch<'_, T, E> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.state.lock().unwrap_or_else(PoisonError::into_inner).ended = true;
            self.0.moved.notify_all();
        }
    }
}
