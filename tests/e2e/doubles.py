"""What stands around the service: a language model and a receiver of webhooks, over real sockets."""

import json
import queue
import sys
import threading
from collections import Counter, defaultdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

from server import PATIENCE

TOKENS_IN, TOKENS_OUT = 100, 40


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        # A caller that is gone before its answer is part of what is tried here.
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Http:
    """A server on loopback that hands every POST to `self.take`."""

    def __init__(self, port=0):
        double = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                length = int(self.headers.get("content-length", 0))
                status, headers, body = double.take(self.path, self.headers, self.rfile.read(length))
                self.send_response(status)
                for name, value in {"content-length": len(body), **headers}.items():
                    self.send_header(name, str(value))
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST

            def log_message(self, *_):
                pass

        self._server = _Server(("127.0.0.1", port), Handler)
        self.port = self._server.server_port
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class Model(_Http):
    """A model that speaks the OpenAI protocol. What it does is in the name a job calls it by:
    `openai/denied` refuses every key, `openai/held-NAME` answers when its gate is opened, and any
    other is an editor who finds `falsch` and makes it `richtig`. With a `key` it knows no other.
    `answered` counts its answers by the name of the model and by what they were about."""

    def __init__(self, key=None):
        self._gates, self._key, self.answered = defaultdict(Gate), key, Counter()
        super().__init__()
        self.base_url = f"{self.url}/v1"

    def gate(self, name):
        """What holds the answers of `openai/{name}`."""
        return self._gates[name]

    def take(self, path, headers, body):
        asked = json.loads(body)
        name = asked["model"]
        if name == "denied" or self._key and headers["authorization"] != f"Bearer {self._key}":
            return _json(401, {"error": {"code": "invalid_api_key", "message": "no such key: SECRET"}})
        if name.startswith("held"):
            gate = self.gate(name)
            gate.asked.release()
            if not gate.opened.acquire(timeout=10 * PATIENCE):
                return _json(503, {})
        question = asked["messages"][1]["content"]
        self.answered[name, "pairs" if "PAIRS\n" in question else "segments"] += 1
        content = json.dumps({"items": _items(question)})
        choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": content}}
        usage = {"prompt_tokens": TOKENS_IN, "completion_tokens": TOKENS_OUT}
        return _json(200, {"model": name, "choices": [choice], "usage": usage})


class Gate:
    """Holds the answers of a model: `asked` counts questions, `opened` lets as many through."""

    def __init__(self):
        self.asked, self.opened = threading.Semaphore(0), threading.Semaphore(0)

    def wait(self):
        """Until there is a question that was not waited for yet."""
        assert self.asked.acquire(timeout=PATIENCE), "the model was never asked"

    def open(self, answers=1):
        self.opened.release(answers)


class Receiver(_Http):
    """Takes webhooks: answers what `answer(number)` says, from 0, and remembers all it got."""

    def __init__(self, answer=lambda number: (204, {}), port=0):
        self._answer, self._got, self.count = answer, queue.Queue(), 0
        super().__init__(port)

    def take(self, path, headers, body):
        status, more = self._answer(self.count)
        self.count += 1
        self._got.put(SimpleNamespace(path=path, headers=dict(headers), body=body))
        return status, more, b"what the receiver says stays with it: CANARY"

    def next(self):
        """The next thing that came."""
        return self._got.get(timeout=PATIENCE)

    def empty(self):
        return self._got.empty()


def _json(status, value):
    return status, {"content-type": "application/json"}, json.dumps(value).encode()


def _items(question):
    """What the editor says of segments, and the verifier he also is of pairs of versions."""
    _, pairs, versions = question.rpartition("PAIRS\n")
    if pairs:
        return [_compare(pair) for pair in json.loads(versions)]
    return [_edit(segment) for segment in json.loads(question.rpartition("SEGMENTS\n")[2])]


def _compare(pair):
    wrong_a, wrong_b = (pair[version].count("falsch") for version in "ab")
    better = "tie" if wrong_a == wrong_b else "a" if wrong_a < wrong_b else "b"
    return {"id": pair["id"], "anchor": pair["src"][:24], "a_errors": "", "b_errors": "", "better": better}


def _edit(segment):
    target, item = segment["tgt"], {"id": segment["id"], "anchor": segment["src"][:24]}
    if "falsch" not in target:
        return item | {"verdict": "ok", "issues": [], "revised": "", "note": ""}
    issue = {"cat": "accuracy/mistranslation", "sev": "major", "src_span": "", "tgt_span": "falsch"}
    revised = target.replace("falsch", "richtig")
    return item | {
        "verdict": "revise",
        "issues": [issue | {"why": "Opposite."}],
        "revised": revised,
        "note": "N.",
    }
