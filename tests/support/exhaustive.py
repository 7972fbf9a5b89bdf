"""What only `pytest -m exhaustive` runs: more of a kind of which the ordinary run has some."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest


def more(*values: Any) -> list[Any]:
    """Parameters for the exhaustive run."""
    return [pytest.param(value, marks=pytest.mark.exhaustive) for value in values]


def all_with(ordinary: Iterable[str], names: Iterable[str]) -> list[Any]:
    """All `names` in their order, of which the ordinary run has those in `ordinary` only."""
    chosen = set(ordinary)
    return [value for name in names for value in ([name] if name in chosen else more(name))]
