"""Arguments in, text or JSON out, exit code: the only file that prints, asks, or exits."""

from __future__ import annotations

import argparse
import errno
import gc
import io
import json
import os
import shutil
import sys
import textwrap
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from auditor.cli.parser import IN_SHORT, language_in, parse
from auditor.cli.terminal import Terminal, console
from auditor.cli.typed import as_typed, from_home, options_again, without_home
from auditor.errors import AuditorError, Interrupted, UsageError
from auditor.i18n import N_, _, use

if TYPE_CHECKING:
    from auditor.report.atomic_file import WholeFile

_WRITTEN = N_("Written: {path}")
_NOT_WRITTEN = "The output could not be written, because there is no room for it."
_MAKE_ROOM = "Make room, or send it elsewhere; then run the same command again."
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def run() -> NoReturn:
    """The program."""
    gc.set_threshold(50_000)  # a short run leaves little to collect
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "1"  # nor loads what other packages bring along
    code = Interrupted.exit_code
    with suppress(KeyboardInterrupt):  # of a second one Python would print where we lie
        code = main()
    gc.freeze()  # ending takes a tenth of a second less when nothing is collected before
    sys.exit(code)


def main(argv: Sequence[str] | None = None) -> int:
    """Carry out one command line and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal may know fewer characters than we
    try:
        words = sys.argv[1:] if argv is None else argv
        use(language_in(words))
        args = parse(words)
        if args.name is None:
            print(_(IN_SHORT))
            return 0
        return _COMMANDS[args.name](args)
    except AuditorError as error:
        return _told(error)
    except KeyboardInterrupt:
        return _told(Interrupted())
    except BrokenPipeError:  # whoever read our output has left
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except Exception as error:
        if isinstance(error, OSError) and error.errno in _FULL:
            return _told(UsageError(_NOT_WRITTEN, _MAKE_ROOM))
        from auditor.errors import unforeseen

        return _told(unforeseen(error))


def _told(error: AuditorError) -> int:
    message, hint = (_(template, **error.values) for template in error.templates)
    for line in (f"linkedin-auditor: {message}", as_typed(hint)):
        print(_wrapped(without_home(line)), file=sys.stderr)
    return error.exit_code


def _wrapped(line: str) -> str:
    """A line broken between words where somebody reads it, and left whole for a script."""
    if not sys.stderr.isatty():
        return line
    columns = shutil.get_terminal_size().columns
    return textwrap.fill(line, columns, break_long_words=False, break_on_hyphens=False)


# --- commands ---------------------------------------------------------------------------------


def _audit(args: argparse.Namespace) -> int:
    from auditor.cli import options as command_line

    options = command_line.run_options(
        args, can_answer=sys.stdin is not None and sys.stdin.isatty()
    )
    earlier = None
    if args.compare is not None:
        from auditor.report.compare import comparable_report, since

        earlier = comparable_report(args.compare, demo=options.demo is not None)
    file, page_file = _file(args.json), _file(args.html)
    person = Terminal(
        quiet=args.quiet,
        results_to_stderr=args.json == "-",
        file=file,
        window=not options.headless,
        demo=options.demo is not None,
        again=options_again(args),
    )
    if options.demo is not None and options.headless and not args.headless:
        person.note(command_line.NO_WINDOW_FOR_DEMO)
    elif options.headless and options.demo is None and options.profile is None:
        person.note(command_line.NOBODY_CAN_SIGN_IN)

    from auditor.audit.run import audit

    with person:
        report = audit(options, person)
    if earlier is not None:
        report = since(earlier, report)
    try:
        if args.json == "-":
            _write_json(report.as_json())
        else:
            person.keep(report)
        if page_file is not None:
            from auditor.report.html import page

            page_file.write(page(report))
    finally:
        person.show(report)
    for written in (file and args.json, page_file and args.html):
        if written:
            person.note(_WRITTEN, path=from_home(written))
    return report.exit_code


def _settings(_args: argparse.Namespace) -> int:
    from auditor.linkedin.catalog import catalog
    from auditor.report.text import catalog_lines

    console().print(catalog_lines(list(catalog().settings.values())), crop=False)
    return 0


def _doctor(args: argparse.Namespace) -> int:
    from auditor.doctor.checks import examine
    from auditor.doctor.install import install_browser

    if args.page is not None:
        return _describe(args)
    if args.install_browser:
        install_browser(lambda line: print(_(line), file=sys.stderr, flush=True))
    out = console()
    findings = examine(tried_to_install=args.install_browser)
    for finding in findings:
        sign = _(finding.grade)
        line = _("{name}: {found}", name=_(finding.name), found=_(finding.found))
        out.print(f"{sign:3} {line}", soft_wrap=True)
    for finding in findings:
        if finding.todo:
            out.print(as_typed(_("To do: {step}", step=_(finding.todo))), soft_wrap=True)
    return 0 if all(finding.grade != "missing" for finding in findings) else 4


def _describe(args: argparse.Namespace) -> int:
    from auditor.cli import options as command_line
    from auditor.doctor.describe_page import describe_page

    chosen = command_line.settings([args.page] if args.page else [])
    person = Terminal(quiet=args.quiet)
    with person:
        lines = describe_page(command_line.browser_options(args, chosen), person)
    for line in lines:
        print(line)
    return 0


def _forget(args: argparse.Namespace) -> int:
    from auditor.browser.profile import forget
    from auditor.cli import options as command_line

    folder = command_line.profile_folder(args.profile or "")
    assert folder is not None
    if True:
        if forget(folder):
            print(_("Removed: {folder}", folder=from_home(folder)))
        else:
            print(_("There was no kept profile at {folder}.", folder=from_home(folder)))
    return 0


def _explain(args: argparse.Namespace) -> int:
    from auditor.cli import options as command_line
    from auditor.report.text import explained

    for setting in command_line.settings([args.id]):
        console().print(explained(setting), crop=False)
    return 0


def _render(args: argparse.Namespace) -> int:
    from auditor.report.compare import earlier_report
    from auditor.report.html import page

    if True:
        file = _file(args.html)
        assert file is not None
        file.write(page(earlier_report(args.file)))
        print(_(_WRITTEN, path=from_home(args.html)), file=sys.stderr)
    return 0


def _schema(_args: argparse.Namespace) -> int:
    from auditor.model import Report

    _write_json(json.dumps(Report.model_json_schema(mode="serialization"), indent=2) + "\n")
    return 0


_COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "audit": _audit,
    "opt-out": _audit,
    "settings": _settings,
    "doctor": _doctor,
    "explain": _explain,
    "forget": _forget,
    "render": _render,
    "schema": _schema,
}


def _write_json(text: str) -> None:
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    sys.stdout.write(text)
    sys.stdout.flush()


def _file(path: str | None) -> WholeFile | None:
    if path is None or path == "-":
        return None
    from auditor.report.atomic_file import WholeFile

    try:
        return WholeFile(Path(path))
    except OSError as error:
        raise UsageError(
            "Nothing can be written to {path} ({reason}).",
            "Give a path in a folder of yours; --json also takes - for standard output.",
            path=path,
            reason=error.strerror or error,
        ) from error
