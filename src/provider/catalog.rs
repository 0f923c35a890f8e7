//! Which models there are: those of the configured providers first, the built-in ones last.
//!
//! A list of well-known models is for people to choose from; any name under a configured provider
//! is accepted, since the provider knows better than a table what it serves.

use super::endpoint::Endpoint;
use super::known;
use super::site::Site;
use crate::config::{self, ProviderModel};
use crate::domain::model::Model;
use crate::domain::price::Price;
use std::sync::Arc;

/// The name of the provider that is this program itself.
pub(super) const BUILTIN: &str = "builtin";
/// The longest name of a model.
const LONGEST_NAME: usize = 200;

/// All models, and the way to each.
#[derive(Debug, Clone)]
pub struct Catalog {
    providers: Vec<Known>,
    models: Vec<Model>,
}

#[derive(Debug, Clone)]
struct Known {
    settings: config::Provider,
    site: Arc<Site>,
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

const RULES: &str = "Deterministic checks and the repairs that are certain; no model, no network, no cost.";
const ECHO: &str = "Changes nothing and reports what the checks find; for testing pipelines.";

impl Catalog {
    /// The models of these providers and the built-in ones.
    #[must_use]
    pub fn new(providers: &[config::Provider]) -> Self {
        let providers: Vec<_> = providers
            .iter()
            .map(|provider| Known { settings: provider.clone(), site: Arc::new(Site::new(provider)) })
            .collect();
        let remote = providers.iter().flat_map(|known| known.models());
        let ours = [("rules", "Rules", RULES), ("echo", "Echo", ECHO)].map(|(name, shown, what)| {
            let model = ProviderModel {
                name: name.to_owned(),
                display_name: Some(shown.to_owned()),
                description: Some(what.to_owned()),
                ..ProviderModel::default()
            };
            outward(BUILTIN, true, &[&model])
        });
        Self { models: remote.chain(ours).collect(), providers }
    }

    /// The well-known models and those of the settings, built-in ones last.
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
        // A lone dot or two would be a step in a path, not a name.
        let bad_name = name.trim().is_empty()
            || name.chars().count() > LONGEST_NAME
            || name.contains(char::is_control)
            || matches!(name, "." | "..");
        if bad_name {
            return Err(CatalogError::Unknown);
        }
        let Some(known) = self.providers.iter().find(|known| known.settings.name == provider) else {
            // A well-known provider is only missing its key.
            return Err(match config::preset(provider) {
                Some(_) => CatalogError::Disabled,
                None => CatalogError::Unknown,
            });
        };
        if !known.is_enabled() {
            return Err(CatalogError::Disabled);
        }
        let quirks = known::quirks(&known.settings, name);
        Ok(Found::Remote(Endpoint::new(Arc::clone(&known.site), name, quirks)))
    }
}

impl Known {
    fn is_enabled(&self) -> bool {
        self.settings.key.is_some() || self.settings.key_optional
    }

    /// Those of the settings, then the well-known ones.
    fn models(&self) -> Vec<Model> {
        let own = &self.settings.models;
        let vendor = known::vendor(&self.settings.base_url).map_or(&[][..], |vendor| &vendor.models);
        let outward = |layers: &[&ProviderModel]| outward(&self.settings.name, self.is_enabled(), layers);
        let first = own.iter().map(|model| match known::named(vendor, &model.name) {
            Some(known) => outward(&[model, known]),
            None => outward(&[model]),
        });
        let rest = vendor.iter().filter(|model| known::named(own, &model.name).is_none());
        first.chain(rest.map(|model| outward(&[model]))).collect()
    }
}

