"""Jobs do what was asked, count what they did, and refuse what they cannot do by its name."""

from collections import Counter

from client import refused, word
from world import LARGE, new_uuid, sha256

LOOP = [
    ("glossary", [{"source": "page", "target": "Seite"}]),
    ("disabled_checks", ["double-space"]),
    ("enabled_checks", ["acronym", "unedited-fuzzy"]),
    ("strategy", "STRATEGY_TWO_STAGE"),
    ("strategy", "STRATEGY_REVIEW_ONLY"),
]


def options_of_the_loop_are_taken_and_told(world):
    for field, value in LOOP:
        job = world.create(world.file.file_id, **{field: value})
        told = getattr(job.spec, field)
        if field == "strategy":
            assert word(job.spec, field) == value, (field, value, told)
        else:
            assert len(told) == len(value), (field, value, told)


def options_out_of_bounds_are_refused_by_name(world):
    for field, value in [
        ("max_revisions", 11),
        ("max_revisions", -1),
        ("domain", "x" * 201),
        ("custom_instructions", "x" * 8001),
        ("note_language", "not a language"),
        ("model", ""),
        ("file_id", ""),
        ("output_mode", 99),
        ("state_policy", 99),
        ("strategy", 99),
        ("verifier_model", "builtin/rules"),
        ("continue_job_id", "no-id"),
        ("labels", {"k" * 64: "v"}),
    ]:
        _refuses_spec(world, field, value)


def an_unknown_model_is_not_found(world):
    for model in ["builtin/nobody", "nobody/at-all"]:
        refused("NOT_FOUND", "MODEL_NOT_FOUND", lambda: world.create(world.file.file_id, model=model))


def a_job_that_is_not_there_is_not_found(world):
    for method in ["GetJob", "CancelJob", "DeleteJob", "WatchJob", "ListSegments"]:
        refused("NOT_FOUND", "JOB_NOT_FOUND", lambda: world.api(f"JobService.{method}", job_id=new_uuid()))


def a_repeated_creation_returns_the_first_job(world):
    request_id = new_uuid()
    first = world.create(world.file.file_id, request_id)
    assert world.create(world.file.file_id, request_id).job_id == first.job_id
    assert world.create(world.file.file_id).job_id != first.job_id, "no request id, another job"
    refused(
        "ALREADY_EXISTS",
        "REQUEST_ID_REUSED",
        lambda: world.create(world.file.file_id, request_id, max_revisions=2),
    )


def a_job_says_what_was_asked_with_the_defaults_filled_in(world):
    labels = {"ticket": "7"}
    spec = world.create(world.file.file_id, labels=labels).spec
    assert (spec.file_id, spec.model, spec.max_revisions) == (world.file.file_id, "builtin/rules", 6), spec
    assert spec.remove_hyphenation and not spec.exclude_numeric_segments, spec
    assert word(spec, "output_mode") == "OUTPUT_MODE_NONE" and dict(spec.labels) == labels, spec


def a_job_mends_the_example_and_counts_what_it_did(world):
    job, segments = world.done.job, world.done.segments
    assert word(job, "status") == "JOB_STATUS_COMPLETED", job
    progress = job.progress
    states = Counter(word(segment, "state") for segment in segments)
    assert progress.segment_count == progress.finished_count == len(segments) == world.file.xliff.segment_count
    assert progress.changed_count == states["SEGMENT_STATE_CHANGED"] > 0, (progress, states)
    assert progress.skipped_count == states["SEGMENT_STATE_SKIPPED"], (progress, states)
    assert progress.failed_count == states["SEGMENT_STATE_FAILED"] == 0, (progress, states)
    assert progress.needs_review_count == sum(segment.needs_review for segment in segments)
    for when in ["findings_before", "findings_after"]:
        counted = Counter(finding.check for segment in segments for finding in getattr(segment, when))
        assert dict(getattr(progress, when)) == dict(counted), (when, progress, counted)
    assert sum(progress.findings_before.values()) > sum(progress.findings_after.values()), progress


