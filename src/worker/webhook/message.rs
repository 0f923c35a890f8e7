//! What a receiver is told: which job ended how. Nothing of the file; who wants that comes and asks.

use crate::domain::job::{Job, JobStatus};
use chrono::SecondsFormat;
use serde_json::{Value, json};

/// The longest sentence of a failure, in characters: the whole stays below 20 kB.
const SENTENCE: usize = 2000;

/// The body. The words are those of REST, which knows no cancelled jobs.
pub(super) fn body(job: &Job) -> Result<String, serde_json::Error> {
    let (status, error) = match (&job.failure, job.status) {
        (Some(failure), _) => {
            let code = failure.reason.as_str().to_ascii_lowercase();
            let sentence: String = failure.message.chars().take(SENTENCE).collect();
            ("failed", Some((code, sentence)))
        }
        (None, JobStatus::Cancelled) => {
            ("failed", Some(("cancelled".to_owned(), "the job was cancelled".to_owned())))
        }
        (None, status) => (status.as_str(), None),
    };
    let counts = &job.progress.finished;
    let used = &job.progress.usage;
    let mut data = json!({
        "job_id": job.id,
        "status": status,
        "usage": {
            "calls": used.request_count,
            "input_tokens": used.input_token_count,
            "cached_input_tokens": used.cached_input_token_count,
            "cache_write_input_tokens": used.cache_write_input_token_count,
            "output_tokens": used.output_token_count,
            "reasoning_tokens": used.reasoning_token_count,
            "unreported_calls": used.unreported_count,
            "segments": job.progress.segment_count,
            "finished": counts.finished,
            "changed": counts.changed,
            "skipped": counts.skipped,
            "failed": counts.failed,
            "revisions": counts.revisions,
        },
    });
    for (name, score) in [("rules_score", counts.rules_score), ("mqm_score", counts.mqm_score)] {
        if let Some(score) = score.told() {
            data[name] = json!({
                "segments": score.segment_count,
                "words": score.word_count,
                "before_tenths": score.before_tenths,
                "after_tenths": score.after_tenths,
                "open_segments": score.open_segment_count,
                "open_words": score.open_word_count,
                "open_before_tenths": score.open_before_tenths,
            });
        }
    }
    if let Some(cost) = used.cost {
        data["usage"]["cost_micros"] = json!(cost.micros);
        data["usage"]["currency"] = json!(cost.currency);
    }
    let output = if error.is_none() { "output_file_id" } else { "partial_output_file_id" };
    if let Some(file) = job.output {
        data[output] = json!(file);
    }
    if let Some((code, message)) = error {
        data["error"] = json!({ "code": code, "message": message });
    }
    let ended = job.completed_at.unwrap_or(job.updated_at).to_rfc3339_opts(SecondsFormat::Micros, true);
    let whole: Value = json!({
        "type": format!("refineloop.job.{}", job.status.as_str()),
        "timestamp": ended,
        "data": data,
    });
    serde_json::to_string(&whole)
}

#[cfg(test)]
mod tests {
    use super::body;
    use crate::domain::failure::{Failure, FailureReason};
    use crate::domain::ids::{FileId, JobId};
    use crate::domain::job::{Job, JobSpec, JobStatus};
    use crate::domain::progress::JobProgress;
    use chrono::DateTime;
    use serde_json::Value;

    fn job(status: JobStatus, failure: Option<Failure>) -> Job {
        let moment = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let spec = JobSpec {
            domain: "a domain".to_owned(),
            custom_instructions: "instructions".to_owned(),
            labels: [("label".to_owned(), "value".to_owned())].into(),
            webhook_url: "https://example.com/?token=1".to_owned(),
            ..JobSpec::new(FileId::new(), "builtin/rules")
        };
        Job {
            id: JobId::new(),
            spec,
            status,
            progress: JobProgress::default(),
            failure,
            output: Some(FileId::new()),
            last_sequence: 3,
            status_sequence: 3,
            created_at: moment,
            updated_at: moment,
            started_at: Some(moment),
            completed_at: Some(moment),
            expires_at: moment,
            warnings: vec!["a warning".to_owned()],
            request: "request".to_owned(),
        }
    }

    fn check(job: &Job, kind: &str, status: &str, output: &str, code: &Value) {
        let text = body(job).unwrap();
        let told: Value = serde_json::from_str(&text).unwrap();
        let data = &told["data"];
        assert_eq!((&told["type"], &data["status"]), (&kind.into(), &status.into()));
        assert_eq!(told["timestamp"], "2027-01-15T08:00:00.000000Z");
        assert_eq!(data[output], job.output.unwrap().to_string());
        assert_eq!(data.as_object().unwrap().keys().filter(|key| key.ends_with("output_file_id")).count(), 1);
        assert_eq!(&data["error"]["code"], code);
        assert!(text.len() < 20_000, "{} bytes", text.len());
        for word in ["domain", "instructions", "label", "token=", "warning"] {
            assert!(!text.contains(word), "{word} was told");
        }
    }

    #[test]
    fn each_end_is_told_in_the_words_of_rest_and_nothing_of_the_spec() {
        let partial = "partial_output_file_id";
        check(
            &job(JobStatus::Completed, None),
            "refineloop.job.completed",
            "completed",
            "output_file_id",
            &Value::Null,
        );
        check(
            &job(JobStatus::Cancelled, None),
            "refineloop.job.cancelled",
            "failed",
            partial,
            &"cancelled".into(),
        );
        let failure = Failure::new(FailureReason::ProviderUnavailable, "\u{1}".repeat(50_000));
        let failed = job(JobStatus::Failed, Some(failure));
        check(&failed, "refineloop.job.failed", "failed", partial, &"provider_unavailable".into());
    }
}
