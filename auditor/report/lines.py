"""Lines of text that fit a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

from rich.console import Console, ConsoleOptions
from rich.text import Text

WIDEST = 92
"""Columns; longer lines are hard to read, however wide the terminal is."""
_wrap = partial(textwrap.wrap, break_long_words=False, break_on_hyphens=False)


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    style: str
    label: Text
    indent: int
    whole: bool

    def fit(self, width: int) -> Text:
        """The line as it is shown: what is too long goes on below, under its indent."""
        indent, label = self.indent, self.label.copy()
        if indent > width // 2:
            indent = 2
        if len(label) > width // 2:  # the text has no room beside it
            label.rstrip()
            label.append("\n" + " " * indent)
        start = len(label.plain.rpartition("\n")[2])
        blanks, first = " " * indent, " " * (start or indent)
        wrapped = [first + self.text]
        if not self.whole:
            wrapped = _wrap(self.text, width, initial_indent=first, subsequent_indent=blanks)
        shown = "\n".join(wrapped)[start:]
        return Text(no_wrap=True, overflow="ignore").append(label).append(shown, self.style)


@dataclass(slots=True)
class Lines:
    """Lines, wrapped when they are shown; addresses and commands stay in one piece to be copied.

    `typed` makes the commands in a line those of this person. Print with `crop=False`.
    """

    typed: Callable[[str], str] = str
    _lines: list[_Line] = field(default_factory=list)

    def add(
        self,
        text: str = "",
        style: str = "",
        *,
        label: Text | None = None,
        indent: int = 0,
        whole: bool = False,
    ) -> None:
        """Append a line; a `label` stands before its text, and a `whole` line is not wrapped."""
        self._lines.append(_Line(self.typed(text), style, label or Text(), indent, whole))

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Text]:
        width = min(options.max_width, WIDEST)
        return (line.fit(width) for line in self._lines)
