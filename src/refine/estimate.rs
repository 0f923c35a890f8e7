//! What the calls of a job take, told from its real prompts before any is made.
//!
//! The least is the review of every segment, or its two reviews, in which nothing is found. The most follows the rounds
//! a bad file needs: from round to round fewer segments are still open, each of them is revised, and
//! each revision is compared in both orders. Calls that fail or are repeated come on top of it.

use super::batch::{Group, tokens};
use super::brief::Brief;
use super::gist::Gist;
use super::machine::Machine;
use super::{Engine, Settings};
use crate::domain::job::Strategy;
use crate::domain::segment::Segment;
use crate::domain::text::CodedText;
use crate::domain::usage::Usage;

/// Thousandths of the segments that are still open in a round; the last holds for all after it.
const OPEN: [u64; 6] = [1000, 450, 200, 80, 40, 20];
/// The number of thousandths.
const WHOLE: u64 = 1000;
/// Tokens of an answer about a segment that is left alone.
const LEFT: u64 = 12;
/// Tokens of an answer about a segment that is revised, beside its text.
const REVISED: u64 = 90;
/// Tokens of an answer of the editor, beside the text.
const EDITED: u64 = 20;
/// Tokens of an answer of the verifier about a pair.
const COMPARED: u64 = 13;
/// Pairs of a question to the verifier.
const PAIRS: u64 = 8;
/// Tokens of a question to the verifier beside its pairs.
const COMPARING: u64 = 550;
/// Tokens a segment has in later questions beside what it had in the first.
const TRIED: u64 = 35;
/// Providers keep beginnings of prompts that have at least so many tokens.
const CACHED: u64 = 1024;

/// What calls take, apart for the two models, because they may have prices of their own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Forecast {
    /// The model that reviews and edits.
    pub model: Usage,
    /// The model that compares.
    pub verifier: Usage,
}

/// Adds up what groups take.
#[derive(Debug)]
pub struct Estimator<'a> {
    settings: &'a Settings,
    brief: &'a Brief,
    gist: Gist,
    least: Sums,
    most: Sums,
    compared: Sums,
}

/// Calls and tokens, in thousandths.
#[derive(Debug, Default)]
struct Sums {
    calls: u64,
    input: u64,
    cached: u64,
    output: u64,
}

/// What a group is made of, in tokens.
struct Sizes {
    segments: u64,
    sources: u64,
    targets: u64,
    /// How often a round reviews each.
    reviews: u64,
    /// The questions of one review.
    batches: u64,
    /// What all questions of a kind have: instructions, schema and job.
    stable: u64,
    /// The questions of one review without that.
    work: u64,
}

impl<'a> Estimator<'a> {
    /// Nothing added up yet.
    #[must_use]
    pub fn new(settings: &'a Settings, brief: &'a Brief) -> Self {
        Self {
            settings,
            brief,
            gist: Gist::default(),
            least: Sums::default(),
            most: Sums::default(),
            compared: Sums::default(),
        }
    }

    /// Takes the next segment of the file, also one that is left alone: it may tell what the file is about.
    pub fn take(&mut self, segment: &Segment) {
        if self.settings.engine == Engine::Model {
            self.gist.take(&segment.source);
        }
    }

    /// Adds a group. Builtin models ask nothing.
    pub fn push(&mut self, group: Group) {
        if self.settings.engine != Engine::Model {
            return;
        }
        let size = |text: &CodedText| count(&text.to_string());
        let (sources, targets) = group.segments.iter().fold((0, 0), |(sources, targets), segment| {
            (sources + size(&segment.source), targets + size(&segment.target))
        });
        let segments = group.segments.len() as u64;
        let asked = Machine::of(group, self.settings, self.brief).wave();
        let reviews = u64::from(self.settings.reviews_of_a_round());
        let (mut stable, mut work) = (0, 0);
        for ask in &asked {
            let prompt = &ask.prompt;
            stable = count(&prompt.system) + count(prompt.schema) + count(&prompt.job);
            work += count(&prompt.work);
            if self.least.calls > 0 && stable >= CACHED {
                self.least.cached += WHOLE * stable;
            }
            self.least.add(WHOLE, WHOLE * (stable + count(&prompt.work)), 0);
        }
        self.least.output += WHOLE * reviews * segments * LEFT;
        let (batches, work) = (asked.len() as u64 / reviews, work / reviews);
        let sizes = Sizes { segments, sources, targets, reviews, batches, stable, work };
        let rounds = match self.settings.strategy {
            Strategy::ReviewOnly => 1,
            Strategy::Single | Strategy::TwoStage => self.settings.max_revisions as usize,
        };
        for round in 0..rounds {
            self.round(&sizes, OPEN[round.min(OPEN.len() - 1)], round > 0);
        }
    }

