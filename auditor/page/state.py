"""What the state attributes of one control say, and the text that the report quotes for it.

The answer is `on`, `off`, `no_state`, `contradiction`, or `missing` where no attribute is there.
"""

from collections.abc import Sequence, Set

from auditor.page.redact import redact_mark
from auditor.page.snapshot import Option, StateAttributes
from auditor.text import same

_ON_VALUES = {"on", "true", "yes", "1"}
_OFF_VALUES = {"off", "false", "no", "0"}


def native_state(seen: StateAttributes) -> tuple[str, str]:
    """The state of a native checkbox: its property, which no ARIA attribute may deny."""
    if seen.checked is None:
        return "no_state", "checked missing"
    raw = f"checked={str(seen.checked).lower()}"
    if seen.indeterminate:
        return "no_state", f"{raw}, indeterminate"
    if seen.aria_checked is not None and seen.aria_checked != str(seen.checked).lower():
        # What such a page shows depends on which of the two its style sheet follows.
        verdict = "contradiction" if seen.aria_checked in ("true", "false") else "no_state"
        return verdict, f"{raw}, aria-checked={redact_mark(seen.aria_checked)}"
    return ("on" if seen.checked else "off"), raw


def aria_state(seen: StateAttributes) -> tuple[str, str]:
    """The state of an ARIA switch, checkbox or toggle button: nothing but `true` or `false`."""
    attributes = {"aria-checked": seen.aria_checked, "aria-pressed": seen.aria_pressed}
    given = {name: value for name, value in attributes.items() if value is not None}
    if not given:
        return "missing", "aria-checked missing"
    raw = ", ".join(f"{name}={redact_mark(value)}" for name, value in given.items())
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
        if (option.checked or option.aria_checked == "true")
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
