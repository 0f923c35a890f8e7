//! What is known of well-known models: the data of `catalog.toml`, read once.

use super::endpoint::Quirks;
use crate::config::{Provider, ProviderModel, SchemaMode};
use serde::Deserialize;
use std::sync::LazyLock;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    vendors: Vec<Vendor>,
}

/// What is known of a vendor's servers and models.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Vendor {
    hosts: Vec<String>,
    token_limit_field: Option<String>,
    #[serde(default)]
    families: Vec<Family>,
    #[serde(default)]
    pub(super) models: Vec<ProviderModel>,
}

/// What holds for the models with a part in their name.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Family {
    part: String,
    schema: SchemaMode,
    cache_point: bool,
}

static KNOWN: LazyLock<File> = LazyLock::new(|| {
    let text = include_str!("catalog.toml");
    let read = config::Config::builder()
        .add_source(config::File::from_str(text, config::FileFormat::Toml))
        .build()
        .and_then(config::Config::try_deserialize);
    read.expect("the file is part of the program, and a test reads it")
});

/// The vendor a base URL belongs to: the vendor itself, and not a server that speaks like it.
pub(super) fn vendor(base_url: &str) -> Option<&'static Vendor> {
    let url = reqwest::Url::parse(base_url).ok()?;
    let host = url.host_str()?;
    KNOWN.vendors.iter().find(|vendor| vendor.hosts.iter().any(|known| is_like(host, known)))
}

/// Whether a host is meant by a pattern with at most one `*`.
fn is_like(host: &str, pattern: &str) -> bool {
    match pattern.split_once('*') {
        Some((begin, end)) => {
            host.len() > begin.len() + end.len() && host.starts_with(begin) && host.ends_with(end)
        }
        None => host == pattern,
    }
}

/// How to ask a model: what the operator says of it, else of its provider, else what is known.
pub(super) fn quirks(provider: &Provider, model: &str) -> Quirks {
    let vendor = vendor(&provider.base_url);
    let family = vendor.and_then(|vendor| vendor.families.iter().find(|known| model.contains(&known.part)));
    let known = vendor.and_then(|vendor| named(&vendor.models, model));
    let own = named(&provider.models, model);
    let layers = [own, known];
    let of = |layer: &Option<&ProviderModel>| layer.and_then(|model| model.token_limit_field.clone());
    let mut body = known.map(|model| model.body.clone()).unwrap_or_default();
    for more in [Some(&provider.body), own.map(|model| &model.body)].into_iter().flatten() {
        body.extend(more.iter().map(|(name, value)| (name.clone(), value.clone())));
    }
    Quirks {
        token_limit_field: of(&layers[0])
            .or_else(|| provider.token_limit_field.clone())
            .or_else(|| of(&layers[1]))
            .or_else(|| vendor?.token_limit_field.clone())
            // Newer models of OpenAI refuse it; most other servers know nothing else.
            .unwrap_or_else(|| "max_tokens".to_owned()),
        max_output_tokens: own
            .and_then(|model| model.max_output_tokens)
            .or(provider.max_output_tokens)
            .or_else(|| known?.max_output_tokens),
        schema: own
            .and_then(|model| model.schema)
            .or(provider.schema)
            .or_else(|| known?.schema)
            .or_else(|| Some(family?.schema))
            .unwrap_or(SchemaMode::Strict),
        cache_point: family.is_some_and(|family| family.cache_point),
        temperature: own.and_then(|model| model.temperature).or(provider.temperature),
        body,
    }
}

/// The model of a name in a list.
pub(super) fn named<'a>(models: &'a [ProviderModel], name: &str) -> Option<&'a ProviderModel> {
    models.iter().find(|model| model.name == name)
}

#[cfg(test)]
mod tests {
    use super::{KNOWN, quirks, vendor};
    use crate::config::{Provider, ProviderModel, SchemaMode};
    use serde_json::json;
    use std::collections::HashSet;

    fn provider(base_url: &str) -> Provider {
        Provider { name: "p".to_owned(), base_url: base_url.to_owned(), ..Provider::default() }
    }

    #[test]
    fn the_file_can_be_read_and_names_no_model_twice() {
        for vendor in &KNOWN.vendors {
            let names: HashSet<_> = vendor.models.iter().map(|model| &model.name).collect();
            assert_eq!(names.len(), vendor.models.len());
            for model in &vendor.models {
                let price = model.price.as_ref().unwrap();
                assert!(price.input <= price.output && price.cached_input < Some(price.input), "{model:?}");
                assert!(model.display_name.is_some() && model.context_tokens.is_some(), "{model:?}");
            }
        }
    }

    #[test]
    fn only_a_vendor_itself_is_known() {
        let check = |url: &str, expected: Option<&str>| {
            let got = vendor(url).map(|vendor| vendor.hosts[0].as_str());
            assert_eq!(got, expected, "{url}");
        };
        check("https://api.openai.com/v1", Some("api.openai.com"));
        check("https://API.openai.com:443/v1/", Some("api.openai.com"));
        check("http://127.0.0.1:8080/v1", None);
        check("https://api.openai.com.evil.example/v1", None);
        check("https://mine.openai.azure.com/openai/v1", Some("*.openai.azure.com"));
        check("https://.openai.azure.com", None);
        check("https://bedrock-runtime.eu-west-1.amazonaws.com", Some("bedrock-runtime.*.amazonaws.com"));
        check("no address", None);
    }

    #[test]
    fn the_operator_wins_over_what_is_known() {
        let known = quirks(&provider("https://api.openai.com/v1"), "any");
        assert_eq!(known.token_limit_field, "max_completion_tokens");
        assert_eq!(quirks(&provider("http://127.0.0.1/v1"), "any").token_limit_field, "max_tokens");
        let bedrock = provider("https://bedrock-runtime.eu-west-1.amazonaws.com");
        let nova = quirks(&bedrock, "eu.amazon.nova-pro-v1:0");
        assert_eq!((nova.schema, nova.cache_point), (SchemaMode::Tool, true));
        let other = quirks(&bedrock, "openai.gpt-oss-20b-1:0");
        assert_eq!((other.schema, other.cache_point), (SchemaMode::Strict, false));

        let body = |value: serde_json::Value| value.as_object().unwrap().clone();
        let own = Provider {
            schema: Some(SchemaMode::Json),
            temperature: Some(0.5),
            body: body(json!({"a": 1, "b": 1})),
            models: vec![ProviderModel {
                name: "mine".to_owned(),
                schema: Some(SchemaMode::Prompt),
                token_limit_field: Some("limit".to_owned()),
                body: body(json!({"b": 2})),
                ..ProviderModel::default()
            }],
            ..provider("https://api.openai.com/v1")
        };
        let mine = quirks(&own, "mine");
        assert_eq!((mine.schema, mine.token_limit_field.as_str()), (SchemaMode::Prompt, "limit"));
        assert_eq!((mine.temperature, mine.body), (Some(0.5), body(json!({"a": 1, "b": 2}))));
        let other = quirks(&own, "other");
        assert_eq!(
            (other.schema, other.token_limit_field.as_str()),
            (SchemaMode::Json, "max_completion_tokens")
        );
    }
}
