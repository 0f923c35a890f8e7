//! refineloop takes a translated XLIFF file and improves it, segment by segment, by a loop of
//! review, revision and deterministic checks, and gives it back with every other byte unchanged.
//!
//! The modules in reading order; `ARCHITECTURE.md` walks one file through them.

pub mod config;
pub mod domain;

pub mod check;
pub mod dictionaries;
pub mod provider;
pub mod refine;
pub mod xliff;

pub mod blob;
pub mod store;

pub mod app;
pub mod worker;

pub mod door;
pub mod gateway;
pub mod grpc;

pub mod cli;
pub mod shutdown;
pub mod telemetry;

mod serve;

pub use serve::{Error, Parts};

/// The contract as generated code. Only the transports and the command line's client name it.
#[allow(
    missing_docs,
    unreachable_pub,
    unused_qualifications,
    clippy::all,
    clippy::pedantic,
    reason = "generated from `proto/`, where the documentation is"
)]
pub mod pb {
    tonic::include_proto!("refineloop.v1");

    /// The compiled contract, for server reflection.
    pub const DESCRIPTORS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/descriptors.bin"));
}
