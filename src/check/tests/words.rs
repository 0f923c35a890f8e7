//! Units, months, codes, signs, markup, messages: what is not translated.

use super::{Sample, check_all, check_remarks};
use crate::domain::segment::Finding;

#[test]
fn a_unit_that_has_changed_is_found_and_a_translated_one_is_not() {
    check_all(&[
        ("en-de", "Take 5 mg of it daily.", "Nehmen Sie täglich 5 g davon.", "date-time-unit"),
        ("en-ru", "Take 5 mg of it daily.", "Принимайте по 5 мг в день.", ""),
        ("en-ru", "Take 5 mg of it daily.", "Принимайте по 5 г в день.", "date-time-unit"),
        ("en-ja", "Take 5 mg of it daily.", "1日に5ミリグラムを服用してください。", ""),
        ("en-zh", "Wait 30 seconds before it starts.", "请等待 30 分钟后再开始。", "date-time-unit"),
        ("en-zh", "Wait 30 seconds before it starts.", "请等待 30 秒后再开始。", ""),
        ("en-de", "Mix 5 mg and 5 g of it.", "Mischen Sie 5 g und 5 mg davon.", ""),
        ("en-de", "The trail is 5 miles long.", "Der Weg ist 8 km lang.", ""),
        ("en-de", "The trail is 5 miles long.", "Der Weg ist 80 km lang.", "number-value"),
        ("en-de", "Use 5 m of the rope.", "Nehmen Sie 5 m von dem Seil.", ""),
    ]);
}

#[test]
fn a_month_that_has_changed_is_found() {
    check_all(&[
        ("en-de", "It began on March 5, 2024.", "Es begann am 5. April 2024.", "date-time-unit"),
        ("en-de", "It began on March 5, 2024.", "Es begann am 5. März 2024.", ""),
        ("en-ja", "It began on March 5, 2024.", "2024年4月5日に始まりました。", "date-time-unit"),
        ("en-fr", "It began on May 5, 2024.", "Il a commencé le 5 mai 2024.", ""),
        (
            "en-fr",
            "You may add 5 files.",
            "Vous pouvez ajouter 5 fichiers en mars 2024 ?",
            "number-extra nbsp end-punct",
        ),
        ("en-he", "It began on March 5, 2024.", "זה התחיל ב-5 במרץ 2024.", ""),
    ]);
}

#[test]
fn codes_of_capitals_and_digits_stay() {
    check_all(&[
        ("en-de", "Order part A4-17B today.", "Bestellen Sie heute Teil A4-17C.", "alphanumeric"),
        ("en-de", "Order part A4-17B today.", "Bestellen Sie heute das Teil.", "number-value alphanumeric"),
        ("en-ja", "Complies with ISO 27001 and AES256.", "ISO 27001 と AES-256 に準拠しています。", ""),
        ("en-de", "Convert the MP3 files.", "Konvertieren Sie die Dateien.", ""),
        ("en-fr", "Part M3-51R replaces it.", "La pièce M3-51 remplace cela.", "alphanumeric"),
        ("en-ja", "Part M3-51R is here.", "部品M3-51Rはここです。", ""),
        ("en-de", "Print it on A4 paper.", "Drucken Sie es auf A5-Papier.", "alphanumeric"),
        ("en-ja", "Print it on A4 paper.", "A5用紙に印刷します。", "alphanumeric"),
        ("en-de", "Press F1 and F2 now.", "Drücken Sie jetzt F1 und F3.", "alphanumeric"),
        ("en-de", "Press F1 and F2 now.", "Drücken Sie jetzt F2 und F1.", ""),
        ("en-de", "Print it on A4 paper.", "Drucken Sie es auf DIN-A4-Papier.", ""),
        ("en-de", "Print it on A4 paper.", "Drucken Sie es auf Papier in DIN A 4.", ""),
        ("en-de", "Print it on A4 paper.", "Drucken Sie es auf normales Papier.", ""),
        ("en-ja", "Print it on A4 paper.", "Ａ４用紙に印刷します。", ""),
        ("en-fr", "Play the MP3 there.", "Lisez-y le MP3.", ""),
        ("en-de", "Add some H2O there.", "Geben Sie dort H2O dazu.", ""),
    ]);
}

