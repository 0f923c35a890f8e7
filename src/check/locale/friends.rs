//! False friends by pair of languages: the classic ones, of which a dictionary leaves no doubt.

/// Words of the source, in their forms; what they are mistaken for; words of the source for which that is right.
/// `stem-` stands for all words that begin so.
#[derive(Debug)]
pub(in crate::check) struct Friend(
    pub(in crate::check) &'static str,
    pub(in crate::check) &'static str,
    pub(in crate::check) &'static str,
);

/// The false friends of two languages, by their primary subtags.
pub(in crate::check) fn friends(source: &str, target: &str) -> &'static [Friend] {
    let row = FRIENDS.iter().find(|(from, to, _)| (*from, *to) == (source, target));
    row.map_or(&[], |(_, _, friends)| friends)
}

/// What “aktuell” and its like are right for.
const CURRENT: &str = "current- existing latest newest now ongoing present- recent- today today's topical up-to-date date \
    updat- valid";
/// What “eventuell” and its like are right for.
const POSSIBLE: &str =
    "any can contingent could if incidental may maybe might occasional- optional- perhaps possib- potential-";
const PLEASANT: &str = "congenial friendly likable likeable lovable nice pleasant";

#[rustfmt::skip]
static FRIENDS: &[(&str, &str, &[Friend])] = &[
    ("en", "de", &[
        Friend("actual actually", "aktuell-", CURRENT),
        Friend("also", "also", "accordingly consequently hence i.e meaning so then therefore thus"),
        Friend("become becomes became becoming", "bekam bekamen bekomme bekommen bekommt bekäme", "acquir- gain- get gets getting got obtain- receiv-"),
        Friend("billion billions", "billion billionen", "trillion-"),
        Friend("brief", "brief briefe briefen", "envelope- letter- mail- post-"),
        Friend("consequent consequently", "konsequent-", "consistent- rigorous- strict-"),
        Friend("decent decently", "dezent-", "discreet- restrained subtle unobtrusive"),
        Friend("eventual eventually", "eventuell-", POSSIBLE),
        Friend("fabric fabrics", "fabrik fabriken", "factor- mill- plant-"),
        Friend("formula formulas formulae", "formular formulare formularen formulars", "form forms"),
        Friend("gift gifts", "gift gifte giften", "poison- toxi- venom-"),
        Friend("handy", "handy handys", "cell- mobile- phone- smartphone-"),
        Friend("map maps", "mappe", "binder- folder- portfolio-"),
        Friend("meaning meanings", "meinung meinungen", "comment- feedback judg- opinion- view-"),
        Friend("overhear overheard overhears", "überhör-", "ignor- miss-"),
        Friend("provision provisions", "provision provisionen", "brokerage commission- fee-"),
        Friend("receipt receipts", "rezept rezepte rezepten", "prescription- recipe-"),
        Friend("rent rents", "rente renten", "annuit- pension- retire-"),
        Friend("self-conscious", "selbstbewusst-", "assertive confident- self-confident"),
        Friend("sensible", "sensibel sensible sensiblen sensibler sensibles", "sensitiv-"),
        Friend("spend spending spends spent", "gespendet spende spenden spendet", "contribut- donat- give given"),
        Friend("sympathetic", "sympathisch-", PLEASANT),
        Friend("warehouse warehouses", "warenhaus warenhäuser warenhäusern warenhauses", "department- store stores"),
    ]),
    ("en", "es", &[
        Friend("actual actually", "actual actuales actualmente", CURRENT),
        Friend("advertisement advertisements", "advertencia advertencias", "caution- notice- warn-"),
        Friend("billion billions", "billón billones", "trillion-"),
        Friend("carpet carpets", "carpeta carpetas", "binder- director- folder-"),
        Friend("embarrassed", "embarazada embarazadas embarazado embarazados", "pregnan-"),
        Friend("eventual eventually", "eventual eventuales eventualmente", POSSIBLE),
        Friend("exit exits", "éxito éxitos", "hit hits success-"),
        Friend("fabric fabrics", "fábrica fábricas", "factor- mill- plant-"),
        Friend("large larger largest", "larga largas largo largos", "length- long-"),
        Friend("lecture lectures", "lectura lecturas", "read-"),
        Friend("notice notices", "noticia noticias", "news-"),
        Friend("parent parents", "pariente parientes", "relati-"),
        Friend("pretend pretended pretending pretends", "pretende pretenden pretender pretendió", "aim- attempt- expect- intend- seek- try want-"),
        Friend("rope ropes", "ropa ropas", "cloth- garment- laundry wear-"),
        Friend("sensible sensibly", "sensible sensibles", "sensitiv-"),
        Friend("soap soaps", "sopa sopas", "soup-"),
        Friend("success successes", "suceso sucesos", "event- happen- incident- occur-"),
        Friend("sympathetic", "simpática simpáticas simpático simpáticos", PLEASANT),
        Friend("vase vases", "vaso vasos", "cup- glass- vessel-"),
    ]),
    ("en", "fr", &[
        Friend("achieve achieved achieves achieving", "achève achèvent achevé achevée achevées achever achevés", "complet- end- finish-"),
        Friend("actual actually", "actuel actuelle actuellement actuelles actuels", CURRENT),
        Friend("advertisement advertisements", "avertissement avertissements", "caution- notice- warn-"),
        Friend("attend attended attending attends", "attend attendent attendez attendre attendu", "await- expect- hold- pending wait-"),
        Friend("coin coins", "coin coins", "corner-"),
        Friend("comprehensive", "compréhensif compréhensifs compréhensive compréhensives", "sympathetic understanding"),
        Friend("deceive deceived deceives deception", "déception déceptions décevant décevoir déçu déçue déçus", "disappoint-"),
        Friend("eventual eventually", "éventuel éventuelle éventuellement éventuelles éventuels", POSSIBLE),
        Friend("grape grapes", "grappe grappes", "bunch- cluster-"),
        Friend("inhabited", "inhabité inhabitée inhabitées inhabités", "deserted empty uninhabited vacant"),
        Friend("journey journeys", "journée journées", "daily day days"),
        Friend("lecture lectures", "lecture lectures", "play- read-"),
        Friend("library libraries", "librairie librairies", "book- bookshop- bookstore-"),
        Friend("location locations", "location locations", "hire- hiring leas- rent-"),
        Friend("preservative preservatives", "préservatif préservatifs", "condom-"),
        Friend("pretend pretended pretending pretends", "prétend prétendent prétendez prétendre prétendu", "alleg- argu- assert- claim-"),
        Friend("sensible sensibly", "sensible sensiblement sensibles", "appreciabl- considerabl- noticeabl- sensitiv- significant- substantial-"),
        Friend("sympathetic", "sympathique sympathiques", PLEASANT),
    ]),
    ("en", "it", &[
        Friend("actual actually", "attuale attuali attualmente", CURRENT),
        Friend("annoy annoyed annoying annoys", "annoia annoiare annoiata annoiati annoiato", "bore- boring"),
        Friend("attend attended attending attends", "attende attendere attendete attendi", "await- expect- hold- pending wait-"),
        Friend("camera cameras", "camera camere", "bedroom- chamber- room-"),
        Friend("cold", "calda calde caldi caldo", "heat- hot warm-"),
        Friend("delusion delusions", "delusione delusioni", "disappoint- letdown"),
        Friend("estate estates", "estate", "summer-"),
        Friend("eventual eventually", "eventuale eventuali eventualmente", POSSIBLE),
        Friend("factory factories", "fattoria fattorie", "farm-"),
        Friend("large larger largest", "larga larghe larghi largo", "broad- loose- wid-"),
        Friend("magazine magazines", "magazzini magazzino", "depot- stock- storage store- storing warehouse-"),
        Friend("parent parents", "parente parenti", "relati-"),
        Friend("preservative preservatives", "preservativi preservativo", "condom-"),
        Friend("pretend pretended pretending pretends", "pretende pretendere pretendono pretese", "claim- demand- expect- insist- requir-"),
        Friend("rumor rumors rumour rumours", "rumore rumori", "loud- nois- sound-"),
        Friend("sensible sensibly", "sensibile sensibili sensibilmente", "considerabl- noticeabl- sensitiv- significant-"),
        Friend("sympathetic", "simpatica simpatiche simpatici simpatico", PLEASANT),
    ]),
    ("en", "nl", &[
        Friend("actual actually", "actueel actuele", CURRENT),
        Friend("become becomes became becoming", "bekomen bekomt bekwam", "acquir- get gets getting got obtain-"),
        Friend("billion billions", "biljoen biljoenen", "trillion-"),
        Friend("brief", "brief brieven", "letter- mail-"),
        Friend("eventual eventually", "eventueel eventuele", POSSIBLE),
        Friend("fabric fabrics", "fabriek fabrieken", "factor- mill- plant-"),
        Friend("map maps", "map", "binder- director- folder-"),
        Friend("meaning meanings", "mening meningen", "opinion- view-"),
        Friend("oversight oversights", "overzicht overzichten", "list- overview- summar- view-"),
        Friend("rare", "raar rare", "odd strange weird"),
        Friend("receipt receipts", "recept recepten", "prescription- recipe-"),
        Friend("rent rents", "rente rentes", "interest- rate-"),
        Friend("sensible", "sensibel sensibele", "sensitiv-"),
        Friend("stadium stadiums", "stadium stadia", "phase- stage-"),
        Friend("undertaker undertakers", "ondernemer ondernemers", "business- contractor- entrepreneur-"),
        Friend("warehouse warehouses", "warenhuis warenhuizen", "department- store stores"),
    ]),
    ("en", "pl", &[
        Friend("actual actually", "aktualn-", CURRENT),
        Friend("billion billions", "bilion biliona biliony bilionów", "trillion-"),
        Friend("consequent consequently", "konsekwentn-", "consistent-"),
        Friend("eventual eventually", "ewentualn-", POSSIBLE),
        Friend("fabric fabrics", "fabryk-", "factor- mill- plant-"),
        Friend("genial", "genialn-", "brilliant- genius ingenious"),
        Friend("hazard hazards", "hazard hazardu", "gambl-"),
        Friend("lecture lectures", "lektura lektury lekturze lekturę", "read-"),
        Friend("novel novels", "nowela nowele noweli nowelę", "amend- novella- short"),
        Friend("ordinary", "ordynarn-", "crude obscene rude vulgar"),
        Friend("pathetic", "patetyczn-", "lofty pompous"),
        Friend("physician physicians", "fizycy fizyk fizyka fizykiem fizyków", "physicist- physics"),
        Friend("preservative preservatives", "prezerwatyw-", "condom-"),
        Friend("receipt receipts", "recepcie recepta recepty receptę", "prescription- recipe-"),
        Friend("sympathetic", "sympatyczn-", PLEASANT),
    ]),
    ("en", "pt", &[
        Friend("actual actually", "actuais actual actualmente atuais atual atualmente", CURRENT),
        Friend("costume costumes", "costume costumes", "custom- habit- tradition- used usual-"),
        Friend("eventual eventually", "eventuais eventual eventualmente", POSSIBLE),
        Friend("exit exits", "êxito êxitos", "success-"),
        Friend("fabric fabrics", "fábrica fábricas", "factor- mill- plant-"),
        Friend("injury injuries", "injúria injúrias", "defam- insult- slander-"),
        Friend("lecture lectures", "leitura leituras", "read-"),
        Friend("library libraries", "livraria livrarias", "book- bookshop- bookstore-"),
        Friend("lunch lunches", "lanche lanches", "snack-"),
        Friend("notice notices", "notícia notícias", "news-"),
        Friend("novel novels", "novela novelas", "drama- serial- soap telenovela-"),
        Friend("parent parents", "parente parentes", "relati-"),
        Friend("pretend pretended pretending pretends", "pretende pretendem pretender pretendia", "aim- expect- intend- plan- want-"),
        Friend("push pushed pushes pushing", "puxa puxada puxado puxando puxar puxe puxou", "drag- draw- pull-"),
        Friend("resume resumed resumes resuming", "resuma resume resumido resumir resumo", "summar-"),
        Friend("sensible", "sensíveis sensível", "sensitiv-"),
    ]),
    ("en", "ru", &[
        Friend("accurate accurately", "аккуратн-", "careful- neat- tidy"),
        Friend("actual actually", "актуальн-", "current- latest recent- relevan- topical up-to-date updat- valid-"),
        Friend("complexion complexions", "комплекци-", "build- figure physique"),
        Friend("decade decades", "декад-", "ten ten-day"),
        Friend("expertise", "экспертиз-", "assess- examin- forensic-"),
        Friend("fabric fabrics", "фабрик-", "factor- mill- plant-"),
        Friend("genial", "гениальн-", "brilliant- genius ingenious"),
        Friend("intelligent", "интеллигентн-", "cultured educated refined"),
        Friend("magazine magazines", "магазин-", "ammo ammunition cartridge- gun- market- pistol- rifle- shop- store- weapon-"),
        Friend("novel novels", "новелл-", "novella- short"),
        Friend("occupant occupants", "оккупант-", "invader- occupier-"),
        Friend("physician physicians", "физик физика физики физиков физиком", "physicist- physics"),
        Friend("preservative preservatives", "презерватив-", "condom-"),
        Friend("prospect prospects", "проспект-", "avenue- brochure- prospectus-"),
        Friend("receipt receipts", "рецепт-", "prescription- recipe-"),
        Friend("sympathetic", "симпатичн-", "attractive cute lovable nice pleasant pretty"),
        Friend("velvet", "вельвет-", "corduroy-"),
    ]),
    ("en", "sv", &[
        Friend("actual actually", "aktuell aktuella aktuellt", CURRENT),
        Friend("barn barns", "barn barnen barnet", "child- infant- kid-"),
        Friend("billion billions", "biljon biljoner", "trillion-"),
        Friend("blanket blankets", "blankett blanketten blanketter", "form forms"),
        Friend("chef chefs", "chef chefen chefer cheferna", "boss- chief- executive- head- leader- manager- supervisor-"),
        Friend("consequent consequently", "konsekvent konsekventa", "consistent-"),
        Friend("eventual eventually", "eventuell eventuella eventuellt", POSSIBLE),
        Friend("fabric fabrics", "fabrik fabriken fabriker", "factor- mill- plant-"),
        Friend("formula formulas formulae", "formulär formuläret formulären", "form forms"),
        Friend("gift gifts", "gift gifter giftet", "marr- poison- toxi- venom-"),
        Friend("novel novels", "novell novellen noveller", "short stories story"),
        Friend("offer offers", "offer offren offret", "sacrific- victim-"),
        Friend("paragraph paragraphs", "paragraf paragrafen paragrafer", "article- clause- section-"),
        Friend("provision provisions", "provision provisionen provisioner", "commission- fee-"),
        Friend("receipt receipts", "recept recepten receptet", "prescription- recipe-"),
        Friend("semester semesters", "semester semestern semestrar", "holiday- leave vacation-"),
        Friend("sympathetic", "sympatisk sympatiska sympatiskt", PLEASANT),
    ]),
    ("de", "en", &[
        Friend("aktuell aktuelle aktuellem aktuellen aktueller aktuelles", "actual actually", "echt- effektiv- eigentlich- real- tatsächlich- wirklich-"),
        Friend("also", "also", "auch außerdem ebenfalls ebenso zudem"),
        Friend("bekommen bekommt", "became become becomes", "geworden werde- wird wurde-"),
        Friend("billion billionen", "billion billions", "milliarde-"),
        Friend("chef chefs chefin", "chef chefs", "koch- köch- küche-"),
        Friend("eventuell-", "eventual eventually", "endlich irgendwann letztlich schließlich"),
        Friend("fabrik fabriken", "fabric fabrics", "gewebe- stoff- tuch-"),
        Friend("formular formulare formularen formulars", "formula formulas", "formel-"),
        Friend("handy handys", "handy", "bequem- handlich- praktisch-"),
        Friend("konsequent-", "consequent consequently", "daher deshalb folglich somit"),
        Friend("meinung meinungen", "meaning meanings", "bedeutung- sinn-"),
        Friend("rezept rezepte rezepten", "receipt receipts", "beleg- empfang- quittung-"),
        Friend("sensibel sensible sensiblen sensibler sensibles", "sensible", "sinnvoll- vernünftig-"),
        Friend("spenden spendet gespendet", "spend spending spent", "ausgab- ausgeb- verbring- verbrauch-"),
    ]),
    ("es", "en", &[
        Friend("actual actuales actualmente", "actual actually", "efectiv- real reales realmente verdader-"),
        Friend("billón billones", "billion billions", "mil"),
        Friend("carpeta carpetas", "carpet carpets", "alfombra- moqueta-"),
        Friend("embarazada embarazadas", "embarrassed", "avergonzad-"),
        Friend("fábrica fábricas", "fabric fabrics", "tejido- tela-"),
        Friend("lectura lecturas", "lecture lectures", "clase- conferencia-"),
        Friend("pariente parientes", "parent parents", "madre- padre-"),
        Friend("sensible sensibles", "sensible", "prudente- razonable- sensat-"),
        Friend("éxito éxitos", "exit exits", "sale salen salga salida- saliendo salir- salió"),
    ]),
    ("fr", "en", &[
        Friend("actuel actuelle actuellement actuelles actuels", "actual actually", "effectif- effectiv- fait réel- véritable- vraiment"),
        Friend("avertissement avertissements", "advertisement advertisements", "annonce- publicit-"),
        Friend("librairie librairies", "library libraries", "bibliothèque-"),
        Friend("sensible sensibles", "sensible", "raisonnable- sensé-"),
        Friend("éventuel éventuelle éventuellement éventuelles éventuels", "eventual eventually", "final- tard"),
    ]),
];

#[cfg(test)]
mod tests {
    use super::{FRIENDS, Friend};

    #[test]
    fn rows_are_sorted_and_no_word_excuses_itself() {
        assert!(FRIENDS.is_sorted_by(|(a, b, _), (c, d, _)| (*a != "en", a, b) < (*c != "en", c, d)));
        for (from, to, rows) in FRIENDS {
            assert!(rows.is_sorted_by(|Friend(a, ..), Friend(b, ..)| a < b), "{from} {to}");
            for Friend(given, friend, right) in *rows {
                assert!(!given.is_empty() && !friend.is_empty() && !right.is_empty(), "{given}");
                let excused = |word: &str| {
                    right.split_ascii_whitespace().any(|form| match form.strip_suffix('-') {
                        Some(stem) => word.starts_with(stem),
                        None => word == form,
                    })
                };
                assert!(!given.split(' ').any(excused), "{from} {to}: {given}");
            }
        }
    }
}
