"""What a report says in words: for the terminal and for the page. Decides nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta, timezone

from auditor.i18n import N_, _, language
from auditor.linkedin.catalog import catalog
from auditor.model import Report, Result

DEMO = N_("DEMO: an imitation of LinkedIn, not your account")
STATES = {
    "on": ("●", N_("ON"), "bold red"),
    "off": ("○", N_("OFF"), "bold green"),
    "not_offered": ("○", N_("NOT OFFERED"), "bold green"),
    "unknown": ("?", N_("UNKNOWN"), "bold yellow"),
}
"""For each state its sign, its word, and its style in a terminal."""
REASONS = {
    "no_control": N_("The page opened, but the switch was not on it."),
    "several_controls": N_("The page has several switches, and none is certainly the right one."),
    "no_state": N_("The switch is there, but it does not say whether it is on or off."),
    "contradiction": N_("The page contradicts itself about the switch."),
    "unstable": N_("The switch kept changing while it was being read."),
    "wrong_page": N_("LinkedIn showed another page than the one asked for."),
    "not_loaded": N_("LinkedIn's page did not load completely."),
    "throttled": N_("LinkedIn refuses requests for now (too many, or too fast)."),
    "signed_out": N_("LinkedIn asked to sign in again."),
    "challenge": N_("LinkedIn asks for a check first (code, picture puzzle or app)."),
}
CHANGES = {
    "not_needed": N_("Nothing was pressed: there was nothing to switch off."),
    "declined": N_("Nothing was pressed: you answered no. LinkedIn may still use your data."),
    "verified": N_("Switched off, and confirmed by a fresh load of the page."),
    "not_applied": N_("The switch-off did not take effect."),
    "uncertain": N_("The switch may have been pressed. What LinkedIn kept could not be read."),
}
SINCE = {
    "unchanged": N_("Unchanged since the earlier report."),
    "turned_on": N_("It was off in the earlier report, and is ON again."),
    "turned_off": N_("It was on in the earlier report, and is off now."),
    "newly_offered": N_("LinkedIn did not offer it at the time of the earlier report."),
    "gone": N_("LinkedIn offered it at the time of the earlier report, and no longer does."),
    "new": N_("It was not in the earlier report."),
    "not_comparable": N_("It cannot be compared with the earlier report."),
}
CONFIDENCE = {"confirmed": N_("certain"), "structural": N_("found by its place alone")}
ROLES = {
    "switch": N_("switch"),
    "checkbox": N_("checkbox"),
    "radiogroup": N_("pair of radio buttons"),
    "button": N_("button"),
}
LETTER = "linkedin-auditor letter objection"
OBJECTION_FORM = "https://www.linkedin.com/help/linkedin/ask/TS-DPRO"

_COUNTS = {
    "on": N_("{count} on"),
    "off": N_("{count} off"),
    "not_offered": N_("{count} not offered"),
    "unknown": N_("{count} unknown"),
    "turned_on": N_("{count} turned on"),
    "turned_off": N_("{count} turned off"),
    "unchanged": N_("{count} unchanged"),
    "new": N_("{count} new"),
    "newly_offered": N_("{count} newly offered"),
    "gone": N_("{count} no longer offered"),
    "not_comparable": N_("{count} not comparable"),
}
_LISTS = {
    "privacy": N_("Data privacy"),
    "ads": N_("Advertising data"),
    "profile-visibility": N_("Visibility"),
}
_DONE = N_("Nothing to do. Settings change: check again in a month.")
_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
}


def day(moment: datetime | str) -> str:
    """`29 November 2026`; a text that is no ISO 8601 day is returned as it is."""
    try:
        when = date.fromisoformat(moment) if isinstance(moment, str) else moment.astimezone()
    except ValueError:
        return str(moment)
    number = "1er" if language() == "fr" and when.day == 1 else when.day
    return f"{number} {_MONTHS[language()].split()[when.month - 1]} {when.year}"


def clock(moment: datetime) -> str:
    """`14:05:30 (UTC+01:00)`, in the time zone of this computer."""
    here = moment.astimezone()
    return f"{here:%H:%M:%S} ({timezone(here.utcoffset() or timedelta())})"


def results_read(report: Report) -> list[Result]:
    """The results to show: of a run that failed only those that were read."""
    return [result for result in report.results if not report.error or result.before]


def failure(report: Report) -> str:
    """Why the run ended early; where the person stopped it, whether it changed something."""
    if report.error is None:
        return ""
    if report.error.code != "interrupted" or _unsure(report.results):
        return _("No complete audit: {reason}", reason=_(report.error.message))
    if report.activity.clicks:
        return _("Stopped. Nothing more was changed.")
    return _("Stopped. Nothing was changed.")


def came_back(report: Report) -> list[str]:
    """The loudest news: what was off in the earlier report, and is on again."""
    back = [result for result in report.results if result.since == "turned_on"]
    return [_("{name}: {found}", name=_(r.title), found=_(SINCE["turned_on"])) for r in back]


def outcome(result: Result, *, all_told: bool = True) -> Iterator[str]:
    """What became of a setting: of the switch-off, and since an earlier report.

    What stands above or below a table, or is counted there, is left out unless `all_told`.
    """
    before, setting = result.before, catalog().settings.get(result.id)
    if result.change == "not_applied" and result.after is None:
        yield _("Nothing was pressed.")
    elif result.change == "not_needed" and before is not None and before.state == "on":
        yield _("It was switched off meanwhile. This program pressed nothing.")
    elif result.change is not None:
        yield _(CHANGES[result.change])
    status = result.write.status if result.write and result.change == "not_applied" else None
    if status is not None and status >= 400:
        yield _("LinkedIn answered the change with an error ({status}).", status=status)
    elif status is not None and status < 300:
        yield _("LinkedIn answered that it saved the change, and still shows the switch on.")
    if result.change == "verified" and setting is not None and setting.delay_hours:
        hours = setting.delay_hours
        yield _("LinkedIn says that a change takes up to {hours} hours.", hours=hours)
    if result.since in ("turned_off", "newly_offered", "gone") or (all_told and result.since):
        yield _(SINCE[result.since])


def remarks(report: Report) -> Iterator[str]:
    """What there is to say of the run as a whole."""
    for overview in report.overviews or filter(None, [report.overview]):
        if overview.unknown_rows:
            name = overview.path.rpartition("/")[2]
            yield _(
                "Settings on LinkedIn's “{page}” page that this program does not know: {count}."
                " Look at them there yourself.",
                page=_(_LISTS.get(name, name)),
                count=overview.unknown_rows,
            )
    if report.compared_with is not None and len(report.results) > 1:
        changes = [result.since for result in report.results]
        counts = _counted(changes, always=("turned_on", "turned_off", "unchanged", "new"))
        earlier = day(report.compared_with)
        yield _("Compared with the report of {day}: {counts}.", day=earlier, counts=counts)
    if report.demo and report.error is None and any(map(needs_a_look, report.results)):
        yield _("This is a demo: its failures are played.")


def state_counts(results: Sequence[Result]) -> str:
    """How many settings are in which state, such as `6 on, 3 off`."""
    return _counted([result.state for result in results])


def _counted(codes: Sequence[str | None], always: Sequence[str] = ()) -> str:
    """How often each of the `codes` stands there; zero is told only of those `always` told."""
    told = [code for code in _COUNTS if code in codes or code in always]
    return ", ".join(_(_COUNTS[code], count=codes.count(code)) for code in told)


def meaning(result: Result) -> str:
    """What the state of a setting means, in one sentence."""
    if result.state == "unknown":
        return _(REASONS[result.reason or "not_loaded"])
    if result.state == "not_offered":
        return _(
            "LinkedIn does not offer this setting to this account."
            " Its page does not say whether LinkedIn uses your data all the same."
        )
    setting = catalog().settings.get(result.id)  # an old report may name another one
    if setting is None:
        return ""
    return _(setting.meaning_on if result.state == "on" else setting.meaning_off)


def has_form(result: Result) -> bool:
    """Whether LinkedIn's objection form covers what the switch does not."""
    return any(note.source == OBJECTION_FORM for note in result.notes)


