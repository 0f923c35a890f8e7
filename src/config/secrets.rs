//! Secrets that lie in files of their own: `KEY_file` names the file that `KEY` is read from.

use super::fault::{Fault, Origin};
use super::keys::{Form, Key, PROVIDERS};
use super::load::Layer;
use serde_json::{Map, Value};

/// What is put behind the key of a secret to name its file.
pub(super) const FILE: &str = "_file";

/// The secret that is read again while the service runs, so that its file has to stay known.
const RELOADED: &str = "providers.key";

/// Replaces names of files by what is in them. To be done for each layer alone: a secret given
/// in the environment covers a file named in the file of settings.
pub(super) fn read(layer: &mut Layer, keys: &[Key], faults: &mut Vec<Fault>) {
    let secrets = keys.iter().filter(|key| key.form == Form::Secret);
    for path in secrets.map(|key| &key.path) {
        let in_list = path.strip_prefix(PROVIDERS).and_then(|rest| rest.strip_prefix('.'));
        let done = match in_list {
            Some(name) => items(layer, path, name),
            None => single(layer, path),
        };
        if let Err(fault) = done {
            faults.push(fault);
        }
    }
}

fn single(layer: &mut Layer, path: &str) -> Result<(), Fault> {
    let named = format!("{path}{FILE}");
    if let Some((value, origin)) = layer.get(path)
        && !value.is_string()
    {
        let fault = no_text(path, origin);
        layer.remove(path);
        return Err(fault);
    }
    let Some((file, origin)) = layer.remove(&named) else { return Ok(()) };
    if layer.contains_key(path) {
        return Err(both(path, &origin));
    }
    let secret = named_by(&named, &file, &origin)?;
    layer.insert(path.to_owned(), (secret, origin));
    Ok(())
}

fn items(layer: &mut Layer, path: &str, name: &str) -> Result<(), Fault> {
    let Some((Value::Array(items), origin)) = layer.get_mut(PROVIDERS) else { return Ok(()) };
    for item in items.iter_mut().filter_map(Value::as_object_mut) {
        in_item(item, path, name, origin)?;
    }
    Ok(())
}

fn in_item(item: &mut Map<String, Value>, path: &str, name: &str, origin: &Origin) -> Result<(), Fault> {
    if item.get(name).is_some_and(|value| !value.is_string()) {
        item.remove(name);
        return Err(no_text(path, origin));
    }
    let named = format!("{name}{FILE}");
    let file = if path == RELOADED { item.get(&named).cloned() } else { item.remove(&named) };
    let Some(file) = file else { return Ok(()) };
    if item.contains_key(name) {
        return Err(both(path, origin));
    }
    let secret = named_by(&format!("{path}{FILE}"), &file, origin)?;
    item.insert(name.to_owned(), secret);
    Ok(())
}

/// Told here, because others would repeat the value.
fn no_text(path: &str, origin: &Origin) -> Fault {
    Fault::new(path, "expected text").at(origin)
}

fn both(path: &str, origin: &Origin) -> Fault {
    Fault::new(path, format!("given twice, as {path} and {path}{FILE}; leave one out")).at(origin)
}

fn named_by(key: &str, file: &Value, origin: &Origin) -> Result<Value, Fault> {
    match file.as_str() {
        Some(path) => content(key, path, origin).map(Value::from),
        None => Err(Fault::new(key, "expected the path of a file").at(origin)),
    }
}

/// The secret in a file, without the line break at its end.
pub(super) fn content(key: &str, path: &str, origin: &Origin) -> Result<String, Fault> {
    let fault = |what: String| Fault::new(key, what).at(origin);
    let text = std::fs::read_to_string(path).map_err(|error| fault(format!("{path}: {error}")))?;
    match text.trim() {
        "" => Err(fault(format!("{path} is empty"))),
        secret => Ok(secret.to_owned()),
    }
}
