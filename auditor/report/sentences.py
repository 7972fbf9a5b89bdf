"""What a report says in words: for the terminal and for the page. Decides nothing."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path

from auditor.errors import entries
from auditor.i18n import N_, _, language
from auditor.linkedin.catalog import catalog
from auditor.linkedin.urls import ORIGIN
from auditor.model import Report, Result

DEMO = N_("DEMO: an imitation of LinkedIn, not your account")
WORDS = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))
"""What the values of a report are called: by the key in the JSON, and the value."""

LETTER = "linkedin-auditor letter objection"
OBJECTION_FORM = "https://www.linkedin.com/help/linkedin/ask/TS-DPRO"

_DONE = N_("Nothing to do. Settings change: check again in a month.")


def day(moment: date) -> str:
    """`29 November 2026`; of a moment, the day in the time zone of this computer."""
    when = moment.astimezone() if isinstance(moment, datetime) else moment
    number = "1er" if language() == "fr" and when.day == 1 else when.day
    month = _(WORDS["day"]["months"]).split()[when.month - 1]
    return f"{number} {month} {when.year}"


def results_read(report: Report) -> list[Result]:
    """The results to show: of a run that failed only those that were read."""
    return [result for result in report.results if not report.error or result.before]


def headlines(report: Report) -> Iterator[str]:
    """What is said first and loudly: what is on again, and why the run ended early."""
    for result in report.results:
        if result.since == "turned_on":
            yield _("{name}: off in the earlier report, and ON again.", name=_(result.title))
    error = report.error
    if error is not None and (error.code != "interrupted" or _unsure(report)):
        yield _("No complete audit: {reason}", reason=translated_error(error.message))
    elif error is not None and report.activity.clicks:
        yield _("Stopped. Nothing more was changed.")
    elif error is not None:
        yield _("Stopped. Nothing was changed.")


def translated_error(text: str) -> str:
    """A report's sentence or hint about an error, with its values, in the language in use."""
    for entry in entries().values():
        for template in (entry["message"], entry["hint"]):
            pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>.*)", re.escape(template))
            if found := re.fullmatch(pattern, text):
                return _(template, **{name: _(value) for name, value in found.groupdict().items()})
    return text  # of another version of this program


def outcome(result: Result) -> Iterator[str]:
    """What became of a setting: of the switch-off, and since an earlier report."""
    if result.change is not None:
        yield _(WORDS["change"][result.change])
    if result.change == "not_applied" and result.write and result.write.status:
        status = result.write.status
        yield _("The switch was pressed. LinkedIn answered with status {status}.", status=status)
    setting = catalog().settings.get(result.id)
    if result.change == "verified" and setting is not None and setting.delay_hours:
        yield _("LinkedIn says that a change takes up to {hours} hours.", hours=setting.delay_hours)
    if told := WORDS["since"].get(result.since):
        yield _(told)


def remarks(report: Report) -> Iterator[str]:
    """What there is to say of the run as a whole."""
    for overview in report.overviews or filter(None, [report.overview]):
        if count := overview.unknown_rows:
            yield _(WORDS["overview"]["unknown_rows"], count=count, url=ORIGIN + overview.path)
    if report.compared_with is not None and len(report.results) == 1:
        if told := WORDS["since_alone"].get(report.results[0].since):
            yield _(told)
    elif report.compared_with is not None:
        changes = [result.since for result in report.results]
        counts = counted(changes, always=("turned_on", "turned_off", "unchanged", "new"))
        earlier = day(report.compared_with)
        yield _("Compared with the report of {day}: {counts}.", day=earlier, counts=counts)
    if report.demo and report.error is None and any(map(needs_a_look, report.results)):
        yield _("This is a demo: its failures are played.")


def counted(codes: Sequence[str | None], always: Sequence[str] = ()) -> str:
    """How often each of the `codes` stands there, such as `6 on, 3 off`; zero only of `always`."""
    told = {code: text for code, text in WORDS["count"].items() if code in (*codes, *always)}
    return ", ".join(_(text, count=codes.count(code)) for code, text in told.items())


def meaning(result: Result) -> str:
    """What the state of a setting means, in one sentence."""
    if result.state == "unknown":
        return _(WORDS["reason"][result.reason or "not_loaded"])
    if result.state == "not_offered":
        return _(WORDS["meaning"]["not_offered"])
    setting = catalog().settings.get(result.id)  # an old report may name another one
    if setting is None:
        return ""
    return _(setting.meaning_on if result.state == "on" else setting.meaning_off)


def has_form(result: Result) -> bool:
    """Whether LinkedIn's objection form covers what the switch does not."""
    return any(note.source == OBJECTION_FORM for note in result.notes)


def needs_a_look(result: Result) -> bool:
    """Whether the person had better look at the switch themselves."""
    return result.state == "unknown" or result.change in ("uncertain", "not_applied")


def next_step(result: Result, again: str) -> str:
    """The one thing to do next about a setting; a command is followed by the options `again`."""
    if result.hint:
        return _(result.hint)
    if result.state == "on":
        return f"linkedin-auditor opt-out {result.id}{again}"
    if result.reason == "throttled":
        return _("Wait an hour, then run the same command again.")
    if result.state == "unknown":
        return _("Look at the switch yourself: {url}", url=result.url)
    return LETTER if result.state == "off" and has_form(result) else _(_DONE)


def last_step(report: Report, again: str) -> str:
    """The one thing to do next after a run."""
    results, settings = results_read(report), catalog().settings
    if report.error is not None and not _unsure(report):
        return translated_error(report.error.hint)
    if len(results) == 1:
        return next_step(results[0], again)
    on = [result.id for result in results if result.state == "on" and not needs_a_look(result)]
    named = [id_ for id_ in on if id_ in settings and settings[id_].topic != "other"]
    if named and not _unsure(report):
        ids = "--all" if len(results) == len(settings) else " ".join(named)
        return f"linkedin-auditor opt-out {ids}{again}"
    if any(map(needs_a_look, results)):
        return _("Open each address above in your own browser, and look at the switch.")
    if on:
        return f"linkedin-auditor explain {on[0]}"
    return LETTER if any(map(has_form, results)) else _(_DONE)


def _unsure(report: Report) -> bool:
    return any(result.change == "uncertain" for result in report.results)
