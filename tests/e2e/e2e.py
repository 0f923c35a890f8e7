"""Starts the real binary and drives it from Python: `python e2e.py [path of refineloop [words…]]`.

Every promise is a function named as its sentence; none depends on another having run. With words,
only those whose module or sentence holds one of them are tried; those marked slow wait for
`REFINELOOP_FULL=1`. The last line says how many held.
"""

import os
import sys
import tempfile
import time
import traceback
from pathlib import Path

import promises_command_line
import promises_files
import promises_jobs
import promises_keys
import promises_limits
import promises_money
import promises_original
import promises_rest_files
import promises_rest_jobs
import promises_rest_service
import promises_security
import promises_service
import promises_sse
import promises_tenants
import promises_watch
import promises_webhooks
from world import World

ROOT = Path(__file__).resolve().parents[2]
PROMISES = [
    promises_service,
    promises_files,
    promises_jobs,
    promises_watch,
    promises_command_line,
    promises_original,
    promises_rest_service,
    promises_rest_files,
    promises_rest_jobs,
    promises_sse,
    promises_webhooks,
    promises_keys,
    promises_tenants,
    promises_limits,
    promises_money,
    promises_security,
]


def promises(words):
    """The promises asked for, by their sentences."""
    for module in PROMISES:
        for name, promise in list(vars(module).items()):
            # What a module imports is none of its promises.
            if getattr(promise, "__module__", None) != module.__name__ or not callable(promise):
                continue
            if name[0] == "_" or name[0].isupper():
                continue
            if getattr(promise, "slow", False) and not os.environ.get("REFINELOOP_FULL"):
                print(f"left to .ci/full: {name}", flush=True)
                continue
            if not words or any(word in f"{module.__name__}.{name}" for word in words):
                yield name, promise


def main():
    binary, words = sys.argv[1:2] or [ROOT / "target/debug/refineloop"], sys.argv[2:]
    passed = failed = 0
    with tempfile.TemporaryDirectory(prefix="refineloop-e2e-") as folder:
        world = World(Path(binary[0]).resolve(), Path(folder), ROOT / "examples/faults.en-de.xlf")
        try:
            for name, promise in promises(words):
                begin = time.monotonic()
                try:
                    promise(world)
                except Exception:
                    failed += 1
                    print(f"FAILED {name}\n{traceback.format_exc()}", flush=True)
                else:
                    passed += 1
                    print(f"ok {name} ({time.monotonic() - begin:.1f} s)", flush=True)
            if failed:
                print(f"The server's last words:\n{world.server.last_words()}", flush=True)
        finally:
            world.server.kill()
    print(f"{passed} passed, {failed} failed", flush=True)
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
