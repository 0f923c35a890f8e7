//! Settings: what beats what, what is refused and how it is told, and that no secret is shown.

use crate::command_line::{refineloop, run};
use refineloop::config::{Config, Flag, Given, Loaded, Wire, keys, load};
use secrecy::ExposeSecret as _;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::Duration;

const CANARY: &str = "canary-of-a-secret";

/// Settings from the text of a file and from variables.
fn given(folder: &Path, file: &str, variables: &[(&str, &str)]) -> Given {
    let path = folder.join("refineloop.toml");
    std::fs::write(&path, file).unwrap();
    let environment = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Given { file: Some(path), environment: environment.collect(), ..Given::default() }
}

fn loaded(file: &str, variables: &[(&str, &str)]) -> Loaded {
    let folder = tempfile::tempdir().unwrap();
    load(&given(folder.path(), file, variables)).unwrap_or_else(|faults| panic!("{file}: {faults}"))
}

/// The faults of settings of a wrong form or a value that cannot stand.
fn faults(file: &str, variables: &[(&str, &str)]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let checked = load(&given(folder.path(), file, variables)).and_then(|loaded| loaded.validate());
    checked.map_or_else(|faults| faults.to_string(), |()| String::new())
}

/// A tree as plain values, to compare.
fn tree(config: &Config) -> serde_json::Value {
    serde_json::to_value(config).unwrap()
}

#[test]
fn a_flag_beats_the_environment_that_beats_the_file_that_beats_the_default() {
    let folder = tempfile::tempdir().unwrap();
    let file = "[limits]\nsegments = 1\ndepth = 11\nattributes = 21\n";
    let variables = [("REFINELOOP_LIMITS_SEGMENTS", "2"), ("REFINELOOP_LIMITS_DEPTH", "12")];
    let flag = Flag { name: "--segments", key: "limits.segments", value: "3".to_owned() };
    let loaded = load(&Given { flags: vec![flag], ..given(folder.path(), file, &variables) }).unwrap();
    let limits = &loaded.config.limits;
    assert_eq!((limits.segments, limits.depth, limits.attributes), (3, 12, 21));
    assert_eq!(limits.file_bytes, Config::default().limits.file_bytes);
    let shown = loaded.show();
    for line in [
        "segments = 3  # flag --segments",
        "depth = 12  # environment REFINELOOP_LIMITS_DEPTH",
        "file_bytes = 268435456\n",
    ] {
        assert!(shown.contains(line), "{line}\n{shown}");
    }
    assert!(shown.contains("attributes = 21  # file ") && shown.contains("refineloop.toml"), "{shown}");
}

#[test]
fn values_are_written_as_people_say_them() {
    let config = loaded(
        "[retention]\nfiles = \"12h\"\n[limits]\nfile_bytes = \"4GiB\"\npage_bytes = 65536\n",
        &[
            ("REFINELOOP_WEBHOOKS_ALLOW_SUBNETS", "10.0.0.0/8, fd00::/8"),
            ("REFINELOOP_WEBHOOKS_SCHEDULE", "0s,1m"),
            ("REFINELOOP_BEHIND_PROXY", "true"),
            ("REFINELOOP_LIMITS_SEGMENT_BYTES", "1KiB"),
            ("REFINELOOP_LOG", "refineloop=debug"),
            ("REFINELOOP_LOG_FORMAT", "json"),
            ("REFINELOOP_LISTEN", ""),
        ],
    )
    .config;
    assert_eq!(config.retention.files, Duration::from_secs(12 * 3600));
    assert_eq!((config.limits.file_bytes, config.limits.page_bytes), (4 << 30, 65536));
    assert_eq!(config.limits.segment_bytes, 1024);
    assert_eq!(config.webhooks.allow_subnets.len(), 2);
    assert_eq!(config.webhooks.schedule, [Duration::ZERO, Duration::from_secs(60)]);
    assert!(config.behind_proxy);
    assert_eq!(config.log.filter, "refineloop=debug");
    assert_eq!(tree(&config)["log"]["format"], "json");
    assert_eq!(config.listen, Config::default().listen, "an empty variable is none");
}

