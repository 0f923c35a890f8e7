"""Server-Sent Events tell a job once, in order, however often the browser loses them."""

from client import refused
from rest import problem
from world import LARGE, made

BREAKS = 10


def a_browser_that_reconnects_ten_times_misses_and_repeats_nothing(world):
    """Each time in the middle of the job: the model has answered for one more group of segments and
    holds the others back."""
    with world.held(segments=24 * (BREAKS + 3)) as (job_id, gate):
        last, told, during = None, [], 0
        for _ in range(BREAKS):
            gate.open()
            with world.rest.events(job_id, **_resume(last)) as events:
                for last, name, event in events:
                    told.append((last, name, event))
                    # In the middle of a group, so that the next connection finds some of it again.
                    if name == "segment":
                        break
            during += world.rest.job(job_id)["status"] == "processing"
        gate.open(1000)
        with world.rest.events(job_id, **_resume(last)) as events:
            told += events
    assert during == BREAKS, "every break was in the middle of the job"
    names = [name for _, name, _ in told]
    assert names.count("finished") == 1 and names[-1] == "finished", names[-5:]
    numbers = [event["number"] for _, name, event in told if name == "segment"]
    assert sorted(numbers) == list(range(1, 24 * (BREAKS + 3) + 1)), (len(numbers), len(set(numbers)))
    sequences = [int(last) for last, name, _ in told if name == "segment"]
    assert sequences == sorted(set(sequences)), "every segment has a number of its own"
    every = [int(last) for last, _, _ in told]
    assert every == sorted(every), "and the numbers never go down"


def both_doors_tell_the_same_numbers(world):
    job_id = world.finish(world.large.file_id).job_id
    with world.rest.events(job_id) as events:
        told = [(int(last), event["number"]) for last, name, event in events if name == "segment"]
    watched = world.watch(job_id, include_segments=True)
    assert told == [
        (one.sequence, one.segment.number) for one in watched if one.WhichOneof("kind") == "segment"
    ]
    assert len(told) == LARGE


def the_last_event_is_the_job_as_its_route_tells_it(world):
    job_id = world.rest.finish(world.rest.file(made(1)))["job_id"]
    with world.rest.events(job_id) as events:
        last, name, event = list(events)[-1]
    assert name == "finished" and event == world.rest.job(job_id), event
    assert int(last) == world.api("JobService.GetJob", job_id=job_id).job.last_sequence, last


def after_the_end_a_reconnect_is_told_to_stop(world):
    """204 is how a browser learns that there is nothing more to come."""
    job_id = world.rest.finish(world.rest.file(made(1)))["job_id"]
    path = f"/refineloop/jobs/{job_id}/events"
    with world.rest.events(job_id) as events:
        last = list(events)[-1][0]
    answer = world.rest("GET", path, headers=_resume(last))
    assert answer.status_code == 204 and not answer.content, (answer.status_code, answer.text)


def an_event_that_was_never_sent_is_refused(world):
    job_id = world.rest.finish(world.rest.file(made(1)))["job_id"]
    path = f"/refineloop/jobs/{job_id}/events"
    ahead = world.api("JobService.GetJob", job_id=job_id).job.last_sequence + 1
    problem(world.rest("GET", path, headers=_resume(str(ahead))), 400, "cursor_ahead")
    refused(
        "OUT_OF_RANGE",
        "CURSOR_AHEAD",
        lambda: world.api("JobService.WatchJob", job_id=job_id, after_sequence=ahead),
    )
    for junk in ["soon", "-1", "1.5", "9" * 30]:
        problem(world.rest("GET", path, headers=_resume(junk)), 400, "request_invalid")


def nothing_between_keeps_the_events_back(world):
    job_id = world.rest.finish(world.rest.file(made(1)))["job_id"]
    answer = world.rest("GET", f"/refineloop/jobs/{job_id}/events")
    assert "no-store" in answer.headers["cache-control"] or "no-cache" in answer.headers["cache-control"]
    assert "content-length" not in answer.headers, answer.headers


def _resume(last):
    return {} if last is None else {"last-event-id": last}
