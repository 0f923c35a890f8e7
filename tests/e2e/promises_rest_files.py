"""Files over REST: uploaded as a form, downloaded whole or in parts, listed, deleted."""

import re

from rest import good, problem
from world import made, new_uuid, sha256

NAMES = [
    ("plain.xlf", 'filename="plain.xlf"'),
    ("a name.xlf", 'filename="a name.xlf"'),
    ("Übersetzung 名前.xlf", None),
    ('say "hi"; 100%.xlf', None),
    ("emoji 🦀.xlf", None),
]


def an_upload_says_what_the_original_says(world):
    content = made(2)
    file = good(world.rest.upload(content, "name.xlf"), 200)
    assert set(file) >= {"file_id", "filename", "size", "created_at", "updated_at", "expires_at"}, file
    assert (file["filename"], file["size"]) == ("name.xlf", len(content)), file
    assert file["created_at"] == file["updated_at"] < file["expires_at"], file
    for field in ("created_at", "updated_at", "expires_at"):
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", file[field]), file
    stored = world.api("FileService.GetFile", file_id=file["file_id"]).file
    assert stored.sha256 == sha256(content) and stored.filename == "name.xlf", stored


def a_download_names_the_file_in_both_forms(world):
    for name, ascii_form in NAMES:
        # Clients write a quotation mark into a form as `%22`, which is then part of the name.
        file = good(world.rest.upload(made(1), name), 200)
        answer = world.rest.content(file["file_id"])
        assert answer.status_code == 200 and answer.content == made(1)
        header = answer.headers["content-disposition"]
        found = re.fullmatch(
            r"""attachment; (filename="[^";%\\\x00-\x1f\x7f-\xff]+"); filename\*=UTF-8''(\S+)""", header
        )
        assert found, (name, header)
        assert ascii_form in (None, found[1]), header
        assert re.fullmatch(r"(?:[\w.!#$&+^`|~-]|%[0-9A-F]{2})+", found[2], re.ASCII), header
        assert bytes.fromhex(re.sub(r"%(..)|(.)", _hex, found[2])).decode() == file["filename"], header
        assert file["filename"] == name or '"' in name, file
        assert answer.headers["content-type"] == "application/xliff+xml", answer.headers
        assert answer.headers["x-content-type-options"] == "nosniff", answer.headers


def an_upload_that_is_no_form_with_one_file_is_refused(world):
    rest, one = world.rest, ("a.xlf", made(1))
    form = "multipart/form-data"
    for options in [
        {"data": b"--x\r\n", "headers": {"content-type": form}},
        {"data": b"--x\r\nnonsense", "headers": {"content-type": f"{form}; boundary=x"}},
        {"data": b"--x--\r\n", "headers": {"content-type": f"{form}; boundary=x"}},
        {"files": {"other": one}},
        {"files": {"file": (None, made(1))}},
        {"files": [("file", one), ("file", one)]},
    ]:
        answer = rest("POST", "/files", **options)
        problem(answer, 400, "request_invalid")
    for options in [
        {},
        {"json": {"file": "x"}},
        {"data": made(1), "headers": {"content-type": "application/xliff+xml"}},
    ]:
        problem(rest("POST", "/files", **options), 415, "media_type_unsupported")


