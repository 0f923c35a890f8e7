"""A watch tells everything once, in order, however often it is broken off."""

from client import refused
from world import LARGE


def a_watch_begins_with_a_snapshot_and_ends_with_the_finished_job(world):
    events = world.done.events
    kinds = [event.WhichOneof("kind") for event in events]
    assert kinds[0] == "snapshot" and events[0].sequence == 0, events[0]
    assert kinds[-1] == "finished" and kinds.count("finished") == 1, kinds
    assert events[-1].sequence == events[-1].finished.last_sequence, events[-1]
    assert world.api("JobService.GetJob", job_id=world.done.job.job_id).job == world.done.job


def sequences_never_go_down_and_every_segment_comes_once(world):
    large = world.create(world.large.file_id)
    for events in [world.done.events, world.watch(large.job_id, include_segments=True)]:
        sequences = [event.sequence for event in events]
        assert sequences == sorted(sequences), sequences
        numbers = sorted(_numbers(events))
        assert numbers == list(range(1, len(numbers) + 1)), numbers
        assert len(numbers) == events[-1].finished.progress.segment_count


def a_broken_watch_goes_on_without_losing_or_repeating_a_segment(world):
    job_id = world.create(world.large.file_id).job_id
    numbers, last, broken = [], 0, 0
    for patience in [3, 1, 100, None]:
        call = world.api("JobService.WatchJob", job_id=job_id, after_sequence=last, include_segments=True)
        seen = 0
        for message in call:
            event = message.event
            assert event.sequence >= last, (event.sequence, last)
            last = event.sequence
            found = _numbers([event])
            numbers += found
            seen += len(found)
            if seen == patience:
                call.cancel()
                broken += 1
                break
        else:
            assert event.WhichOneof("kind") == "finished", event
    assert broken == 3 and event.WhichOneof("kind") == "finished", (broken, event)
    assert sorted(numbers) == list(range(1, LARGE + 1)), (len(numbers), len(set(numbers)))


def a_watch_without_segments_is_short(world):
    job = world.create(world.large.file_id)
    kinds = [event.WhichOneof("kind") for event in world.watch(job.job_id)]
    assert "segment" not in kinds and kinds[-1] == "finished", kinds


def a_finished_job_is_told_at_once(world):
    job = world.done.job
    for after in [job.last_sequence, job.last_sequence - 1]:
        [*owed, last] = world.watch(job.job_id, after_sequence=after)
        assert last.finished == job and last.sequence == job.last_sequence, last
        assert not owed, owed
    again = world.watch(job.job_id, include_segments=True)
    assert _numbers(again) == _numbers(world.done.events)


def a_cursor_ahead_of_the_job_is_refused(world):
    job = world.done.job
    refusal = refused(
        "OUT_OF_RANGE",
        "CURSOR_AHEAD",
        lambda: world.api("JobService.WatchJob", job_id=job.job_id, after_sequence=job.last_sequence + 1),
    )
    assert refusal.metadata["lastSequence"] == str(job.last_sequence), refusal


def listed_segments_are_those_of_the_watch_in_the_order_of_the_file(world):
    job_id = world.done.job.job_id
    watched = sorted(world.done.segments, key=lambda segment: segment.number)
    for size in [0, 1, 2, 1000]:
        listed, pages = world.api.pages("JobService.ListSegments", "segments", job_id=job_id, page_size=size)
        assert listed == watched, size
        assert size == 0 or pages >= len(watched) / size, (size, pages)


def segments_are_listed_by_state_and_by_need_of_review(world):
    job_id = world.done.job.job_id
    changed, _ = world.api.pages(
        "JobService.ListSegments", "segments", job_id=job_id, states=["SEGMENT_STATE_CHANGED"]
    )
    assert len(changed) == world.done.job.progress.changed_count
    review, _ = world.api.pages("JobService.ListSegments", "segments", job_id=job_id, needs_review=True)
    assert len(review) == world.done.job.progress.needs_review_count
    assert all(segment.needs_review for segment in review)


def _numbers(events):
    return [event.segment.number for event in events if event.WhichOneof("kind") == "segment"]
