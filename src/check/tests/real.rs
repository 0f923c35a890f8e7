//! What real translations do rightly, each beside the fault that looks like it.

use super::{check_all, check_remarks};

#[test]
fn conversions_are_compared_by_what_they_take() {
    check_all(&[
        ("en-ru", "Read %sB of %sB", "Прочитано %s Б из %s Б", ""),
        ("en-ru", "Read %sB of %sB", "Прочитано %s Б", "placeholder"),
        ("en-de", "Use %count of them", "Davon %count verwenden", ""),
        ("en-ja", "Cannot link %s to %pB", "%2$pB を %1$s にリンクできません", ""),
        ("en-ja", "The %.*s of %s is bad", "%3$s の %2$.*1$s が不正です", ""),
        ("en-de", "Cannot open '%.250s'", "„%.255s“ lässt sich nicht öffnen", ""),
        ("en-de", "It took %.2f seconds", "Es dauerte %.1f Sekunden", "placeholder placeholder"),
        ("en-fi", "%b %e %H:%M", "%e.%b klo %H.%M", ""),
        ("en-nb", "%b %e %H:%M:%S %Y", "%e %b %Y %T %Z", ""),
        ("en-nb", "%b %e %H:%M:%S %Y", "%e %b %H.%M.%S", "placeholder"),
        ("en-de", "%H:%M", "%H Uhr", "placeholder"),
        ("en-de", "%H:%M", "%k.%M Uhr", ""),
        ("en-de", "%H:%M", "Uhr", "placeholder"),
        ("en-de", "%x %X", "%X, %x", ""),
        ("en-de", "%x %X", "%x", "placeholder"),
        ("en-de", "%F %T", "%d.%m.%Y, %H:%M:%S", ""),
        ("en-de", "%D, %R", "%R", "placeholder"),
        ("en-de", "%c %Z", "%Z", "placeholder"),
        ("en-de", "%c%c", "%c", "placeholder"),
        ("en-de", "%x %x", "%x", "placeholder"),
        ("en-de", "It is 5% more", "Es ist 5 % mehr", ""),
        ("en-de", "%'10d of %'d", "%d von %'d", ""),
        ("en-de", "%1$'10d of %2$d", "%2$'d, davon %1$d", ""),
        ("en-de", "%'10d of %d", "%d davon", "placeholder"),
        ("en-de", "%d: %m", "%d", "placeholder"),
        ("en-de", "%d: %m", "%s", "placeholder placeholder placeholder"),
        ("en-de", "Size %sx%s", "Größe %s×%s", ""),
        ("en-eo", "Add %(name)s", "Aldoni %(name)sn", ""),
        ("en-ja", "Wrote %d of %d: %m", "%2$d 中 %1$d を書きました: %m", ""),
        ("en-fi", "<bad error: %08lx>", "<virhe: %08lx>", ""),
        ("en-de", "Hit rate: %lu%%", "Trefferquote: %lu %%", ""),
        ("en-de", "Bad <buffer=%d> here", "Falscher <Puffer=%d> hier", ""),
        ("en-ru", "<unknown value: %d>", "<неизвестное значение: %d>", ""),
        ("en-ru", "<unknown value: %d>", "<неизвестное значение>", "placeholder"),
        ("en-ru", "Choose {first,second} now", "Выберите {первое,второе} сейчас", ""),
    ]);
}

