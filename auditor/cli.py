"""Arguments in, text or JSON out, exit code: the only file that prints, asks, or exits."""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from auditor.arguments import parser
from auditor.errors import AuditorError, Interrupted, UsageError
from auditor.stop import Stop

if TYPE_CHECKING:
    from rich.console import Console
    from rich.status import Status

    from auditor.report import Reading, Report, ReportFile
    from auditor.settings import Setting


def run() -> NoReturn:
    """The program."""
    sys.exit(main())


def main(argv: Sequence[str] | None = None) -> int:
    """Carry out one command line and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal may know fewer characters than we
    try:
        args = parser().parse_args(argv)
        return _COMMANDS[args.name](args)
    except AuditorError as error:
        print(f"linkedin-auditor: {error.message}\n{error.hint}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        stopped = Interrupted()
        print(f"linkedin-auditor: {stopped.message}\n{stopped.hint}", file=sys.stderr)
        return stopped.exit_code
    except BrokenPipeError:  # whoever read our output has left
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141


# --- commands ---------------------------------------------------------------------------------


def _audit(args: argparse.Namespace) -> int:
    stop = Stop()
    from auditor import command_line

    options = command_line.run_options(args, can_answer=sys.stdin.isatty())
    earlier = None
    if args.compare is not None:
        from auditor.compare import earlier_report, since

        earlier = earlier_report(args.compare, demo=options.demo is not None)
    file = _report_file(args.json)
    person = _Terminal(quiet=args.quiet, results_to_stderr=args.json == "-", file=file)
    if options.demo is not None and options.headless and not args.headless:
        person.tell(command_line.NO_WINDOW_FOR_DEMO)
    elif options.headless and options.demo is None and options.profile is None:
        person.tell(command_line.NOBODY_CAN_SIGN_IN)

    from auditor.audit import audit
    from auditor.record import Record

    with person, stop:
        early = stop.times > 0
        report = Record(options).report(Interrupted()) if early else audit(options, person)
    if earlier is not None:
        report = since(earlier, report)
    try:
        if args.json == "-":
            _write_json(report.as_json())
        else:
            person.keep(report)
    finally:
        person.show(report)
    return report.exit_code


def _settings(_args: argparse.Namespace) -> int:
    from auditor.render import catalog_lines
    from auditor.settings import catalog

    _console().print(catalog_lines(list(catalog().settings.values())))
    return 0


def _doctor(args: argparse.Namespace) -> int:
    from auditor.doctor import examine, install_browser

    if args.page is not None:
        return _describe(args)
    if args.install_browser and install_browser() is None:
        raise UsageError(
            "No browser could be installed.",
            "Install Google Chrome, Microsoft Edge or Chromium by hand, as your system does it.",
        )
    console = _console()
    findings = examine()
    for finding in findings:
        sign = "ok  " if finding.fine else "no  "
        console.print(f"{sign}{finding.name}: {finding.found}", markup=False, highlight=False)
    for finding in findings:
        if finding.todo:
            console.print(f"To do: {finding.todo}", markup=False, highlight=False)
    return 0 if all(finding.fine for finding in findings) else 4


def _describe(args: argparse.Namespace) -> int:
    from auditor import command_line
    from auditor.describe import describe_page

    chosen = command_line.settings([args.page] if args.page else [])
    person = _Terminal(quiet=args.quiet, results_to_stderr=False, file=None)
    with person:
        lines = describe_page(command_line.browser_options(args, chosen), person)
    for line in lines:
        print(line)
    return 0


def _forget(args: argparse.Namespace) -> int:
    from auditor import command_line
    from auditor.profile import forget

    folder = command_line.profile_folder(args.profile or "")
    assert folder is not None
    print(f"Removed {folder}" if forget(folder) else f"There was no kept profile at {folder}")
    return 0


def _schema(_args: argparse.Namespace) -> int:
    from auditor.report import Report

    _write_json(json.dumps(Report.model_json_schema(mode="serialization"), indent=2) + "\n")
    return 0


_COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "audit": _audit,
    "opt-out": _audit,
    "settings": _settings,
    "doctor": _doctor,
    "forget": _forget,
    "schema": _schema,
}


def _write_json(text: str) -> None:
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    sys.stdout.write(text)
    sys.stdout.flush()


# --- the person at the terminal -----------------------------------------------------------------


class _Terminal:
    """Progress on standard error, the result on standard output, questions at the keyboard."""

    def __init__(self, *, quiet: bool, results_to_stderr: bool, file: ReportFile | None) -> None:
        self._quiet = quiet
        self._out = _console(stderr=results_to_stderr)
        self._err = _console(stderr=True)
        self._file = file
        self._said = ""
        self._status: Status | None = None
        self._asking = False

    def __enter__(self) -> _Terminal:
        return self

    def __exit__(self, *_exc: object) -> None:
        self._hush()
        if self._asking:  # the question stands there without an answer
            print(file=sys.stderr)

    def tell(self, line: str, seconds_left: float | None = None) -> None:
        from auditor.render import countdown

        if self._quiet:
            return
        if not self._err.is_terminal:
            if line != self._said:
                print(countdown(line, seconds_left), file=sys.stderr, flush=True)
        elif self._status is None:
            self._status = self._err.status(countdown(line, seconds_left))
            self._status.start()
        else:
            self._status.update(countdown(line, seconds_left))
        self._said = line

    def confirm(self, setting: Setting, reading: Reading) -> bool:
        from auditor.render import question

        self._hush()
        self._err.print(question(setting, reading))
        print("Switch it off? [y/N] ", end="", file=sys.stderr, flush=True)
        self._asking = True
        answer = sys.stdin.readline()
        self._asking = not answer.endswith("\n")
        return answer.strip().lower() in ("y", "yes")

    def keep(self, report: Report) -> None:
        if self._file is not None:
            try:
                self._file.write(report)
            except OSError as error:
                raise UsageError(
                    f"The report could not be written ({error.strerror}).",
                    "Give --json another place; the result is on the screen.",
                ) from error

    def show(self, report: Report) -> None:
        from auditor.render import rendered

        self._out.print(rendered(report))

    def _hush(self) -> None:
        if self._status is not None:
            self._status.stop()
            self._status = None


def _console(*, stderr: bool = False) -> Console:
    from rich.console import Console

    plain = False if os.environ.get("NO_COLOR") else None  # bold and cursor movements go as well
    return Console(stderr=stderr, highlight=False, markup=False, emoji=False, force_terminal=plain)


def _report_file(path: str | None) -> ReportFile | None:
    if path is None or path == "-":
        return None
    from auditor.report import ReportFile

    try:
        return ReportFile(Path(path))
    except OSError as error:
        raise UsageError(
            f"The report cannot be written to {path} ({error.strerror or error}).",
            "Give --json a path in a folder of yours, or - for standard output.",
        ) from error
