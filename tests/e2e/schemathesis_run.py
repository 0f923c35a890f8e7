"""Tries all that /openapi.json allows and much that it does not: `python schemathesis_run.py PATH EXAMPLES`.

Schemathesis makes up requests from the running service's own description and checks every answer
against it. The requests are the same in every run, so that a failure is a failure for everybody.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from rest import Rest
from server import Server

EXAMPLE = Path(__file__).resolve().parents[2] / "examples/faults.en-de.xlf"

# A long poll or an event stream of a request at random must not hold up the next one, and nothing
# here is about how much a caller may ask.
SETTINGS = {
    "limits": {"wait": "50ms", "requests_per_minute": 0, "bad_keys_per_minute": 1_000_000},
    "log": {"filter": "warn"},
}

# The checks that are left out, each with its reason.
EXCLUDED = {
    "positive_data_acceptance": "What a schema can say is not all there is to be right: a file has to be XLIFF, a "
    "cursor to be that of the page before, an option to be built. Such a request is refused with 400.",
}

# Requests that only look are about things that are there, or most of what they do is never reached.
CONFIG = """
[[operations]]
include-method = "GET"
parameters = {{ "path.file_id" = "{file_id}", "path.job_id" = "{job_id}" }}
"""


def main():
    binary, examples = sys.argv[1:]
    with tempfile.TemporaryDirectory(prefix="refineloop-schemathesis-") as folder:
        server = Server(Path(binary).resolve(), folder, Path(folder) / "data", **SETTINGS)
        try:
            rest = Rest(server.url, server.key)
            job = rest.finish(rest.file(EXAMPLE.read_bytes()))
            (Path(folder) / "schemathesis.toml").write_text(CONFIG.format(**job))
            command = [
                Path(sys.executable).with_name("schemathesis"),
                "run",
                f"{server.url}/openapi.json",
                f"--header=Authorization: Bearer {server.key}",
                "--checks=all",
                *(f"--exclude-checks={check}" for check in EXCLUDED),
                f"--max-examples={examples}",
                "--generation-deterministic",
                "--request-timeout=30",
                "--continue-on-failure",
                "--no-color",
            ]
            # In a folder of its own: what it finds lying about would change what it does.
            code = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL).returncode
            alive = server.process.poll() is None
            if code or not alive:
                print(f"The server's last words:\n{server.last_words()}", flush=True)
            return code or not alive
        finally:
            server.kill()


if __name__ == "__main__":
    sys.exit(main())
