"""What models cost is counted to the micro-unit, by provider, and bounded by job, by key and by day."""

from contextlib import contextmanager

from client import refused
from doubles import TOKENS_IN, TOKENS_OUT, Model
from rest import problem
from world import made

# A call costs 100 × 3 + 40 × 12.5 micro-units.
PRICE, CALL, TOKENS = {"currency": "EUR", "input": 3.0, "output": 12.5}, 800, TOKENS_IN + TOKENS_OUT


def a_budget_ends_a_job_with_exact_accounts_at_both_doors(world):
    with _paid(world) as (strict, model):
        file_id = strict.rest.file(_wrong(400))
        bounds = {"max_tokens": TOKENS, "max_cost_micros": CALL}
        for field, unit in bounds.items():
            spec = {"model": "paid/editor", "budget": {field: 1}}
            refusal = refused(
                "FAILED_PRECONDITION", "BUDGET_TOO_SMALL", lambda: strict.create(file_id, **spec)
            )
            problem(strict.rest.create(file_id, **spec), 400, "budget_too_small")
            least = int(refusal.metadata["needed"])
            calls = -(-least // unit)

            before = model.answered.total()
            job = strict.finish(file_id, **spec | {"budget": {field: least}})
            assert job.failure.reason == "BUDGET_EXHAUSTED" and f"spec.budget.{field}" in job.failure.message, job
            usage = job.progress.usage
            told = (usage.request_count, usage.input_token_count, usage.output_token_count, usage.cost_micros)
            assert told == (calls, calls * TOKENS_IN, calls * TOKENS_OUT, calls * CALL), usage
            assert model.answered.total() - before == calls

            before = model.answered.total()
            job = strict.rest.finish(file_id, **spec | {"budget": {field: least}})
            assert job["error"]["code"] == "budget_exhausted", job
            usage = job["usage"]
            told = (usage["calls"], usage["input_tokens"], usage["output_tokens"], usage["cost_micros"])
            assert told == (calls, calls * TOKENS_IN, calls * TOKENS_OUT, calls * CALL), usage
            assert model.answered.total() - before == calls
            assert "partial_output_file_id" in job and job["usage"]["failed"] == 0, job


def money_of_a_job_a_key_and_a_day_is_bounded(world):
    job, key, day = 10 * CALL, 15 * CALL, 23 * CALL
    limits = {"currency": "EUR"} | {
        name: f"{micros / 1_000_000:.6f}"
        for name, micros in [("cost_per_job", job), ("cost_per_day", key), ("total_cost_per_day", day)]
    }
    with _paid(world, limits=limits) as (strict, model):
        file_id, other = strict.rest.file(_wrong(400)), strict.holder()

        def ends(rest, spent, setting):
            told = rest.finish(file_id, model="paid/editor")
            assert told["error"]["code"] == "budget_exhausted" and setting in told["error"]["message"], told
            assert (told["usage"]["cost_micros"], told["usage"]["currency"]) == (spent, "EUR"), told

        def is_closed(rest, setting):
            answer = rest.create(file_id, model="paid/editor")
            problem(answer, 429, "rate_limited")
            assert setting in answer.text and int(answer.headers["retry-after"]) >= 1, answer.text

        ends(strict.rest, job, "limits.cost_per_job")
        ends(strict.rest, key - job, "limits.cost_per_day")
        is_closed(strict.rest, "limits.cost_per_day")
        ends(other.rest, day - key, "limits.total_cost_per_day")
        is_closed(other.rest, "limits.total_cost_per_day")
        assert model.answered.total() * CALL == day, "the ledger of the model"
        answer = strict.rest.create(file_id, model="paid/unpriced")
        assert answer.status_code == 400 and "price" in answer.text, answer.text


def a_verifier_of_another_provider_has_its_own_key_and_its_own_price(world):
    with _paid(world) as (strict, model), Model(key="sk-judge") as judge:
        providers = [
            _provider("paid", model),
            {"name": "judge", "base_url": judge.base_url, "key": "sk-judge"}
            | {"models": [{"name": "m", "price": {"currency": "EUR", "input": 7.0, "output": 20.0}}]},
        ]
        with world.another(providers=providers) as both:
            file_id = both.rest.file(_wrong(60))
            job = both.rest.finish(file_id, model="paid/editor", verifier_model="judge/m")
            assert job["status"] == "completed" and job["usage"]["changed"] == 60, job
            assert set(model.answered) == {("editor", "segments")}, model.answered
            assert set(judge.answered) == {("m", "pairs")}, judge.answered
            written, judged = model.answered.total(), judge.answered.total()
            assert job["usage"]["calls"] == written + judged
            cost = written * CALL + judged * (TOKENS_IN * 7 + TOKENS_OUT * 20)
            assert (job["usage"]["cost_micros"], job["usage"]["currency"]) == (cost, "EUR"), job
            votes = {
                revision.get("verifier_model")
                for segment in both.rest.pages(f"/refineloop/jobs/{job['job_id']}/segments")[0]
                for revision in segment["revisions"]
                if revision["outcome"] == "accepted"
            }
            assert votes == {"judge/m"}, votes


@contextmanager
def _paid(world, **settings):
    """A service whose provider `paid` has a model `editor` of a known price, and that model."""
    with Model() as model, world.another(providers=[_provider("paid", model)], **settings) as strict:
        yield strict, model


def _provider(name, model):
    priced = {"name": "editor", "price": PRICE}
    return {"name": name, "base_url": model.base_url, "key_optional": True, "models": [priced]}


def _wrong(segments):
    return made(segments).replace(b"des Buches", b"falsch")
