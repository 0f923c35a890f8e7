//! The signature of a message, by the Standard Webhooks specification.

use crate::domain::ids::DeliveryId;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use secrecy::{ExposeSecret as _, SecretSlice};
use sha2::Sha256;

/// The value of `webhook-signature`.
pub(super) fn signature(secret: &SecretSlice<u8>, id: DeliveryId, seconds: i64, body: &str) -> String {
    signed(secret, &format!("{id}.{seconds}.{body}"))
}

fn signed(secret: &SecretSlice<u8>, content: &str) -> String {
    let mut mac =
        Hmac::<Sha256>::new_from_slice(secret.expose_secret()).expect("HMAC takes a key of any length");
    mac.update(content.as_bytes());
    format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::signed;
    use crate::domain::webhook::secret;

    #[test]
    fn the_example_of_the_specification_comes_out() {
        let secret = secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let content = r#"msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{"test": 2432232314}"#;
        assert_eq!(signed(&secret, content), "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }
}
