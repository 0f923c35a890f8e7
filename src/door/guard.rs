//! What is asked of every request, in this order: its id, where it comes from, its key, its rate.

use super::answer::{self, Protocol};
use super::body::Paced;
use super::observe::{self, Observed};
use crate::grpc::{Peer, Quota, Service};
use crate::{grpc, telemetry};
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{Request, State};
use axum::http::header::{AUTHORIZATION, CONNECTION};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Version};
use axum::middleware::Next;
use axum::response::Response;
use http_body_util::BodyExt as _;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tracing::Instrument as _;
use uuid::Uuid;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const RATE_POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
const RATE: HeaderName = HeaderName::from_static("ratelimit");

/// Answered without a key and uncounted, however often they are asked. A wrong key is refused even here.
const PROBES: [&str; 4] =
    ["/healthz", "/readyz", "/grpc.health.v1.Health/Check", "/grpc.health.v1.Health/Watch"];
/// A probe that ends only with its client.
const HEALTH_WATCH: &str = PROBES[3];
/// So many of those at a time, over all clients.
pub(super) const HEALTH_WATCHES: usize = 256;
/// Uploads are timed where they are written, by their pauses and by their pace.
const UPLOADS: [&str; 3] = ["/files", "/v1/files", "/refineloop.v1.FileService/UploadFile"];

/// What the guard knows.
#[derive(Clone)]
pub(super) struct Guard {
    pub(super) service: Service,
    /// Whether a proxy that appends to `X-Forwarded-For` is in front.
    pub(super) behind_proxy: bool,
    /// Places of [`HEALTH_WATCHES`].
    pub(super) health_watches: Arc<Semaphore>,
}

/// Around every service and route.
pub(super) async fn guard(State(guard): State<Guard>, request: Request, next: Next) -> Response {
    let id = id(request.headers());
    let protocol = Protocol::of(request.headers());
    let route = observe::route(&request, protocol);
    let span = telemetry::request_span(&id.to_string(), protocol.word(), &route);
    let observed = Observed::begin(span.clone(), protocol, route);
    // What is refused before its body was read ends the connection, and a client is to know before it
    // sends the next request into it. HTTP/2 ends the stream alone.
    let fresh = request.version() <= Version::HTTP_11 && !request.body().is_end_stream();
    let answer = guard.pass(request, protocol, next).instrument(span);
    let mut answer = telemetry::with_request_id(id.to_string(), answer).await;
    // A UUID is ASCII, so this is never left out.
    if let Ok(id) = HeaderValue::try_from(id.to_string()) {
        answer.headers_mut().insert(REQUEST_ID, id);
    }
    if fresh && !answer.status().is_success() {
        answer.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    observed.watch(answer)
}

impl Guard {
    async fn pass(self, mut request: Request, protocol: Protocol, next: Next) -> Response {
        let ip = peer(request.extensions().get::<Peer>(), request.headers(), self.behind_proxy);
        request.extensions_mut().insert(Peer { ip });
        let path = request.uri().path();
        let (probe, upload) = (PROBES.contains(&path), UPLOADS.contains(&path));
        let health_watch = path == HEALTH_WATCH;
        if !upload {
            request = request.map(|body| Body::new(Paced::new(body, self.service.pace())));
        }
        let headers = request.headers();
        // A header that is no text is a wrong key, not none.
        let key = headers.get(AUTHORIZATION).map(|key| key.to_str().unwrap_or_default());
        let caller = match self.service.authenticate(key, ip).await {
            Ok(caller) => caller,
            Err(status) => return answer::refusal(protocol, status, headers),
        };
        if health_watch {
            let Ok(place) = Arc::clone(&self.health_watches).try_acquire_owned() else {
                return answer::refusal(protocol, grpc::status::crowded(), request.headers());
            };
            return next.run(request).await.map(|body| Body::new(held(body, place)));
        }
        if probe {
            return next.run(request).await;
        }
        let (quota, refused) = match self.service.admit(caller.as_ref(), ip) {
            Ok(quota) => (quota, None),
            Err((quota, status)) => (Some(quota), Some(status)),
        };
        // Before the message is taken in: without a key nobody fills the memory.
        let refused = match &caller {
            None if grpc::needs_key(request.uri().path()) => refused.or_else(|| Some(grpc::key_missing())),
            Some(_) | None => refused,
        };
        if let Some(caller) = caller {
            observe::key(caller.key.as_ref());
            request.extensions_mut().insert(caller);
        }
        let mut answer = match refused {
            Some(status) => answer::refusal(protocol, status, request.headers()),
            None => next.run(request).await,
        };
        if let (Some(quota), Protocol::Rest) = (quota, protocol) {
            tell(quota, answer.headers_mut());
        }
        answer
    }
}

/// A body that keeps a place until its end.
fn held(body: Body, place: OwnedSemaphorePermit) -> impl HttpBody<Data = Bytes, Error = axum::Error> {
    body.map_err(move |error| {
        let _until_dropped = &place;
        error
    })
}

/// The connection's other end; behind a proxy, whom the proxy says it speaks for: the last address,
/// as those before it are the client's own words.
fn peer(connected: Option<&Peer>, headers: &HeaderMap, behind_proxy: bool) -> IpAddr {
    let forwarded = if behind_proxy { forwarded(headers) } else { None };
    let connected = connected.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.ip);
    // One client is one address, whichever kind of socket it came through.
    forwarded.unwrap_or(connected).to_canonical()
}

fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let last = headers.get_all(FORWARDED_FOR).iter().next_back()?.to_str().ok()?;
    let last = last.rsplit(',').next()?.trim();
    let bare = last.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(last);
    bare.parse().ok().or_else(|| last.parse::<SocketAddr>().ok().map(|address| address.ip()))
}

/// The client's id, if it is one that cannot hold anything else; else a new one.
fn id(headers: &HeaderMap) -> Uuid {
    let given = headers.get(REQUEST_ID).and_then(|id| Uuid::try_parse_ascii(id.as_bytes()).ok());
    given.unwrap_or_else(Uuid::now_v7)
}

/// Tells the rate in the fields of the draft standard: the minute's bound, what is left, for how long.
fn tell(quota: Quota, headers: &mut HeaderMap) {
    let Quota { limit, remaining, reset, .. } = quota;
    let seconds = reset.as_secs() + u64::from(reset.subsec_nanos() > 0);
    let fields = [
        (RATE_POLICY, format!("\"default\";q={limit};w=60")),
        (RATE, format!("\"default\";r={remaining};t={seconds}")),
    ];
    for (name, value) in fields {
        if let Ok(value) = HeaderValue::try_from(value) {
            headers.insert(name, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn headers(name: &HeaderName, values: &[&'static str]) -> HeaderMap {
        values.iter().map(|value| (name.clone(), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn the_last_forwarded_address_counts() {
        let check = |values: &[&'static str], ip: Option<&str>| {
            let found = forwarded(&headers(&FORWARDED_FOR, values));
            assert_eq!(found, ip.map(|ip| ip.parse().unwrap()), "{values:?}");
        };
        check(&["203.0.113.7"], Some("203.0.113.7"));
        check(&["10.0.0.1, 203.0.113.7"], Some("203.0.113.7"));
        check(&["10.0.0.1", "192.0.2.1, 203.0.113.7"], Some("203.0.113.7"));
        check(&["203.0.113.7:4711"], Some("203.0.113.7"));
        check(&["[2001:db8::1]:4711"], Some("2001:db8::1"));
        check(&["[2001:db8::1]"], Some("2001:db8::1"));
        check(&["2001:db8::1"], Some("2001:db8::1"));
        check(&["203.0.113.7, unknown"], None);
        check(&[""], None);
        check(&[], None);
    }

    #[test]
    fn forwarded_addresses_are_ignored_unless_a_proxy_is_in_front() {
        let check = |behind_proxy, values: &[&'static str], ip: &str| {
            let connected = Peer { ip: "::ffff:192.0.2.9".parse().unwrap() };
            let found = peer(Some(&connected), &headers(&FORWARDED_FOR, values), behind_proxy);
            assert_eq!(found, ip.parse::<IpAddr>().unwrap(), "{behind_proxy} {values:?}");
        };
        check(false, &["203.0.113.7"], "192.0.2.9");
        check(false, &[], "192.0.2.9");
        check(true, &["203.0.113.7"], "203.0.113.7");
        check(true, &["nonsense"], "192.0.2.9");
        check(true, &[], "192.0.2.9");
    }

    #[test]
    fn an_id_is_taken_only_if_it_is_one() {
        let check = |value: &'static str, taken: bool| {
            let found = id(&headers(&REQUEST_ID, &[value])).to_string();
            assert_eq!(found == value, taken, "{value}");
        };
        check("0191d3c8-7a70-7c3e-8f0a-2b8f5d1c9e11", true);
        check("0191D3C8-7A70-7C3E-8F0A-2B8F5D1C9E11", false);
        check("my request", false);
        check("", false);
    }

    #[test]
    fn the_rate_is_told_in_whole_seconds_rounded_up() {
        let mut told = HeaderMap::new();
        let reset = Duration::from_millis(1200);
        tell(Quota { limit: 600, remaining: 7, reset, retry_after: None }, &mut told);
        assert_eq!(told["ratelimit-policy"], "\"default\";q=600;w=60");
        assert_eq!(told["ratelimit"], "\"default\";r=7;t=2");
    }
}
