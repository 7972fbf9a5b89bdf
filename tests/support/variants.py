"""Page variants, each with its true answer: what the reader must say of pages it never saw."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from page_parts import (
    CONTAINERS,
    CONTROLS,
    INDETERMINATE,
    LANGUAGES,
    NAMES,
    NEEDS_LABELABLE,
    PATH,
    UNKNOWN_LANGUAGES,
    document,
    page,
    row,
)
from server import ORIGIN, Fault
from timing import TIMINGS, Answers, Timed

from auditor.demo.imitation import Answer

NOT_FOUND = Answer(document("<main>Not found</main>"), 404)
REFUSED = Fault("reset")


@dataclass(frozen=True)
class Variant:
    """One page, and what is true of it."""

    name: str
    truth: str
    """`on`, `off`, `not_offered` or `unknown`."""
    answers: Answers
    reasons: frozenset[str] = frozenset()
    """Which reasons are right where `unknown` is the true answer."""
    readable: bool = True
    """Whether a careful person could read it: then `unknown` is a defect."""
    timeout: float = 8.0
    rule: str = ""
    """The rule that alone gets it right, where it was made for one."""

    def answer(self, url: str, time: int = 1) -> Answer | Fault:
        """What is answered to a request, the first or a later time; nobody else answers."""
        parts = urlsplit(url)
        if f"{parts.scheme}://{parts.netloc}" != ORIGIN:
            return self.answers.get(parts.netloc, REFUSED)
        for key in (f"{parts.path}#{time}", f"{parts.path}?{parts.query}", parts.path):
            if key in self.answers:
                return self.answers[key]
        return NOT_FOUND

    def grade(self, state: str, reason: str | None) -> str:
        """`right`, `blank` or `wrong`."""
        if state == "unknown" and self.truth != "unknown":
            return "blank" if self.readable else "right"
        told = state == self.truth and (state != "unknown" or reason in self.reasons)
        return "right" if told else "wrong"


def showing(part: Timed, lang: str = "en", main: bool = True) -> Answers:
    """The answers of a setting's page that holds `part`."""
    html = page(part.inner, lang, part.script + INDETERMINATE, main)
    return {PATH: Answer(html), **part.answers}


def framed(inner: str, lang: str) -> Answer:
    """A document that stands in a frame."""
    return Answer(document(inner, lang))


# --- every pair of parts ------------------------------------------------------------------------


class Parts(NamedTuple):
    """One choice of each part."""

    control: str
    name: str
    timing: str
    container: str
    language: str
    state: str

    @property
    def possible(self) -> bool:
        """Whether such a page can be built, and says enough to be read."""
        if self.name in NEEDS_LABELABLE and not CONTROLS[self.control].labelable:
            return False
        # Without a label we know and without the key, only the place tells; and a frame that
        # shows another address is another place.
        told = "key" in self.name or self.language not in UNKNOWN_LANGUAGES
        return told or self.container != "frame"

    def variant(self) -> Variant:
        """The page of these parts."""
        inner = row(self.control, self.name, LANGUAGES[self.language])
        part = TIMINGS[self.timing](CONTAINERS[self.container](inner), self.state)
        answers = showing(part, self.language, self.container != "no main")
        for state in ("on", "off"):
            answers[f"/psettings/framed/{state}"] = framed(inner(state), self.language)
        return Variant(" · ".join(self).replace("·  ·", "· no lang ·"), self.state, answers)


def every_pair(seed: int = 20261122) -> Iterator[Variant]:
    """Pages in which every two parts that go together meet at least once."""
    axes = (CONTROLS, NAMES, TIMINGS, CONTAINERS, LANGUAGES, ("on", "off"))
    pick = random.Random(seed).choice
    met: set[tuple[tuple[int, str], ...]] = set()
    for _ in range(20_000):  # many times what is needed to meet the rarest pair
        parts = Parts._make(pick([*axis]) for axis in axes)
        pairs = set(combinations(enumerate(parts), 2))
        if parts.possible and not pairs <= met:
            met |= pairs
            yield parts.variant()


def on_page(
    name: str,
    truth: str,
    inner: str | Timed,
    *reasons: str,
    lang: str = "en",
    answers: Answers | None = None,
    **more: Any,
) -> Variant:
    """A setting's page that holds `inner`; `answers` are those besides the page's own."""
    part = inner if isinstance(inner, Timed) else Timed(inner)
    return Variant(
        name, truth, {**showing(part, lang), **(answers or {})}, frozenset(reasons), **more
    )
