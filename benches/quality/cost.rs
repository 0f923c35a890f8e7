//! Time and tokens: the real loop and its real prompts, with answers that take made-up time.
//!
//! A discrete-event simulation. The same draws of latency serve three schedules: the ideal (no place
//! is ever idle, or the longest chain alone), ours (a group goes on as soon as its answer is there) and
//! a barrier after every step of a round.

use crate::doc::table;
use crate::simulate::model::{Models, Rates, operators};
use crate::simulate::{self, RATES, groups, truths};
use fastrand::Rng;
use refineloop::domain::job::Strategy;
use refineloop::domain::model::Role;
use refineloop::refine::batch::Group;
use refineloop::refine::{Answer, Ask, Machine, Settings};
use std::collections::{BTreeMap, HashSet};
use tiktoken_rs::CoreBPE;

/// Until the first token of an answer, in seconds; tokens a second after it.
const FIRST_TOKEN: f64 = 0.8;
const SPEED: f64 = 80.0;
/// How much calls differ: the deviation of the logarithm, and the few that take many times as long.
const SPREAD: f64 = 0.35;
const STRAGGLERS: f64 = 0.02;
const STRAGGLE: f64 = 4.0;
/// No wave has so many calls.
const WIDEST: usize = 1_000;
/// Shorter beginnings are not kept by providers.
const SHORTEST_CACHED: u64 = 1_024;

/// A call of a group.
#[derive(Debug, Clone, Copy)]
struct Call {
    round: u32,
    step: u32,
    role: Role,
    segments: u64,
    prefix: u64,
    input: u64,
    output: u64,
    seconds: f64,
}

/// The calls of a group: waves one after the other, the calls of a wave side by side.
type Chain = Vec<Vec<Call>>;

/// What a file cost.
#[derive(Debug)]
struct Run {
    chains: Vec<Chain>,
    cached: u64,
}

fn calls(segments: usize, strategy: Strategy, rates: &Rates, bpe: &CoreBPE) -> Run {
    let operators = operators();
    let mut rng = Rng::with_seed(0xc057);
    let truths = truths(segments, &operators, &mut rng);
    let mut seen = HashSet::new();
    let mut run = Run { chains: Vec::new(), cached: 0 };
    let mut known = BTreeMap::new();
    for (group, mut truths) in groups(&truths) {
        let mut chain = Vec::new();
        let mut machine = machine(group, strategy);
        loop {
            let asks = machine.wave();
            if asks.is_empty() {
                break;
            }
            let mut wave = Vec::new();
            for ask in asks {
                let mut models = Models { rates, truths: &mut truths, operators: &operators, rng: &mut rng };
                let answer = models.answer(&ask);
                let prefix = format!("{}{}{}", ask.prompt.schema, ask.prompt.system, ask.prompt.job);
                let count = *known.entry(prefix.clone()).or_insert_with(|| tokens(bpe, &prefix));
                if count >= SHORTEST_CACHED && !seen.insert(prefix) {
                    run.cached += count;
                }
                wave.push(call(&ask, &answer, count, bpe, &mut rng));
                machine.answer(answer);
            }
            chain.push(wave);
            machine.finished();
        }
        run.chains.push(chain);
    }
    run
}

fn machine(group: Group, strategy: Strategy) -> Machine {
    simulate::machine(group, &Settings { strategy, ..Settings::new("example/simulated") })
}

fn tokens(bpe: &CoreBPE, text: &str) -> u64 {
    bpe.encode_ordinary(text).len() as u64
}

fn call(ask: &Ask, answer: &Answer, prefix: u64, bpe: &CoreBPE, rng: &mut Rng) -> Call {
    let output = match answer {
        Answer::Text(text) => tokens(bpe, text),
        Answer::Truncated | Answer::Refused | Answer::TimedOut | Answer::Late | Answer::Failed => 0,
    };
    // Twelve uniform draws for a normal one.
    let normal = (0..12).map(|_| rng.f64()).sum::<f64>() - 6.0;
    let straggle = if rng.f64() < STRAGGLERS { STRAGGLE } else { 1.0 };
    let seconds = (FIRST_TOKEN + output as f64 / SPEED) * (normal * SPREAD).exp() * straggle;
    Call {
        round: ask.place.round,
        step: ask.place.step,
        role: ask.role,
        segments: ask.prompt.work.matches("{\"id\":\"s").count() as u64,
        prefix,
        input: prefix + tokens(bpe, &ask.prompt.work),
        output,
        seconds,
    }
}

/// The time until all are done: of the calls that are wanted the one goes out whose chain has the lowest
/// rank from there on, of equals the one that was wanted first.
fn schedule(chains: &[Chain], places: usize, rank: impl Fn(&[Vec<Call>]) -> f64) -> f64 {
    let mut wanted: Vec<(f64, f64, usize, usize)> = Vec::new();
    let mut running: Vec<(f64, usize)> = Vec::new();
    let mut next = vec![0; chains.len()];
    let mut open = vec![0; chains.len()];
    let mut now = 0.0;
    let mut begin = |wanted: &mut Vec<_>, open: &mut Vec<usize>, at: usize, now: f64| {
        let rest = &chains[at][next[at]..];
        if let Some(wave) = rest.first() {
            let rank = rank(rest);
            wanted.extend((0..wave.len()).map(|call| (rank, now, at, next[at] * WIDEST + call)));
            open[at] = wave.len();
            next[at] += 1;
        }
    };
    (0..chains.len()).for_each(|at| begin(&mut wanted, &mut open, at, now));
    loop {
        while running.len() < places && !wanted.is_empty() {
            let order = |one: &usize, other: &usize| {
                let (one, other) = (&wanted[*one], &wanted[*other]);
                one.0.total_cmp(&other.0).then(one.1.total_cmp(&other.1))
            };
            let first = (0..wanted.len()).min_by(order).expect("it is not empty");
            let (_, _, at, call) = wanted.remove(first);
            let seconds = chains[at][call / WIDEST][call % WIDEST].seconds;
            running.push((now + seconds, at));
        }
        let Some(done) = (0..running.len()).min_by(|a, b| running[*a].0.total_cmp(&running[*b].0)) else {
            return now;
        };
        let (time, at) = running.swap_remove(done);
        now = time;
        open[at] -= 1;
        if open[at] == 0 {
            begin(&mut wanted, &mut open, at, now);
        }
    }
}

