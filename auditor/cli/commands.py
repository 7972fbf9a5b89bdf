"""The commands: one function each, from the parsed line to the exit code."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from auditor.audit.options import Options
from auditor.cli.options import browser_options, profile_folder, run_options, settings
from auditor.cli.output import as_typed, deliver, from_home, outputs, show
from auditor.cli.terminal import Terminal, can_answer
from auditor.i18n import N_, _
from auditor.linkedin.catalog import catalog

if TYPE_CHECKING:  # loaded while the browser starts
    from auditor.model import Report

_MAY_END = "LinkedIn may end a session that was made in a window, and ask to sign in again."
_GRADES = {"ok": N_("ok"), "warning": N_("warning"), "missing": N_("missing")}


def _audit(args: argparse.Namespace) -> int:
    options = run_options(args, can_answer=can_answer())
    report_file, page_file = outputs(args.json, args.html)
    earlier = _report(args.compare) if args.compare is not None else None
    person = Terminal(args, window=not options.headless, report=report_file)
    if options.headless and options.profile is not None:
        person.tell(_MAY_END)
    report = _audited(args, options, person)
    if earlier is not None:
        from auditor.report.compare import since

        report = since(earlier, report)
    try:
        if args.json is not None:
            deliver(report.as_json(), report_file, quiet=args.quiet)
        if args.html is not None:
            from auditor.report.html import page

            deliver(page(report, as_typed), page_file, quiet=args.quiet)
    finally:
        person.show(report, stderr="-" in (args.json, args.html))
    return report.exit_code


def _audited(args: argparse.Namespace, options: Options, person: Terminal) -> Report:
    """The report of a run, made again where what was missing is installed or not needed."""
    from auditor.audit.run import audit
    from auditor.doctor.install import install_browser

    if args.install_browser:
        install_browser(person.tell)
    report = audit(options, person)
    code = report.error.code if report.error is not None else None
    if code == "no_display" and options.demo is not None and not options.headless:
        person.window = False
        return audit(replace(options, headless=True), person)
    named = options.browser or options.connect
    if report.error is not None and code == "no_browser" and not named and can_answer():
        person.tell(report.error.message)
        agreed = person.agrees(N_("Get Playwright's Chromium (170 MB)? [y/N]"))
        if agreed and install_browser(person.tell):
            return audit(options, person)
    return report


def _report(path: str) -> Report:
    """The report in a file, or on standard input where that is `-`; raises UsageError."""
    from auditor.report.compare import earlier_report

    return earlier_report(path, sys.stdin.buffer.read() if path == "-" else None)


def _settings(_args: argparse.Namespace) -> None:
    show("catalog", settings=[*catalog().settings.values()])


def _explain(args: argparse.Namespace) -> None:
    show("explained", setting=settings([args.id])[0])


def _letter(args: argparse.Namespace) -> None:
    from auditor.report.letters import letter

    (output,) = outputs(args.output, source=args.report)
    report = None if args.report is None else _report(args.report)
    deliver(letter(args.kind, args.region, report), output)


def _render(args: argparse.Namespace) -> None:
    from auditor.report.html import page

    (output,) = outputs(args.html or "-", source=args.file)
    deliver(page(_report(args.file), as_typed), output)


def _doctor(args: argparse.Namespace) -> int:
    from auditor.doctor.checks import examine
    from auditor.doctor.describe_page import describe_page
    from auditor.doctor.install import install_browser

    options = browser_options(args, settings([args.page] if args.page else []))
    person = Terminal(args, window=not options.headless)
    installed = args.install_browser and install_browser(person.tell)
    if args.page is not None:
        print(*describe_page(options, person), sep="\n")
        return 0
    missing = False
    for finding in examine():
        missing |= finding.grade == "missing"
        line = _("{name}: {found}", name=_(finding.name), found=_(finding.found))
        print(f"{_(_GRADES[finding.grade]):9} {line}")
        if finding.todo:
            print(" " * 9, as_typed(_("To do: {step}", step=_(finding.todo))))
    return 4 if missing and not installed else 0


def _forget(args: argparse.Namespace) -> None:
    from auditor.browser.profile import forget

    folder = profile_folder(args.profile)
    line = "Removed: {folder}." if forget(folder) else "There was no kept profile at {folder}."
    print(_(line, folder=from_home(str(folder))))


def _schema(_args: argparse.Namespace) -> None:
    from auditor.model import Report

    print(json.dumps(Report.model_json_schema(mode="serialization"), indent=2))


COMMANDS: dict[str, Callable[[argparse.Namespace], int | None]] = {
    "audit": _audit,
    "opt-out": _audit,
    "settings": _settings,
    "explain": _explain,
    "letter": _letter,
    "render": _render,
    "doctor": _doctor,
    "forget": _forget,
    "schema": _schema,
}
