//! refineloop takes a translated XLIFF file and improves it, segment by segment, by a loop of
//! review, revision and deterministic checks, and gives it back with every other byte unchanged.
//!
//! The modules in reading order; `ARCHITECTURE.md` walks one file through them.

pub mod config;
pub mod domain;

pub mod store;
