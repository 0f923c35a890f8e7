//! What a job asks of the loop.

use super::{Gates, PROMPT_VERSION};
use crate::check::Id;
use crate::domain::job::{DEFAULT_MAX_REVISIONS, Strategy};
use crate::domain::pattern::Patterns;
use crate::domain::policy::Policy;
use serde::{Deserialize, Serialize};

/// Who reviews and revises.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Engine {
    /// `builtin/rules`: the checks and the repairs that are certain.
    Rules,
    /// `builtin/echo`: nobody.
    Echo,
    /// A model that is asked.
    Model,
}

impl Engine {
    /// The engine behind the full id of a model.
    #[must_use]
    pub fn of(model: &str) -> Self {
        match model {
            "builtin/rules" => Self::Rules,
            "builtin/echo" => Self::Echo,
            _ => Self::Model,
        }
    }
}

/// What a job asks of the loop; pinned when the job is created.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// Who reviews and revises.
    pub engine: Engine,
    /// The full id of the model, as revisions name it.
    pub model: String,
    /// The most rounds of a segment; at least 1.
    pub max_revisions: u32,
    /// The subject of the text; may be empty.
    pub domain: String,
    /// The language of the notes; empty means the source language of the segment.
    pub note_language: String,
    /// Further instructions of the client; may be empty.
    pub custom_instructions: String,
    /// Whether hyphens left over from line breaks are taken out of the source the model reads.
    pub remove_hyphenation: bool,
    /// Whether codes that the file lets go may be dropped.
    #[serde(default)]
    pub permissive_codes: bool,
    /// The [`PROMPT_VERSION`] the job was created with.
    pub prompt_version: u32,
    /// How the loop works.
    #[serde(default)]
    pub strategy: Strategy,
    /// The full id of the model that judges candidates; empty for the model itself.
    #[serde(default)]
    pub verifier: String,
    /// Checks that are not run.
    #[serde(default)]
    pub disabled_checks: Vec<String>,
    /// Remarks that are told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub enabled_checks: Vec<String>,
    /// Checks of the operator's own making.
    #[serde(default, skip_serializing_if = "Patterns::is_empty")]
    pub patterns: Patterns,
    /// What is enough and what too much.
    #[serde(default)]
    pub policy: Policy,
    /// How many reviews of a round have to report an issue, where a review is a call of its own: 1 or 2. In
    /// jobs of versions that knew one alone it is 1, whatever `policy` says of its own accord.
    #[serde(default = "one")]
    pub reviews: u32,
    /// The gates that are open. Never pinned: a job has them all.
    #[serde(skip)]
    pub gates: Gates,
}

impl Settings {
    /// Whether words are looked up where there is a dictionary.
    #[must_use]
    pub fn spells(&self) -> bool {
        !self.disabled_checks.iter().any(|name| name == Id::Spelling.as_str())
    }

    /// Whether it is told what the file says of its targets.
    #[must_use]
    pub fn tells_claims(&self) -> bool {
        self.enabled_checks.iter().any(|name| name == Id::UneditedFuzzy.as_str())
    }

    /// The usual options with a model.
    #[must_use]
    pub fn new(model: &str) -> Self {
        Self {
            engine: Engine::of(model),
            model: model.to_owned(),
            max_revisions: DEFAULT_MAX_REVISIONS,
            domain: String::new(),
            note_language: String::new(),
            custom_instructions: String::new(),
            remove_hyphenation: true,
            permissive_codes: false,
            prompt_version: PROMPT_VERSION,
            strategy: Strategy::Single,
            verifier: String::new(),
            disabled_checks: Vec::new(),
            enabled_checks: Vec::new(),
            patterns: Patterns::default(),
            policy: Policy::default(),
            reviews: 1,
            gates: Gates::default(),
        }
    }

    /// How often a round reviews a segment.
    #[must_use]
    pub fn reviews_of_a_round(&self) -> u32 {
        match self.strategy {
            // The review and the revision are one answer.
            Strategy::Single => 1,
            Strategy::TwoStage | Strategy::ReviewOnly => self.reviews.clamp(1, 2),
        }
    }

    /// The model that compares.
    #[must_use]
    pub fn verifier(&self) -> &str {
        if self.verifier.is_empty() { &self.model } else { &self.verifier }
    }
}

fn one() -> u32 {
    1
}

#[cfg(test)]
mod tests {
    use super::Settings;
    use crate::domain::job::Strategy;

    #[test]
    fn a_job_of_before_goes_on_with_one_review() {
        let settings = Settings { strategy: Strategy::TwoStage, reviews: 2, ..Settings::new("openai/x") };
        let mut pinned = serde_json::to_value(&settings).unwrap();
        let read = |pinned: &serde_json::Value| {
            serde_json::from_value::<Settings>(pinned.clone()).unwrap().reviews_of_a_round()
        };
        assert_eq!(read(&pinned), 2);
        pinned.as_object_mut().unwrap().remove("reviews");
        pinned["policy"].as_object_mut().unwrap().remove("high_risk_reviews");
        assert_eq!(read(&pinned), 1);
    }

    #[test]
    fn what_reviews_and_revises_in_one_answer_does_so_once() {
        for (strategy, expected) in
            [(Strategy::Single, 1), (Strategy::TwoStage, 2), (Strategy::ReviewOnly, 2)]
        {
            let settings = Settings { strategy, reviews: 2, ..Settings::new("openai/x") };
            assert_eq!(settings.reviews_of_a_round(), expected);
        }
    }
}
