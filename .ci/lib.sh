# What `.ci/run` and `.ci/full` share: steps with their time, and the tools that no fresh machine
# has. Everything installed goes to one cache folder outside the tree, by pinned version.

AIMOCK_VERSION=1.43.0
BUF_VERSION=1.75.0
CARGO_DENY_VERSION=0.20.2
CARGO_FUZZ_VERSION=0.13.2
JEST_SARIF_VERSION=1.0.0-beta.0

cache=${XDG_CACHE_HOME:-$HOME/.cache}/refineloop-ci
export CARGO_TERM_COLOR=never
export PATH="${CARGO_HOME:-$HOME/.cargo}/bin:$PATH"

started=$SECONDS
step_name=start
trap 'status=$?; [ $status -eq 0 ] || echo "== FAILED in \"$step_name\" after $((SECONDS - started)) s"' EXIT

# step NAME COMMAND…: runs a command, says how long it took, and ends the run if it fails.
step() {
  step_name=$1
  shift
  local begin=$SECONDS
  echo "== $step_name"
  "$@"
  echo "== $step_name: $((SECONDS - begin)) s"
}

# Debian's packages, for what is not there. SQLite is compiled from its source, so cc is needed.
install_system_tools() {
  local missing=()
  command -v cc >/dev/null || missing+=(gcc libc6-dev)
  command -v git >/dev/null || missing+=(git)
  command -v npm >/dev/null || missing+=(nodejs npm)
  python3 -c 'import ensurepip, venv' 2>/dev/null || missing+=(python3 python3-venv)
  [ ${#missing[@]} -eq 0 ] && return
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
}

# The npm package brings the program itself; no script of it has to run.
install_buf() {
  buf=$cache/buf-$BUF_VERSION/node_modules/.bin/buf
  "$buf" --version >/dev/null 2>&1 && return
  npm install --prefix "$cache/buf-$BUF_VERSION" --no-save --no-audit --no-fund --ignore-scripts \
    --loglevel=error "@bufbuild/buf@$BUF_VERSION"
  "$buf" --version
}

install_cargo_deny() {
  cargo_deny=$cache/cargo-deny-$CARGO_DENY_VERSION/bin/cargo-deny
  [ -x "$cargo_deny" ] && return
  cargo install cargo-deny --version "$CARGO_DENY_VERSION" --locked --quiet \
    --root "$cache/cargo-deny-$CARGO_DENY_VERSION"
}

# libFuzzer comes as C++ source.
install_cargo_fuzz() {
  if ! command -v c++ >/dev/null; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends g++
  fi
  cargo_fuzz=$cache/cargo-fuzz-$CARGO_FUZZ_VERSION/bin/cargo-fuzz
  [ -x "$cargo_fuzz" ] && return
  cargo install cargo-fuzz --version "$CARGO_FUZZ_VERSION" --locked --quiet \
    --root "$cache/cargo-fuzz-$CARGO_FUZZ_VERSION"
}

# Without a sanitizer stable Rust will do; there is no `unsafe` of ours for one to watch.
build_fuzz() {
  cargo fetch --locked --manifest-path fuzz/Cargo.toml
  "$cargo_fuzz" build --sanitizer none
}

# fuzz TARGET SECONDS: begins at the seeds, keeps what it finds on the way in `fuzz/target`.
fuzz() {
  local corpus=fuzz/target/corpus-$1
  mkdir -p "$corpus" fuzz/target/findings
  "$cargo_fuzz" run --sanitizer none "$1" "$corpus" fuzz/seeds -- \
    -max_total_time="$2" -max_len=4096 -timeout=10 -rss_limit_mb=1024 -dict=fuzz/xliff.dict \
    -artifact_prefix=fuzz/target/findings/ -print_final_stats=1 -verbosity=0
}

# python_environment REQUIREMENTS: one environment for each content of the file, in `venv`; the mark
# says that it is whole.
python_environment() {
  venv=$cache/venv-$(sha256sum "$1" | cut -c1-12)
  [ -e "$venv/whole" ] && return
  rm -rf "$venv"
  python3 -m venv "$venv"
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --only-binary :all: -r "$1"
  touch "$venv/whole"
}

install_python_client() {
  python_environment tests/e2e/requirements.txt
  python=$venv/bin/python
  install_sarif_schema
}

# Of the package nothing but the schema: its matchers are for another test runner.
install_sarif_schema() {
  local folder=$cache/jest-sarif-$JEST_SARIF_VERSION
  export REFINELOOP_SARIF_SCHEMA=$folder/package/lib/schemas/sarif-2.1.0-rtm.5.json
  [ -e "$REFINELOOP_SARIF_SCHEMA" ] && return
  mkdir -p "$folder"
  npm pack --silent --pack-destination "$folder" "@microsoft/jest-sarif@$JEST_SARIF_VERSION" >/dev/null
  tar -xzf "$folder"/*.tgz -C "$folder"
}

install_schemathesis() {
  python_environment tests/e2e/requirements-schemathesis.txt
  schemathesis_python=$venv/bin/python
}

install_oracle() {
  python_environment tests/oracle/requirements.txt
  oracle_python=$venv/bin/python
}

# The vendors' SDKs, and a server that speaks like all of them.
install_providers() {
  python_environment tests/providers/requirements.txt
  providers_python=$venv/bin/python
  aimock=$cache/aimock-$AIMOCK_VERSION/node_modules/@copilotkit/aimock
  [ -e "$aimock/package.json" ] && return
  npm install --prefix "$cache/aimock-$AIMOCK_VERSION" --no-save --no-audit --no-fund --ignore-scripts \
    --loglevel=error "@copilotkit/aimock@$AIMOCK_VERSION"
}

use_corpus() {
  if [ -d ../shared/corpus ] && [ -d ../shared/schema ]; then
    REFINELOOP_CORPUS=$(cd ../shared/corpus && pwd)
    REFINELOOP_SCHEMAS=$(cd ../shared/schema && pwd)
    export REFINELOOP_CORPUS REFINELOOP_SCHEMAS
    echo "corpus: $REFINELOOP_CORPUS"
  else
    echo "corpus: none; tests over it have no files"
  fi
}

# e2e PROFILE: the built program of that profile, driven by clients that know nothing of its code.
e2e() {
  "$python" -B -u tests/e2e/e2e.py "${CARGO_TARGET_DIR:-target}/$1/refineloop"
}

# providers PROFILE: whole jobs in every wire format, and each request before the vendor's own types.
providers() {
  "$providers_python" -B -u tests/providers/providers.py "${CARGO_TARGET_DIR:-target}/$1/refineloop" "$aimock"
}

# oracle PROFILE [--fast]: real files rewritten by test models, judged by code that is not ours.
oracle() {
  local profile=$1
  shift
  if [ -z "${REFINELOOP_CORPUS:-}" ]; then
    echo "no corpus, nothing to judge"
    return
  fi
  "$oracle_python" -B -u tests/oracle/corpus.py "${CARGO_TARGET_DIR:-target}/$profile/examples/rewrite" \
    "$REFINELOOP_CORPUS" "$REFINELOOP_SCHEMAS" "$@"
}

# schemathesis PROFILE EXAMPLES: the program against its own /openapi.json.
schemathesis() {
  "$schemathesis_python" -B -u tests/e2e/schemathesis_run.py "${CARGO_TARGET_DIR:-target}/$1/refineloop" "$2"
}

total() {
  echo "== all of it: $((SECONDS - started)) s"
}
