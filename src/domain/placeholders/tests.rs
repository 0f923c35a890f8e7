//! Tables of what is a placeholder and what is not.

use super::{find, signature};

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
    check(
        "{n, plural, =1 {one {x}} other {{n} of {x}}} <b>",
        &["{n, plural, =1 {} other {}}", "{x}", "{n}", "{x}", "<b>"],
    );
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
