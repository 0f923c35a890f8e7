//! What providers can stand.

use super::super::fault::Fault;
use super::super::keys::PROVIDERS;
use super::super::{Body, PriceList, Provider, ProviderModel, SchemaMode, Wire};
use super::{readable, url};
use secrecy::ExposeSecret as _;
use std::collections::HashSet;

/// Members of a request that are the question itself.
const OURS: [&str; 8] =
    ["model", "messages", "system", "contents", "systemInstruction", "stream", "n", "toolConfig"];

pub(super) fn check(providers: &[Provider], faults: &mut Vec<Fault>) {
    let mut names = HashSet::new();
    for provider in providers {
        let mut wrong = names_of(provider);
        if !names.insert(&provider.name) {
            wrong.push(format!("the name {:?} is used twice", provider.name));
        }
        wrong.extend(way(provider));
        wrong.extend(quirks(provider));
        let mut models = HashSet::new();
        for model in &provider.models {
            if model.name.trim().is_empty() {
                wrong.push(format!("a model of {:?} has no name", provider.name));
            } else if !models.insert(&model.name) {
                wrong.push(format!("the model {:?} of {:?} is there twice", model.name, provider.name));
            }
            wrong.extend(of_model(model).into_iter().map(|what| format!("model {:?}: {what}", model.name)));
        }
        faults.extend(wrong.into_iter().map(|what| Fault::new(PROVIDERS, what)));
        if let Some(fault) = provider.ca_file.as_deref().and_then(|path| readable("providers.ca_file", path))
        {
            faults.push(fault);
        }
    }
}

fn names_of(provider: &Provider) -> Vec<String> {
    let name = &provider.name;
    let mut wrong = Vec::new();
    let well_formed = name.len() <= 64
        && name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_.".contains(c));
    if !well_formed {
        wrong.push(format!("{name:?} is no name: a lowercase letter, then a-z, 0-9, `-`, `_`, `.`"));
    }
    if name == "builtin" {
        wrong.push("\"builtin\" is the name of the models that need no provider".to_owned());
    }
    wrong
}

/// Where it is, and what stands on the way.
fn way(provider: &Provider) -> Vec<String> {
    let name = &provider.name;
    let mut wrong = Vec::new();
    if let Some(fault) = url(PROVIDERS, &provider.base_url) {
        wrong.push(format!("base_url of {name:?}: {}", fault.what));
    }
    if let Some(proxy) = &provider.proxy {
        let url = reqwest::Url::parse(proxy.expose_secret()).ok();
        if !url.is_some_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host()) {
            wrong.push(format!("proxy of {name:?}: expected a URL that begins with http:// or https://"));
        }
    }
    let header = |name: &str| reqwest::header::HeaderName::try_from(name).is_ok();
    let headers = provider.headers.keys().chain(&provider.key_header);
    for bad in headers.filter(|name| !header(name)) {
        wrong.push(format!("{bad:?} cannot be the name of a header of {name:?}"));
    }
    for (header, value) in &provider.headers {
        if reqwest::header::HeaderValue::try_from(value.expose_secret()).is_err() {
            wrong.push(format!("the header {header:?} of {name:?} holds characters that cannot be sent"));
        }
    }
    wrong
}

fn quirks(provider: &Provider) -> Vec<String> {
    let mut wrong = Vec::from_iter(body(&provider.body));
    wrong.extend(temperature(provider.temperature));
    wrong.extend(output_tokens(provider.max_output_tokens));
    if provider.token_limit_field.is_some() && provider.wire != Wire::Openai {
        wrong.push("token_limit_field belongs to the wire format \"openai\" alone".to_owned());
    }
    let modes = provider.models.iter().filter_map(|model| model.schema).chain(provider.schema);
    for mode in modes.filter(|mode| !mode.is_known_to(provider.wire)) {
        wrong.push(format!("the wire format {:?} knows no schema = {mode:?}", provider.wire).to_lowercase());
    }
    wrong.into_iter().map(|what| format!("{:?}: {what}", provider.name)).collect()
}

fn of_model(model: &ProviderModel) -> Vec<String> {
    let mut wrong = Vec::from_iter(body(&model.body));
    wrong.extend(temperature(model.temperature));
    wrong.extend(output_tokens(model.max_output_tokens));
    if let Some(PriceList { currency, .. }) = &model.price
        && !(currency.len() == 3 && currency.bytes().all(|letter| letter.is_ascii_uppercase()))
    {
        wrong.push("the currency of a price is an ISO 4217 code such as \"USD\"".to_owned());
    }
    wrong
}

fn body(body: &Body) -> Option<String> {
    let ours = body.keys().find(|name| OURS.contains(&name.as_str()))?;
    Some(format!("body.{ours} is the question itself and cannot be replaced"))
}

fn output_tokens(most: Option<u32>) -> Option<String> {
    (most == Some(0)).then(|| "max_output_tokens: expected at least 1".to_owned())
}

fn temperature(temperature: Option<f64>) -> Option<String> {
    let wrong = temperature.is_some_and(|value| !(0.0..=2.0).contains(&value));
    wrong.then(|| "temperature: expected a number from 0 to 2".to_owned())
}

impl SchemaMode {
    /// Whether there is such a way in a wire format.
    #[must_use]
    pub fn is_known_to(self, wire: Wire) -> bool {
        match self {
            Self::Strict | Self::Tool | Self::Prompt => true,
            Self::Json => matches!(wire, Wire::Openai | Wire::Gemini),
        }
    }
}
