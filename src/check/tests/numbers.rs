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
