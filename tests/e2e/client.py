"""The service as a stranger sees it: a process that listens, and a client that knows only reflection.

Nothing in here is generated from the project's protos; whatever a message holds was asked of the
server. Nothing waits by sleeping, and nothing waits for ever.
"""

import os
import queue
import re
import signal
import subprocess
import threading
from pathlib import Path

import grpc
from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.message_factory import GetMessageClass
from google.rpc import error_details_pb2, status_pb2
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import ProtoReflectionDescriptorDatabase
from grpc_reflection.v1alpha.reflection_pb2 import ServerReflectionRequest, ServerReflectionResponse

PATIENCE = 60  # seconds; far beyond what anything here takes


def environment(home):
    """The environment of a user who has set nothing: no keys, no settings, an empty home."""
    ours = ("REFINELOOP_", "OPENAI_", "XDG_", "RUST_LOG")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return kept | {"HOME": str(home)}


class Server:
    """`refineloop serve` on a port of its own choice."""

    def __init__(self, binary, home, data_dir):
        command = [str(binary), "serve", "--listen", "127.0.0.1:0", "--data-dir", str(data_dir)]
        self.process = subprocess.Popen(
            command,
            env=environment(home),
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

    def _read_log(self):
        # Read to the end, or the server would block on a full pipe.
        with self.process.stderr as lines:
            for line in lines:
                self.log.append(line.decode(errors="replace").rstrip())
                if found := re.search(r"listening on (127\.0\.0\.1:\d+)", self.log[-1]):
                    self._address.put(found[1])
        self._address.put(None)

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


class Api:
    """Calls by name, such as `api("JobService.GetJob", job_id=…)`."""

    def __init__(self, address):
        self.channel = grpc.insecure_channel(address)
        self.pool = DescriptorPool(ProtoReflectionDescriptorDatabase(self.channel))

    def __call__(self, name, messages=None, **fields):
        """Returns the answer, or for a server stream its call. `messages` are those of a client stream."""
        service, method = self._qualified(name).rsplit(".", 1)
        described = self.pool.FindServiceByName(service).methods_by_name[method]
        request = GetMessageClass(described.input_type)
        arity = ["unary", "stream"]
        kind = f"{arity[described.client_streaming]}_{arity[described.server_streaming]}"
        call = getattr(self.channel, kind)(
            f"/{service}/{method}",
            request_serializer=request.SerializeToString,
            response_deserializer=GetMessageClass(described.output_type).FromString,
        )
        if described.client_streaming:
            return call((request(**message) for message in messages), timeout=PATIENCE)
        return call(request(**fields), timeout=PATIENCE)

    def services(self, version):
        """The services that reflection of this version lists; its messages are the same in both."""
        call = self.channel.stream_stream(
            f"/grpc.reflection.{version}.ServerReflection/ServerReflectionInfo",
            request_serializer=ServerReflectionRequest.SerializeToString,
            response_deserializer=ServerReflectionResponse.FromString,
        )
        [answer] = call(iter([ServerReflectionRequest(list_services="*")]), timeout=PATIENCE)
        return {service.name for service in answer.list_services_response.service}

    def pages(self, name, items, **fields):
        """The items of all pages, and how many pages there were."""
        found, count, token = [], 0, ""
        while True:
            page = self(name, page_token=token, **fields)
            found.extend(getattr(page, items))
            count += 1
            token = page.next_page_token
            if not token:
                return found, count
            assert count < 10_000, f"{name} has no last page"

    @staticmethod
    def _qualified(name):
        return name if name.startswith("grpc.") else f"refineloop.v1.{name}"


def word(message, field):
    """The name of an enum's value, such as `JOB_STATUS_COMPLETED`."""
    values = message.DESCRIPTOR.fields_by_name[field].enum_type.values_by_number
    return values[getattr(message, field)].name


def written(message):
    """The bytes of a message, the same for equal messages."""
    return message.SerializeToString(deterministic=True)


class Refusal:
    """What a refused call says: reason, metadata, fields, resource."""

    def __init__(self, error):
        self.code = error.code().name
        self.message = error.details()
        trailers = dict(error.trailing_metadata() or ())
        status = status_pb2.Status.FromString(trailers.get("grpc-status-details-bin", b""))
        info = self._detail(status, error_details_pb2.ErrorInfo)
        self.domain, self.reason, self.metadata = info.domain, info.reason, dict(info.metadata)
        self.fields = [v.field for v in self._detail(status, error_details_pb2.BadRequest).field_violations]
        self.resource = self._detail(status, error_details_pb2.ResourceInfo).resource_name

    @staticmethod
    def _detail(status, kind):
        found = kind()
        for detail in status.details:
            if detail.Is(kind.DESCRIPTOR):
                detail.Unpack(found)
        return found

    def __repr__(self):
        return f"{self.code} {self.domain}/{self.reason} {self.metadata} {self.fields}: {self.message}"


def refused(code, reason, call):
    """The refusal of a call, which must have this code and reason."""
    try:
        answer = call()
        if not hasattr(answer, "DESCRIPTOR"):
            answer = list(answer)
    except grpc.RpcError as error:
        refusal = Refusal(error)
        assert (refusal.code, refusal.domain, refusal.reason) == (code, "refineloop", reason), (
            f"expected {code} {reason}, got {refusal}"
        )
        return refusal
    raise AssertionError(f"expected {code} {reason}, got an answer: {answer}")


class CommandLine:
    """Runs refineloop as a user would, each run in an empty home unless told otherwise."""

    def __init__(self, binary, home):
        self.binary, self.home = binary, Path(home)

    def __call__(self, *arguments):
        return subprocess.run(
            [str(self.binary), *map(str, arguments)],
            env=environment(self.home),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=PATIENCE,
        )
