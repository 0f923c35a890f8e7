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
use refineloop::refine::{Answer, Ask, Machine, Settings, Step};
use std::collections::{BTreeMap, HashSet};
use tiktoken_rs::CoreBPE;

/// Until the first token of an answer, in seconds; tokens a second after it.
const FIRST_TOKEN: f64 = 0.8;
const SPEED: f64 = 80.0;
/// How much calls differ: the deviation of the logarithm, and the few that take many times as long.
const SPREAD: f64 = 0.35;
const STRAGGLERS: f64 = 0.02;
const STRAGGLE: f64 = 4.0;
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

/// What a file cost.
#[derive(Debug)]
struct Run {
    chains: Vec<Vec<Call>>,
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
        while let Step::Ask(ask) = machine.step() {
            let mut models = Models { rates, truths: &mut truths, operators: &operators, rng: &mut rng };
            let answer = models.answer(&ask);
            let prefix = format!("{}{}{}", ask.prompt.schema, ask.prompt.system, ask.prompt.job);
            let count = *known.entry(prefix.clone()).or_insert_with(|| tokens(bpe, &prefix));
            if count >= SHORTEST_CACHED && !seen.insert(prefix) {
                run.cached += count;
            }
            let call = call(&ask, &answer, count, bpe, &mut rng);
            chain.push(call);
            machine.answer(answer);
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

/// The time until all are done when each goes to the place that is free first.
fn schedule(lengths: impl Iterator<Item = f64>, places: usize) -> f64 {
    let mut free = vec![0.0_f64; places];
    for length in lengths {
        let first = free.iter().copied().enumerate().min_by(|a, b| a.1.total_cmp(&b.1));
        let (at, time) = first.expect("there is a place");
        free[at] = time + length;
    }
    free.into_iter().fold(0.0, f64::max)
}

impl Run {
    fn chain_lengths(&self) -> impl Iterator<Item = f64> {
        self.chains.iter().map(|chain| chain.iter().map(|call| call.seconds).sum())
    }

    fn ideal(&self, places: usize) -> f64 {
        let all: f64 = self.chain_lengths().sum();
        self.chain_lengths().fold(all / places as f64, f64::max)
    }

    fn ours(&self, places: usize) -> f64 {
        schedule(self.chain_lengths(), places)
    }

    fn barrier(&self, places: usize) -> f64 {
        let mut steps: BTreeMap<(u32, u32), Vec<f64>> = BTreeMap::new();
        for call in self.chains.iter().flatten() {
            steps.entry((call.round, call.step)).or_default().push(call.seconds);
        }
        steps.into_values().map(|step| schedule(step.into_iter(), places)).sum()
    }

    fn sum(&self, of: impl Fn(&Call) -> u64) -> u64 {
        self.chains.iter().flatten().map(of).sum()
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
                times.push(vec![
                    segments.to_string(),
                    name.to_owned(),
                    run.chains.len().to_string(),
                    places.to_string(),
                    format!("{ideal:.0} s"),
                    format!("{ours:.0} s"),
                    format!("{barrier:.0} s"),
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
        "Ours",
        "Barrier",
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
