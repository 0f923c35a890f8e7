//! How models decline to translate, by language.
//!
//! A translated chat may decline as well, and then its source says so: a text that apologises, denies or
//! speaks of what is not possible excuses any of these sentences. Whether one of another language does is
//! not known, so nothing is said where the source is in a language without a row.

use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// The words of a language, as parts of patterns in small letters.
struct Row {
    /// Subtags of the language.
    languages: &'static [&'static str],
    /// How it apologises.
    sorry: &'static str,
    /// That the speaker cannot translate or help.
    cannot: &'static str,
    /// That the speaker is a model.
    model: &'static str,
    /// What a source has that says the like: apologies, denials, failures.
    unable: &'static str,
}

#[rustfmt::skip]
const ROWS: [Row; 24] = [
    Row {
        languages: &["en"],
        sorry: r"\b(?:i(?:['’]m| am) (?:very |really |so |truly )?sorry|sorry|i (?:do )?apologi[sz]e|(?:my )?apologies|unfortunately|regrettably)",
        cannot: r"\bi(?: can(?:['’]t|not| not)|(?: am|['’]m) (?:unable|not able) to| won['’]t be able to| (?:must|have to) decline to) (?:translate|revise|assist|fulfil|comply|edit this|review this|help(?: you)?(?: with|\W*$)|provide (?:a |the |this |that )?(?:translation|assistance)|process (?:this|that|your) (?:request|text)|complete (?:this|that|the|your) (?:request|task|translation)|do that)",
        model: r"\bas an? (?:(?:ai|artificial intelligence)(?: language)?[ -](?:model|assistant|system|chatbot)|ai,|(?:large )?language model|llm)|\bi(?:['’]m| am) (?:just |only )?an? (?:ai (?:language )?(?:model|assistant)|(?:large )?language model)",
        unable: r"\bnot?\b|n['’]t\b|cannot|nothing|never|\bnone\b|nobody|neither|\bnor\b|beyond|unable|unavail|unsupport|sorry|apolog|unfortun|impossib|fail|error|invalid|denied|refus|declin",
    },
    Row {
        languages: &["de"],
        sorry: r"\b(?:(?:es )?tut mir (?:sehr |wirklich |aufrichtig )?leid|entschuldigung|entschuldigen sie|entschuldige|ich bitte um (?:entschuldigung|verzeihung)|ich entschuldige mich|leider|verzeihung)",
        cannot: r"\b(?:ich kann|kann ich) (?:[\w,]+ ){0,6}?(?:nicht|kein\w*|nicht weiter) (?:\w+ ){0,3}?(?:übersetzen|helfen|weiterhelfen|unterstützen|behilflich|bearbeiten|nachkommen)|\b(?:ich bin|bin ich) (?:leider )?nicht in der lage,? (?:[\w,]+ ){0,6}?(?:zu )?(?:übersetzen|helfen|bearbeiten|unterstützen)",
        model: r"\bals (?:ein(?:e)? )?(?:ki|künstliche intelligenz|ai)[- ]?(?:sprach|language )?[- ]?(?:modell|assistent|system|chatbot)|\bals (?:ein )?(?:großes )?sprachmodell|\bals (?:ki|künstliche intelligenz)\b",
        unable: r"\bleider|leid\b|entschuldig|verzeih|\bkann\b|könn|nicht|kein|unmöglich|ungültig|fehler|fehlgeschl",
    },
    Row {
        languages: &["fr"],
        sorry: r"\b(?:(?:je suis |nous sommes )?(?:vraiment |sincèrement )?désolée?s?|je m['’]excuse|je vous prie de m['’]excuser|excusez-moi|toutes mes excuses|malheureusement)",
        cannot: r"\bje (?:ne (?:peux|puis)(?: malheureusement)? pas|ne suis pas (?:en mesure|capable) d(?:e|['’])|suis dans l['’]incapacité d(?:e|['’])) ?(?:\w+ ){0,2}?(?:t['’]|l['’])?(?:traduire|aider|assister|fournir (?:de |la |une |cette )?traduction|traiter (?:cette|votre) demande|répondre à (?:cette|votre) demande)",
        model: r"\ben tant (?:qu['’](?:ia\b|(?:assistant|modèle) (?:ia|d['’]ia|d['’]intelligence)|intelligence artificielle)|que (?:grand )?modèle (?:de lang|linguist|d['’]ia|ia|d['’]intelligence))",
        unable: r"désolé|excus|malheureus|\bpas\b|\bne\b|\bn['’]|impossib|aucun|erreur|échec|échou|refus",
    },
    Row {
        languages: &["es"],
        sorry: r"\b(?:lo siento(?: mucho)?|lo lamento(?: mucho)?|disculpa|disculpe|perdón|perdona|perdone|lamentablemente|desafortunadamente|desgraciadamente)",
        cannot: r"\bno (?:puedo|me es posible|estoy en condiciones de|soy capaz de) (?:\w+ ){0,1}?(?:traducir|ayudar|asistir|proporcionar(?:te|le)? (?:la|una|esa|esta) traducción|procesar (?:esta|esa|tu|su) |cumplir con (?:esta|esa|tu|su) )(?:te|le|lo|la|os|les)?",
        model: r"\bcomo (?:un )?(?:(?:gran )?modelo de (?:lenguaje|ia|inteligencia)|asistente de (?:ia|inteligencia)|ia\b|inteligencia artificial)",
        unable: r"lo siento|lament|disculp|perd[oó]n|\bno\b|imposib|ningun|ningún|error|fall[oó]|desafort|desgracia",
    },
    Row {
        languages: &["it"],
        sorry: r"\b(?:mi (?:spiace|dispiace)(?: molto)?|scusa(?:mi|te|temi)?|mi scuso|sono (?:davvero )?spiacente|spiacente|purtroppo)",
        cannot: r"\bnon (?:posso|sono in grado di|mi è possibile|riesco a) (?:\w+ ){0,1}?(?:tradur\w+|aiutar\w+|assister\w+|fornir\w+ (?:la |una |questa )?traduzione|elaborare (?:questa|la tua) richiesta|soddisfare (?:questa|la tua) richiesta)",
        model: r"\b(?:come|in quanto|essendo) (?:un['’ ]?)?\s?(?:(?:grande )?modello (?:linguistic|di linguag|di ia|ai\b)|assistente (?:ia|ai|di intelligenza)|ia\b|intelligenza artificiale)",
        unable: r"spiace|dispiace|scus|purtroppo|\bnon\b|impossib|nessun|errore|fallit",
    },
    Row {
        languages: &["pt"],
        sorry: r"\b(?:(?:eu )?(?:sinto|lamento)(?: muito)?|desculp[ea](?:-me)?|(?:peço )?desculpas?|infelizmente|lamentavelmente)",
        cannot: r"\b(?:eu )?não (?:posso|consigo|sou capaz de|estou em condições de|me é possível) (?:\w+ ){0,1}?(?:traduzi\w+|ajud\w+|auxili\w+|fornecer (?:a |uma |essa |esta )?tradução|processar (?:esta|essa|sua|a sua) |atender (?:a |à )?(?:este|esse|essa|esta|sua) )",
        model: r"\bcomo (?:um |uma )?(?:(?:grande )?modelo de (?:linguagem|ia|ai\b|inteligência)|assistente (?:de )?(?:ia|ai)\b|ia\b|inteligência artificial)",
        unable: r"sinto|lament|desculp|infelizm|\bnão\b|impossí|nenhum|erro|falh",
    },
    Row {
        languages: &["nl"],
        sorry: r"\b(?:(?:het )?spijt me(?: zeer| heel erg)?|sorry|helaas|mijn (?:excuses|verontschuldigingen)|excuses|mijn oprechte excuses)",
        cannot: r"\b(?:ik kan|kan ik) (?:[\w,]+ ){0,6}?(?:niet|geen) (?:\w+ ){0,3}?(?:vertalen|helpen|assisteren|ondersteunen|verwerken|voldoen)|\b(?:ik ben|ben ik) (?:helaas )?niet in staat (?:om )?(?:\w+ ){0,6}?te (?:vertalen|helpen|verwerken)",
        model: r"\bals (?:een )?(?:ai|kunstmatige intelligentie)[- ]?(?:taal)?[- ]?(?:model|assistent|systeem)|\bals (?:een )?(?:groot )?taalmodel|\bals (?:ai|kunstmatige intelligentie)\b",
        unable: r"spijt|sorry|helaas|excus|verontschuldig|\bkan\b|kunnen|niet|geen|onmogelijk|ongeldig|fout|mislukt",
    },
    Row {
        languages: &["sv"],
        sorry: r"\b(?:jag (?:är (?:verkligen )?ledsen|beklagar)|jag ber om ursäkt|tyvärr|förlåt|ledsen|beklagar)",
        cannot: r"\b(?:jag kan|kan jag) (?:\w+ ){0,4}?(?:inte|ej) (?:\w+ ){0,4}?(?:översätta|hjälpa|bistå)",
        model: r"\bsom (?:en |ett )?(?:ai|artificiell intelligens)[- ]?(?:språk)?[- ]?(?:modell|assistent|system)|\bsom (?:en )?(?:stor )?språkmodell",
        unable: r"ledsen|beklag|ursäkt|tyvärr|förlåt|\bkan\b|kunde|\binte\b|\bej\b|ingen|inget|omöjlig|ogiltig|\bfel|misslyck",
    },
    Row {
        languages: &["da"],
        sorry: r"\b(?:jeg (?:er (?:virkelig )?ked af det|beklager|undskylder)|det beklager jeg|desværre|undskyld|beklager)",
        cannot: r"\b(?:jeg kan|kan jeg) (?:\w+ ){0,4}?ikke (?:\w+ ){0,4}?(?:oversætte|hjælpe|bistå)",
        model: r"\bsom (?:en )?(?:ai|kunstig intelligens)[- ]?(?:sprog)?[- ]?(?:model|assistent|system)|\bsom (?:en )?(?:stor )?sprogmodel",
        unable: r"ked af|beklag|undskyld|desværre|\bkan\b|kunne|\bikke\b|ingen|intet|umulig|ugyldig|\bfejl|mislyk",
    },
    Row {
        languages: &["nb", "no", "nn"],
        sorry: r"\b(?:jeg (?:beklager|er lei (?:meg|for det))|det er jeg lei for|dessverre|unnskyld|beklager)",
        cannot: r"\b(?:jeg kan|kan jeg) (?:\w+ ){0,4}?ikke (?:\w+ ){0,4}?(?:oversette|hjelpe|bistå)",
        model: r"\bsom (?:en )?(?:ki|ai|kunstig intelligens)[- ]?(?:språk)?[- ]?(?:modell|assistent|system)|\bsom (?:en )?(?:stor )?språkmodell",
        unable: r"beklag|dessverre|unnskyld|lei (?:meg|for)|\bkan\b|kunne|\bikke\b|ingen|umulig|ugyldig|\bfeil|mislyk",
    },
    Row {
        languages: &["pl"],
        sorry: r"\b(?:przepraszam|bardzo mi przykro|przykro mi|niestety|wybacz(?:cie)?|proszę (?:mi )?wybaczyć)",
        cannot: r"\b(?:ja )?nie (?:mogę|potrafię|jestem w stanie|umiem) (?:\w+ ){0,3}?(?:przetłumaczyć|tłumaczyć|pomóc|udzielić pomocy)",
        model: r"\bjako (?:(?:duży )?model (?:językowy|sztucznej|ai\b|si\b)|asystent (?:ai|si|sztucznej)|(?:ai|si)\b|sztuczna inteligencja)",
        unable: r"przeprasz|przykro|niestety|wybacz|\bnie\b|niemożliw|brak|błąd|błęd",
    },
    Row {
        languages: &["cs"],
        sorry: r"\b(?:je mi (?:to )?(?:velmi |moc )?líto|omlouvám se|promiňte|promiň|bohužel|lituji)",
        cannot: r"\b(?:(?:s tím|tento text|to|vám) ){0,2}(?:nemohu|nemůžu|nejsem schopen|nejsem schopna|nedokážu|neumím) (?:\w+ ){0,3}?(?:přeložit|překládat|pomoci|pomoct|asistovat)",
        model: r"\bjako (?:(?:velký )?jazykový model|(?:model|asistent) (?:ai|umělé)|umělá inteligence|ai (?:model|asistent))",
        unable: r"líto|omlouv|promiň|bohužel|lituj|nelze|\bnem|\bnen?í|\bned|\bneu|nemožn|chyb|selhal",
    },
    Row {
        languages: &["ru"],
        sorry: r"\b(?:(?:мне )?(?:очень )?жаль|извините|простите|к сожалению|прошу прощения|приношу (?:свои )?извинения|сожалею)",
        cannot: r"\b(?:я )?(?:не могу|не смогу|не в состоянии|не способен|не способна) (?:\w+ ){0,3}?(?:перевести|переводить|помочь|помогать|предоставить перевод)",
        model: r"\b(?:как|будучи) (?:(?:большая |большой )?языков(?:ая|ой) модель?ю?|(?:ии|ai)[- ](?:модель|ассистент|помощник)|модель искусственного|искусственн(?:ый|ым) интеллект)",
        unable: r"жаль|извин|прост|сожал|\bне\b|нельзя|невозмож|нет\b|ошибк|отказ|сбой",
    },
    Row {
        languages: &["uk"],
        sorry: r"\b(?:(?:мені )?(?:дуже )?(?:шкода|прикро)|вибачте|вибач|перепрошую|на жаль|пробачте)",
        cannot: r"\b(?:я )?(?:не можу|не зможу|не в змозі|не здатний|не здатна) (?:\w+ ){0,3}?(?:перекласти|перекладати|допомогти|допомагати|надати переклад)",
        model: r"\bяк (?:(?:велика )?мовна модель|(?:ші|ai)[- ](?:модель|асистент|помічник)|модель штучного|штучний інтелект)",
        unable: r"шкода|прикро|вибач|перепрош|жаль|пробач|\bне\b|неможлив|немає|помилк|відмов|збій",
    },
    Row {
        languages: &["ja"],
        sorry: r"(?:大変)?申し訳(?:ありません|ございません|ない)|すみません|ごめんなさい|恐れ入りますが|残念ながら",
        cannot: r"[^。！？\n]{0,25}?(?:お手伝い|お力添え|翻訳|支援)(?:する(?:こと)?|を(?:する|行う|提供する)こと)?(?:は|が)?(?:でき(?:ません|ない|かねます)|いたしかねます)",
        model: r"(?:私は)?(?:大規模)?(?:ai|人工知能|言語)(?:の)?(?:言語)?(?:モデル|アシスタント)(?:として|なので|であるため|ですので)",
        unable: "ない|ません|なく|ず|不可|失敗|エラー|申し訳|すみません|残念|無効|拒否",
    },
    Row {
        languages: &["zh", "yue"],
        sorry: r"(?:很|非常|十分|實在|实在)?(?:抱歉|对不起|對不起|遗憾|遺憾|不好意思)",
        cannot: r"我(?:无法|無法|不能|没有?办法|沒有?辦法)(?:为您|為您|帮您|幫您)?[^。！？\n]{0,12}?(?:翻译|翻譯|帮助|幫助|协助|協助|幫忙|帮忙)",
        model: r"作[为為](?:一[个個名款种種])?(?:大型)?(?:(?:ai|人工智[能慧])(?:[语語]言)?(?:模型|助手|助理|系统|系統)|[语語]言模型)",
        unable: "抱歉|对不起|對不起|遗憾|遺憾|不|无|無|没|沒|未|失败|失敗|错误|錯誤|拒",
    },
    Row {
        languages: &["ko"],
        sorry: r"(?:정말 |대단히 )?(?:죄송합니다|죄송하지만|미안합니다|미안하지만|유감스럽게도|유감이지만|안타깝게도)",
        cannot: r"[^.!?\n]{0,25}?(?:번역(?:할|해 ?드릴|해 ?줄)|도와 ?(?:드릴|줄)|도움을? ?(?:드릴|줄)|도울) ?수(?:가|는)? ?없",
        model: r"(?:저는 )?(?:ai|인공 ?지능)(?: ?언어)? ?(?:모델|어시스턴트|비서)(?:로서|로써|이기|이므로|입니다|이며)|(?:저는 )?(?:대규모 )?언어 모델(?:로서|이기|이므로|입니다)",
        unable: "죄송|미안|유감|안타|없|못|않|아니|안 |불가|실패|오류|거부",
    },
    Row {
        languages: &["ar"],
        sorry: r"(?:أنا )?(?:آسف|اسف|أسف|متأسف|عذر|أعتذر|معذرة|للأسف|يؤسفني)",
        cannot: r"\b(?:فإنني |فأنا |لكنني |ولكنني |لكن |ولكن )?(?:لا (?:يمكنني|أستطيع|استطيع)|(?:لست|غير) قادر\w*(?: على)?) (?:\w+ ){0,2}?(?:ترجمة|أن أترجم|المساعدة|مساعدت)",
        model: r"(?:بصفتي|كوني|باعتباري|بوصفي|بما أنني|بما أني)[^.!؟\n]{0,12}(?:نموذج|ذكاء اصطناعي|مساعد[^.!؟\n]{0,10}ذكاء)|كنموذج (?:لغوي|لغة|ذكاء)",
        unable: "آسف|أسف|متأسف|عذر|أعتذر|يؤسف|\\bلا\\b|\\bلم\\b|\\bلن\\b|ليس|لست|غير|تعذر|فشل|خطأ|مستحيل|رفض",
    },
    Row {
        languages: &["he", "iw"],
        sorry: r"\b(?:אני )?(?:ממש )?(?:מצטערת?|סליחה|מתנצלת?|לצערי)",
        cannot: r"\b(?:אבל |אך )?(?:אני )?(?:לא (?:יכולה?|אוכל|מסוגלת?)|אינני יכולה?|איני יכולה?|אין באפשרותי) (?:\w+ ){0,2}?(?:לתרגם|לעזור|לסייע)",
        model: r"\b(?:כמודל (?:שפה|בינה|ai)|בתור (?:מודל|בינה מלאכותית|עוזר)|אני מודל שפה)",
        unable: "מצטער|סליחה|מתנצל|לצער|\\bלא\\b|\\bאין\\b|אינ|איני|בלתי|נכשל|שגיאה|סירוב",
    },
    Row {
        languages: &["tr"],
        sorry: r"\b(?:(?:çok )?üzgünüm|özür dilerim|kusura bakma(?:yın)?|maalesef|ne yazık ki|afedersiniz)",
        cannot: r"[^.!?\n]{0,40}?\b(?:çeviremem|çeviremiyorum|yardımcı olamam|yardımcı olamıyorum|yardım edemem|yardım edemiyorum|çevirisini (?:yapamam|yapamıyorum))",
        model: r"\b(?:bir )?(?:(?:yapay zek[aâ]|ai)(?: dil)? (?:modeli|asistanı)|(?:büyük )?dil modeli) olarak",
        unable: r"üzgün|özür|kusura|maalesef|yazık|afeders|değil|\byok\b|[ae]m(?:[ae]|[ıiuü]yor)|m[ae]z\b|m[ae]d[ıi]|hata|başarısız|geçersiz|imk[aâ]nsız",
    },
    Row {
        languages: &["hi"],
        sorry: "(?:मुझे |मैं )?(?:खेद है|माफ़ करें|माफ करें|क्षमा करें|क्षमा चाहता|क्षमा चाहती|माफ़ी चाहता|माफ़ी चाहती|दुर्भाग्य से|क्षमा कीजिए)",
        cannot: r"मैं [^।.!?\n]{0,40}?(?:अनुवाद|मदद|सहायता)[^।.!?\n]{0,12}?(?:नहीं कर सकत|नहीं कर पा|असमर्थ)",
        model: "(?:एक )?(?:(?:एआई|ai|कृत्रिम बुद्धिमत्ता)(?: भाषा)?|भाषा) मॉडल (?:के रूप में|होने के)",
        unable: "खेद|माफ|क्षमा|दुर्भाग्य|नहीं|असमर्थ|असंभव|विफल|त्रुटि|अमान्य",
    },
    Row {
        languages: &["th"],
        sorry: "(?:ฉัน|ผม|ดิฉัน)?(?:ขอ(?:แสดงความ)?เสียใจ|ขอโทษ|ขออภัย|เสียใจ|น่าเสียดาย)",
        cannot: r"(?:แต่)?\s*(?:ฉัน|ผม|ดิฉัน)\s*ไม่(?:สามารถ|อาจ)(?:ที่จะ)?\s*(?:ช่วย|แปล|ให้ความช่วยเหลือ)",
        model: r"ในฐานะ[^.\n]{0,12}?(?:ai|เอไอ|ปัญญาประดิษฐ์|โมเดลภาษา|แบบจำลองภาษา)",
        unable: "เสียใจ|ขอโทษ|ขออภัย|เสียดาย|ไม่|ล้มเหลว|ผิดพลาด|ปฏิเสธ",
    },
    Row {
        languages: &["vi"],
        sorry: r"\b(?:(?:tôi |rất |thành thật )*(?:xin lỗi|rất tiếc|lấy làm tiếc)|tiếc là)",
        cannot: r"\b(?:nhưng )?(?:tôi|mình|em) (?:không thể|không có khả năng|chưa thể) (?:\w+ ){0,2}?(?:dịch|giúp|hỗ trợ|trợ giúp)",
        model: r"\b(?:là|với tư cách là|với vai trò là) (?:một )?(?:mô hình (?:ngôn ngữ|ai|trí tuệ)|trợ lý ai|trí tuệ nhân tạo)",
        unable: r"xin lỗi|tiếc|không|chưa|\blỗi|thất bại|từ chối",
    },
    Row {
        languages: &["id", "in"],
        sorry: r"\b(?:(?:saya )?(?:minta |mohon |memohon )?maaf|sayangnya|saya (?:sangat )?menyesal)",
        cannot: r"\b(?:tetapi |tapi |namun )?saya (?:tidak|belum) (?:dapat|bisa|mampu) (?:\w+ ){0,2}?(?:menerjemahkan|membantu|memberikan (?:terjemahan|bantuan))",
        model: r"\bsebagai (?:sebuah )?(?:model (?:bahasa|ai|kecerdasan)|asisten ai|kecerdasan buatan)",
        unable: "maaf|sayang|menyesal|tidak|belum|bukan|gagal|kesalahan|mustahil|tolak",
    },
];

