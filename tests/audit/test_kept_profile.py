"""A kept profile keeps the session, and nothing that LinkedIn's pages say of the switch."""

from saving import KEY, page

# A page that says what it was told to remember, and asks only where there is nothing.
REMEMBERS = page(
    "(async () => { const kept = await caches.match('/kept').then((answer) => answer?.text());"
    " if (kept !== undefined) box.checked = kept === 'true';"
    " else await (await caches.open('x')).put('/kept', new Response(`${box.checked}`)); })()"
)


def test_a_kept_profile_remembers_no_state(here, tmp_path):
    """What was off a month ago, and is on now, reads on with the same profile."""
    server = here.serve(REMEMBERS)
    states = []
    for value in (False, True):
        server.ledger[KEY] = value
        report = here.run("audit", profile=tmp_path / "profile")
        states.append(report.results[0].state)
        here.page.goto("about:blank")
    assert ["off", "on"] == states
