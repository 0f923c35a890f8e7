//! Words a model puts around a translation that are not part of it.
//!
//! One detection for two uses: the gate on candidates asks [`wrapped`], and the checks find what
//! came into a file that way.

mod languages;

use super::Id;
use super::kinds::Kinds;
use super::view::{Report, View};
use crate::domain::segment::Severity;
use languages::{ELSEWHERE, ROWS, Row};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// Words before a colon or in a line of their own that announce a translation, in the language the model
/// speaks or in the one it writes, behind at most two others: “Sure! Here is the translation:”.
static OPENER: LazyLock<Regex> = LazyLock::new(|| {
    const FILL: &str = r"[^:：.!?。！？\n]*";
    const POLITE: &str = r"(?:(?:[^\s:：.!?！，,。]+\s)?[^\s:：.!?！，,。]+\s?[!！,，.。]\s*)?";
    let announcements = rows(|row| format!("(?:{}){FILL}?(?:{}){FILL}[:：\n]", row.starts, row.announced));
    let headings = rows(|row| row.headings.to_owned());
    pattern(&format!(r"^\s*{POLITE}(?:{announcements}|(?:{headings})\s*[:：])"))
});
/// No announcement is longer, in characters.
const LONGEST_OPENER: usize = 120;

/// A remark in a line of its own, which need not say what it is about.
static TRAILER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"\n\s*[(*\[]{0,2}(?:note|explanation|changes made|anmerkung|erläuterung|remarque)s?\s*[:：]")
});

/// A remark in brackets or in a line of its own at the end; a wrapper if it speaks of translating.
static REMARK: LazyLock<Regex> = LazyLock::new(|| {
    let notes = rows(|row| row.notes.to_owned());
    let remark = format!(r"(?:{notes})\**\s*[:：].*");
    pattern(&format!(r"(?:[(（\[［【]\s*{remark}[)）\]］】]\s*[.。*]*|\n\s*[*_]*{remark})\s*$"))
});

/// Words of translating.
static TRANSLATING: LazyLock<Regex> = LazyLock::new(|| {
    let words = rows(|row| row.translating.to_owned());
    pattern(&format!("{words}|{ELSEWHERE}"))
});

fn rows(part: impl Fn(&Row) -> String) -> String {
    ROWS.iter().map(part).collect::<Vec<_>>().join("|")
}

fn pattern(text: &str) -> Regex {
    Regex::new(&format!("(?is){text}")).expect("the pattern is made of constants and a test reads it")
}

/// Remnants of the answer's own format.
const REMNANTS: [&str; 6] = ["```", "<think", "</think", "\"revised\"", "\"verdict\"", "\"items\""];

#[rustfmt::skip]
const QUOTES: [(char, char); 12] = [
    ('"', '"'), ('“', '”'), ('„', '“'), ('„', '”'), ('”', '”'), ('«', '»'), ('»', '«'), ('\'', '\''), ('‘', '’'),
    ('「', '」'), ('『', '』'), ('‹', '›'),
];

/// What is wrapped around `candidate`, in English; nothing that the source or the target before
/// have too.
#[must_use]
pub fn wrapped(candidate: &str, before: &[&str]) -> Option<&'static str> {
    let quoted = || is_quoted(candidate) && !before.iter().any(|text| is_quoted(text));
    let said = said(candidate, before).map(|(what, _)| what);
    said.or_else(|| quoted().then_some("it is put in quotation marks as a whole"))
}

/// Each wrapper has a colon, a line break, a quote or a sign of markup in it.
const WRAPS: Kinds = Kinds::MARKUP.or(Kinds::BREAK).or(Kinds::QUOTE);

/// Words about the translation (`ai-wrapper`). Left alone: what the source has too.
pub(super) fn ai_wrapper(view: &View<'_>, report: &mut Report) {
    let target = &view.target;
    if !(target.has(WRAPS) || target.has_char(':') || target.has_char('：')) {
        return;
    }
    let (source, target) = (view.pair.source.to_string(), view.pair.target.to_string());
    if let Some((what, bytes)) = said(&target, &[&source]) {
        let place = |end: usize| u32::try_from(target[..end].chars().count()).ok();
        let span = place(bytes.start).zip(place(bytes.end));
        report.add(Id::AiWrapper, Severity::Major, what, span);
    }
}

