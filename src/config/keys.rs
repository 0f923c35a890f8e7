//! The keys there are. They are read off the tree itself, with every optional part filled in, so that
//! a new field is known everywhere at once.

use super::form::SET;
use super::secrets::FILE;
use super::{
    Checks, ClientAuth, Config, PriceList, Provider, ProviderModel, SchemaMode, Tls, Traces, Webhooks,
};
use crate::domain::pattern::Pattern;
use crate::domain::segment::Severity;
use serde_json::Value;

/// A setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// Where it stands in the tree, such as `limits.depth`; `providers.name` for each provider's name.
    pub path: String,
    /// The form of its value.
    pub(super) form: Form,
}

/// The form of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Whole numbers.
    Number,
    /// `true` or `false`.
    Switch,
    /// Text of some kind.
    Text,
    /// A list of texts.
    List,
    /// A table that the operator fills freely.
    Table,
    /// Text that is never shown.
    Secret,
}

/// Lists of tables; all keys under one are those of one item.
pub(super) const PROVIDERS: &str = "providers";
const PATTERNS: &str = "checks.patterns";
pub(super) const LISTS: [&str; 2] = [PROVIDERS, PATTERNS];

/// All settings, in the order of their keys.
#[must_use]
pub fn keys() -> Vec<Key> {
    let mut keys = Vec::new();
    collect(&tree(&complete()), "", &mut keys);
    let files: Vec<Key> = keys
        .iter()
        .filter(|key| key.form == Form::Secret)
        .map(|key| Key { path: format!("{}{FILE}", key.path), form: Form::Text })
        .collect();
    keys.extend(files);
    keys.sort_by(|one, other| one.path.cmp(&other.path));
    // Where the file is a setting of its own.
    keys.dedup();
    keys
}

/// The variable of the environment that sets a key; `None` for those of providers and patterns, of which
/// there are several.
#[must_use]
pub fn variable(key: &str) -> Option<String> {
    let in_list = |list| key.strip_prefix(list).is_some_and(|rest: &str| rest.starts_with('.'));
    (!LISTS.into_iter().any(in_list)).then(|| format!("REFINELOOP_{}", key.to_uppercase().replace('.', "_")))
}

/// The key that is spelled most like `wrong`.
pub(super) fn nearest<'a>(wrong: &str, keys: &'a [Key]) -> Option<&'a str> {
    let known: Vec<&str> = keys.iter().map(|key| key.path.as_str()).collect();
    similar::get_close_matches(wrong, &known, 1, 0.6).first().copied()
}

/// A tree as plain values; secrets are marks.
pub(super) fn tree(config: &Config) -> Value {
    // Strings, numbers and lists of them: there is nothing that JSON does not take.
    serde_json::to_value(config).unwrap_or_default()
}

/// A tree with every optional part.
fn complete() -> Config {
    Config {
        tls: Some(Tls {
            cert: "cert.pem".into(),
            key: "key.pem".into(),
            client_ca: Some("ca.pem".into()),
            client_auth: ClientAuth::Require,
        }),
        webhooks: Webhooks { sealing_key: Some(String::new().into()), ..Webhooks::default() },
        checks: Checks { dictionaries: Some("dictionaries".into()), patterns: vec![pattern()].into() },
        traces: Traces { otlp_endpoint: Some(String::new()) },
        providers: vec![provider()],
        ..Config::default()
    }
}

fn pattern() -> Pattern {
    Pattern {
        message: String::new(),
        source: Some(String::new()),
        target: Some(String::new()),
        required: false,
        languages: vec![String::new()],
        severity: Severity::Minor,
    }
}

fn provider() -> Provider {
    let price = PriceList {
        currency: String::new(),
        input: 0,
        cached_input: Some(0),
        cache_write: Some(0),
        output: 0,
    };
    let model = ProviderModel {
        display_name: Some(String::new()),
        description: Some(String::new()),
        context_tokens: Some(0),
        schema: Some(SchemaMode::Strict),
        token_limit_field: Some(String::new()),
        max_output_tokens: Some(0),
        temperature: Some(0.0),
        price: Some(price),
        ..ProviderModel::default()
    };
    Provider {
        key: Some(String::new().into()),
        key_file: Some("key".into()),
        key_header: Some(String::new()),
        schema: Some(SchemaMode::Strict),
        token_limit_field: Some(String::new()),
        max_output_tokens: Some(0),
        temperature: Some(0.0),
        proxy: Some(String::new().into()),
        ca_file: Some("ca.pem".into()),
        models: vec![model],
        ..Provider::default()
    }
}

fn collect(value: &Value, path: &str, keys: &mut Vec<Key>) {
    let form = match value {
        Value::Object(fields) if fields.is_empty() => Form::Table,
        Value::Object(fields) => {
            for (name, value) in fields {
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                collect(value, &path, keys);
            }
            return;
        }
        Value::Array(items) => match items.first() {
            Some(item @ Value::Object(_)) => return collect(item, path, keys),
            _ => Form::List,
        },
        Value::Bool(_) => Form::Switch,
        Value::Number(_) => Form::Number,
        Value::String(text) if text == SET => Form::Secret,
        Value::String(_) | Value::Null => Form::Text,
    };
    keys.push(Key { path: path.to_owned(), form });
}

#[cfg(test)]
mod tests {
    use super::{complete, keys, nearest, tree, variable};
    use std::collections::HashSet;

    #[test]
    fn no_optional_part_is_forgotten() {
        let text = tree(&complete()).to_string();
        assert!(!text.contains("null"), "{text}");
    }

    #[test]
    fn every_key_has_a_variable_of_its_own() {
        let variables: Vec<_> = keys().iter().filter_map(|key| variable(&key.path)).collect();
        assert_eq!(variables.iter().collect::<HashSet<_>>().len(), variables.len());
        assert!(variables.contains(&"REFINELOOP_LIMITS_FILE_BYTES".to_owned()), "{variables:?}");
        assert!(variables.contains(&"REFINELOOP_WEBHOOKS_SEALING_KEY_FILE".to_owned()));
        assert!(!variables.iter().any(|name| name.contains("PROVIDERS") || name.contains("PATTERNS")));
    }

    #[test]
    fn a_misspelled_key_finds_its_like() {
        let check = |wrong: &str, expected| assert_eq!(nearest(wrong, &keys()), expected, "{wrong}");
        check("limit.file_bytes", Some("limits.file_bytes"));
        check("providers.nmae", Some("providers.name"));
        check("xyzzy", None);
    }
}
