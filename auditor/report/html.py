"""The report as one self-contained page: no script, no outside request, the report alone."""

from __future__ import annotations

import html
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from auditor.i18n import N_, _, language
from auditor.model import Reading, Report, Result, State
from auditor.report.text import (
    CONFIDENCE,
    DEMO,
    REASONS,
    ROLES,
    SINCE,
    STATES,
    meaning,
    next_step,
    outcome,
    remarks,
)
from auditor.text import clean

MATCHED = {"key": N_("LinkedIn's own key"), "label": N_("its name"), "place": N_("its place")}


def escape(text: str) -> str:
    """Text as HTML shows it, and only that: a report given to `render` may hold anything."""
    return html.escape(clean(text, 2000))


def page(report: Report) -> str:
    """The whole page."""
    style = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
    title = _("LinkedIn settings, as read on {day}", day=_day(report.started_at))
    body = "\n".join(_body(report, title))
    return f"""<!doctype html>
<html lang="{language()}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>{escape(title)}</title>
<style>
{style}</style>
</head>
<body>
<main>
{body}
</main>
</body>
</html>
"""


def _body(report: Report, title: str) -> Iterable[str]:
    if report.demo:
        yield f'<p class="demo">{escape(_(DEMO))}</p>'
    yield f"<h1>{escape(title)}</h1>"
    browser = f"{report.browser.name} {report.browser.version}" if report.browser else "-"
    about = _(
        "{tool} {version}, browser {browser}, exit code {code}. Unofficial: not made by LinkedIn.",
        tool=report.tool.name,
        version=report.tool.version,
        browser=browser,
        code=report.exit_code,
    )
    yield f'<p class="soft">{escape(about)}</p>'
    for result in report.results:
        if result.since == "turned_on":
            yield f'<p class="loud">{escape(_(result.title))}: {escape(_(SINCE["turned_on"]))}</p>'
    if report.error is not None:
        yield f'<p class="loud">{escape(_(report.error.message))}</p>'
        yield f'<p class="next">{escape(_(report.error.hint))}</p>'
    if len(report.results) > 1:
        yield "<ul>"
        for result in report.results:
            link = f'<a href="#{escape(result.id)}">{escape(_(result.title))}</a>'
            yield f"<li>{_state(result.state)} {link}</li>"
        yield "</ul>"
    for remark in remarks(report):
        yield f"<p>{escape(remark)}</p>"
    for result in report.results:
        yield from _result(result, report)


def _result(result: Result, report: Report) -> Iterable[str]:
    yield f'<article id="{escape(result.id)}">'
    yield f"<h2>{_state(result.state)}{escape(_(result.title))}</h2>"
    yield f"<p>{escape(meaning(result))}</p>"
    for became in outcome(result):
        yield f"<p>{escape(became)}</p>"
    again = " --demo" if report.demo else ""
    yield f'<p class="next">{escape(_("Next:"))} {_linked(next_step(result, again))}</p>'
    yield from _timeline(result)
    for picture in result.pictures:
        words = _("The setting before") if picture.when == "before" else _("The setting afterwards")
        yield f"<h3>{escape(words)}</h3>"
        yield f'<img alt="{escape(words)}" src="data:image/png;base64,{html.escape(picture.png)}">'
    if result.notes:
        yield f"<h3>{escape(_('Good to know'))}</h3><ul>"
        for note in result.notes:
            as_of = _("as of {day}", day=note.as_of)
            yield f"<li>{escape(_(note.text))} {_link(note.source)} ({escape(as_of)})</li>"
        yield "</ul>"
    yield f"<p>{escape(_('The setting itself:'))} {_link(result.url)}</p></article>"


def _state(state: State) -> str:
    sign, word, _style = STATES[state]
    return f'<span class="state {state}">{sign} {escape(_(word))}</span>'


def _timeline(result: Result) -> Iterable[str]:
    readings = [result.before, *result.rereadings, result.after]
    shown = [reading for reading in readings if reading is not None]
    if not shown:
        return
    yield f"<h3>{escape(_('What was read'))}</h3><ol>"
    for index, reading in enumerate(shown):
        yield f"<li>{''.join(_reading(reading))}"
        if index == 0 and result.write is not None:
            answered = result.write.status
            status = str(answered) if answered is not None else _("no answer")
            seen = f"{result.write.method} {result.write.path}: {status}"
            sent = escape(_("Pressed once; the page sent"))
            yield f"<p>{sent} <code>{escape(seen)}</code></p>"
        yield "</li>"
    yield "</ol>"


def _reading(reading: Reading) -> Iterable[str]:
    moment = reading.at.isoformat()
    word = escape(_(STATES[reading.state][1]))
    yield f'<time datetime="{moment}">{_time(reading.at)}</time> '
    yield f'<span class="state {reading.state}">{word}</span>'
    if reading.reason is not None:
        yield escape(_(REASONS[reading.reason]))
    if reading.evidence is None:
        return
    seen = reading.evidence
    facts = {
        _("page"): seen.path,
        _("language"): seen.language,
        _("control"): _(ROLES.get(seen.role, seen.role)),
        _("name"): seen.name,
        _("recognised by"): ", ".join(_(MATCHED[how]) for how in seen.matched),
        _("its mark"): seen.raw,
        _("word beside it"): seen.word,
        _("word in the list"): seen.overview,
        _("confidence"): _(CONFIDENCE[reading.confidence]) if reading.confidence else None,
    }
    yield "<dl>"
    for name, value in facts.items():
        if value:
            yield f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>"
    yield "</dl>"


def _linked(text: str) -> str:
    """Text with the addresses in it as links."""
    return " ".join(_link(part) for part in text.split(" "))


def _link(address: str) -> str:
    """A link where it is an address; a report given to `render` may hold anything there."""
    shown = escape(address)
    return f'<a href="{shown}">{shown}</a>' if address.startswith("https://") else shown


def _day(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d")


def _time(moment: datetime) -> str:
    return moment.strftime("%H:%M:%S UTC")
