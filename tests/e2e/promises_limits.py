"""What a caller may ask of the service is bounded, and each refusal names the setting and a time."""

import secrets
import socket
import string
import time
import zlib
from contextlib import ExitStack, contextmanager

import grpc

from client import Refusal, refused
from doubles import TOKENS_IN, TOKENS_OUT
from rest import problem
from server import PATIENCE
from world import made

EXHAUSTED = "RESOURCE_EXHAUSTED"
# A form whose content may then come as it likes.
FORM = "multipart/form-data; boundary=x"
PART = '--x\r\ncontent-disposition: form-data; name="file"; filename="a.xlf"\r\n\r\n'
DIGITS = string.digits + string.ascii_uppercase + string.ascii_lowercase


def calls_of_a_key_are_bounded_by_the_minute(world):
    with world.another(limits={"requests_per_minute": 20}) as strict:
        other = strict.holder()
        answers = [strict.rest("GET", "/files") for _ in range(40)]
        first, last = answers[0], answers[-1]
        assert first.status_code == 200, first.text
        error = problem(last, 429, "rate_limited")
        assert "limits.requests_per_minute" in last.text, error
        assert 1 <= int(last.headers["retry-after"]) <= 60, last.headers
        # draft-ietf-httpapi-ratelimit-headers
        for answer in [first, last]:
            assert "q=20" in answer.headers["ratelimit-policy"], answer.headers
            assert "r=" in answer.headers["ratelimit"], answer.headers
        refusal = refused(EXHAUSTED, "RATE_LIMITED", lambda: strict.api("FileService.ListFiles"))
        assert refusal.retry_after.total_seconds() > 0 and refusal.metadata["limit"] == "20", refusal
        assert other.rest("GET", "/files").status_code == 200, "each key has its own bound"
        assert other.rest.showing(None)("GET", "/healthz").status_code == 200


def watches_and_long_polls_of_a_key_are_bounded(world):
    with world.another(limits={"watches_per_key": 2, "wait": "30s"}) as strict, ExitStack() as open_:
        job_id, gate = open_.enter_context(world.held(client=strict))
        # Held on to: what nobody refers to is closed.
        watched = [open_.enter_context(strict.rest.events(job_id)) for _ in range(2)]
        for events in watched:
            next(events)
        poll = {"params": {"wait": 30}}
        for path, options in [(f"/refineloop/jobs/{job_id}", poll), (f"/refineloop/jobs/{job_id}/events", {})]:
            answer = strict.rest("GET", path, **options)
            problem(answer, 429, "too_many_watches")
            assert "limits.watches_per_key" in answer.text and int(answer.headers["retry-after"]) >= 1
        refusal = refused(
            EXHAUSTED, "TOO_MANY_WATCHES", lambda: strict.api("JobService.WatchJob", job_id=job_id)
        )
        assert refusal.metadata["setting"] == "limits.watches_per_key", refusal
        assert strict.rest.job(job_id)["status"] == "processing", "a look without waiting is none of them"


def unfinished_jobs_are_bounded(world):
    with world.another(limits={"queued_jobs": 1}) as strict, world.held(client=strict):
        answer = strict.rest.create(strict.rest.file(made(1)))
        problem(answer, 429, "queue_full")
        assert "limits.queued_jobs" in answer.text and int(answer.headers["retry-after"]) >= 1, answer.text
        spec = {"file_id": strict.rest.file(made(1)), "model": "builtin/rules"}
        refused(EXHAUSTED, "QUEUE_FULL", lambda: strict.api("JobService.CreateJob", spec=spec))


def tokens_of_a_key_are_bounded_by_the_day(world):
    with world.another(limits={"tokens_per_day": 1}) as strict:
        file_id, other = strict.rest.file(made(60)), strict.holder()
        job = strict.rest.finish(file_id, model="openai/editor")
        assert job["error"]["code"] == "budget_exhausted", job
        assert job["usage"]["output_tokens"] == TOKENS_OUT, "the first call passed the bound, no other went out"
        answer = strict.rest.create(file_id, model="openai/editor")
        problem(answer, 429, "rate_limited")
        assert "limits.tokens_per_day" in answer.text and int(answer.headers["retry-after"]) >= 1, answer.text
        assert other.rest.create(file_id, model="openai/editor").status_code == 202, "each key has its own"


