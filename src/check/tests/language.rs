//! Words, untranslated text and characters.

use super::check_all;

#[test]
fn doubled_words_are_found_where_doubling_is_no_grammar() {
    check_all(&[
        ("en-de", "Save the file", "Speichern Sie die Datei Datei", "doubled-word"),
        ("en-de", "Those who save", "Die, die die Datei speichern", ""),
        ("en-de", "If you save them", "Wenn Sie sie speichern", ""),
        ("en-de", "Bye bye, world", "Tschüss tschüss, Welt", ""),
        ("en-de", "Press 10 and 10", "10 10 drücken", ""),
        ("en-fr", "You get up", "Vous vous levez", ""),
        ("en-id", "The children", "anak anak", ""),
        ("en-th", "Slowly now", "ช้า ช้า", ""),
        ("en-de", "Save the file", "⟦1⟧Datei⟦/1⟧ Datei speichern", "tag-extra"),
        ("en-de", "Save the file.", "Sichern Sie das. Sichern Sie das.", "doubled-word"),
        ("en-de", "Save it now. Save it now.", "Sichern Sie das. Sichern Sie das.", ""),
        ("en-de", "1 2 3 1 2 3", "1 2 3 1 2 3", ""),
        ("en-de", "Save %d file.|Save %d files.", "Sichern Sie %d Zeichen.|Sichern Sie %d Zeichen.", ""),
        ("en-ja", "Save the file now.", "ファイルを保存します。ファイルを保存します。", "doubled-word"),
        // Where doubling is grammar, forms that are not doubled for their meaning.
        ("en-ko", "Press the button", "버튼을 버튼을 누르십시오", "doubled-word"),
        ("en-ko", "Do it quickly", "빨리 빨리 하십시오", ""),
        ("en-ar", "Open the file", "افتح الملف الملف", "doubled-word"),
        ("en-ar", "Very well", "جيد جدا جدا", ""),
        ("en-hi", "Open in the app", "ऐप में में खोलें", "doubled-word"),
        ("en-hi", "Go slowly", "धीरे धीरे चलें", ""),
        ("en-th", "Save the file. Close it.", "บันทึกไฟล์ ปิดไฟล์นั้น บันทึกไฟล์ ปิดไฟล์นั้น", "doubled-word"),
        (
            "en-ru",
            "See https://a.example/b.",
            "См. на странице https://a.example/b. на странице https://a.example/b.",
            "url-email-ip-path doubled-word",
        ),
    ]);
}

#[test]
fn text_of_the_source_language_is_found_and_names_are_not() {
    check_all(&[
        ("en-de", "Save the file", "Save the file", "target-equals-source"),
        ("en-de", "Cancel", "Cancel", "target-equals-source"),
        ("en-de", "Server", "Server", ""),
        ("en-de", "Microsoft Office Professional", "Microsoft Office Professional", ""),
        ("en-de", "HTTP API", "HTTP API", ""),
        ("en-en_GB", "Save the file", "Save the file", ""),
        ("en-de", "{name}: 100", "{name}: 100", ""),
        ("en-ja", "Save the file", "Save the file", "target-equals-source"),
        ("ja-en", "設定", "設定", "target-equals-source"),
        ("ja-zh", "設定", "設定", ""),
        ("de-en", "Datei löschen", "Datei löschen", "target-equals-source"),
        (
            "en-de",
            "Open the file and save the changes you made.",
            "Öffnen Sie die Datei and save the changes you made.",
            "partial-untranslated",
        ),
        (
            "en-de",
            "Click \"Save the changes you made\" to go on.",
            "Klicken Sie auf \"Save the changes you made\", um fortzufahren.",
            "",
        ),
        ("en-ru", "Save the file", "ファイルを保存", "wrong-language"),
        ("en-ja", "Save the file", "Файл сохранить", "wrong-language"),
        ("en-ru", "Use Adobe Reader here", "Adobe Reader", ""),
        // Labels and sentences of which no word is in the table.
        ("en-ja", "Weight: 5 kg", "Weight: 5 kg", "target-equals-source"),
        ("en-ja", "Adobe Reader", "Adobe Reader", ""),
        ("en-de", "Paris: Louvre", "Paris: Louvre", ""),
        ("en-de", "Engines were damaged badly.", "Engines were damaged badly.", "target-equals-source"),
        // A word of the source in a text of another script, whatever it touches.
        ("en-ja", "The surface can be hot.", "surfaceが熱くなることがあります。", "partial-untranslated"),
        ("en-ru", "Press the button twice", "Нажмите button дважды", "partial-untranslated"),
        ("en-ru", "Use the localhost address", "Используйте адрес localhost", ""),
        ("en-ru", "Draw vector graphics now", "Нарисуйте vector graphics сейчас", ""),
        ("en-ru", "Type \"shutdown\" to end", "Введите «shutdown» для завершения", ""),
        (
            "en-ru",
            "Store data (name, phone number) here",
            "Храните данные (имя, phone) здесь",
            "partial-untranslated",
        ),
        ("en-ru", "Open the store (depot) here", "Откройте склад (depot) здесь", ""),
        ("en-ko", "Give 5 days’ written notice", "5일 전에 written 통지하십시오", "partial-untranslated"),
        ("en-ko", "Model A works to -5 °C", "모델 A는 -5°works 작동", "partial-untranslated"),
        ("en-ko", "Wait 5 minutes", "5minutes 기다리십시오", ""),
        ("en-ru", "Open Acme Suite before May", "Откройте Acme Suite before мая", "partial-untranslated"),
        // Terms, loans and names that are the same in both languages.
        ("en-it", "File", "File", ""),
        ("en-de", "File", "File", "target-equals-source"),
        ("en-id", "File", "File", ""),
        ("en-de", "Open Source", "Open Source", ""),
        ("en-de", "Open Source Files", "Open Source Files", "target-equals-source"),
        ("en-fr", "Powered by Acme", "Powered by Acme", ""),
        ("en-fr", "New York", "New York", ""),
        ("en-fr", "QTI (Question and Test Interoperability)", "QTI (Question and Test Interoperability)", ""),
        ("en-fr", "Weight: 5 kg", "Weight: 5 kg", "target-equals-source"),
        ("fr-de", "Paramètres de Acme", "Paramètres de Acme", "target-equals-source"),
    ]);
}

