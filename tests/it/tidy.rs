//! The house rules that no compiler checks: who may import whom, what stands where, what is documented.
//!
//! A rule is a function from one source file to its breaches, so that each can also be shown a bad
//! file made up for the purpose: a checker that finds nothing proves nothing. Comments and literals
//! are blanked first; a doc link to another module is not an import of it.

mod source;

use source::{Finding, Source, files, pattern, read};
use std::fmt::Write as _;
use std::sync::LazyLock;

/// Everything under `src/`, read once for all rules.
static SOURCES: LazyLock<Vec<Source>> = LazyLock::new(|| files("src", "rs"));

/// Our modules; which other modules of ours each may import; what of others it must not name.
/// The first two columns are the table of `ARCHITECTURE.md`; "*" means all.
const MODULES: [(&str, &[&str], &[&str]); 20] = [
    ("domain", &[], &["tokio", "tonic", "prost", "axum", "sea_orm", "reqwest"]),
    ("config", &["domain"], &["tonic", "sea_orm"]),
    ("telemetry", &["domain", "config"], &[]),
    ("shutdown", &["config"], &[]),
    ("xliff", &["domain"], &["tokio", "tonic", "prost", "axum", "sea_orm", "reqwest", "roxmltree"]),
    ("check", &["domain"], &["tokio", "tonic", "prost", "axum", "sea_orm", "reqwest"]),
    ("dictionaries", &["domain", "check"], &["tokio", "tonic", "prost", "axum", "sea_orm", "reqwest"]),
    ("provider", &["domain", "config"], &["tonic", "prost", "axum", "sea_orm"]),
    ("refine", &["domain", "check", "provider"], &["tokio::spawn", "tonic", "prost", "axum", "sea_orm"]),
    ("blob", &["domain", "config"], &["tonic", "prost", "axum", "sea_orm"]),
    ("store", &["domain", "config"], &["tonic", "prost", "axum", "reqwest"]),
    (
        "app",
        &["domain", "xliff", "check", "refine", "blob", "store", "provider", "config", "telemetry"],
        &["tonic", "prost", "axum", "sea_orm", "roxmltree"],
    ),
    (
        "worker",
        &["domain", "xliff", "dictionaries", "refine", "provider", "blob", "store", "config", "telemetry"],
        &["tonic", "prost", "axum", "sea_orm", "roxmltree"],
    ),
    ("grpc", &["app", "domain", "pb", "telemetry"], &["sea_orm", "reqwest"]),
    ("gateway", &["grpc", "pb", "domain", "config", "telemetry"], &["sea_orm", "reqwest"]),
    ("door", &["gateway", "grpc", "config", "domain", "telemetry"], &["sea_orm", "reqwest"]),
    ("cli", &["*"], &["sea_orm"]),
    ("serve", &["*"], &["sea_orm"]),
    ("lib", &["*"], &["sea_orm"]),
    ("main", &["*"], &["sea_orm"]),
];

/// The most lines of a file; most should be a third of it.
const MOST_LINES: usize = 400;

#[test]
fn modules_import_only_what_the_table_allows() {
    demand(SOURCES.iter().flat_map(imports));
}

#[test]
fn modules_name_no_foreign_crate_that_is_not_their_business() {
    demand(SOURCES.iter().flat_map(foreign_crates));
}

#[test]
fn every_file_says_what_it_is_for() {
    demand(
        SOURCES
            .iter()
            .filter(|file| !file.text.starts_with("//!"))
            .map(|file| file.at(1, "begin the file with `//!`: what it is for, and what it must not know")),
    );
}

#[test]
fn no_file_is_too_long_to_read_in_one_go() {
    demand(
        SOURCES
            .iter()
            .filter(|file| file.text.lines().count() > MOST_LINES)
            .map(|file| file.at(MOST_LINES + 1, "split the file by subject: it has more than 400 lines")),
    );
}

#[test]
fn nothing_is_left_open() {
    demand(SOURCES.iter().flat_map(left_open));
}

#[test]
fn no_test_is_switched_off() {
    demand(SOURCES.iter().chain(&files("tests", "rs")).flat_map(switched_off));
}

#[test]
fn generated_types_stay_at_the_rim() {
    demand(SOURCES.iter().flat_map(generated_types));
}

#[test]
fn one_file_chooses_the_status_codes() {
    demand(SOURCES.iter().flat_map(status_codes));
}

