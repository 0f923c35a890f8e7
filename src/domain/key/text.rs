//! The text of a key: `rl_live_<id, 12><secret, 43><checksum, 6>`, with `_` after the id.
//!
//! The prefix lets scanners find keys that leaked, the checksum tells a slip of the pen from a
//! guess without a look at any store. Random bytes are handed in; nothing here keeps the secret.

use super::KeyId;
use crate::domain::digest;
use secrecy::SecretString;

/// Random bytes a key is made of: 16 for its identifier, 32 for its secret.
pub const RANDOM: usize = ID_RANDOM + 32;
/// Characters of the identifier.
pub(super) const ID: usize = 12;

const ID_RANDOM: usize = 16;
const PREFIX: &str = "rl_live_";
/// Characters of the secret: 62^43 is just above 2^256.
const SECRET: usize = 43;
/// Characters of the checksum: 62^6 is above 2^32.
const CHECKSUM: usize = 6;
/// No `_`, so that a double click takes each part whole.
const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// A key that was just made.
#[derive(Debug)]
pub struct Made {
    /// Its public part.
    pub id: KeyId,
    /// All of it, to be shown once.
    pub text: SecretString,
    /// What is stored of the secret.
    pub hash: String,
}

/// A key that somebody shows. Its form is right; whether there is such a key is another question.
#[derive(Debug)]
pub struct Shown {
    /// The public part.
    pub id: KeyId,
    /// The hash of the secret part.
    pub hash: String,
}

/// Makes a key of random bytes.
#[must_use]
pub fn make(random: &[u8; RANDOM]) -> Made {
    let (id, secret) = random.split_at(ID_RANDOM);
    let (id, secret) = (base62(id, ID), base62(secret, SECRET));
    let body = format!("{PREFIX}{id}_{secret}");
    let text = format!("{body}{}", checksum(&body)).into();
    Made { id: KeyId::from(id), text, hash: digest::sha256(secret) }
}

/// Reads the text of a key. `None` if it cannot be one.
#[must_use]
pub fn parse(text: &str) -> Option<Shown> {
    let (id, secret) = text.strip_prefix(PREFIX)?.split_once('_')?;
    let id: KeyId = id.parse().ok()?;
    let (secret, sum) = secret.split_at_checked(SECRET)?;
    if !secret.bytes().all(|byte| DIGITS.contains(&byte)) {
        return None;
    }
    let body = &text[..text.len() - sum.len()];
    (checksum(body) == sum).then(|| Shown { id, hash: digest::sha256(secret) })
}

fn checksum(body: &str) -> String {
    base62(&crc32fast::hash(body.as_bytes()).to_be_bytes(), CHECKSUM)
}

/// The last `digits` digits of a big-endian number to the base of 62.
fn base62(number: &[u8], digits: usize) -> String {
    let mut number = number.to_vec();
    let mut text = vec!['0'; digits];
    for digit in text.iter_mut().rev() {
        let mut rest = 0;
        for byte in &mut number {
            let value = (rest << 8) | u32::from(*byte);
            // The rest is below 62, so the quotient fits a byte.
            *byte = u8::try_from(value / 62).unwrap_or(u8::MAX);
            rest = value % 62;
        }
        *digit = char::from(DIGITS[rest as usize]);
    }
    text.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use secrecy::ExposeSecret as _;

    fn example() -> Made {
        make(&std::array::from_fn(|at| at as u8))
    }

    #[test]
    fn numbers_to_the_base_of_62_keep_their_value() {
        let check = |number: &[u8], digits: usize, text: &str| assert_eq!(base62(number, digits), text);
        check(&[0], 2, "00");
        check(&[61], 1, "z");
        check(&[62], 2, "10");
        check(&[1, 0], 2, "48");
        check(&[0xFF; 4], 6, "4gfFC3");
        check(&[0xFF; 4], 2, "C3");
    }

    #[test]
    fn a_key_reads_as_it_was_made() {
        let made = example();
        let text = made.text.expose_secret();
        assert_eq!(text.len(), 8 + 12 + 1 + 43 + 6, "{text}");
        assert!(text.starts_with(&format!("rl_live_{}_", made.id)), "{text}");
        let shown = parse(text).unwrap();
        assert_eq!((shown.id, shown.hash), (made.id, made.hash));
        let other = make(&[7; RANDOM]);
        assert_ne!(parse(other.text.expose_secret()).unwrap().hash, parse(text).unwrap().hash);
    }

    #[test]
    fn the_checksum_catches_every_single_wrong_character() {
        let made = example();
        let text = made.text.expose_secret();
        for at in 0..text.len() {
            for wrong in ['0', 'Z', 'q', '_', '-', 'é'] {
                let mut typed: Vec<char> = text.chars().collect();
                typed[at] = wrong;
                let typed: String = typed.into_iter().collect();
                assert!(typed == text || parse(&typed).is_none(), "{typed}");
            }
            assert!(parse(&text[..at]).is_none(), "the first {at} characters");
        }
        assert!(parse(&format!("{text}0")).is_none());
        assert!(parse(&format!(" {text}")).is_none());
    }

    #[test]
    fn what_is_made_is_never_printed_by_accident() {
        let made = example();
        assert!(!format!("{made:?}").contains(made.text.expose_secret()));
    }
}