/// How long a chain takes from there on if nothing keeps it.
fn left(waves: &[Vec<Call>]) -> f64 {
    let longest = |wave: &Vec<Call>| wave.iter().map(|call| call.seconds).fold(0.0, f64::max);
    waves.iter().map(longest).sum()
}

impl Run {
    /// No schedule is shorter: no place is ever idle, or the longest chain alone.
    fn ideal(&self, places: usize) -> f64 {
        let chains = self.chains.iter();
        let all: f64 = chains.clone().flatten().flatten().map(|call| call.seconds).sum();
        chains.map(|chain| left(chain)).fold(all / places as f64, f64::max)
    }

    /// As the service does it: all groups begin, and calls go out in the order in which they are wanted.
    fn ours(&self, places: usize) -> f64 {
        schedule(&self.chains, places, |_| 0.0)
    }

    /// As somebody would do it who knows every answer: what has most before it goes first.
    fn clairvoyant(&self, places: usize) -> f64 {
        schedule(&self.chains, places, |chain| -left(chain))
    }

    /// Every step of a round waits for all calls of the step before.
    fn barrier(&self, places: usize) -> f64 {
        let mut steps: BTreeMap<(u32, u32), Vec<Call>> = BTreeMap::new();
        for call in self.chains.iter().flatten().flatten() {
            steps.entry((call.round, call.step)).or_default().push(*call);
        }
        // A chain of one wave for each call: they wait for nothing but their step.
        let step = |calls: Vec<Call>| calls.into_iter().map(|call| vec![vec![call]]).collect::<Vec<_>>();
        steps.into_values().map(|calls| schedule(&step(calls), places, |_| 0.0)).sum()
    }

    fn sum(&self, of: impl Fn(&Call) -> u64) -> u64 {
        self.chains.iter().flatten().flatten().map(of).sum()
    }
}

/// Time by size of the file and number of calls at once; tokens by strategy.
///
/// # Panics
/// The ranks of the tokenizer are not whole: they are part of its crate.
pub fn tables(sizes: &[usize]) -> [String; 2] {
    let bpe = tiktoken_rs::o200k_base().expect("the ranks are part of the crate");
    let rates = Rates { transport: 0.0, ..RATES[0] };
    let (mut times, mut costs) = (Vec::new(), Vec::new());
    for &segments in sizes {
        for (strategy, name) in [(Strategy::Single, "single"), (Strategy::TwoStage, "two_stage")] {
            let run = calls(segments, strategy, &rates, &bpe);
            for places in [8, 32] {
                let (ideal, ours, barrier) = (run.ideal(places), run.ours(places), run.barrier(places));
                let best = run.clairvoyant(places);
                times.push(vec![
                    segments.to_string(),
                    name.to_owned(),
                    run.chains.len().to_string(),
                    places.to_string(),
                    format!("{ideal:.0} s"),
                    format!("{best:.0} s"),
                    format!("{ours:.0} s"),
                    format!("{barrier:.0} s"),
                    format!("{:.2}", best / ideal),
                    format!("{:.2}", ours / ideal),
                    format!("{:.2}", ours / barrier),
                    format!("{:.2}", barrier / ideal),
                ]);
            }
            let reviews = run.sum(|call| if call.role == Role::Verifier { 0 } else { call.segments });
            let verified = run.sum(|call| if call.role == Role::Verifier { call.segments } else { 0 });
            let input = run.sum(|call| if call.role == Role::Verifier { 0 } else { call.input });
            let all = run.sum(|call| call.input);
            costs.push(vec![
                segments.to_string(),
                name.to_owned(),
                run.sum(|_| 1).to_string(),
                format!("{:.2}", reviews as f64 / segments as f64),
                format!("{:.0}", input as f64 / reviews as f64),
                format!("{:.0}", (all - input) as f64 / verified.max(1) as f64),
                format!("{:.0}", all as f64 / segments as f64),
                format!("{:.0}", run.sum(|call| call.output) as f64 / segments as f64),
                format!("{:.0}", run.sum(|call| call.prefix) as f64 / run.sum(|_| 1) as f64),
                format!("{:.0} %", 100.0 * run.cached as f64 / all as f64),
            ]);
        }
    }
    let time_head = [
        "Segments",
        "Strategy",
        "Groups",
        "Calls at once",
        "Ideal",
        "Clairvoyant",
        "Ours",
        "Barrier",
        "Clairvoyant / ideal",
        "Ours / ideal",
        "Ours / barrier",
        "Barrier / ideal",
    ];
    let cost_head = [
        "Segments",
        "Strategy",
        "Calls",
        "Reviews and edits a segment",
        "Input tokens for each of them",
        "Input tokens for each comparison",
        "Input tokens a segment, in all",
        "Output tokens a segment",
        "Stable beginning of a prompt",
        "Cached share of the input",
    ];
    [table(&time_head.map(str::to_owned), &times), table(&cost_head.map(str::to_owned), &costs)]
}
