//! What catalogues of messages do rightly, each beside the fault that looks like it.

use super::check_all;

#[test]
fn numbers_that_the_source_says_by_a_name_are_not_added() {
    check_all(&[
        ("en-de", "It returns success now.", "Es gibt jetzt 0 zurück.", ""),
        ("en-de", "It returns quickly now.", "Es gibt jetzt 0 zurück.", "number-extra"),
        ("en-ko", "Open the secondary menu here.", "여기서 2차 메뉴를 여십시오.", ""),
        ("en-ko", "Open the other menu here.", "여기서 2차 메뉴를 여십시오.", "number-extra"),
        ("en-vi", "Monday", "Thứ 2", ""),
        ("en-vi", "Holiday", "Thứ 2", "number-extra"),
        ("en-lv", "Use the twenty four hour format", "Lietot 24 stundu formātu", ""),
        ("en-lv", "Use the usual hour format", "Lietot 24 stundu formātu", "number-extra"),
        ("de-en", "0 Dateien sind fehlgeschlagen.", "Files failed.", "number-value"),
        ("de-en", "Es gibt 2 doppelte Dateien.", "There are double files.", "number-value"),
        ("en-de", "It failed again now.", "Es ist jetzt 0-mal gescheitert.", "number-extra"),
        ("en-de", "Two hundred files are here.", "Hier sind 100 Dateien.", "number-extra"),
        ("en-de", "A hundred files are here.", "Hier sind 100 Dateien.", ""),
        ("en-de", "The twenty five hours are over.", "Die 24 Stunden sind vorbei.", "number-extra"),
        ("en-vi", "Sync every Monday now", "Đồng bộ 3 tệp ngay", "number-extra"),
        ("en-vi", "Sync every Monday now", "Đồng bộ mỗi thứ 2 ngay", ""),
        ("en-ja", "The most locks per transaction", "1トランザクションあたりの最大ロック数", ""),
        ("en-de", "Past 7 days", "Letzte Woche", ""),
        ("en-de", "Past 7 months", "Letzte Woche", "number-value"),
        ("en-zh", "Sep 1 to Dec 31", "9 月 1 日到 12 月 31 日", ""),
        ("en-de", "It has 1,000,000,000 bytes", "Es hat 1.000.000.000 Bytes", ""),
        ("en-de", "It is at 10.0.0.1 now", "Es ist jetzt unter 10.0.0.2", "url-email-ip-path"),
        ("en-nl", "Noon", "12 uur", ""),
        ("en-fi", "6 p.m.", "18:00", ""),
        ("en-fi", "6 p.m.", "19:00", "number-value"),
        ("en-fr", "The value is two’s complement.", "La valeur est en complément à 2.", ""),
        ("en-ru", "The width is 0 here.", "Здесь нулевая ширина.", ""),
        ("en-gu", "The width is 0 here.", "અહીં પહોળાઈ શૂન્ય છે.", ""),
        ("en-ru", "The width is 7 here.", "Здесь нулевая ширина.", "number-value"),
        ("en-ru", "Values in [1,16] only", "Только значения из [1, 16]", ""),
        ("en-ru", "Values in [1,16] only", "Только значения из [1, 18]", "number-value number-extra"),
        ("en-id", "  -4  old one\n  -6  new one", "  -4  yang lama IPv4\n  -6  yang baru", ""),
        ("en-id", "  -4  old one\n  -6  new one", "  -4  yang lama IPv4\n  -5  yang baru", "number-value"),
    ]);
}

#[test]
fn digits_that_belong_to_a_name_are_not_added() {
    check_all(&[
        ("en-ja", "%s: chmod failed", "%s: chmod(2) が失敗しました", ""),
        ("en-ja", "%s: it failed twice", "%s: 失敗しました (3)", "number-extra"),
        ("en-zh", "join <name1> <rest> <name2>", "join <名称1> <其他> <名称2>", ""),
        ("en-zh", "join <name> <rest>", "join <名称7> <其他>", "number-extra"),
        ("en-de", "Only for another charset.", "Nur für einen anderen Zeichensatz (ISO 8859).", ""),
        ("en-it", "The md5cache is full now", "Adesso l’md5cache è piena", ""),
        ("en-it", "The cache is full now", "Adesso l’md5cache è piena", "number-extra"),
        ("en-tr", "menu:first_day:0", "menu:first_day:1", ""),
        ("en-tr", "The first day is 0", "İlk gün 1", "number-value"),
        ("en-mr", "translator-credits", "जोशी, 2009\nपाटील", ""),
    ]);
}

