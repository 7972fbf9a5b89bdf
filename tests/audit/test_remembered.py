"""What LinkedIn's pages remember in the browser is not taken for what LinkedIn holds."""

import pytest
from exhaustive import all_with
from saving import KEY, SavingServer, page, shows
from traces import own_folder, program_in

from auditor.demo.imitation import Scene

# A page that says what it was told to remember, and asks only where there is nothing.
PLACES = {
    "the tab's storage": ("sessionStorage.kept", "sessionStorage.kept = %s"),
    "the caches": (
        "await caches.match('/kept').then((answer) => answer?.text())",
        "await (await caches.open('x')).put('/kept', new Response(`${%s}`))",
    ),
    "local storage": ("localStorage.kept", "localStorage.kept = %s"),
    "the window's name": ("name || undefined", "name = %s"),
    "the length of the way": (
        "history.length % 2 ? 'false' : undefined",
        "if (!%s) history.pushState(0, '', location.href)",
    ),
    "a bucket's name": (
        "(await navigator.storageBuckets?.keys())?.includes('off') ? 'false' : undefined",
        "if (!%s) await navigator.storageBuckets?.open('off')",
    ),
}
OF_THE_TAB = ("the tab's storage", "the window's name", "the length of the way")


def remembering(where):
    """A page that keeps the value `where`, as soon as it knows it, and shows that ever after."""
    get, put = PLACES[where]
    return page(
        f"(async () => {{ const kept = {get};"
        " if (kept !== undefined) box.checked = kept === 'true';"
        f" else {{ {put % 'box.checked'} }}"
        f" box.onchange = async () => {{ await save(box.checked); {put % 'box.checked'} }} }})()"
    )


@pytest.mark.parametrize("where", all_with(["the tab's storage"], PLACES))
def test_a_page_that_remembers_proves_nothing(tmp_path, where):
    """A switch that was pressed, and that LinkedIn keeps on, reads on: no page has kept a thing."""
    pretends = Scene("x", signed_in=True, save="pretend")
    server = SavingServer(tmp_path, pretends, shows(remembering(where)))
    ran = server.opt_out()
    assert ("not_applied", 1, "on") == (ran.result["change"], ran.code, ran.result["state"])
    assert True is server.ledger[KEY]


@pytest.mark.parametrize(
    "where", all_with(["the caches"], [one for one in PLACES if one not in OF_THE_TAB])
)
def test_a_kept_profile_remembers_no_state(tmp_path, where):
    """What was off a month ago, and is on now, reads on with the same profile."""
    server = SavingServer(tmp_path, answers=shows(remembering(where)))
    command = ("audit", "--headless", "--browser", server.browser, "--json", "-")
    states = []
    with own_folder() as folder:
        for value in (False, True):
            server.ledger[KEY] = value
            done = program_in(folder, *command, "--profile", tmp_path / "profile")
            states.append(done.result["state"])
    assert ["off", "on"] == states
