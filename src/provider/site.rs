//! A provider as calls see it: one for all its models, made once.

use super::key::Key;
use super::wire;
use crate::config::{self, SchemaMode, Wire};
use reqwest::Request;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use secrecy::ExposeSecret as _;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

/// The header of bearer tokens.
const BEARER: &str = "authorization";
/// For so many models at most it is remembered how they are asked.
const MOST_MODES: usize = 1_000;

/// A provider.
#[derive(Debug)]
pub(super) struct Site {
    pub(super) name: String,
    pub(super) wire: Wire,
    pub(super) base_url: String,
    pub(super) key: Key,
    key_header: String,
    /// More headers; their values are marked as secrets.
    pub(super) headers: HeaderMap,
    /// Which ways to ask for JSON its models turned out not to know, for as long as the process runs.
    modes: Mutex<HashMap<String, SchemaMode>>,
    /// Whether it ever spoke like a server of models.
    spoke: AtomicBool,
}

impl Site {
    /// A provider of the settings.
    pub(super) fn new(provider: &config::Provider) -> Self {
        let headers = provider.headers.iter().filter_map(|(name, value)| {
            // What cannot be sent was refused when the settings were checked.
            let mut value = HeaderValue::try_from(value.expose_secret()).ok()?;
            value.set_sensitive(true);
            Some((HeaderName::try_from(name).ok()?, value))
        });
        let key_header = provider.key_header.clone();
        Self {
            name: provider.name.clone(),
            wire: provider.wire,
            base_url: provider.base_url.trim_end_matches('/').to_owned(),
            key: Key::new(provider),
            key_header: key_header.unwrap_or_else(|| wire::key_header(provider.wire).to_owned()),
            headers: headers.collect(),
            modes: Mutex::default(),
            spoke: AtomicBool::new(false),
        }
    }

    /// Puts the proof of a key onto a request, or says why that cannot be.
    pub(super) fn prove(&self, request: &mut Request, key: &str) -> Result<(), &'static str> {
        // A pair of AWS; the bearer keys of Bedrock have no colon.
        if self.wire == Wire::Converse && self.key_header == BEARER && key.contains(':') {
            return sign(request, key);
        }
        let (name, value) = self.proof(key).ok_or("the key holds characters that cannot be sent")?;
        request.headers_mut().insert(name, value);
        Ok(())
    }

    /// The header that shows a key; `None` if it holds what cannot be sent.
    fn proof(&self, key: &str) -> Option<(HeaderName, HeaderValue)> {
        let name = HeaderName::try_from(&self.key_header).ok()?;
        let bearer = name == BEARER;
        let mut value = match bearer {
            true => HeaderValue::try_from(format!("Bearer {key}")),
            false => HeaderValue::try_from(key),
        }
        .ok()?;
        value.set_sensitive(true);
        Some((name, value))
    }

    /// The way to ask a model: `first` until it was refused.
    pub(super) fn mode(&self, model: &str, first: SchemaMode) -> SchemaMode {
        self.modes.lock().unwrap_or_else(PoisonError::into_inner).get(model).copied().unwrap_or(first)
    }

    /// A model refused to be asked in the way `mode`; whether there is another.
    pub(super) fn lower(&self, model: &str, mode: SchemaMode) -> bool {
        let Some(next) = wire::lower(self.wire, mode) else { return false };
        let mut modes = self.modes.lock().unwrap_or_else(PoisonError::into_inner);
        if modes.len() >= MOST_MODES {
            modes.clear();
        }
        // Of several calls in flight all are refused, and the first says so for all.
        let known = modes.entry(model.to_owned()).or_insert(next);
        *known = next.max(*known);
        true
    }

    /// Notes that it spoke like a server of models.
    pub(super) fn speaks(&self) {
        self.spoke.store(true, Ordering::Relaxed);
    }

    /// Whether it ever spoke like a server of models.
    pub(super) fn spoke(&self) -> bool {
        self.spoke.load(Ordering::Relaxed)
    }
}

