//! Whether a provider's key and models work: asked for next to nothing.
//!
//! A provider is asked for its list of models, which costs nothing. What is not on it, and everything
//! where there is no list, is asked a question of a few tokens.

use super::catalog::{Catalog, CatalogError, Found};
use super::endpoint::Endpoint;
use super::transport::{Transport, exchange};
use super::{Fail, FailKind, Prompt, wire};
use crate::config::Wire;
use crate::domain::failure::FailureReason;
use serde_json::Value;
use std::collections::HashSet;
use std::time::Duration;

/// How long one question may take.
const PATIENCE: Duration = Duration::from_secs(60);
/// More ways to ask for JSON there are not.
const WAYS: usize = 4;

/// How a model was found to work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// It is on the provider's list, which was given for the key.
    Listed,
    /// It answered a question.
    Answered,
    /// It needs no provider.
    Builtin,
}

/// Why a model does not work.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Fault {
    /// What it means.
    pub kind: FaultKind,
    /// What happened; no key and nothing of an answer.
    pub message: String,
}

/// What it means that a model does not work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// There is no key, or it was not accepted.
    Key,
    /// The provider gave no answer.
    Unreachable,
    /// There is no such model, or it does not do what is needed.
    Model,
}

/// Asks about models one after the other, each list once.
#[derive(Debug)]
pub struct Checker<'a> {
    catalog: &'a Catalog,
    transport: &'a Transport,
    /// The provider asked last, and its list if it has one.
    last: Option<(String, Option<HashSet<String>>)>,
}

impl<'a> Checker<'a> {
    /// Nothing is asked yet.
    #[must_use]
    pub fn new(catalog: &'a Catalog, transport: &'a Transport) -> Self {
        Self { catalog, transport, last: None }
    }

    /// Whether a model works.
    ///
    /// # Errors
    /// It does not.
    pub async fn check(&mut self, id: &str) -> Result<Proof, Fault> {
        let endpoint = match self.catalog.find(id) {
            Ok(Found::Rules | Found::Echo) => return Ok(Proof::Builtin),
            Ok(Found::Remote(endpoint)) => endpoint,
            Err(error @ CatalogError::Disabled) => return Err(fault(FaultKind::Key, error)),
            Err(error @ CatalogError::Unknown) => return Err(fault(FaultKind::Model, error)),
        };
        if self.last.as_ref().is_none_or(|(provider, _)| provider != endpoint.provider()) {
            let list = self.list(&endpoint).await?;
            self.last = Some((endpoint.provider().to_owned(), list));
        }
        let listed = self.last.as_ref().and_then(|(_, list)| list.as_ref());
        if listed.is_some_and(|list| list.contains(&endpoint.model)) {
            return Ok(Proof::Listed);
        }
        self.ask(&endpoint).await
    }

    /// The provider's list; `None` if it has none or another than expected.
    async fn list(&self, endpoint: &Endpoint) -> Result<Option<HashSet<String>>, Fault> {
        let query = match endpoint.site.wire {
            Wire::Openai => "",
            Wire::Anthropic => "?limit=1000",
            Wire::Gemini => "?pageSize=1000",
            // It is at another host, behind another right.
            Wire::Converse => return Ok(None),
        };
        let url = wire::path(&endpoint.site.base_url, &["models"]) + query;
        let call = self.transport.client(endpoint)?.get(url);
        let key = endpoint.site.key.current().await;
        let answer = tokio::time::timeout(PATIENCE, exchange(endpoint, call, key.as_ref()));
        let answer =
            answer.await.map_err(|_| Fail::new(FailKind::TimedOut, "no answer within a minute"))??;
        if answer.status != 200 {
            let fail = wire::failure(answer.status, &answer.headers, &answer.body);
            // Servers without a list say so in many ways; the question will tell.
            return if fail.kind == FailKind::Fatal(FailureReason::ProviderAuthFailed) {
                Err(fail.into())
            } else {
                Ok(None)
            };
        }
        Ok(serde_json::from_slice(&answer.body).ok().as_ref().and_then(names))
    }

    async fn ask(&self, endpoint: &Endpoint) -> Result<Proof, Fault> {
        let prompt = Prompt {
            system: "You are asked whether you can be reached.".to_owned(),
            job: "There is nothing to do.".to_owned(),
            work: "Answer {\"ok\":true}.".to_owned(),
            schema_name: "ok",
            schema: r#"{"type":"object","properties":{"ok":{"type":"boolean"}},"required":["ok"],"additionalProperties":false}"#,
            max_output_tokens: 64,
        };
        let mut ways = 1;
        loop {
            match self.transport.call(endpoint, &prompt, "check", PATIENCE).await {
                Err(Fail { kind: FailKind::SchemaRefused, .. }) if ways < WAYS => ways += 1,
                Err(fail) => return Err(fail.into()),
                // Whatever it says: it was reached, and the key let us in.
                Ok(_) => return Ok(Proof::Answered),
            }
        }
    }
}

/// The names of a list: `data[].id`, or Gemini's `models[].name` without its folder.
fn names(list: &Value) -> Option<HashSet<String>> {
    let items = list.get("data").or_else(|| list.get("models"))?.as_array()?;
    let name = |item: &Value| {
        let name = item.get("id").or_else(|| item.get("name"))?.as_str()?;
        Some(name.strip_prefix("models/").unwrap_or(name).to_owned())
    };
    Some(items.iter().filter_map(name).collect())
}

fn fault(kind: FaultKind, error: CatalogError) -> Fault {
    Fault { kind, message: error.to_string() }
}

impl From<Fail> for Fault {
    fn from(fail: Fail) -> Self {
        let kind = match fail.kind {
            FailKind::Fatal(FailureReason::ProviderAuthFailed) => FaultKind::Key,
            FailKind::Unavailable | FailKind::TimedOut | FailKind::Throttled => FaultKind::Unreachable,
            FailKind::Fatal(_)
            | FailKind::BadReply
            | FailKind::SchemaRefused
            | FailKind::ContextTooLong
            | FailKind::Refused => FaultKind::Model,
        };
        Self { kind, message: fail.message }
    }
}

#[cfg(test)]
mod tests {
    use super::names;
    use serde_json::json;

    #[test]
    fn lists_of_all_formats_are_read() {
        let check = |list: serde_json::Value, expected: Option<&[&str]>| {
            let expected = expected.map(|names| names.iter().map(|name| (*name).to_owned()).collect());
            assert_eq!(names(&list), expected, "{list}");
        };
        check(json!({"data": [{"id": "a"}, {"id": "b"}, {}]}), Some(&["a", "b"]));
        check(json!({"models": [{"name": "models/gemini-x"}]}), Some(&["gemini-x"]));
        check(json!({"data": []}), Some(&[]));
        check(json!({"error": {}}), None);
        check(json!([]), None);
    }
}
