"""The program: one command line in, its exit code out; signals, and the one error handler."""

from __future__ import annotations

import codecs
import errno
import io
import os
import signal
import sys
from collections.abc import Sequence
from types import FrameType
from typing import NoReturn

from auditor.cli.parser import language_in, parse
from auditor.errors import AuditorError, Interrupted, UsageError
from auditor.i18n import _, use

_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")
_PLAIN = str.maketrans({"●": "*", "○": "o", "“": '"', "”": '"', "’": "'", "…": "...", "→": "->"})
_NO_ROOM = "The output could not be written, because there is no room for it."
_MAKE_ROOM = "Make room, or send it elsewhere; then run the same command again."


def run() -> NoReturn:
    """Run the program."""
    for name in _SIGNALS:
        if hasattr(signal, name):  # Windows has no SIGHUP
            signal.signal(getattr(signal, name), _stop)
    sys.exit(main())


def main(argv: Sequence[str] | None = None) -> int:
    """Carry out one command line and return its exit code."""
    codecs.register_error("plain", _plain)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="plain")
    try:
        code = _carry_out(sys.argv[1:] if argv is None else argv)
        if sys.stdout is not None:
            sys.stdout.flush()
    except AuditorError as error:
        return _tell(error)
    except KeyboardInterrupt:
        return _tell(Interrupted())
    except BrokenPipeError:  # whoever read our output has left
        _drop_output()
        return 141
    except Exception as error:
        if isinstance(error, OSError) and error.errno == errno.ENOSPC:
            _drop_output()
            return _tell(UsageError(_NO_ROOM, _MAKE_ROOM))
        from auditor.errors import unforeseen

        return _tell(unforeseen(error))
    return code


def _carry_out(words: Sequence[str]) -> int:
    use(language_in(words))
    try:
        args = parse(words)
    except SystemExit:  # argparse has printed the help or the version
        return 0
    from auditor.cli.commands import COMMANDS  # not for --help, which is to be instant

    return COMMANDS[args.name](args)


def _tell(error: AuditorError) -> int:
    from auditor.cli.terminal import tell_error

    tell_error(*(_(template, **error.values) for template in error.templates))
    return error.exit_code


def _stop(_number: int, _frame: FrameType | None) -> None:
    """End in order at the first signal; ignore others meanwhile, or a browser would stay."""
    for name in _SIGNALS:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    raise KeyboardInterrupt


def _drop_output() -> None:
    """Let Python flush at its end what could not be written, without a second error."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _plain(error: UnicodeError) -> tuple[str, int]:
    """What a terminal without these characters shows: plain signs, letters without accents."""
    import unicodedata

    assert isinstance(error, UnicodeEncodeError)
    lost = error.object[error.start : error.end].translate(_PLAIN)
    letters = unicodedata.normalize("NFKD", lost).encode("ascii", "ignore").decode()
    return letters or "?", error.end
