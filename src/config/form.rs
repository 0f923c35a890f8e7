//! How values are spelled: durations as `15s` or `7d`, sizes as bytes or `256MiB`, secrets never.

use secrecy::SecretString;
use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

/// What stands for a secret that is there.
pub(super) const SET: &str = "(set)";

/// A secret is shown as being there, or not.
pub(super) fn hidden<S: Serializer>(secret: &Option<SecretString>, to: S) -> Result<S::Ok, S::Error> {
    match secret {
        Some(_) => to.serialize_str(SET),
        None => to.serialize_none(),
    }
}

/// A duration as text.
pub(super) mod duration {
    use super::{Deserializer, Serializer};
    use serde::{Deserialize as _, de::Error as _};
    use std::time::Duration;

    pub(in crate::config) fn serialize<S: Serializer>(value: &Duration, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&humantime::format_duration(*value))
    }

    pub(in crate::config) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Duration, D::Error> {
        let expected = || D::Error::custom("expected a duration as text, such as \"15s\", \"30m\" or \"7d\"");
        let text = String::deserialize(from).map_err(|_| expected())?;
        humantime::parse_duration(&text).map_err(|_| expected())
    }
}

/// A list of durations.
pub(super) mod durations {
    use super::{Deserializer, Serializer, duration};
    use serde::{Deserialize, Serialize};
    use std::time::Duration;

    #[derive(Serialize, Deserialize)]
    #[serde(transparent)]
    struct One(#[serde(with = "duration")] Duration);

    pub(in crate::config) fn serialize<S: Serializer>(value: &[Duration], to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(value.iter().copied().map(One))
    }

    pub(in crate::config) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Vec<Duration>, D::Error> {
        Ok(Vec::<One>::deserialize(from)?.into_iter().map(|One(value)| value).collect())
    }
}

/// Networks in CIDR notation.
pub(super) mod subnets {
    use super::{Deserializer, Serializer};
    use ipnet::IpNet;
    use serde::{Deserialize as _, de::Error as _};

    pub(in crate::config) fn serialize<S: Serializer>(value: &[IpNet], to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(value.iter().map(ToString::to_string))
    }

    pub(in crate::config) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<IpNet>, D::Error> {
        let expected =
            || D::Error::custom("expected a list of networks such as [\"10.0.0.0/8\", \"fd00::/8\"]");
        let texts = Vec::<String>::deserialize(from).map_err(|_| expected())?;
        texts.iter().map(|text| text.parse().map_err(|_| expected())).collect()
    }
}

/// A number of bytes, or text with a unit.
pub(super) mod size {
    use super::{Deserializer, Serializer};
    use serde::Serialize;

    pub(in crate::config) fn serialize<T: Serialize, S: Serializer>(
        value: &T,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        value.serialize(to)
    }

    pub(in crate::config) fn deserialize<'de, T: TryFrom<u64>, D: Deserializer<'de>>(
        from: D,
    ) -> Result<T, D::Error> {
        super::bytes(from)
    }
}

/// Headers by name. Their values are secrets.
pub(super) mod headers {
    use super::{Deserializer, SET, Serializer};
    use secrecy::SecretString;
    use serde::Deserialize as _;
    use std::collections::BTreeMap;

    type Headers = BTreeMap<String, SecretString>;

    pub(in crate::config) fn serialize<S: Serializer>(value: &Headers, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(value.keys().map(|name| (name, SET)))
    }

    pub(in crate::config) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Headers, D::Error> {
        let texts = BTreeMap::<String, String>::deserialize(from)?;
        Ok(texts.into_iter().map(|(name, value)| (name, value.into())).collect())
    }
}

/// An amount of money: units of a currency outside, micro-units inside.
pub(super) mod micros {
    use super::{Deserializer, Serializer};
    use serde::{Deserialize as _, de::Error as _};

    #[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands over references")]
    pub(in crate::config) fn serialize<S: Serializer>(value: &u64, to: S) -> Result<S::Ok, S::Error> {
        // Exact up to nine thousand million units.
        to.serialize_f64(*value as f64 / 1e6)
    }

