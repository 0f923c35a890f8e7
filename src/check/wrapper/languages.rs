//! How models announce a translation and remark on it, by language; parts of patterns in small letters.

/// The words of a language.
#[derive(Debug)]
pub(super) struct Row {
    /// How a text is announced: “here is”.
    pub(super) starts: &'static str,
    /// What is announced: a translation, or a better version of one.
    pub(super) announced: &'static str,
    /// A translation, as a heading of one word names it.
    pub(super) headings: &'static str,
    /// How a remark begins, before its colon.
    pub(super) notes: &'static str,
    /// The beginnings of words of translating.
    pub(super) translating: &'static str,
}

const fn row(
    starts: &'static str,
    announced: &'static str,
    headings: &'static str,
    notes: &'static str,
    translating: &'static str,
) -> Row {
    Row { starts, announced, headings, notes, translating }
}

/// en, de, fr, es, it, pt, nl, sv, da, nb, pl, cs, ru, uk, ja, zh, ko, ar, he, tr, hi, th, vi, id.
#[rustfmt::skip]
pub(super) const ROWS: [Row; 24] = [
    row(
        "here(?:'s|’s| is| are)|this is|below is|(?:the )?following is|i(?:'ve|’ve| have)",
        r"translat|(?:revised|corrected|improved|refined|updated|final) (?:\w+ )?(?:version|text|target|sentence)",
        r"(?:(?:revised|corrected|improved|refined|final|updated) )?(?:translation|target|revision|version)|here(?:'s|’s| is) (?:the|your|a|my) (?:\w+ )?(?:version|revision|text)",
        "(?:translator(?:'|’)?s? )?notes?|remarks?|comments?|explanations?|changes made", "translat",
    ),
    row(
        "hier (?:ist|sind|kommt|die|der|meine|deine|ihre)|dies ist|das ist|im folgenden|nachfolgend|anbei|unten (?:ist|steht|folgt)",
        r"übersetz|(?:überarbeitete|korrigierte|verbesserte)\w? (?:fassung|version|text)",
        "(?:(?:überarbeitete|korrigierte|verbesserte) )?übersetzung",
        "hinweise?|anmerkung(?:en)?|bemerkung(?:en)?|erläuterung(?:en)?", "übersetz",
    ),
    row(
        "voici|voilà|ci-dessous|ceci est|c['’]est", "tradu[ci]|(?:version|texte|phrase) (?:révisée?|corrigée?|améliorée?)",
        "traduction", "notes?|remarques?|explications?", "tradu[ci]",
    ),
    row(
        "aquí (?:está|tienes?|va)|a continuación|est[ea] es|he aquí", "tradu[cj]|(?:versión|texto) (?:revisad|corregid|mejorad)",
        "traducción", "notas?|observación|aclaración|explicación", "tradu[cj]",
    ),
    row(
        "ecco|quest[ao] è|di seguito|qui (?:sotto|di seguito)", "tradu[cz]|tradott|(?:versione|testo) (?:rivist|corrett|migliorat)",
        "traduzione", "note?|nota|osservazione|spiegazione", "tradu[cz]|tradott",
    ),
    row(
        "aqui (?:está|vai|tem)|eis|est[ae] é|segue|a seguir|abaixo", "tradu[çz]|(?:versão|texto) (?:revist|revisad|corrigid|melhorad)",
        "tradução", "notas?|observação|explicação", "tradu[çz]",
    ),
    row(
        "hier (?:is|zijn|volgt)|dit is|hieronder|hierbij", r"vertaal|vertal|(?:herziene|verbeterde|gecorrigeerde) (?:versie|tekst)",
        "vertaling", "opmerking(?:en)?|toelichting|noot", "vertaal|vertal",
    ),
    row(
        "här (?:är|kommer|följer)|det(?:ta| här) är|nedan", "översätt|översatt|(?:reviderade|korrigerade|förbättrade) (?:version|text)",
        "översättning(?:en)?", "anmärkning(?:ar)?|obs|notera|kommentar|förklaring", "översätt|översatt",
    ),
    row(
        "her (?:er|kommer|følger)|dette er|nedenfor|herunder", "oversæt|oversat|(?:reviderede|rettede|forbedrede) (?:version|tekst)",
        "oversættelse(?:n)?", "bemærk(?:ning)?|note|kommentar|forklaring", "oversæt|oversat",
    ),
    row(
        "her (?:er|kommer|følger)|dette er|nedenfor", "overset|oversatt|(?:reviderte|korrigerte|forbedrede) (?:versjon|tekst)",
        "oversettelse(?:n)?", "merk(?:nad)?|notat|kommentar|forklaring", "overset|oversatt",
    ),
    row(
        "oto|poniżej|to jest", r"tłumacz|przekład|(?:poprawion|ulepszon)\w+ (?:wersj|tekst)",
        "tłumaczenie|przekład", "uwag[ai]|notatka|komentarz|objaśnienie|wyjaśnienie", "tłumacz|przekład",
    ),
    row(
        "zde je|tady je|t[ou]to? je|níže|následuje", r"překlad|přelož|(?:upraven|opraven|vylepšen)\w+ (?:verze|text)",
        "překlad", "poznámk[ay]|vysvětlení|komentář", "překlad|přelož",
    ),
    row(
        "вот|это|ниже|далее", r"перевод|перевед|(?:исправленн|улучшенн|отредактированн)\w+ (?:верси|текст|вариант)",
        "перевод", "примечани[ея]|замечани[ея]|пояснени[ея]|комментарий", "перевод|перевед|перевел|перевёл",
    ),
    row(
        "ось|це|нижче|далі", r"переклад|(?:виправлен|покращен|відредагован)\w+ (?:версі|текст|варіант)",
        "переклад", "приміт(?:ка|ки)|зауваження|пояснення|коментар", "переклад|перекла",
    ),
    row(
        "以下[はがに]|こちら[はが]|これ[はが]|次は", "翻訳|訳文|修正版|改訂版|修正訳", "翻訳|訳文|修正訳",
        "注|注記|注意|備考|補足|訳注", "翻訳|直訳|意訳|訳文|訳出|訳語|訳しました|訳した",
    ),
    row(
        "以下(?:是|为|為)|[这這]是|下面是|如下是", "翻译|翻譯|译文|譯文|修[订訂]版|修改[后後]", "译文|譯文|翻译|翻譯",
        "注|[备備][注註]|[说說]明|附注|[译譯][者注註]+", "翻译|翻譯|[直意音][译譯]|[译译譯][文为為成作者法]",
    ),
    row(
        "다음은|아래는|여기|이것은", "번역|수정본|수정된", "번역|번역문", "참고|주|비고|역주|설명", "번역|직역|의역",
    ),
    row(
        "إليك|ه(?:ذه|ذا)|فيما يلي|ها هي|أدناه", "ترجم|النسخة المنقحة", "الترجمة|ترجمة", "ملاحظ(?:ة|ات)|توضيح", "ترجم",
    ),
    row(
        "הנה|זהו?|זו(?:הי)?|להלן|מצורף", "תרגו|תורג|מתורג|הגרסה המתוקנת", "תרגום|התרגום", "הער(?:ה|ות)|הסבר", "תרגו|תורג|תרגמ",
    ),
    row(
        "[iİ]şte|aşağıda(?:ki)?|bu", "çeviri|tercüme|çevrilmiş|düzeltilmiş (?:metin|sürüm)", "çeviri|tercüme", "not|notlar|açıklama",
        "çeviri|tercüme|çevrild|çevrilm|olarak çevr",
    ),
    row("यहाँ|यहां|यह|निम्नलिखित|नीचे", "अनुवाद|संशोधित", "अनुवाद", "नोट|टिप्पणी|ध्यान दें|स्पष्टीकरण", "अनुवाद|अनूदित"),
    row("นี่คือ|ต่อไปนี้คือ|ด้านล่าง", "คำแปล|การแปล|ฉบับแปล|ฉบับแก้ไข|ที่แปล", "คำแปล", "หมายเหตุ|คำอธิบาย", "คำแปล|การแปล|ฉบับแปล|แปลตาม|แปลเป็น|แปลตรง|แปลแบบ|แปลว่า"),
    row(
        "đây là|dưới đây là|sau đây là|bên dưới là", "bản dịch|đã dịch|bản đã (?:chỉnh )?sửa", "bản dịch|dịch", "lưu ý|ghi chú|chú thích|giải thích",
        "bản dịch|dịch (?:sang|sát|theo|nghĩa|thành)|được dịch|đã dịch",
    ),
    row(
        "berikut|ini (?:adalah|dia)|inilah|di bawah ini", "terjemah|versi yang (?:direvisi|diperbaiki)", "terjemahan",
        "catatan|penjelasan|keterangan", "terjemah",
    ),
];

/// The beginnings of words of translating in other languages a source may be in.
pub(super) const ELSEWHERE: &str = "käänn|käännö|fordít|traduce|превод|prevod|prijevod|prevedeno|preklad|prelož|μετάφρασ|\
     μεταφρασ|vertimas|išvers|tulkoj|tõlge|tõlgi|ترجمه|itzul|þýð|vertaling|অনুবাদ|மொழிபெயர்|пераклад|ترجمہ";
