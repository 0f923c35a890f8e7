//! A text on one side and none on the other.

use super::Id;
use super::line::Line;
use super::view::{Report, View};
use crate::domain::segment::Severity;

/// Target without text (`target-empty`), source without text (`source-empty-target-not`).
pub(super) fn empty(view: &View<'_>, report: &mut Report) {
    if view.source.has_letters() && !has_text(&view.target) {
        if is_ordinal(&view.source) && !view.target.inner().is_empty() || is_sign(view) {
            return;
        }
        report.add(Id::TargetEmpty, Severity::Critical, "the target has no text", None);
        report.is_complete = true;
    } else if view.source.len() == 0 && view.target.has_letters() {
        let message = "the target has text, the source none";
        report.add(Id::SourceEmptyTargetNot, Severity::Major, message, None);
        report.is_complete = true;
    }
}

/// `{}th`: an ending that other languages write as a stop or not at all.
fn is_ordinal(source: &Line) -> bool {
    let [word] = source.words.as_slice() else { return false };
    let follows = source.placeholders.iter().any(|cells| cells.end == word.start);
    follows && ["st", "nd", "rd", "th"].contains(&source.text(word).as_str())
}

/// A name of a sign that the target shows: “Backslash” is `\\`, “(C)” is ©. Beside any other word a sign is all that
/// was left of the text.
fn is_sign(view: &View<'_>) -> bool {
    let [word] = view.source.words.as_slice() else { return false };
    // A sign may be followed by what chooses its looks.
    let is_sign = |c: &char| !c.is_whitespace() && !matches!(c, '(' | ')' | '\u{FE0E}' | '\u{FE0F}');
    let mut signs = view.target.plain_chars().map(|(_, c)| c).filter(is_sign);
    let (Some(sign), None) = (signs.next(), signs.next()) else { return false };
    let name = view.source.text(word).to_lowercase();
    SIGNS.iter().any(|(known, names)| known.contains(sign) && names.split(' ').any(|known| known == name))
}

/// Signs, and what they are called in English and in what is translated from most after it.
#[rustfmt::skip]
const SIGNS: &[(&str, &str)] = &[
    (".。", "period dot point punkt punto ponto"), (",，、،", "comma komma virgule coma virgola vírgula"),
    (":：", "colon doppelpunkt"), (";；؛", "semicolon semikolon strichpunkt"), ("!！", "exclamation"), ("?？؟", "question"),
    ("-–—−", "hyphen dash minus bindestrich tiret guión"), ("_", "underscore unterstrich"), ("+", "plus add"),
    ("\\", "backslash"), ("/", "slash per in pro par por schrägstrich"), ("#№", "num nr number hash pound nummer numéro número numero"),
    ("%％٪", "percent percentage prozent prozentsatz pourcentage porcentaje percentuale"), ("&＆", "and ampersand und et y e"), ("@＠", "at"),
    ("*", "asterisk star times sternchen astérisque asterisco"), ("=", "equal equals gleich"), ("<", "less"), (">", "greater"),
    ("|", "pipe bar on"), ("~", "tilde"), ("^", "caret circumflex"), ("`", "backtick backquote grave"),
    ("'’", "apostrophe quote apostroph apóstrofo"), ("\"", "quote"), ("…", "ellipsis"), ("•", "bullet"), ("§", "section paragraph"),
    ("¶", "paragraph"), ("$", "dollar dollars usd"), ("€", "euro euros eur"),
    ("£", "pound pounds gbp"), ("₹", "rupee rupees inr"), ("₽", "ruble rubles rouble roubles rub"), ("₩", "won krw"),
    ("¢", "cent cents"), ("¥￥", "yen yuan jpy cny"), ("°", "degree degrees grad degré degrés"), ("©", "c copyright"),
    ("®", "r registered"), ("™", "tm trademark"), ("×✕✖", "times multiply by close remove delete x"), ("÷", "divide divided"),
    ("→▶›", "right next play to arrow"), ("←◀‹", "left back previous arrow"), ("↑▲", "up arrow"), ("↓▼", "down arrow"),
    ("✓✔", "yes ok done check"), ("✗✘", "no"), ("○⭘", "off"), ("●❙⏽", "on"), ("∞", "infinity unlimited"),
    ("★☆", "star"), ("♥❤", "heart"), ("⏸", "pause"), ("⏹■", "stop"), ("♀", "female"), ("♂", "male"),
];

fn has_text(line: &Line) -> bool {
    (0..line.len()).any(|at| line.char(at).is_some_and(char::is_alphanumeric))
}
