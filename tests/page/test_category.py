"""The category page as a second witness: it can contradict a reading, and never decides one."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from page_parts import SETTING

from auditor.linkedin.catalog import catalog
from auditor.model import Evidence, Reading
from auditor.page.category import listing
from auditor.page.snapshot import Look, Row

EMPTY = {
    "url": f"https://www.linkedin.com{SETTING.category_path}/",
    "loading": False,
    "language": "en-US",
    "picker": False,
    "busy": False,
    "alert": False,
    "dialogs": 0,
    "buttons": 0,
    "empty": False,
    "questions": 0,
    "born": 1.0,
    "rows": [],
    "beside": [],
    "sealedFrames": 0,
    "print": "",
    "candidates": [],
    "lines": [],
    "changed": False,
}


def looked(*rows: Row, language: str = "en") -> Look:
    """A look at a category page with `rows`."""
    return replace(Look.from_json(json.dumps(EMPTY)), rows=rows, language=language)


def reading(state: str) -> Reading:
    """A reading of the setting's own page."""
    evidence = Evidence(path="", language="en", role="", name="", matched=(), raw="", word=None)
    confidence = "confirmed" if state in ("on", "off") else None
    at = "2026-11-22T10:00:00Z"
    return Reading(state=state, confidence=confidence, at=at, evidence=evidence)


@pytest.mark.parametrize(
    ("lines", "means"),
    [
        (("Data for Generative AI", "On"), "on"),
        (("Data for Generative AI", "Off"), "off"),
        (("Data for Generative AI", "off"), "off"),
        (("Data for Generative AI Improvement Off",), "off"),
        (("Data for Generative AI", "Ein"), None),
        (("Data for Generative AI", "On", "Off"), None),
        (("Turn on your data",), None),
        (("Data for Generative AI",), None),
        ((), None),
    ],
)
def test_a_row_tells_by_its_state_word_alone(lines, means):
    """A row is on or off by one known word at the end of a line, and by nothing else."""
    seen = listing(looked(Row(SETTING.path, lines))).words.get(SETTING.path)
    assert means == (seen and seen[0])


def test_a_word_counts_in_its_own_language_only():
    """The word of another language than the page's tells nothing."""
    row = Row(SETTING.path, ("KI", "Ein"))
    assert {} == listing(looked(row)).words
    assert {SETTING.path: ("on", "Ein")} == listing(looked(row, language="de-DE")).words


@pytest.mark.parametrize("word", ["on", "off"])
@pytest.mark.parametrize("state", ["on", "off", "unknown", "not_offered"])
def test_the_witness_contradicts_and_never_decides(state, word):
    """Another word than the state makes it a contradiction; what was not read stays unread."""
    before = reading(state)
    seen = listing(looked(Row(SETTING.path, (word,)))).witness(SETTING, before)
    assert seen.evidence is not None
    assert word.capitalize() == seen.evidence.overview, "as it is known"
    if state in ("on", "off") and state != word:
        assert ("unknown", "contradiction", None) == (seen.state, seen.reason, seen.confidence)
    else:
        assert (before.state, before.reason) == (seen.state, seen.reason)


def test_a_setting_that_is_not_listed_keeps_its_reading():
    """Where the page does not name the setting, nothing is added and nothing changes."""
    other = Row("/mypreferences/d/settings/something-else", ("Something else", "Off"))
    assert reading("on") == listing(looked(other)).witness(SETTING, reading("on"))


def test_unknown_rows_are_counted_and_not_named():
    """Of rows that the catalog does not know the report has the number, and of categories none."""
    rows = [Row(one.path + "/", ("On",)) for one in catalog().settings.values()]
    rows += [
        Row("/mypreferences/d/settings/ada-lovelace", ("Ada Lovelace", "On")),
        Row("/mypreferences/d/settings/ada-lovelace/", ("Ada Lovelace", "On")),
        Row("/mypreferences/d/categories/ads", ("Advertising",)),
    ]
    told = listing(looked(*rows)).report()
    assert (13, 1) == (told.rows, told.unknown_rows)


def test_a_number_of_rows_that_may_be_an_id_is_not_repeated():
    """However many rows a page makes, the report tells of 99 at most."""
    told = listing(looked(*[Row(f"/mypreferences/d/{row}", ()) for row in range(8421)])).report()
    assert (99, 99) == (told.rows, told.unknown_rows)
    assert "lovelace" not in told.model_dump_json().lower()


def test_no_name_in_the_address_is_told():
    """Of the address that a page says to have, the path is told, and only one that is known."""
    for before in ("blob:https://Jane:jane@planted.example@", "https://jane@"):
        lied = replace(looked(), url=f"{before}www.linkedin.com{SETTING.category_path}/")
        assert SETTING.category_path == listing(lied).path
    assert "/…" == listing(replace(looked(), url="blob:/jane")).path
