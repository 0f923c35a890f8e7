//! The contract, tested at its boundary: a real server on a real socket, a real binary where a
//! process has to die, and a model that speaks HTTP. One file a promise.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::wildcard_enum_match_arm,
    reason = "a test that cannot go on panics, and says what it saw"
)]

mod agreement;
mod bad_input;
mod cancel;
mod check_command;
mod command_line;
mod config;
mod corruptions;
mod cut_off;
mod dismissals;
mod door;
mod drain;
mod economy;
mod faults;
mod foreign_tenant;
mod hanging;
mod harness;
mod history;
mod jobs;
mod keys;
mod keys_command;
mod kill;
mod kill_accounts;
mod kill_large;
mod large;
mod limits;
mod model;
mod model_faults;
mod models;
mod money;
mod patterns;
mod record;
mod remarks;
mod rest;
mod reviews;
mod roundtrip;
mod scores;
mod second_provider;
mod storage_size;
mod storm;
mod structure;
mod telemetry;
mod tidy;
mod uploads;
mod watch;
mod webhooks;
