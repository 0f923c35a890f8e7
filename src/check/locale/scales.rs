//! Words and signs that multiply the number before them by a power of ten: million, Mrd., करोड़, 万.
//!
//! A billion is 10⁹ in some languages and 10¹² in others, so each language has its own row. After the Unicode CLDR
//! (compact numbers) and dictionaries.

use std::collections::HashMap;
use std::sync::LazyLock;

/// A power of ten, and whether the word can mean nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::check) struct Scale {
    pub(in crate::check) power: i32,
    pub(in crate::check) is_sure: bool,
}

/// Whether the words of a language are known. Of others a number may have a word that nobody here can read.
pub(in crate::check) fn knows(code: &str) -> bool {
    BY_LANGUAGE.contains_key(code)
}

/// What a word in small letters multiplies by. One that only begins like a word of the table may be a form of it, a
/// compound or another word (“millionaire”), and one of English in another language a word of that one. In a language
/// without a row it is what any other language says by it.
pub(in crate::check) fn word(code: &str, word: &str) -> Option<Scale> {
    let word = folded(word);
    let own = BY_LANGUAGE.get(code);
    let exact = |row: &Row| row.get(word.as_str()).copied();
    let unsure = |scale: Scale| Scale { is_sure: false, ..scale };
    let beginning = |row: &Row| {
        let mut known: Vec<_> = row.iter().filter(|(form, _)| form.chars().count() >= STEM).collect();
        known.sort_unstable_by_key(|(form, _)| std::cmp::Reverse(form.len()));
        known.into_iter().find(|(form, _)| word.starts_with(**form)).map(|(_, scale)| unsure(*scale))
    };
    if word.is_empty() {
        return None;
    }
    own.and_then(exact).or_else(|| own.and_then(beginning)).or_else(|| {
        if own.is_some() { BY_LANGUAGE.get("en") } else { Some(&*OF_ANY) }.and_then(exact).map(unsure)
    })
}

/// The power of a word of the table that can mean nothing else.
pub(in crate::check) fn sure(code: &str, word: &str) -> Option<i32> {
    let row = BY_LANGUAGE.get(code)?;
    let scale =
        row.get(word).or_else(|| (!word.is_ascii()).then(|| row.get(folded(word).as_str())).flatten())?;
    scale.is_sure.then_some(scale.power)
}

/// The letters that the beginning of a word must share with a form of the table.
const STEM: usize = 4;

/// The forms of a language, which may end a compound too: „zwölftausend“.
pub(in crate::check) fn forms(code: &str) -> impl Iterator<Item = (&'static str, i32)> + use<> {
    let row = BY_LANGUAGE.get(code);
    row.into_iter().flat_map(|row| row.iter().map(|(form, scale)| (*form, scale.power)))
}

/// The power of a sign that multiplies what it follows, in Chinese, Japanese and Korean.
pub(in crate::check) fn sign(c: char) -> Option<i32> {
    Some(match c {
        '百' | '백' => 2,
        '千' | '천' => 3,
        '万' | '萬' | '만' => 4,
        '億' | '亿' | '억' => 8,
        '兆' | '조' => 12,
        _ => return None,
    })
}

/// Without the signs that one writer puts and another leaves out: the dot below letters of Devanagari, which one
/// letter has built in, and the vowels of Arabic.
fn folded(word: &str) -> String {
    let mut text = String::with_capacity(word.len());
    for c in word.chars() {
        match c {
            '\u{93C}' | '\u{64B}'..='\u{652}' => {}
            '\u{95C}' => text.push('ड'),
            '\u{95B}' => text.push('ज'),
            c => text.push(c),
        }
    }
    text
}

type Row = HashMap<&'static str, Scale>;

