//! Tables of what is a placeholder and what is not.

use super::{find, signature};

/// Whether a text may stand for another.
fn admits(original: &str, candidate: &str) -> bool {
    signature(original).admits(&signature(candidate)).is_ok()
}

/// Each row: a text, and what may or may not stand for it.
fn check_all(rows: &[(&str, &str, bool)]) {
    for (original, candidate, expected) in rows {
        assert!(admits(original, original), "{original}");
        assert_eq!(admits(original, candidate), *expected, "{original} → {candidate}");
    }
}

fn check(text: &str, expected: &[&str]) {
    let found: Vec<String> = find(text).into_iter().map(|placeholder| placeholder.text).collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn each_family_is_found() {
    check("%s of %1$d, %@ %.2f %-5s %05d %*d", &["%s", "%1$d", "%@", "%.2f", "%-5s", "%05d", "%*d"]);
    check("%(name)s has %(count)05d", &["%(name)s", "%(count)05d"]);
    check("%1 of %2, 5%%", &["%1", "%2", "%%"]);
    check(
        "{0} {1:N2} {name} {{x}} ${y.z} %{ruby} {}",
        &["{0}", "{1:N2}", "{name}", "{{x}}", "${y.z}", "%{ruby}", "{}"],
    );
    check("%count% and %my.name%", &["%count%", "%my.name%"]);
    check("<b>bold</b><br/>", &["<b>", "</b>", "<br/>"]);
    check("{1>x<1} {b>y<b}", &["{1>", "<1}", "{b>", "<b}"]);
    check("%ld%% done", &["%ld", "%%"]);
}

#[test]
fn ordinary_text_has_none() {
    for text in [
        "100% sicher",
        "50%de réduction",
        "eine 20%-ige Lösung",
        "a < b and c > d",
        "{ free text }",
        "5 %",
        "80%",
    ] {
        check(text, &[]);
    }
}

#[test]
fn an_icu_message_is_its_frame_and_what_its_branches_use() {
    check("{n, plural, =1 {one {x}} other {{n} of {x}}} <b>", &["{n, plural}", "{x}", "{n}", "{x}", "<b>"]);
    // More plural forms in one language than in the other change the frame, not what is used.
    let two = signature("{n, select, a {{x}} other {{x} {x}}}");
    let same = signature("{n, select, a {{x} y} other {{x}}}");
    assert_eq!(two, same);
}

#[test]
fn what_readers_see_in_a_tag_may_change_and_the_rest_may_not() {
    let a = r#"<img src="a.png" alt="Dog">"#;
    assert_eq!(signature(a), signature(r#"<img src="a.png" alt="Hund">"#));
    assert_ne!(signature(a), signature(r#"<img src="evil.png" alt="Dog">"#));
}

#[test]
fn unnumbered_arguments_keep_their_order() {
    assert_ne!(signature("%s %d"), signature("%d %s"));
    assert_eq!(signature("%1$s %2$d"), signature("%2$d %1$s"));
}

#[test]
fn hostile_braces_end_soon() {
    for text in
        ["{a,plural,".repeat(20_000), "{a,plural,x{".repeat(20_000), "<".repeat(100_000), "%".repeat(99_999)]
    {
        let _ = find(&text);
    }
}

#[test]
fn further_families_are_found() {
    check("%#@files@ in %2$#@dirs@", &["%#@files@", "%2$#@dirs@"]);
    check("%L1 %n #{ruby} {{ x }}", &["%L1", "%n", "#{ruby}", "{{x}}"]);
    check("{$arg @source=|%@|} { $name } {|text|}", &["{$arg @source=|%@|}", "{ $name }", "{|text|}"]);
    check("&lt;b&gt;bold&lt;/b&gt; &amp; <i>", &["&lt;b&gt;", "&lt;/b&gt;", "<i>"]);
    check("{0} none|[1,19] some|]19,Inf[ many", &["{0}", "[1,19]", "]19,Inf["]);
}

#[test]
fn a_message_keeps_its_argument_type_and_selectors() {
    let message = "{n, plural, =1 {one {x}} other {{x}}}";
    check_all(&[
        (message, "{n, plural, =1 {ein {x}} other {{x} viele}}", true),
        (message, "{n, plural, =1 {ein {x}} few {{x}} many {{x}} other {{x}}}", true),
        (message, "{n, flertall, =1 {ein {x}} other {{x}}}", false),
        (message, "{n, plural, =1 {ein {x}} andre {{x}}}", false),
        (message, "{n, plural, other {{x}}}", false),
        (message, "{n, plural, =1 {ein {x}} =2 {zwei} other {{x}}}", false),
        (message, "{n, plural, =1 {ein {x}} other {{x}} other {{x}}}", false),
        (message, "{m, plural, =1 {ein {x}} other {{x}}}", false),
        (message, "{n, plural, =1 {ein {x}} other {{x}}", false),
        (message, "{n, plural, =1 {ein {y}} other {{y}}}", false),
        ("{g, select, male {er} other {sie}}", "{g, select, male {he} other {they}}", true),
        ("{g, select, male {er} other {sie}}", "{g, select, männlich {er} other {sie}}", false),
        ("{g, select, male {er} other {sie}}", "{g, select, male {er} few {x} other {sie}}", false),
        ("{n, plural, offset:1 =0 {a} other {b}}", "{n, plural, offset:1 =0 {x} other {y}}", true),
        ("{n, plural, offset:1 =0 {a} other {b}}", "{n, plural, =0 {x} other {y}}", false),
        ("{n, plural, one {a '{' b} other {c}}", "{n, plural, one {x '{' y} other {z}}", true),
    ]);
    let nested = "{g, select, male {{n, plural, one {a} other {b}}} other {{n, plural, one {c} other {d}}}}";
    check_all(&[
        (nested, &nested.replace("one {c}", "one {x} few {y}"), true),
        (nested, &nested.replace("one {c} ", ""), false),
        (nested, &nested.replace("{n, plural, one {c} other {d}}", "d"), true),
    ]);
}

#[test]
fn each_branch_of_a_message_keeps_what_it_uses() {
    let message = "{n, plural, one {{n} file of {x}} other {{n} files of <b>{x}</b>}}";
    check_all(&[
        (message, "{n, plural, one {eine Datei von {x}} other {{n} Dateien von <b>{x}</b>}}", true),
        (message, "{n, plural, one {{n} file of {x}} other {{n} Dateien}}", false),
        (message, "{n, plural, one {{n} Datei} other {{n} Dateien von <b>{x}</b>}}", false),
        (message, "{n, plural, one {{n} <b>file</b> of {x}} other {{n} files of {x}}}", false),
        (message, "{n, plural, one {{n} a {x}} few {b} other {{n} c <b>{x}</b>}}", true),
    ]);
    // Where branches of one name are many, what all of them use counts.
    let twice = "{n, plural, one {{x}} other {{y}}} {n, plural, one {{y}} other {{x}}}";
    check_all(&[(twice, &twice.replace("one {{y}}", "one {}"), false)]);
}

#[test]
fn an_apostrophe_before_an_argument_does_not_make_plain_text_of_it() {
    let message = "{n, plural, one {le nom de {x}} other {les noms de {x}}}";
    check_all(&[
        (message, "{n, plural, one {l'{x} de l'an} other {les noms de {x}}}", false),
        (message, "{n, plural, one {l’{x} de l'an} other {d''{x}}}", true),
        (message, "{n, plural, one {l'an de {x}} other {l'an de {x}}}", true),
        ("{n, plural, one {l''{x}} other {{x}}}", "{n, plural, one {d''{x}} other {{x}}}", true),
        ("{n, plural, one {l''{x}} other {{x}}}", "{n, plural, un {l''{x}} other {{x}}}", false),
        ("{n, plural, one {l'{x}} other {{x}}}", "{n, plural, un {l'{x}} other {{x}}}", false),
        ("{n, plural, one {l'{x}} other {{x}}}", "{n, plural, one {d'{x}} other {{x}}}", true),
        ("{n, plural, one {a '{' b} other {c}}", "{n, plural, one {a { b} other {c}}", false),
        ("{n, plural, one {'{x}'} other {c}}", "{n, plural, one {{x}} other {c}}", false),
        ("{x} of '{n, plural, one {a} other {b}}", "{x} of {n, plural, one {a} other {b}}", false),
    ]);
}

#[test]
fn tags_in_the_text_stay_balanced_and_nested() {
    check_all(&[
        ("<b>a</b> b", "c <b>d</b>", true),
        ("<b>a</b> b", "</b>a<b> b", false),
        ("<b>a</b> b", "<b></b>a b", false),
        ("<b>a</b><i>b</i>", "<i>b</i> <b>a</b>", true),
        ("<b>a</b><i>b</i>", "<b>a<i>b</i></b>", false),
        ("<b>a<i>b</i></b>", "<b>a</b><i>b</i>", false),
        ("a<br>b<b>c</b>", "<b>a<br>b</b>", true),
        ("{1>a<1} {2>b<2}", "{2>b<2} {1>a<1}", true),
        ("{1>a{2>b<2}<1}", "{2>a{1>b<1}<2}", false),
        ("{1>a<1}", "<1}a{1>", false),
        ("&lt;b&gt;a&lt;/b&gt;", "&lt;/b&gt;a&lt;b&gt;", false),
        ("a &amp; b", "a &amp; c", true),
    ]);
}

#[test]
fn plural_forms_stay_a_choice() {
    check_all(&[
        ("%count% file|%count% files", "%count% Datei|%count% Dateien", true),
        ("%count% file|%count% files", "%count% plik|%count% pliki|%count% plików", true),
        ("%count% file|%count% files", "%count% Dateien", false),
        ("%count% file|%count% files", "%count% Datei|", false),
        ("{0} none|{1} one|]1,Inf[ many", "{0} nichts|{1} eins|]1,Inf[ viele", true),
        ("{0} none|{1} one|]1,Inf[ many", "{0} nichts|{1} eins|[1,Inf[ viele", false),
        ("{0} none|{1} one|]1,Inf[ many", "nichts|{1} eins|]1,Inf[ viele", false),
        ("Home | About", "Start", true),
        ("%count% files", "%count% Datei|%count% Dateien", false),
    ]);
}

#[test]
fn leaked_syntax_of_another_message_format_is_too_much() {
    check_all(&[
        ("Hello", "Hallo {$arg @source=|%@|}", false),
        ("Hello { $name }", "Hallo { $name }", true),
        ("Hello %@", "Hallo {$arg1 :string @source=|%@|}", false),
    ]);
}

#[test]
fn a_hostile_tag_around_many_others_is_not_copied_for_each() {
    let text = format!("<a href=\"{}\">{}</a>", "x".repeat(100_000), "<b>y</b>".repeat(10_000));
    assert!(admits(&text, &text));
}
