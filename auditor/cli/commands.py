"""The commands: one function each, from the parsed line to the exit code."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from auditor.cli.output import Output, check_apart
from auditor.cli.terminal import Terminal, as_typed, can_answer, from_home, options_again, show
from auditor.i18n import N_, _

if TYPE_CHECKING:
    from auditor.audit.options import Options
    from auditor.model import Report

_NO_WINDOW = "No window can be shown here: the demo runs without one."
_MAY_END = "LinkedIn may end a session that was made in a window, and ask to sign in again."
_WRITTEN = N_("Written: {path}")
_GRADES = {"ok": N_("ok"), "warning": N_("warning"), "missing": N_("missing")}


def _audit(args: argparse.Namespace) -> int:
    from auditor.cli.options import run_options

    options = run_options(args, can_answer=can_answer())
    check_apart(args.json, args.html)
    earlier = None if args.compare is None else _report(args.compare)
    if earlier is not None:
        from auditor.report.compare import check_comparable, since

        check_comparable(earlier, args.compare, demo=options.demo is not None)
    json_file, page_file = _output(args.json), _output(args.html)
    person = _terminal(args, options, report=json_file)
    with person:
        if args.install_browser:
            _install(person)
        report = _audited(options, person)
    if earlier is not None:
        report = since(earlier, report)
    try:
        if json_file is not None:
            json_file.write(report.as_json())
        if page_file is not None:
            from auditor.report.html import page

            page_file.write(page(report))
    finally:
        person.show(report, stderr="-" in (args.json, args.html))
    _tell_written(person, json_file, page_file)
    for result in report.results:
        for picture in result.pictures:
            name = f"{str(options.screenshot)[:-4]}-{result.id}-{picture.when}.png"
            person.note(_WRITTEN, path=from_home(name))
    return report.exit_code


def _audited(options: Options, person: Terminal) -> Report:
    """The report of the run, and of a second one where what was missing can be mended."""
    from auditor.audit.run import audit

    report = audit(options, person)
    code = report.error.code if report.error is not None else None
    if code == "no_display" and options.demo is not None and not options.headless:
        person.note(_NO_WINDOW)
        return audit(replace(options, headless=True), person)
    if code == "no_browser" and options.browser is None and can_answer():
        person.note("No Chrome, Edge or Chromium was found on this computer.")
        if person.agrees(_("Get Playwright's Chromium (170 MB)? [y/N] ")) and _install(person):
            return audit(options, person)
    return report


def _terminal(args: argparse.Namespace, options: Options, **known: Any) -> Terminal:
    """The person in front of a run, after the notes that come before it."""
    person = Terminal(
        quiet=args.quiet,
        window=not options.headless,
        demo=options.demo is not None,
        again=options_again(args),
        **known,
    )
    if options.headless and not args.headless:
        person.note(_NO_WINDOW)
    elif options.headless and options.profile is not None:
        person.note(_MAY_END)
    return person


def _install(person: Terminal) -> bool:
    from auditor.doctor.install import install_browser

    return install_browser(person.note)


def _output(path: str | None) -> Output | None:
    return None if path is None else Output(path)


def _tell_written(person: Terminal, *outputs: Output | None) -> None:
    for output in outputs:
        if output is not None and output.place is not None:
            person.note(_WRITTEN, path=output.place)


def _report(path: str) -> Report:
    """The report in a file, or on standard input where that is `-`; raises UsageError."""
    from auditor.report.compare import earlier_report

    piped = path == "-" and sys.stdin is not None
    return earlier_report(path, sys.stdin.buffer.read() if piped else None)


def _settings(_args: argparse.Namespace) -> int:
    from auditor.linkedin.catalog import catalog
    from auditor.report.text import catalog_lines

    show(catalog_lines(list(catalog().settings.values())))
    return 0


def _explain(args: argparse.Namespace) -> int:
    from auditor.cli.options import settings
    from auditor.report.text import explained

    show(explained(*settings([args.id])))
    return 0


def _letter(args: argparse.Namespace) -> int:
    from auditor.report.letters import letter

    check_apart(args.output, source=args.report)
    output = Output(args.output)
    report = None if args.report is None else _report(args.report)
    output.write(letter(args.kind, args.region, report))
    _tell_written(Terminal(), output)
    return 0


def _render(args: argparse.Namespace) -> int:
    from auditor.report.html import page

    check_apart(args.html, source=args.file)
    output = Output(args.html)
    output.write(page(_report(args.file)))
    _tell_written(Terminal(), output)
    return 0


def _doctor(args: argparse.Namespace) -> int:
    from auditor.cli.options import browser_options, settings

    options = browser_options(args, settings([args.page] if args.page else []))
    person = _terminal(args, options)
    installed = args.install_browser and _install(person)
    if args.page is not None:
        from auditor.doctor.describe_page import describe_page

        with person:
            lines = describe_page(options, person)
        print(*lines, sep="\n")
        return 0
    from auditor.doctor.checks import examine

    findings = examine(tried_to_install=args.install_browser)
    for finding in findings:
        line = _("{name}: {found}", name=_(finding.name), found=_(finding.found))
        print(f"{_(_GRADES[finding.grade]):9} {line}")
        if finding.todo:
            print(" " * 9, as_typed(_("To do: {step}", step=_(finding.todo))))
    missing = any(finding.grade == "missing" for finding in findings)
    return 4 if missing and not installed else 0


def _forget(args: argparse.Namespace) -> int:
    from auditor.browser.profile import forget
    from auditor.cli.options import profile_folder

    folder = profile_folder(args.profile)
    removed = forget(folder)
    told = N_("Removed: {folder}") if removed else N_("There was no kept profile at {folder}.")
    print(_(told, folder=from_home(str(folder))))
    return 0


def _schema(_args: argparse.Namespace) -> int:
    from auditor.model import Report

    schema = Report.model_json_schema(mode="serialization")
    Output("-").write(json.dumps(schema, indent=2) + "\n")
    return 0


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
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
