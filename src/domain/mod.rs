//! The words of the service as plain types, and the rules that belong to them alone.
//!
//! No I/O, no async, no SQL and no wire format. `serde` is derived where a value is stored as
//! JSON by the engine itself (chunks, segment bodies); what clients see is shaped elsewhere.

pub mod bound;
pub mod bytes;
pub mod charset;
pub mod claim;
pub mod clock;
pub mod currency;
pub mod digest;
pub mod dismissal;
pub mod failure;
pub mod file;
pub mod ids;
pub mod integrity;
pub mod invisible;
pub mod job;
pub mod key;
pub mod limits;
pub mod locale;
pub mod model;
pub mod pattern;
pub mod placeholders;
pub mod policy;
pub mod price;
pub mod progress;
pub mod repeats;
pub mod score;
pub mod segment;
pub mod served;
pub mod terms;
pub mod text;
pub mod trail;
pub mod usage;
pub mod webhook;
pub mod weight;
pub mod word_count;

mod words;
