"""What the promises share: one server, one uploaded example, one finished job; and made-up files."""

import hashlib
import uuid
from contextlib import contextmanager
from functools import cached_property
from types import SimpleNamespace

from client import Api
from doubles import Model
from rest import Rest, good
from server import CommandLine, Server

CHUNK = 64 * 1024


class Client:
    """What a client does again and again."""

    def __init__(self, server):
        self.server = server
        self.api, self.rest = Api(server.address, server.key), Rest(server.url, server.key)

    def key(self, tenant="default", **fields):
        """The text of a new key."""
        return self.api("AdminService.CreateKey", name="test", tenant_id=tenant, **fields).secret

    def holder(self, tenant="default", **fields):
        """The service for the holder of a new key, over gRPC and REST."""
        key = self.key(tenant, **fields)
        return SimpleNamespace(key=key, api=Api(self.server.address, key), rest=self.rest.showing(key))

    def upload(self, content, filename="made.xlf", **spec):
        """The stored file of an upload in chunks."""
        chunks = (content[at : at + CHUNK] for at in range(0, len(content), CHUNK))
        messages = [{"spec": {"filename": filename, **spec}}, *({"chunk": chunk} for chunk in chunks)]
        return self.api("FileService.UploadFile", messages).file

    def download(self, file_id, **part):
        """The description of a file, and its bytes or a part of them."""
        first, *rest = self.api("FileService.DownloadFile", file_id=file_id, **part)
        assert first.WhichOneof("payload") == "file", first
        assert all(message.WhichOneof("payload") == "chunk" for message in rest)
        assert all(len(message.chunk) <= CHUNK for message in rest)
        return first.file, b"".join(message.chunk for message in rest)

    def create(self, file_id, request_id="", **spec):
        """A new job, by `builtin/rules` with final targets only unless the spec says otherwise."""
        spec = {"file_id": file_id, "model": "builtin/rules", "output_mode": "OUTPUT_MODE_NONE"} | spec
        return self.api("JobService.CreateJob", spec=spec, request_id=request_id).job

    def watch(self, job_id, **options):
        """The events of a watch that ended with OK."""
        return [message.event for message in self.api("JobService.WatchJob", job_id=job_id, **options)]

    def finish(self, file_id, **spec):
        """A job on a file, from creation to its end."""
        events = self.watch(self.create(file_id, **spec).job_id)
        assert events[-1].WhichOneof("kind") == "finished", events[-1]
        return events[-1].finished


class World(Client):
    """A running service with its command line, and what many promises need of it."""

    def __init__(self, binary, folder, example):
        self.binary, self.folder, self.example = binary, folder, example
        self.model = Model()
        super().__init__(self.start("data", LENIENT))
        self.command = CommandLine(binary, folder)

    def start(self, name, settings, *flags):
        """A service over a data folder of this name."""
        return Server(
            self.binary, self.folder, self.folder / name, *flags, model=self.model.base_url, **settings
        )

    @contextmanager
    def another(self, *flags, **settings):
        """A second service with settings of its own."""
        server = self.start(new_uuid(), settings, *flags)
        try:
            yield Client(server)
        finally:
            server.kill()

    @contextmanager
    def held(self, segments=1, client=None):
        """A job in the middle of its work: the model was asked and does not answer before its gate
        is opened. Its id, and the gate."""
        rest = (client or self).rest
        name = f"held-{new_uuid()}"
        spec = {"model": f"openai/{name}", "max_revisions": 1}
        job_id = good(rest.create(rest.file(made(segments)), **spec), 202)["job_id"]
        gate = self.model.gate(name)
        try:
            gate.wait()
            yield job_id, gate
        finally:
            rest("POST", f"/refineloop/jobs/{job_id}/cancel")
            # What the service still waits for would keep others from being asked.
            gate.open(1000)

    @cached_property
    def faults(self):
        """The bytes of the example with true faults in it."""
        return self.example.read_bytes()

    @cached_property
    def file(self):
        """The example, uploaded."""
        return self.upload(self.faults, self.example.name)

    @cached_property
    def done(self):
        """A job on the example by `builtin/rules`, watched to its end with segments."""
        job = self.create(self.file.file_id)
        events = self.watch(job.job_id, include_segments=True)
        segments = [event.segment for event in events if event.WhichOneof("kind") == "segment"]
        return SimpleNamespace(events=events, segments=segments, job=events[-1].finished)

    @cached_property
    def large(self):
        """A made-up file of several shards, uploaded."""
        return self.upload(made(LARGE))


LARGE = 700  # segments: about three shards

# Promises show wrong keys and call often; what bounds that is tried on services of their own.
# Receivers of webhooks are on this machine.
LENIENT = {
    "limits": {"bad_keys_per_minute": 100_000, "requests_per_minute": 0},
    "webhooks": {"allow_subnets": ["127.0.0.0/8"], "schedule": ["0s"] + ["200ms"] * 100},
}


def made(segments):
    """An XLIFF 1.2 file in which every third target has a double space, and no two are alike."""
    units = (
        f'<trans-unit id="{n}"><source>Page {n} of the book.</source>'
        f"<target>Seite {n} {' ' if n % 3 == 0 else ''}des Buches.</target></trans-unit>\n"
        for n in range(1, segments + 1)
    )
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">\n'
        '<file original="book" source-language="en" target-language="de" datatype="plaintext"><body>\n'
    )
    return (head + "".join(units) + "</body></file></xliff>\n").encode()


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def new_uuid():
    return str(uuid.uuid4())
