"""The program: one command line in, its exit code out; signals, and the one error handler."""

from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Sequence
from types import FrameType
from typing import NoReturn

from auditor.cli.parser import language_in, parse
from auditor.errors import AuditorError, Interrupted, UsageError, unforeseen
from auditor.i18n import _, use

_SIGNALS = [getattr(signal, n) for n in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, n)]
_NO_ROOM = "The output could not be written, because there is no room for it."
_MAKE_ROOM = "Make room, or send it elsewhere; then run the same command again."


def run() -> NoReturn:
    """Run the program."""
    for number in _SIGNALS:
        signal.signal(number, _stop)
    sys.exit(main())


def main(argv: Sequence[str] | None = None) -> int:
    """Carry out one command line and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        getattr(stream, "reconfigure", dict)(errors="replace")  # a terminal may be ASCII only
    error: AuditorError
    try:
        code = _carry_out(sys.argv[1:] if argv is None else argv)
        print(end="", flush=True)
        return code
    except BrokenPipeError:  # whoever read our output has left
        _drop_output()
        return 141
    except KeyboardInterrupt:
        error = Interrupted()
    except AuditorError as ours:
        error = ours
    except Exception as failure:
        error = unforeseen(failure)
        if isinstance(failure, OSError) and failure.errno == errno.ENOSPC:
            _drop_output()
            error = UsageError(_NO_ROOM, _MAKE_ROOM)
    from auditor.cli.terminal import say_error

    say_error(*(_(template, **error.values) for template in error.templates))
    return error.exit_code


def _carry_out(words: Sequence[str]) -> int:
    use(language_in(words))
    try:
        args = parse(words)
    except SystemExit:  # argparse has printed the help or the version
        return 0
    from auditor.cli.commands import COMMANDS  # not for --help, which is to be instant

    return COMMANDS[args.name](args) or 0


def _stop(_number: int, _frame: FrameType | None) -> None:
    """End in order at the first signal; ignore others meanwhile, or a browser would stay."""
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


def _drop_output() -> None:
    """Let Python flush at its end what could not be written, without a second error."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
