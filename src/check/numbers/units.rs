//! Units of measure behind a number, in the words of several languages.

use super::super::line::{Line, is_space};
use std::collections::HashMap;
use std::sync::LazyLock;

/// A unit: what it measures, and how much of the first unit of its kind it is.
#[derive(Debug, PartialEq)]
pub(super) struct Unit {
    pub(super) name: &'static str,
    kind: Kind,
    factor: f64,
    /// What is added before the factor: degrees do not begin at the same point.
    offset: f64,
    is_imperial: bool,
    forms: &'static str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Length,
    Mass,
    Volume,
    Temperature,
    Data,
    Time,
    Frequency,
    Electric,
    Pressure,
    Torque,
}

impl Unit {
    /// Whether both measure the same and are not the same.
    pub(super) fn contradicts(&self, other: &Self) -> bool {
        self.kind == other.kind && self.name != other.name
    }

    /// Whether a word names the unit.
    pub(super) fn is_named(&self, word: &str) -> bool {
        self.forms.split(' ').any(|form| form == word)
    }

    /// Whether an amount of this unit is so much of the other, converted and rounded.
    pub(super) fn converts(&self, amount: f64, other: &Self, given: f64) -> bool {
        if self.kind != other.kind || self.is_imperial == other.is_imperial {
            return false;
        }
        let base = |unit: &Self, amount: f64| (amount + unit.offset) * unit.factor;
        let wanted = base(self, amount) / other.factor - other.offset;
        (wanted - given).abs() <= TOLERANCE * wanted.abs().max(1.0)
    }
}

/// Whether a word, in small letters, is one for a week.
pub(super) fn is_week(word: &str) -> bool {
    let mut weeks = UNITS.iter().filter(|unit| unit.name == "week");
    weeks.any(|unit| unit.forms.split(' ').any(|form| form.to_lowercase() == word))
}

/// How far a conversion may be rounded: five miles are eight kilometres.
const TOLERANCE: f64 = 0.07;

/// The unit right behind a number, with one blank at most between them.
pub(super) fn unit_after(line: &Line, end: usize) -> Option<&'static Unit> {
    // `15-inch` too.
    let joined = |c: char| is_space(c) || c == '-';
    let start = end + usize::from(line.plain(end).is_some_and(joined));
    let part = |c: &char| {
        c.is_alphabetic()
            || matches!(c, '°' | 'µ' | '"' | '״' | '.' | '·' | '⋅')
            || u32::from(*c) >= 0x900 && !c.is_whitespace()
    };
    let mut word: String = (start..).take(LONGEST).map_while(|at| line.plain(at).filter(part)).collect();
    // The longest form that it begins with; scripts without blanks run on.
    let mut cut = None;
    loop {
        let is_spaced = |c: char| u32::from(c) < 0xE00;
        let goes_on =
            cut.is_some_and(|c: char| c.is_alphabetic() && is_spaced(c)) && word.chars().all(is_spaced);
        if let Some(unit) = FORMS.get(word.as_str()).filter(|_| !goes_on) {
            return Some(unit);
        }
        cut = Some(word.pop()?);
    }
}

/// The units by their forms.
static FORMS: LazyLock<HashMap<&str, &Unit>> = LazyLock::new(|| {
    UNITS.iter().flat_map(|unit| unit.forms.split(' ').map(move |form| (form, unit))).collect()
});

const LONGEST: usize = 14;

const fn metric(name: &'static str, kind: Kind, factor: f64, forms: &'static str) -> Unit {
    Unit { name, kind, factor, offset: 0.0, is_imperial: false, forms }
}

const fn imperial(name: &'static str, kind: Kind, factor: f64, forms: &'static str) -> Unit {
    Unit { name, kind, factor, offset: 0.0, is_imperial: true, forms }
}

