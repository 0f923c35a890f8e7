//! One bounded HTTP call: one deadline over all of it, a bounded body, no redirect, no hidden
//! repetition, and no proxy but the one of the settings.
//!
//! Dropping the future of a call closes its connection; the provider may have counted it.

use super::endpoint::Endpoint;
use super::{Fail, FailKind, Prompt, Reply, wire};
use crate::config;
use crate::domain::failure::FailureReason;
use reqwest::header::{CONTENT_TYPE, HeaderMap};
use reqwest::{Certificate, Client, ClientBuilder, Proxy, RequestBuilder, redirect, retry};
use secrecy::{ExposeSecret as _, SecretString};
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;
use std::time::Duration;

/// How long a connection may take to come about.
pub const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// The largest body of an answer, in bytes.
const BODY_CAP: usize = 4 << 20;

/// The way out to the providers. Cheap to clone; connections are shared.
#[derive(Debug, Clone)]
pub struct Transport {
    /// By the name of the provider.
    clients: Arc<HashMap<String, Client>>,
}

/// The HTTP client could not be set up.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// By its own fault.
    #[error("setting up the HTTP client failed")]
    Client(#[source] reqwest::Error),
    /// The authorities of a provider cannot be used.
    #[error("the ca_file of the provider {0:?} holds no certificates in PEM that can be read")]
    Authorities(String),
    /// The proxy of a provider cannot be used.
    #[error("the proxy of the provider {0:?} cannot be used")]
    Proxy(String),
}

/// An answer as it came.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
}

impl Transport {
    /// A client for each provider, with its proxy and its authorities; those of the same share one. On a machine without CA
    /// certificates only providers without TLS can be reached.
    ///
    /// # Errors
    /// A client cannot be set up.
    pub fn new(providers: &[config::Provider], connect_timeout: Duration) -> Result<Self, SetupError> {
        let mut clients = HashMap::new();
        // One for each way out: a client reads the authorities of the system, and that takes a while.
        let mut ways = HashMap::new();
        for provider in providers {
            let proxy = provider.proxy.as_ref().map(|url| url.expose_secret().to_owned());
            let client = match ways.entry((proxy, provider.ca_file.clone())) {
                Entry::Occupied(made) => Client::clone(made.get()),
                Entry::Vacant(place) => place.insert(of_provider(provider, connect_timeout)?).clone(),
            };
            clients.insert(provider.name.clone(), client);
        }
        Ok(Self { clients: Arc::new(clients) })
    }

    /// Asks once and reads the answer, all within `deadline`.
    ///
    /// # Errors
    /// Whatever is no completion, by what it means for the caller.
    pub async fn call(
        &self,
        endpoint: &Endpoint,
        prompt: &Prompt,
        idempotency_key: &str,
        deadline: Duration,
    ) -> Result<Reply, Fail> {
        let exchange = self.ask(endpoint, prompt, idempotency_key);
        tokio::time::timeout(deadline, exchange).await.unwrap_or_else(|_| {
            Err(Fail::new(FailKind::TimedOut, format!("no whole answer within {} s", deadline.as_secs())))
        })
    }

    async fn ask(&self, endpoint: &Endpoint, prompt: &Prompt, idempotency_key: &str) -> Result<Reply, Fail> {
        let mode = endpoint.mode();
        let request = endpoint.encode(prompt, mode);
        let mut call = self.client(endpoint)?.post(&request.url).body(request.body);
        call = call.header(CONTENT_TYPE, "application/json").header("idempotency-key", idempotency_key);
        let key = endpoint.site.key.current().await;
        let answer = exchange(endpoint, call, key.as_ref()).await?;
        let site = &endpoint.site;
        let fail = match wire::decode(site.wire, answer.status, &answer.headers, &answer.body) {
            Ok(reply) => {
                site.speaks();
                return Ok(reply);
            }
            // What a provider turns away it does not charge for.
            Err(fail) if (200..300).contains(&answer.status) => fail,
            Err(fail) => fail.free(),
        };
        match (fail.kind, key) {
            (FailKind::SchemaRefused, _) if !site.lower(&endpoint.model, mode) => {
                Err(Fail { kind: FailKind::Fatal(FailureReason::ProviderRefused), ..fail })
            }
            (FailKind::Unavailable, _)
                if (200..300).contains(&answer.status) && is_page(&answer.body) && !site.spoke() =>
            {
                let kind = FailKind::Fatal(FailureReason::ProviderRefused);
                Err(Fail::new(kind, "the address answers with a web page: there is no model"))
            }
            (FailKind::Fatal(FailureReason::ProviderAuthFailed), Some(key))
                if site.key.was_replaced(&key).await =>
            {
                let message = "the key was replaced while the call was on its way".to_owned();
                Err(Fail { kind: FailKind::Unavailable, message, ..fail })
            }
            (_, _) => Err(fail),
        }
    }

