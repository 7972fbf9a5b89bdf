"""Twelve settings in one run, each with its own fate; and the second one switched off."""

from __future__ import annotations

from collections import Counter

import pytest
from server import Ran, WireServer, program

from auditor.demo.imitation import Answer, Imitation, Scene
from auditor.linkedin.catalog import catalog

SETTINGS = catalog().settings
OTHERS = {
    "partner-sharing": "on",
    "research": "not-offered",
    "ads-off-linkedin": "off",
    "ads-business-data": "down",
    "ads-measurement": "on",
    "ads-age": "moved",
    "ads-gender": "off",
    "ads-city": "off",
    "ads-interests": "on",
    "promotions": "off",
    "cookies": "on",
}
EXPECTED = {
    "ai-training": ("off", None),
    "partner-sharing": ("on", None),
    "research": ("not_offered", "no_control"),
    "ads-off-linkedin": ("off", None),
    "ads-business-data": ("unknown", "not_loaded"),
    "ads-measurement": ("on", None),
    "ads-age": ("unknown", "wrong_page"),
    "ads-gender": ("off", None),
    "ads-city": ("off", None),
    "ads-interests": ("on", None),
    "promotions": ("off", None),
    "cookies": ("on", None),
}


def states(ran: Ran) -> dict[str, tuple[str, str | None]]:
    """What a run says of each setting."""
    assert ran.report is not None, ran.err
    return {result["id"]: (result["state"], result["reason"]) for result in ran.report["results"]}


@pytest.fixture(scope="module")
def servers(tmp_path_factory):
    """Servers in LinkedIn's place, closed at the end."""
    running: list[WireServer] = []
    yield (
        lambda imitation, override=None: (
            running.append(WireServer(tmp_path_factory.mktemp("wire"), imitation, override))
            or running[-1]
        )
    )
    for server in running:
        server.close()


@pytest.fixture(scope="module")
def all_of_them(servers):
    """One audit of all settings by somebody who has to sign in first, and its server."""
    server = servers(Imitation(Scene("all", value="off", others=OTHERS)))
    ran = program(
        "audit", "--all", "--headless", "--browser", server.browser, "--timeout", "10",
        "--json", "-",
    )  # fmt: skip
    return ran, server


def test_each_setting_has_its_own_answer(all_of_them):
    """On, off, not offered, down or moved: no setting's fate is another one's."""
    ran, _ = all_of_them
    assert EXPECTED == states(ran)
    assert set(SETTINGS) == set(EXPECTED)
    assert 1 == ran.code


def test_one_sign_in_is_enough_and_nothing_is_written(all_of_them):
    """Twelve pages are read with one sign-in, and only pages of the catalog are opened."""
    ran, server = all_of_them
    pages = Counter(
        one.path.split("?")[0] for one in server.seen if one.path.startswith("/mypreferences/")
    )
    own = {setting.path for setting in SETTINGS.values()}
    lists = {setting.category_path for setting in SETTINGS.values()} - {""}
    moved = {"/mypreferences/d/categories/account"}
    assert own <= set(pages) <= own | lists | moved
    assert 1 == sum(one.path.startswith("/uas/login") for one in server.seen)
    assert [] == server.writes
    assert ran.report["activity"]["clicks"] == 0


def test_there_is_a_line_of_progress_for_each(all_of_them):
    """While it runs, people are told which setting is read now."""
    ran, _ = all_of_them
    for setting in SETTINGS.values():
        assert f"Reading “{setting.title}” …" in ran.err


def test_the_list_of_settings_is_a_witness(all_of_them):
    """The state word of the category page stands in the evidence of those it lists."""
    ran, _ = all_of_them
    told = {one["id"]: one["before"]["evidence"]["overview"] for one in ran.report["results"]}
    assert {"ai-training": "Off", "partner-sharing": "On"} == {
        id_: word for id_, word in told.items() if word is not None
    }
    assert 1 == ran.report["overview"]["unknown_rows"]


def test_a_list_that_says_otherwise_is_a_contradiction(servers):
    """Where the list shows another word than the setting's own page, neither is believed."""
    imitation = Imitation(Scene("liar", value="off", signed_in=True, others={}))
    category = SETTINGS["ai-training"].category_path

    def override(asked):
        if asked.path != category:
            return None
        answer = imitation.answer(asked.method, f"https://www.linkedin.com{asked.path}")
        return Answer(answer.body.replace(">Off<", ">On<"))

    server = servers(imitation, override)
    ran = program(
        "audit", "ai-training", "ads-age", "--headless", "--browser", server.browser,
        "--json", "-",
    )  # fmt: skip
    assert {"ai-training": ("unknown", "contradiction"), "ads-age": ("off", None)} == states(ran)
    assert 3 == ran.code


def test_partner_sharing_is_switched_off_like_ai_training(servers):
    """`opt-out partner-sharing` presses that switch alone, and proves it."""
    server = servers(Imitation(Scene("two", signed_in=True, others={"partner-sharing": "on"})))
    ran = program(
        "opt-out", "partner-sharing", "--yes", "--headless", "--browser", server.browser,
        "--json", "-",
    )  # fmt: skip
    assert ("off", "verified", 0) == (ran.result["state"], ran.result["change"], ran.code)
    key = SETTINGS["partner-sharing"].key
    assert [f"/mysettings-api/settingsApiSettings/{key}"] == [one.path for one in server.writes]
    assert server.imitation.values[SETTINGS["ai-training"].key] is True
