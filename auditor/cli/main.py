"""The program: one command line in, its exit code out; signals, and the one error handler."""

import gc
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


def run() -> NoReturn:
    """Run the program."""
    gc.disable()  # a run is short: collecting while modules load takes longer than it frees
    for number in _SIGNALS:
        signal.signal(number, _stop)
    sys.exit(main(sys.argv[1:]))


def main(words: Sequence[str]) -> int:
    """Carry out one command line and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        getattr(stream, "reconfigure", dict)(errors="replace")  # a terminal may be ASCII only
    error: AuditorError
    try:
        code = _carry_out(words)
        print(end="", flush=True)
        return code
    except KeyboardInterrupt:
        error = Interrupted()
    except AuditorError as ours:
        error = ours
    except OSError as failure:  # files have errors of their own, so this is standard output
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # Python flushes at its end
        if isinstance(failure, BrokenPipeError):  # whoever read our output has left
            return 141
        error = UsageError("output_failed", reason=failure.strerror)
    except Exception as failure:
        error = unforeseen(failure)
    from auditor.cli.output import say_error

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
