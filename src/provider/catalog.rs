//! Which models there are: those of the configured providers first, the built-in ones last.
//!
//! A list of well-known models is for people to choose from; any name under a configured provider
//! is accepted, since the provider knows better than a table what it serves.

use super::endpoint::{Endpoint, is_openai};
use crate::config;
use crate::domain::model::Model;
use crate::domain::price::Price;

/// The name of the provider that is this program itself.
const BUILTIN: &str = "builtin";
/// The longest name of a model.
const LONGEST_NAME: usize = 200;

/// All models, and the way to each.
#[derive(Debug, Clone)]
pub struct Catalog {
    providers: Vec<config::Provider>,
    models: Vec<Model>,
}

/// A model that was found.
#[derive(Debug, Clone)]
pub enum Found {
    /// `builtin/rules`.
    Rules,
    /// `builtin/echo`.
    Echo,
    /// A model at a provider.
    Remote(Endpoint),
}

/// Why a model cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CatalogError {
    /// No configured provider has this name, or the name of the model is none.
    #[error("there is no such model")]
    Unknown,
    /// The provider has no key.
    #[error("the provider of this model has no key")]
    Disabled,
}

struct Known {
    name: &'static str,
    display_name: &'static str,
    description: &'static str,
    context_token_count: u64,
}

const OPENAI: &[Known] = &[
    Known {
        name: "gpt-5",
        display_name: "GPT-5",
        description: "OpenAI's model for demanding texts.",
        context_token_count: 400_000,
    },
    Known {
        name: "gpt-5-mini",
        display_name: "GPT-5 mini",
        description: "OpenAI's faster and cheaper model of the same family.",
        context_token_count: 400_000,
    },
    Known {
        name: "gpt-4.1",
        display_name: "GPT-4.1",
        description: "OpenAI's model without hidden reasoning.",
        context_token_count: 1_047_576,
    },
    Known {
        name: "gpt-4.1-mini",
        display_name: "GPT-4.1 mini",
        description: "OpenAI's faster and cheaper model without hidden reasoning.",
        context_token_count: 1_047_576,
    },
];

const OURS: &[Known] = &[
    Known {
        name: "rules",
        display_name: "Rules",
        description: "Deterministic checks and the repairs that are certain; no model, no network, no cost.",
        context_token_count: 0,
    },
    Known {
        name: "echo",
        display_name: "Echo",
        description: "Changes nothing and reports what the checks find; for testing pipelines.",
        context_token_count: 0,
    },
];

impl Catalog {
    /// The models of these providers and the built-in ones.
    #[must_use]
    pub fn new(providers: &[config::Provider]) -> Self {
        let remote = providers.iter().flat_map(|provider| {
            let known = if is_openai(&provider.base_url) { OPENAI } else { &[] };
            known.iter().map(|known| known.model(&provider.name, is_enabled(provider)))
        });
        let models = remote.chain(OURS.iter().map(|known| known.model(BUILTIN, true))).collect();
        Self { providers: providers.to_vec(), models }
    }

    /// The well-known models, built-in ones last.
    #[must_use]
    pub fn list(&self) -> &[Model] {
        &self.models
    }

    /// What a model costs, if that is known.
    #[must_use]
    pub fn price(&self, id: &str) -> Option<Price> {
        self.models.iter().find(|model| model.id == id)?.price
    }

    /// The way to a model by its id.
    ///
    /// # Errors
    /// No provider of that name is configured or the id is no `PROVIDER/NAME`; or the provider
    /// needs a key and has none.
    pub fn find(&self, id: &str) -> Result<Found, CatalogError> {
        let (provider, name) = id.split_once('/').ok_or(CatalogError::Unknown)?;
        match (provider, name) {
            (BUILTIN, "rules") => return Ok(Found::Rules),
            (BUILTIN, "echo") => return Ok(Found::Echo),
            (BUILTIN, _) => return Err(CatalogError::Unknown),
            (_, _) => {}
        }
        let bad_name =
            name.trim().is_empty() || name.chars().count() > LONGEST_NAME || name.contains(char::is_control);
        if bad_name {
            return Err(CatalogError::Unknown);
        }
        let provider = self.providers.iter().find(|known| known.name == provider);
        let provider = provider.ok_or(CatalogError::Unknown)?;
        if !is_enabled(provider) {
            return Err(CatalogError::Disabled);
        }
        Ok(Found::Remote(Endpoint::new(provider, name)))
    }
}

fn is_enabled(provider: &config::Provider) -> bool {
    provider.key.is_some() || provider.key_optional
}

impl Known {
    fn model(&self, provider: &str, enabled: bool) -> Model {
        Model {
            id: format!("{provider}/{}", self.name),
            display_name: self.display_name.to_owned(),
            description: self.description.to_owned(),
            provider: provider.to_owned(),
            enabled,
            context_token_count: self.context_token_count,
            price: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Catalog, CatalogError, Found};
    use crate::config::Provider;

    fn provider(name: &str, base_url: &str, key: Option<&str>, key_optional: bool) -> Provider {
        let key = key.map(|key| key.to_owned().into());
        Provider {
            name: name.to_owned(),
            base_url: base_url.to_owned(),
            key,
            key_optional,
            ..Provider::default()
        }
    }

    fn catalog() -> Catalog {
        Catalog::new(&[
            provider("openai", "https://api.openai.com/v1", None, false),
            provider("local", "http://127.0.0.1:1/v1", None, true),
        ])
    }

    #[test]
    fn ids_lead_to_models() {
        let check = |id: &str, expected: &str| {
            let got = match catalog().find(id) {
                Ok(Found::Rules) => "rules",
                Ok(Found::Echo) => "echo",
                Ok(Found::Remote(_)) => "remote",
                Err(CatalogError::Unknown) => "unknown",
                Err(CatalogError::Disabled) => "disabled",
            };
            assert_eq!(got, expected, "{id}");
        };
        check("builtin/rules", "rules");
        check("builtin/echo", "echo");
        check("builtin/other", "unknown");
        check("local/org/any-model:8b", "remote");
        check("local/", "unknown");
        check("local/a\nb", "unknown");
        check("openai/gpt-5", "disabled");
        check("nobody/gpt-5", "unknown");
        check("rules", "unknown");
    }

    #[test]
    fn builtin_models_come_last_and_a_provider_without_key_is_off() {
        let catalog = catalog();
        let ids: Vec<_> = catalog.list().iter().map(|model| (model.id.as_str(), model.enabled)).collect();
        assert_eq!(ids.first(), Some(&("openai/gpt-5", false)));
        assert_eq!(ids[ids.len() - 2..], [("builtin/rules", true), ("builtin/echo", true)]);
    }
}
