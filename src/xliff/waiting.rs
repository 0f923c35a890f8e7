//! The opening codes of a text that wait for their closing ones.

use std::borrow::Cow;
use std::collections::HashMap;

/// What a pair of codes has in common.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Key<'a> {
    /// Codes of which elements pair.
    pub(crate) family: Family,
    /// Whether the name is that of the pair (`rid`) and not of one code: the two never pair.
    pub(crate) of_pair: bool,
    /// The name.
    pub(crate) value: Cow<'a, str>,
}

/// Elements that pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Family {
    /// `bpt` and `ept`.
    Native,
    /// `bx` and `ex`.
    Empty,
    /// `sc` and `ec`.
    Code,
    /// `sm` and `em`.
    Mark,
}

/// So many are looked through one by one, which is what nearly all texts need.
const FEW: usize = 16;

/// The codes that wait, by their keys.
#[derive(Debug, Default)]
pub(crate) struct Waiting<'a> {
    /// The only one, if there is one: no room must be made for it.
    one: Option<(Key<'a>, usize)>,
    few: Vec<(Key<'a>, usize)>,
    /// All of them, once they are many: a hostile text may open very many.
    many: Option<HashMap<Key<'a>, Vec<usize>>>,
}

impl<'a> Waiting<'a> {
    /// A code waits.
    pub(crate) fn push(&mut self, key: Key<'a>, code: usize) {
        if self.many.is_none() && self.few.is_empty() {
            let Some(first) = self.one.take() else {
                self.one = Some((key, code));
                return;
            };
            self.few.push(first);
        }
        if self.many.is_none() && self.few.len() < FEW {
            self.few.push((key, code));
            return;
        }
        let many = self.many.get_or_insert_default();
        for (key, code) in self.few.drain(..) {
            many.entry(key).or_default().push(code);
        }
        many.entry(key).or_default().push(code);
    }

    /// The code with this key that came last; it waits no longer.
    pub(crate) fn take(&mut self, key: &Key<'a>) -> Option<usize> {
        if let Some(many) = &mut self.many {
            return many.get_mut(key)?.pop();
        }
        if let Some((_, code)) = self.one.take_if(|(known, _)| *known == *key) {
            return Some(code);
        }
        let at = self.few.iter().rposition(|(known, _)| known == key)?;
        Some(self.few.remove(at).1)
    }
}

#[cfg(test)]
mod tests {
    use super::{Family, Key, Waiting};
    use proptest::prelude::*;
    use std::borrow::Cow;

    proptest! {
        #[test]
        fn few_and_many_wait_alike(steps in proptest::collection::vec((any::<bool>(), 0_usize..4), 0..80)) {
            let key = |of: usize| Key {
                family: Family::Code,
                of_pair: of.is_multiple_of(2),
                value: Cow::Borrowed(["a", "a", "b", "b"][of]),
            };
            let (mut waiting, mut stacks) = (Waiting::default(), vec![Vec::new(); 4]);
            for (at, (opens, of)) in steps.into_iter().enumerate() {
                if opens {
                    waiting.push(key(of), at);
                    stacks[of].push(at);
                } else {
                    prop_assert_eq!(waiting.take(&key(of)), stacks[of].pop());
                }
            }
        }
    }
}
