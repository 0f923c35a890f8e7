//! What a file may ask of its reader: the bounds and their defaults, for the reader and for the
//! settings that carry them.

/// Bounds on what is read; every error names the setting.
#[derive(Debug, Clone)]
pub struct Limits {
    /// The largest text of a segment, in bytes of UTF-8.
    pub segment_bytes: usize,
    /// The largest attribute value, in bytes.
    pub attribute_bytes: usize,
    /// The most attributes of an element.
    pub attributes: usize,
    /// The deepest nesting of elements.
    pub depth: usize,
    /// The most segments of a file.
    pub segments: u64,
    /// The largest start tag, in bytes: all its attributes together.
    pub tag_bytes: usize,
    /// The largest unit, in bytes, long texts beside its segments (notes, comments, native data) left out.
    pub unit_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            segment_bytes: 256 << 10,
            attribute_bytes: 1 << 20,
            attributes: 512,
            depth: 512,
            segments: 2_000_000,
            tag_bytes: 4 << 20,
            unit_bytes: 32 << 20,
        }
    }
}
