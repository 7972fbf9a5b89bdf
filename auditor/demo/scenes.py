"""The scenes of `--demo`: how the imitation behaves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from auditor.demo import table


@dataclass(frozen=True, slots=True)
class Scene:
    """How the imitation behaves; delays in seconds."""

    about: str
    value: Literal["on", "off", "not-offered"] = "on"
    """What `ai-training` shows, and each setting that `others` does not name."""
    language: str = "en"
    ambiguous: bool = False  # whether the page shows two switches that the program does not know
    flips: bool = False  # whether somebody flips the switch by hand while the program's bar asks
    data_delay: float = 0.0
    save_delay: float = 0.0
    save: Literal["keep", "pretend", "refuse"] = "keep"
    check: bool = False  # whether LinkedIn asks for a check after the password
    signed_in: bool = False
    others: Mapping[str, str] = field(default_factory=lambda: table("scenes.toml")["others"])
    """What the other settings show, by id: `on`, `off`, `not-offered`, `down` or `moved`."""


@cache
def scenes() -> dict[str, Scene]:
    """All scenes by name."""
    entries = table("scenes.toml").items()
    return {name: Scene(**entry) for name, entry in entries if name != "others"}