    pub(in crate::config) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<u64, D::Error> {
        let number = serde_json::Value::deserialize(from)?;
        // The shortest decimal that means the number: what was written.
        let text = number.as_str().map_or_else(|| number.to_string(), str::to_owned);
        super::decimal(&text).ok_or_else(|| D::Error::custom("expected an amount such as 2.5"))
    }
}

/// An amount of money, shown as text: that holds every digit.
pub(super) mod money {
    use super::{Deserializer, Serializer, micros};

    #[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands over references")]
    pub(in crate::config) fn serialize<S: Serializer>(value: &u64, to: S) -> Result<S::Ok, S::Error> {
        let (whole, fine) = (value / 1_000_000, format!("{:06}", value % 1_000_000));
        let fine = fine.trim_end_matches('0');
        to.collect_str(&format_args!("{whole}.{fine:0<2}"))
    }

    pub(in crate::config) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<u64, D::Error> {
        micros::deserialize(from)
    }
}

/// An amount of money, or none.
pub(super) mod some_micros {
    use super::{Deserializer, Serializer, micros};
    use serde::{Deserialize, Serialize};

    #[derive(Serialize, Deserialize)]
    #[serde(transparent)]
    struct Amount(#[serde(with = "micros")] u64);

    #[allow(clippy::ref_option, reason = "serde hands over references")]
    pub(in crate::config) fn serialize<S: Serializer>(value: &Option<u64>, to: S) -> Result<S::Ok, S::Error> {
        value.map(Amount).serialize(to)
    }

    pub(in crate::config) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<u64>, D::Error> {
        Ok(Option::<Amount>::deserialize(from)?.map(|Amount(micros)| micros))
    }
}

/// A decimal number in millionths; `None` if it is none, negative, finer or too large.
fn decimal(text: &str) -> Option<u64> {
    let (whole, fraction) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let fine = fraction.trim_end_matches('0');
    if whole.is_empty() || !digits(whole) || !digits(fraction) || fine.len() > 6 {
        return None;
    }
    let millionths = format!("{fine:0<6}").parse::<u64>().ok()?;
    whole.parse::<u64>().ok()?.checked_mul(1_000_000)?.checked_add(millionths)
}

#[derive(serde::Deserialize)]
#[serde(untagged)]
enum Size {
    Number(u64),
    Text(String),
}

fn bytes<'de, T: TryFrom<u64>, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    let expected = || D::Error::custom("expected a number of bytes, or text such as \"256MiB\"");
    let bytes = match Size::deserialize(from).map_err(|_| expected())? {
        Size::Number(bytes) => Some(bytes),
        Size::Text(text) => parse(&text),
    };
    bytes.and_then(|bytes| T::try_from(bytes).ok()).ok_or_else(expected)
}

fn parse(text: &str) -> Option<u64> {
    let text = text.trim();
    let end = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let shift = match unit.trim() {
        "" | "B" => 0,
        "KiB" => 10,
        "MiB" => 20,
        "GiB" => 30,
        _ => return None,
    };
    number.parse::<u64>().ok()?.checked_mul(1 << shift)
}

#[cfg(test)]
mod tests {
    use super::{decimal, parse};

    #[test]
    fn sizes_have_units_or_are_bytes() {
        let check = |text: &str, expected: Option<u64>| assert_eq!(parse(text), expected, "{text}");
        check("1048576", Some(1 << 20));
        check("256MiB", Some(256 << 20));
        check("4 GiB", Some(4 << 30));
        check("12KiB", Some(12 << 10));
        check("12kb", None);
        check("MiB", None);
        check("-1", None);
        check("99999999999GiB", None);
    }

    #[test]
    fn amounts_are_exact_to_the_millionth() {
        let check = |text: &str, expected: Option<u64>| assert_eq!(decimal(text), expected, "{text}");
        check("2.5", Some(2_500_000));
        check("0.075", Some(75_000));
        check("15", Some(15_000_000));
        check("0.1000000", Some(100_000));
        check("0", Some(0));
        check("0.0000001", None);
        check("-1", None);
        check("1e-7", None);
        check(".5", None);
        check("1.2.3", None);
        check("99999999999999", None);
    }
}
