//! TLS of both protocols, certificates of clients, and new certificates without a restart.

use super::{Door, rest};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use refineloop::config::{ClientAuth, Tls};
use refineloop::door;
use refineloop::pb::ListModelsRequest;
use refineloop::pb::model_service_client::ModelServiceClient;
use reqwest::{Client, ClientBuilder, Version};
use std::path::Path;
use std::process::Command;
use std::time::Duration;
use tokio::io::AsyncWriteExt as _;
use tonic::transport::{Channel, ClientTlsConfig};

/// Who signs certificates.
struct Authority {
    pem: String,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    fn new() -> Self {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let pem = params.self_signed(&key).unwrap().pem();
        Self { pem, issuer: Issuer::new(params, key) }
    }

    /// A certificate for this machine and its key.
    fn sign(&self) -> (String, String) {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(["localhost".to_owned(), "127.0.0.1".to_owned()]).unwrap();
        (params.signed_by(&key, &self.issuer).unwrap().pem(), key.serialize_pem())
    }

    /// The files of a server.
    fn write(&self, folder: &Path) {
        let (cert, key) = self.sign();
        std::fs::write(folder.join("cert.pem"), cert).unwrap();
        std::fs::write(folder.join("key.pem"), key).unwrap();
    }

    fn client(&self) -> ClientBuilder {
        let root = reqwest::Certificate::from_pem(self.pem.as_bytes()).unwrap();
        Client::builder().tls_certs_only([root])
    }
}

fn settings(folder: &Path) -> Tls {
    Tls {
        cert: folder.join("cert.pem"),
        key: folder.join("key.pem"),
        client_ca: None,
        client_auth: ClientAuth::Off,
    }
}

async fn version(client: ClientBuilder, door: &Door) -> Result<Version, reqwest::Error> {
    let url = door.url("/healthz").replace("http:", "https:");
    let answer = client.build().unwrap().get(url).send().await?;
    assert_eq!(answer.status(), 200);
    Ok(answer.version())
}

async fn models(tls: ClientTlsConfig, door: &Door) -> Result<usize, Box<dyn std::error::Error>> {
    let url = door.url("").replace("http:", "https:");
    let channel = Channel::from_shared(url)?.tls_config(tls)?.connect().await?;
    let answer = ModelServiceClient::new(channel).list_models(ListModelsRequest::default()).await?;
    Ok(answer.into_inner().models.len())
}

fn trusting(authority: &Authority) -> ClientTlsConfig {
    let root = tonic::transport::Certificate::from_pem(&authority.pem);
    ClientTlsConfig::new().ca_certificate(root).domain_name("localhost")
}

#[tokio::test]
async fn one_certificate_serves_both_protocols_and_nothing_is_said_in_the_open() {
    let folder = tempfile::tempdir().unwrap();
    let authority = Authority::new();
    authority.write(folder.path());
    let tls = settings(folder.path());
    let door = Door::open(|config| {
        config.tls = Some(tls);
        config.limits.head = Duration::from_millis(500);
    })
    .await;
    assert_eq!(version(authority.client(), &door).await.unwrap(), Version::HTTP_2);
    assert_eq!(version(authority.client().http1_only(), &door).await.unwrap(), Version::HTTP_11);
    assert!(models(trusting(&authority), &door).await.unwrap() > 0);
    assert!(version(Authority::new().client(), &door).await.is_err());
    // A plain request gets an alert; who says nothing gets nothing.
    for start in [super::HEALTHZ, b"".as_slice()] {
        let mut stream = door.connect().await;
        stream.write_all(start).await.unwrap();
        assert!(!rest(&mut stream).await.contains("HTTP"));
    }
    door.close().await;
}

#[tokio::test]
async fn certificates_of_clients_are_asked_for_as_configured() {
    let folder = tempfile::tempdir().unwrap();
    let (ours, clients, strangers) = (Authority::new(), Authority::new(), Authority::new());
    ours.write(folder.path());
    std::fs::write(folder.path().join("clients.pem"), &clients.pem).unwrap();
    for (client_auth, without_one) in [(ClientAuth::Require, false), (ClientAuth::Optional, true)] {
        let client_ca = Some(folder.path().join("clients.pem"));
        let tls = Tls { client_ca, client_auth, ..settings(folder.path()) };
        let door = Door::open(|config| config.tls = Some(tls)).await;
        let with = |(cert, key): (String, String)| {
            let both = reqwest::Identity::from_pem(format!("{cert}{key}").as_bytes()).unwrap();
            ours.client().identity(both)
        };
        assert!(version(with(clients.sign()), &door).await.is_ok(), "{client_auth:?}");
        assert!(version(with(strangers.sign()), &door).await.is_err(), "{client_auth:?}");
        assert_eq!(version(ours.client(), &door).await.is_ok(), without_one, "{client_auth:?}");
        let (cert, key) = clients.sign();
        let identity = tonic::transport::Identity::from_pem(cert, key);
        assert!(models(trusting(&ours).identity(identity), &door).await.is_ok(), "{client_auth:?}");
        assert_eq!(models(trusting(&ours), &door).await.is_ok(), without_one, "{client_auth:?}");
        door.close().await;
    }
}

#[tokio::test]
async fn a_hangup_signal_brings_in_new_certificates() {
    let folder = tempfile::tempdir().unwrap();
    let (before, after) = (Authority::new(), Authority::new());
    before.write(folder.path());
    let tls = settings(folder.path());
    let door = Door::open(|config| config.tls = Some(tls)).await;
    // An answer shows that the signal is listened for: without that it would end this process.
    assert!(version(before.client(), &door).await.is_ok());
    after.write(folder.path());
    let sent = Command::new("kill").args(["-HUP", &std::process::id().to_string()]).status().unwrap();
    assert!(sent.success());
    let changed = async { while version(after.client(), &door).await.is_err() {} };
    tokio::time::timeout(super::NEVER, changed).await.expect("the new certificate is never shown");
    assert!(version(before.client(), &door).await.is_err());
    door.close().await;
}

#[test]
fn files_that_cannot_be_used_are_named_with_the_reason() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    Authority::new().write(folder);
    std::fs::write(folder.join("empty.pem"), "").unwrap();
    std::fs::write(folder.join("other.pem"), Authority::new().sign().1).unwrap();
    let check = |tls: Tls, parts: &[&str]| {
        let message = door::Tls::load(&tls).unwrap_err().to_string();
        assert!(parts.iter().all(|part| message.contains(part)), "{message}");
    };
    let good = settings(folder);
    assert!(door::Tls::load(&good).is_ok());
    check(Tls { cert: folder.join("none.pem"), ..good.clone() }, &["tls.cert", "none.pem", "No such file"]);
    check(Tls { cert: folder.join("empty.pem"), ..good.clone() }, &["tls.cert", "empty.pem", "no items"]);
    check(Tls { key: folder.join("cert.pem"), ..good.clone() }, &["tls.key", "cert.pem", "no items"]);
    check(Tls { key: folder.join("other.pem"), ..good.clone() }, &["cert.pem", "other.pem", "KeyMismatch"]);
    let require = Tls { client_auth: ClientAuth::Require, ..good };
    check(require.clone(), &["tls.client_auth is require", "tls.client_ca"]);
    let client_ca = Some(folder.join("key.pem"));
    check(Tls { client_ca, ..require }, &["tls.client_ca", "key.pem", "no items"]);
}
