"""Whole jobs in every wire format against aimock, and every request of them before the vendors' SDKs:
`python providers.py BINARY FOLDER_OF_AIMOCK [words…]`.

The program speaks to a recorder, which passes everything on to aimock and keeps what was asked. With
words, only the cases whose name has one of them are tried.
"""

import http.client
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import sdk

PATIENCE = 60  # seconds; far beyond what anything here takes
KEY, TEXT = "sk-canary-of-a-key", "canary-of-a-text"
SEGMENTS = 5
# Of each format: the path in front of it, the header of its key, the ways to ask for JSON.
FORMATS = {
    "openai": ("/v1", ("authorization", f"Bearer {KEY}"), ["strict", "json", "tool", "prompt"]),
    "anthropic": ("/v1", ("x-api-key", KEY), ["strict", "tool", "prompt"]),
    "gemini": ("/v1beta", ("x-goog-api-key", KEY), ["strict", "json", "tool", "prompt"]),
    "converse": ("", ("authorization", f"Bearer {KEY}"), ["strict", "tool", "prompt"]),
}
# Of each script of mock.mjs: how the command ends, whether the file is better, requests at least.
# One group is asked, and looked at once more.
SCRIPTS = {
    "good": (0, True, 2),
    "fenced": (0, True, 2),
    "throttled": (0, True, 3),
    "overloaded": (0, True, 3),
    "unavailable": (0, True, 3),
    "cut": (0, True, 4),
    "filtered": (0, True, 4),
    "long": (0, True, 4),
    "schemaless": (0, True, 3),
    "dropped": (0, True, 3),
    "malformed": (0, True, 3),
    "limited": (0, True, 3),
    "disconnected": (0, True, 3),
    "chatty": (1, False, 1),
    "denied": (7, False, 1),
    "unknown": (7, False, 1),
    "poor": (7, False, 1),
}

# The others are left to .ci/full: which words mean what is in the tables beside each format.
FAST = ["throttled", "cut", "denied"]


class Recorder(ThreadingHTTPServer):
    """Passes requests on to a port of this machine and keeps them."""

    daemon_threads = True

    def __init__(self, behind):
        self.asked = []
        recorder = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                recorder.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}, body))
                line = http.client.HTTPConnection("127.0.0.1", behind, timeout=PATIENCE)
                line.request(self.command, self.path, body, {"content-type": "application/json"})
                try:
                    answer = line.getresponse()
                except ConnectionError:
                    # It hung up, and so do we.
                    self.close_connection = True
                    return
                said = answer.read()
                self.send_response(answer.status)
                for name, value in answer.getheaders():
                    if name.lower() in ("content-type", "retry-after"):
                        self.send_header(name, value)
                self.send_header("content-length", str(len(said)))
                self.end_headers()
                self.wfile.write(said)
                line.close()

            do_GET = do_POST

            def log_message(self, *_):
                pass

        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()


class World:
    """The program with its settings, in front of a running aimock."""

    def __init__(self, binary, aimock, folder):
        self.binary, self.folder = binary, folder
        port = _free_port()
        script = Path(__file__).with_name("mock.mjs")
        self.mock = subprocess.Popen(["node", script, aimock, str(port)], stdout=subprocess.PIPE, text=True)
        assert self.mock.stdout.readline().startswith("ready"), "aimock does not start"
        self.recorder = Recorder(port)
        self.settings = folder / "refineloop.toml"
        self.settings.write_text("".join(self._providers()))
        self.file = folder / "in.xlf"
        self.file.write_text(_document(), encoding="utf-8")

    def _providers(self):
        for name, (path, _, ways) in FORMATS.items():
            for way in ways:
                url = f"http://127.0.0.1:{self.recorder.server_port}{path}"
                lines = [f'name = "{name}-{way}"', f'wire = "{name}"', f'base_url = "{url}"', f'key = "{KEY}"']
                yield "\n".join(["[[providers]]", *lines, f'schema = "{way}"', ""])

    def run(self, *words):
        ours = ("REFINELOOP_", "OPENAI_", "ANTHROPIC_", "GEMINI_", "XAI_", "AZURE_", "AWS_", "XDG_", "RUST_LOG")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        env = kept | {"HOME": str(self.folder), "REFINELOOP_LOG": "debug"}
        command = [self.binary, *words, "--config", self.settings]
        done = subprocess.run(command, env=env, capture_output=True, timeout=PATIENCE, stdin=subprocess.DEVNULL)
        said = (done.stdout + done.stderr).decode()
        for canary in (KEY, TEXT):
            assert canary not in said, f"{canary} is in the log:\n{said}"
        return done, said

    def refine(self, model):
        """The exit, the refined text or `None`, and what was asked meanwhile."""
        before = len(self.recorder.asked)
        out = self.folder / f"{model.replace('/', '-')}.xlf"
        done, said = self.run("refine", self.file, "-o", out, "--model", model, "--output-mode", "none")
        text = out.read_text(encoding="utf-8") if out.exists() else None
        return done.returncode, text, self.recorder.asked[before:], said