#[rustfmt::skip]
static UNITS: &[Unit] = &[
    metric("mm", Kind::Length, 0.001, "mm мм ملم مم مم. 毫米 公釐 ミリ ミリメートル 밀리미터 मिमी มม. מ\"מ מ״מ χιλ. millimeters millimeter millimetres millimetre milímetros"),
    metric("cm", Kind::Length, 0.01, "cm см سم 厘米 公分 センチ センチメートル 센티미터 सेमी ซม. ס\"מ ס״מ εκ. centimeters centimeter centimetres centimetre"),
    metric("m", Kind::Length, 1.0, "m м م 米 公尺 メートル 미터 मी ม. μ. מטר מטרים метр метра метров meters meter metres metre Meter metros mètres metri متر"),
    metric("km", Kind::Length, 1000.0, "km км كم 千米 公里 キロメートル 킬로미터 किमी กม. ק\"מ ק״מ χλμ. километр километра километров kilometers kilometer kilometres kilometre Kilometer quilômetros kilómetros kilomètres"),
    imperial("in", Kind::Length, 0.0254, "inch inches Zoll pouces pouce pulgadas pulgada polegadas polegada дюйм дюйма дюймов 英寸 インチ 인치 इंच นิ้ว אינץ' بوصة"),
    imperial("ft", Kind::Length, 0.3048, "ft ft. foot feet Fuß pieds pies pés фут фута футов 英尺 フィート 피트 फुट ฟุต רגל قدم"),
    imperial("mi", Kind::Length, 1609.344, "mi mi. mile miles Meile Meilen milles milla millas milha milhas миля мили миль 英里 マイル 마일 मील ไมล์ מייל ميل"),
    metric("µg", Kind::Mass, 0.000_001, "µg μg mcg мкг ميكروغرام 微克 マイクログラム 마이크로그램 माइक्रोग्राम"),
    metric("mg", Kind::Mass, 0.001, "mg мг ملغ ملغم مجم 毫克 ミリグラム 밀리그램 मिग्रा มก. מ\"ג מ״ג milligrams milligram Milligramm miligramos миллиграмм миллиграммов"),
    metric("g", Kind::Mass, 1.0, "g г غ غم 克 公克 グラム 그램 ग्राम กรัม ก. גרם γρ. grams gram Gramm gramos grammes gramas грамм граммов"),
    metric("kg", Kind::Mass, 1000.0, "kg кг كغ كجم كغم 千克 公斤 キロ キログラム 킬로그램 किग्रा กก. ק\"ג ק״ג kilograms kilogram Kilogramm kilogramos quilogramas килограмм килограммов"),
    imperial("oz", Kind::Mass, 28.35, "oz oz. ounce ounces Unze Unzen once onces onza onzas унция унции унций 盎司 オンス 온스"),
    imperial("lb", Kind::Mass, 453.6, "lb lb. lbs pound pounds Pfund livres libras фунт фунта фунтов 磅 ポンド 파운드"),
    metric("ml", Kind::Volume, 0.001, "ml mL мл مل 毫升 ミリリットル 밀리리터 मिली มล. מ\"ל מ״ל milliliters milliliter millilitres Milliliter mililitros миллилитр миллилитров"),
    metric("l", Kind::Volume, 1.0, "l L л ل لتر 升 公升 リットル 리터 लीटर ลิตร ล. ליטר λ. liters liter litres litre Liter litros литр литра литров"),
    imperial("gal", Kind::Volume, 3.785, "gal gal. gallon gallons Gallone Gallonen galones galões галлон галлона галлонов 加仑 ガロン 갤런"),
    metric("°C", Kind::Temperature, 1.0, "°C ℃ °م °Ц"),
    Unit { name: "°F", kind: Kind::Temperature, factor: 5.0 / 9.0, offset: -32.0, is_imperial: true, forms: "°F ℉ °ف" },
    metric("kB", Kind::Data, 1e3, "kB KB Ko ko кБ КБ كيلوبايت 千字节 キロバイト 킬로바이트"),
    metric("MB", Kind::Data, 1e6, "MB Mo МБ Мб ميغابايت ميجابايت 兆字节 メガバイト 메가바이트 एमबी"),
    metric("GB", Kind::Data, 1e9, "GB Go ГБ Гб غيغابايت جيجابايت 吉字节 ギガバイト 기가바이트 जीबी"),
    metric("TB", Kind::Data, 1e12, "TB To ТБ تيرابايت テラバイト 테라바이트"),
    metric("ms", Kind::Time, 0.001, "ms мс 毫秒 ミリ秒 밀리초 milliseconds millisecond Millisekunden millisecondes milisegundos миллисекунд"),
    metric("s", Kind::Time, 1.0, "s с с. sec sec. Sek. 秒 秒钟 秒間 초 seconds second Sekunden Sekunde secondes seconde segundos segundo secondi секунд секунды секунда секунду ثانية ثوان שניות सेकंड วินาที"),
    metric("min", Kind::Time, 60.0, "min min. мин мин. 分 分钟 分鐘 分間 분 minutes minute Minuten Minute minutos minuto minuti минут минуты минута минуту دقيقة دقائق דקות मिनट นาที"),
    metric("h", Kind::Time, 3600.0, "h ч ч. hr hrs Std. 小时 小時 時間 시간 hours hour Stunden Stunde heures heure horas hora ore часов часа час ساعة ساعات שעות घंटे ชั่วโมง"),
    metric("d", Kind::Time, 86_400.0, "days day Tage Tagen Tag jours jour días día dias dia giorni giorno дней дня день 天 日間 일간 أيام يوم ימים दिन วัน"),
    metric("week", Kind::Time, 604_800.0, "weeks week Wochen Woche semaines semaine semanas semana settimane недель недели неделя неделю 周 週間 주 주일 أسابيع أسبوع שבועות सप्ताह สัปดาห์"),
    metric("Hz", Kind::Frequency, 1.0, "Hz Гц 赫兹 ヘルツ 헤르츠"),
    metric("kHz", Kind::Frequency, 1e3, "kHz кГц 千赫"),
    metric("MHz", Kind::Frequency, 1e6, "MHz МГц 兆赫"),
    metric("GHz", Kind::Frequency, 1e9, "GHz ГГц 吉赫"),
    metric("V", Kind::Electric, 1.0, "V В 伏 伏特 ボルト 볼트"),
    metric("mA", Kind::Electric, 1.0, "mA мА"),
    metric("A", Kind::Electric, 1.0, "A А"),
    metric("W", Kind::Electric, 1.0, "W Вт 瓦 ワット 와트"),
    metric("kW", Kind::Electric, 1.0, "kW кВт 千瓦"),
    metric("Nm", Kind::Torque, 1.0, "Nm N·m N⋅m Нм Н·м"),
    metric("kPa", Kind::Pressure, 1e3, "kPa кПа"),
    metric("bar", Kind::Pressure, 1e5, "bar бар"),
];

