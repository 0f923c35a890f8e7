//! The halves of a day: “5 pm”, 午後5時 and 17:00 are one hour, “5 pm” and 5:00 are not.
//!
//! Only `am`, `pm` and what is written like them says for sure which half is meant. A text that has other words for
//! parts of the day (“abends”, 夜) may mean either, so it is believed.

use super::super::line::{Line, is_space};
use super::super::locale::Language;
use super::compare::Side;
use super::scan::Numeral;
use super::value::Value;
use std::ops::Range;

/// Which half of the day an hour of twelve belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Half {
    Morning,
    Afternoon,
}

/// The half that is said next to a number: behind it in Latin letters, before it in Chinese, Japanese and Korean.
/// `word` is what stands behind it.
pub(super) fn half(line: &Line, cells: &Range<usize>, word: &str, language: &Language) -> Option<Half> {
    let start = cells.end + usize::from(line.plain(cells.end).is_some_and(is_space));
    let stop = line.plain(start + 1) == Some('.');
    let blank = usize::from(line.plain(start + 2).is_some_and(is_space));
    let dotted = stop && line.plain(start + 2 + blank).is_some_and(|c| c.eq_ignore_ascii_case(&'m'));
    // “Die 12 am Ende”.
    let is_word = word == "am"
        && language.is_any(&["de", "lb", "ro", "ga", "gd"])
        && line.plain(start).is_some_and(char::is_lowercase);
    match word {
        "am" if !is_word => Some(Half::Morning),
        "a" if dotted => Some(Half::Morning),
        "pm" => Some(Half::Afternoon),
        "p" if dotted => Some(Half::Afternoon),
        _ => {
            let blank = usize::from(line.char_before(cells.start).is_some_and(is_space));
            let end = cells.start.checked_sub(blank)?;
            let sign: String = (end.checked_sub(2)?..end).filter_map(|at| line.plain(at)).collect();
            match sign.as_str() {
                "午前" | "上午" | "오전" => Some(Half::Morning),
                "午後" | "下午" | "오후" => Some(Half::Afternoon),
                _ => None,
            }
        }
    }
}

/// The hour of a day of twenty-four.
fn of_day(half: Half, hour: u8) -> u8 {
    match half {
        Half::Morning => hour % 12,
        Half::Afternoon => hour % 12 + 12,
    }
}

impl Numeral {
    /// What its first digits say as an hour: of a clock, with minutes or alone.
    fn clock(&self) -> Option<u8> {
        let (hour, minutes) = match self.raw.find([':', '.']) {
            Some(at) => (&self.raw[..at], &self.raw[at + 1..]),
            None => (self.raw.as_str(), "00"),
        };
        let two = minutes.get(..2).is_some_and(|two| two.bytes().all(|b| b.is_ascii_digit()));
        (two && hour.len() <= 2).then(|| hour.parse().ok().filter(|hour| *hour <= 24)).flatten()
    }

    /// The hour of twelve that it is, with its half.
    fn of_half(&self) -> Option<(Half, u8)> {
        Some((self.half?, self.clock().filter(|hour| *hour <= 12)?))
    }

    /// Its hour on a clock of twenty-four, where it is said which half of the day is meant, or the next hour says it:
    /// “2–5 pm”.
    pub(super) fn hour(&self) -> Option<u8> {
        let after =
            || self.clock().filter(|hour| self.is_later && (1..12).contains(hour)).map(|hour| hour + 12);
        self.of_half().map(|(half, hour)| of_day(half, hour)).or_else(after)
    }

    /// Whether it is the twelve of the night.
    pub(super) fn is_midnight(&self) -> bool {
        self.of_half() == Some((Half::Morning, 12))
    }

    /// Whether it is the twelve of the day.
    pub(super) fn is_noon(&self) -> bool {
        self.of_half() == Some((Half::Afternoon, 12))
    }
}

