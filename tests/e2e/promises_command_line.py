"""The command line does the same work as the service, and never harms a file."""

import json
import os
import re

import jsonschema


def refine_writes_what_the_service_writes(world):
    out = world.folder / "refined.xlf"
    _succeeds(world, "refine", world.example, "-o", out, "--model", "builtin/rules", "--output-mode", "none")
    assert out.read_bytes() == world.download(world.done.job.output_file_id)[1]
    assert world.example.read_bytes() == world.faults, "the input is never modified"


def refine_writes_to_standard_output_on_request(world):
    run = _succeeds(world, "refine", world.example, "-o", "-", "--model", "builtin/echo", "--output-mode", "none")
    assert run.stdout == world.faults


def refine_never_overwrites_without_force(world):
    out = world.folder / "precious.xlf"
    out.write_bytes(b"precious")
    refine = ["refine", world.example, "-o", out, "--model", "builtin/echo", "--output-mode", "none"]
    run = world.command(*refine)
    assert run.returncode == 2 and b"--force" in run.stderr, run
    assert out.read_bytes() == b"precious"
    _succeeds(world, *refine, "--force")
    assert out.read_bytes() == world.faults


def refine_says_where_a_file_is_not_xliff(world):
    bad, out = world.folder / "bad.xlf", world.folder / "never.xlf"
    bad.write_bytes(world.faults[: len(world.faults) // 2])
    run = world.command("refine", bad, "-o", out)
    assert run.returncode == 3, run
    assert re.search(rb"line \d+|:\d+:\d+", run.stderr), run.stderr
    assert not out.exists()


def refine_names_the_option_that_is_out_of_bounds(world):
    out = world.folder / "never.xlf"
    run = world.command("refine", world.example, "-o", out, "--max-revisions", "11")
    assert run.returncode == 2 and b"max-revisions" in run.stderr, run
    assert not out.exists()


def check_writes_sarif_by_the_schema_of_sarif(world):
    path = os.environ.get("REFINELOOP_SARIF_SCHEMA")
    assert path, "the schema is not here: `install_sarif_schema` of .ci/lib.sh brings it"
    with open(path, encoding="utf-8") as file:
        schema = jsonschema.Draft4Validator(json.load(file), format_checker=jsonschema.FormatChecker())
    odd, broken = world.folder / "ä b%.xlf", world.folder / "broken.xlf"
    odd.write_bytes(world.faults)
    broken.write_bytes(world.faults[:200])
    for files in [(world.example,), (world.example, odd, broken, world.folder / "nowhere.xlf")]:
        log = json.loads(world.command("check", "--format", "sarif", *files).stdout)
        faults = [f"{'/'.join(map(str, fault.path))}: {fault.message[:300]}" for fault in schema.iter_errors(log)]
        assert not faults, faults
        assert len(log["runs"][0]["results"]) >= 20, "something was told"
    # The schema is one that can fail.
    del log["runs"][0]["results"][0]["message"]
    assert not schema.is_valid(log)


def models_lists_the_models_of_a_server(world):
    run = _succeeds(world, "models", "--server", world.server.url)
    assert b"builtin/rules" in run.stdout and b"builtin/echo" in run.stdout, run


def watch_follows_a_job_of_a_server(world):
    job_id = world.create(world.large.file_id).job_id
    run = _succeeds(world, "watch", job_id, "--server", world.server.url, REFINELOOP_API_KEY=world.server.key)
    assert b"completed" in (run.stdout + run.stderr).lower(), run


def _succeeds(world, *arguments, **environment):
    run = world.command(*arguments, **environment)
    assert run.returncode == 0, run
    return run
