//! Numbers.

use super::super::number_differences;
use super::check_all;
use crate::domain::locale::Locale;
use crate::domain::text::CodedText;

#[test]
fn lost_changed_and_added_numbers_are_found() {
    check_all(&[
        ("en-de", "Wait 30 seconds here.", "Warten Sie hier.", "number-value"),
        ("en-de", "Use 25 of the items.", "Verwenden Sie 52 der Elemente.", "number-value"),
        ("en-de", "Use the items now.", "Verwenden Sie jetzt die 20 Elemente.", "number-extra"),
        ("en-de", "Not a valid ISBN-10.", "Keine gültige 10-stellige ISBN-10.", ""),
        ("en-de", "At -5 degrees it stops.", "Bei 5 Grad hält es an.", "number-value"),
        ("en-de", "Pay 1,500 for it.", "Zahlen Sie dafür 15.000.", "number-value"),
        ("en-ja", "Select 15 of the files.", "ファイルを選択してください。", "number-value"),
        ("en-de", "From 10 to 10 it runs.", "Von 10 bis 20 läuft es.", "number-value"),
    ]);
}

#[test]
fn the_same_value_in_the_form_of_the_language_is_no_finding() {
    check_all(&[
        ("en-de", "The total is 1,234.56 today.", "Die Summe ist heute 1.234,56.", ""),
        ("en-fr", "It costs 1,234.5 today.", "Cela coûte 1\u{202F}234,5 aujourd’hui.", ""),
        ("en-fr", "It holds 10,000 files.", "Il contient 10 000 fichiers.", ""),
        ("en-cs", "It holds 10,000 files.", "Obsahuje 10 000 souborů.", ""),
        ("en-de_CH", "It holds 10,000.5 items.", "Es enthält 10’000.5 Elemente.", ""),
        ("en-hi", "It holds 1,234,567 of these.", "इसमें 12,34,567 हैं।", ""),
        ("en-ar", "Wait 45 seconds there.", "انتظر ٤٥ ثانية هناك.", ""),
        ("en-ja", "It holds 30,000 of them.", "3万件あります。", ""),
        ("en-ja", "It costs 3.5 million yen today.", "今日は350万円です。", ""),
        ("en-zh", "About 200 million people use it.", "大约2亿人使用它。", ""),
        ("en-es_MX", "The total is 1,234.5 today.", "El total es 1,234.5 hoy.", ""),
        ("en-de", "The year 2024 was good.", "Das Jahr 2024 war gut.", ""),
        ("en-de", "At −5 degrees it stops.", "Bei -5 Grad hält es an.", ""),
        ("en-ru", "Open pages 5-10 now.", "Откройте страницы 5–10 сейчас.", ""),
        ("en-ja", "Model A works down to -41 °C.", "モデルAは-41 °Cまで動作します。", ""),
        ("en-ja", "It takes 3-5 days.", "3日-5日かかります。", ""),
        ("en-ja", "Use 7.5 mg per kg here.", "ここで1 kgあたり7.5 mgを使用します。", ""),
        ("en-zh", "It holds 20,000 images.", "包含 2 万张图像。", ""),
        ("en-th", "It began in 2026 here.", "เริ่มที่นี่ในปี 2569", ""),
        ("en-fr", "In Windows 10 200 files remain.", "Il reste 200 fichiers dans Windows 10.", ""),
    ]);
}