#[test]
fn signs_are_kept_or_said() {
    check_all(&[
        ("en-de", "Acme™ is here now.", "Acme ist jetzt hier.", "symbols"),
        ("en-de", "It costs $5 today.", "Es kostet heute 5 Dollar.", ""),
        ("en-de", "It costs $5 today.", "Es kostet heute 5.", "symbols"),
        ("en-de", "Use 50% of it.", "Nutzen Sie 50 Prozent davon.", ""),
        ("en-de", "Use 50% of it.", "Nutzen Sie 50 davon.", "number-value"),
        ("en-de", "Use 50 % of it.", "Nutzen Sie 50 davon.", "number-value"),
        ("en-de", "Use 50 of it.", "Nutzen Sie 50 % davon.", "number-value"),
        ("en-de", "Use 50 percent of it.", "Nutzen Sie 50 % davon.", ""),
        ("en-de", "Use 5% to 10% of it.", "Nutzen Sie 5–10 % davon.", "symbols"),
        ("en-fr", "Use 50% of it.", "Utilisez-en 50\u{A0}pour cent pour ceci.", ""),
        ("en-fr", "Use 50% of it.", "Utilisez-en 50 pour ceci.", "number-value"),
        ("en-es", "Use 50% of it.", "Use 50 por ahora.", "number-value"),
        ("en-es", "Use 50% of it.", "Use el 50 por ciento ahora.", ""),
        ("en-el", "Use 50% of it.", "Χρησιμοποιήστε το 50 στις εκατό φορές.", ""),
        ("en-id", "Use 50% of it.", "Gunakan 50 persen dari itu.", ""),
        ("en-ru", "Up by 50% today.", "Выросло на 50 процентов сегодня.", ""),
        ("en-tr", "Use 50% of it.", "Bunun %50 kadarını kullanın.", ""),
        ("en-tr", "Use 50% of it.", "Bunun 50 kadarını kullanın.", "number-value"),
        ("en-ja", "Use 50% of it.", "50％を使用する。", ""),
        ("en-ja", "Use 50% of it.", "5割を使用する。", ""),
        ("en-zh", "Take 20% off today.", "今天打8折。", ""),
        ("en-de", "Done: %d of 50", "Fertig: %d von 50", ""),
        ("en-ar", "Use 5% of it.", "استخدم 5٪ منه.", ""),
        ("en-de", "Save & close it", "Speichern und schließen", ""),
    ]);
    check_remarks(
        "minus-range",
        &[
            ("en-de", "Open pages 5-10 now.", "Öffnen Sie jetzt die Seiten 5–10.", ""),
            ("en-de", "Open pages 5-10 now.", "Öffnen Sie jetzt die Seiten 5 10.", "minus-range"),
        ],
    );
}

#[test]
fn markup_that_stands_as_text_is_compared() {
    check_all(&[
        ("en-de", "Press <b>Save</b> now", "Jetzt <b>Speichern</b> drücken", ""),
        ("en-de", "Press <b>Save</b> now", "Jetzt <b>Speichern drücken", "markup-syntax"),
        ("en-de", "Press <b>Save</b> now", "Jetzt </b>Speichern<b> drücken", "markup-syntax"),
        ("en-de", "Press <b>Save</b> now", "Jetzt Speichern drücken", "markup-syntax markup-syntax"),
        ("en-de", "Enter <file name> here", "Hier <Dateiname> eingeben", ""),
        ("en-de", "Press **Save** now", "Jetzt **Speichern drücken", "markup-syntax"),
        ("en-de", "See [help](a.html) now", "Siehe jetzt [Hilfe] (a.html)", "markup-syntax"),
        ("en-de", "Press [b]Save[/b] now", "Jetzt [b]Speichern[b] drücken", "markup-syntax markup-syntax"),
        ("en-de", "See note [1] there", "Siehe dort Anmerkung [1]", ""),
        ("en-de", "One<br>two<br>three", "Eins<br>zwei<br>drei", ""),
    ]);
}

