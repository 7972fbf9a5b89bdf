"""A kept profile keeps the session, and nothing that LinkedIn's pages say of the switch."""

from saving import KEY, SavingServer, page, shows
from traces import own_folder, program_in

# A page that says what it was told to remember, and asks only where there is nothing.
REMEMBERS = page(
    "(async () => { const kept = await caches.match('/kept').then((answer) => answer?.text());"
    " if (kept !== undefined) box.checked = kept === 'true';"
    " else await (await caches.open('x')).put('/kept', new Response(`${box.checked}`)); })()"
)


def test_a_kept_profile_remembers_no_state(tmp_path):
    """What was off a month ago, and is on now, reads on with the same profile."""
    server = SavingServer(tmp_path, answers=shows(REMEMBERS))
    command = ("audit", "--headless", "--browser", server.browser, "--json", "-")
    states = []
    with own_folder() as folder:
        for value in (False, True):
            server.ledger[KEY] = value
            done = program_in(folder, *command, "--profile", tmp_path / "profile")
            states.append(done.result["state"])
    server.close()
    assert ["off", "on"] == states
