//! What a gate alone makes of a harmful edit: those gates of the loop that are functions of their own,
//! and the verifier as it is made up. The gates that are part of `refine` alone (language, length,
//! omission, wrapper, attribution) count in the whole loop only.

use super::model::Rates;
use fastrand::Rng;
use refineloop::check::{self, Options, Pair};
use refineloop::domain::integrity::{self, Frame};
use refineloop::domain::locale::Locale;
use refineloop::domain::segment::Segment;
use refineloop::domain::text::CodedText;

/// The gates, in the order of the answer of [`alone`].
pub const NAMES: [&str; 4] = ["structure", "numbers", "findings", "verifier"];

/// Whether each gate alone lets a text pass in the place of the target of a segment.
pub fn alone(segment: &Segment, text: &str, rates: &Rates, rng: &mut Rng) -> [bool; 4] {
    let verifier = verifier(rates, rng);
    // What is no text of this segment cannot be read by any gate.
    let Ok(candidate) = CodedText::parse(text, &segment.codes) else { return [false, true, true, verifier] };
    let [source_locale, target_locale] =
        [&segment.languages.source, &segment.languages.target].map(|tag| Locale::parse(tag));
    let agree = |target: &CodedText| {
        check::number_differences(&segment.source, &source_locale, target, &target_locale) == 0
    };
    let hard = |target: &CodedText| {
        let found = check::findings(&Pair {
            codes: &segment.codes,
            source: &segment.source,
            target,
            source_locale: &source_locale,
            target_locale: &target_locale,
            max_chars: segment.max_chars,
            bounds: &segment.bounds,
            options: Options::usual(),
        });
        found
            .into_iter()
            .filter(|found| check::is_hard(&found.check))
            .map(|found| found.check)
            .collect::<Vec<_>>()
    };
    let before = hard(&segment.target);
    let count = |found: &[std::borrow::Cow<'static, str>], check: &str| {
        found.iter().filter(|one| *one == check).count()
    };
    let after = hard(&candidate);
    [
        integrity::check(&Frame::of(segment, false), &candidate).is_ok(),
        !agree(&segment.target) || agree(&candidate),
        after.iter().all(|check| count(&after, check) <= count(&before, check)),
        verifier,
    ]
}

/// Both orders: better at least once, and never worse. The made-up verifier knows no ties.
fn verifier(rates: &Rates, rng: &mut Rng) -> bool {
    let says = |is_first: bool, drawn: bool, rng: &mut Rng| {
        if rng.f64() < rates.position_bias { is_first } else { drawn }
    };
    let first = rng.f64() < rates.verifier_wrong;
    let second = if rates.correlated { first } else { rng.f64() < rates.verifier_wrong };
    says(true, first, rng) && says(false, second, rng)
}
