//! The bounds on each model: its calls, and the shards in hand that ask it, so that those of a slow
//! model, or of one that is down, do not take the places of all others.

use super::Worker;
use crate::provider::limit::Rates;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How many shards of each model are in hand.
#[derive(Debug, Default)]
pub(super) struct InHand(Mutex<HashMap<String, usize>>);

/// A shard in hand, until it is dropped.
#[derive(Debug)]
pub(super) struct Hold {
    in_hand: Arc<InHand>,
    model: String,
}

impl InHand {
    fn counts(&self) -> MutexGuard<'_, HashMap<String, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn hold(self: &Arc<Self>, model: &str) -> Hold {
        *self.counts().entry(model.to_owned()).or_default() += 1;
        Hold { in_hand: Arc::clone(self), model: model.to_owned() }
    }

    /// The models of which there are as many as `most` says, or more.
    fn full(&self, most: impl Fn(&str) -> usize) -> Vec<String> {
        let counts = self.counts();
        counts
            .iter()
            .filter(|(model, count)| **count >= most(model))
            .map(|(model, _)| model.clone())
            .collect()
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        let mut counts = self.in_hand.counts();
        if let Some(count) = counts.get_mut(&self.model) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&self.model);
            }
        }
    }
}

impl Worker {
    /// The bounds on calls to a model, as its provider's settings have them.
    pub(super) fn rates(&self, model: &str) -> Rates {
        let name = model.split_once('/').map_or("", |(provider, _)| provider);
        let provider = self.config.providers.iter().find(|provider| provider.name == name);
        Rates {
            concurrency: provider
                .map(|provider| provider.concurrency)
                .filter(|concurrency| *concurrency > 0)
                .unwrap_or(self.config.engine.calls_per_model),
            requests_per_minute: provider.map_or(0, |provider| provider.requests_per_minute),
            tokens_per_minute: provider.map_or(0, |provider| provider.tokens_per_minute),
        }
    }

    /// Models that have enough shards in hand: what keeps all their calls busy, and never all places.
    pub(super) fn full_lanes(&self) -> Vec<String> {
        self.in_hand.full(|model| self.config.engine.shards_in_hand(self.rates(model).concurrency))
    }
}

#[cfg(test)]
mod tests {
    use super::InHand;
    use std::sync::Arc;

    #[test]
    fn a_model_is_full_while_enough_of_its_shards_are_in_hand() {
        let in_hand = Arc::new(InHand::default());
        let most = |model: &str| if model == "a/slow" { 2 } else { 5 };
        let first = in_hand.hold("a/slow");
        let other = in_hand.hold("b/quick");
        assert!(in_hand.full(most).is_empty());
        let second = in_hand.hold("a/slow");
        assert_eq!(in_hand.full(most), ["a/slow"]);
        drop(first);
        assert!(in_hand.full(most).is_empty());
        drop((second, other));
        assert!(in_hand.counts().is_empty());
    }
}
