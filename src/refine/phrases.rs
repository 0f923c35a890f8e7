//! What `builtin/rules` says about findings, in the languages of the notes: a name of the fault for
//! every check, and what became of it.

use crate::check::{Id, catalog};
use crate::domain::locale::Locale;

/// A finding in a few words, and whether it was mended; in English for languages that are not here.
pub(super) fn explanation(check: Id, is_mended: bool, language: &Locale) -> String {
    let at = LANGUAGES.iter().position(|known| language.is_any(&[known])).unwrap_or(0);
    let [mended, open] = OUTCOMES[at];
    format!("{}{}", fault(check)[at], if is_mended { mended } else { open })
}

/// The language that `explanation` speaks where a tag was asked for.
#[must_use]
pub fn note_language(tag: &str) -> &str {
    const TRADITIONAL: [&str; 3] = ["TW", "HK", "MO"];
    let locale = Locale::parse(tag);
    let is_traditional = match (locale.script.as_deref(), locale.region.as_deref()) {
        (Some(script), _) => script == "Hant",
        (None, region) => region.is_some_and(|region| TRADITIONAL.contains(&region)),
    };
    if !locale.is_any(&LANGUAGES) {
        LANGUAGES[0]
    } else if locale.language == "zh" && is_traditional {
        "zh-Hans"
    } else {
        tag
    }
}

/// The checks whose findings a note of ours leaves to people; `None` if it says anything else, or is
/// from somebody else. Of no language is asked: the note may be of a job with another one.
pub(super) fn left_to_people(note: &str) -> Option<Vec<Id>> {
    let mut checks = Vec::new();
    let mut rest = note.trim();
    while !rest.is_empty() {
        let sentence = |check: &Id| {
            let names = fault(*check).into_iter().zip(OUTCOMES);
            names.into_iter().find_map(|(name, [_, open])| rest.strip_prefix(name)?.strip_prefix(open))
        };
        let (check, after) = catalog().iter().find_map(|check| Some((*check, sentence(check)?)))?;
        checks.push(check);
        rest = after.trim_start();
    }
    Some(checks).filter(|checks| !checks.is_empty())
}

/// The order of all rows below.
pub(super) const LANGUAGES: [&str; 7] = ["en", "de", "fr", "es", "ja", "zh", "ko"];

/// What follows the name of a fault that was mended, and of one that is left.
const OUTCOMES: [[&str; 2]; 7] = [
    [": corrected.", ": please check."],
    [": berichtigt.", ": bitte prüfen."],
    ["\u{A0}: corrigé.", "\u{A0}: à vérifier."],
    [": corregido.", ": revisar."],
    ["：修正しました。", "：確認してください。"],
    ["：已更正。", "：请检查。"],
    [": 수정했습니다.", ": 확인해 주세요."],
];

