"""What a stranger cannot do: listen in, get out of the folder, write headers, read keys."""

import http.client
import re
import stat
from types import SimpleNamespace

import grpc
import requests
import trustme

from client import Api
from rest import Rest
from world import made, new_uuid

# Names that would be something else in a header, a path or a page.
NAMES = [
    "../../../outside.xlf",
    "..\\..\\outside.xlf",
    "/etc/passwd",
    "a\r\nset-cookie: stolen=1\r\n\r\n<script>.xlf",
    "a\nb.xlf",
    "a\"; filename*=UTF-8''b.xlf",
    "a\x00b.xlf",
    "a\x1b[31m.xlf",
    "\u202efdp.xlf",
    "%0d%0aset-cookie: stolen=1.xlf",
    "..",
    ".",
    "CON",
]
IDS = [
    "..",
    "../../refineloop.db",
    "..%2f..%2frefineloop.db",
    "%2e%2e/%2e%2e/refineloop.db",
    "..%5c..%5crefineloop.db",
    "%00",
    "%0d%0aset-cookie:%20stolen=1",
    "%ff%fe",
    "%",
    "%zz",
    "'%20or%201=1--",
    "a" * 8000,
]


def a_name_is_only_ever_a_name(world):
    outside = _around(world)
    for name in NAMES:
        percent = "".join(f"%{byte:02x}" for byte in name.encode())
        forms = [f'filename="{_browser(name)}"', f"filename*=UTF-8''{percent}"]
        for form in forms if "\r" not in _browser(name) else forms[1:]:
            body = f'--x\r\ncontent-disposition: form-data; name="file"; {form}\r\n\r\n'.encode() + made(1)
            answer = world.rest(
                "POST",
                "/files",
                data=body + b"\r\n--x--\r\n",
                headers={"content-type": "multipart/form-data; boundary=x"},
            )
            assert answer.status_code in (200, 400), (name, answer.status_code, answer.text)
            if answer.status_code == 200:
                _is_harmless(world, answer.json()["file_id"])
        try:
            _is_harmless(world, world.upload(made(1), name).file_id)
        except grpc.RpcError as error:
            assert error.code() == grpc.StatusCode.INVALID_ARGUMENT, (name, error)
    assert _around(world) == outside, "nothing is written beside the data folder"


def an_id_is_only_ever_an_id(world):
    for odd in IDS:
        for path in [
            f"/files/{odd}/content",
            f"/files/{odd}",
            f"/refineloop/jobs/{odd}",
            f"/docs/{odd}",
            f"/{odd}",
        ]:
            answer = _raw(world, path)
            assert answer.status in (400, 404, 414, 431), (path, answer.status, answer.body)
            assert "set-cookie" not in answer.headers, (path, answer.headers)
            assert b"SQLite" not in answer.body and b"refineloop.db" not in answer.body.replace(
                odd.encode(), b""
            ), path


def a_header_of_the_caller_is_never_sent_back_raw(world):
    for name in ["x-request-id", "last-event-id", "idempotency-key", "traceparent", "origin", "host"]:
        for value in ["x" * 4000, '"><script>', "a b\tc", "\u00e9".encode().decode("latin-1")]:
            answer = _raw(world, "/files", {name: value})
            assert value not in str(answer.headers) and value.encode() not in answer.body, (name, value, answer)


def nothing_may_read_across_origins(world):
    answer = world.rest(
        "OPTIONS", "/files", headers={"origin": "https://evil.example", "access-control-request-method": "GET"}
    )
    assert "access-control-allow-origin" not in answer.headers, answer.headers
    answer = world.rest("GET", "/files", headers={"origin": "https://evil.example"})
    assert "access-control-allow-origin" not in answer.headers, answer.headers


def the_first_key_is_for_the_operator_alone(world):
    file = world.server.data_dir / "initial-key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600, oct(file.stat().st_mode)
    assert re.fullmatch(r"rl_live_[0-9A-Za-z]{12}_[0-9A-Za-z]{49}", world.server.key), (
        "a form that scanners find"
    )
    assert sum(world.server.key in line for line in world.server.log) <= 1, "it is printed once"


def no_key_is_written_down(world):
    key = world.key("written-down")
    world.rest.showing(key).get("/files")
    secret = key.split("_")[3][:40].encode()
    for file in world.server.data_dir.rglob("*"):
        assert not file.is_file() or secret not in file.read_bytes(), file
    assert not any(secret.decode() in line for line in world.server.log)


