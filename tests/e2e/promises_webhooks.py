"""The end of a job is told to whoever asked for it: signed, at least once, and nowhere it must not go."""

import base64
import json
import secrets
import socket

from standardwebhooks import Webhook

from client import refused, word
from doubles import Receiver
from rest import eventually, good, problem
from world import LENIENT, Client, made

SECRET = "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
NOT_PUBLIC = [
    "http://127.0.0.1/hook",
    "https://127.0.0.1/hook",
    "https://10.1.2.3/hook",
    "https://192.168.0.1/hook",
    "https://172.16.0.1/hook",
    "https://169.254.169.254/latest/meta-data",
    "https://100.64.0.1/hook",
    "https://0.0.0.0/hook",
    "https://[::1]/hook",
    "https://[::ffff:127.0.0.1]/hook",
    "https://[fd00::1]/hook",
    "https://[fe80::1]/hook",
    "https://[64:ff9b::7f00:1]/hook",
    "https://[2002:7f00:1::]/hook",
    "https://2130706433/hook",
    "https://0x7f.1/hook",
    "http://example.com/hook",
    "https://example.com:8080/hook",
]


def the_end_of_a_job_is_told_signed_and_without_its_text(world):
    with Receiver() as receiver:
        job = _finish(world, receiver.url + "/hook?for=me")
        got = receiver.next()
        assert got.path == "/hook?for=me" and got.headers["content-type"] == "application/json", got
        told = Webhook(SECRET).verify(got.body, got.headers)
    assert told["type"] == "refineloop.job.completed" and told["timestamp"], told
    assert told["data"]["job_id"] == job["job_id"] and told["data"]["status"] == "completed", told
    assert told["data"]["output_file_id"] == job["output_file_id"], told
    assert len(got.body) < 20_000 and b"Seite" not in got.body and b"Page" not in got.body, "no text of a file"
    # One secret in the whole of it: that of the signature, which is never sent.
    assert SECRET.removeprefix("whsec_").encode() not in got.body + json.dumps(got.headers).encode()


def a_plain_secret_is_the_key_of_the_signature(world):
    """The original's clients set any text as `webhook_secret`."""
    secret = "a secret of 24 bytes or more"
    with Receiver() as receiver:
        _finish(world, receiver.url, secret=secret)
        got = receiver.next()
        Webhook(secret.encode()).verify(got.body, got.headers)


def a_failure_and_a_cancel_are_told_as_such(world):
    with Receiver() as receiver:
        for model, kind in [("openai/denied", "failed"), ("openai/held-webhook", "cancelled")]:
            body = {"webhook_url": receiver.url, "webhook_secret": SECRET, "model": model}
            job_id = good(world.rest.create(world.rest.file(made(1)), **body), 202)["job_id"]
            if kind == "cancelled":
                world.model.gate("held-webhook").wait()
                world.api("JobService.CancelJob", job_id=job_id)
                world.model.gate("held-webhook").open(1000)
            world.rest.end(job_id)
            told = Webhook(SECRET).verify((got := receiver.next()).body, got.headers)
            assert told["type"] == f"refineloop.job.{kind}" and told["data"]["job_id"] == job_id, told
            assert told["data"]["status"] == "failed" and told["data"]["error"]["code"], told


def a_receiver_that_is_down_is_told_once_it_is_up(world):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    job = _finish(world, f"http://127.0.0.1:{port}/late")
    delivery = eventually(lambda: _tried(world, job), "a delivery to nobody is tried")
    assert delivery.attempts[0].http_status == 0 and delivery.attempts[0].error, delivery
    with Receiver(lambda number: (503 if number == 0 else 200, {}), port) as receiver:
        first, second = receiver.next(), receiver.next()
        for got in [first, second]:
            Webhook(SECRET).verify(got.body, got.headers)
            assert got.headers["webhook-id"] == delivery.delivery_id, "the id is that of all attempts"
        assert first.body == second.body
        after = eventually(lambda: _in_state(world, job, "DELIVERED"), "the delivery is over")
        assert after.delivery_id == delivery.delivery_id and after.attempts[-1].http_status == 200, after
        assert receiver.empty(), "what is delivered is not sent again"


def a_delivery_survives_a_restart(world):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    first = world.start("restarted", LENIENT)
    try:
        client = Client(first)
        job = _finish(client, f"http://127.0.0.1:{port}/later")
        delivery = eventually(lambda: _tried(client, job), "a delivery to nobody is tried")
        first.kill()
        again = world.start("restarted", LENIENT)
        try:
            with Receiver(port=port) as receiver:
                got = receiver.next()
                Webhook(SECRET).verify(got.body, got.headers)
                assert got.headers["webhook-id"] == delivery.delivery_id
        finally:
            again.kill()
    finally:
        first.kill()