#[rustfmt::skip]
fn fault(check: Id) -> [&'static str; 7] {
    match check {
        Id::TargetEmpty => ["No translation", "Keine Übersetzung", "Traduction absente", "Falta la traducción", "訳文がありません", "缺少译文", "번역 없음"],
        Id::SourceEmptyTargetNot => ["Text without a source", "Text ohne Ausgangstext", "Texte sans source", "Texto sin original", "原文のない訳文", "有译文而无原文", "원문 없는 번역"],
        Id::TargetEqualsSource => ["Untranslated", "Nicht übersetzt", "Non traduit", "Sin traducir", "未翻訳", "未翻译", "번역되지 않음"],
        Id::PartialUntranslated => ["Partly untranslated", "Teilweise nicht übersetzt", "Partiellement non traduit", "Parcialmente sin traducir", "一部が未翻訳", "部分未翻译", "일부가 번역되지 않음"],
        Id::WrongLanguage => ["Another language", "Andere Sprache", "Autre langue", "Otro idioma", "言語の誤り", "语言不符", "다른 언어"],
        Id::TagMissing => ["Inline code missing", "Inline-Code fehlt", "Balise manquante", "Falta una etiqueta", "タグの欠落", "缺少标记", "태그 누락"],
        Id::TagExtra => ["Additional inline code", "Überzähliger Inline-Code", "Balise en trop", "Etiqueta de más", "余分なタグ", "多余的标记", "불필요한 태그"],
        Id::TagDuplicate => ["Inline code repeated", "Inline-Code mehrfach", "Balise en double", "Etiqueta repetida", "タグの重複", "标记重复", "태그 중복"],
        Id::TagPairing => ["Inline codes not paired", "Inline-Codes nicht gepaart", "Balises mal appariées", "Etiquetas mal emparejadas", "タグの対応の誤り", "标记不成对", "태그 짝이 맞지 않음"],
        Id::TagOrder => ["Order of inline codes", "Reihenfolge der Inline-Codes", "Ordre des balises", "Orden de las etiquetas", "タグの順序", "标记顺序", "태그 순서"],
        Id::TagEmptyPair => ["Inline codes around nothing", "Inline-Codes ohne Inhalt", "Balises vides", "Etiquetas vacías", "中身のないタグ", "标记内无文字", "내용 없는 태그"],
        Id::TagAdjacentSpace => ["Space at an inline code", "Leerzeichen an einem Inline-Code", "Espace près d’une balise", "Espacio junto a una etiqueta", "タグの前後の空白", "标记旁的空格", "태그 옆 공백"],
        Id::Placeholder => ["Placeholder missing or changed", "Platzhalter fehlt oder ist verändert", "Variable manquante ou modifiée", "Variable ausente o modificada", "プレースホルダーの欠落または変更", "占位符缺失或被更改", "자리 표시자 누락 또는 변경"],
        Id::IcuSyntax => ["Plural or choice not complete", "Plural oder Auswahl unvollständig", "Pluriel ou choix incomplet", "Plural o selección incompletos", "複数形・選択の構文が不完全", "复数或选择格式不完整", "복수형 또는 선택 구문 불완전"],
        Id::Escapes => ["Line breaks or tabs", "Zeilenumbrüche oder Tabulatoren", "Sauts de ligne ou tabulations", "Saltos de línea o tabulaciones", "改行またはタブ", "换行符或制表符", "줄바꿈 또는 탭"],
        Id::MarkupSyntax => ["Markup in the text", "Auszeichnung im Text", "Balisage dans le texte", "Marcado en el texto", "本文中のマークアップ", "文本中的标签", "본문 내 마크업"],
        Id::UrlEmailIpPath => ["Address or path changed", "Adresse oder Pfad verändert", "Adresse ou chemin modifié", "Dirección o ruta modificada", "アドレスまたはパスの変更", "地址或路径被更改", "주소 또는 경로 변경"],
        Id::NumberValue => ["Number missing or changed", "Zahl fehlt oder ist verändert", "Nombre manquant ou modifié", "Número ausente o modificado", "数値の欠落または変更", "数字缺失或被更改", "숫자 누락 또는 변경"],
        Id::NumberFormat => ["Number format", "Zahlenformat", "Format des nombres", "Formato de los números", "数値の表記", "数字格式", "숫자 표기"],
        Id::NumberExtra => ["Number not in the source", "Zahl nicht im Ausgangstext", "Nombre absent de la source", "Número que no está en el original", "原文にない数値", "原文中没有的数字", "원문에 없는 숫자"],
        Id::Alphanumeric => ["Code of letters and digits", "Kennung aus Buchstaben und Ziffern", "Code alphanumérique", "Código alfanumérico", "英数字コード", "字母数字代码", "영숫자 코드"],
        Id::DateTimeUnit => ["Date or unit", "Datum oder Einheit", "Date ou unité", "Fecha o unidad", "日付または単位", "日期或单位", "날짜 또는 단위"],
        Id::MinusRange => ["Minus sign or range", "Minuszeichen oder Bereich", "Signe moins ou plage", "Signo menos o intervalo", "マイナス記号または範囲", "负号或范围", "빼기 기호 또는 범위"],
        Id::Symbols => ["Sign missing", "Zeichen fehlt", "Symbole manquant", "Falta un símbolo", "記号の欠落", "缺少符号", "기호 누락"],
        Id::LeadingWs => ["Whitespace at the beginning", "Leerraum am Anfang", "Espace au début", "Espacio al principio", "先頭の空白", "开头的空白", "앞쪽 공백"],
        Id::TrailingWs => ["Whitespace at the end", "Leerraum am Ende", "Espace à la fin", "Espacio al final", "末尾の空白", "末尾的空白", "뒤쪽 공백"],
        Id::DoubleSpace => ["Two spaces in a row", "Doppeltes Leerzeichen", "Double espace", "Espacio doble", "連続した空白", "连续空格", "연속된 공백"],
        Id::SpacePunct => ["Space at a punctuation mark", "Leerzeichen an einem Satzzeichen", "Espace près d’un signe de ponctuation", "Espacio junto a un signo de puntuación", "句読点の前後の空白", "标点旁的空格", "문장 부호 옆 공백"],
        Id::Nbsp => ["Non-breaking space", "Geschütztes Leerzeichen", "Espace insécable", "Espacio de no separación", "改行しない空白", "不间断空格", "줄바꿈 없는 공백"],
        Id::EndPunct => ["Punctuation at the end", "Satzzeichen am Ende", "Ponctuation finale", "Puntuación final", "文末の句読点", "句末标点", "문장 끝 부호"],
        Id::StartPunct => ["Punctuation at the beginning", "Satzzeichen am Anfang", "Ponctuation initiale", "Puntuación inicial", "文頭の記号", "句首标点", "문장 첫 부호"],
        Id::Purepunc => ["Marks changed", "Zeichen verändert", "Signes modifiés", "Signos modificados", "記号の変更", "符号被更改", "부호 변경"],
        Id::RepeatedPunct => ["Repeated punctuation", "Wiederholtes Satzzeichen", "Ponctuation répétée", "Puntuación repetida", "句読点の重複", "标点重复", "문장 부호 반복"],
        Id::Brackets => ["Unpaired bracket", "Klammer ohne Gegenstück", "Parenthèse isolée", "Paréntesis sin pareja", "対応しない括弧", "括号不成对", "짝이 없는 괄호"],
        Id::Quotes => ["Quotation marks", "Anführungszeichen", "Guillemets", "Comillas", "引用符", "引号", "따옴표"],
        Id::InvertedPunct => ["Missing ¿ or ¡", "¿ oder ¡ fehlt", "¿ ou ¡ manquant", "Falta ¿ o ¡", "¿ または ¡ の欠落", "缺少 ¿ 或 ¡", "¿ 또는 ¡ 누락"],
        Id::CapitalStart => ["Capital at the beginning", "Großschreibung am Anfang", "Majuscule initiale", "Mayúscula inicial", "文頭の大文字・小文字", "首字母大小写", "첫 글자 대소문자"],
        Id::AllCaps => ["All capitals", "Großbuchstaben", "Tout en majuscules", "Todo en mayúsculas", "すべて大文字", "全部大写", "전체 대문자"],
        Id::CamelCase => ["Capitals in a name", "Großbuchstaben in einem Namen", "Majuscules dans un nom", "Mayúsculas en un nombre", "名称の大文字・小文字", "名称的大小写", "이름의 대소문자"],
        Id::MixedCaps => ["Mixed capitals", "Gemischte Großschreibung", "Majuscules mélangées", "Mayúsculas mezcladas", "大文字・小文字の混在", "大小写混乱", "대소문자 혼용"],
        Id::Acronym => ["Acronym missing", "Abkürzung fehlt", "Sigle manquant", "Falta una sigla", "略語の欠落", "缺少缩写", "약어 누락"],
        Id::DoubledWord => ["Repeated word", "Wiederholtes Wort", "Mot répété", "Palabra repetida", "語の重複", "词语重复", "단어 중복"],
        Id::LengthRatio => ["Unlikely length", "Auffällige Länge", "Longueur inhabituelle", "Longitud inusual", "長さの不自然な違い", "长度异常", "길이 차이"],
        Id::LengthAbsolute => ["Too long or too short for the file", "Länge gegen die Vorgabe der Datei", "Longueur hors limite", "Longitud fuera del límite", "ファイルの長さ制限違反", "超出文件的长度限制", "파일의 길이 제한 위반"],
        Id::SentenceCount => ["Number of sentences", "Anzahl der Sätze", "Nombre de phrases", "Número de frases", "文の数", "句子数量", "문장 수"],
        Id::TermRequired => ["Term of the glossary not used", "Glossarbegriff nicht verwendet", "Terme du glossaire non utilisé", "Término del glosario no usado", "用語集の訳語の不使用", "未使用术语表译法", "용어집 용어 미사용"],
        Id::TermForbidden => ["Forbidden term", "Unzulässige Benennung", "Terme interdit", "Término prohibido", "使用禁止の用語", "禁用术语", "금지된 용어"],
        Id::Dnt => ["Translated, though it must stay", "Übersetzt, soll aber bleiben", "Traduit à tort", "Traducido por error", "翻訳してはならない語", "不应翻译的词", "번역하면 안 되는 용어"],
        Id::CorruptChars => ["Broken character", "Beschädigtes Zeichen", "Caractère corrompu", "Carácter dañado", "文字化け", "乱码字符", "깨진 문자"],
        Id::ForbiddenChars => ["Letter of another language", "Buchstabe einer anderen Sprache", "Lettre d’une autre langue", "Letra de otro idioma", "別の言語の文字", "其他语言的字符", "다른 언어의 글자"],
        Id::AllowedChars => ["Character the file does not allow", "In der Datei nicht erlaubtes Zeichen", "Caractère non autorisé par le fichier", "Carácter no permitido por el archivo", "ファイルで許可されない文字", "文件不允许的字符", "파일에서 허용되지 않는 문자"],
        Id::Invisible => ["Invisible character", "Unsichtbares Zeichen", "Caractère invisible", "Carácter invisible", "不可視文字", "不可见字符", "보이지 않는 문자"],
        Id::UserRegex => ["Rule of the project", "Regel des Projekts", "Règle du projet", "Regla del proyecto", "プロジェクトの規則", "项目规则", "프로젝트 규칙"],
        Id::Spelling => ["Spelling", "Rechtschreibung", "Orthographe", "Ortografía", "つづり", "拼写", "맞춤법"],
        Id::FalseFriend => ["False friend", "Falscher Freund", "Faux ami", "Falso amigo", "紛らわしい語（空似言葉）", "形近义异词", "거짓짝"],
        Id::HyphenationArtefact => ["Hyphen left from a line break", "Trennstrich von einem Zeilenumbruch", "Trait d’union de coupure", "Guion de división", "改行の名残のハイフン", "换行残留的连字符", "줄바꿈이 남긴 붙임표"],
        Id::AiWrapper => ["Words about the translation", "Worte über die Übersetzung", "Commentaire sur la traduction", "Comentario sobre la traducción", "翻訳についての余分な文言", "关于翻译的多余文字", "번역에 관한 불필요한 말"],
        Id::UneditedFuzzy => ["Match or state", "Treffer oder Status", "Correspondance ou état", "Coincidencia o estado", "メモリ一致または状態", "匹配或状态", "일치 항목 또는 상태"],
        Id::SameSrcDiffTgt => ["Translated otherwise elsewhere", "Anderswo anders übersetzt", "Traduit autrement ailleurs", "Traducido de otro modo en otro lugar", "他の箇所と異なる訳", "与他处译法不同", "다른 곳과 번역이 다름"],
        Id::SameTgtDiffSrc => ["Same translation of another source", "Gleiche Übersetzung eines anderen Textes", "Même traduction d’une autre source", "Misma traducción de otro original", "別の原文と同じ訳", "与其他原文译法相同", "다른 원문과 번역이 같음"],
        Id::TerminologyInconsistent => ["Term not consistent", "Benennung uneinheitlich", "Terme incohérent", "Término incoherente", "用語の不統一", "术语不一致", "용어 불일치"],
    }
}

