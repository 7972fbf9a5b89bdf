"""The report as one self-contained page: no script, no outside request, the report alone."""

import re
from collections.abc import Callable
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, select_autoescape

from auditor.i18n import _, language
from auditor.model import Report, Result
from auditor.report import sentences

_LINK_OR_COMMAND = re.compile(r"(https://\S*[\w/]|linkedin-auditor [a-z][^.;:,]*\w)")


def page(report: Report, typed: Callable[[str], str] = str) -> str:
    """The whole page, in the language in use; commands are shown as they are `typed` here."""
    return template("page.html").render(
        _=_,
        language=language(),
        report=report,
        results=sorted(sentences.results_read(report), key=_urgency),
        sentences=sentences,
        pieces=_LINK_OR_COMMAND.split,
        typed=typed,
    )


def _urgency(result: Result) -> tuple[bool, bool, str]:
    """The place of a result on the page: what needs action stands first."""
    return result.state != "on", not sentences.needs_a_look(result), result.state


def template(name: str) -> Template:
    """The template of the page, or of a letter."""
    folder = Path(__file__).parent
    return Environment(
        loader=FileSystemLoader([folder, folder / "letter_texts"]),
        autoescape=select_autoescape(),  # in HTML: a report given to `render` may hold anything
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    ).get_template(name)
