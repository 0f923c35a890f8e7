//! Which segments of a file repeat an earlier one, in few bytes a segment.

/// The first segment with each text, for a whole file: 24 bytes and at most 16 of index for each
/// text, some 64 MB for the two million segments a file may have.
///
/// Of a SHA-256 the first 16 bytes are kept. Two different texts share them by chance in one of 10²⁵
/// files of that size; to make two that do takes 2⁶⁴ hashes, and harms only the file they are in.
#[derive(Debug, Default)]
pub struct Repeats {
    keys: Vec<[u8; 16]>,
    numbers: Vec<u64>,
    /// Open addressing with linear steps: 0 is free, else the place in `keys` from 1. Its length is a
    /// power of two, and at most half of it is used.
    slots: Vec<u32>,
}

/// The first length of the index.
const SMALLEST: usize = 1024;

impl Repeats {
    /// The number of the first segment with this hash: `number`, if it is new.
    pub fn first(&mut self, hash: &[u8; 32], number: u64) -> u64 {
        if (self.keys.len() + 1) * 2 > self.slots.len() {
            self.grow();
        }
        let [key, _] = halves(hash);
        let slot = self.slot(&key);
        match place(self.slots[slot]) {
            Some(place) => self.numbers[place],
            None => {
                self.keys.push(key);
                self.numbers.push(number);
                // Beyond 2³² texts a new one is not remembered: it is no repetition then, which is safe.
                self.slots[slot] = u32::try_from(self.keys.len()).unwrap_or_default();
                number
            }
        }
    }

    /// How many different segments there were.
    #[must_use]
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there was none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// The slot that holds a key, or the free one where it belongs.
    fn slot(&self, key: &[u8; 16]) -> usize {
        let mask = self.slots.len() - 1;
        let [a, b, c, d, ..] = *key;
        let mut slot = u32::from_le_bytes([a, b, c, d]) as usize & mask;
        while place(self.slots[slot]).is_some_and(|place| self.keys[place] != *key) {
            slot = (slot + 1) & mask;
        }
        slot
    }

    fn grow(&mut self) {
        let length = (self.slots.len() * 2).max(SMALLEST);
        self.slots = Vec::new();
        self.slots.resize(length, 0);
        for number in 1..=self.keys.len() {
            let slot = self.slot(&self.keys[number - 1]);
            self.slots[slot] = u32::try_from(number).unwrap_or_default();
        }
    }
}

fn place(slot: u32) -> Option<usize> {
    slot.checked_sub(1).map(|place| place as usize)
}

fn halves(hash: &[u8; 32]) -> [[u8; 16]; 2] {
    let mut halves = [[0; 16]; 2];
    halves.as_flattened_mut().copy_from_slice(hash);
    halves
}

#[cfg(test)]
mod tests {
    use super::Repeats;
    use sha2::{Digest as _, Sha256};
    use std::collections::HashMap;

    fn hash(text: u64) -> [u8; 32] {
        Sha256::digest(text.to_le_bytes()).into()
    }

    #[test]
    fn it_answers_as_a_map_of_whole_hashes_does() {
        let mut repeats = Repeats::default();
        let mut map = HashMap::new();
        for number in 1..=20_000_u64 {
            let hash = hash(number * number % 7919);
            let first = *map.entry(hash).or_insert(number);
            assert_eq!(repeats.first(&hash, number), first);
        }
        assert_eq!(repeats.len(), map.len());
        assert!(repeats.len() > 1000 && repeats.len() < 20_000, "texts repeat, and the index grew");
    }

    #[test]
    fn keys_that_begin_alike_are_told_apart() {
        let mut repeats = Repeats::default();
        let alike = |last: u8| {
            let mut hash = [7; 32];
            hash[15] = last;
            hash
        };
        for round in 0..2 {
            for last in 0..=255 {
                let expected = u64::from(last);
                assert_eq!(repeats.first(&alike(last), expected + round * 1000), expected);
            }
        }
    }

    #[test]
    fn the_most_segments_a_file_may_have_take_far_less_than_100_mb() {
        let mut repeats = Repeats::default();
        for number in 0..2_000_000_u64 {
            let mut hash = [0; 32];
            hash[..8].copy_from_slice(&number.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes());
            repeats.first(&hash, number);
        }
        let bytes = repeats.keys.capacity() * 16 + repeats.numbers.capacity() * 8 + repeats.slots.len() * 4;
        assert!(bytes < 70 << 20, "{bytes} bytes");
    }
}
