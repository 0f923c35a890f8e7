//! Who waits: in turn by owner, and each owner's in the order they came, but those that come again
//! before all others.

use std::collections::{HashMap, VecDeque};
use uuid::Uuid;

/// A queue that gives every owner a turn, however many of another wait.
#[derive(Debug)]
pub(super) struct Queue<T> {
    turns: VecDeque<Uuid>,
    waiting: HashMap<Uuid, VecDeque<T>>,
}

impl<T> Default for Queue<T> {
    fn default() -> Self {
        Self { turns: VecDeque::new(), waiting: HashMap::new() }
    }
}

impl<T> Queue<T> {
    pub(super) fn push(&mut self, owner: Uuid, item: T, again: bool) {
        let line = self.waiting.entry(owner).or_default();
        if line.is_empty() {
            self.turns.push_back(owner);
        }
        if again { line.push_front(item) } else { line.push_back(item) }
    }

    /// Whose turn it is.
    pub(super) fn first(&self) -> Option<&T> {
        self.waiting.get(self.turns.front()?)?.front()
    }

    /// Takes the first; its owner's next comes after one of every other owner.
    pub(super) fn pop(&mut self) -> Option<T> {
        let owner = self.turns.pop_front()?;
        let line = self.waiting.get_mut(&owner)?;
        let item = line.pop_front();
        if line.is_empty() {
            self.waiting.remove(&owner);
        } else {
            self.turns.push_back(owner);
        }
        item
    }

    /// Takes those out that do not wait any more.
    pub(super) fn remove(&mut self, owner: Uuid, gone: impl Fn(&T) -> bool) {
        let Some(line) = self.waiting.get_mut(&owner) else { return };
        line.retain(|item| !gone(item));
        if line.is_empty() {
            self.waiting.remove(&owner);
            self.turns.retain(|turn| *turn != owner);
        }
    }

    pub(super) fn len(&self) -> usize {
        self.waiting.values().map(VecDeque::len).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::Queue;
    use uuid::Uuid;

    #[test]
    fn every_owner_has_a_turn_and_its_own_order() {
        let (large, small) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let mut queue = Queue::default();
        (0..4).for_each(|number| queue.push(large, number, false));
        [10, 11].into_iter().for_each(|number| queue.push(small, number, false));
        queue.remove(large, |number| *number == 1);
        queue.push(large, 9, true);
        assert_eq!((queue.len(), queue.first()), (6, Some(&9)));
        let order: Vec<_> = std::iter::from_fn(|| queue.pop()).collect();
        assert_eq!(order, [9, 10, 0, 11, 2, 3]);
        queue.push(small, 12, false);
        queue.remove(small, |_| true);
        assert_eq!((queue.len(), queue.pop()), (0, None));
    }
}
