//! When a doubled word may be right: grammar that doubles words for their meaning, and words that end one
//! phrase and begin the next.

use super::line::Line;
use super::locale::{Language, Script, script_of};
use std::ops::Range;

/// Whether the word at a place and the same word behind it may both belong there.
pub(super) fn may_stand_twice(language: &Language, line: &Line, place: usize, word: &str) -> bool {
    let Some(allowed) = language.doubles else { return true };
    match language.code {
        "hi" => return is_hindi_pair(line, place, word, allowed),
        "ar" => return is_arabic_pair(line, place, word, allowed),
        _ => {}
    }
    if !allowed.contains(&word) {
        return false;
    }
    let (first, second) = (&line.words[place], &line.words[place + 1]);
    let capital = |word: &Range<usize>| line.char(word.start).is_some_and(char::is_uppercase);
    // What begins a sentence stands in it once; a capital further on is a name or a title.
    if language.code != "en" && capital(first) && capital(second) && first.start == line.inner().start {
        return false;
    }
    match language.code {
        "de" => german(line, place, word),
        // “tout en en gardant”
        "fr" if word == "en" => word_at(line, place + 2).is_some_and(|next| next.ends_with("ant")),
        _ => true,
    }
}

fn word_at(line: &Line, place: usize) -> Option<String> {
    line.words.get(place).map(|word| line.text(word).to_lowercase())
}

/// German: an article or a preposition stands twice at the beginning of a relative clause („Dateien, die die
/// Größe“) or of a phrase before a noun („von von Nutzern erstellten Elementen“).
fn german(line: &Line, place: usize, word: &str) -> bool {
    let is_article = matches!(word, "der" | "die" | "das" | "den" | "dem");
    let is_indefinite = matches!(word, "ein" | "eine" | "einen" | "einem" | "einer");
    let is_preposition = matches!(
        word,
        "in" | "von"
            | "für"
            | "mit"
            | "bei"
            | "durch"
            | "nach"
            | "unter"
            | "über"
            | "vor"
            | "an"
            | "auf"
            | "aus"
    );
    let capital = |place: usize| {
        line.words.get(place).and_then(|word| line.char(word.start)).is_some_and(char::is_uppercase)
    };
    match word {
        // „Sie“ with a capital is the one who is spoken to, and never both subject and object.
        "sie" => {
            return !(line.text(&line.words[place]) == "Sie" && line.text(&line.words[place + 1]) == "Sie");
        }
        // „zu zu hohen Kosten“
        "zu" => return !capital(place + 2),
        _ => {}
    }
    if !(is_article || is_indefinite || is_preposition) {
        return true;
    }
    let before = place.checked_sub(1).and_then(|place| word_at(line, place));
    let begins_clause = |place: usize| {
        let start = line.words[place].start;
        (0..start).rev().find_map(|at| line.char(at).filter(|c| !c.is_whitespace())) == Some(',')
    };
    if is_indefinite {
        // „die eine eine rote Datei“
        return before.is_some_and(|word| GERMAN_ARTICLES.contains(&word.as_str()));
    }
    let relative = begins_clause(place) || place > 0 && begins_clause(place - 1);
    let asks = before.is_some_and(|word| matches!(word.as_str(), "ist" | "sind" | "war" | "waren"));
    (is_article && (relative || asks)) || has_participle(line, place + 2)
}

const GERMAN_ARTICLES: &[&str] = &[
    "der", "die", "das", "den", "dem", "des", "ein", "eine", "einen", "einem", "einer", "eines", "diese",
    "dieser", "diesen", "diesem", "dieses", "jede", "jeder", "jeden", "jedem", "kein", "keine", "keinen",
    "keiner", "ihre", "ihrer", "ihren", "ihrem", "alle", "aller", "allen",
];

/// Whether a participle with what belongs to it stands before a noun, soon after a place.
fn has_participle(line: &Line, place: usize) -> bool {
    let capital = |word: &Range<usize>| line.char(word.start).is_some_and(char::is_uppercase);
    let ahead = line.words.get(place..).unwrap_or_default();
    ahead[..ahead.len().min(PHRASE)].windows(3).any(|words| {
        let [before, word, noun] = words else { return false };
        let text = line.text(word);
        let ends = |form: &str| {
            ["", "n", "r", "s", "m"]
                .iter()
                .any(|end| text.strip_suffix(end).is_some_and(|text| text.ends_with(form)))
        };
        !capital(word)
            && (ends("te") || ends("ene") || ends("nde"))
            && capital(noun)
            && !GERMAN_ARTICLES.contains(&line.text(before).to_lowercase().as_str())
    })
}

/// The words of such a phrase.
const PHRASE: usize = 8;

