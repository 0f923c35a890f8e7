//! One attempt: resolve, choose the addresses, connect to those very addresses, read the status.
//!
//! The name is looked up once, here; the client that connects cannot look it up again. What the
//! receiver answers beyond status and `Retry-After` is not read.

use super::Outcome;
use super::schedule::retry_after;
use crate::config::Webhooks;
use crate::domain::clock::Time;
use crate::domain::ids::DeliveryId;
use crate::domain::webhook::receiver::{Receiver, Refused};
use crate::provider::transport::{self, SetupError};
use reqwest::dns::{Name, Resolve, Resolving};
use reqwest::header::{CONTENT_TYPE, RETRY_AFTER};
use reqwest::{Client, Response, StatusCode};
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

/// The most addresses of a name that are looked at.
const ADDRESSES: usize = 16;

/// What is sent.
#[derive(Debug)]
pub(super) struct Message<'a> {
    /// The same in every attempt.
    pub(super) id: DeliveryId,
    /// When this attempt began, in Unix seconds.
    pub(super) seconds: i64,
    /// Absent where there is no secret.
    pub(super) signature: Option<String>,
    /// JSON.
    pub(super) body: &'a str,
}

/// Why there was no answer. The sentences hold nothing of the address and nothing that was sent.
#[derive(Debug, thiserror::Error)]
enum Error {
    #[error(transparent)]
    Refused(#[from] Refused),
    #[error("the name of the host cannot be resolved")]
    Unresolved,
    #[error("no connection to the receiver")]
    NoConnection,
    #[error("the connection to the receiver was lost")]
    Lost,
    #[error(transparent)]
    Setup(#[from] SetupError),
    #[error("no answer within {} s (setting webhooks.timeout)", .0.as_secs_f64())]
    TimedOut(Duration),
}

/// Sends a message once, all within `webhooks.timeout`.
pub(super) async fn send(url: &str, message: &Message<'_>, settings: &Webhooks, now: Time) -> Outcome {
    let exchange = tokio::time::timeout(settings.timeout, exchange(url, message, settings));
    match exchange.await.unwrap_or(Err(Error::TimedOut(settings.timeout))) {
        Ok(answer) => judge(&answer, now),
        Err(error) => Outcome::Failed { status: 0, error: error.to_string(), pause: None },
    }
}

async fn exchange(url: &str, message: &Message<'_>, settings: &Webhooks) -> Result<Response, Error> {
    // Again, though the creation of the job has done it: the setting may be another one now.
    let receiver = Receiver::parse(url, &settings.allow_subnets)?;
    let resolved = resolve(&receiver).await?;
    let admitted = receiver.admit(&resolved, &settings.allow_subnets)?;
    let mut call = client(&receiver, &admitted)?
        .post(receiver.url().clone())
        .header(CONTENT_TYPE, "application/json")
        .header("webhook-id", message.id.to_string())
        .header("webhook-timestamp", message.seconds)
        .body(message.body.to_owned());
    if let Some(signature) = &message.signature {
        call = call.header("webhook-signature", signature);
    }
    call.send().await.map_err(|error| if error.is_connect() { Error::NoConnection } else { Error::Lost })
}

async fn resolve(receiver: &Receiver) -> Result<Vec<IpAddr>, Error> {
    if let Some(address) = receiver.literal() {
        return Ok(vec![address]);
    }
    let host = receiver.url().host_str().unwrap_or_default();
    let found = tokio::net::lookup_host((host, 0)).await.map_err(|_| Error::Unresolved)?;
    Ok(found.take(ADDRESSES).map(|address| address.ip()).collect())
}

/// A client for this attempt alone, that reaches these addresses and no others.
fn client(receiver: &Receiver, admitted: &[IpAddr]) -> Result<Client, SetupError> {
    let host = receiver.url().host_str().unwrap_or_default();
    let port = receiver.url().port_or_known_default().unwrap_or_default();
    let sockets: Vec<SocketAddr> = admitted.iter().map(|address| SocketAddr::new(*address, port)).collect();
    transport::client(|builder| builder.dns_resolver(NoLookup).resolve_to_addrs(host, &sockets))
}

/// Resolves nothing: a second look-up could give other addresses than those that were chosen.
#[derive(Debug)]
struct NoLookup;

impl Resolve for NoLookup {
    fn resolve(&self, _name: Name) -> Resolving {
        Box::pin(std::future::ready(Err("names are not looked up here".into())))
    }
}

fn judge(answer: &Response, now: Time) -> Outcome {
    let status = answer.status();
    let code = status.as_u16();
    if status.is_success() {
        return Outcome::Taken(code);
    }
    if status == StatusCode::GONE {
        let error = "410: the receiver wants no more of this".to_owned();
        return Outcome::Hopeless { status: code, error };
    }
    let error = match status.is_redirection() {
        true => format!("{code}: redirects are not followed"),
        false => format!("{code}: not taken"),
    };
    let asked = answer.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok());
    Outcome::Failed { status: code, error, pause: asked.and_then(|text| retry_after(text, now)) }
}