#[test]
fn words_dates_times_and_versions_excuse_a_number() {
    check_all(&[
        ("en-de", "Choose 3 of the files.", "Wählen Sie drei der Dateien.", ""),
        ("en-de", "Choose three of the files.", "Wählen Sie 3 der Dateien.", ""),
        ("en-de", "Choose 1 file now.", "Wählen Sie jetzt eine Datei.", ""),
        ("en-fr", "The 1st file is open.", "Le premier fichier est ouvert.", ""),
        ("en-de", "It began on 12/31/2024 here.", "Es begann hier am 31.12.2024.", ""),
        ("en-de", "It began on 05/12/2024 here.", "Es begann hier am 12. Mai 2024.", ""),
        ("en-pl", "It began on 12/05/2024 here.", "Zaczęło się tu 12 maja 2024.", ""),
        ("en-he", "It began on 12/05/2024 here.", "זה התחיל כאן ב-12 במאי 2024.", ""),
        (
            "en-de",
            "It began on 05/12/2024 here.",
            "Es begann hier am 12. Juni 2024.",
            "number-value number-extra",
        ),
        ("en-de", "It began on 05/12/2024 here.", "Es begann hier am 12. 2024.", "number-value number-extra"),
        ("en-pl", "It began on 05/12/2024 here.", "Zaczęło się tu 12 V 2024.", ""),
        ("en-pl", "It began on 05/12/2024 here.", "Zaczęło się tu 12 VI 2024.", "number-value number-extra"),
        ("en-ar", "It began on 10/12/2024 here.", "بدأ هنا في 12 تشرين الأول 2024.", ""),
        ("en-ar", "It began on 05/12/2024 here.", "بدأ هنا في 12 حزيران 2024.", "number-value number-extra"),
        ("en-th", "It began on 02/12/2024 here.", "เริ่มที่นี่เมื่อ 12 ก.พ. 2024", ""),
        ("en-ja", "It began on March 5, 2024.", "2024年3月5日に始まりました。", ""),
        ("en-de", "Come at 2:30 PM, please.", "Bitte kommen Sie um 14:30 Uhr.", ""),
        ("en-fi", "The train leaves at 10:30.", "Juna lähtee kello 10.30.", ""),
        ("en-de", "Install version 2.5.1 now.", "Installieren Sie jetzt Version 2.5.1.", ""),
        ("en-de", "Install USB 3.0 now.", "Installieren Sie jetzt USB 3.0.", ""),
        ("en-de", "Convert MP3 files here.", "Konvertieren Sie hier Dateien.", ""),
        ("en-de", "Choose 1,2,3 or more.", "Wählen Sie 1, 2, 3 oder mehr.", ""),
        ("en-ja", "Step 3 of this page.", "このページの手順3。", ""),
        ("en-de", "Use 5GB of memory.", "Verwenden Sie 5 GB Speicher.", ""),
        ("en-ar", "Wait 2 minutes there.", "انتظر دقيقتين هناك.", ""),
        ("en-he", "Wait 2 hours there.", "יש להמתין שעתיים שם.", ""),
        ("en-de", "A 15-inch screen here.", "Hier ein Bildschirm von 38 cm.", ""),
    ]);
}

#[test]
fn a_version_stays_as_it_is() {
    for language in ["de", "fr", "ru", "ja", "zh", "ko", "fi", "hu", "ar", "vi"] {
        let check = |source: &str, target: &str, expected: &str| {
            let languages = format!("en-{language}");
            check_all(&[(&languages, source, target, expected)]);
            let differ = number_differences(
                &CodedText::plain(source),
                &Locale::parse("en"),
                &CodedText::plain(target),
                &Locale::parse(language),
            );
            assert_eq!(differ > 0, !expected.is_empty(), "{language}: {source} {target}");
        };
        check("1.2.3", "1.3.3", "number-value");
        check("1.2.3", "1.2.4", "number-value");
        check("1.2.3", "1.3.2", "number-value");
        check("10.2.3", "10.2.4", "number-value");
        check("2.4.6", "2.8.6", "number-value");
        check("2.4.6", "2.6.6", "number-value");
        check("1.2.3", "1.2.3", "");
        check("2.10.0", "2.10.0", "");
    }
    check_all(&[
        ("en-ar", "Use 1.2.3 of it there", "استخدم ١.٢.٣ من ذلك هناك", ""),
        ("en-ar", "Use 1.2.3 of it there", "استخدم ١٫٢٫٣ من ذلك هناك", ""),
        ("en-ar", "Use 1.2.3 of it there", "استخدم ١.٣.٣ من ذلك هناك", "number-value"),
        ("en-ja", "Use 1.2.3 of it there", "そこで１．２．３を使用する", ""),
        ("fi-en", "Juna lähtee kello 10.30.45 nyt", "The train leaves at 10:30:45 now", ""),
        ("en-de", "Epoch (1970-01-01 00:00 UTC)", "Epoche (1970-01-01 00:00:00 UTC)", ""),
        ("de-en", "Es begann am 5.3.24 dort", "It began on 3/5/24 there", ""),
        ("de-en", "Es begann am 5.3.24 dort", "It began on 3/6/24 there", "number-value"),
    ]);
}

