"""Jobs over REST: created, waited for, listed, cancelled, erased, and what they did."""

import threading
from queue import Queue

from client import word
from doubles import TOKENS_IN, TOKENS_OUT
from rest import FINAL, STATUSES, good, problem
from world import made, new_uuid

WORK = "/refineloop/jobs"


def a_created_job_is_accepted_and_says_where_it_is(world):
    answer = world.rest.create(world.rest.file(made(1)))
    job = good(answer, 202)
    assert set(job) >= {"job_id", "model", "status", "progress", "created_at", "updated_at", "expires_at"}, job
    assert job["model"] == "builtin/rules" and job["status"] in STATUSES and 0 <= job["progress"] <= 100, job
    assert answer.headers["location"].endswith(f"{WORK}/{job['job_id']}"), answer.headers
    location = answer.headers["location"].removeprefix(world.rest.url)
    assert world.rest.get(location)["job_id"] == job["job_id"]


def what_is_not_asked_for_has_the_defaults_of_the_original(world):
    job_id = good(world.rest.create(world.rest.file(made(1))), 202)["job_id"]
    spec = world.api("JobService.GetJob", job_id=job_id).job.spec
    assert (spec.max_revisions, spec.remove_hyphenation, spec.exclude_numeric_segments) == (6, True, False), (
        spec
    )
    assert word(spec, "output_mode") == "OUTPUT_MODE_FULL", spec


def every_option_of_the_original_arrives(world):
    asked = {
        "max_revisions": 3,
        "exclude_numeric_segments": True,
        "remove_hyphenation": False,
        "domain": "legal",
        "note_language": "ja",
        "custom_instructions": "Be kind.",
    }
    file_id = world.rest.file(made(1))
    for mode in ["full", "translations", "none"]:
        job_id = good(world.rest.create(file_id, output_mode=mode, **asked), 202)["job_id"]
        spec = world.api("JobService.GetJob", job_id=job_id).job.spec
        assert {name: getattr(spec, name) for name in asked} == asked, spec
        assert word(spec, "output_mode") == f"OUTPUT_MODE_{mode.upper()}", spec


def a_bad_request_names_what_is_wrong(world):
    file_id = world.rest.file(made(1))
    for field, value in [
        ("model", ""),
        ("file_id", ""),
        ("max_revisions", 11),
        ("max_revisions", "six"),
        ("output_mode", "everything"),
        ("remove_hyphenation", "yes"),
        ("domain", "x" * 201),
        ("custom_instructions", "x" * 8001),
        ("note_language", "not a language"),
        ("webhook_url", "not a url"),
    ]:
        answer = world.rest.create(file_id, **{field: value})
        problem(answer, 400, "request_invalid")
        assert field in answer.text, (field, answer.text)
    for field in ["model", "file_id"]:
        body = {"model": "builtin/rules", "file_id": file_id}
        del body[field]
        answer = world.rest("POST", WORK, json=body)
        problem(answer, 400, "request_invalid")
        assert field in answer.text, (field, answer.text)


def what_is_no_json_object_is_refused(world):
    for body in [b"", b"{", b"[]", b'"job"', b"\xff\xfe", b"{}" * 2]:
        answer = world.rest("POST", WORK, data=body, headers={"content-type": "application/json"})
        problem(answer, 400, "request_invalid")
    answer = world.rest("POST", WORK, data={"model": "builtin/rules"})
    problem(answer, 415, "media_type_unsupported")


def what_a_job_needs_and_is_not_there_is_not_found(world):
    problem(world.rest.create(new_uuid()), 404, "file_not_found")
    problem(world.rest.create(world.rest.file(made(1)), model="builtin/nobody"), 404, "model_not_found")
    for method, route in [
        ("GET", ""),
        ("GET", "/segments"),
        ("GET", "/events"),
        ("POST", "/cancel"),
        ("DELETE", ""),
    ]:
        for nobody in [new_uuid(), "nobody"]:
            problem(world.rest(method, f"{WORK}/{nobody}{route}"), 404, "job_not_found")


def a_wait_of_nothing_or_nonsense_answers_now(world):
    with world.held() as (job_id, _):
        for wait in [None, "0", "", "-1", "1.5", "soon", "30s", "0x10", "٣"]:
            answer = world.rest(
                "GET", f"{WORK}/{job_id}", params={} if wait is None else {"wait": wait}, timeout=15
            )
            assert answer.json()["status"] == "processing", (wait, answer.text)


def a_wait_beyond_the_limit_is_the_limit(world):
    with world.another(limits={"wait": "1s"}) as brief, world.held(client=brief) as (job_id, _):
        for wait in ["1", "30", "9999", "99999999999999999999"]:
            answer = brief.rest("GET", f"{WORK}/{job_id}", params={"wait": wait}, timeout=25)
            assert answer.json()["status"] == "processing", (wait, answer.text)


def a_wait_ends_with_the_job(world):
    told = Queue()
    with world.held() as (job_id, gate):
        # Both in one go: a poll that came too late would find the job as finished as one that waited.
        polls = [threading.Thread(target=lambda: told.put(world.rest.job(job_id, wait=30))) for _ in range(3)]
        for poll in polls:
            poll.start()
        gate.open()
        for poll in polls:
            poll.join()
    assert [told.get()["status"] for _ in polls] == ["completed"] * len(polls)


