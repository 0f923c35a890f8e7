//! Spaces, punctuation, brackets and quotes.

use super::{Sample, check_all};

#[test]
fn outer_whitespace_is_that_of_the_source() {
    check_all(&[
        ("en-de", "Name: ", "Name:", "trailing-ws"),
        ("en-de", "Name", " Name", "leading-ws"),
        ("en-de", "\tName", " Name", "leading-ws"),
        ("en-de", "Name\n", "Name\r\n", ""),
        ("en-ja", "Save it. ", "保存します。", ""),
        ("en-ja", "Save it.\n", "保存します。", "trailing-ws"),
        ("en-de", " ⟦1⟧Name", "⟦1⟧ Name", "leading-ws"),
    ]);
}

#[test]
fn spaces_inside_the_text_follow_the_language() {
    check_all(&[
        ("en-de", "Save the file", "Datei  speichern", "double-space"),
        ("en-de", "Save  the file", "Datei  speichern", ""),
        ("en-de", "Save it, then close", "Speichern , dann schließen", "space-punct"),
        ("en-de", "Save it, then close", "Speichern,dann schließen", "space-punct"),
        ("en-de", "Use .NET, please", "Bitte .NET nutzen", ""),
        ("en-de", "Scale 1 : 3 here", "Hier Maßstab 1 : 3", ""),
        ("en-fr", "Save the file!", "Enregistrez le fichier\u{202F}!", ""),
        ("en-fr", "Save the file!", "Enregistrez le fichier !", "nbsp"),
        ("en-fr", "Save the file!", "Enregistrez le fichier!", "nbsp"),
        ("en-fr", "Run `a: b` and {{ c ? d: e }} now", "Lancer `a: b` et {{ c ? d: e }} ici", ""),
        ("en-fr", "Run `a: b` now: it helps", "Lancer `a: b` ici: cela aide", "nbsp"),
        ("en-fr", "Look at `a: here", "Voir `a: ici", "nbsp"),
        ("en-de", "Run `a , b` now", "Starte jetzt `a , b`", ""),
        ("en-fr_CA", "Save the file!", "Enregistrez le fichier!", ""),
        ("en-fr", "Starts at 10:30 here", "Commence à 10:30 ici", ""),
        ("en-fr", "The \"Save\" button", "Le bouton « Enregistrer\u{A0}»", "nbsp"),
        ("en-ja", "Save, then close.", "保存し、 閉じます。", "space-punct"),
        ("en-xx", "Save, then close", "abc , def", ""),
        ("en-zh", "Save it, then close it.", "保存,然后关闭。", "space-punct"),
        ("en-zh", "Save v1.2, then close it.", "保存 v1.2，然后关闭。", ""),
        ("en-ja", "Save it, then close it.", "保存し,閉じます。", "space-punct"),
        ("en-ar", "Save it, then close it.", "احفظه, ثم أغلقه.", "space-punct"),
        ("en-zh", "It rose by 5%, then fell.", "上涨 5%, 然后下跌。", "space-punct"),
        ("en-zh", "Do you want to leave Orbita Mail?", "是否要离开 Orbita Mail?", "space-punct"),
        ("en-zh", "Sold by Acme Inc.", "由 Acme 销售 Inc.", ""),
        ("en-hi", "Save the file.", "फ़ाइल सहेजें ।", "space-punct"),
        ("en-fr", "Document A4-31T: sender", "Document A4-31T: expéditeur", "nbsp"),
        ("en-fr", "Open “Save” here", "Ouvrez «Enregistrer\u{A0}» ici", "nbsp"),
        ("en-de", "{count} files in Drive", "Dateien in Drive : {count}", "space-punct"),
        ("en-de", "Bayern against Dortmund", "Bayern : Dortmund", ""),
        ("en-de", "{home} against {guest}", "{home} : {guest}", ""),
        ("en-hi", "Weight: 8.7 kg", "वज़न : 8.7 किग्रा", "space-punct"),
        ("en-ja", "Press (A), then (B).", "（A）,（B）の順に押します。", "space-punct"),
    ]);
}

