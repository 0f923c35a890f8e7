//! The loop: review, revise, check, until there is nothing left to do.
//!
//! [`Machine`] is a deterministic function of a group of segments, the job's pinned settings and
//! the answers so far. It stores nothing, knows no clock, no file and no network: it says which
//! call it wants next, and whoever runs it may answer from a store. Running it again with the same
//! answers gives the same results, which is how an interrupted job goes on.

mod admit;
mod align;
mod attribute;
mod brief;
mod confirm;
mod consistency;
mod diff;
mod estimate;
mod findings;
mod framing;
mod gate;
mod gates;
mod gist;
mod hyphen;
mod machine;
mod phrases;
mod prompt;
mod remarks;
mod reply;
mod rules;
mod score;
mod script;
mod settings;
mod sheet;
mod subject;
mod track;
mod triage;
mod verify;
mod work;

pub mod batch;
pub mod settled;

pub use admit::{Admission, admit, skipped};
pub use brief::{Brief, Facts, Pinned, Recurring};
pub use consistency::{Agreeing, Agreement, Consistency, is_of_file, over_the_file};
pub use estimate::{Estimator, Forecast};
pub use gates::Gates;
pub use machine::{Answer, Ask, AskPlace, Machine, Patience, Step};

pub use phrases::note_language;
pub use reply::is_wrapped;
pub use settings::{Engine, Settings};
pub use sheet::Sheet;

/// The version of prompt, schema and gates. It is pinned in a job: answers given to one version
/// are not answers to another.
pub const PROMPT_VERSION: u32 = 5;

#[cfg(test)]
mod fixture;
