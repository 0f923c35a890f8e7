//! Words that may stand twice in a row, by language: doubled for their meaning, or because one ends a phrase and
//! the same begins the next ("von von Nutzern erstellten Elementen", "gave her her phone", "logged in in").

pub(super) const ENGLISH: Option<&[&str]> = Some(&[
    "that", "had", "bye", "is", "do", "very", "so", "her", "you", "it", "was", "in", "on", "who", "what",
]);
pub(super) const GERMAN: Option<&[&str]> = Some(&[
    "die", "der", "das", "den", "dem", "sie", "sich", "wenn", "war", "er", "ihr", "ihnen", "sehr", "ein",
    "eine", "einen", "einem", "einer", "in", "an", "auf", "aus", "bei", "durch", "für", "mit", "nach", "um",
    "unter", "von", "vor", "zu", "über",
]);
pub(super) const SCANDINAVIAN: Option<&[&str]> =
    Some(&["det", "den", "der", "som", "er", "har", "på", "for", "om", "til", "av", "af"]);
pub(super) const ITALIAN: Option<&[&str]> = Some(&[
    "man", "mano", "piano", "poco", "via", "passo", "così", "subito", "quasi", "appena", "ora", "molto",
]);
/// “hogy az az ablak”, „egy egy szóból álló név”; what is doubled for its meaning has a hyphen (egy-egy).
pub(super) const HUNGARIAN: Option<&[&str]> = Some(&[
    "az", "egy", "hogy", "ki", "aki", "mi", "nem", "már", "még", "nagyon", "sok", "szép", "lassan", "alig",
    "újra",
]);

/// Nouns, numerals and adverbs that are doubled for “one by one” or “little by little”.
#[rustfmt::skip]
pub(super) const PERSIAN: Option<&[&str]> = Some(&[
    "آرام", "آهسته", "بار", "بخش", "بسیار", "پله", "تک", "تکه", "جدا", "جفت", "حرف", "خط", "خیلی", "دانه", "دسته", "دو",
    "ذره", "رفته", "روز", "زود", "ساعت", "سال", "سطر", "شهر", "صفحه", "قدم", "قطره", "قطعه", "کلمه", "کم", "گاه", "گروه",
    "لحظه", "مرحله", "نفر", "نم", "یک", "یکی", "این", "آن",
]);

/// Nouns that say “each” or “one by one” (without signs of their case), and words of grammar.
#[rustfmt::skip]
pub(super) const ARABIC: Option<&[&str]> = Some(&[
    "خطوة", "مرة", "كلمة", "صفحة", "دقيقة", "ساعة", "قطعة", "حبة", "درجة", "نقطة", "طبقة", "قطرة", "فقرة", "سنة", "لحظة",
    "جملة", "ثانية", "ليلة", "دفعة", "وحدة", "واحدة", "ثلاثة", "أربعة", "خمسة", "اثنين", "اثنان", "جدا", "نعم", "كلا", "هيا",
    "معا", "رويدا", "قليلا", "كثيرا", "يوما", "شيئا", "حرفا", "سطرا", "بابا", "فصلا", "واحدا", "فردا", "جزءا", "صفا", "شبرا",
    "بيتا", "مقطعا", "عاما", "شهرا", "بندا", "عنصرا", "ملفا", "سؤالا", "مهلا",
    "من", "ما", "لم", "هو", "هي", "أن", "إن", "كل", "كان",
]);

/// Adverbs, and nouns that are doubled for “each” or “here and there”.
#[rustfmt::skip]
pub(super) const KOREAN: Option<&[&str]> = Some(&[
    "빨리", "천천히", "조금", "자주", "정말", "아주", "매우", "진짜", "제발", "하나", "하루", "순간", "구석", "마디", "조각", "차근",
    "반짝", "두근", "살금", "슬금", "또박", "차곡", "드문", "띄엄", "듬성", "군데", "방울", "송이", "가지", "굽이", "고루", "두루",
    "오래", "어서", "멀리", "높이", "깊이", "가득", "따로", "마주", "그래", "아니", "누구", "어디", "너무", "더욱", "한번", "한발",
    "걸음", "서로", "무럭", "주렁", "뒤뚱", "흔들", "깜빡", "꼬박", "조심", "단계", "여기", "저기", "이리", "저리", "갈수록", "줄줄이",
]);

/// Adverbs, pronouns, numerals, adjectives and nouns that are doubled for “each”, “various” or “again and again”.
#[rustfmt::skip]
pub(super) const HINDI: Option<&[&str]> = Some(&[
    "धीरे", "जल्दी", "बार", "साथ", "कभी", "अलग", "आगे", "पीछे", "ऊपर", "नीचे", "पास", "दूर", "बीच", "अभी", "फिर", "रोज़", "रोज",
    "थोड़ा", "थोड़ी", "थोड़े", "ज़रा", "जरा", "बस", "चुपके", "हौले", "आहिस्ता", "साफ", "साफ़", "ठीक", "सच", "बहुत", "पहले", "सीधे",
    "क्या", "कौन", "कहाँ", "कहां", "कब", "किस", "किन", "कैसे", "कितना", "कितने", "कितनी", "जो", "जिस", "जिन", "जब", "तब", "जहाँ",
    "जहां", "वहाँ", "वहां", "कोई", "कुछ", "अपना", "अपने", "अपनी", "सब", "एक", "दो", "तीन", "चार", "पाँच", "पांच", "छह", "सात",
    "आठ", "नौ", "दस", "सौ", "हाँ", "हां", "नहीं", "जी", "वाह", "बड़े", "बड़ी", "छोटे", "छोटी", "नए", "नये", "नई", "अच्छे", "अच्छी",
    "ताज़ा", "ताज़े", "गरम", "गर्म", "ठंडा", "ठंडी", "हरे", "हरी", "लाल", "पीले", "काले", "मीठे", "मीठी", "मोटे", "मोटी", "पतले",
    "पतली", "लंबे", "लंबी", "ऊँचे", "ऊंचे", "सुंदर", "भिन्न", "घर", "गाँव", "गांव", "शहर", "देश", "दिन", "रात", "सुबह", "शाम", "साल",
    "पल", "क्षण", "बूंद", "बूँद", "पैसा", "पैसे", "दाना", "दाने", "टुकड़े", "टुकड़ा", "गली", "कोना", "कोने", "जगह", "कदम", "बच्चा",
    "बच्चे", "शब्द", "पन्ना", "पन्ने", "अक्षर", "बात", "बातों", "तरह", "प्रकार", "किस्म", "बराबर", "किनारे", "बैठे", "खड़े", "लेटे", "पड़े",
    "सोए",
]);
