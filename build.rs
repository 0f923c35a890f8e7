//! Compiles the contract in `proto/` to Rust with protox, so that no `protoc` is needed,
//! and keeps the descriptors for server reflection. Also gives the rules their version.

use prost::Message as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

const PROTOS: [&str; 4] = [
    "refineloop/v1/admin.proto",
    "refineloop/v1/files.proto",
    "refineloop/v1/jobs.proto",
    "refineloop/v1/models.proto",
];

/// What the checks and their judgement consist of.
const RULES: [&str; 9] = [
    "src/check",
    "src/domain/currency.rs",
    "src/domain/integrity",
    "src/domain/integrity.rs",
    "src/domain/invisible.rs",
    "src/domain/locale.rs",
    "src/domain/placeholders",
    "src/domain/placeholders.rs",
    "src/domain/terms.rs",
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // tonic-prost-build 0.14 does not print this itself; without it every build is a rebuild.
    println!("cargo:rerun-if-changed=proto");
    #[expect(clippy::disallowed_methods, reason = "cargo tells a build script by the environment")]
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let descriptors = protox::compile(PROTOS, ["proto"])?;
    fs::write(out.join("descriptors.bin"), descriptors.encode_to_vec())?;
    tonic_prost_build::configure().build_client(true).build_server(true).compile_fds(descriptors)?;
    println!("cargo:rustc-env=REFINELOOP_RULES_VERSION={:016x}", rules()?);
    Ok(())
}

/// A hash (FNV-1a) of the source of the rules, without their tests: equal for equal rules.
fn rules() -> io::Result<u64> {
    let mut files = Vec::new();
    for path in RULES {
        println!("cargo:rerun-if-changed={path}");
        collect(Path::new(path), &mut files)?;
    }
    files.sort();
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for file in files {
        for byte in fs::read(file)? {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    Ok(hash)
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if path.file_stem().is_some_and(|name| name == "tests") {
        return Ok(());
    }
    if path.is_dir() {
        for entry in fs::read_dir(path)? {
            collect(&entry?.path(), files)?;
        }
    } else {
        files.push(path.to_owned());
    }
    Ok(())
}