    pub(super) fn client(&self, endpoint: &Endpoint) -> Result<&Client, Fail> {
        self.clients.get(endpoint.provider()).ok_or_else(|| {
            let kind = FailKind::Fatal(FailureReason::ProviderRefused);
            Fail::new(kind, "the provider is not one of the settings")
        })
    }
}

/// Sends a request with the provider's headers and key, and reads what comes.
pub(super) async fn exchange(
    endpoint: &Endpoint,
    mut call: RequestBuilder,
    key: Option<&SecretString>,
) -> Result<Answer, Fail> {
    let site = &endpoint.site;
    for (name, value) in wire::headers(site.wire) {
        call = call.header(*name, *value);
    }
    call = call.headers(site.headers.clone());
    let (client, request) = call.build_split();
    let mut request = request.map_err(|error| lost(&error))?;
    if let Some(key) = key {
        site.prove(&mut request, key.expose_secret()).map_err(|message| {
            Fail::new(FailKind::Fatal(FailureReason::ProviderAuthFailed), message).free()
        })?;
    }
    let mut answer = client.execute(request).await.map_err(|error| lost(&error))?;
    let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(|error| lost(&error))? {
        if body.len() + chunk.len() > BODY_CAP {
            return Err(Fail::new(FailKind::BadReply, format!("the answer is longer than {BODY_CAP} bytes")));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Answer { status, headers, body })
}

/// Whether a body is a page for people, such as that of a login in front.
fn is_page(body: &[u8]) -> bool {
    body.trim_ascii_start().starts_with(b"<")
}

fn of_provider(provider: &config::Provider, connect_timeout: Duration) -> Result<Client, SetupError> {
    let name = || provider.name.clone();
    let authorities = match &provider.ca_file {
        Some(path) => {
            let pem = std::fs::read(path).map_err(|_| SetupError::Authorities(name()))?;
            let found = Certificate::from_pem_bundle(&pem).map_err(|_| SetupError::Authorities(name()))?;
            if found.is_empty() {
                return Err(SetupError::Authorities(name()));
            }
            found
        }
        None => Vec::new(),
    };
    let proxy = match &provider.proxy {
        Some(url) => Some(Proxy::all(url.expose_secret()).map_err(|_| SetupError::Proxy(name()))?),
        None => None,
    };
    client_with(&authorities, |mut builder| {
        // Some middleboxes drop a connection that is silent for a minute.
        builder = builder.connect_timeout(connect_timeout).tcp_keepalive(Duration::from_secs(30));
        match &proxy {
            Some(proxy) => builder.proxy(proxy.clone()),
            None => builder,
        }
    })
}

/// A client that goes where it is sent and nowhere else: no redirect, no proxy, no repetition.
/// `shape` adds what the caller needs; it may be called twice.
///
/// # Errors
/// The client cannot be set up.
pub fn client(shape: impl Fn(ClientBuilder) -> ClientBuilder) -> Result<Client, SetupError> {
    client_with(&[], shape)
}

fn client_with(
    authorities: &[Certificate],
    shape: impl Fn(ClientBuilder) -> ClientBuilder,
) -> Result<Client, SetupError> {
    super::install_tls();
    let builder = || {
        let builder = Client::builder()
            // A followed redirect would hand the key to whoever is named in it.
            .redirect(redirect::Policy::none())
            .retry(retry::never())
            .no_proxy()
            .referer(false)
            .user_agent(concat!("refineloop/", env!("CARGO_PKG_VERSION")));
        shape(builder)
    };
    let client = builder().tls_certs_merge(authorities.iter().cloned()).build().or_else(|error| {
        // The usual cause is a small container; the built-in models must work there all the same.
        tracing::warn!(%error, "no CA certificates found: only what the settings vouch for can be reached over https");
        builder().tls_certs_only(authorities.iter().cloned()).build()
    });
    client.map_err(SetupError::Client)
}

/// A call that got no answer. The error's own words stay out: they can hold the URL, and a URL can
/// hold a key.
fn lost(error: &reqwest::Error) -> Fail {
    if error.is_builder() {
        let kind = FailKind::Fatal(FailureReason::ProviderRefused);
        return Fail::new(kind, "the address of the provider cannot be used");
    }
    match error.is_connect() {
        true => Fail::new(FailKind::Unavailable, "no connection to the provider").free(),
        false => Fail::new(FailKind::Unavailable, "the connection to the provider was lost"),
    }
}

#[cfg(test)]
mod tests;
