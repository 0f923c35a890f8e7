//! Common words of English: a text of another script that still has one was not translated there. Words that are
//! in no such list are names of programs, functions and formats for the most part, and stay as they are.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Whether a word, in small letters, is one of everyday English, in any of its forms.
pub(in crate::check) fn is_english(word: &str) -> bool {
    COMMON.contains(word)
        || has_english_form(word)
        || bases(word).iter().any(|base| COMMON.contains(base.as_str()))
}

/// Endings that make words of language of others; no name of a function is that long.
fn has_english_form(word: &str) -> bool {
    word.len() >= LEAST_DERIVED && DERIVED.iter().any(|ending| word.ends_with(ending))
}

const LEAST_DERIVED: usize = 8;
const DERIVED: &[&str] = &[
    "able", "ably", "ance", "ances", "ation", "ations", "ction", "ctions", "ence", "ences", "fully", "ible",
    "ically", "ities", "ition", "itions", "ment", "ments", "ness", "ously", "sion", "sions", "tional",
    "ution", "utions",
];

/// What a form may be made of: `files`, `copied`, `stopping`, `largest`, `quickly`.
fn bases(word: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (ending, put) in ENDINGS {
        let Some(stem) = word.strip_suffix(ending).filter(|stem| stem.len() >= LEAST_STEM) else { continue };
        found.push(format!("{stem}{put}"));
        let mut letters = stem.chars().rev();
        let doubled = letters.next().zip(letters.next()).is_some_and(|(last, before)| last == before);
        if doubled && put.is_empty() {
            found.push(stem[..stem.len() - 1].to_owned());
        }
    }
    found
}

const LEAST_STEM: usize = 3;
const ENDINGS: &[(&str, &str)] = &[
    ("s", ""),
    ("es", ""),
    ("ies", "y"),
    ("ed", ""),
    ("ed", "e"),
    ("ied", "y"),
    ("ing", ""),
    ("ing", "e"),
    ("er", ""),
    ("er", "e"),
    ("ers", ""),
    ("ers", "e"),
    ("est", ""),
    ("est", "e"),
    ("ly", ""),
    ("ily", "y"),
    ("ness", ""),
];

static COMMON: LazyLock<HashSet<&str>> = LazyLock::new(|| WORDS.split_ascii_whitespace().collect());

