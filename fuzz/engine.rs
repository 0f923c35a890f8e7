//! The engine alone, compiled from the sources of refineloop: `xliff` may import only `domain`, and
//! `domain` nothing, so that neither server nor store has to be built with instrumentation.

#[path = "../src/domain/mod.rs"]
pub mod domain;
#[path = "../src/xliff/mod.rs"]
pub mod xliff;

#[allow(dead_code, reason = "the property tests use more of it")]
#[path = "../src/xliff/tests/promises.rs"]
mod promises;

/// Reads the bytes; panics if a promise of reading is broken.
pub fn reads(bytes: &[u8]) {
    promises::reads(bytes);
}

/// Writes the bytes with and without edits; panics if a promise of writing is broken.
pub fn writes(bytes: &[u8]) {
    promises::writes(bytes);
}
