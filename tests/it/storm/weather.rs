//! What goes wrong in a storm, and what each call of it is charged for. Which fault comes is a function
//! of the question and of how often it was asked, so that it is the same in every run.

use crate::model::{Act, Asked, edit, judge};
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};

/// One call in so many has a fault.
const ONE_IN: u64 = 5;
/// Any other number is another storm.
const SEED: u64 = 20_261_130;
/// A web page is an accident only after the server has spoken like a model: not before this call.
const SPOKEN: usize = 64;

/// What a million tokens cost, in micro-units: read, cached, written to the cache, written.
pub(super) const PRICE: [(&str, u64); 4] =
    [("input", 3_100_000), ("cached_input", 310_000), ("cache_write", 3_770_000), ("output", 12_300_000)];
/// How many kinds of faults there are.
pub(super) const KINDS: usize = FAULTS.len();

/// Which faults come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sky {
    /// All.
    AllFaults,
    /// Those after which it is known what the call used.
    ToldFaults,
}

/// The kinds of fault, each named once.
macro_rules! faults {
    ($($fault:ident),+ $(,)?) => {
        /// A kind of fault.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub(super) enum Fault {
            $($fault),+
        }

        const FAULTS: &[Fault] = &[$(Fault::$fault),+];
    };
}

faults! {
    RetryAfterMillis,
    RetryAfterNow,
    ThrottleWithoutHint,
    Overloaded,
    ServerError,
    GatewayPage,
    RequestTimeout,
    TooLong,
    FilterStatus,
    Truncated,
    TruncatedMidway,
    Filtered,
    Declined,
    MalformedJson,
    Prose,
    Fenced,
    Thoughts,
    MissingItems,
    CopiedItem,
    ForeignItem,
    ShiftedTexts,
    BrokenCodes,
    SwappedCodes,
    OtherNumber,
    EmptyTexts,
    Source,
    ControlCharacter,
    OtherScript,
    Endless,
    NoChoicesButUsage,
    ErrorUnder200,
    ThrottleUnder200,
    WebPage,
    BadUtf8,
    ShortBody,
    BrokenBody,
    NoUsage,
    OddUsage,
    Reset,
    HangUp,
    Hang,
    HeadThenHang,
    Drip,
}

use Fault::*;

/// What calls are charged for.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tokens {
    /// All that were read.
    pub(super) input: u64,
    /// Those of them from the cache.
    pub(super) cached: u64,
    /// Those of them that went into the cache.
    pub(super) written: u64,
    /// All that were written, hidden ones included.
    pub(super) output: u64,
}

/// What the model's side knows of all calls.
#[derive(Debug, Clone, Default)]
pub(super) struct Ledger {
    pub(super) calls: u64,
    /// Calls that may have used something, and whose caller was not told.
    pub(super) silent: u64,
    /// The sum of what was told.
    pub(super) told: Tokens,
    /// What that costs, each call rounded by itself.
    pub(super) micros: u64,
    /// How often each fault came.
    pub(super) faults: BTreeMap<Fault, u64>,
}

/// The bill of one call.
enum Bill {
    /// Turned away.
    Nothing,
    /// Nobody tells.
    Silence,
    Told(Tokens),
}

/// A storm.
#[derive(Clone)]
pub(super) struct Weather {
    sky: Sky,
    ledger: Arc<Mutex<Ledger>>,
    /// How often each question was asked.
    asked: Arc<Mutex<HashMap<String, u64>>>,
}

impl Weather {
    pub(super) fn new(sky: Sky) -> Self {
        Self { sky, ledger: Arc::default(), asked: Arc::default() }
    }

    pub(super) fn ledger(&self) -> Ledger {
        self.ledger.lock().unwrap().clone()
    }

    /// What the model does.
    pub(super) fn script(&self) -> impl Fn(&Asked) -> Act + Send + Sync + 'static {
        let weather = self.clone();
        move |asked| {
            let draw = weather.draw(&asked.key);
            let fault = weather.fault(draw).map(|fault| match fault {
                WebPage if asked.number < SPOKEN => GatewayPage,
                fault => fault,
            });
            let tokens = used(draw);
            let (act, bill) = match fault {
                Some(fault) => fault.act(asked, draw, tokens),
                None => (completion(&items(asked).to_string(), "stop", tokens), Bill::Told(tokens)),
            };
            let mut ledger = weather.ledger.lock().unwrap();
            ledger.calls += 1;
            if let Some(fault) = fault {
                *ledger.faults.entry(fault).or_default() += 1;
            }
            match bill {
                Bill::Nothing => {}
                Bill::Silence => ledger.silent += 1,
                Bill::Told(tokens) => ledger.add(tokens),
            }
            act
        }
    }

    /// A number for this question, this time.
    fn draw(&self, key: &str) -> u64 {
        let mut asked = self.asked.lock().unwrap();
        let times = asked.entry(key.to_owned()).or_default();
        *times += 1;
        mixed(u64::from_str_radix(&key[..16], 16).unwrap() ^ mixed(SEED + *times))
    }

    fn fault(&self, draw: u64) -> Option<Fault> {
        let faults: Vec<_> = FAULTS
            .iter()
            .copied()
            .filter(|fault| self.sky == Sky::AllFaults || *fault < ErrorUnder200)
            .collect();
        let count = faults.len() as u64;
        draw.is_multiple_of(ONE_IN).then(|| faults[usize::try_from(draw / ONE_IN % count).unwrap()])
    }
}

