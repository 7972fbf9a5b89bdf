"""All page variants, picks of them, and how the reading of one is graded."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable

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
    "every pair of parts": list(every_pair()),
    "hard states": list(hard_states()),
    "hard places": list(hard_places()),
    "hard times": list(hard_times()),
    "found in review": list(hard_found()),
}
EVERY = [(group, variant) for group, variants in GROUPS.items() for variant in variants]
RULES = {variant.rule: (group, variant) for group, variant in reversed(EVERY) if variant.rule}
"""One variant for each rule."""


def pick(count: int, seed: int) -> list[tuple[str, Variant]]:
    """Some of the variants, always the same ones."""
    return random.Random(seed).sample(EVERY, count)


def pick_with_rules(count: int, seed: int) -> list[tuple[str, Variant]]:
    """One variant for each rule, and others to make up `count`, always the same ones."""
    others = [one for one in EVERY if one not in RULES.values()]
    return [*RULES.values(), *random.Random(seed).sample(others, count - len(RULES))]


def each(variants: Iterable[tuple[str, Variant]]) -> pytest.MarkDecorator:
    """One test for each of `variants`."""
    names = [f"{group}: {variant.name}" for group, variant in variants]
    return pytest.mark.parametrize(("group", "variant"), variants, ids=names)


def check(page: Page, grades: Callable[[str, str], None], group: str, variant: Variant) -> None:
    """Read the setting in `page`, which shows `variant`; note the grade, which must be right."""
    tab = Tab(page, variant.timeout)
    setting_page = SettingPage(tab, SETTING)
    setting_page.open()
    reading = read_absence(setting_page, setting_page.read())
    tab.requests.stop()
    grade = variant.grade(reading.state, reading.reason)
    grades(group, grade)
    assert "right" == grade, f"{(variant.truth, *variant.reasons)} expected, read: {reading}"
