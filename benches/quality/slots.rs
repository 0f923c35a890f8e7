//! What fills the slots of a template: the same values in both texts, each in the form of its language.

use crate::language::Language;
use fastrand::Rng;
use std::collections::BTreeMap;
use std::ops::Range;

/// What a slot holds. The operators of injection look for these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Int,
    Big,
    Decimal,
    Negative,
    Percent,
    Year,
    Date,
    Time,
    Name,
    Product,
    Variable,
    Code,
    Url,
    Email,
    Path,
    Space,
}

/// The value of a slot, before a language gives it a form.
#[derive(Debug, Clone)]
pub enum Value {
    Whole(u32),
    /// Tenths.
    Tenths(u32),
    Date(usize, u32, u32),
    Name(usize, usize),
    Text(String),
}

/// A filled slot in a text: which bytes of it.
#[derive(Debug, Clone)]
pub struct Mark {
    pub kind: Kind,
    pub range: Range<usize>,
    pub value: Value,
}

const PRODUCTS: &[&str] = &[
    "Norvia Cloud",
    "Altura Pro",
    "Kestrel Sync",
    "Meridian Hub",
    "Solvent Studio",
    "Orbita Mail",
    "Larkspur Notes",
    "Tesseract Lab",
    "Pelagia One",
    "Quillon Desk",
    "Veranda Go",
    "Corvid Drive",
    "Halden Suite",
    "Ostrava Viewer",
    "Pinnate Writer",
    "Sableton Chat",
    "Trellis Board",
    "Umbra Player",
    "Windrose Maps",
    "Zephyrine",
    "Fjordkit",
    "Glasswort",
    "Basalt Server",
    "Cinder Archive",
];
const VARIABLES: &[&str] = &[
    "name",
    "user",
    "file",
    "count",
    "total",
    "item",
    "title",
    "folder",
    "query",
    "amount",
    "price",
    "label",
    "owner",
    "project",
    "team",
    "city",
    "plan",
    "value",
    "key",
    "user_name",
    "fileName",
    "itemCount",
    "page",
    "group",
];
const PLACES: &[&str] =
    &["setup", "guide", "faq", "install", "billing", "terms", "reset", "export", "team", "start"];
const HOSTS: &[&str] = &[
    "docs.norvia.example",
    "help.altura.example",
    "www.kestrel.example",
    "portal.meridian.example",
    "support.orbita.example",
    "my.halden.example",
    "wiki.corvid.example",
    "www.trellis.example",
];
const FOLDERS: &[&str] =
    &["/etc/norvia", "/var/log/altura", "/opt/kestrel", "C:\\Meridian", "D:\\Data\\Orbita", "/srv/halden"];
const DOMAINS: &[&str] =
    &["norvia.example", "altura.example", "kestrel.example", "meridian.example", "halden.example"];
const BOXES: &[&str] = &["support", "help", "info", "contact", "service", "sales", "team", "office"];

/// Fills the slots of `template`. `values` holds what each slot of the pair stands for, and takes what
/// is new. Answers the text and where in it the slots are.
///
/// # Panics
/// A slot of the data that is not known: the files belong to the bench.
pub fn fill(
    template: &str,
    language: &Language,
    values: &mut BTreeMap<String, Value>,
    rng: &mut Rng,
) -> (String, Vec<Mark>) {
    let mut text = String::with_capacity(template.len() * 2);
    let mut marks = Vec::new();
    let mut rest = template;
    while let Some(start) = rest.find('<') {
        text.push_str(&rest[..start].replace('~', "\u{a0}"));
        let end = start + rest[start..].find('>').expect("a slot of the data is closed");
        let slot = &rest[start + 1..end];
        let (name, form) = slot.split_once(':').unwrap_or((slot, ""));
        let kind = kind(name.trim_end_matches(|c: char| c.is_ascii_digit()));
        let value = values.entry(name.to_owned()).or_insert_with(|| draw(kind, rng)).clone();
        let from = text.len();
        text.push_str(&show(kind, &value, form, language));
        marks.push(Mark { kind, range: from..text.len(), value });
        rest = &rest[end + 1..];
    }
    text.push_str(&rest.replace('~', "\u{a0}"));
    (text, marks)
}

fn kind(name: &str) -> Kind {
    match name {
        "int" => Kind::Int,
        "big" => Kind::Big,
        "dec" => Kind::Decimal,
        "neg" => Kind::Negative,
        "pct" => Kind::Percent,
        "year" => Kind::Year,
        "date" => Kind::Date,
        "time" => Kind::Time,
        "name" => Kind::Name,
        "product" => Kind::Product,
        "var" => Kind::Variable,
        "code" => Kind::Code,
        "url" => Kind::Url,
        "email" => Kind::Email,
        "path" => Kind::Path,
        "nn" => Kind::Space,
        other => panic!("the data has a slot that is not known: {other}"),
    }
}

