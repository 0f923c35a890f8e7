//! Where a model is, and how a prompt becomes the bytes of a request to it.
//!
//! What differs between servers of one format is data here (quirks), never a branch in the format.

use super::{Prompt, wire};
use crate::config;
use secrecy::SecretString;

/// One model at one provider. Printing it shows no key.
#[derive(Debug, Clone)]
pub struct Endpoint {
    base_url: String,
    key: Option<SecretString>,
    model: String,
    quirks: Quirks,
}

/// What servers of the same format disagree on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Quirks {
    /// The field that bounds the answer: newer models of OpenAI refuse `max_tokens`, most other
    /// servers know nothing else.
    pub(super) cap_field: &'static str,
}

/// A request without its secrets: it can be hashed, stored and printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Where it goes.
    pub url: String,
    /// The JSON body.
    pub body: Vec<u8>,
}

impl Endpoint {
    /// The model `model` at a configured provider.
    pub(super) fn new(provider: &config::Provider, model: &str) -> Self {
        let cap_field = match is_openai(&provider.base_url) {
            true => "max_completion_tokens",
            false => "max_tokens",
        };
        Self {
            base_url: provider.base_url.trim_end_matches('/').to_owned(),
            key: provider.key.clone(),
            model: model.to_owned(),
            quirks: Quirks { cap_field },
        }
    }

    /// The request for a prompt: the same bytes for the same prompt, always.
    #[must_use]
    pub fn encode(&self, prompt: &Prompt) -> Request {
        Request {
            url: format!("{}/chat/completions", self.base_url),
            body: wire::openai::encode(&self.model, self.quirks, prompt),
        }
    }

    pub(super) fn key(&self) -> Option<&SecretString> {
        self.key.as_ref()
    }
}

/// Whether a base URL is OpenAI itself and not a server that speaks like it.
pub(super) fn is_openai(base_url: &str) -> bool {
    let rest = base_url.split_once("://").map_or(base_url, |(_, rest)| rest);
    let host = rest.split(['/', ':', '?']).next().unwrap_or_default();
    host.eq_ignore_ascii_case("api.openai.com")
}

#[cfg(test)]
mod tests {
    use super::{Endpoint, is_openai};
    use crate::config::Provider;

    #[test]
    fn only_openai_itself_is_openai() {
        let check = |url: &str, expected| assert_eq!(is_openai(url), expected, "{url}");
        check("https://api.openai.com/v1", true);
        check("https://API.openai.com:443/v1/", true);
        check("http://127.0.0.1:8080/v1", false);
        check("https://api.openai.com.evil.example/v1", false);
    }

    #[test]
    fn printing_an_endpoint_shows_no_key() {
        let provider = Provider {
            name: "openai".to_owned(),
            base_url: "https://api.openai.com/v1/".to_owned(),
            key: Some("sk-very-secret".to_owned().into()),
            ..Provider::default()
        };
        let shown = format!("{:?}", Endpoint::new(&provider, "m"));
        assert!(!shown.contains("very-secret"), "{shown}");
    }
}
