"""The report as people read it in a terminal. Decides nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from auditor.cli.typed import as_typed
from auditor.i18n import N_, _
from auditor.linkedin.catalog import Setting, catalog
from auditor.model import Reading, Report, Result, State
from auditor.report.layout import Lines

DEMO = N_("DEMO: an imitation of LinkedIn, not your account")
_DEMO_STYLE = "bold black on yellow"

STATES = {
    "on": ("●", N_("ON"), "bold red"),
    "off": ("○", N_("OFF"), "bold green"),
    "not_offered": ("○", N_("NOT OFFERED"), "bold green"),
    "unknown": ("?", N_("UNKNOWN"), "bold yellow"),
}

REASONS = {
    "no_control": N_("The page opened, but the switch was not on it."),
    "several_controls": N_("The page shows several switches; which one is meant cannot be told."),
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
    "declined": N_("Nothing was pressed: you declined."),
    "verified": N_("Switched off, and proved: a fresh load of the page reads off."),
    "not_applied": N_("The switch-off did not take effect."),
    "uncertain": N_("The switch was to be pressed, and LinkedIn's answer could not be read."),
}

SINCE = {
    "unchanged": N_("Unchanged since the earlier report."),
    "turned_on": N_("It was off in the earlier report, and is ON again."),
    "turned_off": N_("It was on in the earlier report, and is off now."),
    "newly_offered": N_("LinkedIn did not offer it at the time of the earlier report."),
    "gone": N_("LinkedIn offered it at the time of the earlier report, and no longer does."),
    "not_comparable": N_("It cannot be compared with the earlier report."),
}
_QUIET = ("unchanged", "not_comparable")  # counted, where there are many


CONFIDENCE = {"confirmed": N_("certain"), "structural": N_("found by its place alone")}
ROLES = {
    "switch": N_("switch"),
    "checkbox": N_("checkbox"),
    "radiogroup": N_("pair of radio buttons"),
    "button": N_("button"),
}


def rendered(report: Report, again: str | None = None) -> Lines:
    """The whole report; commands that it names are followed by the options `again`."""
    if again is None:
        again = " --demo" if report.demo else ""
    lines = Lines()
    if report.demo:
        lines.add(_(DEMO), style=_DEMO_STYLE)
    for result in report.results:
        if result.since == "turned_on":
            lines.add(f"! {_(result.title)}: {_(SINCE['turned_on'])}", style="bold red")
    if report.error is not None:
        lines.add(Text.assemble((_("No complete audit: "), "bold red"), _(report.error.message)))
        _add_next(lines, _(report.error.hint))
    shown = [one for one in report.results if report.error is None or one.before is not None]
    if len(shown) > 1:
        _add_table(lines, shown, report, again)
    else:
        for result in shown:
            _add_result(lines, result, again)
    return lines


def _add_result(lines: Lines, result: Result, again: str) -> None:
    lines.add()
    lines.add(Text.assemble(_state(result.state), "  ", (_(result.title), "bold")))
    lines.add(meaning(result), indent=2)
    for became in outcome(result):
        lines.add(became, indent=2)
    latest = result.after or result.before
    if latest is not None and latest.evidence is not None and latest.state in ("on", "off"):
        lines.add(_where(latest), style="dim", indent=2)
    if result.state != "not_offered":
        for note in result.notes[:2]:
            lines.add(f"{_(note.text)} {note.source if 'TS-DPRO' in note.source else ''}", indent=2)
    if result.notes:
        more = _("More: {command}", command=f"linkedin-auditor explain {result.id}")
        lines.add(as_typed(more), style="dim", indent=2, whole=True)
    _add_next(lines, next_step(result, again), indent=2)
    if result.change in ("not_applied", "uncertain"):
        lines.add(result.url, style="dim", indent=2)


def _add_table(lines: Lines, results: Sequence[Result], report: Report, again: str) -> None:
    lines.add()
    indent = max(len(_(STATES[result.state][1])) for result in results) + 4
    for result in results:
        lines.add(_(result.title), style="bold", indent=indent, label=_state(result.state))
        if result.reason is not None and result.state == "unknown":
            lines.add(_(REASONS[result.reason]), indent=indent)
        for became in outcome(result, all_told=False):
            lines.add(became, indent=indent)
        if result.hint:
            lines.add(_(result.hint), indent=indent)
        if result.state == "unknown":
            lines.add(result.url, style="dim", indent=2)  # in one piece, to be copied
    for remark in remarks(report):
        lines.add(remark)
    lines.add()
    on = [result.id for result in results if result.state == "on"]
    unknown = any(result.state == "unknown" for result in results)
    if on and report.command == "audit":
        _add_next(lines, f"linkedin-auditor opt-out {' '.join(on)}{again}")
        if unknown:
            lines.add(_("Those that could not be told: look yourself, each at its address."))
    elif not on and not unknown:
        _add_next(lines, _("nothing to do; check again in a month, settings change."))
    else:
        _add_next(lines, _("look at the settings named above yourself, each at its address."))


def _add_next(lines: Lines, step: str, indent: int = 0) -> None:
    command = step.startswith("linkedin-auditor ")
    line = Text.assemble((_("Next: "), "bold"), as_typed(step))
    lines.add(line, indent=indent, whole=command)


def _state(state: State) -> Text:
    sign, word, style = STATES[state]
    return Text.assemble((f"{sign} {_(word)}", style))


def outcome(result: Result, *, all_told: bool = True) -> Iterator[str]:
    """What became of a setting: of the switch-off, and since an earlier report."""
    if result.change == "not_applied" and result.after is None:
        yield _("Nothing was pressed.")
    elif result.change is not None:
        yield _(CHANGES[result.change])
    if result.change == "not_applied" and result.write is not None:
        status = result.write.status
        if status is not None and status >= 400:
            yield _("LinkedIn answered the change with an error ({status}).", status=status)
        elif status is not None and status < 300:
            yield _("LinkedIn answered that it saved the change, and still shows the switch on.")
    if result.since is not None and (all_told or result.since not in _QUIET):
        yield _(SINCE[result.since])


def remarks(report: Report) -> Iterator[str]:
    """What there is to say of the run as a whole."""
    if report.overview is not None and report.overview.unknown_rows:
        count = report.overview.unknown_rows
        yield _("Data privacy lists {count} more that this program does not know.", count=count)
    if report.compared_with is not None:
        since = [result.since for result in report.results]
        yield _(
            "Compared with the report of {day}: {same} unchanged, {unclear} not comparable.",
            day=f"{report.compared_with:%Y-%m-%d}",
            same=since.count("unchanged"),
            unclear=since.count("not_comparable"),
        )


def meaning(result: Result) -> str:
    """What the state of a setting means, in one sentence."""
    setting = catalog().settings.get(result.id)  # an old report may name another one
    if result.state == "unknown":
        return _(REASONS[result.reason or "not_loaded"])
    if result.state == "not_offered":
        return _(
            "LinkedIn does not offer this setting to this account."
            " Whether it uses your data all the same, its page does not say."
        )
    if setting is None:
        return ""
    return _(setting.meaning_on if result.state == "on" else setting.meaning_off)


def _where(reading: Reading) -> str:
    evidence = reading.evidence
    assert evidence is not None
    known = {"role": _(ROLES.get(evidence.role, "switch")), "path": evidence.path}
    known["how"] = _(CONFIDENCE[reading.confidence or "structural"])
    if not evidence.name:
        return _("Read from the {role} at {path} ({how}).", **known)
    return _("Read from the {role} “{name}” at {path} ({how}).", name=evidence.name, **known)


def next_step(result: Result, again: str) -> str:
    """The one thing to do next; a command is followed by the options `again`."""
    if result.hint:
        return _(result.hint)
    if result.state == "on":
        return f"linkedin-auditor opt-out {result.id}{again}"
    if result.state == "off":
        return _("nothing to do; check again in a month, settings change.")
    if result.state == "not_offered":
        return _("nothing to switch off.")
    if result.reason == "throttled":
        return _("wait an hour, then run the same command again.")
    return _("look for yourself: {url}", url=result.url)


def catalog_lines(settings: Sequence[Setting]) -> Lines:
    """The catalog, one setting after another."""
    lines = Lines()
    for setting in settings:
        lines.add(Text.assemble((setting.id, "bold"), "  ", _(setting.title)))
        lines.add(_(setting.meaning_on), indent=2)
        _add_regions(lines, setting)
        lines.add(setting.url, style="dim", indent=2)
    return lines


def explained(setting: Setting) -> Lines:
    """All that is known of a setting, with sources."""
    lines = Lines()
    lines.add(Text.assemble((setting.id, "bold"), "  ", _(setting.title)))
    for word, text in (("ON", setting.meaning_on), ("OFF", setting.meaning_off)):
        lines.add(_("{name}: {found}", name=_(word), found=_(text)), indent=2)
    _add_regions(lines, setting)
    lines.add(setting.url, style="dim", indent=2)
    for note in setting.notes:
        lines.add()
        lines.add(_(note.text), indent=2)
        lines.add(note.source, style="dim", indent=2)
    lines.add()
    if setting.help_url:
        lines.add(_("LinkedIn's help: {url}", url=setting.help_url), indent=2)
    lines.add(
        _("As of {day}; nothing of this was checked on the live site.", day=setting.checked_on),
        indent=2,
    )
    return lines


def _add_regions(lines: Lines, setting: Setting) -> None:
    if setting.not_offered_in:
        regions = ", ".join(_(region) for region in setting.not_offered_in)
        lines.add(_("Not offered in: {regions}.", regions=regions), indent=2)


def question(
    setting: Setting, reading: Reading, *, window: bool = True, demo: bool = False
) -> Lines:
    """What was read, before asking whether to switch it off."""
    lines = Lines()
    if demo:
        lines.add(_(DEMO), style=_DEMO_STYLE)
    lines.add(Text.assemble(_state(reading.state), "  ", (_(setting.title), "bold")))
    lines.add(_(setting.meaning_on), indent=2)
    lines.add(_where(reading), style="dim", indent=2)
    if window:
        lines.add(_("It is outlined in the browser window."), indent=2)
    return lines
