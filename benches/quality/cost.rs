//! Time and tokens: the real loop and its real prompts, with answers that take made-up time.
//!
//! A discrete-event simulation. The same draws of latency serve five schedules: the ideal (no place
//! is ever idle, or the longest chain alone), two that know more than anybody can, ours (a group goes on
//! as soon as its answer is there) and a barrier after every step of a round.

use crate::doc::table;
use crate::simulate::model::{Models, Rates, operators};
use crate::simulate::{self, RATES, groups, truths};
use fastrand::Rng;
use refineloop::config::Engine;
use refineloop::domain::job::Strategy;
use refineloop::domain::model::Role;
use refineloop::refine::{Answer, Ask, Settings};
use std::collections::{BTreeMap, HashSet};
use std::ops::Range;
use tiktoken_rs::CoreBPE;

/// Until the first token of an answer, in seconds; tokens a second after it.
const FIRST_TOKEN: f64 = 0.8;
const SPEED: f64 = 80.0;
/// How much calls differ: the deviation of the logarithm, and the few that take many times as long.
const SPREAD: f64 = 0.35;
const STRAGGLERS: f64 = 0.02;
const STRAGGLE: f64 = 4.0;
/// Draws of the delays for each row.
const DRAWS: usize = 25;
/// Calls to a model at once: few, as many as a service allows if nothing is set, many, and more than most
/// files have groups.
const PLACES: [usize; 4] = [8, 16, 32, 128];
/// A shard ends with the group that fills it to so many segments.
const SHARD: usize = 256;
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

/// How long a file takes with so many places.
type Plan<'a> = dyn Fn(&[Chain], usize) -> f64 + 'a;

/// The calls of a group: waves one after the other, the calls of a wave side by side.
type Chain = Vec<Vec<Call>>;

/// What a file cost.
#[derive(Debug)]
struct Run {
    chains: Vec<Chain>,
    /// How many segments each has.
    sizes: Vec<usize>,
    cached: u64,
}

fn calls(segments: usize, strategy: Strategy, rates: &Rates, bpe: &CoreBPE) -> Run {
    let operators = operators();
    let mut rng = Rng::with_seed(0xc057);
    let truths = truths(segments, &operators, &mut rng);
    let mut seen = HashSet::new();
    let mut run = Run { chains: Vec::new(), sizes: Vec::new(), cached: 0 };
    let mut known = BTreeMap::new();
    let settings = Settings { strategy, ..Settings::new("example/simulated") };
    for (group, mut truths) in groups(&truths, &settings) {
        let mut chain = Vec::new();
        run.sizes.push(truths.len());
        let mut machine = simulate::machine(group, &settings);
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
                wave.push(call(&ask, &answer, count, bpe));
                machine.answer(answer);
            }
            chain.push(wave);
            machine.finished();
        }
        run.chains.push(chain);
    }
    run
}

fn tokens(bpe: &CoreBPE, text: &str) -> u64 {
    bpe.encode_ordinary(text).len() as u64
}

fn call(ask: &Ask, answer: &Answer, prefix: u64, bpe: &CoreBPE) -> Call {
    let output = match answer {
        Answer::Text(text) => tokens(bpe, text),
        Answer::Truncated | Answer::Refused | Answer::TimedOut | Answer::Late | Answer::Failed => 0,
    };
    Call {
        round: ask.place.round,
        step: ask.place.step,
        role: ask.role,
        segments: ask.prompt.work.matches("{\"id\":\"s").count() as u64,
        prefix,
        input: prefix + tokens(bpe, &ask.prompt.work),
        output,
        seconds: FIRST_TOKEN + output as f64 / SPEED,
    }
}

/// How many times as long as its tokens a call takes.
fn delay(rng: &mut Rng) -> f64 {
    // Twelve uniform draws for a normal one.
    let normal = (0..12).map(|_| rng.f64()).sum::<f64>() - 6.0;
    let straggle = if rng.f64() < STRAGGLERS { STRAGGLE } else { 1.0 };
    (normal * SPREAD).exp() * straggle
}

/// The time until all are done: of the calls that are wanted the one goes out whose chain has the lowest
/// rank from there on, of equals the one that was wanted first. Chains begin by shards, of which so many are
/// in hand.
struct Schedule<'a, R> {
    chains: &'a [Chain],
    rank: R,
    shards: &'a [Range<usize>],
    /// The shard of each chain.
    of: Vec<usize>,
    /// The first wave of each chain that was not wanted yet, and how many calls of the one before are open.
    next: Vec<usize>,
    open: Vec<usize>,
    /// Chains of each shard that have not ended.
    left: Vec<usize>,
    /// Rank, time, chain, wave and call.
    wanted: Vec<(f64, f64, usize, usize, usize)>,
    now: f64,
    begun: usize,
}