def nothing_listens_to_the_world_without_protection(world):
    run = world.command("serve", "--listen", "0.0.0.0:0", "--data-dir", world.folder / "exposed")
    told = run.stderr.decode()
    assert run.returncode == 2, run
    assert all(way in told for way in ["--tls-cert", "--behind-proxy", "--insecure"]) or "[tls]" in told, told
    assert "--behind-proxy" in told and "--insecure" in told and "tls" in told.lower(), told


def both_protocols_speak_tls(world):
    tls = _certificates(world)
    with world.another(tls={"cert": tls.cert, "key": tls.key}) as another:
        served = another.server
        rest = Rest(served.url, served.key, verify=tls.ca)
        file_id = rest.file(made(1))
        assert rest.finish(file_id)["status"] == "completed"
        api = Api(served.address, served.key, grpc.ssl_channel_credentials(tls.ca_bytes))
        assert api("FileService.GetFile", file_id=file_id).file.file_id == file_id
        _refused(lambda: Rest(served.url, served.key).get("/healthz"), "a certificate nobody vouches for")
        _refused(lambda: Rest(f"http://{served.address}").get("/healthz"), "a client without TLS")


def a_server_that_asks_for_certificates_takes_none_but_good_ones(world):
    tls, other = _certificates(world), _certificates(world)
    settings = {"cert": tls.cert, "key": tls.key, "client_ca": tls.ca, "client_auth": "require"}
    with world.another(tls=settings) as another:
        served = another.server
        good = Rest(served.url, served.key, verify=tls.ca, cert=(tls.client_cert, tls.client_key))
        assert good("GET", "/files").status_code == 200
        wrong = Rest(served.url, served.key, verify=tls.ca, cert=(other.client_cert, other.client_key))
        _refused(lambda: Rest(served.url, served.key, verify=tls.ca)("GET", "/files"), "no certificate")
        _refused(lambda: wrong("GET", "/files"), "a certificate of another authority")


def _certificates(world):
    """An authority of its own, a server's certificate and a client's."""
    ca, folder = trustme.CA(), world.folder / f"certificates-{new_uuid()}"
    folder.mkdir()
    server, client = ca.issue_cert("127.0.0.1"), ca.issue_cert("client@example.com")
    files = {"ca": ca.cert_pem, "key": server.private_key_pem, "client_key": client.private_key_pem}
    for name, one in [("cert", server), ("client_cert", client)]:
        path = folder / name
        path.write_bytes(b"".join(blob.bytes() for blob in one.cert_chain_pems))
    for name, blob in files.items():
        blob.write_to_path(str(folder / name))
    names = ["ca", "cert", "key", "client_cert", "client_key"]
    return SimpleNamespace(ca_bytes=ca.cert_pem.bytes(), **{name: str(folder / name) for name in names})


def _refused(call, what):
    try:
        answer = call()
    except (requests.ConnectionError, requests.exceptions.SSLError):
        return
    raise AssertionError(f"{what} was let in: {answer}")


def _is_harmless(world, file_id):
    """A file of any name comes back under a name that is only a name."""
    answer = world.rest.content(file_id)
    assert answer.status_code == 200 and answer.content == made(1)
    assert "set-cookie" not in answer.headers, answer.headers
    header = answer.headers["content-disposition"]
    found = re.fullmatch(
        r"""attachment; filename="([^";%\\\x00-\x1f\x7f-\xff]*)"; filename\*=UTF-8''([!-~]+)""", header
    )
    assert found, header
    assert "/" not in found[1] and found[1] not in (".", ".."), header


def _browser(name):
    """As browsers write a name into a form."""
    return name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")


def _around(world):
    """What lies beside the data folder and above it."""
    folders = [world.folder, world.folder.parent]
    return {
        path
        for folder in folders
        for path in folder.iterdir()
        if "outside" in path.name or "passwd" in path.name
    }


def _raw(world, path, headers={}):
    """A GET of a path that no client would send so."""
    host, port = world.server.address.split(":")
    connection = http.client.HTTPConnection(host, int(port), timeout=60)
    # The library's own guard is for its users; here the server's is tried.
    connection._validate_path = lambda url: None
    connection.request("GET", path, headers={"authorization": f"Bearer {world.rest.key}"} | headers)
    answer = connection.getresponse()
    told = {name.lower(): value for name, value in answer.getheaders()}
    found = SimpleNamespace(status=answer.status, headers=told, body=answer.read())
    connection.close()
    return found
