//! How long a provider asks to wait, in all the spellings that are in use; and what else its headers say
//! of its limits.
//!
//! There is no clock here: a date counts from the `Date` of the same answer, or not at all.

use crate::provider::Left;
use chrono::DateTime;
use reqwest::header::HeaderMap;
use serde_json::Value;
use std::time::Duration;

/// Nobody is waited for longer than this; more is a mistake of the provider.
const LONGEST: f64 = 86_400.0;

/// What the headers, or else the body, say.
pub(super) fn retry_after(headers: &HeaderMap, body: Option<&Value>) -> Option<Duration> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
    let number = |name: &str| text(name).and_then(|value| value.parse::<f64>().ok());
    let said = number("retry-after-ms")
        .map(|millis| millis / 1000.0)
        .or_else(|| number("retry-after"))
        .or_else(|| date(text("retry-after")?, text("date")?))
        .or_else(|| number("llm_provider-retry-after"))
        .or_else(|| body.and_then(retry_info))?;
    // Also refuses NaN, which no comparison holds for.
    if said >= 0.0 { Some(Duration::from_secs_f64(said.min(LONGEST))) } else { None }
}

/// Whether a call is worth repeating, if the provider says so.
pub(super) fn should_retry(headers: &HeaderMap) -> Option<bool> {
    headers.get("x-should-retry")?.to_str().ok()?.trim().parse().ok()
}

/// What is left of the limits. Some say -1 for unknown.
pub(super) fn left(headers: &HeaderMap) -> Left {
    let number = |name: &str| headers.get(name)?.to_str().ok()?.trim().parse().ok();
    let either = |usual: &str, anthropic: &str| number(usual).or_else(|| number(anthropic));
    Left {
        requests: either("x-ratelimit-remaining-requests", "anthropic-ratelimit-requests-remaining"),
        tokens: either("x-ratelimit-remaining-tokens", "anthropic-ratelimit-tokens-remaining"),
    }
}

fn date(at: &str, now: &str) -> Option<f64> {
    let at = DateTime::parse_from_rfc2822(at).ok()?;
    let now = DateTime::parse_from_rfc2822(now).ok()?;
    let seconds = i32::try_from((at - now).num_seconds().clamp(0, 86_400)).ok()?;
    Some(f64::from(seconds))
}

/// `google.rpc.RetryInfo` among the details of an error: `"retryDelay": "12.5s"`.
fn retry_info(error: &Value) -> Option<f64> {
    let details = error.get("details")?.as_array()?;
    let delay = details.iter().find_map(|detail| detail.get("retryDelay")?.as_str())?;
    delay.strip_suffix('s')?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{left, retry_after, should_retry};
    use crate::provider::Left;
    use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
    use serde_json::{Value, json};

    fn map(headers: &[(&'static str, &'static str)]) -> HeaderMap {
        let pair = |&(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value));
        headers.iter().map(pair).collect()
    }

    fn check(headers: &[(&'static str, &'static str)], body: Option<&Value>, expected_millis: Option<u128>) {
        let got = retry_after(&map(headers), body).map(|wait| wait.as_millis());
        assert_eq!(got, expected_millis, "{headers:?} {body:?}");
    }

    #[test]
    fn every_spelling_of_a_pause_is_understood() {
        check(&[("retry-after", "7")], None, Some(7_000));
        check(&[("retry-after", "0.5")], None, Some(500));
        check(&[("retry-after-ms", "1500"), ("retry-after", "9")], None, Some(1_500));
        let date = ("date", "Wed, 21 Oct 2026 07:28:00 GMT");
        check(&[("retry-after", "Wed, 21 Oct 2026 07:28:30 GMT"), date], None, Some(30_000));
        check(&[("retry-after", "Wed, 21 Oct 2026 07:27:30 GMT"), date], None, Some(0));
        check(&[("retry-after", "Wed, 21 Oct 2026 07:28:30 GMT")], None, None);
        check(&[("llm_provider-retry-after", "3")], None, Some(3_000));
        check(&[], Some(&json!({"details": [{"@type": "x"}, {"retryDelay": "12.5s"}]})), Some(12_500));
    }

    #[test]
    fn nonsense_is_no_pause() {
        for value in ["-1", "NaN", "soon", ""] {
            check(&[("retry-after", value)], None, None);
        }
        check(&[("retry-after", "inf")], None, Some(86_400_000));
        check(&[], Some(&json!({"details": "x"})), None);
        check(&[], None, None);
    }

    #[test]
    fn what_is_left_of_limits_is_read_and_nonsense_is_not() {
        let check = |headers: &[_], requests, tokens| {
            assert_eq!(left(&map(headers)), Left { requests, tokens }, "{headers:?}");
        };
        let openai = [("x-ratelimit-remaining-requests", "59"), ("x-ratelimit-remaining-tokens", " 1200")];
        check(&openai, Some(59), Some(1_200));
        let anthropic = ("anthropic-ratelimit-requests-remaining", "7");
        check(&[anthropic, ("anthropic-ratelimit-tokens-remaining", "0")], Some(7), Some(0));
        check(&[("x-ratelimit-remaining-requests", "-1"), ("x-ratelimit-remaining-tokens", "")], None, None);
        check(&[], None, None);
    }

    #[test]
    fn whether_to_repeat_is_said_by_true_or_false() {
        for (value, expected) in [("true", Some(true)), ("false ", Some(false)), ("1", None), ("", None)] {
            assert_eq!(should_retry(&map(&[("x-should-retry", value)])), expected, "{value:?}");
        }
        assert_eq!(should_retry(&HeaderMap::new()), None);
    }
}
