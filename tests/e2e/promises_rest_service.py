"""What holds for all of REST: keys, models, errors, documentation without a network, probes, metrics."""

import re
from html.parser import HTMLParser
from urllib.parse import urljoin

from rest import problem
from world import new_uuid

OPEN = ["/healthz", "/readyz", "/openapi.json", "/docs", "/refineloop/models"]


def models_are_listed_without_a_key(world):
    for rest in [world.rest.showing(None), world.rest]:
        models = {model["id"]: model for model in rest.get("/refineloop/models")["data"]}
        for name in ["builtin/rules", "builtin/echo"]:
            model = models[name]
            assert model["provider"] == "builtin" and model["display_name"] and model["description"], model


def what_is_open_needs_no_key_and_refuses_a_wrong_one(world):
    nobody, wrong = world.rest.showing(None), world.rest.showing("wrong")
    for path in OPEN:
        assert nobody("GET", path, allow_redirects=True).status_code == 200, path
        problem(wrong("GET", path), 401, "api_key_invalid")


def every_other_route_needs_a_key_that_is_good(world):
    nobody, wrong, seen = world.rest.showing(None), world.rest.showing("wrong"), 0
    for method, path in world.rest.operations():
        filled = re.sub(r"\{\w+\}", new_uuid(), path)
        answer = _nothing_said(wrong, method, filled)
        problem(answer, 401, "api_key_invalid")
        assert answer.headers["www-authenticate"].startswith("Bearer"), answer.headers
        if path not in [*OPEN, "/metrics"]:
            problem(_nothing_said(nobody, method, filled), 401, "api_key_missing")
            seen += 1
    assert seen >= 13, seen


def only_a_bearer_is_asked_who_they_are(world):
    key = world.rest.key
    for shown, code in [
        ("", None),
        ("Bearer", None),
        (f"Basic {key}", None),
        (key, None),
        (f"Bearer {key} {key}", "api_key_invalid"),
        ("Bearer " + "x" * 5000, "api_key_invalid"),
    ]:
        answer = world.rest.showing(None)("GET", "/files", headers={"authorization": shown})
        assert answer.status_code == 401, (shown, answer.text)
        problem(answer, 401, code or answer.json()["error"]["code"])
    # The name of the scheme knows no case (RFC 9110).
    answer = world.rest.showing(None)("GET", "/files", headers={"authorization": f"bearer {key}"})
    assert answer.status_code == 200, answer.text


def an_unknown_route_and_a_wrong_method_are_errors_like_any_other(world):
    for path in ["/", "/nobody", "/files/a/b/c", "/refineloop", "/refineloop/jobs/", "//files"]:
        problem(world.rest("GET", path), 404, "route_not_found")
    for method, path in [("PUT", "/files"), ("DELETE", "/refineloop/models"), ("PATCH", "/refineloop/jobs")]:
        answer = world.rest(method, path)
        problem(answer, 405, "method_not_allowed")
        assert "GET" in answer.headers["allow"], answer.headers


def an_error_is_a_problem_document_if_asked_for(world):
    for accept, kind in [
        ("application/problem+json", "application/problem+json"),
        ("text/html, application/problem+json;q=0.9", "application/problem+json"),
        ("application/json", "application/json"),
        ("*/*", "application/json"),
    ]:
        answer = world.rest("GET", f"/refineloop/jobs/{new_uuid()}", headers={"accept": accept})
        problem(answer, 404, "job_not_found")
        assert answer.headers["content-type"].split(";")[0] == kind, (accept, answer.headers)


def every_answer_has_an_id_of_its_own(world):
    ids = [
        world.rest("GET", path).headers["x-request-id"] for path in ["/healthz", "/files", "/nobody", "/files"]
    ]
    assert len(set(ids)) == 4 and all(ids), ids


def the_description_of_the_interface_is_openapi_3_1_and_stands_alone(world):
    document = world.rest.get("/openapi.json")
    assert document["openapi"].startswith("3.1."), document["openapi"]
    routes = {(method, path) for method, path in world.rest.operations()}
    for method, path in [
        ("POST", "/files"),
        ("GET", "/files/{file_id}/content"),
        ("GET", "/refineloop/models"),
        ("POST", "/refineloop/jobs"),
        ("GET", "/refineloop/jobs"),
        ("GET", "/refineloop/jobs/{job_id}"),
        ("GET", "/refineloop/jobs/{job_id}/events"),
    ]:
        assert (method, path) in routes, (method, path, routes)
    references = re.findall(r'"\$ref": ?"([^"]*)"', world.rest("GET", "/openapi.json").text)
    assert references and all(one.startswith("#/components/") for one in references), references


def the_documentation_needs_no_network(world):
    nobody = world.rest.showing(None)
    page = nobody("GET", "/docs", allow_redirects=True)
    assert page.status_code == 200 and page.headers["content-type"].startswith("text/html"), page.headers
    links = _Links()
    links.feed(page.text)
    assert links.found, "a page that loads nothing is not the documentation"
    for link in links.found:
        at = urljoin(page.url, link)
        assert at.startswith(world.rest.url) or link.startswith("data:"), link
        asset = nobody.session.get(at, timeout=60)
        assert asset.status_code == 200 and asset.content, (link, asset)
        if "css" in asset.headers["content-type"]:
            loads = re.findall(r"""(?:@import|url\()\s*["']?(https?:|//)""", asset.text)
            assert not loads, (link, loads)
    scripts = "".join(
        nobody.session.get(urljoin(page.url, one), timeout=60).text for one in links.found if "init" in one
    )
    assert "/openapi.json" in page.text + scripts, "the page shows this service"
    assert not re.search(r"""url:\s*["']https?:""", page.text + scripts), "and no other"


def the_probes_say_that_it_is_well(world):
    for path in ["/healthz", "/readyz"]:
        assert world.rest.showing(None)("GET", path).status_code == 200, path


def the_metrics_are_text_that_prometheus_reads(world):
    world.rest.finish(world.rest.file(world.faults))
    answer = world.rest.showing(None)("GET", "/metrics")
    assert answer.status_code == 200 and answer.headers["content-type"].startswith("text/plain"), answer
    lines = [line for line in answer.text.splitlines() if line and not line.startswith("#")]
    for line in lines:
        assert re.fullmatch(r"[a-z_:][a-z0-9_:]*(\{.*\})? [0-9.eE+-]+|.* NaN|.* \+Inf", line), line
    names = {re.split(r"[{ ]", line)[0] for line in lines}
    for what in ["request", "job", "segment"]:
        assert any(what in name for name in names), (what, names)
    # Nothing that one tenant does is another's to read: no id is a label.
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-", answer.text), "no ids in metrics"


def _nothing_said(rest, method, path):
    """What a route says to a request that says nothing."""
    return rest(method, path, json={} if method == "POST" and path != "/files" else None)


class _Links(HTMLParser):
    """What a page loads by itself."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        loaded = {"script": "src", "img": "src", "link": "href", "iframe": "src"}.get(tag)
        self.found += [value for name, value in attributes if name == loaded and value]
