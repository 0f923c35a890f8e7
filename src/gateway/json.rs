//! Reads a JSON object leniently: what is not known is passed over and `null` is as good as absent;
//! a known member of another type is refused by its name. Knows no member by name itself.

use super::error::Fault;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse as _;
use serde_json::{Map, Value};
use std::collections::HashMap;
use std::error::Error as _;
use tonic::Status;

/// A JSON object.
#[derive(Debug, Default)]
pub(super) struct Object {
    members: Map<String, Value>,
    /// What stands before the names of its members in a complaint.
    path: String,
}

impl<S: Send + Sync> FromRequest<S> for Object {
    type Rejection = Fault;

    async fn from_request(request: Request, state: &S) -> Result<Self, Fault> {
        if !is_json(request.headers()) {
            return Err(Fault::media_type("the body of this route is application/json"));
        }
        let bytes = Bytes::from_request(request, state).await.map_err(unreadable)?;
        Self::read(&bytes)
    }
}

impl Object {
    /// Reads a body.
    ///
    /// # Errors
    /// `REQUEST_INVALID` with line and column.
    fn read(bytes: &[u8]) -> Result<Self, Fault> {
        let value: Value = serde_json::from_slice(bytes).map_err(|error| {
            let (line, column) = (error.line(), error.column());
            Fault::invalid("body", &format!("not JSON: line {line}, column {column}"))
        })?;
        match value {
            Value::Object(members) => Ok(Self { members, path: String::new() }),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                Err(Fault::invalid("body", "a JSON object"))
            }
        }
    }

    fn take(&mut self, name: &str) -> Option<Value> {
        self.members.remove(name).filter(|value| !value.is_null())
    }

    fn wrong(&self, name: &str, expected: &str) -> Fault {
        Fault::invalid(&format!("{}{name}", self.path), expected)
    }

    /// A text; empty if absent.
    pub(super) fn text(&mut self, name: &str) -> Result<String, Fault> {
        match self.take(name) {
            None => Ok(String::new()),
            Some(Value::String(text)) => Ok(text),
            Some(_) => Err(self.wrong(name, "a string")),
        }
    }

    /// A truth.
    pub(super) fn flag(&mut self, name: &str) -> Result<Option<bool>, Fault> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::Bool(flag)) => Ok(Some(flag)),
            Some(_) => Err(self.wrong(name, "true or false")),
        }
    }

    /// A whole number from `least` to `most`. `6.0` is one.
    pub(super) fn number(&mut self, name: &str, least: i64, most: i64) -> Result<Option<i64>, Fault> {
        let Some(value) = self.take(name) else { return Ok(None) };
        let whole = value.as_i64().or_else(|| {
            // Within 2^53 a double is exactly the whole number that its text says.
            let number = value.as_f64().filter(|number| number.fract() == 0.0 && number.abs() < 9e15)?;
            format!("{number:.0}").parse().ok()
        });
        match whole.filter(|number| (least..=most).contains(number)) {
            Some(number) => Ok(Some(number)),
            None => Err(self.wrong(name, &format!("a whole number from {least} to {most}"))),
        }
    }

    /// A list of texts.
    pub(super) fn texts(&mut self, name: &str) -> Result<Vec<String>, Fault> {
        let expected = "a list of strings";
        match self.take(name) {
            None => Ok(Vec::new()),
            Some(Value::Array(items)) => items
                .into_iter()
                .map(|item| match item {
                    Value::String(text) => Ok(text),
                    Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
                        Err(self.wrong(name, expected))
                    }
                })
                .collect(),
            Some(_) => Err(self.wrong(name, expected)),
        }
    }

    /// Texts by name.
    pub(super) fn labels(&mut self, name: &str) -> Result<HashMap<String, String>, Fault> {
        let expected = "an object of strings";
        match self.take(name) {
            None => Ok(HashMap::new()),
            Some(Value::Object(members)) => members
                .into_iter()
                .map(|(key, value)| match value {
                    Value::String(text) => Ok((key, text)),
                    Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
                        Err(self.wrong(name, expected))
                    }
                })
                .collect(),
            Some(_) => Err(self.wrong(name, expected)),
        }
    }

    /// An object within.
    pub(super) fn object(&mut self, name: &str) -> Result<Option<Self>, Fault> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::Object(members)) => Ok(Some(Self { members, path: format!("{}{name}.", self.path) })),
            Some(_) => Err(self.wrong(name, "an object")),
        }
    }

    /// A list of objects within.
    pub(super) fn objects(&mut self, name: &str) -> Result<Vec<Self>, Fault> {
        let expected = "a list of objects";
        match self.take(name) {
            None => Ok(Vec::new()),
            Some(Value::Array(items)) => items
                .into_iter()
                .enumerate()
                .map(|(index, item)| match item {
                    Value::Object(members) => {
                        Ok(Self { members, path: format!("{}{name}[{index}].", self.path) })
                    }
                    Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                        Err(self.wrong(name, expected))
                    }
                })
                .collect(),
            Some(_) => Err(self.wrong(name, expected)),
        }
    }

    /// One of a few words, by what each stands for; `None` if absent.
    pub(super) fn word<T>(
        &mut self,
        name: &str,
        expected: &str,
        known: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, Fault> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::String(text)) => known(&text).map(Some).ok_or_else(|| self.wrong(name, expected)),
            Some(_) => Err(self.wrong(name, expected)),
        }
    }
}

fn unreadable(rejection: BytesRejection) -> Fault {
    // What cut the body off says so itself.
    let mut cause = rejection.source();
    while let Some(error) = cause {
        if let Some(status) = error.downcast_ref::<Status>() {
            return status.clone().into();
        }
        cause = error.source();
    }
    match rejection.into_response().status() {
        StatusCode::PAYLOAD_TOO_LARGE => Fault::body_too_large(),
        _ => Fault::invalid("body", "the body broke off"),
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let Some(kind) = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()) else {
        return false;
    };
    let name = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    name == "application/json" || (name.starts_with("application/") && name.ends_with("+json"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_whole_and_in_its_range() {
        let check = |json: &str, expected: Option<Option<i64>>| {
            let mut object = Object::read(format!(r#"{{"n":{json}}}"#).as_bytes()).unwrap();
            assert_eq!(object.number("n", 1, 10).ok(), expected, "{json}");
        };
        check("null", Some(None));
        check("6", Some(Some(6)));
        check("6.0", Some(Some(6)));
        check("6.5", None);
        check("0", None);
        check("11", None);
        check("1e300", None);
        check(r#""6""#, None);
        check("true", None);
    }

    #[test]
    fn what_is_no_object_is_refused() {
        for body in ["", "{", "[]", "7", "{\"a\":}", "\u{0}"] {
            assert!(Object::read(body.as_bytes()).is_err(), "{body:?}");
        }
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert!(Object::read(deep.as_bytes()).is_err());
    }
}