#[test]
fn a_named_placeholder_may_be_said_again() {
    check_all(&[
        ("en-eu", "{limit} or less", "{limit} edo {limit} baino gutxiago", ""),
        ("en-eu", "{limit} or less", "{limit} {limit} edo gutxiago", "placeholder"),
        ("en-eu", "%s or less", "%s edo %s baino gutxiago", "placeholder"),
        ("de-eu", "{limit} oder weniger", "{limit} edo {limit} baino gutxiago", ""),
        ("en-eu", "{limit} % or less", "% {limit} edo % {limit} baino gutxiago", ""),
        ("en-eu", "{limit}%% or less", "%%{limit} edo %%{limit} baino gutxiago", ""),
        ("en-eu", "⟦1⟧{limit}⟦/1⟧ or less", "⟦1⟧{limit}⟦/1⟧ edo {limit} baino gutxiago", ""),
        ("fi-en", "{limit} tai vähemmän", "{limit}, or less than {limit}", ""),
        ("zh-en", "{limit}或更少", "{limit}, or less than {limit}", ""),
        ("ja-en", "{limit}から始める", "Start from {limit}, then {limit}", "placeholder"),
        ("en-eu", "Use {limit}. Or less", "Erabili {limit}. Edo {limit} gutxiago", "placeholder"),
        ("en-eu", "{limit}, {other} or less", "{limit}, {other} edo {limit} gutxiago", "placeholder"),
        ("en-de", "Delete {name} now", "{name} jetzt {name} löschen", "placeholder"),
        ("en-de", "%1 files or more", "%1 Dateien oder mehr als %1", "placeholder"),
        ("en-de", "Enter it for%%0A %1", "Für%%0A %1 hier%%0A eingeben", ""),
    ]);
}

#[test]
fn quotes_may_stand_for_backquotes_and_italics() {
    check_all(&[
        ("en-de", "Cannot open `%s'", "„%s“ lässt sich nicht öffnen", ""),
        ("en-de", "Cannot open `%s`", "„%s“ lässt sich nicht öffnen", ""),
        ("en-de", "Cannot open `%s`", "%s lässt sich nicht öffnen", "markup-syntax"),
        ("en-zh", "Open the <i>Login</i> tab.", "打开“登录”选项卡。", ""),
        ("en-zh", "Open the <i>Login</i> tab.", "打开登录选项卡。", "markup-syntax markup-syntax"),
        ("en-zh", "Open the <b>Login</b> tab.", "打开“登录”选项卡。", "markup-syntax markup-syntax"),
    ]);
}

#[test]
fn words_in_angle_brackets_are_no_tags() {
    check_all(&[
        ("en-sv", "Use <path> or <number>", "Använd <sökväg> eller <siffra>", ""),
        ("en-da", "Join <part> and <part>", "Splejs <del> og <del>", ""),
        ("en-de", "Give an <option> first", "Zuerst eine <Auswahl> angeben", ""),
        ("en-de", "<label>Name</label>", "<label>Der Name", "markup-syntax"),
        ("en-tr", "<b>Uses:</b>", "<b>Kullanım:<b>", "markup-syntax markup-syntax"),
    ]);
}

#[test]
fn names_of_programs_stay_and_words_do_not() {
    check_all(&[
        ("en-ru", "Cannot read the pixbuf now", "Сейчас не читается pixbuf", ""),
        ("en-ru", "Cannot read the picture now", "Сейчас не читается picture", "partial-untranslated"),
        ("en-ja", "The call open() failed here", "呼び出し open() に失敗しました", ""),
        ("en-ja", "The call get() failed here", "関数getに失敗しました", ""),
        ("en-de", "The call get() failed here", "Das Widget versagte hier", "url-email-ip-path"),
        ("en-ru", "Expected :finally there", "Там ожидалось :finally", ""),
        ("en-ru", "Values: none, simple, default", "Значения: none, simple, default", ""),
        ("en-gl", "The actual error text", "O texto actual do erro", ""),
        ("en-sr_Latn", "The next monitor", "Sledeći monitor", ""),
        ("en-ru", "shift [n]", "shift [ЧИСЛО]", ""),
        ("en-fr", "demo apply [--index] [<name>]", "demo apply [--index] [<nom>]", ""),
        ("en-fr", "Apply the index to the name", "Apply the index to the name", "target-equals-source"),
        ("en-lt", "is", "is", ""),
    ]);
}