fn draw(kind: Kind, rng: &mut Rng) -> Value {
    let mut pick = |list: &[&str]| rng.choice(list.iter()).expect("no list is empty").to_string();
    match kind {
        // Numbers whose nouns stand in one form in every language of the bench.
        Kind::Int => Value::Whole(rng.u32(1..10) * 10 + rng.u32(5..10)),
        Kind::Big => Value::Whole(rng.u32(12..981) * 100),
        Kind::Decimal | Kind::Percent => Value::Tenths(rng.u32(2..25) * 10 + rng.u32(1..10)),
        Kind::Negative => Value::Whole(rng.u32(11..60)),
        Kind::Year => Value::Whole(rng.u32(2024..2040)),
        Kind::Date => Value::Date(rng.usize(0..12), rng.u32(11..29), rng.u32(2024..2034)),
        Kind::Time => Value::Text(format!("{}:{:02}", rng.u32(10..19), rng.u32(2..12) * 5)),
        Kind::Name => Value::Name(rng.usize(0..12), rng.usize(0..12)),
        Kind::Product => Value::Text(pick(PRODUCTS)),
        Kind::Variable => Value::Text(pick(VARIABLES)),
        Kind::Code => {
            let letter = |rng: &mut Rng| char::from(b"ABCEFHKLMNPRTVX"[rng.usize(0..15)]);
            let (first, second) = (letter(rng), letter(rng));
            Value::Text(format!("{first}{}-{}{second}", rng.u32(2..10), rng.u32(12..99)))
        }
        Kind::Url => {
            let host = pick(HOSTS);
            Value::Text(format!("https://{host}/{}", pick(PLACES)))
        }
        Kind::Email => {
            let user = pick(BOXES);
            Value::Text(format!("{user}@{}", pick(DOMAINS)))
        }
        Kind::Path => {
            let folder = pick(FOLDERS);
            let slash = if folder.contains('\\') { '\\' } else { '/' };
            Value::Text(format!("{folder}{slash}{}.log", pick(PLACES)))
        }
        Kind::Space => Value::Text("\u{202f}".to_owned()),
    }
}

fn show(kind: Kind, value: &Value, form: &str, language: &Language) -> String {
    match (value, form) {
        (Value::Whole(number), "plain") => number.to_string(),
        (Value::Whole(number), "nbsp") => grouped(*number, "\u{a0}", 4),
        (Value::Whole(number), "apos") => grouped(*number, "’", 4),
        (Value::Whole(number), "full") => digits(&number.to_string(), '０'),
        (Value::Whole(number), "native") => {
            // Arabic sets its own digits apart with a sign of their own.
            let sign = if language.tag == "ar" { "٬" } else { language.group };
            digits(&grouped(*number, sign, language.grouped_from), language.native_zero)
        }
        (Value::Tenths(tenths), "point") => format!("{}.{}", tenths / 10, tenths % 10),
        (Value::Whole(number), _) if kind == Kind::Negative => format!("-{number}"),
        (Value::Whole(number), _) if kind == Kind::Year => number.to_string(),
        (Value::Whole(number), _) => grouped(*number, language.group, language.grouped_from),
        (Value::Tenths(tenths), _) => {
            let sign = if kind == Kind::Percent { language.percent } else { "" };
            format!("{}{}{}{sign}", tenths / 10, language.decimal, tenths % 10)
        }
        (Value::Date(month, day, year), _) => {
            let part = |c: char| match c {
                'D' => day.to_string(),
                'M' => language.months[*month].to_owned(),
                'Y' => year.to_string(),
                other => other.to_string(),
            };
            language.date.chars().map(part).collect()
        }
        (Value::Name(given, family), _) => {
            format!("{}{}{}", language.given[*given], language.between, language.family[*family])
        }
        (Value::Text(text), _) => text.clone(),
    }
}

/// A number with a sign between its groups of three, from a number of digits on.
pub fn grouped(number: u32, sign: &str, from: usize) -> String {
    let plain = number.to_string();
    if plain.len() < from {
        return plain;
    }
    let mut text = String::new();
    for (at, digit) in plain.chars().enumerate() {
        if at > 0 && (plain.len() - at).is_multiple_of(3) {
            text.push_str(sign);
        }
        text.push(digit);
    }
    text
}

/// The digits of a text in those that begin with `zero`.
fn digits(text: &str, zero: char) -> String {
    let other = |c: char| c.to_digit(10).and_then(|digit| char::from_u32(zero as u32 + digit)).unwrap_or(c);
    text.chars().map(other).collect()
}