/// The whole target in quotes, as cells, where the source has neither quotes nor italics nor markup of any
/// kind that they may stand for.
pub(super) fn quoted_whole(view: &View<'_>) -> Option<Range<usize>> {
    let (source, target) = (&view.source, &view.target);
    let is_alone = !source.has(Kinds::QUOTE.or(Kinds::MARKUP)) && view.pair.source.tokens().next().is_none();
    (is_alone && is_quoted(&view.pair.target.to_string())).then(|| target.inner())
}

/// What is said about the translation, and the bytes that say it.
fn said(candidate: &str, before: &[&str]) -> Option<(&'static str, Range<usize>)> {
    let is_new = |test: &dyn Fn(&str) -> bool| test(candidate) && !before.iter().any(|text| test(text));
    if let Some(remnant) = REMNANTS.iter().find(|remnant| is_new(&|text| text.contains(**remnant))) {
        let place = candidate.find(remnant).map(|at| at..at + remnant.len());
        return Some("it holds remnants of the answer's format").zip(place);
    }
    // All others bring a colon or a line along.
    let marks = |text: &str| text.chars().filter(|c| matches!(c, ':' | '：' | '\n')).count();
    let ours = marks(candidate);
    if before.iter().any(|text| marks(text) >= ours) {
        return None;
    }
    // A text about translating speaks of it as often as its source.
    let mentions = |text: &str| TRANSLATING.find_iter(text).count();
    let speaks = |place: &Range<usize>| TRANSLATING.is_match(&candidate[place.clone()]);
    let is_added = |place: &Range<usize>| {
        !speaks(place) || before.iter().all(|text| mentions(text) < mentions(candidate))
    };
    let opened = || opener(candidate).filter(|_| is_new(&|text| opener(text).is_some()));
    let trailer = || TRAILER.find(candidate).filter(|_| is_new(&|text| TRAILER.is_match(text)));
    let remark = || REMARK.find(candidate).filter(|found| speaks(&found.range()));
    let to_end = |start: usize| start..candidate.len();
    let begins =
        || opened().filter(is_added).map(|place| ("it begins with words about the translation", place));
    let ends = || {
        let found = trailer().map(|found| to_end(found.start())).filter(is_added);
        let found = found.or_else(|| remark().map(|found| to_end(found.start())).filter(is_added));
        found.map(|place| ("it ends with a remark about the translation", place))
    };
    begins().or_else(ends)
}

fn opener(text: &str) -> Option<Range<usize>> {
    let found = OPENER.find(text)?;
    (found.as_str().chars().count() <= LONGEST_OPENER).then(|| found.range())
}

