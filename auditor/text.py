"""Text from a page is untrusted: made clean before it is shown, and equal before it is compared."""

import textwrap
import unicodedata
from functools import lru_cache

# Compared forms differ only in what a reader would not call another wording: LinkedIn's sources
# show both the typographic and the straight apostrophe, and letter case varies (labels.json).
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "ʹ": "'", "`": "'", "´": "'"})
_INVISIBLE = {"Cf", "Cs", "Co", "Cn"}


def clean(text: str, limit: int = 120) -> str:
    """One line that is safe on a terminal and in a file, cut to `limit` characters.

    Control and escape characters, bidirectional and other invisible marks, lone surrogates and
    unassigned code points become spaces or nothing; runs of white space become one space.
    """
    kept = [char for char in text[: limit * 20] if unicodedata.category(char) not in _INVISIBLE]
    spaced = "".join(" " if unicodedata.category(char) == "Cc" else char for char in kept)
    line = " ".join(spaced.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


@lru_cache(maxsize=2048)  # every look compares with the same labels again
def same(text: str) -> str:
    """The form in which two wordings are compared: case, apostrophes, spaces, marks aside."""
    form = clean(text.translate(_APOSTROPHES), limit=400)  # some would not outlive NFKC as one
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", form).casefold())
    return clean(folded.translate(_APOSTROPHES), limit=400).rstrip(" .:…")


def wrapped(text: str, width: int, first: str = "", hang: str = "") -> str:
    """`text` in lines of `width`, indented by `first` and then `hang`; no address is cut."""
    wrapper = textwrap.TextWrapper(width, first, hang)
    wrapper.break_long_words = wrapper.break_on_hyphens = False
    return wrapper.fill(text)