impl<R: Fn(&[Vec<Call>]) -> f64> Schedule<'_, R> {
    /// All chains begin at once.
    fn at_once(chains: &[Chain], places: usize, rank: R) -> f64 {
        Schedule::run(chains, std::slice::from_ref(&(0..chains.len())), 1, places, rank)
    }

    fn run(chains: &[Chain], shards: &[Range<usize>], in_hand: usize, places: usize, rank: R) -> f64 {
        let left = shards.iter().map(Range::len).collect();
        let of = shards.iter().enumerate().flat_map(|(at, shard)| vec![at; shard.len()]).collect();
        let (next, open) = (vec![0; chains.len()], vec![0; chains.len()]);
        let mut plan =
            Schedule { chains, rank, shards, of, next, open, left, wanted: vec![], now: 0.0, begun: 0 };
        for _ in 0..in_hand {
            plan.take();
        }
        let mut running: Vec<(f64, usize)> = Vec::new();
        loop {
            while running.len() < places && !plan.wanted.is_empty() {
                let (at, seconds) = plan.first();
                running.push((plan.now + seconds, at));
            }
            let Some(done) = (0..running.len()).min_by(|a, b| running[*a].0.total_cmp(&running[*b].0)) else {
                return plan.now;
            };
            let (time, at) = running.swap_remove(done);
            plan.now = time;
            plan.open[at] -= 1;
            if plan.open[at] == 0 {
                plan.go_on(at);
            }
        }
    }

    /// Takes the next shard in hand.
    fn take(&mut self) {
        if let Some(shard) = self.shards.get(self.begun) {
            self.begun += 1;
            shard.clone().for_each(|at| self.go_on(at));
        }
    }

    /// The next wave of a chain is wanted, or the chain has ended.
    fn go_on(&mut self, at: usize) {
        let rest = &self.chains[at][self.next[at]..];
        if let Some(wave) = rest.first() {
            let rank = (self.rank)(rest);
            self.wanted.extend((0..wave.len()).map(|call| (rank, self.now, at, self.next[at], call)));
            self.open[at] = wave.len();
            self.next[at] += 1;
        } else {
            let left = &mut self.left[self.of[at]];
            *left -= 1;
            if *left == 0 {
                self.take();
            }
        }
    }

    /// Whose call goes out, and how long it takes.
    fn first(&mut self) -> (usize, f64) {
        let order = |one: &usize, other: &usize| {
            let (one, other) = (&self.wanted[*one], &self.wanted[*other]);
            one.0.total_cmp(&other.0).then(one.1.total_cmp(&other.1))
        };
        let first = (0..self.wanted.len()).min_by(order).expect("it was looked whether there is one");
        let (_, _, at, wave, call) = self.wanted.remove(first);
        (at, self.chains[at][wave][call].seconds)
    }
}

/// How long a chain takes from there on if nothing keeps it.
fn left(waves: &[Vec<Call>]) -> f64 {
    let longest = |wave: &Vec<Call>| wave.iter().map(|call| call.seconds).fold(0.0, f64::max);
    waves.iter().map(longest).sum()
}

impl Run {
    /// The same calls with other delays.
    fn drawn(&self, rng: &mut Rng) -> Vec<Chain> {
        let mut chains = self.chains.clone();
        for call in chains.iter_mut().flatten().flatten() {
            call.seconds *= delay(rng);
        }
        chains
    }

    /// The chains of each shard.
    fn shards(&self) -> Vec<Range<usize>> {
        let (mut shards, mut first, mut segments) = (Vec::new(), 0, 0);
        for (at, size) in self.sizes.iter().enumerate() {
            segments += size;
            if segments >= SHARD || at + 1 == self.sizes.len() {
                shards.push(first..at + 1);
                (first, segments) = (at + 1, 0);
            }
        }
        shards
    }

    fn sum(&self, of: impl Fn(&Call) -> u64) -> u64 {
        self.chains.iter().flatten().flatten().map(of).sum()
    }
}

/// No schedule is shorter: no place is ever idle, or the longest chain alone.
fn ideal(chains: &[Chain], places: usize) -> f64 {
    let all: f64 = chains.iter().flatten().flatten().map(|call| call.seconds).sum();
    chains.iter().map(|chain| left(chain)).fold(all / places as f64, f64::max)
}