#[test]
fn the_end_mark_is_that_of_the_source_in_the_form_of_the_language() {
    check_all(&[
        ("en-de", "Save the file.", "Speichern Sie die Datei", "end-punct"),
        ("en-de", "Save the file?", "Die Datei speichern.", "end-punct"),
        ("en-de", "Save the file", "Speichern Sie die Datei.", "end-punct"),
        ("en-de", "File name:", "Dateiname", "end-punct"),
        ("en-de", "Save all files…", "Alle Dateien speichern...", ""),
        ("en-de", "Press “Save.”", "Drücken Sie „Speichern“.", ""),
        ("en-de", "Colors, sizes, etc.", "Farben, Größen usw.", ""),
        ("en-de", "Colors, sizes, etc.", "Farben und Größen", ""),
        ("en-ja", "Save the file.", "ファイルを保存します。", ""),
        ("en-ja", "Do you save the file?", "ファイルを保存しますか。", ""),
        ("en-zh", "Save the file.", "保存文件。", ""),
        ("en-zh", "Save this file now?", "现在保存此文件？", ""),
        ("en-th", "Save the file.", "บันทึกไฟล์", ""),
        ("en-el", "Do you save it now?", "Το αποθηκεύετε τώρα;", ""),
        ("en-ar", "Do you save it now?", "هل تحفظه الآن؟", ""),
        ("en-hi", "Save the file.", "फ़ाइल सहेजें।", ""),
        ("en-vi", "Save the file now!", "Hãy lưu tệp ngay.", ""),
        ("en-de", "See ⟦1⟧the file.⟦/1⟧", "Siehe ⟦1⟧die Datei⟦/1⟧.", ""),
        ("en-de", "No.", "Nein", ""),
        ("en-de", "It works down to -5 °C.", "Es arbeitet bis -5 °C", "end-punct"),
        ("en-ja", "Rename “A”.", "「A」の名前を変更します", "end-punct"),
        ("en-ja", "Rename “A”.", "「A」の名前の変更", ""),
        ("en-zh", "How to start the engine.", "如何启动发动机", ""),
        ("en-ko", "Good morning, my dear friends!", "친구 여러분, 좋은 아침입니다.", ""),
        ("en-de", "Wait here until the lamp goes out.", "Warten Sie hier,", "end-punct"),
        // What is an abbreviation in one language is a word of another.
        ("en-de", "Open it in a new tab.", "In neuem Tab öffnen", "end-punct"),
        ("en-de", "See chapter 5.", "Siehe Kapitel 5", "end-punct"),
        ("en-de", "Come on the 5th.", "Kommen Sie am 5.", ""),
        ("en-ja", "It is not saved. Do you want to leave?", "保存されていません。終了しますか", "end-punct"),
        ("en-ja", "Do you want to leave?", "終了しますか", ""),
        ("en-th", "Copying the files…", "กำลังคัดลอกไฟล์", "end-punct"),
        ("en-th", "Copying the files…", "กำลังคัดลอกไฟล์…", ""),
    ]);
}

