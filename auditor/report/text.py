"""What a terminal shows: the screens that terminal.txt lays out, and the lines of --quiet."""

import re
from collections.abc import Callable, Iterator
from html import unescape

from rich.console import Console, ConsoleOptions
from rich.text import Text

from auditor.model import Report
from auditor.report.template import template
from auditor.text import wrapped

_SCREENS = template("terminal.txt").module  # compiled while the browser starts
_WIDEST = 92  # columns; longer lines are hard to read, however wide the terminal is
_LINE = re.compile(r"(?:(.*)<(text|column)>)?( *)(?:<(.*?)>)?(.*)")
"""Groups: the label, its end tag, the indent, the style, the text."""


class Screen:
    """A screen of terminal.txt, wrapped when it is shown; a command is not, so it can be copied.

    Print it with `crop=False`. `typed` turns the commands in a line into those of this person.
    """

    def __init__(self, name: str, typed: Callable[[str], str] = str, **values: object) -> None:
        self._typed = typed
        lines = getattr(_SCREENS, name)(**values).split("\n")
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


def quiet_lines(report: Report) -> str:
    """One line a setting, such as `ai-training  on`; after a comparison with what has changed."""
    lines = [(result.id, result.state, result.since) for result in report.results]
    return "".join("  ".join(filter(None, line)) + "\n" for line in lines)
