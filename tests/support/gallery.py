"""All page variants, picks of them, and how the reading of one is graded."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

import pytest
from hard_found import hard_found
from hard_places import hard_places
from hard_states import hard_states
from hard_times import hard_times
from page_parts import SETTING
from playwright.sync_api import Page
from variants import Variant, every_pair

from auditor.page.category import read_absence
from auditor.page.setting_page import SettingPage
from auditor.page.tab import Tab

GROUPS = {
    "hard states": hard_states,
    "hard places": hard_places,
    "hard times": hard_times,
    "found in review": hard_found,
}
HARD = [(group, variant) for group, make in GROUPS.items() for variant in make()]
RULES = {variant.rule: (group, variant) for group, variant in reversed(HARD) if variant.rule}
"""One variant for each rule."""


# As another rule, for the reader: only the exhaustive run has their variants.
_ALIKE = {
    *("8 a list to choose from", "8 three radio buttons", "8 renamed", "8 drawn in an object"),
    *("4 a list", "4 three radio buttons", "4 “Opt out” is a part of its name", "4 normalised"),
    *("4 “Opt out” is the end of a long line", "4 place: another control"),
    *(
        "3 in a frame put away",
        "3 in a part put away",
        "2 busy in a frame",
        "2 data asked for again",
    ),
    *("2 a font", "2 a style sheet", "2 its data, asked for ahead", "2 a long poll", "5 mixed"),
    *("2 after another answer from the same address", "2 after nothing was given", "2 failed data"),
    "2 once a slow picture is there",
    # As what another test of the ordinary run shows: a press, signing in, a list, a slow answer.
    *("1 query", "1 origin", "1 the same path", "1 the page's own status", "2 background"),
    *("2 a picture", "2 data given up", "4 disabled", "4 place", "5 property"),
    *("3 in a dialog", "4 never the first of many", "4 “Opt out” is a line of its row"),
    *("6 a word decides nothing", "8 a button", "8 a link beside the main part"),
    *("8 in the tree for phones", "8 a switch beside the main part", "4 denied"),
    "4 a title is no label",
}
SAMPLE = [variant for rule, variant in RULES.items() if rule not in _ALIKE]
"""A variant for each rule that differs from the others."""


@cache
def every() -> list[tuple[str, Variant]]:
    """All variants: it takes a second to put them together."""
    return [*(("every pair of parts", variant) for variant in every_pair()), *HARD]


def each(variants: Iterable[tuple[str, Variant]]) -> list[Any]:
    """A parameter for each of `variants`, under its name."""
    return [pytest.param(*one, id=f"{one[0]}: {one[1].name}") for one in variants]


def check(page: Page, grades: Callable[[str, str], None], group: str, variant: Variant) -> None:
    """Read the setting in `page`, which shows `variant`; note the grade, which must be right."""
    setting_page = SettingPage(Tab(page, variant.timeout), SETTING)
    setting_page.open()
    reading = read_absence(setting_page, setting_page.read())
    grade = variant.grade(reading.state, reading.reason)
    grades(group, grade)
    assert "right" == grade, f"{(variant.truth, *variant.reasons)} expected, read: {reading}"
