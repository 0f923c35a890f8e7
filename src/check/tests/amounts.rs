//! What multiplies a number, amounts of several numbers, units and conversions.

use super::super::number_differences;
use super::check_all;
use crate::domain::locale::Locale;
use crate::domain::text::CodedText;

/// Checks rows, and that the gate says the same of those about values.
fn check_both(rows: &[(&str, &str, &str, &str)]) {
    check_all(rows);
    for (languages, source, target, expected) in rows {
        let (from, to) = languages.split_once('-').unwrap();
        let differ = number_differences(
            &CodedText::plain(source),
            &Locale::parse(from),
            &CodedText::plain(target),
            &Locale::parse(to),
        );
        assert_eq!(differ > 0, !expected.is_empty(), "{languages}: {source} {target}");
    }
}

#[test]
fn another_power_of_ten_is_another_number() {
    check_both(&[
        ("en-de", "It cost 3 million dollars.", "Es kostete 3 Milliarden Dollar.", "number-value"),
        ("en-de", "It cost 3 million dollars.", "Es kostete 3 Dollar.", "number-value"),
        ("en-de", "It cost 3 million dollars.", "Es kostete 3 Tausend Dollar.", "number-value"),
        ("en-de", "It cost 3 dollars then.", "Es kostete damals 3 Millionen Dollar.", "number-value"),
        ("en-zh", "It has 3 million users now.", "现在有3万用户。", "number-value"),
        ("en-zh", "It has 3 million users now.", "现在有3亿用户。", "number-value"),
        ("en-ja", "It cost 3 yen then.", "当時3万円でした。", "number-value"),
        ("en-ja", "It cost 30,000 yen.", "30,000億円です。", "number-value"),
        ("en-ko", "It cost 3 won then.", "당시 3만 원이었습니다.", "number-value"),
        ("en-de", "It cost 1.5 billion euros.", "Es kostete 1,5 Billionen Euro.", "number-value"),
        ("en-de", "It cost 1 billion euros.", "Es kostete 1 Billion Euro.", "number-value"),
        ("en-es", "It cost 1 billion dollars.", "Costó 1 billón de dólares.", "number-value"),
        ("en-fr", "It cost 2 billion euros.", "Cela a coûté 2 billions d’euros.", "number-value"),
        ("en-ru", "It cost 3 million dollars.", "Это стоило 3 млрд долларов.", "number-value"),
        ("en-hi", "It has 3 million users now.", "अब 3 लाख उपयोगकर्ता हैं।", "number-value"),
        ("en-th", "It has 3 million users now.", "ตอนนี้มีผู้ใช้ 3 แสนคน", "number-value"),
        ("en-de", "It cost 1,000,000 dollars.", "Es kostete 3 Millionen Dollar.", "number-value"),
        ("en-de", "It cost 3 million dollars.", "Es kostete vier Millionen Dollar.", "number-value"),
    ]);
}

