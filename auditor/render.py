"""The report as people read it in a terminal. Decides nothing."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from auditor.report import Reading, Report, Result
from auditor.settings import Setting, catalog

_DEMO = "DEMO: an imitation of LinkedIn, not your account"

_LOOK = {
    "on": ("●", "bold red", "ON"),
    "off": ("○", "bold green", "OFF"),
    "not_offered": ("○", "bold green", "NOT OFFERED"),
    "unknown": ("?", "bold yellow", "UNKNOWN"),
}

REASONS = {
    "no_control": "The page opened, but the switch was not on it.",
    "several_controls": "The page shows several switches; which one is meant cannot be told.",
    "no_state": "The switch is there, but it does not say whether it is on or off.",
    "contradiction": "The page contradicts itself about the switch.",
    "unstable": "The switch kept changing while it was being read.",
    "wrong_page": "LinkedIn showed another page than the one asked for.",
    "not_loaded": "LinkedIn's page did not load completely.",
    "throttled": "LinkedIn refuses requests for now (too many, or too fast).",
    "signed_out": "LinkedIn asked to sign in again.",
    "challenge": "LinkedIn asks for a check first (code, picture puzzle or app).",
}

_CHANGES = {
    "not_needed": "Nothing was pressed: there was nothing to switch off.",
    "declined": "Nothing was pressed: you declined.",
    "verified": "Switched off, and proved: a fresh load of the page reads off.",
    "not_applied": "The switch-off did not take effect.",
    "uncertain": "The switch was to be pressed, and LinkedIn's answer could not be read.",
}


def rendered(report: Report) -> RenderableType:
    """The whole report."""
    parts: list[RenderableType] = []
    if report.demo:
        parts.append(
            Text("DEMO: an imitation of LinkedIn, not your account", "bold black on yellow")
        )
    if report.error is not None:
        parts.append(Text.assemble(("No complete audit: ", "bold red"), report.error.message))
        parts.append(Text.assemble(("Next: ", "bold"), report.error.hint))
        shown = [result for result in report.results if result.before is not None]
    else:
        shown = list(report.results)
    parts.extend(_result(result, report) for result in shown)
    return Group(*parts)


def _result(result: Result, report: Report) -> RenderableType:
    sign, style, word = _LOOK[result.state]
    setting = catalog().settings[result.id]
    head = Text.assemble((f"{sign} {word}", style), "  ", (result.title, "bold"))
    lines = [_meaning(result, setting)]
    if result.change is not None:
        lines.append(Text(_CHANGES[result.change]))
    latest = result.after or result.before
    if latest is not None and latest.evidence is not None and latest.state in ("on", "off"):
        lines.append(Text(_where(latest), "dim"))
    lines.append(Text.assemble(("Next: ", "bold"), _next(result, report)))
    return Group(Text(), head, *(Padding(line, (0, 0, 0, 2)) for line in lines))


def _meaning(result: Result, setting: Setting) -> Text:
    if result.state == "on":
        return Text(setting.meaning_on)
    if result.state == "off":
        return Text(setting.meaning_off)
    if result.state == "not_offered":
        return Text("LinkedIn does not offer this setting to this account.")
    return Text(REASONS[result.reason or "not_loaded"])


def _where(reading: Reading) -> str:
    evidence = reading.evidence
    assert evidence is not None
    how = "certain" if reading.confidence == "confirmed" else "found by its place alone"
    named = f" “{evidence.name}”" if evidence.name else ""
    return f"Read from the {evidence.role}{named} at {evidence.path} ({how})."


def _next(result: Result, report: Report) -> str:
    demo = " --demo" if report.demo else ""
    if result.hint:
        return result.hint
    if result.state == "on":
        return f"linkedin-auditor opt-out {result.id}{demo}"
    if result.state == "off":
        return "nothing to do; check again in a month, settings change."
    if result.state == "not_offered":
        return "nothing to do."
    if result.reason == "throttled":
        return "wait an hour, then run the same command again."
    return f"look for yourself: {result.url}"


def catalog_lines(settings: list[Setting]) -> RenderableType:
    """The catalog, one setting after another."""
    parts: list[RenderableType] = []
    for setting in settings:
        parts.append(Text.assemble((setting.id, "bold"), "  ", setting.title))
        parts.append(Padding(Text(f"On: {setting.meaning_on}"), (0, 0, 0, 2)))
        parts.append(Padding(Text(setting.url, "dim"), (0, 0, 0, 2)))
    return Group(*parts)


def question(setting: Setting, reading: Reading) -> RenderableType:
    """What was read, before asking whether to switch it off."""
    return Group(
        Text.assemble(("● ON", "bold red"), "  ", (setting.title, "bold")),
        Padding(Text(_where(reading), "dim"), (0, 0, 0, 2)),
        Padding(Text("It is outlined in the browser window."), (0, 0, 0, 2)),
    )


def countdown(line: str, seconds_left: float | None) -> str:
    """A line of progress with the time that is left, such as `4:59`."""
    if seconds_left is None:
        return line
    minutes, seconds = divmod(max(0, int(seconds_left)), 60)
    return f"{line} ({minutes}:{seconds:02d} left)"
