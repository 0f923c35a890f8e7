//! Words a model puts around a translation that are not part of it.
//!
//! One detection for two uses: the gate on candidates asks [`wrapped`], and the checks find what
//! came into a file that way.

mod languages;
mod refusals;
mod remnants;

use super::Id;
use super::kinds::Kinds;
use super::view::{Report, View};
use crate::domain::segment::Severity;
use languages::{ELSEWHERE, ROWS, Row};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// What may stand before an announcement: some words with their marks, or a sentence: “Sure, gladly!”.
const POLITE: &str = r"(?:(?:(?:[^\s:：.!?！，,、。]+\s)?[^\s:：.!?！，,、。]+\s?[!！,，、.。]\s*){0,2}|[^:：.!?。！？\n]+[!！.。]\s*)";

/// Words before a colon or in a line of their own that announce a translation, in the language the model
/// speaks or in the one it writes: “Sure! Here is the translation:”.
static OPENER: LazyLock<Regex> = LazyLock::new(|| {
    let headings = rows(|row| row.headings.to_owned());
    pattern(&format!(r"^\s*{POLITE}(?:{}|(?:{headings})\s*[:：])", announcements("[:：\\n]")))
});

/// The same as a sentence of its own: “Here is the translation. …”
static SENTENCE: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"^\s*{POLITE}(?:{})", announcements(r"(?:[.!।]\s|[。！])"))));

fn announcements(end: &str) -> String {
    const FILL: &str = r"[^:：.!?।。！？\n]*";
    rows(|row| format!("(?:{}){FILL}?(?:{}){FILL}{end}", row.starts, row.announced))
}

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
    let said = said(candidate, before, true).map(|(what, _)| what);
    said.or_else(|| quoted().then_some("it is put in quotation marks as a whole"))
}

/// Words about the translation or in place of it (`ai-wrapper`). Left alone: what the source has too.
pub(super) fn ai_wrapper(view: &View<'_>, report: &mut Report) {
    // A label of a word or two wraps nothing.
    if !view.target.has(WRAPS) && view.target.words.len() < 3 && view.target.len() < SHORTEST {
        return;
    }
    let (source, target) = (view.pair.source.to_string(), view.pair.target.to_string());
    let may_decline = refusals::knows(&view.pair.source_locale.language);
    if let Some((what, bytes)) = said(&target, &[&source], may_decline) {
        let place = |end: usize| u32::try_from(target[..end].chars().count()).ok();
        let span = place(bytes.start).zip(place(bytes.end));
        report.add(Id::AiWrapper, Severity::Major, what, span);
    }
}

/// Signs of which a wrapper that is no sentence has one: a mark, a line break, a quote or markup.
const WRAPS: Kinds = Kinds::MARKUP.or(Kinds::BREAK).or(Kinds::QUOTE).or(Kinds::MARK);
/// No sentence of a model is shorter, in characters.
const SHORTEST: usize = 8;

/// The whole target in quotes, as cells, where the source has neither quotes nor italics nor markup of any
/// kind that they may stand for.
pub(super) fn quoted_whole(view: &View<'_>) -> Option<Range<usize>> {
    let (source, target) = (&view.source, &view.target);
    let is_alone = !source.has(Kinds::QUOTE.or(Kinds::MARKUP)) && view.pair.source.tokens().next().is_none();
    (is_alone && is_quoted(&view.pair.target.to_string())).then(|| target.inner())
}

