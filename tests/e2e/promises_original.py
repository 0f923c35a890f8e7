"""A client of the hosted original works unchanged: its plugin, step by step, knowing only the original.

What it relies on is in the design's `rest-facade.md`; nothing of ours is used here but the base URL
and the key.
"""

import re
from datetime import datetime
from urllib.parse import unquote

import requests

from rest import eventually
from server import PATIENCE
from world import made, new_uuid


class Plugin:
    """The original's client. It throws where the original's throws."""

    def __init__(self, base, key):
        self.base, self.headers = base, {"Authorization": f"Bearer {key}"}

    def _call(self, method, path, **options):
        answer = requests.request(method, self.base + path, headers=self.headers, timeout=PATIENCE, **options)
        if not answer.ok:
            raise Refused(answer.status_code, answer.json()["error"])
        return answer

    def validate_credentials(self):
        models = self._call("GET", "/refineloop/models").json()["data"]
        return [
            (model["id"], model["display_name"], model["description"], model["provider"]) for model in models
        ]

    def upload(self, name, content):
        file = self._call("POST", "/files", files={"file": (name, content)}).json()
        assert file["filename"] == name and file["size"] == len(content), file
        times = [datetime.fromisoformat(file[at]) for at in ("created_at", "updated_at", "expires_at")]
        assert times[0] <= times[1] < times[2] and all(time.utcoffset().seconds == 0 for time in times), file
        return file["file_id"]

    def create(self, file_id, model, **options):
        answer = self._call("POST", "/refineloop/jobs", json={"file_id": file_id, "model": model} | options)
        assert answer.status_code == 202, answer.status_code
        job = answer.json()
        for field in ("job_id", "model", "status", "progress", "created_at", "updated_at", "expires_at"):
            assert field in job, (field, job)
        return job["job_id"], answer.headers["x-request-id"]

    def wait(self, job_id, seconds=10):
        while True:
            job = self._call("GET", f"/refineloop/jobs/{job_id}", params={"wait": seconds}).json()
            match job["status"]:
                case "queued" | "processing":
                    assert "output_file_id" not in job and "error" not in job, job
                case "completed" | "failed":
                    return job
                case other:
                    raise AssertionError(f"unknown status {other}")

    def download(self, file_id):
        """The name of a file and its bytes."""
        answer = self._call("GET", f"/files/{file_id}/content")
        assert answer.headers["content-type"] == "application/xliff+xml", answer.headers
        found = re.search(r"filename\*=UTF-8''(.*)$", answer.headers["content-disposition"])
        return unquote(found[1]), answer.content


class Refused(Exception):
    """What the original's client throws for an error answer."""

    def __init__(self, status, error):
        super().__init__(f"{error['code']}: {error['message']} (request {error['request_id']})")
        self.status, self.error = status, error


def the_plugin_of_the_original_refines_a_file(world):
    plugin = Plugin(world.rest.url, world.rest.key)
    models = plugin.validate_credentials()
    assert "builtin/rules" in [model[0] for model in models] and all(map(all, models)), models
    file_id = plugin.upload("Übersetzung 名前.xlf", world.faults)
    # Clients send what later versions of the original understand.
    job_id, _ = plugin.create(file_id, "builtin/rules", output_mode="none", a_field_of_tomorrow={"x": [1]})
    job = plugin.wait(job_id)
    assert job["status"] == "completed" and job["file_id"] == file_id and job["model"] == "builtin/rules", job
    assert job["progress"] == 100 and "error" not in job, job
    assert job["created_at"] <= job["completed_at"] <= job["expires_at"], job
    name, content = plugin.download(job["output_file_id"])
    assert name == "Übersetzung 名前.refined.xlf", name
    assert content == world.download(world.done.job.output_file_id)[1], "both doors lead to the same bytes"
    assert plugin.download(file_id)[1] == world.faults


def a_wait_of_any_kind_brings_the_plugin_to_the_end(world):
    plugin = Plugin(world.rest.url, world.rest.key)
    file_id = plugin.upload("waits.xlf", world.faults)
    for seconds in [None, 0, 30, 86_400, "soon"]:
        job = plugin.wait(plugin.create(file_id, "builtin/echo")[0], seconds)
        assert job["status"] == "completed", (seconds, job)


def a_wrong_key_is_refused_where_the_plugin_validates_it(world):
    for key in ["wrong", f"{world.rest.key[:-1]}{'x' if world.rest.key[-1] != 'x' else 'y'}"]:
        refusal = _refused(Plugin(world.rest.url, key).validate_credentials)
        assert (refusal.status, refusal.error["code"]) == (401, "api_key_invalid"), refusal


def a_job_that_fails_tells_the_plugin_why(world):
    plugin = Plugin(world.rest.url, world.rest.key)
    job_id, request_id = plugin.create(plugin.upload("fails.xlf", made(3)), "openai/denied")
    job = plugin.wait(job_id)
    assert job["status"] == "failed" and "output_file_id" not in job, job
    assert job["error"]["code"] == "provider_auth_failed" and job["error"]["message"], job
    assert job["error"]["request_id"] == request_id, (request_id, job)
    assert "SECRET" not in str(job), "the words of a provider stay out"


def a_cancelled_job_shows_the_plugin_a_failure_called_cancelled(world):
    with world.held() as (job_id, gate):
        plugin = Plugin(world.rest.url, world.rest.key)
        world.api("JobService.CancelJob", job_id=job_id)
        # The answer that was asked for is paid: it is waited for and kept.
        assert world.rest.job(job_id)["status"] == "processing"
        gate.open()
        job = plugin.wait(job_id)
        assert job["status"] == "failed" and job["error"]["code"] == "cancelled", job
        assert job["error"]["message"] and job["error"]["request_id"], job


def a_file_that_is_unknown_or_expired_is_not_found(world):
    refusal = _refused(lambda: Plugin(world.rest.url, world.rest.key).download(new_uuid()))
    assert (refusal.status, refusal.error["code"]) == (404, "file_not_found"), refusal
    with world.another(retention={"files": "1s"}) as brief:
        plugin = Plugin(brief.rest.url, brief.rest.key)
        file_id = plugin.upload("brief.xlf", made(1))
        refusal = eventually(lambda: _refusal(lambda: plugin.download(file_id)), "the file expires")
        assert refusal.status == 404 and refusal.error["code"] in ("file_expired", "file_not_found"), refusal


def the_plugin_lists_its_jobs_newest_first(world):
    mine = world.holder("plugin")
    plugin = Plugin(world.rest.url, mine.key)
    file_id = plugin.upload("listed.xlf", made(1))
    created = [plugin.create(file_id, "builtin/echo")[0] for _ in range(3)]
    listed = plugin._call("GET", "/refineloop/jobs").json()["data"]
    assert [job["job_id"] for job in listed] == created[::-1], listed


def _refusal(call):
    try:
        call()
    except Refused as refusal:
        return refusal


def _refused(call):
    refusal = _refusal(call)
    assert refusal, "expected a refusal, got an answer"
    return refusal