fn is_quoted(text: &str) -> bool {
    let text = text.trim();
    let mut characters = text.chars();
    match (characters.next(), characters.next_back()) {
        (Some(first), Some(last)) => {
            let inner = characters.as_str();
            // „a“ and „b“ is not one quotation.
            QUOTES.iter().any(|&(open, close)| {
                (first, last) == (open, close) && !inner.contains(open) && !inner.contains(close)
            })
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::wrapped;

    #[test]
    fn wrappers_are_told_from_text() {
        let check = |candidate: &str, before: &[&str], expected: bool| {
            assert_eq!(wrapped(candidate, before).is_some(), expected, "{candidate:?} {before:?}");
        };
        check("Here is the revised translation: Hallo", &["Hallo", "Hello"], true);
        check("Sure! Here's your translation: Hallo", &["Hallo"], true);
        check("Translation: Hallo", &["Hallo", "Hello"], true);
        check("Translation: Hallo", &["Translation: Halo"], false);
        check("Here is the report", &["This is the report", "Voici le rapport"], false);
        check("訳文：こんにちは", &["こんにちは"], true);
        check("```\nHallo\n```", &["Hallo"], true);
        check("<think>hm</think>Hallo", &["Hallo"], true);
        check(r#"{"revised":"Hallo"}"#, &["Hallo"], true);
        check("Hallo\n\nNote: I changed it.", &["Hallo"], true);
        check("Übersetzen\n\nNote: I changed it.", &["Translate"], true);
        check("Here is the revised version: Übersetzen", &["Übersetzten", "Translate"], true);
        check("Hallo\n(Note: x)", &["Halo\n(Note: x)"], false);
        check("\"Hallo\"", &["Hallo", "Hello"], true);
        check("„Hallo“", &["Hallo", "\"Hello\""], false);
        check("\"Hallo\"", &["Hallo", "\"Hello\""], false);
        check("„a“ und „b“", &["a und b"], false);
        check("\"", &["x"], false);
        check("", &["x"], false);
    }
    #[test]
    fn introductions_and_remarks_are_known_in_many_languages() {
        for candidate in [
            "Hier ist die Übersetzung: Speichern",
            "Gerne, hier ist die überarbeitete Fassung: Speichern",
            "Dies ist der übersetzte Text: Speichern",
            "Voici la traduction : Enregistrer",
            "Bien sûr ! Voici le texte traduit : Enregistrer",
            "Aquí está la traducción: Guardar",
            "A continuación, la versión corregida: Guardar",
            "Ecco la traduzione: Salva",
            "Aqui está a tradução: Salvar",
            "Hier is de vertaling: Opslaan",
            "Här är översättningen: Spara",
            "Her er oversættelsen: Gem",
            "Her er oversettelsen: Lagre",
            "Oto tłumaczenie: Zapisz",
            "Zde je překlad: Uložit",
            "Вот перевод: Сохранить",
            "Ось переклад: Зберегти",
            "以下は翻訳です：保存",
            "以下是翻译：保存",
            "好的，以下是修訂版：儲存",
            "다음은 번역입니다: 저장",
            "إليك الترجمة: حفظ",
            "הנה התרגום: שמירה",
            "İşte çeviri: Kaydet",
            "यहाँ अनुवाद है: सहेजें",
            "นี่คือคำแปล: บันทึก",
            "Đây là bản dịch: Lưu",
            "Berikut terjemahannya: Simpan",
            "Here is the corrected version: Speichern",
            "Here is the translation\nSpeichern",
            "Traduzione: Salva",
            "Speichern (Note: translated literally)",
            "Speichern (Hinweis: wörtlich übersetzt)",
            "Enregistrer [Remarque : traduit littéralement]",
            "Guardar (Nota: traducción literal).",
            "Salva\nNota: tradotto alla lettera",
            "Сохранить (Примечание: дословный перевод)",
            "保存（注：直訳です）",
            "保存（注：直译）",
            "저장 (참고: 직역)",
        ] {
            assert!(wrapped(candidate, &["Save", "x"]).is_some(), "{candidate:?}");
        }
    }

    #[test]
    fn what_the_source_says_of_translating_is_no_wrapper() {
        for (candidate, source) in [
            ("Hier ist die Datei: {0}", "Here is the file: {0}"),
            ("Hier ist die Datei: {0}", "The file {0}"),
            ("Übersetzung: Anna", "Translation: Anna"),
            ("Übersetzung: Anna", "Translated by Anna"),
            ("Переводов: {0}", "{0} translations"),
            ("Hier ist die Übersetzung: {0}", "Here is the translation: {0}"),
            ("Here is the translation: {0}", "Tässä on käännös: {0}"),
            ("Вот ваш перевод: {0}", "Here is your transfer: {0}"),
            ("Version: {0}", "版本：{0}"),
            ("Target: Berlin", "Ziel: Berlin"),
            ("Here is the new version.", "Hier ist die neue Version."),
            ("Datei (Hinweis: wird übersetzt)", "File (Note: will be translated)"),
            ("Datei (Hinweis: wird übersetzt)", "File (which will be translated)"),
            ("Datei (Hinweis: schreibgeschützt)", "File, read-only"),
            ("保存（注意：需要重新编译）", "Save, then build again"),
            ("Achtung\nNote: x", "Huomio\nHuomautus: x"),
        ] {
            assert_eq!(wrapped(candidate, &[source]), None, "{candidate:?} for {source:?}");
        }
    }
}
