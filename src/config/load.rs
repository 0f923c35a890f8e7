//! The one rule of precedence: a flag beats the environment, that beats the file, that the default.
//!
//! Reads the file of settings and files of secrets; the environment and the flags are handed in.

use super::fault::{Fault, Faults, Origin};
use super::keys::{self, Form, Key, LISTS, PROVIDERS, keys, variable};
use super::{Config, presets, secrets};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Values by key, and where each was given.
pub(super) type Layer = BTreeMap<String, (Value, Origin)>;

/// What was given, apart from defaults.
#[derive(Debug, Clone, Default)]
pub struct Given {
    /// The file of settings, if there is one.
    pub file: Option<PathBuf>,
    /// The variables whose names begin with `REFINELOOP_` and those of providers
    /// ([`super::is_of_a_provider`]); empty values count as none.
    pub environment: BTreeMap<String, String>,
    /// The flags.
    pub flags: Vec<Flag>,
    /// The flag `--openai-base-url`, which stands for no key of its own.
    pub openai_base_url: Option<String>,
}

/// A flag that was used.
#[derive(Debug, Clone)]
pub struct Flag {
    /// Its name with the dashes.
    pub name: &'static str,
    /// The key it sets.
    pub key: &'static str,
    /// The value as text.
    pub value: String,
}

/// Settings and where they come from.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The tree. Its values have the right form; see [`Config::validate`] for the rest.
    pub config: Config,
    /// What may be a mistake and does no harm.
    pub warnings: Vec<String>,
    pub(super) origins: BTreeMap<String, Origin>,
}

/// Variables that are ours and set no key.
const OTHERS: [&str; 5] = [
    "REFINELOOP_API_KEY",
    "REFINELOOP_CONFIG",
    "REFINELOOP_CORPUS",
    "REFINELOOP_REQUIRE",
    "REFINELOOP_SERVER",
];

/// The short name of the most used one.
const LOG: (&str, &str) = ("REFINELOOP_LOG", "log.filter");

/// Puts the tree together.
///
/// # Errors
/// Everything that has the wrong form, with its key and where it was given.
pub fn load(given: &Given) -> Result<Loaded, Faults> {
    let keys = keys();
    let mut faults = Vec::new();
    let mut warnings = Vec::new();
    let file = match given.file.as_deref().map(|path| file(path, &keys, &mut faults)) {
        Some(Err(fault)) => return Err(Faults(vec![fault])),
        Some(Ok(layer)) => layer,
        None => Layer::new(),
    };
    let environment = environment(&given.environment, &keys, &mut warnings);
    let mut all = Layer::new();
    let mut of_fields = BTreeMap::new();
    for mut layer in [file, environment, flags(&given.flags, &keys)] {
        presets::note(&layer, &mut of_fields);
        presets::fill(&mut layer, given, &mut of_fields);
        secrets::read(&mut layer, &keys, &mut faults);
        all.extend(layer);
    }
    // Each by itself, so that all faults are told and not only the first.
    for (key, (value, origin)) in &all {
        if let Err(what) = read([(key, value)]) {
            faults.push(Fault::new(key, what).at(origin));
        }
    }
    Faults::none(faults)?;
    let values = all.iter().map(|(key, (value, _))| (key, value));
    let mut config = read(values).map_err(|what| Faults(vec![Fault::new("settings", what)]))?;
    let mut origins: BTreeMap<String, Origin> =
        all.into_iter().map(|(key, (_, origin))| (key, origin)).chain(of_fields).collect();
    presets::add(&mut config.providers, given, &mut origins, &mut warnings)
        .map_err(|fault| Faults(vec![fault]))?;
    Ok(Loaded { config, warnings, origins })
}

impl Loaded {
    /// Checks the settings, as [`Config::validate`] does, and says where the faulty ones were given.
    ///
    /// # Errors
    /// Everything that cannot stand.
    pub fn validate(&self) -> Result<(), Faults> {
        self.config.validate().map_err(|Faults(mut faults)| {
            for fault in &mut faults {
                fault.origin = self.origins.get(&fault.key).cloned();
            }
            Faults(faults)
        })
    }
}

/// The tree of the defaults with these values.
fn read<'a>(values: impl IntoIterator<Item = (&'a String, &'a Value)>) -> Result<Config, String> {
    let mut tree = serde_json::Map::new();
    for (key, value) in values {
        let mut place = &mut tree;
        let (path, name) = key.rsplit_once('.').unwrap_or(("", key));
        for part in path.split('.').filter(|part| !part.is_empty()) {
            let below = place.entry(part).or_insert_with(|| Value::Object(serde_json::Map::new()));
            let Value::Object(below) = below else { return Err(format!("`{part}` is no table")) };
            place = below;
        }
        place.insert(name.to_owned(), value.clone());
    }
    serde_json::from_value(Value::Object(tree)).map_err(|error| error.to_string())
}

