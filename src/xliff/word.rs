//! Eight bytes at once: most names, values and texts are so short that a search of any other kind
//! takes longer to begin than this to end.

/// Eight bytes, the first lowest.
#[inline(always)]
pub(crate) fn eight(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..)?.first_chunk().map(|bytes| u64::from_le_bytes(*bytes))
}

/// So many bytes that are held.
#[inline(always)]
pub(crate) fn ahead<const N: usize>(bytes: &[u8], at: usize) -> Option<&[u8; N]> {
    bytes.get(at..)?.first_chunk()
}

/// Eight bytes of more of them.
#[inline(always)]
pub(crate) fn word<const N: usize>(bytes: &[u8; N], at: usize) -> u64 {
    let mut word = [0; 8];
    word.copy_from_slice(&bytes[at..at + 8]);
    u64::from_le_bytes(word)
}

const ONES: u64 = 0x0101_0101_0101_0101;

/// The highest bit of the first byte that is this one; bits of bytes after it mean nothing.
#[inline(always)]
pub(crate) fn has(word: u64, byte: u8) -> u64 {
    below(word ^ (ONES * u64::from(byte)), 1)
}

/// The highest bit of the first byte that is less than this one, which is ASCII; bits of bytes after
/// it mean nothing.
#[inline(always)]
pub(crate) fn below(word: u64, byte: u8) -> u64 {
    word.wrapping_sub(ONES * u64::from(byte)) & !word & (ONES << 7)
}

/// The highest bit of the first byte that is no letter of ASCII; bits of bytes after it mean nothing.
#[inline(always)]
pub(crate) fn not_letter(word: u64) -> u64 {
    // As small letters; a sum beyond 0x7F has the highest bit.
    let small = word | (ONES * 0x20);
    let (from_a, beyond_z) = (small.wrapping_add(ONES * 0x1F), small.wrapping_add(ONES * 0x05));
    (!from_a | beyond_z | word) & (ONES << 7)
}

/// A one in each byte that goes on with a character (10xxxxxx).
#[inline(always)]
pub(crate) fn within(word: u64) -> u64 {
    (word >> 7) & !(word >> 6) & ONES
}

/// The sum of the bytes, if that is below 256.
#[inline(always)]
pub(crate) fn sum(word: u64) -> u64 {
    word.wrapping_mul(ONES) >> 56
}

/// Which byte the lowest of these bits is of.
#[inline(always)]
pub(crate) fn first(found: u64) -> usize {
    (found.trailing_zeros() / 8) as usize
}

/// Whether one of these bits is of a byte before the lowest of others.
#[inline(always)]
pub(crate) fn before(bits: u64, others: u64) -> bool {
    bits & (others & others.wrapping_neg()).wrapping_sub(1) != 0
}

/// Whether two pieces are held and the same.
#[inline(always)]
pub(crate) fn is_same(bytes: &[u8], one: usize, other: usize, length: usize) -> bool {
    if let (1..=8, Some(a), Some(b)) = (length, eight(bytes, one), eight(bytes, other)) {
        return (a ^ b) << (64 - 8 * length) == 0;
    }
    let piece = |at: usize| bytes.get(at..at + length);
    piece(one).is_some_and(|one| piece(other) == Some(one))
}

#[cfg(test)]
mod tests {
    use super::{before, below, eight, first, has, is_same, not_letter};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_byte_is_found_where_it_is(bytes in prop::array::uniform8(any::<u8>()), sought: u8, least in 0..128_u8) {
            let word = eight(&bytes, 0).unwrap();
            let place = |is: &dyn Fn(u8) -> bool| bytes.iter().position(|byte| is(*byte));
            let told = |found: u64| (found != 0).then(|| first(found));
            for byte in bytes.into_iter().chain([sought]) {
                prop_assert_eq!(told(has(word, byte)), place(&|other| other == byte));
            }
            prop_assert_eq!(told(below(word, least)), place(&|other| other < least));
            prop_assert_eq!(told(not_letter(word)), place(&|other| !other.is_ascii_alphabetic()));
            let (one, other) = (has(word, bytes[3]), has(word, sought));
            let earlier = place(&|byte| byte == sought).is_some_and(|at| at < place(&|byte| byte == bytes[3]).unwrap());
            prop_assert_eq!(before(other, one), earlier);
        }

        #[test]
        fn pieces_are_the_same_as_slices(bytes in prop::collection::vec(0..2_u8, 0..40), one in 0..40_usize,
            other in 0..40_usize, length in 0..20_usize)
        {
            let piece = |at: usize| bytes.get(at..at + length);
            let same = piece(one).is_some() && piece(one) == piece(other);
            prop_assert_eq!(is_same(&bytes, one, other, length), same);
        }
    }
}
