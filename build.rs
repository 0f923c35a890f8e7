//! Compiles the contract in `proto/` to Rust with protox, so that no `protoc` is needed,
//! and keeps the descriptors for server reflection.

use prost::Message as _;
use std::{env, fs, path::PathBuf};

const PROTOS: [&str; 4] = [
    "refineloop/v1/admin.proto",
    "refineloop/v1/files.proto",
    "refineloop/v1/jobs.proto",
    "refineloop/v1/models.proto",
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // tonic-prost-build 0.14 does not print this itself; without it every build is a rebuild.
    println!("cargo:rerun-if-changed=proto");
    #[expect(clippy::disallowed_methods, reason = "cargo tells a build script by the environment")]
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let descriptors = protox::compile(PROTOS, ["proto"])?;
    fs::write(out.join("descriptors.bin"), descriptors.encode_to_vec())?;
    tonic_prost_build::configure().build_client(true).build_server(true).compile_fds(descriptors)?;
    Ok(())
}