/// Arabic: a noun twice says “one by one”, unless it belongs to the noun behind it; „from whom“ is written as
/// „from“ twice before a verb, „he himself“ ends a sentence.
fn is_arabic_pair(line: &Line, place: usize, word: &str, allowed: &[&str]) -> bool {
    let bare: String = word.chars().filter(|c| !('\u{64B}'..='\u{652}').contains(c)).collect();
    if !allowed.contains(&bare.as_str()) {
        return false;
    }
    let end = line.words[place + 1].end;
    let next = line.words.get(place + 2).filter(|word| word.start == end + 1);
    let next = next.map(|word| line.text(word));
    match bare.as_str() {
        "هو" | "هي" => next.is_none() && line.char(end + 1).is_none(),
        "من" => next.is_some_and(|next| {
            !next.starts_with("ال") && next.chars().all(|c| script_of(c) == Script::Arabic)
        }),
        _ => next.is_none_or(|next| !next.starts_with("ال")),
    }
}

/// Hindi: besides the words of the table, participles while something goes on (“करते करते”) and stems before “कर”.
/// What ends a sentence with an auxiliary is none of them, nor a word that belongs to a postposition beside it.
fn is_hindi_pair(line: &Line, place: usize, word: &str, allowed: &[&str]) -> bool {
    let next = word_at(line, place + 2).unwrap_or_default();
    let before = place.checked_sub(1).and_then(|place| word_at(line, place)).unwrap_or_default();
    let auxiliary = matches!(next.as_str(), "है" | "हैं" | "हो" | "था" | "थे" | "थी");
    match word {
        "पहले" => before != "से",
        "फिर" => next != "से",
        "पीछे" => !matches!(before.as_str(), "के") && next != "की",
        _ if word.ends_with("ते") => !auxiliary,
        _ if matches!(next.as_str(), "कर" | "के" | "करके") && word.chars().count() < 4 => {
            true
        }
        _ => allowed.contains(&word) && !(auxiliary && word.ends_with(['ी', 'ा'])),
    }
}

#[cfg(test)]
mod tests {
    use super::may_stand_twice;
    use crate::check::line::Line;
    use crate::check::locale::language;
    use crate::domain::locale::Locale;
    use crate::domain::text::CodedText;

    /// Whether the first doubled word of a text may be right.
    fn may(tag: &str, text: &str) -> bool {
        let line = Line::new(&CodedText::plain(text), &[]);
        let lower = |place: usize| line.text(&line.words[place]).to_lowercase();
        let place = (1..line.words.len()).find(|place| lower(place - 1) == lower(*place)).unwrap() - 1;
        may_stand_twice(language(&Locale::parse(tag)), &line, place, &lower(place))
    }

    #[test]
    fn doubling_with_a_meaning_is_told_from_slips() {
        let right = [
            ("de", "Dateien, die die Größe haben, werden gelöscht."),
            ("de", "Der Ordner, in dem dem Nutzer Rechte fehlen."),
            ("de", "Von von Nutzern erstellten Elementen wird abgeraten."),
            ("de", "Die die Sicherheit betreffenden Fragen sind offen."),
            ("de", "Ist das das Ende?"),
            ("de", "Es führt zu zu hohen Kosten."),
            ("de", "Wenn sie sie öffnen, geht es."),
            ("fr", "Tout en en gardant une copie."),
            ("fr", "Vous vous connectez."),
            ("ar", "اقرأ الدليل خطوة خطوة"),
            ("ar", "اقرأ شيئًا شيئًا"),
            ("ar", "طلب من من يستخدم البرنامج"),
            ("ko", "천천히 천천히 누르십시오."),
            ("hi", "धीरे धीरे घुमाएँ"),
            ("hi", "काम करते करते रुकें"),
        ];
        let wrong = [
            ("de", "Halten Sie die die Taste gedrückt."),
            ("de", "Die Die Seriennummer steht hinten."),
            ("de", "Sie Sie benötigen eine Kopie."),
            ("de", "Wie in in der geöffneten Datei."),
            ("de", "Mit einer einer Frist von drei Tagen."),
            ("fr", "Pour en en savoir plus."),
            ("es", "La luz se se apaga."),
            ("ar", "اقرأ الملف الملف الآن"),
            ("ar", "دعاك إلى إلى المشروع"),
            ("ar", "لمزيد من من المعلومات"),
            ("ar", "كلمة كلمة المرور"),
            ("de", "Er hat Sie zu zu Kestrel eingeladen."),
            ("de", "Lesen Sie Sie die Bedingungen."),
            ("hi", "यदि आप आप तैयार हैं"),
            ("hi", "घंटे लगते लगते हैं"),
            ("hi", "मार्च से पहले पहले न खोलें"),
            ("hi", "फ़ाइल बड़ी बड़ी है"),
            ("ko", "파일 파일 선택됨"),
            ("ko", "램프가 램프가 꺼지고"),
            ("hi", "सूचना सूचना देकर"),
            ("hi", "इस्तेमाल इस्तेमाल करने से"),
        ];
        for (tag, text) in right {
            assert!(may(tag, text), "{tag} {text}");
        }
        for (tag, text) in wrong {
            assert!(!may(tag, text), "{tag} {text}");
        }
    }
}
