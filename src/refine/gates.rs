//! Which gates a candidate has to pass. All of them in every job; fewer where somebody measures what
//! each is worth.

use crate::domain::segment::Gate;

/// A set of gates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gates(u32);

impl Default for Gates {
    fn default() -> Self {
        Self(u32::MAX)
    }
}

impl Gates {
    /// These gates and no others.
    #[must_use]
    pub fn only(gates: &[Gate]) -> Self {
        Self(gates.iter().fold(0, |set, gate| set | 1 << *gate as u32))
    }

    /// Whether a gate is in the set.
    #[must_use]
    pub fn has(self, gate: Gate) -> bool {
        self.0 & (1 << gate as u32) != 0
    }
}