#[test]
fn messages_have_the_branches_their_language_needs() {
    let source = "{n, plural, one {# file} other {# files}}";
    check_all(&[
        ("en-de", source, "{n, plural, one {# Datei} other {# Dateien}}", ""),
        ("en-pl", source, "{n, plural, one {# plik} few {# pliki} many {# plików} other {# pliku}}", ""),
        ("en-pl", source, "{n, plural, one {# plik} other {# pliki}}", "icu-syntax icu-syntax"),
        ("en-fr", source, "{n, plural, one {# fichier} other {# fichiers}}", ""),
        ("en-ja", source, "{n, plural, other {# ファイル}}", ""),
        ("en-de", source, "{n, plural, one {# Datei}}", "icu-syntax"),
        ("en-de", source, "{n, plural, one {# Datei} other {# Dateien}", "icu-syntax"),
        (
            "en-de",
            "{g, select, male {his} female {her} other {their}}",
            "{g, select, male {sein} other {ihr}}",
            "icu-syntax",
        ),
        ("en-ru", "{n, plural, =0 {none} other {some}}", "{n, plural, =0 {нет} other {есть}}", ""),
    ]);
}

#[test]
fn words_of_the_source_that_were_left_are_found() {
    check_all(&[
        ("en-de", "Save the file now.", "Speichern Sie the Datei jetzt.", "partial-untranslated"),
        ("en-ja", "Please save your file.", "your ファイルを保存してください。", "partial-untranslated"),
        ("en-ja", "Use Over the Air here.", "Over the Air をここで使用します。", ""),
        ("en-de", "The option “with” is here.", "Die Option „with“ ist hier.", ""),
        ("en-ru", "Save the file now", "Сохраните file сейчас", "partial-untranslated"),
        ("en-ru", "Use log file here", "Журнал log-file здесь", ""),
        ("ja-en", "設定を保存します", "Save the 設定 now", "partial-untranslated"),
        ("ja-en", "設定を保存します", "Save the settings (設定) now", ""),
        (
            "en-de",
            "The order of the list is wrong here.",
            "Le fichier est dans une liste pour vous et les autres.",
            "wrong-language",
        ),
        ("en-de", "Order", "Le fichier", ""),
        (
            "en-de",
            "Run it: [-help] -source file -target file",
            "Start: [-help] -source file -target file",
            "",
        ),
        (
            "en-de",
            "DITA = DITA Map\nHTML = HTML Page of files",
            "DITA = DITA-Karte\nHTML = HTML Page of files",
            "",
        ),
    ]);
}

#[test]
fn letters_of_a_neighbour_are_found() {
    check_all(&[
        ("en-de_CH", "The street is big.", "Die Straße ist gross.", "forbidden-chars"),
        ("en-de", "The street is big.", "Die Straße ist groß.", ""),
        ("en-zh_CN", "Open the file here.", "在這裡打开文件。", "forbidden-chars"),
        ("en-zh_TW", "Open the file here.", "在这里打開檔案。", "forbidden-chars"),
        ("en-zh_TW", "Open the file here.", "在這裡開啟檔案。", ""),
        ("en-uk", "Open the file.", "Открыть фыайл.", "forbidden-chars"),
        ("en-fa", "Open the file now.", "فايل را باز کنید.", "forbidden-chars"),
    ]);
}