#[cfg(test)]
mod tests {
    use super::unit_after;
    use crate::check::line::Line;
    use crate::domain::text::CodedText;

    #[test]
    fn units_are_read_behind_a_number() {
        let check = |text: &str, expected: Option<&str>| {
            let line = Line::new(&CodedText::plain(text), &[]);
            assert_eq!(unit_after(&line, 1).map(|unit| unit.name), expected, "{text}");
        };
        check("5 mg twice", Some("mg"));
        check("5mg", Some("mg"));
        check("5 мг", Some("mg"));
        check("5毫克的药", Some("mg"));
        check("5ミリグラムを", Some("mg"));
        check("5 months", None);
        check("5 in total", None);
        check("5\u{A0}km/h", Some("km"));
        check("5", None);
        check("5 มก. ต่อวัน", Some("mg"));
    }

    #[test]
    fn conversions_are_told_from_other_amounts() {
        let check = |from: &str, to: &str, expected: bool| {
            let read = |text: &str| {
                let (number, _) = text.split_once(' ').unwrap();
                let line = Line::new(&CodedText::plain(text), &[]);
                (number.parse::<f64>().unwrap(), unit_after(&line, number.len()).unwrap())
            };
            let ((amount, unit), (given, other)) = (read(from), read(to));
            assert_eq!(unit.converts(amount, other, given), expected, "{from} {to}");
        };
        check("5 miles", "8 km", true);
        check("5 miles", "8 m", false);
        check("5 miles", "5 km", false);
        check("6 feet", "1.8 m", true);
        check("212 °F", "100 °C", true);
        check("32 °F", "0 °C", true);
        check("8 km", "5 miles", true);
        check("5 mg", "5 g", false);
    }
}
