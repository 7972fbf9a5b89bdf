"""The commands: one function each, from the parsed line to the exit code."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from auditor.cli.options import browser_options, profile_folder, run_options, settings
from auditor.cli.output import Output, outputs
from auditor.cli.terminal import Terminal, as_typed, can_answer, from_home, show
from auditor.i18n import N_, _
from auditor.linkedin.catalog import catalog
from auditor.model import Report
from auditor.report.compare import earlier_report, since
from auditor.report.text import catalog_lines, explained

if TYPE_CHECKING:
    from auditor.audit.options import Options

_NO_WINDOW = "No window can be shown here: the demo runs without one."
_MAY_END = "LinkedIn may end a session that was made in a window, and ask to sign in again."
_GRADES = {"ok": N_("ok"), "warning": N_("warning"), "missing": N_("missing")}


def _audit(args: argparse.Namespace) -> int:
    options = run_options(args, can_answer=can_answer())
    report_file, page_file = outputs(args.json, args.html)
    earlier = _report(args.compare) if args.compare is not None else None
    person = _person(args, options, report_file)
    with person:
        report = _audited(args, options, person)
    if earlier is not None:
        report = since(earlier, report)
    try:
        report_file.write(report.as_json(), quiet=args.quiet)
        if args.html is not None:
            from auditor.report.html import page

            page_file.write(page(report, as_typed), quiet=args.quiet)
        for result in report.results:
            for picture in result.pictures:
                suffix = f"-{result.id}-{picture.when}.png"
                person.note("Written: {path}", path=from_home(args.screenshot[:-4] + suffix))
    finally:
        person.show(report, stderr="-" in (args.json, args.html))
    return report.exit_code


def _audited(args: argparse.Namespace, options: Options, person: Terminal) -> Report:
    """The report of a run; it runs again where what was missing is found or not needed."""
    from auditor.audit.run import audit
    from auditor.doctor.install import install_browser

    if args.install_browser:
        install_browser(person.note)
    while True:
        report = audit(options, person)
        code = report.error.code if report.error is not None else None
        if code == "no_display" and options.demo is not None and not options.headless:
            person.note(_NO_WINDOW)
            options = replace(options, headless=True)
        elif code == "no_browser" and options.browser is None and can_answer():
            person.note("No Chrome, Edge or Chromium was found on this computer.")
            agreed = person.agrees(N_("Get Playwright's Chromium (170 MB)? [y/N]"))
            if not (agreed and install_browser(person.note)):
                return report
        else:
            return report


def _person(args: argparse.Namespace, options: Options, report: Output | None = None) -> Terminal:
    """The person in front of a run, after the notes that come before it."""
    person = Terminal(args, window=not options.headless, report=report)
    if options.headless and not args.headless:
        person.note(_NO_WINDOW)
    elif options.headless and options.profile is not None:
        person.note(_MAY_END)
    return person


def _report(path: str) -> Report:
    """The report in a file, or on standard input where that is `-`; raises UsageError."""
    return earlier_report(path, sys.stdin.buffer.read() if path == "-" else None)


def _settings(_args: argparse.Namespace) -> None:
    show(catalog_lines([*catalog().settings.values()]))


def _explain(args: argparse.Namespace) -> None:
    show(explained(*settings([args.id])))


def _letter(args: argparse.Namespace) -> None:
    from auditor.report.letters import letter

    (output,) = outputs(args.output, source=args.report)
    report = None if args.report is None else _report(args.report)
    output.write(letter(args.kind, args.region, report))


def _render(args: argparse.Namespace) -> None:
    from auditor.report.html import page

    (output,) = outputs(args.html, source=args.file)
    output.write(page(_report(args.file), as_typed))


def _doctor(args: argparse.Namespace) -> int:
    from auditor.doctor.checks import examine
    from auditor.doctor.describe_page import describe_page
    from auditor.doctor.install import install_browser

    options = browser_options(args, settings([args.page] if args.page else []))
    person = _person(args, options)
    installed = args.install_browser and install_browser(person.note)
    if args.page is not None:
        with person:
            print(*describe_page(options, person), sep="\n")
        return 0
    findings = examine(tried_to_install=args.install_browser)
    for finding in findings:
        line = _("{name}: {found}", name=_(finding.name), found=_(finding.found))
        print(f"{_(_GRADES[finding.grade]):9} {line}")
        if finding.todo:
            print(" " * 9, as_typed(_("To do: {step}", step=_(finding.todo))))
    missing = any(finding.grade == "missing" for finding in findings)
    return 4 if missing and not installed else 0


def _forget(args: argparse.Namespace) -> None:
    from auditor.browser.profile import forget

    folder = profile_folder(args.profile)
    line = "Removed: {folder}." if forget(folder) else "There was no kept profile at {folder}."
    print(_(line, folder=from_home(str(folder))))


def _schema(_args: argparse.Namespace) -> None:
    Output("-").write(json.dumps(Report.model_json_schema(mode="serialization"), indent=2) + "\n")


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
