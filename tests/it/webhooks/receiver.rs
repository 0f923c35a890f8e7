//! A receiver of webhooks: a real HTTP server that answers by a script and keeps what it got.

use http_body_util::{BodyExt as _, Full};
use hyper::body::{Bytes, Incoming};
use hyper::{HeaderMap, Request, Response};
use hyper_util::rt::TokioIo;
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;
use tokio::sync::watch;

/// One message.
#[derive(Debug, Clone)]
pub(crate) struct Got {
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Got {
    pub(crate) fn header(&self, name: &str) -> String {
        self.headers.get(name).map_or_else(String::new, |value| value.to_str().unwrap().to_owned())
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

/// What the receiver does with a message.
#[derive(Debug, Clone)]
pub(crate) enum Act {
    Status(u16),
    Redirect(String),
    /// Closes the connection without an answer.
    HangUp,
    /// Answers once [`Receiver::release`] is called.
    Wait,
}

type Script = Arc<dyn Fn(usize) -> Act + Send + Sync>;

/// A running receiver.
#[derive(Clone)]
pub(crate) struct Receiver {
    pub(crate) url: String,
    got: Arc<watch::Sender<Vec<Got>>>,
    released: Arc<watch::Sender<bool>>,
    script: Arc<Mutex<Script>>,
}

impl Receiver {
    /// `script` is told the place of the message among all, from 0.
    pub(crate) async fn start(script: impl Fn(usize) -> Act + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let script = Arc::new(Mutex::new(Arc::new(script) as Script));
        let (got, released) = (Arc::default(), Arc::default());
        let receiver = Self { url, got, released, script };
        let serving = receiver.clone();
        tokio::spawn(async move {
            loop {
                let (socket, _) = listener.accept().await.unwrap();
                let serving = serving.clone();
                tokio::spawn(async move {
                    let service = hyper::service::service_fn(|request| serving.take(request));
                    let connection = hyper::server::conn::http1::Builder::new();
                    // A connection that is hung up ends with an error; the sender has to bear it.
                    let _ended = connection.serve_connection(TokioIo::new(socket), service).await;
                });
            }
        });
        receiver
    }

    /// From now on another script.
    pub(crate) fn change(&self, script: impl Fn(usize) -> Act + Send + Sync + 'static) {
        *self.script.lock().unwrap() = Arc::new(script);
    }

    /// Answers all who wait, and all who come.
    pub(crate) fn release(&self) {
        self.released.send_replace(true);
    }

    /// Waits for `count` messages and returns all so far.
    pub(crate) async fn messages(&self, count: usize) -> Vec<Got> {
        self.got.subscribe().wait_for(|got| got.len() >= count).await.unwrap().clone()
    }

    /// All so far.
    pub(crate) fn all(&self) -> Vec<Got> {
        self.got.borrow().clone()
    }

    async fn take(&self, request: Request<Incoming>) -> Result<Response<Full<Bytes>>, std::io::Error> {
        let (parts, body) = request.into_parts();
        let body = body.collect().await.map_err(std::io::Error::other)?.to_bytes();
        let got = Got { headers: parts.headers, body: String::from_utf8(body.to_vec()).unwrap() };
        let mut number = 0;
        self.got.send_modify(|all| {
            number = all.len();
            all.push(got);
        });
        let script = Arc::clone(&self.script.lock().unwrap());
        let answer = |status: u16| Response::builder().status(status);
        let answer = match script(number) {
            Act::Status(status) => answer(status),
            Act::Redirect(to) => answer(302).header("location", to),
            Act::HangUp => return Err(std::io::Error::other("hung up")),
            Act::Wait => {
                self.released.subscribe().wait_for(|released| *released).await.unwrap();
                answer(200)
            }
        };
        Ok(answer.body(Full::from("nobody reads this")).unwrap())
    }
}
