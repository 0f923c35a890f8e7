"""Files come in whole and checked, go out as they came in, and are listed page by page."""

from client import refused, word
from world import made, new_uuid, sha256


def an_upload_is_stored_and_described(world):
    before = world.faults
    file = world.upload(before, "a name.xlf", size_bytes=len(before), sha256=sha256(before))
    assert (file.filename, file.size_bytes, file.sha256) == ("a name.xlf", len(before), sha256(before)), file
    assert word(file, "origin") == "FILE_ORIGIN_UPLOAD" and not file.job_id, file
    assert [(pair.source, pair.target) for pair in file.xliff.language_pairs] == [("en-US", "de-DE")], file
    assert file.xliff.segment_count >= file.xliff.refinable_count > 0, file
    assert file.expires_at.ToDatetime() > file.created_at.ToDatetime(), file
    assert world.api("FileService.GetFile", file_id=file.file_id).file == file


def a_download_returns_the_very_bytes(world):
    file, content = world.download(world.file.file_id)
    assert file == world.file
    assert content == world.faults
    assert sha256(content) == file.sha256


def a_broken_download_goes_on_where_it_ended(world):
    whole, size = made(3000), len(made(3000))
    file_id = world.upload(whole).file_id
    assert size > 3 * 64 * 1024, "more than one chunk, so that the parts mean something"
    for offset, limit in [(0, 0), (1, 0), (0, 1), (100, 5000), (65_536, 65_537), (size - 1, 0), (size - 1, 9)]:
        part = world.download(file_id, offset_bytes=offset, limit_bytes=limit)[1]
        assert part == whole[offset : offset + limit if limit else None], (offset, limit)
    first = world.download(file_id, limit_bytes=70_000)[1]
    assert first + world.download(file_id, offset_bytes=70_000)[1] == whole
    assert world.download(file_id, offset_bytes=size)[1] == b"", "an offset at the very end is no error"


def a_download_from_behind_the_end_is_refused(world):
    size = len(world.faults)
    refusal = refused(
        "OUT_OF_RANGE", "OFFSET_PAST_END", lambda: world.download(world.file.file_id, offset_bytes=size + 1)
    )
    assert refusal.metadata["sizeBytes"] == str(size), refusal


def an_upload_that_fails_leaves_nothing(world):
    good = world.faults
    before = _ids(world)
    no = "INVALID_ARGUMENT"
    refusal = refused(no, "CHECKSUM_MISMATCH", lambda: world.upload(good, sha256="0" * 64))
    assert refusal.metadata == {"expected": "0" * 64, "actual": sha256(good)}, refusal
    for declared in [len(good) + 1, len(good) - 1]:
        refusal = refused(no, "SIZE_MISMATCH", lambda: world.upload(good, size_bytes=declared))
        assert refusal.metadata["expected"] == str(declared), refusal
    for content in [b"Not XML at all.\n", b"<xliff", good[: len(good) // 2], b"\x00\x01\x02", b""]:
        refusal = refused(no, "XLIFF_MALFORMED", lambda: world.upload(content))
        line, column = int(refusal.metadata["line"]), int(refusal.metadata["column"])
        assert line >= 1 and column >= 1 and refusal.metadata["what"], refusal
    assert _ids(world) == before


def the_messages_of_an_upload_have_one_order(world):
    spec, chunk = {"spec": {"filename": "a.xlf"}}, {"chunk": world.faults[:100]}
    for messages in [[chunk], [chunk, spec], [spec, chunk, spec], [spec, spec], [{}]]:
        refused(
            "INVALID_ARGUMENT",
            "UPLOAD_OUT_OF_ORDER",
            lambda: world.api("FileService.UploadFile", messages),
        )


def a_bad_description_of_an_upload_names_its_field(world):
    for field, value in [
        ("filename", ""),
        ("filename", "a" * 256),
        ("size_bytes", -1),
        ("sha256", "xyz"),
        ("request_id", "7"),
    ]:
        spec = {"filename": "a.xlf"} | {field: value}
        refusal = refused("INVALID_ARGUMENT", "REQUEST_INVALID", lambda: world.upload(world.faults, **spec))
        assert refusal.fields == [f"spec.{field}"], refusal


def a_repeated_upload_returns_the_first_file(world):
    request_id = new_uuid()
    first = world.upload(world.faults, "once.xlf", request_id=request_id)
    assert world.upload(world.faults, "once.xlf", request_id=request_id) == first
    refused(
        "ALREADY_EXISTS",
        "REQUEST_ID_REUSED",
        lambda: world.upload(world.faults, "other.xlf", request_id=request_id),
    )


def a_file_that_is_not_there_is_not_found(world):
    nobody = new_uuid()
    for call in [
        lambda: world.api("FileService.GetFile", file_id=nobody),
        lambda: world.api("FileService.DownloadFile", file_id=nobody),
        lambda: world.api("FileService.DeleteFile", file_id=nobody),
        lambda: world.create(nobody),
    ]:
        refused("NOT_FOUND", "FILE_NOT_FOUND", call)


def a_deleted_file_is_gone(world):
    file_id = world.upload(world.faults).file_id
    world.api("FileService.DeleteFile", file_id=file_id)
    refused("NOT_FOUND", "FILE_NOT_FOUND", lambda: world.download(file_id))
    assert file_id not in _ids(world)


def files_are_listed_newest_first_page_by_page(world):
    new = [world.upload(made(1)).file_id for _ in range(5)]
    files, pages = world.api.pages("FileService.ListFiles", "files", page_size=2)
    ids = [file.file_id for file in files]
    assert ids[:5] == new[::-1], ids
    assert len(ids) == len(set(ids)) and pages >= 3, (pages, ids)
    assert ids == _ids(world), "the size of the pages makes no difference"
    assert world.file.file_id in _ids(world)
    uploads, _ = world.api.pages("FileService.ListFiles", "files", origin="FILE_ORIGIN_UPLOAD")
    assert all(word(file, "origin") == "FILE_ORIGIN_UPLOAD" for file in uploads)


def a_page_token_fits_only_its_own_list(world):
    for _ in range(2):
        world.upload(made(1))
    token = world.api("FileService.ListFiles", page_size=1).next_page_token
    assert token, "two files, one a page"
    for other in [{"page_token": "made-up"}, {"page_token": token, "origin": "FILE_ORIGIN_JOB"}]:
        refused("INVALID_ARGUMENT", "PAGE_TOKEN_INVALID", lambda: world.api("FileService.ListFiles", **other))
    refusal = refused(
        "INVALID_ARGUMENT", "REQUEST_INVALID", lambda: world.api("FileService.ListFiles", page_size=-1)
    )
    assert refusal.fields == ["page_size"], refusal


def _ids(world):
    return [file.file_id for file in world.api.pages("FileService.ListFiles", "files")[0]]
