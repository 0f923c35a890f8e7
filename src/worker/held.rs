//! The tasks this process has in hand, and those it had to put off.

use crate::domain::ids::TaskId;
use crate::store::tasks::Task;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// What is known of tasks, shared by all parts of the worker.
#[derive(Debug, Default)]
pub(super) struct Held(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    /// With their epochs: a task that was taken away may come again before its old work has ended.
    in_hand: HashSet<(TaskId, i64)>,
    /// Since when a task has come to nothing for a fault that is not its own.
    put_off: HashMap<TaskId, Instant>,
}

/// A task in hand, until it is dropped.
#[derive(Debug)]
pub(super) struct InHand {
    held: Arc<Held>,
    task: (TaskId, i64),
}

impl Held {
    pub(super) fn hold(self: &Arc<Self>, task: &Task) -> InHand {
        let task = (task.id, task.epoch);
        self.state().in_hand.insert(task);
        InHand { held: Arc::clone(self), task }
    }

    /// The tasks in hand.
    pub(super) fn ids(&self) -> Vec<TaskId> {
        self.state().in_hand.iter().map(|(id, _)| *id).collect()
    }

    /// Notes that a task came to nothing; for how long that has been so.
    pub(super) fn put_off(&self, task: TaskId) -> Duration {
        self.state().put_off.entry(task).or_insert_with(Instant::now).elapsed()
    }

    /// Notes that a task came to something.
    pub(super) fn done(&self, task: TaskId) {
        self.state().put_off.remove(&task);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for InHand {
    fn drop(&mut self) {
        self.held.state().in_hand.remove(&self.task);
    }
}
