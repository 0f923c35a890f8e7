//! Any bytes are read or refused, the same however they come in.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| engine::reads(bytes));