#[rustfmt::skip]
const WORDS: &str = "\
    able about above abroad absence absent accept accident accompany according account accurate achieve across \
    action active actual adapt address adequate adjust admit adult advance advantage advice advise afford afraid \
    after afternoon again against agency agent agree ahead airport alarm album alert alike alive allow almost alone \
    along already also alter alternative although always amazing among amount ancient angle angry animal announce \
    annual another answer anxiety anybody anyone anything anyway anywhere apart apartment apologize apparent appeal \
    appear apple apply appoint appointment approach appropriate approve area argue arise around arrange arrest \
    arrive article artist aside asleep aspect assess assign assist assume assure attach attack attempt attend \
    attention attract audience author autumn available average avoid await awake award aware away awful baby \
    background backup backward bacteria badge baggage balance ball band bank base basic basis basket bath bathroom \
    battery beach bear beat beautiful beauty became because become bed bedroom beer before began begin behalf behave \
    behind being belief believe bell belong below belt bench bend beneath benefit beside besides best better between \
    beyond bicycle bill bind bird birth birthday bite bitter black blame blank blanket blind block blood blow board \
    boat body boil bone book boot border bore born borrow both bother bottle bottom bowl brain brake branch brand \
    brave bread break breakfast breath breathe bridge brief bright brilliant bring broad broke broken brother \
    brought brown brush build building built burn burst bury business busy butter button buyer cable cake calculate \
    call calm camera camp cancel candidate capable capacity capital captain capture card care career careful carpet \
    carry case cash catch cause ceiling celebrate cell center central centre century certain chain chair challenge \
    chance change channel chapter character charge charity chart chase cheap check cheese chemical chest chicken \
    chief child childhood children choice choose chosen church circle circumstance citizen city civil claim class \
    clean clear clerk clever click client climate climb clinic clock close closet cloth clothes cloud coach coast \
    coat coffee cold collapse colleague collect college colony color colour column combine come comfort comfortable \
    command comment commercial commit common communicate community company compare compete complain complaint \
    complete complex complicate comply component compose concept concern concert conclude concrete condition conduct \
    confident confidential confirm conflict confuse connect conscious consider consist constant construct consult \
    consume contact contain content contest context continue contract contrast contribute control convenient convert \
    convince cook cool cope copy corner correct cost cottage cotton could council count counter country county \
    couple courage course court cousin cover crash crazy cream create creature credit crew crime crisis criterion \
    critical criticism crop cross crowd crucial cruel cry culture cupboard cure curious currency current curtain \
    curve custom customer cycle daily damage dance danger dangerous dark data date daughter dead deal dear death \
    debate debt decade decide decision declare decline decorate decrease deep default defeat defend deficit define \
    definite degree delay delete deliver delivery demand demonstrate dentist deny depart department depend deposit \
    depress depth derive describe desert deserve design desire desk despite destroy detail detect determine develop \
    device devote diagram diary dictionary differ difference different difficult digital dinner direct dirty \
    disappear disaster discount discover discuss disease dish disk display dispose distance distinct distribute \
    district disturb divide divorce doctor document domestic door double doubt down download dozen draft drag drama \
    draw drawer dream dress drink drive driver drop drug dry due dull during dust duty each eager early earn earth \
    ease easily east easy economic economy edge editor educate effect efficient effort eight either elder elect \
    electric electronic element eleven eliminate else elsewhere embarrass emerge emergency emotion emphasis empire \
    employ employee employer empty enable encounter encourage end enemy energy engage engine engineer enjoy enormous \
    enough ensure enter entire entrance entry envelope environment episode equal equip error escape especially essay \
    essential establish estate estimate even evening event eventually ever every everybody everyone everything \
    everywhere evidence evil exact examine example exceed excellent except excess exchange excite exclude excuse \
    execute exercise exhibit exist exit expand expect expense expensive experience experiment expert expire explain \
    explode explore export expose express extend extension extent external extra extreme face facility fact factor \
    factory fail failure faint fair faith fall false fame familiar family famous farm farmer farther fashion fast \
    father fault favor favorite favour favourite fear feature feed feel fellow fence festival fetch fever few field \
    fifteen fifth fifty fight figure file fill film filter final finance find fine finger finish fire firm first \
    fish five fix flame flash flat flavor flavour flesh flew flight float flood floor flour flow flower fold folder \
    folk follow food fool foot football force foreign forest forever forget forgive forgot fork form formal format \
    former fortune forty forward found four fourth frame free freedom freeze frequent fresh friend front fruit fuel \
    full function fund fundamental funny furniture further future gain gallery game garage garden gather gave \
    general generate generous gentle genuine gesture giant gift girl give given glad glance glass global glory glove \
    goal gold gone good government grade gradual grain grand grant graph grass grateful gray great green grew grey \
    grocery ground group grow grown growth guarantee guard guess guest guide guilty habit hair half hall hand handle \
    hang happen happy hard hardly harm hate head headache health healthy hear heart heat heaven heavy height held \
    hello help hence here hero hidden hide high highlight hill hire history hit hold hole holiday hollow home honest \
    honor honour hope horror horse hospital host hotel hour house household however huge human hundred hungry hunt \
    hurry hurt husband idea ideal identify ignore illegal illness image imagine immediate impact imply import \
    important impose impossible impress improve inch incident include income incorrect increase indeed independent \
    index indicate individual industry infant inform initial injure injury inner innocent input inquiry inside \
    insist inspect inspire install instance instant instead institute instruct instrument insult insurance insure \
    intend intense interest internal international interpret interrupt interview introduce invalid invent invest \
    invite involve iron island issue item itself jacket jail jeans jewel join joint joke journal journey judge juice \
    jump junior jury just justice justify keen keep kept key kick kill kind king kiss kitchen knee knew knife knock \
    know knowledge known label labor laboratory labour lack lady lake lamp land landscape language large last late \
    later laugh launch lawyer layer lazy lead leader leaf league learn least leather leave lecture left legal lemon \
    lend length less lesson letter level liable liberty library licence license lift light like likely limit line \
    link liquid list listen literature little live liver load loan local locate lock logic lonely long look loose \
    lose loss lost loud love lovely lower luck lucky luggage lunch machine magazine magic mail main maintain major \
    make maker manage manager manner manual manufacture many margin mark market marriage marry match material matter \
    maximum maybe mayor meal mean meaning measure meat media medical medicine medium meet member memory mental \
    mention menu merchant merely message metal method middle midnight might mild mile military milk million mind \
    mine mineral minimum minister minor minute mirror miss mistake mix mixture mobile mode model moderate modern \
    modest modify moment money monitor month mood moon moral more moreover morning most mother motion motor mountain \
    mouse mouth move movie much multiple murder muscle museum music musical must mutual mystery naked name narrow \
    nation national native nature near nearby nearly neat necessary neck need needle negative neglect neighbor \
    neighbour neither nerve nervous nest network neutral never nevertheless news newspaper next nice night nine \
    ninety nobody noise none noon normal north nose note nothing notice notify novel nowhere nuclear number nurse \
    obey object oblige observe obtain obvious occasion occupy occur ocean odd offer office officer official often \
    once onion online only onto open operate opinion opponent opportunity oppose opposite option orange order \
    ordinary organ organize origin original other otherwise ought outcome outdoor output outside outstanding oven \
    over overall overcome owner pace pack package page paid pain paint painting pair palace pale panel panic paper \
    paragraph parent park parliament part participant particular partner party pass passage passenger passive \
    password past path patient pattern pause payment peace pencil people pepper percent perfect perform perhaps \
    period permanent permit person personal persuade phase phone photo photograph phrase physical piano pick picture \
    piece pile pilot pipe pitch place plain plan plane planet plant plastic plate platform play player pleasant \
    please pleasure plenty plus pocket poem poet point poison police policy polish polite political pollute pool \
    poor popular port portion position positive possess possible post potato potential pound pour poverty powder \
    power powerful practical practice praise pray precise predict prefer pregnant prepare presence present preserve \
    president press pressure pretend pretty prevent previous price pride priest primary prime prince princess \
    principal principle print printer prior priority prison private prize probable problem procedure proceed process \
    produce product profession profile profit program programme progress project promise promote prompt proof proper \
    property propose prospect protect protest proud prove provide public publish pull punish pupil purchase pure \
    purpose pursue push qualify quality quantity quarter queen question quick quickly quiet quietly quit quite quote \
    race radio rail rain raise range rank rapid rare rate rather ratio raw reach react read reader ready real \
    realize really reason rebuild recall receipt receive recent recipe recognize recommend record recover reduce \
    refer reflect refresh refuse regard region register regret regular reject relate relative relax release relevant \
    reliable relief religion rely remain remark remember remind remote remove rent repair repeat replace reply \
    report represent reputation request require rescue research reserve reset resident resist resolve resort \
    resource respect respond response rest restaurant restore restrict result resume retain retire retry return \
    reveal revenue review revise reward rhythm rice rich ride right ring rise risk rival river road rock role roll \
    roof room root rope rough round route routine royal rubber rude ruin rule rumor rumour run rural rush sacred \
    sacrifice sadly safe safety said sail salary sale salt same sample sand satisfy sauce save scale scan scared \
    scene schedule scheme school science scientist scissors scope score scratch scream screen screw search season \
    seat second secondary secret secretary section sector secure security see seed seek seem seen seize select self \
    sell send senior sense sensible sensitive sent sentence separate sequence series serious servant serve service \
    session set settle seven seventh several severe shade shake shall shallow shame shape share sharp she sheet \
    shelf shell shelter shift shine ship shirt shock shoe shoot shop short shot should shoulder shout show shower \
    shown shut sick side sight sign signal signature significant silence silent silk silly silver similar simple \
    simply since sing singer single sink sister situation six size skill skin skip skirt sleep slice slide slight \
    slip slope slow slowly small smart smell smile smoke smooth snow soap social society sock soft software soil \
    soldier solid solution solve some somebody somehow someone something sometimes somewhere song soon sorry sort \
    soul sound soup source south space spare speak special specific speech speed spell spend spent spirit split \
    spoil spoken sport spot spread spring square stable staff stage stair stamp stand standard star stare start \
    startup state statement station statistic status stay steady steal steel steep step stick sticky stiff still \
    stomach stone stood stop storage store storm story straight strange stranger stream street strength stress \
    stretch strict strike strip stroke strong structure struggle student study stuff stupid subject submit subscribe \
    substance succeed success successful such sudden suffer sufficient sugar suggest suit suitable sum summary \
    summer sunny super supper supply support suppose sure surface surgery surprise surround survey survive suspect \
    suspend sweet swim switch symbol sympathy symptom system table tail take taken talent talk tall tank target task \
    taste taught teach teacher team tear technical technique technology telephone television tell temperature \
    temporary tend tennis tension tent term terrible test text than thank that theater theatre their them theme \
    themselves then theory there therefore these they thick thief thin thing think third thirsty thirty this \
    thorough those though thought thousand thread threat threaten three threw throat through throughout throw thumb \
    ticket tidy tight time tiny tired title today together told tomorrow tone tonight too took tool tooth topic \
    total touch tough tour tourist toward towards towel tower town track trade tradition traffic train transfer \
    transform translate transparent transport travel treasure treat tree trend trial trick trigger trip trouble \
    truck true truly trust truth tube tune turn twelve twenty twice type typical ugly ultimate unable uncle under \
    undergo understand undo unfair unfortunately uniform union unique unit unite universe university unknown unless \
    unlike unlikely unlock until unusual upon upper upset upward urban urge urgent usage use useful useless user \
    usual usually vacation vague valid valley valuable value van variable variety various vary vegetable vehicle \
    venture version very vessel victim victory view village violence violent virtue virus visible vision visit \
    visitor visual vital voice volume volunteer vote voyage wage waist wait waiter wake walk wall wander want war \
    warm warn warning wash waste watch water wave weak wealth weapon wear weather wedding week weekend weekly weigh \
    weight welcome well went were west western what whatever wheel when whenever where wherever whether which while \
    whisper white whole whom whose wide widow wife wild will willing wind window wine wing winner winter wire wisdom \
    wise wish with withdraw within without witness woman wonder wonderful wood wooden word wore work worker workshop \
    world worried worry worse worst worth would wound wrap write writer written wrong wrote yard yeah year yellow \
    yesterday yet yield young your yours yourself youth zero zone";

#[cfg(test)]
mod tests {
    use super::{WORDS, is_english};

    #[test]
    fn words_of_english_are_told_in_their_forms_and_names_are_not() {
        let check = |word: &str, expected: bool| assert_eq!(is_english(word), expected, "{word}");
        for word in
            ["button", "packages", "copied", "stopping", "largest", "quickly", "alignment", "replaced"]
        {
            check(word, true);
        }
        for word in
            ["pixbuf", "relfilenode", "libbfd", "postmaster", "gettext", "fsync", "getsockname", "sing3r"]
        {
            check(word, false);
        }
    }

    #[test]
    fn words_are_sorted_and_distinct() {
        let words: Vec<&str> = WORDS.split_ascii_whitespace().collect();
        assert!(words.is_sorted_by(|a, b| a < b));
        assert!(words.iter().all(|word| word.bytes().all(|b| b.is_ascii_lowercase())));
    }
}