    /// Adds a round in which `open` thousandths of the segments take part.
    fn round(&mut self, sizes: &Sizes, open: u64, later: bool) {
        let Sizes { segments, sources, targets, reviews, batches, stable, work } = *sizes;
        // A call is made as soon as one segment is open.
        let calls = WHOLE.min(segments * open);
        let tried = if later { segments * TRIED } else { 0 };
        let answer = match self.settings.strategy {
            Strategy::Single => targets + segments * REVISED,
            Strategy::TwoStage | Strategy::ReviewOnly => segments * REVISED,
        };
        let reviewing = calls.max(batches * open);
        let asked = reviewing * stable + open * (work + tried);
        self.most.add(reviews * reviewing, reviews * asked, reviews * open * answer);
        if self.settings.strategy == Strategy::TwoStage {
            let asked = open * (work + segments * REVISED);
            self.most.add(calls, calls * stable + asked, open * (targets + segments * EDITED));
        }
        if self.settings.strategy != Strategy::ReviewOnly {
            let orders = 2 * calls.max(open * segments.div_ceil(PAIRS));
            let pairs = 2 * open * (sources + 2 * targets + segments * TRIED);
            self.compared.add(orders, orders * COMPARING + pairs, 2 * open * segments * COMPARED);
        }
    }

    /// The least and the most.
    #[must_use]
    pub fn finish(self) -> (Forecast, Forecast) {
        let Self { gist, mut least, mut most, mut compared, .. } = self;
        // What the file is about was not known when the groups were added, and all calls show it.
        let shown: u64 = gist.finish().iter().map(|sentence| count(sentence)).sum();
        for sums in [&mut least, &mut most, &mut compared] {
            sums.input += sums.calls * shown;
        }
        let least = Forecast { model: least.usage(), verifier: Usage::default() };
        (least, Forecast { model: most.usage(), verifier: compared.usage() })
    }
}

impl Sums {
    fn add(&mut self, calls: u64, input: u64, output: u64) {
        self.calls += calls;
        self.input += input;
        self.output += output;
    }

    fn usage(&self) -> Usage {
        Usage {
            request_count: self.calls.div_ceil(WHOLE),
            input_token_count: self.input.div_ceil(WHOLE),
            cached_input_token_count: self.cached / WHOLE,
            output_token_count: self.output.div_ceil(WHOLE),
            ..Usage::default()
        }
    }
}

fn count(text: &str) -> u64 {
    tokens(text).into()
}

#[cfg(test)]
mod tests {
    use super::{Estimator, Forecast};
    use crate::domain::job::Strategy;
    use crate::refine::Settings;
    use crate::refine::batch::Batcher;
    use crate::refine::fixture::{segment, settings};
    use crate::refine::machine::{Machine, Step};

    fn estimate(count: u64, settings: &Settings) -> (Forecast, Forecast) {
        let brief = crate::refine::Brief::default();
        let mut estimator = Estimator::new(settings, &brief);
        let mut batcher = Batcher::of(settings);
        for number in 1..=count {
            let group = batcher.push(segment(number, "Save the ⟦1⟧file⟦/1⟧.", "Sichere die ⟦1⟧Datei⟦/1⟧."));
            group.into_iter().for_each(|group| estimator.push(group));
        }
        batcher.finish().into_iter().for_each(|group| estimator.push(group));
        estimator.finish()
    }

    fn of(strategy: Strategy) -> Settings {
        Settings { strategy, ..settings("openai/test") }
    }

    #[test]
    fn a_builtin_model_takes_nothing() {
        for model in ["builtin/rules", "builtin/echo"] {
            assert_eq!(estimate(30, &settings(model)), (Forecast::default(), Forecast::default()), "{model}");
        }
        assert_eq!(estimate(0, &of(Strategy::Single)), (Forecast::default(), Forecast::default()));
    }

