"""The report as one self-contained page: no script, no outside request, the report alone."""

import re
from collections.abc import Callable

from auditor.model import Report, Result
from auditor.report import sentences
from auditor.report.template import template

_LINK_OR_COMMAND = re.compile(r"(https://\S*[\w/]|linkedin-auditor [a-z][^.;:,]*\w)")


def page(report: Report, typed: Callable[[str], str] = str) -> str:
    """The whole page, in the language in use; commands are shown as they are `typed` here."""
    return template("page.html").render(
        report=report,
        results=sorted(sentences.results_read(report), key=_urgency),
        pieces=_LINK_OR_COMMAND.split,
        typed=typed,
    )


def _urgency(result: Result) -> tuple[bool, bool, str]:
    """The place of a result on the page: what needs action stands first."""
    return result.state != "on", not sentences.needs_a_look(result), result.state
