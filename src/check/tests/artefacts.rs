//! What models leave in texts: marks of chats and formats, invisible characters, refusals. And texts that
//! look like it and are right.

use super::{Sample, check_all};

#[test]
fn marks_of_markdown_that_only_the_target_has_are_found() {
    let source = "This is the text.";
    for target in [
        "Das ist **der Text**.",
        "**Das ist der Text.**",
        "Das ist `der Text`.",
        "Das ist __der Text__.",
        "Das ist ~~der Text~~.",
        "Das ist [b]der Text[/b].",
        "Das ist [der Text](https://example.com/a).",
        "# Das ist der Text.",
        "## Das ist der Text.",
    ] {
        let found = Sample::new("en-de", source, target).ids();
        assert!(found.contains("markup-syntax"), "{target}: {found}");
    }
    check_all(&[
        ("en-ja", "This is a text.", "これは**テキスト**です。", "markup-syntax"),
        ("en-de", "⟦1⟧This⟦/1⟧ is it.", "⟦1⟧Das⟦/1⟧ ist **es**.", "markup-syntax"),
        ("en-de", "This is **the** text.", "Das ist **der** Text.", ""),
        ("en-de", "This is the text.", "Das ist *der* Text.", ""),
        ("en-ja", "WARNING: no key", "**警告**: 鍵がありません", ""),
        ("en-de", "Press _Save_ now", "Jetzt _Speichern_ drücken", ""),
        ("en-de", "Price* with tax", "Preis* mit Steuer", ""),
        ("en-de", "Price with tax", "Preis* mit Steuer", ""),
        ("en-de", "Fields with a star are required", "Mit * markierte Felder müssen *ausgefüllt sein", ""),
        ("en-de", "Compute 5 ** 2 here", "Berechne hier 5 ** 2", ""),
        ("en-de", "The method __init__ is called", "Die Methode __init__ wird gerufen", ""),
        ("en-de", "The constructor is called", "Die Methode __init__ wird gerufen", ""),
        ("en-de", "Name: ____ Date: ____", "Name: ____ Datum: ____", ""),
        ("en-fr", "The man of summer", "L`homme d`été", ""),
        ("en-de", "Rock and roll", "Rock `n` Roll", ""),
        ("en-de", "Open the 'file' now", "Jetzt `Datei` öffnen", ""),
        ("en-de", "Number of files", "# Dateien", ""),
        ("en-de", "See note [1] there", "Siehe dort Anmerkung [1]", ""),
    ]);
}

#[test]
fn refusals_and_remnants_in_a_file_are_found() {
    let source = "Save the file in the folder.";
    for target in [
        "I cannot translate this text, sorry.",
        "As an AI language model, I cannot help.",
        "I'm sorry, but I can't assist with that.",
        "Leider kann ich diesen Text nicht übersetzen.",
        "{\"translation\": \"Die Datei im Ordner speichern.\"}",
        "{\"target\":\"Die Datei im Ordner speichern.\"}",
        "<translation>Die Datei im Ordner speichern.</translation>",
        "<target>Die Datei im Ordner speichern.</target>",
        "Die Datei im Ordner speichern.<|im_end|>",
        "Die Datei im Ordner speichern.</s>",
        "<reasoning>kurz</reasoning>Die Datei im Ordner speichern.",
        "Gerne! Hier die korrigierte Übersetzung: Die Datei im Ordner speichern.",
    ] {
        let found = Sample::new("en-de", source, target).ids();
        assert!(found.contains("ai-wrapper"), "{target}: {found}");
    }
    check_all(&[
        ("en-de", "Sorry, I can't help with that.", "Es tut mir leid, dabei kann ich nicht helfen.", ""),
        ("de-en", "Das kann ich leider nicht.", "I'm sorry, but I can't do that.", ""),
        ("en-de", "As an AI language model, I learn.", "Als KI-Sprachmodell lerne ich.", ""),
        ("en-de", "{\"text\": \"Save\"}", "{\"text\": \"Speichern\"}", ""),
    ]);
}

#[test]
fn characters_nobody_sees_are_found_where_they_do_nothing() {
    for odd in [
        "\u{E0069}\u{E0067}\u{E006E}",
        "\u{E0001}",
        "\u{180E}",
        "\u{FE0F}",
        "\u{FE0E}",
        "\u{FE00}",
        "\u{E0100}",
        "\u{34F}",
        "\u{3164}",
        "\u{115F}",
        "\u{1160}",
        "\u{FFA0}",
        "\u{2061}",
        "\u{2064}",
        "\u{FFF9}",
        "\u{FFFB}",
        "\u{2060}",
        "\u{FEFF}",
        "\u{200C}",
        "\u{200D}",
        "\u{61C}",
        "\u{206A}",
    ] {
        for (languages, source, target) in
            [("en-de", "Open the file", "Datei öffnen"), ("en-ru", "Open the file", "Открыть файл")]
        {
            let at = target.find(' ').unwrap();
            let target = format!("{}{odd}{}", &target[..at], &target[at..]);
            assert_eq!(Sample::new(languages, source, &target).ids(), "invisible", "{target:?}");
        }
    }
    let smuggled = Sample::new("en-de", "Open it", "Öffnen\u{E0069}\u{E0067}\u{E006E}\u{E007F} jetzt");
    assert_eq!(smuggled.findings()[0].span, Some((6, 10)));
    assert_eq!(smuggled.repaired().as_deref(), Some("Öffnen jetzt"));
    // What has a width somewhere is told and left.
    assert_eq!(Sample::new("en-de", "Open it", "Öffnen\u{3164} jetzt").repaired(), None);
    check_all(&[
        ("en-de", "Done", "Fertig ✔\u{FE0F}", ""),
        ("en-de", "Press 1", "Taste 1\u{FE0F}\u{20E3}", ""),
        (
            "en-de",
            "Scotland",
            "Schottland \u{1F3F4}\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}",
            "",
        ),
        ("en-ja", "The Katsuragi shrine", "葛\u{E0100}城の神社", ""),
        ("en-fa", "The PDFs", "PDF\u{200C}ها", ""),
        ("en-hi", "Open it", "क\u{94D}\u{200D}षमा खोलें", ""),
        ("en-ar", "Open it", "افتح\u{61C} (هذا)", ""),
        ("en-de", "A\u{2060}B here", "A\u{2060}B hier", ""),
    ]);
}