/// What is said about the translation, or in its place if that can be told, and the bytes that say it.
fn said(candidate: &str, before: &[&str], may_decline: bool) -> Option<(&'static str, Range<usize>)> {
    if let Some(place) = remnants::remnant(candidate, before) {
        return Some(("it holds remnants of the answer's format", place));
    }
    if let Some(place) = refusals::refusal(candidate, before).filter(|_| may_decline) {
        return Some(("it declines to translate", place));
    }
    // All others bring a colon, a line or a sentence along.
    let is_new = |test: &dyn Fn(&str) -> bool| test(candidate) && !before.iter().any(|text| test(text));
    let has_more = |is_mark: fn(char) -> bool| {
        let marks = |text: &str| text.chars().filter(|c| is_mark(*c)).count();
        let ours = marks(candidate);
        before.iter().all(|text| marks(text) < ours)
    };
    let has_line = has_more(|c| matches!(c, ':' | '：' | '\n'));
    let has_sentence = has_more(|c| matches!(c, '.' | '!' | '।' | '。' | '！'));
    if !has_line && !has_sentence {
        return None;
    }
    // A text about translating speaks of it as often as its source.
    let mentions = |text: &str| TRANSLATING.find_iter(text).count();
    let speaks = |place: &Range<usize>| TRANSLATING.is_match(&candidate[place.clone()]);
    let is_added = |place: &Range<usize>| {
        !speaks(place) || before.iter().all(|text| mentions(text) < mentions(candidate))
    };
    let announced = |by: &Regex| opener(by, candidate).filter(|_| is_new(&|text| opener(by, text).is_some()));
    let opened = || {
        let by_line = has_line.then(|| announced(&OPENER)).flatten();
        // A sentence on a better version may be one of the text.
        by_line.or_else(|| has_sentence.then(|| announced(&SENTENCE).filter(&speaks)).flatten())
    };
    let trailer = || TRAILER.find(candidate).filter(|_| has_line && is_new(&|text| TRAILER.is_match(text)));
    let remark = || REMARK.find(candidate).filter(|found| has_line && speaks(&found.range()));
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

fn opener(by: &Regex, text: &str) -> Option<Range<usize>> {
    let found = by.find(text)?;
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
    fn remnants_of_chats_and_formats_are_known() {
        for candidate in [
            "Haus<|im_end|>",
            "<|im_start|>assistant Haus",
            "Haus<|endoftext|>",
            "Haus<|eot_id|>",
            "<|start_header_id|>Haus",
            "Haus<｜end▁of▁sentence｜>",
            "[INST] Haus [/INST]",
            "Haus [/INST]",
            "<<SYS>> Haus <</SYS>>",
            "Haus</s>",
            "<s>Haus",
            "<s> Haus</s>",
            "Haus<end_of_turn>",
            "<start_of_turn>Haus",
            "<think>hm</think>Haus",
            "<thinking>hm</thinking>Haus",
            "<reasoning>hm</reasoning>Haus",
            r#"{"translation": "Haus"}"#,
            r#"{"target": "Haus"}"#,
            r#"{"text":"Haus"}"#,
            r#"{"items":[{"id":"s1"}]}"#,
            r#"[{"id": "Haus"}]"#,
            r#"{'translation': 'Haus'}"#,
            r#"Haus"}"#,
            r#"Haus"}]}"#,
            r#"["Haus"]"#,
            "<translation>Haus</translation>",
            "<target>Haus</target>",
            "Haus</translation>",
            "<source>house</source><target>Haus</target>",
        ] {
            assert!(wrapped(candidate, &["Hous", "House"]).is_some(), "{candidate:?}");
            assert_eq!(wrapped(candidate, &["Hous", candidate]), None, "{candidate:?}");
        }
        for (candidate, source) in [
            ("<translation> eingeben", "Enter <Übersetzung>"),
            ("<result> <output>", "<Ergebnis> <Ausgabe>"),
            (r#"{"text": "Haus"}"#, r#"{"text": "House"}"#),
            (r#"["Haus"]"#, r#"["House"]"#),
            ("Use \"text\": it", "Nutze „Text“: es"),
            ("Das Band <s>alt</s> neu", "The <s>old</s> new volume"),
            ("Das ist <|> ein Strich", "That is <|> a bar"),
            ("a <| b |> c", "a <| b |> c"),
            ("{t \"Haus\"}", "{t \"House\"}"),
        ] {
            assert_eq!(wrapped(candidate, &[source]), None, "{candidate:?} for {source:?}");
        }
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
            "Sure! Here is the corrected translation: Speichern",
            "Certainly, I'd be happy to help! Here is the translation: Speichern",
            "Here is the translation. Speichern Sie.",
            "Gerne! Hier die korrigierte Übersetzung: Speichern",
            "Natürlich, gerne! Hier ist die verbesserte Version: Speichern",
            "Hier ist die Übersetzung. Speichern Sie.",
            "Voici la traduction corrigée : Enregistrer",
            "Bien sûr, avec plaisir ! Voici la traduction. Enregistrez.",
            "¡Claro! Aquí tienes la traducción corregida: Guardar",
            "Certo! Ecco la traduzione corretta: Salva",
            "Claro! Aqui está a tradução corrigida: Salvar",
            "Natuurlijk! Hier is de verbeterde vertaling: Opslaan",
            "Självklart! Här är den korrigerade översättningen: Spara",
            "Selvfølgelig! Her er den rettede oversættelse: Gem",
            "Selvfølgelig! Her er den korrigerte oversettelsen: Lagre",
            "Oczywiście! Oto poprawione tłumaczenie: Zapisz",
            "Jistě! Zde je opravený překlad: Uložit",
            "Конечно! Вот исправленный перевод: Сохранить",
            "Звісно! Ось виправлений переклад: Зберегти",
            "はい、以下が翻訳です。保存します。",
            "承知しました。以下が修正した翻訳です：保存",
            "もちろんです！こちらが翻訳です。保存します。",
            "好的，以下是翻译。请保存。",
            "当然可以！以下是修改后的译文：保存",
            "네, 다음은 번역입니다. 저장하세요.",
            "بالتأكيد! إليك الترجمة المصححة: حفظ",
            "בטח! הנה התרגום המתוקן: שמירה",
            "Elbette! İşte düzeltilmiş çeviri: Kaydet",
            "ज़रूर! यहाँ संशोधित अनुवाद है: सहेजें",
            "แน่นอน! นี่คือคำแปลที่แก้ไขแล้ว: บันทึก",
            "Chắc chắn rồi! Đây là bản dịch đã sửa: Lưu",
            "Tentu! Berikut terjemahan yang sudah diperbaiki: Simpan",
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
            ("Dies ist die korrigierte Version. Sie ist neu.", "The corrected version is new."),
            ("Hier ist die Übersetzung. Sie ist neu.", "Here is the translation, which is new."),
            ("これは翻訳です。新しいです。", "This is a translation, and a new one."),
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