#[test]
fn every_rpc_is_documented() {
    let docs = documentation();
    let protos = files("proto", "proto");
    let rpcs: Vec<_> = protos.iter().flat_map(|file| file.names(r"(?m)^\s*rpc\s+(\w+)")).collect();
    assert!(rpcs.len() >= 10, "the protos hold their rpcs, found {}", rpcs.len());
    demand(undocumented(rpcs, &docs, "say in README.md or docs/ what this rpc is for"));
}

#[test]
fn every_reason_is_explained() {
    let docs = read("docs/errors.md");
    for path in ["src/app/error.rs", "src/domain/failure.rs"] {
        let reasons = reasons(&Source::new(path, &read(path)));
        assert!(reasons.len() >= 5, "{path} names its reasons as literals, found {}", reasons.len());
        demand(undocumented(reasons, &docs, "add a section for this reason to docs/errors.md"));
    }
}

#[test]
fn the_rules_find_what_they_are_for() {
    check(imports, "src/xliff/read.rs", "use crate::domain::text;\nuse crate::store::Files;", &[2]);
    check(imports, "src/xliff/read.rs", "fn f() {\n    crate::worker::run();\n}", &[2]);
    check(imports, "src/check/mod.rs", "use crate::{\n    domain::{text, job},\n    store,\n};", &[3]);
    check(imports, "src/refine/gate.rs", "use super::super::app::Error;\nuse super::batch;", &[1]);
    check(imports, "src/refine/gate.rs", "use super::super::{domain::job,\n app};\nuse super::{app};", &[2]);
    check(imports, "src/check/tags.rs", "mod tests {\n use super::super::Finding;\n}", &[]);
    check(imports, "src/check/mod.rs", "use super::app::Error;", &[1]);
    check(imports, "src/grpc/convert/jobs.rs", "use crate::pb::v1::Job;\nuse crate::app;", &[]);
    check(imports, "src/grpc/mod.rs", "use crate::grpc::auth;\nuse crate::store;", &[2]);
    check(imports, "src/cli/serve.rs", "use crate::store;\nuse crate::worker;", &[]);
    check(imports, "src/attic.rs", "//! x", &[1]);
    check(
        imports,
        "src/check/mod.rs",
        "//! [`crate::app`]\n/* crate::app */ const A: &str = \"crate::app\";",
        &[],
    );
    check(
        imports,
        "src/check/mod.rs",
        "fn f<'a>(c: char) -> bool { c == '\"' }\nuse crate::app; // \"",
        &[2],
    );
    check(imports, "src/check/mod.rs", "const A: &str = r#\"\"crate::app\n\"#;\nuse crate::app;", &[3]);
    check(foreign_crates, "src/domain/job.rs", "use tonic::Status;\nuse serde::Serialize;", &[1]);
    check(foreign_crates, "src/refine/mod.rs", "use tokio::sync;\nfn f() { tokio::spawn(x); }", &[2]);
    check(foreign_crates, "src/store/mod.rs", "use sea_orm::DbErr;", &[]);
    check(left_open, "src/lib.rs", "fn f() {\n    todo!()\n}", &[2]);
    check(left_open, "src/lib.rs", "fn f() { dbg!(1); }", &[1]);
    check(left_open, "src/lib.rs", "// todo! is forbidden", &[]);
    check(switched_off, "tests/it/main.rs", "#[test]\n#[ignore = \"slow\"]\nfn f() {}", &[2]);
    check(generated_types, "src/app/mod.rs", "fn f(job: pb::Job) {}", &[1]);
    check(generated_types, "src/store/mod.rs", "tonic::include_proto!(\"x\");", &[1]);
    check(generated_types, "src/grpc/jobs.rs", "use crate::pb;", &[]);
    check(status_codes, "src/grpc/jobs.rs", "use tonic::{Request, Code};\nlet c = Code::Ok;", &[1, 2]);
    check(status_codes, "src/grpc/jobs.rs", "use tonic::Status;\nlet no = Status::not_found(\"x\");", &[2]);
    check(status_codes, "src/cli/watch.rs", "use tonic::Status;\nlet no = Status::unknown(\"x\");", &[]);
    check(status_codes, "src/cli/watch.rs", "if e.code() == tonic::Code::NotFound {}", &[1]);
    check(status_codes, "src/grpc/status.rs", "use tonic::Code;", &[]);
    check(status_codes, "src/domain/text.rs", "let code = Code::Pair;", &[]);
    check(
        reasons,
        "src/app/error.rs",
        "match x { A => \"JOB_NOT_FOUND\",\n B => \"not one\" } // \"NOR_THIS\"",
        &[1],
    );
    let reason = reasons(&Source::new("src/app/error.rs", "\"QUEUE_FULL\""));
    assert_eq!(undocumented(reason.clone(), "### QUEUE_FULLER", "").len(), 1);
    assert_eq!(undocumented(reason, "### QUEUE_FULL", "").len(), 0);
}

