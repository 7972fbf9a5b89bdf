"""Letters to LinkedIn that a person may send: objection, access, erasure.

Legal statements and addresses stand in the templates, each with its article or its source.
"""

import re

from auditor.errors import UsageError
from auditor.i18n import language
from auditor.model import Report, Result
from auditor.report.template import template
from auditor.text import wrapped

_ITEM = re.compile(r"\d\. |\[- |   ")
"""What an item of a list starts with: its further lines hang below the text behind it."""


def letter(kind: str, region: str, report: Report | None) -> str:
    """A letter as plain text, in the language in use, with brackets where the person writes.

    `kind` names a template: objection, access or erasure; `region` is eu, uk, ch or other.
    With a `report` the letter states what was read, and on which day. Raises UsageError for a
    report that holds no certain reading of the person's own account.
    """
    reading = None if report is None else _certain_result(report)
    letter_text = template(f"{kind}.{language()}.txt")
    text = letter_text.render(kind=kind, region=region, reading=reading)
    lines = []
    for line in text.splitlines():
        item = _ITEM.match(line)
        lines.append(wrapped(line, 76, hang=" " * len(item[0]) if item else ""))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


def _certain_result(report: Report) -> Result:
    """The result that a letter may state; raises UsageError where there is none."""
    if report.demo:  # a letter with a reading that the imitation played must never be sent
        raise UsageError("report_of_demo")
    for result in report.results:
        certain = result.state != "unknown" and result.change != "uncertain"
        if result.id == "ai-training" and certain and result.before:
            return result
    raise UsageError("report_uncertain")
