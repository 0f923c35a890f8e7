//! Numbers written as words: numerals up to twelve, and words and signs that multiply.

use std::collections::HashMap;
use std::sync::LazyLock;

/// The forms (lower case) of a numeral from 0 to 12 in the language.
pub(in crate::check) fn spellings(code: &str, number: u8) -> impl Iterator<Item = &'static str> + use<> {
    let row = NUMERALS.iter().find(|(language, _)| *language == code);
    let forms = row.and_then(|(_, forms)| forms.get(usize::from(number)));
    forms.copied().unwrap_or_default().split_ascii_whitespace()
}

/// The power of ten that a word or sign right after a number multiplies it by.
pub(in crate::check) fn scale(word: &str) -> Option<i32> {
    POWERS.get(word).copied()
}

/// Whether a character multiplies the number it follows, without a blank.
pub(in crate::check) fn is_scale_sign(c: char) -> bool {
    matches!(c, '千' | '万' | '萬' | '億' | '亿' | '兆' | '천' | '만' | '억' | '조')
}

/// The powers by word.
static POWERS: LazyLock<HashMap<&str, i32>> = LazyLock::new(|| {
    let words = |(words, power): &(&'static str, i32)| {
        let power = *power;
        words.split(' ').map(move |word| (word, power))
    };
    SCALES.iter().flat_map(words).collect()
});

static SCALES: &[(&str, i32)] = &[
    ("k thousand tausend mille mil mila duizend tysięcy тысяч тыс tis 千 천", 3),
    ("万 萬 만", 4),
    ("lakh lakhs लाख", 5),
    (
        "m million millions mio millionen millones millón millioni milione milhões milhão miljoen milionów \
         miliony milion миллион миллиона миллионов млн milyon triệu ล้าน",
        6,
    ),
    ("crore crores करोड़", 7),
    ("億 亿 억", 8),
    (
        "bn billion billions mrd milliarde milliarden milliard milliards miliardi miliardo miliard miljard \
         миллиард миллиарда миллиардов млрд milyar tỷ",
        9,
    ),
    ("trillion trillions billionen 兆 조", 12),
];

/// Twelve and below by language; forms of one numeral are separated by a blank. Indefinite
/// articles count: "1 file" may be "eine Datei".
#[rustfmt::skip]
static NUMERALS: &[(&str, [&str; 13])] = &[
    ("en", ["zero no none", "one a an once single", "two twice both", "three", "four", "five", "six", "seven",
            "eight", "nine", "ten", "eleven", "twelve"]),
    ("de", ["null kein keine keinen keiner", "eins ein eine einen einem einer eines einmal", "zwei zweimal beide beiden",
            "drei dreimal", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf"]),
    ("fr", ["zéro aucun aucune", "un une", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix",
            "onze", "douze"]),
    ("es", ["cero ningún ninguno ninguna", "un uno una", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho",
            "nueve", "diez", "once", "doce"]),
    ("it", ["zero nessun nessuno nessuna", "un uno una", "due", "tre", "quattro", "cinque", "sei", "sette", "otto",
            "nove", "dieci", "undici", "dodici"]),
    ("pt", ["zero nenhum nenhuma", "um uma", "dois duas", "três", "quatro", "cinco", "seis", "sete", "oito", "nove",
            "dez", "onze", "doze"]),
    ("nl", ["nul geen", "een één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf",
            "twaalf"]),
    ("sv", ["noll ingen inga", "en ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva",
            "tolv"]),
    ("da", ["nul ingen", "en et én ét", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti", "elleve",
            "tolv"]),
    ("pl", ["zero żaden", "jeden jedna jedno jednego jednej jednym", "dwa dwie dwóch dwu dwoma dwóm", "trzy trzech trzem trzema",
            "cztery czterech czterem", "pięć pięciu", "sześć sześciu", "siedem siedmiu", "osiem ośmiu",
            "dziewięć dziewięciu", "dziesięć dziesięciu", "jedenaście jedenastu", "dwanaście dwunastu"]),
    ("cs", ["nula žádný", "jeden jedna jedno jednoho jedné jednom jedním", "dva dvě dvou dvěma", "tři tří třem třemi",
            "čtyři čtyř čtyřem", "pět pěti", "šest šesti", "sedm sedmi", "osm osmi", "devět devíti", "deset deseti",
            "jedenáct jedenácti", "dvanáct dvanácti"]),
    ("ru", ["ноль нуль", "один одна одно одного одной одну одном одним", "два две двух двум двумя", "три трех трёх трем трём тремя",
            "четыре четырех четырёх четырем", "пять пяти", "шесть шести", "семь семи", "восемь восьми", "девять девяти",
            "десять десяти", "одиннадцать одиннадцати", "двенадцать двенадцати"]),
    ("uk", ["нуль", "один одна одне одного однієї одну одному", "два дві двох двом двома", "три трьох трьом трьома",
            "чотири чотирьох", "п’ять п'ять п’яти п'яти", "шість шести", "сім семи", "вісім восьми", "дев’ять дев'ять",
            "десять десяти", "одинадцять", "дванадцять"]),
    ("tr", ["sıfır", "bir", "iki", "üç", "dört", "beş", "altı", "yedi", "sekiz", "dokuz", "on", "onbir", "oniki"]),
    ("el", ["μηδέν", "ένα ένας μία μια έναν ενός μιας", "δύο δυο", "τρία τρεις τριών", "τέσσερα τέσσερις τεσσάρων", "πέντε",
            "έξι", "επτά εφτά", "οκτώ οχτώ", "εννέα εννιά", "δέκα", "έντεκα", "δώδεκα"]),
    ("ar", ["صفر", "واحد واحدة", "اثنان اثنين اثنتان اثنتين", "ثلاثة ثلاث", "أربعة أربع", "خمسة خمس", "ستة ست", "سبعة سبع",
            "ثمانية ثماني", "تسعة تسع", "عشرة عشر", "أحد", "اثنا اثني"]),
    ("fa", ["صفر", "یک", "دو", "سه", "چهار", "پنج", "شش", "هفت", "هشت", "نه", "ده", "یازده", "دوازده"]),
    ("he", ["אפס", "אחד אחת", "שני שתי שניים שתיים", "שלושה שלוש שלושת", "ארבעה ארבע", "חמישה חמש", "שישה שש", "שבעה שבע",
            "שמונה", "תשעה תשע", "עשרה עשר", "אחד", "שנים שתים"]),
    ("hi", ["शून्य", "एक", "दो", "तीन", "चार", "पांच पाँच", "छह छः", "सात", "आठ", "नौ", "दस", "ग्यारह", "बारह"]),
    ("vi", ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười", "mười"]),
    // Without blanks between words the forms are looked for anywhere in the text.
    ("ja", ["〇 ゼロ", "一 ひと", "二 ふた 両", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]),
    ("zh", ["零 〇", "一", "二 两 兩 双", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]),
    ("ko", ["영 공", "일 하나 한", "이 둘 두", "삼 셋 세", "사 넷 네", "오 다섯", "육 여섯", "칠 일곱", "팔 여덟", "구 아홉",
            "십 열", "십일 열한", "십이 열두"]),
    ("th", ["ศูนย์", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า", "สิบ", "สิบเอ็ด", "สิบสอง"]),
];
