//! What tells a question from others.

use crate::domain::digest;
use crate::domain::ids::JobId;
use crate::refine::{Ask, Patience};
use sha2::{Digest as _, Sha256};

/// The hashes of a question. How it was spelled for the provider is no part of it.
#[derive(Debug, Clone)]
pub(super) struct Keys {
    /// By what is asked, whom, and where in the job: the same question at another place is another. One
    /// answer is stored for each.
    pub(super) call: String,
    /// By what is asked alone.
    pub(super) prompt: String,
}

impl Keys {
    /// Those of a question of a group. A proof is one for its job alone: that the model answered an
    /// earlier one, which this job continues, says nothing of now.
    pub(super) fn of(model: &str, job: JobId, shard: i32, group: i32, ask: &Ask) -> Self {
        let prompt = ask.prompt.canonical();
        let mut place = format!("{model}\n{shard}/{group}/{}/{}\n", ask.place.round, ask.place.step);
        if ask.patience == Patience::Proof {
            place = format!("{job}\n{place}");
        }
        let call = Sha256::new().chain_update(place).chain_update(&prompt).finalize();
        Self { call: digest::hex(&call), prompt: digest::hex(&Sha256::digest(prompt)) }
    }
}
