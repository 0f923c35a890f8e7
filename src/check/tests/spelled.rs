//! Hours of both clocks, and numbers in words.

use super::super::number_differences;
use super::{Sample, check_all};
use crate::domain::locale::Locale;
use crate::domain::text::CodedText;

#[test]
fn an_hour_keeps_its_half_of_the_day() {
    check_all(&[
        ("en-de", "It starts at 5 pm today.", "Es beginnt heute um 17 Uhr.", ""),
        ("en-de", "It starts at 5 pm today.", "Es beginnt heute um 5 Uhr.", "number-value"),
        ("en-de", "It starts at 5 pm today.", "Es beginnt heute um fünf Uhr.", "number-value"),
        ("en-de", "It starts at 5 pm today.", "Es beginnt heute um siebzehn Uhr.", ""),
        ("en-de", "It starts at 5 pm today.", "Es beginnt heute um 5 Uhr nachmittags.", ""),
        ("en-de", "It starts at 5 pm today.", "Es beginnt heute Abend um 5.", ""),
        ("en-de", "It starts at 5 am today.", "Es beginnt heute um 5 Uhr.", ""),
        ("en-de", "It starts at 5 am today.", "Es beginnt heute um 17 Uhr.", "number-value"),
        ("en-de", "It starts at 5:30 p.m. today.", "Es beginnt heute um 17:30 Uhr.", ""),
        ("en-de", "It starts at 5:30 p.m. today.", "Es beginnt heute um 17.30 Uhr.", ""),
        ("en-de", "It starts at 5:30 p.m. today.", "Es beginnt heute um 5:30 Uhr.", "number-value"),
        ("en-de", "It starts at 12:30 am today.", "Es beginnt heute um 12:30 Uhr.", "number-value"),
        ("en-de", "It starts at 12:30 pm today.", "Es beginnt heute um 12:30 Uhr.", ""),
        ("en-de", "It starts at 12 am today.", "Es beginnt heute um 12 Uhr.", "number-value"),
        ("en-de", "It starts at 12 am today.", "Es beginnt heute um 12 Uhr nachts.", ""),
        ("en-de", "At 5 pm in room 5.", "Um 17 Uhr in Raum 5.", ""),
        ("en-de", "At 5 pm in room 5.", "Um 5 Uhr in Raum 5.", "number-value"),
        ("en-de", "Open 2–5 pm today.", "Heute 14–17 Uhr geöffnet.", ""),
        ("en-de", "Open from 2 to 5 pm today.", "Heute von 14 bis 17 Uhr geöffnet.", ""),
        ("en-de", "Open from 2 to 5 pm today.", "Heute von 2 bis 5 Uhr nachmittags geöffnet.", ""),
        ("en-de", "Open from 9 am to 5 pm today.", "Heute von 9 bis 17 Uhr geöffnet.", ""),
        ("en-de", "Open from 9 am to 5 pm today.", "Heute von 9 bis 5 Uhr geöffnet.", "number-value"),
        ("en-fr", "It starts at 5 pm today.", "Cela commence aujourd’hui à 17 h.", ""),
        ("en-fr", "It starts at 5 pm today.", "Cela commence aujourd’hui à 5 h.", "number-value"),
        ("en-fr", "It starts at 5 pm today.", "Cela commence aujourd’hui à 5 heures de l’après-midi.", ""),
        ("en-es", "It starts at 5 pm today.", "Hoy empieza a las 5 p. m. allí.", ""),
        ("en-es", "It starts at 5 pm today.", "Hoy empieza a las 5 de la tarde.", ""),
        ("en-es", "It starts at 5 pm today.", "Hoy empieza a las 5 allí.", "number-value"),
        ("en-ru", "It starts at 5 pm today.", "Сегодня начало в 5 часов вечера.", ""),
        ("en-ru", "It starts at 5 pm today.", "Сегодня начало в 5 часов.", "number-value"),
        ("en-ja", "It starts at 5 pm today.", "今日は午後5時に始まります。", ""),
        ("en-ja", "It starts at 5 pm today.", "今日は17時に始まります。", ""),
        ("en-ja", "It starts at 5 pm today.", "今日は5時に始まります。", "number-value"),
        ("en-ja", "It starts at 5 pm today.", "今日は午前5時に始まります。", "number-value"),
        ("en-ko", "It starts at 5 pm today.", "오늘 오후 5시에 시작합니다.", ""),
        ("en-ko", "It starts at 5 pm today.", "오늘 오전 5시에 시작합니다.", "number-value"),
        ("en-zh", "It starts at 5 pm today.", "今天下午5点开始。", ""),
        ("en-zh", "It starts at 5 pm today.", "今天晚上5点开始。", ""),
        ("en-zh", "It starts at 5 pm today.", "今天5点开始。", "number-value"),
        ("en-ar", "It starts at 5 pm today.", "يبدأ اليوم في الساعة 5 مساءً.", ""),
        ("en-bn", "It starts at 5 pm today.", "আজ ৫ অপরাহ্ন থেকে শুরু হয়।", ""),
        ("en-pt_BR", "It starts at 5 pm today.", "Hoje começa às 17h lá.", ""),
        // Of a language without a table nobody knows.
        ("en-ka", "It starts at 5 pm today.", "დღეს იწყება 5 საათზე.", ""),
    ]);
}

