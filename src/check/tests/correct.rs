//! Pairs as good translators write them: nothing may be repaired in any of them.

use super::Sample;

#[rustfmt::skip]
const CORRECT: &[(&str, &str, &str)] = &[
    // German
    ("en-de", "Search items created by you.", "Suchen Sie in in der Cloud gespeicherten Dateien."),
    ("en-de", "A list of items created by users.", "Eine Liste von von Nutzern erstellten Elementen."),
    ("en-de", "The total is 1,234.50 EUR (incl. 19% VAT).", "Der Gesamtbetrag ist 1.234,50 EUR (inkl. 19 % MwSt.)."),
    ("en-de", "Open “Settings” → “Network”.", "Öffnen Sie „Einstellungen“ → „Netzwerk“."),
    ("en-de", "Open https://example.com/a?b=1, then wait.", "Öffnen Sie https://example.com/a?b=1 und warten Sie."),
    ("en-de", "See https://example.com.", "Siehe https://example.com"),
    ("en-de", "On 3/14/2026 at 5:30 p.m.", "Am 14.03.2026 um 17:30 Uhr"),
    ("en-de", "Copyright 2026 Acme Inc.", "Copyright 2026 Acme Inc"),
    ("en-de", "Made in the U.S.A.", "In den USA hergestellt"),
    ("en-de", "⟦1⟧Save⟦/1⟧ your ⟦2⟧file⟦/2⟧.", "Speichern Sie Ihre ⟦2⟧Datei⟦/2⟧ mit ⟦1⟧Speichern⟦/1⟧."),
    ("en-de", "{count, plural, one {# file.} other {# files.}}", "{count, plural, one {# Datei.} other {# Dateien.}}"),
    ("en-de", "Use .NET 8 or later.", "Verwenden Sie .NET 8 oder höher."),
    ("en-de", "Size: 5 × 10 cm, -40 °C", "Größe: 5 × 10 cm, −40 °C"),
    ("en-de", "Aspect ratio 16:9", "Seitenverhältnis 16 : 9"),
    ("en-de", "Press the question mark key.", "Drücken Sie die Taste „?“."),
    ("en-de", "He said that he had had it.", "Er sagte, dass die, die die Datei hatten, sie sie hatten."),
    ("en-de", "first,last,email", "vorname,nachname,email"),
    ("en-de", "\n      Hello world\n    ", "Hallo Welt"),
    ("en-de", "Hello world", "\n      Hallo Welt\n    "),
    // French
    ("en-fr", "Name: %s", "Nom\u{A0}: %s"),
    ("en-fr", "Delete “{0}”?", "Supprimer «\u{A0}{0}\u{A0}»\u{202F}?"),
    ("en-fr", "It costs $1,234.50!", "Cela coûte 1\u{202F}234,50\u{A0}$\u{202F}!"),
    ("en-fr", "You yourselves can see it.", "Vous vous voyez vous-mêmes."),
    ("en-fr", "At 10:30, go to https://example.com/fr/.", "À 10:30, allez sur https://example.com/fr/."),
    ("en-fr_CA", "Ready?", "Prêt?"),
    ("en-fr", "Send them their code.", "Nous leur leur enverrons."),
    // Spanish, Portuguese, Italian
    ("en-es", "Are you sure?", "¿Está seguro?"),
    ("en-es", "Almost done: 50%", "Casi casi listo: 50 %"),
    ("en-es", "1,234.5 km on 12/31/2026", "1.234,5 km el 31/12/2026"),
    ("en-es", "See p. 5, etc.", "Véase la pág. 5, etc."),
    ("en-pt", "Back soon, wait 3 minutes.", "Volto logo logo, espere 3 minutos."),
    ("en-pt_BR", "“Save” failed with error 0x80070005.", "Falha em “Salvar” com o erro 0x80070005."),
    ("en-it", "Little by little it loads.", "Si carica man mano, quasi quasi finito."),
    ("en-nl", "List of applicable rules", "Lijst van van toepassing zijnde regels"),
    ("en-sv", "What is correct is correct.", "Det som är är korrekt."),
    // Japanese
    ("en-ja", "Save the file and close the window.", "ファイルを保存してウィンドウを閉じます。"),
    ("en-ja", "The file was saved successfully.", "ファイルの保存完了"),
    ("en-ja", "First paragraph of the text.", "\u{3000}最初の段落です。"),
    ("en-ja", "Use {0} (v1.2.3) or later.", "{0}（v1.2.3）以降を使用してください。"),
    ("en-ja", "Click “OK”, then “Cancel”.", "「OK」、「キャンセル」の順にクリックします。"),
    ("en-ja", "Apples, oranges, etc.", "りんご、みかんなど"),
    ("en-ja", "5 files (10 MB) on 2026-11-23", "2026年11月23日の5個のファイル（10 MB）"),
    // Chinese
    ("en-zh", "First paragraph of the text.", "\u{3000}\u{3000}这是正文的第一段内容。"),
    ("en-zh", "Open “Settings”, then choose “Wi-Fi”.", "打开“设置”，然后选择“Wi-Fi”。"),
    ("en-zh", "Are you sure you want to delete 10,000 files?", "确定要删除 1 万个文件吗？"),
    ("en-zh", "Made in the U.S.A.", "美国制造的优质产品和服务"),
    ("en-zh_TW", "Press Ctrl+S to save.", "按 Ctrl+S 以儲存。"),
    ("en-zh", "Version 2.0, by Acme Inc.", "版本 2.0，Acme 公司出品的软件产品"),
    // Korean
    ("en-ko", "The file was saved successfully.", "파일 저장 작업 완료"),
    ("en-ko", "Do you want to delete {0}?", "{0}을(를) 삭제하시겠습니까?"),
    ("en-ko", "Price: ₩10,000", "가격: 10,000원"),
    ("en-ko", "Slowly, step by step.", "천천히 천천히, 한 걸음씩."),
    // Russian and other Slavic ones
    ("en-ru", "Return it to its owner.", "Верните его его владельцу."),
    ("en-ru", "Open “File” and click “Save”.", "Откройте «Файл» и нажмите «Сохранить»."),
    ("en-ru", "The value 3.14 is 5% of 1,000,000.", "Значение 3,14 — это 5 % от 1 000 000."),
    ("en-ru", "What happened?..", "Что случилось?.."),
    ("en-uk", "Return them to their owners.", "Поверніть їх їх власникам."),
    ("en-pl", "Send them their code.", "Wyślij im ich kod, np. „A1”."),
    ("en-cs", "Price: 1,234.50 CZK", "Cena: 1 234,50 Kč"),
    // Arabic, Hebrew, Persian
    ("en-ar", "Do you want to save 5 files?", "هل تريد حفظ 5 ملفات؟"),
    ("en-ar", "Name, address, phone.", "الاسم، العنوان، الهاتف."),
    ("en-ar", "Version 2.5 (beta)", "الإصدار ٢٫٥ (تجريبي)"),
    ("en-ar", "Open C++ file", "افتح ملف C++\u{200E}"),
    ("en-he", "He is the one who wrote it.", "הוא הוא שכתב את זה."),
    ("en-he", "Price: $5 (incl. VAT)", "מחיר: 5$ (כולל מע\"מ)"),
    ("en-fa", "You can see it.", "می\u{200C}توانید آن را ببینید."),
    // Thai, Hindi
    ("en-th", "Save the file. Then close it.", "บันทึกไฟล์ แล้วปิด"),
    ("en-th", "Slowly slowly", "ช้า\u{200B}ช้า"),
    ("en-hi", "Save the file.", "फ़ाइल सहेजें."),
    ("en-hi", "Each of the 10,00,000 users", "10,00,000 उपयोगकर्ताओं में से हर एक"),
    ("en-hi", "Slowly open the door.", "धीरे धीरे दरवाज़ा खोलें।"),
    // Codes, placeholders, faces
    ("en-de", "Hi :) {name} 👨\u{200D}👩\u{200D}👧", "Hallo :) {name} 👨\u{200D}👩\u{200D}👧"),
    ("en-de", "%1$s of %2$s (%3$d%%)", "%1$s von %2$s (%3$d %%)"),
    ("en-de", "Run `cd ..` first", "Führen Sie zuerst `cd ..` aus"),
    ("en-de", "{n, number, integer} items, {d,date,short}", "{n, number, integer} Elemente, {d,date,short}"),
    ("en-de", "Loading ...", "Wird geladen ..."),
    ("en-de", "Game result: Bayern vs. Dortmund", "Ergebnis: Bayern : Dortmund"),
    ("en-de", "Press Ctrl+, to open it.", "Drücken Sie Strg + , zum Öffnen."),
    ("en-de", "⟦1⟧5⟦/1⟧ km/h, ⟦2⟧10⟦/2⟧ m²", "⟦1⟧5⟦/1⟧ km/h, ⟦2⟧10⟦/2⟧ m²"),
    ("en-de", "The file {0} (see “{1}”) was not found.", "Die Datei {0} (siehe „{1}“) wurde nicht gefunden."),
    ("en-ru", "Version 1.0 by “Acme”", "Версия 1.0 от «Acme»"),
    ("en-ko", "Name: {0}", "이름: {0}"),
    ("en-pt", "He said: yes!", "Ele disse: sim!"),
    ("en-hi", "Are you sure you want to delete it?", "क्या आप वाकई इसे हटाना चाहते हैं?"),
    ("en-ar", "It costs 1,234.50 USD.", "يكلف ١٬٢٣٤٫٥٠ دولار."),
    ("en-he", "Open “Settings” now.", "פתח את ”הגדרות“ עכשיו."),
    ("en-th", "5 files, 10 MB", "5 ไฟล์, 10 MB"),
    ("en-zh", "Height: 5.5 m; width: 3 m", "高：5.5 米；宽：3 米"),
    ("en-ja", "Are you sure?", "よろしいですか？"),
    ("en-fr", "Hours: 10:30–12:00", "Horaires\u{A0}: 10\u{A0}h\u{A0}30 – 12\u{A0}h"),
    ("en-es", "Warning! Read this.", "¡Atención! Lea esto."),
    ("en-el", "Whatever you want.", "Ό,τι θέλετε εσείς."),
];

#[test]
fn correct_translations_are_not_repaired() {
    let mut wrong = Vec::new();
    for (languages, source, target) in CORRECT {
        if let Some(repaired) = Sample::new(languages, source, target).repaired() {
            wrong.push(format!("{languages}: {source:?} → {target:?} became {repaired:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
