//! filled in by the bench
fn main() { divan::main(); }
