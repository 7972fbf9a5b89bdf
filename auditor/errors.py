"""What can go wrong. The words for the person at the keyboard stand in errors.toml."""

from functools import cache
from pathlib import Path
from typing import Any, Literal

ErrorCode = Literal[
    "no_browser",
    "no_display",
    "sign_in_timeout",
    "sign_in_needed",
    "sign_in_refused",
    "window_closed",
    "account_restricted",
    "network",
    "interrupted",
    "internal",
]


@cache
def entries() -> dict[str, dict[str, Any]]:
    """The table errors.toml, by name."""
    import tomllib  # only here: --help is to be instant

    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


def named_in(text: str, kind: Literal["load_words", "launch_words"]) -> str:
    """The name of the first entry whose words stand in `text`, which is the browser's own error."""
    table = entries().items()
    return next(name for name, entry in table if any(word in text for word in entry.get(kind, ())))


class AuditorError(Exception):
    """Never raised itself: one sentence for people, a hint, and the exit code it leads to.

    `name` is that of an entry of errors.toml. Sentence and hint are templates: `values` are filled
    in after a translation, if there is one.
    """

    exit_code: int

    def __init__(self, name: str, **values: object) -> None:
        entry = entries()[name]
        self.name = name
        self.code: ErrorCode = entry.get("code", name)
        self.templates = (entry["message"], entry["hint"])
        self.values = values
        self.message, self.hint = (template.format(**values) for template in self.templates)
        super().__init__(self.message)


class UsageError(AuditorError):
    """The command line cannot be carried out; nothing was opened. Its code is in no report."""

    exit_code = 2


class NotAudited(AuditorError):
    """No audit was performed, for the reason that `code` names."""

    exit_code = 4


class Interrupted(AuditorError):
    """The person, or the system, stopped the program."""

    exit_code = 130

    def __init__(self) -> None:
        super().__init__("interrupted")


def unforeseen(error: Exception) -> NotAudited:
    """The error for a fault of this program, without its text, which may quote the page."""
    from traceback import walk_tb  # only here: --help is to be instant

    *_others, (frame, line) = walk_tb(error.__traceback__)
    place = f"{frame.f_globals.get('__name__')}:{line}"
    return NotAudited("internal", error=type(error).__name__, place=place)