/// What a source has that speaks of such models itself.
const MODELS: &str = r"\b(?:ai|ki|ia|ии|ші|llm|gpt|chatbot)\b|model|modèl|модел|artifici|künstlich|штучн|искусств|モデル|人工|模型|모델|인공|نموذج|ذكاء|מודל|בינה|yapay|मॉडल|कृत्रिम|โมเดล|ปัญญา|mô hình|trí tuệ|kecerdasan|umělá|umělé|sztuczn|kunstig|kunstmatig";

static REFUSAL: LazyLock<Regex> = LazyLock::new(|| {
    const GAP: &str = r"[^.?!\n。？！]{0,30}[.!。！]?[^.?!\n。？！]{0,30}?";
    let (sorry, cannot, model) = (rows(|row| row.sorry), rows(|row| row.cannot), rows(|row| row.model));
    pattern(&format!(r#"^[\s"'“„«「]*(?P<sorry>(?:{sorry}){GAP})?(?:(?P<model>{model})|{cannot})"#))
});
/// An apology anywhere, or that it is about a text or a request.
static MEANT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"{}|\bi (?:cannot|can['’]t|can not) translate\b|\b(?:diesen text|diese anfrage|ce texte|cette demande|este texto|questo testo|deze tekst|denna text|denne tekst|ten tekst|tego tekstu|tento text|этот текст|цей текст|bu metni|văn bản này|teks ini)\b|このテキスト|この文章|[这這]段[文内內]|이 텍스트|هذا النص|ข้อความนี้",
        rows(|row| row.sorry)
    ))
});
static UNABLE: LazyLock<Regex> = LazyLock::new(|| pattern(&rows(|row| row.unable)));
static OF_MODELS: LazyLock<Regex> = LazyLock::new(|| pattern(MODELS));

