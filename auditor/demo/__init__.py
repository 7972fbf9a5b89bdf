"""The imitation of LinkedIn, made of the files of fixtures/."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


def fixture(name: str) -> str:
    """The text of a file of fixtures/: inside the package when installed, else beside it."""
    package = Path(__file__).parents[1]
    packed = package / "fixtures"
    folder = packed if packed.is_dir() else package.parent / "fixtures"
    return folder.joinpath(name).read_text("utf-8")


@cache
def table(name: str) -> dict[str, Any]:
    """The content of a TOML file of fixtures/; not to be changed by the caller."""
    return tomllib.loads(fixture(name))