#[test]
fn what_cannot_stand_is_told_with_its_key_its_place_and_what_is_expected() {
    let check = |file: &str, variables: &[(&str, &str)], expected: &[&str]| {
        let got = faults(file, variables);
        for part in expected {
            assert!(got.contains(part), "{part:?} is missing in {got:?}");
        }
    };
    check("[limit]\nfile_bytes = 1", &[], &["limit (file ", "no such setting"]);
    check("[limits]\nfile_byte = 1", &[], &["limits.file_byte (file ", "do you mean limits.file_bytes?"]);
    check("[limits.file_bytes]\na = 1", &[], &["limits.file_bytes", "expected a number of bytes"]);
    check("[[checks.patterns]]\nmesage = \"a\"", &[], &["checks.patterns.mesage (file ", "message?"]);
    check("[checks]\npatterns = 3", &[], &["checks.patterns (file ", "expected a sequence"]);
    let pattern = |lines: &str, expected: &str| {
        let told = ["checks.patterns (file ", expected];
        check(&format!("[[checks.patterns]]\n{lines}"), &[], &told);
    };
    pattern("target = \"a\"", "missing field `message`");
    pattern("message = \"m\"\ntarget = \"a\"\nseverity = \"bad\"", "`major`");
    pattern("message = \"m\"", "pattern 1: expected source or target");
    pattern("message = \"m\"\ntarget = \"(\"", "pattern 1: target is no regular expression");
    check("limits = 3", &[], &["limits (file ", "expected a table"]);
    check("providers = 3", &[], &["providers (file ", "expected a sequence"]);
    check("[[providers]]\nname = \"a\"\nurl = \"b\"", &[], &["providers.url"]);
    check("[[providers]]\nname = \"a\"", &[], &["providers (file ", "base_url"]);
    check("[limits]\ndepth = \"deep\"", &[], &["limits.depth (file ", "expected usize"]);
    check("[limits]\nrequests_per_minute = 4294967296", &[], &["limits.requests_per_minute", "u32"]);
    check("", &[("REFINELOOP_LIMITS_DEPTH", "-1")], &["environment REFINELOOP_LIMITS_DEPTH"]);
    check("", &[("REFINELOOP_WATCH_IDLE", "15")], &["watch.idle", "\"15s\""]);
    check("", &[("REFINELOOP_LISTEN", "here")], &["listen (environment REFINELOOP_LISTEN)", "address"]);
    check("", &[("REFINELOOP_INSECURE", "maybe")], &["insecure", "expected a boolean"]);
    check("[log]\nformat = \"xml\"", &[], &["log.format", "`text`", "`json`"]);
    check("[engine]\ncalls = 0\ntasks = 0", &[], &["engine.calls (file ", "engine.tasks (file "]);
    check("[watch]\nidle = \"0s\"", &[], &["watch.idle (file ", "more than 0s"]);
    check("[retention]\njobs = \"1000000d\"", &[], &["retention.jobs", "at most"]);
    check("[tls]\ncert = \"none.pem\"", &[], &["tls.cert (file ", "none.pem", "tls.key", "go together"]);
    check("[tls]\nclient_auth = \"require\"", &[], &["tls.client_ca"]);
    check("[tls]\nclient_ca = \"ca.pem\"", &[], &["tls.client_auth", "require"]);
    check("[[providers]]\nname = \"A b\"\nbase_url = \"ftp://x\"", &[], &["\"A b\" is no name", "http://"]);
    let provider = |lines: &str| format!("[[providers]]\nname = \"a\"\nbase_url = \"http://x\"\n{lines}");
    let quirk = |lines: &str, expected: &[&str]| check(&provider(lines), &[], expected);
    quirk("wire = \"smtp\"", &["providers (file ", "`smtp`"]);
    quirk("proxy = \"x\"", &["proxy of \"a\"", "http://"]);
    quirk("headers = { \"a b\" = \"c\" }", &["\"a b\" cannot be"]);
    quirk("body = { messages = [] }", &["body.messages"]);
    quirk("temperature = 3", &["temperature: expected"]);
    quirk(
        "wire = \"anthropic\"\nschema = \"json\"",
        &["\"a\": the wire format anthropic knows no schema = json"],
    );
    quirk("wire = \"gemini\"\ntoken_limit_field = \"x\"", &["token_limit_field"]);
    quirk("ca_file = \"/none/such\"", &["providers.ca_file", "/none/such"]);
    quirk("[[providers.models]]\nname = \"m\"\nfoo = 1", &["providers.models.foo"]);
    quirk(
        "[[providers.models]]\nname = \"m\"\n[providers.models.price]\ninput = -1\noutput = 1",
        &["amount"],
    );
    quirk(&"[[providers.models]]\nname = \"m\"\n".repeat(2), &["\"m\" of \"a\" is there twice"]);
    quirk(
        "headers = { X = \"c\" }\nbody = { generationConfig = { topK = 1 } }\nproxy = \"http://u:p@x\"",
        &[],
    );
    let twice = "[[providers]]\nname = \"a\"\nbase_url = \"http://x\"\n".repeat(2);
    check(&twice, &[], &["\"a\" is used twice"]);
    check("[webhooks]\nallow_subnets = [\"10.0.0.0\"]", &[], &["webhooks.allow_subnets", "10.0.0.0/8"]);
    check("[log]\nfilter = \"a=b=c\"", &[], &["log.filter (file ", "expected a filter"]);
    check("[traces]\notlp_endpoint = \"here\"", &[], &["traces.otlp_endpoint", "http://"]);
    check("listen = ", &[], &["settings (file ", "line 1"]);
    check("", &[], &[]);
    assert_eq!(faults("", &[]), "");
}