fn rows(part: impl Fn(&Row) -> &'static str) -> String {
    ROWS.iter().map(part).collect::<Vec<_>>().join("|")
}

fn pattern(text: &str) -> Regex {
    Regex::new(&format!("(?i){text}")).expect("the pattern is made of constants and a test reads it")
}

/// Whether it is known how a text of a language declines.
pub(super) fn knows(language: &str) -> bool {
    ROWS.iter().any(|row| row.languages.contains(&language))
}

/// The words by which `candidate` declines to translate, in bytes, unless a text before says the like.
pub(super) fn refusal(candidate: &str, before: &[&str]) -> Option<Range<usize>> {
    let found = REFUSAL.captures(candidate)?;
    // Who merely cannot do something may be anybody: “I can't help you.”, 翻訳できない文字列.
    if found.name("model").is_none() && found.name("sorry").is_none() && !MEANT.is_match(candidate) {
        return None;
    }
    let excuse = if found.name("model").is_some() { &OF_MODELS } else { &UNABLE };
    (!before.iter().any(|text| excuse.is_match(text))).then(|| found.get(0).map(|all| all.range()))?
}

#[cfg(test)]
mod tests {
    use super::refusal;

    #[test]
    fn refusals_are_known_in_the_languages_of_models() {
        for candidate in [
            "I cannot translate this text, sorry.",
            "As an AI language model, I cannot help.",
            "I'm sorry, but I can't assist with that.",
            "Sorry, I am unable to help you with this request.",
            "Es tut mir leid, aber ich kann diesen Text nicht übersetzen.",
            "Leider kann ich dabei nicht helfen.",
            "Als KI-Sprachmodell kann ich das nicht.",
            "Désolé, je ne peux pas vous aider.",
            "En tant que modèle de langage, je ne peux pas traduire ce texte.",
            "Lo siento, no puedo ayudarte con eso.",
            "Lo siento, pero no puedo traducir este texto.",
            "Mi dispiace, non posso aiutarti.",
            "Desculpe, não posso ajudar com isso.",
            "Sorry, ik kan deze tekst niet vertalen.",
            "Het spijt me, maar daar kan ik niet bij helpen.",
            "Tyvärr kan jag inte hjälpa till med det.",
            "Beklager, men jeg kan ikke hjælpe med det.",
            "Beklager, jeg kan ikke oversette denne teksten.",
            "Przepraszam, ale nie mogę pomóc.",
            "Omlouvám se, ale s tím vám nemohu pomoci.",
            "Извините, но я не могу перевести этот текст.",
            "К сожалению, я не могу помочь с этим.",
            "Вибачте, але я не можу допомогти з цим.",
            "申し訳ありませんが、そのリクエストにはお手伝いできません。",
            "申し訳ありません。このテキストは翻訳できません。",
            "AI言語モデルとして、お答えできません。",
            "抱歉，我无法翻译这段文字。",
            "对不起，我不能协助您。",
            "作为一个AI语言模型，我无法回答。",
            "죄송합니다. 이 텍스트를 번역할 수 없습니다.",
            "죄송하지만 도와드릴 수 없습니다.",
            "عذرًا، لا يمكنني ترجمة هذا النص.",
            "آسف، لا أستطيع المساعدة في ذلك.",
            "מצטער, אני לא יכול לעזור בזה.",
            "Üzgünüm, bu konuda yardımcı olamam.",
            "मुझे खेद है, लेकिन मैं इसमें मदद नहीं कर सकता।",
            "ขออภัย ฉันไม่สามารถแปลข้อความนี้ได้",
            "Xin lỗi, tôi không thể dịch văn bản này.",
            "Maaf, saya tidak dapat membantu dengan itu.",
        ] {
            assert!(refusal(candidate, &["Save the file."]).is_some(), "{candidate}");
        }
    }