#[test]
fn a_date_in_numbers_keeps_its_month() {
    for language in ["de", "fr", "ru", "ja", "zh", "ko", "fi", "hu", "ar", "vi"] {
        let check = |source: &str, target: &str, expected: &str| {
            check_all(&[(&format!("en-{language}"), source, target, expected)]);
        };
        check("2024-03-05", "2024-05-05", "number-value");
        check("2024-03-05", "2024-03-06", "number-value");
        check("2024-12-20", "2024-20-20", "number-value");
        check("12/31/2024", "31.11.2024", "number-value");
        check("12/31/2024", "31.12.2024", "");
        check("2024-03-05", "05/03/2024", "");
        check("3/5/2024", "5.3.2024", "");
    }
    check_all(&[
        ("en-fr", "It began on 2024-03-05 here.", "Cela a commencé ici le 5 mars 2024.", ""),
        (
            "en-fr",
            "It began on 2024-03-05 here.",
            "Cela a commencé ici le 5 mai 2024.",
            "number-value number-extra",
        ),
        ("en-de", "It began on 2024-03-05 here.", "Es begann hier am 5. März 2024.", ""),
        ("en-ja", "It began on 2024-03-05 here.", "2024年3月5日にここで始まりました。", ""),
        (
            "en-ja",
            "It began on 2024-03-05 here.",
            "2024年5月5日にここで始まりました。",
            "number-value number-extra",
        ),
        ("en-ja", "It began on 2024-03-05 here.", "2024年三月5日にここで始まりました。", ""),
        ("en-fi", "It began on 2024-03-05 here.", "Se alkoi täällä 5. maaliskuuta 2024.", ""),
        (
            "en-de",
            "It began on 2024-03-05 here.",
            "Es begann im März, nämlich am 2024-05-05.",
            "number-value",
        ),
    ]);
}

#[test]
fn an_amount_in_the_form_of_the_source_language_is_found() {
    check_all(&[
        ("en-de", "The total is 1,234.56 today.", "Die Summe ist heute 1,234.56.", "number-format"),
        ("en-de", "It holds 10,000 files.", "Es enthält 10,000 Dateien.", "number-format"),
        ("en-de", "It is 2.5 mm thick.", "Es ist 2.5 mm dick.", "number-format"),
        ("en-de", "It is 2.5 mm thick.", "Es ist 2,5 mm dick.", ""),
        ("en-de", "It costs EUR 2.5 today.", "Es kostet heute EUR 2.5.", "number-format"),
        ("en-de", "It takes 1.5 units.", "Es braucht 1.500 Einheiten.", "number-value"),
        ("en-de", "See chapter 2.5 there.", "Siehe dort Kapitel 2.5.", ""),
    ]);
}

#[test]
fn values_decide_whether_numbers_agree() {
    let check = |from: &str, a: &str, to: &str, b: &str, expected: bool| {
        let agree = 0
            == number_differences(
                &CodedText::plain(a),
                &Locale::parse(from),
                &CodedText::plain(b),
                &Locale::parse(to),
            );
        assert_eq!(agree, expected, "{a:?} ({from}) and {b:?} ({to})");
    };
    check("en", "1,234.5", "de", "1.234,5", true);
    check("de", "1.234", "de", "1,234", false);
    check("en", "1.5", "en", "15", false);
    check("en", "a 7 b", "de", "a b", false);
    check("en", "a b", "de", "a 70 b", false);
    check("en", "no number", "de", "keine Zahl", true);
    check("ar", "١٢٣٤", "en", "1234", true);
    check("", "1.5", "", "1.5", true);
    check("en", "10 of 20", "en", "20 of 10", true);
    check(
        "en",
        "99999999999999999999999999999999999999999999",
        "de",
        "99999999999999999999999999999999999999999999",
        true,
    );
}

#[test]
fn a_percentage_may_begin_with_its_sign() {
    check_all(&[
        ("en-tr", "A discount of 25% today", "Bugün %25 indirim", ""),
        ("en-tr", "A discount of 25% today", "Bugün %20 indirim", "number-value"),
        ("en-tr", "Copied %1 of %2", "%2 içinden %1 kopyalandı", ""),
        ("en-tr", "Copied %1 of %2", "%1 kopyalandı", "placeholder"),
        ("tr-en", "Bugün %25 indirim var", "There is a discount of 25% today", ""),
    ]);
}

#[test]
fn years_of_an_era_are_those_of_the_common_one() {
    check_all(&[
        ("en-ja", "It began in 2024 here.", "ここで令和6年に始まりました。", ""),
        ("en-ja", "It began in 2024 here.", "ここで令和5年に始まりました。", "number-value"),
        ("en-ja", "It began in 2019 here.", "ここで令和元年に始まりました。", ""),
        ("en-ja", "It began in 1995 here.", "ここで平成 7年に始まりました。", ""),
        ("ja-en", "ここで昭和64年に始まりました。", "It began in 1989 here.", ""),
        ("ja-en", "ここで昭和64年に始まりました。", "It began in 1988 here.", "number-value"),
        ("en-zh_TW", "It began in 2024 here.", "此處始於民國113年。", ""),
        ("en-zh_TW", "It began in 2024 here.", "此處始於民國114年。", "number-value"),
        ("en-ja", "It was Reiwa 6 then.", "令和6年でした。", ""),
        ("en-th", "It began in 2024 here.", "เริ่มที่นี่ในปี พ.ศ. 2567", ""),
        ("en-th", "It began in 2024 here.", "เริ่มที่นี่ในปี พ.ศ. 2566", "number-value"),
    ]);
}

