//! Length: against the source, and against what the file allows.

use super::Id;
use super::line::Line;
use super::locale::{Script, script_of};
use super::view::{Report, View};
use crate::domain::segment::Severity;

/// Suspicious ratio (`length-ratio`), more than the file allows (`length-absolute`).
pub(super) fn length(view: &View<'_>, report: &mut Report) {
    let (source, target) = (weight(&view.source), weight(&view.target));
    // Percent of the source; short texts vary more, and the shortest say nothing.
    let (least, most) = match source {
        ..=100 => (30, 600),
        101..=200 => (30, 350),
        201..=300 => (35, 300),
        301..=600 => (35, 250),
        _ => (45, 200),
    };
    let (shorter, longer) = (target * 100 < source * least, target * 100 > source * most);
    // A language with more plural forms has more arms.
    let comparable = !view.source.has_arms && !view.target.has_arms;
    if comparable && shorter && source >= 300 {
        let message = "the target is much shorter than the source";
        report.add(Id::LengthRatio, Severity::Minor, message, None);
    } else if comparable && longer && source >= 30 && target - source > LEAST_GROWTH {
        report.add(Id::LengthRatio, Severity::Minor, "the target is much longer than the source", None);
    }
    if let Some(max) = view.pair.max_chars {
        let chars = (0..view.target.len()).filter(|at| view.target.char(*at).is_some()).count();
        if u64::try_from(chars).unwrap_or(u64::MAX) > max {
            let message = format!("longer than the {max} characters the file allows");
            report.add(Id::LengthAbsolute, Severity::Major, message, None);
        }
    }
}

/// A name may need some words in another language.
const LEAST_GROWTH: usize = 200;

/// The weight of the source.
pub(super) fn of_source(view: &View<'_>) -> usize {
    weight(&view.source)
}

/// The weight of the target, in percent of that of the source.
pub(super) fn percent(view: &View<'_>) -> Option<usize> {
    (weight(&view.target) * 100).checked_div(weight(&view.source))
}

/// Tenths of a letter of an alphabet: what other scripts say with one character takes more there.
fn weight(line: &Line) -> usize {
    line.plain_chars()
        .map(|(_, c)| {
            if c.is_whitespace() {
                return 0;
            }
            if c.is_ascii() {
                return 10;
            }
            let script = script_of(c);
            // Short vowels are not written.
            if script == Script::Hebrew {
                13
            } else if script == Script::Han {
                28
            } else if Script::Japanese.includes(script) || Script::Korean.includes(script) {
                19
            } else {
                10
            }
        })
        .sum()
}
