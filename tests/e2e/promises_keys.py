"""Keys are made, listed, replaced and ended on the command line, and what that does holds at once."""

from datetime import timedelta

from client import refused
from rest import eventually, problem
from world import made, new_uuid


def the_operators_command_line_finds_the_first_key_by_itself(world):
    """With the data in its usual place, nothing has to be said."""
    home = world.folder / new_uuid()
    server = world.start(home.relative_to(world.folder) / ".local/share/refineloop", {})
    try:
        command = type(world.command)(world.binary, home)
        for ask in [["keys", "list"], ["webhooks", "deliveries"]]:
            run = command(*ask, "--server", server.url)
            assert run.returncode == 0, run
        run = command("keys", "list", "--server", server.url, REFINELOOP_API_KEY="wrong")
        assert run.returncode == 4 and b"key" in run.stderr, "a key that is given is the one that counts"
    finally:
        server.kill()


def a_key_made_on_the_command_line_is_shown_once_and_good(world):
    run = _keys(world, "create", "made", "--tenant", "cli-made")
    key = _shown(run)
    mine = world.rest.showing(key)
    file_id = mine.file(made(1))
    problem(world.rest.content(file_id), 404, "file_not_found")
    listed = _keys(world, "list").stdout.decode()
    assert key not in listed and key.split("_")[2] in listed and "cli-made" in listed, listed


def a_revoked_key_is_refused_at_once(world):
    holder = world.holder("revoked")
    assert holder.rest("GET", "/files").status_code == 200
    _keys(world, "revoke", holder.key.split("_")[2])
    # Revoked looks expired, so that nobody learns which keys there were.
    problem(holder.rest("GET", "/files"), 401, "api_key_expired")
    refused("UNAUTHENTICATED", "API_KEY_EXPIRED", lambda: holder.api("FileService.ListFiles"))


def a_replaced_key_is_good_for_the_overlap(world):
    holder = world.holder("rotated")
    file_id, key_id = holder.rest.file(made(1)), holder.key.split("_")[2]
    new = _shown(_keys(world, "rotate", key_id))
    for key in [holder.key, new]:
        assert world.rest.showing(key).content(file_id).status_code == 200, "both, and of one tenant"
    at_once = world.api("AdminService.RotateKey", key_id=new.split("_")[2], overlap=timedelta(seconds=1)).secret
    assert world.rest.showing(at_once)("GET", "/files").status_code == 200
    replaced = world.rest.showing(new)
    eventually(lambda: replaced("GET", "/files").status_code == 401, "the overlap ends")


def a_key_ends_with_its_lifetime(world):
    holder = world.holder("brief", lifetime=timedelta(seconds=1))
    eventually(lambda: holder.rest("GET", "/files").status_code == 401, "the key expires")
    problem(holder.rest("GET", "/files"), 401, "api_key_expired")


def keys_outlive_a_restart(world):
    server = world.start("kept", {})
    try:
        key = server.key
        assert server.stop() == 0
        server = world.start("kept", {})
        assert server.key == key
        answer = world.rest.showing(key).session.get(f"{server.url}/files", timeout=60)
        assert answer.status_code == 200, answer.text
        assert not any(key in line for line in server.log), "the second start prints no key"
    finally:
        server.kill()


def keys_are_the_operators_to_see(world):
    made_key = world.api("AdminService.CreateKey", name="seen", tenant_id="seen").key
    listed, _ = world.api.pages("AdminService.ListKeys", "keys", tenant_id="seen")
    assert [one.key_id for one in listed] == [made_key.key_id], listed
    assert _scopes(listed[0]) == ["SCOPE_READ", "SCOPE_WRITE"], listed
    system = world.api("AdminService.GetSystem")
    assert system.version and system.started_at.seconds, system


def _keys(world, *arguments):
    run = world.command("keys", *arguments, "--server", world.server.url, REFINELOOP_API_KEY=world.server.key)
    assert run.returncode == 0, run
    return run


def _shown(run):
    """The one key among what was printed as the result."""
    [key] = [text for text in run.stdout.decode().split() if text.startswith("rl_")]
    return key


def _scopes(key):
    values = key.DESCRIPTOR.fields_by_name["scopes"].enum_type.values_by_number
    return sorted(values[scope].name for scope in key.scopes)
