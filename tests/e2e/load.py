"""Measures a server under load: `python load.py PATH_OF_REFINELOOP [arguments of benches/load.rs…]`.

Starts the server as it has to be for that, with a model that never answers beside it, and runs
`cargo bench --bench load` against it. Figures are printed, never asserted.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from doubles import Model
from server import Server

# What bounds callers is not what is measured here.
SETTINGS = {
    "limits": {"requests_per_minute": 0, "queued_jobs": 10_000_000, "watches_per_key": 10_000},
    "log": {"filter": "warn"},
}


def main():
    with tempfile.TemporaryDirectory(prefix="refineloop-load-") as folder, Model() as model:
        data = Path(folder) / "data"
        server = Server(Path(sys.argv[1]).resolve(), folder, data, model=model.base_url, **SETTINGS)
        try:
            held = ["--held-model", "openai/held-load", "--pid", str(server.process.pid)]
            command = ["cargo", "bench", "--locked", "--bench", "load", "--", "--server", server.url, *held]
            environment = os.environ | {"REFINELOOP_API_KEY": server.key}
            return subprocess.run([*command, *sys.argv[2:]], env=environment).returncode
        finally:
            server.kill()


if __name__ == "__main__":
    sys.exit(main())
