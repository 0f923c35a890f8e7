//! The tree as people read it: TOML, each value that is not a default with where it was given.

use super::fault::Origin;
use super::keys::{PROVIDERS, tree};
use super::load::Loaded;
use super::providers::field_of;
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
        for (field, value) in provider.as_object().into_iter().flatten() {
            let origin = self.origins.get(&field_of(name, field));
            line(text, field, value, origin.or_else(|| self.origins.get(PROVIDERS)));
        }
    }
}

fn line(text: &mut String, name: &str, value: &Value, origin: Option<&Origin>) {
    if value.is_null() {
        return;
    }
    // JSON's strings, numbers and lists of them are TOML's, but for this one character.
    let value = value.to_string().replace('\u{7f}', "\\u007f");
    let origin = origin.map_or_else(String::new, |origin| format!("  # {origin}"));
    line_of(text, &format!("{name} = {value}{origin}"));
}

fn line_of(text: &mut String, line: &str) {
    // Writing to a String does not fail.
    let _ = writeln!(text, "{line}");
}
