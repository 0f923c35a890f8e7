//! A model that answers with what models leave behind, and a verifier that likes it: nothing of it is taken.

use super::{ended, item, run, text};
use crate::domain::segment::{Gate, Outcome, StopReason};

const PAIR: (&str, &str) = ("Save the file in the folder.", "Sichere die Datei im Ordner.");

#[test]
fn no_artefact_is_accepted_whatever_the_verifier_says() {
    use Gate::{Characters, Findings, WrapperText};
    for (artefact, gate) in [
        ("Speichere die Datei im Ordner.<|im_end|>", WrapperText),
        ("Speichere die Datei im Ordner.<|endoftext|>", WrapperText),
        ("<|start_header_id|>Speichere die Datei im Ordner.", WrapperText),
        ("[INST] Speichere die Datei im Ordner. [/INST]", WrapperText),
        ("<<SYS>> Speichere die Datei im Ordner.", WrapperText),
        ("<s>Speichere die Datei im Ordner.</s>", WrapperText),
        ("Speichere die Datei im Ordner.<end_of_turn>", WrapperText),
        ("<think>kurz</think>Speichere die Datei im Ordner.", WrapperText),
        ("<reasoning>kurz</reasoning>Speichere die Datei im Ordner.", WrapperText),
        ("{\"translation\": \"Speichere die Datei im Ordner.\"}", WrapperText),
        ("<target>Speichere die Datei im Ordner.</target>", WrapperText),
        ("Sure! Here is the corrected translation: Speichere die Datei im Ordner.", WrapperText),
        ("Hier ist die Übersetzung. Speichere die Datei im Ordner.", WrapperText),
        ("I cannot translate this text, sorry.", WrapperText),
        ("Als KI-Sprachmodell kann ich dabei nicht helfen.", WrapperText),
        ("Speichere die **Datei** im Ordner.", Findings),
        ("Speichere die `Datei` im Ordner.", Findings),
        ("Speichere die __Datei__ im Ordner.", Findings),
        ("Speichere die [b]Datei[/b] im Ordner.", Findings),
        ("# Speichere die Datei im Ordner.", Findings),
        ("Speichere die Datei\u{E0069}\u{E0067}\u{E006E} im Ordner.", Characters),
        ("Speichere die Datei\u{FE0F} im Ordner.", Characters),
        ("Speichere die Datei\u{3164} im Ordner.", Characters),
        ("Speichere die Datei\u{180E} im Ordner.", Characters),
        ("Speichere die Datei\u{34F} im Ordner.", Characters),
        ("Speichere die Datei\u{2063} im Ordner.", Characters),
        ("Speichere die Datei\u{FFF9} im Ordner.", Characters),
        ("Speichere die Datei\u{200D} im Ordner.", Characters),
    ] {
        let (results, _) = run(&[PAIR], 6, |_, _, work| text(&[item(&work[0], "revise", artefact)]));
        let expected = ("unchanged", StopReason::NoImprovement, PAIR.1.to_owned());
        assert_eq!(ended(&results[0]), expected, "{artefact:?}");
        let refused = |by| {
            results[0]
                .revisions
                .iter()
                .all(|revision| revision.outcome == Outcome::Rejected && revision.rejected_by == Some(by))
        };
        assert!(refused(gate), "{artefact:?} {:?}", results[0].revisions);
    }
}