#[cfg(feature = "sigv4")]
#[expect(clippy::disallowed_methods, reason = "AWS refuses what is signed at another time than its own")]
fn sign(request: &mut Request, key: &str) -> Result<(), &'static str> {
    let body = request.body().and_then(reqwest::Body::as_bytes).unwrap_or_default();
    let (method, url) = (request.method().as_str(), request.url().as_str());
    let signed = super::sigv4::headers(method, url, body, key, std::time::SystemTime::now())
        .ok_or("the request cannot be signed: the key is ACCESS_KEY_ID:SECRET_ACCESS_KEY, and the host names a region")?;
    for (name, value) in signed {
        let unfit = "the key holds characters that cannot be sent";
        let mut value = HeaderValue::try_from(value).map_err(|_| unfit)?;
        value.set_sensitive(true);
        request.headers_mut().insert(HeaderName::try_from(name).map_err(|_| unfit)?, value);
    }
    Ok(())
}

#[cfg(not(feature = "sigv4"))]
fn sign(_: &mut Request, _: &str) -> Result<(), &'static str> {
    Err("a pair of keys of AWS signs requests, which only a build with the feature sigv4 can do")
}

#[cfg(test)]
mod tests {
    use super::{MOST_MODES, Site};
    use crate::config::{Provider, SchemaMode, Wire};
    use reqwest::Request;

    #[test]
    fn a_way_that_was_refused_is_not_tried_again_with_that_model() {
        let site = Site::new(&Provider { wire: Wire::Anthropic, ..Provider::default() });
        assert_eq!(site.mode("a", SchemaMode::Strict), SchemaMode::Strict);
        assert!(site.lower("a", SchemaMode::Strict));
        assert!(site.lower("a", SchemaMode::Strict), "a second call in flight is no second refusal");
        assert_eq!(site.mode("a", SchemaMode::Strict), SchemaMode::Tool);
        assert_eq!(site.mode("b", SchemaMode::Strict), SchemaMode::Strict);
        assert!(site.lower("a", SchemaMode::Tool));
        assert!(!site.lower("a", SchemaMode::Prompt));
        assert_eq!(site.mode("a", SchemaMode::Strict), SchemaMode::Prompt);
    }

    #[test]
    fn what_is_remembered_is_bounded() {
        let site = Site::new(&Provider::default());
        for number in 0..3 * MOST_MODES {
            assert!(site.lower(&number.to_string(), SchemaMode::Strict));
        }
        assert!(site.modes.lock().unwrap().len() <= MOST_MODES);
    }

    #[test]
    fn keys_go_where_the_format_or_the_operator_wants_them() {
        let check = |wire: Wire, header: Option<&str>, name: &str, value: &str| {
            let key_header = header.map(str::to_owned);
            let site = Site::new(&Provider { wire, key_header, ..Provider::default() });
            let (got, shown) = site.proof("k").unwrap();
            assert_eq!((got.as_str(), shown.to_str().unwrap()), (name, value));
            assert!(shown.is_sensitive());
            let mut request = Request::new(reqwest::Method::POST, "http://host/".parse().unwrap());
            assert_eq!(site.prove(&mut request, "k"), Ok(()));
            assert_eq!(request.headers().get(name), Some(&shown));
            assert!(site.proof("a\nb").is_none());
        };
        check(Wire::Openai, None, "authorization", "Bearer k");
        check(Wire::Converse, None, "authorization", "Bearer k");
        check(Wire::Anthropic, None, "x-api-key", "k");
        check(Wire::Gemini, None, "x-goog-api-key", "k");
        check(Wire::Openai, Some("API-Key"), "api-key", "k");
        check(Wire::Anthropic, Some("Authorization"), "authorization", "Bearer k");
    }

    #[test]
    fn a_pair_of_aws_signs_or_says_what_it_needs() {
        let site = Site::new(&Provider { wire: Wire::Converse, ..Provider::default() });
        let url = "https://bedrock-runtime.eu-west-1.amazonaws.com/model/m/converse";
        let mut request = Request::new(reqwest::Method::POST, url.parse().unwrap());
        let proved = site.prove(&mut request, "AKIDEXAMPLE:SECRET");
        match cfg!(feature = "sigv4") {
            true => {
                assert_eq!(proved, Ok(()));
                let proof = request.headers()["authorization"].to_str().unwrap();
                assert!(proof.starts_with("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/"), "{proof}");
                assert!(!format!("{request:?}").contains("Signature"), "{request:?}");
            }
            false => assert!(proved.unwrap_err().contains("sigv4")),
        }
    }
}
