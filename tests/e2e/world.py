"""What the promises share: one server, one uploaded example, one finished job; and made-up files."""

import hashlib
import uuid
from functools import cached_property
from types import SimpleNamespace

from client import Api, CommandLine, Server

CHUNK = 64 * 1024


class Client:
    """What a client does again and again."""

    def __init__(self, address):
        self.api = Api(address)

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
        self.server = Server(binary, folder, folder / "data")
        self.command = CommandLine(binary, folder)
        super().__init__(self.server.address)

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