def cases(world):
    full = os.environ.get("REFINELOOP_FULL")
    scripts = {name: SCRIPTS[name] for name in (SCRIPTS if full else FAST)}
    for name, (_, header, ways) in FORMATS.items():
        for script, expected in scripts.items():
            yield f"{script} {name}", lambda n=name, s=script, e=expected: _job(world, n, s, *e)
        for way in ways:
            yield f"asked by {way} {name}", lambda n=name, w=way, h=header: _asked(world, n, w, h)
        yield f"step down {name}", lambda n=name: _step_down(world, n)
        yield f"models --check {name}", lambda n=name: _check(world, n)
    yield "every request before the SDK of its format", lambda: _judged(world)


def _job(world, name, script, code, better, least):
    got, text, asked, said = world.refine(f"{name}-strict/{script}-{name}")
    assert got == code, f"exit {got}\n{said}"
    assert len(asked) >= least, f"{len(asked)} requests"
    if better:
        assert text == _document().replace("falsch", "richtig"), text
    elif text is not None:
        assert text == _document(), "a file was made worse"
    if script == "throttled":
        assert asked[0][2] == asked[1][2], "the same question again"


def _asked(world, name, way, header):
    got, text, asked, said = world.refine(f"{name}-{way}/good-{name}-{way}")
    assert (got, text) == (0, _document().replace("falsch", "richtig")), said
    for _, headers, _ in asked:
        assert headers[header[0]] == header[1]
        assert len(headers["idempotency-key"]) == 64 and headers["content-type"] == "application/json"
        assert (headers.get("anthropic-version") == "2023-06-01") == (name == "anthropic")


def _step_down(world, name):
    _, _, asked, _ = world.refine(f"{name}-strict/schemaless-{name}-again")
    first, second, *rest = [json.loads(body) for _, _, body in asked]
    assert first != second and rest, "asked in another way"
    keys = [headers["idempotency-key"] for _, headers, _ in asked]
    assert keys[0] == keys[1], "the same question"
    assert all(body.keys() == second.keys() for body in rest), "the way is remembered"


def _check(world, name):
    done, said = world.run("models", "--check", f"{name}-strict/good-{name}-check")
    assert done.returncode == 0 and "works" in said, said
    done, said = world.run("models", "--check", f"{name}-strict/denied-{name}")
    assert done.returncode == 4 and "did not accept the key" in said, said
    done, said = world.run("models", "--check", f"{name}-strict/unknown-{name}")
    assert done.returncode == 5, said


def _judged(world):
    bodies = {(path, body) for path, headers, body in world.recorder.asked if body}
    assert bodies, "nothing was recorded"
    for path, body in bodies:
        try:
            sdk.judge(path, body)
        except Exception as error:
            raise AssertionError(f"{path}: {error}\n{body.decode()}") from error
    # A judge that refuses nothing proves nothing.
    accepted = spoiled = 0
    for path, body in {re.sub(r"[a-z]+-[a-z-]+", "", path): (path, body) for path, body in bodies}.values():
        for place, worse in sdk.spoiled(body):
            spoiled += 1
            try:
                sdk.judge(path, worse)
            except Exception:
                continue
            accepted += 1
            print(f"  not seen: a member too many at {path} {place}")
    print(f"  {len(bodies)} requests judged; {spoiled - accepted} of {spoiled} spoiled ones refused")
    assert accepted * 4 <= spoiled, "the judges are half asleep"


def _document():
    unit = (
        '<trans-unit id="{0}"><source>{1} step {0}: the value is right.</source>'
        "<target>{1} Schritt {0}: der Wert ist falsch.</target></trans-unit>"
    )
    units = "".join(unit.format(number, TEXT) for number in range(1, SEGMENTS + 1))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">'
        '<file original="a" source-language="en" target-language="de" datatype="plaintext">'
        f"<body>{units}</body></file></xliff>\n"
    )


def _free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def main():
    binary, aimock, *words = sys.argv[1:]
    passed = failed = 0
    with tempfile.TemporaryDirectory(prefix="refineloop-providers-") as folder:
        world = World(Path(binary).resolve(), Path(aimock).resolve(), Path(folder))
        try:
            for name, case in cases(world):
                if words and not any(word in name for word in words):
                    continue
                begin = time.monotonic()
                try:
                    case()
                except Exception as error:
                    failed += 1
                    print(f"FAILED {name}\n{error!r}\n{error}", flush=True)
                else:
                    passed += 1
                    print(f"ok {name} ({time.monotonic() - begin:.1f} s)", flush=True)
        finally:
            world.mock.terminate()
    print(f"{passed} passed, {failed} failed", flush=True)
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