fn file(path: &Path, keys: &[Key], faults: &mut Vec<Fault>) -> Result<Layer, Fault> {
    let origin = Origin::File(path.to_owned());
    let fault = |what: String| Fault::new("settings", what).at(&origin);
    let text = std::fs::read_to_string(path).map_err(|error| fault(error.to_string()))?;
    let mut tree: Value = config::Config::builder()
        .add_source(config::File::from_str(&text, config::FileFormat::Toml))
        .build()
        .and_then(config::Config::try_deserialize)
        .map_err(|error| fault(without_text(&error.to_string())))?;
    singular(&mut tree);
    let mut layer = Layer::new();
    flatten(&tree, "", &origin, keys, (&mut layer, faults));
    Ok(layer)
}

/// `[[provider]]` is as good as `[[providers]]`; both may stand in one file.
fn singular(tree: &mut Value) {
    let Some(fields) = tree.as_object_mut() else { return };
    let Some(Value::Array(mut more)) = fields.remove("provider") else { return };
    match fields.get_mut(PROVIDERS) {
        Some(Value::Array(items)) => items.append(&mut more),
        Some(_) => {}
        None => drop(fields.insert(PROVIDERS.to_owned(), Value::Array(more))),
    }
}

/// What the parser complains of without the line it shows, which may hold a secret.
fn without_text(message: &str) -> String {
    let lines: Vec<&str> = message.lines().filter(|line| !line.contains(" |")).collect();
    lines.join(": ")
}

/// Files the values of a tree under their keys; those under no known key are faults.
fn flatten(tree: &Value, path: &str, origin: &Origin, keys: &[Key], to: (&mut Layer, &mut Vec<Fault>)) {
    let (layer, faults) = to;
    let Value::Object(fields) = tree else { return };
    for (name, value) in fields {
        let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        let below = format!("{path}.");
        if LISTS.contains(&path.as_str()) {
            let wrong =
                value.as_array().into_iter().flatten().flat_map(|item| unknown_fields(&path, item, keys));
            faults.extend(wrong.map(|fault| fault.at(origin)));
            layer.insert(path, (value.clone(), origin.clone()));
        } else if value.is_object() && keys.iter().any(|key| key.path.starts_with(&below)) {
            // Two levels at the most: what lies deeper is under no known key.
            flatten(value, &path, origin, keys, (&mut *layer, &mut *faults));
        } else if let Some(fault) = unknown(&path, keys) {
            // A value where a table belongs has the wrong form, not an unknown key.
            let is_table = keys.iter().any(|key| key.path.starts_with(&below));
            let fault = if is_table { Fault::new(&path, "expected a table") } else { fault };
            faults.push(fault.at(origin));
        } else {
            layer.insert(path, (value.clone(), origin.clone()));
        }
    }
}

/// The fields of an item of a list that are under no known key. The tables in it that the operator
/// fills freely are keys themselves.
fn unknown_fields(path: &str, item: &Value, keys: &[Key]) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut rest = vec![(path.to_owned(), item)];
    while let Some((path, value)) = rest.pop() {
        let below = format!("{path}.");
        if !keys.iter().any(|key| key.path.starts_with(&below)) {
            faults.extend(unknown(&path, keys));
        } else if let Some(items) = value.as_array() {
            rest.extend(items.iter().map(|item| (path.clone(), item)));
        } else if let Some(fields) = value.as_object() {
            rest.extend(fields.iter().map(|(name, value)| (format!("{below}{name}"), value)));
        }
    }
    faults
}

fn unknown(path: &str, keys: &[Key]) -> Option<Fault> {
    if keys.iter().any(|key| key.path == path) {
        return None;
    }
    let hint = keys::nearest(path, keys).map_or_else(String::new, |near| format!("; do you mean {near}?"));
    Some(Fault::new(path, format!("there is no such setting{hint}")))
}

fn environment(variables: &BTreeMap<String, String>, keys: &[Key], warnings: &mut Vec<String>) -> Layer {
    let mut layer = Layer::new();
    let mut set = |name: &str, key: &Key, text: &str| {
        layer.insert(key.path.clone(), (value(text, key.form), Origin::Environment(name.to_owned())));
    };
    for (name, text) in variables.iter().filter(|(_, text)| !text.is_empty()) {
        let key = keys.iter().find(|key| variable(&key.path).as_ref() == Some(name));
        let short = keys.iter().find(|key| (name.as_str(), key.path.as_str()) == LOG);
        match key.or(short) {
            Some(key) => set(name, key, text),
            None if name.starts_with("REFINELOOP_") && !OTHERS.contains(&name.as_str()) => {
                warnings.push(format!("the variable {name} sets nothing"));
            }
            None => {}
        }
    }
    layer
}

fn flags(flags: &[Flag], keys: &[Key]) -> Layer {
    let form = |path: &str| keys.iter().find(|key| key.path == path).map_or(Form::Text, |key| key.form);
    flags
        .iter()
        .map(|flag| (flag.key.to_owned(), (value(&flag.value, form(flag.key)), Origin::Flag(flag.name))))
        .collect()
}

/// Text as the value it is meant to be; what is no such value stays text and is refused by its key.
fn value(text: &str, form: Form) -> Value {
    match form {
        Form::Number => text.parse::<u64>().map_or_else(|_| Value::from(text), Value::from),
        Form::Switch => text.parse::<bool>().map_or_else(|_| Value::from(text), Value::from),
        Form::List => text.split(',').map(|item| Value::from(item.trim())).collect(),
        Form::Text | Form::Secret | Form::Table => Value::from(text),
    }
}