    #[test]
    fn a_text_that_declines_itself_is_translated() {
        for (source, candidate) in [
            ("Sorry, I can't help with that.", "Es tut mir leid, aber dabei kann ich nicht helfen."),
            ("Dabei kann ich leider nicht helfen.", "I'm sorry, but I can't help with that."),
            ("お手伝いできません。", "Sorry, I can't assist with that."),
            ("As an AI assistant, I learn from you.", "Als KI-Assistent lerne ich von dir."),
            ("Als Sprachmodell antworte ich auf Fragen.", "As a language model, I answer questions."),
            ("The file cannot be translated.", "申し訳ありませんが、このファイルは翻訳できません。"),
            ("Save the file.", "Ich kann die Datei speichern."),
            ("I can help.", "Je peux vous aider."),
            ("We regret the delay.", "Leider kommt es zu Verzögerungen."),
            ("Forgive the intrusion", "Entschuldigen Sie die Störung"),
            ("Untranslatable strings", "翻訳できない文字列"),
            ("Nothing can help me save you.", "Nie mogę ci pomóc."),
            ("The document is locked, so editing is blocked.", "Ich kann das Dokument nicht bearbeiten."),
            ("As an Airbnb host, you can set prices.", "作为Airbnb房东，您可以设置价格。"),
            ("As a language teacher, I help students.", "بصفتي مدرس لغة، أساعد الطلاب."),
        ] {
            assert_eq!(refusal(candidate, &[source]), None, "{source} {candidate}");
        }
    }
}