#[test]
fn all_faults_are_told_at_once() {
    let got = faults("[limits]\ndepth = \"x\"\n[engine]\nlease = 3\n", &[("REFINELOOP_WATCH_AGE", "x")]);
    assert_eq!(got.lines().count(), 3, "{got}");
}

#[test]
fn beyond_loopback_there_are_three_ways_and_no_fourth() {
    let open = ("REFINELOOP_LISTEN", "0.0.0.0:50051");
    let told = faults("", &[open]);
    for way in ["tls.cert", "--tls-key", "--behind-proxy", "--insecure"] {
        assert!(told.contains(way), "{told}");
    }
    assert_eq!(faults("", &[open, ("REFINELOOP_BEHIND_PROXY", "true")]), "");
    assert_eq!(faults("", &[open, ("REFINELOOP_INSECURE", "true")]), "");
    let folder = tempfile::tempdir().unwrap();
    let pem = folder.path().join("a.pem").display().to_string();
    std::fs::write(&pem, "").unwrap();
    let tls = [open, ("REFINELOOP_TLS_CERT", &pem), ("REFINELOOP_TLS_KEY", &pem)];
    assert_eq!(faults("", &tls), "");
    assert_eq!(faults("", &[("REFINELOOP_LISTEN", "[::1]:0")]), "");
}

#[test]
fn openai_needs_no_file_and_its_variables_change_the_one_in_the_file() {
    let summary = |file: &str, variables: &[(&str, &str)]| {
        let providers = loaded(file, variables).config.providers.into_iter();
        let text = providers.map(|provider| {
            let key = provider.key.map_or("-".to_owned(), |key| key.expose_secret().to_owned());
            format!("{} {} {key} {}", provider.name, provider.base_url, provider.key_optional)
        });
        text.collect::<Vec<_>>().join("; ")
    };
    let check = |file: &str, variables: &[(&str, &str)], expected: &str| {
        assert_eq!(summary(file, variables), expected);
    };
    let own = "[[providers]]\nname = \"own\"\nbase_url = \"http://own/v1\"\nkey_optional = true\n";
    let other = "[[providers]]\nname = \"openai\"\nbase_url = \"http://a/v1\"\nkey = \"one\"\n";
    check("", &[], "openai https://api.openai.com/v1 - false");
    check("", &[("OPENAI_API_KEY", "k")], "openai https://api.openai.com/v1 k false");
    check("", &[("OPENAI_BASE_URL", "http://b/v1")], "openai http://b/v1 - true");
    check(own, &[], "own http://own/v1 - true");
    check(
        own,
        &[("OPENAI_API_KEY", "k")],
        "openai https://api.openai.com/v1 k false; own http://own/v1 - true",
    );
    check(other, &[("OPENAI_API_KEY", "two")], "openai http://a/v1 two false");
    check(other, &[("OPENAI_BASE_URL", "http://b/v1")], "openai http://b/v1 one true");
    // The other well-known providers are there once they have a key.
    check(
        "",
        &[("XAI_API_KEY", "k")],
        "openai https://api.openai.com/v1 - false; xai https://api.x.ai/v1 k false",
    );
    check(
        own,
        &[("GEMINI_API_KEY", "k")],
        "gemini https://generativelanguage.googleapis.com/v1beta k false; own http://own/v1 - true",
    );
    let azure = [("AZURE_OPENAI_API_KEY", "k"), ("AZURE_OPENAI_ENDPOINT", "https://r.openai.azure.com/")];
    check(own, &azure, "azure https://r.openai.azure.com/openai/v1 k false; own http://own/v1 - true");
    check(own, &azure[..1], "own http://own/v1 - true");
    let told = loaded(own, &azure[..1]).warnings;
    assert_eq!(
        told,
        ["AZURE_OPENAI_API_KEY is set and AZURE_OPENAI_ENDPOINT is not: there is no provider azure"]
    );
    let bedrock = [("AWS_BEARER_TOKEN_BEDROCK", "k"), ("AWS_DEFAULT_REGION", "eu-west-1")];
    check(
        own,
        &bedrock,
        "bedrock https://bedrock-runtime.eu-west-1.amazonaws.com k false; own http://own/v1 - true",
    );
    // One of the file needs to say only what is different.
    let limited = "[[provider]]\nname = \"anthropic\"\nrequests_per_minute = 50\n";
    check(limited, &[("ANTHROPIC_API_KEY", "k")], "anthropic https://api.anthropic.com/v1 k false");
    let anthropic = loaded(&format!("{limited}{own}"), &[]).config.providers;
    let anthropic = anthropic.iter().find(|provider| provider.name == "anthropic").unwrap();
    assert_eq!((anthropic.wire, anthropic.requests_per_minute), (Wire::Anthropic, 50));
}

