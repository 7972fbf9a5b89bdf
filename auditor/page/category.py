"""The category page as a second witness: which settings it lists, and with which state word."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from auditor.linkedin.catalog import Setting, Words, catalog
from auditor.page.redact import shown_count, shown_path, shown_wording
from auditor.page.snapshot import Look
from auditor.text import same

if TYPE_CHECKING:
    from auditor.model import Overview, Reading


@dataclass(frozen=True, slots=True)
class Listing:
    """What one category page lists."""

    path: str
    words: dict[str, tuple[Literal["on", "off"], str]]
    """By the setting's path: what its state word means, and the word."""
    rows: int
    unknown_rows: int
    """Rows that lead to a setting the catalog does not know; they are counted, not named."""

    def report(self) -> Overview:
        """The listing as the report has it."""
        from auditor.model import Overview

        rows, unknown = shown_count(self.rows), shown_count(self.unknown_rows)
        return Overview(path=self.path, rows=rows, unknown_rows=unknown)

    def witness(self, setting: Setting, reading: Reading) -> Reading:
        """`reading` with the word of the category page, which can contradict and not decide."""
        told = self.words.get(setting.path)
        if told is None or reading.evidence is None:
            return reading
        means, word = told
        seen = reading.evidence.model_copy(update={"overview": word})
        known: dict[str, object] = {"evidence": seen}
        if reading.state in ("on", "off") and reading.state != means:
            known |= {"state": "unknown", "reason": "contradiction", "confidence": None}
        return reading.model_copy(update=known)


def listing(look: Look) -> Listing:
    """What the category page in `look` lists."""
    words = catalog().words.get(look.language_tag, Words((), ()))
    known = {one.path for one in catalog().settings.values()}
    rows = {row.path.rstrip("/"): row.lines for row in look.rows if "/categories/" not in row.path}
    found: dict[str, tuple[Literal["on", "off"], str]] = {}
    for path, lines in rows.items():
        on, off = _among(lines, words.on), _among(lines, words.off)
        if on and not off:
            found[path] = ("on", shown_wording(on, words.on))
        elif off and not on:
            found[path] = ("off", shown_wording(off, words.off))
    return Listing(
        path=shown_path(look.path),
        words=found,
        rows=len(rows),
        unknown_rows=len(rows.keys() - known),
    )


# Words of paths and keys that say nothing of the setting they belong to.
_COMMON = {"allow", "data", "for", "the", "and", "by", "with", "of", "to", "use", "settings", "ads"}


def lists_settings(look: Look, setting: Setting) -> bool:
    """Whether `look` is the list of settings, whole, and `setting` is not on it by any name.

    A setting may have moved: a row that shares a telling word with it is taken for it.
    """
    if look.alert or look.busy or look.questions or look.sealed_frames:
        return False
    rows = {row.path.rstrip("/") for row in look.rows if "/categories/" not in row.path}
    if not rows or not all(row.startswith("/mypreferences/d/") for row in rows):
        return False
    known = {one.path for one in catalog().settings.values()} - {setting.path}
    telling = (_words(setting.path.rsplit("/", 1)[-1]) | _words(setting.key)) - _COMMON
    return not any(telling & _words(row.rsplit("/", 1)[-1]) for row in rows - known)


def _words(name: str) -> set[str]:
    """The words of a path's last part, or of a key: `data-for-ai`, `allowAdsByAge`."""
    return {word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)}


def _among(lines: Iterable[str], words: Iterable[str]) -> str | None:
    """The line, or the last word of one, that is one of `words`."""
    compared = {same(word) for word in words}
    for line in lines:
        for part in (line, *line.split(" ")[-1:]):
            if same(part) in compared:
                return part
    return None
