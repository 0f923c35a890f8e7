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
    ("en", ["zero no none", "one a an once single first", "two twice both second", "three third",
            "four fourth", "five fifth", "six sixth", "seven seventh", "eight eighth", "nine ninth",
            "ten tenth", "eleven eleventh", "twelve twelfth"]),
    ("de", ["null kein keine keinen keiner", "eins ein eine einen einem einer eines einmal", "zwei zweimal beide beiden",
            "drei dreimal dreier", "vier viermal", "fünf fünfmal", "sechs", "sieben", "acht", "neun", "zehn zehnmal", "elf", "zwölf"]),
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
    ("pl", ["zero żaden żadna żadne żadnego żadnej", "jeden jedna jedno jednego jednej jednym jedną jednemu",
            "dwa dwie dwóch dwu dwoma dwiema dwóm dwoje dwojga", "trzy trzej trzech trzem trzema troje trojga",
            "cztery czterej czterech czterem czterema czworo", "pięć pięciu pięcioro pięcioma", "sześć sześciu sześcioro sześcioma",
            "siedem siedmiu siedmioma", "osiem ośmiu ośmioma", "dziewięć dziewięciu dziewięcioma", "dziesięć dziesięciu dziesięcioma",
            "jedenaście jedenastu jedenastoma", "dwanaście dwunastu dwunastoma"]),
    ("cs", ["nula nuly nule nulu žádný žádná žádné žádného", "jeden jedna jedno jednoho jedné jednom jedním jednu jednou jednomu",
            "dva dvě dvou dvěma dvoje dvojí", "tři tří třem třemi třech troje", "čtyři čtyř čtyřem čtyřmi čtyřech čtvero", "pět pěti",
            "šest šesti", "sedm sedmi", "osm osmi", "devět devíti", "deset deseti", "jedenáct jedenácti", "dvanáct dvanácti"]),
    ("ru", ["ноль нуль ноля нуля нулю нулём", "один одна одно одного одной одну одном одним одному одни",
            "два две двух двум двумя двое двоих двоим", "три трех трёх трем трём тремя трое троих",
            "четыре четырех четырёх четырем четырём четырьмя четверо", "пять пяти пятью пятеро", "шесть шести шестью шестеро",
            "семь семи семью семеро", "восемь восьми восемью восьмью", "девять девяти девятью", "десять десяти десятью",
            "одиннадцать одиннадцати одиннадцатью", "двенадцать двенадцати двенадцатью"]),
    ("uk", ["нуль нуля нулю нулем", "один одна одне одно одного однієї одну одному одним однією одні",
            "два дві двох двом двома двоє", "три трьох трьом трьома троє", "чотири чотирьох чотирьом чотирма четверо",
            "п’ять п'ять п’яти п'яти п’ятьох п'ятьох п’ятьма п'ятьма", "шість шести шістьох шістьма", "сім семи сімох сімома",
            "вісім восьми вісьмох вісьмома", "дев’ять дев'ять дев’яти дев'яти дев’ятьох дев'ятьох", "десять десяти десятьох десятьма",
            "одинадцять одинадцяти одинадцятьох", "дванадцять дванадцяти дванадцятьох"]),
    ("tr", ["sıfır", "bir", "iki", "üç", "dört", "beş", "altı", "yedi", "sekiz", "dokuz", "on", "onbir", "oniki"]),
    ("el", ["μηδέν", "ένα ένας μία μια έναν ενός μιας", "δύο δυο", "τρία τρεις τριών", "τέσσερα τέσσερις τεσσάρων", "πέντε",
            "έξι", "επτά εφτά", "οκτώ οχτώ", "εννέα εννιά", "δέκα", "έντεκα", "δώδεκα"]),
    ("ar", ["صفر", "واحد واحدة", "اثنان اثنين اثنتان اثنتين", "ثلاثة ثلاث", "أربعة أربع", "خمسة خمس", "ستة ست", "سبعة سبع",
            "ثمانية ثماني", "تسعة تسع", "عشرة عشر", "أحد", "اثنا اثني"]),
    ("fa", ["صفر", "یک", "دو", "سه", "چهار", "پنج", "شش", "هفت", "هشت", "نه", "ده", "یازده", "دوازده"]),
    ("he", ["אפס", "אחד אחת", "שני שתי שניים שתיים", "שלושה שלוש שלושת", "ארבעה ארבע", "חמישה חמש", "שישה שש", "שבעה שבע",
            "שמונה", "תשעה תשע", "עשרה עשר", "אחד", "שנים שתים"]),
    ("hi", ["शून्य", "एक", "दो", "तीन", "चार", "पांच पाँच", "छह छः", "सात", "आठ", "नौ", "दस", "ग्यारह", "बारह"]),
    ("fi", ["nolla nollan", "yksi yhden yhtä yhdessä yhdestä yhteen yhdellä", "kaksi kahden kahta kahdessa kahdesta kahteen kahdella molemmat",
            "kolme kolmen kolmea kolmessa kolmesta kolmeen kolmella", "neljä neljän neljää neljässä neljästä neljään neljällä",
            "viisi viiden viittä viidessä viidestä viiteen viidellä", "kuusi kuuden kuutta kuudessa kuudesta kuuteen kuudella",
            "seitsemän seitsemää seitsemässä seitsemästä seitsemään seitsemällä",
            "kahdeksan kahdeksaa kahdeksassa kahdeksasta kahdeksaan kahdeksalla",
            "yhdeksän yhdeksää yhdeksässä yhdeksästä yhdeksään yhdeksällä",
            "kymmenen kymmentä kymmenessä kymmenestä kymmeneen kymmenellä", "yksitoista yhdentoista yhtätoista",
            "kaksitoista kahdentoista kahtatoista"]),
    ("hu", ["nulla semmi", "egy egyet egyik egyetlen egyszer", "kettő két kettőt kétszer mindkét mindkettő", "három hármat háromszor",
            "négy négyet", "öt ötöt", "hat hatot", "hét hetet", "nyolc nyolcat", "kilenc kilencet", "tíz tízet", "tizenegy tizenegyet",
            "tizenkettő tizenkét tizenkettőt"]),
    ("nb", ["null ingen", "en ei ett én éi ett ene", "to begge", "tre", "fire", "fem", "seks", "sju syv", "åtte", "ni", "ti", "elleve", "tolv"]),
    ("nn", ["null ingen", "ein ei eit éin éi eitt", "to begge", "tre", "fire", "fem", "seks", "sju", "åtte", "ni", "ti", "elleve", "tolv"]),
    ("no", ["null ingen", "en ei ett én éi ett ene ein eit", "to begge", "tre", "fire", "fem", "seks", "sju syv", "åtte", "ni", "ti",
            "elleve", "tolv"]),
    ("ro", ["zero niciun nicio", "un una unu o unul unei unui", "doi două ambele ambii", "trei", "patru", "cinci", "șase şase", "șapte şapte",
            "opt", "nouă", "zece", "unsprezece", "doisprezece douăsprezece"]),
    ("bg", ["нула", "един една едно единия единият", "два две двама двете двата", "три трима трите", "четири четирима четирите", "пет петте",
            "шест шестте", "седем седемте", "осем осемте", "девет деветте", "десет десетте", "единадесет единайсет",
            "дванадесет дванайсет"]),
    ("hr", ["nula nijedan nijedna", "jedan jedna jedno jednog jednoga jedne jednu jednom jednim", "dva dvije dvaju dvama dviju dvjema oba obje",
            "tri triju trima troje", "četiri četiriju četirima", "pet petero", "šest", "sedam", "osam", "devet", "deset", "jedanaest",
            "dvanaest"]),
    ("sk", ["nula nuly nulu žiadny žiadna žiadne", "jeden jedna jedno jedného jednej jednu jednom jedným", "dva dve dvoch dvom dvoma dvaja",
            "tri troch trom tromi traja", "štyri štyroch štyrom štyrmi štyria", "päť piati piatich piatim", "šesť šiesti šiestich",
            "sedem siedmi siedmich", "osem ôsmi ôsmich", "deväť deviati deviatich", "desať desiati desiatich", "jedenásť jedenástich",
            "dvanásť dvanástich"]),
    ("sl", ["nič nobena noben nobeno", "en ena eno enega ene enem eni enim", "dva dve dveh dvema oba obe", "tri trije treh trem tremi",
            "štiri štirje štirih štirim štirimi", "pet petih petim", "šest šestih šestim", "sedem sedmih", "osem osmih", "devet devetih",
            "deset desetih", "enajst enajstih", "dvanajst dvanajstih"]),
    ("lt", ["nulis nulio jokio", "vienas viena vieno vienos vieną vienam vienu", "du dvi dviejų dviem abu abi", "trys trijų tris trims trimis",
            "keturi keturios keturių keturis keturias keturiems", "penki penkios penkių penkis penkias", "šeši šešios šešių šešis šešias",
            "septyni septynios septynių septynis septynias", "aštuoni aštuonios aštuonių aštuonis aštuonias",
            "devyni devynios devynių devynis devynias", "dešimt dešimties", "vienuolika vienuolikos", "dvylika dvylikos"]),
    ("lv", ["nulle neviens neviena", "viens viena vienu vienam vienai vienā vienas", "divi divas divu diviem divām divus abi abas",
            "trīs triju trim trijās", "četri četras četru četriem četrām četrus", "pieci piecas piecu pieciem piecām piecus",
            "seši sešas sešu sešiem sešām sešus", "septiņi septiņas septiņu septiņiem septiņus", "astoņi astoņas astoņu astoņiem astoņus",
            "deviņi deviņas deviņu deviņiem deviņus", "desmit", "vienpadsmit", "divpadsmit"]),
    ("et", ["null nulli", "üks ühe üht ühte ühes ühest ühele ühel ühega", "kaks kahe kaht kahte kahes kahest kahele kahel mõlemad",
            "kolm kolme kolmes kolmest kolmele", "neli nelja nelja neljas neljast neljale", "viis viie viit viies viiest", "kuus kuue kuut",
            "seitse seitsme seitset", "kaheksa kaheksat", "üheksa üheksat", "kümme kümne kümmet", "üksteist üheteistkümne",
            "kaksteist kaheteistkümne"]),
    ("ca", ["zero cap", "un una u", "dos dues ambdós ambdues", "tres", "quatre", "cinc", "sis", "set", "vuit", "nou", "deu", "onze", "dotze"]),
    ("id", ["nol kosong", "satu sebuah seorang seekor suatu sekali sehari seminggu sebulan setahun sejam semenit sedetik", "dua kedua", "tiga ketiga",
            "empat keempat", "lima kelima", "enam keenam", "tujuh ketujuh", "delapan kedelapan", "sembilan kesembilan", "sepuluh kesepuluh",
            "sebelas", "belas"]),
    ("ms", ["sifar kosong", "satu sebuah seorang seekor suatu sekali sehari seminggu sebulan setahun sejam", "dua kedua", "tiga ketiga",
            "empat keempat", "lima kelima", "enam keenam", "tujuh ketujuh", "lapan kelapan", "sembilan kesembilan", "sepuluh kesepuluh",
            "sebelas", "belas"]),
    ("bn", ["শূন্য", "এক একটি একটা একজন একবার", "দুই দুটি দুটো দু দুজন দুবার", "তিন তিনটি তিনটে তিনজন", "চার চারটি চারটে চারজন",
            "পাঁচ পাঁচটি পাঁচটা পাঁচজন", "ছয় ছয়টি ছ ছটি", "সাত সাতটি সাতটা", "আট আটটি আটটা", "নয় নয়টি নটি", "দশ দশটি দশটা",
            "এগারো এগারোটি", "বারো বারোটি"]),
    ("vi", ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười", "mười"]),
    // Without blanks between words the forms are looked for anywhere in the text.
    ("ja", ["〇 ゼロ", "一 ひと", "二 ふた 両", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]),
    ("zh", ["零 〇", "一", "二 两 兩 双", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]),
    ("ko", ["영 공", "일 하나 한", "이 둘 두", "삼 셋 세", "사 넷 네", "오 다섯", "육 여섯", "칠 일곱", "팔 여덟", "구 아홉",
            "십 열", "십일 열한", "십이 열두"]),
    ("th", ["ศูนย์", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า", "สิบ", "สิบเอ็ด", "สิบสอง"]),
];
