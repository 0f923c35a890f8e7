//! Months by their names, next to the number of a day or a year.

use super::super::kinds::Kinds;
use super::super::line::Line;
use super::super::locale::{Language, digit};
use super::super::view::{Report, View};
use super::Id;
use crate::domain::segment::Severity;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

/// Another month than in the source, where both name one.
pub(super) fn months(view: &View<'_>, report: &mut Report) {
    let (mut wanted, mut given) =
        (found(&view.source, view.source_language), found(&view.target, view.target_language));
    if wanted.is_empty() || given.is_empty() {
        return;
    }
    wanted.retain(|(month, _)| match given.iter().position(|(other, _)| other == month) {
        Some(at) => {
            given.remove(at);
            false
        }
        None => true,
    });
    for (_, (_, cells)) in wanted.iter().zip(given) {
        report.add(
            Id::DateTimeUnit,
            Severity::Major,
            "another month than in the source",
            Some(view.target.span(&cells)),
        );
    }
}

/// Texts with more words are seen as far as this.
const MOST_WORDS: usize = 1_000;

fn found(line: &Line, language: &Language) -> Vec<(usize, Range<usize>)> {
    if language.is_any(&["ja", "zh", "ko"]) {
        return numbered(line);
    }
    if !line.has(Kinds::DIGIT) {
        return Vec::new();
    }
    let words = &line.words[..line.words.len().min(MOST_WORDS)];
    let has_digits =
        |word: &Range<usize>| word.clone().any(|at| line.char(at).is_some_and(|c| digit(c).is_some()));
    let days: Vec<usize> = (0..words.len()).filter(|at| has_digits(&words[*at])).collect();
    // Words at two places at most from a number, each once.
    let mut near: Vec<usize> = days
        .iter()
        .flat_map(|day| day.saturating_sub(2)..(day + 3).min(words.len()))
        .filter(|at| days.binary_search(at).is_err())
        .collect();
    near.sort_unstable();
    near.dedup();
    let mut found = Vec::new();
    for word in near.into_iter().map(|at| &words[at]) {
        let text = line.text(word);
        let month = |form: &str| BY_NAME.get(&(language.code, form)).copied();
        let capital = || text.starts_with(char::is_uppercase).then(|| month(&text.to_lowercase())).flatten();
        let prefixed = || {
            let bare = (language.code == "he").then(|| text.strip_prefix(['ב', 'ל', 'מ', 'ה']));
            bare.flatten().and_then(month)
        };
        if let Some(month) = month(&text).or_else(capital).or_else(prefixed) {
            found.push((month, word.clone()));
        }
    }
    found
}

/// The number of a month by its name, as the language writes it.
pub(super) fn month(language: &Language, name: &str) -> Option<usize> {
    BY_NAME.get(&(language.code, name)).copied()
}

/// Whether a text may name a month, in any form its language has for it: names of few languages are known.
pub(super) fn names(line: &Line, language: &Language, month: usize) -> bool {
    let known = MONTHS.iter().find(|(code, _)| *code == language.code);
    let Some(forms) = known.and_then(|(_, names)| names.get(month.checked_sub(1)?)) else { return true };
    // Endings and abbreviations are many.
    let begins = |text: &str, form: &str| form.chars().take(ABBREVIATION).eq(text.chars().take(ABBREVIATION));
    let others = OTHERS.iter().find(|(code, _)| *code == language.code);
    let others = others.and_then(|(_, names)| names.get(month - 1)).copied().unwrap_or_default();
    if language.is_any(&["ar", "he", "hi", "th", "ja", "zh", "ko"]) {
        let text = line.text(&(0..line.len()));
        return [*forms, others]
            .iter()
            .flat_map(|forms| forms.split_whitespace())
            .any(|form| text.contains(form));
    }
    line.words.iter().take(MOST_WORDS).any(|word| {
        let text = line.text(word);
        let small = text.to_lowercase();
        others.split(' ').any(|other| other == text)
            || forms.split(' ').any(|form| begins(&small, &form.to_lowercase()))
    })
}

/// The letters of the shortest name of a month.
const ABBREVIATION: usize = 3;

/// `3月`, `3월`, but not the months of a span of time (`3か月`, `3个月`, `3개월`).
fn numbered(line: &Line) -> Vec<(usize, Range<usize>)> {
    let sign = |at: &usize| line.plain(*at).is_some_and(|c| matches!(c, '月' | '월'));
    (1..line.len())
        .filter(sign)
        .take(MOST_WORDS)
        .filter_map(|at| {
            let digits = (0..at).rev().take_while(|at| line.plain(*at).and_then(digit).is_some()).count();
            let month = (at - digits..at)
                .filter_map(|at| line.plain(at).and_then(digit))
                .fold(0, |sum, d| sum * 10 + usize::from(d));
            (matches!(digits, 1 | 2) && (1..=12).contains(&month)).then(|| (month, at - digits..at + 1))
        })
        .collect()
}

/// The months by language and name.
static BY_NAME: LazyLock<HashMap<(&str, &str), usize>> = LazyLock::new(|| {
    let mut months = HashMap::new();
    for (code, names) in MONTHS {
        for (month, forms) in (1..).zip(names) {
            months.extend(forms.split(' ').map(|form| ((*code, form), month)));
        }
    }
    months
});

