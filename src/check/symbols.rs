//! Signs that stay as they are: currencies, percent, trademarks, and those between numbers.

use super::Id;
use super::kinds::Kinds;
use super::line::Line;
use super::numbers::percent;
use super::view::{Report, View};
use crate::domain::segment::Severity;

/// Signs that are lost (`symbols`). Left alone: signs that the target says in words or with the
/// code of the currency, `&` and `#`, whose words are many, and signs that are added.
pub(super) fn symbols(view: &View<'_>, report: &mut Report) {
    let (source, target) = (&view.source, &view.target);
    if !source.has(Kinds::SYMBOL) || source.has_arms || target.has_arms {
        return;
    }
    for (sign, alike, _) in SIGNS {
        // `$PATH` is a variable, and `%Y` in a date is no percentage.
        let named = |at: usize| {
            matches!(sign, '$' | '%')
                && source
                    .char(at + 1)
                    .is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '-' | '+' | '_' | '{'))
                && !source.char_before(at).is_some_and(char::is_numeric)
        };
        // `$ demo` is typed behind a prompt.
        let prompt = |at: usize| {
            *sign == '$'
                && source.char(at + 1) == Some(' ')
                && at.checked_sub(1).is_none_or(|at| source.char(at) == Some('\n'))
        };
        let wanted = source.plain_chars().filter(|(at, c)| c == sign && !named(*at) && !prompt(*at)).count();
        if wanted == 0 {
            continue;
        }
        // Before a digit the sign may look like a placeholder: “%99”.
        let digit = |at: usize| target.char(at).is_some_and(char::is_numeric);
        let percent = |at: usize| *sign == '%' && (digit(at + 1) || at.checked_sub(1).is_some_and(digit));
        let given = (0..target.len()).filter(|at| {
            let plain = target.plain(*at).is_some_and(|c| c == *sign || alike.contains(c));
            plain || target.char(*at) == Some('%') && percent(*at)
        });
        let given = given.count();
        // What a number lost is `number-value`.
        if given < wanted && !says(*sign, target) && !(*sign == '%' && percent::is_lost(view)) {
            let message = format!("{sign}: {given} in the target, {wanted} in the source");
            report.add(Id::Symbols, Severity::Minor, message, None);
        }
    }
}

/// Whether a text has a word for a sign.
pub(super) fn says(sign: char, line: &Line) -> bool {
    let text = line.text(&(0..line.len())).to_lowercase().replace(['\u{A0}', '\u{202F}'], " ");
    let row = SIGNS.iter().find(|(other, ..)| *other == sign);
    let mut words = row.into_iter().flat_map(|(.., words)| words.split(' ')).filter(|word| !word.is_empty());
    words.any(|word| text.contains(word.replace('_', " ").as_str()))
}

/// A sign, others for the same, and beginnings of words for it, `_` for a blank. Of currencies those that have words here:
/// a text may well say a sign in words, and what they are must be known before its loss is a finding.
/// All signs of currencies are in `domain::currency`.
#[rustfmt::skip]
const SIGNS: &[(char, &str, &str)] = &[
    ('€', "", "eur evro евро євро يورو אירו यूरो ยูโร 欧元 歐元 ユーロ 유로 ευρώ"),
    ('$', "＄", "dollar dólar dolar usd us dólares dollár доллар долар долл دولار דולר डॉलर ดอลลาร์ 美元 美金 加元 澳元 元 ドル 달러 불 δολάρι đô"),
    ('£', "￡", "pound pfund livre libra sterl gbp funt фунт جنيه ליש פאונד पाउंड ปอนด์ 英镑 英鎊 镑 ポンド 파운드 λίρ"),
    ('¥', "￥円元", "yen yuan jpy cny иен йен юан 日元 人民币"),
    ('%', "％٪", "percent per_cent prozent pour_cent pourcent por_cien porcent por_cento per_cento proc prosen prósen persen perseratus përqind porsyento ehuneko foiz protsent posto la_sută százal yüzde процент відсот \
        パーセント 百分 퍼센트 بالمائة بالمئة المئة المائة אחוז प्रतिशत फ़ीसदी เปอร์เซ็นต์ ร้อยละ phần_trăm εκατό བརྒྱ одсто odsto 折 割 成 半額 半额 半價 半价 할"),
    ('™', "", "(tm) marca trade marke"),
    ('®', "", "(r) marca regist eingetr"),
    ('©', "", "(c) copyright urheber droits derechos direitos copyrecht copyright 版权 版權 著作権 저작권 авторск"),
    ('§', "", "section abs para art раздел статья"),
    ('°', "℃℉º", "grad degré grado grau град 度 도 درجة fok გრადუს stup stopn stopinj laips grād kraad derece độ องศา מעלות डिग्री βαθμ աստիճան"),
    ('±', "", ""),
    ('×', "x*✕х", "mal par por на"),
    ('→', "➔▶>►", ""),
];

/// Ranges whose sign is lost (`minus-range`).
pub(super) fn minus_range(view: &View<'_>, report: &mut Report) {
    if !report.wants_any(&[Id::MinusRange]) || !view.source.has(Kinds::DIGIT) {
        return;
    }
    let (wanted, given) = (signs(&view.source), signs(&view.target));
    if given < wanted {
        let message = format!("minus signs and ranges: {given} in the target, {wanted} in the source");
        report.add(Id::MinusRange, Severity::Minor, message, None);
    }
}

/// Dashes and tildes right before a digit, blanks looked through.
fn signs(line: &Line) -> usize {
    let digit = |at: usize| line.plain(at).is_some_and(char::is_numeric);
    line.plain_chars()
        .filter(|(at, c)| {
            matches!(c, '-' | '−' | '–' | '—' | '~' | '〜' | '～' | '－')
                && (digit(at + 1) || line.plain(at + 1) == Some(' ') && digit(at + 2))
        })
        .count()
}
