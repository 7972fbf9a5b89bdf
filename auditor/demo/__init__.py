"""The imitation of LinkedIn, made of the files of fixtures/."""

import tomllib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any


def fixture(name: str) -> Traversable:
    """A file of fixtures/: inside the package when installed, beside it in a checkout."""
    packed = files("auditor").joinpath("fixtures")
    root: Traversable = packed if packed.is_dir() else Path(__file__).parents[2] / "fixtures"
    return root.joinpath(name)


@cache
def table(name: str) -> dict[str, Any]:
    """The content of a TOML file of fixtures/; not to be changed by the caller."""
    return tomllib.loads(fixture(name).read_text("utf-8"))