#[test]
fn what_an_operator_adds_to_requests_keeps_its_spelling() {
    let file = "[[providers]]\nname = \"a\"\nbase_url = \"http://x\"\n\
                headers = { X-Team = \"h\" }\nbody = { generationConfig = { topK = 1 } }\n";
    let provider = &loaded(file, &[]).config.providers[0];
    assert_eq!(provider.headers.keys().collect::<Vec<_>>(), ["X-Team"]);
    assert_eq!(provider.body["generationConfig"]["topK"], 1);
}

#[test]
fn a_secret_may_lie_in_a_file_of_its_own_and_is_never_shown() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    std::fs::write(path("key"), format!("{CANARY}\n")).unwrap();
    std::fs::write(path("seal"), "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=\n").unwrap();
    std::fs::write(path("empty"), "\n").unwrap();
    let provider =
        |lines: &str| format!("[[providers]]\nname = \"own\"\nbase_url = \"http://own\"\n{lines}\n");
    let named = provider(&format!("key_file = {:?}", path("key")));
    let seal = path("seal");
    let loaded = loaded(&named, &[("REFINELOOP_WEBHOOKS_SEALING_KEY_FILE", &seal)]);
    loaded.validate().unwrap();
    assert_eq!(loaded.config.providers[0].key.as_ref().unwrap().expose_secret(), CANARY);
    let shown = loaded.show();
    assert!(
        shown.contains("key = \"(set)\"  # file ") && shown.contains("sealing_key = \"(set)\""),
        "{shown}"
    );
    assert!(!format!("{shown}{loaded:?}").contains(CANARY), "{shown}");

    // What the environment says covers a file that the file of settings names.
    let named = format!("[webhooks]\nsealing_key_file = {seal:?}");
    let covered = self::loaded(&named, &[("REFINELOOP_WEBHOOKS_SEALING_KEY", CANARY)]).config;
    assert_eq!(covered.webhooks.sealing_key.unwrap().expose_secret(), CANARY);

    let check = |file: &str, variables: &[(&str, &str)], expected: &str| {
        let got = faults(file, variables);
        assert!(got.contains(expected) && !got.contains(CANARY), "{expected:?}: {got}");
    };
    let both = format!("key = {CANARY:?}\nkey_file = {:?}", path("key"));
    check(&provider(&both), &[], "given twice");
    check(&provider("key_file = \"/none/such\""), &[], "providers.key_file (file ");
    check(&provider("key_file = \"/none/such\""), &[], "/none/such: ");
    check(&provider(&format!("key_file = {:?}", path("empty"))), &[], "empty is empty");
    check(&format!("[webhooks]\nsealing_key = {CANARY:?}"), &[], "32 bytes in base64");
    check("", &[("OPENAI_API_KEY", CANARY), ("OPENAI_API_KEY_FILE", &path("key"))], "given twice");
    check("", &[("OPENAI_BASE_URL", &format!("http://me:{CANARY}@host/v1"))], "a user or a password");
    check(&provider(&format!("key = \"{CANARY}")), &[], "settings (file ");
    check(&provider(&format!("key = [{CANARY:?}]")), &[], "providers.key (file ");
    check("[webhooks]\nsealing_key = 31337", &[], "webhooks.sealing_key (file ");
    assert!(!faults("[webhooks]\nsealing_key = 31337", &[]).contains("31337"));
}

