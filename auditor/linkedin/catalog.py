"""The catalog: every LinkedIn setting this program knows, read from catalog.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from auditor.linkedin.urls import ORIGIN


@dataclass(frozen=True, slots=True)
class Labels:
    """The words that one interface language uses for one setting."""

    toggle: tuple[str, ...] = ()  # names of the switch itself
    title: tuple[str, ...] = ()  # headings of the setting's page
    row: tuple[str, ...] = ()  # titles of its row on the category page, where not the headings


@dataclass(frozen=True, slots=True)
class Words:
    """The words that one interface language shows beside a switch."""

    on: tuple[str, ...]
    off: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """One thing worth knowing about a setting, and who says so."""

    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Setting:
    """One switch of LinkedIn's settings, and what is publicly known of it."""

    id: str
    title: str
    path: str  # exact path on www.linkedin.com; the only page visited to read the setting
    key: str  # LinkedIn's own name of the switch (`aria-labelledby`, `id`, `name`); "": not known
    topic: Literal["ai", "ads", "other"]  # with `opt-out --all`, `other` has to be named
    meaning_on: str
    meaning_off: str
    checked_on: str  # the day our knowledge of this setting was collected, ISO 8601
    sources: tuple[str, ...]
    confidence: str
    labels: Mapping[str, Labels]  # by primary language subtag, such as `fr`
    notes: tuple[Note, ...] = ()
    category_path: str = ""  # the page that lists it among others; "" where none is known
    delay_hours: int = 0  # until a change takes effect, as LinkedIn says; 0 where it names no delay
    help_url: str = ""
    not_offered_in: tuple[str, ...] = ()  # regions to whose members it is not shown

    @property
    def url(self) -> str:
        """The address of the setting's page."""
        return ORIGIN + self.path


@dataclass(frozen=True, slots=True)
class Catalog:
    """All settings by id, and the on/off words by language."""

    settings: Mapping[str, Setting]
    words: Mapping[str, Words]


@cache
def catalog() -> Catalog:
    """The catalog that ships with the program."""
    file = Path(__file__).with_name("catalog.toml")
    raw = _tuples(tomllib.loads(file.read_text(encoding="utf-8")))
    for entry in raw["settings"].values():
        entry["labels"] = {name: Labels(**words) for name, words in entry["labels"].items()}
        entry["notes"] = tuple(Note(**note) for note in entry.get("notes", ()))
    # A field that is misspelt or missing fails here, at the first test.
    settings = {id_: Setting(id=id_, **entry) for id_, entry in raw["settings"].items()}
    return Catalog(settings, {language: Words(**words) for language, words in raw["words"].items()})


def _tuples(value: Any) -> Any:
    """The same with tuples in place of lists, at every depth."""
    if isinstance(value, dict):
        return {name: _tuples(part) for name, part in value.items()}
    return tuple(map(_tuples, value)) if isinstance(value, list) else value
