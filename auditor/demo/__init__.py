"""The imitation of LinkedIn, made of the files of fixtures/."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


def fixture(name: str) -> str:
    """The text of a file of fixtures/: inside the package when installed, else beside it."""
    package, checkout = Path(__file__).parents[1:3]
    folder = package if package.joinpath("fixtures").is_dir() else checkout
    return folder.joinpath("fixtures", name).read_text("utf-8")


@cache
def table(name: str) -> dict[str, Any]:
    """The content of a TOML file of fixtures/; not to be changed by the caller."""
    return tomllib.loads(fixture(name))