    #[test]
    fn the_least_is_what_a_file_without_faults_asks() {
        let settings = &of(Strategy::Single);
        let (least, _) = estimate(2, settings);
        let mut batcher = Batcher::new();
        for number in 1..=2 {
            batcher.push(segment(number, "Save the ⟦1⟧file⟦/1⟧.", "Sichere die ⟦1⟧Datei⟦/1⟧."));
        }
        let mut machine = Machine::new(batcher.finish().unwrap(), settings);
        let Step::Ask(ask) = machine.step() else { panic!("a model is asked") };
        let prompt = &ask.prompt;
        let texts = [prompt.system.as_str(), prompt.schema, &prompt.job, &prompt.work];
        let asked: u64 = texts.iter().map(|text| super::count(text)).sum();
        assert_eq!((least.model.request_count, least.model.input_token_count), (1, asked));
        let (many, _) = estimate(240, settings);
        assert_eq!(many.model.request_count, 10);
    }

    #[test]
    fn every_review_is_counted_with_its_tokens() {
        for (strategy, reviews, calls) in [
            (Strategy::Single, 2, 2),
            (Strategy::TwoStage, 1, 3),
            (Strategy::TwoStage, 2, 6),
            (Strategy::ReviewOnly, 2, 6),
        ] {
            let settings = Settings { reviews, ..of(strategy) };
            let (mut asked, mut input) = (0, 0);
            let mut batcher = Batcher::of(&settings);
            let mut add = |group| {
                for ask in Machine::new(group, &settings).wave() {
                    let prompt = &ask.prompt;
                    let texts = [prompt.system.as_str(), prompt.schema, &prompt.job, &prompt.work];
                    asked += 1;
                    input += texts.iter().map(|text| super::count(text)).sum::<u64>();
                }
            };
            for number in 1..=36 {
                let segment = segment(number, "Save the ⟦1⟧file⟦/1⟧.", "Sichere die ⟦1⟧Datei⟦/1⟧.");
                batcher.push(segment).into_iter().for_each(&mut add);
            }
            batcher.finish().into_iter().for_each(&mut add);
            let (least, most) = estimate(36, &settings);
            let told = (least.model.request_count, least.model.input_token_count);
            assert_eq!((asked, told), (calls, (asked, input)), "{strategy:?}");
            let once = estimate(36, &Settings { reviews: 1, max_revisions: 1, ..of(strategy) });
            let again = estimate(36, &Settings { max_revisions: 1, ..settings.clone() });
            let times = u64::from(settings.reviews_of_a_round());
            assert_eq!(again.0.model.output_token_count, times * once.0.model.output_token_count);
            let more = again.1.model.request_count - once.1.model.request_count;
            assert_eq!(more, again.0.model.request_count - once.0.model.request_count, "{strategy:?}");
            assert!(most.model.tokens() > least.model.tokens());
        }
    }

    #[test]
    fn what_the_file_is_about_is_in_every_call() {
        let sentence = segment(9, "This pump moves warm water through the house.", "");
        for (model, gained) in [("openai/test", 12), ("builtin/rules", 0)] {
            let settings = Settings { max_revisions: 1, ..settings(model) };
            let brief = crate::refine::Brief::default();
            let estimate = |seen: bool| {
                let mut estimator = Estimator::new(&settings, &brief);
                if seen {
                    estimator.take(&sentence);
                }
                let mut batcher = Batcher::new();
                batcher.push(segment(1, "Save it.", "Sichere es."));
                batcher.finish().into_iter().for_each(|group| estimator.push(group));
                estimator.finish()
            };
            let ((low, high), (low_with, high_with)) = (estimate(false), estimate(true));
            let more = |with: &Forecast, without: &Forecast| {
                let input = |forecast: &Forecast| {
                    [forecast.model.input_token_count, forecast.verifier.input_token_count]
                };
                let (with, without) = (input(with), input(without));
                [with[0] - without[0], with[1] - without[1]]
            };
            assert_eq!(more(&low_with, &low), [gained, 0], "{model}");
            assert_eq!(more(&high_with, &high), [gained, 2 * gained], "{model}");
        }
    }

    #[test]
    fn more_rounds_and_more_roles_take_more() {
        let most = |settings: &Settings| estimate(48, settings).1;
        let (review, single, stages) =
            (most(&of(Strategy::ReviewOnly)), most(&of(Strategy::Single)), most(&of(Strategy::TwoStage)));
        assert!(
            review.model.tokens() < single.model.tokens() && single.model.tokens() < stages.model.tokens()
        );
        assert_eq!((review.model.request_count, review.verifier.request_count), (4, 0));
        assert!(single.verifier.tokens() > 0);
        let once = most(&Settings { max_revisions: 1, ..of(Strategy::Single) });
        assert!(once.model.tokens() < single.model.tokens());
        let (least, most) = estimate(48, &of(Strategy::Single));
        assert!(least.model.tokens() < most.model.tokens());
    }
}
