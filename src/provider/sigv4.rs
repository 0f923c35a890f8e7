//! AWS's Signature Version 4, for those who have keys of AWS and no bearer key of Bedrock.

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign};
use aws_sigv4::sign::v4;
use std::time::SystemTime;

/// The service of AWS that all of this is about.
const SERVICE: &str = "bedrock";

/// The headers that sign a request; `None` if the credentials or the host are of another form:
/// `ACCESS_KEY_ID:SECRET_ACCESS_KEY`, perhaps `:SESSION_TOKEN`, and a host with a region.
pub(super) fn headers(
    method: &str,
    url: &str,
    body: &[u8],
    credentials: &str,
    at: SystemTime,
) -> Option<Vec<(String, String)>> {
    let mut parts = credentials.splitn(3, ':');
    let (id, secret, token) = (parts.next()?, parts.next()?, parts.next());
    let token = token.map(str::to_owned);
    let identity = Credentials::new(id, secret, token, None, "refineloop").into();
    let parameters = v4::SigningParams::builder()
        .identity(&identity)
        .region(region(url)?)
        .name(SERVICE)
        .time(at)
        .settings(SigningSettings::default())
        .build()
        .ok()?
        .into();
    let headers = [("content-type", "application/json")].into_iter();
    let request = SignableRequest::new(method, url, headers, SignableBody::Bytes(body)).ok()?;
    let (signed, _) = sign(request, &parameters).ok()?.into_parts();
    Some(signed.headers().map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
}

/// The region in a host such as `bedrock-runtime.eu-west-1.amazonaws.com`.
fn region(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    let host = rest.split(['/', ':']).next()?;
    host.split('.').nth(1).filter(|region| region.contains('-'))
}

#[cfg(test)]
mod tests {
    use super::{headers, region};
    use std::time::{Duration, SystemTime};

    const URL: &str =
        "https://bedrock-runtime.eu-west-1.amazonaws.com/model/global.amazon.nova-2-lite-v1%3A0/converse";

    /// What botocore 1.44.8 makes of the same (`botocore.auth.SigV4Auth`, its clock held).
    #[test]
    fn a_request_is_signed_as_botocore_signs_it() {
        let at = SystemTime::UNIX_EPOCH + Duration::from_secs(1_793_363_696);
        let check = |credentials: &str, signature: &str| {
            let signed = headers("POST", URL, b"{\"a\":1}", credentials, at).unwrap();
            let header =
                |name: &str| signed.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
            assert_eq!(header("x-amz-date"), Some("20261030T123456Z"));
            let proof = header("authorization").unwrap();
            assert!(proof.starts_with(
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261030/eu-west-1/bedrock/aws4_request"
            ));
            assert!(proof.ends_with(&format!("Signature={signature}")), "{proof}");
            assert_eq!(header("x-amz-security-token").is_some(), credentials.ends_with("TOKEN"));
        };
        check("AKIDEXAMPLE:SECRET", "8d49f21abd8831b568b2353aed347d355dbefc2a271bc38e8218dbd4f8cecd06");
        check("AKIDEXAMPLE:SECRET:TOKEN", "2498e05a0fdbe9d64fd72177205da2a7b1d87a7b976a63839e31f664e75098bd");
    }

    #[test]
    fn other_forms_are_not_signed() {
        let at = SystemTime::UNIX_EPOCH;
        assert!(headers("POST", URL, b"", "no-colon", at).is_none());
        assert!(headers("POST", "http://127.0.0.1:80/", b"", "a:b", at).is_none());
        assert_eq!(
            region("https://bedrock-runtime-fips.us-gov-west-1.amazonaws.com:443/x"),
            Some("us-gov-west-1")
        );
    }
}
