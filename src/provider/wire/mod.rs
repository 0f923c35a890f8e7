//! Wire formats: pure functions from a prompt to bytes and from bytes to a reply, one file a format.

pub(super) mod hint;
pub(super) mod openai;
