//! The providers that need no file: a key in the environment is enough, as with the vendors' own
//! clients. Which there are is data (`presets.toml`).

use super::fault::{Fault, Origin};
use super::keys::PROVIDERS;
use super::load::{Given, Layer};
use super::{Provider, secrets};
use secrecy::SecretString;
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The one that is there without being asked for, unless the file lists others.
const FIRST: &str = "openai";
/// Where another server that speaks like it is.
const BASE_URL: &str = "OPENAI_BASE_URL";

/// A provider that needs no file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preset {
    /// The name of the provider.
    pub name: String,
    /// The variable of its key.
    pub key: String,
    /// Those of an id, a secret and perhaps a token to sign with instead.
    #[serde(default)]
    pair: Vec<String>,
    base_url: String,
    #[serde(default)]
    settings: Map<String, Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    presets: Vec<Preset>,
}

static PRESETS: LazyLock<Vec<Preset>> = LazyLock::new(|| {
    let text = include_str!("presets.toml");
    let read = config::Config::builder()
        .add_source(config::File::from_str(text, config::FileFormat::Toml))
        .build()
        .and_then(config::Config::try_deserialize::<File>);
    read.expect("the file is part of the program, and a test reads it").presets
});

/// The provider of this name that needs no file, if there is one.
#[must_use]
pub fn preset(name: &str) -> Option<&'static Preset> {
    PRESETS.iter().find(|preset| preset.name == name)
}

/// All of them.
#[must_use]
pub fn presets() -> &'static [Preset] {
    &PRESETS
}

/// Whether a variable of the environment may say something of providers.
#[must_use]
pub fn is_of_a_provider(variable: &str) -> bool {
    let key = variable.strip_suffix("_FILE").unwrap_or(variable);
    variable.starts_with("OPENAI_")
        || PRESETS.iter().any(|preset| {
            let mut more = preset.variables().chain(preset.pair.iter().map(String::as_str));
            preset.key == key || more.any(|name| name == variable)
        })
}

impl Preset {
    /// Its base URL and where it is from, or the variables of which none is set.
    fn base_url(&self, given: &Given) -> Result<(String, Origin), String> {
        let Some((begin, rest)) = self.base_url.split_once('{') else {
            return Ok((self.base_url.clone(), Origin::Preset));
        };
        let (names, end) = rest.split_once('}').unwrap_or((rest, ""));
        let value = names.split('|').find_map(|name| variable(given, name));
        let (value, origin) = value.ok_or_else(|| names.replace('|', " or "))?;
        Ok((format!("{begin}{}{end}", value.trim_end_matches('/')), origin))
    }

    /// What it says of its provider, and where that is from. Without the variable it needs there is no
    /// base URL, and the field is told to be missing.
    fn fields(&self, given: &Given) -> BTreeMap<String, (Value, Origin)> {
        let settings =
            self.settings.iter().map(|(name, value)| (name.clone(), (value.clone(), Origin::Preset)));
        let url = self.base_url(given).ok();
        settings.chain(url.map(|(url, origin)| ("base_url".to_owned(), (url.into(), origin)))).collect()
    }

    fn variables(&self) -> impl Iterator<Item = &str> {
        let inner = self.base_url.split_once('{').and_then(|(_, rest)| rest.split_once('}'));
        inner.into_iter().flat_map(|(names, _)| names.split('|'))
    }
}

/// Where the fields of each provider of a layer are from.
pub(super) fn note(layer: &Layer, origins: &mut BTreeMap<String, Origin>) {
    let Some((Value::Array(items), origin)) = layer.get(PROVIDERS) else { return };
    for item in items.iter().filter_map(Value::as_object) {
        let Some(name) = item.get("name").and_then(Value::as_str) else { continue };
        for field in item.keys() {
            // What is named by a file is shown as what is in it.
            for field in [field, field.strip_suffix(secrets::FILE).unwrap_or(field)] {
                origins.insert(field_of(name, field), origin.clone());
            }
        }
    }
}

/// Completes the providers of a file that have the name of a preset.
pub(super) fn fill(layer: &mut Layer, given: &Given, origins: &mut BTreeMap<String, Origin>) {
    let Some((Value::Array(items), _)) = layer.get_mut(PROVIDERS) else { return };
    for item in items.iter_mut().filter_map(Value::as_object_mut) {
        let Some(preset) = item.get("name").and_then(Value::as_str).and_then(preset) else { continue };
        for (field, (value, origin)) in preset.fields(given) {
            item.entry(&field).or_insert_with(|| {
                origins.insert(field_of(&preset.name, &field), origin);
                value
            });
        }
    }
}

/// Adds the providers whose key is in the environment, or gives it to those of the file.
pub(super) fn add(
    providers: &mut Vec<Provider>,
    given: &Given,
    origins: &mut BTreeMap<String, Origin>,
    warnings: &mut Vec<String>,
) -> Result<(), Fault> {
    let mut place = 0;
    let none_listed = providers.is_empty();
    for preset in presets() {
        let key = key(preset, given)?;
        let is_first = preset.name == FIRST;
        let url = if is_first { base_url(given) } else { None };
        let known = providers.iter().position(|provider| provider.name == preset.name);
        let found = match known {
            Some(found) => found,
            None if key.is_some() || url.is_some() || (is_first && none_listed) => {
                match provider(preset, given) {
                    Ok(provider) => {
                        providers.insert(place, provider);
                        let fields = preset.fields(given).into_iter();
                        origins.extend(
                            fields.map(|(field, (_, origin))| (field_of(&preset.name, &field), origin)),
                        );
                    }
                    Err(missing) => {
                        let what = format!(
                            "{} is set and {missing} is not: there is no provider {}",
                            preset.key, preset.name
                        );
                        warnings.push(what);
                        continue;
                    }
                }
                place += 1;
                place - 1
            }
            None => continue,
        };
        let provider = &mut providers[found];
        let mut note = |field: &str, origin: &Origin| {
            origins.insert(field_of(&preset.name, field), origin.clone());
        };
        if let Some((url, origin)) = url {
            provider.base_url = url;
            provider.key_optional = true;
            note("base_url", &origin);
            note("key_optional", &origin);
        }
        if let Some(Found { key, file, origin }) = key {
            provider.key = Some(key);
            provider.key_file = file.map(Into::into);
            note("key", &origin);
            note("key_file", &origin);
        }
    }
    Ok(())
}