#[test]
fn the_same_power_of_ten_has_many_forms() {
    check_both(&[
        ("de-en", "Es kostete 200 TEUR.", "It cost EUR 200 thousand.", ""),
        ("en-de", "It cost $5MM then.", "Es kostete damals 5 Mio. $.", ""),
        ("en-ja", "It cost 3 million yen.", "300万円でした。", ""),
        ("en-de", "It cost 3 million dollars.", "Es kostete 3 Mio. Dollar.", ""),
        ("en-de", "It cost 3 million dollars.", "Es kostete 3 Millionen Dollar.", ""),
        ("en-de", "It cost 3 million dollars.", "Es kostete 3.000.000 Dollar.", ""),
        ("en-de", "It cost 3 million dollars.", "Es kostete drei Millionen Dollar.", ""),
        ("en-de", "It cost three million dollars.", "Es kostete 3 Millionen Dollar.", ""),
        ("en-de", "It cost half a million dollars.", "Es kostete 500.000 Dollar.", ""),
        ("en-de", "It cost 12,000 dollars then.", "Es kostete damals zwölftausend Dollar.", ""),
        ("en-ja", "It cost a million yen.", "100万円でした。", ""),
        ("en-de", "It cost 1 billion euros.", "Es kostete 1 Milliarde Euro.", ""),
        ("en-es", "It cost 1 billion dollars.", "Costó mil millones de dólares.", ""),
        ("en-es", "It cost 3 billion dollars.", "Costó 3 mil millones de dólares.", ""),
        ("en-es", "It cost 1.5 billion dollars.", "Costó 1.500 millones de dólares.", ""),
        ("en-ja", "It cost 1 billion yen.", "10億円でした。", ""),
        ("en-zh", "It has 1 billion users now.", "现在有10亿用户。", ""),
        ("en-de", "It has 3,000 users now.", "Es hat jetzt 3 Tausend Benutzer.", ""),
        ("en-zh", "It has 3,000 users now.", "现在有3千用户。", ""),
        ("en-de", "It has 3k users now.", "Es hat jetzt 3.000 Benutzer.", ""),
        ("en-de", "It cost $3M then.", "Es kostete damals 3 Mio. $.", ""),
        ("en-de", "The 3M company is here.", "Die Firma 3M ist hier.", ""),
        ("en-ja", "It has millions of users in 5 towns.", "5つの町に数百万のユーザーがいます。", ""),
        ("en-de", "It cost 3 to 5 million dollars.", "Es kostete 3 bis 5 Millionen Dollar.", ""),
        ("en-ja", "It cost 3 to 5 million yen.", "300万から500万円でした。", ""),
        ("en-de", "It has 3 million more users.", "Es hat 3 weitere Millionen Benutzer.", ""),
        ("en-zh", "Run 5 kilometers now.", "现在跑5千米。", ""),
        ("en-ko", "Read Article 3 of it now.", "지금 그 제3조를 읽으십시오.", ""),
        ("en-ko", "It has 3 million users now.", "이제 사용자가 3백만 명입니다.", ""),
        ("en-th", "It has 3 million users now.", "ตอนนี้มีผู้ใช้ 3 ล้านคน", ""),
        ("en-th", "It has 3 billion users now.", "ตอนนี้มีผู้ใช้ 3 พันล้านคน", ""),
        ("en-hi", "It has 10,000,000 users now.", "अब 1 कर\u{94B}\u{921}\u{93C} उपयोगकर्ता हैं।", ""),
        ("en-hi", "It has 10,000,000 users now.", "अब 1 कर\u{94B}\u{95C} उपयोगकर्ता हैं।", ""),
        ("en-bn", "It has 10,000,000 users now.", "এখন 1 কোটি ব্যবহারকারী আছে।", ""),
        ("en-bn", "It has 300,000 users now.", "এখন ৩ লাখ ব্যবহারকারী আছে।", ""),
        ("en-ur", "It has 10,000,000 users now.", "اب 1 کروڑ صارفین ہیں۔", ""),
        ("en-ur", "It has 300,000 users now.", "اب 3 لاکھ صارفین ہیں۔", ""),
        // Whose words nobody here can read.
        ("en-be", "At most 10,000 of them here.", "Тут не больш за 10 тыс. з іх.", ""),
        ("en-ka", "It cost 3 million dollars.", "ეს 3 მილიონი დოლარი ღირდა.", ""),
        ("en-de", "Find 3 millionaires here.", "Finden Sie hier 3 Millionäre.", ""),
    ]);
}