def an_upload_that_cannot_be_used_says_where_and_leaves_nothing(world):
    before, _ = world.rest.pages("/files", limit=100)
    for content in [b"Not XML.\n", b"", world.faults[: len(world.faults) // 2]]:
        error = problem(world.rest.upload(content), 400, "xliff_malformed")
        assert re.search(r"line \d+", error["message"]) or "line" in error, error
    assert world.rest.pages("/files", limit=100)[0] == before


def a_download_in_parts_is_the_whole(world):
    content = world.faults
    size, file_id = len(content), world.rest.file(content)
    for asked, first, last in [
        ("bytes=0-99", 0, 99),
        ("bytes=100-", 100, size - 1),
        ("bytes=-50", size - 50, size - 1),
        (f"bytes=5-{size + 100}", 5, size - 1),
        ("bytes=0-0", 0, 0),
    ]:
        answer = world.rest.content(file_id, range=asked)
        assert answer.status_code == 206 and answer.content == content[first : last + 1], (asked, answer)
        assert answer.headers["content-range"] == f"bytes {first}-{last}/{size}", answer.headers
        assert answer.headers["content-length"] == str(last + 1 - first), answer.headers
    for asked in [f"bytes={size}-", "bytes=-0"]:
        answer = world.rest.content(file_id, range=asked)
        assert answer.status_code == 416 and answer.headers["content-range"] == f"bytes */{size}", (
            asked,
            answer,
        )
    # What is no range of bytes is as if it were not there.
    for asked in ["lines=1-2", "bytes=9-5", "bytes=x", "nonsense"]:
        answer = world.rest.content(file_id, range=asked)
        assert answer.status_code == 200 and answer.content == content, (asked, answer)


def a_download_has_a_strong_tag_and_is_not_sent_twice(world):
    file_id = world.rest.file(world.faults)
    whole = world.rest.content(file_id)
    tag = whole.headers["etag"]
    assert re.fullmatch(r'"[^"]{32,}"', tag) and whole.headers["accept-ranges"] == "bytes", whole.headers
    assert whole.headers["content-length"] == str(len(world.faults)), whole.headers
    assert world.rest.content(world.rest.file(world.faults)).headers["etag"] == tag, "it is that of the bytes"
    for known in [tag, f'"other", {tag}', f"W/{tag}", "*"]:
        answer = world.rest.content(file_id, **{"if-none-match": known})
        assert answer.status_code == 304 and not answer.content and answer.headers["etag"] == tag, (
            known,
            answer,
        )
    assert world.rest.content(file_id, **{"if-none-match": '"other"'}).status_code == 200
    for condition, status in [(tag, 206), ('"other"', 200)]:
        answer = world.rest.content(file_id, **{"range": "bytes=0-9", "if-range": condition})
        assert answer.status_code == status, (condition, answer)


def a_file_that_is_not_there_is_not_found(world):
    for nobody in [new_uuid(), "nobody", "x" * 300]:
        problem(world.rest.content(nobody), 404, "file_not_found")
        problem(world.rest("DELETE", f"/files/{nobody}"), 404, "file_not_found")


def a_deleted_file_is_gone_but_not_under_a_job(world):
    file_id = world.rest.file(made(1))
    assert world.rest("DELETE", f"/files/{file_id}").status_code == 204
    problem(world.rest.content(file_id), 404, "file_not_found")
    problem(world.rest("DELETE", f"/files/{file_id}"), 404, "file_not_found")
    with world.held() as (job_id, _):
        problem(world.rest("DELETE", f"/files/{world.rest.job(job_id)['file_id']}"), 400, "file_in_use")


def files_are_listed_newest_first_page_by_page(world):
    mine = world.holder("lister").rest
    new = [mine.file(made(1), f"{n}.xlf") for n in range(5)]
    for limit, least in [(1, 5), (2, 3), (5, 1), (100, 1)]:
        files, pages = mine.pages("/files", limit=limit)
        assert [file["file_id"] for file in files] == new[::-1] and pages >= least, (limit, files)
    assert [file["filename"] for file in mine.get("/files")["data"]] == [f"{n}.xlf" for n in range(5)][::-1]
    problem(mine("GET", "/files", params={"cursor": "made-up"}), 400, "page_token_invalid")
    problem(mine("GET", "/files", params={"limit": "many"}), 400, "request_invalid")


def a_repeated_upload_returns_the_first_file(world):
    # Clients write the key bare or, as the draft has it, in quotes: the same key.
    token = new_uuid()
    first = good(world.rest.upload(made(1), headers={"idempotency-key": token}), 200)
    for key in [token, f'"{token}"']:
        assert good(world.rest.upload(made(1), headers={"idempotency-key": key}), 200) == first
    problem(world.rest.upload(made(2), headers={"idempotency-key": token}), 422, "request_id_reused")
    assert world.rest.file(made(1)) != first["file_id"], "without a key, another file"


def _hex(found):
    return found[1] or found[2].encode().hex()
