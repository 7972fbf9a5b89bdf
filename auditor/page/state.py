"""What the marks of one control say: `on`, `off`, or what is wrong with them; and how they read.

What is wrong is `no_state`, `contradiction`, or `missing` where there is no mark at all.
"""

from __future__ import annotations

from collections.abc import Sequence, Set

from auditor.page.redact import shown_mark
from auditor.page.snapshot import Mark, Option
from auditor.text import same

_ON_VALUES = {"on", "true", "yes", "1"}
_OFF_VALUES = {"off", "false", "no", "0"}


def native_state(mark: Mark) -> tuple[str, str]:
    """The state of a native checkbox: its property, which an ARIA mark must not deny."""
    if mark.checked is None:
        return "no_state", "checked missing"
    raw = f"checked={str(mark.checked).lower()}"
    if mark.indeterminate:
        return "no_state", f"{raw}, indeterminate"
    if mark.aria_checked is not None and mark.aria_checked != str(mark.checked).lower():
        # What such a page shows depends on which of the two its style sheet follows.
        verdict = "contradiction" if mark.aria_checked in ("true", "false") else "no_state"
        return verdict, f"{raw}, aria-checked={shown_mark(mark.aria_checked)}"
    return ("on" if mark.checked else "off"), raw


def aria_state(mark: Mark) -> tuple[str, str]:
    """The state of an ARIA switch, checkbox or toggle button: nothing but `true` or `false`."""
    marks = {"aria-checked": mark.aria_checked, "aria-pressed": mark.aria_pressed}
    given = {name: value for name, value in marks.items() if value is not None}
    if not given:
        return "missing", "aria-checked missing"
    raw = ", ".join(f"{name}={shown_mark(value)}" for name, value in given.items())
    values = set(given.values())
    if not values <= {"true", "false"}:
        return "no_state", raw
    if len(values) > 1:
        return "contradiction", raw
    return ("on" if values == {"true"} else "off"), raw


def pair_state(
    options: Sequence[Option], on_words: Set[str], off_words: Set[str]
) -> tuple[str, str]:
    """The state of two radio buttons; the words are those of the page's language."""
    sides = [_side(option, on_words, off_words) for option in options]
    if set(sides) != {"on", "off"}:
        return "no_state", "two radio buttons, sides not told apart"
    chosen = [
        side or ""
        for side, option in zip(sides, options, strict=True)
        if (option.mark.checked or option.mark.aria_checked == "true")
    ]
    if len(chosen) != 1:
        return "no_state", f"{len(chosen)} of two radio buttons chosen"
    return chosen[0], f"radio={chosen[0]}"


def _side(option: Option, on_words: Set[str], off_words: Set[str]) -> str | None:
    """`on` or `off`, by the words of the page's language or by the value; both must agree."""
    named = {same(line) for line in option.name}
    value = option.value.strip().lower()
    on = bool(named & on_words) or value in _ON_VALUES
    off = bool(named & off_words) or value in _OFF_VALUES
    if on == off:
        return None
    return "on" if on else "off"
