//! When the next attempt is due, if there is one.

use crate::domain::clock::Time;
use crate::store::webhooks::{Due, Next};
use chrono::{DateTime, TimeDelta};
use std::time::Duration;

/// The longest pause a receiver may ask for.
const LONGEST: Duration = Duration::from_secs(24 * 3600);

/// What follows an attempt that failed at `now`. The pauses vary by a tenth, so that what failed
/// together does not come back together; a receiver may ask for more. Never after `expires_at`: the
/// job is gone by then.
pub(super) fn next(
    schedule: &[Duration],
    due: &Due,
    now: Time,
    asked: Option<Duration>,
    expires_at: Time,
) -> Next {
    let made = usize::try_from(due.step).unwrap_or(usize::MAX).saturating_add(1);
    let Some(pause) = schedule.get(made) else { return Next::GivenUp };
    let pause = varied(*pause, due.id.uuid().as_u128(), due.step).max(asked.unwrap_or_default().min(LONGEST));
    match TimeDelta::from_std(pause).ok().and_then(|pause| now.checked_add_signed(pause)) {
        Some(at) if at < expires_at => Next::Again(at),
        Some(_) | None => Next::GivenUp,
    }
}

/// Nine to eleven tenths of a pause: another share for each delivery and each step.
fn varied(pause: Duration, id: u128, step: u32) -> Duration {
    // The last bytes of a UUIDv7 are random; rotating them gives each step a byte of its own.
    let share = u32::from(id.rotate_right(8 * (step % 7)).to_be_bytes()[15]);
    pause * 9 / 10 + pause / 5 * share / 255
}

/// The pause in a `Retry-After` header: seconds, or a date.
pub(super) fn retry_after(text: &str, now: Time) -> Option<Duration> {
    match text.trim().parse::<u64>() {
        Ok(seconds) => Some(Duration::from_secs(seconds)),
        Err(_) => (DateTime::parse_from_rfc2822(text.trim()).ok()?.to_utc() - now).to_std().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, next, retry_after};
    use crate::domain::clock::Time;
    use crate::domain::ids::DeliveryId;
    use crate::store::webhooks::{Due, Next, Signing};
    use chrono::{DateTime, TimeDelta};
    use std::time::Duration;

    const SCHEDULE: [Duration; 3] = [Duration::ZERO, Duration::from_secs(10), Duration::from_secs(300)];

    fn now() -> Time {
        DateTime::from_timestamp(1_800_000_000, 0).unwrap()
    }

    fn after(step: u32, asked: Option<u64>, life: i64) -> Option<Duration> {
        let due = Due { id: DeliveryId::new(), url: String::new(), secret: Signing::None, step };
        let expires = now() + TimeDelta::seconds(life);
        match next(&SCHEDULE, &due, now(), asked.map(Duration::from_secs), expires) {
            Next::Again(at) => (at - now()).to_std().ok(),
            Next::GivenUp => None,
            Next::Delivered => panic!("an attempt that failed delivers nothing"),
        }
    }

    #[test]
    fn each_failure_waits_for_the_next_pause_give_or_take_a_tenth_and_the_last_for_none() {
        let check = |step, about: u64| {
            let mut seen = std::collections::HashSet::new();
            for _ in 0..100 {
                let pause = after(step, None, 86_400).unwrap().as_millis();
                let full = u128::from(about) * 1000;
                assert!((full * 9 / 10..=full * 11 / 10).contains(&pause), "{step}: {pause}");
                seen.insert(pause);
            }
            assert!(seen.len() > 20, "what fails together comes back together");
        };
        check(0, 10);
        check(1, 300);
        assert_eq!(after(2, None, 86_400), None);
        assert_eq!(after(u32::MAX, None, 86_400), None);
    }

    #[test]
    fn a_receiver_may_ask_for_more_but_for_no_more_than_a_day() {
        assert_eq!(after(0, Some(60), 86_400), Some(Duration::from_secs(60)));
        assert!(after(1, Some(60), 86_400).unwrap() > Duration::from_secs(200));
        assert_eq!(after(0, Some(u64::MAX), 10 * 86_400), Some(LONGEST));
    }

    #[test]
    fn nothing_is_sent_after_the_job_has_expired() {
        assert_eq!(after(0, None, 5), None);
        assert_eq!(after(0, Some(60), 60), None);
    }

    #[test]
    fn a_pause_is_asked_for_in_seconds_or_by_a_date() {
        let check = |text: &str, seconds: Option<u64>| {
            assert_eq!(retry_after(text, now()), seconds.map(Duration::from_secs), "{text}");
        };
        check("120", Some(120));
        check("Fri, 15 Jan 2027 08:01:00 GMT", Some(60));
        check("Fri, 15 Jan 2027 07:00:00 GMT", None);
        check("soon", None);
        check("-5", None);
    }
}
