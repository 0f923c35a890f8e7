//! JSON as it is written: members stay in the order they were put in.
//!
//! The order of a schema's properties is the order in which models write them, and equal prompts have
//! to give equal bytes, or no provider could cache them; a map of `serde_json` would sort.

use crate::config::Body;
use serde_json::Value;
use std::fmt::Write as _;

/// A value.
#[derive(Debug, Clone)]
pub(super) enum Json {
    /// JSON already.
    Raw(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

/// Text as a value.
pub(super) fn text(text: &str) -> Json {
    Json::Raw(Value::from(text).to_string())
}

/// A number or a switch as a value.
pub(super) fn plain(value: impl Into<Value>) -> Json {
    Json::Raw(value.into().to_string())
}

/// JSON of our own, such as a schema.
pub(super) fn raw(json: &str) -> Json {
    Json::Raw(json.trim().to_owned())
}

/// A list of one.
pub(super) fn one(item: Json) -> Json {
    Json::List(vec![item])
}

/// An object with these members.
pub(super) fn object<const N: usize>(members: [(&str, Json); N]) -> Json {
    Json::Object(members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

impl Json {
    /// Adds a member behind the others. Only to be called for objects.
    pub(super) fn push(&mut self, name: &str, value: Json) {
        if let Self::Object(members) = self {
            members.push((name.to_owned(), value));
        }
    }

    /// Lays members over: objects into objects, everything else in place of what was there.
    pub(super) fn lay(&mut self, over: &Body) {
        let Self::Object(members) = self else { return };
        for (name, value) in over {
            let old = members.iter_mut().find(|(known, _)| known == name).map(|(_, old)| old);
            match (old, value) {
                (Some(old @ Self::Object(_)), Value::Object(more)) => old.lay(more),
                (Some(old), value) => *old = Self::Raw(value.to_string()),
                (None, value) => members.push((name.clone(), Self::Raw(value.to_string()))),
            }
        }
    }

    /// The bytes.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        let mut text = String::new();
        self.write(&mut text);
        text.into_bytes()
    }

    fn write(&self, to: &mut String) {
        match self {
            Self::Raw(json) => to.push_str(json),
            Self::List(items) => {
                to.push('[');
                for (number, item) in items.iter().enumerate() {
                    to.push_str(if number == 0 { "" } else { "," });
                    item.write(to);
                }
                to.push(']');
            }
            Self::Object(members) => {
                to.push('{');
                for (number, (name, value)) in members.iter().enumerate() {
                    let comma = if number == 0 { "" } else { "," };
                    // Writing to a String does not fail.
                    let _ = write!(to, "{comma}{}:", Value::from(name.as_str()));
                    value.write(to);
                }
                to.push('}');
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{object, one, plain, raw, text};
    use serde_json::json;

    #[test]
    fn what_is_laid_over_goes_into_objects_and_replaces_the_rest() {
        let mut body = object([
            ("z", text("a \"b\"")),
            ("deep", object([("kept", plain(1)), ("changed", one(plain(2)))])),
            ("schema", raw(" {\"y\":1,\"a\":2} ")),
        ]);
        let over = json!({"deep": {"changed": {"x": 1}, "new": true}, "z": 0.5, "more": null});
        body.lay(over.as_object().unwrap());
        let expected =
            r#"{"z":0.5,"deep":{"kept":1,"changed":{"x":1},"new":true},"schema":{"y":1,"a":2},"more":null}"#;
        assert_eq!(String::from_utf8(body.into_bytes()).unwrap(), expected);
    }
}
