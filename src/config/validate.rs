//! What values can stand, alone and together. Their form is `load`'s business.

use super::fault::{Fault, Faults};
use super::{Checks, ClientAuth, Config, Engine, Limits, Retention, Tls, Watch, Webhooks};
use crate::domain::policy::Policy;
use std::fs::File;
use std::path::Path;
use std::time::Duration;

mod provider;

impl Config {
    /// Checks everything, once, before anything is opened.
    ///
    /// # Errors
    /// All that cannot stand.
    pub fn validate(&self) -> Result<(), Faults> {
        let mut faults = Vec::new();
        self.doors(&mut faults);
        limits(&self.limits, &mut faults);
        engine(&self.engine, &mut faults);
        policy(&self.r#loop, &mut faults);
        checks(&self.checks, &mut faults);
        watch(&self.watch, &mut faults);
        retention(&self.retention, &mut faults);
        webhooks(&self.webhooks, &mut faults);
        if tracing_subscriber::EnvFilter::try_new(&self.log.filter).is_err() {
            let what = "expected a filter such as \"info\" or \"refineloop=debug,warn\"";
            faults.push(Fault::new("log.filter", what));
        }
        if let Some(endpoint) = &self.traces.otlp_endpoint {
            faults.extend(url("traces.otlp_endpoint", endpoint));
        }
        provider::check(&self.providers, &mut faults);
        Faults::none(faults)
    }

    /// Checks the providers alone, for commands that open no door.
    ///
    /// # Errors
    /// All that cannot stand.
    pub fn validate_providers(&self) -> Result<(), Faults> {
        let mut faults = Vec::new();
        provider::check(&self.providers, &mut faults);
        Faults::none(faults)
    }

    /// Checks what the checks are given, for commands that do nothing else with the settings.
    ///
    /// # Errors
    /// All that cannot stand.
    pub fn validate_checks(&self) -> Result<(), Faults> {
        let mut faults = Vec::new();
        checks(&self.checks, &mut faults);
        Faults::none(faults)
    }

    fn doors(&self, faults: &mut Vec<Fault>) {
        if let Some(tls) = &self.tls {
            encryption(tls, faults);
        }
        let guarded = self.tls.is_some() || self.behind_proxy || self.insecure;
        if !self.listen.ip().is_loopback() && !guarded {
            let what = format!(
                "{} can be reached from other machines, and keys would cross the network in the clear. \
                 Set tls.cert and tls.key (--tls-cert, --tls-key), or say --behind-proxy if a proxy in \
                 front ends TLS, or --insecure to go without",
                self.listen
            );
            faults.push(Fault::new("listen", what));
        }
    }
}

fn encryption(tls: &Tls, faults: &mut Vec<Fault>) {
    for (key, path) in [("tls.cert", &tls.cert), ("tls.key", &tls.key)] {
        if path.as_os_str().is_empty() {
            faults.push(Fault::new(key, "missing; tls.cert and tls.key go together"));
        } else {
            faults.extend(readable(key, path));
        }
    }
    match &tls.client_ca {
        // Whoever names an authority believes that certificates are asked for.
        Some(_) if tls.client_auth == ClientAuth::Off => {
            let what = "\"off\", so tls.client_ca checks nobody; say \"require\" or \"optional\", or leave \
                        tls.client_ca out";
            faults.push(Fault::new("tls.client_auth", what));
        }
        Some(path) => faults.extend(readable("tls.client_ca", path)),
        None if tls.client_auth != ClientAuth::Off => {
            faults
                .push(Fault::new("tls.client_ca", "missing; tls.client_auth asks clients for certificates"));
        }
        None => {}
    }
}

fn readable(key: &str, path: &Path) -> Option<Fault> {
    let error = File::open(path).err()?;
    Some(Fault::new(key, format!("{}: {error}", path.display())))
}

fn checks(checks: &Checks, faults: &mut Vec<Fault>) {
    if let Some(folder) = &checks.dictionaries
        && let Err(error) = folder.read_dir()
    {
        faults.push(Fault::new("checks.dictionaries", format!("{}: {error}", folder.display())));
    }
    faults.extend(checks.patterns.faults().into_iter().map(|what| Fault::new("checks.patterns", what)));
}

fn limits(limits: &Limits, faults: &mut Vec<Fault>) {
    let Limits {
        file_bytes,
        segment_bytes,
        attribute_bytes,
        tag_bytes,
        unit_bytes,
        attributes,
        depth,
        segments,
        page_bytes,
        requests_per_minute: _,
        bad_keys_per_minute,
        watches_per_key,
        wait: _,
        queued_jobs,
        dismissals,
        tokens_per_day: _,
        currency: _,
        cost_per_job: _,
        cost_per_day: _,
        total_cost_per_day: _,
        connections,
        head,
        body_idle,
        body_rate: _,
    } = limits;
    let least = [
        ("limits.file_bytes", *file_bytes),
        ("limits.segment_bytes", *segment_bytes as u64),
        ("limits.attribute_bytes", *attribute_bytes as u64),
        ("limits.tag_bytes", *tag_bytes as u64),
        ("limits.unit_bytes", *unit_bytes as u64),
        ("limits.attributes", *attributes as u64),
        ("limits.depth", *depth as u64),
        ("limits.segments", *segments),
        ("limits.page_bytes", *page_bytes as u64),
        ("limits.bad_keys_per_minute", u64::from(*bad_keys_per_minute)),
        ("limits.watches_per_key", *watches_per_key as u64),
        ("limits.queued_jobs", *queued_jobs),
        ("limits.dismissals", *dismissals),
        ("limits.connections", *connections as u64),
    ];
    faults.extend(least.into_iter().filter_map(positive));
    faults.extend([("limits.head", *head), ("limits.body_idle", *body_idle)].into_iter().filter_map(lasting));
}

fn engine(engine: &Engine, faults: &mut Vec<Fault>) {
    let Engine {
        tasks,
        computing,
        calls,
        calls_per_model,
        lease,
        outage,
        retry_pause,
        drain: _,
        call_timeout,
    } = engine;
    let least = [
        ("engine.tasks", *tasks as u64),
        ("engine.computing", *computing as u64),
        ("engine.calls", *calls as u64),
        ("engine.calls_per_model", *calls_per_model as u64),
    ];
    faults.extend(least.into_iter().filter_map(positive));
    let lasting_ones = [
        ("engine.outage", *outage),
        ("engine.retry_pause", *retry_pause),
        ("engine.call_timeout", *call_timeout),
    ];
    faults.extend(lasting_ones.into_iter().filter_map(lasting));
    // Renewed at a third of it, beside a disk that may be slow.
    if *lease < Duration::from_secs(3) {
        faults.push(Fault::new("engine.lease", "expected at least 3s"));
    }
}

fn policy(policy: &Policy, faults: &mut Vec<Fault>) {
    let Policy {
        review_segments,
        revise_segments,
        edit_segments,
        verify_pairs,
        group_tokens,
        large_segment_tokens,
        term_tokens: _,
        patience,
        minor_edit_percent,
        major_edit_percent,
        critical_edit_percent,
        edit_words: _,
        near_words: _,
        agreement_words: _,
        verify: _,
        high_risk_reviews,
    } = policy;
    let least = [
        ("loop.review_segments", *review_segments as u64),
        ("loop.revise_segments", *revise_segments as u64),
        ("loop.edit_segments", *edit_segments as u64),
        ("loop.verify_pairs", *verify_pairs as u64),
        ("loop.group_tokens", u64::from(*group_tokens)),
        ("loop.large_segment_tokens", u64::from(*large_segment_tokens)),
        ("loop.patience", u64::from(*patience)),
    ];
    faults.extend(least.into_iter().filter_map(positive));
    let percents = [
        ("loop.minor_edit_percent", minor_edit_percent),
        ("loop.major_edit_percent", major_edit_percent),
        ("loop.critical_edit_percent", critical_edit_percent),
    ];
    let over = percents.into_iter().filter(|(_, percent)| **percent > 100);
    faults.extend(over.map(|(key, _)| Fault::new(key, "expected 0 to 100")));
    if !(1..=2).contains(high_risk_reviews) {
        faults.push(Fault::new("loop.high_risk_reviews", "expected 1 or 2"));
    }
}

fn watch(watch: &Watch, faults: &mut Vec<Fault>) {
    let Watch { idle, stall, age, streams, recheck } = watch;
    let durations =
        [("watch.idle", *idle), ("watch.stall", *stall), ("watch.age", *age), ("watch.recheck", *recheck)];
    faults.extend(durations.into_iter().filter_map(lasting));
    faults.extend(positive(("watch.streams", *streams as u64)));
}

fn retention(retention: &Retention, faults: &mut Vec<Fault>) {
    /// What dates are reckoned with must not run over.
    const MOST: Duration = Duration::from_secs(100 * 365 * 86_400);
    let Retention { files, jobs } = retention;
    for (key, value) in [("retention.files", *files), ("retention.jobs", *jobs)] {
        faults.extend(lasting((key, value)));
        if value > MOST {
            faults.push(Fault::new(key, "expected at most 36500d"));
        }
    }
}

fn webhooks(webhooks: &Webhooks, faults: &mut Vec<Fault>) {
    use base64::Engine as _;
    use secrecy::ExposeSecret as _;
    let Webhooks { allow_subnets: _, timeout, schedule, sealing_key } = webhooks;
    faults.extend(lasting(("webhooks.timeout", *timeout)));
    if schedule.is_empty() {
        faults.push(Fault::new("webhooks.schedule", "expected one pause at least"));
    }
    if let Some(key) = sealing_key {
        let bytes = base64::engine::general_purpose::STANDARD.decode(key.expose_secret());
        if bytes.map_or(0, |bytes| bytes.len()) != 32 {
            faults.push(Fault::new("webhooks.sealing_key", "expected 32 bytes in base64"));
        }
    }
}

/// The text of a URL is not repeated: a password may stand in it.
fn url(key: &str, text: &str) -> Option<Fault> {
    let uri = reqwest::Url::parse(text).ok();
    let good = uri.as_ref().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    match good {
        None => Some(Fault::new(key, "expected a URL that begins with http:// or https://")),
        Some(url) if !url.username().is_empty() || url.password().is_some() => {
            Some(Fault::new(key, "a user or a password does not belong into the URL"))
        }
        Some(_) => None,
    }
}

fn positive((key, value): (&str, u64)) -> Option<Fault> {
    (value == 0).then(|| Fault::new(key, "expected 1 at least"))
}

fn lasting((key, value): (&str, Duration)) -> Option<Fault> {
    value.is_zero().then(|| Fault::new(key, "expected more than 0s"))
}
