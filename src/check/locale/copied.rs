//! What a text that was copied whole says of its language.

/// English words that the language uses as its own.
pub(in crate::check) fn loans(code: &str) -> &'static [&'static str] {
    LOANS.binary_search_by_key(&code, |(language, _)| language).map_or(&[], |at| LOANS[at].1)
}

/// Words that stay as they are in many languages, as terms or as parts of names.
pub(in crate::check) static FIXED: &[&[&str]] = &[
    &["app", "store"],
    &["built", "with"],
    &["made", "with"],
    &["new", "delhi"],
    &["new", "hampshire"],
    &["new", "jersey"],
    &["new", "mexico"],
    &["new", "orleans"],
    &["new", "relic"],
    &["new", "york"],
    &["open", "access"],
    &["open", "api"],
    &["open", "data"],
    &["open", "graph"],
    &["open", "sans"],
    &["open", "source"],
    &["powered", "by"],
    &["search", "console"],
    &["sign", "in", "with", "apple"],
];

/// Words of a language that its neighbours write otherwise, lower case: where a whole text was copied, one of them
/// says that it was not translated. In a translated text they may belong to a name.
#[rustfmt::skip]
pub(super) static CONTENT: &[(&str, &[&str])] = &[
    ("de", &[
        "abmelden", "aktualisieren", "allgemein", "ändern", "anmelden", "ansicht", "anzeigen", "ausblenden", "bearbeiten",
        "beenden", "benutzer", "bestätigen", "bilder", "breite", "dateien", "deaktivieren", "drucken", "einstellungen",
        "erstellen", "fehler", "fertig", "fortfahren", "gewicht", "größe", "herunterladen", "hilfe", "hinzufügen", "höhe",
        "jahr", "jahre", "kennwort", "konto", "länge", "mehr", "minuten", "monat", "monate", "nachricht", "nachrichten",
        "neu", "öffnen", "passwort", "schritt", "seite", "seiten", "sekunden", "sprache", "startseite", "stunde", "stunden",
        "suche", "suchen", "tage", "übersicht", "verfügbar", "verwenden", "warnung", "weiter", "willkommen", "woche",
        "wochen", "zeit", "zurück",
    ]),
    ("en", &[
        "again", "allow", "allowed", "always", "answer", "available", "because", "between", "below", "changed", "checked",
        "choose", "created", "day", "days", "deleted", "disabled", "done", "during", "empty",
        "enabled", "errors", "finish", "first", "found", "friday", "given", "good", "height", "hello", "hour",
        "hours", "images", "january", "february", "june", "july", "language", "languages", "learn", "left",
        "length", "longer", "lower", "made", "make", "meeting", "messages", "missing", "monday", "month",
        "months", "moved", "much", "names", "need", "needed", "never", "now", "number", "numbers", "often",
        "pages", "people", "previous", "printed", "read", "received", "remaining", "removed", "required", "right", "saved",
        "says", "selected", "send", "sent", "settings", "shorter", "shown", "sign", "size", "small", "speed", "step",
        "steps", "success", "successful", "successfully", "sunday", "thank", "thanks", "them", "they", "through",
        "thursday", "title", "today", "tomorrow", "translation", "tuesday", "unknown", "until", "updated", "upper", "use",
        "used", "using", "value", "values", "wait", "waiting", "warning", "wednesday", "week", "weeks",
        "weight", "welcome", "while", "width", "within", "without", "word", "words", "write", "wrong", "year", "years",
        "yesterday",
    ]),
    ("es", &[
        "ajustes", "añadir", "aplicar", "archivos", "atrás", "ayuda", "buscar", "cambiar", "carpeta", "carpetas",
        "configuración", "contraseña", "correo", "crear", "cuenta", "día", "días", "disponible", "editar", "enviar",
        "imágenes", "idioma", "iniciar", "inicio", "mensaje", "mensajes", "meses", "mostrar", "nombre", "nuevo", "nueva",
        "páginas", "paso", "peso", "segundos", "siguiente", "tamaño", "usar", "volver", "años",
    ]),
    ("fr", &[
        "accueil", "affichage", "afficher", "aide", "ajouter", "aperçu", "appliquer", "besoin", "bienvenue", "compte",
        "connexion", "continuer", "créer", "dossier", "dossiers", "envoyer", "erreur", "étape", "fichiers", "heures",
        "jour", "jours", "langue", "largeur", "lire", "longueur", "modifier", "mois", "nouveau",
        "nouvelle", "outils", "paramètres", "poids", "précédent", "rechercher", "réessayer", "retour", "semaine",
        "semaines", "suivant", "taille", "télécharger", "terminé", "utilisateur", "utilisateurs", "vitesse",
    ]),
    ("it", &[
        "aggiungi", "aiuto", "anni", "avanti", "cartella", "cartelle", "cerca", "giorni", "giorno", "immagini",
        "impostazioni", "indietro", "invia", "lingua", "mesi", "messaggi", "modifica", "nuovo", "nuova",
        "pagine", "passo", "successivo", "utente", "utenti", "vai",
    ]),
    ("nl", &[
        "bestanden", "bewerken", "dagen", "dag", "gebruiker", "gebruikers", "gewicht", "grootte", "hulp",
        "instellingen", "maken", "naam", "nieuw", "nieuwe", "openen", "stap", "taal", "terug", "toevoegen", "verder",
        "volgende", "vorige", "wachtwoord", "weergeven", "zoeken",
    ]),
    ("pt", &[
        "adicionar", "ajuda", "anos", "arquivos", "avançar", "buscar", "configurações", "conta", "criar", "dias",
        "editar", "enviar", "etapa", "idioma", "imagens", "meses", "mensagem", "mensagens", "mostrar", "novo", "nova",
        "páginas", "pesquisar", "próximo", "próxima", "senha", "tamanho", "usuário", "usuários", "voltar",
    ]),
];

#[rustfmt::skip]
static LOANS: &[(&str, &[&str])] = &[
    ("de", &["meeting"]),
    ("fr", &["images", "meeting", "messages", "pages"]),
    ("hr", &["folder"]),
    ("id", &["edit", "file", "files", "folder", "help", "meeting"]),
    ("it", &["file", "files", "folder", "meeting"]),
    ("ms", &["edit", "file", "folder"]),
    ("nl", &["file", "files", "help", "meeting", "open", "step", "steps", "week", "word"]),
    ("pl", &["folder"]),
    ("ro", &["folder"]),
    ("sv", &["folder"]),
    ("tl", &[
        "add", "apply", "cancel", "click", "close", "delete", "edit", "file", "files", "folder", "help", "meeting",
        "messages", "save", "search", "select", "settings", "view",
    ]),
    ("vi", &["file", "files", "folder"]),
];

#[cfg(test)]
mod tests {
    use super::{CONTENT, LOANS};

    #[test]
    fn rows_are_sorted() {
        assert!(CONTENT.is_sorted_by_key(|(code, _)| code));
        assert!(LOANS.is_sorted_by_key(|(code, _)| code));
    }
}
