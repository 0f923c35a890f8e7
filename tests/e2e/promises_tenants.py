"""What belongs to one tenant is for another as if it were not there: every route, every rpc."""

import json
import re

import grpc

from client import Refusal
from rest import problem
from world import made, new_uuid

SERVICES = ["FileService", "JobService"]


def another_tenants_ids_are_unknown_on_every_route(world):
    ours, theirs, walked = world.holder("walk-ours").rest, world.holder("walk-theirs").rest, 0
    for method, path in world.rest.operations():
        things = _things(ours)
        foreign = _ask(theirs, method, path, things)
        if foreign is None:
            continue
        unknown_things = {name: new_uuid() for name in things}
        unknown = _ask(theirs, method, path, unknown_things)
        assert unknown.status_code == 404, (method, path, unknown.status_code, unknown.text)
        assert _told(foreign, things) == _told(unknown, unknown_things), (method, path)
        assert set(foreign.headers) == set(unknown.headers), (method, path)
        # The owner is not told so; whatever the stranger asked for has not happened.
        own = _ask(ours, method, path, things)
        too_late = own.status_code == 400 and own.json()["error"]["code"] == "job_already_finished"
        assert own.status_code < 300 or too_late, (method, path, own.status_code, own.text)
        walked += 1
    assert walked >= 9, f"only {walked} routes take an id"


def another_tenants_ids_are_unknown_to_every_rpc(world):
    ours, theirs, walked = world.holder("rpc-ours"), world.holder("rpc-theirs"), 0
    for service in SERVICES:
        for method in world.api.pool.FindServiceByName(f"refineloop.v1.{service}").methods:
            things = _things(ours.rest)
            fields = _fields(method.input_type, things)
            if not fields:
                continue
            name = f"{service}.{method.name}"
            unknown_things = {name: new_uuid() for name in things}
            foreign = _refusal(theirs.api, name, fields)
            unknown = _refusal(theirs.api, name, _fields(method.input_type, unknown_things))
            if foreign is None and unknown is None:
                # A list that an id only filters: both are empty.
                walked += 1
                continue
            assert foreign and unknown and unknown.code == "NOT_FOUND", (name, foreign, unknown)
            told = [
                _neutral(repr(one) + str(one.resource), ids)
                for one, ids in [(foreign, things), (unknown, unknown_things)]
            ]
            assert told[0] == told[1], (name, told)
            own = _refusal(ours.api, name, fields)
            assert own is None or own.reason == "JOB_ALREADY_FINISHED", (name, own)
            walked += 1
    assert walked >= 11, f"only {walked} rpcs take an id"


def lists_hold_nothing_of_another_tenant(world):
    ours, theirs = world.holder("list-ours"), world.holder("list-theirs")
    _things(ours.rest)
    for path in ["/files", "/refineloop/jobs"]:
        assert ours.rest.get(path)["data"] and not theirs.rest.get(path)["data"], path
    assert not theirs.api("FileService.ListFiles").files and not theirs.api("JobService.ListJobs").jobs
    # A cursor of one tenant opens no list of another.
    ours.rest.file(made(1))
    cursor = ours.rest.get("/files", params={"limit": 1})["next_cursor"]
    answer = theirs.rest("GET", "/files", params={"limit": 1, "cursor": cursor})
    assert answer.status_code == 400 or not answer.json()["data"], answer.text


def an_operator_reaches_files_and_jobs_only_of_their_own_tenant(world):
    ours = world.holder("operated").rest
    things = _things(ours)
    problem(world.rest("GET", f"/refineloop/jobs/{things['job_id']}"), 404, "job_not_found")
    problem(world.rest.content(things["file_id"]), 404, "file_not_found")


def a_key_does_what_its_scopes_say(world):
    reader = world.holder(scopes=["SCOPE_READ"])
    writer = world.holder(scopes=["SCOPE_WRITE"])
    measurer = world.holder(scopes=["SCOPE_METRICS"])
    file_id = world.rest.file(made(1))
    for rest in [writer.rest, measurer.rest]:
        assert problem(rest("GET", "/files"), 403, "scope_missing")["message"], "which names the scope"
        assert "read" in rest("GET", "/files").text
    for rest in [reader.rest, measurer.rest]:
        for answer in [rest.upload(made(1)), rest.create(file_id), rest("DELETE", f"/files/{file_id}")]:
            problem(answer, 403, "scope_missing")
            assert "write" in answer.text, answer.text
    assert reader.rest.content(file_id).status_code == 200
    assert writer.rest.upload(made(1)).status_code == 200
    for holder in [reader, writer, measurer]:
        refusal = _refusal(holder.api, "AdminService.ListKeys", {})
        assert (refusal.code, refusal.reason) == ("PERMISSION_DENIED", "SCOPE_MISSING"), refusal
        assert refusal.metadata["requiredScope"] == "admin", refusal


def _things(rest):
    """A fresh file, a finished job on it and a dismissal, by the names of their parameters."""
    # A text of its own each time: what was dismissed once is not found again.
    own, faulty = new_uuid().encode(), made(1).replace(b"Seite 1 des", b"Seite 1  des")
    for end in [b"</source>", b"</target>"]:
        faulty = faulty.replace(end, b" " + own + end)
    file_id = rest.file(faulty)
    job = rest.finish(file_id, model="builtin/echo")
    segment = rest.get(f"/refineloop/jobs/{job['job_id']}/segments")["data"][0]
    check = segment["findings_after"][0]["check"]
    path = f"/refineloop/jobs/{job['job_id']}/segments/1/dismissals"
    [dismissal] = rest("POST", path, json={"check": check}).json()
    # The output is a file that nothing is done with but what the walk does.
    return {
        "file_id": job["output_file_id"],
        "job_id": job["job_id"],
        "dismissal_id": dismissal["dismissal_id"],
        "check": check,
    }


def _ask(rest, method, path, things):
    """A request about these things, or none if the route takes no id."""
    names = re.findall(r"\{(\w+)\}", path)
    assert set(names) <= set(things) | {"reason", "number"}, f"teach the walk what {path} takes"
    if method == "POST" and path in ("/refineloop/jobs", "/refineloop/jobs/estimate"):
        body = {"file_id": things["file_id"], "model": "builtin/echo"}
    elif method == "POST" and path.endswith("/dismissals"):
        body = {"check": things["check"]}
    elif set(names) & set(things):
        body = None
    else:
        return None
    return rest(method, path.format(**things, number=1), json=body)


def _told(answer, things):
    """What an answer says, without the ids of the things and of the request."""
    body = answer.json()
    body["error"]["request_id"] = "r"
    return answer.status_code, _neutral(json.dumps(body, sort_keys=True), things)


def _neutral(text, things):
    for name, value in things.items():
        text = text.replace(value, name)
    return text


def _fields(message, things):
    """Fields of a request that name the things, whatever it is."""
    found = {name: value for name, value in things.items() if name in message.fields_by_name}
    if found and "segment_number" in message.fields_by_name:
        found["segment_number"] = 1
    if (
        "spec" in message.fields_by_name
        and "file_id" in message.fields_by_name["spec"].message_type.fields_by_name
    ):
        found["spec"] = {"file_id": things["file_id"], "model": "builtin/echo"}
    return found


def _refusal(api, name, fields):
    try:
        answer = api(name, **fields)
        if not hasattr(answer, "DESCRIPTOR"):
            list(answer)
    except grpc.RpcError as error:
        return Refusal(error)
    return None
