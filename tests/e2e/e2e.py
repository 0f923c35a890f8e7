"""Starts the real binary and drives it from Python: `python e2e.py [path of refineloop]`.

Every promise is a function named as its sentence; none depends on another having run. The last
line says how many held.
"""

import sys
import tempfile
import traceback
from pathlib import Path

import promises_command_line
import promises_files
import promises_jobs
import promises_service
import promises_watch
from world import World

ROOT = Path(__file__).resolve().parents[2]
PROMISES = [promises_service, promises_files, promises_jobs, promises_watch, promises_command_line]


def main():
    binary = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "target/debug/refineloop").resolve()
    passed = failed = 0
    with tempfile.TemporaryDirectory(prefix="refineloop-e2e-") as folder:
        world = World(binary, Path(folder), ROOT / "examples/faults.en-de.xlf")
        try:
            for module in PROMISES:
                for name, promise in list(vars(module).items()):
                    # What a module imports is none of its promises.
                    if getattr(promise, "__module__", None) != module.__name__ or name.startswith("_"):
                        continue
                    try:
                        promise(world)
                    except Exception:
                        failed += 1
                        print(f"FAILED {name}\n{traceback.format_exc()}", flush=True)
                    else:
                        passed += 1
                        print(f"ok {name}", flush=True)
            if failed:
                print(f"The server's last words:\n{world.server.last_words()}", flush=True)
        finally:
            world.server.kill()
    print(f"{passed} passed, {failed} failed", flush=True)
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
