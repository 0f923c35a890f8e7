//! What is in a text, by its bytes.

/// All that a table says of the bytes of a text, together.
#[must_use]
#[inline]
pub fn seen(text: &str, table: &[u8; 256]) -> u8 {
    let said = |byte: u8| table[usize::from(byte)];
    // Several at once: every text goes through here, some more than once.
    let (eights, rest) = text.as_bytes().as_chunks::<8>();
    let all = eights.iter().fold(0, |all, &[a, b, c, d, e, f, g, h]| {
        all | (said(a) | said(b) | said(c) | said(d)) | (said(e) | said(f) | said(g) | said(h))
    });
    rest.iter().fold(all, |all, byte| all | said(*byte))
}