#[test]
fn options_are_compared_without_what_they_are_set_to() {
    check_all(&[
        ("en-ru", "Use --sort=WORD for it", "Используйте --sort=СЛОВО", ""),
        ("en-ru", "Use --sort=WORD for it", "Используйте --order=СЛОВО", "url-email-ip-path"),
        ("en-da", "It needs the silent option.", "Det kræver tilvalget --silent.", ""),
        ("en-da", "It needs the silent option.", "Det kræver tilvalget --quiet.", "url-email-ip-path"),
        ("en-fr", "Trivial Only was given here.", "--trivial-only a été donné ici.", ""),
        ("en-pl", "Give --dir /path/to/files first", "Najpierw podaj --dir /ścieżka/do/plików", ""),
        ("en-pt", "Give --dir /path/to/files first", "Dê --dir /caminho/para/ficheiros", ""),
        ("en-pt", "Give --dir /path/to/files first", "Dê primeiro --dir", "url-email-ip-path"),
        ("en-pl", "Use /path/to/a and /path/to/b", "Użyj /ścieżka/do/a", "url-email-ip-path"),
        ("en-pl", "Use /path/to/a and /path/to/b", "Użyj (/ścieżka/do/a) i /ścieżka/do/b", ""),
        ("en-ru", "Use `/path/to/file` first", "Сначала `/путь/к/файлу`", ""),
        ("en-ja", "Use “/path/to/file” first", "最初に「/パス/ファイル」を使う", ""),
        ("en-ru", "Use /path/to/file first", "Сначала и/или/или", "url-email-ip-path"),
        ("en-nb", "Use /path/to/file first", "Bruk fil/på/disk først", "url-email-ip-path"),
        ("en-nb", "Write to user@example.com", "Skriv til bruker@eksempel.no", ""),
        ("en-nb", "See http://example.com/old", "Se http://example.com/ny.html", "url-email-ip-path"),
        ("en-nb", "Write to user@acme.test", "Skriv til bruker@eksempel.no", "url-email-ip-path"),
        ("en-ru", "The call read() failed here", "Вызов write() не удался", "url-email-ip-path"),
    ]);
}

#[test]
fn wrapped_text_may_have_other_lines() {
    let long = "The header of this part is much longer than it should ever be, and\nso it is left out.";
    let three = "Der Kopf dieses Teils ist viel länger, als er jemals sein sollte, und\nso bleibt\ner weg.";
    check_all(&[
        ("en-de", long, three, ""),
        ("en-de", "First line\nSecond line", "Erste Zeile, zweite Zeile", "escapes"),
    ]);
}

#[test]
fn ends_that_differ_for_a_reason_are_right() {
    check_all(&[
        ("en-pt", "How do you want to handle requests.", "Como você quer lidar com as solicitações?", ""),
        ("en-ja", "Please confirm that you want to go.", "本当に移動してもよろしいですか？", ""),
        ("en-de", "Do not turn it off.", "Schalten Sie es nicht aus?", "end-punct"),
        ("en-zh", "Invalid code. Please try again", "代码不正确，请您再试一次吧。", ""),
        ("en-de", "Please try it again", "Bitte versuchen Sie es noch einmal.", "end-punct"),
        ("en-cs", "Cameroon keyboard (Dvorak, intl.)", "Kamerunská klávesnice (Dvorak, mezinárodní)", ""),
    ]);
}

#[test]
fn signs_that_are_spoken_of_are_no_marks() {
    check_all(&[
        ("en-pt", "Unclosed expression sequence", "Expressão não terminada com '}'", ""),
        ("en-ja", "Unmatched ) or \\)", ") または \\) が一致しません", ""),
        ("en-zh", "'%s' is in the index ('%s')", "'%s' 在索引中（'%s'）", ""),
        ("en-zh", "'%s' is in the index ('%s')", "'%s' 在索引中（'%s'", "brackets"),
        ("en-it", "Paths parted by colons", "Percorsi separati da due punti (:)", ""),
        ("en-es", "A colon is missing after it", "Falta un \":\" después de \"?\"", ""),
        ("en-az", "{}th", "{}.", ""),
        ("en-ja", "Backslash", "\\", ""),
        ("en-de", "(C)", "©", ""),
        ("en-pt", "(C)", "(©)", ""),
        ("en-de", "Num", "#", ""),
        ("en-de", "Percentage", "%", ""),
        ("en-ja", "Percent", "％", ""),
        ("en-zh", "Comma", "，", ""),
        ("en-de", "Play", "▶\u{FE0F}", ""),
        ("en-de", "Bullet", "•", ""),
        ("en-ru", "Rouble", "₽", ""),
        ("en-de", "Save", "•", "target-empty"),
        ("en-de", "Save", "#", "target-empty"),
        ("de-en", "Speichern", "\\", "target-empty"),
        ("en-de", "Nothing was added here", ".", "target-empty"),
        ("en-ro", "Cannot find the page in $PATH", "Pagina nu se găsește în PATH", ""),
    ]);
}

