"""What every client may rely on: health, reflection, models, a clean end."""

import grpc

from client import Refusal, word, written
from server import Server
from world import Client, made

SERVICES = {"refineloop.v1.FileService", "refineloop.v1.JobService", "refineloop.v1.ModelService"}
MANY = 8000  # segments: enough work to be interrupted, even in a release build


def every_service_reports_that_it_serves(world):
    for service in ["", *sorted(SERVICES)]:
        answer = world.api("grpc.health.v1.Health.Check", service=service)
        assert word(answer, "status") == "SERVING", (service, answer)


def both_versions_of_reflection_list_the_services(world):
    for version in ["v1", "v1alpha"]:
        listed = world.api.services(version)
        assert listed >= SERVICES | {"grpc.health.v1.Health"}, (version, listed)


def the_built_in_models_are_there_without_any_setting(world):
    models, _ = world.api.pages("ModelService.ListModels", "models", page_size=1)
    by_id = {model.id: model for model in models}
    for name in ["builtin/rules", "builtin/echo"]:
        assert by_id[name].enabled and by_id[name].provider == "builtin", by_id
    assert [model.provider for model in models][-2:] == ["builtin", "builtin"], "the built-in ones are last"


def a_server_asked_to_stop_ends_well_and_forgets_nothing(world):
    data = world.folder / "stopped"
    server = Server(world.binary, world.folder, data)
    try:
        client = Client(server)
        file = client.upload(made(10))
        job = client.finish(file.file_id)
        assert server.stop() == 0, server.last_words()

        server = Server(world.binary, world.folder, data)
        again = Client(server).api
        # Classes of two reflections are not the same, so the bytes are compared.
        found = again("JobService.GetJob", job_id=job.job_id).job
        assert written(found) == written(job), found
        found = again("FileService.GetFile", file_id=file.file_id).file
        assert written(found) == written(file), found
        assert server.stop() == 0, server.last_words()
    finally:
        server.kill()


def a_server_stopped_in_mid_job_lets_watches_go_and_finishes_after_the_next_start(world):
    data, content = world.folder / "drained", made(MANY)
    server = Server(world.binary, world.folder, data)
    try:
        client = Client(server)
        job_id = client.create(client.upload(content).file_id).job_id
        events = []
        try:
            for message in client.api("JobService.WatchJob", job_id=job_id, include_segments=True):
                events.append(message.event)
                if len(events) == 10:
                    server.ask_to_stop()
            raise AssertionError("the job was over before the server was")
        except grpc.RpcError as error:
            refusal = Refusal(error)
        assert (refusal.code, refusal.reason) == ("UNAVAILABLE", "SERVER_DRAINING"), refusal
        assert server.exit_code() == 0, server.last_words()

        server = Server(world.binary, world.folder, data)
        client = Client(server)
        events += client.watch(job_id, after_sequence=events[-1].sequence, include_segments=True)
        numbers = [event.segment.number for event in events if event.WhichOneof("kind") == "segment"]
        assert sorted(numbers) == list(range(1, MANY + 1)), (len(numbers), len(set(numbers)))
        undisturbed = world.finish(world.upload(content).file_id)
        resumed = client.download(events[-1].finished.output_file_id)[1]
        assert resumed == world.download(undisturbed.output_file_id)[1]
    finally:
        server.kill()