def a_file_of_too_many_bytes_or_segments_is_refused_and_leaves_nothing(world):
    with world.another(limits={"file_bytes": 20_000, "segments": 50}) as strict:
        before = _stored(strict)
        large = made(400)
        assert len(large) > 20_000
        answer = strict.rest.upload(large)
        problem(answer, 413, "file_too_large")
        assert "20000" in answer.text and "limits.file_bytes" in answer.text, answer.text
        # The same without a length beforehand.
        parts = (large[at : at + 1000] for at in range(0, len(large), 1000))
        body = (part for part in [PART.encode(), *parts, b"\r\n--x--\r\n"])
        answer = strict.rest("POST", "/files", data=body, headers={"content-type": FORM})
        problem(answer, 413, "file_too_large")
        refused("INVALID_ARGUMENT", "FILE_TOO_LARGE", lambda: strict.upload(large))
        answer = strict.rest.upload(made(51))
        problem(answer, 400, "xliff_unsupported")
        assert "limits.segments" in answer.text, answer.text
        assert not strict.rest.get("/files")["data"] and _stored(strict) == before
        assert strict.rest.upload(made(50)).status_code == 200


def wrong_keys_are_throttled_by_their_address(world):
    with world.another(limits={"bad_keys_per_minute": 10}) as strict:
        codes = [strict.rest.showing(_wrong(strict))("GET", "/files").status_code for _ in range(30)]
        assert codes[0] == 401 and codes[-1] == 429 and codes == sorted(codes), codes
        assert 5 <= codes.count(401) <= 11, codes
        # Neither the header of a proxy that is not there nor the other door is a way round.
        for header in ["x-forwarded-for", "forwarded", "x-real-ip"]:
            value = "for=203.0.113.7" if header == "forwarded" else "203.0.113.7"
            answer = strict.rest.showing(_wrong(strict))("GET", "/files", headers={header: value})
            problem(answer, 429, "rate_limited")
            assert int(answer.headers["retry-after"]) >= 1, answer.headers
        refusal = refused(EXHAUSTED, "RATE_LIMITED", lambda: _list_files(strict, _wrong(strict)))
        assert refusal.retry_after.total_seconds() > 0, refusal


def behind_a_proxy_wrong_keys_are_counted_by_the_address_it_tells(world):
    with world.another("--behind-proxy", limits={"bad_keys_per_minute": 5}) as strict:

        def guess(address):
            answer = strict.rest.showing(_wrong(strict))("GET", "/files", headers={"x-forwarded-for": address})
            return answer.status_code

        codes = [guess("203.0.113.7") for _ in range(15)]
        assert codes[0] == 401 and codes[-1] == 429, codes
        assert guess("203.0.113.8") == 401, "another address has guessed nothing yet"
        # What the client itself put in front is not what the proxy tells.
        assert guess("198.51.100.1, 203.0.113.7") == 429


def whoever_sends_slowly_is_cut(world):
    settings = {"head": "1s", "body_idle": "1s"}
    head = "POST /files HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {key}\r\n"
    form = f"content-type: {FORM}\r\ncontent-length: 100000\r\n\r\n{PART}<xliff"
    job = 'content-type: application/json\r\ncontent-length: 1000\r\n\r\n{"model":'
    with world.another(limits=settings) as strict:
        before = _stored(strict)
        for begun in [
            "",
            "GET /fil",
            head,
            head + form,
            head.replace("/files", "/refineloop/jobs") + job,
        ]:
            with _connection(strict) as wire:
                wire.sendall(begun.replace("{key}", strict.rest.key).encode())
                _is_cut(wire, begun)
        assert not strict.rest.get("/files")["data"] and _stored(strict) == before
        assert strict.rest.upload(made(1)).status_code == 200, "and the others are served"