#[test]
fn a_variable_of_ours_that_sets_nothing_is_warned_of() {
    let loaded = loaded(
        "",
        &[
            ("REFINELOOP_LIMIT_DEPTH", "1"),
            ("REFINELOOP_SERVER", "x"),
            ("REFINELOOP_API_KEY", "x"),
            ("OPENAI_ORGANIZATION", "x"),
        ],
    );
    assert_eq!(loaded.warnings, ["the variable REFINELOOP_LIMIT_DEPTH sets nothing"]);
}

/// The example with its settings without a default switched on.
fn example_in_full() -> String {
    let lines = example().lines().map(|line| match line.strip_prefix('#') {
        Some(setting) if setting.starts_with(|first: char| first == '[' || first.is_alphanumeric()) => {
            setting
        }
        Some(_) | None => line,
    });
    lines.map(|line| format!("{line}\n")).collect()
}

fn example() -> &'static str {
    include_str!("../../refineloop.example.toml")
}

#[test]
fn the_example_holds_the_defaults() {
    let loaded = loaded(example(), &[]);
    loaded.validate().unwrap();
    let mut default = Config::default();
    default.providers.clone_from(&loaded.config.providers);
    assert_eq!(tree(&loaded.config), tree(&default));
}

#[test]
fn the_example_names_every_key_and_no_other() {
    let mut named = BTreeSet::new();
    let mut section = String::new();
    for line in example_in_full().lines() {
        if line.starts_with('[') {
            section = line.trim_matches(['[', ']']).to_owned() + ".";
        } else if let Some((key, _)) = line.split_once(" = ").filter(|_| !line.starts_with('#')) {
            assert!(named.insert(format!("{section}{key}")), "{key} stands there twice");
        }
    }
    let known: BTreeSet<String> = keys().into_iter().map(|key| key.path).collect();
    assert!(known.len() > 40, "{known:?}");
    assert_eq!(named, known);
}

#[test]
fn what_the_example_leaves_out_may_be_switched_on() {
    // But for secrets, which are shown in both their ways.
    let full: String = example_in_full()
        .lines()
        .filter(|line| !line.contains("_file ="))
        .fold(String::new(), |all, line| all + line + "\n");
    let config = loaded(&full, &[]).config;
    assert_eq!(config.data_dir, PathBuf::from("/var/lib/refineloop"));
    assert!(
        config.tls.is_some()
            && config.webhooks.sealing_key.is_some()
            && config.traces.otlp_endpoint.is_some()
    );
}

#[test]
fn config_show_and_check_speak_of_the_very_settings_a_server_would_have() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("refineloop");
    std::fs::create_dir(&home).unwrap();
    std::fs::write(home.join("refineloop.toml"), "[engine]\ncalls = 7\n").unwrap();
    let command = |arguments: &[&str], variables: &BTreeMap<&str, &str>| {
        let mut command = refineloop(folder.path());
        command.env("XDG_CONFIG_HOME", folder.path()).envs(variables).args(arguments);
        run(&mut command)
    };
    let key = BTreeMap::from([("OPENAI_API_KEY", CANARY)]);
    let (code, out, err) = command(&["config", "show", "--listen", "127.0.0.1:1"], &key);
    assert_eq!(code, 0, "{err}");
    assert!(
        out.contains("calls = 7  # file ") && out.contains("listen = \"127.0.0.1:1\"  # flag --listen"),
        "{out}"
    );
    assert!(out.contains("key = \"(set)\"  # environment OPENAI_API_KEY"), "{out}");
    assert!(!format!("{out}{err}").contains(CANARY));

    let (code, out, _) = command(&["config", "check"], &BTreeMap::new());
    assert_eq!((code, out.as_str()), (0, "ok\n"));
    let wrong = BTreeMap::from([("REFINELOOP_ENGINE_CALLS", "0"), ("REFINELOOP_WATCH_AGE", "0s")]);
    let (code, out, err) = command(&["config", "check"], &wrong);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("engine.calls (environment") && err.contains("watch.age (environment"), "{err}");
    let (code, _, err) = command(&["serve", "--config", "none.toml"], &BTreeMap::new());
    assert_eq!(code, 2);
    assert!(err.contains("none.toml"), "{err}");
}
