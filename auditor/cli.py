"""Arguments in, text or JSON out, exit code: the only file that prints, asks, or exits."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from auditor import __version__
from auditor.errors import AuditorError, UsageError

if TYPE_CHECKING:
    from rich.console import Console
    from rich.status import Status

    from auditor.report import Reading, Report, ReportFile
    from auditor.settings import Setting

DEFAULT_ID = "ai-training"


def run() -> NoReturn:
    """The program."""
    sys.exit(main())


def main(argv: Sequence[str] | None = None) -> int:
    """Carry out one command line and return its exit code."""
    args = _parser().parse_args(argv)
    try:
        return int(args.command(args))
    except AuditorError as error:
        print(f"linkedin-auditor: {error.message}\n{error.hint}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # whoever read our output has left
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141


# --- commands ---------------------------------------------------------------------------------


def _audit(args: argparse.Namespace) -> int:
    from auditor.find_browser import can_show_window
    from auditor.settings import catalog

    known = catalog().settings
    unknown = [id_ for id_ in args.ids if id_ not in known]
    if unknown:
        raise UsageError(
            f"There is no setting called {unknown[0]}.", f"Settings: {', '.join(known)}"
        )
    ids = list(known) if args.all else list(dict.fromkeys(args.ids)) or [DEFAULT_ID]
    if args.demo is not None:
        from auditor.demo import scene

        scene(args.demo)
    opt_out = args.name == "opt-out"
    if opt_out and not args.yes and not sys.stdin.isatty():
        raise UsageError(
            "opt-out asks before it acts, and nobody can answer here.",
            "Run it in a terminal, or add --yes to agree beforehand.",
        )
    file = _report_file(args.json)
    picture = _picture_path(args.screenshot)
    headless = args.headless
    person = _Terminal(quiet=args.quiet, results_to_stderr=args.json == "-", file=file)
    if args.demo is not None and not headless and not can_show_window():
        person.tell("No window can be shown here: the demo runs without one.")
        headless = True
    elif headless and args.demo is None:
        person.tell("Nobody can sign in without a window: this waits all the same.")

    from auditor.audit import audit
    from auditor.options import Options

    for number in (signal.SIGTERM, getattr(signal, "SIGHUP", None)):
        if number is not None:
            signal.signal(number, _interrupt)
    with person:
        report = audit(
            Options(
                command=args.name,
                settings=tuple(known[id_] for id_ in ids),
                demo=args.demo,
                browser=args.browser,
                headless=headless,
                yes=opt_out and args.yes,
                login_timeout=args.login_timeout,
                timeout=args.timeout,
                screenshot=picture,
            ),
            person,
        )
    person.show(report)
    if args.json == "-":
        sys.stdout.write(report.as_json())
        sys.stdout.flush()
    elif file is not None:
        person.keep(report)
    return report.exit_code


def _settings(_args: argparse.Namespace) -> int:
    from auditor.render import catalog_lines
    from auditor.settings import catalog

    _console().print(catalog_lines(list(catalog().settings.values())))
    return 0


def _doctor(args: argparse.Namespace) -> int:
    from auditor.doctor import examine, install_browser

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


def _schema(_args: argparse.Namespace) -> int:
    from auditor.report import Report

    print(json.dumps(Report.model_json_schema(mode="serialization"), indent=2))
    return 0


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

    def __enter__(self) -> _Terminal:
        return self

    def __exit__(self, *_exc: object) -> None:
        self._hush()

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
        return sys.stdin.readline().strip().lower() in ("y", "yes")

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

    return Console(stderr=stderr, highlight=False, markup=False, emoji=False, soft_wrap=False)


def _interrupt(_number: int, _frame: object) -> NoReturn:
    raise KeyboardInterrupt


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


def _picture_path(path: str | None) -> Path | None:
    if path is None:
        return None
    picture = Path(path)
    if picture.suffix != ".png" or not os.access(picture.parent, os.W_OK):
        raise UsageError(
            f"No picture can be written to {path}.",
            "Give --screenshot a name that ends in .png, in a folder of yours.",
        )
    return picture


# --- arguments ----------------------------------------------------------------------------------

_EXIT_CODES = """\
exit codes:
  0  every setting asked about reads off, or is not offered to this account
  1  at least one reads on (also: switch-off asked for and still on)
  2  wrong arguments
  3  at least one could not be told, and none reads on
  4  no audit was performed: no browser, not signed in, window closed, no network
  130  interrupted
"""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="linkedin-auditor",
        description="Read LinkedIn's switch for generative-AI training on your own account, "
        "turn it off when you say so, and prove it. Unofficial.",
        epilog=_EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = parser.add_subparsers(dest="name", metavar="command", required=True)

    audit = commands.add_parser("audit", help="read and report; never changes anything")
    _add_run_arguments(audit)
    opt_out = commands.add_parser("opt-out", help="read, show, ask, switch off, prove")
    _add_run_arguments(opt_out)
    opt_out.add_argument("--yes", action="store_true", help="agree beforehand, without being asked")

    settings = commands.add_parser("settings", help="the settings this program knows")
    settings.set_defaults(command=_settings)
    doctor = commands.add_parser("doctor", help="what is needed to run, what was found")
    doctor.add_argument("--install-browser", action="store_true", help="get a browser first")
    doctor.set_defaults(command=_doctor)
    schema = commands.add_parser("schema", help="JSON Schema of the report")
    schema.set_defaults(command=_schema)
    return parser


def _add_run_arguments(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(command=_audit)
    parser.add_argument("ids", nargs="*", metavar="ID", help=f"settings (default: {DEFAULT_ID})")
    parser.add_argument("--all", action="store_true", help="every setting of the catalog")
    parser.add_argument(
        "--json", metavar="PATH", help="write the report as JSON; - is standard output"
    )
    parser.add_argument(
        "--demo",
        metavar="SCENE",
        nargs="?",
        const="on",
        help="run on a built-in imitation of LinkedIn; no account, no network",
    )
    parser.add_argument(
        "--browser", metavar="NAME|PATH", help="chrome, msedge, chromium, or an executable"
    )
    parser.add_argument(
        "--headless", action="store_true", help="no window (useful with --demo only)"
    )
    parser.add_argument(
        "--login-timeout",
        metavar="SECS",
        type=_seconds,
        default=300.0,
        help="how long to wait for you to sign in (default: 300)",
    )
    parser.add_argument(
        "--timeout",
        metavar="SECS",
        type=_seconds,
        default=30.0,
        help="how long to wait for one page (default: 30)",
    )
    parser.add_argument(
        "--screenshot",
        metavar="PATH",
        help="save pictures of the setting's block only: NAME-ID-before.png, NAME-ID-after.png",
    )
    parser.add_argument("--quiet", action="store_true", help="only the result")


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 < seconds <= 86_400:
        raise argparse.ArgumentTypeError("must be more than 0 and at most 86400 seconds")
    return seconds