/// As the service does it: groups begin by shards, and calls go out in the order in which they are wanted.
fn ours(chains: &[Chain], shards: &[Range<usize>], places: usize) -> f64 {
    Schedule::run(chains, shards, Engine::default().shards_in_hand(places), places, |_| 0.0)
}

/// As somebody would do it who knows every answer but not how long it takes to come: what has most before
/// it goes first.
fn forewarned(chains: &[Chain], places: usize) -> f64 {
    let usual = |call: &Call| FIRST_TOKEN + call.output as f64 / SPEED;
    let longest = |wave: &Vec<Call>| wave.iter().map(usual).fold(0.0, f64::max);
    Schedule::at_once(chains, places, |chain| -chain.iter().map(longest).sum::<f64>())
}

/// As somebody would do it who knows every answer and how long it takes.
fn clairvoyant(chains: &[Chain], places: usize) -> f64 {
    Schedule::at_once(chains, places, |chain| -left(chain))
}

/// Every step of a round waits for all calls of the step before.
fn barrier(chains: &[Chain], places: usize) -> f64 {
    let mut steps: BTreeMap<(u32, u32), Vec<Chain>> = BTreeMap::new();
    for call in chains.iter().flatten().flatten() {
        // A chain of one wave for each call: they wait for nothing but their step.
        steps.entry((call.round, call.step)).or_default().push(vec![vec![*call]]);
    }
    steps.values().map(|calls| Schedule::at_once(calls, places, |_| 0.0)).sum()
}

/// The median, and the ends for a ratio.
fn median(of: impl Iterator<Item = f64>) -> (f64, String) {
    let mut all: Vec<f64> = of.collect();
    all.sort_by(f64::total_cmp);
    let (least, middle, most) = (all[0], all[all.len() / 2], all[all.len() - 1]);
    (middle, format!("{middle:.2} ({least:.2}–{most:.2})"))
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
            let shards = run.shards();
            for places in PLACES {
                let mut rng = Rng::with_seed(0xde1a);
                let draws: Vec<[f64; 5]> = (0..DRAWS)
                    .map(|_| {
                        let chains = run.drawn(&mut rng);
                        let ours = |chains: &[Chain], places| ours(chains, &shards, places);
                        let plans: [&Plan<'_>; 5] = [&ideal, &clairvoyant, &forewarned, &ours, &barrier];
                        plans.map(|plan| plan(&chains, places))
                    })
                    .collect();
                let time = |plan: usize| format!("{:.0} s", median(draws.iter().map(|draw| draw[plan])).0);
                let ratio =
                    |one: usize, other: usize| median(draws.iter().map(|draw| draw[one] / draw[other])).1;
                times.push(vec![
                    segments.to_string(),
                    name.to_owned(),
                    run.chains.len().to_string(),
                    places.to_string(),
                    time(0),
                    time(3),
                    time(4),
                    ratio(1, 0),
                    ratio(2, 0),
                    ratio(3, 0),
                    ratio(3, 4),
                    ratio(4, 0),
                ]);
            }
            let rounds = run.sum(|call| if call.role == Role::Reviewer { call.segments } else { 0 });
            let reviews = run.sum(|call| if call.role == Role::Verifier { 0 } else { call.segments });
            let verified = run.sum(|call| if call.role == Role::Verifier { call.segments } else { 0 });
            let input = run.sum(|call| if call.role == Role::Verifier { 0 } else { call.input });
            let all = run.sum(|call| call.input);
            costs.push(vec![
                segments.to_string(),
                name.to_owned(),
                run.sum(|_| 1).to_string(),
                format!("{:.2}", rounds as f64 / segments as f64),
                format!("{:.0}", all as f64 / rounds as f64),
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
        "Ours",
        "Barrier",
        "Clairvoyant / ideal",
        "Forewarned / ideal",
        "Ours / ideal",
        "Ours / barrier",
        "Barrier / ideal",
    ];
    let cost_head = [
        "Segments",
        "Strategy",
        "Calls",
        "Rounds a segment",
        "Input tokens a segment and round, in all",
        "Input tokens for each review or edit",
        "Input tokens for each comparison",
        "Input tokens a segment, in all",
        "Output tokens a segment",
        "Stable beginning of a prompt",
        "Cached share of the input",
    ];
    [table(&time_head.map(str::to_owned), &times), table(&cost_head.map(str::to_owned), &costs)]
}