#[test]
fn discounts_in_tenths_are_percentages() {
    check_all(&[
        ("en-zh", "Take 20% off today.", "今天打8折。", ""),
        ("en-zh", "Take 20% off today.", "今天打2折。", "number-value"),
        ("en-zh", "Take 15% off today.", "今天打85折。", ""),
        ("en-zh", "Take 15% off today.", "今天打8.5折。", ""),
        ("en-zh", "Take 20% off today.", "今天打八折。", ""),
        ("en-zh", "Take 25% off today.", "今天打七五折。", ""),
        ("en-zh", "Take 30% off today.", "今天打八折。", "number-value"),
        ("en-zh", "Take 50% off today.", "今天半价。", ""),
        ("en-zh", "About 30% of them left.", "其中约3成离开了。", ""),
        ("en-ja", "Take 20% off today.", "今日は2割引です。", ""),
        ("en-ja", "Take 20% off today.", "今日は8割引です。", "number-value"),
        ("en-ja", "About 25% of them left.", "約2割5分が去りました。", ""),
        ("en-ja", "Take 50% off today.", "今日は半額です。", ""),
        ("en-ja", "Take 30% off today.", "今日は半額です。", "number-value"),
        ("en-ko", "Take 20% off today.", "오늘은 2할 할인합니다.", ""),
        ("zh-en", "今天打8折。", "Take 20% off today.", ""),
        ("zh-en", "今天打八折。", "Take 20% off today.", ""),
        ("zh-en", "今天打8折。", "Take 80% off today.", "number-value"),
    ]);
}

#[test]
fn fractions_are_signs_digits_or_words() {
    check_all(&[
        ("en-de", "Use 1/2 of it here.", "Hier ½ davon verwenden.", ""),
        ("en-de", "Use ½ of it here.", "Hier 0,5 davon verwenden.", ""),
        ("en-de", "Use ½ of it here.", "Hier die Hälfte davon verwenden.", ""),
        ("en-fr", "Wait 0.5 hours there.", "Attendez une demi heure là-bas.", ""),
        ("en-de", "Use ½ of it here.", "Hier ¼ davon verwenden.", "number-value"),
        ("en-de", "Use ½ of it here.", "Hier alles davon verwenden.", "number-value"),
        ("en-de", "Wait 1½ hours there.", "Warten Sie dort 1,5 Stunden.", ""),
        ("en-de", "Wait 1 1/2 hours there.", "Warten Sie dort 1½ Stunden.", ""),
        ("en-de", "Wait 1 1/2 hours there.", "Warten Sie dort 2½ Stunden.", "number-value"),
        ("en-ja", "Wait 2.5 hours there.", "そこで2時間半お待ちください。", ""),
        ("en-ja", "Wait 2.5 hours there.", "そこで3時間半お待ちください。", "number-value"),
        ("en-de", "See page 1/2 here.", "Siehe hier Seite 1 von 2.", ""),
        ("en-de", "See page 1/2 here.", "Siehe hier Seite 1 von 3.", "number-value number-extra"),
        ("en-de", "Pour 2/3 of it here.", "Hier ⅔ davon eingießen.", ""),
    ]);
}