def a_redirect_is_not_followed(world):
    with Receiver() as elsewhere, Receiver(lambda _: (302, {"location": elsewhere.url})) as receiver:
        job = _finish(world, receiver.url)
        delivery = eventually(lambda: _in_state(world, job, "PENDING", attempts=2), "it is tried again")
        assert {attempt.http_status for attempt in delivery.attempts} == {302}, delivery
        assert elsewhere.empty() and elsewhere.count == 0
        assert "CANARY" not in str(delivery), "nothing of the receiver's answer is shown"


def a_receiver_that_is_gone_for_good_is_left_alone(world):
    with Receiver(lambda _: (410, {})) as receiver:
        job = _finish(world, receiver.url)
        delivery = eventually(lambda: _in_state(world, job, "FAILED"), "it is given up")
        assert len(delivery.attempts) == 1 == receiver.count, delivery


def what_is_not_public_is_refused_and_the_setting_named(world):
    with world.another() as strict:
        file_id = strict.rest.file(made(1))
        for url in NOT_PUBLIC:
            answer = strict.rest.create(file_id, webhook_url=url, webhook_secret=SECRET)
            problem(answer, 400, "request_invalid")
            assert "webhooks.allow_subnets" in answer.text and "webhook_url" in answer.text, (url, answer.text)
            webhook = {"url": url, "secret": SECRET}
            refusal = refused(
                "INVALID_ARGUMENT", "REQUEST_INVALID", lambda: strict.create(file_id, webhook=webhook)
            )
            assert refusal.fields == ["spec.webhook.url"], (url, refusal)


def a_name_that_leads_to_no_public_address_is_not_called(world):
    with world.another() as strict:
        job = _finish(strict, "https://localhost/hook")
        delivery = eventually(lambda: _tried(strict, job), "a delivery is tried")
        assert delivery.attempts[0].http_status == 0, delivery
        assert "webhooks.allow_subnets" in delivery.attempts[0].error, delivery


def what_is_no_address_or_no_secret_is_refused(world):
    file_id = world.rest.file(made(1))
    for body, field in [
        ({"webhook_url": "ftp://example.com/"}, "webhook_url"),
        ({"webhook_url": "https://user:p4ssw0rd@example.com/"}, "webhook_url"),
        ({"webhook_url": "https:///"}, "webhook_url"),
        ({"webhook_url": "http://127.0.0.1:1/", "webhook_secret": "short"}, "webhook_secret"),
        ({"webhook_secret": SECRET}, "webhook_url"),
    ]:
        answer = world.rest.create(file_id, **body)
        problem(answer, 400, "request_invalid")
        assert field in answer.text and "p4ssw0rd" not in answer.text, (body, answer.text)


def the_command_line_lists_deliveries_and_sends_one_again(world):
    server = ["--server", world.server.url]
    with Receiver() as receiver:
        job = _finish(world, receiver.url)
        sent = receiver.next()
        eventually(lambda: _in_state(world, job, "DELIVERED"), "it is delivered")
        run = world.command("webhooks", "deliveries", *server, REFINELOOP_API_KEY=world.server.key)
        assert run.returncode == 0 and sent.headers["webhook-id"] in run.stdout.decode(), run
        run = world.command(
            "webhooks", "redeliver", sent.headers["webhook-id"], *server, REFINELOOP_API_KEY=world.server.key
        )
        assert run.returncode == 0, run
        again = receiver.next()
        assert again.headers["webhook-id"] == sent.headers["webhook-id"] and again.body == sent.body
        assert SECRET not in run.stdout.decode() + run.stderr.decode()


def a_secret_is_never_told_and_never_written_down(world):
    with Receiver() as receiver:
        job = _finish(world, receiver.url)
        receiver.next()
    told = world.api("JobService.GetJob", job_id=job["job_id"]).job
    assert told.spec.webhook.url == receiver.url and not told.spec.webhook.secret, told
    # Neither as it was given nor as the bytes it stands for.
    raw = base64.b64decode(SECRET.removeprefix("whsec_"))
    for file in world.server.data_dir.rglob("*"):
        content = file.read_bytes() if file.is_file() else b""
        assert SECRET.removeprefix("whsec_").encode() not in content and raw not in content, file
    assert not any(SECRET in line for line in world.server.log)


def _finish(client, url, secret=SECRET):
    body = {"webhook_url": url, "webhook_secret": secret}
    return client.rest.finish(client.rest.file(made(1)), **body)


def _deliveries(client, job):
    return client.api("AdminService.ListDeliveries", job_id=job["job_id"]).deliveries


def _tried(client, job):
    [delivery] = _deliveries(client, job)
    return delivery if delivery.attempts else None


def _in_state(client, job, state, attempts=1):
    [delivery] = _deliveries(client, job)
    fits = word(delivery, "state") == f"DELIVERY_STATE_{state}" and len(delivery.attempts) >= attempts
    return delivery if fits else None