/// A model for people: what the first of the layers says that says something.
fn outward(provider: &str, enabled: bool, layers: &[&ProviderModel]) -> Model {
    let said =
        |part: fn(&ProviderModel) -> Option<&String>| layers.iter().find_map(|model| part(model)).cloned();
    let name = layers.first().map_or("", |model| &model.name);
    Model {
        id: format!("{provider}/{name}"),
        display_name: said(|model| model.display_name.as_ref()).unwrap_or_else(|| name.to_owned()),
        description: said(|model| model.description.as_ref()).unwrap_or_default(),
        provider: provider.to_owned(),
        enabled,
        context_token_count: layers.iter().find_map(|model| model.context_tokens).unwrap_or(0),
        price: layers.iter().find_map(|model| price(model.price.as_ref()?)),
    }
}

/// A price in the terms of `domain`.
fn price(list: &config::PriceList) -> Option<Price> {
    Some(Price {
        // The settings were checked for it; without a currency it is no price.
        currency: list.currency.parse().ok()?,
        input_micros: list.input,
        cached_input_micros: list.cached_input.unwrap_or(list.input),
        cache_write_micros: list.cache_write.unwrap_or(list.input),
        output_micros: list.output,
    })
}

#[cfg(test)]
mod tests {
    use super::{Catalog, CatalogError, Found};
    use crate::config::{PriceList, Provider, ProviderModel};

    fn provider(name: &str, base_url: &str, key_optional: bool) -> Provider {
        Provider { name: name.to_owned(), base_url: base_url.to_owned(), key_optional, ..Provider::default() }
    }

    fn catalog() -> Catalog {
        let mine = |name: &str| ProviderModel { name: name.to_owned(), ..ProviderModel::default() };
        let price = PriceList {
            currency: "EUR".to_owned(),
            input: 2,
            cached_input: None,
            cache_write: None,
            output: 9,
        };
        let own =
            ProviderModel { price: Some(price), description: Some("Ours.".to_owned()), ..mine("tuned") };
        let local = Provider { models: vec![own], ..provider("local", "http://127.0.0.1:1/v1", true) };
        let dearer = ProviderModel { display_name: Some("Mine".to_owned()), ..mine("gpt-5.4") };
        let openai =
            Provider { models: vec![dearer], ..provider("openai", "https://api.openai.com/v1", false) };
        Catalog::new(&[openai, local])
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
        check("local/..", "unknown");
        check("local/a\nb", "unknown");
        check("openai/gpt-5", "disabled");
        check("anthropic/claude-sonnet-5-5", "disabled");
        check("nobody/gpt-5", "unknown");
        check("rules", "unknown");
    }

    #[test]
    fn builtin_models_come_last_and_a_provider_without_key_is_off() {
        let catalog = catalog();
        let ids: Vec<_> = catalog.list().iter().map(|model| (model.id.as_str(), model.enabled)).collect();
        assert_eq!(ids.first(), Some(&("openai/gpt-5.4", false)));
        assert_eq!(ids.iter().filter(|(id, _)| *id == "openai/gpt-5.4").count(), 1);
        assert_eq!(
            ids[ids.len() - 3..],
            [("local/tuned", true), ("builtin/rules", true), ("builtin/echo", true)]
        );
    }

    #[test]
    fn what_the_operator_says_of_a_model_is_laid_over_what_is_known() {
        let catalog = catalog();
        let listed = |id: &str| catalog.list().iter().find(|model| model.id == id).unwrap();
        let known = listed("openai/gpt-5.4");
        assert_eq!(known.display_name, "Mine");
        assert!(known.description.contains("OpenAI") && known.context_token_count > 0);
        assert_eq!(known.price.unwrap().output_micros, 15_000_000);
        assert_eq!(known.price.unwrap().cached_input_micros, 250_000);
        let tuned = listed("local/tuned");
        assert_eq!((tuned.display_name.as_str(), tuned.description.as_str()), ("tuned", "Ours."));
        let price = catalog.price("local/tuned").unwrap();
        assert_eq!((price.currency.as_str(), price.cached_input_micros), ("EUR", 2));
        for unknown in ["local/other", "nobody/other", "builtin/rules"] {
            assert_eq!(catalog.price(unknown), None, "{unknown}");
        }
    }
}
