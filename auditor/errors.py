"""What can go wrong, as the person at the keyboard should hear it."""

from typing import Literal

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


class AuditorError(Exception):
    """Never raised itself: one sentence for people, a hint, and the exit code it leads to.

    Both are templates: `values` are filled in after a translation, if there is one.
    """

    exit_code: int

    def __init__(self, message: str, hint: str, **values: object) -> None:
        self.templates = (message, hint)
        self.values = values
        self.message, self.hint = message.format(**values), hint.format(**values)
        super().__init__(self.message)


class UsageError(AuditorError):
    """The command line cannot be carried out; nothing was opened."""

    exit_code = 2


class NotAudited(AuditorError):
    """No audit was performed, for the reason that `code` names."""

    exit_code = 4

    def __init__(self, code: ErrorCode, message: str, hint: str, **values: object) -> None:
        super().__init__(message, hint, **values)
        self.code = code


def unforeseen(error: Exception) -> NotAudited:
    """The error for a fault of this program, without its text, which may quote the page."""
    from traceback import walk_tb  # only here: --help is to be instant

    *_others, (frame, line) = walk_tb(error.__traceback__)
    return NotAudited(
        "internal",
        "The program failed ({error} at {place}).",
        "Please report this line, with the output of: linkedin-auditor doctor",
        error=type(error).__name__,
        place=f"{frame.f_globals.get('__name__')}:{line}",
    )


class Interrupted(AuditorError):
    """The person, or the system, stopped the program."""

    exit_code = 130
    code: ErrorCode = "interrupted"

    def __init__(self) -> None:
        super().__init__(
            "Stopped before the end.", "Run the same command again when you are ready."
        )