#[test]
fn amounts_in_myriads_may_have_several_numbers() {
    check_both(&[
        ("ja-en", "1万2500円です。", "It is 12,500 yen.", ""),
        ("ja-en", "1万5千円です。", "It is 15,000 yen.", ""),
        ("ja-en", "1億2500万円です。", "It is 125 million yen.", ""),
        ("ja-en", "1億2500万円です。", "It is 125,000,000 yen.", ""),
        ("ja-en", "1億2500万円です。", "It is 12,500,000 yen.", "number-value"),
        ("zh-en", "共有1亿2500万人。", "There are 125,000,000 people.", ""),
        ("en-zh", "There are 125 million people.", "共有1亿2500万人。", ""),
        ("en-ja", "It costs 12,500 yen.", "1万2500円です。", ""),
        ("en-ja", "It costs 12,500 yen.", "1万2600円です。", "number-value"),
        ("ko-en", "1만 2,500원입니다.", "It is 12,500 won.", ""),
        ("ko-en", "1억 2,500만 원입니다.", "It is 125 million won.", ""),
        ("en-ko", "It is 12,500 won.", "1만 2,500원입니다.", ""),
        ("ru-en", "Это стоит 3 млн 500 тыс. рублей.", "It costs 3.5 million rubles.", ""),
        ("ja-en", "1万人が2024年に来た。", "In 2024, 10,000 people came.", ""),
    ]);
}

#[test]
fn amounts_too_large_to_count_are_no_fault_of_the_check() {
    check_all(&[(
        "en-ja",
        "The value is x.",
        "値は300000000000000000000000000000000007万10です。",
        "number-extra",
    )]);
}

#[test]
fn a_point_may_begin_a_decimal() {
    check_both(&[
        ("en-de", "It is .5 mm thick there.", "Es ist dort 0,5 mm dick.", ""),
        ("en-de", "Take .25 mg of it there.", "Nehmen Sie dort 0,25 mg davon.", ""),
        ("en-de", "A value of .05 is small.", "Ein Wert von 0,05 ist klein.", ""),
        ("en-de", "Take .5 mg of it there.", "Nehmen Sie dort 5 mg davon.", "number-value"),
        ("de-en", "Nehmen Sie dort 0,5 mg davon.", "Take .5 mg of it there.", ""),
        ("en-ja", "Open the .7z file there.", "そこで.7zファイルを開きます。", ""),
    ]);
}

#[test]
fn roman_numerals_stand_for_numbers() {
    check_both(&[
        ("en-ja", "It was in World War II.", "それは第2次世界大戦中でした。", ""),
        ("en-ja", "It was in World War I.", "それは第1次世界大戦中でした。", ""),
        ("en-ja", "It was in World War II.", "それは第3次世界大戦中でした。", "number-extra"),
        ("en-de", "See Chapter 4 of it.", "Siehe Kapitel IV davon.", ""),
        ("en-de", "See Chapter IV of it.", "Siehe Kapitel 4 davon.", ""),
        ("en-de", "See Chapter 5 of it.", "Siehe Kapitel IV davon.", "number-value"),
        ("fr-de", "Louis XIV y vivait.", "Louis 14 lebte dort.", ""),
        ("en-de", "Type X has 10 parts.", "Typ X hat Teile.", "number-value"),
        (
            "de-en",
            "Stufe 1 fehlt. Dann lese ich weiter.",
            "The level is missing. Then I read on.",
            "number-value",
        ),
    ]);
}

#[test]
fn switzerland_groups_digits_by_an_apostrophe() {
    check_all(&[
        ("en-de_CH", "It holds 12,345 items.", "Es enthält 12,345 Elemente.", "number-format"),
        ("en-de_CH", "It costs $1,234.50 today.", "Es kostet heute $1,234.50.", "number-format"),
        ("en-it_CH", "It holds 12,345 items.", "Contiene 12,345 elementi.", "number-format"),
        ("en-fr_CH", "It holds 12,345 items.", "Il contient 12,345 éléments.", "number-format"),
        ("en-de_CH", "It holds 12,345 items.", "Es enthält 12’345 Elemente.", ""),
        ("en-de_CH", "It is 2.5 mm thick.", "Es ist 2.5 mm dick.", ""),
        ("en-es_MX", "It holds 12,345 items.", "Contiene 12,345 elementos.", ""),
    ]);
}

