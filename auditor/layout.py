"""Plain lines of text within the width of a terminal, whatever that can show."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from rich.console import Console, ConsoleOptions
from rich.segment import Segment
from rich.text import Text

WIDEST = 92
"""Columns; longer lines are hard to read, however wide the terminal is."""
_PLAIN = str.maketrans({"●": "*", "○": "o", "“": '"', "”": '"', "’": "'", "…": "...", "→": "->"})


@dataclass
class Lines:
    """Lines, each with an indent; wrapped when shown, and never padded with blanks."""

    _lines: list[tuple[int, Text]] = field(default_factory=list)

    def add(self, text: str | Text = "", *, style: str = "", indent: int = 0) -> None:
        """Append a line; too long a one goes on under its own beginning."""
        line = Text.assemble((text, style)) if isinstance(text, str) else text
        self._lines.append((indent, line))

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
        width = min(options.max_width, WIDEST)
        for indent, line in self._lines:
            shown = _plain(line) if options.ascii_only else line
            for part in shown.wrap(console, max(width - indent, 10)) or [Text()]:
                part.rstrip()
                yield Segment(" " * indent if part.plain else "")
                yield from (
                    Segment(segment.text, segment.style)
                    for segment in part.render(console)
                    if segment.text != "\n"
                )
                yield Segment.line()


def _plain(line: Text) -> Text:
    """The line in ASCII: signs by their likes, letters without their accents."""
    said = unicodedata.normalize("NFKD", line.plain.translate(_PLAIN))
    return Text(said.encode("ascii", "ignore").decode())