#[test]
fn hours_and_days_are_said_in_many_ways() {
    check_all(&[
        ("en-de", "It starts at 12 am today.", "Es beginnt heute um 0 Uhr.", ""),
        ("en-de", "It starts at 12 a.m. today.", "Es beginnt heute um 24 Uhr.", ""),
        ("en-de", "It starts at 12 am today.", "Es beginnt heute um 11 Uhr.", "number-value"),
        ("en-de", "It starts at 12:30 AM today.", "Es beginnt heute um 0:30 Uhr.", ""),
        ("en-de", "It starts at 12:30 AM today.", "Es beginnt heute um 1:30 Uhr.", "number-value"),
        ("en-de", "It starts at 12 pm today.", "Es beginnt heute mittags.", ""),
        ("en-de", "It starts at 12 am today.", "Es beginnt heute um Mitternacht.", ""),
        ("en-de", "It starts at 12 am today.", "Es beginnt heute irgendwann.", "number-value"),
        ("de-en", "Es beginnt um 14:30 Uhr.", "It starts at 2:30 PM.", ""),
        ("de-en", "Es beginnt um 14:30 Uhr.", "It starts at 3:30 PM.", "number-value"),
        ("de-en", "Es beginnt um 0 Uhr.", "It starts at 12 a.m. then.", ""),
        ("en-ja", "It starts at 2:30 today.", "今日は2時半に始まります。", ""),
        ("en-de", "We are open 24/7 here.", "Wir haben hier rund um die Uhr geöffnet.", ""),
        ("en-fr", "We are open 24/7 here.", "Nous sommes ouverts 24 h/24 et 7 j/7 ici.", ""),
        ("en-ja", "We are open 24/7 here.", "24時間365日営業しています。", ""),
        ("en-zh", "We are open 24/7 here.", "我们全天候营业。", ""),
        ("en-ru", "We are open 24/7 here.", "Мы работаем здесь круглосуточно.", ""),
        ("en-de", "Open 24 hours a day, 7 days a week.", "Rund um die Uhr an allen Tagen geöffnet.", ""),
        ("en-de", "We are open 24/7 here.", "Wir haben hier immer wieder geöffnet.", "number-value"),
        ("en-de", "Use 7 of the items here.", "Verwenden Sie hier 24 Elemente.", "number-value"),
    ]);
}

#[test]
fn a_rate_of_one_and_what_happens_each_day_need_no_number() {
    check_all(&[
        ("en-ja", "The daily dose is 20 mg.", "1日の用量は20 mgです。", ""),
        ("en-ja", "The daily dose is 20 mg (5 mg per kg).", "1日の用量は20 mg（1 kgあたり5 mg）です。", ""),
        ("en-ja", "The dose is 20 mg.", "1日の用量は20 mgです。", "number-extra"),
        ("en-ja", "It runs hourly with 20 files.", "1時間ごとに20個のファイルで実行されます。", ""),
        (
            "en-ja",
            "It runs hourly with 20 files.",
            "2時間ごとに20個のファイルで実行されます。",
            "number-extra",
        ),
    ]);
}

#[test]
fn a_numeral_may_be_a_word_in_any_form_of_it() {
    check_all(&[
        ("en-fi", "Wait 2 minutes for it there.", "Odota sitä siellä kahden minuutin ajan.", ""),
        ("en-fi", "Wait 3 minutes for it there.", "Odota sitä siellä kahden minuutin ajan.", "number-value"),
        ("en-hu", "Open 2 of the files now.", "Nyissa meg most a két fájlt.", ""),
        ("en-nb", "Open 7 of the files now.", "Åpne sju av filene nå.", ""),
        ("en-nn", "Open 1 of the files now.", "Opne éi av filene no.", ""),
        ("en-ro", "Open 12 of the files now.", "Deschideți acum douăsprezece dintre fișiere.", ""),
        ("en-bg", "Open 2 of the files now.", "Отворете сега двата файла.", ""),
        ("en-hr", "Open 2 of the files now.", "Otvorite sada dvije datoteke.", ""),
        ("en-hr", "Open 5 of the files now.", "Otvorite sada dvije datoteke.", "number-value"),
        ("en-sk", "Open 5 of the files now.", "Otvorte teraz päť súborov.", ""),
        ("en-sl", "Open 3 of the files now.", "Zdaj odprite tri datoteke.", ""),
        ("en-lt", "Open 2 of the files now.", "Dabar atidarykite dvi bylas.", ""),
        ("en-lv", "Open 4 of the files now.", "Tagad atveriet četrus failus.", ""),
        ("en-et", "Open 2 of the files now.", "Avage nüüd kaks faili.", ""),
        ("en-ca", "Open 2 of the pages now.", "Obriu ara dues de les pàgines.", ""),
        ("en-id", "Take it 1 time per day.", "Minum sekali per hari saja.", ""),
        ("en-bn", "Open 3 of the files now.", "এখন তিনটি ফাইল খুলুন।", ""),
        ("en-cs", "Use 3 of the files there.", "Použijte tam soubory ve třech složkách.", ""),
        ("en-pl", "Use 2 of the files there.", "Posłuż się tam dwiema z plików.", ""),
        ("en-ru", "Use 5 of the files there.", "Воспользуйтесь там пятью файлами.", ""),
        ("en-uk", "Use 2 of the files there.", "Скористайтеся там двома файлами.", ""),
        ("en-uk", "Use 6 of the files there.", "Скористайтеся там двома файлами.", "number-value"),
    ]);
}
