"""The report as one self-contained page: no script, no outside request, the report alone."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from auditor.i18n import N_, _, language
from auditor.model import Reading, Report, Result
from auditor.report import dates, sentences
from auditor.text import clean

if TYPE_CHECKING:
    from markupsafe import Markup

OBJECTION_FORM = "https://www.linkedin.com/help/linkedin/ask/TS-DPRO"
_MATCHED = {"key": N_("LinkedIn's own key"), "label": N_("its name"), "place": N_("its place")}
_URGENCY = {"on": 1, "unknown": 3, "not_offered": 4, "off": 5}
_LINK_OR_COMMAND = re.compile(r"(https://\S*[\w/]|linkedin-auditor [a-z][^.;:,]*\w)")


def page(report: Report) -> str:
    """The whole page, in the language in use and in the time zone of this computer."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,  # a report given to `render` may hold anything
        finalize=_cleaned,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    results = [result for result in report.results if not report.error or result.before]
    again = " --demo" if report.demo else ""
    return environment.get_template("page.html").render(
        _=_,
        language=language(),
        report=report,
        results=sorted(results, key=_urgency),
        counts=Counter(result.state for result in results),
        step=sentences.last_step(report, results, again),
        again=again,
        form=OBJECTION_FORM,
        dates=dates,
        sentences=sentences,
        readings=_readings,
        facts=_facts,
        link=_link,
        linked=_linked,
        source_name=_source_name,
        picture=_picture,
    )


def _cleaned(value: object) -> object:
    """Text without control characters, escape sequences and the like; markup as it is."""
    if isinstance(value, str) and not hasattr(value, "__html__"):
        return clean(value, 2000)
    return value


def _urgency(result: Result) -> int:
    """The place of a result on the page: what needs action stands first."""
    if result.since == "turned_on":
        return 0
    return 2 if result.change == "uncertain" else _URGENCY[result.state]


def _readings(result: Result) -> list[tuple[str, Reading]]:
    """The readings in their order, each with its name; the name is empty where there is one."""
    named = [(N_("Before"), result.before)]
    named += [(N_("Looked at again"), reading) for reading in result.rereadings]
    named += [(N_("Afterwards"), result.after)]
    present = [(name, reading) for name, reading in named if reading is not None]
    return present if len(present) > 1 else [("", reading) for _name, reading in present]


def _facts(reading: Reading) -> dict[str, str]:
    """What the reading was made from, by names in the language in use."""
    evidence = reading.evidence
    if evidence is None:
        return {}
    confidence = reading.confidence
    facts = {
        _("page"): evidence.path,
        _("language"): evidence.language,
        _("control"): _(sentences.ROLES.get(evidence.role, evidence.role)),
        _("name"): evidence.name,
        _("recognised by"): ", ".join(_(_MATCHED[way]) for way in evidence.matched),
        _("its mark"): evidence.raw,
        _("word beside it"): evidence.word,
        _("word in the list"): evidence.overview,
        _("confidence"): _(sentences.CONFIDENCE[confidence]) if confidence else None,
    }
    return {name: value for name, value in facts.items() if value}


def _link(address: str, words: str) -> Markup:
    """A link; only its address, as text, where a report holds something else there."""
    from markupsafe import Markup, escape

    if not address.startswith("https://"):
        return escape(clean(address, 2000))
    return Markup('<a href="{}">{}</a>').format(address, words)


def _linked(text: str, result: Result | None = None) -> Markup:
    """A text with its addresses as links and its commands as code."""
    from markupsafe import Markup, escape

    markup = Markup()
    for piece in _LINK_OR_COMMAND.split(clean(text, 2000)):
        if piece.startswith("linkedin-auditor "):
            markup += Markup("<code>{}</code>").format(piece)
        elif result is not None and piece == result.url:
            markup += _link(piece, _("the setting on LinkedIn"))
        else:
            is_address = piece.startswith("https://")
            markup += _link(piece, _source_name(piece)) if is_address else escape(piece)
    return markup


def _source_name(address: str) -> str:
    """What a link to a source is called."""
    try:
        host = (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        host = ""
    if address == OBJECTION_FORM:
        return _("LinkedIn's objection form")
    names = {"linkedin.com": _("LinkedIn's help page"), "eur-lex.europa.eu": _("the GDPR")}
    return names.get(host, host) or address


def _picture(png: str) -> Markup:
    """The address of a picture that stands in the page itself."""
    from markupsafe import Markup

    return Markup("data:image/png;base64,{}").format(png)