#[test]
fn hyphens_of_line_breaks_and_words_of_a_model_are_found() {
    check_all(&[
        ("en-de", "The translation is done.", "Die Über- setzung ist fertig.", "hyphenation-artefact"),
        ("en-de", "A manual", "Die Bedie- nungsanleitung", "hyphenation-artefact"),
        ("en-de", "The file list", "Die Doku- mentation", "hyphenation-artefact"),
        ("en-de", "Pros and cons", "Vor- und Nachteile", ""),
        ("en-de", "Winter or summer tyres", "Winter- beziehungsweise Sommerreifen", ""),
        ("en-de", "The mail address", "Die E-Mail- Adresse", ""),
        ("en-de", "Ask Mr Meyer", "Herrn Müller- Meyer fragen", ""),
        ("en-de", "The settings are saved.", "Die Daten werden gespei- chert.", "hyphenation-artefact"),
        ("en-de", "Input and output are here.", "Hier sind Ein- und Ausgabe, vor- und zurück.", ""),
        ("en-de", "Save it", "Here is the translation: Speichern", "ai-wrapper"),
        ("en-de", "Save it", "```Speichern```", "ai-wrapper"),
        ("en-de", "A house", "Ein Haus<|im_end|>", "ai-wrapper"),
        ("en-de", "A house", "[INST]Ein Haus", "ai-wrapper"),
        ("en-de", "A house", "Ein Haus</s>", "markup-syntax ai-wrapper"),
        ("en-ja", "Save the file.", "はい、以下が翻訳です。ファイルを保存します。", "ai-wrapper"),
        ("en-de", "Translate this text please.", "Ich kann diesen Text nicht übersetzen.", "ai-wrapper"),
        ("en-de", "We regret the delay.", "Leider kommt es zu Verzögerungen.", ""),
        ("en-de", "I can't translate this text.", "Ich kann diesen Text nicht übersetzen.", ""),
        ("fi-de", "Tätä tekstiä en voi kääntää.", "Ich kann diesen Text nicht übersetzen.", ""),
        ("en-fr", "Save it", "Voici la traduction\u{A0}: Enregistrer", "ai-wrapper"),
        ("en-de", "Save it", "Speichern (Hinweis: wörtlich übersetzt)", "ai-wrapper"),
        ("en-de", "Save it now", "„Jetzt speichern“", "quotes"),
        ("en-de", "Save it now", "\"Jetzt speichern\"", "quotes"),
        ("en-de", "\"Save it now\"", "„Jetzt speichern“", ""),
        ("en-de", "⟦1⟧Save it now⟦/1⟧", "„Jetzt speichern“", "tag-missing"),
        ("en-de", "Translation: save it", "Übersetzung: speichern", ""),
    ]);
}

#[test]
fn words_of_a_model_and_odd_quotes_have_a_place() {
    for (target, expected) in [
        ("Hier ist die Übersetzung: Jetzt", (0, 25)),
        ("Jetzt (Note: translated literally)", (6, 34)),
        ("Jetzt `````", (6, 9)),
        ("„Jetzt“", (0, 7)),
        ("„Jetzt", (0, 1)),
    ] {
        let found = Sample::new("en-de", "Save it now", target).findings();
        let of_it = |found: &&Finding| found.check == "ai-wrapper" || found.check == "quotes";
        assert_eq!(found.iter().find(of_it).and_then(|found| found.span), Some(expected), "{target}");
    }
}

#[test]
fn remarks_are_made_only_if_they_are_wanted() {
    check_all(&[("en-fr", "Save the file here", "enregistrez le fichier ici", "")]);
    check_remarks(
        "capital-start",
        &[
            ("en-fr", "Save the file here", "enregistrez le fichier ici", "capital-start"),
            ("en-de", "save the file here", "Datei hier speichern", ""),
            ("en-ja", "Save the file here", "ファイルをここに保存", ""),
            ("en-fr", "{name} is here now", "{name} est ici", ""),
        ],
    );
    check_remarks(
        "all-caps",
        &[("en-fr", "SAVE THE FILE", "Enregistrer", "all-caps"), ("en-fr", "SAVE", "OUVRIR", "")],
    );
    check_remarks("camel-case", &[("en-de", "Open GitHub here", "Hier Github öffnen", "camel-case")]);
    check_remarks("mixed-caps", &[("en-de", "Save the file", "DAtei speichern", "mixed-caps")]);
    check_remarks(
        "acronym",
        &[
            ("en-de", "Open the PDF here", "Hier die Datei öffnen", "acronym"),
            ("en-de", "Open the PDF here", "Hier die PDF-Datei öffnen", ""),
        ],
    );
    check_remarks(
        "sentence-count",
        &[
            ("en-de", "Save the file. Close it.", "Speichern und schließen.", "sentence-count"),
            ("en-th", "Save the file. Close it.", "บันทึกไฟล์ แล้วปิด", ""),
            ("en-zh", "Ask Dr. May at 5 p.m. Monday.", "请在星期一下午 5 点询问 May 医生。", ""),
        ],
    );
    check_remarks("start-punct", &[("en-de", "- Save it now", "Jetzt speichern", "start-punct")]);
    check_remarks("purepunc", &[("en-de", "—", "-", "purepunc"), ("en-de", "—", "—", "")]);
}
