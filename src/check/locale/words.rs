//! Words that tell a language.

use super::copied::CONTENT;
use std::collections::HashMap;
use std::sync::LazyLock;

/// A set of the languages that have tables of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::check) struct Languages(u32);

impl Languages {
    /// The one of this code; none if it has no table.
    pub(in crate::check) fn of(code: &str) -> Self {
        COMMON.iter().position(|(language, _)| *language == code).map_or(Self(0), |at| Self(1 << at))
    }

    /// Those in whose table of frequent words a word (in small letters) is: a text that holds one is in one of
    /// these languages.
    pub(in crate::check) fn that_use(word: &str) -> Self {
        FREQUENT.get(word).copied().unwrap_or_default()
    }

    /// Those in whose table of words of content it is.
    pub(in crate::check) fn with_content(word: &str) -> Self {
        OF_CONTENT.get(word).copied().unwrap_or_default()
    }

    /// Whether none is in it.
    pub(in crate::check) fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether any is in both.
    pub(in crate::check) fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Each of them alone.
    pub(in crate::check) fn each(self) -> impl Iterator<Item = Self> {
        (0..u32::BITS).map(|at| Self(1 << at)).filter(move |one| self.meets(*one))
    }
}

static FREQUENT: LazyLock<HashMap<&str, Languages>> = LazyLock::new(|| by_word(COMMON));
static OF_CONTENT: LazyLock<HashMap<&str, Languages>> = LazyLock::new(|| by_word(CONTENT));

fn by_word(table: &[(&str, &'static [&'static str])]) -> HashMap<&'static str, Languages> {
    let mut found: HashMap<&str, Languages> = HashMap::new();
    for (code, words) in table {
        for word in *words {
            found.entry(word).or_default().0 |= Languages::of(code).0;
        }
    }
    found
}

/// Words of grammar that no other language of the alphabet has, lower case: one of them alone,
/// copied from the source, was left untranslated.
pub(in crate::check) fn telltale_words(code: &str) -> &'static [&'static str] {
    match code {
        "en" => &[
            "the", "and", "with", "your", "this", "that", "these", "those", "you", "which", "their", "cannot",
        ],
        "de" => {
            &["und", "nicht", "wird", "oder", "für", "eine", "einen", "einem", "bitte", "diese", "dieser"]
        }
        "fr" => &["une", "avec", "votre", "vous", "cette", "être"],
        "es" => &["usted", "los", "las", "este", "está"],
        _ => &[],
    }
}

/// Words that are frequent in the language and no names, lower case. Words that other languages of the table share
/// are left out.
#[rustfmt::skip]
static COMMON: &[(&str, &[&str])] = &[
    ("en", &[
        "the", "and", "of", "to", "is", "are", "was", "were", "be", "been", "with", "for", "this", "that",
        "these", "those", "your", "you", "from", "by", "not", "or", "if", "when", "which", "will", "can",
        "cannot", "could", "should", "must", "have", "has", "please", "all", "any", "each", "every", "my",
        "their", "our", "it", "its", "as", "at", "into", "before", "after", "then", "than", "there", "here",
        "how", "what", "where", "why", "who", "more", "new", "only", "other", "such", "does",
        "cancel", "save", "delete", "remove", "close", "open", "edit", "view", "add", "apply", "settings",
        "enable", "disable", "enter", "choose", "select", "click", "press", "show", "hide", "search",
        "file", "files", "folder", "folders", "changes", "help", "back", "next", "yes", "loading", "failed",
    ]),
    ("de", &[
        "der", "das", "und", "ist", "sind", "nicht", "mit", "für", "auf", "ein", "eine", "einen", "einem",
        "einer", "den", "dem", "von", "zu", "zum", "zur", "im", "wird", "werden", "kann", "sie", "ihr",
        "ihre", "oder", "wenn", "aus", "bei", "nach", "bitte", "alle", "diese", "dieser", "dieses",
        "abbrechen", "speichern", "löschen", "öffnen", "schließen", "datei", "ordner", "auswählen",
    ]),
    ("fr", &[
        "le", "les", "des", "du", "et", "est", "sont", "une", "un", "dans", "pour", "pas", "vous", "votre",
        "vos", "avec", "sur", "par", "ou", "ce", "cette", "ces", "qui", "aux", "ne", "être", "fichier",
        "enregistrer", "annuler", "supprimer", "ouvrir", "fermer",
    ]),
    ("es", &[
        "el", "los", "las", "del", "y", "es", "una", "un", "para", "con", "por", "su", "sus", "no", "este",
        "esta", "como", "más", "archivo", "guardar", "cancelar", "eliminar", "abrir", "cerrar",
    ]),
    ("it", &[
        "il", "lo", "gli", "della", "del", "di", "e", "è", "sono", "una", "un", "per", "con", "non", "che",
        "questo", "questa", "nel", "nella", "annulla", "salva", "elimina", "apri", "chiudi",
    ]),
    ("pt", &[
        "o", "os", "das", "dos", "da", "do", "e", "é", "são", "uma", "um", "para", "com", "não", "por",
        "seu", "sua", "este", "esta", "arquivo", "salvar", "cancelar", "excluir",
    ]),
    ("nl", &[
        "de", "het", "een", "en", "van", "is", "zijn", "niet", "met", "voor", "op", "te", "dit", "deze",
        "wordt", "kan", "uw", "bestand", "opslaan", "annuleren", "verwijderen",
    ]),
    ("sv", &["och", "att", "det", "som", "en", "ett", "är", "inte", "med", "för", "på", "av", "till", "kan"]),
    ("da", &["og", "at", "det", "som", "en", "et", "er", "ikke", "med", "for", "på", "af", "til", "kan"]),
    ("pl", &["i", "w", "na", "z", "do", "nie", "jest", "są", "się", "że", "oraz", "dla", "jak", "plik"]),
    ("cs", &["a", "v", "na", "z", "do", "není", "je", "jsou", "se", "že", "pro", "jak", "soubor", "nebo"]),
    ("tr", &["ve", "bir", "bu", "için", "ile", "olarak", "değil", "dosya", "veya", "daha"]),
    ("vi", &["và", "của", "là", "không", "có", "cho", "với", "các", "được", "này", "trong"]),
];
