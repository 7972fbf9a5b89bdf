"""The templates of this folder: the terminal's screens, the page, the letters."""

from datetime import date
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from auditor.i18n import _, language
from auditor.report import sentences


@cache
def template(name: str) -> Template:
    """A template of this folder. It can call `_`, `date`, `language` and `sentences`."""
    folder = Path(__file__).parent
    environment = Environment(
        loader=FileSystemLoader([folder, folder / "letter_texts"]),
        # A report given to `render` may hold anything. The letters are plain text.
        autoescape=lambda name: name in ("page.html", "terminal.txt"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(_=_, date=date, language=language, sentences=sentences)
    environment.filters["translated"] = _
    return environment.get_template(name)
