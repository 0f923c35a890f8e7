//! One bounded HTTP call: one deadline over all of it, a bounded body, no redirect, no proxy, no
//! hidden repetition.
//!
//! Dropping the future of a call closes its connection; the provider may have counted it.

use super::endpoint::{Endpoint, Request};
use super::{Fail, FailKind, Reply, wire};
use crate::domain::failure::FailureReason;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use reqwest::{Client, ClientBuilder, redirect, retry};
use secrecy::ExposeSecret as _;
use std::time::Duration;

/// How long a connection may take to come about.
pub const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// The largest body of an answer, in bytes.
const BODY_CAP: usize = 4 << 20;

/// The way out to the providers. Cheap to clone; connections are shared.
#[derive(Debug, Clone)]
pub struct Transport {
    client: Client,
}

/// The HTTP client could not be set up.
#[derive(Debug, thiserror::Error)]
#[error("setting up the HTTP client failed")]
pub struct SetupError(#[source] reqwest::Error);

impl Transport {
    /// A client of its own. On a machine without CA
    /// certificates only providers without TLS can be reached.
    ///
    /// # Errors
    /// The client cannot be set up.
    pub fn new(connect_timeout: Duration) -> Result<Self, SetupError> {
        // Some middleboxes drop a connection that is silent for a minute.
        let client =
            client(|builder| builder.connect_timeout(connect_timeout).tcp_keepalive(Duration::from_secs(30)));
        Ok(Self { client: client? })
    }

    /// Sends a request once and reads the answer, all within `deadline`.
    ///
    /// # Errors
    /// Whatever is no completion, by what it means for the caller.
    pub async fn call(
        &self,
        endpoint: &Endpoint,
        request: &Request,
        idempotency_key: &str,
        deadline: Duration,
    ) -> Result<Reply, Fail> {
        let exchange = self.exchange(endpoint, request, idempotency_key);
        tokio::time::timeout(deadline, exchange).await.unwrap_or_else(|_| {
            Err(Fail::new(FailKind::TimedOut, format!("no whole answer within {} s", deadline.as_secs())))
        })
    }

    async fn exchange(&self, endpoint: &Endpoint, request: &Request, key: &str) -> Result<Reply, Fail> {
        let mut call = self
            .client
            .post(&request.url)
            .header(CONTENT_TYPE, "application/json")
            .header("idempotency-key", key)
            .body(request.body.clone());
        if let Some(secret) = endpoint.key() {
            let bearer = HeaderValue::try_from(format!("Bearer {}", secret.expose_secret()));
            let mut bearer = bearer.map_err(|_| {
                let kind = FailKind::Fatal(FailureReason::ProviderAuthFailed);
                Fail::new(kind, "the key holds characters that cannot be sent")
            })?;
            bearer.set_sensitive(true);
            call = call.header(AUTHORIZATION, bearer);
        }
        let mut answer = call.send().await.map_err(|error| lost(&error))?;
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(|error| lost(&error))? {
            if body.len() + chunk.len() > BODY_CAP {
                return Err(Fail::new(
                    FailKind::BadReply,
                    format!("the answer is longer than {BODY_CAP} bytes"),
                ));
            }
            body.extend_from_slice(&chunk);
        }
        let decoded = wire::openai::decode(status, &headers, &body);
        // What a provider turns away it does not charge for.
        decoded.map_err(|fail| if (200..300).contains(&status) { fail } else { fail.free() })
    }
}

/// A client that goes where it is sent and nowhere else: no redirect, no proxy, no repetition.
/// `shape` adds what the caller needs; it may be called twice.
///
/// # Errors
/// The client cannot be set up.
pub fn client(shape: impl Fn(ClientBuilder) -> ClientBuilder) -> Result<Client, SetupError> {
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
    let client = builder().build().or_else(|error| {
        // The usual cause is a small container; the built-in models must work there all the same.
        tracing::warn!(%error, "no CA certificates found: nothing can be reached over https");
        builder().tls_certs_only([]).build()
    });
    client.map_err(SetupError)
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