/// The number with what it is worth as an hour of its half: “5 pm” is 17, “12 am” is 0 and 24.
pub(super) fn with_hour(mut numeral: Numeral) -> Numeral {
    let is_bare = numeral.raw.bytes().all(|b| b.is_ascii_digit());
    let hour = numeral.hour().filter(|_| is_bare);
    let other = hour.filter(|hour| numeral.clock() != Some(*hour));
    numeral.values.extend(other.map(|hour| Value::of(u32::from(hour), 0)));
    numeral.values.extend(hour.filter(|_| numeral.is_midnight()).map(|_| Value::of(24, 0)));
    numeral
}

/// Takes what stands close to an hour of the afternoon for one that may be of the afternoon too: “2–5 pm”,
/// 午後2時から5時.
pub(super) fn share_halves(line: &Line, numerals: &mut [Numeral]) {
    for at in 1..numerals.len() {
        let (before, after) = (&numerals[at - 1], &numerals[at]);
        let between = before.cells.end..after.cells.start;
        let is_near = between.len() <= NEAR
            && !between.clone().any(|at| matches!(line.char(at), Some('.' | '。' | '\n')));
        let later = match (before.half, after.half) {
            (None, Some(Half::Afternoon)) => at - 1,
            (Some(Half::Afternoon), None) => at,
            _ => continue,
        };
        if is_near {
            let hour = numerals[later].clone();
            numerals[later] = with_hour(Numeral { is_later: true, ..hour });
        }
    }
}

/// How many characters stand between two hours of one range at most: “5 Uhr bis 7”, “5 p.m. and 7”.
const NEAR: usize = 10;

/// What two texts say of the halves of the day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Halves {
    source_tells: bool,
    target_tells: bool,
}

impl Halves {
    /// Of two texts and their numbers; `None` if no number has a half.
    pub(super) fn of(source: (Side<'_>, &[Numeral]), target: (Side<'_>, &[Numeral])) -> Option<Self> {
        let has = |numerals: &[Numeral]| numerals.iter().any(|numeral| numeral.of_half().is_some());
        (has(source.1) || has(target.1)).then(|| Self {
            source_tells: has(source.1) || tells(source.0),
            target_tells: has(target.1) || tells(target.0),
        })
    }

    /// Whether a number of the source and one of the target, which are written alike, are other hours.
    pub(super) fn differ(self, wanted: &Numeral, given: &Numeral) -> bool {
        let is_other = |hour: u8, of: &Numeral| of.clock().is_some_and(|clock| clock % 24 != hour);
        match (wanted.of_half(), given.of_half()) {
            (Some((one, hour)), Some((other, also))) => of_day(one, hour) != of_day(other, also),
            (Some((half, hour)), None) => self.is_lost(half, hour) && is_other(of_day(half, hour), given),
            // “um 5 Uhr” is said of the afternoon too, „5:00 Uhr“ is not.
            (None, Some((half, hour))) => {
                let exact = wanted.raw.contains([':', '.']) || wanted.raw.starts_with('0');
                exact && !self.source_tells && is_other(of_day(half, hour), wanted)
            }
            (None, None) => false,
        }
    }

    /// Whether a number of the source is an hour that a numeral of this value does not say.
    pub(super) fn is_other(self, wanted: &Numeral, value: u64) -> bool {
        let hour = wanted.of_half().filter(|(half, hour)| self.is_lost(*half, *hour));
        hour.is_some_and(|(half, hour)| value % 24 != u64::from(of_day(half, hour)))
    }

    /// Whether the target says nothing of the half, and the hour of another half is written alike.
    fn is_lost(self, half: Half, hour: u8) -> bool {
        !self.target_tells && of_day(half, hour) != hour
    }
}