#[test]
fn repeated_and_unpaired_marks_are_found() {
    check_all(&[
        ("en-de", "Save the file.", "Speichern Sie die Datei..", "repeated-punct"),
        ("en-de", "Save the file!!", "Speichern Sie die Datei!!", ""),
        ("en-de", "Use a::b and ../x here", "Hier a::b und ../x nutzen", ""),
        ("en-de", "Save (all) files", "(Alle Dateien speichern", "brackets"),
        ("en-ja", "Save (all) files", "ファイルを（すべて）保存", ""),
        ("en-de", "a) Save", "a) Speichern", ""),
        ("en-de", "1. Save it all", "1) Alles speichern", ""),
        ("en-de", "Choose A and B here", "Wählen Sie hier a) und b)", ""),
        ("en-de", "Points 1 and 12 hold", "Es gelten 1) und 12)", ""),
        ("en-de", "Cases ii and iv hold", "Es gelten ii) sowie iv)", ""),
        ("en-de", "Save (all) files", "Alle) Dateien speichern", "brackets"),
        ("en-de", "Save (all 3) files", "Alle 3 Dateien) speichern", "brackets"),
        ("en-de", "Save (A) now", "Jetzt (A speichern", "brackets"),
        ("en-de", "Choose a) and b) here", "Wählen Sie hier a) und b)", ""),
        ("en-zh", "It began (in 2024) here.", "它始于 2024）。", "brackets"),
        ("en-de", "Save the (whole) file", "Speichern Sie )die( Datei", "brackets"),
        ("en-ar", "Save the (whole) file", "احفظ الملف )كله( الآن", "brackets"),
        ("en-ar", "Save the (whole) file", "احفظ الملف (كله) الآن", ""),
        ("en-ja", "Save the (whole) file", "ファイル）全体（を保存", "brackets"),
        ("en-de", "Save it (all) and wait [here]", "Alles (sofort) sichern und ]hier[ warten", "brackets"),
        ("en-de", "It goes )out( of here", "Es geht )hinaus( von hier", ""),
        ("en-de", "No '(' matches that ')'", "Zu diesem ')' passt keine '('", ""),
        ("en-de", "a) Save (all), b) wait", "a) Speichern (alles), b) warten", ""),
        // Words in brackets may become words without, and the other way round.
        ("en-de", "Save the file(s) (all)", "Speichern Sie alle Dateien", ""),
        ("en-de", "Save this file", "Speichern Sie diese Datei(en)", ""),
        ("en-de", "The \"Save\" button", "Die Schaltfläche \"Speichern", "quotes"),
        ("en-de", "The \"Save\" button", "Die Schaltfläche „Speichern“", ""),
        ("en-de", "A 19\" screen here", "Hier ein 19\"-Bildschirm", ""),
        ("en-ru", "The “Save” button", "Кнопка “Сохранить”", "quotes"),
        ("en-ru", "The “Save” button", "Кнопка «Сохранить»", ""),
        ("en-de", "The “Save” button", "Die Schaltfläche “Speichern”", "quotes"),
        ("en-de", "The “Save” button", "Die Schaltfläche »Speichern«", ""),
        ("en-sv", "The “Save” button", "Knappen ”Spara”", ""),
        ("en-hi", "Save the file.", "फ़ाइल सहेजें।।", "repeated-punct"),
        ("en-zh", "It grew by 5%.", "增长了 5%。。", "repeated-punct"),
        ("en-ja", "The “Save” button", "「保存ボタン", "quotes"),
        ("en-he", "Weight: 5 kg", "משקל: 5 ק\"ג", ""),
        ("en-de", "The “Save” button", "Die Schaltfläche \"Speichern\"", "quotes"),
        ("en-de", "The \"Save\" button", "Die Schaltfläche \"Speichern\"", ""),
        ("en-pt", "The “Save” button", "O botão \"Salvar\"", ""),
        ("en-es", "Save it now?", "Guardarlo ahora?", "inverted-punct"),
        ("en-es", "Save it now?", "¿Guardarlo ahora?", ""),
        ("en-es", "Leave it? Save it?", "¿Salir? Guardarlo?", "inverted-punct"),
        ("en-es", "Leave “A”?", "Quiere salir de «A»?", "inverted-punct"),
        ("en-es", "Are 3 files enough?", "3 archivos bastan?", "inverted-punct"),
        ("en-es", "Use Yahoo! Mail now.", "Use Yahoo! Mail ahora.", ""),
        ("en-es", "Do you know Dr. May?", "¿Conoce a la Dra. May?", ""),
        ("en-es", "is it so?", "es así?", ""),
    ]);
}

#[test]
fn half_of_a_pair_is_told_with_its_place() {
    let check = |languages: &str, source: &str, target: &str, id: &str, at: u32| {
        let found = Sample::new(languages, source, target).findings();
        let found: Vec<_> = found.iter().map(|found| (found.check.as_ref(), found.span)).collect();
        assert_eq!(found, [(id, Some((at, at + 1)))], "{target}");
    };
    check("en-ja", "The “Save” button", "「保存ボタン", "quotes", 0);
    check("en-ja", "The “Save” button", "この保存」ボタン", "quotes", 4);
    check("en-ja", "The “A” and “B” buttons", "「A」と「Bのボタン", "quotes", 4);
    check("en-de", "Save (all) files", "Alle (Dateien speichern", "brackets", 5);
    check("en-de", "Save ((all) the) files", "Alle ((die) Dateien sichern", "brackets", 5);
    check("en-de", "Save ⟦1⟧(all)⟦/1⟧ files", "Alle ⟦1⟧Dateien)⟦/1⟧ sichern", "brackets", 15);
    check("en-de", "Save [all] files here", "Alle Dateien ]hier[ sichern", "brackets", 13);
}
