"""The report as one self-contained page: no script, no outside request, the report alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from auditor.i18n import _, language
from auditor.model import Report, Result
from auditor.report import sentences

_URGENCY = ("turned_on", "on", "uncertain", "unknown", "not_offered", "off")
_LINK_OR_COMMAND = re.compile(r"(https://\S*[\w/]|linkedin-auditor [a-z][^.;:,]*\w)")


def page(report: Report, typed: Callable[[str], str] = str) -> str:
    """The whole page, in the language in use; commands are shown as they are `typed` here."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,  # a report given to `render` may hold anything
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template("page.html").render(
        _=_,
        language=language(),
        report=report,
        results=sorted(sentences.results_read(report), key=_urgency),
        again=" --demo" if report.demo else "",
        sentences=sentences,
        pieces=_LINK_OR_COMMAND.split,
        source_name=_source_name,
        typed=typed,
    )


def _urgency(result: Result) -> int:
    """The place of a result on the page: what needs action stands first."""
    codes = (result.since, result.change, result.state)
    return min(_URGENCY.index(code) for code in codes if code in _URGENCY)


def _source_name(address: str) -> str:
    """What a link to a source is called."""
    if address == sentences.OBJECTION_FORM:
        return _("LinkedIn's objection form")
    host = (urlsplit(address).hostname or address).removeprefix("www.")
    return {"linkedin.com": _("LinkedIn's help page"), "eur-lex.europa.eu": _("the GDPR")}.get(
        host, host
    )
