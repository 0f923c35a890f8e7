//! What a run would do and cost, told before anything is done.

use super::Arguments;
use crate::app::estimate::Estimate;
use crate::cli::output;
use crate::domain::usage::Usage;
use serde_json::{Value, json};

pub(super) fn print(arguments: &Arguments, estimate: &Estimate) {
    if arguments.json {
        return output::result(&object(arguments, estimate).to_string());
    }
    let skipped: u64 = estimate.skipped.values().sum();
    output::result(&format!(
        "{} segments: {} to refine, {} of them distinct; {skipped} skipped",
        estimate.segment_count,
        estimate.segment_count - skipped,
        estimate.distinct_count
    ));
    if skipped > 0 {
        let reasons: Vec<String> =
            estimate.skipped.iter().map(|(reason, count)| format!("{reason} {count}")).collect();
        output::result(&format!("  skipped: {}", reasons.join(", ")));
    }
    if estimate.high.request_count == 0 {
        let why =
            if estimate.distinct_count == 0 { "there is nothing to refine" } else { "no model is asked" };
        return output::result(&format!("  {}: {why}; it costs nothing", arguments.model));
    }
    for (word, usage) in [("at least", &estimate.low), ("up to about", &estimate.high)] {
        output::result(&format!(
            "  {word:<12} {} calls, {} tokens in, {} out; {}",
            usage.request_count,
            usage.input_token_count,
            usage.output_token_count,
            usage.cost.map_or_else(
                || format!("the price of {} is not known", arguments.model),
                |cost| cost.to_string()
            )
        ));
    }
}

fn object(arguments: &Arguments, estimate: &Estimate) -> Value {
    json!({
        "model": arguments.model,
        "segments": estimate.segment_count,
        "skipped_by_reason": estimate.skipped,
        "distinct": estimate.distinct_count,
        "low": usage(&estimate.low),
        "high": usage(&estimate.high),
    })
}

fn usage(usage: &Usage) -> Value {
    json!({
        "calls": usage.request_count,
        "input_tokens": usage.input_token_count,
        "cached_input_tokens": usage.cached_input_token_count,
        "output_tokens": usage.output_token_count,
        "cost_micros": usage.cost.map(|cost| cost.micros),
        "currency": usage.cost.map(|cost| cost.currency.to_string()),
    })
}
