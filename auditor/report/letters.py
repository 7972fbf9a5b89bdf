"""Letters to LinkedIn that a person may send: objection, access, erasure.

Legal statements stand in the templates, each with its article. Addresses are those of
.github/LINKEDIN.md (the legal notices of many companies name them; confidence: medium).
"""

from __future__ import annotations

import re
import textwrap
from pathlib import Path
from typing import Literal

from auditor.errors import UsageError
from auditor.i18n import N_, language
from auditor.model import Report, Result
from auditor.report.dates import day

Kind = Literal["objection", "access", "erasure"]
Region = Literal["eu", "uk", "ch", "other"]

_SETTING = "ai-training"
_FORMS: dict[Kind, str] = {
    "objection": "https://www.linkedin.com/help/linkedin/ask/TS-DPRO",
    "access": "https://www.linkedin.com/help/linkedin/ask/TSO-DPO",
    "erasure": "https://www.linkedin.com/help/linkedin/ask/TSO-DPO",
}
_IN_EUROPE = "LinkedIn Ireland Unlimited Company, Wilton Plaza, Wilton Place, Dublin 2, Ireland"
_ELSEWHERE = "LinkedIn Corporation, 1000 W. Maude Ave, Sunnyvale, CA 94085, USA"
_WIDTH = 76
_HINT = N_("Make a report of your own account: linkedin-auditor audit --json report.json")
_LEAD = re.compile(r"\d\. |\[- |   |")


def letter(kind: Kind, region: Region, report: Report | None) -> str:
    """A letter as plain text, in the language in use, with brackets where the person writes.

    With a `report` the letter states what was read, and on which day. Raises UsageError for a
    report that holds no certain reading of the person's own account.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("letter_texts")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    reading = None if report is None else _certain_result(report)
    latest = reading and (reading.after or reading.before)
    text = environment.get_template(f"{kind}.{language()}.txt").render(
        kind=kind,
        region=region,
        form=_FORMS[kind],
        entity=_ELSEWHERE if region == "other" else _IN_EUROPE,
        reading=reading,
        day=day(latest.at) if latest else "",
    )
    lines = "\n".join(map(_wrapped, text.splitlines()))
    return re.sub(r"\n{3,}", "\n\n", lines).strip() + "\n"


def _certain_result(report: Report) -> Result:
    """The result that a letter may state; raises UsageError where there is none."""
    if report.demo:  # a letter with a reading that the imitation played must never be sent
        raise UsageError("This report is of the demo, and no reading of your account.", _HINT)
    for result in report.results:
        certain = result.state != "unknown" and result.change != "uncertain"
        if result.id == _SETTING and certain and (result.after or result.before):
            return result
    raise UsageError("This report does not say for certain how the AI setting was.", _HINT)


def _wrapped(line: str) -> str:
    """A line of a template within the width of a letter; items of a list hang."""
    lead = _LEAD.match(line)
    indent = " " * len(lead.group()) if lead else ""
    return textwrap.fill(
        line,
        _WIDTH,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