#[test]
fn a_word_that_belongs_to_a_name_or_a_command_was_not_left() {
    let modes = "Modes:\n  never, off   keep nothing; a simple file stays\n  simple, on   keep one file";
    let ru = "Режимы:\n  never, off   ничего не хранить; файл останется\n  simple, on   хранить один файл";
    check_all(&[
        ("en-ru", "Megarchive archive", "Архив Megarchive", ""),
        ("en-ru", "This is the archive", "Здесь находится archive", "partial-untranslated"),
        ("en-ja", "Use level4 as level here", "ここでlevel4をレベルとして使用します", ""),
        ("en-el", "Use file:// addresses instead", "Χρησιμοποιήστε διευθύνσεις file://", ""),
        ("en-ru", modes, ru, ""),
        ("en-ru", "The simple file stays there", "Файл simple там останется", "partial-untranslated"),
        ("en-ko", "Use -X never for that", "그러려면 -X never 옵션을 쓰십시오", ""),
        ("en-ko", "Use democtl apply for that", "그러려면 democtl apply 를 쓰십시오", ""),
        ("en-ko", "Never apply it for that", "그러려면 절대 apply 하지 마십시오", "partial-untranslated"),
        ("en-th", "Need one of fd, tmpfd or abstract keys", "ต้องมีคีย์ fd, tmpfd หรือ abstract", ""),
        ("en-hi", "See #Spinner:cycle-length there", "वहाँ #Spinner:cycle-length देखें", ""),
        ("en-th", "Use standard::icon for it", "ใช้ standard::icon สำหรับสิ่งนี้", ""),
        ("en-it", "See it in 'demo help config' now", "Vedi la voce in 'demo help config' ora", ""),
        ("en-fr", "COPY force not null is bad", "«\u{A0}COPY force not null\u{A0}» est mauvais", ""),
        ("en-fr", "You see it is not in there", "Oui, it is not in there", "partial-untranslated"),
    ]);
}

#[test]
fn breaks_of_lines_that_are_full_are_layout() {
    let long = "The socket could not be set up, since another program uses that port already.";
    let two = "Der Socket konnte nicht eingerichtet werden.\nEin anderes Programm benutzt den Port bereits.";
    check_all(&[
        ("en-de", long, two, ""),
        ("en-de", "It failed. Try again.", "Fehlgeschlagen.\nNoch einmal versuchen.", "escapes"),
        (
            "en-de",
            "Tell us at %s",
            "Sagen Sie es uns: %s\nZur Übersetzung: <de@acme.test>",
            "url-email-ip-path",
        ),
        ("en-de", "Tell us at %s", "Sagen Sie es uns: %s\nAuf Deutsch", "escapes"),
        ("en-ru", "-a\tshow all of them", "-a      показать все", "double-space"),
        ("en-fr", "Name\tSize", "Nom\u{A0}: taille", "escapes"),
        ("en-ko", "It holds a newline there", "거기에 줄바꿈 문자(\\n, \\r)가 있음", ""),
        ("en-ko", "It failed there again", "다시 실패했습니다\\n", "escapes"),
        ("en-cs", "Items\n\nNames of all", "Položky\nNázvy všech", ""),
        ("en-cs", "Items\nNames of all", "Položky názvy všech", "escapes"),
    ]);
}

#[test]
fn a_translation_that_explains_is_not_too_long() {
    let explained = "Melden Sie das an %s (auf Englisch, da nur das jemand liest)";
    let address = "Melden Sie das an %s.\nFehler der Übersetzung an <sprache@beispiel.test>.";
    check_all(&[
        ("en-de", "Tell %s of it", explained, ""),
        ("en-de", "Tell %s.", address, "url-email-ip-path"),
        ("en-bg", "All IDEs", "Всички среди за разработка", ""),
        (
            "en-bg",
            "All of it",
            "Всички среди за разработка на всякакви езици, които има. И още.",
            "end-punct length-ratio",
        ),
        ("en-da", "password.strength.hint", "Her vises, hvor stærk den adgangskode er, som du skrev", ""),
        (
            "en-da",
            "Strength hint",
            "Her vises. Hvor stærk den er. Den adgangskode, som du skrev, er set",
            "length-ratio",
        ),
        (
            "en-ru",
            "pack [--all] <path> <name>",
            "pack [--all] <полный-путь-к-каталогу> <имя-или-название>",
            "",
        ),
    ]);
}

#[test]
fn codes_and_signs_may_have_the_form_of_the_language() {
    check_all(&[
        ("en-pa", "It has to be UTF-16", "ਇਹ UTF-੧੬ ਹੋਣਾ ਚਾਹੀਦਾ ਹੈ", ""),
        ("en-pa", "It has to be UTF-16", "ਇਹ UTF-੩੨ ਹੋਣਾ ਚਾਹੀਦਾ ਹੈ", "number-value alphanumeric"),
        ("en-et", "  CHAR1-CHAR2  all of these", "  MÄRK1-MÄRK2  kõik need", ""),
        ("en-et", "Take the key CH1-B2 there", "Võta sealt võti CH1-B7", "alphanumeric"),
        ("en-zh", "It fails in 99% of all", "有%99的情况会失败", "placeholder number-value"),
        ("en-zh", "It fails in 99% of all", "有99的情况会失败", "number-value"),
        ("en-sr", "It is 99% of it", "То је 99 одсто тога", ""),
    ]);
}

#[test]
fn placeholders_are_told_from_what_stands_in_braces() {
    check_all(&[
        ("en-lv", "Write \\N{name} for a sign", "Zīmei rakstiet \\N{nosaukums}", ""),
        ("en-lv", "Write {name} for a sign", "Zīmei rakstiet {nosaukums}", "placeholder placeholder"),
        ("en-ko", "In '%s' argument {%u} is bad", "인자 {%2$u} 이(가) '%1$s' 에서 잘못됨", ""),
        ("en-ko", "%1$s on %2$s", "%s %s", ""),
        ("en-ko", "%2$s on %1$s", "%s %s", "placeholder placeholder placeholder placeholder"),
        ("en-cs", "It needs %lu bytes", "Potřebuje %'lu bajtů", ""),
        ("en-cs", "It needs %lu bytes", "Potřebuje %d bajtů", "placeholder placeholder"),
    ]);
}
