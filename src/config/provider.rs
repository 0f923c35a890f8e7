//! One provider of models, as the operator describes it.

use super::form;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// A provider of models: where it is, how to prove who we are, and how its server is peculiar.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provider {
    /// The first part of its models' ids.
    pub name: String,
    /// The format its server speaks.
    #[serde(default)]
    pub wire: Wire,
    /// The URL that the paths of the format are put behind, such as `https://api.openai.com/v1`.
    pub base_url: String,
    /// The key; a provider without one is off unless `key_optional`.
    #[serde(default, serialize_with = "form::hidden")]
    pub key: Option<SecretString>,
    /// The file the key was read from. It is read again when it changes.
    #[serde(default)]
    pub key_file: Option<PathBuf>,
    /// Whether the provider works without a key (a server of one's own).
    #[serde(default)]
    pub key_optional: bool,
    /// The header the key goes into, if not the one of the format; `authorization` makes it a bearer
    /// token.
    #[serde(default)]
    pub key_header: Option<String>,
    /// More headers; their values are secrets.
    #[serde(default, with = "form::headers")]
    pub headers: BTreeMap<String, SecretString>,
    /// More members of each request, laid over our own.
    #[serde(default)]
    pub body: Body,
    /// The strictest way to ask for JSON that the server knows, if not that of the catalog.
    #[serde(default)]
    pub schema: Option<SchemaMode>,
    /// The member that bounds the answer (`openai` only).
    #[serde(default)]
    pub token_limit_field: Option<String>,
    /// The most tokens a model of it writes in one answer; more is never asked for.
    #[serde(default)]
    pub max_output_tokens: Option<u32>,
    /// The temperature; none is sent without, since many models refuse it.
    #[serde(default)]
    pub temperature: Option<f64>,
    /// The proxy on the way, as a URL, perhaps with a user and a password.
    #[serde(default, serialize_with = "form::hidden")]
    pub proxy: Option<SecretString>,
    /// Authorities that are believed beside those of the system, in PEM.
    #[serde(default)]
    pub ca_file: Option<PathBuf>,
    /// The most calls in flight for each model; 0 for as many as `engine.calls_per_model` says.
    #[serde(default)]
    pub concurrency: usize,
    /// The most calls a minute for each model; 0 for no bound.
    #[serde(default)]
    pub requests_per_minute: u32,
    /// The most tokens a minute for each model, in and out together; 0 for no bound.
    #[serde(default)]
    pub tokens_per_minute: u64,
    /// What is known of its models. Others may be named all the same.
    #[serde(default)]
    pub models: Vec<ProviderModel>,
}

/// Members of a request beyond our own.
pub type Body = serde_json::Map<String, serde_json::Value>;

/// What is known of one model, beyond the catalog or in its stead.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProviderModel {
    /// The second part of its id, and what the provider knows it by.
    pub name: String,
    /// Its name for people.
    #[serde(default)]
    pub display_name: Option<String>,
    /// What it is good for, in a sentence.
    #[serde(default)]
    pub description: Option<String>,
    /// How many tokens it reads and writes in one call.
    #[serde(default)]
    pub context_tokens: Option<u64>,
    /// As of the provider.
    #[serde(default)]
    pub schema: Option<SchemaMode>,
    /// As of the provider.
    #[serde(default)]
    pub token_limit_field: Option<String>,
    /// As of the provider.
    #[serde(default)]
    pub max_output_tokens: Option<u32>,
    /// As of the provider.
    #[serde(default)]
    pub temperature: Option<f64>,
    /// As of the provider, and laid over it.
    #[serde(default)]
    pub body: Body,
    /// What it costs.
    #[serde(default)]
    pub price: Option<PriceList>,
}

/// What a million tokens cost, in units of the currency: `2.5` is two and a half dollars.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PriceList {
    /// The currency as an ISO 4217 code.
    #[serde(default = "usd")]
    pub currency: String,
    /// Tokens read, in micro-units.
    #[serde(with = "form::micros")]
    pub input: u64,
    /// Tokens read from the provider's cache, in micro-units; as `input` if left out.
    #[serde(default, with = "form::some_micros")]
    pub cached_input: Option<u64>,
    /// Tokens written to the provider's cache, in micro-units; as `input` if left out.
    #[serde(default, with = "form::some_micros")]
    pub cache_write: Option<u64>,
    /// Tokens written, hidden reasoning included, in micro-units.
    #[serde(with = "form::micros")]
    pub output: u64,
}

/// The format a server speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Wire {
    /// OpenAI's Chat Completions, and all that is compatible with it.
    #[default]
    Openai,
    /// Anthropic's Messages.
    Anthropic,
    /// Gemini's `generateContent`.
    Gemini,
    /// Amazon Bedrock's Converse.
    Converse,
}

/// How an answer in JSON is asked for, the strictest way first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SchemaMode {
    /// The server holds the model to the schema.
    Strict,
    /// The server holds the model to JSON; the schema is in the prompt.
    Json,
    /// The model has to call a tool whose arguments have the schema.
    Tool,
    /// The schema is in the prompt, and nothing else is asked of the server.
    Prompt,
}

fn usd() -> String {
    "USD".to_owned()
}
