//! The address of a receiver: which ones can stand, and which of its resolved addresses are used.

use super::address::{Reach, reach};
use ipnet::IpNet;
use std::net::IpAddr;
use url::{Host, Url};

/// The longest address, in characters.
const LONGEST: usize = 2000;
/// The ports anybody may be sent to.
const PORTS: [u16; 2] = [443, 8443];

/// A receiver whose address can stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receiver {
    url: Url,
    /// Whether scheme and port are those of the public: elsewhere only allowed networks are reached.
    public: bool,
}

/// Why an address cannot stand, or cannot be reached. The sentence holds nothing of the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Too long.
    #[error("the address is longer than {LONGEST} characters")]
    TooLong,
    /// Not an absolute address with a host.
    #[error("the address is not of the form https://HOST/PATH")]
    Form,
    /// It carries a name or a password.
    #[error("the address carries a user name or a password; sign with a secret instead")]
    UserInfo,
    /// It carries a fragment.
    #[error("the address carries a fragment")]
    Fragment,
    /// Not for public networks.
    #[error(
        "public receivers are reached by https on port 443 or 8443 only; http and other ports need an \
         address inside the setting webhooks.allow_subnets"
    )]
    NotPublicForm,
    /// Not public, and not allowed.
    #[error(
        "the receiver has no public address; an operator can allow its network by the setting \
         webhooks.allow_subnets"
    )]
    Denied,
}

impl Receiver {
    /// Reads an address. What needs the addresses behind a name is left to [`Self::admit`].
    ///
    /// # Errors
    /// Why it cannot stand.
    pub fn parse(text: &str, allowed: &[IpNet]) -> Result<Self, Refused> {
        if text.chars().count() > LONGEST {
            return Err(Refused::TooLong);
        }
        let url = Url::parse(text).map_err(|_| Refused::Form)?;
        if !["https", "http"].contains(&url.scheme()) {
            return Err(Refused::Form);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Refused::UserInfo);
        }
        if url.fragment().is_some() {
            return Err(Refused::Fragment);
        }
        let port = url.port_or_known_default();
        let public = url.scheme() == "https" && port.is_some_and(|port| PORTS.contains(&port));
        let receiver = Self { url, public };
        match receiver.literal() {
            Some(address) => receiver.admit(&[address], allowed).map(drop)?,
            None if !public && allowed.is_empty() => return Err(Refused::NotPublicForm),
            None => {}
        }
        Ok(receiver)
    }

    /// The whole address.
    #[must_use]
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// The host, if it is an address itself.
    #[must_use]
    pub fn literal(&self) -> Option<IpAddr> {
        match self.url.host() {
            Some(Host::Ipv4(address)) => Some(address.into()),
            Some(Host::Ipv6(address)) => Some(address.into()),
            Some(Host::Domain(_)) | None => None,
        }
    }

    /// Those of the addresses behind the host that may be connected to.
    ///
    /// # Errors
    /// There is none.
    pub fn admit(&self, resolved: &[IpAddr], allowed: &[IpNet]) -> Result<Vec<IpAddr>, Refused> {
        let (mut admitted, mut refused) = (Vec::new(), Refused::Denied);
        for address in resolved {
            match reach(*address, allowed) {
                Reach::Allowed => admitted.push(*address),
                Reach::Public if self.public => admitted.push(*address),
                Reach::Public => refused = Refused::NotPublicForm,
                Reach::Denied => {}
            }
        }
        if admitted.is_empty() { Err(refused) } else { Ok(admitted) }
    }
}

#[cfg(test)]
mod tests {
    use super::{IpAddr, IpNet, Receiver, Refused};

    fn nets(texts: &[&str]) -> Vec<IpNet> {
        texts.iter().map(|text| text.parse().unwrap()).collect()
    }

    #[test]
    fn an_address_is_public_https_or_inside_an_allowed_network() {
        let check = |text: &str, allowed: &[&str], expected: Option<Refused>| {
            assert_eq!(Receiver::parse(text, &nets(allowed)).err(), expected, "{text} with {allowed:?}");
        };
        let local = &["127.0.0.0/8"][..];
        for good in
            ["https://example.com/a?b=c", "https://example.com:8443", "https://8.8.8.8/", "HTTPS://É.example"]
        {
            check(good, &[], None);
            check(good, local, None);
        }
        check("http://example.com/", &[], Some(Refused::NotPublicForm));
        check("https://example.com:444/", &[], Some(Refused::NotPublicForm));
        // A name may lead into an allowed network; its addresses decide.
        check("http://example.com/", local, None);
        check("http://8.8.8.8/", local, Some(Refused::NotPublicForm));
        check("http://127.0.0.1:9000/", local, None);
        for hidden in [
            "https://127.0.0.1/",
            "https://2130706433/",
            "https://0x7f.1/",
            "https://017700000001/",
            "https://[::1]/",
            "https://[::ffff:7f00:1]/",
            "https://127.1/",
            "https://169.254.169.254/latest",
            "https://%31%32%37.0.0.1/",
            "https://１２７.0.0.1/",
        ] {
            check(hidden, &[], Some(Refused::Denied));
        }
        for form in
            ["", "example.com", "/hook", "ftp://example.com/", "https://", "file:///etc/passwd", "data:,x"]
        {
            check(form, local, Some(Refused::Form));
        }
        check("https://me@example.com/", &[], Some(Refused::UserInfo));
        check("https://:secret@example.com/", &[], Some(Refused::UserInfo));
        check("https://example.com/#top", &[], Some(Refused::Fragment));
        check(&format!("https://example.com/{}", "x".repeat(1981)), &[], Some(Refused::TooLong));
        check(&format!("https://example.com/{}", "x".repeat(1980)), &[], None);
    }

    #[test]
    fn only_the_addresses_that_may_be_reached_are_used() {
        let check = |text: &str, resolved: &[&str], expected: Result<&[&str], Refused>| {
            let allowed = nets(&["10.0.0.0/8"]);
            let read =
                |texts: &[&str]| -> Vec<IpAddr> { texts.iter().map(|text| text.parse().unwrap()).collect() };
            let got = Receiver::parse(text, &allowed).unwrap().admit(&read(resolved), &allowed);
            assert_eq!(got, expected.map(read), "{text} at {resolved:?}");
        };
        check("https://a.example/", &["127.0.0.1", "8.8.8.8", "10.0.0.1"], Ok(&["8.8.8.8", "10.0.0.1"]));
        check("https://a.example/", &["127.0.0.1", "::1"], Err(Refused::Denied));
        check("https://a.example/", &[], Err(Refused::Denied));
        check("http://a.example/", &["8.8.8.8", "10.0.0.1"], Ok(&["10.0.0.1"]));
        check("http://a.example/", &["8.8.8.8", "127.0.0.1"], Err(Refused::NotPublicForm));
        check("https://a.example:9000/", &["10.0.0.1"], Ok(&["10.0.0.1"]));
    }
}