#[test]
fn an_hour_of_the_other_clock_is_the_same_hour() {
    check_all(&[
        ("de-en", "Es beginnt heute um 17 Uhr.", "It starts at 5 pm today.", ""),
        ("de-en", "Es beginnt heute um 17 Uhr.", "It starts at 5 am today.", "number-value"),
        ("de-en", "Es beginnt heute um 17 Uhr.", "It starts at 5 today.", "number-value"),
        ("de-en", "Es beginnt heute um 5:00 Uhr.", "It starts at 5:00 pm today.", "number-value"),
        ("de-en", "Es beginnt heute um 05:00 Uhr.", "It starts at 5:00 am today.", ""),
        ("de-en", "Es beginnt heute Abend um 5:30 Uhr.", "It starts at 5:30 pm this evening.", ""),
        // Said of the afternoon as well.
        ("de-en", "Es beginnt heute um 5 Uhr.", "It starts at 5 pm today.", ""),
        ("ja-en", "今日は午後5時に始まります。", "It starts at 5 pm today.", ""),
        ("ja-en", "今日は午後5時に始まります。", "It starts at 5 am today.", "number-value"),
        ("ja-de", "今日は午後5時に始まります。", "Es beginnt heute um 17 Uhr.", ""),
        ("ja-de", "午後2時から5時まで開いています。", "Von 14 bis 17 Uhr geöffnet.", ""),
        ("de-en", "Die 12 am Ende bleibt dort.", "The 12 at the end stays there.", ""),
    ]);
    let differ = |a: &str, b: &str| {
        let english = Locale::parse("en");
        number_differences(&CodedText::plain(a), &english, &CodedText::plain(b), &english)
    };
    assert_eq!(differ("at 5 pm", "at 5 p.m."), 0);
    assert!(differ("at 5 pm", "at 5 am") > 0);
    assert!(differ("at 5 pm", "at 5") > 0);
}

#[test]
fn a_lost_half_is_told_with_its_place() {
    let found = Sample::new("en-de", "It starts at 5 pm today.", "Es beginnt heute um 5 Uhr.").findings();
    let [found] = &found[..] else { panic!("{found:?}") };
    assert_eq!((found.message.as_str(), found.span), ("the number 5 pm has become 5", Some((20, 21))));
}