impl Ledger {
    fn add(&mut self, tokens: Tokens) {
        self.told.input += tokens.input;
        self.told.cached += tokens.cached;
        self.told.written += tokens.written;
        self.told.output += tokens.output;
        let plain = tokens.input - tokens.cached - tokens.written;
        let counts = [plain, tokens.cached, tokens.written, tokens.output];
        let sum: u64 = counts.iter().zip(PRICE).map(|(count, (_, micros))| count * micros).sum();
        self.micros += (sum + 500_000) / 1_000_000;
    }
}

impl Fault {
    /// What is done to a question, and what it is charged for.
    fn act(self, asked: &Asked, draw: u64, tokens: Tokens) -> (Act, Bill) {
        let away = |status, headers: &str, body: &Value| {
            (answer(status, headers, body.to_string().as_bytes()), Bill::Nothing)
        };
        let said = |text: &str, finish| (completion(text, finish, tokens), Bill::Told(tokens));
        let revised = |spoil: &dyn Fn(&str) -> String| {
            (completion(&spoilt(asked, spoil).to_string(), "stop", tokens), Bill::Told(tokens))
        };
        let silent = |act| (act, Bill::Silence);
        let good = items(asked).to_string();
        let error = |code: &str| json!({"error": {"code": code, "message": "x"}});
        let raw = |status, length: usize, bytes: &[u8]| {
            Act::Raw(status, format!("content-length: {length}\r\n"), bytes.to_vec())
        };
        let half = good.len() / 2;
        match self {
            RetryAfterMillis => away(429, "retry-after-ms: 15\r\n", &error("rate_limit_exceeded")),
            RetryAfterNow => away(429, "retry-after: 0\r\n", &error("rate_limit_exceeded")),
            ThrottleWithoutHint => away(429, "", &json!({})),
            Overloaded => away(529, "", &json!({"type": "error", "error": {"type": "overloaded_error"}})),
            ServerError => away([500, 502, 503, 504][draw as usize / 7 % 4], "", &error("server_error")),
            GatewayPage => (answer(502, "", b"<html>Bad Gateway</html>"), Bill::Nothing),
            RequestTimeout => away([408, 409, 424][draw as usize / 7 % 3], "", &json!({})),
            TooLong => away(400, "", &error("context_length_exceeded")),
            FilterStatus => away(400, "", &error("content_filter")),
            // Looked at before the text, which may even be whole.
            Truncated => said(&good, "length"),
            TruncatedMidway => said(floor(&good, half), "length"),
            Filtered => said("", "content_filter"),
            Declined => {
                let mut body = completed("", "stop", tokens);
                body["choices"][0]["message"] = json!({"content": null, "refusal": "No."});
                (answer(200, "", body.to_string().as_bytes()), Bill::Told(tokens))
            }
            MalformedJson => said(floor(&good, half), "stop"),
            Prose => said("I would rather not.", "stop"),
            Fenced => said(&format!("Here it is:\n```json\n{good}\n```\n"), "stop"),
            Thoughts => said(&format!("<think>Is {{this}} good?</think>\n{good}"), "stop"),
            MissingItems => said(&but(asked, |list| drop(list.drain(..list.len().div_ceil(2)))), "stop"),
            CopiedItem => said(&but(asked, |list| list.push(list[0].clone())), "stop"),
            ForeignItem => said(&but(asked, |list| list[0]["id"] = json!("s999")), "stop"),
            ShiftedTexts => {
                let shift = |list: &mut Vec<Value>| {
                    let texts: Vec<_> = list.iter().map(|item| item["revised"].clone()).collect();
                    for (item, text) in list.iter_mut().zip(texts.iter().cycle().skip(1)) {
                        item["revised"] = text.clone();
                    }
                };
                said(&but(asked, shift), "stop")
            }
            BrokenCodes => revised(&|text| text.replace("⟦/1⟧", "")),
            SwappedCodes => {
                let swap =
                    |text: &str| text.replace("⟦1⟧", "⟦x⟧").replace("⟦/1⟧", "⟦1⟧").replace("⟦x⟧", "⟦/1⟧");
                revised(&swap)
            }
            OtherNumber => revised(&|text| text.replacen("Schritt ", "Schritt 9", 1)),
            EmptyTexts => revised(&|_| String::new()),
            Source => revised(&|_| "Step: the ⟦1⟧value⟦/1⟧ is right.".to_owned()),
            ControlCharacter => revised(&|text| text.replace("ist", "i\u{7}st")),
            OtherScript => revised(&|text| text.replace("ist richtig", "это правильно")),
            Endless => revised(&|text| format!("{text} {}", "Das ist ganz sicher so. ".repeat(20))),
            NoChoicesButUsage => {
                let mut body = completed("", "stop", tokens);
                body["choices"] = json!([]);
                (answer(200, "", body.to_string().as_bytes()), Bill::Told(tokens))
            }
            ErrorUnder200 => silent(answer(200, "", error("server_error").to_string().as_bytes())),
            ThrottleUnder200 => silent(answer(200, "", br#"{"error":{"code":429}}"#)),
            WebPage => silent(answer(200, "", b"<html>Please log in</html>")),
            BadUtf8 => silent(answer(200, "", b"{\"choices\":[{\"message\":{\"content\":\"\xc3\"}}]}")),
            ShortBody => silent(raw(200, 99_999, completed(&good, "stop", tokens).to_string().as_bytes())),
            BrokenBody => silent(answer(200, "", b"{\"choices\":[{\"message\":")),
            NoUsage => {
                let mut body = completed(&good, "stop", tokens);
                body.as_object_mut().unwrap().remove("usage");
                silent(answer(200, "", body.to_string().as_bytes()))
            }
            OddUsage => {
                let mut body = completed(&good, "stop", tokens);
                body["usage"]["prompt_tokens"] = json!("many");
                silent(answer(200, "", body.to_string().as_bytes()))
            }
            Reset => silent(Act::Reset),
            HangUp => silent(Act::HangUp),
            Hang => silent(Act::Hang),
            HeadThenHang => silent(Act::Stall(200, "content-length: 999\r\n".to_owned(), b"{".to_vec())),
            Drip => silent(Act::Drip),
        }
    }
}

/// What the editor, or the verifier, says of the question.
fn items(asked: &Asked) -> Value {
    let list: Vec<_> = match asked.pairs.is_empty() {
        true => asked.segments.iter().map(edit).collect(),
        false => asked.pairs.iter().map(judge).collect(),
    };
    json!({ "items": list })
}

/// The same, after something was done to the list.
fn but(asked: &Asked, change: impl FnOnce(&mut Vec<Value>)) -> String {
    let mut all = items(asked);
    if let Some(list) = all["items"].as_array_mut().filter(|list| !list.is_empty()) {
        change(list);
    }
    all.to_string()
}

/// The same with other texts; a verifier votes for the candidates, whatever they are worth.
fn spoilt(asked: &Asked, spoil: &dyn Fn(&str) -> String) -> Value {
    let mut all = items(asked);
    for item in all["items"].as_array_mut().into_iter().flatten() {
        match item["revised"].as_str() {
            Some("") => {}
            Some(text) => item["revised"] = json!(spoil(text)),
            None => item["better"] = json!(if item["better"] == "a" { "b" } else { "a" }),
        }
    }
    all
}

/// The first bytes of a text, at most so many.
fn floor(text: &str, most: usize) -> &str {
    &text[..(0..=most).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)]
}

/// What a call is charged for: all kinds of tokens, no two calls alike.
fn used(draw: u64) -> Tokens {
    let input = 1000 + draw / 11 % 997;
    Tokens { input, cached: draw / 13 % 401, written: draw / 17 % 211, output: 40 + draw / 19 % 499 }
}

/// The body of a completion. Some of the output is hidden: only the total tells of it.
fn completed(text: &str, finish: &str, tokens: Tokens) -> Value {
    let mut body = crate::model::completed(text, finish);
    body["usage"] = json!({
        "prompt_tokens": tokens.input,
        "prompt_tokens_details": {"cached_tokens": tokens.cached, "cache_write_tokens": tokens.written},
        "completion_tokens": tokens.output - tokens.output % 3,
        "total_tokens": tokens.input + tokens.output,
    });
    body
}

fn completion(text: &str, finish: &str, tokens: Tokens) -> Act {
    answer(200, "", completed(text, finish, tokens).to_string().as_bytes())
}

fn answer(status: u16, headers: &str, body: &[u8]) -> Act {
    Act::Raw(status, format!("{headers}content-length: {}\r\n", body.len()), body.to_vec())
}

/// SplitMix64: one step.
fn mixed(mut value: u64) -> u64 {
    value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}