#[test]
fn signs_of_writing_have_their_places() {
    check_all(&[
        ("en-ar", "Set it to TRUE now", "اضبطه لـ TRUE الآن", ""),
        ("en-ar", "Set it to the value now", "اضبـطه على القيمة الآن", "invisible"),
        ("en-sv", "left, right and upper edges", "vänster-, höger- respektive överkanterna", ""),
        ("en-de", "at the end of\neach line of it", "am Ende jeder ausgegebe-\nnen Zeile", ""),
        ("en-de", "at the end of each line", "am Ende jeder ausgegebe- nen Zeile", "hyphenation-artefact"),
    ]);
}

#[test]
fn tables_and_lists_do_not_double_words() {
    check_all(&[
        ("en-pl", "  VALUE     The value to set", "  WARTOŚĆ   Wartość do ustawienia", ""),
        ("en-pl", "Only the given values", "Tylko podanych podanych wartości", "doubled-word"),
        ("en-ta", "The key/value pair", "விசையின் மதிப்பு/மதிப்பு ஜோடி", ""),
    ]);
}

#[test]
fn numbers_in_words_of_any_kind_are_equal() {
    check_all(&[
        ("en-ja", "A hexadecimal digit", "16 進数の値", ""),
        ("en-id", "Failed to do a three-way merge", "Gagal melakukan penggabungan 3 arah", ""),
        ("en-vi", "Dec", "Tháng 12", ""),
        ("en-ja", "The fourth level", "第4層", ""),
        ("en-fr", "More than 1 file", "Plus d’un fichier", ""),
        ("en-tr", "Less than 0", "Sıfırdan küçük", ""),
        ("en-zh", "Latin-9 only", "只包含拉丁-9", ""),
        ("en-de", "Set it to `-1'", "Auf „-1“ setzen", ""),
        ("en-sv", "txt2tags document", "txt2tags-dokument", ""),
        ("en-sv", "A text document", "Ett text2dokument", "number-extra"),
    ]);
}

#[test]
fn short_names_may_need_words() {
    check_all(&[
        ("en-fr", "VPN User", "Utilisateur ou utilisatrice VPN", ""),
        ("en-he", "An authentication exception occurred", "שגיאה באימות", ""),
    ]);
}

#[test]
fn layout_of_a_file_is_no_whitespace() {
    check_all(&[
        ("en-de", "\n      Previous\n    ", "vorherige", ""),
        ("en-de", "\n      Previous\n    ", "\n\tVorherige\n\t", ""),
        ("en-de", "Previous page ", "vorherige Seite", "trailing-ws"),
    ]);
}

#[test]
fn placeholders_begin_no_text_with_a_mark() {
    check_remarks(
        "start-punct",
        &[("en-de", "%1, %2", "%2 (%1)", ""), ("en-de", "- Name", "Name", "start-punct")],
    );
    check_remarks(
        "sentence-count",
        &[
            ("en-de", "We found %1. Subscribe now.", "Wir fanden %1. Bitte abonnieren.", ""),
            ("en-de", "One long\n    line of text", "Eine lange Zeile Text", ""),
        ],
    );
}

#[test]
fn a_blank_tells_where_something_stood() {
    let check = |languages: &str, source: &str, target: &str, expected: Option<&str>| {
        let repaired = super::Sample::new(languages, source, target).repaired();
        assert_eq!(repaired.as_deref(), expected, "{source:?} {target:?}");
    };
    check("en-de", "Copied %d files to the disk.", " Dateien auf den Datenträger kopiert.", None);
    check(
        "en-de",
        "Copied the files to the disk.",
        " Dateien auf den Datenträger kopiert.",
        Some("Dateien auf den Datenträger kopiert."),
    );
    check("de-es", "Einstellungen für den großen Server", "Configuración ", None);
    check("en-zh", "You need at least version 10.1 of it.", "您需要它的版本至少是很新的", None);
}
