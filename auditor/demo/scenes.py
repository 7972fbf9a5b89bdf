"""The scenes of `--demo`: how the imitation behaves."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from auditor.demo import table
from auditor.errors import UsageError
from auditor.i18n import N_
from auditor.linkedin.catalog import catalog


@dataclass(frozen=True, slots=True)
class Scene:
    """How the imitation behaves; delays in seconds."""

    about: str
    value: Literal["on", "off"] = "on"
    language: str = "en"
    ambiguous: bool = False
    """Whether the page shows two switches, and neither is one the program knows."""
    offered: bool = True
    flips: bool = False
    """Whether the person flips the switch themselves while the program's bar asks."""
    data_delay: float = 0.0
    save_delay: float = 0.0
    save: Literal["keep", "pretend", "refuse"] = "keep"
    check: bool = False
    """Whether LinkedIn asks for a check after the password."""
    signed_in: bool = False
    others: Mapping[str, str] = field(default_factory=lambda: table("scenes.toml")["others"])
    """What the other settings show, by id: `on`, `off`, `not-offered`, `down` or `moved`."""

    def fate(self, id_: str) -> str:
        """What the setting called `id_` shows: one of the words of `others`."""
        if id_ == "ai-training":
            return self.value if self.offered else "not-offered"
        return self.others.get(id_, self.value)


@cache
def scenes() -> dict[str, Scene]:
    """All scenes by name."""
    entries = table("scenes.toml").items()
    return {name: Scene(**entry) for name, entry in entries if name != "others"}


def scene(name: str) -> Scene:
    """The scene called `name`; raises UsageError."""
    if name in scenes():
        return scenes()[name]
    near = difflib.get_close_matches(name, scenes(), n=1)
    hint = "Did you mean {near}?" if near else N_("Scenes: {known}")
    if name in catalog().settings:
        hint = "Name the setting before the option: {name} --demo."
    values = {"name": name, "near": "".join(near), "known": ", ".join(scenes())}
    raise UsageError("There is no demo scene called {name}.", hint, **values)
