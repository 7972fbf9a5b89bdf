"""What may stand on a terminal of some width."""

import re

# An address, or a command to type next: in one piece, or it could not be copied.
_IN_ONE_PIECE = re.compile(r" *\S+|.*linkedin-auditor .+")


def fits(line: str, width: int) -> bool:
    """Whether a line keeps to the width, or is one that is never broken."""
    return len(line) <= width or _IN_ONE_PIECE.fullmatch(line) is not None