#[cfg(test)]
mod tests {
    use super::{LANGUAGES, explanation, fault, note_language};
    use crate::check::{Id, catalog};
    use crate::domain::locale::Locale;
    use std::collections::HashSet;

    #[test]
    fn every_check_is_told_from_every_other_in_every_language() {
        for (at, language) in LANGUAGES.iter().enumerate() {
            let names: HashSet<&str> = catalog().iter().map(|check| fault(*check)[at]).collect();
            assert_eq!(names.len(), catalog().len(), "{language}");
        }
    }

    #[test]
    fn a_language_that_is_not_here_hears_english() {
        let check = |tag: &str, expected| {
            assert_eq!(explanation(Id::DoubleSpace, true, &Locale::parse(tag)), expected, "{tag}");
        };
        check("de-AT", "Doppeltes Leerzeichen: berichtigt.");
        check("zh-Hant", "连续空格：已更正。");
        check("fi", "Two spaces in a row: corrected.");
        check("", "Two spaces in a row: corrected.");
        let open = explanation(Id::NumberValue, false, &Locale::parse("ja"));
        assert_eq!(open, "数値の欠落または変更：確認してください。");
    }

    #[test]
    fn the_language_of_a_note_is_that_of_its_words() {
        for (wanted, expected) in [
            ("de-AT", "de-AT"),
            ("it", "en"),
            ("pt-BR", "en"),
            ("", "en"),
            ("zh-CN", "zh-CN"),
            ("zh-TW", "zh-Hans"),
            ("zh-Hant-HK", "zh-Hans"),
            ("en-US", "en-US"),
        ] {
            assert_eq!(note_language(wanted), expected, "{wanted}");
        }
    }
}
