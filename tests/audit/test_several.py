"""Several settings in one run, each with its own fate; and the second one switched off."""

from __future__ import annotations

import pytest
from page_parts import listing
from server import Fault

from auditor.demo.imitation import Answer
from auditor.demo.scenes import Scene
from auditor.linkedin.catalog import catalog

SETTINGS = catalog().settings
FATES = {
    "partner-sharing": "on",
    "research": "not-offered",
    "ads-business-data": "down",
    "ads-age": "moved",
}
EXPECTED = {
    "ai-training": ("off", None),
    "partner-sharing": ("on", None),
    "research": ("not_offered", "no_control"),
    "ads-business-data": ("unknown", "not_loaded"),
    "ads-age": ("unknown", "wrong_page"),
}


def states(report):
    """What a run says of each setting."""
    return {result.id: (result.state, result.reason) for result in report.results}


def test_each_setting_has_its_own_answer(here):
    """On, off, not offered, down or moved: no setting's fate is another one's."""
    scene = Scene("all", value="off", signed_in=True, others=FATES)
    server = here.serve(None, scene)
    report = here.run("audit", *EXPECTED)
    assert (EXPECTED, 1) == (states(report), report.exit_code)
    paths = {one.path.split("?")[0] for one in server.seen}
    opened = {path for path in paths if path.startswith("/mypreferences/")}
    own = {SETTINGS[id_].path for id_ in EXPECTED}
    lists = {setting.category_path for setting in SETTINGS.values()}
    assert own <= opened <= own | lists | {"/mypreferences/d/categories/account"}
    assert ([], 0) == (server.writes, report.activity.clicks)
    for setting in (SETTINGS[id_] for id_ in EXPECTED):
        assert any(setting.title in line for line in here.somebody.heard)


LISTED = '<li><a href="{}">{} <span>{}</span></a></li>'


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        pytest.param("Off", ("off", None), marks=pytest.mark.exhaustive),
        ("On", ("unknown", "contradiction")),
    ],
)
def test_the_list_of_settings_is_a_witness(here, word, expected):
    """The state word of the list is told; where it says otherwise, neither is believed."""
    ours, unknown = SETTINGS["ai-training"], "/mypreferences/d/settings/something-new"
    rows = LISTED.format(ours.path, "AI", word) + LISTED.format(unknown, "New", "On")
    category = Answer(listing(more=f"<ul>{rows}</ul>"))

    def answers(_server, asked):
        return category if asked.path == ours.category_path else None

    here.serve(answers, Scene("x", value="off", signed_in=True, others={}))
    report = here.run("audit", "ai-training", "ads-age")
    assert {"ai-training": expected, "ads-age": ("off", None)} == states(report)
    assert word == report.results[0].before.evidence.overview
    assert (2, 1) == (report.overviews[0].rows, report.overviews[0].unknown_rows)


def test_another_setting_is_switched_off_like_ai_training(here):
    """`opt-out partner-sharing` presses that switch alone, and proves it."""
    server = here.serve(None, Scene("two", signed_in=True, others={"partner-sharing": "on"}))
    report = here.run("opt-out", "partner-sharing")
    assert ("off", "verified", 0) == (*(report.results[0].state, report.results[0].change), 0)
    key = SETTINGS["partner-sharing"].key
    assert [f"/mysettings-api/settingsApiSettings/{key}"] == [one.path for one in server.writes]


def test_a_network_that_is_lost_costs_the_settings_after_it_only(here):
    """Where the network goes in the middle, what was read stays read, and the rest is unknown."""
    later = [SETTINGS[id_].path for id_ in ("ads-age", "ads-gender")]

    def answers(server, asked):
        gone = any(one.path in later for one in server.seen)
        return Fault("reset") if gone else None

    here.serve(answers)
    report = here.run("audit", "ai-training", "ads-age", "ads-gender")
    assert [("on", None), *[("unknown", "not_loaded")] * 2] == [*states(report).values()]
    assert (1, None) == (report.exit_code, report.error)