def needs_a_look(result: Result) -> bool:
    """Whether the person had better look at the switch in their own browser."""
    return result.state == "unknown" or result.change in ("uncertain", "not_applied")


def next_step(result: Result, again: str) -> str:
    """The one thing to do next about a setting; a command is followed by the options `again`."""
    if result.hint:
        return _(result.hint)
    if result.state == "on":
        return f"linkedin-auditor opt-out {result.id}{again}"
    if result.state == "off":
        return LETTER if has_form(result) else _(_DONE)
    if result.state == "not_offered":
        return _("Nothing to switch off. Check again in a month: LinkedIn may offer it then.")
    if result.reason == "throttled":
        return _("Wait an hour, then run the same command again.")
    return _("Look at the switch yourself: {url}", url=result.url)


def last_step(report: Report, again: str) -> str:
    """The one thing to do next after a run."""
    results, settings = results_read(report), catalog().settings
    unsure = _unsure(results)
    if report.error is not None and not unsure:
        return _(report.error.hint)
    if len(results) == 1:
        return next_step(results[0], again)
    on = [result.id for result in results if result.state == "on" and not needs_a_look(result)]
    named = [id_ for id_ in on if id_ in settings and settings[id_].topic != "other"]
    if named and not unsure:
        ids = "--all" if len(results) == len(settings) else " ".join(named)
        return f"linkedin-auditor opt-out {ids}{again}"
    if any(map(needs_a_look, results)):
        return _("Open each address above in your own browser, and look at the switch.")
    if on:
        return f"linkedin-auditor explain {on[0]}"
    return LETTER if any(map(has_form, results)) else _(_DONE)


def _unsure(results: Sequence[Result]) -> bool:
    return any(result.change == "uncertain" for result in results)