def whoever_drips_is_cut(world):
    """A byte now and then is no pause, but no upload either."""
    with world.another(limits={"body_rate": 100_000, "body_idle": "5s"}) as strict, _connection(strict) as wire:
        head = f"POST /files HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {strict.rest.key}\r\n"
        wire.sendall(f"{head}content-type: {FORM}\r\ncontent-length: 100000000\r\n\r\n{PART}".encode())
        wire.settimeout(0.2)
        patience = time.monotonic() + PATIENCE
        while time.monotonic() < patience:
            try:
                wire.sendall(b" ")
                told = wire.recv(4096)
                assert not told or b" 408 " in told.splitlines()[0], told
                return
            except TimeoutError:
                continue
            except ConnectionError:
                return
        raise AssertionError("a sender of five bytes a second is never cut")


# A sender has half a minute before its average counts.
whoever_drips_is_cut.slow = True


def a_slow_upload_over_grpc_is_cut_as_well(world):
    with world.another(limits={"body_idle": "1s"}) as strict:

        def stalled():
            yield {"spec": {"filename": "a.xlf"}}
            yield {"chunk": b"<xliff"}
            while call_is_open:
                time.sleep(0.05)

        call_is_open = [True]
        try:
            strict.api("FileService.UploadFile", stalled())
            raise AssertionError("half a file was taken")
        except grpc.RpcError as error:
            refusal = Refusal(error)
        finally:
            call_is_open.clear()
        assert (refusal.code, refusal.reason) == ("DEADLINE_EXCEEDED", "UPLOAD_TOO_SLOW"), refusal
        assert not strict.api("FileService.ListFiles").files


def a_refusal_before_the_body_leaves_the_connection_good_or_says_that_it_ends(world):
    """Clients keep connections: one that ends in silence fails their next request."""
    with _connection(world) as wire:
        head = f"POST /files HTTP/1.1\r\nhost: x\r\nauthorization: Bearer wrong\r\ncontent-type: {FORM}\r\n"
        wire.sendall(f"{head}content-length: 10\r\n\r\n".encode())
        refusal = _answer(wire)
        assert refusal.startswith(b"HTTP/1.1 401 "), refusal
        if b"\r\nconnection: close\r\n" not in refusal.lower():
            wire.sendall(b"x" * 10 + b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n")
            assert _answer(wire).startswith(b"HTTP/1.1 200 "), "the next request on the same connection"


def connections_are_bounded(world):
    with world.another(limits={"connections": 5}) as strict, ExitStack() as open_:
        assert strict.rest("GET", "/healthz").status_code == 200
        for _ in range(10):
            open_.enter_context(_connection(strict))
        # Those too many are closed or wait; whoever is in is served.
        assert strict.rest("GET", "/healthz").status_code == 200


def _wrong(client):
    """A guess: a key of the right form, up to its checksum, that nobody was given."""
    body = client.rest.key[:-49] + "".join(secrets.choice(DIGITS) for _ in range(43))
    return body + _checksum(body)


def _checksum(body):
    rest, digits = zlib.crc32(body.encode()), ""
    for _ in range(6):
        rest, digit = divmod(rest, 62)
        digits = DIGITS[digit] + digits
    return digits


def _list_files(client, key):
    metadata = [("authorization", f"Bearer {key}")]
    shown, client.api.shown = client.api.shown, metadata
    try:
        return client.api("FileService.ListFiles")
    finally:
        client.api.shown = shown


def _stored(client):
    """What the data folder holds, apart from the database."""
    folder = client.server.data_dir
    found = {str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file()}
    return {name for name in found if not name.startswith("refineloop.db")}


@contextmanager
def _connection(client):
    host, port = client.server.address.split(":")
    with socket.create_connection((host, int(port)), timeout=PATIENCE) as wire:
        yield wire


def _answer(wire):
    """The head of an answer, and of its body what came with it."""
    told = b""
    while b"\r\n\r\n" not in told:
        part = wire.recv(4096)
        assert part, ("the connection ended", told)
        told += part
    return told


def _is_cut(wire, begun):
    """The service ends the connection by itself, with 408 or without a word."""
    told = b""
    try:
        while part := wire.recv(4096):
            told += part
    except ConnectionError:
        pass
    except TimeoutError:
        raise AssertionError(f"still open after {PATIENCE} s: {begun!r}") from None
    assert not told or b" 408 " in told.splitlines()[0], (begun, told)
