"""Plain lines of text within the width of a terminal, whatever that can show."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions
from rich.segment import Segment
from rich.text import Text

WIDEST = 92
"""Columns; longer lines are hard to read, however wide the terminal is."""
_PLAIN = str.maketrans({"●": "*", "○": "o", "“": '"', "”": '"', "’": "'", "…": "...", "→": "->"})


@dataclass
class Lines:
    """Lines, each with an indent; wrapped when shown, and never padded with blanks.

    An address, and a line that is to stay `whole`, is not broken, to be copied as it is: print
    with `crop=False`.
    """

    _lines: list[tuple[Text, int, Text, bool]] = field(default_factory=list)

    def add(
        self,
        text: str | Text = "",
        *,
        style: str = "",
        indent: int = 0,
        label: Text | None = None,
        whole: bool = False,
    ) -> None:
        """Append a line; too long a one goes on under its own beginning.

        A `label` stands in the indent of the first line.
        """
        line = Text.assemble((text, style)) if isinstance(text, str) else text
        self._lines.append((label or Text(), indent, line, whole))

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
        width = min(options.max_width, WIDEST)
        for label, indent, line, whole in self._lines:
            lead = _plain(label) if options.ascii_only else label.copy()
            shown = _plain(line) if options.ascii_only else line.copy()
            breaks = [] if whole else _breaks(shown.plain, max(width - indent, 10))
            for part in shown.divide(breaks):
                part.rstrip()
                too_long = part.cell_len > width - indent and not lead
                if part.plain and not too_long:
                    lead.pad_right(indent - lead.cell_len)
                    yield from lead.render(console)
                lead = Text()
                yield from (
                    Segment(segment.text, segment.style)
                    for segment in part.render(console)
                    if segment.text != "\n"
                )
                yield Segment.line()


def _breaks(line: str, width: int) -> list[int]:
    """Where a line goes on below: between words, at plain spaces only; a long word stays whole.

    Rich's own wrapping would part words at a no-break space as well, and cut an address.
    """
    breaks: list[int] = []
    used = 0
    for word in re.finditer(r"[^ ]+ *", line):
        if used and used + cell_len(word.group().rstrip()) > width:
            breaks.append(word.start())
            used = 0
        used += cell_len(word.group())
    return breaks


def _plain(line: Text) -> Text:
    """The line in ASCII: signs by their likes, letters without their accents."""
    said = unicodedata.normalize("NFKD", line.plain.translate(_PLAIN))
    return Text(said.encode("ascii", "ignore").decode())
