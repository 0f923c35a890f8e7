"""The program as a stranger runs it: the service, its settings, its command line.

Nothing waits a fixed time, and nothing waits for ever.
"""

import json
import os
import queue
import re
import signal
import subprocess
import threading
from pathlib import Path

PATIENCE = 60  # seconds; far beyond what anything here takes


def environment(home, **more):
    """The environment of a user who has set nothing but `more`: no settings, an empty home."""
    ours = ("REFINELOOP_", "OPENAI_", "ANTHROPIC_", "GEMINI_", "XAI_", "AZURE_", "AWS_", "XDG_", "RUST_LOG")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return kept | {"HOME": str(home)} | {name: value for name, value in more.items() if value}


def toml(settings, path=""):
    """A settings file: tables, and lists of tables, of strings, numbers, booleans and lists, which JSON
    writes the same."""
    values, tables = [], []
    for name, value in settings.items():
        if isinstance(value, dict):
            tables.append(f"[{path}{name}]\n{toml(value, f'{path}{name}.')}")
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            tables += [f"[[{path}{name}]]\n{toml(one, f'{path}{name}.')}" for one in value]
        else:
            values.append(f"{name} = {json.dumps(value)}\n")
    return "".join(values + tables)


class Server:
    """`refineloop serve` on a port of its own choice. `settings` go into a file, `model` is the base
    URL of the provider `openai`."""

    def __init__(self, binary, home, data_dir, *flags, model=None, **settings):
        self.data_dir = Path(data_dir)
        self.scheme = "https" if "tls" in settings else "http"
        command = [str(binary), "serve", "--listen", "127.0.0.1:0", "--data-dir", str(data_dir), *flags]
        if settings:
            file = self.data_dir.with_name(f"{self.data_dir.name}.toml")
            file.write_text(toml(settings))
            command += ["--config", str(file)]
        self.process = subprocess.Popen(
            command,
            env=environment(home, OPENAI_BASE_URL=model),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        self.log = []
        self._address = queue.Queue()
        threading.Thread(target=self._read_log, daemon=True).start()
        try:
            self.address = self._address.get(timeout=PATIENCE)
        except queue.Empty:
            self.address = None
        if self.address is None:
            self.kill()
            raise AssertionError(f"the server does not listen\n{self.last_words()}")
        self.url = f"{self.scheme}://{self.address}"

    def _read_log(self):
        # Read to the end, or the server would block on a full pipe.
        with self.process.stderr as lines:
            for line in lines:
                self.log.append(line.decode(errors="replace").rstrip())
                if found := re.search(r"listening on (?:https?://)?(127\.0\.0\.1:\d+)", self.log[-1]):
                    self._address.put(found[1])
        self._address.put(None)

    @property
    def key(self):
        """The key of the first start, as the operator of the machine finds it."""
        file = self.data_dir / "initial-key"
        return file.read_text().strip() if file.exists() else None

    def last_words(self):
        return "\n".join(self.log[-20:])

    def ask_to_stop(self):
        """Asks the server to end, as a service manager does. Once: a second time is an order."""
        self.process.send_signal(signal.SIGTERM)

    def exit_code(self):
        return self.process.wait(PATIENCE)

    def stop(self):
        self.ask_to_stop()
        return self.exit_code()

    def kill(self):
        self.process.kill()
        self.process.wait(PATIENCE)


class CommandLine:
    """Runs refineloop as a user would, each run in an empty home unless told otherwise."""

    def __init__(self, binary, home):
        self.binary, self.home = binary, Path(home)

    def __call__(self, *arguments, **more):
        """Runs it with `more` in its environment."""
        return subprocess.run(
            [str(self.binary), *map(str, arguments)],
            env=environment(self.home, **more),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=PATIENCE,
        )