fn imports(file: &Source) -> Vec<Finding> {
    let Some((module, allowed, _)) = MODULES.iter().find(|(name, ..)| *name == file.module()) else {
        return vec![file.at(1, "give this new module a row in MODULES of tests/it/tidy.rs")];
    };
    let mut found = file.reached();
    found.retain(|found| {
        let name = found.what.as_str();
        let ours = name == "pb" || MODULES.iter().any(|(module, ..)| *module == name);
        ours && name != *module && !allowed.contains(&"*") && !allowed.contains(&name)
    });
    found
        .iter()
        .map(|found| {
            let may = if allowed.is_empty() { "nothing of ours".to_owned() } else { allowed.join(", ") };
            file.at(
                found.line,
                &format!("`{module}` may import {may}, not `{}`: pass it in, or move the code", found.what),
            )
        })
        .collect()
}

fn foreign_crates(file: &Source) -> Vec<Finding> {
    let banned = MODULES.iter().find(|(name, ..)| *name == file.module()).map_or(&[][..], |row| row.2);
    if banned.is_empty() {
        return Vec::new();
    }
    let what = format!(
        "`{}` must name none of {}: keep it behind the module whose business it is",
        file.module(),
        banned.join(", ")
    );
    file.each(&format!(r"(?m)(?:^|[^\w:])(?:{})(?:::|;|\(| as )", banned.join("|")), &what)
}

fn left_open(file: &Source) -> Vec<Finding> {
    file.each(
        r"\b(?:todo|unimplemented|dbg)\s*!",
        "finish it, or refuse the option by name; no debugging aids",
    )
}

fn switched_off(file: &Source) -> Vec<Finding> {
    file.each(r"#\s*\[\s*(?:cfg_attr\s*\(.*)?\bignore\b", "make the test run everywhere, or delete it")
}

fn generated_types(file: &Source) -> Vec<Finding> {
    if ["grpc", "gateway", "cli", "lib"].contains(&file.module()) {
        return Vec::new();
    }
    file.each(
        r"\bpb\s*::|::\s*pb\b|\binclude_proto\s*!",
        "use the domain's type; the wire's stays in grpc, gateway, cli",
    )
}

fn status_codes(file: &Source) -> Vec<Finding> {
    if file.path == "src/grpc/status.rs" || !file.mentions("tonic") {
        return Vec::new();
    }
    let what = "make the status in src/grpc/status.rs, so that each has its reason and details";
    let named = r"\btonic\s*::\s*(?:\{[^}]*\b)?Code\b|\bCode\s*::\s*[A-Z]";
    let made = r"\bStatus\s*::\s*(?:new|ok|[a-z]+_\w+|internal|aborted|cancelled|un[a-z]+)\s*\(";
    // The command line is a client: nobody gets the statuses it makes for itself.
    let regex = if file.module() == "cli" { named.to_owned() } else { format!("{named}|{made}") };
    file.each(&regex, what)
}

/// The upper snake case literals of a file, but for the name of that case: its reasons.
fn reasons(file: &Source) -> Vec<Finding> {
    let name = pattern(r"^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$");
    file.literals
        .iter()
        .filter(|(_, text)| name.is_match(text) && text != "SCREAMING_SNAKE_CASE")
        .map(|(line, text)| file.at(*line, text))
        .collect()
}

fn undocumented(names: Vec<Finding>, docs: &str, advice: &str) -> Vec<Finding> {
    let absent = |found: &Finding| !pattern(&format!(r"\b{}\b", found.what)).is_match(docs);
    let explain = |found: Finding| Finding { what: format!("{}: {advice}", found.what), ..found };
    names.into_iter().filter(absent).map(explain).collect()
}

fn demand(breaches: impl IntoIterator<Item = Finding>) {
    let mut report = String::new();
    for Finding { path, line, what } in breaches {
        writeln!(report, "{path}:{line}: {what}").expect("a String takes everything");
    }
    assert!(report.is_empty(), "\n{report}");
}

fn check(rule: impl Fn(&Source) -> Vec<Finding>, path: &str, text: &str, expected: &[usize]) {
    let lines: Vec<usize> = rule(&Source::new(path, text)).iter().map(|breach| breach.line).collect();
    assert_eq!(lines, expected, "{path}:\n{text}");
}

fn documentation() -> String {
    files("docs", "md").iter().fold(read("README.md"), |all, file| all + &file.text)
}
