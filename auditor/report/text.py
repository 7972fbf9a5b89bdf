"""The report, the question and the catalog, laid out for a terminal."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from rich.console import Console, ConsoleOptions
from rich.text import Text

from auditor.i18n import _
from auditor.linkedin.catalog import Note as KnownNote
from auditor.linkedin.catalog import Setting
from auditor.model import Note, Reading, Report, Result, State
from auditor.report import sentences
from auditor.text import wrapped

_WIDEST = 92
"""Columns; longer lines are hard to read, however wide the terminal is."""


class Lines:
    """Lines, wrapped when they are shown; a command is not, so that it can be copied.

    Print them with `crop=False`. `typed` makes the commands in a line those of this person.
    """

    def __init__(self, typed: Callable[[str], str] = str, *, demo: bool = False) -> None:
        """Start empty, or with the mark of the demo."""
        self._typed = typed
        self._lines: list[tuple[Text, str, str, int]] = []
        if demo:
            self.add(_(sentences.DEMO), "bold black on yellow")

    def add(
        self, text: str = "", style: str = "", *, label: Text | None = None, indent: int = 0
    ) -> None:
        """Append a line after its `label`."""
        self._lines.append((label or Text(), text, style, indent))

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Text]:
        width = min(options.max_width, _WIDEST)
        for label, text, style, indent in self._lines:
            line, start = Text(no_wrap=True, overflow="ignore").append(label), len(label)
            if start > width // 2:  # the text has no room beside its label
                line.rstrip()
                line.append("\n")
                start, indent = 0, 2
            room = 10_000 if text.startswith("linkedin-auditor ") else width
            fitted = wrapped(self._typed(text), room, " " * (start or indent), " " * indent)
            yield line.append(fitted[start:], style)


def rendered(
    report: Report, again: str = "", *, typed: Callable[[str], str] = str, asked: bool = False
) -> Lines:
    """The whole report, with one next step at its end.

    Commands in it are followed by the options `again`, and shown as they are `typed` here.
    Whoever was `asked` before the press saw the reading there: only the outcome is told.
    """
    results = sentences.results_read(report)
    lines = Lines(typed, demo=report.demo and not asked)
    for headline in sentences.headlines(report):
        lines.add(f"! {headline}", "bold red")
    if len(results) > 1:
        _add_table(lines, results)
    elif results and not asked:
        _add_result(lines, results[0])
    elif results and report.error is None:
        outcome = " ".join(sentences.outcome(results[0]))
        lines.add(outcome, label=_state(results[0].state), indent=2)
    for remark in sentences.remarks(report):
        lines.add(remark)
    lines.add(sentences.last_step(report, again), label=Text(_("Next:") + " ", "bold"), indent=2)
    return lines


def quiet_lines(report: Report) -> str:
    """One line a setting, such as `ai-training  on`; after a comparison with what has changed."""
    lines = [(result.id, result.state, result.since) for result in report.results]
    return "".join("  ".join(filter(None, line)) + "\n" for line in lines)


def _add_result(lines: Lines, result: Result) -> None:
    lines.add()
    lines.add(_(result.title), "bold", label=_state(result.state), indent=2)
    for sentence in (sentences.meaning(result), *sentences.outcome(result)):
        lines.add(sentence, indent=2)
    _add_where(lines, result.after or result.before)
    if result.state != "not_offered":
        _add_notes(lines, result.notes)
    more = Text("  " + _("More:") + " ", "dim")
    lines.add(f"linkedin-auditor explain {result.id}", label=more)
    if result.state == "on" and sentences.has_form(result):
        lines.add(sentences.LETTER, indent=len(more))
    if result.change in ("not_applied", "uncertain"):
        lines.add(result.url, "dim", indent=2)


def _add_table(lines: Lines, results: Sequence[Result]) -> None:
    lines.add()
    words = max(len(_state(result.state)) for result in results)
    ids = max(len(result.id) for result in results) + 2
    for result in results:
        label = _state(result.state)
        label.pad_right(words - len(label))
        label.append(result.id.ljust(ids), "dim")
        lines.add(_(result.title), "bold", label=label, indent=words + ids)
        told = [sentences.meaning(result)] if result.state == "unknown" else []
        told += [*sentences.outcome(result), _(result.hint or "")]
        for sentence in filter(None, told):
            lines.add(sentence, indent=words)
        if sentences.needs_a_look(result):
            lines.add(result.url, "dim", indent=2)
    lines.add()
    lines.add(sentences.counted([result.state for result in results]))


def _state(state: State) -> Text:
    words = sentences.WORDS["state"][state]
    return Text().append(f"{words['sign']} {_(words['word'])}", words["style"]).append("  ")


def _add_where(lines: Lines, reading: Reading | None) -> None:
    """Say where the state was read, and how sure the program is of the control."""
    if reading is not None and reading.evidence is not None and reading.confidence is not None:
        where = _(
            "Read from the {role} “{name}” at {path} ({how}).",
            role=_(sentences.WORDS["role"].get(reading.evidence.role, "switch")),
            name=reading.evidence.name or "…",
            path=reading.evidence.path,
            how=_(sentences.WORDS["confidence"][reading.confidence]),
        )
        lines.add(where, "dim", indent=2)


def _add_notes(lines: Lines, notes: Sequence[Note] | Sequence[KnownNote]) -> None:
    for note in notes[:2]:
        to_open = f" {note.source}" if note.source == sentences.OBJECTION_FORM else ""
        lines.add(_(note.text) + to_open, indent=2)


def question(setting: Setting, reading: Reading, *, window: bool, demo: bool) -> Lines:
    """What was read, and what off means and does not, before asking whether to switch it off."""
    lines = Lines(demo=demo)
    lines.add(_(setting.title), "bold", label=_state(reading.state), indent=2)
    lines.add(_(setting.meaning_on), indent=2)
    _add_where(lines, reading)
    if window:
        lines.add(_("It is outlined in the browser window."), indent=2)
    lines.add()
    lines.add(_(setting.meaning_off), label=Text(_("If it is off:") + " ", "bold"), indent=2)
    _add_notes(lines, setting.notes)
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
        regions = ", ".join(map(_, setting.not_offered_in))
        lines.add(_("Not offered in: {regions}.", regions=regions), indent=2)
    lines.add(setting.url, "dim", indent=2)
    for note in setting.notes:
        lines.add()
        lines.add(_(note.text), indent=2)
        lines.add(note.source, "dim", indent=2)
    lines.add()
    if setting.help_url:
        lines.add(_("LinkedIn's help: {url}", url=setting.help_url), indent=2)
    as_of = sentences.day(date.fromisoformat(setting.checked_on))
    lines.add(_("As of {day}. Nothing of it was checked on the live site.", day=as_of), indent=2)
    return lines
