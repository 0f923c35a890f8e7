//! The provider that needs no file: `OPENAI_API_KEY` and `OPENAI_BASE_URL`, as with OpenAI's own
//! clients.

use super::fault::{Fault, Origin};
use super::load::Given;
use super::{Provider, secrets};
use secrecy::SecretString;
use std::collections::BTreeMap;

/// The name of the provider.
const OPENAI: &str = "openai";
/// Where OpenAI itself is.
const BASE_URL: &str = "https://api.openai.com/v1";

/// Adds the provider, or changes the one of that name. It is there without being named unless the
/// file lists other providers.
pub(super) fn openai(
    providers: &mut Vec<Provider>,
    given: &Given,
    origins: &mut BTreeMap<String, Origin>,
) -> Result<(), Fault> {
    let variable = |name: &str| {
        let value = given.environment.get(name).filter(|value| !value.is_empty())?;
        Some((value.clone(), Origin::Environment(name.to_owned())))
    };
    let flag = given.openai_base_url.clone().map(|url| (url, Origin::Flag("--openai-base-url")));
    let base_url = flag.filter(|(url, _)| !url.is_empty()).or_else(|| variable("OPENAI_BASE_URL"));
    let key = key(variable("OPENAI_API_KEY"), variable("OPENAI_API_KEY_FILE"))?;
    if base_url.is_none() && key.is_none() && !providers.is_empty() {
        return Ok(());
    }
    let place = providers.iter().position(|provider| provider.name == OPENAI).unwrap_or_else(|| {
        providers.insert(
            0,
            Provider { name: OPENAI.to_owned(), base_url: BASE_URL.to_owned(), ..Provider::default() },
        );
        0
    });
    let provider = &mut providers[place];
    if let Some((url, origin)) = base_url {
        provider.base_url = url;
        provider.key_optional = true;
        for field in ["base_url", "key_optional"] {
            origins.insert(field_of(OPENAI, field), origin.clone());
        }
    }
    if let Some((key, origin)) = key {
        provider.key = Some(key);
        origins.insert(field_of(OPENAI, "key"), origin);
    }
    Ok(())
}

/// How the origin of one provider's field is filed.
pub(super) fn field_of(provider: &str, field: &str) -> String {
    format!("providers.{provider}.{field}")
}

type Variable = Option<(String, Origin)>;

fn key(key: Variable, file: Variable) -> Result<Option<(SecretString, Origin)>, Fault> {
    match (key, file) {
        (Some(_), Some((_, origin))) => {
            let what = "given twice, as OPENAI_API_KEY and OPENAI_API_KEY_FILE; leave one out";
            Err(Fault::new("providers.key", what).at(&origin))
        }
        (Some((key, origin)), None) => Ok(Some((key.into(), origin))),
        (None, Some((path, origin))) => {
            let key = secrets::content("providers.key_file", &path, &origin)?;
            Ok(Some((key.into(), origin)))
        }
        (None, None) => Ok(None),
    }
}
