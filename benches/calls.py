"""What a call to a model costs the service itself: `python benches/calls.py PATH_OF_REFINELOOP`.

Starts the program with a model beside it that takes two seconds for every answer, and gives it so much
to do that five hundred calls are in flight most of the time. Prints the time of the processor that the
program took for a call, all its work included (reading, checks, prompts, the store, writing), and its
memory. Needs nothing but Python and Linux; figures are printed, never asserted.
"""

import argparse
import asyncio
import json
import os
import sys
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests/e2e"))

from server import Server  # noqa: E402

TICKS = os.sysconf("SC_CLK_TCK")


class Model:
    """Speaks the OpenAI protocol over connections that stay open. It finds `falsch` and makes it
    `richtig`, each answer after `seconds`."""

    def __init__(self, seconds):
        self.seconds, self.in_flight, self.answered, self.samples = seconds, 0, 0, []
        self.loop, started = asyncio.new_event_loop(), threading.Event()

        async def serve():
            server = await asyncio.start_server(self._talk, "127.0.0.1", 0, limit=1 << 22, backlog=2000)
            self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
            started.set()
            while True:
                await asyncio.sleep(0.1)
                self.samples.append(self.in_flight)

        threading.Thread(target=self.loop.run_until_complete, args=[serve()], daemon=True).start()
        started.wait()

    async def _talk(self, reader, writer):
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).lower()
                length = int(head.split(b"content-length: ")[1].split(b"\r\n")[0])
                body = await reader.readexactly(length)
                self.in_flight += 1
                begin = time.monotonic()
                answer = self._answer(json.loads(body))
                await asyncio.sleep(self.seconds - (time.monotonic() - begin))
                self.in_flight -= 1
                writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ")
                writer.write(b"%d\r\n\r\n%b" % (len(answer), answer))
                self.answered += 1
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    def _answer(self, asked):
        question = asked["messages"][1]["content"]
        _, pairs, versions = question.rpartition("PAIRS\n")
        if pairs:
            items = [_compared(pair) for pair in json.loads(versions)]
        else:
            items = [_edited(segment) for segment in json.loads(question.rpartition("SEGMENTS\n")[2])]
        choice = {"index": 0, "finish_reason": "stop", "message": {"content": json.dumps({"items": items})}}
        usage = {"prompt_tokens": 2000, "completion_tokens": 400, "total_tokens": 2400}
        return json.dumps({"choices": [choice], "usage": usage}).encode()


def _compared(pair):
    a, b = (pair[version].count("falsch") for version in "ab")
    better = "tie" if a == b else "a" if a < b else "b"
    return {"id": pair["id"], "anchor": pair["src"][:24], "a_errors": "", "b_errors": "", "better": better}


def _edited(segment):
    item, target = {"id": segment["id"], "anchor": segment["src"][:24]}, segment["tgt"]
    if "falsch" not in target:
        return item | {"verdict": "ok", "issues": [], "revised": "", "note": ""}
    issue = {"cat": "accuracy/mistranslation", "sev": "major", "src_span": "", "tgt_span": "falsch", "why": "W."}
    return item | {"verdict": "revise", "issues": [issue], "revised": target.replace("falsch", "richtig"), "note": "N."}


def document(segments):
    """Every third segment is wrong; all have inline codes, and no two are alike."""
    unit = (
        '<trans-unit id="u{0}"><source>In step {0} of the guide the <g id="1">value</g> of the field is right, '
        'and so is the one beside it.</source><target>In Schritt {0} der Anleitung ist der <g id="1">Wert</g> '
        "des Feldes {1}, und der daneben ist es auch.</target></trans-unit>\n"
    )
    units = (unit.format(n, "richtig" if n % 3 else "falsch") for n in range(1, segments + 1))
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">\n'
        '<file original="guide" source-language="en" target-language="de" datatype="plaintext"><body>\n'
    )
    return (head + "".join(units) + "</body></file></xliff>\n").encode()


def cpu(pid):
    """Seconds of a processor that a process has had."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def memory(pid, name):
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith(f"{name}:"))


def ask(server, method, path, body=None, kind="application/json"):
    request = urllib.request.Request(server.url + path, body, method=method)
    request.add_header("authorization", f"Bearer {server.key}")
    request.add_header("content-type", kind)
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=120) as answer:
        return json.load(answer)


def create(server, content, model):
    form = b'--x\r\ncontent-disposition: form-data; name="file"; filename="a.xlf"\r\n\r\n%b\r\n--x--\r\n' % content
    file_id = ask(server, "POST", "/files", form, "multipart/form-data; boundary=x")["file_id"]
    spec = json.dumps({"file_id": file_id, "model": model}).encode()
    return ask(server, "POST", "/refineloop/jobs", spec)["job_id"]


def run(server, content, model):
    """A job to its end: what is told of it, the seconds it took and those of a processor."""
    pid = server.process.pid
    used, begin = cpu(pid), time.monotonic()
    job = create(server, content, model)
    while (told := ask(server, "GET", f"/refineloop/jobs/{job}?wait=30"))["status"] not in ("completed", "failed"):
        pass
    assert told["status"] == "completed", told
    return told, time.monotonic() - begin, cpu(pid) - used


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary", type=Path)
    parser.add_argument("--in-flight", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=2.0, help="how long each answer takes")
    parser.add_argument("--segments", type=int, default=48_000)
    given = parser.parse_args()
    model = Model(given.seconds)
    settings = {
        "engine": {"tasks": 128, "calls": given.in_flight + 12},
        "log": {"filter": "warn"},
        "providers": [
            {"name": "slow", "base_url": model.url, "key_optional": True, "concurrency": given.in_flight}
        ],
    }
    with tempfile.TemporaryDirectory(prefix="refineloop-calls-") as folder:
        server = Server(given.binary.resolve(), folder, Path(folder) / "data", **settings)
        try:
            pid = server.process.pid
            idle = memory(pid, "VmRSS")
            content = document(given.segments)
            _, _, alone = run(server, content, "builtin/rules")
            model.samples.clear()
            told, took, used = run(server, content, "slow/model")
            usage, busy = told["usage"], sorted(model.samples)
            assert usage["calls"] == model.answered, (usage, model.answered)
            print(f"{given.segments} segments, {usage['changed']} changed, {usage['calls']} calls of {given.seconds} s")
            print(f"wall {took:.1f} s; calls in flight: most {busy[-1]}, median {busy[len(busy) // 2]}")
            print(f"processor {used:.2f} s: {1000 * used / usage['calls']:.2f} ms a call, {100 * used / took:.0f} % of one")
            print(f"the same file without a call (builtin/rules): {alone:.2f} s, so {1000 * (used - alone) / usage['calls']:.2f} ms more a call")
            print(f"memory {idle} MB idle, {memory(pid, 'VmHWM')} MB at most")
        finally:
            server.kill()


if __name__ == "__main__":
    main()