#[test]
fn numerals_above_twelve_excuse_a_number() {
    check_all(&[
        ("en-zh", "It holds 20 of the items.", "它包含二十个项目。", ""),
        ("en-zh", "It holds 35 of the items.", "它包含三十五个项目。", ""),
        ("en-zh", "It holds 25 of the items.", "它包含三十五个项目。", "number-value"),
        ("en-zh", "It holds 20 of the items.", "它包含二十五个项目。", "number-value"),
        ("en-ja", "It holds 20 of the items.", "二十個の項目があります。", ""),
        ("en-ja", "It holds 1,200 of the items.", "千二百個の項目があります。", ""),
        ("en-ja", "It began in 2024 here.", "ここで二〇二四年に始まりました。", ""),
        ("en-ko", "It holds 25 of the items.", "항목이 이십오 개 있습니다.", ""),
        ("en-ko", "It holds 20 of the items.", "항목이 스무 개 있습니다.", ""),
        ("en-ko", "It holds 30 of the items.", "항목이 스무 개 있습니다.", "number-value"),
        ("en-th", "It holds 25 of the items.", "มียี่สิบห้ารายการ", ""),
        ("en-fr", "It holds 21 of the files.", "Il contient vingt et un des fichiers.", ""),
        ("en-fr", "It holds 21 of the files.", "Il contient vingt-et-un des fichiers.", ""),
        ("en-fr", "It holds 20 of the files.", "Il contient vingt et un des fichiers.", "number-value"),
        ("en-fr", "It holds 97 of the files.", "Il contient quatre-vingt-dix-sept des fichiers.", ""),
        ("en-es", "It holds 21 of the files.", "Contiene veintiuno de los archivos.", ""),
        ("en-es", "It holds 35 of the files.", "Contiene treinta y cinco de los archivos.", ""),
        ("en-de", "It holds 21 of the files.", "Es enthält einundzwanzig der Dateien.", ""),
        ("en-de", "It holds 20 of the files.", "Es enthält einundzwanzig der Dateien.", "number-value"),
        ("en-ru", "It holds 25 of the files.", "Там двадцать пять этих файлов.", ""),
        ("en-ru", "It holds 20 of the files.", "Там двадцать пять этих файлов.", "number-value"),
        ("en-pt_BR", "It holds 22 of the files.", "Contém vinte e dois dos arquivos.", ""),
        ("en-it", "It holds 28 of the files.", "Contiene ventotto dei file.", ""),
        ("en-es", "It holds 20 of the files.", "Contiene doscientos veinte de los archivos.", "number-value"),
        ("de-en", "Es enthält 220 der Dateien.", "It holds two hundred twenty of the files.", "number-value"),
        ("de-en", "Es enthält 20 der Dateien.", "It holds two hundred twenty of the files.", "number-value"),
        ("de-en", "Es enthält 100 der Dateien.", "It holds a hundred of the files.", ""),
        ("de-en", "Es enthält 25 der Dateien.", "It holds twenty-five of the files.", ""),
        ("en-de", "It holds twenty-five of the files.", "Es enthält 25 der Dateien.", ""),
        ("en-de", "It holds twenty-five of the files.", "Es enthält 20 der Dateien.", "number-extra"),
        ("zh-en", "它包含二十个项目。", "It holds 20 of the items.", ""),
    ]);
}

#[test]
fn numbers_a_page_adds_are_found_where_it_goes_line_by_line() {
    let lines = |count: usize, last: &str| format!("{}{last}", "Save the file here.\n\n".repeat(count));
    let targets = |count: usize, last: &str| format!("{}{last}", "Die Datei hier sichern.\n\n".repeat(count));
    check_all(&[
        ("en-de", &lines(6, "Use the items."), &targets(6, "Nutze die 20 Elemente."), "number-extra"),
        ("en-de", &lines(6, "Use the items."), &targets(6, "Nutze die\n20 Elemente."), ""),
        ("en-de", "Seconds since Epoch here", "Sekunden seit 1970-01-01 hier", ""),
        ("en-de", "Press <key 5> for it now.", "Jetzt die Taste 5 dafür drücken.", ""),
        ("en-de", "Open <a id=\"5\">it</a> now.", "Jetzt <a id=\"5\">5 davon</a> öffnen.", "number-extra"),
    ]);
}
