//! Which dictionary is good for a language: the one of its region, of no region, of the region the language is
//! named for, of any other whose spelling is the same.

use crate::domain::locale::Locale;

/// The name among `names` that is best for a language.
pub(super) fn best<'n>(locale: &Locale, names: &'n [String]) -> Option<&'n str> {
    let rated = names.iter().filter_map(|name| Some((rank(locale, &Locale::parse(name))?, name.len(), name)));
    rated.min().map(|(.., name)| name.as_str())
}

/// How far a dictionary is from a language; `None` if it is not for it.
fn rank(wanted: &Locale, given: &Locale) -> Option<u8> {
    if wanted.language.is_empty() || language(wanted) != language(given) {
        return None;
    }
    let of_script = match (&wanted.script, &given.script) {
        (one, other) if one == other => 0,
        // What names no script has the usual one, which may be the one that is wanted.
        (Some(_), None) => 1,
        (_, Some(_)) => return None,
        (None, None) => 0,
    };
    let (here, there) = (wanted.region.as_deref(), given.region.as_deref());
    let of_region = match (here, there) {
        (one, other) if one == other => 0,
        (Some(_), None) => 1,
        (_, Some(there)) if !spells_alike(&wanted.language, here, there) => return None,
        (_, Some(there)) if is_home(&wanted.language, there) => 2,
        (..) => 3,
    };
    Some(of_script * 4 + of_region)
}

/// Norwegian has two written languages; the bare code means the larger one.
fn language(locale: &Locale) -> &str {
    if locale.language == "no" { "nb" } else { &locale.language }
}

/// Whether what is right in a region is right in another one. A text of no region is read by the rules of any.
fn spells_alike(language: &str, here: Option<&str>, there: &str) -> bool {
    let Some(here) = here else { return true };
    let apart: &[&str] = match language {
        "en" => &["US", "PH"],
        "pt" => &["BR"],
        _ => return true,
    };
    apart.contains(&here) == apart.contains(&there)
}

/// Whether a region is the one a language is named for.
fn is_home(language: &str, region: &str) -> bool {
    let home = HOMES.iter().find(|(of, _)| *of == language).map(|(_, home)| *home);
    home.map_or_else(|| language.eq_ignore_ascii_case(region), |home| home == region)
}

#[rustfmt::skip]
const HOMES: &[(&str, &str)] = &[
    ("ar", "SA"), ("be", "BY"), ("bs", "BA"), ("ca", "ES"), ("cs", "CZ"), ("cy", "GB"), ("da", "DK"), ("el", "GR"),
    ("en", "US"), ("et", "EE"), ("eu", "ES"), ("fa", "IR"), ("ga", "IE"), ("gl", "ES"), ("he", "IL"), ("hi", "IN"),
    ("ko", "KR"), ("nb", "NO"), ("nn", "NO"), ("no", "NO"), ("sl", "SI"), ("sq", "AL"), ("sr", "RS"), ("sv", "SE"),
    ("uk", "UA"), ("vi", "VN"),
];

#[cfg(test)]
mod tests {
    use super::best;
    use crate::domain::locale::Locale;

    #[test]
    fn a_language_finds_the_nearest_dictionary() {
        let check = |tag: &str, names: &str, expected: Option<&str>| {
            let names: Vec<String> = names.split(' ').map(str::to_owned).collect();
            assert_eq!(best(&Locale::parse(tag), &names), expected, "{tag} of {names:?}");
        };
        check("pt-BR", "pt_PT pt pt_BR", Some("pt_BR"));
        check("pt-BR", "pt_PT pt", Some("pt"));
        check("pt-BR", "pt_PT", None);
        check("pt", "pt_BR pt_PT", Some("pt_PT"));
        check("pt-AO", "pt_BR pt_PT", Some("pt_PT"));
        check("de-CH", "de_AT de_DE de_CH", Some("de_CH"));
        check("de-CH", "de_AT de_DE", Some("de_DE"));
        check("de-CH", "de de_AT de_DE", Some("de"));
        check("de-CH", "de_AT fr_CH", Some("de_AT"));
        check("de", "de_DE_frami de_AT de_DE", Some("de_DE"));
        check("de", "de_AT de_DE_frami", Some("de_DE_frami"));
        check("de_DE", "de-DE", Some("de-DE"));
        check("en-GB", "en_US en_AU", Some("en_AU"));
        check("en-GB", "en_US", None);
        check("en", "en_GB en_US", Some("en_US"));
        check("es-419", "es_AR es_ES es", Some("es"));
        check("es-419", "es_AR es_ES", Some("es_ES"));
        check("no", "nn_NO nb_NO", Some("nb_NO"));
        check("sr-Latn-RS", "sr sr_RS sr_Latn_RS", Some("sr_Latn_RS"));
        check("sr", "sr_Latn", None);
        check("sr-Cyrl", "sr_Latn sr", Some("sr"));
        check("ja", "de_DE", None);
        check("", "de_DE", None);
    }
}