/// Where the months are counted: in words by the numerals of Han.
const HAN: [&str; 12] =
    ["一月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "十一月", "十二月"];

/// Names in the forms that stand in dates, and their abbreviations, as the language writes them.
#[rustfmt::skip]
static MONTHS: &[(&str, [&str; 12])] = &[
    ("en", ["January Jan", "February Feb", "March Mar", "April Apr", "May", "June Jun", "July Jul", "August Aug",
            "September Sep Sept", "October Oct", "November Nov", "December Dec"]),
    ("de", ["Januar Jänner Jan", "Februar Feber Feb", "März Mrz", "April Apr", "Mai", "Juni Jun", "Juli Jul", "August Aug",
            "September Sep Sept", "Oktober Okt", "November Nov", "Dezember Dez"]),
    ("fr", ["janvier janv", "février févr", "mars", "avril avr", "mai", "juin", "juillet juil", "août",
            "septembre sept", "octobre oct", "novembre nov", "décembre déc"]),
    ("es", ["enero ene", "febrero feb", "marzo mar", "abril abr", "mayo", "junio jun", "julio jul", "agosto ago",
            "septiembre setiembre sep sept", "octubre oct", "noviembre nov", "diciembre dic"]),
    ("it", ["gennaio gen", "febbraio feb", "marzo mar", "aprile apr", "maggio mag", "giugno giu", "luglio lug", "agosto ago",
            "settembre set", "ottobre ott", "novembre nov", "dicembre dic"]),
    ("pt", ["janeiro jan", "fevereiro fev", "março mar", "abril abr", "maio mai", "junho jun", "julho jul", "agosto ago",
            "setembro set", "outubro out", "novembro nov", "dezembro dez"]),
    ("nl", ["januari jan", "februari feb", "maart mrt", "april apr", "mei", "juni jun", "juli jul", "augustus aug",
            "september sep sept", "oktober okt", "november nov", "december dec"]),
    ("sv", ["januari jan", "februari feb", "mars", "april apr", "maj", "juni jun", "juli jul", "augusti aug",
            "september sep sept", "oktober okt", "november nov", "december dec"]),
    ("da", ["januar jan", "februar feb", "marts mar", "april apr", "maj", "juni jun", "juli jul", "august aug",
            "september sep sept", "oktober okt", "november nov", "december dec"]),
    ("pl", ["stycznia styczeń", "lutego luty", "marca marzec", "kwietnia kwiecień", "maja maj", "czerwca czerwiec", "lipca lipiec",
            "sierpnia sierpień", "września wrzesień", "października październik", "listopada listopad", "grudnia grudzień"]),
    ("cs", ["ledna leden", "února únor", "března březen", "dubna duben", "května květen", "června červen", "července červenec",
            "srpna srpen", "září", "října říjen", "listopadu listopad", "prosince prosinec"]),
    ("ru", ["января январь янв", "февраля февраль февр", "марта март", "апреля апрель апр", "мая май", "июня июнь", "июля июль",
            "августа август авг", "сентября сентябрь сент", "октября октябрь окт", "ноября ноябрь нояб", "декабря декабрь дек"]),
    ("uk", ["січня січень", "лютого лютий", "березня березень", "квітня квітень", "травня травень", "червня червень", "липня липень",
            "серпня серпень", "вересня вересень", "жовтня жовтень", "листопада листопад", "грудня грудень"]),
    ("tr", ["ocak", "şubat", "mart", "nisan", "mayıs", "haziran", "temmuz", "ağustos", "eylül", "ekim", "kasım", "aralık"]),
    ("ar", ["يناير", "فبراير شباط", "مارس آذار", "أبريل إبريل نيسان", "مايو أيار", "يونيو حزيران", "يوليو تموز", "أغسطس آب",
            "سبتمبر أيلول", "أكتوبر", "نوفمبر", "ديسمبر"]),
    ("he", ["ינואר", "פברואר", "מרץ מרס", "אפריל", "מאי", "יוני", "יולי", "אוגוסט", "ספטמבר", "אוקטובר", "נובמבר", "דצמבר"]),
    ("hi", ["जनवरी", "फ़रवरी फरवरी", "मार्च", "अप्रैल", "मई", "जून", "जुलाई", "अगस्त", "सितंबर सितम्बर", "अक्टूबर अक्तूबर", "नवंबर नवम्बर", "दिसंबर दिसम्बर"]),
    ("th", ["มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน", "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม",
            "พฤศจิกายน", "ธันวาคม"]),
    ("ja", HAN), ("zh", HAN),
    ("ko", ["일월", "이월", "삼월", "사월", "오월", "유월", "칠월", "팔월", "구월", "시월", "십일월", "십이월"]),
];

/// What else months are called: too few letters, or the same ones for two months, to tell another month by.
#[rustfmt::skip]
static OTHERS: &[(&str, [&str; 12])] = &[
    ("pl", ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]),
    ("ar", ["كانون جانفي", "فيفري", "", "أفريل", "ماي", "جوان", "جويلية يوليوز", "أوت غشت", "شتنبر",
            "تشرين", "تشرين نونبر", "كانون دجنبر"]),
    ("th", ["ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."]),
];