#[test]
fn broken_and_invisible_characters_are_found() {
    check_all(&[
        ("en-de", "Close it", "Schlie\u{FFFD}en", "corrupt-chars"),
        ("en-de", "Close it", "Schlie\u{1}ßen", "corrupt-chars"),
        ("en-de", "Close it", "Schließen\u{85} jetzt", "corrupt-chars"),
        ("en-de", "Close\u{85}it", "Schließen\u{85}jetzt", ""),
        ("en-de", "Close\u{85}it", "Schließen\njetzt", ""),
        ("en-de", "Close\u{85} it", "Schließen… jetzt", ""),
        ("en-de", "Close it", "SchlieÃŸen", "corrupt-chars"),
        ("en-fr", "The state", "Lâ€™état", "corrupt-chars"),
        ("en-pt", "Not the COORDINATION", "Não a COORDENAÇÃO", ""),
        ("en-fr", "The child is here", "L’âne est âgé", ""),
        ("en-ru", "Save it all", "Cохранить всё", "corrupt-chars"),
        ("en-ru", "Save HTML code", "Сохранить HTML-код", ""),
        ("en-de", "Close it", "Schlie\u{200B}ßen", "invisible"),
        ("en-fa", "Save it", "ذخیره می\u{200C}شود", ""),
        ("en-de", "Done \u{1F468}\u{200D}\u{1F4BB}", "Fertig \u{1F468}\u{200D}\u{1F4BB}", ""),
        ("en-ja", "Done now", "完了 👨\u{200D}💻", ""),
        ("en-he", "Use ABC here", "השתמש ב-ABC\u{200E} כאן", ""),
        ("en-he", "Use it here", "השתמש ב\u{202E}זה כאן", "invisible"),
        ("en-ar", "Save it", "حف\u{200E}ظ", "invisible"),
        ("en-ru", "Save it", "Ð¡охранить", "corrupt-chars"),
        ("en-ja", "Cancel", "ã‚¢ャンセル", "corrupt-chars"),
        ("en-fr", "Go to it", "Allez Ã\u{A0} elle", "double-space corrupt-chars"),
        ("en-fi", "Press YLÄ here", "Paina »YLÄ» tässä", ""),
        ("en-km", "Save it", "រក្សា\u{200B}ទុក", ""),
        ("en-ru", "Open the file", "Открыть\u{200D} файл", "invisible"),
        ("en-ru", "Open the file", "Открыть\u{61C} файл", "invisible"),
        ("en-de", "All changes", "Alle Ã„nderungen", "quotes corrupt-chars"),
        ("en-fr", "On 15 August", "Le 15 aoÃ»t", "nbsp quotes corrupt-chars"),
    ]);
}
