"""The report, the question and the catalog, laid out for a terminal."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.text import Text

from auditor.i18n import _
from auditor.linkedin.catalog import Setting
from auditor.model import Reading, Report, Result, State
from auditor.report.dates import day
from auditor.report.lines import Lines
from auditor.report.sentences import (
    CONFIDENCE,
    DEMO,
    FORM,
    LETTER,
    REASONS,
    ROLES,
    SINCE,
    STATES,
    has_form,
    last_step,
    meaning,
    needs_a_look,
    outcome,
    remarks,
    state_counts,
)

_DEMO_STYLE = "bold black on yellow"


def rendered(
    report: Report,
    again: str | None = None,
    *,
    typed: Callable[[str], str] = str,
    asked: bool = False,
) -> Lines:
    """The whole report, with one next step at its end.

    Commands in it are followed by the options `again`, and shown as they are `typed` here.
    Whoever was `asked` before the press saw the reading there: of one setting only the outcome
    is told.
    """
    if again is None:
        again = " --demo" if report.demo else ""
    results = [result for result in report.results if not report.error or result.before]
    lines = Lines(typed)
    if report.demo and not asked:
        lines.add(_(DEMO), _DEMO_STYLE)
    for result in report.results:
        if result.since == "turned_on":
            found = _("{name}: {found}", name=_(result.title), found=_(SINCE["turned_on"]))
            lines.add(f"! {found}", "bold red")
    if report.error is not None:
        _add_failure(lines, report)
    if len(results) > 1:
        _add_table(lines, results)
    elif results and not asked:
        _add_result(lines, results[0])
    elif results and report.error is None:
        told = " ".join(outcome(results[0]))
        lines.add(told, label=_state(results[0].state).append("  "), indent=2)
    for remark in remarks(report):
        lines.add(remark)
    step = last_step(report, results, again)
    whole = step.startswith("linkedin-auditor ")
    lines.add(step, label=Text(_("Next: "), "bold"), indent=2, whole=whole)
    return lines


def quiet_lines(report: Report) -> str:
    """One line a setting, such as `ai-training  on`; after a comparison with what has changed."""
    return "".join(
        "  ".join(filter(None, (result.id, result.state, result.since))) + "\n"
        for result in report.results
    )


def _add_failure(lines: Lines, report: Report) -> None:
    assert report.error is not None
    unsure = any(result.change == "uncertain" for result in report.results)
    if report.error.code != "interrupted" or unsure:
        label = Text(_("No complete audit: "), "bold red")
        lines.add(_(report.error.message), label=label)
    elif report.activity.clicks:
        lines.add(_("Stopped. Nothing more was changed."), "bold")
    else:
        lines.add(_("Stopped. Nothing was changed."), "bold")


def _add_result(lines: Lines, result: Result) -> None:
    lines.add()
    lines.add(_(result.title), "bold", label=_state(result.state).append("  "), indent=2)
    lines.add(meaning(result), indent=2)
    for sentence in outcome(result):
        lines.add(sentence, indent=2)
    latest = result.after or result.before
    if latest is not None and latest.evidence is not None and latest.state in ("on", "off"):
        lines.add(_where(latest), "dim", indent=2)
    for note in result.notes[:2] if result.state != "not_offered" else ():
        _add_note(lines, note.text, note.source)
    if result.notes:
        more = Text("  " + _("More: "), "dim")
        lines.add(f"linkedin-auditor explain {result.id}", label=more, whole=True)
        if result.state == "on" and has_form(result):
            lines.add(LETTER, indent=len(more), whole=True)
    if result.change in ("not_applied", "uncertain"):
        lines.add(result.url, "dim", indent=2)


def _add_note(lines: Lines, text: str, source: str) -> None:
    lines.add(f"{_(text)} {source}" if FORM in source else _(text), indent=2)


def _add_table(lines: Lines, results: Sequence[Result]) -> None:
    lines.add()
    words = max(len(_(STATES[result.state][1])) for result in results) + 4
    ids = max(len(result.id) for result in results) + 2
    for result in results:
        label = _state(result.state)
        label.append(" " * (words - len(label))).append(result.id.ljust(ids), "dim")
        lines.add(_(result.title), "bold", label=label, indent=words + ids)
        if result.reason is not None and result.state == "unknown":
            lines.add(_(REASONS[result.reason]), indent=words)
        for sentence in outcome(result, all_told=False):
            lines.add(sentence, indent=words)
        if result.hint:
            lines.add(_(result.hint), indent=words)
        if needs_a_look(result):
            lines.add(result.url, "dim", indent=2)
    lines.add()
    lines.add(state_counts(results))


def _state(state: State) -> Text:
    sign, word, style = STATES[state]
    return Text().append(f"{sign} {_(word)}", style)


def _where(reading: Reading) -> str:
    evidence = reading.evidence
    assert evidence is not None
    known = {"role": _(ROLES.get(evidence.role, "switch")), "path": evidence.path}
    known["how"] = _(CONFIDENCE[reading.confidence or "structural"])
    if not evidence.name:
        return _("Read from the {role} at {path} ({how}).", **known)
    return _("Read from the {role} “{name}” at {path} ({how}).", name=evidence.name, **known)


def question(
    setting: Setting, reading: Reading, *, window: bool = True, demo: bool = False
) -> Lines:
    """What was read, and what off means and does not, before asking whether to switch it off."""
    lines = Lines()
    if demo:
        lines.add(_(DEMO), _DEMO_STYLE)
    lines.add(_(setting.title), "bold", label=_state(reading.state).append("  "), indent=2)
    lines.add(_(setting.meaning_on), indent=2)
    lines.add(_where(reading), "dim", indent=2)
    if window:
        lines.add(_("It is outlined in the browser window."), indent=2)
    lines.add()
    lines.add(_("If it is off:"), "bold")
    lines.add(_(setting.meaning_off), indent=2)
    for note in setting.notes[:2]:
        _add_note(lines, note.text, note.source)
    return lines


def catalog_lines(settings: Sequence[Setting]) -> Lines:
    """The catalog as a table of id and title."""
    lines = Lines()
    width = max(len(setting.id) for setting in settings) + 2
    for setting in settings:
        lines.add(_(setting.title), label=Text(setting.id.ljust(width), "bold"), indent=width)
    return lines


def explained(setting: Setting) -> Lines:
    """All that is known of a setting, with sources."""
    lines = Lines()
    lines.add(_(setting.title), label=Text(f"{setting.id}  ", "bold"), indent=2)
    for word, text in (("ON", setting.meaning_on), ("OFF", setting.meaning_off)):
        lines.add(_("{name}: {found}", name=_(word), found=_(text)), indent=2)
    if setting.not_offered_in:
        regions = ", ".join(_(region) for region in setting.not_offered_in)
        lines.add(_("Not offered in: {regions}.", regions=regions), indent=2)
    lines.add(setting.url, "dim", indent=2)
    for note in setting.notes:
        lines.add()
        lines.add(_(note.text), indent=2)
        lines.add(note.source, "dim", indent=2)
    lines.add()
    if setting.help_url:
        lines.add(_("LinkedIn's help: {url}", url=setting.help_url), indent=2)
    as_of = day(setting.checked_on)
    lines.add(_("As of {day}. Nothing of it was checked on the live site.", day=as_of), indent=2)
    return lines