static BY_LANGUAGE: LazyLock<HashMap<&str, Row>> = LazyLock::new(|| {
    let scales = |(power, forms): &(i32, &'static str)| {
        let power = *power;
        forms.split_ascii_whitespace().map(move |form| match form.strip_prefix('?') {
            Some(form) => (form, Scale { power, is_sure: false }),
            None => (form, Scale { power, is_sure: true }),
        })
    };
    let rows = SCALES.iter().flat_map(|(codes, powers)| {
        let row: Row = powers.iter().flat_map(scales).collect();
        codes.split(' ').map(move |code| (code, row.clone()))
    });
    rows.collect()
});

/// The words of all languages; of one that two of them have, the meaning of the first.
static OF_ANY: LazyLock<Row> = LazyLock::new(|| {
    let mut words = Row::new();
    let rows = SCALES.iter().filter_map(|(codes, _)| BY_LANGUAGE.get(codes.split(' ').next()?));
    rows.flatten().for_each(|(form, scale)| {
        words.entry(form).or_insert(*scale);
    });
    words
});

/// By languages: powers and their words, in small letters; `?` before those that may be something else, such as the
/// thousandth of an inch (mil), an article of a law or the Arabs (अरब).
#[rustfmt::skip]
static SCALES: &[(&str, &[(i32, &str)])] = &[
    ("en", &[(2, "hundred hundreds"), (3, "thousand thousands ?mil ?mils ?k"), (5, "lakh lakhs lac lacs"),
        (6, "million millions mio mln mn ?mill ?mm ?m"), (7, "crore crores ?cr"),
        (9, "billion billions bn bln milliard milliards ?b"), (12, "trillion trillions trn ?tn ?t"),
        (15, "quadrillion quadrillions")]),
    ("de lb", &[(2, "hundert hunderte"), (3, "tausend tausende tausenden tsd ?teur ?tchf ?t ?k"),
        (6, "million millionen mio mill ?m"), (9, "milliarde milliarden mrd mia"),
        (12, "billion billionen ?bio ?bill"), (15, "billiarde billiarden"), (18, "trillion trillionen")]),
    ("fr", &[(2, "?cent ?cents"), (3, "mille millier milliers ?k"), (6, "million millions mio mln ?m"),
        (9, "milliard milliards mrd mrds mds ?md mia"), (12, "billion billions"), (15, "billiard billiards"),
        (18, "trillion trillions")]),
    ("es", &[(2, "?cientos"), (3, "mil miles millar millares ?k"), (6, "millón millon millones mill ?mio ?m"),
        (9, "millardo millardos ?mrd"), (12, "billón billon billones bill"), (18, "trillón trillones")]),
    ("ca", &[(3, "mil milers ?k"), (6, "milió milions ?m"), (9, "miliard miliards"), (12, "bilió bilions")]),
    ("gl", &[(3, "mil miles ?k"), (6, "millón millóns ?m"), (12, "billón billóns")]),
    ("it", &[(3, "mila mille migliaia migliaio ?k"), (6, "milione milioni mln mio ?mil ?m"),
        (9, "miliardo miliardi mld mrd"), (12, "bilione bilioni"), (15, "biliardo biliardi"), (18, "trilione trilioni")]),
    ("pt", &[(3, "mil milhares milhar ?k"), (6, "milhão milhões ?mi mio mln ?m"),
        (9, "bilhão bilhões ?bi mrd ?b"), (12, "trilhão trilhões ?tri bilião biliões"), (18, "trilião triliões")]),
    ("ro", &[(2, "sute"), (3, "mie mii ?k"), (6, "milion milioane ?mil mln mio ?m"), (9, "miliard miliarde mld mrd ?bilion ?bilioane"),
        (12, "trilion trilioane")]),
    ("nl af", &[(2, "honderd"), (3, "duizend duizenden duisend dzd ?k"), (6, "miljoen miljoenen mln mio ?m"),
        (9, "miljard miljarden mld mrd"), (12, "biljoen biljoenen bln"), (15, "biljard"), (18, "triljoen")]),
    ("sv", &[(2, "hundra"), (3, "tusen tusental tkr ?tn ?k ?t"), (6, "miljon miljoner milj mn mnkr mkr mio ?m"),
        (9, "miljard miljarder md mdr mdkr mrd"), (12, "biljon biljoner")]),
    ("da nb nn no", &[(2, "hundrede hundre"), (3, "tusind tusinde tusen tus ?k ?t"),
        (6, "million millioner millionar mio mill mln ?m"), (9, "milliard milliarder milliardar mia mrd"),
        (12, "billion billioner billionar bio bill")]),
    ("is", &[(3, "þúsund þús"), (6, "milljón milljónir milljónum ?m"), (9, "milljarður milljarðar milljarða"), (12, "billjón")]),
    ("fi", &[(3, "tuhat tuhatta tuhannen ?t ?k"), (6, "miljoona miljoonaa miljoonan milj mio ?m"),
        (9, "miljardi miljardia miljardin mrd"), (12, "biljoona biljoonaa biljoonan")]),
    ("et", &[(3, "tuhat tuhande tuh ?k"), (6, "miljon miljonit miljoni mln milj"),
        (9, "miljard miljardit miljardi mld mlrd mrd"), (12, "triljon triljonit biljon biljonit")]),
    ("hu", &[(2, "száz"), (3, "ezer ezret ?e ?k"), (6, "millió milliót millióan mio ?m"),
        (9, "milliárd milliárdot mrd"), (12, "billió billiót")]),
    ("pl", &[(3, "tysiąc tysiące tysięcy tys tysiącom ?k"), (6, "milion miliony milionów milionach mln mio"),
        (9, "miliard miliardy miliardów mld mrd"), (12, "bilion biliony bilionów bln"), (15, "biliard biliardów")]),
    ("cs sk", &[(3, "tisíc tisíce tisíců tisícov tis ?k"), (6, "milion miliony milionů milión milióny miliónov miliónů ?mil mio mln"),
        (9, "miliarda miliardy miliard miliárd miliárda miliardu mld mrd"), (12, "bilion biliony bilionů bilión bilióny biliónov bil")]),
    ("sl hr sr bs", &[(3, "tisoč tisuća tisuću tisuće tis tisućica hiljada hiljade hiljadu хиљада хиљаде ?k"),
        (6, "milijon milijona milijoni milijonov milijun milijuna milijuni ?mil mio mln milion miliona милион милиона ?m"),
        (9, "milijarda milijarde milijardi milijard milijardu mlrd mrd милијарда милијарде милијарди"),
        (12, "bilijon bilijona bilijonov bilijun bilijuna bilion biliona билион trilion")]),
    ("ru", &[(3, "тысяча тысячи тысяч тысячу тысячам тыс ?т ?к"), (6, "миллион миллиона миллионов миллионам млн ?м"),
        (9, "миллиард миллиарда миллиардов миллиардам млрд биллион биллиона"), (12, "триллион триллиона триллионов трлн")]),
    ("uk be", &[(3, "тисяча тисячі тисяч тисячу тис тысяча тысячы тысяч тыс"), (6, "мільйон мільйона мільйони мільйонів мільён мільёны мільёнаў млн"),
        (9, "мільярд мільярда мільярди мільярдів мільярды мільярдаў млрд"), (12, "трильйон трильйона трильйони трильйонів трлн")]),
    ("bg mk", &[(3, "хиляда хиляди илјада илјади хил"), (6, "милион милиона милиони млн ?мил"),
        (9, "милиард милиарда милиарди милијарда милијарди млрд"), (12, "трилион трилиона трилиони билион билиони")]),
    ("lt", &[(2, "šimtai šimtų"), (3, "tūkstantis tūkstančiai tūkstančių tūkst"), (6, "milijonas milijonai milijonų milijono mln"),
        (9, "milijardas milijardai milijardų milijardo mlrd"), (12, "trilijonas trilijonai trilijonų trln bilijonas bilijonų")]),
    ("lv", &[(3, "tūkstotis tūkstoši tūkstošu tūkst"), (6, "miljons miljoni miljonu miljoniem milj mlj"),
        (9, "miljards miljardi miljardu miljardiem mljrd mlrd"), (12, "triljons triljoni triljonu biljons biljoni biljonu")]),
    ("tr az", &[(2, "yüz"), (3, "bin ?min ?k"), (6, "milyon ?mn mln"), (9, "milyar milyard ?mr mlr mlrd"), (12, "trilyon ?tn trn")]),
    ("el", &[(3, "χιλιάδες χιλιάδων χίλια χιλ"), (6, "εκατομμύριο εκατομμύρια εκατομμυρίων ?εκ εκατ"),
        (9, "δισεκατομμύριο δισεκατομμύρια δισεκατομμυρίων δισ δις"), (12, "τρισεκατομμύριο τρισεκατομμύρια τρισεκατομμυρίων τρισ τρις")]),
    ("he", &[(3, "אלף אלפים אלפי"), (6, "מיליון מיליוני מליון מיליונים"), (9, "מיליארד מיליארדי מיליארדים ?ביליון"), (12, "טריליון טריליוני")]),
    ("ar", &[(2, "مئة مائة"), (3, "ألف آلاف الف الاف ألفا"), (6, "مليون ملايين مليونا"), (9, "مليار مليارات مليارا بليون بلايين"),
        (12, "تريليون تريليونات ترليون تريليونا")]),
    ("fa", &[(3, "هزار"), (6, "میلیون مليون ملیون"), (9, "میلیارد مليارد ?بیلیون"), (12, "تریلیون هزارمیلیارد")]),
    ("ur", &[(3, "ہزار"), (5, "لاکھ"), (6, "ملین"), (7, "کروڑ"), (9, "ارب بلین"), (11, "کھرب"), (12, "ٹریلین")]),
    ("hi mr ne", &[(2, "सौ"), (3, "हजार"), (5, "लाख"), (6, "मिलियन दशलक्ष"), (7, "करोड कोटी कोटि"), (9, "?अरब बिलियन अब्ज"),
        (11, "खरब"), (12, "ट्रिलियन")]),
    ("bn", &[(2, "শত"), (3, "হাজার"), (5, "লাখ লক্ষ"), (6, "মিলিয়ন"), (7, "কোটি"), (9, "বিলিয়ন"), (12, "ট্রিলিয়ন")]),
    ("vi", &[(2, "trăm"), (3, "nghìn ngàn ?k"), (6, "triệu ?tr"), (9, "tỷ tỉ")]),
    ("id ms", &[(2, "ratus"), (3, "ribu rb ?k"), (6, "juta jt"), (9, "miliar milyar ?bilion"), (12, "triliun trilyun trilion")]),
    ("th", &[(2, "ร้อย"), (3, "พัน"), (4, "หมื่น"), (5, "แสน"), (6, "ล้าน")]),
    ("ja", &[(6, "?m"), (3, "?k"), (9, "?b")]),
    ("zh", &[(6, "?m"), (3, "?k"), (9, "?b")]),
    ("ko", &[(6, "?m"), (3, "?k"), (9, "?b")]),
];

#[cfg(test)]
mod tests {
    use super::{Scale, word};

    #[test]
    fn a_word_is_read_as_its_language_does() {
        let check = |code: &str, text: &str, expected: Option<(i32, bool)>| {
            let expected = expected.map(|(power, is_sure)| Scale { power, is_sure });
            assert_eq!(word(code, text), expected, "{code}: {text}");
        };
        check("en", "billion", Some((9, true)));
        check("de", "billion", Some((12, true)));
        check("de", "millionengrenze", Some((6, false)));
        check("en", "millionaires", Some((6, false)));
        check("en", "mil", Some((3, false)));
        check("es", "mil", Some((3, true)));
        check("hi", "कर\u{94B}\u{921}\u{93C}", Some((7, true)));
        check("hi", "कर\u{94B}\u{95C}", Some((7, true)));
        check("hi", "अरब", Some((9, false)));
        check("ar", "مليوناً", Some((6, true)));
        check("ja", "million", Some((6, false)));
        check("", "тыс", Some((3, false)));
        check("", "billion", Some((9, false)));
        check("en", "dollars", None);
        check("en", "", None);
    }
}
