//! Any file that can be read is written as it was, and with edits only where they belong.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| engine::writes(bytes));
