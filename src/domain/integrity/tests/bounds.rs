//! Tables of what the file demands, kept where it was met and never missed by more.

use super::super::{Frame, Rule, check};
use crate::domain::bound::{Bound, Class, Encoding, Form, LineBreak, Place, Unit};
use crate::domain::charset::Charset;
use crate::domain::text::CodedText;

/// The rule that `candidate` breaks.
fn rule(bound: &Bound, source: &str, original: &str, candidate: &str) -> Option<Rule> {
    let [source, original, candidate] = [source, original, candidate].map(CodedText::plain);
    let bounds = [bound.clone()];
    let frame = Frame {
        codes: &[],
        source: &source,
        original: &original,
        max_chars: None,
        bounds: &bounds,
        permissive: false,
    };
    assert_eq!(check(&frame, &original), Ok(()), "the original always passes: {original}");
    check(&frame, &candidate).err().map(|violation| violation.rule)
}

fn size(of: Encoding, form: Form, least: u64, most: Option<u64>) -> Bound {
    Bound::Size { unit: Unit { form, ..Unit::of(of) }, least, most }
}

fn words(place: Place, text: &str) -> Bound {
    let text = text.to_owned();
    Bound::Words { place, text, occurs: None, in_source: false, caseless: false, form: Form::Nfc }
}

#[test]
fn a_size_is_counted_as_the_file_counts() {
    let check = |of, form, candidate: &str, fits: bool| {
        let got = rule(&size(of, form, 0, Some(4)), "a", "A", candidate);
        assert_eq!(got, (!fits).then_some(Rule::Length), "{of:?} {form:?} {candidate}");
    };
    check(Encoding::Characters, Form::None, "äöüß", true);
    check(Encoding::Characters, Form::None, "äöüßa", false);
    check(Encoding::Characters, Form::None, "a\u{308}bcd", false);
    check(Encoding::Characters, Form::Nfc, "a\u{308}bcd", true);
    check(Encoding::Characters, Form::Nfd, "äbcd", false);
    check(Encoding::Utf8, Form::None, "äö", true);
    check(Encoding::Utf8, Form::None, "äöa", false);
    check(Encoding::Utf16, Form::None, "ab", true);
    check(Encoding::Utf16, Form::None, "😀", true);
    check(Encoding::Utf16, Form::None, "😀a", false);
    check(Encoding::Utf32, Form::None, "ab", false);
}

#[test]
fn what_is_stored_fits_to_the_byte_and_has_no_new_characters() {
    let latin1 = Charset::named("ISO-8859-1").unwrap();
    let unit = Unit { stored: Some(LineBreak::Crlf), ..Unit::of(Encoding::Table(latin1)) };
    let size = Bound::Size { unit, least: 0, most: Some(5) };
    for (original, candidate, fits) in
        [("A", "Größe", true), ("A", "Größen", false), ("A\nB", "G\nrö", true), ("A\nB", "G\nröß", false)]
    {
        assert_eq!(
            rule(&size, original, original, candidate),
            (!fits).then_some(Rule::Length),
            "{candidate}"
        );
    }
    let characters = Bound::Charset(latin1);
    for (original, candidate, fits) in
        [("A", "Größe", true), ("A", "5 €", false), ("A €", "5 €", true), ("A €", "€ 5 €", false)]
    {
        let expected = (!fits).then_some(Rule::Characters);
        assert_eq!(rule(&characters, "a", original, candidate), expected, "{original} {candidate}");
    }
}

#[test]
fn what_misses_a_demand_may_not_miss_it_by_more() {
    let bound = size(Encoding::Characters, Form::None, 3, Some(5));
    assert_eq!(rule(&bound, "a", "AAAAAAAA", "AAAAAAAA"), None);
    assert_eq!(rule(&bound, "a", "AAAAAAAA", "AAAAAAA"), None);
    assert_eq!(rule(&bound, "a", "AAAAAAAA", "AAAAAAAAA"), Some(Rule::Length));
    assert_eq!(rule(&bound, "a", "AA", "A"), Some(Rule::Length));
    assert_eq!(rule(&bound, "a", "AAA", "AA"), Some(Rule::Length));
    let nowhere = words(Place::Nowhere, "x");
    assert_eq!(rule(&nowhere, "a", "x and x", "x"), None);
    assert_eq!(rule(&nowhere, "a", "x", "x and x"), Some(Rule::Protected));
}

#[test]
fn characters_are_those_the_file_allows() {
    let check = |bound: &Bound, candidate, fits: bool| {
        let expected = (!fits).then_some(Rule::Characters);
        assert_eq!(rule(bound, "a", "A", candidate), expected, "{bound:?} {candidate}");
    };
    check(&Bound::Class(Class::Ascii), "Abc 1!", true);
    check(&Bound::Class(Class::Ascii), "Äbc", false);
    check(&Bound::Class(Class::Uppercase), "ABC 1", true);
    check(&Bound::Class(Class::Uppercase), "ABc", false);
    check(&Bound::Allowed("[A-Z_\\-]".to_owned()), "A-B_C", true);
    check(&Bound::Allowed("[A-Z_\\-]".to_owned()), "A b", false);
    check(&Bound::Allowed("[^*+]".to_owned()), "A b", true);
    check(&Bound::Allowed("[^*+]".to_owned()), "A*b", false);
    check(&Bound::Allowed("[".to_owned()), "a pattern that is none allows all", true);
}

#[test]
fn words_that_the_file_wants_stay_where_they_are() {
    let check = |bound: &Bound, original, candidate, fits: bool| {
        let expected = (!fits).then_some(Rule::Protected);
        assert_eq!(rule(bound, "the store:", original, candidate), expected, "{bound:?} {candidate}");
    };
    check(&words(Place::Anywhere, "loja"), "a loja", "na loja", true);
    check(&words(Place::Anywhere, "loja"), "a loja", "a Loja", false);
    check(&words(Place::Start, "A"), "A b", "A c", true);
    check(&words(Place::Start, "A"), "A b", "B a", false);
    check(&words(Place::End, ":"), "A:", "B:", true);
    check(&words(Place::End, ":"), "A:", "B", false);
    check(&words(Place::Nowhere, "artic"), "A", "Artic", true);
    check(&words(Place::Nowhere, "artic"), "A", "artic", false);
    let twice = Bound::Words {
        place: Place::Anywhere,
        text: "LOJA".to_owned(),
        occurs: Some(2),
        in_source: false,
        caseless: true,
        form: Form::Nfc,
    };
    check(&twice, "loja e loja", "Loja ou loja", true);
    check(&twice, "loja e loja", "loja", false);
    check(&twice, "loja e loja", "loja loja loja", false);
}

#[test]
fn a_list_of_options_keeps_its_commas_and_the_spaces_behind_them() {
    let check = |original, candidate, fits: bool| {
        let expected = (!fits).then_some(Rule::Protected);
        assert_eq!(rule(&Bound::Options, " ,Open,Closed", original, candidate), expected, "{candidate}");
    };
    check(" ,Offen,Geschlossen", " ,Offen,Zu", true);
    check(" ,Offen,Geschlossen", " , Offen,Zu", false);
    check(" ,Offen,Geschlossen", " ,Offen und zu", false);
    check(" ,Offen, zu,Geschlossen", " ,Offen,Zu", true);
}
