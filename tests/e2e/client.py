"""The service as a stranger sees it over gRPC: a client that knows only reflection.

Nothing in here is generated from the project's protos; whatever a message holds was asked of the
server.
"""

import grpc
from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.message_factory import GetMessageClass
from google.rpc import error_details_pb2, status_pb2
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import ProtoReflectionDescriptorDatabase
from grpc_reflection.v1alpha.reflection_pb2 import ServerReflectionRequest, ServerReflectionResponse

from server import PATIENCE


class Api:
    """Calls by name, such as `api("JobService.GetJob", job_id=…)`."""

    def __init__(self, address, key=None, credentials=None):
        """Plain without `credentials`; calls show `key` if there is one."""
        secure = credentials is not None
        self.channel = grpc.secure_channel(address, credentials) if secure else grpc.insecure_channel(address)
        self.shown = [("authorization", f"Bearer {key}")] if key else []
        # Reflection asks for no key.
        self.pool = DescriptorPool(ProtoReflectionDescriptorDatabase(self.channel))

    def __call__(self, name, messages=None, /, **fields):
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
            requests = (request(**message) for message in messages)
            return call(requests, timeout=PATIENCE, metadata=self.shown)
        return call(request(**fields), timeout=PATIENCE, metadata=self.shown)

    def services(self, version):
        """The services that reflection of this version lists; its messages are the same in both."""
        call = self.channel.stream_stream(
            f"/grpc.reflection.{version}.ServerReflection/ServerReflectionInfo",
            request_serializer=ServerReflectionRequest.SerializeToString,
            response_deserializer=ServerReflectionResponse.FromString,
        )
        [answer] = call(iter([ServerReflectionRequest(list_services="*")]), timeout=PATIENCE)
        return {service.name for service in answer.list_services_response.service}

    def pages(self, name, items, /, **fields):
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
        self.retry_after = self._detail(status, error_details_pb2.RetryInfo).retry_delay.ToTimedelta()

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
