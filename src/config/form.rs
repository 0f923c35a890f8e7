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
    use super::parse;

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
}