/// How the origin of one provider's field is filed.
pub(super) fn field_of(provider: &str, field: &str) -> String {
    format!("providers.{provider}.{field}")
}

/// A provider with nothing but what its preset says.
fn provider(preset: &Preset, given: &Given) -> Result<Provider, String> {
    let mut fields = preset.settings.clone();
    fields.insert("name".to_owned(), preset.name.clone().into());
    let (url, _) = preset.base_url(given)?;
    fields.insert("base_url".to_owned(), url.into());
    Ok(serde_json::from_value(fields.into()).expect("presets have the fields of a provider, as a test shows"))
}

fn variable(given: &Given, name: &str) -> Option<(String, Origin)> {
    let value = given.environment.get(name).filter(|value| !value.is_empty())?;
    Some((value.clone(), Origin::Environment(name.to_owned())))
}

fn base_url(given: &Given) -> Option<(String, Origin)> {
    let flag = given.openai_base_url.clone().map(|url| (url, Origin::Flag("--openai-base-url")));
    flag.filter(|(url, _)| !url.is_empty()).or_else(|| variable(given, BASE_URL))
}

/// A key of the environment.
struct Found {
    key: SecretString,
    file: Option<String>,
    origin: Origin,
}

fn key(preset: &Preset, given: &Given) -> Result<Option<Found>, Fault> {
    let named = format!("{}{}", preset.key, secrets::FILE.to_uppercase());
    match (variable(given, &preset.key), variable(given, &named)) {
        (Some(_), Some((_, origin))) => {
            let what = format!("given twice, as {} and {named}; leave one out", preset.key);
            Err(Fault::new("providers.key", what).at(&origin))
        }
        (Some((key, origin)), None) => Ok(Some(Found { key: key.into(), file: None, origin })),
        (None, Some((path, origin))) => {
            let key = secrets::content("providers.key_file", &path, &origin)?.into();
            Ok(Some(Found { key, file: Some(path), origin }))
        }
        (None, None) if cfg!(feature = "sigv4") => Ok(pair(preset, given)),
        (None, None) => Ok(None),
    }
}

/// The id, the secret and perhaps the token of a pair, as one key.
fn pair(preset: &Preset, given: &Given) -> Option<Found> {
    let mut parts = preset.pair.iter().map(|name| variable(given, name));
    let ((id, origin), (secret, _)) = (parts.next()??, parts.next()??);
    let token = parts.next().flatten().map_or_else(String::new, |(token, _)| format!(":{token}"));
    Some(Found { key: format!("{id}:{secret}{token}").into(), file: None, origin })
}

#[cfg(test)]
mod tests {
    use super::{Given, is_of_a_provider, pair, presets, provider};
    use crate::config::Config;

    #[test]
    fn every_preset_is_a_provider_that_can_stand() {
        let set = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let environment =
            [set("AZURE_OPENAI_ENDPOINT", "https://mine.openai.azure.com/"), set("AWS_REGION", "eu-west-1")];
        let given = Given { environment: environment.into(), ..Given::default() };
        let all: Vec<_> = presets().iter().map(|preset| provider(preset, &given).unwrap()).collect();
        assert_eq!(all.len(), 6);
        let urls: Vec<_> = all.iter().map(|provider| provider.base_url.as_str()).collect();
        assert!(urls.contains(&"https://mine.openai.azure.com/openai/v1"), "{urls:?}");
        assert!(urls.contains(&"https://bedrock-runtime.eu-west-1.amazonaws.com"), "{urls:?}");
        Config { providers: all, ..Config::default() }.validate_providers().unwrap();
    }

    #[test]
    fn a_pair_of_keys_is_one_key_of_its_parts() {
        use secrecy::ExposeSecret as _;
        let check = |variables: &[(&str, &str)], expected: Option<&str>| {
            let environment = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
            let given = Given { environment: environment.collect(), ..Given::default() };
            let found = pair(super::preset("bedrock").unwrap(), &given);
            assert_eq!(found.map(|found| found.key.expose_secret().to_owned()).as_deref(), expected);
        };
        let (id, secret) = (("AWS_ACCESS_KEY_ID", "a"), ("AWS_SECRET_ACCESS_KEY", "b"));
        check(&[id], None);
        check(&[id, secret], Some("a:b"));
        check(&[id, secret, ("AWS_SESSION_TOKEN", "c")], Some("a:b:c"));
    }

    #[test]
    fn only_what_a_preset_names_is_looked_at() {
        let check = |name: &str, expected| assert_eq!(is_of_a_provider(name), expected, "{name}");
        check("ANTHROPIC_API_KEY", true);
        check("ANTHROPIC_API_KEY_FILE", true);
        check("AWS_DEFAULT_REGION", true);
        check("AWS_PROFILE", false);
        check("PATH", false);
        check("", false);
    }
}