def a_job_by_a_model_says_what_it_used_and_changed(world):
    content = made(2).replace(b"des Buches", b"des falsch Buches")
    job = world.rest.finish(world.rest.file(content), model="openai/editor", output_mode="none")
    assert job["status"] == "completed", job
    usage = job["usage"]
    calls = usage["calls"]
    assert calls >= 1 and usage["input_tokens"] == calls * TOKENS_IN, usage
    assert usage["output_tokens"] == calls * TOKENS_OUT and usage["cached_input_tokens"] == 0, usage
    assert (usage["segments"], usage["changed"], usage["failed"]) == (2, 2, 0), usage
    assert b"falsch" not in world.rest.content(job["output_file_id"]).content


def what_is_final_says_so_and_nothing_else_does(world):
    done = world.rest.finish(world.rest.file(made(1)))
    assert done["status"] == "completed" and done["output_file_id"] and done["completed_at"], done
    assert "error" not in done and done["progress"] == 100, done
    with world.held() as (job_id, _):
        job = world.rest.job(job_id)
        assert job["status"] == "processing" and job["progress"] < 100, job
        assert not {"output_file_id", "error", "completed_at"} & set(job), job


def a_cancelled_job_keeps_what_was_finished(world):
    with world.held(segments=60) as (job_id, gate):
        gate.open()
        with world.rest.events(job_id) as events:
            next(event for _, name, event in events if name == "segment")
        answer = world.rest("POST", f"{WORK}/{job_id}/cancel")
        assert good(answer, answer.status_code)["status"] in ("processing", "failed"), answer.text
        # What was asked for is paid: it is waited for and kept.
        gate.open(1000)
        job = world.rest.end(job_id)
    assert (job["status"], job["error"]["code"]) == ("failed", "cancelled") and "output_file_id" not in job, job
    answer = world.rest.content(job["partial_output_file_id"])
    assert answer.status_code == 200 and ".partial.xlf" in answer.headers["content-disposition"], answer.headers
    assert good(world.rest("POST", f"{WORK}/{job_id}/cancel"), 200)["status"] == "failed", "asking twice is no harm"
    done = world.rest.finish(world.rest.file(made(1)))["job_id"]
    problem(world.rest("POST", f"{WORK}/{done}/cancel"), 400, "job_already_finished")


def an_erased_job_is_gone_with_its_output(world):
    job = world.rest.finish(world.rest.file(made(1)))
    assert world.rest("DELETE", f"{WORK}/{job['job_id']}").status_code == 204
    problem(world.rest("GET", f"{WORK}/{job['job_id']}"), 404, "job_not_found")
    problem(world.rest.content(job["output_file_id"]), 404, "file_not_found")
    assert world.rest.content(job["file_id"]).status_code == 200, "the input stays"


def the_segments_of_a_job_are_those_of_the_other_door(world):
    job_id = world.done.job.job_id
    told = sorted(world.done.segments, key=lambda segment: segment.number)
    for limit in [1, 3, 100]:
        listed, _ = world.rest.pages(f"{WORK}/{job_id}/segments", limit=limit)
        for field in ["number", "source", "original_target", "target", "stop_reason", "needs_review"]:
            assert [one[field] for one in listed] == [getattr(one, field) for one in told], (limit, field)
        states = [word(one, "state").removeprefix("SEGMENT_STATE_").lower() for one in told]
        assert [one["state"] for one in listed] == states, limit


def an_estimate_counts_without_doing(world):
    body = {"file_id": world.file.file_id, "model": "builtin/rules"}
    jobs = world.rest.pages(WORK, limit=100)[0]
    told = world.api("JobService.EstimateJob", spec=body)
    estimate = good(world.rest("POST", f"{WORK}/estimate", json=body), 200)
    assert (estimate["segments"], estimate["distinct"]) == (told.segment_count, told.distinct_count), estimate
    assert estimate["skipped"] == dict(told.skipped), estimate
    assert world.rest.pages(WORK, limit=100)[0] == jobs


def jobs_are_listed_newest_first_page_by_page(world):
    mine = world.holder("jobs-lister").rest
    file_id = mine.file(made(1))
    new = [mine.finish(file_id, model="builtin/echo")["job_id"] for _ in range(3)]
    for limit, least in [(1, 3), (2, 2), (100, 1)]:
        jobs, pages = mine.pages(WORK, limit=limit)
        assert [job["job_id"] for job in jobs] == new[::-1] and pages >= least, (limit, jobs)
        assert all(job["status"] in FINAL for job in jobs), jobs
    problem(mine("GET", WORK, params={"cursor": "made-up"}), 400, "page_token_invalid")


def a_repeated_creation_returns_the_first_job(world):
    file_id, token = world.rest.file(made(1)), new_uuid()
    key = {"idempotency-key": token}
    first = good(world.rest.create(file_id, headers=key), 202)
    assert good(world.rest.create(file_id, headers=key), 202)["job_id"] == first["job_id"]
    problem(world.rest.create(file_id, headers=key, max_revisions=2), 422, "request_id_reused")
    # The key counts for its route and its tenant.
    assert world.rest.upload(made(1), headers=key).status_code == 200
    other = world.holder("other-tokens").rest
    assert good(other.create(other.file(made(1)), headers=key), 202)["job_id"] != first["job_id"]