#[test]
fn amounts_may_be_converted() {
    check_both(&[
        ("en-de", "Drive at 60 mph there.", "Fahren Sie dort 97 km/h.", ""),
        ("en-de", "Drive at 60 mph there.", "Fahren Sie dort 60 km/h.", "date-time-unit"),
        ("de-en", "Fahren Sie dort 100 km/h.", "Drive at 62 mph there.", ""),
        ("en-de", "Fill it to 30 psi now.", "Füllen Sie es jetzt auf 2,1 bar.", ""),
        ("en-de", "It has 1,000 sq ft there.", "Es hat dort 93 m².", ""),
        ("en-de", "It has 1,000 sq ft there.", "Es hat dort 39 m².", "number-value"),
        ("en-de", "It has 10 acres there.", "Es hat dort 4 ha.", ""),
        ("en-de", "Drink 8 fl oz of it.", "Trinken Sie 240 ml davon.", ""),
        ("en-de", "He is 5'11\" tall there.", "Er ist dort 180 cm groß.", ""),
        ("en-de", "He is 5 ft 11 in tall there.", "Er ist dort 1,80 m groß.", ""),
        ("en-de", "It has 1.5 kW there.", "Es hat dort 1500 W.", ""),
        ("en-de", "It takes 90 minutes there.", "Es dauert dort 1 Stunde 30 Minuten.", ""),
    ]);
}

#[test]
fn another_unit_with_the_same_number_is_found_in_many_languages() {
    check_both(&[
        ("en-de", "It has 5 kW there.", "Es hat dort 5 MW.", "date-time-unit"),
        ("en-de", "It has 5 kV there.", "Es hat dort 5 V.", "date-time-unit"),
        ("en-de", "Use 10 mmol/l of it.", "Verwenden Sie 10 mol/l davon.", "date-time-unit"),
        ("en-ar", "Take 5 mg of it there.", "خذ 5 غرام منه هناك.", "date-time-unit"),
        ("en-ar", "Take 5 mg of it there.", "خذ 5 ملغ منه هناك.", ""),
        ("en-nl", "Wait 3 days for it.", "Wacht er 3 uur op.", "date-time-unit"),
        ("en-pl", "Wait 3 days for it.", "Poczekaj na to 3 godziny.", "date-time-unit"),
        ("en-cs", "Wait 3 days for it.", "Počkejte na to 3 hodiny.", "date-time-unit"),
        ("en-tr", "Wait 3 days for it.", "Bunun için 3 saat bekleyin.", "date-time-unit"),
        ("en-el", "Wait 3 days for it.", "Περιμένετε 3 ώρες.", "date-time-unit"),
        ("en-sv", "Wait 3 days for it.", "Vänta 3 timmar på det.", "date-time-unit"),
        ("en-vi", "Wait 3 days for it.", "Hãy chờ nó 3 giờ.", "date-time-unit"),
        ("en-ko", "Wait 3 months for it.", "3일 동안 기다리십시오.", "date-time-unit"),
        ("en-el", "Wait 3 months for it.", "Περιμένετε 3 ημέρες.", "date-time-unit"),
        ("en-fa", "Wait 3 months for it.", "3 روز صبر کنید.", "date-time-unit"),
        ("en-fa", "Wait 3 months for it.", "3 ماه صبر کنید.", ""),
        ("en-el", "Wait 3 months for it.", "Περιμένετε 3 μήνες.", ""),
        ("en-ko", "Wait 3 months for it.", "3개월 동안 기다리십시오.", ""),
        ("en-nl", "Wait 3 days for it.", "Wacht er 3 dagen op.", ""),
        ("en-bg", "It was 4 years ago.", "Беше преди 4 години.", ""),
        ("en-mk", "It was 4 years ago.", "Беше пред 4 години.", ""),
        ("en-ms", "Wait 4 seconds for it.", "Tunggu 4 saat untuknya.", ""),
        ("en-ja", "Wait 3 months until May 3.", "5月3日まで3か月待ちます。", ""),
    ]);
}
