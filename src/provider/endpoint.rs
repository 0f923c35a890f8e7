//! Where a model is, and how a prompt becomes the bytes of a request to it.
//!
//! What differs between servers of one format is data here (quirks), never a branch in the format.

use super::site::Site;
use super::{Prompt, wire};
use crate::config::{Body, SchemaMode};
use std::sync::Arc;

/// One model at one provider. Printing it shows no key.
#[derive(Debug, Clone)]
pub struct Endpoint {
    pub(super) site: Arc<Site>,
    pub(super) model: String,
    quirks: Arc<Quirks>,
}

/// What servers of the same format, and models of the same server, disagree on.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Quirks {
    /// The member that bounds the answer.
    pub(super) token_limit_field: String,
    /// The most tokens the model writes in one answer, where that is known.
    pub(super) max_output_tokens: Option<u32>,
    /// The strictest way to ask for JSON that the model is said to know.
    pub(super) schema: SchemaMode,
    /// Whether a request may mark where the part to be cached ends (Bedrock; Anthropic's format
    /// always does).
    pub(super) cache_point: bool,
    /// The temperature; none is sent without.
    pub(super) temperature: Option<f64>,
    /// Members laid over those of the request.
    pub(super) body: Body,
}

/// A request without its secrets: it can be printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Request {
    /// Where it goes.
    pub(super) url: String,
    /// The JSON body.
    pub(super) body: Vec<u8>,
}

impl Endpoint {
    /// The model `model` at a provider.
    pub(super) fn new(site: Arc<Site>, model: &str, quirks: Quirks) -> Self {
        Self { site, model: model.to_owned(), quirks: Arc::new(quirks) }
    }

    /// The name of the provider.
    #[must_use]
    pub fn provider(&self) -> &str {
        &self.site.name
    }

    /// The way it is asked for JSON at present.
    pub(super) fn mode(&self) -> SchemaMode {
        self.site.mode(&self.model, self.quirks.schema)
    }

    /// The request for a prompt: the same bytes for the same prompt and mode, always.
    pub(super) fn encode(&self, prompt: &Prompt, mode: SchemaMode) -> Request {
        let target =
            wire::Target { base_url: &self.site.base_url, model: &self.model, quirks: &self.quirks, mode };
        wire::encode(self.site.wire, &target, prompt)
    }
}

#[cfg(test)]
mod tests {
    use super::Endpoint;
    use crate::config::Provider;
    use crate::provider::known;
    use crate::provider::site::Site;
    use std::sync::Arc;

    #[test]
    fn printing_an_endpoint_shows_no_secret() {
        let provider = Provider {
            key: Some("sk-very-secret".into()),
            headers: [("x-team".to_owned(), "very-secret".into())].into(),
            ..Provider::default()
        };
        let endpoint = Endpoint::new(Arc::new(Site::new(&provider)), "m", known::quirks(&provider, "m"));
        let shown = format!("{endpoint:?}");
        assert!(!shown.contains("very-secret"), "{shown}");
    }
}
