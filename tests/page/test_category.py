"""The category page as a second witness: it can contradict a reading, and never decides one."""

from __future__ import annotations

import pytest
from page_parts import SETTING
from snapshots import snapshot

from auditor.linkedin.catalog import catalog
from auditor.linkedin.urls import ORIGIN
from auditor.model import Evidence, Reading
from auditor.page.category import listing
from auditor.page.snapshot import Row, Snapshot


def looked(*rows: Row, **more: object) -> Snapshot:
    """A snapshot of a category page with `rows`."""
    return snapshot(url=f"{ORIGIN}{SETTING.category_path}/", rows=rows, **more)


def listed(path, lines):
    """A row of the list."""
    return Row(path=path, lines=lines)


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
    seen = listing(looked(listed(SETTING.path, lines))).words.get(SETTING.path)
    assert means == (seen and seen[0])


def test_a_word_counts_in_its_own_language_only():
    """The word of another language than the page's tells nothing."""
    row = listed(SETTING.path, ("KI", "Ein"))
    assert {} == listing(looked(row)).words
    assert {SETTING.path: ("on", "Ein")} == listing(looked(row, language="de-DE")).words


@pytest.mark.parametrize("word", ["on", "off"])
@pytest.mark.parametrize("state", ["on", "off", "unknown", "not_offered"])
def test_the_witness_contradicts_and_never_decides(state, word):
    """Another word than the state makes it a contradiction; what was not read stays unread."""
    before = reading(state)
    seen = listing(looked(listed(SETTING.path, (word,)))).witness(SETTING, before)
    assert seen.evidence is not None
    assert word.capitalize() == seen.evidence.overview, "as it is known"
    if state in ("on", "off") and state != word:
        assert ("unknown", "contradiction", None) == (seen.state, seen.reason, seen.confidence)
    else:
        assert (before.state, before.reason) == (seen.state, seen.reason)


def test_a_setting_that_is_not_listed_keeps_its_reading():
    """Where the page does not name the setting, nothing is added and nothing changes."""
    other = listed("/mypreferences/d/settings/something-else", ("Something else", "Off"))
    assert reading("on") == listing(looked(other)).witness(SETTING, reading("on"))


def test_unknown_rows_are_counted_and_not_named():
    """Of rows that the catalog does not know the report has the number, and of categories none."""
    rows = [listed(one.path + "/", ("On",)) for one in catalog().settings.values()]
    rows += [
        listed("/mypreferences/d/settings/ada-lovelace", ("Ada Lovelace", "On")),
        listed("/mypreferences/d/settings/ada-lovelace/", ("Ada Lovelace", "On")),
        listed("/mypreferences/d/categories/ads", ("Advertising",)),
    ]
    told = listing(looked(*rows)).overview
    assert (21, 1) == (told.rows, told.unknown_rows)