/// Whether a text may say in words which part of a day is meant; of languages without a row nobody knows.
fn tells(side: Side<'_>) -> bool {
    let Some((_, forms)) =
        PARTS.iter().find(|(codes, _)| codes.split(' ').any(|code| code == side.language.code))
    else {
        return true;
    };
    let text = side.line.text(&(0..side.line.len())).to_lowercase();
    let words = || text.split(|c: char| !c.is_alphanumeric());
    let is_word = |form: &str| words().any(|word| word == form);
    ["am", "pm"].into_iter().any(|form| is_word(form) && !(form == "am" && side.language.code == "de"))
        || ["a.m", "p.m", "a. m", "p. m"].iter().any(|form| text.contains(form))
        || forms.split(' ').any(|form| match form.strip_prefix('=') {
            Some(form) => is_word(form),
            None => text.contains(form),
        })
}

/// What words for parts of the day have in common, by language; `=` before those that are whole words. After the day
/// periods of the Unicode CLDR.
#[rustfmt::skip]
static PARTS: &[(&str, &str)] = &[
    ("en", "noon midnight midday morning evening night"),
    ("de", "morgen früh vormittag mittag abend nacht nächt"),
    ("fr", "matin midi soir nuit"),
    ("es", "mañana tarde noche mediod madrugada"),
    ("it", "mattin stamatt pomerigg sera notte mezzogiorno"),
    ("pt", "manhã tarde noite madrugada meio-dia"),
    ("ca", "matí migdia tarda vespre nit matinada"),
    ("nl", "ochtend morgen middag avond nacht"),
    ("sv", "morgon middag kväll natt =fm =em"),
    ("da", "morgen middag aften =nat natten"),
    ("nb nn no", "morgen morgon middag kveld natt"),
    ("fi", "aamu iltap =illalla iltaisin =yöllä keskipäiv =ap =ip puolilta"),
    ("et", "hommik pärastlõun õhtu öösel =öö lõuna keskpäev kesköö"),
    ("hu", "reggel délel délu =dél délben este éjjel éjfél hajnal =de =du"),
    ("pl", "=rano rana południ południe wiecz =noc =nocy północ"),
    ("cs", "ráno poledn =odp =dop večer =noc =noci půlnoc"),
    ("sk", "ráno poludn =odp =dop večer =noc =noci polnoc"),
    ("sl", "zjutraj dopoldn popoldn opoldn večer noč"),
    ("hr sr bs", "jutr podne večer noć veče uveče"),
    ("ru", "утр =дня вечер ноч полдн полдень"),
    ("uk", "ранк ранок =дня вечор вечір ноч ніч полуд півдн"),
    ("bg", "сутрин обед обяд вечер нощ =пр =сл"),
    ("ro", "dimine amiaz sear noapte nopți prânz"),
    ("lt", "ryt popiet vakar nakt vidurdien priešpiet"),
    ("lv", "rīt pusdien vakar nakt"),
    ("tr", "sabah öğle akşam gece =öö =ös ikindi"),
    ("el", "πρωί πρωι μεσημ απόγευμα απογεύμ βράδυ βραδ νύχτα νυχτ π.μ μ.μ πμ μμ"),
    ("he", "בוקר צהריים צהרים ערב לילה חצות אחה לפנה"),
    ("ar", "صباح مساء ظهر عصر ليل فجر =ص =م"),
    ("fa", "صبح ظهر عصر شب بامداد ق.ظ ب.ظ غروب"),
    ("hi", "सुबह दोपहर शाम रात पूर्वाह अपराह प्रातः सायं तड़के"),
    ("bn", "সকাল দুপুর বিকাল বিকেল সন্ধ্যা রাত ভোর পূর্বাহ অপরাহ"),
    ("ja", "午 朝 昼 夕 夜 晩 未明"),
    ("zh", "午 早 晚 凌晨 夜 傍晚 黄昏 清晨"),
    ("ko", "오전 오후 아침 낮 저녁 밤 새벽 정오 자정"),
    ("th", "เช้า เที่ยง บ่าย เย็น ค่ำ ทุ่ม ตี คืน สาย"),
    ("vi", "sáng trưa chiều tối đêm =sa =ch"),
    ("id", "pagi siang sore malam petang subuh"),
    ("ms", "pagi hari petang malam =ptg siang"),
];