def a_changed_segment_has_another_target_and_every_other_the_same(world):
    for segment in world.done.segments:
        changed = word(segment, "state") == "SEGMENT_STATE_CHANGED"
        assert changed == (segment.target != segment.original_target), segment
        assert segment.stop_reason, segment


def the_refined_file_is_a_file_like_any_other(world):
    job = world.done.job
    file, content = world.download(job.output_file_id)
    assert word(file, "origin") == "FILE_ORIGIN_JOB" and file.job_id == job.job_id, file
    assert file.filename == "faults.en-de.refined.xlf", file
    assert (file.size_bytes, file.sha256) == (len(content), sha256(content)), file
    assert content != world.faults
    assert file.xliff.segment_count == world.file.xliff.segment_count, file


def echo_returns_the_input_byte_for_byte(world):
    for file in [world.file, world.large]:
        job = world.finish(file.file_id, model="builtin/echo")
        assert word(job, "status") == "JOB_STATUS_COMPLETED" and job.progress.changed_count == 0, job
        assert world.download(job.output_file_id)[1] == world.download(file.file_id)[1]


def the_same_job_twice_writes_the_same_bytes(world):
    one, other = (world.finish(world.large.file_id) for _ in range(2))
    assert one.progress.changed_count == LARGE // 3, one
    assert world.download(one.output_file_id)[1] == world.download(other.output_file_id)[1]


def an_estimate_counts_what_the_job_then_does(world):
    spec = {"file_id": world.file.file_id, "model": "builtin/rules"}
    estimate = world.api("JobService.EstimateJob", spec=spec)
    skipped = Counter(s.stop_reason for s in world.done.segments if word(s, "state") == "SEGMENT_STATE_SKIPPED")
    assert estimate.segment_count == len(world.done.segments), estimate
    assert dict(estimate.skipped) == dict(skipped), (estimate, skipped)
    assert 0 < estimate.distinct_count <= estimate.segment_count - skipped.total(), estimate
    refused(
        "INVALID_ARGUMENT",
        "REQUEST_INVALID",
        lambda: world.api("JobService.EstimateJob", spec=spec | {"max_revisions": 11}),
    )


def jobs_are_listed_newest_first_page_by_page(world):
    file_id = world.upload(world.faults).file_id
    new = [world.finish(file_id).job_id for _ in range(3)]
    jobs, pages = world.api.pages("JobService.ListJobs", "jobs", file_id=file_id, page_size=1)
    assert [job.job_id for job in jobs] == new[::-1] and pages >= 3, jobs
    done, _ = world.api.pages("JobService.ListJobs", "jobs", statuses=["JOB_STATUS_COMPLETED"])
    assert set(new) <= {job.job_id for job in done}
    failed, _ = world.api.pages("JobService.ListJobs", "jobs", file_id=file_id, statuses=["JOB_STATUS_FAILED"])
    assert not failed
    token = world.api("JobService.ListJobs", page_size=1, file_id=file_id).next_page_token
    refused(
        "INVALID_ARGUMENT", "PAGE_TOKEN_INVALID", lambda: world.api("JobService.ListJobs", page_token=token)
    )


def a_finished_job_cannot_be_cancelled(world):
    job_id = world.done.job.job_id
    refusal = refused(
        "FAILED_PRECONDITION", "JOB_ALREADY_FINISHED", lambda: world.api("JobService.CancelJob", job_id=job_id)
    )
    assert refusal.metadata["state"] == "completed", refusal


def a_deleted_job_is_gone_with_its_output(world):
    job = world.finish(world.file.file_id)
    world.api("JobService.DeleteJob", job_id=job.job_id)
    refused("NOT_FOUND", "JOB_NOT_FOUND", lambda: world.api("JobService.GetJob", job_id=job.job_id))
    refused("NOT_FOUND", "FILE_NOT_FOUND", lambda: world.download(job.output_file_id))
    assert world.api("FileService.GetFile", file_id=world.file.file_id).file == world.file, "the input stays"


def _refuses_spec(world, field, value):
    spec = {"file_id": world.file.file_id} | {field: value}
    refusal = refused("INVALID_ARGUMENT", "REQUEST_INVALID", lambda: world.create(**spec))
    assert refusal.fields == [f"spec.{field}"], (field, value, refusal)
