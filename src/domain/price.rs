//! What models cost: whole micro-units of a currency, never floating point.

use super::model::Role;
use super::usage::Usage;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Tokens a price is for.
const MILLION: u128 = 1_000_000;

/// A currency by its ISO 4217 code: three capital letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency([u8; 3]);

/// A word that is no currency code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a currency is three capital letters, such as USD")]
pub struct NoCurrency;

impl Currency {
    /// The US dollar, in which most providers give their prices.
    pub const USD: Self = Self(*b"USD");

    /// The code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl FromStr for Currency {
    type Err = NoCurrency;

    fn from_str(code: &str) -> Result<Self, NoCurrency> {
        let code: [u8; 3] = code.as_bytes().try_into().map_err(|_| NoCurrency)?;
        if code.iter().all(u8::is_ascii_uppercase) { Ok(Self(code)) } else { Err(NoCurrency) }
    }
}

impl TryFrom<String> for Currency {
    type Error = NoCurrency;

    fn try_from(code: String) -> Result<Self, NoCurrency> {
        code.parse()
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> Self {
        currency.to_string()
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What something cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cost {
    /// The amount, in millionths of the currency's unit.
    #[serde(rename = "cost_micros")]
    pub micros: u64,
    /// The currency.
    pub currency: Currency,
}

/// The amount with all its digits, and the currency.
impl fmt::Display for Cost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:06} {}", self.micros / 1_000_000, self.micros % 1_000_000, self.currency)
    }
}

/// What a million tokens of a model cost, in micro-units of a currency: 2.50 a million is 2,500,000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Price {
    /// The currency of all of it.
    pub currency: Currency,
    /// Tokens read that are neither of the following.
    pub input_micros: u64,
    /// Tokens read from the provider's cache.
    pub cached_input_micros: u64,
    /// Tokens read and written to the provider's cache.
    pub cache_write_micros: u64,
    /// Tokens written, hidden reasoning included.
    pub output_micros: u64,
}

impl Price {
    /// The cost of one call, rounded half up once. What goes beyond `u64` is its largest value.
    #[must_use]
    pub fn cost(&self, usage: &Usage) -> Cost {
        let Usage {
            input_token_count: input,
            cached_input_token_count: cached,
            cache_write_input_token_count: written,
            output_token_count: output,
            ..
        } = *usage;
        let plain = input.saturating_sub(cached).saturating_sub(written);
        let parts = [
            (plain, self.input_micros),
            (cached, self.cached_input_micros),
            (written, self.cache_write_micros),
            (output, self.output_micros),
        ];
        let sum = parts.into_iter().fold(0_u128, |sum, (tokens, micros)| {
            sum.saturating_add(u128::from(tokens) * u128::from(micros))
        });
        let micros = sum.saturating_add(MILLION / 2) / MILLION;
        Cost { micros: u64::try_from(micros).unwrap_or(u64::MAX), currency: self.currency }
    }
}

impl Price {
    /// The cost of a call of which only the most is known: a cache that is written to costs more than
    /// plain input.
    #[must_use]
    pub fn most(&self, usage: &Usage) -> Cost {
        Self { input_micros: self.input_micros.max(self.cache_write_micros), ..*self }.cost(usage)
    }
}

/// The prices of a job's models, pinned when the job is created; absent ones are not known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prices {
    /// Of the model.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<Price>,
    /// Of the model that judges candidates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verifier: Option<Price>,
}

impl Prices {
    /// The price of the model that is asked in a role.
    #[must_use]
    pub fn of(&self, role: Role) -> Option<Price> {
        match role {
            Role::Reviewer | Role::Editor => self.model,
            Role::Verifier => self.verifier,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Currency, Price};
    use crate::domain::usage::Usage;

    const PRICE: Price = Price {
        currency: Currency::USD,
        input_micros: 2_500_000,
        cached_input_micros: 250_000,
        cache_write_micros: 3_125_000,
        output_micros: 15_000_000,
    };

    #[test]
    fn each_kind_of_token_has_its_price_and_the_sum_is_rounded_once() {
        let check = |input, cached, written, output, expected| {
            let usage = Usage {
                input_token_count: input,
                cached_input_token_count: cached,
                cache_write_input_token_count: written,
                output_token_count: output,
                ..Usage::default()
            };
            assert_eq!(PRICE.cost(&usage).micros, expected, "{usage:?}");
        };
        check(0, 0, 0, 0, 0);
        check(1_000_000, 0, 0, 0, 2_500_000);
        check(1_000_000, 1_000_000, 0, 0, 250_000);
        check(1_000_000, 400_000, 600_000, 1_000_000, 100_000 + 1_875_000 + 15_000_000);
        // 2.5 and 0.25 + 0.25 micro-units: half up, and not each part for itself.
        check(1, 0, 0, 0, 3);
        check(2, 2, 0, 0, 1);
        check(1, 1, 0, 0, 0);
        // More cached than read is a mistake of the provider, not a negative price.
        check(1, 5, 5, 0, 17);
        check(u64::MAX, 0, 0, u64::MAX, u64::MAX);
    }

    #[test]
    fn a_currency_is_three_capital_letters() {
        assert_eq!("EUR".parse::<Currency>().unwrap().to_string(), "EUR");
        assert_eq!(
            PRICE.cost(&Usage { input_token_count: 1_000_001, ..Usage::default() }).to_string(),
            "2.500003 USD"
        );
        assert_eq!(serde_json::to_string(&Currency::USD).unwrap(), "\"USD\"");
        for word in ["", "usd", "USDT", "€", "U D"] {
            assert!(word.parse::<Currency>().is_err(), "{word}");
        }
    }
}
