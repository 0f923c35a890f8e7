"""The service as a client of the original sees it: HTTP and JSON, and nothing of this project."""

import json
import time
from contextlib import contextmanager

import requests

from server import PATIENCE

FINAL = ("completed", "failed")
STATUSES = ("queued", "processing", *FINAL)


class Rest:
    """Calls such as `rest("GET", "/refineloop/jobs")`, with `key` if there is one."""

    def __init__(self, url, key=None, verify=True, cert=None):
        self.url, self.key = url, key
        self.session = requests.Session()
        # Neither a proxy nor a .netrc of whoever runs this has a say.
        self.session.trust_env = False
        self.session.verify, self.session.cert = verify, cert
        if key:
            self.session.headers["authorization"] = f"Bearer {key}"

    def showing(self, key):
        """The same service for the holder of another key, or of none."""
        return Rest(self.url, key, self.session.verify, self.session.cert)

    def __call__(self, method, path, **options):
        options = {"timeout": PATIENCE, "allow_redirects": False} | options
        return self.session.request(method, self.url + path, **options)

    def get(self, path, **options):
        """What a GET answers, which must be 200 and JSON."""
        return good(self("GET", path, **options), 200)

    def upload(self, content, filename="made.xlf", **options):
        return self("POST", "/files", files={"file": (filename, content)}, **options)

    def file(self, content, filename="made.xlf"):
        """The id of an upload that succeeds."""
        return good(self.upload(content, filename), 200)["file_id"]

    def content(self, file_id, **headers):
        return self("GET", f"/files/{file_id}/content", headers=headers)

    def create(self, file_id, /, headers=None, **body):
        body = {"model": "builtin/rules", "file_id": file_id} | body
        return self("POST", "/refineloop/jobs", json=body, headers=headers)

    def job(self, job_id, wait=None):
        """A job as its route tells it, in one of the four words that clients of the original know."""
        job = self.get(f"/refineloop/jobs/{job_id}", params={} if wait is None else {"wait": wait})
        assert job["status"] in STATUSES, job
        return job

    def end(self, job_id):
        """A job once it is final, by polls that wait."""
        for _ in range(10):
            job = self.job(job_id, wait=30)
            if job["status"] in FINAL:
                return job
        raise AssertionError(f"the job does not end: {job}")

    def finish(self, file_id, **body):
        return self.end(good(self.create(file_id, **body), 202)["job_id"])

    def operations(self):
        """Every method and path of the service's own description."""
        paths = self.get("/openapi.json")["paths"]
        verbs = ("get", "put", "post", "delete", "patch", "head", "options")
        return [(verb.upper(), path) for path, item in paths.items() for verb in verbs if verb in item]

    def pages(self, path, **params):
        """The items of all pages, and how many pages there were."""
        found, count = [], 0
        while True:
            page = self.get(path, params=params)
            found += page["data"]
            count += 1
            if not page["has_more"]:
                assert not page.get("next_cursor"), page
                return found, count
            params["cursor"] = page["next_cursor"]
            assert count < 10_000, f"{path} has no last page"

    @contextmanager
    def events(self, job_id, **headers):
        """The Server-Sent Events of a job with its segments, as an iterator."""
        path, query = f"/refineloop/jobs/{job_id}/events", {"segments": "true"}
        call = self("GET", path, params=query, headers=headers, stream=True)
        with call:
            assert call.status_code == 200, (call.status_code, call.text)
            assert call.headers["content-type"].startswith("text/event-stream"), call.headers
            yield sse(call.iter_lines())


def sse(lines):
    """Events as a browser takes them from a stream: id, name, data. Of an event without an empty
    line after it a browser tells nothing."""
    last_id, name, data = "", "", []
    for line in lines:
        field, _, value = line.decode().partition(":")
        value = value.removeprefix(" ")
        if not line:
            if data:
                yield last_id, name or "message", json.loads("\n".join(data))
            name, data = "", []
        elif field == "id":
            last_id = value
        elif field == "event":
            name = value
        elif field == "data":
            data.append(value)


def good(response, status):
    """The JSON of an answer, which must have this status."""
    assert response.status_code == status, (response.status_code, response.text)
    assert response.headers["content-type"].split(";")[0] == "application/json", response.headers
    return response.json()


def problem(response, status, code):
    """The error of an answer, which must have this status and code, and the members every error has."""
    assert response.status_code == status, (response.status_code, response.text)
    body, error = response.json(), response.json()["error"]
    assert error["code"] == code, body
    assert error["message"] and error["request_id"] == response.headers["x-request-id"], body
    assert body["status"] == status and body["title"] and body["detail"], body
    assert body["type"].endswith(f"/docs/errors/{code.upper()}"), body
    assert response.headers["content-type"].split(";")[0] in ("application/json", "application/problem+json")
    return error


def eventually(probe, what):
    """The first true answer of a probe; for what the service does in its own time."""
    patience = time.monotonic() + PATIENCE
    while time.monotonic() < patience:
        if found := probe():
            return found
        time.sleep(0.05)
    raise AssertionError(f"never: {what}")
