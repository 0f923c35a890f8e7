//! The tree as people read it: TOML, each value that is not a default with where it was given.

use super::fault::Origin;
use super::form::SET;
use super::keys::{PROVIDERS, tree};
use super::load::Loaded;
use super::presets::field_of;
use serde_json::{Map, Value};
use std::fmt::Write as _;

impl Loaded {
    /// The settings as TOML. Secrets are shown as `"(set)"`.
    #[must_use]
    pub fn show(&self) -> String {
        let mut text = String::new();
        if let Value::Object(root) = tree(&self.config) {
            self.table(&mut text, &root, "");
        }
        text
    }

    /// First the values of a table, then the tables in it: TOML wants it so.
    fn table(&self, text: &mut String, fields: &Map<String, Value>, path: &str) {
        let within = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
        for (name, value) in fields {
            if !matches!(value, Value::Object(_)) && name != PROVIDERS {
                line(text, name, value, self.origins.get(&within(name)));
            }
        }
        for (name, value) in fields {
            if let Value::Object(fields) = value {
                let path = within(name);
                line_of(text, &format!("\n[{path}]"));
                self.table(text, fields, &path);
            }
        }
        for provider in fields.get(PROVIDERS).and_then(Value::as_array).into_iter().flatten() {
            self.provider(text, provider);
        }
    }

    fn provider(&self, text: &mut String, provider: &Value) {
        line_of(text, &format!("\n[[{PROVIDERS}]]"));
        let name = provider["name"].as_str().unwrap_or_default();
        let fields = || provider.as_object().into_iter().flatten();
        for (field, value) in fields().filter(|(field, value)| *field != MODELS && !is_empty(value)) {
            line(text, field, value, self.origins.get(&field_of(name, field)));
        }
        for model in provider[MODELS].as_array().into_iter().flatten() {
            line_of(text, &format!("\n[[{PROVIDERS}.{MODELS}]]"));
            for (field, value) in
                model.as_object().into_iter().flatten().filter(|(_, value)| !is_empty(value))
            {
                line(text, field, value, None);
            }
        }
    }
}

/// The list of tables in a provider.
const MODELS: &str = "models";

/// Whether an optional part of a provider was left out.
fn is_empty(value: &Value) -> bool {
    value.as_object().is_some_and(Map::is_empty)
}

/// JSON's strings, numbers and lists of them are TOML's, but for one character; tables are not.
fn toml(value: &Value) -> String {
    match value {
        Value::Object(fields) => {
            let fields = fields.iter().filter(|(_, value)| !value.is_null());
            let fields: Vec<_> = fields
                .map(|(name, value)| format!("{} = {}", toml(&Value::from(name.as_str())), toml(value)))
                .collect();
            format!("{{ {} }}", fields.join(", "))
        }
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(toml).collect();
            format!("[{}]", items.join(","))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            value.to_string().replace('\u{7f}', "\\u007f")
        }
    }
}

fn line(text: &mut String, name: &str, value: &Value, origin: Option<&Origin>) {
    if value.is_null() {
        return;
    }
    let value = if has_password(value) { toml(&Value::from(SET)) } else { toml(value) };
    let origin = origin.map_or_else(String::new, |origin| format!("  # {origin}"));
    line_of(text, &format!("{name} = {value}{origin}"));
}

/// Whether a value is a URL with a user or a password in it. It cannot stand, and yet may be shown.
fn has_password(value: &Value) -> bool {
    let url = value.as_str().and_then(|text| reqwest::Url::parse(text).ok());
    url.is_some_and(|url| !url.username().is_empty() || url.password().is_some())
}

fn line_of(text: &mut String, line: &str) {
    // Writing to a String does not fail.
    let _ = writeln!(text, "{line}");
}

#[cfg(test)]
mod tests {
    use crate::config::{Given, load};

    #[test]
    fn what_nobody_gave_of_a_provider_is_said_to_be_no_ones() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("s.toml");
        let own = "[[providers]]\nname = \"own\"\nbase_url = \"http://own/v1\"\nkey_optional = true\n";
        std::fs::write(
            &file,
            format!("[[providers]]\nname = \"anthropic\"\nrequests_per_minute = 50\n{own}"),
        )
        .unwrap();
        let variables = [
            ("ANTHROPIC_API_KEY", "k"),
            ("AZURE_OPENAI_API_KEY", "k"),
            ("AZURE_OPENAI_ENDPOINT", "https://r.openai.azure.com"),
        ];
        let environment = variables.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        let shown = load(&Given { file: Some(file), environment, ..Given::default() }).unwrap().show();
        for line in [
            "requests_per_minute = 50  # file ",
            "wire = \"anthropic\"  # preset\n",
            "base_url = \"https://api.anthropic.com/v1\"  # preset\n",
            "key = \"(set)\"  # environment ANTHROPIC_API_KEY\n",
            "base_url = \"https://r.openai.azure.com/openai/v1\"  # environment AZURE_OPENAI_ENDPOINT\n",
            "key_header = \"api-key\"  # preset\n",
            "base_url = \"http://own/v1\"  # file ",
            "tokens_per_minute = 0\n",
        ] {
            assert!(shown.contains(line), "{line}\n{shown}");
        }
    }

    #[test]
    fn a_password_in_a_url_is_not_shown() {
        let check = |url: &str, shown: &str| {
            let variable = ("REFINELOOP_TRACES_OTLP_ENDPOINT".to_owned(), url.to_owned());
            let loaded = load(&Given { environment: [variable].into(), ..Given::default() }).unwrap();
            let text = loaded.show();
            assert!(text.contains(&format!("otlp_endpoint = \"{shown}\"")), "{text}");
        };
        check("http://user:hidden@127.0.0.1:4317", "(set)");
        check("http://hidden@127.0.0.1:4317", "(set)");
        check("http://127.0.0.1:4317", "http://127.0.0.1:4317");
    }
}
