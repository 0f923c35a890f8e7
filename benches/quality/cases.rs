//! The cases of a cell: one operator, one language, one half of the pairs.

use crate::data::{Pair, Set, Template};
use crate::inject::Operator;
use fastrand::Rng;
use std::collections::HashSet;
use std::ops::Range;

/// A right pair and the same with one fault.
#[derive(Debug, Clone)]
pub struct Case {
    pub pair: Pair,
    /// The target with the fault.
    pub faulty: String,
    /// Where the fault is, in characters of `faulty`; empty where something is lost.
    pub span: Range<usize>,
}

/// Which pairs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Half {
    /// Those that are looked at when rules are mended.
    Open,
    /// Those that are not.
    Frozen,
}

impl Half {
    pub const BOTH: [Self; 2] = [Self::Open, Self::Frozen];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Frozen => "frozen",
        }
    }

    fn has(self, template: &Template) -> bool {
        template.frozen == (self == Self::Frozen)
    }
}

/// How often a draw may give what was there already, for each case that is wanted.
const PATIENCE: usize = 20;

/// A seed that depends on what the cell is, not on its place in a list.
fn seed(parts: &[&str]) -> u64 {
    let bytes = parts.iter().flat_map(|part| part.bytes().chain([0]));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Up to `wanted` distinct cases: the pairs in turn, each with values of its own.
pub fn faulty(set: &Set, operator: &Operator, half: Half, wanted: usize) -> Vec<Case> {
    let templates: Vec<_> = set.templates.iter().filter(|pair| half.has(pair) && !pair.variation).collect();
    let mut rng = Rng::with_seed(seed(&[set.language.tag, operator.name, half.as_str()]));
    let (mut cases, mut seen) = (Vec::new(), HashSet::new());
    // A pair the operator never applies to is asked a few times only.
    let mut tries = vec![(0_usize, 0_usize); templates.len()];
    for _ in 0..PATIENCE * wanted {
        if cases.len() == wanted {
            break;
        }
        let usable = |at: &usize| tries[*at].1 > 0 || tries[*at].0 < PATIENCE;
        let usable: Vec<usize> = (0..templates.len()).filter(usable).collect();
        let Some(&at) = rng.choice(usable.iter()) else { break };
        tries[at].0 += 1;
        let pair = set.pair(templates[at], &mut rng);
        let Some(change) = (operator.apply)(&pair, &mut rng) else { continue };
        tries[at].1 += 1;
        let (faulty, span) = change.apply(&pair.target);
        if faulty != pair.target && seen.insert((pair.source.clone(), faulty.clone())) {
            cases.push(Case { pair, faulty, span });
        }
    }
    cases
}

/// Up to `wanted` distinct right pairs, usual ones or those written otherwise than usual.
pub fn right(set: &Set, half: Half, variation: bool, wanted: usize) -> Vec<Pair> {
    let templates: Vec<_> =
        set.templates.iter().filter(|pair| half.has(pair) && pair.variation == variation).collect();
    let kind = if variation { "variation" } else { "right" };
    let mut rng = Rng::with_seed(seed(&[set.language.tag, kind, half.as_str()]));
    let (mut pairs, mut seen) = (Vec::new(), HashSet::new());
    for at in 0..PATIENCE * wanted {
        if pairs.len() == wanted || templates.is_empty() {
            break;
        }
        let pair = set.pair(templates[at % templates.len()], &mut rng);
        if seen.insert((pair.source.clone(), pair.target.clone())) {
            pairs.push(pair);
        }
    }
    pairs
}
