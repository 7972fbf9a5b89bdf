"""The report, the question and the catalog for a terminal, laid out by terminal.txt."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from html import unescape

from rich.console import Console, ConsoleOptions
from rich.text import Text

from auditor.i18n import _
from auditor.linkedin.catalog import Setting
from auditor.model import Reading, Report
from auditor.report.template import template
from auditor.text import wrapped

_WIDEST = 92
"""Columns; longer lines are hard to read, however wide the terminal is."""
_LINE = re.compile(r"(?:(.*)<(text|column)>)?( *)(?:<(.*?)>)?(.*)")
"""Label and how it ends, blanks, style, text."""


class Lines:
    """A screen of terminal.txt, wrapped when it is shown; a command is not, so it can be copied.

    Print it with `crop=False`. `typed` makes the commands in a line those of this person.
    """

    def __init__(self, screen: str, typed: Callable[[str], str] = str, **values: object) -> None:
        self._typed = typed
        lines = getattr(template("terminal.txt").module, screen)(**values).splitlines()
        self._lines = [_LINE.findall(line)[0] for line in lines if line]

    def __rich_console__(self, _console: Console, options: ConsoleOptions) -> Iterator[Text]:
        width = min(options.max_width, _WIDEST)
        for label, end, blanks, style, text in self._lines:
            line = _styled(label)
            start = len(line)
            indent = {"text": 2, "column": start}.get(end, len(blanks))
            if start > width // 2:  # the text has no room beside its label
                line.rstrip()
                line.append("\n")
                start, indent = 0, 2
            room = 10_000 if text.startswith("linkedin-auditor ") else width
            text = self._typed(unescape(text))
            fitted = wrapped(text, room, " " * (start or indent), " " * indent)
            yield line.append(fitted[start:], style)


def _styled(label: str) -> Text:
    """The label, in the styles that its tags name; `</>` names none."""
    parts = ["", *re.split("</?(.*?)>", label)]
    styled = zip(map(unescape, parts[1::2]), parts[::2], strict=True)
    return Text.assemble(*styled, no_wrap=True, overflow="ignore")


def rendered(
    report: Report, again: str = "", *, typed: Callable[[str], str] = str, asked: bool = False
) -> Lines:
    """The whole report, with one next step at its end.

    Commands in it are followed by the options `again`, and shown as they are `typed` here.
    Whoever was `asked` before the press saw the reading there: only the outcome is told.
    """
    return Lines("report", typed, report=report, again=again, asked=asked)


def quiet_lines(report: Report) -> str:
    """One line a setting, such as `ai-training  on`; after a comparison with what has changed."""
    lines = [(result.id, result.state, result.since) for result in report.results]
    return "".join("  ".join(filter(None, line)) + "\n" for line in lines)


def question(setting: Setting, reading: Reading, *, window: bool, demo: bool) -> Lines:
    """What was read, and what off means and does not, before asking whether to switch it off."""
    return Lines("question", setting=setting, reading=reading, window=window, demo=demo)


def catalog_lines(settings: Sequence[Setting]) -> Lines:
    """The catalog as a table of id and title."""
    return Lines("catalog", settings=settings)


def explained(setting: Setting) -> Lines:
    """All that is known of a setting, with sources."""
    regions = ", ".join(map(_, setting.not_offered_in))
    as_of = date.fromisoformat(setting.checked_on)
    return Lines("explained", setting=setting, regions=regions, as_of=as_of)
